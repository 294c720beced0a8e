//! The text of an open file, and how changes are made to it.
//!
//! Invariant: applying a change is the same as splicing a plain string at the offsets its positions stand for. Lines end
//! at `\n`, `\r\n` or a lone `\r`, as the protocol has it; positions beyond a line's end mean its end, positions inside a
//! character its start.

use super::convert::Encoding;
use ropey::Rope;
use std::sync::OnceLock;
use tower_lsp::ls_types::{Position, Range, TextDocumentContentChangeEvent};

/// A text; clones share what they have in common.
#[derive(Debug, Default)]
pub(super) struct Text {
    rope: Rope,
    /// The byte each line starts at, once a position was asked for.
    lines: OnceLock<Vec<usize>>,
}

impl Clone for Text {
    /// The lines are left behind: most clones are made to be changed.
    fn clone(&self) -> Self {
        Self { rope: self.rope.clone(), lines: OnceLock::new() }
    }
}

/// A change that makes no sense: its range ends before it starts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Backwards;

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self { rope: Rope::from_str(text), lines: OnceLock::new() }
    }

    /// Makes one change.
    pub(super) fn apply(
        &mut self,
        change: &TextDocumentContentChangeEvent,
        encoding: Encoding,
    ) -> Result<(), Backwards> {
        self.lines = OnceLock::new();
        let Some(range) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return Ok(());
        };
        let (start, end) = (self.char_at(range.start, encoding), self.char_at(range.end, encoding));
        if end < start {
            return Err(Backwards);
        }
        if end > start {
            self.rope.remove(start..end);
        }
        if !change.text.is_empty() {
            self.rope.insert(start, &change.text);
        }
        Ok(())
    }

    /// All of it in one piece.
    pub(super) fn whole(&self) -> String {
        self.rope.to_string()
    }

    /// Its length in bytes.
    pub(super) fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// The byte offset a position stands for.
    pub(super) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        self.rope.char_to_byte(self.char_at(position, encoding))
    }

    /// The position of a byte offset; one past the end is the end.
    pub(super) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let offset = offset.min(self.rope.len_bytes());
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset) - 1;
        let mut column = 0;
        let mut at = lines[line];
        while at < offset {
            let (chunk, start, ..) = self.rope.chunk_at_byte(at);
            let piece = &chunk[at - start..chunk.floor_char_boundary(offset - start)];
            // Between `\r` and `\n` there is no position.
            let end = memchr::memchr2(b'\r', b'\n', piece.as_bytes());
            let words = &piece[..end.unwrap_or(piece.len())];
            column += match encoding {
                Encoding::Utf8 => words.len(),
                Encoding::Utf16 => words.chars().map(char::len_utf16).sum(),
                Encoding::Utf32 => words.chars().count(),
            };
            if end.is_some() || piece.is_empty() {
                break;
            }
            at += piece.len();
        }
        Position { line: line as u32, character: column as u32 }
    }

    /// Where each line starts: the first at 0. Chunks of a rope never end between `\r` and `\n`.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let mut lines = vec![0];
            let mut before = 0;
            for chunk in self.rope.chunks() {
                let bytes = chunk.as_bytes();
                let ends = memchr::memchr2_iter(b'\r', b'\n', bytes);
                let ends = ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
                lines.extend(ends.map(|at| before + at + 1));
                before += bytes.len();
            }
            lines
        })
    }

    /// The range of a span of bytes.
    pub(super) fn range(&self, span: std::ops::Range<usize>, encoding: Encoding) -> Range {
        Range { start: self.position(span.start, encoding), end: self.position(span.end, encoding) }
    }

    /// The characters of a line without its end.
    fn line_chars(&self, line: usize) -> usize {
        let line = self.rope.line(line);
        let length = line.len_chars();
        let from_end = |back: usize| length.checked_sub(back).map(|at| line.char(at));
        match (from_end(2), from_end(1)) {
            (Some('\r'), Some('\n')) => length - 2,
            (_, Some('\n' | '\r')) => length - 1,
            _ => length,
        }
    }

    fn char_at(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let end = start + self.line_chars(line);
        let column = position.character as usize;
        match encoding {
            Encoding::Utf32 => start.saturating_add(column).min(end),
            Encoding::Utf8 => {
                let wanted = self.rope.char_to_byte(start).saturating_add(column);
                self.rope.byte_to_char(wanted.min(self.rope.char_to_byte(end)))
            }
            Encoding::Utf16 => {
                let wanted = self.rope.char_to_utf16_cu(start).saturating_add(column);
                self.rope.utf16_cu_to_char(wanted.min(self.rope.char_to_utf16_cu(end)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every kind of line end and width there is, and what looks like a line end and is none.
    const PIECES: [&str; 14] = [
        "a", "Hi Dana,", "\n", "\r\n", "\r", "\u{2028}", "\u{85}", "\u{c}", "é", "日本", "😀", "e\u{301}", " ",
        "\u{feff}",
    ];

    /// The byte a position stands for, found by walking from the start.
    fn walk(text: &str, position: Position, encoding: Encoding) -> usize {
        let mut at = 0;
        for _ in 0..position.line {
            let Some(end) = text[at..].find(['\n', '\r']) else { return text.len() };
            at += end + if text[at + end..].starts_with("\r\n") { 2 } else { 1 };
        }
        let mut column = 0;
        for c in text[at..].chars().take_while(|c| !matches!(c, '\n' | '\r')) {
            column += match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if column > position.character as usize {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    fn texts() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat())
    }

    fn positions() -> impl Strategy<Value = Position> {
        let far = prop_oneof![9 => 0..8_u32, 1 => Just(u32::MAX)];
        (far.clone(), far).prop_map(|(line, character)| Position { line, character })
    }

    proptest! {
        #[test]
        fn a_change_is_a_splice(
            start in texts(),
            changes in prop::collection::vec((positions(), positions(), texts()), 1..20),
            encoding in prop::sample::select(&[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][..]),
        ) {
            let mut plain = start.clone();
            let mut text = Text::new(&start);
            for (from, to, new) in changes {
                let range = Range { start: from, end: to };
                #[allow(deprecated, reason = "it has to be given")]
                let change = TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: new.clone() };
                let (from, to) = (walk(&plain, from, encoding), walk(&plain, to, encoding));
                prop_assert_eq!(text.apply(&change, encoding).is_ok(), from <= to);
                if from <= to {
                    plain.replace_range(from..to, &new);
                }
                prop_assert_eq!(text.whole(), plain.as_str());
                prop_assert_eq!(text.len(), plain.len());
                for (offset, _) in plain.char_indices() {
                    let position = text.position(offset, encoding);
                    // Between `\r` and `\n` there is no position.
                    let there = usize::from(plain[..offset].ends_with('\r') && plain[offset..].starts_with('\n'));
                    prop_assert_eq!(text.offset(position, encoding), offset - there);
                    prop_assert_eq!(walk(&plain, position, encoding), offset - there);
                }
            }
        }
    }
}
