use super::*;
use crate::error::ErrorCode;
use crate::format::checksum;
use crate::format::node::{NodeParts, node_flags};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

const SIZES: [usize; 4] = [4096, 8192, 16384, 32768];

fn leaf(size: usize) -> Page {
    let mut page = Page::zeroed(size);
    page.init(7, 30, flags::LEAF, 1000);
    page
}

fn parts<'a>(suffix: &'a [u8], data: &'a [u8]) -> NodeParts<'a> {
    NodeParts { flags: 0, prefix_length: 0, suffix, data }
}

/// All nodes, moved to a new page of the same kind, give the same nodes and the same free space.
fn assert_rewrites_alike(page: &Page, pgno: Pgno) {
    let mut copy = Page::zeroed(page.size());
    copy.count_reserved_tags(page.tag_state_is_counted());
    copy.init(pgno, page.objid(), page.flags(), page.dbtime());
    copy.set_external_header(page.external_header().unwrap(), 0).unwrap();
    // From the back, so that every tag moves, and later growth reorganises.
    for line in (0..page.node_count()).rev() {
        copy.insert(0, &page.node_parts(line).unwrap()).unwrap();
    }
    assert_eq!(copy.free_bytes(), page.free_bytes(), "page {pgno}");
    assert_eq!(copy.node_count(), page.node_count());
    for line in 0..page.node_count() {
        assert_eq!(copy.node_parts(line).unwrap(), page.node_parts(line).unwrap());
        assert_eq!(copy.node_bytes(line).unwrap(), page.node_bytes(line).unwrap());
    }
    copy.check_structure().unwrap();
    copy.seal(pgno);
    assert_eq!(copy.check(pgno).unwrap(), PageCondition::Good);
}

impl Page {
    fn tag_state_is_counted(&self) -> bool {
        self.u16_at(at::TAG_STATE) >> 12 > 0
    }
}

#[test]
fn a_new_page_has_an_empty_external_header() {
    for size in SIZES {
        let mut page = Page::zeroed(size);
        assert_eq!(page.check(7).unwrap(), PageCondition::Uninitialized);
        page.pre_init(7, 30, 1000);
        assert!(page.is_pre_init() && page.node_count() == 0 && page.external_header().is_err());
        assert_eq!(page.free_bytes(), size - header_size(size));
        page.check_structure().unwrap();
        page.consume_pre_init(flags::LEAF | flags::ROOT).unwrap();
        assert!(page.consume_pre_init(flags::LEAF).is_err());
        assert_eq!(page.flags(), flags::LEAF | flags::ROOT | flags::NEW_RECORD_FORMAT);
        assert_eq!((page.free_bytes(), page.node_count()), (size - header_size(size) - 4, 0));
        assert_eq!(page.external_header().unwrap(), b"");
        page.seal(7);
        assert_eq!(page.check(7).unwrap(), PageCondition::Good);
        assert!(page.flags() & flags::NEW_CHECKSUM != 0);
        assert_eq!(page.check(8).unwrap_err().code(), ErrorCode::ReadVerifyFailure);
    }
}

#[test]
fn reserved_tags_are_counted_where_the_database_does() {
    let mut page = leaf(4096);
    assert_eq!(page.u16_at(at::TAG_STATE), 1);
    page.count_reserved_tags(true);
    page.insert(0, &parts(b"k", b"d")).unwrap();
    assert_eq!(page.u16_at(at::TAG_STATE), 0x1002);
    let mut again = Page::from_bytes(page.into_bytes()).unwrap();
    again.delete(0).unwrap();
    assert_eq!(again.u16_at(at::TAG_STATE), 0x1001);
}

