//! Finds placeholders, in every notation people write them, and the comments among them. One pass over the text; a
//! closing mark that was once looked for in vain is not looked for again, so that cost stays linear.

use std::ops::Range;

use memchr::memmem;

use super::Format;
use super::PlaceholderSyntax;
use super::meaning::{self, Meaning};
use super::notation::{ELEMENTS, is_blank_to_fill, is_identifier, is_phrase, markdown_comment, name_len};

/// What one pass found, in order of place; ranges of the text that was scanned.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) found: Vec<Found>,
    /// Comments and tags: they print nothing.
    pub(super) hidden: Vec<Range<u32>>,
    /// What comments say.
    pub(super) comments: Vec<Comment>,
}

#[derive(Debug)]
pub(super) struct Found {
    pub(super) range: Range<u32>,
    pub(super) syntax: PlaceholderSyntax,
    pub(super) inner: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Comment {
    pub(super) range: Range<u32>,
    pub(super) inner: Range<usize>,
}

/// Finds placeholders, tags and comments in `text[from..]`.
pub(super) fn scan(text: &str, from: usize, format: Format) -> Marks {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        html: format == Format::Html,
        markdown: format == Format::Markdown,
        marks: Marks::default(),
        gone: 0,
        closing: Vec::new(),
    };
    if !STARTS.chunks(3).any(|some| has_one_of(some, &scanner.bytes[from..])) {
        return scanner.marks;
    }
    let mut at = from;
    while let Some(step) = scanner.bytes[at..].iter().position(|&b| IS_START[b as usize]) {
        at += step;
        at = scanner.at(at).max(at + 1);
    }
    scanner.marks
}

/// Bytes that something begins with.
const STARTS: &[u8] = b"{<$%[()_X*\xC2";

static IS_START: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < STARTS.len() {
        table[STARTS[i] as usize] = true;
        i += 1;
    }
    table
};

/// Whether one of up to three bytes is there.
fn has_one_of(some: &[u8], bytes: &[u8]) -> bool {
    let found = match *some {
        [one, two, three] => memchr::memchr3(one, two, three, bytes),
        [one, two] => memchr::memchr2(one, two, bytes),
        [one] => memchr::memchr(one, bytes),
        _ => None,
    };
    found.is_some()
}

/// Marks that close something, by their place in `Scanner::gone`.
pub(super) const CLOSERS: [&str; 14] = [
    "}}",
    "%}",
    "#}",
    "%>",
    "-->",
    "--}}",
    "</style",
    "</script",
    "endcomment",
    "endraw",
    "endverbatim",
    "endmacro",
    "endcapture",
    "endset",
];

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    html: bool,
    markdown: bool,
    marks: Marks,
    /// Bit per closer: none is left.
    pub(super) gone: u16,
    /// Where conditions of `((late??…))` end.
    pub(super) closing: Vec<usize>,
}

