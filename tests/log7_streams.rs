//! Every record of recorded logs of format 7.
//!
//! Needs data that is not in this repository: `ESENT_LOG7_SETS`, a directory with such logs, in any depth. With
//! `ESENT_LOG7_DUMP` each record is printed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use esent::format::log_record::LogRecord;
use esent::format::page::{self, Page};
use esent::format::primitives::Lgpos;
use esent::recovery::database::{Database, Databases};
use esent::recovery::redo::Redo;
use esent::recovery::redo_map::RedoMap;
use esent::recovery::transactions::Transactions;
use esent::storage::any_log_reader::AnyLogReader;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::TailCondition;
use esent::storage::page_cache::PageCache;

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

/// The bits of a page's flags that tell how often it was written.
const FLUSH_TYPE: u32 = page::flags::FLUSH_TYPE_MASK;

fn variable(name: &str) -> PathBuf {
    std::env::var_os(name).unwrap_or_else(|| panic!("set {name}")).into()
}

/// Plays one log of format 7 onto one database, given as files, and compares pages with what the engine made of them.
#[test]
#[ignore = "needs ESENT_LOG7_LOG, ESENT_LOG7_DATABASE, ESENT_LOG7_EXPECTED"]
fn the_pages_after_a_replay_are_those_of_the_engine() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("copy.edb");
    std::fs::copy(variable("ESENT_LOG7_DATABASE"), &path).unwrap();
    let (file, header) = DatabaseFile::open(&RealFileSystem, &path, OpenMode::ReadWrite, None).unwrap();
    println!("{header:#?}");
    let mut reader =
        AnyLogReader::open(RealFileSystem.open(&variable("ESENT_LOG7_LOG"), OpenMode::Read).unwrap()).unwrap();
    reader.check().unwrap();
    let page_size = header.page_size() as usize;
    let mut databases = Databases::default();
    databases.insert(Database {
        dbid: 1,
        cache: PageCache::new(file, 64 << 20),
        attached: header.lgpos_attach(),
        dbtime: header.dbtime(),
        objid_last: 0,
        may_be_ahead: true,
        patched: false,
        redo_map: RedoMap::default(),
        counts_reserved_tags: false,
        shrinks_on_attach: false,
        grows_on_demand: true,
        header,
    });
    let (mut redo, mut transactions) = (Redo::new(), Transactions::new());
    let mut count = 0;
    while let Some((lgpos, bytes)) = reader.next_bytes().unwrap() {
        let (record, _) = LogRecord::parse(bytes).unwrap();
        match record {
            LogRecord::Init2(_) | LogRecord::Term2(_) => transactions.end_all_sessions(),
            LogRecord::AttachDb(r) => println!("{lgpos} {r:?}"),
            _ => redo.apply(&mut databases, &mut transactions, lgpos, &record, bytes).unwrap(),
        }
        count += 1;
    }
    println!("{count} records");
    databases.get_mut(1).unwrap().cache.flush().unwrap();
    drop(databases);
    if let Some(keep) = std::env::var_os("ESENT_LOG7_KEEP") {
        std::fs::copy(&path, keep).unwrap();
    }
    let read = |path: &Path| std::fs::read(path).unwrap();
    let (got, expected) = (read(&path), read(&variable("ESENT_LOG7_EXPECTED")));
    let before = read(&variable("ESENT_LOG7_DATABASE"));
    assert_eq!(got.len(), expected.len());
    let (mut changed, mut unlike) = (0, Vec::new());
    for n in 2..got.len() / page_size {
        let page = n * page_size..(n + 1) * page_size;
        changed += usize::from(before[page.clone()] != expected[page.clone()]);
        if content(&got[page.clone()]) != content(&expected[page]) {
            unlike.push(n - 1);
        }
    }
    println!("the engine changed {changed} pages; unlike: {unlike:?}");
    assert!(changed > 0 && unlike.is_empty());
}

/// Clock, links, kind, and every node of a page, wherever on the page it lies.
fn content(bytes: &[u8]) -> impl PartialEq {
    let page = Page::from_bytes(bytes.to_vec()).unwrap();
    if page.is_uninitialized() {
        return None;
    }
    let head = (page.dbtime(), page.previous(), page.next(), page.objid(), page.flags() & !FLUSH_TYPE);
    let nodes: Vec<_> = (0..page.node_count()).map(|line| page.node_bytes(line).unwrap().to_vec()).collect();
    let flags: Vec<_> = (0..page.node_count()).map(|line| page.node(line).unwrap().flags).collect();
    Some((head, page.external_header().unwrap().to_vec(), nodes, flags))
}
