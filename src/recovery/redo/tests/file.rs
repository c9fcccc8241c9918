//! Records about the size of the file and holes in it.

use super::fixture::*;
use crate::error::{Error, ErrorCode};
use crate::format::log_record::*;
use crate::format::page::Page;
use crate::format::primitives::{Dbtime, Lgpos, Pgno};
use crate::format::version::FormatVersion;

const LATER: Lgpos = Lgpos::new(9, 9, 9);

fn extend(pgno_last: Pgno) -> LogRecord<'static> {
    LogRecord::ExtendDb(ExtendDb { dbid: DBID, pgno_last })
}

fn missing(bench: &mut Bench, pgno: Pgno) {
    let error = Error::new(ErrorCode::PageNotInitialized, "not there").page(pgno);
    bench.db().redo_map.note_missing(pgno, HERE, error);
}

fn count(bench: &mut Bench) -> u32 {
    bench.db().cache.file().page_count()
}

#[test]
fn extend_db() {
    let mut bench = Bench::new();
    bench.db().grows_on_demand = true;
    bench.run(&extend(PAGES - 1));
    assert_eq!((count(&mut bench), bench.db().header.lgpos_last_resize()), (PAGES, HERE), "it is larger already");
    assert!(!bench.db().grows_on_demand, "logs that tell of growth tell of all of it");
    bench.run(&extend(PAGES + 5));
    assert_eq!(count(&mut bench), PAGES + 5);

    // A file that is ahead of the record grows, too; the place does not go back.
    bench.db().header.set_lgpos_last_resize(LATER);
    bench.run(&extend(PAGES + 9));
    assert_eq!((count(&mut bench), bench.db().header.lgpos_last_resize()), (PAGES + 9, LATER));

    // Older headers have no room for the place.
    bench.db().set_version(FormatVersion::new(0x620, 20, 0));
    bench.db().header.set_lgpos_last_resize(Lgpos::MIN);
    bench.run(&extend(PAGES + 10));
    assert_eq!((count(&mut bench), bench.db().header.lgpos_last_resize()), (PAGES + 10, Lgpos::MIN));
}

/// The three forms; only the last has a dbtime.
fn shrinks(pgno_last: Pgno, pages_shrunk: u32, dbtime: Dbtime) -> [LogRecord<'static>; 3] {
    let head = ShrinkDbHead { dbid: DBID, pgno_last, pages_shrunk };
    let old = ShrinkDb { head, dbtime: None };
    let new = ShrinkDb { head, dbtime: Some(dbtime) };
    [LogRecord::ShrinkDb(old), LogRecord::ShrinkDb2(old), LogRecord::ShrinkDb3(new)]
}

#[test]
fn shrink_db() {
    for record in shrinks(30, 10, AFTER) {
        let mut bench = Bench::new();
        bench.put(30, leaf(30, &[]));
        bench.put(31, leaf(31, &[]));
        [30, 31, 40].iter().for_each(|p| missing(&mut bench, *p));
        bench.run(&record);
        assert_eq!((count(&mut bench), bench.db().header.lgpos_last_resize()), (30, HERE), "{}", record.name());
        assert!(bench.db().cache.resident(31).is_err() && bench.db().cache.resident(30).is_ok());
        assert_eq!([30, 31, 40].map(|p| bench.db().redo_map.is_missing(p)), [true, false, false]);
        assert!(bench.db().readers_must_leave);
        let newer = matches!(record, LogRecord::ShrinkDb3(_));
        assert_eq!(bench.db().dbtime, if newer { AFTER } else { 1 }, "{}", record.name());
        // A file that is smaller already does not grow.
        bench.run(&shrinks(35, 1, AFTER)[0]);
        assert_eq!(count(&mut bench), 30);

        let mut bench = Bench::new();
        bench.lgpos = ATTACHED;
        bench.run(&record);
        assert_eq!(count(&mut bench), PAGES, "before the attachment");
    }
}

