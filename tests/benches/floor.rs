//! The least a rule engine must do with a folder: walk it, read every file, look for a few hundred phrases and a set of patterns.
//! `tests/benches/commands.sh` times `regards check` beside it in the same run.

use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: floor FOLDER");
        std::process::exit(2);
    };
    let words: Vec<&str> = include_str!("../../rules/words/known.toml").split('"').skip(1).step_by(2).collect();
    let phrases: Vec<&str> = words.iter().copied().step_by(7).take(500).collect();
    let patterns: Vec<String> =
        words.chunks(60).take(60).map(|w| format!(r"(?i-u)\b(?:{}|{}) {}\b", w[0], w[1], w[2])).collect();
    let phrases =
        aho_corasick::AhoCorasick::builder().ascii_case_insensitive(true).build(&phrases).expect("plain phrases");
    let patterns = regex::RegexSetBuilder::new(&patterns)
        .size_limit(64 << 20)
        .dfa_size_limit(16 << 20)
        .build()
        .expect("small patterns");
    let found = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    ignore::WalkBuilder::new(folder).threads(threads).build_parallel().run(|| {
        let (found, phrases, patterns) = (&found, &phrases, patterns.clone());
        Box::new(move |entry| {
            if let Ok(text) = entry.map_err(drop).and_then(|e| std::fs::read_to_string(e.path()).map_err(drop)) {
                let count = phrases.find_iter(&text).count() + patterns.matches(&text).iter().count();
                found.fetch_add(count, Ordering::Relaxed);
            }
            ignore::WalkState::Continue
        })
    });
    println!("{}", found.into_inner());
}
