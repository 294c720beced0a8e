//! Document links: from a rule to the document that asks for it, from ids in remarks to what they mean, and to addresses.

use super::{authoring, ids};
use crate::lsp::convert;
use crate::lsp::snapshot::Snapshot;
use crate::lsp::toml::{self, PieceKind, Step};
use crate::ruleset::Kind;
use crate::span::Span;
use std::path::Path;
use tower_lsp::ls_types::{DocumentLink, Uri};

/// The links of a file.
pub(in crate::lsp) fn links(snapshot: &Snapshot) -> Option<Vec<DocumentLink>> {
    let mut links = Vec::new();
    let mut add = |span: Span, target: Uri, tooltip: String| {
        let range = snapshot.range(span);
        links.push(DocumentLink { range, target: Some(target), tooltip: Some(tooltip), data: None });
    };
    if let Some(checked) = snapshot.checked() {
        let project = &checked.draft.project;
        let ruleset = project.ruleset();
        for named in ids::in_draft(ruleset, &checked.draft.document) {
            let rule = ruleset.rule(&named.id).filter(|_| named.kind == Kind::Rule);
            if let Some((rule, page)) = rule.and_then(|rule| Some((rule, snapshot.session.pages.uri(project, rule)?))) {
                add(Span::from(named.span), page, ruleset[rule].title.clone());
            }
        }
        return Some(links);
    }
    authoring::source(snapshot)?;
    let path = snapshot.buffer.path.as_ref()?;
    let text = snapshot.buffer.text.whole();
    for piece in toml::pieces(&text).into_iter().filter(|piece| piece.kind == PieceKind::Text) {
        let Some(words) = text.get(piece.span.clone()) else { continue };
        let is_document = matches!(piece.path.last(), Some(Step::Key(key)) if key == "document");
        if words.starts_with("https://") || words.starts_with("http://") {
            if let Ok(target) = words.parse() {
                add(Span::from(piece.span), target, "Open this address".to_owned());
            }
        } else if let Some(target) = is_document.then(|| document(path, words)).flatten() {
            add(Span::from(piece.span), target, "Open the document that asks for this".to_owned());
        }
    }
    Some(links)
}

/// The document of that name in the folder of a rule file or in one above it, or in a folder `source` there.
fn document(rule: &Path, name: &str) -> Option<Uri> {
    let is_name = !name.is_empty() && Path::new(name).is_relative() && !name.contains("..");
    let above = rule.ancestors().skip(1).filter(|_| is_name).take(4);
    let mut places = above.flat_map(|folder| [folder.join(name), folder.join("source").join(name)]);
    places.find(|place| place.is_file()).and_then(|place| convert::uri(&place))
}
