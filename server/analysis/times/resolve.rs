//! [`Phrase`] → moments. Invariant: every moment the words can mean lies between the bounds; where they leave the day open
//! there are none.

use super::lexicon::Part;
use super::phrase::{Day, Open, Phrase, Which};
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan, Zoned};

/// Bounds, and whether an hour was named.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Moments {
    pub(super) earliest: Option<Zoned>,
    pub(super) latest: Option<Zoned>,
    pub(super) exact: bool,
}

/// First and last day that can be meant.
type Days = (Date, Date);

/// Sets a phrase against the clock. `past`: the clause speaks of what is over.
pub(super) fn resolve(phrase: &Phrase, now: &Zoned, past: bool) -> Moments {
    read(phrase, now, past).unwrap_or_default()
}

fn read(phrase: &Phrase, now: &Zoned, past: bool) -> Option<Moments> {
    if let Some(Day::Minutes(minutes)) = phrase.day {
        let at = now.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()?;
        return Some(Moments { earliest: Some(at.clone()), latest: Some(at), exact: true });
    }
    if let Some(Day::WithinMinutes(minutes)) = phrase.day {
        let latest = now.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok()?;
        return Some(Moments { earliest: Some(now.clone()), latest: Some(latest), exact: false });
    }
    let (first, last) = days(phrase, now, past)?;
    let (from, to) = hours(phrase, first == last && first == now.date(), now);
    let low = first.to_datetime(time(from)?);
    let high = last.to_datetime(time(to)?);
    let (earliest, latest) = match phrase.zone {
        Some(rules) => named_zone(rules, low, high, now)?,
        None if low == high => {
            let at = low.to_zoned(now.time_zone().clone()).ok()?;
            (at.clone(), at)
        }
        None => (low.to_zoned(now.time_zone().clone()).ok()?, high.to_zoned(now.time_zone().clone()).ok()?),
    };
    let (earliest, latest) = (Some(earliest), Some(latest));
    let exact = phrase.clock.is_some();
    Some(match phrase.open {
        None => Moments { earliest, latest, exact },
        // `after the 3rd` begins when the 3rd is over.
        Some(Open::After) => Moments { earliest: latest, latest: None, exact: false },
        Some(Open::Before) => Moments { earliest: None, latest, exact: false },
    })
}

/// The bounds over every zone that may be meant, in the zone of `now`.
fn named_zone(rules: &[&str], low: DateTime, high: DateTime, now: &Zoned) -> Option<(Zoned, Zoned)> {
    let zones = || rules.iter().filter_map(|rule| super::zone::read(rule));
    let here = |at: DateTime, zone: TimeZone| Some(at.to_zoned(zone).ok()?.with_time_zone(now.time_zone().clone()));
    Some((zones().filter_map(|zone| here(low, zone)).min()?, zones().filter_map(|zone| here(high, zone)).max()?))
}

