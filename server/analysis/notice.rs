//! Notice: how long before the appointment a message is sent. Invariant: `late` is set only where every moment the words
//! can mean is on one side of the limit. One convention goes beyond the words: a day without its hour counts from the start
//! of its working day, for whoever cancels `tomorrow` cannot count on the afternoon.

use super::times;
use super::token::Tokens;
use super::{Notice, Settings, TimeFound, TimeRole};
use crate::document::{Document, Field, ThreadPart};
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};
use regex::Regex;
use std::sync::LazyLock;

/// When a working day begins.
const WORK_BEGINS: i8 = 9;

/// An appointment longer past than this is none the message is sent about now: the file is old, and its moment unknown.
const LONG_PAST: SignedDuration = SignedDuration::from_hours(14 * 24);

/// What says that the hour has come or gone without naming it.
static TOO_LATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i-u)\b(?:last[ -]minute\b|over ?slept|slept (?:in|through|straight through|right through)\b|running late\b",
        r"|(?:already|now|min(?:ute)?s?|hours?|half an hour) late\b|late already\b",
        r"|(?:only|just|only just) (?:seen|saw|noticed|clocked) the time\b|(?:just|only) (?:woke|woken|waking) up\b",
        r"|on (?:my|the|our) way (?:to (?:you|your|the (?:interview|office))|over|in|there)\b",
        r"|should (?:have|be|'ve|of) (?:be(?:en)? )?(?:there|with you|sitting|in your) (?:by now|now|already|an? )?",
        r"|(?:have|'ve|just|i|we) (?:now |just |basically |basicly |already |clean |totally |completely )?missed (?:our|my|the|your|it\b|half)",
        r"|stuck in traffic\b|stuck on (?:the|a|my) (?:train|tube|bus|motorway|road|[am]\d)|(?-i:stuck (?:at|in|outside|on the) [A-Z]))",
    ))
    .ok()
});

/// One of these is in whatever [`TOO_LATE`] finds.
const HINTS: [&str; 13] = [
    "late", "minute", "slept", "seen", "saw", "noticed", "clocked", "woke", "waking", "way", "should", "missed",
    "stuck",
];

/// Whether a text says that the hour has come or gone.
pub(super) fn is_too_late(text: &str) -> bool {
    may_be_late(text) && TOO_LATE.as_ref().is_some_and(|cues| cues.is_match(text))
}

fn may_be_late(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize, hint: &str| {
        bytes.get(at..at + hint.len()).is_some_and(|it| it.eq_ignore_ascii_case(hint.as_bytes()))
    };
    // Few places begin as a hint does.
    let mut pairs = bytes.windows(2).enumerate().filter(|(_, pair)| {
        matches!(
            [pair[0] | 0x20, pair[1] | 0x20],
            [b'l', b'a']
                | [b'm', b'i']
                | [b's', b'l' | b'e' | b'a' | b'h' | b't']
                | [b'n', b'o']
                | [b'c', b'l']
                | [b'w', b'o' | b'a']
        )
    });
    pairs.any(|(at, _)| HINTS.iter().any(|hint| begins(at, hint)))
}

/// The moment a document is sent: front matter `now` or `date`, the `Date:` header, else the caller's.
pub fn moment(document: &Document, settings: &Settings) -> Zoned {
    let field = |key: &str| document.front_matter.iter().find(|f| f.key == key);
    field("now")
        .or_else(|| field("date"))
        .and_then(|f| read_moment(&f.value, &settings.now))
        .or_else(|| read_moment(&document.headers.date.as_ref()?.value, &settings.now))
        .unwrap_or_else(|| settings.now.clone())
}

/// How long before the appointment it is sent: by the draft's own words, else by what its front matter or thread says.
pub fn judge(document: &Document, times: &[TimeFound], now: &Zoned, notice_hours: u32) -> Notice {
    judge_by(document, times, now, notice_hours, is_too_late(&document.text))
}

/// The same, where it is known what [`is_too_late`] says of its sentences.
pub(super) fn judge_by(
    document: &Document,
    times: &[TimeFound],
    now: &Zoned,
    notice_hours: u32,
    too_late: bool,
) -> Notice {
    let limit = now.checked_add(SignedDuration::from_hours(i64::from(notice_hours))).unwrap_or_else(|_| now.clone());
    let named = times.iter().enumerate().filter(|(_, time)| {
        time.role == Some(TimeRole::Appointment) && (time.earliest.is_some() || time.latest.is_some())
    });
    // The soonest appointment is the one whose notice matters; of two mentions of one, the more exact tells more.
    let soonest = named.min_by(|(_, a), (_, b)| {
        let day = |t: &TimeFound| t.latest.as_ref().or(t.earliest.as_ref()).map(Zoned::date);
        day(a).cmp(&day(b)).then(b.exact.cmp(&a.exact))
    });
    if let Some((index, time)) = soonest {
        let late = late(time, now, &limit);
        if late.is_some() {
            return Notice { hours: hours(time, now), late, appointment: Some(index), source: None };
        }
    }
    let appointment = soonest.map(|(index, _)| index);
    if soonest.is_none()
        && let Some(notice) = elsewhere(document, now, &limit)
    {
        return notice;
    }
    Notice { hours: None, late: too_late.then_some(true), appointment, source: None }
}

