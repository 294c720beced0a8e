//! Messages that files of data hold as strings: each is found where it stands, fixes keep the file what it was but for
//! them, and other programs read what was meant. The judges are serde_json and saphyr.

use regards::document::{DataFormat, KEYS, held};
use saphyr_parser::{Event, Parser};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const NOW: &str = "2026-11-23T12:00:00+00:00[UTC]";

/// All scalars of a file, keys included, in order.
fn scalars(name: &str, text: &str) -> Vec<String> {
    fn all(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                out.push(key.clone());
                all(value, out);
            }),
            Value::Array(items) => items.iter().for_each(|item| all(item, out)),
            Value::String(text) => out.push(text.clone()),
            other => out.push(other.to_string()),
        }
    }
    let mut out = Vec::new();
    if name.ends_with("json") {
        all(&serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}")), &mut out);
    } else {
        for event in Parser::new_from_str(text) {
            match event.unwrap_or_else(|error| panic!("{name}: {error}\n{text}")).0 {
                Event::Scalar(value, ..) => out.push(value.into_owned()),
                Event::MappingStart(..) => out.push("{".to_owned()),
                Event::MappingEnd => out.push("}".to_owned()),
                _ => {}
            }
        }
    }
    out
}

/// The file after `regards fix --review`.
fn fixed(name: &str, text: &str) -> String {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("the file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_regards"))
        .args(["fix", "--review", "--now", NOW])
        .arg(&path)
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(path).expect("what was UTF-8 stays UTF-8")
}

/// A message in every way of writing a string, with what its words are to have in them afterwards.
const FILES: [(&str, &str); 14] = [
    (
        "single-deep.yml",
        "a:\n  - b:\n      text: 'Hi {{ name }}, we have to cancel your interview on {{ date }}, it''s because {{ reason }}.'\n    c: 1\n",
    ),
    (
        "escapes.json",
        "{\"version\": 1.50, \"messages\": [{\"body\": \"Dear {{ name }},\\r\\n\\r\\nwe have to cancel your interview on {{ date }} \
         \\u2013 it\\u2019s because {{ reason }}. \\\"Sorry\\\"!\\r\\n\\r\\nBest,\\r\\n{{ recruiter }}\"  }, [ ]]}\n",
    ),
    (
        "html.json",
        "{\n\t\"subject\": \"Your interview\",\n\t\"html\": \"<p>Dear {{ name }},<\\/p>\\n<p>we have to cancel your interview on \
         {{ date }}, because {{ reason }}.<\\/p>\\n<p>Best,<br>{{ recruiter }}<\\/p>\",\n\t\"on\": true\n}",
    ),
    (
        "emoji.json",
        "{\"text\":\"Hi {{ name }} \\ud83d\\ude42,\\n\\nwe've decided to go ahead with another candidate for the job, because {{ reason }}.\\n\\n{{ me }}\"}",
    ),
    (
        "literal.yaml",
        "# kept\nrejected: &anchor\n  subject: \"Your application\"   # kept\n  body: |\n    Dear {{ name }},\n\n    we have decided to go \
         ahead with another candidate for the job, because {{ reason }}.\n\n    Best,\n    {{ recruiter }}\n\n  other:   [ 1,  2 ]\nsame: *anchor\n",
    ),
    (
        "deep.yaml",
        "a:\n- b:\n  - body: |2-\n        Dear {{ name }},\n\n      we have to cancel your interview on {{ date }}.\n\n      Best,\n      {{ recruiter }}\n    c: d\n",
    ),
    (
        "windows.yml",
        "body: |\r\n  Dear {{ name }},\r\n\r\n  we have to cancel your interview on {{ date }}.\r\n\r\n  Best,\r\n  {{ recruiter }}\r\nnext: 1\r\n",
    ),
    (
        "folded.yaml",
        "body: >-\n  Dear {{ name }}, we have to cancel your\n  interview on {{ date }}, because\n  {{ reason }}.\n\n\n  Best,\n\n  {{ recruiter }}\nnext: x\n",
    ),
    (
        "folded-lines.yaml",
        "- text: >\n    Dear {{ name }},\n\n    we have to cancel your interview on {{ date }}:\n\n      * at nine\n      * at ten\n\n    Best,\n\n    {{ recruiter }}\n",
    ),
    (
        "single.yaml",
        "text: 'Dear {{ name }}, it''s off: we have to cancel your interview on {{ date }}. Best, {{ recruiter }}'\nnext: ''\n",
    ),
    (
        "single-lines.yaml",
        "m:\n  text: 'Dear {{ name }},\n\n    we have to cancel your interview\n    on {{ date }}.\n\n\n    Best,\n\n    {{ recruiter }}'\n  n: 1\n",
    ),
    (
        "double.yaml",
        "m: {text: \"Dear {{ name }},\\n\\nwe have to cancel your interview \\\n   on {{ date }}, \\x62ecause {{ reason }}.\\n\\n\n   Best,\\n{{ recruiter }}\", n: 1}\n",
    ),
    ("plain.yaml", "- text: Dear name, we have to cancel your interview on Friday because Ms Okafor is ill\n  n: 1\n"),
    (
        "flow.yaml",
        "[{text: We have to cancel your interview on Friday because Ms Okafor is ill, n: 1}, {text: Hello there}]\n",
    ),
];

