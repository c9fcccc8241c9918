//! Reads one log file of format 7, with the steps of [`LogReader`](super::log_reader::LogReader): header, a look over
//! the whole file, then record after record.
//!
//! The file is read once and kept whole; the format allows at most 65535 sectors of 4 KiB, and the files of its time
//! have 128 KiB to 10 MiB.
//!
//! What differs for the caller:
//! * A record's lgpos is the place of its first byte, nothing else.
//! * Reading always begins with the first record of the file, wherever the checkpoint lies: what is attached there is
//!   known from the file's header only.
//! * There is no sum of checksums that the next generation would repeat; [`FileCheck::checksum`] is 0.
//! * A torn file stays torn, with fill behind its good part, unless a copy of the sector is there; the engine does not
//!   cut it either, but goes on in a new file of format 8.
//!
//! Source: `ese/_log/logread_legacy.cxx`; how the rest is in [`format::log7`](crate::format::log7).

use std::path::Path;

use super::fs::File;
use super::log_reader::{CorruptReason, FileCheck, ReaderMemory, TailCondition, read_header};
use crate::error::{Error, Result};
use crate::fail;
use crate::format::log_header::LogHeader;
use crate::format::log_record::LogRecord;
use crate::format::log7::chain::{self, Chain, ChainEnd, Damage, Geometry};
use crate::format::log7::records::{Cursor, last_records};
use crate::format::primitives::Lgpos;

/// Reads a log file of format 7. `F` may be a box or a reference of a [`File`].
pub struct Log7Reader<F> {
    file: F,
    header: LogHeader,
    geometry: Geometry,
    /// The whole file, after [`Log7Reader::check`].
    image: Vec<u8>,
    checked: Option<Checked>,
}

struct Checked {
    chain: Chain,
    cursor: Cursor,
    /// The bytes that differ from those in the file, because a copy took their place.
    mended: Option<std::ops::Range<usize>>,
}

impl<F: File> Log7Reader<F> {
    /// Reads the header.
    ///
    /// # Errors
    /// As [`LogHeader::parse`]; `FileIOBeyondEOF` for a file without a whole header; `LogFileSizeMismatch` when the
    /// file is not as long as its header says; `BadLogVersion` for a log of another format.
    pub fn open(file: F) -> Result<Self> {
        let header = read_header(&file)?;
        let length = file.len().map_err(|e| Error::from_io(&e, "reading the length of a log", Path::new("")))?;
        Self::with_header(file, header, length)
    }

    /// As [`open`](Self::open), when header and length are already known.
    pub fn with_header(file: F, header: LogHeader, length: u64) -> Result<Self> {
        let generation = header.generation();
        if !header.version().has_sectors() {
            return Err(crate::error!(BadLogVersion, "a log of version {}", header.version()).generation(generation));
        }
        header.check(length, &Default::default()).map_err(|e| e.generation(generation))?;
        let sector = usize::from(header.sector_size());
        let geometry = Geometry { sector, first: usize::from(header.header_sectors()) * sector, generation };
        Ok(Self { file, header, geometry, image: Vec::new(), checked: None })
    }

    /// Gives the reader memory to use, before the first look at the log.
    pub fn use_memory(&mut self, memory: ReaderMemory) {
        self.image = memory.into_bytes();
    }

    /// Ends reading; the memory may serve another reader.
    pub fn into_memory(self) -> ReaderMemory {
        ReaderMemory::of(self.image)
    }

    pub fn header(&self) -> &LogHeader {
        &self.header
    }

    pub fn generation(&self) -> u32 {
        self.header.generation()
    }

