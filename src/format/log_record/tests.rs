use super::*;
use crate::error::ErrorCode;
use crate::format::logged_text::LoggedText;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use proptest::prelude::*;

/// A record whose variable parts are all empty is as long as its fixed part, and reads and writes
/// back to the same zeros: table and layouts agree.
#[test]
fn fixed_sizes_in_the_table_are_those_of_the_layouts() {
    let mut seen = 0;
    for kind in 0..=u8::MAX {
        let Some(fixed) = fixed_size(kind) else { continue };
        seen += 1;
        let mut bytes = vec![0; fixed];
        bytes[0] = kind;
        let (record, size) = LogRecord::parse(&bytes).unwrap();
        assert_eq!(size, fixed);
        assert_eq!(record.kind(), kind);
        if is_ignorable(kind) {
            continue;
        }
        let mut again = Vec::new();
        record.encode(&mut again).unwrap();
        assert_eq!(again, bytes, "{}", record.name());
        // Not a byte is spare.
        assert!(record_size(&bytes[..fixed - 1]).is_err(), "{}", record.name());
    }
    assert_eq!(seen, 102 - 6);
}

#[test]
fn types_that_never_occur_are_refused() {
    for kind in [40, 41, 43, 44, 47, 56, 102, 255] {
        assert_eq!(LogRecord::parse(&[kind; 64]).unwrap_err().code(), ErrorCode::LogFileCorrupt);
    }
    assert_eq!(LogRecord::parse(&[]).unwrap_err().code(), ErrorCode::LogFileCorrupt);
}

fn node() -> NodeOperation {
    NodeOperation {
        page: PageOperation {
            procid: 5,
            dbid: 1,
            pgno: 24,
            dbtime: 0x1_0000_0001,
            dbtime_before: 0x1_0000_0000,
            trx_begin0: 12,
            level: 2,
            line: 3,
            flags: OperationFlags(OperationFlags::VERSIONED | OperationFlags::UNIQUE),
        },
        rceid: 0xffff_ffaf,
        pgno_fdp: 7,
        objid_fdp: 4,
    }
}

fn there_and_back(record: LogRecord<'_>) {
    let mut bytes = Vec::new();
    record.encode(&mut bytes).unwrap();
    assert_eq!(record_size(&bytes).unwrap(), bytes.len(), "{}", record.name());
    bytes.push(0xee);
    let (again, size) = LogRecord::parse(&bytes).unwrap();
    assert_eq!(size, bytes.len() - 1);
    assert_eq!(again, record);
    assert!(LogRecord::parse(&bytes[..size - 1]).is_err(), "{}", record.name());
}

