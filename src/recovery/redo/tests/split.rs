//! Splits: of a leaf, of a root, of two levels, at the end; with each operation; whichever pages were written already.

use super::fixture::*;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::node::node_flags;
use crate::format::page::{Page, flags};
use crate::format::primitives::{DBTIME_INVALID, Pgno};
use crate::recovery::versions::Change;

const LEAF: Pgno = 5;
const RIGHT: Pgno = 6;
const NEW: Pgno = 7;

fn head(pgno: Pgno, pgno_new: Pgno, split_type: SplitType) -> SplitHead {
    SplitHead {
        page: on_page(pgno),
        pgno_new,
        pgno_right: 0,
        dbtime_right_before: DBTIME_INVALID,
        pgno_parent: 0,
        dbtime_parent_before: DBTIME_INVALID,
        pgno_fdp: ROOT,
        objid_fdp: OBJID,
        split_type,
        operation: SplitOperation::None,
        line_operation: 0,
        line_split: 0,
        lines: 0,
        new_page_flags: flags::LEAF,
        split_page_flags: flags::LEAF,
        uncommitted_free_source: 0,
        uncommitted_free_destination: 0,
        line_prefix_split: -1,
        line_prefix_new: -1,
    }
}

fn split(head: SplitHead) -> Split<'static> {
    Split { head, key_parent: b"", prefix_old: b"", prefix_new: b"", before_image: None }
}

/// A page above the leaves that only takes up a pointer: the record below says its dbtime.
fn on_the_way(pgno: Pgno) -> LogRecord<'static> {
    let mut head = head(pgno, 0, SplitType::Right);
    head.page.dbtime_before = DBTIME_INVALID;
    LogRecord::Split2(split(head))
}

fn picture(page: &Page) -> Option<BeforeImage<'_>> {
    Some(BeforeImage { flags: ImageFlags(0), bytes: page.bytes() })
}

/// The pages of a bench: everything that was put there, and what the records make.
type Prepared = fn() -> Bench;

