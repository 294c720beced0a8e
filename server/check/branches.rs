//! What a template says on some of its branches only.
//!
//! Something said inside `{% if late %}` is missing where `late` is not set. Branches that decide something else altogether
//! – an offer beside a rejection – need not say it. Cost is linear: no path is followed on its own, a choice counts as
//! saying something when all its arms do.

use super::{Findings, Lack, Related, message};
use crate::document::{Arm, ArmId, Choice, Condition, Part, tag};
use crate::ruleset::ActId;
use crate::span::{Span, TextSpan};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// A branch without something that is said elsewhere.
pub(super) struct Lacks {
    /// When it shows: “when `late` is not set”.
    pub(super) when: String,
    /// The arm that lacks it, where it has one of its own.
    pub(super) arm: Option<ArmId>,
    /// All arms that lack it; one past the last stands for none of them.
    arms: Vec<ArmId>,
    /// The arm around the choice.
    pub(super) around: Option<ArmId>,
    /// The tag to tell it at.
    pub(super) tag: Span,
    /// Where it is said.
    pub(super) said: Vec<Related>,
}

impl Lacks {
    /// What is missing: an act, on each of the arms.
    pub(super) fn of(&self, act: Option<ActId>) -> Vec<Lack> {
        self.arms.iter().map(|&arm| Lack { act, arm: Some(arm) }).collect()
    }

    /// The message of a rule, with the branch it is about.
    pub(super) fn told(&self, message: &str) -> String {
        let mut when = self.when.chars();
        let first = when.next().map(char::to_uppercase).into_iter().flatten();
        format!("{}: {}", first.chain(when).collect::<String>(), message::lower(message))
    }
}

/// The choices of one message, and which of their arms matter.
#[derive(Default)]
pub(super) struct Branches<'a> {
    choices: &'a [Choice],
    /// For each choice, the arms that are about what the message decides; empty where all are.
    about: Vec<Vec<bool>>,
    /// The arm everything is decided in.
    pub(super) home: Option<ArmId>,
}

impl<'a> Branches<'a> {
    pub(super) fn of(found: &Findings<'a>, decision: Option<ActId>) -> Self {
        let choices = &found.document.choices[..];
        let mut branches = Self { choices, about: Vec::new(), home: None };
        if choices.is_empty() {
            return branches;
        }
        let decided = |by_words: bool| {
            let acts = found.analysis.acts.iter().filter(move |act| Some(act.act) == decision);
            let acts = acts.filter(move |act| !by_words || act.by == crate::analysis::Signal::Template);
            acts.filter(|act| found.part(act) == Part::Body).map(|act| act.span.start).collect::<Vec<u32>>()
        };
        // What the model alone takes for a decision is none beside one in so many words.
        let mut places = decided(true);
        if places.is_empty() {
            places = decided(false);
        }
        let tally = branches.tally(&places);
        branches.about = choices
            .iter()
            .zip(&tally.within)
            .enumerate()
            .map(|(index, (choice, arms))| {
                let around = tally.direct_around(choice.within, index);
                if around || arms.iter().all(|&count| count == 0) {
                    Vec::new()
                } else {
                    arms.iter().map(|&count| count > 0).collect()
                }
            })
            .collect();
        branches.home = Self::home(&tally, places.len() as u32);
        branches
    }

    /// The innermost arm that holds all `count` places.
    fn home(tally: &Tally, count: u32) -> Option<ArmId> {
        let mut home = None;
        for (choice, arms) in tally.within.iter().enumerate().filter(|_| count > 0) {
            if let Some(arm) = arms.iter().position(|&here| here == count) {
                home = Some(ArmId { choice: choice as u32, arm: arm as u32 });
            }
        }
        home
    }

    /// The innermost arm a place is in.
    pub(super) fn arm_at(&self, at: u32) -> Option<ArmId> {
        let last = self.choices.partition_point(|choice| choice.words().start <= at).checked_sub(1)?;
        let mut choice = last;
        loop {
            let holds = |arm: &Arm| arm.words.start <= at && at < arm.words.end;
            if let Some(arm) = self.choices[choice].arms.iter().rposition(holds) {
                return Some(ArmId { choice: choice as u32, arm: arm as u32 });
            }
            // A choice before this one in the same arm is passed over with it: what holds the place holds both.
            choice = self.choices[choice].within?.choice as usize;
        }
    }

    fn tally(&self, places: &[u32]) -> Tally {
        let mut tally = Tally {
            within: self.choices.iter().map(|choice| vec![0; choice.arms.len()]).collect(),
            direct: FxHashMap::default(),
            nested: FxHashMap::default(),
        };
        for &at in places {
            let mut arm = self.arm_at(at);
            *tally.direct.entry(arm).or_default() += 1;
            while let Some(ArmId { choice, arm: index }) = arm {
                tally.within[choice as usize][index as usize] += 1;
                arm = self.choices[choice as usize].within;
                tally.nested.entry(arm).or_default().push(choice);
            }
        }
        tally
    }

