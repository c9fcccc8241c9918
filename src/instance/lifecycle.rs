//! JetCreateInstance, JetInit, JetTerm, JetEnableMultiInstance: from nothing to a running instance and back.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (JetInitEx, ErrInit, ErrCheckUniquePath, ErrTermComplete).

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::Mutex;

use super::mode::RunMode;
use super::parameters::{Circumstances, Parameters, Value, definition, id};
use super::process;
use super::registry::{HANDLE_NIL, Handle, Process, Shared, State, is_null};
use super::restore::InstanceStatus;
use super::settings::{complete_map, is_recovery_on, resolve_paths, settings};
use crate::error::{Error, Result};
use crate::fail;
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::request::{MapEntry, SoftOutcome, SoftRequest, StatusEvent};
use crate::recovery::soft_recovery;

/// JetCreateInstance2: enters multi-instance mode.
///
/// Errors: RunningInOneInstanceMode, TooManyInstances, InstanceNameInUse.
pub fn create(name: Option<&OsStr>, display_name: Option<&OsStr>) -> Result<Handle> {
    let mut process = process();
    process.mode.refuse_one_instance()?;
    if !process.mode.is_set() {
        process.set_mode(RunMode::MultiInstance);
    }
    Ok(process.create(name, display_name)?.handle)
}

/// What JetInit was given besides the instance.
#[derive(Default)]
pub struct InitRequest<'a> {
    pub map: Option<Vec<MapEntry>>,
    pub stop: Option<Lgpos>,
    pub stop_time: Logtime,
    pub grbit: u32,
    pub status: InstanceStatus<'a>,
}

/// JetInit. `handle` is what the caller's variable holds, `None` when there is no variable; the handle in the
/// answer belongs into it, whether the call succeeds or fails.
///
/// Errors: RunningInMultiInstanceMode, AlreadyInitialized, those of [`Process::create`], paths in use, and what
/// recovery says. An instance whose initialisation fails is gone.
pub fn initialise(handle: Option<Handle>, request: InitRequest<'_>) -> (Option<Handle>, Result<i32>) {
    initialise_by(handle, request, soft_recovery::run)
}

