//! A database page: header, nodes growing up from it, tags growing down from the end.
//!
//! | offset | size | field                                                                             |
//! |--------|------|-----------------------------------------------------------------------------------|
//! | 0      | 8    | checksum ([`checksum`](super::checksum))                                          |
//! | 8      | 8    | dbtime of the last change                                                         |
//! | 16     | 4    | page before this one on its level; 0 none                                         |
//! | 20     | 4    | page after                                                                        |
//! | 24     | 4    | objid of the tree the page belongs to                                             |
//! | 28     | 2    | free bytes, wherever they lie                                                     |
//! | 30     | 2    | free bytes that a rollback may claim back                                         |
//! | 32     | 2    | first byte, counted from the end of the header, after which all is free           |
//! | 34     | 2    | bits 0–11 number of tags, bits 12–14 how many of them are reserved (0 means 1)    |
//! | 36     | 4    | [`flags`]                                                                         |
//! | 40     | 24   | pages over 8 KiB only: checksums of the second to fourth block                    |
//! | 64     | 4    | likewise: the page's own number                                                   |
//! | 68     | 12   | likewise: zero                                                                    |
//!
//! Tag `i` is the 4 bytes before tag `i − 1`; tag 0 ends the page: u16 length, u16 place counted from the end of
//! the header. Up to 8 KiB both are 13 bits wide and the upper 3 bits of the place are the node's flags; over
//! 8 KiB they are 15 bits wide. Tag 0 is the *external header* (see [`node`](super::node)); newer databases may
//! reserve up to 7 tags in all. The nodes follow, numbered from 0 ("lines").
//!
//! Source of the facts: `inc/cpage.hxx`, `ese/cpage.cxx` of the reference.
//!
//! In this room: [`life`] makes new pages, [`tags`] reads tags and nodes, [`edit`] changes them, [`root_fields`] knows
//! what the external header of a root holds, [`check`] judges a page.

mod check;
mod edit;
mod life;
mod root_fields;
mod tags;

pub use check::PageCondition;
pub use root_fields::RootField;

use super::primitives::{DBTIME_REVERT, DBTIME_SHRUNK, Dbtime, Objid, PGNO_NULL, Pgno};
use crate::error::Result;
use crate::fail;

/// What a page is, from its header.
pub mod flags {
    pub const ROOT: u32 = 0x0001;
    pub const LEAF: u32 = 0x0002;
    pub const PARENT_OF_LEAF: u32 = 0x0004;
    /// Given back: holds nothing.
    pub const EMPTY: u32 = 0x0008;
    /// A repair made it; such a page is refused.
    pub const REPAIR: u32 = 0x0010;
    pub const SPACE_TREE: u32 = 0x0020;
    pub const INDEX: u32 = 0x0040;
    pub const LONG_VALUE: u32 = 0x0080;
    pub const NON_UNIQUE_KEYS: u32 = 0x0400;
    pub const NEW_RECORD_FORMAT: u32 = 0x0800;
    pub const NEW_CHECKSUM: u32 = 0x2000;
    pub const SCRUBBED: u32 = 0x4000;
    /// Two bits, 1, 2, 3 in turn at each write: a lost write shows as the wrong number.
    pub const FLUSH_TYPE_MASK: u32 = 0x1_8000;
    /// Allocated, dated, but not yet in use.
    pub const PREINIT: u32 = 0x2_0000;
    /// Left by a revert: only deleting the tree is allowed.
    pub const FDP_DELETE: u32 = 0x4_0000;
}

/// Bytes of a tag.
pub const TAG_SIZE: usize = 4;
/// The largest page that has the small format.
pub const SMALL_PAGE_MAX: usize = 8192;
const SMALL_HEADER: usize = 40;
const LARGE_HEADER: usize = 80;

mod at {
    pub const DBTIME: usize = 8;
    pub const PREVIOUS: usize = 16;
    pub const NEXT: usize = 20;
    pub const OBJID: usize = 24;
    pub const FREE: usize = 28;
    pub const UNCOMMITTED_FREE: usize = 30;
    pub const FIRST_FREE: usize = 32;
    pub const TAG_STATE: usize = 34;
    pub const FLAGS: usize = 36;
    pub const PGNO: usize = 64;
}

/// One page, owning its bytes. Every method checks what it reads: a damaged page gives errors, never wrong bytes.
/// The default has no bytes at all and only keeps a place.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Page {
    bytes: Box<[u8]>,
    counts_reserved_tags: bool,
}

impl Page {
    /// A page of zeros, as it is where the file was only extended.
    ///
    /// # Panics
    /// When `size` is none of the sizes of [`Page::is_size`]: sizes come from a header that was checked.
    pub fn zeroed(size: usize) -> Self {
        assert!(Self::is_size(size), "{size} is no page size");
        Self { bytes: vec![0; size].into_boxed_slice(), counts_reserved_tags: false }
    }

