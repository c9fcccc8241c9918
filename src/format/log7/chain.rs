//! How far a log of format 7 is good: its chain of checksum records, and what follows where the chain ends.
//!
//! From the first sector on, each checksum record says where the next one is. The chain ends
//!
//! | with                                                        | then the log                          |
//! |-------------------------------------------------------------|---------------------------------------|
//! | a record that has no next                                   | is whole                              |
//! | a damaged sector whose copy (one place behind) is good      | goes on with the copy, and ends there |
//! | a good range, whose next is not there                       | is torn behind the range              |
//! | … and whose copy lies where the next should be              | the same                              |
//! | a good first sector of a range of which the rest is not     | is torn behind that sector            |
//! | anything else                                               | is corrupt                            |
//!
//! Torn means that a crash came in the midst of the last write, so behind it there must be only fill (the place of the
//! copy aside); where there is more, the log lost something in its midst and is corrupt. Within a range of which
//! the rest is bad there must be a sector that was never written, or, when the range has two sectors, the copy of what
//! the first one held before.
//!
//! Source: `ese/_log/logread_legacy.cxx` (FValidLRCKRecord, FValidLRCKShadow, ErrLGCheckReadLastLogRecordFF_Legacy).

use super::{
    CHECKSUM_RECORD_SIZE, COPY_MARK, SHORT_CHECKSUM_OFF, SHORT_CHECKSUM_ON, checksum_record, is_fill, range_checksum,
    sector_checksum,
};
use crate::format::log_record::ChecksumRecord;

/// What the header says of the file. All sizes are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// Size of a sector.
    pub sector: usize,
    /// Where the first checksum record stands: behind the header.
    pub first: usize,
    pub generation: u32,
}

/// What one good checksum record covers. All places are bytes from the start of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// Where the checksum record stands.
    pub at: usize,
    /// The bytes before it in its sector count.
    pub backwards: bool,
    /// The first byte behind what is covered.
    pub end: usize,
}

/// What is wrong in a corrupt log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damage {
    /// A sector that the chain needs.
    InChain,
    /// A sector that should never have been written.
    BehindEnd,
}

/// How the chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainEnd {
    Whole,
    /// The last sector is damaged, its copy is good; [`take_copy`] puts it in place.
    Copied {
        sector: usize,
    },
    /// The last write was not completed; this is the first sector that is not good.
    Torn {
        sector: usize,
    },
    Corrupt {
        sector: usize,
        damage: Damage,
    },
}

/// The good part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// What is covered, in order. Of a range of which only the first sector is good, only that.
    pub ranges: Vec<Range>,
    /// The first byte that is not good. A record that reaches over it is not whole.
    pub end: usize,
    /// From this range on the last records are looked for, which tell whether the log was closed.
    pub last: usize,
    pub tail: ChainEnd,
}

/// Follows the chain through a whole file.
pub fn follow(image: &[u8], geometry: &Geometry) -> Chain {
    let file = File { image, geometry };
    let mut ranges: Vec<Range> = Vec::new();
    let mut at = geometry.first;
    loop {
        let sector = file.sector_of(at);
        let Some(record) = file.valid_record(at, at) else {
            return file.damaged_sector(ranges, at, true);
        };
        let range = file.range(at, &record);
        if file.checksum(at, &record) == Some(record.checksum) {
            ranges.push(range);
            match record.next {
                0 => return file.last_range(ranges, &record),
                next => at = at + CHECKSUM_RECORD_SIZE + next as usize,
            }
        } else if record.use_short_checksum == SHORT_CHECKSUM_ON {
            return file.half_written(ranges, range);
        } else if is_copy_of_last(&ranges, at, geometry) && file.valid_copy(at, at, true).is_some() {
            // By chance the last range's next lies where its copy has its checksum record.
            return Chain::new(ranges, file.start_of(sector), ChainEnd::Torn { sector });
        } else {
            return file.damaged_sector(ranges, at, false);
        }
    }
}

/// In a log that ends with [`ChainEnd::Copied`]: puts the copy in the place of the damaged sector and makes its
/// checksum that of an original. Nothing otherwise. Gives the range of bytes that changed.
pub fn take_copy(image: &mut [u8], geometry: &Geometry, chain: &Chain) -> Option<std::ops::Range<usize>> {
    let ChainEnd::Copied { sector } = chain.tail else { return None };
    let start = sector.checked_mul(geometry.sector)?;
    let copy = start.checked_add(geometry.sector)?;
    let end = copy.checked_add(geometry.sector)?;
    let record = chain.ranges.last()?.at;
    if end > image.len() || record < start || record + CHECKSUM_RECORD_SIZE > copy {
        return None;
    }
    image.copy_within(copy..end, start);
    // Behind type, backwards, forwards and next.
    let checksum = record + 13;
    for (byte, mark) in image[checksum..checksum + 4].iter_mut().zip(COPY_MARK.to_le_bytes()) {
        *byte ^= mark;
    }
    Some(start..copy)
}

