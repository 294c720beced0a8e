//! The body as an author sees it in the file: markup and line ends as they stand, but transfer encoding and character set
//! taken off. Edits are worked out here and then put into the notation of the file.
//!
//! Invariants: a [`Surface`]'s text is the file's own text wherever nothing lies over it; a range of it corresponds to the
//! smallest range on disk whose decoding holds it.

use super::source_map::SourceMap;
use super::{Document, Format, ScalarStyle};
use crate::span::{Span, TextSpan};
use std::ops::Range;

/// What a mail program put over the bytes of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Transfer {
    /// Nothing.
    #[default]
    None,
    /// `=C3=A9`, and `=` at the end of broken lines.
    QuotedPrintable,
    /// Base64.
    Base64,
    /// A string of a file of data.
    Scalar(ScalarStyle),
}

/// A stretch of the file the body's words come from.
#[derive(Clone, Debug)]
pub struct Region {
    /// Its words in [`Document::text`].
    pub words: TextSpan,
    /// What it is written in.
    pub format: Format,
    /// Whether a space at the end of a line says that the paragraph goes on (`format=flowed`).
    pub flowed: bool,
    /// What lies over it.
    pub transfer: Transfer,
    /// The character set its part of the mail names.
    pub charset: Option<String>,
    pub(super) decoded: Option<Decoded>,
}

/// A text that does not stand in the source as it is.
#[derive(Clone, Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) to_disk: SourceMap,
    /// The region's words, counted from its own start, to `text`.
    pub(super) words: SourceMap,
}

/// A region with the text its edits are worked out in.
#[derive(Clone, Copy, Debug)]
pub struct Surface<'a> {
    /// The text.
    pub text: &'a str,
    /// What it is of.
    pub region: &'a Region,
    document: &'a Document,
}

impl Document {
    /// The surface that shows `at`, a place in `text`.
    pub fn surface(&self, at: u32) -> Option<Surface<'_>> {
        let region = self.regions.iter().rfind(|region| region.words.start <= at).or(self.regions.first())?;
        Some(self.surfaced(region))
    }

    /// The surface of a region.
    pub fn surface_of(&self, region: usize) -> Option<Surface<'_>> {
        self.regions.get(region).map(|region| self.surfaced(region))
    }

    fn surfaced<'a>(&'a self, region: &'a Region) -> Surface<'a> {
        let text = region.decoded.as_ref().map_or(&*self.source, |decoded| &decoded.text);
        Surface { text, region, document: self }
    }
}

impl<'a> Surface<'a> {
    /// The document it is of.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The range that shows `words`. An empty span is an insertion point, right behind what precedes it.
    pub fn range(&self, words: TextSpan) -> Range<usize> {
        match &self.region.decoded {
            None => self.document.to_source(words).range(),
            Some(decoded) => {
                let start = self.region.words.start;
                let own = |at: u32| at.saturating_sub(start);
                decoded.words.to_source(own(words.start), own(words.end)).range()
            }
        }
    }

    /// The range of the text that a span on disk became; none where it is not in this region.
    pub fn of_disk(&self, span: Span) -> Option<Range<usize>> {
        match &self.region.decoded {
            None => Some(span.range()),
            Some(decoded) => {
                let (start, end) = decoded.to_disk.to_text(span.start, span.end)?;
                Some(start as usize..end as usize)
            }
        }
    }

    /// The place of something on disk that is not among the words, such as a tag of a template.
    pub fn of_disk_raw(&self, span: Span) -> Option<Range<usize>> {
        let range = self.of_disk(span)?;
        (range.start < range.end && self.text.get(range.clone()).is_some()).then_some(range)
    }

    /// A range of the text as bytes on disk.
    pub fn on_disk(&self, range: Range<usize>) -> Span {
        match &self.region.decoded {
            None => Span::from(range),
            Some(decoded) => decoded.to_disk.to_source(range.start as u32, range.end as u32),
        }
    }
}
