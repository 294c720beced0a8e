//! JUnit's XML, as Jenkins reads it: a suite for each message, in it a failed case for each finding, or one that passed.

use super::place::Places;
use super::xml::escaped;
use super::{Checked, Total, Writer, phrasing};
use std::io::Write;

pub(super) struct Junit;

impl Writer for Junit {
    fn start(&self, total: &Total<'_>) -> Vec<u8> {
        let failures = total.counts.diagnostics();
        let tests = failures + total.counts.passed;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"regards\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n"
        )
        .into_bytes()
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        let failures = checked.diagnostics.len();
        let path = escaped(&checked.root.relative(&checked.draft.path));
        // A Vec takes every byte.
        let _ = writeln!(
            text,
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">",
            failures.max(1)
        );
        if checked.diagnostics.is_empty() {
            let _ = writeln!(text, "    <testcase name=\"regards\" classname=\"{path}\"/>");
        } else {
            let places = Places::new(checked.draft);
            for (diagnostic, fixes) in checked.findings() {
                let (start, _) = places.range(diagnostic.span);
                let (line, column) = (start.line, start.column);
                let rule = escaped(checked.rule_id(diagnostic));
                let message = escaped(&diagnostic.message);
                let severity = diagnostic.severity.name();
                let _ = writeln!(text, "    <testcase name=\"{rule}:{line}:{column}\" classname=\"{path}\">");
                let _ = write!(text, "      <failure type=\"{severity}\" message=\"{message}\">");
                let _ = write!(text, "{path}:{line}:{column}: {severity}[{rule}] {message}");
                for fix in fixes {
                    let _ = write!(text, "\n{}", escaped(&phrasing(fix)));
                }
                text.extend(b"</failure>\n    </testcase>\n");
            }
        }
        text.extend(b"  </testsuite>\n");
        text
    }

    fn end(&self, _total: &Total<'_>) -> Vec<u8> {
        b"</testsuites>\n".to_vec()
    }

    fn tells_clean(&self) -> bool {
        true
    }

    fn sums_up_first(&self) -> bool {
        true
    }
}
