//! A run of log records whose page changes are done together: collected by the conductor in the order of the log.
//!
//! Records about one node, new pages, and macros that split or merge become tasks. Begins, commits, rollbacks and UndoInfo
//! records change no page: their effect on levels is immediate, that on versions is kept as an event. The rest is not for
//! a window.

use super::components::Groups;
use super::job::Failure;
use super::notes::{Shelf, Shelved};
use crate::error::Result;
use crate::format::log_record::{LogRecord, NewPage, PageOperation};
use crate::format::primitives::{Dbtime, Lgpos, Objid, PGNO_NULL, Pgno};
use crate::recovery::database::Databases;
use crate::recovery::redo::undo_info_version;
use crate::recovery::transactions::{Ended, MacroRecord, Procid, Transactions};
use crate::recovery::versions::{Level, Rceid, Version, VersionNotes};

/// A window is full with so many tasks, or so many bytes of records.
const TASKS: usize = 4096;
const BYTES: usize = 1 << 20;
/// It may need this part of the pages that are kept in memory.
const SHARE_OF_CACHE: usize = 4;

mod kind {
    pub const UNDO: u8 = 39;
    pub const SPLIT2: u8 = 62;
    pub const MERGE2: u8 = 63;
}

/// What is to be done to one page, or to the pages of one macro.
#[derive(Debug, Clone, Copy)]
pub struct Task {
    pub lgpos: Lgpos,
    /// Where its records are in the window's bytes.
    start: u32,
    end: u32,
    /// A page of it, by its number in the window.
    pub page: u32,
    pub dbid: u8,
    /// That of the session.
    pub level: Level,
    pub is_macro: bool,
    /// How many transactions of the session have ended in this window before it.
    pub transaction: u32,
}

/// What sessions have to be told when the window is done.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// Levels, not the whole transaction.
    Ended(Ended),
    /// An UndoInfo record, its place in the window's bytes, and the level of its version.
    UndoInfo { procid: Procid, start: u32, end: u32, level: Level },
}

/// Whether a record was for the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Yes,
    No,
}

/// What a session does in a window.
#[derive(Default)]
struct Session {
    /// Where its last transaction of this window ended.
    ended: Lgpos,
    /// Pages that its present transaction changed, as far as they are not known to be in one group.
    pages: Vec<u32>,
    /// How many of its transactions have ended.
    transactions: u32,
    /// It takes something back.
    undoes: bool,
    touched: bool,
}

/// A change that is taken back.
struct Undone {
    lgpos: Lgpos,
    procid: Procid,
    rceid: Rceid,
    /// Its transaction may be older than the window.
    may_be_older: bool,
    version: Option<Shelved>,
    /// Its UndoInfo record of this window: where it is.
    undo_info: Option<(u32, u32)>,
}

#[derive(Default)]
pub struct Window {
    bytes: Vec<u8>,
    pub tasks: Vec<Task>,
    pub events: Vec<(Lgpos, Event)>,
    pub groups: Groups,
    /// By their numbers.
    sessions: Vec<Session>,
    /// Those that did something in this window.
    touched: Vec<Procid>,
    /// An end of a transaction of each session that had one.
    last_ends: Vec<Ended>,
    undos: Vec<Undone>,
    /// Versions that were noted before this window and are undone in it.
    shelf: Shelf,
    /// Sectors of the records, each once, with the first record in it.
    pub sectors: Vec<Lgpos>,
    pages_max: usize,
}