/// As [`initialise`], with something else in the engine's place.
pub fn initialise_by(
    handle: Option<Handle>,
    request: InitRequest<'_>,
    engine: impl FnOnce(SoftRequest<'_>) -> Result<SoftOutcome>,
) -> (Option<Handle>, Result<i32>) {
    let given = handle.filter(|h| !is_null(*h));
    let untouched = if given.is_some() { handle } else { handle.map(|_| HANDLE_NIL) };
    let (handle, is_new) = match prepare(handle, given) {
        Ok(prepared) => prepared,
        Err(e) => return (untouched, Err(e)),
    };
    match start(handle, request, engine) {
        Ok(warning) => (if is_new { untouched.map(|_| handle) } else { untouched }, Ok(warning)),
        Err((error, keep)) if keep => (untouched, Err(error)),
        Err((error, _)) => {
            process().free(handle);
            (untouched.map(|_| 0), Err(error))
        }
    }
}

/// Finds or makes the instance; says whether it was made.
fn prepare(handle: Option<Handle>, given: Option<Handle>) -> Result<(Handle, bool)> {
    let mut process = process();
    match process.mode {
        RunMode::MultiInstance if handle.is_none() => {
            fail!(RunningInMultiInstanceMode, "in multi-instance mode JetInit needs a place for the instance")
        }
        RunMode::OneInstance if !process.instances.is_empty() => {
            fail!(AlreadyInitialized, "the one instance of this process is initialised already")
        }
        RunMode::Unset => process.set_mode(RunMode::OneInstance),
        _ => {}
    }
    match given {
        Some(handle) if process.mode == RunMode::MultiInstance => match process.by_handle(handle) {
            Some(_) => Ok((handle, false)),
            None => fail!(InvalidParameter, "{handle:#x} is no instance of this process"),
        },
        _ => Ok((process.create(None, None)?.handle, true)),
    }
}

/// Recovers and starts; an error says whether the instance stays as it was.
fn start(
    handle: Handle,
    request: InitRequest<'_>,
    engine: impl FnOnce(SoftRequest<'_>) -> Result<SoftOutcome>,
) -> Result<i32, (Error, bool)> {
    let map = request.map.map(complete_map).transpose().map_err(|e| (e, true))?;
    let settings = {
        let mut process = process();
        let Some(instance) = process.by_handle(handle) else {
            return Err((crate::error!(InvalidParameter, "the instance was ended meanwhile"), true));
        };
        match instance.state {
            State::Created => {}
            State::Running(_) => {
                return Err((crate::error!(AlreadyInitialized, "the instance is initialised already"), true));
            }
            _ => return Err((crate::error!(InitInProgress, "the instance is busy"), true)),
        }
        let name = instance.name.clone();
        let settings = claim_paths(&mut process, handle)
            .map(|parameters| settings(&mut process, &parameters, name))
            .map_err(|e| (e, false))?;
        if let Some(instance) = process.by_handle(handle) {
            instance.state = State::Initialising;
        }
        settings
    };
    let mut tell = request.status.map(|status| move |event: StatusEvent<'_>| status(handle, event));
    let request = SoftRequest {
        settings,
        map,
        stop: request.stop,
        stop_time: request.stop_time,
        grbit: request.grbit,
        status: tell.as_mut().map(|t| t as _),
    };
    let guard = Busy(handle);
    let outcome = engine(request).map_err(|e| (e, false))?;
    std::mem::forget(guard);
    if let Some(instance) = process().by_handle(handle) {
        instance.state = State::Running(Arc::new(Mutex::new(outcome.running)));
    }
    Ok(outcome.warning)
}

/// Sets an instance back when its recovery fails or panics.
struct Busy(Handle);

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(instance) = process().by_handle(self.0) {
            instance.state = State::Created;
        }
    }
}

/// Makes the paths of an instance complete and sees that no other instance holds them. Returns its parameters.
///
/// Errors: TempPathInUse, SystemPathInUse, LogFilePathInUse, InvalidParameter.
pub(super) fn claim_paths(process: &mut Process, handle: Handle) -> Result<Parameters> {
    let Some(instance) = process.by_handle(handle) else {
        fail!(InvalidInstance, "{handle:#x} is no instance of this process")
    };
    resolve_paths(&mut instance.parameters)?;
    let own = instance.parameters.clone();
    for other in process.instances.iter().filter(|i| i.handle != handle && i.state.holds_paths()) {
        let clashes = |parameter| same_file(&own.text(parameter), &other.parameters.text(parameter));
        let recovering = matches!(other.state, State::Initialising | State::Restoring);
        let temporary = |p: &Parameters| p.number(id::MAX_TEMPORARY_TABLES) > 0;
        if temporary(&own) && temporary(&other.parameters) && !recovering && clashes(id::TEMP_PATH) {
            fail!(TempPathInUse, "another instance has the same temporary database")
        }
        if is_recovery_on(&own) && is_recovery_on(&other.parameters) {
            if clashes(id::SYSTEM_PATH) {
                fail!(SystemPathInUse, "another instance has the same system path")
            }
            if clashes(id::LOG_FILE_PATH) {
                fail!(LogFilePathInUse, "another instance has the same log path")
            }
        }
    }
    Ok(own)
}

/// Whether two paths lead to the same file, as far as that can be seen.
pub fn same_file(a: &OsStr, b: &OsStr) -> bool {
    let real = |path: &OsStr| -> PathBuf {
        let path = Path::new(path);
        std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
    };
    let (a, b) = (real(a), real(b));
    a == b || (cfg!(windows) && a.as_os_str().eq_ignore_ascii_case(b.as_os_str()))
}

/// JetTerm2. An instance that was never initialised just goes.
///
/// Errors: InvalidInstance; InvalidParameter for none; TermInProgress, RestoreInProgress, NotInitialized; and what
/// ending it says, in which case it stays and may be ended again.
pub fn terminate(handle: Handle, grbit: u32) -> Result<()> {
    let (handle, running) = {
        let mut process = process();
        let instance = process.find(handle)?;
        let handle = instance.handle;
        if matches!(instance.state, State::Created | State::Broken) {
            process.free(handle);
            return Ok(());
        }
        let running = instance.state.require_running()?;
        instance.state = State::Terminating;
        (handle, running)
    };
    // Waits for the call that is at work in it.
    let (ended, is_over) = {
        let mut running = running.lock();
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| running.terminate(grbit)));
        (ended, running.has_ended())
    };
    let mut process = process();
    match ended {
        Ok(Ok(())) => {
            process.free(handle);
            Ok(())
        }
        Ok(Err(e)) if is_over => {
            process.free(handle);
            Err(e)
        }
        Ok(Err(e)) => {
            if let Some(instance) = process.by_handle(handle) {
                instance.state = State::Running(running);
            }
            Err(e)
        }
        Err(panic) => {
            if let Some(instance) = process.by_handle(handle) {
                instance.state = State::Broken;
            }
            drop(process);
            std::panic::resume_unwind(panic)
        }
    }
}

