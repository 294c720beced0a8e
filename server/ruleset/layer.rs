//! Layers of rule files → one file per id: later layers replace earlier ones whole, words merge key by key.

use super::{
    builtin,
    file::{ActFile, IntentFile, RuleFile, WordsFile},
    problem::{Problem, Report, first_line},
    read::read,
    schema::SchemaKind,
    suggest::nearest,
};
use serde::de::DeserializeOwned;
use std::{borrow::Cow, collections::BTreeMap};

/// A folder of rule files.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What people call it: `built-in`, or the folder.
    pub name: String,
    /// Its files, in any order.
    pub files: Vec<RuleSource>,
}

impl Layer {
    /// A layer from files that were read elsewhere.
    pub fn new(name: impl Into<String>, files: Vec<RuleSource>) -> Self {
        Self { name: name.into(), files }
    }

    /// The rules in the binary.
    pub fn builtin() -> Self {
        builtin::layer()
    }

    /// Whether it has rules only. Rules have no templates: laid over the built-in ones, they leave the patterns as they were.
    pub fn has_only_rules(&self) -> bool {
        self.files.iter().all(|file| matches!(Kind::of(&file.path), None | Some((Kind::Rule, _))))
    }
}

/// A rule file, read but not understood yet.
#[derive(Clone, Debug)]
pub struct RuleSource {
    /// What [`Problem::file`] shall say. With `/`; the folder it ends in tells the kind, the file's stem is the id.
    pub path: String,
    /// Its text.
    pub text: Cow<'static, str>,
    /// The same in JSON, without what only people read, where the build has prepared it.
    pub(super) lean: Option<&'static str>,
}

impl RuleSource {
    /// A file of any layer but the built-in one.
    pub fn new(path: impl Into<String>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { path: path.into().replace('\\', "/"), text: text.into(), lean: None }
    }
}

/// What a rule file is about; each kind has its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A speech act.
    Act,
    /// An intent.
    Intent,
    /// A rule.
    Rule,
    /// Shared words.
    Words,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Act, Self::Intent, Self::Rule, Self::Words];

    /// The folder's name.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Act => "acts",
            Self::Intent => "intents",
            Self::Rule => "etiquette",
            Self::Words => "words",
        }
    }

    /// The schema of its files.
    pub fn schema(self) -> SchemaKind {
        match self {
            Self::Act => SchemaKind::Act,
            Self::Intent => SchemaKind::Intent,
            Self::Rule => SchemaKind::Rule,
            Self::Words => SchemaKind::Words,
        }
    }

    /// The same for a path as the system writes it.
    pub fn of_path(path: &std::path::Path) -> Option<(Self, String)> {
        let path = path.to_string_lossy().replace('\\', "/");
        Self::of(&path).map(|(kind, id)| (kind, id.to_owned()))
    }

    /// The kind and id of the file at `path`, which uses `/`; `None` outside the four folders and for what is no TOML.
    pub fn of(path: &str) -> Option<(Self, &str)> {
        let (folder, name) = path.rsplit_once('/')?;
        let folder = folder.rsplit('/').next().unwrap_or(folder);
        let kind = Self::ALL.into_iter().find(|kind| kind.folder() == folder)?;
        Some((kind, name.strip_suffix(".toml")?))
    }
}

/// A file, understood by itself; its ids are not looked up yet.
pub(super) struct Loaded<'a, T> {
    pub(super) file: T,
    pub(super) source: &'a RuleSource,
    pub(super) layer: &'a str,
    pub(super) overrides: bool,
    pub(super) report: Report<'a>,
}

/// What is left of all layers.
#[derive(Default)]
pub(super) struct Pack<'a> {
    pub(super) acts: BTreeMap<&'a str, Loaded<'a, ActFile>>,
    pub(super) intents: BTreeMap<&'a str, Loaded<'a, IntentFile>>,
    pub(super) rules: BTreeMap<&'a str, Loaded<'a, RuleFile>>,
    /// In order, earlier ones first.
    pub(super) words: Vec<Loaded<'a, WordsFile>>,
    pub(super) problems: Vec<Problem>,
}

