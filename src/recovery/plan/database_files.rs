//! The databases of the restore map: are they copies out of a backup, of the log stream that is to be played?
//!
//! In this order, each with the answer of the reference:
//!
//! | check                                                           | otherwise                        |
//! |-----------------------------------------------------------------|----------------------------------|
//! | the file can be opened                                          | FileNotFound, InvalidPath, …     |
//! | one of its two header copies is sound                           | DatabaseCorrupted                |
//! | its pages have the size that the logs speak of                  | PageSizeMismatch                 |
//! | the header is a database's                                      | DatabaseCorrupted                |
//! | an earlier run of the restore left it clean ([`finished_mark`]) | (nothing more is checked)        |
//! | a snapshot copy: the header names the stream of the logs        | DatabasePatchFileMismatch        |
//! | else it is the copy of a streaming backup                       | RestoreOfNonBackupDatabase       |
//! | else, while the trailer's knowledge is not in the header:       |                                  |
//! | — the file has a page besides its headers                       | DatabaseCorrupted                |
//! | — its last page is a sound trailer                              | BadPatchPage                     |
//! | — header, trailer and logs belong together                      | DatabasePatchFileMismatch        |
//!
//! Source of the facts: `ese/_log/logutil.cxx` (ErrLGCheckDBFiles), `ese/_osu/fileu.cxx` (ErrUtilReadShadowedHeader),
//! `ese/db.cxx` (ErrDBReadDBTrailer, ErrDBReadAndCheckDBTrailer).

use std::path::{Path, PathBuf};

use super::log_directory::open_error;
use crate::error::{Error, ErrorCode, Result};
use crate::format::database_header::{BackupInfo, DatabaseHeader, START_OF_FILE};
use crate::format::patch_page::PatchPage;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::recovery::finished_mark;
use crate::storage::fs::{File, FileSystem, OpenMode};
use crate::{error, fail};

/// A database that the restore will bring up to date.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedDatabase {
    /// Index of its entry in the restore map.
    pub entry: usize,
    pub path: PathBuf,
    /// The header as it stands in the file.
    pub header: DatabaseHeader,
    /// The header as it is written before the first record is replayed: it says that the backup's last generation is
    /// required. Not sealed, its flush signature is the old one.
    pub header_to_write: DatabaseHeader,
    /// The last page is a trailer, to be zeroed once `header_to_write` is safe.
    pub trailer: Option<PatchPage>,
    /// What header or trailer say of the backup.
    pub backup: BackupInfo,
    /// It came out of a snapshot (VSS) backup: no trailer.
    pub from_snapshot: bool,
    /// Bytes.
    pub length: u64,
    /// An earlier run of this restore has made it clean; nothing is left to do with it.
    pub is_finished: bool,
}

/// Reads one database of the map. `log_created` says when the log of a generation was made, of those that will be
/// replayed.
pub fn read(
    fs: &dyn FileSystem,
    entry: usize,
    path: &Path,
    page_size: u32,
    log_signature: &Signature,
    generation_high: u32,
    log_created: &dyn Fn(u32) -> Option<Logtime>,
) -> Result<PlannedDatabase> {
    if path.as_os_str().is_empty() {
        fail!(InvalidPath, "entry {entry} of the restore map has an empty path; name the database file");
    }
    let file = fs.open(path, OpenMode::Read).map_err(|e| open_error(fs, &e, "opening a database", path))?;
    let of_file = |e: Error| e.file(path);
    let header = read_header(&*file, path, page_size).map_err(of_file)?;
    let length = file.len().map_err(|e| Error::from_io(&e, "measuring a database", path))?;
    let from_snapshot = header.is_from_snapshot();
    let is_finished = header.log_signature() == *log_signature
        && log_created(header.lgpos_consistent().generation).is_some_and(|time| finished_mark::is_left(&header, time));
    let (backup, trailer) = if is_finished {
        (BackupInfo::default(), None)
    } else if from_snapshot {
        check_stream(&header, log_signature).map_err(of_file)?;
        (header.backup_snapshot(), None)
    } else {
        let backup = header.backup_full_current();
        if backup.first_generation == 0 {
            let message = "the database is no copy out of a backup (it is clean, or crashed while in use)";
            return Err(of_file(error!(RestoreOfNonBackupDatabase, "{message}; recover it with JetInit instead")));
        }
        if header.needs_trailer() {
            let trailer = read_trailer(&*file, path, length, page_size).map_err(of_file)?;
            trailer.check_belongs_to(&header, log_signature).map_err(of_file)?;
            (trailer.backup, Some(trailer))
        } else {
            (backup, None)
        }
    };
    let header_to_write = if is_finished { header.clone() } else { claim_range(&header, generation_high) };
    let trailer = trailer.or_else(|| read_trailer(&*file, path, length, page_size).ok());
    Ok(PlannedDatabase {
        entry,
        path: path.to_path_buf(),
        header,
        header_to_write,
        trailer,
        backup,
        from_snapshot,
        length,
        is_finished,
    })
}