impl Window {
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.events.is_empty() && self.sectors.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.tasks.len() >= TASKS || self.bytes.len() >= BYTES || self.groups.pages().len() >= self.pages_max.max(1)
    }

    /// Forgets everything but its memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.tasks.clear();
        self.events.clear();
        self.groups.clear();
        self.last_ends.clear();
        self.undos.clear();
        self.shelf.clear();
        for procid in self.touched.drain(..) {
            if let Some(session) = self.sessions.get_mut(usize::from(procid)) {
                session.ended = Lgpos::MIN;
                session.pages.clear();
                session.transactions = 0;
                session.undoes = false;
                session.touched = false;
            }
        }
        self.sectors.clear();
    }

    /// The records of a task, one behind the other.
    pub fn records(&self, task: &Task) -> &[u8] {
        self.bytes_at(task.start, task.end)
    }

    pub fn bytes_at(&self, start: u32, end: u32) -> &[u8] {
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The session's transaction of then has ended in this window: nothing of it can be rolled back.
    #[inline]
    pub fn is_over(&self, procid: Procid, lgpos: Lgpos) -> bool {
        self.sessions.get(usize::from(procid)).is_some_and(|session| lgpos < session.ended)
    }

    /// An end of a transaction of each session that had one.
    pub fn ends(&self) -> impl Iterator<Item = &Ended> {
        self.last_ends.iter()
    }

    fn note_end(&mut self, lgpos: Lgpos, ended: Ended) {
        if ended.to > 0 {
            self.events.push((lgpos, Event::Ended(ended)));
            return;
        }
        let session = self.session(ended.procid);
        let is_first = session.ended == Lgpos::MIN;
        session.ended = lgpos;
        session.transactions += 1;
        session.pages.clear();
        if is_first {
            self.last_ends.push(ended);
        }
    }

    fn session(&mut self, procid: Procid) -> &mut Session {
        let place = usize::from(procid);
        if place >= self.sessions.len() {
            self.sessions.resize_with(place + 1, Session::default);
        }
        let session = &mut self.sessions[place];
        if !session.touched {
            session.touched = true;
            self.touched.push(procid);
        }
        session
    }

    /// Whether the session takes something back in this window.
    #[inline]
    pub fn undoes(&self, procid: Procid) -> bool {
        self.sessions.get(usize::from(procid)).is_some_and(|session| session.undoes)
    }

    /// Finds what is to be undone and was noted before this window: all windows before it are done.
    pub fn look_up(&mut self, transactions: &Transactions) {
        for undone in &mut self.undos {
            if undone.may_be_older
                && let Some(version) = transactions.version(undone.procid, undone.rceid)
            {
                undone.version = Some(self.shelf.put(&version));
                continue;
            }
            // The last resort: only an UndoInfo record of this window brings the version.
            let is_mine = |r: &LogRecord<'_>| matches!(r, LogRecord::UndoInfo(r) if r.node.rceid == undone.rceid);
            undone.undo_info = self.events.iter().find_map(|(lgpos, event)| match *event {
                Event::UndoInfo { procid, start, end, .. } if procid == undone.procid && *lgpos < undone.lgpos => {
                    let bytes = self.bytes.get(start as usize..end as usize)?;
                    LogRecord::parse_exact(bytes).is_ok_and(|r| is_mine(&r)).then_some((start, end))
                }
                _ => None,
            });
        }
    }

    /// A version that the task at `lgpos` takes back and no task of this window has noted.
    pub fn version_before(&self, lgpos: Lgpos, procid: Procid, rceid: Rceid) -> Option<Version<'_>> {
        let place = self.undos.binary_search_by_key(&lgpos, |undone| undone.lgpos).ok()?;
        let undone = self.undos.get(place).filter(|u| (u.procid, u.rceid) == (procid, rceid))?;
        if let Some(version) = &undone.version {
            return Some(self.shelf.get(version));
        }
        let (start, end) = undone.undo_info?;
        match LogRecord::parse_exact(self.bytes_at(start, end)) {
            Ok(LogRecord::UndoInfo(r)) => undo_info_version(&r).ok(),
            _ => None,
        }
    }

    /// A record in this sector needs nothing more.
    pub fn note_sector(&mut self, lgpos: Lgpos) {
        if self.sectors.last().is_none_or(|last| last.sector != lgpos.sector) {
            self.sectors.push(lgpos);
        }
    }

    /// Goes through the next record.
    ///
    /// # Errors
    /// What is wrong with the record itself; its pages have not been looked at.
    #[inline]
    pub fn take(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &[u8],
    ) -> Result<Taken, Failure> {
        let kind = record.first().copied().unwrap_or_default();
        let taken = match LogRecord::node_head(record) {
            Some(node) => {
                let about = About {
                    procid: node.procid,
                    dbid: node.dbid,
                    pgno: node.pgno,
                    dbtime: node.dbtime,
                    objid: node.objid_fdp,
                    undoes: (kind == kind::UNDO).then_some(node.rceid),
                };
                self.page_record(databases, transactions, lgpos, record, &about)?;
                Taken::Yes
            }
            None => self.other(databases, transactions, lgpos, record)?,
        };
        if taken == Taken::Yes {
            self.note_sector(lgpos);
        }
        Ok(taken)
    }

    fn page_record(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &[u8],
        about: &About,
    ) -> Result<(), Failure> {
        let standing = transactions.standing(about.procid, about.dbtime);
        if standing.active && standing.in_macro {
            parse(lgpos, record)?;
            let record = MacroRecord { lgpos, bytes: record.to_vec() };
            return transactions.keep_for_macro(about.procid, about.dbtime, record).map_err(Failure::at(lgpos));
        }
        if !standing.active || !is_for(databases, lgpos, about) {
            return parse(lgpos, record).map(drop);
        }
        let page = self.group(databases, about.dbid, about.pgno);
        let transaction = self.bind(about.procid, page, about.undoes.map(|rceid| (lgpos, rceid)));
        let (start, end) = self.keep(record);
        let (dbid, level) = (about.dbid, standing.level);
        self.tasks.push(Task { lgpos, start, end, page, dbid, level, is_macro: false, transaction });
        Ok(())
    }

    /// The next task is of this session and on this page. When it undoes something, all that the session's transaction
    /// has changed so far is in its group: one of those changes it takes back. Gives the number of the transaction.
    fn bind(&mut self, procid: Procid, page: u32, undoes: Option<(Lgpos, Rceid)>) -> u32 {
        let session = self.session(procid);
        if let Some((lgpos, rceid)) = undoes {
            session.undoes = true;
            let mut pages = std::mem::take(&mut session.pages);
            // What was noted before the window counts when the transaction is from before it, too.
            let may_be_older = session.transactions == 0;
            self.undos.push(Undone { lgpos, procid, rceid, may_be_older, version: None, undo_info: None });
            pages.drain(..).for_each(|earlier| self.groups.join(earlier, page));
            self.session(procid).pages = pages;
        }
        let session = self.session(procid);
        if session.pages.last() != Some(&page) {
            session.pages.push(page);
        }
        session.transactions
    }

    fn group(&mut self, databases: &Databases, dbid: u8, pgno: Pgno) -> u32 {
        if self.tasks.is_empty() {
            let least = databases.iter().map(|db| db.cache.limit()).min().unwrap_or(usize::MAX);
            self.pages_max = (least / SHARE_OF_CACHE).max(1);
        }
        self.groups.number(dbid, pgno)
    }

    fn keep(&mut self, record: &[u8]) -> (u32, u32) {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(record);
        (start, self.bytes.len() as u32)
    }

    fn other(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        bytes: &[u8],
    ) -> Result<Taken, Failure> {
        let failed = Failure::at(lgpos);
        match parse(lgpos, bytes)? {
            LogRecord::Begin(r) | LogRecord::Begin0(r) => {
                let trx = r.trx_begin0.unwrap_or(0);
                transactions.begin(r.procid, r.level_from, r.levels, trx, lgpos).map_err(failed)?;
            }
            LogRecord::Refresh(r) => transactions.refresh(r.procid, r.trx_begin0),
            LogRecord::Commit(r) | LogRecord::Commit0(r) => {
                let ended = transactions.commit_levels(r.procid, r.level_to, r.trx_commit0).map_err(failed)?;
                ended.into_iter().for_each(|ended| self.note_end(lgpos, ended));
            }
            // Of an inner level only: what is left of its versions goes before the next is undone.
            LogRecord::Rollback(r) if transactions.level(r.procid) > r.levels => return Ok(Taken::No),
            LogRecord::Rollback(r) => {
                let ended = transactions.rollback_levels(r.procid, r.levels).map_err(failed)?;
                ended.into_iter().for_each(|ended| self.note_end(lgpos, ended));
            }
            LogRecord::MacroBegin(r) => transactions.begin_macro(r.procid, r.dbtime).map_err(failed)?,
            LogRecord::MacroAbort(r) => drop(transactions.end_macro(r.procid, r.dbtime)),
            LogRecord::MacroCommit(r) => return self.end_macro(databases, transactions, lgpos, r.procid, r.dbtime),
            LogRecord::NewPage(r) => {
                let NewPage { procid, dbid, pgno, objid, dbtime_after: dbtime } = r;
                let about = About { procid, dbid, pgno, dbtime, objid, undoes: None };
                self.page_record(databases, transactions, lgpos, bytes, &about)?;
            }
            LogRecord::Split2(r) => return self.part_of_macro(transactions, lgpos, bytes, &r.head.page),
            LogRecord::Merge2(r) => return self.part_of_macro(transactions, lgpos, bytes, &r.head.page),
            LogRecord::UndoInfo(r) => {
                let (procid, dbid, pgno) = (r.node.procid, r.node.dbid, r.node.pgno);
                let (dbtime, objid) = (r.node.dbtime, r.node.objid_fdp);
                let about = About { procid, dbid, pgno, dbtime, objid, undoes: None };
                let level = transactions.undo_info_level(procid, r.node.level);
                if is_for(databases, lgpos, &about) && transactions.is_active(procid) {
                    undo_info_version(&r).map_err(failed)?;
                    if let Some(level) = level {
                        let (start, end) = self.keep(bytes);
                        self.events.push((lgpos, Event::UndoInfo { procid, start, end, level }));
                    }
                }
            }
            // Of no consequence for any page.
            LogRecord::PagePatchRequest(_)
            | LogRecord::MacroInfo(_)
            | LogRecord::MacroInfo2(_)
            | LogRecord::ScanCheck(_)
            | LogRecord::ScanCheck2(_)
            | LogRecord::FreeFdp(_)
            | LogRecord::ExtentFreed(_)
            | LogRecord::ExtentFreed2(_)
            | LogRecord::Ignored(_) => {}
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }

    /// A record that only stands in macros.
    fn part_of_macro(
        &mut self,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &[u8],
        page: &PageOperation,
    ) -> Result<Taken, Failure> {
        let standing = transactions.standing(page.procid, page.dbtime);
        if !standing.active || !standing.in_macro {
            return Ok(Taken::No);
        }
        let record = MacroRecord { lgpos, bytes: record.to_vec() };
        transactions.keep_for_macro(page.procid, page.dbtime, record).map_err(Failure::at(lgpos))?;
        Ok(Taken::Yes)
    }

    /// A macro commits: when it splits or merges, it is one task.
    fn end_macro(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        procid: Procid,
        dbtime: Dbtime,
    ) -> Result<Taken, Failure> {
        let standing = transactions.standing(procid, dbtime);
        let opening = transactions.opening_of_macro(procid, dbtime).and_then(|r| r.bytes.first());
        if !standing.active || !opening.is_some_and(|kind| matches!(*kind, kind::SPLIT2 | kind::MERGE2)) {
            return Ok(Taken::No);
        }
        let records = transactions.end_macro(procid, dbtime).unwrap_or_default();
        let mut task: Option<Task> = None;
        for record in &records {
            let parsed = LogRecord::parse_exact(&record.bytes).map_err(Failure::at(lgpos))?;
            let Some(page) = parsed.page_operation() else { continue };
            let dbid = task.map_or(page.dbid, |task| task.dbid);
            if task.is_none() {
                let objid = parsed.objid().unwrap_or_default();
                let about = About { procid, dbid, pgno: page.pgno, dbtime: page.dbtime, objid, undoes: None };
                if !is_for(databases, lgpos, &about) {
                    return Ok(Taken::Yes);
                }
                let number = self.group(databases, dbid, page.pgno);
                let transaction = self.bind(procid, number, None);
                let start = self.bytes.len() as u32;
                let level = standing.level;
                task = Some(Task { lgpos, start, end: start, page: number, dbid, level, is_macro: true, transaction });
            }
            let first = task.map_or(0, |task| task.page);
            for pgno in pages_of(&parsed) {
                if pgno != PGNO_NULL {
                    let number = self.groups.number(dbid, pgno);
                    self.groups.join(first, number);
                }
            }
            self.keep(&record.bytes);
        }
        if let Some(task) = task {
            self.tasks.push(Task { end: self.bytes.len() as u32, ..task });
        }
        Ok(Taken::Yes)
    }
}

