//! Files from one place to another: under a name aside first, so that what has its name is whole.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::storage::fs::{File, FileSystem, OpenMode, directory_of};

const PIECE: usize = 1 << 20;

/// Copies a file over whatever has that name; when this returns the copy is safe. Makes the directory when it is
/// not there.
pub fn copy(fs: &dyn FileSystem, from: &Path, to: &Path) -> Result<()> {
    let source = open(fs, from)?;
    let directory = directory_of(to);
    let aside = aside(to);
    let failed = |e: std::io::Error| Error::from_io(&e, "writing a copy", &aside);
    fs.create_directories_safely(directory).map_err(|e| Error::from_io(&e, "making a directory", directory))?;
    let target = fs.open(&aside, OpenMode::Replace).map_err(failed)?;
    let (mut piece, mut at) = (vec![0; PIECE], 0);
    loop {
        let read = source.read_at(&mut piece, at).map_err(|e| Error::from_io(&e, "reading for a copy", from))?;
        if read == 0 {
            break;
        }
        target.write_at(&piece[..read], at).map_err(failed)?;
        at += read as u64;
    }
    target.sync().map_err(failed)?;
    drop(target);
    fs.rename(&aside, to).and_then(|()| fs.sync_directory(directory)).map_err(failed)
}

/// Whether two files are equal byte by byte; one that is not there equals none.
pub fn same_content(fs: &dyn FileSystem, a: &Path, b: &Path) -> Result<bool> {
    let (one, other) = (open(fs, a)?, fs.open(b, OpenMode::Read));
    let other = match other {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(Error::from_io(&e, "opening a file to compare it", b)),
    };
    let failed = |e: std::io::Error| Error::from_io(&e, "comparing a file", a);
    if one.len().map_err(failed)? != other.len().map_err(failed)? {
        return Ok(false);
    }
    let (mut first, mut second) = (vec![0; PIECE], vec![0; PIECE]);
    let mut at = 0;
    loop {
        let read = one.read_at(&mut first, at).map_err(failed)?;
        let again = other.read_at(&mut second, at).map_err(failed)?;
        if read != again || first[..read] != second[..again] {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
        at += read as u64;
    }
}

/// Removes a file that may not be there.
pub fn remove(fs: &dyn FileSystem, path: &Path) -> Result<()> {
    match fs.remove(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Error::from_io(&e, "removing a file of no more use", path)),
        _ => Ok(()),
    }
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(".restoring");
    path.with_file_name(name)
}

fn open(fs: &dyn FileSystem, path: &Path) -> Result<Box<dyn File>> {
    fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening a file of the backup", path))
}
