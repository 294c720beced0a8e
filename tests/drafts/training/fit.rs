//! Rows → weights, by dual coordinate descent for the L2-loss support vector machine (Hsieh et al., ICML 2008; the algorithm of
//! LIBLINEAR). Written out because no maintained Rust crate trains linear models on sparse data. Invariant: features are
//! numbered in the order of the table; rows are visited in the same shuffled order each time.

use super::data::Row;
use super::{FOLDS, share};

const ROUNDS: usize = 12;
const COST: f64 = 2.0;

/// Rows in the shape that training wants.
pub struct Problem {
    /// A bit for each feature that is kept.
    pub kept: Vec<u64>,
    /// How fast each kept feature learns: rare ones tell more than common ones.
    rates: Vec<f32>,
    /// Kept features of all rows' parts, one after the other; those of a part are sorted, each as often as it has it.
    features: Vec<u32>,
    /// For each row its parts: where they end in `features`, and their share.
    parts: Vec<(u32, f32)>,
    /// For each row, where its parts end.
    rows: Vec<u32>,
    /// For each row, the sum of its features' squares, and one for the bias.
    squares: Vec<f32>,
}

/// What is learned.
#[derive(Clone)]
pub struct Weights {
    /// One of each kept feature.
    pub features: Vec<f32>,
    pub bias: f32,
}

impl Problem {
    /// Keeps at most `most` of the features below `size`, those that most rows have; with `rare`, a feature learns by how rare it
    /// is.
    pub fn new(rows: &[Row], size: usize, most: usize, rare: bool) -> Self {
        let size = size.div_ceil(64) * 64;
        let (mut counts, mut last) = (vec![0u32; size], vec![usize::MAX; size]);
        for (number, row) in rows.iter().enumerate() {
            for &feature in row.parts.iter().flat_map(|part| &part.features) {
                if std::mem::replace(&mut last[feature as usize], number) != number {
                    counts[feature as usize] += 1;
                }
            }
        }
        let few_enough = |least: &u32| counts.iter().filter(|n| *n >= least).count() <= most;
        let least = (2..=rows.len() as u32 + 1).find(few_enough).unwrap_or(u32::MAX);
        let mut problem = Self {
            kept: vec![0; size / 64],
            rates: Vec::new(),
            features: Vec::new(),
            parts: Vec::new(),
            rows: Vec::new(),
            squares: Vec::new(),
        };
        let mut number = vec![u32::MAX; size];
        for (feature, &count) in counts.iter().enumerate().filter(|(_, count)| **count >= least) {
            number[feature] = problem.rates.len() as u32;
            problem.kept[feature / 64] |= 1 << (feature % 64);
            let rarity = if rare { doublings(rows.len() as f32 / count as f32).max(0.1) } else { 1.0 };
            problem.rates.push(rarity * rarity * rarity);
        }
        for row in rows {
            for part in &row.parts {
                let start = problem.features.len();
                let kept = part.features.iter().map(|&f| number[f as usize]).filter(|&n| n != u32::MAX);
                problem.features.extend(kept);
                problem.features[start..].sort_unstable();
                problem.parts.push((problem.features.len() as u32, share(part)));
            }
            problem.rows.push(problem.parts.len() as u32);
        }
        problem.level(rows.len(), rare);
        problem
    }

    /// Sums up the rows' squares; scales rates that differ so that a row has length one on average.
    fn level(&mut self, rows: usize, rare: bool) {
        let square = |problem: &Self, row: usize| {
            problem.parts_of(row).fold(0.0f32, |sum, (features, share)| {
                let square = |same: &[u32]| (same.len() * same.len()) as f32 * problem.rates[same[0] as usize];
                sum + features.chunk_by(|a, b| a == b).map(square).sum::<f32>() * share * share
            })
        };
        let lengths: Vec<f32> = (0..rows).map(|row| square(self, row).sqrt()).filter(|length| *length > 0.0).collect();
        let mean = lengths.iter().sum::<f32>() / lengths.len().max(1) as f32;
        if rare {
            self.rates.iter_mut().for_each(|rate| *rate /= mean * mean);
        }
        self.squares = (0..rows).map(|row| square(self, row) + 1.0).collect();
    }

