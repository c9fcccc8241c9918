//! The header of a database: Windows' `/mh`.

use std::path::Path;

use super::text::{lgpos, range, signature, state};
use crate::error::{Error, Result};
use crate::format::checksum::header_checksum;
use crate::format::database_header::{BackupInfo, DatabaseHeader, file_type};
use crate::format::patch_page::PatchPage;
use crate::format::primitives::Logtime;
use crate::format::shadowed_header::{Copies, MAGIC};
use crate::format::version::NEWEST;
use crate::storage::database_file::{DatabaseFile, read_header};
use crate::storage::fs::{FileSystem, OpenMode};

/// A database as far as its header and trailer say.
pub struct Facts {
    pub header: DatabaseHeader,
    pub copies: Copies,
    /// Pages behind the two header pages.
    pub pages: u32,
    /// Bytes of the file.
    pub length: u64,
    /// Of a backup whose trailer has not been taken into the header.
    pub trailer: Option<PatchPage>,
}

/// Reads header and trailer; changes nothing.
///
/// Errors: those of [`DatabaseFile::open`].
pub fn read(fs: &dyn FileSystem, path: &Path) -> Result<Facts> {
    let failed = |e: std::io::Error| Error::from_io(&e, "reading the database", path);
    let (file, _) = DatabaseFile::open(fs, path, OpenMode::Read, None)?;
    let raw = fs.open(path, OpenMode::Read).map_err(failed)?;
    let (header, copies) = read_header(&*raw, path, None)?;
    let trailer = if header.needs_trailer() { file.read_trailer().ok() } else { None };
    Ok(Facts { header, copies, pages: file.page_count(), length: raw.len().map_err(failed)?, trailer })
}

/// Everything that header and trailer say. `verbose`: then also every field by name and place.
pub fn lines(facts: &Facts, verbose: bool) -> Vec<String> {
    let mut l = vec![
        match facts.copies {
            Copies::FirstDamaged => "DATABASE SHADOW HEADER:",
            _ => "DATABASE HEADER:",
        }
        .to_owned(),
    ];
    l.extend(header(facts));
    if verbose {
        l.push(String::new());
        l.push("Fields by place (offset, bytes):".into());
        let fields = facts.header.fields();
        l.extend(fields.into_iter().map(|(at, size, name, value)| format!("  {at:>6} {size:>4}  {name}: {value}")));
    }
    let note = match facts.copies {
        Copies::Equal => None,
        Copies::FirstDamaged => Some("The first copy of the header is damaged; this is the second."),
        Copies::SecondDamaged => Some("The second copy of the header is damaged or older."),
    };
    if let Some(note) = note {
        l.push(String::new());
        l.push(note.into());
    }
    l
}

/// A line with its label right-aligned.
fn field(label: &str, width: usize, value: impl std::fmt::Display) -> String {
    format!("{label:>width$}: {value}")
}

