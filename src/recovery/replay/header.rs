//! A database's header as recovery control shows it.

use crate::format::database_header::{BackupInfo, DatabaseHeader};
use crate::recovery::request::{BackupView, Counter, DatabaseView};

/// What JET_DBINFOMISC says of a header.
pub fn view(h: &DatabaseHeader) -> DatabaseView {
    let counter = |count, last, count_before| Counter { count, last, count_before };
    DatabaseView {
        version: h.version_major(),
        update: h.version_update_major(),
        signature: h.signature(),
        state: h.state_number(),
        consistent: (h.lgpos_consistent(), h.time_consistent()),
        attach: (h.lgpos_attach(), h.time_attach()),
        detach: (h.lgpos_detach(), h.time_detach()),
        last_reattach: (h.lgpos_reattach(), h.time_reattach()),
        log_signature: h.log_signature(),
        full_previous: backup(h.backup_full_previous()),
        incremental_previous: backup(h.backup_incremental_previous()),
        full_current: backup(h.backup_full_current()),
        copy_previous: backup(h.backup_copy_previous()),
        differential_previous: backup(h.backup_differential_previous()),
        shadowing_disabled: h.flags() & 1 != 0,
        system: (h.os_major(), h.os_minor(), h.os_build(), h.os_service_pack() as i32),
        page_size: h.page_size(),
        minimum_required: h.min_required(),
        maximum_required: h.max_required(),
        maximum_committed: h.max_committed(),
        maximum_created: h.max_committed_created(),
        repairs: counter(h.repair_count(), h.time_repair(), h.repair_count_old()),
        ecc_fixes: counter(h.ecc_fix_count(), h.time_ecc_fix(), h.ecc_fix_count_old()),
        ecc_failures: counter(h.ecc_fail_count(), h.time_ecc_fail(), h.ecc_fail_count_old()),
        bad_checksums: counter(h.bad_checksum_count(), h.time_bad_checksum(), h.bad_checksum_count_old()),
        incremental_reseeds: counter(h.reseed_count(), h.time_reseed(), h.reseed_count_old()),
        page_patches: counter(h.patch_count(), h.time_patch(), h.patch_count_old()),
        checksum_previous: h.time_scan_previous(),
        checksum_started: h.time_scan_start(),
        pages_checked: h.scan_page(),
    }
}

fn backup(b: BackupInfo) -> BackupView {
    BackupView { mark: b.mark, time: b.time, low: b.first_generation, high: b.last_generation }
}
