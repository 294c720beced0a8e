//! The sample repository of templates in `tests/repository`, in every format and every mode: none loses a finding.

use super::Sandbox;
use super::formats::{FORMATS, Place, places};
use std::fs;
use std::path::Path;
use std::process::Command;

const CHECK: &str = "check --now 2026-11-23T12:00:00+00:00 --quiet --color never";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("it can be read")) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("a file can be copied");
        }
    }
}

/// The templates in a repository of their own.
fn team() -> Sandbox {
    let sandbox = Sandbox::empty();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repository"), sandbox.0.path());
    git(&sandbox, "init --quiet --initial-branch main");
    git(&sandbox, "add --all");
    git(&sandbox, "commit --quiet --message Templates");
    sandbox
}

fn git(sandbox: &Sandbox, arguments: &str) {
    let who = ["-c", "user.name=Sam", "-c", "user.email=sam@example.org", "-c", "core.autocrlf=false"];
    let output =
        Command::new("git").current_dir(sandbox.0.path()).args(who).args(arguments.split_whitespace()).output();
    assert!(output.expect("git is there").status.success(), "git {arguments}");
}

/// What is found in each format, which has to be the same.
fn found(sandbox: &Sandbox, options: &str) -> Vec<Place> {
    let read = |format: &str| -> Vec<Place> {
        let out = sandbox.run(&format!("{CHECK} --format {format} {options}")).out;
        let slashes = |(path, rule, line, column): Place| (path.replace('\\', "/"), rule, line, column);
        let mut found: Vec<Place> = places(sandbox, format, &out).into_iter().map(slashes).collect();
        found.sort();
        found
    };
    let expected = read("json");
    for format in FORMATS {
        assert_eq!(read(format), expected, "{format} {options}");
    }
    expected
}

#[test]
fn every_format_tells_the_same_of_every_syntax() {
    let sandbox = team();
    let all = found(&sandbox, "");
    assert!(all.len() > 80, "{}", all.len());
    let folders: std::collections::BTreeSet<&str> = all.iter().filter_map(|place| place.0.split('/').next()).collect();
    assert!(folders.len() >= 6, "{folders:?}");
    // Twice, and in any number of threads, the same bytes.
    let files: Vec<String> = FORMATS.iter().map(|format| format!("--output {format}=out/{format}")).collect();
    let run = |threads: usize| {
        let mut written = vec![sandbox.run(&format!("{CHECK} --threads {threads} {}", files.join(" "))).out];
        let read = |format: &&str| fs::read_to_string(sandbox.path("out").join(format)).expect("it was written");
        written.extend(FORMATS.iter().map(read));
        written
    };
    let once = run(1);
    assert!([1, 2, 7].into_iter().all(|threads| run(threads) == once));
}

#[test]
fn a_baseline_takes_it_all_and_lets_new_findings_through() {
    let sandbox = team();
    let all = found(&sandbox, "").len();
    let update = sandbox.run(&format!("{CHECK} --baseline known.toml --update-baseline").replace("--quiet", ""));
    assert_eq!(update.code, Some(0), "{}", update.err);
    assert!(update.err.contains(&format!("known.toml: {all} findings in ")), "{}", update.err);
    assert_eq!(found(&sandbox, "--baseline known.toml"), []);
    // Every file changes, and nothing becomes new; a folder is renamed.
    fs::rename(sandbox.path("stopped"), sandbox.path("ended")).expect("it can be renamed");
    assert_eq!(found(&sandbox, "--baseline known.toml"), []);
    // A letter of its own is told in full.
    let letter = "Dear Ms Laurent,\n\nI have to cancel our interview on Friday.\n\nBest,\nSam\n";
    sandbox.write("letters/new.txt", letter);
    let new = found(&sandbox, "--baseline known.toml");
    assert!(!new.is_empty() && new.iter().all(|place| place.0 == "letters/new.txt"), "{new:?}");
}

