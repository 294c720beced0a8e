//! What is read, and how: options of every command that reads drafts.

use crate::project::examples::moment;
use crate::project::{Buffers, Project, Projects};
use clap::{Args, ValueHint};
use jiff::Zoned;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// What is read, and how.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(in crate::cli) struct ReadArguments {
    /// The name to give what is read from standard input.
    ///
    /// Its extension tells the format, its folder which configuration applies.
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) stdin_filename: Option<PathBuf>,
    /// What the messages are about, for all of them.
    ///
    /// Instead of what Regards takes them for; `regards rules` and `regards explain INTENT` show the intents.
    #[arg(long, value_name = "INTENT")]
    pub(in crate::cli) intent: Option<String>,
    /// The moment the messages are sent.
    ///
    /// In RFC 3339, such as 2026-11-23T12:00:00+01:00. Left out, the clock tells; a message's own Date: goes first.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(in crate::cli) now: Option<Zoned>,
    /// The largest file to read.
    ///
    /// A larger one is trouble, not silence. In bytes, or with KiB, MiB or GiB.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "10MiB")]
    pub(in crate::cli) max_size: u64,
    /// How many threads to use; left out, one for each processor.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) threads: Option<NonZeroUsize>,
}

/// Which configuration applies.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub(in crate::cli) struct ConfigArguments {
    /// The configuration file for everything.
    ///
    /// Left out, each file has the nearest regards.toml (or .regards.toml) in its folder or above.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_config")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long)]
    pub(in crate::cli) no_config: bool,
}

impl ConfigArguments {
    /// The projects it asks for.
    pub(in crate::cli) fn projects(&self) -> Projects {
        self.projects_with(Buffers::default())
    }

    /// The same, with these files in the place of those that are stored.
    pub(in crate::cli) fn projects_with(&self, buffers: Buffers) -> Projects {
        match &self.config {
            Some(path) => Projects::only(Project::of_config(path, &buffers)),
            None if self.no_config => Projects::only(Project::with_buffers(buffers)),
            None => Projects::with_buffers(buffers),
        }
    }
}

/// `10MiB`, `500k`, `1000000`.
fn size(text: &str) -> Result<u64, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: u64 = digits.parse().map_err(|_| "write a whole number, such as 10MiB".to_owned())?;
    let unit: u64 = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        unit => return Err(format!("`{unit}` is no unit of size; use B, KiB, MiB or GiB")),
    };
    number.checked_mul(unit).ok_or_else(|| "that is more than any file has".to_owned())
}
