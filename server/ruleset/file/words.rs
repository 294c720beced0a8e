//! Word files: what templates share.

use super::OneOrMany;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Shared words: `rules/words/*.toml`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct WordsFile {
    /// Expansions for `<name>` in templates: a template, or several alternatives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expansions: BTreeMap<String, OneOrMany>,
    /// Other spellings read as the word: `sorry = ["sry", "soz"]`. A phrase on the left is what a contraction stands for:
    /// `"do not" = ["don't", "dont"]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Vec<String>>,
    /// Irregular forms for `word~`: `go = ["goes", "going", "went", "gone"]`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub inflections: BTreeMap<String, Vec<String>>,
    /// Words that no template speaks of and that are no misspelling of one that is: `contract` beside `contact`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
    /// Negation in the manner of NegEx.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negation: Option<NegationWords>,
}

impl WordsFile {
    /// Takes over what `later` says: key by key its word counts, lists grow. Negation words stay where they are.
    pub fn merge(&mut self, later: &mut Self) {
        let Self { expansions, variants, inflections, known, negation: _ } = later;
        self.expansions.append(expansions);
        self.variants.append(variants);
        self.inflections.append(inflections);
        self.known.append(known);
    }
}

/// Words that take back what follows them in their clause.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NegationWords {
    /// Triggers: `not`, `no need to`.
    #[serde(default)]
    pub triggers: Vec<String>,
    /// What looks like a trigger and is none: `not only`, `cannot thank * enough`.
    #[serde(default)]
    pub pseudo: Vec<String>,
    /// What ends a trigger's reach: `but`, `so`.
    #[serde(default)]
    pub ends: Vec<String>,
}
