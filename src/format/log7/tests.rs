use super::chain::{ChainEnd, Damage, follow, take_copy};
use super::records::{Cursor, LastRecords, last_records};
use super::writer::Writer;
use super::*;
use crate::error::{ErrorCode, Result};
use crate::format::log_header::LOG_HEADER_BYTES;
use crate::format::log_record::{Begin, Term, TermHead, Trace};
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime};
use proptest::prelude::*;

type Records = Vec<(usize, Vec<u8>)>;

fn trace(bytes: &[u8]) -> LogRecord<'_> {
    LogRecord::Trace(Trace { procid: 3, text: LoggedText { bytes, unicode: false } })
}

fn begin() -> LogRecord<'static> {
    LogRecord::Begin(Begin { procid: 9, level_from: 0, levels: 1, trx_begin0: None })
}

fn term() -> LogRecord<'static> {
    let head = TermHead { lgpos: Lgpos::MIN, lgpos_redo_from: Lgpos::MIN, hard: 0 };
    LogRecord::Term2(Term { head, logtime: Some(Logtime::default()) })
}

/// What a reader gets: the end of the chain, the records, what the last ones say.
fn read(image: &[u8], writer: &Writer) -> (ChainEnd, Result<Records>, Result<LastRecords>) {
    let mut image = image.to_vec();
    let chain = follow(&image, &writer.geometry);
    take_copy(&mut image, &writer.geometry, &chain);
    let mut cursor = Cursor::new(&chain);
    let mut records = Vec::new();
    let result = loop {
        match cursor.next(&image, &chain) {
            Ok(Some(place)) => records.push((place.start, image[place].to_vec())),
            Ok(None) => break Ok(records),
            Err(e) => break Err(e),
        }
    };
    (chain.tail, result, last_records(&image, &chain))
}

/// Text that checksums can tell from any other of its kind.
fn noise(length: usize, seed: usize) -> Vec<u8> {
    let mut state = seed as u32 + 77;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect()
}

/// A log with `flushes` of 1 to 5 records of many sizes; the state after each flush that can be torn.
fn history(sector: usize, flushes: usize) -> Vec<Writer> {
    let mut writer = Writer::new(sector, 400, 5);
    let mut states = Vec::new();
    for n in 0..flushes {
        for k in 0..n % 5 + 1 {
            writer.add(&trace(&noise((n * 97 + k * 211) % (sector * 2) / (k + 1) + 1, n * 7 + k)));
        }
        writer.flush();
        states.push(writer.clone());
    }
    states
}

#[test]
fn fill_is_the_pattern_of_the_engine() {
    assert_eq!(
        FILL[..18],
        [0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xda, 0xea, 0xda]
    );
    assert_eq!(FILL[48], 0x0a);
    assert!(is_fill(&[FILL, FILL].concat()));
    assert!(!is_fill(&[0; 512]));
}

#[test]
fn words_are_counted_from_the_start() {
    assert_eq!(xor_words(&[1, 2, 3, 4, 5], 0), 0x0403_0201 ^ 5);
    assert_eq!(xor_words(&[], 7), 7);
}

#[test]
fn every_record_is_read_where_it_was_written() {
    for sector in [512, 1024, 4096] {
        for writer in history(sector, 40) {
            let (tail, records, last) = read(&writer.disk, &writer);
            assert_eq!(tail, ChainEnd::Whole);
            assert_eq!(records.unwrap(), writer.records);
            assert_eq!(last.unwrap().quit, None);
        }
    }
}

#[test]
fn a_crash_at_each_sector_of_each_flush_keeps_what_was_written_before() {
    for sector in [512, 4096] {
        let states = history(sector, 60);
        for pair in states.windows(2) {
            let (old, new) = (&pair[0], &pair[1]);
            for done in 0..=new.written.len() {
                let mut image = new.before.clone();
                for &s in &new.written[..done] {
                    image[s * sector..(s + 1) * sector].copy_from_slice(&new.disk[s * sector..(s + 1) * sector]);
                }
                let (tail, records, _) = read(&image, new);
                let records = records.unwrap();
                assert!(matches!(tail, ChainEnd::Whole | ChainEnd::Torn { .. }), "{tail:?} after {done}");
                assert!(records.starts_with(&old.records), "{} of {}", records.len(), old.records.len());
                assert!(new.records.starts_with(&records));
            }
        }
    }
}

