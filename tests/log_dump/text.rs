//! Log records as the engine's own dump prints them, for the types that occur in recorded dumps.

use esent::format::log_record::*;
use esent::format::primitives::{Logtime, Signature};

/// What stands behind the position.
pub fn record(record: &LogRecord<'_>) -> String {
    format!("{:<9}{}", label(record.kind()), fields(record))
}

/// The dump's abbreviations.
fn label(kind: u8) -> &'static str {
    match kind {
        1 | 49 => "Init",
        5 => "Begin",
        6 => "Commit",
        7 => "Rollback",
        8 => "Begin0",
        9 => "Commit0",
        11 => "McroBegin",
        12 => "McroComit",
        13 => "McroAbort",
        14 => "CreateDB",
        22 => "Trace",
        24 => "Create M",
        25 => "Create S",
        26 | 58 => "Convert",
        27 => "Split",
        28 => "Merge",
        29 => "Insert",
        31 => "FInsertRD",
        32 => "FDelete",
        33 => "Replace",
        34 => "ReplaceD",
        35 => "Delete",
        36 => "UndoInfo",
        37 => "Delta",
        38 => "SetExtHdr",
        39 => "Undo",
        60 => "Backup2",
        62 => "Split2",
        63 => "Merge2",
        67 => "McroInfo",
        68 => "ExtendDB",
        71 => "NOP2",
        74 => "FreeFDP",
        79 => "CrDBFinsh",
        92 => "SetDbVer",
        93 => "Delta64",
        95 => "NewPage",
        101 => "ExtFreed2",
        _ => "?",
    }
}

fn pick(yes: bool, if_so: &'static str, if_not: &'static str) -> &'static str {
    if yes { if_so } else { if_not }
}

fn bytes<const N: usize>(parts: [&[u8]; N]) -> String {
    parts.into_iter().flatten().take(16).map(|b| format!("{b:02X} ")).collect()
}

fn time(t: Logtime) -> String {
    let (year, month, day, hour, minute, second, ms) = t.fields();
    format!("({month}/{day}/{year} {hour}:{minute:02}:{second:02}.{ms:03})")
}

fn signature(s: &Signature) -> String {
    let (year, month, day, hour, minute, second, ms) = s.created().fields();
    format!(
        "Create time:{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}.{ms:03} Rand:{} Computer:<None>",
        s.random()
    )
}

/// `dbtime,before,trx:level(procid,`
fn head(p: &PageOperation) -> String {
    format!("{:x},{:x},{:x}:{}({:x},", p.dbtime, p.dbtime_before, p.trx_begin0, p.level, p.procid)
}

/// The flags named by `which`, as the dump abbreviates them.
fn flags(p: &PageOperation, which: &str) -> String {
    let f = p.flags;
    let one = |c| match c {
        'u' => pick(f.unique(), "U", "NU"),
        'v' => pick(f.versioned(), "V", "NV"),
        'd' => pick(f.deleted(), "D", "ND"),
        's' => pick(f.space(), "SP", "NSP"),
        't' => pick(f.system_task(), "SYS", "USR"),
        _ => pick(f.concurrent_create_index(), "CI", "NCI"),
    };
    which.chars().map(one).collect::<Vec<_>>().join(":")
}

/// `[dbid:pgno:line]`
fn place(p: &PageOperation) -> String {
    format!("[{}:{}:{}]", p.dbid, p.pgno, p.line)
}

fn image(i: &Option<BeforeImage<'_>>) -> String {
    let Some(i) = i else { return "beforeImage:0[]".into() };
    let (d, x) = (pick(i.flags.dehydrated(), "D", ""), pick(i.flags.xpress(), "X", ""));
    format!("beforeImage:{}[{d}{x}]", i.bytes.len())
}

