//! What can stand in `regards.toml`. The comments here are what its JSON Schema, editors and the reference say.

use super::super::file::{Meant, OneOrMany, Sender, Severity};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file as it is written.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ConfigFile {
    /// A configuration file to begin with, relative to this one and in the same repository: `"../base.toml"`. What this
    /// file says comes on top of what that one says, key by key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
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
    /// Keys under which your JSON and YAML files hold messages, beside `body`, `text`, `html`, `message`, `content` and
    /// `template`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub message_keys: Vec<String>,
    /// What holds for some files only; later ones win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FilesConfig>,
    /// What phrasings are filled with where the message does not tell: `sender = "Sam Carter"`. Also `company`,
    /// `recruiter`, `hiring-manager`, `candidate`, `role`, `appointment`, `alternative`, `reason`.
    #[serde(default, skip_serializing_if = "SlotValues::is_empty")]
    pub slots: SlotValues,
    /// What placeholders stand for where their names do not tell: `"{{ hm }}" = "hiring-manager"`. Written as in messages,
    /// for that notation, or as a bare name, for every notation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub placeholders: BTreeMap<String, Meant>,
    /// Where the documentation of rules is; `{rule}` stands for a rule's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
}

/// `[notice]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct NoticeConfig {
    /// Hours a message must come before the appointment.
    pub hours: u32,
}

/// `[length]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct LengthConfig {
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

    /// Fills what `later` fills.
    pub(super) fn merge(&mut self, later: &Self) {
        for name in Self::NAMES {
            if let Some(value) = later.get(name) {
                self.set(name, value);
            }
        }
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `[[files]]`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct FilesConfig {
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
pub(crate) enum Level {
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
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Hint => Some(Severity::Hint),
            Self::Information => Some(Severity::Information),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}
