//! How long a database file should be: as long as the pages that its own space trees own.
//!
//! Source: `ErrLGICheckDatabaseFileSize` in `ese/_log/logredo.cxx`, `ErrDBSetLastPage` in `ese/db.cxx`.

use crate::error::Result;
use crate::fail;
use crate::format::database_header::DatabaseState;
use crate::format::page::{Page, flags};
use crate::format::primitives::{PGNO_SYSTEM_ROOT, Pgno};
use crate::recovery::database::Database;
use crate::storage::page_store::PageStore;

/// Deeper than any tree.
const LEVELS_MAX: usize = 8;
/// Where a space header keeps the root of OwnExt.
const OWN_EXT: std::ops::Range<usize> = 12..16;

/// Cuts or grows the file to the last page that the database owns. Databases whose space trees cannot be
/// believed yet are left alone.
///
/// # Errors
/// What reading the pages gives; `SPOwnExtCorrupted` when the tree does not lead to an extent.
pub fn fit_file(db: &mut Database) -> Result<()> {
    if db.header.state() != Some(DatabaseState::Dirty) {
        return Ok(());
    }
    let last = owned_until(db)?;
    let file_last = db.cache.file().page_count();
    if last < file_last {
        db.cache.forget(last.saturating_add(1)..=Pgno::MAX);
    }
    if last != file_last {
        db.cache.file().set_page_count(last)?;
    }
    Ok(())
}

/// The last page that the database's root owns.
fn owned_until(db: &mut Database) -> Result<Pgno> {
    let root = PageStore::page(db, PGNO_SYSTEM_ROOT)?;
    let header = root.external_header()?;
    let start = usize::from(header.len() > 16);
    let Some(field) = header.get(OWN_EXT.start + start..OWN_EXT.end + start) else {
        fail!(SPOwnExtCorrupted, "the root page has no space header");
    };
    let mut pgno = u32::from_le_bytes([field[0], field[1], field[2], field[3]]);
    for _ in 0..LEVELS_MAX {
        let page = PageStore::page(db, pgno)?;
        let Some(line) = page.node_count().checked_sub(1) else {
            fail!(SPOwnExtCorrupted, "page {pgno} of the tree of owned extents is empty");
        };
        if page.flags() & flags::LEAF == 0 {
            match page.node(line)?.child() {
                Some(child) => pgno = child,
                None => fail!(SPOwnExtCorrupted, "node {line} of page {pgno} leads nowhere"),
            }
            continue;
        }
        return last_of_extent(page, line);
    }
    fail!(SPOwnExtCorrupted, "the tree of owned extents has no leaf within {LEVELS_MAX} levels")
}

fn last_of_extent(page: &Page, line: usize) -> Result<Pgno> {
    let key = page.node(line)?.key();
    match key.as_slice() {
        [a, b, c, d] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => fail!(SPOwnExtCorrupted, "an extent with a key of {} bytes", key.len()),
    }
}
