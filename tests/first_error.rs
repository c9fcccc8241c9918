//! GUARANTEE: of several troubles, a restore tells the one that the reference tells first, and has changed nothing then.
//!
//! Each case bends the sample backup in two or more ways; `docs/answers.md` has the order.

#[path = "support/restore_sets.rs"]
mod restore_sets;
#[path = "support/simulated_disk.rs"]
mod simulated_disk;

use std::path::{Path, PathBuf};

use esent::error::ErrorCode::{self, *};
use esent::format::checksum::seal_header;
use esent::recovery::external_restore;
use esent::recovery::request::RestoreRequest;
use esent::storage::fs::FileSystem;
use restore_sets::{ROOT, RestoreSet};

const PAGE: usize = 8192;

// Places in headers.
const LOG_GENERATION: usize = 4;
const LOG_SECTOR_SIZE: usize = 8;
const LOG_PAGE_SIZE: usize = 14;
const LOG_PREVIOUS_CREATED: usize = 24;
const LOG_UPDATE_MAJOR: usize = 40;
const LOG_SIGNATURE: usize = 44;
const LOG_FILE_TYPE: usize = 667;
const DATABASE_ATTRIBUTE: usize = 12;
const DATABASE_LOG_SIGNATURE: usize = 108;
const DATABASE_BACKUP_LOW: usize = 136 + 48 + 16;
const DATABASE_UPDATE_MAJOR: usize = 232;
const DATABASE_PAGE_SIZE: usize = 236;

/// A backup to be bent, and the call.
struct Case {
    set: RestoreSet,
    request: RestoreRequest<'static>,
}

impl Case {
    fn new() -> Self {
        let set = RestoreSet::sample();
        Self { request: set.request(), set }
    }

    fn log(&self, generation: u32) -> PathBuf {
        self.set.backup_log_path.join(format!("edb{generation:08X}.log"))
    }

    fn database(&self) -> PathBuf {
        Path::new(ROOT).join("sample-backup/db0.edb")
    }

    fn no_log(&self, generation: u32) -> &Self {
        self.set.disk.remove(&self.log(generation)).unwrap();
        self
    }

    fn no_database(&self) -> &Self {
        self.set.disk.remove(&self.database()).unwrap();
        self
    }

    fn cut_log(&self, generation: u32, length: usize) -> &Self {
        self.set.disk.tamper(&self.log(generation), |bytes| bytes.truncate(length));
        self
    }

    /// Writes into the header of a log and makes its checksum good.
    fn log_header(&self, generation: u32, at: usize, data: &[u8]) -> &Self {
        self.set.disk.tamper(&self.log(generation), |bytes| {
            bytes[at..at + data.len()].copy_from_slice(data);
            seal_header(&mut bytes[..4096]);
        });
        self
    }

    /// Damages the header of a log.
    fn log_damage(&self, generation: u32) -> &Self {
        self.set.disk.tamper(&self.log(generation), |bytes| bytes[1000] ^= 4);
        self
    }

    /// Writes into both copies of the database's header, as if its pages had `size` bytes.
    fn database_header(&self, size: usize, at: usize, data: &[u8]) -> &Self {
        self.set.disk.tamper(&self.database(), |bytes| {
            let header = bytes[..PAGE.min(size)].to_vec();
            for copy in bytes.chunks_exact_mut(size).take(2) {
                copy.fill(0);
                copy[..header.len()].copy_from_slice(&header);
                copy[at..at + data.len()].copy_from_slice(data);
                seal_header(copy);
            }
        });
        self
    }

    fn trailer_damage(&self) -> &Self {
        self.set.disk.tamper(&self.database(), |bytes| {
            let at = bytes.len() - PAGE + 60;
            bytes[at] ^= 4;
        });
        self
    }

    fn page_size(&mut self, size: u32) -> &Self {
        self.request.settings.page_size = size;
        self
    }

    fn map_entries(&mut self, count: usize) -> &Self {
        let map = self.request.map.as_mut().unwrap();
        map.resize(count, map[0].clone());
        self
    }

