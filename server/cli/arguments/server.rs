//! What `regards server` takes.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(in crate::cli) struct ServerArguments {
    /// Talk over TCP on this machine instead.
    ///
    /// Connects to a client that listens on the port, as Visual Studio Code does; where none does, waits there for one.
    /// 0 waits on a free port and says which on standard error.
    #[arg(long, value_name = "PORT")]
    pub(in crate::cli) socket: Option<u16>,
    /// Write the log to a file; left out, to standard error.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(in crate::cli) log: Option<PathBuf>,
    /// How much to log.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LogLevel::Warn)]
    pub(in crate::cli) log_level: LogLevel,
    /// What columns count for a client that does not say.
    ///
    /// The protocol has it that they count UTF-16 then, but there are clients that count bytes or characters all the same.
    #[arg(long, value_enum, value_name = "ENCODING", default_value_t = PositionEncoding::Utf16)]
    pub(in crate::cli) position_encoding: PositionEncoding,
    /// What clients say that talk over standard input and output; it is what happens anyway.
    #[arg(long, hide = true, conflicts_with = "socket")]
    pub(in crate::cli) stdio: bool,
    /// What some clients say beside the same in `initialize`.
    #[arg(long = "clientProcessId", hide = true)]
    pub(in crate::cli) client_process_id: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LogLevel {
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
pub(in crate::cli) enum PositionEncoding {
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
