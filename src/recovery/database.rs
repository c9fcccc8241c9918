//! One attached database while its logs are replayed: pages, header, clock, and what may be ahead.

use crate::error::Result;
use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState, Generations};
use crate::format::page::Page;
use crate::format::primitives::{DBTIME_REVERT, Dbtime, Lgpos, Logtime, Objid, Pgno};
use crate::format::version::{self, FormatVersion};
use crate::recovery::attach::forget_previous_backups;
use crate::recovery::pages::Pages;
use crate::recovery::redo_map::RedoMap;
use crate::recovery::versions::HeldPages;
use crate::storage::page_cache::{PageCache, Presence};
use crate::storage::page_store::PageStore;
use std::ops::{Deref, DerefMut};

/// A database that log records are applied to.
pub struct Database {
    /// The number under which log records speak of it.
    pub dbid: u8,
    /// Its pages, which a database stands for where only they matter.
    pub pages: Pages,
    pub header: DatabaseHeader,
    /// Records up to here were written before the database was attached: they are not for it.
    pub attached: Lgpos,
    /// The highest dbtime that any record named, or that was handed out since.
    pub dbtime: Dbtime,
    pub objid_last: Objid,
    /// The last generation whose changes pages may already hold.
    pub required_until: u32,
    /// The last generation that was known to hold changes: without it committed work is lost.
    pub committed_until: u32,
    /// When the last required log was made, if the header knows.
    pub created_of_required: Option<Logtime>,
    /// A record moved or cut what those who read along may be reading: the callback is told to let go.
    pub readers_must_leave: bool,
}

/// What is known of a database when it is attached.
pub struct DatabaseParts {
    pub dbid: u8,
    pub cache: PageCache,
    pub header: DatabaseHeader,
    pub dbtime: Dbtime,
    pub objid_last: Objid,
    pub attached: Lgpos,
    pub required_until: u32,
    pub committed_until: u32,
    pub created_of_required: Option<Logtime>,
    pub may_be_ahead: bool,
    pub patched: bool,
    pub grows_on_demand: bool,
}

impl Database {
    pub fn new(parts: DatabaseParts) -> Self {
        let version = parts.header.version();
        let mut database = Self {
            dbid: parts.dbid,
            pages: Pages {
                cache: parts.cache,
                may_be_ahead: parts.may_be_ahead,
                patched: parts.patched,
                grows_on_demand: parts.grows_on_demand,
                counts_reserved_tags: false,
                redo_map: RedoMap::default(),
            },
            header: parts.header,
            attached: parts.attached,
            dbtime: parts.dbtime,
            objid_last: parts.objid_last,
            required_until: parts.required_until,
            committed_until: parts.committed_until,
            created_of_required: parts.created_of_required,
            readers_must_leave: false,
        };
        database.set_version(version);
        database
    }

    /// The format version decides some details of pages.
    pub fn set_version(&mut self, version: FormatVersion) {
        self.header.set_version(version);
        self.counts_reserved_tags = version::database_has(&version, version::ENGINE_RESERVED_TAGS);
        self.pages.cache.count_reserved_tags(self.pages.counts_reserved_tags);
    }

