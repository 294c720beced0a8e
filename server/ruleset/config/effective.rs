//! What is in effect in the end, value by value, and where each was said.

use super::super::locate::{Segment, keys};
use super::super::problem::Report;
use super::super::{CheckKind, RuleId, Ruleset};
use super::{Config, FilesConfig, Level, SlotValues, globs};
use crate::document::{LineColumn, LineIndex};
use serde::Serialize;
use serde_json::Value;

/// A value in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The way to it.
    pub key: Vec<Step>,
    /// A string, a whole number, or true or false.
    pub value: Value,
    /// Where it is said.
    pub told: Told,
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nowhere: it is so unless a file says otherwise.
    BuiltIn,
    /// In a file, as its problems name it.
    In(String, LineColumn),
}

impl Ruleset {
    /// The configuration in effect, in the order its keys are best read; for one draft, with only those `[[files]]` that fit
    /// its path, which is relative to the folder of the configuration. Globs and folders are as their files have them.
    pub fn in_effect(&self, path: Option<&str>) -> Vec<Setting> {
        let mut listing = Listing::of(&self.config);
        listing.lists(|file| &file.rules, "rules");
        listing.switches(self, "disable", false);
        listing.switches(self, "enable", true);
        listing.lists(|file| &file.include, "include");
        listing.lists(|file| &file.exclude, "exclude");
        listing.lists(|file| &file.message_keys, "message-keys");
        listing.last(keys!["docs-url"], |file| file.docs_url.clone().map(Value::from), None);
        listing.severities(self);
        let hours = self.agreed(|check| if let CheckKind::Notice { hours } = check { Some(*hours) } else { None });
        listing.last(keys!["notice", "hours"], |file| Some(file.notice.as_ref()?.hours.into()), hours);
        let words = self.agreed(|check| if let CheckKind::Length { words } = check { Some(*words) } else { None });
        listing.last(keys!["length", "words"], |file| Some(file.length.as_ref()?.words.into()), words);
        for name in SlotValues::NAMES {
            listing.last(keys!["slots", name], |file| file.slots.get(name).map(Value::from), None);
        }
        listing.placeholders();
        listing.files(path);
        listing.settings
    }

    /// What all rules of a kind ask for.
    fn agreed(&self, asked: impl Fn(&CheckKind) -> Option<u32>) -> Option<u32> {
        let mut all = self.rules.iter().filter_map(|rule| asked(&rule.check));
        let first = all.next()?;
        all.all(|other| other == first).then_some(first)
    }
}

struct Listing<'c> {
    config: &'c Config,
    /// For each file, what finds places in it.
    reports: Vec<(Report<'c>, LineIndex<'c>)>,
    settings: Vec<Setting>,
}

impl<'c> Listing<'c> {
    fn of(config: &'c Config) -> Self {
        let report = |part: &'c super::Part| (Report::new(&part.path, &part.text), LineIndex::new(&part.text));
        Self { config, reports: config.parts.iter().map(report).collect(), settings: Vec::new() }
    }

    fn put(&mut self, key: &[Segment<'_>], value: Value, told: Told) {
        let step = |segment: &Segment<'_>| match segment {
            Segment::Key(key) => Step::Key((*key).to_owned()),
            Segment::Index(index) => Step::Index(*index),
        };
        self.settings.push(Setting { key: key.iter().map(step).collect(), value, told });
    }

