//! Rule files prove themselves: a rule flags the drafts it says it flags, at the words it says, and leaves the others
//! alone; acts are found in the sentences that perform them, intents in the messages that have them; fixes take away what
//! they are for, and make of a draft what the example says.

use super::example_fixes::{Trial, lasts};
use super::{notice_hours, source_range};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, ReadOptions};
use crate::ruleset::file::Example;
use crate::ruleset::{Act, ActId, FileSettings, IntentId, Origin, RuleId, Ruleset};
use crate::span::Span;
use jiff::Zoned;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// When examples are read that do not say.
const NOW: &str = "2026-11-23T12:00:00+00:00";

/// How the examples fared.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// How many held.
    pub(crate) passed: usize,
    /// Those that did not.
    pub(crate) failures: Vec<Failure>,
}

/// An example that does not hold.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The file it is in, as its layer names it.
    pub(crate) file: String,
    /// That file's text.
    pub(crate) text: String,
    /// Where in it the example stands.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) message: String,
    pub(crate) proof: Proof,
}

/// What shows that it is wrong.
#[derive(Debug)]
pub(crate) enum Proof {
    /// The draft, and what it was read as.
    Draft(String, Option<String>),
    /// The diagnostic that should not be.
    Flagged(Box<Document>, Diagnostic),
    /// The words that should be flagged, and those that are.
    Words(String, Vec<String>),
    /// What the draft should become, and what it becomes.
    Becomes(String, String),
}

/// Runs the examples of everything whose origin is `tested`.
pub(crate) fn run(ruleset: &Ruleset, tested: impl Fn(&Origin) -> bool) -> Tally {
    let mut tally = Tally::default();
    for (index, act) in ruleset.acts.iter().enumerate() {
        if tested(&act.origin) {
            tally.act(ruleset, ActId(index as u16));
        }
    }
    for (index, intent) in ruleset.intents.iter().enumerate() {
        if tested(&intent.origin) {
            tally.intent(ruleset, IntentId(index as u16));
        }
    }
    for (index, rule) in ruleset.rules.iter().enumerate() {
        if tested(&rule.origin) {
            tally.rule(ruleset, RuleId(index as u16));
        }
    }
    tally
}

/// A draft, read for a test.
struct Reading {
    document: Document,
    analysis: Analysis,
}

impl Tally {
    fn act(&mut self, ruleset: &Ruleset, id: ActId) {
        let Some(file) = ruleset.act_file(id) else { return };
        let act = &ruleset[id];
        let intent = suitable_intent(ruleset, act);
        for (key, sentences, wanted) in [("says", &file.says, true), ("not", &file.not, false)] {
            for (index, sentence) in sentences.iter().enumerate() {
                // As the sentence of a message, or as a whole one where it is that.
                let whole = sentence.contains('\n');
                let draft =
                    if whole { sentence.clone() } else { format!("Hi Dana,\n\n{sentence}\n\nBest regards,\nSam") };
                let reading = read(ruleset, &draft, None, intent, &now(None));
                let found = reading.analysis.acts.iter().find(|found| ruleset[found.act].id == act.id);
                if found.is_some() == wanted {
                    self.passed += 1;
                    continue;
                }
                let what = match found {
                    None => format!("{} is not found here", act.id),
                    Some(found) => format!("{} is found in “{}”", act.id, reading.document.words(found.span)),
                };
                let proof = Proof::Draft(sentence.clone(), None);
                self.fail(&act.origin, &[key.into(), index.into()], what, proof);
            }
        }
    }

    fn intent(&mut self, ruleset: &Ruleset, id: IntentId) {
        let intent = &ruleset[id];
        let Some(file) = ruleset.intent_file(id) else { return };
        for (key, messages, wanted) in [("says", &file.says, true), ("not", &file.not, false)] {
            for (index, message) in messages.iter().enumerate() {
                let reading = read(ruleset, message, None, None, &now(None));
                let found = reading.analysis.intents.iter().any(|found| found.intent == id);
                if found == wanted {
                    self.passed += 1;
                    continue;
                }
                let what = format!("this is read as {}", intents(ruleset, &reading.analysis));
                let what = if wanted { format!("{what}, not as {}", intent.id) } else { what };
                let proof = Proof::Draft(message.clone(), None);
                self.fail(&intent.origin, &[key.into(), index.into()], what, proof);
            }
        }
    }

