//! Records of sessions: transactions, and macros whose records wait for the commit.

use super::fixture::*;
use crate::error::ErrorCode;
use crate::format::log_record::*;

const LEAF: u32 = 5;

fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.put(LEAF, leaf(LEAF, &[("a", b"one")]));
    bench
}

fn begin(level_from: u8, levels: u8, trx: u32) -> Begin {
    Begin { procid: SESSION, level_from, levels, trx_begin0: (level_from == 0).then_some(trx) }
}

/// A versioned change of the page at this level.
fn change(level: u8, rceid: u32, before: u64) -> LogRecord<'static> {
    let mut node = versioned(LEAF, 0);
    node.page.level = level;
    node.page.dbtime_before = before;
    node.page.dbtime = before + 1;
    node.rceid = rceid;
    LogRecord::Replace(Replace { node, old_size: 3, new_size: 3, diff2: false, data: b"new" })
}

#[test]
fn begin_and_begin_0() {
    let mut bench = bench();
    bench.transactions.end_all_sessions();
    bench.run(&LogRecord::Begin(begin(1, 1, 0)));
    assert!(!bench.transactions.is_active(SESSION), "the transaction began before the logs do");
    bench.run(&change(1, 5, BEFORE));
    assert_eq!(bench.nodes(LEAF), ["a=one"]);

    bench.run(&LogRecord::Begin0(begin(0, 1, 55)));
    assert_eq!((bench.transactions.level(SESSION), bench.transactions.newest_trx()), (1, Some(55)));
    assert_eq!(bench.transactions.oldest_begin(), Some(HERE));
    bench.run(&LogRecord::Begin(begin(1, 2, 0)));
    assert_eq!(bench.transactions.level(SESSION), 3);
    bench.run(&change(3, 5, BEFORE));
    assert_eq!((bench.nodes(LEAF)[0].as_str(), bench.version(5).unwrap().level), ("a=new V", 3));
    assert_eq!(bench.error(&LogRecord::Begin0(begin(0, 1, 56))), ErrorCode::LogCorrupted);
}

#[test]
fn commit_and_commit_0() {
    let mut bench = bench();
    bench.run(&LogRecord::Begin(begin(1, 1, 0)));
    bench.run(&change(1, 5, BEFORE));
    bench.run(&change(2, 6, BEFORE + 1));
    bench.run(&LogRecord::Commit(Commit { procid: SESSION, level_to: 1, trx_commit0: None }));
    assert_eq!((bench.transactions.level(SESSION), bench.version(6).unwrap().level), (1, 1));
    bench.run(&LogRecord::Commit0(Commit { procid: SESSION, level_to: 0, trx_commit0: Some(70) }));
    assert_eq!((bench.transactions.level(SESSION), bench.transactions.newest_trx()), (0, Some(70)));
    assert!(bench.version(5).is_none() && bench.version(6).is_none() && bench.transactions.open().is_empty());
    assert!(!bench.transactions.held_pages().is_held(DBID, LEAF));
    assert!(bench.transactions.is_active(SESSION), "the session itself goes on");
}

#[test]
fn rollback() {
    let mut bench = bench();
    bench.run(&LogRecord::Begin(begin(1, 1, 0)));
    bench.run(&change(1, 5, BEFORE));
    bench.run(&change(2, 6, BEFORE + 1));
    bench.run(&LogRecord::Rollback(Rollback { procid: SESSION, levels: 1 }));
    assert!(bench.version(5).is_some() && bench.version(6).is_none());
    assert_eq!(bench.nodes(LEAF), ["a=new V"], "undone by Undo records before it, if at all");
    bench.run(&LogRecord::Rollback(Rollback { procid: SESSION, levels: 1 }));
    assert!(bench.version(5).is_none() && bench.transactions.open().is_empty());
    assert_eq!(bench.error(&LogRecord::Rollback(Rollback { procid: SESSION, levels: 1 })), ErrorCode::LogCorrupted);
}

