//! A database header as callbacks and information calls show it.
//!
//! Source of the facts: `ese/util.cxx` (UtilLoadDbinfomiscFromPdbfilehdr) of the reference.

use super::request::{BackupView, Counter, DatabaseView};
use crate::format::database_header::{BackupInfo, BackupKind, DatabaseHeader};

/// Bit 0 of the flags.
const SHADOWING_DISABLED: u32 = 1;

/// Bit 0 of the last byte of a backup's time: a snapshot made it.
const BY_SNAPSHOT: u8 = 1;

fn backup(info: BackupInfo) -> BackupView {
    BackupView { mark: info.mark, time: info.time, low: info.first_generation, high: info.last_generation }
}

/// A finished backup, whose time tells how it was made.
fn finished(info: BackupInfo, kind: u32) -> BackupView {
    let mut view = backup(info);
    view.time.0[7] &= !BY_SNAPSHOT;
    if kind == BackupKind::OsSnapshot as u32 {
        view.time.0[7] |= BY_SNAPSHOT;
    }
    view
}

fn counter(count: u32, last: crate::format::primitives::Logtime, count_before: u32) -> Counter {
    Counter { count, last, count_before }
}

impl From<&DatabaseHeader> for DatabaseView {
    fn from(h: &DatabaseHeader) -> Self {
        Self {
            version: h.version_major(),
            update: h.version_update_major(),
            signature: h.signature(),
            state: h.state_number(),
            consistent: (h.lgpos_consistent(), h.time_consistent()),
            attach: (h.lgpos_attach(), h.time_attach()),
            detach: (h.lgpos_detach(), h.time_detach()),
            last_reattach: (h.lgpos_reattach(), h.time_reattach()),
            log_signature: h.log_signature(),
            full_previous: finished(h.backup_full_previous(), h.backup_full_previous_kind()),
            incremental_previous: finished(h.backup_incremental_previous(), h.backup_incremental_previous_kind()),
            full_current: backup(h.backup_full_current()),
            copy_previous: finished(h.backup_copy_previous(), h.backup_copy_previous_kind()),
            differential_previous: finished(h.backup_differential_previous(), h.backup_differential_previous_kind()),
            shadowing_disabled: h.flags() & SHADOWING_DISABLED != 0,
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
            // The header names the next page to look at.
            pages_checked: h.scan_page().saturating_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::primitives::{Lgpos, Logtime};

    #[test]
    fn a_header_shows_what_it_holds() {
        let mut header = DatabaseHeader::new(8192).expect("a page size");
        header.set_state_number(2);
        header.set_min_required(5);
        header.set_max_required(9);
        header.set_max_committed(10);
        header.set_scan_page(17);
        header.set_flags(1);
        header.set_lgpos_attach(Lgpos::new(5, 1, 2));
        let info =
            BackupInfo { time: Logtime([0, 0, 0, 1, 1, 99, 0, 0]), first_generation: 3, ..BackupInfo::default() };
        header.set_backup_full_previous(info);
        header.set_backup_full_previous_kind(BackupKind::OsSnapshot as u32);
        let view = DatabaseView::from(&header);
        assert_eq!((view.state, view.page_size, view.pages_checked), (2, 8192, 16));
        assert_eq!((view.minimum_required, view.maximum_required, view.maximum_committed), (5, 9, 10));
        assert_eq!(view.attach.0, Lgpos::new(5, 1, 2));
        assert!(view.shadowing_disabled);
        assert_eq!((view.full_previous.low, view.full_previous.time.0[7]), (3, BY_SNAPSHOT));
        header.set_backup_full_previous_kind(BackupKind::Streaming as u32);
        assert_eq!(DatabaseView::from(&header).full_previous.time.0[7], 0);
    }
}
