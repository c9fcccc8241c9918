//! Reads one log file of any format that is supported: what recovery needs of [`LogReader`] and [`Log7Reader`].

use std::path::Path;

use super::fs::File;
use super::log_reader::{FileCheck, Found, LogReader, ReaderMemory, read_header};
use super::log7_reader::Log7Reader;
use crate::error::{Error, Result};
use crate::format::log_header::LogHeader;
use crate::format::log_record::LogRecord;
use crate::format::primitives::Lgpos;

/// The reader that a file's version calls for. See [`LogReader`] for what the methods do.
pub enum AnyLogReader<F> {
    /// Format 8.
    Segments(LogReader<F>),
    /// Format 7.
    Sectors(Log7Reader<F>),
}

macro_rules! either {
    ($reader:expr, $r:ident => $call:expr) => {
        match $reader {
            AnyLogReader::Segments($r) => $call,
            AnyLogReader::Sectors($r) => $call,
        }
    };
}

impl<F: File> AnyLogReader<F> {
    /// Reads the header.
    ///
    /// # Errors
    /// As [`LogHeader::parse`] (`BadLogVersion` for a format that neither reader knows); `FileIOBeyondEOF`,
    /// `LogFileSizeMismatch` for a file of another length.
    pub fn open(file: F) -> Result<Self> {
        let header = read_header(&file)?;
        let length = file.len().map_err(|e| Error::from_io(&e, "reading the length of a log", Path::new("")))?;
        Self::with_header(file, header, length)
    }

    /// As [`open`](Self::open), when header and length are already known.
    pub fn with_header(file: F, header: LogHeader, length: u64) -> Result<Self> {
        if header.version().has_sectors() {
            Log7Reader::with_header(file, header, length).map(Self::Sectors)
        } else {
            LogReader::with_header(file, header, length).map(Self::Segments)
        }
    }

    /// Gives the reader memory to use, before the first look at the log.
    pub fn use_memory(&mut self, memory: ReaderMemory) {
        either!(self, r => r.use_memory(memory));
    }

    /// Ends reading; the memory may serve another reader.
    pub fn into_memory(self) -> ReaderMemory {
        either!(self, r => r.into_memory())
    }

    pub fn header(&self) -> &LogHeader {
        either!(self, r => r.header())
    }

    pub fn generation(&self) -> u32 {
        self.header().generation()
    }

    pub fn check(&mut self) -> Result<FileCheck> {
        either!(self, r => r.check())
    }

    pub fn mend(&self, file: &dyn File) -> Result<()> {
        either!(self, r => r.mend(file))
    }

    pub fn start_at(&mut self, lgpos: Lgpos) -> Result<()> {
        either!(self, r => r.start_at(lgpos))
    }

    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<(Lgpos, LogRecord<'_>)>> {
        either!(self, r => r.next())
    }

    pub fn next_found(&mut self) -> Result<Option<Found<'_>>> {
        match self {
            Self::Segments(r) => r.next_found(),
            Self::Sectors(r) => Ok(r.next_bytes()?.map(|(lgpos, bytes)| Found { lgpos, bytes, marked: false })),
        }
    }

    /// The reader of format 8, whose records can be found in advance.
    pub fn segments_mut(&mut self) -> Option<&mut LogReader<F>> {
        match self {
            Self::Segments(r) => Some(r),
            Self::Sectors(_) => None,
        }
    }

    pub fn next_bytes(&mut self) -> Result<Option<(Lgpos, &[u8])>> {
        either!(self, r => r.next_bytes())
    }
}
