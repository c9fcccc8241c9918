//! The second phase of a backup: its logs are given out, then those that nobody needs any more are removed.

use std::path::Path;

use super::{Details, LogList, note};
use crate::error::{Error, Result};
use crate::format::database_header::BackupKind;
use crate::format::log_record::backup_phase;
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::live::Live;
use crate::recovery::plan::log_directory::LogDirectory;
use crate::{error, fail};

impl Live<'_> {
    /// The logs to be copied. The first call begins a new generation of the log.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidBackupSequence` while files are open; `FileNotFound` when there are no
    /// logs; `MissingFileToBackup` when an incremental backup lacks some.
    pub fn log_info(&mut self) -> Result<LogList> {
        self.prepare_logs()?;
        let backup = self.under_way()?;
        backup.in_logs = true;
        let range = (backup.copy_from.unwrap_or_default(), backup.copy_to.unwrap_or_default());
        self.list_logs(range)
    }

    /// The logs that truncation would remove. Errors: as for [`log_info`](Self::log_info).
    pub fn truncate_info(&mut self) -> Result<LogList> {
        self.prepare_logs()?;
        let backup = self.under_way()?;
        backup.in_logs = true;
        let range = backup.delete;
        self.list_logs(range)
    }

    fn list_logs(&mut self, (from, to): (u32, u32)) -> Result<LogList> {
        let directory =
            LogDirectory::list(self.stream.fs(), &self.stream.place().directory, &self.stream.place().names)?;
        let path = |g| directory.archived(g).map_or_else(|| directory.expected(g), Path::to_path_buf);
        Ok(LogList { files: (from..to).map(path).collect(), generations: (from, to.saturating_sub(1)) })
    }

    fn prepare_logs(&mut self) -> Result<()> {
        let backup = self.under_way()?;
        if backup.has_open_files() {
            fail!(InvalidBackupSequence, "files of the backup are open; close them first");
        }
        if backup.copy_to.is_some() {
            return Ok(());
        }
        let (full, scope) = (backup.full, backup.scope());
        let copied: Vec<u8> = backup.copied_databases.keys().copied().collect();
        self.stream.roll()?;
        let now = Logtime::now();
        let lgpos = note(
            self.stream,
            backup_phase::PREPARE_LOGS,
            BackupKind::Streaming,
            scope,
            Some(Details { time: now, ..Details::none() }),
        )?;
        let (current, _) = self.stream.current();
        // Nothing before the new generation has to be replayed: no page changes, and the headers name it.
        let start = Lgpos { sector: 1, offset: 0, ..lgpos };
        self.stream.set_checkpoint(start)?;
        let directory =
            LogDirectory::list(self.stream.fs(), &self.stream.place().directory, &self.stream.place().names)?;
        let Some((lowest, _)) = directory.range() else {
            return Err(error!(FileNotFound, "there are no logs to be backed up").file(directory.path()));
        };
        let mut delete_to = self.stream.checkpoint().generation.min(current);
        for database in self.stream.databases().iter() {
            let header = &database.header;
            let last_full = header.backup_full_previous().last_generation;
            let reached = last_full.max(header.backup_incremental_previous().last_generation);
            if !full && lowest > reached.saturating_add(1) {
                let message = "the logs behind the last backup of the database are gone; take a full backup";
                return Err(error!(MissingFileToBackup, "{message}").file(database.path()).generation(reached + 1));
            }
            // A database that this backup leaves out still needs the logs behind its own last one.
            if full && !copied.contains(&database.dbid) {
                delete_to = delete_to.min(last_full);
            }
        }
        let backup = self.under_way()?;
        backup.delete = (lowest.min(delete_to), delete_to);
        if !full {
            backup.increment = (lgpos, now);
            backup.copy_from = Some(lowest);
        }
        backup.copy_to = Some(current);
        Ok(())
    }

    /// Removes the logs that no recovery and no next backup needs.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; `InvalidBackupSequence` while files are open, and before logs are given out;
    /// `LogFileNotCopied` when not all were read to their end; file errors.
    pub fn truncate_logs(&mut self) -> Result<()> {
        let backup = self.under_way()?;
        if backup.has_open_files() {
            fail!(InvalidBackupSequence, "files of the backup are open; close them first");
        }
        if backup.copy_to.is_none() {
            fail!(InvalidBackupSequence, "logs are truncated after they were copied");
        }
        backup.in_logs = true;
        if backup.is_missing_logs() {
            fail!(LogFileNotCopied, "not all logs of the backup were copied");
        }
        self.remove_logs()
    }

    /// Removes the logs before the checkpoint without a backup of them: what JetBackup does that is given no directory.
    /// Under circular logging they go by themselves.
    ///
    /// # Errors
    /// `NoBackup`, `BackupAbortByServer`; file errors.
    pub fn purge_logs(&mut self) -> Result<()> {
        self.under_way()?;
        let directory =
            LogDirectory::list(self.stream.fs(), &self.stream.place().directory, &self.stream.place().names)?;
        let checkpoint = self.stream.checkpoint().generation;
        let from = match directory.range() {
            Some((lowest, _)) if !self.stream.is_circular() => lowest.min(checkpoint),
            _ => checkpoint,
        };
        let backup = self.under_way()?;
        backup.in_logs = true;
        backup.delete = (from, checkpoint);
        self.remove_logs()
    }

    fn remove_logs(&mut self) -> Result<()> {
        let backup = self.under_way()?;
        backup.truncated = true;
        let (from, to) = backup.delete;
        let details = Details { low: from, high: to, ..Details::now() };
        let scope = backup.scope();
        note(self.stream, backup_phase::TRUNCATE, BackupKind::Streaming, scope, Some(details))?;
        let directory =
            LogDirectory::list(self.stream.fs(), &self.stream.place().directory, &self.stream.place().names)?;
        // In order, so that what is left has no gap.
        for generation in from..to {
            let Some(path) = directory.archived(generation) else { continue };
            self.stream.fs().remove(path).map_err(|e| Error::from_io(&e, "removing a log", path))?;
        }
        Ok(())
    }
}
