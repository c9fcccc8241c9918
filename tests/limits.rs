//! GUARANTEE: what a restore needs follows from what is there, not from what a file says of itself. No allocation has the
//! size of a number that nobody checked, and a plan reads headers only, however many logs there are.

#[path = "support/allocations.rs"]
mod allocations;
#[path = "bends/bend.rs"]
mod bend;
#[path = "bends/disk.rs"]
#[allow(dead_code)]
mod disk;
#[path = "support/long_stream.rs"]
mod long_stream;
#[path = "bends/set.rs"]
#[allow(dead_code)]
mod set;
#[path = "support/uncounted.rs"]
mod uncounted;

use std::sync::Mutex;
use std::time::Instant;

use allocations::{Counting, aside, measure};
use bend::{Random, bend};
use disk::Disk;
use esent::format::checkpoint::{CHECKPOINT_BYTES, Checkpoint};
use esent::format::checksum::{seal_header, seal_segment};
use esent::format::compression::decompress;
use esent::format::database_header::DatabaseHeader;
use esent::format::log_header::LogHeader;
use esent::format::log_record::LogRecord;
use esent::format::page::Page;
use esent::recovery::plan;
use esent::recovery::request::RestoreRequest;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::bytes::Bytes;
use long_stream::LongStream;
use set::{Set, restore};
use uncounted::Uncounted;

#[global_allocator]
static COUNTING: Counting = Counting;

/// What is counted is that of the whole program.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Generations of the long stream.
const GENERATIONS: u32 = 100_000;
/// Bends that are tried.
const BENDS: u64 = 150;
/// What a restore of the sample (2 MiB) may need at once, its cache of 2 MiB included, and in one piece.
const RESTORE_BYTES: usize = 48 << 20;
const PIECE_BYTES: usize = 17 << 20;

#[test]
fn a_hundred_thousand_logs_are_planned_from_their_headers() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let set = Set::sample();
    let stream = LongStream::new(Disk::new(&set.files), &set.logs, &set.call.settings.log_path, GENERATIONS);
    let request = RestoreRequest {
        settings: set.call.settings.clone(),
        map: set.call.map.clone(),
        backup_log_path: Some(set.call.backup_logs.clone()),
        generation_low: set.call.range.0,
        generation_high: set.call.range.1,
        target: None,
        status: None,
    };
    let began = Instant::now();
    let (plan, largest, peak) = measure(|| plan::restore(&stream, &request));
    let plan = plan.unwrap_or_else(|refusal| panic!("{}", refusal.error));
    let (opened, bytes, bodies) = stream.reads();
    println!(
        "{} later logs planned in {:.1} s: {opened} opened, {bytes} bytes read, largest allocation {largest}, peak {peak}",
        plan.later_logs.len(),
        began.elapsed().as_secs_f64()
    );
    assert_eq!(plan.later_logs.len() as u32, GENERATIONS - set.call.range.1 as u32);
    assert_eq!(bodies, 0, "a log was read beyond its header");
    assert!(bytes <= 2 * 4096 * u64::from(GENERATIONS), "{bytes} bytes read");
    assert!(peak < 100 << 20, "{peak} bytes for the plan");
}

#[test]
fn a_bent_backup_needs_no_more_memory_than_a_good_one() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let mut set = Set::sample();
    set.call.settings.cache_size_max = 256;
    let (mut largest, mut peak) = (0, 0);
    for seed in 0..BENDS {
        let bent = bend(&set, &mut Random::new(seed));
        let mut call = bent.call.clone();
        call.settings.cache_size_max = 256;
        let disk = Uncounted(Disk::new(&bent.files));
        let (_, one, all) = measure(|| restore(&disk, &call).result.is_ok());
        assert!(one <= PIECE_BYTES && all <= RESTORE_BYTES, "bend {seed}: {one} and {all} bytes; {:?}", bent.story);
        (largest, peak) = (largest.max(one), peak.max(all));
    }
    println!("{BENDS} bends: largest allocation {largest}, most at once {peak} bytes");
}

/// Every field of every header, and of records, with the largest numbers that it can hold.
#[test]
fn no_parser_believes_a_size() {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|e| e.into_inner());
    let set = Set::sample();
    let log = set.files[&set.logs[1]][..8 * 4096].to_vec();
    let database = set.files[&set.databases[0]].to_vec();
    let page = database[8192 * 29..8192 * 30].to_vec();
    let checkpoint = {
        let mut bytes = vec![0; 2 * CHECKPOINT_BYTES];
        bytes[..4096].copy_from_slice(&log[..4096]);
        bytes
    };
    let mut random = Random::new(1);
    let mut worst = 0;
    let mut check = |what: &str, work: &dyn Fn()| {
        let ((), largest, _) = measure(work);
        assert!(largest <= 1 << 20, "{what}: an allocation of {largest} bytes");
        worst = worst.max(largest);
    };
    for at in 0..1024 {
        for size in [1, 2, 4] {
            let value = if size == 1 { u64::MAX } else { random.odd() | 1 << (8 * size - 1) };
            let put = |bytes: &[u8], at: usize| {
                let mut bytes = bytes.to_vec();
                let end = (at + size).min(bytes.len());
                bytes[at..end].copy_from_slice(&value.to_le_bytes()[..end - at]);
                bytes
            };
            let story = format!("{size} bytes at {at} are {value:#x}");
            let mut header = put(&log[..4096], at);
            seal_header(&mut header);
            check(&story, &|| {
                let _ = LogHeader::parse(&header).map(|h| h.attachments().is_ok());
            });
            let mut start = put(&database[..2 * 8192], at);
            seal_header(&mut start[..8192]);
            check(&story, &|| drop(DatabaseHeader::from_start_of_file(&start, None)));
            let mut start = put(&checkpoint, at);
            seal_header(&mut start[..4096]);
            check(&story, &|| {
                let _ = Checkpoint::from_start_of_file(&start).map(|(c, _)| c.attachments().is_ok());
            });
            let bent = put(&page, if at < 512 { at } else { page.len() - 1024 + at });
            check(&story, &|| {
                let Ok(mut page) = Page::from_bytes(bent.clone()) else { return };
                let _ = (page.check_structure(), page.prefix().is_ok(), page.compact());
            });
            let bent = put(&log[4096 + 60..][..1100], at);
            check(&story, &|| drop(LogRecord::parse(&bent)));
            check(&story, &|| drop(decompress(&bent, 1 << 16)));
            if at % 16 == 0 {
                let mut bent = aside(|| put(&log, 4096 + at));
                seal_segment(&mut bent[4096..8192], 1);
                check(&story, &|| read_through(bent.clone()));
            }
        }
    }
    println!("largest allocation {worst} bytes");
}

fn read_through(log: Vec<u8>) {
    let Ok(mut reader) = AnyLogReader::open(Bytes(log)) else { return };
    let _ = reader.check();
    while let Ok(Some(_)) = reader.next_bytes() {}
}
