//! Misspelled long words: the known word a written one most likely means. Invariants: only words of [`SHORTEST`] letters or
//! more are touched, the first letter must agree (it nearly always does), and two candidates equally near are none.

use serde::{Deserialize, Serialize};

/// Letters a word needs before a misspelling is believed: in shorter ones a slip makes another word.
const SHORTEST: usize = 6;
/// Letters from which two slips are believed.
const LONG: usize = 9;
/// Letters beyond which nothing is looked for.
const LONGEST: usize = 24;

/// Known words by first letter and length.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Misspellings {
    buckets: Vec<Bucket>,
}

/// Words, and the letters of each apart from it: most are told from a written word by these alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bucket {
    /// One bit a letter that occurs: two words a slip apart differ in two bits at most.
    letters: Vec<u32>,
    /// One after the other; all are of one length.
    words: String,
}

impl Misspellings {
    /// Lets misspellings of `word` be recognised.
    pub(super) fn learn(&mut self, word: &str) {
        if let Some(bucket) = bucket(word, word.len()) {
            if self.buckets.is_empty() {
                self.buckets = vec![Bucket::default(); 26 * (LONGEST + 1)];
            }
            let bucket = &mut self.buckets[bucket];
            bucket.letters.push(letters(word));
            bucket.words.push_str(word);
        }
    }

    /// The word that `written`, lower case and itself unknown, most likely means.
    pub(super) fn meant(&self, written: &str) -> Option<&str> {
        if self.buckets.is_empty() || written.len() < SHORTEST {
            return None;
        }
        let slips = if written.len() < LONG { 1 } else { 2 };
        let own = letters(written);
        let (mut best, mut tied) = (None::<(usize, &str)>, false);
        for length in written.len().saturating_sub(slips)..=written.len() + slips {
            let Some(bucket) = bucket(written, length) else { continue };
            let bucket = &self.buckets[bucket];
            for (index, letters) in bucket.letters.iter().enumerate() {
                if (letters ^ own).count_ones() as usize > 2 * slips {
                    continue;
                }
                let known = &bucket.words[index * length..(index + 1) * length];
                let Some(distance) = distance(known, written, slips) else { continue };
                match best {
                    Some((least, _)) if distance > least => {}
                    Some((least, _)) if distance == least => tied = true,
                    _ => (best, tied) = (Some((distance, known)), false),
                }
            }
        }
        best.filter(|_| !tied).map(|(_, word)| word)
    }
}

/// Slips between two words: letters left out, put in, exchanged or swapped; `None` if more than `most`. What the words begin
/// and end with alike is no part of it, and mostly leaves nothing to measure.
fn distance(known: &str, written: &str, most: usize) -> Option<usize> {
    let (a, b) = (known.as_bytes(), written.as_bytes());
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let rest = a.len().max(b.len());
    if most == 1 {
        let swapped = matches!((a, b), ([p, q], [r, s]) if p == s && q == r);
        return if rest <= 1 || swapped { Some(rest.min(1)) } else { None };
    }
    if exchanged(a, b) > most {
        return None;
    }
    let distance = strsim::generic_damerau_levenshtein(a, b);
    (distance <= most).then_some(distance)
}

/// Letters that one of two words has beyond those of the other, wherever they stand: never more than there are slips, and far
/// cheaper to count.
fn exchanged(a: &[u8], b: &[u8]) -> usize {
    let mut more = [0i8; 32];
    for letter in a {
        more[usize::from(letter & 31)] += 1;
    }
    for letter in b {
        more[usize::from(letter & 31)] -= 1;
    }
    let beyond = |sign: i8| more.iter().map(|&n| usize::from((n * sign).max(0).unsigned_abs())).sum::<usize>();
    beyond(1).max(beyond(-1))
}

fn bucket(word: &str, length: usize) -> Option<usize> {
    let plain = (SHORTEST..=LONGEST).contains(&length) && word.bytes().all(|b| b.is_ascii_lowercase());
    plain.then(|| usize::from(word.as_bytes()[0] - b'a') * (LONGEST + 1) + length)
}

fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |mask, b| mask | 1 << (b.wrapping_sub(b'a') & 31))
}

#[cfg(test)]
mod tests {
    use super::Misspellings;

    #[test]
    fn slips_and_what_is_too_far() {
        let mut words = Misspellings::default();
        for word in ["interview", "interviews", "appreciate", "cancel", "reschedule", "sorry"] {
            words.learn(word);
        }
        assert_eq!(words.meant("intrevew"), None, "two slips in a word of eight");
        assert_eq!(words.meant("intrview"), Some("interview"));
        assert_eq!(words.meant("canecl"), Some("cancel"));
        assert_eq!(words.meant("apreciate"), Some("appreciate"));
        assert_eq!(words.meant("rescedhule"), Some("reschedule"));
        assert_eq!(words.meant("sorrry"), None, "known word too short");
        assert_eq!(words.meant("overview"), None);
    }
}
