//! Where redo of a page leaves what a rollback of its change would need.

use super::{Level, Rceid, Version};
use crate::error::Result;
use crate::recovery::transactions::Procid;

/// Takes notes of versioned changes: at once into the session's own list
/// ([`Transactions`](crate::recovery::transactions::Transactions)), or to be carried there later.
pub trait VersionNotes {
    /// Whether anybody may want the versions of this session back now. When not, it is enough to
    /// [check](Self::check_level) the level of a change.
    fn wants(&self, procid: Procid) -> bool;

    /// A change belongs to a level that its session has.
    ///
    /// # Errors
    /// `LogCorrupted` when that is not so.
    fn check_level(&self, procid: Procid, level: Level) -> Result<()>;

    /// A versioned change that redo met; `docs/undo.md` says which record makes which version.
    ///
    /// # Errors
    /// `LogCorrupted` when the session has no transaction as deep as the version's level.
    fn note_version(&mut self, procid: Procid, version: Version<'_>) -> Result<()>;

    /// A versioned replace or flag delete that is on the page already, so that the before image
    /// cannot be had from it: an UndoInfo record has to bring it.
    fn defer_version(&mut self, procid: Procid, rceid: Rceid, level: Level);

    /// The version that an Undo record takes back, for redo of that record.
    fn version(&self, procid: Procid, rceid: Rceid) -> Option<Version<'_>>;

    /// Forgets a version after its Undo record was redone (or was found on the page already).
    fn forget_version(&mut self, procid: Procid, rceid: Rceid);
}
