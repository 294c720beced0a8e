//! Text → where it came from. Segments are ordered by their place in the text and do not overlap; what lies between
//! two of them was put there by the reader (a joining space, the blank line between blocks).

use std::ops::Range;

use crate::span::Span;

/// Normalised text → source. A run of text that stands verbatim in the source is one segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pub(super) segments: Vec<Segment>,
}

/// A run of text and the run of source that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: u32,
    pub(super) text_len: u32,
    pub(super) source: u32,
    pub(super) source_len: u32,
    pub(super) kind: Kind,
}

/// How positions inside a segment correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Byte for byte.
    Verbatim,
    /// Only as a whole: an entity, a folded quote, a run of white space.
    Atomic,
    /// Two bytes of source for each byte of text: ASCII in UTF-16.
    Wide,
    /// Base64 whose first byte of text is byte `0..3` of its group; `source` is where that group starts.
    Base64(u8),
}

impl Segment {
    pub(super) fn text_end(&self) -> u32 {
        self.text + self.text_len
    }

    pub(super) fn source_end(&self) -> u32 {
        self.source + self.source_len
    }

    /// Where the byte `offset` bytes into the segment begins.
    fn begin(&self, offset: u32) -> u32 {
        match self.kind {
            Kind::Verbatim => self.source + offset,
            Kind::Wide => self.source + offset * 2,
            Kind::Atomic => self.source,
            Kind::Base64(phase) => self.source + (u32::from(phase) + offset) * 4 / 3,
        }
    }

    /// Where the last of the first `offset` bytes of the segment ends.
    fn finish(&self, offset: u32) -> u32 {
        match self.kind {
            Kind::Verbatim => self.source + offset,
            Kind::Wide => self.source + offset * 2,
            Kind::Atomic => self.source_end(),
            Kind::Base64(phase) => self.source + ((u32::from(phase) + offset) * 4).div_ceil(3),
        }
    }

    /// The part of the segment between two offsets into it, its text placed at `text`.
    fn cut(&self, from: u32, to: u32, text: u32) -> Self {
        let (kind, source, end) = match self.kind {
            Kind::Base64(phase) => {
                let at = u32::from(phase) + from;
                (Kind::Base64((at % 3) as u8), self.source + at / 3 * 4, self.finish(to))
            }
            kind => (kind, self.begin(from), self.finish(to)),
        };
        Self { text, text_len: to - from, source, source_len: end - source, kind }
    }
}

impl SourceMap {
    pub(super) fn push(&mut self, segment: Segment) {
        if let Some(last) = self.segments.last_mut()
            && last.kind == segment.kind
            && matches!(segment.kind, Kind::Verbatim | Kind::Wide)
            && last.text_end() == segment.text
            && last.source_end() == segment.source
        {
            last.text_len += segment.text_len;
            last.source_len += segment.source_len;
        } else if segment.text_len > 0 {
            self.segments.push(segment);
        }
    }

    pub(super) fn verbatim(&mut self, text: usize, source: usize, len: usize) {
        self.push(Segment {
            text: text as u32,
            text_len: len as u32,
            source: source as u32,
            source_len: len as u32,
            kind: Kind::Verbatim,
        });
    }

    pub(super) fn atomic(&mut self, text: Range<usize>, source: Range<usize>) {
        self.push(Segment {
            text: text.start as u32,
            text_len: text.len() as u32,
            source: source.start as u32,
            source_len: source.len() as u32,
            kind: Kind::Atomic,
        });
    }

