//! The header of a database file: who it is, what state it is in, which logs it needs.
//!
//! It fills a whole page, lies at offset 0 and again one page later ([`super::shadowed_header`]), and is not counted as
//! a page: page 1 lies at twice the page size. What lies beyond the fields is zero.
//!
//! | offset | size | field                                                                        |
//! |--------|------|------------------------------------------------------------------------------|
//! | 0      | 4    | checksum (XOR of the whole page)                                             |
//! | 4      | 4    | magic 0x89ABCDEF                                                             |
//! | 8      | 4    | format version, major                                                        |
//! | 12     | 4    | kind of file by attribute: 0 for a database                                  |
//! | 16     | 8    | dbtime                                                                       |
//! | 24     | 28   | signature of the database                                                    |
//! | 52     | 4    | state                                                                        |
//! | 56     | 16   | lgpos and time when it was last consistent                                   |
//! | 72     | 16   | time and lgpos of the last attach                                            |
//! | 88     | 16   | time and lgpos of the last detach                                            |
//! | 104    | 4    | dbid                                                                         |
//! | 108    | 28   | signature of the log stream                                                  |
//! | 136    | 72   | backups: previous full, previous incremental, current full (24 each)         |
//! | 208    | 8    | flags, last objid                                                            |
//! | 216    | 16   | OS major, minor, build, service pack                                         |
//! | 232    | 8    | format update-major, page size (0 = 4096)                                    |
//! | 240    | 12   | repair count and time                                                        |
//! | 252    | 28   | unused (signature of the streaming file)                                     |
//! | 280    | 16   | dbtime and time of the last scrub                                            |
//! | 296    | 8    | first and last required generation                                           |
//! | 304    | 12   | pages of three old upgrades                                                  |
//! | 316    | 24   | snapshot backup                                                              |
//! | 340    | 8    | version and update-major it was created with                                 |
//! | 348    | 8    | creation time of the last committed log                                      |
//! | 356    | 60   | kinds of the previous backups, repairs, ECC fixes, bad checksums             |
//! | 416    | 4    | last committed generation                                                    |
//! | 420    | 56   | backups: previous copy, previous differential; their kinds                   |
//! | 476    | 32   | incremental reseeds, patched pages                                           |
//! | 508    | 28   | sort version, database scan                                                  |
//! | 536    | 4    | generation being replayed                                                    |
//! | 540    | 44   | extends, shrinks, last re-attach, trims                                      |
//! | 584    | 56   | signatures of the last header and flush-map flush                            |
//! | 640    | 16   | first generation for consistency, update-minor, engine format, scan          |
//! | 656    | 8    | lgpos of the last resize                                                     |
//! | 667    | 4    | file type                                                                    |
//! | 672    | 16   | creation time of the last required log; required range before replay lowered |
//! | 688    | 60   | revert snapshots                                                             |
//!
//! Source: `inc/daedef.hxx` (DBFILEHDR, BKINFO), `ese/db.cxx`, `ese/_osu/fileu.cxx`.

mod backup_info;
mod layout;
mod state;

pub use backup_info::{BackupInfo, BackupKind};
pub use state::{DatabaseState, Generations};

use super::checksum::seal_header;
use super::shadowed_header::{self, Copies, CopySize, DEFAULT_PAGE_SIZE, PAGE_SIZES};
use super::version::{self, FormatVersion};
use crate::error::Result;
use crate::fail;

/// Bytes to read from the start of a file to find both copies, whatever the page size.
pub const START_OF_FILE: usize = 2 * 32768;

/// Where a header names its page size.
const PAGE_SIZE_OFFSET: usize = 236;

/// The file types that headers of databases, logs and checkpoints all carry at offset 667.
pub mod file_type {
    /// Written before the field existed.
    pub const UNKNOWN: u32 = 0;
    pub const DATABASE: u32 = 1;
    pub const LOG: u32 = 3;
    pub const CHECKPOINT: u32 = 4;
    pub const TEMPORARY_DATABASE: u32 = 5;
}

/// One header page. Bytes beyond the known fields are kept as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseHeader {
    /// A whole page; its length is one of [`PAGE_SIZES`].
    image: Box<[u8]>,
}

impl DatabaseHeader {
    /// A header of zeros with magic, file type and page size set; `page_size` is one of [`PAGE_SIZES`].
    pub fn new(page_size: u32) -> Result<Self> {
        if !PAGE_SIZES.contains(&page_size) {
            fail!(PageSizeMismatch, "{page_size} bytes is no page size");
        }
        let mut header = Self { image: vec![0; page_size as usize].into_boxed_slice() };
        header.set_magic(shadowed_header::MAGIC);
        header.set_stored_page_size(page_size);
        header.set_file_type(file_type::DATABASE);
        Ok(header)
    }

    /// The good copy among the two at the start of a file, and which of them are good. `start` holds the first
    /// [`START_OF_FILE`] bytes or all the file has.
    ///
    /// Errors: `ReadVerifyFailure` when no copy of any page size is good (also for an empty file and one that is no
    /// database); `PageSizeMismatch` when the good one has not the `expected` page size.
    pub fn from_start_of_file(start: &[u8], expected: Option<u32>) -> Result<(Self, Copies)> {
        let Some(elected) = shadowed_header::elect(start, CopySize::NamedAt(PAGE_SIZE_OFFSET)) else {
            fail!(ReadVerifyFailure, "both copies of the database header are damaged, or this is no database");
        };
        let header = Self { image: elected.bytes.into() };
        match expected {
            Some(size) if size != header.page_size() => {
                fail!(PageSizeMismatch, "the database has pages of {} bytes, not {size}", header.page_size())
            }
            _ => Ok((header, elected.copies)),
        }
    }

