//! Values, which may go on over several lines and hold others.

use super::reader::Reader;
use super::{PieceKind, Place, Step};
use std::ops::Range;

/// How deep values are followed.
const DEEPEST: usize = 32;

impl Reader<'_> {
    /// A value; `gap` is what stands in front of it.
    pub(super) fn value(&mut self, path: &[Step], gap: Range<usize>, depth: usize) {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.string(quote, path),
            Some('[') if depth < DEEPEST => self.list(path, depth),
            Some('{') if depth < DEEPEST => self.inline(path, depth),
            _ => {
                let span = self.take(|c| !matches!(c, ',' | ']' | '}' | '#' | '\n' | '\r'));
                let words = self.text[span.clone()].trim_end().len();
                let span = span.start..span.start + words;
                if span.is_empty() {
                    self.note_gap(gap.start..self.at, Place::Value, path);
                } else {
                    self.note(span.clone(), Place::Value, path);
                    self.piece(span, PieceKind::Bare, path);
                }
            }
        }
    }

    fn string(&mut self, quote: char, path: &[Step]) {
        let long = ["\"\"\"", "'''"][usize::from(quote == '\'')];
        let is_long = self.rest().starts_with(long);
        self.at += if is_long { 3 } else { 1 };
        let start = self.at;
        let mut escaped = false;
        let rest = self.rest();
        let end = rest.char_indices().find(|&(at, c)| {
            let ends = !escaped && if is_long { rest[at..].starts_with(long) } else { c == quote };
            escaped = !escaped && c == '\\' && quote == '"';
            ends || !is_long && matches!(c, '\n' | '\r')
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        self.at += end;
        self.note(start..self.at, Place::Text, path);
        self.piece(start..self.at, PieceKind::Text, path);
        if self.rest().starts_with(quote) {
            self.at += if is_long { 3 } else { 1 };
        }
    }

    /// `[a, b]`
    fn list(&mut self, path: &[Step], depth: usize) {
        self.eat('[');
        let mut inner = path.to_vec();
        inner.push(Step::Index(0));
        let mut index = 0;
        loop {
            let gap = self.at;
            if !self.pass_to_next() {
                self.note_gap(gap..self.at, Place::Value, &inner);
                return;
            }
            self.note_gap(gap..self.at, Place::Value, &inner);
            if self.eat(']') {
                return;
            }
            if self.eat(',') {
                index += 1;
                inner.pop();
                inner.push(Step::Index(index));
                continue;
            }
            let before = self.at;
            self.value(&inner, before..before, depth + 1);
            if self.at == before {
                // A stray bracket: this line is lost.
                self.line();
            }
        }
    }

    /// Passes over blanks, line ends and comments. `false` where the list was never closed: the file ends, or the next
    /// line begins something else.
    fn pass_to_next(&mut self) -> bool {
        loop {
            self.blanks();
            match self.peek() {
                None => return false,
                Some('#') => {
                    self.line();
                }
                Some('\n' | '\r') => {
                    let end = self.at;
                    self.take(|c| c == '\n' || c == '\r');
                    if begins_something(self.rest()) {
                        self.at = end;
                        return false;
                    }
                }
                Some(_) => return true,
            }
        }
    }

    /// `{ a = 1, b = 2 }`
    fn inline(&mut self, path: &[Step], depth: usize) {
        self.eat('{');
        loop {
            let gap = self.blanks();
            match self.peek() {
                None | Some('\n' | '\r' | '#') => return self.note_gap(gap, Place::Key(false), path),
                Some('}') => {
                    self.note_gap(gap, Place::Key(false), path);
                    self.at += 1;
                    return;
                }
                Some(',') => {
                    self.note_gap(gap, Place::Key(false), path);
                    self.at += 1;
                }
                Some(c) => {
                    let before = self.at;
                    self.entry(path, depth + 1);
                    if self.at == before {
                        self.at += c.len_utf8();
                    }
                }
            }
        }
    }
}

/// Whether a line begins a table or an entry, at its very start.
fn begins_something(line: &str) -> bool {
    let line = line.lines().next().unwrap_or_default();
    if let Some(name) = line.strip_prefix("[[").or_else(|| line.strip_prefix('[')) {
        return name.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let name = line.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    name.len() < line.len() && name.trim_start_matches([' ', '\t']).starts_with('=')
}
