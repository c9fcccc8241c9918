//! Whole restores of bent sets: the input is the seed of a bend. `tests/bends.rs` judges what comes out; here it only
//! has to come back.

#[path = "../../tests/bends/bend.rs"]
mod bend;
#[path = "../../tests/bends/disk.rs"]
pub mod disk;
#[path = "../../tests/bends/set.rs"]
mod set;

use std::sync::OnceLock;

pub fn restore(data: &[u8]) {
    static SAMPLE: OnceLock<set::Set> = OnceLock::new();
    let sample = SAMPLE.get_or_init(set::Set::sample);
    let mut seed = [0; 8];
    let length = data.len().min(8);
    seed[..length].copy_from_slice(&data[..length]);
    let bent = bend::bend(sample, &mut bend::Random::new(u64::from_le_bytes(seed)));
    let disk = disk::Disk::new(&bent.files);
    let _ = std::hint::black_box(set::restore(&disk, &bent.call).result.is_ok());
}
