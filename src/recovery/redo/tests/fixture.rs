//! A small database in memory, one session in a transaction, and the heads that records open with.
//!
//! Every record goes through its bytes, so that what is tested is what a log can hold.

use super::super::Redo;
use crate::error::{ErrorCode, Result};
use crate::format::database_header::DatabaseHeader;
use crate::format::log_record::{LogRecord, NodeOperation, OperationFlags, PageOperation};
use crate::format::node::{NodeParts, node_flags};
use crate::format::page::{Page, flags};
use crate::format::primitives::{Dbtime, Lgpos, Objid, Pgno};
use crate::format::version;
use crate::recovery::database::{Database, DatabaseParts, Databases};
use crate::recovery::transactions::Transactions;
use crate::recovery::versions::{Version, VersionNotes};
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::simulated_disk::SimulatedDisk;
use crate::storage::page_cache::{PageCache, Presence};
use std::path::Path;

pub const DBID: u8 = 1;
pub const SESSION: u16 = 7;
pub const TRX: u32 = 20;
pub const ROOT: Pgno = 4;
pub const OBJID: Objid = 30;
/// What pages have when a test begins, and what records give them.
pub const BEFORE: Dbtime = 100;
pub const AFTER: Dbtime = 110;
pub const RCEID: u32 = 9;
pub const ATTACHED: Lgpos = Lgpos::new(2, 1, 0);
pub const HERE: Lgpos = Lgpos::new(2, 8, 0);
/// Pages of the file when a test begins.
pub const PAGES: u32 = 40;

pub struct Bench {
    pub databases: Databases,
    pub transactions: Transactions,
    /// Where the next record stands.
    pub lgpos: Lgpos,
    redo: Redo,
}

impl Bench {
    pub fn new() -> Self {
        Self::with_page_size(4096)
    }

    /// The pages may hold changes of records that are still to come.
    pub fn ahead() -> Self {
        let mut bench = Self::new();
        bench.db().may_be_ahead = true;
        bench
    }

    pub fn with_page_size(size: u32) -> Self {
        let mut header = DatabaseHeader::new(size).unwrap();
        header.set_version(version::NEWEST.database);
        let (fs, path) = (SimulatedDisk::with_directory(""), Path::new("a.edb"));
        let file = DatabaseFile::create(&fs, path, &mut header, PAGES).unwrap();
        file.protect(&fs).unwrap();
        let mut databases = Databases::default();
        databases.insert(Database::new(DatabaseParts {
            dbid: DBID,
            cache: PageCache::new(file, 1 << 20),
            header,
            dbtime: 1,
            objid_last: 1,
            attached: ATTACHED,
            required_until: 5,
            committed_until: 5,
            created_of_required: None,
            may_be_ahead: false,
            patched: false,
            grows_on_demand: false,
        }));
        let mut transactions = Transactions::new();
        transactions.begin(SESSION, 0, 1, TRX, HERE).unwrap();
        Self { databases, transactions, lgpos: HERE, redo: Redo::new() }
    }

    pub fn db(&mut self) -> &mut Database {
        self.databases.get_mut(DBID).unwrap()
    }

    pub fn put(&mut self, pgno: Pgno, page: Page) {
        self.db().cache.replace(pgno, page).unwrap();
    }

    /// Gives a page that is there another clock.
    pub fn set_dbtime(&mut self, pgno: Pgno, dbtime: Dbtime) {
        self.db().cache.resident_mut(pgno).unwrap().set_dbtime(dbtime);
    }

    pub fn page(&mut self, pgno: Pgno) -> &Page {
        assert_eq!(self.db().cache.load(pgno).unwrap(), Presence::Present, "page {pgno}");
        self.db().cache.resident(pgno).unwrap()
    }

    /// The nodes of a page, see [`nodes`].
    pub fn nodes(&mut self, pgno: Pgno) -> Vec<String> {
        nodes(self.page(pgno))
    }

    pub fn dbtime(&mut self, pgno: Pgno) -> Dbtime {
        self.page(pgno).dbtime()
    }

    pub fn apply(&mut self, record: &LogRecord<'_>) -> Result<()> {
        let mut bytes = Vec::new();
        record.encode(&mut bytes).unwrap();
        let (record, size) = LogRecord::parse(&bytes).unwrap();
        assert_eq!(size, bytes.len());
        self.redo.apply(&mut self.databases, &mut self.transactions, self.lgpos, &record)
    }

