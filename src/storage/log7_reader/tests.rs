use std::io;
use std::sync::Mutex;

use super::*;
use crate::error::ErrorCode;
use crate::format::checksum::seal_header;
use crate::format::log_record::{Begin, Trace};
use crate::format::log7::writer::Writer;
use crate::format::logged_text::LoggedText;
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::log_reader::{LogReader, LogRole};

struct Memory(Mutex<Vec<u8>>);

impl Memory {
    fn new(bytes: &[u8]) -> Self {
        Self(Mutex::new(bytes.to_vec()))
    }
}

impl File for Memory {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let bytes = self.0.lock().unwrap();
        let rest = bytes.get(offset as usize..).unwrap_or(&[]);
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
    fn write_at(&self, data: &[u8], offset: u64) -> io::Result<()> {
        self.0.lock().unwrap()[offset as usize..offset as usize + data.len()].copy_from_slice(data);
        Ok(())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().len() as u64)
    }
    fn set_len(&self, _: u64) -> io::Result<()> {
        Ok(())
    }
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

fn writer(sector: usize, records: u16) -> Writer {
    let mut writer = Writer::new(sector, 200, 5);
    for n in 0..records {
        writer.add(&LogRecord::Begin(Begin { procid: n, level_from: 0, levels: 1, trx_begin0: None }));
        let text = vec![n as u8; usize::from(n) * 31 % 700];
        writer.add(&LogRecord::Trace(Trace { procid: n, text: LoggedText { bytes: &text, unicode: false } }));
        if n % 3 == 2 {
            writer.flush();
        }
    }
    writer.flush();
    writer
}

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
fn records_come_with_their_places_and_the_reading_can_begin_again() {
    for sector in [512, 4096] {
        let writer = writer(sector, 20);
        let mut reader = AnyLogReader::open(Memory::new(&writer.disk)).unwrap();
        assert!(matches!(reader, AnyLogReader::Sectors(_)));
        assert!(reader.next().unwrap().is_none());
        let check = reader.check().unwrap();
        assert_eq!(verdicts(&check), [None; 4]);
        assert_eq!((check.segment_size, check.checksum), (sector as u32, 0));
        for _ in 0..2 {
            // Wherever the checkpoint lies.
            reader.start_at(Lgpos::new(5, 30, 7)).unwrap();
            for (at, bytes) in &writer.records {
                let place = Lgpos::new(5, (at / sector) as u16, (at % sector) as u16);
                assert_eq!(reader.next_bytes().unwrap(), Some((place, &bytes[..])));
                assert!(place < check.end);
            }
            assert!(reader.next().unwrap().is_none());
        }
    }
}

#[test]
fn a_torn_log_is_mended_from_its_copy() {
    let writer = writer(512, 20);
    let last = writer.written[writer.written.len() - 2];
    let mut image = writer.disk.clone();
    image[last * 512..(last + 1) * 512].fill(0);
    let file = Memory::new(&image);
    let mut reader = Log7Reader::open(&file).unwrap();
    let check = reader.check().unwrap();
    assert_eq!(check.tail, TailCondition::Torn { segment: last as u32 });
    use ErrorCode::*;
    let expected = [None, Some(LogTornWriteDuringHardRestore), Some(LogTornWriteDuringHardRecovery), None];
    assert_eq!(verdicts(&check), expected);
    reader.mend(&file).unwrap();
    assert!(*file.0.lock().unwrap() == writer.disk);
    let mut records = 0;
    while let Some((_, record)) = reader.next().unwrap() {
        assert!(matches!(record, LogRecord::Begin(_) | LogRecord::Trace(_)));
        records += 1;
    }
    assert_eq!(records, writer.records.len());
}

#[test]
fn damage_has_the_code_of_the_role() {
    use ErrorCode::*;
    let writer = writer(512, 20);
    let mut image = writer.disk.clone();
    image[10 * 512 + 100] ^= 1;
    let mut reader = Log7Reader::open(Memory::new(&image)).unwrap();
    let check = reader.check().unwrap();
    assert!(matches!(check.tail, TailCondition::Corrupt { reason: CorruptReason::SegmentCorrupt, .. }));
    let expected =
        [LogFileCorrupt, LogCorruptDuringHardRestore, LogCorruptDuringHardRecovery, LogCorruptDuringHardRecovery];
    assert_eq!(verdicts(&check), expected.map(Some));
    let text = check.verdict(LogRole::SoftRecovery).unwrap_err().to_string();
    assert!(text.contains("(offset 0x1"), "{text}");
    let mut image = writer.disk.clone();
    image[199 * 512] ^= 1;
    let check = Log7Reader::open(Memory::new(&image)).unwrap().check().unwrap();
    assert_eq!(check.tail, TailCondition::Corrupt { segment: 199, reason: CorruptReason::CorruptAfterEmptySegment });
}

#[test]
fn each_format_has_its_reader() {
    let writer = writer(512, 3);
    let file = Memory::new(&writer.disk);
    assert_eq!(LogReader::open(&file).err().unwrap().code(), ErrorCode::BadLogVersion);
    let mut short = writer.disk.clone();
    short.truncate(199 * 512);
    assert_eq!(Log7Reader::open(Memory::new(&short)).err().unwrap().code(), ErrorCode::LogFileSizeMismatch);
    let mut new = LogHeader::new(32);
    new.set_stored_page_size(8192);
    new.seal();
    let mut image = new.bytes().to_vec();
    image.resize(32 * 4096, 0);
    assert_eq!(Log7Reader::open(Memory::new(&image)).err().unwrap().code(), ErrorCode::BadLogVersion);
    assert!(matches!(AnyLogReader::open(Memory::new(&image)).unwrap(), AnyLogReader::Segments(_)));
}

#[test]
fn an_unknown_version_is_named() {
    let writer = writer(512, 3);
    let mut image = writer.disk.clone();
    image[36..40].copy_from_slice(&3703u32.to_le_bytes());
    seal_header(&mut image[..4096]);
    let error = AnyLogReader::open(Memory::new(&image)).err().unwrap();
    assert_eq!(error.code(), ErrorCode::BadLogVersion);
    assert!(error.message().contains("7.3703.15.0"), "{error}");
}
