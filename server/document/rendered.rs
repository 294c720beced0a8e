//! What HTML and Markdown become before they are read like plain text, and how their parsers are kept from tripping over
//! template syntax.

use std::ops::Range;

use super::BlockKind;
use super::builder::Builder;
use super::plain::is_alternative;
use super::scan::Marks;
use super::source_map::SourceMap;

/// Lines, where they came from, and the kinds of the blocks among them.
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) map: SourceMap,
    pub(super) kinds: Vec<(u32, BlockKind)>,
}

impl Rendered {
    pub(super) fn new(mut builder: Builder) -> Self {
        builder.finish();
        let kinds = builder.blocks.iter().map(|b| (b.span.start, b.kind)).collect();
        Self { text: builder.text, map: builder.map, kinds }
    }
}

/// The text with placeholders and tags overwritten, byte for byte, by letters no parser minds. Comments stay: parsers know
/// theirs, and those of template languages are overwritten too.
pub(super) fn mask(text: &str, marks: &Marks) -> String {
    let mut masked = text.as_bytes().to_vec();
    let found = marks.found.iter().map(|f| &f.range);
    let hidden = marks.hidden.iter().filter(|h| !text[h.start as usize..].starts_with("<!--"));
    for range in found.chain(hidden) {
        masked[range.start as usize..range.end as usize].fill(b'X');
    }
    // Ranges begin and end at ASCII marks and cover whole characters, so this is the same text with other letters.
    String::from_utf8(masked).unwrap_or_else(|_| text.to_owned())
}

/// Pushes what of the range is not hidden.
pub(super) fn push_shown(out: &mut Builder, text: &str, range: Range<usize>, marks: &Marks) {
    let mut from = range.start;
    let first = marks.hidden.partition_point(|h| h.end as usize <= from);
    for gap in marks.hidden[first..].iter().take_while(|h| (h.start as usize) < range.end) {
        out.push(text, from..(gap.start as usize).max(from));
        from = (gap.end as usize).min(range.end);
        if is_alternative(&text[gap.start as usize..gap.end as usize]) {
            out.space(from..from);
        }
    }
    out.push(text, from..range.end.max(from));
}
