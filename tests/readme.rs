//! Holds README.md to what the binary does: the sessions it shows, the commands and options it names, the files and figures.
//!
//! In the README, a `console` block is a session of this project's folder, the first comment of a `toml` block is the name
//! of the file, and whatever begins with `regards` in a `sh` block or between backticks is a command.

#[path = "drafts/scoring.rs"]
#[allow(dead_code, reason = "the example shows more of the score")]
mod scoring;

use regards::analysis::Settings;
use regards::ruleset::Ruleset;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the project has a README").replace("\r\n", "\n")
}

/// What stands in the fenced blocks of a language.
fn blocks<'a>(readme: &'a str, language: &str) -> Vec<&'a str> {
    let blocks: Vec<&str> = readme
        .split("\n```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect();
    assert!(!blocks.is_empty(), "README.md has no block of {language}");
    blocks
}

/// Standard output, standard error and the exit status.
fn run(folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    command.current_dir(folder).args(arguments).args(["--color", "never"]).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "GITHUB_ACTIONS", "GITLAB_CI"] {
        command.env_remove(name);
    }
    let output = command.output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("it writes UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// The words of each `regards …` command.
fn commands(readme: &str) -> Vec<Vec<&str>> {
    let prose = readme.split("\n```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2));
    let shell =
        blocks(readme, "sh").into_iter().flat_map(str::lines).map(|line| line.split(" #").next().unwrap_or(line));
    prose
        .chain(shell)
        .filter_map(|command| command.strip_prefix("regards "))
        .map(|rest| rest.split_whitespace().collect())
        .collect()
}

#[test]
fn sessions_are_what_is_printed() {
    let readme = readme();
    for session in blocks(&readme, "console") {
        for part in session.trim_start_matches("$ ").split("\n$ ") {
            let (command, shown) = part.split_once('\n').expect("a command and what it prints");
            let words: Vec<&str> = command.split_whitespace().collect();
            let printed = match *words {
                ["cat", file] => fs::read_to_string(root().join(file)).expect("the draft is there"),
                ["regards", ref arguments @ ..] => {
                    let (out, err, _) = run(root(), &[arguments, &["--now", "2026-11-23T12:00:00+00:00"]].concat());
                    let out = if cfg!(windows) { out.replace('\\', "/") } else { out };
                    format!("{out}\n{}", untimed(&err))
                }
                _ => panic!("`{command}` is not known here"),
            };
            let squeeze = |text: &str| text.trim().replace("\n\n\n", "\n\n");
            assert_eq!(squeeze(&untimed(shown)), squeeze(&printed), "{command}");
        }
    }
}

/// Without the time a summary ends with.
fn untimed(text: &str) -> String {
    text.trim_end()
        .strip_suffix(" ms)")
        .and_then(|text| text.rsplit_once(" ("))
        .map_or(text, |(text, _)| text)
        .to_owned()
}

#[test]
fn commands_and_options_exist() {
    let readme = readme();
    let commands = commands(&readme);
    for command in &commands {
        let (help, err, code) = run(root(), &[command[0], "--help"]);
        assert_eq!(code, Some(0), "regards {}: {err}", command[0]);
        for option in command.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "regards {} has no {option}", command[0]);
        }
    }
    let named: BTreeSet<&str> = commands.iter().map(|command| command[0]).collect();
    let (help, ..) = run(root(), &["--help"]);
    let listed =
        help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list of commands");
    let listed: BTreeSet<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(named, listed, "README.md names every command, and no other");
    let (check, ..) = run(root(), &["check", "--help"]);
    for option in readme
        .split('`')
        .filter(|text| text.starts_with("--"))
        .flat_map(str::split_whitespace)
        .filter(|w| w.starts_with("--"))
    {
        assert!(check.contains(option), "regards check has no {option}");
    }
}

#[test]
fn what_needs_no_file_runs() {
    for command in ["explain", "rules", "schema", "completions"] {
        let readme = readme();
        let mut shown = commands(&readme).into_iter().filter(|words| words[0] == command).peekable();
        assert!(shown.peek().is_some(), "README.md shows {command}");
        for arguments in shown {
            let (out, err, code) = run(root(), &arguments);
            assert!(code == Some(0) && !out.is_empty() && err.is_empty(), "regards {arguments:?}: {err}");
        }
    }
}

