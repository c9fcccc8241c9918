//! Pages that have to wait for the log before they may be written.

use super::Dbid;
use crate::format::primitives::Pgno;

/// Changes of pages that may not be written yet, because their before images are nowhere in the log: a second recovery
/// could not undo them. The page cache, which counts them for each page, is told what comes and goes.
#[derive(Debug, Default)]
pub struct HeldPages {
    /// Since the page cache was last told.
    news: Vec<Hold>,
}

/// News for a page cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    pub dbid: Dbid,
    pub pgno: Pgno,
    /// True: one more change forbids writing the page. False: one of them does no longer.
    pub held: bool,
}

impl HeldPages {
    /// What changed since the last call.
    #[inline]
    pub fn take_news(&mut self) -> std::vec::Drain<'_, Hold> {
        self.news.drain(..)
    }

    pub(super) fn hold(&mut self, dbid: Dbid, pgno: Pgno) {
        self.news.push(Hold { dbid, pgno, held: true });
    }

    pub(super) fn release(&mut self, dbid: Dbid, pgno: Pgno) {
        self.news.push(Hold { dbid, pgno, held: false });
    }

    /// Whether any change forbids writing the page, when the news were never taken.
    #[cfg(test)]
    pub(in crate::recovery) fn is_held(&self, dbid: Dbid, pgno: Pgno) -> bool {
        let of_page = || self.news.iter().filter(|n| n.dbid == dbid && n.pgno == pgno);
        of_page().filter(|n| n.held).count() > of_page().filter(|n| !n.held).count()
    }
}
