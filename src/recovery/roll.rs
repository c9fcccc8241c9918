//! From one log to the next: where the next generation is looked for, and what must be true of it.
//!
//! Hard recovery plays the logs of the backup, then those of a running target instance, then those
//! of the log path, where the current log (without a number in its name) comes last. Soft recovery
//! knows the log path only. Every file that is looked for is announced to the callback first.
//!
//! Source: `ErrLGRedoFill` in `ese/_log/logredo.cxx`, `ErrLGRIOpenRedoLogFile` and
//! `ErrLGTryOpenLogFile` in `ese/_log/logstream.cxx`.

use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::{LogExpectations, LogHeader};
use crate::format::primitives::Lgpos;
use crate::recovery::plan::log_directory::{LogDirectory, open_error};
use crate::recovery::progress::Progress;
use crate::recovery::read_ahead::ReadAhead;
use crate::recovery::request::{DatabaseView, OpenReason};
use crate::storage::any_log_reader::AnyLogReader;
use crate::storage::fs::{File, FileSystem, OpenMode, directory_of};
use crate::storage::log_reader::{FileCheck, LogRole, ReaderMemory, TailCondition};
use std::path::{Path, PathBuf};
use std::thread::Scope;

/// An open log, looked over as a whole.
pub struct OpenLog {
    pub reader: AnyLogReader<Box<dyn File>>,
    pub check: FileCheck,
    pub path: PathBuf,
    /// It is the current log, without a number in its name.
    pub current: bool,
    pub role: LogRole,
}

impl OpenLog {
    pub fn header(&self) -> &LogHeader {
        self.reader.header()
    }

    pub fn generation(&self) -> u32 {
        self.reader.generation()
    }

    /// No record was ever written to it.
    pub fn is_empty(&self) -> bool {
        self.check.end <= self.header().first_lgpos()
    }

    /// The damage that was found, if the log cannot be replayed in its role.
    pub fn damage(&self) -> Option<Error> {
        self.check.verdict(self.role).err().map(|e| e.file(&self.path).generation(self.generation()))
    }
}

/// What it takes to open a log.
#[derive(Clone)]
pub struct Opener<'a> {
    fs: &'a dyn FileSystem,
    expectations: LogExpectations,
    /// The backup's range, in hard recovery.
    restored: Option<(u32, u32)>,
}

/// Directories that logs come from, in the order in which they are played.
pub struct LogSource {
    pub directory: LogDirectory,
    /// The last generation to take from here, for a running target.
    pub last: Option<u32>,
}

/// Finds log after log.
pub struct Roll<'a> {
    opener: Opener<'a>,
    sources: Vec<LogSource>,
    /// The source that logs come from now.
    at: usize,
    generation: u32,
    last_header: Option<LogHeader>,
    last_checksum: u64,
    on_current: bool,
    /// The log that was opened last, without its bytes.
    last: Option<LastLog>,
}

/// What of the last log is needed to write on.
#[derive(Debug, Clone)]
pub struct LastLog {
    pub path: PathBuf,
    pub check: FileCheck,
}

/// What comes after the log that was played.
pub enum Next {
    Log(Box<OpenLog>),
    /// The current log was the last one.
    EndOfCurrent,
    /// There is no log of this generation, and no current log.
    Missing {
        generation: u32,
        expected: PathBuf,
    },
}

impl<'a> Roll<'a> {
    /// `sources` must not be empty; the last one is the log path.
    pub fn new(
        fs: &'a dyn FileSystem,
        sources: Vec<LogSource>,
        expectations: LogExpectations,
        restored: Option<(u32, u32)>,
    ) -> Self {
        Self {
            opener: Opener { fs, expectations, restored },
            sources,
            at: 0,
            generation: 0,
            last_header: None,
            last_checksum: 0,
            on_current: false,
            last: None,
        }
    }

