//! The protocol's methods, each handed to the file that knows about it.
//!
//! Invariant: a notification about text is one synchronous call with nothing awaited before it, and a request takes its
//! snapshot in its first statement, so each sees the text as it was when the client sent it.

use super::convert::{self, Encoding};
use super::features::catalog::{Catalog, CatalogParams, NewMessage, NewMessageParams};
use super::features::status::Status;
use super::session::Abilities;
use super::settings::{SECTION, Settings};
use super::snapshot::Snapshot;
use super::state::Shared;
use super::workspace::Survey;
use super::{actions, capabilities, commands, features, parent, pull, watch};
use serde::Deserialize;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
#[allow(clippy::wildcard_imports, reason = "each method brings types of its own")]
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

/// The server, as tower-lsp calls it.
pub(super) struct Backend {
    pub(super) client: Client,
    pub(super) shared: Arc<Shared>,
    /// Whether the client can make edits that are snippets; known once it has said `initialize`.
    pub(super) snippet_edits: Arc<AtomicBool>,
}

/// Names an open file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TextDocument {
    text_document: TextDocumentIdentifier,
}

/// What is wrong with a message that is none.
#[derive(Debug, Deserialize)]
pub(super) struct Malformed {
    code: i64,
    message: String,
}

impl Backend {
    /// Answers a message that is none.
    #[expect(clippy::unused_async, reason = "methods are asynchronous")]
    pub(super) async fn malformed(&self, wrong: Malformed) -> Result<()> {
        Err(Error { code: ErrorCode::from(wrong.code), message: wrong.message.into(), data: None })
    }

    /// `textDocument/codeAction`
    pub(super) async fn code_actions(&self, params: CodeActionParams) -> Result<Value> {
        let CodeActionParams { text_document, range, context, .. } = params;
        let list = self.answer("codeAction", &text_document.uri, move |it| actions::list(it, range, &context)).await?;
        Ok(list.map_or(Value::Null, Value::Array))
    }

    /// `codeAction/resolve`
    pub(super) async fn resolve_code_action(&self, action: Value) -> Result<Value> {
        let order = action.get("data").and_then(|data| serde_json::from_value::<actions::Order>(data.clone()).ok());
        // An action without our data has its edit already, or needs none.
        let Some(order) = order else { return Ok(action) };
        let same = action.clone();
        let work = move |it: &Snapshot| actions::resolve(it, action, &order.deed);
        Ok(self.answer("codeAction/resolve", &order.uri, work).await?.unwrap_or(same))
    }

    /// `regards/status`
    pub(super) async fn status(&self, params: TextDocument) -> Result<Option<Status>> {
        Ok(self.answer("regards/status", &params.text_document.uri, features::status::status).await?.flatten())
    }

    /// `regards/catalog`
    pub(super) async fn catalog(&self, params: CatalogParams) -> Result<Catalog> {
        let (project, _) = self.shared.project(params.text_document.as_ref().map(|it| &it.uri));
        self.work("regards/catalog", move || features::catalog::catalog(&project)).await
    }

    /// `regards/newMessage`
    pub(super) async fn new_message(&self, params: NewMessageParams) -> Result<NewMessage> {
        let (project, snapshot) = self.shared.project(params.text_document.as_ref().map(|it| &it.uri));
        let none = format!("there is no message for the intent {}", params.intent);
        let work = move || features::catalog::new_message(&project, snapshot.as_ref(), &params);
        self.work("regards/newMessage", work).await?.ok_or_else(|| Error::invalid_params(none))
    }

