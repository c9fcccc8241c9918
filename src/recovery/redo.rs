//! Redo: one log record applied to its page, or its few pages. This file only decides whether a
//! record is to be applied, and dispatches; the rooms below do the work.
//!
//! A record counts when its session is in a transaction whose begin was seen, its database is
//! attached, and the record comes after the attachment. Records of a macro wait for its commit.
//! Records that do not count still move the database's clocks.
//!
//! Source: `ErrLGRIRedoOperation`, `ErrLGRIRedoNodeOperation`, `ErrLGRICheckRedoCondition` in
//! `ese/_log/logredo.cxx`.

mod before_image;
mod file;
mod lines;
mod merge;
mod node;
mod page_move;
mod root_move;
mod scrub;
mod space;
mod split;
mod versions;

use crate::error::Result;
use crate::fail;
use crate::format::log_record::{EmptyTree, LogRecord, NewPage, NodeOperation, Replace, Undo, UndoInfo};
use crate::format::page::flags;
use crate::format::primitives::{Dbtime, Lgpos, Objid};
use crate::recovery::database::{Database, Databases};
use crate::recovery::transactions::{MacroRecord, Transactions};
use crate::recovery::undo;
use crate::recovery::versions::{Change, Operation, Version};
use versions::{place, unique_data};

/// Applies log records. Keeps buffers from record to record, so that none is allocated for each.
#[derive(Debug, Default)]
pub struct Redo {
    key: Vec<u8>,
    data: Vec<u8>,
}

impl Redo {
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies one record that concerns transactions or pages. Other
    /// records (attach, detach, backup …) are not for redo and are ignored.
    ///
    /// # Errors
    /// What reading a page gives; the dbtime errors of [`Database::needs_redo`];
    /// `LogOperationInconsistentWithDatabase`, `LogCorrupted` when record and page do not fit together.
    pub fn apply(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &LogRecord<'_>,
    ) -> Result<()> {
        match record {
            LogRecord::Begin(r) | LogRecord::Begin0(r) => {
                transactions.begin(r.procid, r.level_from, r.levels, r.trx_begin0.unwrap_or(0), lgpos)
            }
            LogRecord::Refresh(r) => {
                transactions.refresh(r.procid, r.trx_begin0);
                Ok(())
            }
            LogRecord::Commit(r) | LogRecord::Commit0(r) => transactions.commit(r.procid, r.level_to, r.trx_commit0),
            LogRecord::Rollback(r) => transactions.rollback(r.procid, r.levels),
            LogRecord::MacroBegin(r) => transactions.begin_macro(r.procid, r.dbtime),
            LogRecord::MacroAbort(r) => {
                transactions.end_macro(r.procid, r.dbtime);
                Ok(())
            }
            LogRecord::MacroCommit(r) => {
                // None are kept of a session whose begin was not seen.
                let records = transactions.end_macro(r.procid, r.dbtime).unwrap_or_default();
                if !records.is_empty() {
                    commit_macro(databases, transactions, lgpos, &records)?;
                }
                Ok(())
            }
            LogRecord::Split(_) | LogRecord::Merge(_) => fail!(
                BadLogVersion,
                "the {} record at {lgpos} is of a form that no supported version writes",
                record.name()
            ),
            LogRecord::BeginDt(_)
            | LogRecord::PrepCommit(_)
            | LogRecord::PrepRollback(_)
            | LogRecord::MultisectorFlush(_)
            | LogRecord::End => {
                fail!(LogCorrupted, "no supported version plays a {} record, as the log has at {lgpos}", record.name())
            }
            LogRecord::ExtendDb(r) => with(databases, r.dbid, |db| file::extend(db, lgpos, r)),
            LogRecord::ShrinkDb(r) | LogRecord::ShrinkDb2(r) | LogRecord::ShrinkDb3(r) => {
                with_attached(databases, r.head.dbid, lgpos, |db| file::shrink(db, lgpos, r))
            }
            LogRecord::TrimDb(r) => with(databases, r.dbid, |db| file::trim(db, r)),
            _ => self.apply_to_page(databases, transactions, lgpos, record),
        }
    }