#[test]
fn refresh() {
    let mut bench = bench();
    bench.run(&LogRecord::Refresh(Refresh { procid: SESSION + 1, trx_begin0: 60 }));
    assert_eq!(bench.transactions.level(SESSION + 1), 0, "of a session that never began");
    bench.run(&LogRecord::Commit0(Commit { procid: SESSION, level_to: 0, trx_commit0: Some(50) }));
    bench.run(&LogRecord::Refresh(Refresh { procid: SESSION, trx_begin0: 60 }));
    assert_eq!(bench.transactions.session(SESSION).map(|s| (s.level(), s.trx_begin0())), Some((1, 60)));
}

#[test]
fn records_that_no_engine_plays_any_more() {
    let session = SessionOnly { procid: SESSION };
    let refused = [
        LogRecord::BeginDt(begin(0, 1, 5)),
        LogRecord::PrepCommit(PrepCommit { procid: SESSION, data: b"x" }),
        LogRecord::PrepRollback(session),
        LogRecord::MultisectorFlush(MultisectorFlush { offset_forward: 0, checksum: 0, sector_forward: 0 }),
        LogRecord::End,
    ];
    for record in refused {
        assert_eq!(bench().error(&record), ErrorCode::LogCorrupted, "{}", record.name());
    }
}

#[test]
fn records_that_change_no_page() {
    let freed = ExtentFreedHead { dbid: DBID, pgno_first: LEAF, pages: 1, flags: ExtentFreedFlags(0) };
    let nothing = [
        LogRecord::MacroInfo(MacroInfo::new(None, &[5, 0, 0, 0])),
        LogRecord::MacroInfo2(MacroInfo::new(Some(DBID), &[5, 0, 0, 0])),
        LogRecord::FreeFdp(FreeFdp { dbid: DBID, pgno_fdp: LEAF, trx_committed: 1, fdp_type: 1 }),
        LogRecord::PagePatchRequest(PagePatchRequest { dbid: DBID, pgno: LEAF, dbtime: AFTER, reserved: [0; 32] }),
        LogRecord::ScanCheck2(ScanCheck2 {
            dbid: DBID,
            pgno: LEAF,
            flags: ScanCheckFlags(0),
            dbtime_page: BEFORE,
            dbtime_current: AFTER,
            checksum: 0,
        }),
        LogRecord::ExtentFreed(ExtentFreed { head: freed, dbtime: None }),
        LogRecord::ExtentFreed2(ExtentFreed { head: freed, dbtime: Some(AFTER) }),
    ];
    for record in nothing {
        let mut bench = bench();
        let before = bench.page(LEAF).clone();
        bench.run(&record);
        assert_eq!(*bench.page(LEAF), before, "{}", record.name());
    }
}

fn edge(dbtime: u64) -> Macro {
    Macro { procid: SESSION, dbtime }
}

/// A macro that only moves the root pages of nothing: its one page is an entry of the catalog.
fn entry_of(pgno: u32) -> [LogRecord<'static>; 2] {
    let opening = RootPageMove { dbtime_after: AFTER, dbid: DBID, objid: OBJID, procid: SESSION };
    let replace = Replace { node: on_node(pgno, 0), old_size: 3, new_size: 3, diff2: false, data: b"new" };
    [LogRecord::RootPageMove(opening), LogRecord::Replace(replace)]
}

