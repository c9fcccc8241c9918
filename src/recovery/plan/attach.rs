//! Is this the moment at which replay begins on a database? Asked for every database in the attachment list that replay
//! begins with, and at every attach and create record.
//!
//! A log stream may speak of a file that is older or newer than the position being replayed, that belongs to another
//! stream, or that is another database under the same name. The header decides. Three answers: now; later, at another
//! record (perhaps never); or an error, when no record can ever fit.
//!
//! Attach, header of the right stream (`consistent`, `attach`: positions in the header, and as logged):
//!
//! | consistent                                        | attach                | same database              | another |
//! |---------------------------------------------------|-----------------------|----------------------------|---------|
//! | equal, unset in the header, or header newly bound | equal                 | now                        | later   |
//! | likewise                                          | header's is older     | now at an attach record, else AttachedDatabaseMismatch | later |
//! | likewise                                          | header's is newer     | later                      | later   |
//! | header's is newer, and behind the replay position |                       | later                      | later   |
//! | else                                              |                       | ConsistentTimeMismatch     | later   |
//!
//! "Now" becomes RequiredLogFilesMissing when the database needs generations before the one being replayed.
//!
//! Source of the facts: `ese/_log/logredo.cxx` (ErrLGRICheckRedoAttachDb, ErrLGRICheckRedoCreateDb,
//! ErrLGRICheckAttachNow), `ese/db.cxx` (ErrDBICheckVersions).

use std::cmp::Ordering;

use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::database_header::{DatabaseHeader, DatabaseState};
use crate::format::primitives::{Lgpos, Signature};
use crate::format::version::NEWEST;

/// What a log says of an attachment.
#[derive(Debug, Clone, Copy)]
pub struct Logged {
    pub signature: Signature,
    pub lgpos_attach: Lgpos,
    /// At an attach record, a position that lies at or behind the record comes from another stream: pass
    /// [`Lgpos::MIN`] then.
    pub lgpos_consistent: Lgpos,
    /// The stream that the database belonged to before this attachment; an attach record names it, an attachment list
    /// means the present one.
    pub log_signature: Signature,
}

/// Where the question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The attachment list that replay begins with (log header or checkpoint).
    List,
    /// An attach record at this position.
    Record(Lgpos),
}

/// What replay is like.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances {
    /// The stream being replayed.
    pub log_signature: Signature,
    /// The generation being replayed.
    pub generation: u32,
    pub hard: bool,
    /// JET_bitRestoreMapIgnoreWhenMissing: a database that does not fit is left alone.
    pub ignore: bool,
    /// JET_bitRestoreMapOverwriteOnCreate: a file in the way of a creation is replaced.
    pub overwrite: bool,
    /// Patched pages of this database are still waiting for the records that explain them.
    pub pending_redo_map: bool,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attach {
    /// Replay goes on with this file.
    Now(Preparation),
    /// Not at this record; its operations are skipped until one fits.
    Later(Reason),
    /// The database is made anew (create records only).
    Create,
}

/// What is done to the header before the first page is touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Preparation {
    /// The header still belongs to the stream before: it takes on this one, its attach position and state.
    pub bind_to_stream: bool,
    /// A patched database goes back to the logged attach and consistent positions, so that what was patched is
    /// explained by replay. Written at once.
    pub rewind_to_logged: bool,
    /// A backup's copy in soft recovery: the trailer's knowledge moves into the header.
    pub take_trailer: bool,
    /// … and the caller must be asked first, with SoftRecoveryOnBackupDatabase as the default answer.
    pub ask_about_backup: bool,
}

/// Why not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The file is not there.
    Missing,
    AccessDenied,
    /// The header cannot be read or is damaged, and the map says not to mind.
    HeaderUnusable,
    /// Being created, reseeded or reverted.
    StateUnusable,
    OtherStream,
    OtherDatabase,
    ConsistentInFuture,
    AttachedInFuture,
    /// Changed while logging was off.
    UnloggedUpdate,
    /// It needs older logs, and the map says not to mind.
    RequiredLogsMissing,
    /// An old or new copy of the file, and the map says not to mind.
    TimeMismatch,
}

use Attach::{Create, Later, Now};

