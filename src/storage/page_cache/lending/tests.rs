use super::*;
use crate::error::ErrorCode;
use crate::format::database_header::DatabaseHeader;
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::simulated_disk::SimulatedDisk;
use crate::storage::page_cache::Presence;
use std::path::Path;

const SIZE: u32 = 4096;

/// A cache with pages 3 to 6 in memory, of which 5 is held, over a file where page 8 can be read.
fn cache() -> PageCache {
    let mut header = DatabaseHeader::new(SIZE).unwrap();
    let (fs, path) = (SimulatedDisk::with_directory(""), Path::new("a.edb"));
    let file = DatabaseFile::create(&fs, path, &mut header, 20).unwrap();
    file.protect(&fs).unwrap();
    let mut cache = PageCache::new(file, 1 << 20);
    for pgno in [3, 4, 5, 6, 8] {
        cache.renew(pgno).unwrap().init(pgno, 1, 2, 100);
    }
    cache.settle();
    cache.flush_all().unwrap();
    cache.forget(8..=8);
    cache.resident_mut(5).unwrap();
    cache.hold(5);
    cache.settle();
    cache
}

#[test]
fn what_was_changed_on_loan_is_changed() {
    let mut lender = cache();
    let mut borrower = lender.lend([4, 5, 8, 9].into_iter(), Spare::default());
    borrower.resident_mut(4).unwrap().touch(200);
    assert_eq!(borrower.load(8).unwrap(), Presence::Present);
    borrower.resident_mut(8).unwrap().touch(201);
    assert_eq!(borrower.load(9).unwrap(), Presence::Uninitialized);
    borrower.renew(9).unwrap().init(9, 1, 2, 202);
    lender.take_home(&mut borrower);
    let spare = lender.take_over(borrower).unwrap();
    for (pgno, dbtime) in [(3, 100), (4, 200), (5, 100), (6, 100), (8, 201), (9, 202)] {
        assert_eq!(lender.load(pgno).unwrap(), Presence::Present, "page {pgno}");
        assert_eq!(lender.resident(pgno).unwrap().dbtime(), dbtime, "page {pgno}");
    }
    assert!(lender.flush_all().is_err_and(|e| e.message().contains("page 5")), "5 is held as before");
    lender.release(5);
    lender.settle();
    lender.flush_all().unwrap();
    // The memory of a loan serves for the next.
    let mut borrower = lender.lend([3].into_iter(), spare);
    assert!(borrower.resident(4).is_err());
    assert_eq!(borrower.resident(3).unwrap().dbtime(), 100);
    lender.take_home(&mut borrower);
    lender.take_over(borrower).unwrap();
    assert_eq!(lender.resident(3).unwrap().dbtime(), 100);
}

#[test]
fn nobody_touches_what_is_not_his() {
    let mut lender = cache();
    let mut borrower = lender.lend([4, 8].into_iter(), Spare::default());
    let internal = |e: crate::error::Error| assert_eq!(e.code(), ErrorCode::InternalError);
    internal(borrower.load(3).unwrap_err());
    internal(borrower.renew(10).err().unwrap());
    internal(borrower.resident_mut(5).err().unwrap());
    internal(lender.load(4).unwrap_err());
    internal(lender.renew(8).err().unwrap());
    internal(lender.flush().unwrap_err());
    lender.take_home(&mut borrower);
    lender.load(4).unwrap();
}
