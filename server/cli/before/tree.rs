//! The files of a commit, and of the commits of submodules that it names.

use super::git::{Failure, Objects, ask};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The files of one repository's commit.
#[derive(Debug)]
pub(super) struct Tree {
    /// The path of the repository's top from that of the outermost one, empty or with a `/` at its end.
    folder: String,
    /// The names of the files' contents, by path from the repository's top.
    files: HashMap<String, String>,
    /// By path from there, what files that were renamed were called.
    renamed: HashMap<String, String>,
    objects: Mutex<Objects>,
}

/// What a commit has at a path.
enum Entry {
    File(String),
    /// The commit of a submodule.
    Submodule(String),
}

impl Tree {
    /// The files of `commit` in the repository whose working tree begins at `top`; then those of its submodules, as far as
    /// they are there.
    pub(super) fn all(top: &Path, commit: &str) -> Result<Vec<Self>, Failure> {
        let mut all = Vec::new();
        let mut left = vec![(String::new(), commit.to_owned())];
        while let Some((folder, commit)) = left.pop() {
            let here = top.join(&folder);
            let listed = match ask(&here, ["ls-tree", "-r", "-z", "--full-tree", &commit, "--"]) {
                Err(Failure::Refused(_)) if !folder.is_empty() => {
                    return Err(Failure::Unfetched(folder.trim_end_matches('/').to_owned()));
                }
                listed => listed?,
            };
            let mut files = HashMap::new();
            for (path, entry) in entries(&listed) {
                match entry {
                    Entry::File(object) => {
                        files.insert(path, object);
                    }
                    Entry::Submodule(commit) if here.join(&path).join(".git").exists() => {
                        left.push((format!("{folder}{path}/"), commit));
                    }
                    Entry::Submodule(_) => {}
                }
            }
            let renamed = [
                "diff-index",
                "--cached",
                "-M",
                "--no-relative",
                "--diff-filter=R",
                "--name-status",
                "-z",
                &commit,
                "--",
            ];
            let renamed = renames(&ask(&here, renamed)?);
            let objects = Mutex::new(Objects::open(&here)?);
            all.push(Self { folder, files, renamed, objects });
        }
        // The innermost repository is the one a file belongs to.
        all.sort_by_key(|tree| std::cmp::Reverse(tree.folder.len()));
        Ok(all)
    }

    /// Whether the file at a path from the outermost repository's top belongs to it.
    pub(super) fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.folder)
    }

    /// What the file at such a path was called, and the name of what it held; `None` where it was not there.
    pub(super) fn was(&self, path: &str) -> Option<(String, &str)> {
        let now = path.strip_prefix(&self.folder)?;
        let old = self.renamed.get(now).map_or(now, String::as_str);
        Some((format!("{}{old}", self.folder), self.files.get(old)?.as_str()))
    }

    /// All files: their paths from the outermost repository's top, and the names of what they held.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.files.iter().map(|(path, object)| (format!("{}{path}", self.folder), object.as_str()))
    }

    /// What is stored under a name; `None` where it was not fetched.
    pub(super) fn read(&self, object: &str) -> io::Result<Option<Vec<u8>>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).read(object)
    }
}

/// `100644 blob 4b825d…<tab>mails/a.txt<nul>`, `160000 commit 4b825d…<tab>shared<nul>`
fn entries(answer: &[u8]) -> Vec<(String, Entry)> {
    let line = |line: &[u8]| {
        let line = String::from_utf8_lossy(line).into_owned();
        let (about, path) = line.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, name) = (about.next()?, about.nth(1)?.to_owned());
        let entry = match mode {
            "160000" => Entry::Submodule(name),
            mode if mode.starts_with("100") => Entry::File(name),
            _ => return None,
        };
        Some((path.to_owned(), entry))
    };
    answer.split(|&byte| byte == 0).filter_map(line).collect()
}

/// `R087<nul>old<nul>new<nul>`
fn renames(answer: &[u8]) -> HashMap<String, String> {
    let fields: Vec<String> =
        answer.split(|&byte| byte == 0).map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    fields.chunks_exact(3).map(|three| (three[2].clone(), three[1].clone())).collect()
}
