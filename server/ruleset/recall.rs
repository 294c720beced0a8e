//! What was found in sentences before. People write the same sentences again and again, and whoever edits a draft changes
//! one sentence of it at a time: most of what there is to match was matched already, in whichever thread.
//!
//! Invariants: a sentence is known again by the ruleset's number and everything the matcher sees of it, so the answer is what
//! matching would give; memory is bounded.

use super::Ruleset;
use super::matcher::{Match, Scratch, WINDOW, Words};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};
use std::hash::Hasher;
use std::sync::{Arc, Mutex, PoisonError};

/// Parts of the memory, each with a lock of its own.
const PARTS: usize = 16;
/// Sentences of a part that are remembered for certain; as many that are older are, too.
const MOST: usize = 768;

/// Matches sentences, and remembers them for all.
#[derive(Debug, Default)]
pub struct Recall {
    found: Arc<[Match]>,
    /// Of a sentence too long to be remembered, or of one that is new.
    new: Vec<Match>,
    key: Vec<u32>,
    scratch: Scratch,
}

/// By all they depend on, what sentences have.
type Known = FxHashMap<Box<[u32]>, Arc<[Match]>>;

/// Where the young are many they become the old, and what is old is forgotten.
struct Part {
    young: Known,
    old: Known,
}

static MEMORY: [Mutex<Part>; PARTS] = [const { Mutex::new(Part::new()) }; PARTS];

impl Recall {
    /// Every template in a sentence.
    pub fn find(&mut self, ruleset: &Ruleset, words: &Words) -> &[Match] {
        let patterns = &ruleset.patterns;
        self.new.clear();
        if words.words.len() > WINDOW {
            patterns.find(words, &mut self.scratch, &mut self.new);
            return &self.new;
        }
        words.write(ruleset.number(), &mut self.key);
        let part = part(&self.key);
        let known = part.lock().unwrap_or_else(PoisonError::into_inner).find(&self.key);
        if let Some(known) = known {
            self.found = known;
            return &self.found;
        }
        patterns.find(words, &mut self.scratch, &mut self.new);
        let (key, found) = (self.key.as_slice().into(), self.new.as_slice().into());
        part.lock().unwrap_or_else(PoisonError::into_inner).keep(key, found);
        &self.new
    }
}

fn part(key: &[u32]) -> &'static Mutex<Part> {
    let mut hasher = FxHasher::default();
    for &number in key {
        hasher.write_u32(number);
    }
    &MEMORY[(hasher.finish() >> 32) as usize % PARTS]
}

impl Part {
    const fn new() -> Self {
        Self { young: FxHashMap::with_hasher(FxBuildHasher), old: FxHashMap::with_hasher(FxBuildHasher) }
    }

    fn find(&self, key: &[u32]) -> Option<Arc<[Match]>> {
        self.young.get(key).or_else(|| self.old.get(key)).map(Arc::clone)
    }

    fn keep(&mut self, key: Box<[u32]>, found: Arc<[Match]>) {
        if self.young.len() >= MOST {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, found);
    }
}

impl Words {
    /// Writes down all that matching depends on.
    fn write(&self, ruleset: u64, key: &mut Vec<u32>) {
        key.clear();
        key.extend([ruleset as u32, (ruleset >> 32) as u32]);
        key.push(self.words.len() as u32 * 4 + u32::from(self.question) * 2 + u32::from(self.exclamation));
        // A break before a word is the lowest bit.
        let word = |(word, &broken): (&Option<_>, &bool)| {
            word.map_or(0, |id: super::vocabulary::WordId| id.0 + 1) << 1 | u32::from(broken)
        };
        key.extend(self.words.iter().zip(&self.breaks).map(word));
        key.extend(self.entities.iter().map(|&(kind, start, end)| (kind as u32) << 16 | start << 8 | end));
    }
}
