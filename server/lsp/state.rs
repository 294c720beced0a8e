//! Everything the server remembers, behind one lock.
//!
//! Invariants: the lock is never held across an await; the newest text of every open file is here the moment its
//! notification was handled; a file that is dirty is published or asked for again before it stops being so.

use super::log::Log;
use super::pages::Pages;
use super::queue::{Dirty, Queue};
use super::session::{Clock, Session};
use super::snapshot::{Buffer, Snapshot};
use super::text::Text;
use super::workspace::Seen;
use crate::project::{Buffers, Project};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tower_lsp::ls_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

/// Shared by everything that runs in a session.
pub(super) struct Shared {
    state: Mutex<State>,
    /// Told when a message is dirty.
    pub(super) dirty: Notify,
    /// Told when a file that says what to look for is dirty, or has changed on the disk.
    pub(super) dirty_sources: Notify,
    /// Held by whoever compiles rules: once at a time is enough, and the newest wins.
    compiling: Mutex<()>,
    /// Told when the client's process has ended.
    pub(super) orphaned: Notify,
    pub(super) log: Log,
    /// What was found in files that are not open.
    pub(super) seen: Seen,
}

/// What the lock guards.
#[expect(clippy::struct_excessive_bools, reason = "these are independent answers to independent questions")]
pub(super) struct State {
    session: Arc<Session>,
    files: BTreeMap<Uri, File>,
    dirty: Dirty,
    /// Whether rules may have to be compiled.
    has_changed_rules: bool,
    /// Whether diagnostics may have changed without a change to the text.
    has_reloaded: bool,
    /// Whether the client has asked about files that are not open.
    has_surveyed: bool,
    /// Whether the client has said `shutdown`.
    pub(super) shutdown: bool,
}

/// An open file.
struct File {
    buffer: Arc<Buffer>,
    /// A change could not be applied: only a full text can put that right.
    is_unsynced: bool,
}

impl Shared {
    pub(super) fn new(clock: Clock, pages: Pages, log: Log) -> Self {
        let state = State {
            session: Arc::new(Session::new(clock, pages)),
            files: BTreeMap::new(),
            dirty: Dirty::default(),
            has_changed_rules: false,
            has_reloaded: false,
            has_surveyed: false,
            shutdown: false,
        };
        Self {
            state: Mutex::new(state),
            dirty: Notify::new(),
            dirty_sources: Notify::new(),
            compiling: Mutex::new(()),
            orphaned: Notify::new(),
            log,
            seen: Seen::default(),
        }
    }

    /// The state. A panic elsewhere leaves it sound: every change to it is a single assignment.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the turn to compile.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.compiling.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has what is dirty looked at.
    pub(super) fn tell(&self) {
        self.dirty.notify_one();
        self.dirty_sources.notify_one();
    }

    /// The same where no more than a file of this queue has changed.
    fn tell_of(&self, queue: Queue) {
        match queue {
            Queue::Messages => self.dirty.notify_one(),
            Queue::Sources => self.tell(),
        }
    }

    /// An open file as it is now; `None` for one that is not open, or whose text is not known.
    pub(super) fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        self.lock().snapshot(uri)
    }

    /// The project of an open file, and the file; where none is named or open, the project of the first folder.
    pub(super) fn project(&self, uri: Option<&Uri>) -> (Arc<Project>, Option<Snapshot>) {
        let snapshot = uri.and_then(|uri| self.snapshot(uri));
        let session = self.session();
        let place = || session.folders.first().cloned().unwrap_or_default().join("untitled");
        (session.project(&snapshot.as_ref().map_or_else(place, Snapshot::place)), snapshot)
    }

    /// The session as it is now.
    pub(super) fn session(&self) -> Arc<Session> {
        self.lock().session()
    }

    /// Takes up a newly opened file.
    pub(super) fn open(&self, document: TextDocumentItem) {
        let TextDocumentItem { uri, language_id, version, text } = document;
        let buffer = Buffer::new(uri, language_id, version, Text::new(&text));
        self.log.debug(|| format!("open: {:?}, version {version}, {} bytes", buffer.role, buffer.text.len()));
        let mut state = self.lock();
        state.put(buffer, false);
        drop(state);
        self.tell();
    }

    /// Changes an open file.
    pub(super) fn change(&self, uri: &Uri, version: i32, changes: &[TextDocumentContentChangeEvent]) {
        let mut state = self.lock();
        let encoding = state.session.encoding;
        let Some(file) = state.files.get(uri) else {
            return self.log.warn("a change to a file that is not open");
        };
        if version < file.buffer.version {
            return self.log.warn("a change to a version that is past");
        }
        // Everything in front of the last full text is lost with it.
        let full = changes.iter().rposition(|change| change.range.is_none());
        let mut is_unsynced = file.is_unsynced && full.is_none();
        let mut text = file.buffer.text.clone();
        for change in &changes[full.unwrap_or(0)..] {
            if !is_unsynced && text.apply(change, encoding).is_err() {
                self.log.warn("a change whose range ends before it starts; waiting for the full text");
                is_unsynced = true;
            }
        }
        let buffer = file.buffer.changed(version, text);
        let queue = Queue::of(&buffer);
        state.put(buffer, is_unsynced);
        drop(state);
        self.tell_of(queue);
    }

    /// Forgets a file that was closed.
    pub(super) fn close(&self, uri: &Uri) {
        let mut state = self.lock();
        if let Some(file) = state.files.remove(uri) {
            state.dirty.of(Queue::of(&file.buffer)).insert(uri.clone());
            state.has_become(&file.buffer, None);
            if state.session.is_source(&file.buffer) {
                state.reload();
            }
        }
        drop(state);
        self.tell();
    }

    /// Reads configurations and rules anew and checks every open file again.
    pub(super) fn reload(&self) {
        self.lock().reload();
        self.tell();
    }

    /// Changes the session; open files are checked again.
    pub(super) fn update(&self, change: impl FnOnce(&mut Session)) {
        let mut state = self.lock();
        change(Arc::make_mut(&mut state.session));
        state.reload();
        drop(state);
        self.tell();
    }
}

