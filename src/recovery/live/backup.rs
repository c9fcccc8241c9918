//! An external backup: the program copies the files, the engine gives them out in order and notes what was done.
//!
//! | phase     | calls                                         | what happens                                           |
//! |-----------|-----------------------------------------------|--------------------------------------------------------|
//! | databases | attach info, open, read, close                | header and trailer of the copies carry the mark        |
//! | logs      | log info, truncate info, open, read, close    | a new generation begins; those before it are given out |
//! | truncated | truncate                                      | logs before the checkpoint go                          |
//! | end       | end                                           | headers remember the backup                            |
//!
//! An incremental backup begins with the second phase. A full one without truncation is a *copy*, an incremental one
//! without truncation *differential*: neither changes what a next incremental backup has to bring.
//!
//! A *surrogate* backup is taken elsewhere, of a replica: here it is only noted, from its begin to its end.
//!
//! ```text
//! copies  open, read, close
//! logs    log info, truncate info, truncate
//! end     the end, and what is remembered
//! ```
//!
//! Source: `ese/backup.cxx`.

mod copies;
mod end;
mod logs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::files::OpenFile;
use super::{Live, LogStream, log};
use crate::error::{Error, Result};
use crate::format::database_header::{BackupInfo, BackupKind};
use crate::format::log_record::{Backup as BackupRecord, BackupHead, LogRecord, backup_phase, backup_scope};
use crate::format::primitives::{Lgpos, Logtime};
use crate::{error, fail};

/// JET_bitBackupIncremental.
pub const INCREMENTAL: u32 = 0x1;
/// JET_bitBackupSurrogate.
const SURROGATE: u32 = 0x20;
/// JET_bitBackupEndNormal.
pub const END_NORMAL: u32 = 0x1;
/// JET_bitBackupEndAbort.
pub const END_ABORT: u32 = 0x2;
/// JET_bitBackupTruncateDone.
const TRUNCATE_DONE: u32 = 0x100;
/// JET_bitBackupNoDbHeaderUpdate.
pub const NO_HEADER_UPDATE: u32 = 0x200;

/// A backup under way.
pub struct Backup {
    full: bool,
    /// The generations of a backup that is taken elsewhere.
    elsewhere: Option<(u32, u32)>,
    in_logs: bool,
    /// Where the log stood and when, as the backup began: what identifies a full one.
    mark: (Lgpos, Logtime),
    /// The same of an incremental one: the record that begins the new generation.
    increment: (Lgpos, Logtime),
    /// The first generation to be copied.
    copy_from: Option<u32>,
    /// Behind the last generation to be copied, once the new generation has begun.
    copy_to: Option<u32>,
    /// The generations that truncation removes: from, and up to but not including.
    delete: (u32, u32),
    copied_logs: BTreeSet<u32>,
    copied_databases: BTreeMap<u8, BackupInfo>,
    truncated: bool,
    stopped: bool,
    /// By handle.
    files: Vec<Option<OpenFile>>,
}

/// A file that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    pub handle: usize,
    /// Bytes.
    pub length: u64,
}

/// Logs as a backup gives them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogList {
    pub files: Vec<PathBuf>,
    /// First and last generation; the last lies before the first when there are none.
    pub generations: (u32, u32),
}

impl Backup {
    fn scope(&self) -> u8 {
        if self.full { backup_scope::FULL } else { backup_scope::INCREMENTAL }
    }

    fn kind(&self) -> BackupKind {
        if self.elsewhere.is_some() { BackupKind::Surrogate } else { BackupKind::Streaming }
    }

    /// The complaint of those that a backup is in the way of.
    pub fn in_the_way(&self) -> Error {
        match self.elsewhere {
            None => error!(BackupInProgress, "a backup is under way; end it first"),
            Some(_) => error!(SurrogateBackupInProgress, "a backup that is taken elsewhere is under way; end it first"),
        }
    }

    fn has_open_files(&self) -> bool {
        self.files.iter().any(Option::is_some)
    }

    /// The logs of the range that were not read to their end.
    fn is_missing_logs(&self) -> bool {
        match (self.copy_from, self.copy_to) {
            (Some(from), Some(to)) => (from..to).any(|g| !self.copied_logs.contains(&g)),
            _ => true,
        }
    }
}

