//! What the beginning and the end of a sentence tell of where words may go beside it.
//!
//! Invariant: only the words count, not where they stand.

/// Beginnings of the sentence that asks after the reader.
const PLEASANTRIES: [&str; 22] = [
    "i hope",
    "hope ",
    "hoping",
    "i trust",
    "trust ",
    "how are",
    "how's",
    "hows ",
    "sorry to hear",
    "i was sorry to hear",
    "congratulations",
    "congrats",
    "good to",
    "great to",
    "nice to",
    "lovely to",
    "all good",
    "greetings",
    "good day",
    "what's up",
    "long time",
    "happy ",
];

/// Whether a sentence asks after the reader, or is glad of something, before the message begins.
pub(super) fn is_pleasantry(sentence: &str) -> bool {
    let start: String = sentence.chars().take(24).collect::<String>().to_lowercase();
    PLEASANTRIES.iter().any(|known| start.starts_with(known)) && sentence.len() < 120
}

/// Whether what looks like two sentences is one that has an abbreviation in it.
pub(super) fn goes_on(sentence: &str, next: &str, lower: bool) -> bool {
    let last = sentence.rsplit(' ').next().unwrap_or("");
    let is_number = next.starts_with(|c: char| c.is_ascii_digit());
    let parts = || last.trim_end_matches('.').split('.');
    let is_abbreviation = last.ends_with('.')
        && parts().count() > 1
        && parts().all(|part| (1..3).contains(&part.len()) && part.chars().all(char::is_alphabetic));
    last.ends_with("No.") && is_number
        || is_abbreviation && (is_number || !lower && next.starts_with(char::is_lowercase))
}

/// Whether a sentence ends in an initial: `I am, Sir, H.`
pub(super) fn ends_in_initial(sentence: &str) -> bool {
    let mut last = sentence.rsplit(' ').next().unwrap_or("").chars();
    let (letter, stop) = (last.next(), last.next());
    letter.is_some_and(|letter| letter.is_uppercase() && letter != 'I') && stop == Some('.') && last.next().is_none()
}

/// How a sentence ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a mark that ends it.
    Stopped,
    /// With a word.
    Bare,
    /// With a mark that says that something follows.
    Open,
}

/// How `sentence` ends, whatever quotes and brackets close behind it.
pub(super) fn ending(sentence: &str) -> Ending {
    let end = sentence.trim_end_matches(['"', '\'', ')', ']', '*', '_', ' ']);
    match end.chars().next_back() {
        Some('.' | '!' | '?' | '…') => Ending::Stopped,
        Some(',' | ';' | ':' | '-' | '–' | '—') => Ending::Open,
        Some(c) if c.is_alphanumeric() || matches!(c, '}' | '>' | '%' | '$' | '€' | '£') => Ending::Bare,
        _ => Ending::Stopped,
    }
}
