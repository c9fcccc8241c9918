use super::*;
use crate::format::node::NodeParts;
use crate::format::page::flags;
use crate::format::primitives::{Dbtime, Lgpos, Pgno};
use crate::recovery::versions::Tree;
use std::collections::BTreeMap;

#[derive(Default)]
struct Store {
    pages: BTreeMap<Pgno, Page>,
    clock: Dbtime,
}

impl PageStore for Store {
    fn page(&mut self, pgno: Pgno) -> Result<&Page> {
        Ok(self.pages.get(&pgno).unwrap())
    }
    fn page_mut(&mut self, pgno: Pgno) -> Result<&mut Page> {
        Ok(self.pages.get_mut(&pgno).unwrap())
    }
    fn next_dbtime(&mut self) -> Dbtime {
        self.clock += 1;
        self.clock
    }
}

struct One(Store);

impl Databases for One {
    fn database(&mut self, dbid: Dbid) -> Result<Option<&mut dyn PageStore>> {
        Ok(if dbid == 1 { Some(&mut self.0) } else { None })
    }
}

#[derive(Default)]
struct Log(Vec<String>);

impl UndoLog for Log {
    fn append(&mut self, record: &LogRecord<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        record.encode(&mut bytes)?;
        assert_eq!(LogRecord::parse(&bytes)?, (*record, bytes.len()));
        self.0.push(match record {
            LogRecord::Undo(u) => format!(
                "undo {} {:?} page {} line {} time {}>{} level {}",
                u.node.procid, u.operation, u.node.pgno, u.node.line, u.node.dbtime_before, u.node.dbtime, u.undo_level
            ),
            LogRecord::UndoInfo(u) => format!("info {} {:?}", u.operation, u.before_image),
            LogRecord::Rollback(r) => format!("rollback {} {}", r.procid, r.levels),
            LogRecord::MacroAbort(m) => format!("abort {} {}", m.procid, m.dbtime),
            other => panic!("{other:?}"),
        });
        Ok(())
    }
}

const TREE: Tree = Tree { dbid: 1, pgno_fdp: 10, objid_fdp: 30, unique: true };

/// One leaf, keys a, b, c … with the data given.
fn databases(data: &[&[u8]]) -> One {
    let mut page = Page::zeroed(4096);
    page.init(10, 30, flags::ROOT | flags::LEAF, 100);
    for (line, data) in data.iter().enumerate() {
        let key = [b'a' + line as u8];
        let parts = NodeParts { flags: node_flags::VERSION, prefix_length: 0, suffix: &key, data };
        page.insert(line, &parts).unwrap();
    }
    One(Store { pages: BTreeMap::from([(10, page)]), clock: 500 })
}

fn version<'a>(rceid: u32, level: u8, key: &'a [u8], change: Change<'a>) -> Version<'a> {
    Version { rceid, level, tree: TREE, pgno: 10, key, data: b"", change, undo_info_pending: true }
}

fn begun(procid: Procid, levels: u8) -> Transactions {
    let mut t = Transactions::new();
    t.begin(procid, 0, levels, 77, Lgpos::new(1, 2, 3)).unwrap();
    t
}

#[test]
fn each_kind_of_change_is_taken_back() {
    let number64 = 7_i64.to_le_bytes();
    let mut db = databases(&[b"inserted", b"new", b"deleted", &[0xff, 5, 0, 0, 0], &number64]);
    db.0.pages.get_mut(&10).unwrap().set_node_flags(2, node_flags::DELETED).unwrap();
    db.0.pages.get_mut(&10).unwrap().set_uncommitted_free(9).unwrap();
    let mut t = begun(4, 1);
    t.note_version(4, version(1, 1, b"a", Change::Insert)).unwrap();
    t.note_version(4, version(2, 1, b"b", Change::Replace { before: b"older" })).unwrap();
    t.note_version(4, version(3, 1, b"c", Change::FlagDelete)).unwrap();
    t.note_version(4, version(4, 1, b"d", Change::Delta32 { offset: 1, delta: 6 })).unwrap();
    t.note_version(4, version(5, 1, b"e", Change::Delta64 { offset: 0, delta: -3 })).unwrap();
    let mut log = Log::default();
    let done = undo_all(&mut t, &mut db, &mut log).unwrap();
    assert_eq!(done, Undone { transactions: 1, operations: 5, ..Undone::default() });
    assert_eq!(
        log.0,
        [
            "undo 4 9 page 10 line 4 time 100>501 level 1",
            "undo 4 4 page 10 line 3 time 501>502 level 1",
            "info 3 []",
            "undo 4 3 page 10 line 2 time 502>503 level 1",
            "info 2 [111, 108, 100, 101, 114]",
            "undo 4 2 page 10 line 1 time 503>504 level 1",
            "undo 4 1 page 10 line 0 time 504>505 level 1",
            "rollback 4 1",
        ]
    );
    let page = &db.0.pages[&10];
    assert_eq!(page.dbtime(), 505);
    assert_eq!(page.uncommitted_free(), 0, "the growing replace needed room");
    let node = |line| page.node(line).unwrap();
    assert_eq!((node(0).flags, node(0).data), (node_flags::VERSION | node_flags::DELETED, &b"inserted"[..]));
    assert_eq!((node(1).flags, node(1).data), (node_flags::VERSION, &b"older"[..]));
    assert_eq!(node(2).flags, 0);
    assert_eq!(node(3).data, [0xff, 0xff, 0xff, 0xff, 0xff]);
    assert_eq!(node(4).data, 10_i64.to_le_bytes());
    assert_eq!(t.open(), []);
}

