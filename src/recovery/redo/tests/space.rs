//! Records that make trees and pages.

use super::fixture::*;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::page::{Page, flags};
use crate::format::primitives::Pgno;
use crate::format::version;

const UNIQUE: u8 = OperationFlags::UNIQUE;

/// The four numbers of a space header.
fn space_header(page: &Page) -> [u32; 4] {
    let bytes = page.external_header().unwrap();
    let start = usize::from(bytes.len() > 16);
    let word = |i: usize| u32::from_le_bytes(bytes[start + i * 4..start + i * 4 + 4].try_into().unwrap());
    [word(0), word(1), word(2), word(3)]
}

/// The extents of a space tree's root as (last page, pages).
fn extents(page: &Page) -> Vec<(u32, u32)> {
    page.check_structure().unwrap();
    assert_eq!(page.external_header().unwrap(), [0; 16], "the split buffer");
    let number = |bytes: &[u8]| <[u8; 4]>::try_from(bytes).unwrap();
    (0..page.node_count())
        .map(|line| page.node(line).unwrap())
        .map(|node| (u32::from_be_bytes(number(node.suffix)), u32::from_le_bytes(number(node.data))))
        .collect()
}

fn single(primary_pages: u32, operation_flags: u8) -> LogRecord<'static> {
    let page = PageOperation { flags: OperationFlags(operation_flags), ..on_page(10) };
    let page_flags = flags::INDEX | flags::NEW_RECORD_FORMAT;
    LogRecord::CreateSingleExtentFdp(CreateSingleExtentFdp {
        page,
        objid_fdp: OBJID,
        pgno_fdp_parent: 3,
        primary_pages,
        page_flags,
    })
}

#[test]
fn create_single_extent_fdp() {
    // The free pages behind the root are a bit map of at most 32.
    let maps = [(1, 0), (2, 1), (4, 0b111), (32, u32::MAX >> 1), (33, u32::MAX), (40, u32::MAX)];
    for ((pages, map), (operation_flags, kind)) in maps.into_iter().zip([(UNIQUE, 0), (0, 2)].into_iter().cycle()) {
        let mut bench = Bench::new();
        bench.run(&single(pages, operation_flags));
        let page = bench.page(10);
        assert_eq!(space_header(page), [pages, 3, kind, map], "{pages} pages");
        assert_eq!((page.dbtime(), page.objid(), page.node_count()), (AFTER, OBJID, 0));
        let root = flags::ROOT | flags::LEAF | flags::INDEX | flags::NEW_RECORD_FORMAT;
        assert_eq!(page.flags() & !flags::NEW_CHECKSUM, root);
    }
}

fn multiple(primary_pages: u32) -> CreateMultipleExtentFdp {
    CreateMultipleExtentFdp {
        page: on_page(10),
        objid_fdp: OBJID,
        pgno_own_ext: 11,
        pgno_avail_ext: 12,
        pgno_fdp_parent: 3,
        primary_pages,
        page_flags: flags::LONG_VALUE,
    }
}

const TREE: [Pgno; 3] = [10, 11, 12];

#[test]
fn create_multiple_extent_fdp() {
    let mut bench = Bench::new();
    bench.run(&LogRecord::CreateMultipleExtentFdp(multiple(16)));
    let page = bench.page(10);
    assert_eq!((space_header(page), page.node_count(), page.is_space_tree()), ([16, 3, 1, 11], 0, false));
    assert_eq!((extents(bench.page(11)), extents(bench.page(12))), (vec![(25, 16)], vec![(25, 13)]));
    for pgno in TREE {
        let page = bench.page(pgno);
        assert_eq!((page.dbtime(), page.objid()), (AFTER, OBJID));
        assert!(page.is_root() && page.is_leaf() && page.is_long_value() && page.is_space_tree() == (pgno != 10));
    }
    // Three pages are used up by the roots.
    let mut bench = Bench::new();
    bench.run(&LogRecord::CreateMultipleExtentFdp(multiple(3)));
    assert_eq!(extents(bench.page(12)), []);
    for (pages, pgno) in [(2, 10), (0, 10), (16, u32::MAX - 2)] {
        let mut wrong = multiple(pages);
        wrong.page.pgno = pgno;
        let error = Bench::new().error(&LogRecord::CreateMultipleExtentFdp(wrong));
        assert_eq!(error, ErrorCode::LogCorrupted, "{pages} from {pgno}");
    }
}

#[test]
fn each_root_is_made_when_it_is_not_there_yet() {
    let record = LogRecord::CreateMultipleExtentFdp(multiple(16));
    for done in 0..8 {
        let mut bench = Bench::ahead();
        for (i, pgno) in TREE.into_iter().enumerate() {
            bench.put(pgno, leaf(pgno, &[("later", b"x")]));
            bench.set_dbtime(pgno, if done >> i & 1 == 1 { AFTER } else { AFTER - 1 });
        }
        bench.run(&record);
        for (i, pgno) in TREE.into_iter().enumerate() {
            let left_alone = bench.page(pgno).node_count() == 1 && !bench.page(pgno).is_root();
            assert_eq!((left_alone, bench.dbtime(pgno)), (done >> i & 1 == 1, AFTER), "{done:b}: page {pgno}");
        }
    }
}

fn convert(tail: Option<ConvertFdpTail>) -> ConvertFdp {
    let head = ConvertFdpHead {
        page: on_page(10),
        objid_fdp: OBJID,
        pgno_own_ext: 30,
        pgno_avail_ext: 31,
        pgno_fdp_parent: 3,
        pgno_secondary_first: 30,
        primary_pages: 4,
        secondary_pages: 16,
    };
    ConvertFdp { head, tail }
}

