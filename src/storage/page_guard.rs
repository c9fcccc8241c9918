//! Pages on their way into a database file, written down beside it first.
//!
//! A page that is overwritten while the power goes may be half old and half new, and then is neither. So pages go in
//! batches: the batch into the guard file, safe; then the pages to their places, safe. Who opens the database after a
//! crash writes a complete batch to its places once more; one that is not complete had not begun to reach the database.
//!
//! | offset | size  | field                                                                                  |
//! |--------|-------|----------------------------------------------------------------------------------------|
//! | 0      | 8     | magic                                                                                  |
//! | 8      | 8     | checksum of everything behind                                                          |
//! | 16     | 28    | flush signature of the database's header: a batch of another run or file says nothing  |
//! | 44     | 4     | bytes of a page                                                                        |
//! | 48     | 4     | pages in the batch, at most [`BATCH_PAGES`]                                            |
//! | 52     | 4 × n | their numbers                                                                          |
//! | 4096   |       | the pages                                                                              |
//!
//! The engine has no such file: its databases survive a torn write only from a backup, and a restore that dies is begun
//! again with another copy of that.

use std::io;
use std::path::{Path, PathBuf};

use super::fs::{File, FileSystem, OpenMode};
use crate::error::{Error, Result};
use crate::format::fields::{get, put};
use crate::format::primitives::{Pgno, Signature};
use crate::format::shadowed_header::PAGE_SIZES;

const MAGIC: u64 = 0x0044_5241_5547_5345;
const HEAD_BYTES: usize = 4096;
const NUMBERS_AT: usize = 52;
/// Pages in one batch at most.
pub const BATCH_PAGES: usize = (HEAD_BYTES - NUMBERS_AT) / 4;
/// Bytes of pages in one batch, where they are large.
const BATCH_BYTES: usize = 16 << 20;

/// Pages that go into one batch.
pub fn batch_pages(page_size: usize) -> usize {
    (BATCH_BYTES / page_size.max(1)).clamp(1, BATCH_PAGES)
}

/// The guard file of an open database.
pub struct PageGuard {
    file: Box<dyn File>,
    path: PathBuf,
    buffer: Vec<u8>,
}

/// Where a database's guard file lies.
pub fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".guard");
    name.into()
}

impl PageGuard {
    /// Makes an empty guard file, in place of any that is there.
    pub fn create(fs: &dyn FileSystem, database: &Path) -> Result<Self> {
        let path = path_of(database);
        let fail = |e: io::Error| Error::from_io(&e, "creating a guard file", &path);
        let file = fs.open(&path, OpenMode::Replace).map_err(fail)?;
        fs.sync_directory(super::fs::directory_of(&path)).map_err(fail)?;
        Ok(Self { file, path, buffer: Vec::new() })
    }

    /// Writes a batch of at most [`batch_pages`] pages down and returns when it is safe.
    pub fn write(&mut self, owner: Signature, page_size: u32, pages: &[(Pgno, &[u8])]) -> Result<()> {
        let buffer = &mut self.buffer;
        buffer.clear();
        buffer.resize(HEAD_BYTES, 0);
        put(buffer, 0, MAGIC);
        put(buffer, 16, owner);
        put(buffer, 44, page_size);
        put(buffer, 48, pages.len() as u32);
        for (i, (pgno, page)) in pages.iter().enumerate().take(BATCH_PAGES) {
            put(buffer, NUMBERS_AT + 4 * i, *pgno);
            buffer.extend_from_slice(page);
        }
        let checksum = checksum(&buffer[16..]);
        put(buffer, 8, checksum);
        let written = self.file.write_at(buffer, 0).and_then(|()| self.file.sync());
        written.map_err(|e| Error::from_io(&e, "writing a guard file", &self.path))
    }

    /// The file is of no use any more.
    pub fn remove(self, fs: &dyn FileSystem) -> Result<()> {
        drop(self.file);
        remove(fs, &self.path)
    }
}

/// Removes a guard file, if there is one.
fn remove(fs: &dyn FileSystem, path: &Path) -> Result<()> {
    match fs.remove(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Error::from_io(&e, "deleting a guard file", path)),
        _ => Ok(()),
    }
}

