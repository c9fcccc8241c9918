//! The streaming file (`.stm`) that stood beside a database in old versions: it held what came in as a stream, and the
//! database pointed into it.
//!
//! Its header is laid out like that of a database, with another attribute. This library plays no logs that change one;
//! it recognises the file, carries it along, and refuses where recovery would need what is in it.
//!
//! Source: the attribute and the signature of the streaming file in `inc/daedef.hxx` (DBFILEHDR).

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::format::database_header::DatabaseHeader;
use crate::storage::database_file::read_header;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_files;

const EXTENSION: &str = "stm";
/// The attribute in a streaming file's header; that of a database is 0.
const ATTRIBUTE: u32 = 1;
const UNREADABLE: &str = "reading the header of a streaming file";

/// The file beside a database that has the name of its streaming file.
pub fn beside(fs: &dyn FileSystem, database: &Path) -> Option<PathBuf> {
    let name = database.with_extension(EXTENSION);
    let directory = database.parent()?;
    let found = log_files::find(fs, directory, name.file_name()?.to_str()?)?;
    (found != database).then_some(found)
}

/// The header says that it is a streaming file, whatever its name.
///
/// Errors: the file cannot be read.
pub fn is_streaming_file(fs: &dyn FileSystem, path: &Path) -> Result<bool> {
    let file = fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, UNREADABLE, path))?;
    // A file of any other kind has no such header.
    let header = read_header(&*file, path, None).map(|(header, _)| header).ok();
    Ok(header.as_ref().is_some_and(is_streaming_header))
}

fn is_streaming_header(header: &DatabaseHeader) -> bool {
    header.attribute() == ATTRIBUTE
}