    /// A log in the log path.
    fn existing(&self, generation: u32, name: &str, at: usize, data: &[u8]) -> &Self {
        let mut bytes = self.set.disk.content(&self.log(generation)).unwrap();
        bytes[at..at + data.len()].copy_from_slice(data);
        seal_header(&mut bytes[..4096]);
        let path = self.set.log_path.join(name);
        let file = self.set.disk.open(&path, esent::storage::fs::OpenMode::CreateNew).unwrap();
        file.write_at(&bytes, 0).unwrap();
        self
    }
}

/// Bends a fresh set (files are removed and made last) and expects this error, before anything has changed.
#[track_caller]
fn first(expected: ErrorCode, bend: impl FnOnce(&mut Case)) {
    let mut case = Case::new();
    bend(&mut case);
    let before = case.set.disk.files();
    let error = external_restore::run_on(&case.set.disk, case.request).unwrap_err();
    assert_eq!(error.code(), expected, "{error}");
    assert!(before == case.set.disk.files(), "something was changed before {error}");
}

#[test]
fn logs_are_read_in_their_order() {
    first(LogFileCorrupt, |c| _ = c.log_damage(1).no_log(2));
    first(FileNotFound, |c| _ = c.log_damage(2).no_log(1));
    first(LogFileCorrupt, |c| _ = c.log_damage(1).log_header(2, LOG_SIGNATURE, b"xxxx"));
    first(GivenLogFileIsNotContiguous, |c| _ = c.log_header(2, LOG_PREVIOUS_CREATED, &[1; 6]).trailer_damage());
}

#[test]
fn checks_of_one_log_come_in_their_order() {
    const FUTURE: &[u8] = &[0xe7, 3, 0, 0];
    first(FileInvalidType, |c| _ = c.log_header(2, LOG_FILE_TYPE, &[2]).log_header(2, LOG_UPDATE_MAJOR, FUTURE));
    first(BadLogVersion, |c| _ = c.log_header(2, LOG_UPDATE_MAJOR, FUTURE).log_header(2, LOG_SECTOR_SIZE, &[0, 2]));
    first(LogFileCorrupt, |c| _ = c.log_header(2, LOG_SECTOR_SIZE, &[0, 2]).log_header(2, LOG_SIGNATURE, b"xxxx"));
    first(BadLogSignature, |c| _ = c.log_header(2, LOG_SIGNATURE, b"xxxx").log_header(2, LOG_PAGE_SIZE, &[0, 0x10]));
    first(PageSizeMismatch, |c| _ = c.log_header(2, LOG_PAGE_SIZE, &[0, 0x10]).cut_log(2, 81920));
    first(LogFileSizeMismatch, |c| _ = c.log_header(2, LOG_PREVIOUS_CREATED, &[1; 6]).cut_log(2, 81920));
    first(FileIOBeyondEOF, |c| _ = c.log_damage(2).cut_log(2, 4000));
}

#[test]
fn parameters_wait_for_their_turn() {
    first(FileNotFound, |c| _ = c.map_entries(15).no_log(2));
    first(InvalidParameter, |c| _ = c.map_entries(15).trailer_damage());
    first(PageSizeMismatch, |c| _ = c.page_size(4096).trailer_damage());
    first(LogFileCorrupt, |c| _ = c.page_size(4096).log_damage(1));
}

#[test]
fn logs_in_the_log_path_come_before_databases() {
    first(ExistingLogFileHasBadSignature, |c| {
        c.trailer_damage().existing(2, "edb.log", LOG_SIGNATURE, b"xxxx");
    });
    first(ExistingLogFileIsNotContiguous, |c| {
        c.existing(2, "edb00000003.log", LOG_GENERATION, &[3]).no_database();
    });
    first(MissingCurrentLogFiles, |c| {
        let created = c.set.disk.content(&c.log(2)).unwrap()[16..24].to_vec();
        c.trailer_damage().existing(2, "edb00000003.log", LOG_PREVIOUS_CREATED, &created);
        c.existing(2, "edb00000005.log", LOG_GENERATION, &[5]);
    });
}

