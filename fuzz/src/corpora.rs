//! Makes the corpora that are committed below `corpus/`, out of nothing but generated data: the project's fixtures and
//! samples, which builds of the reference engine wrote, and a few inputs made up here.
//!
//! ```sh
//! cargo run --release --bin corpora
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use esent::format::log_header::LogHeader;
use esent::format::log_record::{LogRecord, fixed_size};
use esent::format::log7::{CHECKSUM_RECORD_SIZE, SHORT_CHECKSUM_OFF, SHORT_CHECKSUM_ON};
use esent::format::page::Page;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent_fuzz::mutate::Random;

/// No corpus is larger.
const CORPUS_BYTES: usize = 100_000;
const SEGMENT: usize = 4096;

type Inputs = Vec<Vec<u8>>;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: impl AsRef<Path>) -> Vec<u8> {
    std::fs::read(path.as_ref()).unwrap_or_else(|e| panic!("{}: {e}", path.as_ref().display()))
}

fn with_head(head: &[u8], body: &[u8]) -> Vec<u8> {
    [head, body].concat()
}

/// What follows the last byte that is not zero; targets fill it up again.
fn trimmed(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1)]
}

fn unpack(archive: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let status = Command::new("tar").arg("-xf").arg(project(archive)).arg("-C").arg(directory.path()).status();
    assert!(status.expect("tar").success(), "{archive} cannot be unpacked");
    directory
}

/// The records of a log, one by one.
fn records_of(log: &Path) -> Inputs {
    let file = RealFileSystem.open(log, OpenMode::Read).expect("a log");
    let mut reader = AnyLogReader::open(file).expect("a sound log");
    let _ = reader.check();
    let mut records = Vec::new();
    while let Ok(Some((_, bytes))) = reader.next_bytes() {
        records.push(bytes.to_vec());
    }
    records
}

/// Samples and fixtures, unpacked.
struct Sources {
    backup: tempfile::TempDir,
    crashed: tempfile::TempDir,
    /// All records of the sample backup and of the crashed database.
    records: Inputs,
}

impl Sources {
    fn new() -> Self {
        let backup = unpack("examples/sample-backup/sample-backup.tar.gz");
        let crashed = unpack("tests/fixtures/crashed/crashed.tar.gz");
        let in_backup = backup.path().join("sample-backup/logs");
        let in_crashed = crashed.path().join("db");
        let mut records = Vec::new();
        for log in ["edb00000001.log", "edb00000002.log"] {
            records.extend(records_of(&in_backup.join(log)));
            records.extend(records_of(&in_crashed.join(log)));
        }
        Self { backup, crashed, records }
    }

    fn backup(&self, name: &str) -> Vec<u8> {
        read(self.backup.path().join("sample-backup").join(name))
    }

    fn crashed(&self, name: &str) -> Vec<u8> {
        read(self.crashed.path().join("db").join(name))
    }
}

fn page(_: &Sources) -> Inputs {
    let pages =
        [(1u8, "first-4k-page-15"), (2, "first-8k-page-27"), (3, "first-16k-page-37"), (4, "first-32k-page-34")];
    pages.map(|(size, name)| with_head(&[size], &read(project(&format!("tests/fixtures/pages/{name}.bin"))))).into()
}

fn log_header(sources: &Sources) -> Inputs {
    let logs =
        [sources.backup("logs/edb00000001.log"), sources.backup("logs/edb00000002.log"), sources.crashed("edb.log")];
    logs.iter().map(|log| trimmed(&log[..SEGMENT]).to_vec()).collect()
}

/// One input for every place that the target knows: of segment n, the low bits of the choice are n - 1; the upper
/// three are the generation.
fn log_segment(sources: &Sources) -> Inputs {
    let log = sources.backup("logs/edb00000002.log");
    log.chunks_exact(SEGMENT)
        .skip(1)
        .take(8)
        .enumerate()
        .map(|(n, s)| with_head(&[0x40 | n as u8], trimmed(s)))
        .collect()
}

