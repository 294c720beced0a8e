//! Act and intent files: what is looked for in a draft.

use super::Sender;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A speech act: `rules/acts/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActFile {
    /// Its name for people: "Apology".
    pub title: String,
    /// What counts and what does not.
    pub description: String,
    /// The parts of a message it is looked for in. Left out: subject and body.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartName>,
    /// Only these senders perform it; left out, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub senders: Vec<Sender>,
    /// Only for these intents; left out, all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// What a negation in front does.
    #[serde(default)]
    pub negation: Negation,
    /// Whether a sentence that ends in a question mark can perform it.
    #[serde(default)]
    pub questions: Questions,
    /// How the learned model counts, where it knows the act.
    #[serde(default)]
    pub model: ModelUse,
    /// Sentence templates; any match shows the act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// Templates that count only where no other match shows the act.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<String>,
    /// Regular expressions over a normalised sentence, for what templates cannot say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regex: Vec<String>,
    /// A match that overlaps one of these does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Nothing in a sentence with one of these counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_in: Vec<String>,
    /// Sentences that perform the act; `regards test` holds the templates to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Sentences that do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
}

/// An intent: `rules/intents/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IntentFile {
    /// Its name for people: "Cancelling an interview".
    pub title: String,
    /// Who writes such a message, and what it does.
    pub description: String,
    /// Who writes it; left out only where `silent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<Sender>,
    /// The points a message needs to be taken for it.
    #[serde(default = "default_threshold")]
    pub threshold: i32,
    /// A message read as this gets no diagnostic: it is someone else's business.
    #[serde(default)]
    pub silent: bool,
    /// A message may have this intent beside another one when it reaches the threshold by itself.
    #[serde(default)]
    pub second: bool,
    /// A whole message that lacks nothing, for `regards new` and for editors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skeleton: Option<Skeleton>,
    /// How the learned model counts, where it knows the intent.
    #[serde(default)]
    pub model: ModelUse,
    /// What speaks for it and against it; each group counts once a message.
    pub cues: Vec<Cues>,
    /// Messages that have it; `regards test` holds the cues to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// Messages that do not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
}

/// A whole message with slots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Skeleton {
    /// The subject line.
    pub subject: String,
    /// Greeting, paragraphs set off by empty lines, sign-off. Slots as in fixes: `{reader}`, `{role}`, `{sender}`…
    pub text: String,
}

fn default_threshold() -> i32 {
    4
}

/// A group of templates with a weight.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Cues {
    /// Points for a match; negative ones speak against.
    pub weight: i32,
    /// Whether a match names what such a message is about: where it does and the cues are many, the model has to be
    /// very sure to take the message for somebody else's business.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub names: bool,
    /// The parts of a message they are looked for in. Left out: all.
    #[serde(default, rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartName>,
    /// What a negation in front of a match does: by default it takes the match away.
    #[serde(default)]
    pub negation: Negation,
    /// Sentence templates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<String>,
    /// A match that overlaps one of these does not count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Acts that count like a template.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub acts: Vec<String>,
}

/// A part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartName {
    /// The subject line.
    Subject,
    /// The greeting.
    Greeting,
    /// The body.
    Body,
    /// The sign-off.
    SignOff,
}

/// What a negation in front of a match does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Negation {
    /// The match does not count.
    #[default]
    Blocks,
    /// It counts all the same.
    Ignored,
}

/// Whether questions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Questions {
    /// As any other sentence.
    #[default]
    Count,
    /// Not at all.
    Ignored,
    /// Nothing else does.
    Only,
}

/// How the learned model counts beside templates and cues.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ModelUse {
    /// It may add what templates missed and take back what they mistook.
    #[default]
    Weigh,
    /// It may only take back: a template must match, the cues of an intent must reach its threshold.
    RequireTemplate,
    /// Templates alone count.
    Off,
}
