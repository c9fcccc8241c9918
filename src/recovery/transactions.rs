//! Sessions as the log shows them: transaction levels, what each would have to undo, and the
//! macros (page splits, merges, root moves) whose records wait for their commit.
//!
//! A session is known by its procid. What it did counts only after a begin at level 0 was seen:
//! a transaction that began before the first record replayed is on the pages already, or it never
//! changed one. [`Transactions::is_active`] answers that; for an inactive session redo advances
//! the database's counters and nothing else.
//!
//! Source of the facts: `_log/logredo.cxx` (redo of Begin, Commit, Rollback, Macro…), `ese/pib.cxx`,
//! `inc/pib.hxx`; see `docs/undo.md`.

mod session_table;

use std::collections::HashMap;

use crate::error::Result;
use crate::fail;
use crate::format::log_record::TransactionStep;
use crate::format::primitives::{Dbtime, Lgpos};
use crate::recovery::versions::{HeldPages, LEVEL_DEEPEST, Level, Rceid, Version, VersionNotes, Versions};
use session_table::SessionTable;

/// A session's number.
pub type Procid = u16;
/// Names a transaction: the value of the instance's counter when it began.
pub type Trx = u32;

/// One record kept back until its macro commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroRecord {
    pub lgpos: Lgpos,
    /// The whole record, from its type byte.
    pub bytes: Vec<u8>,
}

/// A multi-page operation on its way: all of its records carry the same dbtime.
#[derive(Debug)]
struct Macro {
    dbtime: Dbtime,
    records: Vec<MacroRecord>,
}

/// Levels of a session that a Commit or Rollback record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    pub procid: Procid,
    from: Level,
    /// The level that the session is at now.
    pub to: Level,
    committed: bool,
}

impl Ended {
    /// By a commit, not by a rollback.
    pub fn committed(&self) -> bool {
        self.committed
    }
}

/// How a session stands to a record of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// [`Transactions::is_active`]
    pub active: bool,
    pub level: Level,
    /// [`Transactions::is_in_macro`]
    pub in_macro: bool,
}

/// A session with its open transaction.
#[derive(Debug, Default)]
pub struct Session {
    level: Level,
    trx_begin0: Trx,
    begin_lgpos: Lgpos,
    /// A begin at level 0 was seen.
    active: bool,
    versions: Versions,
    /// Versioned replaces and flag deletes that are on the page already, by rceid, with their level:
    /// an UndoInfo record will bring the before image.
    deferred: HashMap<Rceid, Level>,
    macros: Vec<Macro>,
}

impl Session {
    pub fn level(&self) -> Level {
        self.level
    }

    pub fn trx_begin0(&self) -> Trx {
        self.trx_begin0
    }

    pub fn versions(&self) -> &Versions {
        &self.versions
    }

    /// What a rollback of the innermost level has to undo next.
    pub fn next_to_undo(&self) -> Option<Version<'_>> {
        self.versions.newest().filter(|v| v.level >= self.level)
    }

    fn lower_to(&mut self, level: Level) {
        self.level = level;
        if level == 0 {
            self.begin_lgpos = Lgpos::MIN;
        }
    }

    /// Back at level 0: nothing is left to undo.
    fn forget_versions(&mut self, held: &mut HeldPages) {
        self.versions.clear(held);
        if !self.deferred.is_empty() {
            self.deferred.clear();
        }
    }
}

/// All sessions of the log stream between two starts of the engine.
#[derive(Debug, Default)]
pub struct Transactions {
    sessions: SessionTable,
    newest_trx: Option<Trx>,
    held: HeldPages,
    will_commit: bool,
}

