//! Phase III: transactions that were open where the logs end are rolled back.
//!
//! Sessions go by ascending number; within one the innermost level first; within a level the
//! newest version first. Each version costs the database one tick of its clock, so the order shows
//! in the dbtimes. Every page change is logged before it is made, so that a recovery after a crash
//! in here finds the Undo records and redoes them.
//!
//! | step                      | record                                                          |
//! |---------------------------|-----------------------------------------------------------------|
//! | macro that was going      | MacroAbort                                                      |
//! | before image not yet logged | UndoInfo (dbtimes nil)                                        |
//! | version                   | Undo, then the change ([`take_back`])                           |
//! | end of a level            | Rollback                                                        |
//!
//! Around it `RecoveryUndo2` and `RecoveryQuit2` are written by whoever calls this. Source of the
//! facts: `_log/logredo.cxx` (end of all sessions), `ese/ver.cxx` (rollback), `ese/logapi.cxx`
//! (the records); see `docs/undo.md`.

use crate::btree::{self, Bookmark, Position, Root};
use crate::error::{ErrorCode, Result};
use crate::fail;
use crate::format::log_record::{LogRecord, LoggedBookmark, Macro, NodeOperation, OperationFlags};
use crate::format::log_record::{PageOperation, Rollback, Undo, UndoInfo};
use crate::format::node::node_flags;
use crate::format::page::Page;
use crate::format::primitives::DBTIME_NIL;
use crate::recovery::transactions::{Procid, Transactions, Trx};
use crate::recovery::versions::{Change, Dbid, Operation, Version, VersionNotes};
use crate::storage::page_store::PageStore;

