//! Hours in figures: `9`, `9.30`, `3pm`, `14h30`, `10-11am`.

use super::clock::ClockRead;
use super::lexicon::Word;
use super::phrase::Sentence;
use crate::analysis::token::{Case, TokenKind};

/// What digits with their suffix say.
#[derive(Clone, Copy)]
struct Digits {
    hour: i16,
    minute: Option<i8>,
    /// How the minutes are set off: `:`, `.`, `h`, or nothing (`930`).
    mark: u8,
    suffix: Suffix,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    None,
    Meridiem(bool),
    Hours,
    OClock,
}

impl Sentence<'_> {
    pub(super) fn digits_clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
        if let Word::Noon = self.word(at) {
            return Self::read(12, 0, Some(true), true, at + 1, false);
        }
        if let Some(read) = self.to_or_past(at) {
            return Some(read);
        }
        if self.day_month_dot(at) {
            return None;
        }
        // A number that belongs to a longer one, an amount, or a date.
        if at > 0
            && self.adjacent(at - 1)
            && self.mark(at - 1).is_some_and(|c| matches!(c, '/' | '$' | '£' | '€' | '₹' | '#' | '+' | '.' | '&'))
        {
            return None;
        }
        if self.adjacent(at) && self.mark(at + 1).is_some_and(|c| matches!(c, '/' | '%' | '€' | '+' | '&' | '°')) {
            return None;
        }
        let mut digits = Digits::read(self.text(at))?;
        let mut next = at + 1;
        if digits.suffix == Suffix::None {
            (digits.suffix, next) = self.suffix(next);
        }
        let meridiem = match digits.suffix {
            Suffix::Meridiem(pm) => Some(pm),
            _ => None,
        };
        let minute = digits.minute.unwrap_or(0);
        // `09:30` and `14:00` are of the 24-hour clock; `9:30` need not be.
        let fixed = digits.suffix == Suffix::Hours
            || digits.mark == b'h'
            || digits.mark == b':' && self.text(at).starts_with('0')
            || digits.mark == 0 && digits.minute.is_some() && self.text(at).starts_with('0');
        if digits.suffix != Suffix::None || digits.mark == b':' {
            return Self::read(digits.hour, minute, meridiem, fixed, next, false);
        }
        let before = at.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let at_hour = matches!(before, Word::At)
            || dated && matches!(before, Word::By | Word::For | Word::From | Word::Possessive | Word::Until);
        let bare = matches!(
            before,
            Word::For
                | Word::By
                | Word::From
                | Word::Until
                | Word::Our
                | Word::The
                | Word::Before
                | Word::After
                | Word::Past
        );
        let followed = self.day_follows(next);
        match digits {
            Digits { mark: b'.', minute: Some(_), .. } => (at_hour || bare || dated || followed)
                .then(|| Self::read(digits.hour, minute, None, false, next, false))?,
            Digits { mark: 0, minute: Some(_), .. } => (at_hour || dated && self.text(at).len() < 4)
                .then(|| Self::read(digits.hour, minute, None, fixed, next, false))?,
            Digits { mark: b'h', .. } => Self::read(digits.hour, minute, None, true, next, false),
            _ if self.range_of_hours(next) => Self::read(digits.hour, 0, None, false, next, false),
            _ if digits.hour > 24 || self.counts(next) => None,
            _ if at_hour || followed || dated && before_dated(before) => {
                Self::read(digits.hour, 0, None, false, next, before == Word::At && !dated && !followed)
            }
            _ if bare && before != Word::The => Self::read(digits.hour, 0, None, false, next, true),
            _ => None,
        }
    }

    /// Whether a dash and an hour follow: the `-11am` of `10-11am`.
    pub(super) fn range_of_hours(&self, at: usize) -> bool {
        matches!(self.mark(at), Some('-' | '–'))
            && self.adjacent(at)
            && Digits::read(self.text(at + 1))
                .is_some_and(|end| end.suffix != Suffix::None || self.suffix(at + 2).0 != Suffix::None)
    }

    /// `am`, `p.m.`, `o'clock`, `hrs` at `at`.
    pub(super) fn suffix(&self, at: usize) -> (Suffix, usize) {
        match self.word(at) {
            Word::Meridiem(pm) => (Suffix::Meridiem(pm), at + 1),
            Word::OClock => match self.word(at + 1) {
                Word::Meridiem(pm) => (Suffix::Meridiem(pm), at + 2),
                _ => (Suffix::OClock, at + 1),
            },
            _ => {
                let letter = self.text(at);
                // `o 'clock`, `o clock`, `5 p.m.`
                if letter.eq_ignore_ascii_case("o") {
                    let apostrophe = usize::from(self.mark(at + 1) == Some('\''));
                    if self.word(at + 1 + apostrophe) == Word::OClock || self.text(at + 1 + apostrophe) == "clock" {
                        return (Suffix::OClock, at + 2 + apostrophe);
                    }
                }
                let pm = letter.eq_ignore_ascii_case("p");
                if (pm || letter.eq_ignore_ascii_case("a"))
                    && self.mark(at + 1) == Some('.')
                    && self.text(at + 2).eq_ignore_ascii_case("m")
                {
                    let dot = usize::from(self.mark(at + 3) == Some('.') && self.adjacent(at + 2));
                    return (Suffix::Meridiem(pm), at + 3 + dot);
                }
                if matches!(letter, "h" | "H" | "hrs" | "Hrs" | "HRS")
                    && at > 0
                    && matches!(self.text(at - 1).len(), 4 | 5)
                {
                    return (Suffix::Hours, at + 1);
                }
                (Suffix::None, at)
            }
        }
    }

    /// Whether what follows a number makes it count something: `3 reasons`, `2 weeks`, `4 High Street`.
    pub(super) fn counts(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Word) => match self.word(at) {
                Word::Unit(_) | Word::OClock | Word::Cardinal(_) | Word::Half | Word::Weekend => true,
                Word::Other => {
                    let word = self.text(at);
                    self.case(at) == Case::Title && !self.ends_sentence_before(at)
                        || word.len() > 3 && word.ends_with('s') && !word.ends_with("ss")
                        || matches!(
                            word,
                            "people"
                                | "different"
                                | "other"
                                | "more"
                                | "or"
                                | "of"
                                | "thing"
                                | "point"
                                | "hundred"
                                | "k"
                                | "grand"
                                | "km"
                        )
                }
                _ => false,
            },
            Some(TokenKind::Number | TokenKind::Mark('%' | '$' | '£' | '€')) => true,
            Some(TokenKind::Mark('-')) => self.adjacent(at - 1) && self.kind(at + 1) == Some(TokenKind::Word),
            _ => false,
        }
    }

    pub(super) fn meridiem(&self, at: usize) -> (Option<bool>, usize) {
        match self.suffix(at) {
            (Suffix::Meridiem(pm), next) => (Some(pm), next),
            _ => (None, at),
        }
    }
}

