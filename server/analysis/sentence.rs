//! What a draft's sentences say, each by itself. People write the same sentences again and again, and whoever edits a draft
//! changes one of them at a time: what was read is remembered.
//!
//! Invariants: a sentence is known again by all that reading it depends on, so the answer is what reading would give; it does
//! not matter who read it; memory is bounded.

use super::acts::{self, Together};
use super::model::{self, Desk, Model, Opinion, Scale, Weighed};
use super::token::{Places, Slot, TokenKind, Tokens};
use super::words::Recognised;
use super::{IntentFound, notice, people, times};
use crate::document::{Document, Sentence};
use crate::ruleset::Ruleset;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};
use std::hash::Hasher;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Bytes of a sentence that is remembered, at most.
const LONGEST: usize = 1024;
/// Parts of the memory, each with a lock of its own.
const PARTS: usize = 16;
/// Sentences of a part that are remembered for certain; as many that are older are, too.
const MOST: usize = 768;
/// For how many ways of recognising things in a sentence it is remembered what that shows: a name is recognised where it
/// stands first, and not where it is said again.
const WAYS: usize = 2;

/// What a sentence says. Places are counted from its start, placeholders among its own.
#[derive(Debug, Default)]
struct Read {
    /// All that this depends on.
    key: Box<[u8]>,
    times: Box<[times::Said]>,
    people: people::Said,
    /// Whether it holds a word.
    worded: bool,
    /// See [`notice::is_too_late`].
    too_late: bool,
    /// What it shows, where these things are recognised in it.
    acts: [OnceLock<(Box<[Recognised]>, acts::Said)>; WAYS],
    weighed: OnceLock<Weighed>,
    /// See [`Scale::weigh_deciding`].
    weighed_deciding: OnceLock<Box<[i32]>>,
}

/// Room for reading, which goes from one document to the next: to clear as much as reading needs would cost more than a short
/// message.
#[derive(Default)]
pub(super) struct Room {
    key: Vec<u8>,
    slots: Vec<Slot>,
    tokens: Tokens,
    recognised: Vec<Recognised>,
    times: times::Room,
    people: people::Room,
    acts: acts::Memory,
    scale: Scale,
    desk: Desk,
    all: Vec<One>,
}

/// A sentence of the document.
struct One {
    read: Arc<Read>,
    /// Its placeholders.
    slots: Range<usize>,
    /// Its tokens, if it was taken apart.
    tokens: Option<Range<usize>>,
}

/// The sentences of a document, read.
pub(super) struct Sentences<'a> {
    document: &'a Document,
    ruleset: &'a Ruleset,
    room: Box<Room>,
}

impl<'a> Sentences<'a> {
    /// Reads them.
    pub(super) fn of(document: &'a Document, ruleset: &'a Ruleset, mut room: Box<Room>) -> Self {
        room.all.clear();
        room.slots.clear();
        room.tokens.all.clear();
        let mut sentences = Self { document, ruleset, room };
        let mut places = Places::new(document);
        for sentence in &document.sentences {
            let first = sentences.room.slots.len();
            places.of(sentence.span, &mut sentences.room.slots);
            let slots = first..sentences.room.slots.len();
            let one = sentences.one(sentence, slots);
            sentences.room.all.push(one);
        }
        sentences
    }

    /// The room, for the next document.
    pub(super) fn leave(mut self) -> Box<Room> {
        // Nothing is kept that memory forgot.
        self.room.all.clear();
        self.room
    }

    fn one(&mut self, sentence: &Sentence, slots: Range<usize>) -> One {
        if sentence.span.len() > LONGEST {
            return self.read(sentence, slots);
        }
        let hash = self.key(sentence, &slots);
        if let Some(read) = MEMORY.find(hash, &self.room.key) {
            return One { read, slots, tokens: None };
        }
        let one = self.read(sentence, slots);
        MEMORY.keep(hash, Arc::clone(&one.read));
        one
    }

