//! An edit of a string of JSON or YAML → an edit of the file: with the escapes, line ends and indentation its style asks for.
//!
//! Invariant: a parser reads the string as the surface with the edit made, and everything else in the file as it was.

use super::blank::{Blanked, is_mark};
use crate::document::{ScalarStyle, Surface};
use crate::span::Span;
use std::fmt::Write as _;
use std::ops::Range;

/// Edits of one string, in order, as they are made in the file.
pub(super) fn encode(
    surface: &Surface<'_>,
    style: ScalarStyle,
    edits: Vec<(Range<usize>, Blanked)>,
) -> Vec<(Span, Blanked)> {
    if let ScalarStyle::Plain { flow } = style
        && edits.iter().any(|(range, text)| !fits_plain(&text.plain(), range.start == 0, flow))
    {
        return vec![quoted(surface, &edits)];
    }
    let sheet = Sheet::of(surface);
    let encoded = |(range, text): (Range<usize>, Blanked)| {
        let span = surface.on_disk(range.clone());
        let text = match style {
            ScalarStyle::Json => sheet.escaped(&text.0, true),
            ScalarStyle::Double => sheet.escaped(&text.0, false),
            ScalarStyle::Single => sheet.folded(&text.0.replace('\'', "''"), &range, sheet.indent_inside(), None),
            ScalarStyle::Plain { .. } => text.0,
            ScalarStyle::Block { folded: true, indent } => {
                sheet.folded(&text.0, &range, indent as usize, Some(sheet.start(span)))
            }
            ScalarStyle::Block { folded: false, indent } => sheet.literal(&text.0, &range, span, indent as usize),
        };
        (span, Blanked(text))
    };
    edits.into_iter().map(encoded).collect()
}

/// Whether words can stand in a string without quotes as they are.
fn fits_plain(text: &str, first: bool, flow: bool) -> bool {
    let starts = !first || text.is_empty() || text.starts_with(|c: char| c.is_alphabetic());
    let colon = text.contains(": ") || text.ends_with(':');
    let breaks = text.contains(['\n', '\r', '\t']) || text.contains(" #");
    let ends_it = flow && text.contains([',', '[', ']', '{', '}']);
    starts && !(colon || breaks || ends_it)
}

/// A string without quotes, written anew with quotes.
fn quoted(surface: &Surface<'_>, edits: &[(Range<usize>, Blanked)]) -> (Span, Blanked) {
    let mut text = String::with_capacity(surface.text.len() + 256);
    let mut at = 0;
    for (range, new) in edits {
        text.push_str(&surface.text[at..range.start]);
        text.push_str(&new.0);
        at = range.end;
    }
    text.push_str(&surface.text[at..]);
    let escaped = Sheet::of(surface).escaped(&text, false);
    (surface.on_disk(0..surface.text.len()), Blanked(format!("\"{escaped}\"")))
}

/// The file around a string.
struct Sheet<'a> {
    surface: &'a Surface<'a>,
    source: &'a str,
    /// The string in the file.
    raw: Range<usize>,
    eol: &'static str,
}

impl<'a> Sheet<'a> {
    fn of(surface: &'a Surface<'a>) -> Self {
        let document = surface.document();
        let source = &*document.source;
        let span = surface.on_disk(0..surface.text.len());
        let raw = document.source_offset(span.start)..document.source_offset(span.end);
        let line = source[raw.start..].find('\n').map_or(source.len(), |n| raw.start + n);
        let eol = if source[..line].ends_with('\r') { "\r\n" } else { "\n" };
        Self { surface, source, raw, eol }
    }

    fn start(&self, span: Span) -> usize {
        self.surface.document().source_offset(span.start)
    }

