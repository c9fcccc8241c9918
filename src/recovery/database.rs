//! One attached database while its logs are replayed: pages, header, clock, and what may be ahead.

use crate::error::{Error, ErrorCode, Result};
use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState, Generations};
use crate::format::page::Page;
use crate::format::primitives::{DBTIME_REVERT, DBTIME_SHRUNK, Dbtime, Lgpos, Logtime, Objid, Pgno};
use crate::format::version::{self, FormatVersion};
use crate::recovery::attach::forget_previous_backups;
use crate::recovery::redo_map::RedoMap;
use crate::storage::page_cache::{PageCache, Presence};
use crate::storage::page_store::PageStore;

/// A database that log records are applied to.
pub struct Database {
    /// The number under which log records speak of it.
    pub dbid: u8,
    pub cache: PageCache,
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
    /// Pages may already hold changes of records that are still to come (the required range).
    pub may_be_ahead: bool,
    /// Pages were patched in from elsewhere; the required range must be replayed whole.
    pub patched: bool,
    pub redo_map: RedoMap,
    /// Pages of this database write down how many of their tags are reserved.
    pub counts_reserved_tags: bool,
    /// Old logs do not say when the file grew: a new page may lie beyond its end.
    pub grows_on_demand: bool,
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

/// Whether an operation can be applied to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The page is in memory.
    Ready,
    /// The page is known to be gone; the operation on it is skipped.
    Gone,
}

impl Database {
    pub fn new(parts: DatabaseParts) -> Self {
        let version = parts.header.version();
        let mut database = Self {
            dbid: parts.dbid,
            cache: parts.cache,
            header: parts.header,
            attached: parts.attached,
            dbtime: parts.dbtime,
            objid_last: parts.objid_last,
            required_until: parts.required_until,
            committed_until: parts.committed_until,
            created_of_required: parts.created_of_required,
            may_be_ahead: parts.may_be_ahead,
            patched: parts.patched,
            redo_map: RedoMap::default(),
            counts_reserved_tags: false,
            grows_on_demand: parts.grows_on_demand,
            readers_must_leave: false,
        };
        database.set_version(version);
        database
    }

