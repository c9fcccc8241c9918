//! The head that every record about a page or a node opens with.
//!
//! | offset | size | field (page)                 | offset | size | field (node adds)     |
//! |--------|------|------------------------------|--------|------|-----------------------|
//! | 1      | 2    | session (procid)             | 32     | 4    | rceid                 |
//! | 3      | 1    | dbid                         | 36     | 4    | pgno of the tree (FDP)|
//! | 4      | 4    | pgno                         | 40     | 4    | objid of the tree     |
//! | 8      | 8    | dbtime after                 |        |      |                       |
//! | 16     | 8    | dbtime before                |        |      |                       |
//! | 24     | 4    | begin of the transaction     |        |      |                       |
//! | 28     | 1    | level of the transaction     |        |      |                       |
//! | 29     | 2    | line (tag on the page − 1)   |        |      |                       |
//! | 31     | 1    | flags                        |        |      |                       |
//!
//! Offsets count from the record's type byte. Source: `inc/logapi.hxx` (LRPAGE_, LRNODE_).

use super::layout::{bits, layout};
use crate::format::primitives::{Dbtime, Objid, Pgno};

layout! {
    /// A change to one page: who, where, and the page's clock before and after.
    pub struct PageOperation {
        /// The session that did it; transactions are kept by this number.
        procid: u16,
        dbid: u8,
        pgno: Pgno,
        /// The dbtime the page gets.
        dbtime: Dbtime,
        /// The dbtime the page had; `DBTIME_INVALID` when another record of the same macro says it.
        dbtime_before: Dbtime,
        /// Names the transaction: its begin at level 0.
        trx_begin0: u32,
        /// How deep the transaction was nested; 0 means none.
        level: u8,
        /// The line (node) on the page, from 0; the external header is not counted.
        line: u16,
        flags: OperationFlags,
    }
}

bits! {
    /// What kind of operation this was.
    pub struct OperationFlags(u8) {
        /// The node's versioned bit is to be set.
        VERSIONED versioned = 0x01,
        /// The node's deleted bit; no longer written.
        DELETED deleted = 0x02,
        /// The tree's keys are unique.
        UNIQUE unique = 0x04,
        /// The tree is a space tree (OwnExt, AvailExt).
        SPACE space = 0x08,
        /// Done by an index build beside other sessions.
        CONCURRENT_CREATE_INDEX concurrent_create_index = 0x10,
        /// Done by the engine's own housekeeping.
        SYSTEM_TASK system_task = 0x20,
    }
}

layout! {
    /// A change to one node of a page.
    pub struct NodeOperation {
        page: PageOperation,
        /// Ties together the records of one version of a node; 0 when not versioned.
        rceid: u32,
        /// Root page of the tree.
        pgno_fdp: Pgno,
        /// Number of the tree.
        objid_fdp: Objid,
    }
}

impl std::ops::Deref for NodeOperation {
    type Target = PageOperation;
    fn deref(&self) -> &PageOperation {
        &self.page
    }
}
