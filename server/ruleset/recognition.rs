//! Acts and intents, resolved, and what each compiled template is for.

use super::file::{ModelUse, Negation, Questions, Sender};
use super::{ActId, IntentId, Origin};
use crate::document::Part;
use regex::Regex;

/// A speech act, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What counts and what does not.
    pub description: String,
    /// The parts it is looked for in.
    pub parts: PartSet,
    /// The senders who perform it; empty: all.
    pub senders: Vec<Sender>,
    /// The intents it counts for.
    pub intents: IntentSet,
    /// What a negation in front of a match does.
    pub negation: Negation,
    /// Whether questions count.
    pub questions: Questions,
    /// How the learned model counts.
    pub model: ModelUse,
    /// The groups of cues that it counts for: intents, and indices into [`Intent::groups`].
    pub(crate) groups: Vec<(IntentId, u16)>,
    /// Where it comes from.
    pub origin: Origin,
}

/// An intent, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Who writes such a message, and what it does.
    pub description: String,
    /// Who writes it; `None` only where silent.
    pub sender: Option<Sender>,
    /// The points a message needs to be taken for it.
    pub threshold: i32,
    /// Messages read as this get no diagnostic.
    pub silent: bool,
    /// It may stand beside another one.
    pub second: bool,
    /// How the learned model counts.
    pub model: ModelUse,
    /// What speaks for it and against it; each counts once a message.
    pub groups: Vec<CueGroup>,
    /// Where it comes from.
    pub origin: Origin,
}

/// A group of cues; its templates are those whose [`Use::Cue`] names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CueGroup {
    /// Points for a match.
    pub weight: i32,
    /// Whether a match names what the message is about.
    pub names: bool,
    /// The parts it is looked for in.
    pub parts: PartSet,
    /// What a negation in front of a match does.
    pub negation: Negation,
    /// Acts that count like a template.
    pub acts: Vec<ActId>,
}

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It belongs to an act.
    Act(ActId, Role),
    /// It belongs to an intent's group of cues.
    Cue {
        /// The intent.
        intent: IntentId,
        /// Index into [`Intent::groups`].
        group: u16,
        /// [`Role::Template`] or [`Role::Unless`].
        role: Role,
    },
    /// It takes back what follows it in its clause.
    NegationTrigger,
    /// It looks like a trigger and is none.
    NegationPseudo,
    /// It ends a trigger's reach.
    NegationEnd,
}

/// Which list of its file a template stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `templates`: a match shows it.
    Template,
    /// `fallback`: a match shows the act where nothing else does.
    Fallback,
    /// `unless`: a match that overlaps this one does not count.
    Unless,
    /// `not-in`: nothing in this match's sentence counts.
    NotIn,
}

/// A regular expression of an act: any match shows it, like [`Role::Template`].
#[derive(Clone, Debug)]
pub struct ActRegex {
    /// The act.
    pub act: ActId,
    /// Linear in time, capped in size.
    pub regex: Regex,
}

/// A set of intents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntentSet(pub(super) Vec<bool>);

impl IntentSet {
    /// Whether `intent` is in it.
    pub fn contains(&self, intent: IntentId) -> bool {
        self.0.get(intent.index()).copied().unwrap_or(false)
    }

    /// Its members.
    pub fn iter(&self) -> impl Iterator<Item = IntentId> + '_ {
        self.0.iter().enumerate().filter(|(_, is_in)| **is_in).map(|(index, _)| IntentId(index as u16))
    }
}

/// A set of message parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSet(pub(super) u8);

impl PartSet {
    /// Whether `part` is in it.
    pub fn contains(self, part: Part) -> bool {
        self.0 & (1 << part as u8) != 0
    }
}
