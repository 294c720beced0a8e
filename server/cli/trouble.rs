//! Telling trouble: on standard error, `file:line:column: message` with what to do below.

use super::output::Style;
use crate::project::Trouble;
use std::fmt::Write as _;

/// Writes one to `out`.
pub(super) fn write(trouble: &Trouble, style: Style, out: &mut String) {
    let kind = if trouble.fatal { style.error("error") } else { style.warning("warning") };
    out.push_str(&trouble.path);
    if let Some(place) = trouble.place {
        let _ = write!(out, ":{}:{}", place.line, place.column);
    }
    let _ = writeln!(out, ": {kind}: {}", trouble.message);
    if let Some(help) = &trouble.help {
        let _ = writeln!(out, "  {}: {help}", style.help("help"));
    }
}
