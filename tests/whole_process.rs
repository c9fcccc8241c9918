//! GUARANTEE: the whole road. Databases are recovered and attached, backed up with the engine's own functions, brought to
//! other places through `Restore.env`, and mounted in another instance; then they are what they were, node by node.
//!
//! With the recorded cases beside the project these are the databases of `incremental` and of `three-databases`, and the
//! pages are held against those of the reference engine; without them the sample serves.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::ErrorCode;
use esent::format::database_header::DatabaseState;
use esent::instance::lifecycle::terminate;
use esent::instance::registry::Handle;
use esent::instance::sessions::{self, with_live};
use esent::recovery::live::attach::Attached;
use esent::recovery::live::backup::{END_NORMAL, INCREMENTAL};
use esent::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, SetKind, Stage};
use esent::storage::fs::RealFileSystem;

#[path = "support/clean_database.rs"]
mod clean_database;
#[path = "support/running.rs"]
#[allow(dead_code)]
mod running;
#[path = "support/taking.rs"]
mod taking;

use clean_database::{header, restore, same_pages};
use running::{attach, started, with_database};
use taking::{copy, copy_logs};

const GROUP: &str = "First Storage Group";

fn recorded(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reference").join(case)
}

fn unpack(archive: &Path, into: &Path) {
    std::fs::create_dir_all(into).unwrap();
    assert!(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(into).status().unwrap().success());
}

/// One of the four kinds of backup: databases go to `to`, logs to a folder there.
fn take(instance: Handle, kind: SetKind, databases: &[PathBuf], to: &Path) -> Contents {
    let log_path = to.join("logs");
    let generations = with_live(instance, |mut live| {
        live.begin_backup(if kind.has_databases() { 0 } else { INCREMENTAL })?;
        if kind.has_databases() {
            assert_eq!(live.attach_info()?, databases);
            for database in databases {
                copy(&mut live, database, to);
            }
        }
        let generations = copy_logs(&mut live, &log_path);
        if matches!(kind, SetKind::Full | SetKind::Incremental) {
            live.truncate_logs()?;
        }
        live.end_backup(END_NORMAL)?;
        Ok(generations)
    });
    Contents {
        kind,
        storage_group: GROUP.into(),
        base_name: "edb".into(),
        log_path,
        generations: generations.unwrap(),
        databases: Vec::new(),
    }
}

fn detach_all(instance: Handle) {
    let session = sessions::begin(instance).unwrap();
    sessions::detach(session, None, 0).unwrap();
    sessions::end(session).unwrap();
}