impl Scanner<'_> {
    /// What begins at `at`: where to look on.
    fn at(&mut self, at: usize) -> usize {
        use PlaceholderSyntax as S;
        let rest = &self.bytes[at..];
        match rest {
            [b'{', b'{', ..] => self.double_brace(at),
            [b'{', b'#', ..] => match self.closer(2, at + 2) {
                Some(end) => self.comment(at, end, at + 2, end - 2),
                None => at + 2,
            },
            [b'{', b'%', ..] => self.tag(at),
            // Smarty: `{$employee->firstName}`
            [b'{', b'$', ..] => match self.short(at + 2, b'}', 120) {
                Some(end) => self.found(at, end + 1, S::Brace, at + 2..end),
                None => at + 2,
            },
            [b'{', ..] => match self.short(at + 1, b'}', 80) {
                Some(end) if is_identifier(&self.text[at + 1..end]) => self.found(at, end + 1, S::Brace, at + 1..end),
                _ => at + 1,
            },
            [b'<', b'%', ..] => self.erb(at),
            [b'<', b'!', b'-', b'-', ..] => match self.closer(4, at + 4) {
                Some(end) => self.comment(at, end, at + 4, end - 3),
                None => at + 4,
            },
            [b'<', b's' | b'S', ..] if self.html => self.raw_element(at),
            [b'<', b'<', ..] => match self.short(at + 2, b'>', 80) {
                Some(end) if self.bytes.get(end + 1) == Some(&b'>') && is_phrase(&self.text[at + 2..end]) => {
                    self.found(at, end + 2, S::Angle, at + 2..end)
                }
                _ => at + 2,
            },
            [b'<', ..] => match self.short(at + 1, b'>', 60) {
                Some(end) if self.is_angle(at + 1, end) => self.found(at, end + 1, S::Angle, at + 1..end),
                _ => at + 1,
            },
            // Velocity may have a `!` on either side of the brace.
            [b'$', b'{', ..] | [b'$', b'!', b'{', ..] => {
                let from = at + 2 + usize::from(rest[1] == b'!');
                match self.short(from, b'}', 200) {
                    Some(end) => self.found(at, end + 1, S::Dollar, from..end),
                    None => at + 2,
                }
            }
            [b'$', ..] => {
                let end = at + 1 + name_len(&self.bytes[at + 1..]);
                let name = &self.text[at + 1..end];
                let humps = name.contains('_')
                    || name.bytes().skip(1).any(|b| b.is_ascii_uppercase())
                        && name.bytes().any(|b| b.is_ascii_lowercase());
                let telling = name.starts_with(|c: char| c.is_ascii_lowercase())
                    && meaning::meaning(&meaning::words(name)) != Meaning::Other;
                if name.len() > 2 && (humps || telling) && !name.starts_with(|c: char| c.is_ascii_digit()) {
                    self.found(at, end, S::Dollar, at + 1..end)
                } else {
                    end.max(at + 1)
                }
            }
            [b'%', b'{', ..] => match self.short(at + 2, b'}', 80) {
                Some(end) if is_identifier(&self.text[at + 2..end]) => self.found(at, end + 1, S::Brace, at + 2..end),
                _ => at + 2,
            },
            [b'%', ..] => self.percent(at),
            [b'[', ..] => self.bracket(at),
            [b'(', b'(', ..] => match self.short(at + 2, b')', 60) {
                Some(end) if self.bytes.get(end + 1) == Some(&b')') && is_phrase(&self.text[at + 2..end]) => {
                    self.found(at, end + 2, S::Paren, at + 2..end)
                }
                _ => self.notify(at),
            },
            [b')', b')', ..] if self.closing.last() == Some(&at) => {
                self.closing.pop();
                self.found(at, at + 2, S::Tag, at..at)
            }
            [b'*', b'|', ..] => match self.short(at + 2, b'|', 60) {
                Some(end) if self.bytes.get(end + 1) == Some(&b'*') => {
                    let start = if at > 0 && self.bytes[at - 1] == b'*' { at - 1 } else { at };
                    let stop = end + 2 + usize::from(start < at && self.bytes.get(end + 2) == Some(&b'*'));
                    self.found(start, stop, S::Pipe, at + 2..end)
                }
                _ => at + 2,
            },
            [b'_', ..] => self.underscore(at),
            [b'X', b'X', b'X', ..] => {
                let end = at + rest.iter().take_while(|&&b| b == b'X').count();
                if self.is_apart(at, end) { self.found(at, end, S::Blank, at..at) } else { end }
            }
            [0xC2, 0xAB, ..] => match memmem::find(&rest[..rest.len().min(60)], "\u{BB}".as_bytes()).map(|n| at + n) {
                Some(end) if is_phrase(&self.text[at + 2..end]) => self.found(at, end + 2, S::Angle, at + 2..end),
                _ => at + 2,
            },
            _ => at + 1,
        }
    }

    pub(super) fn found(&mut self, start: usize, end: usize, syntax: PlaceholderSyntax, inner: Range<usize>) -> usize {
        self.marks.found.push(Found { range: start as u32..end as u32, syntax, inner });
        if syntax == PlaceholderSyntax::Tag {
            self.marks.hidden.push(start as u32..end as u32);
        }
        end
    }

    pub(super) fn comment(&mut self, start: usize, end: usize, from: usize, to: usize) -> usize {
        self.marks.hidden.push(start as u32..end as u32);
        self.marks.comments.push(Comment { range: start as u32..end as u32, inner: from..to.max(from) });
        end
    }

    /// One past the next closer of that number.
    pub(super) fn closer(&mut self, number: usize, from: usize) -> Option<usize> {
        if self.gone & (1 << number) != 0 {
            return None;
        }
        let found = memmem::find(&self.bytes[from..], CLOSERS[number].as_bytes());
        if found.is_none() {
            self.gone |= 1 << number;
        }
        found.map(|n| from + n + CLOSERS[number].len())
    }

    /// The next `closing` byte on the same line within `limit` bytes.
    fn short(&self, from: usize, closing: u8, limit: usize) -> Option<usize> {
        let window = &self.bytes[from.min(self.bytes.len())..(from + limit).min(self.bytes.len())];
        let end = window.iter().position(|&b| b == closing || b == b'\n' || b == b'\r')?;
        (window[end] == closing && end > 0).then_some(from + end)
    }

    fn raw_element(&mut self, at: usize) -> usize {
        let is = |name: &str| {
            self.bytes[at + 1..].len() > name.len()
                && self.bytes[at + 1..at + 1 + name.len()].eq_ignore_ascii_case(name.as_bytes())
        };
        if is("style") {
            self.closer(6, at).unwrap_or(at + 1)
        } else if is("script") {
            self.closer(7, at).unwrap_or(at + 1)
        } else {
            at + 1
        }
    }

    /// `<Company>`, `<Recruiter first name>`; not a tag, an address or a link.
    fn is_angle(&self, from: usize, to: usize) -> bool {
        let inner = &self.text[from..to];
        let capital = inner.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_phrase(inner) || inner.contains(['/', '=', ':', '.', '@']) {
            return false;
        }
        let first = inner.split([' ', '-', '_']).next().unwrap_or("").to_ascii_lowercase();
        !ELEMENTS.contains(&first.as_str())
            && (capital
                || !self.html
                    && (inner.contains([' ', '_']) || meaning::meaning(&meaning::words(inner)) != Meaning::Other))
    }

    fn percent(&mut self, at: usize) -> usize {
        if at > 0 && self.bytes[at - 1].is_ascii_alphanumeric() {
            return at + 1;
        }
        let start = at + usize::from(self.bytes.get(at + 1) == Some(&b'%')) + 1;
        let end = start + name_len(&self.bytes[start.min(self.bytes.len())..]);
        let name = &self.bytes[start.min(self.bytes.len())..end];
        let named = name.len() > 1 && name[0].is_ascii_alphabetic();
        if named && self.bytes.get(end) == Some(&b'%') {
            let stop = end + 1 + usize::from(start > at + 1 && self.bytes.get(end + 1) == Some(&b'%'));
            self.found(at, stop, PlaceholderSyntax::Percent, start..end)
        } else {
            at + 1
        }
    }

    fn bracket(&mut self, at: usize) -> usize {
        if let Some(open) = markdown_comment(&self.text[at..]) {
            let end = at + memchr::memchr2(b'\n', b'\r', &self.bytes[at..]).unwrap_or(self.bytes.len() - at);
            let inner = self.text[at + open..end].trim();
            let quoted = |close| inner.len() > 1 && inner.ends_with(close);
            let is_quoted = match inner.as_bytes().first() {
                Some(b'(') => quoted(')'),
                Some(b'"') => quoted('"'),
                Some(b'\'') => quoted('\''),
                _ => false,
            };
            let from = inner.as_ptr() as usize - self.text.as_ptr() as usize + usize::from(is_quoted);
            let to = from + inner.len() - 2 * usize::from(is_quoted);
            return self.comment(at, end, from, to);
        }
        let double = usize::from(self.bytes.get(at + 1) == Some(&b'['));
        let from = at + 1 + double;
        let Some(to) = self.short(from, b']', 120) else { return at + 1 };
        if double == 1 && self.bytes.get(to + 1) != Some(&b']') {
            return at + 1;
        }
        let end = to + 1 + double;
        let inner = &self.text[from..to];
        let linked = matches!(self.bytes.get(end), Some(b'('))
            || self.markdown && matches!(self.bytes.get(end), Some(b'['))
            || at > 0 && self.bytes[at - 1] == b'!';
        if linked || inner.contains(['[', '@', '\\', '{']) || inner.contains("://") || !is_blank_to_fill(inner) {
            return at + 1;
        }
        if self.markdown
            && self.bytes.get(end) == Some(&b':')
            && (at == 0 || self.bytes[at - 1] == b'\n')
            && self.text[end + 1..].trim_start().starts_with("http")
        {
            return end;
        }
        self.found(at, end, PlaceholderSyntax::Bracket, from..to)
    }

    fn underscore(&mut self, at: usize) -> usize {
        let run = self.bytes[at..].iter().take_while(|&&b| b == b'_').count();
        let end = at + run;
        let alone = |i: Option<&u8>| i.is_none_or(|b| matches!(b, b'\n' | b'\r'));
        if run >= 3 {
            let drawn = alone(at.checked_sub(1).map(|i| &self.bytes[i])) && alone(self.bytes.get(end));
            return if !drawn && self.is_apart(at, end) {
                self.found(at, end, PlaceholderSyntax::Blank, at..at)
            } else {
                end
            };
        }
        // `CANDIDATE_NAME`
        let upper = |b: &u8| b.is_ascii_uppercase() || *b == b'_' || b.is_ascii_digit();
        let limit = at.saturating_sub(40);
        let before = self.bytes[limit..at].iter().rev().take_while(|b| upper(b)).count();
        let after = self.bytes[at..].iter().take(60).take_while(|b| upper(b)).count();
        let (start, end) = (at - before, at + after);
        let taken = self.marks.found.last().is_some_and(|f| f.range.end as usize > start);
        if before > 1
            && after > 2
            && run == 1
            && !taken
            && self.is_apart(start, end)
            && self.bytes[start].is_ascii_uppercase()
            && self.bytes[end - 1] != b'_'
        {
            return self.found(start, end, PlaceholderSyntax::Upper, start..end);
        }
        end
    }

    /// Whether no letter or figure touches the range, nor a part of an address or path.
    fn is_apart(&self, start: usize, end: usize) -> bool {
        let touches =
            |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/' | b'@' | b'#' | b'=' | b'&') || *b >= 0x80;
        !start.checked_sub(1).and_then(|at| self.bytes.get(at)).is_some_and(touches)
            && !self.bytes.get(end).is_some_and(|b| touches(b) && *b < 0x80)
    }
}
