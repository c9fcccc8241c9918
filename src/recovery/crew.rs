//! Redo by several threads: records that change different pages do not wait for each other.
//!
//! The *conductor*, the thread that replays the logs, goes through the records in their order. It keeps the sessions'
//! levels, the macros and the clocks, and puts what is to be done to pages aside as tasks ([`window`]). When enough have
//! come together, those that share a page, directly or by way of others, form a component ([`components`]); each
//! component is done by one thread in the order of the log ([`job`], [`pool`]), on pages that the cache lends to it. So no
//! page has a lock, and every page sees its records in their order, however many threads there are. Splits and merges
//! are where components meet: such a macro is one task on all of its pages.
//!
//! What a rollback would need is noted by whoever changes the page and carried to the sessions afterwards, together with
//! the ends of transactions, in the order of the log. While one window is being worked on, the conductor collects the next.
//! A record that is none of this (the file grows, a database is attached, …) waits until all before it is done.
//!
//! | what                            | when                                       |
//! |---------------------------------|--------------------------------------------|
//! | levels, macros, clocks          | when the conductor comes to the record     |
//! | pages                           | in the window's turn, by any thread        |
//! | versions, holds, progress       | when the window is done, in order          |
//! | an error                        | that of the first record of the log, always |

pub mod components;
mod job;
mod notes;
mod number_map;
mod pool;
mod sessions;
mod undos;
pub mod window;

use crate::error::{Error, ErrorCode, Result};
use crate::format::log_record::LogRecord;
use crate::format::primitives::Lgpos;
use crate::recovery::database::Databases;
use crate::recovery::pages::Pages;
use crate::recovery::progress::Progress;
use crate::recovery::redo::undo_info_version;
use crate::recovery::redo_map::RedoMap;
use crate::recovery::transactions::Transactions;
use crate::recovery::versions::Version;
use crate::storage::page_cache::Spare;
use components::{Division, Part};
use job::{Failure, Job};
use pool::Pool;
use std::sync::Arc;
use std::thread::Scope;
use window::{Event, Taken, Window};

/// Parts that a window is divided into, for each thread: the last ones even out.
const PARTS_PER_THREAD: usize = 2;

/// Threads that redo together, and what they have in hand.
pub struct Crew {
    pool: Pool,
    threads: usize,
    /// What the conductor puts aside.
    window: Window,
    /// What is being worked on.
    running: Option<Arc<Window>>,
    division: Division,
    /// Jobs on their way to the pool, or back.
    jobs: Vec<Job>,
    /// Memory of what is done.
    spare_window: Window,
    spare_jobs: Vec<Job>,
    spare_memory: Vec<Spare>,
    /// What a record that cannot be read is called in the present log.
    unreadable: ErrorCode,
}

/// What the crew works on and tells of its work.
pub struct Scene<'a, 's> {
    pub databases: &'a mut Databases,
    pub transactions: &'a mut Transactions,
    pub progress: &'a mut Progress<'s>,
}

