//! Logs with moved numbers: every record keeps its place.

use std::collections::BTreeSet;
use std::path::Path;

use esent::format::log_header::{LOG_HEADER_BYTES, LogHeader};
use esent::format::log_record::{
    Commit, FragmentBegin, KIND_FRAGMENT, KIND_FRAGMENT_BEGIN, LogRecord, fixed_size, record_size,
};
use esent::format::log_segment::{SEGMENT_HEADER_SIZE, SEGMENT_SIZE, SegmentHeader, seal};
use esent::format::primitives::{Lgpos, Logtime};
use esent::recovery::transactions::Transactions;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::LogReader;

use crate::numbers::{Numbers, Shift};
use crate::records::{rewrite, room, session_of};

/// What the header of a log repeats of the one before it.
#[derive(Debug, Clone, Copy)]
pub struct Previous {
    pub created: Logtime,
    pub checksum: u64,
}

/// A log of the original.
pub struct Log {
    pub header: LogHeader,
    bytes: Vec<u8>,
    /// The first segment that holds nothing.
    end: usize,
}

impl Log {
    pub fn read(path: &Path) -> Self {
        let mut reader = LogReader::open(RealFileSystem.open(path, OpenMode::Read).unwrap()).unwrap();
        let end = reader.check().unwrap().end.sector.into();
        let bytes = std::fs::read(path).unwrap();
        Self { header: LogHeader::parse(&bytes).unwrap(), bytes, end }
    }

    /// Every record, whole.
    pub fn each_record(&self, mut each: impl FnMut(&[u8])) {
        let mut bytes = self.bytes.clone();
        rewrite_records(&mut bytes, self.end, |record| {
            each(record);
            record.to_vec()
        });
    }

    /// The log as that of a copy, and what the header behind it has to say. `tail` are records for its end.
    pub fn moved(
        &self,
        mut shift: Shift,
        begun: &mut BegunSessions,
        before: Previous,
        tail: &[Vec<u8>],
    ) -> (Vec<u8>, Previous) {
        let mut bytes = self.bytes.clone();
        let mut end = self.end;
        // What lies behind the end is the copy of the last segment, or nothing.
        bytes[end * SEGMENT_SIZE..].fill(0);
        rewrite_records(&mut bytes, end, |record| match begun.counts(record) {
            true => rewrite(record, &mut shift),
            false => room(record.len()),
        });
        if !tail.is_empty() {
            let tail = tail.concat();
            assert!(end + 2 < bytes.len() / SEGMENT_SIZE && tail.len() <= SEGMENT_SIZE - SEGMENT_HEADER_SIZE);
            let (last, free) = bytes[(end - 1) * SEGMENT_SIZE..].split_at_mut(SEGMENT_SIZE);
            free[..SEGMENT_HEADER_SIZE].copy_from_slice(&last[..SEGMENT_HEADER_SIZE]);
            free[SEGMENT_HEADER_SIZE..][..tail.len()].copy_from_slice(&tail);
            end += 1;
        }
        let mut header = self.header.clone();
        header.set_generation(shift.generation(header.generation()));
        header.set_created(shift.time(header.created()));
        header.set_previous_created(before.created);
        header.set_previous_checksum(before.checksum);
        header.set_checkpoint(shift.lgpos(header.checkpoint()));
        let mut attachments = header.attachments().unwrap();
        for attached in &mut attachments {
            // It was attached once, before the first copy.
            shift.dbtime(&mut attached.dbtime);
            shift.objid(&mut attached.last_objid);
        }
        header.set_attachments(&attachments).unwrap();
        header.seal();
        bytes[..LOG_HEADER_BYTES].copy_from_slice(header.bytes());
        let mut checksum = 0;
        let segments = bytes.as_chunks_mut::<SEGMENT_SIZE>().0;
        for (number, segment) in segments.iter_mut().enumerate().take(end).skip(header.header_sectors().into()) {
            let old = SegmentHeader::read(segment).unwrap();
            seal(segment, Lgpos::new(header.generation(), number as u16, 0), shift.time(old.started));
            checksum ^= SegmentHeader::read(segment).unwrap().checksum;
        }
        (bytes, Previous { created: header.created(), checksum })
    }
}