#[test]
fn its_rule_and_configuration_work() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let readme = readme();
    for block in blocks(&readme, "toml") {
        let name = block
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# "))
            .expect("a block of TOML begins with its file's name");
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
        fs::write(path, block).expect("a file can be written");
    }
    let (out, err, code) = run(folder.path(), &["test", "our-rules"]);
    assert_eq!((out.as_str(), err.as_str(), code), ("1 passed, 0 failed\n", "", Some(0)));
    fs::create_dir(folder.path().join("rejections")).expect("a folder can be made");
    fs::write(folder.path().join("rejections/a.txt"), "Dear [Name],\n\nit is a no.\n").expect("a file can be written");
    let (out, err, code) = run(folder.path(), &["check", "--format", "concise", "--quiet"]);
    assert_eq!((err.as_str(), code), ("", Some(1)), "{out}");
    assert!(out.contains("information[rejection-without-return]") && !out.contains("[unfilled-placeholder]"), "{out}");
}

#[test]
fn its_remark_takes_a_finding_away() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let readme = readme();
    let remark = blocks(&readme, "html")[0].trim();
    let rules = |remark: &str| {
        let text = format!("Hi Dana,\n\n{remark}\n\nI have to cancel our interview on Friday.\n\nBest,\nSam\n");
        fs::write(folder.path().join("a.md"), text).expect("a file can be written");
        run(folder.path(), &["check", "--format", "concise", "--quiet"]).0
    };
    assert!(rules("").contains("[missing-apology]"));
    let left = rules(remark);
    assert!(!left.contains("[missing-apology]") && !left.contains("[unused-suppression]"), "{left}");
}

#[test]
fn its_formats_are_those_there_are() {
    let readme = readme();
    let table = readme.split("| format | |\n|---|---|\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let shown: Vec<&str> = table.expect("a table of formats").lines().filter_map(|row| row.split('`').nth(1)).collect();
    let (help, ..) = run(root(), &["check", "-h"]);
    let listed = help.split("--format <FORMAT>").nth(1).and_then(|rest| rest.split("[possible values: ").nth(1));
    let listed = listed.and_then(|rest| rest.split(']').next()).expect("the formats are listed");
    assert_eq!(shown, listed.split(',').map(str::trim).collect::<Vec<_>>());
}

#[test]
fn its_intents_are_those_there_are() {
    let readme = readme();
    let table = readme
        .split("| intent | written by |")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next())
        .expect("a table of intents");
    let row = |line: &str| -> Option<(String, String)> {
        let mut cells = line.split('|').map(str::trim).skip(1);
        Some((cells.next()?.trim_matches('`').to_owned(), cells.next()?.to_owned()))
    };
    let shown: BTreeSet<_> = table.lines().skip(2).filter_map(row).collect();
    let ruleset = Ruleset::builtin();
    let sender = |intent: &regards::ruleset::Intent| {
        format!("{:?}", intent.sender.expect("an intent has a sender")).to_lowercase()
    };
    let there: BTreeSet<_> = ruleset.intents.iter().filter(|i| !i.silent).map(|i| (i.id.clone(), sender(i))).collect();
    assert_eq!(shown, there);
}

/// The command for all tests is what CI runs, and nothing else.
#[test]
fn its_test_command_is_what_ci_runs() {
    let readme = readme();
    let command = readme.split("This runs all tests").nth(1).and_then(|rest| blocks(rest, "sh").first().copied());
    let ci = fs::read_to_string(root().join(".ci/run")).expect("there is what CI runs");
    assert_eq!(ci.lines().last(), command.map(str::trim));
}

#[test]
fn its_links_lead_somewhere() {
    let readme = readme();
    let links: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 2);
    for link in links {
        assert!(root().join(link).exists(), "{link}");
    }
}

