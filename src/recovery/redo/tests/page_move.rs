//! Moves: a page below its parent, and the roots of a table.

use super::fixture::*;
use super::split::whichever_pages_were_written;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::page::{Page, flags};
use crate::format::primitives::{DBTIME_INVALID, Pgno};

const LEFT: Pgno = 5;
const SOURCE: Pgno = 6;
const RIGHT: Pgno = 7;
const DESTINATION: Pgno = 20;

fn source() -> Page {
    let mut page = leaf(SOURCE, &[("g", b"1"), ("h", b"2")]);
    page.set_external_header(b"prefix", 0).unwrap();
    page.set_previous(LEFT);
    page.set_next(RIGHT);
    page
}

fn bench() -> Bench {
    let mut bench = Bench::ahead();
    bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("f", LEFT), ("m", SOURCE), ("", RIGHT)]));
    bench.put(LEFT, leaf(LEFT, &[("a", b"0")]));
    bench.put(SOURCE, source());
    bench.put(RIGHT, leaf(RIGHT, &[("x", b"9")]));
    for (pgno, dbtime) in [(ROOT, 61), (LEFT, 62), (RIGHT, 63)] {
        bench.set_dbtime(pgno, dbtime);
    }
    bench
}

fn head() -> PageMoveHead {
    PageMoveHead {
        page: on_page(SOURCE),
        pgno_destination: DESTINATION,
        pgno_left: LEFT,
        pgno_right: RIGHT,
        pgno_parent: ROOT,
        dbtime_left_before: 62,
        dbtime_right_before: 63,
        dbtime_parent_before: 61,
        pgno_fdp: ROOT,
        objid_fdp: OBJID,
        line_parent: 1,
        flags: PageMoveFlags(0),
    }
}

/// The two ends of a page, without the gap in between.
fn ends(page: &Page) -> (&[u8], &[u8]) {
    let gap = page.size() - (page.node_count() + 1) * 4;
    (&page.bytes()[..gap - page.contiguous_free()], &page.bytes()[gap..])
}

fn moved<'a>(head: PageMoveHead, page: &'a Page) -> LogRecord<'a> {
    let (page_header, page_trailer) = ends(page);
    LogRecord::PageMove(PageMove { head, page_header, page_trailer })
}

const ALL: [Pgno; 5] = [ROOT, LEFT, SOURCE, RIGHT, DESTINATION];

#[test]
fn page_move() {
    let image = source();
    let record = moved(head(), &image);
    let mut bench = bench();
    bench.run(&record);
    assert_eq!(bench.nodes(ROOT), ["f>5", "m>20", ">7"]);
    assert_eq!(bench.nodes(DESTINATION), ["g=1", "h=2"]);
    let page = bench.page(DESTINATION);
    assert_eq!((page.previous(), page.next(), page.prefix().unwrap()), (LEFT, RIGHT, &b"prefix"[..]));
    assert_eq!((bench.page(LEFT).next(), bench.page(RIGHT).previous()), (DESTINATION, DESTINATION));
    let page = bench.page(SOURCE);
    assert!(page.is_empty() && page.node_count() == 0 && page.prefix().unwrap().is_empty());
    assert_eq!(ALL.map(|p| bench.dbtime(p)), [AFTER; 5]);
}

/// Each page by itself: what moved comes from the page or, where that has moved already, from the record.
#[test]
fn page_move_whichever_pages_were_written() {
    let image = source();
    let record = moved(head(), &image);
    let mut whole = bench();
    whole.run(&record);
    for written in 0..32 {
        let mut bench = bench();
        for (i, pgno) in ALL.into_iter().enumerate().filter(|(i, _)| written >> i & 1 == 1) {
            assert!(i < 5);
            bench.put(pgno, whole.page(pgno).clone());
        }
        bench.run(&record);
        for pgno in ALL {
            assert_eq!(nodes(bench.page(pgno)), nodes(whole.page(pgno)), "{written:b}");
            let facts = |p: &Page| (p.dbtime(), p.flags(), p.previous(), p.next(), p.external_header().unwrap().len());
            assert_eq!(facts(bench.page(pgno)), facts(whole.page(pgno)), "page {pgno} with {written:b}");
        }
    }
}

