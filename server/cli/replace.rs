//! Replacing a file: as a whole or not at all. Invariants: the file is either the old one or the new one at every moment,
//! keeps its permissions, and is left alone where it is no longer what was read.

use crate::project::Trouble;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Puts `new` in the place of `old`, which the file at `path` held when it was read.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), Trouble> {
    let failed = |error: io::Error| {
        let message = format!("it cannot be replaced: {error}");
        Trouble::with_file(path, message, "check that the file and its folder may be written to")
    };
    // A link stays a link; what it leads to is replaced.
    let file = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&file).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Trouble::with_file(
            path,
            "it is read-only, and was left alone",
            "make it writable, or leave it out",
        ));
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(new).map_err(failed)?;
    temporary.as_file().set_permissions(permissions).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    if fs::read(&file).map_err(failed)? != old {
        return Err(Trouble::with_file(path, "it changed while it was read, and was left alone", "run this again"));
    }
    temporary.persist(&file).map_err(|error| failed(error.error))?;
    Ok(())
}
