//! What can be typed after `regards`. The doc comments here are the help texts.

mod check;
mod reading;
mod server;
mod showing;
mod writing;

pub(super) use check::{CheckArguments, CheckFormat, FailOn};
pub(super) use reading::{ConfigArguments, ReadArguments};
pub(super) use server::{LogLevel, PositionEncoding, ServerArguments};
pub(super) use showing::{
    CompletionsArguments, EffectiveArguments, ExplainArguments, InitArguments, InspectArguments, ListFormat,
    RageArguments, RulesArguments, SchemaArguments, SchemaKind, TestArguments,
};
pub(super) use writing::{FixArguments, NewArguments, NewFormat};

use clap::builder::styling::{AnsiColor, Effects, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

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
pub(in crate::cli) struct Arguments {
    #[command(subcommand)]
    pub(in crate::cli) command: Command,
    #[command(flatten)]
    pub(in crate::cli) global: Global,
}

/// Options every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct Global {
    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto, hide_possible_values = true)]
    #[arg(help = "When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never")]
    pub(in crate::cli) color: Color,
    /// Leave out the summary, notices and the progress bar; findings and trouble are still told.
    #[arg(long, short, global = true)]
    pub(in crate::cli) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    Auto,
    Always,
    Never,
}
