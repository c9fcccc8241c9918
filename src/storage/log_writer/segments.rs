//! How records become segments: the pure half of writing a log.
//!
//! The last segment of a file is never used for records: it is kept free for the second copy of the one before it.
//! Segments are described in [`crate::format::log_segment`].
//!
//! * A record that does not fit in what is left of a segment is cut: a FragmentBegin (7 bytes: type, u32 size of the
//!   whole, u16 size of this piece), then a Fragment (3 bytes: type, u16 size) at the start of each further segment.
//! * Less than 32 bytes are not worth a piece: they stay zero (each a record of type Nop), and the record begins in the
//!   next segment.
//! * A generation is full when the end of a record would not leave a byte free before the last segment.
//! * A record's position is where the room for it begins: before a segment's header, when it is the first in it.
//!
//! Source: `ese/_log/logwrite.cxx` (FLGIAddLogRec, ErrLGLogRec, ErrLGIWritePartialSector), `inc/_logstream.hxx` (LGSEGHDR).

use crate::error::Result;
use crate::fail;
use crate::format::fields;
use crate::format::log_segment::{self, FRAGMENT_SIZE_MIN, SEGMENT_HEADER_SIZE, SEGMENT_SIZE};
use crate::format::primitives::{Lgpos, Logtime};

const FRAGMENT_BEGIN: u8 = 76;
const FRAGMENT_BEGIN_BYTES: usize = 7;
const FRAGMENT: u8 = 77;
const FRAGMENT_BYTES: usize = 3;
/// A record that fills the rest of a segment: type, u32 size of what follows.
const FILLER: u8 = 71;
const FILLER_BYTES: usize = 5;

/// What is not finally on disk of one generation.
#[derive(Debug)]
pub struct Segments {
    generation: u32,
    /// Segments in the file, the header's and the one kept free included.
    in_file: u16,
    /// The segment that `bytes` begins with.
    first: u16,
    /// Everything from there on, headers without checksum and lgpos.
    bytes: Vec<u8>,
}

impl Segments {
    /// The segment a generation's records begin in; the header takes those before it.
    pub const FIRST: u16 = 1;

    /// An empty place at the start of segment `first` of a file of `in_file` segments.
    pub fn new(generation: u32, in_file: u16, first: u16) -> Self {
        Self { generation, in_file, first, bytes: Vec::new() }
    }

    /// The position that the next record gets.
    pub fn position(&self) -> Lgpos {
        let (segment, offset) = self.place();
        Lgpos::new(self.generation, segment, offset as u16)
    }

    /// The segment that a flush has to begin with.
    pub fn first(&self) -> u16 {
        self.first
    }

    /// Adds a record and gives its position; `None`, and nothing added, when the generation has no room for it.
    ///
    /// Error: `LogBufferTooSmall` for a record that no generation of this size has room for.
    pub fn add(&mut self, record: &[u8], now: Logtime) -> Result<Option<Lgpos>> {
        let position = self.position();
        let before = self.bytes.len();
        if record.len() > usize::from(self.in_file) * SEGMENT_SIZE {
            fail!(LogBufferTooSmall, "a record of {} bytes", record.len());
        }
        self.put(record, now);
        if self.overflows() {
            self.bytes.truncate(before);
            if self.first == Self::FIRST && before == 0 {
                fail!(LogBufferTooSmall, "a record of {} bytes", record.len());
            }
            return Ok(None);
        }
        Ok(Some(position))
    }

    /// Fills the rest of a begun segment with a record that says nothing. `false` when the generation has no room for
    /// that, `true` when it is done, or not needed, or too little is left for such a record.
    pub fn fill(&mut self) -> bool {
        let rest = self.rest();
        if rest == 0 || rest < FILLER_BYTES {
            return true;
        }
        let before = self.bytes.len();
        self.bytes.push(FILLER);
        self.bytes.extend_from_slice(&((rest - FILLER_BYTES) as u32).to_le_bytes());
        self.bytes.resize(before + rest, 0);
        if self.overflows() {
            self.bytes.truncate(before);
            return false;
        }
        true
    }

    /// Closes the generation: a begun segment is filled up with zeros. One without any segment gets one of zeros.
    pub fn close(&mut self) {
        let is_empty = self.first == Self::FIRST && self.bytes.is_empty();
        let rest = if is_empty { SEGMENT_SIZE } else { self.rest() };
        self.bytes.resize(self.bytes.len() + rest, 0);
    }

    /// Takes the full segments, sealed, and the XOR of their checksums.
    pub fn take_full(&mut self) -> (Vec<u8>, u64) {
        let length = self.bytes.len() - self.bytes.len() % SEGMENT_SIZE;
        let rest = self.bytes.split_off(length);
        let mut full = std::mem::replace(&mut self.bytes, rest);
        let mut sum = 0;
        for segment in full.chunks_exact_mut(SEGMENT_SIZE) {
            sum ^= seal(segment, Lgpos::new(self.generation, self.first, 0));
            self.first += 1;
        }
        (full, sum)
    }

