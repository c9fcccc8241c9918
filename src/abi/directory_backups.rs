//! JetBackup and JetRestore: backups that the engine itself writes to a directory, and their restore.
//!
//! A null directory means what the published contract says, that logs are removed and nothing is copied; the reference's
//! build completes it to the current directory.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference (JetBackupInstanceEx, JetRestoreInstanceEx).

use super::guard::guard;
use super::options;
use super::status::Callback;
use super::text::{Character, read};
use super::types::*;
use crate::error::Result;
use crate::instance::directory_backup::{BackupEvent, RestoreCall, Restorer, back_up, restore};
use crate::instance::registry::Handle;
use crate::instance::sessions::one_instance;
use crate::recovery::request::StatusEvent;

/// # Safety
/// The text is null or ends with 0; `callback` is null or may be called while this runs.
unsafe fn backup<C: Character>(
    instance: Handle,
    directory: *const C,
    grbit: JET_GRBIT,
    callback: JET_PFNSTATUS,
) -> Result<JET_ERR> {
    options::BACKUP.check(grbit)?;
    // SAFETY: see above.
    let directory = unsafe { read(directory) };
    let callback = Callback::Status(callback);
    let mut tell = move |event: BackupEvent| callback.tell_backup(event);
    back_up(instance, directory.as_deref(), grbit, &mut tell).map(|()| 0)
}

/// # Safety
/// The texts are null or end with 0; `callback` is null or may be called while this runs.
unsafe fn restore_from<C: Character>(
    restorer: Restorer,
    source: *const C,
    destination: *const C,
    callback: JET_PFNSTATUS,
) -> Result<JET_ERR> {
    // SAFETY: see above.
    let (source, destination) = unsafe { (read(source), read(destination)) };
    let callback = Callback::Status(callback);
    let mut tell = move |handle: Handle, event: StatusEvent<'_>| callback.tell(handle, &event);
    let call = RestoreCall {
        restorer,
        source: source.as_deref(),
        destination: destination.as_deref(),
        status: Some(&mut tell),
    };
    restore(call).map(|outcome| outcome.warning)
}

/// Backs databases and logs of the one instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
/// removes the logs that are of no more use. Without a directory it only removes logs. JET_bitBackupAtomic keeps the
/// last backup until the new one is whole.
///
/// # Safety
/// Texts are null or end with 0; `pfnStatus` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBackupA(
    szBackupPath: JET_PCSTR,
    grbit: JET_GRBIT,
    pfnStatus: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetBackupA", || unsafe { backup(one_instance()?, szBackupPath, grbit, pfnStatus) })
}

/// Backs databases and logs of an instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
/// removes the logs that are of no more use. Without a directory it only removes logs. JET_bitBackupAtomic keeps the
/// last backup until the new one is whole.
///
/// # Safety
/// Texts are null or end with 0; `pfnStatus` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBackupInstanceA(
    instance: JET_INSTANCE,
    szBackupPath: JET_PCSTR,
    grbit: JET_GRBIT,
    pfnStatus: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetBackupInstanceA", || unsafe { backup(instance, szBackupPath, grbit, pfnStatus) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestoreA(szSource: JET_PCSTR, pfn: JET_PFNSTATUS) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestoreA", || unsafe { restore_from(Restorer::One, szSource, std::ptr::null(), pfn) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were, or to a directory.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestore2A(sz: JET_PCSTR, szDest: JET_PCSTR, pfn: JET_PFNSTATUS) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestore2A", || unsafe { restore_from(Restorer::One, sz, szDest, pfn) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were, or to a directory,
/// in an instance that is not initialised or, for a null one, in one of its own.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestoreInstanceA(
    instance: JET_INSTANCE,
    sz: JET_PCSTR,
    szDest: JET_PCSTR,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestoreInstanceA", || unsafe { restore_from(Restorer::Instance(instance), sz, szDest, pfn) })
}

/// Backs databases and logs of the one instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
/// removes the logs that are of no more use. Without a directory it only removes logs. JET_bitBackupAtomic keeps the
/// last backup until the new one is whole.
///
/// # Safety
/// Texts are null or end with 0; `pfnStatus` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBackupW(
    szBackupPath: JET_PCWSTR,
    grbit: JET_GRBIT,
    pfnStatus: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetBackupW", || unsafe { backup(one_instance()?, szBackupPath, grbit, pfnStatus) })
}

/// Backs databases and logs of an instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
/// removes the logs that are of no more use. Without a directory it only removes logs. JET_bitBackupAtomic keeps the
/// last backup until the new one is whole.
///
/// # Safety
/// Texts are null or end with 0; `pfnStatus` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBackupInstanceW(
    instance: JET_INSTANCE,
    szBackupPath: JET_PCWSTR,
    grbit: JET_GRBIT,
    pfnStatus: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetBackupInstanceW", || unsafe { backup(instance, szBackupPath, grbit, pfnStatus) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestoreW(szSource: JET_PCWSTR, pfn: JET_PFNSTATUS) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestoreW", || unsafe { restore_from(Restorer::One, szSource, std::ptr::null(), pfn) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were, or to a directory.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestore2W(sz: JET_PCWSTR, szDest: JET_PCWSTR, pfn: JET_PFNSTATUS) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestore2W", || unsafe { restore_from(Restorer::One, sz, szDest, pfn) })
}

/// Restores a backup that JetBackup wrote: all databases to where they were, or to a directory,
/// in an instance that is not initialised or, for a null one, in one of its own.
///
/// # Safety
/// Texts are null or end with 0; `pfn` is null or may be called while this runs.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetRestoreInstanceW(
    instance: JET_INSTANCE,
    sz: JET_PCWSTR,
    szDest: JET_PCWSTR,
    pfn: JET_PFNSTATUS,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetRestoreInstanceW", || unsafe { restore_from(Restorer::Instance(instance), sz, szDest, pfn) })
}
