//! What a check comes to, in numbers and in a sentence.

use super::arguments::FailOn;
use super::before::Before;
use super::output::Outcome;
use crate::check::Diagnostic;
use crate::fix::{Applicability, Fix};
use crate::ruleset::Severity;
use serde::Serialize;

/// What all files come to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Files that could be read.
    pub(super) files: usize,
    /// Those that are about an interview or an application.
    pub(super) ours: usize,
    /// Those without a finding.
    pub(super) clean: usize,
    /// Messages without a finding; a file may hold several.
    pub(super) passed: usize,
    pub(super) found: Severities,
    /// Findings with an edit that mends them.
    pub(super) fixable: usize,
    /// Those of them `regards fix` mends without anyone looking.
    pub(super) safe: usize,
    /// Findings that are left out because the baseline has them, and what the baseline has that is no longer there.
    pub(super) baseline: Option<[usize; 2]>,
    /// Findings that are left out because the revision has them, and files that are as they were.
    pub(super) base: Option<[usize; 2]>,
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Severities {
    errors: usize,
    warnings: usize,
    informations: usize,
    hints: usize,
}

/// The figures of some files, as JSON has them.
#[derive(Serialize)]
pub(super) struct Figures {
    files: usize,
    diagnostics: usize,
    #[serde(flatten)]
    found: Severities,
    fixable: usize,
}

impl Severities {
    pub(super) fn count(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Information => &mut self.informations,
            Severity::Hint => &mut self.hints,
        } += 1;
    }

    pub(super) fn add(&mut self, more: Self) {
        self.errors += more.errors;
        self.warnings += more.warnings;
        self.informations += more.informations;
        self.hints += more.hints;
    }

    /// How many there are of each, the worst first.
    pub(super) fn each(self) -> [usize; 4] {
        [self.errors, self.warnings, self.informations, self.hints]
    }

    pub(super) fn all(self) -> usize {
        self.each().iter().sum()
    }
}

impl Figures {
    pub(super) fn new(files: usize, found: Severities, fixable: usize) -> Self {
        Self { files, diagnostics: found.all(), found, fixable }
    }
}

impl Counts {
    /// Before the first file.
    pub(super) fn of_run(before: &Before) -> Self {
        let baseline = before.baseline.is_some().then_some([0; 2]);
        Self { baseline, base: before.base.is_some().then_some([0; 2]), ..Self::default() }
    }

    pub(super) fn of(diagnostics: &[Diagnostic], fixes: &[Vec<Fix>], ours: bool) -> Self {
        let clean = usize::from(diagnostics.is_empty());
        let mut counts = Self { files: 1, ours: usize::from(ours), clean, passed: clean, ..Self::default() };
        for diagnostic in diagnostics {
            counts.found.count(diagnostic.severity);
        }
        let mends = |fix: &Fix| !fix.edits.is_empty();
        let is_safe = |fix: &Fix| mends(fix) && fix.applicability == Applicability::Safe;
        counts.fixable = fixes.iter().filter(|fixes| fixes.iter().any(mends)).count();
        counts.safe = fixes.iter().filter(|fixes| fixes.iter().any(is_safe)).count();
        counts
    }

    pub(super) fn add(&mut self, more: Self) {
        self.files += more.files;
        self.ours += more.ours;
        self.clean += more.clean;
        self.passed += more.passed;
        self.found.add(more.found);
        self.fixable += more.fixable;
        self.safe += more.safe;
        for (mine, more) in [(&mut self.baseline, more.baseline), (&mut self.base, more.base)] {
            if let (Some(mine), Some(more)) = (mine, more) {
                *mine = [mine[0] + more[0], mine[1] + more[1]];
            }
        }
    }

    /// All findings.
    pub(super) fn diagnostics(&self) -> usize {
        self.found.all()
    }

    pub(super) fn outcome(&self, fail_on: FailOn) -> Outcome {
        let kinds = match fail_on {
            FailOn::Error => 1,
            FailOn::Warning => 2,
            FailOn::Information => 3,
            FailOn::Hint => 4,
            FailOn::Never => 0,
        };
        if self.found.each()[..kinds].iter().any(|&count| count > 0) { Outcome::Findings } else { Outcome::Clean }
    }

    /// `Checked 12 files, 9 of them about an interview or an application: 3 errors, 5 warnings; regards fix mends 4 of them,
    /// with --review 2 more (4 ms)`
    pub(super) fn summary(&self, elapsed: std::time::Duration) -> String {
        format!("{} ({} ms)", self.told(), elapsed.as_millis())
    }

    /// The same without the time.
    pub(super) fn told(&self) -> String {
        let files = format!("Checked {}", counted(self.files, "file"));
        let ours = match (self.files, self.ours) {
            (0, _) => String::new(),
            (1, 1) => ", about an interview or an application".to_owned(),
            (1, _) => ", not about an interview or an application".to_owned(),
            (_, 0) => ", none of them about an interview or an application".to_owned(),
            (files, ours) if files == ours => ", all about an interview or an application".to_owned(),
            (_, ours) => format!(", {ours} of them about an interview or an application"),
        };
        let kinds = self.found.each().into_iter().zip(["error", "warning", "remark", "hint"]);
        let kinds: Vec<_> = kinds.filter(|(count, _)| *count > 0).map(|(count, name)| counted(count, name)).collect();
        let known = self.known();
        let found = match (self.ours, kinds.is_empty()) {
            (0, _) => String::new(),
            (_, true) if known.is_empty() => ": nothing to mend".to_owned(),
            (_, true) => ": nothing new".to_owned(),
            (_, false) => format!(": {}", kinds.join(", ")),
        };
        let unchanged = match self.base {
            Some([_, unchanged]) if unchanged > 0 => format!(" ({unchanged} more unchanged)"),
            _ => String::new(),
        };
        format!("{files}{unchanged}{ours}{found}{known}{}", self.fixes())
    }

    /// What is left out: `, 41 more in the baseline, 2 more there before`
    fn known(&self) -> String {
        let part = |counts: Option<[usize; 2]>, place: &str| match counts {
            Some([known, _]) if known > 0 => format!(", {known} more {place}"),
            _ => String::new(),
        };
        part(self.baseline, "in the baseline") + &part(self.base, "there before")
    }

    /// What `regards fix` can do about it.
    fn fixes(&self) -> String {
        let all = self.diagnostics();
        let part = |count: usize| match (count, all) {
            (1, 1) => "it".to_owned(),
            (count, all) if count == all => "all".to_owned(),
            (count, _) => count.to_string(),
        };
        match (self.safe, self.fixable - self.safe) {
            (0, 0) => String::new(),
            (0, review) => format!("; regards fix --review mends {}", part(review)),
            (safe, 0) => format!("; regards fix mends {}", part(safe)),
            (safe, review) => format!("; regards fix mends {safe}, with --review {review} more"),
        }
    }
}

pub(super) fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
