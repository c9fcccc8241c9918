//! How pages come into being.
//!
//! A page is first *pre-initialised*: dated, and assigned to its tree, with no tag at all. This is what the record of
//! a new page leaves. The operation that asked for the page then puts it to use with the flags of its tree.
//!
//! Source of the facts: `ese/cpage.cxx` of the reference (PreInitializeNewPage_, ConsumePreInitPage, GetShrunkPage,
//! GetRevertedNewPage).

use super::{Page, TAG_SIZE, at, flags};
use crate::error::Result;
use crate::fail;
use crate::format::primitives::{DBTIME_REVERT, DBTIME_SHRUNK, Dbtime, Objid, Pgno};

impl Page {
    /// A page that was allocated and dated but holds nothing yet, not even an external header.
    pub fn pre_init(&mut self, pgno: Pgno, objid: Objid, dbtime: Dbtime) {
        self.bytes.fill(0);
        self.set_flags(flags::PREINIT | flags::NEW_RECORD_FORMAT);
        self.set_objid(objid);
        self.set_dbtime(dbtime);
        self.set_u16(at::FREE, self.size() - self.header_size());
        self.set_pgno(pgno);
    }

    /// Puts a page that is fresh from [`Page::pre_init`] to use: an empty external header, and the tree's flags.
    ///
    /// # Errors
    /// `DatabaseCorrupted` when it is in use already.
    pub fn consume_pre_init(&mut self, page_flags: u32) -> Result<()> {
        if !self.is_pre_init() || self.tag_count() != 0 || self.free_bytes() != self.size() - self.header_size() {
            fail!(DatabaseCorrupted, "a page with flags {:#x} is not new", self.flags());
        }
        self.set_tag_state(1, 1);
        self.set_u16(at::FREE, self.free_bytes() - TAG_SIZE);
        // The place of the tag keeps no bit of what it was: the page is all zeros here.
        self.set_flags((page_flags | flags::NEW_RECORD_FORMAT) & !flags::PREINIT);
        Ok(())
    }

    /// A new page of a tree: no nodes, an external header of no bytes, no neighbours.
    pub fn init(&mut self, pgno: Pgno, objid: Objid, page_flags: u32, dbtime: Dbtime) {
        self.pre_init(pgno, objid, dbtime);
        let fresh = self.consume_pre_init(page_flags);
        debug_assert!(fresh.is_ok());
    }

    /// The page that stands in for one that a later shrink takes away.
    pub fn init_shrunk(&mut self, pgno: Pgno) {
        self.init(pgno, 0, 0, DBTIME_SHRUNK);
    }

    /// The page that a revert to a snapshot leaves where there was none.
    pub fn init_reverted_new(&mut self, pgno: Pgno, fdp_delete: bool) {
        self.init(pgno, 0, if fdp_delete { flags::FDP_DELETE } else { 0 }, DBTIME_REVERT);
    }
}
