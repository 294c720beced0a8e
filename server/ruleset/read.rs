//! Text of a rule file or of `regards.toml` → its serde type, with every problem on the way and its place.

use super::{
    problem::{Report, first_line},
    schema::{SchemaKind, schema},
    validate::Validator,
};
use crate::document::LineIndex;
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::de::{DeTable, DeValue, Deserializer};

/// Reads the file of `report`, which keeps the tree for later problems. What is wrong in an element of a list of tables
/// or in an entry of a map costs that element only. Anything else wrong costs the file, unless it is `lenient`: then it
/// costs the key.
pub(super) fn read<T: DeserializeOwned>(report: &mut Report<'_>, kind: SchemaKind, lenient: bool) -> Option<T> {
    let text = report.text;
    let (mut tree, errors) = DeTable::parse_recoverable(text);
    let broken: Vec<Range<usize>> =
        errors.iter().map(|error| error.span().unwrap_or_else(|| first_line(text))).collect();
    for index in first_of_each(text, &broken) {
        let end = text.trim_end().len();
        let span = &broken[index];
        let message = errors[index].message();
        let problem = report
            .span(span.start.min(end)..span.end.min(end).max(span.start.min(end)), format!("not TOML: {message}"));
        if message.contains("array") {
            problem.help("a comma is missing before this, or the `]` that ends the list");
        }
    }
    if lenient && !broken.is_empty() {
        without(tree.get_mut(), &broken);
    }
    let mut whole = true;
    if errors.is_empty() || lenient {
        whole = Validator::new(schema(kind), report, lenient).root(&mut tree);
    }
    let usable = lenient || (errors.is_empty() && whole);
    let value = usable.then(|| T::deserialize(Deserializer::from(tree.clone())));
    report.tree = Some(tree);
    match value? {
        Ok(value) => Some(value),
        Err(error) => {
            report.span(error.span().unwrap_or_else(|| first_line(text)), error.message());
            None
        }
    }
}

/// The errors that are not told already by one in the same line or the line before: a bracket that is left out makes an
/// error of most of what comes next.
fn first_of_each(text: &str, broken: &[Range<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..broken.len()).collect();
    order.sort_by_key(|&at| broken[at].start);
    let index = LineIndex::new(text);
    let line = |at: usize| index.position(broken[at].start.min(text.len())).line;
    let mut last: Option<u32> = None;
    order.retain(|&at| {
        let line = line(at);
        let is_first = last.is_none_or(|last| line > last + 1);
        last = Some(line);
        is_first
    });
    order
}

/// Takes the values out that hold an error: nobody can tell what was meant.
fn without(table: &mut DeTable<'_>, broken: &[Range<usize>]) {
    for (key, mut value) in std::mem::replace(table, DeTable::new()) {
        let span = value.span();
        let is_whole = match value.get_mut() {
            DeValue::Table(table) => {
                without(table, broken);
                true
            }
            DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                for item in items.iter_mut() {
                    if let DeValue::Table(table) = item.get_mut() {
                        without(table, broken);
                    }
                }
                true
            }
            _ => !broken.iter().any(|at| span.start <= at.start && at.start <= span.end),
        };
        if is_whole {
            table.insert(key, value);
        }
    }
}
