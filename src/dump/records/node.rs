//! Records about one node of one page, and what all lines about pages have in common.

use std::fmt::Write;

use crate::format::log_record::*;

use super::page::page_fields;

/// How many bytes of keys and data are shown.
const SHOWN: usize = 16;

pub(super) fn hex(parts: &[&[u8]]) -> String {
    let mut s = String::new();
    for byte in parts.iter().copied().flatten().take(SHOWN) {
        let _ = write!(s, "{byte:02X} ");
    }
    s
}

pub(super) fn unique(f: OperationFlags) -> &'static str {
    if f.unique() { "U" } else { "NU" }
}

pub(super) fn versioned(f: OperationFlags) -> &'static str {
    if f.versioned() { "V" } else { "NV" }
}

pub(super) fn space(f: OperationFlags) -> &'static str {
    if f.space() { "SP" } else { "NSP" }
}

pub(super) fn who(f: OperationFlags) -> &'static str {
    if f.system_task() { "SYS" } else { "USR" }
}

pub(super) fn index_build(f: OperationFlags) -> &'static str {
    if f.concurrent_create_index() { "CI" } else { "NCI" }
}

/// `72,53,c:2(5`: dbtimes after and before, transaction, level, session.
pub(super) fn head(p: &PageOperation) -> String {
    format!("{:x},{:x},{:x}:{}({:x}", p.dbtime, p.dbtime_before, p.trx_begin0, p.level, p.procid)
}

pub(super) fn tree(n: &NodeOperation) -> String {
    format!("objid:[{}:{}]", n.page.dbid, n.objid_fdp)
}

/// `[1:4:0]`.
pub(super) fn node(n: &NodeOperation) -> String {
    format!("[{}:{}:{}]", n.page.dbid, n.page.pgno, n.page.line)
}

pub(super) fn node_fields(record: &LogRecord) -> String {
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
