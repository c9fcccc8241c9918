//! From status events to the callbacks of C.
//!
//! Source of the facts: `ese/_log/log.cxx` (ErrLGRecoveryControlCallback), `ese/jetapi.cxx` (InitCallbackWrapper) of
//! the reference.

use std::cell::Cell;
use std::ffi::c_void;
use std::path::Path;

use super::constants::status::*;
use super::text::Character;
use super::types::*;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::instance::directory_backup::BackupEvent;
use crate::instance::registry::Handle;
use crate::recovery::request::{BackupView, Counter, DatabaseView, StatusEvent};

thread_local! {
    static IN_CALLBACK: Cell<Option<Handle>> = const { Cell::new(None) };
}

/// The instance whose initialisation is just calling back on this thread.
pub(super) fn in_callback() -> Option<Handle> {
    IN_CALLBACK.get()
}

/// Whom to call.
#[derive(Clone, Copy)]
pub(super) enum Callback {
    Status(JET_PFNSTATUS),
    Init(JET_PFNINITCALLBACK, *mut c_void),
}

impl Callback {
    /// Calls back; a null JET_PFNSTATUS answers 0.
    fn call(self, snp: JET_SNP, snt: JET_SNT, data: *mut c_void) -> JET_ERR {
        match self {
            // SAFETY: the program gave this function for being called like this; `data` is what the header says
            // for `snp` and `snt`, and lives through the call.
            Self::Status(Some(function)) => unsafe { function(JET_sesidNil, snp, snt, data) },
            // SAFETY: as above; the context is the program's own.
            Self::Init(Some(function), context) => unsafe { function(snp, snt, data, context) },
            Self::Status(None) | Self::Init(None, _) => 0,
        }
    }

    /// Tells how far a backup is; the answer is of no account.
    pub(super) fn tell_backup(self, event: BackupEvent) {
        let (snt, done) = match event {
            BackupEvent::Begin => (JET_sntBegin, 0),
            BackupEvent::Complete => (JET_sntComplete, 100),
        };
        let mut progress = JET_SNPROG { cbStruct: size_of_u32::<JET_SNPROG>(), cunitDone: done, cunitTotal: 100 };
        self.call(JET_snpBackup, snt, (&raw mut progress).cast());
    }

    /// Tells one event and returns the answer. `instance` is what JET_RECOVERYCONTROL shows.
    pub(super) fn tell(self, instance: Handle, event: &StatusEvent<'_>) -> JET_ERR {
        let before = IN_CALLBACK.replace(Some(instance));
        let answer = match restore_progress(event) {
            Some((snt, mut progress)) => self.call(JET_snpRestore, snt, (&raw mut progress).cast()),
            None => Control::new(instance, event).ask(self),
        };
        IN_CALLBACK.set(before);
        answer
    }
}

fn restore_progress(event: &StatusEvent<'_>) -> Option<(JET_SNT, JET_SNPROG)> {
    let (snt, done, total) = match *event {
        StatusEvent::Begin => (JET_sntBegin, 0, 100),
        StatusEvent::Progress { done, total } => (JET_sntProgress, done, total),
        StatusEvent::Complete { total } => (JET_sntComplete, total, total),
        StatusEvent::Failed { total } => (JET_sntFail, total, total),
        _ => return None,
    };
    Some((snt, JET_SNPROG { cbStruct: size_of_u32::<JET_SNPROG>(), cunitDone: done, cunitTotal: total }))
}

/// A JET_RECOVERYCONTROL with what its pointers point at.
struct Control {
    control: JET_RECOVERYCONTROL,
    /// Pointed at by `control`.
    _text: Vec<JET_WCHAR>,
    _databases: Vec<JET_DBINFOMISC7>,
}

