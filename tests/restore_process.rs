//! GUARANTEE: the restore process brings back what one hard recovery would, from a full backup and those behind it, and
//! refuses every wrong order of them.
//!
//! Needs the recorded cases beside the project (`../shared`) and `tar`; without them the tests say so and pass.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::ErrorCode;
use esent::recovery::request::StatusEvent;
use esent::restore_process::{
    Completion, Contents, DatabaseCopy, Environment, FILE_NAME, RestoreFolder, RollForward, SetKind, Stage,
};
use esent::storage::fs::RealFileSystem;
use tempfile::TempDir;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// An unpacked case. `incremental` is a full backup of generations 3 to 0xA and what came after it, up to 0x1F;
/// `three-databases` one of 1 to 0xD.
struct Case {
    directory: TempDir,
    name: &'static str,
}

impl Case {
    fn unpack(name: &'static str) -> Option<Self> {
        let archive = shared().join("data/reference").join(name).join("input.tar.xz");
        if !archive.exists() {
            eprintln!("SKIPPED: {name} is not recorded beside the project");
            return None;
        }
        let directory = tempfile::tempdir().unwrap();
        let tar = Command::new("tar").arg("-xJf").arg(archive).arg("-C").arg(directory.path()).status().unwrap();
        assert!(tar.success());
        Some(Self { directory, name })
    }

    fn at(&self, relative: &str) -> PathBuf {
        self.directory.path().join(relative)
    }

    fn folder(&self) -> RestoreFolder<'static> {
        RestoreFolder::new(&RealFileSystem, self.at("temporary/group"))
    }

    fn contents(&self, kind: SetKind, generations: (u32, u32), databases: usize) -> Contents {
        let copy = |i| DatabaseCopy {
            name: format!("C:\\ese\\live\\db{i}.edb"),
            copy: Some(self.at(&format!("restore/db{i}.edb"))),
            target: self.at(&format!("brought/back/db{i}.edb")),
        };
        Contents {
            kind,
            storage_group: "First Storage Group".into(),
            base_name: "edb".into(),
            log_path: self.at("restore/logs"),
            generations,
            databases: (0..databases).map(copy).collect(),
        }
    }

    fn full(&self) -> Contents {
        self.contents(SetKind::Full, (3, 10), 1)
    }

    fn increment(&self, low: u32, high: u32) -> Contents {
        self.contents(SetKind::Incremental, (low, high), 0)
    }

    /// The databases that were brought back have the pages that the reference engine got.
    fn compare(&self, databases: usize) {
        let archive = shared().join("data/reference").join(self.name).join("expected.tar.xz");
        let expected = self.at("expected");
        std::fs::create_dir(&expected).unwrap();
        let tar = Command::new("tar").arg("-xJf").arg(archive).arg("-C").arg(&expected).status().unwrap();
        assert!(tar.success());
        for i in 0..databases {
            let compared = Command::new("python3")
                .arg(shared().join("tools/edbdiff.py"))
                .arg(expected.join(format!("restore/db{i}.edb")))
                .arg(self.at(&format!("brought/back/db{i}.edb")))
                .arg("--dbtime")
                .output()
                .unwrap();
            assert!(compared.status.success(), "{}", String::from_utf8_lossy(&compared.stdout));
        }
    }
}

fn code<T: std::fmt::Debug>(result: esent::error::Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

fn stage(environment: &Environment) -> (Stage, (u32, u32), usize) {
    (environment.stage, environment.generations, environment.sets.len())
}

#[test]
fn a_full_backup_and_two_incremental_ones() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let folder = case.folder();
    assert_eq!(folder.status().unwrap(), None);
    assert_eq!(stage(&folder.begin(&case.full(), false).unwrap()), (Stage::Collecting, (3, 10), 1));
    // The second brings two logs that the first has brought.
    assert_eq!(stage(&folder.add(&case.increment(9, 20)).unwrap()), (Stage::Collecting, (3, 20), 2));
    assert_eq!(stage(&folder.add(&case.increment(21, 31)).unwrap()), (Stage::Collecting, (3, 31), 3));
    assert_eq!(stage(&folder.status().unwrap().unwrap()), (Stage::Collecting, (3, 31), 3));
    let completed = folder.complete(Completion::default()).unwrap();
    assert_eq!(completed.environment.stage, Stage::Completed);
    let outcome = completed.outcome.unwrap();
    assert_eq!(outcome.generations.unwrap().0, 3);
    case.compare(1);
    // Nothing is left but the database.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    assert_eq!(folder.status().unwrap(), None);
}

