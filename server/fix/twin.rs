//! The other form of a mail that has its text in two, as plain text and as HTML. Each reader's program shows one of them, so
//! what is mended in one is mended in the other.
//!
//! Invariant: a fix of such a mail takes the same words out of both forms and puts the same words into both; where the two do
//! not say the same, there is none.

use super::plan::Plan;
use super::proof::Standing;
use super::{Fixer, Mend};
use crate::analysis::{Analysis, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, ReadOptions};
use crate::ruleset::FixText;
use std::cell::OnceCell;
use std::sync::Arc;

/// The other form, read.
#[derive(Debug)]
pub(super) struct Twin {
    pub(super) document: Document,
    analysis: Analysis,
    diagnostics: Vec<Diagnostic>,
}

impl Twin {
    /// Reads the other form of `document`, whose file is `bytes`. None where there is none, where there are several, and where
    /// it is about something else.
    pub(super) fn read(bytes: &[u8], document: &Document, analysis: &Analysis, mend: Mend<'_>) -> Option<Self> {
        if document.forms != 2 {
            return None;
        }
        let document = Document::parse(bytes, &ReadOptions { other_form: true, ..mend.options.clone() });
        let found = analyze(&document, mend.ruleset, mend.settings);
        let about = |analysis: &Analysis| analysis.intents.iter().map(|found| found.intent).collect::<Vec<_>>();
        if about(&found) != about(analysis) {
            return None;
        }
        let diagnostics = check(&document, &found, mend.ruleset, mend.file);
        Some(Self { document, analysis: found, diagnostics })
    }

    pub(super) fn standing(&self) -> Standing {
        Standing::of(&self.analysis, &self.diagnostics)
    }

    /// The finding of this form that is `diagnostic` in the other: about the same words, of those of its rule.
    fn counterpart(&self, fixer: &Fixer<'_>, diagnostic: &Diagnostic) -> Option<&Diagnostic> {
        let own = fixer.found()?;
        let here = own.iter().position(|other| other == diagnostic)?;
        let alike = |document: &Document, other: &Diagnostic| {
            other.rule == diagnostic.rule && about(document, other) == about(fixer.document, diagnostic)
        };
        let number = own[..here].iter().filter(|other| alike(fixer.document, other)).count();
        self.diagnostics.iter().filter(|other| alike(&self.document, other)).nth(number)
    }
}

/// The words a finding is about, and the sentence they are in.
fn about(document: &Document, diagnostic: &Diagnostic) -> Option<(Vec<String>, Vec<String>)> {
    let target = diagnostic.words?;
    let sentence = document.sentences.iter().find(|sentence| sentence.span.overlaps(target));
    Some((words(document.words(target)), sentence.map(|it| words(document.words(it.span))).unwrap_or_default()))
}

/// The words of a text in lower case, marks aside.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

impl<'a> Fixer<'a> {
    /// With the other form of the draft, as it was read with `mend`.
    pub(super) fn beside(mut self, mend: Mend<'a>, twin: Option<Arc<Twin>>) -> Self {
        self.mend = Some(mend);
        self.twin = OnceCell::from(twin);
        self
    }

    /// The other form of the draft, if it has one and it is known how to read it.
    pub(super) fn twin(&self) -> Option<&Twin> {
        let read = || {
            let bytes = self.document.encode(&self.document.source)?;
            Twin::read(&bytes, self.document, self.analysis, self.mend?).map(Arc::new)
        };
        self.twin.get_or_init(read).as_deref()
    }

    /// Plans for `diagnostic`, each with what it does to the other form; those that cannot be made in both are left out.
    pub(super) fn in_both(&self, diagnostic: &Diagnostic, plans: Vec<(&'a FixText, Plan)>) -> Vec<(&'a FixText, Plan)> {
        let Some(twin) = self.twin().filter(|_| !plans.is_empty()) else { return Vec::new() };
        let Some(other) = twin.counterpart(self, diagnostic) else { return Vec::new() };
        let beside = Fixer::new(&twin.document, &twin.analysis, self.ruleset, self.values);
        let beside = Fixer { voice: OnceCell::from(self.voice()), ..beside };
        let mut others = beside.plans_in_one(other);
        let with_twin = |(fix, plan): (&'a FixText, Plan)| {
            let is_it = |(other, _): &(&FixText, Plan)| std::ptr::eq(*other, fix);
            let (_, other) = others.swap_remove(others.iter().position(is_it)?);
            (words(&other.words()) == words(&plan.words())).then(|| (fix, plan.with_twin(other)))
        };
        plans.into_iter().filter_map(with_twin).collect()
    }

    /// Whether a finding could be mended, but not in both forms of the mail alike.
    pub fn is_apart(&self, diagnostic: &Diagnostic) -> bool {
        self.document.forms > 1 && self.plans(diagnostic).is_empty() && !self.plans_in_one(diagnostic).is_empty()
    }
}
