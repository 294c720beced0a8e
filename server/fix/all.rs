//! Many fixes at once: all that can be made together are, and the result is read anew until nothing is left to do.
//!
//! Invariants: a fix is only kept if its diagnostic is gone after it, no other one came and the message is still read as
//! it was; doing it twice changes nothing more.

use super::plan::{self, Plan};
use super::voice::Voice;
use super::{Edit, Fixer};
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, ReadOptions};
use crate::ruleset::{CheckKind, FileSettings, IntentId, RuleId, Ruleset, SlotValues};

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

/// A mended draft.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The file as it is now.
    pub bytes: Vec<u8>,
    /// What was done, in the order it was done.
    pub applied: Vec<Applied>,
    /// What is left, and whether a fix that wants a look would mend it.
    pub left: Vec<(RuleId, bool)>,
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
    let mut state = State::read(bytes.to_vec(), mend);
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
    let fixer = Fixer::new(&state.document, &state.analysis, mend.ruleset, mend.values);
    let left = state.diagnostics.iter().map(|diagnostic| (diagnostic.rule, !fixer.fixes(diagnostic).is_empty()));
    Fixed { left: left.collect(), bytes: state.bytes, applied }
}

/// A fix that could be made.
struct Choice {
    applied: Applied,
    plan: Plan,
}

impl Choice {
    /// Whether none of the fixes taken says the same; what is said once need not be said twice.
    fn is_new_to(&self, taken: &[&Self]) -> bool {
        !taken.iter().any(|other| self.plan.repeats(&other.plan))
    }
}

/// A draft as it is read.
struct State {
    bytes: Vec<u8>,
    document: Document,
    analysis: Analysis,
    diagnostics: Vec<Diagnostic>,
}

impl State {
    fn read(bytes: Vec<u8>, mend: Mend<'_>) -> Self {
        let document = Document::parse(&bytes, mend.options);
        let analysis = analyze(&document, mend.ruleset, mend.settings);
        let diagnostics = check(&document, &analysis, mend.ruleset, mend.file);
        Self { bytes, document, analysis, diagnostics }
    }

    /// For each diagnostic that has any, the fixes that may be made, the preferred one first.
    fn wanted(&self, mend: Mend<'_>, selection: &Selection) -> Vec<Vec<Choice>> {
        let fixer = Fixer::new(&self.document, &self.analysis, mend.ruleset, mend.values);
        let of_rule =
            |diagnostic: &&Diagnostic| selection.rules.is_empty() || selection.rules.contains(&diagnostic.rule);
        let choices = |diagnostic: &Diagnostic| {
            let plans = fixer.plans(diagnostic).into_iter();
            let fit = plans.filter(|(_, plan)| selection.review || plan.is_safe());
            let choice = fit.map(|(fix, plan)| Choice {
                applied: Applied { rule: diagnostic.rule, title: fix.title.clone() },
                plan,
            });
            choice
                .filter(|choice| plan::edits(&self.document, &[&choice.plan], self.voice()).is_some())
                .collect::<Vec<_>>()
        };
        self.diagnostics.iter().filter(of_rule).map(choices).filter(|choices| !choices.is_empty()).collect()
    }

    /// The draft with as many of the fixes made as hold together: the preferred ones all at once where that holds, else one
    /// after the other, each for good or not at all.
    fn mended(&self, mend: Mend<'_>, wanted: &[Vec<Choice>]) -> Option<(Self, Vec<Applied>)> {
        let mut all: Vec<&Choice> = Vec::new();
        for choice in wanted.iter().filter_map(|choices| choices.first()) {
            let more: Vec<&Choice> = all.iter().copied().chain([choice]).collect();
            if choice.is_new_to(&all) && self.edits(&more).is_some() {
                all = more;
            }
        }
        let done = |taken: &[&Choice]| taken.iter().map(|choice| choice.applied.clone()).collect();
        if let Some(next) = self.after(mend, &all).filter(|next| self.is_mended_by(next, &all, mend.ruleset)) {
            return Some((next, done(&all)));
        }
        let mut best = None;
        let mut taken: Vec<&Choice> = Vec::new();
        for choices in wanted {
            for choice in choices.iter().filter(|choice| choice.is_new_to(&taken)) {
                let more: Vec<&Choice> = taken.iter().copied().chain([choice]).collect();
                if let Some(next) = self.after(mend, &more).filter(|next| self.is_mended_by(next, &more, mend.ruleset))
                {
                    (best, taken) = (Some(next), more);
                    break;
                }
            }
        }
        Some((best?, done(&taken)))
    }

    fn voice(&self) -> Voice {
        Voice::of(&self.document, self.analysis.sender)
    }

    fn edits(&self, choices: &[&Choice]) -> Option<Vec<Edit>> {
        let plans: Vec<&Plan> = choices.iter().map(|choice| &choice.plan).collect();
        plan::edits(&self.document, &plans, self.voice())
    }

    /// The draft with these fixes made.
    fn after(&self, mend: Mend<'_>, choices: &[&Choice]) -> Option<Self> {
        let edits = self.edits(choices)?;
        let bytes = apply(&self.document, &self.bytes, &edits)?;
        (bytes != self.bytes).then(|| Self::read(bytes, mend))
    }

    /// Whether what these fixes are for is gone, nothing came instead, and the message is still about the same.
    fn is_mended_by(&self, next: &Self, choices: &[&Choice], ruleset: &Ruleset) -> bool {
        let main = |state: &Self| state.analysis.intents.first().map(|found| found.intent);
        let count = |state: &Self, rule: RuleId| state.diagnostics.iter().filter(|it| it.rule == rule).count();
        let same_intent: Option<IntentId> = main(self);
        let fixes = |rule: RuleId| choices.iter().filter(|choice| choice.applied.rule == rule).count();
        let blanks = choices.iter().any(|choice| !choice.plan.is_safe());
        // Who takes a bad reason out may have to give another one, and blanks are there to be filled.
        let may_come = |rule: RuleId| matches!(ruleset[rule].check, CheckKind::Filled | CheckKind::Require(_));
        let mut rules: Vec<RuleId> = next.diagnostics.iter().map(|diagnostic| diagnostic.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        main(next) == same_intent
            && choices.iter().all(|choice| {
                let rule = choice.applied.rule;
                // What is late stays late, however kindly it is said.
                let lasts = matches!(ruleset[rule].check, CheckKind::Notice { .. });
                count(next, rule) + fixes(rule) <= count(self, rule) || lasts
            })
            && rules.iter().all(|&rule| count(next, rule) <= count(self, rule) || blanks && may_come(rule))
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
