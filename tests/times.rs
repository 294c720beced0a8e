//! Times in prose and the notice they leave, read from marked-up drafts: `<tomorrow at 9|2026-11-24T09:00|appointment>` is
//! a time the draft must be found to speak of, with its moment (`earliest..latest`, `?` where open) and its role.

use jiff::Zoned;
use proptest::prelude::*;
use regards::analysis::{Notice, Settings, TimeFound, TimeRole, notice, times, token::Tokens};
use regards::document::{Document, ReadOptions};
use regards::ruleset::Ruleset;
use std::fmt::Write as _;

/// A Monday, at noon.
const NOW: &str = "2026-11-23T12:00:00+00:00[UTC]";

fn settings(now: &str) -> Settings {
    Settings { now: now.parse::<Zoned>().expect("a moment"), intent: None, notice_hours: 24 }
}

fn document(text: &str) -> Document {
    Document::parse(text.as_bytes(), &ReadOptions::default())
}

fn find(document: &Document, now: &str) -> (Vec<TimeFound>, Notice) {
    let settings = settings(now);
    let tokens = Tokens::new(document, &Ruleset::builtin().patterns.vocabulary);
    let now = notice::moment(document, &settings);
    let times = times::find(document, &tokens, &now);
    let notice = notice::judge(document, &times, &now, settings.notice_hours);
    (times, notice)
}

/// The draft with what was found marked up again, in the notation of the tests.
fn marked(document: &Document, found: &[TimeFound]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for time in found {
        let role = match time.role {
            Some(TimeRole::Appointment) => "appointment",
            Some(TimeRole::Alternative) => "alternative",
            None => "none",
        };
        let moment =
            |z: &Option<Zoned>| z.as_ref().map_or("?".to_owned(), |z| z.strftime("%Y-%m-%dT%H:%M").to_string());
        let when = match (&time.earliest, &time.latest) {
            (Some(e), Some(l)) if e == l => moment(&time.earliest),
            (Some(e), Some(l)) if !time.exact && e.date() == l.date() && e.hour() == 0 && l.hour() == 23 => {
                e.date().to_string()
            }
            (None, None) => "?".to_owned(),
            _ => format!("{}..{}", moment(&time.earliest), moment(&time.latest)),
        };
        out.push_str(&document.text[at..time.span.start as usize]);
        write!(out, "<{}|{when}|{role}>", document.words(time.span)).expect("a string takes anything");
        at = time.span.end as usize;
    }
    out.push_str(&document.text[at..]);
    out
}

/// Reads the draft without its marks at `now` and holds what is found to them.
#[track_caller]
fn check_at(now: &str, expected: &str) {
    let mut plain = String::new();
    let mut rest = expected;
    while let Some((before, after)) = rest.split_once('<') {
        let (mark, after) = after.split_once('>').expect("a mark ends");
        plain.push_str(before);
        plain.push_str(mark.split('|').next().unwrap_or_default());
        rest = after;
    }
    plain.push_str(rest);
    let document = document(&plain);
    let (times, _) = find(&document, now);
    assert_eq!(marked(&document, &times), expected);
}

#[track_caller]
fn check(expected: &str) {
    check_at(NOW, expected);
}

#[track_caller]
fn check_late(text: &str, late: Option<bool>) {
    let document = document(text);
    let (times, notice) = find(&document, NOW);
    assert_eq!(notice.late, late, "{}", marked(&document, &times));
}

#[test]
fn hours_of_named_days() {
    check("Sorry, I can't make our interview <tomorrow at 9|2026-11-24T09:00|appointment>.");
    check("I have to cancel our call <tmrw 3pm|2026-11-24T15:00|appointment>.");
    check("cant make it <2moro 8am|2026-11-24T08:00|appointment>");
    check("I won't be able to come <tommorow at 14h30|2026-11-24T14:30|appointment>.");
    check("I can't attend <Weds at half 3|2026-11-25T15:30|appointment>.");
    check("We can't see you <Tuesday the 24th, 3 pm CET|2026-11-24T14:00|appointment>.");
    check("I must cancel our meeting on <24.11.2026 at 9.30|2026-11-24T09:30|appointment>.");
    check("I must cancel our meeting on <2026-11-24 at 14:00 UTC|2026-11-24T14:00|appointment>.");
    check("Please cancel our call of <Thursday 26 November, 9am Auckland time|2026-11-25T20:00|appointment>.");
    check("I can't come to the interview <tomorrow at 5 p.m.|2026-11-24T17:00|appointment>");
}

#[test]
fn dates_of_many_places() {
    check("I must cancel our meeting of <17.12., 10:30 o'clock|2026-12-17T10:30|appointment>.");
    check("I cannot come on <26.11.|2026-11-26|appointment>");
    check("About my interview <26/11|2026-11-26|appointment>, which I have to cancel.");
    check("I must cancel the interview on <Nov 24th|2026-11-24|appointment>.");
    check("I must cancel the interview on <Wednesday 26th|2026-11-25T00:00..2026-11-26T23:59|appointment>.");
}

