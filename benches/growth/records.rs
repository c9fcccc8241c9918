//! The numbers in log records.
//!
//! Every kind of record that a stream to be repeated may have is named here with all its numbers; another one ends the
//! run. What records carry of keys, data and pictures of pages stays as it is: redo goes by the numbers in the fixed
//! parts. (A split takes its nodes from the picture where the file holds the page newer than the record; above the
//! leaves, they name pages then that were not moved.)

use esent::format::log_record::{Filler, LogRecord, MacroInfo, NodeOperation, PageOperation, backup_phase};
use esent::format::primitives::{Dbtime, Objid, Pgno};

use crate::numbers::Numbers;

/// The record with its numbers changed, as long as before.
pub fn rewrite(bytes: &[u8], numbers: &mut impl Numbers) -> Vec<u8> {
    let mut record = LogRecord::parse_exact(bytes).unwrap();
    let list;
    if let LogRecord::MacroInfo(info) = &record {
        list = pages_of(info, numbers);
        record = LogRecord::MacroInfo(MacroInfo::new(info.dbid, &list));
    } else {
        change(&mut record, numbers);
    }
    let mut out = Vec::with_capacity(bytes.len());
    record.encode(&mut out).unwrap();
    assert_eq!(out.len(), bytes.len(), "a {} record changed its length", record.name());
    out
}

/// The session that a record is of.
pub fn session_of(mut record: LogRecord<'_>) -> Option<u16> {
    let mut session = Session(None);
    if !matches!(record, LogRecord::MacroInfo(_)) {
        change(&mut record, &mut session);
    }
    session.0
}

struct Session(Option<u16>);

impl Numbers for Session {
    fn procid(&mut self, procid: u16) {
        self.0 = Some(procid);
    }
    fn pgno(&mut self, _: &mut Pgno) {}
    fn dbtime(&mut self, _: &mut Dbtime) {}
    fn objid(&mut self, _: &mut Objid) {}
    fn trx(&mut self, _: &mut u32) {}
    fn rceid(&mut self, _: &mut u32) {}
}

/// As many bytes that say nothing.
pub fn room(bytes: usize) -> Vec<u8> {
    const HEAD: usize = 5;
    let mut out = Vec::with_capacity(bytes);
    match bytes.checked_sub(HEAD) {
        Some(rest) => LogRecord::Nop2(Filler { data: &vec![0; rest] }).encode(&mut out).unwrap(),
        None => out.resize(bytes, 0),
    }
    out
}

fn pages_of(info: &MacroInfo<'_>, numbers: &mut impl Numbers) -> Vec<u8> {
    let moved = |mut pgno| {
        numbers.pgno(&mut pgno);
        pgno.to_le_bytes()
    };
    info.pages().flat_map(moved).collect()
}

fn change(record: &mut LogRecord<'_>, n: &mut impl Numbers) {
    match record {
        LogRecord::Insert(r) => node(&mut r.node, n),
        LogRecord::FlagInsert(r) => node(&mut r.node, n),
        LogRecord::FlagInsertAndReplaceData(r) => {
            node(&mut r.node, n);
            n.rceid(&mut r.rceid_replace);
        }
        LogRecord::FlagDelete(r) | LogRecord::Delete(r) => node(&mut r.node, n),
        LogRecord::Replace(r) | LogRecord::ReplaceDiff(r) => node(&mut r.node, n),
        LogRecord::UndoInfo(r) => node(&mut r.node, n),
        LogRecord::Delta(r) | LogRecord::Delta64(r) => node(&mut r.node, n),
        LogRecord::SetExternalHeader(r) => node(&mut r.node, n),
        LogRecord::Undo(r) => node(&mut r.node, n),
        LogRecord::Split2(r) => {
            let head = &mut r.head;
            page(&mut head.page, n);
            for pgno in [&mut head.pgno_new, &mut head.pgno_right, &mut head.pgno_parent, &mut head.pgno_fdp] {
                n.pgno(pgno);
            }
            n.dbtime(&mut head.dbtime_right_before);
            n.dbtime(&mut head.dbtime_parent_before);
            n.objid(&mut head.objid_fdp);
        }
        LogRecord::Merge2(r) => {
            let head = &mut r.head;
            page(&mut head.page, n);
            for pgno in [&mut head.pgno_right, &mut head.pgno_left, &mut head.pgno_parent, &mut head.pgno_fdp] {
                n.pgno(pgno);
            }
            n.dbtime(&mut head.dbtime_right_before);
            n.dbtime(&mut head.dbtime_left_before);
            n.dbtime(&mut head.dbtime_parent_before);
            n.objid(&mut head.objid_fdp);
        }
        LogRecord::ConvertFdp2(r) => {
            let head = &mut r.head;
            page(&mut head.page, n);
            for pgno in [&mut head.pgno_own_ext, &mut head.pgno_avail_ext, &mut head.pgno_fdp_parent] {
                n.pgno(pgno);
            }
            n.pgno(&mut head.pgno_secondary_first);
            n.objid(&mut head.objid_fdp);
        }
        LogRecord::NewPage(r) => {
            n.procid(r.procid);
            n.pgno(&mut r.pgno);
            n.objid(&mut r.objid);
            n.dbtime(&mut r.dbtime_after);
        }
        LogRecord::ExtendDb(r) => n.pgno(&mut r.pgno_last),
        LogRecord::Begin(r) | LogRecord::Begin0(r) => {
            n.procid(r.procid);
            r.trx_begin0.iter_mut().for_each(|trx| n.trx(trx));
        }
        LogRecord::Commit(r) | LogRecord::Commit0(r) => {
            n.procid(r.procid);
            r.trx_commit0.iter_mut().for_each(|trx| n.trx(trx));
        }
        LogRecord::Rollback(r) => n.procid(r.procid),
        LogRecord::MacroBegin(r) | LogRecord::MacroCommit(r) | LogRecord::MacroAbort(r) => {
            n.procid(r.procid);
            n.dbtime(&mut r.dbtime);
        }
        // Room, and notes that change no database.
        LogRecord::Nop2(_) | LogRecord::Trace(_) => {}
        LogRecord::Backup2(r) if r.head.phase == backup_phase::BEGIN && !r.head.lgpos_mark.is_set() => {}
        other => panic!("a stream with a {} record cannot be repeated: {other:?}", other.name()),
    }
}

fn page(page: &mut PageOperation, n: &mut impl Numbers) {
    n.procid(page.procid);
    n.pgno(&mut page.pgno);
    n.dbtime(&mut page.dbtime);
    n.dbtime(&mut page.dbtime_before);
    n.trx(&mut page.trx_begin0);
}

fn node(node: &mut NodeOperation, n: &mut impl Numbers) {
    page(&mut node.page, n);
    n.rceid(&mut node.rceid);
    n.pgno(&mut node.pgno_fdp);
    n.objid(&mut node.objid_fdp);
}