#[test]
fn a_branch_is_told_what_it_breaks() {
    let sandbox = team();
    git(&sandbox, "checkout --quiet -b work");
    assert_eq!(found(&sandbox, "--diff-base main"), []);
    let all = found(&sandbox, "");
    git(&sandbox, "mv rejections refusals");
    assert!(found(&sandbox, "--diff-base main").iter().all(|place| place.0.starts_with("refusals/")));
    git(&sandbox, "reset --quiet --hard");
    // A sentence goes from a template: what it said is now missing.
    let path = "rejections/greenhouse-standard.txt";
    let text = fs::read_to_string(sandbox.path(path)).expect("it is there");
    let known = all.iter().filter(|place| place.0 == path).count();
    let blunt =
        text.lines().map(|line| if line.contains("hank") { "<p></p>" } else { line }).collect::<Vec<_>>().join("\n");
    assert_ne!(blunt, text);
    sandbox.write(path, blunt + "\n");
    let new = found(&sandbox, "--diff-base main");
    assert!(new.iter().any(|place| place.1 == "missing-thanks"), "{new:?}");
    assert!(new.iter().all(|place| place.0 == path) && new.len() + known >= found(&sandbox, path).len(), "{new:?}");
}

/// A template with a remark in front that ignores these rules, in the syntax of its comments; `None` where it has none.
fn ignoring(path: &str, text: &str, rules: &str) -> Option<String> {
    let extension = Path::new(path).extension()?.to_str()?;
    let (open, close) = match extension {
        "j2" | "njk" | "twig" => ("{# ", " #}"),
        "hbs" | "mustache" => ("{{! ", " }}"),
        "liquid" => ("{% comment %} ", " {% endcomment %}"),
        "erb" | "ejs" => ("<%# ", " %>"),
        "html" | "mjml" => ("<!-- ", " -->"),
        "eml" => return Some(format!("X-Regards-Ignore: {rules}: the team knows\n{text}")),
        "txt" | "md" => {
            let key = format!("regards-ignore: \"{rules}: the team knows\"\n");
            return Some(match text.strip_prefix("---\n") {
                Some(rest) => format!("---\n{key}{rest}"),
                None => format!("---\n{key}---\n{text}"),
            });
        }
        _ => return None,
    };
    Some(format!("{open}regards-ignore-file {rules}: the team knows{close}\n{text}"))
}

#[test]
fn remarks_silence_every_syntax_and_go_where_they_do_nothing() {
    let sandbox = team();
    let all = found(&sandbox, "");
    let mut rules = std::collections::BTreeMap::<&str, Vec<&str>>::new();
    for (path, rule, ..) in &all {
        let of_file = rules.entry(path).or_default();
        if !of_file.contains(&rule.as_str()) {
            of_file.push(rule);
        }
    }
    let read = |path: &str| fs::read_to_string(sandbox.path(path)).expect("it is there");
    let mut remarked = Vec::new();
    for (path, rules) in rules {
        let (text, rules) = (read(path), rules.join(", "));
        if let Some(silent) = ignoring(path, &text, &rules) {
            let idle = if rules.contains("badmouthing") { "too-much-detail" } else { "badmouthing" };
            let idle = ignoring(path, &text, &format!("{rules}, {idle}")).expect("as before");
            sandbox.write(path, &silent);
            remarked.push((path, silent, idle));
        }
    }
    assert!(remarked.len() > 35, "{}", remarked.len());
    let left: Vec<&Place> = all.iter().filter(|place| remarked.iter().all(|it| it.0 != place.0)).collect();
    assert!(left.iter().all(|place| place.0.starts_with("data/")) && !left.is_empty(), "{left:?}");
    assert_eq!(found(&sandbox, "").iter().collect::<Vec<_>>(), left);
    for (path, _, idle) in &remarked {
        sandbox.write(path, idle);
    }
    let told = found(&sandbox, "");
    for (path, ..) in &remarked {
        assert!(told.iter().any(|place| place.0 == *path && place.1 == "unused-suppression"), "{path}: {told:?}");
    }
    assert_eq!(told.len(), left.len() + remarked.len());
    // At the same moment: what is late at one is not at another.
    let fix = CHECK.replace("check", "fix --rule unused-suppression");
    assert_eq!(sandbox.run(&format!("{fix} .")).code, Some(0));
    for (path, silent, _) in &remarked {
        assert_eq!(&read(path), silent, "{path}");
    }
}
