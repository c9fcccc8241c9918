//! Whether a set of several copies is what it claims to be: restored, each of its regions must be what the original
//! becomes, but for the moved numbers.
//!
//! | compared                                  | how                                                                  |
//! |-------------------------------------------|----------------------------------------------------------------------|
//! | region k with region 0                    | page by page, every byte, after region 0's numbers were moved        |
//! | region 0 with the original, restored      | page by page, every byte; not the pages that its undo changed        |
//!
//! Left out are the checksum, which is verified, and the flush type, which says how often a page was written. A few
//! pages differ in numbers of pages that a record writes as content, and then in nothing else:
//!
//! | page                       | numbers                              | moved                                             |
//! |----------------------------|--------------------------------------|---------------------------------------------------|
//! | of a space tree, or a root | keys of extents, space header        | where a record made the space trees (ConvertFdp2) |
//! | above the leaves           | pages that nodes name                | not where a split copied them from its picture    |
//!
//! There are no more of those pages than the original has such records for.

use std::collections::BTreeSet;
use std::path::Path;

use esent::format::page::Page;
use esent::format::primitives::Pgno;
use esent::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use esent::storage::log_reader::LogReader;

use crate::numbers::Numbers;
use crate::pages::{Database, each_number};
use crate::set::Original;

/// What [`regions`] found.
#[derive(Default)]
pub struct Compared {
    pub pages: u64,
    pub with_logged_numbers: u64,
}

/// Compares every region of a restored database with its first one.
pub fn regions(restored: &Path, original: &Original, copies: u32) -> Compared {
    let database = Database::read(restored);
    assert_eq!(database.last(), original.last_page_of(copies), "the restored file has another length");
    let mut compared = Compared::default();
    for copy in 1..copies {
        let mut shift = original.steps.of_copy(copy);
        let mut special = 0;
        for pgno in 1..=original.last_page {
            let mut there = pgno;
            shift.pgno(&mut there);
            let (Some(mut first), Some(moved)) = (database.page(pgno), database.page(there)) else {
                assert!(database.page(pgno).is_none() && database.page(there).is_none(), "only one of {pgno}, {there}");
                continue;
            };
            each_number(&mut first, &mut shift);
            compared.pages += 1;
            if bare(&first) != bare(&moved) {
                let logged = differ_in_logged_numbers(&first, &moved, copy * shift.steps.pages);
                assert!(logged, "page {there} is not page {pgno}, moved");
                special += 1;
            }
        }
        assert!(special <= original.pages_with_logged_numbers, "{special} pages differ");
        compared.with_logged_numbers += special;
    }
    compared
}

/// Compares the first region of a restored database with the original, restored; gives the number of equal pages and
/// of those that were changed by undo. Its restore logged undo beside it.
pub fn against_original(repeated: &Path, restored: &Path) -> (u64, usize) {
    let (ours, theirs) = (Database::read(repeated), Database::read(restored));
    let undone = changed_by_logs_beside(restored);
    let owned = theirs.last_of_owned();
    let mut equal = 0;
    for pgno in (1..=theirs.last()).filter(|pgno| !undone.contains(pgno)) {
        let (Some(ours), Some(theirs)) = (ours.page(pgno), theirs.page(pgno)) else {
            assert!(ours.page(pgno).is_none() && theirs.page(pgno).is_none(), "only one has page {pgno}");
            continue;
        };
        if pgno == owned {
            // It has the node that keeps all copies.
            assert_eq!(ours.node_count(), theirs.node_count() + 1);
            assert!((0..theirs.node_count()).all(|i| ours.node(i).unwrap() == theirs.node(i).unwrap()));
        } else {
            assert!(bare(&ours) == bare(&theirs), "page {pgno} is not that of the original");
        }
        equal += 1;
    }
    (equal, undone.len())
}

/// The page without what depends on its place and on how often it was written.
fn bare(page: &Page) -> Vec<u8> {
    let mut page = page.clone();
    page.set_flush_type(0);
    page.bytes_mut()[..8].fill(0);
    page.into_bytes()
}

/// Whether two pages, of the same header and shape, differ only in numbers of pages that a record carries as content:
/// those on one of them are by `step` the larger ones.
fn differ_in_logged_numbers(first: &Page, moved: &Page, step: Pgno) -> bool {
    const HEADER: std::ops::Range<usize> = 0..40;
    if bare(first)[HEADER] != bare(moved)[HEADER] {
        return false;
    }
    let differ = |a: &[u8], b: &[u8], number: fn([u8; 4]) -> u32| {
        let word = |bytes: &[u8]| bytes.try_into().map(number);
        a == b || matches!((word(a), word(b)), (Ok(a), Ok(b)) if a.abs_diff(b) == step)
    };
    let (in_keys, in_data) = (first.is_space_tree() && first.is_leaf(), first.is_internal());
    let node = |line| {
        let (a, b) = (first.node(line).unwrap(), moved.node(line).unwrap());
        let (key, other) = (a.key(), b.key());
        let keys = key == other || in_keys && differ(&key, &other, u32::from_be_bytes);
        let data = a.data == b.data || in_data && differ(a.data, b.data, u32::from_le_bytes);
        a.flags == b.flags && keys && data
    };
    let (header, other) = (first.external_header().unwrap(), moved.external_header().unwrap());
    let mut words = header.chunks(4).zip(other.chunks(4));
    let in_header = first.is_root() && header.len() == other.len();
    let count = first.node_count();
    (header == other || in_header && words.all(|(a, b)| differ(a, b, u32::from_le_bytes)))
        && moved.node_count() == count
        && (0..count).all(node)
}

/// The pages that records change in the logs that lie beside a database.
fn changed_by_logs_beside(database: &Path) -> BTreeSet<Pgno> {
    let mut pages = BTreeSet::new();
    for entry in std::fs::read_dir(database.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "log") {
            continue;
        }
        let mut reader = LogReader::open(RealFileSystem.open(&path, OpenMode::Read).unwrap()).unwrap();
        reader.check().unwrap();
        while let Some((_, record)) = reader.next().unwrap() {
            pages.extend(record.page_operation().map(|page| page.pgno));
        }
    }
    assert!(!pages.is_empty(), "the restore of the original logged no undo");
    pages
}