impl Crew {
    /// A crew of the calling thread and others, `threads` in all.
    pub fn start<'scope>(scope: &'scope Scope<'scope, '_>, threads: usize) -> Self {
        Self {
            pool: Pool::start(scope, threads.saturating_sub(1)),
            threads: threads.max(1),
            window: Window::default(),
            running: None,
            division: Division::default(),
            jobs: Vec::new(),
            spare_window: Window::default(),
            spare_jobs: Vec::new(),
            spare_memory: Vec::new(),
            unreadable: ErrorCode::LogFileCorrupt,
        }
    }

    /// Another log begins, in which a record that cannot be read means this.
    pub fn enter_log(&mut self, unreadable: ErrorCode) {
        self.unreadable = unreadable;
    }

    /// The record at `lgpos` comes next. False: it is not for the crew.
    ///
    /// # Errors
    /// What stops the replay at this record, or at one before it.
    #[inline]
    pub fn take(&mut self, scene: &mut Scene<'_, '_>, lgpos: Lgpos, record: &[u8]) -> Result<bool> {
        match self.window.take(scene.databases, scene.transactions, lgpos, record) {
            Ok(Taken::Yes) => {
                if self.window.is_full() {
                    self.go_on(scene)?;
                }
                Ok(true)
            }
            Ok(Taken::No) => Ok(false),
            Err(failure) => Err(self.error(failure)),
        }
    }

    /// Another record that changes nothing stands in this sector.
    pub fn pass(&mut self, lgpos: Lgpos) {
        self.window.note_sector(lgpos);
    }

    /// Everything that was taken is done when this returns.
    ///
    /// # Errors
    /// That of the first record that failed.
    pub fn finish(&mut self, scene: &mut Scene<'_, '_>) -> Result<()> {
        self.go_on(scene)?;
        self.end_running(scene)
    }

    fn error(&self, failure: Failure) -> Error {
        if !failure.unreadable {
            return failure.error;
        }
        let error = failure.error.generation(failure.lgpos.generation);
        if error.code() == ErrorCode::LogFileCorrupt { error.with_code(self.unreadable) } else { error }
    }

    /// From now on the window is worked on that was collected.
    fn go_on(&mut self, scene: &mut Scene<'_, '_>) -> Result<()> {
        self.end_running(scene)?;
        if self.window.is_empty() {
            return Ok(());
        }
        let mut window = std::mem::replace(&mut self.window, std::mem::take(&mut self.spare_window));
        window.look_up(scene.transactions);
        let parts = if window.tasks.is_empty() {
            0
        } else {
            // A page that was missed is missed by all that come to it: then there is one job, which has the list.
            let apart = scene.databases.iter().all(|db| db.redo_map.is_empty());
            self.division.divide(&mut window, if apart { self.threads * PARTS_PER_THREAD } else { 1 })
        };
        let window = Arc::new(window);
        for part in self.division.parts().iter_mut().take(parts) {
            let mut job = self.spare_jobs.pop().unwrap_or_default();
            lend(scene.databases, part, &mut job, &mut self.spare_memory);
            job.begin(&window, &mut part.tasks);
            self.jobs.push(job);
        }
        self.running = Some(window);
        self.pool.give(&mut self.jobs);
        if self.threads == 1 { self.end_running(scene) } else { Ok(()) }
    }

    /// What is being worked on is done when this returns, and known to all whom it concerns.
    fn end_running(&mut self, scene: &mut Scene<'_, '_>) -> Result<()> {
        let Some(window) = self.running.take() else { return Ok(()) };
        self.pool.finish(&mut self.jobs);
        for job in &mut self.jobs {
            for (dbid, pages) in &mut job.pages {
                let Some(db) = scene.databases.get_mut(*dbid) else { continue };
                db.cache.take_home(&mut pages.cache);
            }
        }
        let failures = self.jobs.iter_mut().filter_map(|job| job.failure.take());
        let failure = failures.min_by_key(|failure| failure.lgpos);
        let until = failure.as_ref().map_or(Lgpos::MAX, |failure| failure.lgpos);
        for sector in window.sectors.iter().filter(|sector| **sector < until) {
            scene.progress.at_sector(u32::from(sector.sector));
        }
        if let Some(failure) = failure {
            self.jobs.clear();
            return Err(self.error(failure));
        }
        for job in &mut self.jobs {
            for (dbid, pages) in job.pages.drain(..) {
                let Some(db) = scene.databases.get_mut(dbid) else { continue };
                db.redo_map.absorb(pages.redo_map);
                self.spare_memory.push(db.cache.take_over(pages.cache)?);
            }
        }
        self.tell_sessions(&window, scene.transactions)?;
        scene.databases.settle(scene.transactions.held_pages());
        self.spare_jobs.append(&mut self.jobs);
        if let Ok(mut window) = Arc::try_unwrap(window) {
            window.clear();
            self.spare_window = window;
        }
        Ok(())
    }

    /// Carries notes and ends of transactions to the sessions, in the order of the log.
    fn tell_sessions(&self, window: &Window, transactions: &mut Transactions) -> Result<()> {
        // All that came before the end of a transaction ended with it.
        for ended in window.ends() {
            transactions.follow(ended);
        }
        let mut notes: Vec<_> =
            self.jobs.iter().flat_map(|job| job.notes.entries().iter().map(|note| (&job.notes, note))).collect();
        // One task leaves all of its notes in one place, in their order.
        notes.sort_by_key(|(_, note)| note.lgpos);
        let mut notes = notes.into_iter().peekable();
        for (lgpos, event) in &window.events {
            while let Some((all, note)) = notes.next_if(|(_, note)| note.lgpos < *lgpos) {
                all.carry(note, transactions);
            }
            match *event {
                Event::Ended(ended) if window.is_over(ended.procid, *lgpos) => {}
                Event::Ended(ended) => transactions.follow(&ended),
                Event::UndoInfo { procid, .. } if window.is_over(procid, *lgpos) => {}
                Event::UndoInfo { procid, start, end, level, .. } => {
                    if let LogRecord::UndoInfo(r) = LogRecord::parse_exact(window.bytes_at(start, end))? {
                        let version = undo_info_version(&r)?;
                        transactions.carry_undo_info(procid, Version { level, ..version });
                    }
                }
            }
        }
        notes.for_each(|(all, note)| all.carry(note, transactions));
        Ok(())
    }
}

/// Gives the job the pages of its part.
fn lend(databases: &mut Databases, part: &mut Part, job: &mut Job, spare: &mut Vec<Spare>) {
    if part.pages.first().is_some_and(|first| part.pages.iter().any(|page| page.0 != first.0)) {
        part.pages.sort_unstable();
    }
    for pages in part.pages.chunk_by(|a, b| a.0 == b.0) {
        let Some(&(dbid, _)) = pages.first() else { continue };
        let Some(db) = databases.get_mut(dbid) else { continue };
        let memory = spare.pop().unwrap_or_default();
        let lent = Pages {
            cache: db.cache.lend(pages.iter().map(|(_, pgno)| *pgno), memory),
            may_be_ahead: db.may_be_ahead,
            patched: db.patched,
            grows_on_demand: db.grows_on_demand,
            counts_reserved_tags: db.counts_reserved_tags,
            redo_map: std::mem::take::<RedoMap>(&mut db.redo_map),
        };
        job.pages.push((dbid, lent));
    }
}
