//! Records about trees being made, extents, whole pages and the size of the file.
//!
//! Offsets follow from the order of the fields; the first stands at offset 1, behind the type byte
//! (at offset 5 in the ignorable records, behind their length). Source: `inc/logapi.hxx`.

use super::layout::{Body, Cursor, Layout, bits, layout};
use super::operation::PageOperation;
use crate::error::Result;
use crate::format::primitives::{Dbtime, Objid, Pgno};

layout! {
    /// A tree with its own space trees is made: OwnExt at FDP + 1, AvailExt at FDP + 2.
    pub struct CreateMultipleExtentFdp {
        /// `page.pgno` is the new root.
        page: PageOperation,
        objid_fdp: Objid,
        pgno_own_ext: Pgno,
        pgno_avail_ext: Pgno,
        pgno_fdp_parent: Pgno,
        /// Pages in the first extent.
        primary_pages: u32,
        page_flags: u32,
    }
}

layout! {
    /// A tree within one extent is made; its free pages are a bit map in the root's external header.
    pub struct CreateSingleExtentFdp {
        /// `page.pgno` is the new root.
        page: PageOperation,
        objid_fdp: Objid,
        pgno_fdp_parent: Pgno,
        primary_pages: u32,
        page_flags: u32,
    }
}

layout! {
    /// The fields that both forms of [`ConvertFdp`] have.
    pub struct ConvertFdpHead {
        /// `page.pgno` is the root.
        page: PageOperation,
        objid_fdp: Objid,
        /// Also the first page of the secondary extent.
        pgno_own_ext: Pgno,
        pgno_avail_ext: Pgno,
        pgno_fdp_parent: Pgno,
        pgno_secondary_first: Pgno,
        primary_pages: u32,
        secondary_pages: u32,
    }
}

layout! {
    /// What the newer form adds.
    pub struct ConvertFdpTail {
        /// The bit map of free pages that the root had.
        available_bits: u32,
        page_flags: u32,
    }
}

/// A single-extent tree gets space trees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConvertFdp {
    pub head: ConvertFdpHead,
    /// In ConvertFdp2 only; the older form takes both from the page.
    pub tail: Option<ConvertFdpTail>,
}

/// Type byte of the newer form.
const CONVERT2: u8 = 58;

impl<'a> Body<'a> for ConvertFdp {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let tail = if kind == CONVERT2 { Some(cursor.take()?) } else { None };
        Ok(Self { head, tail })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        if kind == CONVERT2 {
            self.tail.unwrap_or(ConvertFdpTail { available_bits: 0, page_flags: 0 }).put(out);
        }
        Ok(())
    }
}

layout! {
    /// A table or index was freed (ignorable).
    pub struct FreeFdp {
        dbid: u8,
        pgno_fdp: Pgno,
        trx_committed: u32,
        /// 0 unknown, 1 table, 2 index.
        fdp_type: u8,
    }
}

layout! {
    /// A page was made blank, with only its header set.
    pub struct NewPage {
        procid: u16,
        dbid: u8,
        pgno: Pgno,
        objid: Objid,
        dbtime_after: Dbtime,
    }
}

layout! {
    /// The file grew (ignorable: a hint).
    pub struct ExtendDb {
        dbid: u8,
        pgno_last: Pgno,
    }
}

layout! {
    /// The fields that all forms of [`ShrinkDb`] have.
    pub struct ShrinkDbHead {
        dbid: u8,
        /// The last page that stays.
        pgno_last: Pgno,
        pages_shrunk: u32,
    }
}

/// The file was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShrinkDb {
    pub head: ShrinkDbHead,
    /// In ShrinkDb3 only.
    pub dbtime: Option<Dbtime>,
}

/// Type byte of the form with a dbtime.
const SHRINK3: u8 = 99;

impl<'a> Body<'a> for ShrinkDb {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let dbtime = if kind == SHRINK3 { Some(cursor.take()?) } else { None };
        Ok(Self { head, dbtime })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        if kind == SHRINK3 {
            self.dbtime.unwrap_or(crate::format::primitives::DBTIME_NIL).put(out);
        }
        Ok(())
    }
}

layout! {
    /// A range of free pages was given back to the file system and reads as zero.
    pub struct TrimDb {
        dbid: u8,
        pgno_start: Pgno,
        pages: u32,
    }
}

bits! {
    /// Why an extent was freed.
    pub struct ExtentFreedFlags(u8) {
        TABLE_ROOT_PAGE table_root_page = 0x1,
        EMPTY_PAGE_FDP_DELETED empty_page_fdp_deleted = 0x2,
    }
}

layout! {
    /// The fields that both forms of [`ExtentFreed`] have.
    pub struct ExtentFreedHead {
        dbid: u8,
        pgno_first: Pgno,
        pages: u32,
        flags: ExtentFreedFlags,
    }
}

/// An extent belongs to no tree any more (for the snapshot of the old pages).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtentFreed {
    pub head: ExtentFreedHead,
    /// In ExtentFreed2 only.
    pub dbtime: Option<Dbtime>,
}

/// Type byte of the form with a dbtime.
const FREED2: u8 = 101;

impl<'a> Body<'a> for ExtentFreed {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let dbtime = if kind == FREED2 { Some(cursor.take()?) } else { None };
        Ok(Self { head, dbtime })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        if kind == FREED2 {
            self.dbtime.unwrap_or(crate::format::primitives::DBTIME_NIL).put(out);
        }
        Ok(())
    }
}

layout! {
    /// A page was read and checked by the scan of the database, first form (ignorable).
    pub struct ScanCheck {
        dbid: u8,
        pgno: Pgno,
        /// No longer filled.
        unused: [u8; 16],
        dbtime_page: Dbtime,
        dbtime_current: Dbtime,
        checksum: u16,
    }
}

bits! {
    /// Who scanned (bits 0–1) and what was found.
    pub struct ScanCheckFlags(u8) {
        PAGE_FDP_DELETED page_fdp_deleted = 0x20,
        EMPTY_PAGE empty_page = 0x40,
        OBJID_INVALID objid_invalid = 0x80,
    }
}

layout! {
    /// A page was read and checked by the scan of the database.
    pub struct ScanCheck2 {
        dbid: u8,
        pgno: Pgno,
        flags: ScanCheckFlags,
        dbtime_page: Dbtime,
        dbtime_current: Dbtime,
        /// Folded checksum of what is logged of the page.
        checksum: u32,
    }
}

layout! {
    /// A passive copy is asked to mend a page of the active one.
    pub struct PagePatchRequest {
        dbid: u8,
        pgno: Pgno,
        dbtime: Dbtime,
        reserved: [u8; 32],
    }
}
