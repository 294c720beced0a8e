//! What a client shows of a draft that is read: hover, outline, hints, folds, selections, highlights.

use super::{Client, at};
use serde_json::{Value, json};

const URI: &str = "file:///drafts/reading.txt";
/// With a picture in front, so that the encodings of positions differ.
const DRAFT: &str = "Hi Dana,\n\n🙂 I'm sorry, but I have to cancel our interview on 9 December at 10am. Thank you \
                     for your time.\nSorry again.\n\nBest,\nSam\n\n-- \nSam Carter\n+1 555 0100\n\n> On 20 November \
                     2026, Dana Reyes <dana@acme.example> wrote:\n> See you on the 9th.\n> Dana\n";

async fn opened(capabilities: Value) -> Client {
    let mut client = Client::with(capabilities).await;
    client.open(URI, "plaintext", DRAFT).await;
    client
}

fn document() -> Value {
    json!({ "textDocument": { "uri": URI } })
}

async fn hover(client: &mut Client, line: u32, character: u32) -> (String, Value) {
    let hover = client.request("textDocument/hover", at(URI, line, character)).await;
    (hover["contents"]["value"].as_str().unwrap_or_default().to_owned(), hover["range"].clone())
}

/// What a client says that renders Markdown.
fn markdown() -> Value {
    json!({ "hover": { "contentFormat": ["plaintext", "markdown"] } })
}

