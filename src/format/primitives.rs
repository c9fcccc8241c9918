//! The small values that every on-disk object is made of.
//!
//! | value     | bytes | on disk                                                       |
//! |-----------|-------|---------------------------------------------------------------|
//! | Lgpos     | 8     | u16 byte in sector, u16 sector, i32 generation                |
//! | Logtime   | 8     | seconds, minutes, hours, day, month, year − 1900, flags, flags |
//! | Signature | 28    | u32 random, Logtime, 16 bytes computer name                   |
//!
//! Source: `inc/daedef.hxx` of the reference (LGPOS, LOGTIME, SIGNATURE).

use std::fmt;

/// A page number; 1 is the first page after the two header pages.
pub type Pgno = u32;
/// The database's own clock: raised by one at every change of a page.
pub type Dbtime = u64;
/// The number of a table, index or long-value tree.
pub type Objid = u32;

/// No page.
pub const PGNO_NULL: Pgno = 0;
/// The root page of the database tree.
pub const PGNO_SYSTEM_ROOT: Pgno = 1;
/// "No dbtime": found on pages that were never written, and in records that do not carry one.
pub const DBTIME_NIL: Dbtime = u64::MAX;
/// The dbtime stored for the "before" of a page that a macro operation dirties as a whole.
pub const DBTIME_INVALID: Dbtime = u64::MAX - 1;
/// A page that was shrunk away carries this instead of a time.
pub const DBTIME_SHRUNK: Dbtime = u64::MAX - 2;
/// A page that was reverted to "new" by a snapshot carries this.
pub const DBTIME_REVERT: Dbtime = u64::MAX - 3;

/// A position in the log stream.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Lgpos {
    /// Number of the log file in the stream, from 1.
    pub generation: u32,
    /// Sector (segment in format 8) within the file, counted from the start of the header.
    pub sector: u16,
    /// Byte within the sector.
    pub offset: u16,
}

impl Lgpos {
    /// Before everything; also "unset".
    pub const MIN: Self = Self { generation: 0, sector: 0, offset: 0 };
    /// After everything.
    pub const MAX: Self = Self { generation: i32::MAX as u32, sector: u16::MAX, offset: u16::MAX };

    pub const fn new(generation: u32, sector: u16, offset: u16) -> Self {
        Self { generation, sector, offset }
    }

    pub fn is_set(&self) -> bool {
        *self != Self::MIN
    }

    /// Reads the 8 on-disk bytes.
    pub fn from_bytes(b: &[u8; 8]) -> Self {
        Self {
            offset: u16::from_le_bytes([b[0], b[1]]),
            sector: u16::from_le_bytes([b[2], b[3]]),
            generation: u32::from_le_bytes([b[4], b[5], b[6], b[7]]),
        }
    }

    /// The 8 on-disk bytes.
    pub fn to_bytes(self) -> [u8; 8] {
        let mut b = [0; 8];
        b[..2].copy_from_slice(&self.offset.to_le_bytes());
        b[2..4].copy_from_slice(&self.sector.to_le_bytes());
        b[4..].copy_from_slice(&self.generation.to_le_bytes());
        b
    }
}

impl Ord for Lgpos {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.generation, self.sector, self.offset).cmp(&(other.generation, other.sector, other.offset))
    }
}

impl PartialOrd for Lgpos {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Lgpos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Lgpos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X},{:04X},{:04X}", self.generation, self.sector, self.offset)
    }
}

/// A moment as the engine writes it down: calendar fields, milliseconds, UTC flag.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Logtime(pub [u8; 8]);

impl Logtime {
    pub fn is_set(&self) -> bool {
        self.0 != [0; 8]
    }

    /// (year, month 1–12, day, hour, minute, second, millisecond).
    pub fn fields(&self) -> (u16, u8, u8, u8, u8, u8, u16) {
        let b = &self.0;
        let milliseconds = u16::from(b[6] >> 1) | (u16::from((b[7] >> 1) & 7) << 7);
        (1900 + u16::from(b[5]), b[4], b[3], b[2], b[1], b[0], milliseconds)
    }

    pub fn is_utc(&self) -> bool {
        self.0[6] & 1 != 0
    }

    /// From seconds since 1970 and milliseconds, in UTC.
    pub fn from_unix(seconds: u64, milliseconds: u16) -> Self {
        // Civil calendar from a day count (Hinnant's algorithm), valid for every date a log can carry.
        let days = (seconds / 86_400) as i64;
        let second_of_day = seconds % 86_400;
        let z = days + 719_468;
        let era = z / 146_097;
        let day_of_era = z % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u8;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u8;
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self([
            (second_of_day % 60) as u8,
            (second_of_day / 60 % 60) as u8,
            (second_of_day / 3600) as u8,
            day,
            month,
            (year - 1900).clamp(0, 255) as u8,
            1 | (((milliseconds & 0x7f) as u8) << 1),
            ((milliseconds >> 7) as u8 & 7) << 1,
        ])
    }

    /// The present moment, in UTC.
    pub fn now() -> Self {
        let d = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self::from_unix(d.as_secs(), d.subsec_millis() as u16)
    }
}

impl fmt::Debug for Logtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Logtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day, hour, minute, second, ms) = self.fields();
        let zone = if self.is_utc() { "UTC" } else { "LOC" };
        write!(f, "{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}.{ms:03} {zone}")
    }
}

/// Names a database or a log stream: what belongs together carries the same signature.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 28]);

impl Signature {
    pub fn is_set(&self) -> bool {
        self.0 != [0; 28]
    }

    pub fn random(&self) -> u32 {
        u32::from_le_bytes([self.0[0], self.0[1], self.0[2], self.0[3]])
    }

    pub fn created(&self) -> Logtime {
        let mut t = [0; 8];
        t.copy_from_slice(&self.0[4..12]);
        Logtime(t)
    }

    /// A new one, as databases, log streams and header flushes get it.
    pub fn random_now() -> Self {
        use std::hash::{BuildHasher, Hasher};
        let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
        Self::new(random as u32, Logtime::now())
    }

    pub fn new(random: u32, created: Logtime) -> Self {
        let mut b = [0; 28];
        b[..4].copy_from_slice(&random.to_le_bytes());
        b[4..12].copy_from_slice(&created.0);
        Self(b)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Create time:{} Rand:{} Computer:", self.created(), self.random())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lgpos_orders_by_generation_then_sector_then_offset() {
        assert!(Lgpos::new(2, 0, 0) > Lgpos::new(1, 9, 9));
        assert!(Lgpos::new(1, 2, 0) > Lgpos::new(1, 1, 9));
        let p = Lgpos::new(0x1e2e7, 0x1f, 0x268);
        assert_eq!(Lgpos::from_bytes(&p.to_bytes()), p);
        assert_eq!(p.to_string(), "0001E2E7,001F,0268");
    }

    #[test]
    fn logtime_keeps_calendar_and_milliseconds() {
        // 2026-11-22 04:03:58.059 UTC
        let t = Logtime::from_unix(1_795_320_238, 59);
        assert_eq!(t.fields(), (2026, 11, 22, 4, 3, 58, 59));
        assert_eq!(t.to_string(), "11/22/2026 04:03:58.059 UTC");
        assert_eq!(Logtime::from_unix(951_782_400, 999).fields(), (2000, 2, 29, 0, 0, 0, 999));
    }
}
