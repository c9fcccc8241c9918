//! GUARANTEE: a backup is restored beside the instance that it came from while that runs, up to what the instance has
//! logged; many restores run at once; a failed one is in nobody's way.
//!
//! The first test needs the recorded cases beside the project (`../shared`); without them it says so and passes.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::{Error, ErrorCode};
use esent::instance::lifecycle::{InitRequest, create, initialise, terminate};
use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::restore::{ExternalRestore, external_restore};
use esent::recovery::request::MapEntry;

#[path = "support/pages.rs"]
#[allow(dead_code)]
mod pages;

const TARGET_INSTANCE_RUNNING: i32 = 578;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn unpack(archive: &Path, into: &Path) {
    assert!(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(into).status().unwrap().success());
}

fn map(path: PathBuf) -> Option<Vec<MapEntry>> {
    Some(vec![MapEntry { old_name: Some("C:\\ese\\live\\db0.edb".into()), new_path: Some(path), grbit: 0 }])
}

fn with_slash(path: &Path) -> Option<std::ffi::OsString> {
    Some(path.join("").into_os_string())
}

/// The process has one page size.
fn set_page_size(bytes: usize) {
    let _ = process().set_parameter(None, 0, id::DATABASE_PAGE_SIZE, bytes, None, None);
}

#[test]
fn all_of_it() {
    set_page_size(8192);
    many_at_once_and_after_a_failure();
    beside_a_running_target();
}

fn beside_a_running_target() {
    let cases = project().join("../shared/data/reference/first-8k");
    if !cases.exists() {
        eprintln!("SKIPPED: there are no recorded cases beside the project");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    unpack(&cases.join("soft/input.tar.xz"), folder.path());
    unpack(&cases.join("hard/input.tar.xz"), folder.path());

    let target = create(Some("target".as_ref()), None).unwrap();
    for parameter in [id::SYSTEM_PATH, id::LOG_FILE_PATH, id::TEMP_PATH] {
        let path = with_slash(&at("db")).unwrap();
        process().set_parameter(Some(target), 0, parameter, 0, Some(&path), None).unwrap();
    }
    let recovery = InitRequest { map: map(at("db/db0.edb")), ..InitRequest::default() };
    assert_eq!(initialise(Some(target), recovery).1.unwrap(), 0);

    let outcome = external_restore(ExternalRestore {
        checkpoint_path: with_slash(&at("restore")),
        log_path: with_slash(&at("restore")),
        map: map(at("restore/db0.edb")),
        backup_log_path: with_slash(&at("restore/logs")),
        generation_low: 1,
        generation_high: 2,
        target_name: Some("target".into()),
        ..ExternalRestore::default()
    });
    let outcome = outcome.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(outcome.warning, TARGET_INSTANCE_RUNNING);
    assert!(outcome.generations.unwrap().1 >= 3, "{:?}", outcome.generations);
    // What the target's own recovery made of the live database came to the restored one through the logs.
    assert_eq!(
        pages::of_clean_database(&at("restore/db0.edb"), 8192),
        pages::of_clean_database(&at("db/db0.edb"), 8192)
    );
    terminate(target, 0).unwrap();
}

fn restore_sample(folder: &Path, last: i32) -> Result<(), Error> {
    let sample = folder.join("sample-backup");
    external_restore(ExternalRestore {
        checkpoint_path: with_slash(&sample),
        log_path: with_slash(&sample),
        map: map(sample.join("db0.edb")),
        backup_log_path: with_slash(&sample.join("logs")),
        generation_low: 1,
        generation_high: last,
        ..ExternalRestore::default()
    })
    .map(drop)
}

fn many_at_once_and_after_a_failure() {
    let expected = std::fs::read_to_string(project().join("examples/sample-backup/expected-pages.txt")).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let folder = tempfile::tempdir().unwrap();
                unpack(&project().join("examples/sample-backup/sample-backup.tar.gz"), folder.path());
                assert_eq!(restore_sample(folder.path(), 7).unwrap_err().code(), ErrorCode::FileNotFound);
                restore_sample(folder.path(), 2).unwrap();
                let found = pages::of_clean_database(&folder.path().join("sample-backup/db0.edb"), 8192);
                assert_eq!(found, expected.lines().collect::<Vec<_>>());
            });
        }
    });
}
