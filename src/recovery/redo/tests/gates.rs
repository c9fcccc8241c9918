//! Which records count, and for which pages: the same questions for every record about a page.

use super::fixture::*;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::node::node_flags;
use crate::format::page::{Page, flags};
use crate::format::primitives::{Lgpos, Pgno};
use crate::recovery::versions::{Change, Tree, Version, VersionNotes};

const LEAF: Pgno = 5;
const RIGHT: Pgno = 6;
const BOOKMARK: LoggedBookmark<'static> = LoggedBookmark { key: b"b", data: b"" };
const BIG_NUMBER: &[u8] = &[5, 0, 0, 0, 0, 0, 0, 0];

fn page() -> Page {
    let mut page = page_of(4096, LEAF, flags::ROOT | flags::LEAF, &[("a", b"one"), ("b", b"two"), ("c", BIG_NUMBER)]);
    page.set_node_flags(1, node_flags::DELETED).unwrap();
    page
}

/// A bench with that page, and the version that the Undo record wants.
fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.put(LEAF, page());
    bench.put(RIGHT, page());
    let tree = Tree { dbid: DBID, pgno_fdp: ROOT, objid_fdp: OBJID, unique: true };
    let change = Change::FlagDelete;
    let version =
        Version { rceid: RCEID, level: 1, tree, pgno: LEAF, key: b"b", data: b"", change, undo_info_pending: true };
    bench.transactions.note_version(SESSION, version).unwrap();
    bench
}

/// One of every type that changes one page that was there before.
fn records() -> Vec<LogRecord<'static>> {
    let node = |line| on_node(LEAF, line);
    let undo = NodeOperation { rceid: RCEID, ..node(1) };
    vec![
        LogRecord::Insert(Insert { node: node(3), prefix: b"", suffix: b"d", data: b"new" }),
        LogRecord::FlagInsert(FlagInsert { node: node(1), key: b"b", data: b"two" }),
        LogRecord::FlagInsertAndReplaceData(FlagInsertAndReplaceData {
            node: node(1),
            rceid_replace: 0,
            key: b"b",
            data: b"new",
        }),
        LogRecord::FlagDelete(NodeOnly { node: node(0) }),
        LogRecord::Delete(NodeOnly { node: node(1) }),
        LogRecord::Replace(Replace { node: node(0), old_size: 3, new_size: 3, diff2: false, data: b"new" }),
        LogRecord::ReplaceDiff(Replace {
            node: node(0),
            old_size: 3,
            new_size: 4,
            diff2: false,
            data: &[0, 0x40, 1, b'x'],
        }),
        LogRecord::Delta(Delta { node: node(2), bookmark: BOOKMARK, delta: 1, offset: 0 }),
        LogRecord::Delta64(Delta { node: node(2), bookmark: BOOKMARK, delta: 1, offset: 0 }),
        LogRecord::SetExternalHeader(SetExternalHeader { node: node(0), data: b"header" }),
        LogRecord::Scrub(Scrub { node: node(0), flags: ScrubFlags(0), operation_count: 3, data: &[1, 1, 1] }),
        LogRecord::Undo(Undo { node: undo, bookmark: BOOKMARK, operation: operation_kind::FLAG_DELETE, undo_level: 1 }),
        LogRecord::EmptyTree(EmptyTree::new(node(0), &[])),
        LogRecord::ConvertFdp2(ConvertFdp {
            head: ConvertFdpHead {
                page: on_page(LEAF),
                objid_fdp: OBJID,
                pgno_own_ext: 20,
                pgno_avail_ext: 21,
                pgno_fdp_parent: 1,
                pgno_secondary_first: 20,
                primary_pages: 2,
                secondary_pages: 16,
            },
            tail: Some(ConvertFdpTail { available_bits: 0, page_flags: 0 }),
        }),
    ]
}

/// One of every type that makes a page.
fn makers() -> Vec<LogRecord<'static>> {
    let multiple = CreateMultipleExtentFdp {
        page: on_page(LEAF),
        objid_fdp: OBJID,
        pgno_own_ext: LEAF + 1,
        pgno_avail_ext: LEAF + 2,
        pgno_fdp_parent: 1,
        primary_pages: 8,
        page_flags: 0,
    };
    let single = CreateSingleExtentFdp {
        page: on_page(LEAF),
        objid_fdp: OBJID,
        pgno_fdp_parent: 1,
        primary_pages: 2,
        page_flags: 0,
    };
    let new = NewPage { procid: SESSION, dbid: DBID, pgno: LEAF, objid: OBJID, dbtime_after: AFTER };
    vec![
        LogRecord::CreateMultipleExtentFdp(multiple),
        LogRecord::CreateSingleExtentFdp(single),
        LogRecord::NewPage(new),
    ]
}

