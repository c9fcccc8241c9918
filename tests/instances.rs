//! GUARANTEE: instances live, run into each other and end as in the reference, whatever the engine below does.
//!
//! The engine is replaced by one that only looks at what it is asked. The state of the process is shared, so these
//! tests run one after the other.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard};

use esent::error::{Error, ErrorCode, Result};
use esent::instance::lifecycle::{InitRequest, create, get_parameter, initialise_by, instances, terminate};
use esent::instance::mode::RunMode;
use esent::instance::parameters::{Value, id};
use esent::instance::process;
use esent::instance::registry::{HANDLE_NIL, Handle};
use esent::instance::restore::{ExternalRestore, external_restore_by};
use esent::recovery::request::{
    MapEntry, RestoreOutcome, RestoreRequest, Running, SoftOutcome, SoftRequest, StatusEvent,
};

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// An instance that runs, and can be told to be stubborn.
#[derive(Default)]
struct Stub {
    refuses: bool,
    ends_dirty: bool,
    generation: u32,
}

impl Running for Stub {
    fn terminate(&mut self, _grbit: u32) -> Result<()> {
        if self.refuses || self.ends_dirty {
            self.refuses = false;
            return Err(Error::new(ErrorCode::DirtyShutdown, "told to"));
        }
        Ok(())
    }

    fn has_ended(&self) -> bool {
        self.ends_dirty
    }

    fn begin_external_restore(&mut self, instance_name: &str, _log_path: &str) -> Result<u32> {
        assert_eq!(instance_name, "target");
        self.generation += 1;
        Ok(self.generation)
    }

    fn current_generation(&self) -> u32 {
        self.generation
    }

    fn databases(&self) -> Vec<PathBuf> {
        vec!["one.edb".into()]
    }
}

fn runs(generation: u32) -> impl FnOnce(SoftRequest<'_>) -> Result<SoftOutcome> {
    move |_| Ok(SoftOutcome { warning: 0, running: Box::new(Stub { generation, ..Stub::default() }) })
}

fn code<T>(result: &Result<T>) -> Option<ErrorCode> {
    result.as_ref().err().map(Error::code)
}

fn named(name: &str) -> Handle {
    create(Some(name.as_ref()), None).expect("an instance")
}

fn set(handle: Handle, parameter: u32, text: &str) {
    process().set_parameter(Some(handle), 0, parameter, 0, Some(text.as_ref()), None).expect("a parameter");
}

/// An instance with paths of its own that runs.
fn running(name: &str, generation: u32) -> Handle {
    let handle = named(name);
    set(handle, id::SYSTEM_PATH, &format!("/nowhere/{name}"));
    set(handle, id::LOG_FILE_PATH, &format!("/nowhere/{name}"));
    let (_, result) = initialise_by(Some(handle), InitRequest::default(), runs(generation));
    assert_eq!(result.expect("it runs"), 0);
    handle
}

fn restore<'a>(target: &str) -> ExternalRestore<'a> {
    ExternalRestore {
        checkpoint_path: Some("/nowhere/restore".into()),
        log_path: Some("/nowhere/restore".into()),
        backup_log_path: Some("/nowhere/backup".into()),
        map: Some(vec![MapEntry { old_name: Some("C:\\a.edb".into()), new_path: Some("a.edb".into()), grbit: 0 }]),
        generation_low: 3,
        generation_high: 7,
        target_name: (!target.is_empty()).then(|| target.into()),
        ..ExternalRestore::default()
    }
}

#[test]
fn init_without_a_handle_makes_the_one_instance() {
    let _alone = alone();
    let (handle, result) = initialise_by(None, InitRequest::default(), runs(5));
    assert!(handle.is_none() && result.is_ok());
    assert_eq!(process().mode, RunMode::OneInstance);
    let (_, again) = initialise_by(Some(0), InitRequest::default(), runs(5));
    assert_eq!(code(&again), Some(ErrorCode::AlreadyInitialized));
    assert_eq!(code(&create(None, None)), Some(ErrorCode::RunningInOneInstanceMode));
    let refused = external_restore_by(restore(""), |_| panic!("not to be reached"));
    assert_eq!(code(&refused), Some(ErrorCode::RunningInOneInstanceMode));
    assert_eq!(get_parameter(0, 0, id::RECOVERY_CURRENT_LOGFILE, None).ok(), Some(Value::Number(5)));
    terminate(0, 0).expect("any null handle means the one");
    assert_eq!(process().mode, RunMode::Unset);
}

