//! Sessions, and what runs in them: databases attached to and detached from a running instance; external backups.
//!
//! A session is a handle and nothing more here: no transaction runs in it.
//!
//! An instance is locked while a call is at work in it; the process is not.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::mode::RunMode;
use super::parameters::{complete_path, id};
use super::process;
use super::registry::Handle;
use crate::error::Result;
use crate::fail;
use crate::recovery::live::Live;
use crate::recovery::live::attach::Attached;

/// JET_bitForceDetach.
const FORCE_DETACH: u32 = 0x1;

/// JetBeginSession. Errors: those of the instance's state; InvalidParameter, InvalidInstance.
pub fn begin(instance: Handle) -> Result<usize> {
    let mut process = process();
    let session = process.new_handle();
    let instance = process.find(instance)?;
    instance.state.require_running()?;
    instance.sessions.push(session);
    Ok(session)
}

/// JetEndSession. Errors: InvalidSesid.
pub fn end(session: usize) -> Result<()> {
    let mut process = process();
    for instance in &mut process.instances {
        let before = instance.sessions.len();
        instance.sessions.retain(|s| *s != session);
        if instance.sessions.len() < before {
            return Ok(());
        }
    }
    fail!(InvalidSesid, "{session:#x} is no session of this process")
}

/// The instance of a session. Errors: InvalidSesid.
pub fn require(session: usize) -> Result<Handle> {
    let process = process();
    match process.instances.iter().find(|i| i.sessions.contains(&session)) {
        Some(instance) => Ok(instance.handle),
        None => fail!(InvalidSesid, "{session:#x} is no session of this process"),
    }
}

/// Works with a running instance that has a log.
///
/// Errors: InvalidInstance, InvalidParameter; those of the instance's state; LoggingDisabled; those of the work.
pub fn with_live<T>(instance: Handle, work: impl FnOnce(Live<'_>) -> Result<T>) -> Result<T> {
    let running = process().find(instance)?.state.require_running()?;
    let mut running = running.lock();
    if running.has_ended() {
        fail!(NotInitialized, "the instance was ended meanwhile");
    }
    work(running.live()?)
}

/// The one instance, for functions that name none.
///
/// Errors: InvalidParameter before there is a mode; RunningInMultiInstanceMode.
pub fn one_instance() -> Result<Handle> {
    let process = process();
    match process.mode {
        RunMode::Unset => fail!(InvalidParameter, "no instance was initialised"),
        RunMode::MultiInstance => {
            fail!(RunningInMultiInstanceMode, "with several instances, use the function that names one")
        }
        RunMode::OneInstance => match process.instances.first() {
            Some(instance) => Ok(instance.handle),
            None => fail!(InvalidParameter, "no instance was initialised"),
        },
    }
}

/// The base name of an instance's logs.
pub fn base_name(instance: Handle) -> Result<OsString> {
    Ok(process().find(instance)?.parameters.text(id::BASE_NAME))
}

/// JetAttachDatabase2. Errors: InvalidSesid; InvalidParameter for no name; those of
/// [`Live::attach`].
pub fn attach(session: usize, path: Option<&OsStr>) -> Result<Attached> {
    let instance = require(session)?;
    let Some(path) = path.filter(|p| !p.is_empty()) else { fail!(InvalidParameter, "no database was named") };
    let path = PathBuf::from(complete_path(path)?);
    with_live(instance, |mut live| live.attach(&path))
}

/// JetDetachDatabase2; without a name all databases. Errors: InvalidSesid; ForceDetachNotAllowed; those of
/// [`Live::detach`].
pub fn detach(session: usize, path: Option<&OsStr>, grbit: u32) -> Result<()> {
    let instance = require(session)?;
    if grbit & FORCE_DETACH != 0 {
        fail!(ForceDetachNotAllowed, "a database is not let go by force");
    }
    let path = path.filter(|p| !p.is_empty()).map(complete_path).transpose()?.map(PathBuf::from);
    with_live(instance, |mut live| live.detach(path.as_deref()))
}
