//! What one record does to its page, and one macro to its few pages. Whoever has the pages in hand may do it: the whole
//! database, or one of several threads with the pages that were lent to it.
//!
//! Source: `ErrLGRIRedoNodeOperation`, `ErrLGRIRedoNewPage` in `ese/_log/logredo.cxx`.

use super::versions::{place, unique_data};
use super::{merge, node, scrub, split};
use crate::error::Result;
use crate::fail;
use crate::format::log_record::{LogRecord, NewPage, NodeOperation, Replace, Undo};
use crate::format::page::flags;
use crate::format::primitives::Lgpos;
use crate::recovery::pages::Pages;
use crate::recovery::undo;
use crate::recovery::versions::{Change, Version, VersionNotes};

/// Changes pages. Keeps buffers from record to record, so that none is allocated for each.
#[derive(Debug, Default)]
pub struct PageWork {
    key: Vec<u8>,
    data: Vec<u8>,
}

/// A page that belongs to a tree but is not in use yet.
pub fn new_page(pages: &mut Pages, lgpos: Lgpos, r: &NewPage) -> Result<()> {
    if pages.needs_new_page(r.pgno, r.dbtime_after, lgpos)? {
        pages.make_pre_init_page(r.pgno, r.objid, r.dbtime_after)?;
    }
    Ok(())
}

/// A committed macro that splits or merges pages: all of its records, and the place of its commit.
pub fn reshape(
    pages: &mut Pages,
    notes: &mut impl VersionNotes,
    lgpos: Lgpos,
    records: &[LogRecord<'_>],
) -> Result<()> {
    match records.first() {
        Some(LogRecord::Split2(_)) => split::redo(pages, notes, lgpos, records),
        Some(LogRecord::Merge2(_)) => merge::redo(pages, lgpos, records),
        first => {
            let name = first.map_or("missing", LogRecord::name);
            fail!(LogFileCorrupt, "the macro committed at {lgpos} opens with a {name} record")
        }
    }
}

impl PageWork {
    /// A record about one node of one page.
    pub fn node(
        &mut self,
        pages: &mut Pages,
        notes: &mut impl VersionNotes,
        lgpos: Lgpos,
        record: &LogRecord<'_>,
        operation: &NodeOperation,
    ) -> Result<()> {
        let pgno = operation.pgno;
        let after = operation.dbtime;
        let redo = pages.ready_for(pgno, operation.dbtime_before, after, lgpos)?;
        let versioned = operation.flags.versioned();
        let noted = versioned && notes.wants(operation.procid);
        if noted {
            self.note_version(pages, notes, record, operation, redo)?;
        } else if versioned {
            notes.check_level(operation.procid, operation.level)?;
        }
        if let LogRecord::Undo(r) = record {
            return redo_undo(pages, notes, r, redo);
        }
        if !redo {
            return Ok(());
        }
        let line = usize::from(operation.line);
        // A version of it has needed that already.
        if let LogRecord::Replace(r) | LogRecord::ReplaceDiff(r) = record
            && !noted
        {
            self.after_image(pages, record, r)?;
        }
        let page = pages.cache.resident_mut(pgno)?;
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
    fn after_image(&mut self, pages: &Pages, record: &LogRecord<'_>, r: &Replace<'_>) -> Result<()> {
        let is_diff = matches!(record, LogRecord::ReplaceDiff(_));
        let old = pages.cache.resident(r.node.pgno)?.node(r.node.line.into())?.data;
        node::after_image(r, is_diff, old, &mut self.data)
    }

    /// Remembers what a rollback of a versioned change would need (the table is in `docs/undo.md`).
    fn note_version(
        &mut self,
        pages: &Pages,
        notes: &mut impl VersionNotes,
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
                notes.note_version(procid, place(operation, pgno, &self.key, data, Change::Insert))
            }
            LogRecord::FlagInsert(r) => {
                let data = unique_data(operation, r.data);
                notes.note_version(procid, place(operation, pgno, r.key, data, Change::Insert))
            }
            LogRecord::Delta(r) | LogRecord::Delta64(r) => {
                let change = match record {
                    LogRecord::Delta(_) => Change::Delta32 { offset: r.offset, delta: r.delta as i32 },
                    _ => Change::Delta64 { offset: r.offset, delta: r.delta },
                };
                let (key, data) = (r.bookmark.key, r.bookmark.data);
                notes.note_version(procid, place(operation, pgno, key, data, change))
            }
            LogRecord::FlagInsertAndReplaceData(r) => {
                let data = unique_data(operation, r.data);
                notes.note_version(procid, place(operation, pgno, r.key, data, Change::Insert))?;
                if redo {
                    let before = pages.cache.resident(pgno)?.node(operation.line.into())?.data;
                    let version = place(operation, pgno, r.key, &[], Change::Replace { before });
                    notes.note_version(procid, Version { rceid: r.rceid_replace, ..version })
                } else {
                    notes.defer_version(procid, r.rceid_replace, operation.level);
                    Ok(())
                }
            }
            LogRecord::Replace(_) | LogRecord::ReplaceDiff(_) | LogRecord::FlagDelete(_) if !redo => {
                notes.defer_version(procid, operation.rceid, operation.level);
                Ok(())
            }
            LogRecord::Replace(r) | LogRecord::ReplaceDiff(r) => {
                self.after_image(pages, record, r)?;
                let node = pages.cache.resident(pgno)?.node(operation.line.into())?;
                set_key(&mut self.key, node.prefix, node.suffix);
                let change = Change::Replace { before: node.data };
                notes.note_version(procid, place(operation, pgno, &self.key, &[], change))
            }
            LogRecord::FlagDelete(_) => {
                let node = pages.cache.resident(pgno)?.node(operation.line.into())?;
                set_key(&mut self.key, node.prefix, node.suffix);
                let data = unique_data(operation, node.data);
                notes.note_version(procid, place(operation, pgno, &self.key, data, Change::FlagDelete))
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

/// A change was taken back before the log ended: take it back again.
fn redo_undo(pages: &mut Pages, notes: &mut impl VersionNotes, record: &Undo<'_>, redo: bool) -> Result<()> {
    if !redo {
        return undo::redo_undo(notes, record, None);
    }
    let page = pages.cache.resident_mut(record.node.pgno)?;
    undo::redo_undo(notes, record, Some(&mut *page))?;
    page.touch(record.node.dbtime);
    Ok(())
}
