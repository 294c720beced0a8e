//! `present`: this part of the message is there.

use super::{Findings, Report, Subject};
use crate::ruleset::{Anchor, PresentCheck};

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, part: PresentCheck) {
    let (is_there, beside) = match part {
        PresentCheck::Greeting => (found.document.greeting.is_some(), Anchor::Opening),
        PresentCheck::SignOff => (found.document.sign_off.is_some(), Anchor::Closing),
    };
    if is_there {
        return;
    }
    let span = found.anchor(subject.rule, &[beside]);
    found.report(subject, Report { span, about_all: true, ..Report::default() });
}
