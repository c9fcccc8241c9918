//! Reads one log file: its header, a look over all its segments, then record after record.
//!
//! The order is the engine's: [`LogReader::open`], [`LogReader::check`], then
//! [`start_at`](LogReader::start_at) and [`next`](LogReader::next) until it has no more. Files of usual size are read
//! once; of larger ones only a part is in memory at a time. Records borrow from that memory; only a
//! record cut into fragments is put together in a buffer of its own, which is kept for the next one.
//!
//! A record's lgpos is where the engine begins to look for it: offset 0 for the first of a segment, not the 40 behind
//! its header, and the first byte of a run of NOPs before it.
//!
//! Source: `ese/_log/logread.cxx`.

mod check;
mod found;
mod walk;
mod window;

pub use check::{CorruptReason, FileCheck, LogRole, TailCondition};
pub use found::Found;

use std::path::Path;

use crate::error::{Error, Result};
use crate::fail;
use crate::format::log_header::{LOG_HEADER_BYTES, LogHeader};
use crate::format::log_record::record_size;
use crate::format::log_segment::{self, SEGMENT_HEADER_SIZE, SEGMENT_SIZE, SegmentState};
use crate::format::primitives::Lgpos;
use crate::storage::fs::File;
use found::FoundRecords;
use walk::Position;
use window::{Window, place, read_segment};

/// Type bytes that the reader itself looks at.
mod kind {
    pub const NOP: u8 = 0;
    pub const RECOVERY_UNDO: u8 = 17;
    pub const UNDO_INFO: u8 = 36;
    pub const RECOVERY_UNDO2: u8 = 51;
    pub const NOP2: u8 = 71;
    /// Term, RecoveryQuit, their timed forms, RecoveryQuitKeepAttachments.
    pub const QUITS: [u8; 5] = [2, 18, 50, 52, 80];
}

/// Reads a log file of format 8. `F` may be a box or a reference of a [`File`].
pub struct LogReader<F> {
    file: F,
    header: LogHeader,
    window: Window,
    /// The window still has to be checked and mended as it was found by [`LogReader::check`].
    recheck: bool,
    /// First segment behind the good ones; 0 before [`LogReader::check`].
    end: u32,
    /// A segment that is replaced by its copy.
    torn: Option<u32>,
    next: Position,
    /// Fragments at the very start belong to a record before it.
    skip_partial: bool,
    assembled: Vec<u8>,
    /// What comes before `next`.
    found: FoundRecords,
}

/// The memory of a reader, for another one.
#[derive(Default)]
pub struct ReaderMemory {
    bytes: Vec<u8>,
    found: FoundRecords,
}

