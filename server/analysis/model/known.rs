//! What sentences weigh by themselves, remembered: people write the same sentences again and again, and whoever edits a draft
//! changes one of them at a time. Invariants: a sentence is known again by all that its features depend on, so the answer is what
//! weighing would give; memory is bounded.

use super::Model;
use super::features::{self, Features};
use super::table::Rows;
use crate::analysis::token::{Token, TokenKind};
use crate::document::Document;
use crate::ruleset::patterns::Patterns;
use crate::span::TextSpan;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Sentences that are remembered; then all are forgotten.
const MOST: usize = 4096;
/// Bytes of a sentence that is remembered, at most.
const LONGEST: usize = 1024;

/// Weighs sentences, and remembers them.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Known {
    /// By whose vocabulary they were read.
    patterns: Option<Arc<Patterns>>,
    /// Indices into `all`.
    places: FxHashMap<Box<[u8]>, u32>,
    all: Vec<Weighed>,
    key: Vec<u8>,
    features: Features,
    rows: Rows,
}

/// What a sentence weighs by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    /// How many features its own words have, and how many it lends to the sentence after it and the one before.
    pub(super) own: u32,
    pub(super) before: u32,
    pub(super) after: u32,
    /// Sums, as the ranges of [`Layout`] say.
    pub(super) sums: Box<[i32]>,
}

/// What a sentence's sums are of: so many columns of acts three times, so many of intents twice.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    acts: usize,
    intents: usize,
}

impl Layout {
    pub(super) fn of(model: &Model) -> Self {
        Self { acts: model.acts.columns.len(), intents: model.intents.columns.len() }
    }

    /// For the acts, by its own words.
    pub(super) fn own(self, weighed: &Weighed) -> &[i32] {
        &weighed.sums[..self.acts]
    }

    /// For the acts of the sentence after it.
    pub(super) fn before(self, weighed: &Weighed) -> &[i32] {
        &weighed.sums[self.acts..2 * self.acts]
    }

    /// For the acts of the sentence before it.
    pub(super) fn after(self, weighed: &Weighed) -> &[i32] {
        &weighed.sums[2 * self.acts..3 * self.acts]
    }

    /// For the message's intents.
    pub(super) fn message(self, weighed: &Weighed) -> &[i32] {
        &weighed.sums[3 * self.acts..][..self.intents]
    }

    /// For the message's intents, if it is the sentence that decides.
    pub(super) fn deciding(self, weighed: &Weighed) -> &[i32] {
        &weighed.sums[3 * self.acts + self.intents..]
    }
}

impl Known {
    /// Begins a document: what was read by another vocabulary is forgotten.
    pub(super) fn begin(&mut self, patterns: &Arc<Patterns>) {
        if !self.patterns.as_ref().is_some_and(|known| Arc::ptr_eq(known, patterns)) {
            self.patterns = Some(Arc::clone(patterns));
            self.forget();
        }
    }

    /// What a sentence weighs.
    pub(super) fn weigh(&mut self, document: &Document, span: TextSpan, tokens: &[Token], model: &Model) -> Weighed {
        if span.len() > LONGEST {
            return self.weighed(document, tokens, model);
        }
        self.key.clear();
        self.key.extend_from_slice(document.words(span).as_bytes());
        for token in tokens {
            if let TokenKind::Placeholder(index) = token.kind {
                let meaning = document.placeholders.get(index as usize).map_or(0, |it| it.meaning as u8);
                // No text holds such a byte, and no sentence kept is longer than two bytes tell.
                self.key.extend([0xFF, meaning]);
                self.key.extend(((token.span.start - span.start) as u16).to_le_bytes());
            }
        }
        if let Some(&place) = self.places.get(&self.key[..]) {
            return self.all[place as usize].clone();
        }
        if self.all.len() >= MOST {
            self.forget();
        }
        let weighed = self.weighed(document, tokens, model);
        self.places.insert(self.key.as_slice().into(), self.all.len() as u32);
        self.all.push(weighed.clone());
        weighed
    }

    fn weighed(&mut self, document: &Document, tokens: &[Token], model: &Model) -> Weighed {
        let Self { features, rows, patterns, .. } = self;
        let Some(patterns) = patterns else { return Weighed::default() };
        features.read(document, tokens, &patterns.vocabulary);
        let mut sums = Vec::with_capacity(3 * model.acts.columns.len() + 2 * model.intents.columns.len());
        model.acts.table.sums(features.own.iter().chain([&features.size]).copied(), rows, &mut sums);
        model.acts.table.sums(features.before.iter().copied(), rows, &mut sums);
        model.acts.table.sums(features.after.iter().copied(), rows, &mut sums);
        model.intents.table.sums(features.own.iter().copied(), rows, &mut sums);
        model.intents.table.sums(features.own.iter().map(|&it| features::deciding_too(it)), rows, &mut sums);
        let count = |features: &[u32]| features.len() as u32;
        Weighed {
            own: count(&features.own),
            before: count(&features.before),
            after: count(&features.after),
            sums: sums.into(),
        }
    }

    fn forget(&mut self) {
        self.places.clear();
        self.all.clear();
    }
}
