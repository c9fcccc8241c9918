use super::*;
use crate::error::ErrorCode;
use crate::format::page::Page;
use proptest::prelude::*;

/// A container of `scheme` around `packed`, with the size that schemes 3 and 7 carry.
fn container(scheme: u8, size: usize, packed: &[u8]) -> Vec<u8> {
    let mut bytes = vec![scheme << 3];
    bytes.extend_from_slice(&(size as u16).to_le_bytes());
    bytes.extend_from_slice(packed);
    bytes
}

fn pack_seven_bits(scheme: u8, text: &[u8]) -> Vec<u8> {
    let mut bits: Vec<u8> = text.iter().flat_map(|&c| (0..7).map(move |i| c >> i & 1)).collect();
    let used = (bits.len() + 7) % 8;
    bits.resize(bits.len().next_multiple_of(8), 0);
    let packed = bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |all, bit| all << 1 | bit));
    std::iter::once(scheme << 3 | used as u8).chain(packed).collect()
}

/// A packer without cunning: the longest match among the last few distances.
fn pack_xpress(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut flags_at = 0;
    let mut count = 0;
    let mut half_at: Option<usize> = None;
    let mut flag = |out: &mut Vec<u8>, bit: bool| {
        if count % 32 == 0 {
            flags_at = out.len();
            out.extend_from_slice(&[0; 4]);
        }
        if bit {
            let word = u32::from_le_bytes(out[flags_at..flags_at + 4].try_into().unwrap()) | 1 << (31 - count % 32);
            out[flags_at..flags_at + 4].copy_from_slice(&word.to_le_bytes());
        }
        count += 1;
    };
    let mut at = 0;
    while at < data.len() {
        let length_at = |distance: usize| (at..data.len()).take_while(|&i| data[i] == data[i - distance]).count();
        let best = (1..=at.min(300)).map(|d| (length_at(d), d)).max().filter(|best| best.0 >= 3);
        let Some((length, distance)) = best else {
            flag(&mut out, false);
            out.push(data[at]);
            at += 1;
            continue;
        };
        flag(&mut out, true);
        at += length;
        let code = length - 3;
        out.extend_from_slice(&(((distance - 1) << 3 | code.min(7)) as u16).to_le_bytes());
        if code < 7 {
            continue;
        }
        let half = (code - 7).min(15) as u8;
        match half_at.take() {
            Some(byte) => out[byte] |= half << 4,
            None => {
                half_at = Some(out.len());
                out.push(half);
            }
        }
        if half == 15 {
            out.push((code - 22).min(255) as u8);
            if code - 22 >= 255 {
                out.extend_from_slice(&(code as u16).to_le_bytes());
            }
        }
    }
    flag(&mut out, true);
    out
}

#[test]
fn seven_bit_characters() {
    // "abc" is 0x61, 0x62, 0x63: 21 bits, of which 5 in the third byte.
    assert_eq!(decompress(&[1 << 3 | 4, 0x61, 0xf1, 0x18], 3).unwrap(), b"abc");
    assert_eq!(decompress(&[2 << 3 | 4, 0x61, 0xf1, 0x18], 6).unwrap(), b"a\0b\0c\0");
    for bad in [&[1 << 3][..], &[1 << 3 | 7], &[1 << 3 | 3, 0x61, 0xf1, 0x18]] {
        assert_eq!(decompress(bad, 100).unwrap_err().code(), ErrorCode::DecompressionFailed, "{bad:?}");
    }
}

#[test]
fn published_examples_of_plain_lz77() {
    // [MS-XCA] 3.1.
    let alphabet = b"abcdefghijklmnopqrstuvwxyz";
    assert_eq!(xpress::decompress(&[&[0x3f, 0, 0, 0], &alphabet[..]].concat(), 26).unwrap(), alphabet);
    let packed = [0xff, 0xff, 0xff, 0x1f, 0x61, 0x62, 0x63, 0x17, 0x00, 0x0f, 0xff, 0x26, 0x01];
    assert_eq!(decompress(&container(3, 300, &packed), 300).unwrap(), b"abc".repeat(100));
}

#[test]
fn a_picture_of_a_page_as_the_engine_logged_it() {
    let packed = include_bytes!("../../../tests/fixtures/pages/definitions-picture.bin");
    let page = Page::from_bytes(decompress(packed, 8192).unwrap()).unwrap();
    page.check_structure().unwrap();
    page.check_order().unwrap();
    assert_eq!(page.node_count(), 27);
    assert!(decompress(&packed[..packed.len() - 1], 8192).is_err());
    assert!(decompress(packed, 8191).is_err());
}

