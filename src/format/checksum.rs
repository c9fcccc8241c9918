//! The checksums that guard pages, headers and log segments.
//!
//! **XOR** (headers, and pages of old databases): all 32-bit words but the first, XORed onto the seed
//! `0x89ABCDEF`; the first word holds the result. An old page holds its own number in the second word.
//!
//! **XOR + ECC** (pages since Windows Vista, log segments): 64 bits over one *block*.
//!
//! | bits   | content                                                                             |
//! |--------|-------------------------------------------------------------------------------------|
//! | 0..32  | XOR of all 32-bit words of the block, XOR the page (segment) number                  |
//! | 32..48 | XOR of the bit index of every bit that is set in the block                           |
//! | 48..64 | XOR of the complement of those indices, as many bits wide as an index of the block   |
//!
//! The page number is in the XOR half only. A block that begins a page is summed with its first 8 bytes, where
//! the sum itself stands, taken as zero. When one bit of a block flips, its index and the complement flip in the
//! two upper parts: their difference is all ones, and the lower one *is* the index. When two bits flip, the
//! parity is even, the two parts differ from the stored ones in the same way, and the damage is only detected.
//!
//! | page size | blocks        | place of the sums                                              |
//! |-----------|---------------|----------------------------------------------------------------|
//! | ≤ 8 KiB   | the page      | byte 0                                                         |
//! | 16 KiB    | 4 of 4 KiB    | byte 0; 40, 48, 56 (inside the first block, which guards them) |
//! | 32 KiB    | 4 of 8 KiB    | likewise                                                       |
//!
//! Which of the two a page has is told by flag bit `0x2000` at byte 36, for log segments too. The flag may
//! itself be damaged: an ECC correction never turns it.
//!
//! Source of the facts: `src/checksum/checksum.cxx`, `checksum_amd64.cxx`, `ese/_osu/checksumu.cxx`,
//! `inc/_logstream.hxx` of the reference.

mod ecc;

pub use ecc::block_checksum;

use crate::format::primitives::Pgno;

/// Start value of the plain XOR checksum.
const SEED: u32 = 0x89AB_CDEF;
/// Byte of the flags word in page headers and log segment headers.
const FLAGS_AT: usize = 36;
/// The flag "this page has XOR + ECC".
const NEW_FORMAT: u32 = 0x2000;
/// Bit index, within the page, of that flag.
const FLAG_BIT: usize = FLAGS_AT * 8 + 13;
/// Where a large page keeps the sums of its second to fourth block.
const MORE_SUMS_AT: usize = 40;
/// Pages up to this size are one block.
const SMALL_PAGE_MAX: usize = 8192;

/// The sums of up to four blocks; unused ones are 0.
pub type PageChecksum = [u64; 4];

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// One bit was wrong (one in each block at most) and has been turned back: its index from the start.
    Corrected {
        bit: usize,
    },
    /// Damaged beyond repair; the bytes are as they were.
    Bad,
}

/// The checksum of a database, log or checkpoint header: all words but the first, whatever the length.
pub fn header_checksum(header: &[u8]) -> u32 {
    SEED ^ ecc::xor_words(header) ^ word_at(header, 0)
}

/// Whether a header's first word is its checksum. Empty input is not a header.
pub fn header_is_good(header: &[u8]) -> bool {
    header.len() >= 8 && header_checksum(header) == word_at(header, 0)
}

/// Computes and stores the checksum of a header.
pub fn seal_header(header: &mut [u8]) {
    let sum = header_checksum(header);
    put(header, 0, &sum.to_le_bytes());
}

/// The sums a page (any size) should carry, in the format that its flag names.
pub fn page_checksum(page: &[u8], pgno: Pgno) -> PageChecksum {
    let mut sums = [0; 4];
    if has_ecc(page) {
        for (i, (sum, block)) in sums.iter_mut().zip(blocks(page)).enumerate() {
            *sum = block_checksum(block, pgno, i == 0);
        }
    } else {
        sums[0] = u64::from(header_checksum(page)) | (u64::from(pgno) << 32);
    }
    sums
}

/// The sums a page carries.
pub fn stored_page_checksum(page: &[u8]) -> PageChecksum {
    let mut sums = [u64_at(page, 0), 0, 0, 0];
    if page.len() > SMALL_PAGE_MAX {
        for (i, sum) in sums.iter_mut().enumerate().skip(1) {
            *sum = u64_at(page, MORE_SUMS_AT + 8 * (i - 1));
        }
    }
    sums
}

