//! One draft, from its bytes to what is understood of it.

use super::partials::{Included, Shelf};
use super::{Project, Trouble};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{DataFormat, Document, Format, Held, ReadOptions, ReadProblem, held};
use crate::fix::{self, Fixed, Fixer, Mend, Selection};
use crate::ruleset::{CheckKind, FileSettings, Ruleset, SlotValues};
use crate::span::Span;
use jiff::Zoned;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// How much of a file is looked at to tell whether it is text.
const SNIFFED: usize = 8192;

/// A draft that was read.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The file as the user named it.
    pub(crate) path: String,
    /// What stands where.
    pub(crate) document: Document,
    /// What it says.
    pub(crate) analysis: Analysis,
    /// What the configuration says about it.
    pub(crate) settings: FileSettings,
    /// Where it belongs.
    pub(crate) project: Arc<Project>,
    /// Where it stands in the file, where that holds several messages.
    pub(crate) held: Option<Held>,
    /// What it includes.
    included: Included,
    /// How it was read, and when it is sent.
    options: ReadOptions,
    moment: Settings,
}

/// How drafts are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The moment they are sent, unless they say otherwise.
    pub(crate) now: Zoned,
    /// The intent, where the user says so.
    pub(crate) intent: Option<String>,
    /// The format, where it is known.
    pub(crate) format: Option<Format>,
    /// Whether they are templates, where the configuration does not tell.
    pub(crate) template: Option<bool>,
    /// The files they include, as far as they were read.
    pub(crate) shelf: Arc<Shelf>,
}

impl Reading {
    /// As their content and the configuration tell.
    pub(crate) fn at(now: Zoned) -> Self {
        Self { now, intent: None, format: None, template: None, shelf: Arc::default() }
    }

    fn options(&self, name: String, ruleset: &Ruleset, settings: &FileSettings, included: &Included) -> ReadOptions {
        ReadOptions {
            name: Some(name),
            format: self.format,
            template: settings.template.or(self.template),
            meanings: Arc::clone(ruleset.config().meanings()),
            held: None,
            partials: Arc::clone(&included.partials),
            fragment: included.fragment,
            other_form: false,
        }
    }

    fn settings(&self, ruleset: &Ruleset, file: &FileSettings) -> Settings {
        let given = file.intent.map(|intent| ruleset[intent].id.clone());
        Settings { now: self.now.clone(), intent: self.intent.clone().or(given), notice_hours: notice_hours(ruleset) }
    }
}

impl Draft {
    /// Reads `bytes`, the content of the file at `path`, which need not exist.
    pub(crate) fn read(bytes: &[u8], path: &Path, project: Arc<Project>, reading: &Reading) -> Self {
        let ruleset = project.ruleset();
        let settings = project.settings(path);
        let included = reading.shelf.included(bytes, path, &project);
        let options = reading.options(path.display().to_string(), ruleset, &settings, &included);
        let document = Document::parse(bytes, &options);
        let moment = reading.settings(ruleset, &settings);
        let analysis = analyze(&document, ruleset, &moment);
        let path = options.name.clone().unwrap_or_default();
        Self { path, document, analysis, settings, project, held: None, included, options, moment }
    }

    /// Reads the messages in a file: one, but where it is a file of data, all it holds.
    pub(crate) fn all(
        bytes: &[u8],
        path: &Path,
        project: &Arc<Project>,
        reading: &Reading,
    ) -> Result<Vec<Self>, Trouble> {
        let format = DataFormat::of_name(&path.to_string_lossy()).filter(|_| reading.format.is_none());
        match format {
            Some(format) => Self::held_in(bytes, format, path, project, reading),
            None => Ok(vec![Self::read(bytes, path, Arc::clone(project), reading)]),
        }
    }

