//! What a look over all segments of a log says, before any record is believed.
//!
//! The engine goes over every file in this way when it opens it, so that damage late in a
//! generation is known before a record early in it is redone.
//!
//! | place holds                      | before an empty place        | behind one              |
//! |----------------------------------|------------------------------|-------------------------|
//! | the segment that belongs there   | log goes on                  | corrupt: ValidAfterEmpty|
//! | zeros, older, copy of the former | log ended before             | nothing new             |
//! | a later lgpos                    | corrupt: BadSegmentLgpos     | the same                |
//! | damage, good copy one place on   | torn: the copy is taken      | –                       |
//! | damage                           | corrupt: SegmentCorrupt      | corrupt: AfterEmpty     |
//!
//! Source: `ese/_log/logread.cxx` (ErrLGCheckReadLastLogRecordFF).

use crate::error::{Error, ErrorCode, Result};
use crate::format::primitives::Lgpos;

/// Why a log is corrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorruptReason {
    /// A segment is damaged and has no copy.
    SegmentCorrupt,
    /// A segment is damaged behind the end of the log.
    CorruptAfterEmptySegment,
    /// A sound segment of another place or a later generation.
    BadSegmentLgpos,
    /// A good segment behind the end of the log: one before it was never written.
    ValidSegmentAfterEmpty,
}

/// How a log ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TailCondition {
    /// Every segment is good up to the end of what was written.
    Whole,
    /// The last segment was torn while it was written again; its copy is good and was taken. In format 7 also: the last
    /// write was not completed, and the log ends before its first bad sector.
    Torn {
        segment: u32,
    },
    Corrupt {
        segment: u32,
        reason: CorruptReason,
    },
}

/// What a recovery does with a log, which decides over the answer to damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogRole {
    /// Soft recovery: any log.
    SoftRecovery,
    /// Hard recovery: a log of the backup set.
    Restored,
    /// Hard recovery: a log behind the backup set. `current`: it has no generation in its name.
    PlayedForward { current: bool },
}

/// The result of looking over a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileCheck {
    /// The start of the first place that holds nothing: records end before it.
    pub end: Lgpos,
    pub tail: TailCondition,
    /// The last record is a Term or RecoveryQuit, and stands here: the databases are clean.
    pub quit: Option<Lgpos>,
    /// XOR of the checksums of all segments; the next generation's header repeats it.
    pub checksum: u64,
    /// A damaged segment at the end or one place behind it, and nothing more: the copy of a segment that was being written
    /// when the power went. To the engine it is damage (CorruptAfterEmpty).
    pub torn_copy: Option<u32>,
    /// Segments that had one wrong bit.
    pub corrected: u32,
    /// Bytes of a segment.
    pub segment_size: u32,
}

impl FileCheck {
    /// Whether a log in this role can be replayed (a torn one after [`mend`](super::LogReader::mend)).
    ///
    /// # Errors
    /// `LogTornWriteDuringHardRestore` or `LogCorruptDuringHardRestore` for the backup set,
    /// `LogTornWriteDuringHardRecovery` (not for the current log) or `LogCorruptDuringHardRecovery` behind it,
    /// `LogFileCorrupt` in soft recovery.
    pub fn verdict(&self, role: LogRole) -> Result<()> {
        let (code, segment, what) = match (&self.tail, role) {
            (TailCondition::Whole, LogRole::SoftRecovery | LogRole::PlayedForward { current: true }) => return Ok(()),
            (TailCondition::Whole, role) => match &self.torn_copy {
                None => return Ok(()),
                Some(segment) => (role.corrupt_record(), segment, "corrupt: CorruptAfterEmptySegment".to_owned()),
            },
            (TailCondition::Torn { .. }, LogRole::SoftRecovery | LogRole::PlayedForward { current: true }) => {
                return Ok(());
            }
            (TailCondition::Torn { segment }, LogRole::Restored) => {
                (ErrorCode::LogTornWriteDuringHardRestore, segment, "torn".to_owned())
            }
            (TailCondition::Torn { segment }, LogRole::PlayedForward { current: false }) => {
                (ErrorCode::LogTornWriteDuringHardRecovery, segment, "torn".to_owned())
            }
            (TailCondition::Corrupt { segment, reason }, role) => {
                (role.corrupt_record(), segment, format!("corrupt: {reason:?}"))
            }
        };
        let message =
            format!("segment {segment} (offset {:#x}) is {what}", u64::from(*segment) * u64::from(self.segment_size));
        Err(Error::new(code, message).generation(self.end.generation))
    }
}

impl LogRole {
    /// The code for a corrupt segment, or for a record that is corrupt although its segment is good.
    pub fn corrupt_record(self) -> ErrorCode {
        match self {
            Self::SoftRecovery => ErrorCode::LogFileCorrupt,
            Self::Restored => ErrorCode::LogCorruptDuringHardRestore,
            Self::PlayedForward { .. } => ErrorCode::LogCorruptDuringHardRecovery,
        }
    }
}
