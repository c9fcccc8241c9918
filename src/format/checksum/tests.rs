use super::*;
use proptest::prelude::*;

/// The definition, bit by bit.
fn slow(block: &[u8], number: u32, first: bool) -> u64 {
    let (mut xor, mut low, mut high) = (number, 0u32, 0u32);
    let mask = ((block.len() * 8 - 1) & 0xFFFF) as u32;
    for (i, &byte) in block.iter().enumerate() {
        if first && i < 8 {
            continue;
        }
        xor ^= u32::from(byte) << (i % 4 * 8);
        for bit in 0..8 {
            if byte >> bit & 1 == 1 {
                let index = (i * 8 + bit) as u32;
                low ^= index;
                high ^= !index & mask;
            }
        }
    }
    u64::from(xor) | u64::from(low) << 32 | u64::from(high) << 48
}

fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut x = seed | 1;
    (0..length)
        .map(|_| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            (x >> 32) as u8
        })
        .collect()
}

#[test]
fn fast_sum_is_the_defined_sum() {
    for length in [512, 1024, 2048, 4096, 8192] {
        for first in [false, true] {
            let block = noise(length, length as u64);
            assert_eq!(block_checksum(&block, 77, first), slow(&block, 77, first), "{length} {first}");
        }
    }
}

#[test]
fn a_header_is_sealed_with_the_seed() {
    let mut header = vec![0; 4096];
    seal_header(&mut header);
    assert_eq!(header[..4], 0x89AB_CDEFu32.to_le_bytes());
    header[100] = 1;
    assert!(!header_is_good(&header));
    seal_header(&mut header);
    assert!(header_is_good(&header));
}

#[test]
fn old_pages_carry_their_number() {
    let mut page = noise(4096, 3);
    page[37] &= !0x20;
    page[4..8].copy_from_slice(&5u32.to_le_bytes());
    let sum = header_checksum(&page);
    page[..4].copy_from_slice(&sum.to_le_bytes());
    assert_eq!(correct_page(&mut page, 5), Verdict::Good);
    assert_eq!(correct_page(&mut page, 6), Verdict::Bad);
    // Written again, it is a page of the new format.
    seal_page(&mut page, 5);
    assert!(has_ecc(&page));
    assert_eq!(correct_page(&mut page, 5), Verdict::Good);
}

#[test]
fn every_single_bit_is_turned_back() {
    for size in [4096, 8192, 16384, 32768] {
        let mut page = noise(size, 9);
        seal_page(&mut page, 42);
        let good = page.clone();
        let step = if size == 4096 { 3 } else { 397 };
        let near = (0..80 * 8).filter(|b| *b % step != 0);
        for bit in (0..size * 8).step_by(step).chain(near) {
            flip(&mut page, bit);
            // The sum of the first block guards itself by detection only, and nothing turns the format flag.
            let expected = if bit < 64 || bit == FLAG_BIT { Verdict::Bad } else { Verdict::Corrected { bit } };
            assert_eq!(correct_page(&mut page, 42), expected, "bit {bit} of {size}");
            if expected == Verdict::Bad {
                flip(&mut page, bit);
            }
            assert!(page == good);
        }
        assert_eq!(correct_page(&mut page, 43), Verdict::Bad);
    }
}

#[test]
fn large_pages_mend_one_bit_in_each_block() {
    let mut page = noise(16384, 4);
    seal_page(&mut page, 7);
    let good = page.clone();
    for bit in [4096 * 8 + 3, 8192 * 8 + 99, 3000] {
        flip(&mut page, bit);
    }
    assert_eq!(correct_page(&mut page, 7), Verdict::Corrected { bit: 3000 });
    assert!(page == good);
}

proptest! {
    #[test]
    fn two_wrong_bits_are_refused(a in 64usize..32768, b in 64usize..32768, seed: u64) {
        prop_assume!(a != b);
        let mut page = noise(4096, seed);
        seal_page(&mut page, 1);
        flip(&mut page, a);
        flip(&mut page, b);
        let before = page.clone();
        prop_assert_eq!(correct_page(&mut page, 1), Verdict::Bad);
        prop_assert!(page == before);
    }

    #[test]
    fn any_bytes_get_a_verdict(mut bytes in proptest::collection::vec(any::<u8>(), 0..40_000), pgno: u32) {
        let before = bytes.clone();
        let mut sealed = bytes.clone();
        if correct_page(&mut bytes, pgno) == Verdict::Bad {
            prop_assert!(bytes == before);
        }
        seal_page(&mut sealed, pgno);
        seal_header(&mut sealed);
        header_is_good(&sealed);
    }
}
