//! Words → an edit of the surface: line ends, line width, indentation, paragraphs and escapes as the draft has them.
//!
//! Invariants: an insertion takes nothing out but white space it puts back in another form; no line it makes is wider than
//! the draft's own, unless one word is.

use super::blank::{Blanked, is_mark, width};
use super::markup;
use super::place::{Spot, SpotKind};
use crate::document::{BlockKind, Document, Format, ScalarStyle, Surface, Transfer};
use std::ops::Range;

/// Lays words at one spot; several phrasings follow each other. `bare`: lines end without a full stop.
pub(super) fn lay(surface: &Surface<'_>, spot: &Spot, phrases: &[Blanked], bare: bool) -> (Range<usize>, Blanked) {
    let sheet = Sheet::of(surface, spot);
    let ends_line = match spot.kind {
        SpotKind::Behind { .. } => surface.text[spot.at..line_end(surface.text, spot.at)].trim().is_empty(),
        SpotKind::Within | SpotKind::Before | SpotKind::Otherwise => false,
        _ => true,
    };
    let words = |joint: &str| {
        let by_line = joint != " ";
        let mut all = String::new();
        for (index, phrase) in phrases.iter().enumerate() {
            let last = index + 1 == phrases.len();
            let text = sheet.escaped(&phrase.0);
            let ends = bare && ends_line && (last || by_line);
            all.push_str(if ends { text.strip_suffix('.').unwrap_or(&text) } else { &text });
            all.push_str(if last { "" } else { joint });
        }
        all
    };
    let eol = sheet.eol;
    let at = spot.at;
    let (range, text) = match spot.kind {
        SpotKind::Within => (at..at, words(" ")),
        SpotKind::Behind { stop } => sheet.behind(at, if stop { "." } else { "" }, &words(" ")),
        SpotKind::Otherwise => {
            let (before, behind) = spot.frame.as_ref().map_or(("", ""), |frame| (&frame.before, &frame.behind));
            (at..at, format!("{before}{}{behind}", sheet.wrapped(None, &words(" "))))
        }
        SpotKind::Before => (at..at, sheet.before(at, &words(" "))),
        SpotKind::LineBehind => {
            let joint = sheet.line_break();
            let lines = words(&joint);
            (at..at, format!("{joint}{}", sheet.wrapped(None, &lines)))
        }
        SpotKind::LineBefore => {
            let joint = sheet.line_break();
            let lines = words(&joint);
            (at..at, format!("{}{joint}", sheet.wrapped(None, &lines)))
        }
        kind if surface.region.format == Format::Html => {
            sheet.html_paragraph(spot, matches!(kind, SpotKind::ParagraphBehind | SpotKind::SignOff), &words(" "))
        }
        SpotKind::ParagraphBehind | SpotKind::SignOff => {
            let at = line_end(surface.text, at);
            let gap = sheet.gap();
            (at..at, format!("{gap}{}{}", sheet.indent, sheet.wrapped(None, &words(" "))))
        }
        SpotKind::ParagraphBefore | SpotKind::Greeting => {
            let start = surface.text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
            // Nothing but marks of the paragraph itself may stand before it on its line.
            let start = if surface.text[start..at].trim_matches(['>', '#', '*', '-', ' ', '\t', '\u{FEFF}']).is_empty()
            {
                start + if surface.text[start..at].starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
            } else {
                at
            };
            let gap = sheet.gap();
            let mut text = format!("{}{}{gap}", sheet.indent, sheet.wrapped(None, &words(" ")));
            if start == at && !surface.text[..at].is_empty() && !surface.text[..at].ends_with(['\n', '\r', '\u{FEFF}'])
            {
                text = format!("{eol}{text}");
            }
            (start..start, text)
        }
    };
    (range, Blanked(text))
}

/// How the draft is laid out around a spot.
struct Sheet<'a> {
    surface: &'a Surface<'a>,
    eol: &'static str,
    indent: &'a str,
    /// Characters a line may have; none where lines are not wrapped.
    width: Option<usize>,
    /// Whether paragraphs are set off by an empty line.
    airy: bool,
}

impl<'a> Sheet<'a> {
    fn of(surface: &'a Surface<'a>, spot: &Spot) -> Self {
        let text = surface.text;
        let eol = if memchr::memmem::find(text.as_bytes(), b"\r\n").is_some() {
            "\r\n"
        } else if text.contains('\r') && !text.contains('\n') {
            "\r"
        } else {
            "\n"
        };
        let start = surface.range(spot.block).start.min(text.len());
        let line = text[..start].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        let before = &text[line..start];
        let indent = &before[..before.len() - before.trim_start_matches([' ', '\t']).len()];
        // What quotes a whole message goes on before each of its lines.
        let is_quoted = surface.region.format == Format::Markdown && before.trim_matches(['>', ' ']).is_empty();
        let indent = match surface.region.format {
            Format::Html => "",
            _ if is_quoted => before,
            _ => indent,
        };
        Self { surface, eol, indent, width: wrap_width(surface), airy: is_airy(surface.document()) }
    }

