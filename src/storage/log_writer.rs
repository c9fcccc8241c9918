//! Writing a log stream on: what undo and the end of recovery have to say, as the engine itself would say it.
//!
//! Records go to the current log, `edb.log`. When that is full, or closed before, the next generation begins as
//! `edbtmp.log`, and with its first flush takes the place of the other:
//!
//! | step                                           | a crash behind it leaves                               |
//! |------------------------------------------------|--------------------------------------------------------|
//! | the last segments of the old log, safe         | a closed `edb.log`                                     |
//! | `edbtmp.log`: header, zeros and records, safe  | the same, and a file that nobody needs                 |
//! | `edb.log` → `edb0000000A.log`                  | no current log: the stream goes on behind its last one |
//! | `edbtmp.log` → `edb.log`, directory safe       | the new `edb.log` with its records                     |
//! | [`LogHost::opened`]: database headers name it  | the same                                               |
//!
//! So the first flush of a generation comes whole or not at all, whatever the disk does. So does each segment of a later
//! one when segments are filled (`fill`); else a begun segment is written again, and must not be torn then.
//!
//! When a log is continued, that begins with a new segment; what the last one has left over stays empty.
//!
//! Source: `ese/_log/logwrite.cxx`, `ese/_log/logstream.cxx` (ErrLGNewLogFile, ErrLGRStartNewLog,
//! ErrLGSwitchToNewLogFile).

mod generation;
mod open_log;
pub mod segments;
#[cfg(test)]
mod tests;

pub use generation::{GenerationStart, LogHost, LogSettings};

use std::path::PathBuf;

use super::fs::FileSystem;
use super::log_files::{self, LogNames};
use crate::error::Result;
use crate::fail;
use crate::format::log_header::LogHeader;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use generation::new_header;
use open_log::OpenLog;
use segments::Segments;

/// Where the files of a stream are and how they are called.
#[derive(Debug, Clone)]
pub struct LogPlace {
    pub directory: PathBuf,
    pub names: LogNames,
}

impl LogPlace {
    /// The log that is being written.
    pub fn current(&self, fs: &dyn FileSystem) -> PathBuf {
        log_files::path(fs, &self.directory, &self.names.current())
    }

    /// The next one, in making.
    pub fn temporary(&self, fs: &dyn FileSystem) -> PathBuf {
        log_files::path(fs, &self.directory, &self.names.temporary())
    }

    /// A finished generation.
    pub fn finished(&self, fs: &dyn FileSystem, generation: u32) -> PathBuf {
        log_files::path(fs, &self.directory, &self.names.generation(generation))
    }
}

/// The writing end of a log stream.
pub struct LogWriter<'a> {
    fs: &'a dyn FileSystem,
    place: LogPlace,
    settings: LogSettings,
    /// `None` after a failure: what is on disk is no longer known, and nothing more may be added.
    log: Option<OpenLog>,
}

impl<'a> LogWriter<'a> {
    /// Begins a new stream with generation `first`. With the first flush it becomes the current log; any file of that
    /// name is replaced then.
    ///
    /// # Errors
    /// As for [`append`](Self::append); `LogFileSizeMismatch` for settings with too few segments.
    pub fn create(
        fs: &'a dyn FileSystem,
        place: LogPlace,
        settings: LogSettings,
        first: u32,
        host: &mut dyn LogHost,
    ) -> Result<Self> {
        let mut header = new_header(&settings, None, first, host)?;
        header.set_log_signature(Signature::random_now());
        header.seal();
        let log = OpenLog::begin(fs, &place, header, None)?;
        Ok(Self { fs, place, settings, log: Some(log) })
    }

    /// Begins the generation behind `previous`, whose segments' checksums XOR to `checksum`. With the first flush it
    /// becomes the current log. If `previous` is the current log (`archives`), it gets the name of a closed one then;
    /// else any file of that name is replaced.
    ///
    /// # Errors
    /// As for [`create`](Self::create).
    pub fn continue_behind(
        fs: &'a dyn FileSystem,
        place: LogPlace,
        settings: LogSettings,
        previous: &LogHeader,
        checksum: u64,
        archives: bool,
        host: &mut dyn LogHost,
    ) -> Result<Self> {
        let header = new_header(&settings, Some((previous, checksum)), 0, host)?;
        let log = OpenLog::begin(fs, &place, header, archives.then(|| previous.generation()))?;
        Ok(Self { fs, place, settings, log: Some(log) })
    }

