//! Where a finding is, counted as the formats count: in characters, in UTF-16 code units, or in bytes of UTF-8.
//!
//! Built in one pass over a draft; a lookup is a search in what was found then.

use crate::document::LineIndex;
use crate::project::{Draft, source_range};
use crate::span::Span;
use std::ops::Range;

/// The places of one draft.
pub(super) struct Places<'a> {
    draft: &'a Draft,
    index: LineIndex<'a>,
    /// Where the characters begin that take two code units of UTF-16.
    wide: Vec<usize>,
}

/// A line and columns, all from 1.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: u32,
    /// In Unicode scalar values.
    pub(super) column: u32,
    /// In code units of UTF-16.
    pub(super) utf16: u32,
    /// In bytes of UTF-8, whatever the file is encoded in.
    pub(super) utf8: u32,
}

impl<'a> Places<'a> {
    pub(super) fn new(draft: &'a Draft) -> Self {
        let source = &draft.document.source;
        // The first byte of such a character, and no other, is 0xF0 or more.
        let wide = if source.is_ascii() {
            Vec::new()
        } else {
            source.bytes().enumerate().filter(|&(_, byte)| byte >= 0xF0).map(|(at, _)| at).collect()
        };
        Self { draft, index: LineIndex::new(source), wide }
    }

    /// Where a span begins and where it ends; the end is the place behind it.
    pub(super) fn range(&self, span: Span) -> (Place, Place) {
        let Range { start, end } = self.source(span);
        (self.place(start), self.place(end))
    }

    /// The part of the source that a span is.
    pub(super) fn source(&self, span: Span) -> Range<usize> {
        source_range(&self.draft.document, span)
    }

    fn place(&self, offset: usize) -> Place {
        let at = self.index.position(offset);
        let start = self.index.line_start(at.line);
        let before = |offset: usize| self.wide.partition_point(|&wide| wide < offset);
        Place {
            line: at.line,
            column: at.column,
            utf16: at.column + (before(offset) - before(start)) as u32,
            utf8: (offset - start) as u32 + 1,
        }
    }

    /// The lines from one number to another, both included, without what ends them.
    pub(super) fn lines(&self, first: u32, last: u32) -> impl Iterator<Item = (u32, Range<usize>)> {
        let source = &self.draft.document.source;
        (first.max(1)..=last.min(self.index.lines() as u32)).map(move |line| {
            let start = self.index.line_start(line);
            let end = if (line as usize) < self.index.lines() { self.index.line_start(line + 1) } else { source.len() };
            (line, start..start + source[start..end].trim_end_matches(['\r', '\n']).len())
        })
    }
}
