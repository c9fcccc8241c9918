//! What pages hold, read with code that is not the library's.

use std::path::Path;

pub const STATE_CLEAN: u32 = 3;

pub fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word[..N].copy_from_slice(&bytes[at..at + N]);
    u64::from_le_bytes(word)
}

/// As examples/sample-backup/README.md describes it; `None` for a page that is not in use. For pages of up to 8 KiB.
pub fn digest(page: &[u8]) -> Option<u64> {
    const EMPTY: u64 = 0x8;
    const PRE_INIT: u64 = 0x2_0000;
    const NOT_CONTENT: u64 = 0x1_c000;
    let (dbtime, flags) = (number::<8>(page, 8), number::<4>(page, 36));
    if page[8..40].iter().all(|&b| b == 0) || dbtime == 0 || dbtime == u64::MAX || flags & (EMPTY | PRE_INIT) != 0 {
        return None;
    }
    let mut content = page[8..24].to_vec();
    content.extend_from_slice(&page[24..28]);
    content.extend_from_slice(&((flags & !NOT_CONTENT) as u32).to_le_bytes());
    let tags = (number::<2>(page, 34) & 0xfff) as usize;
    for tag in 1..=tags {
        let tag = page.len() - 4 * tag;
        let length = (number::<2>(page, tag) & 0x1fff) as usize;
        let place = number::<2>(page, tag + 2);
        let start = 40 + (place & 0x1fff) as usize;
        content.push((place >> 13) as u8 & !1);
        content.extend_from_slice(&(length as u16).to_le_bytes());
        content.extend_from_slice(&page[start..start + length]);
    }
    Some(
        content
            .iter()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)),
    )
}

/// Asserts that both headers say "clean", and gives number and digest of each page in use.
pub fn of_clean_database(database: &Path, page_size: usize) -> Vec<String> {
    let bytes = std::fs::read(database).unwrap();
    for copy in 0..2 {
        assert_eq!(number::<4>(&bytes, copy * page_size + 52), u64::from(STATE_CLEAN), "state in header {copy}");
    }
    bytes
        .chunks_exact(page_size)
        .enumerate()
        .skip(2)
        .filter_map(|(place, page)| digest(page).map(|hash| format!("{} {hash:016x}", place - 1)))
        .collect()
}