/// Plays `records` on the prepared pages with each choice of pages written already; all must end as `done` says.
pub fn whichever_pages_were_written(prepared: Prepared, records: &[LogRecord<'_>], pages: &[Pgno]) {
    let mut whole = prepared();
    whole.run_macro(records);
    for written in 0..1_u32 << pages.len() {
        let mut bench = prepared();
        bench.db().may_be_ahead = true;
        for (i, pgno) in pages.iter().enumerate().filter(|(i, _)| written >> i & 1 == 1) {
            let page = whole.page(*pgno).clone();
            assert_eq!(page.dbtime(), AFTER, "page {pgno} of {i}");
            bench.put(*pgno, page);
        }
        bench.run_macro(records);
        for pgno in pages {
            let (page, wanted) = (bench.page(*pgno), whole.page(*pgno));
            assert_eq!(nodes(page), nodes(wanted), "page {pgno} with {written:b} written");
            assert_eq!(page.external_header().unwrap(), wanted.external_header().unwrap(), "page {pgno}");
            let facts = |p: &Page| (p.dbtime(), p.flags(), p.previous(), p.next(), p.objid(), p.uncommitted_free());
            assert_eq!(facts(page), facts(wanted), "page {pgno} with {written:b} written");
        }
    }
}

/// Root 4 leads to the leaves 5 (a to d) and 6.
fn two_leaves() -> Bench {
    let mut bench = Bench::new();
    let root_flags = flags::ROOT | flags::PARENT_OF_LEAF;
    bench.put(ROOT, parent(ROOT, root_flags, &[("f", LEAF), ("", RIGHT)]));
    bench.put(LEAF, old_leaf());
    let mut right = leaf(RIGHT, &[("x", b"9")]);
    right.set_previous(LEAF);
    bench.put(RIGHT, right);
    bench.set_dbtime(ROOT, BEFORE - 10);
    bench.set_dbtime(RIGHT, BEFORE - 20);
    bench
}

fn old_leaf() -> Page {
    let mut page = leaf(LEAF, &[("a", b"1"), ("b", b"2"), ("c", b"3"), ("d", b"4")]);
    page.set_node_flags(0, node_flags::DELETED).unwrap();
    page.set_node_flags(3, node_flags::VERSION | node_flags::DELETED).unwrap();
    page.set_previous(3);
    page.set_next(RIGHT);
    page
}

fn right_head(operation: SplitOperation, line_operation: u16, line_split: u16, lines: u16) -> SplitHead {
    SplitHead {
        pgno_right: RIGHT,
        dbtime_right_before: BEFORE - 20,
        pgno_parent: ROOT,
        dbtime_parent_before: BEFORE - 10,
        operation,
        line_operation,
        line_split,
        lines,
        uncommitted_free_source: 11,
        uncommitted_free_destination: 22,
        ..head(LEAF, NEW, SplitType::Right)
    }
}

fn insert(line: u16, key: &'static str, node: NodeOperation) -> LogRecord<'static> {
    let mut node = node;
    node.page.line = line;
    LogRecord::Insert(Insert { node, prefix: b"", suffix: key.as_bytes(), data: b"new" })
}

#[test]
fn right() {
    let image = old_leaf();
    let leaf =
        Split { key_parent: b"c", before_image: picture(&image), ..split(right_head(SplitOperation::Insert, 2, 3, 5)) };
    let records = [on_the_way(ROOT), LogRecord::Split2(leaf), insert(2, "bb", versioned(LEAF, 0))];
    let mut bench = two_leaves();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), ["c>5", "f>7", ">6"]);
    assert_eq!(bench.nodes(LEAF), ["a=1 D", "b=2", "bb=new V"]);
    assert_eq!(bench.nodes(NEW), ["c=3", "d=4 D V"]);
    assert_eq!([ROOT, LEAF, NEW, RIGHT].map(|p| bench.dbtime(p)), [AFTER; 4]);
    assert_eq!([LEAF, NEW, RIGHT].map(|p| bench.page(p).previous()), [3, LEAF, NEW]);
    assert_eq!([LEAF, NEW, RIGHT].map(|p| bench.page(p).next()), [NEW, RIGHT, 0]);
    assert_eq!([LEAF, NEW, RIGHT].map(|p| bench.page(p).uncommitted_free()), [11, 22, 0]);
    assert_eq!((bench.page(NEW).objid(), bench.page(NEW).flags() & 0xff), (OBJID, flags::LEAF));
    let version = bench.version(RCEID).unwrap();
    assert_eq!((version.pgno, version.key, version.change), (LEAF, &b"bb"[..], Change::Insert));
    whichever_pages_were_written(two_leaves, &records, &[ROOT, LEAF, NEW, RIGHT]);
}

/// Of a transaction that is known to commit no version is kept; its level is judged all the same.
#[test]
fn right_of_what_will_commit() {
    let image = old_leaf();
    let leaf =
        Split { key_parent: b"c", before_image: picture(&image), ..split(right_head(SplitOperation::Insert, 2, 3, 5)) };
    let records = |node| [on_the_way(ROOT), LogRecord::Split2(leaf), insert(2, "bb", node)];
    let mut bench = two_leaves();
    bench.transactions.will_commit(true);
    bench.run_macro(&records(versioned(LEAF, 0)));
    assert_eq!(
        (&bench.nodes(LEAF)[..], bench.version(RCEID)),
        (&["a=1 D", "b=2", "bb=new V"].map(String::from)[..], None)
    );

    let mut bench = two_leaves();
    bench.transactions.will_commit(true);
    let mut node = versioned(LEAF, 0);
    node.page.level = 2;
    assert_eq!(bench.apply_macro(&records(node)).unwrap_err().code(), ErrorCode::LogCorrupted);
}

