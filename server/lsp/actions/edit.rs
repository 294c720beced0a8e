//! Our edits in the protocol's words: plain, or as snippets with a tab stop for each blank where the client can.

use super::super::snapshot::Snapshot;
use crate::fix::Edit;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use tower_lsp::ls_types::{TextEdit, WorkspaceEdit};

/// A `WorkspaceEdit`. In JSON, for the types we have do not know the snippets of version 3.18.
pub(in crate::lsp) fn workspace_edit(snapshot: &Snapshot, edits: &[Edit], may_be_snippet: bool) -> Value {
    let can = snapshot.session.can;
    let uri = &snapshot.buffer.uri;
    let is_snippet = may_be_snippet && can.snippet_edits && edits.iter().any(|edit| !edit.blanks.is_empty());
    let mut stop = 0;
    let one = |edit: &Edit| {
        let range = snapshot.range(edit.span);
        if is_snippet {
            json!({ "range": range, "snippet": { "kind": "snippet", "value": snippet(edit, &mut stop) } })
        } else {
            json!({ "range": range, "newText": edit.text })
        }
    };
    let edits: Vec<Value> = edits.iter().map(one).collect();
    if can.document_changes || is_snippet {
        let document = json!({ "uri": uri, "version": snapshot.buffer.version });
        json!({ "documentChanges": [{ "textDocument": document, "edits": edits }] })
    } else {
        json!({ "changes": { uri.as_str(): edits } })
    }
}

/// The same for a client that is asked to make it, which cannot be done with snippets.
pub(in crate::lsp) fn plain_edit(snapshot: &Snapshot, edits: &[Edit]) -> WorkspaceEdit {
    let one = |edit: &Edit| TextEdit { range: snapshot.range(edit.span), new_text: edit.text.clone() };
    let changes = [(snapshot.buffer.uri.clone(), edits.iter().map(one).collect())];
    WorkspaceEdit { changes: Some(changes.into_iter().collect()), ..WorkspaceEdit::default() }
}

/// The edits of a file among others.
pub(in crate::lsp) struct FileEdits {
    pub(in crate::lsp) snapshot: Snapshot,
    pub(in crate::lsp) edits: Vec<Edit>,
    /// Whether the client has it open; else it is as the disk has it.
    pub(in crate::lsp) is_open: bool,
}

/// The same for files of which some may not be open. The client is told that it belongs together, and may save it.
pub(in crate::lsp) fn refactoring(files: &[FileEdits]) -> Value {
    let edits = |file: &FileEdits| -> Vec<Value> {
        let one = |edit: &Edit| json!({ "range": file.snapshot.range(edit.span), "newText": edit.text });
        file.edits.iter().map(one).collect()
    };
    let edit = if files.iter().all(|file| file.snapshot.session.can.document_changes) {
        let one = |file: &FileEdits| {
            let buffer = &file.snapshot.buffer;
            let version = file.is_open.then_some(buffer.version);
            json!({ "textDocument": { "uri": buffer.uri, "version": version }, "edits": edits(file) })
        };
        json!({ "documentChanges": files.iter().map(one).collect::<Vec<_>>() })
    } else {
        let one = |file: &FileEdits| (file.snapshot.buffer.uri.as_str().to_owned(), edits(file).into());
        json!({ "changes": files.iter().map(one).collect::<Map<String, Value>>() })
    };
    json!({ "label": "Fix all messages in the workspace", "edit": edit, "metadata": { "isRefactoring": true } })
}

/// The edit's text as a snippet; stops are numbered on from `stop`.
pub(in crate::lsp) fn snippet(edit: &Edit, stop: &mut u32) -> String {
    let mut out = String::new();
    let mut at = 0;
    for blank in &edit.blanks {
        escape(edit.text.get(at..blank.start).unwrap_or_default(), &mut out);
        *stop += 1;
        let _ = write!(out, "${{{stop}:");
        escape(edit.text.get(blank.clone()).unwrap_or_default(), &mut out);
        out.push('}');
        at = blank.end;
    }
    escape(edit.text.get(at..).unwrap_or_default(), &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}
