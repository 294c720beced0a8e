//! `{…}` slots in messages and phrasings.

use std::ops::Range;

/// What a rule's message may hold.
pub(super) const MESSAGE_SLOTS: [&str; 8] = ["missing", "name", "role", "hours", "limit", "words", "text", "time"];

/// What a phrasing may hold.
pub(super) const FIX_SLOTS: [&str; 11] = [
    "reader",
    "recruiter",
    "hiring-manager",
    "candidate",
    "company",
    "role",
    "appointment",
    "alternative",
    "reason",
    "sender",
    "value",
];

/// The slots of `text`: their names and where those stand, braces not included.
pub(super) fn slots(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    text.match_indices('{').filter_map(|(open, _)| {
        let rest = &text[open + 1..];
        let name = &rest[..rest.find(['{', '}'])?];
        rest[name.len()..].starts_with('}').then(|| (name, open + 1..open + 1 + name.len()))
    })
}