/// Brings the sets in, completes, mounts in an instance of its own, and gives the databases' places, clean again.
fn bring_back(at: &dyn Fn(&str) -> PathBuf, name: &str, sets: &[Contents], databases: &[PathBuf]) -> Vec<PathBuf> {
    let target = |d: &PathBuf| at(name).join("databases").join(d.file_name().unwrap());
    let backed_up = sets[0].log_path.parent().unwrap();
    let copies = databases.iter().map(|d| DatabaseCopy {
        name: d.display().to_string(),
        copy: Some(backed_up.join(d.file_name().unwrap())),
        target: target(d),
    });
    let folder = RestoreFolder::new(&RealFileSystem, at(name).join("temporary"));
    let first = Contents { databases: copies.collect(), ..sets[0].clone() };
    // Everything in a wrong order first: the increments before the full backup, then the last before the others.
    for set in sets[1..].iter().rev() {
        assert_eq!(folder.add(set).unwrap_err().code(), ErrorCode::MissingFullBackup);
    }
    folder.begin(&first, false).unwrap();
    assert_eq!(folder.begin(&first, false).unwrap_err().code(), ErrorCode::BackupDirectoryNotEmpty);
    if let [.., last] = sets
        && sets.len() > 2
    {
        assert_eq!(folder.add(last).unwrap_err().code(), ErrorCode::MissingRestoreLogFiles);
    }
    for set in &sets[1..] {
        folder.add(set).unwrap();
        assert_eq!(folder.add(set).unwrap_err().code(), ErrorCode::InvalidBackupSequence);
    }
    let environment = folder.status().unwrap().unwrap();
    assert_eq!((environment.stage, environment.sets.len()), (Stage::Collecting, sets.len()));
    assert_eq!(environment.generations, (sets[0].generations.0, sets[sets.len() - 1].generations.1));

    let mounting = started("mounting", &at(name).join("logs"));
    let completed = folder.complete(Completion { mount: Some(mounting), ..Completion::default() }).unwrap();
    assert_eq!(completed.mounted.len(), databases.len());
    let places: Vec<_> = databases.iter().map(target).collect();
    for (mounted, place) in completed.mounted.iter().zip(&places) {
        assert_eq!((&mounted.path, mounted.result.as_ref().unwrap()), (place, &Attached::Now));
        assert_eq!(header(place).state(), Some(DatabaseState::Dirty), "attached, so in use");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something is left in the folder");
    terminate(mounting, 0).unwrap();
    for place in &places {
        assert_eq!(header(place).state(), Some(DatabaseState::Clean));
    }
    places
}

/// The reference engine's pages, when there are any.
fn compare_with_reference(case: &str, at: &dyn Fn(&str) -> PathBuf, places: &[PathBuf]) {
    let archive = recorded(case).join("expected.tar.xz");
    if !archive.exists() {
        return;
    }
    unpack(&archive, &at("expected"));
    for place in places {
        let compared = Command::new("python3")
            .arg(recorded("../../tools/edbdiff.py"))
            .arg(at("expected/restore").join(place.file_name().unwrap()))
            .arg(place)
            .arg("--dbtime")
            .output()
            .unwrap();
        assert!(compared.status.success(), "{}", String::from_utf8_lossy(&compared.stdout));
    }
}

#[test]
fn a_full_backup_and_two_incremental_ones() {
    with_database(|at, database| {
        let databases = [database.to_path_buf()];
        let live = started(GROUP, &at("live"));
        attach(live, database);
        let sets = [
            take(live, SetKind::Full, &databases, &at("monday")),
            take(live, SetKind::Incremental, &databases, &at("tuesday")),
            take(live, SetKind::Incremental, &databases, &at("wednesday")),
        ];
        assert!(sets[1].generations.0 > sets[0].generations.0 && sets[2].generations.1 > sets[1].generations.1);
        let places = bring_back(at, "elsewhere", &sets, &databases);
        same_pages(database, &places[0]);
        detach_all(live);
        terminate(live, 0).unwrap();
        if recorded("incremental/hard").exists() {
            compare_with_reference("incremental/hard", at, &places);
        }
    });
}

#[test]
fn a_copy_and_a_differential_backup_behind_a_full_one() {
    with_database(|at, database| {
        let databases = [database.to_path_buf()];
        let live = started(GROUP, &at("live"));
        attach(live, database);
        let full = take(live, SetKind::Full, &databases, &at("full"));
        let copied = take(live, SetKind::Copy, &databases, &at("copy"));
        let first = take(live, SetKind::Differential, &databases, &at("first"));
        let second = take(live, SetKind::Differential, &databases, &at("second"));
        // What a copy or a differential backup brings, the next one brings again.
        assert!(first.generations.0 <= copied.generations.1);
        assert_eq!(first.generations.0, second.generations.0);
        for (name, sets) in [("of-copy", vec![copied, second.clone()]), ("of-full", vec![full, first, second])] {
            let folder = at(name).join("temporary");
            // A differential backup goes back to the full one, so that none between is needed.
            let needed = [sets[0].clone(), sets[sets.len() - 1].clone()];
            let places = bring_back(at, name, &needed, &databases);
            same_pages(database, &places[0]);
            assert!(folder.exists());
        }
        terminate(live, 0).unwrap();
    });
}

#[test]
fn three_databases() {
    if !recorded("three-databases/hard").exists() {
        eprintln!("SKIPPED: three-databases is not recorded beside the project");
        return;
    }
    with_database(|at, _| {
        unpack(&recorded("three-databases/hard/input.tar.xz"), &at("recorded"));
        let databases: Vec<_> = (0..3).map(|i| at(&format!("three/db{i}.edb"))).collect();
        let copies = databases.iter().map(|d| DatabaseCopy {
            name: String::new(),
            copy: Some(at("recorded/restore").join(d.file_name().unwrap())),
            target: d.clone(),
        });
        let set = (SetKind::Full, at("recorded/restore/logs"), (1, 13));
        restore(&at("three/first"), GROUP, &[set], copies.collect());
        let live = started(GROUP, &at("three/live"));
        for database in &databases {
            attach(live, database);
        }
        let sets = [
            take(live, SetKind::Full, &databases, &at("monday")),
            take(live, SetKind::Incremental, &databases, &at("tuesday")),
            take(live, SetKind::Incremental, &databases, &at("wednesday")),
        ];
        let places = bring_back(at, "elsewhere", &sets, &databases);
        for (place, database) in places.iter().zip(&databases) {
            same_pages(database, place);
        }
        terminate(live, 0).unwrap();
        compare_with_reference("three-databases/hard", at, &places);
    });
}
