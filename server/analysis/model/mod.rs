//! The learned second signal: a linear model over hashed n-grams, for what sentence templates cannot list.
//!
//! Invariants: integer arithmetic only, so every platform gives the same answer; a model that does not fit (unknown acts, a
//! broken table) is silent. `tests/drafts/train.rs` makes the table.

mod because;
pub mod features;
mod judge;
mod score;
mod stored;
mod table;
mod weighed;

pub(super) use judge::{Desk, Opinion, judge, told};
pub use stored::{Sheet, Stored};
pub(super) use weighed::{Scale, Weighed};

use features::SENTENCE;
use std::sync::LazyLock;
use table::{Rows, Table};

/// Fixed-point scores: so many to one.
pub const ONE: i32 = 1 << 16;
/// How much more than for unrelated the model must take a message for ours to be sure of it, in fixed point.
pub const SURE: i32 = ONE / 10 * 6;
/// How far the model may take a message for somebody else's business, in the same unit, without having its way against many cues and
/// a name.
pub const DOUBT: i32 = ONE / 20 * 17;

/// What the weights are, laid out for judging: whatever a sentence's words weigh, for its acts and for the message's intent, lies in
/// one place.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What sentences are judged by.
    acts: Vec<Column>,
    /// What messages are judged by.
    intents: Vec<Column>,
    /// For features of sentences: a column for each of `acts`, then one for each of `intents`.
    words: Table,
    /// For the other features of messages, counted from [`SENTENCE`] on: a column for each of `intents`.
    others: Table,
}

/// What a column judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A sentence: does it perform the act of this id?
    Act(String),
    /// A message: has it the intent of this id?
    Intent(String),
    /// A message: is it none of our business?
    Unrelated,
}

/// One act's or intent's part of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it judges.
    pub target: Target,
    /// What a weight of one counts, in fixed point.
    pub scale: i32,
    /// Added to every score.
    pub bias: i32,
    /// From this score on the act is performed, whatever templates say.
    pub says: i32,
    /// Below this score it is not, whatever templates say.
    pub vetoes: i32,
}

impl Model {
    /// The model that comes with Regards.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Model> =
            LazyLock::new(|| Model::of(Stored::read(include_bytes!("weights.bin")).unwrap_or_default()));
        &BUILTIN
    }

    /// The model of these sheets; a silent one if they do not fit together.
    fn of(Stored { acts, intents }: Stored) -> Self {
        let (of_sentences, others) = intents.kept.split_at(intents.kept.len().min(SENTENCE / 64));
        let kept: Vec<u64> = acts.kept.iter().zip(of_sentences).map(|(acts, intents)| acts | intents).collect();
        let (mut of_acts, mut of_intents) = (acts.rows(), intents.rows());
        let width = acts.columns.len() + intents.columns.len();
        let features = kept.iter().zip(&acts.kept).zip(of_sentences).flat_map(|((&kept, &acts), &intents)| {
            (0..64)
                .map(|bit| 1u64 << bit)
                .filter(move |bit| kept & bit != 0)
                .map(move |bit| (acts & bit, intents & bit))
        });
        let weights = features.map(|(of_act, of_intent)| {
            let mut row = [0; table::WIDEST];
            let parts = [(&acts, &mut of_acts, of_act, 0), (&intents, &mut of_intents, of_intent, acts.columns.len())];
            for (sheet, rows, kept, from) in parts {
                let weights = if kept == 0 { None } else { rows.next() };
                let place = row.get_mut(from..from + sheet.columns.len());
                if let (Some(weights), Some(place)) = (weights, place) {
                    place.copy_from_slice(weights);
                }
            }
            row
        });
        let words = Table::new(width, &kept, weights);
        let others = Table::new(
            intents.columns.len(),
            others,
            of_intents.map(|weights| {
                let mut row = [0; table::WIDEST];
                if let Some(place) = row.get_mut(..weights.len()) {
                    place.copy_from_slice(weights);
                }
                row
            }),
        );
        let (Some(words), Some(others)) = (words, others) else { return Self::default() };
        Self { acts: acts.columns, intents: intents.columns, words, others }
    }

    /// Adds up what features of sentences weigh and puts the sums behind `sums`: one for each of the first `columns` of the acts and,
    /// after them, the intents.
    fn weigh(&self, features: impl Iterator<Item = u32>, columns: usize, rows: &mut Rows, sums: &mut Vec<i32>) {
        let end = sums.len() + columns;
        self.words.sums(features, rows, sums);
        sums.truncate(end);
    }

    /// The same for the other features of messages, one sum an intent.
    fn weigh_others(&self, features: impl Iterator<Item = u32>, rows: &mut Rows, sums: &mut Vec<i32>) {
        self.others.sums(features.map(|feature| feature.wrapping_sub(SENTENCE as u32)), rows, sums);
    }

    /// What a feature weighs for an act.
    fn weight_for_act(&self, feature: u32, act: usize) -> i8 {
        self.words.weight(feature, act)
    }

    /// What a feature weighs for an intent.
    fn weight_for_intent(&self, feature: u32, intent: usize) -> i8 {
        match feature.checked_sub(SENTENCE as u32) {
            None => self.words.weight(feature, self.acts.len() + intent),
            Some(other) => self.others.weight(other, intent),
        }
    }
}

impl Target {
    /// Its name in the table and in reports.
    pub fn name(&self) -> String {
        match self {
            Self::Act(id) => format!("act {id}"),
            Self::Intent(id) => format!("intent {id}"),
            Self::Unrelated => "unrelated".to_owned(),
        }
    }

    fn read(name: &str) -> Option<Self> {
        match name.split_once(' ') {
            Some(("act", id)) => Some(Self::Act(id.to_owned())),
            Some(("intent", id)) => Some(Self::Intent(id.to_owned())),
            None if name == "unrelated" => Some(Self::Unrelated),
            _ => None,
        }
    }
}
