//! Attaching a clean database to a running instance, and detaching it.
//!
//! The record is safe before the header says what it does: a crash between the two leaves a clean database, or one that
//! recovery finds in the log.
//!
//! Source: `ErrDBAttachDatabaseEx`, `ErrDBDetachDatabaseBySesid` in `ese/db.cxx`, `ErrLGAttachDB`, `ErrLGDetachDB` in
//! `ese/logapi.cxx`.

use std::path::Path;

use super::databases::LiveDatabase;
use super::{Live, log};
use crate::error;
use crate::error::{Error, Result};
use crate::format::database_header::DatabaseState;
use crate::format::log_record::{
    AttachDb, AttachDbFlags, AttachDbHead, DetachDb, DetachDbFlags, DetachDbHead, LogRecord,
};
use crate::format::logged_text::LoggedText;
use crate::recovery::attach::set_attached;
use crate::recovery::plan::attach::check_version;
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::OpenMode;

/// What the records name as the session: the instance's own.
const PROCID: u16 = 0;

/// The answer to an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attached {
    Now,
    /// It was attached before.
    Already,
}

impl Live<'_> {
    /// Attaches a clean database. `path` is complete.
    ///
    /// # Errors
    /// `FileNotFound`, `FileAccessDenied`; those of [`DatabaseFile::open`] (another page size among them);
    /// `DatabaseCorrupted`, `InvalidDatabaseVersion`; `DatabaseDirtyShutdown` and its like for every state but clean;
    /// `TooManyAttachedDatabases`; `BackupInProgress`, `SurrogateBackupInProgress`.
    pub fn attach(&mut self, path: &Path) -> Result<Attached> {
        if self.stream.databases().by_path(path).is_some() {
            return Ok(Attached::Already);
        }
        if let Some(backup) = &self.backup {
            return Err(backup.in_the_way().file(path));
        }
        let page_size = self.stream.page_size();
        let (file, mut header) = DatabaseFile::open(self.stream.fs(), path, OpenMode::ReadWrite, Some(page_size))
            .map_err(|e| e.file(path))?;
        header.check_is_database().and_then(|()| check_version(&header)).map_err(|e| e.file(path))?;
        check_state(header.state()).map_err(|e| e.file(path))?;
        let signature = header.signature();
        if self.stream.databases().iter().any(|d| d.header.signature() == signature) {
            let message = "a database with the same signature is attached already";
            return Err(error!(DatabaseSignInUse, "{message}").file(path));
        }
        let Some(dbid) = self.stream.databases().free_dbid() else {
            return Err(error!(TooManyAttachedDatabases, "the instance has as many databases as it can").file(path));
        };
        let text = LoggedText::encode_utf16(&path.to_string_lossy());
        let record = LogRecord::AttachDb(AttachDb {
            head: AttachDbHead {
                procid: PROCID,
                dbid,
                pages_max: 0,
                lgpos_consistent: header.lgpos_consistent(),
                signature,
                log_signature: header.log_signature(),
            },
            flags: AttachDbFlags(0),
            path: LoggedText { bytes: &text, unicode: true },
        });
        let lgpos = log(self.stream, &record)?;
        let (_, created) = self.stream.current();
        set_attached(&mut header, dbid, lgpos, self.stream.signature(), created, false, false);
        header.set_recovering_generation(0);
        let mut database = LiveDatabase { dbid, header, file };
        database.write_header()?;
        self.stream.databases_mut().insert(database);
        Ok(Attached::Now)
    }

    /// Detaches a database; it is clean then. `None` means all.
    ///
    /// # Errors
    /// `DatabaseNotFound` for one that is not attached; `BackupInProgress`, `SurrogateBackupInProgress`.
    pub fn detach(&mut self, path: Option<&Path>) -> Result<()> {
        if let Some(backup) = &self.backup {
            return Err(backup.in_the_way());
        }
        let chosen = |d: &&LiveDatabase| path.is_none_or(|p| p == d.path());
        let list: Vec<_> =
            self.stream.databases().iter().filter(chosen).map(|d| (d.dbid, d.path().to_path_buf())).collect();
        if let (Some(path), true) = (path, list.is_empty()) {
            return Err(error!(DatabaseNotFound, "the database is not attached").file(path));
        }
        for (dbid, path) in list {
            let text = LoggedText::encode_utf16(&path.to_string_lossy());
            let record = LogRecord::DetachDb(DetachDb {
                head: DetachDbHead { procid: PROCID, dbid },
                flags: DetachDbFlags(0),
                path: LoggedText { bytes: &text, unicode: true },
            });
            let lgpos = log(self.stream, &record)?;
            if let Some(database) = self.stream.databases_mut().by_dbid(dbid) {
                database.make_clean(lgpos)?;
            }
            self.stream.databases_mut().remove(dbid);
        }
        Ok(())
    }
}

fn check_state(state: Option<DatabaseState>) -> Result<()> {
    let refuse = |error: Error| Err(error);
    match state {
        Some(DatabaseState::Clean) => Ok(()),
        Some(DatabaseState::Dirty) => {
            refuse(error!(DatabaseDirtyShutdown, "the database was not shut down cleanly; recover it first"))
        }
        Some(DatabaseState::DirtyAndPatched) => {
            refuse(error!(DatabaseDirtyShutdown, "the database is patched and waits for recovery"))
        }
        Some(DatabaseState::IncrementalReseedInProgress) => {
            refuse(error!(DatabaseIncompleteIncrementalReseed, "a reseed of the database is not finished"))
        }
        Some(DatabaseState::RevertInProgress) => {
            refuse(error!(DatabaseIncompleteRevert, "a revert of the database is not finished"))
        }
        _ => refuse(error!(DatabaseCorrupted, "the database is in no state to be attached")),
    }
}
