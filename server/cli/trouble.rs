//! What went wrong: a file, rule, configuration or option that cannot be used.
//!
//! Trouble never stops the rest of the work; it is told on standard error, `file:line:column: message` with what to do
//! below, and makes the exit status 2.

use super::output::Style;
use crate::document::{LineColumn, LineIndex};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trouble {
    /// The file as the user knows it.
    pub(super) path: String,
    /// Where in it, if it can be read that far.
    pub(super) place: Option<LineColumn>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
    /// Whether it makes the exit status 2; a mere warning does not.
    pub(super) fatal: bool,
}

impl Trouble {
    /// Trouble with a file as a whole.
    pub(super) fn with_file(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        let path = path.display().to_string();
        Self { path, place: None, message: message.into(), help: Some(help.into()), fatal: true }
    }

    /// Trouble at a byte of a text.
    pub(super) fn at(path: impl Into<String>, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let place = Some(LineIndex::new(text).position(offset));
        Self { path: path.into(), place, message: message.into(), help: None, fatal: true }
    }

    /// A file that cannot be read.
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        let (message, help) = match error.kind() {
            Kind::NotFound => {
                ("there is no such file or folder".to_owned(), "check its spelling, or that it was not moved meanwhile")
            }
            Kind::PermissionDenied => ("it may not be read".to_owned(), "allow reading it, or leave it out"),
            Kind::IsADirectory => ("it is a folder".to_owned(), "name a file in it"),
            _ => (format!("it cannot be read: {error}"), "check the file, or leave it out"),
        };
        Self::with_file(path, message, help)
    }

    /// As it is told.
    pub(super) fn write(&self, style: Style, out: &mut String) {
        let kind = if self.fatal { style.error("error") } else { style.warning("warning") };
        out.push_str(&self.path);
        if let Some(place) = self.place {
            let _ = write!(out, ":{}:{}", place.line, place.column);
        }
        let _ = writeln!(out, ": {kind}: {}", self.message);
        if let Some(help) = &self.help {
            let _ = writeln!(out, "  {}: {help}", style.help("help"));
        }
    }
}
