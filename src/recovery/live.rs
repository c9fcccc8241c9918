//! What a running instance does with databases: it attaches clean ones, copies them for backups, and lets them go
//! clean again. Nothing here changes a page.
//!
//! ```text
//! databases  the attached ones, their headers, what new generations of the log say of them
//! attach     attaching and detaching
//! backup     an external backup, from begin to end
//! files      the files that a backup reads
//! ```

pub mod attach;
pub mod backup;
pub mod databases;
mod files;

use std::path::PathBuf;

use crate::error::Result;
use crate::format::log_record::LogRecord;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::storage::fs::FileSystem;
use crate::storage::log_writer::LogPlace;
use backup::Backup;
use databases::LiveDatabases;

/// The log of a running instance, open for writing, with the databases that its new generations name.
pub trait LogStream {
    fn fs(&self) -> &dyn FileSystem;
    fn place(&self) -> &LogPlace;
    fn signature(&self) -> Signature;
    /// Bytes of the databases' pages.
    fn page_size(&self) -> u32;
    fn is_circular(&self) -> bool;
    /// The generation that is being written, and when it was made.
    fn current(&self) -> (u32, Logtime);
    /// The position that the next record gets.
    fn position(&self) -> Lgpos;
    /// Where a recovery would begin.
    fn checkpoint(&self) -> Lgpos;
    /// Writes the checkpoint file, with the databases that are attached.
    fn set_checkpoint(&mut self, lgpos: Lgpos) -> Result<()>;
    fn databases(&self) -> &LiveDatabases;
    fn databases_mut(&mut self) -> &mut LiveDatabases;
    fn append(&mut self, record: &LogRecord<'_>) -> Result<Lgpos>;
    /// Returns when all records are safe.
    fn flush(&mut self) -> Result<()>;
    /// Closes the generation and begins the next.
    fn roll(&mut self) -> Result<()>;
}

/// A running instance with a log, as a caller of the attach and backup functions sees it.
pub struct Live<'a> {
    pub stream: &'a mut dyn LogStream,
    /// The backup under way.
    pub backup: &'a mut Option<Backup>,
}

impl Live<'_> {
    /// The paths of the attached databases.
    pub fn attached(&self) -> Vec<PathBuf> {
        self.stream.databases().iter().map(|d| d.path().to_path_buf()).collect()
    }
}

/// Appends a record and makes it safe.
fn log(stream: &mut dyn LogStream, record: &LogRecord<'_>) -> Result<Lgpos> {
    let lgpos = stream.append(record)?;
    stream.flush()?;
    Ok(lgpos)
}
