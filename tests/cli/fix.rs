//! `regards fix` and `regards new`: what is written to files, and what is not.

use super::{CANCEL, KIND, Sandbox};
use std::fs;
use std::process::Stdio;

/// [`CANCEL`] with what is safe to mend mended.
const SAFE: &str =
    "Hi Dana,\n\nI need to cancel our interview on Friday.\nI am so sorry, Dana.\nThis is outrageous.\n\nBest,\nSam\n";
/// With all of it mended.
const ALL: &str = "Hi Dana,\n\nI need to cancel our interview on Friday.\nI am so sorry, Dana.\n\nBest,\nSam\n";

fn fix(sandbox: &Sandbox, arguments: &str) -> super::Run {
    sandbox.run(&format!("fix --intent cancel {arguments}"))
}

fn text(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).expect("it is there")
}

#[test]
fn safe_fixes_come_by_themselves_and_the_others_when_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL).write("b.txt", KIND);
    let run = fix(&sandbox, "a.txt b.txt");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "a.txt: no-regret: Say sorry\n"));
    assert_eq!(run.err, "Made 1 fix in 1 of 2 files; 1 more with --review\n");
    assert_eq!(text(&sandbox, "a.txt"), SAFE);
    let run = fix(&sandbox, "a.txt b.txt --review");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "a.txt: outburst: Leave it out\n"));
    assert_eq!(run.err, "Made 1 fix in 1 of 2 files\n");
    assert_eq!((text(&sandbox, "a.txt").as_str(), text(&sandbox, "b.txt").as_str()), (ALL, KIND));
    let run = fix(&sandbox, "a.txt b.txt --review");
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", "Nothing to fix in 2 files\n"));
    assert_eq!(fix(&sandbox, "a.txt --quiet").err, "");
}

/// What nothing mends is told, so that nobody takes silence for praise.
#[test]
fn what_is_left_is_told() {
    let sandbox = Sandbox::new();
    let long = "One more of many words. ".repeat(5);
    sandbox.write("a.txt", KIND.replace("I am so sorry.", &format!("I am so sorry. {long}")));
    let run = fix(&sandbox, "a.txt");
    assert_eq!(run.err, "Nothing to fix in 1 file; 1 finding needs you: regards check tells\n");
}

/// [`CANCEL`] as a mail with its text in two forms; `page` is the HTML.
fn in_two_forms(text: &str, page: &str) -> String {
    format!(
        "From: sam@mail.example\nTo: dana@house.example\nSubject: Friday\nMIME-Version: 1.0\n\
         Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{text}--b\n\
         Content-Type: text/html\n\n{page}--b--\n"
    )
}

#[test]
fn a_mail_in_two_forms_is_mended_in_both_or_left_alone() {
    let sandbox = Sandbox::new();
    let page =
        "<p>Hi Dana,</p>\n<p>I need to cancel our interview on Friday. This is outrageous.</p>\n<p>Best,<br>Sam</p>\n";
    let other = page.replace("outrageous", "sad");
    sandbox.write("a.eml", in_two_forms(CANCEL, page)).write("b.eml", in_two_forms(CANCEL, &other));
    let run = fix(&sandbox, "a.eml --review --diff");
    let gone: Vec<&str> = run.out.lines().filter(|line| line.starts_with(['-', '+'])).skip(2).collect();
    assert_eq!(
        gone,
        [
            "-This is outrageous.",
            "+I am so sorry, Dana.",
            "-<p>I need to cancel our interview on Friday. This is outrageous.</p>",
            "+<p>I need to cancel our interview on Friday. I am so sorry, Dana.</p>",
        ],
        "{}",
        run.show()
    );
    let run = fix(&sandbox, "b.eml --review");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "b.eml: no-regret: Say sorry\n"));
    let why = "b.eml: warning: 1 finding is left alone: what there is to mend is not the same in each form of this mail, \
               plain text and HTML\n  help: let both say the same, or keep only one of them\n\
               Made 1 fix in 1 of 1 file; 1 finding needs you: regards check tells\n";
    assert_eq!(run.err, why);
    let page = other.replace("Friday. ", "Friday. I am so sorry, Dana. ");
    let text = CANCEL.replace("Friday.\n", "Friday.\nI am so sorry, Dana.\n");
    assert_eq!(self::text(&sandbox, "b.eml"), in_two_forms(&text, &page));
    let run = fix(&sandbox, "b.eml --review --rule no-regret");
    assert_eq!(
        run.err, "Nothing to fix in 1 file; 1 finding needs you: regards check tells\n",
        "of that rule nothing is left"
    );
}

