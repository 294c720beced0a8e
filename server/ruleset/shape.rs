//! What can stand at a place in a file people write: the way there through its JSON Schema.

use super::SchemaKind;
use super::schema::schema;
use super::validate::{allows, choices, flatten, property};
use serde_json::Value;

/// What can stand at a place.
#[derive(Clone, Debug)]
pub struct Shape {
    root: &'static Value,
    /// The key's schema, with its description.
    node: &'static Value,
    /// What the values look like, any of them.
    leaves: Vec<&'static Value>,
    /// Where ids stand for themselves: the schema that says of what.
    ids: Option<&'static Value>,
}

/// A word that can be a value, or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub description: &'static str,
}

impl Shape {
    /// What a whole file of `kind` looks like.
    pub fn of(kind: SchemaKind) -> Self {
        let root = schema(kind);
        Self { root, node: root, leaves: vec![root], ids: None }
    }

    fn at(&self, node: &'static Value, ids: Option<&'static Value>) -> Self {
        let mut leaves = Vec::new();
        flatten(self.root, node, &mut leaves);
        let ids = if node.get(IDS).is_some() { Some(node) } else { ids };
        Self { root: self.root, node, leaves, ids }
    }

    /// What stands under a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Option<Self> {
        let own = self.leaves.iter().find_map(|leaf| Some((property(leaf, key)?, leaf)));
        if let Some((node, leaf)) = own {
            return Some(self.at(node, leaf.get(IDS).map(|_| *leaf)));
        }
        let any = self.leaves.iter().find_map(|leaf| leaf.get("additionalProperties").filter(|it| it.is_object()))?;
        Some(self.at(any, None))
    }

    /// What a list holds. A value that is no list counts as a list of itself.
    #[must_use]
    pub fn item(&self) -> Self {
        let items = self.leaves.iter().find_map(|leaf| leaf.get("items"));
        items.map_or_else(|| self.clone(), |items| self.at(items, self.ids))
    }

    /// What it is for.
    pub fn description(&self) -> &'static str {
        let of = |value: &'static Value| value.get("description").and_then(Value::as_str);
        of(self.node).or_else(|| self.leaves.iter().find_map(|leaf| of(leaf))).unwrap_or_default()
    }

    /// The keys it can have.
    pub fn keys(&self) -> Vec<(Choice, Self)> {
        let mut keys: Vec<(Choice, Self)> = Vec::new();
        for leaf in &self.leaves {
            let properties = leaf.get("properties").and_then(Value::as_object);
            for word in properties.into_iter().flat_map(|properties| properties.keys()) {
                if let Some(shape) = self.key(word).filter(|_| keys.iter().all(|(key, _)| key.word != word)) {
                    keys.push((Choice { word, description: shape.description() }, shape));
                }
            }
        }
        keys
    }

    /// Whether a table of this shape must have the key.
    pub fn requires(&self, key: &str) -> bool {
        let required = self.leaves.iter().filter_map(|leaf| leaf.get("required")?.as_array()).flatten();
        required.filter_map(Value::as_str).any(|required| required == key)
    }

    /// The words it can be, where not any will do.
    pub fn choices(&self) -> Vec<Choice> {
        let mut found = Vec::new();
        for leaf in &self.leaves {
            let description = leaf.get("description").and_then(Value::as_str);
            // A lone variant has a meaning of its own; an enumeration's is about all of it.
            let own = if leaf.get("const").is_some() { description } else { None };
            found.extend(choices(leaf).map(|word| Choice { word, description: own.unwrap_or_default() }));
        }
        let words = self.ids.and_then(|ids| ids.get(WORDS)?.as_array()).into_iter().flatten().filter_map(Value::as_str);
        found.extend(words.map(|word| Choice { word, description: "" }));
        found
    }

    /// What the strings here name: `act`, `intent` or `rule`.
    pub fn ids(&self) -> Option<&'static str> {
        self.ids?.get(IDS)?.as_str()
    }

    /// What the keys here name.
    pub fn key_ids(&self) -> Option<&'static str> {
        self.node.get(KEYS)?.as_str()
    }

    /// Whether a value can be of this type, by JSON Schema's name of it.
    pub fn allows(&self, kind: &str) -> bool {
        allows(&self.leaves, kind)
    }

    /// Whether a list holds tables.
    pub fn is_list_of_tables(&self) -> bool {
        self.allows("array") && !self.allows("string") && self.item().allows("object") && !self.item().allows("string")
    }
}

/// What the strings of a schema name.
const IDS: &str = "x-regards-ids";
/// What they can be beside ids.
const WORDS: &str = "x-regards-words";
/// What the keys of a schema name.
const KEYS: &str = "x-regards-keys";
