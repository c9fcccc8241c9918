//! The header of a log file: its place in the stream, its geometry, what was attached when it began.
//!
//! It fills the first 4096 bytes and exists once only: it is written whole before any record, and
//! never again.
//!
//! | offset | size | field                                                          |
//! |--------|------|----------------------------------------------------------------|
//! | 0      | 4    | checksum (XOR of the whole header)                             |
//! | 4      | 4    | generation                                                     |
//! | 8      | 2    | bytes of a sector (always 4096 since format 8: a *segment*)    |
//! | 10     | 2    | sectors of the header                                          |
//! | 12     | 2    | sectors of the file                                            |
//! | 14     | 2    | page size of the databases (0 = 4096)                          |
//! | 16     | 8    | time of creation                                               |
//! | 24     | 8    | time of creation of the generation before                      |
//! | 32     | 12   | version: major, minor, update-major                            |
//! | 44     | 28   | signature of the log stream                                    |
//! | 72     | 567  | [`Environment`]                                                |
//! | 639    | 1    | flags                                                          |
//! | 640    | 8    | checkpoint when the file was made                              |
//! | 648    | 4    | version: update-minor                                          |
//! | 652    | 1    | sector size of the disk, as a code                             |
//! | 653    | 8    | XOR of the segment checksums of the generation before          |
//! | 661    | 4    | newest engine format that the writing engine knew              |
//! | 667    | 4    | file type                                                      |
//! | 671    | 2048 | [`attachments`]                                                |
//!
//! Source: `inc/log.hxx` (LGFILEHDR_FIXED); order of the checks: `ese/_log/log.cxx`
//! (ErrLGIReadFileHeader, ErrLGICheckVersionCompatibility), `ese/_log/logstream.cxx` (ErrLGReadFileHdr).

use super::attachments::{self, Attachment, LIST_BYTES};
use super::checksum::{header_is_good, seal_header};
use super::database_header::file_type;
use super::environment::Environment;
use super::fields::{get, header_fields};
use super::log_segment::SEGMENT_SIZE;
use super::primitives::{Lgpos, Logtime, Signature};
use super::shadowed_header::DEFAULT_PAGE_SIZE;
use super::version::{LogVersion, NEWEST};
use crate::error::Result;
use crate::fail;

/// Bytes of a header.
pub const LOG_HEADER_BYTES: usize = 4096;
const ATTACHMENTS: usize = 671;

/// The flags of a log file.
pub mod log_flags {
    /// The file was made from one of the reserves, because the disk was full.
    pub const RESERVE_USED: u8 = 0x01;
    /// Circular logging is on.
    pub const CIRCULAR_NOW: u8 = 0x02;
    /// Circular logging was on in some generation before.
    pub const CIRCULAR_EVER: u8 = 0x04;
}

/// One header. Bytes beyond the known fields are kept as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct LogHeader {
    image: Box<[u8; LOG_HEADER_BYTES]>,
}

header_fields!(LogHeader {
    /// Checksum as stored; [`LogHeader::seal`] renews it.
    0 stored_checksum / set_stored_checksum: u32;
    /// Number of the file in its stream, from 1.
    4 generation / set_generation: u32;
    /// Bytes of a sector.
    8 sector_size / set_sector_size: u16;
    /// Sectors of the header.
    10 header_sectors / set_header_sectors: u16;
    /// Sectors of the whole file.
    12 file_sectors / set_file_sectors: u16;
    /// Page size as stored; see [`LogHeader::page_size`].
    14 stored_page_size / set_stored_page_size: u16;
    /// When the file was made; the next generation repeats it.
    16 created / set_created: Logtime;
    /// When the generation before was made; unset in the first.
    24 previous_created / set_previous_created: Logtime;
    /// Version, first number.
    32 version_major / set_version_major: u32;
    /// Version, second number.
    36 version_minor / set_version_minor: u32;
    /// Version, third number.
    40 version_update_major / set_version_update_major: u32;
    /// The log stream.
    44 log_signature / set_log_signature: Signature;
    /// The instance that wrote it.
    72 environment / set_environment: Environment;
    /// See [`log_flags`].
    639 flags / set_flags: u8;
    /// The checkpoint when the file was made.
    640 checkpoint / set_checkpoint: Lgpos;
    /// Version, fourth number.
    648 version_update_minor / set_version_update_minor: u32;
    /// 0 unknown, 1 as in the header, 2–5 512 to 4096 bytes, 255 another.
    652 disk_sector_code / set_disk_sector_code: u8;
    /// XOR of the checksums of all segments of the generation before.
    653 previous_checksum / set_previous_checksum: u64;
    /// The newest engine format that the writing engine knew; for people.
    661 engine_format / set_engine_format: u32;
    /// See [`file_type`].
    667 file_type / set_file_type: u32;
});

