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
use features::{BUCKETS, Features};
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
    tables: Vec<Vec<[i8; LANES]>>,
}

/// Weights that are added up at once.
const LANES: usize = 16;
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
                lanes
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
            let weights = self.tables.iter().flat_map(|table| table[row]);
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
        let length = i64::from(((features.len() as u32) << 8).isqrt().max(1));
        scores.clear();
        for (columns, table) in self.columns.chunks(LANES).zip(&self.tables) {
            if !columns.iter().any(|column| wanted(&column.target)) {
                scores.resize(scores.len() + columns.len(), 0);
                continue;
            }
            let sums = sum(table, features);
            scores.extend(
                columns
                    .iter()
                    .zip(sums)
                    .map(|(column, sum)| (i64::from(sum) * i64::from(column.scale) * 16 / length) as i32 + column.bias),
            );
        }
    }
}

/// The sum of the rows of `features`.
fn sum(table: &[[i8; LANES]], features: &[u16]) -> [i32; LANES] {
    let mut sums = [0i32; LANES];
    for features in features.chunks(CARRY) {
        let mut small = [0i16; LANES];
        for &feature in features {
            let Some(row) = table.get(usize::from(feature)) else { continue };
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
    let vocabulary = &ruleset.patterns.vocabulary;
    let acts = &shown.acts;
    let mut features = Features::default();
    let count = document.sentences.len();
    let mut in_message: Vec<ActId> = acts.iter().map(|a| a.act).collect();
    in_message.sort_unstable();
    in_message.dedup();
    let mut from = 0;
    for (index, sentence) in document.sentences.iter().enumerate() {
        features.sentence(document, tokens.of(index), vocabulary);
        if index > 0 {
            features.neighbour(document, tokens.of(index - 1), vocabulary, true);
        }
        if index + 1 < count {
            features.neighbour(document, tokens.of(index + 1), vocabulary, false);
        }
        features.place(sentence, index, count);
        from += acts[from..].iter().take_while(|a| (a.sentence as usize) < index).count();
        for act in acts[from..].iter().take_while(|a| a.sentence as usize == index) {
            features.act(&ruleset[act.act].id, true);
        }
        for &act in &in_message {
            features.act(&ruleset[act].id, false);
        }
        take(index, features.finish());
    }
    for cue in &shown.cues {
        features.cue(&ruleset[cue.intent].id, cue.group);
    }
    let most = points.first().map_or(0, |f| f.score);
    for found in points {
        features.points(&ruleset[found.intent].id, found.score, found.score == most);
    }
    features.message(in_message.iter().map(|&act| ruleset[act].id.as_str())).to_vec()
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
    let columns: Vec<Option<ActId>> =
        model.columns.iter().map(|c| if let Target::Act(id) = &c.target { ruleset.act(id) } else { None }).collect();
    let (mut scores, mut added, mut vetoed) = (Vec::new(), Vec::new(), Vec::new());
    // Sorted, so that a look at one sentence costs the same however many there are.
    let sorted = |mut places: Vec<(u32, ActId)>| {
        places.sort_unstable();
        places
    };
    let refused = sorted(shown.refused.iter().map(|&(act, sentence)| (sentence, act)).collect());
    let said = sorted(shown.acts.iter().map(|a| (a.sentence, a.act)).collect());
    let message = each_sentence(document, ruleset, tokens, shown, points, |index, features| {
        model.score_where(features, &mut scores, |target| matches!(target, Target::Act(_)));
        let sentence = &document.sentences[index];
        for ((&score, column), act) in scores.iter().zip(&model.columns).zip(&columns) {
            let Some(act) = *act else { continue };
            let here = (index as u32, act);
            let rule = &ruleset[act];
            if rule.model == ModelUse::Off {
                continue;
            }
            if score < column.vetoes {
                vetoed.push(here);
            } else if score >= column.says
                && rule.model == ModelUse::Weigh
                && rule.parts.contains(sentence.part)
                && refused.binary_search(&here).is_err()
                && said.binary_search(&here).is_err()
            {
                added.push(ActFound { act, span: sentence.span, sentence: index as u32, template: None });
            }
        }
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
