//! Pages in memory, within a limit.
//!
//! A page is read and verified once, stays while it is useful, and is written once where memory
//! allows. When it has to be read again after that, its checksum is verified, and not once more its structure. The map from page number to frame is a table in two levels, so that a lookup costs two
//! loads and a database of any size costs memory only where it is touched.
//!
//! Eviction is the second-chance clock over frames. Dirty pages are written many at a time, so that a crash can tear
//! none of them ([`DatabaseFile::write_safely`]). A frame whose page holds uncommitted changes of a transaction that may
//! still be rolled back can be held back by [`PageCache::hold`]: its before images exist nowhere else until the
//! transaction ends. Whether that is so is known only behind the log record that changes the page: until
//! [`PageCache::settle`] is called no page is written that was changed since the call before.

mod lending;
mod table;

pub use lending::Spare;

use crate::error::Result;
use crate::fail;
use crate::format::page::{Page, PageCondition};
use crate::format::primitives::Pgno;
use crate::storage::database_file::DatabaseFile;
use lending::Loan;
use std::ops::RangeInclusive;
use std::sync::Arc;
use table::Table;

/// No cache is smaller than this many pages: a split over every level of a tree fits.
const MINIMUM_FRAMES: usize = 64;
/// The engine's own bound on page numbers; none above is believed.
const PGNO_MAXIMUM: Pgno = 0x7fff_fff0;

/// What was found where a page was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// A page with content (which may be an empty or a shrunk page).
    Present,
    /// Zeroes: the page was never written.
    Uninitialized,
    /// The file ends before it.
    BeyondEnd,
}

struct Frame {
    page: Page,
    pgno: Pgno,
    dirty: bool,
    /// Used since the clock hand last passed.
    used: bool,
    /// How many uncommitted operations forbid writing it.
    holds: u32,
    /// The turn in which it was changed last ([`PageCache::settle`]).
    changed_in: u64,
}

impl Frame {
    fn of(page: Page) -> Self {
        Self { page, pgno: 0, dirty: false, used: false, holds: 0, changed_in: 0 }
    }

    fn may_be_written(&self, turn: u64) -> bool {
        self.holds == 0 && self.changed_in != turn
    }
}

/// What the cache did, for reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CacheCounters {
    pub pages_read: u64,
    pub pages_written: u64,
    /// Pages whose single wrong bit was put right by the ECC.
    pub pages_corrected: u64,
}

/// The pages of one database.
pub struct PageCache {
    file: Arc<DatabaseFile>,
    table: Table,
    frames: Vec<Frame>,
    free: Vec<u32>,
    limit: usize,
    hand: usize,
    page_size: usize,
    counts_reserved_tags: bool,
    /// Dirty pages stay in memory until [`PageCache::flush`].
    keeps_dirty: bool,
    /// Counts the calls of [`PageCache::settle`], from 1.
    turn: u64,
    /// Frames whose pages are with others now.
    lent: usize,
    /// Only these pages may be looked for: the cache is a loan of another one.
    loan: Option<Loan>,
    counters: CacheCounters,
}

impl PageCache {
    /// A cache over `file` that keeps about `limit_bytes` of pages.
    pub fn new(file: DatabaseFile, limit_bytes: usize) -> Self {
        let page_size = file.page_size() as usize;
        Self {
            limit: (limit_bytes / page_size).max(MINIMUM_FRAMES),
            file: Arc::new(file),
            table: Table::default(),
            frames: Vec::new(),
            free: Vec::new(),
            hand: 0,
            page_size,
            counts_reserved_tags: false,
            keeps_dirty: false,
            turn: 1,
            lent: 0,
            loan: None,
            counters: CacheCounters::default(),
        }
    }

    pub fn page_size(&self) -> usize {
        self.page_size
    }

    /// Pages that are kept in memory.
    pub fn limit(&self) -> usize {
        self.limit
    }

    pub fn file(&self) -> &DatabaseFile {
        &self.file
    }

    pub fn counters(&self) -> CacheCounters {
        self.counters
    }

    /// Whether pages of this database write down how many of their tags are reserved.
    pub fn count_reserved_tags(&mut self, counts: bool) {
        self.counts_reserved_tags = counts;
        self.frames.iter_mut().for_each(|f| f.page.count_reserved_tags(counts));
    }

    /// From now on only [`PageCache::flush`] writes: the log records of what changes are not safe before. The limit is
    /// exceeded where it must be.
    pub fn keep_dirty(&mut self) {
        self.keeps_dirty = true;
    }

    /// Pages in memory beyond the limit.
    pub fn excess(&self) -> usize {
        self.frames.len().saturating_sub(self.limit)
    }

    #[inline]
    fn lookup(&self, pgno: Pgno) -> Option<usize> {
        self.table.get(pgno)
    }

    fn set_lookup(&mut self, pgno: Pgno, frame: Option<usize>) {
        self.table.set(pgno, frame);
    }

