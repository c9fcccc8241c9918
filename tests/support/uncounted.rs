//! A file system whose own memory is not [counted](super::allocations).

use std::io;
use std::path::{Path, PathBuf};

use esent::storage::fs::{File, FileSystem, Metadata, OpenMode};

use super::allocations::aside;

/// A file system, or a file of it.
pub struct Uncounted<T>(pub T);

impl File for Uncounted<Box<dyn File>> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        aside(|| self.0.read_at(buffer, offset))
    }
    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        aside(|| self.0.write_at(data, offset))
    }
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
    fn set_len(&self, length: u64) -> io::Result<()> {
        aside(|| self.0.set_len(length))
    }
    fn sync(&self) -> io::Result<()> {
        self.0.sync()
    }
}

impl<F: FileSystem> FileSystem for Uncounted<F> {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let file = aside(|| self.0.open(path, mode))?;
        Ok(Box::new(Uncounted(file)))
    }
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        aside(|| self.0.metadata(path))
    }
    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        aside(|| self.0.list(directory))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        aside(|| self.0.remove(path))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        aside(|| self.0.rename(from, to))
    }
    fn create_directories(&self, path: &Path) -> io::Result<()> {
        aside(|| self.0.create_directories(path))
    }
    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.0.sync_directory(path)
    }
}
