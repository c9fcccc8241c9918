//! Redo of a page move: a page of a tree goes to another number; parent and siblings follow it.
//!
//! Source: `ErrLGRIIRedoPageMove` in `ese/_log/logredo.cxx`, `BTPerformPageMove` in `ese/bt.cxx`.

use super::lines;
use super::merge::empty;
use crate::error::Result;
use crate::fail;
use crate::format::log_record::PageMove;
use crate::format::page::Page;
use crate::format::primitives::{Dbtime, Lgpos, PGNO_NULL, Pgno};
use crate::recovery::database::Database;

/// The page as it stood before the move, from the two ends that the record carries.
pub fn source_image(record: &PageMove<'_>, page_size: usize) -> Result<Page> {
    Page::from_image(page_size, record.page_header, record.page_trailer)
        .map_err(|e| e.page(record.head.page.pgno).with_code(crate::error::ErrorCode::LogCorrupted))
}

/// Puts the image of a page under its new number.
pub fn place_copy(db: &mut Database, image: Page, destination: Pgno, dbtime: Dbtime) -> Result<&mut Page> {
    let mut page = image;
    page.count_reserved_tags(db.counts_reserved_tags);
    page.set_pgno(destination);
    page.touch(dbtime);
    db.cache.replace(destination, page)?;
    db.cache.resident_mut(destination)
}

pub fn redo(db: &mut Database, lgpos: Lgpos, record: &PageMove<'_>) -> Result<()> {
    let head = &record.head;
    let source = head.page.pgno;
    let after = head.page.dbtime;
    if head.moves_root() {
        fail!(LogFileCorrupt, "the move of root page {source} stands outside a root move");
    }
    let redo_parent = db.ready_for(head.pgno_parent, head.dbtime_parent_before, after, lgpos)?;
    let redo_source = db.ready_for(source, head.page.dbtime_before, after, lgpos)?;
    let mut needed = |pgno: Pgno, before: Dbtime| -> Result<bool> {
        Ok(pgno != PGNO_NULL && db.ready_for(pgno, before, after, lgpos)?)
    };
    let redo_left = needed(head.pgno_left, head.dbtime_left_before)?;
    let redo_right = needed(head.pgno_right, head.dbtime_right_before)?;
    if db.needs_new_page(head.pgno_destination, after, lgpos)? {
        let image = if redo_source { db.cache.copy(source)? } else { source_image(record, db.cache.page_size())? };
        place_copy(db, image, head.pgno_destination, after)?;
    }
    if redo_source {
        let page = db.cache.resident_mut(source)?;
        page.touch(after);
        empty(page)?;
    }
    if redo_parent {
        let page = db.cache.resident_mut(head.pgno_parent)?;
        let line = usize::try_from(head.line_parent).unwrap_or(usize::MAX);
        if page.node(line)?.child() != Some(source) {
            fail!(
                LogOperationInconsistentWithDatabase,
                "node {line} of page {} does not lead to page {source}, which moves",
                head.pgno_parent
            );
        }
        lines::set_page_pointer(page, line, head.pgno_destination)?;
        page.touch(after);
    }
    if redo_left {
        let page = db.cache.resident_mut(head.pgno_left)?;
        page.set_next(head.pgno_destination);
        page.touch(after);
    }
    if redo_right {
        let page = db.cache.resident_mut(head.pgno_right)?;
        page.set_previous(head.pgno_destination);
        page.touch(after);
    }
    Ok(())
}
