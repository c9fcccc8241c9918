//! GUARANTEE: a crashed database comes out of soft recovery as the reference engine leaves it, whatever became of the
//! checkpoint; the options of JetInit do what they say; and another recovery finds nothing to do.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use esent::dump::database;
use esent::error::ErrorCode;
use esent::format::database_header::DatabaseState;
use esent::format::log_record::LogRecord;
use esent::format::primitives::{Lgpos, Logtime};
use esent::recovery::request::{MapEntry, NextAction, Running, Settings, SoftRequest, StatusEvent};
use esent::recovery::soft_recovery;
use esent::storage::fs::RealFileSystem;
use esent::{Recovery, Restore};

#[path = "support/pages.rs"]
#[allow(dead_code)]
mod pages;

const PAGE_SIZE: usize = 4096;
const REPLAY_IGNORE_MISSING: u32 = 0x4;
const WITHOUT_UNDO: u32 = 0x8;
const TRUNCATE_LOGS: u32 = 0x10;
const LOG_STREAM_MUST_EXIST: u32 = 0x40;
const IGNORE_LOST_LOGS: u32 = 0x80;
const ALLOW_MISSING_CURRENT: u32 = 0x100;
const KEEP_ATTACHED: u32 = 0x1000;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/crashed")
}

fn unpack(archive: &Path, into: &Path) {
    assert!(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(into).status().unwrap().success());
}

/// A database and its three logs as a crash left them.
struct Crashed(tempfile::TempDir);

impl Crashed {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        unpack(&fixtures().join("crashed.tar.gz"), folder.path());
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join("db").join(name)
    }

    fn recovery(&self) -> Recovery {
        Recovery::new(self.at("")).page_size(4096).map("C:\\ese\\live\\db0.edb", self.at("db0.edb"))
    }

    fn check(&self) {
        let expected = fs::read_to_string(fixtures().join("expected-pages.txt")).unwrap();
        let found = pages::of_clean_database(&self.at("db0.edb"), PAGE_SIZE);
        if std::env::var_os("ESENT_BLESS").is_some() {
            println!("{}", found.join("\n"));
        }
        assert_eq!(found, expected.lines().collect::<Vec<_>>(), "page and digest");
    }
}

fn code<T: std::fmt::Debug>(result: esent::error::Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

#[test]
fn comes_out_as_the_reference_leaves_it_and_stays_so() {
    let crashed = Crashed::new();
    assert_eq!(crashed.recovery().run().unwrap(), 0);
    crashed.check();
    // The instance ended cleanly: there is nothing to replay.
    let told = RefCell::new(0);
    let mut callback = |event: StatusEvent<'_>| {
        *told.borrow_mut() += i32::from(matches!(event, StatusEvent::Begin));
        event.default_answer()
    };
    assert_eq!(crashed.recovery().run_with(Some(&mut callback)).unwrap(), 0);
    assert_eq!(*told.borrow(), 0);
    crashed.check();
}

#[test]
fn the_checkpoint_only_shortens_the_way() {
    for damage in [
        |path: &Path| fs::remove_file(path).unwrap(),
        |path: &Path| fs::write(path, vec![0xA5; 8192]).unwrap(),
        |path: &Path| {
            // The first copy only: the second counts.
            let mut bytes = fs::read(path).unwrap();
            bytes[100] ^= 1;
            fs::write(path, bytes).unwrap();
        },
    ] {
        let crashed = Crashed::new();
        damage(&crashed.at("edb.chk"));
        crashed.recovery().run().unwrap();
        crashed.check();
    }
}

#[test]
fn a_database_that_is_not_in_the_map_is_left_alone() {
    let crashed = Crashed::new();
    let before = fs::read(crashed.at("db0.edb")).unwrap();
    Recovery::new(crashed.at("")).page_size(4096).map("C:\\other.edb", crashed.at("other.edb")).run().unwrap();
    assert_eq!(fs::read(crashed.at("db0.edb")).unwrap(), before);
}

#[test]
fn a_missing_database_is_an_error_unless_excused() {
    let crashed = Crashed::new();
    fs::remove_file(crashed.at("db0.edb")).unwrap();
    // Its creation is not in these logs' required range only if the first log is gone.
    fs::remove_file(crashed.at("edb.chk")).unwrap();
    crashed.recovery().run().unwrap();
    crashed.check();

    let crashed = Crashed::new();
    let attached_in_second = |c: &Crashed| {
        fs::remove_file(c.at("db0.edb")).unwrap();
        fs::remove_file(c.at("edb.chk")).unwrap();
        fs::remove_file(c.at("edb00000001.log")).unwrap();
    };
    attached_in_second(&crashed);
    assert_eq!(code(crashed.recovery().run()), ErrorCode::AttachedDatabaseMismatch);
    let crashed = Crashed::new();
    attached_in_second(&crashed);
    crashed.recovery().grbit(REPLAY_IGNORE_MISSING).run().unwrap();
}

