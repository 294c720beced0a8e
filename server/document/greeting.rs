//! How a message opens. A salutation (`Hi`, `Dear`, `Good morning`) makes a greeting by itself; a name alone only where
//! it stands like one: at the very start, set off by a comma, a dash or the end of its line.

use super::token::{Kind, Shown, Token, tokens};
use super::words::{Class, is_common};
use super::{Block, BlockKind, Greeting};
use crate::span::TextSpan;

/// Finds it among the first lines of the message.
pub(super) fn greeting(text: &str, blocks: &[Block], placeholders: &[Shown]) -> Option<Greeting> {
    let mut seen = 0;
    for block in blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Subject | BlockKind::Cell)).take(10) {
        let (mut start, end) = (block.span.start as usize, block.span.end as usize);
        while start < end && seen < LINES {
            let stop = memchr::memchr(b'\n', &text.as_bytes()[start..end]).map_or(end, |n| start + n);
            let line = Line {
                tokens: tokens(text, start, stop, placeholders, 18),
                text,
                end: stop,
                last: stop == end && block.span.end as usize == text.len(),
            };
            let found = if block.kind == BlockKind::ListItem { None } else { line.read(seen == 0, placeholders) };
            if found.is_some() {
                return found;
            }
            seen += 1;
            start = stop + 1;
        }
    }
    None
}

/// How many lines may come before it: an address, a reference, a date.
const LINES: usize = 12;

pub(super) struct Line<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    text: &'a str,
    end: usize,
    /// Nothing follows the line.
    last: bool,
}

