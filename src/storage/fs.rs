//! The file system as recovery sees it: a trait small enough to be broken on purpose.
//!
//! Everything that recovery does to files goes through [`FileSystem`] and [`File`]. The real one is
//! [`RealFileSystem`]; tests bring one that fails, forgets or dies at the Nth operation.

pub mod bytes;
/// The disk that loses its power, which the tests of the whole share.
#[cfg(test)]
#[path = "../../tests/support/simulated_disk.rs"]
pub mod simulated_disk;

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// How a file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// For reading; the file must exist.
    Read,
    /// For reading and writing; the file must exist. Others in this and other processes that want
    /// to write are kept out.
    ReadWrite,
    /// A new file; fails when it exists.
    CreateNew,
    /// A new, empty file in place of any that exists.
    Replace,
}

/// What is known of a directory entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    pub length: u64,
    pub is_directory: bool,
}

/// An open file. Offsets are bytes from its start; reads and writes carry their offset, so that
/// several threads can share one handle.
#[allow(clippy::len_without_is_empty)]
pub trait File: Send + Sync {
    /// Reads at most `buffer.len()` bytes; fewer only at the end of the file.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
    /// Writes all of `data`, growing the file when needed.
    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()>;
    fn len(&self) -> io::Result<u64>;
    /// Cuts or grows the file; what is new reads as zero.
    fn set_len(&self, length: u64) -> io::Result<()>;
    /// Returns when everything written so far is safe.
    fn sync(&self) -> io::Result<()>;

    /// Reads exactly `buffer.len()` bytes.
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        if self.read_at(buffer, offset)? == buffer.len() {
            return Ok(());
        }
        Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            format!("the file ends before offset {}", offset + buffer.len() as u64),
        ))
    }
}

/// What points to a file is one.
macro_rules! pointer {
    ($($pointer:ty),+) => {$(
        impl<T: File + ?Sized> File for $pointer {
            fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
                (**self).read_at(buffer, offset)
            }
            fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
                (**self).write_at(data, offset)
            }
            fn len(&self) -> io::Result<u64> {
                (**self).len()
            }
            fn set_len(&self, length: u64) -> io::Result<()> {
                (**self).set_len(length)
            }
            fn sync(&self) -> io::Result<()> {
                (**self).sync()
            }
            fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
                (**self).read_exact_at(buffer, offset)
            }
        }
    )+};
}
pointer!(&T, Box<T>, std::sync::Arc<T>);

/// A file system.
pub trait FileSystem: Send + Sync {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>>;
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;
    /// The names (not paths) in a directory, in no particular order.
    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Moves a file, or a directory; an existing file in its place is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn create_directories(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty directory. Recovery never does, so a file system made for it need not know how.
    fn remove_directory(&self, _path: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
    /// Returns when the names in the directory (created, renamed, removed) are safe.
    fn sync_directory(&self, path: &Path) -> io::Result<()>;

    /// Makes a directory and those above it, as far as they are not there; when this returns their names are safe.
    fn create_directories_safely(&self, path: &Path) -> io::Result<()> {
        let is_new = |a: &&Path| !a.as_os_str().is_empty() && !self.exists(a);
        let new: Vec<&Path> = path.ancestors().filter(is_new).collect();
        self.create_directories(path)?;
        new.into_iter().try_for_each(|directory| self.sync_directory(directory_of(directory)))
    }

    fn exists(&self, path: &Path) -> bool {
        self.metadata(path).is_ok()
    }
}

/// Where a file lies.
pub fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The operating system's file system.
#[derive(Debug, Default, Clone, Copy)]
pub struct RealFileSystem;

struct RealFile(std::fs::File);

impl File for RealFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut done = 0;
        while done < buffer.len() {
            match read_once(&self.0, &mut buffer[done..], offset + done as u64) {
                Ok(0) => break,
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(done)
    }

    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        let mut done = 0;
        while done < data.len() {
            match write_once(&self.0, &data[done..], offset + done as u64) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => done += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        self.0.metadata().map(|m| m.len())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }
}

/// Keeps other writers out. A program that starts another one has its locks twice for a moment, also those that it
/// gives up meanwhile: so once is not enough to ask.
fn lock(file: &std::fs::File) -> Result<(), std::fs::TryLockError> {
    for _ in 0..20 {
        match file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(5)),
            other => return other,
        }
    }
    file.try_lock()
}

#[cfg(unix)]
fn read_once(file: &std::fs::File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(unix)]
fn write_once(file: &std::fs::File, data: &[u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::write_at(file, data, offset)
}

#[cfg(windows)]
fn read_once(file: &std::fs::File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    match std::os::windows::fs::FileExt::seek_read(file, buffer, offset) {
        Err(e) if e.raw_os_error() == Some(38) => Ok(0), // ERROR_HANDLE_EOF
        other => other,
    }
}

#[cfg(windows)]
fn write_once(file: &std::fs::File, data: &[u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_write(file, data, offset)
}

impl FileSystem for RealFileSystem {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let mut options = std::fs::OpenOptions::new();
        options.read(true);
        match mode {
            OpenMode::Read => {}
            OpenMode::ReadWrite => {
                options.write(true);
            }
            OpenMode::CreateNew => {
                options.write(true).create_new(true);
            }
            OpenMode::Replace => {
                // Truncated only after the lock is held: the file may be another process's.
                options.write(true).create(true).truncate(false);
            }
        }
        let file = options.open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if mode != OpenMode::Read {
            match lock(&file) {
                Ok(()) => {}
                Err(std::fs::TryLockError::WouldBlock) => {
                    return Err(io::Error::new(
                        io::ErrorKind::ResourceBusy,
                        "another process has the file open for writing",
                    ));
                }
                // File systems without locks (some network ones) are used without protection.
                Err(std::fs::TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
                Err(std::fs::TryLockError::Error(e)) => return Err(e),
            }
        }
        if mode == OpenMode::Replace {
            file.set_len(0)?;
        }
        Ok(Box::new(RealFile(file)))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let m = std::fs::metadata(path)?;
        Ok(Metadata { length: m.len(), is_directory: m.is_dir() })
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        std::fs::read_dir(directory)?.map(|e| e.map(|e| e.file_name().into())).collect()
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn create_directories(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn remove_directory(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    #[cfg(unix)]
    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        std::fs::File::open(path)?.sync_all()
    }

    /// Windows makes names safe with the file's own sync.
    #[cfg(not(unix))]
    fn sync_directory(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// A folder without the backslash at its end. Programs that come from Windows put one there and mean a separator,
/// wherever they run. (A folder whose own name ends with a backslash is reached with a slash behind it.)
pub fn without_backslash(folder: &OsStr) -> &OsStr {
    #[cfg(unix)]
    {
        let bytes = folder.as_encoded_bytes();
        let bare = bytes.len() - bytes.iter().rev().take_while(|b| **b == b'\\').count();
        std::os::unix::ffi::OsStrExt::from_bytes(&bytes[..bare])
    }
    #[cfg(not(unix))]
    folder
}
