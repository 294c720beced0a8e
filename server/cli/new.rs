//! `regards new`.
use super::arguments::NewArguments;
use super::output::{Outcome, Output};
use std::io;
pub(super) fn run(_: &NewArguments, _: Output) -> io::Result<Outcome> {
    Ok(Outcome::Clean)
}
