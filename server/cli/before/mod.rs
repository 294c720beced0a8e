//! What was there before, and is not told again: the findings in a baseline, and those a revision of git had already.
//!
//! Invariants: what is taken away depends on one file, the baseline and the revision alone, never on the other files or
//! the order they are read in; findings are counted, so that a second one like one that is known is told.

mod base;
mod baseline;
mod git;
mod kind;
mod tree;

pub(super) use base::Base;
pub(super) use baseline::{Baseline, Seen};

use super::arguments::CheckArguments;
use crate::check::Diagnostic;
use crate::project::{Draft, Trouble};
use kind::Kind;
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

    /// The findings in `draft` that are new. `old` is the draft as the revision has it, with its findings. Each of the two
    /// is asked about all there is: what the baseline has is there, also where the revision has it too.
    pub(super) fn new_in(&self, draft: &Draft, diagnostics: Vec<Diagnostic>, old: Option<&Draft>) -> New {
        if old.is_none() && self.baseline.is_none() {
            return New { diagnostics, ..New::default() };
        }
        let kinds: Vec<Kind> = diagnostics.iter().map(|diagnostic| Kind::of(draft, diagnostic)).collect();
        let none = || vec![false; diagnostics.len()];
        let in_base = old.map_or_else(none, |old| base::known(draft, &diagnostics, &kinds, old));
        let (in_baseline, seen) = match &self.baseline {
            None => (none(), None),
            Some(baseline) => {
                let (known, seen) = baseline.known(draft, &kinds);
                (known, Some(seen))
            }
        };
        let mut new = New { seen, ..New::default() };
        for ((diagnostic, in_base), in_baseline) in diagnostics.into_iter().zip(in_base).zip(in_baseline) {
            match (in_base, in_baseline) {
                (true, _) => new.in_base += 1,
                (false, true) => new.in_baseline += 1,
                (false, false) => new.diagnostics.push(diagnostic),
            }
        }
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
