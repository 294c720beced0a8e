//! The protocol's own methods, each handed to the file that knows about it.

use super::super::convert::{self, Encoding};
use super::super::session::Abilities;
use super::super::settings::{SECTION, Settings};
use super::super::snapshot::Snapshot;
use super::super::state::Shared;
use super::super::{capabilities, commands, features, parent, pull, watch, workspace};
use super::Backend;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::Result;
#[allow(clippy::wildcard_imports, reason = "each method brings types of its own")]
use tower_lsp::ls_types::*;

#[expect(deprecated, reason = "old clients send nothing but the old fields")]
fn folders(params: &InitializeParams) -> Vec<std::path::PathBuf> {
    let named = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let folders: Vec<_> = named.filter_map(convert::path).collect();
    let path = params.root_path.as_ref().map(std::path::PathBuf::from).filter(|path| path.is_absolute());
    let old = params.root_uri.as_ref().and_then(convert::path).or(path);
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
        let had = params.previous_result_id;
        let report = if self.shared.snapshot(&uri).is_some_and(|it| !it.buffer.is_message()) {
            let shared = Arc::clone(&self.shared);
            let work = move || {
                // Keys are pressed faster than rules are compiled: when its turn comes, it is answered as the file is then.
                let _turn = shared.turn();
                shared.snapshot(&uri).map(|it| pull::document(&it, had.as_deref()))
            };
            self.work("diagnostic", work).await?
        } else {
            self.answer("diagnostic", &uri, move |it| pull::document(it, had.as_deref())).await?
        };
        Ok(DocumentDiagnosticReportResult::Report(report.unwrap_or_else(pull::nothing)))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let items = workspace::diagnose(self, params).await?;
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
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
