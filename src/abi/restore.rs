//! JetExternalRestore and JetExternalRestore2.
//!
//! Two things differ from the reference's build, which breaks its own contract there: the target's log path and
//! checkpoint path arrive in the order they are declared in, and a map pointer without a count (or the other way
//! round) is refused in the W functions as it is in the A functions.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (JetExternalRestoreEx and its wrappers).

use std::ffi::OsString;
use std::path::PathBuf;

use super::guard::guard;
use super::log_info::LogInfo;
use super::status::Callback;
use super::text::{Character, read, read_logged};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::instance::registry::Handle;
use crate::instance::restore::{ExternalRestore, external_restore};
use crate::recovery::request::{MapEntry, StatusEvent};

/// JET_RSTMAP_A and JET_RSTMAP_W, which differ in the kind of character only.
#[repr(C)]
pub(super) struct MapLine<C> {
    old_name: *const C,
    new_path: *const C,
}

/// Reads a restore map.
///
/// Errors: InvalidParameter for a count without a map, a map without a count, a negative count.
///
/// # Safety
/// `map` is null or points to `count` lines.
pub(super) unsafe fn read_map<C: Character>(map: *const MapLine<C>, count: i32) -> Result<Option<Vec<MapEntry>>> {
    if map.is_null() != (count == 0) {
        fail!(InvalidParameter, "the map and its count ({count}) do not belong together");
    }
    let Ok(count) = usize::try_from(count) else { fail!(InvalidParameter, "the map has {count} lines") };
    if map.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller vouches for the lines.
    let lines = unsafe { std::slice::from_raw_parts(map, count) };
    // SAFETY: each line's texts are null or end with 0, says the API.
    Ok(Some(lines.iter().map(|l| unsafe { read_entry(l.old_name, l.new_path, 0) }).collect()))
}

/// # Safety
/// Both texts are null or end with 0.
pub(super) unsafe fn read_entry<C: Character>(old: *const C, new: *const C, grbit: u32) -> MapEntry {
    // SAFETY: see above.
    unsafe { MapEntry { old_name: read_logged(old), new_path: read(new).map(PathBuf::from), grbit } }
}

/// The paths of a restore.
struct Paths<C> {
    checkpoint: *const C,
    logs: *const C,
    backup_logs: *const C,
}

impl<C> Paths<C> {
    fn new(checkpoint: *mut C, logs: *mut C, backup_logs: *mut C) -> Self {
        Self { checkpoint, logs, backup_logs }
    }
}

/// The target instance of a restore.
struct Target<C> {
    name: *const C,
    logs: *const C,
    checkpoint: *const C,
}

impl<C> Target<C> {
    fn new(name: *mut C, logs: *mut C, checkpoint: *mut C) -> Self {
        Self { name, logs, checkpoint }
    }

    fn none() -> Self {
        Self { name: std::ptr::null(), logs: std::ptr::null(), checkpoint: std::ptr::null() }
    }
}

/// # Safety
/// Texts are null or end with 0; the map is null or has as many lines as its count says.
unsafe fn restore<C: Character>(
    paths: &Paths<C>,
    (map, map_count): (*const MapLine<C>, i32),
    (generation_low, generation_high): (i32, i32),
    base_name: Option<OsString>,
    target: &Target<C>,
    callback: JET_PFNSTATUS,
) -> Result<JET_ERR> {
    let callback = Callback::Status(callback);
    let mut tell = move |handle: Handle, event: StatusEvent<'_>| callback.tell(handle, &event);
    // SAFETY: see above.
    let call = unsafe {
        ExternalRestore {
            map: read_map(map, map_count)?,
            checkpoint_path: read(paths.checkpoint),
            log_path: read(paths.logs),
            backup_log_path: read(paths.backup_logs),
            generation_low,
            generation_high,
            base_name,
            target_name: read(target.name),
            target_log_path: read(target.logs),
            target_checkpoint_path: read(target.checkpoint),
            status: Some(&mut tell),
        }
    };
    external_restore(call).map(|outcome| outcome.warning)
}

/// # Safety
/// As for [`restore`]; `info` is null or points to the structure.
unsafe fn restore2<C: Character>(
    paths: &Paths<C>,
    map: (*const MapLine<C>, i32),
    info: *const LogInfo<C>,
    target: &Target<C>,
    callback: JET_PFNSTATUS,
) -> Result<JET_ERR> {
    // SAFETY: see above.
    let info = unsafe { LogInfo::require(info)? };
    let (low, high) = info.generations();
    // SAFETY: see above.
    unsafe { restore(paths, map, (low as i32, high as i32), Some(info.base_name()), target, callback) }
}

