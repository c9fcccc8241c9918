//! A disk in memory that loses its power.
//!
//! [`SimulatedDisk`] is a [`FileSystem`] that notes every change made to it, in order: the *journal*. From the
//! journal it can say what a real disk might hold had the power gone at any moment: [`SimulatedDisk::crash`].
//! So one run is enough to try every moment of it. It can also end a run at its Nth change
//! ([`end_at`](SimulatedDisk::end_at)), refuse changes ([`refuse`](SimulatedDisk::refuse)), be full
//! ([`set_capacity`](SimulatedDisk::set_capacity)), and have unreadable places ([`spoil`](SimulatedDisk::spoil)).
//!
//! What is promised to survive, and no more: bytes and length of a file when it was synced after them; a name
//! (made, renamed, removed) when its directory was synced after it. Everything else may be there or not, each
//! change by itself, and writes in part.

#![allow(dead_code)] // Each test uses a part of it.

mod disk_journal;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

pub use disk_journal::{Change, Unsynced};
use disk_journal::{FileNumber, Tree, directory_of, survivors};
use esent::storage::fs::{File, FileSystem, Metadata, OpenMode};

#[derive(Debug, Default)]
struct State {
    /// What was there, and safe, at the beginning.
    initial: Tree,
    /// What the program sees.
    seen: Tree,
    journal: Vec<Change>,
    /// Files open for writing.
    locked: BTreeSet<FileNumber>,
    end_at: Option<usize>,
    ended: bool,
    refusals: Vec<(Range<usize>, io::ErrorKind)>,
    capacity: Option<u64>,
    spoilt: Vec<(PathBuf, Range<u64>)>,
    /// Changes asked for, those refused included.
    asked: usize,
}

impl State {
    /// Notes a change and makes it, unless this is where the run ends or where changes are refused.
    fn change(&mut self, change: Change) -> io::Result<()> {
        self.power()?;
        let number = self.asked;
        self.asked += 1;
        if self.end_at == Some(number) {
            self.ended = true;
            // It was on its way: whether it arrived is for `crash` to say.
            self.journal.push(change);
            return self.power();
        }
        if let Some((_, kind)) = self.refusals.iter().find(|(numbers, _)| numbers.contains(&number)) {
            return Err((*kind).into());
        }
        let growth = self.growth(&change);
        if growth > 0 && self.capacity.is_some_and(|capacity| self.used() + growth > capacity) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.seen.apply(&change);
        self.journal.push(change);
        Ok(())
    }

    fn power(&self) -> io::Result<()> {
        if self.ended { Err(io::Error::other("the power is gone")) } else { Ok(()) }
    }

    fn used(&self) -> u64 {
        self.seen.names.values().map(|&file| self.seen.contents[file].len() as u64).sum()
    }

    /// By how many bytes a change makes its file longer.
    fn growth(&self, change: &Change) -> u64 {
        let (file, end) = match change {
            Change::Write { file, offset, data } => (*file, offset + data.len() as u64),
            Change::SetLength { file, length } => (*file, *length),
            _ => return 0,
        };
        end.saturating_sub(self.seen.contents[file].len() as u64)
    }

