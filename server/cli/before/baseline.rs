//! The baseline: a TOML file of the findings that are passed over, an entry a line, sorted, so that its changes can be read
//! and merged.
//!
//! An entry names a file, a rule and the words, hashed, but no line: it holds while the file around it changes. It holds
//! too where the file has another name now, as long as most of its text is the same. Paths begin at the baseline's folder.

use super::kind::{self, Kind, Kinds, are_near, sketch};
use super::path_from;
use crate::cli::counts::counted;
use crate::project::{Draft, Trouble, absolute};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// The version of the file's layout.
const VERSION: u32 = 1;

/// What is passed over.
#[derive(Debug)]
pub(in crate::cli) struct Baseline {
    /// As the user named it.
    path: PathBuf,
    folder: PathBuf,
    /// As it is stored; `None` where it is not there yet.
    text: Option<String>,
    files: BTreeMap<String, Known>,
    /// Those of `files` that are no longer there.
    gone: BTreeSet<String>,
    /// Whether it is to be written anew.
    update: bool,
}

/// What is passed over in one file.
#[derive(Clone, Debug, Default)]
struct Known {
    sketch: u64,
    kinds: Kinds,
}

/// What was found in one file.
#[derive(Debug)]
pub(in crate::cli) struct Seen {
    path: String,
    /// The name it has in the baseline, where that is another.
    was: Option<String>,
    known: Known,
}

impl Seen {
    /// Takes in what another message of the same file has.
    pub(in crate::cli) fn join(&mut self, more: Self) {
        for (kind, count) in more.known.kinds {
            *self.known.kinds.entry(kind).or_default() += count;
        }
    }
}

/// What the run says of the baseline as a whole.
#[derive(Debug, Default)]
pub(in crate::cli) struct Comparison {
    /// Findings in the baseline that are no longer there.
    pub(in crate::cli) stale: usize,
    pub(in crate::cli) troubles: Vec<Trouble>,
    /// What was written, in words.
    pub(in crate::cli) written: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    rule: String,
    words: Option<Hex>,
    #[serde(default)]
    lacks: Vec<Hex>,
    #[serde(default = "one")]
    count: usize,
    file: Hex,
}

fn one() -> usize {
    1
}

/// 16 hexadecimal digits.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Hex(u64);

impl TryFrom<String> for Hex {
    type Error = String;

    fn try_from(digits: String) -> Result<Self, String> {
        u64::from_str_radix(&digits, 16).map(Self).map_err(|_| format!("`{digits}` is no hexadecimal number"))
    }
}

