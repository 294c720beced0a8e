//! Commands: what an editor can have done by name. The server makes the edit, so they work in every editor that makes
//! edits it is asked for.

use super::actions::{Deed, Order, plain_edit, refactoring};
use super::features::authoring;
use super::snapshot::Snapshot;
use super::state::Shared;
use super::workspace::Survey;
use crate::ruleset::nearest;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::request::Request;
use tower_lsp::ls_types::{ApplyWorkspaceEditResponse, MessageType, Position, ShowDocumentParams, Uri};

/// Does what an action would: `[order]`, as the action's `data` has it.
pub(super) const APPLY: &str = "regards.apply";
/// Fixes everything in a message that needs no look: `[uri]`.
pub(super) const FIX_ALL: &str = "regards.fixAll";
/// The same in every message of the workspace: `[]`.
pub(super) const FIX_WORKSPACE: &str = "regards.fixWorkspace";
/// Says what a message is about: `[uri, intent]`; in a file that holds several, that at `[uri, intent, position]`.
pub(super) const SET_INTENT: &str = "regards.setIntent";
/// Explains a rule: `[uri, rule]`, or `[rule]`.
pub(super) const EXPLAIN: &str = "regards.explain";
/// Says whether the examples of an open rule file hold: `[uri]`.
pub(super) const RUN_EXAMPLES: &str = "regards.runExamples";

/// All of them.
pub(super) const ALL: [&str; 6] = [APPLY, FIX_ALL, FIX_WORKSPACE, SET_INTENT, EXPLAIN, RUN_EXAMPLES];

/// Has a command done. What the client has to do for it is asked of it, and not waited for.
pub(super) fn execute(shared: &Arc<Shared>, client: &Client, command: &str, arguments: &[Value]) -> Result<()> {
    let wrong = |what: &str| Error::invalid_params(format!("{command}: {what}"));
    let uri = || -> Result<Uri> {
        let uri = arguments.first().and_then(Value::as_str).ok_or_else(|| wrong("the first argument is a URI"))?;
        uri.parse().map_err(|_| wrong("the first argument is no URI"))
    };
    let second = || arguments.get(1).and_then(Value::as_str);
    let order = match command {
        APPLY => {
            let order = arguments.first().cloned().unwrap_or_default();
            serde_json::from_value(order).map_err(|_| wrong("the argument is not what an action's `data` is"))?
        }
        FIX_WORKSPACE => {
            fix_workspace(shared, client);
            return Ok(());
        }
        FIX_ALL => Order { uri: uri()?, deed: Deed::FixAll },
        SET_INTENT => {
            let intent = second().ok_or_else(|| wrong("the second argument is the id of an intent"))?;
            let uri = uri()?;
            if let Some(unknown) = shared.snapshot(&uri).and_then(|snapshot| unknown_intent(&snapshot, intent)) {
                return Err(wrong(&unknown));
            }
            let position = arguments.get(2).and_then(|it| Position::deserialize(it).ok());
            let at = position.zip(shared.snapshot(&uri)).map(|(position, snapshot)| snapshot.offset(position) as u32);
            Order { uri, deed: Deed::Intent { intent: intent.to_owned(), at } }
        }
        EXPLAIN => {
            let rule =
                second().or_else(|| arguments.first()?.as_str()).ok_or_else(|| wrong("it takes the id of a rule"))?;
            let snapshot = uri().ok().and_then(|uri| shared.snapshot(&uri));
            explain(shared, client, snapshot.as_ref(), rule);
            return Ok(());
        }
        RUN_EXAMPLES => {
            let snapshot = shared.snapshot(&uri()?).ok_or_else(|| wrong("the file is not open"))?;
            run_examples(client, snapshot);
            return Ok(());
        }
        _ => return Err(Error::invalid_params(format!("there is no command {command}"))),
    };
    let snapshot = shared.snapshot(&order.uri).ok_or_else(|| wrong("the file is not open"))?;
    let (shared, client, command) = (Arc::clone(shared), client.clone(), command.to_owned());
    tokio::spawn(async move {
        let work = move || order.deed.edits(&snapshot).map(|edits| plain_edit(&snapshot, &edits));
        let Ok(edit) = tokio::task::spawn_blocking(work).await else {
            return shared.log.error(&format!("{command} panicked: this is a bug in Regards"));
        };
        match edit {
            None => client.show_message(MessageType::INFO, "There is nothing left here to do this to.").await,
            Some(edit) => match client.apply_edit(edit).await {
                Ok(answer) if answer.applied => {}
                _ => shared.log.warn(&format!("{command}: the client has not made the edit")),
            },
        }
    });
    Ok(())
}