#[test]
fn fixes_change_messages_and_nothing_else() {
    for (name, text) in FILES {
        let format = DataFormat::of_name(name).expect("a file of data");
        let messages = held(text, format, &KEYS).expect("our files are sound");
        let words = scalars(name, text);
        let of_messages = words.iter().filter(|words| words.len() > 60).count();
        assert!(of_messages == 1 && !messages.is_empty(), "{name}: {of_messages} and {messages:?}");
        let after = fixed(name, text);
        let now = scalars(name, &after);
        assert_eq!(words.len(), now.len(), "{name}: {after}");
        let changed: Vec<_> = words.iter().zip(&now).filter(|(was, now)| was != now).collect();
        assert!(
            matches!(&changed[..], [(was, now)] if was.len() > 60 && now.len() > was.len()),
            "{name}: {changed:?}\n{after}"
        );
        let message = &messages.iter().find(|message| message.body.span.len() > 60).expect("the one").body.span;
        assert_eq!(text[..message.start], after[..message.start], "{name}");
        assert!(after.ends_with(&text[message.end..]), "{name}: {after}");
        assert_eq!(fixed(name, &after), after, "{name} is not fixed for good");
        insta::assert_snapshot!(format!("held-{name}"), after.replace('\r', "␍"));
    }
}

#[test]
fn files_of_data_without_messages_are_silent() {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("it can be written");
    write("package.json", "{\"name\": \"x\", \"description\": \"We have to cancel your interview on Friday.\"}");
    write("broken.yaml", "title: {{ .Values.title }}\n");
    write("pipeline.yml", "on: [push]\njobs: {text: false, body: 12, html: null}\n");
    write("empty.json", "");
    let run = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.current_dir(folder).args(["check", "--format", "concise"]).args(arguments);
        let output = command.env_remove("GITHUB_ACTIONS").env_remove("GITLAB_CI").output().expect("the binary runs");
        (output.status.code(), [output.stdout, output.stderr].concat())
    };
    let (code, said) = run(folder.path(), &["--quiet", "."]);
    assert_eq!((code, String::from_utf8_lossy(&said).as_ref()), (Some(0), ""));
    // One that may hold messages and cannot be read is told, and stops nothing.
    write("broken.json", "{\"body\": \"We have to cancel your interview on Friday.}");
    let (code, said) = run(folder.path(), &["broken.json"]);
    assert_eq!(code, Some(0));
    assert!(String::from_utf8_lossy(&said).contains("its messages are not read"), "{}", String::from_utf8_lossy(&said));
}

/// What `regards check` says about a file: the way to each message, and the rule.
fn told(name: &str, text: &str) -> Vec<(String, String)> {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join(name), text).expect("it can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    command.current_dir(folder.path()).args(["check", "--format", "jsonl", "--now", NOW, name]);
    let output = command.output().expect("the binary runs");
    let lines = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).expect("an object a line");
        let word = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        (word("key"), word("rule"))
    };
    lines.lines().map(read).collect()
}

const LETTER: &str =
    "Hi {{ name }}, we have to cancel your interview on {{ date }}, because {{ reason }}. Best, {{ me }}";

