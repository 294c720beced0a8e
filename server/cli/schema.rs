//! `regards schema`.

use super::arguments::{SchemaArguments, SchemaKind as Kind};
use super::output::{Outcome, Output};
use crate::lsp;
use crate::ruleset::{SchemaKind, schema};
use std::io;

pub(super) fn run(arguments: &SchemaArguments, output: Output) -> io::Result<Outcome> {
    let schema = match arguments.kind {
        Kind::Rule => schema(SchemaKind::Rule).clone(),
        Kind::Act => schema(SchemaKind::Act).clone(),
        Kind::Intent => schema(SchemaKind::Intent).clone(),
        Kind::Words => schema(SchemaKind::Words).clone(),
        Kind::Config => schema(SchemaKind::Config).clone(),
        Kind::Settings => lsp::settings_schema(),
    };
    output.print(&format!("{schema:#}\n"))?;
    Ok(Outcome::Clean)
}
