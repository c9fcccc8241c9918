//! What open transactions would have to take back: one entry for every versioned change of a
//! node, kept until its transaction commits to level 0 or the change is undone.
//!
//! Entries of a session stand in the order in which they would be undone, last first: by level,
//! then by rceid. Bookmarks and before images lie one after the other in an arena that belongs to
//! the session's transaction and is given back when that ends, so memory is bounded by what is
//! open, not by what was replayed.
//!
//! Source of the facts: `ese/ver.cxx` (creation of an RCE while recovering, its place in the
//! session's list, the duplicate that an UndoInfo record makes), `inc/ver.hxx`; see `docs/undo.md`.

use std::collections::HashMap;

use crate::error::Result;
use crate::fail;
use crate::format::primitives::{Objid, Pgno};

/// A database within one log stream.
pub type Dbid = u8;
/// Names one version; unique in an instance's run, growing, and compared with wrap-around.
pub type Rceid = u32;
/// Depth of a nested transaction; 0 is none.
pub type Level = u8;

/// Deepest transaction the engine makes (`levelMax` − 1).
pub const LEVEL_DEEPEST: Level = 10;

/// What kind of change a version stands for, with the number that Undo and UndoInfo records carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Insert,
    Replace,
    FlagDelete,
    /// A signed 32-bit number at an offset of the node's data was raised.
    Delta32,
    /// The same with 64 bits.
    Delta64,
}

impl Operation {
    /// The number in log records.
    pub fn code(self) -> u16 {
        match self {
            Self::Insert => 1,
            Self::Replace => 2,
            Self::FlagDelete => 3,
            Self::Delta32 => 4,
            Self::Delta64 => 9,
        }
    }

    /// # Errors
    /// `LogCorrupted` for a number that no undoable operation has.
    pub fn from_code(code: u16) -> Result<Self> {
        Ok(match code {
            1 => Self::Insert,
            2 => Self::Replace,
            3 => Self::FlagDelete,
            4 => Self::Delta32,
            9 => Self::Delta64,
            _ => fail!(LogCorrupted, "{code:#x} is no operation that can be undone"),
        })
    }
}

/// What has to be done to the node to take the change back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// The node was put in (or its deleted flag taken off): flag it as deleted.
    Insert,
    /// The node's data was replaced: `before` comes back.
    Replace { before: &'a [u8] },
    /// The node was flagged as deleted: take the flag off.
    FlagDelete,
    /// A 32-bit number was raised by `delta`: lower it.
    Delta32 { offset: u16, delta: i32 },
    /// A 64-bit number was raised by `delta`: lower it.
    Delta64 { offset: u16, delta: i64 },
}

impl Change<'_> {
    pub fn operation(&self) -> Operation {
        match self {
            Self::Insert => Operation::Insert,
            Self::Replace { .. } => Operation::Replace,
            Self::FlagDelete => Operation::FlagDelete,
            Self::Delta32 { .. } => Operation::Delta32,
            Self::Delta64 { .. } => Operation::Delta64,
        }
    }

    /// Whether the log record of the change lacks what undo needs, so that an UndoInfo record has
    /// to reach the log before the changed page may reach the disk.
    fn needs_undo_info(&self) -> bool {
        matches!(self, Self::Replace { .. } | Self::FlagDelete)
    }
}

/// A tree that versions belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tree {
    pub dbid: Dbid,
    /// Its root page.
    pub pgno_fdp: Pgno,
    pub objid_fdp: Objid,
    /// Its keys are unique (`OperationFlags::UNIQUE` of the record).
    pub unique: bool,
}

/// One version, as redo describes it and undo gets it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version<'a> {
    pub rceid: Rceid,
    /// Level the change was made at: the record's, not the session's.
    pub level: Level,
    pub tree: Tree,
    /// The page that held the node when it was changed.
    pub pgno: Pgno,
    /// The node's whole key.
    pub key: &'a [u8],
    /// In a tree whose keys are not unique the node's data, which is then part of its name.
    /// Empty otherwise.
    pub data: &'a [u8],
    pub change: Change<'a>,
    /// The before image is nowhere in the log yet. `note` sets it for `Replace` and `FlagDelete`
    /// unless the version comes from an UndoInfo record.
    pub undo_info_pending: bool,
}

