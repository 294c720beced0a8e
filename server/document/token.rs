//! Words, placeholders and marks of one line of normalised text, for the readers of greeting and sign-off. Only ever made
//! for a few lines at either end of a message.

use super::Meaning;
use super::words::{self, Class};
use crate::span::TextSpan;

/// A placeholder among the writer's words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown {
    pub(super) span: TextSpan,
    pub(super) meaning: Meaning,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) words: &'a str,
    pub(super) kind: Kind,
    pub(super) class: Class,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A word with a figure in it.
    Figure,
    /// Index into the placeholders.
    Placeholder(usize),
    Mark(char),
    Emoji,
}

impl Token<'_> {
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn has(&self, class: Class) -> bool {
        self.is_word() && self.class.has(class)
    }

    pub(super) fn is_capital(&self) -> bool {
        self.is_word() && words::is_capital(self.words)
    }

    pub(super) fn eq(&self, word: &str) -> bool {
        self.is_word() && self.words.eq_ignore_ascii_case(word)
    }
}

/// Tokens of `text[start..end]`, at most `limit`.
pub(super) fn tokens<'a>(
    text: &'a str,
    start: usize,
    end: usize,
    placeholders: &[Shown],
    limit: usize,
) -> Vec<Token<'a>> {
    let mut out = Vec::with_capacity(limit.min(24));
    let mut at = start;
    let mut next = placeholders.partition_point(|p| (p.span.start as usize) < start);
    while at < end && out.len() < limit {
        while placeholders.get(next).is_some_and(|p| (p.span.start as usize) < at) {
            next += 1;
        }
        let Some(c) = text[at..end].chars().next() else { break };
        if let Some(TextSpan { start, end: stop }) = placeholders.get(next).map(|p| p.span)
            && start as usize == at
            && stop as usize <= end
            && stop > start
        {
            let words = &text[at..stop as usize];
            out.push(Token {
                start: at,
                end: stop as usize,
                words,
                kind: Kind::Placeholder(next),
                class: Class::default(),
            });
            at = stop as usize;
            continue;
        }
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (stop, kind) = if c.is_alphanumeric() {
            word(text, at, end)
        } else if is_emoji(c) {
            (at + emoji_len(&text[at..end]), Kind::Emoji)
        } else {
            (at + c.len_utf8(), Kind::Mark(if matches!(c, '\u{2013}' | '\u{2014}') { '-' } else { c }))
        };
        let words = &text[at..stop];
        let class = if kind == Kind::Word { words::class(words) } else { Class::default() };
        out.push(Token { start: at, end: stop, words, kind, class });
        at = stop;
    }
    out
}

fn word(text: &str, start: usize, end: usize) -> (usize, Kind) {
    let (mut stop, mut figure) = (start, false);
    let mut chars = text[start..end].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let inner = matches!(c, '\'' | '-' | '.')
            && chars.peek().is_some_and(|(_, n)| n.is_alphanumeric())
            && (c != '.' || figure);
        if !(c.is_alphanumeric() || inner || is_joining(c)) {
            break;
        }
        figure |= c.is_ascii_digit();
        stop = start + i + c.len_utf8();
    }
    (stop.max(start + 1), if figure { Kind::Figure } else { Kind::Word })
}

/// Combining marks stay with their letter.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{93E}'..='\u{94D}' | '\u{902}' | '\u{903}')
}

/// Pictures, and what modifies and joins them.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{2B55}' | '\u{200D}' | '\u{FE0F}' | '\u{20E3}' | '\u{E0020}'..='\u{E007F}')
}

/// Length of the run of emoji that `text` starts with.
pub(super) fn emoji_len(text: &str) -> usize {
    text.find(|c| !is_emoji(c)).unwrap_or(text.len())
}