impl Transactions {
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a begin at level 0 was seen for this session. When not, its records (single ones and
    /// macros) are not redone.
    pub fn is_active(&self, procid: Procid) -> bool {
        self.sessions.get(procid).is_some_and(|s| s.active)
    }

    pub fn level(&self, procid: Procid) -> Level {
        self.sessions.get(procid).map_or(0, |s| s.level)
    }

    /// Begin and Begin0 records. `trx_begin0` and the record's position count when `from` is 0.
    ///
    /// # Errors
    /// `LogCorrupted` when the levels do not fit what went before.
    pub fn begin(&mut self, procid: Procid, from: Level, levels: Level, trx_begin0: Trx, lgpos: Lgpos) -> Result<()> {
        if from == 0 {
            self.saw_trx(trx_begin0);
        }
        let session = self.sessions.get_mut(procid);
        if !session.active && from != 0 {
            return Ok(());
        }
        let to = from.saturating_add(levels);
        if session.level > from || (session.level == 0 && from != 0) || to > LEVEL_DEEPEST {
            fail!(LogCorrupted, "session {procid} begins {levels} levels at {from} while at level {}", session.level);
        }
        if session.level == 0 {
            session.trx_begin0 = trx_begin0;
            session.begin_lgpos = lgpos;
        }
        session.level = session.level.max(to);
        session.active = true;
        Ok(())
    }

    /// A begin or a commit.
    ///
    /// # Errors
    /// As for [`Transactions::begin`] and [`Transactions::commit`].
    pub fn step(&mut self, step: &TransactionStep, lgpos: Lgpos) -> Result<()> {
        match step {
            TransactionStep::Begin(r) => self.begin(r.procid, r.level_from, r.levels, r.trx_begin0.unwrap_or(0), lgpos),
            TransactionStep::Commit(r) => self.commit(r.procid, r.level_to, r.trx_commit0),
        }
    }

    /// Refresh record: the transaction goes on under a new number.
    pub fn refresh(&mut self, procid: Procid, trx_begin0: Trx) {
        let session = self.sessions.get_mut(procid);
        if session.active {
            session.level = 1;
            session.trx_begin0 = trx_begin0;
        }
    }

    /// Commit and Commit0 records. A commit into an outer level hands the versions over to it; a
    /// commit to level 0 forgets them.
    ///
    /// # Errors
    /// `LogCorrupted` when the session is not as deep as that.
    pub fn commit(&mut self, procid: Procid, to: Level, trx_commit0: Option<Trx>) -> Result<()> {
        let ended = self.commit_levels(procid, to, trx_commit0)?;
        ended.iter().for_each(|e| self.follow(e));
        Ok(())
    }

    /// [`Transactions::commit`] without its versions, which have to [`follow`](Self::follow).
    ///
    /// # Errors
    /// As for [`Transactions::commit`].
    pub fn commit_levels(&mut self, procid: Procid, to: Level, trx_commit0: Option<Trx>) -> Result<Option<Ended>> {
        if let Some(trx) = trx_commit0 {
            self.saw_trx(trx);
        }
        let session = self.sessions.get_mut(procid);
        if !session.active {
            return Ok(None);
        }
        if session.level == 0 || to > session.level {
            fail!(LogCorrupted, "session {procid} commits to level {to} while at level {}", session.level);
        }
        let from = session.level;
        session.lower_to(to);
        Ok(Some(Ended { procid, from, to, committed: true }))
    }

    /// Rollback record: the levels are gone. Their versions were undone by Undo records before it;
    /// what is left (of an index build that failed beside them) is dropped without touching a page.
    ///
    /// # Errors
    /// `LogCorrupted` when the session is not as deep as that.
    pub fn rollback(&mut self, procid: Procid, levels: Level) -> Result<()> {
        let ended = self.rollback_levels(procid, levels)?;
        ended.iter().for_each(|e| self.follow(e));
        Ok(())
    }

    /// [`Transactions::rollback`] without its versions, which have to [`follow`](Self::follow).
    ///
    /// # Errors
    /// As for [`Transactions::rollback`].
    pub fn rollback_levels(&mut self, procid: Procid, levels: Level) -> Result<Option<Ended>> {
        let session = self.sessions.get_mut(procid);
        if !session.active {
            return Ok(None);
        }
        if levels > session.level {
            fail!(LogCorrupted, "session {procid} rolls back {levels} levels while at level {}", session.level);
        }
        let from = session.level;
        session.lower_to(from - levels);
        Ok(Some(Ended { procid, from, to: from - levels, committed: false }))
    }

    /// Versions of levels that ended go where those went.
    pub fn follow(&mut self, ended: &Ended) {
        let session = self.sessions.get_mut(ended.procid);
        if ended.to == 0 {
            session.forget_versions(&mut self.held);
        } else if ended.committed {
            for level in (ended.to + 1..=ended.from).rev() {
                session.versions.lower(level);
                session.deferred.values_mut().filter(|l| **l == level).for_each(|l| *l -= 1);
            }
        } else {
            let gone = ended.to + 1;
            session.versions.drop_level(gone, &mut self.held);
            session.deferred.retain(|_, level| *level < gone);
        }
    }

    /// What is redone from now on belongs, or does not, to a transaction that is known to commit, and of which nothing is
    /// taken back before: no versions of it are wanted.
    #[inline]
    pub fn will_commit(&mut self, known: bool) {
        self.will_commit = known;
    }

    fn saw_trx(&mut self, trx: Trx) {
        if self.newest_trx.is_none_or(|n| (trx.wrapping_sub(n) as i32) > 0) {
            self.newest_trx = Some(trx);
        }
    }

    /// The highest transaction number seen.
    pub fn newest_trx(&self) -> Option<Trx> {
        self.newest_trx
    }

    /// Where the oldest open transaction began: the checkpoint may not pass it.
    pub fn oldest_begin(&self) -> Option<Lgpos> {
        self.sessions.values().filter(|s| s.active && s.level > 0).map(|s| s.begin_lgpos).min()
    }

    /// An UndoInfo record. Out of a transaction it is of no use; the version gets the shallower of
    /// the record's and the session's level; when the operation was redone the version it made
    /// stays, and its page need not be held back any longer.
    pub fn note_undo_info(&mut self, procid: Procid, version: Version<'_>) {
        if let Some(level) = self.undo_info_level(procid, version.level) {
            self.carry_undo_info(procid, Version { level, ..version });
        }
    }

    /// The level of the version that an UndoInfo record of `level` brings now; `None` when it is of no use.
    pub fn undo_info_level(&self, procid: Procid, level: Level) -> Option<Level> {
        let session = self.sessions.get(procid).filter(|s| s.active && s.level > 0)?;
        Some(level.min(session.level).max(1))
    }

    /// The version of an UndoInfo record whose level is known to be right.
    pub fn carry_undo_info(&mut self, procid: Procid, version: Version<'_>) {
        let session = self.sessions.get_mut(procid);
        session.deferred.remove(&version.rceid);
        session.versions.note(Version { undo_info_pending: false, ..version }, &mut self.held);
    }

    /// A version whose level is known to be right.
    pub fn carry_version(&mut self, procid: Procid, version: Version<'_>) {
        let session = self.sessions.get_mut(procid);
        if !session.deferred.is_empty() {
            session.deferred.remove(&version.rceid);
        }
        session.versions.note(version, &mut self.held);
    }

    /// Replaces and flag deletes of open transactions for which no before image was found. Empty
    /// in a complete set of logs.
    pub fn unresolved(&self) -> usize {
        self.sessions.values().filter(|s| s.level > 0).map(|s| s.deferred.len()).sum()
    }

    /// The before image of a version has reached the log: its page may be written.
    pub fn undo_info_logged(&mut self, procid: Procid, rceid: Rceid) {
        let session = self.sessions.get_mut(procid);
        session.versions.undo_info_logged(rceid, &mut self.held);
    }

    /// Pages that may not be written while only redo goes on.
    pub fn held_pages(&mut self) -> &mut HeldPages {
        &mut self.held
    }

    /// MacroBegin record.
    ///
    /// # Errors
    /// `LogCorrupted` when the session has one of this dbtime going.
    pub fn begin_macro(&mut self, procid: Procid, dbtime: Dbtime) -> Result<()> {
        let session = self.sessions.get_mut(procid);
        if session.macros.iter().any(|m| m.dbtime == dbtime) {
            fail!(LogCorrupted, "session {procid} begins the macro of dbtime {dbtime:#x} twice");
        }
        session.macros.push(Macro { dbtime, records: Vec::new() });
        Ok(())
    }

    /// Whether a record of this session and dbtime has to wait for its macro's end. Never for
    /// UndoInfo records.
    pub fn is_in_macro(&self, procid: Procid, dbtime: Dbtime) -> bool {
        self.sessions.get(procid).is_some_and(|s| s.macros.iter().any(|m| m.dbtime == dbtime))
    }

    /// Where a session stands, for a record of it that names this dbtime.
    pub fn standing(&self, procid: Procid, dbtime: Dbtime) -> Standing {
        let Some(session) = self.sessions.get(procid) else { return Standing::default() };
        let in_macro = session.macros.iter().any(|m| m.dbtime == dbtime);
        Standing { active: session.active, level: session.level, in_macro }
    }

    /// The first record of a macro that is going.
    pub fn opening_of_macro(&self, procid: Procid, dbtime: Dbtime) -> Option<&MacroRecord> {
        self.sessions.get(procid)?.macros.iter().find(|m| m.dbtime == dbtime)?.records.first()
    }

    /// Puts a record aside until the end of its macro.
    ///
    /// # Errors
    /// `LogCorrupted` when no such macro is going.
    pub fn keep_for_macro(&mut self, procid: Procid, dbtime: Dbtime, record: MacroRecord) -> Result<()> {
        match self.sessions.get_mut(procid).macros.iter_mut().find(|m| m.dbtime == dbtime) {
            Some(m) => m.records.push(record),
            None => fail!(LogCorrupted, "session {procid} has no macro of dbtime {dbtime:#x}"),
        }
        Ok(())
    }

    /// MacroCommit and MacroAbort records: ends the macro and gives its records in the order of the
    /// log. After a commit they are redone as one operation, after an abort dropped. `None` when no
    /// such macro is going.
    pub fn end_macro(&mut self, procid: Procid, dbtime: Dbtime) -> Option<Vec<MacroRecord>> {
        let macros = &mut self.sessions.get_mut(procid).macros;
        let place = macros.iter().position(|m| m.dbtime == dbtime)?;
        Some(macros.remove(place).records)
    }

    /// At Init, Term and RecoveryQuit records every session ends.
    /// Transactions still open lose their versions without a page being touched: who logged the
    /// record had undone them, or had crashed before any of their changes counted.
    pub fn end_all_sessions(&mut self) {
        for session in self.sessions.values_mut() {
            session.forget_versions(&mut self.held);
        }
        self.sessions = SessionTable::default();
    }

    /// Sessions with an open transaction, in the order in which undo goes through them.
    pub fn open(&self) -> Vec<Procid> {
        self.sessions.iter().filter(|(_, s)| s.level > 0).map(|(procid, _)| procid).collect()
    }

    pub fn session(&self, procid: Procid) -> Option<&Session> {
        self.sessions.get(procid)
    }

    /// The macros that were going at the end of the logs, as (session, dbtime), in the order in
    /// which undo logs their abort; they are dropped.
    pub fn abandon_macros(&mut self) -> Vec<(Procid, Dbtime)> {
        let mut all = Vec::new();
        for (procid, session) in self.sessions.iter_mut() {
            all.extend(session.macros.drain(..).rev().map(|m| (procid, m.dbtime)));
        }
        all
    }
}

impl VersionNotes for Transactions {
    #[inline]
    fn wants(&self, _procid: Procid) -> bool {
        !self.will_commit
    }

    fn check_level(&self, procid: Procid, level: Level) -> Result<()> {
        check_level(procid, level, self.level(procid))
    }

    fn note_version(&mut self, procid: Procid, version: Version<'_>) -> Result<()> {
        self.check_level(procid, version.level)?;
        self.carry_version(procid, version);
        Ok(())
    }

    fn defer_version(&mut self, procid: Procid, rceid: Rceid, level: Level) {
        self.sessions.get_mut(procid).deferred.insert(rceid, level);
    }

    fn version(&self, procid: Procid, rceid: Rceid) -> Option<Version<'_>> {
        self.sessions.get(procid)?.versions.get(rceid)
    }

    fn forget_version(&mut self, procid: Procid, rceid: Rceid) {
        let session = self.sessions.get_mut(procid);
        session.versions.remove(rceid, &mut self.held);
        session.deferred.remove(&rceid);
    }
}

/// A change belongs to a level that its session has.
///
/// # Errors
/// `LogCorrupted` when that is not so.
pub fn check_level(procid: Procid, level: Level, session: Level) -> Result<()> {
    if level == 0 || level > session {
        fail!(LogCorrupted, "session {procid} changes a node at level {level} while at level {session}");
    }
    Ok(())
}

#[cfg(test)]
mod tests;
