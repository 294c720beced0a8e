//! `regards check --watch`: checks again whenever what was checked, or what it is checked with, is not as it was.
//!
//! Invariants: what the check itself writes starts no other check; several changes at once are one; the end leaves nothing
//! behind.

use super::arguments::CheckArguments;
use super::check::{self, Pass};
use super::output::{Outcome, Output};
use super::parallel;
use crate::project::files::Input;
use crate::project::{Projects, Stamp, Trouble, absolute};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// How long nothing may change before what changed is looked at: editors write a file in several steps.
const SETTLED: Duration = Duration::from_millis(60);
/// Clears the screen and what was scrolled out of it, and goes to its top.
const CLEAR: &[u8] = b"\x1b[2J\x1b[3J\x1b[H";

enum Event {
    Changed,
    /// Ctrl-C.
    End,
}

pub(super) fn run(arguments: &CheckArguments, output: Output) -> io::Result<Outcome> {
    if arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        let trouble =
            Trouble::with_file(Path::new("--watch"), "standard input does not change", "name files or folders");
        return Ok(output.trouble(&[trouble]));
    }
    let (sender, events) = mpsc::channel();
    let mut watcher = match Watcher::new(&sender) {
        Ok(watcher) => watcher,
        Err(error) => return Ok(output.trouble(&[unwatched(Path::new("--watch"), &error)])),
    };
    end_on_interrupt(sender);
    let mut stdout = io::stdout();
    loop {
        // From before the check on: what changes during it is then seen.
        watcher.watch_drafts(arguments, output);
        let before = stamps(arguments, &arguments.config.projects());
        if stdout.is_terminal() {
            stdout.write_all(CLEAR)?;
        }
        let pass = check::pass(arguments, output)?;
        watcher.watch_projects(&pass);
        output.notice("Watching for changes; Ctrl-C ends it");
        if !changes(arguments, &pass, &before, &events) {
            return Ok(Outcome::Clean);
        }
    }
}

/// Waits until something is not as it was; `false` where it is to end.
fn changes(arguments: &CheckArguments, pass: &Pass, before: &[Stamp], events: &Receiver<Event>) -> bool {
    loop {
        match events.recv() {
            Ok(Event::Changed) => {}
            Ok(Event::End) | Err(_) => return false,
        }
        loop {
            match events.recv_timeout(SETTLED) {
                Ok(Event::Changed) => {}
                Ok(Event::End) | Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        if pass.projects.is_past() || stamps(arguments, &pass.projects) != before {
            return true;
        }
    }
}

/// What all that is read was like, but for the configuration and the rules.
fn stamps(arguments: &CheckArguments, projects: &Projects) -> Vec<Stamp> {
    let found = check::inputs(arguments, parallel::threads(arguments.read.threads), projects);
    let drafts = found.inputs.iter().filter_map(|input| match input {
        Input::File(path) => Some(path),
        Input::Stdin => None,
    });
    drafts.chain(&arguments.baseline).map(|path| Stamp::of(path.clone())).collect()
}

fn unwatched(path: &Path, error: &notify::Error) -> Trouble {
    let message = format!("it cannot be watched: {error}");
    Trouble::with_file(
        path,
        message,
        "name fewer folders, or allow more watches (fs.inotify.max_user_watches on Linux)",
    )
}

/// Sends [`Event::End`] at Ctrl-C. Where that cannot be asked for, Ctrl-C ends the process as ever.
fn end_on_interrupt(sender: Sender<Event>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
    let wait = move || {
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            // Nobody listens where the end has come already.
            let _ = sender.send(Event::End);
        }
    };
    // A thread that cannot be had is not missed either.
    let _ = thread::Builder::new().name("interrupt".to_owned()).spawn(wait);
}

/// What tells of changes.
struct Watcher {
    watcher: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
}

impl Watcher {
    fn new(sender: &Sender<Event>) -> notify::Result<Self> {
        let sender = sender.clone();
        let tell = move |event: notify::Result<notify::Event>| {
            // That a file was read changes nothing; an error may hide a change.
            if !event.is_ok_and(|event| event.kind.is_access()) {
                let _ = sender.send(Event::Changed);
            }
        };
        Ok(Self { watcher: notify::recommended_watcher(tell)?, watched: BTreeSet::new() })
    }

    /// Watches the folders named, with all in them, and those of the files named.
    fn watch_drafts(&mut self, arguments: &CheckArguments, output: Output) {
        let here = [PathBuf::from(".")];
        let paths = if arguments.paths.is_empty() { &here } else { arguments.paths.as_slice() };
        // A folder with all in it first: it is then not taken for one that is watched without.
        let mut paths: Vec<&PathBuf> = paths.iter().collect();
        paths.sort_by_key(|path| path.is_file());
        for path in paths {
            // What is not there may be a glob, or yet to come: what is there of its folders tells.
            let there = path.ancestors().find(|path| path.exists()).unwrap_or(Path::new(""));
            let folder = if there.is_dir() { there } else { there.parent().unwrap_or(Path::new("")) };
            let mode = if there.is_file() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
            if let Err(error) = self.watch(folder, mode) {
                output.trouble(&[unwatched(path, &error)]);
            }
        }
        for path in arguments.baseline.iter().chain(&arguments.config.config) {
            // Its absence is told by the check.
            let _ = self.watch(path.parent().unwrap_or(Path::new("")), RecursiveMode::NonRecursive);
        }
    }

    /// Watches the folders of configuration and rules.
    fn watch_projects(&mut self, pass: &Pass) {
        for folder in pass.projects.folders() {
            // One that may not be watched, such as one above that belongs to somebody else, is done without.
            let _ = self.watch(&folder, RecursiveMode::NonRecursive);
        }
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        let folder = absolute(folder);
        if self.watched.contains(&folder) {
            return Ok(());
        }
        self.watcher.watch(&folder, mode)?;
        self.watched.insert(folder);
        Ok(())
    }
}
