//! One window of a sentence, and where templates are found in it. Bit *p* of a mask says "the cursor can stand before word
//! *p*", so one pass over a template's nodes tries all start positions at once, and a template costs a few machine words a node.
//!
//! A choice (`(a|b)`, an expansion) is looked for once, from everywhere, and where it was found is kept: templates share
//! choices, and most are found in one place or none.

use super::matcher::{Match, Scratch, WINDOW, Words};
use super::patterns::{Compiled, Node, Patterns, Sequence, SetId, entity_set};
use super::template::EntityKind;
use std::ops::Range;

/// Matches of one template in one window that are told apart.
const MOST: usize = 4;

/// Where a choice was found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// The round in which this was found out.
    round: u32,
    /// Its range of `reaches`, by start.
    reaches: (u32, u32),
    /// Where it can start.
    starts: u64,
}

/// What can be seen of a sentence at a time.
pub(super) struct Window<'a> {
    nodes: &'a [Node],
    common_in: &'a [u64],
    places: &'a [u64],
    common: &'a [u64],
    there: &'a [u64],
    jumps: &'a [(EntityKind, u8, u8)],
    known: &'a mut [Known],
    reaches: &'a mut Vec<(u8, u64)>,
    round: u32,
    /// Bits of the common words that stand in it.
    present: u64,
    /// Places that a gap can cover.
    open: u64,
    /// Places there are: one before each word, and one at the end.
    valid: u64,
    first: bool,
    last: Option<u32>,
}

impl<'a> Window<'a> {
    /// The words `range` of a sentence; the scratch has taken them in.
    pub(super) fn new(
        patterns: &'a Patterns,
        scratch: &'a mut Scratch,
        words: &Words,
        range: Range<usize>,
        present: u64,
        round: u32,
    ) -> Self {
        let breaks = words.breaks[range.clone()].iter().enumerate();
        let breaks = breaks.fold(0u64, |mask, (p, &b)| mask | (u64::from(b && p > 0) << p));
        let valid = u64::MAX >> (WINDOW - range.len());
        Self {
            nodes: &patterns.nodes,
            common_in: &patterns.common_in,
            places: &scratch.places,
            common: &scratch.common,
            present,
            there: &scratch.there,
            jumps: &scratch.jumps,
            known: &mut scratch.known,
            reaches: &mut scratch.reaches,
            round,
            open: valid & !breaks,
            valid,
            first: range.start == 0,
            last: (range.end == words.words.len()).then_some(range.len() as u32),
        }
    }

    /// The `number`th 64 sets of which the window has something, as bits.
    pub(super) fn there(&self, number: usize) -> u64 {
        self.there[number]
    }

    /// Whether the window has something of a set.
    pub(super) fn has(&self, set: SetId) -> bool {
        self.there[set as usize / 64] >> (set % 64) & 1 == 1
    }

    /// Looks for a template; `offset` is where the window begins.
    pub(super) fn look_for(&mut self, template: &Compiled, offset: u32, found: &mut Vec<Match>) {
        let (id, (from, to)) = (template.id, template.parts);
        let [only] = self.nodes[from as usize..to as usize] else {
            self.together(template, offset, found);
            return;
        };
        let ends = self.forward(only, self.valid);
        let mut least = 0;
        self.each(only, ends, |start, end| {
            if start >= least {
                least = end;
                found.push(Match { template: id, start: offset + start, end: offset + end });
            }
        });
    }

    /// `a & b`: the first non-overlapping way to find all parts.
    fn together(&mut self, template: &Compiled, offset: u32, found: &mut Vec<Match>) {
        let parts = &self.nodes[template.parts.0 as usize..template.parts.1 as usize];
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
        found.push(Match { template: template.id, start: offset + start, end: offset + end });
    }

