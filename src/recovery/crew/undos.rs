//! What a window takes back, and where the versions for it come from.
//!
//! | the change was made                   | its version comes from                                   |
//! |---------------------------------------|----------------------------------------------------------|
//! | in the window, and applied            | the notes of the job that applied it                      |
//! | before the window                     | the session, looked up before the window is worked on    |
//! | earlier, and was on its page already  | an UndoInfo record: the session, or one of the window    |
//!
//! A rollback of inner levels drops what was left of them: that cannot be taken back any more, from whichever of these.

use super::notes::{Shelf, Shelved};
use super::number_map::NumberMap;
use super::window::Event;
use crate::format::log_record::LogRecord;
use crate::format::primitives::Lgpos;
use crate::recovery::redo::undo_info_version;
use crate::recovery::transactions::{Ended, Procid, Transactions};
use crate::recovery::versions::{Level, Rceid, Version, VersionNotes};

/// A change that is taken back.
pub struct Undone {
    lgpos: Lgpos,
    procid: Procid,
    rceid: Rceid,
    /// A task of this window has made the change.
    pub in_window: bool,
    /// Its transaction may be older than the window.
    may_be_older: bool,
    version: Option<Shelved>,
    /// Its UndoInfo record of this window: where it is.
    undo_info: Option<(u32, u32)>,
}

impl Undone {
    fn name(&self) -> u64 {
        name_of(self.procid, self.rceid)
    }
}

/// All of a window, in the order of the log.
#[derive(Default)]
pub struct Undos {
    list: Vec<Undone>,
    /// Versions that were noted before this window.
    shelf: Shelf,
}

impl Undos {
    pub fn add(&mut self, lgpos: Lgpos, procid: Procid, rceid: Rceid, in_window: bool, may_be_older: bool) {
        self.list.push(Undone { lgpos, procid, rceid, in_window, may_be_older, version: None, undo_info: None });
    }

    pub fn clear(&mut self) {
        self.list.clear();
        self.shelf.clear();
    }

    /// Finds what was noted before the window: all windows before it are done.
    pub fn look_up(&mut self, events: &[(Lgpos, Event)], transactions: &Transactions) {
        if self.list.is_empty() {
            return;
        }
        let mut wanted = Wanted::default();
        for (n, undone) in self.list.iter().enumerate() {
            // What was taken back once is gone, whichever page it is wanted for.
            wanted.entry(undone.name()).or_insert(n);
        }
        let told = Told::of(events, &wanted);
        for (n, undone) in self.list.iter_mut().enumerate() {
            let name = undone.name();
            if wanted.get(&name) != Some(&n) {
                continue;
            }
            if undone.may_be_older
                && let Some(version) = transactions.version(undone.procid, undone.rceid)
            {
                if told.survives(undone, version.level, Lgpos::MIN) {
                    undone.version = Some(self.shelf.put(&version));
                }
                continue;
            }
            // The last resort: only an UndoInfo record of this window brings the version.
            let infos = told.infos.get(&name).map_or(&[][..], Vec::as_slice);
            let info = infos.iter().find(|i| i.lgpos < undone.lgpos && told.survives(undone, i.level, i.lgpos));
            undone.undo_info = info.map(|info| info.place);
        }
    }

    /// What the task at `lgpos` takes back.
    pub fn find(&self, lgpos: Lgpos, procid: Procid, rceid: Rceid) -> Option<&Undone> {
        let place = self.list.binary_search_by_key(&lgpos, |undone| undone.lgpos).ok()?;
        self.list.get(place).filter(|u| (u.procid, u.rceid) == (procid, rceid))
    }

    /// The version, when no task of the window has noted it.
    pub fn version_before<'a>(&'a self, undone: &Undone, bytes: &'a [u8]) -> Option<Version<'a>> {
        if let Some(version) = &undone.version {
            return Some(self.shelf.get(version));
        }
        let (start, end) = undone.undo_info?;
        match LogRecord::parse_exact(bytes.get(start as usize..end as usize)?) {
            Ok(LogRecord::UndoInfo(r)) => undo_info_version(&r).ok(),
            _ => None,
        }
    }
}

/// Where an UndoInfo record is, and the level of its version.
struct Info {
    lgpos: Lgpos,
    place: (u32, u32),
    level: Level,
}

/// Changes that are taken back, each with the number of what does so first.
type Wanted = NumberMap<usize>;

/// One number for a change of a session.
fn name_of(procid: Procid, rceid: Rceid) -> u64 {
    u64::from(procid) << 32 | u64::from(rceid)
}

