//! Pages on their way into a database file, written down beside it first.
//!
//! A page that is overwritten while the power goes may be half old and half new, and then is neither. So a batch of pages
//! goes into the guard file and is safe there before the first of them goes to its place. Batches stand one behind the
//! other; when what they speak of is safe in the database, the next one begins the file anew. Who opens the database
//! after a crash writes all whole batches to their places once more, in their order; one that is not complete had not
//! begun to reach the database.
//!
//! Pages behind the end that the file had when it was opened are not written down: they come out of the logs alone, and a
//! torn one is made empty again.
//!
//! A batch:
//!
//! | offset | size  | field                                                                                  |
//! |--------|-------|----------------------------------------------------------------------------------------|
//! | 0      | 8     | magic                                                                                  |
//! | 8      | 8     | checksum of everything from 32 on                                                      |
//! | 32     | 28    | flush signature of the database's header: a batch of another run or file says nothing  |
//! | 60     | 4     | bytes of a page                                                                        |
//! | 64     | 4     | pages in the batch                                                                     |
//! | 68     | 4     | the last page that the file had when it was opened                                     |
//! | 72     | 8     | number of the batch: one more than that of the batch before                            |
//! | 80     | 4 × n | the pages' numbers                                                                     |
//! | × 4096 |       | the pages                                                                              |
//!
//! The engine has no such file: its databases survive a torn write only from a backup, and a restore that dies is begun
//! again with another copy of that.

mod repeat;

pub use repeat::repeat;

use std::io;
use std::path::{Path, PathBuf};

use super::fs::{File, FileSystem, OpenMode};
use crate::error::{Error, Result};
use crate::format::fields::{get, put};
use crate::format::primitives::{Pgno, Signature};

const MAGIC: u64 = 0x0044_5241_5547_5346;
const SUMMED_FROM: usize = 32;
const NUMBERS_AT: usize = 80;
const HEAD_UNIT: usize = 4096;
/// Pages in one batch at most.
pub const BATCH_PAGES: usize = 16384;
/// The file is begun anew when it has become so long.
const FULL_BYTES: u64 = 64 << 20;
/// Pages are gathered into writes of about this many bytes.
const WRITE_BYTES: usize = 1 << 20;

/// The guard file of an open database.
pub struct PageGuard {
    file: Box<dyn File>,
    path: PathBuf,
    /// Whose batches are in the file.
    owner: Option<Signature>,
    end: u64,
    number: u64,
    buffer: Vec<u8>,
}

/// Where a database's guard file lies.
pub fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".guard");
    name.into()
}

/// Bytes of a batch before its pages.
fn head_bytes(pages: usize) -> usize {
    (NUMBERS_AT + 4 * pages).next_multiple_of(HEAD_UNIT)
}

impl PageGuard {
    /// Makes an empty guard file, in place of any that is there.
    pub fn create(fs: &dyn FileSystem, database: &Path) -> Result<Self> {
        let path = path_of(database);
        let fail = |e: io::Error| Error::from_io(&e, "creating a guard file", &path);
        let file = fs.open(&path, OpenMode::Replace).map_err(fail)?;
        fs.sync_directory(super::fs::directory_of(&path)).map_err(fail)?;
        Ok(Self { file, path, owner: None, end: 0, number: 0, buffer: Vec::new() })
    }

    /// The file has become long: as soon as the database is safe, [`restart`](Self::restart) should be called.
    pub fn is_full(&self) -> bool {
        self.end >= FULL_BYTES
    }

    /// Everything that was written down is safe in its place.
    pub fn restart(&mut self) {
        self.owner = None;
        self.end = 0;
    }

    /// The file says of the present header where the old pages end.
    pub fn knows(&self, owner: Signature) -> bool {
        self.owner == Some(owner)
    }

    /// Writes a batch of at most [`BATCH_PAGES`] pages down and returns when it is safe. `owner`: the flush signature of
    /// the header on disk; when it is another than before, everything before is safe in its place. `old_pages`: the last
    /// page that the file had when it was opened.
    pub fn write(&mut self, owner: Signature, page_size: u32, old_pages: Pgno, pages: &[(Pgno, &[u8])]) -> Result<()> {
        if !self.knows(owner) {
            self.end = 0;
        }
        self.owner = None;
        self.number += 1;
        let written = self.write_batch(owner, page_size, old_pages, pages).and_then(|()| self.file.sync());
        written.map_err(|e| Error::from_io(&e, "writing a guard file", &self.path))?;
        self.owner = Some(owner);
        Ok(())
    }

    fn write_batch(
        &mut self,
        owner: Signature,
        page_size: u32,
        old_pages: Pgno,
        pages: &[(Pgno, &[u8])],
    ) -> io::Result<()> {
        let mut head = vec![0; head_bytes(pages.len())];
        put(&mut head, 0, MAGIC);
        put(&mut head, SUMMED_FROM, owner);
        put(&mut head, 60, page_size);
        put(&mut head, 64, pages.len() as u32);
        put(&mut head, 68, old_pages);
        put(&mut head, 72, self.number);
        for (i, (pgno, _)) in pages.iter().enumerate() {
            put(&mut head, NUMBERS_AT + 4 * i, *pgno);
        }
        let mut sum = Sum::default();
        sum.add(&head[SUMMED_FROM..]);
        let start = self.end;
        let mut at = start + head.len() as u64;
        for run in pages.chunks((WRITE_BYTES / page_size.max(1) as usize).max(1)) {
            self.buffer.clear();
            run.iter().for_each(|(_, page)| self.buffer.extend_from_slice(page));
            sum.add(&self.buffer);
            self.file.write_at(&self.buffer, at)?;
            at += self.buffer.len() as u64;
        }
        put(&mut head, 8, sum.end());
        self.file.write_at(&head, start)?;
        self.end = at.next_multiple_of(HEAD_UNIT as u64);
        Ok(())
    }

    /// The file is of no use any more.
    pub fn remove(self, fs: &dyn FileSystem) -> Result<()> {
        drop(self.file);
        match fs.remove(&self.path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                Err(Error::from_io(&e, "deleting a guard file", &self.path))
            }
            _ => Ok(()),
        }
    }
}

/// A quick checksum that notices any part that is missing or old. What is added comes in pieces of whole 32 bytes.
struct Sum {
    sums: [u64; 4],
    bytes: usize,
}

impl Default for Sum {
    fn default() -> Self {
        Self { sums: [1, 2, 3, 4], bytes: 0 }
    }
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        for words in bytes.as_chunks::<32>().0 {
            for (sum, word) in self.sums.iter_mut().zip(words.as_chunks::<8>().0) {
                *sum = (*sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
            }
        }
        self.bytes += bytes.len();
    }

    fn end(&self) -> u64 {
        let fold = |all: u64, s: &u64| (all ^ s).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(31);
        self.sums.iter().fold(self.bytes as u64, fold)
    }
}

#[cfg(test)]
mod tests;
