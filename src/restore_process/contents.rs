//! What a backup brings to a restore.

use std::path::PathBuf;

use super::environment::{Environment, SetKind};
use crate::error::Result;
use crate::fail;

/// A backup as the caller has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    pub kind: SetKind,
    /// The name of the instance that was backed up.
    pub storage_group: String,
    /// Three characters: "edb".
    pub base_name: String,
    /// Where its logs lie: on the backup medium, or in the restore's folder already.
    pub log_path: PathBuf,
    /// First and last generation of its logs.
    pub generations: (u32, u32),
    /// Of a full or copy backup: at least one. Of the others: none.
    pub databases: Vec<DatabaseCopy>,
}

/// A database in a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseCopy {
    /// Its path when it was backed up; empty: as the logs say.
    pub name: String,
    /// Where the backup has it; `None` when it lies at its target already.
    pub copy: Option<PathBuf>,
    /// Where it is to go.
    pub target: PathBuf,
}

impl Contents {
    /// The contents go with the kind. Error: `InvalidParameter`.
    pub(super) fn check(&self) -> Result<()> {
        let (low, high) = self.generations;
        if low == 0 || low > high {
            fail!(
                InvalidParameter,
                "{low:#x} to {high:#x} is no range of generations; give the backup's first and last"
            );
        }
        if self.kind.has_databases() == self.databases.is_empty() {
            let (kind, count) = (self.kind.name(), self.databases.len());
            fail!(InvalidParameter, "a backup of the kind \"{kind}\" does not come with {count} databases");
        }
        Ok(())
    }

    /// An incremental or differential backup goes with what was brought in before.
    ///
    /// Errors: `InvalidParameter` for a kind that begins a restore; `BadRestoreTargetInstance` for another storage
    /// group or base name; `InvalidBackupSequence` for a differential backup behind an incremental one, or one that
    /// brings nothing new; `MissingRestoreLogFiles` for a gap.
    pub(super) fn check_follows(&self, environment: &Environment) -> Result<()> {
        if self.kind.has_databases() {
            fail!(InvalidParameter, "a {} backup begins a restore, it is not added to one", self.kind.name());
        }
        if self.storage_group != environment.storage_group {
            fail!(
                BadRestoreTargetInstance,
                "the backup is one of the storage group \"{}\", the restore one of \"{}\"",
                self.storage_group,
                environment.storage_group
            );
        }
        if !self.base_name.eq_ignore_ascii_case(&environment.base_name) {
            fail!(
                BadRestoreTargetInstance,
                "the backup's logs have the base name \"{}\", those of the restore \"{}\"",
                self.base_name,
                environment.base_name
            );
        }
        let after_incremental = environment.sets.iter().any(|s| s.kind == SetKind::Incremental);
        if self.kind == SetKind::Differential && after_incremental {
            fail!(
                InvalidBackupSequence,
                "a differential backup goes back to the full one and cannot follow an incremental one"
            );
        }
        let ((low, high), (_, reached)) = (self.generations, environment.generations);
        // Differential backups go back to the full one, not to one another.
        let first = environment.sets.first().map_or(reached, |s| s.generations.1);
        let must_touch = if self.kind == SetKind::Differential { first } else { reached };
        if low > must_touch.saturating_add(1) {
            let (from, to) = (must_touch.saturating_add(1), low.saturating_sub(1));
            fail!(
                MissingRestoreLogFiles,
                "generations {from:#x} to {to:#x} are missing between the backups; add the one that has them first"
            );
        }
        if high <= reached {
            fail!(
                InvalidBackupSequence,
                "the backup ends with generation {high:#x}, but {reached:#x} is here already; it is an older one, or \
                 was added before"
            );
        }
        Ok(())
    }
}
