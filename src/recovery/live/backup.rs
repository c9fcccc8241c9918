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
//! Source: `ese/backup.cxx`.

mod logs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::files::{DatabaseCopy, LogCopy, OpenFile};
use super::{Live, LogStream, log};
use crate::error::{Error, ErrorCode, Result};
use crate::format::database_header::{BackupInfo, BackupKind, DatabaseHeader};
use crate::format::log_record::{Backup as BackupRecord, BackupHead, LogRecord, backup_phase, backup_scope};
use crate::format::patch_page::PatchPage;
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::backup_note;
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::fs::OpenMode;
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
/// Files that may be open at once.
const MOST_FILES: usize = 64;

/// A backup under way.
pub struct Backup {
    full: bool,
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
    /// `InvalidGrbit`; `FeatureNotAvailable` for a backup on behalf of another; `InvalidBackup` for an incremental one
    /// under circular logging; `BackupInProgress`; `MissingFullBackup` for an incremental one of a database without a
    /// full one.
    pub fn begin_backup(&mut self, grbit: u32) -> Result<()> {
        if grbit & !(INCREMENTAL | SURROGATE) != 0 {
            fail!(InvalidGrbit, "{grbit:#x} has flags that mean nothing for a backup");
        }
        if grbit & SURROGATE != 0 {
            fail!(FeatureNotAvailable, "backups on behalf of another instance are not available");
        }
        let full = grbit & INCREMENTAL == 0;
        if !full && self.stream.is_circular() {
            fail!(InvalidBackup, "there are no incremental backups under circular logging");
        }
        if self.backup.is_some() {
            fail!(BackupInProgress, "another backup is under way");
        }
        if !full {
            for database in self.stream.databases().iter() {
                let header = &database.header;
                let usable = header.backup_full_previous().first_generation != 0
                    && header.backup_full_previous_kind() == BackupKind::Streaming as u32;
                if !usable {
                    let message = "the database has no full backup that an incremental one could follow";
                    return Err(error!(MissingFullBackup, "{message}").file(database.path()));
                }
            }
        }
        let backup = Backup {
            full,
            in_logs: !full,
            mark: (self.stream.position(), Logtime::now()),
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
        note(self.stream, backup_phase::BEGIN, backup.scope(), None)?;
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

    /// Opens a database or a log.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidParameter` for no name; `InvalidBackupSequence` for a database in an
    /// incremental backup, or once logs are given out; `DatabaseNotFound` for a log before that; `MissingFileToBackup`;
    /// `LogReadVerifyFailure` for a damaged log; `OutOfMemory` for too many files. An error in the second phase ends
    /// the backup.
    pub fn open_backup_file(&mut self, path: &Path) -> Result<Opened> {
        let backup = self.under_way()?;
        if path.as_os_str().is_empty() {
            fail!(InvalidParameter, "no file was named");
        }
        if backup.files.iter().flatten().count() >= MOST_FILES {
            fail!(OutOfMemory, "{MOST_FILES} files of the backup are open; close some");
        }
        let in_logs = backup.in_logs;
        match self.open(path) {
            Ok((file, length)) => {
                let files = &mut self.under_way()?.files;
                let handle = files.iter().position(Option::is_none).unwrap_or(files.len());
                if handle == files.len() {
                    files.push(None);
                }
                files[handle] = Some(file);
                Ok(Opened { handle, length })
            }
            Err(error) => {
                if in_logs {
                    self.abort();
                }
                Err(error)
            }
        }
    }

    fn open(&mut self, path: &Path) -> Result<(OpenFile, u64)> {
        let Some(backup) = self.backup.as_ref() else { fail!(NoBackup, "no backup is under way") };
        let (fs, place) = (self.stream.fs(), self.stream.place());
        if let Some(database) = self.stream.databases().by_path(path) {
            let open = |f: &OpenFile| matches!(f, OpenFile::Database(d) if d.dbid == database.dbid);
            let complaint = if !backup.full {
                Some("an incremental backup takes no databases")
            } else if backup.in_logs {
                Some("databases come before logs")
            } else if backup.files.iter().flatten().any(open) {
                Some("the database is being copied already")
            } else {
                None
            };
            if let Some(message) = complaint {
                return Err(error!(InvalidBackupSequence, "{message}").file(path));
            }
            let header = header_of_copy(&database.header, backup)?;
            let pages = database.file.page_count();
            let copy = DatabaseCopy { dbid: database.dbid, header, pages, read: 0 };
            let length = copy.length();
            return Ok((OpenFile::Database(copy), length));
        }
        if !backup.in_logs {
            return Err(error!(DatabaseNotFound, "the database is not attached").file(path));
        }
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let Some((generation, _)) = place.names.parse(name) else {
            return Err(error!(MissingFileToBackup, "the file is none of the backup's logs").file(path));
        };
        let open = || {
            let file = fs.open(path, OpenMode::Read)?;
            let length = file.len()?;
            Ok((file, length))
        };
        let (file, length) = open().map_err(|e: std::io::Error| match e.kind() {
            std::io::ErrorKind::NotFound => error!(MissingFileToBackup, "a log of the backup is missing").file(path),
            _ => Error::from_io(&e, "opening a log for a backup", path),
        })?;
        let again =
            fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening a log for a backup", path))?;
        let sound = AnyLogReader::open(again).and_then(|mut reader| reader.check());
        sound.map_err(|e| e.with_code(ErrorCode::LogReadVerifyFailure).file(path).generation(generation))?;
        Ok((OpenFile::Log(LogCopy { generation, path: path.to_path_buf(), file, length, read: 0 }), length))
    }

    /// Reads on in a file and says how many bytes that was; 0 at its end.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidParameter` for a handle that is none, and for a buffer of parts of
    /// pages or too small for the first read; those of damaged pages. A failed read closes a database, or ends the
    /// backup when logs are given out.
    pub fn read_backup_file(&mut self, handle: usize, buffer: &mut [u8]) -> Result<usize> {
        self.under_way()?;
        let page_size = self.stream.page_size();
        let current = self.stream.current().0;
        let Some(backup) = self.backup.as_mut() else { fail!(NoBackup, "no backup is under way") };
        let mark = BackupInfo {
            mark: backup.mark.0,
            time: backup.mark.1,
            first_generation: backup.copy_from.unwrap_or_default(),
            last_generation: 0,
        };
        let Some(file) = backup.files.get_mut(handle).and_then(Option::as_mut) else {
            fail!(InvalidParameter, "{handle} is no file of the backup")
        };
        let result = match file {
            OpenFile::Log(copy) => copy.read(page_size, buffer),
            OpenFile::Database(copy) => match self.stream.databases().iter().find(|d| d.dbid == copy.dbid) {
                Some(database) => copy
                    .read(&database.file, buffer, || Ok(trailer(&database.header, mark, current).to_page(page_size))),
                None => Err(error!(InternalError, "the database is gone in the middle of its backup")),
            },
        };
        if let Err(error) = &result
            && error.code() != ErrorCode::InvalidParameter
        {
            match backup.in_logs {
                true => self.abort(),
                false => backup.files[handle] = None,
            }
        }
        result
    }

    /// Closes a file. It counts as copied when it was read to its end.
    ///
    /// # Errors
    /// `NoBackup`; `InvalidParameter` for a handle that is none.
    pub fn close_backup_file(&mut self, handle: usize) -> Result<()> {
        let Some(backup) = self.backup.as_mut() else { fail!(NoBackup, "no backup is under way") };
        let Some(file) = backup.files.get_mut(handle).and_then(Option::take) else {
            fail!(InvalidParameter, "{handle} is no file of the backup")
        };
        match file {
            OpenFile::Database(copy) if copy.is_complete() => {
                backup.copied_databases.insert(copy.dbid, copy.header.backup_full_current());
            }
            OpenFile::Log(copy) if copy.is_complete() => {
                backup.copied_logs.insert(copy.generation);
            }
            _ => {}
        }
        Ok(())
    }

    /// Ends the backup. When it was taken to its end, the databases remember it.
    ///
    /// # Errors
    /// `InvalidParameter` unless exactly one of the two ends is named; `NoBackup`.
    pub fn end_backup(&mut self, grbit: u32) -> Result<()> {
        if (grbit & END_NORMAL != 0) == (grbit & END_ABORT != 0) {
            fail!(InvalidParameter, "a backup ends normally or is broken off");
        }
        let Some(backup) = self.backup.take() else { fail!(NoBackup, "no backup is under way") };
        let normal = grbit & END_NORMAL != 0 && !backup.stopped && backup.in_logs;
        let scope = backup.scope();
        if normal && grbit & NO_HEADER_UPDATE == 0 {
            let truncated = backup.truncated || grbit & TRUNCATE_DONE != 0;
            self.remember(&backup, truncated)?;
        }
        if !normal {
            note(self.stream, backup_phase::ABORT, scope, None)?;
        }
        note(self.stream, backup_phase::STOP, scope, None).map(drop)
    }

    /// Breaks the backup off from the side of the engine: all calls but the end give `BackupAbortByServer`.
    pub fn stop_backup(&mut self) {
        if let Some(backup) = self.backup.as_mut() {
            backup.stopped = true;
        }
    }

    fn remember(&mut self, backup: &Backup, truncated: bool) -> Result<()> {
        let high = backup.copy_to.unwrap_or_default().saturating_sub(1);
        let dbids: Vec<u8> = self.stream.databases().iter().map(|d| d.dbid).collect();
        for dbid in dbids {
            let info = match (backup.full, backup.copied_databases.get(&dbid)) {
                (true, None) => continue,
                (true, Some(info)) => BackupInfo { last_generation: high, ..*info },
                (false, _) => BackupInfo {
                    mark: backup.increment.0,
                    time: backup.increment.1,
                    first_generation: backup.copy_from.unwrap_or_default(),
                    last_generation: high,
                },
            };
            let scope = match (backup.full, truncated) {
                (true, true) => backup_scope::FULL,
                (true, false) => backup_scope::COPY,
                (false, true) => backup_scope::INCREMENTAL,
                (false, false) => backup_scope::DIFFERENTIAL,
            };
            let details = Details { mark: info.mark, time: info.time, low: info.first_generation, high, dbid };
            note(self.stream, backup_phase::UPDATE, scope, Some(details))?;
            if let Some(database) = self.stream.databases_mut().by_dbid(dbid) {
                backup_note::note(&mut database.header, scope, BackupKind::Streaming as u32, info)?;
                database.write_header()?;
            }
        }
        Ok(())
    }

    /// After an error that the backup does not survive.
    fn abort(&mut self) {
        if let Err(error) = self.end_backup(END_ABORT) {
            tracing::warn!("the end of the backup could not be noted: {error}");
        }
    }

    fn under_way(&mut self) -> Result<&mut Backup> {
        match self.backup.as_mut() {
            None => fail!(NoBackup, "no backup is under way"),
            Some(backup) if backup.stopped => fail!(BackupAbortByServer, "the backup was broken off"),
            Some(backup) => Ok(backup),
        }
    }
}

fn header_of_copy(header: &DatabaseHeader, backup: &Backup) -> Result<DatabaseHeader> {
    let mut copy = header.clone();
    copy.set_backup_full_current(BackupInfo {
        mark: backup.mark.0,
        time: backup.mark.1,
        first_generation: backup.copy_from.unwrap_or_default(),
        last_generation: 0,
    });
    copy.seal();
    Ok(copy)
}

fn trailer(header: &DatabaseHeader, mark: BackupInfo, current: u32) -> PatchPage {
    PatchPage {
        backup: BackupInfo { last_generation: current.max(header.max_committed()), ..mark },
        database_signature: header.signature(),
        log_signature: header.log_signature(),
        min_required: header.min_required(),
        max_required: header.max_required(),
        max_committed: header.max_committed(),
        max_required_created: header.max_required_created(),
        max_committed_created: header.max_committed_created(),
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
fn note(stream: &mut dyn LogStream, phase: u8, scope: u8, details: Option<Details>) -> Result<Lgpos> {
    let d = details.unwrap_or_else(Details::now);
    let head = BackupHead {
        phase,
        backup_type: BackupKind::Streaming as u32,
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