/// What the events of a window say of versions that are wanted.
#[derive(Default)]
struct Told<'a> {
    infos: NumberMap<Vec<Info>>,
    /// Inner levels that ended, by session.
    ends: NumberMap<Vec<(Lgpos, &'a Ended)>>,
}

impl<'a> Told<'a> {
    fn of(events: &'a [(Lgpos, Event)], wanted: &Wanted) -> Self {
        let mut told = Self::default();
        for (lgpos, event) in events {
            let lgpos = *lgpos;
            match event {
                Event::Ended(ended) => told.ends.entry(ended.procid.into()).or_default().push((lgpos, ended)),
                &Event::UndoInfo { procid, rceid, start, end, level }
                    if wanted.contains_key(&name_of(procid, rceid)) =>
                {
                    let info = Info { lgpos, place: (start, end), level };
                    told.infos.entry(name_of(procid, rceid)).or_default().push(info);
                }
                Event::UndoInfo { .. } => {}
            }
        }
        told
    }

    /// Whether a version of this level, noted at `from`, is still there when it is taken back: inner levels that end take
    /// theirs along.
    fn survives(&self, undone: &Undone, mut level: Level, from: Lgpos) -> bool {
        let ends = self.ends.get(&undone.procid.into()).map_or(&[][..], Vec::as_slice);
        let first = ends.partition_point(|(lgpos, _)| *lgpos <= from);
        for (_, ended) in ends[first..].iter().take_while(|(lgpos, _)| *lgpos < undone.lgpos) {
            if ended.committed() {
                level = level.min(ended.to);
            } else if level > ended.to {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::versions::{Change, Tree};

    const fn at(sector: u16) -> Lgpos {
        Lgpos::new(1, sector, 0)
    }

    /// A session at level 2 that has noted one version at each level.
    fn noted() -> Transactions {
        let mut transactions = Transactions::new();
        transactions.begin(7, 0, 2, 1, at(1)).unwrap();
        for (rceid, level) in [(11, 1), (12, 2)] {
            let tree = Tree { dbid: 1, pgno_fdp: 2, objid_fdp: 3, unique: true };
            let change = Change::Replace { before: b"before" };
            let version =
                Version { rceid, level, tree, pgno: 9, key: b"k", data: b"", change, undo_info_pending: false };
            transactions.note_version(7, version).unwrap();
        }
        transactions
    }

    fn found(undos: &Undos, sector: u16, rceid: Rceid) -> Option<Rceid> {
        undos.version_before(undos.find(at(sector), 7, rceid)?, &[]).map(|version| version.rceid)
    }

    #[test]
    fn what_was_noted_before_the_window_is_found_once() {
        let mut undos = Undos::default();
        undos.add(at(3), 7, 11, false, true);
        undos.add(at(4), 7, 11, false, true);
        undos.add(at(5), 7, 12, false, false);
        undos.look_up(&[], &noted());
        assert_eq!(found(&undos, 3, 11), Some(11));
        assert_eq!(found(&undos, 4, 11), None, "it was taken back already");
        assert_eq!(found(&undos, 5, 12), None, "its transaction began in this window");
        assert!(undos.find(at(3), 7, 12).is_none());
    }

    #[test]
    fn an_inner_rollback_takes_its_versions_along() {
        let transactions = noted();
        let ended = noted().rollback_levels(7, 1).unwrap().unwrap();
        let events = [(at(4), Event::Ended(ended))];
        let mut undos = Undos::default();
        undos.add(at(3), 7, 12, false, true);
        undos.look_up(&events, &transactions);
        assert_eq!(found(&undos, 3, 12), Some(12), "that comes later");
        undos.clear();
        undos.add(at(5), 7, 11, false, true);
        undos.add(at(6), 7, 12, false, true);
        undos.look_up(&events, &transactions);
        assert_eq!((found(&undos, 5, 11), found(&undos, 6, 12)), (Some(11), None));
    }

    #[test]
    fn an_inner_commit_keeps_its_versions() {
        let transactions = noted();
        let mut live = noted();
        let committed = live.commit_levels(7, 1, None).unwrap().unwrap();
        live.begin(7, 1, 1, 0, at(5)).unwrap();
        let rolled_back = live.rollback_levels(7, 1).unwrap().unwrap();
        let mut undos = Undos::default();
        undos.add(at(7), 7, 12, false, true);
        undos.look_up(&[(at(4), Event::Ended(committed)), (at(6), Event::Ended(rolled_back))], &transactions);
        assert_eq!(found(&undos, 7, 12), Some(12));
    }
}