fn is_copy_of_last(ranges: &[Range], at: usize, geometry: &Geometry) -> bool {
    ranges.last().is_some_and(|last| last.at + geometry.sector == at)
}

impl Chain {
    fn new(ranges: Vec<Range>, end: usize, tail: ChainEnd) -> Self {
        Self { last: ranges.len().saturating_sub(1), ranges, end, tail }
    }
}

/// A file and its geometry. Places come from the file itself and are checked here.
struct File<'a> {
    image: &'a [u8],
    geometry: &'a Geometry,
}

impl File<'_> {
    fn sector_of(&self, at: usize) -> usize {
        at / self.geometry.sector
    }

    fn start_of(&self, sector: usize) -> usize {
        sector * self.geometry.sector
    }

    fn sectors(&self) -> usize {
        self.image.len() / self.geometry.sector
    }

    fn bytes_of(&self, sector: usize) -> Option<&[u8]> {
        let start = sector.checked_mul(self.geometry.sector)?;
        self.image.get(start..start.checked_add(self.geometry.sector)?)
    }

    fn is_fill_from(&self, sector: usize) -> Result<(), usize> {
        (sector..self.sectors()).find(|&s| !self.bytes_of(s).is_some_and(is_fill)).map_or(Ok(()), Err)
    }

    fn range(&self, at: usize, record: &ChecksumRecord) -> Range {
        let offset = at % self.geometry.sector;
        Range {
            at,
            backwards: record.backwards as usize == offset,
            end: at + CHECKSUM_RECORD_SIZE + record.forwards as usize,
        }
    }

    fn before(&self, found: usize, record: &ChecksumRecord) -> Option<&[u8]> {
        self.image.get(found.checked_sub(record.backwards as usize)?..found)
    }

    /// The checksum that the range should have, of which the record was found at `found`.
    fn checksum(&self, found: usize, record: &ChecksumRecord) -> Option<u32> {
        let start = found + CHECKSUM_RECORD_SIZE;
        let behind = self.image.get(start..start.checked_add(record.forwards as usize)?)?;
        Some(range_checksum(self.before(found, record)?, behind, record, self.geometry.generation))
    }

    /// The checksum record found at `found` that belongs to `place` (the same, or a sector earlier when a copy is
    /// looked at), if what it says can be; its own sector is then known to be good only when it has a short checksum.
    fn valid_record(&self, found: usize, place: usize) -> Option<ChecksumRecord> {
        let size = self.geometry.sector;
        let offset = found % size;
        let rest_of_sector = size.checked_sub(offset + CHECKSUM_RECORD_SIZE)?;
        let record = checksum_record(self.image, found)?;
        let (backwards, forwards, next) = (record.backwards as usize, record.forwards as usize, record.next as usize);
        if backwards != 0 && backwards != offset {
            return None;
        }
        let many_sectors = match record.use_short_checksum {
            SHORT_CHECKSUM_ON => {
                let start = found + CHECKSUM_RECORD_SIZE;
                let behind = self.image.get(start..start + rest_of_sector)?;
                let sum = sector_checksum(self.before(found, &record)?, behind, &record, self.geometry.generation);
                if sum != record.short_checksum {
                    return None;
                }
                true
            }
            SHORT_CHECKSUM_OFF if record.short_checksum == 0 => false,
            _ => return None,
        };
        let behind = place + CHECKSUM_RECORD_SIZE;
        if behind.checked_add(forwards)? > self.image.len() {
            return None;
        }
        // What is covered, counted from the start of the sector; whole sectors when it is more than one.
        let covered = offset + CHECKSUM_RECORD_SIZE + forwards;
        if many_sectors != (covered > size) || (many_sectors && !covered.is_multiple_of(size)) {
            return None;
        }
        if next != 0 {
            // The next one stands in the sector behind.
            let next_sector = behind.checked_add(next)? / size;
            if !covered.is_multiple_of(size) || next_sector != place / size + covered / size {
                return None;
            }
        }
        Some(record)
    }

    /// The record found at `found` is that of a good copy of the sector of `place`.
    fn valid_copy(&self, found: usize, place: usize, must_be_last: bool) -> Option<ChecksumRecord> {
        let record = self.valid_record(found, place)?;
        let good = record.use_short_checksum == SHORT_CHECKSUM_OFF
            && (record.next == 0 || !must_be_last)
            && self.checksum(found, &record)? ^ COPY_MARK == record.checksum;
        good.then_some(record)
    }

    /// The chain has come to its last range, `ranges.last()`.
    fn last_range(&self, ranges: Vec<Range>, record: &ChecksumRecord) -> Chain {
        let end = ranges.last().map_or(self.geometry.first, |r| r.end);
        let mut chain = Chain::new(ranges, end, ChainEnd::Whole);
        chain.skip_empty_last(record);
        self.nothing_behind(chain)
    }

    /// The end is known, so all that follows must be fill, but for the place of a copy.
    fn nothing_behind(&self, mut chain: Chain) -> Chain {
        let behind = chain.end.div_ceil(self.geometry.sector) + 1;
        if let Err(sector) = self.is_fill_from(behind) {
            chain.tail = ChainEnd::Corrupt { sector, damage: Damage::BehindEnd };
        }
        chain
    }

    /// The sector of the checksum record at `at` is not good, or (`invalid`) there is no such record.
    fn damaged_sector(&self, mut ranges: Vec<Range>, at: usize, invalid: bool) -> Chain {
        let sector = self.sector_of(at);
        let copy = at.checked_add(self.geometry.sector);
        if let Some(record) = copy.and_then(|copy| self.valid_copy(copy, at, true)) {
            let range = self.range(at, &record);
            ranges.push(range);
            let mut chain = Chain::new(ranges, range.end, ChainEnd::Copied { sector });
            chain.skip_empty_last(&record);
            return self.nothing_behind(chain);
        }
        let end = self.start_of(sector);
        // The crash may have come right after a sector and its copy.
        let after_copy = invalid
            && ranges.last().is_some_and(|last| {
                self.sector_of(last.at) + 1 == sector
                    && self.valid_copy(last.at + self.geometry.sector, last.at, false).is_some()
            });
        let rest = if after_copy { sector + 1 } else { sector };
        let tail = match self.is_fill_behind_tear(rest) {
            // A log begins with a checksum record, whatever happened.
            Ok(()) if !ranges.is_empty() => ChainEnd::Torn { sector },
            Ok(()) => ChainEnd::Corrupt { sector, damage: Damage::InChain },
            Err(other) => ChainEnd::Corrupt { sector: other, damage: Damage::InChain },
        };
        Chain::new(ranges, end, tail)
    }

    fn is_fill_behind_tear(&self, sector: usize) -> Result<(), usize> {
        // The last sector of a file is never written but for a copy.
        if sector + 1 >= self.sectors() { Ok(()) } else { self.is_fill_from(sector) }
    }

    /// Of the range only the first sector is known to be good.
    fn half_written(&self, mut ranges: Vec<Range>, range: Range) -> Chain {
        let sector = self.sector_of(range.at);
        let behind = self.sector_of(range.end);
        let end = self.start_of(sector + 1);
        ranges.push(Range { end, ..range });
        let damage = Damage::InChain;
        let tail = if behind + 1 >= self.sectors() {
            ChainEnd::Torn { sector: sector + 1 }
        } else if let Err(other) = self.is_fill_from(behind) {
            ChainEnd::Corrupt { sector: other, damage }
        } else if self.was_not_completed(&range, sector, behind) {
            ChainEnd::Torn { sector: sector + 1 }
        } else {
            ChainEnd::Corrupt { sector: sector + 1, damage }
        };
        Chain::new(ranges, end, tail)
    }

    fn was_not_completed(&self, range: &Range, sector: usize, behind: usize) -> bool {
        let Some((first, second)) = self.bytes_of(sector).zip(self.bytes_of(sector + 1)) else { return false };
        let copy = range.at + self.geometry.sector;
        if behind == sector + 2
            && let Some(record) = self.valid_copy(copy, range.at, false)
        {
            // The old copy holds the records that the new sector begins with.
            let at = range.at - self.start_of(sector);
            let rest = at + CHECKSUM_RECORD_SIZE;
            let records = rest..rest + record.forwards as usize;
            return first[..at] == second[..at] && first.get(records.clone()) == second.get(records);
        }
        (sector + 1..behind).any(|s| self.bytes_of(s).is_some_and(is_fill))
    }
}

impl Chain {
    /// Behind a checksum record that covers nothing forwards the last records are those of the range before.
    fn skip_empty_last(&mut self, record: &ChecksumRecord) {
        if record.forwards == 0 {
            self.last = self.last.saturating_sub(1);
        }
    }
}
