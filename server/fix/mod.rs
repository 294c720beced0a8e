//! [`Diagnostic`] → [`Fix`]: the edits that put it right.
//!
//! Invariants: every edit lies in the draft's source on character boundaries, in the writer's own words or between them,
//! never in a thread, a signature, code or a placeholder (but one that is to be filled in); the edits of one fix do not
//! overlap; nothing is invented, so what no one knows is left as a blank to fill.

mod all;
mod blank;
mod bounds;
mod clause;
mod conditional;
mod encode;
mod flow;
mod hanging;
mod insert;
mod layout;
mod markup;
mod matter;
mod place;
mod plan;
mod proof;
mod remark;
mod removal;
mod remove;
mod scalar;
mod skeleton;
mod slots;
mod twin;
mod voice;
mod wording;
mod words;

pub use all::{Applied, Fixed, Mend, Selection, apply, mend};
pub use skeleton::{Message, Notation, compose};
pub use slots::{Filling, Origin};

use crate::analysis::Analysis;
use crate::check::Diagnostic;
use crate::document::Document;
use crate::ruleset::{FixText, Ruleset, SlotValues};
use crate::span::Span;
use plan::Plan;
use proof::{Proof, Standing};
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;
use twin::Twin;

/// A way to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the writer picks from the menu.
    pub title: String,
    /// The words that come, as the draft would say them; empty where words only go.
    pub text: String,
    /// Whether someone has to look at it.
    pub applicability: Applicability,
    /// The edits that do it, in order, not overlapping; empty where the writer has to choose the place.
    pub edits: Vec<Edit>,
}

/// How far a fix can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// It only adds, and leaves nothing to fill in; or it takes out what does nothing.
    Safe,
    /// It leaves something to fill in, or takes the writer's words out.
    Review,
}

/// A replacement in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty for an insertion.
    pub span: Span,
    /// What comes, in the file's own notation (line ends, entities, transfer encoding), as text still to be encoded in
    /// the file's character set.
    pub text: String,
    /// The parts of `text` that are still to be filled in, as byte ranges of it, in order; an editor's tab stops.
    pub blanks: Vec<Range<usize>>,
}

/// Works out the fixes of one draft's diagnostics.
#[derive(Debug)]
pub struct Fixer<'a> {
    document: &'a Document,
    analysis: &'a Analysis,
    ruleset: &'a Ruleset,
    values: &'a SlotValues,
    voice: OnceCell<voice::Voice>,
    said: words::Said<'a>,
    mend: Option<Mend<'a>>,
    twin: OnceCell<Option<Arc<Twin>>>,
    proof: Option<Proof<'a>>,
    found: OnceCell<Vec<Diagnostic>>,
    standing: OnceCell<Standing>,
    together: OnceCell<bool>,
}

impl<'a> Fixer<'a> {
    /// `values` fill slots that the draft does not tell, and win over what it tells. A mail that has its text in two forms gets
    /// fixes only where it is known how the other one is read: see [`Fixer::proving`].
    pub fn new(document: &'a Document, analysis: &'a Analysis, ruleset: &'a Ruleset, values: &'a SlotValues) -> Self {
        let said = words::Said::by(&document.text);
        Self {
            document,
            analysis,
            ruleset,
            values,
            voice: OnceCell::new(),
            said,
            mend: None,
            twin: OnceCell::new(),
            proof: None,
            found: OnceCell::new(),
            standing: OnceCell::new(),
            together: OnceCell::new(),
        }
    }

    /// What puts `diagnostic` right, the preferred one first. A fix for which the draft has no place is left out.
    pub fn fixes(&self, diagnostic: &Diagnostic) -> Vec<Fix> {
        let laid = self.laid(diagnostic);
        let is_sure = proof::only_adds(&laid) && self.hold_together();
        self.proven(diagnostic, laid, is_sure)
    }

    /// What puts each of a draft's diagnostics right: the same as one by one, and sooner where `are_all` says that there are no
    /// others.
    pub fn all(&self, diagnostics: &[Diagnostic], are_all: bool) -> Vec<Vec<Fix>> {
        if diagnostics.is_empty() {
            return Vec::new();
        }
        let laid: Vec<Vec<(Plan, Fix)>> = diagnostics.iter().map(|diagnostic| self.laid(diagnostic)).collect();
        if are_all {
            self.are_all(diagnostics, &laid);
        }
        let proven = |(diagnostic, laid): (&Diagnostic, Vec<(Plan, Fix)>)| {
            let is_sure = proof::only_adds(&laid) && self.hold_together();
            self.proven(diagnostic, laid, is_sure)
        };
        diagnostics.iter().zip(laid).map(proven).collect()
    }

    /// The fixes that hold. Where one does, that is enough to know that it can be mended.
    fn proven(&self, diagnostic: &Diagnostic, laid: Vec<(Plan, Fix)>, mut is_sure: bool) -> Vec<Fix> {
        let mut holds = |(plan, fix): (Plan, Fix)| {
            is_sure = is_sure || self.holds(diagnostic, &plan, &fix.edits);
            is_sure.then_some(fix)
        };
        laid.into_iter().filter_map(&mut holds).collect()
    }

    /// The fixes of a diagnostic, laid out.
    fn laid(&self, diagnostic: &Diagnostic) -> Vec<(Plan, Fix)> {
        let lay = |(made, plan): (&FixText, Plan)| {
            let edits = self.edits(&[&plan])?;
            let applicability = if plan.is_safe() { Applicability::Safe } else { Applicability::Review };
            let fix = Fix { title: made.title.clone(), text: plan.words(), applicability, edits };
            Some((plan, fix))
        };
        self.plans(diagnostic).into_iter().filter_map(lay).collect()
    }

    /// The edits of several plans, in every form of the draft.
    fn edits(&self, plans: &[&Plan]) -> Option<Vec<Edit>> {
        let twin = self.twin.get().and_then(Option::as_ref);
        plan::edits(self.document, twin.map(|twin| &twin.document), plans, self.voice())
    }

    /// The fixes of a diagnostic as they are planned, before they are laid out.
    fn plans(&self, diagnostic: &Diagnostic) -> Vec<(&'a FixText, Plan)> {
        let plans = self.plans_in_one(diagnostic);
        if self.document.forms == 1 { plans } else { self.in_both(diagnostic, plans) }
    }

    /// The same, of a mail that has its text in several forms, for the one that was read.
    fn plans_in_one(&self, diagnostic: &Diagnostic) -> Vec<(&'a FixText, Plan)> {
        let rule = &self.ruleset[diagnostic.rule];
        let mut plans: Vec<(&FixText, Plan)> = Vec::new();
        for fix in rule.fixes.iter().filter(|fix| self.is_offered(fix, diagnostic)) {
            let Some(plan) = self.plan(rule, fix, diagnostic) else { continue };
            // What is said of one thing lacking and of another is one fix.
            match plans.iter_mut().find(|(other, _)| fix.lacks.is_some() && other.title == fix.title) {
                Some((_, whole)) => whole.join(plan),
                None => plans.push((fix, plan)),
            }
        }
        // On one branch of a template, what needs nothing filled in comes first: a value may be known on the others only.
        if diagnostic.lacks.iter().any(|lack| lack.arm.is_some()) {
            plans.sort_by_key(|(_, plan)| plan.blank);
        }
        plans
    }

    fn voice(&self) -> voice::Voice {
        *self.voice.get_or_init(|| voice::Voice::of(self.document, self.analysis.sender))
    }
}
