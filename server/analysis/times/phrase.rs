//! Tokens → [`Phrase`]: what the words of a time say, before they are set against a clock.

use super::clock::Clock;
use super::lexicon::{Part, Unit, Word};
use crate::analysis::token::{Case, Token, TokenKind};

/// A time in words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Phrase {
    /// Its tokens, as indices into the sentence.
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) day: Option<Day>,
    /// `next week` beside `Saturday`, counted from the present one.
    pub(super) week: Option<i32>,
    pub(super) part: Option<Part>,
    pub(super) clock: Option<Clock>,
    pub(super) zone: Option<&'static [&'static str]>,
    /// Any time after it, or before it, is meant.
    pub(super) open: Option<Open>,
    /// It says how long it is until the appointment: `three weeks ahead`, `an hour's notice`.
    pub(super) lead: bool,
    /// Another number stands right before it, which may be its day: `day 27 at 15h00`.
    pub(super) numbered: bool,
    /// It is a time only where the clause speaks of an appointment.
    pub(super) weak: bool,
}

/// On which side a time is left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    After,
    Before,
}

/// A day, or what stands for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Days from today.
    Offset(i32),
    /// `in the morning`, of whichever day that is.
    InTheMorning,
    /// Minutes from now.
    Minutes(i32),
    /// Between now and that many minutes on.
    WithinMinutes(i32),
    /// A week day, by what leads it, with weeks on top of that.
    Weekday {
        day: i8,
        which: Which,
        weeks: i32,
    },
    /// A day of a month, and the week day it is said to be.
    Date {
        year: Option<i16>,
        month: Option<i8>,
        day: i8,
        weekday: Option<i8>,
    },
    /// `3/4`: which is the month is the reader's guess.
    Slashed {
        first: i8,
        second: i8,
        year: Option<i16>,
    },
    /// The week that holds a date.
    WeekOf {
        month: Option<i8>,
        day: i8,
    },
    /// A whole week, counted from the present one.
    Week(i32),
    Weekend(i32),
    /// A whole month.
    Month(i8),
}

impl Day {
    /// A date and its week day, in either order: `Tuesday the 24th`, `13 November, a Friday`.
    fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Weekday { day, which, .. }, Self::Date { weekday: None, .. }) if which != Which::Last => {
                Self::with(other, Self::Weekday { day, which: Which::Plain, weeks: 0 })
            }
            (
                Self::Date { year, month, day, weekday: None },
                Self::Weekday { day: weekday, which: Which::Plain, weeks: 0 },
            ) => Some(Self::Date { year, month, day, weekday: Some(weekday) }),
            _ => None,
        }
    }
}

/// How a week day is led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Plain,
    This,
    Next,
    Last,
}

/// One sentence's tokens with what they are to times.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) words: &'a [Word],
}