    pub fn run(&mut self, record: &LogRecord<'_>) {
        self.apply(record).unwrap();
    }

    pub fn error(&mut self, record: &LogRecord<'_>) -> ErrorCode {
        self.apply(record).unwrap_err().code()
    }

    /// All of `records` in one macro.
    pub fn apply_macro(&mut self, records: &[LogRecord<'_>]) -> Result<()> {
        let edge = crate::format::log_record::Macro { procid: SESSION, dbtime: AFTER };
        self.apply(&LogRecord::MacroBegin(edge))?;
        records.iter().try_for_each(|record| self.apply(record))?;
        self.apply(&LogRecord::MacroCommit(edge))
    }

    pub fn run_macro(&mut self, records: &[LogRecord<'_>]) {
        self.apply_macro(records).unwrap();
    }

    pub fn version(&self, rceid: u32) -> Option<Version<'_>> {
        self.transactions.version(SESSION, rceid)
    }
}

/// A page of the tree with these flags; nodes as (key, data).
pub fn page_of(size: usize, pgno: Pgno, page_flags: u32, nodes: &[(&str, &[u8])]) -> Page {
    let mut page = Page::zeroed(size);
    page.init(pgno, OBJID, page_flags, BEFORE);
    for (line, (key, data)) in nodes.iter().enumerate() {
        page.insert(line, &NodeParts { flags: 0, prefix_length: 0, suffix: key.as_bytes(), data }).unwrap();
    }
    page
}

pub fn leaf(pgno: Pgno, nodes: &[(&str, &[u8])]) -> Page {
    page_of(4096, pgno, flags::LEAF, nodes)
}

/// A page above the leaves; nodes as (key, page below).
pub fn parent(pgno: Pgno, page_flags: u32, pointers: &[(&str, Pgno)]) -> Page {
    let data: Vec<[u8; 4]> = pointers.iter().map(|(_, below)| below.to_le_bytes()).collect();
    let nodes: Vec<(&str, &[u8])> = pointers.iter().zip(&data).map(|((key, _), data)| (*key, &data[..])).collect();
    page_of(4096, pgno, page_flags, &nodes)
}

/// Every node as `key=data` (`key>page` above the leaves), then D, V, C for its flags.
pub fn nodes(page: &Page) -> Vec<String> {
    let show = |line| {
        let node = page.node(line).unwrap();
        let key = String::from_utf8_lossy(&node.key()).into_owned();
        let mut text = match node.child() {
            Some(child) if !page.is_leaf() => format!("{key}>{child}"),
            _ => format!("{key}={}", String::from_utf8_lossy(node.data)),
        };
        for (flag, letter) in [(node_flags::DELETED, 'D'), (node_flags::VERSION, 'V'), (node_flags::COMPRESSED, 'C')] {
            if node.flags & flag != 0 {
                text.push(' ');
                text.push(letter);
            }
        }
        text
    };
    page.check_structure().unwrap();
    (0..page.node_count()).map(show).collect()
}

/// The head of a change of `pgno`, in a tree with unique keys.
pub fn on_page(pgno: Pgno) -> PageOperation {
    PageOperation {
        procid: SESSION,
        dbid: DBID,
        pgno,
        dbtime: AFTER,
        dbtime_before: BEFORE,
        trx_begin0: TRX,
        level: 1,
        line: 0,
        flags: OperationFlags(OperationFlags::UNIQUE),
    }
}

/// The head of a change of one node; no version is kept of it.
pub fn on_node(pgno: Pgno, line: u16) -> NodeOperation {
    let page = PageOperation { line, ..on_page(pgno) };
    NodeOperation { page, rceid: 0, pgno_fdp: ROOT, objid_fdp: OBJID }
}

/// The same with a version.
pub fn versioned(pgno: Pgno, line: u16) -> NodeOperation {
    let mut node = on_node(pgno, line);
    node.page.flags = OperationFlags(OperationFlags::UNIQUE | OperationFlags::VERSIONED);
    NodeOperation { rceid: RCEID, ..node }
}

/// The same in a tree whose keys may repeat: data is part of a node's name.
pub fn versioned_not_unique(pgno: Pgno, line: u16) -> NodeOperation {
    let mut node = versioned(pgno, line);
    node.page.flags = OperationFlags(OperationFlags::VERSIONED);
    node
}
