//! Days by how long it is until then: `in two days`, `an hour ago`, `three weeks ahead`, `an hour's notice`.

use super::day::Read;
use super::lexicon::{Part, Unit, Word};
use super::phrase::{Day, Duration, Sentence};
use crate::analysis::token::TokenKind;

impl Sentence<'_> {
    /// `in an hour`, `in 40 mins`, `in two weeks' time`; not `in 2 hours I finished`, which no grammar tells apart.
    pub(super) fn in_duration(&self, at: usize) -> Option<Read> {
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
    pub(super) fn counted(&self, at: usize) -> Option<Read> {
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
    pub(super) fn given(&self, at: usize) -> bool {
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
