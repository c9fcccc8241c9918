//! The end of a backup: the databases remember it, when it was taken to its end.

use super::{Backup, Details, END_ABORT, END_NORMAL, NO_HEADER_UPDATE, TRUNCATE_DONE, note};
use crate::error::Result;
use crate::fail;
use crate::format::database_header::BackupInfo;
use crate::format::log_record::{backup_phase, backup_scope};
use crate::recovery::backup_note;
use crate::recovery::live::Live;

impl Live<'_> {
    /// Ends the backup. When it was taken to its end, the databases remember it.
    ///
    /// # Errors
    /// `InvalidParameter` unless exactly one of the two ends is named; `NoBackup`; `SurrogateBackupInProgress` when it is
    /// one that is taken elsewhere, which is broken off.
    pub fn end_backup(&mut self, grbit: u32) -> Result<()> {
        check_end(grbit)?;
        let Some(backup) = self.backup.take() else { fail!(NoBackup, "no backup is under way") };
        if backup.elsewhere.is_some() {
            self.finish(&backup, false, grbit)?;
            fail!(SurrogateBackupInProgress, "the backup is taken elsewhere and was broken off");
        }
        let normal = grbit & END_NORMAL != 0 && !backup.stopped && backup.in_logs;
        self.finish(&backup, normal, grbit)
    }

    /// Ends a backup that was taken elsewhere. When it ends normally the databases remember it, as one that truncates
    /// logs when JET_bitBackupTruncateDone says so.
    ///
    /// # Errors
    /// `InvalidParameter` unless exactly one of the two ends is named; `NoBackup`; `BackupInProgress` when it is one that
    /// is taken here, which is broken off.
    pub fn end_surrogate_backup(&mut self, grbit: u32) -> Result<()> {
        check_end(grbit)?;
        let Some(backup) = self.backup.take() else { fail!(NoBackup, "no backup is under way") };
        if backup.elsewhere.is_none() {
            self.finish(&backup, false, grbit)?;
            fail!(BackupInProgress, "the backup is taken here and was broken off");
        }
        let normal = grbit & END_NORMAL != 0 && !backup.stopped;
        self.finish(&backup, normal, grbit)
    }

    /// Breaks off whatever backup is under way.
    pub fn break_off_backup(&mut self) -> Result<()> {
        match self.backup.take() {
            Some(backup) => self.finish(&backup, false, END_ABORT),
            None => Ok(()),
        }
    }

    fn finish(&mut self, backup: &Backup, normal: bool, grbit: u32) -> Result<()> {
        if normal && grbit & NO_HEADER_UPDATE == 0 {
            self.remember(backup, backup.truncated || grbit & TRUNCATE_DONE != 0)?;
        }
        let (kind, scope) = (backup.kind(), backup.scope());
        if !normal {
            note(self.stream, backup_phase::ABORT, kind, scope, None)?;
        }
        note(self.stream, backup_phase::STOP, kind, scope, None).map(drop)
    }

    /// Breaks the backup off from the side of the engine: all calls but the end give `BackupAbortByServer`.
    pub fn stop_backup(&mut self) {
        if let Some(backup) = self.backup.as_mut() {
            backup.stopped = true;
        }
    }

    fn remember(&mut self, backup: &Backup, truncated: bool) -> Result<()> {
        let scope = match (backup.full, truncated) {
            (true, true) => backup_scope::FULL,
            (true, false) => backup_scope::COPY,
            (false, true) => backup_scope::INCREMENTAL,
            (false, false) => backup_scope::DIFFERENTIAL,
        };
        let dbids: Vec<u8> = self.stream.databases().iter().map(|d| d.dbid).collect();
        for dbid in dbids {
            let Some(info) = backup.remembered_by(dbid) else { continue };
            let (low, high) = (info.first_generation, info.last_generation);
            let details = Details { mark: info.mark, time: info.time, low, high, dbid };
            note(self.stream, backup_phase::UPDATE, backup.kind(), scope, Some(details))?;
            if let Some(database) = self.stream.databases_mut().by_dbid(dbid) {
                backup_note::note(&mut database.header, scope, backup.kind() as u32, info)?;
                database.write_header()?;
            }
        }
        Ok(())
    }

    /// After an error that the backup does not survive.
    pub(super) fn abort(&mut self) {
        if let Err(error) = self.break_off_backup() {
            tracing::warn!("the end of the backup could not be noted: {error}");
        }
    }
}

impl Backup {
    /// What a database remembers; `None` when the backup has not taken it.
    fn remembered_by(&self, dbid: u8) -> Option<BackupInfo> {
        let high = self.copy_to.unwrap_or_default().saturating_sub(1);
        let (mark, time) = if self.full { self.mark } else { self.increment };
        match (self.elsewhere, self.full) {
            (Some((first_generation, last_generation)), _) => {
                Some(BackupInfo { mark, time, first_generation, last_generation })
            }
            (None, true) => self.copied_databases.get(&dbid).map(|i| BackupInfo { last_generation: high, ..*i }),
            (None, false) => {
                let first_generation = self.copy_from.unwrap_or_default();
                Some(BackupInfo { mark, time, first_generation, last_generation: high })
            }
        }
    }
}

fn check_end(grbit: u32) -> Result<()> {
    if (grbit & END_NORMAL != 0) == (grbit & END_ABORT != 0) {
        fail!(InvalidParameter, "a backup ends normally or is broken off");
    }
    Ok(())
}
