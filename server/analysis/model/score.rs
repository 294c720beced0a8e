//! Sums of weights → scores. Invariant: integer arithmetic only.

use super::Column;

/// Scores that nothing was added to yet, one a column, in fixed point.
pub(super) fn begin(columns: &[Column], scores: &mut Vec<i32>) {
    scores.clear();
    scores.extend(columns.iter().map(|column| column.bias));
}

/// Adds `sums` of weights, one a column: they are of as many features as `length` says, and count for one over its root.
pub(super) fn add(columns: &[Column], sums: impl IntoIterator<Item = i32>, length: u32, scores: &mut [i32]) {
    let root = Divisor::new((u64::from(length) << 8).isqrt().max(1));
    for ((score, column), sum) in scores.iter_mut().zip(columns).zip(sums) {
        *score += root.divide(i64::from(sum) * i64::from(column.scale) * 16) as i32;
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
