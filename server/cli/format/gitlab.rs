//! The Code Quality report of GitLab: an array of what Code Climate calls issues. Columns count characters from 1.

use super::fingerprint::Fingerprints;
use super::place::{Place, Places};
use super::{Checked, Total, Writer, items, json};
use crate::ruleset::Severity;
use serde::Serialize;

pub(super) struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

impl From<Place> for Position {
    fn from(place: Place) -> Self {
        Self { line: place.line, column: place.column }
    }
}

impl Writer for Gitlab {
    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        b"[".to_vec()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let places = Places::new(checked.draft);
        let path = &checked.root.relative(&checked.draft.path);
        let mut fingerprints = Fingerprints::new(checked, &places);
        items(checked.diagnostics.iter().map(|diagnostic| {
            let (begin, end) = places.range(diagnostic.span);
            json(&Issue {
                description: &diagnostic.message,
                check_name: checked.rule_id(diagnostic),
                fingerprint: &fingerprints.of(diagnostic),
                severity: match diagnostic.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Information | Severity::Hint => "info",
                },
                location: Location { path, positions: Positions { begin: begin.into(), end: end.into() } },
            })
        }))
    }

    fn end(&self, _total: &Total<'_>) -> Vec<u8> {
        b"\n]\n".to_vec()
    }
}