#[test]
fn a_rule_can_be_singled_out() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL);
    let run = fix(&sandbox, "a.txt --review --rule no-regret");
    assert_eq!((run.code, run.out.as_str()), (Some(0), "a.txt: no-regret: Say sorry\n"));
    assert_eq!(text(&sandbox, "a.txt"), SAFE);
    let run = fix(&sandbox, "a.txt --review --rule outbursts");
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("--rule: error: there is no rule `outbursts`\n  help: did you mean outburst?"),
        "{}",
        run.err
    );
    assert_eq!(text(&sandbox, "a.txt"), SAFE, "a rule that does not exist is not all rules");
    fix(&sandbox, "a.txt --review --rule no-regret --rule outburst");
    assert_eq!(text(&sandbox, "a.txt"), ALL);
}

#[test]
fn slots_are_filled_from_the_command_line() {
    let sandbox = Sandbox::new();
    let nobody = CANCEL.replace("Hi Dana,", "Hi,");
    sandbox.write("a.txt", &nobody);
    let run = fix(&sandbox, "a.txt --rule no-regret --diff");
    assert_eq!(run.out, "", "a blank is not safe");
    let run = fix(&sandbox, "a.txt --rule no-regret --review --diff");
    assert!(run.out.contains("+I am so sorry, [recruiter's name]."), "{}", run.show());
    let mut command = sandbox.command("fix a.txt --intent cancel --rule no-regret --diff --set");
    let output = command.arg("recruiter=Dana Reyes").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("+I am so sorry, Dana Reyes."), "{output:?}");
    let run = fix(&sandbox, "a.txt --set recuiter=Dana");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("there is no slot `recuiter`: did you mean recruiter?"), "{}", run.err);
    assert_eq!(fix(&sandbox, "a.txt --set recruiter=").code, Some(2));
    assert_eq!(text(&sandbox, "a.txt"), nobody);
}

#[test]
fn slots_are_filled_from_the_configuration() {
    let sandbox = Sandbox::new();
    let config = text(&sandbox, "regards.toml") + "[slots]\nrecruiter = \"Robin Okafor\"\n";
    sandbox.write("regards.toml", config).write("a.txt", CANCEL.replace("Hi Dana,", "Hi,"));
    let run = fix(&sandbox, "a.txt --rule no-regret --diff");
    assert!(run.out.contains("+I am so sorry, Robin Okafor."), "{}", run.show());
    let run = fix(&sandbox, "a.txt --rule no-regret --diff --set recruiter=Dana");
    assert!(run.out.contains("+I am so sorry, Dana."), "the command line is nearer: {}", run.show());
}

#[test]
fn standard_input_goes_to_standard_output() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with("fix - --intent cancel", CANCEL);
    assert_eq!((run.code, run.out.as_str()), (Some(0), SAFE));
    assert_eq!(run.err, "Made 1 fix in 1 of 1 file; 1 more with --review\n");
    let run = sandbox.run_with("fix - --intent cancel", KIND);
    assert_eq!((run.code, run.out.as_str()), (Some(0), KIND), "what needs no fix comes through");
    let run = sandbox.run_with("fix - --intent cancel --diff --stdin-filename mails/a.txt", CANCEL);
    assert!(run.code == Some(1) && run.out.starts_with("--- mails/a.txt\n+++ mails/a.txt\n@@ "), "{}", run.show());
}