    /// Replay comes to `generation`; tells whether it has caught up with the file just now.
    ///
    /// # Errors
    /// That of the oldest page that was missed in the required range and never settled.
    pub fn enter_generation(&mut self, generation: u32) -> Result<bool> {
        self.header.set_recovering_generation(self.header.recovering_generation().max(generation));
        let was_ahead = self.may_be_ahead;
        self.may_be_ahead = generation <= self.required_until;
        if was_ahead && !self.may_be_ahead {
            self.redo_map.verify()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// A patched database is an ordinary one when its required range has been replayed.
    pub fn patched_until(&mut self, generation: u32) {
        if self.patched && generation >= self.required_until && self.redo_map.is_empty() {
            self.patched_is_done();
        }
    }

    pub fn patched_is_done(&mut self) {
        if std::mem::take(&mut self.patched) {
            self.header.set_state(DatabaseState::Dirty, Generations::Unchanged);
        }
    }

    /// The header of the clean database.
    pub fn finish_header(&mut self, consistent: Lgpos, hard: bool) {
        let patched = self.patched;
        let header = &mut self.header;
        header.set_dbtime(self.dbtime);
        header.set_last_objid(self.objid_last);
        if !patched {
            header.set_state(DatabaseState::Clean, Generations::None);
        }
        header.set_recovering_generation(0);
        if header.backup_full_current().first_generation != 0 {
            header.set_backup_full_current(BackupInfo::default());
            header.set_backup_snapshot(BackupInfo::default());
            header.set_backup_incremental_previous(BackupInfo::default());
        }
        if hard {
            forget_previous_backups(header);
        }
        header.set_lgpos_consistent(consistent);
        header.set_lgpos_detach(consistent);
        if version::database_has(&header.version(), version::ENGINE_LGPOS_LAST_RESIZE) {
            header.set_lgpos_last_resize(consistent);
        }
        let now = Logtime::now();
        header.set_time_consistent(now);
        header.set_time_detach(now);
    }

    /// Keeps the clocks up to date, whether or not the record is applied.
    #[inline]
    pub fn note_clock(&mut self, dbtime: Dbtime, objid: Objid) {
        if dbtime > self.dbtime && dbtime < DBTIME_REVERT {
            self.dbtime = dbtime;
        }
        if objid > self.objid_last && objid != Objid::MAX {
            self.objid_last = objid;
        }
    }

    /// The record at `lgpos` says how large the file is: newer headers keep the last such place.
    pub fn note_resize(&mut self, lgpos: Lgpos) {
        let version = self.header.version();
        if version::database_has(&version, version::ENGINE_LGPOS_LAST_RESIZE) && lgpos > self.header.lgpos_last_resize()
        {
            self.header.set_lgpos_last_resize(lgpos);
        }
    }
}

/// The databases of one log stream by the number that its records use.
#[derive(Default)]
pub struct Databases {
    slots: Vec<Option<Box<Database>>>,
}

impl Databases {
    #[inline]
    pub fn get_mut(&mut self, dbid: u8) -> Option<&mut Database> {
        self.slots.get_mut(usize::from(dbid))?.as_deref_mut()
    }

    pub fn get(&self, dbid: u8) -> Option<&Database> {
        self.slots.get(usize::from(dbid))?.as_deref()
    }

    /// Attaches a database under its number; gives back what was there.
    pub fn insert(&mut self, database: Database) -> Option<Box<Database>> {
        let slot = usize::from(database.dbid);
        if slot >= self.slots.len() {
            self.slots.resize_with(slot + 1, || None);
        }
        self.slots[slot].replace(Box::new(database))
    }

    pub fn remove(&mut self, dbid: u8) -> Option<Box<Database>> {
        self.slots.get_mut(usize::from(dbid))?.take()
    }

    /// Tells the caches which pages have to wait for the log, and that all others may be written.
    #[inline]
    pub fn settle(&mut self, held: &mut HeldPages) {
        for hold in held.take_news() {
            let Some(db) = self.get_mut(hold.dbid) else { continue };
            if hold.held {
                db.cache.hold(hold.pgno);
            } else {
                db.cache.release(hold.pgno);
            }
        }
        self.iter_mut().for_each(|db| db.cache.settle());
    }

    pub fn iter(&self) -> impl Iterator<Item = &Database> {
        self.slots.iter().filter_map(|slot| slot.as_deref())
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Database> {
        self.slots.iter_mut().filter_map(|slot| slot.as_deref_mut())
    }
}

impl Deref for Database {
    type Target = Pages;
    fn deref(&self) -> &Pages {
        &self.pages
    }
}

impl DerefMut for Database {
    fn deref_mut(&mut self) -> &mut Pages {
        &mut self.pages
    }
}

impl PageStore for Database {
    fn page(&mut self, pgno: Pgno) -> Result<&Page> {
        match self.cache.load(pgno)? {
            Presence::Present => self.cache.resident(pgno),
            _ => Err(crate::error!(BadPageLink, "a page that the tree leads to has no content")
                .file(self.cache.file().path())
                .page(pgno)),
        }
    }

    fn page_mut(&mut self, pgno: Pgno) -> Result<&mut Page> {
        PageStore::page(self, pgno)?;
        self.cache.resident_mut(pgno)
    }

    fn next_dbtime(&mut self) -> Dbtime {
        self.dbtime += 1;
        self.dbtime
    }
}
