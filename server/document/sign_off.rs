//! How a message closes: a formula (`Best,`), a name, or one above the other; and, in a message of one paragraph, the same
//! at its end. What stands below the name (a title, a company, a number) is signature.

use super::token::{Kind, Shown, Token, tokens};
use super::words::{Class, is_common};
use super::{Block, BlockKind, SignOff};
use crate::span::TextSpan;

/// The sign-off, and where the writer's words end: what follows is signature.
pub(super) struct Closing {
    pub(super) sign_off: SignOff,
    pub(super) end: usize,
}

/// How many lines from the end it may begin.
const LINES: usize = 9;

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    block: usize,
}

/// Finds it behind `from`, where the greeting ends.
pub(super) fn sign_off(text: &str, blocks: &[Block], placeholders: &[Shown], from: usize) -> Option<Closing> {
    let all = last_lines(text, blocks, from);
    let mut lines = &all[..];
    // A postscript comes after it.
    let mut postscript = false;
    if let Some(at) = lines.iter().position(|l| is_postscript(&text[l.start..l.end])) {
        lines = &lines[..at];
        postscript = true;
    }
    let reader = Reader { text, lines, placeholders, greeting: &text[..from] };
    let found = reader.formula_line().or_else(|| reader.name_lines()).or_else(|| reader.inline())?;
    Some(if postscript { Closing { end: text.len(), ..found } } else { found })
}

fn is_postscript(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes.len() > 3
        && bytes[0].eq_ignore_ascii_case(&b'p')
        && (bytes[1].eq_ignore_ascii_case(&b's') && !bytes[2].is_ascii_alphanumeric()
            || bytes[1] == b'.' && bytes[2].eq_ignore_ascii_case(&b's'))
}

/// The last lines of the message, in order.
fn last_lines(text: &str, blocks: &[Block], from: usize) -> Vec<Line> {
    let mut lines = Vec::with_capacity(LINES);
    'blocks: for (index, block) in blocks.iter().enumerate().rev() {
        match block.kind {
            BlockKind::Subject => break,
            // A table at the end is data or a signature.
            BlockKind::Cell | BlockKind::Heading => continue,
            // One item is a dash and a name, two are a list.
            BlockKind::ListItem if index > 0 && blocks[index - 1].kind == BlockKind::ListItem => break,
            _ => {}
        }
        let (start, mut end) = ((block.span.start as usize).max(from), block.span.end as usize);
        while end > start {
            let begin = memchr::memrchr(b'\n', &text.as_bytes()[start..end]).map_or(start, |n| start + n + 1);
            let line = &text[begin..end];
            let left = line.trim_start();
            if !left.is_empty() {
                lines.push(Line { start: end - left.len(), end, block: index });
            }
            if lines.len() == LINES {
                break 'blocks;
            }
            end = begin.saturating_sub(1).max(start);
        }
    }
    lines.reverse();
    lines
}

/// Where a name may stand, from the least telling to the most: there even an everyday word is one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind a sentence.
    Sentence,
    /// On a line of its own.
    Line,
    /// Behind a closing formula.
    Formula,
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a [Line],
    placeholders: &'a [Shown],
    /// Up to where the greeting ends.
    greeting: &'a str,
}

