//! Everything in a message that can be put right without a look.

use super::super::snapshot::Checked;
use crate::fix::{Applicability, Edit};

/// The safe fixes of all diagnostics, the preferred one of each, as far as they do not get in each other's way.
pub(super) fn edits(checked: &Checked) -> Vec<Edit> {
    let fixer = checked.draft.fixer();
    let mut all: Vec<Edit> = Vec::new();
    for diagnostic in &checked.diagnostics {
        let fixes = fixer.fixes(diagnostic);
        let safe = fixes.into_iter().find(|fix| fix.applicability == Applicability::Safe && !fix.edits.is_empty());
        let Some(fix) = safe else { continue };
        let clashes = |edit: &Edit| {
            let touches = |other: &Edit| other.span.start <= edit.span.end && edit.span.start <= other.span.end;
            all.iter().any(touches)
        };
        if !fix.edits.iter().any(clashes) {
            all.extend(fix.edits);
        }
    }
    all.sort_by_key(|edit| edit.span);
    all
}
