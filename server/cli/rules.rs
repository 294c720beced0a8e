//! `regards rules`: the rules there are.

use super::arguments::{ListFormat, RulesArguments};
use super::output::{Outcome, Output};
use crate::ruleset::{Rule, Ruleset, Severity, Source};
use serde::Serialize;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

pub(super) fn run(arguments: &RulesArguments, output: Output) -> io::Result<Outcome> {
    let projects = arguments.config.projects();
    let project = projects.of_folder(Path::new(""));
    let ruleset = project.ruleset();
    let text = match arguments.format {
        ListFormat::Text => table(ruleset, output),
        ListFormat::Json => json(ruleset, project.config.docs_url()),
    };
    output.print(&text)?;
    Ok(output.trouble(&projects.troubles()))
}

fn table(ruleset: &Ruleset, output: Output) -> String {
    let style = output.style;
    let width = ruleset.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in &ruleset.rules {
        let level = if rule.enabled { rule.severity.name() } else { "off" };
        let level = match rule.severity {
            _ if !rule.enabled => style.dim(level),
            Severity::Error => style.error(level),
            Severity::Warning => style.warning(level),
            Severity::Information => style.good(level),
            Severity::Hint => style.help(level),
        };
        let _ = writeln!(text, "{:width$}  {level:<11}  {}", style.bold(&rule.id), rule.title);
    }
    text
}

fn json(ruleset: &Ruleset, docs: Option<&str>) -> String {
    #[derive(Serialize)]
    struct Listed<'a> {
        rule: &'a str,
        title: &'a str,
        severity: Severity,
        enabled: bool,
        intents: Vec<&'a str>,
        source: Option<&'a Source>,
        url: Option<String>,
        from: &'a str,
    }
    let listed = |rule: &'_ Rule| {
        let intents = rule.intents.iter().map(|intent| ruleset[intent].id.as_str()).collect::<Vec<_>>();
        (intents, docs.map(|url| url.replace("{rule}", &rule.id)))
    };
    let rules: Vec<Listed<'_>> = ruleset
        .rules
        .iter()
        .map(|rule| {
            let (intents, url) = listed(rule);
            Listed {
                rule: &rule.id,
                title: &rule.title,
                severity: rule.severity,
                enabled: rule.enabled,
                intents,
                source: rule.source.as_ref(),
                url,
                from: &rule.origin.layer,
            }
        })
        .collect();
    // Plain data with string keys serializes.
    serde_json::to_string_pretty(&rules).unwrap_or_default() + "\n"
}
