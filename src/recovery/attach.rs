//! What attaching does to a database's header.
//!
//! Source: `DBISetHeaderAfterAttach` in `ese/db.cxx`.

use crate::format::database_header::{BackupInfo, DatabaseHeader, DatabaseState, Generations};
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::format::version;

/// Sets the header as the engine does when a database is attached by a record at `lgpos`.
pub fn set_attached(
    header: &mut DatabaseHeader,
    dbid: u8,
    lgpos: Lgpos,
    stream: Signature,
    log_created: Logtime,
    keep_backup_info: bool,
    has_open_notes: bool,
) {
    header.set_recovering_generation(lgpos.generation);
    let patched = header.state() == Some(DatabaseState::DirtyAndPatched);
    if header.state() != Some(DatabaseState::Dirty)
        && !has_open_notes
        && (!patched || lgpos.generation >= header.max_required())
    {
        let generation = lgpos.generation;
        header.set_state(
            DatabaseState::Dirty,
            Generations::Range { first: generation, last: generation, created: Some(log_created) },
        );
    }
    let other_stream = header.log_signature() != stream;
    if !keep_backup_info {
        if other_stream {
            forget_previous_backups(header);
        }
        header.set_backup_full_current(BackupInfo::default());
        header.set_backup_snapshot(BackupInfo::default());
    }
    header.set_lgpos_attach(lgpos);
    header.set_lgpos_reattach(Lgpos::MIN);
    if other_stream {
        header.set_pre_redo_min_required(0);
        header.set_pre_redo_min_consistent(0);
        header.set_lgpos_consistent(Lgpos::MIN);
        header.set_lgpos_last_resize(Lgpos::MIN);
        header.set_log_signature(stream);
    }
    if version::database_has(&header.version(), version::ENGINE_LGPOS_LAST_RESIZE) && lgpos > header.lgpos_last_resize()
    {
        header.set_lgpos_last_resize(lgpos);
    }
    header.set_time_attach(Logtime::now());
    header.set_lgpos_detach(Lgpos::MIN);
    header.set_time_detach(Logtime::default());
    header.set_dbid(u32::from(dbid));
}

/// Backups that another log stream knew of say nothing in this one.
pub fn forget_previous_backups(header: &mut DatabaseHeader) {
    header.set_backup_full_previous(BackupInfo::default());
    header.set_backup_incremental_previous(BackupInfo::default());
    header.set_backup_copy_previous(BackupInfo::default());
    header.set_backup_differential_previous(BackupInfo::default());
    header.set_backup_full_previous_kind(0);
    header.set_backup_incremental_previous_kind(0);
    header.set_backup_copy_previous_kind(0);
    header.set_backup_differential_previous_kind(0);
}
