//! `filled`: nothing is left to fill in. Templates are made to be filled in, and exempt.

use super::{Findings, Report, Subject, message};
use crate::document::Meaning;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>) {
    let document = found.document;
    if document.template {
        return;
    }
    let in_headers = |span| document.headers.span.is_some_and(|headers| headers.contains(span));
    for placeholder in &document.placeholders {
        // What stands in a quoted thread, in code or in a comment is not the writer's to fill in.
        if placeholder.meaning == Meaning::Control || placeholder.text.is_none() && !in_headers(placeholder.span) {
            continue;
        }
        let written = document
            .source
            .get(document.source_offset(placeholder.span.start)..document.source_offset(placeholder.span.end))
            .unwrap_or(&placeholder.words);
        let slots = message::Slots { text: Some(message::quote(written)), ..Default::default() };
        found.report(subject, Report { span: placeholder.span, words: placeholder.text, slots, ..Report::default() });
    }
}
