//! `regards.toml`: which rules run, how much they matter, and for which files.
//!
//! Paths and globs are relative to the folder `regards.toml` is in, with `/` on every system. Parsing is pure; finding
//! the file and the folders it names is the caller's business.

use super::{
    IntentId, Rule, RuleId,
    file::{OneOrMany, Sender, Severity},
    locate::{Segment, join, keys},
    problem::{Problem, Report},
    read::read,
    schema::SchemaKind,
};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ConfigFile {
    /// Folders with rules of your own, each with `acts/`, `intents/`, `etiquette/` or `words/` in it. Later ones replace
    /// earlier ones and the built-in rules by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// Rules that do not run; `"all"` for every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "rule", "x-regards-words" = ["all"]))]
    pub disable: Vec<String>,
    /// Rules that run all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "rule", "x-regards-words" = ["all"]))]
    pub enable: Vec<String>,
    /// How much a rule matters here, in every case of it: `missing-apology = "error"`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("x-regards-keys" = "rule"))]
    pub severity: BTreeMap<String, Level>,
    /// For rules that ask for notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeConfig>,
    /// For rules that ask for brevity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthConfig>,
    /// Files to check in folders, beside those that look like messages: `"mail-templates/**"`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Files and folders to leave alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    /// What holds for some files only; later ones win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FilesConfig>,
    /// What phrasings are filled with where the message does not tell: `sender = "Sam Carter"`. Also `company`,
    /// `recruiter`, `hiring-manager`, `candidate`, `role`, `appointment`, `alternative`, `reason`.
    #[serde(default, skip_serializing_if = "SlotValues::is_empty")]
    pub slots: SlotValues,
    /// Where the documentation of rules is; `{rule}` stands for a rule's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
}

/// `[notice]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NoticeConfig {
    /// Hours a message must come before the appointment.
    pub hours: u32,
}

/// `[length]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LengthConfig {
    /// Words of the writer's own a message may have.
    pub words: u32,
}

