//! `regards/catalog` and `regards/newMessage`: what there is to choose from, and a whole message of one's choice.

use super::completion::notation;
use crate::fix::{Edit, Notation, compose};
use crate::lsp::actions;
use crate::lsp::snapshot::Snapshot;
use crate::project::Project;
use crate::ruleset::{Sender, Severity};
use crate::span::Span;
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::TextDocumentIdentifier;

/// Which project is meant: that of an open file, or of the first folder where none is named.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::lsp) struct CatalogParams {
    pub(in crate::lsp) text_document: Option<TextDocumentIdentifier>,
}

/// What a project knows.
#[derive(Debug, Serialize)]
pub(in crate::lsp) struct Catalog {
    intents: Vec<IntentEntry>,
    rules: Vec<RuleEntry>,
}

#[derive(Debug, Serialize)]
struct IntentEntry {
    id: String,
    title: String,
    description: String,
    sender: Option<Sender>,
    /// Whether a whole message can be written for it.
    skeleton: bool,
}

#[derive(Debug, Serialize)]
struct RuleEntry {
    id: String,
    title: String,
    severity: Severity,
    enabled: bool,
}

/// The intents and rules of a project.
pub(in crate::lsp) fn catalog(project: &Project) -> Catalog {
    let ruleset = project.ruleset();
    let intents = ruleset.intents.iter().filter(|intent| !intent.silent).map(|intent| IntentEntry {
        id: intent.id.clone(),
        title: intent.title.clone(),
        description: intent.description.clone(),
        sender: intent.sender,
        skeleton: ruleset
            .intent(&intent.id)
            .and_then(|id| ruleset.intent_file(id))
            .is_some_and(|file| file.skeleton.is_some()),
    });
    let rules = ruleset.rules.iter().map(|rule| RuleEntry {
        id: rule.id.clone(),
        title: rule.title.clone(),
        severity: rule.severity,
        enabled: rule.enabled,
    });
    Catalog { intents: intents.collect(), rules: rules.collect() }
}

/// What to write.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct NewMessageParams {
    /// The id of an intent.
    pub(in crate::lsp) intent: String,
    /// What to write it in; left out, what suits the file.
    #[serde(default)]
    pub(in crate::lsp) format: Option<Notation>,
    /// The open file it is for, if there is one.
    #[serde(default)]
    pub(in crate::lsp) text_document: Option<TextDocumentIdentifier>,
}

/// A whole message.
#[derive(Debug, Serialize)]
pub(in crate::lsp) struct NewMessage {
    subject: String,
    text: String,
    /// The text with a tab stop for each blank.
    snippet: String,
}

/// Writes it; `None` where there is no such intent, or no message for it.
pub(in crate::lsp) fn new_message(
    project: &Project,
    snapshot: Option<&Snapshot>,
    params: &NewMessageParams,
) -> Option<NewMessage> {
    let ruleset = project.ruleset();
    let id = ruleset.intent(&params.intent)?;
    let skeleton = ruleset.intent_file(id)?.skeleton?;
    let suits = || Some(notation(snapshot?, &snapshot?.checked()?.draft.document));
    let notation = params.format.or_else(suits).unwrap_or(Notation::Plain);
    let is_employer = ruleset[id].sender == Some(Sender::Employer);
    let message = compose(&skeleton, is_employer, ruleset.config().slots(), notation);
    let edit = Edit { span: Span::new(0, 0), text: message.text, blanks: message.blanks };
    let snippet = actions::snippet(&edit, &mut 0);
    Some(NewMessage { subject: message.subject, text: edit.text, snippet })
}