#[test]
fn convert_fdp_2() {
    let tail = Some(ConvertFdpTail { available_bits: 0b101, page_flags: flags::INDEX });
    let record = LogRecord::ConvertFdp2(convert(tail));
    let prepared = || {
        let mut bench = Bench::ahead();
        bench.run(&single(4, UNIQUE));
        bench.set_dbtime(10, BEFORE);
        bench
    };
    let mut bench = prepared();
    bench.run(&record);
    assert_eq!((space_header(bench.page(10)), bench.dbtime(10)), ([4, 3, 1, 30], AFTER));
    assert_eq!(extents(bench.page(30)), [(13, 4), (45, 16)]);
    assert_eq!(extents(bench.page(31)), [(11, 1), (13, 1), (45, 14)]);
    for pgno in [30, 31] {
        let page = bench.page(pgno);
        let wanted = flags::ROOT | flags::LEAF | flags::SPACE_TREE | flags::INDEX;
        assert_eq!((page.flags() & 0xff, page.objid(), page.dbtime()), (wanted, OBJID, AFTER));
    }
    for done in [10, 30, 31] {
        let mut again = prepared();
        if done != 10 {
            again.put(done, leaf(done, &[]));
        }
        again.set_dbtime(done, AFTER);
        again.run(&record);
        for pgno in [10, 30, 31] {
            let same = again.page(pgno) == bench.page(pgno);
            assert_eq!(same, pgno != done, "{pgno} with {done} written");
        }
    }
    // In a tree whose keys repeat the header says so.
    let mut bench = prepared();
    let mut not_unique = convert(tail);
    not_unique.head.page.flags = OperationFlags(0);
    bench.run(&LogRecord::ConvertFdp2(not_unique));
    assert_eq!(space_header(bench.page(10))[2], 3);
}

#[test]
fn convert_fdp_2_refuses_extents_that_cannot_be() {
    let tail = Some(ConvertFdpTail { available_bits: 0, page_flags: 0 });
    for (primary, secondary, bits) in [(0, 16, 0), (4, 0, 0), (4, 1, 0), (4, u32::MAX, 0), (4, 16, 0b1000)] {
        let mut bench = Bench::new();
        bench.run(&single(4, UNIQUE));
        bench.set_dbtime(10, BEFORE);
        let mut wrong = convert(tail);
        (wrong.head.primary_pages, wrong.head.secondary_pages) = (primary, secondary);
        wrong.tail = Some(ConvertFdpTail { available_bits: bits, page_flags: 0 });
        assert_eq!(
            bench.error(&LogRecord::ConvertFdp2(wrong)),
            ErrorCode::LogCorrupted,
            "{primary} {secondary} {bits}"
        );
    }
}

/// A root's external header may hold more than the space header.
#[test]
fn convert_fdp_2_keeps_the_other_fields_of_the_root() {
    let tail = Some(ConvertFdpTail { available_bits: 0, page_flags: 0 });
    let [with, without] = [[&[0b11][..], &[7; 16], b"others"].concat(), [&[0b10][..], b"others"].concat()];
    for old in [with, without] {
        let mut bench = Bench::new();
        bench.run(&single(4, UNIQUE));
        bench.set_dbtime(10, BEFORE);
        bench.db().cache.resident_mut(10).unwrap().set_external_header(&old, 0).unwrap();
        bench.run(&LogRecord::ConvertFdp2(convert(tail)));
        let page = bench.page(10);
        assert_eq!(space_header(page), [4, 3, 1, 30]);
        let header = page.external_header().unwrap();
        assert_eq!((header[0], &header[17..]), (0b11, &b"others"[..]));
    }
}

#[test]
fn convert_fdp_of_old_logs_is_refused() {
    assert_eq!(Bench::new().error(&LogRecord::ConvertFdp(convert(None))), ErrorCode::BadLogVersion);
}

#[test]
fn new_page() {
    let new = |dbtime_after| {
        LogRecord::NewPage(NewPage { procid: SESSION, dbid: DBID, pgno: 12, objid: OBJID, dbtime_after })
    };
    let mut bench = Bench::new();
    bench.run(&new(AFTER));
    let page = bench.page(12);
    assert!(page.is_pre_init() && page.dbtime() == AFTER && page.objid() == OBJID);
    assert_eq!(bench.db().dbtime, AFTER);

    // It becomes a page of its tree by the record that uses it.
    bench.db().cache.flush_all().unwrap();
    let mut tree = multiple(8);
    (tree.page.pgno, tree.pgno_own_ext, tree.pgno_avail_ext) = (12, 13, 14);
    bench.run(&LogRecord::CreateMultipleExtentFdp(tree));
    assert!(!bench.page(12).is_pre_init());
}

/// Newer databases write down on each page how many of its tags are reserved.
#[test]
fn new_pages_count_reserved_tags_where_the_version_says_so() {
    for newest in [true, false] {
        let mut bench = Bench::new();
        let mut version = version::NEWEST.database;
        if !newest {
            version = crate::format::version::FormatVersion::new(version.major, 20, 0);
        }
        bench.db().set_version(version);
        bench.run(&single(4, UNIQUE));
        let reserved = bench.page(10).bytes()[35] >> 4;
        assert_eq!(reserved, u8::from(newest));
    }
}
