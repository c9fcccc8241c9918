//! One log file's header, read and checked as every step of a recovery checks it.
//!
//! In this order, each with the answer of the reference:
//!
//! | check                                      | otherwise                                             |
//! |--------------------------------------------|-------------------------------------------------------|
//! | the file can be opened                     | FileNotFound, InvalidPath, FileAccessDenied           |
//! | it has 4096 bytes                          | FileIOBeyondEOF                                       |
//! | checksum, age, file type, version, sectors | those of [`LogHeader::parse`]                         |
//! | the stream's signature (where asked for)   | BadLogSignature                                       |
//! | page size                                  | PageSizeMismatch                                      |
//! | its length is the one in the header        | LogFileSizeMismatch                                   |
//! | … and that of the first log that was read  | LogFileSizeMismatch                                   |
//!
//! The generation in the header is not compared with the one in the name: a renamed file shows in the chain of creation
//! times.
//!
//! Source of the facts: `ese/_log/logstream.cxx` (ErrLGReadFileHdr), `ese/_log/log.cxx` (ErrLGIReadFileHeader,
//! ErrLGSetSignLog, ErrLGVerifyFileSize).

use std::path::{Path, PathBuf};

use super::log_directory::open_error;
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::{LOG_HEADER_BYTES, LogExpectations, LogHeader};
use crate::format::primitives::{Logtime, Signature};
use crate::storage::fs::{FileSystem, OpenMode};

/// A log that a recovery will play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedLog {
    /// The generation in its header.
    pub generation: u32,
    pub path: PathBuf,
    /// It is the current log, not a closed generation.
    pub current: bool,
    pub created: Logtime,
    pub previous_created: Logtime,
    /// Bytes.
    pub length: u64,
}

impl PlannedLog {
    pub fn new(path: &Path, current: bool, header: &LogHeader) -> Self {
        Self {
            generation: header.generation(),
            path: path.to_path_buf(),
            current,
            created: header.created(),
            previous_created: header.previous_created(),
            length: header.file_length(),
        }
    }
}

/// Reads log headers. The first good one decides the stream's signature and the length of all logs.
pub struct HeaderReader<'a> {
    fs: &'a dyn FileSystem,
    expected: LogExpectations,
}

impl<'a> HeaderReader<'a> {
    pub fn new(fs: &'a dyn FileSystem, page_size: u32) -> Self {
        Self { fs, expected: LogExpectations { page_size: Some(page_size), ..LogExpectations::default() } }
    }

    /// The stream's signature, once a log was read.
    pub fn log_signature(&self) -> Option<Signature> {
        self.expected.log_signature
    }

    /// The length of all logs in bytes, once one was read.
    pub fn log_length(&self) -> Option<u64> {
        self.expected.file_length
    }

    /// A log of the stream.
    pub fn read(&mut self, path: &Path) -> Result<LogHeader> {
        let (header, length) = self.parse(path)?;
        header.check(length, &self.expected).map_err(|e| describe(e, path, &header))?;
        self.expected.log_signature.get_or_insert(header.log_signature());
        self.expected.file_length.get_or_insert(length);
        Ok(header)
    }

    /// A log that may be of another stream; the caller compares signatures.
    pub fn read_any_stream(&mut self, path: &Path) -> Result<LogHeader> {
        let (header, length) = self.parse(path)?;
        let expected = LogExpectations { log_signature: None, ..self.expected };
        header.check(length, &expected).map_err(|e| describe(e, path, &header))?;
        self.expected.file_length.get_or_insert(length);
        Ok(header)
    }

    fn parse(&self, path: &Path) -> Result<(LogHeader, u64)> {
        let file = self.fs.open(path, OpenMode::Read).map_err(|e| open_error(self.fs, &e, "opening a log", path))?;
        let mut bytes = [0; LOG_HEADER_BYTES];
        file.read_exact_at(&mut bytes, 0).map_err(|e| Error::from_io(&e, "reading the header of a log", path))?;
        let header = LogHeader::parse(&bytes).map_err(|e| e.file(path))?;
        let length = file.len().map_err(|e| Error::from_io(&e, "measuring a log", path))?;
        Ok((header, length))
    }
}

fn describe(error: Error, path: &Path, header: &LogHeader) -> Error {
    let advice = match error.code() {
        ErrorCode::PageSizeMismatch => "; set the page size parameter to that of the database",
        ErrorCode::BadLogSignature => "; remove the logs that belong to another stream",
        ErrorCode::LogFileSizeMismatch => "; restore the log from its backup again",
        _ => "",
    };
    Error::new(error.code(), format!("{}{advice}", error.message())).file(path).generation(header.generation())
}
