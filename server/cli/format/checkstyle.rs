//! The XML of Checkstyle, which many CI servers and reviewdog read. Columns count characters from 1.

use super::place::Places;
use super::xml::escaped;
use super::{Checked, Total, Writer};
use crate::ruleset::Severity;
use std::io::Write;

pub(super) struct Checkstyle;

impl Writer for Checkstyle {
    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n".to_vec()
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        let places = Places::new(checked.draft);
        // A Vec takes every byte.
        let _ = writeln!(text, "  <file name=\"{}\">", escaped(&checked.root.relative(&checked.draft.path)));
        for diagnostic in checked.diagnostics {
            let (start, _) = places.range(diagnostic.span);
            let _ = writeln!(
                text,
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"regards.{}\"/>",
                start.line,
                start.column,
                match diagnostic.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Information | Severity::Hint => "info",
                },
                escaped(&diagnostic.message),
                escaped(checked.rule_id(diagnostic)),
            );
        }
        text.extend(b"  </file>\n");
        text
    }

    fn end(&self, _total: &Total<'_>) -> Vec<u8> {
        b"</checkstyle>\n".to_vec()
    }
}
