//! External backups: JetBeginExternalBackup and what follows, for an instance or for the one instance. The files of a
//! backup are read in [`super::backup_files`].
//!
//! Source of the facts: `ese/jetapi.cxx`, `ese/backup.cxx` of the reference.

use std::path::PathBuf;

use super::guard::guard;
use super::log_info::LogInfo;
use super::options;
use super::text::Character;
use super::types::*;
use crate::error::Result;
use crate::instance::registry::Handle;
use crate::instance::sessions::{base_name, one_instance, with_live};
use crate::recovery::live::backup::{END_NORMAL, LogList};

/// Where a list of names goes.
struct Names<C> {
    buffer: *mut C,
    bytes: u32,
    actual: *mut u32,
}

impl<C: Character> Names<C> {
    /// Writes the names, each with its 0, and one more 0; as many as there is room for. Gives the bytes of them all.
    ///
    /// # Safety
    /// The buffer is null or has room for as many bytes as it says.
    unsafe fn write(&self, list: &[PathBuf]) -> Result<u32> {
        let mut units = Vec::new();
        for path in list {
            units.extend(C::encode(path.as_os_str()));
            units.push(C::default());
        }
        units.push(C::default());
        if !self.buffer.is_null() {
            let room = self.bytes as usize / size_of::<C>();
            // SAFETY: no more than the buffer has room for.
            unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), self.buffer, units.len().min(room)) };
        }
        Ok(u32::try_from(units.len() * size_of::<C>()).unwrap_or(u32::MAX))
    }

    /// # Safety
    /// The pointer is null or may be written.
    unsafe fn say(&self, bytes: u32) {
        // SAFETY: see above.
        if let Some(actual) = unsafe { self.actual.as_mut() } {
            *actual = bytes;
        }
    }
}

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn attach_info<C: Character>(instance: Handle, names: &Names<C>) -> Result<JET_ERR> {
    let list = with_live(instance, |mut live| live.attach_info())?;
    // SAFETY: see above.
    unsafe { names.say(names.write(&list)?) };
    Ok(0)
}

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn logs<C: Character>(list: &LogList, names: &Names<C>) -> Result<JET_ERR> {
    // SAFETY: see above.
    let bytes = unsafe { names.write(&list.files)? };
    let bytes = if names.buffer.is_null() { bytes } else { bytes.min(names.bytes) };
    // SAFETY: see above.
    unsafe { names.say(bytes) };
    Ok(0)
}

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn log_info<C: Character>(instance: Handle, names: &Names<C>) -> Result<JET_ERR> {
    let list = with_live(instance, |mut live| live.log_info())?;
    // SAFETY: see above.
    unsafe { logs(&list, names) }
}

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn log_info2<C: Character>(instance: Handle, names: &Names<C>, info: *mut LogInfo<C>) -> Result<JET_ERR> {
    // SAFETY: see above.
    unsafe { LogInfo::check(info)? };
    let list = with_live(instance, |mut live| live.log_info())?;
    let base = base_name(instance)?;
    // SAFETY: see above.
    if let Some(info) = unsafe { info.as_mut() } {
        info.set(list.generations, &base);
    }
    // SAFETY: see above.
    unsafe { logs(&list, names) }
}

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn truncate_info<C: Character>(instance: Handle, names: &Names<C>) -> Result<JET_ERR> {
    let list = with_live(instance, |mut live| live.truncate_info())?;
    // SAFETY: see above.
    unsafe { logs(&list, names) }
}

/// Begins a backup: full, or incremental with JET_bitBackupIncremental.
#[unsafe(no_mangle)]
pub extern "system" fn JetBeginExternalBackupInstance(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetBeginExternalBackupInstance", || {
        options::BEGIN_BACKUP.check(grbit)?;
        with_live(instance, |mut live| live.begin_backup(grbit)).map(|()| 0)
    })
}

/// Begins a backup: full, or incremental with JET_bitBackupIncremental, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetBeginExternalBackup(grbit: JET_GRBIT) -> JET_ERR {
    guard("JetBeginExternalBackup", || {
        options::BEGIN_BACKUP.check(grbit)?;
        with_live(one_instance()?, |mut live| live.begin_backup(grbit)).map(|()| 0)
    })
}

/// The databases that a full backup takes: names, each with its 0, and one more 0.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetAttachInfoInstanceA(
    instance: JET_INSTANCE,
    szzDatabases: JET_PSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetAttachInfoInstanceA", || unsafe {
        attach_info(instance, &Names { buffer: szzDatabases, bytes: cbMax, actual: pcbActual })
    })
}

/// The databases that a full backup takes, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetAttachInfoA(szzDatabases: JET_PSTR, cbMax: u32, pcbActual: *mut u32) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetAttachInfoA", || unsafe {
        attach_info(one_instance()?, &Names { buffer: szzDatabases, bytes: cbMax, actual: pcbActual })
    })
}

/// The databases that a full backup takes: names, each with its 0, and one more 0.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetAttachInfoInstanceW(
    instance: JET_INSTANCE,
    szzDatabases: JET_PWSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetAttachInfoInstanceW", || unsafe {
        attach_info(instance, &Names { buffer: szzDatabases, bytes: cbMax, actual: pcbActual })
    })
}