#[test]
fn hours_in_words() {
    check("I can't come to our interview at <half past nine tomorrow|2026-11-24T09:30|appointment>.");
    check("I can't come to our interview at <quarter to ten on Friday|2026-11-27T09:45|appointment>.");
    check("I won't be there for our chat <tomorrow at noon|2026-11-24T12:00|appointment>.");
    check("I won't be there for our chat at <two o'clock on Wednesday|2026-11-25T14:00|appointment>.");
    check("I can't make the interview <tomorrow at twenty past three|2026-11-24T15:20|appointment>.");
    check("I can't make the interview <tomorrow, 10-11am|2026-11-24T10:00|appointment>.");
    check("I can't make the interview <tomorrow from 1 to 2pm|2026-11-24T13:00|appointment>.");
}

#[test]
fn an_hour_alone_is_of_the_appointments_day_or_today() {
    check("I can't make it at <4|2026-11-23T16:00|appointment>.");
    check(
        "About our interview on <Friday|2026-11-27|appointment>: I can't be there at <4|2026-11-27T16:00|appointment>.",
    );
    check("I can't come to our interview of day 27 at <15h00|?|appointment>.");
    check("There will be no <10.30 on Wednesday|2026-11-25T10:30|appointment>.");
    check("So <the 30th at 11|2026-11-30T11:00|appointment> is now impossible.");
    check("Sorry, something came up. I can't do <7.15 in the morning|?|appointment>.");
}

#[test]
fn parts_of_days() {
    check("I can't make the interview <this arvo|2026-11-23T12:00..2026-11-23T18:00|appointment>.");
    check("Please cancel <tonight|2026-11-23T17:00..2026-11-23T23:59|appointment>'s call.");
    check("I can't make our interview <first thing tomorrow|2026-11-24T07:00..2026-11-24T10:00|appointment>.");
    check("Could we do <Monday morning|2026-11-23T06:00..2026-11-30T11:59|alternative>?");
}

#[test]
fn ambiguity_stays_wide() {
    check("How about <next Thursday|2026-11-26T00:00..2026-12-03T23:59|alternative>?");
    check("How about <next Thursday at 9.30|2026-11-26T09:30..2026-12-03T09:30|alternative>?");
    check("Could we meet on <4/12|2026-12-04T00:00..2027-04-12T23:59|alternative>?");
    check("Could we meet on <24/11|2026-11-24|alternative>?");
    check("Could we talk at <3pm IST tomorrow|2026-11-24T09:30..2026-11-24T15:00|alternative>?");
}

#[test]
fn weeks() {
    check("I shan't be able to attend on <Tuesday week|2026-12-01|appointment>.");
    check("Could we do <the day after tomorrow|2026-11-25|alternative>?");
    check("Could we do <next week|2026-11-30T00:00..2026-12-06T23:59|alternative>?");
    check("Could we do <the week of the 9th|2026-12-07T00:00..2026-12-13T23:59|alternative>?");
    check("Could we do <next week Saturday|2026-12-05|alternative>?");
    check("Could we do <this coming Friday|2026-11-27|alternative>?");
    check("Could we do <a week on Friday|2026-12-04|alternative>?");
    check("Could we do it <in two weeks' time|2026-12-07|alternative>?");
}

#[test]
fn soon() {
    check("I can't make our call <in an hour|2026-11-23T13:00|appointment>.");
    check("Please cancel our call <in 40 mins|2026-11-23T12:40|appointment>.");
    check("Please cancel our call <in half an hour|2026-11-23T12:30|appointment>.");
}

#[test]
fn proposals_are_alternatives() {
    check("Could we move it from <3pm tomorrow|2026-11-24T15:00|appointment> to <Friday|2026-11-27|alternative>?");
    check("Can we reschedule <tomorrow|2026-11-24|appointment>'s interview for <Thursday|2026-11-26|alternative>?");
    check("I am free any time after <the 3rd|2026-12-03T23:59..?|alternative>.");
    check(
        "Would <Dec 4th|2026-12-04|alternative> or <the 5th of December at 2pm|2026-12-05T14:00|alternative> suit you?",
    );
    check("Would <Friday|2026-11-27|alternative> suit you in place of <tomorrow at 10|2026-11-24T10:00|appointment>?");
    check("Could we meet on <Friday|2026-11-27|alternative> instead of <Wednesday|2026-11-25|appointment>?");
}

#[test]
fn other_times_have_no_role() {
    check("I spoke with Dana on <Monday|2026-11-23|none>.");
    check("The new job starts in <January|2027-01-01T00:00..2027-01-31T23:59|none>.");
    check("My flight lands at <6pm|?|none>.");
    check("I have been ill since <yesterday|2026-11-22|none>.");
}

