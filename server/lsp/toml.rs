//! What stands where in a TOML file that is being typed, and so may be no TOML yet.
//!
//! Invariants: one pass from start to end, whatever stands there; spans lie on character boundaries, in order, and do
//! not overlap; what is broken ends with its line, so the next line is read as if nothing had happened.

use std::collections::HashMap;
use std::ops::Range;

/// A step on the way to a key or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a table.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where; without the quotes of a string.
    pub(super) span: Range<usize>,
    pub(super) kind: PieceKind,
    /// The way to the value, or to the key, itself included.
    pub(super) path: Vec<Step>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A key in front of a `=`, or of nothing yet.
    Key,
    /// A key in `[…]` or `[[…]]`.
    Header,
    /// A string.
    Text,
    /// Any other value.
    Bare,
}

/// Where a cursor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// What is being typed there.
    pub(super) span: Range<usize>,
    pub(super) place: Place,
    /// The way to the table the key stands in, or to the value.
    pub(super) path: Vec<Step>,
}

/// What belongs where a cursor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A key; whether a `=` follows already.
    Key(bool),
    /// The name of a table, or of a list of tables.
    Header {
        /// `[[`
        list: bool,
    },
    /// A value that has not begun, or has no quotes.
    Value,
    /// The inside of a string.
    Text,
}

/// The pieces of `text`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut reader = Reader::new(text, usize::MAX);
    reader.file();
    reader.pieces
}

/// What belongs at byte `at` of `text`; nothing does in a comment.
pub(super) fn spot(text: &str, at: usize) -> Option<Spot> {
    let mut reader = Reader::new(text, at);
    reader.file();
    reader.spot
}

/// How deep values are followed.
const DEEPEST: usize = 32;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    cursor: usize,
    pieces: Vec<Piece>,
    spot: Option<Spot>,
    /// The table that keys go into.
    table: Vec<Step>,
    /// How many tables each list of tables has so far.
    lists: HashMap<String, usize>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, cursor: usize) -> Self {
        let (pieces, table) = (Vec::new(), Vec::new());
        Self { text, at: 0, cursor, pieces, spot: None, table, lists: HashMap::new() }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let is_there = self.rest().starts_with(wanted);
        self.at += if is_there { wanted.len_utf8() } else { 0 };
        is_there
    }

    /// Passes over characters while `wanted`; where they stood.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        start..self.at
    }

    fn blanks(&mut self) -> Range<usize> {
        self.take(|c| c == ' ' || c == '\t')
    }

    fn line(&mut self) -> Range<usize> {
        self.take(|c| c != '\n' && c != '\r')
    }

    /// Says what belongs in `span`, should the cursor be there.
    fn note(&mut self, span: Range<usize>, place: Place, path: &[Step]) {
        if self.spot.is_none() && span.start <= self.cursor && self.cursor <= span.end {
            self.spot = Some(Spot { span, place, path: path.to_vec() });
        }
    }

    /// Says what belongs where nothing stands yet.
    fn note_gap(&mut self, gap: Range<usize>, place: Place, path: &[Step]) {
        if gap.start <= self.cursor && self.cursor <= gap.end {
            self.note(self.cursor..self.cursor, place, path);
        }
    }

    fn piece(&mut self, span: Range<usize>, kind: PieceKind, path: &[Step]) {
        self.pieces.push(Piece { span, kind, path: path.to_vec() });
    }

    /// Line by line, but for values of several.
    fn file(&mut self) {
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
    fn entry(&mut self, path: &[Step], depth: usize) {
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

    /// A value; `gap` is what stands in front of it.
    fn value(&mut self, path: &[Step], gap: Range<usize>, depth: usize) {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The way as it would be written: `a.b[0]`.
    fn way(path: &[Step]) -> String {
        path.iter().fold(String::new(), |way, step| match step {
            Step::Key(key) if way.is_empty() => key.clone(),
            Step::Key(key) => format!("{way}.{key}"),
            Step::Index(index) => format!("{way}[{index}]"),
        })
    }

    /// `|` is the cursor.
    fn at(marked: &str) -> Option<(String, Place, String)> {
        let cursor = marked.find('|').expect("a cursor");
        let text = marked.replacen('|', "", 1);
        spot(&text, cursor).map(|spot| (way(&spot.path), spot.place, text[spot.span].to_owned()))
    }

    #[test]
    fn cursors() {
        let cases = [
            ("|", "", Place::Key(false), ""),
            ("sev|", "", Place::Key(false), "sev"),
            ("severity = |", "severity", Place::Value, ""),
            ("title = \"x\"\n|\n[[fixes]]", "", Place::Key(false), ""),
            ("title = \"x\"\r\n|\r\n", "", Place::Key(false), ""),
            ("[notice]\n|", "notice", Place::Key(false), ""),
            ("severity = \"wa|\"", "severity", Place::Text, "wa"),
            ("severity = \"wa|\ntitle = \"x\"", "severity", Place::Text, "wa"),
            ("sev|erity = \"a\"", "", Place::Key(true), "severity"),
            ("intents = [\"cancel\", |]", "intents[1]", Place::Value, ""),
            ("intents = [\n  \"cancel\",\n  \"wi|\"\n]", "intents[1]", Place::Text, "wi"),
            ("intents = [|\nseverity = \"error\"", "intents[0]", Place::Value, ""),
            ("[[fixes]]\nplace = { af| }", "fixes[0].place", Place::Key(false), "af"),
            ("[[fixes]]\nplace = { after = \"dec|\" }", "fixes[0].place.after", Place::Text, "dec"),
            ("[[fixes]]\n[[fixes]]\n|", "fixes[1]", Place::Key(false), ""),
            ("[sev|", "", Place::Header { list: false }, "sev"),
            ("[[|", "", Place::Header { list: true }, ""),
            ("why = '''\na\n|b'''\n", "why", Place::Text, "\na\nb"),
            ("a.b|.c = 1", "a", Place::Key(true), "b"),
        ];
        for (marked, path, place, typed) in cases {
            assert_eq!(at(marked), Some((path.to_owned(), place, typed.to_owned())), "{marked}");
        }
        for nothing in ["# a com|ment", "title = \"x\" |", "title = \"x\" # |", "[notice] |"] {
            assert_eq!(at(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn anything_is_read() {
        let texts = [
            "[",
            "[[",
            "a = [[[[",
            "a = {b = {c = [",
            "'",
            "\"\\",
            "a = '''",
            "= = =",
            "[a.",
            "é = ['ü",
            "a = ]",
            "]}",
        ];
        for text in texts {
            for cursor in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                let _ = spot(text, cursor);
            }
            assert!(pieces(text).iter().all(|piece| text.get(piece.span.clone()).is_some()), "{text}");
        }
        let deep = "a = ".to_owned() + &"[".repeat(100_000);
        assert!(pieces(&deep).len() < 100_000);
    }
}
