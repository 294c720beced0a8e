//! The command line: the only place that prints.
//!
//! Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 trouble.

use std::{ffi::OsString, process::ExitCode};

/// Runs the command line on `args` (program name first).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let _ = args.into_iter().count();
    ExitCode::from(2)
}
