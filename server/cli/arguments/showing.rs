//! What the commands take that show what there is: messages, rules, the configuration, schemas.

use super::{ConfigArguments, ReadArguments};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectArguments {
    /// Files, folders or globs; - is standard input.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(in crate::cli) format: ListFormat,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArguments,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainArguments {
    /// The id of a rule, an act or an intent, such as missing-apology.
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RulesArguments {
    /// How to show them.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(in crate::cli) format: ListFormat,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TestArguments {
    /// Folders or files of rules. Left out: the rules that apply in this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EffectiveArguments {
    /// A file or folder; a file need not be there. Left out: this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) path: Option<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(in crate::cli) format: ListFormat,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RageArguments {
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SchemaArguments {
    /// The kind of file.
    #[arg(value_enum, value_name = "KIND")]
    pub(in crate::cli) kind: SchemaKind,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArguments {
    /// Print it instead of writing it.
    #[arg(long)]
    pub(in crate::cli) stdout: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    pub(in crate::cli) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaKind {
    /// A rule: rules/etiquette/*.toml.
    Rule,
    /// An act: rules/acts/*.toml.
    Act,
    /// An intent: rules/intents/*.toml.
    Intent,
    /// Shared words: rules/words/*.toml.
    Words,
    /// regards.toml.
    Config,
    /// What an editor can set, under "regards".
    Settings,
}
