//! What a template includes from another file: as it stands in the editor, else on the disk, and checked again when it changes.

use super::config::{folder, uri};
use super::{Client, rules};
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const LETTER: &str = "<p>Dear {{ name }},</p><p>We have to cancel your interview on {{ date }}, because {{ reason }}.</p>\
                      {% include \"foot.html.j2\" %}<p>Best,<br>{{ me }}</p>\n";
const FOOT: &str = "<p>See you.</p>\n";
const SORRY: &str = "<p>We are sorry for the inconvenience.</p>\n";

fn asks_for_an_apology(found: &Value) -> bool {
    rules(found).contains(&"missing-apology")
}

/// A repository with a letter and what it includes; and the URIs of both.
fn repository() -> (TempDir, String, String) {
    let folder = folder();
    fs::create_dir(folder.path().join(".git")).expect("a folder can be made");
    fs::write(folder.path().join("foot.html.j2"), FOOT).expect("written");
    let [letter, foot] = ["letter.html.j2", "foot.html.j2"].map(|name| uri(&folder.path().join(name)));
    (folder, letter, foot)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_included_counts_as_it_stands_in_the_editor() {
    let (_folder, letter, foot) = repository();
    let mut client = Client::plain().await;
    assert!(asks_for_an_apology(&client.open(&letter, "jinja-html", LETTER).await));
    assert_eq!(client.open(&foot, "jinja-html", FOOT).await, json!([]));
    // Not a key in the letter.
    client.change(&foot, 2, json!([{ "text": SORRY }])).await;
    assert!(!asks_for_an_apology(&client.published(&letter).await["diagnostics"]));
    client.published_version(&foot, 2).await;
    client.close(&foot).await;
    assert!(asks_for_an_apology(&client.published(&letter).await["diagnostics"]), "it was never saved");
    client.forget();
    client.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_included_is_looked_at_on_the_disk() {
    let (folder, letter, _) = repository();
    let mut client = Client::plain().await;
    assert!(asks_for_an_apology(&client.open(&letter, "jinja-html", LETTER).await));
    fs::write(folder.path().join("foot.html.j2"), SORRY).expect("written");
    assert!(!asks_for_an_apology(&client.published(&letter).await["diagnostics"]));
    fs::remove_file(folder.path().join("foot.html.j2")).expect("removed");
    assert!(asks_for_an_apology(&client.published(&letter).await["diagnostics"]));
    client.finish().await;
}