impl Control {
    fn new(instance: Handle, event: &StatusEvent<'_>) -> Self {
        let mut text = Vec::new();
        let mut infos = Vec::new();
        let (snt, detail) = match *event {
            StatusEvent::OpenLog { generation, current, reason, file, databases } => {
                text = wide(file);
                infos = databases.iter().map(database_info).collect();
                let open = JET_RECOVERYCONTROL_OPENLOG {
                    cbStruct: size_of_u32::<JET_RECOVERYCONTROL_OPENLOG>(),
                    lGenNext: generation,
                    fCurrentLog: u8::from(current),
                    eReason: reason as u8,
                    rgbReserved: [0; 6],
                    wszLogFile: text.as_mut_ptr(),
                    cdbinfomisc: count(&infos),
                    rgdbinfomisc: infos.as_mut_ptr(),
                };
                (JET_sntOpenLog, JET_RECOVERYCONTROL_DETAIL { OpenLog: open })
            }
            StatusEvent::MissingLog { generation, current, next, file, databases, .. } => {
                text = wide(file);
                infos = databases.iter().map(database_info).collect();
                let missing = JET_RECOVERYCONTROL_MISSINGLOG {
                    cbStruct: size_of_u32::<JET_RECOVERYCONTROL_MISSINGLOG>(),
                    lGenMissing: generation,
                    fCurrentLog: u8::from(current),
                    eNextAction: next as u8,
                    rgbReserved: [0; 6],
                    wszLogFile: text.as_mut_ptr(),
                    cdbinfomisc: count(&infos),
                    rgdbinfomisc: infos.as_mut_ptr(),
                };
                (JET_sntMissingLog, JET_RECOVERYCONTROL_DETAIL { MissingLog: missing })
            }
            StatusEvent::BeginUndo { databases } => {
                infos = databases.iter().map(database_info).collect();
                let undo = JET_RECOVERYCONTROL_BEGINUNDO {
                    cbStruct: size_of_u32::<JET_RECOVERYCONTROL_BEGINUNDO>(),
                    cdbinfomisc: count(&infos),
                    rgdbinfomisc: infos.as_mut_ptr(),
                };
                (JET_sntBeginUndo, JET_RECOVERYCONTROL_DETAIL { BeginUndo: undo })
            }
            StatusEvent::Notification { event } => {
                let cbStruct = size_of_u32::<JET_RECOVERYCONTROL_NOTIFICATIONEVENT>();
                let notification = JET_RECOVERYCONTROL_NOTIFICATIONEVENT { cbStruct, EventID: event };
                (JET_sntNotificationEvent, JET_RECOVERYCONTROL_DETAIL { NotificationEvent: notification })
            }
            StatusEvent::SignalError { .. } => {
                let cbStruct = size_of_u32::<JET_RECOVERYCONTROL_SIGNALERRORCONDITION>();
                let signal = JET_RECOVERYCONTROL_SIGNALERRORCONDITION { cbStruct };
                (JET_sntSignalErrorCondition, JET_RECOVERYCONTROL_DETAIL { SignalErrorCondition: signal })
            }
            StatusEvent::AttachedDatabase { path } => {
                text = wide(path);
                let cbStruct = size_of_u32::<JET_RECOVERYCONTROL_ATTACHEDDB>();
                let attached = JET_RECOVERYCONTROL_ATTACHEDDB { cbStruct, wszDbPath: text.as_ptr() };
                (JET_sntAttachedDb, JET_RECOVERYCONTROL_DETAIL { AttachedDb: attached })
            }
            StatusEvent::DetachingDatabase { path } => {
                text = wide(path);
                let cbStruct = size_of_u32::<JET_RECOVERYCONTROL_DETACHINGDB>();
                let detaching = JET_RECOVERYCONTROL_DETACHINGDB { cbStruct, wszDbPath: text.as_ptr() };
                (JET_sntDetachingDb, JET_RECOVERYCONTROL_DETAIL { DetachingDb: detaching })
            }
            StatusEvent::CommitContext { context, callback_type } => {
                let commit = JET_RECOVERYCONTROL_COMMITCTX {
                    cbStruct: size_of_u32::<JET_RECOVERYCONTROL_COMMITCTX>(),
                    pbCommitCtx: context.as_ptr().cast(),
                    cbCommitCtx: count(context),
                    fCallbackType: callback_type,
                };
                (JET_sntCommitCtx, JET_RECOVERYCONTROL_DETAIL { CommitCtx: commit })
            }
            StatusEvent::OpenCheckpoint
            | StatusEvent::Begin
            | StatusEvent::Progress { .. }
            | StatusEvent::Complete { .. }
            | StatusEvent::Failed { .. } => {
                let cbStruct = size_of_u32::<JET_RECOVERYCONTROL_OPENCHECKPOINT>();
                let open = JET_RECOVERYCONTROL_OPENCHECKPOINT { cbStruct, wszCheckpoint: std::ptr::null_mut() };
                (JET_sntOpenCheckpoint, JET_RECOVERYCONTROL_DETAIL { OpenCheckpoint: open })
            }
        };
        let control = JET_RECOVERYCONTROL {
            cbStruct: size_of_u32::<JET_RECOVERYCONTROL>(),
            errDefault: event.default_answer(),
            instance,
            sntUnion: snt,
            anonymous: detail,
        };
        Self { control, _text: text, _databases: infos }
    }

