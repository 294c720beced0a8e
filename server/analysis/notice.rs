//! Notice. (Placeholder until the times branch lands: unknown.)

use super::token::Tokens;
use super::{Notice, Settings, TimeFound};
use crate::document::Document;
use jiff::Zoned;

/// The moment a document is sent.
pub fn moment(_: &Document, settings: &Settings) -> Zoned {
    settings.now.clone()
}

/// How long before the appointment it is sent.
pub fn judge(_: &Document, _: &Tokens, _: &[TimeFound], _: &Zoned, _: u32) -> Notice {
    Notice::default()
}
