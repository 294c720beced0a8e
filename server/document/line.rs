//! The lines of a plain text and which of them were wrapped by a program rather than ended by the writer.

use std::ops::Range;

/// A line, white space around it left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) role: Role,
    /// Whether it ends in a space, which format=flowed reads as "goes on".
    pub(super) soft: bool,
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Blank,
    /// The writer's own words.
    Own,
    /// Held only comments or control tags: prints nothing, separates nothing.
    Vanished,
    /// Begins with `>`.
    Quoted,
    /// Belongs to the conversation although it is not marked.
    Thread,
    /// Under `-- `, or a legal notice.
    Signature,
}

/// How line ends are to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// From the look of the lines.
    Guess,
    /// A trailing space joins; `format=flowed`, with whether that space is itself deleted.
    Flowed(bool),
    /// Every line end is the writer's.
    Hard,
}

impl Line {
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub(super) fn words<'a>(&self, text: &'a str) -> &'a str {
        &text[self.range()]
    }

    fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// Splits `text[from..]` at `\n`, `\r\n` or `\r`, except inside `solid` ranges (sorted), which may run over line ends.
pub(super) fn split(text: &str, from: usize, solid: &[Range<u32>]) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(8 + (bytes.len() - from) / 64);
    let mut start = from;
    let mut solid = solid.iter().peekable();
    for at in memchr::memchr2_iter(b'\n', b'\r', &bytes[from..]) {
        let at = at + from;
        if bytes[at] == b'\n' && at > from && bytes[at - 1] == b'\r' {
            if start == at {
                start = at + 1;
            }
            continue;
        }
        while solid.next_if(|range| range.end as usize <= at).is_some() {}
        if solid.peek().is_some_and(|range| (range.start as usize) < at) {
            continue;
        }
        lines.push(line(text, start, at));
        start = at + 1;
    }
    lines.push(line(text, start, text.len()));
    lines
}

fn line(text: &str, start: usize, end: usize) -> Line {
    let whole = &text[start..end.max(start)];
    let left = whole.trim_start();
    let kept = left.trim_end();
    let start = start + (whole.len() - left.len());
    Line {
        start: start as u32,
        end: (start + kept.len()) as u32,
        role: if kept.is_empty() { Role::Blank } else { Role::Own },
        soft: left.ends_with(' '),
    }
}

/// The width a program wrapped the text at, as far as its longest lines tell: `None` when it was not wrapped.
pub(super) fn width(text: &str, lines: &[Line]) -> Option<usize> {
    let longest = lines
        .iter()
        .filter(|l| l.role == Role::Own && memchr::memchr(b' ', l.words(text).as_bytes()).is_some())
        .map(Line::len)
        .max()?;
    (NARROWEST..=WIDEST).contains(&longest).then_some(longest)
}

/// Nobody wraps at less than this many bytes; shorter lines were ended by hand.
const NARROWEST: usize = 44;
/// Nobody wraps at more than this; longer lines were not wrapped.
const WIDEST: usize = 140;

/// For each line of a paragraph but the last, whether it runs on into the next.
pub(super) fn joins(
    text: &str,
    paragraph: &[Line],
    document_width: Option<usize>,
    wrapping: Wrapping,
    out: &mut Vec<bool>,
) {
    out.clear();
    match wrapping {
        Wrapping::Hard => out.resize(paragraph.len(), false),
        Wrapping::Flowed(_) => out.extend(paragraph.iter().map(|l| l.soft && l.words(text) != "--")),
        Wrapping::Guess => guess(text, paragraph, document_width, out),
    }
}

fn guess(text: &str, paragraph: &[Line], document_width: Option<usize>, out: &mut Vec<bool>) {
    let longest = paragraph.iter().map(Line::len).max().unwrap_or(0);
    let width = if longest > WIDEST { None } else { document_width.or((longest >= NARROWEST).then_some(longest)) };
    let capitals = paragraph.first().is_some_and(|l| l.words(text).starts_with(char::is_uppercase));
    let (mut filled, mut ragged) = (0, 0);
    for pair in paragraph.windows(2) {
        let (line, next) = (pair[0].words(text), pair[1].words(text));
        let first = next.find(' ').unwrap_or(next.len());
        let fills = width.is_some_and(|w| line.len() + 1 + first > w - w / 4);
        // A sentence that goes on in lower case, in a message that has capitals, was not ended by its writer.
        let goes_on = longest <= WIDEST
            && capitals
            && line.len() >= 30
            && next.starts_with(|c: char| c.is_lowercase())
            && !line.ends_with(['.', '!', '?', ':', ',', ')']);
        if fills {
            filled += 1;
        } else if !goes_on {
            ragged += 1;
        }
        out.push(fills || goes_on);
    }
    if ragged > filled && paragraph.len() > 3 {
        out.fill(false);
    }
    out.push(false);
}

/// The width of a list bullet with the space after it, and whether it is a dash, which also introduces names.
pub(super) fn bullet(line: &str) -> Option<(usize, bool)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let width = first.len_utf8();
    match first {
        '*' | '+' | '\u{2022}' | '\u{25E6}' | '\u{25AA}' | '\u{2023}' | '\u{B7}' if chars.next() == Some(' ') => {
            Some((width + 1, false))
        }
        '-' | '\u{2013}' if chars.next() == Some(' ') => Some((width + 1, true)),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &line.as_bytes()[digits..];
            (digits <= 2 && matches!(rest, [b'.' | b')', b' ', ..])).then_some((digits + 2, false))
        }
        _ => None,
    }
}