/// A header that does not say where the file was last resized: nobody knows how far ahead the file is.
#[test]
fn shrink_db_waits_while_the_file_may_be_ahead() {
    for record in shrinks(30, 10, AFTER) {
        let mut bench = Bench::ahead();
        missing(&mut bench, 35);
        bench.run(&record);
        assert_eq!(count(&mut bench), PAGES, "{}", record.name());
        assert!(!bench.db().redo_map.is_missing(35) && !bench.db().readers_must_leave);
        bench.db().header.set_lgpos_last_resize(ATTACHED);
        bench.run(&record);
        assert_eq!(count(&mut bench), 30, "{}", record.name());
    }
}

/// The file was resized after this record: its pages were cut and came back, and those that are older are void.
#[test]
fn shrink_db_3_marks_what_it_cannot_cut() {
    for (i, record) in shrinks(30, 4, AFTER).into_iter().enumerate() {
        let mut bench = Bench::new();
        bench.db().header.set_lgpos_last_resize(LATER);
        for (pgno, dbtime) in [(30, 5), (31, AFTER - 1), (32, AFTER), (33, AFTER + 1), (35, 5)] {
            bench.put(pgno, leaf(pgno, &[]));
            bench.set_dbtime(pgno, dbtime);
        }
        bench.run(&record);
        let shrunk: Vec<bool> = [30, 31, 32, 33, 35].map(|p| bench.page(p).is_shrunk()).into();
        assert_eq!(shrunk, [false, i == 2, false, false, false], "{}", record.name());
        assert_eq!((count(&mut bench), bench.db().readers_must_leave), (PAGES, i == 2));
        assert_eq!(bench.db().cache.resident(34).ok().map(Page::is_shrunk), None, "never written");
    }
}

#[test]
fn trim_db() {
    let trim = |pgno_start, pages| LogRecord::TrimDb(TrimDb { dbid: DBID, pgno_start, pages });
    let prepared = || {
        let mut bench = Bench::new();
        for pgno in 9..=12 {
            bench.put(pgno, leaf(pgno, &[("a", b"1")]));
        }
        bench.db().cache.flush_all().unwrap();
        bench
    };
    let is_zero = |bench: &mut Bench, pgno| {
        let mut bytes = vec![1; 4096];
        bench.db().cache.file().read_page(pgno, &mut bytes).unwrap();
        bytes.iter().all(|b| *b == 0)
    };
    let mut bench = prepared();
    [9, 10, 11, 12].iter().for_each(|p| missing(&mut bench, *p));
    bench.run(&trim(10, 2));
    assert_eq!([9, 10, 11, 12].map(|p| is_zero(&mut bench, p)), [false, true, true, false]);
    assert_eq!([9, 10, 11, 12].map(|p| bench.db().redo_map.is_missing(p)), [true, false, false, true]);
    assert!(bench.db().cache.resident(10).is_err() && bench.db().cache.resident(9).is_ok());

    // Not while the pages may have found another use, nor at the end of the file.
    let mut bench = prepared();
    bench.db().may_be_ahead = true;
    missing(&mut bench, 10);
    bench.run(&trim(10, 2));
    assert!(!is_zero(&mut bench, 10) && !bench.db().redo_map.is_missing(10));
    let mut bench = prepared();
    bench.run(&trim(10, PAGES - 9));
    assert!(!is_zero(&mut bench, 10), "the last page is never trimmed");
    bench.run(&trim(10, PAGES - 10));
    assert!(is_zero(&mut bench, 10));

    for (start, pages) in [(0, 0), (u32::MAX, 2)] {
        assert_eq!(prepared().error(&trim(start, pages)), ErrorCode::LogCorrupted);
    }
}

#[test]
fn files_that_are_not_there_are_passed_over() {
    for record in [extend(50), shrinks(3, 1, 1)[0], LogRecord::TrimDb(TrimDb { dbid: DBID, pgno_start: 5, pages: 1 })] {
        let mut bench = Bench::new();
        bench.databases.remove(DBID);
        bench.run(&record);
    }
    assert_eq!(Bench::new().error(&shrinks(u32::MAX, 1, 1)[0]), ErrorCode::LogCorrupted);
}