/// The new node goes to the new page; there its version is.
#[test]
fn right_with_the_operation_on_the_new_page() {
    let image = old_leaf();
    let leaf =
        Split { key_parent: b"c", before_image: picture(&image), ..split(right_head(SplitOperation::Insert, 3, 2, 5)) };
    let records = [on_the_way(ROOT), LogRecord::Split2(leaf), insert(3, "cc", versioned_not_unique(LEAF, 0))];
    let mut bench = two_leaves();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(LEAF), ["a=1 D", "b=2"]);
    assert_eq!(bench.nodes(NEW), ["c=3", "cc=new V", "d=4 D V"]);
    let version = bench.version(RCEID).unwrap();
    assert_eq!((version.pgno, version.key, version.data), (NEW, &b"cc"[..], &b"new"[..]));
    whichever_pages_were_written(two_leaves, &records, &[ROOT, LEAF, NEW, RIGHT]);
}

/// Pages get new prefixes: the one that is split from the record, the new one from one of its keys.
#[test]
fn right_with_prefixes() {
    let old = {
        let mut page = leaf(LEAF, &[]);
        page.set_external_header(b"comm", 0).unwrap();
        for (line, suffix) in [b"on-a", b"on-b", b"unal", b"une-"].iter().enumerate() {
            let parts = crate::format::node::NodeParts { flags: 0, prefix_length: 4, suffix: &suffix[..], data: b"0" };
            page.insert(line, &parts).unwrap();
        }
        page
    };
    let head = SplitHead { line_prefix_split: 0, line_prefix_new: 1, ..right_head(SplitOperation::None, 0, 2, 4) };
    let leaf = Split {
        key_parent: b"commu",
        prefix_old: b"comm",
        prefix_new: b"common-a",
        before_image: picture(&old),
        ..split(head)
    };
    let mut bench = two_leaves();
    bench.put(LEAF, old.clone());
    bench.run_macro(&[on_the_way(ROOT), LogRecord::Split2(leaf)]);
    assert_eq!(bench.nodes(LEAF), ["common-a=0 C", "common-b=0 C"]);
    assert_eq!(bench.page(LEAF).prefix().unwrap(), b"common-a");
    assert_eq!(bench.page(LEAF).node(1).unwrap().suffix, b"b");
    assert_eq!(bench.nodes(NEW), ["communal=0 C", "commune-=0 C"]);
    assert_eq!(bench.page(NEW).prefix().unwrap(), b"commune-");
    assert_eq!(bench.nodes(ROOT)[0], "commu>5");
}

#[test]
fn right_with_a_replace() {
    let image = old_leaf();
    let replace = |node| LogRecord::Replace(Replace { node, old_size: 1, new_size: 3, diff2: false, data: b"new" });
    // On the page that stays (the node is made anew) and on the new one (the node keeps its flags).
    for (line, stays, moves, pgno, key) in [
        (0, ["a=new V", "b=2"], ["c=3", "d=4 D V"], LEAF, b"a"),
        (3, ["a=1 D", "b=2"], ["c=3", "d=new D V"], NEW, b"d"),
    ] {
        let head = right_head(SplitOperation::Replace, line, 2, 4);
        let leaf = Split { key_parent: b"c", before_image: picture(&image), ..split(head) };
        let records = [on_the_way(ROOT), LogRecord::Split2(leaf), replace(versioned(LEAF, line))];
        let mut bench = two_leaves();
        bench.run_macro(&records);
        assert_eq!(
            (bench.nodes(LEAF), bench.nodes(NEW)),
            (stays.map(String::from).into(), moves.map(String::from).into())
        );
        let version = bench.version(RCEID).unwrap();
        assert_eq!((version.pgno, version.key), (pgno, &key[..]));
        assert_eq!(version.change, Change::Replace { before: if line == 0 { b"1" } else { b"4" } });
        whichever_pages_were_written(two_leaves, &records, &[ROOT, LEAF, NEW, RIGHT]);

        // Where the node's page is past it, the before image is not at hand.
        let mut bench = two_leaves();
        bench.run_macro(&records);
        let mut again = two_leaves();
        again.db().may_be_ahead = true;
        for page in [LEAF, NEW] {
            again.put(page, bench.page(page).clone());
        }
        again.run_macro(&records);
        assert!(again.version(RCEID).is_none());
    }
}

