//! Weights of the features that training kept. Invariant: rows are in order of their features, as many as there are bits
//! set in `kept`; sums of `i8` are carried over before an `i16` can overflow.

/// Columns that are added up at once.
const LANES: usize = 32;
/// Features after which sums of 16 bits are carried over: 127 times as many still fit.
const CARRY: usize = 256;

/// One feature's weights for a run of columns. It never lies in two cache lines: fetching rows is most of what scoring costs.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row([i8; LANES]);

/// A row of weights, one a column, for each feature that is kept.
#[derive(Clone, Debug, Default)]
pub struct Table {
    width: usize,
    /// A bit for each feature.
    kept: Vec<u64>,
    /// How many are kept before each word of `kept`.
    before: Vec<u32>,
    /// For each run of [`LANES`] columns the rows, the last run filled up with zeros.
    runs: Vec<Vec<Row>>,
}

/// Memory for adding up, which is reused.
#[derive(Debug, Default)]
pub struct Rows(Vec<u32>);

impl Table {
    /// A table of `width` columns for the features below `size`; None unless there is a weight for each column of each kept
    /// feature.
    pub fn new(width: usize, size: usize, kept: &[u64], weights: &[i8]) -> Option<Self> {
        let count: usize = kept.iter().map(|word| word.count_ones() as usize).sum();
        if width == 0 || kept.len() != size.div_ceil(64) || weights.len() != count * width {
            return None;
        }
        let mut before = Vec::with_capacity(kept.len());
        let mut so_far = 0;
        for word in kept {
            before.push(so_far);
            so_far += word.count_ones();
        }
        let run = |from: usize| {
            let count = LANES.min(width - from);
            let row = |row: &[i8]| {
                let mut lanes = [0; LANES];
                lanes[..count].copy_from_slice(&row[from..from + count]);
                Row(lanes)
            };
            weights.chunks_exact(width).map(row).collect()
        };
        let runs = (0..width).step_by(LANES).map(run).collect();
        Some(Self { width, kept: kept.to_vec(), before, runs })
    }

    /// The bits of the features kept, and the weights in their order, all columns of one after the other.
    pub fn parts(&self) -> (&[u64], impl Iterator<Item = i8>) {
        let rows = self.runs.first().map_or(0, Vec::len);
        let row = move |row: usize| self.runs.iter().flat_map(move |run| run[row].0).take(self.width);
        (&self.kept, (0..rows).flat_map(row))
    }

    /// Adds up the rows of `features` and puts the sums, one a column, behind `sums`; features that are not kept weigh nothing.
    pub fn sums(&self, features: impl Iterator<Item = u32>, rows: &mut Rows, sums: &mut Vec<i32>) {
        let Rows(rows) = rows;
        rows.clear();
        rows.extend(features.filter_map(|feature| self.row(feature)));
        let end = sums.len() + self.width;
        for run in &self.runs {
            let mut total = [0i32; LANES];
            for rows in rows.chunks(CARRY) {
                let mut small = [0i16; LANES];
                for &row in rows {
                    let Some(Row(row)) = run.get(row as usize) else { continue };
                    for lane in 0..LANES {
                        small[lane] += i16::from(row[lane]);
                    }
                }
                for lane in 0..LANES {
                    total[lane] += i32::from(small[lane]);
                }
            }
            sums.extend(total);
        }
        sums.truncate(end);
    }

    /// The weight of a feature in a column.
    pub fn weight(&self, feature: u32, column: usize) -> i8 {
        let row = self.row(feature).and_then(|row| self.runs.get(column / LANES)?.get(row as usize));
        row.map_or(0, |row| row.0[column % LANES])
    }

    fn row(&self, feature: u32) -> Option<u32> {
        let (word, bit) = (feature as usize / 64, feature % 64);
        let kept = *self.kept.get(word)?;
        (kept >> bit & 1 == 1).then(|| self.before[word] + (kept & ((1 << bit) - 1)).count_ones())
    }
}
