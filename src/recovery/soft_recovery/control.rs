//! What JetInit's grbit says, and how it answers recovery control in the caller's place.
//!
//! Source: `ErrRecoveryControlDefaultCallback` in `ese/tm.cxx`.

use crate::error::ErrorCode;
use crate::recovery::request::{NextAction, OpenReason, Status, StatusEvent};

/// JET_bit… of JetInit.
pub mod grbit {
    use crate::error::Result;
    use crate::fail;

    /// ReplayReplicatedLogFiles: has no effect, as in the reference.
    const REPLICATED: u32 = 0x1;
    pub const IGNORE_MISSING_DATABASE: u32 = 0x4;
    pub const WITHOUT_UNDO: u32 = 0x8;
    pub const TRUNCATE_LOGS: u32 = 0x10;
    pub const MISSING_MAP_ENTRY: u32 = 0x20;
    pub const LOG_STREAM_MUST_EXIST: u32 = 0x40;
    pub const IGNORE_LOST_LOGS: u32 = 0x80;
    pub const ALLOW_MISSING_CURRENT_LOG: u32 = 0x100;
    pub const ALLOW_BACKUP: u32 = 0x200;
    pub const SKIP_LOST_LOGS_EVENT: u32 = 0x400;
    pub const EXTERNAL_CONTROL: u32 = 0x800;
    pub const KEEP_ATTACHED: u32 = 0x1000;
    pub const SKIP_BEFORE_REQUIRED: u32 = 0x2000;
    pub const INFER_CHECKPOINT: u32 = 0x4000;

    const KNOWN: u32 = REPLICATED | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x7000;

    /// Refuses what nobody knows.
    ///
    /// # Errors
    /// `InvalidGrbit`.
    pub fn check(grbit: u32) -> Result<()> {
        if grbit & !KNOWN != 0 {
            fail!(InvalidGrbit, "{:#x} is no option of JetInit", grbit & !KNOWN);
        }
        Ok(())
    }
}

/// The caller's options.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    pub grbit: u32,
}

impl Wishes {
    pub fn has(self, bit: u32) -> bool {
        self.grbit & bit != 0
    }

    /// Options that answer for the caller: recovery control does not reach the callback then, unless asked for.
    fn controls(self) -> bool {
        self.grbit
            & (grbit::EXTERNAL_CONTROL
                | grbit::LOG_STREAM_MUST_EXIST
                | grbit::WITHOUT_UNDO
                | grbit::IGNORE_LOST_LOGS
                | grbit::ALLOW_BACKUP
                | grbit::ALLOW_MISSING_CURRENT_LOG
                | grbit::SKIP_LOST_LOGS_EVENT)
            != 0
    }

    /// The answer to an event: the option's, or the callback's, or the default.
    pub fn answer(self, event: StatusEvent<'_>, callback: &mut Status<'_>) -> i32 {
        if !is_control(&event) {
            return callback.as_mut().map_or(0, |tell| tell(event));
        }
        if !self.controls() {
            let default = event.default_answer();
            return callback.as_mut().map_or(default, |tell| tell(event));
        }
        let wished = self.wished(&event);
        let event = with_default(event, wished);
        let default = wished.unwrap_or(event.default_answer());
        match callback.as_mut().filter(|_| self.has(grbit::EXTERNAL_CONTROL)) {
            // Events without a default of their own: the callback's consent does not undo the option.
            Some(tell) => match tell(event) {
                0 if wished.is_some_and(|w| w < 0) => default,
                answer => answer,
            },
            None => default,
        }
    }