impl Digits {
    /// Reads `9`, `9:30`, `9.30pm`, `14h`, `09h00`, `930`, `1300hrs`.
    fn read(token: &str) -> Option<Self> {
        let bytes = token.as_bytes();
        let (head, rest) = number(bytes)?;
        let (mark, rest) = match rest {
            [mark @ (b':' | b'.'), rest @ ..] => (*mark, rest),
            [b'h' | b'H', rest @ ..] if rest.first().is_none_or(u8::is_ascii_digit) => (b'h', rest),
            _ => (0, rest),
        };
        let (minute, rest) = match (mark, number(rest)) {
            (0, _) | (b'h', None) => (None, rest),
            (_, Some((minute, after)))
                if rest.len() - after.len() == 2 || rest.len() - after.len() == 1 && minute == 0 && mark == b'h' =>
            {
                (Some(minute), after)
            }
            _ => return None,
        };
        // Seconds, or a third part of a date or version: none of ours.
        let suffix = match rest {
            [] => Suffix::None,
            [a, m] if m.eq_ignore_ascii_case(&b'm') && matches!(a, b'a' | b'A' | b'p' | b'P') => {
                Suffix::Meridiem(a.eq_ignore_ascii_case(&b'p'))
            }
            [b'p' | b'P'] => Suffix::Meridiem(true),
            [b'h' | b'H'] | [b'h' | b'H', b'r' | b'R', b's' | b'S'] | [b'u' | b'U', b'h' | b'H', b'r' | b'R']
                if minute.is_some() || head > 24 =>
            {
                Suffix::Hours
            }
            _ => return None,
        };
        let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
        let (hour, minute) = match (minute, digits) {
            (None, 3 | 4) => (head / 100, Some((head % 100) as i8)),
            (minute, 1 | 2) => (head, minute.map(|m| m as i8)),
            _ => return None,
        };
        (hour <= 24 && minute.unwrap_or(0) < 60).then_some(Self { hour, minute, mark, suffix })
    }
}

/// Leading digits, four at most, and what follows them.
fn number(bytes: &[u8]) -> Option<(i16, &[u8])> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let value = bytes[..digits].iter().fold(0i16, |n, b| n.saturating_mul(10).saturating_add(i16::from(b - b'0')));
    Some((value, &bytes[digits..]))
}

/// Whether a bare number right after a day is its hour: `tomorrow 9`, `today, 3`; not `Thursday 3`, which is a date.
fn before_dated(before: Word) -> bool {
    matches!(before, Word::Today | Word::Tonight | Word::Tomorrow | Word::Part(_))
}
