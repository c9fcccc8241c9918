//! What the caller's status callback is told: how far the replay is, and, as recovery control, what
//! comes next.
//!
//! Source: `LGIRSTPrepareCallback` in `ese/_log/logutil.cxx`, the counting in `ErrLGRIRedoOperations`,
//! `ErrLGRecoveryControlCallback` in `ese/_log/log.cxx`.

use crate::error::{Error, ErrorCode, Result};
use crate::recovery::plan::ProgressScale;
use crate::recovery::request::{DatabaseView, NextAction, OpenReason, Status, StatusEvent};
use std::path::Path;

/// An event-log entry: a generation was replayed.
pub const EVENT_REDO: u32 = 301;
/// An event-log entry: soft recovery is over.
pub const EVENT_RECOVERED: u32 = 302;

/// The callback, and the percentage it heard of last.
pub struct Progress<'a> {
    status: Status<'a>,
    generations: u32,
    counts_sectors: bool,
    generations_done: u32,
    sectors: u32,
    sector: u32,
    percent: u32,
}

impl<'a> Progress<'a> {
    pub fn new(status: Status<'a>) -> Self {
        Self { status, generations: 0, counts_sectors: false, generations_done: 0, sectors: 0, sector: 0, percent: 0 }
    }

    fn tell(&mut self, event: StatusEvent<'_>) -> i32 {
        let default = event.default_answer();
        self.status.as_mut().map_or(default, |status| status(event))
    }

    /// Asks the callback; its answer is the error to go on with.
    fn ask(&mut self, event: StatusEvent<'_>) -> Result<()> {
        match self.tell(event) {
            answer if answer < 0 => Err(Error::from_callback(answer)),
            _ => Ok(()),
        }
    }

    pub fn begin(&mut self, scale: ProgressScale) {
        self.generations = scale.generations.max(1);
        self.counts_sectors = scale.by_sector;
        self.tell(StatusEvent::Begin);
    }

    /// A log of `sectors` is now being replayed, from `sector` on.
    pub fn log_opened(&mut self, sectors: u32, sector: u32) {
        self.sectors = sectors.max(1);
        self.sector = sector;
    }

    /// Another generation is done and the next one is open.
    pub fn generation_done(&mut self) {
        self.generations_done += 1;
        if let Some(percent) = self.generations_done.saturating_mul(100).checked_div(self.generations) {
            self.raise(percent);
        }
    }

    /// Replay stands in this sector.
    #[inline]
    pub fn at_sector(&mut self, sector: u32) {
        if sector > self.sector {
            self.sector = sector;
            if self.counts_sectors {
                let done = self.generations_done.saturating_mul(100) / self.generations;
                let within = u64::from(sector) * 100 / (u64::from(self.sectors) * u64::from(self.generations));
                self.raise(done.saturating_add(within as u32));
            }
        }
    }

    fn raise(&mut self, percent: u32) {
        let percent = percent.min(100);
        if percent > self.percent {
            self.percent = percent;
            self.tell(StatusEvent::Progress { done: percent, total: 100 });
        }
    }

    pub fn complete(&mut self) {
        self.percent = 100;
        self.tell(StatusEvent::Complete { total: 100 });
    }

    /// A soft recovery ended with an error.
    pub fn failed(&mut self) {
        self.percent = 100;
        self.tell(StatusEvent::Failed { total: 100 });
    }

    pub fn open_log(
        &mut self,
        generation: u32,
        current: bool,
        reason: OpenReason,
        file: &Path,
        databases: &[DatabaseView],
    ) -> Result<()> {
        self.ask(StatusEvent::OpenLog { generation, current, reason, file, databases })
    }

    /// Recovery is over; the current log is opened to be written on.
    pub fn open_for_do(&mut self, file: &Path) -> Result<()> {
        self.open_log(0, true, OpenReason::Do, file, &[])
    }

    pub fn open_checkpoint(&mut self) -> Result<()> {
        self.ask(StatusEvent::OpenCheckpoint)
    }

    /// `default`: the error when nobody says otherwise; `None` when it may be missing.
    pub fn missing_log(
        &mut self,
        generation: u32,
        current: bool,
        next: NextAction,
        file: &Path,
        databases: &[DatabaseView],
        default: Option<ErrorCode>,
    ) -> Result<()> {
        let default = default.map_or(0, |code| code as i32);
        let event = StatusEvent::MissingLog { generation, current, next, file, databases, default };
        self.ask(event).map_err(|e| {
            let missing = matches!(e.code(), ErrorCode::FileNotFound | ErrorCode::MissingLogFile);
            let e = if missing {
                crate::error!(MissingLogFile, "the log of generation {generation:#x} is missing")
            } else {
                e
            };
            e.file(file).generation(generation)
        })
    }

    pub fn begin_undo(&mut self, databases: &[DatabaseView]) -> Result<()> {
        self.ask(StatusEvent::BeginUndo { databases })
    }

    /// Whether the callback wants to go on after an event of the event log; its answer changes nothing else.
    pub fn notification(&mut self, event: u32) {
        self.tell(StatusEvent::Notification { event });
    }

    /// An error that the caller may wave through.
    pub fn signal_error(&mut self, error: Error) -> Result<()> {
        let default = error.number();
        match self.tell(StatusEvent::SignalError { default }) {
            answer if answer == default => Err(error),
            answer if answer < 0 => Err(Error::from_callback(answer)),
            _ => Ok(()),
        }
    }

    /// What a program hung on its commit; `kind`: one of `fCommitCtx…Callback`.
    ///
    /// # Errors
    /// What the callback answers.
    pub fn commit_context(&mut self, context: &[u8], kind: u32) -> Result<()> {
        self.ask(StatusEvent::CommitContext { context, callback_type: kind })
    }

    pub fn attached(&mut self, path: &Path) -> Result<()> {
        self.ask(StatusEvent::AttachedDatabase { path })
    }

    pub fn detaching(&mut self, path: &Path) -> Result<()> {
        self.ask(StatusEvent::DetachingDatabase { path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_rises_and_ends_at_a_hundred() {
        let mut seen = Vec::new();
        let mut callback = |event: StatusEvent<'_>| {
            if let StatusEvent::Progress { done, .. } = event {
                seen.push(done);
            }
            0
        };
        let mut p = Progress::new(Some(&mut callback));
        p.begin(ProgressScale { generations: 2, by_sector: true });
        p.log_opened(32, 1);
        for sector in 1..32 {
            p.at_sector(sector);
        }
        p.generation_done();
        p.log_opened(32, 0);
        p.at_sector(1);
        p.at_sector(31);
        p.generation_done();
        p.generation_done();
        assert!(seen.windows(2).all(|w| w[0] < w[1]), "{seen:?}");
        assert_eq!((seen[0], seen.last()), (3, Some(&100)));
    }
}
