//! How a draft is written, so that what is put into it is written the same way: register, I or we, contractions, capitals,
//! full stops, British or American spelling.
//!
//! Invariant: only the wording of a phrasing is touched, never what fills its slots; a draft that shows nothing of a habit
//! leaves the phrasing as the rule file has it.

use crate::document::{Document, Greeting, Part, Sentence};
use crate::ruleset::{FixText, Sender};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

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
#[allow(clippy::struct_excessive_bools)] // each is a habit of its own
pub(super) struct Voice {
    pub(super) register: Register,
    /// `we` rather than `I`; none where the draft says neither.
    pub(super) we: Option<bool>,
    /// `I'm` rather than `I am`.
    pub(super) contracts: bool,
    /// `im` rather than `I'm`.
    pub(super) bare: bool,
    /// Sentences begin in lower case.
    pub(super) lower: bool,
    /// `i` rather than `I`.
    pub(super) small_i: bool,
    /// Sentences end in a full stop.
    pub(super) stops: bool,
    pub(super) british: bool,
    pub(super) employer: bool,
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
pub(super) const CONTRACTED: [&str; 6] = ["n't", "'m", "'ll", "'ve", "'re", "'d"];
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

/// Bytes of the longest word that tells of a habit.
const LONGEST: usize = 16;

/// For each word that tells of a habit, a bit for each list it is in, in the order they stand in here.
static LISTS: LazyLock<FxHashMap<&[u8], u8>> = LazyLock::new(|| {
    let mut lists: FxHashMap<&[u8], u8> = FxHashMap::default();
    for (list, words) in [&FORMAL[..], &CASUAL, &BARE, &BRITISH, &AMERICAN].into_iter().enumerate() {
        for word in words {
            *lists.entry(word.as_bytes()).or_default() |= 1 << list;
        }
    }
    lists
});

impl Voice {
    /// Reads them off a draft.
    pub(super) fn of(document: &Document, sender: Option<Sender>) -> Self {
        let mut counts = Counts::default();
        let own = document.sentences.iter().filter(|sentence| sentence.part != Part::Subject);
        let mut goes_on = false;
        for sentence in own {
            counts.sentence(document, sentence);
            let words = document.words(sentence.span);
            // Behind the comma of a greeting, many begin small who otherwise do not; a name is a capital to most.
            let named = |greeting: &Greeting| greeting.names.iter().any(|name| name.start == sentence.span.start);
            let shows = match sentence.part {
                Part::Greeting => !document.greetings().any(named),
                Part::Body => !goes_on,
                Part::Subject | Part::SignOff => false,
            };
            if shows {
                counts.beginning(words);
            }
            goes_on = sentence.part == Part::Greeting && words.ends_with(',');
        }
        let without_frame = document.greeting.is_none() && document.sign_off.is_none();
        let body = counts.body.max(1);
        let lower = counts.lower * 5 >= counts.begun * 3 && counts.lower > 0;
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
}

#[derive(Default)]
struct Counts {
    body: usize,
    /// Sentences that begin with a letter, and those of them that begin small.
    begun: usize,
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
            let end = text.trim_end_matches(['"', '\'', ')', '*', '_']);
            self.stopped += usize::from(end.ends_with(['.', '!', '?', ':', '…']));
        }
        if text.is_ascii() {
            // Most text is, and then bytes are letters.
            let parts = text.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ' | b'-' | b'/'));
            for word in parts {
                let Some(first) = word.iter().position(u8::is_ascii_alphanumeric) else { continue };
                let last = word.iter().rposition(u8::is_ascii_alphanumeric).unwrap_or(first);
                self.word(&word[first..=last]);
            }
        } else {
            for word in text.split(|c: char| c.is_whitespace() || c == '-' || c == '/') {
                self.word(word.trim_matches(|c: char| !c.is_alphanumeric()).as_bytes());
            }
        }
    }

    /// How a sentence begins; `iPhone` and `eBay` tell nothing.
    fn beginning(&mut self, sentence: &str) {
        let mut letters = sentence.chars();
        let (first, second) = (letters.next(), letters.next());
        let is_brand = first.is_some_and(char::is_lowercase) && second.is_some_and(char::is_uppercase);
        if first.is_some_and(char::is_alphabetic) && !is_brand {
            self.begun += 1;
            self.lower += usize::from(first.is_some_and(char::is_lowercase));
        }
    }

    fn word(&mut self, word: &[u8]) {
        if word.is_empty() || word.len() > LONGEST {
            return;
        }
        let mut room = [0; LONGEST];
        room[..word.len()].copy_from_slice(word);
        room.make_ascii_lowercase();
        let small = &room[..word.len()];
        let lists = LISTS.get(small).copied().unwrap_or_default();
        let is = |list: usize| usize::from(lists >> list & 1);
        self.formal += is(0);
        self.casual += is(1);
        self.bare += is(2);
        self.british += is(3);
        self.american += is(4);
        let apostrophe = small.iter().position(|&byte| byte == b'\'');
        if apostrophe.is_some() {
            self.apostrophes += 1;
            self.contracted += usize::from(CONTRACTED.iter().any(|end| small.ends_with(end.as_bytes())));
        }
        self.contracted += is(2);
        let stem = &small[..apostrophe.unwrap_or(small.len())];
        match stem {
            b"i" | b"im" | b"ive" | b"my" | b"me" | b"myself" => self.i += 1,
            b"we" | b"our" | b"us" | b"ours" => self.we += 1,
            _ => {}
        }
        self.small_i += usize::from(word.starts_with(b"i") && matches!(stem, b"i" | b"im" | b"ive"));
    }
}
