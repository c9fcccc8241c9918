//! Records that change the shape of a tree: split, merge, page move, empty tree.
//!
//! Split (27) and Split2 (62); Split2 adds a picture of the page before the split, so that the new
//! page can be filled without reading the old one.
//!
//! | offset | size | field                        | offset | size | field                          |
//! |--------|------|------------------------------|--------|------|--------------------------------|
//! | 0      | 32   | page operation (split page)  | 76     | 4    | flags of the new page          |
//! | 32     | 4    | pgno new                     | 80     | 4    | flags of the split page        |
//! | 36     | 4    | pgno right                   | 84     | 2    | uncommitted free, split page   |
//! | 40     | 8    | dbtime before, right         | 86     | 2    | uncommitted free, new page     |
//! | 48     | 4    | pgno parent                  | 88     | 4    | prefix line, split page        |
//! | 52     | 8    | dbtime before, parent        | 92     | 4    | prefix line, new page          |
//! | 60     | 4    | pgno of the tree             | 96     | 2    | length: old prefix, split page |
//! | 64     | 4    | objid of the tree            | 98     | 2    | length: new prefix, split page |
//! | 68     | 1    | split type                   | 100    | 2    | length: key for the parent     |
//! | 69     | 1    | operation in the split       | 102    | 4    | image flags (Split2)           |
//! | 70     | 2    | line of the operation        | 106    | 4    | length: image (Split2)         |
//! | 72     | 2    | first line that moves        |        |      | key, old prefix, new prefix,   |
//! | 74     | 2    | lines on the page            |        |      | image                          |
//!
//! Merge (28) and Merge2 (63), the page operation naming the page that is merged away:
//!
//! | offset | size | field                        | offset | size | field                          |
//! |--------|------|------------------------------|--------|------|--------------------------------|
//! | 32     | 4    | pgno right                   | 76     | 2    | size of the moved nodes        |
//! | 36     | 8    | dbtime before, right         | 78     | 2    | … with reserved space          |
//! | 44     | 4    | pgno left                    | 80     | 2    | uncommitted free, receiver     |
//! | 48     | 8    | dbtime before, left          | 82     | 2    | first line that moves          |
//! | 56     | 4    | pgno parent                  | 84     | 1    | flags                          |
//! | 60     | 8    | dbtime before, parent        | 85     | 1    | merge type                     |
//! | 68     | 4    | pgno of the tree             | 86     | 2    | length: separator              |
//! | 72     | 4    | objid of the tree            | 88     | 4+4  | image flags, length (Merge2)   |
//!
//! Source: `inc/logapi.hxx`, `inc/btsplit.hxx`; order of the parts: `ErrLGSplit`, `ErrLGMerge`.

use super::layout::{Body, Cursor, Layout, bits, layout, length_of};
use super::operation::{NodeOperation, PageOperation};
use crate::error::Result;
use crate::format::primitives::{Dbtime, Objid, Pgno};

macro_rules! kinds {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$item_meta:meta])* $item:ident = $value:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum $name {
            $($(#[$item_meta])* $item = $value,)*
        }

        impl Layout for $name {
            const SIZE: usize = 1;
            fn of(bytes: &[u8]) -> Result<Self> {
                match u8::of(bytes)? {
                    $($value => Ok(Self::$item),)*
                    other => crate::fail!(LogFileCorrupt, "{other} is no {}", stringify!($name)),
                }
            }
            fn put(&self, out: &mut Vec<u8>) {
                out.push(*self as u8);
            }
        }
    };
}

kinds! {
    /// Where the new page of a split goes.
    pub enum SplitType {
        /// The root keeps its number and gets one child level more.
        Vertical = 0,
        /// Upper half of the nodes moves right.
        Right = 1,
        /// A new last page; nothing moves but the inserted node.
        Append = 2,
    }
}

kinds! {
    /// What is done to a node in the course of a split; its own record follows in the macro.
    pub enum SplitOperation {
        None = 0,
        Insert = 1,
        Replace = 2,
        FlagInsertAndReplaceData = 3,
    }
}

kinds! {
    /// Where the nodes of a merged page go.
    pub enum MergeType {
        None = 0,
        /// The page is empty and only leaves the tree.
        EmptyPage = 1,
        /// All nodes to the right sibling; the page leaves the tree.
        FullRight = 2,
        /// Some nodes to the right sibling.
        PartialRight = 3,
        /// The tree becomes empty.
        EmptyTree = 4,
        FullLeft = 5,
        PartialLeft = 6,
        PageMove = 7,
    }
}

bits! {
    /// How the picture of a page was shortened.
    pub struct ImageFlags(u32) {
        /// The gap between data and tags was left out.
        DEHYDRATED dehydrated = 0x1,
        /// Compressed with plain XPRESS (after the gap was left out).
        XPRESS xpress = 0x2,
    }
}

/// A page as it was before the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeImage<'a> {
    pub flags: ImageFlags,
    /// Empty when the record carries no picture.
    pub bytes: &'a [u8],
}

