//! Every feature answers on every document, wherever it is asked: an error answer would be a panic caught.

use super::Client;
use super::config::{folder, uri};
use serde_json::json;

const TEXTS: [&str; 14] = [
    "",
    "\u{FEFF}",
    "\r",
    "---\n",
    "---\nintent: cancel\n---\n",
    "+++\nintent = \"cancel\"\n",
    "> On Monday, Dana Reyes wrote:\n> Hi\n",
    "\u{FEFF}---\r\nintent: cancel\r\n---\r\nHi 🙂 Dana,\r\rI’m sorry, I must cancel our interview tomorrow at 9…\u{2028}Sam",
    "Hi {{ name }},\n\n{% if x %}We are cancelling your interview on {{ date }}.{% endif %}\n\n<!-- regards-ignore é -->\n-- \nSam",
    "<p>Hi Dana,</p><p>I have to cancel our interview&nbsp;on 9&nbsp;December&mdash;<b>sor",
    "From: Sam <s@x.example>\nSubject: =?utf-8?q?caf=C3=A9?=\nContent-Transfer-Encoding: base64\n\nSGkgRGFuYSwKCkkgaGF2ZSB0byBjYW5jZWwgb3VyIGludGVydmlldy4KClNhbQo=",
    "title = \"é\nwhy = '''\n[[examples]]\nflagged = \"\"\"🙂",
    "[[[[ = {{{{ \"\" 🙂 ]]\nintents = [\"cancel\", \"🙂",
    "severity = \"wa\"\nmessage = \"{\"\nrequire = [[\"a\"]]\n[[fixes]]\nplace = { after = 3 }\n",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_feature_answers_on_every_document() {
    let folder = folder();
    std::fs::create_dir_all(folder.path().join("our/etiquette")).expect("a folder");
    let files = [
        ("a.txt", "plaintext"),
        ("a.md", "markdown"),
        ("a.eml", "mail"),
        ("a.html.j2", "jinja-html"),
        ("regards.toml", "toml"),
        ("our/etiquette/a.toml", "toml"),
    ];
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let capabilities = json!({
            "general": { "positionEncodings": [encoding] },
            "textDocument": { "diagnostic": {}, "completion": { "completionItem": { "snippetSupport": true } } },
        });
        let mut client = Client::with(capabilities).await;
        // The encoding is nothing to do with the format: all of them in one, some in the others.
        for (name, language) in files.into_iter().step_by(if encoding == "utf-16" { 1 } else { 5 }) {
            let uri = uri(&folder.path().join(name));
            for text in TEXTS {
                client.open_only(&uri, language, text).await;
                let document = json!({ "uri": uri });
                let everything =
                    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
                for method in ["documentSymbol", "foldingRange", "codeLens", "documentLink", "diagnostic"] {
                    client.request(&format!("textDocument/{method}"), json!({ "textDocument": document })).await;
                }
                let ask = json!({ "textDocument": document, "range": everything, "context": { "diagnostics": [] } });
                client.request("textDocument/inlayHint", ask.clone()).await;
                client.request("textDocument/codeAction", ask).await;
                let lines = text.split(['\n', '\r']).count() as u32;
                for (line, character) in (0..=lines).flat_map(|line| [0, 12, 999].map(|at| (line, at))) {
                    let mut ask = super::at(&uri, line, character);
                    ask["context"] = json!({ "includeDeclaration": true, "triggerKind": 1 });
                    for method in ["hover", "definition", "references", "documentHighlight", "completion"] {
                        client.request(&format!("textDocument/{method}"), ask.clone()).await;
                    }
                    let position = ask["position"].clone();
                    let ask = json!({ "textDocument": document, "positions": [position] });
                    client.request("textDocument/selectionRange", ask).await;
                }
                client.close(&uri).await;
            }
        }
        client.finish().await;
    }
}
