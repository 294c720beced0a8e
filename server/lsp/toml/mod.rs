//! What stands where in a TOML file that is being typed, and so may be no TOML yet.
//!
//! Invariants: one pass from start to end, whatever stands there; spans lie on character boundaries, in order, and do
//! not overlap; what is broken ends with its line, so the next line is read as if nothing had happened.

mod reader;
mod value;

use reader::Reader;
use std::ops::Range;

/// A step on the way to a key or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lsp) enum Step {
    /// Into a table.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lsp) struct Piece {
    /// Where; without the quotes of a string.
    pub(in crate::lsp) span: Range<usize>,
    pub(in crate::lsp) kind: PieceKind,
    /// The way to the value, or to the key, itself included.
    pub(in crate::lsp) path: Vec<Step>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lsp) enum PieceKind {
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
pub(in crate::lsp) struct Spot {
    /// What is being typed there.
    pub(in crate::lsp) span: Range<usize>,
    pub(in crate::lsp) place: Place,
    /// The way to the table the key stands in, or to the value.
    pub(in crate::lsp) path: Vec<Step>,
}

/// What belongs where a cursor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lsp) enum Place {
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
pub(in crate::lsp) fn pieces(text: &str) -> Vec<Piece> {
    let mut reader = Reader::new(text, usize::MAX);
    reader.file();
    reader.pieces
}

/// What belongs at byte `at` of `text`; nothing does in a comment.
pub(in crate::lsp) fn spot(text: &str, at: usize) -> Option<Spot> {
    let mut reader = Reader::new(text, at);
    reader.file();
    reader.spot
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
