//! What the model sees of a sentence: hashed features, the same on every platform. Invariant: a feature is an index below
//! [`BUCKETS`]; a sentence's features are distinct.
//!
//! Words (as the vocabulary spells them), pairs and pairs with one word between; four-letter pieces of words as written, which
//! see through misspellings and endings; words of the sentences before and after; place in the message; acts that
//! templates found.

use crate::analysis::token::{Case, Token, TokenKind, Tokens};
use crate::document::{Document, Meaning, Sentence};
use crate::ruleset::vocabulary::{Vocabulary, hash};

/// Features are hashed into so many buckets.
pub const BUCKETS: usize = 1 << 15;

/// How many words a cue weighs.
const CUE_COPIES: u32 = 6;
/// Features after which no further sentence is taken into the message's: what a message is about, it says early.
const MESSAGE: usize = 12_000;

/// The features of one sentence, and those of the message so far, in memory that is reused.
#[derive(Debug, Default)]
pub struct Features {
    found: Buckets,
    message: Buckets,
}

/// The words of a document's sentences, as hashes: each is looked at with its own sentence, and with those beside it.
#[derive(Debug, Default)]
pub struct Hashes {
    all: Vec<u32>,
    /// Where each sentence ends.
    ends: Vec<usize>,
}

impl Hashes {
    /// Takes in the sentences.
    pub fn new(document: &Document, tokens: &Tokens, vocabulary: &Vocabulary) -> Self {
        let count = document.sentences.len();
        let mut hashes = Self { all: Vec::with_capacity(tokens.all.len() + count), ends: Vec::with_capacity(count) };
        for sentence in 0..count {
            for token in tokens.of(sentence) {
                hashes.token(document, token, vocabulary);
            }
            hashes.ends.push(hashes.all.len());
        }
        hashes
    }

    /// The words of a sentence.
    fn of(&self, sentence: usize) -> &[u32] {
        let start = sentence.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[sentence]]
    }

    /// Adds the canonical words of a token.
    fn token(&mut self, document: &Document, token: &Token, vocabulary: &Vocabulary) {
        match token.kind {
            TokenKind::Placeholder(index) => {
                let meaning = document.placeholders.get(index as usize).map_or(Meaning::Other, |p| p.meaning);
                if meaning != Meaning::Control {
                    self.all.push(mix(7, meaning as u32));
                }
            }
            TokenKind::Number => self.all.push(mix(8, token.span.len().min(4) as u32)),
            TokenKind::Mark(mark) if mark.is_ascii() => {}
            TokenKind::Word | TokenKind::Mark(_) => {
                let words = vocabulary.words(token.entry);
                if words.is_empty() {
                    self.all.push(hash(document.words(token.span).bytes().map(|b| b.to_ascii_lowercase())));
                }
                self.all.extend(words.iter().map(|&word| vocabulary.hash(word)));
            }
        }
    }
}

/// Distinct buckets in order of finding.
#[derive(Debug)]
struct Buckets {
    found: Vec<u16>,
    seen: Box<[u64; BUCKETS / 64]>,
}

impl Default for Buckets {
    fn default() -> Self {
        Self { found: Vec::new(), seen: Box::new([0; BUCKETS / 64]) }
    }
}

impl Buckets {
    fn push(&mut self, bucket: u16) {
        let (word, bit) = (usize::from(bucket) / 64, 1 << (bucket % 64));
        if self.seen[word] & bit == 0 {
            self.seen[word] |= bit;
            self.found.push(bucket);
        }
    }

    fn clear(&mut self) {
        for &bucket in &self.found {
            self.seen[usize::from(bucket) / 64] = 0;
        }
        self.found.clear();
    }
}

/// Kinds of features: each hashes apart from the others.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Kind {
    Word = 1,
    Pair,
    Skip,
    Piece,
    Before,
    After,
    Place,
    Act,
    ActInMessage,
    Cue,
    Shape,
}

