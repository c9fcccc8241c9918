//! The directory that JetBackup fills and JetRestore empties.
//!
//! | entry                   | what                                                                           |
//! |-------------------------|--------------------------------------------------------------------------------|
//! | databases, logs, `.pat` | a backup that is not atomic                                                    |
//! | `temp`                  | an atomic full backup while it is taken                                        |
//! | `new`                   | the last atomic full backup                                                    |
//! | `old`                   | the same, once the next backup has begun; incremental ones add their logs here |
//!
//! At every moment of an atomic backup one whole backup is there: `new` takes the place of `temp` in one step, and only
//! then `old` goes.
//!
//! A `.pat` file held pages that changed during the copy. In today's format it is empty and only says that the database
//! of its name belongs to the backup.
//!
//! Source: `ErrBKIPrepareDirectory`, `ErrBKIPromoteDirectory`, `ErrBKICleanupDirectory` in `ese/backup.cxx`,
//! `ErrLGRestore` in `ese/_log/logutil.cxx`, `inc/daeconst.hxx`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error;
use crate::error::{Error, Result};
use crate::format::database_header::DatabaseHeader;
use crate::storage::database_file::read_header;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_files::same;

const TEMPORARY: &str = "temp";
const NEW: &str = "new";
const OLD: &str = "old";
/// Extension of the files that say which databases belong to a backup.
pub const PATCH_EXTENSION: &str = "pat";

/// A directory that a backup goes to.
pub struct BackupDirectory<'a> {
    fs: &'a dyn FileSystem,
    path: PathBuf,
    atomic: bool,
    full: bool,
}

impl<'a> BackupDirectory<'a> {
    /// `path` is complete. Nothing is touched yet.
    pub fn new(fs: &'a dyn FileSystem, path: &Path, full: bool, atomic: bool) -> Self {
        Self { fs, path: path.to_path_buf(), atomic, full }
    }

    /// Makes the directory ready for a backup and says where the files go. With `create`, it is made when it is not
    /// there.
    ///
    /// # Errors
    /// `InvalidPath`: no directory, or an atomic incremental backup without a full one. `BackupDirectoryNotEmpty`: a
    /// full backup that is not atomic where something is; an incremental one that is not atomic where atomic ones are.
    /// `DeleteBackupFileFail`, `MakeBackupDirectoryFail`.
    pub fn prepare(&self, create: bool) -> Result<PathBuf> {
        if create {
            let failed = |e| Error::from_io(&e, "making the directory of the backup", &self.path);
            self.fs.create_directories(&self.path).map_err(failed)?;
        }
        if !self.fs.metadata(&self.path).is_ok_and(|m| m.is_directory) {
            return Err(error!(InvalidPath, "the directory of the backup does not exist").file(&self.path));
        }
        self.clean()?;
        if self.atomic {
            return self.prepare_atomic();
        }
        let names = self.list()?;
        let in_the_way = if self.full { !names.is_empty() } else { names.iter().any(|n| same(n, NEW) || same(n, OLD)) };
        if in_the_way {
            let message = "something is in the directory of the backup already; take an empty one";
            return Err(error!(BackupDirectoryNotEmpty, "{message}").file(&self.path));
        }
        Ok(self.path.clone())
    }

    fn prepare_atomic(&self) -> Result<PathBuf> {
        let (new, old, temporary) = (self.path.join(NEW), self.path.join(OLD), self.path.join(TEMPORARY));
        if self.fs.exists(&new) {
            self.remove(&old)?;
            self.rename(&new, &old)?;
        }
        if !self.full {
            if !self.fs.exists(&old) {
                let message = "there is no atomic full backup that an incremental one could follow";
                return Err(error!(InvalidPath, "{message}").file(old));
            }
            return Ok(old);
        }
        let made = self.fs.create_directories(&temporary);
        made.map_err(|e| error!(MakeBackupDirectoryFail, "making a directory: {e}").file(&temporary))?;
        Ok(temporary)
    }