    fn file(&self, path: &Path) -> io::Result<FileNumber> {
        self.power()?;
        if self.seen.directories.contains(path) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        self.seen.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn require_directory(&self, path: &Path) -> io::Result<()> {
        self.power()?;
        if self.seen.directories.contains(path) { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

/// See the [module](self). Clones are the same disk.
#[derive(Debug, Clone, Default)]
pub struct SimulatedDisk(Arc<Mutex<State>>);

impl SimulatedDisk {
    /// A disk on which these files, and the directories they lie in, are safe.
    pub fn with_files<P: AsRef<Path>, D: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, D)>) -> Self {
        let mut tree = Tree::default();
        for (path, data) in files {
            let path = plain(path.as_ref());
            tree.directories.extend(directory_of(&path).ancestors().map(Path::to_path_buf));
            tree.names.insert(path, tree.contents.len());
            tree.contents.push(data.into());
        }
        Self::with_tree(tree)
    }

    /// A disk with a directory, which is safe, and nothing in it.
    pub fn with_directory(path: impl AsRef<Path>) -> Self {
        let directories = plain(path.as_ref()).ancestors().map(Path::to_path_buf).collect();
        Self::with_tree(Tree { directories, ..Tree::default() })
    }

    /// A copy of a real directory, down to its bottom, at `place`.
    pub fn copy_of(directory: &Path, place: &Path) -> io::Result<Self> {
        fn collect(from: &Path, to: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
            for entry in std::fs::read_dir(from)? {
                let entry = entry?;
                let to = to.join(entry.file_name());
                if entry.file_type()?.is_dir() {
                    collect(&entry.path(), &to, files)?;
                } else {
                    files.push((to, std::fs::read(entry.path())?));
                }
            }
            Ok(())
        }
        let mut files = Vec::new();
        collect(directory, place, &mut files)?;
        Ok(Self::with_files(files))
    }

    fn with_tree(tree: Tree) -> Self {
        Self(Arc::new(Mutex::new(State { initial: tree.clone(), seen: tree, ..State::default() })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panics with the lock held has failed anyway.
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The disk as it may be found when the power went after the first `after` changes of the journal, while the
    /// next one was under way. Everything on it is safe.
    pub fn crash(&self, after: usize, unsynced: Unsynced, seed: u64) -> Self {
        let state = self.state();
        Self::with_tree(survivors(&state.initial, &state.journal, after, unsynced, seed))
    }

    /// The disk as it is when the program is killed after the first `after` changes of the journal: everything can
    /// be seen, but what was not synced may still be lost when the power goes.
    pub fn killed(&self, after: usize) -> Self {
        let state = self.state();
        let (initial, journal) = (state.initial.clone(), state.journal[..after].to_vec());
        let mut seen = initial.clone();
        journal.iter().for_each(|change| seen.apply(change));
        Self(Arc::new(Mutex::new(State { initial, seen, asked: after, journal, ..State::default() })))
    }

    /// How many changes were made so far.
    pub fn changes(&self) -> usize {
        self.state().journal.len()
    }

    /// One change, in words.
    pub fn describe(&self, number: usize) -> String {
        let state = self.state();
        let name = |file: &FileNumber| {
            let names = state.seen.names.iter().find(|(_, f)| *f == file);
            names.map_or_else(|| format!("file {file}"), |(path, _)| path.display().to_string())
        };
        match state.journal.get(number) {
            None => "the end".to_owned(),
            Some(Change::Write { file, offset, data }) => {
                format!("write {} bytes at {offset:#x} of {}", data.len(), name(file))
            }
            Some(Change::SetLength { file, length }) => format!("set the length of {} to {length:#x}", name(file)),
            Some(Change::Sync { file }) => format!("sync {}", name(file)),
            Some(other) => format!("{other:?}"),
        }
    }

    /// The run ends when change `number` (from 0) is made: it and everything after it fails.
    pub fn end_at(&self, number: usize) {
        self.state().end_at = Some(number);
    }

    /// Whether the run was ended.
    pub fn has_ended(&self) -> bool {
        self.state().ended
    }

    /// The changes of these numbers (refused ones are counted) fail and leave nothing.
    pub fn refuse(&self, numbers: Range<usize>, kind: io::ErrorKind) {
        self.state().refusals.push((numbers, kind));
    }

    /// Refuses nothing any more, and is as large as need be.
    pub fn heal(&self) {
        let mut state = self.state();
        state.refusals.clear();
        state.spoilt.clear();
        state.capacity = None;
    }

    /// All files together may have so many bytes.
    pub fn set_capacity(&self, bytes: u64) {
        self.state().capacity = Some(bytes);
    }

    /// Reading any of these bytes fails.
    pub fn spoil(&self, path: &Path, bytes: Range<u64>) {
        self.state().spoilt.push((plain(path), bytes));
    }

    /// Changes a file behind the program's back; the change is safe at once.
    pub fn tamper(&self, path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
        let mut state = self.state();
        assert!(state.journal.is_empty(), "files are tampered with before the run");
        let file = state.file(&plain(path)).expect("a file");
        change(&mut state.initial.contents[file]);
        state.seen.contents[file] = state.initial.contents[file].clone();
    }

    /// What a file holds; `None` when there is none.
    pub fn content(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        state.seen.names.get(&plain(path)).map(|&file| state.seen.contents[file].clone())
    }

    /// All files.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        state.seen.names.iter().map(|(path, &file)| (path.clone(), state.seen.contents[file].clone())).collect()
    }
}

/// Without "." and "..": here a path is its names.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

struct OpenFile {
    disk: SimulatedDisk,
    file: FileNumber,
    path: PathBuf,
    writes: bool,
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        if self.writes {
            self.disk.state().locked.remove(&self.file);
        }
    }
}

impl OpenFile {
    fn change(&self, change: Change) -> io::Result<()> {
        if !self.writes {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        self.disk.state().change(change)
    }
}

impl File for OpenFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.state();
        state.power()?;
        let asked = offset..offset + buffer.len() as u64;
        if state.spoilt.iter().any(|(p, s)| *p == self.path && s.start < asked.end && asked.start < s.end) {
            return Err(io::Error::other("a place of the disk cannot be read"));
        }
        let there = state.seen.contents[self.file].get(offset as usize..).unwrap_or_default();
        let length = there.len().min(buffer.len());
        buffer[..length].copy_from_slice(&there[..length]);
        Ok(length)
    }

    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        self.change(Change::Write { file: self.file, offset, data: data.into() })
    }

    fn len(&self) -> io::Result<u64> {
        let state = self.disk.state();
        state.power()?;
        Ok(state.seen.contents[self.file].len() as u64)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.change(Change::SetLength { file: self.file, length })
    }

    fn sync(&self) -> io::Result<()> {
        if !self.writes {
            return Ok(());
        }
        self.change(Change::Sync { file: self.file })
    }
}

impl FileSystem for SimulatedDisk {
    fn open(&self, path: &Path, mode: OpenMode) -> io::Result<Box<dyn File>> {
        let path = plain(path);
        let mut state = self.state();
        let found = state.file(&path);
        let writes = mode != OpenMode::Read;
        let file = match (found, mode) {
            (Ok(_), OpenMode::CreateNew) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Ok(file), _) if writes && state.locked.contains(&file) => {
                return Err(io::ErrorKind::ResourceBusy.into());
            }
            (Ok(file), OpenMode::Replace) => {
                state.change(Change::SetLength { file, length: 0 })?;
                file
            }
            (Ok(file), _) => file,
            (Err(e), OpenMode::CreateNew | OpenMode::Replace) if e.kind() == io::ErrorKind::NotFound => {
                state.require_directory(directory_of(&path))?;
                let file = state.seen.contents.len();
                state.change(Change::Create { path: path.clone(), file })?;
                file
            }
            (Err(e), _) => return Err(e),
        };
        if writes {
            state.locked.insert(file);
        }
        drop(state);
        Ok(Box::new(OpenFile { disk: self.clone(), file, path, writes }))
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        let (path, state) = (plain(path), self.state());
        if state.require_directory(&path).is_ok() {
            return Ok(Metadata { length: 0, is_directory: true });
        }
        let file = state.file(&path)?;
        Ok(Metadata { length: state.seen.contents[file].len() as u64, is_directory: false })
    }

    fn list(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let (directory, state) = (plain(directory), self.state());
        state.require_directory(&directory)?;
        let all = state.seen.names.keys().chain(&state.seen.directories);
        let inside = all.filter(|p| p.parent() == Some(&directory));
        Ok(inside.filter_map(|p| p.file_name()).map(PathBuf::from).collect())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let (path, mut state) = (plain(path), self.state());
        state.file(&path)?;
        state.change(Change::Remove { path })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from, to, mut state) = (plain(from), plain(to), self.state());
        state.file(&from)?;
        state.require_directory(directory_of(&to))?;
        if state.seen.directories.contains(&to) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        state.change(Change::Rename { from, to })
    }

    fn create_directories(&self, path: &Path) -> io::Result<()> {
        let (path, mut state) = (plain(path), self.state());
        if state.require_directory(&path).is_ok() {
            return Ok(());
        }
        if path.ancestors().any(|a| state.seen.names.contains_key(a)) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        state.change(Change::MakeDirectory { path })
    }

    fn sync_directory(&self, path: &Path) -> io::Result<()> {
        let (path, mut state) = (plain(path), self.state());
        state.require_directory(&path)?;
        state.change(Change::SyncDirectory { path })
    }
}