#[test]
fn flags_live_beside_the_node() {
    for size in SIZES {
        let mut page = leaf(size);
        page.set_external_header(b"prefix", 0).unwrap();
        let node = NodeParts { flags: node_flags::VERSION, prefix_length: 6, suffix: b"k", data: b"data" };
        page.insert(0, &node).unwrap();
        page.insert(1, &parts(b"z", b"last")).unwrap();
        assert_eq!(page.node(0).unwrap().key(), b"prefixk");
        assert_eq!(page.node_flags(0).unwrap(), node_flags::VERSION | node_flags::COMPRESSED);
        page.set_node_flags(0, node_flags::DELETED | node_flags::COMPRESSED).unwrap();
        page.replace_data(0, &[b"longer ", b"than before"]).unwrap();
        let read = page.node(0).unwrap();
        assert!(read.is_deleted() && read.is_compressed() && !read.has_version());
        assert_eq!((read.key().as_slice(), read.data), (&b"prefixk"[..], &b"longer than before"[..]));
        assert_eq!(page.node(1).unwrap().data, b"last");
        page.check_structure().unwrap();
    }
}

#[test]
fn space_comes_back_and_is_moved_together() {
    let mut page = leaf(4096);
    let data = [9; 300];
    for i in 0..13u8 {
        page.insert(i.into(), &parts(&[i], &data)).unwrap();
    }
    let full = page.clone();
    let refused = page.insert(0, &parts(b"x", &data)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::LogOperationInconsistentWithDatabase);
    assert!(page == full);
    for line in [10, 5, 1] {
        page.delete(line).unwrap();
    }
    // 3 gaps of 303 bytes: none is large enough.
    assert!(page.contiguous_free() < 700 && page.free_bytes() > 900);
    page.insert(3, &parts(b"big", &[7; 700])).unwrap();
    assert_eq!(page.contiguous_free(), page.free_bytes());
    assert_eq!(page.node(3).unwrap().data, [7; 700]);
    let keys: Vec<_> = (0..page.node_count()).map(|i| page.node(i).unwrap().key()).collect();
    assert_eq!(keys[..5], [vec![0], vec![2], vec![3], b"big".to_vec(), vec![4]]);
    // One that grows while it is not last leaves its old bytes behind.
    page.delete(0).unwrap();
    page.replace_data(1, &[&[1; 400]]).unwrap();
    page.check_structure().unwrap();
    page.delete_range(0, page.node_count()).unwrap();
    assert_eq!((page.free_bytes(), page.contiguous_free()), (4096 - 44, 4096 - 44));
    page.check_structure().unwrap();
}

#[test]
fn the_external_header_grows_and_shrinks() {
    for size in SIZES {
        let mut page = leaf(size);
        for i in 0..20u8 {
            page.insert(i.into(), &parts(&[i, i], b"data")).unwrap();
        }
        for header in [&[1; 16][..], &[2; 200], &[3; 16], b"", &[4; 25]] {
            page.set_external_header(header, 0).unwrap();
            assert_eq!(page.external_header().unwrap(), header);
            page.check_structure().unwrap();
        }
        let too_much = vec![0; page.free_bytes() + 26];
        assert!(page.set_external_header(&too_much, 0).is_err());
        assert_eq!(page.external_header().unwrap(), [4; 25]);
        assert_eq!(page.node(19).unwrap().key(), [19, 19]);
    }
}

#[test]
fn unused_bytes_can_be_overwritten() {
    let mut page = leaf(8192);
    for i in 0..4u8 {
        page.insert(i.into(), &parts(&[i], &[9; 100])).unwrap();
    }
    page.delete(1).unwrap();
    page.overwrite_unused(b'U').unwrap();
    let free = page.bytes()[40..].iter().filter(|&&b| b == b'U').count();
    assert_eq!(free, page.free_bytes());
    assert_eq!(page.node(2).unwrap().data, [9; 100]);
    page.check_structure().unwrap();
}

#[test]
fn an_image_is_put_together_again() {
    let mut page = leaf(4096);
    page.insert(0, &parts(b"k", b"d")).unwrap();
    page.seal(7);
    let (start, end) = (40 + page.first_free(), 4096 - 4 * page.tag_count());
    let image = Page::from_image(4096, &page.bytes()[..start], &page.bytes()[end..]).unwrap();
    assert!(image == page);
    assert!(Page::from_image(4096, &page.bytes()[..39], &[]).is_err());
    assert!(Page::from_image(4096, page.bytes(), &[0]).is_err());
}

