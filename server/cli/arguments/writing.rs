//! What the commands take that write messages: `regards fix` and `regards new`.

use super::{ConfigArguments, ReadArguments};
use crate::ruleset::{SlotValues, nearest};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct FixArguments {
    /// Files, folders or globs; - is standard input.
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Also make fixes that leave something to fill in, or take words out.
    #[arg(long, help_heading = "Fixing")]
    pub(in crate::cli) review: bool,
    /// Fix what this rule finds only; may be given several times.
    #[arg(long, value_name = "RULE", help_heading = "Fixing")]
    pub(in crate::cli) rule: Vec<String>,
    /// What fills a slot: recruiter, hiring-manager, candidate, company, role, appointment, alternative, reason, sender.
    #[arg(long, value_name = "SLOT=WORDS", value_parser = slot, help_heading = "Fixing")]
    pub(in crate::cli) set: Vec<(String, String)>,
    /// Change nothing; print what would change as a patch.
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) diff: bool,
    /// Leave out what the configuration excludes, even where it is named.
    #[arg(long, help_heading = "Reading")]
    pub(in crate::cli) force_exclude: bool,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArguments,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArguments {
    /// What the message is about; left out, the intents are listed.
    #[arg(value_name = "INTENT")]
    pub(in crate::cli) intent: Option<String>,
    /// What fills a slot: recruiter, hiring-manager, candidate, company, role, appointment, alternative, reason, sender.
    #[arg(long, value_name = "SLOT=WORDS", value_parser = slot)]
    pub(in crate::cli) set: Vec<(String, String)>,
    /// What to write it in.
    #[arg(long, value_enum, default_value_t = NewFormat::Plain)]
    pub(in crate::cli) format: NewFormat,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NewFormat {
    /// Plain text; what is not known stands in [brackets].
    Plain,
    /// Markdown.
    Markdown,
    /// A mail with its header fields, for a mail program.
    Mail,
    /// HTML paragraphs.
    Html,
    /// A Jinja template: {{ recruiter }}; also Twig and Liquid.
    Jinja,
    /// A Handlebars template: {{recruiter}}; also Mustache.
    Handlebars,
    /// An ERB template: <%= recruiter %>.
    Erb,
}

/// `recruiter=Dana Reyes`
fn slot(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as in recruiter='Dana Reyes'")?;
    let name = name.trim().to_lowercase().replace('_', "-");
    if !SlotValues::NAMES.contains(&name.as_str()) {
        let near = nearest(&name, SlotValues::NAMES.into_iter());
        let near = near.map_or_else(|| SlotValues::NAMES.join(", "), |near| format!("did you mean {near}?"));
        return Err(format!("there is no slot `{name}`: {near}"));
    }
    let value = value.trim();
    if value.is_empty() || value.contains(['\n', '\r']) {
        return Err("the words must be there, on one line".to_owned());
    }
    Ok((name, value.to_owned()))
}
