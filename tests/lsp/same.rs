//! The terminal and the editor say the same about the same bytes: every draft of ours is checked by both.

use super::Client;
use super::client::now;
use super::config::uri;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

fn place(at: &Value) -> Value {
    let number = |name: &str| at[name].as_u64().expect("a number") - 1;
    json!({ "line": number("line"), "character": number("column") })
}

/// A range of `regards check`, as an editor that counts scalar values has it.
fn range(range: &Value) -> Value {
    json!({ "start": place(&range["start"]), "end": place(&range["end"]) })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Rule, range, message and fixes of each finding of `regards check`.
fn told(file: &Value) -> Vec<Value> {
    let edit = |edit: &Value| json!({ "range": range(&edit["range"]), "newText": edit["text"] });
    let fix = |fix: &Value| json!([fix["title"], list(&fix["edits"]).iter().map(edit).collect::<Vec<_>>()]);
    let fixes = |it: &Value| list(&it["fixes"]).iter().filter(|fix| !list(&fix["edits"]).is_empty()).map(fix).collect();
    let one = |it: &Value| json!([it["rule"], range(&it["range"]), it["message"], Value::Array(fixes(it))]);
    list(&file["diagnostics"]).iter().map(one).collect()
}

/// The same of what an editor shows and offers.
fn shown(found: &Value, actions: &Value) -> Vec<Value> {
    let is_fix = |action: &&Value| {
        let title = action["title"].as_str().unwrap_or_default();
        action["kind"] == "quickfix" && action.get("edit").is_some() && !title.starts_with("Ignore ")
    };
    let one = |it: &Value| {
        let of_it = |action: &&Value| {
            let about = &action["diagnostics"][0];
            about["code"] == it["code"] && about["range"] == it["range"] && about["message"] == it["message"]
        };
        let fix = |action: &Value| {
            let changes = action["edit"]["changes"].as_object().and_then(|all| all.values().next()).cloned();
            // Of two that are called the same, the words tell which is which.
            let title = action["title"].as_str().and_then(|title| title.split(": “").next());
            json!([title, changes])
        };
        let fixes: Vec<Value> = list(actions).iter().filter(is_fix).filter(of_it).map(fix).collect();
        json!([it["code"], it["range"], it["message"], fixes])
    };
    list(found).iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn check_and_server_agree_on_every_draft() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_regards"));
    command.current_dir(root).args(["check", "tests/drafts", "--format", "json", "--quiet"]);
    command.args(["--now", &now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()]);
    let output = command.output().expect("it runs");
    let checked: Value = serde_json::from_slice(&output.stdout).expect("it writes JSON");
    let files = list(&checked["files"]);
    assert!(files.len() > 100, "the drafts are there");

    let mut client = Client::start_at(Arc::new(now));
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    let capabilities = json!({
        "general": { "positionEncodings": ["utf-32"] },
        "textDocument": { "codeAction": literals },
    });
    client.initialize(json!({ "processId": null, "rootUri": uri(root), "capabilities": capabilities })).await;
    let (mut compared, mut findings, mut fixes) = (0, 0, 0);
    for file in files {
        let path: PathBuf = root.join(file["path"].as_str().expect("a path"));
        let Ok(text) = String::from_utf8(fs::read(&path).expect("it was just checked")) else { continue };
        if text.starts_with('\u{FEFF}') {
            continue;
        }
        let language = match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => "markdown",
            Some("html") => "html",
            Some("eml") => "mail",
            Some("j2") => "jinja",
            _ => "plaintext",
        };
        let uri = uri(&path);
        let found = client.open(&uri, language, &text).await;
        let everywhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99_999, "character": 0 } });
        let ask = json!({ "textDocument": { "uri": uri }, "range": everywhere, "context": { "diagnostics": [] } });
        let actions = client.request("textDocument/codeAction", ask).await;
        let (told, shown) = (told(file), shown(&found, &actions));
        assert_eq!(shown, told, "{}", path.display());
        compared += 1;
        findings += told.len();
        fixes += told.iter().map(|it| list(&it[3]).len()).sum::<usize>();
        client.close(&uri).await;
        // A closed draft's diagnostics are taken back, where there were any.
        if !told.is_empty() {
            assert_eq!(client.published(&uri).await["diagnostics"], json!([]));
        }
        client.forget();
    }
    assert!(compared > 100 && findings > compared / 2 && fixes > findings / 2, "{compared} {findings} {fixes}");
    client.forget();
    client.finish().await;
}
