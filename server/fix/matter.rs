//! Front matter without one of its values: a list keeps its other members, a key goes with its last one, a table with its last
//! key, and the fences with all there was between them.

use std::ops::Range;

const QUOTES: [char; 2] = ['"', '\''];

/// What goes with the value at `value`, quotes aside, of the front matter at the top of `text`; `others` are where the other
/// values of the same kind begin.
pub(super) fn without(text: &str, value: Range<usize>, others: &[usize]) -> Range<usize> {
    let is_toml = text.trim_start_matches('\u{FEFF}').starts_with("+++");
    let line = line_of(text, value.start);
    let entry = entry(text, &line, value.start, is_toml);
    let is_shared = |range: &Range<usize>| others.iter().any(|at| range.contains(at));
    if is_shared(&line) || is_shared(&entry) && line.start == entry.start {
        return member(text, value);
    }
    if is_shared(&entry) {
        return line;
    }
    with_fences(text, with_table(text, entry, is_toml))
}

/// The lines of the key whose value stands in `line`.
fn entry(text: &str, line: &Range<usize>, value: usize, is_toml: bool) -> Range<usize> {
    let has_key = |before: &str| {
        if is_toml { before.contains('=') } else { before.contains(':') && !before.trim_start().starts_with("- ") }
    };
    let mut first = line.clone();
    let mut before = &text[line.start..value];
    while !has_key(before) && first.start > 0 {
        first = line_of(text, first.start - 1);
        before = &text[first.clone()];
    }
    let mut end = line.end;
    if is_toml {
        // A list ends where its brackets do.
        let open = |end: usize| {
            let (mut depth, mut quote) = (0, None);
            for c in text[first.start..end].chars().skip_while(|c| *c != '=') {
                match (c, quote) {
                    (c, Some(open)) if c == open => quote = None,
                    (c, None) if QUOTES.contains(&c) => quote = Some(c),
                    ('[', None) => depth += 1,
                    (']', None) => depth -= 1,
                    _ => {}
                }
            }
            depth > 0
        };
        while open(end) && end < text.len() && !text[end..].starts_with("+++") {
            end = line_of(text, end).end;
        }
    } else {
        while text[line_of(text, end)].trim_start().starts_with("- ") {
            end = line_of(text, end).end;
        }
    }
    first.start..end
}

/// A member of a list in brackets, with the comma that parts it from the next or the last one.
fn member(text: &str, value: Range<usize>) -> Range<usize> {
    let start = text[..value.start].trim_end_matches(QUOTES).len();
    let rest = &text[value.end..];
    let end = value.end + rest.len() - rest.trim_start_matches(QUOTES).len();
    let rest = text[end..].trim_start();
    match rest.strip_prefix(',') {
        Some(next) => start..text.len() - next.trim_start().len(),
        None => text[..start].trim_end().trim_end_matches(',').len()..end,
    }
}

/// With the tables that have no other key.
fn with_table(text: &str, mut gone: Range<usize>, is_toml: bool) -> Range<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    loop {
        let next = &text[line_of(text, gone.end)];
        let before = text[..gone.start].trim_end();
        let header = line_of(text, before.len());
        let words = text[header.clone()].trim();
        let is_empty = if is_toml {
            words.starts_with('[') && (next.starts_with(['[', '+']) || next.trim().is_empty())
        } else {
            words.ends_with(':')
                && indent(next) <= indent(&text[header.clone()])
                && indent(&text[gone.clone()]) > indent(&text[header.clone()])
        };
        if !is_empty || header.start >= gone.start {
            return gone;
        }
        gone.start = header.start;
    }
}

/// With the fences, and the empty line behind them, where nothing else stands between them.
fn with_fences(text: &str, gone: Range<usize>) -> Range<usize> {
    let open = line_of(text, 0);
    let close = line_of(text, gone.end);
    let is_fence = matches!(text[close.clone()].trim(), "---" | "+++" | "...");
    if gone.start < open.end || !text[open.end..gone.start].trim().is_empty() || !is_fence {
        return gone;
    }
    let behind = line_of(text, close.end);
    let end = if text[behind.clone()].trim().is_empty() { behind.end } else { close.end };
    let mark = text.len() - text.trim_start_matches('\u{FEFF}').len();
    mark..end
}

/// The line around `at`, with its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    start..text[at..].find('\n').map_or(text.len(), |n| at + n + 1)
}
