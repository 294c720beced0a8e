//! Reads a file from start to end, noting what stands where and what belongs where the cursor is.

use super::{Piece, PieceKind, Place, Spot, Step};
use std::collections::HashMap;
use std::ops::Range;

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    cursor: usize,
    pub(super) pieces: Vec<Piece>,
    pub(super) spot: Option<Spot>,
    /// The table that keys go into.
    table: Vec<Step>,
    /// How many tables each list of tables has so far.
    lists: HashMap<String, usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str, cursor: usize) -> Self {
        let (pieces, table) = (Vec::new(), Vec::new());
        Self { text, at: 0, cursor, pieces, spot: None, table, lists: HashMap::new() }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.rest().starts_with(wanted);
        self.at += if is_there { wanted.len_utf8() } else { 0 };
        is_there
    }

    /// Passes over characters while `wanted`; where they stood.
    pub(super) fn take(&mut self, wanted: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        start..self.at
    }

    pub(super) fn blanks(&mut self) -> Range<usize> {
        self.take(|c| c == ' ' || c == '\t')
    }

    pub(super) fn line(&mut self) -> Range<usize> {
        self.take(|c| c != '\n' && c != '\r')
    }

    /// Says what belongs in `span`, should the cursor be there.
    pub(super) fn note(&mut self, span: Range<usize>, place: Place, path: &[Step]) {
        if self.spot.is_none() && span.start <= self.cursor && self.cursor <= span.end {
            self.spot = Some(Spot { span, place, path: path.to_vec() });
        }
    }

    /// Says what belongs where nothing stands yet.
    pub(super) fn note_gap(&mut self, gap: Range<usize>, place: Place, path: &[Step]) {
        if gap.start <= self.cursor && self.cursor <= gap.end {
            self.note(self.cursor..self.cursor, place, path);
        }
    }

    pub(super) fn piece(&mut self, span: Range<usize>, kind: PieceKind, path: &[Step]) {
        self.pieces.push(Piece { span, kind, path: path.to_vec() });
    }

    /// Line by line, but for values of several.
    pub(super) fn file(&mut self) {
        self.eat('\u{FEFF}');
        loop {
            let gap = self.blanks();
            match self.peek() {
                None | Some('\n' | '\r') => {
                    let table = self.table.clone();
                    self.note_gap(gap, Place::Key(false), &table);
                }
                Some('#') => {}
                Some('[') => self.header(),
                Some(_) => {
                    let table = self.table.clone();
                    self.entry(&table, 0);
                }
            }
            // Whatever is left of the line is a comment, or means nothing.
            self.line();
            if self.at == self.text.len() {
                return;
            }
            self.eat('\r');
            self.eat('\n');
        }
    }

    /// `[table]`, `[[list]]`
    fn header(&mut self) {
        self.eat('[');
        let list = self.eat('[');
        let gap = self.blanks();
        let mut path = Vec::new();
        let mut names = String::new();
        loop {
            let (span, name) = self.name();
            // Without its last name, which is still to come.
            self.note(span.clone(), Place::Header { list }, &path);
            if span.is_empty() {
                self.note_gap(gap, Place::Header { list }, &path);
                break;
            }
            names.push('\n');
            names.push_str(&name);
            path.push(Step::Key(name));
            self.piece(span, PieceKind::Header, &path);
            self.blanks();
            if !self.eat('.') {
                break;
            }
            self.blanks();
            // `[a.b]` below `[[a]]` is about its last table.
            if let Some(count) = self.lists.get(&names) {
                path.push(Step::Index(count.saturating_sub(1)));
            }
        }
        if list {
            let count = self.lists.entry(names).or_default();
            path.push(Step::Index(*count));
            *count += 1;
        }
        self.line();
        self.table = path;
    }

    /// `key = value`; the way to the key starts with `path`.
    pub(super) fn entry(&mut self, path: &[Step], depth: usize) {
        let mut path = path.to_vec();
        let mut last = None;
        loop {
            let (span, name) = self.name();
            if span.is_empty() {
                self.note(span, Place::Key(false), &path);
                break;
            }
            let parent = path.clone();
            path.push(Step::Key(name));
            self.piece(span.clone(), PieceKind::Key, &path);
            last = Some((span, parent));
            self.blanks();
            if !self.eat('.') {
                break;
            }
            let span = last.take().unwrap_or_default();
            self.note(span.0, Place::Key(true), &span.1);
            self.blanks();
        }
        let is_set = self.rest().starts_with('=');
        if let Some((span, parent)) = last {
            self.note(span, Place::Key(is_set), &parent);
        }
        if self.eat('=') {
            let gap = self.blanks();
            self.value(&path, gap, depth);
        }
    }

    /// A key; empty where none is.
    fn name(&mut self) -> (Range<usize>, String) {
        let quote = self.peek().filter(|c| matches!(c, '"' | '\''));
        let span = if let Some(quote) = quote {
            self.eat(quote);
            let span = self.take(|c| c != quote && c != '\n' && c != '\r');
            self.eat(quote);
            span
        } else {
            self.take(|c| c.is_alphanumeric() || c == '-' || c == '_')
        };
        let name = self.text[span.clone()].to_owned();
        (span, name)
    }
}