fn all() -> Vec<LogRecord<'static>> {
    records().into_iter().chain(makers()).collect()
}

fn changed(bench: &mut Bench) -> bool {
    *bench.page(LEAF) != page()
}

#[test]
fn a_record_behind_the_attachment_in_an_open_transaction_counts() {
    for record in all() {
        let mut bench = bench();
        bench.run(&record);
        assert!(changed(&mut bench) && bench.dbtime(LEAF) == AFTER, "{}", record.name());
        assert_eq!((bench.db().dbtime, bench.db().objid_last), (AFTER, OBJID), "{}", record.name());
    }
}

#[test]
fn the_clocks_go_on_but_nothing_else_before_the_attachment() {
    for record in all() {
        for lgpos in [ATTACHED, Lgpos::new(1, 99, 0)] {
            let mut bench = bench();
            bench.lgpos = lgpos;
            bench.run(&record);
            assert!(!changed(&mut bench), "{} at {lgpos}", record.name());
            assert_eq!((bench.db().dbtime, bench.db().objid_last), (AFTER, OBJID), "{}", record.name());
        }
    }
}

#[test]
fn a_session_whose_begin_was_not_seen_changes_nothing() {
    for record in all() {
        let mut bench = bench();
        bench.transactions.end_all_sessions();
        bench.run(&record);
        assert!(!changed(&mut bench), "{}", record.name());
        assert_eq!((bench.db().dbtime, bench.db().objid_last), (AFTER, OBJID), "{}", record.name());
    }
}

#[test]
fn databases_that_are_not_attached_are_nobodys() {
    for record in all() {
        let mut bench = bench();
        let mut other = bench.databases.remove(DBID).unwrap();
        other.dbid = DBID + 1;
        bench.databases.insert(*other);
        bench.run(&record);
        let other = bench.databases.get_mut(DBID + 1).unwrap();
        assert_eq!(*other.cache.resident(LEAF).unwrap(), page(), "{}", record.name());
        assert_eq!(other.dbtime, 1);
    }
}

/// In the required range a page may be ahead of the record, by itself or by later ones. Behind it that is damage.
#[test]
fn a_page_that_has_it_already_is_left_alone() {
    for record in all() {
        for dbtime in [AFTER, AFTER + 50] {
            let mut bench = bench();
            bench.db().may_be_ahead = true;
            bench.set_dbtime(LEAF, dbtime);
            let there = bench.page(LEAF).clone();
            bench.run(&record);
            assert_eq!(*bench.page(LEAF), there, "{}", record.name());
        }
    }
    for record in records() {
        let mut bench = bench();
        bench.set_dbtime(LEAF, AFTER);
        assert_eq!(bench.error(&record), ErrorCode::DbTimeBeyondMaxRequired, "{}", record.name());
    }
}

#[test]
fn a_page_that_lost_a_write_is_noticed() {
    for record in records() {
        let mut bench = bench();
        bench.set_dbtime(LEAF, BEFORE - 1);
        let error = bench.apply(&record).unwrap_err();
        assert_eq!((error.code(), error.page_number()), (ErrorCode::DbTimeTooOld, Some(LEAF)), "{}", record.name());

        // Where a later shrink or trim may explain it, the end of the required range decides.
        let mut bench = self::bench();
        bench.db().may_be_ahead = true;
        bench.set_dbtime(LEAF, BEFORE - 1);
        bench.run(&record);
        assert_eq!(bench.dbtime(LEAF), BEFORE - 1, "{}", record.name());
        assert_eq!(bench.db().redo_map.verify().unwrap_err().code(), ErrorCode::DbTimeTooOld);
    }
}

#[test]
fn a_page_between_before_and_after_is_noticed() {
    for record in records() {
        for ahead in [false, true] {
            let mut bench = bench();
            bench.db().may_be_ahead = ahead;
            bench.set_dbtime(LEAF, BEFORE + 1);
            assert_eq!(bench.error(&record), ErrorCode::DbTimeTooNew, "{}", record.name());
        }
    }
}

