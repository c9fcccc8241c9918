//! A log stream in the making, and its replay.

use crate::error::Result;
use crate::format::database_header::{DatabaseHeader, DatabaseState};
use crate::format::environment::{ENVIRONMENT_BYTES, Environment};
use crate::format::log_header::LogExpectations;
use crate::format::log_record::*;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version::LogVersion;
use crate::recovery::plan::log_directory::LogDirectory;
use crate::recovery::progress::Progress;
use crate::recovery::replay::{Ending, Policy, Replay};
use crate::recovery::request::{Settings, StatusEvent};
use crate::recovery::restore_map::RestoreMap;
use crate::recovery::roll::{LogSource, Roll};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{OpenMode, RealFileSystem};
use crate::storage::log_files::{LogNames, OLD_EXTENSIONS};
use crate::storage::log_writer::{GenerationStart, LogHost, LogPlace, LogSettings, LogWriter};
use std::path::PathBuf;

pub const DBID: u8 = 1;
pub const SESSION: u16 = 7;
pub const ENVIRONMENT: [u8; ENVIRONMENT_BYTES] = [0; ENVIRONMENT_BYTES];
/// The clock of a database that was just made.
pub const DBTIME: u64 = 0x41;

struct Host;

impl LogHost for Host {
    fn opening(&mut self, _generation: u32) -> Result<GenerationStart> {
        Ok(GenerationStart::default())
    }
    fn opened(&mut self, _generation: u32, _created: Logtime) -> Result<()> {
        Ok(())
    }
}

/// The signature of the database in these logs.
pub fn signature() -> Signature {
    Signature::new(77, Logtime::default())
}

pub struct Stream {
    dir: tempfile::TempDir,
    writer: LogWriter<'static>,
    pub map: Option<RestoreMap>,
}

/// What a replay left.
pub struct Played {
    pub result: Result<Ending>,
    /// What recovery control was told of databases and commits.
    pub told: Vec<String>,
}

impl Stream {
    /// Opens with an Init record.
    pub fn new() -> Self {
        Self::of_version(LogVersion::new(8, 4000, 130, 280))
    }