impl PlannedDatabase {
    /// The caller's range covers that of the backup. Errors: `StartingRestoreLogTooHigh`, `EndingRestoreLogTooLow`.
    ///
    /// The reference means to say so, forgets it, and fails later with RequiredLogFilesMissing; the published contract
    /// names these two.
    pub fn check_range(&self, low: u32, high: u32) -> Result<()> {
        if self.is_finished {
            return Ok(());
        }
        let BackupInfo { first_generation, last_generation, .. } = self.backup;
        if first_generation < low {
            return Err(error!(
                StartingRestoreLogTooHigh,
                "the database needs generations {first_generation:#x} to {last_generation:#x}, but the restore begins \
                 with {low:#x}; begin with {first_generation:#x}"
            )
            .file(&self.path)
            .generation(first_generation));
        }
        if last_generation > high {
            return Err(error!(
                EndingRestoreLogTooLow,
                "the database needs generations {first_generation:#x} to {last_generation:#x}, but the restore ends \
                 with {high:#x}; end with {last_generation:#x} or later"
            )
            .file(&self.path)
            .generation(last_generation));
        }
        Ok(())
    }

    /// First and last generation that replay needs, once the header is written.
    pub fn required(&self) -> (u32, u32) {
        (self.header_to_write.min_required(), self.header_to_write.max_required())
    }
}

/// Logs and parameter have agreed on a page size by now.
fn read_header(file: &dyn File, path: &Path, page_size: u32) -> Result<DatabaseHeader> {
    let mut start = vec![0; START_OF_FILE];
    let read = file.read_at(&mut start, 0).map_err(|e| Error::from_io(&e, "reading a database header", path))?;
    let read = DatabaseHeader::from_start_of_file(&start[..read], Some(page_size));
    let (header, _) = read.map_err(|e| match e.code() {
        ErrorCode::ReadVerifyFailure => e.with_code(ErrorCode::DatabaseCorrupted),
        ErrorCode::PageSizeMismatch => {
            Error::new(e.code(), format!("{}, as its logs have; it is not of this backup", e.message()))
        }
        _ => e,
    })?;
    if header.attribute() != 0 {
        fail!(DatabaseCorrupted, "the header is that of a file of attribute {}, not of a database", header.attribute());
    }
    Ok(header)
}

fn check_stream(header: &DatabaseHeader, log_signature: &Signature) -> Result<()> {
    if header.log_signature() != *log_signature {
        let (db, logs) = (header.log_signature().created(), log_signature.created());
        fail!(
            DatabasePatchFileMismatch,
            "the database was backed up with a log stream of {db}, these logs are of one of {logs}; bring its own logs"
        );
    }
    Ok(())
}

/// The page at the very end of the file, wherever that is.
fn read_trailer(file: &dyn File, path: &Path, length: u64, page_size: u32) -> Result<PatchPage> {
    let size = u64::from(page_size);
    if length < 3 * size {
        fail!(DatabaseCorrupted, "the database has {length} bytes: headers and nothing else");
    }
    let mut page = vec![0; page_size as usize];
    file.read_exact_at(&mut page, length - size).map_err(|e| Error::from_io(&e, "reading the trailer", path))?;
    PatchPage::parse(&page)
}

/// From now on the header says that all generations up to the backup's last are needed.
pub fn claim_range(header: &DatabaseHeader, high: u32) -> DatabaseHeader {
    let mut header = header.clone();
    let mut backup = header.backup_full_current();
    backup.last_generation = high;
    header.set_backup_full_current(backup);
    // When that last log was made is not known.
    if high > header.max_committed() {
        header.set_max_committed_created(Logtime::default());
        header.set_max_committed(high);
    }
    if high > header.max_required() {
        header.set_max_required_created(Logtime::default());
        header.set_max_required(high);
    }
    header
}

/// Where replay begins: the first record of the first log.
pub fn start_of(first: &crate::format::log_header::LogHeader) -> Lgpos {
    first.first_lgpos()
}
