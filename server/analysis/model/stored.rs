//! A model as it is stored, and as training makes it: two sheets of weights. Invariant: what is written is read again, and what is
//! read fits together.
//!
//! Most weights are near 0. Those below 8 take four bits, two in a byte and the first in its lower half; four zero bits stand for a
//! weight that takes a byte behind all those.

use super::features::{MESSAGE, SENTENCE};
use super::{Column, Target};
use std::slice::ChunksExact;

/// A weight of 0 in four bits.
const ZERO: u8 = 8;
/// What stands in four bits for a weight that takes a byte of its own.
const LARGE: u8 = 0;
const MAGIC: &[u8] = b"regards model 3\n";

/// Two sheets of weights: sentences are judged by acts, messages by intents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Columns are acts, features those of sentences.
    pub acts: Sheet,
    /// Columns are intents, and none of them; features those of messages.
    pub intents: Sheet,
}

/// Columns and their weights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What the sheet judges, in order.
    pub columns: Vec<Column>,
    /// A bit for each feature that has weights.
    pub kept: Vec<u64>,
    /// For each such feature, in order, a weight a column.
    pub weights: Vec<i8>,
}

impl Stored {
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
    /// The weights, a row a kept feature.
    pub(super) fn rows(&self) -> ChunksExact<'_, i8> {
        self.weights.chunks_exact(self.columns.len().max(1))
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
        let count = rows * columns.len();
        let (small, mut rest) = rest.split_at_checked(count.div_ceil(2))?;
        let mut weights = Vec::with_capacity(small.len() * 2);
        for half in small.iter().flat_map(|pair| [pair & 0xF, pair >> 4]) {
            weights.push(if half == LARGE {
                let (large, after) = rest.split_first()?;
                rest = after;
                large.cast_signed()
            } else {
                half.cast_signed() - ZERO.cast_signed()
            });
        }
        weights.truncate(count);
        Some((Self { columns, kept, weights }, rest))
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
        bytes.extend(self.kept.iter().flat_map(|word| word.to_le_bytes()));
        let half = |weight: i8| {
            if weight.unsigned_abs() < ZERO { (weight + ZERO.cast_signed()).cast_unsigned() } else { LARGE }
        };
        bytes.extend(
            self.weights.chunks(2).map(|pair| half(pair[0]) | pair.get(1).map_or(ZERO, |&weight| half(weight)) << 4),
        );
        bytes.extend(self.weights.iter().filter(|&&weight| half(weight) == LARGE).map(|weight| weight.cast_unsigned()));
    }
}
