//! The logs that are played after the backup's: first those of a running target instance, then those in the log path,
//! closed generations before the current log.
//!
//! Each must continue the one before in number and in creation time. A gap ends the replay: what lies behind it in the
//! log path was refused before ([`super::log_path`]).
//!
//! Source of the facts: `ese/_log/logredo.cxx` (ErrLGRedoFill, ErrLGEvaluateDestructiveCorrectiveLogOptions).

use std::path::{Path, PathBuf};

use super::backup_set::BackupSet;
use super::database_files::PlannedDatabase;
use super::log_directory::LogDirectory;
use super::log_file::{HeaderReader, PlannedLog};
use crate::error;
use crate::error::{Error, Result};
use crate::format::log_header::LogHeader;
use crate::recovery::request::RestoreRequest;
use crate::storage::fs::FileSystem;

/// Finds them, and a current log that is older than the replay when the caller allows to replace it.
///
/// Errors: those of [`HeaderReader::read`]; `InvalidLogSequence`, or `CommittedLogFilesMissing` when a database needs
/// what should stand in that place only to lose no committed work.
pub fn find(
    fs: &dyn FileSystem,
    reader: &mut HeaderReader<'_>,
    set: &BackupSet,
    request: &RestoreRequest<'_>,
    log_directory: &LogDirectory,
    databases: &[PlannedDatabase],
) -> Result<(Vec<PlannedLog>, Option<PathBuf>)> {
    let mut chain = Chain { reader, databases, last: set.last.clone(), logs: Vec::new() };
    if let Some((path, high)) = &request.target {
        let directory = LogDirectory::list(fs, path, &set.names)?;
        while chain.last.generation() < *high
            && let Some(path) = directory.archived(chain.next())
        {
            chain.add(path, false)?;
        }
    }
    while let Some(path) = log_directory.archived(chain.next()) {
        chain.add(path, false)?;
    }
    if let Some(path) = log_directory.current() {
        let header = chain.reader.read(path)?;
        if request.settings.delete_out_of_range_logs && header.generation() < chain.next() {
            return Ok((chain.logs, Some(path.to_path_buf())));
        }
        chain.add(path, true)?;
    }
    Ok((chain.logs, None))
}

struct Chain<'a, 'r> {
    reader: &'a mut HeaderReader<'r>,
    databases: &'a [PlannedDatabase],
    last: LogHeader,
    logs: Vec<PlannedLog>,
}

impl Chain<'_, '_> {
    fn next(&self) -> u32 {
        self.last.generation().saturating_add(1)
    }

    fn add(&mut self, path: &Path, current: bool) -> Result<()> {
        let header = self.reader.read(path)?;
        if header.generation() != self.next() || header.previous_created() != self.last.created() {
            return Err(self.broken(path, &header));
        }
        self.logs.push(PlannedLog::new(path, current, &header));
        self.last = header;
        Ok(())
    }

    fn broken(&self, path: &Path, header: &LogHeader) -> Error {
        let last = self.last.generation();
        let lost = |d: &PlannedDatabase| {
            let h = &d.header_to_write;
            h.max_required() <= last && h.max_committed() > last
        };
        let needed = self.databases.iter().any(|d| d.header_to_write.max_required() > last);
        let message = format!(
            "this is generation {:#x} after a log of {}; replay has reached {last:#x} of {} and needs the one that \
             follows",
            header.generation(),
            header.previous_created(),
            self.last.created()
        );
        let error = if !needed && self.databases.iter().any(lost) {
            error!(CommittedLogFilesMissing, "{message}, or committed work is lost")
        } else {
            error!(InvalidLogSequence, "{message}; move it away")
        };
        error.file(path).generation(self.next())
    }
}
