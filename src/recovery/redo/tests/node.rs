//! Records about one node: what each does to its page, and which version it leaves.

use super::fixture::*;
use crate::error::ErrorCode;
use crate::format::log_record::*;
use crate::format::node::node_flags;
use crate::format::page::flags;
use crate::recovery::versions::{Change, Tree};

const LEAF: u32 = 5;
const NUMBER: [u8; 10] = [0xee, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xee];

/// Page 5 with three nodes, of which the middle one is deleted.
fn bench() -> Bench {
    let mut bench = Bench::new();
    let mut page = leaf(LEAF, &[("a", b"one"), ("b", b"two"), ("c", &NUMBER)]);
    page.set_node_flags(1, node_flags::DELETED).unwrap();
    bench.put(LEAF, page);
    bench
}

const TREE: Tree = Tree { dbid: DBID, pgno_fdp: ROOT, objid_fdp: OBJID, unique: true };

/// The version of that number: (key, data of its name, change); that it says the right tree, page and level is checked.
fn version<'a>(bench: &'a Bench, rceid: u32, unique: bool) -> (&'a str, &'a str, Change<'a>) {
    let v = bench.version(rceid).unwrap_or_else(|| panic!("no version {rceid}"));
    assert_eq!((v.tree, v.pgno, v.level), (Tree { unique, ..TREE }, LEAF, 1));
    (std::str::from_utf8(v.key).unwrap(), std::str::from_utf8(v.data).unwrap(), v.change)
}

#[test]
fn insert() {
    let mut bench = bench();
    bench.run(&LogRecord::Insert(Insert { node: on_node(LEAF, 1), prefix: b"", suffix: b"aa", data: b"new" }));
    assert_eq!(bench.nodes(LEAF)[..3], ["a=one", "aa=new", "b=two D"]);
    assert_eq!(bench.dbtime(LEAF), AFTER);
    assert!(bench.version(0).is_none() && bench.transactions.unresolved() == 0);

    let mut bench = self::bench();
    bench.run(&LogRecord::Insert(Insert { node: versioned(LEAF, 1), prefix: b"", suffix: b"aa", data: b"new" }));
    assert_eq!(bench.nodes(LEAF)[1], "aa=new V");
    assert_eq!(version(&bench, RCEID, true), ("aa", "", Change::Insert));
}

#[test]
fn insert_takes_from_the_pages_prefix() {
    let mut bench = bench();
    bench.db().cache.resident_mut(LEAF).unwrap().set_external_header(b"prefix", 0).unwrap();
    let insert = Insert { node: versioned_not_unique(LEAF, 3), prefix: b"pref", suffix: b"erence", data: b"d" };
    bench.run(&LogRecord::Insert(insert));
    assert_eq!(bench.nodes(LEAF)[3], "preference=d V C");
    assert_eq!(version(&bench, RCEID, false), ("preference", "d", Change::Insert));
}

/// Space that was held back for a rollback is given up only when the node does not fit beside it.
#[test]
fn insert_into_held_back_space() {
    let mut page = leaf(LEAF, &[("a", &[b'x'; 3000])]);
    let free = page.free_bytes();
    page.set_uncommitted_free(500).unwrap();
    for (size, left) in [(free - 500 - 7, 500), (free - 500 - 6, 0)] {
        let mut bench = Bench::new();
        bench.put(LEAF, page.clone());
        let data = vec![b'y'; size];
        bench.run(&LogRecord::Insert(Insert { node: on_node(LEAF, 1), prefix: b"", suffix: b"b", data: &data }));
        assert_eq!(bench.page(LEAF).uncommitted_free(), left, "{size}");
    }
}

#[test]
fn flag_insert() {
    for (node, shown) in [(on_node(LEAF, 1), "b=two"), (versioned_not_unique(LEAF, 1), "b=two V")] {
        let mut bench = bench();
        bench.run(&LogRecord::FlagInsert(FlagInsert { node, key: b"b", data: b"two" }));
        assert_eq!((&*bench.nodes(LEAF)[1], bench.dbtime(LEAF)), (shown, AFTER));
        match node.rceid {
            0 => assert!(bench.version(0).is_none()),
            _ => assert_eq!(version(&bench, RCEID, false), ("b", "two", Change::Insert)),
        }
    }
}

