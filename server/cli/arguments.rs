//! What can be typed after `regards`. The doc comments here are the help texts.

use crate::project::examples::moment;
use crate::project::{Buffers, Project, Projects};
use crate::ruleset::{SlotValues, nearest};
use clap::builder::styling::{AnsiColor, Effects, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::Zoned;
use std::num::NonZeroUsize;
use std::path::PathBuf;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::Cyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default());

/// Says what courtesy a message about an interview or an application still lacks.
///
/// Regards reads the message you are about to send — withdrawing, cancelling, moving, declining, rejecting, stopping a
/// search, turning down an exit interview — and tells you what it lacks, why that matters, and which words put it
/// right. A message about anything else is none of its business: it says nothing.
#[derive(Debug, Parser)]
#[command(name = "regards", version, styles = STYLES, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Exit status: 0 clean, 1 findings, 2 trouble (a file, rule, configuration or option that cannot be used)."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) global: Global,
}

/// Options every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Global {
    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto, hide_possible_values = true)]
    #[arg(help = "When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never")]
    pub(super) color: Color,
    /// Leave out the summary, notices and the progress bar; findings and trouble are still told.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what messages lack, or should not say.
    ///
    /// Reads the files named, and the drafts below the folders named. A folder's drafts are its .txt, .md, .eml and
    /// .html files and templates of them (.j2, .hbs, .liquid, .erb, …) that .gitignore does not exclude; a file that is
    /// named is always read.
    #[command(after_long_help = "Examples:\n  \
        regards check                          every draft below this folder\n  \
        regards check reply.txt templates/     one file and a folder\n  \
        regards check 'mails/**/*.eml'         a glob, quoted so that Regards expands it\n  \
        pbpaste | regards check -              the clipboard\n  \
        regards check --format json mails/     for programs\n  \
        regards check --output html=report.html mails/  a page for people, beside what is printed\n  \
        git ls-files -z | regards check --files-from - -0  what git knows\n  \
        regards check --diff-base main         what this branch breaks\n  \
        regards check --watch mails/           again with each change\n\n\
        Exit status: 0 nothing at or above --fail-on, 1 something, 2 trouble; trouble hides no finding.")]
    Check(CheckArguments),
    /// Put right what can be put right.
    ///
    /// Makes the fixes that only add words and leave nothing to fill in, and takes out remarks that ignore nothing; with
    /// --review also those that leave a blank such as [recruiter's name], or take words out. A file is replaced as a whole or not at all, keeps its mode, encoding
    /// and line ends, and is left alone if it changed meanwhile. Standard input goes to standard output.
    #[command(after_long_help = "Examples:\n  \
        regards fix reply.txt                  add what is missing and known\n  \
        regards fix --review reply.txt         the rest, too: look at it afterwards\n  \
        regards fix --diff mails/ | patch -p0  see it first\n  \
        regards fix --set recruiter='Dana Reyes' reply.txt\n\n\
        Exit status: 0 done, 1 with --diff something would change, 2 trouble.")]
    Fix(FixArguments),
    /// Write a whole message that lacks nothing.
    ///
    /// From the skeleton of an intent, such as cancel, withdraw or reject-candidate. What --set does not fill is left to
    /// be filled in.
    #[command(after_long_help = "Examples:\n  \
        regards new cancel\n  \
        regards new withdraw --set recruiter='Dana Reyes' --set sender='Sam Carter' > reply.txt\n  \
        regards new reject-candidate --format jinja > rejection.html.j2")]
    New(NewArguments),
    /// Show what Regards understands of a message.
    ///
    /// Prints the intent and what speaks for it, who writes, the greeting and sign-off, what each sentence does, the
    /// people and times, and how much notice is given. Use it to find out why a rule fires or keeps silent.
    Inspect(InspectArguments),
    /// Explain a rule, an act or an intent.
    ///
    /// A rule: why it asks for what it asks for, what it must not be confused with, how severe it is, which words put it
    /// right, where the source document says so, and a message it flags beside one it leaves alone.
    Explain(ExplainArguments),
    /// List the rules.
    Rules(RulesArguments),
    /// Run the examples in rule files.
    ///
    /// Every rule proves itself: the drafts it must flag are flagged where it says so, the drafts it must leave alone
    /// are left alone, and acts and intents are found in the sentences their files list. Without a PATH, the built-in
    /// rules and those of the configuration are tested; with one, the rules in that folder or file, on top of the
    /// built-in ones.
    Test(TestArguments),
    /// Print the configuration in effect, and where each value of it is said.
    ///
    /// As TOML, with the file and line behind each value. With a PATH, what holds there: for a folder, the configuration
    /// that applies in it; for a file, of its [[files]] tables those that fit. Globs and folders are as they stand in their
    /// files, and relative to those.
    #[command(after_long_help = "Examples:\n  \
        regards config                         what holds in this folder\n  \
        regards config rejections/a.txt        what holds for one draft\n  \
        regards config --format json           for programs")]
    Config(EffectiveArguments),
    /// Run the language server, for editors.
    ///
    /// Speaks the Language Server Protocol on standard input and output. Editors start it; what it finds, and what they
    /// can do about it, is the same as `regards check` tells. Its log never holds the text of a message.
    Server(ServerArguments),
    /// Print what a bug report needs.
    ///
    /// The version, the system, which configuration and rules apply here and what is wrong with them. No text of any
    /// message.
    Rage(RageArguments),
    /// Print the JSON Schema of a kind of file.
    ///
    /// For editors: a TOML language server that is given the schema completes and explains the keys.
    Schema(SchemaArguments),
    /// Write a commented regards.toml.
    Init(InitArguments),
    /// Print a completion script for a shell.
    ///
    /// For instance, in ~/.bashrc: source <(regards completions bash)
    Completions(CompletionsArguments),
}

