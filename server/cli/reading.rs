//! One draft, from its bytes to what is understood of it.

use super::arguments::ReadArguments;
use super::files::Input;
use super::project::{Project, Projects};
use super::trouble::Trouble;
use crate::analysis::{Analysis, Settings, analyze};
use crate::document::{Document, ReadOptions};
use crate::fix::Fixer;
use crate::ruleset::{CheckKind, FileSettings, Ruleset, nearest};
use crate::span::Span;
use jiff::Zoned;
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much of a file is looked at to tell whether it is text.
const SNIFFED: usize = 8192;

/// What all drafts of a run are read with.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    projects: &'a Projects,
    arguments: &'a ReadArguments,
    now: Zoned,
}

/// A draft that was read.
#[derive(Debug)]
pub(super) struct Draft {
    /// The file as the user named it.
    pub(super) path: String,
    /// What stands where.
    pub(super) document: Document,
    /// What it says.
    pub(super) analysis: Analysis,
    /// What the configuration says about it.
    pub(super) settings: FileSettings,
    /// Where it belongs.
    pub(super) project: Arc<Project>,
    /// What of it could not be read.
    pub(super) troubles: Vec<Trouble>,
}

impl Draft {
    /// Works out its fixes.
    pub(super) fn fixer(&self) -> Fixer<'_> {
        let ruleset = self.project.ruleset();
        Fixer::new(&self.document, &self.analysis, ruleset, &ruleset.config().file.slots)
    }

    /// The id of its main intent.
    pub(super) fn intent(&self) -> Option<&str> {
        let intent = self.analysis.intents.first()?;
        Some(&self.project.ruleset()[intent.intent].id)
    }
}

/// The part of a document's source that a span of the file on disk is; the two differ where the file is not UTF-8.
pub(super) fn source_range(document: &Document, span: Span) -> Range<usize> {
    let start = document.source_offset(span.start);
    start..document.source_offset(span.end).max(start)
}

impl<'a> Reader<'a> {
    pub(super) fn new(projects: &'a Projects, arguments: &'a ReadArguments) -> Self {
        let now = arguments.now.clone().unwrap_or_else(Zoned::now);
        Self { projects, arguments, now }
    }

    /// The intent asked for, if the rules know none of that id.
    pub(super) fn bad_intent(&self, ruleset: &Ruleset) -> Option<Trouble> {
        let id = self.arguments.intent.as_ref()?;
        if ruleset.intent(id).is_some() {
            return None;
        }
        let known = ruleset.intents.iter().filter(|intent| !intent.silent).map(|intent| intent.id.as_str());
        let help = match nearest(id, known.clone()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("there is {}", known.collect::<Vec<_>>().join(", ")),
        };
        Some(Trouble::with_file(Path::new("--intent"), format!("there is no intent `{id}`"), help))
    }

    /// Reads a draft; `bytes` is room that is used again.
    pub(super) fn read(&self, input: &Input, bytes: &mut Vec<u8>) -> Result<Draft, Trouble> {
        let path = match input {
            Input::Stdin => self.arguments.stdin_filename.clone().unwrap_or_else(|| PathBuf::from("<stdin>")),
            Input::File(path) => path.clone(),
        };
        self.fill(input, &path, bytes)?;
        let project = match input {
            Input::Stdin if self.arguments.stdin_filename.is_none() => self.projects.of_folder(Path::new("")),
            _ => self.projects.of(&path),
        };
        let ruleset = project.ruleset();
        let settings = project.settings(&path);
        let name = path.display().to_string();
        let options = ReadOptions { name: Some(name), template: settings.template, ..ReadOptions::default() };
        let document = Document::parse(bytes, &options);
        let given = settings.intent.map(|intent| ruleset[intent].id.clone());
        let analysis = analyze(
            &document,
            ruleset,
            &Settings {
                now: self.now.clone(),
                intent: self.arguments.intent.clone().or(given),
                notice_hours: notice_hours(ruleset),
            },
        );
        let path = options.name.unwrap_or_default();
        let trouble = |problem: &crate::document::ReadProblem| {
            let place = source_range(&document, problem.span);
            let (message, help) = problem.message.split_once("; ").unwrap_or((&problem.message, ""));
            let mut trouble = Trouble::at(path.as_str(), &document.source, place.start, message);
            trouble.help = Some(help.to_owned()).filter(|help| !help.is_empty());
            trouble
        };
        let troubles = document.problems.iter().map(trouble).collect();
        Ok(Draft { path, document, analysis, settings, project, troubles })
    }

    fn fill(&self, input: &Input, path: &Path, bytes: &mut Vec<u8>) -> Result<(), Trouble> {
        bytes.clear();
        let most = self.arguments.max_size;
        let unreadable = |error: io::Error| Trouble::unreadable(path, &error);
        // Files can grow, and some have no size: what counts is what comes.
        match input {
            Input::Stdin => io::stdin().lock().take(most.saturating_add(1)).read_to_end(bytes),
            Input::File(file) => File::open(file).and_then(|file| file.take(most.saturating_add(1)).read_to_end(bytes)),
        }
        .map_err(unreadable)?;
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
}

/// The notice the rules ask for; where several ask, the longest.
pub(super) fn notice_hours(ruleset: &Ruleset) -> u32 {
    let hours = ruleset.rules.iter().filter_map(|rule| match rule.check {
        CheckKind::Notice { hours } => Some(hours),
        _ => None,
    });
    hours.max().unwrap_or(24)
}