/// Errors: InvalidParameter when a structure does not have the size that it has here.
pub(super) fn check_size<T>(size: u32) -> Result<()> {
    if size as usize != size_of::<T>() {
        fail!(InvalidParameter, "the structure has {size} bytes, not {}", size_of::<T>());
    }
    Ok(())
}

/// Restores databases from their backup.
///
/// Returns what [`external_restore`] says.
///
/// # Safety
/// Texts are null or end with 0; `rgrstmap` is null or has `crstfilemap` lines; `pfn` is null or may be called while
/// this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetExternalRestoreA(
    szCheckpointFilePath: JET_PSTR,
    szLogPath: JET_PSTR,
    rgrstmap: *mut JET_RSTMAP_A,
    crstfilemap: i32,
    szBackupLogPath: JET_PSTR,
    genLow: i32,
    genHigh: i32,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    let paths = Paths::new(szCheckpointFilePath, szLogPath, szBackupLogPath);
    let map = (rgrstmap.cast_const().cast(), crstfilemap);
    // SAFETY: the program vouches for its pointers.
    guard("JetExternalRestoreA", || unsafe { restore(&paths, map, (genLow, genHigh), None, &Target::none(), pfn) })
}

/// Restores databases from their backup.
///
/// Returns what [`external_restore`] says.
///
/// # Safety
/// Texts are null or end with 0; `rgrstmap` is null or has `crstfilemap` lines; `pfn` is null or may be called while
/// this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetExternalRestoreW(
    szCheckpointFilePath: JET_PWSTR,
    szLogPath: JET_PWSTR,
    rgrstmap: *mut JET_RSTMAP_W,
    crstfilemap: i32,
    szBackupLogPath: JET_PWSTR,
    genLow: i32,
    genHigh: i32,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    let paths = Paths::new(szCheckpointFilePath, szLogPath, szBackupLogPath);
    let map = (rgrstmap.cast_const().cast(), crstfilemap);
    // SAFETY: the program vouches for its pointers.
    guard("JetExternalRestoreW", || unsafe { restore(&paths, map, (genLow, genHigh), None, &Target::none(), pfn) })
}

/// Restores databases from their backup, playing on into the logs of a target instance: one that runs in this process
/// and is named or found by its paths, or one that does not run, in whose paths the restore then takes place.
///
/// Returns what [`external_restore`] says.
///
/// # Safety
/// As for [`JetExternalRestoreA`]; `pLogInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetExternalRestore2A(
    szCheckpointFilePath: JET_PSTR,
    szLogPath: JET_PSTR,
    rgrstmap: *mut JET_RSTMAP_A,
    crstfilemap: i32,
    szBackupLogPath: JET_PSTR,
    pLogInfo: *mut JET_LOGINFO_A,
    szTargetInstanceName: JET_PSTR,
    szTargetInstanceLogPath: JET_PSTR,
    szTargetInstanceCheckpointPath: JET_PSTR,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    let paths = Paths::new(szCheckpointFilePath, szLogPath, szBackupLogPath);
    let target = Target::new(szTargetInstanceName, szTargetInstanceLogPath, szTargetInstanceCheckpointPath);
    let map = (rgrstmap.cast_const().cast(), crstfilemap);
    // SAFETY: the program vouches for its pointers.
    guard("JetExternalRestore2A", || unsafe { restore2(&paths, map, pLogInfo.cast(), &target, pfn) })
}

/// Restores databases from their backup, playing on into the logs of a target instance: one that runs in this process
/// and is named or found by its paths, or one that does not run, in whose paths the restore then takes place.
///
/// Returns what [`external_restore`] says.
///
/// # Safety
/// As for [`JetExternalRestoreA`]; `pLogInfo` is null or points to the structure.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetExternalRestore2W(
    szCheckpointFilePath: JET_PWSTR,
    szLogPath: JET_PWSTR,
    rgrstmap: *mut JET_RSTMAP_W,
    crstfilemap: i32,
    szBackupLogPath: JET_PWSTR,
    pLogInfo: *mut JET_LOGINFO_W,
    szTargetInstanceName: JET_PWSTR,
    szTargetInstanceLogPath: JET_PWSTR,
    szTargetInstanceCheckpointPath: JET_PWSTR,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    let paths = Paths::new(szCheckpointFilePath, szLogPath, szBackupLogPath);
    let target = Target::new(szTargetInstanceName, szTargetInstanceLogPath, szTargetInstanceCheckpointPath);
    let map = (rgrstmap.cast_const().cast(), crstfilemap);
    // SAFETY: the program vouches for its pointers.
    guard("JetExternalRestore2W", || unsafe { restore2(&paths, map, pLogInfo.cast(), &target, pfn) })
}
