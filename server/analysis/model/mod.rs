//! The learned second signal: a linear model over hashed n-grams, for what sentence templates cannot list.
//!
//! Invariants: integer arithmetic only, so every platform gives the same answer; a model that does not fit (unknown acts, a
//! broken table) is silent. `tests/drafts/train.rs` makes the table.

mod because;
pub mod features;
mod judge;
mod table;
mod weighed;

pub(super) use judge::{Desk, Opinion, judge, told};
pub use table::Table;
pub(super) use weighed::{Scale, Weighed};

use features::{MESSAGE, SENTENCE};
use std::sync::LazyLock;

/// Fixed-point scores: so many to one.
pub const ONE: i32 = 1 << 16;
/// How much more than for unrelated the model must take a message for ours whose cues do not say so, in fixed point.
pub const SURE: i32 = ONE / 10 * 6;
const MAGIC: &[u8] = b"regards model 2\n";

/// Two sheets of weights: sentences are judged by acts, messages by intents.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Columns are acts.
    pub acts: Sheet,
    /// Columns are intents, and none of them.
    pub intents: Sheet,
}

/// Columns and their weights.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What the sheet judges, in order.
    pub columns: Vec<Column>,
    /// One column of it for each of them.
    pub table: Table,
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
            LazyLock::new(|| Model::read(include_bytes!("weights.bin")).unwrap_or_default());
        &BUILTIN
    }

    /// Reads a model; None if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (acts, rest) = Sheet::read(rest, SENTENCE)?;
        let (intents, rest) = Sheet::read(rest, MESSAGE)?;
        rest.is_empty().then_some(Self { acts, intents })
    }

    /// The model as it is stored.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        self.acts.write(&mut bytes);
        self.intents.write(&mut bytes);
        bytes
    }
}

impl Sheet {
    /// Scores that nothing was added to yet, one a column, in fixed point.
    fn begin(&self, scores: &mut Vec<i32>) {
        scores.clear();
        scores.extend(self.columns.iter().map(|column| column.bias));
    }

    /// Adds `sums` of weights, one a column: they are of as many features as `length` says, and count for one over its root.
    fn add(&self, sums: impl IntoIterator<Item = i32>, length: u32, scores: &mut [i32]) {
        let root = Divisor::new((u64::from(length) << 8).isqrt().max(1));
        for ((score, column), sum) in scores.iter_mut().zip(&self.columns).zip(sums) {
            *score += root.divide(i64::from(sum) * i64::from(column.scale) * 16) as i32;
        }
    }

    fn read(bytes: &[u8], size: usize) -> Option<(Self, &[u8])> {
        let (&count, mut rest) = bytes.split_first()?;
        let mut columns = Vec::new();
        for _ in 0..count {
            let (&length, after) = rest.split_first()?;
            let (name, after) = after.split_at_checked(usize::from(length))?;
            let (numbers, after) = after.split_at_checked(16)?;
            let number = |i: usize| numbers[i * 4..].first_chunk().map(|b| i32::from_le_bytes(*b));
            columns.push(Column {
                target: Target::read(std::str::from_utf8(name).ok()?)?,
                scale: number(0)?,
                bias: number(1)?,
                says: number(2)?,
                vetoes: number(3)?,
            });
            rest = after;
        }
        let (kept, rest) = rest.split_at_checked(size.div_ceil(64) * 8)?;
        let (kept, _) = kept.as_chunks();
        let kept: Vec<u64> = kept.iter().map(|b| u64::from_le_bytes(*b)).collect();
        let rows: usize = kept.iter().map(|word| word.count_ones() as usize).sum();
        let (weights, rest) = rest.split_at_checked(rows * columns.len())?;
        let weights: Vec<i8> = weights.iter().map(|&b| b.cast_signed()).collect();
        let table = Table::new(columns.len(), size, &kept, &weights)?;
        Some((Self { columns, table }, rest))
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.push(self.columns.len() as u8);
        for column in &self.columns {
            let name = column.target.name();
            bytes.push(name.len() as u8);
            bytes.extend(name.bytes());
            for number in [column.scale, column.bias, column.says, column.vetoes] {
                bytes.extend(number.to_le_bytes());
            }
        }
        let (kept, weights) = self.table.parts();
        bytes.extend(kept.iter().flat_map(|word| word.to_le_bytes()));
        bytes.extend(weights.map(i8::cast_unsigned));
    }
}

/// Divides by one number again and again.
#[derive(Clone, Copy)]
struct Divisor {
    by: u64,
    /// 2⁶⁴ divided by it, or one less.
    inverse: u64,
}

impl Divisor {
    /// `by` is not 0.
    fn new(by: u64) -> Self {
        Self { by, inverse: u64::MAX / by.max(1) }
    }

    /// The quotient, rounded towards 0.
    #[inline]
    fn divide(self, number: i64) -> i64 {
        let size = number.unsigned_abs();
        // At most one too small, for `size` is below 2⁶⁴.
        let quotient = ((u128::from(size) * u128::from(self.inverse)) >> 64) as u64;
        let quotient = (quotient + u64::from(size - quotient * self.by >= self.by)).cast_signed();
        if number < 0 { -quotient } else { quotient }
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
