//! Search by key over cached pages.
//!
//! A tree is known by its root page, whose number never changes. A page above the leaves holds one
//! node for each child: the key of a node is greater than every key below it, and the last node of
//! a page takes all that is left, whatever its key says (on the right edge it has none). On a leaf
//! the nodes are sorted by key, in a tree whose keys repeat by key and data; above the leaves
//! keys of such a tree are cut from the two written one after the other.
//!
//! Source of the facts: `ese/node.cxx` (search within a page), `ese/bt.cxx` (the way down),
//! `inc/daedef.hxx` (how keys compare).

use std::cmp::Ordering;

use crate::error::Result;
use crate::fail;
use crate::format::node::Node;
use crate::format::page::Page;
use crate::format::primitives::{Objid, Pgno};
use crate::storage::page_store::PageStore;

/// No tree is deeper: a longer way down means that pages point in a circle.
const DEPTH_MAX: usize = 32;

/// A tree of a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    pub pgno: Pgno,
    pub objid: Objid,
    /// No two nodes have the same key.
    pub unique: bool,
}

/// The whole name of a node: its key and, where keys repeat, its data (empty where they do not).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark<'a> {
    pub key: &'a [u8],
    pub data: &'a [u8],
}

/// Where a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub pgno: Pgno,
    pub line: usize,
}

/// Finds a node by its bookmark, flagged as deleted or not. `None` when the tree has no such node.
///
/// # Errors
/// Those of reading a page; `BadParentPageLink` when a page on the way is none of this tree's.
pub fn find(store: &mut dyn PageStore, root: Root, bookmark: Bookmark<'_>) -> Result<Option<Position>> {
    let mut pgno = root.pgno;
    let mut leaf_expected = None;
    for _ in 0..DEPTH_MAX {
        let page = store.page(pgno)?;
        if page.objid() != root.objid || page.is_empty() || page.is_pre_init() {
            fail!(
                BadParentPageLink,
                "page {pgno} (flags {:#x}) of tree {} is taken for one of tree {}",
                page.flags(),
                page.objid(),
                root.objid
            );
        }
        if leaf_expected.is_some_and(|leaf| leaf != page.is_leaf()) {
            fail!(BadParentPageLink, "page {pgno} with flags {:#x} stands on the wrong level", page.flags());
        }
        if page.is_leaf() {
            return Ok(find_on_leaf(page, root.unique, bookmark)?.map(|line| Position { pgno, line }));
        }
        leaf_expected = Some(page.is_parent_of_leaf());
        pgno = child_for(page, bookmark)?;
    }
    fail!(BadParentPageLink, "the way from root {} to a leaf is longer than {DEPTH_MAX} pages", root.pgno)
}

/// The child of an internal page below which the bookmark is or would be.
///
/// # Errors
/// `BadParentPageLink` for a page without nodes or a node that is no pointer; those of [`Page::node`].
pub fn child_for(page: &Page, bookmark: Bookmark<'_>) -> Result<Pgno> {
    let Some(last) = page.node_count().checked_sub(1) else {
        fail!(BadParentPageLink, "an internal page has no nodes");
    };
    // The first node whose key is greater; the last one needs no look at its key.
    let line = partition(last, |line| Ok(compare_joined(&page.node(line)?, bookmark).is_le()))?;
    match page.node(line)?.child() {
        Some(child) if child != 0 => Ok(child),
        _ => fail!(BadParentPageLink, "node {line} of an internal page points to no page"),
    }
}

/// The line of a leaf that has this bookmark.
///
/// # Errors
/// Those of [`Page::node`].
pub fn find_on_leaf(page: &Page, unique: bool, bookmark: Bookmark<'_>) -> Result<Option<usize>> {
    let compare = |line| {
        let node = page.node(line)?;
        let by_key = node.compare_key(bookmark.key);
        Ok::<_, crate::error::Error>(if unique { by_key } else { by_key.then_with(|| node.data.cmp(bookmark.data)) })
    };
    let line = partition(page.node_count(), |line| Ok(compare(line)?.is_lt()))?;
    Ok(if line < page.node_count() && compare(line)?.is_eq() { Some(line) } else { None })
}

/// How a separator compares with key and data of the bookmark written one after the other.
fn compare_joined(node: &Node<'_>, bookmark: Bookmark<'_>) -> Ordering {
    if bookmark.data.is_empty() {
        return node.compare_key(bookmark.key);
    }
    node.prefix.iter().chain(node.suffix).cmp(bookmark.key.iter().chain(bookmark.data))
}

/// The first of `count` lines for which `before` no longer holds, or `count`.
fn partition(count: usize, before: impl Fn(usize) -> Result<bool>) -> Result<usize> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle)? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

#[cfg(test)]
mod tests;
