//! A running instance: its log stream, open for writing.
//!
//! It begins with an Init record and ends with ShutDownMark and Term; the checkpoint follows. No database is attached to
//! it by itself, unless recovery was to keep them attached; what is attached ([`crate::recovery::live`]) becomes clean at
//! the ShutDownMark.
//!
//! Source: `ErrLGStart`, `ErrLGQuit` in `ese/logapi.cxx`, `LOG::ErrLGTerm` in `ese/_log/log.cxx`.

use std::path::PathBuf;

use super::files::Files;
use crate::error::{ErrorCode, Result};
use crate::fail;
use crate::format::environment::Environment;
use crate::format::log_record::{ExtRestore, Init, LogRecord, Term, TermHead};
use crate::format::log_segment::SEGMENT_SIZE;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version::{LogVersion, NEWEST};
use crate::recovery::finish::Finished;
use crate::recovery::live::backup::Backup;
use crate::recovery::live::databases::{LiveDatabase, LiveDatabases};
use crate::recovery::live::{Live, LogStream};
use crate::recovery::request::{Running, Settings};
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::checkpoint_file::{self, Mark};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{FileSystem, OpenMode};
use crate::storage::log_reader::TailCondition;
use crate::storage::log_writer::{GenerationStart, LogHost, LogPlace, LogSettings, LogWriter};

/// JET_bitTermStopBackup.
const TERM_STOP_BACKUP: u32 = 4;
/// JET_bitTermDirty.
const TERM_DIRTY: u32 = 8;
/// JET_paramLogFileSize when nobody sets it, in units of 1024 bytes.
const LOG_FILE_SIZE_DEFAULT: u32 = 5120;

/// An instance after its recovery.
pub struct RunningInstance<'f> {
    /// `None` without logging, and after the end.
    stream: Option<Stream<'f>>,
    backup: Option<Backup>,
    has_ended: bool,
}

struct Stream<'f> {
    fs: &'f dyn FileSystem,
    writer: LogWriter<'f>,
    host: Host,
    place: LogPlace,
    page_size: u32,
    circular: bool,
    checkpoint_path: PathBuf,
    signature: Signature,
    environment: Environment,
    /// The Init record.
    started: Lgpos,
}

/// New generations of a stream name the databases that are attached.
#[derive(Default)]
struct Host {
    checkpoint: Lgpos,
    databases: LiveDatabases,
}

impl LogHost for Host {
    fn opening(&mut self, _generation: u32) -> Result<GenerationStart> {
        Ok(GenerationStart { checkpoint: self.checkpoint, attachments: self.databases.attachments() })
    }

    fn opened(&mut self, generation: u32, created: Logtime) -> Result<()> {
        self.databases.name_generation(generation, created)
    }
}

impl<'f> RunningInstance<'f> {
    /// An instance with JET_paramRecovery off.
    pub fn without_log() -> Self {
        Self { stream: None, backup: None, has_ended: false }
    }

    /// Begins a new log stream.
    pub fn begin(fs: &'f dyn FileSystem, settings: Settings, files: &Files) -> Result<Self> {
        let kilobytes = settings.log_file_size.unwrap_or(LOG_FILE_SIZE_DEFAULT);
        let segments = u64::from(kilobytes) * 1024 / SEGMENT_SIZE as u64;
        let log = LogSettings {
            page_size: settings.page_size,
            file_segments: u16::try_from(segments).unwrap_or(u16::MAX),
            version: LogVersion::new(NEWEST.log.major, 4000, NEWEST.log.update_major, NEWEST.log.update_minor),
            circular: settings.circular,
            environment: environment(&settings),
        };
        let mut host = Host::default();
        let writer = LogWriter::create(fs, place(files), log, 1, &mut host)?;
        Self::start(fs, &settings, files, writer, host)
    }

