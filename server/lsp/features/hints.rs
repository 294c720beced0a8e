//! Inlay hints: what the message is taken for, behind its greeting.

use super::all_ours;
use crate::document::Part;
use crate::lsp::snapshot::{Checked, Snapshot};
use crate::project::Page;
use tower_lsp::ls_types::{
    InlayHint, InlayHintKind, InlayHintLabel, InlayHintTooltip, MarkupContent, MarkupKind, Range,
};

/// The hints in `range`.
pub(in crate::lsp) fn hints(snapshot: &Snapshot, range: Range) -> Vec<InlayHint> {
    let hints = all_ours(snapshot).filter_map(|checked| hint(snapshot, checked));
    hints.filter(|hint| range.start <= hint.position && hint.position <= range.end).collect()
}

fn hint(snapshot: &Snapshot, checked: &Checked) -> Option<InlayHint> {
    let (document, analysis) = (&checked.draft.document, &checked.draft.analysis);
    let project = snapshot.project();
    let ruleset = project.ruleset();
    let at = if let Some(greeting) = &document.greeting {
        document.to_source(greeting.span).end as usize
    } else {
        let first = document.sentences.iter().find(|sentence| sentence.part == Part::Body)?;
        let start = document.to_source(first.span).start as usize;
        let rest = document.source.get(start..)?;
        start + rest.find(['\n', '\r']).unwrap_or(rest.len())
    };
    let titles: Vec<_> = analysis.intents.iter().map(|found| ruleset[found.intent].title.as_str()).collect();
    let pages = analysis.intents.iter().map(|found| Page::intent(ruleset, found.intent).brief().markdown());
    let tooltip = MarkupContent { kind: MarkupKind::Markdown, value: pages.collect::<Vec<_>>().join("\n") };
    Some(InlayHint {
        position: snapshot.buffer.text.position(at, snapshot.encoding()),
        label: InlayHintLabel::String(titles.join(" + ")),
        kind: Some(InlayHintKind::TYPE),
        text_edits: None,
        tooltip: Some(InlayHintTooltip::MarkupContent(tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    })
}
