//! Redo of a split: one macro, one record per level from the top down, and the operation that made
//! the page overflow.
//!
//! A level either splits its page (new page named) or only takes up the pointer to the page that
//! was split below. Each page involved has its own dbtime and is changed only if it is still behind.
//! Where the new page has to be filled but the split page is already past the split, the nodes come
//! from the before image in the record.
//!
//! Source: `ErrLGRIRedoSplit` and what it calls in `ese/_log/logredo.cxx`; `BTIPerformSplit` and what
//! it calls in `ese/bt.cxx`.

use super::before_image;
use super::lines::{self, Data, Line};
use super::versions::{place, unique_data};
use crate::error::Result;
use crate::fail;
use crate::format::log_record::{
    FlagInsertAndReplaceData, Insert, LogRecord, NodeOperation, Replace, Split, SplitOperation, SplitType,
};
use crate::format::node::node_flags;
use crate::format::page::{Page, flags};
use crate::format::primitives::{Dbtime, Lgpos, PGNO_NULL};
use crate::recovery::pages::{Access, Pages};
use crate::recovery::versions::{Change, Version, VersionNotes};

/// The operation on one node that is done together with the split.
enum Operation<'a> {
    Insert(Insert<'a>),
    FlagInsertAndReplaceData(FlagInsertAndReplaceData<'a>),
    Replace(Replace<'a>),
}

impl Operation<'_> {
    fn node(&self) -> &NodeOperation {
        match self {
            Self::Insert(r) => &r.node,
            Self::FlagInsertAndReplaceData(r) => &r.node,
            Self::Replace(r) => &r.node,
        }
    }

    fn data(&self) -> &[u8] {
        match self {
            Self::Insert(r) => r.data,
            Self::FlagInsertAndReplaceData(r) => r.data,
            Self::Replace(r) => r.data,
        }
    }
}

/// One level of the tree, and which of its pages are still to be changed.
struct Level<'a> {
    record: Split<'a>,
    dbtime_before: Dbtime,
    redo_page: bool,
    redo_new: bool,
    redo_right: bool,
    /// The page before the split, where nodes of it are needed: a copy of the page, or out of the record when the page
    /// itself is already past the split.
    source: Option<Page>,
}

impl Level<'_> {
    fn splits(&self) -> bool {
        self.record.head.pgno_new != PGNO_NULL
    }

    fn makes_leaf(&self) -> bool {
        self.record.head.new_page_flags & flags::LEAF != 0
    }
}

/// Applies a committed split macro.
pub fn redo(pages: &mut Pages, notes: &mut impl VersionNotes, lgpos: Lgpos, records: &[LogRecord<'_>]) -> Result<()> {
    let (mut levels, operation) = take_apart(records)?;
    for level in &mut levels {
        prepare(pages, level, lgpos)?;
    }
    let mut done = Vec::with_capacity(levels.len());
    // Below is nearer to the leaf: the level under `i` says which page its parent must point to.
    for (i, level) in levels.iter().enumerate() {
        let below = levels.get(i + 1);
        done.push(if level.splits() { Some(gather(level, below, operation.as_ref())?) } else { None });
    }
    if let (Some(operation), Some(leaf), Some(Some(moved))) = (&operation, levels.last(), done.last()) {
        note_versions(notes, leaf, operation, moved)?;
    }
    for (i, moved) in done.into_iter().enumerate() {
        let level = &levels[i];
        match moved {
            Some(moved) => perform(pages, level, &moved)?,
            None => insert_pointer(pages, level, levels.get(i + 1))?,
        }
    }
    Ok(())
}

fn take_apart<'a>(records: &[LogRecord<'a>]) -> Result<(Vec<Level<'a>>, Option<Operation<'a>>)> {
    let mut levels: Vec<Level<'a>> = Vec::new();
    let mut operation = None;
    for record in records {
        match record {
            LogRecord::Split(r) | LogRecord::Split2(r) => {
                // Both records give the parent's dbtime; the child's is the one that is checked.
                if let Some(parent) = levels.last_mut() {
                    parent.dbtime_before = r.head.dbtime_parent_before;
                }
                levels.push(Level {
                    dbtime_before: r.head.page.dbtime_before,
                    record: *r,
                    redo_page: false,
                    redo_new: false,
                    redo_right: false,
                    source: None,
                });
            }
            LogRecord::Insert(r) => operation = Some(Operation::Insert(*r)),
            LogRecord::FlagInsertAndReplaceData(r) => operation = Some(Operation::FlagInsertAndReplaceData(*r)),
            LogRecord::Replace(r) => operation = Some(Operation::Replace(*r)),
            other => fail!(LogFileCorrupt, "a {} record inside a split", other.name()),
        }
    }
    match levels.last() {
        Some(leaf) if leaf.splits() => {}
        _ => fail!(LogFileCorrupt, "a split macro whose lowest level does not split its page"),
    }
    for pair in levels.windows(2) {
        if !pair[1].splits() {
            fail!(LogFileCorrupt, "a split macro with a level that does not split between levels that do");
        }
    }
    Ok((levels, operation))
}

