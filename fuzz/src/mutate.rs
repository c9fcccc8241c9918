//! Inputs out of inputs, by a seeded sequence of numbers.

/// Numbers that look random and are the same for the same seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }
}

const EDGES: [u64; 10] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0xFFFF_FFFF, u64::MAX];

/// One to six changes, of the kinds that parsers mind. Pieces of `other` may come in.
pub fn mutate(input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..1 + random.below(6) {
        let length = input.len();
        if length == 0 {
            input.push(random.next() as u8);
            continue;
        }
        let at = place(length, random);
        match random.below(10) {
            0 => input[at] ^= 1 << random.below(8),
            1 => input[at] = random.next() as u8,
            2..=4 => {
                let size = [1, 2, 4, 8][random.below(4)].min(length - at);
                let small = random.next() >> random.below(64);
                let value = if random.below(2) == 0 { EDGES[random.below(10)] } else { small };
                input[at..at + size].copy_from_slice(&value.to_le_bytes()[..size]);
            }
            5 => {
                let (from, count) = (random.below(length), random.below(64));
                let count = count.min(length - from).min(length - at);
                input.copy_within(from..from + count, at);
            }
            6 => input.truncate(1 + random.below(length)),
            7 => {
                let from = random.below(other.len());
                let count = random.below(64).min(other.len() - from);
                input.splice(at..at, other[from..from + count].iter().copied());
            }
            // A number that is a little off.
            8 => input[at] = input[at].wrapping_add([1, 2, 4, 8, 252, 254, 255][random.below(7)]),
            _ => {
                let end = (at + random.below(16)).min(length);
                input.drain(at..end);
            }
        }
    }
}

/// Where to change something: numbers stand in heads, and in the tags at the end of a page.
fn place(length: usize, random: &mut Random) -> usize {
    match random.below(4) {
        0 | 1 => random.below(length.min(96)),
        2 => length - 1 - random.below(length.min(64)),
        _ => random.below(length),
    }
}
