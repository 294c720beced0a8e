//! Text with blanks still to be filled in. The blanks are marked inside the text by two characters of private use, so that
//! wrapping, escaping and joining need not know of them.
//!
//! Invariant: marks come in pairs, opening first; nothing else in the text is one of the two characters.

use std::ops::Range;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// A text with marked blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blanked(pub(super) String);

impl Blanked {
    pub(super) fn push(&mut self, text: &str) {
        self.0.extend(text.chars().filter(|c| !is_mark(*c)));
    }

    pub(super) fn push_blank(&mut self, text: &str) {
        self.0.push(OPEN);
        self.push(text);
        self.0.push(CLOSE);
    }

    /// The text without marks.
    pub(super) fn plain(&self) -> String {
        self.0.chars().filter(|c| !is_mark(*c)).collect()
    }

    /// The text without marks, and where its blanks are.
    pub(super) fn split(&self) -> (String, Vec<Range<usize>>) {
        let mut text = String::with_capacity(self.0.len());
        let mut blanks = Vec::new();
        let mut open = 0;
        for c in self.0.chars() {
            match c {
                OPEN => open = text.len(),
                CLOSE => blanks.push(open..text.len()),
                c => text.push(c),
            }
        }
        (text, blanks)
    }
}

/// Whether a character only marks a blank.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, OPEN | CLOSE)
}

/// Characters a reader sees.
pub(super) fn width(text: &str) -> usize {
    text.chars().filter(|c| !is_mark(*c)).count()
}
