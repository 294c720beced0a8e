//! `cargo run --release --example score [--errors ELEMENT]… [FOLDER…]` prints how well Regards reads labelled drafts; without a
//! folder, those of the project: each set by itself.

mod scoring;

use regards::analysis::Settings;
use regards::ruleset::Ruleset;
use std::path::{Path, PathBuf};

fn main() {
    let (mut folders, mut elements) = (Vec::new(), Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--errors" {
            elements.extend(arguments.next());
        } else {
            folders.push(PathBuf::from(argument));
        }
    }
    if folders.is_empty() {
        let drafts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
        let entries = std::fs::read_dir(drafts).expect("the project's drafts").filter_map(Result::ok);
        folders.extend(entries.map(|e| e.path()).filter(|p| p.join("labels.jsonl").exists()));
        folders.sort();
    }
    let ruleset = Ruleset::builtin();
    let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
    let settings = Settings { now, intent: None, notice_hours: 24 };
    for folder in folders {
        let mut score = scoring::Score::default();
        score.add(&folder, ruleset, &settings);
        println!("{}\n{}", folder.display(), score.table());
        for error in score.errors.iter().filter(|e| elements.iter().any(|element| e.starts_with(element.as_str()))) {
            println!("  {error}");
        }
    }
}
