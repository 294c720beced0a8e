//! The rules' pages: where `codeDescription` leads. The configuration may name a place on the web; else the page is
//! written into the user's cache folder, from what the binary holds, when it is first asked for.

use super::convert;
use crate::project::{Page, Project};
use crate::ruleset::{Origin, RuleId};
use std::collections::HashMap;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tower_lsp::ls_types::Uri;

/// The pages that were asked for.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Where they are written; `None` where the user has no cache folder.
    folder: Option<PathBuf>,
    /// By the place and text of the rule; `None` where the page could not be written.
    written: Mutex<HashMap<u64, Option<Uri>>>,
}

impl Pages {
    /// Pages that go into `folder`.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, written: Mutex::default() }
    }

    /// Where a rule is explained.
    pub(super) fn uri(&self, project: &Project, rule: RuleId) -> Option<Uri> {
        let id = &project.ruleset()[rule].id;
        if let Some(url) = project.config.docs_url() {
            return url.replace("{rule}", id).parse().ok();
        }
        let folder = self.folder.as_ref()?;
        let origin = &project.ruleset()[rule].origin;
        let mut hasher = rustc_hash::FxHasher::default();
        (&origin.file, &origin.text).hash(&mut hasher);
        let key = hasher.finish();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let page = || {
            let text = Page::rule(project, rule).markdown();
            // Rules of the same name in two projects have two pages.
            let path = folder.join(format!("{key:016x}")).join(format!("{id}.md"));
            write(&path, &text).and_then(|()| convert::uri(&path))
        };
        written.entry(key).or_insert_with(page).clone()
    }

    /// A rule file of the binary as a file on the disk, to be looked at.
    pub(super) fn rule_file(&self, origin: &Origin) -> Option<Uri> {
        let path = self.folder.as_ref()?.join("rules").join(&origin.file);
        write(&path, &origin.text).and_then(|()| convert::uri(&path))
    }
}

/// Writes a file, unless it is there already. Whoever reads it meanwhile sees all of it or nothing.
fn write(path: &Path, text: &str) -> Option<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Some(());
    }
    fs::create_dir_all(path.parent()?).ok()?;
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}", std::process::id()));
    fs::write(&new, text).ok()?;
    fs::rename(&new, path).ok()
}

/// The folder for this version's pages, below the one where the user's system keeps what can be made again.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let caches = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    caches.filter(|caches| caches.is_absolute()).map(|caches| caches.join("regards").join(env!("CARGO_PKG_VERSION")))
}
