//! `plain`: an act must be said, and not hedged.

use super::{Findings, Report, Subject, message};
use crate::document::Part;
use crate::ruleset::{ActId, When};

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, act: ActId, hedge: ActId) {
    let acts = &found.analysis.acts;
    if let Some(hedged) = acts.iter().find(|seen| seen.act == hedge) {
        let slots =
            message::Slots { text: Some(message::quote(found.document.words(hedged.span))), ..Default::default() };
        let words = Some(hedged.span);
        let span = found.source(hedged.span);
        found.report(subject, Report { span, words, slots, ..Report::default() });
        return;
    }
    let said = || acts.iter().filter(|seen| seen.act == act);
    let subject_only = said().next().is_some() && said().all(|seen| found.part(seen) == Part::Subject);
    if said().next().is_some() && !(subject_only && found.knows(subject.rule, When::SubjectOnly)) {
        return;
    }
    let span = found.anchor(subject.rule, &[]);
    let circumstance = subject_only.then_some(When::SubjectOnly);
    found.report(subject, Report { span, about_all: true, circumstance, ..Report::default() });
}
