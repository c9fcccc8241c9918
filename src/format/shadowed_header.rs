//! Headers that lie twice in a file, one copy after the other, so that a torn write leaves one of them good.
//!
//! | offset | size | what                         |
//! |--------|------|------------------------------|
//! | 0      | n    | first copy                   |
//! | n      | n    | second copy (the "shadow")   |
//!
//! Databases (n = page size) and checkpoints (n = 4096) are kept so. The first 4 bytes of a copy are its checksum
//! ([`super::checksum::header_checksum`]); a copy that does not agree with it is damaged. When both are good but differ, the first
//! is the newer one: it is always written first.
//!
//! Source: `ese/_osu/fileu.cxx` (ErrUtilReadSpecificShadowedHeader), `checksum/checksum.cxx` (old format).

use super::checksum::header_is_good;

/// The magic number of databases.
pub const MAGIC: u32 = 0x89AB_CDEF;

/// Page sizes that databases have or had, smallest first.
pub const PAGE_SIZES: [u32; 5] = [2048, 4096, 8192, 16384, 32768];

/// What page size 0 in old headers means.
pub const DEFAULT_PAGE_SIZE: u32 = 4096;

/// Which of the two copies can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Both, and they are equal.
    Equal,
    /// Only the second.
    FirstDamaged,
    /// Only the first; also when both are sound but differ.
    SecondDamaged,
}

/// The copy to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elected<'a> {
    pub bytes: &'a [u8],
    pub copies: Copies,
}

/// How the size of a copy is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopySize {
    /// It is always this one.
    Fixed(usize),
    /// One of [`PAGE_SIZES`]; each copy names it in the 32-bit word at this offset (0 = 4096).
    NamedAt(usize),
}

/// Chooses between the two copies at the start of a file; `start` should reach over both at their largest size, or to
/// the end of the file. `None` when neither is good.
pub fn elect(start: &[u8], size: CopySize) -> Option<Elected<'_>> {
    let good = |which: usize, size: usize| -> Option<&[u8]> {
        start.get(which * size..(which + 1) * size).filter(|copy| header_is_good(copy))
    };
    // With an unknown size, the largest that fits wins, for each copy on its own.
    let find = |which: usize| match size {
        CopySize::Fixed(size) => good(which, size),
        CopySize::NamedAt(place) => PAGE_SIZES
            .iter()
            .rev()
            .find_map(|&size| good(which, size as usize).filter(|copy| named_page_size(copy, place) == Some(size))),
    };
    match (find(0), find(1)) {
        (Some(first), Some(second)) if first == second => Some(Elected { bytes: first, copies: Copies::Equal }),
        (Some(first), _) => Some(Elected { bytes: first, copies: Copies::SecondDamaged }),
        (None, Some(second)) => Some(Elected { bytes: second, copies: Copies::FirstDamaged }),
        (None, None) => None,
    }
}

/// The page size that a copy names.
fn named_page_size(copy: &[u8], place: usize) -> Option<u32> {
    let word = copy.get(place..place + 4)?.try_into().ok()?;
    match u32::from_le_bytes(word) {
        0 => Some(DEFAULT_PAGE_SIZE),
        size => Some(size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::checksum;

    fn copy(size: usize, mark: u8) -> Vec<u8> {
        let mut c = vec![0; size];
        c[12] = mark;
        c[236..240].copy_from_slice(&(size as u32).to_le_bytes());
        checksum::seal_header(&mut c);
        c
    }

    #[test]
    fn finds_the_page_size() {
        for size in PAGE_SIZES {
            let one = copy(size as usize, 7);
            let file = [one.clone(), one.clone()].concat();
            let e = elect(&file, CopySize::NamedAt(236)).unwrap();
            assert_eq!((e.bytes, e.copies), (&one[..], Copies::Equal));
        }
    }

    #[test]
    fn prefers_the_first_copy() {
        let (new, old) = (copy(4096, 1), copy(4096, 2));
        let size = CopySize::NamedAt(236);
        let file = [new.clone(), old.clone()].concat();
        let e = elect(&file, size).unwrap();
        assert!(e.bytes == new && e.copies == Copies::SecondDamaged);

        let mut torn = new.clone();
        torn[100] ^= 1;
        let file = [torn.clone(), old.clone()].concat();
        let e = elect(&file, size).unwrap();
        assert!(e.bytes == old && e.copies == Copies::FirstDamaged);

        assert_eq!(elect(&[torn.clone(), torn].concat(), size), None);
        // The file ends within the second copy.
        assert_eq!(elect(&file[4096..8000], size), None);
        assert_eq!(elect(&new, size).unwrap().copies, Copies::SecondDamaged);
    }

    #[test]
    fn zeros_and_nothing_are_damaged() {
        assert_eq!(elect(&[0; 65536], CopySize::NamedAt(236)), None);
        assert_eq!(elect(&[], CopySize::Fixed(4096)), None);
        assert_eq!(elect(&[0; 3], CopySize::Fixed(2)), None);
    }
}