layout! {
    /// The fixed part of a split.
    pub struct SplitHead {
        /// The page that is split.
        page: PageOperation,
        pgno_new: Pgno,
        /// The old right sibling of a leaf page; 0 when there is none.
        pgno_right: Pgno,
        dbtime_right_before: Dbtime,
        /// The parent, when a node goes there (every split but a vertical one).
        pgno_parent: Pgno,
        dbtime_parent_before: Dbtime,
        pgno_fdp: Pgno,
        objid_fdp: Objid,
        split_type: SplitType,
        operation: SplitOperation,
        /// Line of the operation, counted on the page before the split with the new node in place.
        line_operation: u16,
        /// First line that goes to the new page, counted likewise.
        line_split: u16,
        /// Number of lines, counted likewise.
        lines: u16,
        new_page_flags: u32,
        split_page_flags: u32,
        /// Space held back for rollback on the split page afterwards.
        uncommitted_free_source: i16,
        /// … and on the new page.
        uncommitted_free_destination: i16,
        /// The line whose key becomes the split page's prefix; −1 for none.
        line_prefix_split: i32,
        /// The line whose key becomes the new page's prefix; −1 for none.
        line_prefix_new: i32,
    }
}

/// A page is split in two.
///
/// A split that needs room at the parent first logs the pages above it, top down. Where such a page is only on the way
/// and is not split itself, its record has `pgno_new` 0 and nothing beyond the page and its dbtimes counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split<'a> {
    pub head: SplitHead,
    /// Separator to insert at the parent; its data is the number of the split page.
    pub key_parent: &'a [u8],
    /// The prefix that the split page had.
    pub prefix_old: &'a [u8],
    /// The prefix that the split page gets.
    pub prefix_new: &'a [u8],
    /// In Split2 only.
    pub before_image: Option<BeforeImage<'a>>,
}

/// Type byte of the split with a picture.
const SPLIT2: u8 = 62;
/// Type byte of the merge with a picture.
const MERGE2: u8 = 63;

fn picture<'a>(cursor: &mut Cursor<'a>, size: u32) -> Result<&'a [u8]> {
    // A size that does not fit usize cannot be there either: reading it fails.
    cursor.bytes(usize::try_from(size).unwrap_or(usize::MAX))
}

impl<'a> Body<'a> for Split<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let (prefix_old, prefix_new, key): (u16, u16, u16) = (cursor.take()?, cursor.take()?, cursor.take()?);
        let image: Option<(ImageFlags, u32)> =
            if kind == SPLIT2 { Some((cursor.take()?, cursor.take()?)) } else { None };
        Ok(Self {
            head,
            key_parent: cursor.bytes(key.into())?,
            prefix_old: cursor.bytes(prefix_old.into())?,
            prefix_new: cursor.bytes(prefix_new.into())?,
            before_image: match image {
                Some((flags, size)) => Some(BeforeImage { flags, bytes: picture(cursor, size)? }),
                None => None,
            },
        })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        for part in [self.prefix_old, self.prefix_new, self.key_parent] {
            length_of::<u16>(part)?.put(out);
        }
        let image = self.before_image.unwrap_or(BeforeImage { flags: ImageFlags(0), bytes: &[] });
        if kind == SPLIT2 {
            image.flags.put(out);
            length_of::<u32>(image.bytes)?.put(out);
        }
        for part in [self.key_parent, self.prefix_old, self.prefix_new] {
            out.extend_from_slice(part);
        }
        if kind == SPLIT2 {
            out.extend_from_slice(image.bytes);
        }
        Ok(())
    }
}

bits! {
    /// What happens at the parent of a merged page.
    pub struct MergeFlags(u8) {
        /// The key of the node that points to the page changes to the logged separator.
        KEY_CHANGE key_change = 0x01,
        /// The node that points to the page is deleted.
        DELETE_NODE delete_node = 0x02,
        /// The page is empty afterwards.
        EMPTY_PAGE empty_page = 0x04,
    }
}

layout! {
    /// The fixed part of a merge.
    pub struct MergeHead {
        /// The page that nodes leave. Above the leaf: the page on the way, `page.line` being its node that leads
        /// to the page below (and the merge type None when only that node goes or changes).
        page: PageOperation,
        pgno_right: Pgno,
        dbtime_right_before: Dbtime,
        pgno_left: Pgno,
        dbtime_left_before: Dbtime,
        pgno_parent: Pgno,
        dbtime_parent_before: Dbtime,
        pgno_fdp: Pgno,
        objid_fdp: Objid,
        /// Bytes of the nodes that move.
        size_total: u16,
        /// … with the space they may need at rollback.
        size_max_total: u16,
        /// Space held back for rollback on the receiving page afterwards.
        uncommitted_free_destination: u16,
        /// First line that moves (right merge), or last (left merge). Unlike `page.line`, only in the leaf's record.
        line_merge: u16,
        flags: MergeFlags,
        merge_type: MergeType,
    }
}

/// Nodes of a page move to a sibling; the page may leave the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge<'a> {
    pub head: MergeHead,
    /// New key for the parent's node, when the flags say so.
    pub key_parent_separator: &'a [u8],
    /// In Merge2 only.
    pub before_image: Option<BeforeImage<'a>>,
}

