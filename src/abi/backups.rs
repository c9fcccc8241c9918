//! External backups: JetBeginExternalBackup and what follows, for an instance or for the one instance.
//!
//! Source of the facts: `ese/jetapi.cxx`, `ese/backup.cxx` of the reference.

use std::ffi::c_void;
use std::path::{Path, PathBuf};

use super::guard::guard;
use super::restore::check_size;
use super::text::{Character, read};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::instance::registry::Handle;
use crate::instance::sessions::{base_name, one_instance, with_live};
use crate::recovery::live::backup::{END_NORMAL, LogList};

/// The memory that a program reads a file into begins at a page of memory.
const ALIGNMENT: usize = 4096;

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
unsafe fn truncate_info<C: Character>(instance: Handle, names: &Names<C>) -> Result<JET_ERR> {
    let list = with_live(instance, |mut live| live.truncate_info())?;
    // SAFETY: see above.
    unsafe { logs(&list, names) }
}

/// The base name with its 0.
fn short_name<C: Character>(instance: Handle) -> Result<[C; 4]> {
    let units = C::encode(&base_name(instance)?);
    let mut name = [C::default(); 4];
    for (to, from) in name.iter_mut().zip(units.iter().take(3)) {
        *to = *from;
    }
    Ok(name)
}

/// # Safety
/// The texts are null or end with 0; the pointers are null or may be written.
unsafe fn open<C: Character>(
    instance: Handle,
    name: *const C,
    handle: *mut JET_HANDLE,
    size: (*mut u32, *mut u32),
) -> Result<JET_ERR> {
    // SAFETY: see above.
    let (name, handle, low, high) =
        unsafe { (read(name).unwrap_or_default(), handle.as_mut(), size.0.as_mut(), size.1.as_mut()) };
    let (Some(handle), Some(low), Some(high)) = (handle, low, high) else {
        fail!(InvalidParameter, "there is no place for the handle or the size")
    };
    let path = if name.is_empty() { PathBuf::new() } else { std::path::absolute(Path::new(&name)).unwrap_or_default() };
    let opened = with_live(instance, |mut live| live.open_backup_file(&path))?;
    *handle = opened.handle;
    *low = opened.length as u32;
    *high = (opened.length >> 32) as u32;
    Ok(0)
}

/// # Safety
/// `buffer` is null or has room for `bytes` bytes; `actual` is null or may be written.
unsafe fn read_file(
    instance: Handle,
    file: JET_HANDLE,
    buffer: *mut c_void,
    bytes: u32,
    actual: *mut u32,
) -> Result<JET_ERR> {
    let read = with_live(instance, |mut live| {
        if buffer.is_null() || !buffer.addr().is_multiple_of(ALIGNMENT) {
            // A call without a backup is told so first.
            live.read_backup_file(file, &mut [])?;
            fail!(InvalidParameter, "the buffer has to begin at a multiple of {ALIGNMENT}");
        }
        // SAFETY: the caller vouches for the buffer, which nobody else uses meanwhile.
        let buffer = unsafe { std::slice::from_raw_parts_mut(buffer.cast::<u8>(), bytes as usize) };
        live.read_backup_file(file, buffer)
    })?;
    // SAFETY: see above.
    if let Some(actual) = unsafe { actual.as_mut() } {
        *actual = read as u32;
    }
    Ok(0)
}

/// Begins a backup: full, or incremental with JET_bitBackupIncremental.
#[unsafe(no_mangle)]
pub extern "system" fn JetBeginExternalBackupInstance(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetBeginExternalBackupInstance", || with_live(instance, |mut live| live.begin_backup(grbit)).map(|()| 0))
}

/// Begins a backup: full, or incremental with JET_bitBackupIncremental, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetBeginExternalBackup(grbit: JET_GRBIT) -> JET_ERR {
    guard("JetBeginExternalBackup", || with_live(one_instance()?, |mut live| live.begin_backup(grbit)).map(|()| 0))
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

/// Opens a database or a log of the backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileInstanceA(
    instance: JET_INSTANCE,
    szFileName: JET_PCSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileInstanceA", || unsafe { open(instance, szFileName, phfFile, (pulFileSizeLow, pulFileSizeHigh)) })
}

