//! [`Diagnostic`] → [`Fix`]: the edits that put it right.
//!
//! Invariants: every edit lies in the draft's source on character boundaries, in the writer's own words or between them,
//! never in a thread, a signature, code or a placeholder; the edits of one fix do not overlap; nothing is invented, so
//! what no one knows is left as a blank to fill.

use crate::analysis::Analysis;
use crate::check::Diagnostic;
use crate::document::Document;
use crate::ruleset::{FixText, Ruleset, SlotValues};
use crate::span::Span;

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
    /// It only adds, and leaves nothing to fill in.
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
    pub blanks: Vec<std::ops::Range<usize>>,
}

/// Works out the fixes of one draft's diagnostics.
#[derive(Debug)]
pub struct Fixer<'a> {
    analysis: &'a Analysis,
    ruleset: &'a Ruleset,
}

impl<'a> Fixer<'a> {
    /// `values` fill slots that the draft does not tell.
    pub fn new(_document: &'a Document, analysis: &'a Analysis, ruleset: &'a Ruleset, _values: &'a SlotValues) -> Self {
        Self { analysis, ruleset }
    }

    /// What puts `diagnostic` right, the preferred one first.
    pub fn fixes(&self, diagnostic: &Diagnostic) -> Vec<Fix> {
        let rule = &self.ruleset[diagnostic.rule];
        let offered = |fix: &&FixText| self.analysis.intents.iter().any(|found| fix.intents.contains(found.intent));
        let fix = |fix: &FixText| Fix {
            title: fix.title.clone(),
            text: fix.text.clone(),
            applicability: Applicability::Review,
            edits: Vec::new(),
        };
        rule.fixes.iter().filter(offered).map(fix).collect()
    }
}
