//! Sessions and transactions. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetBeginTransaction(sesid: JET_SESID) -> JET_ERR;
    fn JetBeginTransaction2(sesid: JET_SESID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetBeginTransaction3(sesid: JET_SESID, trxid: i64, grbit: JET_GRBIT) -> JET_ERR;
    fn JetCommitTransaction(sesid: JET_SESID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetCommitTransaction2(
        sesid: JET_SESID,
        grbit: JET_GRBIT,
        cmsecDurableCommit: u32,
        pCommitId: *mut JET_COMMIT_ID,
    ) -> JET_ERR;
    fn JetDupSession(sesid: JET_SESID, psesid: *mut JET_SESID) -> JET_ERR;
    fn JetGetSessionInfo(sesid: JET_SESID, pvResult: *mut c_void, cbMax: u32, ulInfoLevel: u32) -> JET_ERR;
    fn JetGetSessionParameter(
        sesid: JET_SESID,
        sesparamid: u32,
        pvParam: *mut c_void,
        cbParamMax: u32,
        pcbParamActual: *mut u32,
    ) -> JET_ERR;
    fn JetGetThreadStats(pvResult: *mut c_void, cbMax: u32) -> JET_ERR;
    fn JetIdle(sesid: JET_SESID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetPrepareToCommitTransaction(sesid: JET_SESID, pvData: *const c_void, cbData: u32, grbit: JET_GRBIT) -> JET_ERR;
    fn JetResetSessionContext(sesid: JET_SESID) -> JET_ERR;
    fn JetRollback(sesid: JET_SESID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetSetSessionContext(sesid: JET_SESID, ulContext: JET_API_PTR) -> JET_ERR;
    fn JetSetSessionParameter(sesid: JET_SESID, sesparamid: u32, pvParam: *mut c_void, cbParam: u32) -> JET_ERR;
}
