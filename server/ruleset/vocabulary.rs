//! The words templates know, and how written words are brought to them. Invariants: keys are lower case; an entry is one to
//! a few canonical words (`don't` → `do` `not`); [`EntryId::UNKNOWN`] is the empty entry.

use super::misspelling::Misspellings;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A canonical word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordId(pub u32);

/// What a written word stands for: index of a run of canonical words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EntryId(pub u32);

impl EntryId {
    /// A word no template speaks of.
    pub const UNKNOWN: Self = Self(0);
}

/// Bytes of the longest word that is looked up.
const LONGEST: usize = 64;

/// Written word → canonical words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// Words of up to eight bytes, letters, digits and marks as inside words and numbers: nearly all there are. The word is
    /// the key.
    short: FxHashMap<u64, EntryId>,
    long: FxHashMap<Box<str>, EntryId>,
    entries: Vec<(u32, u32)>,
    words: Vec<WordId>,
    hashes: Vec<u32>,
    misspellings: Misspellings,
}

/// A vocabulary that is being made.
#[derive(Debug, Default)]
pub(super) struct VocabularyBuilder {
    made: Vocabulary,
    written: FxHashMap<Box<str>, EntryId>,
    canonical: FxHashMap<Box<str>, WordId>,
    common: Vec<u16>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            entries: vec![(0, 0)],
            words: Vec::new(),
            hashes: Vec::new(),
            misspellings: Misspellings::default(),
        }
    }
}

impl Vocabulary {
    /// The entry of a written word, whatever its case; a long word that is nearly one of ours is taken for it.
    pub fn look_up(&self, word: &str) -> EntryId {
        let key = short(word.as_bytes());
        if let Some(&entry) = key.and_then(|key| self.short.get(&key)) {
            return entry;
        }
        if word.len() > LONGEST {
            return EntryId::UNKNOWN;
        }
        // A short word was looked for already.
        let is_short = key.is_some();
        if word.bytes().all(|b| b < 0x80 && !b.is_ascii_uppercase()) {
            return self.look_up_lower(word, is_short);
        }
        if word.is_ascii() {
            let mut buffer = [0u8; LONGEST];
            let lower = &mut buffer[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return std::str::from_utf8(lower).map_or(EntryId::UNKNOWN, |word| self.look_up_lower(word, is_short));
        }
        self.look_up_lower(&word.to_lowercase(), false)
    }

    fn look_up_lower(&self, word: &str, is_missing: bool) -> EntryId {
        let there = if is_missing { None } else { self.find(word) };
        let known = there.or_else(|| self.find(self.misspellings.meant(word)?));
        known.unwrap_or(EntryId::UNKNOWN)
    }

    /// The entry of a word in lower case.
    fn find(&self, word: &str) -> Option<EntryId> {
        match short(word.as_bytes()) {
            Some(key) => self.short.get(&key),
            None => self.long.get(word),
        }
        .copied()
    }

    /// The canonical words of an entry.
    pub fn words(&self, entry: EntryId) -> &[WordId] {
        self.entries
            .get(entry.0 as usize)
            .and_then(|&(start, end)| self.words.get(start as usize..end as usize))
            .unwrap_or(&[])
    }

    /// A hash of the canonical word's letters, the same on every platform.
    pub fn hash(&self, word: WordId) -> u32 {
        self.hashes.get(word.0 as usize).copied().unwrap_or(0)
    }

    /// How many canonical words there are; ids are below.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether it knows no word.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

impl VocabularyBuilder {
    /// The id of a canonical word, new or known. A new one also stands for itself as written.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(&id) = self.canonical.get(word) {
            return id;
        }
        let id = WordId(self.canonical.len() as u32);
        self.canonical.insert(word.into(), id);
        self.common.push(commonness(word));
        self.made.hashes.push(hash(word.bytes()));
        if !self.written.contains_key(word) {
            self.write(word, &[id]);
        }
        id
    }

    /// Lets `written` stand for `words`; a later call for the same word wins.
    pub(super) fn write(&mut self, written: &str, words: &[WordId]) {
        let start = self.made.words.len() as u32;
        self.made.words.extend_from_slice(words);
        let entry = EntryId(self.made.entries.len() as u32);
        self.made.entries.push((start, self.made.words.len() as u32));
        self.written.insert(written.into(), entry);
    }

    /// How often a word turns up in ten thousand words of mail, at least 1.
    pub(super) fn commonness(&self, word: WordId) -> u32 {
        self.common.get(word.0 as usize).map_or(1, |&n| u32::from(n))
    }

