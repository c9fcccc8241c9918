//! Compressed data: column values, chunks of long values, and the pictures of pages in the log.
//!
//! | offset | size | field                                                                       |
//! |--------|------|-----------------------------------------------------------------------------|
//! | 0      | 1    | upper five bits: the scheme, see below; lower three: used by schemes 1 and 2 |
//! | 1      | 2    | schemes 3, 6 and 7: bytes of the data once decompressed                     |
//! | 1 or 3 | rest | what the scheme made of it                                                  |
//!
//! | scheme | what                                                                      | read here |
//! |--------|---------------------------------------------------------------------------|-----------|
//! | 1      | 7 bits of each byte, lowest first; the lower three bits of the header are one less than the number of bits used of the last byte | yes |
//! | 2      | the same for UTF-16 units below 128                                       | yes       |
//! | 3      | XPRESS, that is plain LZ77: [`xpress`]                                    | yes       |
//! | 4      | not compressed: the data was overwritten on purpose ("scrubbed")          | no data   |
//! | 5      | XPRESS9                                                                   | no        |
//! | 6      | XPRESS10                                                                  | no        |
//! | 7      | one LZ4 block                                                             | yes       |
//!
//! Pictures of pages in split and merge records only ever have scheme 3.
//!
//! Source: `ese/compression.cxx`.

pub mod xpress;

use crate::error::Result;
use crate::fail;

/// Restores what was compressed; at most `limit` bytes.
///
/// Memory: no more than the smaller of `limit` and what `bytes` can stand for (at most 64 KiB, or
/// sixteen sevenths of its length).
///
/// # Errors
/// * `DecompressionFailed`: damaged, an unknown scheme, scrubbed, or more than `limit` bytes.
/// * `FeatureNotAvailable`: XPRESS9 or XPRESS10, which this library does not read.
pub fn decompress(bytes: &[u8], limit: usize) -> Result<Vec<u8>> {
    let Some((&head, rest)) = bytes.split_first() else {
        fail!(DecompressionFailed, "compressed data is empty, expected at least a header byte");
    };
    match head >> 3 {
        1 => seven_bit(head, rest, 1, limit),
        2 => seven_bit(head, rest, 2, limit),
        3 => {
            let (size, packed) = sized(rest, limit)?;
            // The engine never keeps data that did not shrink, and its decoder takes nothing else.
            if packed.len() >= size || packed.len() < xpress::PACKED_MIN {
                fail!(DecompressionFailed, "{} bytes of XPRESS cannot stand for {size} bytes", packed.len());
            }
            xpress::decompress(packed, size)
        }
        4 => fail!(DecompressionFailed, "the data was scrubbed: its content was overwritten on purpose"),
        5 => fail!(FeatureNotAvailable, "data compressed with XPRESS9 cannot be read"),
        6 => fail!(FeatureNotAvailable, "data compressed with XPRESS10 cannot be read"),
        7 => {
            let (size, packed) = sized(rest, limit)?;
            let mut out = vec![0; size];
            match lz4_flex::block::decompress_into(packed, &mut out) {
                Ok(n) if n == size => Ok(out),
                Ok(n) => fail!(DecompressionFailed, "an LZ4 block gives {n} bytes, its header says {size}"),
                Err(e) => fail!(DecompressionFailed, "damaged LZ4 block: {e}"),
            }
        }
        scheme => fail!(DecompressionFailed, "compression scheme {scheme} is not known"),
    }
}

/// Takes the size that stands before the packed data.
fn sized(rest: &[u8], limit: usize) -> Result<(usize, &[u8])> {
    let Some((&size, packed)) = rest.split_first_chunk::<2>() else {
        fail!(DecompressionFailed, "compressed data ends within its header");
    };
    let size = usize::from(u16::from_le_bytes(size));
    check_size(size, limit)?;
    Ok((size, packed))
}

fn check_size(size: usize, limit: usize) -> Result<()> {
    if size > limit {
        fail!(DecompressionFailed, "compressed data claims {size} bytes, at most {limit} are expected");
    }
    Ok(())
}

/// Unpacks units of 7 bits to `width` bytes each.
fn seven_bit(head: u8, packed: &[u8], width: usize, limit: usize) -> Result<Vec<u8>> {
    let unused = 7 - usize::from(head & 7);
    let bits = packed.len().checked_mul(8).and_then(|bits| bits.checked_sub(unused));
    let Some(units) = bits.filter(|&bits| bits > 0 && bits % 7 == 0).map(|bits| bits / 7) else {
        fail!(DecompressionFailed, "{} bytes less {unused} bits hold no whole 7-bit characters", packed.len());
    };
    check_size(units.saturating_mul(width), limit)?;
    let mut out = vec![0; units * width];
    let (mut window, mut have) = (0u32, 0);
    let mut source = packed.iter();
    for unit in out.chunks_exact_mut(width) {
        if have < 7 {
            // There is one: `units` was counted from these bytes.
            window |= u32::from(*source.next().unwrap_or(&0)) << have;
            have += 8;
        }
        unit[0] = (window & 0x7f) as u8;
        window >>= 7;
        have -= 7;
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
