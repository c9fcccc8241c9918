//! JetExternalRestore as far as instances go: the mode, the target instance, the restore's own instance.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (JetExternalRestoreEx, ErrINSTPrepareTargetInstance).

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::lifecycle::{claim_paths, same_file};
use super::mode::RunMode;
use super::parameters::{close_folder, complete_path, id};
use super::process;
use super::registry::{Handle, Process, Shared, State};
use super::settings::{complete_map, set_text, settings};
use crate::error::Result;
use crate::fail;
use crate::recovery::external_restore;
use crate::recovery::request::{MapEntry, RestoreOutcome, RestoreRequest, Settings, StatusEvent};
use crate::storage::fs::without_backslash;

/// Whom to tell: the instance, and what happens to it.
pub type InstanceStatus<'a> = Option<&'a mut (dyn FnMut(Handle, StatusEvent<'_>) -> i32 + 'a)>;

/// What JetExternalRestore2 was given. Every path is `None` where the caller gave a null pointer.
#[derive(Default)]
pub struct ExternalRestore<'a> {
    pub checkpoint_path: Option<OsString>,
    pub log_path: Option<OsString>,
    pub map: Option<Vec<MapEntry>>,
    pub backup_log_path: Option<OsString>,
    pub generation_low: i32,
    pub generation_high: i32,
    pub base_name: Option<OsString>,
    pub target_name: Option<OsString>,
    pub target_log_path: Option<OsString>,
    pub target_checkpoint_path: Option<OsString>,
    pub status: InstanceStatus<'a>,
}

/// JET_wrnTargetInstanceRunning.
const TARGET_INSTANCE_RUNNING: i32 = 578;

/// The instance that a restore runs in, gone when the restore is over.
pub(super) struct Temporary(pub(super) Handle);

impl Drop for Temporary {
    fn drop(&mut self) {
        process().free(self.0);
    }
}

/// Runs the restore.
///
/// Errors: InvalidParameter for one target path without the other, or paths beside a name;
/// RunningInOneInstanceMode; BadRestoreTargetInstance for a target that is named and does not run, or has another
/// base name; those of the target's state; TooManyInstances; paths in use; and what recovery says.
pub fn external_restore(call: ExternalRestore<'_>) -> Result<RestoreOutcome> {
    external_restore_by(call, external_restore::run)
}

