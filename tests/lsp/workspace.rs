//! Diagnostics of drafts nobody has opened.

use super::config::uri;
use super::{CANCEL, Client, rules};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

async fn start(folder: &TempDir) -> Client {
    let mut client = Client::start();
    let capabilities = json!({ "textDocument": { "diagnostic": {} }, "window": { "workDoneProgress": true } });
    let folders = json!([{ "uri": uri(folder.path()), "name": "drafts" }]);
    client.initialize(json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders })).await;
    client
}

fn workspace() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in [
        ("a.txt", CANCEL),
        ("deep/er/b.md", CANCEL),
        ("deep/notes.rs", CANCEL),
        ("ignored/c.txt", CANCEL),
        ("excluded/d.txt", CANCEL),
        ("README.md", "# Drafts\n\nOf messages.\n"),
        (".gitignore", "ignored/\n"),
        ("regards.toml", "exclude = [\"excluded\"]\n"),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

/// What is reported: the file, the kind of report, and whether an apology is missed.
fn told(folder: &TempDir, report: &Value) -> Vec<(String, String, bool)> {
    let root = uri(folder.path());
    let items = report["items"].as_array().expect("a list of reports");
    let one = |item: &Value| {
        let name = item["uri"].as_str().and_then(|uri| uri.strip_prefix(&format!("{root}/"))).expect("a file of ours");
        let kind = item["kind"].as_str().expect("a kind");
        (name.to_owned(), kind.to_owned(), rules(&item["items"]).contains(&"missing-apology"))
    };
    items.iter().map(one).collect()
}

fn expect(list: &[(&str, &str, bool)]) -> Vec<(String, String, bool)> {
    list.iter().map(|(name, kind, missed)| ((*name).to_owned(), (*kind).to_owned(), *missed)).collect()
}

fn previous(report: &Value) -> Value {
    let ids = report["items"].as_array().into_iter().flatten();
    ids.map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_draft_of_every_folder_once() {
    let folder = workspace();
    let mut client = start(&folder).await;
    let ask = json!({ "previousResultIds": [], "workDoneToken": "token" });
    let report = client.request("workspace/diagnostic", ask).await;
    let all = [("README.md", "full", false), ("a.txt", "full", true), ("deep/er/b.md", "full", true)];
    assert_eq!(told(&folder, &report), expect(&all));
    let begun = client.notification("$/progress").await;
    assert_eq!((&begun["token"], &begun["value"]["kind"]), (&json!("token"), &json!("begin")));
    while client.notification("$/progress").await["value"]["kind"] != "end" {}

    let ask = json!({ "previousResultIds": previous(&report) });
    let report = client.request("workspace/diagnostic", ask.clone()).await;
    assert_eq!(told(&folder, &report), expect(&all.map(|(name, _, _)| (name, "unchanged", false))));

    fs::write(folder.path().join("a.txt"), "Hi Dana,\n\nSee you.\n").expect("written");
    fs::remove_file(folder.path().join("README.md")).expect("removed");
    let report = client.request("workspace/diagnostic", ask).await;
    let now = [("a.txt", "full", false), ("deep/er/b.md", "unchanged", false), ("README.md", "full", false)];
    assert_eq!(told(&folder, &report), expect(&now), "what has gone is cleared");
    client.finish().await;
}

/// A client that takes results bit by bit has all of them before the answer, which then holds none.
#[tokio::test(flavor = "multi_thread")]
async fn bit_by_bit() {
    let folder = workspace();
    for number in 0..300 {
        fs::write(folder.path().join(format!("{number:03}.txt")), CANCEL).expect("written");
    }
    let mut client = start(&folder).await;
    let whole = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let ask = json!({ "previousResultIds": [], "partialResultToken": 7, "workDoneToken": "done" });
    let id = client.ask("workspace/diagnostic", ask).await;
    let answer = client.answer(id).await;
    assert_eq!(answer["result"], json!({ "items": [] }));
    // What came before the answer is all there is: nothing may come behind it.
    let (mut items, mut bits) = (Vec::new(), 0);
    for bit in client.received("$/progress").into_iter().filter(|bit| bit["token"] == 7) {
        bits += 1;
        let value = bit["value"].as_object().expect("a partial result");
        assert_eq!(value.keys().collect::<Vec<_>>(), ["items"]);
        items.extend(value["items"].as_array().expect("reports").clone());
    }
    assert!(bits > 1, "all at once is not bit by bit");
    assert_eq!(Value::Array(items), whole["items"]);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_counts_as_it_stands_there() {
    let folder = workspace();
    let mut client = start(&folder).await;
    let open = uri(&folder.path().join("a.txt"));
    client.open_only(&open, "plaintext", "Hi Dana,\n\nSee you.\n").await;
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(told(&folder, &report)[1], ("a.txt".to_owned(), "full".to_owned(), false));
    assert_eq!(report["items"][1]["version"], 1);
    client.close(&open).await;
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    assert_eq!(told(&folder, &report)[1], ("a.txt".to_owned(), "full".to_owned(), true));
    client.finish().await;
}

/// Though no file is open: the client shows what it was told of those that are not.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_asked_for_again_when_the_configuration_changes() {
    let folder = workspace();
    let mut client = Client::start();
    let refresh = json!({ "diagnostics": { "refreshSupport": true } });
    let capabilities = json!({ "textDocument": { "diagnostic": {} }, "workspace": refresh });
    let folders = json!([{ "uri": uri(folder.path()), "name": "drafts" }]);
    client.initialize(json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders })).await;
    client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    fs::write(folder.path().join("regards.toml"), "disable = [\"all\"]\n").expect("written");
    let change = json!({ "uri": uri(&folder.path().join("regards.toml")), "type": 2 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] })).await;
    let is_asked = |client: &Client| client.asked.iter().any(|(method, _)| method == "workspace/diagnostic/refresh");
    for _ in 0..1000 {
        if is_asked(&client) {
            break;
        }
        // Whatever was sent before an answer is here with it.
        client.request("regards/catalog", json!({})).await;
    }
    assert!(is_asked(&client), "{:?}", client.asked);
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_cancelled() {
    let folder = workspace();
    for number in 0..2000 {
        fs::write(folder.path().join(format!("{number}.txt")), CANCEL).expect("written");
    }
    let mut client = start(&folder).await;
    let id = client.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    client.notify("$/cancelRequest", json!({ "id": id })).await;
    assert_eq!(client.answer(id).await["error"]["code"], -32800);
    while !client.log.text().contains("workspace/diagnostic was cancelled") {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_encodings_keep_their_places() {
    let folder = TempDir::new().expect("a temporary folder");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(CANCEL.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    fs::write(folder.path().join("a.txt"), utf16).expect("written");
    fs::write(folder.path().join("b.txt"), format!("\u{FEFF}{CANCEL}")).expect("written");
    fs::write(folder.path().join("c.txt"), CANCEL).expect("written");
    let mut client = start(&folder).await;
    let report = client.request("workspace/diagnostic", json!({ "previousResultIds": [] })).await;
    let (utf16, marked, plain) = (&report["items"][0], &report["items"][1], &report["items"][2]);
    assert!(!rules(&plain["items"]).is_empty());
    assert_eq!(utf16["items"], plain["items"]);
    assert_eq!(marked["items"], plain["items"]);
    client.finish().await;
}
