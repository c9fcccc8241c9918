//! The pages of one attached database as redo sees them: is a page there, and does a record still have to be applied?
//!
//! The whole of a database's pages belong to its [`Database`](super::database::Database). While several threads redo
//! ([`crew`](super::crew)), each works on pages that were lent to it, which look just the same.

use crate::error::{Error, ErrorCode, Result};
use crate::format::page::Page;
use crate::format::primitives::{DBTIME_REVERT, DBTIME_SHRUNK, Dbtime, Lgpos, Objid, Pgno};
use crate::recovery::redo_map::RedoMap;
use crate::storage::page_cache::{PageCache, Presence};

/// Pages that log records are applied to.
pub struct Pages {
    pub cache: PageCache,
    /// Pages may already hold changes of records that are still to come (the required range).
    pub may_be_ahead: bool,
    /// Pages were patched in from elsewhere; the required range must be replayed whole.
    pub patched: bool,
    /// Old logs do not say when the file grew: a new page may lie beyond its end.
    pub grows_on_demand: bool,
    /// Pages write down how many of their tags are reserved.
    pub counts_reserved_tags: bool,
    pub redo_map: RedoMap,
}

/// Whether an operation can be applied to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The page is in memory.
    Ready,
    /// The page is known to be gone; the operation on it is skipped.
    Gone,
}

impl Pages {
    /// Pages of the past may be asked for that a later shrink or trim took away.
    fn may_miss_pages(&self) -> bool {
        self.may_be_ahead || self.patched
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
        self.redo_map.note_missing(pgno, lgpos, error);
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
            self.redo_map.note_too_old(pgno, lgpos, error);
            return Ok(false);
        }
        Err(error)
    }

    /// [`Pages::access`] and [`Pages::needs_redo`] in one: is the page to be changed?
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

    /// Puts a page in place that belongs to a tree but is not in use yet.
    pub fn make_pre_init_page(&mut self, pgno: Pgno, objid: Objid, dbtime: Dbtime) -> Result<()> {
        self.cache.renew(pgno)?.pre_init(pgno, objid, dbtime);
        Ok(())
    }
}

/// The page was cut off by a shrink or reverted by a snapshot: it holds nothing.
fn is_shrunk(page: &Page) -> bool {
    matches!(page.dbtime(), DBTIME_SHRUNK | DBTIME_REVERT)
}