#[test]
fn remarks_stand_beside_messages() {
    let of = |told: &[(String, String)], rule: &str| -> Vec<String> {
        told.iter().filter(|(_, it)| it == rule).map(|(key, _)| key.clone()).collect()
    };
    let apology = |name: &str, text: &str| of(&told(name, text), "missing-apology");
    let unused = |name: &str, text: &str| of(&told(name, text), "unused-suppression");
    let keys = |said: &str| format!("{{\"a\": {{{said} \"text\": \"{LETTER}\"}}, \"b\": {{\"text\": \"{LETTER}\"}}}}");
    assert_eq!(apology("plain.json", &keys("")), ["a.text", "b.text"]);
    for said in [
        "\"regards-ignore\": \"missing-apology: said by phone\",",
        "\"regards-ignore\": [\"missing-apology: said by phone\"],",
        "\"Regards-Ignore\": \"missing-apology: said by phone\",",
    ] {
        assert_eq!(apology("said.json", &keys(said)), ["b.text"], "{said}");
        assert!(unused("said.json", &keys(said)).is_empty(), "{said}");
    }
    assert_eq!(apology("not.json", &keys("\"ignore\": \"missing-apology: x\",")), ["a.text", "b.text"]);
    assert_eq!(unused("idle.json", &keys("\"regards-ignore\": \"too-long: it is not\",")), ["a.text"]);
    assert_eq!(apology("intent.json", &keys("\"regards-intent\": \"exit-interview-invite\",")), ["b.text"]);
    // Two bodies of one message share what is beside them, though only one may need it.
    let twice = format!(
        "{{\"regards-ignore\": \"missing-apology: we rang\", \"text\": \"{LETTER}\", \"html\": \"<p>{LETTER} Sorry for the trouble!</p>\"}}"
    );
    let said = told("twice.json", &twice);
    assert!(of(&said, "missing-apology").is_empty() && of(&said, "unused-suppression").is_empty(), "{said:?}");

    let yaml = |first: &str, behind: &str, second: &str| {
        format!("a:\n{first}  text: \"{LETTER}\"{behind}\nb:\n{second}  text: |\n    {LETTER}\n")
    };
    let remark = "# regards-ignore missing-apology: said by phone";
    assert_eq!(apology("none.yaml", &yaml("", "", "")), ["a.text", "b.text"]);
    assert_eq!(apology("above.yaml", &yaml(&format!("  {remark}\n"), "", "")), ["b.text"]);
    assert_eq!(apology("behind.yaml", &yaml("", &format!(" {remark}"), "")), ["b.text"]);
    assert_eq!(apology("next.yaml", &yaml("", "", &format!("{remark}\n"))), ["a.text"]);
    assert_eq!(apology("head.yaml", &yaml("", "", "").replace("text: |", &format!("text: | {remark}"))), ["a.text"]);
    assert_eq!(
        apology("glued.yaml", &yaml("", "", "").replace("b:", "b:\n  n: x#regards-ignore missing-apology")),
        ["a.text", "b.text"]
    );
    let said = "# regards-ignore no-alternate-time: these are words of the message";
    let words = yaml("", "", "").replace("    Hi", &format!("    {said}\n    Hi"));
    assert_eq!(of(&told("words.yaml", &words), "no-alternate-time"), ["a.text", "b.text"]);
    let file = format!("# regards-ignore-file missing-apology: we ring them\n{}", yaml("", "", ""));
    assert!(apology("file.yaml", &file).is_empty());
    let bare = "# regards-ignore-file missing-apology\n".to_owned() + &yaml("", "", "");
    assert_eq!(unused("bare.yaml", &bare), ["a.text"], "what it lacks is told once");
    assert!(fixed("bare.yaml", &bare).contains("regards-ignore-file missing-apology\n"));
}

#[test]
fn a_project_names_keys_of_its_own() {
    let folder = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("it can be written");
    write(
        "texts.json",
        "{\"rejection_email\": \"Dear {{ name }}, we have decided to go ahead with another candidate for the job.\"}",
    );
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.current_dir(folder.path()).args(["check", "--format", "jsonl", "."]);
        command.output().expect("the binary runs").stdout
    };
    assert!(run().is_empty());
    write("regards.toml", "message-keys = [\"rejection_email\"]\n");
    let found = String::from_utf8(run()).expect("JSON is UTF-8");
    assert!(found.contains("\"key\":\"rejection_email\""), "{found}");
}
