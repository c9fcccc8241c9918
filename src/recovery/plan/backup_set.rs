//! The logs of the backup: every generation of the range must be there, of one stream, each continuing the one before.
//!
//! Source of the facts: `ese/_log/logutil.cxx` (ErrLGIRSTCheckSignaturesLogSequence, first loop).

use std::path::{Path, PathBuf};

use super::log_directory::{LogDirectory, Wanted, check_directory};
use super::log_file::{HeaderReader, PlannedLog};
use crate::error::{Error, Result};
use crate::format::log_header::LogHeader;
use crate::storage::fs::FileSystem;
use crate::storage::log_files::LogNames;
use crate::{error, fail};

/// The logs from the first to the last generation of a restore.
#[derive(Debug)]
pub struct BackupSet {
    pub directory: LogDirectory,
    /// First and last generation, as their names say.
    pub range: (u32, u32),
    /// How the stream's files are named, as the first log shows.
    pub names: LogNames,
    /// One for each generation of the range, in order; at least one.
    pub logs: Vec<PlannedLog>,
    pub first: LogHeader,
    pub last: LogHeader,
}

/// Reads the headers of generations `low` to `high`, as the caller of the restore gave the two.
///
/// Errors, the first that holds, generation by generation:
/// * `InvalidParameter`: `low` is above `high`.
/// * `InvalidPath`: the directory is not there, or `low` is 0.
/// * `FileNotFound`: a generation is missing (negative ones always are).
/// * those of [`HeaderReader::read`].
/// * `GivenLogFileIsNotContiguous`: a generation does not continue the one before.
pub fn read(
    fs: &dyn FileSystem,
    reader: &mut HeaderReader<'_>,
    path: &Path,
    wanted: &Wanted,
    (low, high): (i32, i32),
) -> Result<BackupSet> {
    if low > high {
        fail!(InvalidParameter, "the first generation ({low}) lies above the last ({high}); exchange them");
    }
    check_directory(fs, path, "the directory of the backup's logs")?;
    if low == 0 {
        return Err(error!(InvalidPath, "there is no generation 0; give the first one of the backup").file(path));
    }
    let (Ok(low), Ok(high)) = (u32::try_from(low), u32::try_from(high)) else {
        return Err(error!(FileNotFound, "there is no generation {low}; give the first one of the backup").file(path));
    };
    let directory = find_directory(fs, path, wanted, low)?;
    let mut logs: Vec<PlannedLog> = Vec::new();
    let mut first = None;
    let mut previous: Option<LogHeader> = None;
    for generation in low..=high {
        let Some(file) = directory.archived(generation) else {
            return Err(missing(&directory, generation, low, high));
        };
        let header = reader.read(file).map_err(|e| e.generation(generation))?;
        if let Some(before) = &previous {
            check_continues(before, &header, generation).map_err(|e| e.file(file).generation(generation))?;
        }
        logs.push(PlannedLog::new(file, false, &header));
        first.get_or_insert_with(|| header.clone());
        previous = Some(header);
    }
    match (first, previous) {
        (Some(first), Some(last)) => {
            let digits = directory.digits(low).unwrap_or(8);
            let names = wanted.as_found(directory.names().extensions(), digits);
            Ok(BackupSet { directory, range: (low, high), names, logs, first, last })
        }
        _ => fail!(InternalError, "a range of generations is empty"),
    }
}

/// The directory's logs with the extension that the first generation has.
fn find_directory(fs: &dyn FileSystem, path: &Path, wanted: &Wanted, low: u32) -> Result<LogDirectory> {
    let mut expected = PathBuf::new();
    for names in wanted.in_order() {
        let directory = LogDirectory::list(fs, path, &names)?;
        if directory.archived(low).is_some() {
            return Ok(directory);
        }
        if expected.as_os_str().is_empty() {
            expected = directory.expected(low);
        }
    }
    let message = "the first generation of the backup is missing; check base name, path and range";
    Err(error!(FileNotFound, "{message}").file(expected).generation(low))
}

fn check_continues(before: &LogHeader, header: &LogHeader, generation: u32) -> Result<()> {
    if header.previous_created() != before.created() {
        fail!(
            GivenLogFileIsNotContiguous,
            "generation {generation:#x} continues a log of {}, but the one before it was made at {}; the files are not \
             from one backup, or were renamed",
            header.previous_created(),
            before.created()
        );
    }
    Ok(())
}

/// A generation that the range needs is not there.
fn missing(directory: &LogDirectory, generation: u32, low: u32, high: u32) -> Error {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let next = directory.archived_in(generation..=high).next();
    let between = match next {
        Some((_, next)) => format!("between {} and {}", name(&directory.expected(generation - 1)), name(next)),
        None => format!("after {}", name(&directory.expected(generation - 1))),
    };
    error!(
        FileNotFound,
        "generation {generation:#x} is missing {between}; the restore needs {low:#x} to {high:#x}: restore it from its \
         backup"
    )
    .file(directory.expected(generation))
    .generation(generation)
}