impl<'a> Reader<'a> {
    fn tokens(&self, line: Line) -> Vec<Token<'a>> {
        tokens(self.text, line.start, line.end, self.placeholders, 24)
    }

    /// `Best regards,` on a line of its own, a name on the same line or below.
    fn formula_line(&self) -> Option<Closing> {
        for (index, line) in self.lines.iter().enumerate().rev() {
            let below = &self.lines[index + 1..];
            if below.len() > 6 || below.iter().any(|l| l.end - l.start > 90) {
                break;
            }
            if line.end - line.start > 120 {
                continue;
            }
            let tokens = self.tokens(*line);
            let Some(len) = formula_len(&tokens, true) else { continue };
            let formula = TextSpan::new(tokens[0].start, tokens[len - 1].end);
            if len < tokens.len() {
                // The rest of the line is the name.
                let name = self.name_of(&tokens[len..], Place::Formula);
                if name.is_none() && !is_aside(&tokens[len..]) {
                    continue;
                }
                // Two formulas above each other: `Thanking you, Yours faithfully, …`
                return Some(self.close(formula, name, below));
            }
            let Some(next) = below.first() else {
                if self.lines.len() == 1 && tokens.len() > 3 {
                    continue;
                }
                return Some(Closing { sign_off: SignOff { span: formula, formula: Some(formula), name: None }, end: line.end });
            };
            let mut name_tokens = self.tokens(*next);
            let mut below = &below[1..];
            let mut formula = formula;
            // `Thanks,` above `Kind regards,`
            if let Some(second) = formula_len(&name_tokens, true).filter(|&n| n == name_tokens.len()) {
                formula.end = name_tokens[second - 1].end as u32;
                let Some(next) = below.first() else {
                    return Some(Closing { sign_off: SignOff { span: formula, formula: Some(formula), name: None }, end: formula.end as usize });
                };
                name_tokens = self.tokens(*next);
                below = &below[1..];
            }
            let sentence = name_tokens.len() > 12 || ends_like_prose(&name_tokens);
            if sentence {
                continue;
            }
            let name = self.name_of(&name_tokens, Place::Formula).or_else(|| Some(TextSpan::new(name_tokens.first()?.start, name_tokens.last()?.end)));
            return Some(self.close(formula, name, below));
        }
        None
    }

    fn close(&self, formula: TextSpan, name: Option<TextSpan>, below: &[Line]) -> Closing {
        let span = name.map_or(formula, |n| formula.cover(n));
        // A title behind the name, on its line, goes with it.
        let line_end = self.lines.iter().find(|l| l.end >= span.end as usize).map_or(span.end as usize, |l| l.end);
        let span = TextSpan::new(span.start as usize, line_end);
        let prose = below.iter().any(|l| ends_like_prose(&self.tokens(*l)) && l.end - l.start > 60);
        Closing { sign_off: SignOff { span, formula: Some(formula), name }, end: if prose { self.text.len() } else { line_end } }
    }

    /// A name, with or without titles below it, as the last lines.
    fn name_lines(&self) -> Option<Closing> {
        // The name begins the last run of short lines: go up while lines look like a signature's.
        let mut first = self.lines.len();
        for (index, line) in self.lines.iter().enumerate().rev() {
            if line.end - line.start > 64 || self.lines.len() - index > 5 {
                break;
            }
            let tokens = self.tokens(*line);
            if tokens.is_empty() || ends_like_prose(&tokens) && self.name_of(&tokens, Place::Line).is_none() {
                break;
            }
            let same_block = self.lines.get(index + 1).is_none_or(|next| next.block == line.block);
            if !same_block && first < self.lines.len() && !self.is_name(&self.tokens(self.lines[first])) {
                // A signature in blocks of its own.
            } else if !same_block {
                break;
            }
            first = index;
        }
        if first >= self.lines.len() || first == 0 && self.lines.len() == 1 && self.lines[0].start == 0 {
            return None;
        }
        for index in first..self.lines.len() {
            let line = self.lines[index];
            let tokens = self.tokens(line);
            let preceded = index > 0 || line.start > 0;
            if !preceded || !self.is_name(&tokens) {
                continue;
            }
            // Lines below must look like a signature: no prose.
            let below = &self.lines[index + 1..];
            if below.iter().any(|l| !looks_like_signature(&self.tokens(*l))) {
                continue;
            }
            let name = self.name_of(&tokens, Place::Line)?;
            let mut span = TextSpan::new(tokens[0].start, line.end);
            let formula = index.checked_sub(1).and_then(|above| self.free_formula(self.lines[above]));
            if let Some(formula) = formula {
                span = span.cover(formula);
            }
            return Some(Closing { sign_off: SignOff { span, formula, name: Some(name) }, end: line.end });
        }
        None
    }

    /// `Rooting for you,`: whatever short line with a comma stands right above the name.
    fn free_formula(&self, line: Line) -> Option<TextSpan> {
        let tokens = self.tokens(line);
        let (first, last) = (tokens.first()?, tokens.last()?);
        (last.is(',') && tokens.len() <= 8 && line.end - line.start < 50 && first.start >= self.greeting.len())
            .then(|| TextSpan::new(first.start, last.end))
    }

    fn is_name(&self, tokens: &[Token]) -> bool {
        self.name_of(tokens, Place::Line).is_some()
    }

    /// The name or desk that `tokens`, a whole line or the rest of one, give.
    fn name_of(&self, tokens: &[Token], place: Place) -> Option<TextSpan> {
        let sure = place != Place::Sentence;
        let mut at = 0;
        let dash = tokens.first().is_some_and(|t| t.is('-') || t.is('~') || t.is('/'));
        while tokens.get(at).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | '~' | '*' | '/' | '_'))) {
            at += 1;
        }
        let rest = &tokens[at..];
        let first = rest.first()?;
        let count = rest.len();
        if count > 16 {
            return None;
        }
        if let Kind::Placeholder(index) = first.kind {
            let mut end = 1;
            while rest.get(end).is_some_and(|t| matches!(t.kind, Kind::Placeholder(_)) && t.start <= rest[end - 1].end + 1) {
                end += 1;
            }
            let meaning = self.placeholders[index].meaning;
            let fits = !matches!(meaning, super::Meaning::Link | super::Meaning::Alternative | super::Meaning::Time | super::Meaning::Reason);
            let prose = ends_like_prose(tokens) || rest.len() > end + 10;
            return (fits && !prose).then(|| TextSpan::new(first.start, rest[end - 1].end));
        }
        let mut end = 0;
        let mut capitals = 0;
        let mut everyday = 0;
        let mut desk = false;
        // `From Evie`, `The Talent Team`, `For: Managing Director`
        if rest.len() > 1 && (first.eq("from") || first.eq("for") || first.eq("the") || first.eq("signed") || first.eq("le") || first.eq("la") || first.eq("your")) {
            end = 1;
            while rest.get(end).is_some_and(|t| t.is(':') || t.eq("the")) {
                end += 1;
            }
        }
        // `For and on behalf of the Company Secretary`
        if let Some(at) = rest.iter().take(4).position(|t| t.eq("behalf")) && rest.get(at + 1).is_some_and(|t| t.eq("of")) {
            end = at + 2 + usize::from(rest.get(at + 2).is_some_and(|t| t.eq("the")));
        }
        let begun = end;
        while let Some(token) = rest.get(end) {
            match token.kind {
                Kind::Word => {
                    desk |= token.has(Class::DESK);
                    if token.is_capital() {
                        capitals += 1;
                        everyday += usize::from(is_common(token.words) && !token.has(Class::DESK) && !token.has(Class::TITLE));
                    } else if token.has(Class::PARTICLE) || token.has(Class::TITLE) || token.has(Class::DESK) || token.eq("at") || token.eq("and") {
                    } else if end < begun + 1 + 2 * usize::from(sure) && !is_common(token.words) && (dash || token.words.chars().count() > 1) {
                        // A name in small letters.
                    } else if end > begun && token.words.chars().count() == 1 && token.words != "i" && token.words != "a" {
                        // `tom h`, `Poppy x`
                    } else {
                        break;
                    }
                }
                Kind::Mark('.') => {
                    let before = end.checked_sub(1).map(|i| rest[i]);
                    let abbreviation = before.is_some_and(|b| b.is_word() && b.words.chars().count() <= 5 && b.end == token.start);
                    if !abbreviation || rest.get(end + 1).is_none() && before.is_some_and(|b| b.words.chars().count() > 1 && !b.has(Class::TITLE) && !b.has(Class::DESK) && b.words.chars().any(char::is_lowercase) && capitals < 2) {
                        break;
                    }
                }
                Kind::Mark('&' | '+') if end > begun => {}
                Kind::Placeholder(_) => {}
                _ => break,
            }
            end += 1;
        }
        if end == begun {
            return None;
        }
        let small = capitals == 0;
        if capitals > 0 && everyday == capitals && !desk && !(dash || sure && capitals == 1 && !rest[begun].has(Class::CLOSING) && (place == Place::Formula || !is_answer(rest[begun].words))) {
            // `Thank You`, `Monday`
            return None;
        }
        if capitals > 5 && !desk {
            return None;
        }
        // What follows the name: a comma and a title, brackets, kisses, a picture, a telephone number.
        let follows = match rest.get(end).map(|t| t.kind) {
            None => true,
            Some(Kind::Mark(',' | ':' | '-' | ';')) if end + 1 == rest.len() => false,
            Some(Kind::Mark('(')) => rest.last().is_some_and(|t| t.is(')')),
            Some(Kind::Mark('@')) => rest.len() <= end + 6,
            Some(Kind::Emoji | Kind::Mark(',' | '|' | '/' | '-' | ':' | '+' | '\u{2022}' | ';')) => {
                !rest[end..].iter().any(|t| t.is_word() && !t.is_capital() && is_common(t.words) && t.words.len() > 2 && !t.has(Class::DESK) && !matches!(t.words, "and" | "for" | "the" | "not" | "your" | "chief" | "art" | "lead" | "kitchen" | "mgr" | "hiring" | "manager"))
            }
            // `Bex in HR`
            Some(Kind::Word) if rest[end].eq("in") || rest[end].eq("at") || rest[end].eq("from") => rest[end + 1..].iter().all(|t| t.is_capital() || t.is('&')),
            Some(Kind::Word) => rest[end..].iter().all(|t| is_kiss(t) || t.kind == Kind::Emoji || t.has(Class::DESK)),
            Some(Kind::Mark('.' | '!')) => end + 1 == rest.len() && capitals > 0 && (capitals > 1 || dash),
            Some(Kind::Figure) => capitals > 0 && end >= 2,
            _ => false,
        };
        if !follows {
            return None;
        }
        if small && !dash && count > 6 {
            return None;
        }
        let stop = rest[end - 1].end;
        Some(TextSpan::new(first.start, stop))
    }

    /// At the end of the last paragraph: `… rather not. Regards, Kagiso`, `… see you. Lewis`.
    fn inline(&self) -> Option<Closing> {
        let line = *self.lines.last()?;
        let from = window(self.text, line.start, line.end, 140);
        let tokens = tokens(self.text, from, line.end, self.placeholders, 60);
        let end = line.end;
        // Candidate starts: behind the mark that ends a sentence, from the front, and then behind any other mark.
        let after_mark = |i: usize| {
            i > 0 && matches!(tokens[i - 1].kind, Kind::Mark('.' | '!' | '?' | '\u{2026}' | ')' | ',' | '-') | Kind::Emoji) && tokens[i].start > tokens[i - 1].end
        };
        for i in 1..tokens.len() {
            let here = &tokens[i];
            let rest = &tokens[i..];
            let ended = after_mark(i) && !tokens[i - 1].is(',');
            if (ended || here.is('-') && here.end < here.start + 4) && rest.len() <= 14
                && let Some(len) = formula_len(rest, false)
            {
                let formula = TextSpan::new(here.start, rest[len - 1].end);
                if len == rest.len() {
                    if len <= 5 && !ends_like_prose(rest) || rest[0].has(Class::CLOSING) && len <= 2 {
                        return Some(Closing { sign_off: SignOff { span: formula, formula: Some(formula), name: None }, end });
                    }
                } else if let Some(name) = self.name_of(&rest[len..], if rest[len].is_capital() || rest.len() > len + 1 { Place::Formula } else { Place::Sentence }) {
                    return Some(Closing { sign_off: SignOff { span: TextSpan::new(formula.start as usize, end), formula: Some(formula), name: Some(name) }, end });
                }
            }
            // A bare name behind the end of a sentence.
            let dash = here.is('-') && rest.len() > 1;
            if (ended || dash && here.start > tokens[i - 1].end) && rest.len() <= 10
                && let Some(name) = self.name_of(rest, if dash { Place::Line } else { Place::Sentence })
                && !(rest.len() > 6 && !rest[0].is_capital() && !dash)
            {
                return Some(Closing { sign_off: SignOff { span: TextSpan::new(here.start, end), formula: None, name: Some(name) }, end });
            }
            // `… for being so flexible already, Joanne`, unless it is the reader who is named.
            if tokens[i - 1].is(',') && rest.len() <= 3
                && rest.iter().all(|t| t.is_capital() && !is_common(t.words))
                && memchr::memmem::find(self.greeting.as_bytes(), here.words.as_bytes()).is_none()
            {
                let name = TextSpan::new(here.start, rest[rest.len() - 1].end);
                return Some(Closing { sign_off: SignOff { span: name, formula: None, name: Some(name) }, end });
            }
            // `… in the window Mum xx`, `… stay in touch xx Cass`
            if is_kisses(here) && i > 2 {
                let after = usize::from(rest.get(1).is_some_and(|t| t.is(','))) + 1;
                let before = &tokens[i - 1];
                if rest.len() > after && rest.len() <= after + 5 && let Some(name) = self.name_of(&rest[after..], Place::Formula) {
                    let formula = TextSpan::new(here.start, here.end);
                    return Some(Closing { sign_off: SignOff { span: TextSpan::new(formula.start as usize, end), formula: Some(formula), name: Some(name) }, end });
                }
                if rest.len() == 1 && before.is_capital() && tokens[i - 2].is_word() && before.words.len() > 1 {
                    let name = TextSpan::new(before.start, before.end);
                    return Some(Closing { sign_off: SignOff { span: TextSpan::new(before.start, here.end), formula: None, name: Some(name) }, end });
                }
            }
            // `… see you soon love Naledi`, `… Yours, Poppy`
            if here.has(Class::CLOSING) && rest.len() <= 6 && rest.len() > 1
                && let Some(len) = formula_len(rest, false)
                && len < rest.len()
                && len <= 3
                && let Some(name) = self.name_of(&rest[len..], Place::Formula)
                && rest[len].is_capital()
            {
                let formula = TextSpan::new(here.start, rest[len - 1].end);
                return Some(Closing { sign_off: SignOff { span: TextSpan::new(formula.start as usize, end), formula: Some(formula), name: Some(name) }, end });
            }
        }
        // The last word of a text in small letters that is no word: `… im not in any state lol shaz`.
        let n = tokens.len();
        let (last, before) = (tokens.last()?, tokens.get(n.checked_sub(2)?)?);
        if last.is_word() && before.is_word() && n > 6 && last.words.chars().count() > 2 && !is_common(last.words) && ends_informally(before) && !last.has(Class::CLOSING) {
            let name = TextSpan::new(last.start, last.end);
            return Some(Closing { sign_off: SignOff { span: name, formula: None, name: Some(name) }, end });
        }
        None
    }
}

