//! What went wrong: a file, rule, configuration or option that cannot be used.
//!
//! Trouble never stops the rest of the work.

use crate::document::{LineColumn, LineIndex};
use std::io;
use std::path::Path;

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Trouble {
    /// The file as the user knows it.
    pub(crate) path: String,
    /// Where in it, if it can be read that far.
    pub(crate) place: Option<LineColumn>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// Whether something is left out for it; a mere warning leaves nothing out.
    pub(crate) fatal: bool,
}

impl Trouble {
    /// Trouble with a file as a whole.
    pub(crate) fn with_file(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        let path = path.display().to_string();
        Self { path, place: None, message: message.into(), help: Some(help.into()), fatal: true }
    }

    /// Trouble at a byte of a text.
    pub(crate) fn at(path: impl Into<String>, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let place = Some(LineIndex::new(text).position(offset));
        Self { path: path.into(), place, message: message.into(), help: None, fatal: true }
    }

    /// A file that cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
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
}
