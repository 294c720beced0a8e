//! Methods of our own, and those that answer what our protocol types do not know.

use super::super::features::catalog::{Catalog, CatalogParams, NewMessage, NewMessageParams};
use super::super::features::status::Status;
use super::super::snapshot::Snapshot;
use super::super::{actions, features};
use super::Backend;
use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{CodeActionParams, TextDocumentIdentifier};

/// Names an open file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct TextDocument {
    text_document: TextDocumentIdentifier,
}

/// What is wrong with a message that is none.
#[derive(Debug, Deserialize)]
pub(in crate::lsp) struct Malformed {
    code: i64,
    message: String,
}

impl Backend {
    /// Answers a message that is none.
    #[expect(clippy::unused_async, reason = "methods are asynchronous")]
    pub(in crate::lsp) async fn malformed(&self, wrong: Malformed) -> Result<()> {
        Err(Error { code: ErrorCode::from(wrong.code), message: wrong.message.into(), data: None })
    }

    /// `textDocument/codeAction`
    pub(in crate::lsp) async fn code_actions(&self, params: CodeActionParams) -> Result<Value> {
        let CodeActionParams { text_document, range, context, .. } = params;
        let list = self.answer("codeAction", &text_document.uri, move |it| actions::list(it, range, &context)).await?;
        Ok(list.map_or(Value::Null, Value::Array))
    }

    /// `codeAction/resolve`
    pub(in crate::lsp) async fn resolve_code_action(&self, action: Value) -> Result<Value> {
        let order = action.get("data").and_then(|data| serde_json::from_value::<actions::Order>(data.clone()).ok());
        // An action without our data has its edit already, or needs none.
        let Some(order) = order else { return Ok(action) };
        let same = action.clone();
        let work = move |it: &Snapshot| actions::resolve(it, action, &order.deed);
        Ok(self.answer("codeAction/resolve", &order.uri, work).await?.unwrap_or(same))
    }

    /// `regards/status`
    pub(in crate::lsp) async fn status(&self, params: TextDocument) -> Result<Option<Status>> {
        Ok(self.answer("regards/status", &params.text_document.uri, features::status::status).await?.flatten())
    }

    /// `regards/catalog`
    pub(in crate::lsp) async fn catalog(&self, params: CatalogParams) -> Result<Catalog> {
        let (project, _) = self.shared.project(params.text_document.as_ref().map(|it| &it.uri));
        self.work("regards/catalog", move || features::catalog::catalog(&project)).await
    }

    /// `regards/newMessage`
    pub(in crate::lsp) async fn new_message(&self, params: NewMessageParams) -> Result<NewMessage> {
        let (project, snapshot) = self.shared.project(params.text_document.as_ref().map(|it| &it.uri));
        let none = format!("there is no message for the intent {}", params.intent);
        let work = move || features::catalog::new_message(&project, snapshot.as_ref(), &params);
        self.work("regards/newMessage", work).await?.ok_or_else(|| Error::invalid_params(none))
    }
}