#[test]
fn a_node_can_share_more_or_less_of_the_prefix() {
    for size in SIZES {
        let mut page = leaf(size);
        page.set_external_header(b"prefix", 0).unwrap();
        let flags = node_flags::VERSION;
        page.insert(0, &NodeParts { flags, prefix_length: 4, suffix: b"ix-key", data: b"data" }).unwrap();
        page.insert(1, &parts(b"z", b"data")).unwrap();
        let free = page.free_bytes();
        for (length, stored) in [(6, 2), (3, -1), (0, -2), (4, 0)] {
            page.change_prefix(0, b"prefix", length).unwrap();
            let node = page.node(0).unwrap();
            assert_eq!(
                (node.key().as_slice(), node.data, node.prefix.len()),
                (&b"prefix-key"[..], &b"data"[..], length)
            );
            assert_eq!(node.flags & !node_flags::COMPRESSED, flags);
            assert_eq!(page.free_bytes() as isize - free as isize, stored);
        }
        assert!(page.change_prefix(0, b"pre", 2).is_err());
        assert!(page.change_prefix(0, b"prefix", 11).is_err());
        page.check_structure().unwrap();
    }
}

/// Pages that the reference engine wrote.
const RECORDED: [(Pgno, &[u8]); 4] = [
    (15, include_bytes!("../../../tests/fixtures/pages/first-4k-page-15.bin")),
    (27, include_bytes!("../../../tests/fixtures/pages/first-8k-page-27.bin")),
    (37, include_bytes!("../../../tests/fixtures/pages/first-16k-page-37.bin")),
    (34, include_bytes!("../../../tests/fixtures/pages/first-32k-page-34.bin")),
];

#[test]
fn recorded_pages_are_understood() {
    for (pgno, bytes) in RECORDED {
        let mut page = Page::from_bytes(bytes.to_vec()).unwrap();
        assert_eq!(page.check(pgno).unwrap(), PageCondition::Good);
        page.check_order().unwrap();
        assert!(page.is_leaf() && page.any_node_has(node_flags::COMPRESSED).unwrap());
        assert!(page.node_count() > 30 && !page.prefix().unwrap().is_empty());
        assert_rewrites_alike(&page, pgno);
        page.seal(pgno);
        assert!(page.bytes() == bytes);
        // The wrong place, one wrong bit, two.
        assert_eq!(page.check(pgno + 1).unwrap_err().code(), ErrorCode::ReadVerifyFailure);
        let bit = 8 * 700 + 3;
        page.bytes_mut()[700] ^= 8;
        assert_eq!(page.check(pgno).unwrap(), PageCondition::Corrected { bit });
        page.bytes_mut()[700] ^= 9;
        assert_eq!(page.check(pgno).unwrap_err().code(), ErrorCode::ReadVerifyFailure);
    }
}

#[test]
fn nodes_come_and_go_without_a_trace() {
    for (pgno, bytes) in RECORDED {
        let mut page = Page::from_bytes(bytes.to_vec()).unwrap();
        let original = page.clone();
        let free = page.free_bytes();
        // Every third node out, then in again at its place.
        let lines: Vec<usize> = (0..page.node_count()).step_by(3).collect();
        lines.iter().rev().for_each(|&line| page.delete(line).unwrap());
        assert!(page.free_bytes() > free);
        page.compact().unwrap();
        lines.iter().for_each(|&line| page.insert(line, &original.node_parts(line).unwrap()).unwrap());
        assert_eq!(page.free_bytes(), free, "page {pgno}");
        for line in 0..original.node_count() {
            assert_eq!(page.node(line).unwrap(), original.node(line).unwrap());
        }
        page.check_structure().unwrap();
    }
}

