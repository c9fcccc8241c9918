//! The files of a backup: opened, read piece by piece, closed. What was read to its end counts as copied.

use std::path::Path;

use super::{Backup, Opened};
use crate::error::{Error, ErrorCode, Result};
use crate::format::database_header::{BackupInfo, DatabaseHeader};
use crate::format::patch_page::PatchPage;
use crate::recovery::live::Live;
use crate::recovery::live::files::{DatabaseCopy, HEADER_PAGES, LogCopy, OpenFile};
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::fs::OpenMode;
use crate::{error, fail};

/// Files that may be open at once.
const MOST_FILES: usize = 64;
/// Pages before the first section of a copy that does not begin at its begin: the headers, and the page that is read
/// along with them.
const FIRST_SECTION: u64 = 3;

impl Live<'_> {
    /// Opens a database or a log; it is read from `offset` on, in bytes of the copy.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidParameter` for no name, and for an offset that is not at the begin of a
    /// page, lies within the first three but not at the begin of the file, or behind its end; `InvalidBackupSequence`
    /// for a database in an incremental backup, or once logs are given out; `DatabaseNotFound` for a log before that;
    /// `MissingFileToBackup`; `LogReadVerifyFailure` for a damaged log; `OutOfMemory` for too many files. An error in
    /// the second phase ends the backup.
    pub fn open_backup_file(&mut self, path: &Path, offset: u64) -> Result<Opened> {
        let page_size = u64::from(self.stream.page_size());
        let backup = self.under_way()?;
        if path.as_os_str().is_empty() {
            fail!(InvalidParameter, "no file was named");
        }
        if !offset.is_multiple_of(page_size) || (offset > 0 && offset < FIRST_SECTION * page_size) {
            fail!(InvalidParameter, "no section of a file begins at {offset:#x}");
        }
        if backup.files.iter().flatten().count() >= MOST_FILES {
            fail!(OutOfMemory, "{MOST_FILES} files of the backup are open; close some");
        }
        let in_logs = backup.in_logs;
        match self.open(path, offset) {
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

    fn open(&mut self, path: &Path, offset: u64) -> Result<(OpenFile, u64)> {
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
            let read = offset / u64::from(header.page_size());
            let read = u32::try_from(read).ok().filter(|r| *r < pages.saturating_add(HEADER_PAGES + 1));
            let Some(read) = read else {
                return Err(error!(InvalidParameter, "the copy ends before offset {offset:#x}").file(path));
            };
            let copy = DatabaseCopy { dbid: database.dbid, header, pages, read };
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
        if offset > length {
            return Err(error!(InvalidParameter, "the log ends before offset {offset:#x}").file(path));
        }
        let again =
            fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening a log for a backup", path))?;
        let sound = AnyLogReader::open(again).and_then(|mut reader| reader.check());
        sound.map_err(|e| e.with_code(ErrorCode::LogReadVerifyFailure).file(path).generation(generation))?;
        Ok((OpenFile::Log(LogCopy { generation, path: path.to_path_buf(), file, length, read: offset }), length))
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
        let backup = match self.backup.as_mut() {
            Some(backup) if backup.elsewhere.is_none() => backup,
            _ => fail!(NoBackup, "no backup is under way"),
        };
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
