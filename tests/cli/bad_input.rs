//! Whatever is wrong, it is said with file, line and column and what to do about it; the exit status is 2; and every
//! other file is still checked.

use super::{CANCEL, Run, Sandbox};
use std::fs;

/// A sandbox with a draft whose findings must not be lost.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("good.txt", CANCEL);
    sandbox
}

/// `expected` begins the first line on standard error, and `help` is in the second.
#[track_caller]
fn trouble(run: &Run, expected: &str, help: &str) {
    assert_eq!(run.code, Some(2), "{}", run.show());
    assert!(run.out.contains("good.txt:3:11: warning[no-regret]"), "the good file is checked:\n{}", run.show());
    let mut lines = run.err.lines();
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    assert!(first.starts_with(expected), "{expected}\n{}", run.show());
    assert!(second.starts_with("  help: ") && second.contains(help), "{help}\n{}", run.show());
}

fn check(sandbox: &Sandbox, arguments: &str) -> Run {
    sandbox.run(&format!("check --intent cancel --format concise {arguments}"))
}

#[test]
fn a_file_that_is_not_there() {
    trouble(&check(&sandbox(), "good.txt gone.txt"), "gone.txt: error: there is no such file or folder", "spelling");
}

#[cfg(unix)]
#[test]
fn a_file_that_vanished() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink("nowhere", sandbox.path("dangling.txt")).expect("a link");
    trouble(
        &check(&sandbox, "good.txt dangling.txt"),
        "dangling.txt: error: there is no such file or folder",
        "spelling",
    );
    assert_eq!(check(&sandbox, ".").code, Some(1), "in a folder it is no draft");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read() {
    trouble(
        &check(&sandbox(), "good.txt /proc/self/mem"),
        "/proc/self/mem: error: it cannot be read: ",
        "leave it out",
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = sandbox();
    sandbox.write("secret.txt", CANCEL).write("closed/a.txt", CANCEL);
    for path in ["secret.txt", "closed"] {
        fs::set_permissions(sandbox.path(path), fs::Permissions::from_mode(0o000)).expect("it is ours");
    }
    // Root may read everything.
    if fs::read(sandbox.path("secret.txt")).is_err() {
        trouble(&check(&sandbox, "good.txt secret.txt"), "secret.txt: error: it may not be read", "allow reading it");
        trouble(&check(&sandbox, "good.txt closed"), "closed: error: it may not be read", "allow reading it");
    }
    fs::set_permissions(sandbox.path("closed"), fs::Permissions::from_mode(0o700)).expect("it is ours");
}

#[test]
fn a_binary_file() {
    let sandbox = sandbox();
    sandbox.write("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    trouble(
        &check(&sandbox, "."),
        "photo.txt:3:1: error: this is a binary file, not a message",
        "save the message as text",
    );
}

#[test]
fn bytes_that_are_no_utf_8() {
    let sandbox = sandbox();
    sandbox.write("torn.txt", b"Hi Zo\xc3\xab,\n\nI cancel our interview in the Caf\xff.\n");
    let run = check(&sandbox, ".");
    trouble(&run, "torn.txt:3:34: error: this byte is no UTF-8", "save the draft as UTF-8");
    assert!(run.out.contains("torn.txt:3:3: warning[no-regret]"), "what can be read is judged: {}", run.out);
}

#[test]
fn old_western_files_are_no_trouble() {
    let sandbox = sandbox();
    sandbox.write("latin.txt", b"Hi Zo\xeb,\n\nI cancel our interview.\n");
    let run = check(&sandbox, "latin.txt");
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(1), "latin.txt:3:3: warning[no-regret] Nothing here says that you are sorry.\n")
    );
}

#[test]
fn a_file_that_is_too_large() {
    let sandbox = sandbox();
    sandbox.write("huge.txt", "Hi Dana, ".repeat(1000));
    trouble(&check(&sandbox, ". --max-size 1KiB"), "huge.txt: error: it is larger than 1 KiB", "--max-size");
    assert_eq!(check(&sandbox, ". --max-size 1MiB").code, Some(1));
}

#[test]
fn a_glob_without_a_match() {
    trouble(&check(&sandbox(), "good.txt *.eml"), "*.eml: error: no file matches this", "pattern");
}

#[test]
fn an_intent_there_is_not() {
    let run = sandbox().run("check good.txt --intent cansel --format concise");
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.starts_with("--intent: error: there is no intent `cansel`\n  help: did you mean cancel?"),
        "{}",
        run.err
    );
}

#[test]
fn bad_usage() {
    let sandbox = sandbox();
    for (arguments, said) in [
        ("check good.txt --now yesterday", "write it in RFC 3339"),
        ("check good.txt --now 2026-11-23T12:00", "the offset is missing"),
        ("check good.txt --max-size ten", "write a whole number"),
        ("check good.txt --max-size 1PB", "no unit of size"),
        ("check good.txt --threads 0", "--threads"),
        ("check good.txt --format xml", "possible values: full, concise, json"),
        ("check good.txt --config a.toml --no-config", "cannot be used with"),
        ("chekc good.txt", "similar subcommand"),
        ("inspect", "required"),
        ("", "Usage:"),
    ] {
        let run = sandbox.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments}");
        assert!(run.err.contains(said), "{arguments}: {}", run.err);
    }
}

