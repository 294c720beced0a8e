//! Rule files. Invariant: a field that is left out means what its documentation says, and is not written back.

use super::{
    FilledCheck, FixFile, LengthCheck, NamedCheck, NoticeCheck, OneOrMany, PlainCheck, PresentCheck, Severity,
    SuppressionsCheck,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule: `rules/etiquette/<id>.toml`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleFile {
    /// What is wrong, as a headline: "Cancelling without an apology".
    pub title: String,
    /// How much it matters unless `regards.toml` says otherwise.
    pub severity: Severity,
    /// The intents it speaks about; left out, all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// Intents it never speaks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub except: Vec<String>,

    /// Check: one of these acts must be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub require: Option<OneOrMany>,
    /// Check: each of these acts must be there; `{missing}` in the message names those that are not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub require_each: Vec<String>,
    /// Check: none of these acts may be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub forbid: Option<OneOrMany>,
    /// Check: an act must be said, and not hedged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<PlainCheck>,
    /// Check: a person one has dealt with is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<NamedCheck>,
    /// Check: the appointment is far enough away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeCheck>,
    /// Check: the message is short enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthCheck>,
    /// Check: this part of the message is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub present: Option<PresentCheck>,
    /// Check: nothing is left to fill in (templates are exempt).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<FilledCheck>,
    /// Check: every ignore remark ignores something and gives its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressions: Option<SuppressionsCheck>,

    /// Where a diagnostic about something missing sits, best first: ids of acts, or `greeting`, `sign-off`, `opening`,
    /// `closing`, `subject`. Left out: the decision's sentence, else the opening.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act", "x-regards-words" = ["greeting", "sign-off", "opening", "closing", "subject"]))]
    pub at: Vec<String>,
    /// What the writer reads. May use `{missing}`, `{name}`, `{role}`, `{hours}`, `{limit}`, `{words}`, `{text}`, `{time}`.
    pub message: String,
    /// Why it matters, in a paragraph or two.
    pub why: String,
    /// What it must not be confused with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Where the source document asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Further sections that ask for the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see_also: Vec<Source>,
    /// Cases with another severity or message; the first that fits wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// Phrasings that put it right, the preferred one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<FixFile>,
    /// Drafts that prove the rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// File name of the document.
    pub document: String,
    /// Heading of the section.
    pub section: String,
}

/// A case with another severity or message.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variant {
    /// Applies for these intents; left out, for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
    /// Applies when this is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// The severity then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The message then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// A circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// The appointment is surely nearer than the notice asked for.
    ShortNotice,
    /// The message does not show that the writer spoke to the person.
    NotSpoken,
    /// The act stands in the subject line only.
    SubjectOnly,
}

/// A draft that proves a rule: either `flagged` (and perhaps `fixed`) or `clean`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// A draft this rule must flag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flagged: Option<String>,
    /// The words that must be under the squiggle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The same draft after the first fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// A draft this rule must leave alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clean: Option<String>,
    /// The intent to read it with, where the draft alone is not meant to tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intent: Option<String>,
    /// The file name to read it under: `mail.eml`, `letter.html.j2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The moment it is read, RFC 3339; left out, Monday 23 November 2026, noon UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}
