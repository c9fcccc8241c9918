//! The state of a database and how it changes.
//!
//! Source: `inc/daedef.hxx` (DBFILEHDR::SetDbstate), `ese/dbbld.cxx`.

use super::{BackupInfo, DatabaseHeader};
use crate::format::primitives::{Logtime, Signature};
use crate::format::version;

/// Whether a database can be used, and what it needs first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum DatabaseState {
    /// Being created: the creation has not been completed by replay.
    JustCreated = 1,
    /// In use, or its user died: needs the required logs.
    Dirty = 2,
    /// Consistent by itself.
    Clean = 3,
    BeingConverted = 4,
    /// No longer written by any engine.
    ForceDetach = 5,
    IncrementalReseedInProgress = 6,
    /// Pages were replaced: stays so until all required logs have been replayed.
    DirtyAndPatched = 7,
    RevertInProgress = 8,
}

impl DatabaseState {
    pub fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            1 => Self::JustCreated,
            2 => Self::Dirty,
            3 => Self::Clean,
            4 => Self::BeingConverted,
            5 => Self::ForceDetach,
            6 => Self::IncrementalReseedInProgress,
            7 => Self::DirtyAndPatched,
            8 => Self::RevertInProgress,
            _ => return None,
        })
    }
}

/// The generations that a database in a new state needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generations {
    /// None: the required and committed ranges are emptied.
    None,
    /// Those it needed before.
    Unchanged,
    /// From `first` to `last`; `created` is the creation time of log `last`, when known.
    Range { first: u32, last: u32, created: Option<Logtime> },
}

/// Flags in the fourth byte of the header's flags: which engines had the database attached.
const ATTACHED_BY_ESENT: u32 = 0x0100_0000;
/// Likewise: built with the cache of extent page counts.
const EXTENT_CACHE_BUILD: u32 = 0x0800_0000;

impl DatabaseHeader {
    /// The state; `None` for a number that no engine writes.
    pub fn state(&self) -> Option<DatabaseState> {
        DatabaseState::from_number(self.state_number())
    }

    /// Goes over to another state. Required and committed range change together with it, and so does what is derived
    /// from them.
    pub fn set_state(&mut self, state: DatabaseState, generations: Generations) {
        if state != DatabaseState::Dirty {
            self.set_pre_redo_min_required(0);
            self.set_pre_redo_min_consistent(0);
        }
        self.set_state_number(state as u32);
        let (first, last, created) = match generations {
            Generations::Unchanged => return self.mark_build(),
            Generations::None => (0, 0, None),
            Generations::Range { first, last, created } => (first, last, created),
        };
        self.set_min_required(first);
        self.set_min_consistent(first);
        self.set_max_required(last);
        self.set_max_committed(last);
        let created = created.filter(|_| last != 0).unwrap_or_default();
        self.set_max_committed_created(created);
        let keeps_time = version::database_has(&self.version(), version::ENGINE_LOGTIME_MAX_REQUIRED);
        self.set_max_required_created(if keeps_time { created } else { Logtime::default() });
        self.mark_build();
    }

    /// Writes down that an engine of our kind changed the database's state.
    fn mark_build(&mut self) {
        self.set_flags(self.flags() | ATTACHED_BY_ESENT | EXTENT_CACHE_BUILD);
    }

    /// To be called before every write of the header: gives the flush a new signature and cuts the tie to any
    /// flush-map file (`.jfm`), which nobody keeps up to date here. Another engine then knows not to believe it.
    pub fn renew_flush_signature(&mut self, signature: Signature) {
        self.set_header_flush_signature(signature);
        self.set_flush_map_signature(Signature::default());
    }

    /// The database is a copy out of a streaming backup whose trailer has not been moved into the header.
    pub fn needs_trailer(&self) -> bool {
        let BackupInfo { first_generation, last_generation, .. } = self.backup_full_current();
        first_generation != 0 && last_generation == 0
    }

    /// The database is a copy out of a snapshot (VSS) backup.
    pub fn is_from_snapshot(&self) -> bool {
        self.backup_snapshot().mark.is_set()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn becoming_clean_empties_the_ranges() {
        let mut h = DatabaseHeader::new(4096).unwrap();
        h.set_version(version::NEWEST.database);
        let created = Logtime::from_unix(1_700_000_000, 5);
        h.set_state(DatabaseState::Dirty, Generations::Range { first: 3, last: 7, created: Some(created) });
        assert_eq!((h.min_required(), h.min_consistent(), h.max_required(), h.max_committed()), (3, 3, 7, 7));
        assert_eq!((h.max_required_created(), h.max_committed_created()), (created, created));
        h.set_pre_redo_min_required(5);
        h.set_state(DatabaseState::Clean, Generations::None);
        assert_eq!((h.min_required(), h.max_required(), h.max_committed(), h.pre_redo_min_required()), (0, 0, 0, 0));
        assert!(!h.max_committed_created().is_set());
        assert_eq!(h.state(), Some(DatabaseState::Clean));
    }

    #[test]
    fn old_formats_do_not_get_the_time_of_the_required_log() {
        let mut h = DatabaseHeader::new(4096).unwrap();
        h.set_version(version::FormatVersion::new(0x620, 20, 0));
        let created = Some(Logtime::from_unix(1_700_000_000, 5));
        h.set_state(DatabaseState::Dirty, Generations::Range { first: 1, last: 1, created });
        assert!(h.max_committed_created().is_set() && !h.max_required_created().is_set());
        h.set_state(DatabaseState::DirtyAndPatched, Generations::Unchanged);
        assert_eq!(h.max_required(), 1);
    }
}