    fn rule(&mut self, ruleset: &Ruleset, id: RuleId) {
        let Some(file) = ruleset.rule_file(id) else { return };
        for (index, example) in file.examples.iter().enumerate() {
            let drafts = [("flagged", &example.flagged), ("fixed", &example.fixed), ("clean", &example.clean)];
            for (key, draft) in drafts {
                let Some(draft) = draft else { continue };
                let steps = ["examples".into(), index.into(), key.into()];
                let faults = match (key, &example.flagged) {
                    ("flagged", _) => flagged(ruleset, id, example, draft),
                    ("fixed", Some(flagged)) => fixed(ruleset, id, example, flagged, draft),
                    _ => fault(ruleset, id, example, draft, false).into_iter().collect(),
                };
                self.passed += usize::from(faults.is_empty());
                for (what, proof) in faults {
                    self.fail(&ruleset[id].origin, &steps, what, proof);
                }
            }
        }
    }

    fn fail(&mut self, origin: &Origin, steps: &[Step<'_>], message: String, proof: Proof) {
        let span = place(origin, steps);
        self.failures.push(Failure {
            file: origin.file.clone(),
            text: origin.text.clone().into_owned(),
            span,
            message,
            proof,
        });
    }
}

/// What is wrong with a flagged draft, or with the fixes that are offered for it.
fn flagged(ruleset: &Ruleset, id: RuleId, example: &Example, draft: &str) -> Vec<(String, Proof)> {
    if let Some(fault) = fault(ruleset, id, example, draft, true) {
        return vec![fault];
    }
    let (options, settings) = with(ruleset, example);
    Trial { ruleset, rule: id, options: &options, settings: &settings }.broken(draft)
}

/// What is wrong with what a flagged draft should become.
fn fixed(ruleset: &Ruleset, id: RuleId, example: &Example, flagged: &str, draft: &str) -> Vec<(String, Proof)> {
    let (options, settings) = with(ruleset, example);
    let trial = Trial { ruleset, rule: id, options: &options, settings: &settings };
    let still = || (!lasts(ruleset, id)).then(|| fault(ruleset, id, example, draft, false)).flatten();
    trial.unlike(flagged, example.at.as_deref(), draft).or_else(still).into_iter().collect()
}

/// What the drafts of an example are read with.
fn with(ruleset: &Ruleset, example: &Example) -> (ReadOptions, Settings) {
    let intent = example.intent.as_ref().and_then(|intent| ruleset.intent(intent));
    options(ruleset, example.name.as_deref(), intent, &now(example.now.as_deref()))
}

/// What is wrong with an example of a rule.
fn fault(ruleset: &Ruleset, id: RuleId, example: &Example, draft: &str, flagged: bool) -> Option<(String, Proof)> {
    let rule = &ruleset[id];
    let intent = example.intent.as_ref().and_then(|intent| ruleset.intent(intent));
    let reading = read(ruleset, draft, example.name.as_deref(), intent, &now(example.now.as_deref()));
    let all = check(&reading.document, &reading.analysis, ruleset, &FileSettings::default());
    let mut own = all.into_iter().filter(|diagnostic| diagnostic.rule == id).peekable();
    match (own.peek(), flagged) {
        (None, false) => None,
        (Some(_), false) => {
            let diagnostic = own.next()?;
            let what = format!("{} flags this draft", rule.id);
            Some((what, Proof::Flagged(Box::new(reading.document), diagnostic)))
        }
        (None, true) => {
            let acts = reading.analysis.acts.iter().map(|found| ruleset[found.act].id.as_str());
            let acts = acts.collect::<Vec<_>>().join(", ");
            let read_as = format!("read as {}; acts: {acts}", intents(ruleset, &reading.analysis));
            Some((format!("{} does not flag this draft", rule.id), Proof::Draft(draft.to_owned(), Some(read_as))))
        }
        (Some(_), true) => {
            let at = example.at.as_ref()?;
            let document = &reading.document;
            let words = |span: Span| document.source.get(source_range(document, span)).unwrap_or("");
            let flagged: Vec<String> = own.map(|diagnostic| one_line(words(diagnostic.span))).collect();
            // The words wanted are those flagged, or among them; line breaks do not matter.
            let is_there = flagged.iter().any(|flagged| flagged.contains(&one_line(at)));
            let what = format!("{} flags other words than “{at}”", rule.id);
            (!is_there).then(|| (what, Proof::Words(one_line(at), flagged)))
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(ruleset: &Ruleset, draft: &str, name: Option<&str>, intent: Option<IntentId>, now: &Zoned) -> Reading {
    let (options, settings) = options(ruleset, name, intent, now);
    let document = Document::parse(draft.as_bytes(), &options);
    let analysis = analyze(&document, ruleset, &settings);
    Reading { document, analysis }
}

fn options(ruleset: &Ruleset, name: Option<&str>, intent: Option<IntentId>, now: &Zoned) -> (ReadOptions, Settings) {
    let options = ReadOptions { name: name.map(str::to_owned), ..ReadOptions::default() };
    let intent = intent.map(|intent| ruleset[intent].id.clone());
    (options, Settings { now: now.clone(), intent, notice_hours: notice_hours(ruleset) })
}

/// An example's moment. One that cannot be read was reported with the rest of its file.
fn now(given: Option<&str>) -> Zoned {
    given.and_then(|text| moment(text).ok()).or_else(|| moment(NOW).ok()).unwrap_or_default()
}

/// An RFC 3339 time with its offset.
pub(crate) fn moment(text: &str) -> Result<Zoned, String> {
    let wanted = "write it in RFC 3339 with its offset, such as 2026-11-23T12:00:00+01:00";
    let pieces = Pieces::parse(text).map_err(|_| format!("this is no time; {wanted}"))?;
    let time = pieces.time().ok_or_else(|| format!("the hour is missing; {wanted}"))?;
    let offset = pieces.to_numeric_offset().ok_or_else(|| format!("the offset is missing; {wanted}"))?;
    let timestamp = offset.to_timestamp(pieces.date().to_datetime(time)).map_err(|error| error.to_string())?;
    Ok(timestamp.to_zoned(TimeZone::fixed(offset)))
}

/// An intent the act counts for; none where it counts for all.
fn suitable_intent(ruleset: &Ruleset, act: &Act) -> Option<IntentId> {
    let by = |intent: &IntentId| {
        act.senders.is_empty() || ruleset[*intent].sender.is_some_and(|sender| act.senders.contains(&sender))
    };
    let all = act.intents.iter().count() == ruleset.intents.len() && act.senders.is_empty();
    if all { None } else { act.intents.iter().find(by) }
}

fn intents(ruleset: &Ruleset, analysis: &Analysis) -> String {
    let ids: Vec<_> = analysis.intents.iter().map(|found| ruleset[found.intent].id.as_str()).collect();
    if ids.is_empty() { "none of our business".to_owned() } else { ids.join(" and ") }
}

/// A step from a value in TOML to one in it.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Where the value the steps lead to stands.
fn place(origin: &Origin, steps: &[Step<'_>]) -> Range<usize> {
    let root = DeTable::parse_recoverable(&origin.text).0;
    let mut value: Option<(&DeValue<'_>, Range<usize>)> = None;
    for step in steps {
        let next = match (step, &value) {
            (Step::Key(key), None) => root.get_ref().get(*key),
            (Step::Key(key), Some((value, _))) => value.get(*key),
            (Step::Index(index), Some((value, _))) => value.get(*index),
            (Step::Index(_), None) => None,
        };
        let Some(next) = next else { break };
        value = Some((next.get_ref(), next.span()));
    }
    value.map_or(0..0, |(_, span)| span)
}
