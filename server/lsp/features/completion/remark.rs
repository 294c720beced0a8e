//! Remarks to Regards, header fields and front matter.

use super::{item, of_ids, snippet, word};
use crate::lsp::snapshot::Snapshot;
use crate::ruleset::Kind;
use std::ops::Range;
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind, Documentation};

/// What a comment can say.
const REMARKS: [(&str, &str); 3] = [
    ("regards-ignore ", "Leaves out what these rules have to say about the next paragraph, and says why."),
    ("regards-ignore-file ", "Leaves out what these rules have to say about the whole message, and says why."),
    ("regards-intent: ", "Says what the message is about, whatever it reads like."),
];
/// What front matter can say.
const KEYS: [(&str, &str); 6] = [
    ("intent", "What the message is about, whatever it reads like."),
    ("now", "The moment it is sent, such as 2026-11-23T12:00:00+01:00; left out, now."),
    ("interview", "When the appointment is, where the message itself does not say."),
    ("template", "Whether it is a template, in which placeholders are fine: true or false."),
    ("regards-ignore", "Rules that have no say here, with a reason: missing-thanks: thanked by phone."),
    ("date", "When it was written; `now` wins."),
];
/// What a mail's header can say.
const FIELDS: [(&str, &str); 2] = [
    ("X-Regards-Intent: ", "What the message is about, whatever it reads like."),
    ("X-Regards-Ignore: ", "Rules that have no say here, with a reason: missing-thanks: thanked by phone."),
];

/// What can be said to Regards at `at`; `None` where the writer speaks to someone else.
pub(super) fn complete(snapshot: &Snapshot, text: &str, at: usize) -> Option<Vec<CompletionItem>> {
    let before = text.get(..at)?;
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = &before[start..];
    let lower = line.to_ascii_lowercase();
    let front_matter = FrontMatter::around(text, start);
    let id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if let Some((_, said)) = lower.rsplit_once("regards-ignore") {
        return ignored(snapshot, text, said, at);
    }
    let intent = lower.rsplit_once("regards-intent:").map(|(_, said)| said);
    let intent = intent.or_else(|| front_matter.as_ref().and_then(|it| it.value(&lower, "intent")));
    if let Some(said) = intent {
        let said = said.trim_start_matches([' ', '\t', '"', '\'']);
        let typed = word(text, at, id);
        if said.chars().all(id) {
            let project = snapshot.project();
            let mut items = of_ids(snapshot, &project, Kind::Intent, &typed);
            let is_silent = |label: &str| {
                let ruleset = project.ruleset();
                ruleset.intent(label).is_some_and(|intent| ruleset[intent].silent)
            };
            items.retain(|item| !is_silent(&item.label));
            return Some(items);
        }
        return Some(Vec::new());
    }
    let typed = word(text, at, id);
    if let Some(front_matter) = front_matter {
        return Some(front_matter.complete(snapshot, text, line, typed));
    }
    let word = text.get(typed.clone())?;
    if word.len() >= 3 && "regards-ignore".starts_with(&word.to_ascii_lowercase()) && is_alone(line, word) {
        return Some(REMARKS.iter().map(|it| said(snapshot, &typed, it.0.trim_end(), it.0.to_owned(), it.1)).collect());
    }
    let in_header = typed.start == start && !before.contains("\n\n") && !before.contains("\r\n\r\n");
    if in_header && word.len() >= 2 && "x-regards-".starts_with(&word.to_ascii_lowercase()) {
        return Some(FIELDS.iter().map(|it| said(snapshot, &typed, it.0.trim_end(), it.0.to_owned(), it.1)).collect());
    }
    None
}

/// Whether a comment has only just begun in front of the word.
fn is_alone(line: &str, word: &str) -> bool {
    let before = line.strip_suffix(word).unwrap_or(line).trim_end();
    ["<!--", "{#", "{{!--", "{{!", "<%#", "%}", "{%", "/*", "//", "#", ""].contains(&before)
}

