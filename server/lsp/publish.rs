//! Pushing diagnostics, for clients that do not ask for them.
//!
//! One task publishes, so what is published for a file never goes back in time. It takes the newest version of a dirty
//! file, checks it, and publishes unless the file has changed meanwhile: then it is dirty again, and its turn comes. So
//! nothing waits while checking keeps up, and a burst of keys costs no more checks than there is time for.

use super::diagnostics;
use super::snapshot::Snapshot;
use super::state::Shared;
use std::collections::HashMap;
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

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
            publish(&shared, &client, &mut told, uri, snapshot).await;
        }
        if shared.lock().take_reloaded() {
            refresh(&shared, &client);
        }
    }
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

/// Publishes one file.
async fn publish(shared: &Arc<Shared>, client: &Client, told: &mut Told, uri: Uri, snapshot: Option<Snapshot>) {
    let Some(snapshot) = snapshot else {
        let was_told = told.remove(&uri).is_some_and(|(_, diagnostics)| !diagnostics.is_empty());
        if was_told && !shared.lock().is_open(&uri) {
            client.publish_diagnostics(uri, Vec::new(), None).await;
        }
        return;
    };
    if snapshot.session.can.pull {
        return;
    }
    let checked = {
        let snapshot = snapshot.clone();
        tokio::task::spawn_blocking(move || diagnostics::all(&snapshot)).await
    };
    let Ok(found) = checked else {
        shared.log.error("a draft could not be checked: this is a bug in Regards");
        return;
    };
    let version = snapshot.buffer.version;
    let is_old_news = told.get(&uri).is_some_and(|(before, same)| *before == version && *same == found);
    if is_old_news || !shared.lock().is_current(&snapshot) {
        return;
    }
    told.insert(uri.clone(), (version, found.clone()));
    client.publish_diagnostics(uri, found, Some(version)).await;
}
