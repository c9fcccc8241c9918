//! Redo of what happens to the file as a whole: it grows, is cut, gets holes.
//!
//! Source: `ErrLGRIRedoExtendDB`, `ErrLGRIRedoShrinkDB`, `ErrLGRIRedoTrimDB` in
//! `ese/_log/logredo.cxx`.

use crate::error::Result;
use crate::fail;
use crate::format::log_record::{ExtendDb, ShrinkDb, TrimDb};
use crate::format::primitives::{Lgpos, Pgno};
use crate::recovery::database::Database;
use crate::storage::page_cache::Presence;

/// The file grows to this page, unless it is as large already.
pub fn extend(db: &mut Database, lgpos: Lgpos, r: &ExtendDb) -> Result<()> {
    if r.pgno_last > db.cache.file().page_count() {
        db.cache.file().set_page_count(r.pgno_last)?;
    }
    db.note_resize(lgpos);
    // Logs that tell how large a new database is made tell of every growth.
    db.grows_on_demand = false;
    Ok(())
}

/// The file is cut behind `pgno_last`, or, where the file is ahead of the record, the pages behind it
/// that are older than the cut are made blank.
pub fn shrink(db: &mut Database, lgpos: Lgpos, r: &ShrinkDb) -> Result<()> {
    let last = r.head.pgno_last;
    let Some(first_gone) = last.checked_add(1) else {
        fail!(LogCorrupted, "a database shrinks to page {last:#x}");
    };
    let shrink_last = last.saturating_add(r.head.pages_shrunk);
    let file_last = db.cache.file().page_count();
    db.redo_map.settle(first_gone..=shrink_last.max(file_last));
    let resized = db.header.lgpos_last_resize();
    if !resized.is_set() && db.may_be_ahead {
        return Ok(());
    }
    if let Some(dbtime) = r.dbtime {
        db.note_clock(dbtime, 0);
    }
    if resized.is_set() && resized > lgpos {
        let Some(dbtime) = r.dbtime else { return Ok(()) };
        db.readers_must_leave = true;
        return blank_older(db, first_gone, shrink_last.min(file_last), dbtime);
    }
    db.readers_must_leave = true;
    db.cache.forget(first_gone..=Pgno::MAX);
    if last < file_last {
        db.cache.file().set_page_count(last)?;
    }
    db.note_resize(lgpos);
    Ok(())
}

fn blank_older(db: &mut Database, first: Pgno, last: Pgno, dbtime: u64) -> Result<()> {
    for pgno in first..=last {
        if db.cache.load(pgno)? != Presence::Present {
            continue;
        }
        let page = db.cache.resident(pgno)?;
        if !page.is_shrunk() && page.dbtime() > 0 && page.dbtime() < dbtime {
            db.cache.resident_mut(pgno)?.init_shrunk(pgno);
        }
    }
    Ok(())
}

/// Free pages read as zero from now on; not while the file may be ahead.
pub fn trim(db: &mut Database, r: &TrimDb) -> Result<()> {
    let first = r.pgno_start;
    let Some(last) = first.checked_add(r.pages).and_then(|end| end.checked_sub(1)) else {
        fail!(LogCorrupted, "{} pages from page {first} are trimmed", r.pages);
    };
    db.redo_map.settle(first..=last);
    if db.may_be_ahead || last >= db.cache.file().page_count() || first == 0 {
        return Ok(());
    }
    db.cache.forget(first..=last);
    let zeros = vec![0; db.cache.page_size()];
    let pages: Vec<_> = (first..=last).map(|pgno| (pgno, &zeros[..])).collect();
    db.cache.file().write_safely(&pages)
}