/// What is read, and how.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct ReadArguments {
    /// The name to give what is read from standard input.
    ///
    /// Its extension tells the format, its folder which configuration applies.
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(super) stdin_filename: Option<PathBuf>,
    /// What the messages are about, for all of them.
    ///
    /// Instead of what Regards takes them for; `regards rules` and `regards explain INTENT` show the intents.
    #[arg(long, value_name = "INTENT")]
    pub(super) intent: Option<String>,
    /// The moment the messages are sent.
    ///
    /// In RFC 3339, such as 2026-11-23T12:00:00+01:00. Left out, the clock tells; a message's own Date: goes first.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) now: Option<Zoned>,
    /// The largest file to read.
    ///
    /// A larger one is trouble, not silence. In bytes, or with KiB, MiB or GiB.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "10MiB")]
    pub(super) max_size: u64,
    /// How many threads to use; left out, one for each processor.
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
}

/// Which configuration applies.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigArguments {
    /// The configuration file for everything.
    ///
    /// Left out, each file has the nearest regards.toml (or .regards.toml) in its folder or above.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long)]
    pub(super) no_config: bool,
}

impl ConfigArguments {
    /// The projects it asks for.
    pub(super) fn projects(&self) -> Projects {
        self.projects_with(Buffers::default())
    }

