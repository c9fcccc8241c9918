//! From record to record of one log. A record either concerns transactions and pages, and goes to
//! [`Redo`](crate::recovery::redo::Redo) or the [`Crew`]; or a database as a whole (attach, detach, create, version,
//! backup), or the run of the engine (init, term), and is dealt with here.
//!
//! Source: `ErrLGRIRedoOperations` in `ese/_log/logredo.cxx`.

use super::{Ending, FAIL_WHEN_MISSING, Replay, Standing};
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_record::{LogRecord, backup_phase};
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::crew::{Crew, Scene};
use crate::recovery::roll::OpenLog;
use crate::storage::log_reader::LogRole;

impl<'s> Replay<'_, 's> {
    /// Replays the rest of an open log.
    pub(super) fn replay_log(&mut self, log: &mut OpenLog, crew: Option<&mut Crew>) -> Result<Ending> {
        let path = log.path.clone();
        if log.is_empty() {
            self.lgpos = log.header().first_lgpos();
            self.enter_generation(self.lgpos.generation)?;
        }
        let ending = match crew {
            None => self.replay_alone(log)?,
            Some(crew) => {
                crew.enter_log(log.role.corrupt_record());
                let collected = self.replay_with(crew, log);
                // What was collected comes before the record that ended it.
                crew.finish(&mut self.scene()).map_err(|e| e.file(&path))?;
                collected?
            }
        };
        if ending == Ending::AllLogs {
            self.end = log.check.end;
        }
        Ok(ending)
    }

    fn replay_alone(&mut self, log: &mut OpenLog) -> Result<Ending> {
        let (role, created) = (log.role, log.header().created());
        let place = |e: Error| e.file(&log.path);
        while let Some(found) = log.reader.next_found().map_err(|e| place(corrupt(e, role)))? {
            let lgpos = found.lgpos;
            if self.ends_at(lgpos)? {
                return Ok(Ending::Stopped);
            }
            if self.commit_contexts.is_empty()
                && let Some(step) = LogRecord::transaction_step(found.bytes)
            {
                self.last_is_shutdown = false;
                self.transactions.step(&step, lgpos).map_err(place)?;
                self.tell_holds();
                self.progress.at_sector(u32::from(lgpos.sector));
                continue;
            }
            let record = LogRecord::parse_exact(found.bytes);
            let record = record.map_err(|e| place(corrupt(e.generation(lgpos.generation), role)))?;
            self.transactions.will_commit(found.marked);
            match self.look_at(lgpos, &record) {
                Look::Nothing => continue,
                Look::Note => {}
                Look::Work => self.replay_record(lgpos, &record, created).map_err(place)?,
            }
            self.progress.at_sector(u32::from(lgpos.sector));
        }
        Ok(Ending::AllLogs)
    }

    fn replay_with(&mut self, crew: &mut Crew, log: &mut OpenLog) -> Result<Ending> {
        let (role, created) = (log.role, log.header().created());
        while let Some((lgpos, bytes)) = log.reader.next_bytes().map_err(|e| corrupt(e, role).file(&log.path))? {
            if self.ends_at(lgpos)? {
                return Ok(Ending::Stopped);
            }
            let place = |e: Error| e.file(&log.path);
            // A commit that somebody waits for is told when everything before it is done.
            let is_told = bytes.first() == Some(&COMMIT0) && !self.commit_contexts.is_empty();
            if !is_told && crew.take(&mut self.scene(), lgpos, bytes).map_err(place)? {
                self.last_is_shutdown = false;
                continue;
            }
            let record = LogRecord::parse_exact(bytes);
            let record = record.map_err(|e| place(corrupt(e.generation(lgpos.generation), role)))?;
            match self.look_at(lgpos, &record) {
                Look::Nothing => {}
                Look::Note => crew.pass(lgpos),
                Look::Work => {
                    crew.finish(&mut self.scene()).map_err(place)?;
                    self.replay_record(lgpos, &record, created).map_err(place)?;
                    self.progress.at_sector(u32::from(lgpos.sector));
                }
            }
        }
        Ok(Ending::AllLogs)
    }

    fn scene(&mut self) -> Scene<'_, 's> {
        Scene { databases: &mut self.databases, transactions: &mut self.transactions, progress: self.progress }
    }

    /// Replay comes to the record at `lgpos`; true when it is to stop before it.
    #[inline]
    fn ends_at(&mut self, lgpos: Lgpos) -> Result<bool> {
        self.lgpos = lgpos;
        if self.stops_before(lgpos) {
            return Ok(true);
        }
        if lgpos.generation > self.generation_seen {
            self.enter_generation(lgpos.generation)?;
        }
        self.counts.records += 1;
        Ok(false)
    }

    /// Deals with records that change no database.
    #[inline]
    fn look_at(&mut self, lgpos: Lgpos, record: &LogRecord<'_>) -> Look {
        match record {
            LogRecord::Nop | LogRecord::Nop2(_) | LogRecord::Checksum(_) => Look::Nothing,
            LogRecord::ShutDownMark => {
                self.shutdown_mark = lgpos;
                self.last_is_shutdown = true;
                Look::Note
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
            | LogRecord::Backup(_) => Look::Note,
            LogRecord::Backup2(r) if r.head.phase != backup_phase::UPDATE => Look::Note,
            LogRecord::Backup2(_) => Look::Work,
            _ => {
                self.last_is_shutdown = false;
                Look::Work
            }
        }
    }

    fn replay_record(&mut self, lgpos: Lgpos, record: &LogRecord<'_>, created: Logtime) -> Result<()> {
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
            LogRecord::Backup2(r) => self.backup_update(&r.head),
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
    pub(super) fn apply(&mut self, lgpos: Lgpos, record: &LogRecord<'_>) -> Result<()> {
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
    pub(in crate::recovery) fn tell_holds(&mut self) {
        self.databases.settle(self.transactions.held_pages());
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
    pub(super) fn enter_generation(&mut self, generation: u32) -> Result<()> {
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
}

/// The type byte of a commit to level 0.
const COMMIT0: u8 = 9;

/// What a record asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It is room between records.
    Nothing,
    /// What it says has been noted.
    Note,
    Work,
}

/// A record that is damaged has another name in each kind of log.
fn corrupt(error: Error, role: LogRole) -> Error {
    if error.code() == ErrorCode::LogFileCorrupt { error.with_code(role.corrupt_record()) } else { error }
}
