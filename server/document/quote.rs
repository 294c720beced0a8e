//! The quoted conversation as evidence: who wrote what, when. Parts come out in the order they stand, newest first.

use super::line::{Line, Role};
use super::thread::{self, FROM, SENT};
use super::{Mailbox, ThreadPart};
use crate::span::Span;

/// A line of the conversation, its quote marks taken off.
struct Quoted<'a> {
    depth: usize,
    words: &'a str,
    line: &'a Line,
}

/// Reads the conversation off the lines that [`thread::classify`] marked. `span` gives a range's place in the source.
pub(super) fn parts(text: &str, lines: &[Line], span: &dyn Fn(usize, usize) -> Span) -> Vec<ThreadPart> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if !matches!(lines[at].role, Role::Quoted | Role::Thread) {
            at += 1;
            continue;
        }
        let end = at
            + lines[at..]
                .iter()
                .position(|l| !matches!(l.role, Role::Quoted | Role::Thread | Role::Blank))
                .unwrap_or(lines.len() - at);
        let region: Vec<_> = lines[at..end].iter().map(|line| unquote(text, line)).collect();
        read(&region, span, &mut parts);
        at = end;
    }
    parts
}

fn unquote<'a>(text: &'a str, line: &'a Line) -> Quoted<'a> {
    let mut words = line.words(text);
    let mut depth = 0;
    if line.role == Role::Quoted {
        while let Some(rest) = words.strip_prefix('>') {
            words = rest.trim_start();
            depth += 1;
        }
    }
    Quoted { depth, words, line }
}

/// A part begins at an attribution, a header block, a separator, or where the quoting gets shallower.
fn read(region: &[Quoted], span: &dyn Fn(usize, usize) -> Span, parts: &mut Vec<ThreadPart>) {
    let get = |i: usize| region.get(i).map(|l| l.words);
    let mut part = ThreadPart::default();
    let (mut begun, mut body): (Option<&Line>, Option<usize>) = (None, None);
    let mut last: Option<&Line> = None;
    let mut at = 0;
    while at < region.len() {
        let here = &region[at];
        let head = head(&get, at);
        let shallower = body.is_some_and(|depth| here.depth < depth && !here.words.is_empty());
        if (head.is_some() || shallower) && begun.is_some() {
            close(&mut part, begun.take(), last, span, parts);
            body = None;
        }
        if begun.is_none() && !here.words.is_empty() {
            begun = Some(here.line);
        }
        if let Some((from, date, next)) = head {
            part.from = from.map(|mut mailbox| {
                mailbox.span = span(here.line.start as usize, region[next - 1].line.end as usize);
                mailbox
            });
            part.date = date;
            last = Some(region[next - 1].line);
            at = next;
            continue;
        }
        if body.is_none() && !here.words.is_empty() {
            body = Some(here.depth);
        }
        if begun.is_some() {
            if !part.text.is_empty() || !here.words.is_empty() {
                part.text.push_str(here.words);
                part.text.push('\n');
            }
            if !here.words.is_empty() {
                last = Some(here.line);
            }
        }
        at += 1;
    }
    close(&mut part, begun, last, span, parts);
}

fn close(
    part: &mut ThreadPart,
    begun: Option<&Line>,
    last: Option<&Line>,
    span: &dyn Fn(usize, usize) -> Span,
    parts: &mut Vec<ThreadPart>,
) {
    if let (Some(first), Some(last)) = (begun, last) {
        part.span = span(first.start as usize, last.end as usize);
        part.text.truncate(part.text.trim_end().len());
        if !part.text.is_empty() || part.from.is_some() {
            parts.push(std::mem::take(part));
        }
    }
    *part = ThreadPart::default();
}

type Head = (Option<Mailbox>, Option<String>, usize);