#[test]
fn what_is_no_time_stays_unread() {
    for text in [
        "I may march on, and I sat in the sun for 3 reasons at 4 High Street.",
        "We pay 3.50 for 24/7 support and version 2.10 is out.",
        "I second that: the first round was one of the best, for one thing.",
        "Good morning, and good afternoon to the team.",
        "Pay 9.30 at 12 Acacia Avenue, for 5 people.",
    ] {
        check(text);
    }
}

#[test]
fn zones_and_clock_changes() {
    // New York leaves summer time on 1 November 2026.
    check_at(
        "2026-10-30T12:00:00-04:00[America/New_York]",
        "I can't make our call <Monday at 9am|2026-11-02T09:00|appointment>.",
    );
    check_at(
        "2026-10-30T12:00:00-04:00[America/New_York]",
        "I can't make our call <Monday at 9am GMT|2026-11-02T04:00|appointment>.",
    );
    check_at("2026-12-31T23:30:00+00:00[UTC]", "I can't make our call <tomorrow at 9|2027-01-01T09:00|appointment>.");
    check_at(
        "2026-11-23T12:00:00+13:00[Pacific/Auckland]",
        "I can't make our call <today at 3pm PT|2026-11-24T12:00|appointment>.",
    );
}

#[test]
fn late() {
    for text in [
        "Sorry, I can't make our interview tomorrow at 9.",
        "I have to cancel today's call.",
        "cant make it 2day soz",
        "I can't make our interview in an hour.",
        "I overslept, so I can't make the interview.",
        "I'm sorry I missed our call this morning.",
        "I can't make our interview tomorrow, my child is ill.",
        "Sorry for the last-minute cancellation of our interview.",
        "I am already late for our interview and won't make it.",
        "I'm sorry to give you only two hours' notice.",
    ] {
        check_late(text, Some(true));
    }
}

#[test]
fn in_time() {
    for text in [
        "I can't make our interview tomorrow at 3pm.",
        "I must cancel our interview on Thursday.",
        "I must cancel our interview on 9 December at 10.",
        "I must cancel. That is three weeks' warning, I hope enough.",
        "Please cancel our interview of the 14th, giving you three weeks to find someone.",
    ] {
        check_late(text, Some(false));
    }
}

#[test]
fn unknown() {
    for text in [
        "I have to cancel our interview. I woke up ill this morning.",
        "I must withdraw my application. I spoke with Dana today.",
        "I can't make our interview next Tuesday.",
        "I can't make our interview. Could we talk tomorrow instead?",
        "Sorry for the short notice, but I have to cancel our interview.",
    ] {
        check_late(text, None);
    }
}

#[test]
fn the_draft_says_when_it_is_sent() {
    let mail = "From: a@x.example\nTo: b@y.example\nSubject: Our call\nDate: Mon, 03 Mar 2025 21:40:00 +0530\n\nI have to cancel our call on Tuesday 4 March, 10:00 am GMT.\n";
    let document = document(mail);
    let (times, notice) = find(&document, NOW);
    assert_eq!(notice.late, Some(true), "{}", marked(&document, &times));
    assert_eq!(notice.hours.map(|h| (h * 60.0).round()), Some(1070.0), "from 16:10 to 10:00 the next day");
}

#[test]
fn the_thread_tells_the_hour() {
    let thread = |when: &str| {
        format!(
            "Hi Dana,\n\nI have to cancel, sorry.\n\nSam\n\nOn Sun, Nov 22, 2026 at 9:00 AM Dana Reyes <dana@acme.example> wrote:\n> {when}\n> Dana\n"
        )
    };
    let late = |when: &str| find(&document(&thread(when)), NOW).1;
    let notice = late("See you Tuesday 24 November at 10:00.");
    assert_eq!((notice.late, notice.appointment, notice.source.is_some()), (Some(true), None, true));
    assert_eq!(late("See you Friday 27 November at 10:00.").late, Some(false));
    assert_eq!(late("Does Tuesday at 10:00 or Friday at 11:00 suit you?").late, None);
}

proptest! {
    #[test]
    fn any_text_is_read(text in r"(?s)([0-9:./ -]{0,6}|tomorrow|next|the|at|half|on|Monday|week|in|an|hour|24th|Nov|[ap]m|\PC{0,3}| |\.|,|\n){0,40}") {
        let document = document(&text);
        let (times, _) = find(&document, NOW);
        let mut end = 0;
        for time in &times {
            prop_assert!(time.span.start >= end && document.text.get(time.span.range()).is_some_and(|words| !words.is_empty()));
            end = time.span.end;
            if let (Some(earliest), Some(latest)) = (&time.earliest, &time.latest) {
                prop_assert!(earliest <= latest);
            }
        }
    }
}
