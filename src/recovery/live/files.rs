//! The files that a backup reads: databases page by page with header and trailer made for the copy, logs as they are.
//!
//! | offset in the copy | what                                                              |
//! |--------------------|-------------------------------------------------------------------|
//! | 0, one page each   | the header twice, with the backup as "current full"               |
//! | 2 pages            | the database's pages, each one checked                            |
//! | the end            | the trailer ([`crate::format::patch_page`])                       |
//!
//! Source: `ErrBKIReadPages`, `BKIMakeDbTrailer`, `ErrBKReadFile` in `ese/backup.cxx`.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::fail;
use crate::format::database_header::DatabaseHeader;
use crate::format::page::Page;
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::File;

/// Pages that the header takes.
pub const HEADER_PAGES: u32 = 2;

/// An open file of a backup.
pub enum OpenFile {
    Database(DatabaseCopy),
    Log(LogCopy),
}

/// A database being copied.
pub struct DatabaseCopy {
    pub dbid: u8,
    /// As the copy has it.
    pub header: DatabaseHeader,
    /// Pages of the database when the copy began.
    pub pages: u32,
    /// Pages of the copy that were read, headers and trailer included.
    pub read: u32,
}

impl DatabaseCopy {
    /// Bytes of the whole copy.
    pub fn length(&self) -> u64 {
        (u64::from(self.pages) + u64::from(HEADER_PAGES) + 1) * u64::from(self.header.page_size())
    }

    pub fn is_complete(&self) -> bool {
        self.read == self.pages.saturating_add(HEADER_PAGES + 1)
    }

    /// Reads on into `buffer`, whole pages, and says how many bytes that was; 0 at the end. `trailer` makes the last
    /// page.
    ///
    /// Errors: `InvalidParameter` for a buffer of no pages, of parts of pages, or too small for the headers;
    /// those of [`Page::check`].
    pub fn read(
        &mut self,
        file: &DatabaseFile,
        buffer: &mut [u8],
        trailer: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<usize> {
        let page_size = self.header.page_size() as usize;
        let room = buffer.len() / page_size;
        if room == 0 || !buffer.len().is_multiple_of(page_size) || (self.read == 0 && room <= HEADER_PAGES as usize) {
            fail!(InvalidParameter, "{} bytes are no buffer for pages of {page_size} bytes", buffer.len());
        }
        let mut slots = buffer.chunks_exact_mut(page_size);
        let mut done = 0;
        if self.read == 0 {
            for slot in slots.by_ref().take(HEADER_PAGES as usize) {
                slot.copy_from_slice(self.header.bytes());
                done += 1;
            }
        }
        for slot in slots.by_ref() {
            let pgno = (self.read + done).saturating_sub(HEADER_PAGES) + 1;
            if pgno > self.pages {
                if self.read + done == self.pages + HEADER_PAGES {
                    slot.copy_from_slice(&trailer()?);
                    done += 1;
                }
                break;
            }
            file.read_page(pgno, slot)?;
            let mut page = Page::from_bytes(slot.to_vec())?;
            page.check(pgno).map_err(|e| e.file(file.path()).page(pgno))?;
            slot.copy_from_slice(page.bytes());
            done += 1;
        }
        self.read += done;
        Ok(done as usize * page_size)
    }
}

/// A log being copied. It was checked when it was opened.
pub struct LogCopy {
    pub generation: u32,
    pub path: PathBuf,
    pub file: Box<dyn File>,
    pub length: u64,
    pub read: u64,
}

impl LogCopy {
    pub fn is_complete(&self) -> bool {
        self.read == self.length
    }

    /// Reads on into `buffer` and says how many bytes that was; 0 at the end.
    ///
    /// Errors: `InvalidParameter` for a buffer of parts of pages, or of less than two pages at the start.
    pub fn read(&mut self, page_size: u32, buffer: &mut [u8]) -> Result<usize> {
        let page_size = page_size as usize;
        if !buffer.len().is_multiple_of(page_size) || (self.read == 0 && buffer.len() < 2 * page_size) {
            fail!(InvalidParameter, "{} bytes are no buffer for a log", buffer.len());
        }
        let rest = usize::try_from(self.length - self.read).unwrap_or(usize::MAX);
        let length = rest.min(buffer.len());
        let piece = &mut buffer[..length];
        let failed = |e: std::io::Error| Error::from_io(&e, "reading a log for a backup", &self.path);
        self.file.read_exact_at(piece, self.read).map_err(failed)?;
        self.read += piece.len() as u64;
        Ok(piece.len())
    }
}