/// What a record about one page says of whom it concerns.
struct About {
    procid: Procid,
    dbid: u8,
    pgno: Pgno,
    dbtime: Dbtime,
    objid: Objid,
    /// It takes back the change of this number.
    undoes: Option<Rceid>,
}

/// Moves the clocks of the record's database, and says whether it is attached for this record.
fn is_for(databases: &mut Databases, lgpos: Lgpos, about: &About) -> bool {
    let Some(db) = databases.get_mut(about.dbid) else { return false };
    db.note_clock(about.dbtime, about.objid);
    lgpos > db.attached
}

fn parse(lgpos: Lgpos, record: &[u8]) -> Result<LogRecord<'_>, Failure> {
    LogRecord::parse_exact(record).map_err(|error| Failure { lgpos, unreadable: true, error })
}

/// Every page that a record of a macro may touch; some may be null.
fn pages_of(record: &LogRecord<'_>) -> [Pgno; 4] {
    match record {
        LogRecord::Split2(r) => [r.head.page.pgno, r.head.pgno_new, r.head.pgno_right, r.head.pgno_parent],
        LogRecord::Merge2(r) => [r.head.page.pgno, r.head.pgno_left, r.head.pgno_right, r.head.pgno_parent],
        other => [other.pgno().unwrap_or(PGNO_NULL), PGNO_NULL, PGNO_NULL, PGNO_NULL],
    }
}
