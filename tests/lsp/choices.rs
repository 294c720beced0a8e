//! What editors' own commands stand on: how a message stands, what there is to choose from, everything fixed at once.

use super::config::{folder, uri};
use super::{CANCEL, Client, URI, rules};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn file(uri: &str) -> Value {
    json!({ "textDocument": { "uri": uri } })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_says_what_a_message_is_and_how_much_it_lacks() {
    let mut client = Client::plain().await;
    let text = format!("{CANCEL}\nOn Monday Dana Reyes wrote:\n> 😀 Come on Friday.\n");
    let found = client.open(URI, "plaintext", &text).await;
    let status = client.request("regards/status", file(URI)).await;
    assert_eq!(status["intents"], json!([{ "id": "cancel", "title": "Cancelling an interview" }]));
    assert_eq!(status["template"], false);
    for (name, severity) in [("error", 1), ("warning", 2), ("information", 3), ("hint", 4)] {
        let count = found.as_array().expect("a list").iter().filter(|it| it["severity"] == severity).count();
        assert_eq!(status["findings"][name], count, "{name}");
    }
    assert_eq!(status["thread"][0]["start"], json!({ "line": 7, "character": 0 }));
    client.open("file:///drafts/dentist.txt", "plaintext", "The dentist sees me on Friday.\n").await;
    let status = client.request("regards/status", file("file:///drafts/dentist.txt")).await;
    assert_eq!((&status["intents"], &status["findings"]["warning"]), (&json!([]), &json!(0)));
    let no_draft = client.request("regards/status", file("file:///drafts/not-open.txt")).await;
    assert_eq!(no_draft, Value::Null);
    client.finish().await;
}

/// What is only perhaps our business is named, so that the writer can say so; nothing is found in it.
#[tokio::test(flavor = "multi_thread")]
async fn the_status_names_a_guess() {
    let drafts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/corpus");
    let mut drafts: Vec<_> = fs::read_dir(drafts).expect("drafts").map(|it| it.expect("readable").path()).collect();
    drafts.retain(|path| path.extension().is_some_and(|it| it == "txt"));
    drafts.sort();
    let mut client = Client::plain().await;
    for path in drafts {
        let text = fs::read_to_string(&path).expect("text");
        let draft = uri(&path);
        let found = client.open(&draft, "plaintext", &text).await;
        let status = client.request("regards/status", file(&draft)).await;
        if status["guess"] != Value::Null {
            assert!(status["guess"]["id"].is_string() && status["guess"]["title"].is_string(), "{status}");
            assert_eq!((&status["intents"], &found), (&json!([]), &json!([])), "{}", path.display());
            return client.finish().await;
        }
    }
    panic!("there is no draft to try it on");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalog_is_that_of_the_files_project() {
    let folder = folder();
    fs::write(folder.path().join("regards.toml"), "disable = [\"missing-apology\"]\n").expect("written");
    let draft = uri(&folder.path().join("a.txt"));
    let mut client = Client::plain().await;
    client.open(&draft, "plaintext", CANCEL).await;
    let enabled = |catalog: &Value| {
        let rules = catalog["rules"].as_array().expect("a list of rules");
        rules.iter().find(|it| it["id"] == "missing-apology").expect("a rule")["enabled"].clone()
    };
    let general = client.request("regards/catalog", json!({})).await;
    assert_eq!(enabled(&general), true);
    assert_eq!(enabled(&client.request("regards/catalog", file(&draft)).await), false);
    let intents = general["intents"].as_array().expect("a list of intents");
    let withdraw = intents.iter().find(|it| it["id"] == "withdraw").expect("an intent");
    assert_eq!((&withdraw["sender"], &withdraw["skeleton"]), (&json!("candidate"), &json!(true)));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_intent_has_a_new_message_that_lacks_nothing_but_its_blanks() {
    let mut client = Client::plain().await;
    let catalog = client.request("regards/catalog", json!({})).await;
    for (number, intent) in catalog["intents"].as_array().expect("a list").iter().enumerate() {
        let message = client.request("regards/newMessage", json!({ "intent": intent["id"], "format": "plain" })).await;
        let (text, snippet) = (message["text"].as_str().expect("text"), message["snippet"].as_str().expect("snippet"));
        assert!(snippet.contains("${1:[") && text.contains('['), "{snippet}");
        assert_eq!(snippet.replace('\\', "").split("${").count() - 1, text.matches('[').count(), "{snippet}");
        let uri = format!("file:///drafts/{number}.txt");
        let found = client.open(&uri, "plaintext", text).await;
        assert!(rules(&found).iter().all(|rule| *rule == "unfilled-placeholder"), "{text}\n{found:#}");
    }
    // A file's own format, where none is asked for.
    client.open("file:///drafts/new.html", "html", "").await;
    let ask = json!({ "intent": "withdraw", "textDocument": { "uri": "file:///drafts/new.html" } });
    assert!(client.request("regards/newMessage", ask).await["text"].as_str().expect("text").starts_with("<p>"));
    let error = client.refused("regards/newMessage", json!({ "intent": "nothing" })).await;
    assert_eq!(error["message"], "there is no message for the intent nothing");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_workspace_is_fixed_at_once() {
    let folder = folder();
    let (open, closed, clean) = (folder.path().join("a.txt"), folder.path().join("b.txt"), folder.path().join("c.md"));
    for (path, text) in [(&open, "nothing yet\n"), (&closed, CANCEL), (&clean, "# Notes\n")] {
        fs::write(path, text).expect("written");
    }
    let mut client = Client::start();
    client.answers.insert("workspace/applyEdit", json!({ "applied": true }));
    let can = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let folders = json!([{ "uri": uri(folder.path()), "name": "drafts" }]);
    client.initialize(json!({ "processId": null, "capabilities": can, "workspaceFolders": folders })).await;
    // As the editor has it, not as it is stored.
    client.open(&uri(&open), "plaintext", CANCEL).await;
    client.request("workspace/executeCommand", json!({ "command": "regards.fixWorkspace" })).await;
    assert_eq!(client.notification("window/showMessage").await["message"], "Fixed 2 messages.");
    let (_, asked) = client.asked.iter().find(|(method, _)| method == "workspace/applyEdit").expect("an edit");
    assert_eq!(asked["metadata"]["isRefactoring"], true);
    let changes = asked["edit"]["documentChanges"].as_array().expect("changes").clone();
    let files: Vec<_> = changes.iter().map(|it| it["textDocument"].clone()).collect();
    assert_eq!(files, [json!({ "uri": uri(&open), "version": 1 }), json!({ "uri": uri(&closed), "version": null })]);
    assert_eq!(changes[0]["edits"], changes[1]["edits"], "the same text, the same edits");
    assert!(changes[0]["edits"][0]["newText"].as_str().is_some_and(|text| !text.is_empty()));

    fs::remove_file(&closed).expect("removed");
    client.close(&uri(&open)).await;
    client.request("workspace/executeCommand", json!({ "command": "regards.fixWorkspace" })).await;
    let told = client.notification("window/showMessage").await;
    assert_eq!(told["message"], "No message here has anything to fix without a look.");
    client.forget();
    client.finish().await;
}