#[test]
fn what_is_in_a_macro_waits_for_its_commit() {
    let mut bench = bench();
    bench.run(&LogRecord::MacroBegin(edge(AFTER)));
    entry_of(LEAF).iter().for_each(|r| bench.run(r));
    assert_eq!((bench.nodes(LEAF), bench.db().dbtime), (vec!["a=one".to_owned()], 1));
    // Of another dbtime: not in the macro.
    bench.put(6, leaf(6, &[("x", b"old")]));
    let mut other = on_node(6, 0);
    other.page.dbtime = AFTER + 1;
    bench.run(&LogRecord::FlagDelete(NodeOnly { node: other }));
    assert_eq!(bench.nodes(6), ["x=old D"]);
    bench.run(&LogRecord::MacroCommit(edge(AFTER)));
    assert_eq!((bench.nodes(LEAF), bench.dbtime(LEAF)), (vec!["a=new".to_owned()], AFTER));
    assert!(bench.db().dbtime == AFTER + 1 && !bench.transactions.is_in_macro(SESSION, AFTER));
    assert_eq!(bench.error(&LogRecord::Split2(super::split::vertical())), ErrorCode::LogCorrupted, "outside a macro");
}

#[test]
fn what_is_in_an_aborted_macro_is_dropped() {
    let mut bench = bench();
    bench.run(&LogRecord::MacroBegin(edge(AFTER)));
    assert_eq!(bench.error(&LogRecord::MacroBegin(edge(AFTER))), ErrorCode::LogCorrupted, "twice");
    entry_of(LEAF).iter().for_each(|r| bench.run(r));
    bench.run(&LogRecord::MacroAbort(edge(AFTER)));
    bench.run(&LogRecord::MacroCommit(edge(AFTER)));
    assert_eq!((bench.nodes(LEAF), bench.dbtime(LEAF)), (vec!["a=one".to_owned()], BEFORE));
}

#[test]
fn a_macro_counts_only_behind_the_attachment_and_a_begin() {
    let mut bench = bench();
    bench.lgpos = ATTACHED;
    bench.run_macro(&entry_of(LEAF));
    assert_eq!((bench.dbtime(LEAF), bench.db().dbtime), (BEFORE, AFTER));

    let mut bench = self::bench();
    bench.transactions.end_all_sessions();
    bench.run_macro(&entry_of(LEAF));
    assert_eq!(bench.dbtime(LEAF), BEFORE);

    // The position of the commit counts.
    let mut bench = self::bench();
    bench.lgpos = ATTACHED;
    bench.run(&LogRecord::MacroBegin(edge(AFTER)));
    entry_of(LEAF).iter().for_each(|r| bench.run(r));
    bench.lgpos = HERE;
    bench.run(&LogRecord::MacroCommit(edge(AFTER)));
    assert_eq!(bench.dbtime(LEAF), AFTER);

    let mut bench = self::bench();
    bench.databases.remove(DBID);
    bench.run_macro(&entry_of(LEAF));
}

#[test]
fn a_macro_of_something_else_is_damage() {
    let mut bench = bench();
    let delete = LogRecord::FlagDelete(NodeOnly { node: on_node(LEAF, 0) });
    assert_eq!(bench.apply_macro(&[delete]).unwrap_err().code(), ErrorCode::LogFileCorrupt);
    let mut bench = self::bench();
    bench.run_macro(&[]);
    let mut bench = self::bench();
    let error = bench.apply_macro(&[entry_of(LEAF)[0], delete]).unwrap_err();
    assert_eq!((error.code(), bench.dbtime(LEAF)), (ErrorCode::LogFileCorrupt, BEFORE));
    assert_eq!(self::bench().error(&entry_of(LEAF)[0]), ErrorCode::LogCorrupted, "outside a macro");
}

/// An UndoInfo record stands in the middle of a macro without being part of it.
#[test]
fn undo_info_does_not_wait() {
    let mut bench = bench();
    bench.run(&LogRecord::MacroBegin(edge(AFTER)));
    let (bookmark, operation) = (LoggedBookmark { key: b"a", data: b"" }, operation_kind::FLAG_DELETE);
    let node = versioned(LEAF, 0);
    bench.run(&LogRecord::UndoInfo(UndoInfo { node, bookmark, operation, max_size: 0, delta: 0, before_image: b"" }));
    assert!(bench.version(RCEID).is_some());
}
