//! Which parts of a template are there only sometimes: between a tag that opens a condition or a loop and the one that
//! closes it. Invariant: sections are properly nested; a tag without its partner opens or closes nothing.

use crate::document::{Document, PlaceholderSyntax, Surface};
use std::ops::Range;

/// The sections of a template's surface, outermost first where they begin together.
#[derive(Debug, Default)]
pub(super) struct Sections(Vec<Range<usize>>);

impl Sections {
    pub(super) fn of(document: &Document, surface: &Surface<'_>) -> Self {
        let mut open: Vec<usize> = Vec::new();
        let mut found = Vec::new();
        let tags = document.placeholders.iter().filter(|placeholder| placeholder.syntax == PlaceholderSyntax::Tag);
        for tag in tags {
            let Some(range) = surface.of_disk_raw(tag.span) else { continue };
            match kind(&surface.text[range.clone()]) {
                Kind::Opens => open.push(range.start),
                Kind::Closes => {
                    if let Some(start) = open.pop() {
                        found.push(start..range.end);
                    }
                }
                Kind::Neither => {}
            }
        }
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        Self(found)
    }

    /// The outermost section that holds `at`.
    pub(super) fn around(&self, at: usize) -> Option<Range<usize>> {
        self.0.iter().find(|range| range.start < at && at < range.end).cloned()
    }
}

enum Kind {
    Opens,
    Closes,
    Neither,
}

/// Words that open a section in the languages that write `{% … %}`.
const OPENING: [&str; 8] = ["if", "unless", "for", "case", "with", "each", "tablerow", "ifchanged"];

fn kind(tag: &str) -> Kind {
    let inner = tag.trim_start_matches(['{', '<', '%', '-', '~', ' ', '\t', '\n', '\r', '+']);
    let word = inner.split(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '/' | '^')).next().unwrap_or("");
    if tag.starts_with("{{") {
        return match word.chars().next() {
            Some('#') => Kind::Opens,
            Some('^') if word.len() > 1 => Kind::Opens,
            Some('/') => Kind::Closes,
            _ => Kind::Neither,
        };
    }
    if tag.starts_with("<%") {
        let body = inner.trim_end_matches(['%', '>', '-', ' ', '\n']);
        return match word {
            "end" => Kind::Closes,
            "if" | "unless" | "for" | "while" | "case" => Kind::Opens,
            _ if body == "}" || body.starts_with('}') && !body.ends_with('{') => Kind::Closes,
            _ if body.ends_with(" do") || body.ends_with('|') || body.ends_with('{') && !body.starts_with('}') => {
                Kind::Opens
            }
            _ => Kind::Neither,
        };
    }
    match word {
        word if OPENING.contains(&word) => Kind::Opens,
        word if word.strip_prefix("end").is_some_and(|what| OPENING.contains(&what)) => Kind::Closes,
        _ => Kind::Neither,
    }
}
