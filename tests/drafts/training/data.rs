//! Labelled drafts, messages, sentences and examples → rows. Invariants: a row of `rows` is a sentence, one of `whole` a message;
//! the sentences of a message lie together; held-out drafts are never read.

use super::{ACTS, CONSIDERATIONS, DECIDES, INTENTS};
use regards::analysis::model::features::Part;
use regards::analysis::{ModelView, Settings, model_view};
use regards::document::{Document, ReadOptions};
use regards::ruleset::{CheckKind, RuleId, Ruleset};
use serde_json::Value;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What a line written for training intents weighs beside a draft.
const LINE: f64 = 0.3;
/// What an example in a rule or act file weighs: it is there to be held to.
const EXAMPLE: f64 = 4.0;
/// What a draft that templates were written by counts when thresholds are chosen, beside a message they were not.
const SEEN: f64 = 0.2;

/// A sentence or a message: its features, and for each column whether it is so, where that is known.
#[derive(Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Row {
    pub parts: Vec<Part>,
    pub labels: Vec<Option<bool>>,
    /// The message it is of, or is.
    pub message: usize,
    /// How much it counts in training.
    pub weight: f64,
    /// Of a sentence: how many of its features are its own words'.
    pub own: usize,
    /// Of a sentence: acts that templates find in it.
    pub hits: Vec<bool>,
    /// Of a sentence: acts that its message performs, in this sentence or another.
    pub somewhere: Vec<bool>,
    /// Of a message: whether the model is asked at all.
    pub possible: bool,
    /// Of a message: whether its cues speak for one of ours most; where not, the model has to be sure.
    pub likely: bool,
    /// Of a message: whether it is as people send it, not a line written for training alone.
    pub draft: bool,
    /// Of a message: whether no template was written by it.
    pub unseen: bool,
}

/// What a message's labels say of each act.
pub struct Message {
    pub labels: Vec<Option<bool>>,
    /// What it counts when thresholds are chosen.
    pub weight: f64,
    /// Whether no template was written by it.
    pub unseen: bool,
    /// Its sentences.
    pub rows: Range<usize>,
}

/// Everything there is to learn from.
#[derive(Default)]
pub struct Data {
    pub rows: Vec<Row>,
    pub whole: Vec<Row>,
    pub messages: Vec<Message>,
    /// The acts that some rule forbids.
    pub forbidden: Vec<bool>,
}

/// Whether a sentence performs an act: given its words, the act, how many sentences there are, what templates find in it.
type Judge<'a> = dyn Fn(&str, usize, usize, &[bool]) -> Option<bool> + 'a;

/// What a text's labels say.
struct Labels<'a> {
    /// Of each sentence.
    sentence: &'a Judge<'a>,
    /// Whether the message performs the act somewhere.
    somewhere: Vec<bool>,
    message: Vec<Option<bool>>,
    weight: f64,
    counts: f64,
    unseen: bool,
}

impl Data {
    pub fn gather(drafts: &Path, ruleset: &Ruleset) -> Self {
        let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
        let reader = Reader { ruleset, settings: Settings { now, intent: None, notice_hours: 24 } };
        let mut data = Self::default();
        for folder in files(drafts).iter().filter(|f| f.join("labels.jsonl").exists() && !f.ends_with("held-out")) {
            for label in lines(&folder.join("labels.jsonl")) {
                let name = label["file"].as_str().expect("a label names its file");
                let bytes = fs::read(folder.join(name)).expect("the labelled draft is there");
                data.draft(&reader, &bytes, name, &label);
            }
        }
        for label in files(&drafts.join("messages")).iter().flat_map(|file| lines(file)) {
            data.message(&reader, &label);
        }
        for label in files(&drafts.join("sentences")).iter().flat_map(|file| lines(file)) {
            data.sentence(&reader, &label);
        }
        for label in files(&drafts.join("intents")).iter().flat_map(|file| lines(file)) {
            data.line(&reader, &label);
        }
        data.examples(&reader);
        let forbids =
            |id| ruleset.rules.iter().any(|rule| matches!(&rule.check, CheckKind::Forbid(acts) if acts.contains(&id)));
        data.forbidden = ACTS.iter().map(|(_, act)| ruleset.act(act).is_some_and(forbids)).collect();
        data
    }

