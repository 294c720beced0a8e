//! One file for each feature: a function from a [`Snapshot`](super::snapshot::Snapshot) and the request's parameters to
//! the answer. `server/README.md` says how to add one.

pub(super) mod authoring;
pub(super) mod catalog;
pub(super) mod completion;
pub(super) mod folding;
pub(super) mod highlight;
pub(super) mod hints;
pub(super) mod hover;
pub(super) mod ids;
pub(super) mod lens;
pub(super) mod links;
pub(super) mod outline;
pub(super) mod selection;
pub(super) mod status;

use super::snapshot::{Checked, Snapshot};

/// What was found out about a draft with an intent of ours; features are silent about all others.
fn ours(snapshot: &Snapshot) -> Option<&Checked> {
    snapshot.checked().filter(|checked| is_ours(checked))
}

/// The same about each message in a file that is one or holds some.
fn all_ours(snapshot: &Snapshot) -> impl Iterator<Item = &Checked> {
    snapshot.messages().unwrap_or_default().iter().filter(|checked| is_ours(checked))
}

fn is_ours(checked: &Checked) -> bool {
    !checked.draft.analysis.intents.is_empty()
}