/// Large pages know their own number.
#[test]
fn a_large_page_gets_its_new_number() {
    let mut bench = Bench::with_page_size(16384);
    let root = page_of(16384, ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("", &SOURCE.to_le_bytes())]);
    bench.put(ROOT, root);
    let image = page_of(16384, SOURCE, flags::LEAF, &[("g", b"1")]);
    bench.put(SOURCE, image.clone());
    let alone = PageMoveHead { pgno_left: 0, pgno_right: 0, dbtime_parent_before: BEFORE, line_parent: 0, ..head() };
    bench.run(&moved(alone, &image));
    assert_eq!((bench.page(DESTINATION).stored_pgno(), bench.nodes(ROOT)), (Some(DESTINATION), vec![">20".into()]));
}

#[test]
fn every_page_is_judged_by_its_own_clock() {
    let image = source();
    for pgno in [ROOT, LEFT, SOURCE, RIGHT] {
        for (change, code) in [(-1, ErrorCode::DbTimeTooOld), (1, ErrorCode::DbTimeTooNew)] {
            let mut bench = bench();
            bench.db().may_be_ahead = false;
            let dbtime = bench.dbtime(pgno).wrapping_add_signed(change);
            bench.set_dbtime(pgno, dbtime);
            let error = bench.apply(&moved(head(), &image)).unwrap_err();
            assert_eq!((error.code(), error.page_number()), (code, Some(pgno)));
        }
    }
}

#[test]
fn a_move_that_does_not_fit_is_an_error() {
    let image = source();
    let inconsistent = ErrorCode::LogOperationInconsistentWithDatabase;
    for line_parent in [0, 2, 3, -1] {
        let record = moved(PageMoveHead { line_parent, ..head() }, &image);
        assert_eq!(bench().error(&record), inconsistent, "{line_parent}");
    }
    let root = moved(PageMoveHead { flags: PageMoveFlags(1), ..head() }, &image);
    assert_eq!(bench().error(&root), ErrorCode::LogFileCorrupt, "a root outside of a root move");
    // The ends do not make a page: no matter while the page itself is at hand.
    let short = LogRecord::PageMove(PageMove { head: head(), page_header: &[1; 20], page_trailer: &[2; 5000] });
    bench().run(&short);
    let mut past = bench();
    past.set_dbtime(SOURCE, AFTER);
    assert_eq!(past.error(&short), ErrorCode::LogCorrupted);
}

/// The roots of a table (10, 11, 12) move to 20, 21, 22; a child tree (13) and two catalogs (14, 15) follow.
mod roots {
    use super::*;

    const TABLE: [Pgno; 3] = [10, 11, 12];

    fn root(pgno: Pgno) -> Page {
        let space = if pgno == 10 { 0 } else { flags::SPACE_TREE };
        let mut page = page_of(4096, pgno, flags::ROOT | flags::LEAF | space, &[("k", b"v")]);
        let mut header = [3; 16];
        header[12..].copy_from_slice(&11_u32.to_le_bytes());
        page.set_external_header(&header, 0).unwrap();
        page
    }

    fn prepared() -> Bench {
        let mut bench = Bench::new();
        TABLE.iter().for_each(|pgno| bench.put(*pgno, root(*pgno)));
        bench.put(13, root(10));
        for (pgno, dbtime) in [(14, 64), (15, 65)] {
            bench.put(pgno, leaf(pgno, &[("table", b"root"), ("other", b"root"), ("third", b"root")]));
            bench.set_dbtime(pgno, dbtime);
        }
        bench
    }

    fn move_of(pgno: Pgno, which: u32) -> PageMoveHead {
        PageMoveHead {
            page: on_page(pgno),
            pgno_destination: pgno + 10,
            pgno_left: 0,
            pgno_right: 0,
            pgno_parent: 0,
            dbtime_left_before: DBTIME_INVALID,
            dbtime_right_before: DBTIME_INVALID,
            dbtime_parent_before: DBTIME_INVALID,
            line_parent: -1,
            flags: PageMoveFlags(which),
            ..head()
        }
    }

