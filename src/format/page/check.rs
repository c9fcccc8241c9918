//! Is this page what it claims to be? Checks after reading, checksums before writing.

use super::{Page, TAG_SIZE, flags};
use crate::error::Result;
use crate::fail;
use crate::format::checksum::{self, Verdict};
use crate::format::primitives::Pgno;

/// The shortest node: key length, one byte of key, one of data.
const NODE_MIN: usize = 4;

/// What a page turned out to be when it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageCondition {
    Good,
    /// One bit was wrong, and has been corrected in memory. The page on disk is still damaged.
    Corrected {
        /// Index of the bit from the start of the page.
        bit: usize,
    },
    /// All zeros: never written. Where a page is needed this is `PageNotInitialized`.
    Uninitialized,
}

impl PageCondition {
    /// For who cannot do without the page.
    ///
    /// # Errors
    /// `PageNotInitialized` for a page of zeros.
    pub fn require(self) -> Result<Self> {
        match self {
            Self::Uninitialized => fail!(PageNotInitialized, "the page was never written"),
            condition => Ok(condition),
        }
    }
}

impl Page {
    /// Judges a page that was read from place `pgno`, in the order of the engine: zeros, checksum (with correction
    /// of one bit), page number, structure.
    ///
    /// # Errors
    /// Those of [`Page::check_bytes`]; `DatabaseCorrupted` for a page whose checksum is right and whose structure is wrong.
    pub fn check(&mut self, pgno: Pgno) -> Result<PageCondition> {
        let condition = self.check_bytes(pgno)?;
        if condition == PageCondition::Good {
            self.check_structure()?;
        }
        Ok(condition)
    }

    /// The same for a page that the reader has written: its structure was right, if these are still the bytes.
    ///
    /// # Errors
    /// `ReadVerifyFailure` for a bad checksum, or when correcting it does not lead to a sound page;
    /// `ReadPgnoVerifyFailure` when a large page names another number.
    pub fn check_bytes(&mut self, pgno: Pgno) -> Result<PageCondition> {
        if self.is_uninitialized() {
            return Ok(PageCondition::Uninitialized);
        }
        let condition = match checksum::correct_page(&mut self.bytes, pgno) {
            Verdict::Good => PageCondition::Good,
            Verdict::Corrected { bit } => {
                if let Err(reason) = self.check_structure().and_then(|()| self.check_order()) {
                    fail!(ReadVerifyFailure, "correcting bit {bit} leaves a damaged page: {}", reason.message());
                }
                PageCondition::Corrected { bit }
            }
            Verdict::Bad => fail!(
                ReadVerifyFailure,
                "the checksum is {:016x?}, but should be {:016x?}",
                checksum::stored_page_checksum(&self.bytes),
                checksum::page_checksum(&self.bytes, pgno)
            ),
        };
        if let Some(stored) = self.stored_pgno().filter(|&stored| stored != pgno) {
            fail!(ReadPgnoVerifyFailure, "the page says that it is page {stored}");
        }
        Ok(condition)
    }

    /// Makes the page ready to be written to place `pgno`: computes and stores its checksum. Always in the new
    /// format, as the engine does also with pages that it read in the old one.
    pub fn seal(&mut self, pgno: Pgno) {
        checksum::seal_page(&mut self.bytes, pgno);
    }

    /// Header, tags and nodes agree: counters within bounds and summing up, no two lines overlapping, every node
    /// inside its tag.
    ///
    /// # Errors
    /// `DatabaseCorrupted`, saying what is wrong.
    pub fn check_structure(&self) -> Result<()> {
        self.check_header()?;
        let tags = self.tag_count();
        let mut used = 0;
        let mut seen = [0u64; 32768 / 64];
        for tag in 0..tags {
            let (length, place) = self.tag(tag).map_err(as_corrupted)?;
            used += length;
            if length == 0 {
                if tag < self.reserved_tags() {
                    continue;
                }
                fail!(DatabaseCorrupted, "tag {tag} has no bytes");
            }
            if place + length > self.first_free() {
                fail!(DatabaseCorrupted, "tag {tag} ends at {}, in free space", place + length);
            }
            self.line_range(tag).map_err(as_corrupted)?;
            if mark(&mut seen, place, length) {
                fail!(DatabaseCorrupted, "tag {tag} overlaps another");
            }
        }
        let accounted = used + self.free_bytes() + tags * TAG_SIZE;
        let capacity = self.size() - self.header_size();
        if accounted != capacity {
            fail!(DatabaseCorrupted, "{accounted} bytes are accounted for, {capacity} expected");
        }
        if self.is_space_tree() { Ok(()) } else { self.check_nodes() }
    }

