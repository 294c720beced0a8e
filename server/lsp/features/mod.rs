//! One file for each feature: a function from a [`Snapshot`](super::snapshot::Snapshot) and the request's parameters to
//! the answer. `server/README.md` says how to add one.

pub(super) mod hover;
