//! A file system in memory whose machine dies at a chosen operation. For tests.
//!
//! What was written but not synced is, after the crash, lost, kept, torn or out of order: whatever the test asks for.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::{File, FileSystem, Metadata, OpenMode};

/// What becomes of changes that nobody made safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aftermath {
    Lost,
    Kept,
    /// Of each write only every second block of 512 bytes arrives; names are kept.
    Torn,
    /// The same with blocks of 4096 bytes.
    TornPages,
    /// Only the last write to each file arrives; names are kept.
    LastOnly,
}

impl Aftermath {
    pub const ALL: [Self; 5] = [Self::Lost, Self::Kept, Self::Torn, Self::TornPages, Self::LastOnly];
}

#[derive(Clone, Default)]
struct Content {
    now: Vec<u8>,
    safe: Vec<u8>,
    /// What has happened since the last sync.
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Clone, Default)]
struct Disk {
    names: BTreeMap<PathBuf, usize>,
    safe_names: BTreeMap<PathBuf, usize>,
    files: Vec<Content>,
    operations: usize,
    dies_at: Option<usize>,
}

impl Disk {
    /// Counts an operation that changes something.
    fn tick(&mut self) -> io::Result<()> {
        self.operations += 1;
        self.alive()
    }

    fn alive(&self) -> io::Result<()> {
        match self.dies_at {
            Some(n) if self.operations >= n => Err(io::Error::other("the machine is dead")),
            _ => Ok(()),
        }
    }
}

/// See the module.
#[derive(Clone, Default)]
pub struct CrashingFileSystem(Arc<Mutex<Disk>>);

impl CrashingFileSystem {
    pub fn new() -> Self {
        Self::default()
    }

    /// The changing operation of this number, from 1, and everything after it fails.
    pub fn die_at(&self, operation: usize) {
        self.0.lock().dies_at = Some(operation);
    }

    /// How many changing operations there were.
    pub fn operations(&self) -> usize {
        self.0.lock().operations
    }

    /// The disk as the machine finds it when it starts again.
    pub fn restart(&self, aftermath: Aftermath) -> Self {
        let old = self.0.lock();
        let files = old.files.iter().map(|file| {
            let mut data = file.safe.clone();
            let last = file.pending.len().saturating_sub(1);
            for (i, change) in file.pending.iter().enumerate() {
                match (aftermath, change) {
                    (Aftermath::Lost, _) => {}
                    (Aftermath::LastOnly, Change::Write(..)) if i != last => {}
                    (Aftermath::Torn | Aftermath::TornPages, Change::Write(offset, bytes)) => {
                        let size = if aftermath == Aftermath::Torn { 512 } else { 4096 };
                        for (block, part) in bytes.chunks(size).enumerate().filter(|(block, _)| block % 2 == 0) {
                            write(&mut data, offset + block * size, part);
                        }
                    }
                    (_, Change::Write(offset, bytes)) => write(&mut data, *offset, bytes),
                    (_, Change::Length(length)) => data.resize(*length, 0),
                }
            }
            Content { now: data.clone(), safe: data, pending: Vec::new() }
        });
        let names = if aftermath == Aftermath::Lost { &old.safe_names } else { &old.names }.clone();
        let files = files.collect();
        Self(Arc::new(Mutex::new(Disk { safe_names: names.clone(), names, files, operations: 0, dies_at: None })))
    }

    fn change<T>(&self, work: impl FnOnce(&mut Disk) -> io::Result<T>) -> io::Result<T> {
        let mut disk = self.0.lock();
        disk.tick()?;
        work(&mut disk)
    }
}

fn write(data: &mut Vec<u8>, offset: usize, bytes: &[u8]) {
    if data.len() < offset + bytes.len() {
        data.resize(offset + bytes.len(), 0);
    }
    data[offset..offset + bytes.len()].copy_from_slice(bytes);
}