    fn apply_to_page(
        &mut self,
        databases: &mut Databases,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &LogRecord<'_>,
    ) -> Result<()> {
        let Some(subject) = Subject::of(record) else { return Ok(()) };
        let active = transactions.is_active(subject.procid);
        if active && subject.waits_in_macro && transactions.is_in_macro(subject.procid, subject.dbtime) {
            let mut bytes = Vec::new();
            record.encode(&mut bytes)?;
            let record = MacroRecord { lgpos, bytes };
            return transactions.keep_for_macro(subject.procid, subject.dbtime, record);
        }
        let Some(db) = databases.get_mut(subject.dbid) else { return Ok(()) };
        db.note_clock(subject.dbtime, subject.objid);
        if !active || lgpos <= db.attached {
            return Ok(());
        }
        match record {
            LogRecord::Split2(_) | LogRecord::Merge2(_) | LogRecord::RootPageMove(_) => {
                fail!(LogCorrupted, "the {} record at {lgpos} stands outside a macro", record.name())
            }
            LogRecord::CreateMultipleExtentFdp(r) => space::create_multiple_extent(db, lgpos, r),
            LogRecord::CreateSingleExtentFdp(r) => space::create_single_extent(db, lgpos, r),
            LogRecord::ConvertFdp(r) | LogRecord::ConvertFdp2(r) => space::convert(db, lgpos, r),
            LogRecord::PageMove(r) => page_move::redo(db, lgpos, r),
            LogRecord::NewPage(r) => {
                if db.needs_new_page(r.pgno, r.dbtime_after, lgpos)? {
                    db.make_pre_init_page(r.pgno, r.objid, r.dbtime_after)?;
                }
                Ok(())
            }
            LogRecord::UndoInfo(r) => undo_info(transactions, r),
            _ => match record.node_operation() {
                Some(operation) => self.node(db, transactions, lgpos, record, operation),
                None => Ok(()),
            },
        }
    }

    /// A record about one node of one page.
    fn node(
        &mut self,
        db: &mut Database,
        transactions: &mut Transactions,
        lgpos: Lgpos,
        record: &LogRecord<'_>,
        operation: &NodeOperation,
    ) -> Result<()> {
        let pgno = operation.pgno;
        let after = operation.dbtime;
        let redo = db.ready_for(pgno, operation.dbtime_before, after, lgpos)?;
        if let LogRecord::EmptyTree(r) = record {
            return empty_tree(db, lgpos, r, redo);
        }
        if operation.flags.versioned() {
            self.note_version(db, transactions, record, operation, redo)?;
        }
        if let LogRecord::Undo(r) = record {
            return redo_undo(db, transactions, r, redo);
        }
        if !redo {
            return Ok(());
        }
        let line = usize::from(operation.line);
        let versioned = operation.flags.versioned();
        if let LogRecord::Replace(r) | LogRecord::ReplaceDiff(r) = record
            && !versioned
        {
            self.after_image(db, record, r)?;
        }
        let page = db.cache.resident_mut(pgno)?;
        match record {
            LogRecord::Insert(r) => node::insert(page, r)?,
            LogRecord::FlagInsert(_) => node::flag_insert(page, line, versioned)?,
            LogRecord::FlagInsertAndReplaceData(r) => {
                node::flag_insert_and_replace_data(page, line, r.data, versioned)?;
            }
            LogRecord::FlagDelete(_) => node::flag_delete(page, line, versioned)?,
            LogRecord::Delete(_) => page.delete(line)?,
            LogRecord::Replace(_) | LogRecord::ReplaceDiff(_) => node::replace(page, line, &self.data, versioned)?,
            LogRecord::Delta(r) => node::delta(page, r, false)?,
            LogRecord::Delta64(r) => node::delta(page, r, true)?,
            LogRecord::SetExternalHeader(r) => node::set_external_header(page, r)?,
            LogRecord::Scrub(r) => {
                scrub::scrub(page, r)?;
                page.set_dbtime(after);
                page.set_flags(page.flags() | flags::SCRUBBED);
                return Ok(());
            }
            other => fail!(LogCorrupted, "a {} record at {lgpos} is none for one node", other.name()),
        }
        page.touch(after);
        Ok(())
    }

    /// Computes the data that a replace leaves into `self.data`.
    fn after_image(&mut self, db: &Database, record: &LogRecord<'_>, r: &Replace<'_>) -> Result<()> {
        let is_diff = matches!(record, LogRecord::ReplaceDiff(_));
        let old = db.cache.resident(r.node.pgno)?.node(r.node.line.into())?.data;
        node::after_image(r, is_diff, old, &mut self.data)
    }

