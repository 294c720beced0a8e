//! Hover: what is asked for at a diagnostic.

use crate::lsp::snapshot::Snapshot;
use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

/// The rules with an objection at `position`: why they ask.
pub(in crate::lsp) fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let checked = snapshot.checked()?;
    let at = snapshot.offset(position) as u32;
    let project = snapshot.project();
    let ruleset = project.ruleset();
    let here: Vec<_> = checked.diagnostics.iter().filter(|it| it.span.start <= at && at <= it.span.end).collect();
    let first = here.first()?;
    let explain = |diagnostic: &&crate::check::Diagnostic| {
        let rule = &ruleset[diagnostic.rule];
        let why = ruleset.rule_file(diagnostic.rule).map(|file| file.why).unwrap_or_default();
        format!("**{}** (`{}`)\n\n{}", rule.title, rule.id, why.trim())
    };
    let value = here.iter().map(explain).collect::<Vec<_>>().join("\n\n---\n\n");
    let kind = if snapshot.session.can.markdown_hover { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(snapshot.range(first.span)),
    })
}