#[test]
fn a_patch_changes_nothing_and_says_so_in_its_exit_status() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL).write("b.txt", KIND);
    let run = fix(&sandbox, "a.txt b.txt --diff");
    assert_eq!(run.code, Some(1));
    assert_eq!(run.err, "Would make 1 fix in 1 of 2 files; 1 more with --review\n");
    assert_eq!(text(&sandbox, "a.txt"), CANCEL);
    let run = fix(&sandbox, "b.txt --diff");
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    assert_eq!(fix(&sandbox, "b.txt missing.txt --diff").code, Some(2));
}

/// Drafts in every guise a file can have, and words of the mended one as they are written on disk.
fn guises() -> Vec<(&'static str, Vec<u8>)> {
    let draft = CANCEL.replace("Friday.", "Friday, Zoë.");
    let crlf = draft.replace('\n', "\r\n");
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let head = |transfer: &str| {
        format!(
            "From: Sam <sam@example.org>\r\nTo: dana@example.org\r\nSubject: Friday\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
        )
    };
    let quoted = crlf.replace("Zoë", "Zo=C3=AB");
    let base64 = "SGkgRGFuYSwNCg0KSSBuZWVkIHRvIGNhbmNlbCBvdXIgaW50ZXJ2aWV3IG9uIEZyaWRheSwgWm/D\r\n\
                  qy4NClRoaXMgaXMgb3V0cmFnZW91cy4NCg0KQmVzdCwNClNhbQ0K\r\n";
    vec![
        ("plain.txt", draft.clone().into_bytes()),
        ("crlf.txt", crlf.clone().into_bytes()),
        ("cr.txt", draft.replace('\n', "\r").into_bytes()),
        ("no-line-end.txt", b"Hi Dana,\n\nI need to cancel our interview on Friday.".to_vec()),
        ("bom.txt", format!("\u{FEFF}{draft}").into_bytes()),
        ("wide.txt", [vec![0xFF, 0xFE], wide(&crlf, u16::to_le_bytes)].concat()),
        ("wide-big.txt", [vec![0xFE, 0xFF], wide(&draft, u16::to_be_bytes)].concat()),
        ("western.txt", draft.chars().map(|c| c as u8).collect()),
        ("quoted-printable.eml", (head("quoted-printable") + &quoted).into_bytes()),
        ("base64.eml", (head("base64") + base64).into_bytes()),
        ("a folder/my letter.txt", draft.into_bytes()),
    ]
}

#[test]
fn every_encoding_stays_what_it_is() {
    let sandbox = Sandbox::new();
    for (name, bytes) in guises() {
        sandbox.write(name, &bytes);
        let output = sandbox.command("fix --intent cancel --review").arg(name).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.starts_with("Made "), "{name}: {said}");
        let fixed = fs::read(sandbox.path(name)).expect("it is there");
        // The two ends and what marks the encoding are as they were.
        assert_eq!(fixed[..8], bytes[..8], "{name}");
        let seen = sandbox.command("inspect --intent cancel --format json").arg(name).output().expect("it runs").stdout;
        let seen: serde_json::Value = serde_json::from_slice(&seen).expect("an object");
        let acts: Vec<&str> =
            seen["acts"].as_array().into_iter().flatten().filter_map(|it| it["act"].as_str()).collect();
        assert!(acts.contains(&"regret") && !acts.contains(&"rage"), "{name}: {seen}");
        assert_eq!(seen["greeting"]["names"], serde_json::json!(["Dana"]), "{name}");
        let again = sandbox.command("fix --intent cancel --review").arg(name).output().expect("it runs");
        assert!(String::from_utf8_lossy(&again.stderr).starts_with("Nothing to fix in 1 file"), "{name}: {again:?}");
        let wrong = match name {
            "crlf.txt" | "base64.eml" | "quoted-printable.eml" => count(&fixed, b"\n") != count(&fixed, b"\r\n"),
            "wide.txt" => count(&fixed, b"\n\0") != count(&fixed, b"\r\0\n\0"),
            "cr.txt" => fixed.contains(&b'\n'),
            "western.txt" => !fixed.contains(&0xEB) || fixed.contains(&0xC3),
            "no-line-end.txt" => fixed.ends_with(b"\n"),
            _ => fixed.contains(&b'\r'),
        };
        assert!(!wrong, "{name}: {:?}", String::from_utf8_lossy(&fixed));
    }
}