/// The first segments of logs, under headers that say that there are no more.
fn log_stream(sources: &Sources) -> Inputs {
    const SEGMENTS: usize = 6;
    let logs = [sources.backup("logs/edb00000002.log"), sources.crashed("edb00000002.log"), sources.crashed("edb.log")];
    let shortened = |log: &[u8]| {
        let mut header = LogHeader::parse(&log[..SEGMENT]).expect("a log");
        header.set_file_sectors(SEGMENTS as u16);
        header.seal();
        let whole = [header.bytes(), &log[SEGMENT..SEGMENTS * SEGMENT]].concat();
        trimmed(&whole).to_vec()
    };
    logs.iter().enumerate().map(|(n, log)| with_head(&[5 + 2 * u8::from(n == 0)], &shortened(log))).collect()
}

/// Runs that bring every type that occurs, and of each type an empty one.
fn log_record(sources: &Sources) -> Inputs {
    let mut inputs: Inputs =
        (0..=255).filter_map(|kind| Some([vec![kind], vec![0; fixed_size(kind)? - 1]].concat())).collect();
    let mut seen = BTreeSet::new();
    let mut run = Vec::new();
    for record in &sources.records {
        let fresh = seen.insert((record[0], record.len().ilog2()));
        if fresh || run.len() < 100 {
            run.extend_from_slice(record);
        }
        if run.len() > 400 {
            inputs.push(std::mem::take(&mut run));
        }
        if inputs.iter().map(Vec::len).sum::<usize>() > CORPUS_BYTES / 2 {
            break;
        }
    }
    inputs
}

/// Differences out of the logs, and old data that they fit.
fn diff(sources: &Sources) -> Inputs {
    let mut inputs: Inputs = Vec::new();
    for record in &sources.records {
        let Ok((LogRecord::ReplaceDiff(replace), _)) = LogRecord::parse(record) else { continue };
        let old = usize::from(replace.old_size);
        if !(4..600).contains(&replace.data.len()) || inputs.len() > 80 {
            continue;
        }
        inputs.push(for_diff(replace.data, replace.diff2, old));
    }
    // One edit of each kind, and the form for large pages; the data behind each is longer than the edit.
    let edits: [(&[u8], bool); 4] = [
        (&[2, 0x40, 2, b'a', b'b'], false),
        (&[2, 0x20, 2, b'a', b'b', 5, 0, 1, 4, b'x', 9, 0, 0, 1], false),
        (&[2, 0xA0, 2, 0, b'a', b'b'], false),
        (&[2, 0, 0x80, 1, 0, 3, 0, b'x'], true),
    ];
    inputs.extend(edits.map(|(edits, wide)| for_diff(edits, wide, 30)));
    inputs
}

fn for_diff(edits: &[u8], wide: bool, old_bytes: usize) -> Vec<u8> {
    let length = (edits.len() as u16).to_le_bytes();
    let mut input = vec![u8::from(wide), length[0], length[1]];
    input.extend_from_slice(edits);
    input.extend((0..old_bytes).map(|n| n as u8));
    input
}

/// Both headers; headers of an older copy before a trailer.
fn database_header(sources: &Sources) -> Inputs {
    let copy = sources.backup("db0.edb");
    let trailer = &copy[copy.len() - 8192..];
    let crashed = sources.crashed("db0.edb");
    let two = |bytes: &[u8], size: usize| [&bytes[..SEGMENT], &bytes[size..size + SEGMENT]].concat();
    [two(&crashed, 4096), two(&copy, 8192), trailer[..SEGMENT].to_vec()].map(|b| trimmed(&b).to_vec()).into()
}

fn checkpoint(sources: &Sources) -> Inputs {
    let whole = sources.crashed("edb.chk");
    vec![whole[..SEGMENT].to_vec(), whole].into_iter().map(|b| trimmed(&b).to_vec()).collect()
}

/// Real records behind each other, with checksum records between; the target makes the sums good.
fn log7(sources: &Sources) -> Inputs {
    let mut inputs = Vec::new();
    for (variant, sector, skip) in [(0x81u8, 512usize, 3), (0x82, 512, 40), (0xC3, 4096, 90), (0x83, 512, 200)] {
        let mut image = Vec::new();
        let mut open = 0;
        put_checksum(&mut image);
        for record in sources.records[skip..].iter().filter(|r| r.len() < 400).take(60) {
            image.extend_from_slice(record);
            let place = image.len() % sector;
            // A range is closed where the next one's checksum record fits into its sector.
            if image.len() / sector > open / sector && place + CHECKSUM_RECORD_SIZE <= sector {
                let next = image.len();
                close(&mut image, open, sector, next - place, next);
                put_checksum(&mut image);
                open = next;
            }
        }
        let end = image.len();
        close(&mut image, open, sector, end, 0);
        inputs.push(with_head(&[variant], &image));
    }
    inputs
}

