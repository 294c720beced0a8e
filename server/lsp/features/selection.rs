//! Selection ranges: word, sentence, paragraph, the writer's words, file.

use super::ours;
use crate::document::Document;
use crate::lsp::snapshot::Snapshot;
use crate::span::{Span, TextSpan};
use tower_lsp::ls_types::{Position, SelectionRange};

/// What to select around each position, growing; the answer is as long as `positions`.
pub(in crate::lsp) fn selections(snapshot: &Snapshot, positions: &[Position]) -> Option<Vec<SelectionRange>> {
    let document = &ours(snapshot)?.draft.document;
    Some(positions.iter().map(|&position| around(snapshot, document, position)).collect())
}

fn around(snapshot: &Snapshot, document: &Document, position: Position) -> SelectionRange {
    let at = snapshot.offset(position);
    let holds = |span: &Span| span.start as usize <= at && at <= span.end as usize;
    let of = |span: TextSpan| document.to_source(span);
    let sentence = document.sentences.iter().map(|sentence| of(sentence.span)).find(holds);
    let block = document.blocks.iter().map(|block| of(block.span)).find(holds);
    let thread = document.thread.iter().map(|part| part.span).find(holds);
    let signature = document.signature.as_ref().map(|signature| signature.span).filter(holds);
    let headers = document.headers.span.filter(holds);
    let words = document.blocks.iter().map(|block| of(block.span)).reduce(Span::cover).filter(holds);
    let file = Span::new(0, document.source.len());
    let steps = [Some(word(&document.source, at)), sentence, block, thread, signature, headers, words, Some(file)];
    let mut chain: Vec<Span> = Vec::new();
    for step in steps.into_iter().flatten() {
        match chain.last() {
            None => chain.push(step),
            Some(inner) if step.contains(*inner) && step != *inner => chain.push(step),
            Some(_) => {}
        }
    }
    let mut parent = None;
    for span in chain.into_iter().rev() {
        parent = Some(Box::new(SelectionRange { range: snapshot.range(span), parent }));
    }
    parent.map_or_else(|| SelectionRange { range: snapshot.range(file), parent: None }, |it| *it)
}

/// The word at a byte of `text`; nothing, where none is.
fn word(text: &str, at: usize) -> Span {
    let belongs = |c: &char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '_');
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let left: usize = before.chars().rev().take_while(belongs).map(char::len_utf8).sum();
    let right: usize = after.chars().take_while(belongs).map(char::len_utf8).sum();
    Span::new(before.len() - left, before.len() + right)
}
