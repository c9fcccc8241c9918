//! Reading the tag array and the nodes it points to.

use std::ops::Range;

use super::{Page, TAG_SIZE, at};
use crate::error::Result;
use crate::fail;
use crate::format::node::{LENGTH_MASK, LENGTH_SIZE, Node, NodeParts, node_flags};

const TAG_COUNT_MASK: u16 = 0x0FFF;
const RESERVED_SHIFT: u32 = 12;
const SMALL_MASK: u16 = 0x1FFF;
const LARGE_MASK: u16 = 0x7FFF;
/// Bytes of the split buffer, which comes before the prefix in a space tree's root.
const SPLIT_BUFFER_SIZE: usize = 16;

impl Page {
    /// Number of nodes ("lines") on the page.
    pub fn node_count(&self) -> usize {
        self.tag_count().saturating_sub(self.reserved_tags())
    }

    /// The external header: space header, split buffer or key prefix.
    ///
    /// # Errors
    /// `PageTagCorrupted` when its tag points off the page, or the page has none (it is pre-init).
    pub fn external_header(&self) -> Result<&[u8]> {
        Ok(&self.bytes[self.line_range(0)?])
    }

    /// The key prefix that compressed nodes of this page share.
    ///
    /// # Errors
    /// As for [`Page::external_header`].
    pub fn prefix(&self) -> Result<&[u8]> {
        let header = self.external_header()?;
        Ok(match (self.is_root(), self.is_space_tree()) {
            (false, _) => header,
            (true, true) => header.get(SPLIT_BUFFER_SIZE..).unwrap_or_default(),
            (true, false) => &[],
        })
    }

