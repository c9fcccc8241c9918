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
mod logs;
mod records;

use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::attachments::Attachment;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::recovery::crew::Crew;
use crate::recovery::database::Databases;
use crate::recovery::plan::attach::Reason;
use crate::recovery::progress::{EVENT_REDO, Progress};
use crate::recovery::read_ahead::ReadAhead;
use crate::recovery::redo::Redo;
use crate::recovery::request::{DatabaseView, Settings};
use crate::recovery::restore_map::RestoreMap;
use crate::recovery::roll::Roll;
use crate::recovery::transactions::Transactions;
use crate::storage::fs::FileSystem;
use logs::check_not_empty;
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

/// From so many threads on, several of them redo. With two, the other one reads ahead and looks over the logs: what a
/// crew costs the conductor is more than one helper saves.
const CREW: usize = 3;

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
        Self {
            fs,
            settings,
            policy,
            progress,
            map,
            stream,
            attached: BTreeMap::new(),
            databases: Databases::default(),
            transactions: Transactions::new(),
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
        let threads = self.settings.threads();
        let mut ahead =
            if threads > 1 { self.roll.read_ahead(scope, self.policy.stop.is_none()) } else { ReadAhead::default() };
        let mut crew = (threads >= CREW).then(|| Crew::start(scope, threads));
        loop {
            if self.replay_log(&mut log, crew.as_mut())? == Ending::Stopped {
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

/// A number that the log uses for a database must be one that a database can have.
fn check_dbid(dbid: u8) -> Result<()> {
    if dbid == 0 || dbid > 127 {
        fail!(LogCorrupted, "{dbid} is no number of a database");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
