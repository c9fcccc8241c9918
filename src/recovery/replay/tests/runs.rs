//! Records about the engine's run, and records that change nothing.

use super::stream::*;
use crate::error::ErrorCode;
use crate::format::database_header::DatabaseState;
use crate::format::log_record::*;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime};
use crate::format::version::LogVersion;

const TIME: Option<Logtime> = Some(Logtime([0; 8]));

fn term() -> Term {
    let head = TermHead { lgpos: Lgpos::new(1, 1, 0), lgpos_redo_from: Lgpos::MIN, hard: 0 };
    Term { head, logtime: TIME }
}

/// An engine that comes up without that the one before went down: sessions and attachments ended with it.
#[test]
fn init_and_init_2() {
    for record in [LogRecord::Init(Init { environment: &ENVIRONMENT, logtime: None }), init()] {
        let (mut stream, _) = Stream::with_database();
        stream.begin();
        stream.add(&record);
        let played = stream.play(|replay| {
            assert!(!replay.transactions.is_active(SESSION), "{}", record.name());
            assert!(replay.attached.is_empty() && replay.databases.get(DBID).is_none() && !replay.ended);
        });
        played.result.unwrap();
        assert_eq!(played.told, ["detaching"]);
        let header = stream.header();
        assert_eq!((header.state(), header.lgpos_consistent()), (Some(DatabaseState::Clean), Lgpos::MIN));
    }
}

#[test]
fn term_and_recovery_quit() {
    let ends = [
        LogRecord::Term(term()),
        LogRecord::Term2(term()),
        LogRecord::RecoveryQuit(term()),
        LogRecord::RecoveryQuit2(term()),
    ];
    for record in ends {
        let (mut stream, _) = Stream::with_database();
        stream.begin();
        let mark = stream.add(&LogRecord::ShutDownMark);
        let end = stream.add(&record);
        let played = stream.play(|replay| {
            assert!(!replay.transactions.is_active(SESSION) && replay.databases.get(DBID).is_none());
            assert!(replay.ended && !replay.quit_kept_attachments && replay.attached.is_empty());
            assert_eq!((replay.last_term, replay.shutdown_mark), (Some(end), mark), "{}", record.name());
        });
        played.result.unwrap();
        let header = stream.header();
        assert_eq!((header.state(), header.lgpos_consistent()), (Some(DatabaseState::Clean), mark));
    }
}

#[test]
fn recovery_quit_keep_attachments() {
    let (mut stream, _) = Stream::with_database();
    stream.begin();
    stream.add(&LogRecord::RecoveryQuitKeepAttachments(term()));
    let played = stream.play(|replay| {
        assert!(replay.ended && replay.quit_kept_attachments && !replay.transactions.is_active(SESSION));
        assert!(replay.databases.get(DBID).is_some() && replay.attached.contains_key(&DBID));
    });
    played.result.unwrap();
    assert_eq!(stream.state(), Some(DatabaseState::Dirty));
}

/// Once ended, the next Init has nothing left to end.
#[test]
fn an_init_behind_a_term() {
    let (mut stream, _) = Stream::with_database();
    let mark = stream.add(&LogRecord::ShutDownMark);
    stream.add(&LogRecord::Term2(term()));
    stream.add(&init());
    let played = stream.play(|replay| {
        assert!(!replay.ended && replay.last_term.is_some());
    });
    assert_eq!(played.told, ["detaching"]);
    assert_eq!(stream.header().lgpos_consistent(), mark);
}

/// Behind a shutdown mark only notes for people leave it the last record that matters.
#[test]
fn shut_down_mark() {
    let mut stream = Stream::new();
    let mark = stream.add(&LogRecord::ShutDownMark);
    stream.play(|replay| assert_eq!((replay.last_is_shutdown, replay.shutdown_mark), (true, mark))).result.unwrap();
    for record in notes() {
        let mut stream = Stream::new();
        stream.add(&LogRecord::ShutDownMark);
        stream.add(&record);
        stream.play(|replay| assert!(replay.last_is_shutdown, "{}", record.name())).result.unwrap();
    }
    let mut stream = Stream::new();
    stream.add(&LogRecord::ShutDownMark);
    stream.begin();
    stream.play(|replay| assert!(!replay.last_is_shutdown)).result.unwrap();
}

