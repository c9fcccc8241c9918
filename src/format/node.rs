//! A node: key and data of one entry of a B-tree page.
//!
//! | bytes        | content                                                                         |
//! |--------------|---------------------------------------------------------------------------------|
//! | 2            | only when COMPRESSED: how many bytes of the page's key prefix begin the key     |
//! | 2            | length of the key's suffix                                                      |
//! | so many      | key suffix                                                                      |
//! | to the end   | data: a record, a child page number, an extent …                                |
//!
//! Both lengths are 13 bits wide. Three flags belong to a node: on pages up to 8 KiB they are kept in the tag, on
//! larger ones in the upper 3 bits of the node's first word, whichever of the two lengths that is.
//!
//! The page's key prefix is its external header (tag 0) where the page is not a root; on the root of a space tree
//! it follows the 16 bytes of the split buffer there; the root of any other tree has none.
//!
//! Source of the facts: `inc/node.hxx`, `ese/node.cxx`, `inc/daedef.hxx` (KEY) of the reference.

use std::cmp::Ordering;

/// Flags of a node.
pub mod node_flags {
    /// Somebody may hold a version of this node in memory; says nothing after a restart.
    pub const VERSION: u8 = 1;
    /// Deleted, but still in its place until nobody can see it any more.
    pub const DELETED: u8 = 2;
    /// The key begins with a part of the page's prefix.
    pub const COMPRESSED: u8 = 4;
}

/// Bits of a length word that are the length.
pub const LENGTH_MASK: u16 = 0x1FFF;
/// The largest length that such a word holds.
pub const LENGTH_MAX: usize = LENGTH_MASK as usize;
/// Bytes of one length word.
pub const LENGTH_SIZE: usize = 2;
/// A prefix of up to so many bytes saves nothing and is not used.
pub const PREFIX_OVERHEAD: usize = LENGTH_SIZE;

/// A node with its whole key, borrowed from a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node<'a> {
    /// See [`node_flags`].
    pub flags: u8,
    /// The first part of the key, out of the page's prefix; empty when the node is not compressed.
    pub prefix: &'a [u8],
    /// The second part of the key.
    pub suffix: &'a [u8],
    pub data: &'a [u8],
}

impl<'a> Node<'a> {
    pub fn key(&self) -> Vec<u8> {
        [self.prefix, self.suffix].concat()
    }

    pub fn key_length(&self) -> usize {
        self.prefix.len() + self.suffix.len()
    }

    /// Orders this node's key against another: byte by byte, a shorter one before its continuations.
    pub fn compare_key(&self, key: &[u8]) -> Ordering {
        let shared = self.prefix.len().min(key.len());
        self.prefix.cmp(&key[..shared]).then_with(|| self.suffix.cmp(&key[shared..]))
    }

    /// Orders by key, then data: the order of an index whose keys repeat.
    pub fn compare_key_and_data(&self, key: &[u8], data: &[u8]) -> Ordering {
        self.compare_key(key).then_with(|| self.data.cmp(data))
    }

    pub fn is_deleted(&self) -> bool {
        self.flags & node_flags::DELETED != 0
    }

    pub fn is_compressed(&self) -> bool {
        self.flags & node_flags::COMPRESSED != 0
    }

    pub fn has_version(&self) -> bool {
        self.flags & node_flags::VERSION != 0
    }

    /// The data of a node above the leaves: the page below. `None` when it is not 4 bytes.
    pub fn child(&self) -> Option<u32> {
        self.data.try_into().ok().map(u32::from_le_bytes)
    }

    /// The same node as it is stored on its page.
    pub fn parts(&self) -> NodeParts<'a> {
        NodeParts { flags: self.flags, prefix_length: self.prefix.len(), suffix: self.suffix, data: self.data }
    }
}

/// A node as it is stored: the prefix as a count only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeParts<'a> {
    /// See [`node_flags`]. COMPRESSED follows from `prefix_length` when the node is stored.
    pub flags: u8,
    /// Bytes of the key that are taken from the page's prefix; 0 = not compressed.
    pub prefix_length: usize,
    pub suffix: &'a [u8],
    pub data: &'a [u8],
}

impl NodeParts<'_> {
    /// Bytes the node takes on a page, without its tag.
    pub fn size(&self) -> usize {
        let prefix = if self.prefix_length > 0 { LENGTH_SIZE } else { 0 };
        prefix + LENGTH_SIZE + self.suffix.len() + self.data.len()
    }

    /// The flags it will be stored with.
    pub fn stored_flags(&self) -> u8 {
        let others = self.flags & !node_flags::COMPRESSED & 7;
        if self.prefix_length > 0 { others | node_flags::COMPRESSED } else { others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compare_as_one_string() {
        let node = Node { flags: 0, prefix: b"abc", suffix: b"de", data: b"x" };
        assert_eq!(node.key(), b"abcde");
        for (key, order) in [
            (&b"abcde"[..], Ordering::Equal),
            (b"abcd", Ordering::Greater),
            (b"abcdef", Ordering::Less),
            (b"ab", Ordering::Greater),
            (b"abd", Ordering::Less),
            (b"", Ordering::Greater),
        ] {
            assert_eq!(node.compare_key(key), order, "{key:?}");
            assert_eq!(node.key().as_slice().cmp(key), order);
        }
        assert_eq!(node.compare_key_and_data(b"abcde", b"y"), Ordering::Less);
    }

    #[test]
    fn compression_follows_the_prefix() {
        let plain = NodeParts { flags: 6, prefix_length: 0, suffix: b"k", data: b"d" };
        assert_eq!((plain.size(), plain.stored_flags()), (4, node_flags::DELETED));
        let compressed = NodeParts { prefix_length: 3, ..plain };
        assert_eq!((compressed.size(), compressed.stored_flags()), (6, 6));
    }
}