impl ReaderMemory {
    pub fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, found: FoundRecords::default() }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl<F: File> LogReader<F> {
    /// Reads the header.
    ///
    /// # Errors
    /// As [`LogHeader::parse`]; `FileIOBeyondEOF` for a file without a whole header; `LogFileSizeMismatch` when the
    /// file is not as long as its header says; `BadLogVersion` for a log of the sector format, which
    /// has its own reader.
    pub fn open(file: F) -> Result<Self> {
        let header = read_header(&file)?;
        let length = file.len().map_err(|e| Error::from_io(&e, "reading the length of a log", Path::new("")))?;
        Self::with_header(file, header, length)
    }

    /// As [`open`](Self::open), when header and length are already known.
    pub fn with_header(file: F, header: LogHeader, length: u64) -> Result<Self> {
        let generation = header.generation();
        if header.version().has_sectors() {
            return Err(crate::error!(BadLogVersion, "a log of version {}", header.version()).generation(generation));
        }
        header.check(length, &Default::default()).map_err(|e| e.generation(generation))?;
        Ok(Self {
            file,
            window: Window::new(u32::from(header.file_sectors())),
            recheck: false,
            end: 0,
            torn: None,
            next: Position::start_of(header.header_sectors().into()),
            skip_partial: false,
            assembled: Vec::new(),
            found: FoundRecords::default(),
            header,
        })
    }

    /// Gives the reader memory to use, before the first look at the log.
    pub fn use_memory(&mut self, memory: ReaderMemory) {
        self.window.use_buffer(memory.bytes);
        self.found = memory.found;
        self.found.clear();
    }

    /// Ends reading; the memory may serve another reader.
    pub fn into_memory(self) -> ReaderMemory {
        ReaderMemory { bytes: self.window.into_buffer(), found: self.found }
    }

    pub fn header(&self) -> &LogHeader {
        &self.header
    }

    pub fn generation(&self) -> u32 {
        self.header.generation()
    }

    /// The last place of a file is for a copy, never for records.
    fn last_place(&self) -> u32 {
        u32::from(self.header.file_sectors()).saturating_sub(1)
    }

    /// Looks over all segments and finds where the log ends. A torn segment is replaced, in memory, by its copy;
    /// [`mend`](Self::mend) does it in the file.
    ///
    /// Error: that of the device, when it can read neither a segment nor its copy.
    pub fn check(&mut self) -> Result<FileCheck> {
        let first = u32::from(self.header.header_sectors());
        let zero_filled = self.header.version().is_zero_filled();
        let mut result = FileCheck {
            end: place(self.generation(), first)?,
            tail: TailCondition::Whole,
            quit: None,
            checksum: 0,
            corrected: 0,
            torn_copy: None,
            segment_size: SEGMENT_SIZE as u32,
        };
        let mut end = first;
        let mut empty_seen = false;
        self.torn = None;
        self.recheck = false;
        for segment in first..self.last_place() {
            let at = place(self.generation(), segment)?;
            let seen = self.load(segment);
            let unreadable = seen.err();
            let state = match self.window.get_mut(segment) {
                Some(bytes) if unreadable.is_none() => {
                    let (state, corrected) = log_segment::examine(bytes, at, segment == first, zero_filled);
                    result.corrected += u32::from(corrected);
                    state
                }
                _ => SegmentState::Damaged,
            };
            let reason = match state {
                SegmentState::Good(_) if empty_seen => CorruptReason::ValidSegmentAfterEmpty,
                SegmentState::Good(header) => {
                    result.checksum ^= header.checksum;
                    end = segment + 1;
                    continue;
                }
                SegmentState::Shadow | SegmentState::Empty => {
                    empty_seen = true;
                    continue;
                }
                SegmentState::FromTheFuture(_) => CorruptReason::BadSegmentLgpos,
                // A segment comes behind its place first, as a copy: its writer died there.
                SegmentState::Damaged if empty_seen && unreadable.is_none() && segment == end + 1 => {
                    result.torn_copy = Some(segment);
                    continue;
                }
                SegmentState::Damaged if empty_seen && unreadable.is_none() => CorruptReason::CorruptAfterEmptySegment,
                SegmentState::Damaged => match self.take_copy(segment, at)? {
                    Ok(checksum) => {
                        result.tail = TailCondition::Torn { segment };
                        result.checksum ^= checksum;
                        end = segment + 1;
                        continue;
                    }
                    // The copy of a begun segment was being written again, the segment itself was safe.
                    Err(_) if segment > first && unreadable.is_none() && self.is_torn_copy(segment) => {
                        result.torn_copy = Some(segment);
                        empty_seen = true;
                        continue;
                    }
                    Err(reason) => reason,
                },
            };
            result.tail = TailCondition::Corrupt { segment, reason };
            break;
        }
        self.end = end;
        self.recheck = true;
        result.end = place(self.generation(), end)?;
        if !matches!(result.tail, TailCondition::Corrupt { .. }) && end > first {
            result.quit = self.find_quit(end - 1)?;
        }
        self.next = Position::start_of(first);
        self.skip_partial = false;
        Ok(result)
    }

    /// What lies there is nothing but pieces of the segment before, as it is or as it was when it was shorter.
    fn is_torn_copy(&self, segment: u32) -> bool {
        const CHECKSUM: usize = 8;
        let Some(bytes) = self.window.get(segment) else { return false };
        let is_of = |before: &[u8]| bytes.iter().zip(before).skip(CHECKSUM).all(|(b, own)| *b == 0 || b == own);
        if let Some(before) = self.window.get(segment - 1) {
            return is_of(before);
        }
        // The window begins with this segment. A wrong bit in the one before had been put right.
        let (Ok(mut before), Ok(at)) = (read_segment(&self.file, segment - 1), place(self.generation(), segment - 1))
        else {
            return false;
        };
        log_segment::examine(&mut before[..], at, true, false);
        is_of(&before[..])
    }

    /// Puts the good copy of `segment` in its place in memory and gives its checksum.
    fn take_copy(&mut self, segment: u32, at: Lgpos) -> Result<Result<u64, CorruptReason>> {
        let copy = read_segment(&self.file, segment + 1);
        let mut copy = match copy {
            Ok(copy) => copy,
            Err(e) => return Err(self.io_error(&e)),
        };
        if !log_segment::is_shadow_of(&mut copy[..], at) {
            return Ok(Err(CorruptReason::SegmentCorrupt));
        }
        self.torn = Some(segment);
        let checksum = log_segment::SegmentHeader::read(&copy[..]).map_or(0, |h| h.checksum);
        if let Some(bytes) = self.window.get_mut(segment) {
            bytes.copy_from_slice(&copy[..]);
        }
        Ok(Ok(checksum))
    }

    /// In a torn log: writes the copy over the torn segment. Nothing otherwise.
    pub fn mend(&self, file: &dyn File) -> Result<()> {
        let Some(segment) = self.torn else { return Ok(()) };
        let mut copy = read_segment(&self.file, segment + 1).map_err(|e| self.io_error(&e))?;
        if !log_segment::is_shadow_of(&mut copy[..], place(self.generation(), segment)?) {
            fail!(LogFileCorrupt, "the copy of segment {segment} is no longer good");
        }
        file.write_at(&copy[..], u64::from(segment) * SEGMENT_SIZE as u64)
            .and_then(|()| file.sync())
            .map_err(|e| Error::from_io(&e, "mending a torn log", Path::new("")).generation(self.generation()))
    }

    fn io_error(&self, e: &std::io::Error) -> Error {
        Error::from_io(e, "reading a log", Path::new("")).generation(self.generation())
    }

    /// Brings a segment into memory; after the check also as the check left it.
    fn load(&mut self, segment: u32) -> Result<()> {
        if self.window.get(segment).is_some() {
            return Ok(());
        }
        let count = match self.window.load(&self.file, segment, u32::from(self.header.file_sectors())) {
            Ok(count) => count,
            // An unreadable segment is known to be torn: its copy stands in for it.
            Err(_) if self.recheck && self.torn == Some(segment) => self.window.blank(segment),
            Err(e) => return Err(e.generation(self.generation())),
        };
        if !self.recheck {
            return Ok(());
        }
        for n in segment..segment + count {
            if n >= self.end {
                break;
            }
            let at = place(self.generation(), n)?;
            if self.torn == Some(n) {
                self.take_copy(n, at)?.map_err(|_| self.changed(n))?;
                continue;
            }
            let good = self.window.get_mut(n).is_some_and(|bytes| {
                let state = log_segment::examine(bytes, at, false, false).0;
                matches!(state, SegmentState::Good(_))
            });
            if !good {
                return Err(self.changed(n));
            }
        }
        Ok(())
    }

    fn changed(&self, segment: u32) -> Error {
        crate::error!(LogFileCorrupt, "segment {segment} changed while the log was read").generation(self.generation())
    }

    /// The place of a quit record that nothing but room follows in the last segment.
    fn find_quit(&mut self, last: u32) -> Result<Option<Lgpos>> {
        self.load(last)?;
        let mut quit = None;
        let Some(bytes) = self.window.get(last) else { return Ok(None) };
        let mut at = SEGMENT_HEADER_SIZE;
        while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
            let Ok(size) = record_size(rest) else { break };
            match rest[0] {
                kind::NOP | kind::NOP2 => {}
                k if kind::QUITS.contains(&k) => {
                    let offset = if at == SEGMENT_HEADER_SIZE { 0 } else { at as u16 };
                    quit = Some(Lgpos { offset, ..place(self.header.generation(), last)? });
                }
                _ => quit = None,
            }
            at = at.saturating_add(size);
        }
        Ok(quit)
    }
}

/// Reads and checks the header of a log, of whatever format is supported.
///
/// # Errors
/// As [`LogHeader::parse`]; `FileIOBeyondEOF` for a file without a whole header.
pub fn read_header(file: &dyn File) -> Result<LogHeader> {
    let mut bytes = [0; LOG_HEADER_BYTES];
    file.read_exact_at(&mut bytes, 0).map_err(|e| Error::from_io(&e, "reading a log header", Path::new("")))?;
    LogHeader::parse(&bytes)
}

#[cfg(test)]
mod tests;
