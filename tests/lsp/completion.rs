//! Completion: what is offered where, and what becomes of the text when it is taken.

use super::Client;
use super::config::{folder, uri};
use serde_json::{Value, json};

const DRAFT: &str = "file:///drafts/completion.txt";

/// A client that knows snippets. It asks for diagnostics, and so is sent none.
fn modern() -> Value {
    let completion = json!({ "completionItem": { "snippetSupport": true } });
    json!({ "textDocument": { "diagnostic": {}, "completion": completion } })
}

/// One that does not.
fn older() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

/// The text and position of `|` in it, in UTF-16.
fn unmarked(marked: &str) -> (String, Value) {
    let at = marked.find('|').expect("a cursor");
    let line = marked[..at].rfind('\n').map_or(0, |end| end + 1);
    let position = json!({
        "line": marked[..at].matches('\n').count(),
        "character": marked[line..at].encode_utf16().count(),
    });
    (marked.replacen('|', "", 1), position)
}

/// What is offered at `|`.
async fn offered(client: &mut Client, uri: &str, language: &str, marked: &str) -> Vec<Value> {
    let (text, position) = unmarked(marked);
    client.open_only(uri, language, &text).await;
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    let items = client.request("textDocument/completion", params).await;
    client.close(uri).await;
    items.as_array().cloned().unwrap_or_default()
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["label"].as_str()).collect()
}

fn named<'a>(items: &'a [Value], label: &str) -> &'a Value {
    items.iter().find(|item| item["label"] == label).unwrap_or_else(|| panic!("no {label}: {:?}", labels(items)))
}

