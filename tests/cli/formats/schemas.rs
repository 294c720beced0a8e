//! The formats for programs, against the schemas of those who read them.

use super::places::{list, parse, text};
use super::{CANCEL, CHECK, HOSTILE, Sandbox, sample};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn assert_valid(schema: &Value, instance: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn sarif_fits_its_schema() {
    let sandbox = sample();
    let mut schema = parse(include_str!("../schemas/sarif-2.1.0.json"));
    // Its pattern for languages has a bracket too many, and is none in today's notation.
    for kind in ["run", "toolComponent"] {
        schema["definitions"][kind]["properties"]["language"].as_object_mut().expect("an object").remove("pattern");
    }
    let log = sandbox.run(&format!("{CHECK} a.txt {} missing.txt --format sarif", "deep kind.txt")).json();
    assert_valid(&schema, &log);
    let run = &log["runs"][0];
    let rules: BTreeSet<String> = list(&run["tool"]["driver"]["rules"]).iter().map(|rule| text(&rule["id"])).collect();
    let results = list(&run["results"]);
    assert!(!results.is_empty() && results.iter().all(|result| rules.contains(&text(&result["ruleId"]))));
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    assert!(
        text(&run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]).starts_with("missing.txt: ")
    );
    let fix = &results[0]["fixes"][0];
    assert_eq!(fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"], "\nI am so sorry, Dana.");
    assert_valid(&schema, &sandbox.run("check kind.txt --intent cancel --format sarif").json());
}

#[test]
fn fingerprints_stay_while_the_file_around_changes() {
    let sandbox = Sandbox::new();
    let prints = |text: &str| -> Vec<String> {
        sandbox.write("a.txt", text);
        let gitlab = sandbox.run(&format!("{CHECK} a.txt --format gitlab")).json();
        let sarif = sandbox.run(&format!("{CHECK} a.txt --format sarif")).json();
        let prints: Vec<String> = list(&gitlab).iter().map(|issue| self::text(&issue["fingerprint"])).collect();
        let same =
            list(&sarif["runs"][0]["results"]).iter().map(|it| self::text(&it["partialFingerprints"]["regards/v2"]));
        assert_eq!(prints, same.collect::<Vec<_>>());
        prints
    };
    let before = prints(&CANCEL.replace("outrageous.", "outrageous. It is Outrageous."));
    assert_eq!((before.len(), before.iter().collect::<BTreeSet<_>>().len()), (3, 3), "each has its own");
    let moved = CANCEL.replace("Hi Dana,\n", "Dear Dana,\n\n").replace("outrageous.", "outrageous. It is Outrageous.");
    assert_eq!(prints(&moved), before);
}

/// What Jenkins's schema, junit-10.xsd, allows, and what Checkstyle writes: attributes and, behind `>`, elements.
const JUNIT: [(&str, &[&str], &[&str]); 4] = [
    ("testsuites", &["name", "tests", "failures", "errors"], &["testsuite"]),
    ("testsuite", &["name", "tests", "failures", "errors", "skipped"], &["testcase"]),
    ("testcase", &["name", "classname"], &["failure"]),
    ("failure", &["type", "message"], &[]),
];
const CHECKSTYLE: [(&str, &[&str], &[&str]); 3] = [
    ("checkstyle", &["version"], &["file"]),
    ("file", &["name"], &["error"]),
    ("error", &["line", "column", "severity", "message", "source"], &[]),
];

fn assert_shape(xml: &str, root: &str, shapes: &[(&str, &[&str], &[&str])]) {
    let document = roxmltree::Document::parse(xml).expect("XML");
    assert_eq!(document.root_element().tag_name().name(), root);
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let (_, attributes, elements) =
            shapes.iter().find(|shape| shape.0 == name).unwrap_or_else(|| panic!("<{name}> is not known"));
        assert_eq!(node.attributes().map(|it| it.name()).collect::<Vec<_>>(), *attributes, "<{name}>");
        assert!(
            node.children().filter(roxmltree::Node::is_element).all(|it| elements.contains(&it.tag_name().name())),
            "<{name}>"
        );
    }
}

#[test]
fn xml_is_as_its_readers_expect() {
    let sandbox = sample();
    let junit = sandbox.run(&format!("{CHECK} --format junit")).out;
    assert_shape(&junit, "testsuites", &JUNIT);
    let document = roxmltree::Document::parse(&junit).expect("XML");
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite") || node.has_tag_name("testsuites"))
    {
        let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        assert_eq!(suite.attribute("tests"), Some(count("testcase").as_str()));
        assert_eq!(suite.attribute("failures"), Some(count("failure").as_str()));
    }
    let checkstyle = sandbox.run(&format!("{CHECK} --format checkstyle")).out;
    assert_shape(&checkstyle, "checkstyle", &CHECKSTYLE);
    let document = roxmltree::Document::parse(&checkstyle).expect("XML");
    let messages: Vec<&str> = document.descendants().filter_map(|node| node.attribute("message")).collect();
    let shown = HOSTILE.replace('\u{1}', "\u{FFFD}");
    assert!(messages.iter().any(|message| message.starts_with(&shown)), "{messages:?}");
}

#[test]
fn reviewdog_and_gitlab_can_read_theirs() {
    let sandbox = sample();
    let position = json!({"type": "object", "required": ["line", "column"], "additionalProperties": false,
        "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}});
    let range =
        json!({"type": "object", "required": ["start", "end"], "properties": {"start": position, "end": position}});
    let rdjson = json!({"type": "object", "required": ["source", "diagnostics"], "properties": {
        "source": {"type": "object", "required": ["name"]},
        "diagnostics": {"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
            "required": ["message", "location", "severity", "code"], "properties": {
                "message": {"type": "string"}, "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                "location": {"type": "object", "required": ["path", "range"], "properties": {"range": range}},
                "code": {"type": "object", "required": ["value"]},
                "suggestions": {"type": "array", "items": {"type": "object", "required": ["range", "text"],
                    "properties": {"range": range, "text": {"type": "string"}}}}}}}}});
    assert_valid(&rdjson, &sandbox.run(&format!("{CHECK} --format rdjson")).json());
    let gitlab = json!({"type": "array", "minItems": 1, "items": {"type": "object", "additionalProperties": false,
        "required": ["description", "check_name", "fingerprint", "severity", "location"], "properties": {
            "description": {"type": "string", "minLength": 1}, "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {"type": "object", "required": ["path", "positions"], "properties": {
                "path": {"type": "string", "pattern": "^[^/.]"},
                "positions": {"type": "object", "required": ["begin", "end"], "properties": {"begin": position, "end": position}}}}}}});
    assert_valid(&gitlab, &sandbox.run(&format!("{CHECK} --format gitlab")).json());
    assert_eq!(sandbox.run(&format!("{CHECK} kind.txt --format gitlab")).json(), json!([]));
}
