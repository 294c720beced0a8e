//! The formats that stand in files of their own beside this folder, because other commands show things in them too.

use super::{Checked, Total, Writer};
use crate::cli::output::Style;
use crate::cli::{concise, full, json, statistics};

/// `full`
pub(super) struct Full(pub(super) Style);

impl Writer for Full {
    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        full::write(checked.draft, checked.diagnostics, checked.fixes, self.0)
    }

    fn end(&self, total: &Total<'_>) -> Vec<u8> {
        table(total, self.0)
    }
}

/// `concise`
pub(super) struct Concise(pub(super) Style);

impl Writer for Concise {
    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        concise::write(checked.draft, checked.diagnostics, self.0)
    }

    fn end(&self, total: &Total<'_>) -> Vec<u8> {
        table(total, self.0)
    }
}

fn table(total: &Total<'_>, style: Style) -> Vec<u8> {
    if total.with_statistics { statistics::table(total.statistics, style).into_bytes() } else { Vec::new() }
}

/// `json`
pub(super) struct Json;

impl Writer for Json {
    fn start(&self, _total: &Total<'_>) -> Vec<u8> {
        json::CHECK_START.to_vec()
    }

    fn tells_clean(&self) -> bool {
        true
    }

    fn is_array(&self) -> bool {
        true
    }

    fn file(&self, checked: &Checked<'_>) -> Vec<u8> {
        json::checked(checked.draft, checked.diagnostics, checked.fixes)
    }

    fn end(&self, total: &Total<'_>) -> Vec<u8> {
        json::check_end(total.counts, total.with_statistics.then_some(total.statistics))
    }
}
