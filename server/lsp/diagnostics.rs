//! Our diagnostics in the protocol's words.

use super::convert;
use super::features::authoring;
use super::settings::SECTION;
use super::snapshot::Snapshot;
use crate::check;
use serde_json::json;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticTag, Location, NumberOrString,
};

/// Everything there is to say about a file.
pub(super) fn all(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let Some(messages) = snapshot.messages() else { return authoring::diagnostics(snapshot) };
    let diagnostics = messages.iter().flat_map(|message| &message.diagnostics);
    diagnostics.map(|diagnostic| one(snapshot, diagnostic)).collect()
}

/// One diagnostic of a draft.
pub(super) fn one(snapshot: &Snapshot, diagnostic: &check::Diagnostic) -> Diagnostic {
    let can = snapshot.session.can;
    let project = snapshot.project();
    let rule = &project.ruleset()[diagnostic.rule];
    let page = if can.code_description { snapshot.session.pages.uri(&project, diagnostic.rule) } else { None };
    let related = diagnostic.related.iter().map(|related| DiagnosticRelatedInformation {
        location: Location { uri: snapshot.buffer.uri.clone(), range: snapshot.range(related.span) },
        message: related.message.clone(),
    });
    let related: Vec<_> = if can.related { related.collect() } else { Vec::new() };
    Diagnostic {
        range: snapshot.range(diagnostic.span),
        severity: Some(convert::severity(diagnostic.severity)),
        code: Some(NumberOrString::String(rule.id.clone())),
        code_description: page.map(|href| CodeDescription { href }),
        source: Some(SECTION.to_owned()),
        message: diagnostic.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        tags: (can.tags && diagnostic.unnecessary).then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: can.diagnostic_data.then(|| json!({ "rule": rule.id })),
    }
}
