//! What each function that is available does with the bits of its grbit. The functions ask these tables, `docs/options.md`
//! is written from them, and a test tries every bit on every function (`tests/options.rs`).
//!
//! Source of the facts: `ese/jetapi.cxx`, `ese/db.cxx`, `ese/backup.cxx`, `ese/dbutil.cxx` of the reference, which ignores
//! most bits that it does not know. Here nobody is to believe in vain that a bit was understood.

use Answer::{Honoured, NoEffect, Refused};

use super::constants::bits::*;
use super::restore_process::*;
use super::types::JET_GRBIT;
use crate::error::{Error, ErrorCode, Result};

/// What becomes of a bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Honoured,
    /// Accepted; there is nothing for it to change.
    NoEffect,
    /// JET_errFeatureNotAvailable
    Refused,
}

/// A bit and what it does here.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub name: &'static str,
    pub bit: JET_GRBIT,
    pub answer: Answer,
    pub note: &'static str,
}

/// The bits that some functions know.
#[derive(Debug)]
pub struct Table {
    pub functions: &'static str,
    pub rows: &'static [Row],
    /// The answer to a bit that is not in the table.
    pub unknown: ErrorCode,
    /// What else there is to say, in lines of the document.
    pub remark: &'static str,
}

impl Table {
    /// # Errors
    /// `FeatureNotAvailable` for a bit that is refused; [`Table::unknown`] for one that is not here.
    pub(super) fn check(&self, grbit: JET_GRBIT) -> Result<()> {
        if let Some(row) = self.rows.iter().find(|r| r.answer == Refused && r.bit & grbit != 0) {
            return Err(Error::new(ErrorCode::FeatureNotAvailable, format!("{} is not available", row.name)));
        }
        let unknown = self.rows.iter().fold(grbit, |rest, row| rest & !row.bit);
        if unknown != 0 {
            return Err(Error::new(self.unknown, format!("{unknown:#x} is no option of {}", self.functions)));
        }
        Ok(())
    }
}

macro_rules! table {
    ($functions:literal, $unknown:ident, [$($name:ident $answer:ident $note:literal),* $(,)?], $remark:literal) => {
        Table {
            functions: $functions,
            rows: &[$(Row { name: stringify!($name), bit: $name as JET_GRBIT, answer: $answer, note: $note }),*],
            unknown: ErrorCode::$unknown,
            remark: $remark,
        }
    };
}

