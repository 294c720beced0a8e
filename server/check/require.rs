//! `require`: one of these acts must be there, on every branch of a template.

use super::{Findings, Report, Subject};
use crate::document::Part;
use crate::ruleset::{ActId, When};
use crate::span::TextSpan;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let (mut shown, mut said) = (false, Vec::<TextSpan>::new());
    for act in found.acts(acts) {
        match found.part(act) {
            Part::Subject => shown = true,
            _ => said.push(act.span),
        }
    }
    // In the subject alone it counts, unless the rule has a word to say about that.
    if shown && !found.knows(subject.rule, When::SubjectOnly) {
        return;
    }
    if !said.is_empty() {
        let Some(on) = found.branches.lacking(found, &said) else { return };
        let (span, lacks) = (found.anchor_in(subject.rule, &on), on.of(None));
        found.report(subject, Report { span, about_all: true, lacks, on: Some(on), ..Report::default() });
        return;
    }
    let span = found.anchor(subject.rule, &[]);
    let circumstance = shown.then_some(When::SubjectOnly);
    found.report(subject, Report { span, about_all: true, circumstance, ..Report::default() });
}
