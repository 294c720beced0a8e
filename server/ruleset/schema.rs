//! JSON Schemas of the files people write, from the types that read them.

use super::{
    config::ConfigFile,
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
    static CONFIG: LazyLock<Value> = LazyLock::new(|| generate::<ConfigFile>(SchemaKind::Config, "Regards configuration"));
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
    schema.to_value()
}