#[test]
fn checks_of_a_database_come_in_their_order() {
    let small = |size: u32| size.to_le_bytes();
    // Pages of another size: before it is asked whether it is a database, and a backup's.
    first(PageSizeMismatch, |c| _ = c.database_header(4096, DATABASE_PAGE_SIZE, &small(4096)));
    first(PageSizeMismatch, |c| {
        c.database_header(4096, DATABASE_PAGE_SIZE, &small(4096));
        c.database_header(4096, DATABASE_ATTRIBUTE, &[1]).database_header(4096, DATABASE_BACKUP_LOW, &[0; 8]);
    });
    first(DatabaseCorrupted, |c| {
        c.database_header(PAGE, DATABASE_ATTRIBUTE, &[1]).database_header(PAGE, DATABASE_BACKUP_LOW, &[0; 8]);
    });
    first(RestoreOfNonBackupDatabase, |c| {
        c.database_header(PAGE, DATABASE_BACKUP_LOW, &[0; 8]).trailer_damage();
    });
    first(BadPatchPage, |c| _ = c.database_header(PAGE, DATABASE_LOG_SIGNATURE, b"xxxx").trailer_damage());
    first(DatabasePatchFileMismatch, |c| _ = c.database_header(PAGE, DATABASE_LOG_SIGNATURE, b"xxxx"));
    first(DatabaseCorrupted, |c| {
        c.database_header(PAGE, DATABASE_LOG_SIGNATURE, b"xxxx");
        c.set.disk.tamper(&c.database(), |bytes| bytes.truncate(2 * PAGE));
    });
    first(BadPatchPage, |c| _ = c.database_header(PAGE, DATABASE_UPDATE_MAJOR, &small(99_999)).trailer_damage());
    first(InvalidDatabaseVersion, |c| _ = c.database_header(PAGE, DATABASE_UPDATE_MAJOR, &small(99_999)));
}

#[test]
fn databases_come_before_what_the_first_log_says() {
    first(MissingPreviousLogFile, |c| _ = c.log_header(1, LOG_GENERATION, &[50]));
    first(InvalidLogSequence, |c| _ = c.log_header(2, LOG_GENERATION, &[50]));
    first(BadPatchPage, |c| _ = c.log_header(1, LOG_GENERATION, &[50]).trailer_damage());
    first(MissingPreviousLogFile, |c| {
        c.log_header(1, LOG_GENERATION, &[50]).database_header(PAGE, DATABASE_UPDATE_MAJOR, &[0xff; 4]);
    });
    first(InvalidDatabaseVersion, |c| {
        c.log_header(2, LOG_GENERATION, &[50]).database_header(PAGE, DATABASE_UPDATE_MAJOR, &[0xff; 4]);
    });
    first(FileNotFound, |c| _ = c.log_header(2, LOG_GENERATION, &[50]).no_database());
}

#[test]
fn logs_of_another_size_go_when_asked_for() {
    let mut case = Case::new();
    case.request.settings.log_file_size = Some(256);
    case.request.settings.cleanup_mismatched_logs = true;
    let database = case.database();
    case.set.restore(&case.set.disk).unwrap();
    let usual = case.set.disk.content(&database).unwrap();

    let mut case = Case::new();
    case.request.settings.log_file_size = Some(256);
    let clean = external_restore::run_on(&case.set.disk, case.request).unwrap_err();
    assert_eq!(clean.code(), LogFileSizeMismatchDatabasesConsistent);
    assert_eq!(case.set.disk.content(&database).unwrap()[2 * PAGE..], usual[2 * PAGE..]);

    let mut case = Case::new();
    case.request.settings.log_file_size = Some(256);
    case.request.settings.cleanup_mismatched_logs = true;
    case.existing(1, "edb00000001.log", LOG_GENERATION, &[1]);
    external_restore::run_on(&case.set.disk, case.request).unwrap();
    assert_eq!(case.set.disk.content(&database).unwrap()[2 * PAGE..], usual[2 * PAGE..]);
    let logs = case.set.disk.list(&case.set.log_path).unwrap();
    let logs: Vec<_> = logs.iter().filter(|p| p.extension().is_some_and(|e| e == "log")).collect();
    assert_eq!(logs, [Path::new("edb.log")]);
    let new = case.set.disk.content(&case.set.log_path.join("edb.log")).unwrap();
    assert_eq!((new.len(), new[LOG_GENERATION]), (256 << 10, 1));
}
