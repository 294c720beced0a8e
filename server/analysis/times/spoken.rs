//! Hours in words: `half 3`, `quarter to ten`, `noon`.

use super::clock::ClockRead;
use super::digits::Suffix;
use super::lexicon::{Unit, Word};
use super::phrase::Sentence;
use crate::analysis::token::TokenKind;

impl Sentence<'_> {
    pub(super) fn word_clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        match self.word(at) {
            Word::Noon => Self::read(12, 0, Some(true), true, at + 1, false),
            Word::Midnight => Self::read(0, 0, None, true, at + 1, false),
            Word::A if self.word(at + 1) == Word::Quarter => self.to_or_past(at + 1),
            Word::Quarter => self.to_or_past(at),
            Word::Half => {
                let past = usize::from(matches!(self.word(at + 1), Word::Past | Word::After));
                let (hour, next) = self.small_hour(at + 1 + past)?;
                if past == 0 && self.counts(next) {
                    return None;
                }
                let (meridiem, next) = self.meridiem(next);
                Self::read(hour, 30, meridiem, false, next, false)
            }
            Word::Cardinal(hour) => {
                if let Some(read) = self.to_or_past(at) {
                    return Some(read);
                }
                if hour > 12 {
                    return None;
                }
                let hour = i16::from(hour);
                let (suffix, next) = self.suffix(at + 1);
                match suffix {
                    Suffix::Meridiem(pm) => return Self::read(hour, 0, Some(pm), true, next, false),
                    Suffix::OClock => {
                        return Self::read(hour, 0, self.meridiem(next).0, false, self.meridiem(next).1, false);
                    }
                    _ => {}
                }
                let noon = usize::from(self.word(at + 1) == Word::Noon);
                if noon == 1 {
                    return Self::read(12, 0, Some(true), true, at + 2, false);
                }
                let led = matches!(
                    before,
                    Word::At | Word::For | Word::By | Word::Until | Word::From | Word::Before | Word::After
                );
                // `nine thirty`, `two forty-five`
                let tens = match self.word(at + 1) {
                    Word::Cardinal(m @ (15 | 20 | 30 | 40 | 45 | 50))
                        if led || dated || self.meridiem(at + 2).0.is_some() =>
                    {
                        Some(m)
                    }
                    _ => None,
                };
                if let Some(mut minute) = tens {
                    let mut next = at + 2;
                    let hyphen = usize::from(self.mark(next) == Some('-'));
                    if let Word::Cardinal(units @ 1..=9) = self.word(next + hyphen)
                        && minute % 10 == 0
                    {
                        minute += units;
                        next += hyphen + 1;
                    }
                    let (meridiem, next) = self.meridiem(next);
                    return Self::read(hour, minute, meridiem, false, next, false);
                }
                if self.counts(at + 1) || hour == 1 && !self.ends(at + 1) && !self.day_follows(at + 1) {
                    return None;
                }
                if self.day_follows(at + 1) && (led || hour > 2) {
                    return Self::read(hour, 0, None, false, at + 1, false);
                }
                (led || dated && before == Word::Other && self.ends(at + 1))
                    .then(|| Self::read(hour, 0, None, false, at + 1, true))?
            }
            _ => None,
        }
    }

    /// `quarter to ten`, `ten past 4`, `twenty-five to nine`, `20 past`.
    pub(super) fn to_or_past(self, at: usize) -> Option<ClockRead> {
        let (minute, mut next) = match self.word(at) {
            Word::Quarter => (15, at + 1),
            Word::Cardinal(m @ (5 | 10)) => (m, at + 1),
            Word::Cardinal(20) => {
                let hyphen = usize::from(self.mark(at + 1) == Some('-'));
                match self.word(at + 1 + hyphen) {
                    Word::Cardinal(5) => (25, at + 2 + hyphen),
                    _ => (20, at + 1),
                }
            }
            _ if self.kind(at) == Some(TokenKind::Number) => match self.text(at) {
                "5" => (5, at + 1),
                "10" => (10, at + 1),
                "20" => (20, at + 1),
                "25" => (25, at + 1),
                _ => return None,
            },
            _ => return None,
        };
        if matches!(self.word(next), Word::Unit(Unit::Minute)) {
            next += 1;
        }
        let past = match self.word(next) {
            Word::Past => true,
            Word::To if at == 0 || self.word(at - 1) != Word::From => false,
            _ => return None,
        };
        let (hour, next) = self.small_hour(next + 1)?;
        if self.counts(next) {
            return None;
        }
        let (meridiem, next) = self.meridiem(next);
        if past {
            Self::read(hour, minute, meridiem, false, next, false)
        } else {
            let before = if hour == 1 { 12 } else { hour - 1 };
            Self::read(before, 60 - minute, meridiem, false, next, false)
        }
    }

    /// 1–12 in words or digits.
    pub(super) fn small_hour(&self, at: usize) -> Option<(i16, usize)> {
        let hour = match self.word(at) {
            Word::Cardinal(n) => i16::from(n),
            _ if self.kind(at) == Some(TokenKind::Number) => self.text(at).parse().ok()?,
            _ => return None,
        };
        (1..=12).contains(&hour).then_some((hour, at + 1))
    }
}
