//! `cargo bench`: what the parts of a check cost, per draft and as drafts grow. The floor is what any rule engine must do: read
//! the text once for a few hundred phrases.

use divan::{Bencher, black_box, counter::BytesCount};
use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{Document, ReadOptions};
use regards::ruleset::{Config, Layer, Ruleset};
use std::fs;

fn main() {
    divan::main();
}

/// A draft of about `size` bytes: the project's drafts one after the other.
fn draft(size: usize) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/drafts/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the drafts").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    let mut text = String::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")).cycle() {
        if text.len() >= size {
            break;
        }
        text.push_str(&fs::read_to_string(path).unwrap_or_default());
        text.push_str("\n\n");
    }
    text
}

fn settings() -> Settings {
    Settings { now: "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment"), intent: None, notice_hours: 24 }
}

const SIZES: [usize; 4] = [1 << 10, 1 << 14, 1 << 18, 1 << 22];

#[divan::bench(args = SIZES)]
fn floor_phrases(bencher: Bencher, size: usize) {
    let text = draft(size);
    let phrases = draft(1 << 14);
    let phrases: Vec<&str> = phrases.split_whitespace().filter(|w| w.len() > 5).take(500).collect();
    let set = aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(phrases).expect("plain phrases");
    bencher.counter(BytesCount::of_str(&text)).bench(|| set.find_iter(black_box(&text)).count());
}

#[divan::bench(args = SIZES)]
fn document(bencher: Bencher, size: usize) {
    let text = draft(size);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| Document::parse(black_box(text.as_bytes()), &ReadOptions::default()));
}

#[divan::bench(args = SIZES)]
fn analysis(bencher: Bencher, size: usize) {
    let text = draft(size);
    let document = Document::parse(text.as_bytes(), &ReadOptions::default());
    let (ruleset, settings) = (Ruleset::builtin(), settings());
    bencher.counter(BytesCount::of_str(&text)).bench(|| analyze(black_box(&document), ruleset, &settings));
}

#[divan::bench(args = SIZES)]
fn checking(bencher: Bencher, size: usize) {
    let text = draft(size);
    let document = Document::parse(text.as_bytes(), &ReadOptions::default());
    let ruleset = Ruleset::builtin();
    let analysis = analyze(&document, ruleset, &settings());
    let settings = ruleset.settings("draft.txt");
    bencher.bench(|| check(black_box(&document), &analysis, ruleset, &settings));
}

#[divan::bench]
fn builtin_ruleset() -> Ruleset {
    Ruleset::build(&[Layer::builtin()], &Config::default())
}