    /// Reads the messages a file of data holds.
    pub(crate) fn held_in(
        bytes: &[u8],
        format: DataFormat,
        path: &Path,
        project: &Arc<Project>,
        reading: &Reading,
    ) -> Result<Vec<Self>, Trouble> {
        let name = path.display().to_string();
        let broken = |text: &str, at: usize, message: String, help: &str| {
            let mut trouble = Trouble::at(name.as_str(), text, at, message);
            trouble.help = Some(help.to_owned());
            // Whether it holds messages at all cannot be told.
            trouble.fatal = false;
            trouble
        };
        let source: Arc<str> = match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => {
                return Err(broken(
                    "",
                    0,
                    "it is no UTF-8 text, so its messages are not read".to_owned(),
                    "save it as UTF-8",
                ));
            }
        };
        let messages = held(&source, format, &project.config.message_keys()).map_err(|error| {
            let message = format!("its messages are not read: {}", error.message);
            broken(&source, error.at, message, "mend it, or leave it out: `exclude` in regards.toml")
        })?;
        let ruleset = project.ruleset();
        let settings = project.settings(path);
        let drafts = messages.into_iter().map(|held| {
            let included = reading.shelf.included(held.body.words(&source).as_bytes(), path, project);
            let options = reading.options(name.clone(), ruleset, &settings, &included);
            let document = Document::parse_held(&source, &held, &options);
            let moment = reading.settings(ruleset, &settings);
            let analysis = analyze(&document, ruleset, &moment);
            let (path, settings, project) = (name.clone(), settings.clone(), Arc::clone(project));
            Self { path, document, analysis, settings, project, held: Some(held), included, options, moment }
        });
        Ok(drafts.collect())
    }

    /// Where it stands in a file that holds several: `templates[2].body`.
    pub(crate) fn message(&self) -> Option<&str> {
        self.held.as_ref().map(|held| held.path.as_str())
    }

    /// What it lacks or should not say.
    pub(crate) fn check(&self) -> Vec<Diagnostic> {
        check(&self.document, &self.analysis, self.project.ruleset(), &self.settings)
    }

    /// Works out its fixes.
    pub(crate) fn fixer(&self) -> Fixer<'_> {
        let ruleset = self.project.ruleset();
        let values = ruleset.config().slots();
        let (options, settings, file) = (&self.options, &self.moment, &self.settings);
        let mend = Mend { options, ruleset, settings, file, values };
        Fixer::new(&self.document, &self.analysis, ruleset, values).proving(mend, self.held.as_ref())
    }

    /// Makes the fixes of `selection`; `bytes` are those it was read from, in the way it was read.
    pub(crate) fn mend(&self, bytes: &[u8], reading: &Reading, values: &SlotValues, selection: &Selection) -> Fixed {
        let ruleset = self.project.ruleset();
        let mut options = reading.options(self.path.clone(), ruleset, &self.settings, &self.included);
        // Of a file of data, the lines the message is in are enough.
        let part = self.held.as_ref().map_or(0..bytes.len(), |held| {
            let Range { start, end } = held.span();
            let start = bytes[..start].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            start..memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at + 1)
        });
        options.held = self.held.clone().map(|mut held| {
            held.within(part.start);
            held
        });
        let mend = Mend {
            options: &options,
            ruleset,
            settings: &reading.settings(ruleset, &self.settings),
            file: &self.settings,
            values,
        };
        fix::mend(bytes.get(part).unwrap_or_default(), mend, selection)
    }

    /// Whether it includes a file.
    pub(crate) fn includes(&self, file: &Path) -> bool {
        self.included.has(file)
    }

    /// Whether a file it includes is not as it was when this was read.
    pub(crate) fn is_past(&self, reading: &Reading) -> bool {
        self.included.is_past(&reading.shelf)
    }

    /// The id of its main intent.
    pub(crate) fn intent(&self) -> Option<&str> {
        let intent = self.analysis.intents.first()?;
        Some(&self.project.ruleset()[intent.intent].id)
    }

    /// What of it could not be read.
    pub(crate) fn troubles(&self) -> Vec<Trouble> {
        let trouble = |problem: &ReadProblem| {
            let place = source_range(&self.document, problem.span);
            let (message, help) = problem.message.split_once("; ").unwrap_or((&problem.message, ""));
            let mut trouble = Trouble::at(self.path.as_str(), &self.document.source, place.start, message);
            trouble.help = Some(help.to_owned()).filter(|help| !help.is_empty());
            trouble
        };
        let mut troubles: Vec<Trouble> = self.document.problems.iter().map(trouble).collect();
        if !self.analysis.intents.is_empty() {
            let missing = self.included.missing.iter();
            troubles.extend(missing.map(|name| {
                let at = self.document.source.find(name.as_str()).unwrap_or(0);
                let message =
                    format!("it includes `{name}`, which is not in the repository: what that says is not known");
                let mut trouble = Trouble::at(self.path.as_str(), &self.document.source, at, message);
                trouble.help = Some("name the file from the folder of this one or from one above it".to_owned());
                trouble.fatal = false;
                trouble
            }));
        }
        troubles
    }
}

