//! What the model sees of a sentence and of a message: hashed features, the same on every platform. Invariant: a feature of a
//! sentence is an index below [`SENTENCE`], one of a message below [`MESSAGE`]; those of one part are distinct.
//!
//! A sentence: its words (as the vocabulary spells them), pairs and pairs with one word between; four-letter pieces of words as
//! written, which see through misspellings and endings; words of the sentences before and after; its place. A message: what its
//! sentences hold; again, apart, what the sentence holds that decides; cues and acts that templates found; its shape.

use crate::analysis::token::{Case, Token, TokenKind, Tokens};
use crate::document::{Document, Meaning, Sentence};
use crate::ruleset::vocabulary::{Vocabulary, hash};

/// Features of a sentence are hashed into so many.
pub const SENTENCE: usize = 1 << BITS;
/// Features of a message: its sentences', its deciding sentence's, and what templates and shape say.
pub const MESSAGE: usize = 2 * SENTENCE + TOLD;

const BITS: u32 = 17;
const TOLD: usize = 1 << TOLD_BITS;
const TOLD_BITS: u32 = 12;
/// Features after which no further sentence is taken into the message's: what a message is about, it says early.
const MOST: usize = 12_000;

/// Features that are told together: each counts for one over the root of the length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Indices.
    pub features: Vec<u32>,
    /// How many they count as.
    pub length: u32,
}

impl Part {
    /// A part that is as long as it has features.
    pub fn new(features: Vec<u32>) -> Self {
        Self { length: features.len() as u32, features }
    }
}

/// The features of one sentence, and those of the message so far, in memory that is reused.
#[derive(Debug, Default)]
pub struct Features {
    found: Buckets,
    own: usize,
    message: Buckets,
    cues: Vec<u32>,
    shape: Vec<u32>,
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
        let mut found = Self { all: Vec::with_capacity(tokens.all.len() + count), ends: Vec::with_capacity(count) };
        for sentence in 0..count {
            for token in tokens.of(sentence) {
                hashes(document, token, vocabulary, |hash| found.all.push(hash));
            }
            found.ends.push(found.all.len());
        }
        found
    }

    /// The words of a sentence.
    fn of(&self, sentence: usize) -> &[u32] {
        let start = sentence.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[sentence]]
    }
}

/// What cues and points count as: a single one tells more than a word.
const CUES: u32 = 44;
/// What acts and shape count as.
const SHAPE: u32 = 100;

/// Distinct buckets in order of finding.
#[derive(Debug)]
struct Buckets {
    found: Vec<u32>,
    seen: Vec<u64>,
}

impl Default for Buckets {
    fn default() -> Self {
        Self { found: Vec::new(), seen: vec![0; SENTENCE / 64] }
    }
}

impl Buckets {
    fn push(&mut self, bucket: u32) {
        let (word, bit) = (bucket as usize / 64, 1 << (bucket % 64));
        if self.seen[word] & bit == 0 {
            self.seen[word] |= bit;
            self.found.push(bucket);
        }
    }

