//! The current log, open for writing.
//!
//! A new generation is *hidden* at first, under the temporary name: nobody depends on it, so it can be written in any
//! order. With its first flush it is *in place*, and every write must leave what a reader takes for the end of a log,
//! provided that a segment arrives whole or not at all:
//!
//! * Segments are made safe one after the other: a good one behind an empty one is damage.
//! * A segment comes to the place behind its own first, then to its own. A torn copy behind an empty place says nothing;
//!   a torn segment has its copy.
//! * A begun segment that is written again comes to its own place first: the copy of what it was stands in for it. This
//!   alone relies on it that a segment is not torn, and nobody does it who fills segments before he flushes.
//!
//! Source: `ese/_log/logwrite.cxx` (ErrLGIWriteFullSectors, ErrLGIWritePartialSector), `ese/_log/logstream.cxx`
//! (ErrLGIStartNewLogFile, ErrLGINewLogFile, ErrLGIFinishNewLogFile).

use std::io;
use std::path::{Path, PathBuf};

use super::LogPlace;
use super::segments::Segments;
use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::log_header::LogHeader;
use crate::format::log_segment::SEGMENT_SIZE;
use crate::format::primitives::Lgpos;
use crate::storage::fs::{File, FileSystem, OpenMode};

pub(super) struct OpenLog {
    /// `None` only while it is renamed, or when that failed.
    file: Option<Box<dyn File>>,
    /// What the file is called now.
    path: PathBuf,
    pub header: LogHeader,
    pub segments: Segments,
    /// XOR of the checksums of the segments that are finally on disk.
    pub checksum: u64,
    /// The begun segment is on disk, twice.
    shadowed: bool,
    /// Something was written since the last sync.
    unsynced: bool,
    /// Everything before this is safe.
    pub safe: Lgpos,
    /// Still under the temporary name.
    pub hidden: bool,
    /// The generation that is the current log until this one is in place.
    predecessor: Option<u32>,
}

impl OpenLog {
    /// Opens the current log to go on at `segment`.
    pub fn resume(fs: &dyn FileSystem, path: PathBuf, header: LogHeader, segment: u16, checksum: u64) -> Result<Self> {
        let file = fs.open(&path, OpenMode::ReadWrite).map_err(|e| log_error(&e, "opening the log", &path))?;
        Ok(Self::new(file, path, header, segment, checksum))
    }

    /// Makes the file of a new generation. `predecessor` is what gets its archive name when this one takes its place.
    pub fn begin(fs: &dyn FileSystem, place: &LogPlace, header: LogHeader, predecessor: Option<u32>) -> Result<Self> {
        let path = place.temporary(fs);
        let fail = |e: io::Error| log_error(&e, "creating a log", &path);
        let file = fs.open(&path, OpenMode::Replace).map_err(fail)?;
        file.set_len(header.file_length()).map_err(fail)?;
        file.write_at(header.bytes(), 0).map_err(fail)?;
        let new = Self::new(file, path, header, Segments::FIRST, 0);
        Ok(Self { unsynced: true, hidden: true, predecessor, ..new })
    }

    fn new(file: Box<dyn File>, path: PathBuf, header: LogHeader, segment: u16, checksum: u64) -> Self {
        let segments = Segments::new(header.generation(), header.file_sectors(), segment);
        let safe = segments.position();
        let file = Some(file);
        Self {
            file,
            path,
            header,
            segments,
            checksum,
            shadowed: false,
            unsynced: false,
            safe,
            hidden: false,
            predecessor: None,
        }
    }

    /// Writes all there is and makes it safe; puts a hidden log in its place, and tells whether it did.
    pub fn flush(&mut self, fs: &dyn FileSystem, place: &LogPlace) -> Result<bool> {
        let end = self.segments.position();
        if !self.hidden && self.safe == end {
            return Ok(false);
        }
        self.write_full()?;
        self.write_begun()?;
        self.sync()?;
        let was_hidden = self.hidden;
        if was_hidden {
            self.put_in_place(fs, place)?;
        }
        self.safe = end;
        Ok(was_hidden)
    }