fn header(facts: &Facts) -> Vec<String> {
    let h = &facts.header;
    let mut l = vec![
        "Checksum Information:".to_owned(),
        format!("Expected Checksum: 0x{:08x}", header_checksum(h.bytes())),
        format!("  Actual Checksum: 0x{:08x}", h.stored_checksum()),
        String::new(),
        "Fields:".to_owned(),
    ];
    let mut add = |label: &str, value: String| l.push(field(label, 17, value));
    let newest = NEWEST.database;
    add("File Type", if h.attribute() == 0 { "Database" } else { "UNKNOWN" }.into());
    add("Checksum", format!("0x{:x}", h.stored_checksum()));
    add("Format ulMagic", format!("0x{:x}", h.magic()));
    add("Engine ulMagic", format!("0x{MAGIC:x}"));
    let version = |major, update, minor| format!("0x{major:x},{update},{minor}");
    add(
        "Format ulVersion",
        format!(
            "{}  (attached by {})",
            version(h.version_major(), h.version_update_major(), h.version_update_minor()),
            h.newest_engine_format()
        ),
    );
    add(
        "Engine ulVersion",
        format!(
            "{}  (efvCurrent = {})",
            version(newest.major, newest.update_major, newest.update_minor),
            NEWEST.number
        ),
    );
    add("Created ulVersion", format!("0x{:x},{}", h.created_version(), h.created_update()));
    add("DB Signature", signature(h.signature()));
    add("cbDbPage", h.page_size().to_string());
    add("dbtime", format!("{0} (0x{0:x})", h.dbtime()));
    add("State", state(h.state_number()).into());
    add(
        "Log Required",
        format!(
            "{} [Min. Req. Pre-Redo: {1} (0x{1:x})]",
            range(h.min_required(), h.max_required()),
            h.pre_redo_min_required()
        ),
    );
    add("Gen. Max. Req. Creation Time", h.max_required_created().to_string());
    add("Log Committed", range(0, h.max_committed()));
    add("Gen. Max. Com. Creation Time", h.max_committed_created().to_string());
    add(
        "Log Consistent",
        format!("{0} (0x{0:x}) [Pre-Redo: {1} (0x{1:x})]", h.min_consistent(), h.pre_redo_min_consistent()),
    );
    add("Log Recovering", format!("{0} (0x{0:x})", h.recovering_generation()));
    add("Shadowed", if h.flags() & 1 != 0 { "No" } else { "Yes" }.into());
    add("Last Objid", h.last_objid().to_string());
    add("Scrub Dbtime", format!("{0} (0x{0:x})", h.dbtime_scrub()));
    add("Scrub Date", h.time_scrub().to_string());
    add("Repair Count", h.repair_count().to_string());
    add("Repair Date", h.time_repair().to_string());
    add("Old Repair Count", h.repair_count_old().to_string());
    let place = |p, t: Logtime| format!("{}  {t}", lgpos(p));
    add("Last Consistent", place(h.lgpos_consistent(), h.time_consistent()));
    add("Last Attach", place(h.lgpos_attach(), h.time_attach()));
    add("Last Detach", place(h.lgpos_detach(), h.time_detach()));
    add("Last ReAttach", place(h.lgpos_reattach(), h.time_reattach()));
    add("Dbid", h.dbid().to_string());
    add("Log Signature", signature(h.log_signature()));
    add(
        "OS Version",
        format!(
            "({}.{}.{} SP {} NLS {:x}.{:x})",
            h.os_major(),
            h.os_minor(),
            h.os_build(),
            h.os_service_pack(),
            h.sort_version() >> 32,
            h.sort_version() & 0xffff_ffff
        ),
    );
    if [h.reseed_count(), h.reseed_count_old(), h.patch_count(), h.patch_count_old()] != [0; 4] {
        add("Reseed Count", h.reseed_count().to_string());
        add("Reseed Date", h.time_reseed().to_string());
        add("Old Reseed Count", h.reseed_count_old().to_string());
        add("Patch Count", h.patch_count().to_string());
        add("Patch Date", h.time_patch().to_string());
        add("Old Patch Count", h.patch_count_old().to_string());
    }
    backups(h, &mut l);
    sizes(h, &mut l);
    if h.file_type() == file_type::DATABASE {
        errors_and_scans(h, &mut l);
    }
    if let Some(t) = &facts.trailer {
        trailer(t, &mut l);
    }
    l.push(String::new());
    l.push(field("Database Header Flush Signature", 33, signature(h.header_flush_signature())));
    l.push(field("Flush Map Header Flush Signature", 33, signature(h.flush_map_signature())));
    l.push(field("RBS Header Flush Signature", 33, signature(h.revert_snapshot_signature())));
    if h.revert_count() > 0 || h.revert_page_count() > 0 {
        l.push(String::new());
        l.push(field("Revert Count", 17, h.revert_count()));
        l.push(field("Revert From Date", 17, h.time_revert_from()));
        l.push(field("Revert To Date", 17, h.time_revert_to()));
        l.push(field("Revert Page Count", 17, h.revert_page_count()));
        l.push(field("Last Commit Before Revert", 17, lgpos(h.lgpos_before_revert())));
    }
    l
}

