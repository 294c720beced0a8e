//! People. Invariants: each person stands once, at the place that shows them first (greeting, text, headers, thread,
//! sign-off); `Dana` and `Dana Reyes` are one; nobody is a person but by a sign of it: a place for names, a title, a role,
//! a verb of speaking. Cost is linear in the text.

mod context;
mod name;
mod role;

use super::token::{Slot, Token, TokenKind, Tokens};
use super::{Person, PersonSource};
use crate::document::{Document, Mailbox, Meaning, Part, Placeholder, Sentence, ThreadPart};
use crate::ruleset::PersonRole;
use crate::span::TextSpan;
use context::{Cues, Found, Names};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// The people a document shows.
pub fn find(document: &Document, tokens: &Tokens) -> Vec<Person> {
    let mut room = Room::default();
    let sentences = document.sentences.iter().enumerate();
    let said: Vec<Said> =
        sentences.map(|(index, sentence)| read(document, sentence, tokens.of(index), &[], &mut room)).collect();
    of(document, said.iter().map(|said| (said, &[][..])))
}

/// Who a sentence names.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    named: Box<[Found]>,
    /// Whether it says that the writer and the reader have spoken.
    spoke_with_reader: bool,
}

/// Reads a sentence. Spans are counted from its start, and placeholders are those of `slots`, which are in order, by their place
/// in that.
pub(super) fn read(
    document: &Document,
    sentence: &Sentence,
    tokens: &[Token],
    slots: &[Slot],
    room: &mut Room,
) -> Said {
    if matches!(sentence.part, Part::Greeting | Part::SignOff) {
        return Said::default();
    }
    let Some(names) = Names::new(document, tokens, &mut room.cues) else { return Said::default() };
    room.found.clear();
    names.each(|found| room.found.push(found));
    let named = room.found.iter().map(|found| {
        let slot = |index: u32| slots.binary_search_by_key(&index, |slot| slot.index).map_or(index, |at| at as u32);
        Found { span: found.span.back(sentence.span.start), placeholder: found.placeholder.map(slot), ..*found }
    });
    Said { named: named.collect(), spoke_with_reader: names.spoke_with_reader() }
}

/// Room for what is read of a sentence, kept from one to the next.
#[derive(Debug, Default)]
pub(super) struct Room {
    cues: Cues,
    found: Vec<Found>,
}

/// The people a document shows, by what was read of each sentence, and the placeholders in it.
pub(super) fn of<'s>(document: &Document, said: impl Iterator<Item = (&'s Said, &'s [Slot])>) -> Vec<Person> {
    let mut people = People { document, found: Vec::new(), by_word: FxHashMap::default() };
    let greeted = document.greeting.as_ref().map_or(&[][..], |g| &g.names);
    for &span in greeted {
        let placeholder = document.placeholders.iter().find(|p| p.text.is_some_and(|t| t.overlaps(span)));
        people.written(span, placeholder, PersonSource::Greeting, None, false);
    }
    let addressed = people.found.len();
    let mut spoke_with_reader = false;
    for (sentence, (said, slots)) in document.sentences.iter().zip(said) {
        for found in &said.named {
            let index = found.placeholder.map(|at| slots.get(at as usize).map_or(at, |slot| slot.index));
            let placeholder = index.and_then(|index| document.placeholders.get(index as usize));
            let span = found.span.on(sentence.span.start);
            people.written(span, placeholder, PersonSource::Text, found.role, found.spoken_to);
        }
        spoke_with_reader |= said.spoke_with_reader;
    }
    if spoke_with_reader {
        people.found[..addressed].iter_mut().for_each(|p| p.spoken_to = true);
    }
    let headers = &document.headers;
    for mailbox in headers.to.iter().chain(&headers.cc) {
        people.mailbox(mailbox, PersonSource::Header);
    }
    for part in &document.thread {
        people.thread(part);
    }
    // The writer comes last and is nobody else, though a recruiter of the same name may be greeted.
    people.by_word.clear();
    for mailbox in &headers.from {
        people.mailbox(mailbox, PersonSource::Header);
    }
    if let Some(span) = document.sign_off.and_then(|s| s.name) {
        let after = document.sign_off.map_or(span.end, |s| s.span.end) as usize;
        let role = document.text.get(span.end as usize..after).and_then(role::of_line);
        let placeholder = document.placeholders.iter().find(|p| p.text.is_some_and(|t| t.overlaps(span)));
        people.written(span, placeholder, PersonSource::SignOff, role, false);
    }
    people.found
}

