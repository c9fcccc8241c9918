//! Writes logs of format 7 as the engines of their time did, for tests: records are added, and each
//! [`flush`](Writer::flush) writes what is new.

use super::chain::Geometry;
use super::{
    CHECKSUM_RECORD_SIZE, COPY_MARK, FILL, SHORT_CHECKSUM_OFF, SHORT_CHECKSUM_ON, range_checksum, sector_checksum,
};
use crate::format::database_header::file_type;
use crate::format::log_header::{LOG_HEADER_BYTES, LogHeader};
use crate::format::log_record::{ChecksumRecord, LogRecord};
use crate::format::primitives::{Logtime, Signature};
use crate::format::version::LogVersion;

#[derive(Clone)]
pub struct Writer {
    /// The file as it will be after the next flush, but for checksums and the copy.
    image: Vec<u8>,
    /// The file.
    pub disk: Vec<u8>,
    pub geometry: Geometry,
    /// The checksum record whose range is open.
    at: usize,
    backwards: usize,
    /// Where the next record goes.
    end: usize,
    /// The file before the last flush, for crashes.
    pub before: Vec<u8>,
    /// The sectors that the last flush wrote, in order.
    pub written: Vec<usize>,
    /// Records and their places, checksum records aside.
    pub records: Vec<(usize, Vec<u8>)>,
}

impl Writer {
    pub fn new(sector: usize, sectors: u16, generation: u32) -> Self {
        let mut header = LogHeader::new(sectors);
        header.set_version(LogVersion::new(7, 3704, 15, 0));
        header.set_sector_size(sector as u16);
        header.set_header_sectors((LOG_HEADER_BYTES / sector) as u16);
        header.set_stored_page_size(8192);
        header.set_generation(generation);
        header.set_created(Logtime::from_unix(1_430_000_000, 0));
        header.set_log_signature(Signature::new(7, Logtime::default()));
        header.set_file_type(file_type::LOG);
        header.seal();
        let mut image = header.bytes().to_vec();
        while image.len() < sector * usize::from(sectors) {
            image.extend(FILL);
        }
        let first = LOG_HEADER_BYTES;
        Self {
            before: image.clone(),
            disk: image.clone(),
            image,
            geometry: Geometry { sector, first, generation },
            at: first,
            backwards: 0,
            end: first + CHECKSUM_RECORD_SIZE,
            written: Vec::new(),
            records: Vec::new(),
        }
    }

    pub fn add(&mut self, record: &LogRecord<'_>) {
        let mut bytes = Vec::new();
        record.encode(&mut bytes).unwrap();
        self.add_bytes(&bytes);
    }

    pub fn add_bytes(&mut self, bytes: &[u8]) {
        self.patch(self.end, bytes);
        self.records.push((self.end, bytes.to_vec()));
        self.end += bytes.len();
    }

    /// Changes bytes of the range that is still open.
    pub fn patch(&mut self, at: usize, bytes: &[u8]) {
        self.image[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// Forgets the bytes from here on.
    pub fn cut_back(&mut self, end: usize) {
        self.end = end;
    }

    /// Puts a checksum record on the disk and makes its checksums good, as far as what it covers is there.
    pub fn forge(&mut self, at: usize, mut record: ChecksumRecord) {
        let size = self.geometry.sector;
        let behind = at + CHECKSUM_RECORD_SIZE;
        let Some(start) = at.checked_sub(record.backwards as usize) else { return };
        let (Some(before), Some(rest)) = (self.disk.get(start..at), self.disk.get(behind..(at / size + 1) * size))
        else {
            return;
        };
        let generation = self.geometry.generation;
        if record.use_short_checksum == SHORT_CHECKSUM_ON {
            record.short_checksum = sector_checksum(before, rest, &record, generation);
        }
        if let Some(covered) = self.disk.get(behind..behind + record.forwards as usize) {
            record.checksum = range_checksum(before, covered, &record, generation);
        }
        let mut bytes = Vec::new();
        LogRecord::Checksum(record).encode(&mut bytes).unwrap();
        if let Some(place) = self.disk.get_mut(at..behind) {
            place.copy_from_slice(&bytes);
        }
    }

    fn sector_of(&self, at: usize) -> usize {
        at / self.geometry.sector
    }

    fn seal(&mut self, at: usize, backwards: usize, end: usize, next: usize) {
        let size = self.geometry.sector;
        let behind = at + CHECKSUM_RECORD_SIZE;
        let sector_end = (at / size + 1) * size;
        let many = end > sector_end;
        let mut record = ChecksumRecord {
            backwards: backwards as u32,
            forwards: (end - behind) as u32,
            next: next.saturating_sub(behind) as u32,
            checksum: 0,
            short_checksum: 0,
            use_short_checksum: if many { SHORT_CHECKSUM_ON } else { SHORT_CHECKSUM_OFF },
        };
        let before = &self.image[at - backwards..at];
        let generation = self.geometry.generation;
        if many {
            record.short_checksum = sector_checksum(before, &self.image[behind..sector_end], &record, generation);
        }
        record.checksum = range_checksum(before, &self.image[behind..end], &record, generation);
        let mut bytes = Vec::new();
        LogRecord::Checksum(record).encode(&mut bytes).unwrap();
        self.image[at..behind].copy_from_slice(&bytes);
    }

    /// Writes what was added, and a copy of the last sector to the place behind it.
    pub fn flush(&mut self) {
        let size = self.geometry.sector;
        let first = self.sector_of(self.at);
        if self.end <= (first + 1) * size - CHECKSUM_RECORD_SIZE {
            self.seal(self.at, self.backwards, self.end, 0);
        } else {
            self.begin_range();
        }
        let last = self.sector_of(self.at);
        self.copy(last);
        self.before.clone_from(&self.disk);
        self.written = (first..=last + 1).collect();
        self.disk[first * size..(last + 2) * size].copy_from_slice(&self.image[first * size..(last + 2) * size]);
    }

    /// Puts a checksum record behind the last record. The sectors before it are closed.
    fn begin_range(&mut self) {
        let size = self.geometry.sector;
        // It may not lie across the edge of a sector.
        let room = size - self.end % size;
        if room < CHECKSUM_RECORD_SIZE {
            self.image[self.end..self.end + room].fill(0);
            self.end += room;
        }
        let next = self.end;
        let start = next - next % size;
        self.end = next + CHECKSUM_RECORD_SIZE;
        self.seal(next, next - start, self.end, 0);
        self.seal(self.at, self.backwards, start, next);
        (self.at, self.backwards) = (next, next - start);
    }

    fn copy(&mut self, sector: usize) {
        let size = self.geometry.sector;
        self.image.copy_within(sector * size..(sector + 1) * size, (sector + 1) * size);
        let checksum = self.at + size + 13;
        for (byte, mark) in self.image[checksum..checksum + 4].iter_mut().zip(COPY_MARK.to_le_bytes()) {
            *byte ^= mark;
        }
    }

    /// As engines did after a crash had torn the record that reaches over the end of this sector: goes on with a
    /// checksum record in the next sector, before which nothing counts.
    pub fn give_up_record(&mut self, offset: usize) {
        let start = self.end;
        assert!(start.is_multiple_of(self.geometry.sector));
        let next = start + offset;
        self.image[start..next].fill(0x1d);
        self.seal(self.at, self.backwards, start, next);
        self.disk[..start].copy_from_slice(&self.image[..start]);
        (self.at, self.backwards, self.end) = (next, 0, next + CHECKSUM_RECORD_SIZE);
    }
}
