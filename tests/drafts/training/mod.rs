//! Labelled drafts → model. One linear classifier an act, trained on sentences, and one an intent, trained on messages.
//! Invariants: only additions, multiplications, divisions and square roots, in one order, so that the same bytes come out on
//! every platform; nothing is learned from the held-out drafts; thresholds are chosen on scores of models that have not seen
//! the message.

#![allow(unreachable_pub, missing_docs, reason = "shared by an example and a test")]

mod data;
mod fit;
mod threshold;

use data::{Data, Row};
use fit::{Problem, Weights};
use regards::analysis::model::features::{FOUND, MESSAGE, Part, SENTENCE, deciding, reached};
use regards::analysis::model::{Column, ONE, Sheet, Stored, Target};
use regards::ruleset::Ruleset;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Element of the labels → act. The first is the one that decides.
pub const ACTS: &[(&str, &str)] = &[
    ("clear_decision", "decision"),
    ("thanks", "thanks"),
    ("apology", "apology"),
    ("reason", "reason"),
    ("weak_reason", "weak-reason"),
    ("alternate_time", "alternate-time"),
    ("badmouthing", "badmouthing"),
    ("too_much_detail", "too-much-detail"),
    ("door_open", "open-door"),
    ("well_wishes", "well-wishes"),
    ("offers_questions", "invites-questions"),
    ("hr_consulted", "hr-consulted"),
    ("resources", "weighs-resources"),
    ("candidate-pool", "weighs-candidate-pool"),
    ("restart-cost", "weighs-restart-cost"),
    ("hiring-needs", "weighs-hiring-needs"),
    ("organisation-size", "weighs-organisation-size"),
];
const DECIDES: usize = 0;
/// From here on the acts are considerations, which labels hold in a list of their own.
const CONSIDERATIONS: usize = 12;
/// The intents, and `other`, which is none of ours.
pub const INTENTS: &[&str] = &[
    "withdraw",
    "cancel",
    "reschedule",
    "decline-interview",
    "decline-offer",
    "reject-candidate",
    "employer-cancel",
    "stop-process",
    "exit-interview-decline",
    "exit-interview-invite",
    "other",
];
const OTHER: usize = INTENTS.len() - 1;
const FOLDS: usize = 5;
/// Features of sentences, and of messages, that are kept: those that turn up most.
const KEPT_OF_SENTENCES: usize = 60_000;
const KEPT_OF_MESSAGES: usize = 55_000;

/// Into so many steps the largest weight is divided, at most: finer ones tell no more.
const STEPS: f32 = 63.0;
/// All weights but one in so many are at most [`SMALL`] steps: such take the least room.
const SMALLER: usize = 12;
const SMALL: f32 = 7.0;

/// Trains on every set of labelled drafts below `drafts` that is not held out, and on the labelled messages and sentences
/// there. Answers the model and a report.
pub fn train(drafts: &Path) -> (Stored, String) {
    let data = Data::gather(drafts, Ruleset::builtin());
    let problem = Problem::new(&data.rows, SENTENCE, KEPT_OF_SENTENCES, true);
    let acts = in_parallel(ACTS.len(), |act| threshold::act(&data, &problem, act));
    let whole = with_sentences(&data, &acts);
    let messages = Problem::new(&whole, MESSAGE, KEPT_OF_MESSAGES, false);
    let intents = in_parallel(INTENTS.len(), |intent| intent_column(&whole, &messages, intent));
    let mut report = format!("{} sentences, {} messages\n", data.rows.len(), whole.len());
    report.extend(acts.iter().map(|act| act.line.as_str()));
    let outside: Vec<&[f64]> = intents.iter().map(|intent| intent.outside.as_slice()).collect();
    report.push_str(&threshold::intents(&whole, &outside));
    (Stored { acts: sheet(acts, &problem), intents: sheet(intents, &messages) }, report)
}

/// A trained column.
struct Trained {
    column: Column,
    /// One of a kept feature, as stored.
    weights: Vec<i8>,
    line: String,
    /// Each row's score by a model that has not seen its message.
    outside: Vec<f64>,
}

impl Trained {
    fn new(target: Target, (says, vetoes): (f64, f64), weights: &Weights, outside: Vec<f64>, line: String) -> Self {
        let mut sizes: Vec<f32> = weights.features.iter().map(|w| w.abs()).collect();
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let size = |rank: usize| sizes.get(rank).copied().unwrap_or_default();
        let step = (size(0) / STEPS).max(size(sizes.len() / SMALLER) / SMALL).max(1e-9);
        let column = Column {
            target,
            scale: fixed(f64::from(step)),
            bias: fixed(f64::from(weights.bias)),
            says: fixed(says),
            vetoes: fixed(vetoes),
        };
        let weights = weights.features.iter().map(|w| (w / step).round() as i8).collect();
        Self { column, weights, line, outside }
    }
}

fn fixed(x: f64) -> i32 {
    (x * f64::from(ONE)).round().clamp(-2e9, 2e9) as i32
}

fn intent_column(whole: &[Row], problem: &Problem, intent: usize) -> Trained {
    let all: Vec<usize> = (0..whole.len()).collect();
    let label = |row: usize| whole[row].labels[intent];
    let (weights, outside) = fit::with_outside(problem, whole, &all, label, 1.0);
    let target = if intent == OTHER { Target::Unrelated } else { Target::Intent(INTENTS[intent].to_owned()) };
    Trained::new(target, (0.0, 0.0), &weights, outside, String::new())
}

/// Whole messages, each with what models that have not seen it make of its sentences: the features of the one they take for
/// deciding, and how far its sentences get as each act.
fn with_sentences(data: &Data, acts: &[Trained]) -> Vec<Row> {
    let mut whole = data.whole.clone();
    for row in &mut whole {
        let sentences = data.messages[row.message].rows.clone();
        let score =
            |act: usize, at: usize| fixed(acts[act].outside[at]) + if data.rows[at].hits[act] { FOUND } else { 0 };
        let most = |act| sentences.clone().map(|at| score(act, at)).max().unwrap_or(i32::MIN);
        row.parts.push(reached(&(0..acts.len()).map(most).collect::<Vec<i32>>()));
        // Of equals the first, as in a draft.
        let decides = &acts[DECIDES].outside;
        if let Some(best) = sentences.reduce(|best, at| if decides[at] > decides[best] { at } else { best }) {
            let sentence = &data.rows[best];
            row.parts.push(Part::new(deciding(&sentence.parts[0].features[..sentence.own])));
        }
    }
    whole
}

fn sheet(trained: Vec<Trained>, problem: &Problem) -> Sheet {
    let rows = problem.kept.iter().map(|word| word.count_ones() as usize).sum();
    let weights = (0..rows).flat_map(|row| trained.iter().map(move |column| column.weights[row])).collect();
    Sheet { columns: trained.into_iter().map(|column| column.column).collect(), kept: problem.kept.clone(), weights }
}

fn in_parallel<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        return;
                    }
                    let result = work(index);
                    done.lock().expect("no thread panicked").push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The inverse root of what a part's features count as.
fn share(part: &Part) -> f32 {
    1.0 / (part.length.max(1) as f32).sqrt()
}
