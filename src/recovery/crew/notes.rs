//! What changes of pages have to tell their sessions, kept until the window is done.

use super::window::{Task, Window};
use crate::error::Result;
use crate::format::primitives::Lgpos;
use crate::recovery::transactions::{Procid, Transactions, check_level};
use crate::recovery::versions::{Change, Level, Rceid, Version, VersionNotes};
use std::collections::HashMap;

/// Versions with their bytes one behind the other.
#[derive(Default)]
pub struct Shelf {
    bytes: Vec<u8>,
}

/// A version without its bytes, which begin there on the shelf: so many of the key, the data and the before image.
#[derive(Clone, Copy)]
pub struct Shelved {
    version: Version<'static>,
    start: usize,
    lengths: [u32; 3],
}

impl Shelf {
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    pub fn put(&mut self, version: &Version<'_>) -> Shelved {
        let (change, before): (Change<'static>, &[u8]) = match version.change {
            Change::Replace { before } => (Change::Replace { before: &[] }, before),
            Change::Insert => (Change::Insert, &[]),
            Change::FlagDelete => (Change::FlagDelete, &[]),
            Change::Delta32 { offset, delta } => (Change::Delta32 { offset, delta }, &[]),
            Change::Delta64 { offset, delta } => (Change::Delta64 { offset, delta }, &[]),
        };
        let start = self.bytes.len();
        let parts = [version.key, version.data, before];
        parts.iter().for_each(|part| self.bytes.extend_from_slice(part));
        let Version { rceid, level, tree, pgno, undo_info_pending, .. } = *version;
        let version = Version { rceid, level, tree, pgno, key: &[], data: &[], change, undo_info_pending };
        Shelved { version, start, lengths: parts.map(|part| part.len() as u32) }
    }

    pub fn get(&self, shelved: &Shelved) -> Version<'_> {
        let mut rest = self.bytes.get(shelved.start..).unwrap_or_default();
        let [key, data, before] = shelved.lengths.map(|length| {
            let (part, behind) = rest.split_at_checked(length as usize).unwrap_or_default();
            rest = behind;
            part
        });
        let change = match shelved.version.change {
            Change::Replace { .. } => Change::Replace { before },
            other => other,
        };
        Version { key, data, change, ..shelved.version }
    }
}

/// A version: its session, the session's transaction in this window, its number.
type Key = (Procid, u32, Rceid);

/// The notes of one job. Those of transactions that end in the same window are kept only where they are undone in it.
#[derive(Default)]
pub struct Notes {
    entries: Vec<Note>,
    shelf: Shelf,
    /// Of sessions that undo something in this window: the live versions, and those that were forgotten (`None`).
    undoable: HashMap<Key, Option<Shelved>>,
}

pub struct Note {
    pub lgpos: Lgpos,
    pub procid: Procid,
    what: What,
}

enum What {
    Version(Shelved),
    Deferred { rceid: Rceid, level: Level },
    Forgotten { rceid: Rceid },
}

impl Notes {
    pub fn clear(&mut self) {
        self.entries.clear();
        self.shelf.clear();
        self.undoable.clear();
    }

    pub fn entries(&self) -> &[Note] {
        &self.entries
    }

    /// Where this task leaves its notes.
    pub fn of_task<'a>(&'a mut self, window: &'a Window, task: &'a Task) -> Noting<'a> {
        Noting { notes: self, window, task }
    }

    /// Tells a note to its session.
    pub fn carry(&self, note: &Note, transactions: &mut Transactions) {
        match note.what {
            What::Version(shelved) => transactions.carry_version(note.procid, self.shelf.get(&shelved)),
            What::Deferred { rceid, level } => transactions.defer_version(note.procid, rceid, level),
            What::Forgotten { rceid } => transactions.forget_version(note.procid, rceid),
        }
    }
}

/// The notes of one task.
pub struct Noting<'a> {
    notes: &'a mut Notes,
    window: &'a Window,
    task: &'a Task,
}

impl Noting<'_> {
    fn key(&self, procid: Procid, rceid: Rceid) -> Key {
        (procid, self.task.transaction, rceid)
    }

    fn add(&mut self, procid: Procid, what: What) {
        if !self.window.is_over(procid, self.task.lgpos) {
            self.notes.entries.push(Note { lgpos: self.task.lgpos, procid, what });
        }
    }
}

impl VersionNotes for Noting<'_> {
    fn wants(&self, procid: Procid) -> bool {
        self.window.undoes(procid) || !self.window.is_over(procid, self.task.lgpos)
    }

    fn check_level(&self, procid: Procid, level: Level) -> Result<()> {
        check_level(procid, level, self.task.level)
    }

    fn note_version(&mut self, procid: Procid, version: Version<'_>) -> Result<()> {
        self.check_level(procid, version.level)?;
        if !self.wants(procid) {
            return Ok(());
        }
        let shelved = self.notes.shelf.put(&version);
        if self.window.undoes(procid) {
            self.notes.undoable.entry(self.key(procid, version.rceid)).or_default().get_or_insert(shelved);
        }
        self.add(procid, What::Version(shelved));
        Ok(())
    }

    fn defer_version(&mut self, procid: Procid, rceid: Rceid, level: Level) {
        self.add(procid, What::Deferred { rceid, level });
    }

    fn version(&self, procid: Procid, rceid: Rceid) -> Option<Version<'_>> {
        let undone = self.window.undone(self.task.lgpos, procid, rceid)?;
        match self.notes.undoable.get(&self.key(procid, rceid)) {
            Some(None) => None,
            // One that the conductor does not know was dropped with an inner level.
            Some(Some(shelved)) if undone.in_window => Some(self.notes.shelf.get(shelved)),
            _ => self.window.version_before(undone),
        }
    }

    fn forget_version(&mut self, procid: Procid, rceid: Rceid) {
        self.notes.undoable.insert(self.key(procid, rceid), None);
        self.add(procid, What::Forgotten { rceid });
    }
}
