//! Whether a fix does what it is for: the draft is read anew with it made.
//!
//! Invariant: what does not hold here would not be kept by [`super::mend`] either, which asks the same of many fixes at once.

use super::plan::Plan;
use super::twin::Twin;
use super::{Edit, Fix, Fixer, Mend};
use crate::analysis::{Analysis, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, Held};
use crate::ruleset::{CheckKind, IntentId, RuleId, Ruleset};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// What a draft is about, and how often each rule has something to say.
#[derive(Debug)]
pub(super) struct Standing {
    intent: Option<IntentId>,
    counts: FxHashMap<RuleId, usize>,
    /// The same of the other form of a mail.
    twin: Option<Box<Standing>>,
}

impl Standing {
    pub(super) fn of(analysis: &Analysis, diagnostics: &[Diagnostic]) -> Self {
        let intent = analysis.intents.first().map(|found| found.intent);
        Self { intent, counts: counts(diagnostics.iter().map(|it| it.rule)), twin: None }
    }

    /// With that of the other form.
    pub(super) fn beside(self, twin: Option<&Twin>) -> Self {
        Self { twin: twin.map(|twin| Box::new(twin.standing())), ..self }
    }

    fn count(&self, rule: RuleId) -> usize {
        self.counts.get(&rule).copied().unwrap_or(0)
    }

    /// Whether fixes for findings of the rules `fixed` led from here to `next`: those are gone, nothing came instead, and the
    /// message is still about the same. `open`: they take words out or leave blanks.
    pub(super) fn is_mended_by(
        &self,
        next: &Self,
        fixed: impl Iterator<Item = RuleId>,
        open: bool,
        ruleset: &Ruleset,
    ) -> bool {
        let fixed = counts(fixed);
        self.is_led_to(next, &fixed, open, ruleset)
            && self
                .twin
                .as_ref()
                .is_none_or(|twin| next.twin.as_ref().is_some_and(|next| twin.is_led_to(next, &fixed, open, ruleset)))
    }

    fn is_led_to(&self, next: &Self, fixed: &FxHashMap<RuleId, usize>, open: bool, ruleset: &Ruleset) -> bool {
        // Who takes a bad reason out may have to give another one, and blanks are there to be filled.
        let may_come = |check: &CheckKind| {
            open && matches!(check, CheckKind::Filled | CheckKind::Require(_) | CheckKind::RequireEach(_))
        };
        // What is late stays late, however kindly it is said.
        let lasts = |rule: RuleId| matches!(ruleset[rule].check, CheckKind::Notice { .. });
        next.intent == self.intent
            && fixed.iter().all(|(&rule, fixes)| next.count(rule) + fixes <= self.count(rule) || lasts(rule))
            && next.counts.iter().all(|(&rule, &now)| now <= self.count(rule) || may_come(&ruleset[rule].check))
    }
}

fn counts(rules: impl Iterator<Item = RuleId>) -> FxHashMap<RuleId, usize> {
    let mut counts: FxHashMap<RuleId, usize> = FxHashMap::default();
    rules.for_each(|rule| *counts.entry(rule).or_default() += 1);
    counts
}

/// How a draft is read anew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proof<'a> {
    mend: Mend<'a>,
    held: Option<&'a Held>,
}

/// Characters beyond which a draft is not read anew for each fix: none of our messages is nearly as long.
const LONGEST: usize = 32 * 1024;

/// Whether the preferred fix only puts words in.
pub(super) fn only_adds(laid: &[(Plan, Fix)]) -> bool {
    laid.first().is_some_and(|(plan, _)| plan.replacements.is_empty())
}

impl<'a> Fixer<'a> {
    /// From now on leaves out fixes that do not do what they are for: those after which the finding is still there, another one
    /// came or the message is taken for something else. Those that only put words in are put to the proof together, and one by one
    /// only where that fails; of several for one finding, those behind the first that holds are not. `mend` is how the draft was read, `held` where it stands in its file.
    #[must_use]
    pub fn proving(mut self, mend: Mend<'a>, held: Option<&'a Held>) -> Self {
        self.mend = Some(mend);
        self.proof = Some(Proof { mend, held }).filter(|_| self.document.source.len() <= LONGEST);
        self
    }

    /// Whether a fix of `diagnostic` holds; where that cannot be proven it is taken to.
    pub(super) fn holds(&self, diagnostic: &Diagnostic, plan: &Plan, edits: &[Edit]) -> bool {
        self.hold(std::iter::once(diagnostic.rule), !plan.is_safe(), edits)
    }

