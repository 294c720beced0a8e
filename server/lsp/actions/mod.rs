//! Code actions: the phrasings that put a finding right, everything at once, and what else can be done about one.
//!
//! Nothing here depends on what a client remembers: the findings are looked up again, at the range it asks for. What it
//! says in `context` only narrows them down.

mod deed;
mod edit;
mod fix_all;
mod remark;

pub(super) use deed::{Deed, Order};
pub(super) use edit::{FileEdits, plain_edit, refactoring, snippet};

use super::commands;
use super::diagnostics;
use super::features::authoring;
use super::snapshot::{Checked, Snapshot};
use crate::check::Diagnostic;
use crate::fix::{Applicability, Edit, Fix, Fixer};
use crate::ruleset::{CheckKind, IntentId};
use crate::span::Span;
use edit::workspace_edit;
use serde_json::{Value, json};
use std::cell::OnceCell;
use tower_lsp::ls_types::{CodeActionContext, CodeActionKind, CodeActionTriggerKind, NumberOrString, Range};

/// The kind of "fix everything that needs no look".
pub(super) const FIX_ALL: &str = "source.fixAll.regards";
/// The kind of "this message is about …".
pub(super) const SET_INTENT: &str = "source.setIntent.regards";

/// The actions for a range.
pub(super) fn list(snapshot: &Snapshot, range: Range, context: &CodeActionContext) -> Vec<Value> {
    let Some(messages) = snapshot.messages() else { return authoring::actions(snapshot, range) };
    let mut listed = Listed { snapshot, actions: Vec::new(), has_safe: false };
    let wants = |kind: &str| match &context.only {
        None => !kind.starts_with("source"),
        Some(only) => only.iter().any(|only| is_within(kind, only)),
    };
    if wants(CodeActionKind::QUICKFIX.as_str()) {
        let found = here(snapshot, messages, range, context);
        let found: Vec<Found> = found.into_iter().map(|(message, at)| Found::new(snapshot, message, at)).collect();
        for of_message in found.chunk_by(|one, next| std::ptr::eq(one.message, next.message)) {
            let fixer = OnceCell::new();
            for it in of_message {
                let fixes = it.message.fixes(it.index, &fixer);
                listed.fixes(it, fixes);
                if fixes.is_empty() {
                    listed.apart(it, fixer.get_or_init(|| it.message.draft.fixer()));
                }
            }
        }
        // Behind the fixes of all of them: who opens the menu wants those.
        for it in &found {
            listed.about(it);
        }
    }
    let fixes_all = match context.only {
        Some(_) => wants(FIX_ALL) && !fix_all::edits(snapshot, messages).is_empty(),
        None => listed.has_safe,
    };
    if fixes_all {
        let whose = if snapshot.is_draft() { "this message" } else { "the messages of this file" };
        let title = format!("Fix everything in {whose} that needs no look");
        listed.add(&title, FIX_ALL, Deed::FixAll, None, false);
    }
    let asked = snapshot.span(range).start;
    let Some(checked) = deed::message_at(messages, asked as usize) else { return listed.actions };
    let is_automatic = context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC);
    let on_first_line = context.only.is_none() && !is_automatic && is_first_line(snapshot, checked, range);
    if wants(SET_INTENT) || on_first_line {
        let ruleset = checked.draft.project.ruleset();
        let is_known = |id: &str| checked.draft.intent() == Some(id);
        let is_guess = |id: IntentId| checked.draft.analysis.guess.as_ref().is_some_and(|guess| guess.intent == id);
        let mut intents: Vec<_> = (0..).map(IntentId).zip(&ruleset.intents).collect();
        intents.sort_by_key(|(id, _)| !is_guess(*id));
        for (_, intent) in intents.iter().filter(|(_, intent)| !intent.silent && !is_known(&intent.id)) {
            let title = format!("Say what this message is: {} ({})", lower_first(&intent.title), intent.id);
            let at = checked.draft.held.as_ref().map(|_| asked);
            listed.add(&title, SET_INTENT, Deed::Intent { intent: intent.id.clone(), at }, None, false);
        }
    }
    listed.actions
}

/// Completes an action that was picked with its edit. One whose finding has gone meanwhile stays without.
pub(super) fn resolve(snapshot: &Snapshot, mut action: Value, deed: &Deed) -> Value {
    if let Some(edits) = deed.edits(snapshot) {
        action["edit"] = workspace_edit(snapshot, &edits, true);
    }
    action
}

/// The findings a client asks about, each a message and a number among what was found in it: those the client names, where
/// it names any that are there; else all that touch the range.
fn here<'a>(
    snapshot: &Snapshot,
    messages: &'a [Checked],
    range: Range,
    context: &CodeActionContext,
) -> Vec<(&'a Checked, usize)> {
    let asked = snapshot.span(range);
    let touches = |span: Span| span.start <= asked.end && asked.start <= span.end;
    let of = |message: &'a Checked| {
        let diagnostics = message.diagnostics.iter().enumerate();
        diagnostics.filter(|(_, it)| touches(it.span)).map(move |(index, _)| (message, index))
    };
    let all: Vec<_> = messages.iter().flat_map(of).collect();
    let is_named = |(message, index): &&(&Checked, usize)| {
        let it = &message.diagnostics[*index];
        let id = &message.draft.project.ruleset()[it.rule].id;
        let start = snapshot.range(it.span).start;
        let is_it = |code: &NumberOrString| matches!(code, NumberOrString::String(code) if code == id);
        context.diagnostics.iter().any(|named| named.range.start == start && named.code.as_ref().is_some_and(is_it))
    };
    let named: Vec<_> = all.iter().filter(is_named).copied().collect();
    if named.is_empty() { all } else { named }
}

