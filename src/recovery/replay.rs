//! The replay itself: log after log, record after record. Hard and soft recovery differ in where
//! logs and databases come from; from there on they share this story.
//!
//! A record either concerns transactions and pages, and goes to [`Redo`]; or a database as a whole
//! (attach, detach, create, version, backup), or the run of the engine (init, term), and is dealt
//! with here.
//!
//! Source: `ErrLGRRedo`, `ErrLGRIInitSession`, `ErrLGRIRedoOperations` in `ese/_log/logredo.cxx`.

mod commit_context;
mod databases;

use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::attachments::Attachment;
use crate::format::log_header::LogHeader;
use crate::format::log_record::{LogRecord, backup_phase};
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::recovery::database::Databases;
use crate::recovery::plan::attach::Reason;
use crate::recovery::progress::{EVENT_REDO, Progress};
use crate::recovery::read_ahead::ReadAhead;
use crate::recovery::redo::Redo;
use crate::recovery::request::{DatabaseView, NextAction, Settings};
use crate::recovery::restore_map::RestoreMap;
use crate::recovery::roll::{Next, OpenLog, Roll};
use crate::recovery::transactions::Transactions;
use crate::storage::fs::FileSystem;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::Scope;

/// What the caller allows and wants.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Hard recovery: the generations of the backup.
    pub restored: Option<(u32, u32)>,
    /// A database that is not in the map is replayed where the logs say.
    pub replay_unmapped: bool,
    /// Databases that are missing at the end do not matter.
    pub ignore_missing: bool,
    /// Logs that the databases had committed to may be lost.
    pub ignore_lost_logs: bool,
    /// Redo ends before this position.
    pub stop: Option<Lgpos>,
    /// Records before a database's first required generation do not count for it.
    pub skip_before_required: bool,
    /// Everything is done by the calling thread.
    pub alone: bool,
    /// The databases stay attached at the end.
    pub keep_attached: bool,
}

/// How a database of the logs stands to this replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not in the map: none of our business.
    Skipped,
    /// Not now; perhaps a later record attaches it.
    Deferred(Reason),
    /// Records are applied to it.
    Open,
}

/// A database that the logs have attached.
#[derive(Debug, Clone)]
pub struct Attached {
    pub info: Attachment,
    /// Where the file is.
    pub path: PathBuf,
    pub standing: Standing,
    /// JET_bitRestoreMap… of its map entry.
    pub grbit: u32,
}

/// JET_bitRestoreMapIgnoreWhenMissing.
const IGNORE_WHEN_MISSING: u32 = 1;
/// JET_bitRestoreMapFailWhenMissing.
const FAIL_WHEN_MISSING: u32 = 2;
/// JET_bitRestoreMapOverwriteOnCreate.
const OVERWRITE_ON_CREATE: u32 = 4;

/// How redo ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All logs are replayed.
    AllLogs,
    /// The stop position was reached.
    Stopped,
}

/// Counts for the report.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub records: u64,
    pub bytes: u64,
    pub logs: u32,
    pub pages_read: u64,
    pub pages_written: u64,
}

/// A replay on its way.
pub struct Replay<'a, 's> {
    pub fs: &'a dyn FileSystem,
    pub settings: &'a Settings,
    pub policy: Policy,
    pub progress: &'a mut Progress<'s>,
    pub roll: Roll<'a>,
    pub map: Option<RestoreMap>,
    /// The log stream.
    pub stream: Signature,
    pub attached: BTreeMap<u8, Attached>,
    pub databases: Databases,
    pub transactions: Transactions,
    pub counts: Counts,
    /// Where the record stands that is being replayed.
    pub lgpos: Lgpos,
    /// Behind the last record.
    pub end: Lgpos,
    /// Every session has ended and every database was detached by the last records.
    pub ended: bool,
    /// The last record that matters was a shutdown mark.
    pub last_is_shutdown: bool,
    pub shutdown_mark: Lgpos,
    /// The last Term or RecoveryQuit record.
    pub last_term: Option<Lgpos>,
    /// The last quit left databases attached.
    pub quit_kept_attachments: bool,
    pub page_size: u32,
    /// Logs that could not be replayed were deleted, as the caller allowed.
    pub removed_logs: bool,
    /// The log that the shutdown mark of this recovery stands in.
    pub(super) mark_log: Option<(u32, Logtime)>,
    redo: Redo,
    commit_contexts: commit_context::CommitContexts,
    generation_seen: u32,
    fail_fast_after: u32,
}

