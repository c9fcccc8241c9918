//! What a header remembers of a backup that ended: the same when the backup ends and when its record is replayed.
//!
//! Source: `BACKUP_CONTEXT::ErrBKUpdateHdrBackupInfo` in `ese/backup.cxx`.

use crate::error::Result;
use crate::fail;
use crate::format::database_header::{BackupInfo, BackupKind, DatabaseHeader};
use crate::format::log_record::backup_scope;

/// Notes a backup of this scope ([`backup_scope`]) and kind ([`BackupKind`] as a number). One older than what the header
/// knows already changes nothing.
///
/// # Errors
/// `LogCorrupted` for a scope that there is not.
pub fn note(header: &mut DatabaseHeader, scope: u8, kind: u32, info: BackupInfo) -> Result<()> {
    let kind = if kind == BackupKind::Surrogate as u32 { BackupKind::OsSnapshot as u32 } else { kind };
    let known = match scope {
        backup_scope::FULL => header.backup_full_previous(),
        backup_scope::INCREMENTAL => header.backup_incremental_previous(),
        backup_scope::COPY => header.backup_copy_previous(),
        backup_scope::DIFFERENTIAL => header.backup_differential_previous(),
        other => fail!(LogCorrupted, "{other} is no scope of a backup"),
    };
    if known.mark > info.mark {
        return Ok(());
    }
    let streaming = BackupKind::Streaming as u32;
    match scope {
        backup_scope::FULL => {
            header.set_backup_full_previous(info);
            header.set_backup_full_previous_kind(kind);
            header.set_backup_incremental_previous(BackupInfo::default());
            header.set_backup_incremental_previous_kind(streaming);
            header.set_backup_differential_previous(BackupInfo::default());
            header.set_backup_differential_previous_kind(streaming);
        }
        backup_scope::INCREMENTAL => {
            header.set_backup_incremental_previous(info);
            header.set_backup_incremental_previous_kind(kind);
        }
        backup_scope::COPY => {
            header.set_backup_copy_previous(info);
            header.set_backup_copy_previous_kind(kind);
        }
        _ => {
            header.set_backup_differential_previous(info);
            header.set_backup_differential_previous_kind(kind);
        }
    }
    let truncates = matches!(scope, backup_scope::FULL | backup_scope::INCREMENTAL);
    if truncates && kind == streaming {
        header.set_backup_snapshot(BackupInfo::default());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::primitives::Lgpos;

    fn info(generation: u32) -> BackupInfo {
        BackupInfo {
            mark: Lgpos::new(generation, 8, 0),
            first_generation: generation,
            last_generation: generation,
            ..BackupInfo::default()
        }
    }

    #[test]
    fn a_full_backup_makes_those_before_it_history() {
        let mut header = DatabaseHeader::new(4096).unwrap();
        header.set_backup_snapshot(info(1));
        note(&mut header, backup_scope::DIFFERENTIAL, 0, info(2)).unwrap();
        note(&mut header, backup_scope::COPY, 0, info(3)).unwrap();
        assert_eq!(header.backup_snapshot(), info(1));
        note(&mut header, backup_scope::INCREMENTAL, 0, info(4)).unwrap();
        assert_eq!((header.backup_snapshot(), header.backup_differential_previous()), (BackupInfo::default(), info(2)));
        note(&mut header, backup_scope::FULL, 3, info(5)).unwrap();
        assert_eq!((header.backup_full_previous(), header.backup_full_previous_kind()), (info(5), 1));
        assert_eq!(header.backup_incremental_previous(), BackupInfo::default());
        assert_eq!(header.backup_differential_previous(), BackupInfo::default());
        assert_eq!(header.backup_copy_previous(), info(3));
    }

    #[test]
    fn an_older_backup_changes_nothing() {
        let mut header = DatabaseHeader::new(4096).unwrap();
        note(&mut header, backup_scope::FULL, 0, info(5)).unwrap();
        note(&mut header, backup_scope::FULL, 0, info(4)).unwrap();
        assert_eq!(header.backup_full_previous(), info(5));
        assert!(note(&mut header, 99, 0, info(6)).is_err());
    }
}
