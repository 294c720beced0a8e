//! What the files were where this branch left a revision of git: at the merge base of it and `HEAD`, as a pull request is
//! compared. What is checked are the files as they lie in the folder, committed or not.

use super::git::{Failure, ask, ask_line};
use super::kind::{self, Kind};
use super::tree::Tree;
use super::{path_from, slashed};
use crate::check::Diagnostic;
use crate::cli::arguments::ConfigArguments;
use crate::document::includes;
use crate::project::files::is_draft;
use crate::project::{Buffers, Draft, Projects, Trouble, absolute, source_range};
use crate::ruleset::nearest;
use similar::{ChangeTag, TextDiff};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

const OPTION: &str = "--diff-base";

/// The files of a commit.
#[derive(Debug)]
pub(in crate::cli) struct Base {
    /// The working tree.
    top: PathBuf,
    /// Its files, and those of submodules; the innermost first.
    trees: Vec<Tree>,
    /// The working tree as the current folder names it; links may lead there.
    named_top: PathBuf,
    config: ConfigArguments,
    then: OnceLock<Option<Projects>>,
}

/// What a file was.
#[derive(Debug)]
pub(in crate::cli) struct Was {
    /// Where it was, from where the file is named now.
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) bytes: Vec<u8>,
}

impl Was {
    /// Whether it is the same file with the same text; git may store other line ends.
    pub(in crate::cli) fn is(&self, path: &Path, bytes: &[u8]) -> bool {
        self.path == path && (self.bytes == bytes || lines(&self.bytes) == lines(bytes))
    }
}

/// A text whatever its line ends.
fn lines(text: &[u8]) -> Vec<u8> {
    text.iter().copied().filter(|&byte| byte != b'\r').collect()
}

impl Base {
    /// The commit that a revision and `HEAD` have in common.
    pub(super) fn find(revision: &str, config: &ConfigArguments) -> Result<Self, Trouble> {
        let here = Path::new(".");
        let top = ask_line(here, ["rev-parse", "--show-toplevel"]).map_err(|failure| no_repository(&failure))?;
        let named = format!("{revision}^{{commit}}");
        let commit = ask_line(here, ["rev-parse", "--verify", "--quiet", "--end-of-options", &named])
            .map_err(|failure| unknown(revision, &failure))?;
        let head =
            ask_line(here, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).map_err(|failure| match failure {
                Failure::Refused(_) => trouble("there is no commit yet", "commit first, or leave this out"),
                _ => no_repository(&failure),
            })?;
        let base = ask_line(here, ["merge-base", &commit, &head]).map_err(|_| {
            let message = format!("`{revision}` and what is checked out have no commit in common here");
            trouble(message, shallow().unwrap_or_else(|| "name the branch that this one was made from".to_owned()))
        })?;
        let below = ask_line(here, ["rev-parse", "--show-prefix"]).map_err(|failure| failed(&failure))?;
        let mut named_top = absolute(Path::new("."));
        for _ in below.split('/').filter(|folder| !folder.is_empty()) {
            named_top.pop();
        }
        let top = fs::canonicalize(top).map_err(|error| failed(&Failure::Missing(error)))?;
        let trees = Tree::all(&top, &base).map_err(|failure| failed(&failure))?;
        Ok(Self { top, trees, named_top, config: config.clone(), then: OnceLock::new() })
    }

    /// The projects a template belonged to that includes files, with those as they were; `None` where it includes none, or
    /// none of the repository's drafts is another now.
    pub(in crate::cli) fn then(&self, template: &[u8]) -> Option<&Projects> {
        if includes(&String::from_utf8_lossy(template)).is_empty() {
            return None;
        }
        let then = self.then.get_or_init(|| {
            let others = self
                .trees
                .iter()
                .flat_map(|tree| tree.files().filter_map(move |(path, object)| self.other(tree, &path, object)));
            let buffers = Buffers::new(others);
            (!buffers.is_empty()).then(|| self.config.projects_with(buffers))
        });
        then.as_ref()
    }

    /// A draft as it was, where it is another now, or gone.
    fn other(&self, tree: &Tree, path: &str, object: &str) -> Option<(PathBuf, Arc<str>)> {
        if !is_draft(Path::new(path)) {
            return None;
        }
        let bytes = tree.read(object).ok().flatten()?;
        let place = self.named_top.join(path);
        let is_same = fs::read(&place).is_ok_and(|now| now == bytes || lines(&now) == lines(&bytes));
        let text = String::from_utf8(bytes).ok().filter(|_| !is_same)?;
        Some((absolute(&place), text.into()))
    }