/// Records for people, and records of what was done outside of pages.
fn notes() -> Vec<LogRecord<'static>> {
    let text = LoggedText { bytes: b"note\0", unicode: false };
    let note = Trace { procid: SESSION, text };
    let backup = BackupHead {
        phase: backup_phase::BEGIN,
        backup_type: 0,
        scope: backup_scope::FULL,
        dbid: DBID,
        lgpos_mark: Lgpos::new(1, 5, 0),
        logtime_mark: Logtime::default(),
        generation_low: 1,
        generation_high: 1,
        reserved: 0,
    };
    vec![
        LogRecord::Nop,
        LogRecord::Nop2(Filler { data: &[0; 20] }),
        LogRecord::Checksum(ChecksumRecord {
            backwards: 0,
            forwards: 0,
            next: 0,
            checksum: 0,
            short_checksum: 0,
            use_short_checksum: 0,
        }),
        LogRecord::Trace(note),
        LogRecord::ForceLogRollover(note),
        LogRecord::JetOp(JetOp { procid: SESSION, operation: 1 }),
        LogRecord::ForceWriteLog(SessionOnly { procid: SESSION }),
        LogRecord::RecoveryUndo(RecoveryUndo { logtime: None }),
        LogRecord::RecoveryUndo2(RecoveryUndo { logtime: TIME }),
        LogRecord::FullBackup(OldestBackup { path: b"x" }),
        LogRecord::IncBackup(OldestBackup { path: b"x" }),
        LogRecord::Backup(OldBackup { backup_kind: 1, reserved: 0, path: b"x" }),
        LogRecord::Backup2(Backup { head: backup, path: b"" }),
    ]
}

#[test]
fn records_that_change_nothing() {
    let names = LoggedText { bytes: b"log\0name\0", unicode: false };
    let more = [
        LogRecord::ExtRestore(ExtRestore { names }),
        LogRecord::ExtRestore2(ExtRestore { names: LoggedText { bytes: b"l\0\0\0n\0\0\0", unicode: true } }),
        LogRecord::Ignored(Ignored { kind: 75, data: b"anything" }),
        LogRecord::Ignored(Ignored { kind: 91, data: b"" }),
        LogRecord::ScanCheck(ScanCheck {
            dbid: DBID,
            pgno: 5,
            unused: [0; 16],
            dbtime_page: 1,
            dbtime_current: 9999,
            checksum: 0,
        }),
    ];
    for record in notes().into_iter().chain(more) {
        let (mut stream, _) = Stream::with_database();
        stream.begin();
        let at = stream.add(&record);
        let played = stream.play(|replay| {
            assert!(replay.transactions.is_active(SESSION) && !replay.ended, "{}", record.name());
            let db = replay.databases.get(DBID).unwrap();
            assert_eq!((db.dbtime, db.cache.counters().pages_read), (DBTIME, 0), "{}", record.name());
            assert!(replay.lgpos >= at);
        });
        assert_eq!((played.result.is_ok(), played.told.len()), (true, 0), "{}", record.name());
        let none = stream.header().backup_full_previous();
        assert_eq!(none.first_generation, 0, "{}", record.name());
    }
}

/// A record larger than what is left of its segment, or than any segment, comes in pieces.
#[test]
fn fragments() {
    let mut stream = Stream::new();
    stream.begin();
    let text = vec![b'x'; 10_000];
    let text = LoggedText { bytes: &text, unicode: false };
    let at = stream.add(&LogRecord::Trace(Trace { procid: SESSION, text }));
    stream.add(&LogRecord::Commit0(Commit { procid: SESSION, level_to: 0, trx_commit0: Some(33) }));
    stream
        .play(|replay| {
            assert!(replay.transactions.open().is_empty() && replay.transactions.newest_trx() == Some(33));
            assert!(replay.lgpos.sector > at.sector + 1);
        })
        .result
        .unwrap();
}

#[test]
fn a_record_that_no_engine_plays_ends_the_replay() {
    for record in [LogRecord::End, LogRecord::PrepRollback(SessionOnly { procid: SESSION })] {
        let mut stream = Stream::new();
        stream.add(&record);
        let error = stream.play(|_| {}).result.unwrap_err();
        assert_eq!(error.code(), ErrorCode::LogCorrupted, "{}", record.name());
        assert!(error.file_name().is_some_and(|f| f.ends_with("edb.log")));
    }
}

fn context(procid: u16, flags: u8, text: &str) -> Vec<u8> {
    [&[69][..], &(text.len() as u32 + 3).to_le_bytes(), &procid.to_le_bytes(), &[flags], text.as_bytes()].concat()
}

/// The program's words to its commit are told where it wants that: at once, or around the commit.
#[test]
fn commit_context() {
    let commit = LogRecord::Commit0(Commit { procid: SESSION, level_to: 0, trx_commit0: Some(33) });
    let mut stream = Stream::new();
    stream.begin();
    for (procid, flags, text) in
        [(SESSION, 0, "quiet"), (SESSION, 1, "at once"), (9, 4, "never began"), (SESSION, 4, "around")]
    {
        let bytes = context(procid, flags, text);
        stream.add(&LogRecord::parse(&bytes).unwrap().0);
    }
    stream.add(&commit);
    stream.begin();
    stream.add(&commit);
    assert_eq!(stream.play(|_| {}).told, ["1 at once", "2 around", "3 around"]);

    // Older logs have no flags, and nobody is told.
    let mut stream = Stream::of_version(LogVersion::new(8, 4000, 5, 1));
    stream.begin();
    let bytes = context(SESSION, 1, "old");
    stream.add(&LogRecord::parse(&bytes).unwrap().0);
    assert_eq!(stream.play(|_| {}).told.len(), 0);
}
