use super::*;

const TREE: Tree = Tree { dbid: 1, pgno_fdp: 5, objid_fdp: 7, unique: true };

fn version(rceid: Rceid, level: Level, change: Change<'_>) -> Version<'_> {
    Version { rceid, level, tree: TREE, pgno: 9, key: b"key", data: b"", change, undo_info_pending: true }
}

fn undo_order(v: &mut Versions) -> Vec<Rceid> {
    let mut all = Vec::new();
    while let Some(rceid) = v.newest().map(|n| n.rceid) {
        all.push(rceid);
        v.remove(rceid, &mut HeldPages::default());
    }
    all
}

#[test]
fn order_is_by_level_then_rceid_whatever_the_order_of_arrival() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    for (rceid, level) in [(10, 1), (30, 2), (20, 1), (5, 1), (25, 2), (40, 1)] {
        assert!(v.note(version(rceid, level, Change::Insert), &mut held));
    }
    assert_eq!(undo_order(&mut v), [30, 25, 40, 20, 10, 5]);
    assert_eq!(v.arena_size(), 0, "the last one to go gives the arena back");
}

#[test]
fn late_comers_are_found_and_go_like_the_others() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    for rceid in [10, 20, 15, 30, 5] {
        assert!(v.note(version(rceid, 1, Change::Insert), &mut held));
        assert!(!v.note(version(rceid, 1, Change::Insert), &mut held));
    }
    for rceid in [15, 20] {
        assert_eq!(v.get(rceid).map(|e| e.rceid), Some(rceid));
        v.remove(rceid, &mut held);
        assert_eq!(v.get(rceid), None);
    }
    assert_eq!(undo_order(&mut v), [30, 10, 5]);
}

#[test]
fn rceids_wrap() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    for rceid in [0xffff_fff0, 4, 0xffff_ffff] {
        v.note(version(rceid, 1, Change::Insert), &mut held);
    }
    assert_eq!(undo_order(&mut v), [4, 0xffff_ffff, 0xffff_fff0]);
    assert!(compare_rceids(0, 0xffff_ffff).is_lt());
}

#[test]
fn a_commit_into_the_outer_level_keeps_the_place() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    v.note(version(1, 1, Change::Insert), &mut held);
    v.note(version(2, 2, Change::FlagDelete), &mut held);
    v.lower(2);
    assert_eq!(v.get(2).map(|e| e.level), Some(1));
    v.drop_level(2, &mut held);
    assert_eq!(v.len(), 2);
    v.drop_level(1, &mut held);
    assert!(v.is_empty());
}

#[test]
fn undo_info_for_a_redone_operation_only_frees_the_page() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    assert!(v.note(version(1, 1, Change::Replace { before: b"real" }), &mut held));
    assert!(v.note(version(2, 1, Change::FlagDelete), &mut held));
    assert!(held.is_held(1, 9) && !held.is_held(2, 9));
    let second = Version { undo_info_pending: false, ..version(1, 1, Change::Replace { before: b"late" }) };
    assert!(!v.note(second, &mut held));
    assert!(held.is_held(1, 9), "by the other change");
    v.undo_info_logged(2, &mut held);
    assert!(!held.is_held(1, 9));
    let news: Vec<bool> = held.take_news().map(|n| n.held).collect();
    assert_eq!(news, [true, true, false, false]);
    assert_eq!(v.get(1).map(|e| e.change), Some(Change::Replace { before: b"real" }));
}

#[test]
fn inserts_and_deltas_hold_no_page_back() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    v.note(version(1, 1, Change::Insert), &mut held);
    v.note(version(2, 1, Change::Delta32 { offset: 4, delta: -1 }), &mut held);
    assert!(!held.is_held(1, 9));
}

#[test]
fn the_end_of_a_transaction_lets_pages_go() {
    let (mut v, mut held) = (Versions::default(), HeldPages::default());
    v.note(version(1, 1, Change::FlagDelete), &mut held);
    v.note(version(2, 1, Change::FlagDelete), &mut held);
    v.clear(&mut held);
    assert!(!held.is_held(1, 9));
}

#[test]
fn operation_codes_are_those_of_the_log() {
    for code in [1, 2, 3, 4, 9] {
        assert_eq!(Operation::from_code(code).unwrap().code(), code);
    }
    assert!(Operation::from_code(8).is_err());
}
