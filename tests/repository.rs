//! A repository of message templates as a recruiting team keeps it, in every syntax, through the real binary: what is
//! found in it is known, word for word.

use handlebars::Handlebars;
use regards::analysis::{Settings, analyze};
use regards::check::check;
use regards::document::{DataFormat, Document, KEYS, ReadOptions, held};
use regards::fix::{Mend, Selection, mend};
use regards::ruleset::{FileSettings, Ruleset, SlotValues};
use saphyr_parser::Parser;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const NOW: &str = "2026-11-23T12:00:00+00:00[UTC]";

fn regards(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    command.current_dir(folder).args(arguments).env_remove("GITHUB_ACTIONS").env_remove("GITLAB_CI");
    command.env("NO_COLOR", "1").output().expect("the binary runs")
}

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repository")
}

#[test]
fn what_is_found_is_known() {
    let output = regards(&sample(), &["check", "--now", NOW, "--format", "concise", "."]);
    let found = String::from_utf8(output.stdout).expect("findings are UTF-8").replace('\\', "/");
    insta::assert_snapshot!("repository", found);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

/// All files below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder_now) = open.pop() {
        for entry in fs::read_dir(folder_now).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else {
                let name = entry.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
                all.insert(name, fs::read_to_string(entry).expect("our templates are UTF-8"));
            }
        }
    }
    all
}

/// The sample in a folder of its own, where it can be changed.
fn copy() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in files(&sample()) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

/// What the language of a file says about it.
fn unreadable(name: &str, text: &str) -> Option<String> {
    let extension = name.rsplit('.').next().unwrap_or("");
    match extension {
        "j2" | "njk" => {
            let mut engine = minijinja::Environment::new();
            engine.add_template(name, text).err().map(|error| error.to_string())
        }
        "mustache" => {
            let count = |mark: &str| text.matches(mark).count();
            (count("{{#") + count("{{^") != count("{{/")).then(|| "a section is left open".to_owned())
        }
        "hbs" => Handlebars::new().register_template_string(name, text).err().map(|error| error.to_string()),
        "json" => serde_json::from_str::<serde_json::Value>(text).err().map(|error| error.to_string()),
        "yml" | "yaml" => Parser::new_from_str(text).find_map(Result::err).map(|error| error.to_string()),
        "mjml" if name.contains("newsletter") => roxmltree::Document::parse(text).err().map(|error| error.to_string()),
        _ => None,
    }
}

#[test]
fn every_syntax_is_there() {
    let all = files(&sample());
    assert!(all.len() >= 60, "{} files", all.len());
    let marks = [
        "{%- ",
        "{# ",
        "{%- macro",
        "{% extends",
        "{% raw %}",
        "{% case ",
        "{% unless",
        "{% set ",
        "{%- render",
        "{{#if",
        "{{^",
        "{{else if",
        "{{> ",
        "{{!--",
        "{{{",
        "<%= ",
        "<%# ",
        "<% end -%>",
        "<%- ",
        "<% } else { %>",
        "<mj-text>",
        "((first name))",
        "??",
        "${",
        "[Candidate Name]",
        "{{CANDIDATE_FIRST_NAME}}",
        "body: |",
        "body: >-",
        "\\n",
    ];
    for mark in marks {
        assert!(all.values().any(|text| text.contains(mark)), "nothing has {mark}");
    }
    for (name, text) in &all {
        assert_eq!(unreadable(name, text), None, "{name}");
    }
}