    /// Writes down all that a sentence is known by; answers a hash of it.
    fn key(&mut self, sentence: &Sentence, slots: &Range<usize>) -> u64 {
        let Room { key, slots: all, .. } = &mut *self.room;
        key.clear();
        key.extend(self.ruleset.number().to_le_bytes());
        key.push(sentence.part as u8 * 2 + u8::from(sentence.question));
        key.extend_from_slice(self.document.words(sentence.span).as_bytes());
        for slot in &all[slots.clone()] {
            let meaning = self.document.placeholders.get(slot.index as usize).map_or(0, |it| it.meaning as u8);
            // No text holds such a byte, and no sentence with a key is longer than two bytes tell.
            key.extend([0xFF, meaning]);
            let span = slot.span.back(sentence.span.start);
            key.extend((span.start as u16).to_le_bytes());
            key.extend((span.end as u16).to_le_bytes());
        }
        let mut hasher = FxHasher::default();
        hasher.write(key);
        hasher.finish()
    }

    fn read(&mut self, sentence: &Sentence, slots: Range<usize>) -> One {
        let taken = self.take_apart(sentence, slots.clone());
        let Room { key, slots: all, tokens, times, people, .. } = &mut *self.room;
        let tokens = &tokens.all[taken.clone()];
        let read = Read {
            key: key.as_slice().into(),
            times: times::read(self.document, sentence, tokens, times).into(),
            people: people::read(self.document, sentence, tokens, &all[slots.clone()], people),
            too_late: notice::is_too_late(self.document.words(sentence.span)),
            worded: tokens.iter().any(|token| token.kind == TokenKind::Word),
            ..Read::default()
        };
        One { read: Arc::new(read), slots, tokens: Some(taken) }
    }

    fn take_apart(&mut self, sentence: &Sentence, slots: Range<usize>) -> Range<usize> {
        let Room { slots: all, tokens, .. } = &mut *self.room;
        let first = tokens.all.len();
        tokens.sentence(&self.document.text, sentence.span, &all[slots], &self.ruleset.patterns.vocabulary);
        first..tokens.all.len()
    }

    /// Has a sentence's tokens ready; answers where.
    fn tokens(&mut self, index: usize) -> Range<usize> {
        if let Some(tokens) = &self.room.all[index].tokens {
            return tokens.clone();
        }
        let tokens = self.take_apart(&self.document.sentences[index], self.room.all[index].slots.clone());
        self.room.all[index].tokens = Some(tokens.clone());
        tokens
    }

    /// The times they speak of.
    pub(super) fn times(&self, now: &jiff::Zoned) -> Vec<super::TimeFound> {
        times::of(self.document, self.room.all.iter().map(|one| &*one.read.times), now)
    }

    /// The people they and the document around them show.
    pub(super) fn people(&self) -> Vec<super::Person> {
        let said = self.room.all.iter().map(|one| (&one.read.people, &self.room.slots[one.slots.clone()]));
        people::of(self.document, said)
    }

    /// Whether one of them says that the hour has come or gone; see [`notice::is_too_late`].
    pub(super) fn are_too_late(&self) -> bool {
        self.room.all.iter().any(|one| one.read.too_late)
    }

    /// What they show, where these things are recognised; in order of place.
    pub(super) fn acts(&mut self, recognised: &[Recognised]) -> acts::Shown {
        let (document, ruleset) = (self.document, self.ruleset);
        let mut together = Together::new(ruleset);
        let mut from = 0;
        for (index, sentence) in document.sentences.iter().enumerate() {
            let span = sentence.span;
            from += recognised[from..].iter().take_while(|r| r.span.end <= span.start).count();
            let count = recognised[from..].iter().take_while(|r| r.span.start < span.end).count();
            let here = &recognised[from..from + count];
            let mut way = std::mem::take(&mut self.room.recognised);
            way.clear();
            way.extend(here.iter().map(|it| it.within(span)));
            let known = &self.room.all[index].read.acts;
            let known = known.iter().find_map(|it| it.get().filter(|(known, _)| known[..] == way[..]));
            if let Some((_, said)) = known {
                together.add(said, index as u32, span.start);
            } else {
                let taken = self.tokens(index);
                let Room { tokens, acts, all, .. } = &mut *self.room;
                let said = acts::read(document, ruleset, sentence, &tokens.all[taken], here, acts);
                together.add(&said, index as u32, span.start);
                let mut kept = Some((way.as_slice().into(), said));
                for place in &all[index].read.acts {
                    place.get_or_init(|| kept.take().unwrap_or_default());
                    if kept.is_none() {
                        break;
                    }
                }
            }
            self.room.recognised = way;
        }
        together.finish()
    }

