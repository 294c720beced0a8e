//! Weights of the features that training kept. Invariant: rows are in order of their features, as many as there are bits
//! set in `kept`; sums of 16 bits are carried over before they can overflow.

/// Columns in a cell.
const COLUMNS: usize = 16;
/// Cells in a cache line.
const CELLS: usize = 4;
/// Features after which sums of 16 bits are carried over: 255 times as many still fit.
const CARRY: usize = 256;
/// What is added to a weight, so that none is below 0; the same as turning its highest bit over.
const BIAS: u8 = 128;

/// How many numbers there are in a cell.
const LANES: usize = COLUMNS / 2;

/// Weights of one feature in a run of columns, two in a number, the first eight columns in the lower bytes: adding up takes a few
/// steps for all of them on any processor.
#[derive(Clone, Copy, Debug)]
struct Cell([u16; LANES]);

impl Cell {
    /// The weights of at most [`COLUMNS`] columns.
    fn new(weights: &[i8]) -> Self {
        let mut whole = [0; COLUMNS];
        whole[..weights.len()].copy_from_slice(weights);
        let biased = whole.map(|weight| weight.cast_unsigned() ^ BIAS);
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

/// A run of columns, at most [`COLUMNS`] · [`CELLS`] of them: so many cells a row.
#[derive(Clone, Debug)]
struct Run {
    cells: usize,
    lines: Vec<Line>,
}

/// A row of weights, one a column, for each feature that is kept.
#[derive(Clone, Debug, Default)]
pub struct Table {
    width: usize,
    /// A bit for each feature.
    kept: Vec<u64>,
    /// For each feature its row, counted from 1; 0 where it has none.
    places: Vec<u32>,
    runs: Vec<Run>,
    rows: usize,
}

/// Memory for adding up, which is reused.
#[derive(Debug, Default)]
pub struct Rows(Vec<u32>);

impl Table {
    /// A table of `width` columns for the features below `size`; None unless there is a weight for each column of each kept
    /// feature.
    pub fn new(width: usize, size: usize, kept: &[u64], weights: &[i8]) -> Option<Self> {
        let rows: usize = kept.iter().map(|word| word.count_ones() as usize).sum();
        if width == 0 || kept.len() != size.div_ceil(64) || weights.len() != rows * width {
            return None;
        }
        let mut places = vec![0; kept.len() * 64];
        let mut row = 0;
        for (number, &word) in kept.iter().enumerate() {
            let mut left = word;
            while left != 0 {
                row += 1;
                places[number * 64 + left.trailing_zeros() as usize] = row;
                left &= left - 1;
            }
        }
        let columns = (0..width).step_by(COLUMNS * CELLS);
        let runs = columns.map(|from| Run::new(weights, width, from, rows)).collect();
        Some(Self { width, kept: kept.to_vec(), places, runs, rows })
    }

    /// The bits of the features kept, and the weights in their order, all columns of one after the other.
    pub fn parts(&self) -> (&[u64], impl Iterator<Item = i8>) {
        let row = move |row: usize| (0..self.width).map(move |column| self.at(row, column));
        (&self.kept, (0..self.rows).flat_map(row))
    }

    /// Adds up the rows of `features` and puts the sums, one a column, behind `sums`; features that are not kept weigh nothing.
    pub fn sums(&self, features: impl Iterator<Item = u32>, rows: &mut Rows, sums: &mut Vec<i32>) {
        let Rows(rows) = rows;
        rows.clear();
        rows.reserve(features.size_hint().0);
        features.for_each(|feature| {
            if let Some(row) = self.row(feature) {
                rows.push(row);
            }
        });
        let end = sums.len() + self.width;
        for run in &self.runs {
            match run.cells {
                1 => run.sums::<1>(rows, sums),
                2 => run.sums::<2>(rows, sums),
                3 => run.sums::<3>(rows, sums),
                _ => run.sums::<4>(rows, sums),
            }
        }
        sums.truncate(end);
    }

    /// The weight of a feature in a column.
    pub fn weight(&self, feature: u32, column: usize) -> i8 {
        self.row(feature).map_or(0, |row| self.at(row as usize, column))
    }

    fn at(&self, row: usize, column: usize) -> i8 {
        let (run, column) = (column / (COLUMNS * CELLS), column % (COLUMNS * CELLS));
        let cell = self.runs.get(run).and_then(|run| run.cell(row, column / COLUMNS));
        cell.map_or(0, |cell| cell.weight(column % COLUMNS))
    }

    fn row(&self, feature: u32) -> Option<u32> {
        self.places.get(feature as usize)?.checked_sub(1)
    }
}

impl Run {
    /// The columns from `from` on, of `rows` rows of `width` weights.
    fn new(weights: &[i8], width: usize, from: usize, rows: usize) -> Self {
        let cells = (width - from).div_ceil(COLUMNS).min(CELLS);
        let mut run = Self { cells, lines: Vec::new() };
        let stride = run.stride();
        run.lines.resize((rows * stride).div_ceil(CELLS), Line([Cell([0; LANES]); CELLS]));
        for (row, weights) in weights.chunks_exact(width).enumerate() {
            let weights = &weights[from..width.min(from + COLUMNS * CELLS)];
            let at = row * stride;
            let line = &mut run.lines[at / CELLS].0[at % CELLS..];
            for (cell, weights) in line.iter_mut().zip(weights.chunks(COLUMNS)) {
                *cell = Cell::new(weights);
            }
        }
        run
    }

    /// How many cells on the next row begins.
    fn stride(&self) -> usize {
        self.cells.next_power_of_two()
    }

    fn cell(&self, row: usize, number: usize) -> Option<&Cell> {
        let at = row * self.stride() + number;
        self.lines.get(at / CELLS)?.0.get(at % CELLS)
    }

    /// Puts the sums of some rows behind `sums`, [`COLUMNS`] for each of its `N` cells.
    fn sums<const N: usize>(&self, rows: &[u32], sums: &mut Vec<i32>) {
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