    /// The same, with these files in the place of those that are stored.
    pub(super) fn projects_with(&self, buffers: Buffers) -> Projects {
        match &self.config {
            Some(path) => Projects::only(Project::of_config(path, &buffers)),
            None if self.no_config => Projects::only(Project::with_buffers(buffers)),
            None => Projects::with_buffers(buffers),
        }
    }
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct CheckArguments {
    /// Files, folders or globs; - is standard input. Left out: this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    /// Read the files to check from a list in this file, a line each; - is standard input.
    ///
    /// What is listed is taken by its very name: no globs. An empty list checks nothing.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reading")]
    pub(super) files_from: Option<PathBuf>,
    /// The list of --files-from ends each name with a NUL character, as git -z and find -print0 do.
    #[arg(long, short = '0', requires = "files_from", help_heading = "Reading")]
    pub(super) null: bool,
    /// Leave out what the configuration excludes, even where it is named or listed.
    #[arg(long, help_heading = "Reading")]
    pub(super) force_exclude: bool,
    /// Check only the Nth of M equal parts of the files, to share the work among machines.
    ///
    /// The parts are the same on every machine that has the same files, and each file is in one of them.
    #[arg(long, value_name = "N/M", value_parser = shard, help_heading = "Reading")]
    pub(super) shard: Option<Shard>,
    /// Leave out the findings in this file; --update-baseline writes it.
    ///
    /// A finding is known by its rule, its file and its words, not by its line: it stays known while the file changes around
    /// it, or is renamed. What is in the baseline and no longer there is told.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "What is new")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found into the baseline, and take out what is no longer there.
    ///
    /// What it says about files that are not checked stays, as long as they are there.
    #[arg(long, requires = "baseline", conflicts_with_all = ["diff_base", "watch"], help_heading = "What is new")]
    pub(super) update_baseline: bool,
    /// Check only files that changed since this branch left REV, and leave out what they had then.
    ///
    /// Compares the files as they are in this folder with the merge base of REV and HEAD, as a pull request does, both read
    /// with the rules as they are now. Renamed files are followed. Needs git, and a clone that goes back that far.
    #[arg(long, value_name = "REV", help_heading = "What is new")]
    pub(super) diff_base: Option<String>,
    /// Check again whenever a draft, a rule or the configuration changes; Ctrl-C ends it.
    #[arg(long, conflicts_with = "files_from")]
    pub(super) watch: bool,
    /// How to show findings.
    ///
    /// Left out: full; where standard output is no terminal, github in GitHub Actions and gitlab in GitLab CI.
    #[arg(long, value_enum, help_heading = "Output")]
    pub(super) format: Option<CheckFormat>,
    /// Also write findings to a file, in another format; may be given several times.
    ///
    /// For instance --output sarif=regards.sarif --output html=report.html. A file is replaced as a whole, once all is
    /// checked. It is not checked itself.
    #[arg(long, short, value_name = "FORMAT=FILE", value_parser = report, value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(super) output: Vec<(CheckFormat, PathBuf)>,
    /// Count findings by rule and by intent.
    ///
    /// After the findings, or within JSON; beside other formats for programs, on standard error.
    #[arg(long, help_heading = "Output")]
    pub(super) statistics: bool,
    /// The least severity that makes the exit status 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning, help_heading = "Output")]
    pub(super) fail_on: FailOn,
    #[command(flatten)]
    pub(super) read: ReadArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct FixArguments {
    /// Files, folders or globs; - is standard input.
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    /// Also make fixes that leave something to fill in, or take words out.
    #[arg(long, help_heading = "Fixing")]
    pub(super) review: bool,
    /// Fix what this rule finds only; may be given several times.
    #[arg(long, value_name = "RULE", help_heading = "Fixing")]
    pub(super) rule: Vec<String>,
    /// What fills a slot: recruiter, hiring-manager, candidate, company, role, appointment, alternative, reason, sender.
    #[arg(long, value_name = "SLOT=WORDS", value_parser = slot, help_heading = "Fixing")]
    pub(super) set: Vec<(String, String)>,
    /// Change nothing; print what would change as a patch.
    #[arg(long, help_heading = "Output")]
    pub(super) diff: bool,
    /// Leave out what the configuration excludes, even where it is named.
    #[arg(long, help_heading = "Reading")]
    pub(super) force_exclude: bool,
    #[command(flatten)]
    pub(super) read: ReadArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// What the message is about; left out, the intents are listed.
    #[arg(value_name = "INTENT")]
    pub(super) intent: Option<String>,
    /// What fills a slot: recruiter, hiring-manager, candidate, company, role, appointment, alternative, reason, sender.
    #[arg(long, value_name = "SLOT=WORDS", value_parser = slot)]
    pub(super) set: Vec<(String, String)>,
    /// What to write it in.
    #[arg(long, value_enum, default_value_t = NewFormat::Plain)]
    pub(super) format: NewFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct InspectArguments {
    /// Files, folders or globs; - is standard input.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) read: ReadArguments,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArguments {
    /// The id of a rule, an act or an intent, such as missing-apology.
    #[arg(value_name = "ID")]
    pub(super) id: String,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    /// How to show them.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct TestArguments {
    /// Folders or files of rules. Left out: the rules that apply in this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct EffectiveArguments {
    /// A file or folder; a file need not be there. Left out: this folder.
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) path: Option<PathBuf>,
    /// How to show it.
    #[arg(long, value_enum, default_value_t = ListFormat::Text, help_heading = "Output")]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct RageArguments {
    #[command(flatten)]
    pub(super) config: ConfigArguments,
}

#[derive(Debug, Args)]
pub(super) struct ServerArguments {
    /// Talk over TCP on this machine instead.
    ///
    /// Connects to a client that listens on the port, as Visual Studio Code does; where none does, waits there for one.
    /// 0 waits on a free port and says which on standard error.
    #[arg(long, value_name = "PORT")]
    pub(super) socket: Option<u16>,
    /// Write the log to a file; left out, to standard error.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) log: Option<PathBuf>,
    /// How much to log.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LogLevel::Warn)]
    pub(super) log_level: LogLevel,
    /// What columns count for a client that does not say.
    ///
    /// The protocol has it that they count UTF-16 then, but there are clients that count bytes or characters all the same.
    #[arg(long, value_enum, value_name = "ENCODING", default_value_t = PositionEncoding::Utf16)]
    pub(super) position_encoding: PositionEncoding,
    /// What clients say that talk over standard input and output; it is what happens anyway.
    #[arg(long, hide = true, conflicts_with = "socket")]
    pub(super) stdio: bool,
    /// What some clients say beside the same in `initialize`.
    #[arg(long = "clientProcessId", hide = true)]
    pub(super) client_process_id: Option<u32>,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// The kind of file.
    #[arg(value_enum, value_name = "KIND")]
    pub(super) kind: SchemaKind,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Print it instead of writing it.
    #[arg(long)]
    pub(super) stdout: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
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
pub(super) enum NewFormat {
    /// Plain text; what is not known stands in [brackets].
    Plain,
    /// Markdown.
    Markdown,
    /// A mail with its header fields, for a mail program.
    Mail,
    /// HTML paragraphs.
    Html,
    /// A Jinja template: {{ recruiter }}; also Twig and Liquid.
    Jinja,
    /// A Handlebars template: {{recruiter}}; also Mustache.
    Handlebars,
    /// An ERB template: <%= recruiter %>.
    Erb,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Information,
    Hint,
    /// No finding makes the exit status 1.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogLevel {
    /// What should never happen.
    Error,
    /// What a client does wrong, and files that cannot be used.
    Warn,
    /// The course of a session.
    Info,
    /// Each request and how long it took.
    Debug,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PositionEncoding {
    /// Bytes, as ALE does.
    #[value(name = "utf-8")]
    Utf8,
    /// UTF-16 code units.
    #[value(name = "utf-16")]
    Utf16,
    /// Characters, as lsp-mode does.
    #[value(name = "utf-32")]
    Utf32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaKind {
    /// A rule: rules/etiquette/*.toml.
    Rule,
    /// An act: rules/acts/*.toml.
    Act,
    /// An intent: rules/intents/*.toml.
    Intent,
    /// Shared words: rules/words/*.toml.
    Words,
    /// regards.toml.
    Config,
    /// What an editor can set, under "regards".
    Settings,
}

/// One of several equal parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// Which, from 0.
    pub(super) index: usize,
    /// Of how many.
    pub(super) of: usize,
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

/// `recruiter=Dana Reyes`
fn slot(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as in recruiter='Dana Reyes'")?;
    let name = name.trim().to_lowercase().replace('_', "-");
    if !SlotValues::NAMES.contains(&name.as_str()) {
        let near = nearest(&name, SlotValues::NAMES.into_iter());
        let near = near.map_or_else(|| SlotValues::NAMES.join(", "), |near| format!("did you mean {near}?"));
        return Err(format!("there is no slot `{name}`: {near}"));
    }
    let value = value.trim();
    if value.is_empty() || value.contains(['\n', '\r']) {
        return Err("the words must be there, on one line".to_owned());
    }
    Ok((name, value.to_owned()))
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