/// Finds out which pages of a level still need the split, and gets the source of the nodes.
fn prepare(pages: &mut Pages, level: &mut Level<'_>, lgpos: Lgpos) -> Result<()> {
    let head = level.record.head;
    let after = head.page.dbtime;
    level.redo_page = pages.ready_for(head.page.pgno, level.dbtime_before, after, lgpos)?;
    if !level.splits() {
        return Ok(());
    }
    let image = level.record.before_image.filter(|image| !image.bytes.is_empty());
    if needs_image(&level.record) && image.is_none() {
        fail!(
            DatabaseBufferDependenciesCorrupted,
            "the split of page {} at {lgpos} moves nodes but carries no picture of the page",
            head.page.pgno
        );
    }
    level.redo_new = pages.needs_new_page(head.pgno_new, after, lgpos)?;
    if level.redo_page {
        level.source = Some(pages.cache.copy(head.page.pgno)?);
    } else if level.redo_new
        && needs_image(&level.record)
        && let Some(image) = image
    {
        level.source = Some(before_image::decode(&image, pages.cache.page_size(), head.page.pgno)?);
    }
    if head.pgno_right != PGNO_NULL && pages.access(head.pgno_right, lgpos)? == Access::Ready {
        level.redo_right = pages.needs_redo(head.pgno_right, head.dbtime_right_before, after, lgpos)?;
    }
    Ok(())
}

/// Do nodes move from the old page to the new one, so that the old page is needed to fill the new?
fn needs_image(record: &Split<'_>) -> bool {
    let head = &record.head;
    match head.split_type {
        SplitType::Append => false,
        SplitType::Right => {
            // Only the node that is being inserted lands on the new page.
            !(head.operation == SplitOperation::Insert
                && head.line_split == head.line_operation
                && u32::from(head.line_split) + 1 == u32::from(head.lines))
        }
        SplitType::Vertical => true,
    }
}

/// All nodes of a level as they stand after its operation, and the data the operation replaced.
struct Moved<'a> {
    /// In order; those from `line_split` on go to the new page. Only the operation's own node when
    /// the source page is not at hand (an append).
    lines: Vec<Line<'a>>,
    /// Number of the first of `lines`.
    first: usize,
    replaced: Option<Data<'a>>,
}

fn gather<'a>(
    level: &'a Level<'_>,
    below: Option<&'a Level<'_>>,
    operation: Option<&'a Operation<'_>>,
) -> Result<Moved<'a>> {
    let head = &level.record.head;
    let (count, at, split_at) =
        (usize::from(head.lines), usize::from(head.line_operation), usize::from(head.line_split));
    if split_at > count || (head.operation != SplitOperation::None && at >= count) {
        fail!(LogFileCorrupt, "a split at line {split_at} with its operation at line {at} of {count}");
    }
    let new_line = operation_line(level, below, operation);
    let Some(source) = &level.source else {
        // Either nothing is left to do, or the new page gets nothing but the operation's node.
        let lines = match new_line {
            Some(line) if level.redo_new && at == split_at && at + 1 == count => vec![line],
            _ => Vec::new(),
        };
        return Ok(Moved { lines, first: at, replaced: None });
    };
    let mut lines = Line::read_all(source)?;
    let mut replaced = None;
    match (head.operation, new_line) {
        (SplitOperation::None, _) => {}
        (SplitOperation::Insert, Some(line)) => {
            if at > lines.len() {
                fail!(LogOperationInconsistentWithDatabase, "a split inserts line {at} on a page of {}", lines.len());
            }
            lines.insert(at, line);
        }
        (SplitOperation::Replace | SplitOperation::FlagInsertAndReplaceData, Some(new)) => {
            let Some(line) = lines.get_mut(at) else {
                fail!(LogOperationInconsistentWithDatabase, "a split replaces line {at} of a page of {count}");
            };
            replaced = Some(std::mem::replace(&mut line.data, new.data));
            // A node that stays on its page is deleted and made anew; one that moves keeps its flags.
            line.flags = if at < split_at { 0 } else { line.flags & !deleted_bit(head.operation) } | new.flags;
        }
        (_, None) => fail!(LogFileCorrupt, "a split with an operation whose record is missing"),
    }
    if lines.len() != count {
        fail!(
            LogOperationInconsistentWithDatabase,
            "the split of page {} was logged for {count} nodes, but the page makes {}",
            head.page.pgno,
            lines.len()
        );
    }
    // On an inner page the node behind the inserted one now leads to the lower level's new page.
    if let (false, Some(below)) = (level.makes_leaf(), below) {
        let Some(next) = lines.get_mut(at + 1) else {
            fail!(LogOperationInconsistentWithDatabase, "a split of an inner page has no node behind line {at}");
        };
        next.data = Data::pointer(below.record.head.pgno_new);
    }
    Ok(Moved { lines, first: 0, replaced })
}