#[test]
fn a_torn_sector_is_taken_from_its_copy() {
    for writer in history(512, 30) {
        let last = writer.written[writer.written.len() - 2];
        for (from, to) in [(0, 256), (256, 512), (0, 512)] {
            let mut image = writer.disk.clone();
            image[last * 512 + from..last * 512 + to].fill(0x55);
            let (tail, records, _) = read(&image, &writer);
            // The part behind the last record is no loss.
            if tail != ChainEnd::Whole {
                assert_eq!(tail, ChainEnd::Copied { sector: last });
            }
            assert_eq!(records.unwrap(), writer.records);
        }
        let mut image = writer.disk.clone();
        image[last * 512..(last + 1) * 512].fill(0);
        let chain = follow(&image, &writer.geometry);
        assert_eq!(take_copy(&mut image, &writer.geometry, &chain), Some(last * 512..(last + 1) * 512));
        assert!(image == writer.disk);
    }
}

#[test]
fn no_bit_can_change_unseen() {
    let states = history(512, 9);
    let writer = states.last().unwrap();
    let used = (writer.written.last().unwrap() + 3) * 512;
    for at in LOG_HEADER_BYTES..used {
        for bit in [0, 5] {
            let mut image = writer.disk.clone();
            image[at] ^= 1 << bit;
            let (tail, records, _) = read(&image, writer);
            if let Ok(records) = records {
                assert!(writer.records.starts_with(&records), "bit {bit} at {at:#x}: {tail:?}");
                if records.len() < writer.records.len() {
                    assert!(matches!(tail, ChainEnd::Corrupt { .. }), "bit {bit} at {at:#x}: {tail:?}");
                }
            }
        }
    }
}

#[test]
fn what_lies_behind_the_end_is_corruption() {
    let states = history(512, 12);
    let writer = states.last().unwrap();
    let copy = *writer.written.last().unwrap();
    let mut image = writer.disk.clone();
    image[copy * 512..(copy + 1) * 512].fill(1);
    assert_eq!(read(&image, writer).0, ChainEnd::Whole);
    for sector in [copy + 1, copy + 7, 399] {
        let mut image = writer.disk.clone();
        image[sector * 512 + 9] ^= 4;
        let (tail, records, _) = read(&image, writer);
        assert_eq!(tail, ChainEnd::Corrupt { sector, damage: Damage::BehindEnd });
        assert_eq!(records.unwrap(), writer.records);
    }
}

#[test]
fn a_hole_in_the_midst_is_corruption_and_ends_the_records_there() {
    let states = history(512, 40);
    let writer = states.last().unwrap();
    let good = states[19].written[0];
    for with in [&FILL[..], &[0; 512]] {
        let mut image = writer.disk.clone();
        image[good * 512..(good + 1) * 512].copy_from_slice(with);
        let (tail, records, _) = read(&image, writer);
        assert!(matches!(tail, ChainEnd::Corrupt { damage: Damage::InChain, .. }), "{tail:?}");
        let records = records.unwrap();
        assert!(writer.records.starts_with(&records) && !records.is_empty());
    }
}

#[test]
fn a_log_of_nothing_is_corrupt() {
    let mut writer = Writer::new(512, 40, 5);
    let corrupt = ChainEnd::Corrupt { sector: 8, damage: Damage::InChain };
    let (tail, records, last) = read(&writer.disk, &writer);
    assert_eq!((tail, records.unwrap(), last.unwrap()), (corrupt, vec![], LastRecords { quit: None, end: 4096 }));
    writer.add(&begin());
    writer.flush();
    // Of another generation.
    writer.geometry.generation = 6;
    assert!(matches!(read(&writer.disk, &writer).0, ChainEnd::Corrupt { .. }));
}

#[test]
fn a_quit_counts_when_nothing_follows() {
    let mut writer = Writer::new(512, 40, 5);
    let quit = |w: &Writer| read(&w.disk, w).2.unwrap().quit;
    writer.add(&begin());
    writer.add(&term());
    writer.flush();
    let place = writer.records[1].0;
    assert_eq!(quit(&writer), Some(place));
    writer.add(&begin());
    writer.flush();
    assert_eq!(quit(&writer), None);
    // A Term that hangs over, so that its checksum record covers nothing forwards.
    writer.add(&trace(&noise(439, 1)));
    writer.add(&term());
    writer.flush();
    let (place, bytes) = writer.records.last().unwrap().clone();
    assert_ne!(place / 512, (place + bytes.len()) / 512);
    assert_eq!(quit(&writer), Some(place));
    assert_eq!(read(&writer.disk, &writer).2.unwrap().end, place + bytes.len() + CHECKSUM_RECORD_SIZE);
}

