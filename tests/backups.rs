//! GUARANTEE: what our own backup functions take restores to the same pages elsewhere, and calls in a wrong order get the
//! errors of the reference.

use std::path::Path;

use esent::error::ErrorCode;
use esent::format::database_header::{BackupKind, DatabaseState};
use esent::recovery::live::attach::Attached;
use esent::recovery::live::backup::{END_ABORT, END_NORMAL, INCREMENTAL};
use esent::recovery::request::{Running, Settings, SoftRequest};
use esent::recovery::soft_recovery;
use esent::restore_process::{DatabaseCopy, SetKind};

#[path = "support/clean_database.rs"]
mod clean_database;
#[path = "support/taking.rs"]
mod taking;

use clean_database::{clean_database, header, page_size, restore, same_pages};
use taking::{copy, copy_logs};

const TERM_DIRTY: u32 = 8;
const TRUNCATE_DONE: u32 = 0x100;

fn start(logs: &Path, page_size: u32) -> Box<dyn Running> {
    let settings = Settings {
        page_size,
        page_size_set: true,
        log_file_size: Some(256),
        legacy_file_names: 1,
        cache_size_max: 1000,
        checkpoint_depth_max: 1 << 20,
        create_path_if_not_exist: true,
        engine_format_version: 0x4000_0001,
        ..Settings::of_logs(&logs.join(""))
    };
    let request =
        SoftRequest { settings, map: None, stop: None, stop_time: Default::default(), grbit: 0, status: None };
    soft_recovery::run(request).unwrap().running
}

fn code<T>(result: esent::error::Result<T>) -> ErrorCode {
    result.err().expect("an error").code()
}

#[test]
fn a_full_backup_and_two_incremental_ones_restored_elsewhere_and_mounted() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    assert_eq!(live.attach(&database).unwrap(), Attached::Now);
    assert_eq!(live.attach(&database).unwrap(), Attached::Already);
    assert_eq!(header(&database).state(), Some(DatabaseState::Dirty));

    live.begin_backup(0).unwrap();
    assert_eq!(live.attach_info().unwrap(), std::slice::from_ref(&database));
    copy(&mut live, &database, &at("backup"));
    let full = copy_logs(&mut live, &at("backup/full"));
    live.truncate_logs().unwrap();
    live.end_backup(END_NORMAL).unwrap();
    let remembered = header(&database).backup_full_previous();
    assert_eq!((remembered.first_generation, remembered.last_generation), full);

    let mut sets = vec![(SetKind::Full, at("backup/full"), full)];
    for folder in ["backup/second", "backup/third"] {
        live.begin_backup(INCREMENTAL).unwrap();
        let generations = copy_logs(&mut live, &at(folder));
        live.truncate_logs().unwrap();
        live.end_backup(END_NORMAL).unwrap();
        assert_eq!(header(&database).backup_incremental_previous().last_generation, generations.1);
        assert!(generations.1 > sets.last().unwrap().2.1);
        sets.push((SetKind::Incremental, at(folder), generations));
    }

    let target = at("elsewhere/db0.edb");
    let backed_up = at("backup/db0.edb");
    let databases = vec![DatabaseCopy { name: String::new(), copy: Some(backed_up), target: target.clone() }];
    restore(&at("temporary"), "First Storage Group", &sets, databases);
    assert_eq!(header(&target).state(), Some(DatabaseState::Clean));
    same_pages(&database, &target);

    // Mounted, in an instance of its own.
    let mut other = start(&at("elsewhere"), page_size(&target));
    other.live().unwrap().attach(&target).unwrap();
    assert_eq!(other.databases(), std::slice::from_ref(&target));
    other.terminate(0).unwrap();
    assert_eq!(header(&target).state(), Some(DatabaseState::Clean));

    live.detach(Some(&database)).unwrap();
    assert_eq!(header(&database).state(), Some(DatabaseState::Clean));
    running.terminate(0).unwrap();
}

