//! What the model sees of a sentence and of a message: hashed features, the same on every platform. Invariants: a feature of a
//! sentence is an index below [`SENTENCE`], one of a message below [`MESSAGE`]; what a sentence gives by itself depends on its words
//! alone.
//!
//! A sentence: its words (as the vocabulary spells them), pairs and pairs with one word between; four-letter pieces of words as
//! written, which see through misspellings and endings; words of the sentences before and after; its place. A message: what its
//! sentences hold, each as often as they do; again, apart, what the sentence holds that decides; cues and acts that templates
//! found; how far its sentences get as each act; its shape.

use super::ONE;
use crate::analysis::token::{Case, Token, TokenKind};
use crate::document::{Document, Meaning, Sentence};
use crate::ruleset::vocabulary::{Vocabulary, hash};

/// Features of a sentence are hashed into so many.
pub const SENTENCE: usize = 1 << BITS;
/// Features of a message: its sentences', its deciding sentence's, and what templates and shape say.
pub const MESSAGE: usize = 2 * SENTENCE + TOLD;

const BITS: u32 = 17;
const TOLD: usize = 1 << TOLD_BITS;
const TOLD_BITS: u32 = 12;
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

/// What a sentence gives by itself, in memory that is reused.
#[derive(Debug, Default)]
pub struct Features {
    /// Of its words and how it is built, distinct.
    pub own: Vec<u32>,
    /// Of its length.
    pub size: u32,
    /// Of its words, for the sentence after it, distinct.
    pub before: Vec<u32>,
    /// Of its words, for the sentence before it, distinct.
    pub after: Vec<u32>,
    words: Vec<u32>,
    seen: Seen,
}

/// What a template's find adds to a sentence's score as an act, in fixed point, when it is told what a message reaches.
pub const FOUND: i32 = ONE / 2;
/// Steps in which is told what a message reaches, and how far apart they are; the middle one is at zero.
const STEPS: i32 = 11;
const STEP: i32 = ONE / 4;

/// What cues and points count as: a single one tells more than a word.
const CUES: u32 = 44;
/// What acts and shape count as.
const SHAPE: u32 = 100;

/// A bit for each feature of a sentence; none is set between uses.
#[derive(Debug)]
struct Seen(Vec<u64>);

impl Default for Seen {
    fn default() -> Self {
        Self(vec![0; SENTENCE / 64])
    }
}

impl Seen {
    fn push(&mut self, feature: u32, into: &mut Vec<u32>) {
        let (word, bit) = (feature as usize / 64, 1 << (feature % 64));
        if self.0[word] & bit == 0 {
            self.0[word] |= bit;
            into.push(feature);
        }
    }

