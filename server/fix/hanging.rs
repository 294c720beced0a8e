//! Which sentences make sense only with one that is taken out: `She even laughed.`, `And another thing.`
//!
//! Invariant: what has to stay, because it says when or where or performs an act that is asked for, is never among them.

use super::blank::Blanked;
use super::plan::Plan;
use super::{Fixer, removal, wording};
use crate::analysis::Signal;
use crate::document::Part;
use crate::ruleset::ActId;
use crate::span::TextSpan;

/// Words at the beginning of a clause that speak of the one before it.
pub(super) const REFERRING: [&str; 16] = [
    "it", "its", "he", "she", "him", "his", "her", "they", "them", "their", "that", "this", "these", "those", "which",
    "who",
];
/// Words that add one thing to another.
const ADDING: [&str; 18] = [
    "and",
    "also",
    "plus",
    "even",
    "besides",
    "moreover",
    "furthermore",
    "then",
    "again",
    "worse",
    "another",
    "nor",
    "or",
    "not even",
    "not to mention",
    "on top",
    "to top",
    "in fact",
];
/// Words that go on from what was said.
const CONCLUDING: [&str; 9] =
    ["so", "hence", "therefore", "thus", "because", "no wonder", "as a result", "for example", "for instance"];
/// Words that go back on what was said; what follows them stands by itself.
const OPPOSING: [&str; 6] = ["but", "still", "yet", "however", "anyway", "nevertheless"];
/// What `this` points to where it points to the message and its matter, or to the day.
const AT_HAND: [&str; 24] = [
    "role",
    "position",
    "message",
    "email",
    "e-mail",
    "mail",
    "letter",
    "note",
    "time",
    "week",
    "morning",
    "afternoon",
    "evening",
    "year",
    "month",
    "job",
    "post",
    "opportunity",
    "interview",
    "application",
    "offer",
    "decision",
    "occasion",
    "company",
];
/// What only announces that something follows.
const ANNOUNCING: [&str; 9] = [
    "another thing",
    "more thing",
    "one thing",
    "to recap",
    "let me explain",
    "here is why",
    "here's why",
    "heres why",
    "where do i start",
];

/// How a sentence begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// By itself.
    Free,
    /// It speaks of what stood before it.
    Refers,
    /// It adds to it or goes on from it.
    GoesOn,
    /// It goes back on it: without that, without its first word too.
    Opposes,
}

/// What goes with a sentence.
pub(super) struct Along {
    /// The first of the sentences that go.
    pub(super) first: usize,
    /// The last of them in its paragraph.
    pub(super) last: usize,
    /// Whether the next one loses its first word.
    pub(super) bares_next: bool,
}

