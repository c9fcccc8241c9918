//! JetBeginSession, JetEndSession; JetAttachDatabase, JetDetachDatabase for clean databases.
//!
//! Source of the facts: `ese/jetapi.cxx` of the reference.

use super::constants::errors::JET_wrnDatabaseAttached;
use super::guard::guard;
use super::options;
use super::text::{Character, read};
use super::types::*;
use crate::error::Result;
use crate::fail;
use crate::instance::{database_parameters, sessions};
use crate::recovery::live::attach::Attached;

/// # Safety
/// `session` is null or may be written.
unsafe fn begin(instance: JET_INSTANCE, session: *mut JET_SESID) -> Result<JET_ERR> {
    // SAFETY: see above.
    let Some(session) = (unsafe { session.as_mut() }) else {
        fail!(InvalidParameter, "there is no place for the session")
    };
    *session = JET_sesidNil;
    *session = sessions::begin(instance)?;
    Ok(0)
}

/// # Safety
/// `name` is null or ends with 0.
unsafe fn attach<C: Character>(session: JET_SESID, name: *const C, grbit: JET_GRBIT) -> Result<JET_ERR> {
    options::ATTACH.check(grbit)?;
    // SAFETY: see above.
    let path = unsafe { read(name) };
    Ok(match sessions::attach(session, path.as_deref())? {
        Attached::Now => 0,
        Attached::Already => JET_wrnDatabaseAttached,
    })
}

/// # Safety
/// `name` is null or ends with 0; `parameters` is null or points to `count` of them, whose values are as large as they say.
unsafe fn attach3<C: Character>(
    session: JET_SESID,
    name: *const C,
    (parameters, count): (*const JET_SETDBPARAM, u32),
    grbit: JET_GRBIT,
) -> Result<JET_ERR> {
    if parameters.is_null() && count > 0 {
        fail!(InvalidParameter, "there are no parameters, but their count is {count}");
    }
    let mut given = Vec::new();
    for i in 0..count as usize {
        // SAFETY: see above.
        let JET_SETDBPARAM { dbparamid, pvParam, cbParam } = unsafe { *parameters.add(i) };
        // SAFETY: a value of four bytes is read only where there is one.
        let value = (!pvParam.is_null() && cbParam == 4).then(|| unsafe { pvParam.cast::<u32>().read_unaligned() });
        given.push((dbparamid, value));
    }
    database_parameters::check(&given)?;
    // SAFETY: see above.
    unsafe { attach(session, name, grbit) }
}

/// # Safety
/// `name` is null or ends with 0.
unsafe fn detach<C: Character>(session: JET_SESID, name: *const C, grbit: JET_GRBIT) -> Result<JET_ERR> {
    options::DETACH.check(grbit)?;
    // SAFETY: see above.
    let path = unsafe { read(name) };
    sessions::detach(session, path.as_deref(), grbit).map(|()| 0)
}

/// Begins a session in a running instance. User and password mean nothing.
///
/// # Safety
/// `psesid` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBeginSessionA(
    instance: JET_INSTANCE,
    psesid: *mut JET_SESID,
    szUserName: JET_PCSTR,
    szPassword: JET_PCSTR,
) -> JET_ERR {
    let _ = (szUserName, szPassword);
    // SAFETY: the program vouches for its pointers.
    guard("JetBeginSessionA", || unsafe { begin(instance, psesid) })
}

/// Begins a session in a running instance. User and password mean nothing.
///
/// # Safety
/// `psesid` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetBeginSessionW(
    instance: JET_INSTANCE,
    psesid: *mut JET_SESID,
    szUserName: JET_PCWSTR,
    szPassword: JET_PCWSTR,
) -> JET_ERR {
    let _ = (szUserName, szPassword);
    // SAFETY: the program vouches for its pointers.
    guard("JetBeginSessionW", || unsafe { begin(instance, psesid) })
}

/// Ends a session. Databases stay attached.
#[unsafe(no_mangle)]
pub extern "system" fn JetEndSession(sesid: JET_SESID, grbit: JET_GRBIT) -> JET_ERR {
    guard("JetEndSession", || {
        options::END_SESSION.check(grbit)?;
        sessions::end(sesid).map(|()| 0)
    })
}

/// Attaches a clean database.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabaseA(sesid: JET_SESID, szFilename: JET_PCSTR, grbit: JET_GRBIT) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabaseA", || unsafe { attach(sesid, szFilename, grbit) })
}

/// Attaches a clean database.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabaseW(
    sesid: JET_SESID,
    szFilename: JET_PCWSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabaseW", || unsafe { attach(sesid, szFilename, grbit) })
}

/// Attaches a clean database. The largest size has no meaning: no database grows here.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabase2A(
    sesid: JET_SESID,
    szFilename: JET_PCSTR,
    cpgDatabaseSizeMax: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    let _ = cpgDatabaseSizeMax;
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabase2A", || unsafe { attach(sesid, szFilename, grbit) })
}

/// Attaches a clean database. The largest size has no meaning: no database grows here.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabase2W(
    sesid: JET_SESID,
    szFilename: JET_PCWSTR,
    cpgDatabaseSizeMax: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    let _ = cpgDatabaseSizeMax;
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabase2W", || unsafe { attach(sesid, szFilename, grbit) })
}

/// Detaches a database, or all of them for a null name. It is clean then.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDetachDatabaseA(sesid: JET_SESID, szFilename: JET_PCSTR) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetDetachDatabaseA", || unsafe { detach(sesid, szFilename, 0) })
}

/// Detaches a database, or all of them for a null name. It is clean then.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDetachDatabaseW(sesid: JET_SESID, szFilename: JET_PCWSTR) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetDetachDatabaseW", || unsafe { detach(sesid, szFilename, 0) })
}

/// Detaches a database, or all of them for a null name. It is clean then.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDetachDatabase2A(
    sesid: JET_SESID,
    szFilename: JET_PCSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetDetachDatabase2A", || unsafe { detach(sesid, szFilename, grbit) })
}

/// Detaches a database, or all of them for a null name. It is clean then.
///
/// # Safety
/// The name is null or ends with 0.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetDetachDatabase2W(
    sesid: JET_SESID,
    szFilename: JET_PCWSTR,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetDetachDatabase2W", || unsafe { detach(sesid, szFilename, grbit) })
}

/// Attaches a clean database. The parameters are checked, and mean nothing: no database grows or shrinks here.
///
/// # Safety
/// The name is null or ends with 0; `rgsetdbparam` is null or points to `csetdbparam` parameters.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabase3A(
    sesid: JET_SESID,
    szFilename: JET_PCSTR,
    rgsetdbparam: *mut JET_SETDBPARAM,
    csetdbparam: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabase3A", || unsafe { attach3(sesid, szFilename, (rgsetdbparam, csetdbparam), grbit) })
}

/// Attaches a clean database. The parameters are checked, and mean nothing: no database grows or shrinks here.
///
/// # Safety
/// The name is null or ends with 0; `rgsetdbparam` is null or points to `csetdbparam` parameters.
#[unsafe(no_mangle)]
pub unsafe extern "system" fn JetAttachDatabase3W(
    sesid: JET_SESID,
    szFilename: JET_PCWSTR,
    rgsetdbparam: *mut JET_SETDBPARAM,
    csetdbparam: u32,
    grbit: JET_GRBIT,
) -> JET_ERR {
    // SAFETY: the program vouches for its pointers.
    guard("JetAttachDatabase3W", || unsafe { attach3(sesid, szFilename, (rgsetdbparam, csetdbparam), grbit) })
}
