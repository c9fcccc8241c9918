//! The journal of a [simulated disk](super): what was changed, in order, and what of it survives a loss of power.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file whatever its name.
pub type FileNumber = usize;

/// A change, or the promise that earlier ones are safe.
#[derive(Debug, Clone)]
pub enum Change {
    Write { file: FileNumber, offset: u64, data: Arc<[u8]> },
    SetLength { file: FileNumber, length: u64 },
    Sync { file: FileNumber },
    Create { path: PathBuf, file: FileNumber },
    Rename { from: PathBuf, to: PathBuf },
    Remove { path: PathBuf },
    MakeDirectory { path: PathBuf },
    SyncDirectory { path: PathBuf },
}

/// What becomes of changes that were not yet safe when the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsynced {
    /// All are there.
    Kept,
    /// None is.
    Dropped,
    /// Each is there or not, by chance: the disk wrote them in an order of its own.
    Reordered,
    /// As [`Reordered`](Self::Reordered), and of a write each unit of so many bytes by itself.
    Torn(usize),
}

impl Unsynced {
    /// All that a disk does.
    pub const ALL: [Self; 5] = [Self::Kept, Self::Dropped, Self::Reordered, Self::Torn(512), Self::Torn(4096)];

    /// Whether the seed makes a difference.
    pub fn is_chance(self) -> bool {
        !matches!(self, Self::Kept | Self::Dropped)
    }
}

/// Names and contents.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub directories: BTreeSet<PathBuf>,
    pub names: BTreeMap<PathBuf, FileNumber>,
    pub contents: Vec<Vec<u8>>,
}

impl Tree {
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Write { file, offset, data } => self.write(*file, *offset, data),
            Change::SetLength { file, length } => self.content(*file).resize(*length as usize, 0),
            Change::Create { path, file } => {
                self.content(*file);
                self.names.insert(path.clone(), *file);
            }
            // A rename that survives the loss of what made its source finds nothing.
            Change::Rename { from, to } => {
                if let Some(file) = self.names.remove(from) {
                    self.names.insert(to.clone(), file);
                }
            }
            Change::Remove { path } => drop(self.names.remove(path)),
            Change::MakeDirectory { path } => self.directories.extend(path.ancestors().map(Path::to_path_buf)),
            Change::Sync { .. } | Change::SyncDirectory { .. } => {}
        }
    }

    fn content(&mut self, file: FileNumber) -> &mut Vec<u8> {
        if self.contents.len() <= file {
            self.contents.resize(file + 1, Vec::new());
        }
        &mut self.contents[file]
    }

    fn write(&mut self, file: FileNumber, offset: u64, data: &[u8]) {
        let content = self.content(file);
        let start = offset as usize;
        if content.len() < start + data.len() {
            content.resize(start + data.len(), 0);
        }
        content[start..start + data.len()].copy_from_slice(data);
    }

    /// Forgets contents that have no name, gives one to names whose content was lost.
    fn tidy(&mut self) {
        let mut contents = Vec::new();
        for file in self.names.values_mut() {
            contents.push(std::mem::take(self.contents.get_mut(*file).unwrap_or(&mut Vec::new())));
            *file = contents.len() - 1;
        }
        self.contents = contents;
    }
}

pub fn directory_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Numbers by chance, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn coin(&mut self) -> bool {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) & 1 == 1
    }
}

/// What is left of `initial` and a journal when the power goes after `after` changes.
pub fn survivors(initial: &Tree, journal: &[Change], after: usize, unsynced: Unsynced, seed: u64) -> Tree {
    let mut safe = initial.clone();
    let mut waiting: Vec<&Change> = Vec::new();
    for change in &journal[..after] {
        match change {
            Change::Sync { file: synced } => waiting.retain(|c| match c {
                Change::Write { file, .. } | Change::SetLength { file, .. } if file == synced => {
                    safe.apply(c);
                    false
                }
                _ => true,
            }),
            Change::SyncDirectory { path: synced } => waiting.retain(|c| {
                let of = match c {
                    Change::Create { path, .. } | Change::Remove { path } | Change::MakeDirectory { path } => path,
                    Change::Rename { to, .. } => to,
                    _ => return true,
                };
                // A directory's own name is taken for safe with what is in it.
                let here = directory_of(of) == synced || of == synced;
                if here {
                    safe.apply(c);
                }
                !here
            }),
            other => waiting.push(other),
        }
    }
    // The change that was under way when the power went.
    if unsynced.is_chance() {
        waiting.extend(journal.get(after));
    }
    let mut chance = Chance(seed ^ (after as u64) << 32);
    for change in waiting {
        match (unsynced, change) {
            (Unsynced::Kept, _) => safe.apply(change),
            (Unsynced::Dropped, _) => {}
            (Unsynced::Torn(unit), Change::Write { file, offset, data }) => {
                for (place, piece) in pieces(*offset, data, unit) {
                    if chance.coin() {
                        safe.write(*file, place, piece);
                    }
                }
            }
            (Unsynced::Reordered | Unsynced::Torn(_), _) => {
                if chance.coin() {
                    safe.apply(change);
                }
            }
        }
    }
    safe.tidy();
    safe
}

/// Cuts a write where the disk's units end.
fn pieces(offset: u64, data: &[u8], unit: usize) -> impl Iterator<Item = (u64, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let place = offset + at as u64;
        let length = (unit - place as usize % unit).min(data.len() - at);
        let piece = (length > 0).then(|| (place, &data[at..at + length]));
        at += length;
        piece
    })
}
