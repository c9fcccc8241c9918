//! The restore of a backup that the engine itself wrote to a directory (JetBackup): its databases are copied back, then
//! all its logs are played, then those in the log path.
//!
//! Before a file is copied, the restore is planned on the databases in the backup: a refusal leaves what lies at their
//! targets as it was.
//!
//! Source: `ErrLGRestore` in `ese/_log/logutil.cxx`, `ErrBuildRstmapForRestore`, `ErrGetDestDatabaseName` in
//! `ese/_log/rstmap.cxx`. There a database is copied when the replay meets its attachment, and one that the backup should
//! have and has not is passed over without a word; here that is an error.

use std::path::{Path, PathBuf};

use super::external_restore;
use super::plan::log_directory::{LogDirectory, Wanted};
use super::plan::log_file::HeaderReader;
use super::plan::{self, ProgressScale, Refusal, backup_set, database_name, same_place};
use super::progress::Progress;
use super::request::{MapEntry, RestoreOutcome, RestoreRequest, Settings, Status};
use crate::error;
use crate::error::Result;
use crate::storage::fs::{FileSystem, RealFileSystem, directory_of};
use crate::storage::{backup_directory, file_copy};

/// What JetRestore is asked for.
pub struct DirectoryRestore<'a> {
    pub settings: Settings,
    /// The directory that the backup was written to.
    pub source: PathBuf,
    /// Where the databases go; `None`: to where they were.
    pub destination: Option<PathBuf>,
    pub status: Status<'a>,
}

/// Restores all databases of the backup.
///
/// # Errors
/// Before anything is touched:
/// * `FileNotFound`: there are no logs, or a database is missing
/// * `PatchFileMissing`: no file says which databases belong to the backup
/// * `InvalidPath`: the place of a database is none on this system, or its directory is not there
/// * those of [`plan::restore`]
///
/// Then file errors, and those of recovery. The call may be made again.
pub fn run(request: DirectoryRestore<'_>) -> Result<RestoreOutcome> {
    run_on(&RealFileSystem, request)
}

/// The same on any file system.
pub fn run_on(fs: &dyn FileSystem, request: DirectoryRestore<'_>) -> Result<RestoreOutcome> {
    let DirectoryRestore { settings, source, destination, status } = request;
    let (directory, range) = find_logs(fs, &settings, &source)?;
    let databases = find_databases(fs, &settings, &directory, range, destination.as_deref())?;
    let restore = |path: fn(&Database) -> &Path| RestoreRequest {
        settings: settings.clone(),
        map: Some(databases.iter().map(|d| d.line(path(d))).collect()),
        backup_log_path: Some(directory.clone()),
        generation_low: i32::try_from(range.0).unwrap_or(i32::MAX),
        generation_high: i32::try_from(range.1).unwrap_or(i32::MAX),
        target: None,
        status: None,
    };
    if let Err(Refusal { error, begun }) = plan::restore(fs, &restore(|d| &d.copy)) {
        if begun {
            Progress::new(status).begin(ProgressScale { generations: 1, by_sector: true });
        }
        return Err(error);
    }
    for database in databases.iter().filter(|d| !same_place(&d.copy, &d.target)) {
        file_copy::copy(fs, &database.copy, &database.target)?;
    }
    external_restore::run_on(fs, RestoreRequest { status, ..restore(|d| &d.target) })
}

/// A database of the backup.
struct Database {
    /// Its path when it was backed up.
    name: String,
    copy: PathBuf,
    target: PathBuf,
}

impl Database {
    fn line(&self, path: &Path) -> MapEntry {
        MapEntry { old_name: Some(self.name.clone()), new_path: Some(path.to_path_buf()), grbit: 0 }
    }
}

/// The directory that the backup lies in, and the first and last generation there.
fn find_logs(fs: &dyn FileSystem, settings: &Settings, source: &Path) -> Result<(PathBuf, (u32, u32))> {
    let wanted = Wanted { base: settings.base_name.clone(), legacy: settings.legacy_file_names };
    for place in backup_directory::places(source) {
        for names in wanted.in_order() {
            if let Some(range) = LogDirectory::list(fs, &place, &names)?.range() {
                return Ok((place, range));
            }
        }
    }
    Err(error!(FileNotFound, "there are no logs of the base name \"{}\" in the backup", settings.base_name)
        .file(source))
}

fn find_databases(
    fs: &dyn FileSystem,
    settings: &Settings,
    directory: &Path,
    (low, high): (u32, u32),
    destination: Option<&Path>,
) -> Result<Vec<Database>> {
    let wanted = Wanted { base: settings.base_name.clone(), legacy: settings.legacy_file_names };
    let mut reader = HeaderReader::new(fs, settings.page_size);
    let signed = |generation: u32| i32::try_from(generation).unwrap_or(i32::MAX);
    let set = backup_set::read(fs, &mut reader, directory, &wanted, (signed(low), signed(high)))?;
    let mut databases = Vec::new();
    for (copy, header) in backup_directory::databases(fs, directory)? {
        let name = database_name::name_of(fs, &set, &header.signature()).map_err(|e| e.file(&copy))?;
        let target = match (destination, copy.file_name()) {
            (Some(destination), Some(file)) => destination.join(file),
            _ => PathBuf::from(&name),
        };
        if !target.is_absolute() {
            let message = format!("the database was at {name}, which is no place on this system; name a destination");
            return Err(error!(InvalidPath, "{message}").file(copy));
        }
        let place = directory_of(&target);
        if !settings.create_path_if_not_exist && !fs.metadata(place).is_ok_and(|m| m.is_directory) {
            return Err(error!(InvalidPath, "the directory that a database goes to does not exist").file(place));
        }
        databases.push(Database { name, copy, target });
    }
    Ok(databases)
}