#[test]
fn init_with_a_null_handle_gives_one_back() {
    let _alone = alone();
    let keeper = named("keeper");
    let (handle, result) = initialise_by(Some(HANDLE_NIL), InitRequest::default(), runs(1));
    assert!(result.is_ok() && handle.is_some_and(|h| h != 0 && h != HANDLE_NIL));
    let (_, twice) = initialise_by(handle, InitRequest::default(), runs(1));
    assert_eq!(code(&twice), Some(ErrorCode::AlreadyInitialized));
    let (none, refused) = initialise_by(None, InitRequest::default(), runs(1));
    assert!(none.is_none());
    assert_eq!(code(&refused), Some(ErrorCode::RunningInMultiInstanceMode));
    let shown = instances();
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[1].databases, [PathBuf::from("one.edb")]);
    terminate(handle.expect("it"), 0).expect("ends");
    terminate(keeper, 0).expect("one that never ran just goes");
    assert_eq!(process().mode, RunMode::Unset);
}

#[test]
fn a_failed_init_takes_its_instance_with_it() {
    let _alone = alone();
    let handle = named("fails");
    let (left, result) =
        initialise_by(Some(handle), InitRequest::default(), |_| Err(Error::new(ErrorCode::LogFileCorrupt, "told to")));
    assert_eq!((left, code(&result)), (Some(0), Some(ErrorCode::LogFileCorrupt)));
    assert_eq!(code(&terminate(handle, 0)), Some(ErrorCode::InvalidInstance));
    assert_eq!(process().mode, RunMode::Unset);
    let works = running("works", 1);
    terminate(works, 0).expect("the next one is not disturbed");
}

#[test]
fn a_panic_in_the_engine_leaves_an_instance_that_can_go() {
    let _alone = alone();
    let handle = named("panics");
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let panicked = std::panic::catch_unwind(|| {
        let _ = initialise_by(Some(handle), InitRequest::default(), |_| panic!("told to"));
    });
    let restored = std::panic::catch_unwind(|| {
        let _ = external_restore_by(restore(""), |_| panic!("told to"));
    });
    std::panic::set_hook(quiet);
    assert!(panicked.is_err() && restored.is_err());
    assert_eq!(instances().len(), 1, "the restore's instance is gone");
    terminate(handle, 0).expect("ends");
}

#[test]
fn an_instance_that_cannot_end_may_be_ended_again() {
    let _alone = alone();
    let handle = named("stubborn");
    let stub = Stub { refuses: true, ..Stub::default() };
    let engine = |_: SoftRequest<'_>| Ok(SoftOutcome { warning: 0, running: Box::new(stub) });
    initialise_by(Some(handle), InitRequest::default(), engine).1.expect("it runs");
    assert_eq!(code(&terminate(handle, 0)), Some(ErrorCode::DirtyShutdown));
    terminate(handle, 0).expect("the second time it ends");

    let handle = named("dirty");
    let stub = Stub { ends_dirty: true, ..Stub::default() };
    let engine = |_: SoftRequest<'_>| Ok(SoftOutcome { warning: 0, running: Box::new(stub) });
    initialise_by(Some(handle), InitRequest::default(), engine).1.expect("it runs");
    assert_eq!(code(&terminate(handle, 8)), Some(ErrorCode::DirtyShutdown));
    assert_eq!(code(&terminate(handle, 8)), Some(ErrorCode::InvalidInstance), "it has ended all the same");
}

#[test]
fn paths_belong_to_one_instance() {
    let _alone = alone();
    let first = running("first", 1);
    let second = named("second");
    set(second, id::SYSTEM_PATH, "/nowhere/second");
    set(second, id::LOG_FILE_PATH, "/nowhere/first");
    let (_, result) = initialise_by(Some(second), InitRequest::default(), runs(1));
    assert_eq!(code(&result), Some(ErrorCode::LogFilePathInUse));
    let second = named("second");
    set(second, id::SYSTEM_PATH, "/nowhere/first");
    set(second, id::TEMP_PATH, "/nowhere/second/t.edb");
    let (_, result) = initialise_by(Some(second), InitRequest::default(), runs(1));
    assert_eq!(code(&result), Some(ErrorCode::SystemPathInUse));
    let second = named("second");
    set(second, id::SYSTEM_PATH, "/nowhere/first");
    let (_, result) = initialise_by(Some(second), InitRequest::default(), runs(1));
    assert_eq!(code(&result), Some(ErrorCode::TempPathInUse), "the temporary database lies in the system path");
    let mut call = restore("");
    call.log_path = Some("/nowhere/first/".into());
    let result = external_restore_by(call, |_| panic!("not to be reached"));
    assert_eq!(code(&result), Some(ErrorCode::LogFilePathInUse));
    assert_eq!(instances().len(), 1);
    terminate(first, 0).expect("ends");
}

