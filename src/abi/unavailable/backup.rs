//! Backup in other ways, and repair of pages. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetBeginDatabaseIncrementalReseedA(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        genFirstDivergedLog: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetBeginDatabaseIncrementalReseedW(
        instance: JET_INSTANCE,
        szDatabase: JET_PCWSTR,
        genFirstDivergedLog: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetConsumeLogData(
        instance: JET_INSTANCE,
        pEmitLogDataCtx: *mut JET_EMITDATACTX,
        pvLogData: *mut c_void,
        cbLogData: u32,
        grbits: JET_GRBIT,
    ) -> JET_ERR;
    fn JetEndDatabaseIncrementalReseedA(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        genMinRequired: u32,
        genFirstDivergedLog: u32,
        genMaxRequired: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetEndDatabaseIncrementalReseedW(
        instance: JET_INSTANCE,
        szDatabase: JET_PCWSTR,
        genMinRequired: u32,
        genFirstDivergedLog: u32,
        genMaxRequired: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetGetDatabasePages(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pgnoStart: u32,
        cpg: u32,
        pv: *mut c_void,
        cb: u32,
        pcbActual: *mut u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOnlinePatchDatabasePage(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pgno: u32,
        pvToken: *const c_void,
        cbToken: u32,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPatchDatabasePagesA(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        pgnoStart: u32,
        cpg: u32,
        pv: *const c_void,
        cb: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetPatchDatabasePagesW(
        instance: JET_INSTANCE,
        szDatabase: JET_PCWSTR,
        pgnoStart: u32,
        cpg: u32,
        pv: *const c_void,
        cb: u32,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetStopService() -> JET_ERR;
    fn JetStopServiceInstance(instance: JET_INSTANCE) -> JET_ERR;
    fn JetStopServiceInstance2(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR;
}
