//! The header of a database: Windows' `/mh`.

use std::path::Path;

use esent::format::checksum::header_checksum;
use esent::format::database_header::{BackupInfo, DatabaseHeader, START_OF_FILE, file_type};
use esent::format::patch_page::PatchPage;
use esent::format::primitives::Logtime;
use esent::format::shadowed_header::{Copies, MAGIC};
use esent::format::version::NEWEST;
use esent::storage::database_file::DatabaseFile;
use esent::storage::fs::{OpenMode, RealFileSystem};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::files;
use crate::output::Output;
use crate::text::{lgpos, lgpos_json, path as path_text, range, signature, signature_json, state, time_json};

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
pub fn read(path: &Path) -> Result<Facts, Failure> {
    let length = std::fs::metadata(path).map_err(|e| Failure::reading(&e, path))?.len();
    let opened = DatabaseFile::open(&RealFileSystem, path, OpenMode::Read, None);
    let (file, header) = opened?;
    let start = files::read_start(path, START_OF_FILE as u64)?;
    let (_, copies) = DatabaseHeader::from_start_of_file(&start, None)?;
    let trailer = if header.needs_trailer() { file.read_trailer().ok() } else { None };
    Ok(Facts { header, copies, pages: file.page_count(), length, trailer })
}

pub fn show(path: &Path, output: &mut Output) -> Result<(), Failure> {
    let facts = read(path)?;
    output.line(format!("         Database: {}", path_text(path)))?;
    output.line("")?;
    output.line(match facts.copies {
        Copies::FirstDamaged => "DATABASE SHADOW HEADER:",
        _ => "DATABASE HEADER:",
    })?;
    for line in lines(&facts) {
        output.line(line)?;
    }
    let note = match facts.copies {
        Copies::Equal => None,
        Copies::FirstDamaged => Some("The first copy of the header is damaged; this is the second."),
        Copies::SecondDamaged => Some("The second copy of the header is damaged or older."),
    };
    if let Some(note) = note {
        output.line("")?;
        output.line(note)?;
    }
    output.json(|| to_json(path, &facts));
    Ok(())
}

/// A line with its label right-aligned.
fn field(label: &str, width: usize, value: impl std::fmt::Display) -> String {
    format!("{label:>width$}: {value}")
}

fn lines(facts: &Facts) -> Vec<String> {
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

fn backup_json(info: &BackupInfo) -> Value {
    if *info == BackupInfo::default() {
        return Value::Null;
    }
    json!({
        "first_generation": info.first_generation,
        "last_generation": info.last_generation,
        "mark": lgpos_json(info.mark),
        "time": time_json(info.time),
    })
}

/// The header as JSON: what people ask for by plain names, then every field as it lies in the file.
pub fn to_json(path: &Path, facts: &Facts) -> Value {
    let h = &facts.header;
    let mut fields = super::fields_json(h.fields());
    for name in [
        "backup_full_previous",
        "backup_incremental_previous",
        "backup_full_current",
        "backup_snapshot",
        "backup_copy_previous",
        "backup_differential_previous",
    ] {
        // Said above in a better form.
        if let Value::Object(map) = &mut fields {
            map.remove(name);
        }
    }
    json!({
        "file": path_text(path),
        "kind": "database",
        "bytes": facts.length,
        "page_size": h.page_size(),
        "pages": facts.pages,
        "header_copies": match facts.copies {
            Copies::Equal => "equal",
            Copies::FirstDamaged => "first damaged",
            Copies::SecondDamaged => "second damaged",
        },
        "state": state(h.state_number()),
        "version": h.version().to_string(),
        "signature": signature_json(h.signature()),
        "log_signature": signature_json(h.log_signature()),
        "dbtime": h.dbtime(),
        "log_required": { "first": h.min_required(), "last": h.max_required() },
        "log_committed": h.max_committed(),
        "log_consistent": h.min_consistent(),
        "last_consistent": { "lgpos": lgpos_json(h.lgpos_consistent()), "time": time_json(h.time_consistent()) },
        "last_attach": { "lgpos": lgpos_json(h.lgpos_attach()), "time": time_json(h.time_attach()) },
        "last_detach": { "lgpos": lgpos_json(h.lgpos_detach()), "time": time_json(h.time_detach()) },
        "backups": {
            "full_previous": backup_json(&h.backup_full_previous()),
            "incremental_previous": backup_json(&h.backup_incremental_previous()),
            "copy_previous": backup_json(&h.backup_copy_previous()),
            "differential_previous": backup_json(&h.backup_differential_previous()),
            "full_current": backup_json(&h.backup_full_current()),
            "snapshot": backup_json(&h.backup_snapshot()),
        },
        "trailer": facts.trailer.as_ref().map(|t| json!({
            "backup": backup_json(&t.backup),
            "log_required": { "first": t.min_required, "last": t.max_required },
            "log_committed": t.max_committed,
        })),
        "fields": fields,
    })
}