#[test]
fn what_was_kept_can_be_completed_again() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let folder = case.folder();
    folder.begin(&case.contents(SetKind::Copy, (3, 10), 1), false).unwrap();
    folder.add(&case.contents(SetKind::Differential, (8, 15), 0)).unwrap();
    folder.add(&case.contents(SetKind::Differential, (11, 31), 0)).unwrap();
    let completed = folder.complete(Completion { keep: true, ..Completion::default() }).unwrap();
    assert!(completed.outcome.is_some());
    assert_eq!(folder.status().unwrap().unwrap().stage, Stage::Completed);
    assert!(folder.path().join("edb0000001F.log").exists());
    assert_eq!(code(folder.add(&case.increment(32, 33))), ErrorCode::InvalidBackupSequence);
    let again = folder.complete(Completion::default()).unwrap();
    assert!(again.outcome.is_none());
    case.compare(1);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn files_that_lie_in_their_places_already() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    // The logs are copied by hand to the folder, the database to its target.
    let folder = case.folder();
    std::fs::create_dir_all(folder.path()).unwrap();
    std::fs::create_dir_all(case.at("brought/back")).unwrap();
    std::fs::rename(case.at("restore/db0.edb"), case.at("brought/back/db0.edb")).unwrap();
    let bring = |low: u32, high: u32| {
        for generation in low..=high {
            let name = format!("edb{generation:08X}.log");
            std::fs::rename(case.at("restore/logs").join(&name), folder.path().join(&name)).unwrap();
        }
    };
    bring(3, 10);
    let mut full = case.full();
    full.log_path = folder.path().to_path_buf();
    full.databases[0].copy = None;
    folder.begin(&full, false).unwrap();
    bring(11, 31);
    // They lie there, but no backup has been said to bring them.
    assert_eq!(code(folder.complete(Completion::default())), ErrorCode::InvalidBackupSequence);
    let mut increment = case.increment(11, 31);
    increment.log_path = folder.path().to_path_buf();
    folder.add(&increment).unwrap();
    folder.complete(Completion::default()).unwrap();
    case.compare(1);
}

#[test]
fn every_wrong_order_has_its_error() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let folder = case.folder();
    let incremental_first = folder.add(&case.increment(11, 20));
    assert_eq!(code(incremental_first), ErrorCode::MissingFullBackup);
    assert_eq!(code(folder.begin(&case.increment(11, 20), false)), ErrorCode::MissingFullBackup);
    assert_eq!(code(folder.complete(Completion::default())), ErrorCode::MissingFullBackup);
    assert!(!folder.path().exists(), "a refusal made something");

    folder.begin(&case.full(), false).unwrap();
    let text = std::fs::read(folder.path().join(FILE_NAME)).unwrap();
    // A second full backup.
    assert_eq!(code(folder.begin(&case.full(), false)), ErrorCode::BackupDirectoryNotEmpty);
    assert_eq!(code(folder.add(&case.full())), ErrorCode::InvalidParameter);
    // The second incremental backup before the first.
    let gap = folder.add(&case.increment(21, 31)).unwrap_err();
    assert_eq!(gap.code(), ErrorCode::MissingRestoreLogFiles);
    assert!(gap.message().contains("0xb to 0x14"), "{gap}");
    // One that brings nothing.
    assert_eq!(code(folder.add(&case.increment(5, 10))), ErrorCode::InvalidBackupSequence);
    // Logs that the backup should have and has not.
    assert_eq!(code(folder.add(&case.increment(11, 40))), ErrorCode::MissingRestoreLogFiles);
    // Another storage group, another base name, databases.
    let changed = |change: fn(&mut Contents)| {
        let mut contents = case.increment(11, 20);
        change(&mut contents);
        code(folder.add(&contents))
    };
    assert_eq!(changed(|c| c.storage_group.push('2')), ErrorCode::BadRestoreTargetInstance);
    assert_eq!(changed(|c| c.base_name = "e00".into()), ErrorCode::BadRestoreTargetInstance);
    assert_eq!(changed(|c| c.generations = (20, 11)), ErrorCode::InvalidParameter);
    let database = DatabaseCopy { name: String::new(), copy: None, target: PathBuf::new() };
    let mut contents = case.increment(11, 20);
    contents.databases.push(database);
    assert_eq!(code(folder.add(&contents)), ErrorCode::InvalidParameter);
    // Not one of these changed anything.
    assert_eq!(std::fs::read(folder.path().join(FILE_NAME)).unwrap(), text);

    folder.add(&case.increment(11, 20)).unwrap();
    assert_eq!(code(folder.add(&case.increment(11, 20))), ErrorCode::InvalidBackupSequence);
    let differential = case.contents(SetKind::Differential, (11, 31), 0);
    assert_eq!(code(folder.add(&differential)), ErrorCode::InvalidBackupSequence);
    // When it is asked for, the full backup begins anew.
    assert_eq!(stage(&folder.begin(&case.full(), true).unwrap()), (Stage::Collecting, (3, 10), 1));
    assert!(!folder.path().join("edb0000000B.log").exists());
}

