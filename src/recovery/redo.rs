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
pub(super) mod page_work;
mod root_move;
mod scrub;
mod space;
mod split;
mod versions;

use crate::error::Result;
use crate::fail;
use crate::format::log_record::{EmptyTree, LogRecord, NewPage, TransactionStep, UndoInfo};
use crate::format::page::flags;
use crate::format::primitives::{Dbtime, Lgpos, Objid};
use crate::recovery::database::{Database, Databases};
use crate::recovery::transactions::{MacroRecord, Transactions};
use crate::recovery::versions::{Change, Operation, Version};
pub use page_work::PageWork;
use versions::place;

/// Applies log records, one at a time.
#[derive(Debug, Default)]
pub struct Redo {
    work: PageWork,
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
            LogRecord::Begin(r) | LogRecord::Begin0(r) => transactions.step(&TransactionStep::Begin(*r), lgpos),
            LogRecord::Refresh(r) => {
                transactions.refresh(r.procid, r.trx_begin0);
                Ok(())
            }
            LogRecord::Commit(r) | LogRecord::Commit0(r) => transactions.step(&TransactionStep::Commit(*r), lgpos),
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
            LogRecord::NewPage(r) => page_work::new_page(db, lgpos, r),
            LogRecord::UndoInfo(r) => undo_info(transactions, r),
            LogRecord::EmptyTree(r) => empty_tree(db, lgpos, r),
            _ => match record.node_operation() {
                Some(operation) => self.work.node(db, transactions, lgpos, record, operation),
                None => Ok(()),
            },
        }
    }
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
        LogRecord::RootPageMove(_) => root_move::redo(db, lgpos, &records),
        _ => page_work::reshape(db, transactions, lgpos, &records),
    }
}

/// Every page below the root is given back; the root becomes an empty leaf.
fn empty_tree(db: &mut Database, lgpos: Lgpos, record: &EmptyTree<'_>) -> Result<()> {
    let root = &record.node;
    let after = root.dbtime;
    let redo_root = db.ready_for(root.pgno, root.dbtime_before, after, lgpos)?;
    for emptied in record.pages() {
        if db.ready_for(emptied.pgno, emptied.dbtime_before, after, lgpos)? {
            let page = db.cache.resident_mut(emptied.pgno)?;
            merge::empty(page)?;
            page.touch(after);
        }
    }
    if redo_root {
        let page = db.cache.resident_mut(root.pgno)?;
        page.delete_range(0, page.node_count())?;
        page.set_flags((page.flags() & !flags::PARENT_OF_LEAF) | flags::LEAF);
        page.touch(after);
    }
    Ok(())
}

/// The before image of a change that was on its page already.
fn undo_info(transactions: &mut Transactions, record: &UndoInfo<'_>) -> Result<()> {
    transactions.note_undo_info(record.node.procid, undo_info_version(record)?);
    Ok(())
}

/// The version that an UndoInfo record brings.
///
/// # Errors
/// `LogCorrupted` when it is for an operation that needs none.
pub fn undo_info_version<'a>(record: &UndoInfo<'a>) -> Result<Version<'a>> {
    let change = match Operation::from_code(record.operation)? {
        Operation::Replace => Change::Replace { before: record.before_image },
        Operation::FlagDelete => Change::FlagDelete,
        other => fail!(LogCorrupted, "an undo-info record for {other:?}"),
    };
    let node = &record.node;
    Ok(place(node, node.pgno, record.bookmark.key, record.bookmark.data, change))
}

#[cfg(test)]
mod tests;
