//! A run of log records whose page changes are done together: collected by the conductor in the order of the log.
//!
//! Records about one node, new pages, and macros that split or merge become tasks. Begins, commits, rollbacks and UndoInfo
//! records change no page: their effect on levels is immediate, that on versions is kept as an event. The rest is not for
//! a window.

use super::components::Groups;
use super::job::Failure;
use super::sessions::Sessions;
use super::undos::{Undone, Undos};
use crate::error::Result;
use crate::format::log_record::{LogRecord, NewPage, NodeOperation, PageOperation, TransactionStep};
use crate::format::primitives::{Dbtime, Lgpos, Objid, PGNO_NULL, Pgno};
use crate::recovery::database::Databases;
use crate::recovery::redo::undo_info_version;
use crate::recovery::transactions::{Ended, MacroRecord, Procid, Transactions};
use crate::recovery::versions::{Level, Rceid, Version};

/// A window is full with so many tasks, or so many bytes of records.
const TASKS: usize = 4096;
const BYTES: usize = 1 << 20;
/// It may need this part of the pages that are kept in memory.
const SHARE_OF_CACHE: usize = 4;

mod kind {
    pub const FLAG_INSERT_AND_REPLACE_DATA: u8 = 31;
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
    /// An UndoInfo record: of which change, its place in the window's bytes, and the level of its version.
    UndoInfo { procid: Procid, rceid: Rceid, start: u32, end: u32, level: Level },
}

/// Whether a record was for the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    Yes,
    No,
}

