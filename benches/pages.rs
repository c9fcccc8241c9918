//! Checksums of pages in GB/s, and as a part of the speed of a memory copy, on one core.
//!
//! ```sh
//! cargo bench --bench pages
//! ```

mod support;

use std::hint::black_box;

use esent::format::checksum::{header_checksum, page_checksum, seal_page};
use support::{best, gigabytes_per_second, ratio};

const BYTES: usize = 64 << 20;

fn main() {
    let mut noise = 1_u32;
    let mut pages = vec![0; BYTES];
    for byte in &mut pages {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (noise >> 24) as u8;
    }
    let mut target = vec![0; BYTES];
    println!("| page size | | GB/s | part of the copy's speed |\n|-|-|-|-|");
    for size in [4096, 8192, 16384, 32768] {
        let each =
            |work: &mut dyn FnMut(u32, &[u8])| best(|| (1..).zip(pages.chunks(size)).for_each(|(n, p)| work(n, p)));
        let copy = best(|| {
            target.chunks_mut(size).zip(pages.chunks(size)).for_each(|(t, p)| t.copy_from_slice(p));
            black_box(&target);
        });
        let xor = each(&mut |_, page| {
            black_box(header_checksum(page));
        });
        pages.chunks_mut(size).zip(1..).for_each(|(page, n)| seal_page(page, n));
        let each =
            |work: &mut dyn FnMut(u32, &[u8])| best(|| (1..).zip(pages.chunks(size)).for_each(|(n, p)| work(n, p)));
        let ecc = each(&mut |n, page| {
            black_box(page_checksum(page, n));
        });
        for (name, time) in [("copy", copy), ("XOR", xor), ("XOR + ECC", ecc)] {
            println!("| {size} | {name} | {:.2} | {:.2} |", gigabytes_per_second(BYTES, time), ratio(copy, time));
        }
    }
}
