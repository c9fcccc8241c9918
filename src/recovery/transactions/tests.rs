use super::*;
use crate::recovery::versions::{Change, Tree};

const HERE: Lgpos = Lgpos::new(3, 4, 5);

fn version(rceid: Rceid, level: Level) -> Version<'static> {
    let tree = Tree { dbid: 1, pgno_fdp: 2, objid_fdp: 3, unique: true };
    let change = Change::Replace { before: b"old" };
    Version { rceid, level, tree, pgno: 8, key: b"k", data: b"", change, undo_info_pending: true }
}

#[test]
fn nothing_counts_before_a_begin_at_level_0() {
    let mut t = Transactions::new();
    t.begin(7, 1, 1, 0, HERE).unwrap();
    t.commit(7, 0, Some(9)).unwrap();
    t.rollback(7, 1).unwrap();
    assert!(!t.is_active(7));
    assert_eq!(t.newest_trx(), Some(9));
    t.begin(7, 0, 1, 10, HERE).unwrap();
    assert!(t.is_active(7));
    assert_eq!(t.oldest_begin(), Some(HERE));
}

#[test]
fn one_begin_may_open_several_levels() {
    let mut t = Transactions::new();
    t.begin(7, 0, 3, 10, HERE).unwrap();
    assert_eq!(t.level(7), 3);
    t.commit(7, 1, None).unwrap();
    assert_eq!(t.level(7), 1);
    t.begin(7, 1, 1, 0, HERE).unwrap();
    t.rollback(7, 2).unwrap();
    assert_eq!(t.level(7), 0);
    assert_eq!(t.oldest_begin(), None);
}

#[test]
fn commit_to_level_0_forgets_and_commit_to_level_1_keeps() {
    let mut t = Transactions::new();
    t.begin(7, 0, 2, 10, HERE).unwrap();
    t.note_version(7, version(1, 1)).unwrap();
    t.note_version(7, version(2, 2)).unwrap();
    t.commit(7, 1, None).unwrap();
    assert_eq!(t.version(7, 2).unwrap().level, 1);
    t.commit(7, 0, Some(12)).unwrap();
    assert_eq!(t.version(7, 1), None);
}

#[test]
fn rollback_of_the_inner_level_leaves_the_outer_one() {
    let mut t = Transactions::new();
    t.begin(7, 0, 2, 10, HERE).unwrap();
    t.note_version(7, version(1, 1)).unwrap();
    t.note_version(7, version(2, 2)).unwrap();
    t.rollback(7, 1).unwrap();
    assert!(t.version(7, 1).is_some() && t.version(7, 2).is_none());
}

#[test]
fn undo_info_brings_the_deferred_version() {
    let mut t = Transactions::new();
    t.begin(7, 0, 1, 10, HERE).unwrap();
    t.defer_version(7, 5, 1);
    assert_eq!(t.unresolved(), 1);
    t.note_undo_info(7, version(5, 3));
    assert_eq!(t.unresolved(), 0);
    let v = t.version(7, 5).unwrap();
    assert_eq!((v.level, v.undo_info_pending), (1, false));
    t.commit(7, 0, None).unwrap();
    t.note_undo_info(7, version(6, 1));
    assert_eq!(t.version(7, 6), None, "after the commit it has nothing to serve");
}

#[test]
fn damaged_levels_are_errors() {
    let mut t = Transactions::new();
    t.begin(7, 0, 1, 10, HERE).unwrap();
    assert!(t.begin(7, 0, 1, 10, HERE).is_err());
    assert!(t.begin(7, 1, 15, 10, HERE).is_err());
    assert!(t.commit(7, 2, None).is_err());
    assert!(t.rollback(7, 2).is_err());
    assert!(t.note_version(7, version(1, 2)).is_err());
    assert!(t.note_version(7, version(1, 0)).is_err());
}

#[test]
fn macros_are_kept_by_session_and_dbtime() {
    let mut t = Transactions::new();
    t.begin_macro(7, 100).unwrap();
    t.begin_macro(7, 101).unwrap();
    t.begin_macro(3, 100).unwrap();
    assert!(t.begin_macro(7, 100).is_err());
    let record = MacroRecord { lgpos: HERE, bytes: vec![1, 2] };
    t.keep_for_macro(7, 100, record.clone()).unwrap();
    assert!(t.keep_for_macro(7, 102, record.clone()).is_err());
    assert_eq!(t.end_macro(7, 100), Some(vec![record]));
    assert!(!t.is_in_macro(7, 100));
    assert_eq!(t.abandon_macros(), [(3, 100), (7, 101)]);
}