impl Features {
    /// Begins a sentence: takes in its words.
    pub fn sentence(&mut self, document: &Document, tokens: &[Token], hashes: &Hashes, sentence: usize) {
        self.found.clear();
        for token in tokens {
            match token.kind {
                TokenKind::Word => self.pieces(document.words(token.span)),
                TokenKind::Mark(mark @ ('!' | '?' | '"' | '(' | ':')) => self.add(Kind::Shape, mark as u32),
                _ => {}
            }
            if token.case == Case::Upper && token.span.len() > 3 {
                self.add(Kind::Shape, 1);
            }
        }
        let words = hashes.of(sentence);
        let (mut one_back, mut two_back) = (0, 0);
        for &word in words.iter().chain(&[0]) {
            self.add(Kind::Word, word);
            self.add(Kind::Pair, mix(one_back, word));
            self.add(Kind::Skip, mix(two_back, word));
            (two_back, one_back) = (one_back, word);
        }
        if self.message.found.len() < MESSAGE {
            self.message.found.reserve(self.found.found.len());
            for &bucket in &self.found.found {
                self.message.push(bucket);
            }
        }
        self.add(Kind::Shape, 16 + (words.len() as u32 + 1).min(48) / 4);
    }

    /// Adds the words of the sentences before and after.
    pub fn neighbours(&mut self, hashes: &Hashes, sentence: usize) {
        if sentence > 0 {
            hashes.of(sentence - 1).iter().for_each(|&hash| self.add(Kind::Before, hash));
        }
        if sentence + 1 < hashes.ends.len() {
            hashes.of(sentence + 1).iter().for_each(|&hash| self.add(Kind::After, hash));
        }
    }

    /// Adds where the sentence stands: counted from both ends, up to two.
    pub fn place(&mut self, sentence: &Sentence, index: usize, count: usize) {
        self.add(Kind::Place, index.min(2) as u32);
        self.add(Kind::Place, 8 + count.saturating_sub(index + 1).min(2) as u32);
        self.add(Kind::Place, 16 + sentence.part as u32);
        self.add(Kind::Place, 24 + u32::from(sentence.question));
    }

    /// Adds an act that templates found here.
    pub fn act(&mut self, id: &str) {
        self.add(Kind::Act, hash(id.bytes()));
    }

    /// Adds acts that templates found somewhere in the message.
    pub fn acts_in_message(&mut self, acts: &[ActInMessage]) {
        for act in acts {
            self.found.push(act.0);
        }
    }

    /// Adds to the message a group of an intent's cues that matched.
    pub fn cue(&mut self, intent: &str, group: u16) {
        self.weighty(mix(hash(intent.bytes()), u32::from(group)));
    }

    /// Adds to the message what an intent's cues sum up to, in steps, and whether no other has more.
    pub fn points(&mut self, intent: &str, points: i32, most: bool) {
        let intent = hash(intent.bytes());
        for step in (1..=points.min(9)).step_by(2) {
            self.weighty(mix(intent, 0x100 + step.cast_unsigned()));
        }
        if most {
            self.weighty(mix(intent, 0x200));
        }
    }

    /// One cue tells more than one word: it goes in several times, under several hashes.
    fn weighty(&mut self, hash: u32) {
        for copy in 0..CUE_COPIES {
            self.message.push(bucket(Kind::Cue, mix(hash, copy)));
        }
    }

    /// The message's features, distinct: its sentences' words, its cues, its acts.
    pub fn message(&mut self, acts: &[ActInMessage]) -> &[u16] {
        for act in acts {
            self.message.push(act.0);
        }
        &self.message.found
    }

    /// What was taken in, distinct.
    pub fn finish(&mut self) -> &[u16] {
        &self.found.found
    }

    fn add(&mut self, kind: Kind, hash: u32) {
        self.found.push(bucket(kind, hash));
    }

    /// Four-byte pieces of a word with its ends marked, so that `canceling` and `cancelling` share most of theirs.
    fn pieces(&mut self, word: &str) {
        let mut window = u32::from(b'_');
        let mut length = 1;
        for byte in word.bytes().map(|b| b.to_ascii_lowercase()).chain([b'_']) {
            window = window << 8 | u32::from(byte);
            length += 1;
            if length >= 4 {
                self.add(Kind::Piece, window);
            }
        }
    }
}

/// An act that templates found somewhere in the message.
#[derive(Clone, Copy, Debug)]
pub struct ActInMessage(u16);

impl ActInMessage {
    /// By the act's id.
    pub fn new(id: &str) -> Self {
        Self(bucket(Kind::ActInMessage, hash(id.bytes())))
    }
}

fn bucket(kind: Kind, hash: u32) -> u16 {
    (mix(kind as u32, hash) >> 17) as u16
}

fn mix(a: u32, b: u32) -> u32 {
    let mixed = (a.wrapping_mul(0x9E37_79B1) ^ b).wrapping_mul(0x85EB_CA6B);
    (mixed ^ mixed >> 15).wrapping_mul(0xC2B2_AE35)
}
