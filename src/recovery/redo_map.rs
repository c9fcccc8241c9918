//! Pages that an operation could not be applied to, and why that may be right.
//!
//! While the logs of the required range are replayed again, the file may be ahead of the records:
//! it may have been shrunk or trimmed since. A record for a page that is gone is then noted here
//! and skipped, and a later shrink or trim record settles the note. What is not settled when the
//! required range ends was really missing, and recovery fails with the first such error.
//!
//! Source: `ese/_log/logredomap.cxx`, `ErrLGIVerifyRedoMapForIfmp`.

use crate::error::{Error, Result};
use crate::format::primitives::{Lgpos, Pgno};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The notes of one database.
#[derive(Debug, Default)]
pub struct RedoMap {
    /// Pages whose content is missing: beyond the end, never written, shrunk.
    missing: BTreeMap<Pgno, Note>,
    /// Pages that are older than a record expects.
    too_old: BTreeMap<Pgno, Note>,
}

#[derive(Debug)]
struct Note {
    /// When it was made.
    order: (Lgpos, usize),
    error: Error,
}

impl RedoMap {
    /// Is the page known to be missing, so that no operation on it can be applied?
    #[inline]
    pub fn is_missing(&self, pgno: Pgno) -> bool {
        !self.missing.is_empty() && self.missing.contains_key(&pgno)
    }

    /// The record at `lgpos` met the page.
    pub fn note_missing(&mut self, pgno: Pgno, lgpos: Lgpos, error: Error) {
        let order = (lgpos, self.missing.len() + self.too_old.len());
        self.missing.entry(pgno).or_insert(Note { order, error });
    }

    pub fn note_too_old(&mut self, pgno: Pgno, lgpos: Lgpos, error: Error) {
        let order = (lgpos, self.missing.len() + self.too_old.len());
        self.too_old.entry(pgno).or_insert(Note { order, error });
    }

    /// Takes over notes about other pages.
    pub fn absorb(&mut self, other: Self) {
        for (map, more) in [(&mut self.missing, other.missing), (&mut self.too_old, other.too_old)] {
            for (pgno, note) in more {
                map.entry(pgno).or_insert(note);
            }
        }
    }

    /// The pages were shrunk or trimmed away: nothing that was missed matters.
    pub fn settle(&mut self, pages: RangeInclusive<Pgno>) {
        for map in [&mut self.missing, &mut self.too_old] {
            map.retain(|pgno, _| !pages.contains(pgno));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.too_old.is_empty()
    }

    /// The required range is over: every note must have been settled.
    ///
    /// # Errors
    /// The error of the oldest unsettled note; pages that were too old come before missing ones,
    /// as in the reference.
    pub fn verify(&self) -> Result<()> {
        for map in [&self.too_old, &self.missing] {
            if let Some(note) = map.values().min_by_key(|n| n.order) {
                return Err(note.error.clone());
            }
        }
        Ok(())
    }
}
