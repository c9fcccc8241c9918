//! Records that change the shape of trees, and whole pages.

use crate::format::log_record::*;
use crate::format::primitives::{Dbtime, Pgno};

use super::file::file_fields;
use super::node::{head, hex, index_build, space, unique, who};

fn image(b: &Option<BeforeImage>) -> String {
    let Some(b) = b else { return "0[]".into() };
    let letters = [(b.flags.dehydrated(), "D"), (b.flags.xpress(), "X")];
    let letters: String = letters.iter().filter(|l| l.0).map(|l| l.1).collect();
    format!("{}[{letters}]", b.bytes.len())
}

pub(super) fn page_fields(record: &LogRecord) -> String {
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