fn span(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

#[tokio::test(flavor = "multi_thread")]
async fn hover_tells_what_was_recognised() {
    for (encoding, width) in [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)] {
        let mut client =
            opened(json!({ "general": { "positionEncodings": [encoding] }, "textDocument": markdown() })).await;
        // `🙂 I'm sorry`: the word is 5 characters behind the picture.
        let (text, range) = hover(&mut client, 2, width + 6).await;
        assert!(text.contains("is read as *Apology*") && text.contains("missing-apology"), "{encoding}: {text}");
        assert_eq!(range, span(2, width + 5, width + 10), "{encoding}");
        let (text, _) = hover(&mut client, 2, width + 58).await;
        assert!(text.contains("the appointment: **Wed 9 Dec 2026 10:00"), "{encoding}: {text}");
        assert!(text.contains("long enough"), "{encoding}: {text}");
        let (text, _) = hover(&mut client, 0, 4).await;
        assert!(text.contains("Dana Reyes") && text.contains("cancel: Cancelling an interview"), "{encoding}: {text}");
        client.finish().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_renders_no_markdown_is_sent_none() {
    let mut client = opened(json!({ "textDocument": { "hover": { "contentFormat": ["plaintext"] } } })).await;
    let params = at(URI, 2, 8);
    let contents = client.request("textDocument/hover", params.clone()).await["contents"].clone();
    assert_eq!(contents["kind"], "plaintext");
    let text = contents["value"].as_str().expect("text");
    assert!(text.contains("is read as Apology") && text.contains("\nApology (apology)\n"), "{text}");
    assert!(text.contains("\n- ") && !text.contains("**") && !text.contains('`'), "{text}");
    client.finish().await;
    let mut client = opened(json!({ "textDocument": markdown() })).await;
    let contents = client.request("textDocument/hover", params).await["contents"].clone();
    assert_eq!(contents["kind"], "markdown");
    assert!(contents["value"].as_str().is_some_and(|text| text.contains("**Apology** (`apology`)")), "{contents}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hover_on_a_diagnostic_tells_why() {
    let mut client = Client::plain().await;
    let found = client.open(URI, "plaintext", super::CANCEL).await;
    let about = found.as_array().and_then(|all| all.iter().find(|it| it["code"] == "missing-apology")).expect("it");
    let start = about["range"]["start"].clone();
    let params = json!({ "textDocument": { "uri": URI }, "position": start });
    let hover = client.request("textDocument/hover", params).await;
    let text = hover["contents"]["value"].as_str().expect("text");
    assert!(text.contains(about["message"].as_str().expect("a message")), "{text}");
    assert!(text.contains("Why") && text.contains("What puts it right") && text.contains("asked for"), "{text}");
    assert!(!text.contains("Not flagged"), "it is brief: {text}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outline() {
    let names = |symbols: &Value| -> Vec<String> {
        let name = |it: &Value| it["name"].as_str().unwrap_or_default().to_owned();
        symbols.as_array().into_iter().flatten().map(name).collect()
    };
    let tree = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    let mut client = opened(tree).await;
    let symbols = client.request("textDocument/documentSymbol", document()).await;
    let expected = [
        "Greeting",
        "Apology",
        "Decision",
        "Thanks",
        "Apology",
        "Sign-off",
        "Signature",
        "Quoted message from Dana Reyes",
    ];
    assert_eq!(names(&symbols), expected, "{symbols:#}");
    assert_eq!(symbols[0]["selectionRange"], span(0, 0, 8));
    assert_eq!(symbols[1]["detail"], "sorry");
    for symbol in symbols.as_array().expect("a list") {
        let inside = |end: &str| {
            let place = |range: &Value| (range[end]["line"].as_u64(), range[end]["character"].as_u64());
            (place(&symbol["range"]), place(&symbol["selectionRange"]))
        };
        let ((outer_start, inner_start), (outer_end, inner_end)) = (inside("start"), inside("end"));
        assert!(outer_start <= inner_start && inner_end <= outer_end, "{symbol}");
    }
    client.finish().await;
    let mut client = opened(json!({})).await;
    let flat = client.request("textDocument/documentSymbol", document()).await;
    assert_eq!(names(&flat), expected);
    assert_eq!(flat[0]["location"]["uri"], URI);
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inlay_hint_names_the_intent() {
    let mut client = opened(json!({})).await;
    let ask = |from: u32, to: u32| {
        let range = json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 0 } });
        json!({ "textDocument": { "uri": URI }, "range": range })
    };
    let hints = client.request("textDocument/inlayHint", ask(0, 20)).await;
    assert_eq!(hints.as_array().map(Vec::len), Some(1), "{hints}");
    assert_eq!(hints[0]["label"], "Cancelling an interview");
    assert_eq!(hints[0]["position"], json!({ "line": 0, "character": 8 }));
    assert_eq!(client.request("textDocument/inlayHint", ask(2, 20)).await, json!([]), "it is outside");
    let short = "I have to cancel my interview on 9 December.\nIt clashes with work.\n";
    client.change(URI, 2, json!([{ "text": short }])).await;
    client.published_version(URI, 2).await;
    let hints = client.request("textDocument/inlayHint", ask(0, 20)).await;
    assert_eq!(hints[0]["position"], json!({ "line": 0, "character": 44 }), "behind the first line");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_around_the_words_folds() {
    let mut client = opened(json!({})).await;
    let folds = client.request("textDocument/foldingRange", document()).await;
    let lines: Vec<_> = folds.as_array().expect("a list").iter().map(|it| (&it["startLine"], &it["endLine"])).collect();
    assert_eq!(lines, [(&json!(8), &json!(10)), (&json!(12), &json!(14))], "{folds}");
    let mail = "---\nintent: cancel\nnow: 2026-11-23\n---\nFrom: Sam <sam@mail.example>\nTo: Dana <dana@acme.example>\n\
                Subject: Interview\n\nHi Dana,\n\nI have to cancel our interview.\n\nSam\n";
    client.open("file:///drafts/a.eml", "mail", mail).await;
    let folds =
        client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": "file:///drafts/a.eml" } })).await;
    let lines: Vec<_> = folds.as_array().expect("a list").iter().map(|it| (&it["startLine"], &it["endLine"])).collect();
    assert_eq!(lines, [(&json!(0), &json!(3)), (&json!(4), &json!(6))], "{folds}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn selections_grow() {
    let mut client = opened(json!({})).await;
    let positions = json!([{ "line": 2, "character": 8 }, { "line": 13, "character": 5 }]);
    let params = json!({ "textDocument": { "uri": URI }, "positions": positions });
    let selections = client.request("textDocument/selectionRange", params).await;
    let mut chain = Vec::new();
    let mut at = &selections[0];
    while at.is_object() {
        chain.push(at["range"].clone());
        at = &at["parent"];
    }
    let all = |line: u32, from: u32, end_line: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": end_line, "character": to } });
    let expected = [span(2, 7, 12), span(2, 3, 71), all(2, 0, 3, 12), all(0, 0, 6, 3), all(0, 0, 15, 0)];
    assert_eq!(chain, expected, "word, sentence, paragraph, words, file");
    assert_eq!(selections[1]["range"], span(13, 2, 5), "a word of the thread");
    assert_eq!(selections[1]["parent"]["range"]["start"]["line"], 12, "the thread");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_of_a_kind_are_highlighted_together() {
    let mut client = opened(json!({})).await;
    let places = client.request("textDocument/documentHighlight", at(URI, 2, 9)).await;
    assert_eq!(places[0]["range"], span(2, 7, 12));
    assert_eq!(places[1]["range"], span(3, 0, 5));
    assert_eq!(places.as_array().map(Vec::len), Some(2));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_where_there_is_no_intent() {
    let mut client = Client::plain().await;
    client
        .open(URI, "markdown", "# A project\n\nThank you for your time.\n\n> On Monday, Dana wrote:\n> Hello\n")
        .await;
    for method in ["documentSymbol", "foldingRange"] {
        assert_eq!(client.request(&format!("textDocument/{method}"), document()).await, Value::Null, "{method}");
    }
    for method in ["hover", "documentHighlight"] {
        let answer = client.request(&format!("textDocument/{method}"), at(URI, 2, 3)).await;
        assert_eq!(answer, Value::Null, "{method}");
    }
    client.finish().await;
}
