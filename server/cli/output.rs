//! Standard output and error: colour where a terminal wants it, and a closed pipe is no error.

use super::arguments::{Color, Global};
use crate::project::Trouble;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style as Ansi};
use std::fmt::{self, Display};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::process::ExitCode;

/// How a command ended; the worse, the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Nothing to object to.
    #[default]
    Clean,
    /// Findings, or failed examples.
    Findings,
    /// Something could not be done.
    Trouble,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Where a command writes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    out: ColorChoice,
    /// Style of standard output.
    pub(super) style: Style,
    err: ColorChoice,
    /// Whether notices and summaries are unwanted.
    pub(super) quiet: bool,
}

impl Output {
    /// As the options and the environment ask.
    pub(super) fn new(global: &Global) -> Self {
        let choice = |auto: ColorChoice| match global.color {
            Color::Auto => auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        let out = choice(AutoStream::choice(&io::stdout()));
        let err = choice(AutoStream::choice(&io::stderr()));
        Self { out, style: Style { on: out != ColorChoice::Never }, err, quiet: global.quiet }
    }

    /// Buffered standard output; what is written may hold colour codes.
    pub(super) fn stdout(self) -> BufWriter<AutoStream<StdoutLock<'static>>> {
        BufWriter::with_capacity(1 << 16, AutoStream::new(io::stdout().lock(), self.out))
    }

    /// Buffered standard output for data: there are no colour codes in it to look for.
    pub(super) fn data() -> BufWriter<AutoStream<StdoutLock<'static>>> {
        BufWriter::with_capacity(1 << 16, AutoStream::always_ansi(io::stdout().lock()))
    }

    /// Writes a text to standard output.
    pub(super) fn print(self, text: &str) -> io::Result<()> {
        let mut out = self.stdout();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Tells trouble on standard error. What standard error cannot take is lost: there is nowhere left to say so.
    pub(super) fn trouble(self, troubles: &[Trouble]) -> Outcome {
        let style = self.error_style();
        let mut text = String::new();
        for trouble in troubles {
            super::trouble::write(trouble, style, &mut text);
        }
        let _ = AutoStream::new(io::stderr().lock(), self.err).write_all(text.as_bytes());
        if troubles.iter().any(|trouble| trouble.fatal) { Outcome::Trouble } else { Outcome::Clean }
    }

    /// Style of standard error.
    pub(super) fn error_style(self) -> Style {
        Style { on: self.err != ColorChoice::Never }
    }

    /// Tells something by the way on standard error, unless that is unwanted.
    pub(super) fn notice(self, text: &str) {
        if !self.quiet {
            let _ = writeln!(AutoStream::new(io::stderr().lock(), self.err), "{text}");
        }
    }
}

/// Turns a command's end into its exit status. Whoever reads our output may stop reading: that is no trouble.
pub(super) fn finish(output: Output, result: io::Result<Outcome>) -> Outcome {
    match result {
        Ok(outcome) => outcome,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Clean,
        Err(error) => {
            let message = format!("the output cannot be written: {error}");
            let help = Some("check that there is room where it goes".to_owned());
            output.trouble(&[Trouble { path: "standard output".into(), place: None, message, help, fatal: true }])
        }
    }
}

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// Whether to use any.
    pub(super) on: bool,
}

impl Style {
    /// For what must be mended.
    pub(super) fn error<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, AnsiColor::BrightRed.on_default().effects(Effects::BOLD))
    }

    /// For what should be mended.
    pub(super) fn warning<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, AnsiColor::Yellow.on_default().effects(Effects::BOLD))
    }

    /// For what is good.
    pub(super) fn good<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, AnsiColor::Green.on_default().effects(Effects::BOLD))
    }

    /// For what to do.
    pub(super) fn help<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, AnsiColor::Cyan.on_default().effects(Effects::BOLD))
    }

    /// For headlines and ids.
    pub(super) fn bold<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, Ansi::new().effects(Effects::BOLD))
    }

    /// For what matters less.
    pub(super) fn dim<T: Display>(self, text: T) -> Styled<T> {
        self.with(text, Ansi::new().effects(Effects::DIMMED))
    }

    fn with<T>(self, text: T, ansi: Ansi) -> Styled<T> {
        Styled { text, ansi: if self.on { ansi } else { Ansi::new() } }
    }
}

/// A text with its colour; padding in a format counts the text only.
pub(super) struct Styled<T> {
    text: T,
    ansi: Ansi,
}

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ansi)?;
        self.text.fmt(f)?;
        write!(f, "{:#}", self.ansi)
    }
}
