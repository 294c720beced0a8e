//! `require`: one of these acts must be there.

use super::{Findings, Report, Subject};
use crate::document::Part;
use crate::ruleset::{ActId, When};

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let mut shown = false;
    for act in found.acts(acts) {
        if found.part(act) != Part::Subject {
            return;
        }
        shown = true;
    }
    // In the subject alone it counts, unless the rule has a word to say about that.
    if shown && !found.knows(subject.rule, When::SubjectOnly) {
        return;
    }
    let span = found.anchor(subject.rule, &[]);
    let circumstance = shown.then_some(When::SubjectOnly);
    found.report(subject, Report { span, about_all: true, circumstance, ..Report::default() });
}
