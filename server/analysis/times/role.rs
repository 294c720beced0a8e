//! What a time is the time of, by the clause it stands in: the interview as it was set, another time proposed, or neither.

use super::cue::{self, Cue, Cues, Seen};
use super::lexicon::Word;
use super::phrase::{Day, Open, Phrase, Sentence, Which};
use crate::analysis::TimeRole;
use crate::analysis::token::TokenKind;

/// How far a clause is read from its time, in tokens; what lies farther tells little, and reading stays linear.
const REACH: usize = 16;

/// What a clause says of its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) role: Option<TimeRole>,
    /// The clause speaks of what is over.
    pub(super) past: bool,
}

/// A sentence, read for the clauses around its times.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    sentence: Sentence<'a>,
    cues: &'a [Option<Cue>],
}

impl<'a> std::ops::Deref for Clauses<'a> {
    type Target = Sentence<'a>;

    fn deref(&self) -> &Sentence<'a> {
        &self.sentence
    }
}

impl<'a> Clauses<'a> {
    pub(super) fn new(sentence: Sentence<'a>, cues: &'a mut Cues) -> Self {
        cues.0.clear();
        cues.0.extend((0..sentence.tokens.len()).map(|at| match sentence.kind(at) {
            Some(TokenKind::Word) => cue::look_up(sentence.text(at)),
            _ => None,
        }));
        Self { sentence, cues: &cues.0 }
    }

    fn cue(&self, at: usize) -> Option<Cue> {
        self.cues.get(at).copied().flatten()
    }

    /// The role of `phrase`. `question`: the sentence is one. `subject`: it is the subject line.
    pub(super) fn role(&self, phrase: &Phrase, question: bool, subject: bool) -> Reading {
        let (mut left, right) = self.clause(phrase);
        // A time set off by commas belongs to the clause before it.
        if left + 1 >= phrase.first
            && left > 0
            && matches!(self.mark(left - 1), Some(',' | '(' | '-' | '–' | '—' | ':'))
        {
            left = self.left_end(left - 1, phrase.first.saturating_sub(REACH));
        }
        let before = self.seen(left, phrase.first);
        let after = self.seen(phrase.end, right);
        let all = before.or(after);
        let appointment = Reading { role: Some(TimeRole::Appointment), past: all.has(Cue::Missed) };
        let alternative = Reading { role: Some(TimeRole::Alternative), past: false };
        let neither = Reading { role: None, past: all.has(Cue::Past) };

        let led = phrase.first.checked_sub(1).map_or(Word::Other, |i| self.word(i));
        let led =
            if led == Word::The { phrase.first.checked_sub(2).map_or(Word::Other, |i| self.word(i)) } else { led };
        let over = matches!(phrase.day, Some(Day::Offset(i32::MIN..=-1) | Day::Weekday { which: Which::Last, .. }))
            || matches!(phrase.day, Some(Day::Minutes(minutes)) if minutes < 0)
            || matches!(phrase.week, Some(i32::MIN..=-1));
        if over {
            let set = all.has(Cue::Missed)
                || all.has(Cue::Set)
                || all.event.is_some() && !all.has(Cue::Past) && !all.has(Cue::Thank) && self.says_was(phrase);
            return if set { Reading { past: true, ..appointment } } else { Reading { role: None, past: true } };
        }
        if led == Word::Since {
            return neither;
        }
        if self.stands_for(phrase) && !after.has(Cue::Move) {
            return appointment;
        }
        if self.instead(phrase.end, right) || self.instead(left, phrase.first) && !before.has(Cue::Cancel) {
            return alternative;
        }
        if phrase.lead || self.governed(phrase, question) || self.refused(phrase, right) {
            return appointment;
        }
        if let Some(reading) = self.belongs(phrase, right, &before, question) {
            return reading;
        }
        let onto = matches!(led, Word::To | Word::Until)
            || matches!(led, Word::For) && before.event.is_none_or(|e| self.moved(left, e));
        if before.has(Cue::Move) && onto {
            return alternative;
        }
        if before.has(Cue::Move) && led == Word::From
            || phrase.open.is_none() && led == Word::From && all.event.is_some() && all.has(Cue::Move)
        {
            return appointment;
        }
        if led == Word::Until || phrase.open.is_some() && !all.has(Cue::Propose) && !question {
            return neither;
        }
        if phrase.open == Some(Open::After) {
            return alternative;
        }
        if let Some(event) = all.event {
            let new = self.indefinite(event, left);
            let refuses = all.has(Cue::Cancel)
                || all.has(Cue::Move)
                || all.has(Cue::Missed)
                || all.has(Cue::Not)
                || all.has(Cue::Set);
            if all.has(Cue::Thank) && !all.has(Cue::Set) && !refuses || all.has(Cue::Past) && !refuses && !question {
                return neither;
            }
            let asks = all.has(Cue::Propose) && !all.has(Cue::Not) || question;
            if asks && (new || !refuses) {
                return alternative;
            }
            return appointment;
        }
        if all.has(Cue::Not) && (all.has(Cue::Attend) || all.has(Cue::Set))
            || all.has(Cue::Missed) && !all.has(Cue::Propose)
            || all.has(Cue::Cancel)
        {
            return if all.has(Cue::Elsewhere) && !before.has(Cue::Not) && !all.has(Cue::Cancel) {
                neither
            } else {
                appointment
            };
        }
        if subject {
            return if question || all.has(Cue::Propose) { alternative } else { appointment };
        }
        if all.has(Cue::Set) && !all.has(Cue::Propose) {
            return appointment;
        }
        if all.has(Cue::Elsewhere) || all.has(Cue::Past) && !question {
            return neither;
        }
        if all.has(Cue::Propose) || question && !all.has(Cue::Not) {
            return alternative;
        }
        if all.has(Cue::Move) && !before.has(Cue::Move) {
            return appointment;
        }
        neither
    }

