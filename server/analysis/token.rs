//! Words, numbers and marks of a document's text. Invariant: tokens are in order, do not overlap, and every one lies in
//! one sentence; what stands between them is white space.

use crate::document::Document;
use crate::ruleset::vocabulary::{EntryId, Vocabulary};
use crate::span::TextSpan;
use std::ops::Range;

/// A unit of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where in the document's text.
    pub span: TextSpan,
    /// What it is.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub case: Case,
    /// What the vocabulary knows it as; `EntryId::UNKNOWN` if nothing.
    pub entry: EntryId,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes and hyphens taken apart as the vocabulary wants them.
    Word,
    /// Digits first: `3`, `3pm`, `24th`, `10.30`, `14:00`, `1st`.
    Number,
    /// A placeholder; index into the document's placeholders.
    Placeholder(u32),
    /// A punctuation mark or symbol, one character.
    Mark(char),
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `dana`, or no letters.
    Lower,
    /// `Dana`
    Title,
    /// `DANA` (two letters or more)
    Upper,
}

/// All tokens of a document.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// In order.
    pub all: Vec<Token>,
    /// For each sentence, its range in `all`.
    pub sentences: Vec<Range<u32>>,
}

/// A placeholder, as far as it lies in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// Where in the document's text.
    pub(super) span: TextSpan,
    /// Index into the document's placeholders.
    pub(super) index: u32,
}

/// Finds the placeholders of one sentence after the other.
#[derive(Debug)]
pub(super) struct Places<'a> {
    document: &'a Document,
    next: usize,
}

impl<'a> Places<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, next: 0 }
    }

    /// Adds to `slots` those in the sentence at `span`, which comes after all that were asked about.
    pub(super) fn of(&mut self, span: TextSpan, slots: &mut Vec<Slot>) {
        let TextSpan { start: mut at, end } = span;
        while at < end
            && let Some(placeholder) = self.document.placeholders.get(self.next)
        {
            let index = self.next as u32;
            match placeholder.text {
                Some(text) if text.end > at && text.start <= at => {
                    let stop = text.end.min(end);
                    slots.push(Slot { span: TextSpan { start: at, end: stop }, index });
                    at = stop;
                }
                Some(text) if text.end > at => {
                    at = text.start.min(end);
                    if text.is_empty() && at < end {
                        // Words end before it all the same.
                        slots.push(Slot { span: TextSpan { start: at, end: at }, index });
                    }
                }
                _ => self.next += 1,
            }
        }
    }
}

impl Tokens {
    /// Takes a document's sentences apart.
    pub fn new(document: &Document, vocabulary: &Vocabulary) -> Self {
        let mut tokens = Self {
            all: Vec::with_capacity(document.text.len() / 4),
            sentences: Vec::with_capacity(document.sentences.len()),
        };
        let mut places = Places::new(document);
        let mut slots = Vec::new();
        for sentence in &document.sentences {
            let first = tokens.all.len() as u32;
            slots.clear();
            places.of(sentence.span, &mut slots);
            tokens.sentence(&document.text, sentence.span, &slots, vocabulary);
            tokens.sentences.push(first..tokens.all.len() as u32);
        }
        tokens
    }

    /// Takes a sentence apart; `slots` are the placeholders in it.
    pub(super) fn sentence(&mut self, text: &str, span: TextSpan, slots: &[Slot], vocabulary: &Vocabulary) {
        let mut at = span.start as usize;
        for slot in slots {
            self.until(text, at, slot.span.start as usize, vocabulary);
            if !slot.span.is_empty() {
                self.push(slot.span, TokenKind::Placeholder(slot.index), Case::Lower, EntryId::UNKNOWN);
            }
            at = slot.span.end as usize;
        }
        self.until(text, at, span.end as usize, vocabulary);
    }

    fn until(&mut self, text: &str, mut at: usize, end: usize, vocabulary: &Vocabulary) {
        while at < end {
            at = self.take(text, at, end, vocabulary);
        }
    }

    /// The tokens of a text that is no draft (a message of the thread), taken as one sentence, unknown to any vocabulary.
    pub fn plain(text: &str) -> Self {
        let vocabulary = Vocabulary::default();
        let mut tokens = Self { all: Vec::with_capacity(text.len() / 4), sentences: Vec::new() };
        let mut at = 0;
        while at < text.len() {
            at = tokens.take(text, at, text.len(), &vocabulary);
        }
        tokens.sentences.push(0..tokens.all.len() as u32);
        tokens
    }

