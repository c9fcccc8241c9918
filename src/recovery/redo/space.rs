//! Redo of making trees: a root with its space header, and the two space trees of a large one.
//!
//! Space header (external header of a root, 16 bytes): u32 pages of the first extent, u32 pgno of
//! the parent's root, u32 flags (1 has space trees, 2 keys not unique), u32 root of OwnExt, or the
//! bit map of free pages when there are no space trees. In newer databases the external header of a
//! root may open with a byte that says which fields follow; the space header is then the first.
//!
//! A space tree's node: key = last page of the extent (big-endian u32), data = length (u32).
//!
//! Source: `ErrLGIRedoFDPPage`, `ErrLGRIRedoSpaceRootPage`, `ErrLGRIRedoConvertFDP` in
//! `ese/_log/logredo.cxx`; `inc/space.hxx`, `ese/space.cxx`.

use crate::error::Result;
use crate::fail;
use crate::format::log_record::{ConvertFdp, CreateMultipleExtentFdp, CreateSingleExtentFdp};
use crate::format::node::NodeParts;
use crate::format::page::{Page, flags};
use crate::format::primitives::{Lgpos, Pgno};
use crate::recovery::database::Database;

const MULTIPLE_EXTENT: u32 = 1;
const NON_UNIQUE: u32 = 2;
/// Pages after the root whose state fits the bit map of a single-extent tree.
const BIT_MAP_PAGES: u32 = 32;
/// Bytes of an empty split buffer, which a space tree's root keeps in its external header.
const SPLIT_BUFFER_SIZE: usize = 16;
/// Bit of the leading byte of an extended external header: a space header follows.
const HAS_SPACE_HEADER: u8 = 1;

struct SpaceHeader {
    primary_pages: u32,
    parent: Pgno,
    flags: u32,
    /// OwnExt's root, or the bit map.
    last: u32,
}

impl SpaceHeader {
    fn to_bytes(&self) -> [u8; 16] {
        let mut b = [0; 16];
        for (at, word) in [self.primary_pages, self.parent, self.flags, self.last].into_iter().enumerate() {
            b[at * 4..at * 4 + 4].copy_from_slice(&word.to_le_bytes());
        }
        b
    }
}

/// A run of pages by its last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Extent {
    last: Pgno,
    pages: u32,
}

fn non_unique_flag(unique: bool) -> u32 {
    if unique { 0 } else { NON_UNIQUE }
}

/// The last page of an extent that starts at `first`.
fn last_page(first: Pgno, pages: u32) -> Result<Pgno> {
    match first.checked_add(pages).and_then(|end| end.checked_sub(1)) {
        Some(last) if pages > 0 => Ok(last),
        _ => fail!(LogCorrupted, "an extent of {pages} pages from page {first}"),
    }
}

pub fn create_single_extent(db: &mut Database, lgpos: Lgpos, r: &CreateSingleExtentFdp) -> Result<()> {
    let pgno = r.page.pgno;
    if !db.needs_new_page(pgno, r.page.dbtime, lgpos)? {
        return Ok(());
    }
    // One bit per page after the root, as many as there are.
    let free = match r.primary_pages.saturating_sub(1) {
        n if n >= BIT_MAP_PAGES => u32::MAX,
        n => (1 << n) - 1,
    };
    let header = SpaceHeader {
        primary_pages: r.primary_pages,
        parent: r.pgno_fdp_parent,
        flags: non_unique_flag(r.page.flags.unique()),
        last: free,
    };
    let page = db.make_page(pgno, r.objid_fdp, r.page_flags | flags::ROOT | flags::LEAF, r.page.dbtime)?;
    page.set_external_header(&header.to_bytes(), 0)
}

pub fn create_multiple_extent(db: &mut Database, lgpos: Lgpos, r: &CreateMultipleExtentFdp) -> Result<()> {
    let (pgno, after) = (r.page.pgno, r.page.dbtime);
    let last = last_page(pgno, r.primary_pages)?;
    let Some(available) = r.primary_pages.checked_sub(3) else {
        fail!(LogCorrupted, "a tree with space trees in {} pages", r.primary_pages);
    };
    if db.needs_new_page(pgno, after, lgpos)? {
        let header = SpaceHeader {
            primary_pages: r.primary_pages,
            parent: r.pgno_fdp_parent,
            flags: MULTIPLE_EXTENT | non_unique_flag(r.page.flags.unique()),
            last: r.pgno_own_ext,
        };
        let page = db.make_page(pgno, r.objid_fdp, r.page_flags | flags::ROOT | flags::LEAF, after)?;
        page.set_external_header(&header.to_bytes(), 0)?;
    }
    let trees = [(r.pgno_avail_ext, available), (r.pgno_own_ext, r.primary_pages)];
    for (root, pages) in trees {
        if db.needs_new_page(root, after, lgpos)? {
            let page = db.make_page(root, r.objid_fdp, space_root_flags(r.page_flags), after)?;
            fill_space_root(page, &[Extent { last, pages }])?;
        }
    }
    Ok(())
}

fn space_root_flags(page_flags: u32) -> u32 {
    page_flags | flags::ROOT | flags::LEAF | flags::SPACE_TREE
}

fn fill_space_root(page: &mut Page, extents: &[Extent]) -> Result<()> {
    page.set_external_header(&[0; SPLIT_BUFFER_SIZE], 0)?;
    let mut extents: Vec<Extent> = extents.iter().copied().filter(|e| e.pages > 0).collect();
    extents.sort_unstable();
    for (line, extent) in extents.iter().enumerate() {
        let parts = NodeParts {
            flags: 0,
            prefix_length: 0,
            suffix: &extent.last.to_be_bytes(),
            data: &extent.pages.to_le_bytes(),
        };
        page.insert(line, &parts)?;
    }
    Ok(())
}

