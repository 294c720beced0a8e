//! The Visual Studio Code extension's manifest says what the server does: its settings, languages and findings.

use regards::ruleset::Ruleset;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn manifest() -> Value {
    let text = fs::read_to_string(root().join("editors/vscode/package.json")).expect("the manifest");
    serde_json::from_str(&text).expect("JSON")
}

fn regards(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_regards")).args(arguments).current_dir(root()).output().expect("it runs")
}

/// Settings of the extension itself, which the server does not know.
const OWN: [&str; 4] = ["dimThread", "logLevel", "path", "trace.server"];

#[test]
fn its_settings_are_the_servers() {
    let schema: Value = serde_json::from_slice(&regards(&["schema", "settings"]).stdout).expect("a schema");
    let servers: BTreeMap<String, Value> =
        schema["properties"].as_object().expect("properties").clone().into_iter().collect();
    let manifest = manifest();
    let shown = manifest["contributes"]["configuration"]["properties"].as_object().expect("settings");
    let mut mirrored = BTreeMap::new();
    for (key, setting) in shown {
        let key = key.strip_prefix("regards.").expect("a setting of ours");
        if !OWN.contains(&key) {
            let about = setting.get("description").or(setting.get("markdownDescription"));
            mirrored.insert(key.to_owned(), [&setting["type"], &setting["default"], about.unwrap_or(&Value::Null)]);
        }
    }
    let flat = |text: &Value| Value::from(text.as_str().unwrap_or_default().replace('\n', " "));
    let servers: BTreeMap<String, [Value; 3]> = servers
        .into_iter()
        .map(|(key, it)| (key, [it["type"].clone(), it["default"].clone(), flat(&it["description"])]))
        .collect();
    let mirrored: BTreeMap<String, [Value; 3]> =
        mirrored.into_iter().map(|(key, it)| (key, it.map(Clone::clone))).collect();
    assert_eq!(mirrored, servers, "left: editors/vscode/package.json, right: regards schema settings");
}

#[test]
fn what_could_start_a_program_is_restricted() {
    let manifest = manifest();
    let untrusted = &manifest["capabilities"]["untrustedWorkspaces"];
    assert_eq!(untrusted["supported"], true);
    assert_eq!(untrusted["restrictedConfigurations"], serde_json::json!(["regards.path"]));
    assert_eq!(manifest["contributes"]["configuration"]["properties"]["regards.path"]["scope"], "machine");
}

#[test]
fn its_problem_matcher_reads_what_check_prints() {
    let manifest = manifest();
    let pattern = &manifest["contributes"]["problemPatterns"][0];
    let regex = regex::Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a pattern");
    let samples = "tests/drafts/samples";
    let out = regards(&["check", "--format", "concise", "--quiet", "--now", "2026-11-23T12:00:00Z", samples]).stdout;
    let out = String::from_utf8(out).expect("text");
    assert!(out.lines().count() > 20, "{out}");
    let group = |name: &str| usize::try_from(pattern[name].as_u64().expect("a group")).expect("small");
    for line in out.lines() {
        let found = regex.captures(line).unwrap_or_else(|| panic!("it does not read: {line}"));
        let rule = &found[group("code")];
        assert!(Ruleset::builtin().rule(rule).is_some(), "{rule}");
        assert!(root().join(&found[group("file")]).is_file(), "{line}");
        assert!(found[group("line")].parse::<u32>().is_ok() && found[group("column")].parse::<u32>().is_ok());
        assert!(["error", "warning", "information", "hint"].contains(&&found[group("severity")]));
        assert!(line.ends_with(&found[group("message")]) && !found[group("message")].is_empty());
    }
}
