//! The editor that started us: when it dies without a word, so do we.

use super::state::Shared;
use std::sync::Arc;
use waitpid_any::WaitHandle;

/// Ends the session when the process ends. One that cannot be watched may be there all the same, outside this container
/// say, and is left alone.
pub(super) fn watch(id: u32, shared: &Arc<Shared>) {
    let opened = i32::try_from(id).map_err(std::io::Error::other).and_then(WaitHandle::open);
    let mut process = match opened {
        Ok(process) => process,
        Err(error) => return shared.log.info(&format!("process {id} cannot be watched: {error}")),
    };
    let watched = Arc::clone(shared);
    let watching = std::thread::Builder::new().name("parent".to_owned()).spawn(move || {
        let interrupted = |done: &std::io::Result<()>| {
            done.as_ref().is_err_and(|error| error.kind() == std::io::ErrorKind::Interrupted)
        };
        let mut done = process.wait();
        while interrupted(&done) {
            done = process.wait();
        }
        if done.is_ok() {
            watched.log.warn("the client's process has ended");
            watched.orphaned.notify_one();
        }
    });
    if let Err(error) = watching {
        shared.log.warn(&format!("process {id} cannot be watched: {error}"));
    }
}
