//! Merges: nodes go right or left, wholly or in part; empty pages leave; whichever pages were written already.

use super::fixture::*;
use super::split::whichever_pages_were_written;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::node::{NodeParts, node_flags};
use crate::format::page::{Page, flags};
use crate::format::primitives::{DBTIME_INVALID, Pgno};

const LEFT: Pgno = 5;
const LEAF: Pgno = 6;
const RIGHT: Pgno = 7;

/// Root 4 leads to the leaves 5, 6 and 7.
fn three_leaves() -> Bench {
    let mut bench = Bench::new();
    let root_flags = flags::ROOT | flags::PARENT_OF_LEAF;
    bench.put(ROOT, parent(ROOT, root_flags, &[("f", LEFT), ("m", LEAF), ("", RIGHT)]));
    bench.put(LEFT, leaf(LEFT, &[("a", b"1"), ("b", b"2")]));
    bench.put(LEAF, middle());
    let mut right = leaf(RIGHT, &[("x", b"8")]);
    right.set_external_header(b"lemon", 0).unwrap();
    bench.put(RIGHT, right);
    link(&mut bench);
    bench.set_dbtime(ROOT, BEFORE - 10);
    bench.set_dbtime(RIGHT, BEFORE - 20);
    bench.set_dbtime(LEFT, BEFORE - 30);
    bench
}

fn middle() -> Page {
    let mut page = leaf(LEAF, &[("g", b"3"), ("h", b"4"), ("lemonade", b"5"), ("lz", b"6")]);
    page.set_node_flags(1, node_flags::DELETED).unwrap();
    page.set_node_flags(3, node_flags::VERSION).unwrap();
    page.set_previous(LEFT);
    page.set_next(RIGHT);
    page
}

fn link(bench: &mut Bench) {
    for (pgno, previous, next) in [(LEFT, 0, LEAF), (RIGHT, LEAF, 0)] {
        let page = bench.db().cache.resident_mut(pgno).unwrap();
        page.set_previous(previous);
        page.set_next(next);
    }
}

fn head(pgno: Pgno, merge_type: MergeType, merge_flags: u8) -> MergeHead {
    MergeHead {
        page: on_page(pgno),
        pgno_right: RIGHT,
        dbtime_right_before: BEFORE - 20,
        pgno_left: LEFT,
        dbtime_left_before: BEFORE - 30,
        pgno_parent: ROOT,
        dbtime_parent_before: BEFORE - 10,
        pgno_fdp: ROOT,
        objid_fdp: OBJID,
        size_total: 0,
        size_max_total: 0,
        uncommitted_free_destination: 33,
        line_merge: 0,
        flags: MergeFlags(merge_flags),
        merge_type,
    }
}

/// The page above: node `line` of it leads to the page below.
fn above(pgno: Pgno, line: u16, merge_flags: u8) -> LogRecord<'static> {
    let none = MergeHead {
        pgno_right: 0,
        pgno_left: 0,
        dbtime_right_before: DBTIME_INVALID,
        dbtime_left_before: DBTIME_INVALID,
        ..head(pgno, MergeType::None, merge_flags)
    };
    let mut head = none;
    head.page.line = line;
    head.page.dbtime_before = DBTIME_INVALID;
    LogRecord::Merge2(Merge { head, key_parent_separator: b"", before_image: None })
}

fn merge<'a>(head: MergeHead, separator: &'a [u8], image: &'a Page) -> LogRecord<'a> {
    let before_image = Some(BeforeImage { flags: ImageFlags(0), bytes: image.bytes() });
    LogRecord::Merge2(Merge { head, key_parent_separator: separator, before_image })
}

const DELETE: u8 = MergeFlags::DELETE_NODE;
const KEY: u8 = MergeFlags::KEY_CHANGE;
const EMPTY: u8 = MergeFlags::EMPTY_PAGE;
const ALL: [Pgno; 4] = [ROOT, LEFT, LEAF, RIGHT];

fn links(bench: &mut Bench) -> [(Pgno, Pgno); 2] {
    [LEFT, RIGHT].map(|pgno| (bench.page(pgno).previous(), bench.page(pgno).next()))
}

