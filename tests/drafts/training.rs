//! Labelled drafts → model. One linear classifier an act, trained on sentences by dual coordinate descent for the L2-loss
//! support vector machine (Hsieh et al., ICML 2008; the algorithm of LIBLINEAR). Written out here because no maintained Rust
//! crate trains linear models on sparse data, and because only additions, multiplications and divisions are used: the same
//! bytes come out on every platform. Thresholds are chosen by cross-validation over messages.
#![allow(unreachable_pub, missing_docs, reason = "shared by an example and a test")]

use regards::analysis::Settings;
use regards::analysis::model::features::BUCKETS;
use regards::analysis::model::{Column, Model, ONE, Target};
use regards::analysis::model_view;
use regards::document::{Document, ReadOptions};
use regards::ruleset::{CheckKind, RuleId, Ruleset};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Element of the labels → act.
const ACTS: &[(&str, &str)] = &[
    ("thanks", "thanks"),
    ("apology", "apology"),
    ("reason", "reason"),
    ("weak_reason", "weak-reason"),
    ("alternate_time", "alternate-time"),
    ("badmouthing", "badmouthing"),
    ("too_much_detail", "too-much-detail"),
    ("door_open", "open-door"),
    ("well_wishes", "well-wishes"),
    ("offers_questions", "invites-questions"),
    ("hr_consulted", "hr-consulted"),
    ("resources", "weighs-resources"),
    ("candidate-pool", "weighs-candidate-pool"),
    ("restart-cost", "weighs-restart-cost"),
    ("hiring-needs", "weighs-hiring-needs"),
    ("organisation-size", "weighs-organisation-size"),
];
/// The intents, and `other`, which is none of ours.
const INTENTS: &[&str] = &[
    "withdraw",
    "cancel",
    "reschedule",
    "decline-interview",
    "decline-offer",
    "reject-candidate",
    "employer-cancel",
    "stop-process",
    "exit-interview-decline",
    "exit-interview-invite",
    "other",
];
const COLUMNS: usize = ACTS.len() + INTENTS.len();
const FOLDS: usize = 5;
const ROUNDS: usize = 12;
const COST: f64 = 1.0;
/// A positive sentence weighs as much as so many negative ones.
const POSITIVE: f64 = 2.0;

/// What a line written for training intents weighs beside a draft.
const LINE: f64 = 0.3;
/// What an example in a rule or act file weighs: it is there to be held to.
const EXAMPLE: f64 = 4.0;

/// A sentence: its features, and for each act whether it performs it, where that is known.
struct Row {
    features: Vec<u16>,
    labels: Vec<Option<bool>>,
    hits: Vec<bool>,
    message: usize,
    /// Whether the model is asked at all.
    possible: bool,
    /// Whether it is a draft as people send it, or a line written for training alone.
    draft: bool,
    /// How much it counts.
    weight: f64,
}

/// What a message's labels say of each act.
struct Message {
    labels: Vec<Option<bool>>,
    /// What it counts when thresholds are chosen: single sentences nothing, drafts that no template was written by more.
    weight: f64,
}

#[derive(Default)]
struct Data {
    /// Sentences; columns are acts.
    rows: Vec<Row>,
    messages: Vec<Message>,
    /// Whole messages; columns are intents.
    whole: Vec<Row>,
}

/// Trains on every set of labelled drafts below `drafts` that is not held out, and on the labelled sentences there.
pub fn train(drafts: &Path) -> (Model, String) {
    let data = gather(drafts, Ruleset::builtin());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= COLUMNS {
                        return;
                    }
                    let trained = column(&data, index);
                    done.lock().expect("no thread panicked").push((index, trained));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(index, _)| *index);
    let mut report = format!(
        "{} sentences, {} messages for acts, {} for intents\n",
        data.rows.len(),
        data.messages.len(),
        data.whole.len()
    );
    let mut weights = vec![0i8; BUCKETS * COLUMNS];
    let (mut columns, mut outside) = (Vec::new(), Vec::new());
    for (index, trained) in done {
        report.push_str(&trained.line);
        for (feature, weight) in trained.weights.into_iter().enumerate() {
            weights[feature * COLUMNS + index] = weight;
        }
        columns.push(trained.column);
        outside.push(trained.outside);
    }
    let (offset, line) = unrelated_offset(&data.whole, &outside[ACTS.len()..]);
    report.push_str(&line);
    columns[COLUMNS - 1].says = fixed(offset);
    (Model::new(columns, &weights).expect("one weight a column and bucket"), report)
}

