//! `regards schema`.

use super::arguments::{SchemaArguments, SchemaKind as Kind};
use super::output::{Outcome, Output};
use crate::ruleset::{SchemaKind, schema};
use std::io;

pub(super) fn run(arguments: &SchemaArguments, output: Output) -> io::Result<Outcome> {
    let kind = match arguments.kind {
        Kind::Rule => SchemaKind::Rule,
        Kind::Act => SchemaKind::Act,
        Kind::Intent => SchemaKind::Intent,
        Kind::Words => SchemaKind::Words,
        Kind::Config => SchemaKind::Config,
    };
    output.print(&format!("{:#}\n", schema(kind)))?;
    Ok(Outcome::Clean)
}
