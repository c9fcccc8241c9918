//! The versions of the on-disk formats: which engine wrote them, which of them are understood.
//!
//! A version has three parts. A file with another major part is foreign; a higher update-major part than ours means
//! "too new"; the update-minor part only tells of additions that an older engine may ignore. Since 2016 one number,
//! the engine format, stands for a row of this table.
//!
//! | database   | log      | since engine format                    |
//! |------------|----------|----------------------------------------|
//! | 0x620,2–17 | 7,3704   | before the table (Windows 2000 to 7)   |
//! | 0x620,20,0 | 8,4,3    | 8020 Windows 10                        |
//! | 0x620,20,0 | 8,5,14   | 8520 Exchange 2016, Windows 10 1511    |
//! | …          | …        | …                                      |
//! | 290,600    | 130,280  | 9600, the newest known                 |
//!
//! Source: `ese/sysver.cxx`, `inc/daedef.hxx` (ulDAEVersion…, CmpFormatVer), `published/inc/jethdr.w` (JET_efv…).

use std::fmt;

/// The three parts of a database or log version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormatVersion {
    pub major: u32,
    pub update_major: u32,
    pub update_minor: u32,
}

impl FormatVersion {
    pub const fn new(major: u32, update_major: u32, update_minor: u32) -> Self {
        Self { major, update_major, update_minor }
    }

    /// An engine that knows formats up to `newest` can read this one: neither the major nor the update-major part
    /// lies above.
    pub fn is_known_to(&self, newest: &FormatVersion) -> bool {
        (self.major, self.update_major) <= (newest.major, newest.update_major)
    }

    /// The two differ in nothing but the update-minor part.
    pub fn is_compatible_with(&self, other: &FormatVersion) -> bool {
        (self.major, self.update_major) == (other.major, other.update_major)
    }
}

/// The four numbers in a log header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LogVersion {
    pub major: u32,
    pub minor: u32,
    pub update_major: u32,
    pub update_minor: u32,
}

impl LogVersion {
    pub const fn new(major: u32, minor: u32, update_major: u32, update_minor: u32) -> Self {
        Self { major, minor, update_major, update_minor }
    }

    /// Without the number that no longer counts.
    pub fn format(&self) -> FormatVersion {
        FormatVersion::new(self.major, self.update_major, self.update_minor)
    }

    /// In the sector format of Windows before 8.
    pub fn has_sectors(&self) -> bool {
        self.major <= LOG_MAJOR_SECTORS
    }

    /// Whether a log of this version for databases of this page size can be replayed. Format 7 whatever its update; what
    /// single updates changed is told in `docs/log-records.md`.
    pub fn is_supported(&self, page_size: u32) -> bool {
        match (self.major, self.minor) {
            (LOG_MAJOR, LOG_MINOR) => self.update_major <= NEWEST.log.update_major,
            (LOG_MAJOR_SECTORS, LOG_MINOR_SECTORS) => page_size <= 8192 || self.update_major >= LOG_UPDATE_LARGE_CHUNKS,
            _ => false,
        }
    }

    /// What was never written is zero; before, it was a pattern.
    pub fn is_zero_filled(&self) -> bool {
        (self.major, self.minor, self.update_major) >= (LOG_MAJOR, LOG_MINOR, 2)
    }

    /// Each header carries the checksum over all segments of the log before it. (Update-minor numbers
    /// from 11 on never repeat, whatever the update-major number.)
    pub fn has_previous_checksum(&self) -> bool {
        (self.major, self.minor) >= (LOG_MAJOR, LOG_MINOR) && self.update_minor >= 13
    }

    /// Commit contexts open with a byte of flags.
    pub fn commit_context_has_flags(&self) -> bool {
        match self.update_major {
            4 => self.update_minor >= 8,
            5 => self.update_minor >= 2,
            other => other > 5,
        }
    }

    /// Checkpoints carry the list of attached databases.
    pub fn checkpoint_has_attachments(&self) -> bool {
        *self >= Self::new(LOG_MAJOR, LOG_MINOR, 4, 3)
    }

