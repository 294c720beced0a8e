//! Ids of rules, acts and intents wherever they stand: where each is defined, and where else it is named.

use super::authoring;
use crate::lsp::convert;
use crate::lsp::snapshot::Snapshot;
use crate::lsp::text::Text;
use crate::lsp::toml::{self, Piece, PieceKind, Step};
use crate::project::{Page, Project};
use crate::ruleset::{Kind, Origin, Ruleset, SchemaKind, Shape};
use crate::span::Span;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use tower_lsp::ls_types::{Location, Position, Uri};

/// An id, and what it is the id of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) id: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// Where what is named at `position` is defined.
pub(in crate::lsp) fn definition(snapshot: &Snapshot, position: Position) -> Option<Location> {
    let (named, project) = at(snapshot, snapshot.offset(position))?;
    let uri = file_of(snapshot, &project, origin(project.ruleset(), &named)?)?;
    Some(Location { uri, range: tower_lsp::ls_types::Range::default() })
}

/// Where what is named at `position` is named: in rule files, in the configuration and in the drafts that are `open`.
pub(in crate::lsp) fn references(
    snapshot: &Snapshot,
    position: Position,
    with_definition: bool,
    open: &[Snapshot],
) -> Option<Vec<Location>> {
    let (named, project) = at(snapshot, snapshot.offset(position))?;
    let ruleset = project.ruleset();
    let is_it = |other: &Named| other.kind == named.kind && other.id == named.id;
    let mut found = Vec::new();
    if let Some(origin) = origin(ruleset, &named).filter(|_| with_definition) {
        let uri = file_of(snapshot, &project, origin)?;
        found.push(Location { uri, range: tower_lsp::ls_types::Range::default() });
    }
    let mut add = |uri: Option<Uri>, text: &str, kind: SchemaKind| {
        let here: Vec<_> = in_toml(text, kind).into_iter().filter(is_it).collect();
        let Some(uri) = uri.filter(|_| !here.is_empty()) else { return };
        let rope = Text::new(text);
        let range = |named: Named| rope.range(named.span, snapshot.encoding());
        found.extend(here.into_iter().map(|named| Location { uri: uri.clone(), range: range(named) }));
    };
    for (path, text) in project.config_files() {
        add(convert::uri(path), text, SchemaKind::Config);
    }
    for (kind, origin) in origins(ruleset) {
        // Most files do not name it: only those that do are written out to be looked at.
        if origin.text.contains(&named.id) {
            add(file_of(snapshot, &project, origin), &origin.text, kind.schema());
        }
    }
    for draft in open {
        let messages = draft.messages().unwrap_or_default().iter();
        let ours = messages.filter(|it| Arc::ptr_eq(&it.draft.project, &project));
        let here = ours.flat_map(|it| in_draft(ruleset, &it.draft.document)).filter(is_it);
        let location =
            |named: Named| Location { uri: draft.buffer.uri.clone(), range: draft.range(Span::from(named.span)) };
        found.extend(here.map(location));
    }
    Some(found)
}

/// What is named at a byte, and the project that knows it.
pub(super) fn at(snapshot: &Snapshot, at: usize) -> Option<(Named, Arc<Project>)> {
    let holds = |named: &Named| named.span.start <= at && at <= named.span.end;
    if let Some(messages) = snapshot.messages() {
        let project = Arc::clone(&messages.first()?.draft.project);
        let mut named = messages.iter().flat_map(|it| in_draft(project.ruleset(), &it.draft.document));
        return named.find(holds).map(|named| (named, project));
    }
    let source = authoring::source(snapshot)?;
    let named = in_toml(&snapshot.buffer.text.whole(), source.kind).into_iter().find(holds)?;
    Some((named, source.project))
}

