//! The checkpoint: where in the logs soft recovery has to begin.
//!
//! The file holds two equal copies of 4096 bytes ([`super::shadowed_header`]).
//!
//! | offset | size | field                                                             |
//! |--------|------|-------------------------------------------------------------------|
//! | 0      | 4    | checksum                                                          |
//! | 4      | 8    | checkpoint at the last full backup                                |
//! | 12     | 8    | checkpoint                                                        |
//! | 20     | 28   | signature of the log stream                                       |
//! | 48     | 567  | [`Environment`]                                                   |
//! | 615    | 16   | mark and time of the last full backup                             |
//! | 631    | 16   | mark and time of the last incremental backup                      |
//! | 647    | 1    | flags: 1 the attachments are those at the checkpoint              |
//! | 648    | 8    | before which the databases' pages are consistent                  |
//! | 667    | 4    | file type                                                         |
//! | 679    | 2048 | [`attachments`]                                                   |
//!
//! Source: `inc/log.hxx` (CHECKPOINT_FIXED), `ese/_log/log.cxx` (ErrLGReadCheckpoint and following).

use super::attachments::{self, Attachment, LIST_BYTES};
use super::checksum::seal_header;
use super::database_header::file_type;
use super::environment::Environment;
use super::fields::header_fields;
use super::primitives::{Lgpos, Logtime, Signature};
use super::shadowed_header::{self, Copies, CopySize};
use crate::error::{ErrorCode, Result};
use crate::fail;

/// Bytes of one copy.
pub const CHECKPOINT_BYTES: usize = 4096;
const ATTACHMENTS: usize = 679;
const ATTACHMENTS_PRESENT: u8 = 1;

/// One checkpoint. Bytes beyond the known fields are kept as they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    image: Box<[u8; CHECKPOINT_BYTES]>,
}

header_fields!(Checkpoint {
    /// Checksum over the copy; see [`Checkpoint::seal`].
    0 stored_checksum / set_stored_checksum: u32;
    /// The checkpoint when the last full backup was taken.
    4 last_full_backup_checkpoint / set_last_full_backup_checkpoint: Lgpos;
    /// Redo begins here.
    12 lgpos / set_lgpos: Lgpos;
    /// The log stream it belongs to.
    20 log_signature / set_log_signature: Signature;
    /// The instance that wrote it.
    48 environment / set_environment: Environment;
    /// Mark of the last full backup.
    615 full_backup / set_full_backup: Lgpos;
    /// When that was.
    623 time_full_backup / set_time_full_backup: Logtime;
    /// Mark of the last incremental backup.
    631 incremental_backup / set_incremental_backup: Lgpos;
    /// When that was.
    639 time_incremental_backup / set_time_incremental_backup: Logtime;
    /// Flags as stored; see [`Checkpoint::attachments`].
    647 flags / set_flags: u8;
    /// Up to here the pages on disk are consistent; the checkpoint itself may have to lie further back.
    648 database_consistency / set_database_consistency: Lgpos;
    /// One of [`file_type`].
    667 file_type / set_file_type: u32;
});

impl Default for Checkpoint {
    fn default() -> Self {
        let mut this = Self { image: Box::new([0; CHECKPOINT_BYTES]) };
        this.set_file_type(file_type::CHECKPOINT);
        this
    }
}

impl Checkpoint {
    /// The good copy among the two at the start of a file, and which of them are good.
    ///
    /// Errors: `CheckpointCorrupt` when none is; `FileInvalidType` when it is a header of something else.
    pub fn from_start_of_file(start: &[u8]) -> Result<(Self, Copies)> {
        let Some(elected) = shadowed_header::elect(start, CopySize::Fixed(CHECKPOINT_BYTES)) else {
            fail!(CheckpointCorrupt, "both copies of the checkpoint are damaged, or this is no checkpoint");
        };
        let mut this = Self::default();
        this.image.copy_from_slice(elected.bytes);
        if ![file_type::UNKNOWN, file_type::CHECKPOINT].contains(&this.file_type()) {
            fail!(FileInvalidType, "a file of type {} instead of a checkpoint", this.file_type());
        }
        if !this.database_consistency().is_set() {
            this.set_database_consistency(this.lgpos());
        }
        Ok((this, elected.copies))
    }

    /// The checkpoint belongs to this log stream. Error: `BadCheckpointSignature`.
    pub fn check_belongs_to(&self, log_signature: &Signature) -> Result<()> {
        if self.log_signature() != *log_signature {
            fail!(BadCheckpointSignature, "the checkpoint is that of another log stream: {}", self.log_signature());
        }
        Ok(())
    }

