//! Reviewdog's diagnostic format. Columns count bytes of UTF-8 from 1; ends are exclusive.

use super::place::{Place, Places};
use super::{Checked, Total, Writer, items, json};
use crate::fix::{Edit, Fix};
use crate::ruleset::Severity;
use crate::span::Span;
use serde::Serialize;

pub(super) struct Rdjson;

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: &'a str,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

impl Writer for Rdjson {
    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        br#"{"source":{"name":"regards"},"diagnostics":["#.to_vec()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let places = Places::new(checked.draft);
        let range = |span: Span| {
            let (start, end) = places.range(span);
            let position = |place: Place| Position { line: place.line, column: place.utf8 };
            Range { start: position(start), end: position(end) }
        };
        // A suggestion is one edit; what takes several cannot be suggested.
        let path = &checked.root.relative(&checked.draft.path);
        items(checked.findings().map(|(diagnostic, fixes)| {
            let single = |fix: &'_ Fix| <[Edit; 1]>::try_from(fix.edits.clone()).ok();
            let edits: Vec<[Edit; 1]> = fixes.iter().filter_map(single).collect();
            json(&Diagnostic {
                message: &diagnostic.message,
                location: Location { path, range: range(diagnostic.span) },
                severity: match diagnostic.severity {
                    Severity::Error => "ERROR",
                    Severity::Warning => "WARNING",
                    Severity::Information | Severity::Hint => "INFO",
                },
                code: Code { value: checked.rule_id(diagnostic), url: checked.url(diagnostic) },
                suggestions: edits
                    .iter()
                    .map(|[edit]| Suggestion { range: range(edit.span), text: &edit.text })
                    .collect(),
            })
        }))
    }

    fn end(&self, _total: &Total<'_>) -> Vec<u8> {
        b"\n]}\n".to_vec()
    }
}
