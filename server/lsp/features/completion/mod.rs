//! Completion: in drafts the courtesies that are missing, whole messages where there is none yet, remarks to Regards and
//! front matter; in rule files and `regards.toml` keys, values and ids. What explains an id is fetched when it is looked at.

mod config;
mod message;
mod remark;

pub(super) use message::notation;

use super::{authoring, ids};
use crate::lsp::markup::markup;
use crate::lsp::snapshot::Snapshot;
use crate::project::Project;
use crate::ruleset::Kind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::ops::Range;
use std::sync::Arc;
use tower_lsp::ls_types::{
    CompletionContext, CompletionItem, CompletionItemKind, CompletionTextEdit, CompletionTriggerKind, Documentation,
    InsertTextFormat, Position, TextEdit, Uri,
};

/// What is typed when something may be wanted without being asked for.
pub(in crate::lsp) const TRIGGERS: [&str; 5] = ["\"", "-", ":", " ", "["];

/// What may be wanted at `position`.
pub(in crate::lsp) fn complete(
    snapshot: &Snapshot,
    position: Position,
    context: Option<&CompletionContext>,
) -> Option<Vec<CompletionItem>> {
    let at = snapshot.offset(position);
    if let Some(source) = authoring::source(snapshot) {
        return Some(config::complete(snapshot, &source, at));
    }
    // Where nothing is ours, the text need not be looked at.
    if !snapshot.is_draft() {
        return None;
    }
    let text = snapshot.buffer.text.whole();
    if let Some(items) = remark::complete(snapshot, &text, at) {
        return Some(items);
    }
    let is_typing = context.is_some_and(|it| it.trigger_kind == CompletionTriggerKind::TRIGGER_CHARACTER);
    if is_typing { None } else { message::complete(snapshot, at) }
}

/// What an item is about.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::lsp) struct About {
    /// The file it was offered for.
    pub(in crate::lsp) uri: Uri,
    kind: String,
    id: String,
}

impl About {
    /// What an item carries, if it carries anything.
    pub(in crate::lsp) fn of(item: &CompletionItem) -> Option<Self> {
        item.data.clone().and_then(|data| serde_json::from_value(data).ok())
    }
}

/// Explains an item.
pub(in crate::lsp) fn resolve(snapshot: &Snapshot, mut item: CompletionItem, about: &About) -> CompletionItem {
    let project = project(snapshot);
    let kind = ids::kind_of(&about.kind);
    if let Some(page) = kind.and_then(|kind| ids::page(&project, kind, &about.id)) {
        let told = markup(page.brief().markdown(), snapshot.session.can.markdown_completions);
        item.documentation = Some(Documentation::MarkupContent(told));
    }
    item
}

/// The project whose ids count in a file.
fn project(snapshot: &Snapshot) -> Arc<Project> {
    authoring::source(snapshot).map_or_else(|| snapshot.project(), |source| source.project)
}

/// Puts `text` in the place of what is typed.
fn item(snapshot: &Snapshot, typed: &Range<usize>, label: &str, text: String) -> CompletionItem {
    let range = snapshot.range(typed.clone().into());
    CompletionItem {
        label: label.to_owned(),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: text })),
        ..CompletionItem::default()
    }
}

/// The same, where `text` may be a snippet; a client that knows none gets `plain`.
fn snippet(snapshot: &Snapshot, typed: &Range<usize>, label: &str, text: String, plain: String) -> CompletionItem {
    let can = snapshot.session.can.snippet_completions;
    let format = can.then_some(InsertTextFormat::SNIPPET);
    CompletionItem { insert_text_format: format, ..item(snapshot, typed, label, if can { text } else { plain }) }
}

/// An item for each id of a kind.
fn of_ids(snapshot: &Snapshot, project: &Project, kind: Kind, typed: &Range<usize>) -> Vec<CompletionItem> {
    let name = match kind {
        Kind::Act => "act",
        Kind::Intent => "intent",
        Kind::Rule => "rule",
        Kind::Words => return Vec::new(),
    };
    let all = ids::all(project.ruleset(), kind).into_iter();
    let of = |(id, title): (&str, &str)| CompletionItem {
        kind: Some(CompletionItemKind::CONSTANT),
        detail: Some(title.to_owned()),
        data: Some(json!({ "uri": snapshot.buffer.uri, "kind": name, "id": id })),
        ..item(snapshot, typed, id, id.to_owned())
    };
    all.map(of).collect()
}

/// The word in front of `at`.
fn word(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> Range<usize> {
    let before = text.get(..at).unwrap_or_default();
    let letters: usize = before.chars().rev().take_while(|c| belongs(*c)).map(char::len_utf8).sum();
    at - letters..at
}
