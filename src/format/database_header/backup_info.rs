//! What a header remembers of a backup.
//!
//! | offset | size | field                                     |
//! |--------|------|-------------------------------------------|
//! | 0      | 8    | lgpos of the backup's mark: its identity  |
//! | 8      | 8    | time of the mark                          |
//! | 16     | 4    | first generation of the backup set        |
//! | 20     | 4    | last generation of the backup set         |
//!
//! Source: `inc/daedef.hxx` (BKINFO, BKINFOTYPE).

use crate::format::fields::{self, Field};
use crate::format::primitives::{Lgpos, Logtime};

/// One backup. All zero when there is none. In the current full backup of a database `last_generation` stays 0 until
/// the trailer's knowledge has been moved into the header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupInfo {
    pub mark: Lgpos,
    pub time: Logtime,
    pub first_generation: u32,
    pub last_generation: u32,
}

impl Field for BackupInfo {
    const SIZE: usize = 24;
    fn load(bytes: &[u8]) -> Self {
        Self {
            mark: fields::get(bytes, 0),
            time: fields::get(bytes, 8),
            first_generation: fields::get(bytes, 16),
            last_generation: fields::get(bytes, 20),
        }
    }
    fn store(self, bytes: &mut [u8]) {
        fields::put(bytes, 0, self.mark);
        fields::put(bytes, 8, self.time);
        fields::put(bytes, 16, self.first_generation);
        fields::put(bytes, 20, self.last_generation);
    }
}

/// How a backup was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum BackupKind {
    Streaming = 0,
    OsSnapshot = 1,
    Snapshot = 2,
    Surrogate = 3,
}