    /// The generation that is or was open last.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    pub fn last_header(&self) -> Option<&LogHeader> {
        self.last_header.as_ref()
    }

    pub fn last_checksum(&self) -> u64 {
        self.last_checksum
    }

    /// The current log was opened.
    pub fn is_on_current(&self) -> bool {
        self.on_current
    }

    /// The log path: where new logs are written.
    pub fn log_path(&self) -> &LogDirectory {
        let last = self.sources.len() - 1;
        &self.sources[last].directory
    }

    /// The highest closed generation anywhere, and whether there is a current log.
    pub fn highest(&self) -> (u32, bool) {
        let highest = self.sources.iter().filter_map(|s| s.directory.range()).map(|(_, last)| last).max();
        (highest.unwrap_or(0), self.log_path().current().is_some())
    }

    /// Opens the log that redo begins in; the position moves to the next generation when only the current log is
    /// there and it is one later.
    ///
    /// # Errors
    /// `MissingPreviousLogFile` when there is none.
    pub fn open_first(
        &mut self,
        start: &mut Lgpos,
        progress: &mut Progress<'_>,
        views: &[DatabaseView],
    ) -> Result<OpenLog> {
        self.make_safe()?;
        let generation = start.generation;
        let directory = &self.sources[self.at].directory;
        let expected = directory.expected(generation);
        progress.open_log(generation, false, OpenReason::Redo, &expected, views)?;
        let (path, current) = match directory.archived(generation) {
            Some(path) => (path.to_path_buf(), false),
            None => {
                let expected = directory.expected_current();
                progress.open_log(generation, true, OpenReason::Redo, &expected, views)?;
                match directory.current() {
                    Some(path) => (path.to_path_buf(), true),
                    None => return Err(no_first_log(generation, directory)),
                }
            }
        };
        let log = self.opener.open(&path, current, ReaderMemory::default())?;
        if current && log.generation() == generation + 1 {
            *start = log.header().first_lgpos();
        } else if log.generation() != generation {
            return Err(no_first_log(generation, &self.sources[self.at].directory));
        }
        self.entered(&log);
        Ok(log)
    }

    /// Begins to read what [`open_next`](Self::open_next) will probably come to. `to_their_end`: each log is going to be
    /// replayed as a whole.
    pub fn read_ahead<'scope, 'env: 'scope>(&self, scope: &'scope Scope<'scope, 'env>, to_their_end: bool) -> ReadAhead
    where
        'a: 'env,
    {
        let mut paths = Vec::new();
        let (mut at, mut generation, mut current) = (self.at, self.generation, self.on_current);
        while !current {
            generation = generation.saturating_add(1);
            let Some((path, is_current)) = self.look_for(generation, &mut at, &mut |_, _, _| Ok(())).unwrap_or(None)
            else {
                break;
            };
            paths.push((path, is_current));
            current = is_current;
        }
        ReadAhead::start(scope, self.opener.clone(), paths.into_iter(), to_their_end)
    }

    /// Opens what follows the log that was played.
    ///
    /// # Errors
    /// `InvalidLogSequence`, `LogSequenceChecksumMismatch`, `RedoAbruptEnded`, and those of the header.
    pub fn open_next(
        &mut self,
        progress: &mut Progress<'_>,
        views: &[DatabaseView],
        ahead: &mut ReadAhead,
    ) -> Result<Next> {
        if self.on_current {
            return Ok(Next::EndOfCurrent);
        }
        let generation = self.generation.saturating_add(1);
        let Some((path, current)) = self.find(generation, progress, views)? else {
            return Ok(Next::Missing { generation, expected: self.log_path().expected_current() });
        };
        let log = match ahead.take(&path) {
            Some(log) => log?,
            None => self.opener.open(&path, current, ReaderMemory::default())?,
        };
        let place = |e: Error| e.file(&path).generation(generation);
        if let Some(previous) = &self.last_header {
            log.header().check_follows(previous, self.last_checksum).map_err(place)?;
        }
        if let Some(error) = log.damage() {
            return Err(error);
        }
        self.entered(&log);
        Ok(Next::Log(Box::new(log)))
    }

    /// Deletes what lies behind a closed generation in the log path, the current log included.
    pub fn remove_behind(&mut self, generation: u32) -> Result<()> {
        let directory = self.log_path();
        let behind = directory.archived_in(generation.saturating_add(1)..=u32::MAX).map(|(_, path)| path);
        for path in behind.chain(directory.current()) {
            self.opener.fs.remove(path).map_err(|e| Error::from_io(&e, "deleting a log", path))?;
        }
        let list = LogDirectory::list(self.opener.fs, directory.path(), directory.names())?;
        if let Some(source) = self.sources.last_mut() {
            source.directory = list;
        }
        Ok(())
    }

    /// Makes safe what a process that was killed has written to the current log, and the names that it made. Until the
    /// power goes everybody sees them; then they are gone, and what was redone from them is ahead of every log there is.
    ///
    /// A log that must not be written here was not left by a run like this one.
    fn make_safe(&self) -> Result<()> {
        let Some(current) = self.log_path().current() else { return Ok(()) };
        let failed = |e| Error::from_io(&e, "making the current log safe", current);
        if let Ok(file) = self.opener.fs.open(current, OpenMode::ReadWrite) {
            file.sync().map_err(failed)?;
            self.opener.fs.sync_directory(directory_of(current)).map_err(failed)?;
        }
        Ok(())
    }

    fn entered(&mut self, log: &OpenLog) {
        self.generation = log.generation();
        self.last_header = Some(log.header().clone());
        self.last_checksum = log.check.checksum;
        self.on_current = log.current;
        self.last = Some(LastLog { path: log.path.clone(), check: log.check.clone() });
    }

    pub fn last(&self) -> Option<&LastLog> {
        self.last.as_ref()
    }

    fn find(
        &mut self,
        generation: u32,
        progress: &mut Progress<'_>,
        views: &[DatabaseView],
    ) -> Result<Option<(PathBuf, bool)>> {
        let mut at = self.at;
        let mut announce =
            |generation, current, path: &Path| progress.open_log(generation, current, OpenReason::Redo, path, views);
        let found = self.look_for(generation, &mut at, &mut announce);
        self.at = at;
        found
    }

    /// Where a generation is, from source `at` on. Every place is announced before it is looked at.
    fn look_for(
        &self,
        generation: u32,
        at: &mut usize,
        announce: &mut dyn FnMut(u32, bool, &Path) -> Result<()>,
    ) -> Result<Option<(PathBuf, bool)>> {
        let last = self.sources.len() - 1;
        let source = &self.sources[*at];
        // A target's later logs are not played. In the backup's directory there are none, unless it is the log path.
        let target_is_done = *at != 0 && source.last.is_some_and(|last| generation > last);
        if !target_is_done {
            announce(generation, false, &source.directory.expected(generation))?;
            if let Some(path) = source.directory.archived(generation) {
                return Ok(Some((path.to_path_buf(), false)));
            }
        }
        if *at != last {
            *at += 1;
            let directory = &self.sources[*at].directory;
            announce(generation, false, &directory.expected(generation))?;
            if let Some(path) = directory.archived(generation) {
                return Ok(Some((path.to_path_buf(), false)));
            }
        }
        let directory = &self.sources[*at].directory;
        announce(generation, true, &directory.expected_current())?;
        Ok(directory.current().map(|path| (path.to_path_buf(), true)))
    }
}