    /// The begun segment, padded with zeros and sealed, as it is to be on disk now; `None` when there is none. Only
    /// after [`take_full`](Self::take_full).
    pub fn begun(&self) -> Option<Vec<u8>> {
        let begun = &self.bytes[..self.bytes.len().min(SEGMENT_SIZE)];
        if begun.is_empty() {
            return None;
        }
        let mut segment = begun.to_vec();
        segment.resize(SEGMENT_SIZE, 0);
        seal(&mut segment, Lgpos::new(self.generation, self.first, 0));
        Some(segment)
    }

    /// Segment and byte in it where the next record's room begins.
    fn place(&self) -> (u16, usize) {
        let segment = usize::from(self.first) + self.bytes.len() / SEGMENT_SIZE;
        (u16::try_from(segment).unwrap_or(u16::MAX), self.bytes.len() % SEGMENT_SIZE)
    }

    /// The end lies where no record may reach.
    fn overflows(&self) -> bool {
        self.place().0 > self.in_file.saturating_sub(2)
    }

    /// Bytes left in a begun segment.
    fn rest(&self) -> usize {
        (SEGMENT_SIZE - self.bytes.len() % SEGMENT_SIZE) % SEGMENT_SIZE
    }

    fn put(&mut self, record: &[u8], now: Logtime) {
        let mut room = self.room(now);
        if room < record.len() && room < FRAGMENT_SIZE_MIN {
            self.bytes.resize(self.bytes.len() + room, 0);
            room = self.room(now);
        }
        if room >= record.len() {
            self.bytes.extend_from_slice(record);
            return;
        }
        let (piece, mut rest) = record.split_at(room - FRAGMENT_BEGIN_BYTES);
        self.bytes.push(FRAGMENT_BEGIN);
        self.bytes.extend_from_slice(&(record.len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(&(piece.len() as u16).to_le_bytes());
        self.bytes.extend_from_slice(piece);
        while !rest.is_empty() {
            let room = self.room(now) - FRAGMENT_BYTES;
            let (piece, behind) = rest.split_at(room.min(rest.len()));
            self.bytes.push(FRAGMENT);
            self.bytes.extend_from_slice(&(piece.len() as u16).to_le_bytes());
            self.bytes.extend_from_slice(piece);
            rest = behind;
        }
    }

    /// Bytes left in the segment; a new one is begun when there are none.
    fn room(&mut self, now: Logtime) -> usize {
        if self.bytes.len().is_multiple_of(SEGMENT_SIZE) {
            let start = self.bytes.len();
            self.bytes.resize(start + SEGMENT_HEADER_SIZE, 0);
            fields::put(&mut self.bytes, start + 16, now);
        }
        self.rest()
    }
}

/// Completes a segment's header; gives the checksum.
fn seal(segment: &mut [u8], place: Lgpos) -> u64 {
    let started: Logtime = fields::get(segment, 16);
    if let Some(whole) = segment.first_chunk_mut() {
        log_segment::seal(whole, place, started);
    }
    fields::get(segment, 0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::checksum::{Verdict, correct_segment};
    use proptest::prelude::*;

    /// An ignorable type: its size stands behind it.
    const KIND: u8 = 82;

    /// The records in sealed segments, put together again.
    fn read(segments: &[u8]) -> Vec<Vec<u8>> {
        let mut records = Vec::new();
        let mut whole: Option<(usize, Vec<u8>)> = None;
        for (i, segment) in segments.chunks_exact(SEGMENT_SIZE).enumerate() {
            let mut copy = segment.to_vec();
            assert_eq!(correct_segment(&mut copy, i as u32 + 1), Verdict::Good);
            assert_eq!(fields::get::<Lgpos>(segment, 8), Lgpos::new(7, i as u16 + 1, 0));
            let mut at = SEGMENT_HEADER_SIZE;
            while at < SEGMENT_SIZE {
                let size = |n: usize| usize::from(fields::get::<u16>(segment, at + n));
                match segment[at] {
                    0 => at += 1,
                    FILLER => at += FILLER_BYTES + fields::get::<u32>(segment, at + 1) as usize,
                    FRAGMENT_BEGIN => {
                        assert!(whole.is_none());
                        let total = fields::get::<u32>(segment, at + 1) as usize;
                        whole = Some((total, segment[at + 7..at + 7 + size(5)].to_vec()));
                        at += 7 + size(5);
                    }
                    FRAGMENT => {
                        let (total, bytes) = whole.as_mut().unwrap();
                        bytes.extend_from_slice(&segment[at + 3..at + 3 + size(1)]);
                        at += 3 + size(1);
                        if bytes.len() == *total {
                            records.push(whole.take().unwrap().1);
                        }
                    }
                    KIND => {
                        let size = 5 + fields::get::<u32>(segment, at + 1) as usize;
                        records.push(segment[at..at + size].to_vec());
                        at += size;
                    }
                    other => panic!("type {other} at {at}"),
                }
            }
            assert_eq!(at, SEGMENT_SIZE);
        }
        assert!(whole.is_none());
        records
    }

    /// A record of that many bytes, at least 5.
    pub fn record(size: usize) -> Vec<u8> {
        let mut r = vec![1; size.max(5)];
        r[0] = KIND;
        let rest = r.len() as u32 - 5;
        r[1..5].copy_from_slice(&rest.to_le_bytes());
        r
    }

    #[test]
    fn positions_and_cuts_follow_the_rules() {
        let mut s = Segments::new(7, 32, 1);
        let now = Logtime::from_unix(1_700_000_000, 0);
        let mut add = |size| s.add(&record(size), now).unwrap().unwrap();
        assert_eq!(add(4000), Lgpos::new(7, 1, 0));
        assert_eq!(add(24), Lgpos::new(7, 1, 4040));
        // 32 bytes are left: enough for a piece.
        assert_eq!(add(100), Lgpos::new(7, 1, 4064));
        // The piece took 25 bytes, the other 75 lie behind 40 + 3.
        assert_eq!(add(4096 - 118 - 31), Lgpos::new(7, 2, 118));
        // 31 bytes are left: not enough, unless the record fits.
        assert_eq!(add(32), Lgpos::new(7, 2, 4065));
        assert_eq!(add(4096 - 72), Lgpos::new(7, 3, 72));
        assert_eq!(add(5), Lgpos::new(7, 4, 0));
        assert_eq!(s.position(), Lgpos::new(7, 4, 45));
        let sizes = [4000, 24, 100, 4096 - 118 - 31, 32, 4096 - 72, 5];
        let begun = s.take_full().0;
        let all = [begun, s.begun().unwrap()].concat();
        assert_eq!(read(&all), sizes.map(record));
        assert_eq!(s.first(), 4);
        assert!(s.fill());
        assert_eq!(s.position(), Lgpos::new(7, 5, 0));
    }

    #[test]
    fn a_generation_ends_before_the_last_segment() {
        let now = Logtime::default();
        let mut s = Segments::new(7, 4, 1);
        // Segments 1 and 2 can be used, but not to the last byte.
        s.add(&record(4056), now).unwrap().unwrap();
        assert_eq!(s.add(&record(4056), now).unwrap(), None);
        assert_eq!(s.position(), Lgpos::new(7, 2, 0));
        s.add(&record(4055), now).unwrap().unwrap();
        assert_eq!(s.add(&record(5), now).unwrap(), None);
        s.close();
        assert_eq!(s.take_full().0.len(), 2 * SEGMENT_SIZE);
        assert_eq!(s.begun(), None);
        let e = Segments::new(7, 4, 1).add(&record(9000), now).unwrap_err();
        assert_eq!(e.code(), ErrorCode::LogBufferTooSmall);
    }

    #[test]
    fn a_filler_must_leave_a_byte_too() {
        let mut s = Segments::new(7, 3, 1);
        s.add(&record(10), Logtime::default()).unwrap().unwrap();
        assert!(!s.fill());
        let mut s = Segments::new(7, 4, 1);
        s.add(&record(4056 - 4), Logtime::default()).unwrap().unwrap();
        assert!(s.fill());
        assert_eq!(s.position(), Lgpos::new(7, 1, 4092), "too little is left to say so");
        s.add(&[0], Logtime::default()).unwrap().unwrap();
        assert!(s.fill());
        assert_eq!(s.position(), Lgpos::new(7, 1, 4093));
    }

    #[test]
    fn an_empty_generation_closes_with_a_segment_of_zeros() {
        let mut s = Segments::new(7, 4, 1);
        s.close();
        let (full, _) = s.take_full();
        assert_eq!(read(&full), Vec::<Vec<u8>>::new());
        assert_eq!(full.len(), SEGMENT_SIZE);
    }

    proptest! {
        #[test]
        fn every_record_comes_back(sizes in proptest::collection::vec((5usize..12_000, any::<bool>()), 1..60)) {
            let mut s = Segments::new(7, u16::MAX, 1);
            let mut expected = Vec::new();
            let mut written = Vec::new();
            let mut last = Lgpos::MIN;
            for (size, flush) in sizes {
                let position = s.add(&record(size), Logtime::default()).unwrap().unwrap();
                prop_assert!(position > last);
                last = position;
                expected.push(record(size));
                if flush {
                    written.extend(s.take_full().0);
                    let _ = s.begun();
                }
            }
            prop_assert!(s.fill());
            s.close();
            written.extend(s.take_full().0);
            prop_assert_eq!(read(&written), expected);
        }
    }
}
