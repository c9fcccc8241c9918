//! GUARANTEE: what JetBackup writes to a directory, JetRestore brings back, to where it was or elsewhere; an atomic backup
//! is whole at every moment; a refusal touches nothing.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use esent::error::ErrorCode;
use esent::format::database_header::DatabaseState;
use esent::instance::directory_backup::{BackupEvent, RestoreCall, Restorer, back_up, restore};
use esent::instance::lifecycle::{InitRequest, initialise, terminate};
use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::registry::{HANDLE_NIL, Handle};
use esent::instance::sessions;
use esent::recovery::live::attach::Attached;
use esent::recovery::live::backup::END_ABORT;

#[path = "support/clean_database.rs"]
#[allow(dead_code)]
mod clean_database;
#[path = "support/running.rs"]
mod running;

use clean_database::{header, same_pages};
use running::{attach, made, started, with_database};

const INCREMENTAL: u32 = 1;
const ATOMIC: u32 = 4;

fn take(instance: Handle, directory: &Path, grbit: u32) -> Result<Vec<BackupEvent>, ErrorCode> {
    let mut events = Vec::new();
    let mut tell = |event| events.push(event);
    back_up(instance, Some(directory.as_os_str()), grbit, &mut tell).map_err(|e| e.code())?;
    Ok(events)
}

fn bring_back(restorer: Restorer, source: &Path, destination: Option<&Path>) -> Result<Vec<PathBuf>, ErrorCode> {
    let (source, destination) = (Some(source.as_os_str()), destination.map(Path::as_os_str));
    let call = RestoreCall { restorer, source, destination, status: None };
    restore(call).map(|outcome| outcome.databases).map_err(|e| e.code())
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| !n.starts_with("edb"))
        .collect();
    names.sort();
    names
}

fn logs(directory: &Path) -> usize {
    let all = std::fs::read_dir(directory).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    all.filter(|n| n.starts_with("edb0") && n.ends_with(".log")).count()
}

#[test]
fn an_atomic_backup_and_an_incremental_one_brought_back() {
    with_database(|at, database| {
        std::fs::copy(database, at("as-it-was.edb")).unwrap();
        let live = started("live", &at("live"));
        assert_eq!(attach(live, database), Attached::Now);
        std::fs::create_dir(at("backup")).unwrap();
        // Nothing to follow yet: neither for the databases nor in the directory.
        assert_eq!(take(live, &at("backup"), INCREMENTAL | ATOMIC), Err(ErrorCode::MissingFullBackup));
        assert_eq!(take(live, &at("none"), ATOMIC), Err(ErrorCode::InvalidPath));
        assert_eq!(take(live, &at("backup"), ATOMIC), Ok(vec![BackupEvent::Begin, BackupEvent::Complete]));
        assert_eq!(names(&at("backup")), ["new"]);
        assert_eq!(names(&at("backup/new")), ["db0.edb", "db0.pat"]);
        assert_eq!(std::fs::metadata(at("backup/new/db0.pat")).unwrap().len(), 0);
        assert_ne!(header(database).backup_full_previous().last_generation, 0);
        let first = logs(&at("backup/new"));

        assert_eq!(take(live, &at("backup"), INCREMENTAL | ATOMIC), Ok(vec![]));
        assert_eq!(take(live, &at("backup"), INCREMENTAL | ATOMIC), Ok(vec![]));
        assert_eq!(names(&at("backup")), ["old"]);
        assert!(logs(&at("backup/old")) >= first + 2);
        assert_ne!(header(database).backup_incremental_previous().last_generation, 0);
        // While it is initialised, it restores nothing.
        assert_eq!(bring_back(Restorer::Instance(live), &at("backup"), None), Err(ErrorCode::AlreadyInitialized));
        terminate(live, 0).unwrap();

        // To where it was, through the logs of the instance, that go on behind the backup.
        std::fs::write(database, "lost").unwrap();
        let again = made("again", &at("live"));
        assert_eq!(bring_back(Restorer::Instance(again), &at("backup"), None), Ok(vec![database.to_path_buf()]));
        assert_eq!(header(database).state(), Some(DatabaseState::Clean));
        same_pages(&at("as-it-was.edb"), database);
        // The instance is as it was before, and can be initialised.
        initialise(Some(again), InitRequest::default()).1.unwrap();
        assert_eq!(attach(again, database), Attached::Now);

        // Elsewhere, beside it.
        let other = made("other", &at("elsewhere/logs"));
        let target = at("elsewhere/db0.edb");
        let restored = bring_back(Restorer::Instance(other), &at("backup"), Some(&at("elsewhere")));
        assert_eq!(restored, Ok(vec![target.clone()]));
        same_pages(database, &target);
        // Once more, over what is there.
        assert_eq!(bring_back(Restorer::Instance(other), &at("backup"), Some(&at("elsewhere"))), Ok(vec![target]));
        terminate(other, 0).unwrap();
        terminate(again, 0).unwrap();
    });
}

