//! Records about a database as a whole.

use super::stream::*;
use crate::error::ErrorCode;
use crate::format::database_header::DatabaseState;
use crate::format::log_record::*;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version::FormatVersion;
use crate::recovery::replay::Standing;
use crate::recovery::restore_map::RestoreMap;

#[test]
fn create_db() {
    let mut stream = Stream::new();
    let created = stream.create(Some((2, 0)));
    stream
        .play(|replay| {
            let db = replay.databases.get(DBID).unwrap();
            assert_eq!((db.attached, db.dbtime, db.may_be_ahead), (created, 0x40, false));
            assert_eq!(replay.attached[&DBID].standing, Standing::Open);
        })
        .result
        .unwrap();
    let header = stream.header();
    assert_eq!(header.state(), Some(DatabaseState::JustCreated));
    assert_eq!((header.signature(), header.dbid(), header.lgpos_attach()), (signature(), 1, created));
    assert_eq!(header.version(), FormatVersion::new(0x620, 20, 0));
    assert_eq!(std::fs::metadata(stream.database()).unwrap().len(), 32 * 4096);
}

#[test]
fn create_db_of_another_kind_or_of_what_is_there() {
    // Engines before Windows 8 did not log the first pages.
    for version in [None, Some((1, 0))] {
        let mut stream = Stream::new();
        stream.create(version);
        assert_eq!(stream.play(|_| {}).result.unwrap_err().code(), ErrorCode::InvalidCreateDbVersion);
        assert!(!stream.database().exists());
    }
    let (mut stream, _) = Stream::with_database();
    stream.create(Some((2, 0)));
    assert_eq!(stream.play(|_| {}).result.unwrap_err().code(), ErrorCode::DatabaseDuplicate);
    // Not in the map.
    let (mut stream, _) = Stream::with_database();
    stream.map = Some(RestoreMap::new([]).unwrap());
    stream.begin();
    let played = stream.play(|replay| {
        assert!(replay.databases.get(DBID).is_none());
        assert_eq!(replay.attached[&DBID].standing, Standing::Skipped);
    });
    played.result.unwrap();
    assert!(!stream.database().exists());
}

#[test]
fn create_db_finish() {
    let (mut stream, created) = Stream::with_database();
    stream.play(|_| {}).result.unwrap();
    let header = stream.header();
    assert_eq!((header.state(), header.lgpos_attach()), (Some(DatabaseState::Dirty), created));
    assert_eq!((header.min_required(), header.max_required()), (1, 1));
    // Of a database that is not there, or was finished before.
    let (mut stream, _) = Stream::with_database();
    for dbid in [DBID, DBID + 1] {
        stream.add(&LogRecord::CreateDbFinish(CreateDbFinish { procid: SESSION, dbid }));
    }
    stream.play(|_| {}).result.unwrap();
}

#[test]
fn detach_db() {
    let (mut stream, _) = Stream::with_database();
    let detached = stream.detach();
    let played = stream.play(|replay| {
        assert!(replay.databases.get(DBID).is_none() && replay.attached.is_empty() && !replay.ended);
    });
    played.result.unwrap();
    assert_eq!(played.told, ["detaching"]);
    let header = stream.header();
    assert_eq!((header.state(), header.lgpos_consistent()), (Some(DatabaseState::Clean), detached));
    assert_eq!((header.lgpos_detach(), header.min_required(), header.max_required()), (detached, 0, 0));
}

#[test]
fn attach_db() {
    let (mut stream, _) = Stream::with_database();
    let detached = stream.detach();
    let attached = stream.attach(detached);
    let played = stream.play(|replay| {
        let db = replay.databases.get(DBID).unwrap();
        assert_eq!((db.attached, replay.attached[&DBID].standing), (attached, Standing::Open));
    });
    played.result.unwrap();
    assert_eq!(played.told, ["detaching", "attached"]);
    let header = stream.header();
    assert_eq!((header.state(), header.lgpos_attach()), (Some(DatabaseState::Dirty), attached));
    assert_eq!((header.lgpos_consistent(), header.lgpos_detach()), (detached, Lgpos::MIN));

    // Of a file that is gone: put off, until somebody asks at the end.
    let mut stream = Stream::new();
    stream.attach(Lgpos::MIN);
    let played = stream.play(|replay| {
        assert!(matches!(replay.attached[&DBID].standing, Standing::Deferred(_)));
        assert_eq!(replay.check_deferred().unwrap_err().code(), ErrorCode::AttachedDatabaseMismatch);
    });
    played.result.unwrap();

    let (mut stream, _) = Stream::with_database();
    stream.attach(Lgpos::MIN);
    assert_eq!(stream.play(|_| {}).result.unwrap_err().code(), ErrorCode::DatabaseDuplicate);
}

