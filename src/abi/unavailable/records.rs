//! Records, and moving between them. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetAddColumnA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCSTR,
        pcolumndef: *const JET_COLUMNDEF,
        pvDefault: *const c_void,
        cbDefault: u32,
        pcolumnid: *mut JET_COLUMNID,
    ) -> JET_ERR;
    fn JetAddColumnW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCWSTR,
        pcolumndef: *const JET_COLUMNDEF,
        pvDefault: *const c_void,
        cbDefault: u32,
        pcolumnid: *mut JET_COLUMNID,
    ) -> JET_ERR;
    fn JetDelete(sesid: JET_SESID, tableid: JET_TABLEID) -> JET_ERR;
    fn JetDeleteColumnA(sesid: JET_SESID, tableid: JET_TABLEID, szColumnName: JET_PCSTR) -> JET_ERR;
    fn JetDeleteColumnW(sesid: JET_SESID, tableid: JET_TABLEID, szColumnName: JET_PCWSTR) -> JET_ERR;
    fn JetDeleteColumn2A(sesid: JET_SESID, tableid: JET_TABLEID, szColumnName: JET_PCSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetDeleteColumn2W(sesid: JET_SESID, tableid: JET_TABLEID, szColumnName: JET_PCWSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetEnumerateColumns(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        cEnumColumnId: u32,
        rgEnumColumnId: *mut JET_ENUMCOLUMNID,
        pcEnumColumn: *mut u32,
        prgEnumColumn: *mut *mut JET_ENUMCOLUMN,
        pfnRealloc: JET_PFNREALLOC,
        pvReallocContext: *mut c_void,
        cbDataMost: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetEscrowUpdate(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        columnid: JET_COLUMNID,
        pv: *mut c_void,
        cbMax: u32,
        pvOld: *mut c_void,
        cbOldMax: u32,
        pcbOldActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetColumnInfoA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pColumnNameOrId: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetColumnInfoW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        pwColumnNameOrId: JET_PCWSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetCursorInfo(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetLS(sesid: JET_SESID, tableid: JET_TABLEID, pls: *mut JET_LS, grbit: JET_GRBIT) -> JET_ERR;
    fn JetGetLock(sesid: JET_SESID, tableid: JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetGetRecordSize(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        precsize: *mut JET_RECSIZE,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetRecordSize2(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        precsize: *mut JET_RECSIZE2,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetRecordSize3(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        precsize: *mut JET_RECSIZE3,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetTableColumnInfoA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetTableColumnInfoW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCWSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetMove(sesid: JET_SESID, tableid: JET_TABLEID, cRow: i32, grbit: JET_GRBIT) -> JET_ERR;
    fn JetPrepareUpdate(sesid: JET_SESID, tableid: JET_TABLEID, prep: u32) -> JET_ERR;
    fn JetRegisterCallback(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        cbtyp: JET_CBTYP,
        pCallback: JET_CALLBACK,
        pvContext: *mut c_void,
        phCallbackId: *mut JET_HANDLE,
    ) -> JET_ERR;
    fn JetRenameColumnA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szName: JET_PCSTR,
        szNameNew: JET_PCSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetRenameColumnW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szName: JET_PCWSTR,
        szNameNew: JET_PCWSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetResetTableSequential(sesid: JET_SESID, tableid: JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetRetrieveColumn(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        columnid: JET_COLUMNID,
        pvData: *mut c_void,
        cbData: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
        pretinfo: *mut JET_RETINFO,
    ) -> JET_ERR;
    fn JetRetrieveColumnByReference(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvReference: *const c_void,
        cbReference: u32,
        ibData: u32,
        pvData: *mut c_void,
        cbData: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetRetrieveColumnFromRecordStream(
        pvData: *mut c_void,
        cbData: u32,
        piRecord: *mut u32,
        pcolumnid: *mut JET_COLUMNID,
        pitagSequence: *mut u32,
        pibValue: *mut u32,
        pcbValue: *mut u32,
    ) -> JET_ERR;
    fn JetRetrieveColumns(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pretrievecolumn: *mut JET_RETRIEVECOLUMN,
        cretrievecolumn: u32,
    ) -> JET_ERR;
    fn JetRetrieveTaggedColumnList(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pcColumns: *mut u32,
        pvData: *mut c_void,
        cbData: u32,
        columnidStart: JET_COLUMNID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetColumn(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        columnid: JET_COLUMNID,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
        psetinfo: *mut JET_SETINFO,
    ) -> JET_ERR;
    fn JetSetColumnDefaultValueA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        szColumnName: JET_PCSTR,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetColumnDefaultValueW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        szColumnName: JET_PCWSTR,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetColumns(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        psetcolumn: *mut JET_SETCOLUMN,
        csetcolumn: u32,
    ) -> JET_ERR;
    fn JetSetLS(sesid: JET_SESID, tableid: JET_TABLEID, ls: JET_LS, grbit: JET_GRBIT) -> JET_ERR;
    fn JetSetTableSequential(sesid: JET_SESID, tableid: JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetStreamRecords(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        ccolumnid: u32,
        rgcolumnid: *const JET_COLUMNID,
        pvData: *mut c_void,
        cbData: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetUnregisterCallback(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        cbtyp: JET_CBTYP,
        hCallbackId: JET_HANDLE,
    ) -> JET_ERR;
    fn JetUpdate(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvBookmark: *mut c_void,
        cbBookmark: u32,
        pcbActual: *mut u32,
    ) -> JET_ERR;
    fn JetUpdate2(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvBookmark: *mut c_void,
        cbBookmark: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
}
