//! A closed list of English words, each with what it is to whoever asks. Invariant: a word that cannot be on the list (none
//! there begins with its two letters or is as long) costs two table accesses; any other one hash of sixteen bytes.

use rustc_hash::FxHashMap;

/// Longest word a list can hold, in bytes.
const LONGEST: usize = 16;

/// Words, whatever their case, and what they are.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon<T> {
    /// By first byte: bit n is set where a word of n bytes begins so.
    lengths: [u32; 128],
    /// By first byte: bit n is set where the second byte, taken modulo 32, is n.
    seconds: [u32; 128],
    words: FxHashMap<Key, T>,
}

impl<T: Copy> Lexicon<T> {
    /// A list from lines of words parted by blanks; where a word stands twice, the first line wins.
    pub(crate) fn new(lines: impl IntoIterator<Item = (T, &'static str)>) -> Self {
        let mut lexicon = Self { lengths: [0; 128], seconds: [0; 128], words: FxHashMap::default() };
        for (meaning, line) in lines {
            for word in line.split_ascii_whitespace() {
                let (Some(key), Some(&first)) = (key(word.as_bytes()), word.as_bytes().first()) else {
                    debug_assert!(false, "{word} is too long to be found");
                    continue;
                };
                lexicon.lengths[usize::from(first & 0x7F)] |= 1 << word.len();
                lexicon.seconds[usize::from(first & 0x7F)] |= second(word.as_bytes());
                lexicon.words.entry(key).or_insert(meaning);
            }
        }
        lexicon
    }

    /// What `word` is, with or without the `'s` at its end.
    pub(crate) fn get(&self, word: &str) -> Option<T> {
        let bytes = word.as_bytes();
        let first = usize::from(bytes.first()?.to_ascii_lowercase());
        let lengths = *self.lengths.get(first)?;
        if self.seconds[first] & second(bytes) == 0 {
            return None;
        }
        let find = |bytes: &[u8]| {
            if bytes.len() > LONGEST || lengths >> bytes.len() & 1 == 0 {
                return None;
            }
            self.words.get(&key(bytes)?).copied()
        };
        find(bytes).or_else(|| find(bytes.strip_suffix(b"'s")?))
    }
}

/// The second byte as a bit; upper and lower case have the same one.
fn second(bytes: &[u8]) -> u32 {
    1 << (bytes.get(1).copied().unwrap_or_default() & 31)
}

/// A word of at most [`LONGEST`] bytes: its first eight, its last eight (four, for short ones), and its length tell it
/// from any other. Letters are lower case.
type Key = (u64, u64, usize);

fn key(bytes: &[u8]) -> Option<Key> {
    let (a, b) = if let (Some(a), Some(b)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (u64::from_le_bytes(*a), u64::from_le_bytes(*b))
    } else if let (Some(a), Some(b)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (u64::from(u32::from_le_bytes(*a)), u64::from(u32::from_le_bytes(*b)))
    } else {
        (bytes.iter().fold(0, |a, &b| a << 8 | u64::from(b)), 0)
    };
    (bytes.len() <= LONGEST).then_some((a | CASE, b | CASE, bytes.len()))
}

/// Makes ASCII letters lower case, and digits, apostrophes and hyphens remain.
const CASE: u64 = 0x2020_2020_2020_2020;