/// Checked by recovery itself, for its Rust face has the same options.
const INIT: Table = table!("JetInit2, JetInit3, JetInit4", InvalidGrbit, [
    JET_bitReplayReplicatedLogFiles NoEffect "as in the reference",
    JET_bitReplayIgnoreMissingDB Honoured "databases that the logs have attached may be missing at the end",
    JET_bitRecoveryWithoutUndo Honoured "redo only, ends with JET_errRecoveredWithoutUndo (or …DatabasesConsistent); a missing current log and a backup's copy are no errors then",
    JET_bitTruncateLogsAfterRecovery Honoured "closed logs before the new checkpoint are deleted",
    JET_bitReplayMissingMapEntryDB Honoured "databases that are not in the map are replayed where the logs say; JetInit and JetInit2 set it",
    JET_bitLogStreamMustExist Honoured "an empty log path is an error",
    JET_bitReplayIgnoreLostLogs Honoured "committed work may be lost (JET_wrnCommittedLogFilesLost); with JET_paramDeleteOutOfRangeLogs, logs that cannot be played and that no database needs are deleted (JET_wrnCommittedLogFilesRemoved)",
    JET_bitAllowMissingCurrentLog Honoured "the current log may be missing",
    JET_bitAllowSoftRecoveryOnBackup Honoured "a backup's copy is recovered; what its last page knows moves into its header",
    JET_bitSkipLostLogsEvent NoEffect "there is no event log to keep an entry from",
    JET_bitExternalRecoveryControl Honoured "the callback hears of recovery control although one of the options above answers for it",
    JET_bitKeepDbAttachedAtEndOfRecovery Honoured "the databases stay attached and dirty until they are detached or the instance ends; not where the logs end in a shutdown; JET_errInvalidSettings beside JET_paramCleanupMismatchedLogFiles",
    JET_bitReplayIgnoreLogRecordsBeforeMinRequiredLog Honoured "records before the first generation that a database needs are not for it",
    JET_bitReplayInferCheckpointFromRstmapDbs Honoured "without a checkpoint, redo begins with the first generation that a database of the map needs",
], "\
When one of LogStreamMustExist, RecoveryWithoutUndo, ReplayIgnoreLostLogs, AllowSoftRecoveryOnBackup, AllowMissingCurrentLog or
SkipLostLogsEvent is given, recovery control reaches the callback only with ExternalRecoveryControl, as in the reference.

A stop position (`JET_RSTINFO.lgposStop`) ends redo before that record, with JET_errRecoveredWithoutUndo; the databases stay
dirty, and another recovery goes on from there. Generation 0 with an offset, or a stop position beside
JET_paramDeleteOutOfRangeLogs, is JET_errInvalidParameter. `logtimeStop` is not looked at, as in the reference.
");

/// Checked by recovery itself.
const MAP: Table = table!("an entry of a restore map (JET_RSTMAP2)", InvalidGrbit, [
    JET_bitRestoreMapIgnoreWhenMissing Honoured "the file may be missing, damaged, or of another time",
    JET_bitRestoreMapFailWhenMissing Honoured "an error if it has not been attached when the logs end that were there at the start",
    JET_bitRestoreMapOverwriteOnCreate Honoured "a file in the way of a creation is replaced",
], "");

pub(super) const CREATE: Table = table!("JetCreateInstance2", InvalidGrbit, [], "It has no options.\n");

pub(super) const TERM: Table = table!("JetTerm2", InvalidGrbit, [
    JET_bitTermComplete NoEffect "the instance always ends cleanly",
    JET_bitTermAbrupt NoEffect "there is nothing that could be left undone",
    JET_bitTermStopBackup Honoured "a backup that is under way is broken off; without this it is JET_errBackupInProgress",
    JET_bitTermDirty Honoured "no quit record is written; returns JET_errDirtyShutdown, and the instance is gone",
], "");

pub(super) const END_SESSION: Table = table!("JetEndSession", InvalidGrbit, [
    JET_bitForceSessionClosed NoEffect "a session here has nothing that could keep it open",
], "");

pub(super) const ATTACH: Table = table!("JetAttachDatabase, JetAttachDatabase2, JetAttachDatabase3", InvalidGrbit, [
    JET_bitDbReadOnly Refused "",
    JET_bitDbExclusive NoEffect "nobody else has it, for nobody opens databases here",
    JET_bitDbDeleteCorruptIndexes NoEffect "no index is looked at, so the next engine finds what there is to find",
    JET_bitDbRebuildCorruptIndexes Refused "",
    JET_bitDbUpgrade Refused "",
    JET_bitDbDeleteUnicodeIndexes Refused "",
    JET_bitDbEnableBackgroundMaintenance NoEffect "there is none",
    JET_bitDbPurgeCacheOnAttach NoEffect "no page of it is kept",
], "");

pub(super) const DETACH: Table = table!("JetDetachDatabase2", InvalidGrbit, [
    JET_bitForceDetach Honoured "JET_errForceDetachNotAllowed: a database is not let go by force, as in the reference",
], "");

pub(super) const BEGIN_BACKUP: Table = table!("JetBeginExternalBackup, JetBeginExternalBackupInstance", InvalidGrbit, [
    JET_bitBackupIncremental Honoured "only logs, behind a full backup",
    JET_bitBackupSurrogate Refused "",
    JET_bitInternalCopy Refused "",
], "");

pub(super) const END_BACKUP: Table = table!("JetEndExternalBackupInstance2", InvalidGrbit, [
    JET_bitBackupEndNormal Honoured "the backup is remembered; one of these two must be given",
    JET_bitBackupEndAbort Honoured "the backup is forgotten",
    JET_bitBackupTruncateDone Honoured "the logs were truncated, whoever did it",
    JET_bitBackupNoDbHeaderUpdate Honoured "the headers do not remember it",
], "");

pub(super) const BEGIN_SURROGATE: Table = table!("JetBeginSurrogateBackup", InvalidGrbit, [
    JET_bitBackupIncremental Honoured "only logs, behind a full backup of the same kind",
    JET_bitBackupSurrogate NoEffect "it is one",
], "");

pub(super) const END_SURROGATE: Table = table!("JetEndSurrogateBackup", InvalidGrbit, [
    JET_bitBackupEndNormal Honoured "the backup is remembered; one of these two must be given",
    JET_bitBackupEndAbort Honoured "the backup is forgotten",
    JET_bitBackupTruncateDone Honoured "the logs were truncated, whoever did it",
    JET_bitBackupNoDbHeaderUpdate Honoured "the headers do not remember it",
], "");

pub(super) const BACKUP: Table = table!("JetBackup, JetBackupInstance", InvalidGrbit, [
    JET_bitBackupIncremental Honoured "only logs, beside a full backup",
    JET_bitKeepOldLogs NoEffect "as in the reference",
    JET_bitBackupAtomic Honoured "the new backup comes into a directory of its own and takes the old one's place at the end",
    JET_bitBackupFullWithAllLogs NoEffect "as in the reference",
    JET_bitBackupSnapshot Refused "",
    JET_bitBackupSurrogate Refused "",
    JET_bitInternalCopy Refused "",
], "");

pub(super) const UTILITIES: Table = table!("JetDBUtilities (grbitOptions, for the operations that are available)", InvalidGrbit, [
    JET_bitDBUtilOptionAllNodes NoEffect "for operations that are not available",
    JET_bitDBUtilOptionKeyStats NoEffect "likewise",
    JET_bitDBUtilOptionPageDump NoEffect "likewise",
    JET_bitDBUtilOptionStats NoEffect "likewise",
    JET_bitDBUtilOptionSuppressConsoleOutput Honoured "nothing is printed, in this call",
    JET_bitDBUtilOptionIgnoreErrors NoEffect "for operations that are not available",
    JET_bitDBUtilOptionVerify Honoured "of a log: only whether it is sound",
    JET_bitDBUtilOptionReportErrors NoEffect "for operations that are not available",
    JET_bitDBUtilOptionDontRepair NoEffect "likewise",
    JET_bitDBUtilOptionRepairAll NoEffect "likewise",
    JET_bitDBUtilOptionRepairIndexes NoEffect "likewise",
    JET_bitDBUtilOptionDontBuildIndexes NoEffect "likewise",
    JET_bitDBUtilOptionSuppressLogo NoEffect "there is none",
    JET_bitDBUtilOptionRepairCheckOnly NoEffect "for operations that are not available",
    JET_bitDBUtilOptionDumpLVPageUsage NoEffect "likewise",
    JET_bitDBUtilOptionDumpLogInfoCSV Refused "",
    JET_bitDBUtilOptionDumpLogPermitPatching NoEffect "the torn end of a current log is no damage here, and nothing is written",
    JET_bitDBUtilOptionSkipMinLogChecksUpdateHeader Honoured "for opDBUTILUpdateDBHeaderFromTrailer: the copy was interrupted and begun again",
    JET_bitDBUtilOptionDumpVerbose Honoured "also every field of a header, the records of a log, the bytes of a page",
    JET_bitDBUtilOptionDumpVerboseLevel2 Honoured "of a log: the same",
    JET_bitDBUtilOptionDumpLogSummary Refused "",
], "");

pub(super) const REMOVE_LOG: Table = table!("JetRemoveLogfile", InvalidParameter, [], "It has no options.\n");

pub(super) const ERROR_INFO: Table = table!("JetGetErrorInfo", InvalidParameter, [], "It has no options.\n");

pub(super) const RESTORE_BEGIN: Table = table!("EsentRestoreBegin", InvalidGrbit, [
    ESENT_bitRestoreCopyBackup Honoured "the set is a copy backup",
    ESENT_bitRestoreReplace Honoured "an unfinished restore in the folder is given up",
], "");

pub(super) const RESTORE_ADD: Table = table!("EsentRestoreAdd", InvalidGrbit, [
    ESENT_bitRestoreDifferential Honoured "the set is a differential backup",
], "");

pub(super) const RESTORE_COMPLETE: Table = table!("EsentRestoreComplete", InvalidGrbit, [
    ESENT_bitRestoreKeep Honoured "what the restore used stays in the folder",
    ESENT_bitRestoreRollForward Honoured "the restore rolls on through the logs of the instance",
], "");

/// All tables, in the order of the document.
pub const TABLES: &[&Table] = &[
    &INIT,
    &MAP,
    &CREATE,
    &TERM,
    &END_SESSION,
    &ATTACH,
    &DETACH,
    &BEGIN_BACKUP,
    &END_BACKUP,
    &BEGIN_SURROGATE,
    &END_SURROGATE,
    &BACKUP,
    &UTILITIES,
    &REMOVE_LOG,
    &ERROR_INFO,
    &RESTORE_BEGIN,
    &RESTORE_ADD,
    &RESTORE_COMPLETE,
];