/// How much less likely `other` is taken to be than its scores say, and the accuracy with that: the offset with the most right
/// answers on drafts, a diagnostic on an unrelated one counting as four wrong ones.
fn unrelated_offset(rows: &[Row], outside: &[Vec<f64>]) -> (f64, String) {
    let other = INTENTS.len() - 1;
    let judge = |offset: f64| {
        let (mut right, mut alarms) = (0u32, 0u32);
        for (r, row) in rows.iter().enumerate().filter(|(_, row)| row.draft) {
            let score = |i: usize| outside[i][r] - if i == other { offset } else { 0.0 };
            let best = (0..INTENTS.len()).max_by(|&a, &b| score(a).total_cmp(&score(b))).unwrap_or(other);
            let got = if row.possible { best } else { other };
            right += u32::from(row.labels[got] == Some(true));
            alarms += u32::from(row.labels[other] == Some(true) && got != other);
        }
        (right, alarms)
    };
    let steps = (-30..=30).map(|step| f64::from(step) * 0.05);
    let value = |offset: f64| {
        let (right, alarms) = judge(offset);
        i64::from(right) - 3 * i64::from(alarms)
    };
    let offset = steps.fold(0.0, |best, offset| if value(offset) > value(best) { offset } else { best });
    let (right, alarms) = judge(offset);
    let drafts = || rows.iter().filter(|row| row.draft);
    let unrelated = drafts().filter(|row| row.labels[other] == Some(true)).count();
    let accuracy = f64::from(right) / drafts().count().max(1) as f64;
    (
        offset,
        format!(
            "intents: accuracy {accuracy:.3}, unrelated messages taken for ours {alarms} of {unrelated} (offset {offset:+.2})\n"
        ),
    )
}