/// Takes the log records that undo writes, in order.
pub trait UndoLog {
    /// # Errors
    /// What writing the log gives.
    fn append(&mut self, record: &LogRecord<'_>) -> Result<()>;
}

/// The attached databases.
pub trait Databases {
    /// `None` for one that is not attached (not in the restore map): nothing of it was redone.
    ///
    /// # Errors
    /// What making it ready for a change gives.
    fn database(&mut self, dbid: Dbid) -> Result<Option<&mut dyn PageStore>>;
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Sessions with an open transaction.
    pub transactions: usize,
    /// Changes taken back.
    pub operations: usize,
    /// Macros given up.
    pub macros: usize,
    /// Changes of open transactions whose before image was found neither on a page nor in the log.
    /// They stay, as with the reference. Only an incomplete set of logs has them.
    pub unresolved: usize,
}

/// Rolls back everything that is open. Afterwards no session has a level or a version.
///
/// # Errors
/// `RollbackError` when a node is not found or its page has no room; what pages and log give. The
/// databases stay dirty then, and another recovery may try again.
pub fn undo_all(
    transactions: &mut Transactions,
    databases: &mut dyn Databases,
    log: &mut dyn UndoLog,
) -> Result<Undone> {
    let mut done = Undone { unresolved: transactions.unresolved(), ..Undone::default() };
    if done.unresolved > 0 {
        tracing::warn!(count = done.unresolved, "changes cannot be undone: the logs lack their before images");
    }
    for (procid, dbtime) in transactions.abandon_macros() {
        log.append(&LogRecord::MacroAbort(Macro { procid, dbtime }))?;
        done.macros += 1;
    }
    for procid in transactions.open() {
        done.transactions += 1;
        while transactions.level(procid) > 0 {
            done.operations += undo_level(transactions, procid, databases, log)?;
            log.append(&LogRecord::Rollback(Rollback { procid, levels: 1 }))?;
            transactions.rollback(procid, 1)?;
        }
    }
    Ok(done)
}

/// Takes back what the session did at its innermost level; gives how many changes that was.
fn undo_level(
    transactions: &mut Transactions,
    procid: Procid,
    databases: &mut dyn Databases,
    log: &mut dyn UndoLog,
) -> Result<usize> {
    let mut count = 0;
    while let Some(session) = transactions.session(procid) {
        let trx_begin0 = session.trx_begin0();
        let Some(version) = session.next_to_undo() else { break };
        if let Some(store) = databases.database(version.tree.dbid)? {
            undo_one(procid, trx_begin0, &version, store, log)?;
            count += 1;
        }
        let rceid = version.rceid;
        transactions.forget_version(procid, rceid);
    }
    Ok(count)
}

fn undo_one(
    procid: Procid,
    trx_begin0: Trx,
    version: &Version<'_>,
    store: &mut dyn PageStore,
    log: &mut dyn UndoLog,
) -> Result<()> {
    let position = locate(store, version)?;
    let page = store.page(position.pgno)?;
    check_take_back(page, position.line, &version.change).map_err(|e| e.page(position.pgno))?;
    let dbtime_before = page.dbtime();

    let bookmark = LoggedBookmark { key: version.key, data: version.data };
    let mut node = NodeOperation {
        page: PageOperation {
            procid,
            dbid: version.tree.dbid,
            pgno: version.pgno,
            dbtime: DBTIME_NIL,
            dbtime_before: DBTIME_NIL,
            trx_begin0,
            level: version.level,
            line: 0,
            flags: OperationFlags(if version.tree.unique { OperationFlags::UNIQUE } else { 0 }),
        },
        rceid: version.rceid,
        pgno_fdp: version.tree.pgno_fdp,
        objid_fdp: version.tree.objid_fdp,
    };
    let operation = version.change.operation().code();

    if version.undo_info_pending {
        let before_image = if let Change::Replace { before } = version.change { before } else { &[] };
        // The field is 15 bits and a sign; no page, and so no node, is larger than 32 KiB.
        let max_size = before_image.len() as i16;
        log.append(&LogRecord::UndoInfo(UndoInfo { node, bookmark, operation, max_size, delta: 0, before_image }))?;
    }

    let dbtime = store.next_dbtime();
    if dbtime <= dbtime_before {
        fail!(
            DbTimeCorrupted,
            "page {} has dbtime {dbtime_before:#x}, later than the database's own {dbtime:#x}",
            position.pgno
        );
    }
    node.page.pgno = position.pgno;
    node.page.line = position.line as u16;
    node.page.dbtime = dbtime;
    node.page.dbtime_before = dbtime_before;
    log.append(&LogRecord::Undo(Undo { node, bookmark, operation, undo_level: version.level }))?;

    let page = store.page_mut(position.pgno)?;
    page.touch(dbtime);
    take_back(page, position.line, &version.change).map_err(|e| e.page(position.pgno))
}

fn locate(store: &mut dyn PageStore, version: &Version<'_>) -> Result<Position> {
    let root = Root { pgno: version.tree.pgno_fdp, objid: version.tree.objid_fdp, unique: version.tree.unique };
    match btree::find(store, root, Bookmark { key: version.key, data: version.data })? {
        Some(position) => Ok(position),
        None => fail!(
            RollbackError,
            "the {:?} of a node in tree {} (root {}) cannot be undone: the node is not there",
            version.change.operation(),
            version.tree.objid_fdp,
            version.tree.pgno_fdp
        ),
    }
}

/// Redo of an Undo record. `page` is the record's page when it still lacks this change; its dbtime is
/// left to the caller. In any case the version is forgotten.
///
/// # Errors
/// `LogCorrupted` when the page lacks the change and there is no such version, or one of another kind.
pub fn redo_undo(notes: &mut impl VersionNotes, record: &Undo<'_>, page: Option<&mut Page>) -> Result<()> {
    let (procid, rceid) = (record.node.procid, record.node.rceid);
    if let Some(page) = page {
        let operation = Operation::from_code(record.operation)?;
        match notes.version(procid, rceid) {
            Some(version) if version.change.operation() == operation => {
                take_back(page, record.node.line.into(), &version.change)?;
            }
            found => fail!(
                LogCorrupted,
                "session {procid} takes back a {operation:?} (rceid {rceid:#x}), but the logs gave {:?}",
                found.map(|v| v.change.operation())
            ),
        }
    }
    notes.forget_version(procid, rceid);
    Ok(())
}

/// The data of the node with its number lowered again.
fn lowered(data: &[u8], offset: u16, delta: i64, width: usize) -> Result<Vec<u8>> {
    let start = usize::from(offset);
    let mut data = data.to_vec();
    let length = data.len();
    let Some(number) = data.get_mut(start..start + width) else {
        fail!(RollbackError, "a number of {width} bytes at {offset} of a node of {length}");
    };
    let mut wide = [0; 8];
    wide[..width].copy_from_slice(number);
    let lower = i64::from_le_bytes(wide).wrapping_sub(delta).to_le_bytes();
    number.copy_from_slice(&lower[..width]);
    Ok(data)
}

/// Whether [`take_back`] would succeed, so that nothing is logged that cannot be done.
fn check_take_back(page: &Page, line: usize, change: &Change<'_>) -> Result<()> {
    let node = page.node(line)?;
    match *change {
        Change::Insert | Change::FlagDelete => {}
        Change::Replace { before } => {
            if before.len().saturating_sub(node.data.len()) > page.free_bytes() {
                fail!(
                    RollbackError,
                    "a node of {} bytes must be {} long again, but only {} are free",
                    node.data.len(),
                    before.len(),
                    page.free_bytes()
                );
            }
        }
        Change::Delta32 { offset, delta } => drop(lowered(node.data, offset, delta.into(), 4)?),
        Change::Delta64 { offset, delta } => drop(lowered(node.data, offset, delta, 8)?),
    }
    Ok(())
}

/// Takes one change back on the page that has it. The node's VERSION bit stays as it is, no node
/// goes, and a node whose insert is undone only becomes flagged as deleted.
///
/// # Errors
/// `RollbackError` when the page has no room for the data of before, or the number is not in the node.
pub fn take_back(page: &mut Page, line: usize, change: &Change<'_>) -> Result<()> {
    let node = page.node(line)?;
    let flags = node.flags;
    match *change {
        Change::Insert => page.set_node_flags(line, flags | node_flags::DELETED),
        Change::FlagDelete => page.set_node_flags(line, flags & !node_flags::DELETED),
        Change::Replace { before } => {
            let grows = before.len() > node.data.len();
            page.replace_data(line, &[before]).map_err(|e| e.with_code(ErrorCode::RollbackError))?;
            if grows && page.uncommitted_free() != 0 {
                // Nobody but undo changes pages now: no space needs to be kept for anyone.
                page.set_uncommitted_free(0)?;
            }
            Ok(())
        }
        Change::Delta32 { offset, delta } => {
            let data = lowered(node.data, offset, delta.into(), 4)?;
            page.replace_data(line, &[&data])
        }
        Change::Delta64 { offset, delta } => {
            let data = lowered(node.data, offset, delta, 8)?;
            page.replace_data(line, &[&data])
        }
    }
}

#[cfg(test)]
mod tests;
