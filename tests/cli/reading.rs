//! What is read: files, folders, globs, standard input.

use super::{CANCEL, KIND, Sandbox};

fn checked(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let run = sandbox.run(&format!("check --intent cancel --format json {arguments}"));
    let found = run.json();
    let files = found["files"].as_array().expect("files");
    files.iter().filter_map(|file| Some(file["path"].as_str()?.to_owned())).collect()
}

#[test]
fn folders_give_their_drafts() {
    let sandbox = Sandbox::new();
    for path in [
        "a.txt",
        "b.md",
        "c.eml",
        "d.html",
        "e.html.j2",
        "f.hbs",
        "G.TXT",
        "deep/er/h.liquid",
        "i.rs",
        "j.json",
        "noextension",
        "old/k.txt",
    ] {
        sandbox.write(path, KIND);
    }
    sandbox.write(".gitignore", "old/\n");
    let drafts = ["G.TXT", "a.txt", "b.md", "c.eml", "d.html", "deep/er/h.liquid", "e.html.j2", "f.hbs"];
    assert_eq!(checked(&sandbox, ""), drafts);
    assert_eq!(checked(&sandbox, "."), drafts);
    assert_eq!(checked(&sandbox, "deep"), ["deep/er/h.liquid"]);
    assert_eq!(
        checked(&sandbox, "old i.rs noextension old/k.txt"),
        ["i.rs", "noextension", "old/k.txt"],
        "what is named is read"
    );
}

#[test]
fn globs_are_expanded() {
    let sandbox = Sandbox::new();
    for path in ["x/a.txt", "x/b.md", "x/y/c.txt", "d.txt"] {
        sandbox.write(path, KIND);
    }
    assert_eq!(checked(&sandbox, "*.txt"), ["d.txt"]);
    assert_eq!(checked(&sandbox, "x/*.txt"), ["x/a.txt"]);
    assert_eq!(checked(&sandbox, "**/*.txt"), ["d.txt", "x/a.txt", "x/y/c.txt"]);
    assert_eq!(checked(&sandbox, "x/{a,b}.*"), ["x/a.txt", "x/b.md"]);
    sandbox.write("[odd].txt", KIND);
    assert_eq!(checked(&sandbox, "[odd].txt"), ["[odd].txt"], "a file of that name goes first");
}

#[test]
fn standard_input_has_a_name() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with("check - --intent cancel --format concise --quiet", CANCEL);
    assert!(run.out.starts_with("<stdin>:3:11: warning[no-regret]"), "{}", run.out);
    let run = sandbox.run_with("check - --stdin-filename mails/new.md --intent cancel --format json", CANCEL);
    assert_eq!(run.json()["files"][0]["path"], "mails/new.md");
    let run = sandbox.run_with("inspect - --stdin-filename new.md --format json", CANCEL);
    assert_eq!(run.json()["format"], "markdown");
}

/// The name's folder tells the configuration, whether or not there is such a file.
#[test]
fn standard_input_has_a_configuration() {
    let sandbox = Sandbox::new();
    sandbox.write("calm/regards.toml", "disable = [\"all\"]\n");
    let at = |name: &str| {
        sandbox.run_with(&format!("check - --stdin-filename {name} --intent cancel --format concise -q"), CANCEL).out
    };
    assert_eq!(at("calm/new.txt"), "");
    assert_ne!(at("new.txt"), "");
}

#[test]
fn a_folder_without_drafts_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("src/main.rs", "");
    let run = sandbox.run("check src");
    assert_eq!(run.code, Some(0));
    assert!(run.err.starts_with("src: no drafts here"), "{}", run.err);
}

#[test]
fn now_decides_what_is_late() {
    let sandbox = Sandbox::empty();
    sandbox.write("a.txt", "Hi Dana,\n\nI need to cancel our interview tomorrow at 9am.\n\nBest,\nSam\n");
    let notice = |now: &str| sandbox.run(&format!("inspect a.txt --format json --now {now}")).json()["notice"].clone();
    assert_eq!(notice("2026-11-23T12:00:00+01:00"), serde_json::json!({ "hours": 21.0, "late": true }));
    assert_eq!(notice("2026-11-23T08:00:00+01:00"), serde_json::json!({ "hours": 25.0, "late": false }));
}

/// Windows' Notepad used to write UTF-16; offsets are those of the bytes on disk all the same.
#[test]
fn other_encodings_keep_their_offsets() {
    let sandbox = Sandbox::new();
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(CANCEL.encode_utf16().flat_map(u16::to_le_bytes));
    sandbox.write("a.txt", &bytes);
    let run = sandbox.run("check a.txt --intent cancel --format json");
    let range = &run.json()["files"][0]["diagnostics"][0]["range"];
    let offset = CANCEL.find("cancel our interview").expect("it is there");
    assert_eq!(range["start"], serde_json::json!({ "line": 3, "column": 11, "offset": 2 + 2 * offset }));
    assert!(sandbox.run("check a.txt --intent cancel").out.contains("I need to cancel our interview on Friday."));
}
