//! Records about the instance as a whole: start, end, recovery, backup, restore, notes.
//!
//! | record                               | fields behind the type byte                                     |
//! |--------------------------------------|-----------------------------------------------------------------|
//! | Init (Init2)                         | environment [567] (, logtime)                                    |
//! | Term, RecoveryQuit (…2)              | lgpos, lgpos redo from, u8 hard recovery (, logtime)            |
//! | RecoveryUndo (2)                     | nothing (logtime)                                               |
//! | FullBackup, IncBackup                | u16 length, path                                                |
//! | Backup                               | u8 kind, u8, u16 length, path                                   |
//! | Backup2                              | u8 phase, u32 type, u8 scope, u8 dbid, BKINFO, u8, u16 len, path|
//! | ExtRestore (2)                       | u16 length, log path and instance name, each closed by a zero   |
//! | Trace, ForceLogRollover              | u16 procid, u16 length, text                                    |
//! | JetOp                                | u16 procid, u8 operation                                        |
//! | MultisectorFlush, Checksum           | of formats before 8                                             |
//!
//! Source: `inc/logapi.hxx`; BKINFO: `inc/daedef.hxx`.

use super::layout::{Body, Cursor, Layout, layout, length_of};
use crate::error::Result;
use crate::format::environment::{ENVIRONMENT_BYTES, Environment};
use crate::format::fields::Field;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime};

/// The instance started and begins to log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Init<'a> {
    /// What the instance was started with, as stored: read as a value, it would make every record that large.
    pub environment: &'a [u8; ENVIRONMENT_BYTES],
    /// In Init2 only.
    pub logtime: Option<Logtime>,
}

/// The type bytes of the forms that end in a time.
const TIMED: [u8; 5] = [49, 50, 51, 52, 80];

fn take_time(cursor: &mut Cursor<'_>, kind: u8) -> Result<Option<Logtime>> {
    if TIMED.contains(&kind) { Ok(Some(cursor.take()?)) } else { Ok(None) }
}

fn put_time(time: Option<Logtime>, out: &mut Vec<u8>, kind: u8) {
    if TIMED.contains(&kind) {
        time.unwrap_or_default().put(out);
    }
}

impl Init<'_> {
    pub fn environment(&self) -> Environment {
        Environment::load(self.environment)
    }
}

impl<'a> Body<'a> for Init<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        Ok(Self { environment: cursor.array()?, logtime: take_time(cursor, kind)? })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        out.extend_from_slice(self.environment);
        put_time(self.logtime, out, kind);
        Ok(())
    }
}

layout! {
    /// The fields that all forms of [`Term`] have.
    pub struct TermHead {
        /// Term: where the instance started. RecoveryQuit: the RecoveryUndo record before it.
        lgpos: Lgpos,
        /// RecoveryQuit: where redo had begun.
        lgpos_redo_from: Lgpos,
        /// RecoveryQuit: 1 after hard recovery.
        hard: u8,
    }
}

/// The instance, or its recovery, came to a good end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub head: TermHead,
    /// In all forms but the two oldest.
    pub logtime: Option<Logtime>,
}

impl<'a> Body<'a> for Term {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        Ok(Self { head: cursor.take()?, logtime: take_time(cursor, kind)? })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        put_time(self.logtime, out, kind);
        Ok(())
    }
}

/// Redo has ended; what follows undoes open transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecoveryUndo {
    /// In RecoveryUndo2 only.
    pub logtime: Option<Logtime>,
}

impl<'a> Body<'a> for RecoveryUndo {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        Ok(Self { logtime: take_time(cursor, kind)? })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        put_time(self.logtime, out, kind);
        Ok(())
    }
}

/// A backup, as old versions noted it (FullBackup, IncBackup).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldestBackup<'a> {
    pub path: &'a [u8],
}

impl<'a> Body<'a> for OldestBackup<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let length: u16 = cursor.take()?;
        Ok(Self { path: cursor.bytes(length.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        length_of::<u16>(self.path)?.put(out);
        out.extend_from_slice(self.path);
        Ok(())
    }
}

/// A backup, as later versions noted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldBackup<'a> {
    pub backup_kind: u8,
    pub reserved: u8,
    pub path: &'a [u8],
}