#[test]
fn flag_insert_and_replace_data() {
    let record = |node| {
        LogRecord::FlagInsertAndReplaceData(FlagInsertAndReplaceData {
            node,
            rceid_replace: RCEID + 1,
            key: b"b",
            data: b"longer",
        })
    };
    let mut bench = bench();
    bench.run(&record(on_node(LEAF, 1)));
    assert_eq!((&*bench.nodes(LEAF)[1], bench.dbtime(LEAF)), ("b=longer", AFTER));

    let mut bench = self::bench();
    bench.run(&record(versioned(LEAF, 1)));
    assert_eq!(bench.nodes(LEAF)[1], "b=longer V");
    assert_eq!(version(&bench, RCEID, true), ("b", "", Change::Insert));
    assert_eq!(version(&bench, RCEID + 1, true), ("b", "", Change::Replace { before: b"two" }));

    // On the page already: the insert needs nothing to be undone, the replace its before image.
    let mut bench = self::bench();
    bench.db().may_be_ahead = true;
    bench.set_dbtime(LEAF, AFTER);
    bench.run(&record(versioned(LEAF, 1)));
    assert_eq!(bench.nodes(LEAF)[1], "b=two D");
    assert_eq!(version(&bench, RCEID, true), ("b", "", Change::Insert));
    assert!(bench.version(RCEID + 1).is_none() && bench.transactions.unresolved() == 1);
    let (bookmark, node) =
        (LoggedBookmark { key: b"b", data: b"" }, NodeOperation { rceid: RCEID + 1, ..versioned(LEAF, 1) });
    let (operation, before_image) = (operation_kind::REPLACE, b"two");
    bench.run(&LogRecord::UndoInfo(UndoInfo { node, bookmark, operation, max_size: 3, delta: 3, before_image }));
    assert!(bench.version(RCEID + 1).is_some() && bench.transactions.unresolved() == 0);
}

#[test]
fn flag_delete() {
    let mut bench = bench();
    bench.run(&LogRecord::FlagDelete(NodeOnly { node: on_node(LEAF, 0) }));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one D", AFTER));

    for (node, unique, data) in [(versioned(LEAF, 0), true, ""), (versioned_not_unique(LEAF, 0), false, "one")] {
        let mut bench = self::bench();
        bench.run(&LogRecord::FlagDelete(NodeOnly { node }));
        assert_eq!(bench.nodes(LEAF)[0], "a=one D V");
        assert_eq!(version(&bench, RCEID, unique), ("a", data, Change::FlagDelete));
        assert!(bench.transactions.held_pages().is_held(DBID, LEAF), "its before image is nowhere in the log");
    }
}

#[test]
fn what_is_known_to_commit_is_changed_and_not_remembered() {
    let mut bench = bench();
    bench.transactions.will_commit(true);
    bench.run(&LogRecord::FlagDelete(NodeOnly { node: versioned(LEAF, 0) }));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one D V", AFTER));
    assert!(bench.version(RCEID).is_none() && !bench.transactions.held_pages().is_held(DBID, LEAF));

    let mut bench = self::bench();
    bench.transactions.will_commit(true);
    bench.run(&LogRecord::Replace(replacement(versioned(LEAF, 0), b"x")));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.version(RCEID)), ("a=x V", None));

    // The page is ahead: no before image is waited for.
    let mut bench = self::bench();
    bench.db().may_be_ahead = true;
    bench.set_dbtime(LEAF, AFTER);
    bench.transactions.will_commit(true);
    bench.run(&LogRecord::Replace(replacement(versioned(LEAF, 0), b"x")));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.transactions.unresolved()), ("a=one", 0));

    // The level is judged all the same.
    let mut bench = self::bench();
    bench.transactions.will_commit(true);
    let mut node = versioned(LEAF, 0);
    node.page.level = 2;
    assert_eq!(bench.error(&LogRecord::FlagDelete(NodeOnly { node })), ErrorCode::LogCorrupted);
}

