//! How Regards reads the project's labelled drafts. Scores are floors that only rise; what each draft is taken for, and what is
//! said of it, stands in a snapshot, so that a change shows every draft it touches.

mod remembered;
mod scoring;
mod signals;
mod training;

use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{Document, ReadOptions};
use regards::ruleset::Ruleset;
use scoring::Score;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/drafts").join(name)
}

fn settings() -> Settings {
    let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
    Settings { now, intent: None, notice_hours: 24 }
}

/// The score of some sets must reach `macro_f1` and `intents`, with at most `alarms` unrelated drafts taken for ours.
fn reaches(sets: &[&str], macro_f1: f64, intents: f64, alarms: u32) {
    let mut score = Score::default();
    for set in sets {
        score.add(&folder(set), Ruleset::builtin(), &settings());
    }
    let table = score.table();
    println!("{table}");
    assert!(score.macro_f1() >= macro_f1, "macro F1 below {macro_f1}\n{table}");
    assert!(score.intent_accuracy() >= intents, "intent accuracy below {intents}\n{table}");
    assert!(score.unrelated_flagged <= alarms, "more than {alarms} unrelated drafts\n{table}");
}

#[test]
fn drafts_that_were_learned_from_are_read_right() {
    reaches(&["corpus", "blind", "hard"], 0.93, 0.97, 3);
}

/// A message that is only perhaps our business is named and asked for nothing, until the writer says what it is.
#[test]
fn a_guess_asks_nothing() {
    let ruleset = Ruleset::builtin();
    let mut guesses = 0;
    for set in ["corpus", "blind", "hard"] {
        for entry in fs::read_dir(folder(set)).expect("a set of drafts") {
            let name = entry.expect("readable").file_name().into_string().expect("a plain name");
            if name == "labels.jsonl" {
                continue;
            }
            let bytes = fs::read(folder(set).join(&name)).expect("readable");
            let document = Document::parse(&bytes, &ReadOptions { name: Some(name.clone()), ..ReadOptions::default() });
            let analysis = analyze(&document, ruleset, &settings());
            let Some(guess) = &analysis.guess else { continue };
            guesses += 1;
            assert!(analysis.intents.is_empty(), "{name} is sure of something else");
            let asked = check(&document, &analysis, ruleset, &ruleset.settings(&name));
            assert!(
                asked.is_empty(),
                "{name} is asked for {:?}",
                asked.iter().map(|it| &it.message).collect::<Vec<_>>()
            );
            let intent = Some(ruleset[guess.intent].id.clone());
            let told = analyze(&document, ruleset, &Settings { intent, ..settings() });
            assert!(told.guess.is_none() && told.intents[0].intent == guess.intent, "{name}: said, and not taken");
        }
    }
    assert!(guesses > 0, "there is no draft to try it on");
}

/// What counts: nothing was tuned on these.
#[test]
fn held_out_drafts_are_read_right() {
    reaches(&["held-out"], 0.84, 0.83, 1);
}

#[test]
fn the_model_is_what_training_makes() {
    let (model, report) = training::train(&folder(""));
    let stored =
        fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("server/analysis/model/weights.bin")).expect("stored");
    assert!(
        model.write() == stored,
        "the stored model is an old one; run `cargo run --release --example train`\n{report}"
    );
    assert!(stored.len() <= 2 << 20, "the model is to stay within two mebibytes");
}

#[test]
fn what_each_draft_is_taken_for() {
    let ruleset = Ruleset::builtin();
    // Not the held-out ones: who sees them will tune on them.
    for set in ["blind", "hard", "samples"] {
        let mut names: Vec<_> = fs::read_dir(folder(set))
            .expect("a set of drafts")
            .map(|e| e.expect("readable").file_name().into_string().expect("a plain name"))
            .filter(|name| name != "labels.jsonl")
            .collect();
        names.sort();
        let mut read = String::new();
        for name in names {
            let bytes = fs::read(folder(set).join(&name)).expect("readable");
            let document = Document::parse(&bytes, &ReadOptions { name: Some(name.clone()), ..ReadOptions::default() });
            let analysis = analyze(&document, ruleset, &settings());
            let intents: Vec<&str> = analysis.intents.iter().map(|i| ruleset[i.intent].id.as_str()).collect();
            let acts: Vec<&str> = analysis.acts.iter().map(|a| ruleset[a.act].id.as_str()).collect();
            writeln!(read, "{name}: {}", if intents.is_empty() { "-".to_owned() } else { intents.join(" + ") })
                .expect("a string");
            if !intents.is_empty() {
                writeln!(read, "    acts: {}", acts.join(", ")).expect("a string");
            }
            for diagnostic in check(&document, &analysis, ruleset, &ruleset.settings(&name)) {
                let words =
                    document.source.get(diagnostic.span.range()).unwrap_or("(other encoding)").replace('\n', "⏎");
                let short: String = words.chars().take(60).collect();
                writeln!(read, "    {}: {short}", ruleset[diagnostic.rule].id).expect("a string");
            }
        }
        insta::assert_snapshot!(set, read);
    }
}