/// The question for an attachment. `header` is what reading the file gave.
///
/// Errors: `ReadVerifyFailure`, `DatabaseCorrupted`, `DatabaseIncompleteIncrementalReseed`, `DatabaseIncompleteRevert`,
/// `AttachedDatabaseMismatch`, `ConsistentTimeMismatch`, `RequiredLogFilesMissing`; what reading the file gave, but for a
/// file that is missing or locked.
pub fn check_attach(
    header: Result<&DatabaseHeader, &Error>,
    logged: &Logged,
    occasion: Occasion,
    with: &Circumstances,
) -> Result<Attach> {
    let header = match header {
        Ok(header) => header,
        Err(error) => return unreadable(error, with),
    };
    if let Some(answer) = check_state(header, with)? {
        return Ok(answer);
    }
    match attach_by_position(header, logged, occasion, with) {
        Err(e) if with.ignore => match e.code() {
            ErrorCode::RequiredLogFilesMissing => Ok(Later(Reason::RequiredLogsMissing)),
            ErrorCode::ConsistentTimeMismatch | ErrorCode::AttachedDatabaseMismatch => Ok(Later(Reason::TimeMismatch)),
            _ => Err(e),
        },
        answer => answer,
    }
}

/// The question for a create record at `logged.lgpos_attach`, asked when there is a file. Errors: as for
/// [`check_attach`], but a damaged file is replaced.
pub fn check_create(header: Result<&DatabaseHeader, &Error>, logged: &Logged, with: &Circumstances) -> Result<Attach> {
    let header = match header {
        Ok(header) => header,
        Err(e) if e.code() == ErrorCode::ReadVerifyFailure => return Ok(Create),
        Err(error) => return unreadable(error, with),
    };
    match header.state() {
        Some(DatabaseState::Clean | DatabaseState::Dirty | DatabaseState::DirtyAndPatched) => {}
        Some(DatabaseState::IncrementalReseedInProgress | DatabaseState::RevertInProgress) => {
            return Ok(check_state(header, with)?.unwrap_or(Later(Reason::StateUnusable)));
        }
        _ => return Ok(Create),
    }
    let replace_or = |reason| if with.overwrite { Create } else { Later(reason) };
    if header.log_signature() != with.log_signature {
        return Ok(replace_or(Reason::OtherStream));
    }
    let same = header.signature() == logged.signature;
    match header.lgpos_attach().cmp(&logged.lgpos_attach) {
        Ordering::Equal if !same => Ok(Later(Reason::OtherDatabase)),
        Ordering::Equal if logged.lgpos_attach <= header.lgpos_consistent() => Ok(Later(Reason::ConsistentInFuture)),
        Ordering::Equal => Ok(Now(begin(header, with)?)),
        Ordering::Greater => Ok(Later(Reason::AttachedInFuture)),
        Ordering::Less => Ok(replace_or(Reason::OtherDatabase)),
    }
}

/// The format of a database that is about to be attached is not too new. Error: `InvalidDatabaseVersion`.
pub fn check_version(header: &DatabaseHeader) -> Result<()> {
    let version = header.version();
    if !version.is_known_to(&NEWEST.database) {
        fail!(InvalidDatabaseVersion, "the database has format {version}, the newest known is {}", NEWEST.database);
    }
    Ok(())
}

fn unreadable(error: &Error, with: &Circumstances) -> Result<Attach> {
    match error.code() {
        ErrorCode::FileNotFound | ErrorCode::InvalidPath => Ok(Later(Reason::Missing)),
        ErrorCode::FileAccessDenied => Ok(Later(Reason::AccessDenied)),
        _ if with.ignore => Ok(Later(Reason::HeaderUnusable)),
        _ => Err(error.clone()),
    }
}

fn check_state(header: &DatabaseHeader, with: &Circumstances) -> Result<Option<Attach>> {
    match header.state() {
        Some(DatabaseState::Clean | DatabaseState::Dirty | DatabaseState::DirtyAndPatched) => Ok(None),
        Some(DatabaseState::JustCreated) => Ok(Some(Later(Reason::StateUnusable))),
        _ if with.ignore => Ok(Some(Later(Reason::StateUnusable))),
        Some(DatabaseState::IncrementalReseedInProgress) => {
            fail!(DatabaseIncompleteIncrementalReseed, "a reseed of the database was begun and not ended; end it first")
        }
        Some(DatabaseState::RevertInProgress) => {
            fail!(DatabaseIncompleteRevert, "a revert of the database was begun and not ended; end it first")
        }
        _ => fail!(DatabaseCorrupted, "the database is in state {}, which replay cannot use", header.state_number()),
    }
}

