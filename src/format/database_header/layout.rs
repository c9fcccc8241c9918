//! The fields of the header with their offsets; see the table in [`super`].

use super::{BackupInfo, DatabaseHeader};
use crate::format::fields::header_fields;
use crate::format::primitives::{Dbtime, Lgpos, Logtime, Objid, Pgno, Signature};

header_fields!(DatabaseHeader {
    /// Checksum over the page; see [`DatabaseHeader::seal`].
    0 stored_checksum / set_stored_checksum: u32;
    /// 0x89ABCDEF.
    4 magic / set_magic: u32;
    /// Major part of the version; see [`DatabaseHeader::version`].
    8 version_major / set_version_major: u32;
    /// 0 for a database.
    12 attribute / set_attribute: u32;
    /// The database's clock when the header was written.
    16 dbtime / set_dbtime: Dbtime;
    /// Names this database; its copies carry the same.
    24 signature / set_signature: Signature;
    /// The state as stored; see [`DatabaseHeader::state`].
    52 state_number / set_state_number: u32;
    /// Where in the logs the database was consistent; not set while it is dirty.
    56 lgpos_consistent / set_lgpos_consistent: Lgpos;
    /// When it was consistent.
    64 time_consistent / set_time_consistent: Logtime;
    /// When it was last attached.
    72 time_attach / set_time_attach: Logtime;
    /// Where in the logs it was last attached.
    80 lgpos_attach / set_lgpos_attach: Lgpos;
    /// When it was last detached.
    88 time_detach / set_time_detach: Logtime;
    /// Where in the logs it was last detached.
    96 lgpos_detach / set_lgpos_detach: Lgpos;
    /// The number that log records call it by.
    104 dbid / set_dbid: u32;
    /// The log stream it belongs to.
    108 log_signature / set_log_signature: Signature;
    /// The last completed full backup.
    136 backup_full_previous / set_backup_full_previous: BackupInfo;
    /// The last completed incremental backup since then.
    160 backup_incremental_previous / set_backup_incremental_previous: BackupInfo;
    /// In a copy out of a streaming backup: that backup.
    184 backup_full_current / set_backup_full_current: BackupInfo;
    /// Bit 0: not shadowed. Highest byte: which engines had it attached.
    208 flags / set_flags: u32;
    /// The last object id given out.
    212 last_objid / set_last_objid: Objid;
    /// Version of the operating system whose sort order was used.
    216 os_major / set_os_major: u32;
    /// Likewise.
    220 os_minor / set_os_minor: u32;
    /// Likewise.
    224 os_build / set_os_build: u32;
    /// Likewise.
    228 os_service_pack / set_os_service_pack: u32;
    /// Update-major part of the version.
    232 version_update_major / set_version_update_major: u32;
    /// Page size as stored; see [`DatabaseHeader::page_size`].
    236 stored_page_size / set_stored_page_size: u32;
    /// How often it was repaired.
    240 repair_count / set_repair_count: u32;
    /// When it was last repaired.
    244 time_repair / set_time_repair: Logtime;
    /// The clock when free space was last scrubbed.
    280 dbtime_scrub / set_dbtime_scrub: Dbtime;
    /// When free space was last scrubbed.
    288 time_scrub / set_time_scrub: Logtime;
    /// First generation that replay needs.
    296 min_required / set_min_required: u32;
    /// Last generation that replay needs to make pages consistent.
    300 max_required / set_max_required: u32;
    /// The snapshot backup that this copy came out of.
    316 backup_snapshot / set_backup_snapshot: BackupInfo;
    /// Version it was created with.
    340 created_version / set_created_version: u32;
    /// Update-major it was created with.
    344 created_update / set_created_update: u32;
    /// Creation time of log [`DatabaseHeader::max_committed`].
    348 max_committed_created / set_max_committed_created: Logtime;
    /// A [`super::BackupKind`].
    356 backup_full_previous_kind / set_backup_full_previous_kind: u32;
    /// A [`super::BackupKind`].
    360 backup_incremental_previous_kind / set_backup_incremental_previous_kind: u32;
    /// Repairs before the last defragmentation.
    364 repair_count_old / set_repair_count_old: u32;
    /// Single-bit errors that were mended.
    368 ecc_fix_count / set_ecc_fix_count: u32;
    /// When one was last mended.
    372 time_ecc_fix / set_time_ecc_fix: Logtime;
    /// Mended before the last repair.
    380 ecc_fix_count_old / set_ecc_fix_count_old: u32;
    /// Single-bit errors that could not be mended.
    384 ecc_fail_count / set_ecc_fail_count: u32;
    /// When one was last seen.
    388 time_ecc_fail / set_time_ecc_fail: Logtime;
    /// Seen before the last repair.
    396 ecc_fail_count_old / set_ecc_fail_count_old: u32;
    /// Pages with a wrong checksum.
    400 bad_checksum_count / set_bad_checksum_count: u32;
    /// When one was last seen.
    404 time_bad_checksum / set_time_bad_checksum: Logtime;
    /// Seen before the last repair.
    412 bad_checksum_count_old / set_bad_checksum_count_old: u32;
    /// Last generation with changes to this database; without it, committed work is lost.
    416 max_committed / set_max_committed: u32;
    /// The last copy backup.
    420 backup_copy_previous / set_backup_copy_previous: BackupInfo;
    /// The last differential backup.
    444 backup_differential_previous / set_backup_differential_previous: BackupInfo;
    /// A [`super::BackupKind`].
    468 backup_copy_previous_kind / set_backup_copy_previous_kind: u32;
    /// A [`super::BackupKind`].
    472 backup_differential_previous_kind / set_backup_differential_previous_kind: u32;
    /// Incremental reseeds.
    476 reseed_count / set_reseed_count: u32;
    /// When one was last begun.
    480 time_reseed / set_time_reseed: Logtime;
    /// Reseeds before the last defragmentation.
    488 reseed_count_old / set_reseed_count_old: u32;
    /// Pages patched by reseeds.
    492 patch_count / set_patch_count: u32;
    /// When one was last patched.
    496 time_patch / set_time_patch: Logtime;
    /// Patched before the last defragmentation.
    504 patch_count_old / set_patch_count_old: u32;
    /// Sort version; all ones when kept in a table instead.
    508 sort_version / set_sort_version: u64;
    /// When the last database scan ended.
    516 time_scan_previous / set_time_scan_previous: Logtime;
    /// When the current scan began.
    524 time_scan_start / set_time_scan_start: Logtime;
    /// How far it has got without a gap.
    532 scan_page / set_scan_page: Pgno;
    /// The generation that redo has got to.
    536 recovering_generation / set_recovering_generation: u32;
    /// How often the file was extended.
    540 extend_count / set_extend_count: u32;
    /// When it was last extended.
    544 time_extend / set_time_extend: Logtime;
    /// How often the file was shrunk.
    552 shrink_count / set_shrink_count: u32;
    /// When it was last shrunk.
    556 time_shrink / set_time_shrink: Logtime;
    /// When it was last attached again without having been detached.
    564 time_reattach / set_time_reattach: Logtime;
    /// Where in the logs that was.
    572 lgpos_reattach / set_lgpos_reattach: Lgpos;
    /// How often the file was trimmed.
    580 trim_count / set_trim_count: u32;
    /// New at every write of the header; see [`DatabaseHeader::renew_flush_signature`].
    584 header_flush_signature / set_header_flush_signature: Signature;
    /// The flush map that belongs to this header; not set when there is none.
    612 flush_map_signature / set_flush_map_signature: Signature;
    /// First generation needed for consistent pages (the flush map may need earlier ones).
    640 min_consistent / set_min_consistent: u32;
    /// Update-minor part of the version.
    644 version_update_minor / set_version_update_minor: u32;
    /// The newest engine format that ever attached it.
    648 newest_engine_format / set_newest_engine_format: u32;
    /// The highest page that a scan has seen.
    652 scan_highest_page / set_scan_highest_page: Pgno;
    /// Where in the logs the file last changed its size, or was attached.
    656 lgpos_last_resize / set_lgpos_last_resize: Lgpos;
    /// One of [`super::file_type`].
    667 file_type / set_file_type: u32;
    /// Creation time of log [`DatabaseHeader::max_required`].
    672 max_required_created / set_max_required_created: Logtime;
    /// What [`DatabaseHeader::min_consistent`] was before redo lowered it; 0 when it did not.
    680 pre_redo_min_consistent / set_pre_redo_min_consistent: u32;
    /// What [`DatabaseHeader::min_required`] was before redo lowered it; 0 when it did not.
    684 pre_redo_min_required / set_pre_redo_min_required: u32;
    /// The revert snapshot that belongs to this header.
    688 revert_snapshot_signature / set_revert_snapshot_signature: Signature;
    /// How often it was reverted.
    716 revert_count / set_revert_count: u32;
    /// When it was last reverted.
    720 time_revert_from / set_time_revert_from: Logtime;
    /// To which moment.
    728 time_revert_to / set_time_revert_to: Logtime;
    /// Pages reverted then.
    736 revert_page_count / set_revert_page_count: u32;
    /// The last commit before it was reverted.
    740 lgpos_before_revert / set_lgpos_before_revert: Lgpos;
});