/// A parameter in JetEnableMultiInstance's list, and how setting it went.
pub struct Setting {
    pub parameter: u32,
    pub number: usize,
    pub text: Option<OsString>,
    pub outcome: i32,
}

/// JetEnableMultiInstance: sets parameters of the process, then enters multi-instance mode. Returns how many were
/// set before the first that failed.
///
/// Errors: RunningInOneInstanceMode; in multi-instance mode SystemParamsAlreadySet when the same parameters have
/// the same values, SystemParameterConflict when not; those of setting a parameter.
pub fn enable_multi_instance(list: &mut [Setting]) -> (usize, Result<()>) {
    let mut process = process();
    if process.mode.is_set() {
        if let Err(e) = process.mode.refuse_one_instance() {
            return (0, Err(e));
        }
        return compare(process.globals(), list);
    }
    let mut done = 0;
    for setting in list {
        let circumstances = Circumstances::default();
        let globals = process.globals();
        let result = match definition(setting.parameter) {
            None => Err(crate::error!(InvalidParameter, "there is no parameter {}", setting.parameter)),
            Some(row) if row.is_advanced() && !globals.flag(id::ENABLE_ADVANCED) => Ok(()),
            Some(row) => globals.set(row, circumstances, setting.number, setting.text.as_deref()),
        };
        setting.outcome = result.as_ref().map_or_else(Error::number, |()| 0);
        if let Err(e) = result {
            return (done, Err(e));
        }
        done += 1;
    }
    process.set_mode(RunMode::MultiInstance);
    (done, Ok(()))
}

/// Another caller in the process has enabled multi-instance mode already: do both want the same?
fn compare(globals: &Parameters, list: &mut [Setting]) -> (usize, Result<()>) {
    let mut named = std::collections::BTreeSet::new();
    for (done, setting) in list.iter_mut().enumerate() {
        let Some(row) = definition(setting.parameter) else {
            return (done, Err(crate::error!(InvalidParameter, "there is no parameter {}", setting.parameter)));
        };
        let never_set = row.is_global() && row.is_frozen_by_mode() && !globals.is_written(row.id);
        named.insert(row.id);
        let same = if row.kind.is_text() {
            Some(globals.text(row.id)) == setting.text
        } else if row.id == id::CONFIGURATION {
            globals.number(row.id) & !1 == setting.number
        } else {
            globals.number(row.id) == setting.number
        };
        let error = crate::error!(SystemParameterConflict, "{} has another value already", row.full_name());
        setting.outcome = if never_set || !same { error.number() } else { 0 };
        if never_set || !same {
            return (done, Err(error));
        }
    }
    let forgotten = super::parameters::table::DEFINITIONS
        .iter()
        .find(|d| d.is_global() && d.is_frozen_by_mode() && globals.is_written(d.id) && !named.contains(&d.id));
    let error = match forgotten {
        Some(d) => crate::error!(SystemParameterConflict, "{} was set, and is not in the list", d.full_name()),
        None => crate::error!(SystemParamsAlreadySet, "multi-instance mode is on, with these parameters"),
    };
    (list.len(), Err(error))
}

/// An instance as JetGetInstanceInfo shows it.
pub struct InstanceView {
    pub handle: Handle,
    pub name: Option<OsString>,
    pub databases: Vec<PathBuf>,
}

/// JetGetInstanceInfo.
pub fn instances() -> Vec<InstanceView> {
    let known: Vec<_> =
        process().instances.iter().map(|i| (i.handle, i.name.clone(), i.state.require_running().ok())).collect();
    let databases = |running: Option<Shared>| running.map(|r| r.lock().databases()).unwrap_or_default();
    known
        .into_iter()
        .map(|(handle, name, running)| InstanceView { handle, name, databases: databases(running) })
        .collect()
}

/// JetGetSystemParameter, as far as no memory of the caller is involved; see [`Process::get_parameter`].
pub fn get_parameter(handle: Handle, session: usize, parameter: u32, in_callback: Option<Handle>) -> Result<Value> {
    if parameter == id::RECOVERY_CURRENT_LOGFILE {
        let running = process().running(handle, session);
        let generation = running.map_or(0, |r| r.lock().current_generation());
        if generation != 0 {
            return Ok(Value::Number(generation as usize));
        }
    }
    process().get_parameter(handle, session, parameter, in_callback)
}

/// A parameter of the process as a number, for those who have no instance.
pub fn global_number(parameter: u32) -> usize {
    match definition(parameter).map(|d| process().globals().get(d)) {
        Some(Ok(Value::Number(n))) => n,
        _ => 0,
    }
}
