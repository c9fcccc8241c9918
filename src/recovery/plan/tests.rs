//! A small made-up backup, bent in every way that a plan must notice.

use std::collections::BTreeMap;
use std::fs;

use super::attach::Preparation;
use super::*;
use crate::error::ErrorCode;
use crate::format::attachments::Attachment;
use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState, Generations};
use crate::format::log_header::LogHeader;
use crate::format::patch_page::PatchPage;
use crate::format::primitives::Logtime;
use crate::format::version::{self, FormatVersion, LogVersion};
use crate::recovery::request::MapEntry;
use crate::storage::fs::RealFileSystem;

const PAGE: u32 = 4096;
const LOW: i32 = 3;
const HIGH: i32 = 6;
const STREAM: u32 = 1;

fn signature(n: u32) -> Signature {
    Signature::new(n, Logtime::default())
}

fn created(generation: u32) -> Logtime {
    Logtime::from_unix(1_700_000_000 + u64::from(generation), 0)
}

fn log(generation: u32) -> LogHeader {
    let mut h = LogHeader::new(8);
    h.set_generation(generation);
    h.set_created(created(generation));
    h.set_previous_created(created(generation - 1));
    h.set_log_signature(signature(STREAM));
    h
}

fn log_bytes(mut header: LogHeader) -> Vec<u8> {
    header.seal();
    let mut bytes = header.bytes().to_vec();
    bytes.resize(header.file_length() as usize, 0);
    bytes
}

/// A copy out of a streaming backup that needs generations LOW to HIGH.
fn database(n: u32) -> (DatabaseHeader, PatchPage) {
    let mut h = DatabaseHeader::new(PAGE).unwrap();
    h.set_version(version::NEWEST.database);
    h.set_signature(signature(100 + n));
    h.set_log_signature(signature(STREAM));
    h.set_lgpos_attach(Lgpos::new(2, 1, 0));
    h.set_state(DatabaseState::Dirty, Generations::Range { first: 3, last: 4, created: Some(created(4)) });
    let mark = Lgpos::new(3, 7, 7);
    h.set_backup_full_current(BackupInfo { mark, time: created(3), first_generation: 3, last_generation: 0 });
    let trailer = PatchPage {
        backup: BackupInfo { mark, time: created(3), first_generation: 3, last_generation: 6 },
        database_signature: h.signature(),
        log_signature: h.log_signature(),
        min_required: 3,
        max_required: 5,
        max_committed: 6,
        max_required_created: Logtime::default(),
        max_committed_created: Logtime::default(),
    };
    (h, trailer)
}

fn database_bytes((mut header, trailer): (DatabaseHeader, PatchPage)) -> Vec<u8> {
    header.seal();
    let page: Vec<u8> = (0..PAGE).map(|i| (i % 251) as u8).collect();
    [header.bytes(), header.bytes(), &page, &page, &trailer.to_page(PAGE)].concat()
}

