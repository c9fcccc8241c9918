//! Redo of a merge: one macro, one record per level from the top down; the lowest names the leaf
//! whose nodes move to a sibling or which, being empty, leaves the tree.
//!
//! Source: `ErrLGRIRedoMerge` and what it calls in `ese/_log/logredo.cxx`; `BTIPerformMerge` and what
//! it calls in `ese/bt.cxx`.

use super::before_image;
use super::lines::{self, Line};
use crate::error::Result;
use crate::fail;
use crate::format::log_record::{LogRecord, Merge, MergeType};
use crate::format::node::node_flags;
use crate::format::page::{Page, flags};
use crate::format::primitives::{Dbtime, Lgpos, PGNO_NULL, Pgno};
use crate::recovery::pages::{Access, Pages};

struct Level<'a> {
    record: Merge<'a>,
    dbtime_before: Dbtime,
    redo_page: bool,
}

/// Which pages beside the leaf are still to be changed, and where the moving nodes come from.
struct Siblings {
    redo_left: bool,
    redo_right: bool,
    /// The leaf as it was, when the leaf itself is already past the merge.
    image: Option<Page>,
}

/// Applies a committed merge macro.
pub fn redo(pages: &mut Pages, lgpos: Lgpos, records: &[LogRecord<'_>]) -> Result<()> {
    let mut levels = take_apart(records)?;
    for level in &mut levels {
        level.redo_page =
            pages.ready_for(level.record.head.page.pgno, level.dbtime_before, level.record.head.page.dbtime, lgpos)?;
    }
    let Some(leaf) = levels.last() else { fail!(LogFileCorrupt, "an empty merge macro") };
    let siblings = prepare_siblings(pages, leaf, lgpos)?;
    let leaf_record = leaf.record;
    let last = levels.len() - 1;
    for (i, level) in levels.iter().enumerate() {
        if i == last {
            perform_leaf(pages, level, &siblings)?;
        } else if level.redo_page {
            let child = levels[i + 1].record.head.page.pgno;
            let page = pages.cache.resident_mut(level.record.head.page.pgno)?;
            page.touch(level.record.head.page.dbtime);
            perform_parent(page, level, child, &leaf_record)?;
            if level.record.head.flags.empty_page() {
                empty(page)?;
            }
        }
    }
    Ok(())
}

fn take_apart<'a>(records: &[LogRecord<'a>]) -> Result<Vec<Level<'a>>> {
    let mut levels: Vec<Level<'a>> = Vec::new();
    for record in records {
        let (LogRecord::Merge(r) | LogRecord::Merge2(r)) = record else {
            fail!(LogFileCorrupt, "a {} record inside a merge", record.name());
        };
        if let Some(parent) = levels.last_mut() {
            parent.dbtime_before = r.head.dbtime_parent_before;
        }
        levels.push(Level { dbtime_before: r.head.page.dbtime_before, record: *r, redo_page: false });
    }
    Ok(levels)
}

fn moves_nodes(merge_type: MergeType) -> bool {
    matches!(merge_type, MergeType::FullRight | MergeType::PartialRight | MergeType::FullLeft | MergeType::PartialLeft)
}

fn moves_right(merge_type: MergeType) -> bool {
    matches!(merge_type, MergeType::FullRight | MergeType::PartialRight)
}

fn prepare_siblings(pages: &mut Pages, leaf: &Level<'_>, lgpos: Lgpos) -> Result<Siblings> {
    let head = &leaf.record.head;
    let after = head.page.dbtime;
    let mut needed = |pgno: Pgno, before: Dbtime| -> Result<bool> {
        Ok(pgno != PGNO_NULL
            && pages.access(pgno, lgpos)? == Access::Ready
            && pages.needs_redo(pgno, before, after, lgpos)?)
    };
    let redo_left = needed(head.pgno_left, head.dbtime_left_before)?;
    let redo_right = needed(head.pgno_right, head.dbtime_right_before)?;
    let redo_receiver = if moves_right(head.merge_type) { redo_right } else { redo_left };
    let mut image = None;
    if moves_nodes(head.merge_type) && redo_receiver {
        let picture = leaf.record.before_image.filter(|image| !image.bytes.is_empty());
        let Some(picture) = picture else {
            fail!(
                DatabaseBufferDependenciesCorrupted,
                "the merge of page {} at {lgpos} moves nodes but carries no picture of the page",
                head.page.pgno
            );
        };
        if !leaf.redo_page {
            image = Some(before_image::decode(&picture, pages.cache.page_size(), head.page.pgno)?);
        }
    }
    Ok(Siblings { redo_left, redo_right, image })
}

