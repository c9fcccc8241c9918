//! The end of a recovery: what was open where the logs end is rolled back and logged, the databases become clean, and
//! the logs and the checkpoint say so.
//!
//! | step                                              | a crash behind it leaves                          |
//! |---------------------------------------------------|---------------------------------------------------|
//! | the current log is opened, or made                | what redo finds again                             |
//! | headers require its generation                    | the same                                          |
//! | RecoveryUndo2, then Undo records with page changes| records that redo does again                      |
//! | all records safe                                  | the same                                          |
//! | pages written and safe, files as long as they own | the same, with less to do                         |
//! | ShutDownMark safe                                 | the same                                          |
//! | headers: clean, consistent at the mark            | clean databases; the log does not say so yet      |
//! | RecoveryQuit2 safe                                | clean databases and logs                          |
//! | checkpoint at the RecoveryQuit2                   | the end                                           |
//!
//! Where the logs end with a quit record of their own, the databases are clean already, and only the checkpoint is
//! moved. [`keeping`] is the end that leaves the databases attached.
//!
//! Source: `ErrLGRRedo`, `ErrLGRIEndAllSessions` in `ese/_log/logredo.cxx`, `ErrLGIUpdateCheckpointLgposForTerm`
//! in `ese/_log/log.cxx`.

mod keeping;
mod writing;

use crate::error::{Error, ErrorCode, Result};
use crate::format::attachments::Attachment;
use crate::format::log_record::{LogRecord, RecoveryUndo, Term, TermHead};
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::replay::Replay;
use crate::recovery::shape;
use crate::recovery::undo::Undone;
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::checkpoint_file::{self, Mark};
use crate::storage::fs::OpenMode;
use crate::storage::log_files;
use crate::storage::log_reader::TailCondition;
use crate::storage::log_writer::{GenerationStart, LogPlace, LogSettings, LogWriter};
pub use keeping::Kept;
use writing::{Duties, Writing};

/// What phase III did.
#[derive(Debug, Default)]
pub struct Finished {
    pub undone: Undone,
    /// Where a next recovery would begin.
    pub checkpoint: Lgpos,
    /// The databases that stay attached, with their checkpoint left to the caller.
    pub kept: Vec<Kept>,
}

