//! Text of a rule file or of `regards.toml` → its serde type, with every problem on the way and its place.

use super::{
    problem::{Report, first_line},
    schema::{SchemaKind, schema},
    validate::Validator,
};
use serde::de::DeserializeOwned;
use toml::de::{DeTable, Deserializer};

/// Reads the file of `report`, which keeps the tree for later problems. What is wrong in an element of a list of tables
/// or in an entry of a map costs that element only. Anything else wrong costs the file, unless it is `lenient`: then it
/// costs the key.
pub(super) fn read<T: DeserializeOwned>(report: &mut Report<'_>, kind: SchemaKind, lenient: bool) -> Option<T> {
    let text = report.text;
    let (mut tree, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let end = text.trim_end().len();
        let span = error.span().unwrap_or_else(|| first_line(text));
        report.span(
            span.start.min(end)..span.end.min(end).max(span.start.min(end)),
            format!("not TOML: {}", error.message()),
        );
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
