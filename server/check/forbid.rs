//! `forbid`: none of these acts may be there; each place that shows one gets a diagnostic.

use super::{Findings, Report, Subject, message};
use crate::ruleset::ActId;
use crate::span::TextSpan;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let mut spans: Vec<TextSpan> = found.acts(acts).map(|act| act.span).collect();
    spans.sort_unstable();
    // Words that show two of the acts, or one of them twice, are one thing to mend.
    spans.dedup_by(|next, kept| {
        let same = kept.overlaps(*next) || kept == next;
        if same {
            *kept = kept.cover(*next);
        }
        same
    });
    for span in spans {
        let slots = message::Slots { text: Some(message::quote(found.document.words(span))), ..Default::default() };
        let words = Some(span);
        let span = found.source(span);
        found.report(subject, Report { span, words, slots, ..Report::default() });
    }
}
