//! Hours as people write them: `9`, `9.30`, `3pm`, `14h30`, `half 3`, `quarter to ten`, `10-11am`, `noon`.
//!
//! Convention, where neither am nor pm is said: interviews are held between 7 in the morning and 7 in the evening, so 7 to
//! 12 mean the morning and noon, 1 to 6 the afternoon. A part of the day (`this evening at 8`) overrules it.

use super::lexicon::Word;
use super::phrase::Sentence;
use crate::analysis::token::TokenKind;

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

impl Clock {
    pub(super) fn new(hour: i16, minute: i8, meridiem: Option<bool>, fixed: bool) -> Option<Self> {
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

    /// The end of a range that begins with `read`, and where the words after it begin.
    fn range_end(&self, at: usize, read: &ClockRead) -> Option<(Clock, usize)> {
        let dash = matches!(self.mark(read.next), Some('-' | '–' | '—')) && self.adjacent(read.next);
        let between = at > 0 && self.word(at - 1) == Word::From;
        let word = self.word(read.next);
        let goes_on = dash || matches!(word, Word::To | Word::Until) || word == Word::And && between;
        let end = goes_on.then(|| self.single_clock(read.next + 1, true))??;
        Some((end.clock, end.next))
    }

    pub(super) fn read(
        hour: i16,
        minute: i8,
        meridiem: Option<bool>,
        fixed: bool,
        next: usize,
        weak: bool,
    ) -> Option<ClockRead> {
        Clock::new(hour, minute, meridiem, fixed).map(|clock| ClockRead { clock, next, weak })
    }

    /// Whether a clause may end here.
    pub(super) fn ends(&self, at: usize) -> bool {
        match self.kind(at) {
            None | Some(TokenKind::Mark(_)) => true,
            Some(TokenKind::Word) => self.word(at) == Word::Function,
            _ => false,
        }
    }

    pub(super) fn ends_sentence_before(&self, at: usize) -> bool {
        at == 0 || matches!(self.mark(at - 1), Some('.' | '!' | '?' | '\n'))
    }

    /// Whether a day comes right after an hour: `3 today`, `9 on Friday`, `five this evening`.
    pub(super) fn day_follows(&self, at: usize) -> bool {
        match self.word(at) {
            Word::Today | Word::Tonight | Word::Tomorrow => true,
            Word::On => matches!(self.word(at + 1), Word::Weekday(_) | Word::MaybeWeekday(_)),
            Word::This => matches!(self.word(at + 1), Word::Part(_)),
            Word::In => self.word(at + 1) == Word::The && matches!(self.word(at + 2), Word::Part(_)),
            _ => false,
        }
    }
}