#[test]
fn delete() {
    let mut bench = bench();
    bench.run(&LogRecord::Delete(NodeOnly { node: on_node(LEAF, 1) }));
    assert_eq!(bench.nodes(LEAF).len(), 2);
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one", AFTER));
    let node = on_node(LEAF, 2);
    let node = NodeOperation { page: PageOperation { dbtime_before: AFTER, dbtime: AFTER + 1, ..node.page }, ..node };
    assert_eq!(
        bench.error(&LogRecord::Delete(NodeOnly { node })),
        ErrorCode::LogOperationInconsistentWithDatabase,
        "there is no third node any more"
    );
}

fn replacement(node: NodeOperation, data: &[u8]) -> Replace<'_> {
    Replace { node, old_size: 3, new_size: data.len() as u16, diff2: false, data }
}

#[test]
fn replace() {
    let mut bench = bench();
    bench.run(&LogRecord::Replace(replacement(on_node(LEAF, 0), b"other data")));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=other data", AFTER));
    assert!(bench.transactions.unresolved() == 0);

    let mut bench = self::bench();
    bench.run(&LogRecord::Replace(replacement(versioned(LEAF, 0), b"x")));
    assert_eq!(bench.nodes(LEAF)[0], "a=x V");
    assert_eq!(version(&bench, RCEID, true), ("a", "", Change::Replace { before: b"one" }));
    assert!(bench.transactions.held_pages().is_held(DBID, LEAF));

    let mut bench = self::bench();
    let wrong = Replace { new_size: 4, ..replacement(on_node(LEAF, 0), b"abc") };
    assert_eq!(bench.error(&LogRecord::Replace(wrong)), ErrorCode::LogCorrupted);
    assert_eq!(bench.dbtime(LEAF), BEFORE);
}

/// A node that grows gives up what was held back; one that does not, leaves it.
#[test]
fn replace_in_held_back_space() {
    for (data, left) in [(&b"ones"[..], 0), (b"two", 90), (b"", 90)] {
        let mut bench = bench();
        bench.db().cache.resident_mut(LEAF).unwrap().set_uncommitted_free(90).unwrap();
        bench.run(&LogRecord::Replace(replacement(on_node(LEAF, 0), data)));
        assert_eq!(bench.page(LEAF).uncommitted_free(), left);
    }
}

#[test]
fn replace_diff() {
    // Put "XY" in place of the byte at offset 1.
    let narrow = [1, 0, 2, 1, b'X', b'Y'];
    let wide = [1, 0, 0, 2, 1, b'X', b'Y'];
    for (diff2, data) in [(false, &narrow[..]), (true, &wide)] {
        for (node, shown) in [(on_node(LEAF, 0), "a=oXYe"), (versioned(LEAF, 0), "a=oXYe V")] {
            let mut bench = bench();
            bench.run(&LogRecord::ReplaceDiff(Replace { node, old_size: 3, new_size: 4, diff2, data }));
            assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), (shown, AFTER));
            if node.rceid != 0 {
                assert_eq!(version(&bench, RCEID, true), ("a", "", Change::Replace { before: b"one" }));
            }
        }
    }
    let mut bench = bench();
    let wrong = Replace { node: on_node(LEAF, 0), old_size: 3, new_size: 5, diff2: false, data: &narrow };
    assert_eq!(bench.error(&LogRecord::ReplaceDiff(wrong)), ErrorCode::LogCorrupted);
}