    /// Lets the model judge them. Answers what it makes of the message's intent; see [`model::judge`].
    pub(super) fn judge(&mut self, model: &Model, shown: &mut acts::Shown, points: &[IntentFound]) -> Vec<Opinion> {
        self.weigh(model);
        let mut desk = std::mem::take(&mut self.room.desk);
        let opinions = model::judge(self.document, self.ruleset, self, model, &mut desk, shown, points);
        self.room.desk = desk;
        opinions
    }

    /// Lets the model weigh each of them, where it did not before.
    fn weigh(&mut self, model: &Model) {
        for index in 0..self.room.all.len() {
            if self.room.all[index].read.weighed.get().is_some() {
                continue;
            }
            let taken = self.tokens(index);
            let Room { all, tokens, scale, .. } = &mut *self.room;
            let vocabulary = &self.ruleset.patterns.vocabulary;
            let weighed = &all[index].read.weighed;
            weighed.get_or_init(|| scale.weigh(self.document, &tokens.all[taken], vocabulary, model));
        }
    }

    /// What a sentence weighs, if there is one of that number and it was weighed.
    pub(super) fn weighed(&self, index: usize) -> Option<&Weighed> {
        self.room.all.get(index)?.read.weighed.get()
    }

    /// What a sentence weighs if it is the one that decides; see [`Scale::weigh_deciding`].
    pub(super) fn weighed_deciding(&mut self, index: usize, model: &Model) -> &[i32] {
        if self.room.all[index].read.weighed_deciding.get().is_none() {
            let taken = self.tokens(index);
            let Room { all, tokens, scale, .. } = &mut *self.room;
            let vocabulary = &self.ruleset.patterns.vocabulary;
            let weigh = || scale.weigh_deciding(self.document, &tokens.all[taken], vocabulary, model);
            all[index].read.weighed_deciding.get_or_init(weigh);
        }
        self.room.all[index].read.weighed_deciding.get().map_or(&[], |sums| sums)
    }

    /// Whether a sentence holds a word.
    pub(super) fn is_worded(&self, index: usize) -> bool {
        self.room.all.get(index).is_some_and(|one| one.read.worded)
    }
}

/// Sentences that were read.
static MEMORY: Memory = Memory { parts: [const { Mutex::new(Part::new()) }; PARTS] };

struct Memory {
    parts: [Mutex<Part>; PARTS],
}

/// Sentences by a hash of their keys. Where the young are many they become the old, and what is old is forgotten; what is
/// asked for is young again.
struct Part {
    young: FxHashMap<u64, Arc<Read>>,
    old: FxHashMap<u64, Arc<Read>>,
}

impl Memory {
    fn find(&self, hash: u64, key: &[u8]) -> Option<Arc<Read>> {
        let mut part = self.part(hash);
        if let Some(read) = part.young.get(&hash) {
            return (*read.key == *key).then(|| Arc::clone(read));
        }
        let read = part.old.remove(&hash)?;
        part.keep(hash, Arc::clone(&read));
        (*read.key == *key).then_some(read)
    }

    fn keep(&self, hash: u64, read: Arc<Read>) {
        self.part(hash).keep(hash, read);
    }

    fn part(&self, hash: u64) -> std::sync::MutexGuard<'_, Part> {
        // A map goes by the highest bits of the hash, and the lowest.
        self.parts[(hash >> 32) as usize % PARTS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Part {
    const fn new() -> Self {
        Self { young: FxHashMap::with_hasher(FxBuildHasher), old: FxHashMap::with_hasher(FxBuildHasher) }
    }

    fn keep(&mut self, hash: u64, read: Arc<Read>) {
        if self.young.len() >= MOST {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(hash, read);
    }
}