fn count(text: &[u8], part: &[u8]) -> usize {
    text.windows(part.len()).filter(|window| *window == part).count()
}

/// What `--diff` prints is what those make of it who read such things.
#[cfg(unix)]
#[test]
fn patches_are_taken_by_patch_and_by_git() {
    let sandbox = Sandbox::new();
    for (name, bytes) in guises() {
        for tool in ["patch", "git"] {
            sandbox.write(&format!("{tool}/{name}"), &bytes);
        }
        sandbox.write(name, &bytes);
        let patch = sandbox.command("fix --intent cancel --review --diff").arg(name).output().expect("it runs").stdout;
        sandbox.write("a.patch", &patch);
        for (tool, arguments) in [("patch", ["-p0", "-i"].as_slice()), ("git", &["apply", "-p0"])] {
            let mut command = std::process::Command::new(tool);
            command.current_dir(sandbox.path(tool)).args(arguments).arg("../a.patch").stdin(Stdio::null());
            command.env("HOME", sandbox.path("")).env("GIT_CEILING_DIRECTORIES", sandbox.path(""));
            let output = command.output().expect("patch and git are there");
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{tool} on {name}: {said}");
        }
        assert!(sandbox.command("fix --intent cancel --review").arg(name).status().expect("it runs").success());
        let fixed = fs::read(sandbox.path(name)).expect("it is there");
        assert_ne!(fixed, bytes, "{name}");
        for tool in ["patch", "git"] {
            let patched = fs::read(sandbox.path(&format!("{tool}/{name}"))).expect("it is there");
            assert_eq!(String::from_utf8_lossy(&patched), String::from_utf8_lossy(&fixed), "{tool} on {name}");
            assert!(patched == fixed, "{tool} on {name}, byte for byte");
        }
    }
}

#[test]
fn a_read_only_file_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", CANCEL).write("b.txt", CANCEL);
    let path = sandbox.path("a.txt");
    let mut permissions = fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("they can be set");
    let run = fix(&sandbox, "a.txt b.txt");
    assert_eq!((run.code, run.out.as_str()), (Some(2), "b.txt: no-regret: Say sorry\n"), "trouble hides nothing");
    assert_eq!(
        run.err,
        "a.txt: error: it is read-only, and was left alone\n  help: make it writable, or leave it out\n\
         Made 1 fix in 1 of 2 files; 2 more with --review; 1 file left alone\n"
    );
    assert_eq!((text(&sandbox, "a.txt").as_str(), text(&sandbox, "b.txt").as_str()), (CANCEL, SAFE));
    let run = fix(&sandbox, "a.txt");
    assert!(run.err.ends_with("\nMade no fix in 1 file; 1 more with --review; 1 file left alone\n"), "{}", run.err);
    assert_eq!(fix(&sandbox, "a.txt --diff").code, Some(1), "a patch writes to no file");
}

#[test]
fn a_file_with_unreadable_bytes_is_left_alone() {
    let sandbox = Sandbox::new();
    let mut bytes = CANCEL.replace("Sam", "S\u{e4}m").into_bytes();
    bytes.extend(b"\xFF\xFE");
    sandbox.write("a.txt", &bytes);
    for arguments in ["a.txt", "a.txt --diff"] {
        let run = fix(&sandbox, arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{}", run.show());
        assert!(run.err.contains("a.txt:8:1: error: ") && run.err.contains("1 file left alone"), "{}", run.err);
    }
    assert_eq!(fs::read(sandbox.path("a.txt")).expect("it is there"), bytes);
}

#[test]
fn what_needs_no_fix_is_not_touched() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", KIND).write("b.txt", CANCEL);
    let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let modified = |path: &str| fs::metadata(sandbox.path(path)).and_then(|data| data.modified()).expect("it is told");
    for path in ["a.txt", "b.txt"] {
        let file = fs::File::options().write(true).open(sandbox.path(path)).expect("it opens");
        file.set_modified(then).expect("it can be set");
    }
    fix(&sandbox, "a.txt b.txt");
    assert!(modified("a.txt") == then && modified("b.txt") > then);
    let left: Vec<_> = fs::read_dir(sandbox.path("")).expect("a folder").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 4, "no temporary file stays behind: {left:?}");
}