    /// The databases attached at [`lgpos`](Self::lgpos); `None` when the checkpoint does not say.
    /// Error: `CheckpointCorrupt`.
    pub fn attachments(&self) -> Result<Option<Vec<Attachment>>> {
        if self.flags() & ATTACHMENTS_PRESENT == 0 {
            return Ok(None);
        }
        let list = &self.image[ATTACHMENTS..ATTACHMENTS + LIST_BYTES];
        attachments::parse(list).map(Some).map_err(|e| e.with_code(ErrorCode::CheckpointCorrupt))
    }

    /// Sets what is attached at [`lgpos`](Self::lgpos); `None` when that is not known.
    /// Error: `TooManyAttachedDatabases`.
    pub fn set_attachments(&mut self, list: Option<&[Attachment]>) -> Result<()> {
        let bytes = attachments::encode(list.unwrap_or_default())?;
        self.image[ATTACHMENTS..ATTACHMENTS + LIST_BYTES].copy_from_slice(&bytes);
        let others = self.flags() & !ATTACHMENTS_PRESENT;
        self.set_flags(others | if list.is_some() { ATTACHMENTS_PRESENT } else { 0 });
        Ok(())
    }

    /// One copy, as it goes to disk after [`seal`](Self::seal).
    pub fn bytes(&self) -> &[u8] {
        &self.image[..]
    }

    /// Computes the checksum over what the checkpoint holds now.
    pub fn seal(&mut self) {
        seal_header(&mut self.image[..]);
    }
}

impl std::fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut map = f.debug_map();
        map.entries(self.fields().into_iter().map(|(_, _, name, value)| (name, value)));
        map.entry(&"attachments", &self.attachments()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example() -> Checkpoint {
        let mut c = Checkpoint::default();
        c.set_lgpos(Lgpos::new(3, 8, 16));
        c.set_log_signature(Signature::new(7, Logtime::from_unix(1_700_000_000, 0)));
        c.seal();
        c
    }

    #[test]
    fn fields_tile_the_known_bytes() {
        let mut next = 0;
        let mut holes = Vec::new();
        for (offset, size, name, _) in example().fields() {
            assert!(offset >= next, "{name} overlaps its neighbour");
            if offset > next {
                holes.push((next, offset - next));
            }
            next = offset + size;
        }
        assert_eq!((holes, next), (vec![(656, 11)], 671));
    }

    #[test]
    fn reads_back_what_it_sealed() {
        let mut c = example();
        c.set_database_consistency(Lgpos::new(4, 8, 16));
        c.seal();
        let (read, copies) = Checkpoint::from_start_of_file(&[c.bytes(), c.bytes()].concat()).unwrap();
        assert!(read == c && copies == Copies::Equal);
        assert_eq!(read.attachments().unwrap(), None);
        read.check_belongs_to(&c.log_signature()).unwrap();
        let code = read.check_belongs_to(&Signature::default()).unwrap_err().code();
        assert_eq!(code, ErrorCode::BadCheckpointSignature);
    }

    #[test]
    fn an_old_checkpoint_is_as_consistent_as_it_says_redo_begins() {
        let c = example();
        let (read, copies) = Checkpoint::from_start_of_file(c.bytes()).unwrap();
        assert_eq!((read.database_consistency(), copies), (Lgpos::new(3, 8, 16), Copies::SecondDamaged));
    }

    #[test]
    fn keeps_attachments() {
        let mut c = example();
        let one = Attachment {
            dbid: 1,
            sparse: false,
            dbtime: 5,
            last_objid: 6,
            pages_max: 0,
            lgpos_attach: Lgpos::new(1, 8, 16),
            lgpos_consistent: Lgpos::MIN,
            signature: Signature::new(1, Logtime::default()),
            name: "a.edb".into(),
        };
        c.set_attachments(Some(std::slice::from_ref(&one))).unwrap();
        assert_eq!(c.attachments().unwrap(), Some(vec![one]));
        c.set_attachments(None).unwrap();
        assert_eq!(c.attachments().unwrap(), None);
        assert!(c.bytes()[ATTACHMENTS..].iter().all(|&b| b == 0));
    }

    #[test]
    fn foreign_files_are_told_apart() {
        let code = |b: &[u8]| Checkpoint::from_start_of_file(b).unwrap_err().code();
        assert_eq!(code(b"nonsense"), ErrorCode::CheckpointCorrupt);
        let mut c = example();
        c.set_file_type(file_type::LOG);
        c.seal();
        assert_eq!(code(c.bytes()), ErrorCode::FileInvalidType);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(mut bytes in proptest::collection::vec(any::<u8>(), 4096..4100), zero in any::<bool>()) {
            if zero {
                bytes[667..671].fill(0);
            }
            seal_header(&mut bytes[..4096]);
            if let Ok((c, _)) = Checkpoint::from_start_of_file(&bytes) {
                let _ = format!("{c:?}");
            }
        }
    }
}
