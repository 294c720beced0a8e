//! For rule authors: rule files are checked as they are typed, and the drafts with them.

use super::config::{folder, uri};
use super::{CANCEL, Client, at, replace, rules};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

const ACT: &str = "title = \"Lunch\"\ndescription = \"Offers lunch.\"\ntemplates = [\"(have|eat) lunch\"]\n\
                   says = [\"Let us have lunch.\"]\nnot = [\"I am busy.\"]\n";
const RULE: &str = "title = \"No lunch\"\nseverity = \"warning\"\nintents = [\"cancel\"]\nrequire = \"lunch\"\n\
                    message = \"This offers no lunch.\"\nwhy = \"Lunch helps.\"\n\n[[examples]]\nflagged = '''\n\
                    Hi Dana,\n\nI need to cancel our interview on 9 December.\n\nBest,\nSam\n'''\n\n[[examples]]\n\
                    clean = '''\nHi Dana,\n\nI need to cancel our interview on 9 December. Let us have lunch.\n\n\
                    Best,\nSam\n'''\n";

/// A project with an act, a rule and a draft.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let folder = folder();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("in the folder")).expect("a folder");
            fs::write(path, text).expect("written");
        };
        write("regards.toml", "rules = [\"our\"]\ndisable = [\"missing-thanks\"]\n");
        write("our/acts/lunch.toml", ACT);
        write("our/etiquette/no-lunch.toml", RULE);
        write("a.txt", CANCEL);
        Self(folder)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }
}

fn messages(diagnostics: &Value) -> Vec<&str> {
    diagnostics.as_array().into_iter().flatten().filter_map(|it| it["message"].as_str()).collect()
}

/// The words at a range.
fn words(text: &str, range: &Value) -> String {
    let offset = |end: &str| {
        let (line, character) = (range[end]["line"].as_u64(), range[end]["character"].as_u64());
        let (line, character) = (line.expect("a line") as usize, character.expect("a column") as usize);
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + character
    };
    text[offset("start")..offset("end")].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_are_checked_again_as_a_rule_is_typed() {
    let project = Project::new();
    let (draft, rule) = (project.uri("a.txt"), project.uri("our/etiquette/no-lunch.toml"));
    let mut client = Client::plain().await;
    assert!(rules(&client.open(&draft, "plaintext", CANCEL).await).contains(&"no-lunch"));
    assert_eq!(client.open(&rule, "toml", RULE).await, json!([]), "nothing is wrong with it");
    client.forget();
    let softer = RULE.replace("This offers no lunch.", "Hungry?");
    client.change(&rule, 2, json!([{ "text": softer }])).await;
    let found = loop {
        let found = client.published(&draft).await["diagnostics"].clone();
        if messages(&found).contains(&"Hungry?") {
            break found;
        }
    };
    assert!(rules(&found).contains(&"no-lunch"), "unsaved, and it counts: {found}");
    client.published_version(&rule, 2).await;
    client.forget();
    client.finish().await;
}

/// To compile an act takes far longer than to check a draft, which goes on by the old rules until the new ones are there.
#[tokio::test(flavor = "multi_thread")]
async fn drafts_do_not_wait_for_rules_to_be_compiled() {
    let project = Project::new();
    let (draft, act) = (project.uri("a.txt"), project.uri("our/acts/lunch.toml"));
    let mut client = Client::plain().await;
    assert!(rules(&client.open(&draft, "plaintext", CANCEL).await).contains(&"no-lunch"));
    client.open(&act, "toml", ACT).await;
    client.forget();
    let kinder = ACT.replace("have lunch", "need to cancel").replace("(have|eat) lunch", "need to cancel");
    client.change(&act, 2, json!([{ "text": kinder }])).await;
    client.change(&draft, 2, json!([{ "text": CANCEL.replace("Sam", "Kim") }])).await;
    let hover = client.request("textDocument/hover", at(&draft, 2, 12)).await;
    assert!(hover.is_object(), "{hover}");
    assert!(rules(&client.published_version(&draft, 2).await).contains(&"no-lunch"), "by the rules there were");
    assert_eq!(client.received("textDocument/publishDiagnostics").len(), 0, "the act is still being compiled");
    client.published_version(&act, 2).await;
    // Once it is, the draft is checked again without a key.
    while rules(&client.published(&draft).await["diagnostics"]).contains(&"no-lunch") {}
    client.forget();
    client.finish().await;
}

/// A client that asks and cannot be told to ask again gets nothing that is past.
#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_told_to_ask_again_waits() {
    let project = Project::new();
    let (draft, act) = (project.uri("a.txt"), project.uri("our/acts/lunch.toml"));
    let mut client = Client::with(json!({ "textDocument": { "diagnostic": {} } })).await;
    let ask = |uri: &str| json!({ "textDocument": { "uri": uri } });
    client.open_only(&draft, "plaintext", CANCEL).await;
    client.open_only(&act, "toml", ACT).await;
    let before = client.request("textDocument/diagnostic", ask(&draft)).await;
    assert!(rules(&before["items"]).contains(&"no-lunch"), "{before}");
    client.change(&act, 2, json!([{ "text": ACT.replace("(have|eat) lunch", "need to cancel") }])).await;
    let after = client.request("textDocument/diagnostic", ask(&draft)).await;
    assert!(!rules(&after["items"]).contains(&"no-lunch"), "{after}");
    let of_act = client.request("textDocument/diagnostic", ask(&act)).await;
    assert!(messages(&of_act["items"]).iter().any(|it| it.contains("lunch")), "its example fails now: {of_act}");
    client.finish().await;
}

