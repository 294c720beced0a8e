//! `named`: a person one has dealt with is named.

use super::{Findings, Related, Report, Subject, message};
use crate::analysis::{Person, PersonSource};
use crate::ruleset::{ActId, Anchor, PersonRole, When};

pub(super) fn check<'a>(
    found: &mut Findings<'a>,
    subject: Subject<'a>,
    role: PersonRole,
    spoke: ActId,
    greeting: bool,
) {
    let people = &found.analysis.people;
    let has_spoken = found.analysis.acts.iter().any(|act| act.act == spoke)
        || people.iter().any(|person| person.spoken_to && person.role == Some(role));
    if has_spoken {
        // Whoever is greeted is taken for the one the message is for; anyone else has to be known by role.
        let counts = |person: &Person| match person.from {
            PersonSource::Greeting => {
                person.role == Some(role) || person.role.is_none() && (greeting || person.spoken_to)
            }
            PersonSource::Text => person.role == Some(role) || person.role.is_none() && person.spoken_to,
            PersonSource::Header => person.role == Some(role) || person.role.is_none() && copied(found, person),
            PersonSource::Thread | PersonSource::SignOff => false,
        };
        if people.iter().any(counts) {
            return;
        }
    } else if !greeting || found.document.greeting.as_ref().is_some_and(|greeting| !greeting.names.is_empty()) {
        return;
    }

    let known = |person: &&Person| matches!(person.from, PersonSource::Thread | PersonSource::Header);
    let known =
        people.iter().filter(known).find(|person| person.role == Some(role) || greeting && person.role.is_none());
    let related = known
        .and_then(|person| {
            let span = person.source.or_else(|| person.span.map(|span| found.source(span)))?;
            Some(Related { span, message: format!("{} is named here", person.name) })
        })
        .into_iter()
        .collect();
    let title = role.title();
    let name = known.map_or_else(|| format!("the {title}").into(), |person| person.name.as_str().into());
    let slots = message::Slots { name: Some(name), role: Some(title.into()), ..Default::default() };
    let otherwise: &[Anchor] = if has_spoken { &[Anchor::Act(spoke), Anchor::Greeting] } else { &[Anchor::Greeting] };
    let span = found.anchor(subject.rule, otherwise);
    let circumstance = (!has_spoken).then_some(When::NotSpoken);
    found.report(subject, Report { span, about_all: true, circumstance, slots, related, ..Report::default() });
}

/// Whether a person of the headers is a copied one whose role nothing tells.
fn copied(found: &Findings<'_>, person: &Person) -> bool {
    person.source.is_some_and(|span| found.document.headers.cc.iter().any(|mailbox| mailbox.span.overlaps(span)))
}
