//! The difference between the data of a node before and after a replace, as a log record carries it.
//!
//! A diff is a list of edits, by ascending offset in the old data; what lies between is kept.
//!
//! | part                | bytes  | what                                                             |
//! |---------------------|--------|------------------------------------------------------------------|
//! | offset and flags    | 2 or 3 | offset in the old data; flags in the top bits, or in the 3rd byte |
//! | length of new data  | 1 or 2 | 2 with the flag for it                                           |
//! | length of old data  | 1 or 2 | only where the two may differ                                    |
//! | new data            |        |                                                                  |
//!
//! The form with three bytes is for pages larger than 8 KiB, whose offsets leave no room for flags.
//!
//! Source: `inc/logapi.hxx` (DIFFHDR, DIFFHDR2), `ese/logdiff.cxx` (ErrLGGetAfterImage).

use crate::error::Result;
use crate::fail;

/// The edit replaces as many bytes as it brings.
const SAME_LENGTH: u8 = 0x20;
/// The edit replaces nothing.
const INSERT: u8 = 0x40;
/// Lengths have two bytes.
const WIDE_LENGTHS: u8 = 0x80;
/// No page is larger, so no data is.
const DATA_MAX: usize = 32 << 10;

/// Puts the new data into `new`, which is emptied first. `wide`: the form for large pages.
///
/// # Errors
/// `LogFileCorrupt` when the diff does not fit the old data, or the result no page.
pub fn apply(diff: &[u8], wide: bool, old: &[u8], new: &mut Vec<u8>) -> Result<()> {
    new.clear();
    let mut rest = diff;
    let mut kept = 0;
    while !rest.is_empty() {
        let edit = Edit::take(&mut rest, wide)?;
        let (Some(between), Some(behind)) = (old.get(kept..edit.offset), edit.offset.checked_add(edit.replaced)) else {
            fail!(LogFileCorrupt, "a diff goes back from offset {kept} to {}, in {} bytes", edit.offset, old.len());
        };
        new.extend_from_slice(between);
        new.extend_from_slice(edit.data);
        kept = behind;
    }
    let Some(tail) = old.get(kept..) else {
        fail!(LogFileCorrupt, "a diff replaces up to offset {kept} of {} bytes", old.len());
    };
    new.extend_from_slice(tail);
    if new.len() > DATA_MAX {
        fail!(LogFileCorrupt, "a diff makes {} bytes, more than a page holds", new.len());
    }
    Ok(())
}

struct Edit<'a> {
    offset: usize,
    /// Bytes of the old data that give way.
    replaced: usize,
    data: &'a [u8],
}

impl<'a> Edit<'a> {
    fn take(rest: &mut &'a [u8], wide: bool) -> Result<Self> {
        let place = number(rest, 2)?;
        let (offset, flags) = if wide { (place, number(rest, 1)? as u8) } else { (place & 0x1FFF, (place >> 8) as u8) };
        let width = if flags & WIDE_LENGTHS != 0 { 2 } else { 1 };
        let length = number(rest, width)?;
        let replaced = match flags {
            f if f & INSERT != 0 => 0,
            f if f & SAME_LENGTH != 0 => length,
            _ => number(rest, width)?,
        };
        Ok(Self { offset, replaced, data: bytes(rest, length)? })
    }
}

fn bytes<'a>(rest: &mut &'a [u8], count: usize) -> Result<&'a [u8]> {
    match rest.split_at_checked(count) {
        Some((taken, behind)) => {
            *rest = behind;
            Ok(taken)
        }
        None => fail!(LogFileCorrupt, "a diff ends {} bytes early", count - rest.len()),
    }
}

fn number(rest: &mut &[u8], width: usize) -> Result<usize> {
    Ok(bytes(rest, width)?.iter().rev().fold(0, |n, &b| n << 8 | usize::from(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn applied(diff: &[u8], wide: bool, old: &[u8]) -> Vec<u8> {
        let mut new = vec![1, 2, 3];
        apply(diff, wide, old, &mut new).unwrap();
        new
    }

    #[test]
    fn every_kind_of_edit() {
        let old = b"0123456789";
        assert_eq!(applied(&[], false, old), old);
        // Insert "ab" at 2.
        assert_eq!(applied(&[2, 0x40, 2, b'a', b'b'], false, old), b"01ab23456789");
        // Replace "23" by "ab", then "5678" by "x", then delete "9".
        let diff = [2, 0x20, 2, b'a', b'b', 5, 0, 1, 4, b'x', 9, 0, 0, 1];
        assert_eq!(applied(&diff, false, old), b"01ab4x");
        // The wide form, with wide lengths.
        assert_eq!(applied(&[2, 0, 0x80, 1, 0, 3, 0, b'x'], true, old), b"01x56789");
        // Offsets of the narrow form have 13 bits.
        let long = vec![7; 0x1100];
        let new = applied(&[0, 0x20 | 0x11, 0], false, &long);
        assert_eq!(new, long);
    }

    #[test]
    fn nonsense_is_refused() {
        let refused = |diff: &[u8]| apply(diff, false, b"0123456789", &mut Vec::new()).is_err();
        assert!(refused(&[2]), "half an offset");
        assert!(refused(&[2, 0x40, 3, b'a']), "data missing");
        assert!(refused(&[11, 0x40, 0]), "beyond the end");
        assert!(refused(&[5, 0x40, 0, 4, 0x40, 0]), "backwards");
        assert!(refused(&[8, 0, 0, 3]), "replaces beyond the end");
        let mut all = Vec::new();
        (0..200).for_each(|_| all.extend([10, 0x40, 255].into_iter().chain([7; 255])));
        assert!(refused(&all), "larger than a page");
    }

    proptest! {
        #[test]
        fn never_panics(diff: Vec<u8>, wide: bool, old: Vec<u8>) {
            let _ = apply(&diff, wide, &old, &mut Vec::new());
        }
    }
}