#[test]
fn logs_of_another_course_of_time_are_refused() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let Some(other) = Case::unpack("three-databases/hard") else { return };
    let folder = case.folder();
    folder.begin(&case.full(), false).unwrap();
    let mut foreign = case.increment(9, 13);
    foreign.log_path = other.at("restore/logs");
    assert_eq!(code(folder.add(&foreign)), ErrorCode::GivenLogFileHasBadSignature);
    // One of the logs that both have differs.
    let log = case.at("restore/logs/edb00000009.log");
    let mut bytes = std::fs::read(&log).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    assert_eq!(code(folder.add(&case.increment(9, 20))), ErrorCode::GivenLogFileIsNotContiguous);
    folder.add(&case.increment(10, 20)).unwrap();
}

#[test]
fn a_full_backup_that_is_none() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let folder = case.folder();
    let begin = |generations| folder.begin(&Contents { generations, ..case.full() }, false);
    assert_eq!(code(begin((4, 10))), ErrorCode::StartingRestoreLogTooHigh);
    assert_eq!(code(begin((3, 9))), ErrorCode::EndingRestoreLogTooLow);
    // The place of the database is taken.
    std::fs::create_dir_all(case.at("brought/back")).unwrap();
    std::fs::write(case.at("brought/back/db0.edb"), "mine").unwrap();
    assert_eq!(code(folder.begin(&case.full(), false)), ErrorCode::FileAlreadyExists);
    // A log of somebody lies in the folder.
    std::fs::remove_file(case.at("brought/back/db0.edb")).unwrap();
    std::fs::create_dir_all(folder.path()).unwrap();
    std::fs::write(folder.path().join("edb00000005.log"), "somebody's").unwrap();
    assert_eq!(code(folder.begin(&case.full(), false)), ErrorCode::BackupDirectoryNotEmpty);
    assert_eq!(std::fs::read(folder.path().join("edb00000005.log")).unwrap(), b"somebody's");
    folder.begin(&case.full(), true).unwrap();
}

#[test]
fn three_databases_and_the_logs_of_their_storage_group() {
    let Some(case) = Case::unpack("three-databases/forward-target") else { return };
    let folder = case.folder();
    folder.begin(&case.contents(SetKind::Full, (1, 13), 3), false).unwrap();
    let live = case.at("live");
    let roll_forward = Some(RollForward::Stopped { log_path: live.clone(), system_path: live.clone() });
    let completed = folder.complete(Completion { roll_forward, keep: true, ..Completion::default() }).unwrap();
    assert_eq!(completed.environment.roll_forward, Some(live.clone()));
    case.compare(3);
    assert!(live.join("edb.log").exists());
    assert!(folder.path().join("edb00000001.log").exists());
}

#[test]
fn three_databases_as_they_were_backed_up() {
    let Some(case) = Case::unpack("three-databases/hard") else { return };
    let folder = case.folder();
    folder.begin(&case.contents(SetKind::Full, (1, 13), 3), false).unwrap();
    folder.complete(Completion::default()).unwrap();
    case.compare(3);
}

#[test]
fn one_of_three_databases() {
    let Some(case) = Case::unpack("three-databases/hard") else { return };
    let folder = case.folder();
    folder.begin(&case.contents(SetKind::Full, (1, 13), 1), false).unwrap();
    folder.complete(Completion::default()).unwrap();
    case.compare(1);
    assert!(!case.at("brought/back/db1.edb").exists());
}

