//! Records that were found before their turn came, so that whoever replays them need not look for them.

use super::walk::{Place, Position};
use crate::format::log_segment::SEGMENT_SIZE;
use crate::format::primitives::Lgpos;

/// A record, where it is.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    pub lgpos: Lgpos,
    pub bytes: &'a [u8],
    /// Whoever looked ahead has put a mark on it.
    pub marked: bool,
}

/// Place and size of a record, in little room: there are many.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where the engine would begin to look for it.
    segment: u16,
    offset: u16,
    /// In the file, or in the buffer of assembled records.
    at: u32,
    size: u32,
    assembled: bool,
    marked: bool,
}

impl Entry {
    fn place(&self) -> Place {
        let (at, size) = (self.at as usize, self.size as usize);
        if self.assembled {
            return Place::AssembledInAdvance { start: at, size };
        }
        Place::InSegment { segment: (at / SEGMENT_SIZE) as u32, start: at % SEGMENT_SIZE, size }
    }
}

/// The records of one log that were found and not yet asked for. A log of which they are made has a few MiB: 32 bits do
/// for every offset.
#[derive(Default)]
pub(super) struct FoundRecords {
    entries: Vec<Entry>,
    at: usize,
    assembled: Vec<u8>,
}

impl FoundRecords {
    pub fn clear(&mut self) {
        self.entries.clear();
        self.at = 0;
        self.assembled.clear();
    }

    pub fn add(&mut self, start: Position, place: Place, assembled: &[u8]) {
        let (at, size, is_assembled) = match place {
            Place::InSegment { segment, start, size } => (segment as usize * SEGMENT_SIZE + start, size, false),
            Place::AssembledInAdvance { start, size } => (start, size, true),
            Place::Assembled => {
                let at = self.assembled.len();
                self.assembled.extend_from_slice(assembled);
                (at, assembled.len(), true)
            }
        };
        self.entries.push(Entry {
            segment: start.segment as u16,
            offset: start.offset as u16,
            at: at as u32,
            size: size as u32,
            assembled: is_assembled,
            marked: false,
        });
    }

    pub fn next(&mut self) -> Option<(Position, Place, bool)> {
        let entry = self.entries.get(self.at)?;
        self.at += 1;
        let start = Position { segment: entry.segment.into(), offset: entry.offset.into() };
        Some((start, entry.place(), entry.marked))
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn place(&self, n: usize) -> Option<Place> {
        self.entries.get(n).map(Entry::place)
    }

    pub fn mark(&mut self, n: usize) {
        if let Some(entry) = self.entries.get_mut(n) {
            entry.marked = true;
        }
    }

    pub fn assembled(&self, start: usize, size: usize) -> Option<&[u8]> {
        self.assembled.get(start..start + size)
    }
}
