//! A checkpoint: Windows' `/mk`.

use std::path::Path;

use esent::dump::checkpoint;
use esent::format::checkpoint::Checkpoint;
use esent::storage::checkpoint_file;
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use super::{attachment_json, environment_json, fields_json};
use crate::failure::Failure;
use crate::output::Output;
use crate::text::{lgpos_json, path as path_text, signature_json, time_json};

pub fn show(path: &Path, output: &mut Output) -> Result<(), Failure> {
    let c = checkpoint_file::read(&RealFileSystem, path)?;
    output.line(format!("      Checkpoint file: {}", path_text(path)))?;
    output.line("")?;
    for line in checkpoint::lines(&c)? {
        output.line(line)?;
    }
    let json = to_json(path, &c)?;
    output.json(|| json);
    Ok(())
}

fn to_json(path: &Path, c: &Checkpoint) -> Result<Value, Failure> {
    let attachments = c.attachments()?;
    let mut fields = fields_json(c.fields());
    if let Value::Object(map) = &mut fields {
        map.remove("environment");
    }
    Ok(json!({
        "file": path_text(path),
        "kind": "checkpoint",
        "checkpoint": lgpos_json(c.lgpos()),
        "database_consistency": lgpos_json(c.database_consistency()),
        "full_backup": { "lgpos": lgpos_json(c.full_backup()), "time": time_json(c.time_full_backup()) },
        "incremental_backup": { "lgpos": lgpos_json(c.incremental_backup()), "time": time_json(c.time_incremental_backup()) },
        "log_signature": signature_json(c.log_signature()),
        "environment": environment_json(&c.environment()),
        "attachments": attachments.map(|list| list.iter().map(attachment_json).collect::<Vec<_>>()),
        "fields": fields,
    }))
}
