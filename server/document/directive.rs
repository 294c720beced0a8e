//! Remarks to Regards. `regards-KEY …` in a comment speaks of what follows it; front matter and headers speak of the whole
//! file.

use super::layer::locate;
use super::{Document, Field, Headers};
use crate::span::Span;
use std::ops::Range;

/// A remark to Regards: `regards-ignore missing-thanks: we thanked them by phone`, `regards-intent: cancel`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// `ignore`, `intent`, `template`, …: what follows `regards-`.
    pub key: String,
    /// The rest, trimmed.
    pub value: String,
    /// Its place in the source: all of its comment, or its line where the comment says more; the value in headers and front
    /// matter.
    pub span: Span,
    /// Where in `text` the words after it begin: its scope starts there.
    pub at: u32,
    /// Whether it speaks of the whole file (header, front matter) rather than the next paragraph.
    pub whole_file: bool,
    /// What it stands in.
    pub place: DirectivePlace,
}

/// What a directive stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectivePlace {
    /// A comment. Ranges are of the text of its region's surface.
    Comment {
        /// Index into [`Document::regions`].
        region: usize,
        /// What goes with it: all of the comment where it says nothing else, else its line.
        whole: Range<usize>,
        /// The value.
        value: Range<usize>,
        /// Whether the comment says nothing else.
        alone: bool,
    },
    /// A header field.
    Header,
    /// Front matter.
    FrontMatter,
    /// A key beside a message in a file of data, or a comment of YAML.
    Beside {
        /// Whether other messages of the file have it too: it may ignore something there.
        shared: bool,
        /// Whether one of those before speaks for it.
        told: bool,
    },
}

impl Document {
    /// Where a word of a directive's value stands; `None` where it is not written as it reads.
    pub fn directive_word(&self, directive: &Directive, word: &str) -> Option<Span> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let within = |written: &str| {
            let found = written.match_indices(word).map(|(at, _)| at..at + word.len());
            let mut found =
                found.filter(|at| !written[..at.start].ends_with(is_part) && !written[at.end..].starts_with(is_part));
            found.next()
        };
        if let DirectivePlace::Comment { region, value, .. } = &directive.place {
            let surface = self.surface_of(*region)?;
            let found = within(surface.text.get(value.clone())?)?;
            return Some(surface.on_disk(value.start + found.start..value.start + found.end));
        }
        let start = self.source_offset(directive.span.start);
        let found = within(self.source.get(start..self.source_offset(directive.span.end))?)?;
        Some(self.on_disk(start + found.start..start + found.end))
    }

    /// A range of `source` as bytes on disk.
    pub fn on_disk(&self, range: Range<usize>) -> Span {
        locate(self.disk.as_ref(), range)
    }
}

/// A comment as a range of the text it was found in, and what is between its marks.
pub(super) struct Commented<'a> {
    pub(super) text: &'a str,
    pub(super) whole: Range<usize>,
    pub(super) inner: Range<usize>,
    /// Index of the region that is read.
    pub(super) region: usize,
}

/// What may stand in front of a remark on its line, and behind it, as part of a comment's marks.
const MARKS: [char; 12] = [' ', '\t', '\r', '\n', '-', '~', '*', '/', '#', '(', '"', '\''];
const END_MARKS: [char; 8] = [' ', '\t', '\r', '\n', '-', '~', '*', '/'];

/// Reads a comment. Where the words after it begin is not known yet.
pub(super) fn in_comment(comment: &Commented<'_>, span: &dyn Fn(Range<usize>) -> Span, out: &mut Vec<Directive>) {
    let Commented { text, whole, inner, region } = comment;
    let mut start = inner.start;
    for line in text[inner.clone()].split_inclusive('\n') {
        let from = start;
        start += line.len();
        let Some(Said { key, whole: remark, value }) = said(line) else { continue };
        let (at, until) = (from + remark.start, from + remark.end);
        let value = &line[value];
        let more = |rest: &str| rest.contains(char::is_alphanumeric);
        let alone = !more(&text[inner.start..at]) && !more(&text[until..inner.end]);
        let gone = if alone {
            whole.clone()
        } else if from == inner.start {
            at..start
        } else {
            // With the line end in front of it.
            from - if text[..from].ends_with("\r\n") { 2 } else { 1 }..until
        };
        out.push(Directive {
            value: value.to_owned(),
            span: span(if alone { whole.clone() } else { at..until }),
            at: 0,
            whole_file: key.ends_with("-file") || matches!(key.as_str(), "intent" | "template" | "now"),
            key: key.trim_end_matches("-file").to_owned(),
            place: DirectivePlace::Comment { region: *region, whole: gone, value: until - value.len()..until, alone },
        });
    }
}

/// A remark in a line of a comment; ranges are of the line.
pub(super) struct Said {
    /// In lower case, with the `-file` it may end in.
    pub(super) key: String,
    whole: Range<usize>,
    pub(super) value: Range<usize>,
}

/// What a line of a comment says to Regards.
pub(super) fn said(line: &str) -> Option<Said> {
    let words = line.trim_start_matches(MARKS);
    let at = line.len() - words.len();
    let words = words.trim_end_matches(END_MARKS);
    let rest = words.strip_prefix("regards-").or_else(|| words.strip_prefix("Regards-"))?;
    let end = rest.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(rest.len());
    let value = rest[end..].trim_start_matches(':').trim_start();
    let until = at + words.len();
    Some(Said { key: rest[..end].to_ascii_lowercase(), whole: at..until, value: until - value.len()..until })
}

/// Reads front matter keys that speak to Regards.
pub(super) fn in_front_matter(fields: &[Field], out: &mut Vec<Directive>) {
    for field in fields {
        let key = field.key.to_ascii_lowercase();
        let key = key.strip_prefix("regards.").or_else(|| key.strip_prefix("regards-")).unwrap_or(&key);
        let key = key.trim_end_matches("-file");
        if matches!(key, "intent" | "ignore" | "template" | "now") && (field.key.len() > key.len() || key != "ignore") {
            out.push(whole(key, field, DirectivePlace::FrontMatter));
        }
    }
}

/// Reads `X-Regards-…` headers.
pub(super) fn in_headers(headers: &Headers, out: &mut Vec<Directive>) {
    for field in &headers.other {
        if let Some(key) = field.key.strip_prefix("x-regards-") {
            out.push(whole(key.trim_end_matches("-file"), field, DirectivePlace::Header));
        }
    }
}

fn whole(key: &str, field: &Field, place: DirectivePlace) -> Directive {
    Directive { key: key.to_owned(), value: field.value.clone(), span: field.span, at: 0, whole_file: true, place }
}
