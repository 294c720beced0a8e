//! What the protocol has learnt since our types were written: edits that are snippets (3.18).
//!
//! Requests whose answers may hold one go to methods of our own, which answer in JSON.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use tower_lsp::jsonrpc::{Request, Response};
use tower_service::Service;

/// In the place of `textDocument/codeAction`.
pub(super) const CODE_ACTION: &str = "regards/codeAction";
/// In the place of `codeAction/resolve`.
pub(super) const RESOLVE: &str = "regards/codeAction/resolve";

/// The service, with a door in front of it.
pub(super) struct Door<S> {
    service: S,
    /// Whether the client can make edits that are snippets.
    snippet_edits: Arc<AtomicBool>,
}

impl<S> Door<S> {
    pub(super) fn new(service: S, snippet_edits: Arc<AtomicBool>) -> Self {
        Self { service, snippet_edits }
    }
}

impl<S> Service<Request> for Door<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Future<Output = Result<Option<Response>, S::Error>>,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let ours = match request.method() {
            "textDocument/codeAction" => CODE_ACTION,
            "codeAction/resolve" => RESOLVE,
            "initialize" => {
                const ABILITY: &str = "/capabilities/workspace/workspaceEdit/snippetEditSupport";
                let can = request.params().and_then(|params| params.pointer(ABILITY)?.as_bool()) == Some(true);
                self.snippet_edits.store(can, Ordering::Release);
                return self.service.call(request);
            }
            _ => return self.service.call(request),
        };
        let (_, id, params) = request.into_parts();
        let mut request = Request::build(ours);
        if let Some(params) = params {
            request = request.params(params);
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        self.service.call(request.finish())
    }
}
