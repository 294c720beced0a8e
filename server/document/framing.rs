//! The greetings and sign-offs of a template whose branches each have their own: every branch is read as whoever gets it does,
//! without the words of the others.
//!
//! Invariants: what is found has words on the branch it was found for; cost is bounded: of a long template the first choices and
//! the last are read, of a very long one none.

use super::choice::Choice;
use super::token::Shown;
use super::{ArmId, Block, Greeting, SignOff, greeting, sign_off};
use crate::span::TextSpan;

/// Bytes beyond which a template is no message.
const LONGEST: usize = 32 * 1024;
/// Choices at either end of a template, and arms of each, that are read.
const MOST: usize = 12;

/// What branches have beside what the whole text has.
#[derive(Debug, Default)]
pub(super) struct Framing {
    pub(super) greetings: Vec<Greeting>,
    pub(super) sign_offs: Vec<SignOff>,
}

/// Finds them. `greeted` and `signed` are those of the whole text.
pub(super) fn of_branches(
    text: &str,
    blocks: &[Block],
    placeholders: &[Shown],
    choices: &[Choice],
    greeted: Option<&Greeting>,
    signed: Option<&SignOff>,
) -> Framing {
    let mut found = Framing::default();
    if text.len() > LONGEST {
        return found;
    }
    let is_near = |index: usize| index < MOST || index + MOST >= choices.len();
    for (index, choice) in choices.iter().enumerate().filter(|(index, _)| is_near(*index)) {
        // One past the last arm stands for none of them.
        let arms = choice.arms.len() + usize::from(!choice.is_whole());
        for arm in (0..arms).take(MOST) {
            let arm = ArmId { choice: index as u32, arm: arm as u32 };
            let branch = Branch::of(text, blocks, placeholders, choices, arm);
            let greeting = greeting::greeting(&branch.text, &branch.blocks, &branch.placeholders);
            let behind = greeting.as_ref().map_or(0, |greeting| greeting.span.end as usize);
            let closing = sign_off::sign_off(&branch.text, &branch.blocks, &branch.placeholders, behind);
            // What has nothing to do with the choice is that of the whole text, or was taken for one in its absence.
            let is_own = |span: TextSpan| choice.words().overlaps(span);
            let is_new = |other: &Greeting| greeted != Some(other) && !found.greetings.contains(other);
            found.greetings.extend(greeting.filter(|greeting| is_own(greeting.span) && is_new(greeting)));
            let closing = closing.map(|closing| closing.sign_off);
            let is_new = |other: &SignOff| signed != Some(other) && !found.sign_offs.contains(other);
            found.sign_offs.extend(closing.filter(|closing| is_own(closing.span) && is_new(closing)));
        }
    }
    found
}

/// Whether another branch has words behind the one a sign-off is on.
pub(super) fn goes_on(choices: &[Choice], sign_off: TextSpan) -> bool {
    let is_behind = |words: TextSpan| sign_off.end <= words.start && !words.is_empty();
    choices.iter().any(|choice| choice.words().overlaps(sign_off) && choice.arms.iter().any(|arm| is_behind(arm.words)))
}

/// A template as one of its branches shows it: every word in its place, blanks where others' words are.
struct Branch {
    text: String,
    blocks: Vec<Block>,
    placeholders: Vec<Shown>,
}

impl Branch {
    fn of(text: &str, blocks: &[Block], placeholders: &[Shown], choices: &[Choice], arm: ArmId) -> Self {
        let mut hidden: Vec<TextSpan> = Vec::new();
        let mut at = Some(arm);
        while let Some(ArmId { choice, arm }) = at {
            let Some(choice) = choices.get(choice as usize) else { break };
            let others = choice.arms.iter().enumerate().filter(|(index, _)| *index != arm as usize);
            hidden.extend(others.map(|(_, other)| other.words));
            at = choice.within;
        }
        let mut bytes = text.as_bytes().to_vec();
        for span in &hidden {
            for byte in bytes.get_mut(span.range()).into_iter().flatten().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        }
        // Whole characters became blanks.
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let trimmed = |block: &Block| {
            let words = text.get(block.span.range())?;
            let start = block.span.start as usize + words.len() - words.trim_start().len();
            let span = TextSpan::new(start, start + words.trim().len());
            (!span.is_empty()).then_some(Block { span, ..*block })
        };
        let blocks = blocks.iter().filter_map(trimmed).collect();
        let is_shown = |shown: &&Shown| !hidden.iter().any(|span| span.overlaps(shown.span));
        Self { blocks, placeholders: placeholders.iter().filter(is_shown).copied().collect(), text }
    }
}
