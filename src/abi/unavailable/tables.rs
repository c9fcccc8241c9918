//! Tables. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetCloseTable(sesid: JET_SESID, tableid: JET_TABLEID) -> JET_ERR;
    fn JetComputeStats(sesid: JET_SESID, tableid: JET_TABLEID) -> JET_ERR;
    fn JetConvertDDLA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        convtyp: JET_OPDDLCONV,
        pvData: *mut c_void,
        cbData: u32,
    ) -> JET_ERR;
    fn JetConvertDDLW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        convtyp: JET_OPDDLCONV,
        pvData: *mut c_void,
        cbData: u32,
    ) -> JET_ERR;
    fn JetCreateTableA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        lPages: u32,
        lDensity: u32,
        ptableid: *mut JET_TABLEID,
    ) -> JET_ERR;
    fn JetCreateTableW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        lPages: u32,
        lDensity: u32,
        ptableid: *mut JET_TABLEID,
    ) -> JET_ERR;
    fn JetDeleteTableA(sesid: JET_SESID, dbid: JET_DBID, szTableName: JET_PCSTR) -> JET_ERR;
    fn JetDeleteTableW(sesid: JET_SESID, dbid: JET_DBID, szTableName: JET_PCWSTR) -> JET_ERR;
    fn JetDeleteTable2A(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetDeleteTable2W(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCWSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetDupCursor(sesid: JET_SESID, tableid: JET_TABLEID, ptableid: *mut JET_TABLEID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetGetObjectInfoA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        objtyp: JET_OBJTYP,
        szContainerName: JET_PCSTR,
        szObjectName: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetObjectInfoW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        objtyp: JET_OBJTYP,
        szContainerName: JET_PCWSTR,
        szObjectName: JET_PCWSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetTableInfoA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetTableInfoW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetOpenTableA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pvParameters: *const c_void,
        cbParameters: u32,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
    ) -> JET_ERR;
    fn JetOpenTableW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        pvParameters: *const c_void,
        cbParameters: u32,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
    ) -> JET_ERR;
    fn JetOpenTempTable(
        sesid: JET_SESID,
        prgcolumndef: *const JET_COLUMNDEF,
        ccolumn: u32,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
        prgcolumnid: *mut JET_COLUMNID,
    ) -> JET_ERR;
    fn JetOpenTempTable2(
        sesid: JET_SESID,
        prgcolumndef: *const JET_COLUMNDEF,
        ccolumn: u32,
        lcid: u32,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
        prgcolumnid: *mut JET_COLUMNID,
    ) -> JET_ERR;
    fn JetOpenTempTable3(
        sesid: JET_SESID,
        prgcolumndef: *const JET_COLUMNDEF,
        ccolumn: u32,
        pidxunicode: *mut JET_UNICODEINDEX,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
        prgcolumnid: *mut JET_COLUMNID,
    ) -> JET_ERR;
    fn JetOpenTemporaryTable(sesid: JET_SESID, popentemporarytable: *mut JET_OPENTEMPORARYTABLE) -> JET_ERR;
    fn JetOpenTemporaryTable2(sesid: JET_SESID, popentemporarytable: *mut JET_OPENTEMPORARYTABLE2) -> JET_ERR;
    fn JetRenameTableA(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCSTR, szNameNew: JET_PCSTR) -> JET_ERR;
    fn JetRenameTableW(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCWSTR, szNameNew: JET_PCWSTR) -> JET_ERR;
    fn JetSetTableInfoA(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvParam: *const c_void,
        cbParam: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetSetTableInfoW(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvParam: *const c_void,
        cbParam: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
}
