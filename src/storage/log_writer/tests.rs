use std::path::{Path, PathBuf};

use super::segments::tests::record;
use super::*;
use crate::error::{Error, ErrorCode};
use crate::format::log_record::{LogRecord, RecoveryUndo};
use crate::format::version::LogVersion;
use crate::storage::fs::simulated_disk::{SimulatedDisk, Unsynced};
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_reader::{FileCheck, LogReader, LogRole};

/// Remembers which generations began.
#[derive(Default)]
struct Host(Vec<u32>);

impl LogHost for Host {
    fn opening(&mut self, generation: u32) -> Result<GenerationStart> {
        Ok(GenerationStart { checkpoint: Lgpos::new(generation.max(2) - 1, 1, 0), attachments: Vec::new() })
    }
    fn opened(&mut self, generation: u32, _created: Logtime) -> Result<()> {
        self.0.push(generation);
        Ok(())
    }
}

fn disk() -> SimulatedDisk {
    SimulatedDisk::with_directory("logs")
}

fn place() -> LogPlace {
    LogPlace { directory: "logs".into(), names: LogNames::new("edb", log_files::OLD_EXTENSIONS) }
}

fn settings() -> LogSettings {
    LogSettings {
        page_size: 4096,
        file_segments: 6,
        version: LogVersion::new(8, 4000, 130, 280),
        circular: true,
        environment: Default::default(),
    }
}

/// What a reader of a stream finds.
struct Stream {
    records: Vec<Vec<u8>>,
    header: LogHeader,
    is_current: bool,
    check: FileCheck,
}

/// Reads a stream as recovery does: finished generations, then the current log, whose torn end is mended.
fn read_stream(fs: &dyn FileSystem) -> Option<Stream> {
    let mut files: Vec<PathBuf> = fs.list(Path::new("logs")).unwrap();
    files.retain(|name| name.to_str() != Some("edbtmp.log"));
    // "edb.log" behind the digits.
    files.sort_by_key(|name| (name.to_str() == Some("edb.log"), name.clone()));
    let mut found: Option<Stream> = None;
    for name in files {
        let path = Path::new("logs").join(&name);
        let mut reader = LogReader::open(fs.open(&path, OpenMode::Read).unwrap()).unwrap();
        let header = reader.header().clone();
        let check = reader.check().unwrap();
        check.verdict(LogRole::SoftRecovery).unwrap();
        reader.mend(&*fs.open(&path, OpenMode::ReadWrite).unwrap()).unwrap();
        if let Some(previous) = &found {
            header.check_follows(&previous.header, previous.check.checksum).unwrap();
            assert_eq!(header.log_signature(), previous.header.log_signature());
        }
        let mut records = found.map(|s| s.records).unwrap_or_default();
        reader.start_at(header.first_lgpos()).unwrap();
        while let Some((_, bytes)) = reader.next_bytes().unwrap() {
            if bytes[0] != 0 && bytes[0] != 71 {
                records.push(bytes.to_vec());
            }
        }
        found = Some(Stream { records, header, is_current: name.to_str() == Some("edb.log"), check });
    }
    found
}

const RECORDS: usize = 16;

/// Writes records of many sizes with flushes and generations in between; gives what was told to be safe. With
/// `rolling`, no generation is flushed twice.
fn scenario(fs: &dyn FileSystem, rolling: bool, safe: &mut usize) -> Result<()> {
    let mut host = Host::default();
    let mut log = LogWriter::create(fs, place(), settings(), 1, &mut host)?;
    for i in 0..RECORDS {
        log.append(&record(sizes(i)), &mut host)?;
        if i % 3 != 1 {
            if rolling || i == 13 {
                log.roll(&mut host)?;
            } else {
                log.flush(i % 4 == 0, &mut host)?;
            }
            assert_eq!(log.safe(), log.position());
            *safe = i + 1;
        }
    }
    log.close(&mut host)?;
    *safe = RECORDS;
    Ok(())
}

fn sizes(i: usize) -> usize {
    [30, 5000, 900, 4000, 7000, 3, 2500][i % 7] + i
}

fn expected(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|i| record(sizes(i))).collect()
}

#[test]
fn a_stream_reads_back_over_generations() {
    let fs = disk();
    let mut safe = 0;
    scenario(&fs, false, &mut safe).unwrap();
    let stream = read_stream(&fs).unwrap();
    assert_eq!(stream.records, expected(RECORDS));
    assert!(stream.is_current && stream.header.generation() > 3);
    assert_eq!(stream.header.version(), settings().version);
    assert_eq!(stream.header.flags(), 0x06, "circular, and was before");
    assert_eq!(stream.header.environment().log_file_sectors(), 6);
    assert_eq!(stream.header.checkpoint(), Lgpos::new(stream.header.generation() - 1, 1, 0));
    assert!(!fs.exists(&place().temporary(&fs)));
}

#[test]
fn a_crash_anywhere_loses_nothing_that_was_safe() {
    // A segment that is written in place must not be torn.
    let whole_segments = Unsynced::ALL.into_iter().filter(|u| *u != Unsynced::Torn(512));
    crash_anywhere(false, &whole_segments.collect::<Vec<_>>());
}

#[test]
fn new_generations_bear_any_disk() {
    crash_anywhere(true, &Unsynced::ALL);
}