#[test]
fn damage_is_named() {
    let mut page = leaf(16384);
    for i in 0..3u8 {
        page.insert(i.into(), &parts(&[i], b"data")).unwrap();
    }
    type Damage = fn(&mut Page);
    let cases: [(Damage, &str); 6] = [
        (|p| p.set_u16(at::FREE, 16384), "cannot be free"),
        (|p| p.set_u16(at::UNCOMMITTED_FREE, 16384), "uncommitted"),
        (|p| p.set_u16(at::FREE, 100), "accounted for"),
        (|p| p.set_tag(1, 7, 8).unwrap(), "overlaps"),
        (|p| p.set_tag(3, 9000, 8000).unwrap(), "free space"),
        (|p| p.set_flags(flags::INDEX | flags::LONG_VALUE), "two kinds"),
    ];
    for (damage, text) in cases {
        let mut bad = page.clone();
        damage(&mut bad);
        bad.seal(7);
        let error = bad.check(7).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DatabaseCorrupted, "{text}");
        assert!(error.message().contains(text), "{}", error.message());
    }
    page.set_pgno(9);
    page.seal(7);
    assert_eq!(page.check(7).unwrap_err().code(), ErrorCode::ReadPgnoVerifyFailure);
}

proptest! {
    /// No input makes a method panic, and a refusal leaves the page as it was.
    #[test]
    fn damaged_pages_are_refused_whole(
        mut bytes in proptest::collection::vec(any::<u8>(), 4096),
        large: bool,
        tags in 0u16..40,
        free in 0u16..5000,
        line in 0usize..40,
        data in proptest::collection::vec(any::<u8>(), 0..3000),
        sealed: bool,
    ) {
        bytes.resize(if large { 16384 } else { 4096 }, 0);
        let size = bytes.len();
        bytes.copy_within(4000..4096, size - 96);
        bytes[at::TAG_STATE..at::TAG_STATE + 2].copy_from_slice(&tags.to_le_bytes());
        bytes[at::FREE..at::FREE + 2].copy_from_slice(&free.to_le_bytes());
        let mut page = Page::from_bytes(bytes).unwrap();
        if sealed {
            page.set_pgno(3);
            page.seal(3);
        }
        let _ = page.check(3);
        let _ = (page.node(line).is_ok(), page.external_header().is_ok(), page.prefix().is_ok());
        let _ = (page.check_structure(), page.check_order(), page.last_node_has_null_key());
        let _ = page.clone().overwrite_unused(0);
        let _ = page.clone().compact();
        let _ = page.clone().delete_range(0, line);
        let node = NodeParts { flags: 7, prefix_length: line, suffix: &data[..data.len() / 3], data: &data };
        type Edit<'a> = Box<dyn Fn(&mut Page) -> Result<()> + 'a>;
        let edits: [Edit<'_>; 6] = [
            Box::new(|p| p.insert(line, &node)),
            Box::new(|p| p.delete(line)),
            Box::new(|p| p.replace(line, &node)),
            Box::new(|p| p.replace_data(line, &[&data, &data])),
            Box::new(|p| p.set_external_header(&data, 0)),
            Box::new(|p| p.set_node_flags(line, 5)),
        ];
        for edit in edits {
            let mut after = page.clone();
            if edit(&mut after).is_err() {
                prop_assert!(after == page);
            }
        }
    }

    /// Any sequence of edits agrees with a plain list of nodes.
    #[test]
    fn edits_agree_with_a_list(
        size in prop::sample::select(&SIZES[..]),
        steps in proptest::collection::vec((0u8..6, any::<usize>(), 1usize..600, any::<u8>()), 1..120),
    ) {
        let mut page = leaf(size);
        let mut model: Vec<(u8, Vec<u8>, Vec<u8>)> = Vec::new();
        let mut header = Vec::new();
        for (step, at, length, byte) in steps {
            let data = vec![byte; length];
            let key = vec![byte, 1];
            let line = at % (model.len() + 1);
            let gone = line == model.len();
            let done = match step {
                0 | 1 => page.insert(line, &parts(&key, &data)).map(|()| model.insert(line, (0, key, data))),
                2 => page.delete(line).map(|()| drop(model.remove(line))),
                3 => page.replace_data(line, &[&data]).map(|()| model[line].2 = data),
                4 => page.set_node_flags(line, byte & 3).map(|()| model[line].0 = byte & 3),
                _ => page.set_external_header(&data, 0).map(|()| header = data),
            };
            prop_assert!(done.is_ok() || gone || page.free_bytes() < 700);
            prop_assert_eq!(page.external_header().unwrap(), &header[..]);
            prop_assert_eq!(page.node_count(), model.len());
            for (line, (flags, key, data)) in model.iter().enumerate() {
                let node = page.node(line).unwrap();
                prop_assert_eq!((node.flags, node.suffix, node.data), (*flags, &key[..], &data[..]));
            }
            prop_assert!(page.check_structure().is_ok());
        }
        assert_rewrites_alike(&page, 7);
    }
}

