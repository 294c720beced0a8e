//! The server, as tower-lsp calls it: how requests are worked on and notifications taken.
//!
//! Invariant: a notification about text is one synchronous call with nothing awaited before it, and a request takes its
//! snapshot in its first statement, so each sees the text as it was when the client sent it.

mod ours;
mod protocol;

use super::outgoing::Teller;
use super::snapshot::Snapshot;
use super::state::Shared;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::Uri;

/// The server, as tower-lsp calls it.
pub(in crate::lsp) struct Backend {
    pub(in crate::lsp) client: Client,
    pub(in crate::lsp) shared: Arc<Shared>,
    /// For what has to go before an answer does.
    pub(in crate::lsp) teller: Teller,
    /// Whether the client can make edits that are snippets; known once it has said `initialize`.
    pub(in crate::lsp) snippet_edits: Arc<AtomicBool>,
}

impl Backend {
    /// Answers a request about an open file: at once if that is quick, else on a thread that may take its time.
    async fn answer<T: Send + 'static>(
        &self,
        method: &'static str,
        uri: &Uri,
        work: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(snapshot) = self.shared.snapshot(uri) else { return Ok(None) };
        if snapshot.is_quick() {
            let start = Instant::now();
            let done = catch_unwind(AssertUnwindSafe(|| work(&snapshot)));
            return self.done(method, start, done.ok()).map(Some);
        }
        self.work(method, move || work(&snapshot)).await.map(Some)
    }

    /// Works on a thread that may take its time. A panic there is an error for this request, and no more.
    pub(in crate::lsp) async fn work<T: Send + 'static>(
        &self,
        method: &'static str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let start = Instant::now();
        let done = tokio::task::spawn_blocking(work).await;
        self.done(method, start, done.ok())
    }

    /// What came of the work on a request; `None` for a panic.
    fn done<T>(&self, method: &'static str, start: Instant, done: Option<T>) -> Result<T> {
        self.shared.log.debug(|| format!("{method}: {} µs", start.elapsed().as_micros()));
        done.ok_or_else(|| {
            self.shared.log.error(&format!("{method} panicked: this is a bug in Regards"));
            Error {
                code: ErrorCode::InternalError,
                message: format!("{method} failed inside Regards").into(),
                data: None,
            }
        })
    }

    /// Handles a notification at once; a panic there loses the notification, and no more.
    fn notice(&self, method: &'static str, handle: impl FnOnce(&Shared)) {
        if catch_unwind(AssertUnwindSafe(|| handle(&self.shared))).is_err() {
            self.shared.log.error(&format!("{method} panicked: this is a bug in Regards"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::log::{Level, Log};
    use crate::lsp::outgoing;
    use crate::lsp::pages::Pages;
    use std::io::Write;
    use std::sync::Mutex;
    use tower_lsp::LspService;
    use tower_lsp::ls_types::TextDocumentItem;

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no writer panics").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_panic_costs_one_request_or_notification() {
        let lines = Lines::default();
        let log = Log::new(Level::Error, lines.clone());
        let shared = Arc::new(Shared::new(Arc::new(jiff::Zoned::now), Pages::default(), log));
        let (service, _socket) = LspService::new(|client| Backend {
            client,
            shared: Arc::clone(&shared),
            teller: outgoing::channel().0,
            snippet_edits: Arc::default(),
        });
        let backend = service.inner();
        let failed = backend.work("textDocument/hover", || panic!("the draft says hello")).await;
        let error = failed.map(|(): ()| ()).expect_err("it panicked");
        assert_eq!(error.code, ErrorCode::InternalError);
        assert_eq!(backend.work("textDocument/hover", || 7).await, Ok(7));
        let uri: Uri = "untitled:Untitled-1".parse().expect("a URI");
        shared.open(TextDocumentItem::new(uri.clone(), "plaintext".to_owned(), 1, "Hi".to_owned()));
        assert!(shared.snapshot(&uri).is_some_and(|it| it.checked().is_some() && it.is_quick()));
        let failed = backend.answer("codeLens", &uri, |_| panic!("the draft says hello")).await;
        assert_eq!(failed.map(|_: Option<()>| ()).expect_err("it panicked").code, ErrorCode::InternalError);
        backend.notice("didChange", |shared| {
            let _held = shared.lock();
            panic!("the draft says hello");
        });
        backend.notice("didClose", |shared| shared.lock().shutdown = true);
        assert!(shared.lock().shutdown, "the lock still works");
        let log = String::from_utf8(lines.0.lock().expect("no writer panics").clone()).expect("text");
        for panicked in ["textDocument/hover", "codeLens", "didChange"] {
            assert!(log.contains(&format!("{panicked} panicked")), "{log}");
        }
        assert!(!log.contains("hello"), "{log}");
    }
}
