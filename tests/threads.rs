//! GUARANTEE: what a restore leaves does not depend on how many threads did it. Every byte of every page is the same, the
//! log that it writes on says the same, the callback hears the same; and when a restore fails, it fails with the same error
//! in the same place.

#[path = "support/restore_sets.rs"]
mod restore_sets;
#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::path::Path;

use esent::format::log_record::LogRecord;
use esent::format::page::Page;
use esent::recovery::external_restore;
use esent::recovery::request::{RestoreRequest, StatusEvent};
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::{FileSystem, OpenMode};
use restore_sets::RestoreSet;
use simulated_disk::{SimulatedDisk, Unsynced};

/// Everything is to be tried, which takes minutes.
fn all() -> bool {
    std::env::var("ESENT_THREADS").is_ok_and(|v| v == "all")
}

const THREADS: [usize; 3] = [2, 3, 8];
/// Where a page has its checksum, and the bits of its flags that count how often it was written.
const CHECKSUM: usize = 8;
const FLUSH_COUNT: u32 = 0x18000;

/// What a restore did, as far as it can be compared.
#[derive(PartialEq, Eq)]
struct Trace {
    result: Result<(), String>,
    /// Progress and recovery control, in words.
    heard: Vec<String>,
    /// Per database, the bytes of its pages.
    pages: Vec<Vec<Vec<u8>>>,
    /// The records of each log in the log path, but for those that tell the time.
    logs: Vec<Vec<Vec<u8>>>,
}

fn trace(set: &mut RestoreSet, disk: &SimulatedDisk, threads: usize) -> Trace {
    set.threads = threads;
    let mut heard = Vec::new();
    let result = if set.soft {
        set.restore(disk)
    } else {
        let mut callback = |event: StatusEvent<'_>| {
            heard.push(format!("{event:?}"));
            event.default_answer()
        };
        let request = RestoreRequest { status: Some(&mut callback), ..set.request() };
        external_restore::run_on(disk, request).map(drop)
    };
    Trace {
        heard,
        pages: if result.is_ok() { set.databases().map(|path| pages(set, disk, path)).collect() } else { Vec::new() },
        logs: if result.is_ok() { logs(set, disk) } else { Vec::new() },
        result: result.map_err(|e| e.to_string()),
    }
}

/// The bytes of the pages. Where few are kept in memory, how often each was written is a matter of chance.
fn pages(set: &RestoreSet, disk: &SimulatedDisk, path: &Path) -> Vec<Vec<u8>> {
    let content = disk.content(path).expect("the database is there");
    let pages = content.chunks(set.page_size as usize).skip(2);
    if set.cache_pages == 0 {
        return pages.map(<[u8]>::to_vec).collect();
    }
    let neutral = |bytes: &[u8]| {
        let mut page = Page::from_bytes(bytes.to_vec()).unwrap();
        page.set_flags(page.flags() & !FLUSH_COUNT);
        let mut bytes = page.into_bytes();
        bytes[..CHECKSUM].fill(0);
        // The further checksums of a large page.
        if bytes.len() > 8192 {
            bytes[40..64].fill(0);
        }
        bytes
    };
    pages.map(neutral).collect()
}

fn logs(set: &RestoreSet, disk: &SimulatedDisk) -> Vec<Vec<Vec<u8>>> {
    let files = disk.files();
    let logs = files.keys().filter(|f| f.parent() == Some(&set.log_path) && f.extension().is_some_and(|e| e == "log"));
    let mut all = Vec::new();
    for path in logs {
        let Ok(mut log) = AnyLogReader::open(disk.open(path, OpenMode::Read).unwrap()) else { continue };
        log.check().unwrap();
        let mut records = Vec::new();
        while let Some((_, record)) = log.next().unwrap() {
            let tells_the_time = matches!(
                record,
                LogRecord::Init(_)
                    | LogRecord::Init2(_)
                    | LogRecord::Term(_)
                    | LogRecord::Term2(_)
                    | LogRecord::RecoveryUndo(_)
                    | LogRecord::RecoveryUndo2(_)
                    | LogRecord::RecoveryQuit(_)
                    | LogRecord::RecoveryQuit2(_)
                    | LogRecord::AttachDb(_)
            );
            let mut bytes = Vec::new();
            if tells_the_time {
                bytes.push(record.kind())
            } else {
                record.encode(&mut bytes).unwrap()
            }
            records.push(bytes);
        }
        all.push(records);
    }
    all
}