fn databases(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            databases(&path, found);
        } else if !path
            .extension()
            .is_some_and(|e| ["log", "jtx", "chk", "jfm", "txt"].iter().any(|x| e.eq_ignore_ascii_case(x)))
        {
            found.push(path);
        }
    }
}

/// Every page of every database below the directory in `ESENT_DATABASES`: checksum, structure, order, rewriting.
#[test]
#[ignore = "needs a directory of databases in ESENT_DATABASES"]
fn sweep_over_databases() {
    let mut files = Vec::new();
    databases(Path::new(&std::env::var("ESENT_DATABASES").expect("ESENT_DATABASES")), &mut files);
    let (mut good, mut bad, mut empty, mut nodes, mut bytes) = (0, 0, 0, 0, 0usize);
    for file in &files {
        let database = std::fs::read(file).unwrap();
        let word = |at: usize| u32::from_le_bytes(database[at..at + 4].try_into().unwrap());
        if database.len() < 4096 || word(4) != 0x89AB_CDEF {
            println!("{}: no database", file.display());
            continue;
        }
        let size = match word(236) as usize {
            0 => 4096,
            size => size,
        };
        if !checksum::header_is_good(&database[..size]) {
            println!("{}: damaged header", file.display());
        }
        for (pgno, page) in database.chunks_exact(size).enumerate().skip(2).map(|(i, page)| (i as u32 - 1, page)) {
            let mut page = Page::from_bytes(page.to_vec()).unwrap();
            bytes += size;
            match page.check(pgno) {
                Ok(PageCondition::Uninitialized) => empty += 1,
                Ok(PageCondition::Good) => {
                    good += 1;
                    page.check_order().unwrap_or_else(|e| println!("{} page {pgno}: {e}", file.display()));
                    nodes += page.node_count();
                    for line in 0..page.node_count() {
                        let node = page.node(line).unwrap();
                        assert!(!node.data.is_empty());
                    }
                    if !page.is_pre_init() && !page.is_empty() {
                        assert_rewrites_alike(&page, pgno);
                    }
                }
                other => {
                    bad += 1;
                    println!("{} page {pgno}: {other:?}", file.display());
                }
            }
        }
    }
    println!("{} files, {bytes} bytes: {good} good, {bad} bad, {empty} empty pages, {nodes} nodes", files.len());
    assert!(good > 0);
}

/// Found by fuzzing: a line without bytes may claim a place beyond the page.
#[test]
fn an_empty_line_far_away_does_not_hinder_compacting() {
    let mut page = leaf(4096);
    page.insert(0, &parts(b"key", b"data")).unwrap();
    page.set_tag(0, 0, 0x1FF0).unwrap();
    page.set_u16(at::FIRST_FREE, page.first_free() + 8);
    page.compact().unwrap();
    assert_eq!(page.node(0).unwrap().data, b"data");
}