/// A change that is on its page already has no before image there: it waits for its UndoInfo record.
#[test]
fn a_version_of_what_is_on_the_page_already_is_put_off() {
    let records = [
        LogRecord::Replace(replacement(versioned(LEAF, 0), b"one")),
        LogRecord::ReplaceDiff(replacement(versioned(LEAF, 0), b"")),
        LogRecord::FlagDelete(NodeOnly { node: versioned(LEAF, 0) }),
    ];
    for record in records {
        let mut bench = bench();
        bench.db().may_be_ahead = true;
        bench.set_dbtime(LEAF, AFTER + 5);
        bench.run(&record);
        assert!(bench.version(RCEID).is_none(), "{}", record.name());
        assert_eq!(bench.transactions.unresolved(), 1, "{}", record.name());
    }
}

#[test]
fn undo_info() {
    let info = |operation, before_image| {
        let bookmark = LoggedBookmark { key: b"a", data: b"" };
        let node = versioned(LEAF, 0);
        LogRecord::UndoInfo(UndoInfo { node, bookmark, operation, max_size: 3, delta: 0, before_image })
    };
    let replaced = LogRecord::Replace(replacement(versioned(LEAF, 0), b"new"));
    // Behind a change that was on the page already it brings the version.
    let mut bench = bench();
    bench.db().may_be_ahead = true;
    bench.set_dbtime(LEAF, AFTER);
    bench.run(&replaced);
    bench.run(&info(operation_kind::REPLACE, b"one"));
    assert_eq!(version(&bench, RCEID, true), ("a", "", Change::Replace { before: b"one" }));
    assert_eq!(bench.transactions.unresolved(), 0);
    assert!(!bench.transactions.held_pages().is_held(DBID, LEAF));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one", AFTER), "it changes no page");

    // Behind a change that was redone it only lets the page go.
    let mut bench = self::bench();
    bench.run(&replaced);
    bench.run(&info(operation_kind::REPLACE, b"something else"));
    assert_eq!(version(&bench, RCEID, true), ("a", "", Change::Replace { before: b"one" }));
    assert!(!bench.transactions.held_pages().is_held(DBID, LEAF));

    let mut bench = self::bench();
    bench.run(&info(operation_kind::FLAG_DELETE, b""));
    assert_eq!(version(&bench, RCEID, true), ("a", "", Change::FlagDelete));
    assert_eq!(bench.error(&info(operation_kind::INSERT, b"")), ErrorCode::LogCorrupted);
    assert_eq!(bench.error(&info(77, b"")), ErrorCode::LogCorrupted);
}

#[test]
fn delta() {
    let bookmark = LoggedBookmark { key: b"c", data: b"" };
    for (node, version_bit) in [(on_node(LEAF, 2), 0), (versioned(LEAF, 2), node_flags::VERSION)] {
        let mut bench = bench();
        bench.run(&LogRecord::Delta(Delta { node, bookmark, delta: 3, offset: 1 }));
        let page = bench.page(LEAF);
        assert_eq!(page.node(2).unwrap().data, [0xee, 2, 0, 0, 0, 1, 0, 0, 0, 0xee], "32 bits, nothing carried on");
        assert_eq!((page.node_flags(2).unwrap(), page.dbtime()), (version_bit, AFTER));
        if version_bit != 0 {
            assert_eq!(version(&bench, RCEID, true), ("c", "", Change::Delta32 { offset: 1, delta: 3 }));
        }
    }
    for (line, offset) in [(2, 7), (0, 0)] {
        let wrong = Delta { node: on_node(LEAF, line), bookmark, delta: 1, offset };
        assert_eq!(bench().error(&LogRecord::Delta(wrong)), ErrorCode::LogCorrupted, "the number is not in the node");
    }
}

#[test]
fn delta_64() {
    let bookmark = LoggedBookmark { key: b"c", data: b"" };
    let mut bench = bench();
    bench.run(&LogRecord::Delta64(Delta { node: versioned(LEAF, 2), bookmark, delta: -(1 << 33), offset: 1 }));
    let page = bench.page(LEAF);
    assert_eq!(page.node(2).unwrap().data, [0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xee]);
    assert_eq!((page.node_flags(2).unwrap(), page.dbtime()), (node_flags::VERSION, AFTER));
    assert_eq!(version(&bench, RCEID, true), ("c", "", Change::Delta64 { offset: 1, delta: -(1 << 33) }));
    let wrong = Delta { node: on_node(LEAF, 2), bookmark, delta: 1, offset: 3 };
    assert_eq!(self::bench().error(&LogRecord::Delta64(wrong)), ErrorCode::LogCorrupted);
}