#[test]
fn what_was_given_up_after_a_crash_is_left_out() {
    let mut writer = Writer::new(512, 40, 5);
    writer.add(&begin());
    writer.add(&trace(&noise(400, 1)));
    // The head of this one was written, its rest was lost.
    writer.add(&trace(&noise(300, 2)));
    let lost = writer.records.pop().unwrap();
    assert!(lost.0 < 9 * 512 && lost.0 + lost.1.len() > 9 * 512);
    writer.cut_back(9 * 512);
    writer.give_up_record(100);
    writer.add(&trace(b"later"));
    writer.flush();
    let (tail, records, _) = read(&writer.disk, &writer);
    assert_eq!(tail, ChainEnd::Whole);
    assert_eq!(records.unwrap(), writer.records);
}

#[test]
fn a_record_that_cannot_be_is_reported() {
    let mut writer = Writer::new(512, 40, 5);
    writer.add(&begin());
    writer.add_bytes(&[47, 0, 0]);
    writer.flush();
    let code = |e: Result<Records>| e.unwrap_err().code();
    assert_eq!(code(read(&writer.disk, &writer).1), ErrorCode::LogFileCorrupt);
    // One of a streaming file.
    let mut writer = Writer::new(512, 40, 5);
    writer.add(&begin());
    writer.add_bytes(&[41, 0, 0]);
    writer.flush();
    assert_eq!(code(read(&writer.disk, &writer).1), ErrorCode::StreamingDataNotLogged);
    // One that reaches over a checksum record.
    let mut writer = Writer::new(512, 40, 5);
    writer.add(&trace(&noise(500, 1)));
    let at = writer.records[0].0;
    writer.patch(at + 3, &700u16.to_le_bytes());
    writer.flush();
    writer.add(&trace(&noise(900, 1)));
    writer.flush();
    let (tail, records, _) = read(&writer.disk, &writer);
    assert_eq!(tail, ChainEnd::Whole);
    assert_eq!(code(records), ErrorCode::LogFileCorrupt);
}

proptest! {
    #[test]
    fn random_logs_never_panic(
        noise in proptest::collection::vec(any::<u8>(), 4096),
        sector in prop_oneof![Just(512usize), Just(4096)],
    ) {
        let mut writer = Writer::new(sector, (8192 / sector) as u16, 1);
        writer.disk[4096..].copy_from_slice(&noise);
        writer.disk[4096] = KIND_CHECKSUM;
        let _ = read(&writer.disk, &writer);
    }

    /// Checksum records with good checksums, which say what they like.
    #[test]
    fn lying_checksum_records_never_panic(
        lies in proptest::collection::vec(
            (0usize..8, 0usize..512, 0u32..600, 0u32..2100, prop_oneof![0u32..3000, any::<u32>()], any::<bool>()),
            1..6,
        ),
        noise in proptest::collection::vec(any::<u8>(), 4096),
    ) {
        let mut writer = Writer::new(512, 16, 1);
        writer.disk[4096..].copy_from_slice(&noise);
        for (n, (sector, offset, backwards, forwards, next, many)) in lies.into_iter().enumerate() {
            let at = if n == 0 { 4096 } else { 4096 + sector * 512 + offset };
            let record = ChecksumRecord {
                backwards: if n == 0 { 0 } else { backwards },
                forwards,
                next,
                checksum: 0,
                short_checksum: 0,
                use_short_checksum: if many { SHORT_CHECKSUM_ON } else { SHORT_CHECKSUM_OFF },
            };
            writer.forge(at, record);
        }
        let _ = read(&writer.disk, &writer);
    }

    #[test]
    fn damaged_logs_never_give_other_records(
        places in proptest::collection::vec((4096usize..40_000, any::<u8>()), 1..4),
        flushes in 1usize..30,
    ) {
        let states = history(512, flushes);
        let writer = states.last().unwrap();
        let mut image = writer.disk.clone();
        // Within one word, so that the changes cannot cancel each other.
        let word = places[0].0 / 4 * 4;
        for (n, (_, byte)) in places.iter().enumerate() {
            image[word + n] ^= byte;
        }
        if let (_, Ok(records), _) = read(&image, writer) {
            prop_assert!(writer.records.starts_with(&records));
        }
    }
}
