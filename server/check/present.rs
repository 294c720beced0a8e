//! `present`: this part of the message is there, on every branch of a template.

use super::{Findings, Report, Subject};
use crate::ruleset::{Anchor, PresentCheck};
use crate::span::TextSpan;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, part: PresentCheck) {
    let document = found.document;
    let (places, beside): (Vec<TextSpan>, _) = match part {
        PresentCheck::Greeting => (document.greetings().map(|greeting| greeting.span).collect(), Anchor::Opening),
        PresentCheck::SignOff => (document.sign_offs().map(|sign_off| sign_off.span).collect(), Anchor::Closing),
    };
    if places.is_empty() {
        let span = found.anchor(subject.rule, &[beside]);
        found.report(subject, Report { span, about_all: true, ..Report::default() });
        return;
    }
    let Some(on) = found.branches.lacking(found, &places) else { return };
    let (span, lacks) = (found.anchor_in(subject.rule, &on), on.of(None));
    found.report(subject, Report { span, about_all: true, lacks, on: Some(on), ..Report::default() });
}