/// Words people write last in a text before their name.
fn ends_informally(token: &Token) -> bool {
    ["lol", "tho", "x", "xx", "xxx", "thx", "ta", "soz", "sorry", "pls", "tbh", "haha", "though", "anyway", "thanks", "cheers"].iter().any(|w| token.eq(w))
}

/// Words that stand alone on a line without being a name.
fn is_answer(word: &str) -> bool {
    const WORDS: [&str; 26] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "july", "august", "september",
        "october", "november", "december", "today", "tomorrow", "sorry", "yes", "no", "please", "ok", "okay", "out", "never",
    ];
    WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) || ["ed", "ing", "ly"].iter().any(|e| word.len() > 6 && word.ends_with(e))
}

/// `x`, `xx`, `xoxo`
fn is_kisses(token: &Token) -> bool {
    token.is_word() && token.words.len() < 6 && token.words.starts_with(['x', 'X']) && token.words.bytes().all(|b| matches!(b, b'x' | b'X' | b'o' | b'O'))
}

fn is_kiss(token: &Token) -> bool {
    token.is_word() && token.words.bytes().all(|b| matches!(b, b'x' | b'X' | b'o' | b'O')) || token.is(')') || token.is(':')
}

/// `(page 12), Deb`, `— see below`: an aside after a formula.
fn is_aside(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| t.is('('))
}

