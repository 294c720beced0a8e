//! Scores → thresholds, and what they reach. Invariant: a message is judged by scores of a model that has not seen it; drafts that
//! templates were written by count little, for there the templates look better than they are.

use super::data::{Data, Row};
use super::fit::{Problem, Weights, with_outside};
use super::{ACTS, DECIDES, INTENTS, OTHER, Trained};
use regards::analysis::model::{ONE, SURE, Target};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A positive sentence weighs as much as so many negative ones.
const POSITIVE: f64 = 2.0;
/// What a template's find adds to a sentence's score when the sentence is chosen that performs a message's act.
const FOUND: f64 = 1.0;

/// Trains an act's column.
pub fn act(data: &Data, problem: &Problem, act: usize) -> Trained {
    let labels = attributed(data, problem, act);
    let known: Vec<usize> = (0..data.rows.len()).filter(|&row| labels[row].is_some()).collect();
    let (weights, outside) = with_outside(problem, &data.rows, &known, |row| labels[row], POSITIVE);
    let (says, vetoes, line) = thresholds(data, act, &outside);
    Trained::new(Target::Act(ACTS[act].1.to_owned()), (says, vetoes), &weights, outside, line)
}

/// The labels of an act. Where only the message is known to perform it, the sentence does that the model so far, and the
/// templates, take for it most.
fn attributed(data: &Data, problem: &Problem, act: usize) -> Vec<Option<bool>> {
    let mut labels: Vec<Option<bool>> = data.rows.iter().map(|row| row.labels[act]).collect();
    let mut open: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, row) in data.rows.iter().enumerate().filter(|(_, row)| row.somewhere[act]) {
        open.entry(row.message).or_default().push(at);
    }
    for _ in 0..2 {
        let known = labels.iter().enumerate();
        let examples: Vec<_> = known
            .filter_map(|(row, label)| {
                let yes = (*label)?;
                Some((row, yes, data.rows[row].weight * if yes { POSITIVE } else { 1.0 }))
            })
            .collect();
        let weights: Weights = problem.fit(&examples);
        let score =
            |row: usize| f64::from(problem.score(&weights, row)) + if data.rows[row].hits[act] { FOUND } else { 0.0 };
        for rows in open.values() {
            let best = rows.iter().copied().reduce(|best, at| if score(at) > score(best) { at } else { best });
            for &row in rows {
                // One sentence decides; other acts may be performed in several.
                let others = if act == DECIDES { Some(false) } else { None };
                labels[row] = if Some(row) == best { Some(true) } else { others };
            }
        }
    }
    labels
}

/// The pair of thresholds with the best F1 over messages, and what templates, the model and both reach.
fn thresholds(data: &Data, act: usize, scores: &[f64]) -> (f64, f64, String) {
    // For each message: its best score where templates say nothing, and its best where they say yes.
    let mut without = vec![f64::NEG_INFINITY; data.messages.len()];
    let mut with = vec![f64::NEG_INFINITY; data.messages.len()];
    for (row, &score) in data.rows.iter().zip(scores) {
        let best = if row.hits[act] { &mut with } else { &mut without };
        best[row.message] = best[row.message].max(score);
    }
    let judged: Vec<(usize, bool)> =
        data.messages.iter().enumerate().filter_map(|(m, message)| Some((m, message.labels[act]?))).collect();
    let f1 = |weight: &dyn Fn(usize) -> f64, says: f64, vetoes: f64| {
        let (mut hits, mut wrong) = (0.0, 0.0);
        for &(m, want) in &judged {
            let got = without[m] >= says || with[m] >= vetoes;
            hits += if want && got { weight(m) } else { 0.0 };
            wrong += if want == got { 0.0 } else { weight(m) };
        }
        if hits == 0.0 { 0.0 } else { 2.0 * hits / (2.0 * hits + wrong) }
    };
    let weight = |m: usize| data.messages[m].weight;
    let steps = || (-30..=30).map(|step| f64::from(step) * 0.05);
    let mut best = (9.0, -9.0, f1(&weight, 9.0, -9.0));
    // What the model itself thinks unlikely it adds only where that makes findings fewer; but a message that has an intent mostly
    // decides.
    let least = if data.forbidden[act] { 0.0 } else { -0.5 };
    let likely = |says: &f64| act == DECIDES || *says >= least;
    for says in steps().filter(likely).chain([9.0]) {
        for vetoes in steps().step_by(2).chain([-9.0]).filter(|v| *v <= says) {
            let score = f1(&weight, says, vetoes);
            if score > best.2 + 1e-9 {
                best = (says, vetoes, score);
            }
        }
    }
    let (says, vetoes, _) = best;
    let reached = |of: &dyn Fn(usize) -> f64| {
        let alone = steps().map(|at| f1(of, at, at)).fold(0.0, f64::max);
        format!("templates {:.3}  model {alone:.3}  both {:.3}", f1(of, 9.0, -9.0), f1(of, says, vetoes))
    };
    let line = format!(
        "{:26} messages: {}   drafts: {}   (says {says:+.2}, vetoes {vetoes:+.2})\n",
        ACTS[act].1,
        reached(&|m| f64::from(u8::from(data.messages[m].unseen))),
        reached(&|m| f64::from(u8::from(weight(m) > 0.0 && !data.messages[m].unseen))),
    );
    (says, vetoes, line)
}

/// What is made of messages by their intents' scores: how many are named right, and of how many that is sure.
pub fn intents(rows: &[Row], outside: &[&[f64]]) -> String {
    let sure = f64::from(SURE) / f64::from(ONE);
    let mut report = String::new();
    for (name, unseen) in [("messages", true), ("drafts", false)] {
        let (mut right, mut all) = (0, 0);
        // Ours, then unrelated: all, named, and sure.
        let mut named = [[0; 3]; 2];
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.draft && row.unseen == unseen) {
            let best =
                (0..INTENTS.len()).fold(OTHER, |best, i| if outside[i][at] > outside[best][at] { i } else { best });
            let is_sure = row.possible && outside[best][at] - outside[OTHER][at] > sure;
            let got = if row.likely || is_sure { best } else { OTHER };
            right += i32::from(row.labels[got] == Some(true));
            all += 1;
            let counts = &mut named[usize::from(row.labels[OTHER] == Some(true))];
            counts[0] += 1;
            counts[1] += i32::from(got != OTHER);
            counts[2] += i32::from(got != OTHER && is_sure);
        }
        let accuracy = f64::from(right) / f64::from(all.max(1));
        let [[ours, ours_named, ours_sure], [others, others_named, others_sure]] = named;
        writeln!(
            report,
            "intents, {name}: accuracy {accuracy:.3} of {all}; of {ours} of ours named {ours_named}, sure {ours_sure}; \
             of {others} unrelated named {others_named}, sure {others_sure}"
        )
        .expect("a string takes it");
    }
    report
}
