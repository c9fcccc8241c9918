use super::*;
use crate::format::node::NodeParts;
use crate::format::page::flags;
use crate::format::primitives::Dbtime;
use std::collections::BTreeMap;

/// Pages in a map.
#[derive(Default)]
pub struct Pages {
    pub pages: BTreeMap<Pgno, Page>,
    pub clock: Dbtime,
}

impl PageStore for Pages {
    fn page(&mut self, pgno: Pgno) -> Result<&Page> {
        match self.pages.get(&pgno) {
            Some(page) => Ok(page),
            None => fail!(PageNotInitialized, "page {pgno}"),
        }
    }

    fn page_mut(&mut self, pgno: Pgno) -> Result<&mut Page> {
        match self.pages.get_mut(&pgno) {
            Some(page) => Ok(page),
            None => fail!(PageNotInitialized, "page {pgno}"),
        }
    }

    fn next_dbtime(&mut self) -> Dbtime {
        self.clock += 1;
        self.clock
    }
}

impl Pages {
    /// A page of tree 30 with a key prefix and (whole key, data) nodes that use it where they can.
    pub fn add(&mut self, pgno: Pgno, page_flags: u32, prefix: &[u8], nodes: &[(&[u8], &[u8])]) {
        let mut page = Page::zeroed(4096);
        page.init(pgno, 30, page_flags, 100);
        page.set_external_header(prefix, 0).unwrap();
        for (line, &(key, data)) in nodes.iter().enumerate() {
            let shared = key.iter().zip(prefix).take_while(|(a, b)| a == b).count();
            let prefix_length = if shared > 2 { shared } else { 0 };
            let parts = NodeParts { flags: 0, prefix_length, suffix: &key[prefix_length..], data };
            page.insert(line, &parts).unwrap();
        }
        self.pages.insert(pgno, page);
    }
}

const ROOT: Root = Root { pgno: 10, objid: 30, unique: true };
const TOP: u32 = flags::ROOT | flags::PARENT_OF_LEAF;

fn pointer(pgno: u32) -> [u8; 4] {
    pgno.to_le_bytes()
}

fn two_levels() -> Pages {
    let mut pages = Pages::default();
    let (a, b, c) = (pointer(11), pointer(12), pointer(13));
    pages.add(10, TOP, b"", &[(b"prefix-f", &a), (b"prefix-m", &b), (b"", &c)]);
    pages.add(11, flags::LEAF, b"prefix-", &[(b"prefix-a", b"1"), (b"prefix-c", b"2"), (b"prefix-ca", b"3")]);
    pages.add(12, flags::LEAF, b"prefix-", &[(b"prefix-f", b"4"), (b"prefix-g", b"5")]);
    pages.add(13, flags::LEAF, b"", &[(b"prefix-m", b"6"), (b"q", b"7")]);
    pages
}

fn unique(key: &[u8]) -> Bookmark<'_> {
    Bookmark { key, data: b"" }
}

#[test]
fn every_node_is_found_where_it_is() {
    let mut pages = two_levels();
    for (key, pgno, line) in [
        (&b"prefix-a"[..], 11, 0),
        (b"prefix-c", 11, 1),
        (b"prefix-ca", 11, 2),
        (b"prefix-f", 12, 0), // equal to the separator: to its right
        (b"prefix-g", 12, 1),
        (b"prefix-m", 13, 0),
        (b"q", 13, 1),
    ] {
        assert_eq!(find(&mut pages, ROOT, unique(key)).unwrap(), Some(Position { pgno, line }), "{key:?}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut pages = two_levels();
    for key in [&b""[..], b"prefix-", b"prefix-b", b"prefix-cb", b"prefix-z", b"zz"] {
        assert_eq!(find(&mut pages, ROOT, unique(key)).unwrap(), None, "{key:?}");
    }
}

#[test]
fn repeated_keys_are_told_apart_by_data_also_above_the_leaves() {
    let mut pages = Pages::default();
    let (a, b) = (pointer(11), pointer(12));
    // The separator is key "k" and one byte of the data "03".
    pages.add(10, TOP, b"", &[(b"k03", &a), (b"", &b)]);
    pages.add(11, flags::LEAF, b"", &[(b"j", b"99"), (b"k", b"01"), (b"k", b"02")]);
    pages.add(12, flags::LEAF, b"", &[(b"k", b"03"), (b"k", b"04"), (b"l", b"00")]);
    let root = Root { unique: false, ..ROOT };
    for (key, data, pgno, line) in
        [(&b"k"[..], &b"02"[..], 11, 2), (b"k", b"03", 12, 0), (b"k", b"04", 12, 1), (b"l", b"00", 12, 2)]
    {
        let found = find(&mut pages, root, Bookmark { key, data }).unwrap();
        assert_eq!(found, Some(Position { pgno, line }), "{key:?} {data:?}");
    }
    assert_eq!(find(&mut pages, root, Bookmark { key: b"k", data: b"05" }).unwrap(), None);
}

#[test]
fn a_single_leaf_may_be_the_root_and_empty() {
    let mut pages = Pages::default();
    pages.add(10, flags::ROOT | flags::LEAF, b"", &[]);
    assert_eq!(find(&mut pages, ROOT, unique(b"a")).unwrap(), None);
}

#[test]
fn damaged_trees_are_errors() {
    use crate::error::ErrorCode::{BadParentPageLink, PageNotInitialized};
    let code = |pages: &mut Pages| find(pages, ROOT, unique(b"prefix-a")).unwrap_err().code();

    let mut circle = Pages::default();
    circle.add(10, flags::ROOT, b"", &[(b"", &pointer(10))]);
    assert_eq!(code(&mut circle), BadParentPageLink);

    let mut empty = Pages::default();
    empty.add(10, flags::ROOT, b"", &[]);
    assert_eq!(code(&mut empty), BadParentPageLink);

    let mut short = Pages::default();
    short.add(10, TOP, b"", &[(b"", b"xyz")]);
    assert_eq!(code(&mut short), BadParentPageLink);

    let mut gone = Pages::default();
    gone.add(10, TOP, b"", &[(b"", &pointer(99))]);
    assert_eq!(code(&mut gone), PageNotInitialized);

    let mut foreign = two_levels();
    foreign.pages.get_mut(&11).unwrap().set_objid(31);
    assert_eq!(code(&mut foreign), BadParentPageLink);

    let mut level = two_levels();
    level.pages.get_mut(&11).unwrap().set_flags(flags::PARENT_OF_LEAF);
    assert_eq!(code(&mut level), BadParentPageLink);
}
