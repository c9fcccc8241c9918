//! What is fuzzed: each function takes arbitrary bytes and must come back, without a panic, whatever they are. They
//! are run by cargo fuzz (`fuzz_targets/`) and by the counting driver (`drive.rs`).

mod c_face;
pub mod mutate;
mod redo;
mod restore;

pub use c_face::c_face;
pub use redo::{PAGES as REDO_PAGES, redo};
pub use restore::restore;

use std::hint::black_box;

use esent::format::checkpoint::{CHECKPOINT_BYTES, Checkpoint};
use esent::format::checksum::{seal_header, seal_segment};
use esent::format::compression::decompress;
use esent::format::database_header::DatabaseHeader;
use esent::format::log_header::{LOG_HEADER_BYTES, LogExpectations, LogHeader};
use esent::format::log_record::{LogRecord, record_size};
use esent::format::log_segment::{SEGMENT_SIZE, examine, is_shadow_of};
use esent::format::log7::chain::{Geometry, follow, take_copy};
use esent::format::log7::records::{Cursor, last_records};
use esent::format::log7::{CHECKSUM_RECORD_SIZE, SHORT_CHECKSUM_ON, checksum_record, range_checksum, sector_checksum};
use esent::format::node::NodeParts;
use esent::format::page::Page;
use esent::format::patch_page::PatchPage;
use esent::format::primitives::Lgpos;
use esent::recovery::foresight::Foresight;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::File;
use esent::storage::log_reader::LogRole;

/// Every target and its name, which is that of its corpus as well.
pub const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("page", page),
    ("log_header", log_header),
    ("log_segment", log_segment),
    ("log_record", log_record),
    ("log_stream", log_stream),
    ("log7", log7),
    ("diff", diff),
    ("database_header", database_header),
    ("checkpoint", checkpoint),
    ("compression", compression),
    ("redo", redo),
    ("c_face", c_face),
    ("restore", restore),
];

/// Splits off the first byte, which chooses a variant.
pub fn choose(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}

/// Bytes of just this length.
pub fn sized(data: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = data[..data.len().min(length)].to_vec();
    bytes.resize(length, 0);
    bytes
}

/// A page, its nodes and tags; then edits of it, which may fail but leave a page that can be read.
pub fn page(data: &[u8]) {
    let (variant, data) = choose(data);
    let size = [2048, 4096, 8192, 16384, 32768][usize::from(variant) % 5];
    let Ok(mut page) = Page::from_bytes(sized(data, size)) else { return };
    page.count_reserved_tags(variant & 0x80 != 0);
    let sound = page.check_structure().is_ok();
    let _ = (page.prefix().is_ok(), page.external_header().is_ok(), page.free_bytes(), page.contiguous_free());
    for line in 0..page.node_count().min(4096) {
        if let Ok(node) = page.node(line) {
            black_box((node.key(), node.compare_key(b"key"), node.child(), node.parts().size()));
        }
    }
    let _ = page.node(page.node_count()).is_err();
    let _ = (page.check_order(), page.last_node_has_null_key(), page.any_node_has(1));
    let line = usize::from(variant >> 3) % (page.node_count() + 1);
    let parts = NodeParts { prefix_length: 0, suffix: b"abc", data: b"defgh", flags: 0 };
    let _ = page.insert(line, &parts);
    let _ = page.replace_data(line, &[b"longer than it was"]);
    let _ = page.delete(line);
    let _ = page.compact();
    if sound {
        page.check_structure().expect("edits keep a sound page sound");
    }
}

/// A log header, also with a good checksum.
pub fn log_header(data: &[u8]) {
    let mut bytes = sized(data, LOG_HEADER_BYTES);
    for _ in 0..2 {
        if let Ok(mut header) = LogHeader::parse(&bytes) {
            let expected = LogExpectations {
                log_signature: Some(header.log_signature()),
                page_size: Some(header.page_size()),
                file_length: Some(header.file_length()),
            };
            header.check(header.file_length(), &expected).expect("it is as it says");
            let _ = header.check_follows(&header, 0);
            black_box((header.version(), header.first_lgpos()));
            if let Ok(list) = header.attachments() {
                header.set_attachments(&list).expect("what was there has room");
            }
        }
        seal_header(&mut bytes);
    }
}

