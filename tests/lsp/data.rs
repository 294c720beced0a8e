//! Messages that JSON and YAML files hold: the editor finds the same ones as `regards check`, and its edits leave data.

use super::client::now;
use super::config::{folder, uri};
use super::{Client, at, rules};
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

const JSON: &str = r#"{
  "version": 3,
  "letters": [
    {
      "subject": "Your interview",
      "body": "Hi {{ name }},\n\nwe have to cancel your interview on {{ date }} – \"force majeure\".\n\nBest,\n{{ recruiter }}"
    },
    { "note": "Hi Dana, I have to cancel our interview.", "text": "a word" }
  ]
}
"#;
const YAML: &str = "cancelled:\n  text: 'Hi {{ name }}, we have to cancel your interview on {{ date }}, it''s because {{ reason }}.'\n\
                    moved:\n  letter: |\n    Hi {{ name }},\n\n    we have to cancel your interview on {{ date }}.\n\n    Best,\n    {{ recruiter }}\n";

fn capabilities() -> Value {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    json!({ "general": { "positionEncodings": ["utf-32"] }, "textDocument": { "codeAction": literals } })
}

/// The text after an action's edits.
fn edited(text: &str, uri: &str, action: &Value) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let edits = action["edit"]["changes"][uri].as_array().expect("edits");
    for edit in edits.iter().rev() {
        let at = |end: &str, what: &str| edit["range"][end][what].as_u64().expect("a number") as usize;
        assert_eq!(at("start", "line"), at("end", "line"), "strings of JSON stay on their line");
        let line = &mut lines[at("start", "line")];
        let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let range = byte(at("start", "character"))..byte(at("end", "character"));
        line.replace_range(range, edit["newText"].as_str().expect("words"));
    }
    lines.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_in_data_are_served() {
    let mut client = Client::with(capabilities()).await;
    let uri = "file:///letters/all.json";
    let found = client.open(uri, "json", JSON).await;
    assert!(rules(&found).contains(&"missing-apology"), "{found}");
    let lines: Vec<_> = found.as_array().expect("a list").iter().map(|it| &it["range"]["start"]["line"]).collect();
    assert!(lines.iter().all(|&line| line == 4 || line == 5), "only the letter: {found}");

    let lacking = found.as_array().and_then(|all| all.iter().find(|it| it["code"] == "missing-apology")).cloned();
    let lacking = lacking.expect("it was just there");
    let ask = json!({ "textDocument": { "uri": uri }, "range": lacking["range"],
        "context": { "diagnostics": [lacking] } });
    let actions = client.request("textDocument/codeAction", ask.clone()).await;
    let actions = actions.as_array().expect("a list");
    let titles: Vec<_> = actions.iter().filter_map(|it| it["title"].as_str()).collect();
    assert!(titles.contains(&"Ignore missing-apology here, and say why"), "{titles:?}");
    assert!(titles.contains(&"Explain missing-apology"), "{titles:?}");
    let fixed = edited(JSON, uri, &actions[0]);
    let read: Value = serde_json::from_str(&fixed).expect("it is still JSON");
    let body = read["letters"][0]["body"].as_str().expect("still a string");
    assert!(body.contains("\"force majeure\".") && body.contains("orry for the"), "{body}");
    client.change(uri, 2, json!([{ "text": fixed }])).await;
    let left = client.published_version(uri, 2).await;
    assert!(!rules(&left).contains(&"missing-apology"), "{left}");

    let ask = json!({ "textDocument": { "uri": uri }, "range": lacking["range"],
        "context": { "diagnostics": [], "only": ["source.fixAll.regards"] } });
    let all = client.request("textDocument/codeAction", ask).await;
    assert_eq!(all[0]["title"], "Fix everything in the messages of this file that needs no look");
    let fixed = edited(&fixed, uri, &all[0]);
    assert_eq!(serde_json::from_str::<Value>(&fixed).expect("it is still JSON")["version"], 3);

    let column = JSON.lines().nth(5).and_then(|line| line.find("cancel")).expect("it is there") as u32;
    let hover = client.request("textDocument/hover", at(uri, 5, column)).await;
    assert!(hover["contents"]["value"].as_str().is_some_and(|told| told.contains("intent")), "{hover}");
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).await;
    assert!(lenses[0]["command"]["title"].as_str().is_some_and(|it| it.ends_with("courtesies missing")), "{lenses}");
    let status = client.request("regards/status", json!({ "textDocument": { "uri": uri } })).await;
    assert_eq!(status["intents"][0]["id"], "employer-cancel", "{status}");
    client.finish().await;
}

