//! Log files as JetGetLogFileInfo describes them, and revert snapshots.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use super::{JET_LGPOS, JET_LOGTIME, JET_SIGNATURE};

/// A log file by its header.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LOGINFOMISC {
    pub ulGeneration: u32,
    pub signLog: JET_SIGNATURE,
    pub logtimeCreate: JET_LOGTIME,
    pub logtimePreviousGeneration: JET_LOGTIME,
    pub ulFlags: u32,
    pub ulVersionMajor: u32,
    pub ulVersionMinor: u32,
    pub ulVersionUpdate: u32,
    pub cbSectorSize: u32,
    pub cbHeader: u32,
    pub cbFile: u32,
    pub cbDatabasePageSize: u32,
}

/// A log file by its header, with the checkpoint in it.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LOGINFOMISC2 {
    pub ulGeneration: u32,
    pub signLog: JET_SIGNATURE,
    pub logtimeCreate: JET_LOGTIME,
    pub logtimePreviousGeneration: JET_LOGTIME,
    pub ulFlags: u32,
    pub ulVersionMajor: u32,
    pub ulVersionMinor: u32,
    pub ulVersionUpdate: u32,
    pub cbSectorSize: u32,
    pub cbHeader: u32,
    pub cbFile: u32,
    pub cbDatabasePageSize: u32,
    pub lgposCheckpoint: JET_LGPOS,
}

/// A log file by its header, with its checksum chain.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LOGINFOMISC3 {
    pub ulGeneration: u32,
    pub signLog: JET_SIGNATURE,
    pub logtimeCreate: JET_LOGTIME,
    pub logtimePreviousGeneration: JET_LOGTIME,
    pub ulFlags: u32,
    pub ulVersionMajor: u32,
    pub ulVersionUpdateMajor: u32,
    pub ulVersionUpdateMinor: u32,
    pub cbSectorSize: u32,
    pub cbHeader: u32,
    pub cbFile: u32,
    pub cbDatabasePageSize: u32,
    pub lgposCheckpoint: JET_LGPOS,
    pub ulVersionMinorDeprecated: u32,
    pub checksumPrevLogAllSegments: u64,
}

/// A revert snapshot by its header.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RBSINFOMISC {
    pub lRBSGeneration: i32,
    pub logtimeCreate: JET_LOGTIME,
    pub logtimeCreatePrevRBS: JET_LOGTIME,
    pub ulMajor: u32,
    pub ulMinor: u32,
    pub cbLogicalFileSize: u64,
}
