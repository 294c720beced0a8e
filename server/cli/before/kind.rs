//! What makes two findings of one file alike: their rule and the words they are about, wherever those stand; and, where
//! something can be more or less missing, what exactly is.

use crate::check::Diagnostic;
use crate::cli::format::{Fnv, lacks};
use crate::project::{Draft, source_range};
use std::collections::{BTreeMap, BTreeSet};

/// What a finding is known by. What is missing has no words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) rule: String,
    pub(super) words: Option<u64>,
    /// Each branch that lacks it, each of several things that are missing; empty where it is missing altogether.
    pub(super) lacks: BTreeSet<u64>,
}

/// How many findings there are of each kind.
pub(super) type Kinds = BTreeMap<Kind, usize>;

impl Kind {
    pub(super) fn of(draft: &Draft, diagnostic: &Diagnostic) -> Self {
        let rule = draft.project.ruleset()[diagnostic.rule].id.clone();
        let words = match diagnostic.words {
            _ if diagnostic.missing => None,
            Some(words) => Some(hash(draft.document.words(words))),
            None => {
                let place = source_range(&draft.document, diagnostic.span);
                Some(hash(draft.document.source.get(place).unwrap_or("")))
            }
        };
        // Of the messages in one file, each has its own findings.
        let words = match draft.message() {
            None => words,
            Some(message) => Some(Fnv::new().field(message).field(&format!("{words:?}")).0),
        };
        Self { rule, words, lacks: lacks(draft, diagnostic) }
    }

    /// Whether whoever knows of this knows of `other` too: no more is missing there.
    fn covers(&self, other: &Self) -> bool {
        let less = self.lacks.is_empty() || !other.lacks.is_empty() && self.lacks.is_superset(&other.lacks);
        less && self.rule == other.rule && self.words == other.words
    }
}

/// How many findings of each kind there are.
pub(super) fn count<'a>(kinds: impl IntoIterator<Item = &'a Kind>) -> Kinds {
    kinds.into_iter().fold(Kinds::new(), |mut count, kind| {
        *count.entry(kind.clone()).or_default() += 1;
        count
    })
}

/// Which findings are among those there were before, each of which stands for one. Where there are more of a kind than
/// there were, the first ones are taken to be old.
pub(super) fn known(mut before: Kinds, found: &[&Kind]) -> Vec<bool> {
    let mut take = |kind: &Kind, known: &mut bool| {
        if let Some(count) = before.get_mut(kind).filter(|count| **count > 0) {
            *count -= 1;
            *known = true;
        }
    };
    let mut is_known = vec![false; found.len()];
    for (kind, known) in found.iter().zip(&mut is_known) {
        take(kind, known);
    }
    // Less of what was missing is no news.
    for (kind, known) in found.iter().zip(&mut is_known).filter(|(kind, known)| !**known && !kind.lacks.is_empty()) {
        let more = before.iter().find(|(more, count)| **count > 0 && more.covers(kind)).map(|(more, _)| more.clone());
        if let Some(count) = more.and_then(|more| before.get_mut(&more)) {
            *count -= 1;
            *known = true;
        }
    }
    is_known
}

/// Of words, however they are wrapped and whether they are capital.
fn hash(words: &str) -> u64 {
    words.split_whitespace().fold(Fnv::new(), |hash, word| hash.field(&word.to_lowercase())).0
}

/// A text in 64 bits, of which texts that share most of their words share most (Charikar's simhash, over three words at a
/// time).
pub(super) fn sketch(text: &str) -> u64 {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut votes = [0_i32; 64];
    for three in words.windows(3.min(words.len().max(1))) {
        let hash = scattered(three.iter().fold(Fnv::new(), |hash, word| hash.field(word)).0);
        for (bit, vote) in votes.iter_mut().enumerate() {
            *vote += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    votes.iter().rev().fold(0, |sketch, &vote| sketch << 1 | u64::from(vote > 0))
}

/// FNV's high bits hang together; here each bit is to vote for itself. The constants are those of SplitMix64.
fn scattered(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// Whether two sketches are of texts of which one was made from the other. Of texts that have nothing to do with each
/// other, one pair in a hundred million comes that near.
pub(super) fn are_near(a: u64, b: u64) -> bool {
    (a ^ b).count_ones() <= 12
}