impl State {
    pub(super) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    pub(super) fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let file = self.files.get(uri).filter(|file| !file.is_unsynced)?;
        Some(Snapshot { buffer: Arc::clone(&file.buffer), session: Arc::clone(&self.session) })
    }

    /// Whether a snapshot shows its file as it still is.
    pub(super) fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.files.get(&snapshot.buffer.uri).is_some_and(|file| Arc::ptr_eq(&file.buffer, &snapshot.buffer))
    }

    /// Whether a file is open.
    pub(super) fn is_open(&self, uri: &Uri) -> bool {
        self.files.contains_key(uri)
    }

    /// All open files.
    pub(super) fn snapshots(&self) -> Vec<Snapshot> {
        self.files.keys().filter_map(|uri| self.snapshot(uri)).collect()
    }

    /// The next file of a queue that is dirty, and how it is.
    pub(super) fn take_dirty(&mut self, queue: Queue) -> Option<(Uri, Option<Snapshot>)> {
        let uri = self.dirty.of(queue).pop_first()?;
        let snapshot = self.snapshot(&uri);
        Some((uri, snapshot))
    }

    /// Whether rules may have to be compiled.
    pub(super) fn has_changed_rules(&self) -> bool {
        self.has_changed_rules
    }

    /// The messages they may have to be compiled for.
    pub(super) fn take_waiting(&mut self) -> Vec<Snapshot> {
        self.has_changed_rules = false;
        self.snapshots().into_iter().filter(|it| it.buffer.is_message()).collect()
    }

    /// Takes note of projects that were built: messages are read by them from now on. Answers whether they have changed
    /// meanwhile.
    pub(super) fn add_built(&mut self, projects: Vec<Arc<Project>>) -> bool {
        let session = Arc::make_mut(&mut self.session);
        session.generation += 1;
        session.add_built(projects);
        self.has_reloaded |= self.has_surveyed || !self.files.is_empty();
        for (uri, file) in self.files.iter_mut().filter(|(_, file)| file.buffer.is_message()) {
            file.buffer = Arc::new(file.buffer.unchecked());
            self.dirty.of(Queue::Messages).insert(uri.clone());
        }
        self.has_changed_rules
    }

    /// Whether diagnostics may have changed without a change to the text since this was asked last.
    pub(super) fn take_reloaded(&mut self) -> bool {
        std::mem::take(&mut self.has_reloaded)
    }

    /// Puts another reading of the same text in the place of `old`, unless that is past.
    pub(super) fn read_again(&mut self, old: &Snapshot, new: Arc<Buffer>) {
        if self.is_current(old)
            && let Some(file) = self.files.get_mut(&old.buffer.uri)
        {
            file.buffer = new;
            self.dirty.of(Queue::of(&old.buffer)).insert(old.buffer.uri.clone());
            self.has_reloaded = true;
        }
    }

    /// Takes note of the text an open file has now, and has the messages checked again that include it.
    fn has_become(&mut self, buffer: &Buffer, text: Option<Text>) {
        let Some(path) = &buffer.path else { return };
        self.session.open.set(path, text);
        for (uri, file) in self.files.iter_mut().filter(|(_, file)| file.buffer.includes(path)) {
            file.buffer = Arc::new(file.buffer.unchecked());
            self.dirty.of(Queue::Messages).insert(uri.clone());
            self.has_reloaded = true;
        }
    }

    fn put(&mut self, buffer: Buffer, is_unsynced: bool) {
        let uri = buffer.uri.clone();
        let is_source = self.session.is_source(&buffer);
        self.dirty.of(Queue::of(&buffer)).insert(uri.clone());
        self.has_become(&buffer, Some(buffer.text.clone()));
        self.files.insert(uri, File { buffer: Arc::new(buffer), is_unsynced });
        if is_source {
            self.reload();
        }
    }

    /// Takes note that the client has asked about files that are not open.
    pub(super) fn survey(&mut self) {
        self.has_surveyed = true;
    }

    fn reload(&mut self) {
        let is_source = |file: &&File| self.session.is_source(&file.buffer) && !file.is_unsynced;
        let open = self.files.values().filter(is_source);
        let texts = open.filter_map(|file| Some((file.buffer.path.clone()?, file.buffer.text.whole().into())));
        let buffers = Buffers::new(texts);
        Arc::make_mut(&mut self.session).reload(buffers);
        self.has_reloaded |= self.has_surveyed || !self.files.is_empty();
        self.has_changed_rules = true;
        for (uri, file) in &mut self.files {
            file.buffer = Arc::new(file.buffer.unchecked());
            self.dirty.of(Queue::of(&file.buffer)).insert(uri.clone());
        }
    }
}