/// What introduces a part at line `at`: whom and when it names, and the line after it.
fn head<'a>(get: &dyn Fn(usize) -> Option<&'a str>, at: usize) -> Option<Head> {
    let line = get(at)?;
    if thread::is_separator(line) || is_rule(line) {
        let mut next = at + 1;
        while get(next).is_some_and(str::is_empty) {
            next += 1;
        }
        return Some(match header_block(get, next) {
            Some(head) => head,
            None => (None, None, at + 1),
        });
    }
    if let Some(head) = header_block(get, at) {
        return Some(head);
    }
    for end in at..at + 3 {
        if thread::attribution(get, end) == Some(at) {
            let whole: Vec<_> = (at..=end).filter_map(get).collect();
            let (from, date) = introduction(&whole.join(" "));
            return Some((from, date, end + 1));
        }
        if get(end).is_none_or(str::is_empty) {
            break;
        }
    }
    None
}

fn is_rule(line: &str) -> bool {
    line.len() >= 10 && line.bytes().all(|b| b == b'_')
}

fn header_block<'a>(get: &dyn Fn(usize) -> Option<&'a str>, at: usize) -> Option<Head> {
    if !thread::is_header_block(get, at) {
        return None;
    }
    let (mut from, mut date, mut next) = (None, None, at);
    while let Some(line) = get(next).filter(|l| !l.is_empty() && next < at + 10) {
        if line.split_once(':').is_none_or(|(key, _)| key.trim_matches('*').len() >= 16) && next > at + 1 {
            break;
        }
        if let Some(value) = thread::field(line, &FROM) {
            from = from.or(Some(mailbox(value)));
        } else if let Some(value) = thread::field(line, &SENT) {
            date = date.or(Some(value.to_owned()));
        }
        next += 1;
    }
    Some((from, date, next))
}

/// The person and the date in `On Mon, Mar 10, 2025 at 4:52 PM Dana Reyes <dana@acme.example> wrote:`.
fn introduction(line: &str) -> (Option<Mailbox>, Option<String>) {
    let line = line.trim_end_matches([':', ' ', '\u{A0}']);
    let Some((start, end)) = thread::verb(line) else { return (None, None) };
    let (before, after) = (line[..start].trim(), line[end..].trim());
    let before =
        before.split_once(' ').filter(|(w, _)| w.len() <= 3 && !w.contains('@')).map_or(before, |(_, rest)| rest);
    if !after.is_empty() {
        return (Some(mailbox(after)), Some(before.trim().to_owned()));
    }
    // The date ends with its last figure, comma or AM/PM; the person follows.
    let limit =
        before.find(['<', '(']).or_else(|| before.find('@').map(|at| before[..at].rfind(' ').map_or(0, |i| i + 1)));
    let limit = limit.unwrap_or(before.len());
    let mut cut = 0;
    for (at, word) in words(&before[..limit]) {
        let bare = word.trim_matches([',', '.', ':']);
        if word.ends_with(',')
            || bare.bytes().any(|b| b.is_ascii_digit())
            || ["AM", "PM", "am", "pm", "a.m", "p.m", "UTC", "GMT"].contains(&bare)
        {
            cut = at + word.len();
        }
    }
    let (date, person) = (before[..cut].trim_matches([',', ' ']), before[cut..].trim());
    ((!person.is_empty()).then(|| mailbox(person)), (!date.is_empty()).then(|| date.to_owned()))
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split([' ', '\u{A0}']).map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `Dana Reyes <dana@acme.example>`, `dana@acme.example`, `Reyes, Dana [mailto:…]`.
pub(super) fn mailbox(text: &str) -> Mailbox {
    let address = text
        .split(['<', '>', '(', ')', '[', ']', ' ', ';', '"', '*'])
        .map(|w| w.trim_start_matches("mailto:"))
        .find(|w| w.contains('@') && w.len() > 2)
        .map(str::to_owned);
    let name = text.split(['<', '(', '[']).next().unwrap_or("").trim_matches([' ', '"', '\'', '*', ',', ';']);
    let name = (!name.is_empty() && !name.contains('@')).then(|| in_spoken_order(name));
    Mailbox { name, address, span: Span::default() }
}

/// `Reyes, Dana` as people say it.
pub(super) fn in_spoken_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') && first.split(' ').count() < 3 => format!("{first} {last}"),
        _ => name.to_owned(),
    }
}