impl Opener<'_> {
    /// Opens a log and looks over all of its segments. `memory` is for it to use.
    pub fn open(&self, path: &Path, current: bool, memory: ReaderMemory) -> Result<OpenLog> {
        let file = self.fs.open(path, OpenMode::Read).map_err(|e| open_error(self.fs, &e, "opening a log", path))?;
        let mut reader = AnyLogReader::open(file).map_err(|e| e.file(path))?;
        reader.use_memory(memory);
        let length = reader.header().file_length();
        reader.header().check(length, &self.expectations).map_err(|e| e.file(path).generation(reader.generation()))?;
        let role = match self.restored {
            None => LogRole::SoftRecovery,
            Some((_, high)) if reader.generation() <= high => LogRole::Restored,
            Some(_) => LogRole::PlayedForward { current },
        };
        let check = reader.check().map_err(|e| e.file(path))?;
        if let TailCondition::Torn { segment } = check.tail {
            tracing::warn!(file = %path.display(), segment, "the last segment is torn; its copy is taken");
        }
        Ok(OpenLog { reader, check, path: path.to_path_buf(), current, role })
    }
}

fn no_first_log(generation: u32, directory: &LogDirectory) -> Error {
    Error::new(
        ErrorCode::MissingPreviousLogFile,
        format!("replay has to begin with generation {generation:#x}, and that is missing"),
    )
    .file(directory.expected(generation))
    .generation(generation)
}
