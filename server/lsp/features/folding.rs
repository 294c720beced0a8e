//! Folding: what stands around the writer's words (front matter, headers, signature, the quoted thread).

use super::ours;
use crate::lsp::snapshot::Snapshot;
use crate::span::Span;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind};

/// What can be folded. A message of none of our intents is left to the editor.
pub(in crate::lsp) fn folds(snapshot: &Snapshot) -> Option<Vec<FoldingRange>> {
    let document = &ours(snapshot)?.draft.document;
    let mut folds = Vec::new();
    let mut add = |span: Span, kind: FoldingRangeKind, shown: &str| {
        // What follows the last word belongs to nobody.
        let words = document.source.get(span.range()).unwrap_or_default().trim_end();
        let range = snapshot.range(Span::new(span.start as usize, span.start as usize + words.len()));
        if range.start.line < range.end.line {
            folds.push(FoldingRange {
                start_line: range.start.line,
                end_line: range.end.line,
                kind: Some(kind),
                collapsed_text: Some(shown.to_owned()),
                ..FoldingRange::default()
            });
        }
    };
    if let (Some(first), Some(last)) = (document.front_matter.first(), document.front_matter.last()) {
        // The fences stand on the lines around the keys.
        let rest = document.source.get(last.span.end as usize..).unwrap_or_default();
        let fence = rest.match_indices('\n').map(|(at, _)| &rest[at + 1..]);
        let mut fence = fence.filter(|line| ["---", "+++", "..."].iter().any(|fence| line.starts_with(fence)));
        let end = fence.next().map_or(last.span.end as usize, |line| document.source.len() - line.len() + 3);
        let start = document.source.len() - document.source.trim_start_matches('\u{FEFF}').len();
        add(Span::new(start.min(first.span.start as usize), end), FoldingRangeKind::Region, "front matter");
    }
    if let Some(headers) = document.headers.span {
        add(headers, FoldingRangeKind::Region, "headers");
    }
    if let Some(signature) = &document.signature {
        // What stays is the line that says so, where there is one.
        let before = document.source.get(..signature.span.start as usize).unwrap_or_default().trim_end();
        let mark = before.strip_suffix("--").filter(|rest| rest.ends_with(['\n', '\r']));
        let start = mark.map_or(signature.span.start as usize, str::len);
        add(Span::new(start, signature.span.end as usize), FoldingRangeKind::Region, "signature");
    }
    for part in &document.thread {
        add(part.span, FoldingRangeKind::Comment, "quoted message");
    }
    Some(folds)
}
