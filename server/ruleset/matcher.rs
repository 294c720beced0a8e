//! Runs compiled templates over a sentence, bit-parallel: bit *p* of a mask says "the cursor can stand before word *p*", so
//! one pass over a template's nodes tries all start positions at once, and a template costs a few machine words a node.
//!
//! Invariants: cost is linear in the sentence (long ones go through overlapping windows); answers do not depend on the order
//! of templates; positions count canonical words, marks have none.

use super::patterns::{NO_SET, Node, NodeId, Patterns, RARE, TemplateId};
use super::template::EntityKind;
use super::vocabulary::WordId;
use std::cell::Cell;

/// Words a window holds; one bit more marks the place after the last.
pub const WINDOW: usize = 63;
/// Words two neighbouring windows share.
const OVERLAP: usize = 23;
/// Matches of one template in one window that are told apart.
const MOST: usize = 4;

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
    occurs: Vec<u64>,
    /// Where each common word stands.
    common: Vec<u64>,
    touched: Vec<u32>,
    /// A bit for each set that has a word in the sentence.
    there: Vec<u64>,
    seen: Vec<u32>,
    /// For each node, whether the sentence has the words for it: twice the round it was found out in, plus one for yes.
    possible: Vec<u32>,
    /// For each node, the round a template that is all of it was tried in, and the range of what was found. Acts and cues
    /// share templates.
    tried: Vec<(u32, u32, u32)>,
    /// For each requirement, whether the sentence meets it, written as `possible` is.
    met: Vec<u32>,
    round: u32,
    jumps: Vec<(EntityKind, u8, u8)>,
}

struct Window<'a> {
    patterns: &'a Patterns,
    occurs: &'a [u64],
    common: &'a [u64],
    there: &'a [u64],
    /// Bits of the common words that stand in it.
    present: u64,
    jumps: &'a [(EntityKind, u8, u8)],
    possible: &'a [Cell<u32>],
    met: &'a [Cell<u32>],
    round: u32,
    breaks: u64,
    valid: u64,
    first: bool,
    last: Option<u32>,
}