    /// Answers a request about an open file, on a thread that may take its time.
    async fn answer<T: Send + 'static>(
        &self,
        method: &'static str,
        uri: &Uri,
        work: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(snapshot) = self.shared.snapshot(uri) else { return Ok(None) };
        self.work(method, move || work(&snapshot)).await.map(Some)
    }

    /// Works on a thread that may take its time. A panic there is an error for this request, and no more.
    async fn work<T: Send + 'static>(
        &self,
        method: &'static str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let start = Instant::now();
        let done = tokio::task::spawn_blocking(work).await;
        self.shared.log.debug(|| format!("{method}: {} µs", start.elapsed().as_micros()));
        done.map_err(|_| {
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

#[expect(deprecated, reason = "old clients send nothing but the old fields")]
fn folders(params: &InitializeParams) -> Vec<std::path::PathBuf> {
    let named = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let folders: Vec<_> = named.filter_map(convert::path).collect();
    let old = params.root_uri.as_ref().and_then(convert::path);
    if folders.is_empty() { old.into_iter().collect() } else { folders }
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|general| general.position_encodings.as_deref());
        let encoding = Encoding::negotiate(offered).unwrap_or_else(|| self.shared.session().encoding);
        let snippet_edits = self.snippet_edits.load(Ordering::Acquire);
        let can = Abilities { snippet_edits, ..Abilities::of(&params.capabilities) };
        if let Some(id) = params.process_id {
            parent::watch(id, &self.shared);
        }
        let settings = params.initialization_options.as_ref().map(Settings::read);
        let log = &self.shared.log;
        let client = params.client_info.as_ref().map_or("a client without a name", |client| &client.name);
        log.info(&format!("{client} with {}, {can:?}", encoding.kind().as_str()));
        self.shared.update(|session| {
            session.encoding = encoding;
            session.can = can;
            session.folders = folders(&params);
            match settings {
                Some(Ok(Some(settings))) => session.settings = settings,
                Some(Err(wrong)) => log.warn(&format!("initializationOptions: {wrong}")),
                Some(Ok(None)) | None => {}
            }
        });
        Ok(InitializeResult {
            capabilities: capabilities::offer(encoding),
            server_info: Some(ServerInfo {
                name: SECTION.to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        watch::begin(&self.shared, &self.client);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shared.lock().shutdown = true;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.notice("didOpen", |shared| shared.open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        self.notice("didChange", |shared| shared.change(&uri, version, &params.content_changes));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.notice("didClose", |shared| shared.close(&params.text_document.uri));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let is_toml = Path::new(params.text_document.uri.path().as_str()).extension().is_some_and(|it| it == "toml");
        if is_toml {
            self.notice("didSave", Shared::reload);
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.shared.log.debug(|| format!("didChangeWatchedFiles: {} files", params.changes.len()));
        self.notice("didChangeWatchedFiles", Shared::reload);
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.shared.session().can.configuration {
            let (shared, client) = (Arc::clone(&self.shared), self.client.clone());
            tokio::spawn(async move { watch::fetch_settings(&shared, &client).await });
            return;
        }
        self.notice("didChangeConfiguration", |shared| match Settings::read(&params.settings) {
            Ok(settings) => watch::take_over(shared, settings.unwrap_or_default(), Vec::new()),
            Err(wrong) => shared.log.warn(&format!("settings: {wrong}")),
        });
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let gone: Vec<_> = params.event.removed.iter().filter_map(|folder| convert::path(&folder.uri)).collect();
        let new = params.event.added.iter().filter_map(|folder| convert::path(&folder.uri));
        self.notice("didChangeWorkspaceFolders", |shared| {
            shared.update(|session| {
                session.folders.retain(|folder| !gone.contains(folder));
                for folder in new {
                    if !session.folders.contains(&folder) {
                        session.folders.push(folder);
                    }
                }
            });
        });
        let (shared, client) = (Arc::clone(&self.shared), self.client.clone());
        tokio::spawn(async move { watch::fetch_settings(&shared, &client).await });
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let report =
            self.answer("diagnostic", &uri, move |it| pull::document(it, params.previous_result_id.as_deref())).await?;
        Ok(DocumentDiagnosticReportResult::Report(report.unwrap_or_else(pull::nothing)))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let survey = Survey::new(&self.shared, params.previous_result_ids);
        // Dropped with this request, when it is cancelled.
        let _stop = survey.stop();
        let token = params.work_done_progress_params.work_done_token;
        let (sender, mut receiver) = tokio::sync::watch::channel((0, 0));
        let working = self.work("workspace/diagnostic", move || {
            // Whoever listens stays until this ends.
            survey.run(|done, all| {
                sender.send_replace((done, all));
            })
        });
        let telling = async {
            let Some(token) = token else { return };
            let progress = self.client.progress(token, "Checking drafts").with_percentage(0).begin().await;
            while receiver.changed().await.is_ok() {
                let (done, all) = *receiver.borrow_and_update();
                let percent = u32::try_from(done * 100 / all.max(1)).unwrap_or(100);
                progress.report_with_message(format!("{done} of {all} drafts"), percent).await;
            }
            progress.finish().await;
        };
        let (items, ()) = tokio::join!(working, telling);
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items: items? }))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        commands::execute(&self.shared, &self.client, &params.command, &params.arguments).map(|()| None)
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        Ok(self.answer("hover", &text_document.uri, move |it| features::hover::hover(it, position)).await?.flatten())
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        Ok(self.answer("documentSymbol", &params.text_document.uri, features::outline::outline).await?.flatten())
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let CompletionParams { text_document_position: TextDocumentPositionParams { text_document, position }, .. } =
            params;
        let context = params.context;
        let work = move |it: &Snapshot| features::completion::complete(it, position, context.as_ref());
        Ok(self.answer("completion", &text_document.uri, work).await?.flatten().map(CompletionResponse::Array))
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(about) = features::completion::About::of(&item) else { return Ok(item) };
        let uri = about.uri.clone();
        let same = item.clone();
        let work = move |it: &Snapshot| features::completion::resolve(it, item, &about);
        Ok(self.answer("completionItem/resolve", &uri, work).await?.unwrap_or(same))
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let work = move |it: &Snapshot| features::ids::definition(it, position);
        let location = self.answer("definition", &text_document.uri, work).await?.flatten();
        Ok(location.map(GotoDefinitionResponse::Scalar))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let open = self.shared.lock().snapshots();
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let with_definition = params.context.include_declaration;
        let work = move |it: &Snapshot| features::ids::references(it, position, with_definition, &open);
        Ok(self.answer("references", &text_document.uri, work).await?.flatten())
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        Ok(self.answer("codeLens", &params.text_document.uri, features::lens::lenses).await?.flatten())
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        Ok(self.answer("documentLink", &params.text_document.uri, features::links::links).await?.flatten())
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let work = move |it: &Snapshot| features::highlight::highlights(it, position);
        Ok(self.answer("documentHighlight", &text_document.uri, work).await?.flatten())
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let range = params.range;
        self.answer("inlayHint", &params.text_document.uri, move |it| features::hints::hints(it, range)).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        Ok(self.answer("foldingRange", &params.text_document.uri, features::folding::folds).await?.flatten())
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let SelectionRangeParams { text_document, positions, .. } = params;
        let work = move |it: &Snapshot| features::selection::selections(it, &positions);
        Ok(self.answer("selectionRange", &text_document.uri, work).await?.flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::log::{Level, Log};
    use crate::lsp::pages::Pages;
    use std::io::Write;
    use std::sync::Mutex;
    use tower_lsp::LspService;

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
        let (service, _socket) =
            LspService::new(|client| Backend { client, shared: Arc::clone(&shared), snippet_edits: Arc::default() });
        let backend = service.inner();
        let failed = backend.work("textDocument/hover", || panic!("the draft says hello")).await;
        let error = failed.map(|(): ()| ()).expect_err("it panicked");
        assert_eq!(error.code, ErrorCode::InternalError);
        assert_eq!(backend.work("textDocument/hover", || 7).await, Ok(7));
        backend.notice("didChange", |shared| {
            let _held = shared.lock();
            panic!("the draft says hello");
        });
        backend.notice("didClose", |shared| shared.lock().shutdown = true);
        assert!(shared.lock().shutdown, "the lock still works");
        let log = String::from_utf8(lines.0.lock().expect("no writer panics").clone()).expect("text");
        assert!(log.contains("textDocument/hover panicked") && log.contains("didChange panicked"), "{log}");
        assert!(!log.contains("hello"), "{log}");
    }
}
