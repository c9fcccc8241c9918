//! The header of a database: Windows' `/mh`.

use std::path::Path;

use esent::dump::database;
pub use esent::dump::database::Facts;
use esent::format::database_header::BackupInfo;
use esent::format::shadowed_header::Copies;
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::files;
use crate::output::Output;
use crate::text::{lgpos_json, path as path_text, signature_json, state, time_json};

/// Reads header and trailer; changes nothing.
pub fn read(path: &Path) -> Result<Facts, Failure> {
    files::open(path)?;
    Ok(database::read(&RealFileSystem, path)?)
}

pub fn show(path: &Path, output: &mut Output) -> Result<(), Failure> {
    let facts = read(path)?;
    output.line(format!("         Database: {}", path_text(path)))?;
    output.line("")?;
    for line in database::lines(&facts, false) {
        output.line(line)?;
    }
    output.json(|| to_json(path, &facts));
    Ok(())
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