impl<'a> Body<'a> for Merge<'a> {
    fn read(cursor: &mut Cursor<'a>, kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let key: u16 = cursor.take()?;
        let image: Option<(ImageFlags, u32)> =
            if kind == MERGE2 { Some((cursor.take()?, cursor.take()?)) } else { None };
        Ok(Self {
            head,
            key_parent_separator: cursor.bytes(key.into())?,
            before_image: match image {
                Some((flags, size)) => Some(BeforeImage { flags, bytes: picture(cursor, size)? }),
                None => None,
            },
        })
    }

    fn write(&self, out: &mut Vec<u8>, kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u16>(self.key_parent_separator)?.put(out);
        let image = self.before_image.unwrap_or(BeforeImage { flags: ImageFlags(0), bytes: &[] });
        if kind == MERGE2 {
            image.flags.put(out);
            length_of::<u32>(image.bytes)?.put(out);
        }
        out.extend_from_slice(self.key_parent_separator);
        if kind == MERGE2 {
            out.extend_from_slice(image.bytes);
        }
        Ok(())
    }
}

layout! {
    /// One page that leaves an emptied tree.
    pub struct EmptiedPage {
        dbtime_before: Dbtime,
        pgno: Pgno,
        /// The page's flags, logged for people only.
        flags: u32,
    }
}

/// Every page below the root leaves the tree; the root becomes an empty leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyTree<'a> {
    /// The root page.
    pub node: NodeOperation,
    list: &'a [u8],
}

impl<'a> EmptyTree<'a> {
    pub fn new(node: NodeOperation, list: &'a [u8]) -> Self {
        Self { node, list }
    }

    /// The pages, in logged order.
    pub fn pages(&self) -> impl ExactSizeIterator<Item = EmptiedPage> + 'a {
        self.list.chunks_exact(EmptiedPage::SIZE).map(|c| {
            let word = |at: usize| u32::from_le_bytes([c[at], c[at + 1], c[at + 2], c[at + 3]]);
            EmptiedPage {
                dbtime_before: u64::from(word(0)) | (u64::from(word(4)) << 32),
                pgno: word(8),
                flags: word(12),
            }
        })
    }
}

impl<'a> Body<'a> for EmptyTree<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let node = cursor.take()?;
        let size: u16 = cursor.take()?;
        let list = cursor.bytes(size.into())?;
        if list.len() % EmptiedPage::SIZE != 0 {
            crate::fail!(LogFileCorrupt, "a list of {} bytes does not hold whole entries of 16", list.len());
        }
        Ok(Self { node, list })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.node.put(out);
        length_of::<u16>(self.list)?.put(out);
        out.extend_from_slice(self.list);
        Ok(())
    }
}

bits! {
    /// Which root of a table's tree is moved.
    pub struct PageMoveFlags(u32) {
        ROOT_FDP root_fdp = 0x1,
        ROOT_OWN_EXT root_own_ext = 0x2,
        ROOT_AVAIL_EXT root_avail_ext = 0x4,
    }
}

layout! {
    /// The fixed part of a page move.
    pub struct PageMoveHead {
        /// The page that moves away.
        page: PageOperation,
        pgno_destination: Pgno,
        pgno_left: Pgno,
        pgno_right: Pgno,
        pgno_parent: Pgno,
        dbtime_left_before: Dbtime,
        dbtime_right_before: Dbtime,
        dbtime_parent_before: Dbtime,
        pgno_fdp: Pgno,
        objid_fdp: Objid,
        /// Line of the node at the parent that points to the page.
        line_parent: i32,
        flags: PageMoveFlags,
    }
}

impl PageMoveHead {
    /// Whether a root page moves (then parent and siblings are none, and a RootPageMove opens the macro).
    pub fn moves_root(&self) -> bool {
        self.flags.0 & 7 != 0
    }
}

/// A page moves to another number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageMove<'a> {
    pub head: PageMoveHead,
    /// The page before, up to its free gap.
    pub page_header: &'a [u8],
    /// The page before, from behind the gap to its end.
    pub page_trailer: &'a [u8],
}

impl<'a> Body<'a> for PageMove<'a> {
    fn read(cursor: &mut Cursor<'a>, _kind: u8) -> Result<Self> {
        let head = cursor.take()?;
        let (header, trailer): (u32, u32) = (cursor.take()?, cursor.take()?);
        Ok(Self { head, page_header: picture(cursor, header)?, page_trailer: picture(cursor, trailer)? })
    }

    fn write(&self, out: &mut Vec<u8>, _kind: u8) -> Result<()> {
        self.head.put(out);
        length_of::<u32>(self.page_header)?.put(out);
        length_of::<u32>(self.page_trailer)?.put(out);
        out.extend_from_slice(self.page_header);
        out.extend_from_slice(self.page_trailer);
        Ok(())
    }
}

layout! {
    /// Opens the macro that moves the roots of a tree.
    pub struct RootPageMove {
        dbtime_after: Dbtime,
        dbid: u8,
        objid: Objid,
        procid: u16,
    }
}