    /// Whether the first fixes of all findings hold together, as far as they only put words in. Those that do need not be put to
    /// the proof one by one.
    pub(super) fn hold_together(&self) -> bool {
        *self.together.get_or_init(|| {
            let Some(diagnostics) = self.proof.and_then(|_| self.found()) else { return true };
            let laid: Vec<Vec<(Plan, Fix)>> = diagnostics.iter().map(|diagnostic| self.laid(diagnostic)).collect();
            self.hold_all(diagnostics, &laid)
        })
    }

    /// Takes note that these are the fixes of these diagnostics, and that those are all there are.
    pub(super) fn are_all(&self, diagnostics: &[Diagnostic], laid: &[Vec<(Plan, Fix)>]) {
        if self.proof.is_some() {
            self.standing.get_or_init(|| self.standing_by(diagnostics));
            self.together.get_or_init(|| self.hold_all(diagnostics, laid));
        }
    }

    fn hold_all(&self, diagnostics: &[Diagnostic], laid: &[Vec<(Plan, Fix)>]) -> bool {
        let (mut plans, mut rules): (Vec<&Plan>, Vec<RuleId>) = (Vec::new(), Vec::new());
        let mut said: FxHashSet<&str> = FxHashSet::default();
        let mut edits: &[Edit] = &[];
        for (diagnostic, laid) in diagnostics.iter().zip(laid).filter(|(_, laid)| only_adds(laid)) {
            let (plan, fix) = &laid[0];
            rules.push(diagnostic.rule);
            // What is said for one finding need not be said for another.
            if said.insert(&fix.text) && !(plan.greets && plans.iter().any(|other| other.greets)) {
                plans.push(plan);
                edits = &fix.edits;
            }
        }
        let together;
        match plans.len() {
            0 => return true,
            // Those of one alone are known.
            1 => {}
            _ => match self.edits(&plans) {
                Some(edits_of_all) => {
                    together = edits_of_all;
                    edits = &together;
                }
                None => return false,
            },
        }
        self.hold(rules.into_iter(), plans.iter().any(|plan| !plan.is_safe()), edits)
    }

    fn hold(&self, rules: impl Iterator<Item = RuleId>, open: bool, edits: &[Edit]) -> bool {
        let Some(Proof { mend, held }) = self.proof else { return true };
        let Some(next) = self.after(mend, held, edits) else { return true };
        let before = self.standing.get_or_init(|| self.standing_by(self.found().unwrap_or_default()));
        before.is_mended_by(&next, rules, open, mend.ruleset)
    }

    fn standing_by(&self, diagnostics: &[Diagnostic]) -> Standing {
        Standing::of(self.analysis, diagnostics).beside(self.twin())
    }

    /// What was found in the draft, where it is known how it is read.
    pub(super) fn found(&self) -> Option<&[Diagnostic]> {
        let mend = self.mend?;
        Some(self.found.get_or_init(|| check(self.document, self.analysis, mend.ruleset, mend.file)))
    }

    fn after(&self, mend: Mend<'_>, held: Option<&Held>, edits: &[Edit]) -> Option<Standing> {
        let document = self.document;
        let mut text = String::with_capacity(document.source.len() + 256);
        let mut at = 0;
        for edit in edits {
            text.push_str(document.source.get(at..document.source_offset(edit.span.start))?);
            text.push_str(&edit.text);
            at = document.source_offset(edit.span.end);
        }
        text.push_str(document.source.get(at..)?);
        let (document, bytes) = if let Some(held) = held {
            let mut held = held.clone();
            let made: Vec<_> = edits.iter().map(|edit| (edit.span.range(), edit.text.as_str())).collect();
            held.after(&made);
            (Document::parse_held(&Arc::from(text), &held, mend.options), None)
        } else {
            let bytes = document.encode(&text)?;
            (Document::parse(&bytes, mend.options), Some(bytes))
        };
        let analysis = analyze(&document, mend.ruleset, mend.settings);
        let diagnostics = check(&document, &analysis, mend.ruleset, mend.file);
        let twin = bytes.and_then(|bytes| Twin::read(&bytes, &document, &analysis, mend));
        Some(Standing::of(&analysis, &diagnostics).beside(twin.as_ref()))
    }
}
