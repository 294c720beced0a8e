//! Words of a template that are there only sometimes: between a tag with a condition and the one that ends it.
//!
//! Invariants: choices are properly nested and in the order they begin in, so that one comes before those in it; a tag
//! without its partner opens or ends nothing.

use super::tag::{Condition, Step};
use crate::span::{Span, TextSpan};

/// One of several wordings shows, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The wordings, in order; at least one.
    pub arms: Vec<Arm>,
    /// The arm of another choice this one is in.
    pub within: Option<ArmId>,
}

/// One wording of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arm {
    /// When it shows; none where it shows if no other one does.
    pub condition: Option<Condition>,
    /// Its words, as far as they are the writer's own.
    pub words: TextSpan,
    /// The tag in front of it.
    pub opened: Span,
    /// The tag behind it.
    pub closed: Span,
}

/// An arm, by the index of its choice in [`super::Document::choices`] and its own in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArmId {
    /// Index of the choice.
    pub choice: u32,
    /// Index of the arm.
    pub arm: u32,
}

impl Choice {
    /// Whether one of its wordings shows in any case.
    pub fn is_whole(&self) -> bool {
        self.arms.iter().any(|arm| arm.condition.is_none())
    }

    /// All its words.
    pub fn words(&self) -> TextSpan {
        let first = self.arms.first().map(|arm| arm.words).unwrap_or_default();
        self.arms.last().map_or(first, |last| TextSpan { start: first.start, end: last.words.end })
    }
}

/// A tag where it was found.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    /// Its place on disk.
    pub(super) span: Span,
    /// Where in the text the words behind it begin.
    pub(super) at: u32,
    pub(super) step: Step,
}

/// Conditions in conditions; deeper ones are taken to hold.
const DEEPEST: usize = 64;

/// What is open.
enum Frame {
    Choice(u32),
    /// A choice between values, before the first of them.
    Case(String),
    /// What is there always.
    Plain,
}

/// Pairs the tags, which are in order of place.
pub(super) fn choices(tags: &[Tag], end: u32) -> Vec<Choice> {
    let mut builder = Pairing { found: Vec::new(), open: Vec::new() };
    for tag in tags {
        builder.tag(tag, end);
    }
    builder.finish()
}

struct Pairing {
    /// With whether it was ended, and the expression its values are of.
    found: Vec<(Choice, bool, Option<String>)>,
    open: Vec<Frame>,
}

impl Pairing {
    fn tag(&mut self, tag: &Tag, end: u32) {
        match &tag.step {
            Step::If(_) if self.open.len() >= DEEPEST => self.open.push(Frame::Plain),
            Step::If(condition) => self.begin(tag, condition.clone(), None, end),
            Step::Case(subject) => self.open.push(Frame::Case(subject.clone())),
            Step::Open => self.open.push(Frame::Plain),
            Step::ElseIf(condition) => self.next(tag, Some(condition.clone()), end),
            Step::Else => self.next(tag, None, end),
            Step::When(value) => match self.open.last() {
                Some(Frame::Case(subject)) => {
                    let subject = subject.clone();
                    let condition = Condition { words: format!("{subject} == {value}"), negated: false };
                    self.open.pop();
                    self.begin(tag, condition, Some(subject), end);
                }
                Some(&Frame::Choice(index)) => {
                    let subject = self.found[index as usize].2.clone().unwrap_or_default();
                    let words = format!("{subject} == {value}");
                    self.next(tag, Some(Condition { words, negated: false }), end);
                }
                _ => {}
            },
            Step::Close => {
                if let Some(Frame::Choice(index)) = self.open.pop() {
                    self.close(index, tag);
                    self.found[index as usize].1 = true;
                }
            }
            Step::Other => {}
        }
    }

    fn begin(&mut self, tag: &Tag, condition: Condition, subject: Option<String>, end: u32) {
        let within = self.open.iter().rev().find_map(|frame| match frame {
            Frame::Choice(index) => {
                let arms = self.found[*index as usize].0.arms.len();
                Some(ArmId { choice: *index, arm: arms as u32 - 1 })
            }
            _ => None,
        });
        self.open.push(Frame::Choice(self.found.len() as u32));
        self.found.push((Choice { arms: vec![arm(tag, Some(condition), end)], within }, false, subject));
    }

    /// Goes over to the next arm of what is open.
    fn next(&mut self, tag: &Tag, condition: Option<Condition>, end: u32) {
        // The other wording of a loop shows where there is nothing to go through; its words are taken to be there.
        if let Some(&Frame::Choice(index)) = self.open.last() {
            self.close(index, tag);
            self.found[index as usize].0.arms.push(arm(tag, condition, end));
        }
    }

    fn close(&mut self, index: u32, tag: &Tag) {
        if let Some(arm) = self.found[index as usize].0.arms.last_mut() {
            arm.words.end = tag.at.max(arm.words.start);
            arm.closed = tag.span;
        }
    }

    /// Leaves out what was never ended; what is in it is then not in it.
    fn finish(self) -> Vec<Choice> {
        let mut place: Vec<Option<u32>> = Vec::with_capacity(self.found.len());
        let mut kept: Vec<Choice> = Vec::with_capacity(self.found.len());
        let mut outer: Vec<Option<ArmId>> = Vec::with_capacity(self.found.len());
        for (mut choice, whole, _) in self.found {
            let within = choice.within.and_then(|arm| match place[arm.choice as usize] {
                Some(index) => Some(ArmId { choice: index, ..arm }),
                None => outer[arm.choice as usize],
            });
            outer.push(within);
            place.push(whole.then_some(kept.len() as u32));
            if whole {
                choice.within = within;
                kept.push(choice);
            }
        }
        kept
    }
}

fn arm(tag: &Tag, condition: Option<Condition>, end: u32) -> Arm {
    Arm { condition, words: TextSpan { start: tag.at, end: end.max(tag.at) }, opened: tag.span, closed: tag.span }
}
