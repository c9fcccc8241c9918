//! Snapshots of volumes and revert snapshots. Not available here.
//!
//! Source of the signatures: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::unavailable;
use crate::abi::types::*;

unavailable! {
    fn JetGetRBSFileInfoA(szRBSFileName: JET_PCSTR, pvResult: *mut c_void, cbMax: u32, InfoLevel: u32) -> JET_ERR;
    fn JetGetRBSFileInfoW(szRBSFileName: JET_PCWSTR, pvResult: *mut c_void, cbMax: u32, InfoLevel: u32) -> JET_ERR;
    fn JetOSSnapshotAbort(snapId: JET_OSSNAPID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotEnd(snapId: JET_OSSNAPID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotFreezeA(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOSSnapshotFreezeW(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_W,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOSSnapshotGetFreezeInfoA(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOSSnapshotGetFreezeInfoW(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_W,
        grbit: JET_GRBIT,
    ) -> JET_ERR;
    fn JetOSSnapshotPrepare(psnapId: *mut JET_OSSNAPID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotPrepareInstance(snapId: JET_OSSNAPID, instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotThaw(snapId: JET_OSSNAPID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotTruncateLog(snapId: JET_OSSNAPID, grbit: JET_GRBIT) -> JET_ERR;
    fn JetOSSnapshotTruncateLogInstance(snapId: JET_OSSNAPID, instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR;
    fn JetRBSCancelRevert(instance: JET_INSTANCE) -> JET_ERR;
    fn JetRBSExecuteRevert(
        instance: JET_INSTANCE,
        grbit: JET_GRBIT,
        prbsrevertinfomisc: *mut JET_RBSREVERTINFOMISC,
    ) -> JET_ERR;
    fn JetRBSPrepareRevert(
        instance: JET_INSTANCE,
        jltRevertExpected: JET_LOGTIME,
        cpgCache: i32,
        grbit: JET_GRBIT,
        pjltRevertActual: *mut JET_LOGTIME,
    ) -> JET_ERR;
    fn JetSnapshotStartA(instance: JET_INSTANCE, szDatabases: JET_PSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetSnapshotStartW(instance: JET_INSTANCE, szDatabases: JET_PWSTR, grbit: JET_GRBIT) -> JET_ERR;
    fn JetSnapshotStop(instance: JET_INSTANCE, grbit: JET_GRBIT) -> JET_ERR;
}
