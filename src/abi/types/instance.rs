//! Instances, parameters and errors as structures.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use std::ffi::c_char;

use super::{JET_API_PTR, JET_ERR, JET_ERRCAT, JET_INSTANCE, JET_WCHAR};

/// An instance and its databases.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_INSTANCE_INFO_A {
    pub hInstanceId: JET_INSTANCE,
    pub szInstanceName: *mut c_char,
    pub cDatabases: JET_API_PTR,
    pub szDatabaseFileName: *mut *mut c_char,
    pub szDatabaseDisplayName: *mut *mut c_char,
    pub szDatabaseSLVFileName_Obsolete: *mut *mut c_char,
}

/// An instance and its databases.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_INSTANCE_INFO_W {
    pub hInstanceId: JET_INSTANCE,
    pub szInstanceName: *mut JET_WCHAR,
    pub cDatabases: JET_API_PTR,
    pub szDatabaseFileName: *mut *mut JET_WCHAR,
    pub szDatabaseDisplayName: *mut *mut JET_WCHAR,
    pub szDatabaseSLVFileName_Obsolete: *mut *mut JET_WCHAR,
}

/// A system parameter to set, and how that went.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SETSYSPARAM_A {
    pub paramid: u32,
    pub lParam: JET_API_PTR,
    pub sz: *const c_char,
    pub err: JET_ERR,
}

/// A system parameter to set, and how that went.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SETSYSPARAM_W {
    pub paramid: u32,
    pub lParam: JET_API_PTR,
    pub sz: *const JET_WCHAR,
    pub err: JET_ERR,
}

/// What kind of error a number is.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_ERRINFOBASIC_W {
    pub cbStruct: u32,
    pub errValue: JET_ERR,
    pub errcatMostSpecific: JET_ERRCAT,
    pub rgCategoricalHierarchy: [u8; 8],
    pub lSourceLine: u32,
    pub rgszSourceFile: [JET_WCHAR; 64],
}

/// How texts in indexes are ordered.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_UNICODEINDEX {
    pub lcid: u32,
    pub dwMapFlags: u32,
}
