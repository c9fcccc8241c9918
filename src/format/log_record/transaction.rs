//! Records about transactions and macros (groups of page changes that count as one).
//!
//! | record                   | fields behind the type byte                               |
//! |--------------------------|-----------------------------------------------------------|
//! | Begin                    | u16 procid, u8: level from (low 4 bits), levels (high 4)  |
//! | Begin0, BeginDt          | … and u32 begin of the transaction                        |
//! | Commit                   | u16 procid, u8 level after                                |
//! | Commit0                  | … and u32 commit of the transaction                       |
//! | Rollback                 | u16 procid, u8 levels                                     |
//! | Refresh                  | u16 procid, u32 begin of the transaction                  |
//! | PrepCommit               | u16 procid, u32 size, data                                |
//! | PrepRollback, ForceWrite | u16 procid                                                |
//! | Macro begin/commit/abort | u16 procid, u64 dbtime                                    |
//! | MacroInfo                | u32 size, u32 pgno …                                      |
//! | MacroInfo2               | u32 size, u8 dbid, u32 count, u32 pgno …                  |
//! | CommitCtx                | u32 size, u16 procid, (u8 flags,) data                    |
//!
//! Source: `inc/logapi.hxx`.

use super::layout::{Body, Cursor, Layout, bits, layout, length_of};
use crate::error::Result;
use crate::format::primitives::{Dbtime, Pgno};

/// A session goes one or more transaction levels deeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begin {
    pub procid: u16,
    pub level_from: u8,
    pub levels: u8,
    /// Names the transaction; in Begin0 and BeginDt, which start at level 0.
    pub trx_begin0: Option<u32>,
}

/// Type byte of the plain form.
const BEGIN: u8 = 5;

impl<'a> Body<'a> for Begin {
    #[inline]
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let procid = cursor.take()?;
        let levels: u8 = cursor.take()?;
        let trx_begin0 = if kind == BEGIN { None } else { Some(cursor.take()?) };
        Ok(Self { procid, level_from: levels & 15, levels: levels >> 4, trx_begin0 })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        if self.level_from > 15 || self.levels > 15 {
            crate::fail!(
                InvalidParameter,
                "transaction levels {}+{} do not fit a record",
                self.level_from,
                self.levels
            );
        }
        self.procid.put(out);
        out.push(self.level_from | (self.levels << 4));
        if kind != BEGIN {
            self.trx_begin0.unwrap_or(0).put(out);
        }
        Ok(())
    }
}

/// A session's innermost levels become part of what is outside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    pub procid: u16,
    /// The level afterwards; 0 makes the transaction durable.
    pub level_to: u8,
    /// In Commit0 only.
    pub trx_commit0: Option<u32>,
}

/// Type byte of the outermost commit.
const COMMIT0: u8 = 9;

impl<'a> Body<'a> for Commit {
    #[inline]
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let procid = cursor.take()?;
        let level_to = cursor.take()?;
        let trx_commit0 = if kind == COMMIT0 { Some(cursor.take()?) } else { None };
        Ok(Self { procid, level_to, trx_commit0 })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.procid.put(out);
        self.level_to.put(out);
        if kind == COMMIT0 {
            self.trx_commit0.unwrap_or(0).put(out);
        }
        Ok(())
    }
}

/// What most records about transactions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionStep {
    Begin(Begin),
    Commit(Commit),
}

layout! {
    /// A session's innermost levels are gone; what they did was undone by records before this one.
    pub struct Rollback {
        procid: u16,
        /// How many levels.
        levels: u8,
    }
}

layout! {
    /// Not written by any version that makes format 8.
    pub struct Refresh {
        procid: u16,
        trx_begin0: u32,
    }
}

/// First phase of a two-phase commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrepCommit<'a> {
    pub procid: u16,
    pub data: &'a [u8],
}

impl<'a> Body<'a> for PrepCommit<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let procid = cursor.take()?;
        let size: u32 = cursor.take()?;
        Ok(Self { procid, data: cursor.bytes(usize::try_from(size).unwrap_or(usize::MAX))? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.procid.put(out);
        length_of::<u32>(self.data)?.put(out);
        out.extend_from_slice(self.data);
        Ok(())
    }
}

layout! {
    /// Only the session is said (PrepRollback, ForceWriteLog).
    pub struct SessionOnly {
        procid: u16,
    }
}

layout! {
    /// A macro begins, ends or is given up. Its page changes count only when it ends.
    pub struct Macro {
        procid: u16,
        /// Same in all records of one macro.
        dbtime: Dbtime,
    }
}

/// The pages that a macro touched (ignorable).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MacroInfo<'a> {
    /// In MacroInfo2 only.
    pub dbid: Option<u8>,
    list: &'a [u8],
}

/// Type byte of the form with a dbid.
const MACRO_INFO2: u8 = 73;

impl<'a> MacroInfo<'a> {
    /// `list` holds little-endian page numbers.
    pub fn new(dbid: Option<u8>, list: &'a [u8]) -> Self {
        Self { dbid, list }
    }

    pub fn pages(&self) -> impl ExactSizeIterator<Item = Pgno> + 'a {
        self.list.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]))
    }
}

impl<'a> Body<'a> for MacroInfo<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        if kind != MACRO_INFO2 {
            return Ok(Self { dbid: None, list: cursor.remainder() });
        }
        let dbid = cursor.take()?;
        let count: u32 = cursor.take()?;
        let size = usize::try_from(count).ok().and_then(|n| n.checked_mul(4)).unwrap_or(usize::MAX);
        Ok(Self { dbid: Some(dbid), list: cursor.bytes(size)? })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        if kind == MACRO_INFO2 {
            self.dbid.unwrap_or(0).put(out);
            (length_of::<u32>(self.list)? / 4).put(out);
        }
        out.extend_from_slice(self.list);
        Ok(())
    }
}

bits! {
    /// What the program wants to hear of its context at redo.
    pub struct CommitContextFlags(u8) {
        CALLBACK_NEEDED callback_needed = 0x1,
        CONTAINS_CUSTOMER_DATA contains_customer_data = 0x2,
        PRE_COMMIT_CALLBACK_NEEDED pre_commit_callback_needed = 0x4,
    }
}

/// Bytes that a program hangs on its commit (ignorable).
///
/// The byte of flags came with log versions 8.4000.5.2 and 8.4000.4.8; older logs have none, and a
/// record does not say which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitContext<'a> {
    pub procid: u16,
    rest: &'a [u8],
}

impl<'a> CommitContext<'a> {
    /// The flags and the program's bytes, in a log that has the flags.
    pub fn with_flags(&self) -> (CommitContextFlags, &'a [u8]) {
        match self.rest.split_first() {
            Some((&flags, data)) => (CommitContextFlags(flags), data),
            None => (CommitContextFlags(0), &[]),
        }
    }

    /// The program's bytes, in a log without the flags.
    pub fn without_flags(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Body<'a> for CommitContext<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        Ok(Self { procid: cursor.take()?, rest: cursor.remainder() })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.procid.put(out);
        out.extend_from_slice(self.rest);
        Ok(())
    }
}
