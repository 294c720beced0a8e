//! How a draft is written, so that what is put into it is written the same way: register, I or we, contractions, capitals,
//! full stops, British or American spelling.
//!
//! Invariant: only the wording of a phrasing is touched, never what fills its slots; a draft that shows nothing of a habit
//! leaves the phrasing as the rule file has it.

use crate::document::{Document, Part, Sentence};
use crate::ruleset::{FixText, Sender};

/// How formal a draft is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Register {
    Formal,
    #[default]
    Plain,
    Casual,
}

/// The ways of one writer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Voice {
    pub(super) register: Register,
    /// `we` rather than `I`; none where the draft says neither.
    we: Option<bool>,
    /// `I'm` rather than `I am`.
    contracts: bool,
    /// `im` rather than `I'm`.
    bare: bool,
    /// Sentences begin in lower case.
    pub(super) lower: bool,
    /// `i` rather than `I`.
    small_i: bool,
    /// Sentences end in a full stop.
    pub(super) stops: bool,
    british: bool,
    employer: bool,
}

const FORMAL: [&str; 14] = [
    "mr",
    "mrs",
    "ms",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "madam",
    "whom",
    "sincerely",
    "faithfully",
    "respectfully",
    "hereby",
];
const CASUAL: [&str; 34] = [
    "hey", "hiya", "heya", "yo", "u", "ur", "thx", "ty", "thanx", "pls", "plz", "sry", "soz", "tmrw", "tmr", "gonna",
    "wanna", "gotta", "lol", "omg", "tbh", "btw", "idk", "cos", "cuz", "coz", "yeah", "nah", "ok", "mate", "x", "xx",
    "cheers", "ngl",
];
const CONTRACTED: [&str; 6] = ["n't", "'m", "'ll", "'ve", "'re", "'d"];
const BARE: [&str; 14] = [
    "im", "ive", "dont", "cant", "wont", "didnt", "isnt", "doesnt", "couldnt", "wouldnt", "havent", "wasnt", "youre",
    "thats",
];
const BRITISH: [&str; 22] = [
    "apologise",
    "apologies",
    "organise",
    "organisation",
    "realise",
    "recognise",
    "favour",
    "favourable",
    "honour",
    "colour",
    "behaviour",
    "whilst",
    "fortnight",
    "diary",
    "programme",
    "centre",
    "cheque",
    "labour",
    "cv",
    "cheers",
    "mum",
    "afterwards",
];
const AMERICAN: [&str; 16] = [
    "apologize",
    "organize",
    "organization",
    "realize",
    "recognize",
    "favor",
    "favorable",
    "honor",
    "color",
    "behavior",
    "canceled",
    "canceling",
    "program",
    "center",
    "resume",
    "mom",
];

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
    /// Reads them off a draft.
    pub(super) fn of(document: &Document, sender: Option<Sender>) -> Self {
        let mut counts = Counts::default();
        let own = document.sentences.iter().filter(|sentence| sentence.part != Part::Subject);
        for sentence in own {
            counts.sentence(document, sentence);
        }
        let without_frame = document.greeting.is_none() && document.sign_off.is_none();
        let body = counts.body.max(1);
        let lower = counts.lower * 5 >= body * 3 && counts.lower > 0;
        let casual = 2 * usize::from(lower) + 2 * counts.casual.min(2) + usize::from(without_frame);
        let register = match () {
            () if counts.formal > 0 && counts.casual == 0 && !lower => Register::Formal,
            () if casual >= 2 && counts.formal == 0 => Register::Casual,
            () => Register::Plain,
        };
        let we = match (counts.i, counts.we) {
            (0, 0) => None,
            (_, 0) => Some(false),
            (0, _) => (sender == Some(Sender::Employer)).then_some(true),
            (i, we) => Some(sender == Some(Sender::Employer) && we * 2 >= i),
        };
        Self {
            register,
            we,
            contracts: register != Register::Formal && (counts.contracted > 0 || register == Register::Casual),
            bare: counts.bare > 0 && counts.apostrophes == 0,
            lower,
            small_i: counts.small_i > 0 && counts.small_i * 2 >= counts.i,
            stops: counts.stopped * 2 >= body || register == Register::Formal,
            british: counts.british > counts.american,
            employer: sender == Some(Sender::Employer),
        }
    }

    /// Whether its lines end without a full stop.
    pub(super) fn leaves_stops_out(&self) -> bool {
        !self.stops && self.register == Register::Casual
    }

    /// The wording of a fix that suits.
    pub(super) fn variant<'a>(&self, fix: &'a FixText) -> &'a str {
        let special = match self.register {
            Register::Formal => fix.formal.as_ref(),
            Register::Plain => None,
            Register::Casual => fix.casual.as_ref(),
        };
        special.unwrap_or(&fix.text)
    }

    /// A phrasing in this voice; slots still in braces.
    pub(super) fn adapt(&self, text: &str) -> String {
        let lines = text.trim().split('\n').map(|line| self.line(line.trim()));
        let mut adapted = lines.collect::<Vec<_>>().join("\n");
        if self.lower {
            adapted = uncapitalized(&adapted);
        }
        adapted
    }

    fn line(&self, text: &str) -> String {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        match self.we {
            Some(true) => plural(&mut words),
            // A candidate's `we` is the two of us.
            Some(false) if self.employer => singular(&mut words),
            Some(false) => {}
            None => {}
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
                    *word = format!("i{}", &word[1..]);
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

#[derive(Default)]
struct Counts {
    body: usize,
    lower: usize,
    stopped: usize,
    casual: usize,
    formal: usize,
    contracted: usize,
    bare: usize,
    apostrophes: usize,
    i: usize,
    small_i: usize,
    we: usize,
    british: usize,
    american: usize,
}

impl Counts {
    fn sentence(&mut self, document: &Document, sentence: &Sentence) {
        let text = document.words(sentence.span);
        if sentence.part == Part::Body {
            self.body += 1;
            self.lower += usize::from(text.starts_with(char::is_lowercase));
            let end = text.trim_end_matches(['"', '\'', ')', '*', '_']);
            self.stopped += usize::from(end.ends_with(['.', '!', '?', ':', '…']));
        }
        for word in text.split(|c: char| c.is_whitespace() || c == '-' || c == '/') {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if word.is_empty() || word.len() > 16 {
                continue;
            }
            let small = word.to_ascii_lowercase();
            let stem = small.split('\'').next().unwrap_or(&small);
            let is = |list: &[&str]| usize::from(list.contains(&small.as_str()));
            self.casual += is(&CASUAL);
            self.formal += is(&FORMAL);
            self.bare += is(&BARE);
            self.british += is(&BRITISH);
            self.american += is(&AMERICAN);
            if small.contains('\'') {
                self.apostrophes += 1;
                self.contracted += usize::from(CONTRACTED.iter().any(|end| small.ends_with(end)));
            }
            self.contracted += is(&BARE);
            match stem {
                "i" | "im" | "ive" | "my" | "me" | "myself" => self.i += 1,
                "we" | "our" | "us" | "ours" => self.we += 1,
                _ => {}
            }
            self.small_i += usize::from(word.starts_with('i') && matches!(stem, "i" | "im" | "ive"));
        }
    }
}

/// `I am sorry` → `We are sorry`.
fn plural(words: &mut [String]) {
    let mut start = true;
    for at in 0..words.len() {
        let (word, mark) = split_mark(&words[at]);
        let new = match word {
            "I" => {
                if let Some(verb) = words.get(at + 1) {
                    let (verb, after) = split_mark(verb);
                    match verb {
                        "am" => words[at + 1] = format!("are{after}"),
                        "was" => words[at + 1] = format!("were{after}"),
                        _ => {}
                    }
                }
                let (_, mark) = split_mark(&words[at]);
                words[at] = format!("{}{mark}", if start { "We" } else { "we" });
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
        words[at] = format!("{new}{mark}");
    }
}

/// `We are sorry` → `I am sorry`; the house stays `ours`.
fn singular(words: &mut [String]) {
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
                "are" => words[at + 1] = format!("am{after}"),
                "were" => words[at + 1] = format!("was{after}"),
                _ => {}
            }
        }
        words[at] = new;
    }
}

fn contract(words: &mut Vec<String>) {
    let mut at = 0;
    while at + 1 < words.len() {
        let (second, mark) = split_mark(&words[at + 1]);
        // `as brief as I am.` keeps its verb.
        let last = !mark.is_empty();
        let (first, second) = (words[at].as_str(), second);
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
            words[at] = short.to_owned();
            words.remove(at + 1);
        } else if first == "cannot" {
            words[at] = "can't".to_owned();
        }
        at += 1;
    }
}

fn respell(word: &mut String) {
    let (stem, mark) = split_mark(word);
    let small = stem.to_ascii_lowercase();
    if let Some((_, british)) = SPELLINGS.iter().find(|(american, _)| *american == small) {
        let capital = stem.starts_with(char::is_uppercase);
        let british = if capital { capitalized(british) } else { (*british).to_owned() };
        *word = format!("{british}{mark}");
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