fn perform_leaf(pages: &mut Pages, leaf: &Level<'_>, siblings: &Siblings) -> Result<()> {
    let head = &leaf.record.head;
    let after = head.page.dbtime;
    let merge_type = head.merge_type;
    let (receiver, redo_receiver) = if moves_right(merge_type) {
        (head.pgno_right, siblings.redo_right)
    } else {
        (head.pgno_left, siblings.redo_left)
    };
    if moves_nodes(merge_type) && redo_receiver {
        let copy;
        let source = match &siblings.image {
            Some(image) => image,
            None => {
                copy = pages.cache.copy(head.page.pgno)?;
                &copy
            }
        };
        let moving = moving_lines(source, leaf)?;
        let page = pages.cache.resident_mut(receiver)?;
        let prefix = page.prefix()?.to_vec();
        let at = if moves_right(merge_type) { 0 } else { page.node_count() };
        for (i, line) in moving.iter().enumerate() {
            line.insert(page, at + i, &prefix)?;
        }
        let reserved = usize::from(head.uncommitted_free_destination).min(page.free_bytes());
        page.set_uncommitted_free(reserved)?;
    }
    let partial = matches!(merge_type, MergeType::PartialRight | MergeType::PartialLeft);
    for (pgno, redo) in [(head.pgno_left, siblings.redo_left), (head.pgno_right, siblings.redo_right)] {
        if !redo {
            continue;
        }
        let page = pages.cache.resident_mut(pgno)?;
        page.touch(after);
        if !partial {
            if pgno == head.pgno_left {
                page.set_next(head.pgno_right);
            } else {
                page.set_previous(head.pgno_left);
            }
        }
    }
    if leaf.redo_page {
        let page = pages.cache.resident_mut(head.page.pgno)?;
        page.touch(after);
        if partial {
            let (first, end) = moved_range(page, leaf);
            page.delete_range(first, end - first)?;
        }
        if head.flags.empty_page() {
            empty(page)?;
        }
    }
    Ok(())
}

/// The lines of the leaf that leave it: from `line_merge` on to the right, or up to it to the left.
fn moved_range(page: &Page, leaf: &Level<'_>) -> (usize, usize) {
    let line = usize::from(leaf.record.head.line_merge);
    let count = page.node_count();
    if moves_right(leaf.record.head.merge_type) { (line.min(count), count) } else { (0, (line + 1).min(count)) }
}

/// What arrives at the sibling: flag-deleted nodes are left behind.
fn moving_lines<'a>(source: &'a Page, leaf: &Level<'_>) -> Result<Vec<Line<'a>>> {
    let (first, end) = moved_range(source, leaf);
    let mut moving = Vec::with_capacity(end - first);
    for line in first..end {
        let line = Line::read(source, line)?;
        if line.flags & node_flags::DELETED == 0 {
            moving.push(line);
        }
    }
    Ok(moving)
}

/// Changes the node of an inner page that leads to `child`.
fn perform_parent(page: &mut Page, level: &Level<'_>, child: Pgno, leaf: &Merge<'_>) -> Result<()> {
    let head = &level.record.head;
    let line = usize::from(head.page.line);
    let (key_change, delete_node) = (head.flags.key_change(), head.flags.delete_node());
    if line >= page.node_count() {
        fail!(
            LogOperationInconsistentWithDatabase,
            "a merge changes node {line} of page {}, which has {}",
            head.page.pgno,
            page.node_count()
        );
    }
    if key_change && delete_node && leaf.head.merge_type == MergeType::FullLeft {
        // The pointer to the left page takes over the key of the pointer to the merged page.
        let Some(before) = line.checked_sub(1) else {
            fail!(LogFileCorrupt, "a full left merge at the first node of page {}", head.page.pgno);
        };
        check_pointer(page, line, child, head.page.pgno)?;
        lines::set_page_pointer(page, line, leaf.head.pgno_left)?;
        page.delete(before)
    } else if delete_node {
        let was_last = line + 1 == page.node_count() && page.last_node_has_null_key()?;
        page.delete(line)?;
        match (was_last, line.checked_sub(1)) {
            // The last key of a level stands for "everything above" and must stay empty.
            (true, Some(new_last)) => change_key(page, new_last, &[]),
            _ => Ok(()),
        }
    } else if key_change {
        let line = if leaf.head.merge_type == MergeType::PartialLeft { line.checked_sub(1) } else { Some(line) };
        match line {
            Some(line) => change_key(page, line, leaf.key_parent_separator),
            None => fail!(LogFileCorrupt, "a partial left merge at the first node of page {}", head.page.pgno),
        }
    } else {
        Ok(())
    }
}

fn check_pointer(page: &Page, line: usize, child: Pgno, pgno: Pgno) -> Result<()> {
    if page.node(line)?.child() != Some(child) {
        fail!(LogOperationInconsistentWithDatabase, "node {line} of page {pgno} does not lead to page {child}");
    }
    Ok(())
}

/// Gives a page pointer node another key.
fn change_key(page: &mut Page, line: usize, key: &[u8]) -> Result<()> {
    let data = page.node(line)?.data.to_vec();
    page.delete(line)?;
    lines::insert_with_page_prefix(page, line, key, &data)
}

/// Takes everything off a page and marks it as given back.
pub fn empty(page: &mut Page) -> Result<()> {
    lines::clear(page)?;
    page.set_flags(page.flags() | flags::EMPTY);
    Ok(())
}