impl Patterns {
    /// Finds every template that is `wanted` in a sentence; appends to `found`, by window.
    pub fn find(
        &self,
        words: &Words,
        scratch: &mut Scratch,
        found: &mut Vec<Match>,
        wanted: impl Fn(TemplateId) -> bool,
    ) {
        scratch.occurs.resize(self.sets(), 0);
        scratch.common.resize(64, 0);
        scratch.seen.resize(self.len(), 0);
        scratch.possible.resize(self.nodes.len(), 0);
        scratch.met.resize(self.requirements.len(), 0);
        scratch.tried.resize(self.nodes.len(), (0, 0, 0));
        let total = words.words.len();
        let mut from = 0;
        loop {
            let to = (from + WINDOW).min(total);
            let already = found.len();
            self.window(words, from, to, scratch, found, &wanted);
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

    fn window(
        &self,
        words: &Words,
        from: usize,
        to: usize,
        scratch: &mut Scratch,
        found: &mut Vec<Match>,
        wanted: &impl Fn(TemplateId) -> bool,
    ) {
        scratch.round += 1;
        if scratch.round > u32::MAX / 2 {
            scratch.seen.fill(0);
            scratch.possible.fill(0);
            scratch.met.fill(0);
            scratch.tried.fill((0, 0, 0));
            scratch.round = 1;
        }
        let mut present = 0u64;
        for (position, word) in words.words[from..to].iter().enumerate() {
            let Some(word) = word else { continue };
            let bit = self.common.get(word.0 as usize).copied().unwrap_or(RARE);
            if bit != RARE {
                present |= 1 << bit;
                scratch.common[usize::from(bit)] |= 1 << position;
                continue;
            }
            let Some(&(start, end)) = self.sets_of.get(word.0 as usize) else { continue };
            for &set in &self.word_sets[start as usize..end as usize] {
                touch(&mut scratch.occurs, &mut scratch.touched, set, position);
            }
        }
        scratch.jumps.clear();
        for &(kind, start, end) in &words.entities {
            if start as usize >= from && end as usize <= to && start < end {
                touch(&mut scratch.occurs, &mut scratch.touched, kind as u32, start as usize - from);
                scratch.jumps.push((kind, (start as usize - from) as u8, (end as usize - from) as u8));
            }
        }
        scratch.there.clear();
        scratch.there.resize(self.row(), 0);
        for bit in bits(present) {
            for (there, sets) in scratch.there.iter_mut().zip(&self.common_sets[bit * self.row()..]) {
                *there |= sets;
            }
        }
        for &set in &scratch.touched {
            scratch.there[set as usize / 64] |= 1 << (set % 64);
        }
        let length = (to - from) as u32;
        let breaks =
            words.breaks[from..to].iter().enumerate().fold(0u64, |mask, (p, &b)| mask | (u64::from(b && p > 0) << p));
        let window = Window {
            patterns: self,
            occurs: &scratch.occurs,
            common: &scratch.common,
            there: &scratch.there,
            present,
            jumps: &scratch.jumps,
            breaks,
            valid: (u64::MAX >> (63 - length)),
            possible: Cell::from_mut(&mut scratch.possible[..]).as_slice_of_cells(),
            met: Cell::from_mut(&mut scratch.met[..]).as_slice_of_cells(),
            round: scratch.round,
            first: from == 0,
            last: (to == words.words.len()).then_some(length),
        };
        let mut offer = |templates: &[TemplateId]| {
            for &template in templates {
                let seen = &mut scratch.seen[template.0 as usize];
                if *seen != scratch.round {
                    *seen = scratch.round;
                    if wanted(template) {
                        window.try_template(template, words, from as u32, &mut scratch.tried, found);
                    }
                }
            }
        };
        for &set in &scratch.touched {
            let (start, end) = self.keyed_by[set as usize];
            offer(&self.keyed[start as usize..end as usize]);
        }
        for bit in bits(present) {
            let (start, end) = self.common_keyed_by[bit];
            offer(&self.common_keyed[start as usize..end as usize]);
        }
        for &set in &scratch.touched {
            scratch.occurs[set as usize] = 0;
        }
        for bit in bits(present) {
            scratch.common[bit] = 0;
        }
        scratch.touched.clear();
    }
}

/// The bits that are set, lowest first.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

fn touch(occurs: &mut [u64], touched: &mut Vec<u32>, set: u32, position: usize) {
    let mask = &mut occurs[set as usize];
    if *mask == 0 {
        touched.push(set);
    }
    *mask |= 1 << position;
}

impl Window<'_> {
    fn try_template(
        &self,
        id: TemplateId,
        words: &Words,
        offset: u32,
        tried: &mut [(u32, u32, u32)],
        found: &mut Vec<Match>,
    ) {
        let template = &self.patterns.templates[id.0 as usize];
        if template.question && !words.question || template.exclamation && !words.exclamation {
            return;
        }
        let needs = &self.patterns.needs[template.needs.0 as usize..template.needs.1 as usize];
        if !needs.iter().all(|&need| self.is_met(need)) {
            return;
        }
        let [only] = template.parts[..] else {
            self.together(id, &template.parts, offset, found);
            return;
        };
        let tried = &mut tried[only as usize];
        if tried.0 == self.round {
            for index in tried.1..tried.2 {
                found.push(Match { template: id, ..found[index as usize] });
            }
            return;
        }
        let first = found.len() as u32;
        let mut least = 0;
        let ends = self.forward(only, self.valid);
        self.each(only, ends, |start, end| {
            if start >= least {
                least = end;
                found.push(Match { template: id, start: offset + start, end: offset + end });
            }
        });
        *tried = (self.round, first, found.len() as u32);
    }

    /// Whether the sentence has a word of a requirement: found out once, as `is_possible` is.
    fn is_met(&self, requirement: u32) -> bool {
        let met = &self.met[requirement as usize];
        if met.get() >> 1 == self.round {
            return met.get() & 1 == 1;
        }
        let (from, to) = self.patterns.requirements[requirement as usize];
        let answer = self.patterns.required[from as usize..to as usize].iter().any(|&set| self.has(set));
        met.set(self.round << 1 | u32::from(answer));
        answer
    }

    /// Whether the sentence has a word of a set.
    fn has(&self, set: u32) -> bool {
        self.there[set as usize / 64] >> (set % 64) & 1 == 1
    }

    /// Whether the sentence has the words for a node, in whatever order: found out once, for all templates that share it.
    fn is_possible(&self, node: NodeId) -> bool {
        match self.patterns.nodes[node as usize] {
            Node::Set(set) => self.has(set),
            Node::Entity(kind) => self.has(kind as u32),
            Node::Maybe(_) | Node::Gap(_) | Node::Start | Node::End => true,
            Node::Sequence(_, _, rarest) if rarest != NO_SET && !self.has(rarest) => false,
            Node::Sequence(from, to, _) => {
                self.is_group_possible(node, || self.children(from, to).iter().all(|&child| self.is_possible(child)))
            }
            Node::Either(from, to) => {
                self.is_group_possible(node, || self.children(from, to).iter().any(|&child| self.is_possible(child)))
            }
        }
    }

    fn is_group_possible(&self, node: NodeId, find_out: impl FnOnce() -> bool) -> bool {
        let known = self.possible[node as usize].get();
        if known >> 1 == self.round {
            return known & 1 == 1;
        }
        let answer = find_out();
        self.possible[node as usize].set(self.round << 1 | u32::from(answer));
        answer
    }

    /// `a & b`: the first non-overlapping way to find all parts.
    fn together(&self, id: TemplateId, parts: &[NodeId], offset: u32, found: &mut Vec<Match>) {
        let mut taken: Vec<(u32, u32)> = Vec::with_capacity(parts.len());
        for &part in parts {
            let ends = self.forward(part, self.valid);
            let mut place = None;
            self.each(part, ends, |start, end| {
                if place.is_none() && taken.iter().all(|&(s, e)| end <= s || start >= e) {
                    place = Some((start, end));
                }
            });
            let Some(place) = place else { return };
            taken.push(place);
        }
        let start = taken.iter().map(|t| t.0).min().unwrap_or(0);
        let end = taken.iter().map(|t| t.1).max().unwrap_or(0);
        found.push(Match { template: id, start: offset + start, end: offset + end });
    }

    /// Calls `take(start, end)` for up to [`MOST`] matches that end at the bits of `ends`, each as long as it can be.
    fn each(&self, node: NodeId, mut ends: u64, mut take: impl FnMut(u32, u32)) {
        let mut after = 0;
        for _ in 0..MOST {
            if ends == 0 {
                return;
            }
            let end = ends.trailing_zeros();
            let starts = self.backward(node, 1 << end) & (u64::MAX << after);
            if starts == 0 {
                ends &= ends - 1;
                continue;
            }
            let start = starts.trailing_zeros();
            let longest = self.forward(node, 1 << start).checked_ilog2().unwrap_or(end);
            take(start, longest);
            after = longest;
            ends &= (u64::MAX << longest) & !(1 << longest);
        }
    }

    /// The places the cursor can reach through `node` from `mask`.
    fn forward(&self, node: NodeId, mask: u64) -> u64 {
        if mask == 0 {
            return 0;
        }
        match self.patterns.nodes[node as usize] {
            Node::Set(set) => (mask & self.places(set)) << 1,
            Node::Entity(kind) => self.jump(kind, mask, |start, end| (start, end)),
            Node::Gap(words) => self.gap(words, mask, |m| m << 1),
            Node::Start => mask & u64::from(self.first),
            Node::End => self.last.map_or(0, |last| mask & (1 << last)),
            Node::Sequence(from, to, _) => {
                self.children(from, to).iter().fold(mask, |mask, &child| self.forward(child, mask))
            }
            Node::Either(from, to) => {
                let children = self.children(from, to).iter().filter(|&&child| self.is_possible(child));
                children.fold(0, |out, &child| out | self.forward(child, mask))
            }
            Node::Maybe(child) if !self.is_possible(child) => mask,
            Node::Maybe(child) => mask | self.forward(child, mask),
        }
    }

    /// The places from which the cursor can reach `mask` through `node`.
    fn backward(&self, node: NodeId, mask: u64) -> u64 {
        if mask == 0 {
            return 0;
        }
        match self.patterns.nodes[node as usize] {
            Node::Set(set) => (mask >> 1) & self.places(set),
            Node::Entity(kind) => self.jump(kind, mask, |start, end| (end, start)),
            Node::Gap(words) => self.gap(words, mask, |m| m >> 1),
            Node::Start => mask & u64::from(self.first),
            Node::End => self.last.map_or(0, |last| mask & (1 << last)),
            Node::Sequence(from, to, _) => {
                self.children(from, to).iter().rev().fold(mask, |mask, &child| self.backward(child, mask))
            }
            Node::Either(from, to) => {
                let children = self.children(from, to).iter().filter(|&&child| self.is_possible(child));
                children.fold(0, |out, &child| out | self.backward(child, mask))
            }
            Node::Maybe(child) if !self.is_possible(child) => mask,
            Node::Maybe(child) => mask | self.backward(child, mask),
        }
    }

    /// Where the words of a set stand.
    fn places(&self, set: u32) -> u64 {
        if !self.has(set) {
            return 0;
        }
        let common = self.patterns.common_in[set as usize] & self.present;
        bits(common).fold(self.occurs[set as usize], |places, bit| places | self.common[bit])
    }

    fn children(&self, from: u32, to: u32) -> &[NodeId] {
        &self.patterns.children[from as usize..to as usize]
    }

    fn jump(&self, kind: EntityKind, mask: u64, way: impl Fn(u8, u8) -> (u8, u8)) -> u64 {
        self.jumps.iter().filter(|j| j.0 == kind).fold(0, |out, &(_, start, end)| {
            let (from, to) = way(start, end);
            out | ((mask >> from & 1) << to)
        })
    }

    fn gap(&self, words: u8, mask: u64, step: impl Fn(u64) -> u64) -> u64 {
        let open = self.valid & !self.breaks;
        let mut out = mask & open;
        for _ in 0..words {
            out |= step(out) & open;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::super::file::{OneOrMany, WordsFile};
    use super::super::patterns::PatternsBuilder;
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
        patterns.find(&words, &mut Scratch::default(), &mut found, |_| true);
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