impl Live<'_> {
    /// Begins a backup.
    ///
    /// # Errors
    /// `InvalidGrbit`; `InvalidBackup` for an incremental one under circular logging; `BackupInProgress`,
    /// `SurrogateBackupInProgress`; `MissingFullBackup` for an incremental one of a database without a full one.
    pub fn begin_backup(&mut self, grbit: u32) -> Result<()> {
        if grbit & !INCREMENTAL != 0 {
            fail!(InvalidGrbit, "{grbit:#x} has flags that mean nothing for a backup");
        }
        self.begin(grbit & INCREMENTAL == 0, None)
    }

    /// Begins a backup that is taken elsewhere, with the logs of generations `first` to `last`.
    ///
    /// # Errors
    /// `InvalidParameter` for a range that is none or ends behind the log; `InvalidGrbit`; `InvalidBackup` under circular
    /// logging; and those of [`begin_backup`](Self::begin_backup).
    pub fn begin_surrogate_backup(&mut self, (first, last): (u32, u32), grbit: u32) -> Result<()> {
        if first == 0 || first > last || last > self.stream.current().0 {
            fail!(InvalidParameter, "{first:#x} to {last:#x} is no range of generations of this log");
        }
        if grbit & !(INCREMENTAL | SURROGATE) != 0 {
            fail!(InvalidGrbit, "{grbit:#x} has flags that mean nothing for a backup");
        }
        self.begin(grbit & INCREMENTAL == 0, Some((first, last)))
    }

    fn begin(&mut self, full: bool, elsewhere: Option<(u32, u32)>) -> Result<()> {
        if (!full || elsewhere.is_some()) && self.stream.is_circular() {
            fail!(
                InvalidBackup,
                "under circular logging there are only full backups, and none that are taken elsewhere"
            );
        }
        if let Some(backup) = &self.backup {
            return Err(backup.in_the_way());
        }
        let needed = if elsewhere.is_some() { BackupKind::OsSnapshot } else { BackupKind::Streaming };
        for database in self.stream.databases().iter().filter(|_| !full) {
            let header = &database.header;
            if header.backup_full_previous().first_generation == 0
                || header.backup_full_previous_kind() != needed as u32
            {
                let message = "the database has no full backup that an incremental one could follow";
                return Err(error!(MissingFullBackup, "{message}").file(database.path()));
            }
        }
        let now = Logtime::now();
        let mut backup = Backup {
            full,
            elsewhere,
            in_logs: !full,
            mark: (self.stream.position(), now),
            increment: (Lgpos::MIN, Logtime::default()),
            copy_from: full.then(|| self.stream.checkpoint().generation),
            copy_to: None,
            delete: (0, 0),
            copied_logs: BTreeSet::new(),
            copied_databases: BTreeMap::new(),
            truncated: false,
            stopped: false,
            files: Vec::new(),
        };
        let begun = note(self.stream, backup_phase::BEGIN, backup.kind(), backup.scope(), None)?;
        if elsewhere.is_some() {
            backup.increment = (begun, now);
        }
        *self.backup = Some(backup);
        Ok(())
    }

    /// The databases that a full backup takes.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidBackupSequence` in an incremental backup.
    pub fn attach_info(&mut self) -> Result<Vec<PathBuf>> {
        if !self.under_way()?.full {
            fail!(InvalidBackupSequence, "an incremental backup takes no databases");
        }
        Ok(self.attached())
    }

    fn under_way(&mut self) -> Result<&mut Backup> {
        match self.backup.as_mut() {
            None => fail!(NoBackup, "no backup is under way"),
            Some(backup) if backup.elsewhere.is_some() => fail!(NoBackup, "the backup is taken elsewhere"),
            Some(backup) if backup.stopped => fail!(BackupAbortByServer, "the backup was broken off"),
            Some(backup) => Ok(backup),
        }
    }
}

/// What a record says of its phase.
struct Details {
    mark: Lgpos,
    time: Logtime,
    low: u32,
    high: u32,
    dbid: u8,
}

impl Details {
    fn none() -> Self {
        Self { mark: Lgpos::MIN, time: Logtime::default(), low: 0, high: 0, dbid: 0 }
    }

    fn now() -> Self {
        Self { time: Logtime::now(), ..Self::none() }
    }
}

/// Notes a phase in the log.
fn note(stream: &mut dyn LogStream, phase: u8, kind: BackupKind, scope: u8, details: Option<Details>) -> Result<Lgpos> {
    let d = details.unwrap_or_else(Details::now);
    let head = BackupHead {
        phase,
        backup_type: kind as u32,
        scope,
        dbid: d.dbid,
        lgpos_mark: d.mark,
        logtime_mark: d.time,
        generation_low: d.low,
        generation_high: d.high,
        reserved: 0,
    };
    log(stream, &LogRecord::Backup2(BackupRecord { head, path: &[] }))
}