fn fields(record: &LogRecord<'_>) -> String {
    use LogRecord as R;
    match record {
        R::Init(r) | R::Init2(r) => format!(" {}", r.logtime.map(time).unwrap_or_default()),
        R::Begin(r) | R::Begin0(r) => {
            let trx = r.trx_begin0.map(|t| format!(" {t:x}")).unwrap_or_default();
            format!(" ({:x},from:{},to:{}){trx}", r.procid, r.level_from, r.level_from + r.levels)
        }
        R::Commit(r) | R::Commit0(r) => {
            let trx = r.trx_commit0.map(|t| format!(" {t:x}")).unwrap_or_default();
            format!(" ({:x},to:{}){trx}", r.procid, r.level_to)
        }
        R::Rollback(r) => format!(" ({:x},{})", r.procid, r.levels),
        R::MacroBegin(r) | R::MacroCommit(r) | R::MacroAbort(r) => format!(" ({:x}) {:x}", r.procid, r.dbtime),
        R::MacroInfo(r) => format!(" {}", r.pages().map(|p| format!("[1:{p}],")).collect::<String>()),
        R::CreateDb(r) => {
            let (version, update) = r.version.unwrap_or_default();
            format!(
                " ({:x},{},{}) Version: {version:#x},{update:#x} cpgMax: {} Sig: {} sparse: {}",
                r.head.procid,
                r.path,
                r.head.dbid,
                r.head.pages_max,
                signature(&r.head.signature),
                u8::from(r.flags.sparse())
            )
        }
        R::CreateDbFinish(r) => format!(" ({:x},{})", r.procid, r.dbid),
        R::SetDbVersion(r) => {
            format!(" (dbid:{}, DB ver:{}.{}.{})", r.dbid, r.version, r.update_major, r.update_minor)
        }
        R::ExtendDb(r) => format!(" [{}:{}]", r.dbid, r.pgno_last),
        R::Nop2(r) => format!(" (lrtyp = 71, {} bytes)", r.data.len()),
        R::FreeFdp(r) => {
            format!(" {:x}:([{}:{}] ({}))", r.trx_committed, r.dbid, r.pgno_fdp, pick(r.fdp_type == 1, "T", "I"))
        }
        R::ExtentFreed2(r) => {
            let (h, d) = (&r.head, r.head.dbid);
            let list: String = (1..h.pages.min(32)).map(|i| format!("[{d}:{}] ", h.pgno_first + i)).collect();
            format!(
                " {:x} [{d}:{}+{}],[{}{}] ({list})",
                r.dbtime.unwrap_or_default(),
                h.pgno_first,
                h.pages,
                pick(h.flags.table_root_page(), "R", ""),
                pick(h.flags.empty_page_fdp_deleted(), "E", "")
            )
        }
        R::Trace(r) => format!(" ({:x}) {}", r.procid, r.text),
        R::NewPage(r) => {
            let d = r.dbid;
            format!(" {:x},({:x},page:[{d}:{}],objid:[{d}:{}])", r.dbtime_after, r.procid, r.pgno, r.objid)
        }
        R::Backup2(r) => {
            let h = &r.head;
            format!(
                " {}( {}:{}, dbid={}, phaseDetails[({:X},{:X},{:X}),{},({},{})] )",
                ["?", "Begin", "PrepLogs", "Truncate", "Update", "Torpedos Away!", "Stop"][usize::from(h.phase)],
                ["External", "OSSnapshot", "?", "Surrogate"][h.backup_type as usize],
                pick(h.scope == backup_scope::FULL, "Full", "?"),
                h.dbid,
                h.lgpos_mark.generation,
                h.lgpos_mark.sector,
                h.lgpos_mark.offset,
                time(h.logtime_mark),
                h.generation_low,
                h.generation_high
            )
        }
        R::CreateMultipleExtentFdp(r) => {
            let (p, d) = (&r.page, r.page.dbid);
            format!(
                " {:x},{:x}:{}({:x},FDP:[{d}:{}],OE:[{d}:{}],AE:[{d}:{}],FDPParent:[{d}:{}],objid:[{d}:{}],PageFlags:[0x{:x}],{},{})",
                p.dbtime,
                p.trx_begin0,
                p.level,
                p.procid,
                p.pgno,
                r.pgno_own_ext,
                r.pgno_avail_ext,
                r.pgno_fdp_parent,
                r.objid_fdp,
                r.page_flags,
                r.primary_pages,
                flags(p, "ut")
            )
        }
        R::CreateSingleExtentFdp(r) => {
            let (p, d) = (&r.page, r.page.dbid);
            format!(
                " {:x},{:x}:{}({:x},[{d}:{}],[{d}:{}],[{}],PageFlags:[0x{:x}]{},{})",
                p.dbtime,
                p.trx_begin0,
                p.level,
                p.procid,
                p.pgno,
                r.pgno_fdp_parent,
                r.objid_fdp,
                r.page_flags,
                r.primary_pages,
                flags(p, "ut")
            )
        }
        R::ConvertFdp(r) | R::ConvertFdp2(r) => {
            let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
            format!(
                " {}[{d}:{}],[{d}:{}],[{}],+{},[{d}:{}],+{},{})",
                head(p),
                p.pgno,
                h.pgno_fdp_parent,
                h.objid_fdp,
                h.primary_pages,
                h.pgno_secondary_first,
                h.secondary_pages,
                flags(p, "ut")
            )
        }
        R::Split(r) | R::Split2(r) => split(r),
        R::Merge(r) | R::Merge2(r) => merge(r),
        _ => node_fields(record),
    }
}

