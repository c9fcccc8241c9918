//! What a status callback is called for.
//!
//! Source of names and numbers: `published/inc/jethdr.w` of the reference.

use crate::abi::types::{JET_SNP, JET_SNT};

pub const JET_OpenLogForRecoveryCheckingAndPatching: u8 = 1;
pub const JET_OpenLogForRedo: u8 = 2;
pub const JET_OpenLogForUndo: u8 = 3;
pub const JET_OpenLogForDo: u8 = 4;
pub const JET_MissingLogMustFail: u8 = 1;
pub const JET_MissingLogContinueToRedo: u8 = 2;
pub const JET_MissingLogContinueTryCurrentLog: u8 = 3;
pub const JET_MissingLogContinueToUndo: u8 = 4;
pub const JET_MissingLogCreateNewLogStream: u8 = 5;
pub const JET_snpRepair: JET_SNP = 2;
pub const JET_snpCompact: JET_SNP = 4;
pub const JET_snpRestore: JET_SNP = 8;
pub const JET_snpBackup: JET_SNP = 9;
pub const JET_snpUpgrade: JET_SNP = 10;
pub const JET_snpScrub: JET_SNP = 11;
pub const JET_snpUpgradeRecordFormat: JET_SNP = 12;
pub const JET_snpRecoveryControl: JET_SNP = 18;
pub const JET_snpExternalAutoHealing: JET_SNP = 19;
pub const JET_snpSpaceCategorization: JET_SNP = 20;
pub const JET_sntBegin: JET_SNT = 5;
pub const JET_sntRequirements: JET_SNT = 7;
pub const JET_sntProgress: JET_SNT = 0;
pub const JET_sntComplete: JET_SNT = 6;
pub const JET_sntFail: JET_SNT = 3;
pub const JET_sntOpenLog: JET_SNT = 1001;
pub const JET_sntOpenCheckpoint: JET_SNT = 1002;
pub const JET_sntMissingLog: JET_SNT = 1004;
pub const JET_sntBeginUndo: JET_SNT = 1005;
pub const JET_sntNotificationEvent: JET_SNT = 1006;
pub const JET_sntSignalErrorCondition: JET_SNT = 1007;
pub const JET_sntAttachedDb: JET_SNT = 1008;
pub const JET_sntDetachingDb: JET_SNT = 1009;
pub const JET_sntCommitCtx: JET_SNT = 1010;
pub const JET_sntPagePatchRequest: JET_SNT = 1101;
pub const JET_sntCorruptedPage: JET_SNT = 1102;