fn backups(h: &DatabaseHeader, l: &mut Vec<String>) {
    for (title, info, kind) in [
        ("Previous Full Backup", h.backup_full_previous(), h.backup_full_previous_kind()),
        ("Previous Incremental Backup", h.backup_incremental_previous(), h.backup_incremental_previous_kind()),
        ("Previous Copy Backup", h.backup_copy_previous(), h.backup_copy_previous_kind()),
        ("Previous Differential Backup", h.backup_differential_previous(), h.backup_differential_previous_kind()),
        ("Current Full Backup", h.backup_full_current(), 0),
        ("Current Shadow copy backup", h.backup_snapshot(), 0),
    ] {
        l.push(String::new());
        l.push(format!("{title}:"));
        backup(&info, kind, l);
    }
    // Counts of three upgrades that no engine has done since 2000; their bytes are zero.
    l.push(String::new());
    for label in ["cpgUpgrade55Format", "cpgUpgradeFreePages", "cpgUpgradeSpaceMapPages"] {
        l.push(field(label, 23, 0));
    }
}

fn backup(info: &BackupInfo, kind: u32, l: &mut Vec<String>) {
    let suffix = match kind {
        0 => "",
        1 => " - OSSnapshot",
        2 => " - Snapshot",
        _ => " - UNKNOWN",
    };
    l.push(field("Log Gen", 15, format!("{}{suffix}", range(info.first_generation, info.last_generation))));
    l.push(field("Mark", 15, lgpos(info.mark)));
    l.push(field("Mark", 15, info.time));
}

fn sizes(h: &DatabaseHeader, l: &mut Vec<String>) {
    let resize = h.lgpos_last_resize();
    let same = if resize == h.lgpos_attach() {
        "(Matches \"Last Attach\", no subsequent resize)"
    } else if resize == h.lgpos_consistent() {
        "(Matches \"Last Consistent\", no subsequent resize)"
    } else {
        ""
    };
    l.push(String::new());
    l.push(field("Last Resize", 17, format!("{}  {same}", lgpos(resize))));
    l.push(String::new());
    l.push(field("Extend Count", 17, h.extend_count()));
    l.push(field("Extend Date", 17, h.time_extend()));
    l.push(String::new());
    l.push(field("Shrink Count", 17, h.shrink_count()));
    l.push(field("Shrink Date", 17, h.time_shrink()));
    l.push(String::new());
    l.push(field("Trim Count", 17, h.trim_count()));
}

fn errors_and_scans(h: &DatabaseHeader, l: &mut Vec<String>) {
    l.push(String::new());
    let mut counter = |label: &str, count: u32, last: Option<(&str, Logtime)>| {
        let found = if count > 0 { format!("found ({count})") } else { "none".into() };
        l.push(field(label, 28, found));
        if let (true, Some((label, time))) = (count > 0, last) {
            l.push(field(label, 28, time));
        }
    };
    counter("ECC Fix Success Count", h.ecc_fix_count(), Some(("Last ECC Fix Success Date", h.time_ecc_fix())));
    counter("Old ECC Fix Success Count", h.ecc_fix_count_old(), None);
    counter("ECC Fix Error Count", h.ecc_fail_count(), Some(("Last ECC Fix Error Date", h.time_ecc_fail())));
    counter("Old ECC Fix Error Count", h.ecc_fail_count_old(), None);
    counter(
        "Bad Checksum Error Count",
        h.bad_checksum_count(),
        Some(("Last Bad Checksum Error Date", h.time_bad_checksum())),
    );
    counter("Old bad Checksum Error Count", h.bad_checksum_count_old(), None);
    l.push(String::new());
    l.push(field("Last Database Maintenance Finish Date", 39, h.time_scan_previous()));
    l.push(field("Current Database Maintenance Start Date", 39, h.time_scan_start()));
    l.push(format!("      Highest Continuous Database Maintenance Page: {}", h.scan_page()));
    l.push(format!("      Highest Database Maintenance Page: {}", h.scan_highest_page()));
}

fn trailer(t: &PatchPage, l: &mut Vec<String>) {
    l.push(String::new());
    l.push("Patch Current Full Backup:".into());
    backup(&t.backup, 0, l);
    if t.max_committed != 0 || t.max_required != 0 {
        l.push(field("Log Required", 15, range(t.min_required, t.max_required)));
        l.push(field("Gen. Max. Req. Creation Time", 15, t.max_required_created));
        l.push(field("Log Committed", 15, format!("{0} (0x{0:x})", t.max_committed)));
        l.push(field("Gen. Max. Com. Creation Time", 15, t.max_committed_created));
    }
}