#[test]
fn full_right() {
    let image = middle();
    let records = [above(ROOT, 1, DELETE), merge(head(LEAF, MergeType::FullRight, EMPTY), b"", &image)];
    let mut bench = three_leaves();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), ["f>5", ">7"]);
    // The deleted node is left behind; a key is shortened by the receiver's prefix.
    assert_eq!(bench.nodes(RIGHT), ["g=3", "lemonade=5 C", "lz=6 V", "x=8"]);
    assert_eq!((bench.nodes(LEFT).len(), bench.nodes(LEAF).len()), (2, 0));
    assert!(bench.page(LEAF).is_empty() && bench.page(LEAF).external_header().unwrap().is_empty());
    assert_eq!(links(&mut bench), [(0, RIGHT), (LEFT, 0)]);
    assert_eq!(bench.page(RIGHT).uncommitted_free(), 33);
    assert_eq!(ALL.map(|p| bench.dbtime(p)), [AFTER; 4]);
    whichever_pages_were_written(three_leaves, &records, &ALL);
}

#[test]
fn full_left() {
    let image = middle();
    let mut leaf = head(LEAF, MergeType::FullLeft, EMPTY);
    leaf.line_merge = 3;
    let records = [above(ROOT, 1, DELETE | KEY), merge(leaf, b"", &image)];
    let mut bench = three_leaves();
    bench.run_macro(&records);
    // The left page takes over the merged page's key.
    assert_eq!(bench.nodes(ROOT), ["m>5", ">7"]);
    assert_eq!(bench.nodes(LEFT), ["a=1", "b=2", "g=3", "lemonade=5", "lz=6 V"]);
    assert!(bench.page(LEAF).is_empty() && bench.nodes(RIGHT) == ["x=8"]);
    assert_eq!(links(&mut bench), [(0, RIGHT), (LEFT, 0)]);
    assert_eq!((bench.page(LEFT).uncommitted_free(), bench.page(RIGHT).uncommitted_free()), (33, 0));
    whichever_pages_were_written(three_leaves, &records, &ALL);

    // Of the last leaf: the left page becomes the last, with no key.
    let mut bench = three_leaves();
    bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("f", LEFT), ("", LEAF)]));
    bench.set_dbtime(ROOT, BEFORE - 10);
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), [">5"]);

    for pointers in [&[("f", LEFT), ("m", RIGHT), ("", LEAF)][..], &[("f", LEFT)]] {
        let mut bench = three_leaves();
        bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, pointers));
        bench.set_dbtime(ROOT, BEFORE - 10);
        let error = bench.apply_macro(&records).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LogOperationInconsistentWithDatabase, "{pointers:?}");
    }
    let first = [above(ROOT, 0, DELETE | KEY), merge(leaf, b"", &image)];
    assert_eq!(three_leaves().apply_macro(&first).unwrap_err().code(), ErrorCode::LogFileCorrupt);
}

#[test]
fn partial_right() {
    let image = middle();
    let mut leaf = head(LEAF, MergeType::PartialRight, 0);
    leaf.line_merge = 2;
    leaf.pgno_left = 0;
    let records = [above(ROOT, 1, KEY), merge(leaf, b"ha", &image)];
    let mut bench = three_leaves();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), ["f>5", "ha>6", ">7"]);
    assert_eq!(bench.nodes(LEAF), ["g=3", "h=4 D"]);
    assert_eq!(bench.nodes(RIGHT), ["lemonade=5 C", "lz=6 V", "x=8"]);
    assert_eq!(links(&mut bench), [(0, LEAF), (LEAF, 0)], "no page leaves");
    assert_eq!((bench.dbtime(LEFT), bench.page(LEAF).next()), (BEFORE - 30, RIGHT));
    whichever_pages_were_written(three_leaves, &records, &[ROOT, LEAF, RIGHT]);
}

