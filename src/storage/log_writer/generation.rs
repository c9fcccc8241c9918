//! A new generation: what its header says.
//!
//! Source: `ese/_log/logstream.cxx` (InitLgfilehdrT, ErrLGIStartNewLogFile).

use crate::error::Result;
use crate::fail;
use crate::format::attachments::Attachment;
use crate::format::environment::Environment;
use crate::format::log_header::{LogHeader, log_flags};
use crate::format::log_segment::SEGMENT_SIZE;
use crate::format::primitives::{Lgpos, Logtime};
use crate::format::version::LogVersion;
use crate::storage::log_files::GENERATION_MAX;

/// The version of new logs when the stream so far has one that is no longer written: that of Windows 10.
const OLDEST_WRITTEN: LogVersion = LogVersion::new(8, 4000, 4, 3);

/// What new generations are to be like.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// Bytes of the databases' pages.
    pub page_size: u32,
    /// Segments of a log file, header included.
    pub file_segments: u16,
    /// A stream that has a newer version already keeps that.
    pub version: LogVersion,
    /// Circular logging is on.
    pub circular: bool,
    /// For the header; the size of the log file is filled in.
    pub environment: Environment,
}

impl LogSettings {
    /// The stream goes on as this log shows it, so that the engine that wrote it can read what follows.
    pub fn like(header: &LogHeader) -> Self {
        let segments = header.file_length() / SEGMENT_SIZE as u64;
        Self {
            page_size: header.page_size(),
            file_segments: u16::try_from(segments).unwrap_or(u16::MAX),
            version: newer(header.version(), OLDEST_WRITTEN),
            circular: header.flags() & log_flags::CIRCULAR_NOW != 0,
            environment: header.environment(),
        }
    }

    /// The first segment is the header's, the last is kept free, and the rest must hold the largest record: two pages.
    fn check(&self) -> Result<()> {
        let least = 1 + (2 * self.page_size as usize).div_ceil(SEGMENT_SIZE);
        if usize::from(self.file_segments) < least.max(4) {
            fail!(
                LogFileSizeMismatch,
                "{} segments are too few for a log with pages of {} bytes",
                self.file_segments,
                self.page_size
            );
        }
        Ok(())
    }
}

/// What the header of a new generation tells of the recovery that begins it.
#[derive(Debug, Clone, Default)]
pub struct GenerationStart {
    pub checkpoint: Lgpos,
    pub attachments: Vec<Attachment>,
}

/// Who writes a log has duties when a new generation begins.
pub trait LogHost {
    /// What its header is to say.
    ///
    /// # Errors
    /// Whatever the host has; the log is down then.
    fn opening(&mut self, generation: u32) -> Result<GenerationStart>;

    /// The new log lies in its place, safe, with the records that were added so far. Headers of databases that are to
    /// name it as their last committed generation are written here, before anything that its records tell of.
    ///
    /// # Errors
    /// Whatever the host has; the log is down then.
    fn opened(&mut self, generation: u32, created: Logtime) -> Result<()>;
}

/// The header of a generation that follows `previous` (none: the stream begins), whose segments' checksums XOR to
/// `checksum`. Without a previous one, the signature is the caller's to set.
pub(super) fn new_header(
    settings: &LogSettings,
    previous: Option<(&LogHeader, u64)>,
    first: u32,
    host: &mut dyn LogHost,
) -> Result<LogHeader> {
    settings.check()?;
    let generation = previous.map_or(first, |(p, _)| p.generation().saturating_add(1));
    if generation == 0 || generation > GENERATION_MAX {
        fail!(LogSequenceEnd, "{generation:#x} is no generation that may be begun");
    }
    let start = host.opening(generation)?;
    let mut header = LogHeader::new(settings.file_segments);
    header.set_generation(generation);
    header.set_created(Logtime::now());
    header.set_version(settings.version);
    // 4096 is written out, too.
    header.set_stored_page_size(settings.page_size as u16);
    let mut environment = settings.environment;
    environment.set_circular_logging(settings.circular);
    environment.set_log_file_sectors(u32::from(settings.file_segments));
    header.set_environment(environment);
    let mut flags = if settings.circular { log_flags::CIRCULAR_NOW } else { 0 };
    if let Some((previous, checksum)) = previous {
        header.set_previous_created(previous.created());
        header.set_previous_checksum(checksum);
        header.set_log_signature(previous.log_signature());
        header.set_version(newer(previous.version(), settings.version));
        if previous.flags() & (log_flags::CIRCULAR_NOW | log_flags::CIRCULAR_EVER) != 0 {
            flags |= log_flags::CIRCULAR_EVER;
        }
    }
    header.set_flags(flags);
    header.set_checkpoint(start.checkpoint);
    header.set_attachments(&start.attachments)?;
    header.seal();
    Ok(header)
}

/// A stream's version never goes back. Logs of sectors are another format, which nobody continues.
fn newer(previous: LogVersion, wanted: LogVersion) -> LogVersion {
    if previous.has_sectors() { wanted } else { previous.max(wanted) }
}