    /// `tomorrow's interview`, `the 2pm today`, `our Friday call`, `today's 11`: words around the time make it a name.
    fn belongs(&self, phrase: &Phrase, right: usize, before: &Seen, question: bool) -> Option<Reading> {
        let determiner = phrase.first.checked_sub(1).and_then(|i| self.cue(i));
        let inner = (phrase.first..phrase.end)
            .any(|i| self.word(i) == Word::Possessive || i + 1 < phrase.end && self.text(i).ends_with("'s"));
        let possessive = inner
            || self.word(phrase.end) == Word::Possessive
            || self.text(phrase.end - 1).ends_with("'s")
            || matches!(self.text(phrase.end - 1), "todays" | "2days" | "tomorrows");
        let noun = (phrase.end..right.min(phrase.end + 4)).find(|&i| self.cue(i) == Some(Cue::Event));
        let between_plain = noun.is_some_and(|noun| {
            (phrase.end..noun).all(|i| {
                self.word(i) == Word::Possessive
                    || matches!(self.cue(i), None | Some(Cue::Event))
                        && self.word(i) == Word::Other
                        && self.kind(i) == Some(TokenKind::Word)
            })
        });
        let appointment = Some(Reading { role: Some(TimeRole::Appointment), past: before.has(Cue::Missed) });
        if between_plain && (possessive || noun == Some(phrase.end) || determiner == Some(Cue::Definite)) {
            return match determiner {
                Some(Cue::Indefinite) if question || before.has(Cue::Propose) => {
                    Some(Reading { role: Some(TimeRole::Alternative), past: false })
                }
                _ if before.has(Cue::Thank) || before.has(Cue::Past) && !before.has(Cue::Missed) => {
                    Some(Reading { role: None, past: true })
                }
                _ => appointment,
            };
        }
        let hour_first = phrase.clock.is_some() && self.starts_with_clock(phrase);
        let no = phrase.first > 0 && self.text(phrase.first - 1) == "no";
        let named = (determiner == Some(Cue::Definite) || no) && hour_first
            || possessive && phrase.clock.is_some() && !hour_first;
        let ruled = possessive && (before.has(Cue::Move) || before.has(Cue::Not) || before.has(Cue::Cancel));
        ((named || ruled) && !before.moved_onto(self, phrase)).then_some(appointment)?
    }

    /// Whether a verb rules the phrase with nothing but prepositions between: `booked for 3`, `move tomorrow's breakfast`.
    fn governed(&self, phrase: &Phrase, question: bool) -> bool {
        let led = phrase.first.saturating_sub(3);
        let verb = (led..phrase.first)
            .rev()
            .find(|&i| !matches!(self.word(i), Word::For | Word::At | Word::On | Word::The | Word::By | Word::Our));
        let Some(verb) = verb else { return false };
        match self.cue(verb) {
            Some(Cue::Set) => !question,
            Some(Cue::Move) => verb + 1 == phrase.first,
            _ => false,
        }
    }

    /// `instead of Friday`, `in place of tomorrow at 10`, `rather than 3pm`, `Re: Friday`.
    fn stands_for(&self, phrase: &Phrase) -> bool {
        let before = |n: usize| phrase.first.checked_sub(n).map_or("", |i| self.text(i));
        let skip = usize::from(matches!(before(1), "the" | "our" | ":"));
        match before(1 + skip) {
            "of" => matches!(before(2 + skip), "instead" | "Instead" | "place" | "lieu"),
            "than" | "re" | "Re" | "RE" | "regarding" | "Regarding" | "concerning" | "Concerning" => true,
            _ => false,
        }
    }