impl<'a> Sentence<'a> {
    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    pub(super) fn word(&self, at: usize) -> Word {
        self.words.get(at).copied().unwrap_or(Word::Other)
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|t| self.text.get(t.span.range())).unwrap_or("")
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.kind(at) {
            Some(TokenKind::Mark(mark)) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn case(&self, at: usize) -> Case {
        self.tokens.get(at).map_or(Case::Lower, |t| t.case)
    }

    pub(super) fn title(&self, at: usize) -> bool {
        self.kind(at) == Some(TokenKind::Word) && self.case(at) != Case::Lower
    }

    pub(super) fn upper(&self, at: usize) -> bool {
        self.case(at) == Case::Upper
    }

    /// Whether nothing stands between this token and the next.
    pub(super) fn adjacent(&self, at: usize) -> bool {
        matches!((self.tokens.get(at), self.tokens.get(at + 1)), (Some(a), Some(b)) if a.span.end == b.span.start)
    }

    /// The time that begins at `at`, if one does.
    pub(super) fn phrase(&self, at: usize) -> Option<Phrase> {
        let open = match at.checked_sub(1).map(|i| self.word(i)) {
            Some(Word::After) => Some(Open::After),
            Some(Word::Before) => Some(Open::Before),
            _ => None,
        };
        let number = |back: usize| at >= back && self.kind(at - back) == Some(TokenKind::Number);
        let numbered = number(1) || number(2) && self.kind(at - 1) == Some(TokenKind::Word);
        let mut phrase = Phrase { first: at, end: at, open, numbered, ..Phrase::default() };
        let mut next = at;
        while next < self.tokens.len() {
            let Some(end) = self.component(next, &mut phrase) else { break };
            phrase.end = end;
            next = self.glue(end, &phrase);
        }
        let said = phrase.day.is_some() || phrase.week.is_some() || phrase.part.is_some() || phrase.clock.is_some();
        // `Good morning`, `the evening before last`: a bare part of the day is no time of its own.
        (said && phrase.end > at && !(phrase.day.is_none() && phrase.week.is_none() && phrase.clock.is_none()))
            .then_some(phrase)
    }

    /// Reads one component into `phrase`; answers where it ends.
    fn component(&self, at: usize, phrase: &mut Phrase) -> Option<usize> {
        if phrase.clock.is_none() {
            let dated = phrase.day.is_some() || phrase.part.is_some();
            if let Some(read) = self.clock(at, dated) {
                phrase.clock = Some(read.clock);
                phrase.weak |= read.weak && !dated;
                let mut end = read.next;
                if let Some((zone, after)) = self.zone(end) {
                    phrase.zone = Some(zone);
                    phrase.weak = false;
                    end = after;
                }
                return Some(end);
            }
        }
        if phrase.part.is_none()
            && let Word::Part(part) = self.word(at)
            && (phrase.day.is_some() || phrase.week.is_some() || phrase.clock.is_some())
        {
            phrase.part = Some(part);
            return Some(at + 1);
        }
        if phrase.day.is_none()
            && phrase.week.is_none()
            && phrase.clock.is_none()
            && let Some((day, end)) = self.lead(at)
        {
            (phrase.day, phrase.lead) = (Some(day), true);
            return Some(end);
        }
        let (day, part, end) = self.day(at)?;
        match (phrase.day, day) {
            // `Saturday next week`, `next week Saturday`
            (None | Some(Day::Weekday { .. }), Day::Week(week)) if phrase.week.is_none() => phrase.week = Some(week),
            // `tomorrow, Tuesday`: the more exact words win.
            (Some(Day::Offset(_)), Day::Weekday { which: Which::Plain, .. }) => {}
            (None, _) | (Some(Day::Offset(_)), Day::Date { .. }) => phrase.day = Some(day),
            (Some(there), _) => phrase.day = Some(there.with(day)?),
        }
        if phrase.part.is_some() && part.is_some() {
            return None;
        }
        phrase.part = phrase.part.or(part);
        phrase.weak = day == Day::InTheMorning;
        Some(end)
    }

    /// Skips what may stand between two components of one time.
    fn glue(&self, at: usize, phrase: &Phrase) -> usize {
        let mut next = at;
        if self.word(next) == Word::Possessive {
            next += 1;
        }
        let dated = phrase.day.is_some() || phrase.week.is_some();
        match self.kind(next) {
            Some(TokenKind::Mark(',' | '(' | '@' | '-' | '–' | '·' | '|')) => next += 1,
            Some(TokenKind::Mark('.'))
                if self.tokens.get(next).is_some_and(|t| t.span.start == self.tokens[next - 1].span.end)
                    && phrase.end - phrase.first == 1
                    && self.text(next - 1).len() <= 5 =>
            {
                next += 1;
            }
            _ => {}
        }
        match self.word(next) {
            Word::At => next += 1,
            Word::By | Word::From | Word::For if dated && phrase.clock.is_none() => next += 1,
            Word::This if matches!(self.word(next + 1), Word::Part(_)) => {}
            Word::On | Word::Of | Word::This if phrase.clock.is_some() || phrase.part.is_some() || dated => next += 1,
            Word::In if self.word(next + 1) == Word::The && matches!(self.word(next + 2), Word::Part(_)) => next += 2,
            _ => {}
        }
        if self.word(next) == Word::The
            && matches!(self.word(next + 1), Word::Ordinal(_) | Word::Other)
            && self.kind(next + 1) == Some(TokenKind::Number)
        {
            next += 1;
        }
        if self.text(next).eq_ignore_ascii_case("around") || self.text(next).eq_ignore_ascii_case("about") {
            next += 1;
        }
        next
    }

    /// The minutes a duration lasts, where it is in minutes or hours, else its days; and where it ends.
    pub(super) fn duration(&self, at: usize) -> Option<(Duration, usize)> {
        let (halves, mut next) = self.amount(at)?;
        if matches!(self.word(next), Word::Of) {
            next += 1;
        }
        if self.mark(next) == Some('-') {
            next += 1;
        }
        // `30mins`, `2hrs` are one token.
        let unit = if let Word::Unit(unit) = self.word(next) {
            next += 1;
            unit
        } else {
            next = at + 1;
            glued_unit(self.text(at))?.1
        };
        let mut end = next;
        let fortnight = self.text(next - 1).to_ascii_lowercase().starts_with("fortnight");
        let mut halves = if fortnight { halves * 2 } else { halves };
        // `an hour and a half`
        if self.word(next) == Word::And && self.word(next + 1) == Word::A && self.word(next + 2) == Word::Half {
            halves += 1;
            end = next + 3;
        }
        if self.mark(end) == Some('\'') || self.word(end) == Word::Possessive {
            end += 1;
        }
        let duration = match unit {
            Unit::Minute => Duration::Minutes(halves.saturating_mul(1) / 2),
            Unit::Hour => Duration::Minutes(halves.saturating_mul(30)),
            Unit::Day => Duration::Days(halves / 2),
            Unit::Week => Duration::Days(halves.saturating_mul(7) / 2),
            Unit::Month => Duration::Days(halves.saturating_mul(15)),
        };
        Some((duration, end))
    }

    /// An amount in halves: `an`, `half an`, `40`, `1.5`, `twenty-five`, `a couple of`.
    fn amount(&self, at: usize) -> Option<(i32, usize)> {
        match self.word(at) {
            Word::Half => {
                let a = usize::from(matches!(self.word(at + 1), Word::A | Word::The))
                    .max(usize::from(self.mark(at + 1) == Some('-')));
                Some((1, at + 1 + a))
            }
            Word::A => match self.word(at + 1) {
                Word::Couple => Some((4, at + 2)),
                Word::Few => Some((6, at + 2)),
                Word::Half => Some((1, at + 2)),
                _ => Some((2, at + 1)),
            },
            Word::The => Some((2, at + 1)),
            Word::Couple => Some((4, at + 1)),
            Word::Few => Some((6, at + 1)),
            Word::Cardinal(tens) => {
                let hyphen = usize::from(self.mark(at + 1) == Some('-'));
                match self.word(at + 1 + hyphen) {
                    Word::Cardinal(units @ 1..=9) if tens >= 20 => Some((i32::from(tens + units) * 2, at + 2 + hyphen)),
                    _ => Some((i32::from(tens) * 2, at + 1)),
                }
            }
            _ if self.kind(at) == Some(TokenKind::Number) => {
                let text = self.text(at);
                if let Some((amount, _)) = glued_unit(text) {
                    return Some((amount * 2, at + 1));
                }
                match text.split_once('.') {
                    Some((whole, "5")) => Some((whole.parse::<u16>().ok().map(i32::from)? * 2 + 1, at + 1)),
                    None => Some((i32::from(text.parse::<u16>().ok()?) * 2, at + 1)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// How long something lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duration {
    Minutes(i32),
    Days(i32),
}

/// `30mins` → 30 minutes.
fn glued_unit(token: &str) -> Option<(i32, Unit)> {
    let digits = token.bytes().take_while(u8::is_ascii_digit).count();
    let amount = token.get(..digits)?.parse::<u16>().ok()?;
    let unit = match token.get(digits..)? {
        "m" | "min" | "mins" | "minutes" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "d" | "days" => Unit::Day,
        "wk" | "wks" | "weeks" => Unit::Week,
        _ => return None,
    };
    Some((i32::from(amount), unit))
}