#[test]
fn a_call_at_work_in_an_instance_is_in_nobody_elses_way() {
    with_database(|at, database| {
        let live = started("live", &at("live"));
        attach(live, database);
        sessions::with_live(live, |mut live| {
            live.begin_backup(0)?;
            // In the middle of the call: another instance begins, works and ends, and the process is asked things.
            let other = started("other", &at("other"));
            assert!(sessions::with_live(other, |live| Ok(live.attached()))?.is_empty());
            terminate(other, 0)?;
            assert_eq!(process().instances.len(), 1);
            live.end_backup(END_ABORT)
        })
        .unwrap();
        terminate(live, 0).unwrap();
    });
}

#[test]
fn a_backup_that_is_not_atomic() {
    with_database(|at, database| {
        let live = started("live", &at("live"));
        attach(live, database);
        for folder in ["backup", "into"] {
            std::fs::create_dir(at(folder)).unwrap();
        }
        take(live, &at("backup"), 0).unwrap();
        assert_eq!(names(&at("backup")), ["db0.edb", "db0.pat"]);
        let after_full = logs(&at("backup"));
        // A refusal ends the backup: the next one begins.
        assert_eq!(take(live, &at("backup"), 0), Err(ErrorCode::BackupDirectoryNotEmpty));
        take(live, &at("backup"), INCREMENTAL).unwrap();
        assert!(logs(&at("backup")) > after_full);
        assert_eq!(take(live, &at("live"), INCREMENTAL), Err(ErrorCode::FileAccessDenied));

        // Without a directory, logs go and nobody remembers a backup.
        let remembered = header(database).backup_incremental_previous();
        take(live, &at("into/more"), INCREMENTAL).unwrap_err();
        for directory in [None, Some(OsStr::new(""))] {
            back_up(live, directory, 0, &mut |_| panic!("told of")).unwrap();
        }
        assert_eq!(header(database).backup_incremental_previous(), remembered);
        assert_eq!(logs(&at("live")), 0);
        terminate(live, 0).unwrap();

        // Nothing is touched by a restore that is refused.
        let nobody = Restorer::Instance(HANDLE_NIL);
        let before = std::fs::read(database).unwrap();
        let refused = |source: &str, destination: &str| bring_back(nobody, &at(source), Some(&at(destination)));
        assert_eq!(refused("none", "into"), Err(ErrorCode::FileNotFound));
        assert_eq!(refused("backup", "none"), Err(ErrorCode::InvalidPath));
        std::fs::rename(at("backup/db0.edb"), at("kept.edb")).unwrap();
        assert_eq!(refused("backup", "into"), Err(ErrorCode::FileNotFound));
        std::fs::rename(at("backup/db0.pat"), at("kept.pat")).unwrap();
        assert_eq!(refused("backup", "into"), Err(ErrorCode::PatchFileMissing));
        std::fs::rename(at("kept.pat"), at("backup/db0.pat")).unwrap();
        std::fs::copy(database, at("backup/db0.edb")).unwrap();
        assert_eq!(refused("backup", "into"), Err(ErrorCode::RestoreOfNonBackupDatabase));
        std::fs::rename(at("kept.edb"), at("backup/db0.edb")).unwrap();
        assert_eq!(names(&at("into")), [""; 0]);
        assert_eq!(std::fs::read(database).unwrap(), before);

        // In one-instance mode: the logs lie where the process's parameters say, here with the backup.
        let folder = at("backup").join("").into_os_string();
        for parameter in [id::SYSTEM_PATH, id::LOG_FILE_PATH, id::TEMP_PATH] {
            process().set_parameter(None, 0, parameter, 0, Some(&folder), None).unwrap();
        }
        assert_eq!(bring_back(Restorer::One, &at("backup"), Some(&at("into"))), Ok(vec![at("into/db0.edb")]));
        same_pages(database, &at("into/db0.edb"));
        let busy = made("several", &at("several"));
        assert_eq!(bring_back(Restorer::One, &at("backup"), None), Err(ErrorCode::RunningInMultiInstanceMode));
        terminate(busy, 0).unwrap();
    });
}
