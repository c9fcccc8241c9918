//! Records about databases: made, attached, detached.
//!
//! | CreateDb |    |                         | AttachDb |    |                        |
//! |----------|----|-------------------------|----------|----|------------------------|
//! | 1        | 2  | procid                  | 1        | 2  | procid                 |
//! | 3        | 1  | dbid                    | 3        | 1  | dbid                   |
//! | 4        | 4  | options of the call     | 4        | 4  | largest size, in pages |
//! | 8        | 4  | largest size, in pages  | 8        | 8  | lgpos consistent       |
//! | 12       | 28 | database signature      | 16       | 28 | database signature     |
//! | 40       | 2  | length of the path      | 44       | 28 | log signature          |
//! | 42       | 1  | flags                   | 72       | 2  | length of the path     |
//! | 43       | 4  | version, when flagged   | 74       | 1  | flags                  |
//! |          |    | path                    | 75       |    | path                   |
//!
//! DetachDb: u16 procid, u8 dbid, u16 length, u8 flags, path. Source: `inc/logapi.hxx`.

use super::layout::{Body, Cursor, Layout, bits, layout, length_of};
use crate::error::Result;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Signature};

bits! {
    /// About a CreateDb record.
    pub struct CreateDbFlags(u8) {
        VERSION_INFO has_version = 0x04,
        UNICODE_NAMES unicode_names = 0x08,
        SPARSE sparse = 0x10,
    }
}

layout! {
    /// The fixed part of a CreateDb record, without the length of the path.
    pub struct CreateDbHead {
        procid: u16,
        dbid: u8,
        /// The options of JetCreateDatabase.
        grbit: u32,
        /// 0: no limit.
        pages_max: u32,
        signature: Signature,
    }
}

/// A database file is made. Its first pages follow as ordinary records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateDb<'a> {
    pub head: CreateDbHead,
    pub flags: CreateDbFlags,
    /// Version and major update the file starts with; an old pair (2, 0), raised later by SetDbVersion.
    pub version: Option<(u16, u16)>,
    /// The path, with its closing zero.
    pub path: LoggedText<'a>,
}

impl<'a> Body<'a> for CreateDb<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let length: u16 = cursor.take()?;
        let flags: CreateDbFlags = cursor.take()?;
        let version = if flags.has_version() { Some((cursor.take()?, cursor.take()?)) } else { None };
        let path = LoggedText { bytes: cursor.bytes(length.into())?, unicode: flags.unicode_names() };
        Ok(Self { head, flags, version, path })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u16>(self.path.bytes)?.put(out);
        let mut flags = self.flags.0 & !(CreateDbFlags::VERSION_INFO | CreateDbFlags::UNICODE_NAMES);
        flags |= if self.version.is_some() { CreateDbFlags::VERSION_INFO } else { 0 };
        flags |= if self.path.unicode { CreateDbFlags::UNICODE_NAMES } else { 0 };
        flags.put(out);
        if let Some((version, update)) = self.version {
            version.put(out);
            update.put(out);
        }
        out.extend_from_slice(self.path.bytes);
        Ok(())
    }
}

bits! {
    /// About an AttachDb record.
    pub struct AttachDbFlags(u8) {
        UNICODE_NAMES unicode_names = 0x08,
        SPARSE sparse = 0x10,
    }
}

layout! {
    /// The fixed part of an AttachDb record, without the length of the path.
    pub struct AttachDbHead {
        procid: u16,
        dbid: u8,
        pages_max: u32,
        /// Where the database was last made consistent.
        lgpos_consistent: Lgpos,
        signature: Signature,
        /// The log stream the database belonged to until now.
        log_signature: Signature,
    }
}

/// A database is attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachDb<'a> {
    pub head: AttachDbHead,
    pub flags: AttachDbFlags,
    pub path: LoggedText<'a>,
}

impl<'a> Body<'a> for AttachDb<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let length: u16 = cursor.take()?;
        let flags: AttachDbFlags = cursor.take()?;
        let path = LoggedText { bytes: cursor.bytes(length.into())?, unicode: flags.unicode_names() };
        Ok(Self { head, flags, path })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u16>(self.path.bytes)?.put(out);
        let flags = self.flags.0 & !AttachDbFlags::UNICODE_NAMES;
        (flags | if self.path.unicode { AttachDbFlags::UNICODE_NAMES } else { 0 }).put(out);
        out.extend_from_slice(self.path.bytes);
        Ok(())
    }
}

bits! {
    /// About a DetachDb record.
    pub struct DetachDbFlags(u8) {
        UNICODE_NAMES unicode_names = 0x10,
    }
}

layout! {
    /// The fixed part of a DetachDb record, without the length of the path.
    pub struct DetachDbHead {
        procid: u16,
        dbid: u8,
    }
}

/// A database is detached, in a clean state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DetachDb<'a> {
    pub head: DetachDbHead,
    pub flags: DetachDbFlags,
    pub path: LoggedText<'a>,
}

impl<'a> Body<'a> for DetachDb<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let length: u16 = cursor.take()?;
        let flags: DetachDbFlags = cursor.take()?;
        let path = LoggedText { bytes: cursor.bytes(length.into())?, unicode: flags.unicode_names() };
        Ok(Self { head, flags, path })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u16>(self.path.bytes)?.put(out);
        let flags = self.flags.0 & !DetachDbFlags::UNICODE_NAMES;
        (flags | if self.path.unicode { DetachDbFlags::UNICODE_NAMES } else { 0 }).put(out);
        out.extend_from_slice(self.path.bytes);
        Ok(())
    }
}

layout! {
    /// The making of a database is complete: from here on it can be attached.
    pub struct CreateDbFinish {
        procid: u16,
        dbid: u8,
    }
}

layout! {
    /// A recovered database was attached again without a detach before (ignorable).
    pub struct ReAttach {
        dbid: u8,
        lgpos_attach: Lgpos,
        lgpos_consistent: Lgpos,
        signature: Signature,
    }
}

layout! {
    /// An attached database is to be treated as attached from here on.
    pub struct SignalAttachDb {
        dbid: u8,
    }
}

layout! {
    /// The format version in the header of the database rises.
    pub struct SetDbVersion {
        dbid: u8,
        version: u32,
        update_major: u32,
        update_minor: u32,
    }
}