/// Goes through the records of the segments up to `end` and puts in the place of each what `change` makes of it.
fn rewrite_records(bytes: &mut [u8], end: usize, mut change: impl FnMut(&[u8]) -> Vec<u8>) {
    let first = LOG_HEADER_BYTES / SEGMENT_SIZE;
    // Of a record that is cut: its size, and where its pieces are.
    let mut cut: Option<(usize, Vec<std::ops::Range<usize>>)> = None;
    for segment in first..end {
        let (mut at, behind) = (segment * SEGMENT_SIZE + SEGMENT_HEADER_SIZE, (segment + 1) * SEGMENT_SIZE);
        while at < behind {
            let rest = &bytes[at..behind];
            let size = record_size(rest).unwrap();
            let piece = |kind| at + fixed_size(kind).unwrap()..at + size;
            match rest[0] {
                0 => {}
                KIND_FRAGMENT_BEGIN => {
                    let LogRecord::FragmentBegin(FragmentBegin { total_size, .. }) = LogRecord::parse(rest).unwrap().0
                    else {
                        panic!("no fragment")
                    };
                    assert!(cut.is_none(), "a record breaks into another");
                    cut = Some((total_size as usize, vec![piece(KIND_FRAGMENT_BEGIN)]));
                }
                KIND_FRAGMENT => {
                    let (total, pieces) = cut.as_mut().expect("a fragment without a beginning");
                    pieces.push(piece(KIND_FRAGMENT));
                    if pieces.iter().map(|p| p.len()).sum::<usize>() == *total {
                        let whole: Vec<u8> = pieces.iter().flat_map(|p| &bytes[p.clone()]).copied().collect();
                        let changed = change(&whole);
                        let mut rest = &changed[..];
                        for piece in std::mem::take(pieces) {
                            let (head, tail) = rest.split_at(piece.len());
                            bytes[piece].copy_from_slice(head);
                            rest = tail;
                        }
                        cut = None;
                    }
                }
                _ => {
                    assert!(cut.is_none(), "a record breaks into another");
                    let changed = change(&rest[..size]);
                    bytes[at..at + size].copy_from_slice(&changed);
                }
            }
            at += size;
        }
    }
    assert!(cut.is_none(), "a record does not end");
}

/// Sessions whose transactions a stream shows from their beginnings.
///
/// What comes before that, of transactions that began before the stream, counts for nothing in redo. It would in a second
/// copy, where the session is known already; so it becomes room.
#[derive(Default)]
pub struct BegunSessions(BTreeSet<u16>);

impl BegunSessions {
    /// Whether the next record counts.
    fn counts(&mut self, record: &[u8]) -> bool {
        let record = LogRecord::parse_exact(record).unwrap();
        if let LogRecord::Begin(r) | LogRecord::Begin0(r) = record
            && r.level_from == 0
        {
            self.0.insert(r.procid);
        }
        session_of(record).is_none_or(|procid| self.0.contains(&procid))
    }
}

/// Who is in a transaction at the end of a stream.
#[derive(Default)]
pub struct OpenSessions {
    transactions: Transactions,
}

impl OpenSessions {
    pub fn see(&mut self, record: &LogRecord<'_>) {
        let t = &mut self.transactions;
        match record {
            LogRecord::Begin(r) | LogRecord::Begin0(r) => {
                t.begin(r.procid, r.level_from, r.levels, r.trx_begin0.unwrap_or(0), Lgpos::MIN).unwrap();
            }
            LogRecord::Commit(r) | LogRecord::Commit0(r) => t.commit(r.procid, r.level_to, r.trx_commit0).unwrap(),
            LogRecord::Rollback(r) => t.rollback(r.procid, r.levels).unwrap(),
            LogRecord::MacroBegin(r) => t.begin_macro(r.procid, r.dbtime).unwrap(),
            LogRecord::MacroCommit(r) | LogRecord::MacroAbort(r) => drop(t.end_macro(r.procid, r.dbtime)),
            _ => {}
        }
    }

    /// Records that commit everything, with the numbers of the original.
    pub fn commits(mut self) -> Vec<LogRecord<'static>> {
        assert!(self.transactions.abandon_macros().is_empty(), "the stream ends within a macro");
        let trx = self.transactions.newest_trx().unwrap_or(0);
        let number = |(i, procid)| {
            LogRecord::Commit0(Commit { procid, level_to: 0, trx_commit0: Some(trx + 4 * (i as u32 + 1)) })
        };
        self.transactions.open().into_iter().enumerate().map(number).collect()
    }
}
