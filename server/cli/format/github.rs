//! Workflow commands of GitHub Actions, which show findings in the lines of a pull request and in the log.
//!
//! Columns count characters from 1. The log shows the message only, so it begins with the place.

use super::place::Places;
use super::{Checked, Writer, phrasing};
use crate::ruleset::Severity;
use std::io::Write;

pub(super) struct Github;

impl Writer for Github {
    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        let places = Places::new(checked.draft);
        let path = checked.root.relative(&checked.draft.path);
        for (diagnostic, fixes) in checked.findings() {
            let (start, end) = places.range(diagnostic.span);
            let command = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information | Severity::Hint => "notice",
            };
            let rule = checked.rule_id(diagnostic);
            let mut message = format!("{path}:{}:{}: {rule}: {}", start.line, start.column, diagnostic.message);
            if let Some(fix) = fixes.first() {
                message.push('\n');
                message.push_str(&phrasing(fix));
            }
            // A Vec takes every byte.
            let _ = writeln!(
                text,
                "::{command} title={},file={},line={},col={},endLine={},endColumn={}::{}",
                property(&format!("Regards ({rule})")),
                property(&path),
                start.line,
                start.column,
                end.line,
                end.column,
                data(&message),
            );
        }
        text
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
