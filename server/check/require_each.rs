//! `require-each`: each of these acts must be there; one diagnostic names those that are not.

use super::{Findings, Report, Subject, message};
use crate::ruleset::ActId;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let absent = |act: &&ActId| !found.analysis.acts.iter().any(|seen| seen.act == **act);
    let missing: Vec<String> =
        acts.iter().filter(absent).map(|&act| message::lower(&found.ruleset[act].title)).collect();
    if missing.is_empty() {
        return;
    }
    let slots = message::Slots { missing: Some(message::list(&missing).into()), ..Default::default() };
    let span = found.anchor(subject.rule, &[]);
    found.report(subject, Report { span, about_all: true, slots, ..Report::default() });
}