    /// What the file at `path` was; `None` where it was not there.
    pub(in crate::cli) fn was(&self, path: &Path) -> Result<Option<Was>, Trouble> {
        let outside = || {
            let message = "it is not in the repository, so what is new in it cannot be told";
            Trouble::with_file(path, message, "run this in the repository it is in, or leave it out")
        };
        // What is read from standard input may have the name of a file that is not there.
        let whole = fs::canonicalize(path).or_else(|_| {
            let whole = absolute(path);
            let folder = fs::canonicalize(whole.parent().unwrap_or(&whole))?;
            Ok::<_, io::Error>(folder.join(whole.file_name().unwrap_or_default()))
        });
        let whole = whole.map_err(|_| outside())?;
        let now = slashed(whole.strip_prefix(&self.top).map_err(|_| outside())?);
        let Some(tree) = self.trees.iter().find(|tree| tree.holds(&now)) else { return Ok(None) };
        let Some((old, object)) = tree.was(&now) else { return Ok(None) };
        let unreadable = || {
            let message = format!("git does not have `{old}` as it was");
            let help = shallow().unwrap_or_else(|| "fetch the whole of the repository".to_owned());
            Trouble::with_file(path, message, help)
        };
        let bytes = tree.read(object).ok().flatten().ok_or_else(unreadable)?;
        let path = if old == now {
            path.to_path_buf()
        } else {
            let (now, old) = (Path::new(&now), Path::new(&old));
            let folder = now.parent().unwrap_or(Path::new(""));
            path.parent()
                .unwrap_or(Path::new(""))
                .join(path_from(&Path::new("/").join(folder), &Path::new("/").join(old)))
        };
        Ok(Some(Was { path, bytes }))
    }
}

/// Which findings, of these kinds, `old` has too. Where there are more of a kind than there were, the new ones are taken to
/// stand in the lines that are new.
pub(super) fn known(draft: &Draft, diagnostics: &[Diagnostic], now: &[Kind], old: &Draft) -> Vec<bool> {
    let before: Vec<Kind> = old.check().iter().map(|diagnostic| Kind::of(old, diagnostic)).collect();
    let before = kind::count(&before);
    let mut order: Vec<usize> = (0..now.len()).collect();
    let is_short = |(kind, &count): (&Kind, &usize)| before.get(kind).is_some_and(|&before| before < count);
    if kind::count(now).iter().any(is_short) {
        let kept = kept_bytes(draft, old);
        order.sort_by_key(|&index| !kept[source_range(&draft.document, diagnostics[index].span).start]);
    }
    let ordered: Vec<&Kind> = order.iter().map(|&index| &now[index]).collect();
    let mut is_known = vec![false; now.len()];
    for (index, known) in order.into_iter().zip(kind::known(before, &ordered)) {
        is_known[index] = known;
    }
    is_known
}

/// For each byte of the draft's text, and its end, whether it stands in a line that was there.
fn kept_bytes(draft: &Draft, old: &Draft) -> Vec<bool> {
    let (before, now) = (&old.document.source, &draft.document.source);
    let mut kept = Vec::with_capacity(now.len() + 1);
    for change in TextDiff::from_lines(&**before, &**now).iter_all_changes() {
        if change.tag() != ChangeTag::Delete {
            kept.resize(kept.len() + change.value().len(), change.tag() == ChangeTag::Equal);
        }
    }
    kept.resize(now.len() + 1, true);
    kept
}

fn trouble(message: impl Into<String>, help: impl Into<String>) -> Trouble {
    Trouble::with_file(Path::new(OPTION), message, help)
}

fn failed(failure: &Failure) -> Trouble {
    match failure {
        Failure::Missing(error) => trouble(
            format!("the program git cannot be run: {error}"),
            "install it, and see that it is in PATH; --baseline does without",
        ),
        Failure::Refused(said) => trouble(format!("git says: {said}"), "see that `git status` works here"),
        Failure::Unfetched(folder) => trouble(
            format!("the submodule `{folder}` does not have the commit it was at"),
            format!("fetch more of it: `git -C '{folder}' fetch --unshallow`, or `git -C '{folder}' fetch`"),
        ),
    }
}

fn no_repository(failure: &Failure) -> Trouble {
    match failure {
        Failure::Refused(said) if said.starts_with("not a git repository") => {
            trouble("this folder is in no git repository", "run this in the repository; --baseline does without one")
        }
        failure => failed(failure),
    }
}

fn unknown(revision: &str, failure: &Failure) -> Trouble {
    if let Failure::Missing(_) = failure {
        return failed(failure);
    }
    let refs =
        ask(Path::new("."), ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"]);
    let refs = String::from_utf8(refs.unwrap_or_default()).unwrap_or_default();
    let remote = refs.lines().find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == revision));
    let help = match remote.or_else(|| nearest(revision, refs.lines())) {
        Some(near) => format!("did you mean {near}?"),
        None => {
            shallow().unwrap_or_else(|| "name a branch, a tag or a commit; `git fetch` gets those of others".to_owned())
        }
    };
    trouble(format!("git knows no revision `{revision}`"), help)
}

/// What to do where the history is not all there; `None` where it is.
fn shallow() -> Option<String> {
    let is_shallow =
        ask_line(Path::new("."), ["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer == "true");
    is_shallow.then(|| {
        "only a part of the history was fetched: use `fetch-depth: 0` with actions/checkout, `GIT_DEPTH: 0` in GitLab, or \
         `git fetch --unshallow`"
            .to_owned()
    })
}
