//! A phrasing as rule files give it → as the draft would say it. Rule files write full forms and American spelling.
//!
//! Invariant: words change, what they say does not.

use super::voice::{CONTRACTED, Voice};
use std::borrow::Cow;

/// American spelling in rule files, and what a British writer makes of it.
const SPELLINGS: [(&str, &str); 16] = [
    ("apologize", "apologise"),
    ("apologized", "apologised"),
    ("apologizing", "apologising"),
    ("organization", "organisation"),
    ("organize", "organise"),
    ("realize", "realise"),
    ("recognize", "recognise"),
    ("prioritize", "prioritise"),
    ("finalize", "finalise"),
    ("favor", "favour"),
    ("favorable", "favourable"),
    ("honor", "honour"),
    ("canceled", "cancelled"),
    ("canceling", "cancelling"),
    ("program", "programme"),
    ("endeavor", "endeavour"),
];

const CONTRACTIONS: [(&str, &str, &str); 24] = [
    ("I", "am", "I'm"),
    ("I", "would", "I'd"),
    ("I", "will", "I'll"),
    ("we", "are", "we're"),
    ("we", "would", "we'd"),
    ("we", "will", "we'll"),
    ("We", "are", "We're"),
    ("We", "would", "We'd"),
    ("We", "will", "We'll"),
    ("you", "are", "you're"),
    ("it", "is", "it's"),
    ("It", "is", "It's"),
    ("that", "is", "that's"),
    ("do", "not", "don't"),
    ("does", "not", "doesn't"),
    ("did", "not", "didn't"),
    ("can", "not", "can't"),
    ("could", "not", "couldn't"),
    ("will", "not", "won't"),
    ("would", "not", "wouldn't"),
    ("is", "not", "isn't"),
    ("are", "not", "aren't"),
    ("was", "not", "wasn't"),
    ("have", "not", "haven't"),
];

/// What follows `have` where it is only an auxiliary, beside words in `-ed`.
const PARTICIPLES: [&str; 14] = [
    "been", "come", "had", "got", "taken", "given", "spoken", "written", "made", "found", "gone", "seen", "told",
    "heard",
];

impl Voice {
    /// A phrasing in this voice; slots still in braces.
    pub(super) fn adapt(&self, text: &str) -> String {
        let lines = text.trim().lines().map(|line| self.line(line.trim()));
        let mut adapted = lines.collect::<Vec<_>>().join("\n");
        if self.lower {
            adapted = uncapitalized(&adapted);
        }
        adapted
    }

    fn line(&self, text: &str) -> String {
        let numbers = self.we == Some(true) || self.we == Some(false) && self.employer;
        if !(numbers || self.contracts || self.british || self.small_i || self.bare) {
            return text.to_owned();
        }
        let mut words: Vec<Cow<'_, str>> = text.split(' ').map(Cow::Borrowed).collect();
        match self.we {
            Some(true) => plural(&mut words),
            // A candidate's `we` is the two of us.
            Some(false) if self.employer => singular(&mut words),
            Some(false) | None => {}
        }
        if self.contracts {
            contract(&mut words);
        }
        if self.british {
            for word in &mut words {
                respell(word);
            }
        }
        if self.small_i {
            for word in &mut words {
                if *word == "I" || word.starts_with("I'") {
                    *word = format!("i{}", &word[1..]).into();
                }
            }
        }
        let mut line = words.join(" ");
        if self.bare {
            for contraction in CONTRACTED {
                line = line.replace(contraction, &contraction.replace('\'', ""));
            }
        }
        line
    }
}

/// `I am sorry` → `We are sorry`.
fn plural(words: &mut [Cow<'_, str>]) {
    let mut start = true;
    for at in 0..words.len() {
        let (word, mark) = split_mark(&words[at]);
        let new = match word {
            "I" => {
                if let Some(verb) = words.get(at + 1) {
                    let (verb, after) = split_mark(verb);
                    match verb {
                        "am" => words[at + 1] = format!("are{after}").into(),
                        "was" => words[at + 1] = format!("were{after}").into(),
                        _ => {}
                    }
                }
                let (_, mark) = split_mark(&words[at]);
                words[at] = format!("{}{mark}", if start { "We" } else { "we" }).into();
                start = false;
                continue;
            }
            "me" => "us",
            "my" => "our",
            "My" => "Our",
            "mine" => "ours",
            "myself" => "ourselves",
            _ => {
                start = mark.contains(['.', '!', '?']);
                continue;
            }
        };
        start = mark.contains(['.', '!', '?']);
        words[at] = format!("{new}{mark}").into();
    }
}

/// `We are sorry` → `I am sorry`; the house stays `ours`.
fn singular(words: &mut [Cow<'_, str>]) {
    for at in 0..words.len() {
        let (word, mark) = split_mark(&words[at]);
        let new = match word {
            "we" | "We" => "I",
            "ourselves" => "myself",
            _ => continue,
        };
        let new = format!("{new}{mark}");
        if let (true, Some(verb)) = (word.eq_ignore_ascii_case("we"), words.get(at + 1)) {
            let (verb, after) = split_mark(verb);
            match verb {
                "are" => words[at + 1] = format!("am{after}").into(),
                "were" => words[at + 1] = format!("was{after}").into(),
                _ => {}
            }
        }
        words[at] = new.into();
    }
}

fn contract(words: &mut Vec<Cow<'_, str>>) {
    let mut at = 0;
    while at + 1 < words.len() {
        let (second, mark) = split_mark(&words[at + 1]);
        // `as brief as I am.` keeps its verb.
        let last = !mark.is_empty();
        let (first, second) = (&*words[at], second);
        let auxiliary = || {
            let next = words.get(at + 2).map_or("", |word| split_mark(word).0);
            next.len() > 3 && next.ends_with("ed") || PARTICIPLES.contains(&next)
        };
        let short = match (first, second) {
            ("I", "have") if auxiliary() => Some("I've"),
            ("we", "have") if auxiliary() => Some("we've"),
            ("We", "have") if auxiliary() => Some("We've"),
            ("you", "have") if auxiliary() => Some("you've"),
            _ => CONTRACTIONS.iter().find(|row| row.0 == first && row.1 == second).map(|row| row.2),
        };
        if let Some(short) = short.filter(|_| !last) {
            words[at] = short.into();
            words.remove(at + 1);
        } else if first == "cannot" {
            words[at] = "can't".into();
        }
        at += 1;
    }
}

fn respell(word: &mut Cow<'_, str>) {
    let (stem, mark) = split_mark(word);
    let small = stem.to_ascii_lowercase();
    if let Some((_, british)) = SPELLINGS.iter().find(|(american, _)| *american == small) {
        let capital = stem.starts_with(char::is_uppercase);
        let british = if capital { capitalized(british) } else { (*british).to_owned() };
        *word = format!("{british}{mark}").into();
    }
}

/// A word and the marks behind it.
fn split_mark(word: &str) -> (&str, &str) {
    let end = word.trim_end_matches([',', '.', '!', '?', ';', ':']).len();
    word.split_at(end)
}

/// The first letter as a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first letter small, unless the word is `I` or a slot or an abbreviation.
pub(super) fn uncapitalized(text: &str) -> String {
    let word = text.split([' ', ',', '\'']).next().unwrap_or(text);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if word != "I" && !word.chars().skip(1).any(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
