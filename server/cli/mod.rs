//! The command line: the only place that prints.
//!
//! Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 trouble. Findings and what was asked for go to standard
//! output; trouble, notices and summaries to standard error. Trouble hides no finding, and output nobody reads any more
//! is no trouble.

mod arguments;
mod before;
mod check;
mod completions;
mod concise;
mod config;
mod counts;
mod explain;
mod fix;
mod format;
mod full;
mod init;
mod inspect;
mod json;
mod listed;
mod new;
mod output;
mod parallel;
mod rage;
mod reading;
mod replace;
mod rules;
mod schema;
mod server;
mod sinks;
mod statistics;
mod test;
mod trouble;
mod watch;

use arguments::{Arguments, Command};
use clap::Parser;
use output::Output;
use std::{ffi::OsString, process::ExitCode};

/// Runs the command line on `args` (program name first).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(args) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output; if nobody reads it, nothing is lost.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let output = Output::new(&arguments.global);
    let result = match &arguments.command {
        Command::Check(arguments) => check::run(arguments, output),
        Command::Fix(arguments) => fix::run(arguments, output),
        Command::New(arguments) => new::run(arguments, output),
        Command::Inspect(arguments) => inspect::run(arguments, output),
        Command::Explain(arguments) => explain::run(arguments, output),
        Command::Rules(arguments) => rules::run(arguments, output),
        Command::Test(arguments) => test::run(arguments, output),
        Command::Config(arguments) => config::run(arguments, output),
        Command::Rage(arguments) => rage::run(arguments, output),
        Command::Server(arguments) => server::run(arguments, output),
        Command::Schema(arguments) => schema::run(arguments, output),
        Command::Init(arguments) => init::run(arguments, output),
        Command::Completions(arguments) => completions::run(arguments, output),
    };
    output::finish(output, result).into()
}
