//! Where to tell that something is missing: at words that are there.

use super::Findings;
use crate::analysis::Signal;
use crate::document::{Part, Sentence};
use crate::ruleset::{ActId, Anchor, CheckKind};
use crate::span::{Span, TextSpan};

/// The first of `anchors` the message has; else the words that decide, else the sentence that opens it, else its first.
/// Where there is any of that `within` a part of it, that comes first.
pub(super) fn find(found: &Findings<'_>, anchors: &[Anchor], within: Option<TextSpan>) -> Span {
    let all = TextSpan { start: 0, end: u32::MAX };
    let best = |within: TextSpan| {
        anchors
            .iter()
            .find_map(|&anchor| place(found, anchor, within))
            .or_else(|| place(found, Anchor::Act(decision(found)?), within))
            .or_else(|| place(found, Anchor::Opening, within))
    };
    let span = within
        .and_then(best)
        .or_else(|| best(all))
        .or_else(|| found.document.sentences.first().map(|sentence| sentence.span))
        .unwrap_or_default();
    found.source(span)
}

/// The act that must be said plainly is the one that decides.
pub(super) fn decision(found: &Findings<'_>) -> Option<ActId> {
    found.ruleset.rules.iter().find_map(|rule| match rule.check {
        CheckKind::Plain { act, .. } => Some(act),
        _ => None,
    })
}

fn place(found: &Findings<'_>, anchor: Anchor, within: TextSpan) -> Option<TextSpan> {
    let document = found.document;
    let in_part = |part: Part| move |sentence: &&Sentence| sentence.part == part && within.overlaps(sentence.span);
    match anchor {
        Anchor::Act(act) => {
            // The subject only names what the body then says. Where it is said in so many words nobody has to wonder.
            let here = || found.analysis.acts.iter().filter(|it| it.act == act && within.overlaps(it.span));
            let in_body = || here().filter(|candidate| found.part(candidate) == Part::Body);
            let plainly = in_body().find(|it| it.by == Signal::Template);
            let most = || in_body().find(|it| Some(it.sentence) == found.analysis.decides);
            plainly.or_else(most).or_else(|| in_body().next()).or_else(|| here().next()).map(|act| act.span)
        }
        Anchor::Greeting => document.greeting.as_ref().map(|greeting| greeting.span),
        Anchor::SignOff => document.sign_off.map(|sign_off| sign_off.span),
        Anchor::Opening => document.sentences.iter().find(in_part(Part::Body)).map(|sentence| sentence.span),
        Anchor::Closing => document.sentences.iter().rfind(in_part(Part::Body)).map(|sentence| sentence.span),
        Anchor::Subject => document.sentences.iter().find(in_part(Part::Subject)).map(|sentence| sentence.span),
    }
}