#[test]
fn right_with_a_flag_insert_and_replace_data() {
    let image = old_leaf();
    let record = |node| {
        LogRecord::FlagInsertAndReplaceData(FlagInsertAndReplaceData {
            node,
            rceid_replace: RCEID + 1,
            key: if node.line == 0 { b"a" } else { b"d" },
            data: b"new",
        })
    };
    for (line, stays, moves, pgno, before) in
        [(0, ["a=new V", "b=2"], ["c=3", "d=4 D V"], LEAF, b"1"), (3, ["a=1 D", "b=2"], ["c=3", "d=new V"], NEW, b"4")]
    {
        let head = right_head(SplitOperation::FlagInsertAndReplaceData, line, 2, 4);
        let leaf = Split { key_parent: b"c", before_image: picture(&image), ..split(head) };
        let records = [on_the_way(ROOT), LogRecord::Split2(leaf), record(versioned(LEAF, line))];
        let mut bench = two_leaves();
        bench.run_macro(&records);
        assert_eq!(
            (bench.nodes(LEAF), bench.nodes(NEW)),
            (stays.map(String::from).into(), moves.map(String::from).into())
        );
        let inserted = bench.version(RCEID).unwrap();
        assert_eq!((inserted.pgno, inserted.change), (pgno, Change::Insert));
        let replaced = bench.version(RCEID + 1).unwrap();
        assert_eq!((replaced.pgno, replaced.change), (pgno, Change::Replace { before: &before[..] }));
        whichever_pages_were_written(two_leaves, &records, &[ROOT, LEAF, NEW, RIGHT]);
    }
}

/// Only the inserted node goes to the new page: no picture is needed. The same shape as a "hot point" split at the end.
#[test]
fn append() {
    fn last_leaf() -> Bench {
        let mut bench = Bench::new();
        bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("", LEAF)]));
        bench.put(LEAF, leaf(LEAF, &[("a", b"1"), ("b", b"2")]));
        bench
    }
    for split_type in [SplitType::Append, SplitType::Right] {
        let head = SplitHead {
            pgno_parent: ROOT,
            dbtime_parent_before: BEFORE,
            operation: SplitOperation::Insert,
            line_operation: 2,
            line_split: 2,
            lines: 3,
            ..head(LEAF, NEW, split_type)
        };
        let leaf = Split { key_parent: b"c", ..split(head) };
        let records = [on_the_way(ROOT), LogRecord::Split2(leaf), insert(2, "c", versioned(LEAF, 0))];
        let mut bench = last_leaf();
        bench.run_macro(&records);
        assert_eq!(bench.nodes(ROOT), ["c>5", ">7"]);
        assert_eq!(
            (bench.nodes(LEAF), bench.nodes(NEW)),
            (vec!["a=1".into(), "b=2".into()], vec!["c=new V".to_string()])
        );
        assert_eq!((bench.page(LEAF).next(), bench.page(NEW).previous()), (NEW, LEAF));
        assert_eq!(bench.version(RCEID).unwrap().pgno, NEW);
        whichever_pages_were_written(last_leaf, &records, &[ROOT, LEAF, NEW]);
    }
}

/// The split of a root that is a leaf.
pub fn vertical() -> Split<'static> {
    split(SplitHead {
        operation: SplitOperation::Insert,
        line_operation: 1,
        line_split: 0,
        lines: 3,
        split_page_flags: flags::ROOT | flags::PARENT_OF_LEAF,
        ..head(ROOT, NEW, SplitType::Vertical)
    })
}

fn old_root() -> Page {
    let mut page = page_of(4096, ROOT, flags::ROOT | flags::LEAF | flags::FDP_DELETE, &[("a", b"1"), ("c", b"3")]);
    page.set_external_header(&[5; 16], 0).unwrap();
    page
}

