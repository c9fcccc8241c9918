//! Runs a target so many times on inputs made from the project's fixtures, and counts. No nightly, no instrumentation.
//!
//! ```sh
//! cargo run --release --bin drive -- TARGET EXECUTIONS [SEED]
//! cargo run --release --bin drive -- all 10000
//! ```
//!
//! A panic ends the program, with the input in `crash-TARGET`.

use std::path::{Path, PathBuf};
use std::time::Instant;

const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("page", esent_fuzz::page),
    ("log_header", esent_fuzz::log_header),
    ("log_segment", esent_fuzz::log_segment),
    ("log_record", esent_fuzz::log_record),
    ("log_stream", esent_fuzz::log_stream),
    ("log7", esent_fuzz::log7),
    ("diff", esent_fuzz::diff),
    ("database_header", esent_fuzz::database_header),
    ("checkpoint", esent_fuzz::checkpoint),
    ("compression", esent_fuzz::compression),
    ("redo", esent_fuzz::redo),
    ("c_face", esent_fuzz::c_face),
    ("restore", esent_fuzz::restore),
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }
}

/// What inputs are made from: files written by a build of the reference, and pieces of them.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures");
    let file = |name: &str| std::fs::read(fixtures.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let with_head = |head: &[u8], body: &[u8]| [head, body].concat();
    let mut seeds: Vec<Vec<u8>> = corpus(target);
    match target {
        "page" => {
            let all = [(1u8, "first-4k-page-15"), (2, "first-8k-page-27"), (3, "first-16k-page-37")];
            seeds.extend(all.map(|(n, name)| with_head(&[n], &file(&format!("pages/{name}.bin")))));
        }
        "log_header" => seeds.push(file("pages/first-8k-log-header.bin")),
        "log_segment" => seeds.push(with_head(&[2], &file("pages/first-8k-log-segment-2.bin"))),
        "log_stream" => {
            let log = file("logs/edb00000002.log");
            seeds.push(with_head(&[1], &log[..8 * 4096]));
            seeds.push(with_head(&[0], &log[..8 * 4096]));
        }
        "log_record" => seeds.extend(records()),
        "redo" => {
            let page = file("pages/first-8k-page-27.bin");
            for record in records() {
                let length = (record.len() as u16).to_le_bytes();
                seeds.push([&[1, length[0], length[1]], &record[..], &page].concat());
            }
        }
        "compression" => seeds.push(with_head(&[255], &file("pages/definitions-picture.bin"))),
        "diff" => seeds.extend([vec![64, 1, 0, 2, 0, 3, 0, 9, 9, 9], (0..64).collect()]),
        _ => seeds.push((0..255).collect()),
    }
    seeds
}

/// The small committed corpus of a target, which cargo fuzz uses too.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(directory).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    names.sort();
    names.iter().filter_map(|name| std::fs::read(name).ok()).collect()
}

/// Runs of records out of a real log.
fn records() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/logs");
    let mut runs: Vec<Vec<u8>> = Vec::new();
    for name in ["edb00000001.log", "edb00000002.log"] {
        let file = esent::storage::fs::FileSystem::open(
            &esent::storage::fs::RealFileSystem,
            &fixtures.join(name),
            esent::storage::fs::OpenMode::Read,
        )
        .expect("a fixture");
        let mut reader = esent::storage::any_log_reader::AnyLogReader::open(file).expect("a sound log");
        let _ = reader.check();
        let mut run = Vec::new();
        while let Ok(Some((_, bytes))) = reader.next_bytes() {
            run.extend_from_slice(bytes);
            if run.len() > 300 {
                runs.push(std::mem::take(&mut run));
            }
        }
    }
    runs
}

/// A few changes, of the kinds that parsers mind.
fn mutate(input: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    const EDGES: [u64; 10] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0xFFFF_FFFF, u64::MAX];
    for _ in 0..1 + random.below(6) {
        let length = input.len();
        if length == 0 {
            input.push(random.next() as u8);
            continue;
        }
        // Heads are where numbers are.
        let most = if random.below(2) == 0 { length.min(96) } else { length };
        let at = random.below(most);
        match random.below(9) {
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
            _ => {
                let end = (at + random.below(16)).min(length);
                input.drain(at..end);
            }
        }
    }
}

fn run(name: &str, target: fn(&[u8]), executions: u64, seed: u64) {
    let seeds = seeds(name);
    let mut random = Random(seed);
    let began = Instant::now();
    let mut input = Vec::new();
    for n in 0..executions {
        let from = &seeds[random.below(seeds.len())];
        input.clear();
        input.extend_from_slice(from);
        let other = random.below(seeds.len());
        if name == "restore" {
            input = random.next().to_le_bytes().to_vec();
        } else {
            mutate(&mut input, &seeds[other], &mut random);
        }
        let outcome = std::panic::catch_unwind(|| target(&input));
        if outcome.is_err() {
            let path = format!("crash-{name}");
            let _ = std::fs::write(&path, &input);
            eprintln!("{name}: execution {n} with seed {seed} panicked; its input is in {path}");
            std::process::exit(1);
        }
    }
    println!("{name}: {executions} executions in {:.1} s, seed {seed}", began.elapsed().as_secs_f64());
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |i: usize, default: u64| arguments.get(i).and_then(|a| a.parse().ok()).unwrap_or(default);
    let wanted = arguments.first().map_or("all", String::as_str);
    let mut any = false;
    for (name, target) in TARGETS.iter().filter(|(name, _)| wanted == "all" || wanted == *name) {
        any = true;
        // A whole restore takes a thousand times as long as parsing a page.
        let executions = number(1, 10_000);
        let executions = if wanted == "all" && *name == "restore" { executions / 100 } else { executions };
        run(name, *target, executions, number(2, 1));
    }
    if !any {
        eprintln!("no target is called {wanted}; there are: {:?}", TARGETS.map_names());
        std::process::exit(2);
    }
}

trait Names {
    fn map_names(&self) -> Vec<&str>;
}

impl Names for [(&str, fn(&[u8]))] {
    fn map_names(&self) -> Vec<&str> {
        self.iter().map(|(name, _)| *name).collect()
    }
}