/// What a log must agree with to belong to a recovery; unset parts are not asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogExpectations {
    pub log_signature: Option<Signature>,
    pub page_size: Option<u32>,
    /// Length in bytes that all logs of this recovery have.
    pub file_length: Option<u64>,
}

impl LogHeader {
    /// A header of today's format for a file of `file_sectors` segments; page size, generation, times, signature
    /// and attachments are the caller's to set.
    pub fn new(file_sectors: u16) -> Self {
        let mut header = Self { image: Box::new([0; LOG_HEADER_BYTES]) };
        header.set_sector_size(SEGMENT_SIZE as u16);
        header.set_header_sectors(1);
        header.set_file_sectors(file_sectors);
        header.set_version(LogVersion::new(
            NEWEST.log.major,
            super::version::LOG_MINOR,
            NEWEST.log.update_major,
            NEWEST.log.update_minor,
        ));
        header.set_engine_format(NEWEST.number);
        header.set_file_type(file_type::LOG);
        header
    }

    /// Checks and takes the first 4096 bytes of a file.
    ///
    /// # Errors
    /// In this order: `LogFileCorrupt` (checksum, or fewer bytes), `Database500Format`, `Database400Format`,
    /// `Database200Format` (logs of the 1990s), `FileInvalidType`, `BadLogVersion`, `LogFileCorrupt` again (a
    /// sector size that the version does not have).
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        let Some(image) = bytes.first_chunk::<LOG_HEADER_BYTES>() else {
            fail!(LogFileCorrupt, "{} bytes are no log header", bytes.len());
        };
        // Logs of the 1990s have other checksums, so their age is the better answer.
        let word = |at: usize| get::<u32>(image, at);
        if word(24) == 4 && [909, 995].contains(&word(28)) && word(32) == 0 {
            fail!(Database500Format, "a log of the NT 4 or Exchange 4 format");
        }
        if (word(20), word(24), word(28)) == (443, 0, 0) {
            fail!(Database400Format, "a log of the Jet 400 format");
        }
        if (word(44), word(48)) == (0, 0x00ca_0001) {
            fail!(Database200Format, "a log of the Jet 200 format");
        }
        if !header_is_good(image) {
            fail!(LogFileCorrupt, "the checksum of the log header is wrong");
        }
        let header = Self { image: Box::new(*image) };
        if ![file_type::UNKNOWN, file_type::LOG].contains(&header.file_type()) {
            fail!(FileInvalidType, "this is a file of type {}, not a log", header.file_type());
        }
        let version = header.version();
        if !version.is_supported(header.page_size()) {
            fail!(BadLogVersion, "logs of version {version} cannot be replayed");
        }
        header.check_geometry()?;
        Ok(header)
    }

    /// The sizes in the header are ones that its version has.
    fn check_geometry(&self) -> Result<()> {
        let size = usize::from(self.sector_size());
        let good = if self.version().has_sectors() {
            // The header fills whole sectors.
            size.is_power_of_two() && (512..=LOG_HEADER_BYTES).contains(&size)
        } else {
            size == SEGMENT_SIZE
        };
        if !good {
            fail!(LogFileCorrupt, "a log of version {} has no sectors of {size} bytes", self.version());
        }
        if usize::from(self.header_sectors()) * size != LOG_HEADER_BYTES {
            fail!(LogFileCorrupt, "a log header does not take {} sectors of {size} bytes", self.header_sectors());
        }
        Ok(())
    }

    /// The file belongs where it was found, and is whole.
    ///
    /// # Errors
    /// In this order: `BadLogSignature`, `PageSizeMismatch`, `LogFileSizeMismatch` (its length is not what the
    /// header says, or not that of the other logs).
    pub fn check(&self, length: u64, expected: &LogExpectations) -> Result<()> {
        if expected.log_signature.is_some_and(|s| s != self.log_signature()) {
            fail!(BadLogSignature, "the log belongs to another stream: {}", self.log_signature());
        }
        if let Some(size) = expected.page_size.filter(|&size| size != self.page_size()) {
            fail!(PageSizeMismatch, "the log is for pages of {} bytes, not {size}", self.page_size());
        }
        if length != self.file_length() {
            fail!(LogFileSizeMismatch, "the log has {length} bytes, its header says {}", self.file_length());
        }
        if let Some(other) = expected.file_length.filter(|&other| other != length) {
            fail!(LogFileSizeMismatch, "the log has {length} bytes, the logs before it {other}");
        }
        Ok(())
    }

    /// This generation continues `previous`, whose segment checksums XOR to `previous_checksum`.
    ///
    /// # Errors
    /// `InvalidLogSequence` when number or creation time say no, `LogSequenceChecksumMismatch` when the
    /// checksum does.
    pub fn check_follows(&self, previous: &LogHeader, previous_checksum: u64) -> Result<()> {
        if self.generation() != previous.generation().saturating_add(1) || self.previous_created() != previous.created()
        {
            fail!(
                InvalidLogSequence,
                "generation {:#x} (after one of {}) does not continue {:#x} of {}",
                self.generation(),
                self.previous_created(),
                previous.generation(),
                previous.created()
            );
        }
        if self.version().has_previous_checksum() && self.previous_checksum() != previous_checksum {
            fail!(
                LogSequenceChecksumMismatch,
                "the generation before was written with checksum {:#018x} and now has {previous_checksum:#018x}",
                self.previous_checksum()
            );
        }
        Ok(())
    }

    /// The header as it goes to disk after [`seal`](Self::seal).
    pub fn bytes(&self) -> &[u8; LOG_HEADER_BYTES] {
        &self.image
    }

    /// Computes the checksum over what the header holds now.
    pub fn seal(&mut self) {
        seal_header(&mut self.image[..]);
    }

    pub fn version(&self) -> LogVersion {
        LogVersion {
            major: self.version_major(),
            minor: self.version_minor(),
            update_major: self.version_update_major(),
            update_minor: self.version_update_minor(),
        }
    }

    pub fn set_version(&mut self, version: LogVersion) {
        self.set_version_major(version.major);
        self.set_version_minor(version.minor);
        self.set_version_update_major(version.update_major);
        self.set_version_update_minor(version.update_minor);
    }

    /// Page size of the databases, in bytes.
    pub fn page_size(&self) -> u32 {
        match self.stored_page_size() {
            0 => DEFAULT_PAGE_SIZE,
            size => u32::from(size),
        }
    }

    /// Bytes that the file has, as the header says.
    pub fn file_length(&self) -> u64 {
        u64::from(self.sector_size()) * u64::from(self.file_sectors())
    }

    /// Where its first record can stand.
    pub fn first_lgpos(&self) -> Lgpos {
        Lgpos::new(self.generation(), self.header_sectors(), 0)
    }

    /// The databases attached when the generation began. Error: `LogFileCorrupt`.
    pub fn attachments(&self) -> Result<Vec<Attachment>> {
        attachments::parse(&self.image[ATTACHMENTS..ATTACHMENTS + LIST_BYTES])
    }

    /// Error: `TooManyAttachedDatabases`.
    pub fn set_attachments(&mut self, list: &[Attachment]) -> Result<()> {
        self.image[ATTACHMENTS..ATTACHMENTS + LIST_BYTES].copy_from_slice(&attachments::encode(list)?);
        Ok(())
    }
}

