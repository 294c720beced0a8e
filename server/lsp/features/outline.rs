//! Document symbols: the message's outline, from the subject to the quoted thread.

use super::ours;
use crate::document::Part;
use crate::lsp::snapshot::Snapshot;
use crate::project::wording::shortened;
use crate::span::Span;
use tower_lsp::ls_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

/// More letters of the words are not shown.
const MOST_LETTERS: usize = 60;

/// What the message does, in order of place.
pub(in crate::lsp) fn outline(snapshot: &Snapshot) -> Option<DocumentSymbolResponse> {
    let entries = entries(snapshot)?;
    Some(if snapshot.session.can.symbol_tree {
        let symbols = entries.into_iter().map(|entry| entry.symbol(snapshot));
        DocumentSymbolResponse::Nested(symbols.collect())
    } else {
        let symbols = entries.into_iter().map(|entry| entry.information(snapshot));
        DocumentSymbolResponse::Flat(symbols.collect())
    })
}

struct Entry {
    name: String,
    detail: String,
    kind: SymbolKind,
    /// All of it.
    whole: Span,
    /// The words that show it.
    words: Span,
}

fn entries(snapshot: &Snapshot) -> Option<Vec<Entry>> {
    let checked = ours(snapshot)?;
    let (document, analysis) = (&checked.draft.document, &checked.draft.analysis);
    let project = snapshot.project();
    let ruleset = project.ruleset();
    let mut entries = Vec::new();
    let mut add = |name: &str, detail: &str, kind, whole: Span, words: Span| {
        let detail = shortened(detail, MOST_LETTERS);
        entries.push(Entry { name: name.to_owned(), detail, kind, whole: whole.cover(words), words });
    };
    if let Some(subject) = &document.headers.subject {
        add("Subject", &subject.value, SymbolKind::FIELD, subject.span, subject.span);
    }
    if let Some(greeting) = &document.greeting {
        let span = document.to_source(greeting.span);
        add("Greeting", document.words(greeting.span), SymbolKind::STRING, span, span);
    }
    for found in &analysis.acts {
        let Some(sentence) = document.sentences.get(found.sentence as usize) else { continue };
        // The subject only names what the body then says.
        if sentence.part != Part::Subject {
            let (whole, words) = (document.to_source(sentence.span), document.to_source(found.span));
            add(&ruleset[found.act].title, document.words(found.span), SymbolKind::PROPERTY, whole, words);
        }
    }
    if let Some(sign_off) = document.sign_off {
        let span = document.to_source(sign_off.span);
        add("Sign-off", document.words(sign_off.span), SymbolKind::STRING, span, span);
    }
    if let Some(signature) = &document.signature {
        add("Signature", &signature.text, SymbolKind::CONSTANT, signature.span, signature.span);
    }
    for part in &document.thread {
        let from = part.from.as_ref().and_then(|from| from.name.as_deref().or(from.address.as_deref()));
        let name = from.map_or_else(|| "Quoted message".to_owned(), |from| format!("Quoted message from {from}"));
        add(&name, &part.text, SymbolKind::FILE, part.span, part.span);
    }
    entries.sort_by_key(|entry| entry.words);
    Some(entries)
}

impl Entry {
    #[expect(deprecated, reason = "the field has to be given")]
    fn symbol(self, snapshot: &Snapshot) -> DocumentSymbol {
        let Self { name, detail, kind, whole, words } = self;
        let detail = Some(detail).filter(|detail| !detail.is_empty());
        DocumentSymbol {
            name,
            detail,
            kind,
            tags: None,
            deprecated: None,
            range: snapshot.range(whole),
            selection_range: snapshot.range(words),
            children: None,
        }
    }

    #[expect(deprecated, reason = "the field has to be given")]
    fn information(self, snapshot: &Snapshot) -> SymbolInformation {
        let Self { name, kind, whole, .. } = self;
        let location = Location { uri: snapshot.buffer.uri.clone(), range: snapshot.range(whole) };
        SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name: None }
    }
}
