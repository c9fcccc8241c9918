//! What logs and checkpoints have in common: the writing instance's parameters, and the attached databases.

use super::text::{lgpos, safe, signature};
use crate::format::attachments::Attachment;
use crate::format::environment::Environment;

/// The two lines about the writing instance's parameters.
pub(super) fn environment(e: &Environment) -> [String; 2] {
    let circular = if e.circular_logging() { "     on" } else { "    off" };
    let numbers = [
        e.sessions(),
        e.open_tables(),
        e.version_pages(),
        e.cursors(),
        e.log_buffers(),
        e.log_file_sectors(),
        e.cache_max(),
    ];
    let numbers: String = numbers.iter().map(|n| format!(",{n:>7}")).collect();
    [
        "      Env (CircLog,Session,Opentbl,VerPage,Cursors,LogBufs,LogFile,Buffers)".into(),
        format!("          ({circular}{numbers})"),
    ]
}

/// What is said of an attached database; `indent` stands before every line.
pub(super) fn attachment(a: &Attachment, indent: &str) -> Vec<String> {
    vec![
        format!("{indent}dbtime: {} ({}-{})", a.dbtime, a.dbtime >> 32, a.dbtime & 0xffff_ffff),
        format!("{indent}objidLast: {}", a.last_objid),
        format!("{indent}Signature: {}", signature(a.signature)),
        format!("{indent}MaxDbSize: {} pages", a.pages_max),
        format!("{indent}Last Attach: {}", lgpos(a.lgpos_attach)),
        format!("{indent}Last Consistent: {}", lgpos(a.lgpos_consistent)),
    ]
}

/// Its name as it was logged.
pub(super) fn name(a: &Attachment) -> String {
    safe(&a.name)
}
