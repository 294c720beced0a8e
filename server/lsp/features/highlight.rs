//! Document highlight: the other places where the message does what it does here.

use super::ours;
use crate::lsp::snapshot::Snapshot;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, Position};

/// Every place of the acts at `position`.
pub(in crate::lsp) fn highlights(snapshot: &Snapshot, position: Position) -> Option<Vec<DocumentHighlight>> {
    let checked = ours(snapshot)?;
    let (document, acts) = (&checked.draft.document, &checked.draft.analysis.acts);
    let at = snapshot.offset(position) as u32;
    let here = acts.iter().filter(|found| {
        let span = document.to_source(found.span);
        span.start <= at && at <= span.end
    });
    let here: Vec<_> = here.map(|found| found.act).collect();
    let alike = acts.iter().filter(|found| here.contains(&found.act));
    let highlight = |found: &crate::analysis::ActFound| DocumentHighlight {
        range: snapshot.range(document.to_source(found.span)),
        kind: Some(DocumentHighlightKind::TEXT),
    };
    Some(alike.map(highlight).collect())
}
