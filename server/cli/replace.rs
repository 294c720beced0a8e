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

#[cfg(test)]
mod tests {
    use super::*;

    /// No way through the front door: between reading and replacing there is no time to step in.
    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.txt");
        fs::write(&path, "changed").expect("it can be written");
        let trouble = replace(&path, b"as it was read", b"mended").expect_err("it is another file now");
        assert!(
            trouble.message.contains("changed") && trouble.help.as_deref() == Some("run this again"),
            "{trouble:?}"
        );
        assert_eq!(fs::read(&path).expect("it is there"), b"changed");
        replace(&path, b"changed", b"mended").expect("it is what was read");
        assert_eq!(fs::read(&path).expect("it is there"), b"mended");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "no temporary file stays behind");
        fs::remove_file(&path).expect("it can be removed");
        assert!(replace(&path, b"mended", b"again").is_err(), "what is gone does not come back");
        assert!(!path.exists());
    }
}
