//! What is found in a draft, in words for people.

use crate::analysis::{IntentFound, Notice, Person, PersonSource, Signal, TimeFound, TimeRole};
use crate::fix::Origin;
use crate::ruleset::{PersonRole, Ruleset};

/// `Tue 24 Nov 2026 09:00 +00:00`, or the moments it may lie between.
pub(crate) fn moment(time: &TimeFound) -> String {
    let shown = |moment: &jiff::Zoned| moment.strftime("%a %-d %b %Y %H:%M %:z").to_string();
    match (&time.earliest, &time.latest) {
        (Some(earliest), Some(latest)) if earliest == latest => shown(earliest),
        (Some(earliest), Some(latest)) => format!("between {} and {}", shown(earliest), shown(latest)),
        (Some(earliest), None) => format!("from {}", shown(earliest)),
        (None, Some(latest)) => format!("until {}", shown(latest)),
        (None, None) => "open".to_owned(),
    }
}

/// `Dana Reyes: recruiter, spoken to (greeting)`
pub(crate) fn person(person: &Person) -> String {
    let role = person.role.map_or("role unknown", PersonRole::title);
    let spoken = if person.spoken_to { ", spoken to" } else { "" };
    format!("{}: {role}{spoken} ({})", person.name, person_source(person.from))
}

/// `19.5 hours, too short`; nothing where nothing is known.
pub(crate) fn notice(notice: &Notice) -> Option<String> {
    let late = notice.late.map(|late| if late { "too short" } else { "long enough" });
    match (notice.hours, late) {
        (None, None) => None,
        (Some(hours), None) => Some(format!("{hours:.1} hours")),
        (Some(hours), Some(late)) => Some(format!("{hours:.1} hours, {late}")),
        (None, Some(late)) => Some(late.to_owned()),
    }
}

/// `cancel: Cancelling an interview (12 points, 5 needed)`
pub(crate) fn intent(ruleset: &Ruleset, found: &IntentFound) -> String {
    let intent = &ruleset[found.intent];
    let why = match found.by {
        _ if found.given => "as was said".to_owned(),
        Signal::Template => format!("{} points, {} needed", found.score, intent.threshold),
        Signal::Model => format!("by the model; its cues have {} points of {}", found.score, intent.threshold),
    };
    format!("{}: {} ({why})", intent.id, intent.title)
}

/// Where a person was seen, as `inspect` calls it.
pub(crate) fn person_source(source: PersonSource) -> &'static str {
    match source {
        PersonSource::Greeting => "greeting",
        PersonSource::Header => "header",
        PersonSource::Thread => "thread",
        PersonSource::Text => "text",
        PersonSource::SignOff => "sign-off",
    }
}

/// Where what fills a slot was found, as `inspect` calls it.
pub(crate) fn slot_origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Given => "configuration",
        Origin::FrontMatter => "front-matter",
        Origin::Placeholder => "placeholder",
        Origin::Greeting => "greeting",
        Origin::Header => "header",
        Origin::Thread => "thread",
        Origin::Text => "text",
        Origin::SignOff => "sign-off",
    }
}

/// What a time is the time of, as `inspect` calls it.
pub(crate) fn time_role(role: TimeRole) -> &'static str {
    match role {
        TimeRole::Appointment => "appointment",
        TimeRole::Alternative => "alternative",
    }
}

/// Words on one line, and not too many of them.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}
