//! A disk in memory that is cheap to copy: files are shared until somebody writes to them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use esent::storage::fs::{File, FileSystem, Metadata, OpenMode};

type Shared = Arc<Mutex<Arc<Vec<u8>>>>;

/// No file grows beyond this: a length out of a damaged file must not fill the machine.
const FILE_MAX: u64 = 64 << 20;

#[derive(Default)]
struct State {
    files: BTreeMap<PathBuf, Shared>,
    directories: BTreeSet<PathBuf>,
    changes: u64,
}

/// Clones are the same disk; [`Disk::copy`] makes another one.
#[derive(Clone, Default)]
pub struct Disk(Arc<Mutex<State>>);

pub type Files = BTreeMap<PathBuf, Arc<Vec<u8>>>;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk {
    pub fn new(files: &Files) -> Self {
        let mut state = State::default();
        for (path, bytes) in files {
            state.directories.extend(path.ancestors().skip(1).map(Path::to_path_buf));
            state.files.insert(path.clone(), Arc::new(Mutex::new(bytes.clone())));
        }
        Self(Arc::new(Mutex::new(state)))
    }

    pub fn files(&self) -> Files {
        lock(&self.0).files.iter().map(|(path, bytes)| (path.clone(), lock(bytes).clone())).collect()
    }

    /// Writes, cuts, removals, renames so far.
    pub fn changes(&self) -> u64 {
        lock(&self.0).changes
    }

    fn changed(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.0);
        state.changes += 1;
        state
    }
}

struct Open {
    disk: Disk,
    bytes: Shared,
    writes: bool,
}

impl Open {
    fn change(&self, end: u64) -> io::Result<MutexGuard<'_, Arc<Vec<u8>>>> {
        if !self.writes {
            return Err(ErrorKind::PermissionDenied.into());
        }
        if end > FILE_MAX {
            return Err(ErrorKind::StorageFull.into());
        }
        drop(self.disk.changed());
        Ok(lock(&self.bytes))
    }
}

impl File for Open {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let bytes = lock(&self.bytes).clone();
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        let count = buffer.len().min(bytes.len() - from);
        buffer[..count].copy_from_slice(&bytes[from..from + count]);
        Ok(count)
    }

    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        let end = offset.saturating_add(data.len() as u64);
        let mut bytes = self.change(end)?;
        let bytes = Arc::make_mut(&mut bytes);
        bytes.resize(bytes.len().max(end as usize), 0);
        bytes[offset as usize..end as usize].copy_from_slice(data);
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(lock(&self.bytes).len() as u64)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        Arc::make_mut(&mut *self.change(length)?).resize(length as usize, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

impl FileSystem for Disk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let mut state = lock(&self.0);
        if state.directories.contains(path) {
            return Err(ErrorKind::IsADirectory.into());
        }
        let known = state.files.get(path).cloned();
        let bytes = match (known, mode) {
            (Some(_), OpenMode::CreateNew) => return Err(ErrorKind::AlreadyExists.into()),
            (Some(bytes), OpenMode::Read | OpenMode::ReadWrite) => bytes,
            (None, OpenMode::Read | OpenMode::ReadWrite) => return Err(ErrorKind::NotFound.into()),
            (_, OpenMode::CreateNew | OpenMode::Replace) => {
                if !path.parent().is_some_and(|d| state.directories.contains(d)) {
                    return Err(ErrorKind::NotFound.into());
                }
                state.changes += 1;
                let bytes = Shared::default();
                state.files.insert(path.to_path_buf(), bytes.clone());
                bytes
            }
        };
        Ok(Box::new(Open { disk: self.clone(), bytes, writes: mode != OpenMode::Read }))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let state = lock(&self.0);
        let path: PathBuf = path.components().collect();
        if state.directories.contains(&path) {
            return Ok(Metadata { length: 0, is_directory: true });
        }
        let file = state.files.get(&path).ok_or(ErrorKind::NotFound)?;
        Ok(Metadata { length: lock(file).len() as u64, is_directory: false })
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let state = lock(&self.0);
        let directory: PathBuf = directory.components().collect();
        if !state.directories.contains(&directory) {
            return Err(ErrorKind::NotFound.into());
        }
        let all = state.files.keys().chain(&state.directories);
        let inside = all.filter(|p| p.parent() == Some(&directory));
        Ok(inside.filter_map(|p| p.file_name()).map(PathBuf::from).collect())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = lock(&self.0);
        state.files.remove(path).ok_or(ErrorKind::NotFound)?;
        state.changes += 1;
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.changed();
        let file = state.files.remove(from).ok_or(ErrorKind::NotFound)?;
        state.files.insert(to.to_path_buf(), file);
        Ok(())
    }

    fn create_directories(&self, path: &Path) -> io::Result<()> {
        let mut state = lock(&self.0);
        let path: PathBuf = path.components().collect();
        if path.ancestors().any(|p| state.files.contains_key(p)) {
            return Err(ErrorKind::NotADirectory.into());
        }
        if !state.directories.contains(&path) {
            state.changes += 1;
            state.directories.extend(path.ancestors().map(Path::to_path_buf));
        }
        Ok(())
    }

    fn sync_directory(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}