    fn clear(&mut self) {
        for &bucket in &self.found {
            self.seen[bucket as usize / 64] = 0;
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
    Cue,
    Points,
    Shape,
}

impl Features {
    /// Begins a sentence: takes in its words.
    pub fn sentence(&mut self, document: &Document, tokens: &[Token], hashes: &Hashes, sentence: usize) {
        self.found.clear();
        for token in tokens {
            match token.kind {
                TokenKind::Word => pieces(document.words(token.span), |piece| self.add(Kind::Piece, piece)),
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
        self.own = self.found.found.len();
        if self.message.found.len() < MOST {
            self.message.found.reserve(self.own);
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

    /// What was taken in of the sentence, distinct.
    pub fn finish(&self) -> &[u32] {
        &self.found.found
    }

    /// How many of those are the sentence's own words: they come first.
    pub fn own(&self) -> usize {
        self.own
    }

    /// Adds to the message a group of an intent's cues that matched.
    pub fn cue(&mut self, intent: &str, group: u16) {
        self.cues.push(told(Kind::Cue, mix(hash(intent.bytes()), u32::from(group))));
    }

    /// Adds to the message what an intent's cues sum up to, in steps, and whether no other has more.
    pub fn points(&mut self, intent: &str, points: i32, most: bool) {
        let intent = hash(intent.bytes());
        for step in (1..=points.min(9)).step_by(2) {
            self.cues.push(told(Kind::Points, mix(intent, step.cast_unsigned())));
        }
        if most {
            self.cues.push(told(Kind::Points, mix(intent, 0x200)));
        }
    }

    /// Adds to the message an act that templates found.
    pub fn act(&mut self, id: &str) {
        self.shape.push(told(Kind::Act, hash(id.bytes())));
    }

    /// Adds to the message how it is built.
    pub fn shape(&mut self, document: &Document) {
        self.shape.push(told(Kind::Shape, document.sentences.len().min(8) as u32));
        self.shape.push(told(Kind::Shape, 16 + u32::from(document.greeting.is_some())));
        self.shape.push(told(Kind::Shape, 24 + u32::from(document.sign_off.is_some())));
    }

    /// The message's features, but for those of its deciding sentence ([`deciding`]).
    pub fn message(mut self) -> Vec<Part> {
        for features in [&mut self.cues, &mut self.shape] {
            features.sort_unstable();
            features.dedup();
        }
        vec![
            Part::new(self.message.found),
            Part { features: self.cues, length: CUES },
            Part { features: self.shape, length: SHAPE },
        ]
    }

    fn add(&mut self, kind: Kind, hash: u32) {
        self.found.push(bucket(kind, hash));
    }
}

/// What a message has of the sentence that decides, by that sentence's own features.
pub fn deciding(own: &[u32]) -> Part {
    Part::new(own.iter().map(|&feature| deciding_too(feature)).collect())
}

/// What a sentence's feature is in a message when the sentence decides.
pub fn deciding_too(feature: u32) -> u32 {
    SENTENCE as u32 + feature
}

/// The features by which a token tells by itself: as a word, and by its pieces.
pub fn of_token(document: &Document, token: &Token, vocabulary: &Vocabulary, mut take: impl FnMut(u32)) {
    hashes(document, token, vocabulary, |hash| take(bucket(Kind::Word, hash)));
    if token.kind == TokenKind::Word {
        pieces(document.words(token.span), |piece| take(bucket(Kind::Piece, piece)));
    }
}

fn bucket(kind: Kind, hash: u32) -> u32 {
    mix(kind as u32, hash) >> (32 - BITS)
}

fn told(kind: Kind, hash: u32) -> u32 {
    (2 * SENTENCE) as u32 + (mix(kind as u32, hash) >> (32 - TOLD_BITS))
}

/// Four-byte pieces of a word with its ends marked, so that `canceling` and `cancelling` share most of theirs.
fn pieces(word: &str, mut take: impl FnMut(u32)) {
    let mut window = u32::from(b'_');
    let mut length = 1;
    for byte in word.bytes().map(|b| b.to_ascii_lowercase()).chain([b'_']) {
        window = window << 8 | u32::from(byte);
        length += 1;
        if length >= 4 {
            take(window);
        }
    }
}

/// Calls `take` for each canonical word of a token.
fn hashes(document: &Document, token: &Token, vocabulary: &Vocabulary, mut take: impl FnMut(u32)) {
    match token.kind {
        TokenKind::Placeholder(index) => {
            let meaning = document.placeholders.get(index as usize).map_or(Meaning::Other, |p| p.meaning);
            if meaning != Meaning::Control {
                take(mix(7, meaning as u32));
            }
        }
        TokenKind::Number => take(mix(8, token.span.len().min(4) as u32)),
        TokenKind::Mark(mark) if mark.is_ascii() => {}
        TokenKind::Word | TokenKind::Mark(_) => {
            let words = vocabulary.words(token.entry);
            if words.is_empty() {
                take(hash(document.words(token.span).bytes().map(|b| b.to_ascii_lowercase())));
            }
            for word in words {
                take(vocabulary.hash(*word));
            }
        }
    }
}

fn mix(a: u32, b: u32) -> u32 {
    let mixed = (a.wrapping_mul(0x9E37_79B1) ^ b).wrapping_mul(0x85EB_CA6B);
    (mixed ^ mixed >> 15).wrapping_mul(0xC2B2_AE35)
}
