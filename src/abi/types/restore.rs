//! What restoring and initialising are told.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use std::ffi::{c_char, c_void};

use super::{JET_GRBIT, JET_LGPOS, JET_LOGTIME, JET_PFNINITCALLBACK, JET_PFNSTATUS, JET_SNC, JET_WCHAR};

/// One line of a restore map: the path in the logs, and where the database lies now.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTMAP_A {
    pub szDatabaseName: *mut c_char,
    pub szNewDatabaseName: *mut c_char,
}

/// One line of a restore map: the path in the logs, and where the database lies now.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTMAP_W {
    pub szDatabaseName: *mut JET_WCHAR,
    pub szNewDatabaseName: *mut JET_WCHAR,
}

/// A parameter of a database.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SETDBPARAM {
    pub dbparamid: u32,
    pub pvParam: *mut c_void,
    pub cbParam: u32,
}

/// One line of a restore map, with options.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTMAP2_A {
    pub cbStruct: u32,
    pub szDatabaseName: *mut c_char,
    pub szNewDatabaseName: *mut c_char,
    pub rgsetdbparam: *mut JET_SETDBPARAM,
    pub csetdbparam: u32,
    pub grbit: JET_GRBIT,
}

/// One line of a restore map, with options.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTMAP2_W {
    pub cbStruct: u32,
    pub szDatabaseName: *mut JET_WCHAR,
    pub szNewDatabaseName: *mut JET_WCHAR,
    pub rgsetdbparam: *mut JET_SETDBPARAM,
    pub csetdbparam: u32,
    pub grbit: JET_GRBIT,
}

/// What JetInit3 may be told: a map, where to stop, whom to call.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTINFO_A {
    pub cbStruct: u32,
    pub rgrstmap: *mut JET_RSTMAP_A,
    pub crstmap: i32,
    pub lgposStop: JET_LGPOS,
    pub logtimeStop: JET_LOGTIME,
    pub pfnStatus: JET_PFNSTATUS,
}

/// What JetInit3 may be told: a map, where to stop, whom to call.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTINFO_W {
    pub cbStruct: u32,
    pub rgrstmap: *mut JET_RSTMAP_W,
    pub crstmap: i32,
    pub lgposStop: JET_LGPOS,
    pub logtimeStop: JET_LOGTIME,
    pub pfnStatus: JET_PFNSTATUS,
}

/// What JetInit4 may be told: as JET_RSTINFO, with a callback that has a context.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTINFO2_A {
    pub cbStruct: u32,
    pub rgrstmap: *mut JET_RSTMAP2_A,
    pub crstmap: i32,
    pub lgposStop: JET_LGPOS,
    pub logtimeStop: JET_LOGTIME,
    pub pfnCallback: JET_PFNINITCALLBACK,
    pub pvCallbackContext: *mut c_void,
}

/// What JetInit4 may be told: as JET_RSTINFO, with a callback that has a context.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RSTINFO2_W {
    pub cbStruct: u32,
    pub rgrstmap: *mut JET_RSTMAP2_W,
    pub crstmap: i32,
    pub lgposStop: JET_LGPOS,
    pub logtimeStop: JET_LOGTIME,
    pub pfnCallback: JET_PFNINITCALLBACK,
    pub pvCallbackContext: *mut c_void,
}

/// A range of generations, and the base name of their files.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LOGINFO_A {
    pub cbSize: u32,
    pub ulGenLow: u32,
    pub ulGenHigh: u32,
    pub szBaseName: [c_char; 4],
}

/// A range of generations, and the base name of their files.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LOGINFO_W {
    pub cbSize: u32,
    pub ulGenLow: u32,
    pub ulGenHigh: u32,
    pub szBaseName: [JET_WCHAR; 4],
}

/// Progress: units done, units in all.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SNPROG {
    pub cbStruct: u32,
    pub cunitDone: u32,
    pub cunitTotal: u32,
}

/// A message beside a status.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SNMSG {
    pub cbStruct: u32,
    pub snc: JET_SNC,
    pub ul: u32,
    pub sz: [c_char; 256],
}

/// EXTENSION, not part of the engine's API: a database that EsentRestoreBegin brings in.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ESENT_RESTOREDB_A {
    /// Its path when it was backed up; null or "" when the logs are to say.
    pub szDatabaseName: *const c_char,
    /// Where the backup has it; null when it lies in its place already.
    pub szBackupFile: *const c_char,
    /// Where it is to go.
    pub szNewDatabaseName: *const c_char,
}

/// EXTENSION, not part of the engine's API: a database that EsentRestoreBegin brings in.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ESENT_RESTOREDB_W {
    /// Its path when it was backed up; null or "" when the logs are to say.
    pub szDatabaseName: *const JET_WCHAR,
    /// Where the backup has it; null when it lies in its place already.
    pub szBackupFile: *const JET_WCHAR,
    /// Where it is to go.
    pub szNewDatabaseName: *const JET_WCHAR,
}
