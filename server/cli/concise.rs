//! Findings, one line each: `file:line:column: severity[rule] message`.

use super::output::Style;
use crate::check::Diagnostic;
use crate::document::LineIndex;
use crate::project::Draft;
use crate::ruleset::Severity;
use std::io::Write;

pub(super) fn write(draft: &Draft, diagnostics: &[Diagnostic], style: Style) -> Vec<u8> {
    let mut text = Vec::new();
    if diagnostics.is_empty() {
        return text;
    }
    let index = LineIndex::new(&draft.document.source);
    for diagnostic in diagnostics {
        let at = draft.document.line_column(&index, diagnostic.span.start);
        let kind = diagnostic.severity.name();
        let kind = match diagnostic.severity {
            Severity::Error => style.error(kind),
            Severity::Warning => style.warning(kind),
            Severity::Information => style.good(kind),
            Severity::Hint => style.help(kind),
        };
        let rule = &draft.project.ruleset()[diagnostic.rule].id;
        let (path, message) = (&draft.path, &diagnostic.message);
        // A Vec takes every byte.
        let _ = writeln!(text, "{path}:{}:{}: {kind}[{rule}] {message}", at.line, at.column);
    }
    text
}
