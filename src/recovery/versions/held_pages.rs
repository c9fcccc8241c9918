//! Pages that have to wait for the log before they may be written.

use std::collections::HashMap;

use super::Dbid;
use crate::format::primitives::Pgno;

/// Pages that may not be written yet, because the before image of a change on them is nowhere in the
/// log: a second recovery could not undo it.
#[derive(Debug, Default)]
pub struct HeldPages {
    /// How many changes hold each.
    counts: HashMap<(Dbid, Pgno), u32>,
    /// What changed since the page cache was last told. Only kept when somebody asked for it.
    news: Vec<Hold>,
    wanted: bool,
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

    /// From now on [`HeldPages::take_news`] will be called after every few records.
    pub fn want_news(&mut self) {
        self.wanted = true;
    }

    /// What changed since the last call.
    pub fn take_news(&mut self) -> std::vec::Drain<'_, Hold> {
        self.news.drain(..)
    }

    pub(super) fn hold(&mut self, dbid: Dbid, pgno: Pgno) {
        let count = self.counts.entry((dbid, pgno)).or_default();
        *count += 1;
        if *count == 1 && self.wanted {
            self.news.push(Hold { dbid, pgno, held: true });
        }
    }

    pub(super) fn release(&mut self, dbid: Dbid, pgno: Pgno) {
        let Some(count) = self.counts.get_mut(&(dbid, pgno)) else { return };
        *count -= 1;
        if *count == 0 {
            self.counts.remove(&(dbid, pgno));
            if self.wanted {
                self.news.push(Hold { dbid, pgno, held: false });
            }
        }
    }
}