impl<'a> Body<'a> for OldBackup<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let (backup_kind, reserved) = (cursor.take()?, cursor.take()?);
        let length: u16 = cursor.take()?;
        Ok(Self { backup_kind, reserved, path: cursor.bytes(length.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        out.extend([self.backup_kind, self.reserved]);
        length_of::<u16>(self.path)?.put(out);
        out.extend_from_slice(self.path);
        Ok(())
    }
}

/// The phases of a backup in [`BackupHead::phase`].
pub mod backup_phase {
    pub const BEGIN: u8 = 1;
    pub const PREPARE_LOGS: u8 = 2;
    pub const TRUNCATE: u8 = 3;
    /// The header of a database gets the facts of this backup.
    pub const UPDATE: u8 = 4;
    pub const ABORT: u8 = 5;
    pub const STOP: u8 = 6;
}

/// What a backup copies, in [`BackupHead::scope`].
pub mod backup_scope {
    pub const FULL: u8 = 1;
    pub const INCREMENTAL: u8 = 2;
    pub const COPY: u8 = 5;
    pub const DIFFERENTIAL: u8 = 6;
}

layout! {
    /// The fixed part of a Backup2 record.
    pub struct BackupHead {
        /// See [`backup_phase`].
        phase: u8,
        /// 0 streaming, 1 OS snapshot, 2 snapshot, 3 surrogate.
        backup_type: u32,
        /// See [`backup_scope`].
        scope: u8,
        /// Of phase UPDATE.
        dbid: u8,
        lgpos_mark: Lgpos,
        logtime_mark: Logtime,
        generation_low: u32,
        generation_high: u32,
        reserved: u8,
    }
}

/// One phase of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup<'a> {
    pub head: BackupHead,
    /// Not used.
    pub path: &'a [u8],
}

impl<'a> Body<'a> for Backup<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let length: u16 = cursor.take()?;
        Ok(Self { head, path: cursor.bytes(length.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u16>(self.path)?.put(out);
        out.extend_from_slice(self.path);
        Ok(())
    }
}

/// This running instance is the target of a restore; the record also starts a new generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtRestore<'a> {
    /// The log path and then the name of the instance, each closed by a zero; UTF-16 in ExtRestore2.
    pub names: LoggedText<'a>,
}

/// Type byte of the form in UTF-16.
const EXT_RESTORE2: u8 = 59;

impl<'a> Body<'a> for ExtRestore<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let length: u16 = cursor.take()?;
        Ok(Self { names: LoggedText { bytes: cursor.bytes(length.into())?, unicode: kind == EXT_RESTORE2 } })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        length_of::<u16>(self.names.bytes)?.put(out);
        out.extend_from_slice(self.names.bytes);
        Ok(())
    }
}

/// A note for people (Trace), or the note that a new generation was asked for (ForceLogRollover).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace<'a> {
    pub procid: u16,
    pub text: LoggedText<'a>,
}

impl<'a> Body<'a> for Trace<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let procid = cursor.take()?;
        let length: u16 = cursor.take()?;
        Ok(Self { procid, text: LoggedText { bytes: cursor.bytes(length.into())?, unicode: false } })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.procid.put(out);
        length_of::<u16>(self.text.bytes)?.put(out);
        out.extend_from_slice(self.text.bytes);
        Ok(())
    }
}

layout! {
    /// A call of the API, noted by checked builds.
    pub struct JetOp {
        procid: u16,
        operation: u8,
    }
}

layout! {
    /// How formats before 7 closed a flush of several sectors.
    pub struct MultisectorFlush {
        offset_forward: u16,
        checksum: u32,
        sector_forward: u16,
    }
}

layout! {
    /// How format 7 checks its log: each record covers bytes before and behind it.
    pub struct ChecksumRecord {
        /// Bytes before this record that it covers.
        backwards: u32,
        /// Bytes behind this record that it covers.
        forwards: u32,
        /// Bytes from the end of this record to the next of its kind.
        next: u32,
        checksum: u32,
        /// Of the sector that holds this record.
        short_checksum: u32,
        /// 0x9A: the short checksum counts; 0xD1: it does not.
        use_short_checksum: u8,
    }
}

/// A whole ignorable record of a type that this version does not know, or cannot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ignored<'a> {
    pub kind: u8,
    pub data: &'a [u8],
}

/// The first piece of a record that is larger than the rest of its segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FragmentBegin<'a> {
    /// Size of the whole record.
    pub total_size: u32,
    pub data: &'a [u8],
}

impl<'a> Body<'a> for FragmentBegin<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let total_size = cursor.take()?;
        let length: u16 = cursor.take()?;
        Ok(Self { total_size, data: cursor.bytes(length.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.total_size.put(out);
        length_of::<u16>(self.data)?.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

/// A further piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment<'a> {
    pub data: &'a [u8],
}

impl<'a> Body<'a> for Fragment<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let length: u16 = cursor.take()?;
        Ok(Self { data: cursor.bytes(length.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        length_of::<u16>(self.data)?.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

/// Room that is to be skipped (NOP2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filler<'a> {
    pub data: &'a [u8],
}

impl<'a> Body<'a> for Filler<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        Ok(Self { data: cursor.remainder() })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        out.extend_from_slice(self.data);
        Ok(())
    }
}
