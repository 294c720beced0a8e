//! What changes without a change to an open file: the client's settings, files on the disk, and the time.

use super::settings::{SECTION, Settings};
use super::snapshot::{Checked, Snapshot};
use super::state::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;
use tower_lsp::Client;
use tower_lsp::ls_types::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
};

/// Asks the client to tell of what changes, as far as it can, and for its settings.
pub(super) fn begin(shared: &Arc<Shared>, client: &Client) {
    let can = shared.session().can;
    let mut wishes = Vec::new();
    if can.watch_files {
        let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher("**/*.toml")] };
        wishes.push(registration("workspace/didChangeWatchedFiles", serde_json::to_value(options).ok()));
    }
    if can.register_configuration {
        let options = serde_json::json!({ "section": SECTION });
        wishes.push(registration("workspace/didChangeConfiguration", Some(options)));
    }
    let (shared, client) = (Arc::clone(shared), client.clone());
    tokio::spawn(async move {
        fetch_settings(&shared, &client).await;
        if !wishes.is_empty() && client.register_capability(wishes).await.is_err() {
            shared.log.warn("the client does not watch files or settings for us");
        }
    });
}

fn registration(method: &str, register_options: Option<serde_json::Value>) -> Registration {
    Registration { id: format!("regards {method}"), method: method.to_owned(), register_options }
}

/// Asks for the settings, those of each folder too. A client that never answers keeps nobody waiting but this task.
pub(super) async fn fetch_settings(shared: &Shared, client: &Client) {
    let session = shared.session();
    if !session.can.configuration {
        return;
    }
    let item = |scope: Option<&PathBuf>| ConfigurationItem {
        scope_uri: scope.and_then(|folder| super::convert::uri(folder)),
        section: Some(SECTION.to_owned()),
    };
    let items = std::iter::once(item(None)).chain(session.folders.iter().map(|folder| item(Some(folder))));
    let Ok(answers) = client.configuration(items.collect()).await else {
        return shared.log.warn("the client does not tell its settings");
    };
    let mut answers = answers.iter().map(|answer| {
        let read = Settings::read(answer);
        if let Err(wrong) = &read {
            shared.log.warn(&format!("settings: {wrong}"));
        }
        read.ok().flatten()
    });
    let general = answers.next().flatten();
    let own = session.folders.iter().cloned().zip(answers).filter_map(|(folder, own)| Some((folder, own?))).collect();
    take_over(shared, general.unwrap_or_else(|| session.settings.clone()), own);
}

/// Takes over settings; nothing is checked again where they are those there were.
pub(super) fn take_over(shared: &Shared, general: Settings, own: Vec<(PathBuf, Settings)>) {
    let session = shared.session();
    if session.settings != general || session.folder_settings != own {
        shared.update(|session| (session.settings, session.folder_settings) = (general, own));
    }
}

/// Looks at the disk and at the clock from time to time, until the session ends.
pub(super) async fn run(shared: Arc<Shared>, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let looking = Arc::clone(&shared);
        let look = move || {
            read_again(&looking);
            if looking.session().is_past() {
                looking.log.info("a configuration or rule has changed on the disk");
                looking.reload();
            }
        };
        if tokio::task::spawn_blocking(look).await.is_err() {
            shared.log.error("looking for changes panicked: this is a bug in Regards");
        }
    }
}

/// Reads the drafts again that speak of a time: what is true of them changes as time passes. And those of which a part that
/// stands in another file has changed on the disk.
fn read_again(shared: &Shared) {
    let open = shared.lock().snapshots();
    for snapshot in open {
        let is_past = snapshot.buffer.is_past();
        let may_differ = is_past || snapshot.buffer.is_timed();
        let Some(known) = snapshot.buffer.known().filter(|_| may_differ) else { continue };
        let again = Snapshot { buffer: Arc::new(snapshot.buffer.unchecked()), session: Arc::clone(&snapshot.session) };
        let differs =
            |again: &[Checked]| !again.iter().map(|it| &it.diagnostics).eq(known.iter().map(|it| &it.diagnostics));
        if again.messages().is_some_and(|again| is_past || differs(again)) {
            shared.lock().read_again(&snapshot, again.buffer);
            shared.tell();
        }
    }
}