#[derive(Default)]
pub struct Window {
    bytes: Vec<u8>,
    pub tasks: Vec<Task>,
    pub events: Vec<(Lgpos, Event)>,
    pub groups: Groups,
    sessions: Sessions,
    undos: Undos,
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
        self.sessions.clear();
        self.undos.clear();
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
        self.sessions.get(procid).is_some_and(|session| lgpos < session.ended)
    }

    /// An end of a transaction of each session that had one.
    pub fn ends(&self) -> impl Iterator<Item = &Ended> {
        self.sessions.ends()
    }

    fn note_end(&mut self, lgpos: Lgpos, ended: Ended) {
        self.sessions.note_end(lgpos, &ended);
        if ended.to > 0 {
            self.events.push((lgpos, Event::Ended(ended)));
        }
    }

    /// Whether the session takes something back in this window.
    #[inline]
    pub fn undoes(&self, procid: Procid) -> bool {
        self.sessions.get(procid).is_some_and(|session| session.undoes)
    }

    /// Finds what is to be undone and was noted before this window: all windows before it are done.
    pub fn look_up(&mut self, transactions: &Transactions) {
        self.undos.look_up(&self.events, transactions);
    }

    /// Where the version is that the task at `lgpos` takes back.
    pub fn undone(&self, lgpos: Lgpos, procid: Procid, rceid: Rceid) -> Option<&Undone> {
        self.undos.find(lgpos, procid, rceid)
    }

    /// A version that the task at `lgpos` takes back and no task of this window has noted.
    pub fn version_before(&self, undone: &Undone) -> Option<Version<'_>> {
        self.undos.version_before(undone, &self.bytes)
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
                    does: Does::of(kind, &node),
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
        if record.first() == Some(&kind::FLAG_INSERT_AND_REPLACE_DATA)
            && let LogRecord::FlagInsertAndReplaceData(r) = parse(lgpos, record)?
        {
            self.sessions.get_mut(about.procid).change(r.rceid_replace, page, r.node.level);
        }
        let transaction = self.bind(lgpos, about, page);
        let (start, end) = self.keep(record);
        let (dbid, level) = (about.dbid, standing.level);
        self.tasks.push(Task { lgpos, start, end, page, dbid, level, is_macro: false, transaction });
        Ok(())
    }

    /// The next task is of this session and on this page. Where it takes a change of this window back, the page of that
    /// one is in its group. Gives the number of the session's transaction.
    fn bind(&mut self, lgpos: Lgpos, about: &About, page: u32) -> u32 {
        let session = self.sessions.get_mut(about.procid);
        match about.does {
            Does::Nothing => {}
            Does::Change(rceid, level) => session.change(rceid, page, level),
            Does::TakeBack(rceid) => {
                let changed = session.take_back(rceid);
                // What was noted before the window counts when the transaction is from before it, too.
                let may_be_older = session.transactions == 0;
                self.undos.add(lgpos, about.procid, rceid, changed.is_some(), may_be_older);
                if let Some(earlier) = changed {
                    self.groups.join(earlier, page);
                }
            }
        }
        self.sessions.get_mut(about.procid).transactions
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
        match LogRecord::transaction_step(bytes) {
            Some(begin @ TransactionStep::Begin(_)) => {
                transactions.step(&begin, lgpos).map_err(failed)?;
                return Ok(Taken::Yes);
            }
            Some(TransactionStep::Commit(r)) => {
                let ended = transactions.commit_levels(r.procid, r.level_to, r.trx_commit0).map_err(failed)?;
                ended.into_iter().for_each(|ended| self.note_end(lgpos, ended));
                return Ok(Taken::Yes);
            }
            None => {}
        }
        match parse(lgpos, bytes)? {
            LogRecord::Refresh(r) => transactions.refresh(r.procid, r.trx_begin0),
            LogRecord::Rollback(r) => {
                let ended = transactions.rollback_levels(r.procid, r.levels).map_err(failed)?;
                ended.into_iter().for_each(|ended| self.note_end(lgpos, ended));
            }
            LogRecord::MacroBegin(r) => transactions.begin_macro(r.procid, r.dbtime).map_err(failed)?,
            LogRecord::MacroAbort(r) => drop(transactions.end_macro(r.procid, r.dbtime)),
            LogRecord::MacroCommit(r) => return self.end_macro(databases, transactions, lgpos, r.procid, r.dbtime),
            LogRecord::NewPage(r) => {
                let NewPage { procid, dbid, pgno, objid, dbtime_after: dbtime } = r;
                let about = About { procid, dbid, pgno, dbtime, objid, does: Does::Nothing };
                self.page_record(databases, transactions, lgpos, bytes, &about)?;
            }
            LogRecord::Split2(r) => return self.part_of_macro(transactions, lgpos, bytes, &r.head.page),
            LogRecord::Merge2(r) => return self.part_of_macro(transactions, lgpos, bytes, &r.head.page),
            LogRecord::UndoInfo(r) => {
                let (procid, dbid, pgno) = (r.node.procid, r.node.dbid, r.node.pgno);
                let (dbtime, objid) = (r.node.dbtime, r.node.objid_fdp);
                let about = About { procid, dbid, pgno, dbtime, objid, does: Does::Nothing };
                let level = transactions.undo_info_level(procid, r.node.level);
                if is_for(databases, lgpos, &about) && transactions.is_active(procid) {
                    undo_info_version(&r).map_err(failed)?;
                    if let Some(level) = level {
                        let (start, end) = self.keep(bytes);
                        let rceid = r.node.rceid;
                        self.events.push((lgpos, Event::UndoInfo { procid, rceid, start, end, level }));
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

    /// What a macro does to a node may be taken back later.
    fn macro_change(&mut self, procid: Procid, page: u32, record: &LogRecord<'_>, node: &NodeOperation) {
        let session = self.sessions.get_mut(procid);
        if let Does::Change(rceid, level) = Does::of(record.kind(), node) {
            session.change(rceid, page, level);
        }
        if let LogRecord::FlagInsertAndReplaceData(r) = record {
            session.change(r.rceid_replace, page, node.level);
        }
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
                let about = About { procid, dbid, pgno: page.pgno, dbtime: page.dbtime, objid, does: Does::Nothing };
                if !is_for(databases, lgpos, &about) {
                    return Ok(Taken::Yes);
                }
                let number = self.group(databases, dbid, page.pgno);
                let transaction = self.bind(lgpos, &about, number);
                let start = self.bytes.len() as u32;
                let level = standing.level;
                task = Some(Task { lgpos, start, end: start, page: number, dbid, level, is_macro: true, transaction });
            }
            let first = task.map_or(0, |task| task.page);
            if let Some(node) = parsed.node_operation() {
                self.macro_change(procid, first, &parsed, node);
            }
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
    does: Does,
}

/// What a record does that can be taken back, or takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    Nothing,
    /// The change of this number, at this level.
    Change(Rceid, Level),
    TakeBack(Rceid),
}

impl Does {
    fn of(kind: u8, node: &NodeOperation) -> Self {
        if kind == kind::UNDO {
            Self::TakeBack(node.rceid)
        } else if node.flags.versioned() {
            Self::Change(node.rceid, node.level)
        } else {
            Self::Nothing
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::crew::notes::Notes;
    use crate::recovery::versions::{Change, Tree, VersionNotes};

    fn task(sector: u16) -> Task {
        let lgpos = Lgpos::new(1, sector, 0);
        Task { lgpos, start: 0, end: 0, page: 0, dbid: 1, level: 2, is_macro: false, transaction: 0 }
    }

    /// Whether the change that sector 1 has made is there for sector 3, which takes it back. `still_there`: no inner level
    /// that ended between them has dropped it.
    fn comes_back(still_there: bool) -> bool {
        let mut window = Window::default();
        window.sessions.get_mut(7).undoes = true;
        window.undos.add(task(3).lgpos, 7, 12, still_there, false);
        window.look_up(&Transactions::new());
        let mut notes = Notes::default();
        let tree = Tree { dbid: 1, pgno_fdp: 2, objid_fdp: 3, unique: true };
        let change = Change::Replace { before: b"before" };
        let version =
            Version { rceid: 12, level: 2, tree, pgno: 9, key: b"k", data: b"", change, undo_info_pending: true };
        notes.of_task(&window, &task(1)).note_version(7, version).unwrap();
        let mut undo = task(3);
        undo.level = 1;
        let noting = notes.of_task(&window, &undo);
        let found = noting.version(7, 12);
        assert!(found.is_none_or(|found| found == version));
        found.is_some()
    }

    #[test]
    fn a_change_comes_back_unless_an_inner_level_has_dropped_it() {
        assert!(comes_back(true));
        assert!(!comes_back(false));
    }
}