    /// Brings a page into memory.
    ///
    /// # Errors
    /// What reading and verifying it gives, with file and page.
    #[inline]
    pub fn load(&mut self, pgno: Pgno) -> Result<Presence> {
        match self.lookup(pgno) {
            Some(f) => {
                self.frames[f].used = true;
                Ok(Presence::Present)
            }
            None => self.read(pgno),
        }
    }

    fn read(&mut self, pgno: Pgno) -> Result<Presence> {
        check_pgno(pgno)?;
        self.check_access(pgno)?;
        if pgno > self.file.page_count() {
            return Ok(Presence::BeyondEnd);
        }
        let frame = self.vacant()?;
        let page = &mut self.frames[frame].page;
        let read = self.file.read_page(pgno, page.bytes_mut());
        let own = self.table.is_written(pgno);
        let condition = read.and_then(|()| if own { page.check_bytes(pgno) } else { page.check(pgno) });
        self.counters.pages_read += 1;
        match condition {
            Ok(PageCondition::Uninitialized) => {
                self.free.push(frame as u32);
                return Ok(Presence::Uninitialized);
            }
            Ok(PageCondition::Corrected { .. }) => {
                self.counters.pages_corrected += 1;
                tracing::warn!(page = pgno, file = %self.file.path().display(), "a single wrong bit was corrected");
            }
            Ok(PageCondition::Good) => {}
            Err(e) => {
                self.free.push(frame as u32);
                return Err(e.page(pgno).file(self.file.path()));
            }
        }
        let page = &mut self.frames[frame].page;
        page.count_reserved_tags(self.counts_reserved_tags);
        self.occupy(frame, pgno, matches!(condition, Ok(PageCondition::Corrected { .. })));
        Ok(Presence::Present)
    }

    fn occupy(&mut self, frame: usize, pgno: Pgno, dirty: bool) {
        let f = &mut self.frames[frame];
        f.pgno = pgno;
        f.dirty = dirty;
        f.used = true;
        f.holds = 0;
        f.changed_in = 0;
        self.set_lookup(pgno, Some(frame));
    }

    /// A page that [`PageCache::load`] found present.
    ///
    /// # Errors
    /// `InternalError` when it is not in memory.
    #[inline]
    pub fn resident(&self, pgno: Pgno) -> Result<&Page> {
        match self.lookup(pgno) {
            Some(f) => Ok(&self.frames[f].page),
            None => fail!(InternalError, "page {pgno} was used before it was loaded"),
        }
    }

    /// The same, to be changed: it is dirty from now on.
    #[inline]
    pub fn resident_mut(&mut self, pgno: Pgno) -> Result<&mut Page> {
        match self.lookup(pgno) {
            Some(f) => {
                self.note_change(f);
                Ok(&mut self.frames[f].page)
            }
            None => fail!(InternalError, "page {pgno} was used before it was loaded"),
        }
    }

    #[inline]
    fn note_change(&mut self, frame: usize) {
        let f = &mut self.frames[frame];
        f.dirty = true;
        f.used = true;
        f.changed_in = self.turn;
    }

    /// A log record has been applied, and which pages it holds has been told: what it changed may be written.
    #[inline]
    pub fn settle(&mut self) {
        self.turn += 1;
    }

    /// Puts a new page in place of whatever was there, in memory; the file grows when it is written.
    pub fn replace(&mut self, pgno: Pgno, page: Page) -> Result<()> {
        check_pgno(pgno)?;
        if page.size() != self.page_size {
            fail!(InternalError, "a page of {} bytes in a database of {}", page.size(), self.page_size);
        }
        let frame = match self.lookup(pgno) {
            Some(f) => f,
            None => self.take_vacant(pgno)?,
        };
        self.frames[frame].page = page;
        self.note_change(frame);
        Ok(())
    }

    /// The page in place of which a new one is to be made: its content, if it has any, is without meaning. It is dirty
    /// from now on.
    pub fn renew(&mut self, pgno: Pgno) -> Result<&mut Page> {
        check_pgno(pgno)?;
        let frame = match self.lookup(pgno) {
            Some(f) => f,
            None => self.take_vacant(pgno)?,
        };
        self.note_change(frame);
        let page = &mut self.frames[frame].page;
        page.count_reserved_tags(self.counts_reserved_tags);
        Ok(page)
    }

    fn take_vacant(&mut self, pgno: Pgno) -> Result<usize> {
        self.check_access(pgno)?;
        let frame = self.vacant()?;
        self.occupy(frame, pgno, true);
        Ok(frame)
    }

    /// Takes a resident page out to work on several at once; [`PageCache::replace`] brings it back.
    pub fn copy(&self, pgno: Pgno) -> Result<Page> {
        self.resident(pgno).cloned()
    }

    /// Forbids writing a resident page until as many [`PageCache::release`] calls as holds.
    pub fn hold(&mut self, pgno: Pgno) {
        if let Some(f) = self.lookup(pgno) {
            self.frames[f].holds += 1;
        }
    }

    pub fn release(&mut self, pgno: Pgno) {
        if let Some(f) = self.lookup(pgno) {
            self.frames[f].holds = self.frames[f].holds.saturating_sub(1);
        }
    }

