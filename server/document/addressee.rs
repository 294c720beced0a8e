//! Whom a greeting addresses: people, with or without titles, and crowds.

use super::greeting::Line;
use super::token::{Kind, Shown, Token};
use super::words::{Class, is_common};
use crate::span::TextSpan;

/// Whom a greeting addresses.
#[derive(Default)]
pub(super) struct Addressee {
    pub(super) names: Vec<TextSpan>,
    /// Any words at all, `team` included.
    pub(super) some: bool,
    /// How many tokens.
    pub(super) len: usize,
}

impl Line<'_> {
    /// The people from `at` on. `comma`: one stands before, so that only a name in capitals or a crowd can follow.
    pub(super) fn addressee(&self, at: usize, comma: bool, placeholders: &[Shown]) -> Addressee {
        let token = |i: usize| self.tokens.get(i);
        let mut people = Addressee::default();
        let mut i = at;
        let mut crowd = false;
        while let Some(here) = token(i) {
            if i > at + 9 {
                break;
            }
            if let Kind::Placeholder(index) = here.kind {
                let mut end = i + 1;
                while token(end).is_some_and(|t| matches!(t.kind, Kind::Placeholder(_))) {
                    end += 1;
                }
                let meaning = placeholders[index].meaning;
                let names = (i..end).any(|n| matches!(token(n).map(|t| t.kind), Some(Kind::Placeholder(p)) if placeholders[p].meaning.is_person() || end - i == 1 && meaning == super::Meaning::Other));
                people.some = true;
                if names || meaning != super::Meaning::Company {
                    people.names.push(TextSpan::new(here.start, self.tokens[end - 1].end));
                }
                i = end;
            } else if here.has(Class::COLLECTIVE)
                && !(here.has(Class::TITLE) && self.name_len(i + 1, true) > 0 && !crowd_follows(&self.tokens[i..]))
            {
                // `all`, `members of the committee`; not `hi team lead said …`.
                if comma && !here.is_capital() && !self.is_set_off(i + 1) {
                    break;
                }
                people.some = true;
                crowd = true;
                i += 1;
                if token(i).is_some_and(|t| t.is('/')) {
                    i += 1;
                }
            } else if people.some
                && crowd
                && (here.eq("of") || here.eq("the") || here.eq("or") || here.eq("in") || here.eq("at"))
            {
                i += 1;
                if here.eq("of") || here.eq("in") || here.eq("at") {
                    // The rest up to the comma says which crowd.
                    while token(i).is_some_and(|t| t.is_word() || t.is('&')) && i < at + 10 {
                        i += 1;
                    }
                }
            } else if here.has(Class::TITLE) && (here.is_capital() || here.words.len() < 6) {
                let mut end = i + 1;
                while token(end).is_some_and(|t| t.is('.') || t.is('/') || t.has(Class::TITLE)) {
                    end += 1;
                }
                let mut name = self.name_len(end, true);
                if name == 0
                    && here.words.len() <= 4
                    && token(end).is_some_and(|t| t.is_capital() && t.words.len() > 1)
                    && token(end + 1).is_none_or(|t| !t.is_word() || t.has(Class::SUFFIX))
                {
                    // `Ms. Joy po`: after a title even an everyday word is a name.
                    name = 1 + usize::from(token(end + 1).is_some_and(|t| t.has(Class::SUFFIX)));
                }
                let placeholder = token(end).is_some_and(|t| matches!(t.kind, Kind::Placeholder(_)));
                people.some = true;
                if placeholder {
                    i = end;
                    continue;
                }
                if name > 0 {
                    people.names.push(TextSpan::new(here.start, self.tokens[end + name - 1].end));
                }
                i = end + name;
            } else if here.is('@') && token(i + 1).is_some_and(|t| t.is_word() && t.start == here.end) {
                // `hey @marta`
                let name = &self.tokens[i + 1];
                people.some = true;
                if !name.has(Class::COLLECTIVE) && !["here", "channel"].iter().any(|w| name.eq(w)) {
                    people.names.push(TextSpan::new(name.start, name.end));
                }
                i += 2;
            } else {
                let name = self.name_len(i, comma || people.some);
                if name == 0 {
                    break;
                }
                people.some = true;
                people.names.push(TextSpan::new(here.start, self.tokens[i + name - 1].end));
                i += name;
            }
            // `Dana and Tom`, `Dana, Tom,`, `Ms Okonkwo & team`
            let joined = token(i).is_some_and(|t| t.eq("and") || t.is('&') || t.eq("or") || t.is('/') || t.is('+'));
            let next = token(i + 1);
            if joined
                && next.is_some_and(|t| {
                    t.is_capital()
                        || t.has(Class::COLLECTIVE)
                        || matches!(t.kind, Kind::Placeholder(_))
                        || t.has(Class::TITLE)
                })
            {
                i += 1;
                continue;
            }
            let listed = token(i).is_some_and(|t| t.is(','))
                && next.is_some_and(Token::is_capital)
                && self.name_len(i + 1, true) > 0
                && self.names_to_the_end(i + 1);
            if listed {
                i += 1;
                continue;
            }
            let goes_on = token(i).is_some_and(|t| {
                t.has(Class::COLLECTIVE)
                    || matches!(t.kind, Kind::Placeholder(_))
                    || crowd && (t.eq("of") || t.eq("or") || t.eq("the") || t.eq("in") || t.has(Class::TITLE))
                    || people.names.is_empty() && t.has(Class::TITLE)
                    || crowd && t.is_capital() && people.names.is_empty() && !is_common(t.words)
            });
            if !goes_on {
                break;
            }
        }
        people.len = i - at;
        people
    }

    /// Whether only names and commas follow up to the end of the line.
    fn names_to_the_end(&self, from: usize) -> bool {
        self.tokens[from..]
            .iter()
            .all(|t| t.is(',') || t.is(':') || t.is_capital() && !is_common(t.words) || t.eq("and"))
    }

    /// How many tokens from `at` on make one person's name. `strict`: only in capitals.
    pub(super) fn name_len(&self, at: usize, strict: bool) -> usize {
        let token = |i: usize| self.tokens.get(i);
        let Some(first) = token(at).filter(|t| t.is_word()) else { return 0 };
        if first.has(Class::INTERJECTION) && !first.is_capital() {
            return 0;
        }
        let mut end = at + 1;
        // `van Rensburg`
        let led_in =
            first.has(Class::PARTICLE) && strict && token(end).is_some_and(|t| t.is_capital() && !is_common(t.words));
        if first.is_capital() || led_in {
            // `Hi Thanks for …`: an everyday word is a name only when set off like one.
            if !led_in
                && is_common(first.words)
                && !self.is_set_off(at + 1)
                && !token(at + 1).is_some_and(|t| t.is_capital() && !is_common(t.words))
            {
                return 0;
            }
            if first.words.len() == 1 && first.eq("I") {
                return 0;
            }
            while end < at + 5 {
                let Some(next) = token(end) else { break };
                let initial = next.is('.')
                    && self.tokens[end - 1].words.chars().count() <= 3
                    && next.start == self.tokens[end - 1].end;
                let capital = next.is_capital()
                    && (!is_common(next.words) || self.is_set_off(end + 1))
                    && !next.eq("I")
                    && next.start > self.tokens[end - 1].end;
                let particle = next.has(Class::PARTICLE) && token(end + 1).is_some_and(Token::is_capital);
                let suffix = next.has(Class::SUFFIX);
                if !(initial && token(end + 1).is_some_and(Token::is_capital) || capital || particle || suffix) {
                    break;
                }
                end += 1;
            }
            return end - at;
        }
        if is_common(first.words) && !self.is_set_off(at + 1)
            || strict && !self.tokens[..at].iter().any(|t| t.has(Class::TITLE))
        {
            return 0;
        }
        if is_common(first.words) && first.words.len() < 3 {
            return 0;
        }
        while token(end).is_some_and(|t| t.has(Class::SUFFIX)) {
            end += 1;
        }
        end - at
    }
}

/// `Madam Chair`, `Sir or Madam`: the title is itself the crowd.
fn crowd_follows(tokens: &[Token]) -> bool {
    tokens.get(1).is_some_and(|t| t.has(Class::COLLECTIVE) && !t.has(Class::TITLE) || t.eq("or") || t.is('/'))
}