#[test]
fn vertical_of_a_leaf() {
    fn prepared() -> Bench {
        let mut bench = Bench::new();
        bench.put(ROOT, old_root());
        bench
    }
    let image = old_root();
    let root = Split { before_image: picture(&image), ..vertical() };
    let records = [LogRecord::Split2(root), insert(1, "b", on_node(ROOT, 0))];
    let mut bench = prepared();
    bench.run_macro(&records);
    assert_eq!(
        (bench.nodes(ROOT), bench.nodes(NEW)),
        (vec![">7".into()], ["a=1", "b=new", "c=3"].map(String::from).into())
    );
    let root = bench.page(ROOT);
    assert_eq!(root.external_header().unwrap(), [5; 16], "a root keeps its space header");
    let root_flags = flags::ROOT | flags::PARENT_OF_LEAF | flags::FDP_DELETE;
    assert_eq!((root.flags(), root.next(), root.dbtime()), (root_flags, 0, AFTER));
    assert_eq!((bench.page(NEW).previous(), bench.page(NEW).next()), (0, 0));
    whichever_pages_were_written(prepared, &records, &[ROOT, NEW]);
}

/// Leaf and the page above it split together; the root takes up the second separator.
#[test]
fn two_levels() {
    const INNER: Pgno = 8;
    const INNER_NEW: Pgno = 9;
    fn prepared() -> Bench {
        let mut bench = two_leaves();
        bench.put(ROOT, parent(ROOT, flags::ROOT, &[("", INNER)]));
        bench.put(INNER, old_inner());
        bench
    }
    fn old_inner() -> Page {
        parent(INNER, flags::PARENT_OF_LEAF, &[("9", 3), ("f", LEAF), ("", RIGHT)])
    }
    let (inner_image, leaf_image) = (old_inner(), old_leaf());
    // With the new pointer "c>5" the inner page has 9, c, f and the last; two of them stay.
    let mut inner_head = SplitHead {
        pgno_parent: ROOT,
        dbtime_parent_before: BEFORE,
        operation: SplitOperation::Insert,
        line_operation: 1,
        line_split: 2,
        lines: 4,
        new_page_flags: flags::PARENT_OF_LEAF,
        split_page_flags: flags::PARENT_OF_LEAF,
        uncommitted_free_source: 5,
        ..head(INNER, INNER_NEW, SplitType::Right)
    };
    inner_head.page.dbtime_before = DBTIME_INVALID;
    let inner = Split { key_parent: b"c", before_image: picture(&inner_image), ..split(inner_head) };
    let mut leaf_head = right_head(SplitOperation::Insert, 2, 3, 5);
    leaf_head.pgno_parent = INNER;
    leaf_head.dbtime_parent_before = BEFORE;
    let leaf = Split { key_parent: b"c", before_image: picture(&leaf_image), ..split(leaf_head) };
    let records =
        [on_the_way(ROOT), LogRecord::Split2(inner), LogRecord::Split2(leaf), insert(2, "bb", on_node(LEAF, 0))];
    let mut bench = prepared();
    bench.run_macro(&records);
    assert_eq!(bench.nodes(ROOT), ["c>8", ">9"]);
    assert_eq!(
        (bench.nodes(INNER), bench.nodes(INNER_NEW)),
        (vec!["9>3".into(), "c>5".into()], vec!["f>7".into(), ">6".to_string()])
    );
    let inner = bench.page(INNER);
    assert_eq!((inner.next(), inner.uncommitted_free()), (0, 0), "pages above the leaves are not linked");
    whichever_pages_were_written(prepared, &records, &[ROOT, INNER, INNER_NEW, LEAF, NEW, RIGHT]);
}

#[test]
fn without_a_picture_nodes_cannot_move() {
    for split_type in [SplitType::Right, SplitType::Vertical] {
        let head = SplitHead { split_type, ..right_head(SplitOperation::None, 0, 2, 4) };
        let leaf = LogRecord::Split2(Split { key_parent: b"c", ..split(head) });
        let error = two_leaves().apply_macro(&[on_the_way(ROOT), leaf]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DatabaseBufferDependenciesCorrupted, "{split_type:?}");
    }
    // The new node is the first of the new page, but others go with it.
    let leaf = Split { key_parent: b"c", ..split(right_head(SplitOperation::Insert, 2, 2, 5)) };
    let records = [on_the_way(ROOT), LogRecord::Split2(leaf), insert(2, "bb", on_node(LEAF, 0))];
    let error = two_leaves().apply_macro(&records).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DatabaseBufferDependenciesCorrupted);
}

