//! Rule files and `regards.toml`: keys and values as their schemas have them, and ids.

use super::super::authoring::Source;
use super::super::ids;
use super::{item, of_ids, snippet};
use crate::lsp::snapshot::Snapshot;
use crate::lsp::toml::{self, Piece, PieceKind, Place, Spot, Step};
use crate::ruleset::{Choice, Shape};
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind, Documentation};

pub(super) fn complete(snapshot: &Snapshot, source: &Source, at: usize) -> Vec<CompletionItem> {
    let text = snapshot.buffer.text.whole();
    let Some(spot) = toml::spot(&text, at) else { return Vec::new() };
    let Some(shape) = ids::shape(&Shape::of(source.kind), &spot.path) else { return Vec::new() };
    let words = Words { snapshot, source, text: &text, spot: &spot, shape };
    match spot.place {
        Place::Key(is_set) => words.keys(is_set),
        Place::Header { list } => words.tables(list),
        Place::Value => words.values(true),
        Place::Text => words.values(false),
    }
}

struct Words<'a> {
    snapshot: &'a Snapshot,
    source: &'a Source,
    text: &'a str,
    spot: &'a Spot,
    /// What can stand where the cursor is.
    shape: Shape,
}

impl Words<'_> {
    fn item(&self, choice: &Choice, kind: CompletionItemKind, text: String, plain: String) -> CompletionItem {
        CompletionItem {
            kind: Some(kind),
            documentation: Some(choice.description.to_owned())
                .filter(|text| !text.is_empty())
                .map(Documentation::String),
            ..snippet(self.snapshot, &self.spot.span, choice.word, text, plain)
        }
    }

    /// Keys that the table does not have yet.
    fn keys(&self, is_set: bool) -> Vec<CompletionItem> {
        let pieces = toml::pieces(self.text);
        let is_here = |piece: &&Piece| piece.span.start == self.spot.span.start;
        let there: Vec<&[Step]> = pieces
            .iter()
            .filter(|piece| matches!(piece.kind, PieceKind::Key | PieceKind::Header) && !is_here(piece))
            .map(|piece| piece.path.as_slice())
            .collect();
        let is_there = |key: &str| {
            there.iter().any(|path| {
                matches!(path.split_last(), Some((Step::Key(last), table)) if last == key && table == self.spot.path)
            })
        };
        let is_top = self.spot.path.is_empty();
        let mut items = Vec::new();
        for (choice, shape) in self.shape.keys() {
            let is_list = shape.is_list_of_tables();
            if is_there(choice.word) && !is_list {
                continue;
            }
            let (text, plain) = entry(&choice, &shape, is_set, is_top);
            let is_required = self.shape.requires(choice.word);
            let order = format!("{}{}", u8::from(!is_required), choice.word);
            let detail = is_required.then(|| "required".to_owned());
            let item = self.item(&choice, CompletionItemKind::PROPERTY, text, plain);
            items.push(CompletionItem { sort_text: Some(order), detail, ..item });
        }
        if let Some(kind) = self.shape.key_ids().and_then(ids::kind_of) {
            let mut all = of_ids(self.snapshot, &self.source.project, kind, &self.spot.span);
            all.retain(|item| !is_there(&item.label));
            if !is_set {
                for item in &mut all {
                    let id = item.label.clone();
                    let with_value =
                        snippet(self.snapshot, &self.spot.span, &id, format!("{id} = \"$1\""), format!("{id} = "));
                    item.text_edit = with_value.text_edit;
                    item.insert_text_format = with_value.insert_text_format;
                }
            }
            items.extend(all);
        }
        items
    }

    /// Names of tables.
    fn tables(&self, list: bool) -> Vec<CompletionItem> {
        let rest = self.text.get(self.spot.span.end..).unwrap_or_default();
        let is_closed = rest.lines().next().is_some_and(|line| line.trim_start().starts_with(']'));
        let close = match (is_closed, list) {
            (true, _) => "",
            (false, true) => "]]",
            (false, false) => "]",
        };
        let fits = |shape: &Shape| if list { shape.is_list_of_tables() } else { is_table(shape) };
        let keys = self.shape.keys().into_iter().filter(|(_, shape)| fits(shape));
        let one = |(choice, _): (Choice, Shape)| {
            let text = format!("{}{close}", choice.word);
            self.item(&choice, CompletionItemKind::MODULE, text.clone(), text)
        };
        keys.map(one).collect()
    }

    fn values(&self, is_bare: bool) -> Vec<CompletionItem> {
        let span = &self.spot.span;
        if self.text.get(span.clone()).is_none_or(|typed| typed.contains(['\n', '\r'])) {
            return Vec::new();
        }
        // A list that has not been opened yet is completed as one.
        let in_list = matches!(self.spot.path.last(), Some(Step::Index(_)));
        let is_list = is_bare && !in_list && self.shape.allows("array") && !self.shape.allows("string");
        let shape = if is_list { self.shape.item() } else { self.shape.clone() };
        let mut items: Vec<CompletionItem> = shape
            .choices()
            .iter()
            .map(|choice| {
                let word = choice.word.to_owned();
                self.item(choice, CompletionItemKind::ENUM_MEMBER, word.clone(), word)
            })
            .collect();
        if let Some(kind) = shape.ids().and_then(ids::kind_of) {
            items.extend(of_ids(self.snapshot, &self.source.project, kind, span));
        }
        let siblings = self.siblings();
        items.retain(|item| !siblings.contains(&item.label.as_str()));
        for it in items.iter_mut().filter(|_| is_bare) {
            let quoted = format!("\"{}\"", it.label);
            let text = if is_list { format!("[{quoted}]") } else { quoted };
            it.filter_text = Some(text.clone());
            it.text_edit = item(self.snapshot, span, &it.label, text).text_edit;
        }
        if is_bare && shape.allows("boolean") {
            let word = |word| Choice { word, description: "" };
            let of = |it: Choice| self.item(&it, CompletionItemKind::VALUE, it.word.to_owned(), it.word.to_owned());
            items.extend([word("true"), word("false")].map(of));
        }
        items
    }

    /// What the list around the cursor holds already.
    fn siblings(&self) -> Vec<&str> {
        let Some((Step::Index(_), list)) = self.spot.path.split_last() else { return Vec::new() };
        let pieces = toml::pieces(self.text).into_iter();
        let others = pieces.filter(|piece| {
            piece.kind == PieceKind::Text
                && piece.span.start != self.spot.span.start
                && matches!(piece.path.split_last(), Some((Step::Index(_), other)) if other == list)
        });
        others.filter_map(|piece| self.text.get(piece.span)).collect()
    }
}

/// `key = value` with the cursor where the value goes, as a snippet and plainly.
fn entry(choice: &Choice, shape: &Shape, is_set: bool, is_top: bool) -> (String, String) {
    let key = choice.word;
    if is_set {
        return (key.to_owned(), key.to_owned());
    }
    if is_top && shape.is_list_of_tables() {
        return (format!("[[{key}]]\n"), format!("[[{key}]]\n"));
    }
    if is_top && is_table(shape) {
        return (format!("[{key}]\n"), format!("[{key}]\n"));
    }
    let value = if shape.allows("array") && !shape.allows("string") {
        "[\"$1\"]"
    } else if shape.allows("string") {
        "\"$1\""
    } else if shape.allows("object") {
        "{ $1 }"
    } else {
        "$1"
    };
    (format!("{key} = {value}"), format!("{key} = "))
}

fn is_table(shape: &Shape) -> bool {
    shape.allows("object") && !shape.allows("string") && !shape.allows("array")
}