#[test]
fn wrong_orders_once_the_end_has_begun() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    let folder = case.folder();
    folder.begin(&case.full(), false).unwrap();
    folder.add(&case.increment(11, 20)).unwrap();
    // A log or the database that was brought in is gone: nothing is begun.
    let gone = |path: PathBuf, expected: ErrorCode| {
        let aside = case.at("aside");
        std::fs::rename(&path, &aside).unwrap();
        assert_eq!(code(folder.complete(Completion::default())), expected, "{}", path.display());
        assert_eq!(folder.status().unwrap().unwrap().stage, Stage::Collecting);
        std::fs::rename(&aside, &path).unwrap();
    };
    gone(folder.path().join("edb00000003.log"), ErrorCode::FileNotFound);
    gone(folder.path().join("edb0000000C.log"), ErrorCode::FileNotFound);
    gone(folder.path().join("edb00000014.log"), ErrorCode::FileNotFound);
    gone(case.at("brought/back/db0.edb"), ErrorCode::FileNotFound);
    // Rolling forward through what are no logs of the storage group: they have not even the same size.
    let Some(other) = Case::unpack("three-databases/forward-target") else { return };
    let live = other.at("live");
    let foreign = Some(RollForward::Stopped { log_path: live.clone(), system_path: live });
    let refused = folder.complete(Completion { roll_forward: foreign, ..Completion::default() });
    assert_eq!(code(refused), ErrorCode::LogFileSizeMismatch);
    assert_eq!(folder.status().unwrap().unwrap().stage, Stage::Collecting);

    // Cut off when it is about to undo.
    let mut stop = |event: StatusEvent<'_>| match event {
        StatusEvent::BeginUndo { .. } => ErrorCode::CallbackFailed as i32,
        other => other.default_answer(),
    };
    let cut_off = folder.complete(Completion { status: Some(&mut stop), ..Completion::default() });
    assert_eq!(code(cut_off), ErrorCode::CallbackFailed);
    assert_eq!(folder.status().unwrap().unwrap().stage, Stage::Completing);
    assert_eq!(code(folder.begin(&case.full(), false)), ErrorCode::BackupDirectoryNotEmpty);
    assert_eq!(code(folder.add(&case.increment(21, 31))), ErrorCode::InvalidBackupSequence);
    let empty = case.at("nowhere");
    let another_way = Some(RollForward::Stopped { log_path: empty.clone(), system_path: empty });
    let refused = folder.complete(Completion { roll_forward: another_way, ..Completion::default() });
    assert_eq!(code(refused), ErrorCode::InvalidParameter);
    // To begin anew helps, and what was played is forgotten.
    folder.begin(&case.full(), true).unwrap();
    folder.add(&case.increment(11, 31)).unwrap();
    folder.complete(Completion::default()).unwrap();
    case.compare(1);
    assert_eq!(code(folder.complete(Completion::default())), ErrorCode::MissingFullBackup);
    assert_eq!(code(folder.add(&case.increment(11, 31))), ErrorCode::MissingFullBackup);
}

#[test]
fn streaming_files_come_along_and_are_refused_in_the_end() {
    let Some(case) = Case::unpack("incremental/hard") else { return };
    // A header as they have it: that of a database with another attribute, sealed anew.
    let database = std::fs::read(case.at("restore/db0.edb")).unwrap();
    let start = &database[..esent::format::database_header::START_OF_FILE.min(database.len())];
    let (mut header, _) = esent::format::database_header::DatabaseHeader::from_start_of_file(start, None).unwrap();
    header.set_attribute(1);
    header.seal();
    let mut bytes = header.bytes().repeat(2);
    bytes.resize(1 << 16, 0);
    std::fs::write(case.at("restore/db0.STM"), &bytes).unwrap();
    let folder = case.folder();
    let mut wrong = case.full();
    wrong.databases[0].copy = Some(case.at("restore/db0.STM"));
    assert_eq!(code(folder.begin(&wrong, false)), ErrorCode::FileInvalidType);
    folder.begin(&case.full(), false).unwrap();
    assert_eq!(std::fs::read(case.at("brought/back/db0.STM")).unwrap(), bytes);
    let refused = folder.complete(Completion::default()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::StreamingDataNotLogged);
    assert!(refused.file_name().unwrap().ends_with("db0.STM"));
    // A place that is taken is not given to it.
    std::fs::remove_file(case.at("brought/back/db0.edb")).unwrap();
    let again = RestoreFolder::new(&RealFileSystem, case.at("temporary/again"));
    let taken = again.begin(&case.full(), false).unwrap_err();
    assert_eq!(taken.code(), ErrorCode::FileAlreadyExists);
    assert!(taken.file_name().unwrap().ends_with("db0.STM"));
    // One that lies beside its database already is recognised as well.
    std::fs::copy(case.at("restore/db0.edb"), case.at("brought/back/db0.edb")).unwrap();
    let mut in_place = case.full();
    in_place.databases[0].copy = None;
    let begun = again.begin(&in_place, false).unwrap();
    assert_eq!(begun.databases[0].streaming_file, Some(case.at("brought/back/db0.STM")));
    assert_eq!(code(again.complete(Completion::default())), ErrorCode::StreamingDataNotLogged);
    // A file that only has the name is nobody's business.
    std::fs::write(case.at("brought/back/db0.STM"), "text").unwrap();
    folder.complete(Completion::default()).unwrap();
}
