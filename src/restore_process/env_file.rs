//! `Restore.env` on disk: written aside and moved into place, so that a crash leaves the old one or the new one.

use std::path::Path;

use super::environment::Environment;
use super::text;
use crate::error::{Error, Result};
use crate::fail;
use crate::storage::fs::{FileSystem, OpenMode};

/// The name of the file in the restore's folder.
pub const FILE_NAME: &str = "Restore.env";
const ASIDE: &str = "Restore.env.new";
/// Bytes; no restore has so many databases.
const LARGEST: u64 = 1 << 22;

/// Reads it; `None` when there is none.
///
/// Errors: those of [`text::read`]; file errors.
pub fn load(fs: &dyn FileSystem, folder: &Path) -> Result<Option<Environment>> {
    let path = folder.join(FILE_NAME);
    let failed = |e: std::io::Error| Error::from_io(&e, "reading Restore.env", &path);
    let file = match fs.open(&path, OpenMode::Read) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e)),
    };
    let length = file.len().map_err(failed)?;
    if length > LARGEST {
        return Err(crate::error!(FileInvalidType, "{length} bytes are too many for a Restore.env").file(path));
    }
    let mut bytes = vec![0; length as usize];
    file.read_exact_at(&mut bytes, 0).map_err(failed)?;
    let parsed = match std::str::from_utf8(&bytes) {
        Ok(text) => text::read(text),
        Err(_) => Err(crate::error!(FileInvalidType, "Restore.env is no UTF-8")),
    };
    parsed.map(Some).map_err(|e| e.file(path))
}

/// Writes it; when this returns it is safe.
pub fn store(fs: &dyn FileSystem, folder: &Path, environment: &Environment) -> Result<()> {
    if !environment.is_sound() {
        fail!(InternalError, "this Restore.env could not be read again");
    }
    let text = text::write(environment)?;
    let (path, aside) = (folder.join(FILE_NAME), folder.join(ASIDE));
    let write = || {
        let file = fs.open(&aside, OpenMode::Replace)?;
        file.write_at(text.as_bytes(), 0)?;
        file.sync()?;
        drop(file);
        fs.rename(&aside, &path)?;
        fs.sync_directory(folder)
    };
    write().map_err(|e| Error::from_io(&e, "writing Restore.env", &path))
}

/// Removes it, and a half-written one.
pub fn remove(fs: &dyn FileSystem, folder: &Path) -> Result<()> {
    for name in [ASIDE, FILE_NAME] {
        let path = folder.join(name);
        match fs.remove(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from_io(&e, "removing Restore.env", &path));
            }
            _ => {}
        }
    }
    fs.sync_directory(folder).map_err(|e| Error::from_io(&e, "removing Restore.env", folder))
}