/// A file of data with its messages as they were mended, in the order they stand in.
pub(crate) fn mended<'a>(bytes: &[u8], drafts: impl IntoIterator<Item = &'a Draft>, fixed: &[Fixed]) -> Vec<u8> {
    // Messages may share their subject: what the first one makes of it stands.
    let mut changes: BTreeMap<usize, (usize, Vec<u8>)> = BTreeMap::new();
    for (draft, fixed) in drafts.into_iter().zip(fixed) {
        let (Some(mut was), Some(mut now)) = (draft.held.clone(), fixed.held.clone()) else { continue };
        for (was, now) in was.scalars().zip(now.scalars()) {
            let (old, new) = (bytes.get(was.span.clone()), fixed.bytes.get(now.span.clone()));
            if let (Some(old), Some(new)) = (old, new)
                && old != new
            {
                changes.entry(was.span.start).or_insert_with(|| (was.span.end, new.to_vec()));
            }
        }
    }
    let mut out = Vec::with_capacity(bytes.len() + 256);
    let mut at = 0;
    for (start, (end, new)) in changes {
        out.extend_from_slice(&bytes[at..start]);
        out.extend(new);
        at = end;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}

/// `10 MiB`, or in bytes where it is no whole number of anything greater.
fn sized(bytes: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    let whole = units.into_iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
    whole.map_or_else(|| format!("{bytes} bytes"), |(unit, name)| format!("{} {name}", bytes / unit))
}

/// Reads at most `most` bytes of text from `source`, which stands for `path`, into `bytes`, which is emptied first.
pub(crate) fn load(source: io::Result<impl Read>, path: &Path, most: u64, bytes: &mut Vec<u8>) -> Result<(), Trouble> {
    bytes.clear();
    // Files can grow, and some have no size: what counts is what comes.
    let read = source.and_then(|source| source.take(most.saturating_add(1)).read_to_end(bytes));
    read.map_err(|error| Trouble::unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        let message = format!("it is larger than {}, the largest size that is read", sized(most));
        return Err(Trouble::with_file(path, message, "name a larger --max-size, or leave the file out"));
    }
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let sniffed = &bytes[..bytes.len().min(SNIFFED)];
    if let Some(at) = memchr::memchr(0, sniffed).filter(|_| !is_utf16) {
        let before = String::from_utf8_lossy(&sniffed[..at]);
        let mut trouble =
            Trouble::at(path.display().to_string(), &before, before.len(), "this is a binary file, not a message");
        trouble.help = Some("save the message as text, or leave the file out".to_owned());
        return Err(trouble);
    }
    Ok(())
}

/// The part of a document's source that a span of the file on disk is; the two differ where the file is not UTF-8.
pub(crate) fn source_range(document: &Document, span: Span) -> Range<usize> {
    let start = document.source_offset(span.start);
    start..document.source_offset(span.end).max(start)
}

/// The notice the rules ask for; where several ask, the longest.
pub(crate) fn notice_hours(ruleset: &Ruleset) -> u32 {
    let hours = ruleset.rules.iter().filter_map(|rule| match rule.check {
        CheckKind::Notice { hours } => Some(hours),
        _ => None,
    });
    hours.max().unwrap_or(24)
}
