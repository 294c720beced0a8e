//! `workspace/diagnostic`: what a survey of the workspace finds, all at once or bit by bit, as the client asks for it.

mod survey;

pub(super) use survey::{Seen, Survey};

use super::backend::Backend;
use super::outgoing::Teller;
use serde_json::json;
use survey::Step;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{ProgressToken, WorkspaceDiagnosticParams, WorkspaceDocumentDiagnosticReport as Report};

/// As many files as are told of at once, at most.
const MOST: usize = 256;

/// The diagnostics of every draft in the workspace; none, where the client has taken them bit by bit.
pub(super) async fn diagnose(backend: &Backend, params: WorkspaceDiagnosticParams) -> Result<Vec<Report>> {
    let survey = Survey::new(&backend.shared, params.previous_result_ids);
    // Dropped with this request, when it is cancelled.
    let _stop = survey.stop();
    let (sender, steps) = mpsc::unbounded_channel();
    let working = backend.work("workspace/diagnostic", move || {
        survey.run(|step| {
            // Whoever listens stays until this ends.
            let _ = sender.send(step);
        });
    });
    let partial = params.partial_result_params.partial_result_token.map(|token| (token, &backend.teller));
    let done = params.work_done_progress_params.work_done_token.map(|token| (token, &backend.client));
    let (worked, reports) = tokio::join!(working, collect(steps, partial, done));
    worked.map(|()| reports)
}

/// Takes what comes; the client is told of `partial` results, or they are answered, and of how much is `done`.
async fn collect(
    mut steps: UnboundedReceiver<Step>,
    partial: Option<(ProgressToken, &Teller)>,
    done: Option<(ProgressToken, &Client)>,
) -> Vec<Report> {
    let progress = match done {
        Some((token, client)) => Some(client.progress(token, "Checking drafts").with_percentage(0).begin().await),
        None => None,
    };
    let mut reports = Vec::new();
    let mut taken = Vec::new();
    while steps.recv_many(&mut taken, MOST).await > 0 {
        let last = taken.last().map_or((0, 0), |step| (step.done, step.all));
        reports.extend(taken.drain(..).filter_map(|step| step.report));
        if let Some((token, teller)) = &partial
            && !reports.is_empty()
        {
            let items = std::mem::take(&mut reports);
            teller.notify("$/progress", &json!({ "token": token, "value": { "items": items } })).await;
        }
        if let Some(progress) = &progress {
            let (done, all) = last;
            let percent = u32::try_from(done * 100 / all.max(1)).unwrap_or(100);
            progress.report_with_message(format!("{done} of {all} drafts"), percent).await;
        }
    }
    if let Some(progress) = progress {
        progress.finish().await;
    }
    reports
}
