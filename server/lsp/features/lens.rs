//! Code lenses: how many courtesies a message lacks; in rule files, running the examples.

use super::{all_ours, authoring};
use crate::lsp::commands;
use crate::lsp::snapshot::{Checked, Snapshot};
use crate::lsp::toml::{self, PieceKind, Step};
use crate::ruleset::{CheckKind, RuleId, SchemaKind};
use crate::span::Span;
use serde_json::json;
use tower_lsp::ls_types::{CodeLens, Command};

/// The lenses of a file.
pub(in crate::lsp) fn lenses(snapshot: &Snapshot) -> Option<Vec<CodeLens>> {
    if snapshot.messages().is_some() {
        let lenses = all_ours(snapshot).filter_map(|checked| courtesies(snapshot, checked));
        return Some(lenses.collect());
    }
    let source = authoring::source(snapshot)?;
    Some(if source.kind == SchemaKind::Config { Vec::new() } else { examples(snapshot) })
}

fn courtesies(snapshot: &Snapshot, checked: &Checked) -> Option<CodeLens> {
    let draft = &checked.draft;
    let (document, ruleset) = (&draft.document, draft.project.ruleset());
    let intents = &draft.analysis.intents;
    let is_asked = |id: RuleId| {
        let rule = &ruleset[id];
        let is_courtesy = matches!(
            rule.check,
            CheckKind::Require(_) | CheckKind::RequireEach(_) | CheckKind::Named { .. } | CheckKind::Present(_)
        );
        is_courtesy
            && draft.settings.enabled(id)
            && intents.iter().any(|found| !ruleset[found.intent].silent && rule.intents.contains(found.intent))
    };
    let asked: Vec<RuleId> =
        (0..ruleset.rules.len()).map(|index| RuleId(index as u16)).filter(|id| is_asked(*id)).collect();
    let lacks = |id: &&RuleId| checked.diagnostics.iter().any(|diagnostic| diagnostic.rule == **id);
    let missing = asked.iter().filter(lacks).count();
    if missing == 0 {
        return None;
    }
    let first = document.to_source(document.blocks.first()?.span);
    let title = format!("{missing} of {} courtesies missing", asked.len());
    let arguments = Some(vec![json!(snapshot.buffer.uri)]);
    let command = Command { title, command: commands::FIX_ALL.to_owned(), arguments };
    let place = Span::new(first.start as usize, first.start as usize);
    Some(CodeLens { range: snapshot.range(place), command: Some(command), data: None })
}

/// Above the first of the examples.
fn examples(snapshot: &Snapshot) -> Vec<CodeLens> {
    let pieces = toml::pieces(&snapshot.buffer.text.whole());
    let is_example = |path: &[Step]| match path {
        [Step::Key(key)] => matches!(key.as_str(), "examples" | "says" | "not"),
        _ => false,
    };
    let is_value = |path: &[Step]| match path {
        [Step::Key(list), Step::Index(_)] => matches!(list.as_str(), "says" | "not"),
        [Step::Key(list), Step::Index(_), Step::Key(key)] => {
            list == "examples" && matches!(key.as_str(), "flagged" | "clean" | "fixed")
        }
        _ => false,
    };
    // In rules `not` is prose.
    let is_rule = pieces.iter().any(|piece| matches!(&piece.path[..], [Step::Key(key)] if key == "message"));
    let is_prose = |path: &[Step]| is_rule && matches!(path.first(), Some(Step::Key(key)) if key == "not");
    let mut places = pieces.iter().filter(|piece| matches!(piece.kind, PieceKind::Key | PieceKind::Header));
    let first = places.find(|piece| is_example(&piece.path) && !is_prose(&piece.path));
    let values = pieces.iter().filter(|piece| piece.kind == PieceKind::Text);
    let count = values.filter(|piece| is_value(&piece.path) && !is_prose(&piece.path)).count();
    let Some(first) = first.filter(|_| count > 0) else { return Vec::new() };
    let title = if count == 1 { "Run the example".to_owned() } else { format!("Run {count} examples") };
    let arguments = Some(vec![json!(snapshot.buffer.uri)]);
    let command = Command { title, command: commands::RUN_EXAMPLES.to_owned(), arguments };
    vec![CodeLens { range: snapshot.range(Span::from(first.span.clone())), command: Some(command), data: None }]
}
