//! What was there before, and is not told again: the findings in a baseline, and those a revision of git had already.
//!
//! Invariants: what is taken away depends on one file, the baseline and the revision alone, never on the other files or
//! the order they are read in; findings are counted, so that a second one like one that is known is told.

mod base;
mod baseline;
mod git;
mod kind;

pub(super) use base::Base;
pub(super) use baseline::{Baseline, Seen};

use super::arguments::CheckArguments;
use crate::check::Diagnostic;
use crate::project::{Draft, Trouble};
use std::path::Path;

/// What was there before.
#[derive(Debug, Default)]
pub(super) struct Before {
    pub(super) baseline: Option<Baseline>,
    pub(super) base: Option<Base>,
}

/// The findings of one file that are new, and how many are not.
#[derive(Debug, Default)]
pub(super) struct New {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Those that the revision has.
    pub(super) in_base: usize,
    /// Those of the others that the baseline has.
    pub(super) in_baseline: usize,
    /// What the baseline is to know of the file.
    pub(super) seen: Option<Seen>,
}

impl Before {
    /// As the command line asks; what cannot be used is told, and takes nothing away.
    pub(super) fn of(arguments: &CheckArguments) -> (Self, Vec<Trouble>) {
        let (mut before, mut troubles) = (Self::default(), Vec::new());
        if let Some(path) = &arguments.baseline {
            match Baseline::read(path, arguments.update_baseline) {
                Ok(baseline) => before.baseline = Some(baseline),
                Err(trouble) => troubles.push(trouble),
            }
        }
        if let Some(revision) = &arguments.diff_base {
            match Base::find(revision, &arguments.config) {
                Ok(base) => before.base = Some(base),
                Err(trouble) => troubles.push(trouble),
            }
        }
        (before, troubles)
    }

    /// The findings in `draft` that are new. `old` is the draft as the revision has it, with its findings.
    pub(super) fn new_in(&self, draft: &Draft, mut diagnostics: Vec<Diagnostic>, old: Option<&Draft>) -> New {
        let mut new = New::default();
        let all = diagnostics.len();
        if let Some(old) = old {
            diagnostics = base::new_in(draft, diagnostics, old);
        }
        new.in_base = all - diagnostics.len();
        if let Some(baseline) = &self.baseline {
            let all = diagnostics.len();
            let (left, seen) = baseline.new_in(draft, diagnostics);
            diagnostics = left;
            new.in_baseline = all - diagnostics.len();
            new.seen = Some(seen);
        }
        new.diagnostics = diagnostics;
        new
    }
}

/// The path of `file` from `folder`, both from the root, with `/`; as it is where there is no way between them.
fn path_from(folder: &Path, file: &Path) -> String {
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return slashed(file);
    }
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

fn slashed(path: &Path) -> String {
    let path = path.display().to_string();
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}
