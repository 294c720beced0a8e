//! `regards/status`: what a message is taken for and how it stands, in the few words a status bar has room for.

use crate::lsp::snapshot::Snapshot;
use crate::ruleset::Severity;
use serde::Serialize;
use tower_lsp::ls_types::Range;

/// How a draft stands.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Status {
    /// What it is about, the main intent first; empty where it is none of our business.
    intents: Vec<Named>,
    /// What it may be about, where that is not sure: no rule applies until somebody says so.
    guess: Option<Named>,
    /// Whether it is read as a template.
    template: bool,
    /// Findings by severity.
    findings: Findings,
    /// What is not the writer's: the quoted thread.
    thread: Vec<Range>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Named {
    id: String,
    title: String,
}

#[derive(Debug, Default, PartialEq, Serialize)]
struct Findings {
    error: usize,
    warning: usize,
    information: usize,
    hint: usize,
}

/// How a draft stands, or the drafts a file holds; `None` for what is none.
pub(in crate::lsp) fn status(snapshot: &Snapshot) -> Option<Status> {
    let messages = snapshot.messages()?;
    let mut intents: Vec<Named> = Vec::new();
    for draft in messages.iter().map(|message| &message.draft) {
        let ruleset = draft.project.ruleset();
        for intent in draft.analysis.intents.iter().map(|found| &ruleset[found.intent]) {
            if intents.iter().all(|named| named.id != intent.id) {
                intents.push(Named { id: intent.id.clone(), title: intent.title.clone() });
            }
        }
    }
    let guess = messages.iter().map(|message| &message.draft).find_map(|draft| {
        let intent = &draft.project.ruleset()[draft.analysis.guess.as_ref()?.intent];
        Some(Named { id: intent.id.clone(), title: intent.title.clone() })
    });
    let mut findings = Findings::default();
    for diagnostic in messages.iter().flat_map(|message| &message.diagnostics) {
        *match diagnostic.severity {
            Severity::Error => &mut findings.error,
            Severity::Warning => &mut findings.warning,
            Severity::Information => &mut findings.information,
            Severity::Hint => &mut findings.hint,
        } += 1;
    }
    Some(Status {
        guess: guess.filter(|_| intents.is_empty()),
        intents,
        template: messages.iter().any(|message| message.draft.document.template),
        findings,
        thread: messages.iter().flat_map(|it| &it.draft.document.thread).map(|it| snapshot.range(it.span)).collect(),
    })
}
