//! Times in prose. Invariants: times come in order and do not overlap; their cost is linear in the text; each lies in one
//! sentence; bounds hold every moment the words can mean, read at `now` in the zone of `now` unless they name another.

mod clock;
mod day;
mod lexicon;
mod phrase;
mod resolve;
mod role;
mod zone;

use crate::analysis::token::{Token, TokenKind, Tokens};
use crate::analysis::{TimeFound, TimeRole};
use crate::document::{BlockKind, Document, Meaning, Part};
use crate::span::TextSpan;
use jiff::Zoned;
use lexicon::Word;
use phrase::{Phrase, Sentence};
use role::{Clauses, Cues, Reading};

/// The times the writer's words speak of.
pub fn find(document: &Document, tokens: &Tokens, now: &Zoned) -> Vec<TimeFound> {
    let mut finder = Finder::new(&document.text, now);
    let mut proposing = false;
    for (index, sentence) in document.sentences.iter().enumerate() {
        let of = tokens.of(index);
        let subject = sentence.part == Part::Subject;
        let listed = document.blocks.get(sentence.block as usize).is_some_and(|b| b.kind == BlockKind::ListItem);
        let first = finder.found.len();
        finder.sentence(of, sentence.question, subject, proposing);
        for (token, placeholder) in of.iter().filter_map(|t| match t.kind {
            TokenKind::Placeholder(index) => Some((t, document.placeholders.get(index as usize)?)),
            _ => None,
        }) {
            finder.placeholder(token.span, placeholder.meaning);
        }
        finder.found[first..].sort_by_key(|(time, _)| time.span);
        let proposed = finder.found[first..].iter().any(|(time, _)| time.role == Some(TimeRole::Alternative));
        // `Would any of these suit?` over a list of times.
        proposing = proposed || sentence.question || listed && proposing;
    }
    finder.finish()
}

/// The times of a text that is no part of the draft: one message of its thread. `tokens` are the tokens of `text`.
pub(super) fn find_in(text: &str, tokens: &[Token], now: &Zoned) -> Vec<TimeFound> {
    let mut finder = Finder::new(text, now);
    finder.sentence(tokens, false, false, false);
    finder.finish()
}

struct Finder<'a> {
    text: &'a str,
    now: &'a Zoned,
    /// Room for a sentence's words, phrases and cues, kept from one to the next.
    words: Vec<Word>,
    phrases: Vec<Phrase>,
    cues: Cues,
    found: Vec<(TimeFound, Phrase)>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a str, now: &'a Zoned) -> Self {
        Self { text, now, words: Vec::new(), phrases: Vec::new(), cues: Cues::default(), found: Vec::new() }
    }

    fn sentence(&mut self, tokens: &[Token], question: bool, subject: bool, proposing: bool) {
        let text = |token: &Token| self.text.get(token.span.range()).unwrap_or_default();
        let anchored = tokens.iter().any(|token| match token.kind {
            TokenKind::Number => true,
            TokenKind::Word => lexicon::is_anchor(text(token)),
            _ => false,
        });
        if !anchored {
            return;
        }
        self.words.clear();
        self.words.extend(tokens.iter().map(|token| match token.kind {
            TokenKind::Word | TokenKind::Number => lexicon::look_up(text(token)),
            TokenKind::Mark('@') => Word::At,
            _ => Word::Other,
        }));
        self.phrases.clear();
        let sentence = Sentence { text: self.text, tokens, words: &self.words };
        let mut at = 0;
        while at < tokens.len() {
            let starts = self.words[at].is_start() || tokens[at].kind == TokenKind::Number;
            match starts.then(|| sentence.phrase(at)).flatten() {
                Some(phrase) => {
                    at = phrase.end.max(at + 1);
                    self.phrases.push(phrase);
                }
                None => at += 1,
            }
        }
        if self.phrases.is_empty() {
            return;
        }
        let clauses = Clauses::new(sentence, &mut self.cues);
        for index in 0..self.phrases.len() {
            let phrase = self.phrases[index];
            let reading = clauses.role(&phrase, question, subject);
            let alone = phrase.first == 0 && phrase.end >= tokens.len().saturating_sub(1);
            let role = reading.role.or((alone && proposing).then_some(TimeRole::Alternative));
            if !phrase.weak || role.is_some() {
                let span = tokens[phrase.first].span.cover(tokens[phrase.end - 1].span);
                let time = resolved(self.now, span, &phrase, Reading { role, ..reading });
                self.found.push((time, phrase));
            }
        }
    }

    fn placeholder(&mut self, span: TextSpan, meaning: Meaning) {
        let role = match meaning {
            Meaning::Alternative => Some(TimeRole::Alternative),
            Meaning::Time => None,
            _ => return,
        };
        let time = TimeFound { span, earliest: None, latest: None, exact: false, role };
        self.found.push((time, Phrase::default()));
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