impl Baseline {
    /// Reads it; one that is to be written need not be there.
    pub(super) fn read(path: &Path, update: bool) -> Result<Self, Trouble> {
        let whole = absolute(path);
        let folder = whole.parent().unwrap_or(&whole).to_path_buf();
        let empty = |text| Self {
            path: path.to_path_buf(),
            folder: folder.clone(),
            text,
            files: BTreeMap::new(),
            gone: BTreeSet::new(),
            update,
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && update => return Ok(empty(None)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let help = "write one with --update-baseline; until then, everything is told";
                return Err(Trouble::with_file(path, "there is no such baseline", help));
            }
            Err(error) => return Err(Trouble::unreadable(path, &error)),
        };
        let shown = path.display().to_string();
        let wrong = |at: usize, message: String| {
            let mut trouble = Trouble::at(shown.as_str(), &text, at, message);
            trouble.help = Some("name a baseline; to begin anew, delete this and use --update-baseline".to_owned());
            trouble
        };
        if let Some(at) = text.find("\n<<<<<<< ") {
            let mut trouble = wrong(at + 1, "it has a conflict of a merge in it".to_owned());
            trouble.help = Some("keep the entries of both sides, then let --update-baseline put them right".to_owned());
            return Err(trouble);
        }
        let file: File = toml::from_str(&text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or("");
            wrong(error.span().map_or(0, |span| span.start), format!("it is no baseline: {message}"))
        })?;
        if file.version != VERSION {
            let version = file.version;
            return Err(wrong(
                0,
                format!("it is a baseline of version {version}; this Regards reads version {VERSION}"),
            ));
        }
        let mut baseline = empty(None);
        for Entry { path, rule, words, lacks, count, file } in file.findings {
            let known = baseline.files.entry(path).or_default();
            known.sketch = file.0;
            let lacks = lacks.into_iter().map(|hex| hex.0).collect();
            *known.kinds.entry(Kind { rule, words: words.map(|hex| hex.0), lacks }).or_default() += count;
        }
        baseline.gone = baseline.files.keys().filter(|name| !folder.join(name).exists()).cloned().collect();
        baseline.text = Some(text);
        Ok(baseline)
    }

    /// Which findings of a draft are in it, or are to be, and what it is to know of the file.
    pub(super) fn known(&self, draft: &Draft, kinds: &[Kind]) -> (Vec<bool>, Seen) {
        let path = path_from(&self.folder, &absolute(Path::new(&draft.path)));
        let mut known = Known { sketch: sketch(&draft.document.source), kinds: kind::count(kinds) };
        let was = if self.files.contains_key(&path) { None } else { self.old_name(&known) };
        let before = self.files.get(was.as_ref().unwrap_or(&path));
        if let Some(before) = before
            && are_near(before.sketch, known.sketch)
        {
            // A baseline changes where findings do, not with every word.
            known.sketch = before.sketch;
        }
        let is_known = match before {
            _ if self.update => vec![true; kinds.len()],
            None => vec![false; kinds.len()],
            Some(before) => kind::known(before.kinds.clone(), &kinds.iter().collect::<Vec<_>>()),
        };
        (is_known, Seen { path, was, known })
    }

    /// The name a file has in the baseline that is called otherwise now: one that is gone, with nearly the same text.
    fn old_name(&self, known: &Known) -> Option<String> {
        if known.kinds.is_empty() {
            return None;
        }
        let near = self.gone.iter().filter(|name| are_near(self.files[*name].sketch, known.sketch));
        near.min_by_key(|name| (self.files[*name].sketch ^ known.sketch).count_ones()).cloned()
    }

    /// Compares it with what was found in all files that could be read, and writes it anew where that is asked for.
    pub(in crate::cli) fn compare(&self, seen: Vec<Seen>) -> Comparison {
        let mut left = self.files.clone();
        let mut now = BTreeMap::new();
        for Seen { path, was, known } in seen {
            let before = left.remove(was.as_ref().unwrap_or(&path));
            now.insert(path, (before.unwrap_or_default(), known));
        }
        // Of a file that is gone, all is past; of one that was not looked at, nothing is known.
        let (gone, kept): (BTreeMap<_, _>, BTreeMap<_, _>) =
            left.into_iter().partition(|(path, _)| self.gone.contains(path));
        let past = |before: &Kinds, found: &Kinds| -> Kinds {
            let left = |(kind, &count): (&Kind, &usize)| {
                let left = count.saturating_sub(found.get(kind).copied().unwrap_or(0));
                (left > 0).then(|| (kind.clone(), left))
            };
            before.iter().filter_map(left).collect()
        };
        let mut stale: BTreeMap<String, Kinds> = gone.into_iter().map(|(path, known)| (path, known.kinds)).collect();
        let mut added = 0;
        for (path, (before, known)) in &now {
            added += past(&known.kinds, &before.kinds).values().sum::<usize>();
            let past = past(&before.kinds, &known.kinds);
            if !past.is_empty() {
                stale.insert(path.clone(), past);
            }
        }
        let mut comparison =
            Comparison { stale: stale.values().flat_map(Kinds::values).sum(), ..Comparison::default() };
        if self.update {
            let found = now.into_iter().map(|(path, (_, known))| (path, known));
            let all: BTreeMap<String, Known> = kept.into_iter().chain(found).collect();
            match self.write(&all) {
                Ok(()) => comparison.written = Some(self.said(&all, added, comparison.stale)),
                Err(trouble) => comparison.troubles.push(trouble),
            }
            comparison.stale = 0;
        } else {
            comparison.troubles.extend(self.past(&stale, comparison.stale));
        }
        comparison
    }

    /// `regards-baseline.toml: 43 findings in 12 files; 5 added, 2 taken out`
    fn said(&self, all: &BTreeMap<String, Known>, added: usize, taken: usize) -> String {
        let findings: usize = all.values().flat_map(|known| known.kinds.values()).sum();
        let files = all.values().filter(|known| !known.kinds.is_empty()).count();
        let (findings, files) = (counted(findings, "finding"), counted(files, "file"));
        format!("{}: {findings} in {files}; {added} added, {taken} taken out", self.path.display())
    }

    fn past(&self, stale: &BTreeMap<String, Kinds>, count: usize) -> Option<Trouble> {
        /// How many are named.
        const NAMED: usize = 5;
        let mut entries = stale.iter().flat_map(|(path, kinds)| kinds.keys().map(move |kind| (path, &kind.rule)));
        let named: Vec<String> = entries.by_ref().take(NAMED).map(|(path, rule)| format!("{rule} in {path}")).collect();
        let more = entries.count();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let (findings, are) = (counted(count, "finding"), if count == 1 { "is" } else { "are" });
        let message = format!("{findings} in it {are} no longer there: {}{more}", named.join(", "));
        let mut trouble = Trouble::with_file(&self.path, message, "take them out with --update-baseline");
        trouble.fatal = false;
        (count > 0).then_some(trouble)
    }

    fn write(&self, all: &BTreeMap<String, Known>) -> Result<(), Trouble> {
        let mut text = format!(
            "# Findings that `regards check --baseline` passes over. `--update-baseline` writes this anew: it takes out what \
             was\n# mended, and takes in what there is.\nversion = {VERSION}\nfindings = [\n"
        );
        for (path, known) in all {
            let path = toml::Value::from(path.as_str());
            for (kind, count) in &known.kinds {
                let rule = toml::Value::from(kind.rule.as_str());
                let _ = write!(text, "  {{ path = {path}, rule = {rule}");
                if let Some(words) = kind.words {
                    let _ = write!(text, ", words = \"{words:016x}\"");
                }
                if !kind.lacks.is_empty() {
                    let lacks: Vec<String> = kind.lacks.iter().map(|hash| format!("\"{hash:016x}\"")).collect();
                    let _ = write!(text, ", lacks = [{}]", lacks.join(", "));
                }
                if *count > 1 {
                    let _ = write!(text, ", count = {count}");
                }
                let _ = writeln!(text, ", file = \"{:016x}\" }},", known.sketch);
            }
        }
        text.push_str("]\n");
        if self.text.as_deref() == Some(text.as_str()) {
            return Ok(());
        }
        crate::cli::sinks::write(&self.path, &[text.as_bytes()])
    }
}
