//! What a finding is known by while the file around it changes: its rule, its file and the words it is about, not its line;
//! of what is missing on some branches of a template, which these are.
//!
//! The n-th finding that is alike in all of that has a fingerprint of its own. They are stored by other programs: change how
//! they are made only together with the name they are stored under.

use super::Checked;
use super::place::Places;
use crate::check::{Diagnostic, Lack};
use crate::document::{ArmId, Choice, Condition};
use crate::project::Draft;
use std::collections::{BTreeSet, HashMap};

/// Makes the fingerprints of one file's findings, 16 hexadecimal digits each.
pub(super) struct Fingerprints<'a> {
    checked: &'a Checked<'a>,
    places: &'a Places<'a>,
    /// What they all begin with.
    file: Fnv,
    seen: HashMap<u64, usize>,
}

impl<'a> Fingerprints<'a> {
    pub(super) fn new(checked: &'a Checked<'a>, places: &'a Places<'a>) -> Self {
        let file = Fnv::new().field(&checked.root.relative(&checked.draft.path));
        Self { checked, places, file, seen: HashMap::new() }
    }

    /// To be asked once for each finding, in their order.
    pub(super) fn of(&mut self, diagnostic: &Diagnostic) -> String {
        let draft = self.checked.draft;
        let mut hash = self.file.field(self.checked.rule_id(diagnostic));
        if let Some(message) = draft.message() {
            hash = hash.field(message);
        }
        if !diagnostic.missing {
            let words = draft.document.source.get(self.places.source(diagnostic.span)).unwrap_or("");
            hash = words.split_whitespace().fold(hash, |hash, word| hash.field(&word.to_lowercase()));
        }
        for lack in lacks(draft, diagnostic) {
            hash = hash.field(&format!("{lack:016x}"));
        }
        let nth = self.seen.entry(hash.0).or_default();
        let fingerprint = format!("{:016x}", hash.field(&nth.to_string()).0);
        *nth += 1;
        fingerprint
    }
}

/// What exactly is missing, where that can be more or less, each in 64 bits: the act, and the conditions of the branch. A
/// branch stays the same while the file around it changes, whether or not it is written out.
pub(in crate::cli) fn lacks(draft: &Draft, diagnostic: &Diagnostic) -> BTreeSet<u64> {
    let one = |&Lack { act, arm }: &Lack| {
        let mut hash = Fnv::new().field(act.map_or("", |act| &draft.project.ruleset()[act].id));
        let mut arm = arm;
        while let Some(ArmId { choice, arm: index }) = arm {
            let Some(choice) = draft.document.choices.get(choice as usize) else { break };
            let (words, holds) = condition(choice, index as usize);
            hash = hash.field(words).field(if holds { "1" } else { "0" });
            arm = choice.within;
        }
        hash.0
    };
    diagnostic.lacks.iter().map(one).collect()
}

/// What an arm shows for, and whether that has to hold. The last resort shows where the first condition does not hold.
fn condition(choice: &Choice, arm: usize) -> (&str, bool) {
    let of = |arm: usize| choice.arms.get(arm).and_then(|arm| arm.condition.as_ref());
    match (of(arm), of(0)) {
        (Some(Condition { words, negated }), _) => (words, !negated),
        (None, Some(Condition { words, negated })) => (words, *negated),
        (None, None) => ("", true),
    }
}

/// FNV-1a over 64 bits: short, and the same on every machine and in every version.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Fnv(pub(in crate::cli) u64);

impl Fnv {
    pub(in crate::cli) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(in crate::cli) fn field(self, text: &str) -> Self {
        // No text holds 0xFF, so fields cannot run together.
        let bytes = text.bytes().chain([0xFF]);
        Self(bytes.fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }
}
