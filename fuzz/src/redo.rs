//! Arbitrary records on an arbitrary page of a small database.

use std::path::Path;
use std::sync::Arc;

use esent::format::database_header::DatabaseHeader;
use esent::format::log_record::LogRecord;
use esent::format::page::Page;
use esent::format::primitives::Lgpos;
use esent::format::version::NEWEST;
use esent::recovery::database::{Database, DatabaseParts, Databases};
use esent::recovery::redo::Redo;
use esent::recovery::transactions::Transactions;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::OpenMode;
use esent::storage::page_cache::PageCache;

use crate::restore::disk::{Disk, Files};
use crate::sized;

/// Pages of the database; the input brings one of them.
pub const PAGES: u32 = 40;
const SIZE: usize = 8192;

/// Layout of the input: a byte that chooses, two bytes that say how long the records are, the records, the page. The
/// page lies where the first record looks for it.
pub fn redo(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(3) else { return };
    let variant = head[0];
    let length = usize::from(u16::from_le_bytes([head[1], head[2]])).min(rest.len());
    let (mut records, page) = rest.split_at(length);
    let Ok((first, _)) = LogRecord::parse(records) else { return };
    let pgno = first.pgno().filter(|p| (1..=PAGES).contains(p)).unwrap_or(27);
    let Ok(mut page) = Page::from_bytes(sized(page, SIZE)) else { return };
    if let Some(r) = first.page_operation().filter(|_| variant & 1 != 0) {
        page.set_dbtime(r.dbtime_before);
    }
    page.seal(pgno);
    let mut bytes = vec![0; SIZE * (PAGES as usize + 2)];
    bytes[SIZE * (pgno as usize + 1)..][..SIZE].copy_from_slice(page.bytes());
    let Ok(mut header) = DatabaseHeader::new(SIZE as u32) else { return };
    header.set_version(NEWEST.database);
    header.seal();
    bytes[..SIZE].copy_from_slice(header.bytes());
    bytes[SIZE..2 * SIZE].copy_from_slice(header.bytes());
    let path = Path::new("/d/db.edb");
    let disk = Disk::new(&Files::from([(path.to_path_buf(), Arc::new(bytes))]));
    let (file, header) = DatabaseFile::open(&disk, path, OpenMode::ReadWrite, None).expect("a sound database");
    let mut databases = Databases::default();
    databases.insert(Database::new(DatabaseParts {
        dbid: first.dbid().unwrap_or(1),
        cache: PageCache::new(file, 1 << 20),
        header,
        dbtime: 1,
        objid_last: 1,
        attached: Lgpos::new(1, 8, 0),
        required_until: if variant & 2 != 0 { 5 } else { 1 },
        committed_until: 5,
        created_of_required: None,
        may_be_ahead: variant & 2 != 0,
        patched: false,
        grows_on_demand: variant & 4 != 0,
    }));
    let mut transactions = Transactions::new();
    let mut redo = Redo::new();
    let mut at = 0u16;
    while let Ok((record, length)) = LogRecord::parse(records) {
        at = at.saturating_add(1);
        let lgpos = Lgpos::new(3, 8, at);
        if redo.apply(&mut databases, &mut transactions, lgpos, &record).is_err() {
            break;
        }
        records = &records[length..];
    }
    transactions.end_all_sessions();
    for db in databases.iter_mut() {
        let _ = db.cache.flush();
    }
}