impl Fixer<'_> {
    /// What goes with the sentence `index`, so that nothing hangs in the air; none where that has to stay. `performed` are the acts
    /// of what comes in its place, if something does.
    pub(super) fn along(&self, index: usize, performed: Option<&[ActId]>) -> Option<Along> {
        let sentences = &self.document.sentences;
        let sentence = sentences.get(index)?;
        let is_near =
            |other: usize| sentences.get(other).is_some_and(|it| it.block == sentence.block && it.part == Part::Body);
        let replaced = performed.is_some();
        let performed = performed.unwrap_or_default();
        let mut along = Along { first: index, last: index, bares_next: false };
        while along.first > 0 && is_near(along.first - 1) && self.announces(along.first - 1) {
            along.first -= 1;
        }
        while is_near(along.last + 1) && !self.is_flagged(along.last + 1) {
            let next = along.last + 1;
            // It goes with what it announces.
            if self.announces(next) && is_near(next + 1) && self.is_flagged(next + 1) {
                break;
            }
            let words = self.document.words(sentences[next].span).to_lowercase();
            let start = start(&words);
            let stays = self.has_to_stay(next, performed);
            match start {
                Start::Free => break,
                Start::Refers if stays && (words.starts_with("it") || replaced) => break,
                // The words before it may be what it speaks of.
                Start::Refers
                    if stays && words.starts_with(['h', 's']) && along.first > 0 && is_near(along.first - 1) =>
                {
                    break;
                }
                Start::Refers if stays => return None,
                Start::Opposes => {
                    along.bares_next = !replaced;
                    break;
                }
                Start::GoesOn if stays => {
                    along.bares_next = !replaced && FIRST.iter().any(|it| words.starts_with(it));
                    break;
                }
                Start::Refers | Start::GoesOn => along.last = next,
            }
        }
        Some(along)
    }

    /// Whole sentences go; the one behind them begins anew where it has to.
    pub(super) fn take_out(&self, plan: &mut Plan, along: &Along) -> Option<()> {
        let document = self.document;
        let (first, last) = (document.sentences.get(along.first)?, document.sentences.get(along.last)?);
        let block = document.blocks.get(first.block as usize)?.span;
        let surface = document.surface(first.span.start)?;
        let range = removal::removal(&surface, first.span.cover(last.span), block);
        let Some(next) = document.sentences.get(along.last + 1).filter(|_| along.bares_next) else {
            plan.replace(block.start, range, Blanked::default());
            return Some(());
        };
        let start = next.span.start + bared(document.words(next.span)) as u32;
        let letter = document.text.get(start as usize..next.span.end as usize)?.chars().next()?;
        let mut come = Blanked::default();
        let mut begun = surface.range(TextSpan { start, end: start + letter.len_utf8() as u32 });
        if self.voice().lower {
            begun.end = begun.start;
        } else {
            come.push(&wording::capitalized(letter.encode_utf8(&mut [0; 4])));
        }
        let own = surface.range(next.span).start;
        if range.end < own {
            plan.replace(block.start, range, Blanked::default());
            plan.replace(block.start, own..begun.end, come);
        } else {
            plan.replace(block.start, range.start..begun.end, come);
        }
        Some(())
    }

    /// The sentences behind one that only add to its end go.
    pub(super) fn take_added(&self, plan: &mut Plan, index: usize) -> Option<()> {
        let document = self.document;
        let block = document.sentences.get(index)?.block;
        let adds = |next: usize| {
            document.sentences.get(next).is_some_and(|it| {
                it.block == block
                    && it.part == Part::Body
                    && start(&document.words(it.span).to_lowercase()) == Start::GoesOn
            }) && !self.is_flagged(next)
                && !self.has_to_stay(next, &[])
        };
        let count = (index + 1..document.sentences.len()).take_while(|&next| adds(next)).count();
        if count > 0 {
            self.take_out(plan, &Along { first: index + 1, last: index + count, bares_next: false })?;
        }
        Some(())
    }

    /// Whether a sentence of a paragraph begins with a word that ties it to the one before, and is whole without.
    pub(super) fn begins_with_joint(&self, index: usize, block: u32) -> bool {
        self.document.sentences.get(index).is_some_and(|sentence| {
            let words = self.document.words(sentence.span).to_lowercase();
            sentence.block == block
                && sentence.part == Part::Body
                && match start(&words) {
                    Start::Opposes => true,
                    Start::GoesOn => FIRST.iter().any(|it| words.starts_with(it)),
                    Start::Free | Start::Refers => false,
                }
        })
    }

    /// Whether a sentence can go, and has to where the one before it goes.
    pub(super) fn hangs(&self, index: usize) -> bool {
        let sentences = &self.document.sentences;
        let pair = sentences.get(index).zip(index.checked_sub(1).and_then(|before| sentences.get(before)));
        pair.is_some_and(|(sentence, before)| {
            let start = start(&self.document.words(sentence.span).to_lowercase());
            sentence.block == before.block
                && sentence.part == Part::Body
                && matches!(start, Start::Refers | Start::GoesOn)
                && !self.has_to_stay(index, &[])
        })
    }

    /// Whether a finding of its own decides what becomes of a sentence.
    fn is_flagged(&self, index: usize) -> bool {
        self.acts_in(index).iter().any(|found| self.is_forbidden(found.act))
    }

    /// Whether a message is not the same without a sentence; what it performs of `performed` is performed by others.
    fn has_to_stay(&self, index: usize, performed: &[ActId]) -> bool {
        let document = self.document;
        let Some(sentence) = document.sentences.get(index) else { return false };
        let words = document.words(sentence.span);
        let acts = self.acts_in(index).iter();
        let mut asked = acts.filter(|found| {
            found.by == Signal::Template && self.is_asked_for(found.act) && !performed.contains(&found.act)
        });
        asked.next().is_some()
            || self.analysis.decides == Some(index as u32)
            || self.analysis.times.iter().any(|time| time.role.is_some() && time.span.overlaps(sentence.span))
            || document.placeholders.iter().any(|it| it.text.is_some_and(|text| text.overlaps(sentence.span)))
            || words.ends_with('?')
            || words.contains(['@', '/'])
    }

    fn announces(&self, index: usize) -> bool {
        let words = self.document.words(self.document.sentences[index].span).to_lowercase();
        let is_short = words.split(' ').count() < 9;
        is_short
            && !self.has_to_stay(index, &[])
            && (words.ends_with(':') || ANNOUNCING.iter().any(|known| words.contains(known)))
    }
}

/// Words that can be left out before what they add.
const FIRST: [&str; 4] = ["and ", "so ", "also ", "plus "];

/// How a sentence in lower case begins.
fn start(words: &str) -> Start {
    let begins = |list: &[&str]| {
        list.iter().any(|known| {
            words.strip_prefix(known).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        })
    };
    let mut each = words.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let (first, second) = (each.next().unwrap_or(""), each.next().unwrap_or(""));
    if begins(&OPPOSING) {
        // What refers is no better without the `but`.
        return if REFERRING.contains(&second) { Start::Refers } else { Start::Opposes };
    }
    // The decision is what the whole message speaks of.
    let decides = ["decision", "choice", "pleasure", "easy", "best for"].iter().any(|known| words.contains(known));
    if decides {
        return Start::Free;
    }
    if REFERRING.contains(&first) {
        // `this` shows what is at hand; `that said` is over and done with.
        let points = matches!(first, "this" | "that" | "these") && AT_HAND.contains(&second);
        return if points { Start::Free } else { Start::Refers };
    }
    let goes_on = begins(&ADDING) || begins(&CONCLUDING) || matches!(second, "even" | "also" | "then" | "therefore");
    if goes_on { Start::GoesOn } else { Start::Free }
}

/// Where a sentence begins without the word that ties it to the one before.
pub(super) fn bared(words: &str) -> usize {
    let end = words.find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
    let rest = &words[end..];
    end + rest.len() - rest.trim_start_matches([',', ' ', '\n']).len()
}