fn put_checksum(image: &mut Vec<u8>) {
    image.push(42);
    image.extend_from_slice(&[0; CHECKSUM_RECORD_SIZE - 1]);
}

/// Writes what the checksum record at `at` says of its range.
fn close(image: &mut [u8], at: usize, sector: usize, end: usize, next: usize) {
    let behind = at + CHECKSUM_RECORD_SIZE;
    let numbers = [at % sector, end - behind, next.saturating_sub(behind)];
    for (n, number) in numbers.into_iter().enumerate() {
        image[at + 1 + 4 * n..][..4].copy_from_slice(&(number as u32).to_le_bytes());
    }
    let many = end > (at / sector + 1) * sector;
    image[behind - 1] = if many { SHORT_CHECKSUM_ON } else { SHORT_CHECKSUM_OFF };
}

/// A picture of a page that the engine packed with XPRESS, and one small value for each of the other schemes.
fn compression(_: &Sources) -> Inputs {
    let picture = read(project("tests/fixtures/pages/definitions-picture.bin"));
    let seven_bits = [0x08 | 6, 0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC];
    // Four literals, then eight more bytes of them, then five literals.
    let lz4 = [0x38, 17, 0, 0x44, b'e', b's', b'e', b'n', 4, 0, 0x50, b't', b'e', b's', b't', b's'];
    let mut inputs = vec![with_head(&[255], &picture), with_head(&[4], &seven_bits), with_head(&[4], &lz4)];
    inputs.push([&[4, 0x10 | 6][..], &seven_bits[1..]].concat());
    inputs.extend([4, 5, 6].map(|scheme: u8| vec![4, scheme << 3, 20, 0, 1, 2, 3, 4]));
    inputs
}

/// Pages as the backup has them, and the records that come next for each.
fn redo(sources: &Sources) -> Inputs {
    const SIZE: usize = 8192;
    let database = sources.backup("db0.edb");
    let mut records = records_of(&sources.backup.path().join("sample-backup/logs/edb00000001.log"));
    records.extend(records_of(&sources.backup.path().join("sample-backup/logs/edb00000002.log")));
    let mut inputs: Inputs = Vec::new();
    let pages = (1..).zip(database[2 * SIZE..].chunks_exact(SIZE));
    for (pgno, bytes) in pages.take_while(|(pgno, _)| *pgno <= esent_fuzz::REDO_PAGES) {
        let Ok(page) = Page::from_bytes(bytes.to_vec()) else { continue };
        let mut run = Vec::new();
        for record in &records {
            let Ok((parsed, _)) = LogRecord::parse(record) else { continue };
            let next = parsed.page_operation().is_some_and(|o| o.pgno == pgno && o.dbtime > page.dbtime());
            if next && run.len() + record.len() < 2000 {
                run.extend_from_slice(record);
            }
        }
        if !run.is_empty() {
            let length = (run.len() as u16).to_le_bytes();
            inputs.push([&[1 | (pgno as u8 & 6), length[0], length[1]], &run[..], bytes].concat());
        }
    }
    inputs
}

/// Bytes by chance behind each of the functions, and the same with few different ones, so that texts are short.
fn c_face(_: &Sources) -> Inputs {
    let mut random = Random(7);
    let bytes = |random: &mut Random, below: usize| (0..300).map(|_| random.below(below) as u8).collect::<Vec<u8>>();
    (0..6).flat_map(|function| [256, 64, 12].map(|below| with_head(&[function], &bytes(&mut random, below)))).collect()
}

/// Here every input is a seed.
fn restore(_: &Sources) -> Inputs {
    (0..8u64).map(|n| n.to_le_bytes().to_vec()).collect()
}

fn main() {
    let sources = Sources::new();
    let makers: &[(&str, fn(&Sources) -> Inputs)] = &[
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
    for (target, make) in makers {
        let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).expect("a directory for the corpus");
        let mut size = 0;
        let mut files = 0;
        for input in make(&sources) {
            if size + input.len() > CORPUS_BYTES {
                continue;
            }
            size += input.len();
            std::fs::write(directory.join(format!("{files:03}")), input).expect("room for the corpus");
            files += 1;
        }
        println!("{target}: {files} files, {size} bytes");
    }
}