#[test]
fn what_cannot_be_read_is_named() {
    let code = |bytes: &[u8]| decompress(bytes, 1000).unwrap_err().code();
    assert_eq!(code(&[]), ErrorCode::DecompressionFailed);
    assert_eq!(code(&[4 << 3, b'l', b'l', b'l']), ErrorCode::DecompressionFailed);
    assert!(decompress(&[4 << 3], 9).unwrap_err().message().contains("scrubbed"));
    assert_eq!(code(&[5 << 3, 0, 0, 0, 0, 0]), ErrorCode::FeatureNotAvailable);
    assert_eq!(code(&[6 << 3, 0, 0, 0, 0, 0]), ErrorCode::FeatureNotAvailable);
    assert_eq!(code(&[0, 1, 2]), ErrorCode::DecompressionFailed);
    assert_eq!(code(&[31 << 3, 1, 2]), ErrorCode::DecompressionFailed);
    assert_eq!(code(&[3 << 3, 1]), ErrorCode::DecompressionFailed);
}

#[test]
fn damaged_xpress_is_an_error() {
    let fails =
        |packed: &[u8], size| decompress(&container(3, size, packed), 1 << 16).unwrap_err().message().to_owned();
    // Distance 3 when only 2 bytes were written.
    assert!(fails(&[0xff, 0xff, 0xff, 0x3f, 0x61, 0x62, 0x10, 0x00, 0, 0], 300).contains("back"));
    // The example above with another size, or without its end.
    let good = [0xff, 0xff, 0xff, 0x1f, 0x61, 0x62, 0x63, 0x17, 0x00, 0x0f, 0xff, 0x26, 0x01];
    assert!(fails(&good, 299).contains("more than"));
    assert!(fails(&good, 301).contains("ends before"));
    assert!(fails(&good[..12], 300).contains("ends before"));
    // A length of 276 less 3 has a shorter spelling.
    let long = [0xff, 0xff, 0xff, 0x1f, 0x61, 0x62, 0x63, 0x17, 0x00, 0x0f, 0xff, 0x14, 0x01];
    assert!(fails(&long, 282).contains("too many bytes"));
    // What did not shrink.
    assert!(fails(&good, 13).contains("cannot stand for"));
}

proptest! {
    #[test]
    fn any_text_comes_back(text in proptest::collection::vec(0u8..128, 1..300)) {
        prop_assert_eq!(decompress(&pack_seven_bits(1, &text), text.len()).unwrap(), text.clone());
        let wide: Vec<u8> = text.iter().flat_map(|&c| [c, 0]).collect();
        prop_assert_eq!(decompress(&pack_seven_bits(2, &text), wide.len()).unwrap(), wide);
        prop_assert!(decompress(&pack_seven_bits(2, &text), text.len() * 2 - 1).is_err());
    }

    #[test]
    fn any_data_comes_back(runs in proptest::collection::vec((0u8..4, 1usize..700), 1..40)) {
        let data: Vec<u8> = runs.iter().flat_map(|&(byte, n)| std::iter::repeat_n(byte, n)).collect();
        prop_assert_eq!(xpress::decompress(&pack_xpress(&data), data.len()).unwrap(), data.clone());
        prop_assert_eq!(
            decompress(&container(7, data.len(), &lz4_flex::block::compress(&data)), data.len()).unwrap(),
            data
        );
    }

    #[test]
    fn random_bytes_never_panic_nor_grow(
        scheme in 0u8..32, low in 0u8..8, rest in proptest::collection::vec(any::<u8>(), 0..400), limit in 0usize..2000
    ) {
        let bytes: Vec<u8> = std::iter::once(scheme << 3 | low).chain(rest).collect();
        if let Ok(out) = decompress(&bytes, limit) {
            prop_assert!(out.len() <= limit);
        }
    }

    #[test]
    fn random_matches_never_panic(packed in proptest::collection::vec(any::<u8>(), 0..400), size in 0usize..70_000) {
        // Flags that are mostly matches reach further than random ones.
        let packed: Vec<u8> = [0x1f, 0xff, 0xff, 0xff].into_iter().rev().chain(packed).collect();
        if let Ok(out) = xpress::decompress(&packed, size) {
            prop_assert_eq!(out.len(), size);
        }
    }

    #[test]
    fn random_bytes_are_no_picture(flip in 0usize..100_000, bit in 0u8..8) {
        let mut packed = include_bytes!("../../../tests/fixtures/pages/definitions-picture.bin").to_vec();
        let at = flip % packed.len();
        packed[at] ^= 1 << bit;
        if let Ok(out) = decompress(&packed, 8192) {
            prop_assert!(out.len() <= 8192);
        }
    }
}