/// One thread says what is right; all other numbers must do the same.
fn same_for_all(set: &mut RestoreSet, fresh: &dyn Fn(&RestoreSet) -> SimulatedDisk) -> Result<(), String> {
    let disk = fresh(set);
    let expected = trace(set, &disk, 1);
    for threads in THREADS {
        let disk = fresh(set);
        let other = trace(set, &disk, threads);
        let name = format!("{}, {threads} threads", set.name);
        assert_eq!(other.result, expected.result, "{name}");
        assert_eq!(other.heard, expected.heard, "{name}");
        assert_eq!(other.logs.len(), expected.logs.len(), "{name}");
        assert!(other.logs == expected.logs, "{name}: a log is another");
        for (n, (mine, theirs)) in other.pages.iter().zip(&expected.pages).enumerate() {
            assert_eq!(mine.len(), theirs.len(), "{name}: database {n}");
            let different: Vec<_> = (0..mine.len()).filter(|&i| mine[i] != theirs[i]).map(|i| i + 1).collect();
            assert!(different.is_empty(), "{name}: database {n}: pages {different:?}");
        }
    }
    expected.result
}

fn same_results(mut set: RestoreSet) {
    same_for_all(&mut set, &|set| set.disk.crash(0, Unsynced::Dropped, 0))
        .unwrap_or_else(|e| panic!("{}: {e}", set.name));
}

fn recorded(names: &[&str], cache: usize) {
    for name in names {
        if let Some(set) = RestoreSet::recorded(name) {
            same_results(if cache == 0 { set } else { set.with_cache(cache) });
        }
    }
}

#[test]
fn the_sample() {
    same_results(RestoreSet::sample());
    same_results(RestoreSet::sample().with_cache(64));
}

#[test]
fn a_crashed_database() {
    same_results(RestoreSet::crashed());
    same_results(RestoreSet::crashed().with_cache(64));
}

#[test]
fn splits_merges_and_rollbacks() {
    recorded(&["split-merge/hard", "split-merge/soft", "rollbacks/hard", "rollbacks/soft", "long-values/hard"], 0);
}

#[test]
fn large_changes_in_all_page_sizes() {
    recorded(&["dml-4k/hard", "dml-8k/hard", "dml-16k/hard", "dml-32k/hard", "three-databases/hard", "escrow/hard"], 0);
}

#[test]
fn databases_larger_than_the_cache() {
    recorded(&["dml-4k/hard", "split-merge/hard", "rollbacks/soft"], 200);
}

#[test]
fn every_recorded_case_and_a_long_stretch_of_logs() {
    if all() {
        for name in restore_sets::names_of_recorded() {
            if let Some(mut set) = RestoreSet::recorded(&name) {
                // Some of them are to fail.
                let _ = same_for_all(&mut set, &|set| set.disk.crash(0, Unsynced::Dropped, 0));
            }
        }
        recorded(&["../perf/perf-8k/hard"], 0);
        recorded(&["../perf/perf-8k/hard"], 1024);
    }
}

/// Pages spoilt here and there: the first record of the log that meets one decides, not the first thread.
#[test]
fn the_same_error_in_the_same_place() {
    // The small sets that come with the project make their pages anew.
    let Some(mut set) = RestoreSet::recorded("../perf/perf-8k/hard") else { return };
    let mut errors = Vec::new();
    let database = set.databases().next().unwrap().to_path_buf();
    let places = if all() { 3..11 } else { 3..5 };
    for first in places {
        let fresh = |set: &RestoreSet| {
            let disk = set.disk.crash(0, Unsynced::Dropped, 0);
            disk.tamper(&database, |bytes| {
                for page in bytes.chunks_exact_mut(set.page_size as usize).skip(first).step_by(8) {
                    page[100..116].iter_mut().for_each(|byte| *byte ^= 0x5a);
                }
            });
            disk
        };
        errors.extend(same_for_all(&mut set, &fresh).err());
    }
    errors.sort();
    errors.dedup();
    assert!(!errors.is_empty(), "no page that was spoilt was looked at");
}