    /// The node at `line`, with its whole key.
    ///
    /// # Errors
    /// `LogOperationInconsistentWithDatabase` for a line that is not there, `PageTagCorrupted` for a tag that
    /// points off the page, `NodeCorrupted` for a node whose lengths do not fit.
    pub fn node(&self, line: usize) -> Result<Node<'_>> {
        let parts = self.node_parts(line)?;
        let prefix = if parts.prefix_length == 0 || self.is_root() && !self.is_space_tree() {
            &[][..]
        } else {
            match self.prefix()?.get(..parts.prefix_length) {
                Some(prefix) => prefix,
                None => fail!(NodeCorrupted, "node {line} takes {} bytes of a shorter prefix", parts.prefix_length),
            }
        };
        Ok(Node { flags: parts.flags, prefix, suffix: parts.suffix, data: parts.data })
    }

    /// The node at `line` as it is stored: does not look at the page's prefix, which may be away in a split.
    ///
    /// # Errors
    /// As for [`Page::node`].
    pub fn node_parts(&self, line: usize) -> Result<NodeParts<'_>> {
        let tag = self.tag_of_line(line)?;
        let bytes = &self.bytes[self.line_range(tag)?];
        let flags = self.tag_flags(tag)?;
        let Some((prefix_length, rest)) =
            (if flags & node_flags::COMPRESSED != 0 { take_length(bytes) } else { Some((0, bytes)) })
        else {
            fail!(NodeCorrupted, "node {line} has {} bytes", bytes.len());
        };
        let split = take_length(rest).and_then(|(length, rest)| rest.split_at_checked(length));
        let Some((suffix, data)) = split else {
            fail!(NodeCorrupted, "the key of node {line} is longer than its {} bytes", bytes.len());
        };
        Ok(NodeParts { flags, prefix_length, suffix, data })
    }

    /// The bytes of a node as they stand on the page, length words included. On a page over 8 KiB the first word
    /// carries the flags in its upper bits.
    ///
    /// # Errors
    /// As for [`Page::node`].
    pub fn node_bytes(&self, line: usize) -> Result<&[u8]> {
        Ok(&self.bytes[self.line_range(self.tag_of_line(line)?)?])
    }

    /// The node's flags; see [`node_flags`].
    ///
    /// # Errors
    /// As for [`Page::node`].
    pub fn node_flags(&self, line: usize) -> Result<u8> {
        self.tag_flags(self.tag_of_line(line)?)
    }

    /// Whether the last node has no key, as the rightmost one of each level above the leaves.
    ///
    /// # Errors
    /// As for [`Page::node`].
    pub fn last_node_has_null_key(&self) -> Result<bool> {
        let Some(last) = self.node_count().checked_sub(1) else { return Ok(false) };
        let parts = self.node_parts(last)?;
        Ok(parts.prefix_length == 0 && parts.suffix.is_empty() && parts.data.len() == 4)
    }

    /// Whether any node has one of these flags.
    ///
    /// # Errors
    /// As for [`Page::node`].
    pub fn any_node_has(&self, flags: u8) -> Result<bool> {
        for line in 0..self.node_count() {
            if self.node_flags(line)? & flags != 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[inline]
    pub(super) fn tag_count(&self) -> usize {
        (self.u16_at(at::TAG_STATE) & TAG_COUNT_MASK).into()
    }

    #[inline]
    pub(super) fn reserved_tags(&self) -> usize {
        usize::from(self.u16_at(at::TAG_STATE) >> RESERVED_SHIFT).max(1)
    }

    /// Writes the number of tags; the number of reserved ones only where the database or the page does so.
    pub(super) fn set_tag_state(&mut self, tags: usize, reserved: usize) {
        let written = self.counts_reserved_tags || self.u16_at(at::TAG_STATE) >> RESERVED_SHIFT > 0;
        let reserved = if written { reserved << RESERVED_SHIFT } else { 0 };
        self.set_u16(at::TAG_STATE, tags | reserved);
    }

    /// Bytes between header and tags; 0 when there are more tags than can be.
    #[inline]
    pub(super) fn data_capacity(&self) -> usize {
        (self.size() - self.header_size()).saturating_sub(self.tag_count() * TAG_SIZE)
    }

    #[inline]
    pub(super) fn tag_of_line(&self, line: usize) -> Result<usize> {
        if line >= self.node_count() {
            fail!(LogOperationInconsistentWithDatabase, "there is no node {line} among {}", self.node_count());
        }
        Ok(line + self.reserved_tags())
    }

    /// Where tag `tag` stands; it may be the one after the last.
    #[inline]
    pub(super) fn tag_offset(&self, tag: usize) -> Result<usize> {
        let offset = self.size().checked_sub((tag + 1) * TAG_SIZE).filter(|&offset| offset >= self.header_size());
        match offset {
            Some(offset) => Ok(offset),
            None => fail!(PageTagCorrupted, "tag {tag} of {} would lie in the header", self.tag_count()),
        }
    }

    /// (length, place) of a tag, as they stand.
    #[inline]
    pub(super) fn tag(&self, tag: usize) -> Result<(usize, usize)> {
        let offset = self.tag_offset(tag)?;
        let mask = self.tag_mask();
        Ok(((self.u16_at(offset) & mask).into(), (self.u16_at(offset + 2) & mask).into()))
    }

    /// Bits of a tag's words that are length or place.
    #[inline]
    pub(super) fn tag_mask(&self) -> u16 {
        if self.is_small() { SMALL_MASK } else { LARGE_MASK }
    }

    /// The bytes of a line, or of a reserved tag, as a range of the page.
    pub(super) fn line_range(&self, tag: usize) -> Result<Range<usize>> {
        if tag >= self.tag_count() {
            fail!(PageTagCorrupted, "there is no tag {tag} among {}", self.tag_count());
        }
        let (length, place) = self.tag(tag)?;
        if length == 0 {
            // Only a reserved tag may be empty, and then its place means nothing.
            if tag >= self.reserved_tags() {
                fail!(PageTagCorrupted, "tag {tag} has no bytes");
            }
            return Ok(self.header_size()..self.header_size());
        }
        if place + length > self.data_capacity() {
            fail!(PageTagCorrupted, "tag {tag} ends at {} of {}", place + length, self.data_capacity());
        }
        let start = self.header_size() + place;
        Ok(start..start + length)
    }

    /// Place of the word that has the flags of a node in its upper bits; `None` for reserved tags of large pages
    /// and lines too short to have one.
    pub(super) fn flags_offset(&self, tag: usize) -> Result<Option<usize>> {
        if self.is_small() {
            return Ok(Some(self.tag_offset(tag)? + 2));
        }
        let range = self.line_range(tag)?;
        Ok((tag >= self.reserved_tags() && range.len() >= LENGTH_SIZE).then_some(range.start))
    }

    #[inline]
    pub(super) fn tag_flags(&self, tag: usize) -> Result<u8> {
        Ok(self.flags_offset(tag)?.map_or(0, |offset| self.bytes[offset + 1] >> 5))
    }
}

/// A length word and what follows it.
fn take_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (word, rest) = bytes.split_first_chunk()?;
    Some(((u16::from_le_bytes(*word) & LENGTH_MASK).into(), rest))
}