    /// # Errors
    /// `PageSizeMismatch` when this many bytes are no page.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        if !Self::is_size(bytes.len()) {
            fail!(PageSizeMismatch, "{} bytes are no page", bytes.len());
        }
        Ok(Self { bytes: bytes.into_boxed_slice(), counts_reserved_tags: false })
    }

    /// A page from the two ends that the log keeps of it: all from the header to the last used byte, and the tags.
    ///
    /// # Errors
    /// `PageSizeMismatch` when they do not fit into a page of `size` bytes, or hold less than its header.
    pub fn from_image(size: usize, start: &[u8], end: &[u8]) -> Result<Self> {
        if !Self::is_size(size) || start.len() < header_size(size) || start.len() + end.len() > size {
            fail!(PageSizeMismatch, "{} and {} bytes are no image of a page of {size}", start.len(), end.len());
        }
        let mut page = Self::zeroed(size);
        page.bytes[..start.len()].copy_from_slice(start);
        page.bytes[size - end.len()..].copy_from_slice(end);
        Ok(page)
    }

    /// Whether pages can have this size: 2, 4, 8, 16 or 32 KiB.
    pub fn is_size(size: usize) -> bool {
        matches!(size, 2048 | 4096 | 8192 | 16384 | 32768)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The raw bytes, to be read into. Whoever changes them otherwise answers for the counters.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Databases from version 0x620,270,560 on (engine format 9560) write the number of reserved tags down whenever
    /// the number of tags changes; older ones leave it 0. Tell the page which its database does, by the version that
    /// its header has at this moment, *before* [`Page::init`] or any edit: a database is created in an older version
    /// and raised later, so both kinds of page stand side by side. A page that has the number keeps it in any case.
    pub fn count_reserved_tags(&mut self, counts: bool) {
        self.counts_reserved_tags = counts;
    }

    /// Pages up to 8 KiB have the small header and tag flags.
    pub fn is_small(&self) -> bool {
        self.size() <= SMALL_PAGE_MAX
    }

    fn header_size(&self) -> usize {
        header_size(self.size())
    }

    // ---- header ----

    #[inline]
    pub fn dbtime(&self) -> Dbtime {
        u64::from(self.u32_at(at::DBTIME)) | u64::from(self.u32_at(at::DBTIME + 4)) << 32
    }

    /// Dates a change: also takes back the mark that the page was scrubbed.
    pub fn touch(&mut self, dbtime: Dbtime) {
        self.set_dbtime(dbtime);
        self.set_flags(self.flags() & !flags::SCRUBBED);
    }

    pub fn set_dbtime(&mut self, dbtime: Dbtime) {
        self.bytes[at::DBTIME..at::DBTIME + 8].copy_from_slice(&dbtime.to_le_bytes());
    }

    pub fn previous(&self) -> Pgno {
        self.u32_at(at::PREVIOUS)
    }

    pub fn set_previous(&mut self, pgno: Pgno) {
        self.set_u32(at::PREVIOUS, pgno);
    }

    pub fn next(&self) -> Pgno {
        self.u32_at(at::NEXT)
    }

    pub fn set_next(&mut self, pgno: Pgno) {
        self.set_u32(at::NEXT, pgno);
    }

    pub fn objid(&self) -> Objid {
        self.u32_at(at::OBJID)
    }

    pub fn set_objid(&mut self, objid: Objid) {
        self.set_u32(at::OBJID, objid);
    }

    pub fn flags(&self) -> u32 {
        self.u32_at(at::FLAGS)
    }

    /// All flags at once; see [`flags`].
    pub fn set_flags(&mut self, flags: u32) {
        self.set_u32(at::FLAGS, flags);
    }

    /// The page's own number as a page over 8 KiB carries it; `None` on smaller ones.
    pub fn stored_pgno(&self) -> Option<Pgno> {
        (!self.is_small()).then(|| self.u32_at(at::PGNO))
    }

    /// Writes the page's own number where the format has it.
    pub fn set_pgno(&mut self, pgno: Pgno) {
        if !self.is_small() {
            self.set_u32(at::PGNO, pgno);
        }
    }

    /// Free bytes in all, wherever they lie. Some of them may be [`Page::uncommitted_free`].
    pub fn free_bytes(&self) -> usize {
        self.u16_at(at::FREE).into()
    }

    /// Free bytes that belong to open transactions: a rollback may need them again.
    pub fn uncommitted_free(&self) -> usize {
        self.u16_at(at::UNCOMMITTED_FREE).into()
    }

    /// # Errors
    /// `DatabaseCorrupted` when more would be uncommitted than is free.
    pub fn set_uncommitted_free(&mut self, bytes: usize) -> Result<()> {
        if bytes > self.free_bytes() {
            fail!(DatabaseCorrupted, "{bytes} bytes of {} free ones cannot be uncommitted", self.free_bytes());
        }
        self.set_u16(at::UNCOMMITTED_FREE, bytes);
        Ok(())
    }

    /// Bytes in one piece between nodes and tags; 0 when the header is damaged.
    pub fn contiguous_free(&self) -> usize {
        self.data_capacity().saturating_sub(self.first_free())
    }

    pub fn is_root(&self) -> bool {
        self.has(flags::ROOT)
    }

    pub fn is_leaf(&self) -> bool {
        self.has(flags::LEAF)
    }

    pub fn is_parent_of_leaf(&self) -> bool {
        self.has(flags::PARENT_OF_LEAF)
    }

    /// Its nodes point to pages.
    pub fn is_internal(&self) -> bool {
        !self.has(flags::LEAF) && !self.has(flags::PREINIT)
    }

    pub fn is_space_tree(&self) -> bool {
        self.has(flags::SPACE_TREE)
    }

    pub fn is_index(&self) -> bool {
        self.has(flags::INDEX)
    }

    pub fn is_long_value(&self) -> bool {
        self.has(flags::LONG_VALUE)
    }

    pub fn has_non_unique_keys(&self) -> bool {
        self.has(flags::NON_UNIQUE_KEYS)
    }

    pub fn is_empty(&self) -> bool {
        self.has(flags::EMPTY)
    }

    pub fn is_pre_init(&self) -> bool {
        self.has(flags::PREINIT)
    }

    pub fn is_scrubbed(&self) -> bool {
        self.has(flags::SCRUBBED)
    }

    /// Every byte is zero: the page was never written.
    pub fn is_uninitialized(&self) -> bool {
        let (words, rest) = self.bytes.as_chunks::<64>();
        // A page with content shows it in its first bytes; one without is looked at in long steps.
        words.iter().all(|chunk| chunk.iter().fold(0, |all, b| all | b) == 0) && rest.iter().all(|&b| b == 0)
    }

    /// Stands in for a page that a later shrink took away.
    pub fn is_shrunk(&self) -> bool {
        self.dbtime() == DBTIME_SHRUNK
    }

    /// Made new again by a revert to a snapshot.
    pub fn is_reverted_new(&self) -> bool {
        self.dbtime() == DBTIME_REVERT
    }

    /// The number, 1 to 3 (0 unknown), that changes at each write.
    pub fn flush_type(&self) -> u32 {
        (self.flags() & flags::FLUSH_TYPE_MASK) >> 15
    }

    pub fn set_flush_type(&mut self, flush_type: u32) {
        let bits = flush_type << 15 & flags::FLUSH_TYPE_MASK;
        self.set_flags(self.flags() & !flags::FLUSH_TYPE_MASK | bits);
    }

    /// Whether the page has neighbours on neither side.
    pub fn is_alone(&self) -> bool {
        self.previous() == PGNO_NULL && self.next() == PGNO_NULL
    }

    // ---- bytes ----

    fn has(&self, flag: u32) -> bool {
        self.flags() & flag != 0
    }

    /// First byte after the nodes, counted from the end of the header. May lie too high, never too low.
    fn first_free(&self) -> usize {
        self.u16_at(at::FIRST_FREE).into()
    }

    /// Reads at a place that is always on the page.
    #[inline]
    fn u16_at(&self, offset: usize) -> u16 {
        u16::from_le_bytes([self.bytes[offset], self.bytes[offset + 1]])
    }

    #[inline]
    fn u32_at(&self, offset: usize) -> u32 {
        u32::from(self.u16_at(offset)) | u32::from(self.u16_at(offset + 2)) << 16
    }

    /// Values are below the page size, which fits.
    fn set_u16(&mut self, offset: usize, value: usize) {
        self.bytes[offset..offset + 2].copy_from_slice(&(value as u16).to_le_bytes());
    }

    fn set_u32(&mut self, offset: usize, value: u32) {
        self.bytes[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
    }
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("size", &self.size())
            .field("dbtime", &self.dbtime())
            .field("objid", &self.objid())
            .field("flags", &format_args!("{:#x}", self.flags()))
            .field("nodes", &self.node_count())
            .finish_non_exhaustive()
    }
}

fn header_size(page_size: usize) -> usize {
    if page_size <= SMALL_PAGE_MAX { SMALL_HEADER } else { LARGE_HEADER }
}

#[cfg(test)]
mod tests;
