//! Diagnostics for clients that ask for them, with result ids: what has not changed is not sent again.

use super::diagnostics;
use super::snapshot::Snapshot;
use std::hash::Hasher;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

/// A file's diagnostics, unless they are those the client has.
pub(super) fn document(snapshot: &Snapshot, previous: Option<&str>) -> DocumentDiagnosticReport {
    let items = diagnostics::all(snapshot);
    let id = result_id(&items);
    if previous == Some(&*id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: id };
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        });
    }
    full(Some(id), items)
}

/// The report on a file that is not open.
pub(super) fn nothing() -> DocumentDiagnosticReport {
    full(None, Vec::new())
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// Equal for equal diagnostics.
pub(super) fn result_id(items: &[Diagnostic]) -> String {
    let mut hasher = rustc_hash::FxHasher::default();
    // Plain data with string keys serializes.
    hasher.write(&serde_json::to_vec(items).unwrap_or_default());
    format!("{}-{:016x}", items.len(), hasher.finish())
}