/// As [`external_restore`], with something else in the engine's place.
pub fn external_restore_by(
    mut call: ExternalRestore<'_>,
    engine: impl FnOnce(RestoreRequest<'_>) -> Result<RestoreOutcome>,
) -> Result<RestoreOutcome> {
    if call.target_log_path.is_some() != call.target_checkpoint_path.is_some() {
        fail!(InvalidParameter, "the target instance needs both a log path and a checkpoint path, or neither");
    }
    for folder in [&mut call.backup_log_path, &mut call.target_log_path, &mut call.target_checkpoint_path] {
        *folder = folder.take().map(|f| without_backslash(&f).to_os_string());
    }
    if call.target_name.is_some() && call.target_log_path.is_some() {
        fail!(InvalidParameter, "the target instance is given by its name or by its paths, not by both");
    }
    let prepared = prepare(&mut call)?;
    let handle = prepared.instance.0;
    let mut tell = call.status.map(|status| move |event: StatusEvent<'_>| status(handle, event));
    let request = RestoreRequest {
        settings: prepared.settings,
        map: call.map.map(complete_map).transpose()?,
        backup_log_path: call.backup_log_path.map(PathBuf::from),
        generation_low: call.generation_low,
        generation_high: call.generation_high,
        target: prepared.target,
        status: tell.as_mut().map(|t| t as _),
    };
    let mut outcome = engine(request)?;
    if prepared.target_is_running && outcome.warning == 0 {
        outcome.warning = TARGET_INSTANCE_RUNNING;
    }
    Ok(outcome)
}

struct Prepared {
    settings: Settings,
    target: Option<(PathBuf, u32)>,
    target_is_running: bool,
    instance: Temporary,
}

fn prepare(call: &mut ExternalRestore<'_>) -> Result<Prepared> {
    let running = {
        let process = process();
        process.mode.refuse_one_instance()?;
        find_target(&process, call)
    };
    let mut target = None;
    let mut prefix = OsString::new();
    match running {
        None => {
            if call.target_name.is_some() {
                fail!(BadRestoreTargetInstance, "the target instance does not run");
            }
            if call.target_log_path.is_some() {
                call.log_path = call.target_log_path.take();
                call.checkpoint_path = call.target_checkpoint_path.take();
            }
        }
        Some(handle) => {
            let found = Target::find(handle, call.base_name.as_deref())?;
            target = found.close_generation()?;
            prefix = found.shown;
            prefix.push(" - ");
        }
    }
    // Others may have come and gone meanwhile.
    let mut process = process();
    process.mode.refuse_one_instance()?;
    if !process.mode.is_set() {
        process.set_mode(RunMode::MultiInstance);
    }
    process.restores = process.restores.wrapping_add(1);
    prefix.push(format!("Restore{:04}", process.restores % 10_000));
    let handle = process.create(Some(&prefix), None)?.handle;
    let settings = equip(&mut process, handle, call);
    let settings = match settings {
        Ok(settings) => settings,
        Err(e) => {
            process.free(handle);
            return Err(e);
        }
    };
    if let Some(instance) = process.by_handle(handle) {
        instance.state = State::Restoring;
    }
    Ok(Prepared { settings, target, target_is_running: running.is_some(), instance: Temporary(handle) })
}

/// The running instance that the caller means.
fn find_target(process: &Process, call: &ExternalRestore<'_>) -> Option<Handle> {
    let wanted = |i: &&super::registry::Instance| match (&call.target_name, &call.target_log_path) {
        (Some(name), _) => i.name.as_ref() == Some(name),
        (None, Some(path)) => same_file(&i.parameters.text(id::LOG_FILE_PATH), path),
        (None, None) => false,
    };
    process.instances.iter().filter(|i| i.name.is_some()).find(wanted).map(|i| i.handle)
}

/// A running instance whose logs a restore plays on into.
pub struct Target {
    running: Shared,
    name: OsString,
    /// How people know it.
    shown: OsString,
    pub log_path: PathBuf,
    /// Under circular logging there is nothing to play.
    pub is_circular: bool,
}

impl Target {
    /// Errors: BadRestoreTargetInstance for an instance that is none, or has another base name than `base_name` (the
    /// process's own when that is `None`); those of the instance's state.
    pub fn find(handle: Handle, base_name: Option<&OsStr>) -> Result<Self> {
        let mut process = process();
        let default_base = process.globals().text(id::BASE_NAME);
        let Some(instance) = process.by_handle(handle) else {
            fail!(BadRestoreTargetInstance, "the target instance does not run")
        };
        let running = instance.state.require_running()?;
        let base = instance.parameters.text(id::BASE_NAME);
        if !base.eq_ignore_ascii_case(base_name.unwrap_or(&default_base)) {
            fail!(BadRestoreTargetInstance, "the target instance has the base name {}", base.to_string_lossy());
        }
        let name = instance.name.clone().unwrap_or_default();
        let shown = instance.display_name.clone().unwrap_or_else(|| name.clone());
        let log_path = PathBuf::from(instance.parameters.text(id::LOG_FILE_PATH));
        let is_circular = instance.parameters.flag(id::CIRCULAR_LOG);
        Ok(Self { running, name, shown, log_path, is_circular })
    }

    /// Notes the restore in the instance's log and forces a new generation, so that all logs before it may be played:
    /// where they lie, and the last of them.
    pub fn close_generation(&self) -> Result<Option<(PathBuf, u32)>> {
        if self.is_circular {
            return Ok(None);
        }
        let (name, path) = (self.name.to_string_lossy(), self.log_path.to_string_lossy());
        let forced = self.running.lock().begin_external_restore(&name, &path)?;
        Ok(Some((self.log_path.clone(), forced.saturating_sub(1))))
    }
}

/// Gives the restore's instance its parameters.
fn equip(process: &mut Process, handle: Handle, call: &ExternalRestore<'_>) -> Result<Settings> {
    let Some(instance) = process.by_handle(handle) else { fail!(InternalError, "the restore's instance is gone") };
    if let Some(base) = &call.base_name {
        set_text(&mut instance.parameters, id::BASE_NAME, base.clone())?;
    }
    if let Some(path) = &call.log_path {
        set_text(&mut instance.parameters, id::LOG_FILE_PATH, path.clone())?;
    }
    if let Some(path) = &call.checkpoint_path {
        set_text(&mut instance.parameters, id::SYSTEM_PATH, path.clone())?;
        // The temporary database stands beside the checkpoint.
        set_text(&mut instance.parameters, id::TEMP_PATH, close_folder(complete_path(path)?))?;
    }
    let name = instance.name.clone();
    let parameters = claim_paths(process, handle)?;
    Ok(settings(process, &parameters, name))
}
