//! The logs of a backup, and those in the restore's folder.

use std::path::{Path, PathBuf};

use super::contents::Contents;
use super::environment::Environment;
use crate::error::{Error, Result};
use crate::format::log_header::LogHeader;
use crate::format::primitives::Signature;
use crate::recovery::plan::backup_set::{self, BackupSet};
use crate::recovery::plan::log_directory::Wanted;
use crate::recovery::plan::log_file::{HeaderReader, PlannedLog};
use crate::storage::file_copy::same_content;
use crate::storage::fs::FileSystem;
use crate::storage::log_files::{LogNames, OLD_EXTENSIONS, same};
use crate::{error, fail};

/// Reads the headers of a backup's logs.
///
/// Errors: those of [`backup_set::read`]; `MissingRestoreLogFiles` in place of its `FileNotFound`;
/// `LogGenerationMismatch` for a log under another's name; `GivenLogFileHasBadSignature` for another stream than
/// `expected`.
pub fn read(
    fs: &dyn FileSystem,
    contents: &Contents,
    page_size: u32,
    expected: Option<Signature>,
) -> Result<BackupSet> {
    let wanted = Wanted { base: contents.base_name.clone(), legacy: OLD_EXTENSIONS };
    let (low, high) = contents.generations;
    let (Ok(first), Ok(last)) = (i32::try_from(low), i32::try_from(high)) else {
        fail!(InvalidParameter, "there are no generations {low:#x} to {high:#x}");
    };
    let mut reader = HeaderReader::new(fs, page_size);
    let set = backup_set::read(fs, &mut reader, &contents.log_path, &wanted, (first, last)).map_err(|e| {
        use crate::error::ErrorCode::{FileNotFound, MissingRestoreLogFiles};
        if e.code() == FileNotFound { e.with_code(MissingRestoreLogFiles) } else { e }
    })?;
    for (log, generation) in set.logs.iter().zip(low..) {
        if log.generation != generation {
            let message = format!("the log is of generation {:#x}, its name says another", log.generation);
            return Err(error!(LogGenerationMismatch, "{message}").file(&log.path).generation(generation));
        }
    }
    if expected.is_some_and(|s| s != set.first.log_signature()) {
        let message = "the backup is one of another log stream than the restore";
        return Err(error!(GivenLogFileHasBadSignature, "{message}").file(&contents.log_path).generation(low));
    }
    Ok(set)
}

/// The logs among those of `set` that the folder does not have yet.
///
/// Errors: `GivenLogFileIsNotContiguous` when one that both have differs, or the first new one does not continue the
/// last old one.
pub fn new_ones<'a>(
    fs: &dyn FileSystem,
    folder: &Path,
    environment: &Environment,
    set: &'a BackupSet,
) -> Result<Vec<&'a PlannedLog>> {
    let (low, high) = environment.generations;
    let mut new = Vec::new();
    for log in set.logs.iter().filter(|l| l.generation >= low) {
        if log.generation > high {
            new.push(log);
        } else if !same_content(fs, &log.path, &in_folder(folder, log)?)? {
            let message =
                "the log is not the one that was brought in before; the backups are not of one course of time";
            return Err(error!(GivenLogFileIsNotContiguous, "{message}").file(&log.path).generation(log.generation));
        }
    }
    let first_new = new.first().filter(|l| l.generation.checked_sub(1) == Some(high));
    if let (Some(first), true) = (first_new, set.range.0 > high) {
        let last = header_of(fs, folder, environment, high)?;
        if first.previous_created != last.created() {
            let message = format!("the log does not continue generation {high:#x} of the backup before");
            return Err(error!(GivenLogFileIsNotContiguous, "{message}")
                .file(&first.path)
                .generation(first.generation));
        }
    }
    Ok(new)
}

fn header_of(fs: &dyn FileSystem, folder: &Path, environment: &Environment, generation: u32) -> Result<LogHeader> {
    let found = list(fs, folder, &environment.base_name)?.into_iter().find(|(_, g)| *g == Some(generation));
    match found {
        Some((path, _)) => HeaderReader::new(fs, environment.page_size).read(&path),
        None => {
            Err(error!(MissingRestoreLogFiles, "a log that was brought in before is gone from the restore's folder")
                .file(folder)
                .generation(generation))
        }
    }
}

/// Where a log of a backup goes.
pub fn in_folder(folder: &Path, log: &PlannedLog) -> Result<PathBuf> {
    match log.path.file_name() {
        Some(name) => Ok(folder.join(name)),
        None => Err(error!(InternalError, "a log without a name").file(&log.path)),
    }
}

/// The logs of a base name in a folder with their generations; current and temporary ones have none. None when there
/// is no such folder.
pub fn list(fs: &dyn FileSystem, folder: &Path, base_name: &str) -> Result<Vec<(PathBuf, Option<u32>)>> {
    let old = LogNames::new(base_name, OLD_EXTENSIONS);
    let new = old.clone().with_extensions(old.extensions().other());
    let names = match fs.list(folder) {
        Ok(names) => names,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Error::from_io(&e, "listing the restore's folder", folder)),
    };
    let mut found = Vec::new();
    for name in names {
        let Some(text) = name.to_str() else { continue };
        for names in [&old, &new] {
            if let Some((generation, _)) = names.parse(text) {
                found.push((folder.join(text), Some(generation)));
            } else if same(text, &names.current()) || same(text, &names.temporary()) {
                found.push((folder.join(text), None));
            }
        }
    }
    found.sort();
    Ok(found)
}
