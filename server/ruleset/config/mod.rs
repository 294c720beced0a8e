//! `regards.toml`: which rules run, how much they matter, and for which files.
//!
//! A file can extend another one. Then there are several, the one that is extended by all others first, and each comes on
//! top of those before it: what it says once counts instead of what they say, its lists come behind theirs, its globs and
//! folders are relative to its own folder. Paths have `/` on every system. Parsing is pure; finding the files and the folders
//! they name is the caller's business.

mod apply;
mod effective;
mod file;
mod globs;

pub use apply::FileSettings;
pub use effective::{Setting, Step, Told};
pub use file::SlotValues;

pub(super) use apply::Resolved;
pub(super) use file::ConfigFile;
use file::{FilesConfig, Level};

use super::etiquette::meaning;
use super::locate::keys;
use super::problem::{Problem, Report};
use super::read::read;
use super::schema::SchemaKind;
use crate::document::{KEYS, Meanings};
use globset::{GlobSet, GlobSetBuilder};
use std::sync::Arc;

/// The configuration, read; its ids are looked up when a ruleset is built with it.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The files it is made of, each on top of those before it.
    parts: Vec<Part>,
    slots: SlotValues,
    meanings: Arc<Meanings>,
}

/// One file of a configuration.
#[derive(Clone, Debug, Default)]
struct Part {
    file: ConfigFile,
    path: String,
    text: String,
    /// Where the folder of the last file is as the folder of this one sees it: `team`, `../team`; empty where they are one.
    last_folder: String,
    include: GlobSet,
    exclude: GlobSet,
    /// Of `[[files]]`.
    globs: Vec<GlobSet>,
}

impl Config {
    /// Reads one file; what is wrong in it is left out and reported under `path`. What it extends is left to be put under
    /// it, see [`Config::over`].
    pub fn parse(text: &str, path: &str) -> (Self, Vec<Problem>) {
        let mut report = Report::new(path, text);
        let file: ConfigFile = read(&mut report, SchemaKind::Config, true).unwrap_or_default();
        let include = globs::globs(&mut report, "include", &file.include);
        let exclude = globs::globs(&mut report, "exclude", &file.exclude);
        let globs = file.files.iter().enumerate().map(|(index, files)| {
            let mut set = GlobSetBuilder::new();
            for (which, glob) in files.glob.values().iter().enumerate() {
                globs::add(&mut set, glob, |message| {
                    report.value(keys!["files", index, "glob", which], message);
                });
            }
            set.build().unwrap_or_default()
        });
        let globs = globs.collect();
        let mut meanings = Meanings::default();
        for (written, &meant) in &file.placeholders {
            if !meanings.add(written, meaning(meant)) {
                let message = format!("`{written}` is written in no notation of placeholders");
                let problem = report.key(keys!["placeholders", written.as_str()], message);
                problem.help("write it as in messages, such as `{{ hm }}` or `[HM]`, or as a bare name: `hm`");
            }
        }
        let problems = report.problems;
        let slots = file.slots.clone();
        let (path, text) = (path.to_owned(), text.to_owned());
        let part = Part { file, path, text, last_folder: String::new(), include, exclude, globs };
        (Self { parts: vec![part], slots, meanings: Arc::new(meanings) }, problems)
    }

    /// The file it extends, as it is written.
    pub fn extends(&self) -> Option<&str> {
        self.parts.first()?.file.extends.as_deref()
    }

    /// Puts the configuration it extends under it. `folder` is where its own folder is as that of `base` sees it.
    #[must_use]
    pub fn over(self, base: Self, folder: &str) -> Self {
        let mut parts = base.parts;
        for part in &mut parts {
            part.last_folder = globs::rebased(&part.last_folder, folder).into_owned();
        }
        parts.extend(self.parts);
        let mut slots = base.slots;
        slots.merge(&self.slots);
        let mut meanings = Arc::unwrap_or_clone(base.meanings);
        meanings.merge(&self.meanings);
        Self { parts, slots, meanings: Arc::new(meanings) }
    }

    /// The folders of rules that its last file names, relative to that file's folder.
    pub fn rules(&self) -> &[String] {
        self.parts.last().map_or(&[], |part| &part.file.rules)
    }

    /// A problem with the value at `key` of its last file; with one of its members, where it is a list.
    pub fn problem(&self, key: &str, index: usize, message: impl Into<String>, help: impl Into<String>) -> Problem {
        let (path, text) = self.parts.last().map_or(("", ""), |part| (&part.path, &part.text));
        let mut report = Report::new(path, text);
        let problem = report.value(keys![key, index], message);
        problem.help(help);
        problem.clone()
    }

    /// What phrasings are filled with where the message does not tell.
    pub fn slots(&self) -> &SlotValues {
        &self.slots
    }

    /// What placeholders stand for where their names do not tell.
    pub fn meanings(&self) -> &Arc<Meanings> {
        &self.meanings
    }

    /// The keys under which files of data hold messages.
    pub fn message_keys(&self) -> Vec<&str> {
        let own = self.parts.iter().flat_map(|part| &part.file.message_keys).map(String::as_str);
        KEYS.into_iter().chain(own).collect()
    }

    /// Where the documentation of rules is; `{rule}` stands for a rule's id.
    pub fn docs_url(&self) -> Option<&str> {
        self.parts.iter().rev().find_map(|part| part.file.docs_url.as_deref())
    }

    /// Whether it says the same about a file wherever that is.
    pub fn is_same_everywhere(&self) -> bool {
        self.parts.iter().all(|part| part.file.files.is_empty())
    }

    /// Whether it has no opinion on which files of a folder are read.
    pub fn takes_all(&self) -> bool {
        self.parts.iter().all(|part| part.file.include.is_empty() && part.file.exclude.is_empty())
    }

    /// Whether a file found in a folder is to be read; it has no opinion on most. `path` is relative to the folder of the
    /// last file, which has the first word.
    pub fn wants(&self, path: &str) -> Option<bool> {
        self.parts.iter().rev().find_map(|part| {
            let path = globs::rebased(&part.last_folder, path);
            let path = path.as_ref();
            if part.exclude.is_match(path) { Some(false) } else { part.include.is_match(path).then_some(true) }
        })
    }
}