/// Computes and stores the sums of a page that is about to be written. The engine writes every page in the new
/// format, also one that was read in the old: the flag is set.
pub fn seal_page(page: &mut [u8], pgno: Pgno) {
    if page.len() < FLAGS_AT + 4 {
        return;
    }
    let flags = word_at(page, FLAGS_AT) | NEW_FORMAT;
    put(page, FLAGS_AT, &flags.to_le_bytes());
    if page.len() > SMALL_PAGE_MAX {
        // The first block guards the sums of the others, so they go in first.
        let sums = page_checksum(page, pgno);
        for (i, sum) in sums.iter().enumerate().skip(1) {
            put(page, MORE_SUMS_AT + 8 * (i - 1), &sum.to_le_bytes());
        }
    }
    let first = blocks(page).next().map_or(0, |b| block_checksum(b, pgno, true));
    put(page, 0, &first.to_le_bytes());
}

/// Verifies a page and turns back a single wrong bit.
pub fn correct_page(page: &mut [u8], pgno: Pgno) -> Verdict {
    let stored = stored_page_checksum(page);
    let actual = page_checksum(page, pgno);
    if stored == actual {
        return Verdict::Good;
    }
    if !has_ecc(page) {
        return Verdict::Bad;
    }
    let Some(bits) = wrong_bits(page, stored, actual) else { return Verdict::Bad };
    for &bit in bits.iter().flatten() {
        flip(page, bit);
    }
    if stored_page_checksum(page) != page_checksum(page, pgno) {
        for &bit in bits.iter().flatten() {
            flip(page, bit);
        }
        return Verdict::Bad;
    }
    bits.iter().flatten().next().map_or(Verdict::Bad, |&bit| Verdict::Corrected { bit })
}

/// The checksum of a log segment (a block of 4 KiB) at place `segment` of its file, counted from the file's start.
pub fn segment_checksum(bytes: &[u8], segment: u32) -> u64 {
    page_checksum(bytes, segment)[0]
}

/// Verifies a log segment and turns back a single wrong bit.
pub fn correct_segment(bytes: &mut [u8], segment: u32) -> Verdict {
    correct_page(bytes, segment)
}

/// Computes and stores the checksum of a log segment that is about to be written.
pub fn seal_segment(bytes: &mut [u8], segment: u32) {
    seal_page(bytes, segment);
}

/// Whether the page claims XOR + ECC.
pub fn has_ecc(page: &[u8]) -> bool {
    word_at(page, FLAGS_AT) & NEW_FORMAT != 0
}

/// The one wrong bit of every block that differs; `None` when a block cannot be corrected.
fn wrong_bits(page: &[u8], mut stored: PageChecksum, actual: PageChecksum) -> Option<[Option<usize>; 4]> {
    let mut found = [None; 4];
    let mut start = 0;
    for (i, block) in blocks(page).take(4).enumerate() {
        if stored[i] != actual[i] {
            let bit = ecc::wrong_bit(block.len(), stored[i], actual[i])?;
            if i == 0 {
                if bit == FLAG_BIT {
                    return None;
                }
                // The wrong bit may be in the stored sum of a later block, which then is not to blame.
                if let Some(at) = bit.checked_sub(MORE_SUMS_AT * 8).filter(|_| page.len() > SMALL_PAGE_MAX)
                    && let Some(sum) = stored.get_mut(1 + at / 64)
                {
                    *sum ^= 1 << (at % 64);
                }
            }
            found[i] = Some(start * 8 + bit);
        }
        start += block.len();
    }
    Some(found)
}

/// The parts of a page that have a sum of their own.
fn blocks(page: &[u8]) -> std::slice::Chunks<'_, u8> {
    let size = match page.len() {
        0..=SMALL_PAGE_MAX => page.len().max(1),
        0x2001..=0x4000 => 4096,
        _ => 8192,
    };
    page.chunks(size)
}

fn flip(page: &mut [u8], bit: usize) {
    if let Some(byte) = page.get_mut(bit / 8) {
        *byte ^= 1 << (bit % 8);
    }
}

fn word_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u32::from_le_bytes(*b))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|b| b.first_chunk()).map_or(0, |b| u64::from_le_bytes(*b))
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + value.len()) {
        place.copy_from_slice(value);
    }
}

#[cfg(test)]
mod tests;