#[test]
fn an_attached_database_survives_a_crash_of_its_instance() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let before = std::fs::read(&database).unwrap();
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    live.attach(&database).unwrap();
    // Generations come and go.
    for grbit in [0, INCREMENTAL] {
        live.begin_backup(grbit).unwrap();
        if grbit == 0 {
            copy(&mut live, &database, &at("backup"));
        }
        copy_logs(&mut live, &at("backup/logs"));
        live.truncate_logs().unwrap();
        live.end_backup(END_NORMAL).unwrap();
    }
    let _ = running.terminate(TERM_DIRTY);
    assert_eq!(header(&database).state(), Some(DatabaseState::Dirty));
    let mut again = start(&at("live"), page_size(&database));
    let recovered = header(&database);
    assert_eq!(recovered.state(), Some(DatabaseState::Clean));
    assert_ne!(recovered.backup_full_previous().last_generation, 0);
    again.live().unwrap().attach(&database).unwrap();
    again.terminate(0).unwrap();
    let size = page_size(&database) as usize;
    assert!(std::fs::read(&database).unwrap()[2 * size..] == before[2 * size..]);
}

#[test]
fn calls_in_a_wrong_order() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    live.attach(&database).unwrap();
    let mut buffer = vec![0; 1 << 16];
    // Without a backup.
    assert_eq!(code(live.attach_info()), ErrorCode::NoBackup);
    assert_eq!(code(live.open_backup_file(&database, 0)), ErrorCode::NoBackup);
    assert_eq!(code(live.read_backup_file(0, &mut buffer)), ErrorCode::NoBackup);
    assert_eq!(code(live.close_backup_file(0)), ErrorCode::NoBackup);
    assert_eq!(code(live.log_info()), ErrorCode::NoBackup);
    assert_eq!(code(live.truncate_info()), ErrorCode::NoBackup);
    assert_eq!(code(live.truncate_logs()), ErrorCode::NoBackup);
    assert_eq!(code(live.end_backup(END_NORMAL)), ErrorCode::NoBackup);
    assert_eq!(code(live.end_backup(0)), ErrorCode::InvalidParameter);
    assert_eq!(code(live.begin_backup(INCREMENTAL)), ErrorCode::MissingFullBackup);
    assert_eq!(code(live.begin_backup(0x1000)), ErrorCode::InvalidGrbit);

    live.begin_backup(0).unwrap();
    assert_eq!(code(live.begin_backup(0)), ErrorCode::BackupInProgress);
    assert_eq!(code(live.detach(None)), ErrorCode::BackupInProgress);
    assert_eq!(code(live.open_backup_file(Path::new(""), 0)), ErrorCode::InvalidParameter);
    assert_eq!(code(live.open_backup_file(&at("live/edb.log"), 0)), ErrorCode::DatabaseNotFound);
    assert_eq!(code(live.truncate_logs()), ErrorCode::InvalidBackupSequence);
    let opened = live.open_backup_file(&database, 0).unwrap();
    assert_eq!(code(live.open_backup_file(&database, 0)), ErrorCode::InvalidBackupSequence);
    assert_eq!(code(live.read_backup_file(opened.handle, &mut buffer[..100])), ErrorCode::InvalidParameter);
    assert_eq!(code(live.read_backup_file(opened.handle, &mut [])), ErrorCode::InvalidParameter);
    assert_eq!(code(live.read_backup_file(opened.handle + 1, &mut buffer)), ErrorCode::InvalidParameter);
    assert_eq!(code(live.log_info()), ErrorCode::InvalidBackupSequence);
    live.close_backup_file(opened.handle).unwrap();
    let logs = live.log_info().unwrap();
    assert_eq!(live.log_info().unwrap(), logs);
    assert_eq!(code(live.truncate_logs()), ErrorCode::LogFileNotCopied);
    // A database once logs are given out ends the backup.
    assert_eq!(code(live.open_backup_file(&database, 0)), ErrorCode::InvalidBackupSequence);
    assert_eq!(code(live.log_info()), ErrorCode::NoBackup);
    // The database was not read to its end: nothing is remembered.
    assert_eq!(code(live.begin_backup(INCREMENTAL)), ErrorCode::MissingFullBackup);

    live.begin_backup(0).unwrap();
    live.stop_backup();
    assert_eq!(code(live.attach_info()), ErrorCode::BackupAbortByServer);
    assert_eq!(code(running.terminate(0)), ErrorCode::BackupInProgress);
    let mut live = running.live().unwrap();
    live.end_backup(END_ABORT).unwrap();
    // A full backup without truncation is a copy, which no incremental one can follow.
    live.begin_backup(0).unwrap();
    copy(&mut live, &database, &at("backup"));
    copy_logs(&mut live, &at("backup/logs"));
    live.end_backup(END_NORMAL).unwrap();
    assert_ne!(header(&database).backup_copy_previous().last_generation, 0);
    assert_eq!(code(live.begin_backup(INCREMENTAL)), ErrorCode::MissingFullBackup);
    running.terminate(0).unwrap();
}