    /// The page, as it goes to disk after [`seal`](Self::seal).
    pub fn bytes(&self) -> &[u8] {
        &self.image
    }

    /// Computes the checksum over what the header holds now.
    pub fn seal(&mut self) {
        seal_header(&mut self.image);
    }

    /// Bytes of a page.
    pub fn page_size(&self) -> u32 {
        match self.stored_page_size() {
            0 => DEFAULT_PAGE_SIZE,
            size => size,
        }
    }

    /// The version of the format as a whole.
    pub fn version(&self) -> FormatVersion {
        FormatVersion::new(self.version_major(), self.version_update_major(), self.version_update_minor())
    }

    pub fn set_version(&mut self, version: FormatVersion) {
        self.set_version_major(version.major);
        self.set_version_update_major(version.update_major);
        self.set_version_update_minor(version.update_minor);
    }

    /// This is the header of a database and of nothing else. Error: `DatabaseCorrupted`.
    pub fn check_is_database(&self) -> Result<()> {
        if self.attribute() != 0 {
            fail!(DatabaseCorrupted, "the header belongs to a file of attribute {}", self.attribute());
        }
        let known = [file_type::UNKNOWN, file_type::DATABASE, file_type::TEMPORARY_DATABASE];
        if !known.contains(&self.file_type()) {
            fail!(DatabaseCorrupted, "the header belongs to a file of type {}", self.file_type());
        }
        Ok(())
    }

    /// The format is one that is understood. Error: `InvalidDatabaseVersion`.
    pub fn check_version(&self) -> Result<()> {
        let (version, newest) = (self.version(), version::NEWEST.database);
        if self.magic() != shadowed_header::MAGIC {
            fail!(InvalidDatabaseVersion, "the header has magic {:#x}", self.magic());
        }
        if version.major < version::DATABASE_MAJOR {
            fail!(InvalidDatabaseVersion, "database format {version} is older than any that is understood");
        }
        if !version.is_known_to(&newest) {
            fail!(InvalidDatabaseVersion, "database format {version} is newer than {newest}");
        }
        let large_pages = self.page_size() > 8192;
        if large_pages && version.update_major < version::DATABASE_UPDATE_LARGE_CHUNKS {
            fail!(InvalidDatabaseVersion, "database format {version} with pages of {} bytes", self.page_size());
        }
        Ok(())
    }
}

impl std::fmt::Debug for DatabaseHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.fields().into_iter().map(|(_, _, name, value)| (name, value))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use proptest::prelude::*;

    fn sealed(page_size: u32) -> DatabaseHeader {
        let mut h = DatabaseHeader::new(page_size).unwrap();
        h.set_version(version::NEWEST.database);
        h.seal();
        h
    }

    #[test]
    fn fields_tile_the_known_bytes() {
        // Every known byte belongs to one field, but the reserved ones.
        let mut next = 0;
        let mut holes = Vec::new();
        for (offset, size, name, _) in sealed(4096).fields() {
            assert!(offset >= next, "{name} overlaps its neighbour");
            if offset > next {
                holes.push((next, offset - next));
            }
            next = offset + size;
        }
        assert_eq!(holes, [(252, 28), (304, 12), (664, 3), (671, 1)]);
        assert_eq!(next, 748);
    }

    #[test]
    fn reads_back_what_it_sealed() {
        for size in PAGE_SIZES {
            let h = sealed(size);
            let start = [h.bytes(), h.bytes()].concat();
            let (read, copies) = DatabaseHeader::from_start_of_file(&start, None).unwrap();
            assert!(read == h && copies == Copies::Equal);
            assert_eq!(read.page_size(), size);
            read.check_is_database().unwrap();
            read.check_version().unwrap();
            let e = DatabaseHeader::from_start_of_file(&start, Some(size ^ 0x1800)).unwrap_err();
            assert_eq!(e.code(), ErrorCode::PageSizeMismatch);
        }
    }

    #[test]
    fn tells_foreign_files() {
        let code = |bytes: &[u8]| DatabaseHeader::from_start_of_file(bytes, None).unwrap_err().code();
        assert_eq!(code(&[]), ErrorCode::ReadVerifyFailure);
        assert_eq!(code(&[0; START_OF_FILE]), ErrorCode::ReadVerifyFailure);
        let mut h = sealed(4096);
        h.set_attribute(1);
        assert_eq!(h.check_is_database().unwrap_err().code(), ErrorCode::DatabaseCorrupted);
        h.set_attribute(0);
        h.set_file_type(file_type::LOG);
        assert_eq!(h.check_is_database().unwrap_err().code(), ErrorCode::DatabaseCorrupted);
    }

    #[test]
    fn refuses_versions_it_does_not_know() {
        let check = |size, v| {
            let mut h = sealed(size);
            h.set_version(v);
            h.check_version().map_err(|e| e.code())
        };
        assert_eq!(check(4096, FormatVersion::new(0x620, 9, 0)), Ok(()));
        assert_eq!(check(16384, FormatVersion::new(0x620, 0x11, 0)), Ok(()));
        for (size, v) in [(4096, (0x700, 0)), (4096, (0x620, 291)), (4096, (0x500, 0)), (16384, (0x620, 0x10))] {
            assert_eq!(check(size, FormatVersion::new(v.0, v.1, 0)), Err(ErrorCode::InvalidDatabaseVersion));
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..9000), fix in any::<bool>()) {
            if fix && bytes.len() >= 4096 {
                bytes[236..240].copy_from_slice(&4096u32.to_le_bytes());
                seal_header(&mut bytes[..4096]);
            }
            if let Ok((h, _)) = DatabaseHeader::from_start_of_file(&bytes, None) {
                let _ = (h.check_is_database(), h.check_version(), h.state(), format!("{h:?}"));
            }
        }
    }
}