impl std::fmt::Debug for LogHeader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut s = f.debug_struct("LogHeader");
        for (_, _, name, value) in self.fields() {
            s.field(name, &format_args!("{value}"));
        }
        s.field("attachments", &self.attachments()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use proptest::prelude::*;

    fn header() -> LogHeader {
        let mut h = LogHeader::new(32);
        h.set_stored_page_size(8192);
        h.set_generation(7);
        h.set_created(Logtime::from_unix(1_795_320_238, 59));
        h.set_log_signature(Signature::new(1, Logtime::default()));
        h.seal();
        h
    }

    fn code(h: &mut LogHeader) -> ErrorCode {
        h.seal();
        LogHeader::parse(h.bytes()).unwrap_err().code()
    }

    #[test]
    fn reads_back_what_it_wrote() {
        let h = LogHeader::parse(header().bytes()).unwrap();
        assert_eq!(h, header());
        assert_eq!((h.generation(), h.page_size(), h.file_length()), (7, 8192, 32 * 4096));
        assert_eq!(h.version().to_string(), "8.4000.130.280");
        assert_eq!(h.first_lgpos(), Lgpos::new(7, 1, 0));
        assert_eq!(h.attachments().unwrap(), []);
    }

    #[test]
    fn what_is_wrong_has_its_own_code() {
        let mut damaged = *header().bytes();
        damaged[1000] ^= 4;
        assert_eq!(LogHeader::parse(&damaged).unwrap_err().code(), ErrorCode::LogFileCorrupt);
        assert_eq!(LogHeader::parse(&damaged[..4000]).unwrap_err().code(), ErrorCode::LogFileCorrupt);
        assert_eq!(LogHeader::parse(&[]).unwrap_err().code(), ErrorCode::LogFileCorrupt);

        let mut h = header();
        h.set_file_type(file_type::CHECKPOINT);
        assert_eq!(code(&mut h), ErrorCode::FileInvalidType);
        let mut h = header();
        h.set_version_major(9);
        assert_eq!(code(&mut h), ErrorCode::BadLogVersion);
        let mut h = header();
        h.set_version_update_major(131);
        assert_eq!(code(&mut h), ErrorCode::BadLogVersion);
        let mut h = header();
        h.set_sector_size(512);
        assert_eq!(code(&mut h), ErrorCode::LogFileCorrupt);
        let mut h = header();
        h.set_header_sectors(8);
        assert_eq!(code(&mut h), ErrorCode::LogFileCorrupt);
        let mut old = [0; LOG_HEADER_BYTES];
        old[24] = 4;
        old[28..30].copy_from_slice(&909u16.to_le_bytes());
        assert_eq!(LogHeader::parse(&old).unwrap_err().code(), ErrorCode::Database500Format);
    }

    #[test]
    fn format_7_has_its_own_sectors() {
        let mut h = header();
        h.set_version(LogVersion::new(7, 3704, 15, 0));
        h.set_sector_size(512);
        h.set_header_sectors(8);
        h.set_file_sectors(10240);
        h.set_file_type(file_type::UNKNOWN);
        h.seal();
        let h = LogHeader::parse(h.bytes()).unwrap();
        assert!(h.version().has_sectors());
        assert_eq!(h.file_length(), 5 << 20);
    }

    #[test]
    fn a_log_must_agree_with_what_is_expected() {
        let h = header();
        let code = |length, e: LogExpectations| h.check(length, &e).err().map(|e| e.code());
        let good = LogExpectations {
            log_signature: Some(h.log_signature()),
            page_size: Some(8192),
            file_length: Some(32 * 4096),
        };
        assert_eq!(code(32 * 4096, good), None);
        assert_eq!(code(32 * 4096, LogExpectations::default()), None);
        assert_eq!(code(31 * 4096, good), Some(ErrorCode::LogFileSizeMismatch));
        let other = LogExpectations { file_length: Some(1), ..good };
        assert_eq!(code(32 * 4096, other), Some(ErrorCode::LogFileSizeMismatch));
        let other = LogExpectations { page_size: Some(4096), ..other };
        assert_eq!(code(32 * 4096, other), Some(ErrorCode::PageSizeMismatch));
        let other = LogExpectations { log_signature: Some(Signature::default()), ..other };
        assert_eq!(code(32 * 4096, other), Some(ErrorCode::BadLogSignature));
    }

    #[test]
    fn generations_are_a_chain() {
        let previous = header();
        let mut next = header();
        next.set_generation(8);
        next.set_previous_created(previous.created());
        next.set_previous_checksum(77);
        assert!(next.check_follows(&previous, 77).is_ok());
        let code = |h: &LogHeader, sum| h.check_follows(&previous, sum).unwrap_err().code();
        assert_eq!(code(&next, 78), ErrorCode::LogSequenceChecksumMismatch);
        let mut far = next.clone();
        far.set_generation(9);
        assert_eq!(code(&far, 77), ErrorCode::InvalidLogSequence);
        let mut foreign = next.clone();
        foreign.set_previous_created(Logtime::default());
        assert_eq!(code(&foreign, 77), ErrorCode::InvalidLogSequence);
        next.set_version_update_minor(12);
        assert!(next.check_follows(&previous, 78).is_ok());
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), LOG_HEADER_BYTES)) {
            let mut image = [0; LOG_HEADER_BYTES];
            image.copy_from_slice(&noise);
            let mut h = LogHeader { image: Box::new(image) };
            let _ = LogHeader::parse(h.bytes());
            // Past the checks, too.
            h.set_version(LogVersion::new(8, 4000, 20, 60));
            h.set_file_type(file_type::LOG);
            h.seal();
            let _ = LogHeader::parse(h.bytes());
            let _ = format!("{h:?}");
            let _ = (h.file_length(), h.first_lgpos());
        }
    }
}
