//! A sentence → its clauses, so that one can go and the rest stay whole.
//!
//! Invariants: clauses cover the sentence in order; what is proposed never takes out words that perform another act, and
//! where no clean cut is to be had, none is proposed.

use super::hanging;
use crate::span::TextSpan;

/// What to take out of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// All of it.
    Sentence,
    /// This part, without a trace; `capital` where a new first word follows.
    Part { span: TextSpan, capital: bool },
}

/// A stretch between two joints.
#[derive(Clone, Copy, Debug)]
struct Clause<'a> {
    /// Where the joint before it begins: its comma, or the space before its conjunction.
    joint: usize,
    /// Where its own words begin.
    start: usize,
    /// Behind its last word.
    end: usize,
    /// The conjunction in the joint.
    conjunction: Option<&'a str>,
    /// Whether a comma or the like is in the joint.
    comma: bool,
}

impl Clause<'_> {
    fn is_subordinate(&self) -> bool {
        self.conjunction.is_some_and(|word| SUBORDINATING.contains(&word))
    }

    fn is_relative(&self) -> bool {
        matches!(self.conjunction, Some("which" | "who"))
    }

    /// Whether it is whole without the clause before it: it has a subject of its own.
    fn goes_on(&self, text: &str) -> bool {
        let words = text.get(self.start..self.end).unwrap_or("");
        let word = words.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or("").to_lowercase();
        SUBJECTS.contains(&word.as_str()) && !matches!(word.as_str(), "a" | "an" | "no" | "one")
    }
}

const SUBORDINATING: [&str; 18] = [
    "if",
    "unless",
    "because",
    "since",
    "as",
    "given",
    "although",
    "though",
    "while",
    "whereas",
    "after",
    "when",
    "which",
    "who",
    "due",
    "considering",
    "seeing",
    "until",
];
const COORDINATING: [&str; 5] = ["and", "but", "so", "or", "plus"];
/// Conjunctions a reason can follow.
const OF_REASON: [&str; 6] = ["because", "since", "as", "given", "and", "but"];
/// Words a clause begins with.
const SUBJECTS: [&str; 36] = [
    "i", "i'm", "i've", "i'd", "i'll", "im", "ive", "we", "we're", "we've", "you", "your", "he", "she", "it", "it's",
    "they", "their", "this", "that", "that's", "these", "there", "the", "my", "our", "nobody", "no", "one", "everyone",
    "a", "an", "u", "ur", "his", "her",
];

/// Words that begin a clause and nothing else.
const PRONOUNS: [&str; 18] = [
    "i", "i'm", "i've", "i'd", "i'll", "im", "ive", "we", "we're", "we've", "you", "he", "she", "it", "it's", "they",
    "there", "nobody",
];

/// Takes `target` out of the sentence at `sentence`; `keep` are the other acts in it.
pub(super) fn cut(text: &str, sentence: TextSpan, target: TextSpan, keep: &[TextSpan]) -> Option<Cut> {
    if keep.is_empty() {
        return Some(Cut::Sentence);
    }
    let clauses = clauses(text, sentence);
    let (first, last) = touched(&clauses, target)?;
    let last = with_hanging(text, &clauses, last, keep)?;
    if keep.iter().any(|span| touches(&clauses[first..=last], *span)) {
        return None;
    }
    let part = |start: usize, end: usize, capital: bool| Some(Cut::Part { span: TextSpan::new(start, end), capital });
    let cut = &clauses[first];
    match (first, clauses.get(last + 1)) {
        (0, None) => Some(Cut::Sentence),
        (0, Some(next)) if next.goes_on(text) && !next.is_subordinate() => part(cut.joint, next.start, true),
        (0, Some(_)) => None,
        // What only introduces something else cannot stand by itself.
        (1, None) if clauses[0].is_subordinate() => None,
        (_, None) => part(cut.joint, clauses[last].end, false),
        // `Dana, who was rude, has left`
        (_, Some(next)) if cut.is_relative() && next.comma && next.conjunction.is_none() => {
            part(cut.joint, next.start - 1, false)
        }
        // `Quick one – there is a cheap chalet, so I would like to move it`: what follows from nothing just follows.
        (_, Some(next)) if next.goes_on(text) && next.conjunction == Some("so") => {
            (cut.conjunction.is_none()).then_some(())?;
            part(cut.start, next.start, false)
        }
        (_, Some(next)) if next.goes_on(text) => part(cut.joint, next.joint, false),
        (_, Some(_)) => None,
    }
}

/// The clause that holds `target`, without the conjunction before it, where other words can stand in its place.
pub(super) fn replaceable(text: &str, sentence: TextSpan, target: TextSpan, keep: &[TextSpan]) -> Option<TextSpan> {
    let clauses = clauses(text, sentence);
    let (first, last) = touched(&clauses, target)?;
    let last = with_hanging(text, &clauses, last, keep)?;
    let stands = match clauses[first].conjunction {
        Some(conjunction) => OF_REASON.contains(&conjunction),
        None => first == 0 || clauses[first].goes_on(text),
    };
    let goes_on = clauses.get(last + 1).is_none_or(|next| next.goes_on(text));
    let is_clean = !keep.iter().any(|span| touches(&clauses[first..=last], *span));
    (stands && goes_on && is_clean).then(|| TextSpan::new(clauses[first].start, clauses[last].end))
}