#[test]
fn every_page_is_judged_by_its_own_clock() {
    let image = old_leaf();
    let leaf =
        Split { key_parent: b"c", before_image: picture(&image), ..split(right_head(SplitOperation::Insert, 2, 3, 5)) };
    let records = [on_the_way(ROOT), LogRecord::Split2(leaf), insert(2, "bb", on_node(LEAF, 0))];
    for pgno in [ROOT, LEAF, RIGHT] {
        for (change, code) in [(-1, ErrorCode::DbTimeTooOld), (1, ErrorCode::DbTimeTooNew)] {
            let mut bench = two_leaves();
            let dbtime = bench.dbtime(pgno).wrapping_add_signed(change);
            bench.set_dbtime(pgno, dbtime);
            let error = bench.apply_macro(&records).unwrap_err();
            assert_eq!((error.code(), error.page_number()), (code, Some(pgno)));
        }
    }
    // Nothing is changed before every page was judged.
    let mut bench = two_leaves();
    bench.set_dbtime(RIGHT, 1);
    bench.apply_macro(&records).unwrap_err();
    assert_eq!((bench.dbtime(LEAF), bench.dbtime(ROOT)), (BEFORE, BEFORE - 10));
}

#[test]
fn a_split_that_does_not_fit_the_pages_is_an_error() {
    let image = old_leaf();
    let whole =
        |head: SplitHead| LogRecord::Split2(Split { key_parent: b"c", before_image: picture(&image), ..split(head) });
    let operation = insert(2, "bb", on_node(LEAF, 0));
    let code = |bench: &mut Bench, records: &[LogRecord<'_>]| bench.apply_macro(records).unwrap_err().code();
    let inconsistent = ErrorCode::LogOperationInconsistentWithDatabase;
    let corrupt = ErrorCode::LogFileCorrupt;
    let good = right_head(SplitOperation::Insert, 2, 3, 5);
    for (head, wanted) in [
        (SplitHead { lines: 6, ..good }, inconsistent),
        (SplitHead { line_split: 6, ..good }, corrupt),
        (SplitHead { line_operation: 5, ..good }, corrupt),
        (SplitHead { line_prefix_new: 2, ..good }, corrupt),
    ] {
        assert_eq!(code(&mut two_leaves(), &[on_the_way(ROOT), whole(head), operation]), wanted, "{head:?}");
    }
    assert_eq!(code(&mut two_leaves(), &[on_the_way(ROOT), whole(good)]), corrupt, "the operation is missing");
    assert_eq!(code(&mut two_leaves(), &[on_the_way(ROOT)]), corrupt, "the leaf is missing");
    let levels = [whole(good), on_the_way(ROOT), whole(good), operation];
    assert_eq!(code(&mut two_leaves(), &levels), corrupt, "a level between that does not split");
    let delete = LogRecord::Delete(NodeOnly { node: on_node(LEAF, 0) });
    assert_eq!(code(&mut two_leaves(), &[on_the_way(ROOT), whole(good), delete]), corrupt);
    for pointers in [&[("f", RIGHT), ("", LEAF)][..], &[("b", LEAF)]] {
        let mut bench = two_leaves();
        bench.put(ROOT, parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, pointers));
        bench.set_dbtime(ROOT, BEFORE - 10);
        assert_eq!(code(&mut bench, &[on_the_way(ROOT), whole(good), operation]), inconsistent, "{pointers:?}");
    }
}

/// The old form cannot be redone page by page.
#[test]
fn the_form_without_a_picture_is_refused() {
    assert_eq!(two_leaves().error(&LogRecord::Split(vertical())), ErrorCode::BadLogVersion);
}