/// It claims no more than the held-out drafts give, and not much less.
#[test]
fn its_figures_hold() {
    let readme = readme().replace('\n', " ");
    let figure = |before: &str| -> f64 {
        let rest = readme.split(before).nth(1).unwrap_or_else(|| panic!("README.md says “{before}…”")).trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        rest[..end].parse().expect("a figure")
    };
    let folder = root().join("tests/drafts/held-out");
    let labels = fs::read_to_string(folder.join("labels.jsonl")).expect("the drafts have labels");
    assert!((figure("On the held-out drafts –") - labels.lines().count() as f64).abs() < 0.5);
    let now = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a moment");
    let mut score = scoring::Score::default();
    score.add(&folder, Ruleset::builtin(), &Settings { now, intent: None, notice_hours: 24 });
    let percent = figure("over what messages say and contain, and takes");
    for (said, is) in [(figure("macro F1 of about"), score.macro_f1()), (percent / 100.0, score.intent_accuracy())] {
        assert!((-0.005..0.05).contains(&(is - said)), "README.md says {said}, and it is {is:.3}");
    }
}

/// The value a schema describes, in words.
fn kind(root: &serde_json::Value, schema: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(target) = schema["$ref"].as_str() {
        return kind(root, root.pointer(target.trim_start_matches('#')).expect("it is there"));
    }
    let branches = schema["anyOf"].as_array().or(schema["oneOf"].as_array());
    if let Some(branches) = branches {
        let mut words: Vec<String> = branches.iter().map(|branch| kind(root, branch)).collect();
        words.dedup();
        return words.join(if words.iter().any(|word| word.starts_with('`')) { ", " } else { " or " });
    }
    if let Some(one) = schema["const"].as_str() {
        return format!("`{one}`");
    }
    if let Some(all) = schema["enum"].as_array() {
        return all.iter().map(|one| format!("`{}`", text(one))).collect::<Vec<_>>().join(", ");
    }
    match schema["type"].as_str().expect("a type") {
        "array" => format!("list of {}s", kind(root, &schema["items"])),
        "integer" => "whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        other => other.to_owned(),
    }
}

/// A row for each key of a table.
fn rows(root: &serde_json::Value, table: &serde_json::Value, prefix: &str, out: &mut String) {
    let table = table["$ref"]
        .as_str()
        .map_or(table, |target| root.pointer(target.trim_start_matches('#')).expect("it is there"));
    for (key, schema) in table["properties"].as_object().expect("keys") {
        let own = schema["$ref"].as_str().and_then(|target| root.pointer(target.trim_start_matches('#')));
        let described = schema["description"].as_str().or(own.and_then(|own| own["description"].as_str()));
        let meaning = described.expect("every key is described").replace('\n', " ");
        let shape = own.unwrap_or(schema);
        if shape["type"] == "object" && shape.get("properties").is_some() {
            rows(root, shape, &format!("{prefix}{key}."), out);
        } else if shape["type"] == "object" {
            let value = kind(root, &shape["additionalProperties"]);
            let _ = writeln!(out, "| `{prefix}{key}.…` | {value} | {meaning} |");
        } else if shape["items"].get("$ref").is_some() {
            rows(root, &shape["items"], &format!("{prefix}{key}[]."), out);
        } else {
            let _ = writeln!(out, "| `{prefix}{key}` | {} | {meaning} |", kind(root, shape));
        }
    }
}

#[test]
fn the_reference_has_every_key_of_the_configuration() {
    let page = fs::read_to_string(root().join("rules/CONFIGURATION.md")).expect("it is there").replace("\r\n", "\n");
    let (schema, ..) = run(root(), &["schema", "config"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let mut table = "| key | value | |\n|---|---|---|\n".to_owned();
    rows(&schema, &schema, "", &mut table);
    let shown = page.split("## Every key\n\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    assert_eq!(shown.trim(), table.trim(), "rules/CONFIGURATION.md has other keys than the schema:\n{table}");
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    for block in blocks(&page, "toml") {
        let rules: Vec<&str> = block.lines().filter(|line| line.starts_with("rules = ")).collect();
        assert!(rules.is_empty() || rules == ["rules = [\"our-rules\"]"], "{rules:?}");
        fs::create_dir_all(folder.path().join("our-rules")).expect("a folder");
        fs::create_dir_all(folder.path().join(".git")).expect("a folder");
        fs::write(folder.path().join("base.toml"), "").expect("a file");
        let team = folder.path().join("team");
        fs::create_dir_all(team.join("our-rules")).expect("a folder");
        fs::write(team.join("regards.toml"), block).expect("a file");
        let (_, err, code) = run(&team, &["config"]);
        assert_eq!((err.as_str(), code), ("", Some(0)), "{block}");
    }
}
