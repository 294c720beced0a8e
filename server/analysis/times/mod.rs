//! Times in prose. (Placeholder until the times branch lands: finds none.)

use super::TimeFound;
use super::token::Tokens;
use crate::document::Document;
use jiff::Zoned;

/// The times a document speaks of.
pub fn find(_: &Document, _: &Tokens, _: &Zoned) -> Vec<TimeFound> {
    Vec::new()
}