/// A batch that may not have reached the database whole.
pub struct Batch {
    bytes: Vec<u8>,
    page_size: usize,
    pages: usize,
}

impl Batch {
    /// Reads the batch of the database whose header has this flush signature; `None` when there is none, or it never
    /// became whole.
    ///
    /// # Errors
    /// File errors, but for a file that is not there.
    pub fn read(fs: &dyn FileSystem, database: &Path, owner: Signature, page_size: u32) -> Result<Option<Self>> {
        let path = path_of(database);
        let fail = |e: io::Error| Error::from_io(&e, "reading a guard file", &path);
        let file = match fs.open(&path, OpenMode::Read) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(fail(e)),
        };
        let mut head = vec![0; HEAD_BYTES];
        if file.read_at(&mut head, 0).map_err(fail)? < HEAD_BYTES
            || get::<u64>(&head, 0) != MAGIC
            || get::<Signature>(&head, 16) != owner
            || get::<u32>(&head, 44) != page_size
            || !PAGE_SIZES.contains(&page_size)
        {
            return Ok(None);
        }
        let pages = get::<u32>(&head, 48) as usize;
        if pages > BATCH_PAGES {
            return Ok(None);
        }
        let mut bytes = head;
        bytes.resize(HEAD_BYTES + pages * page_size as usize, 0);
        let read = file.read_at(&mut bytes[HEAD_BYTES..], HEAD_BYTES as u64).map_err(fail)?;
        let is_whole = read == bytes.len() - HEAD_BYTES && checksum(&bytes[16..]) == get::<u64>(&bytes, 8);
        Ok(is_whole.then_some(Self { bytes, page_size: page_size as usize, pages }))
    }

    /// The pages, in the order in which they were written down.
    pub fn pages(&self) -> impl Iterator<Item = (Pgno, &[u8])> {
        let pages = self.bytes.get(HEAD_BYTES..).unwrap_or_default().chunks_exact(self.page_size).take(self.pages);
        pages.enumerate().map(|(i, page)| (get::<Pgno>(&self.bytes, NUMBERS_AT + 4 * i), page))
    }
}

/// A quick checksum that notices any part that is missing or old.
fn checksum(bytes: &[u8]) -> u64 {
    let mut sums = [1u64, 2, 3, 4];
    for chunk in bytes.chunks(32) {
        let mut words = [0u8; 32];
        words[..chunk.len()].copy_from_slice(chunk);
        for (sum, word) in sums.iter_mut().zip(words.chunks_exact(8)) {
            *sum = (*sum ^ get::<u64>(word, 0)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        }
    }
    sums.iter().fold(bytes.len() as u64, |all, s| (all ^ s).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::primitives::Logtime;
    use crate::storage::fs::RealFileSystem;

    #[test]
    fn only_a_whole_batch_of_this_run_counts() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.edb");
        let owner = Signature::new(5, Logtime::default());
        let read = |owner| Batch::read(&RealFileSystem, &path, owner, 4096).unwrap();
        assert!(read(owner).is_none());
        let mut guard = PageGuard::create(&RealFileSystem, &path).unwrap();
        assert!(read(owner).is_none());
        let (one, two) = (vec![1; 4096], vec![2; 4096]);
        guard.write(owner, 4096, &[(7, &one), (9, &two)]).unwrap();
        let batch = read(owner).unwrap();
        assert_eq!(batch.pages().collect::<Vec<_>>(), [(7, &one[..]), (9, &two[..])]);
        assert!(read(Signature::new(6, Logtime::default())).is_none());
        assert!(Batch::read(&RealFileSystem, &path, owner, 8192).unwrap().is_none());
        let whole = std::fs::read(path_of(&path)).unwrap();
        for at in [0, 9, 20, 45, 48, 52, 60, 4096, 4096 + 8191] {
            let mut bent = whole.clone();
            bent[at] ^= 1;
            std::fs::write(path_of(&path), &bent).unwrap();
            assert!(read(owner).is_none(), "{at}");
        }
        std::fs::write(path_of(&path), &whole[..whole.len() - 1]).unwrap();
        assert!(read(owner).is_none());
        guard.remove(&RealFileSystem).unwrap();
        assert!(!path_of(&path).exists());
    }
}