/// Ids fit an index type of 16 bits with room to spare.
const MOST_FILES: usize = 10_000;

pub(super) fn load(layers: &[Layer]) -> Pack<'_> {
    let mut pack = Pack::default();
    for layer in layers {
        let mut files: Vec<&RuleSource> = layer.files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        for source in files {
            pack.add(&layer.name, source);
        }
    }
    pack
}

impl<'a> Pack<'a> {
    fn add(&mut self, layer: &'a str, source: &'a RuleSource) {
        let Some((kind, id)) = Kind::of(&source.path) else {
            self.problems.push(misplaced(source));
            return;
        };
        if let Some(mended) = mended_id(id) {
            let mut problem = Problem::error(&source.path, first_line(&source.text), format!("`{id}` is no good id"));
            problem
                .warning()
                .help(format!("ids are lower-case words joined by hyphens: rename the file to `{mended}.toml`"));
            self.problems.push(problem);
        }
        match kind {
            Kind::Act => put(&mut self.acts, &mut self.problems, kind, layer, source, id),
            Kind::Intent => put(&mut self.intents, &mut self.problems, kind, layer, source, id),
            Kind::Rule => put(&mut self.rules, &mut self.problems, kind, layer, source, id),
            Kind::Words => self.words.extend(parse(&mut self.problems, kind, layer, source)),
        }
    }
}

fn put<'a, T: DeserializeOwned>(
    into: &mut BTreeMap<&'a str, Loaded<'a, T>>,
    problems: &mut Vec<Problem>,
    kind: Kind,
    layer: &'a str,
    source: &'a RuleSource,
    id: &'a str,
) {
    let Some(mut new) = parse::<T>(problems, kind, layer, source) else { return };
    if let Some(old) = into.get(id) {
        if old.layer == layer {
            let message = format!("`{}` of the same rules folder has this id already", old.source.path);
            let mut problem = Problem::error(&source.path, first_line(&source.text), message);
            problem.help("rename one of the two");
            problems.push(problem);
            problems.append(&mut new.report.problems);
            return;
        }
        new.overrides = true;
    } else if into.len() >= MOST_FILES {
        problems.push(Problem::error(
            &source.path,
            first_line(&source.text),
            format!("more than {MOST_FILES} of a kind"),
        ));
        return;
    }
    if let Some(mut old) = into.insert(id, new) {
        problems.append(&mut old.report.problems);
    }
}

fn parse<'a, T: DeserializeOwned>(
    problems: &mut Vec<Problem>,
    kind: Kind,
    layer: &'a str,
    source: &'a RuleSource,
) -> Option<Loaded<'a, T>> {
    let mut report = Report::new(&source.path, &source.text);
    let file = source.lean.and_then(|json| serde_json::from_str(json).ok());
    if let Some(file) = file.or_else(|| read::<T>(&mut report, kind.schema(), false)) {
        return Some(Loaded { file, source, layer, overrides: false, report });
    }
    problems.append(&mut report.problems);
    None
}

fn misplaced(source: &RuleSource) -> Problem {
    let message = "this file is in none of `acts/`, `intents/`, `etiquette/` and `words/`, so nothing reads it";
    let mut problem = Problem::error(&source.path, first_line(&source.text), message);
    let folder = source.path.rsplit('/').nth(1).unwrap_or("");
    let by_name = nearest(folder, Kind::ALL.into_iter().map(Kind::folder));
    let by_key = |key: &str| {
        source.text.lines().any(|line| {
            line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']']))
        })
    };
    let guess = by_name.or_else(|| {
        let signs = [
            ("[[cues", Kind::Intent),
            ("templates", Kind::Act),
            ("severity", Kind::Rule),
            ("[expansions", Kind::Words),
        ];
        signs.into_iter().find(|(key, _)| by_key(key)).map(|(_, kind)| kind.folder())
    });
    if let Some(folder) = guess {
        problem.help(format!("move it to `{folder}/`"));
    }
    problem
}

/// What `id` should be called, if it is no kebab-case.
fn mended_id(id: &str) -> Option<String> {
    let is_fine = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (!is_fine).then(|| id.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-"))
}