#[test]
fn partial_left() {
    let image = middle();
    let mut leaf = head(LEAF, MergeType::PartialLeft, 0);
    leaf.line_merge = 1;
    leaf.pgno_right = 0;
    let records = [above(ROOT, 1, KEY), merge(leaf, b"l", &image)];
    let mut bench = three_leaves();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), ["l>5", "m>6", ">7"], "the left page's key changes");
    assert_eq!(bench.nodes(LEFT), ["a=1", "b=2", "g=3"]);
    assert_eq!(bench.nodes(LEAF), ["lemonade=5", "lz=6 V"]);
    assert_eq!(links(&mut bench), [(0, LEAF), (LEAF, 0)]);
    whichever_pages_were_written(three_leaves, &records, &[ROOT, LEFT, LEAF]);
    let first = [above(ROOT, 0, KEY), merge(leaf, b"l", &image)];
    assert_eq!(three_leaves().apply_macro(&first).unwrap_err().code(), ErrorCode::LogFileCorrupt);
}

/// A page whose nodes are all deleted leaves the tree; nothing moves, so no picture is needed.
#[test]
fn empty_page() {
    let leaf = head(LEAF, MergeType::EmptyPage, EMPTY);
    let leaf = LogRecord::Merge2(Merge { head: leaf, key_parent_separator: b"", before_image: None });
    let records = [above(ROOT, 1, DELETE), leaf];
    let mut bench = three_leaves();
    bench.run_macro(&records);
    assert_eq!((bench.nodes(ROOT), bench.nodes(RIGHT)), (vec!["f>5".into(), ">7".into()], vec!["x=8".to_string()]));
    assert!(bench.page(LEAF).is_empty());
    assert_eq!(links(&mut bench), [(0, RIGHT), (LEFT, 0)]);
    whichever_pages_were_written(three_leaves, &records, &ALL);
}

/// The pointer to the last page has no key: "everything above". When it goes, the one before loses its key.
#[test]
fn the_last_pointer_keeps_no_key() {
    fn two_leaves() -> Bench {
        let mut bench = three_leaves();
        bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("f", LEFT), ("", LEAF)]));
        bench.set_dbtime(ROOT, BEFORE - 10);
        bench
    }
    let leaf = MergeHead { pgno_right: 0, ..head(LEAF, MergeType::EmptyPage, EMPTY) };
    let leaf = LogRecord::Merge2(Merge { head: leaf, key_parent_separator: b"", before_image: None });
    let records = [above(ROOT, 1, DELETE), leaf];
    let mut bench = two_leaves();
    bench.run_macro(&records);
    assert_eq!((bench.nodes(ROOT), bench.page(LEFT).next()), (vec![">5".to_string()], 0));
    whichever_pages_were_written(two_leaves, &records, &[ROOT, LEFT, LEAF]);
}

/// Nodes come with the prefix of their old page, and are stored against the new one's: longer, shorter, or none.
#[test]
fn keys_between_two_prefixes() {
    let image = {
        let mut page = leaf(LEAF, &[]);
        page.set_external_header(b"commun", 0).unwrap();
        for (line, (prefix_length, suffix)) in [(4, &b"a"[..]), (6, b"al"), (6, b"e")].into_iter().enumerate() {
            page.insert(line, &NodeParts { flags: 0, prefix_length, suffix, data: b"0" }).unwrap();
        }
        page
    };
    // What of each key the receiver's prefix saves; three bytes are the least that pays.
    for (prefix, kept) in [
        ("communal", [&b"a"[..], b"", b"e"]),
        ("computer", [&b"ma"[..], b"munal", b"mune"]),
        ("coaxial", [&b"comma"[..], b"communal", b"commune"]),
        ("commaxxx", [&b""[..], b"unal", b"une"]),
        ("", [&b"comma"[..], b"communal", b"commune"]),
    ] {
        let mut bench = three_leaves();
        bench.put(LEAF, image.clone());
        let mut right = leaf(RIGHT, &[("x", b"8")]);
        right.set_external_header(prefix.as_bytes(), 0).unwrap();
        bench.put(RIGHT, right);
        bench.set_dbtime(RIGHT, BEFORE - 20);
        bench.run_macro(&[above(ROOT, 1, DELETE), merge(head(LEAF, MergeType::FullRight, EMPTY), b"", &image)]);
        let page = bench.page(RIGHT);
        let node = |line| page.node(line).unwrap();
        assert_eq!([0, 1, 2].map(|line| node(line).key()), [&b"comma"[..], b"communal", b"commune"], "{prefix}");
        assert_eq!([0, 1, 2].map(|line| node(line).suffix), kept, "{prefix}");
    }
}

