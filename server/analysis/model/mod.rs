//! The learned second signal: a linear model over hashed n-grams, for what sentence templates cannot list.
//!
//! Invariants: integer arithmetic only, so every platform gives the same answer; a row of the table is one feature's weights
//! for all acts; a model that does not fit (unknown acts, a broken table) is silent. `tests/drafts/train.rs` makes the table.

pub mod features;

use super::acts::Shown;
use super::token::Tokens;
use super::{ActFound, IntentFound};
use crate::document::Document;
use crate::ruleset::{ActId, IntentId, ModelUse, Ruleset};
use features::{ActInMessage, BUCKETS, Features, Hashes};
use std::sync::LazyLock;

/// Fixed-point scores: so many to one.
pub const ONE: i32 = 1 << 16;
const MAGIC: &[u8] = b"regards model 1\n";

/// Weights for some acts.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What the model judges, in order of columns.
    pub columns: Vec<Column>,
    /// For each run of [`LANES`] columns a table of `BUCKETS` rows, the last filled up with zeros. Acts come first, so that
    /// a sentence needs few of the tables and a message needs the others.
    tables: Vec<Vec<Row>>,
}

/// Weights that are added up at once.
const LANES: usize = 32;

/// One feature's weights for a run of columns. It never lies in two cache lines: fetching rows is most of what scoring costs.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Row([i8; LANES]);

/// Columns a model has at most.
const COLUMNS: usize = 64;
/// Features after which sums of 16 bits are carried over: 127 times as many still fit.
const CARRY: usize = 256;

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

    /// A model from its parts.
    pub fn new(columns: Vec<Column>, weights: &[i8]) -> Option<Self> {
        let width = columns.len();
        if width > COLUMNS || weights.len() != width * BUCKETS {
            return None;
        }
        let table = |from: usize| {
            let count = LANES.min(width - from);
            let row = |row: &[i8]| {
                let mut lanes = [0; LANES];
                lanes[..count].copy_from_slice(&row[from..from + count]);
                Row(lanes)
            };
            weights.chunks_exact(width).map(row).collect()
        };
        let tables = (0..width).step_by(LANES).map(table).collect();
        Some(Self { columns, tables })
    }

    /// Reads a table; None if it is not one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let (&count, after) = rest.split_first()?;
        rest = after;
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
        let weights: Vec<i8> = rest.iter().map(|&b| b.cast_signed()).collect();
        Self::new(columns, &weights)
    }

    /// The table as it is stored.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.push(self.columns.len() as u8);
        for column in &self.columns {
            let name = column.target.name();
            bytes.push(name.len() as u8);
            bytes.extend(name.bytes());
            for number in [column.scale, column.bias, column.says, column.vetoes] {
                bytes.extend(number.to_le_bytes());
            }
        }
        for row in 0..if self.tables.is_empty() { 0 } else { BUCKETS } {
            let weights = self.tables.iter().flat_map(|table| table[row].0);
            bytes.extend(weights.take(self.columns.len()).map(i8::cast_unsigned));
        }
        bytes
    }

    /// Scores a sentence or a message for every column, in fixed point: the weights' sum over the root of the number of
    /// features.
    pub fn score(&self, features: &[u16], scores: &mut Vec<i32>) {
        self.score_where(features, scores, |_| true);
    }

    /// As [`Model::score`]; the columns that are not `wanted` may be anything.
    fn score_where(&self, features: &[u16], scores: &mut Vec<i32>, wanted: impl Fn(&Target) -> bool) {
        let length = length(features);
        scores.clear();
        for (columns, table) in self.columns.chunks(LANES).zip(&self.tables) {
            if !columns.iter().any(|column| wanted(&column.target)) {
                scores.resize(scores.len() + columns.len(), 0);
                continue;
            }
            let sums = sum(table, features);
            scores.extend(columns.iter().zip(sums).map(|(column, sum)| Score::new(column, sum, length).value()));
        }
    }

    /// The columns of acts that `ruleset` knows and wants judged: column, act.
    fn acts(&self, ruleset: &Ruleset) -> Vec<(usize, ActId)> {
        let act = |column: &Column| if let Target::Act(id) = &column.target { ruleset.act(id) } else { None };
        let acts = self.columns.iter().enumerate().filter_map(|(index, column)| Some((index, act(column)?)));
        acts.filter(|&(_, act)| ruleset[act].model != ModelUse::Off).collect()
    }

    /// Scores a sentence for the columns of some acts, in order of columns.
    fn score_acts(&self, acts: &[(usize, ActId)], features: &[u16], mut take: impl FnMut(&Column, ActId, Score)) {
        let length = length(features);
        for acts in acts.chunk_by(|a, b| a.0 / LANES == b.0 / LANES) {
            let Some(table) = acts.first().and_then(|(column, _)| self.tables.get(column / LANES)) else { continue };
            let sums = sum(table, features);
            for &(column, act) in acts {
                let sum = sums[column % LANES];
                let column = &self.columns[column];
                take(column, act, Score::new(column, sum, length));
            }
        }
    }
}

/// A score before it is divided by the length; most scores are only compared, which needs no division.
#[derive(Clone, Copy, Debug)]
struct Score {
    sum: i64,
    length: i64,
    bias: i32,
}

/// The length of so many features, in fixed point: the root of their number.
fn length(features: &[u16]) -> i64 {
    i64::from(((features.len() as u32) << 8).isqrt().max(1))
}

