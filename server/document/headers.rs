//! The fields at the top of a draft: a `Subject:` or `To:` line over plain text, and what they hold. Mail proper is read
//! by [`super::mail`], which shares the sorting of fields.

use std::ops::Range;

use super::front_matter::Lines;
use super::quote::mailbox;
use super::{Field, Headers, Mailbox};
use crate::span::Span;

const KEYS: [&str; 14] = [
    "subject", "to", "from", "cc", "bcc", "date", "sent", "reply-to", "betreff", "objet", "asunto", "re", "sub", "subj",
];

/// Reads header lines that stand at the top of `text[from..]`; answers where the text under them begins.
pub(super) fn read(text: &str, from: usize, span: &dyn Fn(Range<usize>) -> Span, headers: &mut Headers) -> usize {
    let lines = Lines { text, at: from };
    let (mut begin, mut end) = (None, from);
    for (line, next) in lines {
        let words = &text[line.clone()];
        if words.trim().is_empty() {
            if begin.is_some() {
                break;
            }
            continue;
        }
        let Some((key, value)) = field(text, line.clone()) else { break };
        let lower = key.to_ascii_lowercase();
        if !KEYS.contains(&lower.as_str()) && !lower.starts_with("x-") {
            break;
        }
        // `To the team: …` has no colon behind its key; `Date: tomorrow works?` would be prose with a question.
        begin.get_or_insert(line.start);
        add(headers, &lower, &text[value.clone()], value, span);
        end = next;
        headers.span = begin.map(|b| span(b..line.end));
    }
    end
}

/// `Key: value`, bold type allowed around the key.
fn field(text: &str, line: Range<usize>) -> Option<(&str, Range<usize>)> {
    let words = &text[line.clone()];
    let colon = memchr::memchr(b':', &words.as_bytes()[..words.len().min(40)])?;
    let key = words[..colon].trim_matches([' ', '*', '_', '#']);
    if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') {
        return None;
    }
    let rest = &words[colon + 1..];
    let value = rest.trim_start_matches([' ', '\t', '*', '_']);
    let start = line.end - value.len();
    Some((key, start..start + value.trim_end().len()))
}

/// Files a field where it belongs. `key` is in lower case.
pub(super) fn add(
    headers: &mut Headers,
    key: &str,
    value: &str,
    range: Range<usize>,
    span: &dyn Fn(Range<usize>) -> Span,
) {
    let field = || Field { key: key.to_owned(), value: value.to_owned(), span: span(range.clone()) };
    match key {
        "from" => headers.from.extend(mailboxes(value, range.start, span)),
        "to" => headers.to.extend(mailboxes(value, range.start, span)),
        "cc" | "bcc" => headers.cc.extend(mailboxes(value, range.start, span)),
        "subject" | "betreff" | "objet" | "asunto" | "sub" | "subj" | "re" if headers.subject.is_none() => {
            headers.subject = Some(field());
        }
        "date" | "sent" if headers.date.is_none() => headers.date = Some(field()),
        _ => headers.other.push(field()),
    }
}

/// The mailboxes of a list, split at commas and semicolons outside quotes and brackets.
pub(super) fn mailboxes(value: &str, base: usize, span: &dyn Fn(Range<usize>) -> Span) -> Vec<Mailbox> {
    let mut out = Vec::new();
    let (mut start, mut quoted, mut depth) = (0, false, 0);
    let mut push = |from: usize, to: usize| {
        let piece = &value[from..to];
        let left = piece.trim_start();
        let (at, piece) = (from + piece.len() - left.len(), left.trim_end());
        if !piece.is_empty() {
            let mut found = mailbox(piece);
            found.span = span(base + at..base + at + piece.len());
            if found.name.is_some() || found.address.is_some() {
                out.push(found);
            }
        }
    };
    for (at, byte) in value.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'<' | b'(' if !quoted => depth += 1,
            b'>' | b')' if !quoted => depth -= 1,
            b',' | b';' if !quoted && depth <= 0 => {
                push(start, at);
                start = at + 1;
            }
            _ => {}
        }
    }
    push(start, value.len());
    out
}
