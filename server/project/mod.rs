//! Which configuration and rules apply to a file: those of the nearest `regards.toml` in its folder or above.
//!
//! Found once per folder, read once per project. What is wrong with either is kept as trouble; the built-in rules and
//! whatever else could be read go on working. Command line and language server share all of this; it reads files and
//! prints nothing.

mod buffers;
mod draft;
mod example_fixes;
pub(crate) mod examples;
mod extends;
pub(crate) mod files;
mod page;
pub(crate) mod partials;
mod paths;
mod projects;
mod stamp;
mod trouble;
pub(crate) mod wording;

pub(crate) use buffers::Buffers;
pub(crate) use draft::{Draft, Reading, load, mended, notice_hours, source_range};
pub(crate) use page::{Content, Page};
pub(crate) use paths::{absolute, shown_path};
pub(crate) use projects::Projects;
pub(crate) use stamp::Stamp;
pub(crate) use trouble::Trouble;

use crate::document::LineIndex;
use crate::ruleset::{Config, FileSettings, Kind, Layer, Origin, Problem, RuleSource, Ruleset, SchemaKind, Severity};
use paths::shown;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The names a configuration file can have, best first.
pub(crate) const NAMES: [&str; 2] = ["regards.toml", ".regards.toml"];
/// More than any rule file needs.
const LARGEST_RULE_FILE: u64 = 4 << 20;

/// A configuration and its rules.
#[derive(Debug, Default)]
pub(crate) struct Project {
    /// Where the configuration file is; `None` where there is none.
    pub(crate) folder: Option<PathBuf>,
    /// The configuration.
    pub(crate) config: Config,
    layers: Vec<Layer>,
    /// What could not be read.
    read: Vec<Trouble>,
    texts: HashMap<String, String>,
    /// How problems name each of its files.
    names: HashMap<PathBuf, String>,
    /// Its configuration file, and those it extends.
    configs: Vec<PathBuf>,
    /// What is wrong with them, ids aside.
    problems: Vec<Problem>,
    buffers: Buffers,
    /// What it was read from: its configuration files, folders of rules and rule files.
    sources: Vec<Stamp>,
    ruleset: OnceLock<Ruleset>,
}

impl Project {
    /// The project of a configuration file.
    fn read(path: &Path, buffers: &Buffers) -> Self {
        let folder = path.parent().map(Path::to_path_buf);
        let mut project = Self { folder, buffers: buffers.clone(), ..Self::default() };
        project.read_config(path);
        project
    }

    /// The one without a configuration.
    pub(crate) fn with_buffers(buffers: Buffers) -> Self {
        Self { buffers, ..Self::default() }
    }

    /// The project of a configuration file that is named.
    pub(crate) fn of_config(path: &Path, buffers: &Buffers) -> Self {
        Self::read(&absolute(path), buffers)
    }

    /// Lays the rules in a folder, or a single rule file, over what there is. Returns the name of the layer.
    pub(crate) fn add_rules(&mut self, path: &Path) -> String {
        let path = &absolute(path);
        let mut files = Vec::new();
        self.sources.push(Stamp::of(path.clone()));
        if path.is_dir() {
            let mut folders = Vec::new();
            toml_files(path, 1, &mut files, &mut folders, &mut self.read);
            self.sources.extend(folders);
            let near = |file: &&Path| file.components().count() <= path.components().count() + 2;
            files
                .extend(self.buffers.below(path).filter(near).filter(|file| is_rule_file(file)).map(Path::to_path_buf));
        } else {
            files.push(path.clone());
        }
        files.sort();
        files.dedup();
        let mut sources = Vec::new();
        for file in files {
            let mut name = shown(&file);
            if Path::new(&name).parent().is_none_or(|folder| folder.as_os_str().is_empty()) {
                // The folder tells the kind of file, and has to be in the name.
                name = file.display().to_string();
            }
            let stamp = Stamp::of(file.clone());
            let size = stamp.size();
            self.sources.push(stamp);
            if size > LARGEST_RULE_FILE {
                let message = format!("it is too large for a rule file: {size} bytes");
                self.read.push(Trouble::with_file(Path::new(&name), message, "split it, or leave it out"));
                continue;
            }
            match self.buffers.read(&file).map(String::from_utf8) {
                Ok(Ok(text)) => {
                    let source = RuleSource::new(name, text.clone());
                    self.names.insert(file, source.path.clone());
                    self.texts.insert(source.path.clone(), text);
                    sources.push(source);
                }
                Ok(Err(_)) => {
                    self.read.push(Trouble::with_file(Path::new(&name), "it is no UTF-8 text", "save it as UTF-8"));
                }
                Err(error) => self.read.push(Trouble::unreadable(Path::new(&name), &error)),
            }
        }
        let layer = shown(path);
        self.layers.push(Layer::new(layer.clone(), sources));
        layer
    }

    /// Whether a layer has no file.
    pub(crate) fn is_empty(&self, layer: &str) -> bool {
        self.layers.iter().filter(|it| it.name == layer).all(|it| it.files.is_empty())
    }