fn node_fields(record: &LogRecord<'_>) -> String {
    use LogRecord as R;
    let Some(n) = record.node_operation() else { return format!(" {record:?}") };
    let p = &n.page;
    let tree = format!("rceid:{},objid:[{}:{}]", n.rceid, p.dbid, n.objid_fdp);
    let (head, place) = (head(p), place(p));
    match record {
        R::Insert(r) => format!(
            " {head}{place},{},{},{},{},{tree}){}",
            flags(p, "uvdstb"),
            r.prefix.len(),
            r.suffix.len(),
            r.data.len(),
            bytes([r.prefix, r.suffix, r.data])
        ),
        R::FlagInsertAndReplaceData(r) => format!(
            " {head}{place},{},{:5},rceidInsert:{},rceidReplace:{},objid:[{}:{}]){}",
            flags(p, "uvstb"),
            r.key.len() + r.data.len(),
            n.rceid,
            r.rceid_replace,
            p.dbid,
            n.objid_fdp,
            bytes([r.key, r.data])
        ),
        R::Replace(r) | R::ReplaceDiff(r) => format!(
            " {head}{place},{},{:5},{:5},{:5},{tree}){}",
            flags(p, "uvstb"),
            r.data.len(),
            r.new_size,
            r.old_size,
            if matches!(record, R::Replace(_)) { bytes([r.data]) } else { String::new() }
        ),
        R::FlagDelete(_) => format!(" {head}{place},{}),{tree}", flags(p, "uvstb")),
        R::Delete(_) => format!(" {head}{place},{},objid:[{}:{}])", flags(p, "ust"), p.dbid, n.objid_fdp),
        R::UndoInfo(r) => format!(
            " {:x}:{}({:x},[{}:{}],{},{},{},{},{tree}){}",
            p.trx_begin0,
            p.level,
            p.procid,
            p.dbid,
            p.pgno,
            flags(p, "ut"),
            r.bookmark.key.len(),
            r.bookmark.data.len(),
            r.before_image.len(),
            bytes([r.bookmark.key, r.bookmark.data, r.before_image])
        ),
        R::Undo(r) => {
            format!(" {head}{place},{},{},{},rceid:{})", flags(p, "ut"), r.undo_level, r.operation, n.rceid)
        }
        R::Delta(r) | R::Delta64(r) => {
            format!(" {head}{place},{},{},offset:{},{tree})", flags(p, "uvtb"), r.delta, r.offset)
        }
        R::SetExternalHeader(r) => {
            format!(" {head}[{}:{}],{},{:5}){}", p.dbid, p.pgno, flags(p, "ust"), r.data.len(), bytes([r.data]))
        }
        _ => format!(" {record:?}"),
    }
}

/// A dbtime of a page that may be none.
fn time_of(pgno: u32, dbtime: u64) -> u64 {
    if pgno == 0 { 0 } else { dbtime }
}

fn split(r: &Split<'_>) -> String {
    let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
    if h.pgno_new == 0 {
        return format!(" ParentOfSplitPage {}parent:{:x},[{d}:{}])", head(p), h.dbtime_parent_before, p.pgno);
    }
    let hot = h.operation == SplitOperation::Insert && h.line_split == h.line_operation && h.line_split + 1 == h.lines;
    let name = match h.split_type {
        SplitType::Vertical => "SplitVertical",
        SplitType::Append => "Append",
        SplitType::Right => pick(hot, "SplitHotpoint", "SplitRight"),
    };
    format!(
        " {name} {}split:[{d}:{}:{}],oper/last:[{}/{}],new:[{d}:{}],parent:{:x},[{d}:{}],right:{:x},[{d}:{}], objid:[{d}:{}], {}, splitoper:{:?}, {})",
        head(p),
        p.pgno,
        h.line_split,
        h.line_operation,
        i32::from(h.lines) - 1,
        h.pgno_new,
        time_of(h.pgno_parent, h.dbtime_parent_before),
        h.pgno_parent,
        time_of(h.pgno_right, h.dbtime_right_before),
        h.pgno_right,
        h.objid_fdp,
        flags(p, "ustb"),
        h.operation,
        image(&r.before_image)
    )
}

fn merge(r: &Merge<'_>) -> String {
    let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
    format!(
        " {}merge:[{d}:{}:{}],right:{:x},[{d}:{}],left:{:x},[{d}:{}],parent:{:x},[{d}:{}],{}:{}:{}:{}:{:?},size:{},maxsize:{},uncfree:{},{}){}",
        head(p),
        p.pgno,
        h.line_merge,
        time_of(h.pgno_right, h.dbtime_right_before),
        h.pgno_right,
        time_of(h.pgno_left, h.dbtime_left_before),
        h.pgno_left,
        time_of(h.pgno_parent, h.dbtime_parent_before),
        h.pgno_parent,
        flags(p, "ust"),
        pick(h.flags.key_change(), "KC", "NKC"),
        pick(h.flags.empty_page(), "EP", "NEP"),
        pick(h.flags.delete_node(), "D", "ND"),
        h.merge_type,
        h.size_total as i16,
        h.size_max_total as i16,
        h.uncommitted_free_destination as i16,
        image(&r.before_image),
        bytes([r.key_parent_separator])
    )
}
