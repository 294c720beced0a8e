//! What was found in sentences before. People write the same sentences again and again, and whoever edits a draft changes
//! one sentence of it at a time: most of what there is to match was matched already.
//!
//! Invariants: a sentence is known again by everything the matcher sees of it, so the answer is what matching would give;
//! memory is bounded.

use super::matcher::{Match, Scratch, WINDOW, Words};
use super::patterns::Patterns;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Sentences that are remembered; then all are forgotten.
const MOST: usize = 4096;

/// Matches sentences, and remembers them.
#[derive(Debug, Default)]
pub struct Recall {
    /// Whose templates were looked for.
    patterns: Option<Arc<Patterns>>,
    /// Ranges of `matches`.
    known: FxHashMap<Box<[u32]>, (u32, u32)>,
    matches: Vec<Match>,
    /// Of a sentence too long to be remembered.
    long: Vec<Match>,
    key: Vec<u32>,
    scratch: Scratch,
}

impl Recall {
    /// Every template in a sentence.
    pub fn find(&mut self, patterns: &Arc<Patterns>, words: &Words) -> &[Match] {
        if !self.patterns.as_ref().is_some_and(|known| Arc::ptr_eq(known, patterns)) {
            self.patterns = Some(Arc::clone(patterns));
            self.forget();
        }
        if words.words.len() > WINDOW {
            self.long.clear();
            patterns.find(words, &mut self.scratch, &mut self.long);
            return &self.long;
        }
        words.write(&mut self.key);
        if let Some(&(from, to)) = self.known.get(&self.key[..]) {
            return &self.matches[from as usize..to as usize];
        }
        if self.known.len() >= MOST {
            self.forget();
        }
        let from = self.matches.len();
        patterns.find(words, &mut self.scratch, &mut self.matches);
        self.known.insert(self.key.as_slice().into(), (from as u32, self.matches.len() as u32));
        &self.matches[from..]
    }

    fn forget(&mut self) {
        self.known.clear();
        self.matches.clear();
    }
}

impl Words {
    /// Writes down all that matching depends on.
    fn write(&self, key: &mut Vec<u32>) {
        key.clear();
        key.push(self.words.len() as u32 * 4 + u32::from(self.question) * 2 + u32::from(self.exclamation));
        // A break before a word is the lowest bit.
        let word = |(word, &broken): (&Option<_>, &bool)| {
            word.map_or(0, |id: super::vocabulary::WordId| id.0 + 1) << 1 | u32::from(broken)
        };
        key.extend(self.words.iter().zip(&self.breaks).map(word));
        key.extend(self.entities.iter().map(|&(kind, start, end)| (kind as u32) << 16 | start << 8 | end));
    }
}