#[test]
fn a_configuration_that_is_not_there() {
    let run = sandbox().run("check good.txt --config missing.toml");
    assert_eq!(run.code, Some(2));
    assert!(run.err.starts_with("missing.toml: error: there is no such file"), "{}", run.err);
    assert!(run.err.contains("Checked 1 file"), "the built-in rules go on working: {}", run.err);
}

/// A line of `regards.toml` that is wrong, with all else in it still counting.
#[test]
fn a_configuration_that_is_wrong() {
    const START: &str = "rules = [\"house\"]\ndisable = [\"all\"]\nenable = [\"no-regret\", \"outburst\"]\n";
    for (line, expected, help) in [
        ("disabel = []", "regards.toml:4:1: error: ", "did you mean"),
        ("docs-url = 3", "regards.toml:4:12: error: ", ""),
        (
            "[severity]\nno-regert = \"hint\"",
            "regards.toml:5:1: error: there is no rule `no-regert`",
            "did you mean `no-regret`?",
        ),
        (
            "[[files]]\nglob = \"*.txt\"\nintent = \"cansel\"",
            "regards.toml:6:11: error: there is no intent `cansel`",
            "did you mean `cancel`?",
        ),
        ("[[files]]\nglob = \"[\"", "regards.toml:5:9: error: this glob cannot be read", ""),
    ] {
        let sandbox = sandbox();
        sandbox.write("regards.toml", format!("{START}{line}\n"));
        let run = check(&sandbox, "good.txt");
        assert_eq!(run.code, Some(2), "{line}");
        assert!(run.err.starts_with(expected) && run.err.contains(help), "{line}\n{}", run.show());
        assert!(run.out.contains("good.txt:3:11: warning[no-regret]"), "{line}\n{}", run.show());
    }
}

#[test]
fn a_configuration_that_is_no_toml() {
    let sandbox = sandbox();
    sandbox.write("regards.toml", "disable = [\n\n[severity\n");
    let run = sandbox.run("check good.txt --format concise");
    assert_eq!(run.code, Some(2));
    let place = run.err.split(": error:").next().unwrap_or_default();
    assert!(place.starts_with("regards.toml:") && place.split(':').count() == 3, "{}", run.err);
    sandbox.write("regards.toml", b"\xff\xfe\xfd");
    assert!(sandbox.run("check good.txt").err.starts_with("regards.toml: error: it is no UTF-8 text"));
}

#[test]
fn rules_that_are_not_where_they_should_be() {
    let sandbox = sandbox();
    let text = "rules = [\"house\", \"hoose\"]\ndisable = [\"all\"]\nenable = [\"no-regret\"]\n";
    sandbox.write("regards.toml", text);
    trouble(&check(&sandbox, "good.txt"), "regards.toml:1:20: error: there is no folder `hoose`", "relative to");
}

/// A rule file that is wrong, with every other rule still at work.
#[test]
fn rules_that_are_wrong() {
    let rule = |check: &str| format!("title = \"T\"\nseverity = \"hint\"\n{check}\nmessage = \"M\"\nwhy = \"W\"\n");
    let act = |line: &str| format!("title = \"T\"\ndescription = \"D\"\n{line}\n");
    for (path, text, place) in [
        ("etiquette/new.toml", "title = ".to_owned(), ":1:"),
        ("etiquette/new.toml", rule("require = \"regrte\""), ":3:12: error: there is no act `regrte`"),
        (
            "etiquette/new.toml",
            rule("require = \"regret\"\nintents = [\"cansel\"]"),
            ":4:13: error: there is no intent `cansel`",
        ),
        ("etiquette/new.toml", rule("reqiure = \"regret\""), ":3:1: error: "),
        ("etiquette/new.toml", rule(""), ":1:10: error: this rule checks nothing"),
        ("acts/new.toml", act("templates = [\"(so sorry\"]"), ":3:15: error: "),
        ("acts/new.toml", act("templates = [\"<nothing> sorry\"]"), ":3:1"),
        ("acts/new.toml", act("regex = [\"(\"]"), ":3:11: error: "),
        ("acts/new.toml", act("regex = [\"(\\\\w{100}){100}\"]"), ":3:11: error: "),
        ("words/new.toml", "[expansions]\na = \"<b>\"\nb = \"<a>\"\n".to_owned(), ":2:"),
    ] {
        let sandbox = sandbox();
        let path = format!("house/{path}");
        sandbox.write(&path, &text);
        let run = check(&sandbox, "good.txt");
        trouble_in_rules(&run, &format!("{path}{place}"), &text);
    }
}

#[track_caller]
fn trouble_in_rules(run: &Run, expected: &str, text: &str) {
    assert_eq!(run.code, Some(2), "{text}\n{}", run.show());
    assert!(run.err.lines().any(|line| line.starts_with(expected)), "{expected}\n{text}\n{}", run.show());
    assert!(run.out.contains("good.txt:3:11: warning[no-regret]"), "{text}\n{}", run.show());
    assert!(run.err.contains("\n  help: "), "{text}\n{}", run.show());
}