fn days(phrase: &Phrase, now: &Zoned, past: bool) -> Option<Days> {
    let today = now.date();
    if let Some(weeks) = phrase.week {
        let monday = monday(today, weeks)?;
        return Some(match phrase.day {
            Some(Day::Weekday { day, .. }) => one(add(monday, i32::from(day))?),
            // What is left of the present week.
            _ if weeks == 0 && !past => (today, add(monday, 6)?),
            _ => (monday, add(monday, 6)?),
        });
    }
    match phrase.day? {
        Day::Offset(days) => Some(one(add(today, days)?)),
        Day::InTheMorning => Some((if now.hour() < 5 { today } else { add(today, 1)? }, add(today, 1)?)),
        Day::Weekday { day, which, weeks } => weekday(today, day, which, weeks, past),
        Day::Date { year, month, day, weekday } => date(today, year, month, day, weekday, past),
        Day::Slashed { first, second, year } => {
            let readings = [(first, second), (second, first)];
            let mut found =
                readings.into_iter().filter_map(|(day, month)| date(today, year, Some(month), day, None, past));
            let start = found.next()?;
            Some(found.fold(start, |a, b| (a.0.min(b.0), a.1.max(b.1))))
        }
        Day::WeekOf { month, day } => {
            let (first, last) = date(today, None, month, day, None, past)?;
            Some((monday(first, 0)?, add(monday(last, 0)?, 6)?))
        }
        Day::Week(weeks) => Some((monday(today, weeks)?, add(monday(today, weeks)?, 6)?)),
        Day::Weekend(weeks) => {
            let saturday = add(monday(today, weeks)?, 5)?;
            Some((saturday, add(saturday, 1)?))
        }
        Day::Month(month) => {
            let year =
                if past == (month < today.month()) { today.year() } else { today.year() + if past { -1 } else { 1 } };
            let year = if month == today.month() { today.year() } else { year };
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        Day::Minutes(_) | Day::WithinMinutes(_) => None,
    }
}

/// Minutes after midnight between which the phrase lies on its day.
fn hours(phrase: &Phrase, today: bool, now: &Zoned) -> (i16, i16) {
    let part = phrase.part;
    if let Some(clock) = phrase.clock {
        let minutes = clock.minutes();
        let later = clock.evening();
        return match (part, later) {
            (Some(Part::Evening | Part::Night | Part::Afternoon), _) if !clock.fixed && clock.hour < 12 => {
                let minutes = i16::from(clock.hour + 12) * 60 + i16::from(clock.minute);
                (minutes, minutes)
            }
            (Some(Part::Morning), _) if !clock.fixed && clock.hour < 12 => {
                let minutes = i16::from(clock.hour) * 60 + i16::from(clock.minute);
                (minutes, minutes)
            }
            // `at 8 today`, written at noon: this morning's, or tonight's.
            (None, Some(later)) if today && minutes < i16::from(now.hour()) * 60 && later <= 21 * 60 => {
                (minutes, later)
            }
            _ => (minutes, minutes),
        };
    }
    match part {
        Some(Part::FirstThing) => (7 * 60, 10 * 60),
        Some(Part::Morning) => (6 * 60, 12 * 60 - 1),
        Some(Part::Lunch) => (11 * 60, 14 * 60),
        Some(Part::Afternoon) => (12 * 60, 18 * 60),
        Some(Part::EndOfDay) => (16 * 60, 19 * 60),
        Some(Part::Evening) => (17 * 60, 24 * 60 - 1),
        Some(Part::Night) => (18 * 60, 24 * 60 - 1),
        None => (0, 24 * 60 - 1),
    }
}

fn weekday(today: Date, day: i8, which: Which, weeks: i32, past: bool) -> Option<Days> {
    let ahead = (i32::from(day) - i32::from(today.weekday().to_monday_zero_offset())).rem_euclid(7);
    let shift = weeks.checked_mul(7)?;
    let at = |days: i32| add(today, days.checked_add(shift)?);
    match which {
        Which::Last => Some(one(at(if ahead == 0 { -7 } else { ahead - 7 })?)),
        _ if past => Some(one(at(if ahead == 0 { 0 } else { ahead - 7 })?)),
        // On a Monday, `Monday` may be today or in a week's time.
        Which::Plain if ahead == 0 && weeks == 0 => Some((at(0)?, at(7)?)),
        Which::Plain | Which::This => Some(one(at(ahead)?)),
        // `next Thursday`: the nearest one if that falls in the next week; if it is still this week, the nearest or the one after.
        Which::Next => {
            let near = if ahead == 0 { 7 } else { ahead };
            let this_week = i32::from(today.weekday().to_monday_zero_offset()) + near < 7;
            Some((at(near)?, at(if this_week { near + 7 } else { near })?))
        }
    }
}

/// The days a date can be: the nearest to come, unless a year says otherwise; where its week day does not fit, all between
/// the date and the week day near it.
fn date(today: Date, year: Option<i16>, month: Option<i8>, day: i8, weekday: Option<i8>, past: bool) -> Option<Days> {
    let mut candidates: [Option<Date>; 4] = [None; 4];
    match (year, month) {
        (Some(year), Some(month)) => candidates[0] = Date::new(year, month, day).ok(),
        (None, Some(month)) => {
            for (slot, years) in candidates.iter_mut().zip([-1, 0, 1]) {
                *slot = Date::new(today.year() + years, month, day).ok();
            }
        }
        _ => {
            for (slot, months) in candidates.iter_mut().zip([-1, 0, 1, 2]) {
                let base = today.first_of_month().checked_add(months.months()).ok()?;
                *slot = Date::new(base.year(), base.month(), day).ok();
            }
        }
    }
    let fits = |date: Date| {
        weekday.is_none_or(|w| date.weekday() == Weekday::from_monday_zero_offset(w).unwrap_or(date.weekday()))
    };
    let dates = || candidates.iter().flatten().copied();
    let found = if year.is_some() {
        dates().next()
    } else if past {
        dates().filter(|d| *d <= today).max()
    } else {
        let fitting = dates().filter(|d| *d >= today && fits(*d)).min();
        // A week day that fits only the day just gone says so.
        fitting
            .or_else(|| dates().filter(|d| weekday.is_some() && fits(*d) && *d < today).max())
            .or_else(|| dates().filter(|d| *d >= today).min())
    }?;
    // A week day settles which year or month is meant only within reason: nobody dates an interview seasons ahead.
    let near = dates().filter(|d| *d >= today).min();
    let (found, near) = match near {
        Some(near) if year.is_none() && !past && weekday.is_some() && days_between(near, found).abs() > 45 => {
            (near, near)
        }
        _ => (found, found),
    };
    if fits(found) {
        return Some(one(found));
    }
    let shift = (i32::from(weekday?) - i32::from(near.weekday().to_monday_zero_offset())).rem_euclid(7);
    let shift = if shift > 3 { shift - 7 } else { shift };
    let other = add(near, shift)?;
    Some((near.min(other), near.max(other)))
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |span| span.get_days())
}

fn one(day: Date) -> Days {
    (day, day)
}

fn add(day: Date, days: i32) -> Option<Date> {
    day.checked_add(SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// The Monday of the week `weeks` after that of `day`.
fn monday(day: Date, weeks: i32) -> Option<Date> {
    add(day, weeks.checked_mul(7)?.checked_sub(i32::from(day.weekday().to_monday_zero_offset()))?)
}

fn time(minutes: i16) -> Option<Time> {
    Time::new((minutes / 60) as i8, (minutes % 60) as i8, 0, 0).ok()
}