    /// The tokens of a sentence.
    pub fn of(&self, sentence: usize) -> &[Token] {
        self.sentences.get(sentence).and_then(|r| self.all.get(r.start as usize..r.end as usize)).unwrap_or(&[])
    }

    fn push(&mut self, span: TextSpan, kind: TokenKind, case: Case, entry: EntryId) {
        self.all.push(Token { span, kind, case, entry });
    }

    /// Takes the token at `at` (or skips white space there) and answers where the next one begins.
    fn take(&mut self, text: &str, at: usize, limit: usize, vocabulary: &Vocabulary) -> usize {
        let bytes = text.as_bytes();
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            return at + 1;
        }
        if byte.is_ascii_digit() {
            let end = number_end(bytes, at, limit);
            let span = TextSpan::new(at, end);
            self.push(span, TokenKind::Number, Case::Lower, vocabulary.look_up(&text[at..end]));
            return end;
        }
        let Some(c) = text[at..limit].chars().next() else { return limit };
        let stands_alone = c == '\'' && clitic(&text[at..limit]);
        if !c.is_alphabetic() && !stands_alone {
            let end = at + c.len_utf8();
            if !c.is_whitespace() && c != '\u{FE0F}' && c != '\u{200D}' {
                self.push(TextSpan::new(at, end), TokenKind::Mark(c), Case::Lower, vocabulary.look_up(&text[at..end]));
            }
            return end;
        }
        let (end, case) = word_end(text, at, limit);
        self.word(text, at, end, case, vocabulary);
        end
    }

    /// A word with its apostrophes: whole if the vocabulary knows it so (`don't`), else split before its clitic (`it` + `'s`).
    fn word(&mut self, text: &str, at: usize, end: usize, case: Case, vocabulary: &Vocabulary) {
        let whole = vocabulary.look_up(&text[at..end]);
        let apostrophe =
            if whole == EntryId::UNKNOWN { memchr::memchr(b'\'', &text.as_bytes()[at..end]) } else { None };
        match apostrophe {
            Some(0) | None => self.push(TextSpan::new(at, end), TokenKind::Word, case, whole),
            Some(split) => {
                let cut = at + split;
                self.push(TextSpan::new(at, cut), TokenKind::Word, case, vocabulary.look_up(&text[at..cut]));
                self.push(TextSpan::new(cut, end), TokenKind::Word, Case::Lower, vocabulary.look_up(&text[cut..end]));
            }
        }
    }
}

/// Whether `text` begins with a clitic that stands alone: `'s`, `'d`, `'ll`.
fn clitic(text: &str) -> bool {
    (1..=2).contains(&text[1..].bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// Where the word beginning at `at` ends, and its case. A word is letters (any script), inner apostrophes, and digits
/// after the first letter (`b4`, `covid19`); a hyphen ends it.
fn word_end(text: &str, at: usize, limit: usize) -> (usize, Case) {
    let bytes = text.as_bytes();
    let (mut end, mut upper, mut lower, mut first_upper) = (at, 0u32, 0u32, false);
    while end < limit {
        let byte = bytes[end];
        if byte.is_ascii_lowercase() {
            lower += 1;
            end += 1;
        } else if byte.is_ascii_uppercase() {
            first_upper |= upper + lower == 0;
            upper += 1;
            end += 1;
        } else if byte.is_ascii_digit() {
            end += 1;
        } else if byte == b'\'' {
            let next_is_letter = end + 1 < limit && (bytes[end + 1].is_ascii_alphabetic() || bytes[end + 1] >= 0x80);
            if !next_is_letter {
                break;
            }
            end += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let Some(c) = text[end..limit].chars().next() else { break };
            let mark = matches!(c, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0DFF}');
            if !c.is_alphabetic() && !mark {
                break;
            }
            if c.is_uppercase() {
                first_upper |= upper + lower == 0;
                upper += 1;
            } else if c.is_lowercase() {
                lower += 1;
            }
            end += c.len_utf8();
        }
    }
    let case = match (upper, lower) {
        (2.., 0) => Case::Upper,
        _ if first_upper => Case::Title,
        _ => Case::Lower,
    };
    (end, case)
}

/// Where the number beginning at `at` ends: digits, inner `.`, `,`, `:` and the letters after them (`3pm`, `24th`, `9h30`).
fn number_end(bytes: &[u8], at: usize, limit: usize) -> usize {
    let mut end = at;
    while end < limit {
        let byte = bytes[end];
        let inner = matches!(byte, b'.' | b',' | b':') && end + 1 < limit && bytes[end + 1].is_ascii_digit();
        if !byte.is_ascii_alphanumeric() && !inner {
            break;
        }
        end += 1;
    }
    end
}
