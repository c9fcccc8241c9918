//! One log record on one line, as people know it from Windows' `/ml /v`, and as a JSON object.
//!
//! The shape of the lines: dumps by the reference. Numbers in them are `[database:page:line]`, `(session,…)`,
//! dbtimes and transactions in hexadecimal; `U`/`NU` unique keys or not, `V`/`NV` versioned, `D`/`ND` deleted,
//! `SP`/`NSP` space tree, `SYS`/`USR` the engine's own work, `CI`/`NCI` beside an index build.

use std::fmt::Write;

use esent::format::log_record::*;
use esent::format::primitives::{Dbtime, Lgpos, Pgno};
use serde_json::{Value, json};

use crate::text::{safe, signature};

/// How many bytes of keys and data are shown.
const SHOWN: usize = 16;

/// The record's name as the dumps have it, at most 9 characters.
pub fn name(record: &LogRecord) -> &'static str {
    use LogRecord as R;
    match record {
        R::Nop => "NOP",
        R::Init(_) | R::Init2(_) => "Init",
        R::Term(_) | R::Term2(_) => "Term",
        R::MultisectorFlush(_) => "MS",
        R::End => "End",
        R::Begin(_) => "Begin",
        R::Commit(_) => "Commit",
        R::Rollback(_) => "Rollback",
        R::Begin0(_) => "Begin0",
        R::Commit0(_) => "Commit0",
        R::Refresh(_) => "Refresh",
        R::MacroBegin(_) => "McroBegin",
        R::MacroCommit(_) => "McroComit",
        R::MacroAbort(_) => "McroAbort",
        R::CreateDb(_) => "CreateDB",
        R::AttachDb(_) => "AttachDB",
        R::DetachDb(_) => "DetachDB",
        R::RecoveryUndo(_) | R::RecoveryUndo2(_) => "RcvUndo",
        R::RecoveryQuit(_) | R::RecoveryQuit2(_) => "RcvQuit",
        R::FullBackup(_) => "FullBkUp",
        R::IncBackup(_) => "IncBkUp",
        R::JetOp(_) => "JetOp",
        R::Trace(_) => "Trace",
        R::ShutDownMark => "ShutDown",
        R::CreateMultipleExtentFdp(_) => "Create M",
        R::CreateSingleExtentFdp(_) => "Create S",
        R::ConvertFdp(_) | R::ConvertFdp2(_) => "Convert",
        R::Split(_) => "Split",
        R::Split2(_) => "Split2",
        R::Merge(_) => "Merge",
        R::Merge2(_) => "Merge2",
        R::Insert(_) => "Insert",
        R::FlagInsert(_) => "FInsert",
        R::FlagInsertAndReplaceData(_) => "FInsertRD",
        R::FlagDelete(_) => "FDelete",
        R::Replace(_) => "Replace",
        R::ReplaceDiff(_) => "ReplaceD",
        R::Delete(_) => "Delete",
        R::UndoInfo(_) => "UndoInfo",
        R::Delta(_) => "Delta",
        R::Delta64(_) => "Delta64",
        R::SetExternalHeader(_) => "SetExtHdr",
        R::Undo(_) => "Undo",
        R::Checksum(_) => "Checksum",
        R::ExtRestore(_) => "ExtRest",
        R::ExtRestore2(_) => "ExtRest2",
        R::Backup(_) => "Backup",
        R::Backup2(_) => "Backup2",
        R::EmptyTree(_) => "EmptyTree",
        R::BeginDt(_) => "BeginDT",
        R::PrepCommit(_) => "PreCommit",
        R::PrepRollback(_) => "PreRollbk",
        R::ForceWriteLog(_) => "FWriteLog",
        R::ForceLogRollover(_) => "FRollLog",
        R::Scrub(_) => "Scrub",
        R::PageMove(_) => "PageMove",
        R::RootPageMove(_) => "PageMoveR",
        R::PagePatchRequest(_) => "PagePatch",
        R::MacroInfo(_) => "McroInfo",
        R::MacroInfo2(_) => "McroInfo2",
        R::ExtendDb(_) => "ExtendDB",
        R::CommitContext(_) => "CommitCtx",
        R::ScanCheck(_) => "ScanCheck",
        R::ScanCheck2(_) => "ScanChk2",
        R::Nop2(_) => "NOP2",
        R::ReAttach(_) => "ReAttach",
        R::FreeFdp(_) => "FreeFDP",
        R::FragmentBegin(_) => "FragBegin",
        R::Fragment(_) => "FragContd",
        R::ShrinkDb(_) => "ShrinkDB",
        R::ShrinkDb2(_) => "ShrinkDB2",
        R::ShrinkDb3(_) => "ShrinkDB3",
        R::CreateDbFinish(_) => "CrDBFinsh",
        R::RecoveryQuitKeepAttachments(_) => "RcvQKA",
        R::TrimDb(_) => "TrimDB",
        R::SetDbVersion(_) => "SetDbVer",
        R::NewPage(_) => "NewPage",
        R::SignalAttachDb(_) => "SAttachDB",
        R::ExtentFreed(_) => "ExtFreed",
        R::ExtentFreed2(_) => "ExtFreed2",
        R::Ignored(_) => "Ignored",
    }
}

