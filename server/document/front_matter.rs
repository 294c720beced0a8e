//! The block of `key: value` or TOML between two fences at the very top of a draft.

use std::ops::Range;

use super::held::SUBJECT;
use super::yaml;
use super::{Field, Scalar};
use crate::span::Span;

/// The block at the top of a draft.
#[derive(Default)]
pub(super) struct FrontMatter {
    pub(super) fields: Vec<Field>,
    /// Where the words under it begin.
    pub(super) end: usize,
    /// The message's subject.
    pub(super) subject: Option<Scalar>,
    /// The message, where it stands here and not under the block.
    pub(super) body: Option<Scalar>,
}

/// Reads it; `None` when the text opens with no such block.
pub(super) fn read(text: &str, from: usize, span: &dyn Fn(Range<usize>) -> Span) -> Option<FrontMatter> {
    let rest = &text[from..];
    let fence = if rest.starts_with("---") {
        "---"
    } else if rest.starts_with("+++") {
        "+++"
    } else {
        return None;
    };
    let mut lines = Lines { text, at: from };
    let (open, _) = lines.next()?;
    if text[open].trim_end() != fence {
        return None;
    }
    let begin = lines.at;
    let end = loop {
        let (line, next) = lines.next()?;
        if text[line.clone()].trim_end() == fence || fence == "---" && text[line.clone()].trim_end() == "..." {
            break (line.start, next);
        }
        if line.start - begin > 65_536 {
            return None;
        }
    };
    let mut found = FrontMatter { end: end.1, ..FrontMatter::default() };
    if fence == "+++" {
        toml(&text[begin..end.0], begin, span, &mut found.fields);
        return Some(found);
    }
    let flat = yaml(text, begin..end.0, span, &mut found.fields);
    found.strings(text, begin..end.0, flat, span)?;
    Some(found)
}

impl FrontMatter {
    /// Finds subject and body; where the block is not flat, the fields too. `None` where it is no YAML either.
    fn strings(
        &mut self,
        text: &str,
        range: Range<usize>,
        flat: bool,
        span: &dyn Fn(Range<usize>) -> Span,
    ) -> Option<()> {
        let inner = &text[range.clone()];
        if flat && !inner.contains(SUBJECT) && !inner.contains(BODY) {
            return Some(());
        }
        let strings = yaml::strings(inner);
        if !flat {
            // Keys that are no strings do not make a message: a rule may be drawn over any text.
            let is_ours = |(key, ..): &(String, String, Scalar)| key == SUBJECT || key == BODY;
            let strings = strings.as_ref().filter(|all| all.iter().any(is_ours))?;
            self.fields = strings
                .iter()
                .map(|(key, value, scalar)| {
                    let place = range.start + scalar.span.start..range.start + scalar.span.end;
                    Field { key: key.clone(), value: value.clone(), span: span(place) }
                })
                .collect();
        }
        for (key, _, mut scalar) in strings.into_iter().flatten() {
            scalar.span = range.start + scalar.span.start..range.start + scalar.span.end;
            match key.as_str() {
                SUBJECT => self.subject = Some(scalar),
                BODY => self.body = Some(scalar),
                _ => {}
            }
        }
        Some(())
    }
}

const BODY: &str = "body";

fn toml(source: &str, base: usize, span: &dyn Fn(Range<usize>) -> Span, out: &mut Vec<Field>) {
    let Ok(table) = toml::de::DeTable::parse(source) else { return };
    flatten("", table.get_ref(), base, span, out);
    out.sort_by_key(|field| field.span.start);
}

fn flatten(
    prefix: &str,
    table: &toml::de::DeTable,
    base: usize,
    span: &dyn Fn(Range<usize>) -> Span,
    out: &mut Vec<Field>,
) {
    use toml::de::DeValue;
    for (key, value) in table {
        let key = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        let place = value.span();
        let words = match value.get_ref() {
            DeValue::Table(inner) => {
                flatten(&key, inner, base, span, out);
                continue;
            }
            DeValue::String(words) => words.to_string(),
            DeValue::Boolean(yes) => yes.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Datetime(when) => when.to_string(),
            DeValue::Array(items) => {
                for item in items {
                    if let DeValue::String(words) = item.get_ref() {
                        let place = item.span();
                        out.push(Field {
                            key: key.clone(),
                            value: words.to_string(),
                            span: span(base + place.start..base + place.end),
                        });
                    }
                }
                continue;
            }
        };
        out.push(Field { key, value: words, span: span(base + place.start..base + place.end) });
    }
}