#[test]
fn what_an_incremental_backup_needs() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    live.attach(&database).unwrap();
    live.begin_backup(0).unwrap();
    assert_eq!(code(live.attach(&at("live/other.edb"))), ErrorCode::BackupInProgress);
    copy(&mut live, &database, &at("backup"));
    let (_, last) = copy_logs(&mut live, &at("backup/full"));
    // Logs may be truncated twice, and are gone then.
    let gone = live.truncate_info().unwrap().files;
    live.truncate_logs().unwrap();
    live.truncate_logs().unwrap();
    assert!(!gone.is_empty() && gone.iter().all(|log| !log.exists()));
    assert_eq!(code(live.open_backup_file(&gone[0], 0)), ErrorCode::MissingFileToBackup);
    assert_eq!(code(live.end_backup(END_NORMAL)), ErrorCode::NoBackup);
    // That error ended the backup before the database remembered it.
    assert_eq!(code(live.begin_backup(INCREMENTAL)), ErrorCode::MissingFullBackup);

    live.begin_backup(0).unwrap();
    copy(&mut live, &database, &at("backup"));
    let (_, reached) = copy_logs(&mut live, &at("backup/full"));
    assert!(reached > last);
    live.truncate_logs().unwrap();
    live.end_backup(END_NORMAL).unwrap();
    assert_eq!(code(live.end_backup(END_NORMAL)), ErrorCode::NoBackup);
    // A log that no backup has taken yet is gone.
    for _ in 0..2 {
        live.stream.roll().unwrap();
    }
    std::fs::rename(at(&format!("live/edb{:08X}.log", reached + 1)), at("taken.log")).unwrap();
    live.begin_backup(INCREMENTAL).unwrap();
    let missing = live.log_info().unwrap_err();
    assert_eq!((missing.code(), missing.log_generation()), (ErrorCode::MissingFileToBackup, Some(reached + 1)));
    live.end_backup(END_ABORT).unwrap();
    std::fs::rename(at("taken.log"), at(&format!("live/edb{:08X}.log", reached + 1))).unwrap();
    live.begin_backup(INCREMENTAL).unwrap();
    assert_eq!(copy_logs(&mut live, &at("backup/more")).0, reached + 1);
    live.end_backup(END_NORMAL).unwrap();
    running.terminate(0).unwrap();
}

#[test]
fn a_copy_that_was_cut_off_goes_on_from_where_it_was() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let page = u64::from(page_size(&database));
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    live.attach(&database).unwrap();
    live.begin_backup(0).unwrap();
    copy(&mut live, &database, &at("whole"));
    let whole = std::fs::read(at("whole/db0.edb")).unwrap();
    let length = whole.len() as u64;
    for offset in [1, page, 2 * page, page / 2 * 7, length, length + page, u64::MAX / page * page] {
        assert_eq!(code(live.open_backup_file(&database, offset)), ErrorCode::InvalidParameter, "{offset}");
    }
    let mut buffer = vec![0; 1 << 20];
    for offset in [3 * page, 20 * page, length - page] {
        let opened = live.open_backup_file(&database, offset).unwrap();
        assert_eq!(opened.length, length, "that of the whole copy");
        let mut rest = Vec::new();
        loop {
            match live.read_backup_file(opened.handle, &mut buffer).unwrap() {
                0 => break,
                read => rest.extend_from_slice(&buffer[..read]),
            }
        }
        live.close_backup_file(opened.handle).unwrap();
        assert!(rest == whole[offset as usize..], "from {offset}");
    }
    let log = &live.log_info().unwrap().files[0];
    let opened = live.open_backup_file(log, 3 * page).unwrap();
    let read = live.read_backup_file(opened.handle, &mut buffer).unwrap();
    assert!(buffer[..read] == std::fs::read(log).unwrap()[3 * page as usize..]);
    live.close_backup_file(opened.handle).unwrap();
    live.end_backup(END_ABORT).unwrap();
    running.terminate(0).unwrap();
}