/// `>00000001,0002,0032 Begin0    (5,from:0,to:1) 4`.
pub fn line(place: Lgpos, record: &LogRecord) -> String {
    format!(">{place} {:<9} {}", name(record), fields(record))
}

/// The record's main fields, and the line for who wants it.
pub fn to_json(place: Lgpos, record: &LogRecord, size: usize) -> Value {
    let mut object = json!({
        "lgpos": place.to_string(),
        "kind": record.kind(),
        "name": name(record),
        "bytes": size,
    });
    let mut put = |key: &str, value: Option<Value>| {
        if let (Some(value), Value::Object(map)) = (value, &mut object) {
            map.insert(key.into(), value);
        }
    };
    put("session", record.procid().map(|v| json!(v)));
    put("database", record.dbid().map(|v| json!(v)));
    put("page", record.pgno().map(|v| json!(v)));
    put("line", record.node_operation().map(|n| json!(n.page.line)));
    put("tree", record.objid().map(|v| json!(v)));
    put("dbtime", record.dbtime().map(|v| json!(v)));
    put("dbtime_before", record.page_operation().map(|p| json!(p.dbtime_before)));
    put("transaction", record.page_operation().map(|p| json!(p.trx_begin0)));
    put("level", record.page_operation().map(|p| json!(p.level)));
    put("rceid", record.node_operation().filter(|n| n.rceid != 0).map(|n| json!(n.rceid)));
    put("fields", Some(json!(fields(record))));
    object
}

fn hex(parts: &[&[u8]]) -> String {
    let mut s = String::new();
    for byte in parts.iter().copied().flatten().take(SHOWN) {
        let _ = write!(s, "{byte:02X} ");
    }
    s
}

fn unique(f: OperationFlags) -> &'static str {
    if f.unique() { "U" } else { "NU" }
}

fn versioned(f: OperationFlags) -> &'static str {
    if f.versioned() { "V" } else { "NV" }
}

fn space(f: OperationFlags) -> &'static str {
    if f.space() { "SP" } else { "NSP" }
}

fn who(f: OperationFlags) -> &'static str {
    if f.system_task() { "SYS" } else { "USR" }
}

fn index_build(f: OperationFlags) -> &'static str {
    if f.concurrent_create_index() { "CI" } else { "NCI" }
}

/// `72,53,c:2(5`: dbtimes after and before, transaction, level, session.
fn head(p: &PageOperation) -> String {
    format!("{:x},{:x},{:x}:{}({:x}", p.dbtime, p.dbtime_before, p.trx_begin0, p.level, p.procid)
}

fn tree(n: &NodeOperation) -> String {
    format!("objid:[{}:{}]", n.page.dbid, n.objid_fdp)
}