#[test]
fn what_is_written_is_what_is_read() {
    let bookmark = LoggedBookmark { key: b"key", data: b"d" };
    let path = LoggedText::encode_utf16("C:\\db.edb");
    let path = LoggedText { bytes: &path, unicode: true };
    let image = BeforeImage { flags: ImageFlags(ImageFlags::DEHYDRATED), bytes: b"picture of a page" };
    let node = node();
    let page = node.page;
    let term = TermHead { lgpos: Lgpos::new(1, 2, 3), lgpos_redo_from: Lgpos::new(1, 1, 0), hard: 1 };
    let time = Some(Logtime::from_unix(1_795_320_238, 59));
    let split = SplitHead {
        page,
        pgno_new: 40,
        pgno_right: 41,
        dbtime_right_before: 5,
        pgno_parent: 42,
        dbtime_parent_before: 6,
        pgno_fdp: 7,
        objid_fdp: 4,
        split_type: SplitType::Right,
        operation: SplitOperation::Insert,
        line_operation: 1,
        line_split: 2,
        lines: 3,
        new_page_flags: 4,
        split_page_flags: 5,
        uncommitted_free_source: -6,
        uncommitted_free_destination: 7,
        line_prefix_split: -1,
        line_prefix_new: 2,
    };
    let merge = MergeHead {
        page,
        pgno_right: 40,
        dbtime_right_before: 1,
        pgno_left: 39,
        dbtime_left_before: 2,
        pgno_parent: 42,
        dbtime_parent_before: 3,
        pgno_fdp: 7,
        objid_fdp: 4,
        size_total: 100,
        size_max_total: 120,
        uncommitted_free_destination: 8,
        line_merge: 1,
        flags: MergeFlags(MergeFlags::DELETE_NODE | MergeFlags::EMPTY_PAGE),
        merge_type: MergeType::FullLeft,
    };
    for record in [
        LogRecord::Nop,
        LogRecord::ShutDownMark,
        LogRecord::Begin(Begin { procid: 9, level_from: 1, levels: 2, trx_begin0: None }),
        LogRecord::Begin0(Begin { procid: 9, level_from: 0, levels: 1, trx_begin0: Some(77) }),
        LogRecord::Commit(Commit { procid: 9, level_to: 1, trx_commit0: None }),
        LogRecord::Commit0(Commit { procid: 9, level_to: 0, trx_commit0: Some(78) }),
        LogRecord::Rollback(Rollback { procid: 9, levels: 1 }),
        LogRecord::MacroBegin(Macro { procid: 9, dbtime: 99 }),
        LogRecord::MacroInfo2(MacroInfo::new(Some(1), &[1, 0, 0, 0, 2, 0, 0, 0])),
        LogRecord::MacroInfo(MacroInfo::new(None, &[1, 0, 0, 0, 2, 0, 0, 0])),
        LogRecord::Insert(Insert { node, prefix: b"pr", suffix: b"suffix", data: b"data" }),
        LogRecord::FlagInsert(FlagInsert { node, key: b"key", data: b"data" }),
        LogRecord::FlagInsertAndReplaceData(FlagInsertAndReplaceData {
            node,
            rceid_replace: 8,
            key: b"key",
            data: b"data",
        }),
        LogRecord::FlagDelete(NodeOnly { node }),
        LogRecord::Delete(NodeOnly { node }),
        LogRecord::Replace(Replace { node, old_size: 4, new_size: 5, diff2: false, data: b"after" }),
        LogRecord::ReplaceDiff(Replace { node, old_size: 4, new_size: 5, diff2: true, data: b"di" }),
        LogRecord::UndoInfo(UndoInfo {
            node,
            bookmark,
            operation: operation_kind::REPLACE,
            max_size: 40,
            delta: -3,
            before_image: b"before",
        }),
        LogRecord::Undo(Undo { node, bookmark, operation: operation_kind::INSERT, undo_level: 1 }),
        LogRecord::Delta(Delta { node, bookmark, delta: -1, offset: 0 }),
        LogRecord::Delta64(Delta { node, bookmark, delta: i64::MIN, offset: 4 }),
        LogRecord::SetExternalHeader(SetExternalHeader { node, data: b"header" }),
        LogRecord::Scrub(Scrub { node, flags: ScrubFlags(1), operation_count: 2, data: &[0, 1, 0] }),
        LogRecord::Split(Split {
            head: split,
            key_parent: b"sep",
            prefix_old: b"",
            prefix_new: b"new",
            before_image: None,
        }),
        LogRecord::Split2(Split {
            head: split,
            key_parent: b"sep",
            prefix_old: b"old",
            prefix_new: b"",
            before_image: Some(image),
        }),
        LogRecord::Merge(Merge { head: merge, key_parent_separator: b"", before_image: None }),
        LogRecord::Merge2(Merge { head: merge, key_parent_separator: b"sep", before_image: Some(image) }),
        LogRecord::EmptyTree(EmptyTree::new(node, &[7; 32])),
        LogRecord::PageMove(PageMove {
            head: PageMoveHead {
                page,
                pgno_destination: 50,
                pgno_left: 1,
                pgno_right: 2,
                pgno_parent: 3,
                dbtime_left_before: 4,
                dbtime_right_before: 5,
                dbtime_parent_before: 6,
                pgno_fdp: 7,
                objid_fdp: 8,
                line_parent: 9,
                flags: PageMoveFlags(0),
            },
            page_header: b"head",
            page_trailer: b"tail",
        }),
        LogRecord::AttachDb(AttachDb {
            head: AttachDbHead {
                procid: 9,
                dbid: 1,
                pages_max: 0,
                lgpos_consistent: Lgpos::new(3, 2, 1),
                signature: Signature::new(1, Logtime::default()),
                log_signature: Signature::new(2, Logtime::default()),
            },
            flags: AttachDbFlags(AttachDbFlags::UNICODE_NAMES),
            path,
        }),
        LogRecord::DetachDb(DetachDb {
            head: DetachDbHead { procid: 9, dbid: 1 },
            flags: DetachDbFlags(DetachDbFlags::UNICODE_NAMES),
            path,
        }),
        LogRecord::CreateDb(CreateDb {
            head: CreateDbHead {
                procid: 9,
                dbid: 1,
                grbit: 0,
                pages_max: 0,
                signature: Signature::new(1, Logtime::default()),
            },
            flags: CreateDbFlags(CreateDbFlags::UNICODE_NAMES | CreateDbFlags::VERSION_INFO),
            version: Some((2, 0)),
            path,
        }),
        LogRecord::ReAttach(ReAttach {
            dbid: 1,
            lgpos_attach: Lgpos::new(1, 2, 3),
            lgpos_consistent: Lgpos::MIN,
            signature: Signature::new(1, Logtime::default()),
        }),
        LogRecord::SignalAttachDb(SignalAttachDb { dbid: 1 }),
        LogRecord::Term2(Term { head: term, logtime: time }),
        LogRecord::RecoveryUndo2(RecoveryUndo { logtime: time }),
        LogRecord::RecoveryQuit2(Term { head: term, logtime: time }),
        LogRecord::RecoveryQuitKeepAttachments(Term { head: term, logtime: time }),
        LogRecord::ExtRestore2(ExtRestore { names: path }),
        LogRecord::Trace(Trace { procid: 0, text: LoggedText { bytes: b"note", unicode: false } }),
        LogRecord::Nop2(Filler { data: &[0; 9] }),
        LogRecord::FragmentBegin(FragmentBegin { total_size: 9000, data: b"abc" }),
        LogRecord::Fragment(Fragment { data: b"abc" }),
        LogRecord::Ignored(Ignored { kind: 91, data: b"of the future" }),
    ] {
        there_and_back(record);
    }
}

