//! A checkpoint: Windows' `/mk`.

use super::attachments::{attachment, environment, name};
use super::text::{lgpos, signature};
use crate::error::Result;
use crate::format::checkpoint::Checkpoint;

/// Everything that a checkpoint says.
///
/// Errors: those of [`Checkpoint::attachments`].
pub fn lines(c: &Checkpoint) -> Result<Vec<String>> {
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
    l.extend(environment(&c.environment()));
    for a in c.attachments()?.unwrap_or_default() {
        l.push(format!("{:>7} {} LogOn VerOn RW", a.dbid, name(&a)));
        l.extend(attachment(&a, "        "));
    }
    Ok(l)
}
