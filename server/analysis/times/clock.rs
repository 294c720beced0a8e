//! Hours as people write them: `9`, `9.30`, `3pm`, `14h30`, `half 3`, `quarter to ten`, `10-11am`, `noon`.
//!
//! Convention, where neither am nor pm is said: interviews are held between 7 in the morning and 7 in the evening, so 7 to
//! 12 mean the morning and noon, 1 to 6 the afternoon. A part of the day (`this evening at 8`) overrules it.

use super::lexicon::{Unit, Word};
use super::phrase::Sentence;
use crate::analysis::token::{Case, TokenKind};

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// 0–23 where `fixed`, else as written.
    pub(super) hour: i8,
    pub(super) minute: i8,
    /// Whether am and pm are settled: by the word, by `14h`, by `09:30`.
    pub(super) fixed: bool,
}

/// An hour, and where the words after it begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClockRead {
    pub(super) clock: Clock,
    pub(super) next: usize,
    /// A bare number: an hour only where the rest of the clause speaks of an appointment.
    pub(super) weak: bool,
}

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
enum Suffix {
    None,
    Meridiem(bool),
    Hours,
    OClock,
}

impl Clock {
    fn new(hour: i16, minute: i8, meridiem: Option<bool>, fixed: bool) -> Option<Self> {
        let hour = match meridiem {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let clock = Self {
            hour: i8::try_from(hour).ok()?,
            minute,
            fixed: fixed || meridiem.is_some() || !(1..=12).contains(&hour),
        };
        ((0..24).contains(&clock.hour) && (0..60).contains(&clock.minute)).then_some(clock)
    }

    /// Minutes after midnight by the convention of this module.
    pub(super) fn minutes(self) -> i16 {
        let hour = if !self.fixed && self.hour < 7 { self.hour + 12 } else { self.hour };
        i16::from(hour) * 60 + i16::from(self.minute)
    }

    /// The other reading, half a day on, where nothing settles it and people might be about.
    pub(super) fn evening(self) -> Option<i16> {
        (!self.fixed && (7..=10).contains(&self.hour)).then(|| i16::from(self.hour + 12) * 60 + i16::from(self.minute))
    }
}

impl Sentence<'_> {
    /// The hour that begins at `at`; `dated` says that a day has just been read.
    pub(super) fn clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
        let mut read = self.single_clock(at, dated)?;
        if let Some((other, next)) = self.range_end(at, &read) {
            // `10-11am`, `1 to 2pm`: the end says which half of the day, as long as the start then comes first.
            if other.fixed && !read.clock.fixed {
                let start = read.clock;
                read.clock = [start.hour, start.hour + 12]
                    .into_iter()
                    .map(|hour| Clock { hour: if hour == 24 { 12 } else { hour }, fixed: true, ..start })
                    .filter(|c| c.hour < 24 && c.minutes() < other.minutes())
                    .max_by_key(|c| c.minutes())
                    .unwrap_or(start);
            }
            read.weak &= !other.fixed;
            read.next = next;
        }
        Some(read)
    }

    /// The time zone named at `at`, which is right after an hour.
    pub(super) fn zone(&self, at: usize) -> Option<(&'static [&'static str], usize)> {
        let open = usize::from(self.mark(at) == Some('('));
        let i = at + open;
        let found = match self.word(i) {
            Word::Zone(zone)
                if self.upper(i)
                    || self.text(i).len() == 3 && !matches!(self.text(i), "eat" | "cat" | "wat" | "art") =>
            {
                let time = usize::from(self.word(i + 1) == Word::Time);
                Some((super::zone::zones(zone), i + 1 + time))
            }
            _ => (0..2)
                .filter(|skip| self.title(i + skip))
                .find_map(|skip| {
                    let word = self.text(i + skip);
                    (self.word(i + skip + 1) == Word::Time)
                        .then(|| super::zone::place(word))?
                        .map(|z| (z, i + skip + 2))
                })
                .or_else(|| Some((super::zone::place("central").filter(|_| self.text(i) == "Central")?, i + 1))),
        };
        let (zone, next) = found?;
        Some((zone, next + usize::from(open == 1 && self.mark(next) == Some(')'))))
    }

    fn single_clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
        match self.kind(at)? {
            TokenKind::Number => self.digits_clock(at, dated),
            TokenKind::Word => self.word_clock(at, dated),
            _ => None,
        }
    }

    fn digits_clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
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
    fn range_of_hours(&self, at: usize) -> bool {
        matches!(self.mark(at), Some('-' | '–'))
            && self.adjacent(at)
            && Digits::read(self.text(at + 1))
                .is_some_and(|end| end.suffix != Suffix::None || self.suffix(at + 2).0 != Suffix::None)
    }

    fn word_clock(&self, at: usize, dated: bool) -> Option<ClockRead> {
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
    fn to_or_past(self, at: usize) -> Option<ClockRead> {
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
    fn small_hour(&self, at: usize) -> Option<(i16, usize)> {
        let hour = match self.word(at) {
            Word::Cardinal(n) => i16::from(n),
            _ if self.kind(at) == Some(TokenKind::Number) => self.text(at).parse().ok()?,
            _ => return None,
        };
        (1..=12).contains(&hour).then_some((hour, at + 1))
    }

    fn meridiem(&self, at: usize) -> (Option<bool>, usize) {
        match self.suffix(at) {
            (Suffix::Meridiem(pm), next) => (Some(pm), next),
            _ => (None, at),
        }
    }

    /// `am`, `p.m.`, `o'clock`, `hrs` at `at`.
    fn suffix(&self, at: usize) -> (Suffix, usize) {
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

    /// The end of a range that begins with `read`, and where the words after it begin.
    fn range_end(&self, at: usize, read: &ClockRead) -> Option<(Clock, usize)> {
        let dash = matches!(self.mark(read.next), Some('-' | '–' | '—')) && self.adjacent(read.next);
        let between = at > 0 && self.word(at - 1) == Word::From;
        let word = self.word(read.next);
        let goes_on = dash || matches!(word, Word::To | Word::Until) || word == Word::And && between;
        let end = goes_on.then(|| self.single_clock(read.next + 1, true))??;
        Some((end.clock, end.next))
    }

    fn read(hour: i16, minute: i8, meridiem: Option<bool>, fixed: bool, next: usize, weak: bool) -> Option<ClockRead> {
        Clock::new(hour, minute, meridiem, fixed).map(|clock| ClockRead { clock, next, weak })
    }

    /// Whether what follows a number makes it count something: `3 reasons`, `2 weeks`, `4 High Street`.
    fn counts(&self, at: usize) -> bool {
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

    /// Whether a clause may end here.
    fn ends(&self, at: usize) -> bool {
        match self.kind(at) {
            None | Some(TokenKind::Mark(_)) => true,
            Some(TokenKind::Word) => self.word(at) == Word::Function,
            _ => false,
        }
    }

    fn ends_sentence_before(&self, at: usize) -> bool {
        at == 0 || matches!(self.mark(at - 1), Some('.' | '!' | '?' | '\n'))
    }

    /// Whether a day comes right after an hour: `3 today`, `9 on Friday`, `five this evening`.
    fn day_follows(&self, at: usize) -> bool {
        match self.word(at) {
            Word::Today | Word::Tonight | Word::Tomorrow => true,
            Word::On => matches!(self.word(at + 1), Word::Weekday(_) | Word::MaybeWeekday(_)),
            Word::This => matches!(self.word(at + 1), Word::Part(_)),
            Word::In => self.word(at + 1) == Word::The && matches!(self.word(at + 2), Word::Part(_)),
            _ => false,
        }
    }
}

/// Whether a bare number right after a day is its hour: `tomorrow 9`, `today, 3`; not `Thursday 3`, which is a date.
fn before_dated(before: Word) -> bool {
    matches!(before, Word::Today | Word::Tonight | Word::Tomorrow | Word::Part(_))
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