#[test]
fn a_restore_hands_on_what_it_was_given() {
    let _alone = alone();
    process().set_parameter(None, 0, id::LOG_FILE_SIZE, 128, None, None).expect("set");
    let mut told = Vec::new();
    let mut tell = |handle: Handle, event: StatusEvent<'_>| {
        told.push((handle, format!("{event:?}")));
        -528
    };
    let mut call = restore("");
    call.base_name = Some("e00".into());
    call.status = Some(&mut tell);
    let outcome = external_restore_by(call, |request| {
        assert_eq!(process().mode, RunMode::MultiInstance);
        assert_eq!((request.generation_low, request.generation_high), (3, 7));
        assert_eq!(request.settings.base_name, "e00");
        assert_eq!(request.settings.log_file_size, Some(128));
        assert_eq!(request.settings.log_path, PathBuf::from("/nowhere/restore/"));
        assert_eq!(request.settings.system_path, PathBuf::from("/nowhere/restore/"));
        assert_eq!(request.settings.temp_path, PathBuf::from("/nowhere/restore/"));
        assert_eq!(request.backup_log_path, Some("/nowhere/backup".into()));
        assert_eq!(request.map.as_ref().map(Vec::len), Some(1));
        assert!(request.target.is_none() && request.settings.recovery);
        let name = request.settings.instance_name.clone().unwrap_or_default();
        assert!(name.to_string_lossy().starts_with("Restore"), "{name:?}");
        let status = request.status.expect("a callback");
        assert_eq!(status(StatusEvent::Begin), -528);
        Ok(RestoreOutcome::default())
    });
    assert_eq!(outcome.expect("done").warning, 0);
    assert!(told.len() == 1 && told[0].0 != 0 && told[0].1 == "Begin");
    assert_eq!(process().mode, RunMode::Unset, "the restore's instance was the last");
    process().set_parameter(None, 0, id::LOG_FILE_SIZE, 5120, None, None).expect("set back");
}

#[test]
fn a_target_that_runs_gives_its_logs() {
    let _alone = alone();
    let target = running("target", 41);
    let outcome = external_restore_by(restore("target"), |request: RestoreRequest<'_>| {
        assert_eq!(request.target, Some((PathBuf::from("/nowhere/target/"), 41)));
        assert_eq!(request.settings.log_path, PathBuf::from("/nowhere/restore/"));
        Ok(RestoreOutcome::default())
    });
    assert_eq!(outcome.expect("done").warning, 578);

    // Found by its paths just as well.
    let mut call = restore("");
    call.target_log_path = Some("/nowhere/target".into());
    call.target_checkpoint_path = Some("/nowhere/target".into());
    let outcome = external_restore_by(call, |request| {
        assert_eq!(request.target, Some((PathBuf::from("/nowhere/target/"), 42)));
        Ok(RestoreOutcome::default())
    });
    assert_eq!(outcome.expect("done").warning, 578);

    let mut call = restore("target");
    call.base_name = Some("xyz".into());
    let refused = external_restore_by(call, |_| panic!("not to be reached"));
    assert_eq!(code(&refused), Some(ErrorCode::BadRestoreTargetInstance));
    let unknown = external_restore_by(restore("nobody"), |_| panic!("not to be reached"));
    assert_eq!(code(&unknown), Some(ErrorCode::BadRestoreTargetInstance));
    let idle = named("idle");
    let not_running = external_restore_by(restore("idle"), |_| panic!("not to be reached"));
    assert_eq!(code(&not_running), Some(ErrorCode::NotInitialized));
    terminate(idle, 0).expect("ends");
    terminate(target, 0).expect("ends");
}

#[test]
fn a_target_that_does_not_run_gives_its_place() {
    let _alone = alone();
    let mut call = restore("");
    call.target_log_path = Some("/nowhere/logs".into());
    call.target_checkpoint_path = Some("/nowhere/checkpoint".into());
    let outcome = external_restore_by(call, |request| {
        assert_eq!(request.settings.log_path, PathBuf::from("/nowhere/logs/"));
        assert_eq!(request.settings.system_path, PathBuf::from("/nowhere/checkpoint/"));
        assert!(request.target.is_none());
        Ok(RestoreOutcome::default())
    });
    assert_eq!(outcome.expect("done").warning, 0);
    for (logs, checkpoint, name) in [(true, false, ""), (false, true, ""), (true, true, "name")] {
        let mut call = restore(name);
        call.target_log_path = logs.then(|| OsString::from("/nowhere/logs"));
        call.target_checkpoint_path = checkpoint.then(|| OsString::from("/nowhere/checkpoint"));
        let refused = external_restore_by(call, |_| panic!("not to be reached"));
        assert_eq!(code(&refused), Some(ErrorCode::InvalidParameter));
    }
    assert_eq!(process().mode, RunMode::Unset);
}

#[test]
fn many_restores_at_once_do_not_meet() {
    let _alone = alone();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for _ in 0..50 {
                    let mut call = restore("");
                    call.log_path = Some(format!("/nowhere/{thread}").into());
                    call.checkpoint_path = call.log_path.clone();
                    external_restore_by(call, |_| Ok(RestoreOutcome::default())).expect("done");
                }
            });
        }
    });
    assert!(instances().is_empty());
    assert_eq!(process().mode, RunMode::Unset);
}
