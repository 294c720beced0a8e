//! Pushing diagnostics, for clients that do not ask for them.
//!
//! One task publishes, so what is published for a file never goes back in time. It takes the newest version of a dirty
//! file, checks it, and publishes unless the file has changed meanwhile: then it is dirty again, and its turn comes. So
//! nothing waits while checking keeps up. A burst of keys that outruns it is left to end first: checks that are too late
//! when they are done help nobody.

use super::diagnostics;
use super::snapshot::Snapshot;
use super::state::Shared;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

/// The longest pause in a burst that is waited for.
const LONGEST_PAUSE: Duration = Duration::from_millis(200);
/// How many times as long as a pause is waited for one.
const PAUSES: u32 = 5;

/// What the client was told last.
type Told = HashMap<Uri, (i32, Vec<Diagnostic>)>;

/// Publishes until the session ends.
pub(super) async fn run(shared: Arc<Shared>, client: Client) {
    let mut told = Told::new();
    loop {
        shared.dirty.notified().await;
        loop {
            let next = shared.lock().take_dirty();
            let Some((uri, snapshot)) = next else { break };
            let start = Instant::now();
            if publish(&shared, &client, &mut told, uri, snapshot).await == Outcome::Outrun {
                settle(&shared, start.elapsed()).await;
            }
        }
        if shared.lock().take_reloaded() {
            refresh(&shared, &client);
        }
    }
}

/// Waits until nothing has changed for as long as a check takes, though not for long.
async fn settle(shared: &Shared, took: Duration) {
    let pause = took.min(LONGEST_PAUSE);
    shared.log.debug(|| format!("changes outrun checking: waiting for a pause of {} ms", pause.as_millis()));
    let end = Instant::now() + PAUSES * pause;
    while Instant::now() < end && tokio::time::timeout(pause, shared.dirty.notified()).await.is_ok() {}
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
    if snapshot.session.can.pull {
        return Outcome::Told;
    }
    let found = if snapshot.is_quick() {
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
