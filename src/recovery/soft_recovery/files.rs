//! The files that a soft recovery begins with: directories, the current log, the checkpoint, the map's databases.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::open;
use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::checkpoint::Checkpoint;
use crate::format::log_header::{LogExpectations, LogHeader};
use crate::format::primitives::{Lgpos, Signature};
use crate::recovery::plan::log_directory::{LogDirectory, Wanted, check_directory};
use crate::recovery::request::{MapEntry, Settings};
use crate::recovery::restore_map::{MOST_ENTRIES, RestoreMap};
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::checkpoint_file;
use crate::storage::database_file;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_files;
use crate::storage::log_reader::FileCheck;

/// JET_bitRestoreMapIgnoreWhenMissing and JET_bitRestoreMapOverwriteOnCreate: a file that cannot be used is as good as
/// none.
const DAMAGED_IS_MISSING: u32 = 1 | 4;
const MAP_BITS: u32 = 1 | 2 | 4;

/// The logs and the checkpoint of a stream.
pub struct Files {
    pub directory: LogDirectory,
    pub current: Option<Current>,
    pub checkpoint_path: PathBuf,
    checkpoint: Result<Checkpoint>,
}

/// The current log, looked over.
pub struct Current {
    pub path: PathBuf,
    pub header: LogHeader,
    pub check: FileCheck,
    /// It ends with a quit record, here.
    pub quit: Option<Lgpos>,
}

impl Files {
    /// Finds them; the current log's header must be good, damage behind it is met when it is replayed.
    ///
    /// # Errors
    /// Those of the header; file errors.
    pub fn find(fs: &dyn FileSystem, settings: &Settings) -> Result<Self> {
        let wanted = Wanted { base: settings.base_name.clone(), legacy: settings.legacy_file_names };
        let mut found = None;
        for names in wanted.in_order() {
            let directory = LogDirectory::list(fs, &settings.log_path, &names)?;
            let has_logs = directory.current().is_some() || directory.range().is_some();
            if has_logs || found.is_none() {
                found = Some(directory);
            }
            if has_logs {
                break;
            }
        }
        let Some(mut directory) = found else { fail!(InternalError, "a stream has no names") };
        // New generations are named with as many digits as those that are there.
        if let Some((_, last)) = directory.range()
            && let Some(digits) = directory.digits(last)
        {
            let names = wanted.as_found(directory.names().extensions(), digits);
            directory = LogDirectory::list(fs, &settings.log_path, &names)?;
        }
        let current = match directory.current() {
            Some(path) => Some(read_current(fs, path, settings).map_err(|e| e.file(path))?),
            None => None,
        };
        let name = directory.names().checkpoint();
        let checkpoint_path = log_files::path(fs, &settings.system_path, &name);
        let checkpoint = checkpoint_file::read(fs, &checkpoint_path);
        Ok(Self { directory, current, checkpoint_path, checkpoint })
    }

    /// The checkpoint, if it is one of this stream.
    pub fn checkpoint(&self) -> Result<Checkpoint> {
        let checkpoint = self.checkpoint.clone()?;
        if let Some(current) = &self.current {
            checkpoint.check_belongs_to(&current.header.log_signature())?;
        }
        Ok(checkpoint)
    }
}

fn read_current(fs: &dyn FileSystem, path: &Path, settings: &Settings) -> Result<Current> {
    let mut reader = AnyLogReader::open(open(fs, path)?)?;
    let header = reader.header().clone();
    let expected = LogExpectations { page_size: Some(settings.page_size), ..LogExpectations::default() };
    header.check(header.file_length(), &expected).map_err(|e| e.generation(header.generation()))?;
    let check = reader.check()?;
    Ok(Current { path: path.to_path_buf(), header, quit: check.quit, check })
}

/// The caller's map, with the signatures of the files that are there.
///
/// # Errors
/// `InvalidParameter` for too many entries; then, entry by entry, `DatabaseInvalidName` without a new path,
/// `InvalidGrbit`, and what its file gives: `DatabaseCorrupted`, `PageSizeMismatch`, file errors.
pub fn read_map(fs: &dyn FileSystem, lines: Vec<MapEntry>, page_size: u32) -> Result<RestoreMap> {
    if lines.len() > MOST_ENTRIES {
        fail!(
            InvalidParameter,
            "the restore map has {} entries; no log stream has more than {MOST_ENTRIES}",
            lines.len()
        );
    }
    let mut signatures = Vec::new();
    for line in &lines {
        let Some(path) = line.new_path.as_ref().filter(|p| !p.as_os_str().is_empty()) else {
            fail!(DatabaseInvalidName, "an entry of the restore map has no new path");
        };
        if line.grbit & !MAP_BITS != 0 {
            fail!(InvalidGrbit, "{:#x} is no option of a restore map's entry", line.grbit & !MAP_BITS);
        }
        signatures.push(match signature(fs, path, page_size) {
            Err(_) if line.grbit & DAMAGED_IS_MISSING != 0 => None,
            other => other?,
        });
    }
    let mut map = RestoreMap::new(lines)?;
    for (i, signature) in signatures.into_iter().enumerate() {
        if let Some(signature) = signature {
            map.set_signature(i, signature);
        }
    }
    Ok(map)
}

/// The signature of a database; `None` when there is no file, as the logs may create it.
fn signature(fs: &dyn FileSystem, path: &Path, page_size: u32) -> Result<Option<Signature>> {
    let file = match fs.open(path, OpenMode::Read) {
        Ok(file) => file,
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(e) => return Err(Error::from_io(&e, "opening a database", path)),
    };
    let (header, _) = database_file::read_header(&*file, path, Some(page_size)).map_err(|e| match e.code() {
        ErrorCode::ReadVerifyFailure => e.with_code(ErrorCode::DatabaseCorrupted),
        _ => e,
    })?;
    header.check_is_database().map_err(|e| e.file(path))?;
    Ok(Some(header.signature()))
}

/// The paths of the instance are there, or made when the parameter says so.
pub fn make_directories(fs: &dyn FileSystem, settings: &Settings) -> Result<()> {
    for (path, what) in [
        (&settings.system_path, "the system path"),
        (&settings.log_path, "the log path"),
        (&settings.temp_path, "the path for temporary files"),
    ] {
        if settings.create_path_if_not_exist && fs.metadata(path).is_err() {
            fs.create_directories_safely(path).map_err(|e| Error::from_io(&e, &format!("making {what}"), path))?;
        }
        check_directory(fs, path, what)?;
    }
    Ok(())
}

/// Deletes a file that may not be there.
pub fn remove(fs: &dyn FileSystem, path: &Path) -> Result<()> {
    match fs.remove(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::from_io(&e, "deleting a file", path)),
        _ => Ok(()),
    }
}
