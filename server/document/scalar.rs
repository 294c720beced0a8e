//! Strings of JSON and YAML → their words, each character still knowing its place.
//!
//! Invariant: what is decoded here is what a parser of the format reads, but for line ends at the end of a block.

use super::source_map::SourceMap;
use std::ops::Range;

/// How a string is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// `"…"` in JSON.
    Json,
    /// `"…"` in YAML.
    Double,
    /// `'…'` in YAML.
    Single,
    /// Without quotes; `flow` where `,` and brackets end it.
    Plain {
        /// Whether it stands between brackets.
        flow: bool,
    },
    /// Lines under `|` or, `folded`, under `>`.
    Block {
        /// Whether line ends are spaces.
        folded: bool,
        /// The spaces every line begins with.
        indent: u32,
    },
}

/// A string in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its place in the text of the file, quotes included; of a block its lines, up to the end of the last that is not blank.
    pub span: Range<usize>,
    /// How it is written.
    pub style: ScalarStyle,
}

impl Scalar {
    /// Where it stands after edits of the file, and how it is written then; edits are in order, as places and the bytes that
    /// come for them.
    pub(crate) fn after(&mut self, edits: &[(Range<usize>, &str)]) {
        let Range { start, end } = self.span;
        for (span, text) in edits {
            let grows = |at: &mut usize| *at = *at + text.len() - span.len();
            if span.end < start || span.end == start && span.start < start {
                grows(&mut self.span.start);
                grows(&mut self.span.end);
            } else if span.start <= end {
                grows(&mut self.span.end);
                if *span == (start..end) && matches!(self.style, ScalarStyle::Plain { .. }) && text.starts_with('"') {
                    self.style = ScalarStyle::Double;
                }
            }
        }
    }

    /// What it says.
    pub(crate) fn words(&self, source: &str) -> String {
        self.decode(source).0
    }

    /// What it says, with the way back to `source`.
    pub(super) fn decode(&self, source: &str) -> (String, SourceMap) {
        let mut out = Out { source, text: String::new(), map: SourceMap::default() };
        let Range { start, end } = self.span;
        match self.style {
            ScalarStyle::Json | ScalarStyle::Double => {
                out.flow(start + 1..end.saturating_sub(1).max(start + 1), Some('"'), self.style == ScalarStyle::Double);
            }
            ScalarStyle::Single => out.flow(start + 1..end.saturating_sub(1).max(start + 1), Some('\''), true),
            ScalarStyle::Plain { .. } => out.flow(start..end, None, true),
            ScalarStyle::Block { folded, indent } => out.block(start..end, folded, indent as usize),
        }
        (out.text, out.map)
    }
}

struct Out<'a> {
    source: &'a str,
    text: String,
    map: SourceMap,
}

