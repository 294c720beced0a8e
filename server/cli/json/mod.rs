//! The JSON that other programs read. The shapes are a contract: change them only by adding.

mod checked;
mod inspected;

pub(super) use checked::{CHECK_START, check_end, checked, lines};
pub(super) use inspected::inspected;

use crate::analysis::TimeFound;
use crate::document::{Document, Format, LineIndex};
use crate::span::Span;
use serde::Serialize;

#[derive(Clone, Copy, Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Clone, Copy, Serialize)]
struct Range {
    start: Place,
    end: Place,
}

/// Turns spans into ranges; the lines are looked up when the first one is asked for.
struct Ranges<'a> {
    document: &'a Document,
    index: Option<LineIndex<'a>>,
}

impl<'a> Ranges<'a> {
    fn new(document: &'a Document) -> Self {
        Self { document, index: None }
    }

    fn range(&mut self, span: Span) -> Range {
        let index = self.index.get_or_insert_with(|| LineIndex::new(&self.document.source));
        let place = |offset: u32| {
            let at = self.document.line_column(index, offset);
            Place { line: at.line, column: at.column, offset }
        };
        Range { start: place(span.start), end: place(span.end) }
    }
}

/// The moment a time stands for, where its words leave no doubt.
pub(super) fn moment(time: &TimeFound) -> Option<String> {
    let earliest = time.earliest.as_ref().filter(|_| time.exact)?;
    (time.latest.as_ref() == Some(earliest)).then(|| earliest.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

pub(super) fn format(format: Format) -> &'static str {
    match format {
        Format::Plain => "plain",
        Format::Markdown => "markdown",
        Format::Mail => "mail",
        Format::Html => "html",
    }
}

fn to_bytes(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    // A Vec takes every byte, and none of these types has a map with keys that are no strings.
    serde_json::to_writer(&mut bytes, value).expect("plain data serializes");
    bytes
}
