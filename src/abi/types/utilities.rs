//! JetDBUtilities: dumps and checks.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use std::ffi::{c_char, c_void};

use super::{JET_DBID, JET_GRBIT, JET_SESID, JET_TABLEID, JET_WCHAR};

/// What JetDBUtilities is to do.
pub type DBUTIL_OP = i32;
pub const opDBUTILConsistency: DBUTIL_OP = 0;
pub const opDBUTILDumpData: DBUTIL_OP = 1;
pub const opDBUTILDumpMetaData: DBUTIL_OP = 2;
pub const opDBUTILDumpPage: DBUTIL_OP = 3;
pub const opDBUTILDumpNode: DBUTIL_OP = 4;
pub const opDBUTILDumpTag: DBUTIL_OP = 5;
pub const opDBUTILDumpSpace: DBUTIL_OP = 6;
pub const opDBUTILSetHeaderState: DBUTIL_OP = 7;
pub const opDBUTILDumpHeader: DBUTIL_OP = 8;
pub const opDBUTILDumpLogfile: DBUTIL_OP = 9;
pub const opDBUTILDumpLogfileTrackNode: DBUTIL_OP = 10;
pub const opDBUTILDumpCheckpoint: DBUTIL_OP = 11;
pub const opDBUTILEDBDump: DBUTIL_OP = 12;
pub const opDBUTILEDBRepair: DBUTIL_OP = 13;
pub const opDBUTILMunge: DBUTIL_OP = 14;
pub const opDBUTILEDBScrub: DBUTIL_OP = 15;
pub const opDBUTILSLVMove_ObsoleteAndUnused: DBUTIL_OP = 16;
pub const opDBUTILDBConvertRecords_ObsoleteAndUnused: DBUTIL_OP = 17;
pub const opDBUTILDBDefragment: DBUTIL_OP = 18;
pub const opDBUTILDumpExchangeSLVInfo_ObsoleteAndUnused: DBUTIL_OP = 19;
pub const opDBUTILDumpUnicodeFixupTable_ObsoleteAndUnused: DBUTIL_OP = 20;
pub const opDBUTILDumpPageUsage: DBUTIL_OP = 21;
pub const opDBUTILUpdateDBHeaderFromTrailer: DBUTIL_OP = 22;
pub const opDBUTILChecksumLogFromMemory: DBUTIL_OP = 23;
pub const opDBUTILDumpFTLHeader: DBUTIL_OP = 24;
pub const opDBUTILDBTrim: DBUTIL_OP = 25;
pub const opDBUTILDumpFlushMapFile: DBUTIL_OP = 26;
pub const opDBUTILDumpSpaceCategory: DBUTIL_OP = 27;
pub const opDBUTILDumpCachedFileHeader: DBUTIL_OP = 28;
pub const opDBUTILDumpCacheFile: DBUTIL_OP = 29;
pub const opDBUTILDumpRBSHeader: DBUTIL_OP = 30;
pub const opDBUTILDumpRBSPages: DBUTIL_OP = 31;
pub const opDBUTILEstimateRootSpaceLeak: DBUTIL_OP = 32;

/// What opDBUTILEDBDump is to show.
pub type EDBDUMP_OP = i32;
pub const opEDBDumpTables: EDBDUMP_OP = 0;
pub const opEDBDumpIndexes: EDBDUMP_OP = 1;
pub const opEDBDumpColumns: EDBDUMP_OP = 2;
pub const opEDBDumpCallbacks: EDBDUMP_OP = 3;
pub const opEDBDumpPage: EDBDUMP_OP = 4;

/// What JetDBUtilities works on: most operations.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_LEGACY_A {
    pub szDatabase: *mut c_char,
    pub szSLV_ObsoleteAndUnused: *mut c_char,
    pub szBackup: *mut c_char,
    pub szTable: *const c_char,
    pub szIndex: *const c_char,
    pub szIntegPrefix: *mut c_char,
    pub pgno: i32,
    pub iline: i32,
    pub lGeneration: i32,
    pub isec: i32,
    pub ib: i32,
    pub cRetry: i32,
    pub pfnCallback: *mut c_void,
    pub pvCallback: *mut c_void,
}

