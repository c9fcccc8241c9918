//! Whole restores of bent sets: the input is hashed to the seed of a bend. `tests/bends.rs` judges what comes out; here it only
//! has to come back.

#[path = "../../tests/bends/bend.rs"]
#[allow(dead_code)]
mod bend;
#[path = "../../tests/bends/disk.rs"]
#[allow(dead_code)] // The tests use more of it.
pub mod disk;
#[path = "../../tests/bends/set.rs"]
#[allow(dead_code)]
mod set;

use std::sync::OnceLock;

pub fn restore(data: &[u8]) {
    static SAMPLE: OnceLock<set::Set> = OnceLock::new();
    let sample = SAMPLE.get_or_init(set::Set::sample);
    // FNV, so that whatever changes in the input gives another bend.
    let seed =
        data.iter().fold(0xCBF2_9CE4_8422_2325, |sum: u64, b| (sum ^ u64::from(*b)).wrapping_mul(0x100_0000_01B3));
    let bent = bend::bend(sample, &mut bend::Random::new(seed));
    let disk = disk::Disk::new(&bent.files);
    let _ = std::hint::black_box(set::restore(&disk, &bent.call).result.is_ok());
}