    /// Its rules, built on first use.
    pub(crate) fn ruleset(&self) -> &Ruleset {
        if self.is_plain() {
            return Ruleset::builtin();
        }
        self.ruleset.get_or_init(|| {
            let mut layers = vec![Layer::builtin()];
            layers.extend(self.layers.iter().cloned());
            Ruleset::build(&layers, &self.config)
        })
    }

    /// Whether its rules were built.
    pub(crate) fn is_built(&self) -> bool {
        self.is_plain() || self.ruleset.get().is_some()
    }

    /// Whether its rules were built, or take no longer to build than a draft to check: none of its files has templates.
    pub(crate) fn is_at_hand(&self) -> bool {
        self.is_built() || self.layers.iter().all(Layer::has_only_rules)
    }

    /// Whether it has neither a configuration nor rules.
    fn is_plain(&self) -> bool {
        self.folder.is_none() && self.layers.is_empty()
    }

    /// What the configuration says about a file.
    pub(crate) fn settings(&self, file: &Path) -> FileSettings {
        // Without [[files]] the path does not matter, and need not be found out.
        let path = if self.config.is_same_everywhere() { String::new() } else { self.relative(file) };
        self.ruleset().settings(&path)
    }

    /// The file's path as the configuration's globs see it.
    pub(crate) fn relative(&self, file: &Path) -> String {
        let path = absolute(file);
        self.folder.as_ref().map_or_else(|| path.display().to_string(), |folder| paths::relative(&path, folder))
    }

    /// Whether a file found in a folder is to be read, going by the configuration; it has no opinion on most.
    pub(crate) fn wants(&self, file: &Path) -> Option<bool> {
        if self.config.takes_all() { None } else { self.config.wants(&self.relative(file)) }
    }

    /// Whether anything it was read from is not as it was.
    pub(crate) fn is_past(&self) -> bool {
        self.sources.iter().any(Stamp::is_past)
    }

    /// Everything wrong with it; asking builds its rules.
    pub(crate) fn troubles(&self) -> Vec<Trouble> {
        let mut troubles = self.read.clone();
        troubles.extend(self.problems.iter().chain(&self.ruleset().problems).map(|problem| self.trouble(problem)));
        troubles
    }

    /// Whether it was read from this file, among others.
    pub(crate) fn reads(&self, file: &Path) -> bool {
        self.names.contains_key(&absolute(file))
    }

    /// Whether this file is one of its configuration files.
    pub(crate) fn extends(&self, file: &Path) -> bool {
        self.configs.contains(&absolute(file))
    }

    /// What is wrong with one of its files.
    pub(crate) fn problems_in(&self, file: &Path) -> Vec<&Problem> {
        let Some(name) = self.names.get(&absolute(file)) else { return Vec::new() };
        let all = self.problems.iter().chain(&self.ruleset().problems);
        all.filter(|problem| problem.file == *name).collect()
    }

    /// Where something was read from; `None` for what is in the binary.
    pub(crate) fn file_of(&self, origin: &Origin) -> Option<&Path> {
        self.names.iter().find(|(_, name)| **name == origin.file).map(|(path, _)| path.as_path())
    }

    /// Whether something was read from this file.
    pub(crate) fn is_of(&self, origin: &Origin, file: &Path) -> bool {
        self.names.get(&absolute(file)).is_some_and(|name| *name == origin.file)
    }

    /// Its configuration files and their texts: its own, and what that extends.
    pub(crate) fn config_files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.configs.iter().filter_map(|path| Some((path.as_path(), self.texts.get(self.names.get(path)?)?.as_str())))
    }

    fn trouble(&self, problem: &Problem) -> Trouble {
        let builtin = || Layer::builtin().files.into_iter().find(|file| file.path == problem.file);
        let position = |text: &str| LineIndex::new(text).position(problem.span.start as usize);
        let place = match self.texts.get(&problem.file) {
            Some(text) => Some(position(text)),
            None => builtin().map(|file| position(&file.text)),
        };
        Trouble {
            path: problem.file.clone(),
            place,
            message: problem.message.clone(),
            help: problem.help.clone().or_else(|| Some(described(&problem.file))),
            fatal: problem.severity == Severity::Error,
        }
    }
}

/// What to do where nothing more exact is known.
fn described(file: &str) -> String {
    let kind = Kind::of(file).map_or(SchemaKind::Config, |(kind, _)| kind.schema());
    format!("`regards schema {}` describes what can stand here", kind.name())
}

/// The rule files in a folder and in the folders in it, and what those folders are like.
fn toml_files(
    folder: &Path,
    deeper: usize,
    files: &mut Vec<PathBuf>,
    folders: &mut Vec<Stamp>,
    troubles: &mut Vec<Trouble>,
) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return troubles.push(Trouble::unreadable(folder, &error)),
    };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            if deeper > 0 {
                folders.push(Stamp::of(path.clone()));
                toml_files(&path, deeper - 1, files, folders, troubles);
            }
        } else if is_rule_file(&path) {
            files.push(path);
        }
    }
}

/// Going by its name.
fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml") && !is_config(path)
}

/// Whether a file is a configuration, going by its name.
pub(crate) fn is_config(path: &Path) -> bool {
    path.file_name().is_some_and(|name| NAMES.iter().any(|config| name == *config))
}
