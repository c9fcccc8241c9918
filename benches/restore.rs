//! Whole restores, syncs included, against `sha256sum` and a plain copy of the same files in the same run.
//!
//! ```sh
//! ESENT_BENCH_SET=backup.tar.xz cargo bench --bench restore
//! ```
//!
//! Each round prepares a fresh copy, so that each restore does the whole work. *Cold*: the files were taken out of the
//! system's memory before each of the three (GNU `dd` does that, for files that are safe on disk); *warm*: they were read
//! just before.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use esent::recovery::external_restore;
use esent::storage::fs::RealFileSystem;
use support::{Set, median, ratio, rounds, time};

const CACHE: usize = 256 << 20;
/// As many threads as the library thinks right.
const BY_DEFAULT: usize = 0;
const SMALL_CACHE: usize = 8 << 20;

fn main() {
    let set = Set::unpack();
    println!("{} logs, {} MiB; {} rounds", set.logs.len(), set.log_bytes() >> 20, rounds());
    println!("\n| | restore / sha256sum | restore / copy | sha256sum (ms) | copy (ms) | restore (ms) |\n|-|-|-|-|-|-|");
    row("warm", &set, BY_DEFAULT, CACHE, false);
    for threads in [1, 2, 3, 4, 8] {
        row(&format!("warm, threads: {threads}"), &set, threads, CACHE, false);
    }
    row("warm, cache of 8 MiB", &set, BY_DEFAULT, SMALL_CACHE, false);
    row("cold", &set, BY_DEFAULT, CACHE, true);
}

fn row(name: &str, set: &Set, threads: usize, cache: usize, cold: bool) {
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..rounds() {
        let all = round(set, set.logs.len(), threads, cache, cold);
        for (list, one) in times.iter_mut().zip(all) {
            list.push(one);
        }
    }
    let [sha, copy, restore] = &times;
    let against = |other: &[Duration]| median(restore.iter().zip(other).map(|(&r, &o)| ratio(r, o)).collect());
    let ms = |list: &[Duration]| median(list.iter().map(|d| d.as_secs_f64() * 1e3).collect());
    println!(
        "| {name} | {:.2} | {:.2} | {:.0} | {:.0} | {:.0} |",
        against(sha),
        against(copy),
        ms(sha),
        ms(copy),
        ms(restore)
    );
}

/// Times of `sha256sum` of the logs, a copy of everything, and the restore.
fn round(set: &Set, logs: usize, threads: usize, cache: usize, cold: bool) -> [Duration; 3] {
    let folder = tempfile::tempdir().unwrap();
    let fresh = set.copy(folder.path(), logs);
    let other = tempfile::tempdir().unwrap();
    let prepare = || {
        for file in fresh.logs.iter().chain([&fresh.database]) {
            if cold { forget(file) } else { drop(std::fs::read(file).unwrap()) }
        }
    };
    prepare();
    let sha = time(|| {
        let status = Command::new("sha256sum").args(&fresh.logs).stdout(Stdio::null()).status();
        assert!(status.is_ok_and(|s| s.success()), "sha256sum is needed");
    });
    prepare();
    let copy = time(|| fresh.copy(other.path(), logs));
    prepare();
    let mut request = fresh.request(cache);
    request.settings.threads = threads;
    let restore = time(|| external_restore::run_on(&RealFileSystem, request));
    restore.1.unwrap();
    [sha.0, copy.0, restore.0]
}

/// Takes a file out of the system's memory.
fn forget(file: &Path) {
    let input = format!("if={}", file.display());
    let status = Command::new("dd").args([&input, "iflag=nocache", "count=0", "status=none"]).status();
    assert!(status.is_ok_and(|s| s.success()), "dd cannot forget a file");
}
