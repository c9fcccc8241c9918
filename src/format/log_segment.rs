//! A segment: the 4096 bytes that format 8 writes, checks and (when torn) mends as a whole.
//!
//! | offset | size | field                                                        |
//! |--------|------|--------------------------------------------------------------|
//! | 0      | 8    | checksum (XOR + ECC, [`super::checksum`]), over the segment's number |
//! | 8      | 8    | lgpos of the segment's start                                 |
//! | 16     | 8    | time when its first record was logged; may be unset          |
//! | 24     | 12   | zero                                                         |
//! | 36     | 4    | flags (0x2000: the checksum has ECC)                         |
//! | 40     | 4056 | records, none reaching over the end; then zeros or NOP2      |
//!
//! A record that does not fit the rest of a segment is cut into a FragmentBegin and Fragments. The
//! last segment of a file never holds records. When a segment that is not yet full is written again,
//! its new content first goes to the place behind it, still under its own number: the *shadow*. One of
//! the two is good at any time. A segment that was never written, or not since the file was
//! recycled, is empty: zeros, or an older lgpos.
//!
//! Source: `inc/_logstream.hxx` (LGSEGHDR), `ese/_log/logread.cxx` (ErrLGCheckReadLastLogRecordFF).

use super::checksum::{Verdict, correct_segment, seal_segment};
use super::fields::{get, put};
use super::primitives::{Lgpos, Logtime};

/// Bytes of a segment.
pub const SEGMENT_SIZE: usize = 4096;
/// Bytes before the first record.
pub const SEGMENT_HEADER_SIZE: usize = 40;
/// A record is cut only when at least so many bytes of it go to this segment.
pub const FRAGMENT_SIZE_MIN: usize = 32;

/// What stands before the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentHeader {
    pub checksum: u64,
    pub lgpos: Lgpos,
    pub started: Logtime,
    pub flags: u32,
}

impl SegmentHeader {
    /// `None` when there are fewer bytes than a header has.
    pub fn read(segment: &[u8]) -> Option<Self> {
        let head = segment.get(..SEGMENT_HEADER_SIZE)?;
        Some(Self { checksum: get(head, 0), lgpos: get(head, 8), started: get(head, 16), flags: get(head, 36) })
    }
}

/// What a place of the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentState {
    /// The segment that belongs there.
    Good(SegmentHeader),
    /// A copy of the segment before it. Nothing was logged here.
    Shadow,
    /// Nothing was logged here: zeros, or what an older file left.
    Empty,
    /// A sound segment of a later place or generation.
    FromTheFuture(SegmentHeader),
    /// Neither this segment nor the one before it.
    Damaged,
}

/// Looks at the segment at `place` (its offset is 0) and turns back a single wrong bit; tells whether it did.
///
/// `first` says that no segment comes before it; `zero_filled` that the format fills what it does not write with zeros.
pub fn examine(bytes: &mut [u8], place: Lgpos, first: bool, zero_filled: bool) -> (SegmentState, bool) {
    let number = u32::from(place.sector);
    match correct_segment(bytes, number) {
        Verdict::Bad => {}
        verdict => {
            let Some(header) = SegmentHeader::read(bytes) else { return (SegmentState::Damaged, false) };
            let state = match header.lgpos.cmp(&place) {
                std::cmp::Ordering::Less => SegmentState::Empty,
                std::cmp::Ordering::Equal => SegmentState::Good(header),
                std::cmp::Ordering::Greater => SegmentState::FromTheFuture(header),
            };
            return (state, verdict != Verdict::Good);
        }
    }
    if !first {
        match correct_segment(bytes, number.wrapping_sub(1)) {
            Verdict::Bad => {}
            verdict => return (SegmentState::Shadow, verdict != Verdict::Good),
        }
    }
    if zero_filled && bytes.iter().all(|&b| b == 0) {
        return (SegmentState::Empty, false);
    }
    (SegmentState::Damaged, false)
}

/// Whether these bytes, found one place behind it, are a good copy of the segment at `place`; turns back a
/// single wrong bit.
pub fn is_shadow_of(bytes: &mut [u8], place: Lgpos) -> bool {
    correct_segment(bytes, u32::from(place.sector)) != Verdict::Bad
        && SegmentHeader::read(bytes).is_some_and(|h| h.lgpos == place)
}

/// Fills in the header of a segment that is about to be written at `place`, checksum last.
pub fn seal(segment: &mut [u8; SEGMENT_SIZE], place: Lgpos, started: Logtime) {
    segment[..SEGMENT_HEADER_SIZE].fill(0);
    put(&mut segment[..], 8, place);
    put(&mut segment[..], 16, started);
    seal_segment(segment, u32::from(place.sector));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(place: Lgpos) -> [u8; SEGMENT_SIZE] {
        let mut s = [0; SEGMENT_SIZE];
        // Nothing regular: the checksum of a pattern that repeats within powers of two is that of zeros.
        let mut noise = 1u32;
        for b in &mut s[SEGMENT_HEADER_SIZE..] {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *b = (noise >> 24) as u8;
        }
        seal(&mut s, place, Logtime::from_unix(1_795_320_238, 59));
        s
    }

    const PLACE: Lgpos = Lgpos::new(9, 5, 0);

    #[test]
    fn tells_good_from_old_from_new() {
        let mut good = segment(PLACE);
        let (SegmentState::Good(header), false) = examine(&mut good, PLACE, false, true) else { panic!() };
        assert_eq!((header.lgpos, header.flags), (PLACE, 0x2000));
        let mut old = segment(Lgpos::new(8, 5, 0));
        assert_eq!(examine(&mut old, PLACE, false, true), (SegmentState::Empty, false));
        let mut new = segment(Lgpos::new(10, 5, 0));
        assert!(matches!(examine(&mut new, PLACE, false, true), (SegmentState::FromTheFuture(_), false)));
    }

    #[test]
    fn tells_a_shadow_from_damage() {
        let before = Lgpos::new(9, 4, 0);
        let mut shadow = segment(before);
        assert_eq!(examine(&mut shadow, PLACE, false, true).0, SegmentState::Shadow);
        assert_eq!(examine(&mut shadow, PLACE, true, true).0, SegmentState::Damaged);
        assert!(is_shadow_of(&mut shadow, before) && !is_shadow_of(&mut shadow, PLACE));
        let mut zeros = [0; SEGMENT_SIZE];
        assert_eq!(examine(&mut zeros, PLACE, false, true).0, SegmentState::Empty);
        assert_eq!(examine(&mut zeros, PLACE, false, false).0, SegmentState::Damaged);
        // Torn between two disk sectors.
        let mut torn = segment(PLACE);
        torn[2048..].fill(0);
        assert_eq!(examine(&mut torn, PLACE, false, true).0, SegmentState::Damaged);
    }

    #[test]
    fn one_wrong_bit_is_turned_back() {
        let mut s = segment(PLACE);
        s[3000] ^= 8;
        assert!(matches!(examine(&mut s, PLACE, false, true), (SegmentState::Good(_), true)));
        assert_eq!(s, segment(PLACE));
        s[3000] ^= 9;
        assert_eq!(examine(&mut s, PLACE, false, true).0, SegmentState::Damaged);
    }
}
