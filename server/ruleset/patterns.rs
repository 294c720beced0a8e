//! Compiled templates. A template becomes a small acyclic graph over *sets* of words; [`matcher`](super::matcher) runs it on
//! all start positions of a sentence at once, one bit a position. [`compile`](super::compile) makes them.
//!
//! Invariants: the nodes of a group lie side by side, after everything they lead to, so evaluation never loops; every
//! template has a key, a set of which something must stand in the sentence; sets that are keys come before all others.

use super::template::EntityKind;
use super::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};

/// Index of a template in its patterns: dense, in order of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TemplateId(pub u32);

/// Index of a set of words and entities.
pub(super) type SetId = u32;
/// The set that every sentence has something of.
pub(super) const ALWAYS: SetId = 0;
/// The sets of one entity each follow, in order of their kinds.
pub(super) const fn entity_set(kind: EntityKind) -> SetId {
    1 + kind as SetId
}

/// A word that has no bit of its own.
pub(super) const RARE: u8 = u8::MAX;
/// How many words have a bit of their own.
pub(super) const COMMON_WORDS: usize = 64;
/// How many sets are looked for in a sentence, besides the key, before a template is tried.
pub(super) const NEEDS: usize = 4;

/// A compiled piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum Node {
    /// One word of a set.
    Set(SetId),
    /// Something recognised.
    Entity(EntityKind),
    /// Up to so many words.
    Gap(u8),
    /// The sentence's start.
    Start,
    /// The sentence's end.
    End,
    /// Nodes one after the other.
    Sequence(Sequence),
    /// One of the nodes `from..to`; and a number that tells it from all others of its kind.
    Either(u32, u32, u32),
    /// The node at this place, or nothing.
    Maybe(u32),
}

/// Nodes one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Sequence {
    /// The place of the first.
    pub(super) from: u32,
    /// How many.
    pub(super) length: u16,
    /// Sets of which the sentence has to have something, the rarest there are; filled up with [`ALWAYS`].
    pub(super) needs: [SetId; 2],
}

/// A compiled template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Compiled {
    /// Which.
    pub(super) id: TemplateId,
    /// What must be in the sentence besides the key, rarest first; filled up with [`ALWAYS`].
    pub(super) needs: [SetId; NEEDS],
    /// Range of nodes, its parts; more than one for `a & b`.
    pub(super) parts: (u32, u32),
    /// Whether the sentence must be a question.
    pub(super) question: bool,
    /// Whether the sentence must be an exclamation.
    pub(super) exclamation: bool,
}

/// Compiled templates and the vocabulary they speak.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patterns {
    /// The words.
    pub vocabulary: Vocabulary,
    pub(super) nodes: Vec<Node>,
    /// How many [`Node::Either`] there are.
    pub(super) eithers: u32,
    /// By key.
    pub(super) templates: Vec<Compiled>,
    /// For each set that is a key, its templates.
    pub(super) keyed: Vec<(u32, u32)>,
    /// For each entity, then for each word, its bit among the commonest words, or [`RARE`]. Common words stand in hundreds of
    /// sets; a bit in each of those is cheaper than a list of them.
    pub(super) common: Vec<u8>,
    /// For each set, the bits of its common words.
    pub(super) common_in: Vec<u64>,
    /// For each bit, the sets that have its word, as bits of [`Patterns::row`] numbers.
    pub(super) common_sets: Vec<u64>,
    /// For each entity, then for each word, its sets: range of `members`; empty for common words.
    pub(super) sets_of: Vec<(u32, u32)>,
    pub(super) members: Vec<SetId>,
}

impl Patterns {
    /// How many templates there are.
    pub fn len(&self) -> usize {
        self.templates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.templates.is_empty()
    }

    pub(super) fn sets(&self) -> usize {
        self.common_in.len()
    }

    /// How many numbers of 64 bits hold a bit for each set.
    pub(super) fn row(&self) -> usize {
        self.sets().div_ceil(64)
    }
}
