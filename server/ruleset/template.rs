//! Sentence templates: text → [`Template`], with every error in its place. `rules/README.md` describes the notation, which
//! follows JSGF and Home Assistant's hassil. Invariant: any string gives a template or at least one error.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How deep groups may nest; deeper templates are nobody's writing.
const DEEPEST: usize = 24;

/// A parsed template: parts that must all be found in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// `a & b` has two.
    pub parts: Vec<Piece>,
    /// `?` at the end: the sentence must be a question.
    pub question: bool,
    /// `!` at the end: the sentence must be an exclamation.
    pub exclamation: bool,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A word as written, lower case.
    Word(String),
    /// `word~`: any form of it.
    Form(String),
    /// One after the other.
    Sequence(Vec<Piece>),
    /// `(a|b)`
    Either(Vec<Piece>),
    /// `[a|b]`
    Maybe(Box<Piece>),
    /// `<name>`, and where it stands.
    Expansion(String, Range<usize>),
    /// `*` and `**`: up to so many words.
    Gap(u8),
    /// `{time}`
    Entity(EntityKind),
    /// `^`
    Start,
    /// `$`
    End,
}

/// Something the analysis recognises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum EntityKind {
    /// A person's name, or a placeholder for one.
    Person,
    /// A date or time.
    Time,
    /// A company.
    Company,
    /// A job title.
    Role,
    /// An amount of money.
    Money,
    /// A number.
    Number,
    /// A placeholder for a reason.
    Reason,
    /// A placeholder for another time, or a link that offers one.
    Alternative,
    /// A link.
    Link,
    /// A placeholder for a whole passage.
    Text,
    /// Any placeholder.
    Placeholder,
    /// A capitalised name of anything, where capitals are not due anyway.
    Name,
    /// Two or more words in capitals.
    Shouting,
}

impl EntityKind {
    /// Every kind and its name in templates.
    pub const ALL: [(&'static str, Self); 13] = [
        ("person", Self::Person),
        ("time", Self::Time),
        ("company", Self::Company),
        ("role", Self::Role),
        ("money", Self::Money),
        ("number", Self::Number),
        ("reason", Self::Reason),
        ("alternative", Self::Alternative),
        ("link", Self::Link),
        ("text", Self::Text),
        ("placeholder", Self::Placeholder),
        ("name", Self::Name),
        ("shouting", Self::Shouting),
    ];
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where: bytes of the template.
    pub range: Range<usize>,
}

impl Template {
    /// Parses a template.
    pub fn parse(text: &str) -> Result<Self, Vec<TemplateError>> {
        let mut parser = Parser { text, at: 0, errors: Vec::new() };
        let mut parts = Vec::new();
        let (mut question, mut exclamation) = (false, false);
        loop {
            let start = parser.at;
            let piece = parser.sequence(0);
            let empty = matches!(&piece, Piece::Sequence(pieces) if pieces.is_empty());
            match parser.peek() {
                Some('&') => {
                    if empty {
                        parser.error(
                            "nothing stands before `&`",
                            Some("write what must stand in the same sentence on both sides"),
                            start..parser.at + 1,
                        );
                    }
                    parser.at += 1;
                    parts.push(piece);
                    continue;
                }
                Some(c @ ('?' | '!')) => {
                    question |= c == '?';
                    exclamation |= c == '!';
                    parser.at += 1;
                    parser.space();
                    if let Some(next) = parser.peek() {
                        let at = parser.at;
                        parser.error(
                            &format!("`{c}` speaks of the end of the sentence and must stand last"),
                            None,
                            at..at + next.len_utf8(),
                        );
                    }
                }
                Some('|') => {
                    let at = parser.at;
                    parser.error(
                        "`|` outside a group",
                        Some("put the alternatives in round brackets: `(a|b)`"),
                        at..at + 1,
                    );
                }
                Some(c) => {
                    let at = parser.at;
                    parser.error(
                        &format!("`{c}` closes nothing"),
                        Some("take it out, or open the group before it"),
                        at..at + c.len_utf8(),
                    );
                }
                None => {}
            }
            if empty && !question && parser.errors.is_empty() {
                let help = if parts.is_empty() {
                    "write the words it should match"
                } else {
                    "write what must stand in the same sentence"
                };
                parser.error("the template is empty", Some(help), start..text.len());
            }
            parts.push(piece);
            break;
        }
        if parser.errors.is_empty() { Ok(Self { parts, question, exclamation }) } else { Err(parser.errors) }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    errors: Vec<TemplateError>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn error(&mut self, message: &str, help: Option<&str>, range: Range<usize>) {
        self.errors.push(TemplateError { message: message.to_owned(), help: help.map(str::to_owned), range });
    }

    fn space(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace() || matches!(c, ',' | '.' | '"' | '-' | '–' | '—'))
        {
            self.at += c.len_utf8();
        }
    }