    fn check_header(&self) -> Result<()> {
        let capacity = self.size() - self.header_size();
        let tags = self.tag_count();
        if self.free_bytes() > capacity {
            fail!(DatabaseCorrupted, "{} bytes cannot be free", self.free_bytes());
        }
        if self.uncommitted_free() > self.free_bytes() {
            fail!(DatabaseCorrupted, "{} of {} free bytes uncommitted", self.uncommitted_free(), self.free_bytes());
        }
        if self.first_free() > capacity {
            fail!(DatabaseCorrupted, "free space begins at {}", self.first_free());
        }
        if tags >= capacity / TAG_SIZE {
            fail!(DatabaseCorrupted, "{tags} tags cannot be");
        }
        if tags == 0 && !self.is_empty() && !self.is_pre_init() {
            fail!(DatabaseCorrupted, "no tags, but neither empty nor new (flags {:#x})", self.flags());
        }
        if self.data_capacity() < tags.saturating_sub(1) * NODE_MIN + 1 {
            fail!(DatabaseCorrupted, "{tags} tags leave no room for their nodes");
        }
        let new_page_flags = flags::PREINIT | flags::NEW_RECORD_FORMAT | flags::NEW_CHECKSUM | flags::FLUSH_TYPE_MASK;
        let new = tags == 0 && self.has(flags::NEW_RECORD_FORMAT) && self.is_alone();
        if self.is_pre_init() && !(new && self.flags() & !new_page_flags == 0) {
            fail!(DatabaseCorrupted, "a new page with {tags} tags and flags {:#x}", self.flags());
        }
        if self.is_long_value() && self.is_index() {
            fail!(DatabaseCorrupted, "flags {:#x} are of two kinds of tree", self.flags());
        }
        if self.has(flags::REPAIR) {
            fail!(DatabaseCorrupted, "the page was made by a repair");
        }
        Ok(())
    }

    fn check_nodes(&self) -> Result<()> {
        let prefix_max = match self.objid() {
            0 => 0,
            _ if self.tag_count() == 0 => 0,
            _ => self.tag(0).map_err(as_corrupted)?.0,
        };
        for line in 0..self.node_count() {
            let node = self.node_parts(line).map_err(as_corrupted)?;
            if node.prefix_length > prefix_max {
                fail!(DatabaseCorrupted, "node {line} takes {} bytes of the prefix", node.prefix_length);
            }
            // Above the leaves the last node has no key.
            let keyless = self.is_internal() && line + 1 == self.node_count();
            if node.prefix_length + node.suffix.len() == 0 && !keyless {
                fail!(DatabaseCorrupted, "node {line} has no key");
            }
            if node.data.is_empty() {
                fail!(DatabaseCorrupted, "node {line} has no data");
            }
        }
        Ok(())
    }

    /// The keys do not go down from node to node.
    ///
    /// # Errors
    /// `DatabaseCorrupted` for the first that does; those of [`Page::node`].
    pub fn check_order(&self) -> Result<()> {
        if self.is_space_tree() {
            return Ok(());
        }
        let keyless = usize::from(self.is_internal());
        for line in 1..self.node_count().saturating_sub(keyless) {
            let key = self.node(line).map_err(as_corrupted)?.key();
            if self.node(line - 1).map_err(as_corrupted)?.compare_key(&key).is_gt() {
                fail!(DatabaseCorrupted, "node {line} is out of order");
            }
        }
        Ok(())
    }
}

fn as_corrupted(error: crate::error::Error) -> crate::error::Error {
    error.with_code(crate::error::ErrorCode::DatabaseCorrupted)
}

/// Marks bytes as seen; whether one was before. The bytes are within a page.
fn mark(seen: &mut [u64; 512], place: usize, length: usize) -> bool {
    let end = place + length;
    let mut overlap = 0;
    for (word, bits) in seen.iter_mut().enumerate().take(end.div_ceil(64)).skip(place / 64) {
        let from = place.saturating_sub(word * 64).min(63);
        let to = (end - word * 64).min(64);
        let mask = (u64::MAX >> (64 - to)) & (u64::MAX << from);
        overlap |= *bits & mask;
        *bits |= mask;
    }
    overlap != 0
}
