//! The language server: the same engine in any editor, and the only place that knows the protocol.
//!
//! A session: [`frame`] turns bytes into sound messages; tower-lsp hands them to [`backend`]; notifications change
//! [`state`] at once, under its one lock; requests take a [`snapshot`] and work on it in a thread that may take its time;
//! two tasks of [`publish`] push diagnostics, and have rules compiled behind them. Whatever goes wrong in one message or request ends there.

mod actions;
mod backend;
mod capabilities;
mod commands;
mod convert;
mod diagnostics;
mod features;
mod frame;
mod language;
pub mod log;
mod markup;
mod newer;
mod outgoing;
mod pages;
mod parent;
mod publish;
mod pull;
mod queue;
mod session;
mod settings;
mod snapshot;
mod state;
mod stdio;
mod text;
mod toml;
mod watch;
mod workspace;

use backend::Backend;
pub use convert::Encoding;
use frame::{Gate, Sink, Source};
use log::Log;
use newer::Door;
use pages::Pages;
pub(crate) use pages::cache_folder;
pub use session::Clock;
pub(crate) use settings::schema as settings_schema;
use state::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
pub use stdio::stdio;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;
use tower_lsp::{LspService, Server};

/// Requests that are worked on at a time: enough that unanswered requests of our own hold nobody up.
const CONCURRENCY: usize = 64;
/// How long a client that has gone may take to read what is left.
const GRACE: Duration = Duration::from_secs(3);

/// What a session is given.
pub struct Options {
    /// Where what happens is written.
    pub log: Log,
    /// The moment it is.
    pub clock: Clock,
    /// How often to look at the clock and the disk.
    pub look_every: Duration,
    /// Where pages that explain rules are written; `None` for nowhere.
    pub pages: Option<PathBuf>,
    /// What columns count for a client that does not say.
    pub encoding: Encoding,
}

/// Serves one client until it says `exit` or goes away. Returns the exit status: 0 where it said `shutdown` before.
pub async fn serve(
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
    options: Options,
) -> u8 {
    let log = options.log.clone();
    let shared = Arc::new(Shared::new(options.clock, Pages::new(options.pages), options.log));
    shared.update(|session| session.encoding = options.encoding);
    let gate = Arc::new(Gate::default());
    let (sender, frames) = tokio::sync::mpsc::unbounded_channel();
    let mut pump = tokio::spawn(frame::pump(input, sender, log.clone()));
    let snippet_edits = Arc::new(AtomicBool::new(false));
    let mut background = JoinSet::new();
    background.spawn(watch::run(Arc::clone(&shared), options.look_every));
    let (teller, outgoing) = outgoing::channel();
    let build = LspService::build(|client| {
        background.spawn(publish::run(Arc::clone(&shared), client.clone()));
        background.spawn(publish::run_sources(Arc::clone(&shared), client.clone()));
        Backend { client, shared: Arc::clone(&shared), teller, snippet_edits: Arc::clone(&snippet_edits) }
    });
    let build = build.custom_method(frame::MALFORMED, Backend::malformed);
    let build = build.custom_method(newer::CODE_ACTION, Backend::code_actions);
    let build = build.custom_method(newer::RESOLVE, Backend::resolve_code_action);
    let build = build.custom_method("regards/status", Backend::status);
    let build = build.custom_method("regards/catalog", Backend::catalog);
    let (service, socket) = build.custom_method("regards/newMessage", Backend::new_message).finish();
    let service = Door::new(service, snippet_edits);
    let source = Source::new(frames, Arc::clone(&gate));
    let sink = Sink::new(output, Arc::clone(&gate));
    let serving = Server::new(source, sink, outgoing(socket)).concurrency_level(CONCURRENCY).serve(service);
    let gone = async {
        let _ = (&mut pump).await;
        while tokio::time::timeout(GRACE, gate.written()).await.is_ok() {}
        log.warn("the client has gone and reads nothing any more");
    };
    tokio::select! {
        () = serving => {}
        () = gone => {}
        () = shared.orphaned.notified() => {}
    }
    pump.abort();
    background.abort_all();
    let status = u8::from(!shared.lock().shutdown);
    log.info(&format!("the session ends with status {status}"));
    status
}
