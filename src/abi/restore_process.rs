//! The restore process for C programs: names and structures in the manner of JetExternalRestore2, but this library's
//! own. See `docs/restore-process.md`.

use std::path::PathBuf;

use super::guard::guard;
use super::log_info::LogInfo;
use super::options;
use super::status::Callback;
use super::text::{Character, read, read_logged};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::instance::registry::is_null;
use crate::recovery::request::StatusEvent;
use crate::restore_process::{Completion, Contents, DatabaseCopy, RestoreFolder, RollForward, SetKind, Stage};
use crate::storage::fs::RealFileSystem;

/// EXTENSION, not part of the engine's API: EsentRestoreBegin is given a copy backup.
pub const ESENT_bitRestoreCopyBackup: JET_GRBIT = 0x1;
/// EXTENSION, not part of the engine's API: EsentRestoreBegin gives up another restore in the folder, and replaces
/// databases.
pub const ESENT_bitRestoreReplace: JET_GRBIT = 0x2;
/// EXTENSION, not part of the engine's API: EsentRestoreAdd is given a differential backup.
pub const ESENT_bitRestoreDifferential: JET_GRBIT = 0x4;
/// EXTENSION, not part of the engine's API: EsentRestoreComplete leaves logs and Restore.env where they are.
pub const ESENT_bitRestoreKeep: JET_GRBIT = 0x8;
/// EXTENSION, not part of the engine's API: EsentRestoreComplete plays on into the logs of the running instance.
pub const ESENT_bitRestoreRollForward: JET_GRBIT = 0x10;

/// ESENT_RESTOREDB_A and ESENT_RESTOREDB_W, which differ in the kind of character only.
#[repr(C)]
struct Line<C> {
    name: *const C,
    backup: *const C,
    target: *const C,
}

/// # Safety
/// `text` is null or ends with 0.
unsafe fn path<C: Character>(text: *const C, what: &str) -> Result<PathBuf> {
    // SAFETY: see above.
    match unsafe { read(text) }.filter(|t| !t.is_empty()) {
        Some(text) => Ok(std::path::absolute(&text).unwrap_or_else(|_| text.into())),
        None => fail!(InvalidParameter, "{what} is not given"),
    }
}

/// # Safety
/// Texts are null or end with 0; `range` is null or points to one; `lines` is null or points to `count` lines.
unsafe fn contents<C: Character>(
    kind: SetKind,
    group: *const C,
    logs: *const C,
    range: *const LogInfo<C>,
    (lines, count): (*const Line<C>, u32),
) -> Result<Contents> {
    // SAFETY: see above.
    let range = unsafe { LogInfo::require(range)? };
    if lines.is_null() != (count == 0) {
        fail!(InvalidParameter, "the databases and their count ({count}) do not belong together");
    }
    let mut databases = Vec::new();
    for i in 0..count as usize {
        // SAFETY: see above.
        let line = unsafe { &*lines.add(i) };
        // SAFETY: see above.
        let (name, copy) = unsafe { (read_logged(line.name), read(line.backup)) };
        databases.push(DatabaseCopy {
            name: name.unwrap_or_default(),
            copy: copy.filter(|c| !c.is_empty()).map(PathBuf::from),
            // SAFETY: see above.
            target: unsafe { path(line.target, "the place of a database")? },
        });
    }
    Ok(Contents {
        kind,
        // SAFETY: see above.
        storage_group: unsafe { read_logged(group) }.unwrap_or_default(),
        base_name: range.base_name().to_string_lossy().into_owned(),
        // SAFETY: see above.
        log_path: unsafe { path(logs, "the path of the backup's logs")? },
        generations: range.generations(),
        databases,
    })
}

/// # Safety
/// As for [`contents`].
unsafe fn begin<C: Character>(
    folder: *const C,
    group: *const C,
    databases: (*const Line<C>, u32),
    logs: *const C,
    range: *const LogInfo<C>,
    grbit: JET_GRBIT,
) -> Result<JET_ERR> {
    options::RESTORE_BEGIN.check(grbit)?;
    let kind = if grbit & ESENT_bitRestoreCopyBackup == 0 { SetKind::Full } else { SetKind::Copy };
    // SAFETY: see above.
    let (folder, contents) =
        unsafe { (path(folder, "the restore's folder")?, contents(kind, group, logs, range, databases)?) };
    RestoreFolder::new(&RealFileSystem, folder).begin(&contents, grbit & ESENT_bitRestoreReplace != 0)?;
    Ok(0)
}