    /// All files are there and safe: the backup takes the place of the one before.
    ///
    /// # Errors
    /// `DeleteBackupFileFail`; file errors.
    pub fn promote(&self) -> Result<()> {
        if !self.atomic || !self.full {
            return Ok(());
        }
        self.rename(&self.path.join(TEMPORARY), &self.path.join(NEW))?;
        self.remove(&self.path.join(OLD))
    }

    /// Removes what an atomic backup left that did not come to its end.
    ///
    /// # Errors
    /// `DeleteBackupFileFail`.
    pub fn clean(&self) -> Result<()> {
        self.remove(&self.path.join(TEMPORARY))
    }

    fn list(&self) -> Result<Vec<String>> {
        list(self.fs, &self.path)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        let moved = self.fs.rename(from, to).and_then(|()| self.fs.sync_directory(&self.path));
        moved.map_err(|e| Error::from_io(&e, "moving a backup", from))
    }

    /// Removes a directory of files.
    fn remove(&self, directory: &Path) -> Result<()> {
        let failed = |e: &std::io::Error, path: &Path| error!(DeleteBackupFileFail, "deleting: {e}").file(path);
        let names = match self.fs.list(directory) {
            Ok(names) => names,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(failed(&e, directory)),
        };
        for name in names {
            let path = directory.join(name);
            self.fs.remove(&path).map_err(|e| failed(&e, &path))?;
        }
        self.fs.remove_directory(directory).map_err(|e| failed(&e, directory))
    }
}

/// The directories in which the backup may lie that `path` names, the likeliest first.
pub fn places(path: &Path) -> [PathBuf; 3] {
    [path.to_path_buf(), path.join(NEW), path.join(OLD)]
}

/// The databases that `.pat` files name in the directory of a backup: path and header of each.
///
/// # Errors
/// `PatchFileMissing` when there is no such file; `FileNotFound` for one whose database is not there; `InvalidPath` when
/// several could be meant.
pub fn databases(fs: &dyn FileSystem, directory: &Path) -> Result<Vec<(PathBuf, DatabaseHeader)>> {
    let names = list(fs, directory)?;
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let is_patch = |name: &str| name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(PATCH_EXTENSION));
    let mut found = Vec::new();
    for patch in names.iter().filter(|n| is_patch(n)) {
        let of_patch = names.iter().filter(|n| !is_patch(n) && same(&stem(n), &stem(patch)));
        let mut of_patch = of_patch.filter_map(|name| header_of(fs, directory.join(name)));
        match (of_patch.next(), of_patch.next()) {
            (Some(database), None) => found.push(database),
            (None, _) => {
                let message = "the database that goes with this file is not in the backup";
                return Err(error!(FileNotFound, "{message}").file(directory.join(patch)));
            }
            (Some(_), Some(_)) => {
                let message = "several databases could be the one that goes with this file";
                return Err(error!(InvalidPath, "{message}; leave one").file(directory.join(patch)));
            }
        }
    }
    if found.is_empty() {
        let message = "no .pat file says which databases belong to the backup";
        return Err(error!(PatchFileMissing, "{message}").file(directory));
    }
    Ok(found)
}

/// The header, if it is that of a database and not of a log, a flush map, or a streaming file.
fn header_of(fs: &dyn FileSystem, path: PathBuf) -> Option<(PathBuf, DatabaseHeader)> {
    let file = fs.open(&path, OpenMode::Read).ok()?;
    let (header, _) = read_header(&*file, &path, None).ok()?;
    header.check_is_database().ok()?;
    Some((path, header))
}

