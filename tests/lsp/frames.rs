//! Whatever comes in: it is answered or logged, and the session goes on.

use super::{CANCEL, Client, URI, at, rules};
use serde_json::{Value, json};

async fn is_well(client: &mut Client) {
    assert!(client.request("textDocument/hover", at(URI, 2, 12)).await.is_object());
}

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_answered_and_passed_over() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let mut deep = "[".repeat(100_000);
    deep.push_str(&"]".repeat(100_000));
    let answered: [(&[u8], i64, Value); 14] = [
        (b"{\"jsonrpc\":\"2.0\",\"method\":", -32700, Value::Null),
        (b"nonsense", -32700, Value::Null),
        (deep.as_bytes(), -32700, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1e999,\"method\":\"shutdown\"}", -32700, Value::Null),
        (b"{}", -32600, Value::Null),
        (b"[]", -32600, Value::Null),
        (b"7", -32600, Value::Null),
        (b"[{\"jsonrpc\":\"2.0\",\"id\":900,\"method\":\"shutdown\"}]", -32600, Value::Null),
        (b"{\"jsonrpc\":\"2.0\"}", -32600, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"id\":901,\"method\":5}", -32600, json!(901)),
        (b"{\"jsonrpc\":\"2.0\",\"id\":902,\"method\":\"\"}", -32600, json!(902)),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"shutdown\"}", -32600, Value::Null),
        (b"{\"jsonrpc\":\"2.0\",\"id\":903,\"method\":\"no/such/method\"}", -32601, json!(903)),
        (b"{\"jsonrpc\":\"2.0\",\"id\":904,\"method\":\"textDocument/hover\",\"params\":[]}", -32602, json!(904)),
    ];
    for (body, code, id) in answered {
        client.send_raw(&framed(body)).await;
        let answer = client.error().await;
        assert_eq!((&answer["error"]["code"], &answer["id"]), (&json!(code), &id), "{}", String::from_utf8_lossy(body));
        is_well(&mut client).await;
    }
    for (bytes, what) in [
        (&b"Content-Length: many\r\n\r\n"[..], "a length that is no number"),
        (b"Content-Type: application/vscode-jsonrpc\r\n\r\n", "a header without a length"),
        (b"Content-Length: 99999999999999999999999\r\n\r\n", "a length that is no number"),
    ] {
        client.send_raw(bytes).await;
        assert_eq!(client.error().await["error"]["code"], -32700, "{what}");
        is_well(&mut client).await;
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_no_answer_is_passed_over() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    for bytes in [
        &b"garbage without a header\r\n"[..],
        b"\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        &framed(b"{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":null}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":null}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"id\":78}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"$/setTrace\",\"params\":{\"value\":\"off\"}}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"$/no/such\"}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"no/such\",\"params\":null}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"contentChanges\":7}}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file:///nowhere\",\"version\":1},\"contentChanges\":[]}}"),
        &framed(b"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"file:///nowhere\"}}}"),
    ] {
        client.send_raw(bytes).await;
        is_well(&mut client).await;
    }
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sloppy_frames_are_read() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let ask = |id: i64| {
        json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": at(URI, 2, 12) }).to_string()
    };
    for (id, head, end) in [
        (901, "content-length: ", "\r\n\r\n"),
        (902, "CONTENT-LENGTH:", "\n\n"),
        (903, "Content-Type: application/vscode-jsonrpc; charset=utf-16\r\nContent-Length:   ", "\r\n\r\n"),
        (904, "X-Other: 1\r\nX-More: 2\r\nX-Third: 3\r\nContent-Length: ", "\r\n\r\n"),
        (905, "the rest of something lost Content-Length: ", "\r\n\r\n"),
    ] {
        let body = ask(id);
        client.send_raw(format!("{head}{}{end}{body}", body.len()).as_bytes()).await;
        assert!(client.answer(id).await["result"].is_object(), "{head}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn halved_emoji_and_stray_bytes_lose_a_character_only() {
    let mut client = Client::plain().await;
    let open = |uri: &str, text: &[u8]| {
        let head = format!(
            r#"{{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{{"textDocument":{{"uri":"{uri}","languageId":"plaintext","version":1,"text":""#
        );
        framed(&[head.as_bytes(), text, b"\"}}}"].concat())
    };
    let cases: [(&str, &[u8]); 4] = [
        ("file:///1", br"Hi Dana,\n\nI need to cancel our interview on 9 December \ud83d .\n\nBest,\nSam"),
        ("file:///2", br"Hi Dana,\n\nI need to cancel our interview on 9 December \ude00\\ud83d.\n\nBest,\nSam"),
        ("file:///3", br"Hi Dana,\n\nI need to cancel our interview on 9 December \ud83d\ude00.\n\nBest,\nSam"),
        ("file:///4", b"Hi Dana,\\n\\nI need to cancel our interview on 9 December \xff\xfe.\\n\\nBest,\\nSam"),
    ];
    for (uri, text) in cases {
        client.send_raw(&open(uri, text)).await;
        assert!(rules(&client.published_version(uri, 1).await).contains(&"missing-apology"), "{uri}");
    }
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_much_at_once_is_passed_over() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let size = (16 << 20) + 1;
    client.send_raw(format!("Content-Length: {size}\r\n\r\n").as_bytes()).await;
    for _ in 0..16 {
        client.send_raw(&vec![b'x'; 1 << 20]).await;
    }
    client.send_raw(b"x").await;
    assert_eq!(client.error().await["error"]["code"], -32700);
    is_well(&mut client).await;
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_waits_for_nothing() {
    // `initialize`, `initialized` and the first file in one go, before any answer.
    let mut client = Client::start();
    let id = client.ask("initialize", json!({ "processId": null, "capabilities": {} })).await;
    client.notify("initialized", json!({})).await;
    client.open_only(URI, "plaintext", CANCEL).await;
    assert!(client.answer(id).await["result"].is_object());
    assert!(!client.published_version(URI, 1).await.as_array().expect("a list").is_empty());
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_and_after_its_time() {
    let mut client = Client::start();
    assert_eq!(client.refused("textDocument/hover", at(URI, 0, 0)).await["code"], -32002);
    client.initialize(json!({ "processId": null, "capabilities": {} })).await;
    assert_eq!(client.refused("initialize", json!({ "processId": null, "capabilities": {} })).await["code"], -32600);
    client.request("shutdown", Value::Null).await;
    assert_eq!(client.refused("textDocument/hover", at(URI, 0, 0)).await["code"], -32600);
    client.notify("exit", Value::Null).await;
    assert_eq!(client.status().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exit_without_shutdown_and_a_hang_up_are_failures() {
    let mut client = Client::plain().await;
    client.notify("exit", Value::Null).await;
    assert_eq!(client.status().await, 1);
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    client.hang_up().await;
    assert_eq!(client.status().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_never_answered_hold_nobody_up() {
    let mut client = Client::start();
    client.ignored = vec!["client/registerCapability", "workspace/configuration", "workspace/applyEdit"];
    let capabilities = json!({ "workspace": {
        "configuration": true, "applyEdit": true,
        "didChangeConfiguration": { "dynamicRegistration": true },
        "didChangeWatchedFiles": { "dynamicRegistration": true },
    } });
    client.initialize(json!({ "processId": null, "capabilities": capabilities })).await;
    client.open(URI, "plaintext", CANCEL).await;
    for _ in 0..100 {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null })).await;
        let arguments = json!([URI, "withdraw"]);
        client
            .request("workspace/executeCommand", json!({ "command": "regards.setIntent", "arguments": arguments }))
            .await;
    }
    is_well(&mut client).await;
    assert!(client.asked.len() >= 8, "{:?}", client.asked.len());
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_under_load() {
    let mut client = Client::plain().await;
    client.open(URI, "plaintext", CANCEL).await;
    let long = CANCEL.repeat(2000);
    let mut asked = Vec::new();
    for number in 0..200 {
        client.change(URI, number + 2, json!([{ "text": long }])).await;
        let id = client.ask("textDocument/hover", at(URI, 2, 12)).await;
        client.notify("$/cancelRequest", json!({ "id": id })).await;
        asked.push(id);
    }
    for id in asked {
        let answer = client.answer(id).await;
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    }
    client.published_version(URI, 201).await;
    client.change(URI, 202, json!([{ "text": CANCEL }])).await;
    is_well(&mut client).await;
    client.published_version(URI, 202).await;
    client.finish().await;
}
