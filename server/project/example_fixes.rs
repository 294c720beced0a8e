//! Whether a rule's fixes do what they promise on the drafts it flags.
//!
//! Every fix that is offered takes its finding away and leaves the message about what it was about. What is late stays late
//! however kindly it is said, so rules that ask for notice may flag the draft all the same.

use super::examples::Proof;
use super::source_range;
use crate::analysis::{Analysis, Settings, analyze};
use crate::check::{Diagnostic, check};
use crate::document::{Document, ReadOptions};
use crate::fix::{Fix, Fixer, apply};
use crate::ruleset::{CheckKind, FileSettings, IntentId, RuleId, Ruleset, SlotValues};

/// Tries a rule's fixes on one draft.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trial<'a> {
    pub(super) ruleset: &'a Ruleset,
    pub(super) rule: RuleId,
    pub(super) options: &'a ReadOptions,
    pub(super) settings: &'a Settings,
}

/// What a draft is read as: its findings are the rule's own.
struct Reading {
    document: Document,
    analysis: Analysis,
    own: Vec<Diagnostic>,
}

impl Trial<'_> {
    /// What is wrong with the fixes that are offered for a flagged draft.
    pub(super) fn broken(self, flagged: &str) -> Vec<(String, Proof)> {
        let values = SlotValues::default();
        let before = self.read(flagged);
        let fixer = Fixer::new(&before.document, &before.analysis, self.ruleset, &values);
        let fixes = before.own.iter().flat_map(|diagnostic| fixer.fixes(diagnostic));
        let fault = |fix: Fix| {
            let draft = applied(&before.document, flagged, &fix);
            let what = self.fault(&before, &fix.title, draft.as_deref())?;
            Some((what, Proof::Draft(draft.unwrap_or_default(), None)))
        };
        fixes.filter_map(fault).collect()
    }

    /// What is wrong if the first fix does not make `wanted` of a flagged draft. `at`: the words the finding is about.
    pub(super) fn unlike(self, flagged: &str, at: Option<&str>, wanted: &str) -> Option<(String, Proof)> {
        let values = SlotValues::default();
        let Reading { document, analysis, own } = self.read(flagged);
        let is_meant = |diagnostic: &&Diagnostic| {
            let words = document.source.get(source_range(&document, diagnostic.span)).unwrap_or("");
            at.is_none_or(|at| words.contains(at))
        };
        let diagnostic = own.iter().find(is_meant).or(own.first())?;
        let fixer = Fixer::new(&document, &analysis, self.ruleset, &values);
        let Some(fix) = fixer.fixes(diagnostic).into_iter().next() else {
            let id = &self.ruleset[self.rule].id;
            return Some((format!("{id} offers no fix here"), Proof::Draft(flagged.to_owned(), None)));
        };
        let draft = applied(&document, flagged, &fix).unwrap_or_default();
        let what = || format!("“{}” makes something else of the draft", fix.title);
        (draft != wanted).then(|| (what(), Proof::Becomes(wanted.to_owned(), draft)))
    }

    /// What is wrong with a draft after one fix.
    fn fault(self, before: &Reading, title: &str, draft: Option<&str>) -> Option<String> {
        let Some(draft) = draft else { return Some(format!("“{title}” cannot be made here")) };
        let after = self.read(draft);
        let rule = &self.ruleset[self.rule];
        if after.own.len() >= before.own.len() && !lasts(self.ruleset, self.rule) {
            return Some(format!("{} still flags this draft after “{title}”", rule.id));
        }
        let main = |reading: &Reading| reading.analysis.intents.first().map(|found| found.intent);
        let about = |intent: Option<IntentId>| intent.map_or("something else", |id| self.ruleset[id].id.as_str());
        let (was, is) = (main(before), main(&after));
        (was != is).then(|| format!("“{title}” makes this about {}, and it was about {}", about(is), about(was)))
    }

    fn read(self, draft: &str) -> Reading {
        let document = Document::parse(draft.as_bytes(), self.options);
        let analysis = analyze(&document, self.ruleset, self.settings);
        let mut own = check(&document, &analysis, self.ruleset, &FileSettings::default());
        own.retain(|diagnostic| diagnostic.rule == self.rule);
        Reading { document, analysis, own }
    }
}

/// Whether what a rule finds stays there when all is done about it that words can do.
pub(super) fn lasts(ruleset: &Ruleset, rule: RuleId) -> bool {
    matches!(ruleset[rule].check, CheckKind::Notice { .. })
}

fn applied(document: &Document, draft: &str, fix: &Fix) -> Option<String> {
    String::from_utf8(apply(document, draft.as_bytes(), &fix.edits)?).ok()
}
