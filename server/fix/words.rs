//! Small questions about a draft's words: does it say this already, where does its salutation end.

use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};

/// What a text says already. Every finding asks, and mostly for the same words: the text is gone through once for each.
#[derive(Debug)]
pub(super) struct Said<'a> {
    text: &'a str,
    lower: OnceCell<String>,
    plain: OnceCell<String>,
    known: RefCell<FxHashMap<String, bool>>,
}

impl<'a> Said<'a> {
    pub(super) fn by(text: &'a str) -> Self {
        Self { text, lower: OnceCell::new(), plain: OnceCell::new(), known: RefCell::default() }
    }

    /// Whether it says one of these phrases, case aside. The phrases are in lower case.
    pub(super) fn one_of(&self, phrases: &[String]) -> bool {
        let text = self.lower.get_or_init(|| self.text.to_lowercase());
        phrases.iter().any(|phrase| text.contains(phrase.as_str()))
    }

    /// Whether it says these words, marks and case aside.
    pub(super) fn says(&self, words: &str) -> bool {
        if let Some(&known) = self.known.borrow().get(words) {
            return known;
        }
        let sought = plain(words);
        let text = self.plain.get_or_init(|| plain(self.text));
        let says = sought.len() > 2 && memchr::memmem::find(text.as_bytes(), sought.as_bytes()).is_some();
        self.known.borrow_mut().insert(words.to_owned(), says);
        says
    }
}

/// The words of a text in lower case, a space on either side of each.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                plain.push(char::from(byte.to_ascii_lowercase()));
            } else if !plain.ends_with(' ') {
                plain.push(' ');
            }
        }
        if !plain.ends_with(' ') {
            plain.push(' ');
        }
        return plain;
    }
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        plain.push_str(&word.to_lowercase());
        plain.push(' ');
    }
    plain
}

const HAILS: [&str; 16] = [
    "hi",
    "hello",
    "hey",
    "hiya",
    "heya",
    "dear",
    "greetings",
    "morning",
    "afternoon",
    "evening",
    "yo",
    "howdy",
    "hullo",
    "hallo",
    "aloha",
    "hola",
];
const TIMES_OF_DAY: [&str; 4] = ["morning", "afternoon", "evening", "day"];

/// Where the salutation ends at the beginning of a greeting; 0 where it has none that a name can follow.
pub(super) fn salutation(greeting: &str) -> usize {
    let end = |from: usize| {
        let rest = &greeting[from..];
        from + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
    };
    let first = end(0);
    let word = greeting[..first].to_lowercase();
    // `hiii` and `heyyy`
    let drawn = word.chars().next_back().map_or("", |last| word.trim_end_matches(last));
    let end_of = |hail: &str| hail.strip_prefix(drawn).is_some_and(|rest| rest.len() < 2 && word.ends_with(rest));
    if HAILS.contains(&word.as_str()) || !drawn.is_empty() && HAILS.iter().any(|hail| end_of(hail)) {
        return first;
    }
    // `Helo,` and `Guten,` greet in one word, however they are spelled.
    let rest = greeting[first..].trim_start();
    if first > 0 && rest.chars().all(|c| matches!(c, ',' | '!' | '.' | ':' | '-')) {
        return first;
    }
    if word == "good" && greeting[first..].starts_with(' ') {
        let second = end(first + 1);
        if TIMES_OF_DAY.contains(&greeting[first + 1..second].to_lowercase().as_str()) {
            return second;
        }
    }
    0
}
