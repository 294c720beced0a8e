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
    pub(super) fn own(self) -> Range<usize> {
        0..self.acts
    }

    /// For the acts of the sentence after it.
    pub(super) fn before(self) -> Range<usize> {
        self.acts..2 * self.acts
    }

    /// For the acts of the sentence before it.
    pub(super) fn after(self) -> Range<usize> {
        2 * self.acts..3 * self.acts
    }

    /// For the message's intents.
    pub(super) fn message(self) -> Range<usize> {
        3 * self.acts..3 * self.acts + self.intents
    }

    /// For the message's intents, if it is the sentence that decides.
    pub(super) fn deciding(self) -> Range<usize> {
        3 * self.acts + self.intents..3 * self.acts + 2 * self.intents
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
        features.read(document, tokens, vocabulary);
        sums.clear();
        model.acts.table.sums(features.own.iter().chain([&features.size]).copied(), rows, sums);
        model.acts.table.sums(features.before.iter().copied(), rows, sums);
        model.acts.table.sums(features.after.iter().copied(), rows, sums);
        model.intents.table.sums(features.own.iter().copied(), rows, sums);
        model.intents.table.sums(features.own.iter().map(|&it| features::deciding_too(it)), rows, sums);
        Weighed::new(features, sums)
    }
}
