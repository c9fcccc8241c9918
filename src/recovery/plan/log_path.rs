//! Logs that already lie where the restore will go on: in the log path, or in that of a running target instance.
//!
//! They must be the same stream and continue the backup without a gap, or the restore is refused: playing on would lose
//! or mix up work, and the logs that the restore writes would collide with them.
//!
//! Source of the facts: `ese/_log/logutil.cxx` (ErrLGIRSTCheckSignaturesLogSequence, second loop). The walk below keeps
//! its peculiar memory: a complaint about one file is forgotten when a later file is found good.

use std::path::Path;

use super::backup_set::BackupSet;
use super::log_directory::LogDirectory;
use super::log_file::HeaderReader;
use crate::error;
use crate::error::{Error, ErrorCode, Result};
use crate::format::log_header::LogHeader;

/// Where the walk stands.
enum Step {
    /// Go on behind this generation.
    Behind(u32),
    End,
}

/// Checks the directory that is played after the backup's.
///
/// `same_directory`: it is the backup's directory. `target_high`: last generation to play from a running target
/// instance; then its current log is not looked at.
///
/// Errors: those of [`HeaderReader::read_any_stream`]; `ExistingLogFileHasBadSignature`,
/// `ExistingLogFileIsNotContiguous`, `MissingCurrentLogFiles` (a gap behind the backup's range), `MissingRestoreLogFiles`
/// (the target's logs are gone), `FileNotFound` (a gap within the backup's range with nothing behind it).
pub fn check(
    reader: &mut HeaderReader<'_>,
    directory: &LogDirectory,
    same_directory: bool,
    set: &BackupSet,
    target_high: Option<u32>,
) -> Result<()> {
    let (first, last) = directory.range().unwrap_or((0, 0));
    let end = match target_high {
        None => last,
        Some(high) if first == 0 || last < high || first > high => {
            return Err(error!(
                MissingRestoreLogFiles,
                "the target instance's logs up to generation {high:#x} are not in its log path"
            )
            .file(directory.path())
            .generation(high));
        }
        Some(high) => high,
    };
    let (low, high) = set.range;
    // When everything lies behind the backup, the first one must continue it.
    let before = (first > high).then(|| set.last.clone());
    let mut walk = Walk { reader, directory, same_directory, set, low, high, end, complaint: None, before };
    if first == 0 {
        walk.end = walk.high;
        walk.current()?;
        return walk.complaint.map_or(Ok(()), Err);
    }
    let mut generation = first;
    while generation <= walk.end {
        match walk.archived(generation)? {
            Step::Behind(done) => generation = done.saturating_add(1),
            Step::End => return walk.complaint.map_or(Ok(()), Err),
        }
    }
    if target_high.is_none() && generation == walk.end.saturating_add(1) {
        walk.current()?;
    }
    walk.complaint.map_or(Ok(()), Err)
}

struct Walk<'a, 'r> {
    reader: &'a mut HeaderReader<'r>,
    directory: &'a LogDirectory,
    same_directory: bool,
    set: &'a BackupSet,
    /// The backup's range.
    low: u32,
    high: u32,
    /// Last closed generation to look at; the current log stands for the one behind it.
    end: u32,
    complaint: Option<Error>,
    /// The header that the next one must continue.
    before: Option<LogHeader>,
}

impl Walk<'_, '_> {
    fn archived(&mut self, generation: u32) -> Result<Step> {
        let Some(path) = self.directory.archived(generation) else { return self.gap(generation) };
        let header = self.reader.read_any_stream(path).map_err(|e| e.generation(generation))?;
        Ok(self.compare(generation, path, header))
    }

    fn current(&mut self) -> Result<()> {
        // A current log that cannot be opened is as good as none.
        let Some(path) = self.directory.current() else { return Ok(()) };
        match self.reader.read_any_stream(path) {
            Ok(header) => {
                self.compare(self.end.saturating_add(1), path, header);
                Ok(())
            }
            Err(e) if matches!(e.code(), ErrorCode::FileNotFound | ErrorCode::FileAccessDenied) => Ok(()),
            Err(e) => Err(e),
        }
    }

    fn gap(&mut self, generation: u32) -> Result<Step> {
        let expected = self.directory.expected(generation);
        if generation > self.high {
            let message =
                "a log behind the backup is missing, but later ones are there; bring it back or move those away";
            return Err(error!(MissingCurrentLogFiles, "{message}").file(expected).generation(generation));
        }
        let message = "the log path holds some of the backup's generations, but not this one";
        let complaint = error!(FileNotFound, "{message}; empty the log path").file(expected).generation(generation);
        if self.same_directory {
            return Err(complaint.with_code(ErrorCode::MissingRestoreLogFiles));
        }
        // The rest of the range is read from the backup.
        self.complaint = Some(complaint);
        Ok(Step::Behind(self.high))
    }

    /// Holds one header against the backup and the header before.
    fn compare(&mut self, generation: u32, path: &Path, header: LogHeader) -> Step {
        self.complaint = None;
        if header.log_signature() != self.set.last.log_signature() {
            let message = "a log of another stream lies in the log path; move it away";
            self.complain(error!(ExistingLogFileHasBadSignature, "{message}"), path, generation);
            self.before = None;
            // Behind the range the walk ends: one foreign log there spoils all that follow.
            return match generation {
                g if g < self.low => Step::Behind(self.low - 1),
                g if g <= self.high => Step::Behind(g),
                _ => Step::End,
            };
        }
        if let Some(before) = &self.before
            && header.previous_created() != before.created()
        {
            self.complain(not_contiguous(before, &header), path, generation);
            self.before = Some(header);
            return match generation {
                g if g < self.low => Step::Behind(g),
                g if g <= self.high => Step::Behind(self.high),
                _ => Step::End,
            };
        }
        let (first, last) = (&self.set.first, &self.set.last);
        if generation + 1 == self.low && header.created() != first.previous_created() {
            self.complain(not_contiguous(&header, first), path, generation);
            self.before = None;
            return Step::Behind(generation);
        }
        if generation == self.low && header.created() != first.created() {
            let message = "the log path holds another log with the number of the backup's first one; move it away";
            self.complain(error!(ExistingLogFileIsNotContiguous, "{message}"), path, generation);
            self.before = self.before.is_some().then_some(header);
            return Step::Behind(self.high);
        }
        if generation == self.high + 1 && header.previous_created() != last.created() {
            self.complain(not_contiguous(last, &header), path, generation);
            return Step::End;
        }
        self.before = Some(header);
        Step::Behind(generation)
    }

    fn complain(&mut self, error: Error, path: &Path, generation: u32) {
        self.complaint = Some(error.file(path).generation(generation));
    }
}

fn not_contiguous(before: &LogHeader, header: &LogHeader) -> Error {
    error!(
        ExistingLogFileIsNotContiguous,
        "generation {:#x} continues a log of {}, but {:#x} was made at {}; bring back what lies between or move the \
         later logs away",
        header.generation(),
        header.previous_created(),
        before.generation(),
        before.created()
    )
}
