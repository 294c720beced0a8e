//! A list of files, as `--files-from` names it.

use crate::project::Trouble;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The paths in the list at `file`, where `-` is standard input; each ends with a NUL, or with the line.
pub(super) fn read(file: &Path, null: bool) -> Result<Vec<PathBuf>, Trouble> {
    let mut bytes = Vec::new();
    let result = if file.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(file).map(|read| bytes = read)
    };
    result.map_err(|error| Trouble::unreadable(file, &error))?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let name = |name: &[u8]| {
        path(name).ok_or_else(|| {
            let message = format!("`{}` is no name of a file here", String::from_utf8_lossy(name));
            Trouble::with_file(file, message, "write the list in UTF-8")
        })
    };
    let names = bytes.split(|&byte| byte == if null { 0 } else { b'\n' });
    let names = names.map(|name| if null { name } else { name.strip_suffix(b"\r").unwrap_or(name) });
    names.filter(|name| !name.is_empty()).map(name).collect()
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are names")]
fn path(name: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(name).ok().map(PathBuf::from)
}