/// Compares two rceids; the counter wraps, and 0 comes before all.
pub fn compare_rceids(a: Rceid, b: Rceid) -> std::cmp::Ordering {
    match (a, b) {
        _ if a == b => std::cmp::Ordering::Equal,
        (0, _) => std::cmp::Ordering::Less,
        (_, 0) => std::cmp::Ordering::Greater,
        _ => (a.wrapping_sub(b) as i32).cmp(&0),
    }
}

/// Pages that may not be written yet, because the before image of a change on them is nowhere in the
/// log: a second recovery could not undo it.
#[derive(Debug, Default)]
pub struct HeldPages {
    /// How many changes hold each.
    counts: HashMap<(Dbid, Pgno), u32>,
    /// What changed since the page cache was last told.
    news: Vec<Hold>,
}

/// News for a page cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub dbid: Dbid,
    pub pgno: Pgno,
    /// True: from now on the page must not be written. False: it may be.
    pub held: bool,
}

impl HeldPages {
    pub fn is_held(&self, dbid: Dbid, pgno: Pgno) -> bool {
        self.counts.contains_key(&(dbid, pgno))
    }

    /// What changed since the last call.
    pub fn take_news(&mut self) -> std::vec::Drain<'_, Hold> {
        self.news.drain(..)
    }

    fn hold(&mut self, entry: &Entry) {
        let (dbid, pgno) = (entry.tree.dbid, entry.pgno);
        let count = self.counts.entry((dbid, pgno)).or_default();
        *count += 1;
        if *count == 1 {
            self.news.push(Hold { dbid, pgno, held: true });
        }
    }

    fn release(&mut self, entry: &mut Entry) {
        if !std::mem::take(&mut entry.undo_info_pending) {
            return;
        }
        let (dbid, pgno) = (entry.tree.dbid, entry.pgno);
        if let Some(count) = self.counts.get_mut(&(dbid, pgno)) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&(dbid, pgno));
                self.news.push(Hold { dbid, pgno, held: false });
            }
        }
    }
}

/// A range of the arena.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
enum StoredChange {
    Insert,
    Replace(Span),
    FlagDelete,
    Delta32 { offset: u16, delta: i32 },
    Delta64 { offset: u16, delta: i64 },
}

#[derive(Debug, Clone)]
struct Entry {
    rceid: Rceid,
    level: Level,
    tree: Tree,
    pgno: Pgno,
    key: Span,
    data: Span,
    change: StoredChange,
    undo_info_pending: bool,
}

/// The versions of one session's open transaction.
#[derive(Debug, Default)]
pub struct Versions {
    /// Never reordered; a slot is freed only with the whole transaction.
    slots: Vec<Entry>,
    /// Live slots by (level, rceid), the next to be undone last.
    order: Vec<u32>,
    by_rceid: HashMap<Rceid, u32>,
    arena: Vec<u8>,
}

impl Versions {
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Bytes held for bookmarks and before images.
    pub fn arena_size(&self) -> usize {
        self.arena.len()
    }

    /// Adds a version in its place. Returns false when there is one with this rceid already: that
    /// is so for an UndoInfo record whose operation was redone, and then the existing version's
    /// page need not be held back any more.
    pub fn note(&mut self, version: Version<'_>, held: &mut HeldPages) -> bool {
        if let Some(&slot) = self.by_rceid.get(&version.rceid) {
            if let Some(entry) = self.slots.get_mut(slot as usize)
                && !version.undo_info_pending
            {
                held.release(entry);
            }
            return false;
        }
        let key = self.store(version.key);
        let data = self.store(version.data);
        let change = match version.change {
            Change::Insert => StoredChange::Insert,
            Change::Replace { before } => StoredChange::Replace(self.store(before)),
            Change::FlagDelete => StoredChange::FlagDelete,
            Change::Delta32 { offset, delta } => StoredChange::Delta32 { offset, delta },
            Change::Delta64 { offset, delta } => StoredChange::Delta64 { offset, delta },
        };
        let slot = self.slots.len() as u32;
        let entry = Entry {
            rceid: version.rceid,
            level: version.level,
            tree: version.tree,
            pgno: version.pgno,
            key,
            data,
            change,
            undo_info_pending: version.undo_info_pending && version.change.needs_undo_info(),
        };
        if entry.undo_info_pending {
            held.hold(&entry);
        }
        self.slots.push(entry);
        self.by_rceid.insert(version.rceid, slot);
        let place = self.place(version.level, version.rceid);
        self.order.insert(place, slot);
        true
    }