/// Whether an appointment is surely too near, or surely far enough.
fn late(time: &TimeFound, now: &Zoned, limit: &Zoned) -> Option<bool> {
    let (earliest, latest) = (time.earliest.as_ref(), time.latest.as_ref());
    if let Some(latest) = latest.filter(|latest| *latest < limit) {
        return (now.duration_since(latest) < LONG_PAST).then_some(true);
    }
    // One day, its hour unsaid.
    if let (Some(earliest), Some(latest)) = (earliest, latest)
        && !time.exact
        && earliest.date() == latest.date()
        && earliest.hour() < WORK_BEGINS
        && latest.hour() == 23
    {
        let begins = earliest.date().at(WORK_BEGINS, 0, 0, 0).to_zoned(now.time_zone().clone()).ok()?;
        return Some(begins < *limit);
    }
    earliest.is_some_and(|earliest| earliest >= limit).then_some(false)
}

fn hours(time: &TimeFound, now: &Zoned) -> Option<f64> {
    let (earliest, latest) = (time.earliest.as_ref()?, time.latest.as_ref()?);
    (time.exact && earliest == latest).then(|| earliest.duration_since(now).as_secs_f64() / 3600.0)
}

/// The appointment as front matter or the quoted conversation gives it, if they give one.
fn elsewhere(document: &Document, now: &Zoned, limit: &Zoned) -> Option<Notice> {
    let keys = ["interview", "appointment", "interview_time", "interview-time", "interview_date", "interview-date"];
    let field = document.front_matter.iter().find(|f| keys.contains(&f.key.as_str()));
    if let Some((field, at)) = field.and_then(|f: &Field| Some((f, read_moment(&f.value, now)?))) {
        let time = TimeFound {
            span: crate::span::TextSpan::default(),
            earliest: Some(at.clone()),
            latest: Some(at),
            exact: true,
            role: None,
        };
        return Some(Notice {
            hours: hours(&time, now),
            late: late(&time, now, limit),
            appointment: None,
            source: Some(field.span),
        });
    }
    // The newest message that names exactly one time to come.
    document.thread.iter().find_map(|part| {
        let time = only_time(part, now)?;
        Some(Notice {
            hours: hours(&time, now),
            late: late(&time, now, limit),
            appointment: None,
            source: Some(part.span),
        })
    })
}

/// The one time to come a quoted message speaks of; None where it speaks of several, or is undated and speaks of the day
/// it was written.
fn only_time(part: &ThreadPart, now: &Zoned) -> Option<TimeFound> {
    let written = part.date.as_deref().and_then(|date| read_moment(date, now));
    let tokens = Tokens::plain(&part.text);
    let found = times::find_in(&part.text, &tokens.all, written.as_ref().unwrap_or(now));
    let mut ahead = found.into_iter().filter(|time| {
        time.role != Some(TimeRole::Alternative)
            && time.exact
            && time.latest.as_ref().is_some_and(|l| l > written.as_ref().unwrap_or(now))
    });
    let time = ahead.next()?;
    let same = |other: TimeFound| other.earliest == time.earliest && other.latest == time.latest;
    (ahead.all(same) && (written.is_some() || time.earliest == time.latest)).then_some(time)
}

/// Reads a date and time as mail headers, front matter and attributions write them.
fn read_moment(text: &str, now: &Zoned) -> Option<Zoned> {
    let text = text.trim().trim_matches(['"', '\'']);
    let mail = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    if let Ok(moment) = mail.parse_zoned(text) {
        return Some(moment);
    }
    let iso = Pieces::parse(text).ok().map(|pieces| {
        let at = DateTime::from_parts(pieces.date(), pieces.time().unwrap_or(jiff::civil::time(12, 0, 0, 0)));
        let zone = pieces.to_numeric_offset().map_or_else(|| now.time_zone().clone(), TimeZone::fixed);
        (at, zone)
    });
    if let Some((at, zone)) = iso {
        return at.to_zoned(zone).ok();
    }
    // `Mon, Mar 10, 2025 at 4:52 PM`, `15 Jul 2025, 13:22`
    let tokens = Tokens::plain(text);
    let mut found = times::find_in(text, &tokens.all, now).into_iter();
    let time = found.next()?;
    (found.next().is_none() && time.exact && time.earliest == time.latest).then_some(time.earliest)?
}