#[test]
fn without_undo_the_database_stays_dirty_and_can_be_recovered_later() {
    let crashed = Crashed::new();
    assert_eq!(code(crashed.recovery().grbit(WITHOUT_UNDO).run()), ErrorCode::RecoveredWithoutUndo);
    let header = fs::read(crashed.at("db0.edb")).unwrap();
    assert_ne!(pages::number::<4>(&header, 52), u64::from(pages::STATE_CLEAN));
    crashed.recovery().run().unwrap();
    crashed.check();
    assert_eq!(code(crashed.recovery().grbit(WITHOUT_UNDO).run()), ErrorCode::RecoveredWithoutUndoDatabasesConsistent);
}

#[test]
fn redo_ends_before_the_stop_position() {
    let crashed = Crashed::new();
    let stopped = crashed.recovery().stop(Lgpos::new(2, 5, 0)).run();
    assert_eq!(code(stopped), ErrorCode::RecoveredWithoutUndo);
    assert_eq!(code(crashed.recovery().stop(Lgpos::new(0, 5, 0)).run()), ErrorCode::InvalidParameter);
    crashed.recovery().run().unwrap();
    crashed.check();
}

#[test]
fn a_gap_is_told_before_anything_is_undone() {
    let crashed = Crashed::new();
    fs::remove_file(crashed.at("edb00000002.log")).unwrap();
    let error = crashed.recovery().run().unwrap_err();
    assert!(matches!(error.code(), ErrorCode::MissingLogFile | ErrorCode::InvalidLogSequence), "{error}");
    let crashed = Crashed::new();
    fs::remove_file(crashed.at("edb00000001.log")).unwrap();
    assert_eq!(code(crashed.recovery().run()), ErrorCode::MissingLogFile);
}

#[test]
fn a_missing_current_log_is_an_error_or_a_loss() {
    let gone = || {
        let crashed = Crashed::new();
        fs::remove_file(crashed.at("edb.log")).unwrap();
        fs::remove_file(crashed.at("edbtmp.log")).unwrap();
        crashed
    };
    assert_eq!(code(gone().recovery().run()), ErrorCode::MissingLogFile);
    // Whether the loss matters is for the database's header to say.
    let crashed = gone();
    let lossy = crashed.recovery().grbit(IGNORE_LOST_LOGS).run();
    let strict = gone().recovery().grbit(ALLOW_MISSING_CURRENT).run();
    match lossy {
        Ok(warning) => {
            assert!(warning == 0 || warning == 585, "{warning}");
            assert!(strict.is_ok() || code(strict) == ErrorCode::CommittedLogFilesMissing);
        }
        Err(e) => {
            assert_eq!(e.code(), ErrorCode::RequiredLogFilesMissing);
            assert_eq!(code(strict), ErrorCode::RequiredLogFilesMissing);
        }
    }
}

#[test]
fn nothing_there_is_a_new_stream_unless_there_must_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let recovery = || Recovery::new(folder.path());
    assert_eq!(code(recovery().grbit(LOG_STREAM_MUST_EXIST).run()), ErrorCode::MissingLogFile);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    for _ in 0..3 {
        recovery().run().unwrap();
    }
    assert!(folder.path().join("edb.log").exists() && folder.path().join("edb.chk").exists());
}

#[test]
fn the_callback_decides() {
    let crashed = Crashed::new();
    let mut refuse = |event: StatusEvent<'_>| match event {
        StatusEvent::BeginUndo { .. } => ErrorCode::RecoveredWithoutUndo as i32,
        other => other.default_answer(),
    };
    assert_eq!(code(crashed.recovery().run_with(Some(&mut refuse))), ErrorCode::RecoveredWithoutUndo);
    let mut stop = |event: StatusEvent<'_>| match event {
        StatusEvent::OpenLog { generation: 2, .. } => -1234,
        StatusEvent::MissingLog { next: NextAction::MustFail, .. } => unreachable!(),
        other => other.default_answer(),
    };
    assert_eq!(crashed.recovery().run_with(Some(&mut stop)).unwrap_err().number(), -1234);
    crashed.recovery().run().unwrap();
    crashed.check();
}

#[test]
fn old_logs_go_when_asked_for() {
    let crashed = Crashed::new();
    crashed.recovery().grbit(TRUNCATE_LOGS).run().unwrap();
    crashed.check();
    assert!(!crashed.at("edb00000001.log").exists() && crashed.at("edb.log").exists());
}

#[test]
fn a_chosen_log_size_is_kept_to() {
    let crashed = Crashed::new();
    let settings = |cleanup_mismatched_logs, circular| Settings {
        circular,
        page_size_set: true,
        log_file_size: Some(256),
        cleanup_mismatched_logs,
        ..Settings::of_logs(&crashed.at(""))
    };
    let run = |settings| {
        let map = Some(vec![esent::recovery::request::MapEntry {
            old_name: Some("C:\\ese\\live\\db0.edb".into()),
            new_path: Some(crashed.at("db0.edb")),
            grbit: 0,
        }]);
        let request = SoftRequest { settings, map, stop: None, stop_time: Default::default(), grbit: 0, status: None };
        let (warning, mut running) = soft_recovery::run_on(&RealFileSystem, request)?;
        running.terminate(0)?;
        Ok(warning)
    };
    assert_eq!(code(run(settings(true, false))), ErrorCode::InvalidSettings);
    assert_eq!(code(run(settings(false, false))), ErrorCode::LogFileSizeMismatchDatabasesConsistent);
    crashed.check();
    run(settings(true, true)).unwrap();
    assert_eq!(fs::metadata(crashed.at("edb.log")).unwrap().len(), 256 << 10);
    assert!(!crashed.at("edb00000001.log").exists());
}

