//! An intent's skeleton → a whole message. Invariant: what is not known stays a blank, in the notation's own way; nothing is
//! made up.

use super::blank::Blanked;
use super::markup;
use super::slots;
use crate::ruleset::{SlotValues, file::Skeleton};
use serde::Deserialize;
use std::ops::Range;

/// What a new message is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notation {
    /// Plain text, blanks in `[brackets]`.
    Plain,
    /// Markdown, blanks in `[brackets]`.
    Markdown,
    /// A mail with its header fields.
    Mail,
    /// HTML paragraphs.
    Html,
    /// Plain text with `{{ slot }}`.
    Jinja,
    /// Plain text with `{{slot}}`.
    Handlebars,
    /// Plain text with `<%= slot %>`.
    Erb,
}

/// A new message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The subject line.
    pub subject: String,
    /// The whole text, header fields included where the notation has them; ends in a line end.
    pub text: String,
    /// The parts of `text` still to be filled in, as byte ranges of it, in order.
    pub blanks: Vec<Range<usize>>,
}

/// Writes the message. `employer`: the reader is the candidate, not the recruiter.
pub fn compose(skeleton: &Skeleton, employer: bool, values: &SlotValues, notation: Notation) -> Message {
    let fill = |text: &str| filled(text, employer, values, notation);
    let subject = fill(skeleton.subject.trim());
    let body = fill(skeleton.text.trim());
    let paragraphs = body.0.split("\n\n").map(str::trim);
    let text = match notation {
        Notation::Plain | Notation::Jinja | Notation::Handlebars | Notation::Erb => format!("{}\n", body.0),
        Notation::Markdown => {
            let broken = |paragraph: &str| {
                if paragraph.starts_with("- ") { paragraph.to_owned() } else { paragraph.replace('\n', "  \n") }
            };
            paragraphs.map(broken).collect::<Vec<_>>().join("\n\n") + "\n"
        }
        Notation::Mail => format!(
            "Subject: {}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\n{}\n",
            subject.0, body.0
        ),
        Notation::Html => paragraphs.map(html).collect::<String>(),
    };
    let (text, blanks) = Blanked(text).split();
    Message { subject: subject.plain(), text, blanks }
}

fn html(paragraph: &str) -> String {
    let escaped = markup::escaped(paragraph);
    if !escaped.starts_with("- ") {
        return format!("<p>{}</p>\n", escaped.replace('\n', "<br>\n"));
    }
    let items = escaped.lines().map(|line| format!("  <li>{}</li>\n", line.trim_start_matches("- ")));
    format!("<ul>\n{}</ul>\n", items.collect::<String>())
}

fn filled(text: &str, employer: bool, values: &SlotValues, notation: Notation) -> Blanked {
    let mut filled = Blanked::default();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '[']) {
        let close = if rest[open..].starts_with('{') { '}' } else { ']' };
        let Some(end) = rest[open..].find(close).map(|n| open + n) else { break };
        filled.push(&rest[..open]);
        let name = &rest[open + 1..end];
        let slot = match name {
            "reader" if employer => "candidate",
            "reader" => "recruiter",
            name => name,
        };
        match values.get(slot).filter(|_| close == '}') {
            Some(value) => filled.push(value),
            None => filled.push_blank(&blank(name, slot, close == '}', notation)),
        }
        rest = &rest[end + 1..];
    }
    filled.push(rest);
    filled
}

/// A blank for `name`, which is filled from `slot`.
fn blank(name: &str, slot: &str, is_slot: bool, notation: Notation) -> String {
    let key = || {
        let words = slot.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("_")
    };
    match notation {
        Notation::Jinja => format!("{{{{ {} }}}}", key()),
        Notation::Handlebars => format!("{{{{{}}}}}", key()),
        Notation::Erb => format!("<%= {} %>", key()),
        Notation::Plain | Notation::Markdown | Notation::Mail | Notation::Html => {
            format!("[{}]", if is_slot { slots::label(name) } else { name })
        }
    }
}
