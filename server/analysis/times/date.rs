//! Days of a month as people write them: `the 24th`, `24 May`, `24/11`, `2026-11-24`.

use super::day::Read;
use super::lexicon::Word;
use super::phrase::{Day, Sentence};
use crate::analysis::token::TokenKind;

impl Sentence<'_> {
    /// A month's day after its name: `Nov 24th, 2026`, `November the 24th`.
    pub(super) fn month_day(&self, month: i8, mut next: usize) -> Option<Read> {
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
    pub(super) fn bare_month(&self, month: i8, at: usize) -> Option<Read> {
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
    pub(super) fn day_number(&self, at: usize) -> Option<(i8, usize)> {
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

    pub(super) fn year(&self, at: usize) -> (Option<i16>, usize) {
        let comma = usize::from(self.mark(at) == Some(','));
        match self.text(at + comma).parse::<i16>() {
            Ok(year @ 2000..=2199) if self.text(at + comma).len() == 4 => (Some(year), at + comma + 1),
            _ => (None, at),
        }
    }

    /// `the fourteenth`, `fifth of May`.
    pub(super) fn ordinal_day(&self, at: usize) -> Option<Read> {
        let (day, next) = self.day_number(at)?;
        self.of_month(
            day,
            next,
            self.word(at) == Word::Ordinal(day) && day <= 9 || self.kind(at) == Some(TokenKind::Word),
        )
    }

    /// What follows a day of the month; `shy` days count something else unless a month or a function word follows.
    pub(super) fn of_month(&self, day: i8, next: usize, shy: bool) -> Option<Read> {
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
    pub(super) fn digits_day(&self, at: usize) -> Option<Read> {
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
}
