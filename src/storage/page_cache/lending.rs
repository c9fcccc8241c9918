//! Pages of a cache given to another one for a while, so that a thread of its own may change them.
//!
//! A loan names all pages that the borrower may touch. Those in memory change hands, the others it reads for itself; and
//! it never writes. The lender may not be used until everything is back.

use super::{Frame, PageCache, Table};
use crate::error::Result;
use crate::fail;
use crate::format::page::Page;
use crate::format::primitives::Pgno;
use std::sync::Arc;

/// So many pages of memory are kept for the next loan.
const SPARE_PAGES: usize = 16;

/// What a borrowing cache may touch.
pub(super) struct Loan {
    pages: Vec<Pgno>,
    /// Where the frames came from, in their order.
    homes: Vec<u32>,
}

impl Loan {
    /// # Errors
    /// `InternalError` when the page was not lent.
    pub fn check(&self, pgno: Pgno) -> Result<()> {
        if !self.pages.contains(&pgno) {
            fail!(InternalError, "page {pgno} is used by one to whom it was not lent");
        }
        Ok(())
    }
}

/// Memory of a loan that was given back, for another one.
#[derive(Default)]
pub struct Spare {
    table: Table,
    frames: Vec<Frame>,
    /// Frames without a page of value.
    vacant: Vec<Frame>,
    pages: Vec<Pgno>,
    homes: Vec<u32>,
    free: Vec<u32>,
}

impl PageCache {
    /// Lends these pages. None of them may be lent already.
    pub fn lend(&mut self, pages: impl Iterator<Item = Pgno>, spare: Spare) -> Self {
        let Spare { mut table, mut frames, mut vacant, pages: mut all, mut homes, mut free } = spare;
        all.extend(pages);
        for &pgno in &all {
            let Some(home) = self.lookup(pgno) else { continue };
            self.set_lookup(pgno, None);
            table.set(pgno, Some(frames.len()));
            frames.push(std::mem::replace(&mut self.frames[home], Frame::of(Page::default())));
            homes.push(home as u32);
        }
        self.lent += frames.len();
        for frame in vacant.drain(..) {
            free.push(frames.len() as u32);
            frames.push(frame);
        }
        Self {
            file: Arc::clone(&self.file),
            table,
            frames,
            free,
            limit: usize::MAX,
            hand: 0,
            page_size: self.page_size,
            counts_reserved_tags: self.counts_reserved_tags,
            keeps_dirty: true,
            // What the borrower changes is unsettled here, too.
            turn: self.turn,
            lent: 0,
            loan: Some(Loan { pages: all, homes }),
            counters: Default::default(),
        }
    }
    /// Puts the frames of a loan back to where they were. When that is done for all loans, what they read can be
    /// [taken over](Self::take_over).
    pub fn take_home(&mut self, borrower: &mut Self) {
        let Some(loan) = &mut borrower.loan else { return };
        for (frame, home) in borrower.frames.iter_mut().zip(loan.homes.drain(..)) {
            let frame = std::mem::replace(frame, Frame::of(Page::default()));
            borrower.table.set(frame.pgno, None);
            let home = home as usize;
            self.set_lookup(frame.pgno, Some(home));
            self.frames[home] = frame;
            self.lent -= 1;
        }
        self.counters.pages_read += borrower.counters.pages_read;
        self.counters.pages_corrected += borrower.counters.pages_corrected;
    }

    /// Puts a frame in a place of its own, or in that of a page which is not needed and whose memory is given back.
    fn settle_in(&mut self, frame: Frame) -> Result<(usize, Option<Page>)> {
        if self.free.is_empty() && self.frames.len() < self.limit {
            self.frames.push(frame);
            return Ok((self.frames.len() - 1, None));
        }
        let place = self.vacant()?;
        let before = std::mem::replace(&mut self.frames[place], frame);
        Ok((place, Some(before.page)))
    }

    /// Takes over the pages that a borrower brought into memory.
    ///
    /// # Errors
    /// What writing other pages gives, for which there is no room any more.
    pub fn take_over(&mut self, borrower: Self) -> Result<Spare> {
        let Self { mut table, mut frames, mut free, loan, .. } = borrower;
        let Some(Loan { mut pages, mut homes }) = loan else { fail!(InternalError, "this was no loan") };
        let mut vacant = Vec::new();
        for (i, frame) in frames.drain(..).enumerate() {
            if frame.page.bytes().is_empty() {
                continue;
            }
            if table.get(frame.pgno) == Some(i) {
                table.set(frame.pgno, None);
                let pgno = frame.pgno;
                let (place, page) = self.settle_in(frame)?;
                self.set_lookup(pgno, Some(place));
                vacant.extend(page.map(Frame::of));
            } else {
                vacant.push(frame);
            }
        }
        vacant.truncate(SPARE_PAGES);
        table.emptied();
        pages.clear();
        homes.clear();
        free.clear();
        Ok(Spare { table, frames, vacant, pages, homes, free })
    }
}

#[cfg(test)]
mod tests;
