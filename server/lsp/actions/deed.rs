//! What an action does, small enough to travel to the client and back; the edits are worked out when they are asked for,
//! on the text as it is then.

use super::super::snapshot::{Checked, Snapshot};
use super::remark;
use crate::document::Held;
use crate::fix::{Edit, Fix};
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use tower_lsp::ls_types::Uri;

/// An action on a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::lsp) struct Order {
    pub(in crate::lsp) uri: Uri,
    #[serde(flatten)]
    pub(in crate::lsp) deed: Deed,
}

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(in crate::lsp) enum Deed {
    /// Make a fix.
    Fix {
        /// Of the diagnostic of this rule …
        rule: String,
        /// … nearest to this byte.
        at: u32,
        /// The one of this number, from 0 …
        number: usize,
        /// … and title; where the text has changed meanwhile, the first of this title.
        title: String,
    },
    /// Ignore a rule where it objects.
    Ignore {
        /// The rule.
        rule: String,
        /// Of its diagnostics, the one nearest to this byte.
        at: u32,
    },
    /// Say what the message is about.
    Intent {
        /// The intent.
        intent: String,
        /// In a file that holds several messages, of the one at this byte.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
    },
    /// Make all fixes that need no look.
    FixAll,
}

impl Deed {
    /// The edits that do it, on the text as it is; `None` where there is nothing left to do it to.
    pub(in crate::lsp) fn edits(&self, snapshot: &Snapshot) -> Option<Vec<Edit>> {
        let messages = snapshot.messages()?;
        match self {
            Self::Fix { rule, at, number, title } => {
                let (message, index) = nearest(messages, rule, *at)?;
                let fixes = message.fixes(index, &OnceCell::new());
                let is_it = |fix: &&Fix| fix.title == *title && !fix.edits.is_empty();
                let fix = fixes.get(*number).filter(is_it).or_else(|| fixes.iter().find(is_it));
                fix.map(|fix| fix.edits.clone())
            }
            Self::Ignore { rule, at } => {
                let (message, index) = nearest(messages, rule, *at)?;
                Some(vec![remark::ignore(&snapshot.buffer, message, &message.diagnostics[index], rule)])
            }
            Self::Intent { intent, at } => {
                let checked = match (messages, at) {
                    ([only], _) => only,
                    (_, Some(at)) => message_at(messages, *at as usize)?,
                    _ => return None,
                };
                checked.draft.project.ruleset().intent(intent)?;
                Some(vec![remark::set_intent(&snapshot.buffer, checked, intent)])
            }
            Self::FixAll => Some(super::fix_all::edits(snapshot, messages).to_vec()).filter(|edits| !edits.is_empty()),
        }
    }
}

/// The message at a byte of the file: in it, on the line it begins on, or in a remark about it.
pub(super) fn message_at(messages: &[Checked], at: usize) -> Option<&Checked> {
    let find = |holds: &dyn Fn(&str, &Held) -> bool| {
        let mut all = messages.iter();
        all.find(|it| it.draft.held.as_ref().is_none_or(|held| holds(&it.draft.document.source, held)))
    };
    let begin = |held: &Held| held.key.min(held.span().start);
    let line = |text: &str, at: usize| text[..at].rfind(['\r', '\n']).map_or(0, |n| n + 1);
    find(&|_, held| (begin(held)..=held.span().end).contains(&at))
        .or_else(|| find(&|text, held| (line(text, begin(held))..=held.span().end).contains(&at)))
        .or_else(|| {
            find(&|text, held| {
                let mut remarks = held.remarks.iter().map(|remark| remark.span.range());
                remarks.any(|remark| (line(text, remark.start)..=remark.end).contains(&at))
            })
        })
}

/// The diagnostic of that rule nearest to a byte: the message it is about, and which of its diagnostics.
fn nearest<'a>(messages: &'a [Checked], rule: &str, at: u32) -> Option<(&'a Checked, usize)> {
    let rule = messages.first()?.draft.project.ruleset().rule(rule)?;
    let of = |message: &'a Checked| {
        let diagnostics = message.diagnostics.iter().enumerate();
        diagnostics.filter(|(_, it)| it.rule == rule).map(move |(index, it)| (it.span.start, message, index))
    };
    let nearest = messages.iter().flat_map(of).min_by_key(|(start, ..)| start.abs_diff(at));
    nearest.map(|(_, message, index)| (message, index))
}