/// A page above the leaves leaves together with its only child.
#[test]
fn two_levels() {
    const INNER: Pgno = 8;
    fn prepared() -> Bench {
        let mut bench = three_leaves();
        bench.put(ROOT, parent(ROOT, flags::ROOT, &[("f", 9), ("m", INNER), ("", 10)]));
        bench.put(INNER, parent(INNER, flags::PARENT_OF_LEAF, &[("m", LEAF)]));
        bench
    }
    let image = middle();
    let leaf =
        MergeHead { pgno_parent: INNER, dbtime_parent_before: BEFORE, ..head(LEAF, MergeType::FullRight, EMPTY) };
    let mut inner = above(INNER, 0, EMPTY);
    if let LogRecord::Merge2(r) = &mut inner {
        r.head.dbtime_parent_before = BEFORE;
    }
    let records = [above(ROOT, 1, DELETE), inner, merge(leaf, b"", &image)];
    let mut bench = prepared();
    bench.run_macro(&records);
    assert_eq!((bench.nodes(ROOT), bench.nodes(INNER).len()), (vec!["f>9".into(), ">10".to_string()], 0));
    assert!(bench.page(INNER).is_empty());
    whichever_pages_were_written(prepared, &records, &[ROOT, INNER, LEFT, LEAF, RIGHT]);
}

#[test]
fn without_a_picture_nodes_cannot_move() {
    for merge_type in [MergeType::FullRight, MergeType::PartialRight, MergeType::FullLeft, MergeType::PartialLeft] {
        let leaf = Merge { head: head(LEAF, merge_type, 0), key_parent_separator: b"", before_image: None };
        let error = three_leaves().apply_macro(&[above(ROOT, 1, 0), LogRecord::Merge2(leaf)]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DatabaseBufferDependenciesCorrupted, "{merge_type:?}");
    }
}

#[test]
fn every_page_is_judged_by_its_own_clock() {
    let image = middle();
    let records = [above(ROOT, 1, DELETE), merge(head(LEAF, MergeType::FullRight, EMPTY), b"", &image)];
    for pgno in ALL {
        for (change, code) in [(-1, ErrorCode::DbTimeTooOld), (1, ErrorCode::DbTimeTooNew)] {
            let mut bench = three_leaves();
            let dbtime = bench.dbtime(pgno).wrapping_add_signed(change);
            bench.set_dbtime(pgno, dbtime);
            let error = bench.apply_macro(&records).unwrap_err();
            assert_eq!((error.code(), error.page_number()), (code, Some(pgno)));
        }
    }
}

#[test]
fn a_merge_that_does_not_fit_the_pages_is_an_error() {
    let image = middle();
    let leaf = merge(head(LEAF, MergeType::FullRight, EMPTY), b"", &image);
    let error = three_leaves().apply_macro(&[above(ROOT, 3, DELETE), leaf]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::LogOperationInconsistentWithDatabase);
    let delete = LogRecord::Delete(NodeOnly { node: on_node(LEAF, 0) });
    assert_eq!(three_leaves().apply_macro(&[leaf, delete]).unwrap_err().code(), ErrorCode::LogFileCorrupt);
    assert_eq!(three_leaves().error(&leaf), ErrorCode::LogCorrupted, "outside a macro");
}

/// The old form cannot be redone page by page.
#[test]
fn the_form_without_a_picture_is_refused() {
    let old = Merge { head: head(LEAF, MergeType::FullRight, 0), key_parent_separator: b"", before_image: None };
    assert_eq!(three_leaves().error(&LogRecord::Merge(old)), ErrorCode::BadLogVersion);
}
