//! How time and memory of a restore grow with the volume of the logs: a set 1, 4 and 16 times over.
//!
//! ```sh
//! ESENT_BENCH_SET=backup.tar.xz ESENT_BENCH_PLOT=growth.svg cargo bench --bench growth
//! ```
//!
//! Larger sets are made out of one by repetition with other numbers ([`set`]): each copy of its logs changes pages, in
//! a part of the database of its own, that are as the original found them. They are restored in turns, each in a process of
//! its own, against `sha256sum` of the same logs in the same round; the first round [proves](proof) that what comes out is
//! right. `ESENT_BENCH_COPIES` names other numbers of copies (`1,4,16,64`).

mod logs;
mod numbers;
mod pages;
mod plot;
mod proof;
mod records;
mod restore;
mod set;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use restore::Cost;
use set::Original;
use support::{Set, median, ratio, rounds, time};

const MIB: usize = 1 << 20;
/// 0: as large as the library thinks right.
const BY_DEFAULT: usize = 0;
/// The cache that the plot is drawn with.
const FIXED: usize = 64 * MIB;

/// A set that is restored with one cache.
struct Case<'a> {
    copies: u32,
    set: &'a Set,
    cache: usize,
    runs: Vec<Cost>,
    against_sha256sum: Vec<f64>,
}

fn main() {
    if restore::was_asked_for() {
        return;
    }
    if std::env::var_os("ESENT_BENCH_SET").is_none() {
        println!("growth is measured with a large set: name one in ESENT_BENCH_SET");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let given = Set::unpack();
    let original = Original::read(&given);
    println!("{} logs, {} MiB; steps of a copy: {:?}", given.logs.len(), given.log_bytes() >> 20, original.steps);
    let sets: Vec<(u32, Set)> = copies()
        .into_iter()
        .map(|copies| (copies, original.repeat(&folder.path().join(copies.to_string()), copies)))
        .collect();
    let alone = given.copy(&folder.path().join("original"), given.logs.len());
    restore::apart(&alone, &alone.database, BY_DEFAULT);

    let mut cases = Vec::new();
    for (copies, set) in &sets {
        let case = |cache| Case { copies: *copies, set, cache, runs: Vec::new(), against_sha256sum: Vec::new() };
        cases.extend([8 * MIB, FIXED, BY_DEFAULT].map(case));
    }
    for round in 0..rounds() {
        for case in &mut cases {
            let sha = sha256sum(case.set);
            let cost = restore_copy(folder.path(), case.set, case.cache, |restored| {
                if round == 0 {
                    prove(case, restored, &original, &alone);
                }
            });
            case.against_sha256sum.push(ratio(cost.time, sha));
            case.runs.push(cost);
        }
    }
    println!("\n{} rounds\n", rounds());
    println!(
        "| logs (MiB) | database (MiB) | cache (MiB) | restore (s), best | median | processor (s), least \
         | restore / sha256sum | memory (MiB) |\n|-|-|-|-|-|-|-|-|"
    );
    cases.iter().for_each(|case| print(case, &original));
    if let Some(path) = std::env::var_os("ESENT_BENCH_PLOT") {
        std::fs::write(path, draw(&cases)).unwrap();
    }
}

/// How often the set is repeated.
fn copies() -> Vec<u32> {
    let list = std::env::var("ESENT_BENCH_COPIES").unwrap_or("1,4,16".to_owned());
    list.split(',').map(|n| n.trim().parse().expect("ESENT_BENCH_COPIES is a list of numbers")).collect()
}

/// Compares a restored database with itself and with the original, which was restored where it is.
fn prove(case: &Case<'_>, restored: &Path, original: &Original, alone: &Set) {
    let (equal, undone) = proof::against_original(restored, &alone.database);
    let compared = proof::regions(restored, original, case.copies);
    println!(
        "times {}, cache {}: region 0 has {equal} pages as the original restores them ({undone} others were changed by \
         undo there); the other regions have {} that are region 0's, moved ({} of them also differ in numbers that \
         records carry)",
        case.copies,
        case.cache_name(),
        compared.pages,
        compared.with_logged_numbers
    );
}

/// Restores a fresh copy of a set's database, shows the result, and forgets it.
fn restore_copy(folder: &Path, set: &Set, cache: usize, look: impl FnOnce(&Path)) -> Cost {
    let fresh = tempfile::tempdir_in(folder).unwrap();
    let database = fresh.path().join("copy.edb");
    std::fs::copy(&set.database, &database).unwrap();
    std::fs::File::open(&database).unwrap().sync_all().unwrap();
    let cost = restore::apart(set, &database, cache);
    look(&database);
    cost
}

fn sha256sum(set: &Set) -> Duration {
    let (time, status) = time(|| Command::new("sha256sum").args(&set.logs).stdout(Stdio::null()).status());
    assert!(status.is_ok_and(|s| s.success()), "sha256sum is needed");
    time
}

impl Case<'_> {
    fn log_mib(&self) -> f64 {
        self.set.log_bytes() as f64 / MIB as f64
    }

    fn cache_name(&self) -> String {
        if self.cache == BY_DEFAULT { "default".to_owned() } else { format!("{}", self.cache / MIB) }
    }

    fn seconds(&self) -> Vec<f64> {
        self.runs.iter().map(|run| run.time.as_secs_f64()).collect()
    }

    fn shortest(&self) -> f64 {
        self.seconds().into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The least of all runs, in seconds.
    fn work(&self) -> Option<f64> {
        self.runs.iter().filter_map(|run| run.work).reduce(f64::min)
    }

    /// The highest of all runs, in MiB.
    fn memory(&self) -> Option<f64> {
        self.runs.iter().filter_map(|run| run.memory).max().map(|kib| kib as f64 / 1024.0)
    }
}

fn print(case: &Case<'_>, original: &Original) {
    let database = original.last_page_of(case.copies) as usize * original.database.page_size / MIB;
    let or_dash = |number: Option<f64>, digits| number.map_or("–".to_owned(), |n| format!("{n:.digits$}"));
    println!(
        "| {:.0} | {database} | {} | {:.2} | {:.2} | {} | {:.2} | {} |",
        case.log_mib(),
        case.cache_name(),
        case.shortest(),
        median(case.seconds()),
        or_dash(case.work(), 2),
        median(case.against_sha256sum.clone()),
        or_dash(case.memory(), 0),
    );
}

/// Shortest time and most memory over log volume, with the fixed cache.
fn draw(cases: &[Case<'_>]) -> String {
    let over_logs = |y: fn(&Case<'_>) -> f64| -> Vec<(f64, f64)> {
        cases.iter().filter(|case| case.cache == FIXED).map(|case| (case.log_mib(), y(case))).collect()
    };
    let time = plot::Line { name: "time", unit: "s", colour: "#1f5fa8", points: over_logs(|case| case.shortest()) };
    let memory = plot::Line {
        name: "memory",
        unit: "MiB",
        colour: "#b3501e",
        points: over_logs(|case| case.memory().unwrap_or_default()),
    };
    let title = format!("Restore with a cache of {} MiB", FIXED / MIB);
    plot::svg(&title, "logs (MiB)", &[time, memory])
}
