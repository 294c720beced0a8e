//! One text of a draft: the body of a file, a part of a mail, a string of a file of data; with its way to the bytes on disk.

use std::borrow::Cow;
use std::ops::Range;

use super::builder::Builder;
use super::line::Wrapping;
use super::scan::Marks;
use super::source_map::SourceMap;
use super::surface::{Decoded, Region};
use super::{Format, Partials, Scalar, ScalarStyle, Transfer, partial};
use crate::span::{Span, TextSpan};

/// A text to be read, and its map to the bytes on disk unless the two are equal.
pub(super) struct Layer<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) map: Option<SourceMap>,
    /// Where its words begin.
    pub(super) from: usize,
    pub(super) format: Format,
    pub(super) wrapping: Wrapping,
    pub(super) transfer: Transfer,
    /// The character set a mail part names.
    pub(super) charset: Option<String>,
}

impl Layer<'_> {
    /// The layer with what it includes in it, and where that is.
    pub(super) fn expanded(self, partials: &Partials) -> (Self, Vec<Range<u32>>) {
        let Some(expanded) = partial::expanded(&self.text, self.from, partials) else { return (self, Vec::new()) };
        let map = match &self.map {
            Some(map) => expanded.map.through(map),
            None => expanded.map,
        };
        (Layer { text: Cow::Owned(expanded.text), map: Some(map), ..self }, expanded.included)
    }
}

impl Layer<'_> {
    /// A range of it, as bytes on disk.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        locate(self.map.as_ref(), range)
    }
}

/// A range of a text as bytes on disk.
pub(super) fn locate(map: Option<&SourceMap>, range: Range<usize>) -> Span {
    match map {
        None => Span::from(range),
        Some(map) => map.to_source(range.start as u32, range.end as u32),
    }
}

/// A string as a text of its own.
pub(super) fn scalar_layer(source: &str, scalar: &Scalar, disk: Option<&SourceMap>) -> Layer<'static> {
    let (text, map) = scalar.decode(source);
    let map = match disk {
        Some(disk) => map.through(disk),
        None => map,
    };
    Layer {
        text: Cow::Owned(text),
        map: Some(map),
        from: 0,
        format: Format::Plain,
        wrapping: match scalar.style {
            // A line end that is still there was meant.
            ScalarStyle::Single | ScalarStyle::Plain { .. } | ScalarStyle::Block { folded: true, .. } => Wrapping::Hard,
            ScalarStyle::Json | ScalarStyle::Double | ScalarStyle::Block { folded: false, .. } => Wrapping::Guess,
        },
        transfer: Transfer::Scalar(scalar.style),
        charset: None,
    }
}

/// Where the words of `layer` come to stand behind `before` bytes of text.
pub(super) fn region(layer: &Layer, words: &Builder, before: usize) -> Region {
    let start = if before == 0 || words.text.is_empty() { before } else { before + 2 };
    Region {
        words: TextSpan::new(start, start + words.text.len()),
        format: layer.format,
        flowed: matches!(layer.wrapping, Wrapping::Flowed(_)),
        transfer: layer.transfer,
        charset: layer.charset.clone(),
        decoded: layer.map.as_ref().map(|map| Decoded {
            text: layer.text.clone().into_owned(),
            to_disk: map.clone(),
            words: words.map.clone(),
        }),
    }
}

/// Ranges no line ends in.
pub(super) fn solid(marks: &Marks) -> Vec<Range<u32>> {
    if marks.hidden.is_empty() {
        return marks.found.iter().map(|f| f.range.clone()).collect();
    }
    let mut all: Vec<_> = marks.found.iter().map(|f| f.range.clone()).chain(marks.hidden.iter().cloned()).collect();
    all.sort_by_key(|r| r.start);
    all
}
