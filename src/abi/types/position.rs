//! The small values inside the information structures.
//!
//! In the Windows header these are packed without gaps; they have none anyway.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use std::ffi::c_char;

/// A position in the logs: byte in sector, sector in file, generation.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_LGPOS {
    pub ib: u16,
    pub isec: u16,
    pub lGeneration: i32,
}

/// A moment: calendar fields, milliseconds, and whether it is UTC.
///
/// In C the last two bytes are bit fields; the header spells them out.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct JET_LOGTIME {
    pub bSeconds: u8,
    pub bMinutes: u8,
    pub bHours: u8,
    pub bDay: u8,
    pub bMonth: u8,
    pub bYear: u8,
    /// Bit 0: UTC; bits 1 to 7: the low bits of the milliseconds.
    pub bFiller1: u8,
    /// Bits 1 to 3: the high bits of the milliseconds.
    pub bFiller2: u8,
}

/// The moment of a backup: a [`JET_LOGTIME`] whose last byte has, as bit 0, whether a snapshot made it.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct JET_BKLOGTIME {
    pub bSeconds: u8,
    pub bMinutes: u8,
    pub bHours: u8,
    pub bDay: u8,
    pub bMonth: u8,
    pub bYear: u8,
    pub bFiller1: u8,
    pub bFiller2: u8,
}

/// What tells a database or a log stream from every other.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_SIGNATURE {
    pub ulRandom: u32,
    pub logtimeCreate: JET_LOGTIME,
    pub szComputerName: [c_char; 16],
}

/// Generations between the checkpoint and the end of the logs.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_CHECKPOINTINFO {
    pub genMin: u32,
    pub genMax: u32,
    pub logtimeGenMaxCreate: JET_LOGTIME,
}

/// The moment of a backup, under both its types. In C the members stand in [`JET_BKINFO`] itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub union JET_BKINFO_MARK {
    pub logtimeMark: JET_LOGTIME,
    pub bklogtimeMark: JET_BKLOGTIME,
}

/// A backup: where in the logs and when it was made, and the generations it needs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_BKINFO {
    pub lgposMark: JET_LGPOS,
    pub anonymous: JET_BKINFO_MARK,
    pub genLow: u32,
    pub genHigh: u32,
}
