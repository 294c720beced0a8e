//! Sentences. A line of a block always ends one; inside a line they end at `.`, `!`, `?`, `…` or a picture, unless the
//! point belongs to an abbreviation, an initial, a number or a placeholder.

use super::token::{Shown, emoji_len, is_emoji};
use super::words::{Class, Lower, class, is_capital};
use super::{Block, BlockKind, Part, Sentence};
use crate::span::TextSpan;

/// Splits the blocks of a text.
pub(super) fn sentences(
    text: &str,
    blocks: &[Block],
    placeholders: &[Shown],
    greetings: Vec<TextSpan>,
    sign_offs: Vec<TextSpan>,
) -> Vec<Sentence> {
    let mut splitter = Splitter {
        text,
        plain: text.is_ascii(),
        out: Vec::with_capacity(text.len() / 64 + blocks.len()),
        placeholders,
        next: 0,
        edges: greetings.iter().chain(&sign_offs).flat_map(|span| [span.start, span.end]).collect(),
        greetings,
        sign_offs,
    };
    for (index, block) in blocks.iter().enumerate() {
        splitter.block(index as u32, *block);
    }
    splitter.out
}

struct Splitter<'a> {
    text: &'a str,
    /// Whether it is all ASCII.
    plain: bool,
    out: Vec<Sentence>,
    placeholders: &'a [Shown],
    next: usize,
    /// The greeting and the sign-off; of a template, those of all its branches.
    greetings: Vec<TextSpan>,
    sign_offs: Vec<TextSpan>,
    /// Where they begin and end.
    edges: Vec<u32>,
}

impl Splitter<'_> {
    fn block(&mut self, index: u32, block: Block) {
        let (start, end) = (block.span.start as usize, block.span.end as usize);
        let mut from = start;
        // The greeting and the sign-off are never part of a longer sentence.
        let mut lines = memchr::memchr_iter(b'\n', &self.text.as_bytes()[start..end]).map(|i| start + i).peekable();
        loop {
            let mut to = lines.peek().copied().unwrap_or(end);
            for edge in self.edges.iter().map(|&edge| edge as usize) {
                if from < edge && edge < to && block.kind != BlockKind::Subject {
                    to = edge;
                }
            }
            self.line(index, block.kind, from, to);
            if lines.next_if_eq(&to).is_some() {
                from = to + 1;
            } else if to >= end {
                return;
            } else {
                from = to;
            }
        }
    }

    fn line(&mut self, index: u32, kind: BlockKind, start: usize, end: usize) {
        let line = TextSpan::new(start, end);
        let holds = |spans: &[TextSpan]| spans.iter().any(|span| !span.is_empty() && span.contains(line));
        let part = if kind == BlockKind::Subject {
            Part::Subject
        } else if holds(&self.greetings) {
            Part::Greeting
        } else if holds(&self.sign_offs) {
            Part::SignOff
        } else {
            Part::Body
        };
        if matches!(part, Part::Greeting | Part::SignOff) {
            self.push(index, part, start, end);
            return;
        }
        let bytes = self.text.as_bytes();
        let (mut from, mut at) = (start, start);
        while let Some(step) = bytes.get(at..end).and_then(|rest| self.next_end(rest)) {
            at += step;
            while self.placeholders.get(self.next).is_some_and(|p| p.span.end as usize <= at) {
                self.next += 1;
            }
            if let Some(span) = self.placeholders.get(self.next).map(|p| p.span)
                && span.start as usize <= at
            {
                at = (span.end as usize).max(at + 1);
                continue;
            }
            match self.end(from, at, end) {
                Ok(stop) => {
                    self.push(index, part, from, stop);
                    from = stop;
                    at = stop;
                }
                Err(next) => at = next,
            }
        }
        self.push(index, part, from, end);
    }

    /// Where the first byte is that can begin the end of a sentence.
    fn next_end(&self, bytes: &[u8]) -> Option<usize> {
        if self.plain {
            return memchr::memchr3(b'.', b'!', b'?', bytes);
        }
        bytes.iter().position(|&byte| ENDS[byte as usize])
    }

    fn push(&mut self, block: u32, part: Part, start: usize, end: usize) {
        let words = &self.text[start..end];
        let left = words.trim_start();
        let kept = left.trim_end();
        if kept.is_empty() {
            return;
        }
        let start = start + (words.len() - left.len());
        let closing = kept.trim_end_matches(|c: char| matches!(c, '"' | '\'' | ')' | ']' | '!' | ' ') || is_emoji(c));
        self.out.push(Sentence {
            span: TextSpan::new(start, start + kept.len()),
            block,
            part,
            question: closing.ends_with('?'),
        });
    }

    /// Whether a sentence that began at `from` ends with the mark at `at`: where, or else where to look on.
    fn end(&self, from: usize, at: usize, end: usize) -> Result<usize, usize> {
        let text = self.text;
        // ENDS marks first bytes of characters only, so `at` is a boundary.
        let Some(first) = text[at..end].chars().next() else { return Err(end) };
        let mut stop = at + first.len_utf8();
        if is_emoji(first) {
            stop = at + emoji_len(&text[at..end]);
            let rest = &text[stop..end];
            let spaced = rest.starts_with(' ') && !rest.trim_start().starts_with(is_emoji);
            return if spaced { Ok(stop) } else { Err(stop.max(at + 1)) };
        }
        if !matches!(first, '.' | '!' | '?' | '\u{2026}') {
            return Err(stop);
        }
        while let Some(c) = text[stop..end].chars().next().filter(|c| matches!(c, '.' | '!' | '?' | '\u{2026}')) {
            stop += c.len_utf8();
        }
        let marks = &text[at..stop];
        while let Some(c) = text[stop..end].chars().next().filter(|c| matches!(c, '"' | '\'' | ')' | ']' | '*' | '_')) {
            stop += c.len_utf8();
        }
        let rest = &text[stop..end];
        let Some(after) = rest.chars().next() else { return Ok(stop) };
        if after != ' ' {
            if is_emoji(after) {
                return Err(stop);
            }
            // `done.Thanks`, but not `node.js`, `3.30` or `a.m.`.
            let glued = after.is_uppercase()
                && rest.chars().nth(1).is_some_and(char::is_lowercase)
                && text[from..at].chars().next_back().is_some_and(char::is_lowercase)
                && text[from..at].chars().rev().nth(1).is_some_and(char::is_lowercase);
            return if glued || (after.is_alphabetic() && marks.starts_with(['!', '?']) && after.is_uppercase()) {
                Ok(stop)
            } else {
                Err(stop)
            };
        }
        let next = rest.trim_start();
        if next.starts_with(is_emoji) {
            // The picture closes the sentence along with its mark.
            let stop = end - next.len();
            let stop = stop + emoji_len(next);
            return if text[stop..end].starts_with(' ') || stop == end { Ok(stop) } else { Err(stop) };
        }
        let capital = next
            .trim_start_matches(['"', '\'', '(', '['])
            .starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
        if marks == "." {
            let words = &text[from..at];
            let word = words.rsplit([' ', '(', '"', '\'']).next().unwrap_or("");
            if is_abbreviation(word, words.len() == word.len(), capital) {
                return Err(stop);
            }
        } else if (marks.starts_with("..") || marks.starts_with('\u{2026}')) && !capital {
            return Err(stop);
        }
        Ok(stop)
    }
}

