//! Many fixes at once: all that can be made together are, and the result is read anew until nothing is left to do.
//!
//! Invariants: a fix is only kept if its diagnostic is gone after it, no other one came and the message is still read as
//! it was; doing it twice changes nothing more.

use super::plan::{self, Plan};
use super::proof::Standing;
use super::twin::Twin;
use super::voice::Voice;
use super::{Edit, Fixer};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, Held, ReadOptions};
use crate::ruleset::{FileSettings, RuleId, Ruleset, SlotValues};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// What a draft is mended with.
#[derive(Clone, Copy, Debug)]
pub struct Mend<'a> {
    /// How it is read.
    pub options: &'a ReadOptions,
    /// What is asked of it.
    pub ruleset: &'a Ruleset,
    /// When it is sent, and what it is about if that is known.
    pub settings: &'a Settings,
    /// What the configuration says about it.
    pub file: &'a FileSettings,
    /// What fills slots.
    pub values: &'a SlotValues,
}

/// Which fixes are made.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Those that want a look, too.
    pub review: bool,
    /// Of these rules only; empty: of all.
    pub rules: Vec<RuleId>,
}

impl Selection {
    fn asks_for(&self, rule: RuleId) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule)
    }
}

/// A mended draft.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The file as it is now.
    pub bytes: Vec<u8>,
    /// Where the message stands in it now, where the file holds several.
    pub held: Option<Held>,
    /// What was done, in the order it was done.
    pub applied: Vec<Applied>,
    /// What is left, and whether a fix that wants a look would mend it.
    pub left: Vec<(RuleId, bool)>,
    /// How much of that could be mended, but not in both forms of the mail alike.
    pub apart: usize,
}

/// One fix that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Of which rule.
    pub rule: RuleId,
    /// Its title.
    pub title: String,
}

/// Rounds after which a draft is left as it is; every round mends something, so few are ever needed.
const ROUNDS: usize = 12;

/// Makes all fixes of `selection` that hold.
pub fn mend(bytes: &[u8], mend: Mend<'_>, selection: &Selection) -> Fixed {
    let mut state = State::read(bytes.to_vec(), mend, mend.options.held.clone());
    let mut applied = Vec::new();
    for _ in 0..ROUNDS {
        let wanted = state.wanted(mend, selection);
        if wanted.is_empty() {
            break;
        }
        let Some((next, done)) = state.mended(mend, &wanted) else { break };
        applied.extend(done);
        state = next;
    }
    let fixer = state.fixer(mend).proving(mend, state.held.as_ref());
    let left = state.diagnostics.iter().map(|diagnostic| (diagnostic.rule, !fixer.fixes(diagnostic).is_empty()));
    let is_apart = |diagnostic: &&Diagnostic| selection.asks_for(diagnostic.rule) && fixer.is_apart(diagnostic);
    let apart = state.diagnostics.iter().filter(is_apart).count();
    Fixed { left: left.collect(), apart, bytes: state.bytes, held: state.held, applied }
}

/// A fix that could be made.
struct Choice {
    applied: Applied,
    /// The words it puts in.
    words: String,
    plan: Plan,
}

/// What was found to hold so far.
struct Taken<'c> {
    choices: Vec<&'c Choice>,
    /// The draft with it; none while nothing is taken.
    state: Option<State>,
    failures: usize,
}

/// Fixes that may fail before a draft is left as it is: each costs a reading of the whole draft.
const PATIENCE: usize = 400;

/// A draft as it is read.
struct State {
    bytes: Vec<u8>,
    held: Option<Held>,
    document: Document,
    analysis: Analysis,
    diagnostics: Vec<Diagnostic>,
    voice: Voice,
    standing: Standing,
    /// The other form of a mail that has two.
    twin: Option<Arc<Twin>>,
}

impl State {
    fn read(bytes: Vec<u8>, mend: Mend<'_>, held: Option<Held>) -> Self {
        let document = match &held {
            None => Document::parse(&bytes, mend.options),
            Some(held) => Document::parse_held(&String::from_utf8_lossy(&bytes).into(), held, mend.options),
        };
        let analysis = analyze(&document, mend.ruleset, mend.settings);
        let diagnostics = check(&document, &analysis, mend.ruleset, mend.file);
        let voice = Voice::of(&document, analysis.sender);
        let twin = Twin::read(&bytes, &document, &analysis, mend).map(Arc::new);
        let standing = Standing::of(&analysis, &diagnostics).beside(twin.as_deref());
        Self { bytes, held, document, analysis, diagnostics, voice, standing, twin }
    }

    fn fixer<'s>(&'s self, mend: Mend<'s>) -> Fixer<'s> {
        let fixer = Fixer::new(&self.document, &self.analysis, mend.ruleset, mend.values);
        fixer.beside(mend, self.twin.clone())
    }

