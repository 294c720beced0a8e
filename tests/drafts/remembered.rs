//! What is remembered of a sentence is what reading it would give.

use super::{folder, settings};
use regards::analysis::analyze;
use regards::document::{Document, ReadOptions};
use regards::ruleset::{Config, Layer, Ruleset};
use std::fs;

/// What `ruleset` makes of a text, in words.
fn read(ruleset: &Ruleset, name: &str, text: &[u8]) -> String {
    let document = Document::parse(text, &ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() });
    format!("{:#?}", analyze(&document, ruleset, &settings()))
}

#[test]
fn what_was_read_before_makes_no_difference() {
    let build = || Ruleset::build(&[Layer::builtin()], &Config::default());
    // What was read by one is nothing to the other.
    let (ruleset, other) = (build(), build());
    let mut drafts: Vec<(String, Vec<u8>)> = Vec::new();
    for set in ["hard", "samples"] {
        for entry in fs::read_dir(folder(set)).expect("a set of drafts") {
            let entry = entry.expect("readable");
            let name = entry.file_name().into_string().expect("a plain name");
            drafts.push((name, fs::read(entry.path()).expect("readable")));
        }
    }
    drafts.sort();
    // The same sentences elsewhere in a message, and beside others.
    for at in 1..drafts.len() {
        let both = [&drafts[at].1[..], b"\n\n", &drafts[at - 1].1].concat();
        drafts.push((drafts[at].0.clone(), both));
    }
    let there: Vec<String> = drafts.iter().map(|(name, text)| read(&ruleset, name, text)).collect();
    let mut back: Vec<String> = drafts.iter().rev().map(|(name, text)| read(&other, name, text)).collect();
    back.reverse();
    for (((name, text), there), back) in drafts.iter().zip(&there).zip(&back) {
        assert_eq!(there, back, "{name} depends on what was read before");
        assert_eq!(*there, read(&ruleset, name, text), "{name} is read otherwise once it is known");
    }
}