/// What is wrong with the id of an intent that no rule file has.
fn unknown_intent(snapshot: &Snapshot, id: &str) -> Option<String> {
    let project = snapshot.project();
    let ruleset = project.ruleset();
    if ruleset.intent(id).is_some() {
        return None;
    }
    let known = ruleset.intents.iter().map(|intent| intent.id.as_str());
    let near = nearest(id, known).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    Some(format!("there is no intent {id}{near}"))
}

/// `workspace/applyEdit` as it is now, with what our types do not know.
enum ApplyEdit {}

impl Request for ApplyEdit {
    type Params = Value;
    type Result = ApplyWorkspaceEditResponse;
    const METHOD: &'static str = "workspace/applyEdit";
}

/// Fixes what needs no look in every message of the workspace, and tells in how many.
fn fix_workspace(shared: &Arc<Shared>, client: &Client) {
    let (survey, shared, client) = (Survey::new(shared, Vec::new()), Arc::clone(shared), client.clone());
    tokio::spawn(async move {
        let Ok(files) = tokio::task::spawn_blocking(move || survey.fixes()).await else {
            return shared.log.error(&format!("{FIX_WORKSPACE} panicked: this is a bug in Regards"));
        };
        if files.is_empty() {
            return client.show_message(MessageType::INFO, "No message here has anything to fix without a look.").await;
        }
        let applied = client.send_request::<ApplyEdit>(refactoring(&files)).await;
        let messages = if files.len() == 1 { "one message".to_owned() } else { format!("{} messages", files.len()) };
        match applied {
            Ok(answer) if answer.applied => {
                client.show_message(MessageType::INFO, format!("Fixed {messages}.")).await;
            }
            _ => client.show_message(MessageType::WARNING, format!("The editor did not change {messages}.")).await,
        }
    });
}

/// Runs the examples of a rule file and tells how they fared.
fn run_examples(client: &Client, snapshot: Snapshot) {
    let client = client.clone();
    tokio::spawn(async move {
        let verdict = tokio::task::spawn_blocking(move || authoring::verdict(&snapshot)).await;
        let none = || (MessageType::WARNING, "This is no rule, act or intent file.".to_owned());
        if let Ok(verdict) = verdict {
            let (kind, told) = verdict.unwrap_or_else(none);
            client.show_message(kind, told).await;
        }
    });
}

/// Opens the rule's page, where the client can; else tells the gist.
fn explain(shared: &Arc<Shared>, client: &Client, snapshot: Option<&Snapshot>, rule: &str) {
    let session = snapshot.as_ref().map_or_else(|| shared.session(), |it| Arc::clone(&it.session));
    let (project, _) = shared.project(snapshot.as_ref().map(|it| &it.buffer.uri));
    let (client, rule) = (client.clone(), rule.to_owned());
    tokio::spawn(async move {
        let ruleset = project.ruleset();
        let Some(id) = ruleset.rule(&rule) else {
            return client.show_message(MessageType::WARNING, format!("There is no rule {rule}.")).await;
        };
        if let Some(uri) = session.pages.uri(&project, id).filter(|_| session.can.show_document) {
            let external = Some(!uri.scheme().as_str().eq_ignore_ascii_case("file"));
            let page = ShowDocumentParams { uri, external, take_focus: Some(true), selection: None };
            if client.show_document(page).await == Ok(true) {
                return;
            }
        }
        let why = ruleset.rule_file(id).map(|file| file.why).unwrap_or_default();
        client.show_message(MessageType::INFO, format!("{}: {}", ruleset[id].title, why.trim())).await;
    });
}
