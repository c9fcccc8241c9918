//! The trailer: one page that a streaming backup writes behind the last page of the database's copy, with what was
//! only known when the copy was complete.
//!
//! | offset | size | field                                              |
//! |--------|------|----------------------------------------------------|
//! | 0      | 4    | checksum: XOR of the page, as in the header        |
//! | 4      | 36   | rest of an ordinary page header: all zero          |
//! | 40     | 24   | the backup: mark, time, first and last generation  |
//! | 64     | 28   | signature of the database                          |
//! | 92     | 28   | signature of the log stream                        |
//! | 120    | 4    | first required generation at the end of the backup |
//! | 124    | 4    | last required generation                           |
//! | 128    | 4    | last committed generation                          |
//! | 132    | 8    | creation time of the last required log             |
//! | 140    | 8    | creation time of the last committed log            |
//!
//! Once its content has been moved into the header, the page is zeroed.
//!
//! Source: `inc/cpage.hxx` (PATCHHDR), `ese/backup.cxx`, `ese/db.cxx` (ErrDBReadAndCheckDBTrailer and following),
//! `ese/_log/logutil.cxx` (ErrLGCheckDBFiles).

use super::checksum::{header_is_good, seal_header};
use super::database_header::{BackupInfo, DatabaseHeader};
use super::fields::{get, put};
use super::primitives::{Logtime, Signature};

use crate::error::Result;
use crate::fail;

/// What the trailer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PatchPage {
    pub backup: BackupInfo,
    pub database_signature: Signature,
    pub log_signature: Signature,
    /// 0 in trailers of older engines, like the two that follow.
    pub min_required: u32,
    pub max_required: u32,
    pub max_committed: u32,
    pub max_required_created: Logtime,
    pub max_committed_created: Logtime,
}

/// End of the last field.
const KNOWN_BYTES: usize = 148;

impl PatchPage {
    /// From the last page of a file. Error: `BadPatchPage` when that is no trailer.
    pub fn parse(page: &[u8]) -> Result<Self> {
        if page.len() < KNOWN_BYTES || !header_is_good(page) {
            fail!(BadPatchPage, "the last page of the file is no trailer of a backup");
        }
        Ok(Self {
            backup: get(page, 40),
            database_signature: get(page, 64),
            log_signature: get(page, 92),
            min_required: get(page, 120),
            max_required: get(page, 124),
            max_committed: get(page, 128),
            max_required_created: get(page, 132),
            max_committed_created: get(page, 140),
        })
    }

    /// A whole page of `page_size` bytes (at least 2048), sealed.
    pub fn to_page(&self, page_size: u32) -> Vec<u8> {
        let mut page = vec![0; page_size.max(2048) as usize];
        put(&mut page, 40, self.backup);
        put(&mut page, 64, self.database_signature);
        put(&mut page, 92, self.log_signature);
        put(&mut page, 120, self.min_required);
        put(&mut page, 124, self.max_required);
        put(&mut page, 128, self.max_committed);
        put(&mut page, 132, self.max_required_created);
        put(&mut page, 140, self.max_committed_created);
        seal_header(&mut page);
        page
    }

    /// The trailer belongs to this header, and both to the log stream that is to be replayed.
    /// Error: `DatabasePatchFileMismatch`.
    pub fn check_belongs_to(&self, header: &DatabaseHeader, log_signature: &Signature) -> Result<()> {
        if self.database_signature != header.signature() {
            fail!(DatabasePatchFileMismatch, "the trailer is that of another database");
        }
        if header.log_signature() != *log_signature || self.log_signature != *log_signature {
            fail!(DatabasePatchFileMismatch, "the backup was taken from another log stream");
        }
        if self.backup.mark != header.backup_full_current().mark {
            fail!(DatabasePatchFileMismatch, "header and trailer are of different backups");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::format::primitives::Lgpos;
    use proptest::prelude::*;

    fn trailer() -> PatchPage {
        let time = Logtime::from_unix(1_700_000_000, 1);
        let backup = BackupInfo { mark: Lgpos::new(5, 8, 99), time, first_generation: 3, last_generation: 7 };
        PatchPage {
            backup,
            database_signature: Signature::new(1, time),
            log_signature: Signature::new(2, time),
            min_required: 3,
            max_required: 6,
            max_committed: 7,
            max_required_created: time,
            max_committed_created: time,
        }
    }

    #[test]
    fn reads_back_what_it_wrote() {
        for size in [4096, 32768] {
            let page = trailer().to_page(size);
            assert_eq!(page.len(), size as usize);
            assert_eq!(PatchPage::parse(&page).unwrap(), trailer());
        }
        assert_eq!(PatchPage::parse(&[0; 4096]).unwrap_err().code(), ErrorCode::BadPatchPage);
        assert_eq!(PatchPage::parse(&[]).unwrap_err().code(), ErrorCode::BadPatchPage);
    }

    #[test]
    fn must_match_header_and_logs() {
        let (t, mut h) = (trailer(), DatabaseHeader::new(4096).unwrap());
        h.set_signature(t.database_signature);
        h.set_log_signature(t.log_signature);
        h.set_backup_full_current(BackupInfo { last_generation: 0, ..t.backup });
        assert!(h.needs_trailer());
        t.check_belongs_to(&h, &t.log_signature).unwrap();
        let mismatch = |t: PatchPage, h: &DatabaseHeader| {
            assert_eq!(
                t.check_belongs_to(h, &trailer().log_signature).unwrap_err().code(),
                ErrorCode::DatabasePatchFileMismatch
            );
        };
        mismatch(PatchPage { database_signature: t.log_signature, ..t }, &h);
        mismatch(PatchPage { log_signature: t.database_signature, ..t }, &h);
        mismatch(PatchPage { backup: BackupInfo { mark: Lgpos::new(5, 8, 98), ..t.backup }, ..t }, &h);
        h.set_log_signature(t.database_signature);
        mismatch(t, &h);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), fix in any::<bool>()) {
            if fix {
                seal_header(&mut bytes);
            }
            let _ = PatchPage::parse(&bytes);
        }
    }
}
