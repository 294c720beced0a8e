//! What can be done about a finding, in clients of every kind.

use super::{CANCEL, Client, URI, rules};
use serde_json::{Value, json};

/// A client that takes code actions and completes them when one is picked.
fn modern() -> Value {
    json!({
        "workspace": { "applyEdit": true, "workspaceEdit": { "documentChanges": true } },
        "window": { "showDocument": { "support": true } },
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix", "source"] } },
                "isPreferredSupport": true, "dataSupport": true, "resolveSupport": { "properties": ["edit"] },
            },
        },
    })
}

/// One that takes code actions, and keeps nothing for later.
fn older() -> Value {
    let literals = json!({ "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } });
    json!({ "textDocument": { "codeAction": literals } })
}

fn ask(uri: &str, range: &Value, context: impl Into<Value>) -> Value {
    json!({ "textDocument": { "uri": uri }, "range": range, "context": context.into() })
}

fn everywhere() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } })
}

fn named<'a>(actions: &'a Value, title: &str) -> &'a Value {
    let all = actions.as_array().expect("a list of actions");
    let found = all.iter().find(|action| action["title"].as_str().is_some_and(|it| it.contains(title)));
    found.unwrap_or_else(|| panic!("no action `{title}` in {actions:#}"))
}

/// The text with the edits of a `WorkspaceEdit` made; all of it is ASCII.
fn applied(text: &str, edit: &Value) -> String {
    let edits = match edit.get("documentChanges") {
        Some(changes) => changes[0]["edits"].clone(),
        None => edit["changes"].as_object().and_then(|it| it.values().next()).cloned().expect("changes of one file"),
    };
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().expect("a line"), at["character"].as_u64().expect("a column"));
        text.split_inclusive('\n').take(line as usize).map(str::len).sum::<usize>() + column as usize
    };
    let mut all: Vec<(usize, usize, String)> = edits
        .as_array()
        .expect("a list of edits")
        .iter()
        .map(|edit| {
            let new = edit["newText"].as_str().or_else(|| edit["snippet"]["value"].as_str()).expect("a text");
            (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), new.to_owned())
        })
        .collect();
    all.sort();
    let mut text = text.to_owned();
    for (start, end, new) in all.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn each_phrasing_is_an_action_and_puts_it_right() {
    let mut client = Client::with(modern()).await;
    let found = client.open(URI, "plaintext", CANCEL).await;
    let finding =
        found.as_array().and_then(|all| all.iter().find(|it| it["code"] == "missing-apology")).expect("it").clone();
    let context = json!({ "diagnostics": [finding] });
    let actions = client.request("textDocument/codeAction", ask(URI, &finding["range"], context)).await;
    let first = &actions[0];
    assert_eq!((&first["kind"], &first["isPreferred"]), (&json!("quickfix"), &json!(true)), "{actions:#}");
    assert_eq!(first["diagnostics"][0]["code"], "missing-apology");
    assert_eq!(first.get("edit"), None, "only worked out when it is picked");
    let preferred = actions.as_array().into_iter().flatten().filter(|it| it["isPreferred"] == true);
    assert_eq!(preferred.count(), 1);
    let picked = client.request("codeAction/resolve", first.clone()).await;
    assert_eq!(picked["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    let text = applied(CANCEL, &picked["edit"]);
    let left = client.open("file:///drafts/b.txt", "plaintext", &text).await;
    assert!(!rules(&left).contains(&"missing-apology"), "{text}");
    client.finish().await;
}

/// A mail with its text as plain text and as HTML.
fn in_two_forms(text: &str, page: &str) -> String {
    format!(
        "From: sam@mail.example\nTo: dana@house.example\nSubject: Friday\nMIME-Version: 1.0\n\
         Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n{text}\n--b\n\
         Content-Type: text/html\n\n<p>{page}</p>\n--b--\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_on_a_mail_in_two_forms_mends_both_or_says_why_not() {
    let mut can = older();
    can["textDocument"]["codeAction"]["disabledSupport"] = true.into();
    let mut client = Client::with(can).await;
    let alike = in_two_forms(CANCEL, &CANCEL.replace("\n\n", "</p>\n<p>"));
    let uri = "file:///drafts/a.eml";
    client.open(uri, "plaintext", &alike).await;
    let ask_all = |uri: &str| ask(uri, &everywhere(), json!({ "diagnostics": [] }));
    let actions = client.request("textDocument/codeAction", ask_all(uri)).await;
    let title = "Apologize for the inconvenience";
    let after = applied(&alike, &named(&actions, title)["edit"]);
    assert_eq!(after.matches("sorry for the inconvenience").count(), 2, "{after}");

    let apart = in_two_forms(CANCEL, "This mail is a picture.");
    let uri = "file:///drafts/b.eml";
    client.open(uri, "plaintext", &apart).await;
    let actions = client.request("textDocument/codeAction", ask_all(uri)).await;
    let disabled = named(&actions, "Mend missing-apology");
    assert!(disabled["disabled"]["reason"].as_str().is_some_and(|it| it.contains("do not say the same")), "{disabled}");
    assert_eq!(disabled.get("edit"), None);
    assert!(!actions.as_array().into_iter().flatten().any(|it| it["title"] == title), "{actions:#}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_remembers_nothing_gets_whole_edits() {
    let mut client = Client::with(older()).await;
    client.open(URI, "plaintext", CANCEL).await;
    // No diagnostics in the context, and a range over everything.
    let actions =
        client.request("textDocument/codeAction", ask(URI, &everywhere(), json!({ "diagnostics": [] }))).await;
    let apology = named(&actions, "Apologize for the inconvenience");
    assert_eq!(apology.get("data"), None);
    let left = client.open("file:///drafts/b.txt", "plaintext", &applied(CANCEL, &apology["edit"])).await;
    assert!(!rules(&left).contains(&"missing-apology"), "{left}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_takes_commands_only_has_the_server_make_the_edit() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let actions =
        client.request("textDocument/codeAction", ask(URI, &everywhere(), json!({ "diagnostics": [] }))).await;
    let command = named(&actions, "Apologize for the inconvenience");
    let params = json!({ "command": command["command"], "arguments": command["arguments"] });
    client.answers.insert("workspace/applyEdit", json!({ "applied": true }));
    client.request("workspace/executeCommand", params).await;
    let edit = asked(&mut client, "workspace/applyEdit").await["edit"].clone();
    assert!(applied(CANCEL, &edit).len() > CANCEL.len());
    client.finish().await;
}

/// What the server asks for, now or in a while.
async fn asked(client: &mut Client, method: &str) -> Value {
    loop {
        if let Some(at) = client.asked.iter().position(|(asked, _)| asked == method) {
            return client.asked.remove(at).1;
        }
        client.request("textDocument/hover", super::at(URI, 0, 0)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_ignored_with_a_reason() {
    let mut client = Client::with(older()).await;
    let html = "<html><body>\n<p>Hi Dana,</p>\n<p>I need to cancel our interview on 9 December.</p>\n<p>Best,<br>Sam</p>\n</body></html>\n";
    let mail = format!("From: sam@a.example\nTo: Dana <dana@b.example>\nSubject: Our interview\n\n{CANCEL}");
    let fenced = format!("---\ntitle: x\n---\n{CANCEL}");
    let toml = format!("+++\ntitle = \"x\"\n+++\n{CANCEL}");
    let headed = format!("Subject: Our interview\n\n{CANCEL}");
    let mjml = html.replace("<p>", "<mj-text>").replace("</p>", "</mj-text>");
    let minified = "<p>Hi Dana,</p><p>I need to cancel our interview on 9 December.</p><p>Best,<br>Sam</p>\n";
    let again = format!("---\nregards-ignore: no-alternate-time: none\n---\n{CANCEL}");
    let list = format!("---\nregards-ignore:\n  - no-alternate-time: none\n---\n{CANCEL}");
    let toml_again = format!("+++\nregards-ignore = \"no-alternate-time: none\"\n+++\n{CANCEL}");
    let toml_list = format!("+++\nregards-ignore = ['no-alternate-time: none']\n+++\n{CANCEL}");
    for (name, language, text, remark) in [
        ("a.txt", "plaintext", CANCEL, "---\nregards-ignore: \"missing-apology: [why it does not apply]\"\n---\nHi"),
        ("a.md", "markdown", CANCEL, "\n<!-- regards-ignore missing-apology: [why it does not apply] -->\nI need"),
        ("f.md", "markdown", &fenced, "---\nregards-ignore: \"missing-apology: [why it does not apply]\"\ntitle: x\n"),
        ("t.md", "markdown", &toml, "+++\nregards-ignore = \"missing-apology: [why it does not apply]\"\ntitle"),
        ("a.html", "html", html, "\n<!-- regards-ignore missing-apology: [why it does not apply] -->\n<p>I need"),
        ("a.txt.j2", "jinja", CANCEL, "\n{# regards-ignore missing-apology: [why it does not apply] #}\nI need"),
        ("a.hbs", "handlebars", CANCEL, "\n{{!-- regards-ignore missing-apology: [why it does not apply] --}}\nI need"),
        ("a.txt.erb", "erb", CANCEL, "\n<%# regards-ignore missing-apology: [why it does not apply] %>\nI need"),
        (
            "a.liquid",
            "liquid",
            CANCEL,
            "\n{% comment %} regards-ignore missing-apology: [why it does not apply] {% endcomment %}\n",
        ),
        ("a.eml", "mail", &mail, "X-Regards-Ignore: missing-apology: [why it does not apply]\nFrom:"),
        ("h.txt", "plaintext", &headed, "X-Regards-Ignore: missing-apology: [why it does not apply]\nSubject:"),
        (
            "a.html.tmpl",
            "gohtmltmpl",
            html,
            "\n{{/* regards-ignore missing-apology: [why it does not apply] */}}\n<p>I need",
        ),
        ("a.mjml", "mjml", &mjml, "\n<!-- regards-ignore missing-apology: [why it does not apply] -->\n<mj-text>"),
        (
            "one-line.html",
            "html",
            minified,
            "<p><!-- regards-ignore missing-apology: [why it does not apply] -->I need",
        ),
        (
            "again.md",
            "markdown",
            &again,
            "---\nregards-ignore: [\"no-alternate-time: none\", \"missing-apology: [why it does not apply]\"]\n",
        ),
        (
            "list.md",
            "markdown",
            &list,
            "ignore:\n  - no-alternate-time: none\n  - \"missing-apology: [why it does not apply]\"\n",
        ),
        (
            "t2.md",
            "markdown",
            &toml_again,
            "= [\"no-alternate-time: none\", \"missing-apology: [why it does not apply]\"]\n",
        ),
        (
            "t3.md",
            "markdown",
            &toml_list,
            "= ['no-alternate-time: none', \"missing-apology: [why it does not apply]\"]\n",
        ),
    ] {
        let uri = format!("file:///drafts/{name}");
        let found = client.open(&uri, language, text).await;
        assert!(rules(&found).contains(&"missing-apology"), "{name}: {found}");
        let actions =
            client.request("textDocument/codeAction", ask(&uri, &everywhere(), json!({ "diagnostics": [] }))).await;
        let text = applied(text, &named(&actions, "Ignore missing-apology")["edit"]);
        assert!(text.contains(remark), "{name}:\n{text}");
        client.change(&uri, 2, json!([{ "text": text }])).await;
        let left = client.published_version(&uri, 2).await;
        assert!(!rules(&left).contains(&"missing-apology"), "{name}:\n{text}\n{left}");
        assert!(!rules(&left).contains(&"unused-suppression"), "{name}:\n{text}\n{left}");
    }
    client.finish().await;
}

/// A remark that ignores nothing can go, and cannot be ignored: that would be one more that ignores nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_remark_is_not_ignored_by_a_remark() {
    let mut client = Client::with(older()).await;
    let text = CANCEL.replace("I need", "<!-- regards-ignore too-long: it is not -->\nI need");
    let found = client.open("file:///a.md", "markdown", &text).await;
    assert!(rules(&found).contains(&"unused-suppression"), "{found}");
    let actions = client
        .request("textDocument/codeAction", ask("file:///a.md", &everywhere(), json!({ "diagnostics": [] })))
        .await;
    named(&actions, "Ignore missing-apology here");
    named(&actions, "Explain unused-suppression");
    let titles = actions.as_array().expect("a list").iter().filter_map(|it| it["title"].as_str());
    assert_eq!(titles.filter(|title| title.starts_with("Ignore unused-suppression")).count(), 0);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_writer_says_what_a_message_is() {
    let mut client = Client::with(older()).await;
    let other = "Hi Dana,\n\nSee you at lunch.\n\nBest,\nSam\n";
    let page = "<html><head></head><body class=\"x\">\n<p>See you at lunch.</p>\n</body></html>\n";
    let said = format!("<!-- regards-intent: withdraw -->\n{other}");
    for (name, language, text, remark) in [
        ("a.txt", "plaintext", other, "---\nintent: \"cancel\"\n---\nHi"),
        ("a.md", "markdown", other, "<!-- regards-intent: cancel -->\nHi"),
        ("b.md", "markdown", &said, "<!-- regards-intent: cancel -->\nHi"),
        ("a.html", "html", page, "<body class=\"x\">\n<!-- regards-intent: cancel -->\n<p>"),
        ("c.txt", "plaintext", "---\nintent: withdraw # or so\n---\nHi\n", "---\nintent: cancel # or so\n---\nHi"),
        ("a.eml", "mail", "From: a@b.example\nTo: c@d.example\n\nHi\n", "X-Regards-Intent: cancel\nFrom"),
    ] {
        let uri = format!("file:///drafts/{name}");
        client.open(&uri, language, text).await;
        let context = json!({ "diagnostics": [], "only": ["source"] });
        let actions = client.request("textDocument/codeAction", ask(&uri, &everywhere(), context)).await;
        let text = applied(text, &named(&actions, "(cancel)")["edit"]);
        assert!(text.contains(remark), "{name}:\n{text}");
        client.change(&uri, 2, json!([{ "text": text }])).await;
        let found = client.published_version(&uri, 2).await;
        assert!(rules(&found).contains(&"missing-apology"), "{name}:\n{text}\n{found}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_asked_for() {
    let mut client = Client::with(older()).await;
    client.open(URI, "plaintext", CANCEL).await;
    let kinds = |actions: &Value| -> Vec<String> {
        let mut kinds: Vec<_> = actions.as_array().into_iter().flatten().map(|it| it["kind"].to_string()).collect();
        kinds.dedup();
        kinds
    };
    for (only, expected) in [
        (json!(["quickfix"]), vec!["\"quickfix\""]),
        (json!(["source.fixAll"]), vec!["\"source.fixAll.regards\""]),
        (json!(["source.fixAll.regards"]), vec!["\"source.fixAll.regards\""]),
        (json!(["source.organizeImports"]), vec![]),
        (json!(["refactor"]), vec![]),
    ] {
        let context = json!({ "diagnostics": [], "only": only });
        let actions = client.request("textDocument/codeAction", ask(URI, &everywhere(), context)).await;
        assert_eq!(kinds(&actions), expected, "{only}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_explained() {
    let mut client = Client::with(modern()).await;
    client.open(URI, "plaintext", CANCEL).await;
    let params = json!({ "command": "regards.explain", "arguments": [URI, "missing-apology"] });
    client.request("workspace/executeCommand", params).await;
    let said = client.notification("window/showMessage").await["message"].clone();
    assert!(said.as_str().is_some_and(|said| said.contains("without an apology")), "{said}");
    client.refused("workspace/executeCommand", json!({ "command": "regards.setIntent", "arguments": [URI] })).await;
    let unknown = json!({ "command": "regards.setIntent", "arguments": [URI, "cancle"] });
    let refused = client.refused("workspace/executeCommand", unknown).await;
    assert!(
        refused["message"].as_str().is_some_and(|it| it.ends_with("there is no intent cancle; did you mean cancel?"))
    );
    client.refused("workspace/executeCommand", json!({ "command": "rm", "arguments": [] })).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_knows_is_a_tab_stop() {
    let mut capabilities = older();
    capabilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    let mut client = Client::with(capabilities).await;
    client.open(URI, "plaintext", CANCEL).await;
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let actions = client.request("textDocument/codeAction", ask(URI, &everywhere(), context)).await;
    let remark = &named(&actions, "Ignore missing-apology")["edit"]["documentChanges"][0]["edits"][0];
    assert_eq!(remark.get("newText"), None);
    assert_eq!(remark["snippet"]["kind"], "snippet");
    let value = remark["snippet"]["value"].as_str().expect("a text");
    assert!(value.contains("missing-apology: ${1:[why it does not apply]}"), "{value}");
    // What has nothing to fill in is a plain edit.
    let apology = &named(&actions, "Apologize for the inconvenience")["edit"];
    assert!(apology["changes"][URI][0]["newText"].is_string(), "{apology}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_leads_to_the_page_of_its_rule() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let mut client = Client::start_with(std::sync::Arc::new(super::client::now), Some(folder.path().join("pages")));
    let shows =
        json!({ "textDocument": { "publishDiagnostics": { "codeDescriptionSupport": true, "dataSupport": true } } });
    client.initialize(json!({ "processId": null, "capabilities": shows })).await;
    let found = client.open(URI, "plaintext", CANCEL).await;
    let finding = found.as_array().and_then(|all| all.iter().find(|it| it["code"] == "missing-apology")).expect("it");
    assert_eq!(finding["data"]["rule"], "missing-apology");
    let page =
        finding["codeDescription"]["href"].as_str().and_then(|href| href.strip_prefix("file://")).expect("a file");
    let page = if cfg!(windows) { page.trim_start_matches('/').replace("%3A", ":") } else { page.to_owned() };
    let page = std::fs::read_to_string(page).expect("it was written");
    assert!(page.contains("without an apology") && page.contains("missing-apology"), "{page}");
    let draft = super::config::uri(&folder.path().join("a.txt"));
    let config = super::config::uri(&folder.path().join("regards.toml"));
    assert_eq!(client.open(&config, "toml", "docs-url = \"https://docs.example/{rule}\"\n").await, json!([]));
    let found = client.open(&draft, "plaintext", CANCEL).await;
    assert_eq!(found[0]["codeDescription"]["href"], format!("https://docs.example/{}", rules(&found)[0]));
    client.forget();
    client.finish().await;
}
