//! One restore in a process of its own, so that the highest point of its memory can be read.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use esent::recovery::external_restore;
use esent::storage::fs::RealFileSystem;

use crate::support::{Set, time};

/// The first argument of such a process. The others: the database, the cache in bytes, the first log and the last.
const ARGUMENT: &str = "--restore-in-this-process";

/// What one restore took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub time: Duration,
    /// Time that processors worked for it, of all threads, in seconds; `None` where the system does not say.
    pub work: Option<f64>,
    /// In KiB; likewise.
    pub memory: Option<u64>,
}

/// Restores `database` with the logs of the set in a process of its own. Nothing of the set changes.
pub fn apart(set: &Set, database: &Path, cache: usize) -> Cost {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(ARGUMENT).arg(database).arg(cache.to_string());
    command.args(set.logs.first()).args(set.logs.last());
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the restore failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut numbers = text.split_whitespace();
    Cost {
        time: Duration::from_nanos(numbers.next().and_then(|n| n.parse().ok()).expect("a time")),
        work: numbers.next().and_then(|n| n.parse().ok()),
        memory: numbers.next().and_then(|n| n.parse().ok()),
    }
}

/// In such a process: restores, says what it took, and tells that this was all.
pub fn was_asked_for() -> bool {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|first| first != ARGUMENT) {
        return false;
    }
    let database = PathBuf::from(arguments.next().expect("a database"));
    let cache = arguments.next().and_then(|c| c.to_str()?.parse().ok()).expect("a cache");
    let set = Set::of(database, arguments.map(PathBuf::from).collect());
    let request = set.request(cache);
    let begun = processor_time();
    let (time, outcome) = time(|| external_restore::run_on(&RealFileSystem, request));
    outcome.unwrap();
    let work = processor_time().zip(begun).map(|(end, begun)| format!("{:.2}", end - begun));
    let memory = highest_memory().map(|kib| kib.to_string());
    let or_dash = |number: Option<String>| number.unwrap_or("-".to_owned());
    println!("{} {} {}", time.as_nanos(), or_dash(work), or_dash(memory));
    true
}

/// Seconds that this process has had of all processors (Linux).
fn processor_time() -> Option<f64> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands before, in brackets, and may hold anything.
    let (_, numbers) = stat.rsplit_once(')')?;
    let ticks: Vec<f64> = numbers.split_whitespace().skip(11).take(2).filter_map(|n| n.parse().ok()).collect();
    let [user, system] = ticks[..] else { return None };
    Some((user + system) / TICKS_PER_SECOND)
}

/// The most memory that this process has had, in KiB (Linux).
fn highest_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