impl Line<'_> {
    fn read(&self, first: bool, placeholders: &[Shown]) -> Option<Greeting> {
        let mut at = 0;
        let token = |i: usize| self.tokens.get(i);
        while token(at).is_some_and(|t| matches!(t.kind, Kind::Mark('*' | '"' | '>' | '-' | '`' | '\''))) {
            at += 1;
        }
        let start = token(at)?;
        // `👋👋`, `@dana`
        if start.kind == Kind::Emoji {
            if start.words.starts_with('\u{1F44B}') && first {
                let people = self.addressee(at + 1, false, placeholders);
                return Some(self.greeting(at, at + 1 + people.len, people.names));
            }
            at += 1;
        }
        let opening = at;
        if first
            && token(at).is_some_and(|t| t.is('@'))
            && token(at + 1).is_some_and(|t| t.is_word() && t.start == token(at).map_or(0, |a| a.end))
        {
            let name = token(at + 1)?;
            let crowd = ["here", "channel", "everyone", "all", "team"].iter().any(|w| name.eq(w));
            let names = if crowd { Vec::new() } else { vec![TextSpan::new(name.start, name.end)] };
            return Some(self.greeting(opening, at + 2, names));
        }
        if self.is_to_whom(at) {
            let end = self.mark_or_end(at);
            return Some(self.greeting(at, end, self.named_after_to(at, end)));
        }
        // `ok so hi mr abara`, `Oh god Claire`
        let mut led = false;
        while token(at).is_some_and(|t| t.has(Class::INTERJECTION)) && at < opening + 4 && !self.opens_here(at) {
            at += 1;
            led = true;
            if token(at).is_some_and(|t| t.is(',')) && token(at + 1).is_some_and(|t| t.has(Class::HAIL)) {
                at += 1;
            }
        }
        if let Some((len, hail)) = self.salutation(at) {
            let after = at + len;
            let comma = token(after).is_some_and(|t| matches!(t.kind, Kind::Mark(',' | '!') | Kind::Emoji));
            let people = self.addressee(after + usize::from(comma), comma, placeholders);
            let alone = self.is_set_off(after) || after >= self.tokens.len();
            let asided = comma && !self.is_set_off(after + 1 + people.len);
            if people.some && !asided {
                let mut end = after + usize::from(comma) + people.len;
                let second = self
                    .tokens
                    .get(end)
                    .filter(|t| t.is(',') || t.is('.') || t.is('!'))
                    .and_then(|_| self.salutation(end + 1));
                if let Some((more, _)) = second.filter(|(more, _)| self.is_set_off(end + 1 + more)) {
                    end = end + 1 + more;
                }
                if hail
                    || self.is_set_off(end)
                    || end >= self.tokens.len()
                    || !people.names.is_empty() && (first || self.tokens.len() < 8)
                {
                    return Some(self.greeting(opening, end, people.names));
                }
            } else if let Some((end, names)) = self.office(after).filter(|_| !comma) {
                return Some(self.greeting(opening, end, names));
            } else if hail && (first || alone || comma) || alone && first {
                return Some(self.greeting(opening, after, Vec::new()));
            }
            return None;
        }
        if first {
            self.vocative(opening, at, led, placeholders).or_else(|| self.text_speak(opening, at))
        } else {
            self.titled(at, placeholders)
        }
    }

    /// `Training Programme Director`, `Panel Secretary Adjei`: words in capitals up to the comma or the end of the line. The
    /// last names someone if it is no everyday word.
    fn office(&self, from: usize) -> Option<(usize, Vec<TextSpan>)> {
        let end =
            from + self.tokens[from..].iter().take(7).take_while(|t| t.is_capital() || t.has(Class::PARTICLE)).count();
        let closed = self.tokens.get(end).is_none_or(|t| t.is(',') || t.is(':'));
        let last = self.tokens[from..end].last()?;
        let named = !is_common(last.words) && !last.has(Class::COLLECTIVE) && end - from > 1;
        (closed && end > from)
            .then(|| (end, if named { vec![TextSpan::new(last.start, last.end)] } else { Vec::new() }))
    }

    /// Whether the word at `at`, though an interjection, opens a salutation itself.
    fn opens_here(&self, at: usize) -> bool {
        self.salutation(at).is_some()
    }

    /// Whether what ends before `at` is set off from the rest: by a mark or the end of the line.
    pub(super) fn is_set_off(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(t) => match t.kind {
                Kind::Mark(',' | ':' | '!' | ';' | '-' | '\u{2026}') | Kind::Emoji => true,
                Kind::Mark('.') => self.tokens.get(at + 1).is_none_or(|n| n.start > t.end),
                _ => false,
            },
        }
    }

    /// `Yusuf, please count me out`, `Rick — got the letter`, `meg` on a line of its own.
    fn vocative(&self, opening: usize, at: usize, led: bool, placeholders: &[Shown]) -> Option<Greeting> {
        let first = self.tokens.get(at)?;
        if matches!(first.kind, Kind::Placeholder(_)) {
            let people = self.addressee(at, false, placeholders);
            let end = at + people.len;
            let alone = end >= self.tokens.len();
            return (self.is_set_off(end) && !people.names.is_empty() && !(self.last && alone))
                .then(|| self.greeting(opening, end, people.names));
        }
        if (first.has(Class::TITLE) || first.has(Class::COLLECTIVE))
            && let Some((len, _)) = self.salutation(at + 1)
        {
            // `Sir gud evng.`
            return self.is_set_off(at + 1 + len).then(|| self.greeting(opening, at + 1 + len, Vec::new()));
        }
        if first.has(Class::TITLE) && (led || first.is_capital() || !first.has(Class::COMMON))
            || first.has(Class::COLLECTIVE)
        {
            let people = self.addressee(at, false, placeholders);
            let end = at + people.len;
            let named = !people.names.is_empty() && first.has(Class::TITLE) && (led || first.is_capital());
            if people.some
                && (self.is_set_off(end) && !self.ends_sentence(end) || named)
                && !(self.last && end >= self.tokens.len())
            {
                return Some(self.greeting(opening, end, people.names));
            }
            return None;
        }
        let len = self.name_len(at, false);
        if len == 0 || len > 3 {
            return None;
        }
        let end = at + len;
        let words = &self.tokens[at..end];
        // `Paola hello!`
        if self.tokens.get(end).is_some_and(|t| t.has(Class::HAIL)) && self.is_set_off(end + 1) {
            return Some(self.greeting(opening, end + 1, vec![TextSpan::new(first.start, words[len - 1].end)]));
        }
        let shouted = words.iter().all(|t| t.words.len() > 2 && t.words.chars().all(|c| !c.is_lowercase()));
        let everyday = words.iter().any(|t| is_common(t.words)) && !led;
        let alone = end >= self.tokens.len();
        let set_off = match self.tokens.get(end).map(|t| t.kind) {
            None => !self.last,
            Some(Kind::Mark(',' | ':' | '!' | '-')) => true,
            // `Alright Steve.`, `Oh god Claire I have …`
            _ => led && first.is_capital(),
        };
        if !set_off || shouted || everyday {
            return None;
        }
        if !led
            && !alone
            && !first.is_capital()
            && !self.tokens.get(end).is_some_and(|t| t.is(',') || t.is('!') || t.is('-'))
        {
            return None;
        }
        Some(self.greeting(opening, end, vec![TextSpan::new(first.start, words[len - 1].end)]))
    }

    /// `jade im not gonna take it`: in small letters throughout, a word that is none before one that begins a clause.
    fn text_speak(&self, opening: usize, at: usize) -> Option<Greeting> {
        const CLAUSES: [&str; 38] = [
            "i", "im", "i'm", "ive", "its", "it's", "not", "my", "mate", "can", "cant", "can't", "we", "sorry", "no",
            "so", "just", "u", "thx", "thanks", "gonna", "is", "this", "love", "soz", "gotta", "got", "wont", "the",
            "dont", "there", "theres", "bad", "good", "hope", "pls", "please", "been",
        ];
        let (name, next) = (self.tokens.get(at)?, self.tokens.get(at + 1)?);
        let fits = name.is_word()
            && !name.is_capital()
            && name.words.chars().count() > 1
            && !name.words.contains('\'')
            && !is_common(name.words)
            && next.is_word()
            && CLAUSES.iter().any(|c| next.eq(c));
        fits.then(|| self.greeting(opening, at + 1, vec![TextSpan::new(name.start, name.end)]))
    }

    /// Below an address or a reference: `Madam Lefort,` on a line of its own.
    fn titled(&self, at: usize, placeholders: &[Shown]) -> Option<Greeting> {
        let first = self.tokens.get(at)?;
        let placeholder = matches!(first.kind, Kind::Placeholder(_));
        if !placeholder && !(first.is_capital() && (first.has(Class::TITLE) || first.has(Class::COLLECTIVE))) {
            return None;
        }
        let people = self.addressee(at, false, placeholders);
        let end = at + people.len;
        let comma = self.tokens.get(end).is_some_and(|t| t.is(',') || t.is(':'));
        let person = !self.last
            && matches!(first.kind, Kind::Placeholder(index) if placeholders[index].meaning.is_person() && placeholders[index].meaning != super::Meaning::Sender);
        (people.some && comma && (end + 1 == self.tokens.len() || person)).then(|| self.greeting(at, end, people.names))
    }

    fn ends_sentence(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.is('.')) && at + 1 >= self.tokens.len() && self.last
    }

    /// `To whom it may concern`, `To the Talent Team:`, `Memo to Yolanda in HR`.
    fn is_to_whom(&self, at: usize) -> bool {
        let token = |i: usize| self.tokens.get(i);
        let is = |i: usize, w: &str| token(at + i).is_some_and(|t| t.eq(w));
        is(0, "to") && is(1, "whom")
            || is(0, "to")
                && is(1, "the")
                && self.tokens[at..].iter().any(|t| t.has(Class::COLLECTIVE))
                && (self.is_set_off(self.mark_or_end(at)) || self.tokens.len() < 8)
            || is(0, "memo") && is(1, "to") && self.tokens.len() < 12
    }

    fn mark_or_end(&self, at: usize) -> usize {
        let limit = (at + 10).min(self.tokens.len());
        let end = (at..limit)
            .find(|&i| matches!(self.tokens[i].kind, Kind::Mark(',' | ':' | '.' | '-' | '!')))
            .unwrap_or(limit);
        if self.tokens[at..].len() > 5 && self.tokens[at + 1].eq("whom") { end.min(at + 5) } else { end }
    }

    fn named_after_to(&self, at: usize, end: usize) -> Vec<TextSpan> {
        if !self.tokens[at].eq("memo") {
            return Vec::new();
        }
        let len = self.name_len(at + 2, true);
        if len == 0 || at + 2 + len > end {
            Vec::new()
        } else {
            vec![TextSpan::new(self.tokens[at + 2].start, self.tokens[at + 1 + len].end)]
        }
    }

    /// From token `from` to before token `to`, and the mark that closes it.
    fn greeting(&self, from: usize, to: usize, names: Vec<TextSpan>) -> Greeting {
        let to = to.min(self.tokens.len());
        let mut end = to.checked_sub(1).map_or(self.end, |i| self.tokens[i].end);
        for token in &self.tokens[to..] {
            if !matches!(token.kind, Kind::Mark(',' | ':' | '!' | ';' | '-' | '.' | '*' | '\u{2026}') | Kind::Emoji) {
                break;
            }
            end = token.end;
        }
        // What is left of the line up to the next word is white space.
        debug_assert!(self.text.is_char_boundary(end));
        Greeting { span: TextSpan::new(self.tokens[from].start, end), names }
    }
}
