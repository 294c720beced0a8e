//! Remarks to Regards. `regards-KEY …` in a comment speaks of what follows it; front matter and headers speak of the whole
//! file.

use super::{Directive, Field, Headers};
use crate::span::Span;

/// Reads a comment's words. `at` is where in the text the words after it begin.
pub(super) fn in_comment(words: &str, span: Span, at: u32, out: &mut Vec<Directive>) {
    for line in words.lines() {
        let line = line.trim_matches([' ', '\t', '-', '(', ')', '"', '\'', '*', '#']);
        let Some(rest) = line.strip_prefix("regards-").or_else(|| line.strip_prefix("Regards-")) else { continue };
        let end = rest.find(|c: char| c == ':' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_ascii_lowercase();
        let value = rest[end..].trim_start_matches(':').trim().to_owned();
        let whole_file = key.ends_with("-file") || matches!(key.as_str(), "intent" | "template" | "now");
        out.push(Directive { key: key.trim_end_matches("-file").to_owned(), value, span, at, whole_file });
    }
}

/// Reads front matter keys that speak to Regards.
pub(super) fn in_front_matter(fields: &[Field], out: &mut Vec<Directive>) {
    for field in fields {
        let key = field.key.to_ascii_lowercase();
        let key = key.strip_prefix("regards.").or_else(|| key.strip_prefix("regards-")).unwrap_or(&key);
        if matches!(key, "intent" | "ignore" | "template" | "now") && (field.key.len() > key.len() || key != "ignore") {
            out.push(whole(key, field));
        }
    }
}

/// Reads `X-Regards-…` headers.
pub(super) fn in_headers(headers: &Headers, out: &mut Vec<Directive>) {
    for field in &headers.other {
        if let Some(key) = field.key.strip_prefix("x-regards-") {
            out.push(whole(key, field));
        }
    }
}

fn whole(key: &str, field: &Field) -> Directive {
    Directive { key: key.to_owned(), value: field.value.clone(), span: field.span, at: 0, whole_file: true }
}