#[test]
fn sessions_go_by_number_levels_from_within_and_macros_before_all() {
    let mut db = databases(&[b"1", b"2", b"3"]);
    let mut t = Transactions::new();
    for (procid, levels) in [(9, 1), (2, 3)] {
        t.begin(procid, 0, levels, 5, Lgpos::MIN).unwrap();
    }
    t.begin_macro(9, 300).unwrap();
    t.note_version(9, version(1, 1, b"a", Change::Insert)).unwrap();
    t.note_version(2, version(2, 1, b"b", Change::Insert)).unwrap();
    t.note_version(2, version(3, 3, b"c", Change::Insert)).unwrap();
    let mut log = Log::default();
    undo_all(&mut t, &mut db, &mut log).unwrap();
    assert_eq!(
        log.0,
        [
            "abort 9 300",
            "undo 2 1 page 10 line 2 time 100>501 level 3",
            "rollback 2 1",
            "rollback 2 1",
            "undo 2 1 page 10 line 1 time 501>502 level 1",
            "rollback 2 1",
            "undo 9 1 page 10 line 0 time 502>503 level 1",
            "rollback 9 1",
        ]
    );
}

#[test]
fn the_same_node_goes_back_step_by_step() {
    let mut db = databases(&[b"third"]);
    let mut t = begun(4, 1);
    t.note_version(4, version(1, 1, b"a", Change::Replace { before: b"1" })).unwrap();
    t.note_version(4, version(2, 1, b"a", Change::Replace { before: b"second is long" })).unwrap();
    undo_all(&mut t, &mut db, &mut Log::default()).unwrap();
    assert_eq!(db.0.pages[&10].node(0).unwrap().data, b"1");
}

#[test]
fn databases_that_are_not_there_are_passed_over() {
    let mut db = databases(&[b"1"]);
    let mut t = begun(4, 1);
    let elsewhere = Tree { dbid: 2, ..TREE };
    t.note_version(4, Version { tree: elsewhere, ..version(1, 1, b"a", Change::Insert) }).unwrap();
    let mut log = Log::default();
    assert_eq!(undo_all(&mut t, &mut db, &mut log).unwrap().operations, 0);
    assert_eq!(log.0, ["rollback 4 1"]);
}

#[test]
fn a_missing_node_stops_before_anything_is_logged() {
    let mut db = databases(&[b"1"]);
    let mut t = begun(4, 1);
    t.note_version(4, version(1, 1, b"b", Change::Insert)).unwrap();
    let mut log = Log::default();
    let error = undo_all(&mut t, &mut db, &mut log).unwrap_err();
    assert_eq!(error.code(), ErrorCode::RollbackError);
    assert!(log.0.is_empty() && db.0.clock == 500);
}

#[test]
fn no_room_and_no_number_stop_it_too() {
    for change in [Change::Replace { before: &[7; 4090] }, Change::Delta32 { offset: 1, delta: 1 }] {
        let mut db = databases(&[b"1234"]);
        let mut t = begun(4, 1);
        t.note_version(4, version(1, 1, b"a", change)).unwrap();
        let error = undo_all(&mut t, &mut db, &mut Log::default()).unwrap_err();
        assert_eq!((error.code(), error.page_number()), (ErrorCode::RollbackError, Some(10)));
    }
}

/// A page that is not behind the clock of its database lies: the clock went back, or the page is another's.
#[test]
fn a_page_ahead_of_the_clock_stops_it() {
    for (clock, goes) in [(98, false), (99, false), (100, true)] {
        let mut db = databases(&[b"1"]);
        db.0.clock = clock;
        let mut t = begun(4, 1);
        t.note_version(4, version(1, 1, b"a", Change::Insert)).unwrap();
        let code = undo_all(&mut t, &mut db, &mut Log::default()).err().map(|e| e.code());
        assert_eq!(code, (!goes).then_some(ErrorCode::DbTimeCorrupted), "{clock}");
    }
}

#[test]
fn redo_of_an_undo_record_needs_its_version_only_when_the_page_needs_it() {
    let mut db = databases(&[b"new"]);
    let mut t = begun(4, 1);
    t.note_version(4, version(1, 1, b"a", Change::Replace { before: b"old" })).unwrap();
    let node = NodeOperation {
        page: PageOperation {
            procid: 4,
            dbid: 1,
            pgno: 10,
            dbtime: 101,
            dbtime_before: 100,
            trx_begin0: 77,
            level: 1,
            line: 0,
            flags: OperationFlags(OperationFlags::UNIQUE),
        },
        rceid: 1,
        pgno_fdp: 10,
        objid_fdp: 30,
    };
    let bookmark = LoggedBookmark { key: b"a", data: b"" };
    let record = Undo { node, bookmark, operation: 2, undo_level: 1 };
    redo_undo(&mut t, &record, db.0.pages.get_mut(&10)).unwrap();
    assert_eq!(db.0.pages[&10].node(0).unwrap().data, b"old");
    assert_eq!(t.version(4, 1), None);
    assert!(redo_undo(&mut t, &record, db.0.pages.get_mut(&10)).is_err());
    redo_undo(&mut t, &record, None).unwrap();
}