    fn entry(pgno: Pgno, line: u16, before: u64) -> LogRecord<'static> {
        let mut node = on_node(pgno, line);
        node.page.dbtime_before = before;
        LogRecord::Replace(Replace { node, old_size: 4, new_size: 5, diff2: false, data: b"moved" })
    }

    fn records(images: &[Page; 3]) -> Vec<LogRecord<'_>> {
        let opening = RootPageMove { dbtime_after: AFTER, dbid: DBID, objid: OBJID, procid: SESSION };
        let child = SetExternalHeader { node: on_node(13, 0), data: &[9; 16] };
        vec![
            LogRecord::RootPageMove(opening),
            moved(move_of(10, PageMoveFlags::ROOT_FDP), &images[0]),
            moved(move_of(11, PageMoveFlags::ROOT_OWN_EXT), &images[1]),
            moved(move_of(12, PageMoveFlags::ROOT_AVAIL_EXT), &images[2]),
            LogRecord::SetExternalHeader(child),
            entry(14, 0, 64),
            entry(14, 2, 64),
            entry(15, 1, 65),
        ]
    }

    const ALL: [Pgno; 9] = [10, 11, 12, 13, 14, 15, 20, 21, 22];

    #[test]
    fn root_page_move() {
        let images = TABLE.map(root);
        let mut bench = prepared();
        bench.run_macro(&records(&images));
        for pgno in TABLE {
            let page = bench.page(pgno);
            assert!(page.is_empty() && page.node_count() == 0);
            assert_eq!(page.external_header().unwrap().len(), 16, "a root keeps it");
            assert_eq!(bench.nodes(pgno + 10), ["k=v"]);
        }
        let header = |bench: &mut Bench, pgno| bench.page(pgno).external_header().unwrap()[12];
        assert_eq!([20, 21, 22].map(|p| header(&mut bench, p)), [21, 11, 11], "OwnExt's new root");
        assert_eq!(bench.page(13).external_header().unwrap(), [9; 16]);
        assert_eq!(bench.nodes(14), ["table=moved", "other=root", "third=moved"]);
        assert_eq!(bench.nodes(15), ["table=root", "other=moved", "third=root"]);
        assert_eq!(ALL.map(|p| bench.dbtime(p)), [AFTER; 9]);
        assert!(bench.db().readers_must_leave);
        whichever_pages_were_written(prepared, &records(&images), &ALL);
    }

    /// What says that a tree is only left to be deleted is not in the record: it comes along from the page.
    #[test]
    fn a_mark_of_a_revert_comes_along() {
        let images = TABLE.map(root);
        let mut bench = prepared();
        let page = bench.db().cache.resident_mut(10).unwrap();
        page.set_flags(page.flags() | flags::FDP_DELETE);
        bench.run_macro(&records(&images));
        assert_eq!([20, 21].map(|p| bench.page(p).flags() & flags::FDP_DELETE), [flags::FDP_DELETE, 0]);
    }

    #[test]
    fn a_root_move_that_does_not_fit_is_an_error() {
        let images = TABLE.map(root);
        for (pgno, code) in
            [(10, ErrorCode::DbTimeTooOld), (13, ErrorCode::DbTimeTooOld), (15, ErrorCode::DbTimeTooOld)]
        {
            let mut bench = prepared();
            bench.set_dbtime(pgno, 1);
            let error = bench.apply_macro(&records(&images)).unwrap_err();
            assert_eq!((error.code(), error.page_number()), (code, Some(pgno)));
        }
        let mut wrong = records(&images);
        wrong.push(LogRecord::Delete(NodeOnly { node: on_node(14, 0) }));
        assert_eq!(prepared().apply_macro(&wrong).unwrap_err().code(), ErrorCode::LogFileCorrupt);
    }
}
