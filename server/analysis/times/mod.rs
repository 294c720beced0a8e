//! Times in prose. Invariants: times come in order and do not overlap; their cost is linear in the text; each lies in one
//! sentence; bounds hold every moment the words can mean, read at `now` in the zone of `now` unless they name another.

mod clock;
mod cue;
mod date;
mod day;
mod digits;
mod lead;
mod lexicon;
mod phrase;
mod resolve;
mod role;
mod spoken;
mod zone;

use crate::analysis::token::{Token, TokenKind, Tokens};
use crate::analysis::{TimeFound, TimeRole};
use crate::document::{self, BlockKind, Document, Meaning, Part};
use crate::span::TextSpan;
use cue::Cues;
use jiff::Zoned;
use lexicon::Word;
use phrase::{Phrase, Sentence};
use role::{Clauses, Reading};

/// The times the writer's words speak of.
pub fn find(document: &Document, tokens: &Tokens, now: &Zoned) -> Vec<TimeFound> {
    let mut room = Room::default();
    let mut finder = Finder::new(now);
    for (index, sentence) in document.sentences.iter().enumerate() {
        let said = read(document, sentence, tokens.of(index), &mut room);
        finder.sentence(document, sentence, &said);
    }
    finder.finish()
}

/// The same, by what was read of each sentence.
pub(super) fn of<'s>(document: &Document, said: impl Iterator<Item = &'s [Said]>, now: &Zoned) -> Vec<TimeFound> {
    let mut finder = Finder::new(now);
    for (sentence, said) in document.sentences.iter().zip(said) {
        finder.sentence(document, sentence, said);
    }
    finder.finish()
}

/// The times of a text that is no part of the draft: one message of its thread. `tokens` are the tokens of `text`.
pub(super) fn find_in(text: &str, tokens: &[Token], now: &Zoned) -> Vec<TimeFound> {
    let mut finder = Finder::new(now);
    let said = words(text, tokens, Asked::default(), &mut Room::default());
    finder.take(&said, 0, false);
    finder.finish()
}

/// A time as its sentence gives it, before it is set against a clock and the sentences around it.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Where, from the start of the sentence.
    span: TextSpan,
    phrase: Phrase,
    reading: Reading,
    /// Whether the sentence says nothing else.
    alone: bool,
    /// Whether a placeholder stands for it.
    blank: bool,
}

/// What of a sentence matters beside its words.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    /// Where it begins.
    start: u32,
    question: bool,
    subject: bool,
}

/// Room for a sentence's words, phrases and cues, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    words: Vec<Word>,
    phrases: Vec<Phrase>,
    cues: Cues,
}

/// The times in a sentence, in any order.
pub(super) fn read(document: &Document, sentence: &document::Sentence, tokens: &[Token], room: &mut Room) -> Vec<Said> {
    let asked =
        Asked { start: sentence.span.start, question: sentence.question, subject: sentence.part == Part::Subject };
    let mut said = words(&document.text, tokens, asked, room);
    said.extend(tokens.iter().filter_map(|token| {
        let TokenKind::Placeholder(index) = token.kind else { return None };
        let role = match document.placeholders.get(index as usize)?.meaning {
            Meaning::Alternative => Some(TimeRole::Alternative),
            Meaning::Time => None,
            _ => return None,
        };
        let (phrase, reading) = (Phrase::default(), Reading { role, past: false });
        Some(Said { span: token.span.back(asked.start), phrase, reading, alone: false, blank: true })
    }));
    said
}