#[test]
fn a_restore_is_planned_before_it_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/sample-backup/sample-backup.tar.gz");
    unpack(&archive, folder.path());
    let at = |name: &str| folder.path().join("sample-backup").join(name);
    let restore = |last| {
        Restore::new(at("logs"), 1..=last).page_size(8192).log_path(at("")).map("C:\\ese\\live\\db0.edb", at("db0.edb"))
    };
    let before = fs::read(at("db0.edb")).unwrap();
    assert_eq!(code(restore(3).plan()), ErrorCode::FileNotFound);
    let planned = restore(2).plan().unwrap();
    assert_eq!((planned.plan().range, planned.plan().databases.len()), ((1, 2), 1));
    assert_eq!(fs::read(at("db0.edb")).unwrap(), before);
    assert!(planned.run(&mut |event| event.default_answer()).unwrap().records > 0);
    pages::of_clean_database(&at("db0.edb"), 8192);
}

/// The log records of the newest generation, by name.
fn records(crashed: &Crashed) -> Vec<String> {
    struct Names(Vec<String>);
    impl esent::dump::Sink for Names {
        type Error = esent::error::Error;
        fn line(&mut self, _text: &str) -> Result<(), Self::Error> {
            Ok(())
        }
        fn record(&mut self, _: Lgpos, record: &LogRecord<'_>, _: usize) -> Result<(), Self::Error> {
            self.0.push(record.name().into());
            Ok(())
        }
    }
    let mut names = Names(Vec::new());
    let detail = esent::dump::logs::Detail::Records;
    esent::dump::logs::single(&RealFileSystem, &crashed.at("edb.log"), detail, &mut names).unwrap();
    names.0.retain(|name| name != "Nop2");
    names.0
}

#[test]
fn databases_can_stay_attached() {
    let crashed = Crashed::new();
    let init = |keep: u32| {
        let mut settings = Settings::of_logs(&crashed.at(""));
        settings.page_size = 4096;
        let entry = MapEntry {
            old_name: Some("C:\\ese\\live\\db0.edb".into()),
            new_path: Some(crashed.at("db0.edb")),
            grbit: 0,
        };
        let request = SoftRequest {
            settings,
            map: Some(vec![entry]),
            stop: None,
            stop_time: Logtime::default(),
            grbit: keep,
            status: None,
        };
        soft_recovery::run_on(&RealFileSystem, request).unwrap().1
    };
    let state = || database::read(&RealFileSystem, &crashed.at("db0.edb")).unwrap().header.state().unwrap();

    let mut running = init(KEEP_ATTACHED);
    assert_eq!(running.databases(), [crashed.at("db0.edb")]);
    assert_eq!(state(), DatabaseState::Dirty);
    let names = records(&crashed);
    assert_eq!(names[names.len() - 2..], ["RecoveryQuitKeepAttachments", "Init2"]);
    // The program dies: it all happens again, from the same checkpoint.
    assert_eq!(code(running.terminate(8)), ErrorCode::DirtyShutdown);
    drop(running);

    let mut running = init(KEEP_ATTACHED);
    assert_eq!(state(), DatabaseState::Dirty);
    // A new generation says what is attached.
    running.begin_external_restore("nobody", "nowhere").unwrap();
    assert_eq!(code(running.terminate(8)), ErrorCode::DirtyShutdown);
    drop(running);

    let mut running = init(KEEP_ATTACHED);
    running.live().unwrap().detach(None).unwrap();
    assert_eq!(state(), DatabaseState::Clean);
    crashed.check();
    running.terminate(0).unwrap();
    drop(running);

    // Nothing to keep, for the database was detached.
    let mut running = init(KEEP_ATTACHED);
    assert!(running.databases().is_empty());
    running.terminate(0).unwrap();
    crashed.check();
}

#[test]
fn what_stayed_attached_is_clean_when_the_instance_ends() {
    let crashed = Crashed::new();
    crashed.recovery().grbit(KEEP_ATTACHED).run().unwrap();
    crashed.check();
    let crashed = Crashed::new();
    let settings = |cleanup: bool| {
        let mut settings = Settings::of_logs(&crashed.at(""));
        settings.page_size = 4096;
        settings.circular = true;
        settings.cleanup_mismatched_logs = cleanup;
        settings
    };
    let request = |settings| SoftRequest {
        settings,
        map: None,
        stop: None,
        stop_time: Logtime::default(),
        grbit: KEEP_ATTACHED | REPLAY_IGNORE_MISSING,
        status: None,
    };
    assert_eq!(
        code(soft_recovery::run_on(&RealFileSystem, request(settings(true))).map(drop)),
        ErrorCode::InvalidSettings
    );
}
