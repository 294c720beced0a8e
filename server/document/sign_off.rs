//! How a message closes: a formula (`Best,`), a name, or one above the other; and, in a message of one paragraph, the same
//! at its end. What stands below the name (a title, a company, a number) is signature.

use super::formula::formula_len;
use super::signer::{self, Place, ends_like_prose, looks_like_signature};
use super::token::{Kind, Shown, Token, tokens};
use super::words::{Class, is_common};
use super::{Block, BlockKind, SignOff};
use crate::span::TextSpan;
use std::cell::OnceCell;

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
    let reader = Reader { text, lines, placeholders, greeting: &text[..from], tokens: Default::default() };
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

struct Reader<'a> {
    text: &'a str,
    lines: &'a [Line],
    placeholders: &'a [Shown],
    /// Up to where the greeting ends.
    greeting: &'a str,
    /// Those of each line, once they were asked for.
    tokens: [OnceCell<Vec<Token<'a>>>; LINES],
}

impl<'a> Reader<'a> {
    fn tokens(&self, index: usize) -> &[Token<'a>] {
        let Line { start, end, .. } = self.lines[index];
        self.tokens[index].get_or_init(|| tokens(self.text, start, end, self.placeholders, 24))
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
            let tokens = self.tokens(index);
            let Some(len) = formula_len(tokens, true) else { continue };
            let formula = TextSpan::new(tokens[0].start, tokens[len - 1].end);
            if len < tokens.len() {
                // The rest of the line is the name.
                let name = self.name_of(&tokens[len..], Place::Formula);
                if name.is_none() && !is_aside(&tokens[len..]) {
                    continue;
                }
                // Two formulas above each other: `Thanking you, Yours faithfully, …`
                return Some(self.close(formula, name, index + 1));
            }
            if below.is_empty() {
                if self.lines.len() == 1 && tokens.len() > 3 {
                    continue;
                }
                return Some(Closing {
                    sign_off: SignOff { span: formula, formula: Some(formula), name: None },
                    end: line.end,
                });
            }
            let mut at = index + 1;
            let mut name_tokens = self.tokens(at);
            let mut formula = formula;
            // `Thanks,` above `Kind regards,`
            if let Some(second) = formula_len(name_tokens, true).filter(|&n| n == name_tokens.len()) {
                formula.end = name_tokens[second - 1].end as u32;
                at += 1;
                if at == self.lines.len() {
                    return Some(Closing {
                        sign_off: SignOff { span: formula, formula: Some(formula), name: None },
                        end: formula.end as usize,
                    });
                }
                name_tokens = self.tokens(at);
            }
            let sentence = name_tokens.len() > 12 || ends_like_prose(name_tokens);
            if sentence {
                continue;
            }
            let name = self
                .name_of(name_tokens, Place::Formula)
                .or_else(|| Some(TextSpan::new(name_tokens.first()?.start, name_tokens.last()?.end)));
            return Some(self.close(formula, name, at + 1));
        }
        None
    }

    /// `below`: the first line below the name.
    fn close(&self, formula: TextSpan, name: Option<TextSpan>, below: usize) -> Closing {
        let span = name.map_or(formula, |n| formula.cover(n));
        // A title behind the name, on its line, goes with it.
        let line_end = self.lines.iter().find(|l| l.end >= span.end as usize).map_or(span.end as usize, |l| l.end);
        let span = TextSpan::new(span.start as usize, line_end);
        let is_prose = |at: usize| self.lines[at].end - self.lines[at].start > 60 && ends_like_prose(self.tokens(at));
        let prose = (below..self.lines.len()).any(is_prose);
        Closing {
            sign_off: SignOff { span, formula: Some(formula), name },
            end: if prose { self.text.len() } else { line_end },
        }
    }

    /// A name, with or without titles below it, as the last lines.
    fn name_lines(&self) -> Option<Closing> {
        // The name begins the last run of short lines: go up while lines look like a signature's.
        let mut first = self.lines.len();
        for (index, line) in self.lines.iter().enumerate().rev() {
            if line.end - line.start > 64 || self.lines.len() - index > 5 {
                break;
            }
            let tokens = self.tokens(index);
            if tokens.is_empty() || ends_like_prose(tokens) && self.name_of(tokens, Place::Line).is_none() {
                break;
            }
            let same_block = self.lines.get(index + 1).is_none_or(|next| next.block == line.block);
            if !same_block && first < self.lines.len() && !self.is_name(self.tokens(first)) {
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
            let tokens = self.tokens(index);
            let preceded = index > 0 || line.start > 0;
            if !preceded || !self.is_name(tokens) {
                continue;
            }
            // Lines below must look like a signature: no prose.
            if (index + 1..self.lines.len()).any(|below| !looks_like_signature(self.tokens(below))) {
                continue;
            }
            let name = self.name_of(tokens, Place::Line)?;
            let mut span = TextSpan::new(tokens[0].start, line.end);
            let formula = index.checked_sub(1).and_then(|above| self.free_formula(above));
            if let Some(formula) = formula {
                span = span.cover(formula);
            }
            return Some(Closing { sign_off: SignOff { span, formula, name: Some(name) }, end: line.end });
        }
        None
    }

    /// `Rooting for you,`: whatever short line with a comma stands right above the name.
    fn free_formula(&self, index: usize) -> Option<TextSpan> {
        let (line, tokens) = (self.lines[index], self.tokens(index));
        let (first, last) = (tokens.first()?, tokens.last()?);
        (last.is(',') && tokens.len() <= 8 && line.end - line.start < 50 && first.start >= self.greeting.len())
            .then(|| TextSpan::new(first.start, last.end))
    }

    fn is_name(&self, tokens: &[Token]) -> bool {
        self.name_of(tokens, Place::Line).is_some()
    }

    fn name_of(&self, tokens: &[Token], place: Place) -> Option<TextSpan> {
        signer::name(tokens, self.placeholders, place)
    }

    /// At the end of the last paragraph: `… rather not. Regards, Kagiso`, `… see you. Lewis`.
    fn inline(&self) -> Option<Closing> {
        let line = *self.lines.last()?;
        let from = window(self.text, line.start, line.end, 140);
        let tokens = tokens(self.text, from, line.end, self.placeholders, 60);
        let end = line.end;
        // Candidate starts: behind the mark that ends a sentence, from the front, and then behind any other mark.
        let after_mark = |i: usize| {
            i > 0
                && matches!(
                    tokens[i - 1].kind,
                    Kind::Mark('.' | '!' | '?' | '\u{2026}' | ')' | ',' | '-') | Kind::Emoji
                )
                && tokens[i].start > tokens[i - 1].end
        };
        for i in 1..tokens.len() {
            let here = &tokens[i];
            let rest = &tokens[i..];
            let ended = after_mark(i) && !tokens[i - 1].is(',');
            if (ended || here.is('-') && here.end < here.start + 4)
                && rest.len() <= 14
                && let Some(len) = formula_len(rest, false)
            {
                let formula = TextSpan::new(here.start, rest[len - 1].end);
                if len == rest.len() {
                    if len <= 5 && !ends_like_prose(rest) || rest[0].has(Class::CLOSING) && len <= 2 {
                        return Some(Closing {
                            sign_off: SignOff { span: formula, formula: Some(formula), name: None },
                            end,
                        });
                    }
                } else if let Some(name) = self.name_of(
                    &rest[len..],
                    if rest[len].is_capital() || rest.len() > len + 1 { Place::Formula } else { Place::Sentence },
                ) {
                    return Some(Closing {
                        sign_off: SignOff {
                            span: TextSpan::new(formula.start as usize, end),
                            formula: Some(formula),
                            name: Some(name),
                        },
                        end,
                    });
                }
            }
            // A bare name behind the end of a sentence.
            let dash = here.is('-') && rest.len() > 1;
            if (ended || dash && here.start > tokens[i - 1].end)
                && rest.len() <= 10
                && let Some(name) = self.name_of(rest, if dash { Place::Line } else { Place::Sentence })
                && !(rest.len() > 6 && !rest[0].is_capital() && !dash)
            {
                return Some(Closing {
                    sign_off: SignOff { span: TextSpan::new(here.start, end), formula: None, name: Some(name) },
                    end,
                });
            }
            // `… I can't come. Grace`: whatever single word, where nothing ends it.
            if ended && rest.len() == 1 && here.is_capital() && i > 4 && !signer::is_answer(here.words) {
                let name = TextSpan::new(here.start, here.end);
                return Some(Closing { sign_off: SignOff { span: name, formula: None, name: Some(name) }, end });
            }
            // `… for being so flexible already, Joanne`, unless it is the reader who is named.
            if tokens[i - 1].is(',')
                && rest.len() <= 3
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
                if rest.len() > after
                    && rest.len() <= after + 5
                    && let Some(name) = self.name_of(&rest[after..], Place::Formula)
                {
                    let formula = TextSpan::new(here.start, here.end);
                    return Some(Closing {
                        sign_off: SignOff {
                            span: TextSpan::new(formula.start as usize, end),
                            formula: Some(formula),
                            name: Some(name),
                        },
                        end,
                    });
                }
                if rest.len() == 1 && before.is_capital() && tokens[i - 2].is_word() && before.words.len() > 1 {
                    let name = TextSpan::new(before.start, before.end);
                    return Some(Closing {
                        sign_off: SignOff {
                            span: TextSpan::new(before.start, here.end),
                            formula: None,
                            name: Some(name),
                        },
                        end,
                    });
                }
            }
            // `… see you soon love Naledi`, `… Yours, Poppy`
            if here.has(Class::CLOSING)
                && rest.len() <= 6
                && rest.len() > 1
                && let Some(len) = formula_len(rest, false)
                && len < rest.len()
                && len <= 3
                && let Some(name) = self.name_of(&rest[len..], Place::Formula)
                && rest[len].is_capital()
            {
                let formula = TextSpan::new(here.start, rest[len - 1].end);
                return Some(Closing {
                    sign_off: SignOff {
                        span: TextSpan::new(formula.start as usize, end),
                        formula: Some(formula),
                        name: Some(name),
                    },
                    end,
                });
            }
        }
        // The last word of a text in small letters that is no word: `… im not in any state lol shaz`.
        let n = tokens.len();
        let (last, before) = (tokens.last()?, tokens.get(n.checked_sub(2)?)?);
        if last.is_word()
            && before.is_word()
            && n > 6
            && last.words.chars().count() > 2
            && !is_common(last.words)
            && ends_informally(before)
            && !last.has(Class::CLOSING)
        {
            let name = TextSpan::new(last.start, last.end);
            return Some(Closing { sign_off: SignOff { span: name, formula: None, name: Some(name) }, end });
        }
        None
    }
}

/// Words people write last in a text before their name.
fn ends_informally(token: &Token) -> bool {
    [
        "lol", "tho", "x", "xx", "xxx", "thx", "ta", "soz", "sorry", "pls", "tbh", "haha", "though", "anyway",
        "thanks", "cheers",
    ]
    .iter()
    .any(|w| token.eq(w))
}

/// `x`, `xx`, `xoxo`
fn is_kisses(token: &Token) -> bool {
    token.is_word()
        && token.words.len() < 6
        && token.words.starts_with(['x', 'X'])
        && token.words.bytes().all(|b| matches!(b, b'x' | b'X' | b'o' | b'O'))
}

/// `(page 12), Deb`, `— see below`: an aside after a formula.
fn is_aside(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| t.is('('))
}

/// The start of a window of about `bytes` before `end`, on a character boundary.
fn window(text: &str, start: usize, end: usize, bytes: usize) -> usize {
    let mut from = end.saturating_sub(bytes).max(start);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    from
}
