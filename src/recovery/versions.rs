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

mod held_pages;
mod notes;

pub use held_pages::{HeldPages, Hold};
pub use notes::VersionNotes;

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
    /// Not undone yet.
    live: bool,
}

impl Entry {
    /// The page need not wait for this version's before image any more.
    fn let_go(&mut self, held: &mut HeldPages) {
        if std::mem::take(&mut self.undo_info_pending) {
            held.release(self.tree.dbid, self.pgno);
        }
    }
}

/// The versions of one session's open transaction.
#[derive(Debug, Default)]
pub struct Versions {
    /// Never reordered; a slot is freed only with the whole transaction.
    slots: Vec<Entry>,
    /// Live slots by (level, rceid), the next to be undone last.
    order: Vec<u32>,
    /// Slots by rceid, as long as they came in that order: nearly all do.
    ascending: Vec<u32>,
    /// The others.
    strays: HashMap<Rceid, u32>,
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
        let youngest = self.ascending.last().and_then(|&s| self.slots.get(s as usize));
        let is_youngest = youngest.is_none_or(|y| compare_rceids(y.rceid, version.rceid).is_lt());
        let known = if is_youngest && self.strays.is_empty() { None } else { self.slot_of(version.rceid) };
        if let Some(entry) = known.and_then(|slot| self.slots.get_mut(slot)) {
            if !version.undo_info_pending {
                entry.let_go(held);
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
            live: true,
        };
        if entry.undo_info_pending {
            held.hold(entry.tree.dbid, entry.pgno);
        }
        if is_youngest {
            self.ascending.push(slot);
        } else {
            self.strays.insert(version.rceid, slot);
        }
        self.slots.push(entry);
        let place = self.place(version.level, version.rceid);
        self.order.insert(place, slot);
        true
    }

    /// The live slot with this rceid.
    fn slot_of(&self, rceid: Rceid) -> Option<usize> {
        let rceid_at = |slot: &u32| self.slots.get(*slot as usize).map_or(0, |e| e.rceid);
        let live = |slot: &&u32| self.slots.get(**slot as usize).is_some_and(|e| e.live);
        let place = self.ascending.binary_search_by(|slot| compare_rceids(rceid_at(slot), rceid));
        let in_order = place.ok().and_then(|place| self.ascending.get(place)).filter(live);
        in_order.or_else(|| self.strays.get(&rceid).filter(live)).map(|&slot| slot as usize)
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
        Some(self.view(self.slots.get(self.slot_of(rceid)?)?))
    }

    /// The version that a rollback has to undo next.
    pub fn newest(&self) -> Option<Version<'_>> {
        Some(self.view(self.entry(self.order.len().checked_sub(1)?)?))
    }

    /// The version's before image has reached the log.
    pub fn undo_info_logged(&mut self, rceid: Rceid, held: &mut HeldPages) {
        if let Some(entry) = self.slot_of(rceid).and_then(|slot| self.slots.get_mut(slot)) {
            entry.let_go(held);
        }
    }

    /// Forgets a version that was undone.
    pub fn remove(&mut self, rceid: Rceid, held: &mut HeldPages) {
        let Some(slot) = self.slot_of(rceid) else { return };
        if let Some(entry) = self.slots.get_mut(slot) {
            entry.let_go(held);
            entry.live = false;
        }
        if let Some(place) = self.order.iter().rposition(|&s| s as usize == slot) {
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
        if self.slots.is_empty() {
            return;
        }
        self.slots.iter_mut().for_each(|entry| entry.let_go(held));
        self.slots.clear();
        self.order.clear();
        self.ascending.clear();
        self.strays.clear();
        self.arena.clear();
        self.arena.shrink_to(KEPT);
        self.slots.shrink_to(KEPT / 64);
        self.order.shrink_to(KEPT / 64);
        self.ascending.shrink_to(KEPT / 64);
        self.strays.shrink_to(KEPT / 64);
    }
}

#[cfg(test)]
mod tests;
