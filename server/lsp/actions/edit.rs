//! Our edits in the protocol's words: plain, or as snippets with a tab stop for each blank where the client can.

use super::super::snapshot::Snapshot;
use crate::fix::Edit;
use serde_json::{Value, json};
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