    /// A draft whose labels quote the words that perform an act.
    fn draft(&mut self, reader: &Reader, bytes: &[u8], name: &str, label: &Value) {
        let unsure = |e: &str| label["unsure"].as_array().is_some_and(|u| u.iter().any(|x| x == e));
        let has = |(index, (element, _)): (usize, &(&str, &str))| -> Option<bool> {
            if label["intent"] == "other" {
                return None;
            }
            if index >= CONSIDERATIONS {
                let all = label["has"]["considerations"].as_array().filter(|_| !unsure("considerations"))?;
                return Some(all.iter().any(|c| c == element));
            }
            label["has"][element].as_bool().filter(|_| !unsure(element))
        };
        let labels: Vec<Option<bool>> = ACTS.iter().enumerate().map(has).collect();
        let evidence: Vec<Vec<String>> = ACTS.iter().map(|(element, _)| quotes(&label["evidence"], element)).collect();
        let sentence = |text: &str, act: usize, _: usize, _: &[bool]| match labels[act]? {
            false => Some(false),
            true if evidence[act].iter().any(|quote| shares(text, quote)) => Some(true),
            // The deciding sentence is to be told from the others of its message.
            true => (act == DECIDES && !evidence[act].is_empty()).then_some(false),
        };
        let somewhere = vec![false; ACTS.len()];
        let message = labels.clone();
        let labels = Labels { sentence: &sentence, somewhere, message, weight: 1.0, counts: SEEN, unseen: false };
        let view = self.take(reader, bytes, Some(name), &labels);
        if !unsure("intent") {
            self.intent(label, view, true, false);
        }
    }

    /// A message of which it is known what it does, but not where.
    fn message(&mut self, reader: &Reader, label: &Value) {
        let text = label["text"].as_str().expect("text");
        let acts = strings(&label["acts"]);
        let considers = label["intent"] == "stop-process";
        let says = |(index, (_, act)): (usize, &(&str, &str))| {
            let yes = acts.contains(act);
            // Who does not stop a search is not asked what was weighed.
            (yes || considers || index < CONSIDERATIONS - 1).then_some(yes)
        };
        let ours = label["intent"] != "other";
        let labels: Vec<Option<bool>> = ACTS.iter().enumerate().map(|a| says(a).filter(|_| ours)).collect();
        let sentence = |_: &str, act: usize, count: usize, _: &[bool]| labels[act].filter(|yes| !yes || count == 1);
        let somewhere = labels.iter().map(|label| *label == Some(true)).collect();
        let message = labels.clone();
        let labels = Labels { sentence: &sentence, somewhere, message, weight: 1.0, counts: 1.0, unseen: true };
        let view = self.take(reader, text.as_bytes(), None, &labels);
        self.intent(label, view, true, true);
    }

    /// A sentence and all acts it performs, but for the decision, which is not said.
    fn sentence(&mut self, reader: &Reader, label: &Value) {
        let acts = strings(&label["acts"]);
        let sentence = |_: &str, act: usize, count: usize, _: &[bool]| {
            let yes = acts.contains(&ACTS[act].1);
            (act != DECIDES && (count == 1 || !yes)).then_some(yes)
        };
        self.only_sentences(reader, label["text"].as_str().expect("text"), None, &sentence, 1.0);
    }