    fn escaped(&self, text: &str) -> String {
        let escaped = match self.surface.region.format {
            Format::Html => markup::escaped(text),
            _ => text.to_owned(),
        };
        // Few phrasings have several lines.
        if escaped.contains('\n') { escaped.replace('\n', &self.line_break()) } else { escaped }
    }

    /// A line end the writer put there.
    fn line_break(&self) -> String {
        match self.surface.region.format {
            Format::Html => {
                let tag = markup::line_break(self.surface.text);
                let follows = self.surface.text.find(tag).map(|at| &self.surface.text[at + tag.len()..]);
                let eol = if follows.is_some_and(|rest| rest.starts_with(['\n', '\r'])) { self.eol } else { "" };
                format!("{tag}{eol}")
            }
            Format::Markdown => format!("  {}{}", self.eol, self.indent),
            Format::Plain | Format::Mail => format!("{}{}", self.eol, self.indent),
        }
    }

    /// What stands between two paragraphs.
    fn gap(&self) -> String {
        if self.airy { format!("{}{}{}", self.eol, self.indent.trim_end(), self.eol) } else { self.eol.to_owned() }
    }

    /// A line end a program puts there.
    fn soft_break(&self) -> String {
        format!("{}{}{}", if self.surface.region.flowed { " " } else { "" }, self.eol, self.indent)
    }

    /// Text wrapped, on a line of its own or behind what reaches to `column`.
    fn wrapped(&self, column: Option<usize>, text: &str) -> String {
        let Some(most) = self.width else {
            return if column.is_some() { format!(" {text}") } else { text.to_owned() };
        };
        let mut out = String::with_capacity(text.len() + 8);
        let follows = usize::from(column.is_none());
        let mut column = column.unwrap_or(width(self.indent));
        for (index, word) in split_words(text).enumerate() {
            let len = width(word.trim_end_matches(['\n', '\r']));
            if index >= follows {
                if column + 1 + len > most && column > 0 {
                    out.push_str(&self.soft_break());
                    column = width(self.indent);
                } else {
                    out.push(' ');
                    column += 1;
                }
            }
            out.push_str(word);
            column = match word.rfind(['\n', '\r']) {
                Some(at) => width(&word[at + 1..]),
                None => column + len,
            };
        }
        out
    }

    fn column(&self, at: usize) -> usize {
        let line = self.surface.text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        self.surface.text[line..at].chars().count()
    }

    /// Behind a sentence: a space, the words, and what stood there goes on.
    fn behind(&self, at: usize, stop: &str, words: &str) -> (Range<usize>, String) {
        let text = self.surface.text;
        let Some(most) = self.width else { return (at..at, format!("{stop} {words}")) };
        let column = self.column(at) + stop.len();
        let placed = self.wrapped(Some(column), words);
        let rest = &text[at..line_end(text, at)];
        let last = placed.rfind(['\n', '\r']).map_or_else(|| column + width(&placed), |n| width(&placed[n + 1..]));
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if spaces > 0 && spaces < rest.len() && last + width(rest.trim_end()) > most {
            return (at..at + spaces, format!("{stop}{placed}{}", self.soft_break()));
        }
        (at..at, format!("{stop}{placed}"))
    }

    /// Before a sentence: the words and a space.
    fn before(&self, at: usize, words: &str) -> String {
        let text = self.surface.text;
        let Some(most) = self.width else { return format!("{words} ") };
        let column = self.column(at);
        let placed = self.wrapped(None, words);
        let rest = text[at..line_end(text, at)].trim_end();
        let last = placed.rfind(['\n', '\r']).map_or_else(|| column + width(&placed), |n| width(&placed[n + 1..]));
        if last + 1 + width(rest) > most { format!("{placed}{}", self.soft_break()) } else { format!("{placed} ") }
    }

