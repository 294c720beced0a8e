//! Rule files → [`Ruleset`]: what Regards looks for and asks for.
//!
//! Invariants: a problem in one file never stops the others from working, and has a file and a span; ids are file stems,
//! unique per kind, later layers replacing earlier ones whole; an index (`ActId`, …) is valid for the ruleset it came from.

pub mod file;
mod inflection;
pub mod matcher;
pub mod patterns;
pub mod template;
pub mod vocabulary;

/// Index of an act in its ruleset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActId(pub u16);

/// Index of an intent in its ruleset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IntentId(pub u16);

/// Index of a rule in its ruleset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u16);