    pub fn of_version(version: LogVersion) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = LogPlace { directory: dir.path().to_path_buf(), names: LogNames::new("edb", OLD_EXTENSIONS) };
        let settings = LogSettings {
            page_size: 4096,
            file_segments: 20,
            version,
            circular: false,
            environment: Environment::default(),
        };
        let writer = LogWriter::create(&RealFileSystem, place, settings, 1, &mut Host).unwrap();
        let mut stream = Self { dir, writer, map: None };
        stream.add(&init());
        stream
    }

    pub fn add(&mut self, record: &LogRecord<'_>) -> Lgpos {
        let mut bytes = Vec::new();
        record.encode(&mut bytes).unwrap();
        self.writer.append(&bytes, &mut Host).unwrap()
    }

    pub fn database(&self) -> PathBuf {
        self.dir.path().join("a.edb")
    }

    /// The database's path as a record carries it.
    pub fn logged_path(&self) -> Vec<u8> {
        LoggedText::encode_utf16(self.database().to_str().unwrap())
    }

    /// The record that makes the database, in the manner of today's engines.
    pub fn create(&mut self, version: Option<(u16, u16)>) -> Lgpos {
        let head = CreateDbHead { procid: SESSION, dbid: DBID, grbit: 0, pages_max: 0, signature: signature() };
        let path = self.logged_path();
        let path = LoggedText { bytes: &path, unicode: true };
        self.add(&LogRecord::CreateDb(CreateDb { head, flags: CreateDbFlags(0), version, path }))
    }

    /// Makes the database, whole and attached, with its own root and space trees.
    pub fn with_database() -> (Self, Lgpos) {
        const MAKER: u16 = SESSION + 1;
        let mut stream = Self::new();
        let created = stream.create(Some((2, 0)));
        let page = PageOperation {
            procid: MAKER,
            dbid: DBID,
            pgno: 1,
            dbtime: DBTIME,
            dbtime_before: 0,
            trx_begin0: 5,
            level: 1,
            line: 0,
            flags: OperationFlags(OperationFlags::UNIQUE),
        };
        stream.add(&LogRecord::Begin0(Begin { procid: MAKER, level_from: 0, levels: 1, trx_begin0: Some(5) }));
        stream.add(&LogRecord::CreateMultipleExtentFdp(CreateMultipleExtentFdp {
            page,
            objid_fdp: 1,
            pgno_own_ext: 2,
            pgno_avail_ext: 3,
            pgno_fdp_parent: 0,
            primary_pages: 30,
            page_flags: 0,
        }));
        stream.add(&LogRecord::Commit0(Commit { procid: MAKER, level_to: 0, trx_commit0: Some(6) }));
        stream.add(&LogRecord::CreateDbFinish(CreateDbFinish { procid: SESSION, dbid: DBID }));
        (stream, created)
    }

    pub fn detach(&mut self) -> Lgpos {
        let path = self.logged_path();
        let path = LoggedText { bytes: &path, unicode: true };
        let head = DetachDbHead { procid: SESSION, dbid: DBID };
        self.add(&LogRecord::DetachDb(DetachDb { head, flags: DetachDbFlags(0), path }))
    }

    pub fn attach(&mut self, consistent: Lgpos) -> Lgpos {
        let path = self.logged_path();
        let path = LoggedText { bytes: &path, unicode: true };
        let head = AttachDbHead {
            procid: SESSION,
            dbid: DBID,
            pages_max: 0,
            lgpos_consistent: consistent,
            signature: signature(),
            log_signature: self.writer.header().unwrap().log_signature(),
        };
        self.add(&LogRecord::AttachDb(AttachDb { head, flags: AttachDbFlags(0), path }))
    }

    /// A transaction begins.
    pub fn begin(&mut self) {
        self.add(&LogRecord::Begin0(Begin { procid: SESSION, level_from: 0, levels: 1, trx_begin0: Some(20) }));
    }

    /// Plays everything, and shows the replay to `look` before it is over.
    pub fn play(&mut self, look: impl FnOnce(&Replay<'_, '_>)) -> Played {
        self.writer.flush(true, &mut Host).unwrap();
        let settings = Settings::of_logs(self.dir.path());
        let names = LogNames::new("edb", OLD_EXTENSIONS);
        let directory = LogDirectory::list(&RealFileSystem, self.dir.path(), &names).unwrap();
        let sources = vec![LogSource { directory, last: None }];
        let expectations = LogExpectations { log_signature: None, page_size: None, file_length: None };
        let roll = Roll::new(&RealFileSystem, sources, expectations, None);
        let header = self.writer.header().unwrap();
        let mut told = Vec::new();
        let mut status = |event: StatusEvent<'_>| {
            match event {
                StatusEvent::AttachedDatabase { .. } => told.push("attached".to_owned()),
                StatusEvent::DetachingDatabase { .. } => told.push("detaching".to_owned()),
                StatusEvent::CommitContext { context, callback_type } => {
                    told.push(format!("{callback_type} {}", String::from_utf8_lossy(context)));
                }
                _ => {}
            }
            0
        };
        let mut progress = Progress::new(Some(&mut status));
        let mut replay = Replay::new(
            &RealFileSystem,
            &settings,
            Policy::default(),
            &mut progress,
            roll,
            self.map.take(),
            header.log_signature(),
            4096,
        );
        let result = replay.redo(header.first_lgpos(), Vec::new());
        look(&replay);
        drop(replay);
        Played { result, told }
    }

    /// What the database's file says now.
    pub fn header(&self) -> DatabaseHeader {
        DatabaseFile::open(&RealFileSystem, &self.database(), OpenMode::Read, Some(4096)).unwrap().1
    }

    pub fn state(&self) -> Option<DatabaseState> {
        self.header().state()
    }
}

pub fn init() -> LogRecord<'static> {
    LogRecord::Init2(Init { environment: &ENVIRONMENT, logtime: Some(Logtime::default()) })
}
