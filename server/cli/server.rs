//! `regards server`: the language server, on standard input and output or a socket of this machine.

use super::arguments::{LogLevel, PositionEncoding, ServerArguments};
use super::output::{Outcome, Output};
use crate::lsp::log::{Level, Log};
use crate::lsp::{self, Encoding, Options};
use crate::project::Trouble;
use jiff::Zoned;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

/// How often to look at the clock, and at what the client may not watch.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Threads for what takes its time; everything else is done where messages come in.
const WORKERS: usize = 8;

pub(super) fn run(arguments: &ServerArguments, output: Output) -> io::Result<Outcome> {
    let log = match log(arguments) {
        Ok(log) => log,
        Err(trouble) => return Ok(output.trouble(&[trouble])),
    };
    log_panics(log.clone());
    let runtime =
        Builder::new_current_thread().max_blocking_threads(WORKERS).thread_name("regards").enable_all().build()?;
    let encoding = match arguments.position_encoding {
        PositionEncoding::Utf8 => Encoding::Utf8,
        PositionEncoding::Utf16 => Encoding::Utf16,
        PositionEncoding::Utf32 => Encoding::Utf32,
    };
    let pages = lsp::cache_folder();
    let options = Options { log, clock: Arc::new(Zoned::now), look_every: LOOK_EVERY, pages, encoding };
    let status: io::Result<u8> = runtime.block_on(async {
        let session = match arguments.socket {
            None => {
                let (input, output) = lsp::stdio()?;
                tokio::spawn(lsp::serve(input, output, options))
            }
            Some(port) => {
                let (input, output) = connect(port, output).await?.into_split();
                tokio::spawn(lsp::serve(input, output, options))
            }
        };
        // A task of its own: waking what is blocked on costs a system call each time.
        session.await.map_err(io::Error::other)
    });
    match status {
        // A thread may still wait for input that never comes: nothing but an exit ends it.
        Ok(status) => std::process::exit(status.into()),
        Err(error) => {
            let message = format!("there is no talking over port {}: {error}", arguments.socket.unwrap_or_default());
            Ok(output.trouble(&[Trouble::with_file(Path::new("--socket"), message, "choose another port")]))
        }
    }
}

fn log(arguments: &ServerArguments) -> Result<Log, Trouble> {
    let level = match arguments.log_level {
        LogLevel::Error => Level::Error,
        LogLevel::Warn => Level::Warn,
        LogLevel::Info => Level::Info,
        LogLevel::Debug => Level::Debug,
    };
    let Some(path) = &arguments.log else { return Ok(Log::new(level, io::stderr())) };
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.map(|file| Log::new(level, file)).map_err(|error| {
        let message = format!("the log cannot be written: {error}");
        Trouble::with_file(path, message, "name a file in a folder that is there and may be written")
    })
}

/// Logs where a panic happened. Its message is left out: it can quote the text that was worked on.
fn log_panics(log: Log) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(|| "somewhere".to_owned(), ToString::to_string);
        log.error(&format!("a panic at {place}"));
    }));
}

/// Talks to a client that listens on the port, else waits for one there.
async fn connect(port: u16, output: Output) -> io::Result<TcpStream> {
    if port != 0
        && let Ok(stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await
    {
        stream.set_nodelay(true)?;
        return Ok(stream);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    output.notice(&format!("waiting for a client on {}", listener.local_addr()?));
    io::stderr().flush()?;
    let (stream, _) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