    /// Goes on in the stream that recovery left, with the databases that it kept.
    ///
    /// # Errors
    /// `LogFileSizeMismatchDatabasesConsistent` when the caller chose another size for logs.
    pub fn resume(fs: &'f dyn FileSystem, settings: Settings, files: Files, recovered: &Finished) -> Result<Self> {
        let last = match (&files.current, files.directory.range()) {
            (Some(current), _) => (current.path.clone(), true),
            (None, Some((_, last))) => (files.directory.expected(last), false),
            (None, None) => return Self::begin(fs, settings, &files),
        };
        let (path, is_current) = last;
        let mut reader = AnyLogReader::open(super::open(fs, &path)?).map_err(|e| e.file(&path))?;
        let header = reader.header().clone();
        let chosen = settings.log_file_size.map(|kilobytes| u64::from(kilobytes) * 1024);
        if chosen.is_some_and(|bytes| bytes != header.file_length()) {
            if !settings.cleanup_mismatched_logs {
                fail!(
                    LogFileSizeMismatchDatabasesConsistent,
                    "the logs have {} bytes each, the parameter says {}; the databases are clean",
                    header.file_length(),
                    chosen.unwrap_or_default()
                );
            }
            return Self::begin_anew(fs, settings, files);
        }
        if header.version().has_sectors() && settings.cleanup_mismatched_logs {
            return Self::begin_anew(fs, settings, files);
        }
        let check = reader.check().map_err(|e| e.file(&path))?;
        let mut log = LogSettings::like(&header);
        log.circular = settings.circular;
        log.environment = environment(&settings);
        let mut host = Host { checkpoint: check.end, ..Host::default() };
        for kept in &recovered.kept {
            let page_size = Some(settings.page_size);
            let (file, header) = DatabaseFile::open(fs, &kept.path, OpenMode::ReadWrite, page_size)?;
            host.databases.insert(LiveDatabase { dbid: kept.dbid, header, file });
            host.checkpoint = recovered.checkpoint;
        }
        let place = place(&files);
        let writer = if is_current && !header.version().has_sectors() {
            if matches!(check.tail, TailCondition::Torn { .. }) {
                let file = fs
                    .open(&path, OpenMode::ReadWrite)
                    .map_err(|e| crate::error::Error::from_io(&e, "mending a log", &path))?;
                reader.mend(&*file).map_err(|e| e.file(&path))?;
            }
            LogWriter::resume(fs, place, log, header, check.end, check.checksum)
        } else {
            LogWriter::continue_behind(fs, place, log, &header, check.checksum, is_current, &mut host)
        };
        Self::start(fs, &settings, &files, writer.map_err(|e| e.file(&path))?, host)
    }

    /// The databases are clean: logs of another size or of an old format are given up, and a new stream begins.
    pub fn begin_anew(fs: &'f dyn FileSystem, settings: Settings, files: Files) -> Result<Self> {
        for (_, path) in files.directory.archived_in(1..=u32::MAX) {
            super::files::remove(fs, path)?;
        }
        super::files::remove(fs, &files.checkpoint_path)?;
        Self::begin(fs, settings, &files)
    }

    fn start(
        fs: &'f dyn FileSystem,
        settings: &Settings,
        files: &Files,
        mut writer: LogWriter<'f>,
        mut host: Host,
    ) -> Result<Self> {
        let environment = environment(settings);
        let init = LogRecord::Init2(Init { environment: environment.bytes(), logtime: Some(Logtime::now()) });
        let started = append(&mut writer, &mut host, &init)?;
        writer.flush(false, &mut host)?;
        let signature = writer.header().map(|h| h.log_signature()).unwrap_or_default();
        let checkpoint_path = files.checkpoint_path.clone();
        let mut stream = Stream {
            fs,
            writer,
            host,
            place: place(files),
            page_size: settings.page_size,
            circular: settings.circular,
            checkpoint_path,
            signature,
            environment,
            started,
        };
        // Redo from here would detach what recovery kept.
        if stream.host.databases.iter().next().is_none() {
            stream.set_checkpoint(started)?;
        }
        Ok(Self { stream: Some(stream), backup: None, has_ended: false })
    }
}

impl Stream<'_> {
    fn end(&mut self) -> Result<()> {
        let mark = self.append(&LogRecord::ShutDownMark)?;
        self.flush()?;
        self.host.databases.make_clean(mark)?;
        let head = TermHead { lgpos: self.started, lgpos_redo_from: Lgpos::MIN, hard: 0 };
        let quit = self.append(&LogRecord::Term2(Term { head, logtime: Some(Logtime::now()) }))?;
        self.writer.flush(true, &mut self.host)?;
        self.set_checkpoint(quit)
    }
}

