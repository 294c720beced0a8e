//! Weights of the features that training kept. Invariant: rows are in order of their features, as many as there are bits
//! set in `kept`; sums of 16 bits are carried over before they can overflow.

/// Columns in a cell.
const COLUMNS: usize = 16;
/// Cells in a cache line.
const CELLS: usize = 4;
/// Columns, at most.
pub(super) const WIDEST: usize = COLUMNS * CELLS;
/// Features after which sums of 16 bits are carried over: 255 times as many still fit.
const CARRY: usize = 256;
/// The weights of a feature, one a column, and zeros behind them.
pub(super) type Row = [i8; WIDEST];
/// What is added to a weight, so that none is below 0; the same as turning its highest bit over.
const BIAS: u8 = 128;

/// How many numbers there are in a cell.
const LANES: usize = COLUMNS / 2;

/// Weights of one feature in a run of columns, two in a number, the first eight columns in the lower bytes: adding up takes a few
/// steps for all of them on any processor.
#[derive(Clone, Copy, Debug)]
struct Cell([u16; LANES]);

impl Cell {
    fn new(weights: &[i8; COLUMNS]) -> Self {
        let biased = weights.map(|weight| weight.cast_unsigned() ^ BIAS);
        let mut pairs = [0; LANES];
        for lane in 0..LANES {
            pairs[lane] = u16::from(biased[lane]) | u16::from(biased[lane + LANES]) << 8;
        }
        Self(pairs)
    }

    fn weight(&self, column: usize) -> i8 {
        let pair = self.0[column % LANES];
        let biased = if column < LANES { pair & 0xFF } else { pair >> 8 };
        (biased as u8 ^ BIAS).cast_signed()
    }
}

/// A cache line: a row never lies in two of them, for fetching rows is most of what scoring costs.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([Cell; CELLS]);

/// 64 features.
#[derive(Clone, Copy, Debug)]
struct Kept {
    /// A bit for each that has a row.
    bits: u64,
    /// Rows of the features before these.
    before: u32,
}

/// A row of weights, one a column, for each feature that is kept. Only its rows are larger than what processors keep near them.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    width: usize,
    /// Cells in a row.
    cells: usize,
    kept: Vec<Kept>,
    lines: Vec<Line>,
}

/// Memory for adding up, which is reused.
#[derive(Debug, Default)]
pub(in crate::analysis) struct Rows(Vec<u32>);

impl Table {
    /// A table of `width` columns for features of which `kept` has a bit each, and `weights` a row for each bit that is set, filled
    /// up with zeros; None unless that fits.
    pub(super) fn new(width: usize, kept: &[u64], mut weights: impl Iterator<Item = Row>) -> Option<Self> {
        let mut rows = 0;
        let kept = kept.iter().map(|&bits| {
            let before = rows;
            rows += bits.count_ones();
            Kept { bits, before }
        });
        let kept = kept.collect();
        if width == 0 || width > WIDEST {
            return None;
        }
        let mut table = Self { width, cells: width.div_ceil(COLUMNS), kept, lines: Vec::new() };
        let stride = table.stride();
        table.lines.reserve_exact((rows as usize * stride).div_ceil(CELLS));
        for row in 0..rows as usize {
            let row_in_line = row * stride % CELLS;
            if row_in_line == 0 {
                table.lines.push(Line([Cell([0; LANES]); CELLS]));
            }
            let cells = &mut table.lines.last_mut()?.0[row_in_line..];
            for (cell, weights) in cells.iter_mut().zip(weights.next()?.as_chunks().0).take(table.cells) {
                *cell = Cell::new(weights);
            }
        }
        weights.next().is_none().then_some(table)
    }

    /// Adds up the rows of `features` and puts the sums, one a column, behind `sums`; features that are not kept weigh nothing.
    pub(super) fn sums(&self, features: impl Iterator<Item = u32>, rows: &mut Rows, sums: &mut Vec<i32>) {
        let Rows(rows) = rows;
        rows.clear();
        rows.reserve(features.size_hint().0);
        features.for_each(|feature| {
            if let Some(row) = self.row(feature) {
                rows.push(row);
            }
        });
        let end = sums.len() + self.width;
        match self.cells {
            1 => self.add_up::<1>(rows, sums),
            2 => self.add_up::<2>(rows, sums),
            3 => self.add_up::<3>(rows, sums),
            _ => self.add_up::<4>(rows, sums),
        }
        sums.truncate(end);
    }

    /// The weight of a feature in a column.
    pub(super) fn weight(&self, feature: u32, column: usize) -> i8 {
        let cell = || {
            let at = self.row(feature)? as usize * self.stride() + column / COLUMNS;
            self.lines.get(at / CELLS)?.0.get(at % CELLS)
        };
        cell().map_or(0, |cell| cell.weight(column % COLUMNS))
    }

    fn row(&self, feature: u32) -> Option<u32> {
        let kept = self.kept.get(feature as usize / 64)?;
        let bit = 1 << (feature % 64);
        (kept.bits & bit != 0).then(|| kept.before + (kept.bits & (bit - 1)).count_ones())
    }

    /// How many cells on the next row begins.
    fn stride(&self) -> usize {
        self.cells.next_power_of_two()
    }

    /// Puts the sums of some rows behind `sums`, [`COLUMNS`] for each of their `N` cells.
    fn add_up<const N: usize>(&self, rows: &[u32], sums: &mut Vec<i32>) {
        let stride = const { N.next_power_of_two() };
        let mut totals = [[0i32; COLUMNS]; N];
        for rows in rows.chunks(CARRY) {
            let (mut lower, mut upper) = ([[0u16; LANES]; N], [[0u16; LANES]; N]);
            let mut count = 0;
            for &row in rows {
                let at = row as usize * stride;
                let Some(line) = self.lines.get(at / CELLS) else { continue };
                count += 1;
                for number in 0..N {
                    let Cell(pairs) = &line.0[(at + number) % CELLS];
                    for lane in 0..LANES {
                        lower[number][lane] += pairs[lane] & 0xFF;
                        upper[number][lane] += pairs[lane] >> 8;
                    }
                }
            }
            let biases = i32::from(BIAS) * count;
            for number in 0..N {
                for lane in 0..LANES {
                    totals[number][lane] += i32::from(lower[number][lane]) - biases;
                    totals[number][lane + LANES] += i32::from(upper[number][lane]) - biases;
                }
            }
        }
        sums.extend(totals.iter().flatten());
    }
}