    /// What an option says to an event.
    fn wished(self, event: &StatusEvent<'_>) -> Option<i32> {
        let without_undo = self.has(grbit::WITHOUT_UNDO);
        match event {
            StatusEvent::OpenLog { reason: OpenReason::Do, .. } if without_undo => {
                Some(ErrorCode::RecoveredWithoutUndoDatabasesConsistent as i32)
            }
            StatusEvent::BeginUndo { .. } if without_undo => Some(ErrorCode::RecoveredWithoutUndo as i32),
            StatusEvent::MissingLog { next: NextAction::CreateNewLogStream, .. }
                if self.has(grbit::LOG_STREAM_MUST_EXIST) =>
            {
                Some(ErrorCode::FileNotFound as i32)
            }
            StatusEvent::MissingLog {
                current: true,
                next: NextAction::ContinueToRedo | NextAction::ContinueToUndo,
                ..
            } if without_undo || self.has(grbit::ALLOW_MISSING_CURRENT_LOG | grbit::IGNORE_LOST_LOGS) => Some(0),
            StatusEvent::SignalError { default }
                if *default == ErrorCode::SoftRecoveryOnBackupDatabase as i32
                    && (without_undo || self.has(grbit::ALLOW_BACKUP)) =>
            {
                Some(0)
            }
            _ => None,
        }
    }
}

fn is_control(event: &StatusEvent<'_>) -> bool {
    !matches!(
        event,
        StatusEvent::Begin | StatusEvent::Progress { .. } | StatusEvent::Complete { .. } | StatusEvent::Failed { .. }
    )
}

/// The event as the callback sees it: with the option's answer as default, where it shows one.
fn with_default(event: StatusEvent<'_>, wished: Option<i32>) -> StatusEvent<'_> {
    let Some(wished) = wished else { return event };
    match event {
        StatusEvent::MissingLog { generation, current, next, file, databases, .. } => {
            StatusEvent::MissingLog { generation, current, next, file, databases, default: wished }
        }
        StatusEvent::SignalError { .. } => StatusEvent::SignalError { default: wished },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn missing(next: NextAction) -> StatusEvent<'static> {
        let default = ErrorCode::MissingLogFile as i32;
        let file = Path::new("edb.log");
        StatusEvent::MissingLog { generation: 5, current: true, next, file, databases: &[], default }
    }

    #[test]
    fn options_answer_in_the_place_of_the_caller() {
        let answer = |grbit, event| Wishes { grbit }.answer(event, &mut None);
        let lost = ErrorCode::MissingLogFile as i32;
        assert_eq!(answer(0, missing(NextAction::ContinueToUndo)), lost);
        assert_eq!(answer(grbit::ALLOW_MISSING_CURRENT_LOG, missing(NextAction::ContinueToUndo)), 0);
        assert_eq!(answer(grbit::IGNORE_LOST_LOGS, missing(NextAction::ContinueToRedo)), 0);
        let none = ErrorCode::FileNotFound as i32;
        assert_eq!(answer(grbit::LOG_STREAM_MUST_EXIST, missing(NextAction::CreateNewLogStream)), none);
        let undo = || StatusEvent::BeginUndo { databases: &[] };
        assert_eq!(answer(0, undo()), 0);
        assert_eq!(answer(grbit::WITHOUT_UNDO, undo()), ErrorCode::RecoveredWithoutUndo as i32);
    }

    #[test]
    fn with_options_the_callback_hears_of_control_only_when_asked_for() {
        let mut heard = 0;
        let mut callback = |_: StatusEvent<'_>| {
            heard += 1;
            0
        };
        let mut status: Status<'_> = Some(&mut callback);
        let mut answer = |grbit| Wishes { grbit }.answer(StatusEvent::BeginUndo { databases: &[] }, &mut status);
        let refused = ErrorCode::RecoveredWithoutUndo as i32;
        assert_eq!(answer(0), 0);
        assert_eq!(answer(grbit::WITHOUT_UNDO), refused);
        assert_eq!(answer(grbit::WITHOUT_UNDO | grbit::EXTERNAL_CONTROL), refused);
        assert_eq!(heard, 2);
    }

    #[test]
    fn unknown_options_are_refused() {
        assert!(grbit::check(0xFFF & !2).is_ok());
        assert_eq!(grbit::check(2).unwrap_err().code(), ErrorCode::InvalidGrbit);
        assert!(grbit::check(grbit::KEEP_ATTACHED).is_ok());
    }
}
