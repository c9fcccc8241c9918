//! Databases and their files. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetAttachDatabaseWithStreamingA(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        szSLVRootName: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetAttachDatabaseWithStreamingW(
        sesid: JET_SESID,
        szDbFileName: JET_PCWSTR,
        szSLVFileName: JET_PCWSTR,
        szSLVRootName: JET_PCWSTR,
        cpgDatabaseSizeMax: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCloseDatabase(sesid: JET_SESID, dbid: JET_DBID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetCompactA(
        sesid: JET_SESID,
        szDatabaseSrc: JET_PCSTR,
        szDatabaseDest: JET_PCSTR,
        pfnStatus: JET_PFNSTATUS,
        pconvert: *mut JET_CONVERT_A,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCompactW(
        sesid: JET_SESID,
        szDatabaseSrc: JET_PCWSTR,
        szDatabaseDest: JET_PCWSTR,
        pfnStatus: JET_PFNSTATUS,
        pconvert: *mut JET_CONVERT_W,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabaseA(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        szConnect: JET_PCSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabaseW(
        sesid: JET_SESID,
        szFilename: JET_PCWSTR,
        szConnect: JET_PCWSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabase2A(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabase2W(
        sesid: JET_SESID,
        szFilename: JET_PCWSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabase3A(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        pdbid: *mut JET_DBID,
        rgsetdbparam: *mut JET_SETDBPARAM,
        csetdbparam: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabase3W(
        sesid: JET_SESID,
        szFilename: JET_PCWSTR,
        pdbid: *mut JET_DBID,
        rgsetdbparam: *mut JET_SETDBPARAM,
        csetdbparam: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabaseWithStreamingA(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        szSLVRootName: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateDatabaseWithStreamingW(
        sesid: JET_SESID,
        szDbFileName: JET_PCWSTR,
        szSLVFileName: JET_PCWSTR,
        szSLVRootName: JET_PCWSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetCreateEncryptionKey(encryptionAlgorithm: u32, pvKey: *mut c_void, cbKey: u32, pcbActual: *mut u32) -> JET_ERR;
    fn JetDatabaseScan(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pcSecondsMax: *mut u32,
        cmsecSleep: u32,
        pfnCallback: JET_CALLBACK,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragmentA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragmentW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragment2A(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragment2W(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCWSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragment3A(
        sesid: JET_SESID,
        szDatabaseName: JET_PCSTR,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        pvContext: *mut c_void,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetDefragment3W(
        sesid: JET_SESID,
        szDatabaseName: JET_PCWSTR,
        szTableName: JET_PCWSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        pvContext: *mut c_void,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetDatabaseInfoA(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetDatabaseInfoW(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetMaxDatabaseSize(sesid: JET_SESID, dbid: JET_DBID, pcpg: *mut u32, grbit: JET_GRBIT) -> JET_ERR;
    fn JetGetPageInfo(
        pvPages: *mut c_void,
        cbData: u32,
        rgPageInfo: *mut JET_PAGEINFO,
        cbPageInfo: u32,
        grbit: JET_GRBIT,
        ulInfoLevel: u32,
    ) -> JET_ERR;
    fn JetGetPageInfo2(
        pvPages: *mut c_void,
        cbData: u32,
        rgPageInfo: *mut c_void,
        cbPageInfo: u32,
        grbit: JET_GRBIT,
        ulInfoLevel: u32,
    ) -> JET_ERR;
    fn JetGrowDatabase(sesid: JET_SESID, dbid: JET_DBID, cpg: u32, pcpgReal: *mut u32) -> JET_ERR;
    fn JetOpenDatabaseA(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        szConnect: JET_PCSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOpenDatabaseW(
        sesid: JET_SESID,
        szFilename: JET_PCWSTR,
        szConnect: JET_PCWSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetResizeDatabase(
        sesid: JET_SESID,
        dbid: JET_DBID,
        cpgTarget: u32,
        pcpgActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetSetDatabaseSizeA(sesid: JET_SESID, szDatabaseName: JET_PCSTR, cpg: u32, pcpgReal: *mut u32) -> JET_ERR;
    fn JetSetDatabaseSizeW(sesid: JET_SESID, szDatabaseName: JET_PCWSTR, cpg: u32, pcpgReal: *mut u32) -> JET_ERR;
    fn JetSetMaxDatabaseSize(sesid: JET_SESID, dbid: JET_DBID, cpg: u32, grbit: JET_GRBIT) -> JET_ERR;
    fn JetUpgradeDatabaseA(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetUpgradeDatabaseW(
        sesid: JET_SESID,
        szDbFileName: JET_PCWSTR,
        szSLVFileName: JET_PCWSTR,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
}
