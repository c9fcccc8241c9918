//! The names without A or W. As in esent.dll each is the A function under another name; C programs do not see them,
//! for the header makes them macros.

use std::ffi::{c_char, c_void};

use super::backup_files::*;
use super::backups::*;
use super::directory_backups::*;
use super::files::*;
use super::information::*;
use super::instances::*;
use super::parameters::*;
use super::restore::*;
use super::sessions::*;
use super::types::*;
use super::unavailable::backup::*;
use super::unavailable::databases::*;
use super::unavailable::indexes::*;
use super::unavailable::records::*;
use super::unavailable::snapshots::*;
use super::unavailable::tables::*;
use super::utilities::*;

macro_rules! plain {
    ($(fn $name:ident($($argument:ident: $type:ty),* $(,)?) = $target:ident;)*) => {$(
        #[doc = concat!("[`", stringify!($target), "`] under another name.")]
        ///
        /// # Safety
        /// As there.
        #[unsafe(no_mangle)]
        pub unsafe extern "system" fn $name($($argument: $type),*) -> JET_ERR {
            // SAFETY: the demands are the same.
            #[allow(unused_unsafe)]
            unsafe { $target($($argument),*) }
        }
    )*};
}

plain! {
    fn JetAddColumn(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCSTR,
        pcolumndef: *const JET_COLUMNDEF,
        pvDefault: *const c_void,
        cbDefault: u32,
        pcolumnid: *mut JET_COLUMNID,
    ) = JetAddColumnA;
    fn JetAttachDatabase(sesid: JET_SESID, szFilename: JET_PCSTR, grbit: JET_GRBIT) = JetAttachDatabaseA;
    fn JetAttachDatabase2(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        grbit: JET_GRBIT,
    ) = JetAttachDatabase2A;
    fn JetAttachDatabase3(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        rgsetdbparam: *mut JET_SETDBPARAM,
        csetdbparam: u32,
        grbit: JET_GRBIT,
    ) = JetAttachDatabase3A;
    fn JetAttachDatabaseWithStreaming(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        szSLVRootName: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        grbit: JET_GRBIT,
    ) = JetAttachDatabaseWithStreamingA;
    fn JetBackup(szBackupPath: JET_PCSTR, grbit: JET_GRBIT, pfnStatus: JET_PFNSTATUS) = JetBackupA;
    fn JetBackupInstance(
        instance: JET_INSTANCE,
        szBackupPath: JET_PCSTR,
        grbit: JET_GRBIT,
        pfnStatus: JET_PFNSTATUS,
    ) = JetBackupInstanceA;
    fn JetBeginDatabaseIncrementalReseed(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        genFirstDivergedLog: u32,
        grbit: JET_GRBIT,
    ) = JetBeginDatabaseIncrementalReseedA;
    fn JetBeginSession(
        instance: JET_INSTANCE,
        psesid: *mut JET_SESID,
        szUserName: JET_PCSTR,
        szPassword: JET_PCSTR,
    ) = JetBeginSessionA;
    fn JetCompact(
        sesid: JET_SESID,
        szDatabaseSrc: JET_PCSTR,
        szDatabaseDest: JET_PCSTR,
        pfnStatus: JET_PFNSTATUS,
        pconvert: *mut JET_CONVERT_A,
        grbit: JET_GRBIT,
    ) = JetCompactA;
    fn JetConvertDDL(
        sesid: JET_SESID,
        dbid: JET_DBID,
        convtyp: JET_OPDDLCONV,
        pvData: *mut c_void,
        cbData: u32,
    ) = JetConvertDDLA;
    fn JetCreateDatabase(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        szConnect: JET_PCSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) = JetCreateDatabaseA;
    fn JetCreateDatabase2(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) = JetCreateDatabase2A;
    fn JetCreateDatabase3(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        pdbid: *mut JET_DBID,
        rgsetdbparam: *mut JET_SETDBPARAM,
        csetdbparam: u32,
        grbit: JET_GRBIT,
    ) = JetCreateDatabase3A;
    fn JetCreateDatabaseWithStreaming(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        szSLVRootName: JET_PCSTR,
        cpgDatabaseSizeMax: u32,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) = JetCreateDatabaseWithStreamingA;
    fn JetCreateIndex(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
        szKey: *const c_char,
        cbKey: u32,
        lDensity: u32,
    ) = JetCreateIndexA;
    fn JetCreateIndex2(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pindexcreate: *mut JET_INDEXCREATE_A,
        cIndexCreate: u32,
    ) = JetCreateIndex2A;
    fn JetCreateInstance(pinstance: *mut JET_INSTANCE, szInstanceName: JET_PCSTR) = JetCreateInstanceA;
    fn JetCreateInstance2(
        pinstance: *mut JET_INSTANCE,
        szInstanceName: JET_PCSTR,
        szDisplayName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) = JetCreateInstance2A;
    fn JetCreateTable(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        lPages: u32,
        lDensity: u32,
        ptableid: *mut JET_TABLEID,
    ) = JetCreateTableA;
    fn JetCreateTableColumnIndex(
        sesid: JET_SESID,
        dbid: JET_DBID,
        ptablecreate: *mut JET_TABLECREATE_A,
    ) = JetCreateTableColumnIndexA;
    fn JetCreateTableColumnIndex2(
        sesid: JET_SESID,
        dbid: JET_DBID,
        ptablecreate: *mut JET_TABLECREATE2_A,
    ) = JetCreateTableColumnIndex2A;
    fn JetDBUtilities(pdbutil: *mut JET_DBUTIL_A) = JetDBUtilitiesA;
    fn JetDefragment(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        grbit: JET_GRBIT,
    ) = JetDefragmentA;
    fn JetDefragment2(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        grbit: JET_GRBIT,
    ) = JetDefragment2A;
    fn JetDefragment3(
        sesid: JET_SESID,
        szDatabaseName: JET_PCSTR,
        szTableName: JET_PCSTR,
        pcPasses: *mut u32,
        pcSeconds: *mut u32,
        callback: JET_CALLBACK,
        pvContext: *mut c_void,
        grbit: JET_GRBIT,
    ) = JetDefragment3A;
    fn JetDeleteColumn(sesid: JET_SESID, tableid: JET_TABLEID, szColumnName: JET_PCSTR) = JetDeleteColumnA;
    fn JetDeleteColumn2(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) = JetDeleteColumn2A;
    fn JetDeleteIndex(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCSTR) = JetDeleteIndexA;
    fn JetDeleteTable(sesid: JET_SESID, dbid: JET_DBID, szTableName: JET_PCSTR) = JetDeleteTableA;
    fn JetDeleteTable2(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCSTR, grbit: JET_GRBIT) = JetDeleteTable2A;
    fn JetDetachDatabase(sesid: JET_SESID, szFilename: JET_PCSTR) = JetDetachDatabaseA;
    fn JetDetachDatabase2(sesid: JET_SESID, szFilename: JET_PCSTR, grbit: JET_GRBIT) = JetDetachDatabase2A;
    fn JetEnableMultiInstance(
        psetsysparam: *mut JET_SETSYSPARAM_A,
        csetsysparam: u32,
        pcsetsucceed: *mut u32,
    ) = JetEnableMultiInstanceA;
    fn JetEndDatabaseIncrementalReseed(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        genMinRequired: u32,
        genFirstDivergedLog: u32,
        genMaxRequired: u32,
        grbit: JET_GRBIT,
    ) = JetEndDatabaseIncrementalReseedA;
    fn JetExternalRestore(
        szCheckpointFilePath: JET_PSTR,
        szLogPath: JET_PSTR,
        rgrstmap: *mut JET_RSTMAP_A,
        crstfilemap: i32,
        szBackupLogPath: JET_PSTR,
        genLow: i32,
        genHigh: i32,
        pfn: JET_PFNSTATUS,
    ) = JetExternalRestoreA;
    fn JetExternalRestore2(
        szCheckpointFilePath: JET_PSTR,
        szLogPath: JET_PSTR,
        rgrstmap: *mut JET_RSTMAP_A,
        crstfilemap: i32,
        szBackupLogPath: JET_PSTR,
        pLogInfo: *mut JET_LOGINFO_A,
        szTargetInstanceName: JET_PSTR,
        szTargetInstanceLogPath: JET_PSTR,
        szTargetInstanceCheckpointPath: JET_PSTR,
        pfn: JET_PFNSTATUS,
    ) = JetExternalRestore2A;
    fn JetGetAttachInfo(szzDatabases: JET_PSTR, cbMax: u32, pcbActual: *mut u32) = JetGetAttachInfoA;
    fn JetGetAttachInfoInstance(
        instance: JET_INSTANCE,
        szzDatabases: JET_PSTR,
        cbMax: u32,
        pcbActual: *mut u32,
    ) = JetGetAttachInfoInstanceA;
    fn JetGetColumnInfo(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pColumnNameOrId: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetColumnInfoA;
    fn JetGetCurrentIndex(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PSTR,
        cbIndexName: u32,
    ) = JetGetCurrentIndexA;
    fn JetGetDatabaseFileInfo(
        szDatabaseName: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetDatabaseFileInfoA;
    fn JetGetDatabaseInfo(
        sesid: JET_SESID,
        dbid: JET_DBID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetDatabaseInfoA;
    fn JetGetIndexInfo(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        szIndexName: JET_PCSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) = JetGetIndexInfoA;
    fn JetGetInstanceInfo(
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
    ) = JetGetInstanceInfoA;
    fn JetGetLogFileInfo(szLog: JET_PCSTR, pvResult: *mut c_void, cbMax: u32, InfoLevel: u32) = JetGetLogFileInfoA;
    fn JetGetLogInfo(szzLogs: JET_PSTR, cbMax: u32, pcbActual: *mut u32) = JetGetLogInfoA;
    fn JetGetLogInfoInstance(
        instance: JET_INSTANCE,
        szzLogs: JET_PSTR,
        cbMax: u32,
        pcbActual: *mut u32,
    ) = JetGetLogInfoInstanceA;
    fn JetGetLogInfoInstance2(
        instance: JET_INSTANCE,
        szzLogs: JET_PSTR,
        cbMax: u32,
        pcbActual: *mut u32,
        pLogInfo: *mut JET_LOGINFO_A,
    ) = JetGetLogInfoInstance2A;
    fn JetGetObjectInfo(
        sesid: JET_SESID,
        dbid: JET_DBID,
        objtyp: JET_OBJTYP,
        szContainerName: JET_PCSTR,
        szObjectName: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetObjectInfoA;
    fn JetGetSystemParameter(
        instance: JET_INSTANCE,
        sesid: JET_SESID,
        paramid: u32,
        plParam: *mut JET_API_PTR,
        szParam: JET_PSTR,
        cbMax: u32,
    ) = JetGetSystemParameterA;
    fn JetGetTableColumnInfo(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szColumnName: JET_PCSTR,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetTableColumnInfoA;
    fn JetGetTableIndexInfo(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        pvResult: *mut c_void,
        cbResult: u32,
        InfoLevel: u32,
    ) = JetGetTableIndexInfoA;
    fn JetGetTableInfo(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvResult: *mut c_void,
        cbMax: u32,
        InfoLevel: u32,
    ) = JetGetTableInfoA;
    fn JetGetTruncateLogInfoInstance(
        instance: JET_INSTANCE,
        szzLogs: JET_PSTR,
        cbMax: u32,
        pcbActual: *mut u32,
    ) = JetGetTruncateLogInfoInstanceA;
    fn JetInit3(pinstance: *mut JET_INSTANCE, prstInfo: *mut JET_RSTINFO_A, grbit: JET_GRBIT) = JetInit3A;
    fn JetInit4(pinstance: *mut JET_INSTANCE, prstInfo: *mut JET_RSTINFO2_A, grbit: JET_GRBIT) = JetInit4A;
    fn JetOSSnapshotFreeze(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
        grbit: JET_GRBIT,
    ) = JetOSSnapshotFreezeA;
    fn JetOSSnapshotGetFreezeInfo(
        snapId: JET_OSSNAPID,
        pcInstanceInfo: *mut u32,
        paInstanceInfo: *mut *mut JET_INSTANCE_INFO_A,
        grbit: JET_GRBIT,
    ) = JetOSSnapshotGetFreezeInfoA;
    fn JetOpenDatabase(
        sesid: JET_SESID,
        szFilename: JET_PCSTR,
        szConnect: JET_PCSTR,
        pdbid: *mut JET_DBID,
        grbit: JET_GRBIT,
    ) = JetOpenDatabaseA;
    fn JetOpenFile(
        szFileName: JET_PCSTR,
        phfFile: *mut JET_HANDLE,
        pulFileSizeLow: *mut u32,
        pulFileSizeHigh: *mut u32,
    ) = JetOpenFileA;
    fn JetOpenFileInstance(
        instance: JET_INSTANCE,
        szFileName: JET_PCSTR,
        phfFile: *mut JET_HANDLE,
        pulFileSizeLow: *mut u32,
        pulFileSizeHigh: *mut u32,
    ) = JetOpenFileInstanceA;
    fn JetOpenFileSectionInstance(
        instance: JET_INSTANCE,
        szFile: JET_PSTR,
        phFile: *mut JET_HANDLE,
        iSection: i32,
        cSections: i32,
        ibRead: u64,
        pulSectionSizeLow: *mut u32,
        plSectionSizeHigh: *mut i32,
    ) = JetOpenFileSectionInstanceA;
    fn JetOpenTable(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        pvParameters: *const c_void,
        cbParameters: u32,
        grbit: JET_GRBIT,
        ptableid: *mut JET_TABLEID,
    ) = JetOpenTableA;
    fn JetPatchDatabasePages(
        instance: JET_INSTANCE,
        szDatabase: JET_PCSTR,
        pgnoStart: u32,
        cpg: u32,
        pv: *const c_void,
        cb: u32,
        grbit: JET_GRBIT,
    ) = JetPatchDatabasePagesA;
    fn JetRenameColumn(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szName: JET_PCSTR,
        szNameNew: JET_PCSTR,
        grbit: JET_GRBIT,
    ) = JetRenameColumnA;
    fn JetRenameTable(sesid: JET_SESID, dbid: JET_DBID, szName: JET_PCSTR, szNameNew: JET_PCSTR) = JetRenameTableA;
    fn JetRestore(szSource: JET_PCSTR, pfn: JET_PFNSTATUS) = JetRestoreA;
    fn JetRestore2(sz: JET_PCSTR, szDest: JET_PCSTR, pfn: JET_PFNSTATUS) = JetRestore2A;
    fn JetRestoreInstance(
        instance: JET_INSTANCE,
        sz: JET_PCSTR,
        szDest: JET_PCSTR,
        pfn: JET_PFNSTATUS,
    ) = JetRestoreInstanceA;
    fn JetSetColumnDefaultValue(
        sesid: JET_SESID,
        dbid: JET_DBID,
        szTableName: JET_PCSTR,
        szColumnName: JET_PCSTR,
        pvData: *const c_void,
        cbData: u32,
        grbit: JET_GRBIT,
    ) = JetSetColumnDefaultValueA;
    fn JetSetCurrentIndex(sesid: JET_SESID, tableid: JET_TABLEID, szIndexName: JET_PCSTR) = JetSetCurrentIndexA;
    fn JetSetCurrentIndex2(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) = JetSetCurrentIndex2A;
    fn JetSetCurrentIndex3(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) = JetSetCurrentIndex3A;
    fn JetSetCurrentIndex4(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        szIndexName: JET_PCSTR,
        pindexid: *mut JET_INDEXID,
        grbit: JET_GRBIT,
        itagSequence: u32,
    ) = JetSetCurrentIndex4A;
    fn JetSetDatabaseSize(
        sesid: JET_SESID,
        szDatabaseName: JET_PCSTR,
        cpg: u32,
        pcpgReal: *mut u32,
    ) = JetSetDatabaseSizeA;
    fn JetSetSystemParameter(
        pinstance: *mut JET_INSTANCE,
        sesid: JET_SESID,
        paramid: u32,
        lParam: JET_API_PTR,
        szParam: JET_PCSTR,
    ) = JetSetSystemParameterA;
    fn JetSetTableInfo(
        sesid: JET_SESID,
        tableid: JET_TABLEID,
        pvParam: *const c_void,
        cbParam: u32,
        InfoLevel: u32,
    ) = JetSetTableInfoA;
    fn JetSnapshotStart(instance: JET_INSTANCE, szDatabases: JET_PSTR, grbit: JET_GRBIT) = JetSnapshotStartA;
    fn JetUpgradeDatabase(
        sesid: JET_SESID,
        szDbFileName: JET_PCSTR,
        szSLVFileName: JET_PCSTR,
        grbit: JET_GRBIT,
    ) = JetUpgradeDatabaseA;
}
