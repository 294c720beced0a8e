//! What a file or folder was like when it was read, to see later whether it still is.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where something was read, and what it was like; it need not have been there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The file or folder.
    path: PathBuf,
    was: Option<(u64, Option<SystemTime>)>,
    /// Whether it is, or was, a file.
    pub(super) is_file: bool,
}

impl Stamp {
    /// What it is like now. To be taken before it is read: a change while it is read is then seen.
    pub(crate) fn of(path: PathBuf) -> Self {
        let metadata = std::fs::metadata(&path).ok();
        let is_file = metadata.as_ref().is_some_and(std::fs::Metadata::is_file);
        Self { was: metadata.map(|it| (it.len(), it.modified().ok())), is_file, path }
    }

    /// The size it had, in bytes.
    pub(super) fn size(&self) -> u64 {
        self.was.map_or(0, |(size, _)| size)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is not as it was.
    pub(crate) fn is_past(&self) -> bool {
        Self::of(self.path.clone()) != *self
    }
}
