//! One draft, from its bytes to what is understood of it.

use super::{Project, Trouble};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, Format, ReadOptions, ReadProblem};
use crate::fix::{self, Fixed, Fixer, Mend, Selection};
use crate::ruleset::{CheckKind, FileSettings, Ruleset, SlotValues};
use crate::span::Span;
use jiff::Zoned;
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
}

impl Reading {
    /// As their content and the configuration tell.
    pub(crate) fn at(now: Zoned) -> Self {
        Self { now, intent: None, format: None, template: None }
    }

    fn options(&self, name: String, ruleset: &Ruleset, settings: &FileSettings) -> ReadOptions {
        ReadOptions {
            name: Some(name),
            format: self.format,
            template: settings.template.or(self.template),
            meanings: Arc::clone(ruleset.config().meanings()),
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
        let options = reading.options(path.display().to_string(), ruleset, &settings);
        let document = Document::parse(bytes, &options);
        let analysis = analyze(&document, ruleset, &reading.settings(ruleset, &settings));
        Self { path: options.name.unwrap_or_default(), document, analysis, settings, project }
    }

    /// What it lacks or should not say.
    pub(crate) fn check(&self) -> Vec<Diagnostic> {
        check(&self.document, &self.analysis, self.project.ruleset(), &self.settings)
    }

    /// Works out its fixes.
    pub(crate) fn fixer(&self) -> Fixer<'_> {
        let ruleset = self.project.ruleset();
        Fixer::new(&self.document, &self.analysis, ruleset, ruleset.config().slots())
    }

    /// Makes the fixes of `selection`; `bytes` are those it was read from, in the way it was read.
    pub(crate) fn mend(&self, bytes: &[u8], reading: &Reading, values: &SlotValues, selection: &Selection) -> Fixed {
        let ruleset = self.project.ruleset();
        let mend = Mend {
            options: &reading.options(self.path.clone(), ruleset, &self.settings),
            ruleset,
            settings: &reading.settings(ruleset, &self.settings),
            file: &self.settings,
            values,
        };
        fix::mend(bytes, mend, selection)
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
        self.document.problems.iter().map(trouble).collect()
    }
}

/// Reads at most `most` bytes of text from `source`, which stands for `path`, into `bytes`, which is emptied first.
pub(crate) fn load(source: io::Result<impl Read>, path: &Path, most: u64, bytes: &mut Vec<u8>) -> Result<(), Trouble> {
    bytes.clear();
    // Files can grow, and some have no size: what counts is what comes.
    let read = source.and_then(|source| source.take(most.saturating_add(1)).read_to_end(bytes));
    read.map_err(|error| Trouble::unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        let message = format!("it is larger than {most} bytes, the largest size that is read");
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
