//! The process: resources, counters, traces, test hooks. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetConfigureProcessForCrashDump(grbit: JET_GRBIT) -> JET_ERR;
    fn JetGetCounter(sesid: JET_SESID, CounterType: i32, plValue: *mut i32) -> JET_ERR;
    fn JetGetInstanceMiscInfo(instance: JET_INSTANCE, pvResult: *mut c_void, cbMax: u32, InfoLevel: u32) -> JET_ERR;
    fn JetGetResourceParam(
        instance: JET_INSTANCE,
        resoper: JET_RESOPER,
        resid: JET_RESID,
        pulParam: *mut JET_API_PTR,
    ) -> JET_ERR;
    fn JetGetVersion(sesid: JET_SESID, pwVersion: *mut u32) -> JET_ERR;
    fn JetResetCounter(sesid: JET_SESID, CounterType: i32) -> JET_ERR;
    fn JetSetResourceParam(
        instance: JET_INSTANCE,
        resoper: JET_RESOPER,
        resid: JET_RESID,
        ulParam: JET_API_PTR,
    ) -> JET_ERR;
    fn JetTestHook(opcode: TESTHOOK_OP, pv: *mut c_void) -> JET_ERR;
    fn JetTracing(traceop: JET_TRACEOP, tracetag: JET_TRACETAG, ul: JET_API_PTR) -> JET_ERR;
}
