//! In a message: the courtesies it lacks. Where there is no message yet: whole ones.

use super::super::ours;
use super::{item, snippet, word};
use crate::document::{Document, Format};
use crate::fix::{Edit, Fix, Notation, compose};
use crate::lsp::actions;
use crate::lsp::snapshot::{Checked, Snapshot};
use crate::ruleset::{IntentId, Sender};
use crate::span::Span;
use serde_json::json;
use std::ops::Range;
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind, TextEdit};

pub(super) fn complete(snapshot: &Snapshot, at: usize) -> Option<Vec<CompletionItem>> {
    let checked = snapshot.checked()?;
    let document = &checked.draft.document;
    let typed = word(&document.source, at, char::is_alphanumeric);
    if document.text.split_whitespace().nth(1).is_none() && document.thread.is_empty() {
        return Some(messages(snapshot, checked, &typed));
    }
    ours(snapshot)?;
    is_among_words(document, at).then(|| courtesies(snapshot, checked, &typed))
}

/// Whether what is written at `at` becomes part of the writer's words.
fn is_among_words(document: &Document, at: usize) -> bool {
    let at = at as u32;
    let first = document.blocks.iter().find(|block| block.kind != crate::document::BlockKind::Subject);
    let begins = first.map_or(0, |block| document.to_source(block.span).start);
    let others = document.thread.iter().map(|part| part.span);
    let others = others.chain(document.signature.as_ref().map(|signature| signature.span));
    let others = others.chain(document.headers.span).chain(document.directives.iter().map(|directive| directive.span));
    let mut others = others.filter(|span| !span.is_empty());
    at >= begins && !others.any(|span| span.start < at && at < span.end || span.start == at && span.len() > 1)
}

/// What puts right what is missing.
fn courtesies(snapshot: &Snapshot, checked: &Checked, typed: &Range<usize>) -> Vec<CompletionItem> {
    let ruleset = checked.draft.project.ruleset();
    let fixer = checked.draft.fixer();
    let mut items: Vec<CompletionItem> = Vec::new();
    for diagnostic in checked.diagnostics.iter().filter(|diagnostic| diagnostic.missing) {
        let rule = &ruleset[diagnostic.rule];
        for fix in fixer.fixes(diagnostic).iter().filter(|fix| !fix.edits.is_empty() && !fix.text.is_empty()) {
            let (is_here, mut item) = courtesy(snapshot, &checked.draft.document, fix, typed);
            item.kind = Some(CompletionItemKind::SNIPPET);
            item.detail = Some(fix.text.clone());
            item.filter_text = Some(format!("{} {} {}", fix.text, fix.title, rule.id));
            item.sort_text = Some(format!("{}{:03}", u8::from(!is_here), items.len()));
            item.data = Some(json!({ "uri": snapshot.buffer.uri, "kind": "rule", "id": rule.id }));
            items.push(item);
        }
    }
    items
}

/// A fix as a completion, and whether its words belong where the cursor stands. Those that do not go where they belong.
fn courtesy(snapshot: &Snapshot, document: &Document, fix: &Fix, typed: &Range<usize>) -> (bool, CompletionItem) {
    let source = &*document.source;
    let line = |at: usize| {
        let start = source.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |end| end + 1);
        let rest = source.get(start..).unwrap_or_default();
        start..start + rest.find(['\n', '\r']).unwrap_or(rest.len())
    };
    let own = line(typed.start);
    let is_alone = source.get(own.start..typed.start).is_some_and(|before| before.trim().is_empty())
        && source.get(typed.end..own.end).is_some_and(|after| after.trim().is_empty());
    if let [edit] = &fix.edits[..] {
        let place = line(edit.span.start as usize);
        let touches = edit.span.start as usize <= typed.end && typed.start <= edit.span.end as usize;
        if edit.span.is_empty() && (is_alone || place == own) || touches {
            let before = source.get(..typed.start).unwrap_or_default();
            let is_joined = before.ends_with(|c: char| !c.is_whitespace() && c != '>');
            return (true, here(snapshot, fix, edit, typed, is_joined));
        }
    }
    let elsewhere =
        fix.edits.iter().map(|edit| TextEdit { range: snapshot.range(edit.span), new_text: edit.text.clone() });
    let item = CompletionItem {
        additional_text_edits: Some(elsewhere.collect()),
        ..item(snapshot, typed, &fix.title, String::new())
    };
    (false, item)
}

/// The words of an edit in the place of what is typed, without what sets them off where they would have stood.
fn here(snapshot: &Snapshot, fix: &Fix, edit: &Edit, typed: &Range<usize>, is_joined: bool) -> CompletionItem {
    let words = edit.text.trim();
    let skipped = edit.text.len() - edit.text.trim_start().len();
    let space = if is_joined { " " } else { "" };
    let shift = |at: usize| (at + space.len()).saturating_sub(skipped);
    let blanks = edit.blanks.iter().map(|blank| shift(blank.start)..shift(blank.end)).collect();
    let edit = Edit { span: Span::from(typed.clone()), text: format!("{space}{words}"), blanks };
    snippet(snapshot, typed, &fix.title, actions::snippet(&edit, &mut 0), edit.text)
}

/// A whole message for each intent.
fn messages(snapshot: &Snapshot, checked: &Checked, typed: &Range<usize>) -> Vec<CompletionItem> {
    let ruleset = checked.draft.project.ruleset();
    let notation = notation(snapshot, &checked.draft.document);
    let one = |(index, intent): (usize, &crate::ruleset::Intent)| {
        let skeleton = ruleset.intent_file(IntentId(index as u16))?.skeleton?;
        let is_employer = intent.sender == Some(Sender::Employer);
        let message = compose(&skeleton, is_employer, ruleset.config().slots(), notation);
        let edit = Edit { span: Span::from(typed.clone()), text: message.text, blanks: message.blanks };
        let item = snippet(snapshot, typed, &intent.title, actions::snippet(&edit, &mut 0), edit.text);
        Some(CompletionItem {
            kind: Some(CompletionItemKind::SNIPPET),
            detail: Some(intent.id.clone()),
            filter_text: Some(format!("{} {}", intent.id, intent.title)),
            data: Some(json!({ "uri": snapshot.buffer.uri, "kind": "intent", "id": intent.id })),
            ..item
        })
    };
    ruleset.intents.iter().enumerate().filter(|(_, intent)| !intent.silent).filter_map(one).collect()
}

/// What a new message in this file is written in.
pub(in crate::lsp::features) fn notation(snapshot: &Snapshot, document: &Document) -> Notation {
    let name = snapshot.place().to_string_lossy().to_lowercase();
    let language = snapshot.buffer.language.to_lowercase();
    let is = |words: &[&str]| {
        words.iter().any(|word| language.contains(word) || name.rsplit(['.', '/', '\\']).any(|part| part == *word))
    };
    match document.format {
        Format::Html => Notation::Html,
        Format::Markdown => Notation::Markdown,
        _ if is(&["handlebars", "hbs", "mustache"]) => Notation::Handlebars,
        _ if is(&["erb", "ejs"]) => Notation::Erb,
        _ if is(&["jinja", "jinja2", "j2", "liquid", "twig", "njk"]) => Notation::Jinja,
        // Where the header is written already, the body is what lacks.
        Format::Mail if document.headers.span.is_none() => Notation::Mail,
        Format::Mail | Format::Plain => Notation::Plain,
    }
}