/// What JetDBUtilities works on: opDBUTILChecksumLogFromMemory.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A {
    pub szLog: *mut c_char,
    pub szBase: *mut c_char,
    pub pvBuffer: *mut c_void,
    pub cbBuffer: i32,
}

/// What JetDBUtilities works on: opDBUTILDumpSpaceCategory.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_SPCATOPTIONS_A {
    pub szDatabase: *mut c_char,
    pub pgnoFirst: u32,
    pub pgnoLast: u32,
    pub pfnSpaceCatCallback: *mut c_void,
    pub pvContext: *mut c_void,
}

/// What JetDBUtilities works on: opDBUTILDumpRBSPages.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_RBSOPTIONS_A {
    pub szDatabase: *mut c_char,
    pub pgnoFirst: u32,
    pub pgnoLast: u32,
}

/// The operand of JetDBUtilities. In C the members stand in JET_DBUTIL_A itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub union JET_DBUTIL_OPERAND_A {
    pub anonymous: JET_DBUTIL_LEGACY_A,
    pub checksumlogfrommemory: JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A,
    pub spcatOptions: JET_DBUTIL_SPCATOPTIONS_A,
    pub rbsOptions: JET_DBUTIL_RBSOPTIONS_A,
}

/// An operation for JetDBUtilities.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_DBUTIL_A {
    pub cbStruct: u32,
    pub sesid: JET_SESID,
    pub dbid: JET_DBID,
    pub tableid: JET_TABLEID,
    pub op: DBUTIL_OP,
    pub edbdump: EDBDUMP_OP,
    pub grbitOptions: JET_GRBIT,
    pub anonymous: JET_DBUTIL_OPERAND_A,
}

/// What JetDBUtilities works on: most operations.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_LEGACY_W {
    pub szDatabase: *mut JET_WCHAR,
    pub szSLV_ObsoleteAndUnused: *mut JET_WCHAR,
    pub szBackup: *mut JET_WCHAR,
    pub szTable: *const JET_WCHAR,
    pub szIndex: *const JET_WCHAR,
    pub szIntegPrefix: *mut JET_WCHAR,
    pub pgno: i32,
    pub iline: i32,
    pub lGeneration: i32,
    pub isec: i32,
    pub ib: i32,
    pub cRetry: i32,
    pub pfnCallback: *mut c_void,
    pub pvCallback: *mut c_void,
}

/// What JetDBUtilities works on: opDBUTILChecksumLogFromMemory.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W {
    pub szLog: *mut JET_WCHAR,
    pub szBase: *mut JET_WCHAR,
    pub pvBuffer: *mut c_void,
    pub cbBuffer: i32,
}

/// What JetDBUtilities works on: opDBUTILDumpSpaceCategory.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_SPCATOPTIONS_W {
    pub szDatabase: *mut JET_WCHAR,
    pub pgnoFirst: u32,
    pub pgnoLast: u32,
    pub pfnSpaceCatCallback: *mut c_void,
    pub pvContext: *mut c_void,
}

/// What JetDBUtilities works on: opDBUTILDumpRBSPages.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_DBUTIL_RBSOPTIONS_W {
    pub szDatabase: *mut JET_WCHAR,
    pub pgnoFirst: u32,
    pub pgnoLast: u32,
}

/// The operand of JetDBUtilities. In C the members stand in JET_DBUTIL_W itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub union JET_DBUTIL_OPERAND_W {
    pub anonymous: JET_DBUTIL_LEGACY_W,
    pub checksumlogfrommemory: JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W,
    pub spcatOptions: JET_DBUTIL_SPCATOPTIONS_W,
    pub rbsOptions: JET_DBUTIL_RBSOPTIONS_W,
}

/// An operation for JetDBUtilities.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_DBUTIL_W {
    pub cbStruct: u32,
    pub sesid: JET_SESID,
    pub dbid: JET_DBID,
    pub tableid: JET_TABLEID,
    pub op: DBUTIL_OP,
    pub edbdump: EDBDUMP_OP,
    pub grbitOptions: JET_GRBIT,
    pub anonymous: JET_DBUTIL_OPERAND_W,
}
