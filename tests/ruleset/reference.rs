//! The schemas, and that rules/README.md tells of all that is in them.

use regards::ruleset::{SchemaKind, SlotValues, schema};
use std::collections::BTreeSet;

/// rules/README.md names every key a file may have, and no other; likewise places, slots and what placeholders mean.
#[test]
fn the_reference_has_every_key() {
    let readme = include_str!("../../rules/README.md").replace("\r\n", "\n");
    let section = |heading: &str| {
        let from = readme.find(heading).unwrap_or_else(|| panic!("a section {heading}"));
        let rest = &readme[from + heading.len()..];
        let level = heading.chars().take_while(|&c| c == '#').count();
        let end = (2..=level).filter_map(|level| rest.find(&format!("\n{} ", "#".repeat(level)))).min();
        &rest[..end.unwrap_or(rest.len())]
    };
    // What stands between backticks in the first cell of each row of the table that begins so.
    let named = |heading: &str, table: &str| -> BTreeSet<String> {
        let table = section(heading).split(table).nth(1).unwrap_or_else(|| panic!("a table {table} under {heading}"));
        let rows = table.split("\n\n").next().unwrap_or("").lines().skip(2);
        let cells = rows.filter_map(|row| row.split('|').nth(1));
        let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
        words
            .filter_map(|word| {
                word.trim_matches(['[', ']', '"', '{', '}', ' ']).split([' ', '=']).next().map(str::to_owned)
            })
            .collect()
    };
    let keys = |kind: SchemaKind, definition: Option<&str>| -> BTreeSet<String> {
        let schema = schema(kind);
        let node = definition.map_or(schema, |name| &schema["$defs"][name]);
        node["properties"].as_object().expect("it has keys").keys().cloned().collect()
    };
    let without = |all: BTreeSet<String>, some: &[&str]| -> BTreeSet<String> {
        all.into_iter().filter(|key| !some.contains(&key.as_str())).collect()
    };
    let checks = named("### Checks", "| check |");
    let checks: Vec<&str> = checks.iter().map(String::as_str).collect();
    assert_eq!(named("## Rules: ", "| key |"), without(keys(SchemaKind::Rule, None), &checks));
    assert_eq!(named("### Variants", "| key |"), keys(SchemaKind::Rule, Some("Variant")));
    assert_eq!(named("### Fixes", "| key |"), keys(SchemaKind::Rule, Some("FixFile")));
    assert_eq!(named("### Examples", "| key |"), keys(SchemaKind::Rule, Some("Example")));
    assert_eq!(named("## Acts: ", "| key |"), keys(SchemaKind::Act, None));
    assert_eq!(named("## Intents: ", "| key |"), keys(SchemaKind::Intent, None));
    assert_eq!(named("## Words: ", "| key |"), keys(SchemaKind::Words, None));
    let defined = |name: &str| schema(SchemaKind::Rule)["$defs"][name].to_string();
    let places = named("### Fixes", "| place |");
    let meant: BTreeSet<String> = section("### Fixes")
        .lines()
        .find(|line| line.starts_with("| `means` "))
        .map(|line| line.split('`').skip(5).step_by(2).map(str::to_owned).collect())
        .unwrap_or_default();
    for (words, definition) in [(places, "Place"), (meant, "Meant")] {
        let there = defined(definition);
        let words = words.iter().map(|word| format!("\"{word}\""));
        assert!(words.clone().all(|word| there.contains(&word)), "{definition}: {:?}", words.collect::<Vec<_>>());
        let choices = schema(SchemaKind::Rule)["$defs"][definition]["oneOf"].as_array().expect("choices").len();
        assert_eq!(words.count(), choices, "{definition}: one of them is missing, or one too many");
    }
    let slots: BTreeSet<String> = SlotValues::NAMES.into_iter().chain(["reader", "value"]).map(str::to_owned).collect();
    assert_eq!(named("### Fixes", "| slot |"), slots);
}

#[test]
fn schemas_stay_as_they_are() {
    for kind in SchemaKind::ALL {
        insta::assert_json_snapshot!(format!("schema-{}", kind.name()), schema(kind));
    }
}