/// The clauses that hold `target`, without the conjunction before them; none where they hold one of `keep` too.
pub(super) fn around(text: &str, sentence: TextSpan, target: TextSpan, keep: &[TextSpan]) -> Option<TextSpan> {
    let clauses = clauses(text, sentence);
    let (first, last) = touched(&clauses, target)?;
    let is_clean = !keep.iter().any(|span| touches(&clauses[first..=last], *span));
    is_clean.then(|| TextSpan::new(clauses[first].start, clauses[last].end))
}

/// The last of the clauses that go, with those behind it that speak of what it speaks of: `your tool is a joke: it double booked
/// me`. None where one of them has to stay.
fn with_hanging(text: &str, clauses: &[Clause<'_>], mut last: usize, keep: &[TextSpan]) -> Option<usize> {
    while let Some(next) = clauses.get(last + 1) {
        let first = text.get(next.start..next.end).unwrap_or("").split(|c: char| !c.is_alphanumeric()).next();
        let first = first.unwrap_or("").to_lowercase();
        if !hanging::REFERRING.contains(&first.as_str()) {
            break;
        }
        if keep.iter().any(|span| touches(std::slice::from_ref(next), *span)) {
            // `it was a pleasure to meet you` speaks of nothing.
            return (first == "it").then_some(last);
        }
        last += 1;
    }
    Some(last)
}

fn touched(clauses: &[Clause<'_>], target: TextSpan) -> Option<(usize, usize)> {
    let is_touched = |clause: &Clause<'_>| touches(std::slice::from_ref(clause), target);
    let first = clauses.iter().position(is_touched)?;
    let last = clauses.iter().rposition(is_touched)?;
    Some((first, last))
}

fn touches(clauses: &[Clause<'_>], span: TextSpan) -> bool {
    clauses.iter().any(|clause| (span.start as usize) < clause.end && clause.joint < span.end as usize)
}

/// How many of these words stand before the next comma or coordinating conjunction.
fn words_to_joint(text: &str, words: &[(usize, usize)]) -> usize {
    let is_joint = |at: &usize| {
        COORDINATING.contains(&lower(text, words[*at]).as_str())
            || text[words[at - 1].1..words[*at].0].contains([',', ';'])
    };
    (1..words.len()).find(is_joint).unwrap_or(words.len())
}

fn clauses(text: &str, sentence: TextSpan) -> Vec<Clause<'_>> {
    let (start, end) = (sentence.start as usize, sentence.end as usize);
    let words = words(text, start, end);
    let is_subject = |at: usize| words.get(at).is_some_and(|word| SUBJECTS.contains(&lower(text, *word).as_str()));
    let is_pronoun = |at: usize| words.get(at).is_some_and(|word| PRONOUNS.contains(&lower(text, *word).as_str()));
    let mut clauses: Vec<Clause<'_>> = Vec::new();
    let mut begin = Clause { joint: start, start, end, conjunction: None, comma: false };
    let mut at = 0;
    while at < words.len() {
        let word = words[at];
        let small = lower(text, word);
        let before = if at == 0 { start } else { words[at - 1].1 };
        let between = &text[before..word.0];
        let comma = between.contains([',', ';', ':', '(', ')', '–', '—']) || between.contains(" - ");
        let known = SUBORDINATING.iter().chain(&COORDINATING).find(|known| **known == small);
        let conjunction = known.copied().filter(|known| match *known {
            "because" | "although" | "whereas" | "considering" => true,
            "due" => words.get(at + 1).is_some_and(|next| lower(text, *next) == "to"),
            "which" | "who" => comma,
            "if" | "unless" => at == 0,
            // `since the conference` and `as the third` are no clauses.
            "since" | "as" | "until" | "after" | "when" => is_pronoun(at + 1) && (comma || at == 0 || *known != "when"),
            "and" | "but" | "so" | "or" if comma => true,
            // `20k more and a car`: a thing and no clause.
            "and" | "or" => is_pronoun(at + 1) || is_subject(at + 1) && words_to_joint(text, &words[at + 1..]) > 3,
            _ => is_subject(at + 1),
        });
        if at == 0 {
            if let Some(conjunction) = conjunction {
                begin = Clause { start: start_of(&words, 1, end), conjunction: Some(conjunction), ..begin };
            }
        } else if comma || conjunction.is_some() {
            clauses.push(Clause { end: before, ..begin });
            let own = if conjunction.is_some() { start_of(&words, at + 1, end) } else { word.0 };
            begin = Clause { joint: before, start: own, end, conjunction, comma };
        }
        at += 1;
    }
    let last = words.last().map_or(end, |word| word.1);
    clauses.push(Clause { end: last, ..begin });
    clauses
}

fn start_of(words: &[(usize, usize)], at: usize, end: usize) -> usize {
    words.get(at).map_or(end, |word| word.0)
}

fn lower(text: &str, (start, end): (usize, usize)) -> String {
    text[start..end].to_lowercase()
}

/// Words with their apostrophes, marks around them left out.
fn words(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, c) in text[start..end].char_indices() {
        let at = start + at;
        let is_word = c.is_alphanumeric() || matches!(c, '\'' | '_' | '%' | '$' | '€' | '£' | '&' | '@');
        match (begin, is_word) {
            (None, true) => begin = Some(at),
            (Some(from), false) if !(c == '-' || c == '.') || !joins(text, at, end) => {
                words.push((from, at));
                begin = None;
            }
            _ => {}
        }
    }
    if let Some(from) = begin {
        words.push((from, end));
    }
    words
}

/// Whether a mark stands inside a word: `follow-up`, `9.30`.
fn joins(text: &str, at: usize, end: usize) -> bool {
    text[at + 1..end].chars().next().is_some_and(char::is_alphanumeric)
}