    /// Calls `take(start, end)` for up to [`MOST`] matches that end at the bits of `ends`, each as long as it can be.
    fn each(&mut self, node: Node, mut ends: u64, mut take: impl FnMut(u32, u32)) {
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
    fn forward(&mut self, node: Node, mask: u64) -> u64 {
        match node {
            Node::Sequence(sequence) => {
                let mut mask = mask;
                for &child in self.children(sequence) {
                    mask = self.step(child, mask);
                    if mask == 0 {
                        break;
                    }
                }
                mask
            }
            Node::Either(from, to, number) => {
                let known = self.known(from, to, number);
                if mask & known.starts == 0 {
                    return 0;
                }
                let reaches = &self.reaches[known.reaches.0 as usize..known.reaches.1 as usize];
                reaches.iter().filter(|(start, _)| mask >> start & 1 == 1).fold(0, |out, (_, reach)| out | reach)
            }
            Node::Maybe(child) => mask | self.step(self.nodes[child as usize], mask),
            leaf => self.step(leaf, mask),
        }
    }

    /// As `forward`; what is soon told is told at once.
    #[inline]
    fn step(&mut self, node: Node, mask: u64) -> u64 {
        match node {
            Node::Set(set) => (mask & self.places(set)) << 1,
            Node::Entity(kind) => self.jump(kind, mask, |start, end| (start, end)),
            Node::Gap(words) => self.gap(words, mask, |m| m << 1),
            Node::Start => mask & u64::from(self.first),
            Node::End => self.last.map_or(0, |last| mask & (1 << last)),
            Node::Sequence(sequence) if !sequence.needs.iter().all(|&need| self.has(need)) => 0,
            _ => self.forward(node, mask),
        }
    }

    /// The places from which the cursor can reach `mask` through `node`.
    fn backward(&mut self, node: Node, mask: u64) -> u64 {
        match node {
            Node::Sequence(sequence) => {
                let mut mask = mask;
                for &child in self.children(sequence).iter().rev() {
                    mask = self.step_back(child, mask);
                    if mask == 0 {
                        break;
                    }
                }
                mask
            }
            Node::Either(from, to, number) => {
                let known = self.known(from, to, number);
                let reaches = &self.reaches[known.reaches.0 as usize..known.reaches.1 as usize];
                reaches.iter().filter(|(_, reach)| reach & mask != 0).fold(0, |out, (start, _)| out | 1 << start)
            }
            Node::Maybe(child) => mask | self.step_back(self.nodes[child as usize], mask),
            leaf => self.step_back(leaf, mask),
        }
    }

    /// As `backward`; what is soon told is told at once.
    #[inline]
    fn step_back(&mut self, node: Node, mask: u64) -> u64 {
        match node {
            Node::Set(set) => (mask >> 1) & self.places(set),
            Node::Entity(kind) => self.jump(kind, mask, |start, end| (end, start)),
            Node::Gap(words) => self.gap(words, mask, |m| m >> 1),
            Node::Start => mask & u64::from(self.first),
            Node::End => self.last.map_or(0, |last| mask & (1 << last)),
            Node::Sequence(sequence) if !sequence.needs.iter().all(|&need| self.has(need)) => 0,
            _ => self.backward(node, mask),
        }
    }

    /// Where a choice is found.
    fn known(&mut self, from: u32, to: u32, number: u32) -> Known {
        let known = self.known[number as usize];
        if known.round == self.round {
            return known;
        }
        let nodes = &self.nodes[from as usize..to as usize];
        let ends = nodes.iter().fold(0, |ends, &node| ends | self.step(node, self.valid));
        let mut starts = 0;
        if ends != 0 {
            starts = nodes.iter().fold(0, |starts, &node| starts | self.step_back(node, ends));
        }
        let first = self.reaches.len();
        for start in bits(starts) {
            let reach = if starts.is_power_of_two() {
                ends
            } else {
                nodes.iter().fold(0, |reach, &node| reach | self.step(node, 1 << start))
            };
            self.reaches.push((start as u8, reach));
        }
        debug_assert_eq!(self.reaches.len() - first, starts.count_ones() as usize, "choices inside are known by now");
        let reaches = (first as u32, self.reaches.len() as u32);
        let known = Known { round: self.round, reaches, starts };
        self.known[number as usize] = known;
        known
    }

    fn children(&self, sequence: Sequence) -> &'a [Node] {
        let from = sequence.from as usize;
        &self.nodes[from..from + usize::from(sequence.length)]
    }

    /// Where the words of a set stand.
    #[inline]
    fn places(&self, set: SetId) -> u64 {
        let common = self.common_in[set as usize] & self.present;
        bits(common).fold(self.places[set as usize], |places, bit| places | self.common[bit])
    }

    fn jump(&self, kind: EntityKind, mask: u64, way: impl Fn(u8, u8) -> (u8, u8)) -> u64 {
        if !self.has(entity_set(kind)) {
            return 0;
        }
        self.jumps.iter().filter(|j| j.0 == kind).fold(0, |out, &(_, start, end)| {
            let (from, to) = way(start, end);
            out | ((mask >> from & 1) << to)
        })
    }

    fn gap(&self, words: u8, mask: u64, step: impl Fn(u64) -> u64) -> u64 {
        let mut out = mask & self.open;
        for _ in 0..words {
            out |= step(out) & self.open;
        }
        out
    }
}

/// The bits that are set, lowest first.
pub(super) fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}
