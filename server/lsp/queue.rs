//! The files that are dirty, in two queues: what takes no time never waits for what does.

use super::snapshot::Buffer;
use std::collections::BTreeSet;
use tower_lsp::ls_types::Uri;

/// Who looks at a dirty file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Queue {
    /// Whoever checks messages, which takes no time.
    Messages,
    /// Whoever compiles rules.
    Sources,
}

impl Queue {
    /// The one for a file.
    pub(super) fn of(buffer: &Buffer) -> Self {
        if buffer.is_message() { Self::Messages } else { Self::Sources }
    }
}

/// The files that are dirty.
#[derive(Default)]
pub(super) struct Dirty {
    messages: BTreeSet<Uri>,
    sources: BTreeSet<Uri>,
}

impl Dirty {
    /// Those of a queue.
    pub(super) fn of(&mut self, queue: Queue) -> &mut BTreeSet<Uri> {
        match queue {
            Queue::Messages => &mut self.messages,
            Queue::Sources => &mut self.sources,
        }
    }
}
