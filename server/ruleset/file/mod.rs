//! The shapes of rule, act, intent and word files, exactly as they are written. The JSON Schemas come from these types, so
//! each field's documentation is what a rule's author reads.

mod check;
mod fix;
mod recognition;
mod rule;
mod words;

pub use check::{
    FilledCheck, LengthCheck, NamedCheck, NoticeCheck, PersonRole, PlainCheck, PresentCheck, SuppressionsCheck,
};
pub use fix::{FixFile, Meant, Place};
pub use recognition::{ActFile, Cues, IntentFile, ModelUse, Negation, PartName, Questions, Skeleton};
pub use rule::{Example, RuleFile, Source, Variant, When};
pub use words::{NegationWords, WordsFile};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look.
    Hint,
    /// Good to know.
    Information,
    /// Should be mended before sending.
    Warning,
    /// Must be mended before sending.
    Error,
}

/// Who writes the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// Someone who applied.
    Candidate,
    /// The hiring side.
    Employer,
    /// Someone who leaves their job.
    Employee,
}

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// A single id.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The values in order.
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}
