//! Regards lints the message you are about to send about an interview or an application.
//!
//! Data goes one way: text → [`document`] → [`analysis`] → [`check`] → [`fix`], with [`ruleset`] saying what to look
//! for. Those modules are pure: no files, no clock, no environment, no LSP type, and no draft makes them fail.
//! [`lsp`] is the language server, [`cli`] the only place that prints. `server/README.md` is the map.

pub mod analysis;
pub mod check;
pub mod cli;
pub mod document;
pub mod fix;
pub mod lsp;
mod project;
pub mod ruleset;
pub mod span;
