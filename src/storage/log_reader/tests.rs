use super::*;
use crate::error::ErrorCode;
use crate::format::log_record::{Begin, Commit, Filler, Fragment, FragmentBegin, LogRecord, RecoveryUndo, Trace};
use crate::format::logged_text::LoggedText;
use crate::format::primitives::Logtime;
use parking_lot::Mutex;
use std::io;

/// A file in memory, some segments of which the device may refuse to read.
#[derive(Default)]
struct Memory {
    bytes: Mutex<Vec<u8>>,
    unreadable: Vec<u32>,
}

impl File for Memory {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let bytes = self.bytes.lock();
        let start = (offset as usize).min(bytes.len());
        let n = buffer.len().min(bytes.len() - start);
        let touched = start / SEGMENT_SIZE..(start + n).div_ceil(SEGMENT_SIZE);
        if self.unreadable.iter().any(|&s| touched.contains(&(s as usize))) {
            return Err(io::Error::other("bad sector"));
        }
        buffer[..n].copy_from_slice(&bytes[start..start + n]);
        Ok(n)
    }
    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        self.bytes.lock()[offset as usize..offset as usize + data.len()].copy_from_slice(data);
        Ok(())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.bytes.lock().len() as u64)
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        unimplemented!()
    }
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

const GENERATION: u32 = 5;
const SEGMENTS: u16 = 8;

/// A log whose segments hold these bytes, from segment 1 on; the rest is empty.
fn log(segments: &[Vec<u8>]) -> Memory {
    let mut header = LogHeader::new(SEGMENTS);
    header.set_generation(GENERATION);
    header.seal();
    let mut bytes = header.bytes().to_vec();
    for (i, content) in segments.iter().enumerate() {
        bytes.extend_from_slice(&segment(i as u32 + 1, content));
    }
    bytes.resize(usize::from(SEGMENTS) * SEGMENT_SIZE, 0);
    Memory { bytes: Mutex::new(bytes), unreadable: Vec::new() }
}

fn segment(number: u32, content: &[u8]) -> [u8; SEGMENT_SIZE] {
    let mut s = [0; SEGMENT_SIZE];
    s[SEGMENT_HEADER_SIZE..SEGMENT_HEADER_SIZE + content.len()].copy_from_slice(content);
    log_segment::seal(&mut s, place(GENERATION, number).unwrap(), Logtime::default());
    s
}

fn put(memory: &Memory, number: u32, bytes: &[u8]) {
    memory.write_at(bytes, u64::from(number) * SEGMENT_SIZE as u64).unwrap();
}

fn bytes_of(records: &[LogRecord<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for r in records {
        r.encode(&mut out).unwrap();
    }
    out
}

fn begin(procid: u16) -> LogRecord<'static> {
    LogRecord::Begin(Begin { procid, level_from: 0, levels: 1, trx_begin0: None })
}

fn commit(procid: u16) -> LogRecord<'static> {
    LogRecord::Commit(Commit { procid, level_to: 0, trx_commit0: None })
}

/// A full segment: a record and NOP2 to the end.
fn full(record: LogRecord<'_>) -> Vec<u8> {
    let mut out = bytes_of(&[record]);
    let room = vec![0; SEGMENT_SIZE - SEGMENT_HEADER_SIZE - out.len() - 5];
    LogRecord::Nop2(Filler { data: &room }).encode(&mut out).unwrap();
    out
}

