//! Runs compiled templates over a sentence. First what the sentence has: the sets its words and entities are in, as bits. Each
//! set that is a key leads to its templates; one whose other needs are there too is looked for, by [`window`](super::window).
//!
//! Invariants: cost is linear in the sentence (long ones go through overlapping windows); answers do not depend on the order
//! of templates; positions count canonical words, marks have none.

use super::patterns::{ALWAYS, COMMON_WORDS, Patterns, RARE, SetId, TemplateId};
use super::template::EntityKind;
use super::vocabulary::WordId;
use super::window::{Known, Window, bits};
use std::ops::Range;

/// Words a window holds; one bit more marks the place after the last.
pub const WINDOW: usize = 63;
/// Words two neighbouring windows share.
const OVERLAP: usize = 23;

/// A sentence as the matcher wants it.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Canonical words in order; None for a word no template knows.
    pub words: Vec<Option<WordId>>,
    /// `breaks[p]`: a strong mark (`;`, `:`, `.` …) stands before word `p`.
    pub breaks: Vec<bool>,
    /// Things recognised: kind, first word, one past the last.
    pub entities: Vec<(EntityKind, u32, u32)>,
    /// Whether it ends in a question mark.
    pub question: bool,
    /// Whether it ends in an exclamation mark.
    pub exclamation: bool,
}

/// A template found in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which.
    pub template: TemplateId,
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
}

/// Memory that matching reuses from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// For each set, where its rare words stand.
    pub(super) places: Vec<u64>,
    /// Where each common word stands.
    pub(super) common: Vec<u64>,
    /// A bit for each set that has a word in the sentence.
    pub(super) there: Vec<u64>,
    /// Entities: kind, first word, one past the last.
    pub(super) jumps: Vec<(EntityKind, u8, u8)>,
    /// For each choice, where it was found.
    pub(super) known: Vec<Known>,
    /// First word, and where the cursor can then stand: ranges belong to `known`.
    pub(super) reaches: Vec<(u8, u64)>,
    round: u32,
}

impl Patterns {
    /// Finds every template in a sentence; appends to `found`, by window.
    pub fn find(&self, words: &Words, scratch: &mut Scratch, found: &mut Vec<Match>) {
        scratch.fit(self);
        let total = words.words.len();
        let mut from = 0;
        loop {
            let to = (from + WINDOW).min(total);
            let already = found.len();
            self.window(words, from, to, scratch, found);
            if from > 0 {
                // What lies wholly in the part two windows share was found by the window before.
                let shared = (from + OVERLAP) as u32;
                let mut kept = already;
                for index in already..found.len() {
                    if found[index].end > shared {
                        found.swap(kept, index);
                        kept += 1;
                    }
                }
                found.truncate(kept);
            }
            if to == total {
                break;
            }
            from = to - OVERLAP;
        }
    }

    fn window(&self, words: &Words, from: usize, to: usize, scratch: &mut Scratch, found: &mut Vec<Match>) {
        let round = scratch.next_round();
        let present = self.take_in(words, from, to, scratch);
        let mut window = Window::new(self, scratch, words, from..to, present, round);
        let mut last = None;
        for number in 0..self.keyed.len().div_ceil(64) {
            for bit in bits(window.there(number)) {
                let Some(&(first, end)) = self.keyed.get(number * 64 + bit) else { break };
                for template in &self.templates[first as usize..end as usize] {
                    if !template.needs.iter().all(|&need| window.has(need))
                        || template.question && !words.question
                        || template.exclamation && !words.exclamation
                    {
                        continue;
                    }
                    if let Some((parts, range)) = &last
                        && *parts == template.parts
                    {
                        for index in Range::clone(range) {
                            found.push(Match { template: template.id, ..found[index] });
                        }
                        continue;
                    }
                    let already = found.len();
                    window.look_for(template, from as u32, found);
                    last = Some((template.parts, already..found.len()));
                }
            }
        }
        self.forget(words, from, to, scratch);
    }

    /// Notes where words stand, and which sets they and the entities are in. Answers which common words there are.
    fn take_in(&self, words: &Words, from: usize, to: usize, scratch: &mut Scratch) -> u64 {
        let mut present = 0u64;
        scratch.there[0] |= 1 << ALWAYS;
        for (position, word) in words.words[from..to].iter().enumerate() {
            let Some(word) = word else { continue };
            let member = EntityKind::ALL.len() + word.0 as usize;
            let bit = self.common[member];
            if bit == RARE {
                self.note(member, position, scratch);
            } else {
                present |= 1 << bit;
                scratch.common[usize::from(bit)] |= 1 << position;
            }
        }
        for &(kind, start, end) in &words.entities {
            if start as usize >= from && end as usize <= to && start < end {
                self.note(kind as usize, start as usize - from, scratch);
                scratch.jumps.push((kind, (start as usize - from) as u8, (end as usize - from) as u8));
            }
        }
        let row = self.row();
        for bit in bits(present) {
            let sets = &self.common_sets[bit * row..(bit + 1) * row];
            scratch.there.iter_mut().zip(sets).for_each(|(there, sets)| *there |= sets);
        }
        present
    }

