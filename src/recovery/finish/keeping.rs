//! The other end of a recovery, with JET_bitKeepDbAttachedAtEndOfRecovery: the databases stay attached to the instance.
//!
//! | step                                       | a crash behind it leaves                                   |
//! |--------------------------------------------|------------------------------------------------------------|
//! | undo as always, all pages safe             | what redo does again                                       |
//! | RecoveryQuitKeepAttachments safe           | the same: nothing says that the databases are clean        |
//! | headers: dirty, the newest generation too  | the same                                                   |
//!
//! The checkpoint stays where redo began, with what was attached there: for replay from there comes upon the quit record,
//! and behind it the databases are still attached. From a place behind the quit record the instance's Init would detach
//! them.
//!
//! Source: `ErrLGRIEndAllSessions` in `ese/_log/logredo.cxx` of the reference.

use std::path::PathBuf;

use super::writing::Writing;
use crate::error::Result;
use crate::format::database_header::DatabaseState;
use crate::format::log_record::{LogRecord, Term, TermHead};
use crate::format::primitives::Logtime;
use crate::recovery::replay::Replay;

/// A database that stays attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub dbid: u8,
    pub path: PathBuf,
}

impl Replay<'_, '_> {
    /// Whether the databases are to stay attached. Where a shutdown was under way when the logs end, they are not.
    pub(super) fn keeps_attachments(&self) -> bool {
        self.policy.keep_attached && !self.last_is_shutdown
    }

    /// Ends without detaching. The pages are safe already.
    pub(super) fn quit_and_keep(&mut self, writing: &Writing<'_>, head: TermHead) -> Result<Vec<Kept>> {
        let logtime = Some(Logtime::now());
        let quit = writing.append(&LogRecord::RecoveryQuitKeepAttachments(Term { head, logtime }))?;
        writing.flush(true)?;
        writing.write_headers(&mut self.databases)?;
        for db in self.databases.iter_mut() {
            db.header.set_recovering_generation(0);
        }
        self.write_all()?;
        self.ended = true;
        self.quit_kept_attachments = true;
        self.last_term = Some(quit);
        // One whose creation was never finished is no database yet.
        let whole = self.databases.iter().filter(|db| db.header.state() == Some(DatabaseState::Dirty));
        Ok(whole.map(|db| Kept { dbid: db.dbid, path: db.cache.file().path().to_path_buf() }).collect())
    }
}
