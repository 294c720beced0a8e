//! `regards test`: every rule file proves itself.
//!
//! A rule flags the drafts it says it flags, at the words it says, and leaves the others alone; acts are found in the
//! sentences that perform them, intents in the messages that have them.

use super::arguments::{ConfigArguments, TestArguments, moment};
use super::full::{Mark, excerpt, renderer};
use super::output::{Outcome, Output, Style};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::LineIndex;
use crate::document::{Document, ReadOptions};
use crate::project::Trouble;
use crate::project::{Buffers, Project, shown_path};
use crate::project::{notice_hours, source_range};
use crate::ruleset::file::Example;
use crate::ruleset::{Act, ActId, FileSettings, IntentId, Origin, RuleId, Ruleset};
use crate::span::Span;
use annotate_snippets::Level;
use jiff::Zoned;
use similar::TextDiff;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use toml::de::{DeTable, DeValue};

/// When examples are read that do not say.
const NOW: &str = "2026-11-23T12:00:00+00:00";

pub(super) fn run(arguments: &TestArguments, output: Output) -> io::Result<Outcome> {
    let mut troubles = Vec::new();
    let mut run = Run { text: String::new(), style: output.style, passed: 0, failed: 0 };
    if arguments.paths.is_empty() {
        let projects = arguments.config.projects();
        let project = projects.of_folder(Path::new(""));
        run.all(project.ruleset(), |_| true);
        troubles = projects.troubles();
    } else {
        let mut project = base(&arguments.config, &mut troubles);
        let mut tested = Vec::new();
        for path in &arguments.paths {
            match path.metadata() {
                Ok(_) => tested.push(project.add_rules(path)),
                Err(error) => troubles.push(Trouble::unreadable(path, &error)),
            }
        }
        run.all(project.ruleset(), |origin| tested.contains(&origin.layer));
        troubles.extend(project.troubles());
    }
    let Run { mut text, passed, failed, style } = run;
    let failures = format!("{failed} failed");
    let failures = if failed > 0 { style.error(failures) } else { style.dim(failures) };
    let _ = writeln!(text, "{}, {failures}", style.good(format!("{passed} passed")));
    output.print(&text)?;
    let outcome = if failed > 0 { Outcome::Findings } else { Outcome::Clean };
    Ok(outcome.max(output.trouble(&troubles)))
}

/// What the rules to test come on top of: the built-in ones, and those of a configuration that is named.
fn base(arguments: &ConfigArguments, troubles: &mut Vec<Trouble>) -> Project {
    match &arguments.config {
        Some(path) if path.exists() => Project::of_config(path, &Buffers::default()),
        Some(path) => {
            troubles.push(Trouble::unreadable(Path::new(&shown_path(path)), &io::ErrorKind::NotFound.into()));
            Project::default()
        }
        None => Project::default(),
    }
}

struct Run {
    text: String,
    style: Style,
    passed: usize,
    failed: usize,
}

/// A draft, read for a test.
struct Reading {
    document: Document,
    analysis: Analysis,
}

