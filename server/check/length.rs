//! `length`: the message is short enough.

use super::{Findings, Report, Subject, message};
use crate::document::Part;

pub(super) fn check<'a>(found: &mut Findings<'a>, subject: Subject<'a>, most: u32) {
    let document = found.document;
    let (mut words, mut past) = (0, None);
    for sentence in document.sentences.iter().filter(|sentence| sentence.part != Part::Subject) {
        words += count(document.words(sentence.span));
        if words > most as usize && past.is_none() {
            past = Some(sentence.span);
        }
    }
    let Some(span) = past else { return };
    let slots = message::Slots {
        words: Some(words.to_string().into()),
        limit: Some(most.to_string().into()),
        ..Default::default()
    };
    let span = found.source(span);
    found.report(subject, Report { span, about_all: true, slots, ..Report::default() });
}

/// Words, as a word processor counts them: runs without white space, dashes and bullets by themselves left out.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}
