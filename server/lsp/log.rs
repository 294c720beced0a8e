//! The server's log: what happened, never what a message says.
//!
//! Lines go to the file `--log` names, else to standard error, which editors show in a pane of their own. A line that
//! cannot be written is lost: there is nowhere left to say so.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is logged; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What should never happen.
    Error,
    /// What a client does wrong, and files that cannot be used.
    Warn,
    /// The course of a session.
    Info,
    /// Each request and how long it took.
    Debug,
}

/// A log; clones write to the same one.
#[derive(Clone)]
pub struct Log {
    level: Level,
    out: Arc<Mutex<Box<dyn Write + Send>>>,
}

impl Log {
    /// A log of `level` and what comes before it.
    pub fn new(level: Level, out: impl Write + Send + 'static) -> Self {
        Self { level, out: Arc::new(Mutex::new(Box::new(out))) }
    }

    /// Whether `level` is logged.
    pub fn wants(&self, level: Level) -> bool {
        level <= self.level
    }

    /// Logs what should never happen.
    pub fn error(&self, what: &str) {
        self.write(Level::Error, what);
    }

    /// Logs what a client does wrong.
    pub fn warn(&self, what: &str) {
        self.write(Level::Warn, what);
    }

    /// Logs the course of a session.
    pub fn info(&self, what: &str) {
        self.write(Level::Info, what);
    }

    /// Logs details, made only where they are wanted.
    pub fn debug(&self, what: impl FnOnce() -> String) {
        if self.wants(Level::Debug) {
            self.write(Level::Debug, &what());
        }
    }

    fn write(&self, level: Level, what: &str) {
        if !self.wants(level) {
            return;
        }
        let name = match level {
            Level::Error => "ERROR",
            Level::Warn => "WARN",
            Level::Info => "INFO",
            Level::Debug => "DEBUG",
        };
        let now = jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string();
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{now} {name:5} {what}");
        let _ = out.flush();
    }
}
