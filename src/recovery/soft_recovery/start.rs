//! Where redo begins: at the checkpoint, at the beginning of its log, or with the first log that there is.
//!
//! | checkpoint                                            | start                                           |
//! |-------------------------------------------------------|-------------------------------------------------|
//! | of this stream, with its attachments, in a log of     | its position, its attachments                   |
//! | 8.4000.4.3 or later and of the right number           |                                                 |
//! | of this stream, otherwise                             | first record of its log, attachments of the log |
//! | none                                                  | first record of the lowest log                  |

use super::files::{Current, Files};
use super::open;
use crate::error::{Error, ErrorCode, Result};
use crate::format::attachments::Attachment;
use crate::format::checkpoint::Checkpoint;
use crate::format::log_header::LogHeader;
use crate::format::primitives::{Lgpos, Signature};
use crate::format::version::LogVersion;
use crate::recovery::progress::Progress;
use crate::recovery::request::OpenReason;
use crate::recovery::restore_map::RestoreMap;
use crate::storage::database_file;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_reader::read_header;

/// Logs of earlier versions went with checkpoints whose attachments cannot be used.
const CHECKPOINT_HAS_ATTACHMENTS: LogVersion = LogVersion::new(8, 4000, 4, 3);

/// Where and with what redo begins.
pub struct Start {
    pub lgpos: Lgpos,
    pub attachments: Vec<Attachment>,
    pub log_signature: Signature,
    pub page_size: u32,
    /// Bytes of every log.
    pub file_length: u64,
}

/// Finds the start. `low`: the generation to begin with when there is no checkpoint.
///
/// # Errors
/// `MissingLogFile`, `MissingPreviousLogFile` when the log is not there; those of its header.
pub fn find(
    fs: &dyn FileSystem,
    files: &Files,
    checkpoint: Option<&Checkpoint>,
    low: Option<u32>,
    progress: &mut Progress<'_>,
) -> Result<Start> {
    if let Some(checkpoint) = checkpoint {
        let at = checkpoint.lgpos();
        let header = log_of(fs, files, at.generation, ErrorCode::MissingLogFile, progress)?;
        checkpoint.check_belongs_to(&header.log_signature()).map_err(|e| e.file(&files.checkpoint_path))?;
        let usable = header.generation() == at.generation && header.version() >= CHECKPOINT_HAS_ATTACHMENTS;
        return match checkpoint.attachments()?.filter(|_| usable) {
            Some(attachments) => Ok(start(&header, at, attachments)),
            None => from_the_beginning(&header),
        };
    }
    match (low.or(files.directory.range().map(|(first, _)| first)), &files.current) {
        (None, Some(Current { header, .. })) => from_the_beginning(header),
        (generation, _) => {
            let generation = generation.unwrap_or(1);
            from_the_beginning(&log_of(fs, files, generation, ErrorCode::MissingPreviousLogFile, progress)?)
        }
    }
}

fn start(header: &LogHeader, lgpos: Lgpos, attachments: Vec<Attachment>) -> Start {
    Start {
        lgpos,
        attachments,
        log_signature: header.log_signature(),
        page_size: header.page_size(),
        file_length: header.file_length(),
    }
}

fn from_the_beginning(header: &LogHeader) -> Result<Start> {
    Ok(start(header, header.first_lgpos(), header.attachments()?))
}

/// The header of a generation, which may be the current log's.
fn log_of(
    fs: &dyn FileSystem,
    files: &Files,
    generation: u32,
    missing: ErrorCode,
    progress: &mut Progress<'_>,
) -> Result<LogHeader> {
    if let Some(current) = files.current.as_ref().filter(|c| c.header.generation() == generation) {
        progress.open_log(generation, true, OpenReason::Redo, &current.path, &[])?;
        return Ok(current.header.clone());
    }
    let path = files.directory.expected(generation);
    progress.open_log(generation, false, OpenReason::Redo, &path, &[])?;
    if files.directory.archived(generation).is_none() {
        let message = format!("recovery has to begin with generation {generation:#x}, and that log is missing");
        return Err(Error::new(missing, message).file(path).generation(generation));
    }
    read_header(&*open(fs, &path)?).map_err(|e| e.file(&path).generation(generation))
}

/// The lowest generation that the map's databases need.
pub fn required_by(fs: &dyn FileSystem, map: Option<&RestoreMap>) -> Option<u32> {
    let required = |path: &std::path::Path| {
        let file = fs.open(path, OpenMode::Read).ok()?;
        let (header, _) = database_file::read_header(&*file, path, None).ok()?;
        Some(header.min_required()).filter(|&g| g != 0)
    };
    map?.entries().iter().filter_map(|e| required(&e.destination)).min()
}