/// The changed number of an escrow is known from the record alone: a version also when the page has it already.
#[test]
fn a_delta_on_the_page_already_leaves_its_version() {
    let mut bench = bench();
    bench.db().may_be_ahead = true;
    bench.set_dbtime(LEAF, AFTER);
    let bookmark = LoggedBookmark { key: b"c", data: b"" };
    bench.run(&LogRecord::Delta(Delta { node: versioned(LEAF, 2), bookmark, delta: -3, offset: 1 }));
    assert_eq!(bench.page(LEAF).node(2).unwrap().data, NUMBER);
    assert_eq!(version(&bench, RCEID, true), ("c", "", Change::Delta32 { offset: 1, delta: -3 }));
}

#[test]
fn set_external_header() {
    let set = |data| LogRecord::SetExternalHeader(SetExternalHeader { node: on_node(LEAF, 0), data });
    let mut bench = bench();
    bench.run(&set(b"prefix"));
    let page = bench.page(LEAF);
    assert_eq!((page.prefix().unwrap(), page.dbtime()), (&b"prefix"[..], AFTER));
    assert_eq!(bench.nodes(LEAF)[0], "a=one");

    // A prefix may not become shorter than a node needs; a root's header is no prefix.
    for (page_flags, error) in [(flags::LEAF, true), (flags::LEAF | flags::ROOT, false)] {
        let mut bench = Bench::new();
        let mut page = page_of(4096, LEAF, page_flags, &[]);
        page.set_external_header(b"prefix", 0).unwrap();
        if error {
            let parts = crate::format::node::NodeParts { flags: 0, prefix_length: 4, suffix: b"x", data: b"" };
            page.insert(0, &parts).unwrap();
        }
        bench.put(LEAF, page);
        let answer = bench.apply(&set(b"pre")).err().map(|e| e.code());
        assert_eq!(answer, error.then_some(ErrorCode::LogOperationInconsistentWithDatabase));
        let header: &[u8] = if error { b"prefix" } else { b"pre" };
        assert_eq!(bench.page(LEAF).external_header().unwrap(), header);
    }
}

#[test]
fn scrub() {
    let scrub = |operations: &'static [u8], flags| {
        let node = on_node(LEAF, 0);
        let count = operations.len() as u32;
        LogRecord::Scrub(Scrub { node, flags: ScrubFlags(flags), operation_count: count, data: operations })
    };
    let mut bench = bench();
    for line in 0..3 {
        bench.db().cache.resident_mut(LEAF).unwrap().set_node_flags(line, node_flags::VERSION).unwrap();
    }
    bench.run(&scrub(&[0, 1, 2], 0));
    let page = bench.page(LEAF);
    let data = |line| page.node(line).unwrap().data;
    assert_eq!((data(0), data(1), data(2)), (&b"one"[..], &b"DDD"[..], &b"\x20LLLLLLLLL"[..]));
    let bits: Vec<u8> = (0..3).map(|line| page.node_flags(line).unwrap()).collect();
    assert_eq!(bits, [node_flags::VERSION, 0, 0]);
    assert!(page.is_scrubbed() && page.dbtime() == AFTER);
    assert_eq!(page.bytes()[2000], b'Z');

    let mut bench = self::bench();
    bench.run(&scrub(&[], ScrubFlags::UNUSED_PAGE));
    let page = bench.page(LEAF);
    assert_eq!((page.node_count(), page.bytes()[100], page.bytes()[2000]), (0, b'U', b'U'));
    assert!(page.is_scrubbed() && page.dbtime() == AFTER);

    assert_eq!(self::bench().error(&scrub(&[0, 0], 0)), ErrorCode::LogOperationInconsistentWithDatabase);
    assert_eq!(self::bench().error(&scrub(&[0, 0, 9], 0)), ErrorCode::LogCorrupted);
}

