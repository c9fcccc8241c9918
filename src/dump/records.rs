//! One log record on one line, as people know it from Windows' `/ml /v`.
//!
//! The shape of the lines: dumps by the reference. Numbers in them are `[database:page:line]`, `(session,…)`,
//! dbtimes and transactions in hexadecimal; `U`/`NU` unique keys or not, `V`/`NV` versioned, `D`/`ND` deleted,
//! `SP`/`NSP` space tree, `SYS`/`USR` the engine's own work, `CI`/`NCI` beside an index build.

mod file;
mod names;
mod node;
mod page;

pub use names::name;

use std::fmt::Write;

use crate::format::log_record::*;
use crate::format::primitives::Lgpos;

use node::node_fields;

/// `>00000001,0002,0032 Begin0    (5,from:0,to:1) 4`.
pub fn line(place: Lgpos, record: &LogRecord) -> String {
    format!(">{place} {:<9} {}", name(record), fields(record))
}

/// What the line says behind the name.
pub fn fields(record: &LogRecord) -> String {
    use LogRecord as R;
    match record {
        R::Begin(b) | R::Begin0(b) | R::BeginDt(b) => {
            let trx = b.trx_begin0.map_or(String::new(), |t| format!(" {t:x}"));
            format!("({:x},from:{},to:{}){trx}", b.procid, b.level_from, b.level_from.saturating_add(b.levels))
        }
        R::Commit(c) | R::Commit0(c) => {
            let trx = c.trx_commit0.map_or(String::new(), |t| format!(" {t:x}"));
            format!("({:x},to:{}){trx}", c.procid, c.level_to)
        }
        R::Rollback(r) => format!("({:x},{})", r.procid, r.levels),
        R::Refresh(r) => format!("({:x},{:x})", r.procid, r.trx_begin0),
        R::MacroBegin(m) | R::MacroCommit(m) | R::MacroAbort(m) => format!("({:x}) {:x}", m.procid, m.dbtime),
        R::PrepCommit(p) => format!("({:x}) {} bytes", p.procid, p.data.len()),
        R::PrepRollback(p) | R::ForceWriteLog(p) => format!("({:x})", p.procid),
        R::MacroInfo(m) | R::MacroInfo2(m) => {
            // The older form does not say which database.
            let dbid = m.dbid.map_or(String::new(), |d| format!("{d}:"));
            m.pages().fold(String::new(), |mut s, p| {
                let _ = write!(s, "[{dbid}{p}],");
                s
            })
        }
        R::CommitContext(c) => format!("({:x}) {} bytes", c.procid, c.without_flags().len()),
        _ => node_fields(record),
    }
}
