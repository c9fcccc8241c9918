//! What recovery tells and asks its callback.
//!
//! Source: `published/inc/jethdr.w` of the reference.

use std::ffi::c_void;

use super::{JET_DBID, JET_DBINFOMISC7, JET_ERR, JET_INSTANCE, JET_SNT, JET_WCHAR};

/// A page that an external healer is asked for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_SNPATCHREQUEST {
    pub cbStruct: u32,
    pub pageNumber: u32,
    pub szLogFile: *const JET_WCHAR,
    pub instance: JET_INSTANCE,
    pub dbinfomisc: JET_DBINFOMISC7,
    pub pvToken: *const c_void,
    pub cbToken: u32,
    pub pvData: *const c_void,
    pub cbData: u32,
    pub dbid: JET_DBID,
}

/// A page found to be damaged.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_SNCORRUPTEDPAGE {
    pub cbStruct: u32,
    pub wszDatabase: *const JET_WCHAR,
    pub dbid: JET_DBID,
    pub dbinfomisc: JET_DBINFOMISC7,
    pub pageNumber: u32,
}

/// A log file is about to be opened.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_OPENLOG {
    pub cbStruct: u32,
    pub lGenNext: u32,
    pub fCurrentLog: u8,
    pub eReason: u8,
    pub rgbReserved: [u8; 6],
    pub wszLogFile: *mut JET_WCHAR,
    pub cdbinfomisc: u32,
    pub rgdbinfomisc: *mut JET_DBINFOMISC7,
}

/// The checkpoint is about to be opened.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_OPENCHECKPOINT {
    pub cbStruct: u32,
    pub wszCheckpoint: *mut JET_WCHAR,
}

/// A log file is not there.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_MISSINGLOG {
    pub cbStruct: u32,
    pub lGenMissing: u32,
    pub fCurrentLog: u8,
    pub eNextAction: u8,
    pub rgbReserved: [u8; 6],
    pub wszLogFile: *mut JET_WCHAR,
    pub cdbinfomisc: u32,
    pub rgdbinfomisc: *mut JET_DBINFOMISC7,
}

/// Redo is over; undo is about to begin.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_BEGINUNDO {
    pub cbStruct: u32,
    pub cdbinfomisc: u32,
    pub rgdbinfomisc: *mut JET_DBINFOMISC7,
}

/// Something for the event log.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_NOTIFICATIONEVENT {
    pub cbStruct: u32,
    pub EventID: u32,
}

/// Something went wrong.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_SIGNALERRORCONDITION {
    pub cbStruct: u32,
}

/// A database was attached.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_ATTACHEDDB {
    pub cbStruct: u32,
    pub wszDbPath: *const JET_WCHAR,
}

/// A database is about to be detached.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_DETACHINGDB {
    pub cbStruct: u32,
    pub wszDbPath: *const JET_WCHAR,
}

/// A transaction was committed with a context.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct JET_RECOVERYCONTROL_COMMITCTX {
    pub cbStruct: u32,
    pub pbCommitCtx: *const c_void,
    pub cbCommitCtx: u32,
    pub fCallbackType: u32,
}

/// What the kind of event says. In C the members stand in [`JET_RECOVERYCONTROL`] itself.
#[repr(C)]
#[derive(Clone, Copy)]
pub union JET_RECOVERYCONTROL_DETAIL {
    pub OpenLog: JET_RECOVERYCONTROL_OPENLOG,
    pub OpenCheckpoint: JET_RECOVERYCONTROL_OPENCHECKPOINT,
    pub MissingLog: JET_RECOVERYCONTROL_MISSINGLOG,
    pub BeginUndo: JET_RECOVERYCONTROL_BEGINUNDO,
    pub NotificationEvent: JET_RECOVERYCONTROL_NOTIFICATIONEVENT,
    pub SignalErrorCondition: JET_RECOVERYCONTROL_SIGNALERRORCONDITION,
    pub AttachedDb: JET_RECOVERYCONTROL_ATTACHEDDB,
    pub DetachingDb: JET_RECOVERYCONTROL_DETACHINGDB,
    pub CommitCtx: JET_RECOVERYCONTROL_COMMITCTX,
}

/// What recovery asks its callback: the error that would hold, and the event.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct JET_RECOVERYCONTROL {
    pub cbStruct: u32,
    pub errDefault: JET_ERR,
    pub instance: JET_INSTANCE,
    pub sntUnion: JET_SNT,
    pub anonymous: JET_RECOVERYCONTROL_DETAIL,
}