    /// The size that a database is created with is logged.
    pub fn logs_initial_size(&self) -> bool {
        *self >= Self::new(LOG_MAJOR, LOG_MINOR, 5, 4)
    }
}

impl fmt::Display for LogVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}.{}", self.major, self.minor, self.update_major, self.update_minor)
    }
}

impl fmt::Display for FormatVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.update_major, self.update_minor)
    }
}

/// One row of the table: the file versions that an engine format stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngineFormat {
    /// The engine-format number of the API (JET_efv…).
    pub number: u32,
    pub database: FormatVersion,
    pub log: FormatVersion,
}

/// The major part of every database version since 1997.
pub const DATABASE_MAJOR: u32 = 0x620;
/// The major part of logs in today's segment format.
pub const LOG_MAJOR: u32 = 8;
/// Second number of every log version of today's format; it no longer changes.
pub const LOG_MINOR: u32 = 4000;
/// The major part of logs of the sector format that Windows had before 8.
pub const LOG_MAJOR_SECTORS: u32 = 7;
/// Second number of the log versions of the sector format that can still be replayed.
pub const LOG_MINOR_SECTORS: u32 = 3704;
/// First update-major of format 7 whose large pages have today's long-value chunks.
const LOG_UPDATE_LARGE_CHUNKS: u32 = 14;
/// First update-major of databases whose large pages (16 and 32 KiB) have today's long-value chunks; older ones with
/// such pages cannot be attached.
pub const DATABASE_UPDATE_LARGE_CHUNKS: u32 = 0x11;

/// First engine format whose header keeps the creation time of the last required log.
pub const ENGINE_LOGTIME_MAX_REQUIRED: u32 = 9260;
/// First engine format whose header keeps where the file was last resized.
pub const ENGINE_LGPOS_LAST_RESIZE: u32 = 9180;
/// First engine format that lowers the required range while replaying from further back.
pub const ENGINE_LOWER_MIN_REQUIRED: u32 = 9300;
/// First engine format with revert snapshots.
pub const ENGINE_REVERT_SNAPSHOT: u32 = 9360;
/// Pages write down how many of their tags are reserved.
pub const ENGINE_RESERVED_TAGS: u32 = 9560;

const fn row(number: u32, database: (u32, u32), log: (u32, u32)) -> EngineFormat {
    EngineFormat {
        number,
        database: FormatVersion::new(DATABASE_MAJOR, database.0, database.1),
        log: FormatVersion::new(LOG_MAJOR, log.0, log.1),
    }
}

/// Every engine format with a row of its own, oldest first.
pub const ENGINE_FORMATS: [EngineFormat; 41] = [
    row(7060, (20, 0), (4, 3)),
    row(8020, (20, 0), (4, 3)),
    row(8220, (20, 0), (5, 13)),
    row(8520, (20, 0), (5, 14)),
    row(8620, (20, 0), (5, 14)),
    row(8880, (20, 0), (5, 14)),
    row(8720, (20, 0), (5, 15)),
    row(8820, (20, 0), (5, 16)),
    row(8920, (20, 0), (5, 16)),
    row(8940, (20, 20), (6, 20)),
    row(8960, (30, 40), (6, 20)),
    row(8980, (40, 60), (7, 40)),
    row(9000, (50, 80), (7, 40)),
    row(9020, (50, 100), (7, 40)),
    row(9040, (60, 120), (20, 60)),
    row(9060, (60, 140), (20, 60)),
    row(9080, (70, 160), (20, 60)),
    row(9100, (80, 180), (30, 80)),
    row(9120, (90, 200), (40, 100)),
    row(9140, (100, 220), (50, 120)),
    row(9160, (100, 220), (60, 140)),
    row(9180, (110, 240), (60, 140)),
    row(9200, (120, 260), (60, 140)),
    row(9220, (130, 280), (60, 140)),
    row(9240, (140, 300), (60, 140)),
    row(9260, (150, 320), (60, 140)),
    row(9280, (160, 340), (60, 140)),
    row(9300, (160, 360), (60, 140)),
    row(9320, (160, 360), (70, 160)),
    row(9340, (170, 380), (80, 180)),
    row(9360, (180, 400), (90, 200)),
    row(9380, (190, 420), (90, 200)),
    row(9400, (200, 440), (90, 200)),
    row(9420, (210, 460), (100, 220)),
    row(9460, (230, 500), (100, 220)),
    row(9480, (230, 500), (110, 240)),
    row(9500, (230, 500), (120, 260)),
    row(9520, (250, 520), (120, 260)),
    row(9540, (260, 540), (120, 260)),
    row(9560, (270, 560), (120, 260)),
    row(9580, (280, 580), (130, 280)),
];