impl Score {
    fn new(column: &Column, sum: i32, length: i64) -> Self {
        Self { sum: i64::from(sum) * i64::from(column.scale) * 16, length, bias: column.bias }
    }

    fn value(self) -> i32 {
        (self.sum / self.length) as i32 + self.bias
    }

    /// Whether its value is less than `limit`.
    fn is_below(self, limit: i32) -> bool {
        let limit = i64::from(limit) - i64::from(self.bias);
        // Division rounds towards zero, so what is less than a limit of zero or less is all of one below it.
        if limit > 0 { self.sum < limit * self.length } else { self.sum <= (limit - 1) * self.length }
    }
}

/// The sum of the rows of `features`.
fn sum(table: &[Row], features: &[u16]) -> [i32; LANES] {
    let mut sums = [0i32; LANES];
    for features in features.chunks(CARRY) {
        let mut small = [0i16; LANES];
        for &feature in features {
            let Some(Row(row)) = table.get(usize::from(feature)) else { continue };
            for lane in 0..LANES {
                small[lane] += i16::from(row[lane]);
            }
        }
        for lane in 0..LANES {
            sums[lane] += i32::from(small[lane]);
        }
    }
    sums
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

/// Calls `take` with each sentence's features: index of the sentence, features; answers the message's. `shown` is what
/// templates found, `points` the cues' sums, best first.
pub(super) fn each_sentence(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    shown: &Shown,
    points: &[IntentFound],
    mut take: impl FnMut(usize, &[u16]),
) -> Vec<u16> {
    let hashes = Hashes::new(document, tokens, &ruleset.patterns.vocabulary);
    let acts = &shown.acts;
    let mut features = Features::default();
    let count = document.sentences.len();
    let mut in_message: Vec<ActId> = acts.iter().map(|a| a.act).collect();
    in_message.sort_unstable();
    in_message.dedup();
    let in_message: Vec<ActInMessage> = in_message.iter().map(|&act| ActInMessage::new(&ruleset[act].id)).collect();
    let mut from = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        features.sentence(document, tokens.of(index), &hashes, index);
        features.neighbours(&hashes, index);
        features.place(sentence, index, count);
        from += acts[from..].iter().take_while(|a| (a.sentence as usize) < index).count();
        for act in acts[from..].iter().take_while(|a| a.sentence as usize == index) {
            features.act(&ruleset[act.act].id);
        }
        features.acts_in_message(&in_message);
        take(index, features.finish());
    }
    for cue in &shown.cues {
        features.cue(&ruleset[cue.intent].id, cue.group);
    }
    let most = points.first().map_or(0, |f| f.score);
    for found in points {
        features.points(&ruleset[found.intent].id, found.score, found.score == most);
    }
    features.message(&in_message).to_vec()
}

/// Lets the model add acts that templates missed and take back those it is sure are none. Answers what it makes of the
/// message's intent. `points` are the cues' sums, best first.
pub(super) fn judge(
    document: &Document,
    ruleset: &Ruleset,
    tokens: &Tokens,
    model: &Model,
    shown: &mut Shown,
    points: &[IntentFound],
) -> Vec<Opinion> {
    let judged = model.acts(ruleset);
    let (mut scores, mut added, mut vetoed) = (Vec::new(), Vec::new(), Vec::new());
    // Sorted, so that a look at one sentence costs the same however many there are.
    let sorted = |mut places: Vec<(u32, ActId)>| {
        places.sort_unstable();
        places
    };
    let refused = sorted(shown.refused.iter().map(|&(act, sentence)| (sentence, act)).collect());
    let said = sorted(shown.acts.iter().map(|a| (a.sentence, a.act)).collect());
    let mut from = 0;
    let message = each_sentence(document, ruleset, tokens, shown, points, |index, features| {
        let sentence = &document.sentences[index];
        from += said[from..].iter().take_while(|(at, _)| (*at as usize) < index).count();
        let count = said[from..].iter().take_while(|(at, _)| *at as usize == index).count();
        let said = &said[from..from + count];
        model.score_acts(&judged, features, |column, act, score| {
            let here = (index as u32, act);
            let rule = &ruleset[act];
            if score.is_below(column.vetoes) {
                if said.contains(&here) {
                    vetoed.push(here);
                }
            } else if rule.model == ModelUse::Weigh
                && !score.is_below(column.says)
                && rule.parts.contains(sentence.part)
                && refused.binary_search(&here).is_err()
                && !said.contains(&here)
            {
                added.push(ActFound { act, span: sentence.span, sentence: index as u32, template: None });
            }
        });
    });
    let vetoed = sorted(vetoed);
    shown.acts.retain(|a| vetoed.binary_search(&(a.sentence, a.act)).is_err());
    shown.acts.append(&mut added);
    shown.acts.sort_by_key(|a| (a.span.start, a.span.end, a.act));
    model.score_where(&message, &mut scores, |target| !matches!(target, Target::Act(_)));
    let opinions = model.columns.iter().zip(&scores).filter_map(|(column, &score)| match &column.target {
        Target::Intent(id) => Some(Opinion { intent: Some(ruleset.intent(id)?), score }),
        Target::Unrelated => Some(Opinion { intent: None, score: score - column.says }),
        Target::Act(_) => None,
    });
    opinions.collect()
}

/// How likely the model thinks an intent; `None` is none of ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opinion {
    pub(super) intent: Option<IntentId>,
    pub(super) score: i32,
}
