//! Records that change one node of one page.
//!
//! All open with the 44 bytes of [`NodeOperation`]; the table gives what follows.
//!
//! | record               | fixed part after offset 44                                     | then                 |
//! |----------------------|----------------------------------------------------------------|----------------------|
//! | Insert               | u16 suffix, u16 prefix, u16 data                               | prefix, suffix, data |
//! | FlagInsert           | u16 key, u16 data                                              | key, data            |
//! | FlagInsertAndReplace | u16 key, u16 data, u32 rceid of the replace                    | key, data            |
//! | Replace, ReplaceDiff | u16 logged (bit 15: second diff form), u16 old size, u16 new   | after image or diff  |
//! | Delta, Delta64       | u16 key, u16 data, i32/i64 delta, u16 offset                   | key, data            |
//! | Undo                 | u16 key, u16 data, u16 operation, u8 level                     | key, data            |
//! | UndoInfo             | u16 key, u16 data, u16 operation, i16 max size, i16 delta, u16 | key, data, before    |
//! | SetExternalHeader    | u16 data                                                       | data                 |
//! | Scrub                | u32 flags, u32 operations, u16 data                            | data                 |
//! | FlagDelete, Delete   | nothing                                                        |                      |
//!
//! Source: `inc/logapi.hxx`; order of the parts: the `ErrLG…` writers in `ese/logapi.cxx`.

use super::layout::{Body, Cursor, Layout, bits, length_of};
use super::operation::NodeOperation;
use crate::error::Result;

/// A key with the node's data under it: how undo finds a node again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoggedBookmark<'a> {
    pub key: &'a [u8],
    /// Empty in a tree with unique keys.
    pub data: &'a [u8],
}

/// A new node at `node.line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insert<'a> {
    pub node: NodeOperation,
    /// How many bytes of the key the node takes from the page's prefix; they are also logged.
    pub prefix: &'a [u8],
    pub suffix: &'a [u8],
    pub data: &'a [u8],
}

impl<'a> Body<'a> for Insert<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (suffix, prefix, data): (u16, u16, u16) = (cursor.take()?, cursor.take()?, cursor.take()?);
        Ok(Self {
            node,
            prefix: cursor.bytes(prefix.into())?,
            suffix: cursor.bytes(suffix.into())?,
            data: cursor.bytes(data.into())?,
        })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        for part in [self.suffix, self.prefix, self.data] {
            length_of::<u16>(part)?.put(out);
        }
        for part in [self.prefix, self.suffix, self.data] {
            out.extend_from_slice(part);
        }
        Ok(())
    }
}

/// A node that was deleted by flag only becomes visible again with the same data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagInsert<'a> {
    pub node: NodeOperation,
    pub key: &'a [u8],
    pub data: &'a [u8],
}

impl<'a> Body<'a> for FlagInsert<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (key, data): (u16, u16) = (cursor.take()?, cursor.take()?);
        Ok(Self { node, key: cursor.bytes(key.into())?, data: cursor.bytes(data.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.key)?.put(out);
        length_of::<u16>(self.data)?.put(out);
        out.extend_from_slice(self.key);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

/// A node that was deleted by flag only becomes visible again with new data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagInsertAndReplaceData<'a> {
    /// Its rceid is the insert's.
    pub node: NodeOperation,
    pub rceid_replace: u32,
    pub key: &'a [u8],
    pub data: &'a [u8],
}

impl<'a> Body<'a> for FlagInsertAndReplaceData<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (key, data): (u16, u16) = (cursor.take()?, cursor.take()?);
        let rceid_replace = cursor.take()?;
        Ok(Self { node, rceid_replace, key: cursor.bytes(key.into())?, data: cursor.bytes(data.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.key)?.put(out);
        length_of::<u16>(self.data)?.put(out);
        self.rceid_replace.put(out);
        out.extend_from_slice(self.key);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

/// New data for a node: whole (record type Replace) or as differences (ReplaceDiff).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replace<'a> {
    pub node: NodeOperation,
    pub old_size: u16,
    pub new_size: u16,
    /// The differences are in the form with a three-byte head (see `format::diff`).
    pub diff2: bool,
    /// The after image, or the differences.
    pub data: &'a [u8],
}

/// The bit of the logged length that announces the second diff form.
const DIFF2: u16 = 0x8000;

impl<'a> Body<'a> for Replace<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let logged: u16 = cursor.take()?;
        let old_size = cursor.take()?;
        let new_size = cursor.take()?;
        let data = cursor.bytes((logged & !DIFF2).into())?;
        Ok(Self { node, old_size, new_size, diff2: logged & DIFF2 != 0, data })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        let length: u16 = length_of(self.data)?;
        if length & DIFF2 != 0 {
            crate::fail!(InvalidParameter, "{length} bytes are too many for the after image of a replace");
        }
        self.node.put(out);
        (length | if self.diff2 { DIFF2 } else { 0 }).put(out);
        self.old_size.put(out);
        self.new_size.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

/// A node leaves the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeOnly {
    pub node: NodeOperation,
}

impl<'a> Body<'a> for NodeOnly {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        Ok(Self { node: cursor.take()? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        Ok(())
    }
}

/// A number inside a node's data is raised by `delta` (escrow columns, long-value reference counts).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delta<'a> {
    pub node: NodeOperation,
    pub bookmark: LoggedBookmark<'a>,
    /// Fits 32 bits in a Delta, 64 in a Delta64; the number in the node has the same width.
    pub delta: i64,
    /// Where in the node's data the number stands.
    pub offset: u16,
}

/// Type byte of the 64-bit form.
const DELTA64: u8 = 93;

impl<'a> Body<'a> for Delta<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (key, data): (u16, u16) = (cursor.take()?, cursor.take()?);
        let delta = if kind == DELTA64 { cursor.take()? } else { cursor.take::<i32>()?.into() };
        let offset = cursor.take()?;
        let bookmark = LoggedBookmark { key: cursor.bytes(key.into())?, data: cursor.bytes(data.into())? };
        Ok(Self { node, bookmark, delta, offset })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.bookmark.key)?.put(out);
        length_of::<u16>(self.bookmark.data)?.put(out);
        if kind == DELTA64 {
            self.delta.put(out);
        } else {
            match i32::try_from(self.delta) {
                Ok(d) => d.put(out),
                Err(_) => crate::fail!(InvalidParameter, "a delta of {} does not fit 32 bits", self.delta),
            }
        }
        self.offset.put(out);
        out.extend_from_slice(self.bookmark.key);
        out.extend_from_slice(self.bookmark.data);
        Ok(())
    }
}

