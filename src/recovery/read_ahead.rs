//! The next logs are read and looked over in a thread of their own while the present one is replayed.
//!
//! What the replay sees is the same with and without: each log is still announced, found and judged in its turn
//! ([`Roll`](super::roll::Roll)); only its bytes are there already. An error waits until its log's turn comes. A few
//! logs are ahead, no more, and the memory of a log that was replayed is used for a next one.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread::{Builder, Scope};

use super::foresight::Foresight;
use super::roll::{OpenLog, Opener};
use crate::error::Result;
use crate::storage::log_reader::ReaderMemory;

/// Logs that wait, beside the one that is being read.
const LOGS_AHEAD: usize = 2;

/// A log that was read, by the path it was read from.
type Read = (PathBuf, Result<OpenLog>);

/// The logs that come. Dropping it ends the thread.
#[derive(Default)]
pub struct ReadAhead {
    running: Option<Running>,
}

struct Running {
    logs: Receiver<Read>,
    spare: Sender<ReaderMemory>,
}

impl ReadAhead {
    /// Begins to read `paths`, each with whether it is the current log, in their order. `to_their_end`: all of their
    /// records are going to be replayed, so that what they lead to may be [foreseen](super::foresight).
    pub fn start<'scope>(
        scope: &'scope Scope<'scope, '_>,
        opener: Opener<'scope>,
        paths: impl Iterator<Item = (PathBuf, bool)> + Send + 'scope,
        to_their_end: bool,
    ) -> Self {
        let (send, logs) = sync_channel(LOGS_AHEAD);
        let (spare, spares) = channel();
        let read = move || {
            let mut foresight = Foresight::default();
            for (path, current) in paths {
                let mut log = opener.open(&path, current, spares.try_recv().unwrap_or_default());
                if let Some(reader) = log.as_mut().ok().and_then(|log| log.reader.segments_mut()) {
                    reader.find_ahead();
                    if to_their_end {
                        foresight.look_through(reader);
                    }
                }
                let failed = log.is_err();
                if send.send((path, log)).is_err() || failed {
                    return;
                }
            }
        };
        // Without a thread the replay reads for itself.
        let thread = Builder::new().name("esent-read-ahead".into()).spawn_scoped(scope, read);
        Self { running: thread.ok().map(|_| Running { logs, spare }) }
    }

    /// The log at `path`, if it is the next one that was read. Reading ahead ends when it is not.
    pub fn take(&mut self, path: &Path) -> Option<Result<OpenLog>> {
        match self.running.as_ref()?.logs.recv() {
            Ok((read, log)) if read == path => Some(log),
            _ => {
                self.running = None;
                None
            }
        }
    }

    /// The log was replayed: its memory may be used again.
    pub fn give_back(&self, log: OpenLog) {
        if let Some(running) = &self.running {
            // The thread may have ended: then nobody needs it.
            let _ = running.spare.send(log.reader.into_memory());
        }
    }
}
