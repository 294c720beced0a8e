//! Text and diagnostics keep in step, whatever a client sends.

use super::{CANCEL, Client, URI, at, replace, rules};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_checked_as_it_is_typed() {
    let mut client = Client::plain().await;
    let found = client.open(URI, "plaintext", CANCEL).await;
    assert!(rules(&found).contains(&"missing-apology"), "{found}");
    assert_eq!(found[0]["source"], "regards");
    client.change(URI, 2, replace((2, 45), (2, 45), " I am very sorry for the trouble.")).await;
    let found = client.published_version(URI, 2).await;
    assert!(!rules(&found).contains(&"missing-apology"), "{found}");
    client.close(URI).await;
    assert_eq!(client.published(URI).await["diagnostics"], json!([]));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_messages_are_none_of_our_business() {
    let mut client = Client::plain().await;
    assert_eq!(client.open(URI, "markdown", "# A project\n\nIt does things.\n").await, json!([]));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pulled_where_the_client_pulls() {
    let mut client = Client::with(json!({ "textDocument": { "diagnostic": {} } })).await;
    client.open_only(URI, "plaintext", CANCEL).await;
    let ask = json!({ "textDocument": { "uri": URI } });
    let report = client.request("textDocument/diagnostic", ask).await;
    assert_eq!(report["kind"], "full");
    assert!(rules(&report["items"]).contains(&"missing-apology"));
    let again = json!({ "textDocument": { "uri": URI }, "previousResultId": report["resultId"] });
    let same = client.request("textDocument/diagnostic", again).await;
    assert_eq!((&same["kind"], &same["resultId"]), (&json!("unchanged"), &report["resultId"]));
    assert_eq!(same.get("items"), None);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_changes_never_shows_stale_text() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let mut hovers = Vec::new();
    for version in 2..=2001_i32 {
        // Each change moves the objection one line down.
        client.change(URI, version, replace((0, 0), (0, 0), "\n")).await;
        if version % 50 == 0 {
            hovers.push((version, client.ask("textDocument/hover", at(URI, 1 + version.unsigned_abs(), 12)).await));
        }
    }
    for (version, id) in hovers {
        let answer = client.answer(id).await;
        let line = &answer["result"]["range"]["start"]["line"];
        assert_eq!(*line, json!(2 + version - 1), "the hover after version {version}: {answer}");
    }
    let found = client.published_version(URI, 2001).await;
    assert_eq!(found[0]["range"]["start"]["line"], 2 + 2000, "{found}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_versions_are_ignored_and_nonsense_waits_for_the_full_text() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    client.change(URI, 5, replace((0, 0), (0, 0), "\n")).await;
    client.change(URI, 4, json!([{ "text": "" }])).await;
    assert_eq!(client.published_version(URI, 5).await[0]["range"]["start"]["line"], 3);
    client.change(URI, 6, replace((3, 0), (2, 0), "x")).await;
    client.change(URI, 7, replace((0, 0), (0, 0), "\n")).await;
    assert_eq!(client.request("textDocument/hover", at(URI, 4, 12)).await, Value::Null);
    client.change(URI, 8, json!([{ "text": CANCEL }])).await;
    assert_eq!(client.published_version(URI, 8).await[0]["range"]["start"]["line"], 2);
    client.finish().await;
}