/// Ids of rules behind `regards-ignore`, those that object first.
fn ignored(snapshot: &Snapshot, text: &str, said: &str, at: usize) -> Option<Vec<CompletionItem>> {
    let said = said.strip_prefix("-file").unwrap_or(said);
    let said = said.strip_prefix([':', ' ', '\t'])?;
    if said.trim_start_matches([':', ' ', '\t']).contains(':') {
        // The reason is the writer's.
        return Some(Vec::new());
    }
    let typed = word(text, at, |c| c.is_ascii_alphanumeric() || c == '-');
    let project = snapshot.project();
    let ruleset = project.ruleset();
    let found = snapshot.checked().map(|checked| checked.diagnostics.as_slice()).unwrap_or_default();
    let objects = |id: &str| found.iter().any(|diagnostic| ruleset[diagnostic.rule].id == id);
    let named: Vec<&str> = said.split([' ', ',', '\t']).collect();
    let mut items = of_ids(snapshot, &project, Kind::Rule, &typed);
    items.retain(|item| !named[..named.len().saturating_sub(1)].contains(&item.label.as_str()));
    let rest = text.get(at..).unwrap_or_default();
    let has_reason = rest.lines().next().is_some_and(|line| line.contains(':'));
    for item in &mut items {
        item.sort_text = Some(format!("{}{}", u8::from(!objects(&item.label)), item.label));
        if !has_reason {
            let id = item.label.clone();
            let with_reason = snippet(snapshot, &typed, &id, format!("{id}: ${{1:why}}"), id.clone());
            item.text_edit = with_reason.text_edit;
            item.insert_text_format = with_reason.insert_text_format;
        }
    }
    Some(items)
}

fn said(snapshot: &Snapshot, typed: &Range<usize>, label: &str, text: String, meaning: &str) -> CompletionItem {
    CompletionItem {
        kind: Some(CompletionItemKind::KEYWORD),
        documentation: Some(Documentation::String(meaning.to_owned())),
        ..item(snapshot, typed, label, text)
    }
}

/// Front matter around a line.
struct FrontMatter {
    is_toml: bool,
}

impl FrontMatter {
    /// The front matter the line that begins at `start` stands in, closed or not.
    fn around(text: &str, start: usize) -> Option<Self> {
        let from = text.len() - text.trim_start_matches('\u{FEFF}').len();
        let before = text.get(from..start)?;
        let mut lines = before.lines();
        let fence = lines.next().map(str::trim_end).filter(|line| matches!(*line, "---" | "+++"))?;
        let is_open = lines.all(|line| line.trim_end() != fence && line.trim_end() != "...");
        is_open.then_some(Self { is_toml: fence == "+++" })
    }

    /// What stands behind `key` in a line.
    fn value<'l>(&self, line: &'l str, key: &str) -> Option<&'l str> {
        let line = line.trim_start();
        let line = line.strip_prefix("regards.").or_else(|| line.strip_prefix("regards-")).unwrap_or(line);
        line.strip_prefix(key)?.trim_start().strip_prefix(if self.is_toml { '=' } else { ':' })
    }

    fn complete(&self, snapshot: &Snapshot, text: &str, line: &str, typed: Range<usize>) -> Vec<CompletionItem> {
        if self.value(&line.to_ascii_lowercase(), "template").is_some() {
            let words = ["true", "false"].into_iter();
            return words.map(|word| said(snapshot, &typed, word, word.to_owned(), "")).collect();
        }
        if line.trim().len() > typed.len() {
            return Vec::new();
        }
        let is_there = |key: &str| text.lines().skip(1).any(|line| self.value(line, key).is_some());
        let absent = KEYS.iter().filter(|(key, _)| !is_there(key));
        let key = |(key, meaning): &(&str, &str)| {
            let text = if self.is_toml { format!("{key} = ") } else { format!("{key}: ") };
            said(snapshot, &typed, key, text, meaning)
        };
        absent.map(key).collect()
    }
}