/// Whether a line ends as sentences do.
fn ends_like_prose(tokens: &[Token]) -> bool {
    let Some(last) = tokens.last() else { return false };
    let long = tokens.iter().filter(|t| t.is_word()).count() > 3;
    (last.is('.') && long || last.is('?') || last.is('!') && long) || tokens.iter().filter(|t| t.is_word() && !t.is_capital() && is_common(t.words)).count() > 5
}

/// Whether a line below a name can be a title, a company, a number: not a sentence.
fn looks_like_signature(tokens: &[Token]) -> bool {
    if tokens.first().is_some_and(|t| t.is('(')) && tokens.last().is_some_and(|t| t.is(')')) {
        return true;
    }
    let small = tokens.iter().filter(|t| t.is_word() && !t.is_capital() && is_common(t.words)).count();
    let sentence = tokens.last().is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!' | '?'))) && tokens.len() > 2;
    !ends_like_prose(tokens) && small <= 3 && !(sentence && small > 0)
}

/// How many tokens at the start of `tokens` make a closing formula. `line`: they begin a line.
fn formula_len(tokens: &[Token], line: bool) -> Option<usize> {
    let mut start = 0;
    while tokens.get(start).is_some_and(|t| matches!(t.kind, Kind::Mark('-' | '~'))) {
        start += 1;
    }
    let mut end = start;
    let (mut closing, mut free) = (false, 0);
    while let Some(token) = tokens.get(end) {
        if end - start > 8 {
            break;
        }
        if !(token.is_word() || token.is('&') || token.is('/')) {
            break;
        }
        let more = token.has(Class::CLOSING_MORE) || token.is('&') || token.is('/');
        let head = token.has(Class::CLOSING) || is_misspelt(token.words);
        if closing && token.is_capital() && !head && !(more && tokens.get(end + 1).is_some_and(|t| t.has(Class::CLOSING))) {
            break;
        }
        if !more && !head {
            if token.is_capital() && closing {
                break;
            }
            free += 1;
        }
        closing |= head;
        end += 1;
    }
    let comma = tokens.get(end).is_some_and(|t| t.is(','));
    let whole = end >= tokens.len();
    let stopped = tokens.get(end).is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!') | Kind::Emoji)) && end + 1 >= tokens.len();
    if end == start {
        return None;
    }
    let first = &tokens[start];
    let thanks = ["thanks", "thank", "thx", "thnx", "tks", "thks", "ty", "thanking", "many"].iter().any(|w| first.eq(w));
    let known = is_phrase(&tokens[start..end]);
    if !closing && !known {
        return None;
    }
    // `Thanks hun,`
    let familiar = comma && free == 1 && tokens[end - 1].has(Class::COLLECTIVE);
    // A closing word may open a sentence: `Best of luck with it.`, `Thanks for seeing me.`
    if free > 0 && !known && !familiar {
        let short = comma && line && end + 1 >= tokens.len() && end - start <= 7 && free <= 3 && !(thanks && free > 1 && first.eq("thank"));
        if !short {
            return None;
        }
    }
    if thanks && !comma && !whole && !stopped && tokens.get(end).is_none_or(|t| !t.is_capital()) {
        return None;
    }
    if stopped && !line && !first.has(Class::CLOSING) {
        return None;
    }
    Some(if comma || stopped || tokens.get(end).is_some_and(|t| matches!(t.kind, Kind::Mark('.' | '!'))) { end + 1 } else { end })
}