/// A segment at some place, also with a good checksum.
pub fn log_segment(data: &[u8]) {
    let (variant, data) = choose(data);
    let mut bytes = sized(data, SEGMENT_SIZE);
    let place = Lgpos::new(u32::from(variant >> 5), 1 + u16::from(variant & 7), 0);
    for _ in 0..2 {
        black_box(is_shadow_of(&mut bytes.clone(), place));
        black_box(examine(&mut bytes.clone(), place, variant & 8 != 0, variant & 16 != 0));
        seal_segment(&mut bytes, u32::from(place.sector));
    }
}

/// Records one after the other, and back into bytes that mean the same.
pub fn log_record(data: &[u8]) {
    let mut rest = data;
    let mut encoded = Vec::new();
    while !rest.is_empty() {
        let size = record_size(rest);
        let Ok((record, length)) = LogRecord::parse(rest) else { break };
        assert!(length > 0 && length <= rest.len());
        assert_eq!(size.ok(), Some(length));
        black_box((record.name(), record.dbid(), record.pgno(), record.objid(), record.dbtime(), record.procid()));
        encoded.clear();
        if record.encode(&mut encoded).is_ok() {
            let (again, _) = LogRecord::parse(&encoded).expect("what was encoded can be read");
            assert_eq!(again.kind(), record.kind());
        }
        rest = &rest[length..];
    }
}

struct Bytes(Vec<u8>);