/// Names in order, so that the answer does not depend on the file system.
fn list(fs: &dyn FileSystem, directory: &Path) -> Result<Vec<String>> {
    let listed = fs.list(directory).map_err(|e| Error::from_io(&e, "listing a backup", directory))?;
    let mut names: Vec<_> = listed.iter().map(|n| n.to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::storage::fs::RealFileSystem;

    fn write(path: PathBuf) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    }

    fn names(path: &Path) -> Vec<String> {
        list(&RealFileSystem, path).unwrap()
    }

    #[test]
    fn an_atomic_backup_takes_the_place_of_the_one_before_in_one_step() {
        let root = tempfile::tempdir().unwrap();
        let at = |p: &str| root.path().join(p);
        let directory = |full| BackupDirectory::new(&RealFileSystem, root.path(), full, true);
        let error = directory(false).prepare(false).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidPath, "nothing to follow");

        assert_eq!(directory(true).prepare(false).unwrap(), at("temp"));
        write(at("temp/one"));
        directory(true).promote().unwrap();
        assert_eq!(names(root.path()), ["new"]);

        // The next one fails half-way, and a third one comes to its end.
        assert_eq!(directory(true).prepare(false).unwrap(), at("temp"));
        assert_eq!(names(root.path()), ["old", "temp"]);
        write(at("temp/two"));
        directory(true).clean().unwrap();
        assert_eq!(names(root.path()), ["old"]);
        assert_eq!(directory(false).prepare(false).unwrap(), at("old"));
        assert_eq!(directory(true).prepare(false).unwrap(), at("temp"));
        write(at("temp/three"));
        directory(true).promote().unwrap();
        assert_eq!((names(root.path()), names(&at("new"))), (vec!["new".into()], vec!["three".to_string()]));
        assert_eq!(directory(false).prepare(false).unwrap(), at("old"));
        assert_eq!(names(&at("old")), ["three"]);
    }

    #[test]
    fn a_backup_that_is_not_atomic_wants_an_empty_directory() {
        let root = tempfile::tempdir().unwrap();
        let at = |p: &str| root.path().join(p);
        let prepare = |full, path: &Path, create| {
            BackupDirectory::new(&RealFileSystem, path, full, false).prepare(create).map_err(|e| e.code())
        };
        assert_eq!(prepare(true, &at("a/b"), false), Err(ErrorCode::InvalidPath));
        assert_eq!(prepare(true, &at("a/b"), true), Ok(at("a/b")));
        // What was left of an atomic one goes.
        write(at("a/b/temp/edb00000001.log"));
        assert_eq!(prepare(true, &at("a/b"), false), Ok(at("a/b")));
        write(at("a/b/edb00000001.log"));
        assert_eq!(prepare(true, &at("a/b"), false), Err(ErrorCode::BackupDirectoryNotEmpty));
        assert_eq!(prepare(false, &at("a/b"), false), Ok(at("a/b")));
        std::fs::create_dir(at("a/b/OLD")).unwrap();
        assert_eq!(prepare(false, &at("a/b"), false), Err(ErrorCode::BackupDirectoryNotEmpty));
    }

    #[test]
    fn patch_files_say_which_databases_belong_to_a_backup() {
        let root = tempfile::tempdir().unwrap();
        let at = |p: &str| root.path().join(p);
        let found = || {
            let found = databases(&RealFileSystem, root.path()).map_err(|e| e.code())?;
            Ok(found.into_iter().map(|(path, _)| path).collect::<Vec<_>>())
        };
        let database = |name: &str| {
            let mut header = DatabaseHeader::new(4096).unwrap();
            header.seal();
            std::fs::write(at(name), header.bytes().repeat(2)).unwrap();
        };
        database("other.edb");
        assert_eq!(found(), Err(ErrorCode::PatchFileMissing));
        write(at("mail.PAT"));
        assert_eq!(found(), Err(ErrorCode::FileNotFound));
        database("Mail.edb");
        for name in ["mail.jfm", "mail00000001.log"] {
            write(at(name));
        }
        assert_eq!(found(), Ok(vec![at("Mail.edb")]));
        database("mail.dit");
        assert_eq!(found(), Err(ErrorCode::InvalidPath));
    }
}