#[test]
fn backups_that_are_taken_elsewhere() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    live.attach(&database).unwrap();
    for _ in 0..3 {
        live.stream.roll().unwrap();
    }
    let tip = live.stream.current().0;
    for range in [(0, 1), (2, 1), (1, tip + 1)] {
        assert_eq!(code(live.begin_surrogate_backup(range, 0)), ErrorCode::InvalidParameter);
    }
    assert_eq!(code(live.begin_surrogate_backup((1, tip), 0x40)), ErrorCode::InvalidGrbit);
    assert_eq!(code(live.begin_surrogate_backup((1, tip), INCREMENTAL)), ErrorCode::MissingFullBackup);
    assert_eq!(code(live.end_surrogate_backup(END_NORMAL)), ErrorCode::NoBackup);

    live.begin_surrogate_backup((1, 2), 0).unwrap();
    // Nothing of it is done here, and nothing else meanwhile.
    assert_eq!(code(live.attach_info()), ErrorCode::NoBackup);
    assert_eq!(code(live.open_backup_file(&database, 0)), ErrorCode::NoBackup);
    assert_eq!(code(live.close_backup_file(0)), ErrorCode::NoBackup);
    assert_eq!(code(live.truncate_logs()), ErrorCode::NoBackup);
    assert_eq!(code(live.begin_backup(0)), ErrorCode::SurrogateBackupInProgress);
    assert_eq!(code(live.begin_surrogate_backup((1, 2), 0)), ErrorCode::SurrogateBackupInProgress);
    assert_eq!(code(live.detach(None)), ErrorCode::SurrogateBackupInProgress);
    assert_eq!(code(live.end_surrogate_backup(0)), ErrorCode::InvalidParameter);
    live.end_surrogate_backup(END_NORMAL | TRUNCATE_DONE).unwrap();
    let after_full = header(&database);
    let remembered = after_full.backup_full_previous();
    assert_eq!((remembered.first_generation, remembered.last_generation), (1, 2));
    assert_eq!(after_full.backup_full_previous_kind(), BackupKind::OsSnapshot as u32);

    // Increments follow backups of their own kind.
    assert_eq!(code(live.begin_backup(INCREMENTAL)), ErrorCode::MissingFullBackup);
    live.begin_surrogate_backup((3, tip), INCREMENTAL).unwrap();
    live.end_surrogate_backup(END_NORMAL | TRUNCATE_DONE).unwrap();
    assert_eq!(header(&database).backup_incremental_previous().last_generation, tip);

    // The end of the other kind breaks a backup off.
    live.begin_surrogate_backup((1, 2), 0).unwrap();
    assert_eq!(code(live.end_backup(END_NORMAL)), ErrorCode::SurrogateBackupInProgress);
    live.begin_backup(0).unwrap();
    assert_eq!(code(live.end_surrogate_backup(END_NORMAL)), ErrorCode::BackupInProgress);
    live.begin_surrogate_backup((1, 2), 0).unwrap();
    live.stop_backup();
    live.end_surrogate_backup(END_NORMAL).unwrap();
    assert_eq!(header(&database).backup_full_previous(), remembered);

    // What was logged of it is what recovery makes of it.
    live.begin_surrogate_backup((1, 2), 0).unwrap();
    assert_eq!(code(running.terminate(0)), ErrorCode::SurrogateBackupInProgress);
    let before = header(&database);
    let _ = running.terminate(TERM_DIRTY);
    let mut again = start(&at("live"), page_size(&database));
    let recovered = header(&database);
    assert_eq!(recovered.backup_full_previous(), before.backup_full_previous());
    assert_eq!(recovered.backup_incremental_previous(), before.backup_incremental_previous());
    again.terminate(0).unwrap();
}

#[test]
fn only_clean_databases_are_attached() {
    let Some(directory) = clean_database() else { return };
    let at = |p: &str| directory.path().join(p);
    let database = at("live/db0.edb");
    let mut running = start(&at("live"), page_size(&database));
    let mut live = running.live().unwrap();
    assert_eq!(code(live.attach(&at("live/none.edb"))), ErrorCode::FileNotFound);
    assert_eq!(code(live.detach(Some(&database))), ErrorCode::DatabaseNotFound);
    let backed_up = ["restore/db0.edb", "sample-backup/db0.edb"].map(at).into_iter().find(|p| p.exists()).unwrap();
    assert_eq!(code(live.attach(&backed_up)), ErrorCode::DatabaseDirtyShutdown);
    live.attach(&database).unwrap();
    std::fs::copy(&database, at("twin.edb")).unwrap();
    running.terminate(0).unwrap();
}