/// A finding, the message it is about, and what the client shows of it.
struct Found<'a> {
    message: &'a Checked,
    /// Which of the message's findings.
    index: usize,
    diagnostic: &'a Diagnostic,
    rule: &'a str,
    shown: Value,
}

impl<'a> Found<'a> {
    fn new(snapshot: &Snapshot, message: &'a Checked, index: usize) -> Self {
        let diagnostic = &message.diagnostics[index];
        let rule = message.draft.project.ruleset()[diagnostic.rule].id.as_str();
        Self { message, index, diagnostic, rule, shown: json!([diagnostics::one(snapshot, diagnostic)]) }
    }
}

struct Listed<'a> {
    snapshot: &'a Snapshot,
    actions: Vec<Value>,
    /// Whether one of them needs no look.
    has_safe: bool,
}

impl Listed<'_> {
    /// What puts a finding right.
    fn fixes(&mut self, found: &Found<'_>, fixes: &[Fix]) {
        let at = found.diagnostic.span.start;
        let mut is_first = true;
        for (number, fix) in fixes.iter().enumerate().filter(|(_, fix)| !fix.edits.is_empty()) {
            let deed = Deed::Fix { rule: found.rule.to_owned(), at, number, title: fix.title.clone() };
            let is_alone = fixes.iter().filter(|other| other.title == fix.title).count() == 1;
            // Of two that are called the same, the words tell which is which.
            let title = if is_alone { fix.title.clone() } else { format!("{}: “{}”", fix.title, fix.text) };
            let kind = CodeActionKind::QUICKFIX;
            self.add_known(&title, kind.as_str(), deed, Some(&found.shown), is_first, Some(&fix.edits));
            is_first = false;
            self.has_safe |= fix.applicability == Applicability::Safe;
        }
    }

    /// Why there is nothing that puts a finding right, though there could be.
    fn apart(&mut self, found: &Found<'_>, fixer: &Fixer<'_>) {
        let can = self.snapshot.session.can;
        if can.code_action_literals && can.disabled_actions && fixer.is_apart(found.diagnostic) {
            self.actions.push(json!({
                "title": format!("Mend {}", found.rule),
                "kind": CodeActionKind::QUICKFIX,
                "diagnostics": found.shown,
                "disabled": { "reason": "the plain text and the HTML of this mail do not say the same here" },
            }));
        }
    }

    /// What else can be done about a finding: to ignore it, to have it explained.
    fn about(&mut self, found: &Found<'_>) {
        let (rule, shown) = (found.rule, &found.shown);
        // What holds remarks to their word is not ignored by a remark.
        let ruleset = found.message.draft.project.ruleset();
        if ruleset[found.diagnostic.rule].check != CheckKind::Suppressions {
            let title = format!("Ignore {rule} here, and say why");
            let deed = Deed::Ignore { rule: rule.to_owned(), at: found.diagnostic.span.start };
            self.add(&title, CodeActionKind::QUICKFIX.as_str(), deed, Some(shown), false);
        }
        let title = format!("Explain {rule}");
        let command =
            json!({ "title": title, "command": commands::EXPLAIN, "arguments": [self.snapshot.buffer.uri, rule] });
        self.actions.push(if self.snapshot.session.can.code_action_literals {
            let kind = CodeActionKind::QUICKFIX;
            json!({ "title": title, "kind": kind, "diagnostics": shown, "command": command })
        } else {
            command
        });
    }

    fn add(&mut self, title: &str, kind: &str, deed: Deed, diagnostics: Option<&Value>, is_preferred: bool) {
        self.add_known(title, kind, deed, diagnostics, is_preferred, None);
    }

    /// The same where the edits are known already.
    fn add_known(
        &mut self,
        title: &str,
        kind: &str,
        deed: Deed,
        diagnostics: Option<&Value>,
        is_preferred: bool,
        edits: Option<&[Edit]>,
    ) {
        let can = self.snapshot.session.can;
        let order = Order { uri: self.snapshot.buffer.uri.clone(), deed };
        if !can.code_action_literals {
            self.actions.push(json!({ "title": title, "command": commands::APPLY, "arguments": [order] }));
            return;
        }
        let mut action = json!({ "title": title, "kind": kind });
        if let Some(diagnostics) = diagnostics {
            action["diagnostics"] = diagnostics.clone();
        }
        if is_preferred {
            action["isPreferred"] = true.into();
        }
        if can.resolve_edits {
            action["data"] = json!(order);
        } else {
            let worked_out = if edits.is_none() { order.deed.edits(self.snapshot) } else { None };
            let Some(edits) = edits.or(worked_out.as_deref()) else { return };
            action["edit"] = workspace_edit(self.snapshot, edits, true);
        }
        self.actions.push(action);
    }
}

/// Whether `kind` is `only` or one of its kinds.
fn is_within(kind: &str, only: &CodeActionKind) -> bool {
    let only = only.as_str();
    only.is_empty() || kind.strip_prefix(only).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether a range begins no further down than the writer's first words.
fn is_first_line(snapshot: &Snapshot, checked: &Checked, range: Range) -> bool {
    let document = &checked.draft.document;
    let first = document.blocks.first().map_or(0, |block| document.to_source(block.span).end);
    snapshot.span(range).start <= first
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
