//! Pages with moved numbers, and the base database of several copies.
//!
//! ```text
//! header, header | region 0 | room | region 1 | room | … | region n − 1 | trailer
//! ```
//!
//! A region holds the pages of the original, with other numbers; the room up to the next region is empty, and becomes what
//! the original's file grew by. Behind the last region comes the trailer, as it does in the original.
//!
//! | number                                   | moved                                                               |
//! |------------------------------------------|---------------------------------------------------------------------|
//! | neighbours, objid, dbtime, checksum      | yes                                                                 |
//! | pages that nodes above the leaves name   | yes                                                                 |
//! | extents in space trees, space headers,   | no: they are what records carry as data, and redo does not ask them |
//! | roots in the catalog                     |                                                                     |
//!
//! One thing asks the space trees: at the end of a restore, the file gets the length that the database owns, as the last
//! node of its tree of owned extents says. A node more, for an extent that ends with the last copy, keeps all of them.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use esent::format::database_header::DatabaseHeader;
use esent::format::node::NodeParts;
use esent::format::page::{Page, PageCondition};
use esent::format::patch_page::PatchPage;
use esent::format::primitives::{PGNO_SYSTEM_ROOT, Pgno};

use crate::numbers::{Highest, Numbers, Shift};

/// Pages that a header and its copy take.
const HEADERS: u32 = 2;

/// A database file in memory.
pub struct Database {
    pub page_size: usize,
    bytes: Vec<u8>,
}

impl Database {
    pub fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let (header, _) = DatabaseHeader::from_start_of_file(&bytes, None).unwrap();
        Self { page_size: header.page_size() as usize, bytes }
    }

    /// Its last page; in the copy of a backup that is the trailer.
    pub fn last(&self) -> Pgno {
        (self.bytes.len() / self.page_size) as Pgno - HEADERS
    }

    /// The page, its checksum verified; `None` where there never was one.
    pub fn page(&self, pgno: Pgno) -> Option<Page> {
        let at = (pgno - 1 + HEADERS) as usize * self.page_size;
        let mut page = Page::from_bytes(self.bytes[at..at + self.page_size].to_vec()).unwrap();
        match page.check(pgno) {
            Ok(PageCondition::Uninitialized) => None,
            Ok(PageCondition::Good) => Some(page),
            other => panic!("page {pgno}: {other:?}"),
        }
    }

    /// The page that holds the end of the database's owned extents.
    pub fn last_of_owned(&self) -> Pgno {
        let root = self.page(PGNO_SYSTEM_ROOT).expect("a database has a root");
        let header: &[u8; 16] = root.external_header().unwrap().try_into().expect("a space header and nothing else");
        let own_ext = u32::from_le_bytes([header[12], header[13], header[14], header[15]]);
        assert!(self.page(own_ext).is_some_and(|page| page.is_leaf()), "a tree of owned extents of one page");
        own_ext
    }

    /// The numbers of all pages.
    pub fn survey(&self, highest: &mut Highest) {
        highest.pgno(&mut self.last());
        for pgno in 1..self.last() {
            if let Some(mut page) = self.page(pgno) {
                each_number(&mut page, highest);
            }
        }
    }

    /// Writes the base of so many copies; `last_page` is the last that the finished database will have.
    pub fn repeat(&self, to: &Path, copies: u32, shift: impl Fn(u32) -> Shift, last_page: Pgno) {
        let mut file = File::create(to).unwrap();
        let size = self.page_size;
        file.write_all(&self.bytes[..HEADERS as usize * size]).unwrap();
        let mut write = |pgno: Pgno, page: &[u8]| {
            file.seek(SeekFrom::Start(u64::from(pgno - 1 + HEADERS) * size as u64)).unwrap();
            file.write_all(page).unwrap();
        };
        let own_ext = self.last_of_owned();
        for copy in 0..copies {
            let mut shift = shift(copy);
            for pgno in 1..self.last() {
                let Some(mut page) = self.page(pgno) else { continue };
                if pgno == own_ext {
                    own(&mut page, last_page);
                }
                let mut target = pgno;
                shift.pgno(&mut target);
                each_number(&mut page, &mut shift);
                page.seal(target);
                write(target, page.bytes());
            }
        }
        let mut last = shift(copies - 1);
        let mut trailer = PatchPage::parse(&self.bytes[self.bytes.len() - size..]).unwrap();
        trailer.backup.last_generation = last.generation(trailer.backup.last_generation);
        trailer.max_required = last.generation(trailer.max_required);
        trailer.max_committed = last.generation(trailer.max_committed);
        trailer.max_required_created = last.time(trailer.max_required_created);
        trailer.max_committed_created = last.time(trailer.max_committed_created);
        let mut behind = self.last();
        last.pgno(&mut behind);
        write(behind, &trailer.to_page(size as u32));
        file.sync_all().unwrap();
    }
}

/// One extent more is owned, behind all others. Records name the others by line, so that they do not notice.
fn own(page: &mut Page, last_page: Pgno) {
    let node = NodeParts { flags: 0, prefix_length: 0, suffix: &last_page.to_be_bytes(), data: &1_u32.to_le_bytes() };
    page.insert(page.node_count(), &node).unwrap();
}

/// The numbers on a page, but for its own, which the checksum knows.
pub fn each_number(page: &mut Page, numbers: &mut impl Numbers) {
    let (mut previous, mut next, mut objid, mut dbtime) = (page.previous(), page.next(), page.objid(), page.dbtime());
    numbers.pgno(&mut previous);
    numbers.pgno(&mut next);
    numbers.objid(&mut objid);
    numbers.dbtime(&mut dbtime);
    page.set_previous(previous);
    page.set_next(next);
    page.set_objid(objid);
    page.set_dbtime(dbtime);
    if page.is_internal() {
        for line in 0..page.node_count() {
            let mut child = page.node(line).unwrap().child().expect("a node above the leaves names a page");
            numbers.pgno(&mut child);
            page.replace_data(line, &[&child.to_le_bytes()]).unwrap();
        }
    }
}
