//! Other files a template includes, and their words in the place of the tag that includes them.
//!
//! Invariant: what came from another file leads back to the tag that includes it, and to nothing beside it. Finding and
//! reading the files is the caller's business.

use super::source_map::SourceMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// What included files say, by the names they are included under; what they include themselves is in them.
pub type Partials = BTreeMap<String, String>;

/// A tag that includes a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The tag.
    pub range: Range<usize>,
    /// The file's name as it is written.
    pub name: String,
    /// Whether the file is one this text goes into, block by block.
    pub extends: bool,
    /// Whether the file need not be there.
    pub optional: bool,
}

/// A longer tag includes nothing.
const LONGEST: usize = 600;
/// Bytes by which a text may grow.
const MOST: usize = 1 << 20;

/// The tags of `text` that include a file by name, in order.
pub fn includes(text: &str) -> Vec<Include> {
    let mut found = Vec::new();
    // Most texts include nothing.
    if memchr::memchr2(b'{', b'<', text.as_bytes()).is_none()
        || !["include", "render", "extends", "{{>", "{{~>", "template"].iter().any(|word| has(text, word))
    {
        return found;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'{', b'<', &bytes[at..]) {
        let start = at + step;
        at = start + 1;
        let close = match &bytes[start..] {
            [b'{', b'%', ..] => "%}",
            [b'{', b'{', ..] => "}}",
            [b'<', b'%', ..] => "%>",
            rest if rest.starts_with(b"<mj-include") => ">",
            _ => continue,
        };
        let window = &bytes[start + 2..(start + LONGEST).min(bytes.len())];
        let Some(end) = memchr::memmem::find(window, close.as_bytes()).map(|n| start + 2 + n) else { continue };
        let stop = end + close.len();
        if let Some(mut include) = read(&text[start..start + 2], &text[start + 2..end]) {
            include.range = start..stop;
            found.push(include);
            at = stop;
        }
    }
    found
}

fn has(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}

/// Reads what stands between the marks of a tag.
fn read(open: &str, inner: &str) -> Option<Include> {
    let inner = inner.trim_matches(['-', '+', '~', '=', '_', ' ', '\t', '\r', '\n']);
    let (word, rest) = inner.split_once([' ', '\t', '\n', '(']).unwrap_or((inner, ""));
    let rest = rest.trim_start_matches(['(', ' ', '\t', '\n']);
    let name = match (open, word) {
        ("{%", "include" | "render" | "extends" | "include_relative") => named(rest, true),
        ("{{", "include" | "template") | ("<%", "include" | "render") => {
            named(rest.strip_prefix("partial:").unwrap_or(rest).trim_start(), false)
        }
        ("{{", word) if word.starts_with('>') => named(inner[1..].trim_start(), true),
        ("<m", _) => {
            let path = inner.split_once("path=")?.1;
            named(path, false)
        }
        _ => None,
    }?;
    let optional = rest.contains("ignore missing") || rest.contains("ignore_missing");
    Some(Include { range: 0..0, name, extends: word == "extends", optional })
}

/// A name between quotes; bare, where the language writes it so and it is no variable of another kind.
fn named(rest: &str, bare: bool) -> Option<String> {
    let name = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ if bare => rest.split([' ', '\t', '\n', ',']).next()?,
        _ => return None,
    };
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ' | '@');
    (!name.is_empty() && name.chars().all(fits)).then(|| name.to_owned())
}

/// A text with what it includes in it.
pub(super) struct Expanded {
    pub(super) text: String,
    /// The way back to the text as it was.
    pub(super) map: SourceMap,
    /// What came from other files.
    pub(super) included: Vec<Range<u32>>,
}

/// Puts what is known of `partials` in the place of the tags behind `from`; `None` where there is nothing to put.
pub(super) fn expanded(text: &str, from: usize, partials: &Partials) -> Option<Expanded> {
    if partials.is_empty() {
        return None;
    }
    let mut out =
        Expanded { text: String::with_capacity(text.len() * 2), map: SourceMap::default(), included: Vec::new() };
    let mut at = 0;
    let mut behind = String::new();
    for include in includes(text).into_iter().filter(|include| include.range.start >= from) {
        let Some(words) = partials.get(&include.name) else { continue };
        if out.text.len() + words.len() > text.len() + MOST {
            break;
        }
        out.own(text, at..include.range.start);
        if include.extends && behind.is_empty() {
            let (before, rest) = around(words, text);
            out.other(before, include.range.clone());
            rest.clone_into(&mut behind);
        } else {
            out.other(words, include.range.clone());
        }
        at = include.range.end;
    }
    if out.included.is_empty() && behind.is_empty() {
        return None;
    }
    out.own(text, at..text.len());
    out.other(&behind, text.len()..text.len());
    Some(out)
}

impl Expanded {
    fn own(&mut self, text: &str, range: Range<usize>) {
        if !range.is_empty() {
            self.map.verbatim(self.text.len(), range.start, range.len());
            self.text.push_str(&text[range]);
        }
    }

    fn other(&mut self, words: &str, tag: Range<usize>) {
        let start = self.text.len();
        if !words.is_empty() {
            self.map.atomic(start..start + words.len(), tag);
            self.text.push_str(words);
        }
        self.included.push(start as u32..self.text.len() as u32);
    }
}

/// A template as included: what the tags in it include put in their places.
pub fn flattened(text: &str, partials: &Partials) -> String {
    expanded(text, 0, partials).map_or_else(|| text.to_owned(), |expanded| expanded.text)
}

/// What of a template stands before and behind the blocks that `text` fills.
fn around<'t>(template: &'t str, text: &str) -> (&'t str, &'t str) {
    let own: Vec<&str> = blocks(text).map(|(name, _)| name).collect();
    let filled: Vec<Range<usize>> =
        blocks(template).filter(|(name, _)| own.contains(name)).map(|(_, range)| range).collect();
    match (filled.first(), filled.iter().map(|range| range.end).max()) {
        (Some(first), Some(end)) => (&template[..first.start], &template[end..]),
        _ => ("", ""),
    }
}

/// The blocks of a template, each from its first tag to its last; of one in another, both end where the inner one does.
fn blocks(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find("{%")?;
            let end = start + text[start..].find("%}")? + 2;
            at = end;
            let inner = text[start + 2..end - 2].trim_matches(['-', '+', '~', ' ', '\t', '\n']);
            let Some(name) = inner.strip_prefix("block ") else { continue };
            let name = name.split_whitespace().next().unwrap_or("");
            let close = text[end..].find("endblock").map(|n| end + n)?;
            let stop = close + text[close..].find("%}")? + 2;
            return Some((name, start..stop));
        }
    })
}