fn deleted_bit(operation: SplitOperation) -> u8 {
    if operation == SplitOperation::FlagInsertAndReplaceData { node_flags::DELETED } else { 0 }
}

/// The node that the level's operation makes: from the operation's record on the leaf, a pointer to
/// the lower split page above.
fn operation_line<'a>(
    level: &Level<'_>,
    below: Option<&'a Level<'_>>,
    operation: Option<&'a Operation<'_>>,
) -> Option<Line<'a>> {
    if level.record.head.operation == SplitOperation::None {
        return None;
    }
    if !level.makes_leaf() {
        return below.map(pointer_line);
    }
    let operation = operation?;
    let version = if operation.node().flags.versioned() { node_flags::VERSION } else { 0 };
    let (prefix, suffix): (&[u8], &[u8]) = match operation {
        Operation::Insert(r) => (r.prefix, r.suffix),
        // The key is on the page; a replace does not log it.
        Operation::FlagInsertAndReplaceData(r) => (&[], r.key),
        Operation::Replace(_) => (&[], &[]),
    };
    Some(Line { prefix, suffix, data: Data::Bytes(operation.data()), flags: version })
}

fn pointer_line<'a>(below: &'a Level<'_>) -> Line<'a> {
    let pointer = Data::pointer(below.record.head.page.pgno);
    Line { prefix: &[], suffix: below.record.key_parent, data: pointer, flags: 0 }
}

/// What a rollback of the operation would need.
fn note_versions(
    notes: &mut impl VersionNotes,
    leaf: &Level<'_>,
    operation: &Operation<'_>,
    moved: &Moved<'_>,
) -> Result<()> {
    let head = &leaf.record.head;
    let node = operation.node();
    if head.operation == SplitOperation::None || !node.flags.versioned() {
        return Ok(());
    }
    if !notes.wants(node.procid) {
        return notes.check_level(node.procid, node.level);
    }
    let stays = head.line_operation < head.line_split;
    let applied = if stays { leaf.source.is_some() } else { leaf.redo_new };
    let pgno = if stays { head.page.pgno } else { head.pgno_new };
    let procid = node.procid;
    // A replace is possible in a tree with unique keys only: its bookmark is the key.
    let replace = match &moved.replaced {
        Some(before) if applied => Some(Change::Replace { before: before.bytes() }),
        _ => None,
    };
    match operation {
        Operation::Insert(r) => {
            let key = [r.prefix, r.suffix].concat();
            notes.note_version(procid, place(node, pgno, &key, unique_data(node, r.data), Change::Insert))
        }
        Operation::Replace(_) => match replace {
            Some(change) => {
                let at = usize::from(head.line_operation);
                let key = moved.lines.get(at.wrapping_sub(moved.first)).map_or_else(Vec::new, Line::key);
                notes.note_version(procid, place(node, pgno, &key, &[], change))
            }
            None => Ok(()),
        },
        Operation::FlagInsertAndReplaceData(r) => {
            notes.note_version(procid, place(node, pgno, r.key, unique_data(node, r.data), Change::Insert))?;
            match replace {
                Some(change) => {
                    let version = place(node, pgno, r.key, &[], change);
                    notes.note_version(procid, Version { rceid: r.rceid_replace, ..version })
                }
                None => Ok(()),
            }
        }
    }
}

