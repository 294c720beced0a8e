//! `require-each`: each of these acts must be there; one diagnostic names those that are not, or that a branch of a
//! template lacks.

use super::branches::Lacks;
use super::{Findings, Lack, Report, Subject, message};
use crate::ruleset::ActId;
use crate::span::TextSpan;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, acts: &'a [ActId]) {
    let (mut absent, mut on_branches) = (Vec::new(), Vec::new());
    for &act in acts {
        let said: Vec<TextSpan> = found.analysis.acts.iter().filter(|it| it.act == act).map(|it| it.span).collect();
        if said.is_empty() {
            absent.push(act);
        } else if let Some(lacks) = found.branches.lacking(found, &said) {
            on_branches.push((act, lacks));
        }
    }
    let mut lacks: Vec<Lack> = absent.iter().map(|&act| Lack { act: Some(act), arm: None }).collect();
    lacks.extend(on_branches.iter().flat_map(|(act, lacks)| lacks.of(Some(*act))));
    // What is nowhere goes first; else the first branch that lacks any of them is told.
    let (missing, on): (Vec<ActId>, Option<Lacks>) = if absent.is_empty() {
        let Some((_, Lacks { when, .. })) = on_branches.first() else { return };
        let there = on_branches.iter().filter(|(_, lacks)| lacks.when == *when).map(|&(act, _)| act).collect();
        (there, Some(on_branches.swap_remove(0).1))
    } else {
        (absent, None)
    };
    let names: Vec<String> = missing.iter().map(|&act| message::lower(&found.ruleset[act].title)).collect();
    let slots = message::Slots { missing: Some(message::list(&names).into()), ..Default::default() };
    let span = match &on {
        Some(on) => found.anchor_in(subject.rule, on),
        None => found.anchor(subject.rule, &[]),
    };
    found.report(subject, Report { span, about_all: true, slots, lacks, on, ..Report::default() });
}
