//! Files that are open in an editor: what stands in the editor counts, not what is stored.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts of open files, by their path from the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers(Arc<BTreeMap<PathBuf, Arc<str>>>);

impl Buffers {
    /// Of these files.
    pub(crate) fn new(open: impl IntoIterator<Item = (PathBuf, Arc<str>)>) -> Self {
        Self(Arc::new(open.into_iter().collect()))
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a file is open.
    pub(crate) fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// The text of an open file.
    pub(crate) fn text(&self, path: &Path) -> Option<Arc<str>> {
        self.0.get(path).cloned()
    }

    /// A file as it stands, open or stored.
    pub(crate) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).map_or_else(|| std::fs::read(path), |text| Ok(text.as_bytes().to_vec()))
    }

    /// The open files in a folder and in the folders in it.
    pub(crate) fn below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a Path> {
        let within = self.0.range::<Path, _>((std::ops::Bound::Excluded(folder), std::ops::Bound::Unbounded));
        within.map(|(path, _)| path.as_path()).take_while(move |path| path.starts_with(folder))
    }
}