/// The databases that a full backup takes, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetAttachInfoW(wszzDatabases: JET_PWSTR, cbMax: u32, pcbActual: *mut u32) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetAttachInfoW", || unsafe {
        attach_info(one_instance()?, &Names { buffer: wszzDatabases, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup of the one instance takes.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoA(szzLogs: JET_PSTR, cbMax: u32, pcbActual: *mut u32) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoA", || unsafe {
        log_info(one_instance()?, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup takes: names, each with its 0, and one more 0. The first call begins a new generation.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoInstanceA(
    instance: JET_INSTANCE,
    szzLogs: JET_PSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoInstanceA", || unsafe {
        log_info(instance, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup takes, with their range.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoInstance2A(
    instance: JET_INSTANCE,
    szzLogs: JET_PSTR,
    cbMax: u32,
    pcbActual: *mut u32,
    pLogInfo: *mut JET_LOGINFO_A,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoInstance2A", || unsafe {
        log_info2(instance, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual }, pLogInfo.cast())
    })
}

/// The logs that JetTruncateLogInstance would remove.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetTruncateLogInfoInstanceA(
    instance: JET_INSTANCE,
    szzLogs: JET_PSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetTruncateLogInfoInstanceA", || unsafe {
        truncate_info(instance, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup of the one instance takes.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoW(szzLogs: JET_PWSTR, cbMax: u32, pcbActual: *mut u32) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoW", || unsafe {
        log_info(one_instance()?, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup takes: names, each with its 0, and one more 0. The first call begins a new generation.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoInstanceW(
    instance: JET_INSTANCE,
    wszzLogs: JET_PWSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoInstanceW", || unsafe {
        log_info(instance, &Names { buffer: wszzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// The logs that the backup takes, with their range.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetLogInfoInstance2W(
    instance: JET_INSTANCE,
    wszzLogs: JET_PWSTR,
    cbMax: u32,
    pcbActual: *mut u32,
    pLogInfo: *mut JET_LOGINFO_W,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetLogInfoInstance2W", || unsafe {
        log_info2(instance, &Names { buffer: wszzLogs, bytes: cbMax, actual: pcbActual }, pLogInfo.cast())
    })
}

/// The logs that JetTruncateLogInstance would remove.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetGetTruncateLogInfoInstanceW(
    instance: JET_INSTANCE,
    wszzLogs: JET_PWSTR,
    cbMax: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetGetTruncateLogInfoInstanceW", || unsafe {
        truncate_info(instance, &Names { buffer: wszzLogs, bytes: cbMax, actual: pcbActual })
    })
}

/// Removes the logs that no recovery and no next backup needs.
#[unsafe(no_mangle)]
pub extern "system" fn JetTruncateLogInstance(instance: JET_INSTANCE) -> JET_ERR {
    guard("JetTruncateLogInstance", || with_live(instance, |mut live| live.truncate_logs()).map(|()| 0))
}

/// Removes the logs that no recovery and no next backup needs, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetTruncateLog() -> JET_ERR {
    guard("JetTruncateLog", || with_live(one_instance()?, |mut live| live.truncate_logs()).map(|()| 0))
}

/// Ends the backup normally.
#[unsafe(no_mangle)]
pub extern "system" fn JetEndExternalBackupInstance(instance: JET_INSTANCE) -> JET_ERR {
    guard("JetEndExternalBackupInstance", || with_live(instance, |mut live| live.end_backup(END_NORMAL)).map(|()| 0))
}

/// Ends the backup normally, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetEndExternalBackup() -> JET_ERR {
    guard("JetEndExternalBackup", || with_live(one_instance()?, |mut live| live.end_backup(END_NORMAL)).map(|()| 0))
}

/// Ends the backup: JET_bitBackupEndNormal or JET_bitBackupEndAbort.
#[unsafe(no_mangle)]
pub extern "system" fn JetEndExternalBackupInstance2(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetEndExternalBackupInstance2", || {
        options::END_BACKUP.check(grbit)?;
        with_live(instance, |mut live| live.end_backup(grbit)).map(|()| 0)
    })
}

/// Makes all calls of the backup but its end give JET_errBackupAbortByServer.
#[unsafe(no_mangle)]
pub extern "system" fn JetStopBackupInstance(instance: JET_INSTANCE) -> JET_ERR {
    guard("JetStopBackupInstance", || {
        with_live(instance, |mut live| {
            live.stop_backup();
            Ok(0)
        })
    })
}

/// Makes all calls of the backup but its end give JET_errBackupAbortByServer, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetStopBackup() -> JET_ERR {
    guard("JetStopBackup", || {
        with_live(one_instance()?, |mut live| {
            live.stop_backup();
            Ok(0)
        })
    })
}

/// Begins a backup that is taken elsewhere, of a replica: full, or incremental with JET_bitBackupIncremental. Until it
/// ends there is no other, and no database is attached or detached.
#[unsafe(no_mangle)]
pub extern "system" fn JetBeginSurrogateBackup(
    instance: JET_INSTANCE,
    lgenFirst: u32,
    lgenLast: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    guard("JetBeginSurrogateBackup", || {
        options::BEGIN_SURROGATE.check(grbit)?;
        with_live(instance, |mut live| live.begin_surrogate_backup((lgenFirst, lgenLast), grbit)).map(|()| 0)
    })
}

/// Ends a backup that was taken elsewhere: JET_bitBackupEndNormal, with JET_bitBackupTruncateDone when its logs are to go,
/// or JET_bitBackupEndAbort. The databases remember it as a snapshot.
#[unsafe(no_mangle)]
pub extern "system" fn JetEndSurrogateBackup(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetEndSurrogateBackup", || {
        options::END_SURROGATE.check(grbit)?;
        with_live(instance, |mut live| live.end_surrogate_backup(grbit)).map(|()| 0)
    })
}
