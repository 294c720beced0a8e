//! The files a template includes, found in its repository and read.
//!
//! Invariants: nothing outside the repository is read, by whatever name or link; a file that includes itself, however far
//! round, is left out the second time; what is read for one message is bounded. A file that is open in an editor counts as
//! it stands there.

use super::{Project, Stamp};
use crate::document::{Include, Partials, flattened, includes};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The largest file that is included.
const LARGEST: u64 = 256 << 10;
/// All that is included in one message.
const MOST: usize = 1 << 20;
/// Files in files.
const DEEPEST: usize = 16;
/// Folders beside a template, or beside one above it, that parts of messages are kept in.
const FOLDERS: [&str; 10] =
    ["", "partials", "_partials", "includes", "_includes", "snippets", "fragments", "layouts", "_layouts", "shared"];

/// What a message includes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Included {
    pub(super) partials: Arc<Partials>,
    /// The names of what is not there.
    pub(super) missing: Vec<String>,
    /// Whether the message is itself a part of others.
    pub(super) fragment: bool,
    /// The files that were read for it.
    parts: Vec<Part>,
}

impl Included {
    /// Whether a file was read for it.
    pub(super) fn has(&self, file: &Path) -> bool {
        self.parts.iter().any(|part| part.stamp.path() == file)
    }

    /// Whether any file that was read for it is not as it was.
    pub(super) fn is_past(&self, shelf: &Shelf) -> bool {
        self.parts.iter().any(|part| match (&part.open, shelf.open(part.stamp.path())) {
            (Some(was), Some(is)) => *was != is,
            (None, None) => part.stamp.is_past(),
            _ => true,
        })
    }
}

/// A file that was read, and what it was like.
#[derive(Clone, Debug)]
struct Part {
    stamp: Stamp,
    /// Its text, where it was open in an editor.
    open: Option<Arc<str>>,
}

/// The texts of files that are open in an editor, as they are at the time.
pub(crate) type OpenTexts = dyn Fn(&Path) -> Option<Arc<str>> + Send + Sync;

/// Files that were found already, by the folder of the template and the name it has for them.
#[derive(Default)]
pub(crate) struct Shelf {
    open: Option<Box<OpenTexts>>,
    found: Mutex<HashMap<(PathBuf, String), Option<PathBuf>>>,
    /// Folders, and whether they are there.
    folders: Mutex<HashMap<PathBuf, bool>>,
    roots: Mutex<HashMap<PathBuf, PathBuf>>,
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

impl Shelf {
    /// One on which open files lie as they stand in the editor.
    pub(crate) fn with_open(open: Box<OpenTexts>) -> Self {
        Self { open: Some(open), ..Self::default() }
    }

    fn open(&self, file: &Path) -> Option<Arc<str>> {
        self.open.as_ref().and_then(|open| open(file))
    }

    /// A file as it stands in the editor, or as it stood in the revision the project is read from.
    fn text(&self, file: &Path, project: &Project) -> Option<Arc<str>> {
        self.open(file).or_else(|| project.buffers.text(file))
    }

    /// What the template at `path` includes; `bytes` are its text.
    pub(super) fn included(&self, bytes: &[u8], path: &Path, project: &Project) -> Included {
        let mut included = Included { fragment: is_fragment(path), ..Included::default() };
        // Most messages are no templates.
        if memchr::memchr2(b'{', b'<', bytes).is_none() {
            return included;
        }
        let text = &String::from_utf8_lossy(bytes);
        if includes(text).is_empty() {
            return included;
        }
        let path = super::absolute(path);
        let mut reader = Reader {
            shelf: self,
            project,
            left: MOST,
            open: vec![path.clone()],
            known: HashMap::new(),
            missing: Vec::new(),
            parts: Vec::new(),
        };
        included.partials = Arc::new(reader.partials(text, &path));
        included.missing = reader.missing;
        included.parts = reader.parts;
        included
    }

    /// The folder nothing is read outside of: the repository's, else the configuration's, else the template's own.
    fn root(&self, folder: &Path, project: &Project) -> PathBuf {
        let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(root) = roots.get(folder) {
            return root.clone();
        }
        let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
        let configured = project.folder.as_deref().filter(|configured| folder.starts_with(configured));
        let root = repository.or(configured).unwrap_or(folder).to_path_buf();
        roots.insert(folder.to_path_buf(), root.clone());
        root
    }

    /// The file that a template calls `name`.
    fn find(&self, name: &str, template: &Path, project: &Project) -> Option<PathBuf> {
        let folder = template.parent()?;
        let suffix = template.file_name().and_then(OsStr::to_str).and_then(|file| file.split_once('.'));
        let suffix = suffix.map_or("", |(_, suffix)| suffix);
        let key = (folder.to_path_buf(), format!("{name}\n{suffix}"));
        if let Some(found) = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return found.clone();
        }
        let root = self.root(folder, project);
        // Only a file that is open in an editor can be in a folder that is not there.
        let unopened = self.open.is_none() && project.buffers.is_empty();
        let names = names(name, suffix);
        let mut places = places(name, folder, &root).filter(|place| !unopened || self.has_folder_of(place));
        let found = places.find_map(|place| {
            names.iter().map(|name| place.with_file_name(name)).find(|file| {
                let may_be_there = || unopened || self.has_folder_of(file);
                let is_there = self.text(file, project).is_some() || may_be_there() && file.is_file();
                is_there && is_within(file, &root)
            })
        });
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(key, found.clone());
        found
    }

