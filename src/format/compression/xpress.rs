//! Plain LZ77, published as the "Plain LZ77" variant of [MS-XCA], section 2.4.
//!
//! Words of 32 flags, highest bit first, stand among the data, each before what its bits tell of:
//!
//! * 0: a byte, taken as it is.
//! * 1: a match, a little-endian u16. Its upper 13 bits plus 1 are the distance back, its lower 3 plus
//!   3 the length. When those are all ones, half a byte follows (a byte serves two matches, lower half
//!   first) and is added; when it is all ones too, a byte that is added; when that is 255, a u16 that
//!   is the whole length less 3.
//! * 1 with no more to write: the end.
//!
//! Source: `_xpress/xdecode.c`, `_xpress/xdecode.i` (CODING_DIRECT2).

use crate::error::{Error, Result};
use crate::{error, fail};

/// Packed data is never shorter.
pub const PACKED_MIN: usize = 8;

const MATCH_MIN: usize = 3;
/// The values of the three steps of a length that say that there is more.
const MORE_BITS: usize = 7;
const MORE_HALF: usize = 15;
const MORE_BYTE: usize = 255;

struct Source<'a> {
    rest: &'a [u8],
}

impl<'a> Source<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or_else(ends_early)?;
        self.rest = rest;
        Ok(*head)
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or_else(ends_early)?;
        self.rest = rest;
        Ok(head)
    }

    fn byte(&mut self) -> Result<usize> {
        Ok(usize::from(self.take::<1>()?[0]))
    }

    fn word(&mut self) -> Result<usize> {
        Ok(usize::from(u16::from_le_bytes(self.take()?)))
    }
}

fn ends_early() -> Error {
    error!(DecompressionFailed, "XPRESS data ends before all is said")
}

/// Unpacks exactly `size` bytes.
///
/// # Errors
/// `DecompressionFailed` when `packed` is damaged or gives more or fewer bytes.
pub fn decompress(packed: &[u8], size: usize) -> Result<Vec<u8>> {
    let mut source = Source { rest: packed };
    let mut out = Vec::with_capacity(size);
    let (mut flags, mut flags_left) = (0u32, 0u32);
    // The upper half of a byte whose lower half an earlier match used.
    let mut spare_half: Option<usize> = None;
    loop {
        if flags_left == 0 {
            flags = u32::from_le_bytes(source.take()?);
            flags_left = u32::BITS;
        }
        let plain = flags.leading_zeros().min(flags_left);
        if plain > 0 {
            if size - out.len() < plain as usize {
                fail!(DecompressionFailed, "XPRESS data gives more than the {size} bytes that its header says");
            }
            out.extend_from_slice(source.bytes(plain as usize)?);
            flags = flags.checked_shl(plain).unwrap_or(0);
            flags_left -= plain;
            continue;
        }
        flags <<= 1;
        flags_left -= 1;
        if out.len() == size {
            return Ok(out);
        }
        let pair = source.word()?;
        let length = match_length(&mut source, pair & MORE_BITS, &mut spare_half)?;
        copy_back(&mut out, (pair >> 3) + 1, length, size)?;
    }
}

fn match_length(source: &mut Source<'_>, low: usize, spare_half: &mut Option<usize>) -> Result<usize> {
    if low < MORE_BITS {
        return Ok(low + MATCH_MIN);
    }
    let half = match spare_half.take() {
        Some(half) => half,
        None => {
            let byte = source.byte()?;
            *spare_half = Some(byte >> 4);
            byte & MORE_HALF
        }
    };
    if half < MORE_HALF {
        return Ok(MORE_BITS + half + MATCH_MIN);
    }
    let byte = source.byte()?;
    if byte < MORE_BYTE {
        return Ok(MORE_BITS + MORE_HALF + byte + MATCH_MIN);
    }
    let whole = source.word()?;
    if whole < MORE_BITS + MORE_HALF + MORE_BYTE {
        fail!(DecompressionFailed, "XPRESS data spells the length {whole} in too many bytes");
    }
    Ok(whole + MATCH_MIN)
}

/// Appends `length` bytes from `distance` back; the two may overlap, which repeats them.
fn copy_back(out: &mut Vec<u8>, distance: usize, length: usize, size: usize) -> Result<()> {
    let Some(start) = out.len().checked_sub(distance) else {
        fail!(DecompressionFailed, "XPRESS data refers {distance} bytes back after {} bytes", out.len());
    };
    if length > size - out.len() {
        fail!(DecompressionFailed, "XPRESS data gives more than the {size} bytes that its header says");
    }
    let mut left = length;
    while left > 0 {
        // What was copied repeats what was there, so each turn can take twice as much.
        let now = left.min(out.len() - start);
        out.extend_from_within(start..start + now);
        left -= now;
    }
    Ok(())
}