/// What the remarks of a draft name.
pub(super) fn in_draft(ruleset: &Ruleset, document: &crate::document::Document) -> Vec<Named> {
    let mut found = Vec::new();
    for directive in &document.directives {
        let text = document.source.get(directive.span.range()).unwrap_or_default();
        let mut at = 0;
        // The key is no id, though it may look like one.
        for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let start = directive.span.start as usize + at;
            at += word.len();
            let id = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-').trim_matches('-');
            let skipped = word.find(id).unwrap_or(0);
            let kind = match directive.key.as_str() {
                "ignore" if ruleset.rule(id).is_some() => Kind::Rule,
                "intent" if ruleset.intent(id).is_some() => Kind::Intent,
                _ => continue,
            };
            let start = start + skipped;
            found.push(Named { kind, id: id.to_owned(), span: start..start + id.len() });
        }
    }
    found
}

/// What a rule file or configuration names.
pub(super) fn in_toml(text: &str, kind: SchemaKind) -> Vec<Named> {
    let whole = Shape::of(kind);
    toml::pieces(text).into_iter().filter_map(|piece| named(&whole, text, piece)).collect()
}

fn named(whole: &Shape, text: &str, piece: Piece) -> Option<Named> {
    let id = text.get(piece.span.clone())?.to_owned();
    let kind = match piece.kind {
        PieceKind::Text => shape(whole, &piece.path)?.ids()?,
        PieceKind::Key | PieceKind::Header => shape(whole, piece.path.split_last()?.1)?.key_ids()?,
        PieceKind::Bare => return None,
    };
    Some(Named { kind: kind_of(kind)?, id, span: piece.span })
}

/// What can stand at the end of a way.
pub(super) fn shape(whole: &Shape, path: &[Step]) -> Option<Shape> {
    path.iter().try_fold(whole.clone(), |shape, step| match step {
        Step::Key(key) => shape.key(key),
        Step::Index(_) => Some(shape.item()),
    })
}

/// What a schema's word for ids stands for.
pub(super) fn kind_of(ids: &str) -> Option<Kind> {
    match ids {
        "act" => Some(Kind::Act),
        "intent" => Some(Kind::Intent),
        "rule" => Some(Kind::Rule),
        _ => None,
    }
}

/// The ids and titles there are of a kind.
pub(super) fn all(ruleset: &Ruleset, kind: Kind) -> Vec<(&str, &str)> {
    match kind {
        Kind::Act => ruleset.acts.iter().map(|act| (&*act.id, &*act.title)).collect(),
        Kind::Intent => ruleset.intents.iter().map(|intent| (&*intent.id, &*intent.title)).collect(),
        Kind::Rule => ruleset.rules.iter().map(|rule| (&*rule.id, &*rule.title)).collect(),
        Kind::Words => Vec::new(),
    }
}

/// What there is to say about what an id names.
pub(super) fn page(project: &Project, kind: Kind, id: &str) -> Option<Page> {
    let ruleset = project.ruleset();
    match kind {
        Kind::Act => Some(Page::act(ruleset, ruleset.act(id)?)),
        Kind::Intent => Some(Page::intent(ruleset, ruleset.intent(id)?)),
        Kind::Rule => Some(Page::rule(project, ruleset.rule(id)?)),
        Kind::Words => None,
    }
}

fn origin<'r>(ruleset: &'r Ruleset, named: &Named) -> Option<&'r Origin> {
    let id = named.id.as_str();
    match named.kind {
        Kind::Act => ruleset.act(id).map(|act| &ruleset[act].origin),
        Kind::Intent => ruleset.intent(id).map(|intent| &ruleset[intent].origin),
        Kind::Rule => ruleset.rule(id).map(|rule| &ruleset[rule].origin),
        Kind::Words => None,
    }
}

fn origins(ruleset: &Ruleset) -> impl Iterator<Item = (Kind, &Origin)> {
    let acts = ruleset.acts.iter().map(|act| (Kind::Act, &act.origin));
    let intents = ruleset.intents.iter().map(|intent| (Kind::Intent, &intent.origin));
    acts.chain(intents).chain(ruleset.rules.iter().map(|rule| (Kind::Rule, &rule.origin)))
}

/// A file that can be opened; what is in the binary is written out for it.
fn file_of(snapshot: &Snapshot, project: &Project, origin: &Origin) -> Option<Uri> {
    let path: Option<&Path> = project.file_of(origin);
    path.map_or_else(|| snapshot.session.pages.rule_file(origin), convert::uri)
}
