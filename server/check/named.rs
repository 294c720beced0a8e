//! `named`: a person one has dealt with is named.

use super::branches::Lacks;
use super::{Findings, Related, Report, Subject, message};
use crate::analysis::{Person, PersonSource};
use crate::document::Greeting;
use crate::ruleset::{ActId, Anchor, PersonRole, When};
use crate::span::TextSpan;

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
        let is_only_greeted = || people.iter().filter(|it| counts(it)).all(|it| it.from == PersonSource::Greeting);
        if people.iter().any(counts) && !(greeting && is_only_greeted() && nameless(found).is_some()) {
            return;
        }
    } else if !greeting {
        return;
    }
    let names = |greeting: &Greeting| !greeting.names.is_empty();
    let on = nameless(found);
    if on.is_none() && !has_spoken && found.document.greeting.as_ref().is_some_and(names) {
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
    let circumstance = (!has_spoken).then_some(When::NotSpoken);
    let (span, lacks) = match &on {
        Some(on) => (found.anchor_in(subject.rule, on), on.of(None)),
        None => (found.anchor(subject.rule, otherwise), Vec::new()),
    };
    found.report(
        subject,
        Report { span, about_all: true, circumstance, slots, related, lacks, on, ..Report::default() },
    );
}

/// The branch of a template whose greeting names nobody where that of others does, unless nobody is known there.
fn nameless(found: &Findings<'_>) -> Option<Lacks> {
    let document = found.document;
    let greetings = || document.greetings();
    if greetings().all(|greeting| !greeting.names.is_empty()) {
        return None;
    }
    let named: Vec<TextSpan> = greetings().flat_map(|greeting| greeting.names.iter().copied()).collect();
    let on = found.branches.lacking(found, &named)?;
    let who = || document.placeholders.iter().filter(|it| named.iter().any(|name| it.text == Some(*name)));
    let choices = on.of(None).into_iter().filter_map(|lack| document.choices.get(lack.arm?.choice as usize));
    let mut conditions = choices.flat_map(|choice| choice.arms.iter().filter_map(|arm| arm.condition.as_ref()));
    let is_known = !conditions.any(|condition| who().any(|placeholder| condition.tests(&placeholder.words)));
    is_known.then_some(on)
}

/// Whether a person of the headers is a copied one whose role nothing tells.
fn copied(found: &Findings<'_>, person: &Person) -> bool {
    person.source.is_some_and(|span| found.document.headers.cc.iter().any(|mailbox| mailbox.span.overlaps(span)))
}
