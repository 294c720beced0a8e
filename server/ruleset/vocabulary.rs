//! The words templates know, and how written words are brought to them. Invariants: keys are lower case; an entry is one to
//! a few canonical words (`don't` → `do` `not`); [`EntryId::UNKNOWN`] is the empty entry.

use rustc_hash::FxHashMap;

/// A canonical word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

/// What a written word stands for: index of a run of canonical words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntryId(pub u32);

impl EntryId {
    /// A word no template speaks of.
    pub const UNKNOWN: Self = Self(0);
}

/// Written word → canonical words.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    written: FxHashMap<Box<str>, EntryId>,
    entries: Vec<(u32, u32)>,
    words: Vec<WordId>,
    canonical: FxHashMap<Box<str>, WordId>,
    longest: usize,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { written: FxHashMap::default(), entries: vec![(0, 0)], words: Vec::new(), canonical: FxHashMap::default(), longest: 0 }
    }
}

impl Vocabulary {
    /// The entry of a written word, whatever its case.
    pub fn look_up(&self, word: &str) -> EntryId {
        if word.len() > self.longest {
            return EntryId::UNKNOWN;
        }
        let found = if word.bytes().all(|b| b < 0x80 && !b.is_ascii_uppercase()) {
            self.written.get(word)
        } else if word.is_ascii() {
            let mut buffer = [0u8; 64];
            let Some(lower) = buffer.get_mut(..word.len()) else { return EntryId::UNKNOWN };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            std::str::from_utf8(lower).ok().and_then(|w| self.written.get(w))
        } else {
            self.written.get(word.to_lowercase().as_str())
        };
        found.copied().unwrap_or(EntryId::UNKNOWN)
    }

    /// The canonical words of an entry.
    pub fn words(&self, entry: EntryId) -> &[WordId] {
        self.entries
            .get(entry.0 as usize)
            .and_then(|&(start, end)| self.words.get(start as usize..end as usize))
            .unwrap_or(&[])
    }

    /// How many canonical words there are; ids are below.
    pub fn len(&self) -> usize {
        self.canonical.len()
    }

    /// Whether it knows no word.
    pub fn is_empty(&self) -> bool {
        self.canonical.is_empty()
    }

    /// The id of a canonical word, new or known. A new one also stands for itself as written.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.canonical.get(word) {
            return id;
        }
        let id = WordId(self.canonical.len() as u32);
        self.canonical.insert(word.into(), id);
        if !self.written.contains_key(word) {
            self.write(word, &[id]);
        }
        id
    }

    /// Lets `written` stand for `words`; a later call for the same word wins.
    pub(super) fn write(&mut self, written: &str, words: &[WordId]) {
        let start = self.words.len() as u32;
        self.words.extend_from_slice(words);
        let entry = EntryId(self.entries.len() as u32);
        self.entries.push((start, self.words.len() as u32));
        self.longest = self.longest.max(written.len().min(64));
        self.written.insert(written.into(), entry);
    }

    /// The entry of `written`, for templates, which are brought to canonical words as drafts are.
    pub(super) fn knows(&self, written: &str) -> Option<&[WordId]> {
        self.written.get(written).map(|&entry| self.words(entry))
    }
}