    /// For each diagnostic that has any, the fixes that may be made, the preferred one first.
    fn wanted(&self, mend: Mend<'_>, selection: &Selection) -> Vec<Vec<Choice>> {
        let fixer = self.fixer(mend);
        let of_rule = |diagnostic: &&Diagnostic| selection.asks_for(diagnostic.rule);
        let choices = |diagnostic: &Diagnostic| {
            let plans = fixer.plans(diagnostic).into_iter();
            let fit = plans.filter(|(_, plan)| selection.review || plan.is_safe());
            let choice = fit.map(|(fix, plan)| Choice {
                applied: Applied { rule: diagnostic.rule, title: fix.title.clone() },
                words: plan.words(),
                plan,
            });
            choice.filter(|choice| self.edits(&[choice]).is_some()).collect::<Vec<_>>()
        };
        self.diagnostics.iter().filter(of_rule).map(choices).filter(|choices| !choices.is_empty()).collect()
    }

    /// The draft with as many of the fixes made as hold together: the preferred ones all at once where that holds, else
    /// half by half, each for good or not at all.
    fn mended(&self, mend: Mend<'_>, wanted: &[Vec<Choice>]) -> Option<(Self, Vec<Applied>)> {
        let mut taken = Taken { choices: Vec::new(), state: None, failures: 0 };
        self.take(mend, wanted, &mut taken);
        let done = taken.choices.iter().map(|choice| choice.applied.clone()).collect();
        Some((taken.state?, done))
    }

    /// Takes what holds of `wanted` on top of what is taken.
    fn take<'c>(&self, mend: Mend<'_>, wanted: &'c [Vec<Choice>], taken: &mut Taken<'c>) {
        if wanted.is_empty() || taken.failures > PATIENCE {
            return;
        }
        if let [choices] = wanted {
            // The preferred one was tried with the others, unless there were none.
            choices.iter().any(|choice| self.holds(mend, &[choice], taken));
            return;
        }
        let first: Vec<&Choice> = wanted.iter().filter_map(|choices| choices.first()).collect();
        if self.holds(mend, &first, taken) {
            return;
        }
        let (left, right) = wanted.split_at(wanted.len() / 2);
        self.take(mend, left, taken);
        self.take(mend, right, taken);
    }

    /// Takes `more` if all that is taken then holds. What is said already need not be said twice.
    fn holds<'c>(&self, mend: Mend<'_>, more: &[&'c Choice], taken: &mut Taken<'c>) -> bool {
        let mut choices = taken.choices.clone();
        let mut said: FxHashSet<&str> = choices.iter().map(|choice| choice.words.as_str()).collect();
        let mut greets = choices.iter().any(|choice| choice.plan.greets);
        for choice in more {
            let is_new = (choice.words.is_empty() || said.insert(&choice.words)) && !(greets && choice.plan.greets);
            if is_new {
                greets |= choice.plan.greets;
                choices.push(choice);
            }
        }
        if choices.len() == taken.choices.len() {
            return more.len() > 1;
        }
        let next = self.after(mend, &choices).filter(|next| self.is_mended_by(next, &choices, mend.ruleset));
        let holds = next.is_some();
        if holds {
            (taken.choices, taken.state) = (choices, next);
        } else {
            taken.failures += 1;
        }
        holds
    }

    fn edits(&self, choices: &[&Choice]) -> Option<Vec<Edit>> {
        let plans: Vec<&Plan> = choices.iter().map(|choice| &choice.plan).collect();
        plan::edits(&self.document, self.twin.as_ref().map(|twin| &twin.document), &plans, self.voice)
    }

    /// The draft with these fixes made.
    fn after(&self, mend: Mend<'_>, choices: &[&Choice]) -> Option<Self> {
        let edits = self.edits(choices)?;
        let bytes = apply(&self.document, &self.bytes, &edits)?;
        let made: Vec<_> = edits.iter().map(|edit| (edit.span.range(), edit.text.as_str())).collect();
        let mut held = self.held.clone();
        if let Some(held) = &mut held {
            held.after(&made);
        }
        (bytes != self.bytes).then(|| Self::read(bytes, mend, held))
    }

    /// Whether these fixes do what they are for.
    fn is_mended_by(&self, next: &Self, choices: &[&Choice], ruleset: &Ruleset) -> bool {
        let open = choices.iter().any(|choice| !choice.plan.is_safe());
        self.standing.is_mended_by(&next.standing, choices.iter().map(|choice| choice.applied.rule), open, ruleset)
    }
}

/// The file with edits made: in order, not overlapping. `None` where its character set lacks what is to be put in.
pub fn apply(document: &Document, bytes: &[u8], edits: &[Edit]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        out.extend_from_slice(bytes.get(at..range.start)?);
        out.extend_from_slice(&document.encode(&edit.text)?);
        at = range.end;
    }
    out.extend_from_slice(bytes.get(at..)?);
    Some(out)
}
