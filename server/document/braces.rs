//! The notations of template languages: `{{ … }}`, `{% … %}`, `<% … %>`, `((…??…))`; what they print, and what they hide.

use memchr::memmem;

use super::PlaceholderSyntax;
use super::meaning::{self, Meaning};
use super::notation::{is_go_tag, is_identifier, is_phrase};
use super::scan::{CLOSERS, Scanner};

impl Scanner<'_> {
    pub(super) fn double_brace(&mut self, at: usize) -> usize {
        use PlaceholderSyntax as S;
        // `{{~` takes the white space in front away.
        let open = at + 2 + usize::from(self.bytes.get(at + 2) == Some(&b'~'));
        if self.bytes[open..].starts_with(b"!--")
            && let Some((dashes, end)) = self.dashed_end(open + 3)
        {
            return self.comment(at, end, open + 3, dashes);
        }
        let Some(mut end) = self.closer(0, at + 2) else { return at + 2 };
        if self.bytes[open..].starts_with(b"!") {
            return self.comment(at, end, open + 1, end - 2);
        }
        if end - at > 600 {
            return at + 2;
        }
        let inside = self.text[at + 2..end - 2].trim_matches(['-', ' ']);
        if inside.len() >= 4 && inside.starts_with("/*") && inside.ends_with("*/") {
            return self.comment(at, end, at + 2, end - 2);
        }
        let triple = self.bytes.get(at + 2) == Some(&b'{') && self.bytes.get(end) == Some(&b'}');
        end += usize::from(triple);
        let inner = at + 2 + usize::from(triple)..end - 2 - usize::from(triple);
        let words = self.text[inner.clone()].trim_matches(['~', '-', ' ', '\n', '\r', '\t']);
        let is_tag =
            words.starts_with(['#', '/', '^']) || words == "else" || words.starts_with("else ") || is_go_tag(words);
        self.found(at, end, if is_tag { S::Tag } else { S::DoubleBrace }, inner)
    }

    pub(super) fn tag(&mut self, at: usize) -> usize {
        let Some(end) = self.closer(1, at + 2) else { return at + 2 };
        let words = self.text[at + 2..end - 2].trim_matches(['-', ' ']);
        if words.starts_with('#') {
            return self.comment(at, end, at + 2, end - 2);
        }
        if (words == "comment" || words.starts_with("comment "))
            && let Some(close) = self.closer(8, end)
        {
            let begin = self.text[..close].rfind("{%").unwrap_or(end).max(end);
            let stop = self.closer(1, close).unwrap_or(close);
            return self.comment(at, stop, end, begin);
        }
        // What is defined here shows somewhere else, or never.
        let defines = match words.split(' ').next().unwrap_or("") {
            "macro" => Some(11),
            "capture" => Some(12),
            "set" if !words.contains('=') => Some(13),
            _ => None,
        };
        if let Some(close) = defines.and_then(|number| self.closer(number, end)) {
            let stop = self.closer(1, close).unwrap_or(close);
            return self.comment(at, stop, end, end);
        }
        // What stands between these is shown as it is.
        if matches!(words, "raw" | "verbatim")
            && let Some((stop, close)) = self.raw_end(words, end)
        {
            self.found(at, end, PlaceholderSyntax::Tag, at + 2..end - 2);
            return self.found(stop, close, PlaceholderSyntax::Tag, stop + 2..close - 2);
        }
        // Some mailers print with these marks: `{% firstName %}`.
        if !words.contains(' ')
            && is_identifier(words)
            && meaning::meaning(&meaning::words(words)) != Meaning::Other
            && !words.starts_with("end")
        {
            return self.found(at, end, PlaceholderSyntax::DoubleBrace, at + 2..end - 2);
        }
        self.found(at, end, PlaceholderSyntax::Tag, at + 2..end - 2)
    }

    /// Where the tag that ends a `raw` block begins and ends.
    pub(super) fn raw_end(&mut self, word: &str, from: usize) -> Option<(usize, usize)> {
        let number = if word == "raw" { 9 } else { 10 };
        let close = self.closer(number, from)?;
        let start = from + self.text[from..close].rfind("{%")?;
        Some((start, self.closer(1, close)?))
    }

    pub(super) fn erb(&mut self, at: usize) -> usize {
        use PlaceholderSyntax as S;
        let Some(end) = self.closer(3, at + 2) else { return at + 2 };
        match self.bytes[at + 2..end].first() {
            Some(b'#') => self.comment(at, end, at + 3, end - 2),
            Some(b'-') if self.bytes.get(at + 3) == Some(&b'-') => self.comment(at, end, at + 4, (end - 2).max(at + 4)),
            Some(b'=') => self.found(at, end, S::Erb, at + 3..end - 2),
            Some(b'-') if !self.text[at + 3..end - 2].contains(" do") && self.bytes[at + 3] != b' ' => {
                self.found(at, end, S::Erb, at + 3..end - 2)
            }
            _ => self.found(at, end, S::Tag, at + 2..end - 2),
        }
    }

    /// GOV.UK Notify: `((late??Sorry for the short notice.))`, which may hold placeholders.
    pub(super) fn notify(&mut self, at: usize) -> usize {
        const MOST: usize = 4000;
        let window = &self.bytes[at..(at + MOST).min(self.bytes.len())];
        let Some(asked) = memmem::find(&window[..window.len().min(80)], b"??") else { return at + 2 };
        if !is_phrase(&self.text[at + 2..at + asked]) {
            return at + 2;
        }
        let (mut depth, mut next) = (0, asked + 2);
        while let Some(step) = window.get(next..).and_then(|rest| memchr::memchr2(b'(', b')', rest)) {
            next += step;
            match window[next..] {
                [b'(', b'(', ..] => depth += 1,
                [b')', b')', ..] if depth == 0 => {
                    self.closing.push(at + next);
                    return self.found(at, at + asked + 2, PlaceholderSyntax::Tag, at + 2..at + asked);
                }
                [b')', b')', ..] => depth -= 1,
                _ => {
                    next += 1;
                    continue;
                }
            }
            next += 2;
        }
        at + 2
    }

    /// Where the next `--}}` or `--~}}` begins and ends.
    pub(super) fn dashed_end(&mut self, from: usize) -> Option<(usize, usize)> {
        const NUMBER: usize = 5;
        if self.gone & (1 << NUMBER) != 0 {
            return None;
        }
        let mut at = from;
        while let Some(step) = memmem::find(&self.bytes[at..], b"--") {
            at += step;
            for close in [CLOSERS[NUMBER], "--~}}"] {
                if self.bytes[at..].starts_with(close.as_bytes()) {
                    return Some((at, at + close.len()));
                }
            }
            at += 1;
        }
        self.gone |= 1 << NUMBER;
        None
    }
}