/// # Safety
/// As for [`contents`].
unsafe fn add<C: Character>(
    folder: *const C,
    group: *const C,
    logs: *const C,
    range: *const LogInfo<C>,
    grbit: JET_GRBIT,
) -> Result<JET_ERR> {
    options::RESTORE_ADD.check(grbit)?;
    let differential = grbit & ESENT_bitRestoreDifferential != 0;
    let kind = if differential { SetKind::Differential } else { SetKind::Incremental };
    let none = (std::ptr::null(), 0);
    // SAFETY: see above.
    let (folder, contents) =
        unsafe { (path(folder, "the restore's folder")?, contents(kind, group, logs, range, none)?) };
    RestoreFolder::new(&RealFileSystem, folder).add(&contents)?;
    Ok(0)
}

/// # Safety
/// The text ends with 0 or is null; the pointers are null or may be written.
unsafe fn status<C: Character>(folder: *const C, range: *mut LogInfo<C>, stage: *mut u32) -> Result<JET_ERR> {
    // SAFETY: see above.
    let folder = unsafe { path(folder, "the restore's folder")? };
    let environment = RestoreFolder::new(&RealFileSystem, &folder).status()?;
    let Some(environment) = environment else {
        return Err(crate::error!(FileNotFound, "no restore has begun here").file(folder));
    };
    // SAFETY: see above.
    unsafe { LogInfo::check(range)? };
    // SAFETY: it has the size that it has to have.
    if let Some(range) = unsafe { range.as_mut() } {
        range.set(environment.generations, environment.base_name.as_ref());
    }
    // SAFETY: see above.
    if let Some(stage) = unsafe { stage.as_mut() } {
        *stage = match environment.stage {
            Stage::Copying => 1,
            Stage::Collecting => 2,
            Stage::Completing => 3,
            Stage::Completed => 4,
        };
    }
    Ok(0)
}

/// # Safety
/// Texts are null or end with 0; `callback` is null or may be called while this runs.
unsafe fn complete<C: Character>(
    folder: *const C,
    (logs, checkpoint): (*const C, *const C),
    instance: JET_INSTANCE,
    callback: JET_PFNSTATUS,
    grbit: JET_GRBIT,
) -> Result<JET_ERR> {
    options::RESTORE_COMPLETE.check(grbit)?;
    if logs.is_null() != checkpoint.is_null() {
        fail!(InvalidParameter, "the target instance needs both a log path and a checkpoint path, or neither");
    }
    let into_instance = grbit & ESENT_bitRestoreRollForward != 0;
    if into_instance && (is_null(instance) || !logs.is_null()) {
        fail!(InvalidParameter, "rolling forward through a running instance needs the instance, and no paths");
    }
    // SAFETY: see above.
    let folder = unsafe { path(folder, "the restore's folder")? };
    let roll_forward = match logs.is_null() {
        true => into_instance.then_some(RollForward::Running(instance)),
        // SAFETY: see above.
        false => Some(unsafe {
            RollForward::Stopped {
                log_path: path(logs, "the log path")?,
                system_path: path(checkpoint, "the checkpoint path")?,
            }
        }),
    };
    let callback = Callback::Status(callback);
    let mut tell = move |event: StatusEvent<'_>| callback.tell(instance, &event);
    let completion = Completion {
        roll_forward,
        mount: (!is_null(instance)).then_some(instance),
        keep: grbit & ESENT_bitRestoreKeep != 0,
        status: Some(&mut tell),
    };
    let completed = RestoreFolder::new(&RealFileSystem, folder).complete(completion)?;
    Ok(completed.outcome.map_or(0, |o| o.warning))
}

/// EXTENSION, not part of the engine's API: begins a restore: brings in a full or copy backup, the databases
/// to their places, the logs to `szFolder`, and makes Restore.env there.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreBeginA(
    szFolder: JET_PCSTR,
    szInstanceName: JET_PCSTR,
    rgDatabases: *const ESENT_RESTOREDB_A,
    cDatabases: u32,
    szBackupLogPath: JET_PCSTR,
    pLogInfo: *const JET_LOGINFO_A,
    grbit: JET_GRBIT,
) -> JET_ERR {
    let databases = (rgDatabases.cast(), cDatabases);
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreBeginA", || unsafe {
        begin(szFolder, szInstanceName, databases, szBackupLogPath, pLogInfo.cast(), grbit)
    })
}