fn attach_by_position(
    header: &DatabaseHeader,
    logged: &Logged,
    occasion: Occasion,
    with: &Circumstances,
) -> Result<Attach> {
    let same = header.signature() == logged.signature;
    let of_stream = header.log_signature() == with.log_signature;
    let of_logged_stream = header.log_signature() == logged.log_signature;
    if !of_stream && !of_logged_stream {
        return Ok(Later(Reason::OtherStream));
    }
    let rewind = same && needs_rewind(header, logged, with)?;
    let consistent = if rewind { logged.lgpos_consistent } else { header.lgpos_consistent() };
    let attach = if rewind { logged.lgpos_attach } else { header.lgpos_attach() };
    let now = |bind_to_stream| -> Result<Attach> {
        Ok(Now(Preparation { bind_to_stream, rewind_to_logged: rewind, ..begin(header, with)? }))
    };
    if !of_stream {
        // Attached to this stream, but its header never heard of it.
        return match (consistent == logged.lgpos_consistent, same) {
            (true, true) => now(true),
            (_, false) => Ok(Later(Reason::OtherDatabase)),
            (false, true) => time_mismatch(header, logged),
        };
    }
    if !of_logged_stream || consistent == logged.lgpos_consistent || !consistent.is_set() {
        if !same {
            return Ok(Later(Reason::OtherDatabase));
        }
        return match attach.cmp(&logged.lgpos_attach) {
            Ordering::Equal => now(false),
            Ordering::Less if occasion != Occasion::List && of_logged_stream => now(false),
            Ordering::Less => fail!(
                AttachedDatabaseMismatch,
                "the database was last attached at {attach}, but these logs attached it at {}; this is an older copy of \
                 the file",
                logged.lgpos_attach
            ),
            Ordering::Greater => Ok(Later(Reason::AttachedInFuture)),
        };
    }
    let in_future = match occasion {
        Occasion::List => true,
        Occasion::Record(position) => consistent > position,
    };
    match (consistent > logged.lgpos_consistent && in_future, same) {
        (true, _) => Ok(Later(Reason::ConsistentInFuture)),
        (false, true) => time_mismatch(header, logged),
        (false, false) => Ok(Later(Reason::UnloggedUpdate)),
    }
}

fn time_mismatch(header: &DatabaseHeader, logged: &Logged) -> Result<Attach> {
    fail!(
        ConsistentTimeMismatch,
        "the database was last consistent at {}, but these logs attached it when that was {}; the file is not the copy \
         that belongs to these logs",
        header.lgpos_consistent(),
        logged.lgpos_consistent
    )
}

/// A patched database whose required range begins before its last attachment must be attached where the log says.
fn needs_rewind(header: &DatabaseHeader, logged: &Logged, with: &Circumstances) -> Result<bool> {
    if header.state() != Some(DatabaseState::DirtyAndPatched) || with.pending_redo_map {
        return Ok(false);
    }
    let (first, attach) = (header.min_required(), header.lgpos_attach());
    if first == 0 || !attach.is_set() || !logged.lgpos_attach.is_set() {
        fail!(DatabaseCorrupted, "the database was patched, but its header does not say which logs explain that");
    }
    let moves_ahead = logged.lgpos_attach > attach;
    if first > attach.generation || first < logged.lgpos_attach.generation || moves_ahead {
        if first < attach.generation && moves_ahead && logged.lgpos_consistent != header.lgpos_consistent() {
            fail!(
                DatabaseCorrupted,
                "the database was patched and needs generation {first:#x}, but these logs attach it only at {}",
                logged.lgpos_attach
            );
        }
        return Ok(false);
    }
    Ok(true)
}

/// The logs reach back far enough for replay to begin here.
fn begin(header: &DatabaseHeader, with: &Circumstances) -> Result<Preparation> {
    let first = header.min_required();
    if first != 0 && header.state() != Some(DatabaseState::DirtyAndPatched) && first < with.generation {
        fail!(
            RequiredLogFilesMissing,
            "the database needs generations {first:#x} to {:#x}, but replay has begun at {:#x}; bring the older logs",
            header.max_required().max(header.max_committed()),
            with.generation
        );
    }
    let backup = header.backup_full_current();
    let take_trailer = backup.first_generation != 0 && !with.hard;
    Ok(Preparation {
        take_trailer,
        ask_about_backup: take_trailer && backup.last_generation == 0,
        ..Default::default()
    })
}

#[cfg(test)]
#[path = "attach_tests.rs"]
mod tests;
