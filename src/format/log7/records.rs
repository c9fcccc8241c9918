//! From record to record through the good part of a log of format 7.
//!
//! Source: `ese/_log/logread_legacy.cxx` (ErrLGGetNextRecFF_Legacy, ErrLGIGetNextChecksumFF).

use std::ops;

use super::chain::{Chain, Range};
use super::{CHECKSUM_RECORD_SIZE, KIND_CHECKSUM};
use crate::error::Result;
use crate::fail;
use crate::format::log_record::{fixed_size, record_size};

const KIND_NOP: u8 = 0;
/// Term, RecoveryQuit, their timed forms.
const QUITS: [u8; 4] = [2, 18, 50, 52];

/// Where the reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The byte of the file where the next record begins.
    at: usize,
    /// The range that this byte lies in, or begins behind.
    range: usize,
}

impl Cursor {
    /// At the first record of the file.
    pub fn new(chain: &Chain) -> Self {
        Self { at: chain.ranges.first().map_or(chain.end, |r| r.at), range: 0 }
    }

    /// Where the next record begins, NOPs and checksum records included.
    pub fn place(&self) -> usize {
        self.at
    }

    /// The bytes of the next record that is neither NOP nor checksum, as places in the file; `None` at the end.
    ///
    /// # Errors
    /// `LogFileCorrupt` when its type does not occur, or when it ends where none can.
    pub fn next(&mut self, image: &[u8], chain: &Chain) -> Result<Option<ops::Range<usize>>> {
        while let Some(record) = self.step(image, chain)? {
            if ![KIND_NOP, KIND_CHECKSUM].contains(&image[record.start]) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The same, of any type.
    fn step(&mut self, image: &[u8], chain: &Chain) -> Result<Option<ops::Range<usize>>> {
        loop {
            let Some(range) = chain.ranges.get(self.range) else { return Ok(None) };
            if self.at >= chain.end {
                return Ok(None);
            }
            let whole = match size_at(image, self.at, range.end)? {
                Some(size) if size <= range.end - self.at => size,
                reaching => match chain.ranges.get(self.range + 1) {
                    Some(next) if !next.backwards => {
                        // What hangs over was given up after a crash.
                        self.at = next.at.max(self.at);
                        self.range += 1;
                        continue;
                    }
                    Some(next) => {
                        let size = self.over_the_edge(image, chain, next)?;
                        self.range += 1;
                        size
                    }
                    // The rest of the record was never written.
                    None => {
                        debug_assert!(reaching.is_none_or(|size| self.at + size > range.end));
                        return Ok(None);
                    }
                },
            };
            let Some(end) = self.at.checked_add(whole).filter(|&end| end <= chain.end) else { return Ok(None) };
            let record = self.at..end;
            self.at = end;
            return Ok(Some(record));
        }
    }

    /// The size of the record that begins in one range, or right behind it, and ends before the checksum record
    /// of the next; or is that one.
    fn over_the_edge(&self, image: &[u8], chain: &Chain, next: &Range) -> Result<usize> {
        if self.at == next.at {
            return Ok(CHECKSUM_RECORD_SIZE);
        }
        match size_at(image, self.at, next.at)? {
            Some(size) if self.at.checked_add(size).is_some_and(|end| end <= next.at || end > chain.end) => Ok(size),
            _ => fail!(
                LogFileCorrupt,
                "the record at offset {:#x} does not end before the checksum record at {:#x}",
                self.at,
                next.at
            ),
        }
    }
}

/// Types of records that changed streaming files.
const OF_STREAMING_FILES: [u8; 4] = [40, 41, 43, 44];

/// The size of the record at `at`; `None` when not even its fixed part lies before `end`.
fn size_at(image: &[u8], at: usize, end: usize) -> Result<Option<usize>> {
    let Some(bytes @ [kind, ..]) = image.get(at..end) else { return Ok(None) };
    match fixed_size(*kind) {
        None if OF_STREAMING_FILES.contains(kind) => fail!(
            StreamingDataNotLogged,
            "a record of type {kind} changes a streaming file (.stm), whose content this library cannot recover"
        ),
        Some(fixed) if fixed > bytes.len() => Ok(None),
        _ => record_size(bytes).map(Some),
    }
}

/// What the last records say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastRecords {
    /// Where a Term or RecoveryQuit stands that only NOPs and checksum records follow.
    pub quit: Option<usize>,
    /// The first byte behind the last whole record.
    pub end: usize,
}

/// Reads the records of the last range.
///
/// # Errors
/// As [`Cursor::next`].
pub fn last_records(image: &[u8], chain: &Chain) -> Result<LastRecords> {
    let Some(range) = chain.ranges.get(chain.last) else { return Ok(LastRecords { quit: None, end: chain.end }) };
    let mut cursor = Cursor { at: range.at, range: chain.last };
    let mut quit = None;
    while let Some(record) = cursor.next(image, chain)? {
        quit = QUITS.contains(&image[record.start]).then_some(record.start);
    }
    Ok(LastRecords { quit, end: cursor.at.min(chain.end) })
}