/// The newest format that is understood.
pub const NEWEST: EngineFormat = row(9600, (290, 600), (130, 280));

/// The row of an engine format, if it has one.
pub fn engine_format(number: u32) -> Option<&'static EngineFormat> {
    all().find(|f| f.number == number)
}

/// The newest engine format that a database of this version can have been written under.
pub fn engine_format_of_database(version: &FormatVersion) -> Option<&'static EngineFormat> {
    all().rev().find(|f| f.database.is_compatible_with(version))
}

/// A database of this version has what the engine format brought.
pub fn database_has(version: &FormatVersion, engine_format_number: u32) -> bool {
    engine_format(engine_format_number).is_some_and(|f| f.database <= *version)
}

fn all() -> impl DoubleEndedIterator<Item = &'static EngineFormat> {
    ENGINE_FORMATS.iter().chain(std::iter::once(&NEWEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_never_go_back() {
        // The rows before 8940 were numbered after the fact; 8880 stands out of order in the reference as well.
        for (a, b) in all().zip(all().skip(1)) {
            assert!(a.database <= b.database && a.log <= b.log, "{} {}", a.number, b.number);
            assert!(a.number < b.number || a.number == 8880);
        }
        assert_eq!(engine_format(9180).unwrap().database, FormatVersion::new(0x620, 110, 240));
    }

    #[test]
    fn logs_are_supported_up_to_the_newest() {
        let newest = LogVersion::new(8, 4000, 130, 280);
        assert!(newest.is_supported(32768) && newest.has_previous_checksum() && newest.is_zero_filled());
        assert!(LogVersion::new(8, 4000, 130, 999).is_supported(4096));
        assert!(!LogVersion::new(8, 4000, 131, 280).is_supported(4096));
        assert!(!LogVersion::new(9, 4000, 0, 0).is_supported(4096));
        assert!(!LogVersion::new(8, 4001, 0, 0).is_supported(4096));
        assert!(!LogVersion::new(6, 1503, 0, 0).is_supported(4096));
        let windows_7 = LogVersion::new(7, 3704, 15, 0);
        assert!(windows_7.is_supported(32768) && windows_7.has_sectors() && !windows_7.has_previous_checksum());
        let old = LogVersion::new(7, 3704, 13, 0);
        assert!(old.is_supported(8192) && !old.is_supported(16384));
        assert!(LogVersion::new(8, 4000, 4, 8).commit_context_has_flags());
        assert!(!LogVersion::new(8, 4000, 5, 1).commit_context_has_flags());
        assert!(!LogVersion::new(8, 4000, 5, 12).has_previous_checksum());
    }

    #[test]
    fn features_follow_the_version() {
        let old = FormatVersion::new(0x620, 20, 0);
        assert!(!database_has(&old, ENGINE_LGPOS_LAST_RESIZE));
        assert!(database_has(&NEWEST.database, ENGINE_REVERT_SNAPSHOT));
        assert_eq!(engine_format_of_database(&old).unwrap().number, 8940);
        assert!(engine_format_of_database(&FormatVersion::new(0x620, 9, 0)).is_none());
        // A higher update-minor is no obstacle, a higher update-major is.
        assert!(FormatVersion::new(0x620, 290, 9999).is_known_to(&NEWEST.database));
        assert!(!FormatVersion::new(0x620, 291, 0).is_known_to(&NEWEST.database));
        assert!(!FormatVersion::new(0x700, 0, 0).is_known_to(&NEWEST.database));
    }
}
