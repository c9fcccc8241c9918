//! Records about files, the instance and backups.

use crate::format::log_record::*;

use crate::dump::text::{safe, signature};

pub(super) fn file_fields(record: &LogRecord) -> String {
    use LogRecord as R;
    match record {
        R::Init(r) | R::Init2(r) => match r.logtime {
            Some(t) => format!("({t})"),
            None => String::new(),
        },
        R::Term(r) | R::Term2(r) | R::RecoveryQuit(r) | R::RecoveryQuit2(r) | R::RecoveryQuitKeepAttachments(r) => {
            let time = r.logtime.map_or(String::new(), |t| format!(" ({t})"));
            let hard = if r.head.hard != 0 { " hard" } else { "" };
            format!("{} redo from {}{hard}{time}", r.head.lgpos, r.head.lgpos_redo_from)
        }
        R::RecoveryUndo(r) | R::RecoveryUndo2(r) => r.logtime.map_or(String::new(), |t| format!("({t})")),
        R::CreateDb(r) => {
            let version = r.version.map_or(String::new(), |(v, u)| format!(" Version: 0x{v:x},0x{u:x}"));
            let (h, path) = (&r.head, safe(&r.path.to_string()));
            let sparse = u8::from(r.flags.sparse());
            format!(
                "({:x},{path},{}){version} cpgMax: {} Sig: {} sparse: {sparse}",
                h.procid,
                h.dbid,
                h.pages_max,
                signature(h.signature)
            )
        }
        R::AttachDb(r) => {
            let (h, path) = (&r.head, safe(&r.path.to_string()));
            let consistent = h.lgpos_consistent;
            format!(
                "({:x},{path},{}) cpgMax: {} consistent:({consistent}) SigDb: {} SigLog: {} sparse: {}",
                h.procid,
                h.dbid,
                h.pages_max,
                signature(h.signature),
                signature(h.log_signature),
                u8::from(r.flags.sparse())
            )
        }
        R::DetachDb(r) => format!("({:x},{},{})", r.head.procid, safe(&r.path.to_string()), r.head.dbid),
        R::CreateDbFinish(r) => format!("({:x},{})", r.procid, r.dbid),
        R::ReAttach(r) => {
            format!(
                "[{}] attach:({}) consistent:({}) {}",
                r.dbid,
                r.lgpos_attach,
                r.lgpos_consistent,
                signature(r.signature)
            )
        }
        R::SignalAttachDb(r) => format!("[{}]", r.dbid),
        R::SetDbVersion(r) => {
            format!("(dbid:{}, DB ver:{}.{}.{})", r.dbid, r.version, r.update_major, r.update_minor)
        }
        R::ExtendDb(r) => format!("[{}:{}]", r.dbid, r.pgno_last),
        R::ShrinkDb(r) | R::ShrinkDb2(r) | R::ShrinkDb3(r) => {
            format!("[{}:{}] -{} pages", r.head.dbid, r.head.pgno_last, r.head.pages_shrunk)
        }
        R::TrimDb(r) => format!("[{}:{}] {} pages", r.dbid, r.pgno_start, r.pages),
        R::FreeFdp(r) => {
            let kind = match r.fdp_type {
                1 => "T",
                2 => "I",
                _ => "U",
            };
            format!("{:x}:([{}:{}] ({kind}))", r.trx_committed, r.dbid, r.pgno_fdp)
        }
        R::ExtentFreed(r) | R::ExtentFreed2(r) => {
            let h = &r.head;
            let dbtime = r.dbtime.map_or(String::new(), |t| format!("{t:x} "));
            // The list of pages says nothing new, and a damaged record can name four billion.
            format!("{dbtime}[{}:{}+{}],[{}]", h.dbid, h.pgno_first, h.pages, freed(h.flags))
        }
        R::FullBackup(r) | R::IncBackup(r) => safe(&String::from_utf8_lossy(r.path)),
        R::Backup(r) => format!("{} {}", r.backup_kind, safe(&String::from_utf8_lossy(r.path))),
        R::Backup2(r) => backup(&r.head),
        R::ExtRestore(r) | R::ExtRestore2(r) => safe(&r.names.to_string()),
        R::Trace(r) | R::ForceLogRollover(r) => format!("({:x}) {}", r.procid, safe(&r.text.to_string())),
        R::JetOp(r) => format!("({:x}) {}", r.procid, r.operation),
        R::Nop2(r) => format!("(lrtyp = 71, {} bytes)", r.data.len()),
        R::Ignored(r) => format!("(lrtyp = {}, {} bytes)", r.kind, r.data.len()),
        _ => String::new(),
    }
}

fn freed(f: ExtentFreedFlags) -> String {
    let words = [(f.table_root_page(), "TableRoot"), (f.empty_page_fdp_deleted(), "EmptyPageFDPDeleted")];
    words.iter().filter(|w| w.0).map(|w| w.1).collect::<Vec<_>>().join(",")
}

fn backup(h: &BackupHead) -> String {
    let phase = match h.phase {
        backup_phase::BEGIN => "Begin",
        backup_phase::PREPARE_LOGS => "PrepLogs",
        backup_phase::TRUNCATE => "Truncate",
        backup_phase::UPDATE => "Update",
        backup_phase::ABORT => "Abort",
        backup_phase::STOP => "Stop",
        _ => "?",
    };
    let kind = ["External", "OSSnapshot", "Snapshot", "Surrogate"].get(h.backup_type as usize).unwrap_or(&"?");
    let scope = match h.scope {
        backup_scope::FULL => "Full",
        backup_scope::INCREMENTAL => "Inc",
        backup_scope::COPY => "Copy",
        backup_scope::DIFFERENTIAL => "Diff",
        _ => "?",
    };
    let m = h.lgpos_mark;
    format!(
        "{phase}( {kind}:{scope}, dbid={}, phaseDetails[({:x},{:x},{:x}),({}),({},{})] )",
        h.dbid, m.generation, m.sector, m.offset, h.logtime_mark, h.generation_low, h.generation_high
    )
}
