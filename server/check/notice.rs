//! `notice`: the appointment is far enough away.

use super::{Findings, Related, Report, Subject, message};
use crate::analysis::Analysis;
use crate::document::Document;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, hours: u32) {
    let notice = &found.analysis.notice;
    if notice.late != Some(true) {
        return;
    }
    let time = notice.appointment.and_then(|index| found.analysis.times.get(index));
    let words = time.map_or("in the quoted thread".into(), |time| message::quote(found.document.words(time.span)));
    let slots = message::Slots {
        hours: Some(match notice.hours {
            Some(left) if left >= 1.0 => format!("{:.0}", left.floor()).into(),
            Some(_) => "less than 1".into(),
            None => format!("less than {hours}").into(),
        }),
        limit: Some(hours.to_string().into()),
        time: Some(words),
        ..Default::default()
    };
    let related = appointment(found.document, found.analysis).into_iter().collect();
    let span = found.anchor(subject.rule, &[]);
    // An hour that only one branch of a template gives is late on that branch.
    let arm = time.and_then(|time| found.branches.arm_at(time.span.start));
    found.report(subject, Report { span, about_all: true, slots, related, arm, ..Report::default() });
}

/// Where the appointment was read.
pub(super) fn appointment(document: &Document, analysis: &Analysis) -> Option<Related> {
    let notice = &analysis.notice;
    let in_draft = || Some(document.to_source(analysis.times.get(notice.appointment?)?.span));
    let span = in_draft().or(notice.source)?;
    let message = match notice.hours {
        Some(hours) if hours >= 0.0 => format!("the interview, read from these words: {} from now", about(hours)),
        Some(hours) => format!("the interview, read from these words: {} ago", about(-hours)),
        None => "the interview, read from these words".to_owned(),
    };
    Some(Related { span, message })
}

fn about(hours: f64) -> String {
    let minutes = (hours * 60.0).round();
    if minutes < 60.0 {
        return format!("{minutes} min");
    }
    if hours < 48.0 { format!("{:.0} h", hours.floor()) } else { format!("{:.0} days", (hours / 24.0).floor()) }
}