/// The text after an item is taken.
fn taken(marked: &str, item: &Value) -> String {
    let (text, _) = unmarked(marked);
    let offset = |position: &Value| {
        let number = |of: &str| position[of].as_u64().expect("a number") as usize;
        let line: usize = text.split_inclusive('\n').take(number("line")).map(str::len).sum();
        let mut units = 0;
        let before = text[line..].chars().take_while(|c| {
            let fits = units < number("character");
            units += c.len_utf16();
            fits
        });
        line + before.map(char::len_utf8).sum::<usize>()
    };
    let more = item["additionalTextEdits"].as_array().cloned().unwrap_or_default();
    let mut edits: Vec<(usize, usize, String)> = std::iter::once(item["textEdit"].clone())
        .chain(more)
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().expect("text").to_owned();
            (offset(&range["start"]), offset(&range["end"]), new)
        })
        .collect();
    edits.sort();
    assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap: {edits:?}");
    let mut out = text.clone();
    for (start, end, new) in edits.into_iter().rev() {
        out.replace_range(start..end, &new);
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_courtesy_goes_where_the_cursor_is_or_where_it_belongs() {
    let mut client = Client::with(modern()).await;
    let alone = "Hi Dana,\n\n🙂 I need to cancel our interview on 9 December.\n\nsor|\n\nBest,\nSam\n";
    let items = offered(&mut client, DRAFT, "plaintext", alone).await;
    let apology = named(&items, "Apologize for the inconvenience");
    let words = apology["detail"].as_str().expect("the words").to_owned();
    assert!(apology["filterText"].as_str().is_some_and(|it| it.contains("sorry")), "{apology}");
    assert_eq!(taken(alone, apology), alone.replace("sor|", &words), "on a line of its own");
    let elsewhere = "Hi Dana|,\n\n🙂 I need to cancel our interview on 9 December.\n\nBest,\nSam\n";
    let items = offered(&mut client, DRAFT, "plaintext", elsewhere).await;
    let apology = named(&items, "Apologize for the inconvenience");
    let whole = taken(elsewhere, apology);
    assert!(whole.contains(&format!("9 December. {words}")), "after the decision: {whole}");
    let same = "Hi Dana,\n\nI need to cancel our interview on 9 December.|\n\nBest,\nSam\n";
    let items = offered(&mut client, DRAFT, "plaintext", same).await;
    let whole = taken(same, named(&items, "Apologize for the inconvenience"));
    assert!(whole.contains(&format!("9 December. {words}\n")), "set off from what is there: {whole}");
    // Blanks are tab stops for a client that knows them.
    let reason = named(&items, "Give the reason");
    assert_eq!(reason["insertTextFormat"], 2);
    assert!(reason["textEdit"]["newText"].as_str().is_some_and(|it| it.contains("${1:")), "{reason}");
    client.finish().await;
    let mut client = Client::with(older()).await;
    let items = offered(&mut client, DRAFT, "plaintext", same).await;
    let reason = named(&items, "Give the reason");
    let text = reason["textEdit"]["newText"].as_str().expect("text");
    assert!(reason.get("insertTextFormat").is_none() && text.contains('[') && !text.contains("${"), "{reason}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_offered_where_the_writer_does_not_write() {
    let mut client = Client::with(older()).await;
    let thread =
        "Hi Dana,\n\nI need to cancel our interview on 9 December.\n\nSam\n\n> On Monday, Dana wrote:\n> See |you\n";
    assert!(offered(&mut client, DRAFT, "plaintext", thread).await.is_empty());
    let other = "Dear plumber,\n\nthe sink drips. Please come| soon.\n\nSam\n";
    assert!(offered(&mut client, DRAFT, "plaintext", other).await.is_empty());
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_offers_whole_messages() {
    let mut client = Client::with(modern()).await;
    let items = offered(&mut client, DRAFT, "plaintext", "|").await;
    let cancel = items.iter().find(|item| item["detail"] == "cancel").expect("cancel");
    assert_eq!(cancel["label"], "Cancelling an interview");
    let text = cancel["textEdit"]["newText"].as_str().expect("text");
    assert!(text.contains("${1:[") && text.contains("${2:["), "{text}");
    assert!(items.iter().all(|item| !item["detail"].as_str().unwrap_or_default().starts_with("unrelated")));
    let typed = offered(&mut client, DRAFT, "plaintext", "can|").await;
    let cancel = typed.iter().find(|item| item["detail"] == "cancel").expect("cancel");
    assert!(taken("can|", cancel).starts_with("Dear") || taken("can|", cancel).starts_with("Hi"), "the word goes");
    let page = offered(&mut client, "file:///drafts/new.html", "html", "|").await;
    let cancel = page.iter().find(|item| item["detail"] == "cancel").expect("cancel");
    assert!(cancel["textEdit"]["newText"].as_str().is_some_and(|it| it.starts_with("<p>")), "{cancel}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn remarks_and_front_matter() {
    let mut client = Client::with(older()).await;
    let draft = "Hi Dana,\n\nI need to cancel our interview on 9 December.\n\nSam\n";
    let md = "file:///drafts/completion.md";
    let marked = format!("<!-- regards-ignore missing-|: -->\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert!(taken(&marked, named(&items, "missing-thanks")).starts_with("<!-- regards-ignore missing-thanks: -->"));
    let sorted = |label: &str| named(&items, label)["sortText"].as_str().unwrap_or_default().to_owned();
    assert!(sorted("missing-thanks") < sorted("badmouthing"), "what objects comes first");
    let page = client_resolve(&mut client, md, draft, named(&items, "missing-thanks")).await;
    assert!(page.contains("Why"), "{page}");
    let marked = format!("<!-- regards-ignore missing-thanks, |: x -->\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert!(!labels(&items).contains(&"missing-thanks"), "it is there already");
    let marked = format!("<!-- regards-ignore missing-thanks: we |-->\n\n{draft}");
    assert!(offered(&mut client, md, "markdown", &marked).await.is_empty(), "the reason is the writer's");
    let marked = format!("<!-- regards-intent: |-->\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert!(labels(&items).contains(&"withdraw") && !labels(&items).iter().any(|it| it.starts_with("unrelated")));
    let marked = format!("<!-- rega| -->\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert_eq!(taken(&marked, named(&items, "regards-intent:")), format!("<!-- regards-intent:  -->\n\n{draft}"));
    let marked = format!("---\nnow: 2026-11-23\n|\n---\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert!(labels(&items).contains(&"intent") && !labels(&items).contains(&"now"), "{:?}", labels(&items));
    let marked = format!("---\nintent: re|\n---\n\n{draft}");
    let items = offered(&mut client, md, "markdown", &marked).await;
    assert!(taken(&marked, named(&items, "reschedule")).starts_with("---\nintent: reschedule\n"));
    client.finish().await;
}

async fn client_resolve(client: &mut Client, uri: &str, text: &str, item: &Value) -> String {
    client.open_only(uri, "markdown", text).await;
    assert!(item.get("documentation").is_none(), "it is fetched when looked at");
    let item = client.request("completionItem/resolve", item.clone()).await;
    item["documentation"]["value"].as_str().unwrap_or_default().to_owned()
}

/// A file, its text, labels that are offered and that are not, the one that is taken, and what becomes of the text.
type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str], &'a str, &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_values_of_rule_files_and_the_configuration() {
    let folder = folder();
    let at = |name: &str| uri(&folder.path().join(name));
    let (config, rule) = (at("regards.toml"), at("our/etiquette/x.toml"));
    std::fs::create_dir_all(folder.path().join("our/etiquette")).expect("a folder");
    let mut client = Client::with(modern()).await;
    let cases: [Case<'_>; 14] = [
        (&config, "dis|", &["disable", "severity"], &[], "disable", "disable = [\"$1\"]"),
        (
            &config,
            "disable = [\"missing-thanks\", \"mis|\"]",
            &["missing-apology", "all"],
            &["missing-thanks"],
            "missing-apology",
            "disable = [\"missing-thanks\", \"missing-apology\"]",
        ),
        (&config, "[|", &["notice", "severity"], &["files", "disable"], "notice", "[notice]"),
        (&config, "[[|]]", &["files"], &["notice"], "files", "[[files]]"),
        (
            &config,
            "[severity]\nmissing-apology = \"|\"",
            &["off", "error"],
            &[],
            "off",
            "[severity]\nmissing-apology = \"off\"",
        ),
        (
            &config,
            "[severity]\nmis|",
            &["missing-thanks"],
            &[],
            "missing-thanks",
            "[severity]\nmissing-thanks = \"$1\"",
        ),
        (&rule, "severity = |", &["error", "hint"], &[], "hint", "severity = \"hint\""),
        (&rule, "intents = [\"can|\"]", &["cancel", "withdraw"], &[], "cancel", "intents = [\"cancel\"]"),
        (&rule, "require = \"|\"", &["apology", "thanks"], &["missing-thanks"], "apology", "require = \"apology\""),
        (
            &rule,
            "title = \"x\"\n|\n[[fixes]]\ntitle = \"y\"\n",
            &["severity", "fixes"],
            &["title"],
            "severity",
            "title = \"x\"\nseverity = \"$1\"\n[[fixes]]\ntitle = \"y\"\n",
        ),
        (
            &rule,
            "[[fixes]]\nplace = { after = \"dec|\" }",
            &["decision"],
            &["greeting"],
            "decision",
            "[[fixes]]\nplace = { after = \"decision\" }",
        ),
        (&rule, "[[fixes]]\nti|", &["title", "text"], &["severity"], "title", "[[fixes]]\ntitle = \"$1\""),
        (
            &config,
            "[placeholders]\n\"{{ hm }}\" = \"hi|\"",
            &["hiring-manager", "recruiter", "other"],
            &["warning"],
            "hiring-manager",
            "[placeholders]\n\"{{ hm }}\" = \"hiring-manager\"",
        ),
        (&config, "ext|", &["extends", "placeholders"], &["title"], "extends", "extends = \"$1\""),
    ];
    for (file, marked, there, absent, label, result) in cases {
        let items = offered(&mut client, file, "toml", marked).await;
        let found = labels(&items);
        assert!(there.iter().all(|it| found.contains(it)), "{marked}: {found:?}");
        assert!(absent.iter().all(|it| !found.contains(it)), "{marked}: {found:?}");
        assert_eq!(taken(marked, named(&items, label)), result, "{marked}");
    }
    let items = offered(&mut client, &rule, "toml", "# a com|ment\n").await;
    assert!(items.is_empty(), "{:?}", labels(&items));
    assert!(offered(&mut client, &at("Cargo.toml"), "toml", "[pack|").await.is_empty(), "it is someone else's");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hover_in_rule_files() {
    let folder = folder();
    let rule = uri(&folder.path().join("our/etiquette/x.toml"));
    std::fs::create_dir_all(folder.path().join("our/etiquette")).expect("a folder");
    let mut client =
        Client::with(json!({ "textDocument": { "diagnostic": {}, "hover": { "contentFormat": ["markdown"] } } })).await;
    let text = "severity = \"hint\"\nrequire = \"apology\"\n[[fixes]]\nplace = \"closing\"\n";
    client.open_only(&rule, "toml", text).await;
    let cases = [
        ((0, 2), "How much it matters"),
        ((0, 2), "(required)"),
        ((0, 2), "- `warning`: Should be mended before sending."),
        ((0, 14), "Worth a look."),
        ((1, 14), "**Apology** (`apology`)"),
        ((2, 4), "Phrasings that put it right"),
        ((3, 12), "The last sentence before the sign-off."),
    ];
    for ((line, character), expected) in cases {
        let hover = client.request("textDocument/hover", super::at(&rule, line, character)).await;
        let text = hover["contents"]["value"].as_str().unwrap_or_default();
        assert!(text.contains(expected), "{line}:{character}: {text}");
    }
    client.finish().await;
}