/// Whether the point after `word` is the word's own. `first`: the word begins the sentence; `capital`: what follows could
/// begin another.
fn is_abbreviation(word: &str, first: bool, capital: bool) -> bool {
    let mut chars = word.chars();
    let (letter, more) = (chars.next(), chars.next());
    match (letter, more) {
        (None, _) => return !capital,
        // An initial, as in `J. Marsh`; `I.` ends a sentence, `vitamin C.` is rare enough.
        (Some(c), None) if c.is_uppercase() => return c != 'I',
        (Some(c), _) if c.is_ascii_digit() => {
            return first && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        }
        _ => {}
    }
    if word.len() > 7 {
        return false;
    }
    let Some(lower) = Lower::new(word) else { return false };
    let lower = lower.as_str();
    if is_capital(word)
        && class(word).has(Class::TITLE)
        && word.len() <= 5
        && !matches!(lower, "sir" | "chief" | "dean" | "head" | "chef" | "uncle" | "madam" | "judge" | "ma'am" | "maam")
    {
        return true;
    }
    always_goes_on(lower) || !capital && may_go_on(lower)
}

/// Abbreviations that always have more to come.
fn always_goes_on(word: &str) -> bool {
    matches!(
        word,
        "e.g"
            | "i.e"
            | "eg"
            | "ie"
            | "vs"
            | "cf"
            | "approx"
            | "incl"
            | "esp"
            | "dept"
            | "st"
            | "mt"
            | "attn"
            | "messrs"
            | "viz"
            | "ca"
            | "tel"
            | "ext"
            | "resp"
            | "bzw"
            | "z.b"
            | "d.h"
            | "i.a"
            | "i.v"
            | "nr"
            | "fig"
    )
}

/// Abbreviations that may also end a sentence.
fn may_go_on(word: &str) -> bool {
    matches!(
        word,
        "etc"
            | "a.m"
            | "p.m"
            | "u.s"
            | "u.k"
            | "inc"
            | "ltd"
            | "co"
            | "corp"
            | "llc"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "tue"
            | "tues"
            | "thu"
            | "thur"
            | "thurs"
            | "ref"
            | "al"
            | "ph.d"
            | "gen"
    )
}

/// Bytes that can begin the end of a sentence.
static ENDS: [bool; 256] = {
    let mut table = [false; 256];
    table[b'.' as usize] = true;
    table[b'!' as usize] = true;
    table[b'?' as usize] = true;
    table[0xE2] = true;
    table[0xF0] = true;
    table
};
