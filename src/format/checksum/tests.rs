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

#[test]
fn recorded_log_is_good() {
    let header = include_bytes!("../../../tests/fixtures/pages/first-8k-log-header.bin");
    assert!(header_is_good(header));
    let mut segment = include_bytes!("../../../tests/fixtures/pages/first-8k-log-segment-2.bin").to_vec();
    assert_eq!(correct_segment(&mut segment, 2), Verdict::Good);
    assert_eq!(segment_checksum(&segment, 2).to_le_bytes(), segment[..8]);
    assert_eq!(correct_segment(&mut segment, 3), Verdict::Bad);
    segment[1000] ^= 0x40;
    assert_eq!(correct_segment(&mut segment, 2), Verdict::Corrected { bit: 8006 });
    segment[1000] ^= 0x41;
    assert_eq!(correct_segment(&mut segment, 2), Verdict::Bad);
}

/// Every header and segment of every format-8 log below the directory in `ESENT_DATABASES`.
#[test]
#[ignore = "needs a directory of databases and logs in ESENT_DATABASES"]
fn sweep_over_logs() {
    let mut dirs = vec![std::path::PathBuf::from(std::env::var("ESENT_DATABASES").expect("ESENT_DATABASES"))];
    let (mut good, mut shadow, mut bad, mut headers, mut bad_headers, mut empty) = (0, 0, 0, 0, 0, 0);
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "log" || e == "jtx" || e == "chk") {
                let mut file = std::fs::read(&path).unwrap();
                let Some(header) = file.get(..4096) else { continue };
                headers += 1;
                if !header_is_good(header) {
                    bad_headers += 1;
                    println!("{}: damaged header", path.display());
                }
                // Major version at byte 32 of a log header.
                if path.extension().is_some_and(|e| e == "chk") || word_at(header, 32) != 8 {
                    continue;
                }
                for (number, segment) in file.chunks_exact_mut(4096).enumerate().skip(1) {
                    if segment.iter().all(|&b| b == 0) {
                        empty += 1;
                        continue;
                    }
                    match correct_segment(segment, number as u32) {
                        Verdict::Good => good += 1,
                        _ if correct_segment(segment, number as u32 - 1) == Verdict::Good => shadow += 1,
                        other => {
                            bad += 1;
                            println!("{} segment {number}: {other:?}", path.display());
                        }
                    }
                }
            }
        }
    }
    println!("{headers} headers, {bad_headers} bad; segments: {good} good, {shadow} shadows, {empty} empty, {bad} bad");
    assert!(good > 0);
}

/// Bytes per second of both sums and of a copy, for the record.
#[test]
#[ignore = "measures"]
fn measure_speed() {
    let source = noise(64 << 20, 5);
    let mut target = vec![0; source.len()];
    let time = |name: &str, work: &mut dyn FnMut() -> u64| {
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            std::hint::black_box(work());
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!("{name}: {:.2} GB/s", source.len() as f64 / best / 1e9);
    };
    time("copy", &mut || {
        target.copy_from_slice(&source);
        u64::from(target[9])
    });
    time("xor", &mut || source.chunks_exact(8192).map(|p| u64::from(header_checksum(p))).sum());
    for size in [4096, 8192] {
        time("ecc", &mut || source.chunks_exact(size).fold(0, |sum, p| sum ^ block_checksum(p, 1, true)));
    }
    time("sha-like loop over bytes", &mut || source.iter().fold(0u64, |sum, &b| sum.rotate_left(1) ^ u64::from(b)));
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
