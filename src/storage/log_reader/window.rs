//! The part of a log file that is in memory: whole segments, one after the other.

use crate::error::{Error, Result};
use crate::fail;
use crate::format::log_segment::SEGMENT_SIZE;
use crate::format::primitives::Lgpos;
use crate::storage::fs::File;

/// Files up to this size are read once and kept whole; the engine's default log has 5 MiB.
pub(super) const WHOLE_FILE_MAX: u64 = 8 << 20;
/// Of larger files so much is in memory at a time.
pub(super) const CHUNK: usize = 1 << 20;

/// A run of segments of one file.
pub(super) struct Window {
    bytes: Vec<u8>,
    /// Memory that another window used.
    spare: Vec<u8>,
    /// Number of the first segment in `bytes`.
    first: u32,
    /// Segments to read at a time.
    capacity: u32,
}

impl Window {
    /// For a file of so many segments.
    pub fn new(file_segments: u32) -> Self {
        let length = u64::from(file_segments) * SEGMENT_SIZE as u64;
        let bytes = if length <= WHOLE_FILE_MAX { length as usize } else { CHUNK };
        Self { bytes: Vec::new(), spare: Vec::new(), first: 0, capacity: (bytes / SEGMENT_SIZE) as u32 }
    }

    pub fn use_buffer(&mut self, buffer: Vec<u8>) {
        self.spare = buffer;
    }

    pub fn into_buffer(self) -> Vec<u8> {
        if self.bytes.is_empty() { self.spare } else { self.bytes }
    }

    /// Makes it hold at most `segments` at a time (tests).
    #[cfg(test)]
    pub fn limit(&mut self, segments: u32) {
        self.capacity = segments;
        self.bytes.clear();
    }

    fn range(&self, segment: u32) -> Option<std::ops::Range<usize>> {
        let start = usize::try_from(segment.checked_sub(self.first)?).ok()?.checked_mul(SEGMENT_SIZE)?;
        let end = start.checked_add(SEGMENT_SIZE)?;
        (end <= self.bytes.len()).then_some(start..end)
    }

    /// Whether all of these segments are in memory.
    pub fn holds(&self, segments: std::ops::Range<u32>) -> bool {
        segments.is_empty() || self.range(segments.start).is_some() && self.range(segments.end - 1).is_some()
    }

    /// The segment, if it is in memory.
    pub fn get(&self, segment: u32) -> Option<&[u8]> {
        self.range(segment).map(|r| &self.bytes[r])
    }

    pub fn get_mut(&mut self, segment: u32) -> Option<&mut [u8]> {
        self.range(segment).map(|r| &mut self.bytes[r])
    }

    /// Holds one segment of zeros, to be filled. Returns 1.
    pub fn blank(&mut self, segment: u32) -> u32 {
        self.first = segment;
        self.bytes.clear();
        self.bytes.resize(SEGMENT_SIZE, 0);
        1
    }

    /// Reads from `segment` on, as much as fits and lies before segment `end`. When the device refuses a part of
    /// that, only what comes before the refused segment is kept. Returns how many segments are there now.
    ///
    /// Error: the device refuses `segment` itself; the window is then empty.
    pub fn load(&mut self, file: &dyn File, segment: u32, end: u32) -> Result<u32> {
        let count = end.saturating_sub(segment).min(self.capacity) as usize;
        self.first = segment;
        if self.bytes.is_empty() {
            std::mem::swap(&mut self.bytes, &mut self.spare);
        }
        // What is in it is overwritten: no need to clear it.
        self.bytes.resize(count * SEGMENT_SIZE, 0);
        let start = u64::from(segment) * SEGMENT_SIZE as u64;
        if file.read_exact_at(&mut self.bytes, start).is_ok() {
            return Ok(count as u32);
        }
        let mut good = 0;
        for one in self.bytes.chunks_exact_mut(SEGMENT_SIZE) {
            match file.read_exact_at(one, start + (good * SEGMENT_SIZE) as u64) {
                Ok(()) => good += 1,
                Err(_) if good > 0 => break,
                Err(e) => {
                    self.bytes.clear();
                    return Err(Error::from_io(&e, "reading a log", std::path::Path::new("")));
                }
            }
        }
        self.bytes.truncate(good * SEGMENT_SIZE);
        Ok(good as u32)
    }
}

/// One segment on its own, for the look behind a damaged one.
pub(super) fn read_segment(file: &dyn File, segment: u32) -> std::io::Result<Box<[u8; SEGMENT_SIZE]>> {
    let mut bytes = Box::new([0; SEGMENT_SIZE]);
    file.read_exact_at(&mut bytes[..], u64::from(segment) * SEGMENT_SIZE as u64)?;
    Ok(bytes)
}

/// The lgpos of a segment's start. The header says how many segments there are in 16 bits, so numbers fit.
pub(super) fn place(generation: u32, segment: u32) -> Result<Lgpos> {
    match u16::try_from(segment) {
        Ok(sector) => Ok(Lgpos::new(generation, sector, 0)),
        Err(_) => fail!(LogFileCorrupt, "no log has a segment {segment}"),
    }
}