    /// Remembers what a rollback of a versioned change would need (the table is in `docs/undo.md`).
    fn note_version(
        &mut self,
        db: &Database,
        transactions: &mut Transactions,
        record: &LogRecord<'_>,
        operation: &NodeOperation,
        redo: bool,
    ) -> Result<()> {
        let (procid, pgno) = (operation.procid, operation.pgno);
        match record {
            LogRecord::Insert(r) => {
                self.key.clear();
                self.key.extend_from_slice(r.prefix);
                self.key.extend_from_slice(r.suffix);
                let data = unique_data(operation, r.data);
                transactions.note_version(procid, place(operation, pgno, &self.key, data, Change::Insert))
            }
            LogRecord::FlagInsert(r) => {
                let data = unique_data(operation, r.data);
                transactions.note_version(procid, place(operation, pgno, r.key, data, Change::Insert))
            }
            LogRecord::Delta(r) | LogRecord::Delta64(r) => {
                let change = match record {
                    LogRecord::Delta(_) => Change::Delta32 { offset: r.offset, delta: r.delta as i32 },
                    _ => Change::Delta64 { offset: r.offset, delta: r.delta },
                };
                let (key, data) = (r.bookmark.key, r.bookmark.data);
                transactions.note_version(procid, place(operation, pgno, key, data, change))
            }
            LogRecord::FlagInsertAndReplaceData(r) => {
                let data = unique_data(operation, r.data);
                transactions.note_version(procid, place(operation, pgno, r.key, data, Change::Insert))?;
                if redo {
                    let before = db.cache.resident(pgno)?.node(operation.line.into())?.data;
                    let version = place(operation, pgno, r.key, &[], Change::Replace { before });
                    transactions.note_version(procid, Version { rceid: r.rceid_replace, ..version })
                } else {
                    transactions.defer_version(procid, r.rceid_replace, operation.level);
                    Ok(())
                }
            }
            LogRecord::Replace(_) | LogRecord::ReplaceDiff(_) | LogRecord::FlagDelete(_) if !redo => {
                transactions.defer_version(procid, operation.rceid, operation.level);
                Ok(())
            }
            LogRecord::Replace(r) | LogRecord::ReplaceDiff(r) => {
                self.after_image(db, record, r)?;
                let node = db.cache.resident(pgno)?.node(operation.line.into())?;
                set_key(&mut self.key, node.prefix, node.suffix);
                let change = Change::Replace { before: node.data };
                transactions.note_version(procid, place(operation, pgno, &self.key, &[], change))
            }
            LogRecord::FlagDelete(_) => {
                let node = db.cache.resident(pgno)?.node(operation.line.into())?;
                set_key(&mut self.key, node.prefix, node.suffix);
                let data = unique_data(operation, node.data);
                transactions.note_version(procid, place(operation, pgno, &self.key, data, Change::FlagDelete))
            }
            _ => Ok(()),
        }
    }
}

fn set_key(key: &mut Vec<u8>, prefix: &[u8], suffix: &[u8]) {
    key.clear();
    key.extend_from_slice(prefix);
    key.extend_from_slice(suffix);
}

/// What a page record says about whom it concerns.
struct Subject {
    procid: u16,
    dbid: u8,
    dbtime: Dbtime,
    objid: Objid,
    /// Of a kind that can be part of a macro.
    waits_in_macro: bool,
}

impl Subject {
    fn of(record: &LogRecord<'_>) -> Option<Self> {
        if let LogRecord::NewPage(r) = record {
            let NewPage { procid, dbid, objid, dbtime_after, .. } = *r;
            return Some(Self { procid, dbid, dbtime: dbtime_after, objid, waits_in_macro: true });
        }
        if let LogRecord::RootPageMove(r) = record {
            let (procid, dbid, objid) = (r.procid, r.dbid, r.objid);
            return Some(Self { procid, dbid, dbtime: r.dbtime_after, objid, waits_in_macro: true });
        }
        let page = record.page_operation()?;
        let objid = match record {
            LogRecord::Split2(r) => r.head.objid_fdp,
            LogRecord::Merge2(r) => r.head.objid_fdp,
            LogRecord::PageMove(r) => r.head.objid_fdp,
            LogRecord::CreateMultipleExtentFdp(r) => r.objid_fdp,
            LogRecord::CreateSingleExtentFdp(r) => r.objid_fdp,
            LogRecord::ConvertFdp(r) | LogRecord::ConvertFdp2(r) => r.head.objid_fdp,
            _ => record.node_operation().map_or(0, |n| n.objid_fdp),
        };
        let waits_in_macro = !matches!(
            record,
            LogRecord::UndoInfo(_) | LogRecord::CreateMultipleExtentFdp(_) | LogRecord::CreateSingleExtentFdp(_)
        );
        Some(Self { procid: page.procid, dbid: page.dbid, dbtime: page.dbtime, objid, waits_in_macro })
    }
}

