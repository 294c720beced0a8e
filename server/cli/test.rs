//! `regards test`: every rule file proves itself.
//!
//! A rule flags the drafts it says it flags, at the words it says, and leaves the others alone; acts are found in the
//! sentences that perform them, intents in the messages that have them; fixes do what they promise.

use super::arguments::{ConfigArguments, TestArguments};
use super::full::{Mark, excerpt, renderer};
use super::output::{Outcome, Output, Style};
use crate::check::Diagnostic;
use crate::document::{Document, LineIndex};
use crate::project::examples::{self, Failure, Proof, Tally};
use crate::project::{Buffers, Project, Trouble, shown_path, source_range};
use crate::ruleset::{Origin, Ruleset};
use annotate_snippets::Level;
use similar::TextDiff;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

/// What is looked for in a folder of rules.
const RULES: &str = "name a folder with .toml files in etiquette/, acts/, intents/ or words/, or one of these files";

pub(super) fn run(arguments: &TestArguments, output: Output) -> io::Result<Outcome> {
    let mut troubles = Vec::new();
    let style = output.style;
    let mut text = String::new();
    let mut run = |ruleset: &Ruleset, tested: &dyn Fn(&Origin) -> bool| {
        let Tally { passed, failures } = examples::run(ruleset, tested);
        for failure in &failures {
            text.push_str(&told(failure, ruleset, style));
        }
        (passed, failures.len())
    };
    let (passed, failed);
    if arguments.paths.is_empty() {
        let projects = arguments.config.projects();
        let project = projects.of_folder(Path::new(""));
        (passed, failed) = run(project.ruleset(), &|_| true);
        troubles = projects.troubles();
    } else {
        let mut project = base(&arguments.config, &mut troubles);
        let mut tested = Vec::new();
        for path in &arguments.paths {
            match path.metadata() {
                Ok(_) => {
                    let layer = project.add_rules(path);
                    if project.is_empty(&layer) {
                        troubles.push(Trouble::with_file(path, "there are no rules in this folder", RULES));
                    }
                    tested.push(layer);
                }
                Err(error) => troubles.push(Trouble::unreadable(path, &error)),
            }
        }
        (passed, failed) = run(project.ruleset(), &|origin| tested.contains(&origin.layer));
        troubles.extend(project.troubles());
    }
    let failures = format!("{failed} failed");
    let failures = if failed > 0 { style.error(failures) } else { style.dim(failures) };
    let _ = writeln!(text, "{}, {failures}", style.good(format!("{passed} passed")));
    output.print(&text)?;
    let outcome = if failed > 0 { Outcome::Findings } else { Outcome::Clean };
    Ok(outcome.max(output.trouble(&troubles)))
}

/// What the rules to test come on top of: the built-in ones, and those of a configuration that is named.
fn base(arguments: &ConfigArguments, troubles: &mut Vec<Trouble>) -> Project {
    match &arguments.config {
        Some(path) if path.exists() => Project::of_config(path, &Buffers::default()),
        Some(path) => {
            troubles.push(Trouble::unreadable(Path::new(&shown_path(path)), &io::ErrorKind::NotFound.into()));
            Project::default()
        }
        None => Project::default(),
    }
}

/// What is told of an example that does not hold.
fn told(failure: &Failure, ruleset: &Ruleset, style: Style) -> String {
    let at = LineIndex::new(&failure.text).position(failure.span.start);
    let shown = match &failure.proof {
        Proof::Draft(draft, None) => quoted(draft),
        Proof::Draft(draft, Some(read_as)) => format!("{}  {read_as}\n", quoted(draft)),
        Proof::Flagged(document, diagnostic) => marked(document, &ruleset[diagnostic.rule].id, diagnostic, style),
        Proof::Words(wanted, flagged) => flagged.iter().map(|flagged| changes(wanted, flagged)).collect(),
        Proof::Becomes(wanted, draft) => changes(wanted, draft),
    };
    let place = format!("{}:{}:{}", failure.file, at.line, at.column);
    format!("{place}: {}: {}\n{shown}\n", style.error("failed"), failure.message)
}

/// Line by line, what was wanted and what is there.
fn changes(wanted: &str, found: &str) -> String {
    let mut shown = String::new();
    for change in TextDiff::from_lines(wanted, found).iter_all_changes() {
        let _ = writeln!(shown, "  {}{}", change.tag(), change.value().trim_end_matches(['\n', '\r']));
    }
    shown
}

fn quoted(draft: &str) -> String {
    draft.trim_end().lines().fold(String::new(), |mut text, line| {
        let _ = writeln!(text, "  | {line}");
        text
    })
}

fn marked(document: &Document, rule: &str, diagnostic: &Diagnostic, style: Style) -> String {
    let source = &document.source;
    let index = LineIndex::new(source);
    let mark = Mark { at: source_range(document, diagnostic.span), label: None };
    let title = Level::WARNING.primary_title(diagnostic.message.as_str()).id(rule);
    let group = title.elements(excerpt("example", source, &[mark], &index));
    renderer(style).render(&[group]) + "\n"
}
