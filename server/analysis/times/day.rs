//! Days as people write them: `tomorrow`, `Monday week`, `next Thurs`, `week of the 9th`.

use super::lexicon::{Part, Unit, Word};
use super::phrase::{Day, Duration, Sentence, Which};
use crate::analysis::token::TokenKind;

/// A day, the part of it named in the same breath, and where the words after it begin.
pub(super) type Read = (Day, Option<Part>, usize);

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
    pub(super) fn week(&self, at: usize) -> Option<Read> {
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
}