fn with(databases: &mut Databases, dbid: u8, f: impl FnOnce(&mut Database) -> Result<()>) -> Result<()> {
    databases.get_mut(dbid).map_or(Ok(()), f)
}

fn with_attached(
    databases: &mut Databases,
    dbid: u8,
    lgpos: Lgpos,
    f: impl FnOnce(&mut Database) -> Result<()>,
) -> Result<()> {
    with(databases, dbid, |db| if lgpos > db.attached { f(db) } else { Ok(()) })
}

/// Applies what a macro put aside. `lgpos` is that of its commit.
fn commit_macro(
    databases: &mut Databases,
    transactions: &mut Transactions,
    lgpos: Lgpos,
    kept: &[MacroRecord],
) -> Result<()> {
    let mut records = Vec::with_capacity(kept.len());
    for record in kept {
        records.push(LogRecord::parse(&record.bytes)?.0);
    }
    let Some(first) = records.first() else { return Ok(()) };
    let Some(subject) = Subject::of(first) else {
        fail!(LogFileCorrupt, "the macro committed at {lgpos} opens with a {} record", first.name());
    };
    let Some(db) = databases.get_mut(subject.dbid) else { return Ok(()) };
    db.note_clock(subject.dbtime, subject.objid);
    if lgpos <= db.attached {
        return Ok(());
    }
    match first {
        LogRecord::Split2(_) => split::redo(db, transactions, lgpos, &records),
        LogRecord::Merge2(_) => merge::redo(db, lgpos, &records),
        LogRecord::RootPageMove(_) => root_move::redo(db, lgpos, &records),
        other => fail!(LogFileCorrupt, "the macro committed at {lgpos} opens with a {} record", other.name()),
    }
}

/// Every page below the root is given back; the root becomes an empty leaf.
fn empty_tree(db: &mut Database, lgpos: Lgpos, record: &EmptyTree<'_>, redo_root: bool) -> Result<()> {
    let after = record.node.dbtime;
    for emptied in record.pages() {
        if db.ready_for(emptied.pgno, emptied.dbtime_before, after, lgpos)? {
            let page = db.cache.resident_mut(emptied.pgno)?;
            merge::empty(page)?;
            page.touch(after);
        }
    }
    if redo_root {
        let page = db.cache.resident_mut(record.node.pgno)?;
        page.delete_range(0, page.node_count())?;
        page.set_flags((page.flags() & !flags::PARENT_OF_LEAF) | flags::LEAF);
        page.touch(after);
    }
    Ok(())
}

/// The before image of a change that was on its page already.
fn undo_info(transactions: &mut Transactions, record: &UndoInfo<'_>) -> Result<()> {
    let change = match Operation::from_code(record.operation)? {
        Operation::Replace => Change::Replace { before: record.before_image },
        Operation::FlagDelete => Change::FlagDelete,
        other => fail!(LogCorrupted, "an undo-info record for {other:?}"),
    };
    let node = &record.node;
    let version = place(node, node.pgno, record.bookmark.key, record.bookmark.data, change);
    transactions.note_undo_info(node.procid, version);
    Ok(())
}

/// A change was taken back before the log ended: take it back again.
fn redo_undo(db: &mut Database, transactions: &mut Transactions, record: &Undo<'_>, redo: bool) -> Result<()> {
    if !redo {
        return undo::redo_undo(transactions, record, None);
    }
    let page = db.cache.resident_mut(record.node.pgno)?;
    undo::redo_undo(transactions, record, Some(&mut *page))?;
    page.touch(record.node.dbtime);
    Ok(())
}

#[cfg(test)]
mod tests;