/// Opens a database or a log of the backup, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileA(
    szFileName: JET_PCSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileA", || unsafe { open(one_instance()?, szFileName, phfFile, (pulFileSizeLow, pulFileSizeHigh)) })
}

/// Opens a database or a log of the backup.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileInstanceW(
    instance: JET_INSTANCE,
    szFileName: JET_PCWSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileInstanceW", || unsafe { open(instance, szFileName, phfFile, (pulFileSizeLow, pulFileSizeHigh)) })
}

/// Opens a database or a log of the backup, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetOpenFileW(
    szFileName: JET_PCWSTR,
    phfFile: *mut JET_HANDLE,
    pulFileSizeLow: *mut u32,
    pulFileSizeHigh: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetOpenFileW", || unsafe { open(one_instance()?, szFileName, phfFile, (pulFileSizeLow, pulFileSizeHigh)) })
}

/// Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetReadFileInstance(
    instance: JET_INSTANCE,
    hfFile: JET_HANDLE,
    pv: *mut c_void,
    cb: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetReadFileInstance", || unsafe { read_file(instance, hfFile, pv, cb, pcbActual) })
}

/// Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages, for the one instance.
///
/// # Safety
/// Texts are null or end with 0; pointers are null or point to what the other arguments say.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetReadFile(
    hfFile: JET_HANDLE,
    pv: *mut c_void,
    cb: u32,
    pcbActual: *mut u32,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetReadFile", || unsafe { read_file(one_instance()?, hfFile, pv, cb, pcbActual) })
}

/// Closes a file of the backup.
#[unsafe(no_mangle)]
pub extern "system" fn JetCloseFileInstance(instance: JET_INSTANCE, hfFile: JET_HANDLE) -> JET_ERR {
    guard("JetCloseFileInstance", || with_live(instance, |mut live| live.close_backup_file(hfFile)).map(|()| 0))
}

/// Closes a file of the backup, for the one instance.
#[unsafe(no_mangle)]
pub extern "system" fn JetCloseFile(hfFile: JET_HANDLE) -> JET_ERR {
    guard("JetCloseFile", || with_live(one_instance()?, |mut live| live.close_backup_file(hfFile)).map(|()| 0))
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
        log_info2_a(instance, &Names { buffer: szzLogs, bytes: cbMax, actual: pcbActual }, pLogInfo)
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

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn log_info2_a(instance: Handle, names: &Names<std::ffi::c_char>, info: *mut JET_LOGINFO_A) -> Result<JET_ERR> {
    // SAFETY: see above.
    let info = unsafe { info.as_mut() };
    if let Some(info) = &info {
        check_size::<JET_LOGINFO_A>(info.cbSize)?;
    }
    let list = with_live(instance, |mut live| live.log_info())?;
    if let Some(info) = info {
        (info.ulGenLow, info.ulGenHigh) = list.generations;
        info.szBaseName = short_name(instance)?;
    }
    // SAFETY: see above.
    unsafe { logs(&list, names) }
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
        log_info2_w(instance, &Names { buffer: wszzLogs, bytes: cbMax, actual: pcbActual }, pLogInfo)
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

/// # Safety
/// The pointers are null or point to what they say.
unsafe fn log_info2_w(instance: Handle, names: &Names<JET_WCHAR>, info: *mut JET_LOGINFO_W) -> Result<JET_ERR> {
    // SAFETY: see above.
    let info = unsafe { info.as_mut() };
    if let Some(info) = &info {
        check_size::<JET_LOGINFO_W>(info.cbSize)?;
    }
    let list = with_live(instance, |mut live| live.log_info())?;
    if let Some(info) = info {
        (info.ulGenLow, info.ulGenHigh) = list.generations;
        info.szBaseName = short_name(instance)?;
    }
    // SAFETY: see above.
    unsafe { logs(&list, names) }
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
    guard("JetEndExternalBackupInstance2", || with_live(instance, |mut live| live.end_backup(grbit)).map(|()| 0))
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
