//! The phrasings of a rule file: the words, where they go, and when they are offered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A phrasing and where it goes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FixFile {
    /// What the writer picks from the menu: "Apologize for the inconvenience".
    pub title: String,
    /// Where the words go.
    pub place: Place,
    /// The words, in full forms ("I am", "do not") and American spelling; both are brought to the writer's ways. Slots:
    /// `{reader}`, `{recruiter}`, `{hiring-manager}`, `{candidate}`, `{company}`, `{role}`, `{appointment}`,
    /// `{alternative}`, `{reason}`, `{sender}`, `{value}`; what stands in square brackets is left to be filled in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The words in a formal message; left out, as in any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formal: Option<String>,
    /// The words in a casual message; left out, as in any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub casual: Option<String>,
    /// For `replace`: the words where only a clause goes, to stand after "because" or "and".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Where several fixes put words in one place, lower ones come first; 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u8>,
    /// Someone has to look at it, even if nothing is left to fill in: it says something that may not be so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub review: bool,
    /// Not offered where the message says one of these, in any case: "short notice".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// Not offered where the message has one of these acts, which it would contradict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub without: Vec<String>,
    /// For `replace`: acts the words perform, so that whatever performs them in the clause that goes can go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub performs: Vec<String>,
    /// For `require-each`: offered where this act is lacking. Fixes of one title are one: their words come together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-regards-ids" = "act"))]
    pub lacks: Option<String>,
    /// For placeholders: offered for those that stand for one of these only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub means: Vec<Meant>,
    /// Offer it for these intents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("x-regards-ids" = "intent"))]
    pub intents: Vec<String>,
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Meant {
    /// A person whose role is not told.
    Person,
    /// The recruiter.
    Recruiter,
    /// The hiring manager.
    HiringManager,
    /// The candidate.
    Candidate,
    /// Whoever sends the message.
    Sender,
    /// The company.
    Company,
    /// The position.
    Role,
    /// A time.
    Time,
    /// Another time, or a link that offers one.
    Alternative,
    /// A reason.
    Reason,
    /// A link.
    Link,
    /// Anything else.
    Other,
}

/// Where a fix puts its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Into the greeting, or a new greeting.
    Greeting,
    /// The first sentence after the greeting.
    Opening,
    /// The last sentence before the sign-off.
    Closing,
    /// A new sign-off.
    SignOff,
    /// In the place of the clause that is flagged; of the sentence, where nothing else of use is in it.
    Replace,
    /// In the place of the whole sentence that is flagged.
    ReplaceSentence,
    /// In the place of the sentence with this act, where something else is missing.
    InsteadOf(String),
    /// The clause that is flagged goes; the whole sentence, where nothing else of use is in it.
    Delete,
    /// Sentences with no act that is asked for go, the last first, then those whose acts others perform, until the message is short enough.
    Cut,
    /// After the sentence with this act.
    #[schemars(extend("x-regards-ids" = "act"))]
    After(String),
    /// Before the sentence with this act.
    #[schemars(extend("x-regards-ids" = "act"))]
    Before(String),
}
