//! From record to record: over room and fragments, from segment to segment.

use super::found::Found;
use super::window::place as place_of_segment;
use super::{LogReader, kind};
use crate::error::{Error, Result};
use crate::format::log_record::{
    FragmentBegin, KIND_FRAGMENT, KIND_FRAGMENT_BEGIN, LogRecord, fixed_size, record_size,
};
use crate::format::log_segment::{SEGMENT_HEADER_SIZE, SEGMENT_SIZE};
use crate::format::primitives::Lgpos;
use crate::storage::fs::File;

/// So many records of a log are found ahead; one of usual size has fewer.
const FOUND_MAX: usize = 1 << 17;

/// A place between records; `offset` is less than a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    pub segment: u32,
    pub offset: usize,
}

impl Position {
    pub const fn start_of(segment: u32) -> Self {
        Self { segment, offset: 0 }
    }

    fn forward(self, bytes: usize) -> Self {
        let offset = self.offset + bytes;
        if offset >= SEGMENT_SIZE { Self::start_of(self.segment + 1) } else { Self { offset, ..self } }
    }
}

/// Where the bytes of the record that the walk came to are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    InSegment {
        segment: u32,
        start: usize,
        size: usize,
    },
    /// In the reader's buffer for one record.
    Assembled,
    /// With the records found in advance.
    AssembledInAdvance {
        start: usize,
        size: usize,
    },
}

impl<F: File> LogReader<F> {
    /// The next record will be the one at `lgpos`, or the first behind it. Positions before the log's first record
    /// mean that one. The log must have been [checked](Self::check).
    ///
    /// # Errors
    /// `LogFileCorrupt` when a record before `lgpos` in its segment is corrupt.
    pub fn start_at(&mut self, lgpos: Lgpos) -> Result<()> {
        let wanted = u32::from(lgpos.sector);
        let segment = wanted.max(u32::from(self.header.header_sectors())).min(self.end);
        self.found.clear();
        self.next = Position::start_of(segment);
        self.skip_partial = segment == wanted;
        if segment != wanted || segment >= self.end || lgpos.offset == 0 {
            return Ok(());
        }
        self.load(segment)?;
        let goal = usize::from(lgpos.offset);
        let mut at = SEGMENT_HEADER_SIZE;
        while at < goal {
            let rest = self.window.get(segment).and_then(|b| b.get(at..)).unwrap_or(&[]);
            match record_size(rest) {
                Ok(size) if size <= rest.len() => at += size,
                Ok(_) => return Err(self.corrupt(segment, at, "is longer than the rest of its segment")),
                Err(e) => return Err(e.generation(self.generation())),
            }
        }
        self.next = Position::start_of(segment).forward(at);
        Ok(())
    }

    fn corrupt(&self, segment: u32, offset: usize, what: &str) -> Error {
        crate::error!(LogFileCorrupt, "the record at segment {segment}, offset {offset:#x} {what}")
            .generation(self.generation())
    }