/// `[1:4:0]`.
fn node(n: &NodeOperation) -> String {
    format!("[{}:{}:{}]", n.page.dbid, n.page.pgno, n.page.line)
}

fn fields(record: &LogRecord) -> String {
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

fn node_fields(record: &LogRecord) -> String {
    use LogRecord as R;
    match record {
        R::Insert(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            format!(
                "{},{},{}:{}:{}:{}:{}:{},{},{},{},rceid:{},{}){}",
                head(&n.page),
                node(n),
                unique(f),
                versioned(f),
                if f.deleted() { "D" } else { "ND" },
                space(f),
                who(f),
                index_build(f),
                r.prefix.len(),
                r.suffix.len(),
                r.data.len(),
                n.rceid,
                tree(n),
                hex(&[r.prefix, r.suffix, r.data])
            )
        }
        R::FlagInsert(r) => flagged(&r.node, Some(r.key.len() + r.data.len()), "", &[r.key, r.data]),
        R::FlagInsertAndReplaceData(r) => {
            let both = format!("rceidInsert:{},rceidReplace:{}", r.node.rceid, r.rceid_replace);
            flagged(&r.node, Some(r.key.len() + r.data.len()), &both, &[r.key, r.data])
        }
        R::Replace(r) | R::ReplaceDiff(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            let shown: &[&[u8]] = if matches!(record, R::Replace(_)) { &[r.data] } else { &[] };
            format!(
                "{},{},{}:{}:{}:{}:{},{:5},{:5},{:5},rceid:{},{}){}",
                head(&n.page),
                node(n),
                unique(f),
                versioned(f),
                space(f),
                who(f),
                index_build(f),
                r.data.len(),
                r.new_size,
                r.old_size,
                n.rceid,
                tree(n),
                hex(shown)
            )
        }
        R::FlagDelete(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            let flags = format!("{}:{}:{}:{}:{}", unique(f), versioned(f), space(f), who(f), index_build(f));
            format!("{},{},{flags}),rceid:{},{}", head(&n.page), node(n), n.rceid, tree(n))
        }
        R::Delete(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            format!("{},{},{}:{}:{},{})", head(&n.page), node(n), unique(f), space(f), who(f), tree(n))
        }
        R::Delta(r) | R::Delta64(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            let flags = format!("{}:{}:{}:{}", unique(f), versioned(f), who(f), index_build(f));
            let rest = format!("{},offset:{},rceid:{},{})", r.delta, r.offset, n.rceid, tree(n));
            format!("{},{},{flags},{rest}", head(&n.page), node(n))
        }
        R::Undo(r) => {
            let (n, f) = (&r.node, r.node.page.flags);
            let flags = format!("{}:{}", unique(f), who(f));
            format!("{},{},{flags},{},{},rceid:{})", head(&n.page), node(n), r.undo_level, r.operation, n.rceid)
        }
        R::UndoInfo(r) => {
            let (p, f) = (&r.node.page, r.node.page.flags);
            format!(
                "{:x}:{}({:x},[{}:{}],{}:{},{},{},{},rceid:{},{}){}",
                p.trx_begin0,
                p.level,
                p.procid,
                p.dbid,
                p.pgno,
                unique(f),
                who(f),
                r.bookmark.key.len(),
                r.bookmark.data.len(),
                r.before_image.len(),
                r.node.rceid,
                tree(&r.node),
                hex(&[r.bookmark.key, r.bookmark.data, r.before_image])
            )
        }
        R::SetExternalHeader(r) => {
            let (p, f) = (&r.node.page, r.node.page.flags);
            let flags = format!("{}:{}:{}", unique(f), space(f), who(f));
            format!("{},[{}:{}],{flags},{:5}){}", head(p), p.dbid, p.pgno, r.data.len(), hex(&[r.data]))
        }
        R::Scrub(r) => {
            let p = &r.node.page;
            format!("{},[{}:{}],{} operations)", head(p), p.dbid, p.pgno, r.operation_count)
        }
        R::EmptyTree(r) => {
            let p = &r.node.page;
            let pages: Vec<_> = r.pages().map(|e| format!("[{}:{}]", p.dbid, e.pgno)).collect();
            format!("{},[{}:{}],{}) {}", head(p), p.dbid, p.pgno, tree(&r.node), pages.join(" "))
        }
        _ => page_fields(record),
    }
}

/// FlagInsert and its companion.
fn flagged(n: &NodeOperation, size: Option<usize>, rceids: &str, shown: &[&[u8]]) -> String {
    let f = n.page.flags;
    let flags = format!("{}:{}:{}:{}:{}", unique(f), versioned(f), space(f), who(f), index_build(f));
    let rceids = if rceids.is_empty() { format!("rceid:{}", n.rceid) } else { rceids.to_owned() };
    format!("{},{},{flags},{:5},{rceids},{}){}", head(&n.page), node(n), size.unwrap_or(0), tree(n), hex(shown))
}

fn image(b: &Option<BeforeImage>) -> String {
    let Some(b) = b else { return "0[]".into() };
    let letters = [(b.flags.dehydrated(), "D"), (b.flags.xpress(), "X")];
    let letters: String = letters.iter().filter(|l| l.0).map(|l| l.1).collect();
    format!("{}[{letters}]", b.bytes.len())
}

fn page_fields(record: &LogRecord) -> String {
    use LogRecord as R;
    match record {
        R::Split(r) | R::Split2(r) => split(r),
        R::Merge(r) | R::Merge2(r) => merge(r),
        R::PageMove(r) => {
            let (h, p) = (&r.head, &r.head.page);
            let d = p.dbid;
            format!(
                "{},source:[{d}:{}],dest:[{d}:{}],left:{:x},[{d}:{}],right:{:x},[{d}:{}],parent:{:x},[{d}:{}:{}],objid:[{d}:{}])",
                head(p),
                p.pgno,
                h.pgno_destination,
                h.dbtime_left_before,
                h.pgno_left,
                h.dbtime_right_before,
                h.pgno_right,
                h.dbtime_parent_before,
                h.pgno_parent,
                h.line_parent,
                h.objid_fdp
            )
        }
        R::CreateMultipleExtentFdp(r) => {
            let (p, d) = (&r.page, r.page.dbid);
            format!(
                "{:x},{:x}:{}({:x},FDP:[{d}:{}],OE:[{d}:{}],AE:[{d}:{}],FDPParent:[{d}:{}],objid:[{d}:{}],PageFlags:[0x{:x}],{},{}:{})",
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
                unique(p.flags),
                who(p.flags)
            )
        }
        R::CreateSingleExtentFdp(r) => {
            let (p, d) = (&r.page, r.page.dbid);
            format!(
                "{:x},{:x}:{}({:x},[{d}:{}],[{d}:{}],[{}],PageFlags:[0x{:x}]{},{}:{})",
                p.dbtime,
                p.trx_begin0,
                p.level,
                p.procid,
                p.pgno,
                r.pgno_fdp_parent,
                r.objid_fdp,
                r.page_flags,
                r.primary_pages,
                unique(p.flags),
                who(p.flags)
            )
        }
        R::ConvertFdp(r) | R::ConvertFdp2(r) => {
            let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
            format!(
                "{},[{d}:{}],[{d}:{}],[{}],+{},[{d}:{}],+{},{}:{})",
                head(p),
                p.pgno,
                h.pgno_fdp_parent,
                h.objid_fdp,
                h.primary_pages,
                h.pgno_secondary_first,
                h.secondary_pages,
                unique(p.flags),
                who(p.flags)
            )
        }
        R::NewPage(r) => {
            let d = r.dbid;
            format!("{:x},({:x},page:[{d}:{}],objid:[{d}:{}])", r.dbtime_after, r.procid, r.pgno, r.objid)
        }
        R::RootPageMove(r) => format!("{:x},({:x},objid:[{}:{}])", r.dbtime_after, r.procid, r.dbid, r.objid),
        R::ScanCheck(r) => format!("[{}:{}] page {:x}, now {:x}", r.dbid, r.pgno, r.dbtime_page, r.dbtime_current),
        R::ScanCheck2(r) => {
            format!(
                "[{}:{}] page {:x}, now {:x}, checksum {:#x}",
                r.dbid, r.pgno, r.dbtime_page, r.dbtime_current, r.checksum
            )
        }
        R::PagePatchRequest(r) => format!("[{}:{}] {:x}", r.dbid, r.pgno, r.dbtime),
        _ => file_fields(record),
    }
}

/// What is logged for a page that is not there is of no interest.
fn dbtime_of(pgno: Pgno, dbtime: Dbtime) -> Dbtime {
    if pgno == 0 { 0 } else { dbtime }
}

fn split(r: &Split) -> String {
    let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
    if h.pgno_new == 0 {
        let parent = h.dbtime_parent_before;
        return format!("ParentOfSplitPage {},parent:{parent:x},[{d}:{}])", head(p), p.pgno);
    }
    let kind = match h.split_type {
        SplitType::Vertical => "SplitVertical",
        SplitType::Right => "SplitRight",
        SplitType::Append => "Append",
    };
    let operation = match h.operation {
        SplitOperation::None => "None",
        SplitOperation::Insert => "Insert",
        SplitOperation::Replace => "Replace",
        SplitOperation::FlagInsertAndReplaceData => "FlagInsertAndReplaceData",
    };
    format!(
        "{kind} {},split:[{d}:{}:{}],oper/last:[{}/{}],new:[{d}:{}],parent:{:x},[{d}:{}],right:{:x},[{d}:{}], objid:[{d}:{}], {}:{}:{}:{}, splitoper:{operation}, beforeImage:{})",
        head(p),
        p.pgno,
        h.line_split,
        h.line_operation,
        h.lines.saturating_sub(1),
        h.pgno_new,
        dbtime_of(h.pgno_parent, h.dbtime_parent_before),
        h.pgno_parent,
        dbtime_of(h.pgno_right, h.dbtime_right_before),
        h.pgno_right,
        h.objid_fdp,
        unique(p.flags),
        space(p.flags),
        who(p.flags),
        index_build(p.flags),
        image(&r.before_image)
    )
}

fn merge(r: &Merge) -> String {
    let (h, p, d) = (&r.head, &r.head.page, r.head.page.dbid);
    let kind = match h.merge_type {
        MergeType::None => "None",
        MergeType::EmptyPage => "EmptyPage",
        MergeType::FullRight => "FullRight",
        MergeType::PartialRight => "PartialRight",
        MergeType::EmptyTree => "EmptyTree",
        MergeType::FullLeft => "FullLeft",
        MergeType::PartialLeft => "PartialLeft",
        MergeType::PageMove => "PageMove",
    };
    format!(
        "{},merge:[{d}:{}:{}],right:{:x},[{d}:{}],left:{:x},[{d}:{}],parent:{:x},[{d}:{}],{}:{}:{}:{}:{}:{}:{kind},size:{},maxsize:{},uncfree:{},beforeImage:{}){}",
        head(p),
        p.pgno,
        h.line_merge,
        dbtime_of(h.pgno_right, h.dbtime_right_before),
        h.pgno_right,
        dbtime_of(h.pgno_left, h.dbtime_left_before),
        h.pgno_left,
        dbtime_of(h.pgno_parent, h.dbtime_parent_before),
        h.pgno_parent,
        unique(p.flags),
        space(p.flags),
        who(p.flags),
        if h.flags.key_change() { "KC" } else { "NKC" },
        if h.flags.empty_page() { "EP" } else { "NEP" },
        if h.flags.delete_node() { "D" } else { "ND" },
        h.size_total,
        h.size_max_total,
        h.uncommitted_free_destination,
        image(&r.before_image),
        hex(&[r.key_parent_separator])
    )
}

fn file_fields(record: &LogRecord) -> String {
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