/// `[slots]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SlotValues {
    /// Whoever signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The recruiter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recruiter: Option<String>,
    /// The hiring manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hiring_manager: Option<String>,
    /// The candidate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidate: Option<String>,
    /// The position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// When the appointment is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<String>,
    /// Another time, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<String>,
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl SlotValues {
    /// The slots there are, as files name them.
    pub const NAMES: [&str; 9] = [
        "sender",
        "company",
        "recruiter",
        "hiring-manager",
        "candidate",
        "role",
        "appointment",
        "alternative",
        "reason",
    ];

    /// What fills a slot.
    pub fn get(&self, name: &str) -> Option<&str> {
        let value = match name {
            "sender" => &self.sender,
            "company" => &self.company,
            "recruiter" => &self.recruiter,
            "hiring-manager" => &self.hiring_manager,
            "candidate" => &self.candidate,
            "role" => &self.role,
            "appointment" => &self.appointment,
            "alternative" => &self.alternative,
            "reason" => &self.reason,
            _ => return None,
        };
        value.as_deref()
    }

    /// Fills a slot; false when there is none of that name.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let slot = match name {
            "sender" => &mut self.sender,
            "company" => &mut self.company,
            "recruiter" => &mut self.recruiter,
            "hiring-manager" => &mut self.hiring_manager,
            "candidate" => &mut self.candidate,
            "role" => &mut self.role,
            "appointment" => &mut self.appointment,
            "alternative" => &mut self.alternative,
            "reason" => &mut self.reason,
            _ => return false,
        };
        *slot = Some(value.to_owned());
        true
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `[[files]]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FilesConfig {
    /// The files: `"rejections/*.txt"`. Without a slash it fits in any folder.
    pub glob: OneOrMany,
    /// What they are about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intent: Option<String>,
    /// Who writes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// Whether they are templates, in which placeholders are fine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<bool>,
    /// Rules that do not run on them; `"all"` for every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "rule", "x-regards-words" = ["all"]))]
    pub disable: Vec<String>,
    /// Rules that run on them all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "rule", "x-regards-words" = ["all"]))]
    pub enable: Vec<String>,
}

/// How much a rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It does not run.
    Off,
    /// Worth a look.
    Hint,
    /// Good to know.
    Information,
    /// Should be mended before sending.
    Warning,
    /// Must be mended before sending.
    Error,
}

impl Level {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Information => Some(Severity::Information),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The configuration, read; its ids are looked up when a ruleset is built with it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file as it is written.
    pub file: ConfigFile,
    include: GlobSet,
    exclude: GlobSet,
    globs: Vec<GlobSet>,
    path: String,
    text: String,
}

impl Config {
    /// Reads `text`; what is wrong in it is left out and reported under `path`.
    pub fn parse(text: &str, path: &str) -> (Self, Vec<Problem>) {
        let mut report = Report::new(path, text);
        let file: ConfigFile = read(&mut report, SchemaKind::Config, true).unwrap_or_default();
        let include = globs(&mut report, "include", &file.include);
        let exclude = globs(&mut report, "exclude", &file.exclude);
        let globs = file.files.iter().enumerate().map(|(index, files)| {
            let mut set = GlobSetBuilder::new();
            for (which, glob) in files.glob.values().iter().enumerate() {
                add(&mut set, glob, |message| {
                    report.value(keys!["files", index, "glob", which], message);
                });
            }
            set.build().unwrap_or_default()
        });
        let globs = globs.collect();
        let problems = report.problems;
        (Self { file, include, exclude, globs, path: path.to_owned(), text: text.to_owned() }, problems)
    }

    /// Whether `include` names the file at `path`.
    pub fn includes(&self, path: &str) -> bool {
        self.include.is_match(path)
    }

    /// Whether `exclude` names the file or folder at `path`, or a folder it is in.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.is_match(path)
    }
}

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
pub(super) struct Resolved {
    enabled: Vec<bool>,
    files: Vec<ForFiles>,
}

/// A `[[files]]` table with its ids looked up.
#[derive(Debug)]
struct ForFiles {
    globs: GlobSet,
    settings: FileSettings,
    /// Rules it switches on or off, in order.
    switches: Vec<(RuleId, bool)>,
}

impl Resolved {
    pub(super) fn at(&self, path: &str) -> FileSettings {
        let mut all = FileSettings { enabled: self.enabled.clone(), ..FileSettings::default() };
        for ForFiles { globs, settings, switches } in &self.files {
            if globs.is_match(path) {
                all.intent = settings.intent.or(all.intent);
                all.sender = settings.sender.or(all.sender);
                all.template = settings.template.or(all.template);
                for &(rule, on) in switches {
                    all.enabled[rule.index()] = on;
                }
            }
        }
        all
    }
}

impl Config {
    /// Applies it to `rules`, which are sorted by id, and looks up the ids it names.
    pub(super) fn apply(&self, rules: &mut [Rule], intents: &[super::Intent]) -> (Resolved, Vec<Problem>) {
        let mut report = Report::new(&self.path, &self.text);
        for (id, level) in &self.file.severity {
            let Some(rule) = rule_id(rules, id) else {
                let known = rules.iter().map(|rule| rule.id.as_str());
                report.key(keys!["severity", id.as_str()], format!("there is no rule `{id}`")).suggest(id, known);
                continue;
            };
            let rule = &mut rules[rule.index()];
            match level.severity() {
                Some(severity) => {
                    rule.severity = severity;
                    rule.variants.iter_mut().for_each(|variant| variant.severity = None);
                }
                None => rule.enabled = false,
            }
        }
        for (key, ids, on) in [("disable", &self.file.disable, false), ("enable", &self.file.enable, true)] {
            for (rule, on) in switches(rules, &mut report, keys![key], ids, on) {
                rules[rule.index()].enabled = on;
            }
        }
        for rule in &mut *rules {
            match (&mut rule.check, &self.file.notice, &self.file.length) {
                (super::CheckKind::Notice { hours }, Some(notice), _) => *hours = notice.hours,
                (super::CheckKind::Length { words }, _, Some(length)) => *words = length.words,
                _ => {}
            }
        }
        let mut files = Vec::new();
        for (index, (file, globs)) in self.file.files.iter().zip(&self.globs).enumerate() {
            let intent = file.intent.as_ref().and_then(|id| {
                let found = super::position(intents, id, |intent| &intent.id).map(IntentId);
                if found.is_none() {
                    let known = intents.iter().map(|intent| intent.id.as_str());
                    let message = format!("there is no intent `{id}`");
                    report.value(keys!["files", index, "intent"], message).suggest(id, known);
                }
                found
            });
            let mut changes = switches(rules, &mut report, keys!["files", index, "disable"], &file.disable, false);
            changes.extend(switches(rules, &mut report, keys!["files", index, "enable"], &file.enable, true));
            let settings = FileSettings { intent, sender: file.sender, template: file.template, enabled: Vec::new() };
            files.push(ForFiles { globs: globs.clone(), settings, switches: changes });
        }
        let enabled = rules.iter().map(|rule| rule.enabled).collect();
        (Resolved { enabled, files }, report.problems)
    }
}

fn rule_id(rules: &[Rule], id: &str) -> Option<RuleId> {
    super::position(rules, id, |rule| &rule.id).map(RuleId)
}

/// What the list of ids at `path` switches on or off.
fn switches(
    rules: &[Rule],
    report: &mut Report<'_>,
    path: &[Segment<'_>],
    ids: &[String],
    on: bool,
) -> Vec<(RuleId, bool)> {
    let mut switches = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        if let Some(rule) = rule_id(rules, id) {
            switches.push((rule, on));
        } else if id == "all" {
            switches.extend((0..rules.len()).map(|rule| (RuleId(rule as u16), on)));
        } else {
            let known = rules.iter().map(|rule| rule.id.as_str()).chain(["all"]);
            report.value(&join(path, index), format!("there is no rule `{id}`")).suggest(id, known);
        }
    }
    switches
}

fn globs(report: &mut Report<'_>, key: &str, globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for (index, glob) in globs.iter().enumerate() {
        add(&mut set, glob, |message| {
            report.value(keys![key, index], message);
        });
    }
    set.build().unwrap_or_default()
}

/// As in `.gitignore`: without a slash it fits in any folder, and naming a folder names what is in it.
fn add(set: &mut GlobSetBuilder, glob: &str, problem: impl FnOnce(String)) {
    let anchored = glob.trim_end_matches('/');
    let anchored = anchored.strip_prefix("./").unwrap_or(anchored);
    let whole = match anchored.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if anchored.contains('/') => anchored.to_owned(),
        None => format!("**/{anchored}"),
    };
    let build = |glob: &str| GlobBuilder::new(glob).literal_separator(true).build();
    match build(&whole).and_then(|file| Ok((file, build(&format!("{whole}/**"))?))) {
        Ok((file, below)) => {
            set.add(file).add(below);
        }
        Err(error) => problem(format!("this glob cannot be read: {}", error.kind())),
    }
}