    /// Where a new version goes. Nearly always last; an UndoInfo record may bring an older one.
    fn place(&self, level: Level, rceid: Rceid) -> usize {
        let mut place = self.order.len();
        while let Some(previous) = place.checked_sub(1).and_then(|p| self.entry(p)) {
            let goes_before =
                level < previous.level || (level == previous.level && compare_rceids(rceid, previous.rceid).is_lt());
            if !goes_before {
                break;
            }
            place -= 1;
        }
        place
    }

    fn entry(&self, place: usize) -> Option<&Entry> {
        self.slots.get(*self.order.get(place)? as usize)
    }

    fn store(&mut self, bytes: &[u8]) -> Span {
        let start = self.arena.len();
        self.arena.extend_from_slice(bytes);
        Span { start, length: bytes.len() as u32 }
    }

    fn bytes(&self, span: Span) -> &[u8] {
        self.arena.get(span.start..span.start + span.length as usize).unwrap_or_default()
    }

    fn view(&self, entry: &Entry) -> Version<'_> {
        Version {
            rceid: entry.rceid,
            level: entry.level,
            tree: entry.tree,
            pgno: entry.pgno,
            key: self.bytes(entry.key),
            data: self.bytes(entry.data),
            change: match entry.change {
                StoredChange::Insert => Change::Insert,
                StoredChange::Replace(before) => Change::Replace { before: self.bytes(before) },
                StoredChange::FlagDelete => Change::FlagDelete,
                StoredChange::Delta32 { offset, delta } => Change::Delta32 { offset, delta },
                StoredChange::Delta64 { offset, delta } => Change::Delta64 { offset, delta },
            },
            undo_info_pending: entry.undo_info_pending,
        }
    }

    /// The version with this rceid.
    pub fn get(&self, rceid: Rceid) -> Option<Version<'_>> {
        let slot = *self.by_rceid.get(&rceid)?;
        Some(self.view(self.slots.get(slot as usize)?))
    }

    /// The version that a rollback has to undo next.
    pub fn newest(&self) -> Option<Version<'_>> {
        Some(self.view(self.entry(self.order.len().checked_sub(1)?)?))
    }

    /// The version's before image has reached the log.
    pub fn undo_info_logged(&mut self, rceid: Rceid, held: &mut HeldPages) {
        if let Some(&slot) = self.by_rceid.get(&rceid)
            && let Some(entry) = self.slots.get_mut(slot as usize)
        {
            held.release(entry);
        }
    }

    /// Forgets a version that was undone.
    pub fn remove(&mut self, rceid: Rceid, held: &mut HeldPages) {
        let Some(slot) = self.by_rceid.remove(&rceid) else { return };
        if let Some(entry) = self.slots.get_mut(slot as usize) {
            held.release(entry);
        }
        if let Some(place) = self.order.iter().rposition(|&s| s == slot) {
            self.order.remove(place);
        }
        if self.order.is_empty() {
            self.clear(held);
        }
    }

    /// A commit from `level` to the level above it: the versions now belong there.
    pub fn lower(&mut self, level: Level) {
        for &slot in self.order.iter().rev() {
            match self.slots.get_mut(slot as usize) {
                Some(entry) if entry.level == level => entry.level = level.saturating_sub(1),
                _ => break,
            }
        }
    }

    /// Forgets every version of `level` and deeper: what a Rollback record finds was undone by
    /// Undo records before it.
    pub fn drop_level(&mut self, level: Level, held: &mut HeldPages) {
        while let Some(rceid) = self.newest().filter(|v| v.level >= level).map(|v| v.rceid) {
            self.remove(rceid, held);
        }
    }

    /// The end of the transaction: everything goes, the memory too when it was much.
    pub fn clear(&mut self, held: &mut HeldPages) {
        const KEPT: usize = 64 * 1024;
        self.slots.iter_mut().for_each(|entry| held.release(entry));
        self.slots.clear();
        self.order.clear();
        self.by_rceid.clear();
        self.arena.clear();
        self.arena.shrink_to(KEPT);
        self.slots.shrink_to(KEPT / 64);
        self.order.shrink_to(KEPT / 64);
        self.by_rceid.shrink_to(KEPT / 64);
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(news, [true, false]);
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
}
