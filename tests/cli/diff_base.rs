//! `--diff-base`, over real repositories: what this branch breaks, and nothing else.

use super::{CANCEL, KIND, Run, Sandbox};
use std::process::Command;

const CHECK: &str = "check --intent cancel --format concise --diff-base main";

/// Runs git as nobody in particular.
fn git(sandbox: &Sandbox, arguments: &str) {
    let output = Command::new("git")
        .current_dir(sandbox.0.path())
        .args(["-c", "user.name=Sam", "-c", "user.email=sam@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments.split_whitespace())
        .env_remove("GIT_DIR")
        .output()
        .expect("git is there");
    assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(sandbox: &Sandbox) {
    git(sandbox, "add --all");
    git(sandbox, "commit --quiet --allow-empty --message Work");
}

/// A branch `work` that has not changed anything yet.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("mails/old.txt", CANCEL).write("mails/kind.txt", KIND).write("top.txt", CANCEL);
    git(&sandbox, "init --quiet --initial-branch main");
    commit(&sandbox);
    git(&sandbox, "checkout --quiet -b work");
    sandbox
}

fn told(run: &Run) -> Vec<String> {
    let name = |line: &str| {
        let mut place = line.split(':');
        Some(format!("{}:{} {}", place.next()?, place.next()?, line.split(['[', ']']).nth(1)?))
    };
    run.out.lines().filter_map(name).map(|told| told.replace('\\', "/")).collect()
}

#[test]
fn only_what_changed_is_checked() {
    let sandbox = repository();
    let run = sandbox.run(CHECK);
    assert_eq!((run.out.as_str(), run.code), ("", Some(0)), "{}", run.err);
    assert!(run.err.contains("Checked 0 files (3 more unchanged)"), "{}", run.err);
    // Committed, staged, neither, or not known to git at all: what lies in the folder counts.
    sandbox.write("mails/kind.txt", KIND.replace(" I am so sorry.", ""));
    sandbox.write("new.txt", CANCEL);
    let expected = ["mails/kind.txt:3 no-regret", "new.txt:3 no-regret", "new.txt:4 outburst"];
    for step in ["none", "add --all", "commit --quiet --message Work"] {
        if step == "none" {
            assert_eq!(told(&sandbox.run(CHECK)), expected, "{step}");
            continue;
        }
        Command::new("git").current_dir(sandbox.0.path()).args(["config", "user.name", "Sam"]).output().expect("git");
        git(&sandbox, step);
        let run = sandbox.run(CHECK);
        assert_eq!((told(&run), run.code), (expected.map(str::to_owned).to_vec(), Some(1)), "{step}");
    }
    let summary = sandbox.run("check --intent cancel --format json --diff-base main").json();
    assert_eq!(summary["summary"]["diff_base"], serde_json::json!({ "known": 0, "unchanged": 2 }));
    assert_eq!(summary["files"].as_array().map(Vec::len), Some(2));
    let mut below = sandbox.command("check --intent cancel --format concise --diff-base main");
    let below = Run::new("", &below.current_dir(sandbox.path("mails")).output().expect("it runs"));
    assert_eq!(told(&below), ["kind.txt:3 no-regret"], "from a folder within");
}

#[test]
fn what_was_there_before_is_left_out() {
    let sandbox = repository();
    // Moved, wrapped otherwise, and then one like it added above.
    let wrapped = CANCEL.replace("Hi Dana,\n", "Hi Dana,\n\nHello.\n").replace("our interview", "our\ninterview");
    sandbox.write("mails/old.txt", &wrapped);
    assert_eq!(told(&sandbox.run(CHECK)), Vec::<String>::new());
    sandbox.write("mails/old.txt", wrapped.replace("Hello.", "How outrageous."));
    let run = sandbox.run(CHECK);
    assert_eq!((told(&run), run.code), (vec!["mails/old.txt:3 outburst".to_owned()], Some(1)), "{}", run.err);
    assert!(run.err.contains("1 error, 2 more there before"), "{}", run.err);
    // Other line ends are no change.
    sandbox.write("mails/old.txt", CANCEL.replace('\n', "\r\n"));
    assert!(sandbox.run(CHECK).err.contains("Checked 0 files (3 more unchanged)"));
}

#[test]
fn renamed_files_are_followed() {
    let sandbox = repository();
    std::fs::create_dir(sandbox.path("deep")).expect("a folder");
    git(&sandbox, "mv mails/old.txt deep/new-name.txt");
    let run = sandbox.run(CHECK);
    assert_eq!((told(&run), run.code), (Vec::new(), Some(0)), "{}", run.err);
    assert!(run.err.contains("Checked 1 file (2 more unchanged)"), "{}", run.err);
    sandbox.write("deep/new-name.txt", CANCEL.replace("Best", "How outrageous.\n\nBest"));
    commit(&sandbox);
    assert_eq!(told(&sandbox.run(CHECK)), ["deep/new-name.txt:6 outburst"]);
}

/// Nothing in a letter changes, and it loses what it included.
#[test]
fn what_is_included_counts_as_it_was() {
    let sandbox = repository();
    let letter = "Hi Dana,\n\nI need to cancel our interview on Friday. {% include 'sorry.txt' %}\n\nBest,\nSam\n";
    sandbox.write("parts/letter.j2", letter).write("parts/other.j2", letter.replace("sorry", "regrets"));
    sandbox.write("parts/sorry.txt", "I am so sorry.\n").write("parts/regrets.txt", "I am so sorry.\n");
    commit(&sandbox);
    git(&sandbox, "checkout --quiet -B main");
    git(&sandbox, "checkout --quiet -b next");
    let check = format!("{CHECK} parts/letter.j2 parts/other.j2");
    let run = sandbox.run(&check);
    assert_eq!((told(&run), run.code), (Vec::new(), Some(0)), "{}", run.err);
    assert!(run.err.contains("Checked 0 files (2 more unchanged)"), "{}", run.err);
    sandbox.write("parts/sorry.txt", "See you.\n");
    for _ in 0..2 {
        let run = sandbox.run(&check);
        assert_eq!((told(&run), run.code), (vec!["parts/letter.j2:3 no-regret".to_owned()], Some(1)), "{}", run.err);
        commit(&sandbox);
    }
    let mut within = sandbox.command(&format!("{CHECK} letter.j2"));
    let within = Run::new("", &within.current_dir(sandbox.path("parts")).output().expect("it runs"));
    assert_eq!(told(&within), ["letter.j2:3 no-regret"]);
}

#[test]
fn it_is_the_branch_that_is_judged() {
    let sandbox = repository();
    sandbox.write("mine.txt", CANCEL);
    commit(&sandbox);
    git(&sandbox, "checkout --quiet main");
    // What others mended meanwhile is not what this branch breaks.
    sandbox.write("mails/old.txt", KIND);
    commit(&sandbox);
    git(&sandbox, "checkout --quiet work");
    assert_eq!(told(&sandbox.run(CHECK)), ["mine.txt:3 no-regret", "mine.txt:4 outburst"]);
}

#[test]
fn every_format_tells_the_same() {
    let sandbox = repository();
    sandbox.write("mails/kind.txt", CANCEL).write("top.txt", CANCEL.replace("Best", "Outrageous.\n\nBest"));
    let count = |format: &str, mark: &str| {
        let out = sandbox.run(&format!("check --intent cancel --format {format} --diff-base main")).out;
        out.matches(mark).count()
    };
    let marks = [
        ("concise", "["),
        ("full", "--> "),
        ("json", "\"rule\":"),
        ("jsonl", "\"rule\":"),
        ("sarif", "\"ruleId\":"),
        ("github", "::"),
        ("gitlab", "\"check_name\":"),
        ("junit", "<failure "),
        ("checkstyle", "<error "),
        ("rdjson", "\"location\":"),
        ("html", "<article "),
    ];
    for (format, mark) in marks {
        let each = if format == "github" { 2 } else { 1 };
        assert_eq!(count(format, mark), 3 * each, "{format}");
    }
}

#[test]
fn with_a_baseline_both_count() {
    let sandbox = repository();
    sandbox.write("new.txt", CANCEL);
    sandbox.run("check --intent cancel --baseline known.toml --update-baseline new.txt");
    sandbox.write("top.txt", CANCEL.replace("Best", "Outrageous.\n\nBest"));
    let run = sandbox.run(&format!("{CHECK} --baseline known.toml"));
    assert_eq!(told(&run), ["top.txt:6 outburst"], "{}", run.err);
    assert!(run.err.contains("2 more in the baseline, 2 more there before"), "{}", run.err);
    assert_eq!(sandbox.run(&format!("{CHECK} --baseline known.toml --update-baseline")).code, Some(2));
    // What both know is there all the same, and not taken for mended.
    sandbox.run("check --intent cancel --baseline known.toml --update-baseline");
    sandbox.write("top.txt", CANCEL.replace("Best", "Outrageous. Outrageous.\n\nBest"));
    let run = sandbox.run(&format!("{CHECK} --baseline known.toml"));
    assert_eq!(
        (told(&run), run.err.contains("no longer there")),
        (vec!["top.txt:6 outburst".to_owned()], false),
        "{}",
        run.err
    );
}

#[test]
fn what_git_cannot_tell_is_trouble_and_hides_nothing() {
    let sandbox = repository();
    git(&sandbox, "tag v1.0");
    let all = sandbox.run("check --intent cancel --format concise").out;
    let failed = |sandbox: &Sandbox, revision: &str, said: &str| {
        let run = sandbox.run(&format!("check --intent cancel --format concise --diff-base {revision}"));
        assert!(run.code == Some(2) && run.err.contains(said), "{revision}: {}", run.err);
        assert_eq!(run.out, all, "{revision}");
    };
    failed(&sandbox, "mian", "git knows no revision `mian`\n  help: did you mean main?");
    failed(&sandbox, "v1.1", "did you mean v1.0?");
    failed(&sandbox, "0123456789abcdef", "name a branch, a tag or a commit");
    let run = sandbox.run("check --diff-base=--output=x");
    assert!(run.code == Some(2) && run.err.contains("git knows no revision `--output=x`"), "{}", run.err);
    failed(&sandbox, "main:top.txt", "git knows no revision `main:top.txt`");
    assert!(!sandbox.path("x").exists());

    let clone = Sandbox::empty();
    let from = format!("file://{}", sandbox.path("").display());
    sandbox.write("top.txt", CANCEL.replace("Sam", "Samuel"));
    commit(&sandbox);
    git(&clone, &format!("clone --quiet --depth 1 --no-single-branch {from} ."));
    let run = clone.run("check --intent cancel --format concise --diff-base origin/main");
    assert!(run.code == Some(2) && run.err.contains("`fetch-depth: 0`"), "{}", run.err);
    let run = clone.run("check --intent cancel --format concise --diff-base main");
    assert!(run.err.contains("did you mean origin/main?"), "{}", run.err);

    let nowhere = Sandbox::new();
    nowhere.write("a.txt", CANCEL);
    let run = nowhere.run(CHECK);
    assert!(run.code == Some(2) && run.err.contains("this folder is in no git repository"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 2);
    git(&nowhere, "init --quiet --initial-branch main");
    assert!(nowhere.run(CHECK).err.contains("git knows no revision `main`"));
    let outside = sandbox.path("top.txt").display().to_string();
    commit(&nowhere);
    let run = nowhere.run(&format!("{CHECK} {outside}"));
    assert!(run.code == Some(2) && run.err.contains("it is not in the repository"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 2, "its findings are told all the same");
    let mut command = sandbox.command(CHECK);
    let run = Run::new("", &command.env("PATH", "").output().expect("it runs"));
    assert!(run.code == Some(2) && run.err.contains("the program git cannot be run"), "{}", run.err);
}

/// A repository somebody else made may ask for programs to be run.
#[test]
#[cfg(unix)]
fn nothing_in_the_repository_is_run() {
    let sandbox = repository();
    let script = format!("#!/bin/sh\ntouch {}\ncat\n", sandbox.path("ran").display());
    sandbox.write(".git/run", script);
    let path = sandbox.path(".git/run").display().to_string();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&path, mode).expect("it can be made a program");
    sandbox.write(".git/info/attributes", "* filter=evil diff=evil\n");
    for setting in [
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "core.pager",
        "core.sshCommand",
    ] {
        Command::new("git").current_dir(sandbox.0.path()).args(["config", setting, &path]).output().expect("git");
    }
    sandbox.write("top.txt", KIND).write("mails/old.txt", KIND).write("new.txt", CANCEL);
    assert_eq!(told(&sandbox.run(CHECK)), ["new.txt:3 no-regret", "new.txt:4 outburst"]);
    assert!(!sandbox.path("ran").exists());
    // It would have run.
    Command::new("git").current_dir(sandbox.0.path()).args(["diff", "main"]).output().expect("git");
    assert!(sandbox.path("ran").exists(), "the trap works");
}

#[test]
fn a_branch_more_that_lacks_it_is_new() {
    let template = |far: &str| {
        let sorry = format!("{{% if late %}}I am so sorry.{{% elif far %}}{far}{{% endif %}}");
        format!("Hi Dana,\n\nI need to cancel our interview on Friday. {sorry}\n\nBest,\nSam\n")
    };
    let sandbox = repository();
    git(&sandbox, "checkout --quiet main");
    sandbox.write("a.txt.j2", template("I am so sorry."));
    sandbox.write("regards.toml", "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"no-regret\"]\n");
    commit(&sandbox);
    git(&sandbox, "checkout --quiet -B work");
    sandbox.write("a.txt.j2", template("I am so sorry, dear."));
    let run = sandbox.run(CHECK);
    assert_eq!(told(&run), Vec::<String>::new(), "{}", run.err);
    assert!(run.err.contains("1 more there before"), "{}", run.err);
    sandbox.write("a.txt.j2", template("So it does go."));
    assert_eq!(told(&sandbox.run(CHECK)), ["a.txt.j2:3 no-regret"]);
}

#[test]
fn submodules_have_a_past_of_their_own() {
    let (shared, sandbox) = (repository(), repository());
    let from = shared.0.path().display();
    git(&sandbox, "checkout --quiet main");
    git(&sandbox, &format!("-c protocol.file.allow=always submodule --quiet add --branch main {from} shared"));
    commit(&sandbox);
    git(&sandbox, "checkout --quiet -B work");
    let run = sandbox.run(CHECK);
    assert_eq!(told(&run), Vec::<String>::new(), "{}", run.err);
    assert!(run.err.contains("Checked 0 files (6 more unchanged)"), "{}", run.err);
    sandbox.write("shared/mails/kind.txt", KIND.replace(" I am so sorry.", "")).write("shared/new.txt", KIND);
    assert_eq!(told(&sandbox.run(CHECK)), ["shared/mails/kind.txt:3 no-regret"]);
    // From within, too, and after it was renamed there, and moved on to another commit.
    std::fs::rename(sandbox.path("shared/top.txt"), sandbox.path("shared/moved.txt")).expect("it can be renamed");
    let inside = |arguments: &str| {
        let mut git = Command::new("git");
        let git =
            git.current_dir(sandbox.path("shared")).args(["-c", "user.name=Sam", "-c", "user.email=sam@example.org"]);
        assert!(git.args(arguments.split_whitespace()).status().expect("git is there").success(), "{arguments}");
    };
    inside("checkout --quiet -B work");
    inside("add --all");
    inside("commit --quiet --message Work");
    assert_eq!(told(&sandbox.run(CHECK)), ["shared/mails/kind.txt:3 no-regret"]);
    let mut within = sandbox.command(CHECK);
    let within = Run::new("", &within.current_dir(sandbox.path("shared")).output().expect("it runs"));
    assert_eq!(told(&within), ["mails/kind.txt:3 no-regret"], "{}", within.err);
    // Where the past was not fetched, that is said, and everything told.
    std::fs::remove_dir_all(sandbox.path("shared")).expect("it can be removed");
    std::fs::create_dir(sandbox.path("shared")).expect("a folder");
    inside("init --quiet");
    inside("commit --quiet --allow-empty --message Other");
    let run = sandbox.run(CHECK);
    let is_there = run.err.contains("the submodule `shared` does not have the commit it was at");
    assert!(run.code == Some(2) && is_there, "{}", run.err);
}