    /// A line that has an intent. Those called decisions are nothing but the deciding sentence.
    fn line(&mut self, reader: &Reader, label: &Value) {
        let decides = label["intent"] != "other" && label["sender"].is_null();
        let sentence =
            |_: &str, act: usize, count: usize, _: &[bool]| (act == DECIDES && decides && count == 1).then_some(true);
        let view = self.only_sentences(reader, label["text"].as_str().expect("text"), None, &sentence, 1.0);
        self.intent(label, view, false, false);
    }

    /// The examples in act files, and those of rules that ask for an act or forbid one.
    fn examples(&mut self, reader: &Reader) {
        let ruleset = reader.ruleset;
        for (column, (_, act)) in ACTS.iter().enumerate() {
            let file = ruleset.act(act).and_then(|id| ruleset.act_file(id)).expect("an act of the rule pack");
            for (text, says) in file.says.iter().map(|t| (t, true)).chain(file.not.iter().map(|t| (t, false))) {
                self.example(reader, text, None, &[column], says);
            }
        }
        for intent in INTENTS {
            let Some(file) = ruleset.intent(intent).and_then(|id| ruleset.intent_file(id)) else { continue };
            for (text, says) in file.says.iter().map(|t| (t, true)).chain(file.not.iter().map(|t| (t, false))) {
                self.told(reader, text, intent, says);
            }
        }
        for (index, rule) in ruleset.rules.iter().enumerate() {
            let file = ruleset.rule_file(RuleId(index as u16)).expect("a rule of the rule pack");
            for (text, example) in file.examples.iter().filter_map(|e| Some((e.flagged.as_ref()?, e))) {
                if example.intent.is_some() {
                    continue;
                }
                // A rule flags only what it speaks about.
                let spoken_of = |id: &&str| ruleset.intent(id).is_some_and(|id| rule.intents.contains(id));
                let labels = INTENTS.iter().map(|id| (!spoken_of(id)).then_some(false)).collect();
                let view = self.only_sentences(reader, text, example.name.as_deref(), &|_, _, _, _| None, 1.0);
                self.whole_row(view, labels, EXAMPLE, false, false);
            }
            let (CheckKind::Require(acts) | CheckKind::Forbid(acts)) = &rule.check else { continue };
            let forbids = matches!(rule.check, CheckKind::Forbid(_));
            let asked = |a: &(&str, &str)| acts.iter().any(|&id| ruleset[id].id == a.1);
            let columns: Vec<usize> = ACTS.iter().enumerate().filter(|(_, a)| asked(a)).map(|(c, _)| c).collect();
            for example in &file.examples {
                if let Some(text) = &example.flagged {
                    self.example(reader, text, example.name.as_deref(), &columns, forbids);
                }
                if let Some(text) = example.clean.as_ref().filter(|_| forbids) {
                    self.example(reader, text, example.name.as_deref(), &columns, false);
                }
            }
        }
    }

    /// A message in an intent's file, that has the intent or has not.
    fn told(&mut self, reader: &Reader, text: &str, intent: &str, says: bool) {
        let view = self.only_sentences(reader, text, None, &|_, _, _, _| None, 1.0);
        let label = |id: &&str| if *id == intent { Some(says) } else { says.then_some(false) };
        self.whole_row(view, INTENTS.iter().map(label).collect(), EXAMPLE, false, false);
    }

    /// Of an example that says an act, the sentences in which a template finds it do; the others may or may not.
    fn example(&mut self, reader: &Reader, text: &str, name: Option<&str>, columns: &[usize], says: bool) {
        let sentence = |_: &str, act: usize, count: usize, hits: &[bool]| {
            (columns.contains(&act) && (count == 1 || !says || hits[act])).then_some(says)
        };
        self.only_sentences(reader, text, name, &sentence, EXAMPLE);
    }

    fn only_sentences(
        &mut self,
        reader: &Reader,
        text: &str,
        name: Option<&str>,
        sentence: &Judge,
        weight: f64,
    ) -> ModelView {
        let none = vec![None; ACTS.len()];
        let somewhere = vec![false; ACTS.len()];
        let labels = Labels { sentence, somewhere, message: none, weight, counts: 0.0, unseen: false };
        self.take(reader, text.as_bytes(), name, &labels)
    }

