//! Where the strings of a YAML text stand.
//!
//! Invariant: a string is only taken where it is read exactly as the parser reads it.

use super::scalar::{Scalar, ScalarStyle};
use saphyr_parser::{Event, Parser, ScalarStyle as Yaml};
use std::ops::Range;

/// The strings at the top of a mapping in YAML, with their keys and what they say, as far as they can be edited; `None` where
/// it is none.
pub(super) fn strings(text: &str) -> Option<Vec<(String, String, Scalar)>> {
    let mut place = Place::new(text);
    let (mut depth, mut before, mut key, mut found) = (0, 0, None, Vec::new());
    for event in Parser::new_from_str(text) {
        let (event, span) = event.ok()?;
        match event {
            Event::SequenceStart(..) if depth == 0 => return None,
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth -= 1;
                key = None;
            }
            Event::Alias(_) if depth == 1 => key = None,
            Event::Scalar(value, style, ..) => {
                let range = place.byte(span.start.index())..place.byte(span.end.index());
                match (depth, key.take()) {
                    (0, _) => return None,
                    (1, None) => key = Some(value.into_owned()),
                    (1, Some(key)) => {
                        let end = range.end;
                        let scalar = scalar(text, before, range, span.start.col(), style, false);
                        let is_it = |scalar: &Scalar| is_read_as(scalar, text, &value);
                        found.extend(scalar.filter(is_it).map(|scalar| (key, value.into_owned(), scalar)));
                        before = end;
                        continue;
                    }
                    _ => {}
                }
                before = place.byte(span.end.index());
            }
            _ => {}
        }
    }
    Some(found)
}

/// Whether a parser reads a scalar as we do.
pub(super) fn is_read_as(scalar: &Scalar, text: &str, value: &str) -> bool {
    scalar.decode(text).0.trim_end_matches('\n') == value.trim_end_matches('\n')
}

/// A scalar of YAML. `before` is where the one before it ends, `column` that of its first words.
pub(super) fn scalar(
    text: &str,
    before: usize,
    range: Range<usize>,
    column: usize,
    style: Yaml,
    flow: bool,
) -> Option<Scalar> {
    let raw = text.get(range.clone())?;
    let quoted = |mark: char| Some(range.start + raw.find(mark)?..range.end);
    let (span, style) = match style {
        Yaml::Plain => (range.start..range.start + raw.trim_end().len(), ScalarStyle::Plain { flow }),
        Yaml::SingleQuoted => (quoted('\'')?, ScalarStyle::Single),
        Yaml::DoubleQuoted => (quoted('"')?, ScalarStyle::Double),
        Yaml::Literal | Yaml::Folded => {
            let folded = style == Yaml::Folded;
            let header = before + text.get(before..range.start)?.find(if folded { '>' } else { '|' })?;
            let start = header + text[header..range.start].find('\n')? + 1;
            // Behind the last line of words there may be blank lines, and the spaces of what follows.
            let end = start.max(range.start + raw.trim_end().len());
            (start..end, ScalarStyle::Block { folded, indent: column as u32 })
        }
    };
    Some(Scalar { span, style })
}

/// Counts characters and bytes side by side; the places that are asked for mostly ascend.
pub(super) struct Place<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl<'t> Place<'t> {
    /// The start of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, chars: 0, bytes: 0 }
    }

    /// The byte at which so many characters have gone by.
    pub(super) fn byte(&mut self, chars: usize) -> usize {
        while self.chars < chars {
            let Some(c) = self.text[self.bytes..].chars().next() else { break };
            self.bytes += c.len_utf8();
            self.chars += 1;
        }
        while self.chars > chars {
            let Some(c) = self.text[..self.bytes].chars().next_back() else { break };
            self.bytes -= c.len_utf8();
            self.chars -= 1;
        }
        self.bytes
    }
}