    /// Notes that a rare word or an entity stands at `position`.
    fn note(&self, member: usize, position: usize, scratch: &mut Scratch) {
        for &set in self.sets_with(member) {
            scratch.places[set as usize] |= 1 << position;
            scratch.there[set as usize / 64] |= 1 << (set % 64);
        }
    }

    /// Leaves the scratch as it was before.
    fn forget(&self, words: &Words, from: usize, to: usize, scratch: &mut Scratch) {
        let rare = words.words[from..to].iter().flatten().map(|word| EntityKind::ALL.len() + word.0 as usize);
        for member in rare.chain(scratch.jumps.iter().map(|&(kind, ..)| kind as usize)) {
            self.sets_with(member).iter().for_each(|&set| scratch.places[set as usize] = 0);
        }
        scratch.common.fill(0);
        scratch.there.fill(0);
        scratch.jumps.clear();
        scratch.reaches.clear();
    }

    fn sets_with(&self, member: usize) -> &[SetId] {
        let (from, to) = self.sets_of[member];
        &self.members[from as usize..to as usize]
    }
}

impl Scratch {
    /// Makes room for what `patterns` need.
    fn fit(&mut self, patterns: &Patterns) {
        self.places.resize(patterns.sets(), 0);
        self.common.resize(COMMON_WORDS, 0);
        self.there.resize(patterns.row(), 0);
        self.known.resize(patterns.eithers as usize, Known::default());
    }

    fn next_round(&mut self) -> u32 {
        if self.round == u32::MAX {
            self.known.fill(Known::default());
            self.round = 0;
        }
        self.round += 1;
        self.round
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile::PatternsBuilder;
    use super::super::file::{OneOrMany, WordsFile};
    use super::*;

    /// Checks which words of `text` each template finds. Words are split at spaces; `;` before a word is a strong mark.
    fn check(template: &str, text: &str, expect: &[&str]) {
        let mut shared = WordsFile::default();
        shared
            .expansions
            .insert("trouble".into(), OneOrMany::Many(vec!["(trouble|bother)".into(), "short notice".into()]));
        shared.variants.insert("do not".into(), vec!["don't".into(), "dont".into()]);
        let (mut builder, problems) = PatternsBuilder::new(&shared);
        assert_eq!(problems, []);
        builder.add(template).expect("the template is right");
        let patterns = builder.finish();
        let (mut words, mut written) = (Words::default(), Vec::new());
        for part in text.split(' ') {
            let word = part.trim_start_matches(';');
            let entry = patterns.vocabulary.look_up(word);
            words.breaks.push(part.starts_with(';'));
            let known = patterns.vocabulary.words(entry);
            for (index, id) in known.iter().enumerate() {
                words.words.push(Some(*id));
                words.breaks.resize(words.words.len(), false);
                written.push(if index == 0 { word } else { "" });
            }
            if known.is_empty() {
                words.words.push(None);
                written.push(word);
            }
        }
        let mut found = Vec::new();
        patterns.find(&words, &mut Scratch::default(), &mut found);
        let found: Vec<String> = found
            .iter()
            .map(|m| {
                written[m.start as usize..m.end as usize]
                    .iter()
                    .filter(|w| !w.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        assert_eq!(found, expect, "{template:?} in {text:?}");
    }

    #[test]
    fn words_groups_and_options() {
        check("[very] sorry for [the|any] <trouble>", "i am very sorry for the bother", &["very sorry for the bother"]);
        check("[very] sorry for [the|any] <trouble>", "Sorry for short notice", &["Sorry for short notice"]);
        check("(sorry|apologies) for", "sorry about that", &[]);
        check("i do not", "I dont mind", &["I dont"]);
        check("cancel~ (it|that)", "cancelling it or canceled that", &["cancelling it", "canceled that"]);
    }

    #[test]
    fn gaps_stop_at_strong_marks_and_after_four_words() {
        check("move * interview", "move our first long interview", &["move our first long interview"]);
        check("move * interview", "move a b c d e interview", &[]);
        check("move ** interview", "move a b c d e interview", &["move a b c d e interview"]);
        check("move * interview", "move ;our interview", &[]);
    }

    #[test]
    fn anchors_and_conjunctions() {
        check("^ thanks $", "thanks", &["thanks"]);
        check("^ thanks $", "many thanks", &[]);
        check("boss & rude", "rude he was my boss", &["rude he was my boss"]);
        check("boss & boss", "my boss", &[]);
    }

    #[test]
    fn long_sentences_find_each_match_once() {
        let text = format!("{} needle in hay {} needle in hay", "a ".repeat(50).trim(), "b ".repeat(200).trim());
        check("needle [in|on] hay", &text, &["needle in hay", "needle in hay"]);
    }
}
