//! Where to tell that something is missing: at words that are there.

use super::Findings;
use crate::document::{Part, Sentence};
use crate::ruleset::{ActId, Anchor, CheckKind};
use crate::span::{Span, TextSpan};

/// The first of `anchors` the message has; else the words that decide, else the sentence that opens it, else its first.
pub(super) fn find(found: &Findings<'_>, anchors: &[Anchor]) -> Span {
    let span = anchors
        .iter()
        .find_map(|&anchor| place(found, anchor))
        .or_else(|| place(found, Anchor::Act(decision(found)?)))
        .or_else(|| place(found, Anchor::Opening))
        .or_else(|| found.document.sentences.first().map(|sentence| sentence.span))
        .unwrap_or_default();
    found.source(span)
}

/// The act that must be said plainly is the one that decides.
fn decision(found: &Findings<'_>) -> Option<ActId> {
    found.ruleset.rules.iter().find_map(|rule| match rule.check {
        CheckKind::Plain { act, .. } => Some(act),
        _ => None,
    })
}

fn place(found: &Findings<'_>, anchor: Anchor) -> Option<TextSpan> {
    let document = found.document;
    let in_part = |part: Part| move |sentence: &&Sentence| sentence.part == part;
    match anchor {
        Anchor::Act(act) => {
            // The subject only names what the body then says.
            let here = || found.analysis.acts.iter().filter(|candidate| candidate.act == act);
            let in_body = here().find(|candidate| found.part(candidate) == Part::Body);
            in_body.or_else(|| here().next()).map(|act| act.span)
        }
        Anchor::Greeting => document.greeting.as_ref().map(|greeting| greeting.span),
        Anchor::SignOff => document.sign_off.map(|sign_off| sign_off.span),
        Anchor::Opening => document.sentences.iter().find(in_part(Part::Body)).map(|sentence| sentence.span),
        Anchor::Closing => document.sentences.iter().rfind(in_part(Part::Body)).map(|sentence| sentence.span),
        Anchor::Subject => document.sentences.iter().find(in_part(Part::Subject)).map(|sentence| sentence.span),
    }
}