impl File for Bytes {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.0.len());
        let count = buffer.len().min(self.0.len() - from);
        buffer[..count].copy_from_slice(&self.0[from..from + count]);
        Ok(count)
    }
    fn write_at(&self, _: &[u8], _: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::PermissionDenied.into())
    }
    fn len(&self) -> std::io::Result<u64> {
        Ok(self.0.len() as u64)
    }
    fn set_len(&self, _: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::PermissionDenied.into())
    }
    fn sync(&self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A log file, looked over and read to its end. The first byte says whether the file has the length that its header
/// says (4), and whether checksums are made good (1), those of empty segments too (2).
pub fn log_stream(data: &[u8]) {
    let (variant, data) = choose(data);
    let mut bytes = data.to_vec();
    if let Some(header) = bytes.first_chunk_mut::<LOG_HEADER_BYTES>() {
        if variant & 1 != 0 {
            seal_header(header);
        }
        let length = LogHeader::parse(header).map_or(0, |h| h.file_length());
        if variant & 4 != 0 && length <= 16 * SEGMENT_SIZE as u64 {
            bytes.resize(length as usize, 0);
        }
    }
    for (number, segment) in bytes.chunks_exact_mut(SEGMENT_SIZE).enumerate().skip(1) {
        if variant & 2 != 0 || variant & 1 != 0 && segment.iter().any(|b| *b != 0) {
            seal_segment(segment, number as u32);
        }
    }
    let Ok(mut reader) = AnyLogReader::open(Bytes(bytes.clone())) else { return };
    if let Ok(check) = reader.check() {
        let _ = check.verdict(LogRole::SoftRecovery);
    }
    let _ = reader.header().attachments();
    let mut records = 0u32;
    // What is found ahead, and marked there, comes in its turn.
    let mut ahead = AnyLogReader::open(Bytes(bytes)).expect("it could be opened");
    let _ = ahead.check();
    if let Some(reader) = ahead.segments_mut() {
        reader.find_ahead();
        Foresight::default().look_through(reader);
    }
    loop {
        let next = reader.next_bytes();
        let found = ahead.next_found();
        match (&next, &found) {
            (Ok(Some((lgpos, bytes))), Ok(Some(found))) => assert_eq!((*lgpos, *bytes), (found.lgpos, found.bytes)),
            (Ok(None), Ok(None)) => return,
            (Err(a), Err(b)) => return assert_eq!(a.to_string(), b.to_string()),
            _ => panic!("{next:?}, but found ahead {found:?}"),
        }
        if let Ok(Some((lgpos, bytes))) = next {
            black_box((lgpos, LogRecord::parse_exact(bytes).is_ok()));
        }
        records += 1;
        assert!(records < 1 << 24, "a log without end");
    }
}

/// The chain of checksum records in a log of format 7. The upper half of the first byte chooses sectors of 512 or 4096
/// bytes, and whether the checksums are made good first; the lower half is the generation.
pub fn log7(data: &[u8]) {
    let (variant, data) = choose(data);
    let sector = if variant & 0x40 != 0 { 4096 } else { 512 };
    let geometry = Geometry { sector, first: 0, generation: u32::from(variant & 15) };
    let mut image = sized(data, data.len().div_ceil(sector).clamp(1, 16) * sector);
    if variant & 0x80 != 0 {
        seal_chain(&mut image, &geometry);
    }
    let chain = follow(&image, &geometry);
    let mut cursor = Cursor::new(&chain);
    let mut records = 0;
    while let Ok(Some(range)) = cursor.next(&image, &chain) {
        let _ = LogRecord::parse(&image[range]).is_ok();
        records += 1;
        assert!(records <= image.len());
    }
    let _ = last_records(&image, &chain).is_ok();
    let _ = take_copy(&mut image, &geometry, &chain);
}

/// Makes the checksums of a chain good, as far as its records say where the next one is. The last comes first in a
/// range that another one's checksum record lies in, so from the end to the beginning.
fn seal_chain(image: &mut [u8], geometry: &Geometry) {
    let mut places = Vec::new();
    let mut at = 0usize;
    while let Some(record) = checksum_record(image, at) {
        places.push(at);
        if record.next == 0 || places.len() > 64 {
            break;
        }
        at = at.saturating_add(CHECKSUM_RECORD_SIZE).saturating_add(record.next as usize);
    }
    for &at in places.iter().rev() {
        let Some(mut record) = checksum_record(image, at) else { continue };
        let behind = at + CHECKSUM_RECORD_SIZE;
        let sector_end = (at / geometry.sector + 1) * geometry.sector;
        let Some(before) = at.checked_sub(record.backwards as usize).map(|start| &image[start..at]) else { continue };
        if let Some(rest) = image.get(behind..sector_end) {
            record.short_checksum = match record.use_short_checksum {
                SHORT_CHECKSUM_ON => sector_checksum(before, rest, &record, geometry.generation),
                _ => 0,
            };
        }
        if let Some(covered) = image.get(behind..behind.saturating_add(record.forwards as usize)) {
            record.checksum = range_checksum(before, covered, &record, geometry.generation);
        }
        let mut bytes = Vec::new();
        if LogRecord::Checksum(record).encode(&mut bytes).is_ok() {
            image[at..at + bytes.len()].copy_from_slice(&bytes);
        }
    }
}

/// A difference applied to old data. Layout of the input: the form, two bytes that say how long the difference is, the
/// difference, the old data.
pub fn diff(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(3) else { return };
    let length = usize::from(u16::from_le_bytes([head[1], head[2]])) % (rest.len() + 1);
    let (diff, old) = rest.split_at(length);
    let mut new = Vec::new();
    let _ = esent::format::diff::apply(diff, head[0] & 1 != 0, old, &mut new);
    assert!(new.len() <= diff.len() * 65536 + old.len());
}

/// Both header copies of a database, and its trailer; also with good checksums.
pub fn database_header(data: &[u8]) {
    let mut bytes = sized(data, 2 * 4096);
    for round in 0..2 {
        if let Ok((mut header, _)) = DatabaseHeader::from_start_of_file(&bytes, None) {
            let _ = (header.check_version(), header.check_is_database(), header.state(), header.is_from_snapshot());
            header.seal();
        }
        if let Ok(trailer) = PatchPage::parse(&bytes[..4096]) {
            assert_eq!(PatchPage::parse(&trailer.to_page(4096)).expect("what was written can be read"), trailer);
        }
        if round == 0 {
            seal_header(&mut bytes[..4096]);
            seal_header(&mut bytes[4096..]);
        }
    }
}

/// Both copies of a checkpoint, also with good checksums.
pub fn checkpoint(data: &[u8]) {
    let mut bytes = sized(data, 2 * CHECKPOINT_BYTES);
    for _ in 0..2 {
        if let Ok((mut checkpoint, _)) = Checkpoint::from_start_of_file(&bytes) {
            if let Ok(Some(list)) = checkpoint.attachments() {
                checkpoint.set_attachments(Some(&list)).expect("what was there has room");
            }
            checkpoint.seal();
        }
        bytes.chunks_mut(CHECKPOINT_BYTES).for_each(seal_header);
    }
}

/// A compressed value of any kind, with a limit.
pub fn compression(data: &[u8]) {
    let (variant, data) = choose(data);
    let limit = usize::from(variant) << 6;
    if let Ok(plain) = decompress(data, limit) {
        assert!(plain.len() <= limit);
    }
}