/// One of two ways to make a finding go or a message be what it is: the text after it, in which it is there no more.
async fn settled(client: &mut Client, uri: &str, language: &str, text: &str, rule: &str) -> String {
    let found = client.open(uri, language, text).await;
    let flagged = found.as_array().and_then(|all| all.iter().find(|it| it["code"] == rule)).cloned();
    let flagged = flagged.unwrap_or_else(|| panic!("{uri}: {found}"));
    let ask =
        json!({ "textDocument": { "uri": uri }, "range": flagged["range"], "context": { "diagnostics": [flagged] } });
    let actions = client.request("textDocument/codeAction", ask).await;
    let title = format!("Ignore {rule} here, and say why");
    let ignore = actions.as_array().and_then(|all| all.iter().find(|it| it["title"] == title.as_str())).cloned();
    let ignored = edited(text, uri, &ignore.unwrap_or_else(|| panic!("{uri}: {actions}")));
    assert!(ignored.contains("[why it does not apply]"), "{ignored}");
    client.change(uri, 2, json!([{ "text": ignored }])).await;
    let left = client.published_version(uri, 2).await;
    let of_it = |it: &&Value| it["code"] == rule;
    let count = |found: &Value| found.as_array().expect("a list").iter().filter(of_it).count();
    assert_eq!(count(&left) + 1, count(&found), "{uri}: {left}\n{ignored}");
    let ask = json!({ "textDocument": { "uri": uri }, "range": flagged["range"],
        "context": { "diagnostics": [], "only": ["source.setIntent.regards"] } });
    let actions = client.request("textDocument/codeAction", ask).await;
    let actions = actions.as_array().expect("a list");
    let silent = actions.iter().find(|it| it["title"].as_str().is_some_and(|title| title.ends_with("(stop-process)")));
    edited(&ignored, uri, silent.unwrap_or_else(|| panic!("{uri}: {actions:?}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_in_data_is_told_what_it_is_and_what_to_ignore() {
    let mut client = Client::with(capabilities()).await;
    let rule = "missing-apology";
    let ours = |value: &Value| {
        let keys = ["regards-ignore", "regards-intent"];
        keys.map(|key| value[key].as_str().map(str::to_owned))
    };
    let both = ["missing-apology: [why it does not apply]", "stop-process"].map(|value| Some(value.to_owned()));
    let letter = "Hi {{ name }}, we have to cancel your interview on {{ date }}. Best, {{ me }}";

    let text = settled(&mut client, "file:///letters/a.json", "json", JSON, rule).await;
    let read: Value = serde_json::from_str(&text).expect("it is still JSON");
    assert_eq!(ours(&read["letters"][0]), both, "{text}");
    assert_eq!(read["letters"][1].as_object().map(serde_json::Map::len), Some(2), "{text}");
    assert!(text.contains("interview\",\n      \"regards-ignore\": "), "a line of its own: {text}");

    let small = format!("{{\"a\":{{\"text\":\"{letter}\"}},\"b\":{{\"text\":\"{letter}\",\"n\":1}}}}");
    let text = settled(&mut client, "file:///letters/small.json", "json", &small, rule).await;
    let read: Value = serde_json::from_str(&text).expect("it is still JSON");
    assert_eq!((ours(&read["a"]), ours(&read["b"])), (both.clone(), [None, None]), "{text}");
    assert!(!text.contains(' ') || !text.contains("\": "), "it stays as small: {text}");

    let flow = format!("[{{text: '{letter}', n: 1}}]\n");
    let text = settled(&mut client, "file:///letters/flow.yaml", "yaml", &flow, rule).await;
    assert!(text.starts_with("[{\"regards-ignore\": \"missing-apology: [why"), "{text}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_of_yaml_speak_of_the_next_message() {
    let mut client = Client::with(capabilities()).await;
    let yaml = YAML.replace("letter:", "text:");
    let text = settled(&mut client, "file:///letters/a.yaml", "yaml", &yaml, "missing-apology").await;
    let said = "cancelled:\n  # regards-ignore missing-apology: [why it does not apply]\n  # regards-intent: stop-process\n  text:";
    assert!(text.starts_with(said), "{text}");
    client.change("file:///letters/a.yaml", 3, json!([{ "text": text }])).await;
    client.published_version("file:///letters/a.yaml", 3).await;
    let ask = json!({ "textDocument": { "uri": "file:///letters/a.yaml" } });
    let status = client.request("regards/status", ask).await;
    assert_eq!(status["intents"][0]["id"], "stop-process", "{status}");
    // By name, of the one at a position.
    let second = text.lines().position(|line| line == "moved:").expect("it is there") + 2;
    let arguments = json!(["file:///letters/a.yaml", "exit-interview-invite", { "line": second, "character": 6 }]);
    let order = json!({ "command": "regards.setIntent", "arguments": arguments });
    client.answers.insert("workspace/applyEdit", json!({ "applied": true }));
    client.request("workspace/executeCommand", order).await;
    client.request("textDocument/hover", at("file:///letters/a.yaml", second as u32, 6)).await;
    while client.asked.iter().all(|(method, _)| method != "workspace/applyEdit") {
        client.request("textDocument/hover", at("file:///letters/a.yaml", second as u32, 6)).await;
    }
    let (_, asked) =
        client.asked.iter().find(|(method, _)| method == "workspace/applyEdit").expect("it was just there");
    let new = &asked["edit"]["changes"]["file:///letters/a.yaml"][0];
    assert_eq!(new["newText"], "  # regards-intent: exit-interview-invite\n", "{asked}");
    assert_eq!(new["range"]["start"]["line"], second - 1, "{asked}\n{text}");
    let hover = client.request("textDocument/hover", at("file:///letters/a.yaml", 1, 25)).await;
    assert!(hover["contents"]["value"].as_str().is_some_and(|told| told.contains("apology")), "{hover}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_message_is_left_alone() {
    let mut client = Client::with(capabilities()).await;
    let letter = "Hi Dana, I have to cancel our interview tomorrow, sorry.";
    let cases = [
        ("file:///a/package.json", "json", format!("{{ \"description\": {letter:?} }}")),
        ("file:///a/half.json", "json", format!("{{ \"body\": {letter:?}, \"su")),
        ("file:///a/tsconfig.json", "jsonc", format!("{{ // \"body\": {letter:?}\n}}")),
        ("file:///a/ci.yml", "yaml", format!("on: [push]\nname: {letter:?}\n")),
        ("untitled:Untitled-1", "yaml", "a: [\n".to_owned()),
    ];
    for (uri, language, text) in cases {
        assert_eq!(client.open(uri, language, &text).await, json!([]), "{uri}");
    }
    let typed = json!({ "uri": "untitled:Untitled-2", "languageId": "json", "version": 1, "text": JSON });
    client.notify("textDocument/didOpen", json!({ "textDocument": typed })).await;
    let found = client.published_version("untitled:Untitled-2", 1).await;
    assert!(rules(&found).contains(&"missing-apology"), "a new file tells by its language: {found}");
    client.finish().await;
}

/// Which strings are messages, the configuration has a say in.
#[tokio::test(flavor = "multi_thread")]
async fn check_and_server_agree_on_data() {
    let folder = folder();
    fs::write(folder.path().join("regards.toml"), "message-keys = [\"letter\"]\n").expect("written");
    let mut client = Client::with(capabilities()).await;
    for (name, language, text) in [("all.json", "json", JSON), ("all.yaml", "yaml", YAML)] {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
        command.arg("check").arg(&path).args(["--format", "json", "--quiet", "--now"]);
        let output = command.arg(now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()).output().expect("it runs");
        let checked: Value = serde_json::from_slice(&output.stdout).expect("it writes JSON");
        let place = |at: &Value, end: &str| (at[end]["line"].as_u64(), at[end]["column"].as_u64());
        let files = checked["files"].as_array().expect("files").iter();
        let mut told: Vec<_> = files
            .flat_map(|file| file["diagnostics"].as_array().expect("diagnostics"))
            .map(|it| (it["rule"].clone(), place(&it["range"], "start"), it["message"].clone()))
            .collect();
        let shown = client.open(&uri(&path), language, text).await;
        let start = |it: &Value| {
            let start = &it["range"]["start"];
            (start["line"].as_u64().map(|n| n + 1), start["character"].as_u64().map(|n| n + 1))
        };
        let shown = shown.as_array().expect("a list").iter();
        let mut shown: Vec<_> = shown.map(|it| (it["code"].clone(), start(it), it["message"].clone())).collect();
        told.sort_by_key(|it| format!("{it:?}"));
        shown.sort_by_key(|it| format!("{it:?}"));
        assert!(!told.is_empty(), "{name}: {checked}");
        assert_eq!(shown, told, "{name}");
    }
    client.finish().await;
}