#[test]
fn undo() {
    let undo = |operation| {
        let bookmark = LoggedBookmark { key: b"a", data: b"" };
        let mut node = on_node(LEAF, 0);
        node.rceid = RCEID;
        node.page.dbtime_before = AFTER;
        node.page.dbtime = AFTER + 1;
        LogRecord::Undo(Undo { node, bookmark, operation, undo_level: 1 })
    };
    let mut bench = bench();
    bench.run(&LogRecord::Replace(replacement(versioned(LEAF, 0), b"new")));
    assert_eq!(bench.error(&undo(operation_kind::INSERT)), ErrorCode::LogCorrupted, "a version of another kind");
    bench.run(&undo(operation_kind::REPLACE));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one V", AFTER + 1));
    assert!(bench.version(RCEID).is_none() && !bench.transactions.held_pages().is_held(DBID, LEAF));

    // The page lacks the change, and nobody knows what to do.
    let mut bench = self::bench();
    bench.set_dbtime(LEAF, AFTER);
    assert_eq!(bench.error(&undo(operation_kind::REPLACE)), ErrorCode::LogCorrupted);

    // On the page already: the version is not wanted any more.
    let mut bench = self::bench();
    bench.run(&LogRecord::FlagDelete(NodeOnly { node: versioned(LEAF, 0) }));
    bench.db().may_be_ahead = true;
    bench.set_dbtime(LEAF, AFTER + 1);
    bench.run(&undo(operation_kind::FLAG_DELETE));
    assert_eq!((&*bench.nodes(LEAF)[0], bench.dbtime(LEAF)), ("a=one D V", AFTER + 1));
    assert!(bench.version(RCEID).is_none());
}

#[test]
fn empty_tree() {
    let list: Vec<u8> = [(BEFORE, 6_u32), (BEFORE + 1, 7)]
        .iter()
        .flat_map(|(before, pgno)| [&before.to_le_bytes()[..], &pgno.to_le_bytes(), &[0; 4]].concat())
        .collect();
    let record = LogRecord::EmptyTree(EmptyTree::new(on_node(ROOT, 0), &list));
    let prepared = || {
        let mut bench = Bench::ahead();
        let mut root = parent(ROOT, flags::ROOT | flags::PARENT_OF_LEAF, &[("m", 6), ("", 7)]);
        root.set_external_header(&[7; 16], 0).unwrap();
        bench.put(ROOT, root);
        bench.put(6, leaf(6, &[("a", b"1")]));
        let mut last = leaf(7, &[("x", b"2")]);
        last.set_external_header(b"x", 0).unwrap();
        bench.put(7, last);
        bench.set_dbtime(7, BEFORE + 1);
        bench
    };
    let mut bench = prepared();
    bench.run(&record);
    for pgno in [6, 7] {
        let page = bench.page(pgno);
        assert_eq!((page.node_count(), page.dbtime()), (0, AFTER));
        assert!(page.is_empty() && page.prefix().unwrap().is_empty());
    }
    let root = bench.page(ROOT);
    assert_eq!((root.node_count(), root.dbtime(), root.external_header().unwrap()), (0, AFTER, &[7; 16][..]));
    assert!(root.is_root() && root.is_leaf() && !root.is_parent_of_leaf() && !root.is_empty());

    // Each page is judged by its own clock.
    for done in [ROOT, 6, 7] {
        let mut bench = prepared();
        bench.set_dbtime(done, AFTER);
        bench.run(&record);
        let emptied: Vec<bool> = [ROOT, 6, 7].map(|pgno| bench.page(pgno).node_count() == 0).into();
        assert_eq!(emptied, [ROOT, 6, 7].map(|pgno| pgno != done), "{done}");
    }
}
