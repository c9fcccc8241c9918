//! Nodes taken off a page, to be put back on this or another one: what splits and merges move.

use crate::error::Result;
use crate::format::node::{NodeParts, PREFIX_OVERHEAD, node_flags};
use crate::format::page::Page;

/// One node with its whole key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub key: Vec<u8>,
    pub data: Vec<u8>,
    /// Node flags without COMPRESSED, which belongs to a place and not to the node.
    pub flags: u8,
}

impl Line {
    /// Reads line `line` of `page`.
    pub fn read(page: &Page, line: usize) -> Result<Self> {
        let node = page.node(line)?;
        let mut key = Vec::with_capacity(node.prefix.len() + node.suffix.len());
        key.extend_from_slice(node.prefix);
        key.extend_from_slice(node.suffix);
        Ok(Self { key, data: node.data.to_vec(), flags: node.flags & !node_flags::COMPRESSED })
    }

    /// Reads all lines of `page`.
    pub fn read_all(page: &Page) -> Result<Vec<Self>> {
        (0..page.node_count()).map(|line| Self::read(page, line)).collect()
    }

    /// Inserts the node, compressed against `prefix` where that pays.
    pub fn insert(&self, page: &mut Page, line: usize, prefix: &[u8]) -> Result<()> {
        let shared = shared_prefix(prefix, &self.key);
        let parts =
            NodeParts { flags: self.flags, prefix_length: shared, suffix: &self.key[shared..], data: &self.data };
        page.insert(line, &parts)
    }
}

/// How many bytes of `key` a node leaves out on a page with this prefix.
pub fn shared_prefix(prefix: &[u8], key: &[u8]) -> usize {
    let common = prefix.iter().zip(key).take_while(|(a, b)| a == b).count();
    if common > PREFIX_OVERHEAD { common } else { 0 }
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
