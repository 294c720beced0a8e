//! What goes with a sentence that is taken out: the white space on one side of it, or the paragraph it was alone in.
//!
//! Invariant: what remains has no doubled space or empty line, and no empty element or bullet.

use super::blank::Blanked;
use super::layout::line_end;
use super::markup;
use super::wording::capitalized;
use crate::document::{Document, Format, Surface};
use crate::span::TextSpan;
use std::ops::Range;

/// Words in place of words: a sentence of its own, or a part of one.
pub(super) fn replacement(surface: &Surface<'_>, words: &Blanked, start: bool) -> Blanked {
    let text = if start { capitalized(&words.0) } else { words.0.clone() };
    Blanked(match surface.region.format {
        Format::Html => markup::escaped(&text),
        _ => text,
    })
}

/// The range to take out with a sentence so that what remains is whole: the white space on one side of it, or its whole
/// paragraph where it is alone in it.
pub(super) fn removal(surface: &Surface<'_>, sentence: TextSpan, block: TextSpan) -> Range<usize> {
    let document = surface.document();
    let text = surface.text;
    let range = surface.range(sentence);
    let format = surface.region.format;
    let rest = document.text.get(sentence.end as usize..block.end as usize).unwrap_or("");
    let before = document.text.get(block.start as usize..sentence.start as usize).unwrap_or("");
    if !rest.trim().is_empty() {
        // Up to the next sentence.
        let gap = (rest.len() - rest.trim_start().len()) as u32;
        let next = TextSpan { start: sentence.end + gap, end: sentence.end + gap + 1 };
        let next = floor(document, next);
        let end = markup::before(text, format, surface.range(next).start);
        if before.trim().is_empty() || !rest.starts_with('\n') {
            return range.start..end.max(range.end);
        }
    }
    if !before.trim().is_empty() {
        let kept = block.start + before.trim_end().len() as u32;
        let last = surface.range(TextSpan { start: kept, end: kept }).start;
        return markup::behind(text, format, last).min(range.start)..range.end;
    }
    whole_paragraph(surface, range)
}

/// One character, whole.
fn floor(document: &Document, span: TextSpan) -> TextSpan {
    let end = document.text.ceil_char_boundary(span.end as usize) as u32;
    TextSpan { start: span.start, end }
}

fn whole_paragraph(surface: &Surface<'_>, range: Range<usize>) -> Range<usize> {
    let text = surface.text;
    if surface.region.format == Format::Html {
        let (open, close) = (markup::opened_by(text, range.start), markup::closed_by(text, range.end));
        return match (open, close) {
            (Some(open), Some(close)) if open.name == close.name && !matches!(&*open.name, "td" | "th" | "body") => {
                let behind = &text[close.range.end..];
                let space = behind.len() - behind.trim_start_matches([' ', '\t', '\n', '\r']).len();
                open.range.start..close.range.end + space
            }
            _ => range,
        };
    }
    // Lines with nothing else on them but a bullet go whole, with the empty lines behind them.
    let start = text[..range.start].rfind('\n').map_or(0, |n| n + 1);
    let end = line_end(text, range.end);
    let marks = |part: &str| {
        part.chars()
            .all(|c| c.is_whitespace() || matches!(c, '*' | '-' | '+' | '•' | '_' | '.' | ')') || c.is_ascii_digit())
    };
    if !marks(&text[start..range.start]) || !marks(&text[range.end..end]) {
        return range;
    }
    let mut end = end;
    while let Some(rest) = text.get(end..) {
        let step = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        if step == 0 {
            break;
        }
        end += step;
        // Blank lines behind it go too, lines with something on them stay.
        let line = &text[end..line_end(text, end)];
        if !line.trim().is_empty() || end >= text.len() {
            break;
        }
        end += line.len();
    }
    start..end
}