/// Segment, offset and type of each.
type Records = Vec<(u16, u16, &'static str)>;

fn positions<F: File>(reader: &mut LogReader<F>) -> Result<Records> {
    let mut all = Vec::new();
    while let Some((at, record)) = reader.next()? {
        all.push((at.sector, at.offset, record.name()));
    }
    Ok(all)
}

fn read(memory: &Memory) -> (FileCheck, Result<Records>) {
    let mut reader = LogReader::open(memory).unwrap();
    let check = reader.check().unwrap();
    let all = positions(&mut reader);
    // The same with the smallest window, and with records found in advance.
    let mut small = LogReader::open(memory).unwrap();
    small.window.limit(1);
    assert_eq!(small.check().unwrap(), check);
    let mut advance = LogReader::open(memory).unwrap();
    assert_eq!(advance.check().unwrap(), check);
    advance.find_ahead();
    for reader in [&mut small, &mut advance] {
        match (&all, positions(reader)) {
            (Ok(a), Ok(b)) => assert_eq!(*a, b),
            (Err(a), Err(b)) => assert_eq!(a.to_string(), b.to_string()),
            (a, b) => panic!("{a:?} {b:?}"),
        }
    }
    (check, all)
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    result.unwrap_err().code()
}

#[test]
fn records_have_the_places_that_the_engine_gives_them() {
    let memory = log(&[full(begin(1)), bytes_of(&[begin(2), commit(2), commit(1)])]);
    let (check, all) = read(&memory);
    assert_eq!(check.tail, TailCondition::Whole);
    assert_eq!((check.end, check.quit, check.corrected), (Lgpos::new(5, 3, 0), None, 0));
    let expected = [(1, 0, "Begin"), (1, 44, "Nop2"), (2, 0, "Begin"), (2, 44, "Commit"), (2, 48, "Commit")];
    assert_eq!(all.unwrap(), expected);
    let empty = log(&[]);
    let (check, all) = read(&empty);
    assert_eq!((check.end, check.tail), (Lgpos::new(5, 1, 0), TailCondition::Whole));
    assert_eq!(all.unwrap(), []);
}

#[test]
fn a_record_behind_nops_stands_where_they_begin() {
    let mut first = bytes_of(&[begin(1)]);
    first.resize(SEGMENT_SIZE - SEGMENT_HEADER_SIZE, 0);
    let (_, all) = read(&log(&[first, bytes_of(&[commit(1)])]));
    assert_eq!(all.unwrap(), [(1, 0, "Begin"), (1, 44, "Commit")]);
}

/// A trace of 9000 bytes in three pieces, and what is around it.
fn fragmented() -> (Vec<Vec<u8>>, Vec<u8>) {
    let text: Vec<u8> = (0..9000u32).map(|i| (i % 251) as u8 | 1).collect();
    let whole = bytes_of(&[LogRecord::Trace(Trace { procid: 9, text: LoggedText { bytes: &text, unicode: false } })]);
    let room = SEGMENT_SIZE - SEGMENT_HEADER_SIZE;
    let (a, rest) = whole.split_at(room - 4 - 7);
    let (b, c) = rest.split_at(room - 3);
    let first =
        bytes_of(&[begin(1), LogRecord::FragmentBegin(FragmentBegin { total_size: whole.len() as u32, data: a })]);
    let third = bytes_of(&[LogRecord::Fragment(Fragment { data: c }), commit(1)]);
    (vec![first, bytes_of(&[LogRecord::Fragment(Fragment { data: b })]), third], whole)
}

#[test]
fn fragments_make_one_record() {
    let (segments, whole) = fragmented();
    let memory = log(&segments);
    let (_, all) = read(&memory);
    let third = (3, (SEGMENT_HEADER_SIZE + segments[2].len() - 4) as u16, "Commit");
    assert_eq!(all.unwrap(), [(1, 0, "Begin"), (1, 44, "Trace"), third]);
    let mut reader = LogReader::open(&memory).unwrap();
    reader.check().unwrap();
    reader.next().unwrap();
    assert_eq!(reader.next_bytes().unwrap().unwrap().1, whole);
    // From the middle, what began before is left out.
    reader.start_at(Lgpos::new(5, 2, 0)).unwrap();
    assert_eq!(positions(&mut reader).unwrap(), [third]);
    reader.start_at(Lgpos::new(5, third.0, third.1)).unwrap();
    assert_eq!(positions(&mut reader).unwrap(), [third]);
    reader.start_at(Lgpos::new(5, 0, 0)).unwrap();
    assert_eq!(positions(&mut reader).unwrap().len(), 3);
    reader.start_at(Lgpos::MAX).unwrap();
    assert_eq!(positions(&mut reader).unwrap(), []);
}

#[test]
fn records_found_in_advance_can_be_marked() {
    let (segments, whole) = fragmented();
    let memory = log(&segments);
    let mut reader = LogReader::open(&memory).unwrap();
    reader.check().unwrap();
    reader.find_ahead();
    assert_eq!((reader.found_count(), reader.found(1), reader.found(3)), (3, &whole[..], &[][..]));
    reader.mark(1);
    let marks: Vec<_> =
        std::iter::from_fn(|| reader.next_found().unwrap().map(|f| (f.bytes.len(), f.marked))).collect();
    assert_eq!(marks, [(4, false), (whole.len(), true), (4, false)]);

    reader.find_ahead();
    reader.start_at(Lgpos::new(GENERATION, 1, 44)).unwrap();
    assert_eq!(reader.next_bytes().unwrap().unwrap().1, whole, "from another place they are looked for again");
    reader.start_at(Lgpos::MIN).unwrap();
    reader.find_up_to(1);
    assert_eq!((reader.found_count(), positions(&mut reader).unwrap().len()), (1, 3), "the others come all the same");
    reader.window.limit(1);
    reader.start_at(Lgpos::MIN).unwrap();
    reader.find_ahead();
    assert_eq!(reader.found_count(), 0, "not all of the log is in memory");
    assert_eq!(positions(&mut reader).unwrap().len(), 3);
}

#[test]
fn a_record_that_a_crash_cut_off_is_left_out() {
    let (segments, _) = fragmented();
    // Nothing behind it.
    assert_eq!(read(&log(&segments[..2])).1.unwrap(), [(1, 0, "Begin")]);
    // Recovery wrote on.
    let undo = bytes_of(&[LogRecord::RecoveryUndo2(RecoveryUndo { logtime: Some(Logtime::default()) })]);
    let recovered = [segments[0].clone(), segments[1].clone(), undo];
    assert_eq!(read(&log(&recovered)).1.unwrap(), [(1, 0, "Begin"), (3, 0, "RecoveryUndo2")]);
    // Nobody else may.
    let broken = [segments[0].clone(), segments[1].clone(), bytes_of(&[commit(1)])];
    assert_eq!(code(read(&log(&broken)).1), ErrorCode::LogFileCorrupt);
    let broken = [segments[0].clone(), segments[0].clone()];
    assert_eq!(code(read(&log(&broken)).1), ErrorCode::LogFileCorrupt);
}

#[test]
fn records_that_cannot_be_are_corrupt() {
    let (segments, _) = fragmented();
    let wrong_total = bytes_of(&[LogRecord::FragmentBegin(FragmentBegin { total_size: 3, data: b"abc" })]);
    let beyond = [
        bytes_of(&[LogRecord::FragmentBegin(FragmentBegin { total_size: 4, data: b"abc" })]),
        bytes_of(&[LogRecord::Fragment(Fragment { data: b"de" })]),
    ]
    .concat();
    let other_size = [
        bytes_of(&[LogRecord::FragmentBegin(FragmentBegin { total_size: 5, data: b"\x05ab" })]),
        bytes_of(&[LogRecord::Fragment(Fragment { data: b"de" })]),
    ]
    .concat();
    let mut too_long = full(begin(1));
    too_long[5] += 1; // the size of the NOP2
    for bad in [segments[1].clone(), wrong_total, beyond, other_size, too_long, vec![200], vec![47, 1]] {
        let (check, all) = read(&log(&[bad]));
        assert_eq!(check.tail, TailCondition::Whole);
        assert_eq!(code(all), ErrorCode::LogFileCorrupt);
    }
}

#[test]
fn a_quit_at_the_end_is_found() {
    let term = LogRecord::RecoveryQuit2(crate::format::log_record::Term {
        head: crate::format::log_record::TermHead { lgpos: Lgpos::MIN, lgpos_redo_from: Lgpos::MIN, hard: 0 },
        logtime: Some(Logtime::default()),
    });
    let quit = |segments: &[Vec<u8>]| read(&log(segments)).0.quit;
    assert_eq!(quit(&[full(begin(1)), bytes_of(&[commit(1), term])]), Some(Lgpos::new(5, 2, 44)));
    assert_eq!(quit(&[full(begin(1)), full(term)]), Some(Lgpos::new(5, 2, 0)));
    assert_eq!(quit(&[full(begin(1)), bytes_of(&[term, commit(1)])]), None);
    assert_eq!(quit(&[full(term), bytes_of(&[commit(1)])]), None);
}

/// What each role makes of a log.
fn verdicts(check: &FileCheck) -> [Option<ErrorCode>; 4] {
    [
        LogRole::SoftRecovery,
        LogRole::Restored,
        LogRole::PlayedForward { current: false },
        LogRole::PlayedForward { current: true },
    ]
    .map(|role| check.verdict(role).err().map(|e| e.code()))
}

#[test]
fn a_torn_segment_is_replaced_by_its_copy() {
    let memory = log(&[full(begin(1)), bytes_of(&[commit(1)])]);
    let good = read(&memory);
    assert_eq!(verdicts(&good.0), [None; 4]);
    // The shadow alone changes nothing.
    put(&memory, 3, &segment(2, &bytes_of(&[commit(1)])));
    let shadowed = read(&memory);
    assert_eq!(shadowed.0, good.0);
    // Now the segment itself is half written.
    let grown = [bytes_of(&[commit(1)]), vec![0x5c; 800]].concat();
    put(&memory, 2, &segment(2, &grown)[..512]);
    let (check, all) = read(&memory);
    assert_eq!(check.tail, TailCondition::Torn { segment: 2 });
    assert_eq!((check.end, check.checksum), (good.0.end, good.0.checksum));
    assert_eq!(all.unwrap(), good.1.unwrap());
    let torn = [ErrorCode::LogTornWriteDuringHardRestore, ErrorCode::LogTornWriteDuringHardRecovery];
    assert_eq!(verdicts(&check), [None, Some(torn[0]), Some(torn[1]), None]);
    let mut reader = LogReader::open(&memory).unwrap();
    reader.check().unwrap();
    reader.mend(&memory).unwrap();
    assert_eq!(read(&memory).0, good.0);
}

#[test]
fn damage_without_a_copy_is_corruption() {
    let corrupt = |reason, segment, memory: &Memory| {
        let (check, _) = read(memory);
        assert_eq!(check.tail, TailCondition::Corrupt { segment, reason });
        assert_eq!(
            verdicts(&check),
            [
                Some(ErrorCode::LogFileCorrupt),
                Some(ErrorCode::LogCorruptDuringHardRestore),
                Some(ErrorCode::LogCorruptDuringHardRecovery),
                Some(ErrorCode::LogCorruptDuringHardRecovery)
            ]
        );
    };
    let three = || log(&[full(begin(1)), full(begin(2)), bytes_of(&[commit(1)])]);
    let memory = three();
    put(&memory, 2, &[0xee; 100]);
    corrupt(CorruptReason::SegmentCorrupt, 2, &memory);
    assert_eq!(read(&memory).0.end, Lgpos::new(5, 2, 0));

    let memory = three();
    put(&memory, 2, &[0; SEGMENT_SIZE]);
    corrupt(CorruptReason::ValidSegmentAfterEmpty, 3, &memory);

    let memory = three();
    put(&memory, 5, &[0xee; 100]);
    // The copy that comes before its segment may be torn, where logs are written.
    let (check, records) = read(&memory);
    assert_eq!((&check.tail, check.torn_copy, check.end), (&TailCondition::Whole, Some(5), Lgpos::new(5, 4, 0)));
    assert_eq!(records.unwrap(), read(&three()).1.unwrap());
    let corrupt_copy = [ErrorCode::LogCorruptDuringHardRestore, ErrorCode::LogCorruptDuringHardRecovery];
    assert_eq!(verdicts(&check), [None, Some(corrupt_copy[0]), Some(corrupt_copy[1]), None]);
    put(&memory, 6, &[0xee; 100]);
    corrupt(CorruptReason::CorruptAfterEmptySegment, 6, &memory);

    // So may the copy of a begun segment that is written again: pieces of that segment, which is good itself, be it in
    // memory by then or not, and with a wrong bit or none.
    let content = full(begin(9));
    for wrong_bit in [0, 4] {
        let memory = log(&[full(begin(1)), content.clone()]);
        let mut pieces = segment(2, &content);
        pieces[SEGMENT_HEADER_SIZE + 2..].fill(0);
        put(&memory, 3, &pieces);
        memory.bytes.lock()[2 * SEGMENT_SIZE + SEGMENT_HEADER_SIZE] ^= wrong_bit;
        let (check, _) = read(&memory);
        assert_eq!((&check.tail, check.torn_copy, check.end), (&TailCondition::Whole, Some(3), Lgpos::new(5, 3, 0)));
        assert_eq!(check.corrected, u32::from(wrong_bit != 0));
    }

    let memory = three();
    let mut late = segment(2, &full(begin(2)));
    log_segment::seal(&mut late, Lgpos::new(6, 2, 0), Logtime::default());
    put(&memory, 2, &late);
    corrupt(CorruptReason::BadSegmentLgpos, 2, &memory);

    // What an older life of the file left is as good as nothing.
    let memory = three();
    let mut old = segment(4, &full(begin(2)));
    log_segment::seal(&mut old, Lgpos::new(4, 4, 0), Logtime::default());
    put(&memory, 4, &old);
    assert_eq!(read(&memory).0, read(&three()).0);

    // The last place is never looked at.
    let memory = three();
    put(&memory, 7, &[0xee; 100]);
    assert_eq!(read(&memory).0, read(&three()).0);
}

#[test]
fn one_wrong_bit_does_no_harm() {
    let memory = log(&[full(begin(1)), bytes_of(&[commit(1)])]);
    let good = read(&memory);
    memory.bytes.lock()[2 * SEGMENT_SIZE - 7] ^= 0x10;
    let (check, all) = read(&memory);
    assert_eq!(check, FileCheck { corrected: 1, ..good.0 });
    assert_eq!(all.unwrap(), good.1.unwrap());
}

#[test]
fn an_unreadable_segment_is_read_from_its_copy() {
    let mut memory = log(&[full(begin(1)), bytes_of(&[commit(1)])]);
    let good = read(&memory);
    put(&memory, 3, &segment(2, &bytes_of(&[commit(1)])));
    memory.unreadable = vec![2];
    let (check, all) = read(&memory);
    assert_eq!(check.tail, TailCondition::Torn { segment: 2 });
    assert_eq!(all.unwrap(), good.1.unwrap());
    memory.unreadable = vec![2, 3];
    let mut reader = LogReader::open(&memory).unwrap();
    assert_eq!(code(reader.check()), ErrorCode::DiskIO);
}

#[test]
fn files_that_are_no_logs_are_refused() {
    let refused = |memory: Memory| code(LogReader::open(&memory).map(|_| ()));
    assert_eq!(refused(Memory::default()), ErrorCode::FileIOBeyondEOF);
    let short = log(&[]);
    short.bytes.lock().truncate(5 * SEGMENT_SIZE);
    assert_eq!(refused(short), ErrorCode::LogFileSizeMismatch);
    let noise = Memory { bytes: Mutex::new(vec![7; 9000]), unreadable: Vec::new() };
    assert_eq!(refused(noise), ErrorCode::LogFileCorrupt);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Segments of noise with good checksums, some damaged: an answer, never a panic, and the same from a small window.
    #[test]
    fn noise_never_panics(
        contents in proptest::collection::vec(
            proptest::collection::vec(proptest::prop_oneof![6 => proptest::prelude::Just(0u8), 1 => 0u8..102, 1 => proptest::prelude::any::<u8>()], 0..300),
            0..7,
        ),
        damage in proptest::collection::vec((SEGMENT_SIZE..7 * SEGMENT_SIZE, proptest::prelude::any::<u8>()), 0..3),
        start in proptest::prelude::any::<(u16, u16)>(),
    ) {
        let memory = log(&contents);
        for (at, value) in damage {
            memory.bytes.lock()[at] ^= value;
        }
        let _ = read(&memory);
        let mut reader = LogReader::open(&memory).unwrap();
        reader.check().unwrap();
        if reader.start_at(Lgpos::new(GENERATION, start.0 % 10, start.1 % 4096)).is_ok() {
            let _ = positions(&mut reader);
        }
    }
}