    fn parts_of(&self, row: usize) -> impl Iterator<Item = (&[u32], f32)> {
        let first = if row == 0 { 0 } else { self.rows[row - 1] as usize };
        (first..self.rows[row] as usize).map(|part| {
            let start = if part == 0 { 0 } else { self.parts[part - 1].0 as usize };
            (&self.features[start..self.parts[part].0 as usize], self.parts[part].1)
        })
    }

    /// A row's score.
    pub fn score(&self, weights: &Weights, row: usize) -> f32 {
        self.parts_of(row).fold(weights.bias, |score, (features, share)| {
            score + features.iter().map(|&f| weights.features[f as usize]).sum::<f32>() * share
        })
    }

    /// Learns from `examples`: rows, what they are, and how much each counts.
    pub fn fit(&self, examples: &[(usize, bool, f64)]) -> Weights {
        let mut weights = Weights { features: vec![0.0; self.rates.len()], bias: 0.0 };
        let mut alphas = vec![0.0f32; examples.len()];
        let mut idle = vec![0u8; examples.len()];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for round in 0..ROUNDS {
            for i in (1..order.len()).rev() {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                order.swap(i, (state % (i as u64 + 1)) as usize);
            }
            for &i in &order {
                // What was far on its side twice is looked at every fourth round only.
                if idle[i] >= 2 && round % 4 != 3 {
                    continue;
                }
                let (row, positive, weight) = examples[i];
                let sign = if positive { 1.0 } else { -1.0 };
                let diagonal = (0.5 / (COST * weight)) as f32;
                let gradient = sign * self.score(&weights, row) - 1.0 + diagonal * alphas[i];
                if alphas[i] == 0.0 && gradient >= 0.0 {
                    idle[i] = idle[i].saturating_add(1);
                    continue;
                }
                idle[i] = 0;
                let old = alphas[i];
                alphas[i] = (old - gradient / (self.squares[row] + diagonal)).max(0.0);
                let step = (alphas[i] - old) * sign;
                for (features, share) in self.parts_of(row) {
                    let step = step * share;
                    for &feature in features {
                        weights.features[feature as usize] += step * self.rates[feature as usize];
                    }
                }
                weights.bias += step;
            }
        }
        weights
    }
}

/// Fits the rows of `known` whose label is known; answers the weights, and every row's score by a model that has not seen its
/// message. A positive row weighs `positive` times as much.
pub fn with_outside(
    problem: &Problem,
    rows: &[Row],
    known: &[usize],
    label: impl Fn(usize) -> Option<bool>,
    positive: f64,
) -> (Weights, Vec<f64>) {
    let examples: Vec<(usize, bool, f64)> = known
        .iter()
        .filter_map(|&row| label(row).map(|yes| (row, yes, rows[row].weight * if yes { positive } else { 1.0 })))
        .collect();
    let mut outside = vec![0.0; rows.len()];
    for fold in 0..FOLDS {
        let inside: Vec<_> = examples.iter().copied().filter(|(row, ..)| rows[*row].message % FOLDS != fold).collect();
        let weights = problem.fit(&inside);
        for row in (0..rows.len()).filter(|&row| rows[row].message % FOLDS == fold) {
            outside[row] = f64::from(problem.score(&weights, row));
        }
    }
    (problem.fit(&examples), outside)
}

/// About the logarithm to base two, by straight lines between powers: the same on every platform.
fn doublings(mut x: f32) -> f32 {
    let mut whole = 0.0;
    while x >= 2.0 {
        x /= 2.0;
        whole += 1.0;
    }
    whole + x - 1.0
}
