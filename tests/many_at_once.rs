//! GUARANTEE: eight threads restore and recover at once, hard and soft, each in an instance of its own, round after
//! round, and make of every database what one thread alone makes of it. A failure is in nobody's way, not even in that
//! of the next try in the same place; of those that want the same place at the same moment one gets it. Nothing is left.
//!
//! `ESENT_STRESS_ROUNDS` is the number of rounds of each thread. Under ThreadSanitizer (rust-src is needed):
//! `RUSTFLAGS=-Zsanitizer=thread cargo +nightly test -Zbuild-std --target x86_64-unknown-linux-gnu --no-default-features
//! --test many_at_once`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use esent::error::{Error, ErrorCode};
use esent::instance::lifecycle::{InitRequest, create, initialise, instances, terminate};
use esent::instance::mode::RunMode;
use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::restore::{ExternalRestore, external_restore};
use esent::recovery::request::MapEntry;

#[path = "support/pages.rs"]
#[allow(dead_code)]
mod pages;

const THREADS: usize = 8;
const PAGE_SIZE: usize = 8192;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sample of `examples/` in a directory of its own.
fn unpack(sample: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let archive = project().join(format!("examples/{sample}/{sample}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--strip-components=1", "-xzf"]).arg(archive).arg("-C").arg(directory.path());
    assert!(tar.status().unwrap().success());
    directory
}

fn folder(path: &Path) -> Option<OsString> {
    Some(path.join("").into_os_string())
}

fn map(database: PathBuf) -> Option<Vec<MapEntry>> {
    Some(vec![MapEntry { old_name: Some("C:\\ese\\live\\db0.edb".into()), new_path: Some(database), grbit: 0 }])
}

fn hard(directory: &Path, last: i32) -> Result<(), Error> {
    external_restore(ExternalRestore {
        checkpoint_path: folder(directory),
        log_path: folder(directory),
        map: map(directory.join("db0.edb")),
        backup_log_path: folder(&directory.join("logs")),
        generation_low: 1,
        generation_high: last,
        ..ExternalRestore::default()
    })
    .map(drop)
}

static NAMES: AtomicU32 = AtomicU32::new(0);

fn soft(directory: &Path) -> Result<(), Error> {
    let name = format!("instance {}", NAMES.fetch_add(1, Ordering::Relaxed));
    let handle = create(Some(name.as_ref()), None)?;
    for parameter in [id::SYSTEM_PATH, id::LOG_FILE_PATH, id::TEMP_PATH] {
        process().set_parameter(Some(handle), 0, parameter, 0, folder(directory).as_deref(), None)?;
    }
    let request = InitRequest { map: map(directory.join("db0.edb")), ..InitRequest::default() };
    let (handle, result) = initialise(Some(handle), request);
    result?;
    terminate(handle.unwrap(), 0)
}

fn pages_of(directory: &Path) -> Vec<String> {
    pages::of_clean_database(&directory.join("db0.edb"), PAGE_SIZE)
}

fn code(result: Result<(), Error>) -> ErrorCode {
    result.unwrap_err().code()
}

/// What a database becomes when nothing else runs.
struct Expected {
    hard: Vec<String>,
    soft: Vec<String>,
}

impl Expected {
    fn alone() -> Self {
        let (backup, crash) = (unpack("sample-backup"), unpack("sample-crash"));
        hard(backup.path(), 2).unwrap();
        soft(crash.path()).unwrap();
        let text = std::fs::read_to_string(project().join("examples/sample-backup/expected-pages.txt")).unwrap();
        let this = Self { hard: pages_of(backup.path()), soft: pages_of(crash.path()) };
        assert_eq!(this.hard, text.lines().collect::<Vec<_>>());
        this
    }

    fn round(&self, kind: usize) {
        match kind % 4 {
            0 => {
                let backup = unpack("sample-backup");
                hard(backup.path(), 2).unwrap();
                assert_eq!(pages_of(backup.path()), self.hard);
            }
            1 => {
                let crash = unpack("sample-crash");
                soft(crash.path()).unwrap();
                assert_eq!(pages_of(crash.path()), self.soft);
            }
            2 => {
                let backup = unpack("sample-backup");
                assert_eq!(code(hard(backup.path(), 7)), ErrorCode::FileNotFound);
                hard(backup.path(), 2).unwrap();
                assert_eq!(pages_of(backup.path()), self.hard);
            }
            _ => {
                let crash = unpack("sample-crash");
                let (log, aside) = (crash.path().join("edb00000002.log"), crash.path().join("aside"));
                std::fs::rename(&log, &aside).unwrap();
                assert_eq!(code(soft(crash.path())), ErrorCode::InvalidLogSequence);
                std::fs::rename(&aside, &log).unwrap();
                soft(crash.path()).unwrap();
                assert_eq!(pages_of(crash.path()), self.soft);
            }
        }
    }
}

/// All threads want to recover the same database at the same moment.
fn one_place(expected: &Expected) {
    let crash = unpack("sample-crash");
    let (start, recovered) = (Barrier::new(THREADS), AtomicU32::new(0));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                start.wait();
                match soft(crash.path()) {
                    Ok(()) => drop(recovered.fetch_add(1, Ordering::Relaxed)),
                    Err(e) => assert_eq!(e.code(), ErrorCode::SystemPathInUse, "{e}"),
                }
            });
        }
    });
    assert!(recovered.into_inner() >= 1);
    assert_eq!(pages_of(crash.path()), expected.soft);
}

#[test]
fn threads_do_not_meet() {
    process().set_parameter(None, 0, id::DATABASE_PAGE_SIZE, PAGE_SIZE, None, None).unwrap();
    let rounds = std::env::var("ESENT_STRESS_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let expected = Expected::alone();
    let begin = std::time::Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let expected = &expected;
            scope.spawn(move || (0..rounds).for_each(|round| expected.round(thread + round)));
        }
    });
    for _ in 0..rounds {
        one_place(&expected);
    }
    assert!(instances().is_empty(), "an instance is left");
    assert_eq!(process().mode, RunMode::Unset);
    eprintln!("{THREADS} threads, {rounds} rounds each: {:.1} s", begin.elapsed().as_secs_f64());
}