impl<'a> Replay<'a, '_> {
    /// Phase III, when redo has come to the end of the logs. `started`: where it had begun.
    ///
    /// # Errors
    /// `RequiredLogFilesMissing`, `CommittedLogFilesMissing` when the logs end too early; `RecoveredWithoutUndo` when the
    /// callback wants no undo; `AttachedDatabaseMismatch`; what undo, log and files give.
    pub fn finish(&mut self, started: Lgpos) -> Result<Finished> {
        let finished = self.finish_by_undo(started);
        if finished.is_err() && !self.ended {
            self.announce_detaching_anyway();
        }
        finished
    }

    fn finish_by_undo(&mut self, started: Lgpos) -> Result<Finished> {
        let views = self.views();
        let undo_wanted = match self.progress.begin_undo(&views) {
            Err(e) if e.code() == ErrorCode::RecoveredWithoutUndo => false,
            other => other.map(|()| true)?,
        };
        self.check_all_replayed()?;
        if !undo_wanted && !self.ended {
            return Err(self.stop_before_undo());
        }
        let end = if self.ended && !self.quit_kept_attachments {
            Finished { checkpoint: self.last_term.unwrap_or(self.end), ..Finished::default() }
        } else {
            self.undo_and_quit(started)?
        };
        if end.kept.is_empty() {
            self.write_checkpoint(end.checkpoint, &[])?;
        }
        Ok(end)
    }

    fn check_all_replayed(&self) -> Result<()> {
        match self.check_generations(self.roll.generation()) {
            Err(e) if self.policy.ignore_lost_logs && e.code() == ErrorCode::CommittedLogFilesMissing => Ok(()),
            other => other,
        }
    }

    /// The databases are left as redo made them: dirty, to be finished by another recovery.
    fn stop_before_undo(&mut self) -> Error {
        let written = self.check_deferred().and_then(|()| self.write_all());
        written.err().unwrap_or_else(|| {
            crate::error!(RecoveredWithoutUndo, "the caller wanted no undo: the databases are redone, but dirty")
        })
    }

    /// Writes all pages and headers; nothing becomes clean.
    pub fn write_all(&mut self) -> Result<()> {
        for db in self.databases.iter_mut() {
            // Pages whose before images are not in the log stay as they are on disk: redo comes to them again.
            db.cache.flush()?;
            db.header.set_dbtime(db.dbtime);
            db.header.set_last_objid(db.objid_last);
            db.pages.cache.file().write_header(&mut db.header)?;
            db.cache.file().end_protection(self.fs)?;
        }
        Ok(())
    }

    fn undo_and_quit(&mut self, started: Lgpos) -> Result<Finished> {
        let mut duties = self.duties(started)?;
        let writer = self.open_log(&mut duties)?;
        self.announce_detaching_anyway();
        let writing = Writing::new(writer, duties);
        let now = || Some(Logtime::now());
        let mut undo_began = Lgpos::MIN;
        writing.write_headers(&mut self.databases)?;
        if !self.last_is_shutdown {
            undo_began = writing.append(&LogRecord::RecoveryUndo2(RecoveryUndo { logtime: now() }))?;
        }
        self.check_deferred()?;
        self.announce_detaching()?;
        self.databases.iter_mut().for_each(|db| db.cache.keep_dirty());
        let undone = writing.undo(&mut self.transactions, &mut self.databases)?;
        self.tell_holds();
        writing.flush(true)?;
        writing.write_headers(&mut self.databases)?;
        for db in self.databases.iter_mut() {
            shape::fit_file(db)?;
            db.cache.flush_all()?;
        }
        let head = TermHead { lgpos: undo_began, lgpos_redo_from: started, hard: u8::from(self.is_hard()) };
        if self.keeps_attachments() {
            let kept = self.quit_and_keep(&writing, head)?;
            return Ok(Finished { undone, checkpoint: started, kept });
        }
        let mark = writing.append(&LogRecord::ShutDownMark)?;
        writing.flush(true)?;
        writing.write_headers(&mut self.databases)?;
        self.mark_log = writing.generation();
        let dbids: Vec<u8> = self.databases.iter().map(|db| db.dbid).collect();
        for dbid in dbids {
            self.make_clean(dbid, mark)?;
        }
        self.attached.clear();
        writing.forget_attachments();
        let quit = writing.append(&LogRecord::RecoveryQuit2(Term { head, logtime: now() }))?;
        writing.flush(true)?;
        self.ended = true;
        self.last_term = Some(quit);
        Ok(Finished { undone, checkpoint: quit, kept: Vec::new() })
    }

    /// What a new generation's header says.
    fn duties(&self, started: Lgpos) -> Result<Duties> {
        let mut attachments = Vec::new();
        for db in self.databases.iter() {
            if let Some(attached) = self.attached.get(&db.dbid) {
                let mut info = attached.info.clone();
                info.dbtime = db.dbtime;
                info.last_objid = db.objid_last;
                info.lgpos_attach = db.header.lgpos_attach();
                info.lgpos_consistent = db.header.lgpos_consistent();
                info.name = db.cache.file().path().to_string_lossy().into_owned();
                attachments.push(info);
            }
        }
        Ok(Duties::new(GenerationStart { checkpoint: started, attachments }))
    }

    /// Opens the current log to write on in it, or begins the next generation.
    fn open_log(&self, duties: &mut Duties) -> Result<LogWriter<'a>> {
        let (Some(last), Some(header)) = (self.roll.last(), self.roll.last_header()) else {
            crate::fail!(InternalError, "undo began without a log");
        };
        let mut settings = LogSettings::like(header);
        settings.circular = self.settings.circular;
        settings.environment.set_log_path(&self.settings.log_path.to_string_lossy());
        settings.environment.set_system_path(&self.settings.system_path.to_string_lossy());
        let directory = self.roll.log_path();
        let place = LogPlace { directory: directory.path().to_path_buf(), names: directory.names().clone() };
        let on_current = self.roll.is_on_current();
        // Logs of sectors are read, not written: the stream goes on in the present format.
        if !on_current || header.version().has_sectors() {
            let checksum = self.roll.last_checksum();
            return LogWriter::continue_behind(self.fs, place, settings, header, checksum, on_current, duties);
        }
        if matches!(last.check.tail, TailCondition::Torn { .. }) {
            self.mend(&last.path)?;
        }
        duties.current(header);
        LogWriter::resume(self.fs, place, settings, header.clone(), last.check.end, last.check.checksum)
            .map_err(|e| e.file(&last.path))
    }

    fn mend(&self, path: &std::path::Path) -> Result<()> {
        let open = |mode| self.fs.open(path, mode).map_err(|e| Error::from_io(&e, "mending a log", path));
        let mut reader = AnyLogReader::open(open(OpenMode::Read)?)?;
        reader.check()?;
        reader.mend(&*open(OpenMode::ReadWrite)?).map_err(|e| e.file(path))
    }

    /// The checkpoint says that nothing before `lgpos` is needed, where `attachments` are attached.
    pub fn write_checkpoint(&self, lgpos: Lgpos, attachments: &[Attachment]) -> Result<()> {
        let environment = self.roll.last_header().map(|header| header.environment());
        let mark = Mark { log_signature: self.stream, environment, lgpos, attachments };
        checkpoint_file::advance(self.fs, &self.checkpoint_path(), &mark)
    }

    /// Where this stream's checkpoint lies.
    pub fn checkpoint_path(&self) -> std::path::PathBuf {
        let directory = self.roll.log_path();
        log_files::path(self.fs, &self.settings.system_path, &directory.names().checkpoint())
    }
}
