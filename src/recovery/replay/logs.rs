//! From log to log: is the next one there, is it the right one, and may it be missing?
//!
//! Source: `ErrLGRIRedoOperations`, `ErrLGRICheckForMissingLogs` in `ese/_log/logredo.cxx`.

use super::Replay;
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::LogHeader;
use crate::recovery::read_ahead::ReadAhead;
use crate::recovery::request::{DatabaseView, NextAction};
use crate::recovery::roll::{Next, OpenLog};

impl Replay<'_, '_> {
    /// The next log. When it cannot be played and the caller allows it, it is deleted with all behind it.
    pub(super) fn next_log(&mut self, ahead: &mut ReadAhead) -> Result<Option<Box<OpenLog>>> {
        let last = self.roll.generation();
        match self.open_next_log(ahead) {
            Err(e) if self.may_remove_behind(last, &e) => {
                tracing::warn!(error = %e, "logs behind generation {last:#x} cannot be played and are deleted");
                *ahead = ReadAhead::default();
                self.roll.remove_behind(last)?;
                self.removed_logs = true;
                Ok(None)
            }
            Err(e) => Err(self.as_lost_work(last, e)),
            next => next,
        }
    }

    /// When no database requires the log behind `last`, but one has committed work in it, that is what is wrong.
    fn as_lost_work(&self, last: u32, error: Error) -> Error {
        let required = self.databases.iter().any(|db| db.required_until > last);
        let committed = self.databases.iter().any(|db| db.committed_until > last);
        if required || !committed {
            return error;
        }
        match error.code() {
            ErrorCode::InvalidLogSequence => error.with_code(ErrorCode::CommittedLogFilesMissing),
            ErrorCode::LogFileCorrupt
            | ErrorCode::LogCorruptDuringHardRestore
            | ErrorCode::LogCorruptDuringHardRecovery
            | ErrorCode::LogTornWriteDuringHardRestore
            | ErrorCode::LogTornWriteDuringHardRecovery => error.with_code(ErrorCode::CommittedLogFileCorrupt),
            _ => error,
        }
    }

    fn may_remove_behind(&self, last: u32, error: &Error) -> bool {
        let of_the_log = matches!(
            error.code(),
            ErrorCode::InvalidLogSequence | ErrorCode::LogFileCorrupt | ErrorCode::LogSequenceChecksumMismatch
        );
        of_the_log
            && self.policy.ignore_lost_logs
            && self.settings.delete_out_of_range_logs
            && self.databases.iter().all(|db| db.required_until <= last)
    }

    /// Opens the next log and checks that it is the one the databases need.
    fn open_next_log(&mut self, ahead: &mut ReadAhead) -> Result<Option<Box<OpenLog>>> {
        let views = self.views();
        let previous = self.roll.generation();
        match self.roll.open_next(self.progress, &views, ahead)? {
            Next::EndOfCurrent => {
                self.check_high_log(None)?;
                Ok(None)
            }
            Next::Missing { generation, expected } => {
                self.no_more_logs(previous, generation, &expected, &views)?;
                Ok(None)
            }
            Next::Log(log) => {
                if !log.header().version().logs_initial_size() {
                    self.databases.iter_mut().for_each(|db| db.grows_on_demand = true);
                }
                check_not_empty(&log)?;
                self.check_high_log(Some(log.header()))?;
                Ok(Some(log))
            }
        }
    }

    /// There is no further log: is that the end, or a gap?
    fn no_more_logs(
        &mut self,
        previous: u32,
        generation: u32,
        expected: &std::path::Path,
        views: &[DatabaseView],
    ) -> Result<()> {
        if let Some(stop) = self.policy.stop {
            return Err(crate::error!(
                MissingLogFile,
                "recovery is to stop at {stop}, but generation {generation:#x} is missing"
            )
            .file(expected)
            .generation(generation));
        }
        let highest = self.roll.log_path().range().map_or(0, |(_, last)| last);
        if !self.is_hard() && (highest == 0 || highest > generation) {
            return Err(crate::error!(
                MissingLogFile,
                "generation {generation:#x} is missing, but there are later ones, up to {highest:#x}"
            )
            .file(expected)
            .generation(generation));
        }
        if self.is_hard() || self.policy.ignore_lost_logs {
            match self.check_generations(previous) {
                Err(e) if self.policy.ignore_lost_logs && e.code() == ErrorCode::CommittedLogFilesMissing => {}
                other => other?,
            }
        }
        let default = if self.is_hard() { None } else { self.missing_current_log() };
        self.progress.missing_log(generation, true, NextAction::ContinueToUndo, expected, views, default)
    }

    /// The current log is created before the one before it is closed, so that one of the two is always there.
    fn missing_current_log(&self) -> Option<ErrorCode> {
        let temporary = self.roll.log_path().temporary();
        if self.fs.exists(&temporary) { None } else { Some(ErrorCode::MissingLogFile) }
    }

    /// Work that was committed is not in the logs, and the caller does not mind.
    pub fn has_lost_logs(&self) -> bool {
        self.databases.iter().any(|db| db.committed_until > self.roll.generation())
    }

    /// Databases whose required or committed logs end beyond `generation` cannot be made clean.
    pub fn check_generations(&self, generation: u32) -> Result<()> {
        let mut committed = None;
        for db in self.databases.iter() {
            let (required, wanted) = (db.required_until, db.committed_until);
            let path = db.cache.file().path();
            if required > generation {
                return Err(crate::error!(
                    RequiredLogFilesMissing,
                    "the database needs the logs up to {required:#x}, but the last one there is {generation:#x}"
                )
                .file(path)
                .generation(generation + 1));
            }
            if wanted > generation && committed.is_none() {
                committed = Some(
                    crate::error!(
                        CommittedLogFilesMissing,
                        "logs up to {wanted:#x} were written, but the last one there is {generation:#x}: work that was \
                         committed would be lost"
                    )
                    .file(path)
                    .generation(generation + 1),
                );
            }
        }
        committed.map_or(Ok(()), Err)
    }

    /// The last required log must be the very file that the database knows, by its creation time.
    fn check_high_log(&self, header: Option<&LogHeader>) -> Result<()> {
        if self.policy.ignore_lost_logs {
            return Ok(());
        }
        let Some(header) = header.or(self.roll.last_header()) else { return Ok(()) };
        for db in self.databases.iter() {
            if let Some(expected) = db.created_of_required.filter(|_| db.required_until == header.generation())
                && expected != header.created()
            {
                return Err(crate::error!(
                    RequiredLogFilesMissing,
                    "the log of generation {:#x} was made at {}, the one that the database needs at {expected}",
                    header.generation(),
                    header.created()
                )
                .file(db.cache.file().path())
                .generation(header.generation()));
            }
        }
        Ok(())
    }
}

/// A log of sectors is never without a record; one of segments may have been made just before a crash.
pub(super) fn check_not_empty(log: &OpenLog) -> Result<()> {
    if log.is_empty() && log.header().version().has_sectors() {
        let e = Error::new(log.role.corrupt_record(), "the log holds no record at all");
        return Err(e.file(&log.path).generation(log.generation()));
    }
    Ok(())
}