impl LogStream for Stream<'_> {
    fn fs(&self) -> &dyn FileSystem {
        self.fs
    }

    fn place(&self) -> &LogPlace {
        &self.place
    }

    fn signature(&self) -> Signature {
        self.signature
    }

    fn page_size(&self) -> u32 {
        self.page_size
    }

    fn is_circular(&self) -> bool {
        self.circular
    }

    fn current(&self) -> (u32, Logtime) {
        self.writer.header().map_or((0, Logtime::default()), |h| (h.generation(), h.created()))
    }

    fn position(&self) -> Lgpos {
        self.writer.position()
    }

    fn checkpoint(&self) -> Lgpos {
        self.host.checkpoint
    }

    fn set_checkpoint(&mut self, lgpos: Lgpos) -> Result<()> {
        let attachments = self.host.databases.attachments();
        let mark = Mark {
            log_signature: self.signature,
            environment: Some(self.environment),
            lgpos,
            attachments: &attachments,
        };
        checkpoint_file::advance(self.fs, &self.checkpoint_path, &mark)?;
        self.host.checkpoint = lgpos;
        Ok(())
    }

    fn databases(&self) -> &LiveDatabases {
        &self.host.databases
    }

    fn databases_mut(&mut self) -> &mut LiveDatabases {
        &mut self.host.databases
    }

    fn append(&mut self, record: &LogRecord<'_>) -> Result<Lgpos> {
        append(&mut self.writer, &mut self.host, record)
    }

    fn flush(&mut self) -> Result<()> {
        self.writer.flush(false, &mut self.host)
    }

    fn roll(&mut self) -> Result<()> {
        self.writer.roll(&mut self.host)
    }
}

impl Running for RunningInstance<'_> {
    fn terminate(&mut self, grbit: u32) -> Result<()> {
        if grbit & TERM_DIRTY != 0 {
            self.stream = None;
            self.has_ended = true;
            fail!(DirtyShutdown, "the instance was ended without a clean shutdown, as asked for");
        }
        if let Some(backup) = &self.backup {
            if grbit & TERM_STOP_BACKUP == 0 {
                return Err(backup.in_the_way());
            }
            self.live()?.break_off_backup()?;
        }
        if let Some(stream) = &mut self.stream {
            stream.end()?;
        }
        self.stream = None;
        self.has_ended = true;
        Ok(())
    }

    fn has_ended(&self) -> bool {
        self.has_ended
    }

    fn begin_external_restore(&mut self, instance_name: &str, log_path: &str) -> Result<u32> {
        let Some(stream) = &mut self.stream else {
            return Err(crate::error::Error::new(ErrorCode::LoggingDisabled, "the instance has no logs"));
        };
        let mut bytes: Vec<u8> = Vec::new();
        for text in [log_path, instance_name] {
            bytes.extend(text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
        }
        let names = LoggedText { bytes: &bytes, unicode: true };
        stream.append(&LogRecord::ExtRestore2(ExtRestore { names }))?;
        stream.roll()?;
        stream.flush()?;
        Ok(self.current_generation())
    }

    fn current_generation(&self) -> u32 {
        self.stream.as_ref().and_then(|s| s.writer.header()).map_or(0, |h| h.generation())
    }

    fn databases(&self) -> Vec<PathBuf> {
        let list = self.stream.iter().flat_map(|s| s.host.databases.iter());
        list.map(|d| d.path().to_path_buf()).collect()
    }

    fn live(&mut self) -> Result<Live<'_>> {
        match &mut self.stream {
            Some(stream) => Ok(Live { stream, backup: &mut self.backup }),
            None => fail!(LoggingDisabled, "the instance has no logs"),
        }
    }
}

fn append(writer: &mut LogWriter<'_>, host: &mut Host, record: &LogRecord<'_>) -> Result<Lgpos> {
    let mut bytes = Vec::new();
    record.encode(&mut bytes)?;
    writer.append(&bytes, host)
}

fn place(files: &Files) -> LogPlace {
    LogPlace { directory: files.directory.path().to_path_buf(), names: files.directory.names().clone() }
}

fn environment(settings: &Settings) -> Environment {
    let mut environment = Environment::default();
    environment.set_system_path(&settings.system_path.to_string_lossy());
    environment.set_log_path(&settings.log_path.to_string_lossy());
    environment.set_circular_logging(settings.circular);
    environment
}
