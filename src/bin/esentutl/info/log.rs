//! The header of a log: the first part of Windows' `/ml`.

use std::path::Path;

use esent::dump::log_header;
use esent::format::log_header::LogHeader;
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use super::{attachment_json, environment_json, fields_json};
use crate::failure::Failure;
use crate::files;
use crate::output::Output;
use crate::text::{lgpos_json, path as path_text, signature_json, time_json};

/// Reads and checks the header.
pub fn read(path: &Path) -> Result<LogHeader, Failure> {
    files::open(path)?;
    Ok(log_header::read(&RealFileSystem, path)?)
}

pub fn show(path: &Path, output: &mut Output) -> Result<(), Failure> {
    let header = read(path)?;
    for line in log_header::lines(&RealFileSystem, path, &header)? {
        output.line(line)?;
    }
    let json = to_json(path, &header)?;
    output.json(|| json);
    Ok(())
}

pub fn to_json(path: &Path, h: &LogHeader) -> Result<Value, Failure> {
    let attachments = h.attachments()?;
    let mut fields = fields_json(h.fields());
    if let Value::Object(map) = &mut fields {
        map.remove("environment");
    }
    Ok(json!({
        "file": path_text(path),
        "kind": "log",
        "generation": h.generation(),
        "bytes": h.file_length(),
        "page_size": h.page_size(),
        "created": time_json(h.created()),
        "previous_created": time_json(h.previous_created()),
        "version": h.version().to_string(),
        "log_signature": signature_json(h.log_signature()),
        "checkpoint_at_creation": lgpos_json(h.checkpoint()),
        "environment": environment_json(&h.environment()),
        "attachments": attachments.iter().map(attachment_json).collect::<Vec<_>>(),
        "fields": fields,
    }))
}
