//! Every record of recorded logs, against the engine's own dumps of them.
//!
//! Needs data that is not in this repository:
//! * `ESENT_LOG_SETS`: a directory with log files, in any depth;
//! * `ESENT_LOG_DUMPS`: a directory with `NAME.txt`, the engine's verbose dumps of the logs in
//!   `$ESENT_LOG_SETS/NAME/hard/restore/logs`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use esent::format::log_record::LogRecord;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::{LogReader, TailCondition, read_header};

#[path = "log_dump/text.rs"]
mod text;

fn variable(name: &str) -> PathBuf {
    std::env::var_os(name).unwrap_or_else(|| panic!("set {name}")).into()
}

fn logs_below(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            logs_below(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("log") || e.eq_ignore_ascii_case("jtx")) {
            found.push(path);
        }
    }
}

/// Reads every log; a damaged or foreign one is reported, and must say why. Each record is written again and must give
/// the same bytes.
#[test]
#[ignore = "needs ESENT_LOG_SETS"]
fn every_log_is_read_to_its_end() {
    let root = variable("ESENT_LOG_SETS");
    let mut logs = Vec::new();
    logs_below(&root, &mut logs);
    logs.sort();
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut good, mut records, mut corrected) = (0, 0u64, 0);
    let mut odd = Vec::new();
    for path in &logs {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let file = RealFileSystem.open(path, OpenMode::Read).unwrap();
        if file.len().unwrap() > 0 && read_header(&file).is_ok_and(|h| h.version().has_sectors()) {
            odd.push(format!("{name}: format 7"));
            continue;
        }
        let mut reader = match LogReader::open(file) {
            Ok(reader) => reader,
            Err(e) => {
                odd.push(format!("{name}: {e}"));
                continue;
            }
        };
        reader.header().attachments().unwrap();
        let check = reader.check().unwrap();
        corrected += check.corrected;
        if check.tail != TailCondition::Whole {
            odd.push(format!("{name}: {:?}", check.tail));
        }
        let mut last = None;
        loop {
            let (position, bytes) = match reader.next_bytes() {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err(e) => {
                    odd.push(format!("{name}: {e}"));
                    break;
                }
            };
            let (record, size) = LogRecord::parse(bytes).unwrap_or_else(|e| panic!("{name} {position}: {e}"));
            assert_eq!(size, bytes.len());
            let mut again = Vec::new();
            record.encode(&mut again).unwrap();
            assert!(again == bytes, "{name} {position}: {record:?}");
            assert!(!matches!(record, LogRecord::Ignored(_)), "{name} {position}: {record:?}");
            assert!(last < Some(position), "{name} {position}");
            last = Some(position);
            records += 1;
            *kinds.entry(record.name()).or_default() += 1;
        }
        good += 1;
    }
    println!("{good} of {} logs, {records} records, {corrected} segments corrected", logs.len());
    for (kind, count) in kinds {
        println!("{count:9} {kind}");
    }
    println!("{}", odd.join("\n"));
}

#[test]
#[ignore = "needs ESENT_LOG_SETS and ESENT_LOG_DUMPS"]
fn records_are_those_of_the_engines_dumps() {
    let (sets, dumps) = (variable("ESENT_LOG_SETS"), variable("ESENT_LOG_DUMPS"));
    for entry in std::fs::read_dir(dumps).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let dump = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let set = sets.join(&name).join("hard/restore/logs");
        let (mut logs, mut records) = (0, 0);
        for part in dump.split("      Log file: ").skip(1) {
            let file = part.lines().next().unwrap().trim();
            records += compare(&set.join(file), part);
            logs += 1;
        }
        println!("{name}: {logs} logs, {records} records");
    }
}

/// Compares one log with its dump; returns how many records they have.
fn compare(log: &Path, dump: &str) -> usize {
    let mut reader = LogReader::open(RealFileSystem.open(log, OpenMode::Read).unwrap()).unwrap();
    let check = reader.check().unwrap();
    let end = format!("      Last Lgpos: (0x{:X},{:X},{:X})", check.end.generation, check.end.sector, check.end.offset);
    assert!(dump.lines().any(|l| l.eq_ignore_ascii_case(&end)), "{end}");
    let sum = format!("      Accumulated segment checksum: {:#018x}", check.checksum);
    assert!(dump.lines().any(|l| l == sum), "{sum}");
    let previous =
        format!("      prev gen accumulated segment checksum: {:#018x}", reader.header().previous_checksum());
    assert!(dump.lines().any(|l| l.starts_with(&previous)), "{previous}");
    let mut lines = dump.lines().filter(|l| l.starts_with('>'));
    let mut count = 0;
    while let Some((position, record)) = reader.next().unwrap() {
        let expected = lines.next().unwrap();
        let found = format!(">{position} {}", text::record(&record));
        assert_eq!(found.trim_end(), expected.trim_end(), "{}", log.display());
        count += 1;
    }
    assert_eq!(lines.next(), None);
    count
}

/// Two generations of a generated database: the second record by record, and the chain between them.
#[test]
fn recorded_logs_are_read_as_the_engine_reads_them() {
    let logs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/logs");
    let open = |name: &str| LogReader::open(RealFileSystem.open(&logs.join(name), OpenMode::Read).unwrap()).unwrap();
    let mut first = open("edb00000001.log");
    let check = first.check().unwrap();
    assert_eq!((check.checksum, check.tail), (0x05a6_05a6_b09b_daa0, TailCondition::Whole));
    let mut count = 0;
    while first.next().unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 1246);

    let mut second = open("edb00000002.log");
    second.header().check_follows(first.header(), check.checksum).unwrap();
    let attached = second.header().attachments().unwrap();
    assert_eq!((attached.len(), attached[0].name.as_str()), (1, r"C:\ese\live\db0.edb"));
    second.check().unwrap();
    let dump = std::fs::read_to_string(logs.join("edb00000002.txt")).unwrap();
    let mut lines = dump.lines();
    while let Some((position, record)) = second.next().unwrap() {
        assert_eq!(format!(">{position} {}", text::record(&record)).trim_end(), lines.next().unwrap());
    }
    assert_eq!(lines.next(), None);
}
