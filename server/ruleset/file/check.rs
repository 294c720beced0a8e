//! What a rule can ask for; a rule file has one of these.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `plain = { act = "decision", hedge = "hedge" }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PlainCheck {
    /// The act that must be said.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub act: String,
    /// The act that takes it back.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub hedge: String,
}

/// `named = { role = "recruiter", spoke = "spoke-with-recruiter" }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NamedCheck {
    /// Whose name is asked for.
    pub role: PersonRole,
    /// The act that shows the writer has spoken to them.
    #[schemars(extend("x-regards-ids" = "act"))]
    pub spoke: String,
    /// Also ask for any name in the greeting where nobody was spoken to (variant `when = "not-spoken"`).
    #[serde(default)]
    pub greeting: bool,
}

/// The people a message may have to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// Whoever runs the hiring for the company.
    Recruiter,
    /// Whoever the new colleague will work for.
    HiringManager,
    /// Anyone else who interviews.
    Interviewer,
    /// Who applied.
    Candidate,
}

impl PersonRole {
    /// Its name in a sentence: `hiring manager`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Recruiter => "recruiter",
            Self::HiringManager => "hiring manager",
            Self::Interviewer => "interviewer",
            Self::Candidate => "candidate",
        }
    }
}

/// `notice = { hours = 24 }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NoticeCheck {
    /// Hours the message must come before the appointment; `regards.toml` may change it.
    pub hours: u32,
}

/// `length = { words = 200 }`
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LengthCheck {
    /// Words of the writer's own the message may have; `regards.toml` may change it.
    pub words: u32,
}

/// Parts of a message that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PresentCheck {
    /// `Hi Dana,`
    Greeting,
    /// `Best regards,`
    SignOff,
}

/// `filled = "placeholders"`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FilledCheck {
    /// Placeholders of every syntax.
    Placeholders,
}

/// `suppressions = "used"`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SuppressionsCheck {
    /// Each ignores something, and says why.
    Used,
}
