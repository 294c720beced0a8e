//! A sentence's tokens as the matcher wants them: canonical words, strong breaks, recognised things. Invariant: every position
//! has the span of the token it came from.

use super::token::{Case, Token, TokenKind};
use crate::document::{Document, Meaning, Sentence};
use crate::ruleset::matcher::Words;
use crate::ruleset::template::EntityKind;
use crate::ruleset::vocabulary::{EntryId, Vocabulary};
use crate::span::TextSpan;

/// A sentence ready to match; memory is reused from one to the next.
#[derive(Debug, Default)]
pub(super) struct SentenceWords {
    /// For the matcher.
    pub(super) words: Words,
    /// For each position, where it stands.
    spans: Vec<TextSpan>,
}

/// Something recognised in the text, before it is known which positions it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recognised {
    pub(super) kind: EntityKind,
    pub(super) span: TextSpan,
}

impl Recognised {
    /// The part of it that lies in a sentence, counted from its start.
    pub(super) fn within(self, sentence: TextSpan) -> Self {
        let span = TextSpan { start: self.span.start.max(sentence.start), end: self.span.end.min(sentence.end) };
        Self { span: span.back(sentence.start), ..self }
    }
}

impl SentenceWords {
    /// Takes in a sentence. `recognised` are those that may lie in it, in order of place.
    pub(super) fn fill(
        &mut self,
        document: &Document,
        sentence: &Sentence,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        recognised: &[Recognised],
    ) {
        let words = &mut self.words;
        words.words.clear();
        words.breaks.clear();
        words.entities.clear();
        self.spans.clear();
        words.question = sentence.question;
        words.exclamation = false;
        let (mut broken, mut money) = (false, false);
        for token in tokens {
            let position = words.words.len() as u32;
            match token.kind {
                TokenKind::Mark(mark) if token.entry == EntryId::UNKNOWN => {
                    broken |= matches!(mark, ';' | ':' | '.' | '!' | '?' | '…');
                    money = matches!(mark, '$' | '€' | '£' | '₹' | '¥');
                    words.exclamation = mark == '!';
                    continue;
                }
                TokenKind::Placeholder(index) => {
                    let Some(placeholder) = document.placeholders.get(index as usize) else { continue };
                    if placeholder.meaning == Meaning::Control {
                        continue;
                    }
                    words.entities.push((EntityKind::Placeholder, position, position + 1));
                    if let Some(kind) = meaning_kind(placeholder.meaning) {
                        words.entities.push((kind, position, position + 1));
                    }
                }
                TokenKind::Number => {
                    words.entities.push((EntityKind::Number, position, position + 1));
                    let text = document.words(token.span);
                    if money || text.ends_with(['k', 'K']) {
                        words.entities.push((EntityKind::Money, position, position + 1));
                    }
                }
                TokenKind::Word | TokenKind::Mark(_) => {}
            }
            (words.exclamation, money) = (false, false);
            let known = vocabulary.words(token.entry);
            for index in 0..known.len().max(1) {
                words.words.push(known.get(index).copied());
                words.breaks.push(broken);
                self.spans.push(token.span);
                broken = false;
            }
        }
        self.names(document, tokens, vocabulary);
        for thing in recognised {
            let start = self.spans.partition_point(|s| s.end <= thing.span.start);
            let end = self.spans.partition_point(|s| s.start < thing.span.end);
            if start < end {
                self.words.entities.push((thing.kind, start as u32, end as u32));
                if thing.kind == EntityKind::Person {
                    self.words.entities.push((EntityKind::Name, start as u32, end as u32));
                }
            }
        }
    }

    /// The text positions `start..end` cover.
    pub(super) fn span(&self, start: u32, end: u32) -> TextSpan {
        match (self.spans.get(start as usize), self.spans.get((end as usize).wrapping_sub(1))) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => TextSpan::default(),
        }
    }

    /// Runs of capitalised words, and of words all in capitals. A capital that opens the sentence says nothing by itself.
    fn names(&mut self, document: &Document, tokens: &[Token], vocabulary: &Vocabulary) {
        let mut position = 0u32;
        let (mut name, mut shout) = (None::<u32>, None::<(u32, u32)>);
        for token in tokens {
            let width = match token.kind {
                TokenKind::Mark(_) if token.entry == EntryId::UNKNOWN => 0,
                TokenKind::Placeholder(index)
                    if document.placeholders.get(index as usize).is_none_or(|p| p.meaning == Meaning::Control) =>
                {
                    0
                }
                _ => vocabulary.words(token.entry).len().max(1) as u32,
            };
            if width == 0 {
                continue;
            }
            let letters = token.span.len() as u32;
            let capital = token.kind == TokenKind::Word && token.case != Case::Lower && letters > 1;
            if capital && position > 0 {
                name.get_or_insert(position);
            } else if let Some(start) = name.take() {
                self.words.entities.push((EntityKind::Name, start, position));
            }
            if token.kind == TokenKind::Word && token.case == Case::Upper {
                let (_, sum) = shout.get_or_insert((position, 0));
                *sum += letters;
            } else if !(token.kind == TokenKind::Word && letters == 1) {
                self.shout(shout.take(), position);
            }
            position += width;
        }
        if let Some(start) = name {
            self.words.entities.push((EntityKind::Name, start, position));
        }
        self.shout(shout, position);
    }

    fn shout(&mut self, run: Option<(u32, u32)>, end: u32) {
        if let Some((start, letters)) = run
            && end - start >= 2
            && letters >= 9
        {
            self.words.entities.push((EntityKind::Shouting, start, end));
        }
    }
}

fn meaning_kind(meaning: Meaning) -> Option<EntityKind> {
    Some(match meaning {
        Meaning::Person | Meaning::Recruiter | Meaning::HiringManager | Meaning::Candidate | Meaning::Sender => {
            EntityKind::Person
        }
        Meaning::Company => EntityKind::Company,
        Meaning::Role => EntityKind::Role,
        Meaning::Time => EntityKind::Time,
        Meaning::Alternative => EntityKind::Alternative,
        Meaning::Reason => EntityKind::Reason,
        Meaning::Link => EntityKind::Link,
        Meaning::Text => EntityKind::Text,
        Meaning::Control | Meaning::Other => return None,
    })
}
