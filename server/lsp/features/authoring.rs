//! For rule authors: what is wrong in a rule file or in `regards.toml`, what puts it right, and whether the examples hold.

use crate::lsp::convert;
use crate::lsp::language::Role;
use crate::lsp::settings::SECTION;
use crate::lsp::snapshot::Snapshot;
use crate::project::{Project, examples};
use crate::ruleset::{Kind, Problem, SchemaKind, Severity};
use crate::span::Span;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::ls_types::{CodeActionKind, Diagnostic, MessageType, NumberOrString, Range};

/// A file that says what to look for, or where.
pub(in crate::lsp) struct Source {
    /// What kind of file it is.
    pub(in crate::lsp) kind: SchemaKind,
    /// The project it is read into.
    pub(in crate::lsp) project: Arc<Project>,
}

/// The rule file or configuration a snapshot is of, if it is one and Regards is not switched off for it.
pub(in crate::lsp) fn source(snapshot: &Snapshot) -> Option<Source> {
    let path = snapshot.buffer.path.as_ref()?;
    let session = &snapshot.session;
    if !session.settings(path).enable {
        return None;
    }
    match snapshot.buffer.role {
        Role::Config => Some(Source { kind: SchemaKind::Config, project: session.project(path) }),
        Role::Toml => {
            if let Some(project) = session.extending(path) {
                return Some(Source { kind: SchemaKind::Config, project });
            }
            let (kind, _) = Kind::of_path(path)?;
            let project = session.projects.of_rule_file(path, session.project(path));
            Some(Source { kind: kind.schema(), project })
        }
        Role::Draft | Role::Data(_) | Role::Ignored => None,
    }
}

/// What is wrong in it.
pub(in crate::lsp) fn diagnostics(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let (Some(source), Some(path)) = (source(snapshot), &snapshot.buffer.path) else { return Vec::new() };
    let project = &source.project;
    let mut diagnostics: Vec<Diagnostic> =
        project.problems_in(path).into_iter().map(|problem| of_problem(snapshot, problem)).collect();
    if source.kind == SchemaKind::Config {
        return diagnostics;
    }
    for failure in examples::run(project.ruleset(), |origin| project.is_of(origin, path)).failures {
        let message = match failure.proof {
            examples::Proof::Draft(_, Some(read_as)) => format!("{}: {read_as}", failure.message),
            examples::Proof::Flagged(_, diagnostic) => format!("{}: {}", failure.message, diagnostic.message),
            examples::Proof::Words(_, flagged) => format!("{}: {}", failure.message, flagged.join("; ")),
            examples::Proof::Draft(_, None) | examples::Proof::Becomes(..) => failure.message,
        };
        let span = Span::from(failure.span);
        diagnostics.push(diagnostic(snapshot, span, Severity::Warning, message, "example"));
    }
    diagnostics
}

/// What puts the problems in `range` right.
pub(in crate::lsp) fn actions(snapshot: &Snapshot, range: Range) -> Vec<Value> {
    let (Some(source), Some(path)) = (source(snapshot), &snapshot.buffer.path) else { return Vec::new() };
    let asked = snapshot.span(range);
    let mut actions = Vec::new();
    for problem in source.project.problems_in(path) {
        let Some(replacement) = &problem.replacement else { continue };
        if problem.span.start > asked.end || asked.start > problem.span.end {
            continue;
        }
        let edit = json!({ "range": snapshot.range(problem.span), "newText": replacement });
        let mut action = json!({
            "title": format!("Write `{replacement}`"),
            "kind": CodeActionKind::QUICKFIX,
            "isPreferred": true,
            "diagnostics": [of_problem(snapshot, problem)],
        });
        let uri = &snapshot.buffer.uri;
        action["edit"] = if snapshot.session.can.document_changes {
            let document = json!({ "uri": uri, "version": snapshot.buffer.version });
            json!({ "documentChanges": [{ "textDocument": document, "edits": [edit] }] })
        } else {
            json!({ "changes": { uri.as_str(): [edit] } })
        };
        if snapshot.session.can.code_action_literals {
            actions.push(action);
        }
    }
    actions
}

/// Whether the examples hold, in a sentence.
pub(in crate::lsp) fn verdict(snapshot: &Snapshot) -> Option<(MessageType, String)> {
    let path = snapshot.buffer.path.as_ref()?;
    let project = source(snapshot)?.project;
    let tally = examples::run(project.ruleset(), |origin| project.is_of(origin, path));
    let all = tally.passed + tally.failures.len();
    Some(match tally.failures.first() {
        None if all == 0 => (MessageType::WARNING, "There are no examples in this file that could be run.".to_owned()),
        None if all == 1 => (MessageType::INFO, "The example holds.".to_owned()),
        None => (MessageType::INFO, format!("All {all} examples hold.")),
        Some(first) => {
            let failed = tally.failures.len();
            let line = first.text.get(..first.span.start).unwrap_or_default().matches('\n').count() + 1;
            let more = if failed > 1 { " The first" } else { " It" };
            let told = format!("{failed} of {all} examples do not hold.{more} is in line {line}: {}.", first.message);
            (MessageType::WARNING, told)
        }
    })
}

fn of_problem(snapshot: &Snapshot, problem: &Problem) -> Diagnostic {
    let help = problem.help.as_ref().map_or(String::new(), |help| format!("\n{help}"));
    diagnostic(snapshot, problem.span, problem.severity, format!("{}{help}", problem.message), "rule-file")
}

fn diagnostic(snapshot: &Snapshot, span: Span, severity: Severity, message: String, code: &str) -> Diagnostic {
    Diagnostic {
        range: snapshot.range(span),
        severity: Some(convert::severity(severity)),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some(SECTION.to_owned()),
        message,
        ..Diagnostic::default()
    }
}
