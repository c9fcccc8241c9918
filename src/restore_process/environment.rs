//! What `Restore.env` says: which databases a restore brings back to where, and which logs it has for that.

use std::path::PathBuf;

use crate::format::primitives::Signature;

/// The kind of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// Databases and logs.
    Full,
    /// As full, but the databases do not remember it.
    Copy,
    /// Logs since the last full or incremental backup.
    Incremental,
    /// Logs since the last full backup.
    Differential,
}

impl SetKind {
    pub const ALL: [Self; 4] = [Self::Full, Self::Copy, Self::Incremental, Self::Differential];

    /// The kind brings databases, and so begins a restore.
    pub fn has_databases(self) -> bool {
        matches!(self, Self::Full | Self::Copy)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Copy => "copy",
            Self::Incremental => "incremental",
            Self::Differential => "differential",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// How far a restore has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files of the first backup are being copied; begun again when that was interrupted.
    Copying,
    /// Waits for more sets, or for the end.
    Collecting,
    /// Logs are being played, or were when that was interrupted.
    Completing,
    /// The databases are clean.
    Completed,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Copying, Self::Collecting, Self::Completing, Self::Completed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Copying => "copying",
            Self::Collecting => "collecting",
            Self::Completing => "completing",
            Self::Completed => "completed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// A database of the restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// Its path when it was backed up, as its logs know it.
    pub name: String,
    /// Where it is brought back to; a complete path.
    pub path: PathBuf,
    pub signature: Signature,
    /// The streaming file that was carried along, where there was one.
    pub streaming_file: Option<PathBuf>,
}

/// A backup that was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    pub kind: SetKind,
    /// First and last generation of its logs.
    pub generations: (u32, u32),
    /// When it was brought in: `2026-01-31T23:59:59Z`.
    pub when: String,
}

/// A restore under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    pub stage: Stage,
    /// The name of the instance that was backed up.
    pub storage_group: String,
    /// Three characters: "edb".
    pub base_name: String,
    /// Bytes.
    pub page_size: u32,
    pub log_signature: Signature,
    /// First and last generation in the folder.
    pub generations: (u32, u32),
    /// The log path of the storage group that logs are played from in the end, once that has begun.
    pub roll_forward: Option<PathBuf>,
    /// The last generation that is played from there, when it is the log path of a running instance.
    pub roll_forward_to: Option<u32>,
    /// At least one.
    pub databases: Vec<Database>,
    /// In the order in which they came; the first is a full or copy backup.
    pub sets: Vec<Set>,
}

impl Environment {
    /// The sets are what [`Environment`] promises: one that brings databases, then none.
    pub fn is_sound(&self) -> bool {
        let mut kinds = self.sets.iter().map(|s| s.kind.has_databases());
        let (low, high) = self.generations;
        let in_order = |s: &Set| s.generations.0 <= s.generations.1 && s.generations.1 <= high;
        kinds.next() == Some(true)
            && kinds.all(|has| !has)
            && !self.databases.is_empty()
            && low > 0
            && low <= high
            && self.sets.iter().all(in_order)
            && (self.roll_forward_to.is_none() || self.roll_forward.is_some())
    }
}