    /// The format version decides some details of pages.
    pub fn set_version(&mut self, version: FormatVersion) {
        self.header.set_version(version);
        self.counts_reserved_tags = version::database_has(&version, version::ENGINE_RESERVED_TAGS);
        self.cache.count_reserved_tags(self.counts_reserved_tags);
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
        let header = &mut self.header;
        header.set_dbtime(self.dbtime);
        header.set_last_objid(self.objid_last);
        if !self.patched {
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

    /// Pages of the past may be asked for that a later shrink or trim took away.
    fn may_miss_pages(&self) -> bool {
        self.may_be_ahead || self.patched
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

    /// Brings a page into memory for an existing-page operation.
    ///
    /// # Errors
    /// What reading it gives; `PageNotInitialized`, `FileIOBeyondEOF` or `RecoveryVerifyFailure`
    /// when it has no content and no later record can explain that.
    #[inline]
    pub fn access(&mut self, pgno: Pgno, lgpos: Lgpos) -> Result<Access> {
        if self.redo_map.is_missing(pgno) {
            return Ok(Access::Gone);
        }
        let presence = self.cache.load(pgno)?;
        if presence == Presence::Present && !is_shrunk(self.cache.resident(pgno)?) {
            return Ok(Access::Ready);
        }
        self.missing(pgno, presence, lgpos)
    }

    #[cold]
    fn missing(&mut self, pgno: Pgno, presence: Presence, lgpos: Lgpos) -> Result<Access> {
        let (code, what) = match presence {
            Presence::Uninitialized => (ErrorCode::PageNotInitialized, "was never written"),
            Presence::BeyondEnd => (ErrorCode::FileIOBeyondEOF, "lies beyond the end of the file"),
            Presence::Present => (ErrorCode::RecoveryVerifyFailure, "holds no content (it was shrunk or reverted)"),
        };
        let error = Error::new(code, format!("the log record at {lgpos} changes a page that {what}"))
            .file(self.cache.file().path())
            .generation(lgpos.generation)
            .page(pgno);
        if !self.may_miss_pages() {
            return Err(error);
        }
        self.redo_map.note_missing(pgno, error);
        Ok(Access::Gone)
    }

    /// Does the record at `lgpos` still have to be applied to this resident page?
    ///
    /// # Errors
    /// `DbTimeTooOld`, `DbTimeTooNew` when the page is not as the record found it, and
    /// `DbTimeBeyondMaxRequired` when it is ahead where it must not be.
    #[inline]
    pub fn needs_redo(&mut self, pgno: Pgno, before: Dbtime, after: Dbtime, lgpos: Lgpos) -> Result<bool> {
        let page = self.cache.resident(pgno)?.dbtime();
        if page == before && after > page {
            return Ok(true);
        }
        self.judge_clock(pgno, page, before, after, lgpos)
    }

    #[cold]
    fn judge_clock(&mut self, pgno: Pgno, page: Dbtime, before: Dbtime, after: Dbtime, lgpos: Lgpos) -> Result<bool> {
        let code = if page >= after {
            if self.may_be_ahead {
                return Ok(false);
            }
            ErrorCode::DbTimeBeyondMaxRequired
        } else if page < before {
            ErrorCode::DbTimeTooOld
        } else {
            ErrorCode::DbTimeTooNew
        };
        let error = Error::new(
            code,
            format!(
                "the log record at {lgpos} changes the page from dbtime {before:#x} to {after:#x}, but the page has {page:#x}"
            ),
        )
        .file(self.cache.file().path())
        .generation(lgpos.generation)
        .page(pgno);
        if code == ErrorCode::DbTimeTooOld && self.may_miss_pages() {
            self.redo_map.note_too_old(pgno, error);
            return Ok(false);
        }
        Err(error)
    }

    /// [`Database::access`] and [`Database::needs_redo`] in one: is the page to be changed?
    #[inline]
    pub fn ready_for(&mut self, pgno: Pgno, before: Dbtime, after: Dbtime, lgpos: Lgpos) -> Result<bool> {
        Ok(self.access(pgno, lgpos)? == Access::Ready && self.needs_redo(pgno, before, after, lgpos)?)
    }

    /// Does the record that makes this page new still have to be applied?
    pub fn needs_new_page(&mut self, pgno: Pgno, after: Dbtime, lgpos: Lgpos) -> Result<bool> {
        if !self.may_be_ahead {
            return Ok(true);
        }
        if self.redo_map.is_missing(pgno) {
            return Ok(false);
        }
        match self.cache.load(pgno) {
            Ok(Presence::Present) => {
                let page = self.cache.resident(pgno)?;
                // A shrunk page is younger than everything; it may become a page again.
                Ok(is_shrunk(page) || after > page.dbtime())
            }
            Ok(Presence::BeyondEnd) if !self.grows_on_demand => {
                self.missing(pgno, Presence::BeyondEnd, lgpos)?;
                Ok(false)
            }
            // A page that cannot be read is about to be overwritten whole: that heals it.
            Ok(_) | Err(_) => Ok(true),
        }
    }

    /// Puts an empty page with these flags in place of whatever was there.
    pub fn make_page(&mut self, pgno: Pgno, objid: Objid, flags: u32, dbtime: Dbtime) -> Result<&mut Page> {
        let page = self.cache.renew(pgno)?;
        page.init(pgno, objid, flags, dbtime);
        Ok(page)
    }
}

/// The page was cut off by a shrink or reverted by a snapshot: it holds nothing.
fn is_shrunk(page: &Page) -> bool {
    matches!(page.dbtime(), DBTIME_SHRUNK | DBTIME_REVERT)
}

impl Database {
    /// Puts a page in place that belongs to a tree but is not in use yet.
    pub fn make_pre_init_page(&mut self, pgno: Pgno, objid: Objid, dbtime: Dbtime) -> Result<()> {
        self.cache.renew(pgno)?.pre_init(pgno, objid, dbtime);
        Ok(())
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

    pub fn iter(&self) -> impl Iterator<Item = &Database> {
        self.slots.iter().filter_map(|slot| slot.as_deref())
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Database> {
        self.slots.iter_mut().filter_map(|slot| slot.as_deref_mut())
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