    /// Between double quotes: what cannot stand there is escaped, and so is what the string escapes already.
    fn escaped(&self, text: &str, json: bool) -> String {
        let raw = &self.source[self.raw.clone()];
        let ascii = raw.contains("\\u") && raw.is_ascii();
        let slashes = raw.contains("\\/");
        let mut out = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            // A string takes whatever is written to it.
            let _ = match c {
                c if is_mark(c) => out.write_char(c),
                '"' => out.write_str("\\\""),
                '\\' => out.write_str("\\\\"),
                '\n' => out.write_str("\\n"),
                '\r' => out.write_str("\\r"),
                '\t' => out.write_str("\\t"),
                '/' if slashes => out.write_str("\\/"),
                c if c < ' ' => write!(out, "\\u{:04x}", c as u32),
                c if c.is_ascii() || !ascii => out.write_char(c),
                c if json || (c as u32) < 0x1_0000 => {
                    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
                }
                c => write!(out, "\\U{:08x}", c as u32),
            };
        }
        out
    }

    /// Where lines are joined, a line end takes two; beside another one, one. `from` is the place in the file where lines
    /// may be wrapped from, if they may.
    fn folded(&self, text: &str, range: &Range<usize>, indent: usize, from: Option<usize>) -> String {
        let (before, behind) = (&self.surface.text[..range.start], &self.surface.text[range.end..]);
        let wrap = from.and_then(|from| Some((self.column(from), self.width()?)));
        let mut column = wrap.map_or(0, |(column, _)| column);
        let mut out = String::with_capacity(text.len() + 16);
        let margin = " ".repeat(indent);
        let (mut ends, mut beside) = (0, before.is_empty() || before.ends_with('\n'));
        let broken = |ends: usize, beside: bool| self.eol.repeat(ends + usize::from(!beside)) + &margin;
        for (index, line) in text.split('\n').map(|line| line.trim_end_matches('\r')).enumerate() {
            ends += usize::from(index > 0);
            if line.is_empty() {
                continue;
            }
            if ends > 0 {
                out.push_str(&broken(ends, beside));
                (ends, column) = (0, indent);
            }
            beside = false;
            for (number, word) in line.split(' ').enumerate() {
                let len = super::blank::width(word);
                if number > 0
                    && wrap.is_some_and(|(_, most)| column + 1 + len > most)
                    && !word.is_empty()
                    && column > indent
                {
                    out.push_str(self.eol);
                    out.push_str(&margin);
                    column = indent;
                } else if number > 0 {
                    out.push(' ');
                    column += 1;
                }
                out.push_str(word);
                column += len;
            }
        }
        match behind.chars().next() {
            Some('\n') => out.push_str(&self.eol.repeat(ends)),
            Some(_) if ends > 0 => out.push_str(&broken(ends, beside)),
            _ => {}
        }
        out
    }

    /// Where lines are kept: each is set in.
    fn literal(&self, text: &str, range: &Range<usize>, span: Span, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let behind = &self.surface.text[range.end..];
        let mut out = String::with_capacity(text.len() + 16);
        let at = self.start(span);
        let before = &self.source[self.source[..at].rfind('\n').map_or(0, |n| n + 1)..at];
        let starts_line = before.len() < indent && before.trim_matches(' ').is_empty();
        if starts_line && !text.is_empty() && !text.starts_with(['\n', '\r']) {
            out.push_str(&margin[before.len()..]);
        }
        let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                out.push_str(self.eol);
                let is_last = index + 1 == lines.len();
                let goes_on = is_last && !behind.is_empty() && !behind.starts_with(['\n', '\r']);
                if !line.is_empty() || goes_on {
                    out.push_str(&margin);
                }
            }
            out.push_str(line);
        }
        out
    }

    fn column(&self, at: usize) -> usize {
        let line = self.source[..at].rfind('\n').map_or(0, |n| n + 1);
        self.source[line..at].chars().count()
    }

    /// The width the lines of a string were wrapped at, if they were.
    fn width(&self) -> Option<usize> {
        let raw = &self.source[self.raw.clone()];
        raw.contains('\n').then(|| raw.lines().map(|line| line.chars().count()).max().unwrap_or(0).max(60))
    }

    /// How far the second line of a string between quotes is set in.
    fn indent_inside(&self) -> usize {
        let raw = &self.source[self.raw.clone()];
        if let Some(next) = raw.lines().skip(1).find(|line| !line.trim().is_empty()) {
            return next.len() - next.trim_start().len();
        }
        let line = self.source[..self.raw.start].rfind('\n').map_or(0, |n| n + 1);
        let key = self.source[line..].trim_start_matches([' ', '-']);
        self.source.len() - line - key.len() + 2
    }
}