#[test]
fn nothing_that_can_be_mended_is_left_and_nothing_else_is_touched() {
    let before = files(&sample());
    let folder = copy();
    let clean = |arguments: &[&str]| {
        let output = regards(folder.path(), arguments);
        let shown: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
        shown
    };
    let check = ["check", "--now", NOW, "--format", "json", "."];
    let mended = |found: &serde_json::Value, file: &str| {
        let files = found["files"].as_array().expect("files").iter().filter(|it| it["path"] == file);
        files
            .flat_map(|it| it["diagnostics"].as_array().expect("findings"))
            .filter(|it| it["fixes"] != serde_json::json!([]))
            .count()
    };
    let first = clean(&check);
    for (step, arguments) in
        [("safe", ["fix", "--now", NOW, "."].as_slice()), ("review", &["fix", "--review", "--now", NOW, "."])]
    {
        regards(folder.path(), arguments);
        let found = clean(&check);
        let safe = |fix: &serde_json::Value| step == "review" || fix["applicability"] == "safe";
        for file in found["files"].as_array().expect("files") {
            for finding in file["diagnostics"].as_array().expect("findings") {
                let left = finding["fixes"].as_array().expect("fixes").iter().any(safe);
                let rule = finding["rule"].as_str().unwrap_or("");
                // What is late stays late; a blank that a fix left in its place is there to be filled in.
                assert!(!left || rule == "late-notice", "{step}: {} {rule}", file["path"]);
            }
        }
        let after = files(folder.path());
        assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
        for (name, text) in &after {
            assert_eq!(unreadable(name, text), None, "{step}: {name}\n{text}");
            if text != &before[name] {
                assert!(mended(&first, name) > 0, "{step}: {name} has nothing to mend and is changed");
            }
        }
        // Again it changes nothing.
        regards(folder.path(), arguments);
        assert_eq!(files(folder.path()), after, "{step}");
    }
    let after = files(folder.path());
    let changed: String = before
        .iter()
        .filter(|(name, text)| after[*name] != **text)
        .map(|(name, text)| {
            let diff = similar::TextDiff::from_lines(text.as_str(), after[name].as_str());
            diff.unified_diff().context_radius(0).header(name, name).to_string()
        })
        .collect();
    insta::assert_snapshot!("repository-fixed", changed);
}

/// Reads and mends what may be anything.
fn understand(bytes: &[u8], options: &ReadOptions) {
    let settings =
        Settings { now: NOW.parse().expect("a moment"), intent: Some("employer-cancel".to_owned()), notice_hours: 24 };
    let (ruleset, file, values) = (Ruleset::builtin(), FileSettings::default(), SlotValues::default());
    let document = Document::parse(bytes, options);
    let analysis = analyze(&document, ruleset, &settings);
    for found in check(&document, &analysis, ruleset, &file) {
        assert!(found.span.end as usize <= bytes.len().max(document.source.len()), "{found:?}");
    }
    let with = Mend { options, ruleset, settings: &settings, file: &file, values: &values };
    mend(bytes, with, &Selection { review: true, rules: Vec::new() });
}

#[test]
fn damaged_templates_are_read_all_the_same() {
    // Numbers that look like chance, and are the same every time (Knuth's MMIX).
    let mut seed = 1_u64;
    let mut below = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most.max(1)
    };
    let scraps = [
        "{% if x %}",
        "{% endif %}",
        "{% else %}",
        "{{/if}}",
        "((a??",
        "))",
        "'",
        "\"",
        "\\",
        "\n",
        "\r\n",
        "  ",
        "|",
        ">",
        "{{",
        "%}",
        "é🙂",
        "<%",
        "include 'x'",
    ];
    for (name, text) in files(&sample()) {
        for _ in 0..6 {
            let mut text = text.clone();
            for _ in 0..=below(3) {
                let (one, other) =
                    (text.floor_char_boundary(below(text.len())), text.floor_char_boundary(below(text.len())));
                let end = one.max(other).min(text.floor_char_boundary(one.min(other) + below(60)));
                text.replace_range(one.min(other)..end.max(one.min(other)), scraps[below(scraps.len())]);
            }
            let partials =
                [("x".to_owned(), text.clone()), ("partials/sign-off.txt".to_owned(), "{% if x %}Best,".to_owned())];
            let options = ReadOptions {
                name: Some(name.clone()),
                partials: std::sync::Arc::new(partials.into_iter().collect()),
                ..ReadOptions::default()
            };
            understand(text.as_bytes(), &options);
            let messages = DataFormat::of_name(&name).and_then(|format| held(&text, format, &KEYS).ok());
            for message in messages.into_iter().flatten() {
                understand(text.as_bytes(), &ReadOptions { held: Some(message), ..options.clone() });
            }
        }
    }
}