impl Out<'_> {
    fn verbatim(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.map.verbatim(self.text.len(), range.start, range.len());
            self.text.push_str(&self.source[range]);
        }
    }

    fn atomic(&mut self, c: char, range: Range<usize>) {
        self.map.atomic(self.text.len()..self.text.len() + c.len_utf8(), range);
        self.text.push(c);
    }

    /// What stands between quotes, or between none. Where lines are `folded`, their ends are spaces.
    fn flow(&mut self, range: Range<usize>, quote: Option<char>, folded: bool) {
        let bytes = self.source.as_bytes();
        let (mut run, mut at) = (range.start, range.start);
        while at < range.end {
            match bytes[at] {
                b'\\' if quote == Some('"') => {
                    self.verbatim(run..at);
                    at = self.escape(at, range.end);
                    run = at;
                }
                b'\'' if quote == Some('\'') && bytes.get(at + 1) == Some(&b'\'') => {
                    self.verbatim(run..at);
                    self.atomic('\'', at..at + 2);
                    at += 2;
                    run = at;
                }
                b'\n' | b'\r' if folded => {
                    let kept = self.source[run..at].trim_end_matches([' ', '\t']).len();
                    self.verbatim(run..run + kept);
                    let (breaks, next) = self.breaks(run + kept, range.end);
                    self.fold(&breaks, next, false);
                    at = next;
                    run = at;
                }
                _ => at += 1,
            }
        }
        self.verbatim(run..range.end);
    }

    /// The ends of the lines from `at` to the next that is not blank, and where that one's words begin.
    fn breaks(&self, at: usize, end: usize) -> (Vec<usize>, usize) {
        let bytes = self.source.as_bytes();
        let (mut breaks, mut at) = (Vec::new(), at);
        while at < end && matches!(bytes[at], b' ' | b'\t' | b'\n' | b'\r') {
            if matches!(bytes[at], b'\n' | b'\r') {
                breaks.push(at);
                at += usize::from(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
            }
            at += 1;
        }
        (breaks, at)
    }

    /// Lines that are joined: by a space, or by a line end for each blank line between them; where the lines are `kept`, by
    /// one more. `next` is where the words go on.
    fn fold(&mut self, breaks: &[usize], next: usize, kept: bool) {
        let Some(&first) = breaks.first() else { return };
        match breaks.len() - usize::from(!kept) {
            0 => self.atomic(' ', first..next),
            count => {
                // The first line end shows two, where one is dropped.
                let begin = |index: usize| {
                    if index == 0 { first } else { breaks.get(index + usize::from(!kept)).copied().unwrap_or(next) }
                };
                for index in 0..count {
                    let stop = if index + 1 == count { next } else { begin(index + 1) };
                    self.atomic('\n', begin(index)..stop);
                }
            }
        }
    }

    /// An escape that begins at `at`: where it ends.
    fn escape(&mut self, at: usize, end: usize) -> usize {
        let bytes = self.source.as_bytes();
        let Some(c) = self.source.get(at + 1..end).and_then(|rest| rest.chars().next()) else {
            self.verbatim(at..end);
            return end;
        };
        let plain = match c {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\u{B}',
            'f' => '\u{C}',
            'r' => '\r',
            'e' => '\u{1B}',
            'N' => '\u{85}',
            '_' => '\u{A0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => return self.coded(at, 2, end),
            'u' => return self.coded(at, 4, end),
            'U' => return self.coded(at, 8, end),
            '\n' | '\r' => {
                // An escaped line end joins the lines without a space.
                let mut next = at + 2 + usize::from(c == '\r' && bytes.get(at + 2) == Some(&b'\n'));
                while next < end && matches!(bytes[next], b' ' | b'\t') {
                    next += 1;
                }
                return next;
            }
            c => c,
        };
        let next = at + 1 + c.len_utf8();
        self.atomic(plain, at..next);
        next
    }

    /// `\u00e9`, and two of them for a character beyond the first 65,536.
    fn coded(&mut self, at: usize, digits: usize, end: usize) -> usize {
        let unit = |at: usize| {
            let figures = self.source.get(at + 2..at + 2 + digits).filter(|_| at + 2 + digits <= end)?;
            u32::from_str_radix(figures, 16).ok()
        };
        let Some(first) = unit(at) else {
            self.verbatim(at..at + 1);
            return at + 1;
        };
        let next = at + 2 + digits;
        if (0xD800..0xDC00).contains(&first)
            && self.source.get(next..next + 2) == Some("\\u")
            && let Some(second) = unit(next).filter(|second| (0xDC00..0xE000).contains(second))
        {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            let stop = next + 2 + digits;
            self.atomic(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), at..stop);
            return stop;
        }
        self.atomic(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), at..next);
        next
    }

    /// Lines set in by `indent` spaces.
    fn block(&mut self, range: Range<usize>, folded: bool, indent: usize) {
        let mut breaks: Vec<usize> = Vec::new();
        let mut before: Option<bool> = None;
        let mut at = range.start;
        while at < range.end {
            let line = &self.source[at..range.end];
            let len = line.find(['\n', '\r']).unwrap_or(line.len());
            let spaces = line[..len].len() - line[..len].trim_start_matches(' ').len();
            let begin = at + spaces.min(indent);
            if !line[..len].trim_matches(' ').is_empty() {
                let deeper = line[..len][begin - at..].starts_with([' ', '\t']);
                match before {
                    // Blank lines before the first words are lines.
                    None => self.fold(&breaks, begin, true),
                    Some(deep) => self.fold(&breaks, begin, !folded || deep || deeper),
                }
                self.verbatim(begin..at + len);
                before = Some(deeper);
                breaks.clear();
            }
            breaks.push(at + len);
            at += len;
            at += match &self.source.as_bytes()[at..range.end] {
                [b'\r', b'\n', ..] => 2,
                [_, ..] => 1,
                [] => 0,
            };
        }
    }
}