    /// The next record and its place; `None` at the end of the log. (Not an `Iterator`: the record borrows from the
    /// reader.)
    ///
    /// # Errors
    /// `LogFileCorrupt`, and those of the device.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<(Lgpos, LogRecord<'_>)>> {
        let generation = self.generation();
        let Some((lgpos, bytes)) = self.next_bytes()? else { return Ok(None) };
        match LogRecord::parse_exact(bytes) {
            Ok(record) => Ok(Some((lgpos, record))),
            Err(e) => Err(e.generation(generation)),
        }
    }

    /// As [`next`](Self::next), but gives the record's bytes: exactly as many as it has.
    pub fn next_bytes(&mut self) -> Result<Option<(Lgpos, &[u8])>> {
        Ok(self.next_found()?.map(|found| (found.lgpos, found.bytes)))
    }

    /// As [`next_bytes`](Self::next_bytes), with what was [noted](Self::mark) of the record.
    pub fn next_found(&mut self) -> Result<Option<Found<'_>>> {
        let (start, place, marked) = match self.found.next() {
            Some(found) => found,
            None => {
                let Some((start, place)) = self.find_next()? else { return Ok(None) };
                (start, place, false)
            }
        };
        let lgpos = Lgpos { offset: start.offset as u16, ..place_of_segment(self.generation(), start.segment)? };
        Ok(Some(Found { lgpos, bytes: self.bytes_at(place), marked }))
    }

    fn bytes_at(&self, place: Place) -> &[u8] {
        let bytes = match place {
            Place::InSegment { segment, start, size } => {
                self.window.get(segment).and_then(|b| b.get(start..start + size))
            }
            Place::Assembled => Some(&self.assembled[..]),
            Place::AssembledInAdvance { start, size } => self.found.assembled(start, size),
        };
        bytes.unwrap_or_default()
    }

    /// Finds the records that are left, in a log that is in memory as a whole; of a larger one none. Of very small ones
    /// only the first: memory for them is limited. What they are can be looked at then ([`found`](Self::found));
    /// [`next`](Self::next) still gives one after the other, those that were not found, and the error that ends them.
    pub fn find_ahead(&mut self) {
        self.find_up_to(FOUND_MAX);
    }

    pub(super) fn find_up_to(&mut self, most: usize) {
        self.found.clear();
        if !self.window.holds(self.next.segment..self.end) {
            return;
        }
        while self.found.len() < most {
            let (next, skip_partial) = (self.next, self.skip_partial);
            match self.find_next() {
                Ok(Some((start, place))) => self.found.add(start, place, &self.assembled),
                Ok(None) => return,
                Err(_) => {
                    (self.next, self.skip_partial) = (next, skip_partial);
                    return;
                }
            }
        }
    }

    /// How many records were found in advance.
    pub fn found_count(&self) -> usize {
        self.found.len()
    }

    /// The bytes of the `n`th record that was found in advance.
    pub fn found(&self, n: usize) -> &[u8] {
        self.found.place(n).map_or(&[], |place| self.bytes_at(place))
    }

    /// Puts a mark on the `n`th record that was found in advance; whoever comes to it sees it ([`Found::marked`]).
    pub fn mark(&mut self, n: usize) {
        self.found.mark(n);
    }

    /// Finds the record behind `self.next`, puts fragments together, and moves on.
    fn find_next(&mut self) -> Result<Option<(Position, Place)>> {
        let skip_partial = std::mem::take(&mut self.skip_partial);
        let mut start = self.next;
        let mut at = self.next;
        // Size of the record that is being put together.
        let mut whole: Option<usize> = None;
        while at.segment < self.end {
            self.load(at.segment)?;
            at.offset = at.offset.max(SEGMENT_HEADER_SIZE);
            let segment_start = at.offset == SEGMENT_HEADER_SIZE;
            let rest = self.window.get(at.segment).and_then(|b| b.get(at.offset..)).unwrap_or(&[]);
            let Some(&kind) = rest.first() else {
                at = Position::start_of(at.segment + 1);
                continue;
            };
            if kind == kind::NOP {
                at = at.forward(rest.iter().take_while(|&&b| b == kind::NOP).count());
                continue;
            }
            let size = match record_size(rest) {
                Ok(size) if size <= rest.len() => size,
                Ok(_) => return Err(self.corrupt(at.segment, at.offset, "is longer than the rest of its segment")),
                Err(e) => return Err(e.generation(self.generation())),
            };
            if kind == KIND_FRAGMENT_BEGIN {
                let (LogRecord::FragmentBegin(FragmentBegin { total_size, data }), _) = LogRecord::parse(rest)? else {
                    return Err(self.corrupt(at.segment, at.offset, "is no fragment"));
                };
                // A crash leaves a record half logged; recovery then begins the next segment with its own.
                if whole.is_some() && !(segment_start && data.first() == Some(&kind::UNDO_INFO)) {
                    return Err(self.corrupt(at.segment, at.offset, "breaks into another record"));
                }
                let total = usize::try_from(total_size).unwrap_or(usize::MAX);
                if data.len() >= total {
                    return Err(self.corrupt(at.segment, at.offset, "is a fragment as long as the whole"));
                }
                self.assembled.clear();
                self.assembled.extend_from_slice(data);
                whole = Some(total);
                at = at.forward(size);
                continue;
            }
            if kind == KIND_FRAGMENT {
                let data = &rest[fixed_size(KIND_FRAGMENT).unwrap_or(size)..size];
                let next = at.forward(size);
                match whole {
                    None if skip_partial => start = next,
                    None => return Err(self.corrupt(at.segment, at.offset, "continues a record that did not begin")),
                    Some(total) if data.len() > total - self.assembled.len() => {
                        return Err(self.corrupt(at.segment, at.offset, "continues a record beyond its end"));
                    }
                    Some(total) => {
                        self.assembled.extend_from_slice(data);
                        if self.assembled.len() == total {
                            if record_size(&self.assembled).ok() != Some(total) {
                                return Err(self.corrupt(at.segment, at.offset, "completes a record of another size"));
                            }
                            self.next = next;
                            return Ok(Some((start, Place::Assembled)));
                        }
                    }
                }
                at = next;
                continue;
            }
            if whole.is_some() {
                let recovers = [kind::RECOVERY_UNDO, kind::RECOVERY_UNDO2, kind::UNDO_INFO].contains(&kind);
                if !(segment_start && recovers) {
                    return Err(self.corrupt(at.segment, at.offset, "breaks into another record"));
                }
                start = Position::start_of(at.segment);
            }
            self.next = at.forward(size);
            return Ok(Some((start, Place::InSegment { segment: at.segment, start: at.offset, size })));
        }
        self.next = at;
        Ok(None)
    }
}
