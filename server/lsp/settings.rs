//! The client's settings: few, for what matters is in `regards.toml`, where the command line reads it too.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;

/// The section clients keep them under.
pub(super) const SECTION: &str = "regards";

/// What a client can set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Settings {
    /// Whether to check at all.
    pub(super) enable: bool,
    /// The configuration file for everything, in the place of the nearest `regards.toml`; relative to the first folder
    /// of the workspace.
    pub(super) config: Option<PathBuf>,
}

/// The JSON Schema of the settings, for editors to be held to.
pub(crate) fn schema() -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Settings>();
    schema.insert("$id".to_owned(), "urn:regards:schema:settings".into());
    schema.insert("title".to_owned(), "Regards settings".into());
    schema.to_value()
}

impl Default for Settings {
    fn default() -> Self {
        Self { enable: true, config: None }
    }
}

impl Settings {
    /// Reads what a client sends, with or without the section around it. `Ok(None)` where it sends none; an error says
    /// which setting is no good.
    pub(super) fn read(value: &Value) -> Result<Option<Self>, String> {
        let value = value.get(SECTION).unwrap_or(value);
        let Value::Object(settings) = value else { return Ok(None) };
        if settings.is_empty() {
            return Ok(None);
        }
        let mut settings = settings.clone();
        // A client that knows a setting and has no value for it sends null.
        settings.retain(|_, value| !value.is_null());
        Self::deserialize(Value::Object(settings)).map(Some).map_err(|error| error.to_string())
    }
}
