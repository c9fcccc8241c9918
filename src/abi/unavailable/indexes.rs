//! Indexes: making them, choosing them, keys and ranges. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::{c_char, c_void};

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetCreateIndexA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
        szKey: *const c_char,
        cbKey: u32,
        lDensity: u32,
    ) -> JET_ERR;
    fn JetCreateIndexW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCWSTR,
        grbit: JET_GRBIT,
        szKey: *const JET_WCHAR,
        cbKey: u32,
        lDensity: u32,
    ) -> JET_ERR;
    fn JetCreateIndex2A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE_A,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateIndex2W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE_W,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateIndex3A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE2_A,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateIndex3W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE2_W,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateIndex4A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE3_A,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateIndex4W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE3_W,
        cIndexCreate: u32,
    ) -> JET_ERR;
    fn JetCreateTableColumnIndexA(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE_A) -> JET_ERR;
    fn JetCreateTableColumnIndexW(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE_W) -> JET_ERR;
    fn JetCreateTableColumnIndex2A(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE2_A) -> JET_ERR;
    fn JetCreateTableColumnIndex2W(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE2_W) -> JET_ERR;
    fn JetCreateTableColumnIndex3A(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE3_A) -> JET_ERR;
    fn JetCreateTableColumnIndex3W(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE3_W) -> JET_ERR;
    fn JetCreateTableColumnIndex4A(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE4_A) -> JET_ERR;
    fn JetCreateTableColumnIndex4W(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE4_W) -> JET_ERR;
    fn JetCreateTableColumnIndex5A(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE5_A) -> JET_ERR;
    fn JetCreateTableColumnIndex5W(sesid: JET_SESID, dbid: JET_DBID, ptablecreate: *mut JET_TABLECREATE5_W) -> JET_ERR;
    fn JetDeleteIndexA(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCSTR) -> JET_ERR;
    fn JetDeleteIndexW(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCWSTR) -> JET_ERR;
    fn JetGetBookmark(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvBookmark: *mut c_void,
        cbMax: u32,
        pcbActual: *mut u32,
    ) -> JET_ERR;
    fn JetGetCurrentIndexA(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PSTR, cbIndexName: u32) -> JET_ERR;
    fn JetGetCurrentIndexW(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PWSTR, cbIndexName: u32) -> JET_ERR;
    fn JetGetIndexInfoA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        szIndexName: JET_PCSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetIndexInfoW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        szIndexName: JET_PCWSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetRecordPosition(sesid: JET_SESID, tableid: JET_TABLEID, precpos: *mut JET_RECPOS, cbRecpos: u32) -> JET_ERR;
    fn JetGetSecondaryIndexBookmark(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvSecondaryKey: *mut c_void,
        cbSecondaryKeyMax: u32,
        pcbSecondaryKeyActual: *mut u32,
        pvPrimaryBookmark: *mut c_void,
        cbPrimaryBookmarkMax: u32,
        pcbPrimaryBookmarkActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetTableIndexInfoA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetTableIndexInfoW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCWSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGotoBookmark(sesid: JET_SESID, tableid: JET_TABLEID, pvBookmark: *mut c_void, cbBookmark: u32) -> JET_ERR;
    fn JetGotoPosition(sesid: JET_SESID, tableid: JET_TABLEID, precpos: *mut JET_RECPOS) -> JET_ERR;
    fn JetGotoSecondaryIndexBookmark(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvSecondaryKey: *mut c_void,
        cbSecondaryKey: u32,
        pvPrimaryBookmark: *mut c_void,
        cbPrimaryBookmark: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetIndexRecordCount(sesid: JET_SESID, tableid: JET_TABLEID, pcrec: *mut u32, crecMax: u32) -> JET_ERR;
    fn JetIndexRecordCount2(sesid: JET_SESID, tableid: JET_TABLEID, pcrec: *mut u64, crecMax: u64) -> JET_ERR;
    fn JetIntersectIndexes(
        sesid: JET_SESID,
        rgindexrange: *mut JET_INDEXRANGE,
        cindexrange: u32,
        precordlist: *mut JET_RECORDLIST,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetMakeKey(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPrereadColumnsByReference(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        rgpvReferences: *const *const c_void,
        rgcbReferences: *const u32,
        cReferences: u32,
        cPageCacheMin: u32,
        cPageCacheMax: u32,
        pcReferencesPreread: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPrereadIndexRange(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pIndexRange: *const JET_INDEX_RANGE,
        cPageCacheMin: u32,
        cPageCacheMax: u32,
        grbit: JET_GRBIT,
        pcPageCacheActual: *mut u32,
    ) -> JET_ERR;
    fn JetPrereadIndexRanges(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        rgIndexRanges: *const JET_INDEX_RANGE,
        cIndexRanges: u32,
        pcRangesPreread: *mut u32,
        rgcolumnidPreread: *const JET_COLUMNID,
        ccolumnidPreread: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPrereadKeys(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        rgpvKeys: *mut *const c_void,
        rgcbKeys: *const u32,
        ckeys: i32,
        pckeysPreread: *mut i32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPrereadTablesW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        rgwszTables: *mut JET_PCWSTR,
        cwszTables: i32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetRetrieveKey(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvKey: *mut c_void,
        cbMax: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSeek(sesid: JET_SESID, tableid: JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetSetCurrentIndexA(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCSTR) -> JET_ERR;
    fn JetSetCurrentIndexW(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCWSTR) -> JET_ERR;
    fn JetSetCurrentIndex2A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetCurrentIndex2W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCWSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetCurrentIndex3A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) -> JET_ERR;
    fn JetSetCurrentIndex3W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCWSTR,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) -> JET_ERR;
    fn JetSetCurrentIndex4A(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        pindexid: *mut JET_INDEXID,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) -> JET_ERR;
    fn JetSetCurrentIndex4W(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCWSTR,
        pindexid: *mut JET_INDEXID,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) -> JET_ERR;
    fn JetSetCursorFilter(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        rgColumnFilters: *mut JET_INDEX_COLUMN,
        cColumnFilters: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetIndexRange(sesid: JET_SESID, tableidSrc: JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
}