impl<'a, 's> Replay<'a, 's> {
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        fs: &'a dyn FileSystem,
        settings: &'a Settings,
        policy: Policy,
        progress: &'a mut Progress<'s>,
        roll: Roll<'a>,
        map: Option<RestoreMap>,
        stream: Signature,
        page_size: u32,
    ) -> Self {
        let (highest, has_current) = roll.highest();
        let mut transactions = Transactions::new();
        transactions.held_pages().want_news();
        Self {
            fs,
            settings,
            policy,
            progress,
            map,
            stream,
            attached: BTreeMap::new(),
            databases: Databases::default(),
            transactions,
            counts: Counts::default(),
            lgpos: Lgpos::MIN,
            end: Lgpos::MIN,
            ended: false,
            last_is_shutdown: false,
            shutdown_mark: Lgpos::MIN,
            last_term: None,
            quit_kept_attachments: false,
            page_size,
            removed_logs: false,
            mark_log: None,
            redo: Redo::new(),
            commit_contexts: commit_context::CommitContexts::new(),
            generation_seen: 0,
            fail_fast_after: highest.saturating_add(u32::from(has_current)),
            roll,
        }
    }

    pub fn is_hard(&self) -> bool {
        self.policy.restored.is_some()
    }

    /// The attached databases as recovery control shows them.
    pub fn views(&self) -> Vec<DatabaseView> {
        self.databases.iter().map(|db| DatabaseView::from(&db.header)).collect()
    }

    /// Phases I and II: everything from `start` to the end of the logs.
    ///
    /// # Errors
    /// The first thing that stops the replay. Pages changed until then are still in memory, most of them.
    pub fn redo(&mut self, start: Lgpos, attachments: Vec<Attachment>) -> Result<Ending> {
        let ending = std::thread::scope(|scope| self.redo_logs(scope, start, attachments));
        if ending.is_err() && !self.ended {
            self.announce_detaching_anyway();
        }
        ending
    }

    /// `scope`: where threads may work for it.
    fn redo_logs<'scope, 'env: 'scope>(
        &mut self,
        scope: &'scope Scope<'scope, 'env>,
        mut start: Lgpos,
        attachments: Vec<Attachment>,
    ) -> Result<Ending>
    where
        'a: 'env,
    {
        let views = self.views();
        let mut log = self.roll.open_first(&mut start, self.progress, &views)?;
        if self.stops_before(start) {
            return Ok(Ending::Stopped);
        }
        for info in attachments {
            self.attach_at_start(info)?;
        }
        let mut damage = log.damage();
        check_not_empty(&log)?;
        self.progress.log_opened(u32::from(log.header().file_sectors()), u32::from(start.sector));
        log.reader.start_at(start)?;
        let mut ahead = if self.policy.alone { ReadAhead::default() } else { self.roll.read_ahead(scope) };
        loop {
            if self.replay_log(&mut log)? == Ending::Stopped {
                return Ok(Ending::Stopped);
            }
            self.counts.logs += 1;
            self.progress.notification(EVENT_REDO);
            if let Some(error) = damage {
                return Err(error);
            }
            if self.policy.stop.is_some_and(|stop| stop.generation == self.lgpos.generation) {
                return Ok(Ending::Stopped);
            }
            match self.next_log(&mut ahead)? {
                Some(next) => ahead.give_back(std::mem::replace(&mut log, *next)),
                None => break,
            }
            damage = None;
            self.progress.generation_done();
            self.progress.log_opened(u32::from(log.header().file_sectors()), 0);
        }
        for db in self.databases.iter_mut() {
            db.redo_map.verify()?;
            db.patched_is_done();
        }
        Ok(Ending::AllLogs)
    }

    fn stops_before(&self, lgpos: Lgpos) -> bool {
        self.policy.stop.is_some_and(|stop| lgpos >= stop)
    }

    /// The next log. When it cannot be played and the caller allows it, it is deleted with all behind it.
    fn next_log(&mut self, ahead: &mut ReadAhead) -> Result<Option<Box<OpenLog>>> {
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

    /// Replays the rest of an open log.
    fn replay_log(&mut self, log: &mut OpenLog) -> Result<Ending> {
        let log_path = log.path.clone();
        let role = log.role;
        let place = |e: Error| e.file(&log_path);
        let corrupt = |e: Error| {
            let e = if e.code() == ErrorCode::LogFileCorrupt { e.with_code(role.corrupt_record()) } else { e };
            e.file(&log_path)
        };
        let created = log.header().created();
        if log.is_empty() {
            self.lgpos = log.header().first_lgpos();
            self.enter_generation(self.lgpos.generation)?;
        }
        while let Some((lgpos, record)) = log.reader.next().map_err(corrupt)? {
            self.lgpos = lgpos;
            if self.stops_before(lgpos) {
                return Ok(Ending::Stopped);
            }
            if lgpos.generation > self.generation_seen {
                self.enter_generation(lgpos.generation)?;
            }
            self.counts.records += 1;
            match record {
                LogRecord::Nop | LogRecord::Nop2(_) | LogRecord::Checksum(_) => continue,
                LogRecord::ShutDownMark => {
                    self.shutdown_mark = lgpos;
                    self.last_is_shutdown = true;
                }
                // Notes for people: they change nothing, not even what the last record was.
                LogRecord::Trace(_)
                | LogRecord::JetOp(_)
                | LogRecord::ForceWriteLog(_)
                | LogRecord::ForceLogRollover(_)
                | LogRecord::RecoveryUndo(_)
                | LogRecord::RecoveryUndo2(_)
                | LogRecord::FullBackup(_)
                | LogRecord::IncBackup(_)
                | LogRecord::Backup(_) => {}
                LogRecord::Backup2(r) => {
                    if r.head.phase == backup_phase::UPDATE {
                        self.backup_update(&r.head)?;
                    }
                }
                _ => {
                    self.last_is_shutdown = false;
                    self.replay_record(lgpos, &record, created).map_err(place)?;
                }
            }
            self.progress.at_sector(u32::from(lgpos.sector));
        }
        self.end = log.check.end;
        Ok(Ending::AllLogs)
    }

    fn replay_record(
        &mut self,
        lgpos: Lgpos,
        record: &LogRecord<'_>,
        created: crate::format::primitives::Logtime,
    ) -> Result<()> {
        match record {
            LogRecord::Init(_) | LogRecord::Init2(_) => {
                if !self.ended {
                    self.end_run(false)?;
                }
                self.ended = false;
                Ok(())
            }
            LogRecord::Term(_) | LogRecord::Term2(_) | LogRecord::RecoveryQuit(_) | LogRecord::RecoveryQuit2(_) => {
                self.quit(lgpos, false)
            }
            LogRecord::RecoveryQuitKeepAttachments(_) => self.quit(lgpos, true),
            LogRecord::CreateDb(r) => self.create_database(lgpos, r),
            LogRecord::CreateDbFinish(r) => self.create_finish(lgpos, r.dbid),
            LogRecord::AttachDb(r) => self.attach_record(lgpos, r, created),
            LogRecord::DetachDb(r) => self.detach(lgpos, r.head.dbid),
            LogRecord::SetDbVersion(r) => self.set_version(r),
            LogRecord::ReAttach(r) => self.reattach(lgpos, r.dbid),
            LogRecord::SignalAttachDb(r) => self.signal_attach(r.dbid),
            LogRecord::ExtRestore(_) | LogRecord::ExtRestore2(_) => Ok(()),
            LogRecord::CommitContext(r) => self.commit_context(r),
            LogRecord::Commit0(r) if !self.commit_contexts.is_empty() => self.commit0(lgpos, r),
            LogRecord::MacroCommit(_) | LogRecord::ShrinkDb(_) | LogRecord::ShrinkDb2(_) | LogRecord::ShrinkDb3(_) => {
                self.apply(lgpos, record)?;
                for db in self.databases.iter_mut().filter(|db| db.readers_must_leave) {
                    db.readers_must_leave = false;
                    self.progress.detaching(db.cache.file().path())?;
                }
                Ok(())
            }
            _ => self.apply(lgpos, record),
        }
    }

    #[inline]
    fn apply(&mut self, lgpos: Lgpos, record: &LogRecord<'_>) -> Result<()> {
        self.redo.apply(&mut self.databases, &mut self.transactions, lgpos, record)?;
        self.tell_holds();
        Ok(())
    }

    /// Databases that had been announced as attached are about to be detached.
    ///
    /// # Errors
    /// What the callback answers.
    pub fn announce_detaching(&mut self) -> Result<()> {
        for db in self.databases.iter().filter(|db| !db.may_be_ahead) {
            self.progress.detaching(db.cache.file().path())?;
        }
        Ok(())
    }

    /// The same when recovery fails, or before its next phase: what the callback answers changes nothing.
    pub fn announce_detaching_anyway(&mut self) {
        for db in self.databases.iter().filter(|db| !db.may_be_ahead) {
            let _ignored = self.progress.detaching(db.cache.file().path());
        }
    }

    /// Tells the caches which pages have to wait for the log, and that all others may be written.
    #[inline]
    pub(super) fn tell_holds(&mut self) {
        for hold in self.transactions.held_pages().take_news() {
            let Some(db) = self.databases.get_mut(hold.dbid) else { continue };
            if hold.held {
                db.cache.hold(hold.pgno);
            } else {
                db.cache.release(hold.pgno);
            }
        }
        self.databases.iter_mut().for_each(|db| db.cache.settle());
    }

    /// The engine ended in good order: so do all sessions and attachments.
    fn quit(&mut self, lgpos: Lgpos, keep_attachments: bool) -> Result<()> {
        if !self.ended {
            self.quit_kept_attachments = keep_attachments;
            self.end_run(keep_attachments)?;
            self.ended = true;
            self.last_term = Some(lgpos);
        }
        Ok(())
    }

    /// Ends every session; unless they stay attached, makes every database clean as of the last shutdown mark.
    fn end_run(&mut self, keep_attachments: bool) -> Result<()> {
        self.announce_detaching()?;
        self.transactions.end_all_sessions();
        self.commit_contexts.clear();
        self.tell_holds();
        self.last_term = None;
        if keep_attachments {
            return Ok(());
        }
        let dbids: Vec<u8> = self.attached.keys().copied().collect();
        for dbid in dbids {
            self.make_clean(dbid, self.shutdown_mark)?;
        }
        self.attached.clear();
        Ok(())
    }

    /// Replay comes to another generation.
    fn enter_generation(&mut self, generation: u32) -> Result<()> {
        self.generation_seen = generation;
        let mut caught_up = Vec::new();
        for db in self.databases.iter_mut() {
            db.patched_until(generation);
            if db.enter_generation(generation)? {
                caught_up.push(db.cache.file().path().to_path_buf());
            }
        }
        for path in caught_up {
            self.progress.attached(&path)?;
        }
        if generation > self.fail_fast_after {
            for attached in self.attached.values() {
                if matches!(attached.standing, Standing::Deferred(_)) && attached.grbit & FAIL_WHEN_MISSING != 0 {
                    return Err(crate::error!(
                        AttachedDatabaseMismatch,
                        "the database could not be attached by the end of the logs that were there at the start"
                    )
                    .file(&attached.path));
                }
            }
            self.fail_fast_after = u32::MAX;
        }
        Ok(())
    }

    /// At the end: attached databases of which nothing was found.
    ///
    /// # Errors
    /// `AttachedDatabaseMismatch`, `AccessDenied`.
    pub fn check_deferred(&self) -> Result<()> {
        for attached in self.attached.values() {
            let Standing::Deferred(reason) = attached.standing else { continue };
            let excused = attached.grbit & IGNORE_WHEN_MISSING != 0
                || self.policy.ignore_missing
                || (self.last_is_shutdown && reason == Reason::ConsistentInFuture);
            if excused {
                continue;
            }
            let code = if reason == Reason::AccessDenied {
                ErrorCode::AccessDenied
            } else {
                ErrorCode::AttachedDatabaseMismatch
            };
            let message =
                format!("the logs have the database {} attached, but it is not there ({reason:?})", attached.info.name);
            return Err(Error::new(code, message).file(&attached.path));
        }
        Ok(())
    }
}

/// A log of sectors is never without a record; one of segments may have been made just before a crash.
fn check_not_empty(log: &OpenLog) -> Result<()> {
    if log.is_empty() && log.header().version().has_sectors() {
        let e = Error::new(log.role.corrupt_record(), "the log holds no record at all");
        return Err(e.file(&log.path).generation(log.generation()));
    }
    Ok(())
}

/// A number that the log uses for a database must be one that a database can have.
fn check_dbid(dbid: u8) -> Result<()> {
    if dbid == 0 || dbid > 127 {
        fail!(LogCorrupted, "{dbid} is no number of a database");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