struct Set {
    dir: tempfile::TempDir,
    low: i32,
    high: i32,
    map: Vec<MapEntry>,
    page_size: u32,
    legacy: u32,
    log_file_size: Option<u32>,
    delete_out_of_range: bool,
    /// Relative directories: checkpoint, logs, backup.
    paths: [&'static str; 3],
    target: Option<(&'static str, u32)>,
}

impl Set {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let line =
            |old: &str, new| MapEntry { old_name: Some(old.into()), new_path: Some(dir.path().join(new)), grbit: 0 };
        let map = vec![line("C:\\a.edb", "a.edb"), line("C:\\b.edb", "b.edb")];
        let set = Self {
            low: LOW,
            high: HIGH,
            map,
            page_size: PAGE,
            legacy: 1,
            log_file_size: None,
            delete_out_of_range: false,
            paths: ["live", "live", "backup"],
            target: None,
            dir,
        };
        for d in ["live", "backup", "target"] {
            fs::create_dir(set.path(d)).unwrap();
        }
        for generation in LOW as u32..=HIGH as u32 {
            set.put_log("backup", generation);
        }
        set.put("a.edb", database_bytes(database(0)));
        set.put("b.edb", database_bytes(database(1)));
        set
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn put_log(&self, directory: &str, generation: u32) {
        self.put(&format!("{directory}/edb{generation:08X}.log"), log_bytes(log(generation)));
    }

    fn bend_log(&self, name: &str, bend: impl FnOnce(&mut LogHeader)) {
        let mut header = LogHeader::parse(&fs::read(self.path(name)).unwrap()).unwrap();
        bend(&mut header);
        self.put(name, log_bytes(header));
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut todo = vec![self.dir.path().to_path_buf()];
        while let Some(d) = todo.pop() {
            for entry in fs::read_dir(d).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    todo.push(path);
                } else {
                    all.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        all
    }

    fn plan(&self) -> Result<RestorePlan, Refusal> {
        let [checkpoint, logs, backup] = self.paths.map(|p| self.path(p));
        let target = self.target.map(|(p, high)| (self.path(p), high));
        let before = self.content();
        let request = RestoreRequest {
            settings: Settings {
                temp_path: checkpoint.clone(),
                system_path: checkpoint,
                page_size: self.page_size,
                page_size_set: true,
                log_file_size: self.log_file_size,
                legacy_file_names: self.legacy,
                cache_size_max: 100,
                checkpoint_depth_max: 1 << 20,
                delete_out_of_range_logs: self.delete_out_of_range,
                ..Settings::of_logs(&logs)
            },
            map: Some(self.map.clone()),
            backup_log_path: Some(backup),
            generation_low: self.low,
            generation_high: self.high,
            target,
            status: None,
        };
        let plan = restore(&RealFileSystem, &request);
        assert!(self.content() == before, "planning touched a file");
        plan
    }

    fn refused(&self) -> (ErrorCode, bool) {
        match self.plan() {
            Ok(_) => panic!("not refused"),
            Err(refusal) => {
                assert!(refusal.error.message().len() > 20, "{}", refusal.error);
                (refusal.error.code(), refusal.begun)
            }
        }
    }
}

/// A set bent by `bend` is refused with `code`, before the reference begins.
#[track_caller]
fn refuses(code: ErrorCode, bend: impl FnOnce(&mut Set)) {
    let mut set = Set::new();
    bend(&mut set);
    assert_eq!(set.refused(), (code, false));
}

/// … after it has begun.
#[track_caller]
fn refuses_late(code: ErrorCode, bend: impl FnOnce(&mut Set)) {
    let mut set = Set::new();
    bend(&mut set);
    assert_eq!(set.refused(), (code, true));
}

#[test]
fn a_good_set_has_a_plan() {
    let mut set = Set::new();
    for generation in [1, 2, 7, 9] {
        set.put_log("backup", generation);
    }
    set.put("backup/edb.log", b"old");
    set.put("backup/edbtmp.log", b"stray");
    set.paths[0] = "new/deep";
    let plan = set.plan().unwrap();
    assert_eq!(plan.range, (3, 6));
    assert_eq!(plan.logs.iter().map(|l| l.generation).collect::<Vec<_>>(), [3, 4, 5, 6]);
    assert_eq!(plan.later_logs, []);
    assert_eq!(plan.start, Lgpos::new(3, 1, 0));
    assert_eq!(plan.log_length, 8 * 4096);
    assert_eq!(plan.names.generation(7), "edb00000007.log");
    assert_eq!(plan.directories, [set.path("new/deep")]);
    assert_eq!(plan.checkpoint_to_delete, set.path("new/deep/edb.chk"));
    let mut doomed: Vec<_> = plan.logs_to_delete.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    doomed.sort_unstable();
    assert_eq!(doomed, ["edb.log", "edb00000001.log", "edb00000002.log", "edb00000007.log", "edb00000009.log"]);
    assert_eq!(plan.progress, ProgressScale { generations: 4, by_sector: true });
    assert!(plan.error_at_end.is_none());

    let [a, b] = &plan.databases[..] else { panic!() };
    assert_eq!((a.entry, b.entry, b.path.clone()), (0, 1, set.path("b.edb")));
    assert_eq!(a.trailer, Some(database(0).1));
    assert_eq!(a.required(), (3, 6));
    let h = &a.header_to_write;
    assert_eq!((h.max_committed(), h.backup_full_current().last_generation), (6, 6));
    assert!(!h.max_committed_created().is_set() && !h.max_required_created().is_set());
    assert_eq!(a.header.max_required(), 4);
}

#[test]
fn ranges() {
    refuses(ErrorCode::InvalidParameter, |s| (s.low, s.high) = (6, 3));
    refuses(ErrorCode::InvalidPath, |s| s.low = 0);
    refuses(ErrorCode::FileNotFound, |s| (s.low, s.high) = (-1, -1));
    refuses(ErrorCode::FileNotFound, |s| s.low = -5);
    refuses(ErrorCode::FileNotFound, |s| s.high = 7);
    refuses(ErrorCode::FileNotFound, |s| s.high = i32::MAX);
    refuses(ErrorCode::InvalidPath, |s| s.paths[2] = "nowhere");
    refuses_late(ErrorCode::EndingRestoreLogTooLow, |s| s.high = 5);
    refuses_late(ErrorCode::StartingRestoreLogTooHigh, |s| s.low = 4);
    // Both: the lower end is looked at first.
    refuses_late(ErrorCode::StartingRestoreLogTooHigh, |s| (s.low, s.high) = (4, 5));
    // Every database is looked at before any range is.
    refuses(ErrorCode::FileNotFound, |s| {
        s.low = 4;
        s.remove("b.edb");
    });
}

#[test]
fn bent_logs() {
    const THIRD: &str = "backup/edb00000005.log";
    refuses(ErrorCode::FileNotFound, |s| s.remove("backup/edb00000003.log"));
    refuses(ErrorCode::FileNotFound, |s| s.remove(THIRD));
    refuses(ErrorCode::FileIOBeyondEOF, |s| s.put(THIRD, []));
    refuses(ErrorCode::LogFileSizeMismatch, |s| s.put(THIRD, &log_bytes(log(5))[..16384]));
    refuses(ErrorCode::LogFileCorrupt, |s| s.put(THIRD, vec![1; 32768]));
    refuses(ErrorCode::FileInvalidType, |s| s.bend_log(THIRD, |h| h.set_file_type(4)));
    refuses(ErrorCode::BadLogVersion, |s| s.bend_log(THIRD, |h| h.set_version(LogVersion::new(9, 4000, 0, 0))));
    refuses(ErrorCode::BadLogSignature, |s| s.bend_log(THIRD, |h| h.set_log_signature(signature(9))));
    refuses(ErrorCode::PageSizeMismatch, |s| s.bend_log(THIRD, |h| h.set_stored_page_size(8192)));
    refuses(ErrorCode::PageSizeMismatch, |s| s.page_size = 8192);
    refuses(ErrorCode::InvalidParameter, |s| s.page_size = 5000);
    refuses(ErrorCode::LogFileSizeMismatch, |s| s.bend_log(THIRD, |h| h.set_file_sectors(9)));
    refuses(ErrorCode::GivenLogFileIsNotContiguous, |s| s.bend_log(THIRD, |h| h.set_previous_created(created(9))));
    refuses(ErrorCode::GivenLogFileIsNotContiguous, |s| s.put(THIRD, log_bytes(log(4))));
    // What is wrong with the header counts before what is wrong with the file.
    refuses(ErrorCode::PageSizeMismatch, |s| {
        s.bend_log(THIRD, |h| h.set_stored_page_size(8192));
        let bytes = fs::read(s.path(THIRD)).unwrap();
        s.put(THIRD, &bytes[..8192]);
    });
}

#[test]
fn names_of_logs() {
    let renamed = |from: &str, to: fn(u32) -> String, legacy: u32| {
        let set = Set { legacy, ..Set::new() };
        for g in LOW as u32..=HIGH as u32 {
            fs::rename(set.path(&format!("backup/edb{g:08X}.{from}")), set.path(&to(g))).unwrap();
        }
        set
    };
    for legacy in 0..4 {
        let plan = renamed("log", |g| format!("backup/edb{g:05X}.log"), legacy).plan().unwrap();
        assert_eq!(plan.names.generation(7), "edb00007.log");
        let plan = renamed("log", |g| format!("backup/edb{g:08X}.jtx"), legacy).plan().unwrap();
        assert_eq!(plan.names.generation(7), "edb00000007.jtx");
        assert_eq!(plan.checkpoint_to_delete.extension().unwrap(), "jcp");
    }
    assert!(renamed("log", |g| format!("backup/EDB{g:08x}.LOG"), 1).plan().is_ok());
    assert_eq!(renamed("log", |g| format!("backup/abc{g:08X}.log"), 1).refused(), (ErrorCode::FileNotFound, false));
}

#[test]
fn bent_databases() {
    let header = |bend: fn(&mut DatabaseHeader)| {
        move |s: &mut Set| {
            let (mut h, t) = database(1);
            bend(&mut h);
            s.put("b.edb", database_bytes((h, t)));
        }
    };
    let trailer = |bend: fn(&mut PatchPage)| {
        move |s: &mut Set| {
            let (h, mut t) = database(1);
            bend(&mut t);
            s.put("b.edb", database_bytes((h, t)));
        }
    };
    let cut = |length: usize| move |s: &mut Set| s.put("b.edb", &database_bytes(database(1))[..length]);
    refuses(ErrorCode::FileNotFound, |s| s.remove("b.edb"));
    refuses(ErrorCode::InvalidPath, |s| s.map[1].new_path = Some(s.path("nowhere/b.edb")));
    refuses(ErrorCode::InvalidPath, |s| s.map[1].new_path = Some(PathBuf::new()));
    refuses(ErrorCode::FileAccessDenied, |s| s.map[1].new_path = Some(s.path("live")));
    refuses(ErrorCode::InvalidParameter, |s| s.map[1].new_path = None);
    refuses(ErrorCode::DatabaseCorrupted, |s| s.put("b.edb", []));
    refuses(ErrorCode::DatabaseCorrupted, |s| s.put("b.edb", vec![3; 30000]));
    refuses(ErrorCode::DatabaseCorrupted, header(|h| h.set_attribute(1)));
    refuses(ErrorCode::RestoreOfNonBackupDatabase, header(|h| h.set_backup_full_current(BackupInfo::default())));
    refuses(ErrorCode::DatabaseCorrupted, cut(2 * 4096));
    refuses(ErrorCode::BadPatchPage, cut(4 * 4096));
    refuses(ErrorCode::BadPatchPage, cut(5 * 4096 - 512));
    refuses(ErrorCode::DatabasePatchFileMismatch, header(|h| h.set_signature(signature(9))));
    refuses(ErrorCode::DatabasePatchFileMismatch, header(|h| h.set_log_signature(signature(9))));
    refuses(ErrorCode::DatabasePatchFileMismatch, trailer(|t| t.log_signature = signature(9)));
    refuses(ErrorCode::DatabasePatchFileMismatch, trailer(|t| t.backup.mark = Lgpos::new(3, 7, 8)));
    refuses_late(ErrorCode::EndingRestoreLogTooLow, trailer(|t| t.backup.last_generation = 7));
    refuses_late(ErrorCode::InvalidDatabaseVersion, header(|h| h.set_version(FormatVersion::new(0x700, 0, 0))));
    // One copy of the header is enough.
    let set = Set::new();
    let mut bytes = database_bytes(database(1));
    bytes[100] ^= 1;
    set.put("b.edb", &bytes);
    assert!(set.plan().is_ok());
}

#[test]
fn copies_that_need_no_trailer() {
    // A snapshot's copy, and one whose trailer went into the header at a first attempt.
    let set = Set::new();
    let (mut h, _) = database(0);
    h.set_backup_snapshot(BackupInfo { mark: Lgpos::new(3, 1, 1), first_generation: 3, ..BackupInfo::default() });
    h.set_backup_full_current(BackupInfo::default());
    h.seal();
    set.put("a.edb", [h.bytes(), h.bytes(), &vec![7; 8192]].concat());
    let (mut g, _) = database(1);
    g.set_backup_full_current(BackupInfo { last_generation: 6, ..g.backup_full_current() });
    g.seal();
    set.put("b.edb", [g.bytes(), g.bytes(), &vec![0; 8192]].concat());
    let plan = set.plan().unwrap();
    assert!(plan.databases[0].from_snapshot && plan.databases[0].trailer.is_none());
    assert!(!plan.databases[1].from_snapshot && plan.databases[1].trailer.is_none());
    assert_eq!(plan.databases[0].required(), (3, 6));

    h.set_log_signature(signature(9));
    h.seal();
    set.put("a.edb", [h.bytes(), h.bytes(), &vec![7; 8192]].concat());
    assert_eq!(set.refused(), (ErrorCode::DatabasePatchFileMismatch, false));
}

#[test]
fn logs_that_are_in_the_way() {
    // Behind the backup, continuing it: they will be played.
    let set = Set::new();
    set.put_log("live", 7);
    set.put("live/edb.log", log_bytes(log(8)));
    let plan = set.plan().unwrap();
    assert_eq!(plan.later_logs.iter().map(|l| (l.generation, l.current)).collect::<Vec<_>>(), [(7, false), (8, true)]);
    assert_eq!(plan.progress.generations, 6);
    // The same logs as in the backup, and the one before.
    let same = |s: &mut Set| (2..=6).for_each(|g| s.put_log("live", g));
    let mut set = Set::new();
    same(&mut set);
    assert_eq!(set.plan().unwrap().later_logs, []);

    let foreign = |s: &Set, name: &str| {
        let mut h = log(7);
        h.set_log_signature(signature(9));
        s.put(name, log_bytes(h));
    };
    refuses(ErrorCode::ExistingLogFileHasBadSignature, |s| foreign(s, "live/edb.log"));
    refuses(ErrorCode::ExistingLogFileHasBadSignature, |s| foreign(s, "live/edb00000007.log"));
    refuses(ErrorCode::ExistingLogFileHasBadSignature, |s| foreign(s, "live/edb00000001.log"));
    // … but a good one behind it makes the reference forget the complaint.
    let set = Set::new();
    foreign(&set, "live/edb00000002.log");
    set.put_log("live", 3);
    assert!(set.plan().is_ok());

    refuses(ErrorCode::ExistingLogFileIsNotContiguous, |s| s.put_log("live", 8));
    refuses(ErrorCode::ExistingLogFileIsNotContiguous, |s| s.put("live/edb.log", log_bytes(log(9))));
    refuses(ErrorCode::ExistingLogFileIsNotContiguous, |s| {
        s.put_log("live", 3);
        s.bend_log("live/edb00000003.log", |h| h.set_created(created(99)));
    });
    refuses(ErrorCode::ExistingLogFileIsNotContiguous, |s| {
        s.put_log("live", 2);
        s.bend_log("live/edb00000002.log", |h| h.set_created(created(99)));
    });
    refuses(ErrorCode::MissingCurrentLogFiles, |s| [7, 9].into_iter().for_each(|g| s.put_log("live", g)));
    refuses(ErrorCode::FileNotFound, |s| [3, 5].into_iter().for_each(|g| s.put_log("live", g)));
    refuses(ErrorCode::LogFileCorrupt, |s| s.put("live/edb00000004.log", vec![1; 32768]));
    refuses(ErrorCode::PageSizeMismatch, |s| {
        s.put_log("live", 7);
        s.bend_log("live/edb00000007.log", |h| h.set_stored_page_size(8192));
    });
    refuses(ErrorCode::InvalidPath, |s| {
        s.put("file", []);
        s.paths[1] = "file/logs";
    });
}

#[test]
fn backup_and_log_path_may_be_one() {
    let mut set = Set::new();
    set.paths = ["backup"; 3];
    set.put_log("backup", 7);
    set.put_log("backup", 2);
    let plan = set.plan().unwrap();
    assert_eq!(plan.logs_to_delete, [] as [PathBuf; 0]);
    assert_eq!(plan.later_logs.len(), 1);
    assert!(same_place(Path::new("/a/./b/"), Path::new("/a/c/../b")));
    assert!(!same_place(Path::new("/a/b"), Path::new("/a/c")));
}

#[test]
fn a_current_log_with_the_wrong_number() {
    // It continues the backup's last log in time, but is not the next generation.
    let bent = |delete_out_of_range, generation| {
        let set = Set { delete_out_of_range, ..Set::new() };
        let mut h = log(7);
        h.set_generation(generation);
        set.put("live/edb.log", log_bytes(h));
        set
    };
    assert_eq!(bent(false, 5).refused(), (ErrorCode::InvalidLogSequence, true));
    assert_eq!(bent(true, 8).refused(), (ErrorCode::InvalidLogSequence, true));
    let set = bent(true, 5);
    assert_eq!(set.plan().unwrap().stale_current_log, Some(set.path("live/edb.log")));
    // A database that lost nothing but committed work.
    let set = bent(false, 5);
    let (mut h, t) = database(0);
    h.set_max_committed(9);
    set.put("a.edb", database_bytes((h, t)));
    assert_eq!(set.refused(), (ErrorCode::CommittedLogFilesMissing, true));
}

#[test]
fn a_running_target() {
    let mut set = Set::new();
    set.target = Some(("target", 8));
    assert_eq!(set.refused(), (ErrorCode::MissingRestoreLogFiles, false));
    for g in 7..=9 {
        set.put_log("target", g);
    }
    // Its current log is being written: nobody looks at it.
    set.put("target/edb.log", b"");
    let plan = set.plan().unwrap();
    assert_eq!(plan.later_logs.iter().map(|l| l.generation).collect::<Vec<_>>(), [7, 8]);
    set.remove("target/edb00000008.log");
    assert_eq!(set.refused(), (ErrorCode::MissingCurrentLogFiles, false));
}

#[test]
fn databases_attached_when_the_first_log_began() {
    let attach = |s: &Set, names: &[(&str, u32, Lgpos)]| {
        let list = names.iter().zip(1..).map(|((name, n, lgpos_attach), dbid)| Attachment {
            dbid,
            sparse: false,
            dbtime: 5,
            last_objid: 5,
            pages_max: 0,
            lgpos_attach: *lgpos_attach,
            lgpos_consistent: Lgpos::MIN,
            signature: signature(*n),
            name: (*name).into(),
        });
        let list: Vec<_> = list.collect();
        s.bend_log("backup/edb00000003.log", |h| h.set_attachments(&list).unwrap());
    };
    let at = Lgpos::new(2, 1, 0);
    let set = Set::new();
    attach(&set, &[("D:\\elsewhere\\b.edb", 101, at), ("C:\\other.edb", 555, at)]);
    let plan = set.plan().unwrap();
    let answers: Vec<_> = plan.attachments.iter().map(|a| (a.entry, a.answer)).collect();
    assert_eq!(answers, [(Some(1), Some(Attach::Now(Preparation::default()))), (None, None)]);
    assert_eq!(plan.map.entries()[1].source, "D:\\elsewhere\\b.edb");
    assert!(plan.warnings[0].contains("C:\\other.edb"));

    refuses_late(ErrorCode::AttachedDatabaseMismatch, |s| attach(s, &[("C:\\a.edb", 100, Lgpos::new(2, 1, 1))]));
    refuses_late(ErrorCode::DatabaseDuplicate, |s| attach(s, &[("C:\\a.edb", 100, at), ("C:\\A.EDB", 7, at)]));
    // The logs begin too late for what the header requires, though not for the backup.
    refuses_late(ErrorCode::RequiredLogFilesMissing, |s| {
        attach(s, &[("C:\\a.edb", 100, at)]);
        let (mut h, t) = database(0);
        h.set_min_required(2);
        s.put("a.edb", database_bytes((h, t)));
    });
}

#[test]
fn without_a_map_nothing_is_restored() {
    let mut set = Set::new();
    set.map.clear();
    assert_eq!(set.plan().unwrap().databases, []);
    set.map = vec![MapEntry { new_path: Some(set.path("a.edb")), ..MapEntry::default() }; 15];
    assert_eq!(set.refused(), (ErrorCode::InvalidParameter, false));
}

#[test]
fn a_chosen_log_size_that_differs_is_reported_at_the_end() {
    let set = Set { log_file_size: Some(64), ..Set::new() };
    let error = set.plan().unwrap().error_at_end.unwrap();
    assert_eq!(error.code(), ErrorCode::LogFileSizeMismatchDatabasesConsistent);
    let set = Set { log_file_size: Some(32), ..Set::new() };
    assert!(set.plan().unwrap().error_at_end.is_none());
}

#[test]
fn progress_is_counted_as_the_reference_counts() {
    let scale = ProgressScale::new(1, 9, true);
    assert_eq!(scale.percent(0, 1, 32), 0);
    assert_eq!(scale.percent(8, 31, 32), 98);
    assert_eq!(scale.percent(20, 0, 32), 100);
    assert!(ProgressScale::new(1, 59, true).by_sector && !ProgressScale::new(1, 60, true).by_sector);
    assert!(ProgressScale::new(1, 65, false).by_sector && !ProgressScale::new(1, 66, false).by_sector);
    assert_eq!(ProgressScale::new(1, 100, true).percent(33, 31, 32), 33);
}