    fn ask(mut self, callback: Callback) -> JET_ERR {
        let snt = self.control.sntUnion;
        callback.call(JET_snpRecoveryControl, snt, (&raw mut self.control).cast())
    }
}

fn size_of_u32<T>() -> u32 {
    u32::try_from(size_of::<T>()).unwrap_or(u32::MAX)
}

fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// A path in UTF-16 with its 0.
fn wide(path: &Path) -> Vec<JET_WCHAR> {
    let mut units = JET_WCHAR::encode(path.as_os_str());
    units.push(0);
    units
}

pub(super) fn lgpos(p: Lgpos) -> JET_LGPOS {
    JET_LGPOS { ib: p.offset, isec: p.sector, lGeneration: p.generation as i32 }
}

pub(super) fn logtime(t: Logtime) -> JET_LOGTIME {
    let [bSeconds, bMinutes, bHours, bDay, bMonth, bYear, bFiller1, bFiller2] = t.0;
    JET_LOGTIME { bSeconds, bMinutes, bHours, bDay, bMonth, bYear, bFiller1, bFiller2 }
}

pub(super) fn signature(s: Signature) -> JET_SIGNATURE {
    #[allow(clippy::unnecessary_cast)]
    let name = std::array::from_fn(|i| s.0[12 + i] as std::ffi::c_char);
    JET_SIGNATURE { ulRandom: s.random(), logtimeCreate: logtime(s.created()), szComputerName: name }
}

fn backup(b: &BackupView) -> JET_BKINFO {
    JET_BKINFO {
        lgposMark: lgpos(b.mark),
        anonymous: JET_BKINFO_MARK { logtimeMark: logtime(b.time) },
        genLow: b.low,
        genHigh: b.high,
    }
}