    fn html_paragraph(&self, spot: &Spot, behind: bool, words: &str) -> (Range<usize>, String) {
        let text = self.surface.text;
        let inner = self.surface.range(spot.block);
        let opened = markup::opened_by(text, inner.start).filter(markup::Tag::is_paragraph);
        if behind {
            let closed = markup::closed_by(text, spot.at);
            // Behind the element already, as behind a section of a template.
            if let Some(open) = opened.as_ref().filter(|open| {
                text.get(inner.end..spot.at).is_some_and(|between| between.contains(&format!("</{}>", open.name)))
            }) {
                let tag = &text[open.range.clone()];
                return (spot.at..spot.at, format!("{}{tag}{words}</{}>", self.eol, open.name));
            }
            let ends_list = ["</ul>", "</ol>"].iter().any(|end| text[..spot.at].ends_with(end));
            return match (opened, closed) {
                _ if ends_list => (spot.at..spot.at, format!("{}<p>{words}</p>", self.eol)),
                (Some(open), Some(close)) if open.name == close.name => {
                    let indent = own_indent(text, open.range.start);
                    let (open, eol) = (&text[open.range], self.eol);
                    let at = close.range.end;
                    (at..at, format!("{eol}{indent}{open}{words}</{}>", close.name))
                }
                (_, Some(close)) if close.name == "li" => {
                    let list = ["</ul>", "</ol>"].iter().filter_map(|end| text[close.range.end..].find(end)).min();
                    let at = close.range.end + list.map_or(0, |n| n + "</ul>".len());
                    (at..at, format!("{}<p>{words}</p>", self.eol))
                }
                (_, Some(close)) if close.name.starts_with('h') => {
                    let at = close.range.end;
                    (at..at, format!("{}<p>{words}</p>", self.eol))
                }
                _ => {
                    let joint = self.line_break();
                    (spot.at..spot.at, format!("{joint}{joint}{words}"))
                }
            };
        }
        if let Some(open) = opened {
            let indent = own_indent(text, open.range.start);
            let at = open.range.start;
            let tag = &text[open.range.clone()];
            return (at..at, format!("{tag}{words}</{}>{}{indent}", open.name, self.eol));
        }
        let joint = self.line_break();
        (spot.at..spot.at, format!("{words}{joint}{joint}"))
    }
}

/// Words, blanks kept in one piece.
fn split_words(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.split(move |c: char| {
        if is_mark(c) {
            inside = !inside;
        }
        c == ' ' && !inside
    })
}

/// White space before an element that begins its line.
fn own_indent(text: &str, at: usize) -> &str {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
    let before = &text[line..at];
    if before.trim().is_empty() { before } else { "" }
}

/// The end of the line `at` is in.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find(['\n', '\r']).map_or(text.len(), |n| at + n)
}

/// The width lines were wrapped at: of the longest line that goes on in the next one.
pub(super) fn wrap_width(surface: &Surface<'_>) -> Option<usize> {
    let document = surface.document();
    // In most strings of data a line end is an escape, or wraps itself.
    let is_string = match surface.region.transfer {
        Transfer::Scalar(style) => !matches!(style, ScalarStyle::Block { folded: false, .. }),
        _ => false,
    };
    if surface.region.format == Format::Html || is_string {
        return None;
    }
    let mut most = 0;
    for block in document.blocks.iter().filter(|block| surface.region.words.contains(block.span)) {
        let range = surface.range(block.span);
        let words = document.words(block.span);
        let source = &surface.text[range.clone()];
        // A line end the reader joined is a space among the words.
        let unjoined = words.matches('\n').count() + source.lines().filter(|line| is_tag(line.trim())).count();
        if source.matches('\n').count() <= unjoined {
            continue;
        }
        let start = surface.text[..range.start].rfind(['\n', '\r']).map_or(0, |n| n + 1);
        let lines = surface.text[start..range.end].split('\n').map(|line| line.trim_end().chars().count());
        most = most.max(lines.max().unwrap_or(0));
    }
    (most > 0).then_some(most.max(NARROWEST))
}

/// Whether a line holds but a tag or a comment of a template.
fn is_tag(line: &str) -> bool {
    let starts = ["{%", "{#", "{{#", "{{/", "{{^", "{{else", "{{!", "<%", "<!--"];
    starts.iter().any(|mark| line.starts_with(mark)) && line.ends_with(['}', '>'])
}

/// A draft of a few short lines is not taken for one that was wrapped tightly.
const NARROWEST: usize = 60;

/// Whether a draft sets its paragraphs off by empty lines; one of a single paragraph would.
fn is_airy(document: &Document) -> bool {
    let shown = document.blocks.iter().filter(|block| block.kind != BlockKind::Subject);
    let mut shown = shown.map(|block| block.span);
    let (Some(first), second) = (shown.next(), shown.next()) else { return true };
    second.is_some() || !document.words(first).contains('\n')
}
