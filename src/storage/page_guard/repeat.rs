//! What a guard file has to say after a crash.

use std::io;
use std::path::{Path, PathBuf};

use super::{MAGIC, NUMBERS_AT, SUMMED_FROM, Sum, WRITE_BYTES, get, head_bytes, path_of};
use crate::error::{Error, Result};
use crate::format::primitives::{Pgno, Signature};
use crate::storage::fs::{File, FileSystem, OpenMode, directory_of};

/// Hands every page of the whole batches to `write`, in the order in which they were written down. Gives the last page
/// that the file had when the run began that wrote them; `None` when there is no batch of the header with the flush
/// signature `owner`.
///
/// # Errors
/// File errors, but for a guard file that is not there; those of `write`.
pub fn repeat(
    fs: &dyn FileSystem,
    database: &Path,
    owner: Signature,
    page_size: u32,
    write: &mut dyn FnMut(Pgno, &[u8]) -> Result<()>,
) -> Result<Option<Pgno>> {
    let path = path_of(database);
    let file = match fs.open(&path, OpenMode::ReadWrite) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::from_io(&e, "reading a guard file", &path)),
    };
    // Whoever wrote them may have been killed before they were safe.
    let made_safe = file.sync().and_then(|()| fs.sync_directory(directory_of(&path)));
    made_safe.map_err(|e| Error::from_io(&e, "making a guard file safe", &path))?;
    let mut batches = Batches { file, path, owner, page_size, at: 0, number: None, old_pages: 0 };
    while batches.next(write)? {}
    Ok(batches.number.map(|_| batches.old_pages))
}

/// Reads batch after batch.
struct Batches {
    file: Box<dyn File>,
    path: PathBuf,
    owner: Signature,
    page_size: u32,
    at: u64,
    number: Option<u64>,
    old_pages: Pgno,
}

impl Batches {
    /// Hands out one batch, if it is whole and follows the one before.
    fn next(&mut self, write: &mut dyn FnMut(Pgno, &[u8]) -> Result<()>) -> Result<bool> {
        let Some(head) = self.head()? else { return Ok(false) };
        let pages = get::<u32>(&head, 64) as usize;
        let mut sum = Sum::default();
        sum.add(&head[SUMMED_FROM..]);
        let start = self.at + head.len() as u64;
        let end = self.each_piece(start, pages, &mut |_, piece| {
            sum.add(piece);
            Ok(())
        })?;
        if end.is_none() || sum.end() != get::<u64>(&head, 8) {
            return Ok(false);
        }
        let size = self.page_size as usize;
        let end = self.each_piece(start, pages, &mut |first, piece| {
            for (i, page) in piece.chunks_exact(size).enumerate() {
                write(get::<Pgno>(&head, NUMBERS_AT + 4 * (first + i)), page)?;
            }
            Ok(())
        })?;
        self.number = Some(get::<u64>(&head, 72));
        self.old_pages = get::<Pgno>(&head, 68);
        self.at = end.unwrap_or(u64::MAX).next_multiple_of(super::HEAD_UNIT as u64);
        Ok(true)
    }

    /// The head of the batch at the present place, with its numbers; `None` when there is none of this owner.
    fn head(&self) -> Result<Option<Vec<u8>>> {
        let mut head = vec![0; head_bytes(0)];
        if self.read(&mut head, self.at)? < head.len()
            || get::<u64>(&head, 0) != MAGIC
            || get::<Signature>(&head, SUMMED_FROM) != self.owner
            || get::<u32>(&head, 60) != self.page_size
            || self.number.is_some_and(|n| get::<u64>(&head, 72) != n.wrapping_add(1))
        {
            return Ok(None);
        }
        let pages = get::<u32>(&head, 64) as usize;
        let length = self.file.len().map_err(|e| self.fail(&e))?;
        if pages as u64 * u64::from(self.page_size) > length.saturating_sub(self.at) {
            return Ok(None);
        }
        head.resize(head_bytes(pages), 0);
        let read = self.read(&mut head, self.at)?;
        Ok((read == head.len()).then_some(head))
    }

    /// Reads the pages of a batch piece by piece; `visit` gets the place of a piece's first page in the batch. Gives
    /// where the batch ends; `None` when the file ends before.
    fn each_piece(
        &self,
        start: u64,
        pages: usize,
        visit: &mut dyn FnMut(usize, &[u8]) -> Result<()>,
    ) -> Result<Option<u64>> {
        let size = self.page_size as usize;
        let per_piece = (WRITE_BYTES / size.max(1)).max(1);
        let mut buffer = Vec::new();
        let mut at = start;
        for first in (0..pages).step_by(per_piece) {
            buffer.resize(per_piece.min(pages - first) * size, 0);
            if self.read(&mut buffer, at)? < buffer.len() {
                return Ok(None);
            }
            visit(first, &buffer)?;
            at += buffer.len() as u64;
        }
        Ok(Some(at))
    }

    fn read(&self, buffer: &mut [u8], at: u64) -> Result<usize> {
        self.file.read_at(buffer, at).map_err(|e| self.fail(&e))
    }

    fn fail(&self, e: &io::Error) -> Error {
        Error::from_io(e, "reading a guard file", &self.path)
    }
}
