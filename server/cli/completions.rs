//! `regards completions`.

use super::arguments::{Arguments, CompletionsArguments};
use super::output::{Outcome, Output};
use clap::CommandFactory;
use std::io;

pub(super) fn run(arguments: &CompletionsArguments, output: Output) -> io::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "regards", &mut script);
    output.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