#[cfg(unix)]
#[test]
fn modes_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let sandbox = Sandbox::new();
    sandbox.write("there/a.txt", CANCEL);
    fs::set_permissions(sandbox.path("there/a.txt"), fs::Permissions::from_mode(0o640)).expect("they can be set");
    symlink("there/a.txt", sandbox.path("link.txt")).expect("a link can be made");
    let run = fix(&sandbox, "link.txt");
    assert_eq!(run.out, "link.txt: no-regret: Say sorry\n");
    let link = fs::symlink_metadata(sandbox.path("link.txt")).expect("it is there");
    assert!(link.is_symlink() && text(&sandbox, "there/a.txt") == SAFE);
    let mode = fs::metadata(sandbox.path("there/a.txt")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn it_wants_to_know_what_to_fix() {
    let run = Sandbox::new().run("fix");
    assert!(run.code == Some(2) && run.err.contains("<PATH>..."), "{}", run.show());
}

#[test]
fn new_messages_are_listed_and_written() {
    let sandbox = Sandbox::empty();
    let listed = sandbox.run("new");
    assert!(
        listed.code == Some(0) && listed.out.lines().any(|line| line.starts_with("withdraw ")),
        "{}",
        listed.show()
    );
    for intent in listed.out.lines().filter_map(|line| line.split_whitespace().next()) {
        for (format, name) in [
            ("plain", "a.txt"),
            ("markdown", "a.md"),
            ("mail", "a.eml"),
            ("html", "a.html"),
            ("jinja", "a.txt.j2"),
            ("handlebars", "a.txt.hbs"),
            ("erb", "a.txt.erb"),
        ] {
            let mut command = sandbox.command(&format!("new {intent} --format {format} --set"));
            let output = command.arg("sender=Robin Okafor").output().expect("it runs");
            let message = String::from_utf8(output.stdout).expect("it writes UTF-8");
            assert!(output.status.success() && message.contains("Robin Okafor"), "{intent} {format}: {message}");
            sandbox.write(name, &message);
            let seen = sandbox.run(&format!("inspect {name} --format json")).json();
            let plain = name == "a.txt" && seen["format"] == "plain";
            assert!(seen["intent"] == intent && (plain || name != "a.txt"), "{intent} {format}: {seen}");
        }
    }
}

#[test]
fn new_asks_what_was_meant() {
    let sandbox = Sandbox::empty();
    let run = sandbox.run("new withdrew");
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("did you mean withdraw?"), "{}", run.err);
    let run = sandbox.run("new dentist");
    assert!(run.code == Some(2) && run.err.contains("there is cancel, "), "{}", run.err);
    let run = sandbox.run("new withdraw --set sendr=Sam");
    assert!(run.code == Some(2) && run.err.contains("did you mean sender?"), "{}", run.err);
}

#[test]
fn new_messages_know_the_configuration() {
    let sandbox = Sandbox::empty();
    sandbox.write("regards.toml", "[slots]\nsender = \"Robin Okafor\"\ncompany = \"Northern Freight\"\n");
    let run = sandbox.run("new withdraw");
    assert!(run.out.contains("Robin Okafor") && !run.out.contains("[your name]"), "{}", run.out);
    assert!(!sandbox.run("new withdraw --set sender=Sam").out.contains("Robin"), "the command line is nearer");
    assert!(sandbox.run("new withdraw --no-config").out.contains("[your name]"));
}
