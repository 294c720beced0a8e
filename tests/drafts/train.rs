//! `cargo run --release --example train [-- --check]` trains the model from the project's labelled drafts and sentences and writes
//! `server/analysis/model/weights.bin`; with `--check` it only says whether that is what stands there.

#[path = "training/mod.rs"]
mod training;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|a| a == "--check");
    let drafts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts");
    let (model, report) = training::train(&drafts);
    print!("{report}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("server/analysis/model/weights.bin");
    let bytes = model.write();
    if check {
        let same = std::fs::read(&path).is_ok_and(|old| old == bytes);
        println!("{}", if same { "the stored model is this one" } else { "the stored model is another one" });
        return if same { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match std::fs::write(&path, bytes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