    /// Whether the folder a file would be in is there: most of those that are looked in are not.
    fn has_folder_of(&self, file: &Path) -> bool {
        let Some(folder) = file.parent() else { return true };
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = folders.get(folder) {
            return known;
        }
        let is_there = folder.is_dir();
        folders.insert(folder.to_path_buf(), is_there);
        is_there
    }
}

/// Where the file may be: beside the template, then further up; under the name as it is.
fn places(name: &str, folder: &Path, root: &Path) -> impl Iterator<Item = PathBuf> {
    let relative = plain(name).to_path_buf();
    let is_plain =
        relative.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir | Component::ParentDir));
    let folders = folder.ancestors().take_while(move |it| is_plain && it.starts_with(root));
    folders.flat_map(move |folder| {
        let relative = relative.clone();
        FOLDERS.iter().map(move |sub| lexical(&folder.join(sub).join(&relative)))
    })
}

/// What the file may be called: its name as it is, then as frameworks complete it.
fn names(name: &str, suffix: &str) -> Vec<String> {
    let last = plain(name).file_name().and_then(OsStr::to_str).unwrap_or_default();
    let mut names = vec![last.to_owned(), format!("_{last}")];
    let mut rest = Some(suffix);
    while let Some(ending) = rest.filter(|ending| !ending.is_empty()) {
        names.extend([format!("{last}.{ending}"), format!("_{last}.{ending}")]);
        rest = ending.split_once('.').map(|(_, rest)| rest);
    }
    names
}

/// A name as a path from the folder it is looked for in.
fn plain(name: &str) -> &Path {
    Path::new(name.strip_prefix('/').unwrap_or(name))
}

/// A path without `.` and `..`.
fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// Whether a file is in a folder, links followed. One that is but open in an editor is where its name says.
fn is_within(file: &Path, root: &Path) -> bool {
    if !file.starts_with(root) {
        return false;
    }
    match (file.canonicalize(), root.canonicalize()) {
        (Ok(file), Ok(root)) => file.starts_with(root),
        (Err(_), _) => true,
        (_, Err(_)) => false,
    }
}

/// Whether a file's name, or the name of the folder it is in, says that it is a part of messages.
fn is_fragment(path: &Path) -> bool {
    let named = path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.starts_with('_'));
    let folder = path.parent().and_then(Path::file_name).and_then(OsStr::to_str).unwrap_or_default();
    named || FOLDERS[1..FOLDERS.len() - 1].contains(&folder)
}

/// Reads what one message includes.
struct Reader<'a> {
    shelf: &'a Shelf,
    project: &'a Project,
    /// Bytes that may still be read.
    left: usize,
    /// The files that are being read, each included by the one before it.
    open: Vec<PathBuf>,
    /// Those that were read.
    known: HashMap<PathBuf, Option<String>>,
    missing: Vec<String>,
    parts: Vec<Part>,
}

impl Reader<'_> {
    fn partials(&mut self, text: &str, template: &Path) -> Partials {
        let mut partials = Partials::new();
        for Include { name, optional, .. } in includes(text) {
            if partials.contains_key(&name) {
                continue;
            }
            match self.shelf.find(&name, template, self.project) {
                Some(file) => {
                    if let Some(words) = self.read(&file) {
                        partials.insert(name, words);
                    }
                }
                // What another file includes is that one's business.
                None if !optional && self.open.len() == 1 && !self.missing.contains(&name) => self.missing.push(name),
                None => {}
            }
        }
        partials
    }

    /// A file with what it includes in it; each is read once.
    fn read(&mut self, file: &Path) -> Option<String> {
        if self.open.len() > DEEPEST || self.open.iter().any(|open| open == file) {
            return None;
        }
        if let Some(known) = self.known.get(file) {
            return known.clone();
        }
        let words = self.read_anew(file);
        self.known.insert(file.to_path_buf(), words.clone());
        words
    }

    fn read_anew(&mut self, file: &Path) -> Option<String> {
        let part = Part { stamp: Stamp::of(file.to_path_buf()), open: self.shelf.text(file, self.project) };
        self.parts.push(part.clone());
        let stored = match &part.open {
            Some(_) => Vec::new(),
            None if part.stamp.size() > LARGEST => return None,
            None => std::fs::read(file).ok()?,
        };
        let stored = String::from_utf8_lossy(&stored);
        let text = part.open.as_deref().unwrap_or(&stored);
        let text = without_front_matter(text.trim_start_matches('\u{FEFF}'));
        self.open.push(file.to_path_buf());
        let inner = self.partials(text, file);
        self.open.pop();
        let words = flattened(text, &inner);
        self.left = self.left.checked_sub(words.len())?;
        Some(words)
    }
}

fn without_front_matter(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return text };
    rest.split_once("\n---").and_then(|(_, rest)| rest.split_once('\n')).map_or(text, |(_, words)| words)
}