fn missing() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl FileSystem for CrashingFileSystem {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let known = {
            let disk = self.0.lock();
            disk.alive()?;
            disk.names.get(path).copied()
        };
        let number = match (mode, known) {
            (OpenMode::Read | OpenMode::ReadWrite, Some(number)) => number,
            (OpenMode::Read | OpenMode::ReadWrite, None) => return Err(missing()),
            (OpenMode::CreateNew, Some(_)) => return Err(io::ErrorKind::AlreadyExists.into()),
            (OpenMode::CreateNew | OpenMode::Replace, _) => self.change(|disk| {
                let number = known.unwrap_or(disk.files.len());
                if known.is_none() {
                    disk.files.push(Content::default());
                    disk.names.insert(path.to_path_buf(), number);
                }
                disk.files[number].now.clear();
                disk.files[number].pending.push(Change::Length(0));
                Ok(number)
            })?,
        };
        Ok(Box::new(CrashingFile { fs: self.clone(), number }))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let disk = self.0.lock();
        disk.alive()?;
        let number = *disk.names.get(path).ok_or_else(missing)?;
        Ok(Metadata { length: disk.files[number].now.len() as u64, is_directory: false })
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let disk = self.0.lock();
        disk.alive()?;
        let here = disk.names.keys().filter(|path| path.parent() == Some(directory));
        Ok(here.filter_map(|path| path.file_name().map(PathBuf::from)).collect())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(|disk| disk.names.remove(path).map(drop).ok_or_else(missing))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|disk| {
            let number = disk.names.remove(from).ok_or_else(missing)?;
            disk.names.insert(to.to_path_buf(), number);
            Ok(())
        })
    }

    fn create_directories(&self, _path: &Path) -> io::Result<()> {
        self.change(|_| Ok(()))
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        self.change(|disk| {
            disk.safe_names.retain(|name, _| name.parent() != Some(path));
            let here = disk.names.iter().filter(|(name, _)| name.parent() == Some(path));
            disk.safe_names.extend(here.map(|(name, &number)| (name.clone(), number)));
            Ok(())
        })
    }
}

struct CrashingFile {
    fs: CrashingFileSystem,
    number: usize,
}

impl File for CrashingFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let disk = self.fs.0.lock();
        disk.alive()?;
        let data = disk.files[self.number].now.get(offset as usize..).unwrap_or_default();
        let length = buffer.len().min(data.len());
        buffer[..length].copy_from_slice(&data[..length]);
        Ok(length)
    }

    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        let mut disk = self.fs.0.lock();
        // The write that is under way when the machine dies may arrive all the same.
        let was_alive = disk.alive().is_ok();
        let alive = disk.tick();
        if was_alive {
            let file = &mut disk.files[self.number];
            file.pending.push(Change::Write(offset as usize, data.to_vec()));
            write(&mut file.now, offset as usize, data);
        }
        alive
    }

    fn len(&self) -> io::Result<u64> {
        let disk = self.fs.0.lock();
        disk.alive()?;
        Ok(disk.files[self.number].now.len() as u64)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.fs.change(|disk| {
            let file = &mut disk.files[self.number];
            file.now.resize(length as usize, 0);
            file.pending.push(Change::Length(length as usize));
            Ok(())
        })
    }

    fn sync(&self) -> io::Result<()> {
        self.fs.change(|disk| {
            let file = &mut disk.files[self.number];
            file.safe = file.now.clone();
            file.pending.clear();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_synced_survives_the_worst() {
        let fs = CrashingFileSystem::new();
        let path = Path::new("d/a");
        let file = fs.open(path, OpenMode::Replace).unwrap();
        file.write_at(&[1; 1024], 0).unwrap();
        assert!(!fs.restart(Aftermath::Lost).exists(path));
        file.sync().unwrap();
        fs.sync_directory(Path::new("d")).unwrap();
        file.write_at(&[2; 1024], 0).unwrap();
        fs.die_at(fs.operations() + 1);
        assert!(file.write_at(&[3; 1024], 0).is_err() && file.sync().is_err());
        let first_bytes = |aftermath| {
            let mut b = [0; 1024];
            fs.restart(aftermath).open(path, OpenMode::Read).unwrap().read_exact_at(&mut b, 0).unwrap();
            [b[0], b[600]]
        };
        assert_eq!(Aftermath::ALL.map(first_bytes), [[1, 1], [3, 3], [3, 1], [3, 3], [3, 3]]);
    }
}
