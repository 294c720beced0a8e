//! Path of keys → place in a TOML file, down to the byte inside a string.

use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A step on the way to a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Segment<'a> {
    /// Into a table.
    Key(&'a str),
    /// Into an array. A value that is no array counts as an array of itself.
    Index(usize),
}

impl<'a> From<&'a str> for Segment<'a> {
    fn from(key: &'a str) -> Self {
        Self::Key(key)
    }
}

impl From<usize> for Segment<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// `keys!["cues", 3]`
macro_rules! keys {
    ($($step:expr),* $(,)?) => { &[$($crate::ruleset::locate::Segment::from($step)),*] };
}
pub(super) use keys;

/// `path`, and into the array it leads to.
pub(super) fn join<'s>(path: &[Segment<'s>], index: usize) -> Vec<Segment<'s>> {
    path.iter().copied().chain([index.into()]).collect()
}

/// The value at `path`: what is between the quotes of a string, else all of it.
pub(super) fn value(tree: &DeTable<'_>, text: &str, path: &[Segment<'_>]) -> Option<Range<usize>> {
    let (_, value) = find(tree, path)?;
    let span = value.span();
    Some(match value.get_ref() {
        DeValue::String(_) => content(text.get(span.clone())?)
            .map_or(span.clone(), |(inner, _)| span.start + inner.start..span.start + inner.end),
        _ => span,
    })
}

/// The last key on `path`.
pub(super) fn key(tree: &DeTable<'_>, path: &[Segment<'_>]) -> Option<Range<usize>> {
    find(tree, path)?.0
}

/// The bytes `inside` of the string at `path`, escapes accounted for.
pub(super) fn inside(
    tree: &DeTable<'_>,
    text: &str,
    path: &[Segment<'_>],
    inside: Range<usize>,
) -> Option<Range<usize>> {
    let (_, value) = find(tree, path)?;
    let span = value.span();
    let decoded = value.get_ref().as_str()?;
    let raw = text.get(span.clone())?;
    let (inner, escapes) = content(raw)?;
    let raw = raw.get(inner.clone())?;
    let base = span.start + inner.start;
    let (start, end) = if escapes && raw != decoded {
        let offsets = offsets(raw, decoded)?;
        (*offsets.get(inside.start)?, *offsets.get(inside.end)?)
    } else {
        (inside.start, inside.end)
    };
    (end <= raw.len()).then_some(base + start..base + end)
}

type Found<'t, 'a> = (Option<Range<usize>>, &'t Spanned<DeValue<'a>>);

fn find<'t, 'a>(tree: &'t DeTable<'a>, path: &[Segment<'_>]) -> Option<Found<'t, 'a>> {
    let (Segment::Key(first), rest) = path.split_first().map(|(first, rest)| (*first, rest))? else { return None };
    let mut at = entry(tree, first)?;
    for step in rest {
        at = match (*step, at.1.get_ref()) {
            (Segment::Key(key), DeValue::Table(table)) => entry(table, key)?,
            (Segment::Key(_), _) => return None,
            (Segment::Index(index), DeValue::Array(array)) => (at.0, array.get(index)?),
            (Segment::Index(_), _) => at,
        };
    }
    Some(at)
}

fn entry<'t, 'a>(table: &'t DeTable<'a>, key: &str) -> Option<Found<'t, 'a>> {
    table.get_key_value(key).map(|(key, value)| (Some(key.span()), value))
}

/// Where in a raw TOML string its content stands, and whether escapes may occur in it.
fn content(raw: &str) -> Option<(Range<usize>, bool)> {
    let (quote, escapes) = match raw.as_bytes().first()? {
        b'"' => ("\"\"\"", true),
        b'\'' => ("'''", false),
        _ => return None,
    };
    if raw.len() >= 6 && raw.starts_with(quote) && raw.ends_with(quote) {
        let rest = &raw[3..];
        let newline = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        return Some((3 + newline..(raw.len() - 3).max(3 + newline), escapes));
    }
    (raw.len() >= 2).then(|| (1..raw.len() - 1, escapes))
}

/// For each byte of `decoded`, and for its end, the byte of `raw` it comes from; `None` where the two do not fit together.
fn offsets(raw: &str, decoded: &str) -> Option<Vec<usize>> {
    let mut offsets = Vec::with_capacity(decoded.len() + 1);
    let mut rest = decoded.chars();
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let mut length = c.len_utf8();
        let mut gives = Some(c);
        if c == '\\' {
            let escape = raw[at + 1..].chars().next()?;
            let digits = match escape {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            length += escape.len_utf8() + digits;
            if escape.is_whitespace() {
                gives = None;
                length = 1 + raw[at + 1..].len() - raw[at + 1..].trim_start_matches([' ', '\t', '\r', '\n']).len();
            }
        } else if raw[at..].starts_with("\r\n") && rest.as_str().starts_with('\n') {
            gives = None;
            length = 1;
        }
        if let Some(expected) = gives {
            let real = rest.next()?;
            if c != '\\' && real != expected {
                return None;
            }
            offsets.extend(std::iter::repeat_n(at, real.len_utf8()));
        }
        at += length;
        if !raw.is_char_boundary(at) {
            return None;
        }
    }
    offsets.push(raw.len());
    rest.next().is_none().then_some(offsets)
}