/// The flat part of YAML that front matter is written in: `key: value`, one level of nesting, lists of words. Answers
/// whether it is that at all, and not a rule drawn over a text.
fn yaml(text: &str, range: Range<usize>, span: &dyn Fn(Range<usize>) -> Span, out: &mut Vec<Field>) -> bool {
    let lines = Lines { text: &text[..range.end], at: range.start };
    let mut parents: Vec<(usize, String)> = Vec::new();
    for (line, _) in lines {
        let words = text[line.clone()].trim_end();
        let indent = words.len() - words.trim_start().len();
        let words = words.trim_start();
        if words.is_empty() || words.starts_with('#') {
            continue;
        }
        let start = line.start + indent;
        if let Some(item) = words.strip_prefix("- ") {
            if let Some((_, key)) = parents.last() {
                push(text, key.clone(), start + (words.len() - item.len())..start + words.len(), span, out);
            }
            continue;
        }
        let Some((key, value)) = words.split_once(':') else { return false };
        if key.contains(' ') && !key.starts_with(['"', '\'']) || !(value.is_empty() || value.starts_with(' ')) {
            return false;
        }
        while parents.last().is_some_and(|(depth, _)| *depth >= indent) {
            parents.pop();
        }
        let key = key.trim_matches(['"', '\'']);
        let key = parents.last().map_or_else(|| key.to_owned(), |(_, parent)| format!("{parent}.{key}"));
        if value.trim().is_empty() {
            parents.push((indent, key));
        } else {
            let end = start + words.len();
            push(text, key, end - value.len()..end, span, out);
        }
    }
    true
}

/// Adds a scalar; its quotes and a trailing comment are not part of it.
fn push(text: &str, key: String, range: Range<usize>, span: &dyn Fn(Range<usize>) -> Span, out: &mut Vec<Field>) {
    let raw = &text[range.clone()];
    let start = range.start + (raw.len() - raw.trim_start().len());
    let raw = raw.trim();
    let (start, raw) = match raw.chars().next() {
        Some(quote @ ('"' | '\'')) if raw.len() > 1 && raw[1..].contains(quote) => {
            (start + 1, raw[1..].split(quote).next().unwrap_or(""))
        }
        Some('[') if raw.contains(']') => (start, &raw[..raw.rfind(']').map_or(raw.len(), |at| at + 1)]),
        _ => (start, raw.find(" #").map_or(raw, |at| raw[..at].trim_end())),
    };
    if let Some(items) = raw.strip_prefix('[').and_then(|r| r.strip_suffix(']')) {
        for item in split(items) {
            let at = item.as_ptr() as usize - text.as_ptr() as usize;
            push(text, key.clone(), at..at + item.len(), span, out);
        }
        return;
    }
    out.push(Field { key, value: raw.to_owned(), span: span(start..start + raw.len()) });
}

/// The members of a list, parted by commas that stand in no quotes.
fn split(items: &str) -> impl Iterator<Item = &str> {
    let (mut quote, mut begins) = (None, true);
    items.split(move |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if begins && matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        let ends = c == ',' && quote.is_none();
        begins = ends || begins && c.is_whitespace();
        ends
    })
}

/// Lines as ranges without their ends, each with where the next begins.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Iterator for Lines<'_> {
    type Item = (Range<usize>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.is_empty() {
            return None;
        }
        let start = self.at;
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(self.text.len(), |n| start + n);
        let crlf = self.text.as_bytes()[end..].starts_with(b"\r\n");
        self.at = (end + 1 + usize::from(crlf)).min(self.text.len());
        Some((start..end, self.at))
    }
}
