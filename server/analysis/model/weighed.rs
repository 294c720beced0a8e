//! What sentences weigh by themselves. Invariant: it depends on a sentence's words alone, as the vocabulary spells them and as
//! they are written.

use super::Model;
use super::features::{self, Features};
use super::table::Rows;
use crate::analysis::token::Token;
use crate::document::Document;
use crate::ruleset::vocabulary::Vocabulary;
use std::ops::Range;

/// Weighs sentences; memory is reused from one to the next.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Scale {
    features: Features,
    rows: Rows,
    sums: Vec<i32>,
}

/// What a sentence weighs by itself.
#[derive(Clone, Debug, Default)]
pub(in crate::analysis) struct Weighed {
    /// How many features its own words have, and how many it lends to the sentence after it and the one before.
    pub(super) own: u32,
    pub(super) before: u32,
    pub(super) after: u32,
    /// Sums, as the ranges of [`Layout`] say; of those that are too large, as much as fits.
    sums: Box<[i16]>,
    /// Where sums are that are too large, and what does not fit of them.
    rest: Box<[(usize, i32)]>,
}

impl Weighed {
    fn new(features: &Features, sums: &[i32]) -> Self {
        let fits = |sum: i32| sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX));
        let count = |features: &[u32]| features.len() as u32;
        let rest = sums.iter().enumerate().map(|(at, &sum)| (at, sum - fits(sum)));
        Self {
            own: count(&features.own),
            before: count(&features.before),
            after: count(&features.after),
            sums: sums.iter().map(|&sum| fits(sum) as i16).collect(),
            rest: rest.filter(|(_, rest)| *rest != 0).collect(),
        }
    }

    /// Adds the sums of a range to as many others.
    pub(super) fn add(&self, range: Range<usize>, to: &mut [i32]) {
        to.iter_mut().zip(&self.sums[range.clone()]).for_each(|(sum, &own)| *sum += i32::from(own));
        for &(at, rest) in self.rest.iter().filter(|(at, _)| range.contains(at)) {
            to[at - range.start] += rest;
        }
    }
}

/// What a sentence's sums are of: so many columns of acts, of intents, and of acts twice more.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    acts: usize,
    intents: usize,
}

impl Layout {
    pub(super) fn of(model: &Model) -> Self {
        Self { acts: model.acts.len(), intents: model.intents.len() }
    }

    /// For the acts, by its own words.
    pub(super) fn own(self) -> Range<usize> {
        0..self.acts
    }

    /// For the message's intents.
    pub(super) fn message(self) -> Range<usize> {
        self.acts..self.acts + self.intents
    }

    /// For the acts of the sentence after it.
    pub(super) fn before(self) -> Range<usize> {
        let from = self.message().end;
        from..from + self.acts
    }

    /// For the acts of the sentence before it.
    pub(super) fn after(self) -> Range<usize> {
        let from = self.before().end;
        from..from + self.acts
    }
}

impl Scale {
    /// What the sentence of these tokens weighs.
    pub(in crate::analysis) fn weigh(
        &mut self,
        document: &Document,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        model: &Model,
    ) -> Weighed {
        let Self { features, rows, sums } = self;
        let layout = Layout::of(model);
        features.read(document, tokens, vocabulary);
        // How long a sentence is tells of its acts alone.
        sums.clear();
        model.weigh(std::iter::once(features.size), layout.acts, rows, sums);
        model.weigh(features.own.iter().copied(), layout.acts + layout.intents, rows, sums);
        for act in layout.own() {
            sums[layout.acts + act] += sums[act];
        }
        model.weigh(features.before.iter().copied(), layout.acts, rows, sums);
        model.weigh(features.after.iter().copied(), layout.acts, rows, sums);
        Weighed::new(features, &sums[layout.acts..])
    }

    /// What it weighs for the message's intents, beyond that, if it is the one that decides: one sum an intent.
    pub(in crate::analysis) fn weigh_deciding(
        &mut self,
        document: &Document,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        model: &Model,
    ) -> Box<[i32]> {
        let Self { features, rows, .. } = self;
        features.read(document, tokens, vocabulary);
        let mut sums = Vec::new();
        model.weigh_others(features.own.iter().map(|&it| features::deciding_too(it)), rows, &mut sums);
        sums.into()
    }
}
