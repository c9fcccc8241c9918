//! Log files of format 7 (version 7.3704.x; Windows 2000 to 7, Exchange 2000 to 2010), as far as they differ from
//! format 8. Header and records are the same things; what lies between them is not.
//!
//! Behind the header (4096 bytes, 8 sectors of 512 or 1 of 4096) follows one stream of records, which knows no sectors
//! and no fragments: a record begins where the one before it ends. Its lgpos is its plain place in the file, as sector
//! and offset. What was written at once ends with its sector and is guarded by a [`ChecksumRecord`] (type 42) that
//! stands among the records of its first sector:
//!
//! ```text
//!  sector 8   | sector 9           | sector 10          | sector 11          | sector 12
//!  C a b c d  | d e e C' f f f f g | g g g g g h h h h  | h i i C'' j        | copy of 11 | fill …
//!  |--C-------| '-- backwards of C'   forwards of C' --'| '------ C'' -----'
//! ```
//!
//! | offset | size | field                                                             |
//! |--------|------|-------------------------------------------------------------------|
//! | 0      | 1    | type, 42                                                          |
//! | 1      | 4    | backwards: covered bytes before it, to the start of its sector; or 0 |
//! | 5      | 4    | forwards: covered bytes behind it                                 |
//! | 9      | 4    | next: bytes from its end to the next one, in the sector behind; 0 in the last |
//! | 13     | 4    | checksum of what it covers                                        |
//! | 17     | 4    | checksum of its own sector, when it covers more; else 0           |
//! | 21     | 1    | 0x9A when it covers more than its sector, 0xD1 when not           |
//!
//! A range of one sector is written again as long as records come to it; each time a copy goes to the place behind
//! it, its checksum marked. The last sector of a file is kept free for that. A record may begin in one range
//! and end in the next, but before its checksum record. *backwards* is 0 behind a sector that was given up after
//! a crash: then nothing before the checksum record counts. Room is filled with NOPs (type 0, one byte each).
//! Where nothing was written yet the file holds [`FILL`].
//!
//! Rooms: [`chain`] finds out how far a file is good, [`records`] steps from record to record.
//!
//! Source: `ese/_log/logread_legacy.cxx`, `inc/logapi.hxx` (LRCHECKSUM), `ese/_osu/fileu.cxx` (fill), `inc/daedef.hxx`
//! (seeds, and the history of versions).

pub mod chain;
pub mod records;

#[cfg(test)]
mod tests;
/// Writes logs of format 7, for tests.
#[cfg(test)]
pub mod writer;

use super::log_record::{ChecksumRecord, LogRecord};

/// The type byte of a checksum record.
pub const KIND_CHECKSUM: u8 = 42;
/// Bytes of a checksum record.
pub const CHECKSUM_RECORD_SIZE: usize = 22;
/// [`ChecksumRecord::use_short_checksum`] when the range is larger than a sector.
pub const SHORT_CHECKSUM_ON: u8 = 0x9a;
/// [`ChecksumRecord::use_short_checksum`] when the range ends with its sector, or in it.
pub const SHORT_CHECKSUM_OFF: u8 = 0xd1;

const RANGE_SEED: u32 = 0xfeed_beaf;
const SECTOR_SEED: u32 = 0xdead_c0de;
/// The checksum in a copy differs by this.
pub const COPY_MARK: u32 = 0x5ad0_5ec7;

const FILL_SIZE: usize = 512;
/// What a file holds where nothing was written yet, again and again.
pub const FILL: [u8; FILL_SIZE] = {
    let mut fill = [0xda; FILL_SIZE];
    let mut at = 0;
    while at < FILL_SIZE {
        fill[at] = (0xda + at) as u8;
        at += 16;
    }
    fill
};

/// Whether a sector holds nothing but [`FILL`].
pub fn is_fill(sector: &[u8]) -> bool {
    sector.chunks(FILL_SIZE).all(|chunk| *chunk == FILL[..chunk.len()])
}

/// XOR of the little-endian words of `bytes`, counted from its start and filled up with zeros, onto `seed`.
fn xor_words(bytes: &[u8], seed: u32) -> u32 {
    let mut words = bytes.chunks_exact(4);
    let mut sum = seed;
    for word in &mut words {
        sum ^= u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
    }
    let mut last = [0; 4];
    last[..words.remainder().len()].copy_from_slice(words.remainder());
    sum ^ u32::from_le_bytes(last)
}

fn checksum(seed: u32, before: &[u8], behind: &[u8], record: &ChecksumRecord, generation: u32) -> u32 {
    xor_words(behind, xor_words(before, seed))
        ^ record.backwards
        ^ record.forwards
        ^ record.next
        ^ u32::from(record.use_short_checksum)
        ^ generation
}

/// The checksum of a range: what comes `before` the checksum record and `behind` it. The generation takes part, so that
/// what an older file left at the same place is not taken for this one's.
pub fn range_checksum(before: &[u8], behind: &[u8], record: &ChecksumRecord, generation: u32) -> u32 {
    checksum(RANGE_SEED, before, behind, record, generation)
}

/// The short checksum: over the sector of the checksum record, of which `behind` is the rest.
pub fn sector_checksum(before: &[u8], behind: &[u8], record: &ChecksumRecord, generation: u32) -> u32 {
    checksum(SECTOR_SEED, before, behind, record, generation)
}

/// The checksum record at `at`, if there is one.
pub fn checksum_record(image: &[u8], at: usize) -> Option<ChecksumRecord> {
    let bytes = image.get(at..at.checked_add(CHECKSUM_RECORD_SIZE)?)?;
    match LogRecord::parse(bytes) {
        Ok((LogRecord::Checksum(record), _)) => Some(record),
        _ => None,
    }
}