struct People<'a> {
    document: &'a Document,
    found: Vec<Person>,
    /// First and last words of names, hashed, to the person who bears them.
    by_word: FxHashMap<u64, usize>,
}

impl People<'_> {
    /// Someone named in the writer's words, or a placeholder for someone.
    fn written(
        &mut self,
        span: TextSpan,
        placeholder: Option<&Placeholder>,
        from: PersonSource,
        role: Option<PersonRole>,
        spoken_to: bool,
    ) {
        let document = self.document;
        let (name, meant) = match placeholder {
            Some(p) => (document.source.get(p.span.range()).unwrap_or_default(), of_meaning(p.meaning)),
            None => (name::without_title(document.words(span)), None),
        };
        self.add(Person {
            name: name.to_owned(),
            role: role.or(meant),
            from,
            span: Some(span),
            source: None,
            spoken_to,
        });
    }

    fn mailbox(&mut self, mailbox: &Mailbox, from: PersonSource) {
        if let Some(name) = mailbox.name.as_deref().and_then(name::of_mailbox) {
            self.add(Person { name, role: None, from, span: None, source: Some(mailbox.span), spoken_to: false });
        }
    }

    /// Who wrote a quoted message, and the role its signature gives.
    fn thread(&mut self, part: &ThreadPart) {
        let signed = role::signature(&part.text);
        let author = part.from.as_ref().and_then(|m| Some((name::of_mailbox(m.name.as_deref()?)?, m.span)));
        let role = signed.as_ref().map(|(_, role)| *role);
        match (author, signed) {
            (Some((name, span)), _) => {
                self.add(Person {
                    name,
                    role,
                    from: PersonSource::Thread,
                    span: None,
                    source: Some(span),
                    spoken_to: false,
                });
            }
            (None, Some((name, role))) => {
                let name = name.to_owned();
                self.add(Person {
                    name,
                    role: Some(role),
                    from: PersonSource::Thread,
                    span: None,
                    source: Some(part.span),
                    spoken_to: false,
                });
            }
            (None, None) => {}
        }
    }

    /// Adds a person, or what is new of one already there.
    fn add(&mut self, person: Person) {
        let mut words = person.name.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty());
        let Some(first) = words.next() else { return };
        let last = words.next_back();
        let keys = [Some(hash(first)), last.map(hash)];
        let known = keys.iter().flatten().find_map(|key| {
            let index = *self.by_word.get(key)?;
            name::agree(&self.found[index].name, &person.name).then_some(index)
        });
        let index = known.unwrap_or(self.found.len());
        for key in keys.into_iter().flatten() {
            self.by_word.entry(key).or_insert(index);
        }
        match self.found.get_mut(index) {
            Some(there) => {
                there.role = there.role.or(person.role);
                there.spoken_to |= person.spoken_to;
                there.source = there.source.or(person.source);
                if person.name.len() > there.name.len() {
                    there.name = person.name;
                }
            }
            None => self.found.push(person),
        }
    }
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

fn of_meaning(meaning: Meaning) -> Option<PersonRole> {
    match meaning {
        Meaning::Recruiter => Some(PersonRole::Recruiter),
        Meaning::HiringManager => Some(PersonRole::HiringManager),
        Meaning::Candidate => Some(PersonRole::Candidate),
        _ => None,
    }
}

/// Whether a token is a placeholder for someone who is not the writer.
fn is_person(document: &Document, kind: TokenKind) -> bool {
    let TokenKind::Placeholder(index) = kind else { return false };
    let meaning = document.placeholders.get(index as usize).map(|p| p.meaning);
    matches!(meaning, Some(Meaning::Person | Meaning::Recruiter | Meaning::HiringManager | Meaning::Candidate))
}