fn gather(drafts: &Path, ruleset: &Ruleset) -> Data {
    let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
    let settings = Settings { now, intent: None, notice_hours: 24 };
    let mut data = Data::default();
    let mut folders: Vec<_> =
        fs::read_dir(drafts).expect("the drafts").filter_map(Result::ok).map(|e| e.path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|f| f.join("labels.jsonl").exists() && !f.ends_with("held-out")) {
        for label in lines(&folder.join("labels.jsonl")) {
            let name = label["file"].as_str().expect("a label names its file");
            let bytes = fs::read(folder.join(name)).expect("the labelled draft is there");
            let weight = if folder.ends_with("corpus") { 1.0 } else { 4.0 };
            data.message(&bytes, name, &label, weight, ruleset, &settings);
        }
    }
    for file in files(&drafts.join("sentences")) {
        for label in lines(&file) {
            data.sentence(&label, ruleset, &settings);
        }
    }
    data.examples(ruleset, &settings);
    for file in files(&drafts.join("intents")) {
        for label in lines(&file) {
            let document = Document::parse(label["text"].as_str().expect("text").as_bytes(), &ReadOptions::default());
            let view = model_view(&document, ruleset, &settings);
            data.intent(&label, view.message, view.possible, false);
        }
    }
    data
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

impl Data {
    fn message(
        &mut self,
        bytes: &[u8],
        name: &str,
        label: &Value,
        weight: f64,
        ruleset: &Ruleset,
        settings: &Settings,
    ) {
        let document = Document::parse(bytes, &ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() });
        let has = |element: &str| -> Option<bool> {
            let considered = ACTS.iter().position(|(e, _)| *e == element).is_some_and(|i| i >= 11);
            let unsure = |e: &str| label["unsure"].as_array().is_some_and(|u| u.iter().any(|x| x == e));
            if considered {
                let all = label["has"]["considerations"].as_array().filter(|_| !unsure("considerations"))?;
                return Some(all.iter().any(|c| c == element));
            }
            label["has"][element].as_bool().filter(|_| !unsure(element))
        };
        let labels: Vec<Option<bool>> = ACTS.iter().map(|(element, _)| has(element)).collect();
        let evidence: Vec<Vec<String>> = ACTS.iter().map(|(element, _)| quotes(&label["evidence"], element)).collect();
        let view = model_view(&document, ruleset, settings);
        self.intent(label, view.message, view.possible, true);
        if label["intent"] == "other" {
            return;
        }
        let message = self.messages.len();
        for (index, (features, hits)) in view.sentences.into_iter().enumerate() {
            let text = plain(document.words(document.sentences[index].span));
            let row_labels = labels.iter().zip(&evidence).map(|(has, quotes)| match has {
                None => None,
                Some(false) => Some(false),
                Some(true) => quotes.iter().any(|q| shares(&text, q)).then_some(true),
            });
            let labels = row_labels.collect();
            self.row(features, labels, &hits, message);
        }
        self.messages.push(Message { labels, weight });
    }

    fn row(&mut self, features: Vec<u16>, labels: Vec<Option<bool>>, hits: &[String], message: usize) {
        let hits = hit_columns(hits);
        self.rows.push(Row { features, labels, hits, message, possible: true, draft: true, weight: 1.0 });
    }

    /// The examples in act files, and those of rules that ask for an act or forbid one.
    fn examples(&mut self, ruleset: &Ruleset, settings: &Settings) {
        for (column, (_, act)) in ACTS.iter().enumerate() {
            let file = ruleset.act(act).and_then(|id| ruleset.act_file(id)).expect("an act of the rule pack");
            for (text, says) in file.says.iter().map(|t| (t, true)).chain(file.not.iter().map(|t| (t, false))) {
                self.example(text, None, &[column], says, ruleset, settings);
            }
        }
        for (index, rule) in ruleset.rules.iter().enumerate() {
            let (CheckKind::Require(acts) | CheckKind::Forbid(acts)) = &rule.check else { continue };
            let forbids = matches!(rule.check, CheckKind::Forbid(_));
            let asked = |a: &(&str, &str)| acts.iter().any(|&id| ruleset[id].id == a.1);
            let columns: Vec<usize> = ACTS.iter().enumerate().filter(|(_, a)| asked(a)).map(|(c, _)| c).collect();
            let file = ruleset.rule_file(RuleId(index as u16)).expect("a rule of the rule pack");
            for example in &file.examples {
                if let Some(text) = &example.flagged {
                    self.example(text, example.name.as_deref(), &columns, forbids, ruleset, settings);
                }
                if let Some(text) = example.clean.as_ref().filter(|_| forbids) {
                    self.example(text, example.name.as_deref(), &columns, false, ruleset, settings);
                }
            }
        }
    }

    /// Of an example that says an act, the sentences in which a template finds it do; the others may or may not.
    fn example(
        &mut self,
        text: &str,
        name: Option<&str>,
        columns: &[usize],
        says: bool,
        ruleset: &Ruleset,
        settings: &Settings,
    ) {
        let options = ReadOptions { name: name.map(str::to_owned), ..ReadOptions::default() };
        let view = model_view(&Document::parse(text.as_bytes(), &options), ruleset, settings);
        let alone = view.sentences.len() == 1;
        let message = self.messages.len();
        for (features, hits) in view.sentences {
            let hits = hit_columns(&hits);
            let label = |c: usize| (columns.contains(&c) && (alone || !says || hits[c])).then_some(says);
            let labels = (0..ACTS.len()).map(label).collect();
            self.rows.push(Row { features, labels, hits, message, possible: true, draft: false, weight: EXAMPLE });
        }
        self.messages.push(Message { labels: vec![None; ACTS.len()], weight: 0.0 });
    }

    fn intent(&mut self, label: &Value, features: Vec<u16>, possible: bool, draft: bool) {
        if label["unsure"].as_array().is_some_and(|u| u.iter().any(|x| x == "intent")) {
            return;
        }
        let weight = if draft { 1.0 } else { LINE };
        let labels = INTENTS.iter().map(|id| Some(label["intent"] == **id)).collect();
        self.whole.push(Row { features, labels, hits: Vec::new(), message: self.whole.len(), possible, draft, weight });
    }

    fn sentence(&mut self, label: &Value, ruleset: &Ruleset, settings: &Settings) {
        let document = Document::parse(label["text"].as_str().expect("text").as_bytes(), &ReadOptions::default());
        let acts: Vec<&str> =
            label["acts"].as_array().map(|a| a.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        let labels: Vec<Option<bool>> = ACTS.iter().map(|(_, act)| Some(acts.contains(act))).collect();
        let message = self.messages.len();
        let found = model_view(&document, ruleset, settings).sentences;
        let alone = found.len() == 1;
        for (features, hits) in found {
            // Of several sentences, which one performs the act is not known.
            let labels = labels.iter().map(|l| l.filter(|yes| alone || !yes)).collect();
            self.row(features, labels, &hits, message);
        }
        self.messages.push(Message { labels, weight: 0.0 });
    }
}

fn hit_columns(hits: &[String]) -> Vec<bool> {
    ACTS.iter().map(|(_, act)| hits.iter().any(|h| h == act)).collect()
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

/// A trained column.
struct Trained {
    column: Column,
    weights: Vec<i8>,
    line: String,
    /// Each row's score by a model that has not seen its message.
    outside: Vec<f64>,
}

/// Trains a column: weights on all data, thresholds by cross-validation.
fn column(data: &Data, index: usize) -> Trained {
    let is_act = index < ACTS.len();
    let (rows, label) = if is_act { (&data.rows, index) } else { (&data.whole, index - ACTS.len()) };
    let known: Vec<usize> = (0..rows.len()).filter(|&r| rows[r].labels[label].is_some()).collect();
    let mut outside = vec![0.0; rows.len()];
    for fold in 0..FOLDS {
        let inside: Vec<usize> = known.iter().copied().filter(|&r| rows[r].message % FOLDS != fold).collect();
        let (weights, bias) = fit(rows, label, &inside);
        for (r, row) in rows.iter().enumerate().filter(|(_, row)| row.message % FOLDS == fold) {
            outside[r] = dot(&weights, &row.features) + bias;
        }
    }
    let (weights, bias) = fit(rows, label, &known);
    let largest = weights.iter().fold(1e-9f64, |m, w| m.max(w.abs()));
    let (mut says, mut vetoes, mut line) = (0.0, 0.0, String::new());
    let target = if is_act {
        let (s, v, both, model, templates) = thresholds(data, label, &outside);
        (says, vetoes) = (s, v);
        let name = ACTS[label].1;
        writeln!(line, "{name:26} templates {templates:.3}  model {model:.3}  both {both:.3}  (says {says:+.2}, vetoes {vetoes:+.2})")
            .expect("a string takes it");
        Target::Act(name.to_owned())
    } else if INTENTS[label] == "other" {
        Target::Unrelated
    } else {
        Target::Intent(INTENTS[label].to_owned())
    };
    let column =
        Column { target, scale: fixed(largest / 127.0), bias: fixed(bias), says: fixed(says), vetoes: fixed(vetoes) };
    let weights = weights.iter().map(|w| (w / largest * 127.0).round() as i8).collect();
    Trained { column, weights, line, outside }
}

fn fixed(x: f64) -> i32 {
    (x * f64::from(ONE)).round().clamp(-2e9, 2e9) as i32
}

fn dot(weights: &[f64], features: &[u16]) -> f64 {
    let sum: f64 = features.iter().map(|&f| weights[usize::from(f)]).sum();
    sum / (features.len().max(1) as f64).sqrt()
}

/// Dual coordinate descent: answers weights and bias. The order of examples is shuffled the same way each time.
fn fit(all: &[Row], label: usize, rows: &[usize]) -> (Vec<f64>, f64) {
    let mut weights = vec![0.0f64; BUCKETS];
    let mut bias = 0.0f64;
    let mut alphas = vec![0.0f64; rows.len()];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for _ in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            order.swap(i, (state % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let row = &all[rows[i]];
            let positive = row.labels[label] == Some(true);
            let cost = COST * row.weight;
            let (y, cost) = if positive { (1.0, cost * POSITIVE) } else { (-1.0, cost) };
            let diagonal = 0.5 / cost;
            // Features have length one together, the bias is one more feature of value one.
            let gradient = y * (dot(&weights, &row.features) + bias) - 1.0 + diagonal * alphas[i];
            let projected = if alphas[i] == 0.0 { gradient.min(0.0) } else { gradient };
            if projected.abs() < 1e-12 {
                continue;
            }
            let old = alphas[i];
            alphas[i] = (old - gradient / (2.0 + diagonal)).max(0.0);
            let step = (alphas[i] - old) * y;
            let each = step / (row.features.len().max(1) as f64).sqrt();
            for &feature in &row.features {
                weights[usize::from(feature)] += each;
            }
            bias += step;
        }
    }
    (weights, bias)
}

/// The pair of thresholds with the best F1 over messages; and the F1 of it, of the model alone, of templates alone.
fn thresholds(data: &Data, act: usize, scores: &[f64]) -> (f64, f64, f64, f64, f64) {
    // For each message: its best score where templates say nothing, and its best where they say yes.
    let mut without = vec![f64::NEG_INFINITY; data.messages.len()];
    let mut with = vec![f64::NEG_INFINITY; data.messages.len()];
    for (row, &score) in data.rows.iter().zip(scores) {
        let best = if row.hits[act] { &mut with } else { &mut without };
        best[row.message] = best[row.message].max(score);
    }
    let judged: Vec<(usize, bool)> =
        data.messages.iter().enumerate().filter_map(|(m, message)| Some((m, message.labels[act]?))).collect();
    let f1 = |says: f64, vetoes: f64| {
        let (mut hits, mut wrong) = (0.0, 0.0);
        for &(m, want) in &judged {
            let got = without[m] >= says || with[m] >= vetoes;
            let weight = data.messages[m].weight;
            hits += if want && got { weight } else { 0.0 };
            wrong += if want == got { 0.0 } else { weight };
        }
        if hits == 0.0 { 0.0 } else { 2.0 * hits / (2.0 * hits + wrong) }
    };
    let steps = || (-60..=60).map(|step| f64::from(step) * 0.05);
    let mut best = (9.0, -9.0, f1(9.0, -9.0));
    let templates = best.2;
    for says in steps().chain([9.0]) {
        for vetoes in steps().chain([-9.0]).filter(|v| *v <= says) {
            let score = f1(says, vetoes);
            if score > best.2 + 1e-9 {
                best = (says, vetoes, score);
            }
        }
    }
    let alone = steps().map(|at| f1(at, at)).fold(0.0, f64::max);
    (best.0, best.1, best.2, alone, templates)
}