/// EXTENSION, not part of the engine's API: brings in the logs of an incremental or differential backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreAddA(
    szFolder: JET_PCSTR,
    szInstanceName: JET_PCSTR,
    szBackupLogPath: JET_PCSTR,
    pLogInfo: *const JET_LOGINFO_A,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreAddA", || unsafe { add(szFolder, szInstanceName, szBackupLogPath, pLogInfo.cast(), grbit) })
}

/// EXTENSION, not part of the engine's API: how far a restore has come: the range of its logs, and its stage
/// (1 copying, 2 collecting, 3 completing, 4 completed). Returns JET_errFileNotFound when none has begun.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreStatusA(
    szFolder: JET_PCSTR,
    pLogInfo: *mut JET_LOGINFO_A,
    pulStage: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreStatusA", || unsafe { status(szFolder, pLogInfo.cast(), pulStage) })
}

/// EXTENSION, not part of the engine's API: plays the logs of a restore, then those in the target's log path
/// when it is given, or those of `instance` with ESENT_bitRestoreRollForward; attaches the databases to `instance`
/// unless that is null or JET_instanceNil; removes what the restore made. May be called again after it was interrupted.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreCompleteA(
    szFolder: JET_PCSTR,
    szTargetLogPath: JET_PCSTR,
    szTargetCheckpointPath: JET_PCSTR,
    instance: JET_INSTANCE,
    pfn: JET_PFNSTATUS,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreCompleteA", || unsafe {
        complete(szFolder, (szTargetLogPath, szTargetCheckpointPath), instance, pfn, grbit)
    })
}

/// EXTENSION, not part of the engine's API: begins a restore: brings in a full or copy backup, the databases
/// to their places, the logs to `szFolder`, and makes Restore.env there.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreBeginW(
    szFolder: JET_PCWSTR,
    szInstanceName: JET_PCWSTR,
    rgDatabases: *const ESENT_RESTOREDB_W,
    cDatabases: u32,
    szBackupLogPath: JET_PCWSTR,
    pLogInfo: *const JET_LOGINFO_W,
    grbit: JET_GRBIT,
) -> JET_ERR {
    let databases = (rgDatabases.cast(), cDatabases);
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreBeginW", || unsafe {
        begin(szFolder, szInstanceName, databases, szBackupLogPath, pLogInfo.cast(), grbit)
    })
}

/// EXTENSION, not part of the engine's API: brings in the logs of an incremental or differential backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreAddW(
    szFolder: JET_PCWSTR,
    szInstanceName: JET_PCWSTR,
    szBackupLogPath: JET_PCWSTR,
    pLogInfo: *const JET_LOGINFO_W,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreAddW", || unsafe { add(szFolder, szInstanceName, szBackupLogPath, pLogInfo.cast(), grbit) })
}

/// EXTENSION, not part of the engine's API: how far a restore has come: the range of its logs, and its stage
/// (1 copying, 2 collecting, 3 completing, 4 completed). Returns JET_errFileNotFound when none has begun.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreStatusW(
    szFolder: JET_PCWSTR,
    pLogInfo: *mut JET_LOGINFO_W,
    pulStage: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreStatusW", || unsafe { status(szFolder, pLogInfo.cast(), pulStage) })
}

/// EXTENSION, not part of the engine's API: plays the logs of a restore, then those in the target's log path
/// when it is given, or those of `instance` with ESENT_bitRestoreRollForward; attaches the databases to `instance`
/// unless that is null or JET_instanceNil; removes what the restore made. May be called again after it was interrupted.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn EsentRestoreCompleteW(
    szFolder: JET_PCWSTR,
    szTargetLogPath: JET_PCWSTR,
    szTargetCheckpointPath: JET_PCWSTR,
    instance: JET_INSTANCE,
    pfn: JET_PFNSTATUS,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("EsentRestoreCompleteW", || unsafe {
        complete(szFolder, (szTargetLogPath, szTargetCheckpointPath), instance, pfn, grbit)
    })
}