#[test]
fn an_ignorable_record_that_is_too_short_for_its_type_is_still_skipped() {
    let bytes = [68, 2, 0, 0, 0, 1, 2, 0xff];
    let (record, size) = LogRecord::parse(&bytes).unwrap();
    assert_eq!((record, size), (LogRecord::Ignored(Ignored { kind: 68, data: &[1, 2] }), 7));
}

#[test]
fn parts_too_long_for_their_length_field_are_refused() {
    let big = vec![0; 0x8000];
    let mut out = vec![1, 2, 3];
    let replace = Replace { node: node(), old_size: 0, new_size: 0, diff2: false, data: &big };
    assert!(LogRecord::Replace(replace).encode(&mut out).is_err());
    assert_eq!(out, [1, 2, 3]);
}

#[test]
fn fields_stand_where_the_engine_puts_them() {
    // First insert of a generated 8 KiB database, as far as its fixed part.
    let record = LogRecord::Insert(Insert { node: node(), prefix: b"", suffix: b"\x7f", data: b"d" });
    let mut bytes = Vec::new();
    record.encode(&mut bytes).unwrap();
    assert_eq!(bytes[..4], [29, 5, 0, 1]);
    assert_eq!(bytes[4..8], 24u32.to_le_bytes());
    assert_eq!(bytes[8..16], 0x1_0000_0001u64.to_le_bytes());
    assert_eq!(bytes[16..24], 0x1_0000_0000u64.to_le_bytes());
    assert_eq!(bytes[24..28], 12u32.to_le_bytes());
    assert_eq!(bytes[28..32], [2, 3, 0, 5]);
    assert_eq!(bytes[32..36], 0xffff_ffafu32.to_le_bytes());
    assert_eq!(bytes[36..44], [7, 0, 0, 0, 4, 0, 0, 0]);
    assert_eq!(bytes[44..], [1, 0, 0, 0, 1, 0, 0x7f, b'd']);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..Default::default() })]

    /// Whatever the bytes are, parsing answers; what it accepts it can write, and reads the same again.
    #[test]
    fn random_bytes_never_panic(kind in 0u8..110, tail in proptest::collection::vec(prop_oneof![3 => Just(0u8), 2 => any::<u8>()], 0..200)) {
        let mut bytes = vec![kind];
        bytes.extend(tail);
        if let Ok((record, size)) = LogRecord::parse(&bytes) {
            prop_assert!(size <= bytes.len());
            let _ = record.to_string();
            let mut out = Vec::new();
            record.encode(&mut out).unwrap();
            let (again, _) = LogRecord::parse(&out).unwrap();
            prop_assert_eq!(again, record);
        }
    }
}
