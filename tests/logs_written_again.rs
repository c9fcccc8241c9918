//! The records of recorded logs, packed into segments once more, give the recorded segments.
//!
//! Where the engine stopped and started again, the rest of a segment is empty for no reason that the records tell;
//! everything else has to come out byte by byte, positions and checksums included.
//!
//! Needs a directory of logs in `ESENT_DATABASES` (searched to the bottom), therefore ignored by default.

use std::path::{Path, PathBuf};

use esent::format::log_header::LogHeader;
use esent::format::log_record::record_size;
use esent::format::log_segment::{self, SEGMENT_HEADER_SIZE, SEGMENT_SIZE, SegmentHeader, SegmentState};
use esent::format::primitives::{Lgpos, Logtime};
use esent::storage::log_writer::segments::Segments;

fn logs(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|x| x.eq_ignore_ascii_case("log") || x.eq_ignore_ascii_case("jtx")) {
            found.push(path);
        }
    }
}

/// A record with the place it was found at.
struct Found {
    place: (u16, usize),
    bytes: Vec<u8>,
}

/// The good segments of a log from the start, and their records; `None` when something in them is not in order.
fn read(file: &[u8], header: &LogHeader) -> Option<(Vec<Vec<u8>>, Vec<Found>)> {
    let mut segments = Vec::new();
    let mut records = Vec::new();
    let mut cut: Option<(usize, Found)> = None;
    for number in 1..header.file_sectors() - 1 {
        let mut segment = file[usize::from(number) * SEGMENT_SIZE..][..SEGMENT_SIZE].to_vec();
        let place = Lgpos::new(header.generation(), number, 0);
        let (SegmentState::Good(_), false) = log_segment::examine(&mut segment, place, number == 1, true) else {
            break;
        };
        let mut at = SEGMENT_HEADER_SIZE;
        while at < SEGMENT_SIZE {
            let size = record_size(&segment[at..]).ok()?;
            let bytes = segment.get(at..at + size)?;
            let place = (number, if at == SEGMENT_HEADER_SIZE { 0 } else { at });
            match segment[at] {
                0 => {}
                76 => {
                    let total = u32::from_le_bytes(bytes[1..5].try_into().unwrap()) as usize;
                    cut = Some((total, Found { place, bytes: bytes[7..].to_vec() }));
                }
                77 => {
                    let (total, record) = cut.as_mut()?;
                    record.bytes.extend_from_slice(&bytes[3..]);
                    if record.bytes.len() == *total {
                        records.push(cut.take()?.1);
                    }
                }
                _ => records.push(Found { place, bytes: bytes.to_vec() }),
            }
            at += size;
        }
        segments.push(segment);
    }
    // A generation may end within a record only when it was lost; then the last segments cannot come out alike.
    cut.is_none().then_some((segments, records))
}

#[test]
#[ignore = "needs a directory of logs in ESENT_DATABASES"]
fn recorded_logs() {
    let root = std::env::var_os("ESENT_DATABASES").expect("ESENT_DATABASES names a directory");
    let mut paths = Vec::new();
    logs(Path::new(&root), &mut paths);
    paths.sort();
    let (mut files, mut odd, mut alike, mut record_count) = (0, 0, 0, 0);
    let (mut restarts, mut fillers, mut empty) = (0, 0, 0);
    for path in paths {
        let file = std::fs::read(&path).unwrap();
        let Ok(header) = LogHeader::parse(&file) else { continue };
        if header.version().has_sectors() || file.len() as u64 != header.file_length() {
            continue;
        }
        let Some((recorded, records)) = read(&file, &header) else {
            println!("{}: not in order", path.display());
            odd += 1;
            continue;
        };
        let mut writer = Segments::new(header.generation(), header.file_sectors(), 1);
        let mut written = Vec::new();
        let drain = |writer: &mut Segments, written: &mut Vec<u8>| {
            writer.close();
            written.extend(writer.take_full().0);
        };
        for record in &records {
            record_count += 1;
            let wanted = Lgpos::new(header.generation(), record.place.0, record.place.1 as u16);
            let before = writer.position();
            if record.bytes[0] == 71 && before == wanted {
                // The engine's own filler, not one that somebody logged.
                let length = SEGMENT_SIZE - record.place.1.max(SEGMENT_HEADER_SIZE);
                if record.bytes.len() == length && record.bytes[5..].iter().all(|&b| b == 0) {
                    assert!(writer.fill());
                    fillers += 1;
                    continue;
                }
            }
            let skipped = before.sector < wanted.sector;
            let room = SEGMENT_SIZE - usize::from(before.offset);
            if skipped && (room >= 32 || record.bytes.len() <= room) {
                // The engine was started again here.
                assert_eq!(wanted.offset, 0, "{}", path.display());
                drain(&mut writer, &mut written);
                assert_eq!(writer.position(), wanted, "{}", path.display());
                restarts += 1;
            } else if !skipped {
                assert_eq!(before, wanted, "{}", path.display());
            }
            let got = writer.add(&record.bytes, Logtime::default()).unwrap();
            assert!(got.is_some(), "{} {wanted}: no room", path.display());
        }
        if written.len() < recorded.len() * SEGMENT_SIZE {
            drain(&mut writer, &mut written);
        }
        // A segment of zeros, where the engine closed a generation without having anything to write.
        while written.len() < recorded.len() * SEGMENT_SIZE {
            let theirs = &recorded[written.len() / SEGMENT_SIZE];
            assert!(theirs[SEGMENT_HEADER_SIZE..].iter().all(|&b| b == 0), "{}", path.display());
            written.resize(written.len() + SEGMENT_SIZE, 0);
            empty += 1;
        }
        assert_eq!(written.len(), recorded.len() * SEGMENT_SIZE, "{}", path.display());
        for (mine, theirs) in written.chunks_exact_mut(SEGMENT_SIZE).zip(&recorded) {
            let head = SegmentHeader::read(theirs).unwrap();
            log_segment::seal(mine.first_chunk_mut().unwrap(), head.lgpos, head.started);
            assert!(mine == theirs, "{} {}", path.display(), head.lgpos);
            alike += 1;
        }
        files += 1;
    }
    println!(
        "{files} logs, {alike} segments alike, {record_count} records, {restarts} restarts, {fillers} fillers, \
         {empty} empty segments; {odd} logs not in order"
    );
    assert!(files > 0);
}
