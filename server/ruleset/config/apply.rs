//! A configuration applied to rules: file by file, each on top of those before it.

use super::super::file::Sender;
use super::super::locate::{Segment, join, keys};
use super::super::problem::{Problem, Report};
use super::super::{CheckKind, Intent, IntentId, Rule, RuleId, position};
use super::{Config, Part, globs};
use globset::GlobSet;
use std::borrow::Cow;

/// What the configuration says about one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileSettings {
    /// Its intent.
    pub intent: Option<IntentId>,
    /// Who writes it.
    pub sender: Option<Sender>,
    /// Whether it is a template.
    pub template: Option<bool>,
    enabled: Vec<bool>,
}

impl FileSettings {
    /// Whether `rule` runs on it.
    pub fn enabled(&self, rule: RuleId) -> bool {
        self.enabled.get(rule.index()).copied().unwrap_or(true)
    }
}

/// The configuration with its ids looked up.
#[derive(Debug, Default)]
pub(in crate::ruleset) struct Resolved {
    enabled: Vec<bool>,
    files: Vec<ForFiles>,
    /// For each rule, what switched it on or off last.
    pub(super) switched: Vec<Option<Switched>>,
}

/// The entry of a list that switched a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Switched {
    /// Index of the file.
    pub(super) part: usize,
    /// `disable` or `enable`.
    pub(super) key: &'static str,
    /// Index in its list.
    pub(super) index: usize,
}

/// A `[[files]]` table with its ids looked up.
#[derive(Debug)]
struct ForFiles {
    /// See [`Part::last_folder`].
    last_folder: String,
    globs: GlobSet,
    settings: FileSettings,
    /// Rules it switches on or off, in order.
    switches: Vec<Switch>,
}

/// A rule, the index in its list of what names it, and whether it runs.
type Switch = (RuleId, usize, bool);

impl Resolved {
    /// What holds for the draft at `path`, relative to the folder of the last file.
    pub(in crate::ruleset) fn at(&self, path: &str) -> FileSettings {
        let mut all = FileSettings { enabled: self.enabled.clone(), ..FileSettings::default() };
        let mut seen: (&str, Cow<'_, str>) = ("", path.into());
        for ForFiles { last_folder, globs, settings, switches } in &self.files {
            if seen.0 != last_folder {
                seen = (last_folder, globs::rebased(last_folder, path));
            }
            if globs.is_match(seen.1.as_ref()) {
                all.intent = settings.intent.or(all.intent);
                all.sender = settings.sender.or(all.sender);
                all.template = settings.template.or(all.template);
                for &(rule, _, on) in switches {
                    all.enabled[rule.index()] = on;
                }
            }
        }
        all
    }
}

impl Config {
    /// Applies it to `rules`, which are sorted by id, and looks up the ids it names.
    pub(in crate::ruleset) fn apply(&self, rules: &mut [Rule], intents: &[Intent]) -> (Resolved, Vec<Problem>) {
        let mut resolved = Resolved { switched: vec![None; rules.len()], ..Resolved::default() };
        // Rules that are off for a severity, which another severity brings back.
        let mut silenced = vec![false; rules.len()];
        let mut problems = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let mut report = Report::new(&part.path, &part.text);
            severities(part, rules, &mut silenced, &mut report);
            for (key, ids, on) in [("disable", &part.file.disable, false), ("enable", &part.file.enable, true)] {
                for (rule, index, on) in switches(rules, &mut report, keys![key], ids, on) {
                    rules[rule.index()].enabled = on;
                    silenced[rule.index()] = false;
                    resolved.switched[rule.index()] = Some(Switched { part: number, key, index });
                }
            }
            for rule in &mut *rules {
                match (&mut rule.check, &part.file.notice, &part.file.length) {
                    (CheckKind::Notice { hours }, Some(notice), _) => *hours = notice.hours,
                    (CheckKind::Length { words }, _, Some(length)) => *words = length.words,
                    _ => {}
                }
            }
            for_files(part, rules, intents, &mut report, &mut resolved.files);
            problems.append(&mut report.problems);
        }
        resolved.enabled = rules.iter().map(|rule| rule.enabled).collect();
        (resolved, problems)
    }
}

fn severities(part: &Part, rules: &mut [Rule], silenced: &mut [bool], report: &mut Report<'_>) {
    for (id, level) in &part.file.severity {
        let Some(rule) = rule_id(rules, id) else {
            let known = rules.iter().map(|rule| rule.id.as_str());
            report.key(keys!["severity", id.as_str()], format!("there is no rule `{id}`")).suggest(id, known);
            continue;
        };
        let (rule, silenced) = (&mut rules[rule.index()], &mut silenced[rule.index()]);
        match level.severity() {
            Some(severity) => {
                rule.severity = severity;
                rule.variants.iter_mut().for_each(|variant| variant.severity = None);
                rule.enabled |= std::mem::take(silenced);
            }
            None => *silenced |= std::mem::take(&mut rule.enabled),
        }
    }
}

fn for_files(part: &Part, rules: &[Rule], intents: &[Intent], report: &mut Report<'_>, all: &mut Vec<ForFiles>) {
    for (index, (file, globs)) in part.file.files.iter().zip(&part.globs).enumerate() {
        let intent = file.intent.as_ref().and_then(|id| {
            let found = position(intents, id, |intent| &intent.id).map(IntentId);
            if found.is_none() {
                let known = intents.iter().map(|intent| intent.id.as_str());
                let message = format!("there is no intent `{id}`");
                report.value(keys!["files", index, "intent"], message).suggest(id, known);
            }
            found
        });
        let mut changes = switches(rules, report, keys!["files", index, "disable"], &file.disable, false);
        changes.extend(switches(rules, report, keys!["files", index, "enable"], &file.enable, true));
        let settings = FileSettings { intent, sender: file.sender, template: file.template, enabled: Vec::new() };
        let last_folder = part.last_folder.clone();
        all.push(ForFiles { last_folder, globs: globs.clone(), settings, switches: changes });
    }
}

fn rule_id(rules: &[Rule], id: &str) -> Option<RuleId> {
    position(rules, id, |rule| &rule.id).map(RuleId)
}

/// What the list of ids at `path` switches on or off.
fn switches(rules: &[Rule], report: &mut Report<'_>, path: &[Segment<'_>], ids: &[String], on: bool) -> Vec<Switch> {
    let mut switches = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        if let Some(rule) = rule_id(rules, id) {
            switches.push((rule, index, on));
        } else if id == "all" {
            switches.extend((0..rules.len()).map(|rule| (RuleId(rule as u16), index, on)));
        } else {
            let known = rules.iter().map(|rule| rule.id.as_str()).chain(["all"]);
            report.value(&join(path, index), format!("there is no rule `{id}`")).suggest(id, known);
        }
    }
    switches
}
