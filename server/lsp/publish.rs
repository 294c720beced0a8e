//! Pushing diagnostics, for clients that do not ask for them.
//!
//! One task publishes for messages and one for rules and configurations, so what is published for a file never goes back in
//! time, and messages never wait for rules to be compiled: until they are, the old ones count. A task takes the newest
//! version of a dirty file, checks it, and publishes unless the file has changed meanwhile: then it is dirty again, and its
//! turn comes. So nothing waits while checking keeps up. A burst of keys that outruns it is left to end first: checks that
//! are too late when they are done help nobody.

use super::diagnostics;
use super::queue::Queue;
use super::snapshot::Snapshot;
use super::state::Shared;
use crate::project::Project;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

/// The longest pause in a burst that is waited for.
const LONGEST_PAUSE: Duration = Duration::from_millis(200);
/// How many times as long as a pause is waited for one.
const PAUSES: u32 = 5;

/// What the client was told last.
type Told = HashMap<Uri, (i32, Vec<Diagnostic>)>;

/// Publishes what is found in messages, until the session ends.
pub(super) async fn run(shared: Arc<Shared>, client: Client) {
    let mut told = Told::new();
    loop {
        shared.dirty.notified().await;
        round(&shared, &client, &mut told, Queue::Messages).await;
        if shared.lock().take_reloaded() {
            refresh(&shared, &client);
        }
    }
}

/// Compiles rules that have changed, and publishes what is wrong with them and with configurations, until the session ends.
pub(super) async fn run_sources(shared: Arc<Shared>, client: Client) {
    let mut told = Told::new();
    loop {
        shared.dirty_sources.notified().await;
        let start = Instant::now();
        if compile(&shared).await == Outcome::Outrun {
            settle(&shared, &shared.dirty_sources, start.elapsed()).await;
        }
        round(&shared, &client, &mut told, Queue::Sources).await;
    }
}

/// Publishes what is dirty.
async fn round(shared: &Arc<Shared>, client: &Client, told: &mut Told, queue: Queue) {
    loop {
        let next = shared.lock().take_dirty(queue);
        let Some((uri, snapshot)) = next else { break };
        let start = Instant::now();
        if publish(shared, client, told, queue, uri, snapshot).await == Outcome::Outrun {
            let dirty = if queue == Queue::Messages { &shared.dirty } else { &shared.dirty_sources };
            settle(shared, dirty, start.elapsed()).await;
        }
    }
}

/// Builds the projects that open messages wait for.
async fn compile(shared: &Arc<Shared>) -> Outcome {
    if !shared.lock().has_changed_rules() {
        return Outcome::Told;
    }
    let builder = Arc::clone(shared);
    let build = move || {
        let _turn = builder.turn();
        let waiting = builder.lock().take_waiting();
        let mut built: Vec<Arc<Project>> = Vec::new();
        for snapshot in waiting {
            let project = snapshot.session.project(&snapshot.place());
            if !project.is_at_hand() {
                project.ruleset();
                built.push(project);
            }
        }
        if built.is_empty() {
            return Outcome::Told;
        }
        let is_outrun = builder.lock().add_built(built);
        builder.dirty.notify_one();
        if is_outrun { Outcome::Outrun } else { Outcome::Told }
    };
    tokio::task::spawn_blocking(build).await.unwrap_or_else(|_| {
        shared.log.error("rules could not be compiled: this is a bug in Regards");
        Outcome::Told
    })
}

/// Waits until nothing has changed for as long as a check takes, though not for long.
async fn settle(shared: &Shared, dirty: &Notify, took: Duration) {
    let pause = took.min(LONGEST_PAUSE);
    shared.log.debug(|| format!("changes outrun checking: waiting for a pause of {} ms", pause.as_millis()));
    let end = Instant::now() + PAUSES * pause;
    while Instant::now() < end && tokio::time::timeout(pause, dirty.notified()).await.is_ok() {}
    // What came meanwhile is looked at now.
    dirty.notify_one();
}

/// Has the client ask again for what it asks for itself.
fn refresh(shared: &Shared, client: &Client) {
    let can = shared.session().can;
    // Whoever awaits the client gets a task of their own: it may never answer.
    let client = client.clone();
    tokio::spawn(async move {
        if can.pull && can.refresh_diagnostics {
            let _ = client.workspace_diagnostic_refresh().await;
        }
        if can.refresh_inlay_hints {
            let _ = client.inlay_hint_refresh().await;
        }
        if can.refresh_code_lenses {
            let _ = client.code_lens_refresh().await;
        }
    });
}

/// What came of a file's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The client knows how it is.
    Told,
    /// It changed while it was checked.
    Outrun,
}

/// Publishes one file.
async fn publish(
    shared: &Arc<Shared>,
    client: &Client,
    told: &mut Told,
    queue: Queue,
    uri: Uri,
    snapshot: Option<Snapshot>,
) -> Outcome {
    let Some(snapshot) = snapshot else {
        let was_told = told.remove(&uri).is_some_and(|(_, diagnostics)| !diagnostics.is_empty());
        if was_told && !shared.lock().is_open(&uri) {
            client.publish_diagnostics(uri, Vec::new(), None).await;
        }
        return Outcome::Told;
    };
    if Queue::of(&snapshot.buffer) != queue {
        // It was closed, and opened as something else: what is told of that takes the place of this.
        told.remove(&uri);
        return Outcome::Told;
    }
    if snapshot.session.can.pull {
        return Outcome::Told;
    }
    let found = if queue == Queue::Sources {
        let (snapshot, shared) = (snapshot.clone(), Arc::clone(shared));
        let work = move || {
            let _turn = shared.turn();
            let is_current = shared.lock().is_current(&snapshot);
            is_current.then(|| diagnostics::all(&snapshot))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(None) => return Outcome::Outrun,
            done => done.ok().flatten(),
        }
    } else if snapshot.is_quick() {
        catch_unwind(AssertUnwindSafe(|| diagnostics::all(&snapshot))).ok()
    } else {
        let snapshot = snapshot.clone();
        tokio::task::spawn_blocking(move || diagnostics::all(&snapshot)).await.ok()
    };
    let Some(found) = found else {
        shared.log.error("a draft could not be checked: this is a bug in Regards");
        return Outcome::Told;
    };
    if !shared.lock().is_current(&snapshot) {
        return Outcome::Outrun;
    }
    let version = snapshot.buffer.version;
    let is_old_news = told.get(&uri).is_some_and(|(before, same)| *before == version && *same == found);
    if !is_old_news {
        told.insert(uri.clone(), (version, found.clone()));
        client.publish_diagnostics(uri, found, Some(version)).await;
    }
    Outcome::Told
}
