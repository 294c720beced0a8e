//! What stands around words in a marked-up text: closing and opening marks that belong to them, and the block element they
//! stand in. Works on the text as it is, because what is inserted must fit what is there.
//!
//! Invariant: every offset it answers is on a character boundary, at or beyond the one it was given.

use crate::document::Format;
use std::ops::Range;

/// Elements that stand within a line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "tt", "u",
];
/// Elements a paragraph can be set in.
const PARAGRAPHS: [&str; 3] = ["p", "div", "mj-text"];

/// A tag, where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    pub(super) name: String,
    pub(super) closes: bool,
}

impl Tag {
    pub(super) fn is_inline(&self) -> bool {
        INLINE.contains(&self.name.as_str())
    }

    /// Whether a paragraph of its own can be copied from it.
    pub(super) fn is_paragraph(&self) -> bool {
        PARAGRAPHS.contains(&self.name.as_str())
    }
}

/// Behind the closing marks that follow words ending at `at`.
pub(super) fn behind(text: &str, format: Format, mut at: usize) -> usize {
    match format {
        Format::Html => {
            while let Some(tag) = tag_at(text, at).filter(|tag| tag.closes && tag.is_inline()) {
                at = tag.range.end;
            }
            at
        }
        Format::Markdown => at + text[at..].bytes().take_while(|b| matches!(b, b'*' | b'_' | b'~' | b'`')).count(),
        Format::Plain | Format::Mail => at,
    }
}

/// Before the opening marks that precede words beginning at `at`.
pub(super) fn before(text: &str, format: Format, mut at: usize) -> usize {
    match format {
        Format::Html => {
            while let Some(tag) = tag_before(text, at).filter(|tag| !tag.closes && tag.is_inline()) {
                at = tag.range.start;
            }
            at
        }
        Format::Markdown => {
            let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
            let marks = text[line..at].bytes().rev().take_while(|b| matches!(b, b'*' | b'_' | b'~' | b'`')).count();
            at - marks
        }
        Format::Plain | Format::Mail => at,
    }
}

/// The tag that begins at `at`.
pub(super) fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let rest = text.get(at..)?;
    if !rest.starts_with('<') {
        return None;
    }
    let end = at + rest.find('>')? + 1;
    read(text, at..end)
}

/// The tag that ends at `at`, white space between them passed over.
pub(super) fn tag_before(text: &str, at: usize) -> Option<Tag> {
    let kept = text[..at].trim_end();
    if !kept.ends_with('>') {
        return None;
    }
    let start = kept.rfind('<')?;
    read(text, start..kept.len())
}

fn read(text: &str, range: Range<usize>) -> Option<Tag> {
    let inner = text.get(range.start + 1..range.end - 1)?;
    let closes = inner.starts_with('/');
    let name = inner.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    if end == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    Some(Tag { range, name: name[..end].to_ascii_lowercase(), closes })
}

/// The tag that opens the block words beginning at `at` stand in, if nothing but inline marks stands between.
pub(super) fn opened_by(text: &str, at: usize) -> Option<Tag> {
    let tag = tag_before(text, before(text, Format::Html, at))?;
    (!tag.closes && !tag.is_inline() && tag.name != "br").then_some(tag)
}

/// The tag that closes the block words ending at `at` stand in, if nothing but inline marks and white space stands between.
pub(super) fn closed_by(text: &str, at: usize) -> Option<Tag> {
    let at = behind(text, Format::Html, at);
    let at = at + text[at..].len() - text[at..].trim_start().len();
    tag_at(text, at).filter(|tag| tag.closes && !tag.is_inline())
}

/// The line break the text uses, as written.
pub(super) fn line_break(text: &str) -> &str {
    let found = text.match_indices('<').find_map(|(at, _)| tag_at(text, at).filter(|tag| tag.name == "br"));
    found.map_or("<br>", |tag| &text[tag.range])
}

/// Text as it must stand in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether taking a range out leaves tags, marks and quotes paired.
pub(super) fn is_balanced(text: &str, format: Format, range: Range<usize>) -> bool {
    let Some(inner) = text.get(range) else { return false };
    match format {
        Format::Html => {
            let mut open: Vec<String> = Vec::new();
            let mut at = 0;
            while let Some(found) = inner[at..].find('<') {
                at += found;
                let Some(tag) = tag_at(inner, at) else {
                    at += 1;
                    continue;
                };
                at = tag.range.end;
                if tag.closes {
                    if open.pop().as_deref() != Some(&tag.name) {
                        return false;
                    }
                } else if !matches!(tag.name.as_str(), "br" | "img" | "wbr" | "hr") {
                    open.push(tag.name);
                }
            }
            open.is_empty()
        }
        Format::Markdown => {
            let even = |mark: char| inner.matches(mark).count() % 2 == 0;
            even('*') && even('`') && inner.matches('[').count() == inner.matches(']').count()
        }
        Format::Plain | Format::Mail => true,
    }
}