pub(super) fn database_info(d: &DatabaseView) -> JET_DBINFOMISC7 {
    let last = |c: &Counter| logtime(c.last);
    JET_DBINFOMISC7 {
        ulVersion: d.version,
        ulUpdate: d.update,
        signDb: signature(d.signature),
        dbstate: d.state,
        lgposConsistent: lgpos(d.consistent.0),
        logtimeConsistent: logtime(d.consistent.1),
        logtimeAttach: logtime(d.attach.1),
        lgposAttach: lgpos(d.attach.0),
        logtimeDetach: logtime(d.detach.1),
        lgposDetach: lgpos(d.detach.0),
        signLog: signature(d.log_signature),
        bkinfoFullPrev: backup(&d.full_previous),
        bkinfoIncPrev: backup(&d.incremental_previous),
        bkinfoFullCur: backup(&d.full_current),
        fShadowingDisabled: u32::from(d.shadowing_disabled),
        fUpgradeDb: 0,
        dwMajorVersion: d.system.0,
        dwMinorVersion: d.system.1,
        dwBuildNumber: d.system.2,
        lSPNumber: d.system.3,
        cbPageSize: d.page_size,
        genMinRequired: d.minimum_required,
        genMaxRequired: d.maximum_required,
        logtimeGenMaxCreate: logtime(d.maximum_created),
        ulRepairCount: d.repairs.count,
        logtimeRepair: last(&d.repairs),
        ulRepairCountOld: d.repairs.count_before,
        ulECCFixSuccess: d.ecc_fixes.count,
        logtimeECCFixSuccess: last(&d.ecc_fixes),
        ulECCFixSuccessOld: d.ecc_fixes.count_before,
        ulECCFixFail: d.ecc_failures.count,
        logtimeECCFixFail: last(&d.ecc_failures),
        ulECCFixFailOld: d.ecc_failures.count_before,
        ulBadChecksum: d.bad_checksums.count,
        logtimeBadChecksum: last(&d.bad_checksums),
        ulBadChecksumOld: d.bad_checksums.count_before,
        genCommitted: d.maximum_committed,
        bkinfoCopyPrev: backup(&d.copy_previous),
        bkinfoDiffPrev: backup(&d.differential_previous),
        ulIncrementalReseedCount: d.incremental_reseeds.count,
        logtimeIncrementalReseed: last(&d.incremental_reseeds),
        ulIncrementalReseedCountOld: d.incremental_reseeds.count_before,
        ulPagePatchCount: d.page_patches.count,
        logtimePagePatch: last(&d.page_patches),
        ulPagePatchCountOld: d.page_patches.count_before,
        logtimeChecksumPrev: logtime(d.checksum_previous),
        logtimeChecksumStart: logtime(d.checksum_started),
        cpgDatabaseChecked: d.pages_checked,
        logtimeLastReAttach: logtime(d.last_reattach.1),
        lgposLastReAttach: lgpos(d.last_reattach.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recovery::request::{NextAction, OpenReason};

    /// What a callback saw, as the fields of the header name it.
    #[derive(Debug, Default, PartialEq)]
    struct Seen {
        snp: u32,
        snt: u32,
        size: u32,
        default: i32,
        instance: usize,
        generation: u32,
        current: u8,
        reason: u8,
        text: String,
        page_sizes: Vec<u32>,
    }

    /// Reads a text that ends with 0.
    unsafe fn text(at: *const JET_WCHAR) -> String {
        // SAFETY: the callback is given such a text.
        unsafe { super::super::text::read(at) }.unwrap_or_default().to_string_lossy().into_owned()
    }

    unsafe extern "system" fn look(snp: JET_SNP, snt: JET_SNT, data: *mut c_void, context: *mut c_void) -> JET_ERR {
        // SAFETY: `tell` gives what the header says for snp and snt, and the context is a Seen.
        unsafe {
            let seen = &mut *context.cast::<Seen>();
            *seen = Seen { snp, snt, ..Seen::default() };
            assert_eq!(in_callback(), Some(0x77));
            if snp == JET_snpRestore {
                let progress = &*data.cast::<JET_SNPROG>();
                (seen.size, seen.generation) = (progress.cbStruct, progress.cunitDone);
                return 0;
            }
            let control = &*data.cast::<JET_RECOVERYCONTROL>();
            (seen.size, seen.default, seen.instance) = (control.cbStruct, control.errDefault, control.instance);
            assert_eq!(control.sntUnion, snt);
            let infos = match snt {
                JET_sntOpenLog => {
                    let open = control.anonymous.OpenLog;
                    (seen.generation, seen.current, seen.reason) = (open.lGenNext, open.fCurrentLog, open.eReason);
                    seen.text = text(open.wszLogFile);
                    (open.rgdbinfomisc, open.cdbinfomisc)
                }
                JET_sntMissingLog => {
                    let missing = control.anonymous.MissingLog;
                    (seen.generation, seen.current) = (missing.lGenMissing, missing.fCurrentLog);
                    seen.reason = missing.eNextAction;
                    seen.text = text(missing.wszLogFile);
                    (missing.rgdbinfomisc, missing.cdbinfomisc)
                }
                JET_sntAttachedDb => {
                    seen.text = text(control.anonymous.AttachedDb.wszDbPath);
                    (std::ptr::null_mut(), 0)
                }
                JET_sntNotificationEvent => {
                    seen.generation = control.anonymous.NotificationEvent.EventID;
                    (std::ptr::null_mut(), 0)
                }
                _ => (std::ptr::null_mut(), 0),
            };
            for i in 0..infos.1 as usize {
                seen.page_sizes.push((*infos.0.add(i)).cbPageSize);
            }
            control.errDefault
        }
    }

    fn tell(event: &StatusEvent<'_>) -> (JET_ERR, Seen) {
        let mut seen = Seen::default();
        let answer = Callback::Init(Some(look), (&raw mut seen).cast()).tell(0x77, event);
        assert_eq!(in_callback(), None);
        (answer, seen)
    }

    #[test]
    fn progress_comes_as_jet_snprog() {
        let (answer, seen) = tell(&StatusEvent::Progress { done: 40, total: 100 });
        assert_eq!(answer, 0);
        let expected = Seen { snp: 8, snt: 0, size: 12, generation: 40, ..Seen::default() };
        assert_eq!(seen, expected);
        assert_eq!(tell(&StatusEvent::Begin).1.snt, 5);
        let (_, seen) = tell(&StatusEvent::Complete { total: 100 });
        assert_eq!((seen.snt, seen.generation), (6, 100));
    }

    #[test]
    fn recovery_control_carries_names_and_databases() {
        let databases = [4096, 8192].map(|page_size| DatabaseView { page_size, ..DatabaseView::default() });
        let open = StatusEvent::OpenLog {
            generation: 9,
            current: true,
            reason: OpenReason::Redo,
            file: Path::new("edb.log"),
            databases: &databases,
        };
        let (answer, seen) = tell(&open);
        assert_eq!(answer, 0);
        let expected = Seen {
            snp: 18,
            snt: 1001,
            size: u32::try_from(size_of::<JET_RECOVERYCONTROL>()).expect("small"),
            default: 0,
            instance: 0x77,
            generation: 9,
            current: 1,
            reason: 2,
            text: "edb.log".into(),
            page_sizes: vec![4096, 8192],
        };
        assert_eq!(seen, expected);

        let missing = StatusEvent::MissingLog {
            generation: 10,
            current: false,
            next: NextAction::ContinueToUndo,
            file: Path::new("edb0000000A.log"),
            databases: &databases[..1],
            default: -528,
        };
        let (answer, seen) = tell(&missing);
        assert_eq!((answer, seen.default, seen.reason, seen.snt), (-528, -528, 4, 1004));
        assert_eq!((seen.text.as_str(), seen.page_sizes.len()), ("edb0000000A.log", 1));

        assert_eq!(tell(&StatusEvent::AttachedDatabase { path: Path::new("a.edb") }).1.text, "a.edb");
        assert_eq!(tell(&StatusEvent::Notification { event: 301 }).1.generation, 301);
        assert_eq!(tell(&StatusEvent::SignalError { default: -501 }).0, -501);
    }

    #[test]
    fn a_null_status_callback_answers_0() {
        let missing = StatusEvent::SignalError { default: -528 };
        assert_eq!(Callback::Status(None).tell(1, &missing), 0);
    }

    #[test]
    fn database_facts_keep_their_places() {
        let mut signature_bytes = [0; 28];
        signature_bytes[..4].copy_from_slice(&7u32.to_le_bytes());
        signature_bytes[4] = 59;
        signature_bytes[12] = b'X';
        let view = DatabaseView {
            signature: Signature(signature_bytes),
            consistent: (Lgpos::new(5, 6, 7), Logtime([1, 2, 3, 4, 5, 6, 7, 8])),
            full_previous: BackupView { low: 3, high: 4, ..BackupView::default() },
            system: (10, 0, 19041, 1),
            ..DatabaseView::default()
        };
        let info = database_info(&view);
        assert_eq!((info.signDb.ulRandom, info.signDb.logtimeCreate.bSeconds), (7, 59));
        assert_eq!(info.signDb.szComputerName[0] as u8, b'X');
        assert_eq!((info.lgposConsistent.lGeneration, info.lgposConsistent.isec, info.lgposConsistent.ib), (5, 6, 7));
        assert_eq!((info.logtimeConsistent.bYear, info.logtimeConsistent.bFiller2), (6, 8));
        assert_eq!((info.bkinfoFullPrev.genLow, info.bkinfoFullPrev.genHigh), (3, 4));
        assert_eq!((info.dwBuildNumber, info.lSPNumber), (19041, 1));
    }
}
