//! JSON Lines: an object for each finding, that of `json` with the file's `path` and `intent` in front.

use super::{Checked, Writer};
use crate::cli::json;

pub(super) struct Jsonl;

impl Writer for Jsonl {
    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        json::lines(checked.draft, checked.diagnostics, checked.fixes)
    }
}