    /// Where the value at `key` of a file stands.
    fn told(&mut self, part: usize, key: &[Segment<'_>]) -> Told {
        let (report, index) = &mut self.reports[part];
        let at = report.value_at(key).start;
        // A string is where its quote is.
        let quote = report.text.get(..at).is_some_and(|before| before.ends_with(['"', '\'']));
        Told::In(report.file.to_owned(), index.position(at - usize::from(quote)))
    }

    /// The members of a list, file after file.
    fn lists(&mut self, list: impl Fn(&'c super::ConfigFile) -> &'c Vec<String>, key: &str) {
        let mut all = 0;
        for (number, part) in self.config.parts.iter().enumerate() {
            for (index, value) in list(&part.file).iter().enumerate() {
                let told = self.told(number, keys![key, index]);
                self.put(keys![key, all], value.as_str().into(), told);
                all += 1;
            }
        }
    }

    /// What the last file that speaks of it says.
    fn last(
        &mut self,
        key: &[Segment<'_>],
        value: impl Fn(&super::ConfigFile) -> Option<Value>,
        built_in: Option<u32>,
    ) {
        let config = self.config;
        let mut files = config.parts.iter().enumerate().rev();
        if let Some((number, value)) = files.find_map(|(number, part)| Some((number, value(&part.file)?))) {
            let told = self.told(number, key);
            self.put(key, value, told);
        } else if let Some(value) = built_in {
            self.put(key, value.into(), Told::BuiltIn);
        }
    }

    /// The rules that a list has switched, and nothing has switched since.
    fn switches(&mut self, ruleset: &Ruleset, key: &'static str, on: bool) {
        let mut all = 0;
        for (index, rule) in ruleset.rules.iter().enumerate() {
            let Some(switched) = ruleset.settings.switched[RuleId(index as u16).index()] else { continue };
            if switched.key == key && rule.enabled == on {
                let told = self.told(switched.part, keys![key, switched.index]);
                self.put(keys![key, all], rule.id.as_str().into(), told);
                all += 1;
            }
        }
    }

    fn severities(&mut self, ruleset: &Ruleset) {
        for rule in &ruleset.rules {
            let id = rule.id.as_str();
            let level = |file: &super::ConfigFile| serde_json::to_value(file.severity.get(id)?).ok();
            // One that is off, and runs all the same, says nothing.
            let off = |part: &super::Part| part.file.severity.get(id) == Some(&Level::Off);
            let last = self.config.parts.iter().rev().find(|part| part.file.severity.contains_key(id));
            if !(rule.enabled && last.is_some_and(off)) {
                self.last(keys!["severity", id], level, None);
            }
        }
    }

    fn placeholders(&mut self) {
        let config = self.config;
        let mut written: Vec<&str> =
            config.parts.iter().flat_map(|part| part.file.placeholders.keys()).map(String::as_str).collect();
        written.sort_unstable();
        written.dedup();
        for written in written {
            let meant = |file: &super::ConfigFile| serde_json::to_value(file.placeholders.get(written)?).ok();
            self.last(keys!["placeholders", written], meant, None);
        }
    }

    fn files(&mut self, path: Option<&str>) {
        let config = self.config;
        let mut all = 0;
        for (number, part) in config.parts.iter().enumerate() {
            for (index, (file, globs)) in part.file.files.iter().zip(&part.globs).enumerate() {
                if path.is_none_or(|path| globs.is_match(globs::rebased(&part.last_folder, path).as_ref())) {
                    self.file((number, index), all, file);
                    all += 1;
                }
            }
        }
    }

    /// One `[[files]]`: the `all`th of those there are, the `index`th of its file.
    fn file(&mut self, (part, index): (usize, usize), all: usize, file: &FilesConfig) {
        let globs = file.glob.values().iter().enumerate();
        let globs = globs.map(|(which, glob)| ("glob", Some(which), Value::from(glob.as_str())));
        let mut values: Vec<(&str, Option<usize>, Value)> = globs.collect();
        values.extend(file.intent.as_deref().map(|intent| ("intent", None, intent.into())));
        values.extend(file.sender.and_then(|sender| Some(("sender", None, serde_json::to_value(sender).ok()?))));
        values.extend(file.template.map(|template| ("template", None, template.into())));
        for (key, ids) in [("disable", &file.disable), ("enable", &file.enable)] {
            values.extend(ids.iter().enumerate().map(|(which, id)| (key, Some(which), id.as_str().into())));
        }
        for (key, which, value) in values {
            let (own, shown) = match which {
                Some(which) => (keys!["files", index, key, which].to_vec(), keys!["files", all, key, which].to_vec()),
                None => (keys!["files", index, key].to_vec(), keys!["files", all, key].to_vec()),
            };
            let told = self.told(part, &own);
            self.put(&shown, value, told);
        }
    }
}
