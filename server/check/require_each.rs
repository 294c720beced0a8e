//! `require-each`: each of these acts must be there; one diagnostic names those that are not, or that a branch of a
//! template lacks.

use super::branches::Lacks;
use super::{Findings, Report, Subject, message};
use crate::ruleset::ActId;
use crate::span::TextSpan;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let absent = |act: &&ActId| !found.analysis.acts.iter().any(|seen| seen.act == **act);
    let missing: Vec<String> =
        acts.iter().filter(absent).map(|&act| message::lower(&found.ruleset[act].title)).collect();
    if missing.is_empty() {
        on_branches(found, subject, acts);
        return;
    }
    let slots = message::Slots { missing: Some(message::list(&missing).into()), ..Default::default() };
    let span = found.anchor(subject.rule, &[]);
    found.report(subject, Report { span, about_all: true, slots, ..Report::default() });
}

/// Tells the first branch that lacks any of them.
fn on_branches<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let mut missing = Vec::new();
    let mut told: Option<Lacks> = None;
    for &act in acts {
        let said: Vec<TextSpan> = found.analysis.acts.iter().filter(|it| it.act == act).map(|it| it.span).collect();
        let Some(lacks) = found.branches.lacking(found, &said) else { continue };
        if told.as_ref().is_none_or(|first| first.when == lacks.when) {
            missing.push(message::lower(&found.ruleset[act].title));
            told.get_or_insert(lacks);
        }
    }
    let Some(lacks) = told else { return };
    let slots = message::Slots { missing: Some(message::list(&missing).into()), ..Default::default() };
    let span = found.anchor_in(subject.rule, &lacks);
    found.report(subject, Report { span, about_all: true, slots, lacks: Some(lacks), ..Report::default() });
}
