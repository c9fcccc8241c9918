//! Nodes on their way from a page to this or another one: what splits and merges move. They are read where they lie, on a
//! page that does not change meanwhile.

use crate::error::Result;
use crate::format::node::{NodeParts, PREFIX_OVERHEAD, node_flags};
use crate::format::page::Page;
use crate::format::primitives::Pgno;

/// One node with its whole key, in two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    pub prefix: &'a [u8],
    pub suffix: &'a [u8],
    pub data: Data<'a>,
    /// Node flags without COMPRESSED, which belongs to a place and not to the node.
    pub flags: u8,
}

/// The data of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data<'a> {
    Bytes(&'a [u8]),
    /// The number of a page below, as it is stored.
    Pointer([u8; 4]),
}

impl Data<'_> {
    pub fn pointer(pgno: Pgno) -> Self {
        Self::Pointer(pgno.to_le_bytes())
    }

    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Pointer(bytes) => bytes,
        }
    }
}

impl<'a> Line<'a> {
    /// Reads line `line` of `page`.
    pub fn read(page: &'a Page, line: usize) -> Result<Self> {
        let node = page.node(line)?;
        let flags = node.flags & !node_flags::COMPRESSED;
        Ok(Self { prefix: node.prefix, suffix: node.suffix, data: Data::Bytes(node.data), flags })
    }

    /// Reads all lines of `page`.
    pub fn read_all(page: &'a Page) -> Result<Vec<Self>> {
        let mut lines = Vec::with_capacity(page.node_count() + 1);
        for line in 0..page.node_count() {
            lines.push(Self::read(page, line)?);
        }
        Ok(lines)
    }

    /// The whole key in one piece.
    pub fn key(&self) -> Vec<u8> {
        [self.prefix, self.suffix].concat()
    }

    /// Inserts the node, compressed against `prefix` where that pays.
    pub fn insert(&self, page: &mut Page, line: usize, prefix: &[u8]) -> Result<()> {
        let mut shared = common(prefix, self.prefix);
        if shared == self.prefix.len() {
            shared += common(&prefix[shared..], self.suffix);
        }
        let prefix_length = if shared > PREFIX_OVERHEAD { shared } else { 0 };
        let joined;
        let suffix = match prefix_length.checked_sub(self.prefix.len()) {
            Some(from) => &self.suffix[from..],
            None => {
                joined = [&self.prefix[prefix_length..], self.suffix].concat();
                &joined[..]
            }
        };
        page.insert(line, &NodeParts { flags: self.flags, prefix_length, suffix, data: self.data.bytes() })
    }
}

fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// How many bytes of `key` a node leaves out on a page with this prefix.
pub fn shared_prefix(prefix: &[u8], key: &[u8]) -> usize {
    let shared = common(prefix, key);
    if shared > PREFIX_OVERHEAD { shared } else { 0 }
}

/// Inserts a node with this key and data, compressed against the page's own prefix.
pub fn insert_with_page_prefix(page: &mut Page, line: usize, key: &[u8], data: &[u8]) -> Result<()> {
    let shared = shared_prefix(page.prefix()?, key);
    page.insert(line, &NodeParts { flags: 0, prefix_length: shared, suffix: &key[shared..], data })
}

/// Removes all nodes and, but for a root, the prefix.
pub fn clear(page: &mut Page) -> Result<()> {
    page.delete_range(0, page.node_count())?;
    if !page.is_root() {
        page.set_external_header(&[], 0)?;
    }
    Ok(())
}

/// Gives the number in a page pointer node another value.
pub fn set_page_pointer(page: &mut Page, line: usize, pgno: u32) -> Result<()> {
    page.replace_data(line, &[&pgno.to_le_bytes()])
}

#[cfg(test)]
mod tests {
    use super::shared_prefix;

    #[test]
    fn two_shared_bytes_are_not_worth_a_prefix() {
        assert_eq!(shared_prefix(b"abc", b"abd"), 0);
        assert_eq!(shared_prefix(b"abcd", b"abce"), 3);
        assert_eq!(shared_prefix(b"abcd", b"abc"), 3);
        assert_eq!(shared_prefix(b"", b"abc"), 0);
    }
}