    /// The smallest source range whose decoding holds `start..end`.
    pub(super) fn to_source(&self, start: u32, end: u32) -> Span {
        let Some(last) = self.segments.last() else { return Span::default() };
        let from = self.segments.partition_point(|s| s.text_end() <= start);
        if start >= end {
            // An insertion point: right behind what precedes it, if anything touches it.
            let at = match self.segments.get(from) {
                Some(s) if s.text < start => s.begin(start - s.text),
                next => match from.checked_sub(1).map(|i| &self.segments[i]) {
                    Some(s) if s.text_end() == start => s.source_end(),
                    before => next.map(|s| s.source).or(before.map(Segment::source_end)).unwrap_or(0),
                },
            };
            return Span { start: at, end: at };
        }
        let begin = match self.segments.get(from) {
            Some(s) => s.begin(start.saturating_sub(s.text)),
            None => last.source_end(),
        };
        let to = from + self.segments[from..].partition_point(|s| s.text < end);
        let finish = match to.checked_sub(1).map(|i| &self.segments[i]) {
            Some(s) => s.finish((end - s.text).min(s.text_len)),
            None => begin,
        };
        Span { start: begin, end: finish.max(begin) }
    }

    /// The text that the source range `start..end` became: the first and last byte of it. `None` when none of it did.
    /// Relies on segments being in source order too, which holds for every map a document keeps.
    pub(super) fn to_text(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let from = self.segments.partition_point(|s| s.source_end() <= start);
        let to = from + self.segments[from..].partition_point(|s| s.source < end);
        let (first, last) = (self.segments[from..to].first()?, self.segments[from..to].last()?);
        let begin = match first.kind {
            Kind::Verbatim => first.text + start.saturating_sub(first.source),
            Kind::Wide => first.text + start.saturating_sub(first.source) / 2,
            Kind::Base64(phase) => {
                first.text + (start.saturating_sub(first.source) * 3 / 4).saturating_sub(phase.into())
            }
            Kind::Atomic => first.text,
        };
        let finish = match last.kind {
            Kind::Verbatim => last.text + (end - last.source).min(last.text_len),
            Kind::Wide => last.text + ((end - last.source) / 2).min(last.text_len),
            Kind::Base64(phase) => {
                last.text + ((end - last.source) * 3 / 4).saturating_sub(phase.into()).min(last.text_len)
            }
            Kind::Atomic => last.text_end(),
        };
        Some((begin, finish.max(begin)))
    }

    /// Where in the text the first thing at or after `source` stands.
    pub(super) fn text_from(&self, source: u32, len: u32) -> u32 {
        let from = self.segments.partition_point(|s| s.source_end() <= source);
        match self.segments.get(from) {
            Some(s) if s.source >= source => s.text,
            Some(s) => match s.kind {
                Kind::Verbatim => s.text + (source - s.source),
                Kind::Wide => s.text + (source - s.source) / 2,
                Kind::Atomic | Kind::Base64(_) => s.text,
            },
            None => len,
        }
    }

    /// This map with its source read through `inner`: text → middle → source becomes text → source. Both maps are walked
    /// once, as long as this one is in the order of its source.
    pub(super) fn through(&self, inner: &SourceMap) -> SourceMap {
        let mut out = SourceMap { segments: Vec::with_capacity(self.segments.len() + inner.segments.len() / 4) };
        let mut at = 0;
        for outer in &self.segments {
            let (start, end) = (outer.source, outer.source_end());
            if inner.segments.get(at).is_none_or(|s| s.text > start) {
                at = inner.segments.partition_point(|s| s.text_end() <= start);
            }
            while inner.segments.get(at).is_some_and(|s| s.text_end() <= start) {
                at += 1;
            }
            if outer.kind != Kind::Verbatim {
                let span = inner.to_source(start, end);
                out.push(Segment { source: span.start, source_len: span.len() as u32, kind: Kind::Atomic, ..*outer });
                continue;
            }
            let mut i = at;
            while let Some(s) = inner.segments.get(i).filter(|s| s.text < end) {
                let (from, to) = (start.max(s.text), end.min(s.text_end()));
                out.push(s.cut(from - s.text, to - s.text, outer.text + (from - start)));
                i += 1;
            }
            at = i.saturating_sub(1).max(at);
        }
        out
    }

    /// Forgets everything from `len` on.
    pub(super) fn truncate(&mut self, len: u32) {
        let keep = self.segments.partition_point(|s| s.text < len);
        self.segments.truncate(keep);
        if let Some(last) = self.segments.last_mut()
            && last.text_end() > len
        {
            *last = last.cut(0, len - last.text, last.text);
        }
    }
}