    /// The branch that lacks what is said at `places`, if any does.
    pub(super) fn lacking(&self, found: &Findings<'_>, places: &[TextSpan]) -> Option<Lacks> {
        if self.choices.is_empty() || places.is_empty() {
            return None;
        }
        let starts: Vec<u32> = places.iter().map(|place| place.start).collect();
        let tally = self.tally(&starts);
        let covered = self.covered(&tally);
        if covered.root {
            return None;
        }
        let (choice, arms) = self.uncovered(&tally, &covered)?;
        let whole = &self.choices[choice];
        let when = arms.iter().map(|&arm| told(whole, arm)).collect::<Vec<_>>();
        let arms: Vec<ArmId> = arms.iter().map(|&arm| ArmId { choice: choice as u32, arm: arm as u32 }).collect();
        let own = match arms[..] {
            [arm] if (arm.arm as usize) < whole.arms.len() => Some(arm),
            _ => None,
        };
        let shown = own.map_or(0, |own| own.arm as usize);
        let said = |place: &TextSpan| {
            let ArmId { choice, arm } = self.arm_at(place.start)?;
            let when = told(&self.choices[choice as usize], arm as usize);
            Some(Related { span: found.source(*place), message: format!("said here, {when}") })
        };
        Some(Lacks {
            when: either(&when),
            arm: own,
            arms,
            around: whole.within,
            tag: whole.arms[shown].opened,
            said: places.iter().filter_map(said).take(3).collect(),
        })
    }

    /// Which arms say it whatever else holds.
    fn covered(&self, tally: &Tally) -> Covered {
        let says = |arm: ArmId| tally.direct.contains_key(&Some(arm));
        let mut covered = Covered {
            root: tally.direct.contains_key(&None),
            arms: self
                .choices
                .iter()
                .enumerate()
                .map(|(choice, it)| {
                    (0..it.arms.len()).map(|arm| says(ArmId { choice: choice as u32, arm: arm as u32 })).collect()
                })
                .collect(),
        };
        // Two choices side by side with opposite conditions are one.
        let mut sides: FxHashMap<(Option<ArmId>, &str), [bool; 2]> = FxHashMap::default();
        for (index, choice) in self.choices.iter().enumerate().rev() {
            if tally.within[index].iter().all(|&count| count == 0) {
                continue;
            }
            let mut whole = self.missing(index, &covered).is_empty();
            if let [Some(Condition { words, negated }), rest @ ..] =
                &choice.arms.iter().map(|arm| arm.condition.as_ref()).collect::<Vec<_>>()[..]
                && rest.len() < 2
            {
                let both = sides.entry((choice.within, words.as_str())).or_default();
                both[usize::from(*negated)] |= covered.arms[index][0];
                both[usize::from(!*negated)] |= rest == [None] && covered.arms[index][1];
                whole |= both[0] && both[1];
            }
            if whole {
                match choice.within {
                    None => covered.root = true,
                    Some(ArmId { choice, arm }) => covered.arms[choice as usize][arm as usize] = true,
                }
            }
        }
        covered
    }

    /// The arms of a choice that do not say it, among those that should; one past the last stands for no arm at all.
    fn missing(&self, index: usize, covered: &Covered) -> Vec<usize> {
        let choice = &self.choices[index];
        let about = self.about.get(index).map_or(&[][..], Vec::as_slice);
        let matters = |arm: &usize| about.get(*arm).is_none_or(|&about| about);
        let mut missing: Vec<usize> =
            (0..choice.arms.len()).filter(matters).filter(|&arm| !covered.arms[index][arm]).collect();
        if about.is_empty() && !choice.is_whole() {
            missing.push(choice.arms.len());
        }
        missing
    }

    /// The innermost choice that says it on some of its arms, with those that do not.
    fn uncovered(&self, tally: &Tally, covered: &Covered) -> Option<(usize, Vec<usize>)> {
        let mut at = None;
        loop {
            // Of several choices side by side the first is told.
            let choice = *tally.nested.get(&at)?.iter().min()? as usize;
            let missing = self.missing(choice, covered);
            let deeper = missing.iter().find(|&&arm| tally.within[choice].get(arm).is_some_and(|&count| count > 0));
            match deeper {
                Some(&arm) if missing.len() == 1 => at = Some(ArmId { choice: choice as u32, arm: arm as u32 }),
                _ if missing.is_empty() => return None,
                _ => return Some((choice, missing)),
            }
        }
    }
}

/// How often something is said where.
struct Tally {
    /// For each arm of each choice, what is in it included.
    within: Vec<Vec<u32>>,
    /// Outside of any choice in the arm.
    direct: FxHashMap<Option<ArmId>, u32>,
    /// The choices in an arm that say it.
    nested: FxHashMap<Option<ArmId>, Vec<u32>>,
}

impl Tally {
    /// Whether it is said in the arm a choice is in, but not in that choice.
    fn direct_around(&self, around: Option<ArmId>, choice: usize) -> bool {
        self.direct.contains_key(&around)
            || self.nested.get(&around).is_some_and(|all| all.iter().any(|&other| other as usize != choice))
    }
}

struct Covered {
    root: bool,
    arms: Vec<Vec<bool>>,
}

/// When an arm shows, or, one past the last, none of them.
fn told(choice: &Choice, arm: usize) -> String {
    let holds = |condition: &Condition, yes: bool| {
        let yes = yes != condition.negated;
        let words = message::quote(&condition.words);
        match (tag::is_simple(&condition.words), yes) {
            (true, true) => format!("`{words}` is set"),
            (true, false) => format!("`{words}` is not set"),
            (false, true) => format!("`{words}` holds"),
            (false, false) => format!("`{words}` does not hold"),
        }
    };
    let mut text = "when ".to_owned();
    if let Some(condition) = choice.arms.get(arm).and_then(|arm| arm.condition.as_ref()) {
        return text + &holds(condition, true);
    }
    let conditions = choice.arms.iter().filter_map(|arm| arm.condition.as_ref());
    for (index, condition) in conditions.enumerate().take(3) {
        let _ = write!(text, "{}{}", if index == 0 { "" } else { " and " }, holds(condition, false));
    }
    text
}

/// `when a` or `when a or when b`
fn either(when: &[String]) -> String {
    const MOST: usize = 3;
    when.iter().take(MOST).cloned().collect::<Vec<_>>().join(", or ")
}
