//! Paths without `.` and `..`, from the root of the disk, from each other and as the user writes them. Links are not looked up.

use std::path::{Component, Path, PathBuf};

/// The path from the root, without `.` and `..`.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    let here = || std::env::current_dir().map(|folder| folder.join(path));
    let path = std::path::absolute(path).or_else(|_| here()).unwrap_or_else(|_| path.to_path_buf());
    normal(&path)
}

/// The path without `.` and `..`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// The way from `folder` to `path`, both absolute, with `/`; the path itself where there is none, as between drives.
pub(super) fn relative(path: &Path, folder: &Path) -> String {
    let shared = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let slashed = |path: &Path| {
        let path = path.to_string_lossy();
        if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
    };
    if shared == 0 {
        return slashed(path);
    }
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(path.components().skip(shared)).collect();
    slashed(&way)
}

/// A path on the command line, as trouble names it.
pub(crate) fn shown_path(path: &Path) -> String {
    shown(&absolute(path))
}

/// A path as the user would write it: from the current folder, where it is below.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let path = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    path.display().to_string()
}
