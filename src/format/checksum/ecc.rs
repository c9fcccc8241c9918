//! The XOR + ECC sum of one block, in one pass.
//!
//! A block is taken as rows of 4 lanes of 64 bits, 8 rows to a group. The index of a bit is then
//! `group << 11 | row << 8 | lane << 6 | bit in lane`, and its contribution can be collected per part:
//! three accumulators take the rows whose number has bit 0, 1, 2 set; a fourth takes all rows, and gives the
//! lane and bit parts at the end; a group's number counts when the parity of the group is odd. That is about two
//! XORs per lane and no branch, in a form that compilers turn into vector instructions.

const LANES: usize = 4;
const ROW: usize = LANES * 8;
const GROUP: usize = 8 * ROW;

type Lanes = [u64; LANES];

/// XOR + ECC over `block` (up to 8 KiB). `first`: the block begins a page, so its first 8 bytes count as zero.
pub fn block_checksum(block: &[u8], number: u32, first: bool) -> u64 {
    let mut all: Lanes = [0; LANES];
    let mut rows: [Lanes; 3] = [[0; LANES]; 3];
    let mut index: u32 = 0;

    let mut groups = block.chunks_exact(GROUP);
    let mut group: u32 = 0;
    for bytes in groups.by_ref() {
        index ^= add_group(bytes, &mut all, &mut rows, group);
        group += 1;
    }
    let rest = groups.remainder();
    if !rest.is_empty() {
        let mut padded = [0; GROUP];
        padded[..rest.len()].copy_from_slice(rest);
        index ^= add_group(&padded, &mut all, &mut rows, group);
    }
    if first {
        // Row 0, lane 0 of group 0: it went into `all` only, and its parity into a zero index.
        all[0] ^= block.first_chunk().map_or(0, |b| u64::from_le_bytes(*b));
    }

    let mut ecc = index << 11;
    for (i, row) in rows.iter().enumerate() {
        ecc |= parity(fold(row)) << (8 + i);
    }
    ecc |= parity(all[2] ^ all[3]) << 7;
    ecc |= parity(all[1] ^ all[3]) << 6;
    let column = fold(&all);
    for (i, mask) in BIT_OF_INDEX.iter().enumerate() {
        ecc |= parity(column & mask) << i;
    }
    // Every index brought its complement: an even number of them cancels out but for the indices themselves.
    let complement = if parity(column) == 1 { !ecc } else { ecc };
    let ecc = (ecc & 0xFFFF) | ((complement & index_mask(block.len())) << 16);
    let xor = (column as u32) ^ ((column >> 32) as u32) ^ number;
    u64::from(xor) | (u64::from(ecc) << 32)
}

/// The index of the one wrong bit of a block of `length` bytes, if one wrong bit explains the difference.
pub(super) fn wrong_bit(length: usize, stored: u64, actual: u64) -> Option<usize> {
    let difference = stored ^ actual;
    let ecc = (difference >> 32) as u32;
    let mask = index_mask(length);
    let complementary = ((ecc >> 16) ^ ecc) & mask == mask;
    let bit = (ecc & 0xFFFF) as usize;
    let one_in_xor = (difference as u32).count_ones() == 1;
    (complementary && one_in_xor && bit < length * 8).then_some(bit)
}

/// XOR of all 32-bit words; a last part of a word is filled up with zeros.
pub(super) fn xor_words(bytes: &[u8]) -> u32 {
    let mut all: Lanes = [0; LANES];
    let mut rows = bytes.chunks_exact(ROW);
    for row in rows.by_ref() {
        xor_row(&mut all, &load(row));
    }
    let mut padded = [0; ROW];
    let rest = rows.remainder();
    padded[..rest.len()].copy_from_slice(rest);
    xor_row(&mut all, &load(&padded));
    let column = fold(&all);
    (column as u32) ^ ((column >> 32) as u32)
}

/// Masks of the bits whose number has bit 0, 1, … 5 set.
const BIT_OF_INDEX: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

/// The bits that an index into `length` bytes can have.
fn index_mask(length: usize) -> u32 {
    (length.saturating_mul(8).wrapping_sub(1) & 0xFFFF) as u32
}

/// Adds the rows of one group; the group's number if its parity is odd, else 0.
#[inline(always)]
fn add_group(bytes: &[u8], all: &mut Lanes, rows: &mut [Lanes; 3], group: u32) -> u32 {
    let mut total: Lanes = [0; LANES];
    for (r, row) in bytes.chunks_exact(ROW).enumerate() {
        let lanes = load(row);
        xor_row(&mut total, &lanes);
        for (i, accumulator) in rows.iter_mut().enumerate() {
            if r >> i & 1 == 1 {
                xor_row(accumulator, &lanes);
            }
        }
    }
    xor_row(all, &total);
    group & parity(fold(&total)).wrapping_neg()
}

#[inline(always)]
fn load(row: &[u8]) -> Lanes {
    let mut lanes = [0; LANES];
    for (lane, bytes) in lanes.iter_mut().zip(row.chunks_exact(8)) {
        *lane = bytes.first_chunk().map_or(0, |b| u64::from_le_bytes(*b));
    }
    lanes
}

#[inline(always)]
fn xor_row(into: &mut Lanes, row: &Lanes) {
    for (a, b) in into.iter_mut().zip(row) {
        *a ^= b;
    }
}

#[inline(always)]
fn fold(lanes: &Lanes) -> u64 {
    lanes.iter().fold(0, |a, b| a ^ b)
}

#[inline(always)]
fn parity(word: u64) -> u32 {
    word.count_ones() & 1
}