    fn clear(&mut self, of: &[u32]) {
        for &feature in of {
            self.0[feature as usize / 64] = 0;
        }
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
    Reached,
}

impl Features {
    /// Takes in a sentence.
    pub fn read(&mut self, document: &Document, tokens: &[Token], vocabulary: &Vocabulary) {
        let Self { own, before, after, words, seen, size } = self;
        for all in [&mut *own, before, after, words] {
            all.clear();
        }
        let mut add = |kind: Kind, hash: u32| seen.push(bucket(kind, hash), own);
        for token in tokens {
            match token.kind {
                TokenKind::Word => pieces(document.words(token.span), |piece| add(Kind::Piece, piece)),
                TokenKind::Mark(mark @ ('!' | '?' | '"' | '(' | ':')) => add(Kind::Shape, mark as u32),
                _ => {}
            }
            if token.case == Case::Upper && token.span.len() > 3 {
                add(Kind::Shape, 1);
            }
            hashes(document, token, vocabulary, |hash| words.push(hash));
        }
        let (mut one_back, mut two_back) = (0, 0);
        for &word in words.iter().chain(&[0]) {
            add(Kind::Word, word);
            add(Kind::Pair, mix(one_back, word));
            add(Kind::Skip, mix(two_back, word));
            (two_back, one_back) = (one_back, word);
        }
        seen.clear(own);
        for (kind, beside) in [(Kind::Before, before), (Kind::After, after)] {
            for &word in words.iter() {
                seen.push(bucket(kind, word), beside);
            }
            seen.clear(beside);
        }
        *size = bucket(Kind::Shape, 16 + (words.len() as u32 + 1).min(48) / 4);
    }
}

/// What a sentence gives by where it stands: counted from both ends, up to two.
pub fn place(sentence: &Sentence, index: usize, count: usize) -> [u32; 4] {
    [
        index.min(2) as u32,
        8 + count.saturating_sub(index + 1).min(2) as u32,
        16 + sentence.part as u32,
        24 + u32::from(sentence.question),
    ]
    .map(|at| bucket(Kind::Place, at))
}

/// What templates found in a message, and how it is built.
#[derive(Debug, Default)]
pub struct Told {
    cues: Vec<u32>,
    shape: Vec<u32>,
}

impl Told {
    /// Adds a group of an intent's cues that matched; `intent` is a hash of its id.
    pub fn cue(&mut self, intent: u32, group: u16) {
        self.cues.push(told(Kind::Cue, mix(intent, u32::from(group))));
    }

    /// Adds what an intent's cues sum up to, in steps, and whether no other has more.
    pub fn points(&mut self, intent: u32, points: i32, most: bool) {
        for step in (1..=points.min(9)).step_by(2) {
            self.cues.push(told(Kind::Points, mix(intent, step.cast_unsigned())));
        }
        if most {
            self.cues.push(told(Kind::Points, mix(intent, 0x200)));
        }
    }

    /// Adds an act that templates found, by a hash of its id.
    pub fn act(&mut self, act: u32) {
        self.shape.push(told(Kind::Act, act));
    }

    /// Adds how the message is built.
    pub fn shape(&mut self, document: &Document) {
        self.shape.push(told(Kind::Shape, document.sentences.len().min(8) as u32));
        self.shape.push(told(Kind::Shape, 16 + u32::from(document.greeting.is_some())));
        self.shape.push(told(Kind::Shape, 24 + u32::from(document.sign_off.is_some())));
    }

    /// What was told, once each.
    pub fn parts(self) -> [Part; 2] {
        [(self.cues, CUES), (self.shape, SHAPE)].map(|(features, length)| Part { features: sorted(features), length })
    }
}

/// Features that templates or shape tell, in order and once each.
fn sorted(told: impl IntoIterator<Item = u32>) -> Vec<u32> {
    const FIRST: u32 = (2 * SENTENCE) as u32;
    let mut bits = [0u64; TOLD / 64];
    for feature in told {
        let at = (feature - FIRST) as usize;
        bits[at / 64] |= 1 << (at % 64);
    }
    let mut sorted = Vec::with_capacity(bits.iter().map(|bits| bits.count_ones() as usize).sum());
    for (at, &bits) in bits.iter().enumerate() {
        let mut left = bits;
        while left != 0 {
            sorted.push(FIRST + at as u32 * 64 + left.trailing_zeros());
            left &= left - 1;
        }
    }
    sorted
}

/// What a message's sentences score at most as each act, one score a column of the acts' sheet: a feature for each step reached.
pub fn reached(best: &[i32]) -> Part {
    let steps = |(column, &score): (usize, &i32)| {
        let reached = (0..STEPS).take_while(move |step| score > (step - STEPS / 2) * STEP);
        reached.map(move |step| told(Kind::Reached, mix(column as u32, step.cast_unsigned())))
    };
    Part { features: sorted(best.iter().enumerate().flat_map(steps)), length: SHAPE }
}

/// What a message has of the sentence that decides, by that sentence's own features.
pub fn deciding(own: &[u32]) -> Vec<u32> {
    own.iter().map(|&feature| deciding_too(feature)).collect()
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
