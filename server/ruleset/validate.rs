//! Holds a TOML tree to a JSON Schema: names every key and value that does not fit, and takes it out.
//!
//! Invariant: what [`Validator::root`] leaves fits the schema whenever it answers `true`.
//!
//! Knows the part of JSON Schema that schemars makes of serde types: `type`, `properties`, `additionalProperties`,
//! `required`, `items`, `enum`, `const`, `anyOf`, `oneOf`, `$ref`, integer formats.

use super::problem::{Problem, Report, first_line};
use serde_json::Value;
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeArray, DeInteger, DeTable, DeValue},
};

pub(super) struct Validator<'v, 'a> {
    schema: &'v Value,
    report: &'v mut Report<'a>,
    lenient: bool,
}

impl<'v, 'a> Validator<'v, 'a> {
    /// `lenient`: a value that does not fit costs its key only, not the table it stands in.
    pub(super) fn new(schema: &'v Value, report: &'v mut Report<'a>, lenient: bool) -> Self {
        Self { schema, report, lenient }
    }

    /// Whether the whole fits, now that what does not is out.
    pub(super) fn root(&mut self, tree: &mut Spanned<DeTable<'a>>) -> bool {
        let schema = self.schema;
        self.table("this file", first_line(self.report.text), tree.get_mut(), &[schema])
    }

    fn value(&mut self, key: &str, value: &mut Spanned<DeValue<'a>>, schema: &'v Value) -> bool {
        let mut leaves = Vec::new();
        flatten(self.schema, schema, &mut leaves);
        let span = value.span();
        let kind = value.get_ref().type_str();
        match value.get_mut() {
            DeValue::String(text) if allows(&leaves, "string") => {
                let choices: Vec<&str> = leaves.iter().flat_map(|leaf| choices(leaf)).collect();
                let free = leaves.iter().any(|leaf| has_type(leaf, "string") && self::choices(leaf).next().is_none());
                if free || choices.contains(&text.as_ref()) {
                    return true;
                }
                self.report
                    .span(inside_quotes(&span), format!("`{key}` cannot be `{text}`"))
                    .suggest(text, choices.iter().copied());
                false
            }
            DeValue::Integer(number) if allows(&leaves, "integer") => self.integer(key, number, span, &leaves),
            DeValue::Integer(_) | DeValue::Float(_) if allows(&leaves, "number") => true,
            DeValue::Boolean(_) if allows(&leaves, "boolean") => true,
            DeValue::Array(array) if allows(&leaves, "array") => {
                let items = leaves.iter().find_map(|leaf| leaf.get("items"));
                let before = array.len();
                let tables = array.iter().all(|item| item.get_ref().is_table());
                for mut item in std::mem::replace(array, DeArray::new()) {
                    if items.is_none_or(|items| self.value(key, &mut item, items)) {
                        array.push(item);
                    }
                }
                // A list of ids that lost all its members would mean "all" to its reader.
                before == 0 || tables || !array.is_empty()
            }
            DeValue::Table(table) if allows(&leaves, "object") => {
                leaves.retain(|leaf| has_type(leaf, "object"));
                self.table(&format!("`{key}`"), span, table, &leaves)
            }
            _ => {
                self.mismatch(key, span, kind, &leaves);
                false
            }
        }
    }