/// A single-extent tree gets space trees, which lie in its second extent.
pub fn convert(db: &mut Database, lgpos: Lgpos, r: &ConvertFdp) -> Result<()> {
    let head = &r.head;
    let Some(tail) = r.tail else {
        fail!(BadLogVersion, "the record at {lgpos} is of a form that no supported version writes (ConvertFdp)");
    };
    let (pgno, after) = (head.page.pgno, head.page.dbtime);
    let primary_last = last_page(pgno, head.primary_pages)?;
    let secondary_last = last_page(head.pgno_secondary_first, head.secondary_pages)?;
    let Some(secondary_free) = head.secondary_pages.checked_sub(2) else {
        fail!(LogCorrupted, "a second extent of {} pages does not hold two space trees", head.secondary_pages);
    };
    let redo_root = db.ready_for(pgno, head.page.dbtime_before, after, lgpos)?;
    let redo_own = db.needs_new_page(head.pgno_own_ext, after, lgpos)?;
    let redo_available = db.needs_new_page(head.pgno_avail_ext, after, lgpos)?;
    let page_flags = space_root_flags(tail.page_flags);
    if redo_own {
        let page = db.make_page(head.pgno_own_ext, head.objid_fdp, page_flags, after)?;
        fill_space_root(
            page,
            &[
                Extent { last: primary_last, pages: head.primary_pages },
                Extent { last: secondary_last, pages: head.secondary_pages },
            ],
        )?;
    }
    if redo_available {
        let mut extents = free_extents(pgno, head.primary_pages, tail.available_bits)?;
        extents.push(Extent { last: secondary_last, pages: secondary_free });
        let page = db.make_page(head.pgno_avail_ext, head.objid_fdp, page_flags, after)?;
        fill_space_root(page, &extents)?;
    }
    if redo_root {
        let header = SpaceHeader {
            primary_pages: head.primary_pages,
            parent: head.pgno_fdp_parent,
            flags: MULTIPLE_EXTENT | non_unique_flag(head.page.flags.unique()),
            last: head.pgno_secondary_first,
        };
        let page = db.cache.resident_mut(pgno)?;
        set_space_header(page, &header.to_bytes())?;
        page.touch(after);
    }
    Ok(())
}

/// The free pages of a single-extent tree as runs: bit `i` stands for page `root + 1 + i`, and what
/// lies beyond the bit map was never used.
fn free_extents(root: Pgno, primary_pages: u32, available_bits: u32) -> Result<Vec<Extent>> {
    let last = last_page(root, primary_pages)?;
    let mut extents: Vec<Extent> = Vec::new();
    let beyond = if primary_pages.saturating_sub(1) > BIT_MAP_PAGES { last - root - BIT_MAP_PAGES } else { 0 };
    let free = (0..BIT_MAP_PAGES).filter(|bit| available_bits >> bit & 1 == 1).map(|bit| root.checked_add(1 + bit));
    for pgno in free {
        let Some(pgno) = pgno.filter(|p| *p <= last) else {
            fail!(LogCorrupted, "the free pages of the tree at page {root} run past its {primary_pages} pages");
        };
        match extents.last_mut() {
            Some(extent) if extent.last + 1 == pgno => {
                extent.last = pgno;
                extent.pages += 1;
            }
            _ => extents.push(Extent { last: pgno, pages: 1 }),
        }
    }
    if beyond > 0 {
        match extents.last_mut() {
            Some(extent) if extent.last == root + BIT_MAP_PAGES => {
                extent.last = last;
                extent.pages += beyond;
            }
            _ => extents.push(Extent { last, pages: beyond }),
        }
    }
    Ok(extents)
}

/// Writes the space header into a root's external header, whichever form that has.
pub fn set_space_header(page: &mut Page, header: &[u8]) -> Result<()> {
    let old = page.external_header()?;
    if old.is_empty() || old.len() == header.len() {
        return page.set_external_header(header, 0);
    }
    let (fields, rest) = (old[0], &old[1..]);
    let others = if fields & HAS_SPACE_HEADER != 0 { rest.get(header.len()..) } else { Some(rest) };
    let Some(others) = others else {
        fail!(DatabaseCorrupted, "the external header of a root page has {} bytes", old.len());
    };
    let new = [&[fields | HAS_SPACE_HEADER], header, others].concat();
    page.set_external_header(&new, 0)
}

/// Points the space header in a root's external header to another OwnExt root.
pub fn set_own_ext(page: &mut Page, own_ext: Pgno) -> Result<()> {
    let mut bytes = page.external_header()?.to_vec();
    let start = usize::from(bytes.len() > 16);
    let Some(field) = bytes.get_mut(start + 12..start + 16) else {
        fail!(DatabaseCorrupted, "the external header of a root page has {} bytes", bytes.len());
    };
    field.copy_from_slice(&own_ext.to_le_bytes());
    page.set_external_header(&bytes, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_map_becomes_runs() {
        let e = |last, pages| Extent { last, pages };
        assert_eq!(free_extents(10, 4, 0b110).unwrap(), [e(13, 2)]);
        assert_eq!(free_extents(10, 8, 0b101_1001).unwrap(), [e(11, 1), e(15, 2), e(17, 1)]);
        // 32 pages in the map, of which the last is free, and 7 beyond.
        assert_eq!(free_extents(10, 40, 1 << 31).unwrap(), [e(49, 8)]);
        assert_eq!(free_extents(10, 40, 1).unwrap(), [e(11, 1), e(49, 7)]);
        assert!(free_extents(10, 2, 0b100).is_err());
    }
}