#[test]
fn numbers_that_no_database_has() {
    for dbid in [0, 128] {
        let mut stream = Stream::new();
        let path = stream.logged_path();
        let path = crate::format::logged_text::LoggedText { bytes: &path, unicode: true };
        let head = CreateDbHead { procid: SESSION, dbid, grbit: 0, pages_max: 0, signature: signature() };
        stream.add(&LogRecord::CreateDb(CreateDb { head, flags: CreateDbFlags(0), version: Some((2, 0)), path }));
        assert_eq!(stream.play(|_| {}).result.unwrap_err().code(), ErrorCode::LogCorrupted);
    }
}

#[test]
fn set_db_version() {
    let set =
        |dbid, version| LogRecord::SetDbVersion(SetDbVersion { dbid, version, update_major: 20, update_minor: 60 });
    let (mut stream, _) = Stream::with_database();
    stream.add(&set(DBID, 0x620));
    stream.add(&set(DBID + 1, 0x999));
    stream.detach();
    stream.play(|_| {}).result.unwrap();
    assert_eq!(stream.header().version(), FormatVersion::new(0x620, 20, 60));

    let (mut stream, _) = Stream::with_database();
    stream.add(&set(DBID, 0x999));
    assert_eq!(stream.play(|_| {}).result.unwrap_err().code(), ErrorCode::InvalidDatabaseVersion);
}

#[test]
fn re_attach_and_signal_attach_db() {
    let (mut stream, created) = Stream::with_database();
    let again = stream.add(&LogRecord::ReAttach(ReAttach {
        dbid: DBID,
        lgpos_attach: created,
        lgpos_consistent: Lgpos::MIN,
        signature: signature(),
    }));
    stream.add(&LogRecord::SignalAttachDb(SignalAttachDb { dbid: DBID }));
    stream.add(&LogRecord::SignalAttachDb(SignalAttachDb { dbid: DBID + 1 }));
    let played = stream.play(|replay| {
        let header = &replay.databases.get(DBID).unwrap().header;
        assert_eq!((header.lgpos_reattach(), header.lgpos_attach()), (again, created));
        assert!(header.time_reattach() != Logtime::default());
    });
    played.result.unwrap();
    assert_eq!(played.told, ["attached"; 2]);
}

#[test]
fn backup_2() {
    let update = |dbid, phase| {
        let head = BackupHead {
            phase,
            backup_type: 0,
            scope: backup_scope::FULL,
            dbid,
            lgpos_mark: Lgpos::new(1, 5, 0),
            logtime_mark: Logtime::from_unix(1_700_000_000, 0),
            generation_low: 3,
            generation_high: 4,
            reserved: 0,
        };
        LogRecord::Backup2(Backup { head, path: b"" })
    };
    for (dbid, phase, noted) in [(DBID, backup_phase::UPDATE, true), (DBID, backup_phase::STOP, false), (2, 4, false)] {
        let (mut stream, _) = Stream::with_database();
        stream.add(&update(dbid, phase));
        stream.detach();
        stream.play(|_| {}).result.unwrap();
        let backup = stream.header().backup_full_previous();
        let wanted = if noted { (3, 4, Lgpos::new(1, 5, 0)) } else { (0, 0, Lgpos::MIN) };
        assert_eq!((backup.first_generation, backup.last_generation, backup.mark), wanted, "{dbid} {phase}");
    }
}

/// Programs that read along must let go of what is cut.
#[test]
fn shrinking_is_told() {
    let (mut stream, _) = Stream::with_database();
    stream.add(&LogRecord::ShrinkDb3(ShrinkDb {
        head: ShrinkDbHead { dbid: DBID, pgno_last: 20, pages_shrunk: 10 },
        dbtime: Some(5),
    }));
    let played = stream.play(|replay| assert_eq!(replay.databases.get(DBID).unwrap().cache.file().page_count(), 20));
    assert_eq!(played.told, ["detaching"]);
}

/// A database of which the logs' stream is not the header's belongs to somebody else until it is attached.
#[test]
fn another_database_under_the_name_is_left_alone() {
    let (mut stream, _) = Stream::with_database();
    stream.detach();
    stream.play(|_| {}).result.unwrap();
    let mut other = Stream::new();
    std::fs::copy(stream.database(), other.database()).unwrap();
    let mut file = crate::storage::database_file::DatabaseFile::open(
        &crate::storage::fs::RealFileSystem,
        &other.database(),
        crate::storage::fs::OpenMode::ReadWrite,
        None,
    )
    .unwrap();
    file.1.set_signature(Signature::new(5, Logtime::default()));
    file.0.write_header(&mut file.1).unwrap();
    drop(file);
    let before = std::fs::read(other.database()).unwrap();
    other.attach(Lgpos::MIN);
    other.begin();
    other.play(|replay| assert!(matches!(replay.attached[&DBID].standing, Standing::Deferred(_)))).result.unwrap();
    assert!(std::fs::read(other.database()).unwrap() == before);
}
