//! Redo of moving a table's roots: one macro.
//!
//! RootPageMove opens it. Three PageMove records follow (root, OwnExt, AvailExt), then one
//! SetExternalHeader for every tree whose parent the table is, then Replace records for the table's
//! entries in the catalog and its shadow.
//!
//! Source: `ErrLGRIRedoRootPageMove`, `ErrLGIRedoRootMoveStructures` in `ese/_log/logredo.cxx`;
//! `SHKPerformRootMove` in `ese/dbshrink.cxx`.

use super::merge::empty;
use super::page_move::{place_copy, source_image};
use super::space;
use crate::error::Result;
use crate::fail;
use crate::format::log_record::{LogRecord, PageMove};
use crate::format::page::flags;
use crate::format::primitives::{Dbtime, Lgpos};
use crate::recovery::database::Database;

pub fn redo(db: &mut Database, lgpos: Lgpos, records: &[LogRecord<'_>]) -> Result<()> {
    let Some((LogRecord::RootPageMove(first), rest)) = records.split_first() else {
        fail!(LogFileCorrupt, "a root move that does not open with its record");
    };
    db.readers_must_leave = true;
    let after = first.dbtime_after;
    let mut moves: Vec<&PageMove<'_>> = Vec::new();
    for record in rest {
        if let LogRecord::PageMove(r) = record {
            moves.push(r);
        }
    }
    let own_ext = moves.iter().find(|m| m.head.flags.root_own_ext()).map(|m| m.head.pgno_destination);
    for record in &moves {
        move_root(db, lgpos, record, after, own_ext)?;
    }
    // Two entries of a macro may be on one page: it is judged once, by its first record.
    let mut judged: Vec<(u32, bool)> = Vec::new();
    for record in rest {
        match record {
            LogRecord::PageMove(_) => {}
            LogRecord::SetExternalHeader(r) => {
                if db.ready_for(r.node.pgno, r.node.dbtime_before, after, lgpos)? {
                    let page = db.cache.resident_mut(r.node.pgno)?;
                    space::set_space_header(page, r.data)?;
                    page.touch(after);
                }
            }
            LogRecord::Replace(r) => {
                let pgno = r.node.pgno;
                let redo = match judged.iter().find(|(p, _)| *p == pgno) {
                    Some((_, redo)) => *redo,
                    None => {
                        let redo = db.ready_for(pgno, r.node.dbtime_before, after, lgpos)?;
                        judged.push((pgno, redo));
                        redo
                    }
                };
                if redo {
                    let page = db.cache.resident_mut(pgno)?;
                    page.replace_data(r.node.line.into(), &[r.data])?;
                    page.touch(after);
                }
            }
            other => fail!(LogFileCorrupt, "a {} record inside a root move", other.name()),
        }
    }
    Ok(())
}

fn move_root(
    db: &mut Database,
    lgpos: Lgpos,
    record: &PageMove<'_>,
    after: Dbtime,
    own_ext: Option<u32>,
) -> Result<()> {
    let head = &record.head;
    let source = head.page.pgno;
    let redo_source = db.ready_for(source, head.page.dbtime_before, after, lgpos)?;
    if db.needs_new_page(head.pgno_destination, after, lgpos)? {
        let image = source_image(record, db.cache.page_size())?;
        let keep = if redo_source { db.cache.resident(source)?.flags() & flags::FDP_DELETE } else { 0 };
        let page = place_copy(db, image, head.pgno_destination, after)?;
        if head.flags.root_fdp() {
            page.set_flags(page.flags() | keep);
            if let Some(own_ext) = own_ext {
                space::set_own_ext(page, own_ext)?;
            }
        }
    }
    if redo_source {
        let page = db.cache.resident_mut(source)?;
        empty(page)?;
        page.touch(after);
    }
    Ok(())
}