    /// `shapes`: what the table may look like; the one whose keys it has counts.
    fn table(&mut self, name: &str, span: Range<usize>, table: &mut DeTable<'a>, shapes: &[&'v Value]) -> bool {
        let fits = |shape: &&&Value| table.keys().any(|key| property(shape, key.get_ref()).is_some());
        let Some(shape) = shapes.iter().find(fits).or(shapes.first()).copied() else { return true };
        let others = shapes.iter().flat_map(|shape| properties(shape));
        let mut fits = true;
        for required in shape.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
        {
            if !table.contains_key(required) {
                let description = property(shape, required).and_then(|schema| schema.get("description"));
                let problem = self.report.span(span.clone(), format!("{name} has no `{required}`"));
                if let Some(description) = description.and_then(Value::as_str) {
                    problem.help(format!("{required}: {}", description.lines().next().unwrap_or(description)));
                }
            }
        }
        let additional = shape.get("additionalProperties");
        for (key, mut value) in std::mem::take(table) {
            let word = key.get_ref().as_ref();
            let keep = if let Some(schema) = property(shape, word) {
                let is_fit = self.value(word, &mut value, schema);
                fits &= is_fit || self.lenient;
                is_fit
            } else if self.belongs_on_top(shape, word, value.get_ref()) {
                let message = format!("`{word}` means nothing in {name}");
                self.report.span(key.span(), message).help("it belongs in front of the first table: move it there");
                false
            } else if additional == Some(&Value::Bool(false)) {
                let (known, unknown) = (others.clone(), format!("{name} has a key `{word}` that means nothing"));
                self.report.span(key.span(), unknown).suggest(word, known);
                false
            } else {
                additional.is_none_or(|schema| self.value(word, &mut value, schema))
            };
            if keep {
                table.insert(key, value);
            }
        }
        // What must be there may be gone by now, for being nothing that can stand there.
        let required = shape.get("required").and_then(Value::as_array).into_iter().flatten();
        fits && required.filter_map(Value::as_str).all(|required| table.contains_key(required))
    }

    /// Whether a key of a table means something at the top of the file only: what stands behind a table's name is in it.
    fn belongs_on_top(&self, shape: &Value, key: &str, value: &DeValue<'_>) -> bool {
        let is_open = shape.get("additionalProperties").is_some_and(Value::is_object);
        // A table of names can have any, as long as the value is one of its own.
        let is_own = is_open && value.is_str();
        !std::ptr::eq(shape, self.schema) && property(self.schema, key).is_some() && !is_own
    }

    fn integer(&mut self, key: &str, number: &DeInteger<'_>, span: Range<usize>, leaves: &[&Value]) -> bool {
        let value = i128::from_str_radix(number.as_str(), number.radix()).ok();
        let format = leaves.iter().find_map(|leaf| leaf.get("format")?.as_str());
        let range = match format {
            Some("uint8") => 0..=i128::from(u8::MAX),
            Some("uint16") => 0..=i128::from(u16::MAX),
            Some("uint32") => 0..=i128::from(u32::MAX),
            Some("int32") => i128::from(i32::MIN)..=i128::from(i32::MAX),
            _ => i128::from(i64::MIN)..=i128::from(i64::MAX),
        };
        let is_fit = value.is_some_and(|value| range.contains(&value));
        if !is_fit {
            let (least, most) = (range.start(), range.end());
            self.report.span(span, format!("`{key}` must lie between {least} and {most}"));
        }
        is_fit
    }

    fn mismatch(&mut self, key: &str, span: Range<usize>, kind: &str, leaves: &[&Value]) -> &mut Problem {
        let expected: Vec<String> = leaves.iter().map(|leaf| describe(self.schema, leaf)).collect();
        let raw = self.report.text.get(span.clone()).unwrap_or("");
        let (help, replacement) = match kind {
            "table" if leaves.iter().any(|leaf| leaf.get("items").is_some()) => {
                (Some("write its name in double brackets, as in `[[files]]`"), None)
            }
            "string" if allows(leaves, "array") => (Some("put it in brackets"), Some(format!("[{raw}]"))),
            "integer" | "float" | "boolean" | "datetime" if allows(leaves, "string") => {
                (Some("put it in quotes"), Some(format!("\"{raw}\"")))
            }
            "string" if allows(leaves, "integer") || allows(leaves, "boolean") => {
                let bare = raw.trim_matches(['"', '\'']);
                let is_plain = bare.parse::<i64>().is_ok() || bare.parse::<bool>().is_ok();
                (Some("write it without quotes"), is_plain.then(|| bare.to_owned()))
            }
            _ => (None, None),
        };
        let kind = match kind {
            "integer" => "a whole number",
            "float" => "a number",
            "boolean" => "true or false",
            "array" => "a list",
            "table" => "a table",
            "datetime" => "a date",
            _ => "a string",
        };
        let message = format!("`{key}` must be {}, and this is {kind}", expected.join(" or "));
        let problem = self.report.span(span, message);
        problem.help = help.map(str::to_owned);
        problem.replacement = replacement;
        problem
    }
}

/// The alternatives `schema` stands for.
pub(super) fn flatten<'v>(root: &'v Value, schema: &'v Value, leaves: &mut Vec<&'v Value>) {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        if let Some(target) = root.pointer(name.trim_start_matches('#')) {
            flatten(root, target, leaves);
        }
    } else if let Some(Value::Array(branches)) = schema.get("anyOf").or_else(|| schema.get("oneOf")) {
        for branch in branches {
            flatten(root, branch, leaves);
        }
    } else {
        leaves.push(schema);
    }
}

pub(super) fn allows(leaves: &[&Value], kind: &str) -> bool {
    leaves.iter().any(|leaf| has_type(leaf, kind))
}

fn has_type(leaf: &Value, kind: &str) -> bool {
    leaf.get("type").is_none_or(|only| only == kind)
}

pub(super) fn choices(leaf: &Value) -> impl Iterator<Item = &str> {
    let several = leaf.get("enum").and_then(Value::as_array).into_iter().flatten();
    leaf.get("const").into_iter().chain(several).filter_map(Value::as_str)
}

pub(super) fn property<'v>(shape: &'v Value, key: &str) -> Option<&'v Value> {
    shape.get("properties")?.get(key)
}

fn properties(shape: &Value) -> impl Iterator<Item = &str> + Clone {
    shape.get("properties").and_then(Value::as_object).into_iter().flat_map(|all| all.keys().map(String::as_str))
}

fn describe(root: &Value, leaf: &Value) -> String {
    match leaf.get("type").and_then(Value::as_str) {
        Some("string") => match choices(leaf).map(|choice| format!("`{choice}`")).collect::<Vec<_>>() {
            any if any.is_empty() => "a string".to_owned(),
            choices => choices.join(" or "),
        },
        Some("integer") => "a whole number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("number") => "a number".to_owned(),
        Some("array") => {
            let mut items = Vec::new();
            leaf.get("items").into_iter().for_each(|item| flatten(root, item, &mut items));
            let of = if allows(&items, "object") { "tables" } else { "strings" };
            format!("a list of {of}")
        }
        _ => match properties(leaf).collect::<Vec<_>>()[..] {
            [] => "a table".to_owned(),
            ref keys => format!("a table with `{}`", keys.join("`, `")),
        },
    }
}

/// The span of a one-line string's content, given that of the string.
fn inside_quotes(span: &Range<usize>) -> Range<usize> {
    if span.len() >= 2 { span.start + 1..span.end - 1 } else { span.clone() }
}