    /// Reads the file and finds where the log ends. A torn sector is replaced, in memory, by its copy;
    /// [`mend`](Self::mend) does it in the file.
    ///
    /// # Errors
    /// That of the device; `LogFileCorrupt` when the last records are none although their checksum is good.
    pub fn check(&mut self) -> Result<FileCheck> {
        let generation = self.generation();
        let with_generation = |e: Error| e.generation(generation);
        self.read_all()?;
        let chain = chain::follow(&self.image, &self.geometry);
        let mended = chain::take_copy(&mut self.image, &self.geometry, &chain);
        let tail = match chain.tail {
            ChainEnd::Whole => TailCondition::Whole,
            ChainEnd::Copied { sector } | ChainEnd::Torn { sector } => {
                TailCondition::Torn { segment: sector_number(sector)? }
            }
            ChainEnd::Corrupt { sector, damage } => TailCondition::Corrupt {
                segment: sector_number(sector)?,
                reason: match damage {
                    Damage::InChain => CorruptReason::SegmentCorrupt,
                    Damage::BehindEnd => CorruptReason::CorruptAfterEmptySegment,
                },
            },
        };
        let last = last_records(&self.image, &chain).map_err(with_generation)?;
        let quit = match (&tail, last.quit) {
            (TailCondition::Corrupt { .. }, _) | (_, None) => None,
            (_, Some(at)) => Some(self.lgpos(at)?),
        };
        let end = self.lgpos(last.end)?;
        let cursor = Cursor::new(&chain);
        self.checked = Some(Checked { chain, cursor, mended });
        Ok(FileCheck {
            end,
            tail,
            quit,
            checksum: 0,
            corrected: 0,
            torn_copy: None,
            segment_size: self.header.sector_size().into(),
        })
    }

    fn read_all(&mut self) -> Result<()> {
        // The header's word was compared with the length of the file.
        let Ok(length) = usize::try_from(self.header.file_length()) else {
            fail!(OutOfMemory, "a log of {} bytes", self.header.file_length());
        };
        self.checked = None;
        self.image.resize(length, 0);
        self.file.read_exact_at(&mut self.image, 0).map_err(|e| self.io_error(&e, "reading a log"))
    }

    fn io_error(&self, e: &std::io::Error, doing: &str) -> Error {
        Error::from_io(e, doing, Path::new("")).generation(self.generation())
    }

    /// When a sector was torn and has a good copy: writes that over it. Nothing otherwise.
    pub fn mend(&self, file: &dyn File) -> Result<()> {
        let Some(mended) = self.checked.as_ref().and_then(|c| c.mended.clone()) else { return Ok(()) };
        file.write_at(&self.image[mended.clone()], mended.start as u64)
            .and_then(|()| file.sync())
            .map_err(|e| self.io_error(&e, "mending a torn log"))
    }

    /// The next record will be the first of the file, wherever `_lgpos` lies (see above).
    pub fn start_at(&mut self, _lgpos: Lgpos) -> Result<()> {
        if let Some(checked) = &mut self.checked {
            checked.cursor = Cursor::new(&checked.chain);
        }
        Ok(())
    }

    /// The next record and its place; `None` at the end of the log. NOPs and checksum records are passed over. The log
    /// must have been [checked](Self::check); before, it has no records. (Not an `Iterator`: the record borrows
    /// from the reader.)
    ///
    /// # Errors
    /// `LogFileCorrupt`.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<(Lgpos, LogRecord<'_>)>> {
        let generation = self.generation();
        let Some((lgpos, bytes)) = self.next_bytes()? else { return Ok(None) };
        match LogRecord::parse(bytes) {
            Ok((record, _)) => Ok(Some((lgpos, record))),
            Err(e) => Err(e.generation(generation)),
        }
    }

    /// As [`next`](Self::next), but gives the record's bytes.
    pub fn next_bytes(&mut self) -> Result<Option<(Lgpos, &[u8])>> {
        let generation = self.header.generation();
        let Some(checked) = &mut self.checked else { return Ok(None) };
        match checked.cursor.next(&self.image, &checked.chain) {
            Ok(Some(record)) => Ok(Some((self.lgpos(record.start)?, self.image.get(record).unwrap_or(&[])))),
            Ok(None) => Ok(None),
            Err(e) => Err(e.generation(generation)),
        }
    }

    fn lgpos(&self, at: usize) -> Result<Lgpos> {
        let size = self.geometry.sector;
        match (u16::try_from(at / size), u16::try_from(at % size)) {
            (Ok(sector), Ok(offset)) => Ok(Lgpos::new(self.generation(), sector, offset)),
            _ => fail!(LogFileCorrupt, "no log has a sector {}", at / size),
        }
    }
}

fn sector_number(sector: usize) -> Result<u32> {
    u32::try_from(sector).map_err(|_| crate::error!(LogFileCorrupt, "no log has a sector {sector}"))
}

#[cfg(test)]
mod tests;
