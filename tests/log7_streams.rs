//! Every record of recorded logs of format 7.
//!
//! Needs data that is not in this repository: `ESENT_LOG7_SETS`, a directory with such logs, in any depth. With
//! `ESENT_LOG7_DUMP` each record is printed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use esent::format::log_record::LogRecord;
use esent::format::primitives::Lgpos;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::TailCondition;

fn logs_below(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            logs_below(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("log")) {
            found.push(path);
        }
    }
}

#[test]
#[ignore = "needs ESENT_LOG7_SETS"]
fn every_log_of_format_7_is_read_to_its_end() {
    let root: PathBuf = std::env::var_os("ESENT_LOG7_SETS").expect("set ESENT_LOG7_SETS").into();
    let print = std::env::var_os("ESENT_LOG7_DUMP").is_some();
    let mut logs = Vec::new();
    logs_below(&root, &mut logs);
    assert!(!logs.is_empty());
    logs.sort();
    for path in &logs {
        let mut reader = AnyLogReader::open(RealFileSystem.open(path, OpenMode::Read).unwrap()).unwrap();
        if matches!(reader, AnyLogReader::Segments(_)) {
            continue;
        }
        let header = reader.header().clone();
        println!("{}: {header:#?}", path.display());
        let check = reader.check().unwrap();
        println!("{check:?}");
        assert_eq!(check.tail, TailCondition::Whole);
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        let mut clocks: HashMap<(u8, u32), u64> = HashMap::new();
        let mut last = Lgpos::MIN;
        reader.start_at(Lgpos::MIN).unwrap();
        while let Some((lgpos, bytes)) = reader.next_bytes().unwrap() {
            let (record, size) = LogRecord::parse(bytes).unwrap();
            assert_eq!(size, bytes.len());
            assert!(last < lgpos && lgpos < check.end);
            last = lgpos;
            let mut again = Vec::new();
            record.encode(&mut again).unwrap();
            assert!(again == bytes, "{lgpos} {record:?}");
            assert!(!matches!(record, LogRecord::Ignored(_)), "{lgpos} {record:?}");
            *kinds.entry(record.name()).or_default() += 1;
            if let Some(page) = record.page_operation().filter(|_| !matches!(record, LogRecord::UndoInfo(_))) {
                // A page's clock is where the record before left it, and goes forward.
                let clock = clocks.entry((page.dbid, page.pgno)).or_default();
                assert!(page.dbtime >= *clock, "{lgpos} {record:?} after {clock:#x}");
                if page.dbtime_before < u64::MAX - 3 && page.dbtime_before > 0 && page.dbtime > *clock {
                    assert!(page.dbtime_before >= *clock, "{lgpos} {record:?} after {clock:#x}");
                }
                *clock = page.dbtime;
            }
            if print {
                println!("{lgpos} {record:?}");
            }
        }
        println!("{kinds:?}");
    }
}
