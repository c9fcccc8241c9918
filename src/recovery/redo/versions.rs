//! From a log record to the version that a rollback of it would need.

use crate::format::log_record::NodeOperation;
use crate::format::primitives::Pgno;
use crate::recovery::versions::{Change, Tree, Version};

/// The version of a change that this record made on page `pgno`.
pub fn place<'a>(node: &NodeOperation, pgno: Pgno, key: &'a [u8], data: &'a [u8], change: Change<'a>) -> Version<'a> {
    Version {
        rceid: node.rceid,
        level: node.level,
        tree: Tree { dbid: node.dbid, pgno_fdp: node.pgno_fdp, objid_fdp: node.objid_fdp, unique: node.flags.unique() },
        pgno,
        key,
        data,
        change,
        undo_info_pending: true,
    }
}

/// The part of a node's name that its data is: nothing where keys are unique.
pub fn unique_data<'a>(node: &NodeOperation, data: &'a [u8]) -> &'a [u8] {
    if node.flags.unique() { &[] } else { data }
}
