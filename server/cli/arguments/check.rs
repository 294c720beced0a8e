//! What `regards check` takes.

use super::{ConfigArguments, ReadArguments};
use crate::ruleset::nearest;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(in crate::cli) struct CheckArguments {
    /// Files, folders or globs; - is standard input. Left out: this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Read the files to check from a list in this file, a line each; - is standard input.
    ///
    /// What is listed is taken by its very name: no globs. An empty list checks nothing.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reading")]
    pub(in crate::cli) files_from: Option<PathBuf>,
    /// The list of --files-from ends each name with a NUL character, as git -z and find -print0 do.
    #[arg(long, short = '0', requires = "files_from", help_heading = "Reading")]
    pub(in crate::cli) null: bool,
    /// Leave out what the configuration excludes, even where it is named or listed.
    #[arg(long, help_heading = "Reading")]
    pub(in crate::cli) force_exclude: bool,
    /// Check only the Nth of M equal parts of the files, to share the work among machines.
    ///
    /// The parts are the same on every machine that has the same files, and each file is in one of them.
    #[arg(long, value_name = "N/M", value_parser = shard, help_heading = "Reading")]
    pub(in crate::cli) shard: Option<Shard>,
    /// Leave out the findings in this file; --update-baseline writes it.
    ///
    /// A finding is known by its rule, its file and its words, not by its line: it stays known while the file changes around
    /// it, or is renamed. What is in the baseline and no longer there is told.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "What is new")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// Write what is found into the baseline, and take out what is no longer there.
    ///
    /// What it says about files that are not checked stays, as long as they are there.
    #[arg(long, requires = "baseline", conflicts_with_all = ["diff_base", "watch"], help_heading = "What is new")]
    pub(in crate::cli) update_baseline: bool,
    /// Check only files that changed since this branch left REV, and leave out what they had then.
    ///
    /// Compares the files as they are in this folder with the merge base of REV and HEAD, as a pull request does, both read
    /// with the rules as they are now. Renamed files are followed. Needs git, and a clone that goes back that far.
    #[arg(long, value_name = "REV", help_heading = "What is new")]
    pub(in crate::cli) diff_base: Option<String>,
    /// Check again whenever a draft, a rule or the configuration changes; Ctrl-C ends it.
    #[arg(long, conflicts_with = "files_from")]
    pub(in crate::cli) watch: bool,
    /// How to show findings.
    ///
    /// Left out: full; where standard output is no terminal, github in GitHub Actions and gitlab in GitLab CI.
    #[arg(long, value_enum, help_heading = "Output")]
    pub(in crate::cli) format: Option<CheckFormat>,
    /// Also write findings to a file, in another format; may be given several times.
    ///
    /// For instance --output sarif=regards.sarif --output html=report.html. A file is replaced as a whole, once all is
    /// checked. It is not checked itself.
    #[arg(long, short, value_name = "FORMAT=FILE", value_parser = report, value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(in crate::cli) output: Vec<(CheckFormat, PathBuf)>,
    /// Count findings by rule and by intent.
    ///
    /// After the findings, or within JSON; beside other formats for programs, on standard error.
    #[arg(long, help_heading = "Output")]
    pub(in crate::cli) statistics: bool,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning, help_heading = "Output")]
    pub(in crate::cli) fail_on: FailOn,
    #[command(flatten)]
    pub(in crate::cli) read: ReadArguments,
    #[command(flatten)]
    pub(in crate::cli) config: ConfigArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CheckFormat {
    /// The place in the message, why, and the words that put it right.
    Full,
    /// One line for each finding.
    Concise,
    /// One JSON object for everything.
    Json,
    /// A JSON object for each finding, a line each.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations in GitHub Actions.
    Github,
    /// A Code Quality report for GitLab.
    Gitlab,
    /// JUnit XML: a suite for each file, a failed case for each finding.
    Junit,
    /// Checkstyle XML.
    Checkstyle,
    /// Reviewdog's diagnostic format.
    Rdjson,
    /// A page for a pull request or a job summary.
    Markdown,
    /// A page to look at and search in, complete in one file.
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    Error,
    Warning,
    Information,
    Hint,
    /// No finding makes the exit status 1.
    Never,
}

/// One of several equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Shard {
    /// Which, from 0.
    pub(in crate::cli) index: usize,
    /// Of how many.
    pub(in crate::cli) of: usize,
}

/// `2/5`
fn shard(text: &str) -> Result<Shard, String> {
    let wanted = || "write it as in 2/5: the second of five parts".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(wanted)?;
    let (number, of): (usize, usize) = (number.parse().map_err(|_| wanted())?, of.parse().map_err(|_| wanted())?);
    match number.checked_sub(1) {
        Some(index) if number <= of => Ok(Shard { index, of }),
        _ => Err(format!("there is no part {number} of {of}; {}", wanted())),
    }
}

/// `sarif=regards.sarif`
fn report(text: &str) -> Result<(CheckFormat, PathBuf), String> {
    let (format, path) = text.split_once('=').ok_or("write it as in sarif=regards.sarif")?;
    let formats: Vec<_> = CheckFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value).collect();
    let Ok(format) = CheckFormat::from_str(format.trim(), true) else {
        let names = || formats.iter().map(clap::builder::PossibleValue::get_name);
        let near = nearest(format, names()).map(|near| format!("did you mean {near}?"));
        let help = near.unwrap_or_else(|| format!("there is {}", names().collect::<Vec<_>>().join(", ")));
        return Err(format!("there is no format `{format}`: {help}"));
    };
    if path.is_empty() || path == "-" {
        return Err("name a file; what goes to standard output is for --format to say".to_owned());
    }
    Ok((format, PathBuf::from(path)))
}
