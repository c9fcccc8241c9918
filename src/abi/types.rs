//! The types of the API with the layout they have on 64-bit Windows: `long` is 32 bits and a `WCHAR` 16 bits on
//! every system, handles are as wide as a pointer.
//!
//! Names are those of the published header, for C programs to find them.
//!
//! Source: `published/inc/jethdr.w` of the reference.

mod database_info;
mod instance;
mod log_info;
mod opaque;
mod position;
mod recovery_control;
mod restore;
mod utilities;

use std::ffi::{c_char, c_void};

pub use database_info::*;
pub use instance::*;
pub use log_info::*;
pub use opaque::*;
pub use position::*;
pub use recovery_control::*;
pub use restore::*;
pub use utilities::*;

/// 0 for success, above for a warning, below for an error.
pub type JET_ERR = i32;
/// A UTF-16 unit.
pub type JET_WCHAR = u16;
/// As wide as a pointer.
pub type JET_API_PTR = usize;
/// A file opened for backup.
pub type JET_HANDLE = JET_API_PTR;
pub type JET_INSTANCE = JET_API_PTR;
pub type JET_SESID = JET_API_PTR;
pub type JET_TABLEID = JET_API_PTR;
/// Storage that a program hangs on a cursor.
pub type JET_LS = JET_API_PTR;
pub type JET_HISTO = JET_API_PTR;
pub type JET_OSSNAPID = JET_API_PTR;
pub type JET_COLUMNID = u32;
pub type JET_DBID = u32;
pub type JET_OBJTYP = u32;
pub type JET_COLTYP = u32;
/// A group of bits.
pub type JET_GRBIT = u32;
/// What goes on.
pub type JET_SNP = u32;
/// What happened there.
pub type JET_SNT = u32;
pub type JET_SNC = u32;
pub type JET_CBTYP = u32;
pub type JET_DLLID = u32;
pub type JET_ENGINEFORMATVERSION = u32;
pub type JET_DATESERIAL = f64;
/// JET_errcat...
pub type JET_ERRCAT = i32;
pub type JET_RESID = i32;
pub type JET_RESOPER = i32;
pub type JET_TRACEOP = i32;
pub type JET_TRACETAG = i32;
pub type TESTHOOK_OP = i32;
pub type JET_OPDDLCONV = i32;

pub type JET_PSTR = *mut c_char;
pub type JET_PCSTR = *const c_char;
pub type JET_PWSTR = *mut JET_WCHAR;
pub type JET_PCWSTR = *const JET_WCHAR;

/// Told how a long operation goes on; null for nobody.
pub type JET_PFNSTATUS =
    Option<unsafe extern "system" fn(sesid: JET_SESID, snp: JET_SNP, snt: JET_SNT, pv: *mut c_void) -> JET_ERR>;

/// As JET_PFNSTATUS, with a context of the program.
pub type JET_PFNINITCALLBACK =
    Option<unsafe extern "system" fn(snp: JET_SNP, snt: JET_SNT, pv: *mut c_void, pvContext: *mut c_void) -> JET_ERR>;

/// Called when something happens to a table.
pub type JET_CALLBACK = Option<
    unsafe extern "system" fn(
        sesid: JET_SESID,
        dbid: JET_DBID,
        tableid: JET_TABLEID,
        cbtyp: JET_CBTYP,
        pvArg1: *mut c_void,
        pvArg2: *mut c_void,
        pvContext: *mut c_void,
        ulUnused: JET_API_PTR,
    ) -> JET_ERR,
>;

/// Gives memory, as `realloc` does.
pub type JET_PFNREALLOC =
    Option<unsafe extern "system" fn(pvContext: *mut c_void, pv: *mut c_void, cb: u32) -> *mut c_void>;

/// No instance.
pub const JET_instanceNil: JET_INSTANCE = !0;
/// No session.
pub const JET_sesidNil: JET_SESID = !0;
/// No cursor.
pub const JET_tableidNil: JET_TABLEID = !0;
/// No local storage.
pub const JET_LSNil: JET_LS = !0;
