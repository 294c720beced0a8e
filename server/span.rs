//! Positions. Two coordinate spaces exist and the types keep them apart: [`Span`] counts bytes of the source as it is
//! on disk, [`TextSpan`] bytes of a document's normalised text. Only `Document` converts one to the other.

use std::ops::Range;

macro_rules! span_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            /// First byte.
            pub start: u32,
            /// One past the last byte.
            pub end: u32,
        }

        impl $name {
            /// The half-open range `start..end`; inputs are far below 4 GiB, larger ones saturate.
            pub fn new(start: usize, end: usize) -> Self {
                let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                Self { start: clamp(start), end: clamp(end.max(start)) }
            }

            /// The span as a range that indexes a `str`.
            pub fn range(self) -> Range<usize> {
                self.start as usize..self.end as usize
            }

            /// Length in bytes.
            pub fn len(self) -> usize {
                (self.end - self.start) as usize
            }

            /// Whether it covers no byte.
            pub fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether `other` lies wholly inside.
            pub fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// Whether the two share a byte.
            pub fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// The smallest span that covers both.
            #[must_use]
            pub fn cover(self, other: Self) -> Self {
                Self { start: self.start.min(other.start), end: self.end.max(other.end) }
            }
        }

        impl From<Range<usize>> for $name {
            fn from(range: Range<usize>) -> Self {
                Self::new(range.start, range.end)
            }
        }
    };
}

span_type! {
    /// A half-open byte range of the source as it is on disk.
    Span
}
span_type! {
    /// A half-open byte range of [`Document::text`](crate::document::Document::text).
    TextSpan
}

impl TextSpan {
    /// The same place, counted from `start`, which is not behind it.
    pub(crate) fn back(self, start: u32) -> Self {
        Self { start: self.start.saturating_sub(start), end: self.end.saturating_sub(start) }
    }

    /// The place that is counted from `start`, counted from the beginning.
    pub(crate) fn on(self, start: u32) -> Self {
        Self { start: self.start + start, end: self.end + start }
    }
}
