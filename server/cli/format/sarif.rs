//! SARIF 2.1.0, with the rules, fixes and fingerprints. Columns count code units of UTF-16 from 1; ends are exclusive.

use super::fingerprint::Fingerprints;
use super::place::Places;
use super::{Checked, Total, Writer, items, json, rules};
use crate::fix::{Applicability, Fix};
use crate::project::{Page, Project};
use crate::ruleset::{RuleId, Severity};
use crate::span::Span;
use serde_json::{Map, Value, json};

pub(super) struct Sarif;

/// What fingerprints are stored under.
const FINGERPRINT: &str = "regards/v2";

impl Writer for Sarif {
    fn tells_statistics(&self) -> bool {
        true
    }

    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        concat!(
            r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","#,
            r#""runs":[{"columnKind":"utf16CodeUnits","newlineSequences":["\r\n","\n","\r"],"results":["#
        )
        .into()
    }

    fn is_array(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        let places = Places::new(checked.draft);
        let uri = checked.root.uri(&checked.draft.path);
        let file = json!({ "uri": uri });
        let physical = |span: Span| json!({ "artifactLocation": file, "region": region(&places, span) });
        let mut fingerprints = Fingerprints::new(checked, &places);
        items(checked.findings().map(|(diagnostic, fixes)| {
            let mut result = json!({
                "ruleId": checked.rule_id(diagnostic),
                "level": level(diagnostic.severity),
                "message": { "text": diagnostic.message },
                "locations": [{ "physicalLocation": physical(diagnostic.span) }],
                "partialFingerprints": { FINGERPRINT: fingerprints.of(diagnostic) },
                "properties": { "severity": diagnostic.severity.name(), "intent": checked.draft.intent() },
            });
            let related = diagnostic.related.iter().map(
                |related| json!({ "physicalLocation": physical(related.span), "message": { "text": related.message } }),
            );
            let related: Vec<Value> = related.collect();
            if !related.is_empty() {
                result["relatedLocations"] = related.into();
            }
            let fixes: Vec<Value> = fixes
                .iter()
                .filter(|fix| !fix.edits.is_empty())
                .map(|fix| fixed(fix, &file, |span| region(&places, span)))
                .collect();
            if !fixes.is_empty() {
                result["fixes"] = fixes.into();
            }
            json(&result)
        }))
    }

    fn end(&self, total: &Total<'_>) -> Vec<u8> {
        let notifications = total.troubles.iter().map(|trouble| {
            let place = trouble.place.map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
            let help = trouble.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
            json!({
                "level": if trouble.fatal { "error" } else { "warning" },
                "message": { "text": format!("{}{place}: {}{help}", trouble.path, trouble.message) },
            })
        });
        let mut invocation = json!({ "executionSuccessful": !total.troubles.iter().any(|trouble| trouble.fatal) });
        if !total.troubles.is_empty() {
            invocation["toolExecutionNotifications"] = notifications.collect();
        }
        let tool = json!({ "driver": {
            "name": "regards",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules(total).values().map(|(project, rule)| about(project, *rule)).collect::<Vec<_>>(),
        }});
        let mut end = b"\n],\"invocations\":[".to_vec();
        end.extend(json(&invocation));
        end.extend(b"],\"tool\":");
        end.extend(json(&tool));
        end.extend(b"}]}\n");
        end
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn region(places: &Places<'_>, span: Span) -> Value {
    let (start, end) = places.range(span);
    json!({ "startLine": start.line, "startColumn": start.utf16, "endLine": end.line, "endColumn": end.utf16 })
}

fn fixed(fix: &Fix, file: &Value, region: impl Fn(Span) -> Value) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        let mut replacement = json!({ "deletedRegion": region(edit.span) });
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.text });
        }
        replacement
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{ "artifactLocation": file, "replacements": replacements.collect::<Vec<_>>() }],
        "properties": { "applicability": match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Review => "review",
        }},
    })
}

fn about(project: &Project, id: RuleId) -> Value {
    let ruleset = project.ruleset();
    let rule = &ruleset[id];
    let why = ruleset.rule_file(id).map_or_else(|| rule.title.clone(), |file| file.why.trim().to_owned());
    let intents: Vec<&str> = rule.intents.iter().map(|intent| ruleset[intent].id.as_str()).collect();
    let mut properties = Map::new();
    properties.insert("intents".to_owned(), json!(intents));
    if let Some(source) = &rule.source {
        properties.insert("source".to_owned(), json!(source));
    }
    let page = Page::rule(project, id).brief().markdown();
    let mut about = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": why },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.enabled },
        "properties": properties,
    });
    if let Some(url) = project.config.docs_url() {
        about["helpUri"] = url.replace("{rule}", &rule.id).into();
    }
    about
}