fn crash_anywhere(rolling: bool, aftermaths: &[Unsynced]) {
    let whole = disk();
    scenario(&whole, rolling, &mut 0).unwrap();
    for change in 0..whole.changes() {
        let ended = disk();
        ended.end_at(change);
        let mut safe = 0;
        assert!(scenario(&ended, rolling, &mut safe).is_err());
        for &aftermath in aftermaths {
            let fs = ended.crash(change, aftermath, change as u64);
            let at = format!("change {change}, {aftermath:?}");
            let Some(stream) = read_stream(&fs) else {
                assert_eq!(safe, 0, "{at}");
                continue;
            };
            let count = stream.records.len();
            assert!(count >= safe, "{at}: {count} of {safe} records");
            assert_eq!(stream.records, expected(count), "{at}");

            // The stream goes on, however it was left.
            let mut host = Host::default();
            let Stream { header, check, .. } = stream;
            let mut log = if stream.is_current {
                LogWriter::resume(&fs, place(), settings(), header, check.end, check.checksum)
            } else {
                LogWriter::continue_behind(&fs, place(), settings(), &header, check.checksum, false, &mut host)
            }
            .unwrap();
            let mut undo = Vec::new();
            LogRecord::RecoveryUndo2(RecoveryUndo { logtime: Some(Logtime::now()) }).encode(&mut undo).unwrap();
            let more = [undo, record(6000), record(6001)];
            for record in &more {
                log.append(record, &mut host).unwrap();
            }
            log.close(&mut host).unwrap();
            let again = read_stream(&fs).unwrap().records;
            assert_eq!(again[..count], expected(count), "{at}");
            assert_eq!(again[count..], more, "{at}");
        }
    }
}

#[test]
fn positions_are_those_that_a_reader_gives() {
    let fs = disk();
    let mut host = Host::default();
    let mut log = LogWriter::create(&fs, place(), settings(), 9, &mut host).unwrap();
    let mut positions = Vec::new();
    let mut i = 0;
    while host.0.is_empty() {
        positions.push(log.append(&record(sizes(i) % 1500), &mut host).unwrap());
        i += 1;
    }
    // The last one is in generation 10 already, which nobody sees yet.
    assert_eq!(positions.pop(), Some(Lgpos::new(10, 1, 0)));
    let file = fs.open(&place().current(&fs), OpenMode::Read).unwrap();
    let mut reader = LogReader::open(file).unwrap();
    reader.check().unwrap();
    let mut read = Vec::new();
    while let Some((lgpos, record)) = reader.next().unwrap() {
        if record.kind() != 0 {
            read.push(lgpos);
        }
    }
    assert_eq!(read, positions);
}

#[test]
fn a_failed_log_takes_nothing_more() {
    let fs = disk();
    let mut host = Host::default();
    let mut log = LogWriter::create(&fs, place(), settings(), 5, &mut host).unwrap();
    assert_eq!(host.0, [0; 0], "it is nobody's before it is in place");
    let e: Error = log.append(&vec![1; 40_000], &mut host).unwrap_err();
    assert_eq!(e.code(), ErrorCode::LogBufferTooSmall);
    assert_eq!(log.append(&record(10), &mut host).unwrap(), Lgpos::new(5, 1, 0), "that did no harm");
    fs.end_at(fs.changes());
    assert_eq!(log.flush(false, &mut host).unwrap_err().code(), ErrorCode::DiskIO);
    assert_eq!(log.append(&record(10), &mut host).unwrap_err().code(), ErrorCode::LogWriteFail);
    assert_eq!(log.close(&mut host).unwrap_err().code(), ErrorCode::LogWriteFail);
}

#[test]
fn a_taken_name_is_not_overwritten() {
    let fs = disk();
    let mut host = Host::default();
    let mut log = LogWriter::create(&fs, place(), settings(), 5, &mut host).unwrap();
    fs.open(&place().finished(&fs, 5), OpenMode::CreateNew).unwrap();
    log.roll(&mut host).unwrap();
    assert_eq!(host.0, [5]);
    assert_eq!(log.flush(false, &mut host).unwrap_err().code(), ErrorCode::FileAccessDenied);
    assert!(fs.exists(&place().current(&fs)));
}

#[test]
fn settings_follow_the_stream() {
    let mut old = LogHeader::new(100);
    old.set_version(LogVersion::new(7, 3704, 15, 0));
    old.set_sector_size(512);
    old.set_header_sectors(8);
    old.set_file_sectors(10240);
    let like = LogSettings::like(&old);
    assert_eq!((like.file_segments, like.version), (1280, LogVersion::new(8, 4000, 4, 3)));
    let mut header = LogHeader::new(32);
    header.set_version(LogVersion::new(8, 4000, 5, 16));
    header.set_flags(2);
    let like = LogSettings::like(&header);
    assert_eq!((like.file_segments, like.version, like.circular), (32, LogVersion::new(8, 4000, 5, 16), true));

    let fs = disk();
    let few = LogSettings { file_segments: 3, ..settings() };
    let e = LogWriter::create(&fs, place(), few, 1, &mut Host::default()).err().unwrap();
    assert_eq!(e.code(), ErrorCode::LogFileSizeMismatch);
    header.set_generation(0x7FFF_FA00);
    let e =
        LogWriter::continue_behind(&fs, place(), settings(), &header, 0, false, &mut Host::default()).err().unwrap();
    assert_eq!(e.code(), ErrorCode::LogSequenceEnd);
}