/// Set phrases without a closing word of their own.
fn is_phrase(tokens: &[Token]) -> bool {
    PHRASES.iter().any(|phrase| {
        let mut words = phrase.split(' ');
        tokens.iter().all(|t| words.next().is_some_and(|w| w == "*" || t.eq(w))) && words.next().is_none_or(|w| w == "*")
    })
}

const PHRASES: [&str; 36] = [
    "all the best", "take care", "talk soon", "speak soon", "see you", "see you soon", "thank you", "thank you so much", "thank you very much",
    "have a nice day", "have a good day", "have a great day", "have a blessed day", "be well", "god bless", "god bless you", "good luck",
    "hang in there", "mind yourself", "look after yourself", "take care of yourself", "go well", "stay blessed", "in haste", "in kindness",
    "until then", "until next time", "chin up", "keep well", "stay well", "good day to you", "by order", "go bears", "with gratitude",
    "for now", "okay bye",
];

/// `regrads`, `Reagrds`, `sincerly`: a closing word with its letters in disorder.
fn is_misspelt(word: &str) -> bool {
    word.len() > 5
        && word.len() < 13
        && matches!(word.as_bytes()[0], b'r' | b'R' | b's' | b'S' | b'f' | b'F')
        && ["regards", "sincerely", "faithfully"].iter().any(|w| {
            word.as_bytes()[0].eq_ignore_ascii_case(&w.as_bytes()[0]) && strsim::damerau_levenshtein(&word.to_ascii_lowercase(), w) <= 2
        })
}

/// The start of a window of about `bytes` before `end`, on a character boundary.
fn window(text: &str, start: usize, end: usize, bytes: usize) -> usize {
    let mut from = end.saturating_sub(bytes).max(start);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    from
}
