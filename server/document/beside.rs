//! Remarks to Regards beside the messages of a file of data: keys such as `regards-ignore` in a message's own map, and
//! comments of YAML.
//!
//! Invariant: a remark speaks of whole messages. A key speaks of those in its map; a comment of the message that ends on its
//! line, else of the next one, and `…-file` of all of them.

use super::directive::{self, Directive, DirectivePlace};
use super::held::Held;
use crate::span::Span;
use std::ops::Range;

/// What the keys of such remarks begin with.
const MARK: &str = "regards-";

/// What a key beside a message says to Regards: `ignore` for `regards-ignore`; `None` for any other key.
pub(super) fn key(name: &str) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let key = name.strip_prefix(MARK)?.trim_end_matches("-file");
    matches!(key, "intent" | "ignore" | "template").then(|| key.to_owned())
}

/// What stands at such a key; `span` is the string, quotes included.
pub(super) fn value(key: String, value: &str, span: Range<usize>) -> Directive {
    let place = DirectivePlace::Beside { shared: false, told: false };
    Directive { key, value: value.trim().to_owned(), span: Span::from(span), at: 0, whole_file: true, place }
}

/// A comment of YAML that speaks to Regards.
pub(super) struct Comment {
    said: Directive,
    /// Whether of all messages in the file.
    of_all: bool,
}

/// The comments of YAML that speak to Regards. `taken` is where strings stand, in order: no comment begins there.
pub(super) fn comments(text: &str, taken: &[Range<usize>]) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut gap = 0;
    for string in taken.iter().chain([&(text.len()..text.len())]) {
        if gap < string.start {
            in_gap(text, gap..string.start, &mut found);
        }
        gap = gap.max(string.end);
    }
    found
}

/// The remarks in a part of the text that has no strings.
fn in_gap(text: &str, gap: Range<usize>, found: &mut Vec<Comment>) {
    let mut at = gap.start;
    while let Some(mark) = text.get(at..gap.end).and_then(|rest| rest.find('#')).map(|mark| at + mark) {
        at = mark + 1;
        if !text[..mark].chars().next_back().is_none_or(char::is_whitespace) {
            continue;
        }
        // A comment goes on to the end of its line, whatever stands in it.
        let end = text[mark..].find(['\r', '\n']).map_or(text.len(), |n| mark + n);
        at = end.min(gap.end);
        let comment = text[mark..end].trim_end();
        if let Some(said) = directive::said(comment) {
            let of_all = said.key.ends_with("-file");
            let key = said.key.trim_end_matches("-file").to_owned();
            let said = value(key, &comment[said.value], mark..mark + comment.len());
            found.push(Comment { said, of_all });
        }
    }
}

/// Gives each comment to the messages it speaks of; `messages` are in order of place.
pub(super) fn hand_out(text: &str, comments: Vec<Comment>, messages: &mut [Held]) {
    for Comment { said, of_all } in comments {
        if of_all {
            share(&said, messages.iter_mut());
            continue;
        }
        let Range { start, end } = said.span.range();
        let line = text[..start].rfind(['\r', '\n']).map_or(0, |n| n + 1);
        let ends_here = |held: &&mut Held| line < held.body.span.end && held.body.span.end <= start;
        let next = messages.partition_point(|held| held.body.span.start < end);
        let (before, behind) = messages.split_at_mut(next);
        let its = before.last_mut().filter(ends_here).or_else(|| behind.first_mut());
        if let Some(held) = its {
            held.remarks.push(said);
        }
    }
}

/// Gives a remark to several messages; the first of them speaks for all.
pub(super) fn share<'h>(remark: &Directive, messages: impl ExactSizeIterator<Item = &'h mut Held>) {
    let shared = messages.len() > 1;
    for (index, held) in messages.enumerate() {
        let place = DirectivePlace::Beside { shared, told: index > 0 };
        held.remarks.push(Directive { place, ..remark.clone() });
    }
}