/// The times a sentence names in words and figures.
fn words(text: &str, tokens: &[Token], asked: Asked, room: &mut Room) -> Vec<Said> {
    let of = |token: &Token| text.get(token.span.range()).unwrap_or_default();
    let anchored = tokens.iter().any(|token| match token.kind {
        TokenKind::Number => true,
        TokenKind::Word => lexicon::is_anchor(of(token)),
        _ => false,
    });
    if !anchored {
        return Vec::new();
    }
    let Room { words, phrases, cues } = room;
    words.clear();
    words.extend(tokens.iter().map(|token| match token.kind {
        TokenKind::Word | TokenKind::Number => lexicon::look_up(of(token)),
        TokenKind::Mark('@') => Word::At,
        _ => Word::Other,
    }));
    phrases.clear();
    let sentence = Sentence { text, tokens, words };
    let mut at = 0;
    while at < tokens.len() {
        let starts = words[at].is_start() || tokens[at].kind == TokenKind::Number;
        match starts.then(|| sentence.phrase(at)).flatten() {
            Some(phrase) => {
                at = phrase.end.max(at + 1);
                phrases.push(phrase);
            }
            None => at += 1,
        }
    }
    if phrases.is_empty() {
        return Vec::new();
    }
    let clauses = Clauses::new(sentence, cues);
    let said = phrases.iter().map(|phrase| {
        let span = tokens[phrase.first].span.cover(tokens[phrase.end - 1].span);
        Said {
            span: span.back(asked.start),
            phrase: *phrase,
            reading: clauses.role(phrase, asked.question, asked.subject),
            alone: phrase.first == 0 && phrase.end >= tokens.len().saturating_sub(1),
            blank: false,
        }
    });
    said.collect()
}

struct Finder<'a> {
    now: &'a Zoned,
    found: Vec<(TimeFound, Phrase)>,
    /// Whether the sentence before offers times.
    proposing: bool,
}

impl<'a> Finder<'a> {
    fn new(now: &'a Zoned) -> Self {
        Self { now, found: Vec::new(), proposing: false }
    }

    /// Takes in the next sentence of a document.
    fn sentence(&mut self, document: &Document, sentence: &document::Sentence, said: &[Said]) {
        let first = self.found.len();
        if !said.is_empty() {
            self.take(said, sentence.span.start, self.proposing);
            self.found[first..].sort_by_key(|(time, _)| time.span);
        }
        let proposed = self.found[first..].iter().any(|(time, _)| time.role == Some(TimeRole::Alternative));
        let listed = || {
            let block = document.blocks.get(sentence.block as usize);
            block.is_some_and(|block| block.kind == BlockKind::ListItem)
        };
        // `Would any of these suit?` over a list of times.
        self.proposing = proposed || sentence.question || self.proposing && listed();
    }

    fn take(&mut self, said: &[Said], start: u32, proposing: bool) {
        for Said { span, phrase, reading, alone, blank } in said {
            let role = reading.role.or((*alone && proposing).then_some(TimeRole::Alternative));
            let span = span.on(start);
            if *blank {
                let time = TimeFound { span, earliest: None, latest: None, exact: false, role };
                self.found.push((time, *phrase));
            } else if !phrase.weak || role.is_some() {
                let time = resolved(self.now, span, phrase, Reading { role, ..*reading });
                self.found.push((time, *phrase));
            }
        }
    }

    /// Gives hours without a day the day of the appointment: the one another of its mentions names, else today, for whoever
    /// writes `I can't make it at 3` means today. (`7 in the morning` may be of any day.)
    fn finish(mut self) -> Vec<TimeFound> {
        let dated = self.found.iter().find(|(time, phrase)| {
            time.role == Some(TimeRole::Appointment) && (phrase.day.is_some() || phrase.week.is_some())
        });
        let (day, week) = dated.map_or((Some(phrase::Day::Offset(0)), None), |(_, phrase)| (phrase.day, phrase.week));
        for index in 0..self.found.len() {
            let (time, phrase) = &self.found[index];
            if time.role == Some(TimeRole::Appointment)
                && phrase.day.is_none()
                && phrase.week.is_none()
                && phrase.clock.is_some()
                && phrase.part.is_none()
                && !(phrase.numbered && week.is_none() && day == Some(phrase::Day::Offset(0)))
            {
                let phrase = Phrase { day, week, ..*phrase };
                let reading = Reading { role: time.role, past: false };
                self.found[index].0 = resolved(self.now, time.span, &phrase, reading);
            }
        }
        self.found.into_iter().map(|(time, _)| time).collect()
    }
}

fn resolved(now: &Zoned, span: TextSpan, phrase: &Phrase, reading: Reading) -> TimeFound {
    let moments = resolve::resolve(phrase, now, reading.past);
    TimeFound { span, earliest: moments.earliest, latest: moments.latest, exact: moments.exact, role: reading.role }
}