    /// Forgets pages, written or not: what the file holds there is about to change.
    pub fn forget(&mut self, pages: RangeInclusive<Pgno>) {
        for i in 0..self.frames.len() {
            let pgno = self.frames[i].pgno;
            if pages.contains(&pgno) && self.lookup(pgno) == Some(i) {
                self.set_lookup(pgno, None);
                self.frames[i].dirty = false;
                self.frames[i].holds = 0;
                self.frames[i].changed_in = 0;
                self.free.push(i as u32);
            }
        }
    }

    /// A frame for another page: free, new, or taken from a page that was not used lately.
    fn vacant(&mut self) -> Result<usize> {
        if let Some(f) = self.free.pop() {
            return Ok(f as usize);
        }
        if self.frames.len() < self.limit || self.loan.is_some() {
            return Ok(self.grow());
        }
        // Two rounds: the first takes away the marks, the second finds a victim.
        for _ in 0..self.frames.len() * 2 {
            self.hand = (self.hand + 1) % self.frames.len();
            let frame = &mut self.frames[self.hand];
            if !frame.may_be_written(self.turn) || (frame.dirty && self.keeps_dirty) {
                continue;
            }
            if std::mem::take(&mut frame.used) {
                continue;
            }
            let victim = self.hand;
            if self.frames[victim].dirty {
                self.write_some(victim)?;
            }
            let pgno = self.frames[victim].pgno;
            self.set_lookup(pgno, None);
            return Ok(victim);
        }
        // Everything is held: correctness before the limit.
        Ok(self.grow())
    }

    fn grow(&mut self) -> usize {
        self.frames.push(Frame::of(Page::zeroed(self.page_size)));
        self.frames.len() - 1
    }

    /// Writes a dirty page, and with it those that the clock would come to next.
    fn write_some(&mut self, victim: usize) -> Result<()> {
        let most = (self.limit / 4).max(1);
        let count = self.frames.len();
        let mut batch = Vec::with_capacity(most);
        for n in 0..count {
            let i = (victim + n) % count;
            let frame = &self.frames[i];
            if frame.dirty && frame.may_be_written(self.turn) && (n == 0 || !frame.used) && batch.len() < most {
                batch.push((frame.pgno, i));
            }
        }
        self.write(batch)
    }

    /// Seals pages and writes them in order of place. No crash can tear them then.
    fn write(&mut self, mut batch: Vec<(Pgno, usize)>) -> Result<()> {
        batch.sort_unstable();
        let Some(&(last, _)) = batch.last() else { return Ok(()) };
        if last > self.file.page_count() {
            self.file.set_page_count(last)?;
        }
        for &(pgno, frame) in &batch {
            self.frames[frame].page.seal(pgno);
        }
        let pages: Vec<_> = batch.iter().map(|&(pgno, frame)| (pgno, self.frames[frame].page.bytes())).collect();
        self.file.write_safely(&pages)?;
        for &(pgno, frame) in &batch {
            self.frames[frame].dirty = false;
            self.table.note_written(pgno);
        }
        self.counters.pages_written += batch.len() as u64;
        Ok(())
    }

    /// A page that is not in this cache may be with a borrower, or none of this borrower's business.
    fn check_access(&self, pgno: Pgno) -> Result<()> {
        if self.lent > 0 {
            fail!(InternalError, "page {pgno} is wanted while {} pages are lent", self.lent);
        }
        self.loan.as_ref().map_or(Ok(()), |loan| loan.check(pgno))
    }

    /// Writes every dirty page that is not held, in order of place, and forgets pages beyond the limit. What was written
    /// is safe when the file is synced.
    pub fn flush(&mut self) -> Result<()> {
        self.check_access(0)?;
        let frames = self.frames.iter().enumerate();
        let dirty = frames.filter(|(_, f)| f.dirty && f.holds == 0).map(|(i, f)| (f.pgno, i)).collect();
        self.write(dirty)?;
        while self.excess() > 0
            && let Some(frame) = self.frames.pop_if(|frame| !frame.dirty)
        {
            let number = self.frames.len();
            if self.lookup(frame.pgno) == Some(number) {
                self.set_lookup(frame.pgno, None);
            }
            self.free.retain(|&f| f as usize != number);
        }
        self.hand = 0;
        Ok(())
    }

    /// Writes every dirty page. Nothing may be held any more.
    ///
    /// # Errors
    /// `InternalError` when a page is; what writing gives.
    pub fn flush_all(&mut self) -> Result<()> {
        if let Some(frame) = self.frames.iter().find(|f| f.dirty && f.holds > 0) {
            fail!(InternalError, "page {} is to be written while a before image is not safe", frame.pgno);
        }
        self.flush()
    }
}

fn check_pgno(pgno: Pgno) -> Result<()> {
    if pgno == 0 || pgno > PGNO_MAXIMUM {
        fail!(DatabaseCorrupted, "page number {pgno:#x} is none that a database can have");
    }
    Ok(())
}
