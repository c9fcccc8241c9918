//! A checkpoint: Windows' `/mk`.

use std::path::Path;

use esent::format::checkpoint::Checkpoint;
use esent::storage::checkpoint_file;
use esent::storage::fs::RealFileSystem;
use serde_json::{Value, json};

use super::{attachment_json, attachment_lines, environment_json, environment_lines, fields_json};
use crate::failure::Failure;
use crate::output::Output;
use crate::text::{lgpos, lgpos_json, path as path_text, safe, signature, signature_json, time_json};

pub fn show(path: &Path, output: &mut Output) -> Result<(), Failure> {
    let c = checkpoint_file::read(&RealFileSystem, path)?;
    output.line(format!("      Checkpoint file: {}", path_text(path)))?;
    output.line("")?;
    for line in lines(&c)? {
        output.line(line)?;
    }
    let json = to_json(path, &c)?;
    output.json(|| json);
    Ok(())
}

fn lines(c: &Checkpoint) -> Result<Vec<String>, Failure> {
    let mut l = vec![
        format!("      LastFullBackupCheckpoint: {}", lgpos(c.last_full_backup_checkpoint())),
        format!("      Checkpoint: {}", lgpos(c.lgpos())),
        format!("      DbConsistency: {}", lgpos(c.database_consistency())),
        format!("      FullBackup: {}", lgpos(c.full_backup())),
        format!("      FullBackup time: {}", c.time_full_backup()),
        format!("      IncBackup: {}", lgpos(c.incremental_backup())),
        format!("      IncBackup time: {}", c.time_incremental_backup()),
        format!("      Signature: {}", signature(c.log_signature())),
    ];
    l.extend(environment_lines(&c.environment()));
    for a in c.attachments()?.unwrap_or_default() {
        l.push(format!("{:>7} {} LogOn VerOn RW", a.dbid, safe(&a.name)));
        l.extend(attachment_lines(&a, "        "));
    }
    Ok(l)
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