    /// `tomorrow 9am cannot`, `the 30th at 11 is now impossible`: a refusal right after the time, and nobody's deed between.
    fn refused(&self, phrase: &Phrase, right: usize) -> bool {
        (phrase.end..right.min(phrase.end + 4))
            .take_while(|&i| {
                matches!(self.cue(i), None | Some(Cue::Not)) || matches!(self.text(i), "is" | "was" | "will" | "are")
            })
            .any(|i| self.refuses(i))
    }

    fn refuses(&self, at: usize) -> bool {
        self.cue(at) == Some(Cue::Not) && self.text(at) != "no" || self.text(at).ends_with("n't")
    }

    fn starts_with_clock(&self, phrase: &Phrase) -> bool {
        self.clock(phrase.first, false).is_some()
    }

    fn says_was(&self, phrase: &Phrase) -> bool {
        let from = phrase.first.saturating_sub(3);
        (from..phrase.first).any(|i| matches!(self.text(i), "was" | "were"))
    }

    /// Whether the event at `event` is a new one: `another call`, `an interview`, `a new slot`.
    fn indefinite(&self, event: usize, left: usize) -> bool {
        (left.max(event.saturating_sub(3))..event)
            .rev()
            .find_map(|i| match self.cue(i) {
                Some(Cue::Indefinite) => Some(true),
                Some(Cue::Definite) => Some(false),
                _ => None,
            })
            .unwrap_or(false)
    }

    /// Whether a verb of moving governs the event: `reschedule our call for Friday`.
    fn moved(&self, left: usize, event: usize) -> bool {
        (left..event).any(|i| self.cue(i) == Some(Cue::Move))
    }

    /// The clause of a phrase: up to a mark or conjunction that ends one.
    fn clause(&self, phrase: &Phrase) -> (usize, usize) {
        let left = self.left_end(phrase.first, phrase.first.saturating_sub(REACH));
        let limit = self.tokens.len().min(phrase.end + REACH);
        let mut right = phrase.end;
        while right < limit && !self.breaks(right) {
            right += 1;
        }
        (left, right)
    }

    fn left_end(&self, from: usize, limit: usize) -> usize {
        let mut left = from;
        while left > limit && !self.breaks(left - 1) {
            left -= 1;
        }
        left
    }

    /// Whether a clause ends at this token.
    fn breaks(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(TokenKind::Mark('.' | '!' | '?' | ';' | ':' | ',' | '(' | ')' | '—' | '–')) => {
                // `p.m.`, `Fri.`: a dot in a short word ends nothing.
                !(self.mark(at) == Some('.')
                    && at > 0
                    && self.text(at - 1).len() <= 4
                    && self.adjacent(at - 1)
                    && self.adjacent(at))
            }
            Some(TokenKind::Mark('-')) => at == 0 || !self.adjacent(at - 1) || !self.adjacent(at),
            Some(TokenKind::Word) => match self.cue(at) {
                Some(Cue::Break) => true,
                _ => self.word(at) == Word::And && matches!(self.cue(at + 1), Some(Cue::Pronoun | Cue::Propose)),
            },
            _ => false,
        }
    }

    /// Whether `instead` stands between `from` and `to`, and is not `instead of`.
    fn instead(&self, from: usize, to: usize) -> bool {
        (from..to).any(|i| self.cue(i) == Some(Cue::Instead) && self.word(i + 1) != Word::Of)
    }

    fn seen(&self, from: usize, to: usize) -> Seen {
        let mut seen = Seen::default();
        for at in from..to {
            let Some(cue) = self.cue(at) else {
                if self.kind(at) == Some(TokenKind::Word) && self.text(at).ends_with("n't") {
                    seen.cues |= Cue::Not.bit();
                }
                continue;
            };
            let counts = match cue {
                Cue::Event => {
                    seen.event = Some(at);
                    true
                }
                Cue::Cancel => self.cancels(at),
                // `can't` taken apart is no offer.
                Cue::Propose => self.text(at + 1) != "'t",
                _ => true,
            };
            if counts {
                seen.cues |= cue.bit();
            }
        }
        seen
    }

    /// `back out`, `pull out`, `call off`, `it's off`: some verbs of cancelling need their particle.
    fn cancels(&self, at: usize) -> bool {
        let before = |words: &[&str]| at > 0 && words.contains(&self.text(at - 1));
        match self.text(at) {
            "pull" | "pulling" | "back" | "backing" | "drop" | "dropping" | "dropped" | "duck" => {
                matches!(self.text(at + 1), "out" | "of")
            }
            "off" => before(&["call", "calling", "called", "is", "it", "'s", "are"]),
            _ => true,
        }
    }
}