#[test]
fn a_page_without_content_is_an_error_unless_it_may_be_gone() {
    for record in records() {
        for (case, code) in
            [ErrorCode::PageNotInitialized, ErrorCode::FileIOBeyondEOF, ErrorCode::RecoveryVerifyFailure]
                .into_iter()
                .enumerate()
        {
            for ahead in [false, true] {
                let mut bench = bench();
                bench.db().may_be_ahead = ahead;
                match case {
                    0 => bench.db().cache.forget(LEAF..=LEAF),
                    1 => {
                        bench.db().cache.forget(LEAF..=LEAF);
                        bench.db().cache.file().set_page_count(LEAF - 1).unwrap();
                    }
                    _ => {
                        let mut gone = Page::zeroed(4096);
                        gone.init_shrunk(LEAF);
                        bench.put(LEAF, gone);
                    }
                }
                let answer = bench.apply(&record);
                if ahead {
                    answer.unwrap();
                    assert!(bench.db().redo_map.is_missing(LEAF), "{}", record.name());
                    assert_eq!(bench.db().redo_map.verify().unwrap_err().code(), code);
                    bench.run(&record);
                } else {
                    assert_eq!(answer.unwrap_err().code(), code, "{}", record.name());
                }
            }
        }
    }
}

/// What a record makes new needs nothing of what was there: no page, an older one, a damaged one, a shrunk one.
#[test]
fn a_new_page_takes_the_place_of_anything_older() {
    let mut shrunk = Page::zeroed(4096);
    shrunk.init_shrunk(LEAF);
    for record in makers() {
        let mut wanted = bench();
        wanted.run(&record);
        let wanted = wanted.page(LEAF).clone();
        for ahead in [false, true] {
            for before in [None, Some(page()), Some(shrunk.clone())] {
                let mut bench = bench();
                bench.db().may_be_ahead = ahead;
                match before {
                    Some(page) => bench.put(LEAF, page),
                    None => bench.db().cache.forget(LEAF..=LEAF),
                }
                bench.run(&record);
                assert_eq!(*bench.page(LEAF), wanted, "{}", record.name());
            }
            let mut bench = bench();
            bench.db().may_be_ahead = ahead;
            bench.db().cache.forget(LEAF..=LEAF);
            bench.db().cache.file().write_page(LEAF, &[0xa5; 4096]).unwrap();
            bench.run(&record);
            assert_eq!(*bench.page(LEAF), wanted, "{}", record.name());
        }
        // Behind the required range nothing can be ahead, whatever a page says.
        let mut bench = bench();
        bench.set_dbtime(LEAF, AFTER + 1);
        bench.run(&record);
        assert_eq!(*bench.page(LEAF), wanted, "{}", record.name());
    }
}

/// In the required range the file may have been cut since; only old logs, which do not tell of growth, let it grow.
#[test]
fn a_new_page_beyond_the_end() {
    for record in makers() {
        for (ahead, grows, made) in [(false, false, true), (true, true, true), (true, false, false)] {
            let mut bench = bench();
            bench.db().may_be_ahead = ahead;
            bench.db().grows_on_demand = grows;
            bench.db().cache.forget(LEAF..=u32::MAX);
            bench.db().cache.file().set_page_count(LEAF - 1).unwrap();
            bench.run(&record);
            assert_eq!(bench.db().cache.resident(LEAF).is_ok(), made, "{}", record.name());
            assert_eq!(bench.db().redo_map.is_missing(LEAF), !made, "{}", record.name());
        }
    }
}

/// Clocks are told by every record, but not by numbers that only say "reverted" or "none".
#[test]
fn clocks_only_rise() {
    let mut bench = bench();
    bench.db().note_clock(1000, 500);
    bench.run(&all()[0]);
    assert_eq!((bench.db().dbtime, bench.db().objid_last), (1000, 500));
    bench.db().note_clock(u64::MAX - 1, u32::MAX);
    assert_eq!((bench.db().dbtime, bench.db().objid_last), (1000, 500));
}

/// Behind the last required generation no page may be ahead, and what was missed must have been explained.
#[test]
fn the_required_range_ends_with_its_last_generation() {
    let mut bench = Bench::ahead();
    for (generation, caught_up, ahead) in [(4, false, true), (5, false, true), (6, true, false), (7, false, false)] {
        assert_eq!(bench.db().enter_generation(generation).unwrap(), caught_up, "{generation}");
        assert_eq!((bench.db().may_be_ahead, bench.db().header.recovering_generation()), (ahead, generation));
    }
    let mut bench = Bench::ahead();
    bench.run(&records()[0]);
    assert_eq!(bench.db().enter_generation(5).ok(), Some(false));
    assert_eq!(bench.db().enter_generation(6).unwrap_err().code(), ErrorCode::PageNotInitialized);
}