impl Run {
    fn all(&mut self, ruleset: &Ruleset, tested: impl Fn(&Origin) -> bool) {
        for (index, act) in ruleset.acts.iter().enumerate() {
            if tested(&act.origin) {
                self.act(ruleset, ActId(index as u16));
            }
        }
        for (index, intent) in ruleset.intents.iter().enumerate() {
            if tested(&intent.origin) {
                self.intent(ruleset, IntentId(index as u16));
            }
        }
        for (index, rule) in ruleset.rules.iter().enumerate() {
            if tested(&rule.origin) {
                self.rule(ruleset, RuleId(index as u16));
            }
        }
    }

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
                let place = place(&act.origin, &[key.into(), index.into()]);
                let id = &act.id;
                match found {
                    None => self.fail(&place, &format!("{id} is not found here"), &quoted(sentence)),
                    Some(found) => {
                        let words = reading.document.words(found.span);
                        self.fail(&place, &format!("{id} is found in “{words}”"), &quoted(sentence));
                    }
                }
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
                let place = place(&intent.origin, &[key.into(), index.into()]);
                let what = format!("this is read as {}", intents(ruleset, &reading.analysis));
                let what = if wanted { format!("{what}, not as {}", intent.id) } else { what };
                self.fail(&place, &what, &quoted(message));
            }
        }
    }

    fn rule(&mut self, ruleset: &Ruleset, id: RuleId) {
        let rule = &ruleset[id];
        let Some(file) = ruleset.rule_file(id) else { return };
        for (index, example) in file.examples.iter().enumerate() {
            let drafts = [("flagged", &example.flagged), ("fixed", &example.fixed), ("clean", &example.clean)];
            for (key, draft) in drafts {
                let Some(draft) = draft else { continue };
                let place = place(&rule.origin, &["examples".into(), index.into(), key.into()]);
                self.example(ruleset, id, example, draft, key == "flagged", &place);
            }
        }
    }

    fn example(&mut self, ruleset: &Ruleset, id: RuleId, example: &Example, draft: &str, flagged: bool, place: &str) {
        let rule = &ruleset[id];
        let now = now(example.now.as_deref());
        let intent = example.intent.as_ref().and_then(|intent| ruleset.intent(intent));
        let reading = read(ruleset, draft, example.name.as_deref(), intent, &now);
        let all = check(&reading.document, &reading.analysis, ruleset, &FileSettings::default());
        let own: Vec<&Diagnostic> = all.iter().filter(|diagnostic| diagnostic.rule == id).collect();
        match (own.first(), flagged) {
            (None, false) => self.passed += 1,
            (Some(diagnostic), false) => {
                let shown = marked(&reading.document, rule.id.as_str(), diagnostic, self.style);
                self.fail(place, &format!("{} flags this draft", rule.id), &shown);
            }
            (None, true) => {
                let acts = reading.analysis.acts.iter().map(|found| ruleset[found.act].id.as_str());
                let acts = acts.collect::<Vec<_>>().join(", ");
                let read_as = format!("  read as {}; acts: {acts}\n", intents(ruleset, &reading.analysis));
                self.fail(place, &format!("{} does not flag this draft", rule.id), &(quoted(draft) + &read_as));
            }
            (Some(_), true) => {
                let Some(at) = &example.at else {
                    self.passed += 1;
                    return;
                };
                let document = &reading.document;
                let words = |span: Span| document.source.get(source_range(document, span)).unwrap_or("");
                if own.iter().any(|diagnostic| same_words(words(diagnostic.span), at)) {
                    self.passed += 1;
                    return;
                }
                let mut shown = String::new();
                for diagnostic in own {
                    let flagged = one_line(words(diagnostic.span)) + "\n";
                    for change in TextDiff::from_lines(&(one_line(at) + "\n"), &flagged).iter_all_changes() {
                        let _ = write!(shown, "  {}{change}", change.tag());
                    }
                }
                self.fail(place, &format!("{} flags other words than “{at}”", rule.id), &shown);
            }
        }
    }

    fn fail(&mut self, place: &str, what: &str, shown: &str) {
        self.failed += 1;
        let _ = writeln!(self.text, "{place}: {}: {what}\n{shown}", self.style.error("failed"));
    }
}

/// Whether the words wanted are those flagged, or among them; line breaks do not matter.
fn same_words(flagged: &str, wanted: &str) -> bool {
    one_line(flagged).contains(&one_line(wanted))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn read(ruleset: &Ruleset, draft: &str, name: Option<&str>, intent: Option<IntentId>, now: &Zoned) -> Reading {
    let options = ReadOptions { name: name.map(str::to_owned), ..ReadOptions::default() };
    let document = Document::parse(draft.as_bytes(), &options);
    let intent = intent.map(|intent| ruleset[intent].id.clone());
    let settings = Settings { now: now.clone(), intent, notice_hours: notice_hours(ruleset) };
    let analysis = analyze(&document, ruleset, &settings);
    Reading { document, analysis }
}

/// An example's moment. One that cannot be read was reported with the rest of its file.
fn now(given: Option<&str>) -> Zoned {
    given.and_then(|text| moment(text).ok()).or_else(|| moment(NOW).ok()).unwrap_or_default()
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

fn quoted(draft: &str) -> String {
    draft.trim_end().lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "  | {line}");
        text
    })
}

fn marked(document: &Document, rule: &str, diagnostic: &Diagnostic, style: Style) -> String {
    let source = &document.source;
    let index = LineIndex::new(source);
    let mark = Mark { at: source_range(document, diagnostic.span), label: None };
    let title = Level::WARNING.primary_title(diagnostic.message.as_str()).id(rule);
    let group = title.elements(excerpt("example", source, &[mark], &index));
    renderer(style).render(&[group]) + "\n"
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

/// `file:line:column` of the value the steps lead to.
fn place(origin: &Origin, steps: &[Step<'_>]) -> String {
    let root = DeTable::parse_recoverable(&origin.text).0;
    let mut value: Option<(&DeValue<'_>, usize)> = None;
    for step in steps {
        let next = match (step, value) {
            (Step::Key(key), None) => root.get_ref().get(*key),
            (Step::Key(key), Some((value, _))) => value.get(*key),
            (Step::Index(index), Some((value, _))) => value.get(*index),
            (Step::Index(_), None) => None,
        };
        let Some(next) = next else { break };
        value = Some((next.get_ref(), next.span().start));
    }
    let at = LineIndex::new(&origin.text).position(value.map_or(0, |(_, start)| start));
    format!("{}:{}:{}", Cow::from(origin.file.as_str()), at.line, at.column)
}
