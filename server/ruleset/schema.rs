//! JSON Schemas of the files people write, from the types that read them.

use super::{
    config::ConfigFile,
    etiquette::CHECKS,
    file::{ActFile, IntentFile, RuleFile, WordsFile},
};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// A kind of file people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SchemaKind {
    /// `rules/etiquette/*.toml`
    Rule,
    /// `rules/acts/*.toml`
    Act,
    /// `rules/intents/*.toml`
    Intent,
    /// `rules/words/*.toml`
    Words,
    /// `regards.toml`
    Config,
}

impl SchemaKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Rule, Self::Act, Self::Intent, Self::Words, Self::Config];

    /// The name on the command line and in `$id`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Act => "act",
            Self::Intent => "intent",
            Self::Words => "words",
            Self::Config => "config",
        }
    }
}

/// The JSON Schema (draft 2020-12) of `kind`, made on first use.
pub fn schema(kind: SchemaKind) -> &'static Value {
    static RULE: LazyLock<Value> = LazyLock::new(|| generate::<RuleFile>(SchemaKind::Rule, "Regards rule"));
    static ACT: LazyLock<Value> = LazyLock::new(|| generate::<ActFile>(SchemaKind::Act, "Regards speech act"));
    static INTENT: LazyLock<Value> = LazyLock::new(|| generate::<IntentFile>(SchemaKind::Intent, "Regards intent"));
    static WORDS: LazyLock<Value> = LazyLock::new(|| generate::<WordsFile>(SchemaKind::Words, "Regards words"));
    static CONFIG: LazyLock<Value> =
        LazyLock::new(|| generate::<ConfigFile>(SchemaKind::Config, "Regards configuration"));
    match kind {
        SchemaKind::Rule => &RULE,
        SchemaKind::Act => &ACT,
        SchemaKind::Intent => &INTENT,
        SchemaKind::Words => &WORDS,
        SchemaKind::Config => &CONFIG,
    }
}

fn generate<T: JsonSchema>(kind: SchemaKind, title: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), json!(format!("urn:regards:schema:{}", kind.name())));
    schema.insert("title".to_owned(), json!(title));
    if kind == SchemaKind::Rule {
        let one: Vec<Value> = CHECKS.iter().map(|check| json!({ "required": [check] })).collect();
        schema.insert("oneOf".to_owned(), one.into());
    }
    let mut schema = schema.to_value();
    drop_null(&mut schema);
    schema
}

/// Takes out `null`, which serde's `Option` allows and TOML cannot say.
fn drop_null(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Array(kinds)) = object.get_mut("type") {
                kinds.retain(|kind| kind != "null");
                if let [only] = &mut kinds[..] {
                    let only = only.take();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(branches)) = object.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
                if let [Value::Object(only)] = &mut branches[..] {
                    let only = std::mem::take(only);
                    object.remove("anyOf");
                    object.extend(only);
                }
            }
            object.values_mut().for_each(drop_null);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_null),
        _ => {}
    }
}
