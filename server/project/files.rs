//! Paths on the command line → the drafts to read, each once, sorted by path.
//!
//! A file that is named is always read; a folder gives the drafts below it that `.gitignore` does not exclude; what is
//! neither but looks like a glob gives the files it matches.

use super::{Projects, Trouble};
use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder, WalkState};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf, is_separator};
use std::sync::mpsc;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Input {
    /// `-`
    Stdin,
    /// A file.
    File(PathBuf),
}

/// What the paths stand for, and what is wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Each once, sorted.
    pub(crate) inputs: Vec<Input>,
    /// Paths that stand for nothing, folders that cannot be read.
    pub(crate) troubles: Vec<Trouble>,
    /// Folders without a draft.
    pub(crate) empty: Vec<PathBuf>,
}

/// Extensions of drafts. One in front of a template's, as in `mail.html.j2`, does not matter: the template's suffices.
const DRAFTS: [&str; 7] = ["txt", "md", "markdown", "eml", "html", "htm", "mjml"];
const TEMPLATES: [&str; 12] =
    ["j2", "jinja", "jinja2", "hbs", "handlebars", "mustache", "liquid", "erb", "ejs", "twig", "njk", "tmpl"];
const GO_TEMPLATE: &str = "tpl";
/// Those of files that may hold messages as strings.
const DATA: [&str; 3] = ["json", "yaml", "yml"];

/// Whether a file found in a folder is taken for a draft.
pub(crate) fn is_draft(path: &Path) -> bool {
    let Some(extension) = path.extension().and_then(|e| e.to_str()) else { return false };
    DRAFTS
        .iter()
        .chain(&TEMPLATES)
        .chain(&DATA)
        .chain([&GO_TEMPLATE])
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// The drafts below a folder, in order: those the configuration `wants`, and where it has no opinion, those that look
/// like drafts.
pub(crate) fn below(
    folder: &Path,
    threads: usize,
    wants: impl Fn(&Path) -> Option<bool> + Sync,
    troubles: &mut Vec<Trouble>,
) -> Vec<PathBuf> {
    walk(folder, threads, |file| wants(file).unwrap_or_else(|| is_draft(file)), troubles)
}

/// Finds what the paths stand for; no path is the current folder.
pub(crate) fn find(paths: &[PathBuf], threads: usize, projects: &Projects) -> Found {
    let here = [PathBuf::from(".")];
    find_all(if paths.is_empty() { &here } else { paths }, &[], threads, projects)
}

/// Finds what the paths stand for, and the files and folders that are `listed` by their very names: in those, nothing is
/// a glob, and `-` is a file. Nothing at all is nothing.
pub(crate) fn find_all(paths: &[PathBuf], listed: &[PathBuf], threads: usize, projects: &Projects) -> Found {
    let mut found = Found::default();
    let mut inputs = BTreeSet::new();
    let named = paths.iter().map(|path| (path, false)).chain(listed.iter().map(|path| (path, true)));
    for (path, literal) in named {
        if path.as_os_str() == "-" && !literal {
            inputs.insert(Input::Stdin);
            continue;
        }
        match std::fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let before = inputs.len();
                let wants = |file: &Path| projects.of(file).wants(file);
                let drafts = below(path, threads, wants, &mut found.troubles);
                if drafts.is_empty() && before == inputs.len() {
                    found.empty.push(path.clone());
                }
                let drafts = drafts.into_iter().map(Input::File);
                if inputs.is_empty() {
                    // What is in order already need not find its places one by one.
                    inputs = drafts.collect();
                } else {
                    inputs.extend(drafts);
                }
            }
            Ok(_) => {
                inputs.insert(Input::File(path.clone()));
            }
            Err(error) => match glob(path).filter(|_| !literal) {
                Some((base, matcher)) => {
                    let files = walk(&base, threads, |file| matcher.is_match(file), &mut found.troubles);
                    if files.is_empty() {
                        let help = "check the pattern; ** stands for any folders, * for any part of a name";
                        found.troubles.push(Trouble::with_file(path, "no file matches this", help));
                    }
                    inputs.extend(files.into_iter().map(Input::File));
                }
                None => found.troubles.push(Trouble::unreadable(path, &error)),
            },
        }
    }
    found.troubles.sort();
    found.inputs = inputs.into_iter().collect();
    found
}

/// The files below `folder` that are wanted, in order, named as the folder was.
fn walk(
    folder: &Path,
    threads: usize,
    wanted: impl Fn(&Path) -> bool + Sync,
    troubles: &mut Vec<Trouble>,
) -> Vec<PathBuf> {
    let (sender, receiver) = mpsc::channel();
    let unprefixed = folder == Path::new(".");
    // Outside a repository a `.gitignore` counts all the same: a folder of templates may be checked before it is committed.
    let walker = WalkBuilder::new(folder).threads(threads).require_git(false).build_parallel();
    walker.run(|| {
        let (sender, wanted) = (sender.clone(), &wanted);
        Box::new(move |entry| {
            let answer = match entry {
                Ok(entry) if !is_file(&entry) => return WalkState::Continue,
                Ok(entry) => {
                    let path = entry.into_path();
                    let path =
                        if unprefixed { path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path) } else { path };
                    if !wanted(&path) {
                        return WalkState::Continue;
                    }
                    Ok(path)
                }
                Err(error) => Err(error),
            };
            // The receiver outlives the walk.
            let _ = sender.send(answer);
            WalkState::Continue
        })
    });
    drop(sender);
    let mut files = Vec::new();
    for answer in receiver {
        match answer {
            Ok(path) => files.push(path),
            Err(error) => troubles.push(unwalkable(folder, &error)),
        }
    }
    files.sort_unstable_by(|a, b| by_parts(a, b));
    files
}

/// The order of two paths that begin with the same folder: that of [`Path`], and faster.
fn by_parts(a: &Path, b: &Path) -> Ordering {
    // No name has a 0 in it: whatever else it begins with, what is in a folder comes right behind that.
    let key = |&byte: &u8| if is_separator(char::from(byte)) { 0 } else { byte };
    let (a, b) = (a.as_os_str().as_encoded_bytes(), b.as_os_str().as_encoded_bytes());
    a.iter().map(key).cmp(b.iter().map(key))
}

/// A file, or a link to one. Links to folders are not followed: no walk runs in circles or leaves its folder.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file() || (kind.is_symlink() && entry.path().is_file()))
}

fn unwalkable(folder: &Path, error: &ignore::Error) -> Trouble {
    let mut place = folder;
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path, err } => (place, inner) = (path, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(error) => return Trouble::unreadable(place, error),
            other => return Trouble::with_file(place, format!("it cannot be read: {other}"), "leave it out"),
        }
    }
}

/// A path with `*`, `?`, `[…]` or `{…}` in it: the folder in front of them, and the pattern.
fn glob(path: &Path) -> Option<(PathBuf, GlobMatcher)> {
    let special = |component: &Component<'_>| component.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    if !path.components().any(|component| special(&component)) {
        return None;
    }
    let path = path.strip_prefix(".").unwrap_or(path);
    let base: PathBuf = path.components().take_while(|component| !special(component)).collect();
    let matcher = GlobBuilder::new(path.to_str()?).literal_separator(true).build().ok()?.compile_matcher();
    Some((if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }, matcher))
}