    /// The entry of `written`, for templates, which are brought to canonical words as drafts are.
    pub(super) fn knows(&self, written: &str) -> Option<&[WordId]> {
        self.written.get(written).map(|&entry| self.made.words(entry))
    }

    /// The vocabulary, which knows misspellings of its words too. `known` are words of their own that no template speaks
    /// of, and no misspelling of another. Answers the words' commonness too.
    pub(super) fn finish(mut self, known: &[String]) -> (Vocabulary, Vec<u16>) {
        for word in known {
            self.written.entry(word.as_str().into()).or_insert(EntryId::UNKNOWN);
        }
        let mut written: Vec<(Box<str>, EntryId)> = self.written.into_iter().collect();
        // In order, so that nothing depends on how a hash map is laid out.
        written.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (word, entry) in written {
            if entry != EntryId::UNKNOWN {
                self.made.misspellings.learn(&word);
            }
            match short(word.as_bytes()) {
                Some(key) => self.made.short.insert(key, entry),
                None => self.made.long.insert(word, entry),
            };
        }
        (self.made, self.common)
    }
}

/// A word of up to eight bytes as a number, whatever its case; None for one with marks that no word or number has inside.
fn short(word: &[u8]) -> Option<u64> {
    /// Makes letters lower case; what else is plain has the bit anyway.
    const CASE: u64 = 0x2020_2020_2020_2020;
    let plain = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'\'' | b'-' | b'.' | b',' | b':');
    if word.is_empty() || word.len() > 8 || !word.iter().all(plain) {
        return None;
    }
    let bytes = match (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        // Where the two overlap they have the same bytes.
        (Some(first), Some(last)) => {
            let (first, last) = (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
            first | last << (8 * (word.len() - 4))
        }
        _ => word.iter().rev().fold(0, |bytes, &b| bytes << 8 | u64::from(b)),
    };
    Some(bytes | CASE >> (64 - 8 * word.len()))
}

/// Words so common that a template should rather be looked up by another, by falling frequency in ten thousand words of
/// the project's drafts.
const COMMON: &[(u16, &str)] = &[
    (400, "the i"),
    (200, "to and you"),
    (120, "for a in it of"),
    (80, "not on my have is me your we with"),
    (50, "be that am 's at so will interview"),
    (30, "this if dear was from do no are has sorry hi one 'd thank would as can"),
    (
        20,
        "about all please day up been by time any our two good thanks or out an but know there had after \
        like",
    ),
    (
        12,
        "us th mr yours what they who got come week which job could before say were offer when off may only \
        down he just now go manager name back very regards last people hello other three put another because \
        she next take hr first again thursday more see",
    ),
    (
        8,
        "need hope morning same want exit friday let date post ms since cancel asked then best already \
        application should ca ask new team them did much call still give said well keep work tell today \
        candidate her than monday going hiring over year kindly panel days here wish its second way u get \
        tomorrow",
    ),
    (
        5,
        "years until wo position office leave told po place company round letter tuesday end make how four \
        wednesday n came anything mrs nobody someone kind hey his through being says where hour must think read \
        coming something find role night does else stop person im sir phone notice both own rather decided \
        sincerely also slot pm thing write shall without right interviews open dr meeting every month \
        recruitment home ever process reason talk better apologies once nothing really gone candidates form \
        ring further shift appointment grateful room stay minutes bring",
    ),
    (
        3,
        "afternoon weeks head having cancelled left accept list move look into half made full some months \
        committee k sent contract saturday withdraw number went why hours line even given dont too everything \
        cannot questions start note change writing instead stage thought ok invite appreciate long p send free \
        search love whether five hold took yes somebody m due happy family recruiter him chance request \
        everyone school never hear luck pass six might under weekend chat forward myself times things trouble \
        short goes regret late taken march re able cheers decline meet received gave wife mind bad invitation \
        evening s nine applicant test sunday done ten december sat present met feel board many called apologise \
        b gonna part attend found looking pls use x answer taking till ta later lovely wants side calendar \
        email faithfully o run asking lot miss contact each inform moved lunch god e wishes bit ur vacancy case \
        ma twice mail man booked anyone wanted eleven signed following car",
    ),
];

fn commonness(word: &str) -> u16 {
    static BY_WORD: LazyLock<FxHashMap<&str, u16>> = LazyLock::new(|| {
        // The first entry of a word counts, so it comes last.
        COMMON.iter().rev().flat_map(|(n, words)| words.split(' ').map(|word| (word, *n))).collect()
    });
    BY_WORD.get(word).copied().unwrap_or(1)
}

/// FNV-1a (Fowler, Noll, Vo): simple, and the same everywhere.
pub fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