/// What a version of a node was made by (`oper` of the version store).
pub mod operation_kind {
    pub const INSERT: u16 = 0x0001;
    pub const REPLACE: u16 = 0x0002;
    pub const FLAG_DELETE: u16 = 0x0003;
    pub const DELTA: u16 = 0x0004;
    pub const DELTA64: u16 = 0x0009;
}

/// One operation of a transaction was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undo<'a> {
    pub node: NodeOperation,
    pub bookmark: LoggedBookmark<'a>,
    /// See [`operation_kind`].
    pub operation: u16,
    /// The level the operation had been done at.
    pub undo_level: u8,
}

impl<'a> Body<'a> for Undo<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (key, data): (u16, u16) = (cursor.take()?, cursor.take()?);
        let operation = cursor.take()?;
        let undo_level = cursor.take()?;
        let bookmark = LoggedBookmark { key: cursor.bytes(key.into())?, data: cursor.bytes(data.into())? };
        Ok(Self { node, bookmark, operation, undo_level })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.bookmark.key)?.put(out);
        length_of::<u16>(self.bookmark.data)?.put(out);
        self.operation.put(out);
        self.undo_level.put(out);
        out.extend_from_slice(self.bookmark.key);
        out.extend_from_slice(self.bookmark.data);
        Ok(())
    }
}

/// The before image of an operation, logged when its page had to be written early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoInfo<'a> {
    pub node: NodeOperation,
    pub bookmark: LoggedBookmark<'a>,
    /// See [`operation_kind`].
    pub operation: u16,
    /// Of a replace: the largest size the node had in this transaction.
    pub max_size: i16,
    /// Of a replace: how much smaller or larger the node became.
    pub delta: i16,
    pub before_image: &'a [u8],
}

impl<'a> Body<'a> for UndoInfo<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let (key, data): (u16, u16) = (cursor.take()?, cursor.take()?);
        let operation = cursor.take()?;
        let max_size = cursor.take()?;
        let delta = cursor.take()?;
        let before: u16 = cursor.take()?;
        let bookmark = LoggedBookmark { key: cursor.bytes(key.into())?, data: cursor.bytes(data.into())? };
        Ok(Self { node, bookmark, operation, max_size, delta, before_image: cursor.bytes(before.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.bookmark.key)?.put(out);
        length_of::<u16>(self.bookmark.data)?.put(out);
        self.operation.put(out);
        self.max_size.put(out);
        self.delta.put(out);
        length_of::<u16>(self.before_image)?.put(out);
        out.extend_from_slice(self.bookmark.key);
        out.extend_from_slice(self.bookmark.data);
        out.extend_from_slice(self.before_image);
        Ok(())
    }
}

/// New content for tag 0 of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetExternalHeader<'a> {
    pub node: NodeOperation,
    pub data: &'a [u8],
}

impl<'a> Body<'a> for SetExternalHeader<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let data: u16 = cursor.take()?;
        Ok(Self { node, data: cursor.bytes(data.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.data)?.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

bits! {
    /// How a page is scrubbed.
    pub struct ScrubFlags(u32) {
        /// The page belongs to no tree: everything on it goes.
        UNUSED_PAGE unused_page = 0x1,
    }
}

/// Deleted data on a page is overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scrub<'a> {
    pub node: NodeOperation,
    pub flags: ScrubFlags,
    /// How many operations `data` opens with, one byte each: 0 nothing, 1 data, 2 long-value data.
    pub operation_count: u32,
    /// The operations and then padding.
    pub data: &'a [u8],
}

impl<'a> Scrub<'a> {
    /// One byte for each line of the page; shorter than announced when the record is damaged.
    pub fn operations(&self) -> &'a [u8] {
        let count = usize::try_from(self.operation_count).unwrap_or(usize::MAX);
        &self.data[..count.min(self.data.len())]
    }
}

impl<'a> Body<'a> for Scrub<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let flags = cursor.take()?;
        let operation_count = cursor.take()?;
        let data: u16 = cursor.take()?;
        Ok(Self { node, flags, operation_count, data: cursor.bytes(data.into())? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        self.flags.put(out);
        self.operation_count.put(out);
        length_of::<u16>(self.data)?.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}
