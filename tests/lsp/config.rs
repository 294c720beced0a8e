//! Configuration, settings, folders, and the ways a file can be named.

use super::{CANCEL, Client, URI, replace, rules};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const QUIET: &str = "disable = [\"missing-apology\"]\n";

pub(super) fn uri(path: &Path) -> String {
    let path = path.to_str().expect("a temporary folder has a plain name").replace('\\', "/");
    format!("file://{}{path}", if path.starts_with('/') { "" } else { "/" })
}

pub(super) fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

fn asks_for_an_apology(found: &Value) -> bool {
    rules(found).contains(&"missing-apology")
}

async fn next(client: &mut Client, uri: &str) -> Value {
    client.published(uri).await["diagnostics"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_configuration_counts_as_it_is_typed() {
    let folder = folder();
    let (draft, config) = (uri(&folder.path().join("a.txt")), uri(&folder.path().join("regards.toml")));
    let mut client = Client::plain().await;
    assert!(asks_for_an_apology(&client.open(&draft, "plaintext", CANCEL).await));
    client.open_only(&config, "toml", QUIET).await;
    assert!(!asks_for_an_apology(&next(&mut client, &draft).await), "unsaved, and it counts");
    client.change(&config, 2, replace((0, 0), (0, 0), "# ")).await;
    assert!(asks_for_an_apology(&next(&mut client, &draft).await));
    client.change(&config, 3, replace((0, 0), (0, 2), "")).await;
    assert!(!asks_for_an_apology(&next(&mut client, &draft).await));
    client.close(&config).await;
    assert!(asks_for_an_apology(&next(&mut client, &draft).await), "it was never saved");
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_disk_is_looked_at_where_the_client_does_not_watch() {
    let folder = folder();
    let draft = uri(&folder.path().join("a.txt"));
    let mut client = Client::plain().await;
    assert!(asks_for_an_apology(&client.open(&draft, "plaintext", CANCEL).await));
    fs::write(folder.path().join("regards.toml"), QUIET).expect("written");
    assert!(!asks_for_an_apology(&next(&mut client, &draft).await));
    fs::remove_file(folder.path().join("regards.toml")).expect("removed");
    assert!(asks_for_an_apology(&next(&mut client, &draft).await));
    client.finish().await;
}

/// What small and old clients say at the start.
#[tokio::test(flavor = "multi_thread")]
async fn little_need_be_said_at_the_start() {
    let folder = folder();
    fs::write(folder.path().join("regards.toml"), QUIET).expect("written");
    for (said, is_quiet) in
        [(json!({}), false), (Value::Null, false), (json!({ "capabilities": null, "rootPath": folder.path() }), true)]
    {
        let mut client = Client::start();
        let answer = client.initialize(said.clone()).await;
        assert_eq!(answer["serverInfo"]["name"], "regards", "{said}");
        let found = client.open("untitled:Untitled-1", "plaintext", CANCEL).await;
        assert_eq!(asks_for_an_apology(&found), !is_quiet, "{said}: {found}");
        client.finish().await;
    }
}

/// A rule that is written beside the others, in a folder that was there.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_rule_on_the_disk_is_found() {
    let folder = folder();
    let draft = uri(&folder.path().join("a.txt"));
    fs::create_dir_all(folder.path().join("our/etiquette")).expect("a folder can be made");
    fs::write(folder.path().join("regards.toml"), "rules = [\"our\"]\n").expect("written");
    let mut client = Client::plain().await;
    assert!(asks_for_an_apology(&client.open(&draft, "plaintext", CANCEL).await));
    let rule = "title = \"Ring\"\nseverity = \"error\"\nintents = [\"cancel\"]\nforbid = \"decision\"\n\
                message = \"Ring them.\"\nwhy = \"It is kinder.\"\n";
    fs::write(folder.path().join("our/etiquette/ring.toml"), rule).expect("written");
    let found = next(&mut client, &draft).await;
    assert!(super::rules(&found).contains(&"ring"), "{found}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_watched_by_a_client_that_can() {
    let folder = folder();
    let draft = uri(&folder.path().join("a.txt"));
    let watches = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut client = Client::with(watches).await;
    client.open(&draft, "plaintext", CANCEL).await;
    let registered = client.asked.iter().find(|(method, _)| method == "client/registerCapability");
    let (_, wishes) = registered.expect("it registers");
    assert_eq!(wishes["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    fs::write(folder.path().join("regards.toml"), QUIET).expect("written");
    let change = json!({ "uri": uri(&folder.path().join("regards.toml")), "type": 1 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] })).await;
    assert!(!asks_for_an_apology(&next(&mut client, &draft).await));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_are_asked_for_and_pushed() {
    let mut client = Client::start();
    client.answers.insert("workspace/configuration", json!([{ "enable": false }]));
    let capabilities = json!({ "workspace": { "configuration": true } });
    client.initialize(json!({ "processId": null, "capabilities": capabilities })).await;
    client.open_only(URI, "plaintext", CANCEL).await;
    // Whichever came first, in the end it is silent.
    while next(&mut client, URI).await != json!([]) {}
    client.answers.insert("workspace/configuration", json!([{ "enable": true }]));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
    assert!(asks_for_an_apology(&next(&mut client, URI).await));
    client.finish().await;

    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let settings = json!({ "settings": { "regards": { "enable": false } } });
    client.notify("workspace/didChangeConfiguration", settings).await;
    assert_eq!(next(&mut client, URI).await, json!([]));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_can_be_named_in_the_settings() {
    let folder = folder();
    fs::write(folder.path().join("ours.toml"), QUIET).expect("written");
    let mut client = Client::start();
    let root = uri(folder.path());
    let options = json!({ "config": "ours.toml" });
    client
        .initialize(json!({ "processId": null, "rootUri": root, "capabilities": {}, "initializationOptions": options }))
        .await;
    assert!(!asks_for_an_apology(&client.open(URI, "plaintext", CANCEL).await));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_folder_of_a_workspace_has_its_own() {
    let (one, two) = (folder(), folder());
    fs::write(two.path().join("regards.toml"), QUIET).expect("written");
    let mut client = Client::start();
    let folders = json!([{ "uri": uri(one.path()), "name": "one" }]);
    client.initialize(json!({ "processId": null, "capabilities": {}, "workspaceFolders": folders })).await;
    let new = "untitled:Untitled-1";
    assert!(asks_for_an_apology(&client.open(new, "plaintext", CANCEL).await));
    let event = json!({ "added": [{ "uri": uri(two.path()), "name": "two" }], "removed": folders });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event })).await;
    assert!(!asks_for_an_apology(&next(&mut client, new).await), "a new file belongs to the first folder there is");
    assert!(!asks_for_an_apology(&client.open(&uri(&two.path().join("b.txt")), "plaintext", CANCEL).await));
    assert!(asks_for_an_apology(&client.open(&uri(&one.path().join("b.txt")), "plaintext", CANCEL).await));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_name_will_do() {
    let mut client = Client::plain().await;
    for (sent, shown) in [
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("untitled:/c%3A/x%20y.txt", "untitled:/c%3A/x%20y.txt"),
        ("file:///tmp/a%20b%25.txt", "file:///tmp/a%20b%25.txt"),
        ("file:///tmp/my draft ü.txt", "file:///tmp/my%20draft%20%C3%BC.txt"),
        ("file:///tmp/100%.txt", "file:///tmp/100%25.txt"),
        ("file:///C:/drafts/[a].txt", "file:///C:/drafts/%5Ba%5D.txt"),
        ("file://server/share/a.txt", "file://server/share/a.txt"),
        ("file://", "file://"),
    ] {
        client.open_only(sent, "plaintext", CANCEL).await;
        assert!(asks_for_an_apology(&next(&mut client, shown).await), "{sent}");
    }
    for ignored in ["git:/tmp/a.txt?%7B%7D", "output:tasks", "vscode-scm:git/scm0/input"] {
        assert_eq!(client.open(ignored, "plaintext", CANCEL).await, json!([]), "{ignored}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn languages_count_where_names_say_nothing() {
    let html = "<p>Hi Dana,</p><p>I need to cancel our interview on 9 December.</p><p>Best,<br>Sam</p>";
    let mut client = Client::plain().await;
    let found = client.open("untitled:one", "html", html).await;
    let range = &found[0]["range"];
    assert_eq!((&range["start"]["line"], &range["end"]["line"]), (&json!(0), &json!(0)));
    assert!(asks_for_an_apology(&found));
    let gap = CANCEL.replace("Dana", "{{ name }}");
    assert!(rules(&client.open("untitled:two", "plaintext", &gap).await).contains(&"unfilled-placeholder"));
    for (number, language) in ["jinja", "handlebars", "liquid", "erb", "mustache", "twig"].iter().enumerate() {
        let found = client.open(&format!("untitled:template{number}"), language, &gap).await;
        assert!(!rules(&found).contains(&"unfilled-placeholder") && asks_for_an_apology(&found), "{language}: {found}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notice_runs_out_while_a_draft_is_open() {
    use jiff::ToSpan;
    use std::sync::atomic::{AtomicI64, Ordering};
    let hours = std::sync::Arc::new(AtomicI64::new(0));
    let passed = hours.clone();
    let clock = move || super::client::now().saturating_add(passed.load(Ordering::Relaxed).hours());
    let mut client = Client::start_at(std::sync::Arc::new(clock));
    client.initialize(json!({ "processId": null, "capabilities": {} })).await;
    let draft = CANCEL.replace("on 9 December", "on 25 November at 14:00");
    assert!(!rules(&client.open(URI, "plaintext", &draft).await).contains(&"late-notice"));
    hours.store(30, Ordering::Relaxed);
    assert!(rules(&next(&mut client, URI).await).contains(&"late-notice"), "without a key being pressed");
    client.finish().await;
}
