//! Two changes to the header of a database that nobody has attached, for programs that manage logs and copies on their
//! own: the end of a streaming backup that was copied by hand, and a last log that is to be given up.
//!
//! | change             | the header must                                     | becomes                              |
//! |--------------------|-----------------------------------------------------|--------------------------------------|
//! | take the trailer   | be that of a backup's copy whose trailer is still   | last generation of the backup; what  |
//! |                    | to be read, and match it                            | the trailer knows of needed logs     |
//! | remove a log       | be dirty, of the log's stream, with it as the last  | one committed generation less; no    |
//! |                    | committed generation and not as a required one      | backup whose mark is in that log     |
//!
//! Both write a new header and nothing else (the trailer is zeroed): the log itself stays where it is.
//!
//! Source: `ese/db.cxx` (ErrDBUpdateHeaderFromTrailer), `ese/io.cxx` (ErrIsamRemoveLogfile) of the reference.

use std::path::Path;

use crate::error::Result;
use crate::fail;
use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState};
use crate::format::log_header::LogHeader;
use crate::format::patch_page::PatchPage;
use crate::format::primitives::{Logtime, Signature};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_reader;

/// Moves what the trailer of a backup's copy knows into its header. A database without a trailer to be read stays as it
/// is. `restarted`: the copy was interrupted and begun again, so header and trailer may carry different marks, and the
/// database is "dirty and patched" until replay has passed all that is required.
///
/// # Errors
/// `DatabaseCorrupted` for no database; `BadPatchPage` for no trailer; `DatabasePatchFileMismatch` for that of another;
/// `InvalidParameter` for `restarted` and a database that is not dirty; file errors.
pub fn take_trailer(fs: &dyn FileSystem, path: &Path, restarted: bool) -> Result<()> {
    let (file, mut header) = DatabaseFile::open(fs, path, OpenMode::ReadWrite, None)?;
    if header.attribute() != 0 {
        let e = crate::error!(DatabaseCorrupted, "the header has attribute {}: no database", header.attribute());
        return Err(e.file(path));
    }
    if header.needs_trailer() || restarted {
        let trailer = file.read_trailer()?;
        take(&mut header, &trailer, restarted).map_err(|e| e.file(path))?;
        header.renew_flush_signature(Signature::random_now());
        file.write_header(&mut header)?;
    }
    if file.read_trailer().is_ok() {
        file.protect(fs)?;
        file.zero_trailer()?;
        file.end_protection(fs)?;
    }
    Ok(())
}

fn take(header: &mut DatabaseHeader, trailer: &PatchPage, restarted: bool) -> Result<()> {
    let mut backup = header.backup_full_current();
    let mark = if restarted { backup.mark } else { trailer.backup.mark };
    let compared = PatchPage { backup: BackupInfo { mark, ..trailer.backup }, ..*trailer };
    compared.check_belongs_to(header, &header.log_signature())?;
    let last = trailer.backup.last_generation;
    if last == 0 {
        fail!(DatabasePatchFileMismatch, "the trailer names no last generation: the backup was not completed");
    }
    if restarted {
        if !matches!(header.state(), Some(DatabaseState::Dirty | DatabaseState::DirtyAndPatched)) {
            fail!(InvalidParameter, "the database is not dirty: its copy was not interrupted");
        }
        header.set_state_number(DatabaseState::DirtyAndPatched as u32);
    }
    backup.last_generation = last;
    header.set_backup_full_current(backup);
    // Trailers of older engines know only the backup's last generation.
    let known = |generation: u32| if generation > 0 { generation } else { last };
    if trailer.min_required > 0 && trailer.min_required < header.min_required() {
        header.set_min_required(trailer.min_required);
    }
    if known(trailer.max_required) >= header.max_required() {
        header.set_max_required_created(trailer.max_required_created);
        header.set_max_required(known(trailer.max_required));
    }
    if known(trailer.max_committed) >= header.max_committed() {
        header.set_max_committed_created(trailer.max_committed_created);
        header.set_max_committed(known(trailer.max_committed));
    }
    header.set_min_consistent(header.min_required());
    header.set_pre_redo_min_consistent(0);
    header.set_pre_redo_min_required(0);
    Ok(())
}

/// Makes a dirty database do without its last committed log, which is then lost work. Nothing is to be done, and nothing
/// is, for a log behind that.
///
/// # Errors
/// `InvalidParameter` when the database is not dirty, the log is of another stream, required, or not the last committed
/// one; errors of both headers; file errors.
pub fn remove_log(fs: &dyn FileSystem, database: &Path, log: &Path) -> Result<()> {
    let (_, header) = DatabaseFile::open(fs, database, OpenMode::Read, None)?;
    let file = fs.open(log, OpenMode::Read).map_err(|e| crate::error::Error::from_io(&e, "opening the log", log))?;
    let log_header = log_reader::read_header(&*file).map_err(|e| e.file(log))?;
    if !may_go(&header, &log_header).map_err(|e| e.file(database).generation(log_header.generation()))? {
        return Ok(());
    }
    // Opened again, now against all others: what was read is what is changed.
    let (file, mut header) = DatabaseFile::open(fs, database, OpenMode::ReadWrite, None)?;
    if !may_go(&header, &log_header)? {
        return Ok(());
    }
    forget(&mut header, log_header.generation());
    header.renew_flush_signature(Signature::random_now());
    file.write_header(&mut header)
}

/// Whether there is anything to be done.
fn may_go(header: &DatabaseHeader, log: &LogHeader) -> Result<bool> {
    let generation = log.generation();
    if header.state() != Some(DatabaseState::Dirty) {
        fail!(InvalidParameter, "the database is not dirty: it needs no logs");
    }
    if header.log_signature() != log.log_signature() {
        fail!(InvalidParameter, "the log is not of the database's stream");
    }
    if generation > header.max_committed() {
        return Ok(false);
    }
    if generation < header.max_committed() {
        fail!(InvalidParameter, "only the last committed log, {:#x}, can be given up", header.max_committed());
    }
    if generation <= header.max_required() {
        fail!(InvalidParameter, "the log is required: without it the database cannot be made consistent");
    }
    Ok(true)
}

fn forget(header: &mut DatabaseHeader, generation: u32) {
    let marked = |backup: BackupInfo| backup.mark.generation == generation;
    if marked(header.backup_full_previous()) {
        header.set_backup_full_previous(BackupInfo::default());
        header.set_backup_full_previous_kind(0);
    }
    if marked(header.backup_incremental_previous()) {
        header.set_backup_incremental_previous(BackupInfo::default());
        header.set_backup_incremental_previous_kind(0);
    }
    if marked(header.backup_copy_previous()) {
        header.set_backup_copy_previous(BackupInfo::default());
        header.set_backup_copy_previous_kind(0);
    }
    if marked(header.backup_differential_previous()) {
        header.set_backup_differential_previous(BackupInfo::default());
        header.set_backup_differential_previous_kind(0);
    }
    header.set_max_committed(generation - 1);
    header.set_max_committed_created(Logtime::default());
    header.set_recovering_generation(0);
}

#[cfg(test)]
mod tests;