    /// Takes a text's sentences in as the next message.
    fn take(&mut self, reader: &Reader, bytes: &[u8], name: Option<&str>, labels: &Labels) -> ModelView {
        let options = ReadOptions { name: name.map(str::to_owned), ..ReadOptions::default() };
        let document = Document::parse(bytes, &options);
        let mut view = model_view(&document, reader.ruleset, &reader.settings);
        let (message, first) = (self.messages.len(), self.rows.len());
        let count = view.sentences.len();
        for (index, seen) in view.sentences.drain(..).enumerate() {
            let text = plain(document.words(document.sentences[index].span));
            let hits: Vec<bool> = ACTS.iter().map(|(_, act)| seen.acts.iter().any(|h| h == act)).collect();
            let row_labels: Vec<Option<bool>> =
                (0..ACTS.len()).map(|act| (labels.sentence)(&text, act, count, &hits)).collect();
            let open = |act: usize| labels.somewhere[act] && row_labels[act].is_none();
            self.rows.push(Row {
                somewhere: (0..ACTS.len()).map(open).collect(),
                parts: vec![Part::new(seen.features)],
                labels: row_labels,
                message,
                weight: labels.weight,
                own: seen.own,
                hits,
                possible: true,
                likely: true,
                draft: false,
                unseen: labels.unseen,
            });
        }
        let rows = first..self.rows.len();
        let message = Message { labels: labels.message.clone(), weight: labels.counts, unseen: labels.unseen, rows };
        self.messages.push(message);
        view
    }

    /// Takes in the intent of the message taken last.
    fn intent(&mut self, label: &Value, view: ModelView, draft: bool, unseen: bool) {
        let known = |id: &str| id == "other" || INTENTS.contains(&id);
        assert!(label["intent"].as_str().is_some_and(known), "no such intent: {}", label["intent"]);
        let labels = INTENTS.iter().map(|id| Some(label["intent"] == **id)).collect();
        self.whole_row(view, labels, if draft { 1.0 } else { LINE }, draft, unseen);
    }

    fn whole_row(&mut self, view: ModelView, labels: Vec<Option<bool>>, weight: f64, draft: bool, unseen: bool) {
        self.whole.push(Row {
            parts: view.message,
            labels,
            message: self.messages.len() - 1,
            weight,
            own: 0,
            hits: Vec::new(),
            somewhere: Vec::new(),
            possible: view.possible,
            likely: view.likely,
            draft,
            unseen,
        });
    }
}

/// What reading a draft takes.
struct Reader<'a> {
    ruleset: &'a Ruleset,
    settings: Settings,
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|e| e.path()).collect();
    files.sort();
    files
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("readable");
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("a line of JSON")).collect()
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

fn quotes(evidence: &Value, element: &str) -> Vec<String> {
    let flat = |value: &Value| -> Vec<String> {
        match value {
            Value::String(text) => vec![plain(text)],
            Value::Array(all) => all.iter().filter_map(Value::as_str).map(plain).collect(),
            _ => Vec::new(),
        }
    };
    let own = flat(&evidence[element]);
    if !own.is_empty() {
        return own;
    }
    match &evidence["considerations"] {
        Value::Object(each) => each.get(element).map(flat).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn plain(text: &str) -> String {
    let folded = text.replace(['’', '‘'], "'").replace(['“', '”'], "\"").to_lowercase();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a sentence and a quote speak of the same words.
fn shares(sentence: &str, quote: &str) -> bool {
    if quote.is_empty() {
        return false;
    }
    let head: String = quote.chars().take(24).collect();
    sentence.contains(quote)
        || (sentence.len() > 8 && quote.contains(sentence))
        || (head.len() >= 16 && sentence.contains(&head))
}