/// Changes the pages of a level that splits.
fn perform(pages: &mut Pages, level: &Level<'_>, moved: &Moved<'_>) -> Result<()> {
    let head = &level.record.head;
    let after = head.page.dbtime;
    let leaf = level.makes_leaf();
    let vertical = head.split_type == SplitType::Vertical;
    let split_at = usize::from(head.line_split);
    if level.redo_new {
        let page = pages.make_page(head.pgno_new, head.objid_fdp, head.new_page_flags, after)?;
        let to_move = moved.lines.get(split_at.saturating_sub(moved.first)..).unwrap_or_default();
        fill_new_page(page, to_move, head.line_prefix_new)?;
        if leaf {
            reserve(page, head.uncommitted_free_destination)?;
            if !vertical {
                page.set_previous(head.page.pgno);
                page.set_next(head.pgno_right);
            }
        }
    }
    if level.redo_page {
        let stay = &moved.lines[..split_at.min(moved.lines.len())];
        let page = pages.cache.resident_mut(head.page.pgno)?;
        page.touch(after);
        match head.split_type {
            SplitType::Append => {}
            SplitType::Right => refill_split_page(page, stay, level)?,
            SplitType::Vertical => {
                lines::clear(page)?;
                let kept = page.flags() & flags::FDP_DELETE;
                page.set_flags(head.split_page_flags | kept);
                lines::insert_with_page_prefix(page, 0, &[], &head.pgno_new.to_le_bytes())?;
            }
        }
        if leaf {
            reserve(page, head.uncommitted_free_source)?;
            if !vertical {
                page.set_next(head.pgno_new);
            }
        }
    }
    if level.redo_right {
        let page = pages.cache.resident_mut(head.pgno_right)?;
        page.touch(after);
        if leaf && !vertical {
            page.set_previous(head.pgno_new);
        }
    }
    Ok(())
}

/// The space that open transactions may claim back, as the record counts it.
fn reserve(page: &mut Page, bytes: i16) -> Result<()> {
    let bytes = usize::try_from(bytes).unwrap_or_default();
    page.set_uncommitted_free(bytes.min(page.free_bytes()))
}

fn fill_new_page(page: &mut Page, lines: &[Line<'_>], line_prefix: i32) -> Result<()> {
    let prefix = match usize::try_from(line_prefix) {
        Ok(line) => match lines.get(line) {
            Some(line) => line.key(),
            None => fail!(LogFileCorrupt, "a split takes the new page's prefix from line {line} of {}", lines.len()),
        },
        Err(_) => Vec::new(),
    };
    if !prefix.is_empty() {
        page.set_external_header(&prefix, 0)?;
    }
    for (i, line) in lines.iter().enumerate() {
        line.insert(page, i, &prefix)?;
    }
    Ok(())
}

/// The nodes that stay, under the page's new prefix.
fn refill_split_page(page: &mut Page, stay: &[Line<'_>], level: &Level<'_>) -> Result<()> {
    let prefix = level.record.prefix_new;
    lines::clear(page)?;
    if !page.is_root() {
        page.set_external_header(prefix, 0)?;
    }
    for (i, line) in stay.iter().enumerate() {
        line.insert(page, i, prefix)?;
    }
    Ok(())
}

/// A level that does not split: the separator of the level below goes in before the pointer to the
/// page that was split, and that pointer now leads to the new page.
fn insert_pointer(pages: &mut Pages, level: &Level<'_>, below: Option<&Level<'_>>) -> Result<()> {
    let (true, Some(below)) = (level.redo_page, below) else { return Ok(()) };
    let head = &level.record.head;
    let key = below.record.key_parent;
    let page = pages.cache.resident_mut(head.page.pgno)?;
    let line = first_line_above(page, key)?;
    let pointer = page.node(line)?.data;
    if pointer != below.record.head.page.pgno.to_le_bytes() {
        fail!(
            LogOperationInconsistentWithDatabase,
            "the parent page {} should lead to page {} at line {line}",
            head.page.pgno,
            below.record.head.page.pgno
        );
    }
    lines::insert_with_page_prefix(page, line, key, &below.record.head.page.pgno.to_le_bytes())?;
    lines::set_page_pointer(page, line + 1, below.record.head.pgno_new)?;
    page.touch(head.page.dbtime);
    Ok(())
}

/// The first node of an inner page whose key is above `key`; an empty last key is above everything.
fn first_line_above(page: &Page, key: &[u8]) -> Result<usize> {
    let (mut low, mut high) = (0, page.node_count());
    while low < high {
        let middle = low + (high - low) / 2;
        let node = page.node(middle)?;
        let is_last_key = node.prefix.is_empty() && node.suffix.is_empty();
        if is_last_key || node.compare_key(key).is_gt() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    if low == page.node_count() {
        fail!(LogOperationInconsistentWithDatabase, "no node of the parent page has a key above the separator");
    }
    Ok(low)
}
