//! Days as people write them: `tomorrow`, `Monday week`, `next Thurs`, `the 24th`, `24/11`, `week of the 9th`, `in two days`.

use super::lexicon::{Part, Unit, Word};
use super::phrase::{Day, Duration, Sentence, Which};
use crate::analysis::token::TokenKind;

type Read = (Day, Option<Part>, usize);

impl Sentence<'_> {
    /// The day that begins at `at`, with the part of it named in the same breath.
    pub(super) fn day(&self, at: usize) -> Option<Read> {
        match self.word(at) {
            Word::Today => self.today(at),
            Word::Tonight => Some((Day::Offset(0), Some(Part::Evening), at + 1)),
            Word::Tomorrow => Some((
                Day::Offset(if self.word(at + 1) == Word::Unit(Unit::Week) { 8 } else { 1 }),
                None,
                self.after_week(at + 1),
            )),
            Word::Yesterday => Some((Day::Offset(-1), None, at + 1)),
            Word::Later => self.later(at),
            Word::Ordinal(1) if self.word(at + 1) == Word::Thing => match self.day(self.past_on(at + 2)) {
                Some((day @ (Day::Offset(_) | Day::Weekday { .. }), None, end)) => {
                    Some((day, Some(Part::FirstThing), end))
                }
                _ => None,
            },
            Word::EndOfDay => Some((Day::Offset(0), Some(Part::EndOfDay), at + 1)),
            Word::End if self.word(at + 1) == Word::Of => self.end_of(at + 2),
            Word::Early => match self.week(at + 1 + usize::from(self.word(at + 1) == Word::Of)) {
                Some((day @ Day::Week(_), _, end)) => Some((day, None, end)),
                _ => None,
            },
            Word::This | Word::Next | Word::Last | Word::Coming => self.led(at),
            Word::The => self.the(at),
            Word::Weekday(day) => Some(self.weekday(day, Which::Plain, at + 1)),
            Word::MaybeWeekday(day) if self.surely_weekday(at) => Some(self.weekday(day, Which::Plain, at + 1)),
            Word::Month(month) => self.month_day(month, at + 1).or_else(|| self.bare_month(month, at)),
            Word::MaybeMonth(month) => self.month_day(month, at + 1),
            Word::In => self.in_duration(at),
            Word::Within => match self.duration(at + 1)? {
                (Duration::Minutes(minutes), end) => Some((Day::WithinMinutes(minutes), None, end)),
                (Duration::Days(_), _) => None,
            },
            Word::Unit(Unit::Week) => self.week(at),
            Word::Ordinal(_) => self.ordinal_day(at),
            Word::A | Word::Half | Word::Couple | Word::Few | Word::Cardinal(_) => self.counted(at),
            _ if self.kind(at) == Some(TokenKind::Number) => self.digits_day(at).or_else(|| self.counted(at)),
            _ => None,
        }
    }

    fn today(&self, at: usize) -> Option<Read> {
        if self.text(at) == "2days" {
            let counted =
                at > 0 && matches!(self.word(at - 1), Word::In | Word::Within | Word::For | Word::Last | Word::Next);
            if counted || matches!(self.word(at + 1), Word::Ago | Word::Notice | Word::Lead) {
                return None;
            }
        }
        let week = self.word(at + 1) == Word::Unit(Unit::Week);
        Some((Day::Offset(if week { 7 } else { 0 }), None, self.after_week(at + 1)))
    }

    fn after_week(&self, at: usize) -> usize {
        at + usize::from(self.word(at) == Word::Unit(Unit::Week))
    }

    fn past_on(&self, at: usize) -> usize {
        at + usize::from(matches!(self.word(at), Word::On))
    }

    /// `later today`, `later this week`, `later on`, `later at 3`, `later 1pm`.
    fn later(&self, at: usize) -> Option<Read> {
        let next = self.past_on(at + 1);
        match self.word(next) {
            Word::Today | Word::Tonight | Word::This => self.day(next),
            Word::At => self.clock(next + 1, true).map(|_| (Day::Offset(0), None, at + 1)),
            _ => self.clock(next, false).filter(|read| !read.weak).map(|_| (Day::Offset(0), None, at + 1)),
        }
    }

    fn end_of(&self, at: usize) -> Option<Read> {
        let next = at + usize::from(self.word(at) == Word::The);
        match self.word(next) {
            Word::Unit(Unit::Day) => Some((Day::Offset(0), Some(Part::EndOfDay), next + 1)),
            _ => self.week(next),
        }
    }

    /// `this Friday`, `next week`, `last Monday`, `this coming Thursday`, `this afternoon`, `next weekend`.
    fn led(&self, at: usize) -> Option<Read> {
        let mut which = match self.word(at) {
            Word::Next => Which::Next,
            Word::Last => Which::Last,
            _ => Which::This,
        };
        let mut next = at + 1;
        if self.word(next) == Word::Coming {
            next += 1;
        } else if self.word(at) == Word::This && self.word(next) == Word::Next {
            which = Which::This;
            next += 1;
        }
        match self.word(next) {
            Word::Weekday(day) | Word::MaybeWeekday(day) => Some(self.weekday(day, which, next + 1)),
            Word::Unit(Unit::Week | Unit::Month) | Word::Weekend => self.week(at),
            Word::Part(part) if which == Which::This => Some((Day::Offset(0), Some(part), next + 1)),
            Word::Part(Part::Night | Part::Evening) if which == Which::Last => {
                Some((Day::Offset(-1), Some(Part::Evening), next + 1))
            }
            _ => None,
        }
    }

    /// `this week`, `next week`, `the week after next`, `week of the 9th`, `a week on Friday`, `next month`.
    fn week(&self, at: usize) -> Option<Read> {
        let (offset, next) = match self.word(at) {
            Word::This | Word::Coming | Word::The => (0, at + 1),
            Word::Next => (1, at + 1),
            Word::Last => (-1, at + 1),
            _ => (0, at),
        };
        let next = next + usize::from(self.word(next) == Word::Coming);
        let led = next > at;
        match self.word(next) {
            Word::Weekend => Some((Day::Weekend(offset), None, next + 1)),
            Word::Unit(Unit::Week) if self.text(next).len() <= 4 => match self.word(next + 1) {
                Word::After if self.word(next + 2) == Word::Next => Some((Day::Week(2), None, next + 3)),
                Word::After if self.word(next + 2) == Word::This => Some((Day::Week(1), None, next + 3)),
                Word::On | Word::From | Word::Next if !led => {
                    let start = self.past_on(next + 1) + usize::from(self.word(next + 1) == Word::From);
                    match self.day(start)? {
                        (Day::Weekday { day, which, weeks }, part, end) => {
                            Some((Day::Weekday { day, which, weeks: weeks + 1 }, part, end))
                        }
                        (Day::Offset(days), part, end) => Some((Day::Offset(days + 7), part, end)),
                        _ => None,
                    }
                }
                Word::Of | Word::Commencing => match self.day(next + 2)? {
                    (Day::Date { month, day, .. }, _, end) => Some((Day::WeekOf { month, day }, None, end)),
                    _ => None,
                },
                _ if led && self.word(at) != Word::The => Some((Day::Week(offset), None, next + 1)),
                _ => None,
            },
            _ => None,
        }
    }

    /// `the 24th`, `the day after tomorrow`, `the weekend`, `the week of the 9th`, `the following Monday`.
    fn the(&self, at: usize) -> Option<Read> {
        match self.word(at + 1) {
            Word::Unit(Unit::Day) if self.word(at + 2) == Word::After && self.word(at + 3) == Word::Tomorrow => {
                Some((Day::Offset(2), None, at + 4))
            }
            Word::Unit(Unit::Week) | Word::Weekend => self.week(at),
            Word::Ordinal(_) => self.ordinal_day(at + 1),
            Word::End if self.word(at + 2) == Word::Of => self.end_of(at + 3),
            Word::Coming | Word::Next => self.led(at + 1),
            _ if self.kind(at + 1) == Some(TokenKind::Number) => self.digits_day(at + 1),
            _ => None,
        }
    }

    fn weekday(&self, day: i8, which: Which, mut next: usize) -> Read {
        let mut weeks = 0;
        if self.word(next) == Word::Unit(Unit::Week) && matches!(which, Which::Plain | Which::This) {
            weeks = 1;
            next += 1;
        } else if self.word(next) == Word::Last || self.text(next) == "gone" {
            return (
                Day::Weekday { day, which: Which::Last, weeks: 0 },
                None,
                next + usize::from(self.word(next + 1) != Word::Unit(Unit::Week)),
            );
        }
        (Day::Weekday { day, which, weeks }, None, next)
    }

    /// `sat 7am`, `next wed`, `Mon 24th`, `fri or sat`: a short name beside what goes with a day.
    fn surely_weekday(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let beside = |word: Word| {
            matches!(word, Word::Weekday(_) | Word::MaybeWeekday(_) | Word::Part(_) | Word::Today | Word::Tomorrow)
        };
        let after = self.word(at + 1);
        if matches!(before, Word::On | Word::Next | Word::This | Word::Until | Word::By | Word::Any) || beside(before) {
            return true;
        }
        if beside(after) || after == Word::At && self.title(at) || self.kind(at + 1) == Some(TokenKind::Number) {
            return true;
        }
        let or = |i: usize| matches!(self.word(i), Word::Or | Word::And | Word::To) || self.mark(i) == Some('/');
        or(at + 1) && beside(self.word(at + 2))
            || at >= 2 && or(at - 1) && beside(self.word(at - 2))
            || self.title(at)
                && at > 0
                && !matches!(self.mark(at - 1), Some('.' | '!' | '?'))
                && matches!(self.kind(at + 1), None | Some(TokenKind::Mark(_)))
    }

    /// A month's day after its name: `Nov 24th, 2026`, `November the 24th`.
    fn month_day(&self, month: i8, mut next: usize) -> Option<Read> {
        if self.mark(next) == Some('.') && self.adjacent(next - 1) {
            next += 1;
        }
        if self.word(next) == Word::The {
            next += 1;
        }
        let (day, next) = self.day_number(next)?;
        let (year, next) = self.year(next);
        Some((Day::Date { year, month: Some(month), day, weekday: None }, None, next))
    }

    /// `in January`, `until June`: a whole month, where a preposition says that it is one.
    fn bare_month(&self, month: i8, at: usize) -> Option<Read> {
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let led = matches!(
            before,
            Word::In
                | Word::Until
                | Word::By
                | Word::From
                | Word::Of
                | Word::Early
                | Word::Next
                | Word::After
                | Word::Before
                | Word::Since
        );
        (led && self.title(at)).then_some((Day::Month(month), None, at + 1))
    }

    /// `24th`, `24`, `twenty-fourth`.
    fn day_number(&self, at: usize) -> Option<(i8, usize)> {
        match self.word(at) {
            Word::Ordinal(n) => Some((n, at + 1)),
            Word::Cardinal(tens @ (20 | 30)) => {
                let hyphen = usize::from(self.mark(at + 1) == Some('-'));
                match self.word(at + 1 + hyphen) {
                    Word::Ordinal(units @ 1..=9) => Some((tens + units, at + 2 + hyphen)),
                    _ => None,
                }
            }
            _ if self.kind(at) == Some(TokenKind::Number) => {
                let text = self.text(at);
                let digits = text.bytes().take_while(u8::is_ascii_digit).count();
                let suffix = text.get(digits..)?;
                let ordinal = ["st", "nd", "rd", "th"].iter().any(|s| suffix.eq_ignore_ascii_case(s));
                let day = text.get(..digits)?.parse::<i8>().ok()?;
                ((1..=31).contains(&day) && (ordinal || suffix.is_empty())).then_some((day, at + 1))
            }
            _ => None,
        }
    }

    fn year(&self, at: usize) -> (Option<i16>, usize) {
        let comma = usize::from(self.mark(at) == Some(','));
        match self.text(at + comma).parse::<i16>() {
            Ok(year @ 2000..=2199) if self.text(at + comma).len() == 4 => (Some(year), at + comma + 1),
            _ => (None, at),
        }
    }

    /// `the fourteenth`, `fifth of May`.
    fn ordinal_day(&self, at: usize) -> Option<Read> {
        let (day, next) = self.day_number(at)?;
        self.of_month(
            day,
            next,
            self.word(at) == Word::Ordinal(day) && day <= 9 || self.kind(at) == Some(TokenKind::Word),
        )
    }

    /// What follows a day of the month; `shy` days count something else unless a month or a function word follows.
    fn of_month(&self, day: i8, next: usize, shy: bool) -> Option<Read> {
        let of = usize::from(self.word(next) == Word::Of);
        if let Word::Month(month) | Word::MaybeMonth(month) = self.word(next + of)
            && (of == 1 || !matches!(self.word(next), Word::MaybeMonth(5)) || self.title(next))
        {
            let (year, end) = self.year(next + of + 1);
            return Some((Day::Date { year, month: Some(month), day, weekday: None }, None, end));
        }
        if of == 1 && matches!(self.word(next + 1), Word::This | Word::Next) {
            return None;
        }
        let noun = match self.kind(next) {
            Some(TokenKind::Word) => {
                self.word(next) == Word::Other || matches!(self.word(next), Word::Unit(_) | Word::Time | Word::Thing)
            }
            Some(TokenKind::Mark('-')) => true,
            _ => shy && !matches!(self.kind(next), None | Some(TokenKind::Mark(_))),
        };
        (!noun && (!shy || day > 3)).then_some((Day::Date { year: None, month: None, day, weekday: None }, None, next))
    }

    /// `24th`, `24 Nov`, `24/11`, `2026-11-24`, `24.11.2026`.
    fn digits_day(&self, at: usize) -> Option<Read> {
        let text = self.text(at);
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let amount = at > 0
            && self.adjacent(at - 1)
            && self.mark(at - 1).is_some_and(|c| matches!(c, '/' | '$' | '£' | '€' | '#'));
        if amount {
            return None;
        }
        // 2026-11-24
        if text.len() == 4 && self.mark(at + 1) == Some('-') && self.mark(at + 3) == Some('-') && self.adjacent(at) {
            let (month, rest) = (self.text(at + 2).parse::<i8>().ok()?, self.text(at + 4));
            let day = rest.get(..2).unwrap_or(rest).parse::<i8>().ok()?;
            let year = text.parse::<i16>().ok()?;
            return ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((
                Day::Date { year: Some(year), month: Some(month), day, weekday: None },
                None,
                at + 5,
            ));
        }
        // 24/11, 24/11/2026
        if self.mark(at + 1) == Some('/') && self.adjacent(at) && self.adjacent(at + 1) {
            let (first, second) = (text.parse::<i8>().ok()?, self.text(at + 2).parse::<i8>().ok()?);
            let (year, end) = match (self.mark(at + 3), self.text(at + 4).parse::<i16>()) {
                (Some('/'), Ok(year)) => (Some(if year < 100 { year + 2000 } else { year }), at + 5),
                _ => (None, at + 3),
            };
            let plausible = first >= 1 && second >= 1 && (first <= 12 && second <= 31 || first <= 31 && second <= 12);
            // `24/7`, `1/2`: without a year, a preposition or a week day must say that it is a date.
            let led = year.is_some()
                || at == 0
                || first > 12 && self.text(at + 2).len() == 2
                || matches!(
                    before,
                    Word::On
                        | Word::By
                        | Word::Until
                        | Word::From
                        | Word::After
                        | Word::Before
                        | Word::The
                        | Word::For
                        | Word::To
                        | Word::Weekday(_)
                        | Word::MaybeWeekday(_)
                        | Word::Of
                        | Word::Our
                )
                || matches!(self.mark(at - 1), Some('(' | ',' | ':'));
            return (plausible && led && !(year.is_none() && (first, second) == (24, 7))).then_some((
                Day::Slashed { first, second, year },
                None,
                end,
            ));
        }
        // 17.11., as German and its neighbours write it.
        if self.day_month_dot(at) {
            let (day, month) = text.split_once('.')?;
            return Some((
                Day::Date { year: None, month: Some(month.parse().ok()?), day: day.parse().ok()?, weekday: None },
                None,
                at + 1 + usize::from(self.mark(at + 1) == Some('.')),
            ));
        }
        // 24.11.2026
        if text.bytes().filter(|&b| b == b'.').count() == 2 {
            let mut parts = text.split('.');
            let (day, month, year) = (
                parts.next()?.parse::<i8>().ok()?,
                parts.next()?.parse::<i8>().ok()?,
                parts.next()?.parse::<i16>().ok()?,
            );
            let year = if (0..100).contains(&year) { year + 2000 } else { year };
            return ((1..=31).contains(&day) && (1..=12).contains(&month) && (2000..2200).contains(&year)).then_some((
                Day::Date { year: Some(year), month: Some(month), day, weekday: None },
                None,
                at + 1,
            ));
        }
        let (day, next) = self.day_number(at)?;
        let ordinal = text.len() > 2;
        let month_follows = matches!(self.word(next), Word::Month(_) | Word::MaybeMonth(_))
            && (self.title(next) || ordinal)
            || self.word(next) == Word::Of && matches!(self.word(next + 1), Word::Month(_) | Word::MaybeMonth(_));
        if month_follows || matches!(before, Word::Weekday(_) | Word::MaybeWeekday(_)) {
            return self.of_month(day, next, false);
        }
        if !ordinal {
            return None;
        }
        let led = matches!(
            before,
            Word::The
                | Word::On
                | Word::By
                | Word::Until
                | Word::After
                | Word::Before
                | Word::From
                | Word::To
                | Word::Or
                | Word::And
                | Word::For
        );
        led.then(|| self.of_month(day, next, false))?
    }

    /// `17.11.,` or `17.11. um`: a day and its month, each with its dot.
    pub(super) fn day_month_dot(&self, at: usize) -> bool {
        let Some((day, month)) = self.text(at).split_once('.') else { return false };
        let within = |text: &str, most: i8| text.parse::<i8>().ok().filter(|n| (1..=most).contains(n));
        let (Some(day), Some(_)) = (within(day, 31), within(month, 12)) else { return false };
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let led = matches!(before, Word::On | Word::The | Word::Weekday(_) | Word::MaybeWeekday(_));
        let dotted = self.mark(at + 1) == Some('.') && self.adjacent(at);
        let goes_on = self.mark(at + 2) == Some(',')
            || self.kind(at + 2).is_some_and(|k| k != TokenKind::Mark('.')) && !self.title(at + 2);
        // No hour is 25 or more.
        dotted && (goes_on || led || day > 24) || led && day > 24
    }

    /// `in an hour`, `in 40 mins`, `in two weeks' time`; not `in 2 hours I finished`, which no grammar tells apart.
    fn in_duration(&self, at: usize) -> Option<Read> {
        let about =
            usize::from(matches!(self.text(at + 1), "about" | "around" | "like" | "under" | "roughly" | "less"));
        let than = usize::from(about == 1 && self.text(at + 2) == "than");
        let start = at + 1 + about + than;
        if self.word(start) == Word::The {
            // `in the morning` after nothing: the next one there is.
            return match self.word(start + 1) {
                Word::Part(part @ Part::Morning) => Some((Day::InTheMorning, Some(part), start + 2)),
                _ => None,
            };
        }
        let (duration, mut end) = self.duration(start)?;
        if self.word(end) == Word::Time {
            end += 1;
        } else if self.word(end) == Word::Possessive && self.word(end + 1) == Word::Time {
            end += 2;
        }
        Some((from_now(duration, 1), None, end))
    }

    /// `two weeks from now`, `an hour ago`, `a week on Friday`.
    fn counted(&self, at: usize) -> Option<Read> {
        if self.word(at) == Word::A
            && self.word(at + 1) == Word::Unit(Unit::Week)
            && let Some(read) = self.week(at + 1)
        {
            return Some(read);
        }
        let (duration, end) = self.duration(at)?;
        let (sign, end) = match self.word(end) {
            Word::Ago => (-1, end + 1),
            Word::From if matches!(self.word(end + 1), Word::Now | Word::Today) => (1, end + 2),
            _ => return None,
        };
        Some((from_now(duration, sign), None, end))
    }

    /// How long it is until the appointment: `three weeks ahead`, `two hours' notice`, `ten days in hand`, `giving you a month`.
    pub(super) fn lead(&self, at: usize) -> Option<(Day, usize)> {
        if !matches!(self.word(at), Word::A | Word::Half | Word::Couple | Word::Few | Word::Cardinal(_))
            && self.kind(at) != Some(TokenKind::Number)
        {
            return None;
        }
        let (duration, end) = self.duration(at)?;
        let near = matches!(duration, Duration::Minutes(_));
        let next = self.text(end + 1);
        let end = match self.word(end) {
            // An hour away is a distance; `ahead of` is a lead over someone.
            Word::Lead if near && self.text(end).eq_ignore_ascii_case("away") || next == "of" => return None,
            Word::Lead | Word::Until => end + 1,
            Word::Notice if near || self.text(end).eq_ignore_ascii_case("warning") => end + 1,
            Word::In if matches!(next, "advance" | "hand") => end + 2,
            Word::To if next == "go" => end + 2,
            Word::Before
                if near
                    || matches!(self.kind(end + 1), None | Some(TokenKind::Mark(_)))
                    || self.word(end + 1) == Word::And =>
            {
                end + 1
            }
            _ if !near && self.given(at) => end,
            _ => return None,
        };
        Some((from_now(duration, 1), end))
    }

    /// `giving you …`, `leaves you nearly …`
    fn given(&self, at: usize) -> bool {
        let you = (at.saturating_sub(3)..at).rev().find(|&i| matches!(self.text(i), "you" | "u"));
        you.is_some_and(|you| {
            you > 0
                && matches!(self.text(you - 1), "give" | "gives" | "giving" | "given" | "leave" | "leaves" | "leaving")
        })
    }
}

fn from_now(duration: Duration, sign: i32) -> Day {
    match duration {
        Duration::Minutes(minutes) => Day::Minutes(sign * minutes),
        Duration::Days(days) => Day::Offset(sign * days),
    }
}
