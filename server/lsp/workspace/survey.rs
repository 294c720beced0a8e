//! Diagnostics of every draft in the workspace's folders, for clients that ask for them.
//!
//! The drafts are those `regards check` finds in the folders: configuration and `.gitignore` count. What is open counts
//! as it stands in the editor. Clients ask again and again: a file that has not changed since is not read again.

use super::super::actions::{Deed, FileEdits};
use super::super::session::Session;
use super::super::snapshot::{Buffer, Snapshot};
use super::super::state::Shared;
use super::super::text::Text;
use super::super::{convert, diagnostics, pull};
use crate::document::{Document, ReadOptions};
use crate::project::{files, load};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, PreviousResultId, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDocumentDiagnosticReport as Report, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

/// The largest file that is read, as with `regards check`.
const LARGEST: u64 = 10 << 20;

/// What was found in files that are not open, as they were then.
#[derive(Debug, Default)]
pub(in crate::lsp) struct Seen(Mutex<HashMap<PathBuf, (Stamp, String)>>);

/// Equal as long as a file and the rules for it are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    generation: u64,
}

/// Stops the work when it is dropped, as cancelling the request does.
pub(in crate::lsp) struct Stop(Arc<AtomicBool>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// One file more.
pub(in crate::lsp) struct Step {
    /// What there is to say about it; `None` where it could not be read.
    pub(in crate::lsp) report: Option<Report>,
    /// How many drafts are done.
    pub(in crate::lsp) done: usize,
    /// How many there are.
    pub(in crate::lsp) all: usize,
}

/// One round through the workspace.
pub(in crate::lsp) struct Survey {
    shared: Arc<Shared>,
    /// Any open file would do: it has the session.
    session: Arc<Session>,
    open: BTreeMap<PathBuf, Snapshot>,
    previous: BTreeMap<PathBuf, PreviousResultId>,
    stopped: Arc<AtomicBool>,
}

impl Survey {
    /// Of the workspace as it is now.
    pub(in crate::lsp) fn new(shared: &Arc<Shared>, previous: Vec<PreviousResultId>) -> Self {
        let mut state = shared.lock();
        state.survey();
        let open = state.snapshots().into_iter().filter_map(|it| Some((it.buffer.path.clone()?, it))).collect();
        let previous = previous.into_iter().filter_map(|it| Some((convert::path(&it.uri)?, it))).collect();
        let stopped = Arc::default();
        Self { shared: Arc::clone(shared), session: state.session(), open, previous, stopped }
    }

    /// What stops it.
    pub(in crate::lsp) fn stop(&self) -> Stop {
        Stop(Arc::clone(&self.stopped))
    }

    /// Checks all drafts, and hands on what is found in each.
    pub(in crate::lsp) fn run(mut self, tell: impl Fn(Step)) {
        let drafts = self.drafts();
        for (done, path) in drafts.iter().enumerate() {
            if self.stopped.load(Ordering::Acquire) {
                return self.shared.log.debug(|| "workspace/diagnostic was cancelled".to_owned());
            }
            let report = self.report(path);
            self.previous.remove(path);
            tell(Step { report, done: done + 1, all: drafts.len() });
        }
        // What the client still shows of files that have gone.
        for gone in self.previous.into_values() {
            let report = Some(full(gone.uri, None, None, Vec::new()));
            tell(Step { report, done: drafts.len(), all: drafts.len() });
        }
    }

    /// The drafts in which something can be put right without a look, and the edits that do it.
    pub(in crate::lsp) fn fixes(&self) -> Vec<FileEdits> {
        let fixes = |path: &PathBuf| {
            let open = self.open.get(path).cloned();
            let is_open = open.is_some();
            let snapshot = open.or_else(|| self.read(convert::uri(path)?, path))?;
            let edits = Deed::FixAll.edits(&snapshot)?;
            Some(FileEdits { snapshot, edits, is_open })
        };
        self.drafts().iter().filter_map(fixes).collect()
    }

    /// The drafts there are, sorted.
    fn drafts(&self) -> Vec<PathBuf> {
        let mut drafts = Vec::new();
        let mut troubles = Vec::new();
        for folder in &self.session.folders {
            let wants = |file: &Path| self.session.project(file).wants(file);
            drafts.extend(files::below(folder, 1, wants, &mut troubles));
        }
        for trouble in troubles {
            self.shared.log.warn(&format!("{}: {}", trouble.path, trouble.message));
        }
        drafts.sort();
        // One folder may lie in another.
        drafts.dedup();
        drafts
    }

    fn report(&self, path: &Path) -> Option<Report> {
        let previous = self.previous.get(path);
        let uri = previous.map(|previous| previous.uri.clone()).or_else(|| convert::uri(path))?;
        let had = previous.map(|previous| previous.value.as_str());
        if let Some(snapshot) = self.open.get(path) {
            let version = Some(i64::from(snapshot.buffer.version));
            return Some(report(uri, version, snapshot, had));
        }
        let metadata = fs::metadata(path).ok()?;
        let (size, modified) = (metadata.len(), metadata.modified().ok());
        let stamp = Stamp { size, modified, generation: self.session.generation };
        let seen = || self.shared.seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, id)) = seen().get(path).filter(|(seen, id)| *seen == stamp && had == Some(id)) {
            return Some(unchanged(uri, None, id.clone()));
        }
        let snapshot = self.read(uri.clone(), path)?;
        let report = report(uri, None, &snapshot, had);
        // What is true of a draft with an appointment changes as time passes.
        let lasts = snapshot.buffer.known().is_some() && !snapshot.buffer.is_timed();
        match (&report, lasts) {
            (Report::Full(WorkspaceFullDocumentDiagnosticReport { full_document_diagnostic_report: it, .. }), true) => {
                seen().insert(path.to_path_buf(), (stamp, it.result_id.clone().unwrap_or_default()));
            }
            (Report::Unchanged(it), true) => {
                let id = it.unchanged_document_diagnostic_report.result_id.clone();
                seen().insert(path.to_path_buf(), (stamp, id));
            }
            (_, false) => {
                seen().remove(path);
            }
        }
        Some(report)
    }

    /// A file as an editor would open it.
    fn read(&self, uri: Uri, path: &Path) -> Option<Snapshot> {
        let mut bytes = Vec::new();
        if let Err(trouble) = load(File::open(path), path, LARGEST, &mut bytes) {
            self.shared.log.warn(&format!("{}: {}", trouble.path, trouble.message));
            return None;
        }
        let text = String::from_utf8(bytes)
            .unwrap_or_else(|error| Document::parse(error.as_bytes(), &ReadOptions::default()).source.to_string());
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let buffer = Arc::new(Buffer::new(uri, String::new(), 0, Text::new(text)));
        Some(Snapshot { buffer, session: Arc::clone(&self.session) })
    }
}

fn report(uri: Uri, version: Option<i64>, snapshot: &Snapshot, had: Option<&str>) -> Report {
    let items = diagnostics::all(snapshot);
    let id = pull::result_id(&items);
    if had == Some(&*id) { unchanged(uri, version, id) } else { full(uri, version, Some(id), items) }
}

fn unchanged(uri: Uri, version: Option<i64>, result_id: String) -> Report {
    let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
    Report::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report })
}

fn full(
    uri: Uri,
    version: Option<i64>,
    result_id: Option<String>,
    items: Vec<tower_lsp::ls_types::Diagnostic>,
) -> Report {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    Report::Full(WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report })
}
