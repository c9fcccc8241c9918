//! GUARANTEE: a restore rolls forward through the logs of an instance that runs, which goes on meanwhile; after an
//! interruption it ends where it would have ended.

use std::path::{Path, PathBuf};
use std::process::Command;

use esent::error::ErrorCode;
use esent::instance::directory_backup::back_up;
use esent::instance::lifecycle::{InitRequest, initialise, terminate};
use esent::instance::parameters::id;
use esent::instance::process;
use esent::instance::registry::Handle;
use esent::instance::sessions;
use esent::recovery::live::attach::Attached;
use esent::recovery::request::{MapEntry, StatusEvent};
use esent::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, RollForward, SetKind, Stage};
use esent::storage::fs::RealFileSystem;
use esent::storage::log_files::{LogNames, OLD_EXTENSIONS};

#[path = "support/clean_database.rs"]
#[allow(dead_code)]
mod clean_database;
#[path = "support/pages.rs"]
#[allow(dead_code)]
mod pages;
#[path = "support/running.rs"]
#[allow(dead_code)]
mod running;

use clean_database::same_pages;
use running::{attach, made, started, with_database};

fn code<T: std::fmt::Debug>(result: esent::error::Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

fn full(logs: &Path, generations: (u32, u32), copy: PathBuf, target: &Path) -> Contents {
    Contents {
        kind: SetKind::Full,
        storage_group: "group".into(),
        base_name: "edb".into(),
        log_path: logs.to_path_buf(),
        generations,
        databases: vec![DatabaseCopy { name: String::new(), copy: Some(copy), target: target.to_path_buf() }],
    }
}

fn into(instance: Handle) -> Completion<'static> {
    Completion { roll_forward: Some(RollForward::Running(instance)), ..Completion::default() }
}

#[test]
fn through_the_logs_of_the_instance_that_the_backup_came_from() {
    with_database(|at, database| {
        let live = started("group", &at("live"));
        attach(live, database);
        std::fs::create_dir(at("backup")).unwrap();
        back_up(live, Some(at("backup").as_os_str()), 0, &mut |_| {}).unwrap();
        let names = LogNames::new("edb", OLD_EXTENSIONS);
        let generations = names.range(&RealFileSystem, &at("backup")).unwrap().unwrap();

        let target = at("restored/db0.edb");
        let folder = RestoreFolder::new(&RealFileSystem, at("work"));
        folder.begin(&full(&at("backup"), generations, at("backup/db0.edb"), &target), false).unwrap();
        // An instance of another stream, none at all, one that does not run.
        let other = started("other", &at("other"));
        assert_eq!(code(folder.complete(into(other))), ErrorCode::ExistingLogFileHasBadSignature);
        assert_eq!(code(folder.complete(into(other + 1))), ErrorCode::BadRestoreTargetInstance);
        let idle = made("idle", &at("idle"));
        assert_eq!(code(folder.complete(into(idle))), ErrorCode::NotInitialized);
        assert_eq!(folder.status().unwrap().unwrap().stage, Stage::Collecting);

        // The database is still attached where it came from, so that the restored one cannot be mounted beside it.
        let mounting = Completion { mount: Some(live), ..into(live) };
        assert_eq!(code(folder.complete(mounting)), ErrorCode::DatabaseSignInUse);
        let environment = folder.status().unwrap().unwrap();
        assert_eq!(environment.stage, Stage::Completed);
        assert!(environment.roll_forward_to.unwrap() > generations.1);
        let session = sessions::begin(live).unwrap();
        sessions::detach(session, Some(database.as_os_str()), 0).unwrap();
        let completed = folder.complete(Completion { mount: Some(live), ..into(live) }).unwrap();
        assert!(completed.outcome.is_none());
        assert_eq!(completed.mounted[0].result.as_ref().unwrap(), &Attached::Now);
        same_pages(database, &target);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        for instance in [idle, other, live] {
            terminate(instance, 0).unwrap();
        }
    });
}

/// The recorded set: `soft` is the storage group after a crash, `hard` a backup of before.
fn with_recording(test: impl FnOnce(&dyn Fn(&str) -> PathBuf, Handle)) {
    with_database(|at, _| {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/reference/first-8k");
        if !cases.exists() {
            eprintln!("SKIPPED: there are no recorded cases beside the project");
            return;
        }
        process().set_parameter(None, 0, id::DATABASE_PAGE_SIZE, 8192, None, None).unwrap();
        for case in ["soft", "hard"] {
            let archive = cases.join(case).join("input.tar.xz");
            assert!(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(at("")).status().unwrap().success());
        }
        let target = made("target", &at("db"));
        process().set_parameter(Some(target), 0, id::LOG_FILE_SIZE, 128, None, None).unwrap();
        let line =
            MapEntry { old_name: Some("C:\\ese\\live\\db0.edb".into()), new_path: Some(at("db/db0.edb")), grbit: 0 };
        let recovery = InitRequest { map: Some(vec![line]), ..InitRequest::default() };
        assert_eq!(initialise(Some(target), recovery).1.unwrap(), 0);
        test(at, target);
        terminate(target, 0).unwrap();
    });
}

#[test]
fn what_was_logged_behind_the_backup_comes_through_the_logs() {
    with_recording(|at, target| {
        let restored = at("brought/back/db0.edb");
        let folder = RestoreFolder::new(&RealFileSystem, at("work"));
        folder.begin(&full(&at("restore/logs"), (1, 2), at("restore/db0.edb"), &restored), false).unwrap();

        // The first completion is cut off when it is about to undo.
        let mut stop = |event: StatusEvent<'_>| match event {
            StatusEvent::BeginUndo { .. } => ErrorCode::CallbackFailed as i32,
            other => other.default_answer(),
        };
        let cut_off = folder.complete(Completion { status: Some(&mut stop), ..into(target) });
        assert_eq!(code(cut_off), ErrorCode::CallbackFailed);
        let begun = folder.status().unwrap().unwrap();
        assert_eq!(begun.stage, Stage::Completing);
        // Another way forward is refused.
        assert_eq!(code(folder.complete(Completion::default())), ErrorCode::InvalidParameter);
        // Meanwhile the instance goes on to further generations.
        sessions::with_live(target, |live| live.stream.roll()).unwrap();

        let completed = folder.complete(Completion { keep: true, ..into(target) }).unwrap();
        assert_eq!(completed.environment.roll_forward_to, begun.roll_forward_to);
        assert!(completed.outcome.unwrap().generations.unwrap().1 >= 3);
        let found = pages::of_clean_database(&restored, 8192);
        assert_eq!(found, pages::of_clean_database(&at("db/db0.edb"), 8192));
        folder.complete(into(target)).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    });
}