    /// Gives the file the name of the current log, in place of its predecessor, which is archived, or of any other.
    fn put_in_place(&mut self, fs: &dyn FileSystem, place: &LogPlace) -> Result<()> {
        let current = place.current(fs);
        let fail = |e: io::Error| log_error(&e, "putting a new log in place", &current);
        // Not every system renames files that are open.
        self.file = None;
        if let Some(generation) = self.predecessor.take() {
            let archive = place.finished(fs, generation);
            if fs.exists(&archive) {
                return Err(crate::error!(FileAccessDenied, "the name of a closed log is taken").file(archive));
            }
            fs.rename(&current, &archive).map_err(fail)?;
            // Else the new log could take the name while the old one has not got the other yet.
            fs.sync_directory(&place.directory).map_err(fail)?;
        }
        fs.rename(&self.path, &current).map_err(fail)?;
        fs.sync_directory(&place.directory).map_err(fail)?;
        self.file = Some(fs.open(&current, OpenMode::ReadWrite).map_err(fail)?);
        self.path = current;
        self.hidden = false;
        Ok(())
    }

    /// Writes the segments that are full. The first of them may lie there as it was when it was begun, with a copy
    /// behind it, which is overwritten next.
    fn write_full(&mut self) -> Result<()> {
        let place = self.segments.first();
        let (bytes, checksum) = self.segments.take_full();
        self.checksum ^= checksum;
        if bytes.is_empty() {
            return Ok(());
        }
        if self.hidden {
            return self.write(&bytes, place);
        }
        let mut has_copy = std::mem::take(&mut self.shadowed);
        if has_copy && bytes.len() == SEGMENT_SIZE {
            // The copy of what was begun would otherwise outlive it.
            self.write(&bytes, place)?;
            return self.write(&bytes, place + 1);
        }
        for (place, segment) in (place..).zip(bytes.chunks_exact(SEGMENT_SIZE)) {
            if !std::mem::take(&mut has_copy) {
                self.write(segment, place + 1)?;
            }
            self.write(segment, place)?;
        }
        Ok(())
    }

    /// Writes the begun segment to its place and, as a copy, to the next.
    fn write_begun(&mut self) -> Result<()> {
        let place = self.segments.first();
        let Some(segment) = self.segments.begun() else { return Ok(()) };
        if self.shadowed {
            self.write(&segment, place)?;
            self.write(&segment, place + 1)?;
        } else if self.hidden {
            self.write(&[&segment[..], &segment[..]].concat(), place)?;
        } else {
            self.write(&segment, place + 1)?;
            self.write(&segment, place)?;
        }
        self.shadowed = true;
        Ok(())
    }

    /// Writes segments; in place, everything before them is safe first.
    fn write(&mut self, bytes: &[u8], place: u16) -> Result<()> {
        if !self.hidden {
            self.sync()?;
        }
        self.unsynced = true;
        let offset = u64::from(place) * SEGMENT_SIZE as u64;
        self.file()?.write_at(bytes, offset).map_err(|e| self.error(&e, "writing the log"))
    }

    fn sync(&mut self) -> Result<()> {
        if std::mem::take(&mut self.unsynced) {
            self.file()?.sync().map_err(|e| self.error(&e, "syncing the log"))?;
        }
        Ok(())
    }

    fn file(&self) -> Result<&dyn File> {
        match &self.file {
            Some(file) => Ok(&**file),
            None => fail!(LogWriteFail, "the log could not get its name"),
        }
    }

    fn error(&self, e: &io::Error, doing: &str) -> Error {
        log_error(e, doing, &self.path).generation(self.header.generation())
    }
}

/// A file error in the words that logs have for it.
pub(super) fn log_error(e: &io::Error, doing: &str, path: &Path) -> Error {
    let error = Error::from_io(e, doing, path);
    match error.code() {
        ErrorCode::DiskFull => error.with_code(ErrorCode::LogDiskFull),
        ErrorCode::FileNotFound => error.with_code(ErrorCode::MissingLogFile),
        ErrorCode::FileAlreadyExists => error.with_code(ErrorCode::FileAccessDenied),
        _ => error,
    }
}