/// Rules take longer to read than keys to press: a burst is left to end, and what it ends in counts.
#[tokio::test(flavor = "multi_thread")]
async fn a_burst_in_a_rule_file_costs_few_checks() {
    let project = Project::new();
    let (draft, act) = (project.uri("a.txt"), project.uri("our/acts/lunch.toml"));
    let mut client = Client::plain().await;
    client.open(&draft, "plaintext", CANCEL).await;
    client.open(&act, "toml", ACT).await;
    client.forget();
    let mut version = 1;
    // A burst can be over before the first check of it begins: then nothing was outrun.
    while !client.log.text().contains("changes outrun checking") {
        assert!(version < 2000, "{}", client.log.text());
        for length in 1..=100 {
            version += 1;
            let text = ACT.replace("title = \"Lunch\"", &format!("title = \"{}\"", "L".repeat(length)));
            client.change(&act, version, json!([{ "text": text }])).await;
        }
        client.published_version(&act, version).await;
    }
    client.change(&act, version + 1, json!([{ "text": "title = 1\n" }])).await;
    let found = client.published_version(&act, version + 1).await;
    assert!(!found.as_array().expect("a list").is_empty(), "what the burst ended in is checked");
    while rules(&client.published(&draft).await["diagnostics"]).contains(&"no-lunch") {}
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_rule_has_a_place_and_a_remedy() {
    let project = Project::new();
    let rule = project.uri("our/etiquette/no-lunch.toml");
    let capabilities = json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": {
        "codeActionKind": { "valueSet": ["quickfix"] } } } } });
    let mut client = Client::with(capabilities).await;
    let cases = [
        (RULE.replace("\"lunch\"", "\"lunhc\""), "there is no act `lunhc`", "lunhc", "lunch"),
        (RULE.replace("severity", "severty"), "`severty`", "severty", "severity"),
        (RULE.replace("\"cancel\"", "\"cancle\""), "there is no intent `cancle`", "cancle", "cancel"),
    ];
    client.open_only(&rule, "toml", RULE).await;
    for (version, (text, message, wrong, right)) in (2..).zip(&cases) {
        client.change(&rule, version, json!([{ "text": text }])).await;
        let found = client.published_version(&rule, version).await;
        let problem = found.as_array().and_then(|all| all.iter().find(|it| words(text, &it["range"]) == *wrong));
        let problem = problem.unwrap_or_else(|| panic!("{wrong}: {found:#}"));
        assert!(problem["message"].as_str().is_some_and(|it| it.contains(message)), "{problem}");
        let params =
            json!({ "textDocument": { "uri": rule }, "range": problem["range"], "context": { "diagnostics": [] } });
        let actions = client.request("textDocument/codeAction", params).await;
        let action = actions.as_array().and_then(|all| all.iter().find(|it| it["title"] == format!("Write `{right}`")));
        let edit = &action.unwrap_or_else(|| panic!("{actions:#}"))["edit"]["changes"][&rule][0];
        assert_eq!((words(text, &edit["range"]), &edit["newText"]), ((*wrong).to_owned(), &json!(right)));
    }
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_that_do_not_hold_are_told() {
    let project = Project::new();
    let (rule, act) = (project.uri("our/etiquette/no-lunch.toml"), project.uri("our/acts/lunch.toml"));
    let mut client = Client::plain().await;
    let broken = RULE.replace(" Let us have lunch.", "");
    let found = client.open(&rule, "toml", &broken).await;
    assert_eq!(found[0]["code"], "example", "{found}");
    assert_eq!(found[0]["message"], "no-lunch flags this draft: This offers no lunch.");
    assert!(words(&broken, &found[0]["range"]).starts_with("'''\nHi Dana"), "{found}");
    let ask = json!({ "textDocument": { "uri": rule } });
    let lenses = client.request("textDocument/codeLens", ask).await;
    assert_eq!(lenses[0]["command"]["title"], "Run 2 examples");
    assert_eq!(lenses[0]["range"]["start"]["line"], 7, "above the first");
    let command = &lenses[0]["command"];
    let run = json!({ "command": command["command"], "arguments": command["arguments"] });
    client.request("workspace/executeCommand", run.clone()).await;
    let told = client.notification("window/showMessage").await;
    assert!(
        told["message"].as_str().is_some_and(|it| it.starts_with("1 of 2 examples do not hold. It is in line 19")),
        "{told}"
    );
    client.change(&rule, 2, json!([{ "text": RULE }])).await;
    assert_eq!(client.published_version(&rule, 2).await, json!([]));
    client.request("workspace/executeCommand", run).await;
    assert_eq!(client.notification("window/showMessage").await["message"], "All 2 examples hold.");
    let wrong = ACT.replace("I am busy", "We eat lunch");
    let found = client.open(&act, "toml", &wrong).await;
    assert_eq!(messages(&found), ["lunch is found in “eat lunch”"]);
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rule_files_are_known_by_their_folder() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("mine/acts")).expect("a folder");
    let act = uri(&folder.path().join("mine/acts/lunch.toml"));
    let mut client = Client::plain().await;
    let found = client.open(&act, "toml", &ACT.replace("templates", "template")).await;
    assert!(messages(&found).iter().any(|it| it.contains("`template`")), "{found}");
    assert_eq!(client.open(&uri(&folder.path().join("Cargo.toml")), "toml", "severty = 1\n").await, json!([]));
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_configuration_is_checked_too() {
    let project = Project::new();
    let config = project.uri("regards.toml");
    let mut client = Client::plain().await;
    let text = "rules = [\"their\"]\ndisable = [\"missing-thank\"]\n[notice]\nhour = 3\n";
    let found = client.open(&config, "toml", text).await;
    let places: Vec<_> = found.as_array().expect("a list").iter().map(|it| words(text, &it["range"])).collect();
    assert!(["their", "missing-thank", "hour"].iter().all(|wrong| places.contains(&(*wrong).to_owned())), "{found:#}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_configuration_extends_is_checked_and_counts_as_it_is_typed() {
    let project = Project::new();
    fs::create_dir(project.path(".git")).expect("a folder");
    fs::create_dir(project.path("team")).expect("a folder");
    fs::write(project.path("team/regards.toml"), "extends = \"../a-base.toml\"\n").expect("written");
    fs::write(project.path("a-base.toml"), "rules = [\"our\"]\n").expect("written");
    let (draft, base) = (project.uri("team/z.txt"), project.uri("a-base.toml"));
    let mut client = Client::plain().await;
    assert!(rules(&client.open(&draft, "plaintext", CANCEL).await).contains(&"no-lunch"));
    client.open(&base, "toml", "rules = [\"our\"]\n").await;
    let typed = "rules = [\"our\"]\ndisable = [\"no-lunhc\"]\n";
    client.change(&base, 2, json!([{ "text": typed }])).await;
    let found = client.published_version(&base, 2).await;
    assert_eq!(messages(&found), ["there is no rule `no-lunhc`\ndid you mean `no-lunch`?"]);
    assert_eq!(words(typed, &found[0]["range"]), "no-lunhc");
    let typed = typed.replace("lunhc", "lunch");
    client.forget();
    client.change(&base, 3, json!([{ "text": typed }])).await;
    let found = loop {
        let found = client.published(&draft).await["diagnostics"].clone();
        if !rules(&found).contains(&"no-lunch") {
            break found;
        }
    };
    assert!(rules(&found).contains(&"missing-apology"), "{found}");
    assert_eq!(client.published_version(&base, 3).await, json!([]));
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_lead_to_what_they_name() {
    let project = Project::new();
    let cache = folder();
    let mut client = Client::start_with(Arc::new(super::client::now), Some(cache.path().to_owned()));
    client.initialize(json!({ "processId": null, "rootUri": null, "capabilities": {} })).await;
    let (draft, config) = (project.uri("a.txt"), project.uri("regards.toml"));
    let (rule, act) = (project.uri("our/etiquette/no-lunch.toml"), project.uri("our/acts/lunch.toml"));
    let remark = format!("<!-- regards-ignore no-lunch: he ate -->\n\n{CANCEL}");
    client.open(&project.uri("a.md"), "markdown", &remark).await;
    client.open(&draft, "plaintext", CANCEL).await;
    client.open(&rule, "toml", RULE).await;
    client.open(&config, "toml", &fs::read_to_string(project.path("regards.toml")).expect("it")).await;
    // From the rule to its act, and to an intent in the binary.
    let place = client.request("textDocument/definition", at(&rule, 3, 14)).await;
    assert_eq!(place["uri"], act);
    let place = client.request("textDocument/definition", at(&rule, 2, 14)).await;
    let builtin = place["uri"].as_str().expect("a file");
    assert!(builtin.starts_with(&uri(cache.path())) && builtin.ends_with("rules/intents/cancel.toml"), "{place}");
    let written = fs::read_to_string(cache.path().join("rules/intents/cancel.toml")).expect("it was written");
    assert!(written.starts_with("title = \"Cancelling an interview\""));
    // From the configuration, and from a remark.
    let place = client.request("textDocument/definition", at(&config, 1, 14)).await;
    assert!(place["uri"].as_str().is_some_and(|it| it.ends_with("rules/etiquette/missing-thanks.toml")), "{place}");
    let place = client.request("textDocument/definition", at(&project.uri("a.md"), 0, 22)).await;
    assert_eq!(place["uri"], rule);
    assert_eq!(client.request("textDocument/definition", at(&rule, 0, 2)).await, Value::Null, "a key is no id");
    // And back.
    let mut params = at(&rule, 3, 14);
    params["context"] = json!({ "includeDeclaration": true });
    let places = client.request("textDocument/references", params).await;
    assert_eq!(places.as_array().map(Vec::len), Some(2), "{places}");
    assert_eq!((&places[0]["uri"], &places[1]["uri"]), (&json!(act), &json!(rule)));
    assert_eq!(words(RULE, &places[1]["range"]), "lunch");
    let mut params = at(&project.uri("a.md"), 0, 22);
    params["context"] = json!({ "includeDeclaration": false });
    let places = client.request("textDocument/references", params).await;
    assert_eq!(places.as_array().map(Vec::len), Some(1), "{places}");
    assert_eq!(words(&remark, &places[0]["range"]), "no-lunch");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_to_documents_and_pages() {
    let project = Project::new();
    let document = project.path("our/source/guide.txt");
    fs::create_dir_all(document.parent().unwrap_or(Path::new(""))).expect("a folder");
    fs::write(&document, "A guide.\n").expect("written");
    let rule = project.uri("our/etiquette/no-lunch.toml");
    let text = RULE.replace(
        "[[examples]]\nflagged",
        "[source]\ndocument = \"guide.txt\"\nsection = \"Lunch\"\n\n[[examples]]\nflagged",
    );
    let mut client = Client::plain().await;
    client.open(&rule, "toml", &text).await;
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": rule } })).await;
    assert_eq!(links.as_array().map(Vec::len), Some(1), "{links}");
    assert_eq!((words(&text, &links[0]["range"]).as_str(), &links[0]["target"]), ("guide.txt", &json!(uri(&document))));
    let (config, draft) = (project.uri("regards.toml"), project.uri("a.md"));
    let linked = "docs-url = \"https://rules.example/{rule}\"\nrules = [\"our\"]\n";
    client.open(&config, "toml", linked).await;
    client.forget();
    let remark = format!("<!-- regards-ignore no-lunch: he ate -->\n\n{CANCEL}");
    client.open(&draft, "markdown", &remark).await;
    let links = client.request("textDocument/documentLink", json!({ "textDocument": { "uri": draft } })).await;
    assert_eq!(links[0]["target"], "https://rules.example/no-lunch", "{links}");
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lens_counts_what_is_missing() {
    let mut client = Client::plain().await;
    let draft = "file:///drafts/lens.txt";
    client.open(draft, "plaintext", CANCEL).await;
    let ask = json!({ "textDocument": { "uri": draft } });
    let lenses = client.request("textDocument/codeLens", ask.clone()).await;
    let title = lenses[0]["command"]["title"].as_str().expect("a title");
    let (missing, asked) = title.strip_suffix(" courtesies missing").and_then(|it| it.split_once(" of ")).expect(title);
    let (missing, asked): (usize, usize) = (missing.parse().expect("a number"), asked.parse().expect("a number"));
    assert!(missing >= 3 && asked > missing, "{title}");
    assert_eq!(
        (&lenses[0]["command"]["command"], &lenses[0]["command"]["arguments"]),
        (&json!("regards.fixAll"), &json!([draft]))
    );
    client.change(draft, 2, replace((2, 0), (2, 0), "I am so sorry. ")).await;
    let lenses = client.request("textDocument/codeLens", ask).await;
    assert_eq!(lenses[0]["command"]["title"], format!("{} of {asked} courtesies missing", missing - 1));
    client.published_version(draft, 2).await;
    client.finish().await;
}
