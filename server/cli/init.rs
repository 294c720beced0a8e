//! `regards init`: a first regards.toml.

use super::arguments::InitArguments;
use super::output::{Outcome, Output};
use crate::project::NAMES;
use crate::project::Trouble;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

/// What is written. Every line is a comment: the file changes nothing until one is made to count.
const START: &str = include_str!("init.toml");

pub(super) fn run(arguments: &InitArguments, output: Output) -> io::Result<Outcome> {
    if arguments.stdout {
        output.print(START)?;
        return Ok(Outcome::Clean);
    }
    let [name, _] = NAMES;
    if let Some(taken) = NAMES.iter().map(Path::new).find(|path| path.symlink_metadata().is_ok()) {
        let help = "edit it, or see a fresh one with --stdout";
        return Ok(output.trouble(&[Trouble::with_file(taken, "it is here already and stays as it is", help)]));
    }
    let created = OpenOptions::new().write(true).create_new(true).open(name);
    match created.and_then(|mut file| file.write_all(START.as_bytes())) {
        Ok(()) => {
            output.notice(&format!("Wrote {name}"));
            Ok(Outcome::Clean)
        }
        Err(error) => {
            let message = format!("it cannot be written: {error}");
            let help = "run this in a folder you may write to, or use --stdout";
            Ok(output.trouble(&[Trouble::with_file(Path::new(name), message, help)]))
        }
    }
}