    /// Goes on in the current log, whose records end before `end`, the start of a segment; the checksums of its
    /// segments XOR to `checksum` ([`FileCheck`](super::log_reader::FileCheck) says both, and a torn log has been mended).
    /// What lies behind is overwritten.
    ///
    /// When the last record before was cut off by a crash, the next one must be RecoveryUndo2: readers take it as the
    /// sign that the cut one is void, and any other record as damage.
    ///
    /// # Errors
    /// File errors; `LogFileCorrupt` for a log of sectors or an end that is not in it.
    pub fn resume(
        fs: &'a dyn FileSystem,
        place: LogPlace,
        settings: LogSettings,
        header: LogHeader,
        end: Lgpos,
        checksum: u64,
    ) -> Result<Self> {
        let is_inside = (header.header_sectors()..header.file_sectors()).contains(&end.sector);
        if header.version().has_sectors() || header.header_sectors() != Segments::FIRST || !is_inside {
            fail!(LogFileCorrupt, "a log of version {} cannot be continued at {end}", header.version());
        }
        let log = OpenLog::resume(fs, place.current(fs), header, end.sector, checksum)?;
        Ok(Self { fs, place, settings, log: Some(log) })
    }

    /// Adds a record and gives its position. It is safe only after [`flush`](Self::flush).
    ///
    /// # Errors
    /// `LogBufferTooSmall` for a record larger than a log; all others leave a log that takes nothing more:
    /// `LogWriteFail` when it was so already, `LogDiskFull` and other file errors, `LogSequenceEnd` when there are no more
    /// numbers, `FileAccessDenied` when a closed log's name is taken, and those of the host.
    pub fn append(&mut self, record: &[u8], host: &mut dyn LogHost) -> Result<Lgpos> {
        let now = Logtime::now();
        loop {
            if let Some(position) = self.log()?.segments.add(record, now)? {
                return Ok(position);
            }
            self.roll(host)?;
        }
    }

    /// Writes everything that was added and returns when it is safe. With `fill`, a begun segment that is not
    /// safe yet is closed first, as at the end of a recovery: what comes later begins with a new one.
    ///
    /// # Errors
    /// As for [`append`](Self::append).
    pub fn flush(&mut self, fill: bool, host: &mut dyn LogHost) -> Result<()> {
        let log = self.log()?;
        if fill && log.safe != log.segments.position() && !log.segments.fill() {
            self.roll(host)?;
        }
        // Given up until it is all done: a failure leaves a log that nobody can say anything of.
        let Some(mut log) = self.log.take() else { fail!(LogWriteFail, "the log is down") };
        if log.flush(self.fs, &self.place)? {
            host.opened(log.header.generation(), log.header.created())?;
        }
        self.log = Some(log);
        Ok(())
    }

    /// Closes the generation, full or not, and begins the next. Everything added so far is safe then.
    ///
    /// # Errors
    /// As for [`append`](Self::append).
    pub fn roll(&mut self, host: &mut dyn LogHost) -> Result<()> {
        self.log()?.segments.close();
        self.flush(false, host)?;
        let Some(old) = self.log.take() else { fail!(LogWriteFail, "the log is down") };
        let header = new_header(&self.settings, Some((&old.header, old.checksum)), 0, host)?;
        self.log = Some(OpenLog::begin(self.fs, &self.place, header, Some(old.header.generation()))?);
        Ok(())
    }

    /// Closes a begun segment, makes everything safe and gives up the file.
    ///
    /// # Errors
    /// As for [`append`](Self::append).
    pub fn close(mut self, host: &mut dyn LogHost) -> Result<()> {
        self.flush(true, host)
    }

    /// The position that the next record gets, if it fits in this generation; not set when the log is down.
    pub fn position(&self) -> Lgpos {
        self.log.as_ref().map_or(Lgpos::MIN, |log| log.segments.position())
    }

    /// Everything before this is safe; not set when the log is down.
    pub fn safe(&self) -> Lgpos {
        self.log.as_ref().map_or(Lgpos::MIN, |log| log.safe)
    }

    /// The header of the current log; `None` when the log is down.
    pub fn header(&self) -> Option<&LogHeader> {
        self.log.as_ref().map(|log| &log.header)
    }

    fn log(&mut self) -> Result<&mut OpenLog> {
        match &mut self.log {
            Some(log) => Ok(log),
            None => fail!(LogWriteFail, "an earlier write to the log failed"),
        }
    }
}
