//! What a file is: told from its content; its name decides only when the content is damaged.

use std::path::Path;

use crate::error::{Error, Result};
use crate::format::checksum::header_is_good;
use crate::format::database_header::{START_OF_FILE, file_type};
use crate::format::shadowed_header::MAGIC;
use crate::storage::fs::{FileSystem, OpenMode};

/// A kind of file that an engine writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Database,
    Log,
    Checkpoint,
    /// `.jfm`, which recovery neither needs nor keeps.
    FlushMap,
}

/// File type of flush maps, in the same place as that of the others.
const FLUSH_MAP: u32 = 6;

/// Tells what a file is; `None` for anything that no engine writes.
///
/// Errors: file errors.
pub fn identify(fs: &dyn FileSystem, path: &Path) -> Result<Option<Kind>> {
    let file = fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening", path))?;
    let mut start = vec![0; START_OF_FILE];
    let read = file.read_at(&mut start, 0).map_err(|e| Error::from_io(&e, "reading", path))?;
    start.truncate(read);
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let named = match &*extension {
        "log" | "jtx" | "jrs" => Some(Kind::Log),
        "chk" | "jcp" => Some(Kind::Checkpoint),
        "jfm" => Some(Kind::FlushMap),
        "edb" | "dit" | "sdb" | "ide" => Some(Kind::Database),
        _ => None,
    };
    let word = |at: usize| start.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    let has_magic = word(4) == Some(MAGIC);
    let sound = [2048, 4096, 8192, 16384, 32768].iter().any(|&n| start.get(..n).is_some_and(header_is_good));
    if sound || has_magic {
        match word(667) {
            Some(file_type::LOG) => return Ok(Some(Kind::Log)),
            Some(file_type::CHECKPOINT) => return Ok(Some(Kind::Checkpoint)),
            Some(FLUSH_MAP) => return Ok(Some(Kind::FlushMap)),
            Some(file_type::DATABASE | file_type::TEMPORARY_DATABASE) => return Ok(Some(Kind::Database)),
            // Written before there were file types.
            _ if has_magic => return Ok(Some(Kind::Database)),
            _ => {}
        }
    }
    Ok(named)
}
