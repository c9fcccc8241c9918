//! The name of a database whose file says only its signature: as its logs know it.

use super::backup_set::BackupSet;
use crate::error::{Error, Result};
use crate::fail;
use crate::format::log_record::LogRecord;
use crate::format::primitives::Signature;
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::fs::{FileSystem, OpenMode};

/// The path by which the logs know a database: from the list of the last log's header, or from the record that made or
/// attached it.
///
/// Errors: `InvalidParameter` when none names it; those of reading the logs.
pub fn name_of(fs: &dyn FileSystem, set: &BackupSet, signature: &Signature) -> Result<String> {
    if let Some(attachment) = set.last.attachments()?.into_iter().find(|a| a.signature == *signature) {
        return Ok(attachment.name);
    }
    let mut name = None;
    for log in &set.logs {
        let in_log = |e: Error| e.file(&log.path).generation(log.generation);
        let failed = |e| Error::from_io(&e, "reading a log of the backup", &log.path);
        let file = fs.open(&log.path, OpenMode::Read).map_err(failed)?;
        let mut reader = AnyLogReader::open(file).map_err(in_log)?;
        reader.check().map_err(in_log)?;
        while let Some((_, record)) = reader.next().map_err(in_log)? {
            match record {
                LogRecord::AttachDb(r) if r.head.signature == *signature => name = Some(r.path.to_string()),
                LogRecord::CreateDb(r) if r.head.signature == *signature => name = Some(r.path.to_string()),
                _ => {}
            }
        }
    }
    match name {
        Some(name) => Ok(name),
        None => fail!(InvalidParameter, "the backup's logs do not name the database; give its path of that time"),
    }
}