    /// Pieces up to something that ends a sequence: `|`, `&`, a closing bracket, `?`, `!` or the end.
    fn sequence(&mut self, depth: usize) -> Piece {
        let mut pieces = Vec::new();
        loop {
            self.space();
            let start = self.at;
            let Some(c) = self.peek() else { break };
            match c {
                '|' | '&' | ')' | ']' | '>' | '}' | '?' | '!' => break,
                '(' | '[' => pieces.push(self.group(c, depth)),
                '<' => {
                    if let Some(name) = self.name('>', "expansion") {
                        pieces.push(Piece::Expansion(name, start..self.at));
                    }
                }
                '{' => {
                    if let Some(name) = self.name('}', "entity") {
                        self.entity(&name, start, &mut pieces);
                    }
                }
                '*' => {
                    self.at += 1;
                    let wide = self.peek() == Some('*');
                    self.at += usize::from(wide);
                    pieces.push(Piece::Gap(if wide { 12 } else { 4 }));
                }
                '^' => {
                    self.at += 1;
                    pieces.push(Piece::Start);
                }
                '$' => {
                    self.at += 1;
                    pieces.push(Piece::End);
                }
                '~' => {
                    self.at += 1;
                    self.error(
                        "`~` stands behind no word",
                        Some("write it right behind a word, as in `cancel~`"),
                        start..self.at,
                    );
                }
                _ => pieces.push(self.word()),
            }
        }
        Piece::Sequence(pieces)
    }

    fn word(&mut self) -> Piece {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !"()[]|<>{}*~^$&?!,.\"-–—".contains(*c)) {
            self.at += c.len_utf8();
        }
        let word = self.text[start..self.at].to_lowercase().replace('’', "'");
        if self.peek() == Some('~') {
            self.at += 1;
            return Piece::Form(word);
        }
        Piece::Word(word)
    }

    fn group(&mut self, open: char, depth: usize) -> Piece {
        let (start, close) = (self.at, if open == '(' { ')' } else { ']' });
        self.at += 1;
        let mut branches = Vec::new();
        if depth >= DEEPEST {
            self.error(
                "groups are nested too deep",
                Some("move the inner groups to an expansion in `words/`"),
                start..self.at,
            );
            self.at = self.text.len();
            return Piece::Sequence(branches);
        }
        loop {
            let from = self.at;
            let branch = self.sequence(depth + 1);
            if matches!(&branch, Piece::Sequence(pieces) if pieces.is_empty())
                && matches!(self.peek(), Some('|' | ')' | ']'))
            {
                let help = if open == '(' {
                    "write `[a|b]` where nothing may stand too"
                } else {
                    "take the empty alternative out"
                };
                self.error("an empty alternative", Some(help), from.min(self.at)..self.at + 1);
            }
            branches.push(branch);
            match self.peek() {
                Some('|') => self.at += 1,
                Some(c) if c == close => {
                    self.at += 1;
                    break;
                }
                Some(c) => {
                    let at = self.at;
                    let message = format!("`{c}` inside a group that `{open}` opened");
                    self.error(&message, Some(&format!("close the group with `{close}` first")), at..at + c.len_utf8());
                    self.at = self.text.len();
                    break;
                }
                None => {
                    self.error(&format!("`{open}` is never closed"), Some(&format!("add `{close}`")), start..start + 1);
                    break;
                }
            }
        }
        let inside = match branches.len() {
            1 => branches.remove(0),
            _ => Piece::Either(branches),
        };
        if open == '(' { inside } else { Piece::Maybe(Box::new(inside)) }
    }

    fn name(&mut self, close: char, what: &str) -> Option<String> {
        let start = self.at;
        let rest = &self.text[start + 1..];
        let Some(length) = rest.find(close) else {
            self.error(
                &format!("the {what}'s name is never closed"),
                Some(&format!("add `{close}`")),
                start..self.text.len(),
            );
            self.at = self.text.len();
            return None;
        };
        self.at = start + 1 + length + close.len_utf8();
        let name = rest[..length].trim();
        if name.is_empty() {
            self.error(&format!("the {what} has no name"), None, start..self.at);
            return None;
        }
        Some(name.to_owned())
    }

    fn entity(&mut self, name: &str, start: usize, pieces: &mut Vec<Piece>) {
        if let Some((_, kind)) = EntityKind::ALL.iter().find(|(n, _)| *n == name) {
            pieces.push(Piece::Entity(*kind));
            return;
        }
        let near = EntityKind::ALL
            .iter()
            .map(|(n, _)| *n)
            .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let known = EntityKind::ALL.iter().map(|(n, _)| format!("{{{n}}}")).collect::<Vec<_>>().join(" ");
        let help = match near.filter(|n| strsim::jaro_winkler(n, name) > 0.8) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => format!("there are {known}"),
        };
        self.error(&format!("nothing called `{{{name}}}` is recognised"), Some(&help), start..self.at);
    }
}
