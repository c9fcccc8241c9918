/*
 * esent.h: the C face of libesent, in the style of the header that comes with Windows.
 *
 * Generated from the Rust sources; do not edit. Define JET_UNICODE before including it to have the
 * names without A or W mean the W functions and structures.
 */

#ifndef ESENT_H
#define ESENT_H


#include <stdint.h>

/* One calling convention everywhere but on 32-bit Windows. */
#if defined(_WIN32) && (defined(_M_IX86) || defined(__i386__))
#define JET_API __stdcall
#else
#define JET_API
#endif

/* Members without a name, which C99 and C++17 know as an extension only. */
#if defined(__GNUC__) || defined(__clang__)
#define JET_ANONYMOUS __extension__
#else
#define JET_ANONYMOUS
#endif

/* A UTF-16 unit: 16 bits on every system, whatever wchar_t is. */
#if defined(_WIN32)
#include <wchar.h>
typedef wchar_t JET_WCHAR;
#elif defined(__cplusplus)
typedef char16_t JET_WCHAR;
#else
typedef uint16_t JET_WCHAR;
#endif
#define JET_instanceNil (~(JET_INSTANCE)0)
#define JET_sesidNil (~(JET_SESID)0)
#define JET_tableidNil (~(JET_TABLEID)0)
#define JET_LSNil (~(JET_LS)0)
#define JET_MoveFirst (-2147483647 - 1)

/* A moment: calendar fields, year since 1900, milliseconds. */
typedef struct JET_LOGTIME {
    char bSeconds;
    char bMinutes;
    char bHours;
    char bDay;
    char bMonth;
    char bYear;
    JET_ANONYMOUS union {
        char bFiller1;
        JET_ANONYMOUS struct {
            unsigned char fTimeIsUTC : 1;
            unsigned char bMillisecondsLow : 7;
        };
    };
    JET_ANONYMOUS union {
        char bFiller2;
        JET_ANONYMOUS struct {
            unsigned char fReserved : 1;
            unsigned char bMillisecondsHigh : 3;
            unsigned char fUnused : 4;
        };
    };
} JET_LOGTIME;

/* The moment of a backup. */
typedef struct JET_BKLOGTIME {
    char bSeconds;
    char bMinutes;
    char bHours;
    char bDay;
    char bMonth;
    char bYear;
    JET_ANONYMOUS union {
        char bFiller1;
        JET_ANONYMOUS struct {
            unsigned char fTimeIsUTC : 1;
            unsigned char bMillisecondsLow : 7;
        };
    };
    JET_ANONYMOUS union {
        char bFiller2;
        JET_ANONYMOUS struct {
            unsigned char fOSSnapshot : 1;
            unsigned char bMillisecondsHigh : 3;
            unsigned char fReserved : 4;
        };
    };
} JET_BKLOGTIME;

/* What an upgrade of a database would take. */
typedef struct JET_DBINFOUPGRADE {
    uint32_t cbStruct;
    uint32_t cbFilesizeLow;
    uint32_t cbFilesizeHigh;
    uint32_t cbFreeSpaceRequiredLow;
    uint32_t cbFreeSpaceRequiredHigh;
    uint32_t csecToUpgrade;
    JET_ANONYMOUS union {
        uint32_t ulFlags;
        JET_ANONYMOUS struct {
            uint32_t fUpgradable : 1;
            uint32_t fAlreadyUpgraded : 1;
        };
    };
} JET_DBINFOUPGRADE;
#define JET_paramSystemPath 0
#define JET_paramTempPath 1
#define JET_paramLogFilePath 2
#define JET_paramBaseName 3
#define JET_paramEventSource 4
#define JET_paramMaxSessions 5
#define JET_paramMaxOpenTables 6
#define JET_paramPreferredMaxOpenTables 7
#define JET_paramMaxCursors 8
#define JET_paramMaxVerPages 9
#define JET_paramMaxTemporaryTables 10
#define JET_paramLogFileSize 11
#define JET_paramLogBuffers 12
#define JET_paramWaitLogFlush 13
#define JET_paramLogCheckpointPeriod 14
#define JET_paramLogWaitingUserMax 15
#define JET_paramCommitDefault 16
#define JET_paramCircularLog 17
#define JET_paramDbExtensionSize 18
#define JET_paramPageTempDBMin 19
#define JET_paramPageFragment 20
#define JET_paramPageReadAheadMax 21
#define JET_paramBatchIOBufferMax 22
#define JET_paramCacheSizeMax 23
#define JET_paramCheckpointDepthMax 24
#define JET_paramLRUKCorrInterval 25
#define JET_paramLRUKHistoryMax 26
#define JET_paramLRUKPolicy 27
#define JET_paramLRUKTimeout 28
#define JET_paramLRUKTrxCorrInterval 29
#define JET_paramOutstandingIOMax 30
#define JET_paramStartFlushThreshold 31
#define JET_paramStopFlushThreshold 32
#define JET_paramTableClassName 33
#define JET_paramRecovery 34
#define JET_paramOnLineCompact 35
#define JET_paramEnableOnlineDefrag 35
#define JET_paramAssertAction 36
#define JET_paramPrintFunction 37
#define JET_paramTransactionLevel 38
#define JET_paramRFS2IOsPermitted 39
#define JET_paramRFS2AllocsPermitted 40
#define JET_paramCacheSize 41
#define JET_paramCacheRequests 42
#define JET_paramCacheHits 43
#define JET_paramCheckFormatWhenOpenFail 44
#define JET_paramEnableIndexChecking 45
#define JET_paramEnableTempTableVersioning 46
#define JET_paramIgnoreLogVersion 47
#define JET_paramDeleteOldLogs 48
#define JET_paramEventSourceKey 49
#define JET_paramNoInformationEvent 50
#define JET_paramEventLoggingLevel 51
#define JET_paramDeleteOutOfRangeLogs 52
#define JET_paramAccessDeniedRetryPeriod 53
#define JET_paramEnableIndexCleanup 54
#define JET_paramFlight_SmoothIoTestPermillage 55
#define JET_paramElasticWaypointLatency 56
#define JET_paramFlight_SynchronousLVCleanup 57
#define JET_paramFlight_RBSRevertIOUrgentLevel 58
#define JET_paramFlight_EnableXpress10Compression 59
#define JET_paramCacheSizeMin 60
#define JET_paramLogFileFailoverPath 61
#define JET_paramEnableImprovedSeekShortcut 62
#define JET_paramPreferredVerPages 63
#define JET_paramDatabasePageSize 64
#define JET_paramDisableCallbacks 65
#define JET_paramBackupChunkSize 66
#define JET_paramBackupOutstandingReads 67
#define JET_paramFlight_RBSMaxTableDeletePages 68
#define JET_paramLogFileCreateAsynch 69
#define JET_paramErrorToString 70
#define JET_paramZeroDatabaseDuringBackup 71
#define JET_paramUnicodeIndexDefault 72
#define JET_paramRuntimeCallback 73
#define JET_paramFlight_RBSDbScanRaiseCorruptionRevertedFDP 74
#define JET_paramFlight_RBSAllowTooSoonNonRevertableDelete 75
#define JET_paramEnableSortedRetrieveColumns 76
#define JET_paramCleanupMismatchedLogFiles 77
#define JET_paramRecordUpgradeDirtyLevel 78
#define JET_paramRecoveryCurrentLogfile 79
#define JET_paramFlight_RBSForceRollIntervalSec 80
#define JET_paramGlobalMinVerPages 81
#define JET_paramOSSnapshotTimeout 82
#define JET_paramFlight_EnableScanCheckFDPDeleteFlags 83
#define JET_paramFlight_NewQueueOptions 84
#define JET_paramFlight_ConcurrentMetedOps 85
#define JET_paramFlight_LowMetedOpsThreshold 86
#define JET_paramFlight_MetedOpStarvedThreshold 87
#define JET_paramFlight_MaxRBSBuffers 88
#define JET_paramFlight_EnableShrinkArchiving 89
#define JET_paramFlight_EnableBackupDuringRecovery 90
#define JET_paramFlight_RBSRollIntervalSec 91
#define JET_paramFlight_RBSMaxRequiredRange 92
#define JET_paramFlight_RBSCleanupEnabled 93
#define JET_paramFlight_RBSLowDiskSpaceThresholdGb 94
#define JET_paramFlight_RBSMaxSpaceWhenLowDiskSpaceGb 95
#define JET_paramFlight_RBSMaxTimeSpanSec 96
#define JET_paramFlight_RBSCleanupIntervalMinSec 97
#define JET_paramExceptionAction 98
#define JET_paramEventLogCache 99
#define JET_paramCreatePathIfNotExist 100
#define JET_paramPageHintCacheSize 101
#define JET_paramOneDatabasePerSession 102
#define JET_paramMaxDatabasesPerInstance 103
#define JET_paramMaxInstances 104
#define JET_paramVersionStoreTaskQueueMax 105
#define JET_paramIdleFlushTime 106
#define JET_paramDisablePerfmon 107
#define JET_paramAbortRetryFailCallback 108
#define JET_paramVAReserve 109
#define JET_paramIndexTuplesLengthMin 110
#define JET_paramIndexTuplesLengthMax 111
#define JET_paramIndexTuplesToIndexMax 112
#define JET_paramAlternateDatabaseRecoveryPath 113
#define JET_paramFlight_ExtentPageCountCacheVerifyOnly 114
#define JET_paramFlight_EnablePgnoFDPLastSetTime 115
#define JET_paramFlight_EnableScanCheck2Flags 116
#define JET_paramFlight_EnableExtentFreed2 117
#define JET_paramFlight_RBSLargeRevertableDeletePages 118
#define JET_paramFlight_RBSRevertableDeleteIfTooSoonTimeNull 119
#define JET_paramDBAPageAvailMin 120
#define JET_paramDBAPageAvailThreshold 121
#define JET_paramDBAK1 122
#define JET_paramDBAK2 123
#define JET_paramMaxRandomIOSize 124
#define JET_paramCachedClosedTables 125
#define JET_paramEnableFileCache 126
#define JET_paramEnableViewCache 127
#define JET_paramVerPageSize 128
#define JET_paramConfiguration 129
#define JET_paramEnableAdvanced 130
#define JET_paramMaxColtyp 131
#define JET_paramIndexTupleIncrement 132
#define JET_paramIndexTupleStart 133
#define JET_paramKeyMost 134
#define JET_paramCheckpointIOMax 135
#define JET_paramLegacyFileNames 136
#define JET_paramTableClass1Name 137
#define JET_paramTableClass2Name 138
#define JET_paramTableClass3Name 139
#define JET_paramTableClass4Name 140
#define JET_paramTableClass5Name 141
#define JET_paramTableClass6Name 142
#define JET_paramTableClass7Name 143
#define JET_paramTableClass8Name 144
#define JET_paramTableClass9Name 145
#define JET_paramTableClass10Name 146
#define JET_paramTableClass11Name 147
#define JET_paramTableClass12Name 148
#define JET_paramTableClass13Name 149
#define JET_paramTableClass14Name 150
#define JET_paramTableClass15Name 151
#define JET_paramIOPriority 152
#define JET_paramWaypointLatency 153
#define JET_paramCheckpointTooDeep 154
#define JET_paramDisableBlockVerification 155
#define JET_paramEnablePersistedCallbacks 156
#define JET_paramAggressiveLogRollover 157
#define JET_paramPeriodicLogRolloverLLR 158
#define JET_paramUsePageDependencies 159
#define JET_paramDefragmentSequentialBTrees 160
#define JET_paramDefragmentSequentialBTreesDensityCheckFrequency 161
#define JET_paramIOThrottlingTimeQuanta 162
#define JET_paramLVChunkSizeMost 163
#define JET_paramMaxCoalesceReadSize 164
#define JET_paramMaxCoalesceWriteSize 165
#define JET_paramMaxCoalesceReadGapSize 166
#define JET_paramMaxCoalesceWriteGapSize 167
#define JET_paramEnableHaPublish 168
#define JET_paramEnableDBScanInRecovery 169
#define JET_paramDbScanThrottle 170
#define JET_paramDbScanIntervalMinSec 171
#define JET_paramDbScanIntervalMaxSec 172
#define JET_paramEmitLogDataCallback 173
#define JET_paramEmitLogDataCallbackCtx 174
#define JET_paramEnableExternalAutoHealing 175
#define JET_paramPatchRequestTimeout 176
#define JET_paramCachePriority 177
#define JET_paramMaxTransactionSize 178
#define JET_paramPrereadIOMax 179
#define JET_paramEnableDBScanSerialization 180
#define JET_paramHungIOThreshold 181
#define JET_paramHungIOActions 182
#define JET_paramMinDataForXpress 183
#define JET_paramEnableShrinkDatabase 184
#define JET_paramProcessFriendlyName 186
#define JET_paramDurableCommitCallback 187
#define JET_paramEnableSqm 188
#define JET_paramConfigStoreSpec 189
#define JET_paramStageFlighting 190
#define JET_paramZeroDatabaseUnusedSpace 191
#define JET_paramDisableVerifications 192
#define JET_paramPersistedLostFlushDetection 193
#define JET_paramEngineFormatVersion 194
#define JET_paramReplayThrottlingLevel 195
#define JET_paramTableClass16Name 196
#define JET_paramTableClass17Name 197
#define JET_paramTableClass18Name 198
#define JET_paramTableClass19Name 199
#define JET_paramTableClass20Name 200
#define JET_paramTableClass21Name 201
#define JET_paramTableClass22Name 202
#define JET_paramTableClass23Name 203
#define JET_paramTableClass24Name 204
#define JET_paramTableClass25Name 205
#define JET_paramTableClass26Name 206
#define JET_paramTableClass27Name 207
#define JET_paramTableClass28Name 208
#define JET_paramTableClass29Name 209
#define JET_paramTableClass30Name 210
#define JET_paramTableClass31Name 211
#define JET_paramBlockCacheConfiguration 212
#define JET_paramRecordSizeMost 213
#define JET_paramUseFlushForWriteDurability 214
#define JET_paramEnableRBS 215
#define JET_paramRBSFilePath 216
#define JET_paramPerfmonRefreshInterval 217
#define JET_paramEnableBlockCache 218
#define JET_paramDeferredIndexPopulateRowsPerTransaction 219
#define JET_paramEnableBlockCacheDetach 220
#define JET_paramMaxValueInvalid 221
#define JET_OpenLogForRecoveryCheckingAndPatching 1
#define JET_OpenLogForRedo 2
#define JET_OpenLogForUndo 3
#define JET_OpenLogForDo 4
#define JET_MissingLogMustFail 1
#define JET_MissingLogContinueToRedo 2
#define JET_MissingLogContinueTryCurrentLog 3
#define JET_MissingLogContinueToUndo 4
#define JET_MissingLogCreateNewLogStream 5
#define JET_efvExchange55Rtm 500
#define JET_efvWindows2000Rtm 600
#define JET_efvExchange2000Rtm 1000
#define JET_efvWindowsXpRtm 1200
#define JET_efvExchange2010Rtm 5520
#define JET_efvExchange2010Sp1 5920
#define JET_efvExchange2010Sp2 6080
#define JET_efvScrubLastNodeOnEmptyPage 6960
#define JET_efvExchange2013Rtm 7020
#define JET_efvExtHdrRootFieldAutoIncStorageStagedToDebug 7060
#define JET_efvLogExtendDbLrAfterCreateDbLr 7940
#define JET_efvRollbackInsertSpaceStagedToTest 7960
#define JET_efvWindows10Rtm 8020
#define JET_efvQfeMsysLocalesGuidRefCountFixup 8023
#define JET_efvPersistedLostFlushMapStagedToDebug 8220
#define JET_efvTriStatePageFlushTypeStagedToProd 8280
#define JET_efvLogSplitMergeCompressionReleased 8400
#define JET_efvTriStatePageFlushTypeReleased 8420
#define JET_efvIrsDbidBasedMacroInfo2 8440
#define JET_efvLostFlushMapCrashResiliency 8460
#define JET_efvExchange2016Rtm 8520
#define JET_efvMsysLocalesGuidRefCountFixup 8620
#define JET_efvWindows10v2Rtm 8620
#define JET_efvEncryptedColumns 8720
#define JET_efvLoggingDeleteOfTableFcbs 8820
#define JET_efvEmptyIdxUpgradesUpdateMsysLocales 8860
#define JET_efvSupportNlsInvariantLocale 8880
#define JET_efvExchange2016Cu1Rtm 8920
#define JET_efvWindows19H1Rtm 8920
#define JET_efvSetDbVersion 8940
#define JET_efvExtHdrRootFieldAutoIncStorageReleased 8960
#define JET_efvXpress9Compression 8980
#define JET_efvUppercaseTextNormalization 9000
#define JET_efvDbscanHeaderHighestPageSeen 9020
#define JET_efvEscrow64 9040
#define JET_efvSynchronousLVCleanup 9060
#define JET_efvLid64 9080
#define JET_efvShrinkEof 9100
#define JET_efvLogNewPage 9120
#define JET_efvRootPageMove 9140
#define JET_efvScanCheck2 9160
#define JET_efvLgposLastResize 9180
#define JET_efvShelvedPages 9200
#define JET_efvShelvedPagesRevert 9220
#define JET_efvShelvedPages2 9240
#define JET_efvLogtimeGenMaxRequired 9260
#define JET_efvVariableDbHdrSignatureSnapshot 9280
#define JET_efvLowerMinReqLogGenOnRedo 9300
#define JET_efvDbTimeShrink 9320
#define JET_efvXpress10Compression 9340
#define JET_efvRevertSnapshot 9360
#define JET_efvApplyRevertSnapshot 9380
#define JET_efvExtentPageCountCache 9400
#define JET_efvLz4Compression 9420
#define JET_efvRBSNonRevertableTableDeletes 9460
#define JET_efvScanCheck2Flags 9480
#define JET_efvExtentFreed2 9500
#define JET_efvKVPStoreV2 9520
#define JET_efvIndexDeferredPopulate 9540
#define JET_efvReservedTags 9560
#define JET_efvRBSTooSoonDeletes 9580
#define JET_efvOptionallyUniqueIndices 9600
#define JET_efvUseEngineDefault 1073741825
#define JET_efvUsePersistedFormat 1073741826
#define JET_efvAllowHigherPersistedFormat 1090519040
#define JET_cbPage 4096
#define JET_cbtypNull 0
#define JET_cbtypFinalize 1
#define JET_cbtypBeforeInsert 2
#define JET_cbtypAfterInsert 4
#define JET_cbtypBeforeReplace 8
#define JET_cbtypAfterReplace 16
#define JET_cbtypBeforeDelete 32
#define JET_cbtypAfterDelete 64
#define JET_cbtypUserDefinedDefaultValue 128
#define JET_cbtypOnlineDefragCompleted 256
#define JET_cbtypFreeCursorLS 512
#define JET_cbtypFreeTableLS 1024
#define JET_cbtypScanProgress 16384
#define JET_cbtypScanCompleted 32768
#define JET_cbtypDTCQueryPreparedTransaction 4096
#define JET_cbtypOnlineDefragProgress 8192
#define JET_cbtypOld2Action 16384
#define JET_cbtypIndexDeferredPopulateThrottle 32768
#define JET_cbCallbackUserDataMost 1024
#define JET_cbCallbackDataAllMost 4096
#define JET_MAX_COMPUTERNAME_LENGTH 15
#define JET_columnidNil 4294967295
#define JET_cbBookmarkMost 256
#define JET_cbBookmarkMostMost 2000
#define JET_cbNameMost 64
#define JET_cbFullNameMost 255
#define JET_cbColumnLVChunkMost 4014
#define JET_cbColumnLVPageOverhead 82
#define JET_cbColumnLVChunkMost_OLD 4035
#define JET_cbLVDefaultValueMost 255
#define JET_cbColumnMost 255
#define JET_cbLVColumnMost 2147483647
#define JET_cbKeyMostMost 2000
#define JET_cbKeyMost32KBytePage 2000
#define JET_cbKeyMost16KBytePage 2000
#define JET_cbKeyMost8KBytePage 2000
#define JET_cbKeyMost4KBytePage 1000
#define JET_cbKeyMost2KBytePage 500
#define JET_cbKeyMostMin 255
#define JET_cbKeyMost 255
#define JET_cbLimitKeyMost 256
#define JET_cbPrimaryKeyMost 255
#define JET_cbSecondaryKeyMost 255
#define JET_cbKeyMost_OLD 255
#define JET_ccolKeyMost 16
#define JET_ccolMost 65248
#define JET_ccolFixedMost 127
#define JET_ccolVarMost 128
#define JET_ccolTaggedMost 64993
#define JET_EventLoggingDisable 0
#define JET_EventLoggingLevelMin 1
#define JET_EventLoggingLevelLow 25
#define JET_EventLoggingLevelMedium 50
#define JET_EventLoggingLevelHigh 75
#define JET_EventLoggingLevelMax 100
#define JET_IOPriorityNormal 0
#define JET_IOPriorityLow 1
#define JET_IOPriorityLowForCheckpoint 2
#define JET_IOPriorityLowForScavenge 4
#define JET_IOPriorityUserClassIdMask 251658240
#define JET_IOPriorityMarkAsMaintenance 1073741824
#define JET_configDefault 1
#define JET_configRemoveQuotas 2
#define JET_configLowDiskFootprint 4
#define JET_configMediumDiskFootprint 8
#define JET_configLowMemory 16
#define JET_configDynamicMediumMemory 32
#define JET_configLowPower 64
#define JET_configSSDProfileIO 128
#define JET_configRunSilent 256
#define JET_configUnthrottledMemory 512
#define JET_configHighConcurrencyScaling 1024
#define JET_configMask 2047
#define JET_sesparamCommitDefault 4097
#define JET_sesparamCommitGenericContext 4098
#define JET_sesparamTransactionLevel 4099
#define JET_sesparamOperationContext 4100
#define JET_sesparamCorrelationID 4101
#define JET_sesparamCachePriority 4102
#define JET_sesparamClientComponentDesc 4103
#define JET_sesparamClientActionDesc 4104
#define JET_sesparamClientActionContextDesc 4105
#define JET_sesparamClientActivityId 4106
#define JET_sesparamIOSessTraceFlags 4107
#define JET_sesparamIOPriority 4108
#define JET_sesparamCommitContextContainsCustomerData 4109
#define JET_sesparamCommitContextNeedPreCommitCallback 4110
#define JET_sesparamMaxValueInvalid 4111
#define JET_ReplayThrottlingNone 0
#define JET_ReplayThrottlingSleep 1
#define JET_dbidNil 4294967295
#define JET_dbidNoValid 4294967294
#define JET_maskLimitOptions 3840
#define JET_MovePrevious -1
#define JET_MoveNext 1
#define JET_MoveLast 2147483647
#define JET_prepInsert 0
#define JET_prepReplace 2
#define JET_prepCancel 3
#define JET_prepReplaceNoLock 4
#define JET_prepInsertCopy 5
#define JET_prepInsertCopyDeleteOriginal 7
#define JET_prepReadOnlyCopy 8
#define JET_prepInsertCopyReplaceOriginal 9
#define JET_prepInsertMustSetAutoIncrement 10
#define JET_sqmDisable 0
#define JET_sqmEnable 1
#define JET_sqmFromCEIP 2
#define JET_DbInfoFilename 0
#define JET_DbInfoConnect 1
#define JET_DbInfoCountry 2
#define JET_DbInfoLCID 3
#define JET_DbInfoLangid 3
#define JET_DbInfoCp 4
#define JET_DbInfoCollate 5
#define JET_DbInfoOptions 6
#define JET_DbInfoTransactions 7
#define JET_DbInfoVersion 8
#define JET_DbInfoIsam 9
#define JET_DbInfoFilesize 10
#define JET_DbInfoSpaceOwned 11
#define JET_DbInfoSpaceAvailable 12
#define JET_DbInfoUpgrade 13
#define JET_DbInfoMisc 14
#define JET_DbInfoDBInUse 15
#define JET_DbInfoHasSLVFile_Obsolete 16
#define JET_DbInfoPageSize 17
#define JET_DbInfoStreamingFileSpace_Obsolete 18
#define JET_DbInfoFileType 19
#define JET_DbInfoStreamingFileSize_Obsolete 20
#define JET_DbInfoFilesizeOnDisk 21
#define JET_DbInfoSplitBuffers 23
#define JET_DbInfoUseCachedResult 1073741824
#define JET_LogInfoMisc 0
#define JET_LogInfoMisc2 1
#define JET_LogInfoMisc3 2
#define JET_RBSFileInfoMisc 0
#define JET_dbstateJustCreated 1
#define JET_dbstateDirtyShutdown 2
#define JET_dbstateCleanShutdown 3
#define JET_dbstateBeingConverted 4
#define JET_dbstateForceDetach 5
#define JET_dbstateIncrementalReseedInProgress 6
#define JET_dbstateDirtyAndPatchedShutdown 7
#define JET_dbstateRevertInProgress 8
#define JET_filetypeUnknown 0
#define JET_filetypeDatabase 1
#define JET_filetypeStreamingFile 2
#define JET_filetypeLog 3
#define JET_filetypeCheckpoint 4
#define JET_filetypeTempDatabase 5
#define JET_filetypeFTL 6
#define JET_filetypeFlushMap 7
#define JET_filetypeCachedFile 8
#define JET_filetypeCachingFile 9
#define JET_filetypeSnapshot 10
#define JET_filetypeRBSRevertCheckpoint 11
#define JET_filetypeMax 12
#define JET_coltypNil 0
#define JET_coltypBit 1
#define JET_coltypUnsignedByte 2
#define JET_coltypShort 3
#define JET_coltypLong 4
#define JET_coltypCurrency 5
#define JET_coltypIEEESingle 6
#define JET_coltypIEEEDouble 7
#define JET_coltypDateTime 8
#define JET_coltypBinary 9
#define JET_coltypText 10
#define JET_coltypLongBinary 11
#define JET_coltypLongText 12
#define JET_coltypMax 19
#define JET_coltypSLV 13
#define JET_coltypUnsignedLong 14
#define JET_coltypLongLong 15
#define JET_coltypGUID 16
#define JET_coltypUnsignedShort 17
#define JET_coltypUnsignedLongLong 18
#define JET_revertstateNone 0
#define JET_revertstateInProgress 1
#define JET_revertstateCopingLogs 2
#define JET_revertstateBackupSnapshot 3
#define JET_revertstateRemoveSnapshot 4
#define JET_revertstateCaptureRootPageRecords 5
#define JET_revertstateApplyRootPageRecords 6
#define JET_SessionInfo 0
#define JET_ObjInfo 0
#define JET_ObjInfoListNoStats 1
#define JET_ObjInfoList 2
#define JET_ObjInfoSysTabCursor 3
#define JET_ObjInfoListACM 4
#define JET_ObjInfoNoStats 5
#define JET_ObjInfoSysTabReadOnly 6
#define JET_ObjInfoRulesLoaded 7
#define JET_ObjInfoMax 8
#define JET_TblInfo 0
#define JET_TblInfoName 1
#define JET_TblInfoDbid 2
#define JET_TblInfoMostMany 3
#define JET_TblInfoRvt 4
#define JET_TblInfoOLC 5
#define JET_TblInfoResetOLC 6
#define JET_TblInfoSpaceUsage 7
#define JET_TblInfoDumpTable 8
#define JET_TblInfoSpaceAlloc 9
#define JET_TblInfoSpaceOwned 10
#define JET_TblInfoSpaceAvailable 11
#define JET_TblInfoTemplateTableName 12
#define JET_TblInfoLVChunkMax 13
#define JET_TblInfoEncryptionKey 14
#define JET_TblInfoRetrieveAndReserveAutoIncrement 16
#define JET_TblInfoSpaceOwnedLV 17
#define JET_TblInfoSpaceAvailableLV 18
#define JET_TblInfoObjectId 19
#define JET_IdxInfo 0
#define JET_IdxInfoList 1
#define JET_IdxInfoSysTabCursor 2
#define JET_IdxInfoOLC 3
#define JET_IdxInfoResetOLC 4
#define JET_IdxInfoSpaceAlloc 5
#define JET_IdxInfoLCID 6
#define JET_IdxInfoLangid 6
#define JET_IdxInfoCount 7
#define JET_IdxInfoVarSegMac 8
#define JET_IdxInfoIndexId 9
#define JET_IdxInfoKeyMost 10
#define JET_IdxInfoCreateIndex 11
#define JET_IdxInfoCreateIndex2 12
#define JET_IdxInfoCreateIndex3 13
#define JET_IdxInfoLocaleName 14
#define JET_IdxInfoSortVersion 15
#define JET_IdxInfoDefinedSortVersion 16
#define JET_IdxInfoSortId 17
#define JET_IdxInfoSpaceOwned 18
#define JET_IdxInfoSpaceAvailable 19
#define JET_ColInfo 0
#define JET_ColInfoList 1
#define JET_ColInfoSysTabCursor 3
#define JET_ColInfoBase 4
#define JET_ColInfoListCompact 5
#define JET_ColInfoByColid 6
#define JET_ColInfoListSortColumnid 7
#define JET_ColInfoBaseByColid 8
#define JET_ColInfoGrbitNonDerivedColumnsOnly 2147483648
#define JET_ColInfoGrbitMinimalInfo 1073741824
#define JET_ColInfoGrbitSortByColumnid 536870912
#define JET_ColInfoGrbitCompacting 268435456
#define JET_InstanceMiscInfoLogSignature 0
#define JET_InstanceMiscInfoCheckpoint 1
#define JET_InstanceMiscInfoRBS 2
#define JET_PageInfo 0
#define JET_PageInfo2 1
#define JET_objtypNil 0
#define JET_objtypTable 1
#define JET_objtypDb 2
#define JET_objtypContainer 3
#define JET_objtypLongRoot 9
#define JET_ExceptionMsgBox 1
#define JET_ExceptionNone 2
#define JET_ExceptionFailFast 4
#define JET_AssertExit 0
#define JET_AssertBreak 1
#define JET_AssertMsgBox 2
#define JET_AssertStop 4
#define JET_AssertSkippableMsgBox 8
#define JET_AssertSkipAll 16
#define JET_AssertCrash 32
#define JET_AssertFailFast 64
#define JET_OnlineDefragDisable 0
#define JET_OnlineDefragAllOBSOLETE 1
#define JET_OnlineDefragDatabases 2
#define JET_OnlineDefragSpaceTrees 4
#define JET_OnlineDefragStreamingFiles 8
#define JET_OnlineDefragAll 65535
#define JET_resTagSize 4
#define JET_ErrorInfoSpecificErr 1
#define JET_EncryptionAlgorithmAes256 1
#define JET_dbparamDbSizeMaxPages 8193
#define JET_dbparamCachePriority 8194
#define JET_dbparamShrinkDatabaseOptions 8195
#define JET_dbparamShrinkDatabaseTimeQuota 8196
#define JET_dbparamShrinkDatabaseSizeLimit 8197
#define JET_dbparamLeakReclaimerEnabled 8198
#define JET_dbparamLeakReclaimerTimeQuota 8199
#define JET_dbparamMaintainExtentPageCountCache 8200
#define JET_dbparamFlight_SelfAllocSpBufReservationEnabled 8201
#define JET_dbparamMaxValueInvalid 8202
#define JET_BASE_NAME_LENGTH 3
#define JET_pgnoTestHookCorruptRandom -1
#define JET_ibfieldDbFileHdrMajorVersion 8
#define JET_ibfieldDbFileHdrUpdateMajor 232
#define JET_ibfieldDbFileHdrUpdateMinor 644

/**
 * Only ever pointed at.
 */
typedef struct JET_COLUMNDEF JET_COLUMNDEF;

/**
 * Only ever pointed at.
 */
typedef struct JET_COMMIT_ID JET_COMMIT_ID;

/**
 * Only ever pointed at.
 */
typedef struct JET_CONVERT_A JET_CONVERT_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_CONVERT_W JET_CONVERT_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_EMITDATACTX JET_EMITDATACTX;

/**
 * Only ever pointed at.
 */
typedef struct JET_ENUMCOLUMN JET_ENUMCOLUMN;

/**
 * Only ever pointed at.
 */
typedef struct JET_ENUMCOLUMNID JET_ENUMCOLUMNID;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE2_A JET_INDEXCREATE2_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE2_W JET_INDEXCREATE2_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE3_A JET_INDEXCREATE3_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE3_W JET_INDEXCREATE3_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE_A JET_INDEXCREATE_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXCREATE_W JET_INDEXCREATE_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXID JET_INDEXID;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEXRANGE JET_INDEXRANGE;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEX_COLUMN JET_INDEX_COLUMN;

/**
 * Only ever pointed at.
 */
typedef struct JET_INDEX_RANGE JET_INDEX_RANGE;

/**
 * Only ever pointed at.
 */
typedef struct JET_OPENTEMPORARYTABLE JET_OPENTEMPORARYTABLE;

/**
 * Only ever pointed at.
 */
typedef struct JET_OPENTEMPORARYTABLE2 JET_OPENTEMPORARYTABLE2;

/**
 * Only ever pointed at.
 */
typedef struct JET_PAGEINFO JET_PAGEINFO;

/**
 * Only ever pointed at.
 */
typedef struct JET_RBSREVERTINFOMISC JET_RBSREVERTINFOMISC;

/**
 * Only ever pointed at.
 */
typedef struct JET_RECORDLIST JET_RECORDLIST;

/**
 * Only ever pointed at.
 */
typedef struct JET_RECPOS JET_RECPOS;

/**
 * Only ever pointed at.
 */
typedef struct JET_RECSIZE JET_RECSIZE;

/**
 * Only ever pointed at.
 */
typedef struct JET_RECSIZE2 JET_RECSIZE2;

/**
 * Only ever pointed at.
 */
typedef struct JET_RECSIZE3 JET_RECSIZE3;

/**
 * Only ever pointed at.
 */
typedef struct JET_RETINFO JET_RETINFO;

/**
 * Only ever pointed at.
 */
typedef struct JET_RETRIEVECOLUMN JET_RETRIEVECOLUMN;

/**
 * Only ever pointed at.
 */
typedef struct JET_SETCOLUMN JET_SETCOLUMN;

/**
 * Only ever pointed at.
 */
typedef struct JET_SETINFO JET_SETINFO;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE2_A JET_TABLECREATE2_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE2_W JET_TABLECREATE2_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE3_A JET_TABLECREATE3_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE3_W JET_TABLECREATE3_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE4_A JET_TABLECREATE4_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE4_W JET_TABLECREATE4_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE5_A JET_TABLECREATE5_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE5_W JET_TABLECREATE5_W;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE_A JET_TABLECREATE_A;

/**
 * Only ever pointed at.
 */
typedef struct JET_TABLECREATE_W JET_TABLECREATE_W;

/**
 * 0 for success, above for a warning, below for an error.
 */
typedef int32_t JET_ERR;

/**
 * As wide as a pointer.
 */
typedef uintptr_t JET_API_PTR;

typedef JET_API_PTR JET_INSTANCE;

typedef JET_API_PTR JET_SESID;

typedef const char *JET_PCSTR;

typedef const JET_WCHAR *JET_PCWSTR;

typedef char *JET_PSTR;

typedef JET_WCHAR *JET_PWSTR;

/**
 * A group of bits.
 */
typedef uint32_t JET_GRBIT;

/**
 * One line of a restore map: the path in the logs, and where the database lies now.
 */
typedef struct JET_RSTMAP_A {
    char *szDatabaseName;
    char *szNewDatabaseName;
} JET_RSTMAP_A;

/**
 * A position in the logs: byte in sector, sector in file, generation.
 */
typedef struct JET_LGPOS {
    uint16_t ib;
    uint16_t isec;
    int32_t lGeneration;
} JET_LGPOS;

/**
 * What goes on.
 */
typedef uint32_t JET_SNP;

/**
 * What happened there.
 */
typedef uint32_t JET_SNT;

/**
 * Told how a long operation goes on; null for nobody.
 */
typedef JET_ERR (JET_API *JET_PFNSTATUS)(JET_SESID sesid, JET_SNP snp, JET_SNT snt, void *pv);

/**
 * What JetInit3 may be told: a map, where to stop, whom to call.
 */
typedef struct JET_RSTINFO_A {
    uint32_t cbStruct;
    struct JET_RSTMAP_A *rgrstmap;
    int32_t crstmap;
    struct JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNSTATUS pfnStatus;
} JET_RSTINFO_A;

/**
 * One line of a restore map: the path in the logs, and where the database lies now.
 */
typedef struct JET_RSTMAP_W {
    JET_WCHAR *szDatabaseName;
    JET_WCHAR *szNewDatabaseName;
} JET_RSTMAP_W;

/**
 * What JetInit3 may be told: a map, where to stop, whom to call.
 */
typedef struct JET_RSTINFO_W {
    uint32_t cbStruct;
    struct JET_RSTMAP_W *rgrstmap;
    int32_t crstmap;
    struct JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNSTATUS pfnStatus;
} JET_RSTINFO_W;

/**
 * A parameter of a database.
 */
typedef struct JET_SETDBPARAM {
    uint32_t dbparamid;
    void *pvParam;
    uint32_t cbParam;
} JET_SETDBPARAM;

/**
 * One line of a restore map, with options.
 */
typedef struct JET_RSTMAP2_A {
    uint32_t cbStruct;
    char *szDatabaseName;
    char *szNewDatabaseName;
    struct JET_SETDBPARAM *rgsetdbparam;
    uint32_t csetdbparam;
    JET_GRBIT grbit;
} JET_RSTMAP2_A;

/**
 * As JET_PFNSTATUS, with a context of the program.
 */
typedef JET_ERR (JET_API *JET_PFNINITCALLBACK)(JET_SNP snp, JET_SNT snt, void *pv, void *pvContext);

/**
 * What JetInit4 may be told: as JET_RSTINFO, with a callback that has a context.
 */
typedef struct JET_RSTINFO2_A {
    uint32_t cbStruct;
    struct JET_RSTMAP2_A *rgrstmap;
    int32_t crstmap;
    struct JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNINITCALLBACK pfnCallback;
    void *pvCallbackContext;
} JET_RSTINFO2_A;

/**
 * One line of a restore map, with options.
 */
typedef struct JET_RSTMAP2_W {
    uint32_t cbStruct;
    JET_WCHAR *szDatabaseName;
    JET_WCHAR *szNewDatabaseName;
    struct JET_SETDBPARAM *rgsetdbparam;
    uint32_t csetdbparam;
    JET_GRBIT grbit;
} JET_RSTMAP2_W;

/**
 * What JetInit4 may be told: as JET_RSTINFO, with a callback that has a context.
 */
typedef struct JET_RSTINFO2_W {
    uint32_t cbStruct;
    struct JET_RSTMAP2_W *rgrstmap;
    int32_t crstmap;
    struct JET_LGPOS lgposStop;
    JET_LOGTIME logtimeStop;
    JET_PFNINITCALLBACK pfnCallback;
    void *pvCallbackContext;
} JET_RSTINFO2_W;

/**
 * A system parameter to set, and how that went.
 */
typedef struct JET_SETSYSPARAM_A {
    uint32_t paramid;
    JET_API_PTR lParam;
    const char *sz;
    JET_ERR err;
} JET_SETSYSPARAM_A;

/**
 * A system parameter to set, and how that went.
 */
typedef struct JET_SETSYSPARAM_W {
    uint32_t paramid;
    JET_API_PTR lParam;
    const JET_WCHAR *sz;
    JET_ERR err;
} JET_SETSYSPARAM_W;

/**
 * A range of generations, and the base name of their files.
 */
typedef struct JET_LOGINFO_A {
    uint32_t cbSize;
    uint32_t ulGenLow;
    uint32_t ulGenHigh;
    char szBaseName[4];
} JET_LOGINFO_A;

/**
 * A range of generations, and the base name of their files.
 */
typedef struct JET_LOGINFO_W {
    uint32_t cbSize;
    uint32_t ulGenLow;
    uint32_t ulGenHigh;
    JET_WCHAR szBaseName[4];
} JET_LOGINFO_W;

/**
 * An instance and its databases.
 */
typedef struct JET_INSTANCE_INFO_A {
    JET_INSTANCE hInstanceId;
    char *szInstanceName;
    JET_API_PTR cDatabases;
    char **szDatabaseFileName;
    char **szDatabaseDisplayName;
    char **szDatabaseSLVFileName_Obsolete;
} JET_INSTANCE_INFO_A;

/**
 * An instance and its databases.
 */
typedef struct JET_INSTANCE_INFO_W {
    JET_INSTANCE hInstanceId;
    JET_WCHAR *szInstanceName;
    JET_API_PTR cDatabases;
    JET_WCHAR **szDatabaseFileName;
    JET_WCHAR **szDatabaseDisplayName;
    JET_WCHAR **szDatabaseSLVFileName_Obsolete;
} JET_INSTANCE_INFO_W;

typedef uint32_t JET_DBID;

typedef JET_API_PTR JET_TABLEID;

/**
 * What JetDBUtilities is to do.
 */
typedef int32_t DBUTIL_OP;

/**
 * What opDBUTILEDBDump is to show.
 */
typedef int32_t EDBDUMP_OP;

/**
 * What JetDBUtilities works on: opDBUTILChecksumLogFromMemory.
 */
typedef struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A {
    char *szLog;
    char *szBase;
    void *pvBuffer;
    int32_t cbBuffer;
} JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A;

/**
 * What JetDBUtilities works on: opDBUTILDumpSpaceCategory.
 */
typedef struct JET_DBUTIL_SPCATOPTIONS_A {
    char *szDatabase;
    uint32_t pgnoFirst;
    uint32_t pgnoLast;
    void *pfnSpaceCatCallback;
    void *pvContext;
} JET_DBUTIL_SPCATOPTIONS_A;

/**
 * What JetDBUtilities works on: opDBUTILDumpRBSPages.
 */
typedef struct JET_DBUTIL_RBSOPTIONS_A {
    char *szDatabase;
    uint32_t pgnoFirst;
    uint32_t pgnoLast;
} JET_DBUTIL_RBSOPTIONS_A;

/**
 * An operation for JetDBUtilities.
 */
typedef struct JET_DBUTIL_A {
    uint32_t cbStruct;
    JET_SESID sesid;
    JET_DBID dbid;
    JET_TABLEID tableid;
    DBUTIL_OP op;
    EDBDUMP_OP edbdump;
    JET_GRBIT grbitOptions;
    JET_ANONYMOUS union {
        JET_ANONYMOUS struct {
            char *szDatabase;
            char *szSLV_ObsoleteAndUnused;
            char *szBackup;
            const char *szTable;
            const char *szIndex;
            char *szIntegPrefix;
            int32_t pgno;
            int32_t iline;
            int32_t lGeneration;
            int32_t isec;
            int32_t ib;
            int32_t cRetry;
            void *pfnCallback;
            void *pvCallback;
        };
        struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A checksumlogfrommemory;
        struct JET_DBUTIL_SPCATOPTIONS_A spcatOptions;
        struct JET_DBUTIL_RBSOPTIONS_A rbsOptions;
    };
} JET_DBUTIL_A;

/**
 * What JetDBUtilities works on: opDBUTILChecksumLogFromMemory.
 */
typedef struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W {
    JET_WCHAR *szLog;
    JET_WCHAR *szBase;
    void *pvBuffer;
    int32_t cbBuffer;
} JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W;

/**
 * What JetDBUtilities works on: opDBUTILDumpSpaceCategory.
 */
typedef struct JET_DBUTIL_SPCATOPTIONS_W {
    JET_WCHAR *szDatabase;
    uint32_t pgnoFirst;
    uint32_t pgnoLast;
    void *pfnSpaceCatCallback;
    void *pvContext;
} JET_DBUTIL_SPCATOPTIONS_W;

/**
 * What JetDBUtilities works on: opDBUTILDumpRBSPages.
 */
typedef struct JET_DBUTIL_RBSOPTIONS_W {
    JET_WCHAR *szDatabase;
    uint32_t pgnoFirst;
    uint32_t pgnoLast;
} JET_DBUTIL_RBSOPTIONS_W;

/**
 * An operation for JetDBUtilities.
 */
typedef struct JET_DBUTIL_W {
    uint32_t cbStruct;
    JET_SESID sesid;
    JET_DBID dbid;
    JET_TABLEID tableid;
    DBUTIL_OP op;
    EDBDUMP_OP edbdump;
    JET_GRBIT grbitOptions;
    JET_ANONYMOUS union {
        JET_ANONYMOUS struct {
            JET_WCHAR *szDatabase;
            JET_WCHAR *szSLV_ObsoleteAndUnused;
            JET_WCHAR *szBackup;
            const JET_WCHAR *szTable;
            const JET_WCHAR *szIndex;
            JET_WCHAR *szIntegPrefix;
            int32_t pgno;
            int32_t iline;
            int32_t lGeneration;
            int32_t isec;
            int32_t ib;
            int32_t cRetry;
            void *pfnCallback;
            void *pvCallback;
        };
        struct JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W checksumlogfrommemory;
        struct JET_DBUTIL_SPCATOPTIONS_W spcatOptions;
        struct JET_DBUTIL_RBSOPTIONS_W rbsOptions;
    };
} JET_DBUTIL_W;

/**
 * A file opened for backup.
 */
typedef JET_API_PTR JET_HANDLE;

/**
 * EXTENSION, not part of the engine's API: a database that EsentRestoreBegin brings in.
 */
typedef struct ESENT_RESTOREDB_A {
    /**
     * Its path when it was backed up; null or "" when the logs are to say.
     */
    const char *szDatabaseName;
    /**
     * Where the backup has it; null when it lies in its place already.
     */
    const char *szBackupFile;
    /**
     * Where it is to go.
     */
    const char *szNewDatabaseName;
} ESENT_RESTOREDB_A;

/**
 * EXTENSION, not part of the engine's API: a database that EsentRestoreBegin brings in.
 */
typedef struct ESENT_RESTOREDB_W {
    /**
     * Its path when it was backed up; null or "" when the logs are to say.
     */
    const JET_WCHAR *szDatabaseName;
    /**
     * Where the backup has it; null when it lies in its place already.
     */
    const JET_WCHAR *szBackupFile;
    /**
     * Where it is to go.
     */
    const JET_WCHAR *szNewDatabaseName;
} ESENT_RESTOREDB_W;

typedef uint32_t JET_CBTYP;

/**
 * Called when something happens to a table.
 */
typedef JET_ERR (JET_API *JET_CALLBACK)(JET_SESID sesid,
                                JET_DBID dbid,
                                JET_TABLEID tableid,
                                JET_CBTYP cbtyp,
                                void *pvArg1,
                                void *pvArg2,
                                void *pvContext,
                                JET_API_PTR ulUnused);

typedef int32_t JET_OPDDLCONV;

typedef uint32_t JET_OBJTYP;

typedef uint32_t JET_COLUMNID;

/**
 * How texts in indexes are ordered.
 */
typedef struct JET_UNICODEINDEX {
    uint32_t lcid;
    uint32_t dwMapFlags;
} JET_UNICODEINDEX;

/**
 * Gives memory, as `realloc` does.
 */
typedef void *(JET_API *JET_PFNREALLOC)(void *pvContext, void *pv, uint32_t cb);

/**
 * Storage that a program hangs on a cursor.
 */
typedef JET_API_PTR JET_LS;

typedef JET_API_PTR JET_OSSNAPID;

typedef int32_t JET_RESOPER;

typedef int32_t JET_RESID;

typedef int32_t TESTHOOK_OP;

typedef int32_t JET_TRACEOP;

typedef int32_t JET_TRACETAG;

typedef JET_API_PTR JET_HISTO;

typedef uint32_t JET_COLTYP;

typedef uint32_t JET_SNC;

typedef uint32_t JET_DLLID;

typedef uint32_t JET_ENGINEFORMATVERSION;

typedef double JET_DATESERIAL;

/**
 * JET_errcat...
 */
typedef int32_t JET_ERRCAT;

/**
 * What tells a database or a log stream from every other.
 */
typedef struct JET_SIGNATURE {
    uint32_t ulRandom;
    JET_LOGTIME logtimeCreate;
    char szComputerName[16];
} JET_SIGNATURE;

/**
 * Generations between the checkpoint and the end of the logs.
 */
typedef struct JET_CHECKPOINTINFO {
    uint32_t genMin;
    uint32_t genMax;
    JET_LOGTIME logtimeGenMaxCreate;
} JET_CHECKPOINTINFO;

/**
 * A backup: where in the logs and when it was made, and the generations it needs.
 */
typedef struct JET_BKINFO {
    struct JET_LGPOS lgposMark;
    JET_ANONYMOUS union {
        JET_LOGTIME logtimeMark;
        JET_BKLOGTIME bklogtimeMark;
    };
    uint32_t genLow;
    uint32_t genHigh;
} JET_BKINFO;

/**
 * Progress: units done, units in all.
 */
typedef struct JET_SNPROG {
    uint32_t cbStruct;
    uint32_t cunitDone;
    uint32_t cunitTotal;
} JET_SNPROG;

/**
 * A message beside a status.
 */
typedef struct JET_SNMSG {
    uint32_t cbStruct;
    JET_SNC snc;
    uint32_t ul;
    char sz[256];
} JET_SNMSG;

/**
 * A database by its header.
 */
typedef struct JET_DBINFOMISC {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
} JET_DBINFOMISC;

/**
 * A database by its header, as of version 2 of the structure.
 */
typedef struct JET_DBINFOMISC2 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
} JET_DBINFOMISC2;

/**
 * A database by its header, as of version 3 of the structure.
 */
typedef struct JET_DBINFOMISC3 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
} JET_DBINFOMISC3;

/**
 * A database by its header, as of version 4 of the structure.
 */
typedef struct JET_DBINFOMISC4 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    struct JET_BKINFO bkinfoCopyPrev;
    struct JET_BKINFO bkinfoDiffPrev;
} JET_DBINFOMISC4;

/**
 * A database by its header, as of version 5 of the structure.
 */
typedef struct JET_DBINFOMISC5 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    struct JET_BKINFO bkinfoCopyPrev;
    struct JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
} JET_DBINFOMISC5;

/**
 * A database by its header, as of version 6 of the structure.
 */
typedef struct JET_DBINFOMISC6 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    struct JET_BKINFO bkinfoCopyPrev;
    struct JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
    JET_LOGTIME logtimeChecksumPrev;
    JET_LOGTIME logtimeChecksumStart;
    uint32_t cpgDatabaseChecked;
} JET_DBINFOMISC6;

/**
 * A database by its header, as of version 7 of the structure.
 */
typedef struct JET_DBINFOMISC7 {
    uint32_t ulVersion;
    uint32_t ulUpdate;
    struct JET_SIGNATURE signDb;
    uint32_t dbstate;
    struct JET_LGPOS lgposConsistent;
    JET_LOGTIME logtimeConsistent;
    JET_LOGTIME logtimeAttach;
    struct JET_LGPOS lgposAttach;
    JET_LOGTIME logtimeDetach;
    struct JET_LGPOS lgposDetach;
    struct JET_SIGNATURE signLog;
    struct JET_BKINFO bkinfoFullPrev;
    struct JET_BKINFO bkinfoIncPrev;
    struct JET_BKINFO bkinfoFullCur;
    uint32_t fShadowingDisabled;
    uint32_t fUpgradeDb;
    uint32_t dwMajorVersion;
    uint32_t dwMinorVersion;
    uint32_t dwBuildNumber;
    int32_t lSPNumber;
    uint32_t cbPageSize;
    uint32_t genMinRequired;
    uint32_t genMaxRequired;
    JET_LOGTIME logtimeGenMaxCreate;
    uint32_t ulRepairCount;
    JET_LOGTIME logtimeRepair;
    uint32_t ulRepairCountOld;
    uint32_t ulECCFixSuccess;
    JET_LOGTIME logtimeECCFixSuccess;
    uint32_t ulECCFixSuccessOld;
    uint32_t ulECCFixFail;
    JET_LOGTIME logtimeECCFixFail;
    uint32_t ulECCFixFailOld;
    uint32_t ulBadChecksum;
    JET_LOGTIME logtimeBadChecksum;
    uint32_t ulBadChecksumOld;
    uint32_t genCommitted;
    struct JET_BKINFO bkinfoCopyPrev;
    struct JET_BKINFO bkinfoDiffPrev;
    uint32_t ulIncrementalReseedCount;
    JET_LOGTIME logtimeIncrementalReseed;
    uint32_t ulIncrementalReseedCountOld;
    uint32_t ulPagePatchCount;
    JET_LOGTIME logtimePagePatch;
    uint32_t ulPagePatchCountOld;
    JET_LOGTIME logtimeChecksumPrev;
    JET_LOGTIME logtimeChecksumStart;
    uint32_t cpgDatabaseChecked;
    JET_LOGTIME logtimeLastReAttach;
    struct JET_LGPOS lgposLastReAttach;
} JET_DBINFOMISC7;

/**
 * A log file by its header.
 */
typedef struct JET_LOGINFOMISC {
    uint32_t ulGeneration;
    struct JET_SIGNATURE signLog;
    JET_LOGTIME logtimeCreate;
    JET_LOGTIME logtimePreviousGeneration;
    uint32_t ulFlags;
    uint32_t ulVersionMajor;
    uint32_t ulVersionMinor;
    uint32_t ulVersionUpdate;
    uint32_t cbSectorSize;
    uint32_t cbHeader;
    uint32_t cbFile;
    uint32_t cbDatabasePageSize;
} JET_LOGINFOMISC;

/**
 * A log file by its header, with the checkpoint in it.
 */
typedef struct JET_LOGINFOMISC2 {
    uint32_t ulGeneration;
    struct JET_SIGNATURE signLog;
    JET_LOGTIME logtimeCreate;
    JET_LOGTIME logtimePreviousGeneration;
    uint32_t ulFlags;
    uint32_t ulVersionMajor;
    uint32_t ulVersionMinor;
    uint32_t ulVersionUpdate;
    uint32_t cbSectorSize;
    uint32_t cbHeader;
    uint32_t cbFile;
    uint32_t cbDatabasePageSize;
    struct JET_LGPOS lgposCheckpoint;
} JET_LOGINFOMISC2;

/**
 * A log file by its header, with its checksum chain.
 */
typedef struct JET_LOGINFOMISC3 {
    uint32_t ulGeneration;
    struct JET_SIGNATURE signLog;
    JET_LOGTIME logtimeCreate;
    JET_LOGTIME logtimePreviousGeneration;
    uint32_t ulFlags;
    uint32_t ulVersionMajor;
    uint32_t ulVersionUpdateMajor;
    uint32_t ulVersionUpdateMinor;
    uint32_t cbSectorSize;
    uint32_t cbHeader;
    uint32_t cbFile;
    uint32_t cbDatabasePageSize;
    struct JET_LGPOS lgposCheckpoint;
    uint32_t ulVersionMinorDeprecated;
    uint64_t checksumPrevLogAllSegments;
} JET_LOGINFOMISC3;

/**
 * A revert snapshot by its header.
 */
typedef struct JET_RBSINFOMISC {
    int32_t lRBSGeneration;
    JET_LOGTIME logtimeCreate;
    JET_LOGTIME logtimeCreatePrevRBS;
    uint32_t ulMajor;
    uint32_t ulMinor;
    uint64_t cbLogicalFileSize;
} JET_RBSINFOMISC;

/**
 * A page that an external healer is asked for.
 */
typedef struct JET_SNPATCHREQUEST {
    uint32_t cbStruct;
    uint32_t pageNumber;
    const JET_WCHAR *szLogFile;
    JET_INSTANCE instance;
    struct JET_DBINFOMISC7 dbinfomisc;
    const void *pvToken;
    uint32_t cbToken;
    const void *pvData;
    uint32_t cbData;
    JET_DBID dbid;
} JET_SNPATCHREQUEST;

/**
 * A page found to be damaged.
 */
typedef struct JET_SNCORRUPTEDPAGE {
    uint32_t cbStruct;
    const JET_WCHAR *wszDatabase;
    JET_DBID dbid;
    struct JET_DBINFOMISC7 dbinfomisc;
    uint32_t pageNumber;
} JET_SNCORRUPTEDPAGE;

/**
 * A log file is about to be opened.
 */
typedef struct JET_RECOVERYCONTROL_OPENLOG {
    uint32_t cbStruct;
    uint32_t lGenNext;
    uint8_t fCurrentLog;
    uint8_t eReason;
    uint8_t rgbReserved[6];
    JET_WCHAR *wszLogFile;
    uint32_t cdbinfomisc;
    struct JET_DBINFOMISC7 *rgdbinfomisc;
} JET_RECOVERYCONTROL_OPENLOG;

/**
 * The checkpoint is about to be opened.
 */
typedef struct JET_RECOVERYCONTROL_OPENCHECKPOINT {
    uint32_t cbStruct;
    JET_WCHAR *wszCheckpoint;
} JET_RECOVERYCONTROL_OPENCHECKPOINT;

/**
 * A log file is not there.
 */
typedef struct JET_RECOVERYCONTROL_MISSINGLOG {
    uint32_t cbStruct;
    uint32_t lGenMissing;
    uint8_t fCurrentLog;
    uint8_t eNextAction;
    uint8_t rgbReserved[6];
    JET_WCHAR *wszLogFile;
    uint32_t cdbinfomisc;
    struct JET_DBINFOMISC7 *rgdbinfomisc;
} JET_RECOVERYCONTROL_MISSINGLOG;

/**
 * Redo is over; undo is about to begin.
 */
typedef struct JET_RECOVERYCONTROL_BEGINUNDO {
    uint32_t cbStruct;
    uint32_t cdbinfomisc;
    struct JET_DBINFOMISC7 *rgdbinfomisc;
} JET_RECOVERYCONTROL_BEGINUNDO;

/**
 * Something for the event log.
 */
typedef struct JET_RECOVERYCONTROL_NOTIFICATIONEVENT {
    uint32_t cbStruct;
    uint32_t EventID;
} JET_RECOVERYCONTROL_NOTIFICATIONEVENT;

/**
 * Something went wrong.
 */
typedef struct JET_RECOVERYCONTROL_SIGNALERRORCONDITION {
    uint32_t cbStruct;
} JET_RECOVERYCONTROL_SIGNALERRORCONDITION;

/**
 * A database was attached.
 */
typedef struct JET_RECOVERYCONTROL_ATTACHEDDB {
    uint32_t cbStruct;
    const JET_WCHAR *wszDbPath;
} JET_RECOVERYCONTROL_ATTACHEDDB;

/**
 * A database is about to be detached.
 */
typedef struct JET_RECOVERYCONTROL_DETACHINGDB {
    uint32_t cbStruct;
    const JET_WCHAR *wszDbPath;
} JET_RECOVERYCONTROL_DETACHINGDB;

/**
 * A transaction was committed with a context.
 */
typedef struct JET_RECOVERYCONTROL_COMMITCTX {
    uint32_t cbStruct;
    const void *pbCommitCtx;
    uint32_t cbCommitCtx;
    uint32_t fCallbackType;
} JET_RECOVERYCONTROL_COMMITCTX;

/**
 * What recovery asks its callback: the error that would hold, and the event.
 */
typedef struct JET_RECOVERYCONTROL {
    uint32_t cbStruct;
    JET_ERR errDefault;
    JET_INSTANCE instance;
    JET_SNT sntUnion;
    JET_ANONYMOUS union {
        struct JET_RECOVERYCONTROL_OPENLOG OpenLog;
        struct JET_RECOVERYCONTROL_OPENCHECKPOINT OpenCheckpoint;
        struct JET_RECOVERYCONTROL_MISSINGLOG MissingLog;
        struct JET_RECOVERYCONTROL_BEGINUNDO BeginUndo;
        struct JET_RECOVERYCONTROL_NOTIFICATIONEVENT NotificationEvent;
        struct JET_RECOVERYCONTROL_SIGNALERRORCONDITION SignalErrorCondition;
        struct JET_RECOVERYCONTROL_ATTACHEDDB AttachedDb;
        struct JET_RECOVERYCONTROL_DETACHINGDB DetachingDb;
        struct JET_RECOVERYCONTROL_COMMITCTX CommitCtx;
    };
} JET_RECOVERYCONTROL;

/**
 * What kind of error a number is.
 */
typedef struct JET_ERRINFOBASIC_W {
    uint32_t cbStruct;
    JET_ERR errValue;
    JET_ERRCAT errcatMostSpecific;
    uint8_t rgCategoricalHierarchy[8];
    uint32_t lSourceLine;
    JET_WCHAR rgszSourceFile[64];
} JET_ERRINFOBASIC_W;

#define opDBUTILConsistency 0

#define opDBUTILDumpData 1

#define opDBUTILDumpMetaData 2

#define opDBUTILDumpPage 3

#define opDBUTILDumpNode 4

#define opDBUTILDumpTag 5

#define opDBUTILDumpSpace 6

#define opDBUTILSetHeaderState 7

#define opDBUTILDumpHeader 8

#define opDBUTILDumpLogfile 9

#define opDBUTILDumpLogfileTrackNode 10

#define opDBUTILDumpCheckpoint 11

#define opDBUTILEDBDump 12

#define opDBUTILEDBRepair 13

#define opDBUTILMunge 14

#define opDBUTILEDBScrub 15

#define opDBUTILSLVMove_ObsoleteAndUnused 16

#define opDBUTILDBConvertRecords_ObsoleteAndUnused 17

#define opDBUTILDBDefragment 18

#define opDBUTILDumpExchangeSLVInfo_ObsoleteAndUnused 19

#define opDBUTILDumpUnicodeFixupTable_ObsoleteAndUnused 20

#define opDBUTILDumpPageUsage 21

#define opDBUTILUpdateDBHeaderFromTrailer 22

#define opDBUTILChecksumLogFromMemory 23

#define opDBUTILDumpFTLHeader 24

#define opDBUTILDBTrim 25

#define opDBUTILDumpFlushMapFile 26

#define opDBUTILDumpSpaceCategory 27

#define opDBUTILDumpCachedFileHeader 28

#define opDBUTILDumpCacheFile 29

#define opDBUTILDumpRBSHeader 30

#define opDBUTILDumpRBSPages 31

#define opDBUTILEstimateRootSpaceLeak 32

#define opEDBDumpTables 0

#define opEDBDumpIndexes 1

#define opEDBDumpColumns 2

#define opEDBDumpCallbacks 3

#define opEDBDumpPage 4
#define JET_errSuccess 0
#define JET_wrnNyi -1
#define JET_errRfsFailure -100
#define JET_errRfsNotArmed -101
#define JET_errFileClose -102
#define JET_errOutOfThreads -103
#define JET_errTooManyIO -105
#define JET_errTaskDropped -106
#define JET_errInternalError -107
#define JET_errDisabledFunctionality -112
#define JET_errUnloadableOSFunctionality -113
#define JET_errDeviceMissing -114
#define JET_errDeviceMisconfigured -115
#define JET_errDeviceTimeout -116
#define JET_errDeviceFailure -118
#define JET_errDatabaseBufferDependenciesCorrupted -255
#define JET_wrnRemainingVersions 321
#define JET_errPreviousVersion -322
#define JET_errPageBoundary -323
#define JET_errKeyBoundary -324
#define JET_errBadPageLink -327
#define JET_errBadBookmark -328
#define JET_errNTSystemCallFailed -334
#define JET_errBadParentPageLink -338
#define JET_errSPAvailExtCacheOutOfSync -340
#define JET_errSPAvailExtCorrupted -341
#define JET_errSPAvailExtCacheOutOfMemory -342
#define JET_errSPOwnExtCorrupted -343
#define JET_errDbTimeCorrupted -344
#define JET_wrnUniqueKey 345
#define JET_errKeyTruncated -346
#define JET_errDatabaseLeakInSpace -348
#define JET_errBadEmptyPage -351
#define JET_errBadLineCount -354
#define JET_errPageTagCorrupted -357
#define JET_errNodeCorrupted -358
#define JET_wrnSeparateLongValue 406
#define JET_wrnRecordFoundGreater 1039
#define JET_wrnRecordFoundLess 1039
#define JET_errColumnIllegalNull -1504
#define JET_errKeyTooBig -408
#define JET_errCannotSeparateIntrinsicLV -416
#define JET_errSeparatedLongValue -421
#define JET_errMustBeSeparateLongValue -423
#define JET_errInvalidPreread -424
#define JET_errInvalidColumnReference -426
#define JET_errStaleColumnReference -427
#define JET_wrnNoMoreRecords 428
#define JET_errCompressionIntegrityCheckFailed -431
#define JET_wrnIndexDeferredPopulateIncomplete 432
#define JET_wrnIndexDeferredPopulateHalted 433
#define JET_errIndexDeferredPopulateCurrentlyUnavailable -434
#define JET_errInvalidLoggedOperation -500
#define JET_errLogFileCorrupt -501
#define JET_errNoBackupDirectory -503
#define JET_errBackupDirectoryNotEmpty -504
#define JET_errBackupInProgress -505
#define JET_errRestoreInProgress -506
#define JET_errMissingPreviousLogFile -509
#define JET_errLogWriteFail -510
#define JET_errLogDisabledDueToRecoveryFailure -511
#define JET_errCannotLogDuringRecoveryRedo -512
#define JET_errLogGenerationMismatch -513
#define JET_errBadLogVersion -514
#define JET_errInvalidLogSequence -515
#define JET_errLoggingDisabled -516
#define JET_errLogBufferTooSmall -517
#define JET_errLogSequenceEnd -519
#define JET_errNoBackup -520
#define JET_errInvalidBackupSequence -521
#define JET_errBackupNotAllowedYet -523
#define JET_errDeleteBackupFileFail -524
#define JET_errMakeBackupDirectoryFail -525
#define JET_errInvalidBackup -526
#define JET_errRecoveredWithErrors -527
#define JET_errMissingLogFile -528
#define JET_errLogDiskFull -529
#define JET_errBadLogSignature -530
#define JET_errBadDbSignature -531
#define JET_errBadCheckpointSignature -532
#define JET_errCheckpointCorrupt -533
#define JET_errMissingPatchPage -534
#define JET_errBadPatchPage -535
#define JET_errRedoAbruptEnded -536
#define JET_errPatchFileMissing -538
#define JET_errDatabaseLogSetMismatch -539
#define JET_errDatabaseStreamingFileMismatch -540
#define JET_errLogFileSizeMismatch -541
#define JET_errCheckpointFileNotFound -542
#define JET_errRequiredLogFilesMissing -543
#define JET_errSoftRecoveryOnBackupDatabase -544
#define JET_errLogFileSizeMismatchDatabasesConsistent -545
#define JET_errLogSectorSizeMismatch -546
#define JET_errLogSectorSizeMismatchDatabasesConsistent -547
#define JET_errLogSequenceEndDatabasesConsistent -548
#define JET_errStreamingDataNotLogged -549
#define JET_errDatabaseDirtyShutdown -550
#define JET_errDatabaseInconsistent -550
#define JET_errConsistentTimeMismatch -551
#define JET_errDatabasePatchFileMismatch -552
#define JET_errEndingRestoreLogTooLow -553
#define JET_errStartingRestoreLogTooHigh -554
#define JET_errGivenLogFileHasBadSignature -555
#define JET_errGivenLogFileIsNotContiguous -556
#define JET_errMissingRestoreLogFiles -557
#define JET_wrnExistingLogFileHasBadSignature 558
#define JET_wrnExistingLogFileIsNotContiguous 559
#define JET_errMissingFullBackup -560
#define JET_errBadBackupDatabaseSize -561
#define JET_errDatabaseAlreadyUpgraded -562
#define JET_errDatabaseIncompleteUpgrade -563
#define JET_wrnSkipThisRecord 564
#define JET_errMissingCurrentLogFiles -565
#define JET_errDbTimeTooOld -566
#define JET_errDbTimeTooNew -567
#define JET_errMissingFileToBackup -569
#define JET_errLogTornWriteDuringHardRestore -570
#define JET_errLogTornWriteDuringHardRecovery -571
#define JET_errLogCorruptDuringHardRestore -573
#define JET_errLogCorruptDuringHardRecovery -574
#define JET_errMustDisableLoggingForDbUpgrade -575
#define JET_errBadRestoreTargetInstance -577
#define JET_wrnTargetInstanceRunning 578
#define JET_errRecoveredWithoutUndo -579
#define JET_errDatabasesNotFromSameSnapshot -580
#define JET_errSoftRecoveryOnSnapshot -581
#define JET_errCommittedLogFilesMissing -582
#define JET_errSectorSizeNotSupported -583
#define JET_errRecoveredWithoutUndoDatabasesConsistent -584
#define JET_wrnCommittedLogFilesLost 585
#define JET_errCommittedLogFileCorrupt -586
#define JET_wrnCommittedLogFilesRemoved 587
#define JET_wrnFinishWithUndo 588
#define JET_errLogSequenceChecksumMismatch -590
#define JET_wrnDatabaseRepaired 595
#define JET_errPageInitializedMismatch -596
#define JET_errUnicodeTranslationBufferTooSmall -601
#define JET_errUnicodeTranslationFail -602
#define JET_errUnicodeNormalizationNotSupported -603
#define JET_errUnicodeLanguageValidationFailure -604
#define JET_errExistingLogFileHasBadSignature -610
#define JET_errExistingLogFileIsNotContiguous -611
#define JET_errLogReadVerifyFailure -612
#define JET_errCheckpointDepthTooDeep -614
#define JET_errRestoreOfNonBackupDatabase -615
#define JET_errLogFileNotCopied -616
#define JET_errSurrogateBackupInProgress -617
#define JET_errTransactionTooLong -618
#define JET_errEngineFormatVersionNoLongerSupportedTooLow -619
#define JET_errEngineFormatVersionNotYetImplementedTooHigh -620
#define JET_errEngineFormatVersionParamTooLowForRequestedFeature -621
#define JET_errEngineFormatVersionSpecifiedTooLowForLogVersion -622
#define JET_errEngineFormatVersionSpecifiedTooLowForDatabaseVersion -623
#define JET_errDbTimeBeyondMaxRequired -625
#define JET_errLogOperationInconsistentWithDatabase -626
#define JET_errBackupAbortByServer -801
#define JET_errInvalidGrbit -900
#define JET_errTermInProgress -1000
#define JET_errFeatureNotAvailable -1001
#define JET_errInvalidName -1002
#define JET_errInvalidParameter -1003
#define JET_wrnColumnNull 1004
#define JET_wrnBufferTruncated 1006
#define JET_wrnDatabaseAttached 1007
#define JET_errDatabaseFileReadOnly -1008
#define JET_wrnSortOverflow 1009
#define JET_errInvalidDatabaseId -1010
#define JET_errOutOfMemory -1011
#define JET_errOutOfDatabaseSpace -1012
#define JET_errOutOfCursors -1013
#define JET_errOutOfBuffers -1014
#define JET_errTooManyIndexes -1015
#define JET_errTooManyKeys -1016
#define JET_errRecordDeleted -1017
#define JET_errReadVerifyFailure -1018
#define JET_errPageNotInitialized -1019
#define JET_errOutOfFileHandles -1020
#define JET_errDiskReadVerificationFailure -1021
#define JET_errDiskIO -1022
#define JET_errInvalidPath -1023
#define JET_errInvalidSystemPath -1024
#define JET_errInvalidLogDirectory -1025
#define JET_errRecordTooBig -1026
#define JET_errTooManyOpenDatabases -1027
#define JET_errInvalidDatabase -1028
#define JET_errNotInitialized -1029
#define JET_errAlreadyInitialized -1030
#define JET_errInitInProgress -1031
#define JET_errFileAccessDenied -1032
#define JET_errQueryNotSupported -1034
#define JET_errSQLLinkNotSupported -1035
#define JET_errBufferTooSmall -1038
#define JET_wrnSeekNotEqual 1039
#define JET_errTooManyColumns -1040
#define JET_errContainerNotEmpty -1043
#define JET_errInvalidFilename -1044
#define JET_errInvalidBookmark -1045
#define JET_errColumnInUse -1046
#define JET_errInvalidBufferSize -1047
#define JET_errColumnNotUpdatable -1048
#define JET_errIndexInUse -1051
#define JET_errLinkNotSupported -1052
#define JET_errNullKeyDisallowed -1053
#define JET_errNotInTransaction -1054
#define JET_wrnNoErrorInfo 1055
#define JET_errMustRollback -1057
#define JET_wrnNoIdleActivity 1058
#define JET_errTooManyActiveUsers -1059
#define JET_errInvalidCountry -1061
#define JET_errInvalidLanguageId -1062
#define JET_errInvalidCodePage -1063
#define JET_errInvalidLCMapStringFlags -1064
#define JET_errVersionStoreEntryTooBig -1065
#define JET_errVersionStoreOutOfMemoryAndCleanupTimedOut -1066
#define JET_wrnNoWriteLock 1067
#define JET_wrnColumnSetNull 1068
#define JET_errVersionStoreOutOfMemory -1069
#define JET_errCurrencyStackOutOfMemory -1070
#define JET_errCannotIndex -1071
#define JET_errRecordNotDeleted -1072
#define JET_errTooManyMempoolEntries -1073
#define JET_errOutOfObjectIDs -1074
#define JET_errOutOfLongValueIDs -1075
#define JET_errOutOfAutoincrementValues -1076
#define JET_errOutOfDbtimeValues -1077
#define JET_errOutOfSequentialIndexValues -1078
#define JET_errRunningInOneInstanceMode -1080
#define JET_errRunningInMultiInstanceMode -1081
#define JET_errSystemParamsAlreadySet -1082
#define JET_errSystemPathInUse -1083
#define JET_errLogFilePathInUse -1084
#define JET_errTempPathInUse -1085
#define JET_errInstanceNameInUse -1086
#define JET_errSystemParameterConflict -1087
#define JET_errInstanceUnavailable -1090
#define JET_errDatabaseUnavailable -1091
#define JET_errInstanceUnavailableDueToFatalLogDiskFull -1092
#define JET_errInvalidSesparamId -1093
#define JET_errTooManyRecords -1094
#define JET_errInvalidDbparamId -1095
#define JET_errOutOfSessions -1101
#define JET_errWriteConflict -1102
#define JET_errTransTooDeep -1103
#define JET_errInvalidSesid -1104
#define JET_errWriteConflictPrimaryIndex -1105
#define JET_errInTransaction -1108
#define JET_errRollbackRequired -1109
#define JET_errTransReadOnly -1110
#define JET_errSessionWriteConflict -1111
#define JET_errRecordTooBigForBackwardCompatibility -1112
#define JET_errCannotMaterializeForwardOnlySort -1113
#define JET_errSesidTableIdMismatch -1114
#define JET_errInvalidInstance -1115
#define JET_errDirtyShutdown -1116
#define JET_errReadPgnoVerifyFailure -1118
#define JET_errReadLostFlushVerifyFailure -1119
#define JET_errFileSystemCorruption -1121
#define JET_wrnShrinkNotPossible 1122
#define JET_errRecoveryVerifyFailure -1123
#define JET_errFilteredMoveNotSupported -1124
#define JET_errMustCommitDistributedTransactionToLevel0 -1150
#define JET_errDistributedTransactionAlreadyPreparedToCommit -1151
#define JET_errNotInDistributedTransaction -1152
#define JET_errDistributedTransactionNotYetPreparedToCommit -1153
#define JET_errCannotNestDistributedTransactions -1154
#define JET_errDTCMissingCallback -1160
#define JET_errDTCMissingCallbackOnRecovery -1161
#define JET_errDTCCallbackUnexpectedError -1162
#define JET_wrnDTCCommitTransaction 1163
#define JET_wrnDTCRollbackTransaction 1164
#define JET_errDatabaseDuplicate -1201
#define JET_errDatabaseInUse -1202
#define JET_errDatabaseNotFound -1203
#define JET_errDatabaseInvalidName -1204
#define JET_errDatabaseInvalidPages -1205
#define JET_errDatabaseCorrupted -1206
#define JET_errDatabaseLocked -1207
#define JET_errCannotDisableVersioning -1208
#define JET_errInvalidDatabaseVersion -1209
#define JET_errDatabase200Format -1210
#define JET_errDatabase400Format -1211
#define JET_errDatabase500Format -1212
#define JET_errPageSizeMismatch -1213
#define JET_errTooManyInstances -1214
#define JET_errDatabaseSharingViolation -1215
#define JET_errAttachedDatabaseMismatch -1216
#define JET_errDatabaseInvalidPath -1217
#define JET_errDatabaseIdInUse -1218
#define JET_errForceDetachNotAllowed -1219
#define JET_errCatalogCorrupted -1220
#define JET_errPartiallyAttachedDB -1221
#define JET_errDatabaseSignInUse -1222
#define JET_errDatabaseCorruptedNoRepair -1224
#define JET_errInvalidCreateDbVersion -1225
#define JET_errDatabaseIncompleteIncrementalReseed -1226
#define JET_errDatabaseInvalidIncrementalReseed -1227
#define JET_errDatabaseFailedIncrementalReseed -1228
#define JET_errNoAttachmentsFailedIncrementalReseed -1229
#define JET_errDatabaseNotReady -1230
#define JET_errDatabaseAttachedForRecovery -1231
#define JET_errTransactionsNotReadyDuringRecovery -1232
#define JET_wrnTableEmpty 1301
#define JET_errTableLocked -1302
#define JET_errTableDuplicate -1303
#define JET_errTableInUse -1304
#define JET_errObjectNotFound -1305
#define JET_errDensityInvalid -1307
#define JET_errTableNotEmpty -1308
#define JET_errInvalidTableId -1310
#define JET_errTooManyOpenTables -1311
#define JET_errIllegalOperation -1312
#define JET_errTooManyOpenTablesAndCleanupTimedOut -1313
#define JET_errObjectDuplicate -1314
#define JET_errInvalidObject -1316
#define JET_errCannotDeleteTempTable -1317
#define JET_errCannotDeleteSystemTable -1318
#define JET_errCannotDeleteTemplateTable -1319
#define JET_errExclusiveTableLockRequired -1322
#define JET_errFixedDDL -1323
#define JET_errFixedInheritedDDL -1324
#define JET_errCannotNestDDL -1325
#define JET_errDDLNotInheritable -1326
#define JET_wrnTableInUseBySystem 1327
#define JET_errInvalidSettings -1328
#define JET_errClientRequestToStopJetService -1329
#define JET_errCannotAddFixedVarColumnToDerivedTable -1330
#define JET_errIndexCantBuild -1401
#define JET_errIndexHasPrimary -1402
#define JET_errIndexDuplicate -1403
#define JET_errIndexNotFound -1404
#define JET_errIndexMustStay -1405
#define JET_errIndexInvalidDef -1406
#define JET_errInvalidCreateIndex -1409
#define JET_errTooManyOpenIndexes -1410
#define JET_errMultiValuedIndexViolation -1411
#define JET_errIndexBuildCorrupted -1412
#define JET_errPrimaryIndexCorrupted -1413
#define JET_errSecondaryIndexCorrupted -1414
#define JET_wrnCorruptIndexDeleted 1415
#define JET_errInvalidIndexId -1416
#define JET_wrnPrimaryIndexOutOfDate 1417
#define JET_wrnSecondaryIndexOutOfDate 1418
#define JET_errCantUseDeferredPopulateIndex -1419
#define JET_errIndexTuplesSecondaryIndexOnly -1430
#define JET_errIndexTuplesTooManyColumns -1431
#define JET_errIndexTuplesOneColumnOnly -1431
#define JET_errIndexTuplesNonUniqueOnly -1432
#define JET_errIndexTuplesTextBinaryColumnsOnly -1433
#define JET_errIndexTuplesTextColumnsOnly -1433
#define JET_errIndexTuplesVarSegMacNotAllowed -1434
#define JET_errIndexTuplesInvalidLimits -1435
#define JET_errIndexTuplesCannotRetrieveFromIndex -1436
#define JET_errIndexTuplesKeyTooSmall -1437
#define JET_errInvalidLVChunkSize -1438
#define JET_errColumnCannotBeEncrypted -1439
#define JET_errCannotIndexOnEncryptedColumn -1440
#define JET_errColumnLong -1501
#define JET_errColumnNoChunk -1502
#define JET_errColumnDoesNotFit -1503
#define JET_errNullInvalid -1504
#define JET_errColumnIndexed -1505
#define JET_errColumnTooBig -1506
#define JET_errColumnNotFound -1507
#define JET_errColumnDuplicate -1508
#define JET_errMultiValuedColumnMustBeTagged -1509
#define JET_errColumnRedundant -1510
#define JET_errInvalidColumnType -1511
#define JET_wrnColumnMaxTruncated 1512
#define JET_errTaggedNotNULL -1514
#define JET_errNoCurrentIndex -1515
#define JET_errKeyIsMade -1516
#define JET_errBadColumnId -1517
#define JET_errBadItagSequence -1518
#define JET_errColumnInRelationship -1519
#define JET_wrnCopyLongValue 1520
#define JET_errCannotBeTagged -1521
#define JET_wrnTaggedColumnsRemaining 1523
#define JET_errDefaultValueTooBig -1524
#define JET_errMultiValuedDuplicate -1525
#define JET_errLVCorrupted -1526
#define JET_errMultiValuedDuplicateAfterTruncation -1528
#define JET_errDerivedColumnCorruption -1529
#define JET_errInvalidPlaceholderColumn -1530
#define JET_wrnColumnSkipped 1531
#define JET_wrnColumnNotLocal 1532
#define JET_wrnColumnMoreTags 1533
#define JET_wrnColumnTruncated 1534
#define JET_wrnColumnPresent 1535
#define JET_wrnColumnSingleValue 1536
#define JET_wrnColumnDefault 1537
#define JET_errColumnCannotBeCompressed -1538
#define JET_wrnColumnNotInRecord 1539
#define JET_errColumnNoEncryptionKey -1540
#define JET_wrnColumnReference 1541
#define JET_errRecordNotFound -1601
#define JET_errRecordNoCopy -1602
#define JET_errNoCurrentRecord -1603
#define JET_errRecordPrimaryChanged -1604
#define JET_errKeyDuplicate -1605
#define JET_errAlreadyPrepared -1607
#define JET_errKeyNotMade -1608
#define JET_errUpdateNotPrepared -1609
#define JET_wrnDataHasChanged 1610
#define JET_errDataHasChanged -1611
#define JET_wrnKeyChanged 1618
#define JET_errLanguageNotSupported -1619
#define JET_errDecompressionFailed -1620
#define JET_errUpdateMustVersion -1621
#define JET_errDecryptionFailed -1622
#define JET_errEncryptionBadItag -1623
#define JET_errSetAutoIncrementTooHigh -1624
#define JET_errAutoIncrementNotSet -1625
#define JET_errTooManySorts -1701
#define JET_errInvalidOnSort -1702
#define JET_errTempFileOpenError -1803
#define JET_errTooManyAttachedDatabases -1805
#define JET_errDiskFull -1808
#define JET_errPermissionDenied -1809
#define JET_errFileNotFound -1811
#define JET_errFileInvalidType -1812
#define JET_wrnFileOpenReadOnly 1813
#define JET_errFileAlreadyExists -1814
#define JET_errAfterInitialization -1850
#define JET_errLogCorrupted -1852
#define JET_errInvalidOperation -1906
#define JET_errAccessDenied -1907
#define JET_wrnIdleFull 1908
#define JET_errTooManySplits -1909
#define JET_errSessionSharingViolation -1910
#define JET_errEntryPointNotFound -1911
#define JET_errSessionContextAlreadySet -1912
#define JET_errSessionContextNotSetByThisThread -1913
#define JET_errSessionInUse -1914
#define JET_errRecordFormatConversionFailed -1915
#define JET_errOneDatabasePerSession -1916
#define JET_errRollbackError -1917
#define JET_errFlushMapVersionUnsupported -1918
#define JET_errFlushMapDatabaseMismatch -1919
#define JET_errFlushMapUnrecoverable -1920
#define JET_errRBSFileCorrupt -1921
#define JET_errRBSHeaderCorrupt -1922
#define JET_errRBSDbMismatch -1923
#define JET_errBadRBSVersion -1925
#define JET_errOutOfRBSSpace -1926
#define JET_errRBSInvalidSign -1927
#define JET_errRBSInvalidRecord -1928
#define JET_errRBSRCInvalidRBS -1929
#define JET_errRBSRCNoRBSFound -1930
#define JET_errRBSRCBadDbState -1931
#define JET_errRBSMissingReqLogs -1932
#define JET_errRBSLogDivergenceFailed -1933
#define JET_errRBSRCCopyLogsRevertState -1934
#define JET_errDatabaseIncompleteRevert -1935
#define JET_errRBSRCRevertCancelled -1936
#define JET_errRBSRCInvalidDbFormatVersion -1937
#define JET_errRBSCannotDetermineDivergence -1938
#define JET_errRBSDeleteTableTooBig -1941
#define JET_errRBSDeleteTableTooSoon -1942
#define JET_errRBSFDPToBeDeleted -1943
#define JET_errRBSRevertableDeleteNotPossible -1944
#define JET_errRBSRedeleteFDPUnexpected -1947
#define JET_errRBSRCPageFDPDeleteFileCorrupt -1948
#define JET_wrnDefragAlreadyRunning 2000
#define JET_wrnDefragNotRunning 2001
#define JET_wrnDatabaseScanAlreadyRunning 2002
#define JET_wrnDatabaseScanNotRunning 2003
#define JET_errDatabaseAlreadyRunningMaintenance -2004
#define JET_errRootSpaceLeakEstimationAlreadyRunning -2006
#define JET_wrnCallbackNotRegistered 2100
#define JET_errCallbackFailed -2101
#define JET_errCallbackNotResolved -2102
#define JET_errSpaceHintsInvalid -2103
#define JET_errOSSnapshotInvalidSequence -2401
#define JET_errOSSnapshotTimeOut -2402
#define JET_errOSSnapshotNotAllowed -2403
#define JET_errOSSnapshotInvalidSnapId -2404
#define JET_errTooManyTestInjections -2501
#define JET_errTestInjectionNotSupported -2502
#define JET_errInvalidLogDataSequence -2601
#define JET_wrnPreviousLogFileIncomplete 2602
#define JET_errLSCallbackNotSpecified -3000
#define JET_errLSAlreadySet -3001
#define JET_errLSNotSet -3002
#define JET_errFileIOSparse -4000
#define JET_errFileIOBeyondEOF -4001
#define JET_errFileIOAbort -4002
#define JET_errFileIORetry -4003
#define JET_errFileIOFail -4004
#define JET_errFileCompressed -4005
#define JET_errClientSpaceBegin -10000
#define JET_errClientSpaceEnd -11999
#define JET_snpRepair 2
#define JET_snpCompact 4
#define JET_snpRestore 8
#define JET_snpBackup 9
#define JET_snpUpgrade 10
#define JET_snpScrub 11
#define JET_snpUpgradeRecordFormat 12
#define JET_snpRecoveryControl 18
#define JET_snpExternalAutoHealing 19
#define JET_snpSpaceCategorization 20
#define JET_sntBegin 5
#define JET_sntRequirements 7
#define JET_sntProgress 0
#define JET_sntComplete 6
#define JET_sntFail 3
#define JET_sntOpenLog 1001
#define JET_sntOpenCheckpoint 1002
#define JET_sntMissingLog 1004
#define JET_sntBeginUndo 1005
#define JET_sntNotificationEvent 1006
#define JET_sntSignalErrorCondition 1007
#define JET_sntAttachedDb 1008
#define JET_sntDetachingDb 1009
#define JET_sntCommitCtx 1010
#define JET_sntPagePatchRequest 1101
#define JET_sntCorruptedPage 1102
#define JET_bitDBUtilSpaceInfoBasicCatalog 1
#define JET_bitDBUtilSpaceInfoSpaceTrees 2
#define JET_bitDBUtilSpaceInfoParentOfLeaf 4
#define JET_bitDBUtilSpaceInfoFullWalk 8
#define JET_bitDBUtilFullCategorization 1
#define JET_bitDBUtilOptionAllNodes 1
#define JET_bitDBUtilOptionKeyStats 2
#define JET_bitDBUtilOptionPageDump 4
#define JET_bitDBUtilOptionStats 8
#define JET_bitDBUtilOptionSuppressConsoleOutput 16
#define JET_bitDBUtilOptionIgnoreErrors 32
#define JET_bitDBUtilOptionVerify 64
#define JET_bitDBUtilOptionReportErrors 128
#define JET_bitDBUtilOptionDontRepair 256
#define JET_bitDBUtilOptionRepairAll 512
#define JET_bitDBUtilOptionRepairIndexes 1024
#define JET_bitDBUtilOptionDontBuildIndexes 2048
#define JET_bitDBUtilOptionSuppressLogo 32768
#define JET_bitDBUtilOptionRepairCheckOnly 65536
#define JET_bitDBUtilOptionDumpLVPageUsage 131072
#define JET_bitDBUtilOptionDumpLogInfoCSV 262144
#define JET_bitDBUtilOptionDumpLogPermitPatching 524288
#define JET_bitDBUtilOptionSkipMinLogChecksUpdateHeader 1048576
#define JET_bitDBUtilOptionDumpVerbose 268435456
#define JET_bitDBUtilOptionDumpVerboseLevel1 268435456
#define JET_bitDBUtilOptionDumpVerboseLevel2 536870912
#define JET_bitDBUtilOptionDumpLogSummary 1073741824
#define JET_bitConfigStoreReadControlInhibitRead 1
#define JET_bitConfigStoreReadControlDisableAll 2
#define JET_bitConfigStoreReadControlDisableSetParamRead 4
#define JET_bitConfigStoreReadControlDisableGlobalInitRead 8
#define JET_bitConfigStoreReadControlDisableInstInitRead 16
#define JET_bitConfigStoreReadControlDisableLiveRead 32
#define JET_bitConfigStoreReadControlDefault 0
#define JET_bitConfigStorePopulateControlOff 0
#define JET_bitConfigStorePopulateControlOn 1
#define JET_bitDatabaseScanBatchStart 16
#define JET_bitDatabaseScanBatchStop 32
#define JET_bitDatabaseScanZeroPages 64
#define JET_bitDatabaseScanBatchStartContinuous 128
#define JET_bitDefragmentBatchStart 1
#define JET_bitDefragmentBatchStop 2
#define JET_bitDefragmentAvailSpaceTreesOnly 64
#define JET_bitDefragmentNoPartialMerges 128
#define JET_bitDefragmentBTree 256
#define JET_bitDefragmentBTreeBatch 512
#define JET_bitOld2Start 1
#define JET_bitOld2Suspend 2
#define JET_bitOld2Resume 4
#define JET_bitOld2End 8
#define JET_bitCIMCommitted 1
#define JET_bitCIMDirty 2
#define JET_bitAggregateTransaction 8
#define JET_bitTableInfoUpdatable 1
#define JET_bitTableInfoBookmark 2
#define JET_bitTableInfoRollback 4
#define JET_bitObjectSystem 2147483648
#define JET_bitObjectTableFixedDDL 1073741824
#define JET_bitObjectTableTemplate 536870912
#define JET_bitObjectTableDerived 268435456
#define JET_bitObjectSystemDynamic 2281701376
#define JET_bitObjectTableNoFixedVarColumnsInDerivedTables 67108864
#define JET_bitDurableCommitCallbackLogUnavailable 1
#define JET_bitNil 0
#define JET_bitIOSessTraceReads 1
#define JET_bitIOSessTraceWrites 2
#define JET_bitIOSessTraceHDD 4
#define JET_bitIOSessTraceSSD 8
#define JET_bitESE98FileNames 1
#define JET_bitEightDotThreeSoftCompat 2
#define JET_bitHungIOEvent 1
#define JET_bitHungIOCancel 2
#define JET_bitHungIODebug 4
#define JET_bitHungIOEnforce 8
#define JET_bitHungIOTimeout 16
#define JET_bitPersistedLostFlushDetectionEnabled 1
#define JET_bitPersistedLostFlushDetectionCreateNew 2
#define JET_bitPersistedLostFlushDetectionFailOnRuntimeOnly 4
#define JET_bitShrinkDatabaseOff 0
#define JET_bitShrinkDatabaseOn 1
#define JET_bitShrinkDatabaseRealtime 2
#define JET_bitShrinkDatabaseEofOnAttach 1
#define JET_bitShrinkDatabasePeriodically 32768
#define JET_bitShrinkDatabaseTrim 1
#define JET_bitReplayReplicatedLogFiles 1
#define JET_bitReplayIgnoreMissingDB 4
#define JET_bitRecoveryWithoutUndo 8
#define JET_bitTruncateLogsAfterRecovery 16
#define JET_bitReplayMissingMapEntryDB 32
#define JET_bitLogStreamMustExist 64
#define JET_bitReplayIgnoreLostLogs 128
#define JET_bitAllowMissingCurrentLog 256
#define JET_bitAllowSoftRecoveryOnBackup 512
#define JET_bitSkipLostLogsEvent 1024
#define JET_bitExternalRecoveryControl 2048
#define JET_bitKeepDbAttachedAtEndOfRecovery 4096
#define JET_bitReplayIgnoreLogRecordsBeforeMinRequiredLog 8192
#define JET_bitReplayInferCheckpointFromRstmapDbs 16384
#define JET_bitRestoreMapIgnoreWhenMissing 1
#define JET_bitRestoreMapFailWhenMissing 2
#define JET_bitRestoreMapOverwriteOnCreate 4
#define JET_bitTermComplete 1
#define JET_bitTermAbrupt 2
#define JET_bitTermStopBackup 4
#define JET_bitTermDirty 8
#define JET_bitIdleFlushBuffers 1
#define JET_bitIdleCompact 2
#define JET_bitIdleStatus 4
#define JET_bitIdleVersionStoreTest 8
#define JET_bitIdleCompactAsync 16
#define JET_bitIdleAvailBuffersStatus 32
#define JET_bitIdleWaitForAsyncActivity 64
#define JET_bitForceSessionClosed 1
#define JET_bitDbReadOnly 1
#define JET_bitDbExclusive 2
#define JET_bitDbSingleExclusive 2
#define JET_bitDbDeleteCorruptIndexes 16
#define JET_bitDbRebuildCorruptIndexes 32
#define JET_bitDbDeleteUnicodeIndexes 1024
#define JET_bitDbUpgrade 512
#define JET_bitDbEnableBackgroundMaintenance 2048
#define JET_bitDbPurgeCacheOnAttach 4096
#define JET_bitForceDetach 1
#define JET_bitForceCloseAndDetach 3
#define JET_bitDbRecoveryOff 8
#define JET_bitDbVersioningOff 64
#define JET_bitDbShadowingOff 128
#define JET_bitDbCreateStreamingFile 256
#define JET_bitDbOverwriteExisting 512
#define JET_bitBackupIncremental 1
#define JET_bitKeepOldLogs 2
#define JET_bitBackupAtomic 4
#define JET_bitBackupFullWithAllLogs 8
#define JET_bitBackupSnapshot 16
#define JET_bitBackupSurrogate 32
#define JET_bitInternalCopy 64
#define JET_bitBackupEndNormal 1
#define JET_bitBackupEndAbort 2
#define JET_bitBackupTruncateDone 256
#define JET_bitBackupNoDbHeaderUpdate 512
#define JET_bitTableCreateFixedDDL 1
#define JET_bitTableCreateTemplateTable 2
#define JET_bitTableCreateNoFixedVarColumnsInDerivedTables 4
#define JET_bitTableCreateImmutableStructure 8
#define JET_bitTableCreateSystemTable 2147483648
#define JET_bitColumnFixed 1
#define JET_bitColumnTagged 2
#define JET_bitColumnNotNULL 4
#define JET_bitColumnVersion 8
#define JET_bitColumnAutoincrement 16
#define JET_bitColumnUpdatable 32
#define JET_bitColumnTTKey 64
#define JET_bitColumnTTDescending 128
#define JET_bitColumnMultiValued 1024
#define JET_bitColumnEscrowUpdate 2048
#define JET_bitColumnUnversioned 4096
#define JET_bitColumnMaybeNull 8192
#define JET_bitColumnFinalize 16384
#define JET_bitColumnUserDefinedDefault 32768
#define JET_bitColumnRenameConvertToPrimaryIndexPlaceholder 65536
#define JET_bitColumnDeleteOnZero 131072
#define JET_bitColumnVariable 262144
#define JET_bitColumnCompressed 524288
#define JET_bitColumnEncrypted 1048576
#define JET_bitDeleteColumnIgnoreTemplateColumns 1
#define JET_bitMoveFirst 0
#define JET_bitMoveBeforeFirst 1
#define JET_bitNoMove 2
#define JET_bitNewKey 1
#define JET_bitStrLimit 2
#define JET_bitSubStrLimit 4
#define JET_bitNormalizedKey 8
#define JET_bitKeyDataZeroLength 16
#define JET_bitKeyOverridePrimaryIndexPlaceholder 32
#define JET_bitFullColumnStartLimit 256
#define JET_bitFullColumnEndLimit 512
#define JET_bitPartialColumnStartLimit 1024
#define JET_bitPartialColumnEndLimit 2048
#define JET_bitRangeInclusive 1
#define JET_bitRangeUpperLimit 2
#define JET_bitRangeInstantDuration 4
#define JET_bitRangeRemove 8
#define JET_bitReadLock 1
#define JET_bitWriteLock 2
#define JET_bitKeyLock 4
#define JET_bitMoveKeyNE 1
#define JET_bitSeekEQ 1
#define JET_bitSeekLT 2
#define JET_bitSeekLE 4
#define JET_bitSeekGE 8
#define JET_bitSeekGT 16
#define JET_bitSetIndexRange 32
#define JET_bitCheckUniqueness 64
#define JET_bitBookmarkPermitVirtualCurrency 1
#define JET_bitIndexColumnMustBeNull 1
#define JET_bitIndexColumnMustBeNonNull 2
#define JET_bitRecordInIndex 1
#define JET_bitRecordNotInIndex 2
#define JET_bitIndexUnique 1
#define JET_bitIndexPrimary 2
#define JET_bitIndexDisallowNull 4
#define JET_bitIndexIgnoreNull 8
#define JET_bitIndexClustered40 16
#define JET_bitIndexIgnoreAnyNull 32
#define JET_bitIndexIgnoreFirstNull 64
#define JET_bitIndexLazyFlush 128
#define JET_bitIndexEmpty 256
#define JET_bitIndexUnversioned 512
#define JET_bitIndexSortNullsHigh 1024
#define JET_bitIndexUnicode 2048
#define JET_bitIndexTuples 4096
#define JET_bitIndexTupleLimits 8192
#define JET_bitIndexCrossProduct 16384
#define JET_bitIndexKeyMost 32768
#define JET_bitIndexDisallowTruncation 65536
#define JET_bitIndexNestedTable 131072
#define JET_bitIndexDotNetGuid 262144
#define JET_bitIndexImmutableStructure 524288
#define JET_bitIndexDeferredPopulateCreate 1048576
#define JET_bitIndexDeferredPopulateProcess 2097152
#define JET_bitIndexOptionallyUnique 4194304
#define JET_bitKeyAscending 0
#define JET_bitKeyDescending 1
#define JET_bitTableDenyWrite 1
#define JET_bitTableDenyRead 2
#define JET_bitTableReadOnly 4
#define JET_bitTableUpdatable 8
#define JET_bitTablePermitDDL 16
#define JET_bitTableNoCache 32
#define JET_bitTablePreread 64
#define JET_bitTableOpportuneRead 128
#define JET_bitTableAllowOutOfDate 256
#define JET_bitAllowPgnoFDPLastSetTime 512
#define JET_bitTableSequential 32768
#define JET_bitTableTryPurgeOnClose 16777216
#define JET_bitTableAllowSensitiveOperation 134217728
#define JET_bitTableDelete 268435456
#define JET_bitTableCreate 536870912
#define JET_bitTableClassMask 2031616
#define JET_bitTableClassNone 0
#define JET_bitTableClass1 65536
#define JET_bitTableClass2 131072
#define JET_bitTableClass3 196608
#define JET_bitTableClass4 262144
#define JET_bitTableClass5 327680
#define JET_bitTableClass6 393216
#define JET_bitTableClass7 458752
#define JET_bitTableClass8 524288
#define JET_bitTableClass9 589824
#define JET_bitTableClass10 655360
#define JET_bitTableClass11 720896
#define JET_bitTableClass12 786432
#define JET_bitTableClass13 851968
#define JET_bitTableClass14 917504
#define JET_bitTableClass15 983040
#define JET_bitTableClass16 1048576
#define JET_bitTableClass17 1114112
#define JET_bitTableClass18 1179648
#define JET_bitTableClass19 1245184
#define JET_bitTableClass20 1310720
#define JET_bitTableClass21 1376256
#define JET_bitTableClass22 1441792
#define JET_bitTableClass23 1507328
#define JET_bitTableClass24 1572864
#define JET_bitTableClass25 1638400
#define JET_bitTableClass26 1703936
#define JET_bitTableClass27 1769472
#define JET_bitTableClass28 1835008
#define JET_bitTableClass29 1900544
#define JET_bitTableClass30 1966080
#define JET_bitTableClass31 2031616
#define JET_bitLSReset 1
#define JET_bitLSCursor 2
#define JET_bitLSTable 4
#define JET_bitPrereadForward 1
#define JET_bitPrereadBackward 2
#define JET_bitPrereadFirstPage 4
#define JET_bitPrereadNormalizedKey 8
#define JET_bitTTIndexed 1
#define JET_bitTTUnique 2
#define JET_bitTTUpdatable 4
#define JET_bitTTScrollable 8
#define JET_bitTTSortNullsHigh 16
#define JET_bitTTForceMaterialization 32
#define JET_bitTTErrorOnDuplicateInsertion 32
#define JET_bitTTForwardOnly 64
#define JET_bitTTIntrinsicLVsOnly 128
#define JET_bitTTDotNetGuid 256
#define JET_bitSetAppendLV 1
#define JET_bitSetOverwriteLV 4
#define JET_bitSetSizeLV 8
#define JET_bitSetZeroLength 32
#define JET_bitSetSeparateLV 64
#define JET_bitSetUniqueMultiValues 128
#define JET_bitSetUniqueNormalizedMultiValues 256
#define JET_bitSetRevertToDefaultValue 512
#define JET_bitSetIntrinsicLV 1024
#define JET_bitSetUncompressed 65536
#define JET_bitSetCompressed 131072
#define JET_bitSetContiguousLV 262144
#define JET_bitSpaceHintsUtilizeParentSpace 1
#define JET_bitCreateHintAppendSequential 2
#define JET_bitCreateHintHotpointSequential 4
#define JET_bitRetrieveHintReserve1 8
#define JET_bitRetrieveHintTableScanForward 16
#define JET_bitRetrieveHintTableScanBackward 32
#define JET_bitRetrieveHintReserve2 64
#define JET_bitRetrieveHintReserve3 128
#define JET_bitDeleteHintTableSequential 256
#define JET_bitSpaceHintsUtilizeExactExtents 512
#define JET_bitUpdateCheckESE97Compatibility 1
#define JET_bitUpdateNoVersion 2
#define JET_bitUpdateEnforceOptionallyUniqueIndices 4
#define JET_bitEscrowNoRollback 1
#define JET_bitRetrieveCopy 1
#define JET_bitRetrieveFromIndex 2
#define JET_bitRetrieveFromPrimaryBookmark 4
#define JET_bitRetrieveTag 8
#define JET_bitRetrieveNull 16
#define JET_bitRetrieveIgnoreDefault 32
#define JET_bitRetrieveLongId 64
#define JET_bitRetrieveLongValueRefCount 128
#define JET_bitRetrieveTuple 2048
#define JET_bitRetrievePageNumber 4096
#define JET_bitRetrieveCopyIntrinsic 8192
#define JET_bitRetrievePrereadOnly 16384
#define JET_bitRetrievePrereadMany 32768
#define JET_bitRetrievePhysicalSize 65536
#define JET_bitRetrieveAsRefIfNotInRecord 131072
#define JET_bitZeroLength 1
#define JET_bitEnumerateCopy 1
#define JET_bitEnumerateIgnoreDefault 32
#define JET_bitEnumerateLocal 65536
#define JET_bitEnumeratePresenceOnly 131072
#define JET_bitEnumerateTaggedOnly 262144
#define JET_bitEnumerateCompressOutput 524288
#define JET_bitEnumerateIgnoreUserDefinedDefault 1048576
#define JET_bitEnumerateInRecordOnly 2097152
#define JET_bitEnumerateAsRefIfNotInRecord 4194304
#define JET_bitStreamForward 1
#define JET_bitStreamBackward 2
#define JET_bitStreamColumnReferences 4
#define JET_bitRecordSizeInCopyBuffer 1
#define JET_bitRecordSizeRunningTotal 2
#define JET_bitRecordSizeLocal 4
#define JET_bitRecordSizeIncludeDefaultValues 8
#define JET_bitRecordSizeSecondaryIndexKeyOnly 16
#define JET_bitRecordSizeIntrinsicPhysicalOnly 32
#define JET_bitRecordSizeExtrinsicLogicalOnly 64
#define JET_bitTransactionReadOnly 1
#define JET_bitDistributedTransaction 2
#define JET_bitCommitLazyFlush 1
#define JET_bitWaitLastLevel0Commit 2
#define JET_bitWaitAllLevel0Commit 8
#define JET_bitForceNewLog 16
#define JET_bitCommitRedoCallback 32
#define JET_bitCommitFlush_OLD 1
#define JET_bitCommitLazyFlush_OLD 4
#define JET_bitWaitLastLevel0Commit_OLD 16
#define JET_bitRollbackAll 1
#define JET_bitRollbackRedoCallback 32
#define JET_bitIncrementalSnapshot 1
#define JET_bitCopySnapshot 2
#define JET_bitContinueAfterThaw 4
#define JET_bitExplicitPrepare 8
#define JET_bitAllDatabasesSnapshot 1
#define JET_bitAbortSnapshot 1
#define JET_bitShadowLogEmitFirstCall 1
#define JET_bitShadowLogEmitLastCall 2
#define JET_bitShadowLogEmitCancel 4
#define JET_bitShadowLogEmitDataBuffers 8
#define JET_bitShadowLogEmitLogComplete 16
#define JET_bitDeleteAllExistingLogs 1
#define JET_bitNonRevertableTableDelete 1
#define JET_bitRevertableTableDeleteIfTooSoon 2
#define JET_bitPageInfoNoStructureChecksum 1
#define JET_bitTestUninitShrunkPageImage 1
#define JET_bitPatchingCorruptPage 2
#define JET_bitEndDatabaseIncrementalReseedCancel 1
#define JET_bitBeginDatabaseIncrementalReseedPatchRBS 1
#define JET_bitCompactStats 32
#define JET_bitCompactRepair 64
#define JET_bitCompactPreserveOriginal 256
#define JET_bitResizeDatabaseOnlyGrow 1
#define JET_bitResizeDatabaseOnlyShrink 2
#define JET_bitStopServiceAll 0
#define JET_bitStopServiceBackgroundUserTasks 2
#define JET_bitStopServiceQuiesceCaches 4
#define JET_bitStopServiceResume 2147483648
#define JET_bitStopServiceStopAndEmitLog 8
#define JET_bitStageTestEnvLocalMode 4
#define JET_bitStageTestEnvAlphaMode 16
#define JET_bitStageTestEnvBetaMode 64
#define JET_bitStageSelfhostLocalMode 1024
#define JET_bitStageSelfhostAlphaMode 4096
#define JET_bitStageSelfhostBetaMode 16384
#define JET_bitStageProdLocalMode 262144
#define JET_bitStageProdAlphaMode 1048576
#define JET_bitStageProdBetaMode 4194304
#define JET_bitShrinkDatabaseFullCategorizationOnAttach 2
#define JET_bitShrinkDatabaseDontMoveRootsOnAttach 4
#define JET_bitShrinkDatabaseDontTruncateLeakedPagesOnAttach 8
#define JET_bitShrinkDatabaseDontTruncateIndeterminatePagesOnAttach 16
#define JET_bitDumpMinimum 1
#define JET_bitDumpMaximum 2
#define JET_bitDumpCacheMinimum 4
#define JET_bitDumpCacheMaximum 8
#define JET_bitDumpCacheIncludeDirtyPages 16
#define JET_bitDumpCacheIncludeCachedPages 32
#define JET_bitDumpCacheIncludeCorruptedPages 64
#define JET_bitDumpCacheNoDecommit 128
#define JET_bitDumpUnitTest 2147483648
#define JET_bitInjectionProbabilityPct 1
#define JET_bitInjectionProbabilityCount 2
#define JET_bitInjectionProbabilityPermanent 4
#define JET_bitInjectionProbabilityFailUntil 8
#define JET_bitInjectionProbabilitySuppress 1073741824
#define JET_bitInjectionProbabilityCleanup 2147483648
#define JET_bitTestHookEvictDataByPgno 1
#define JET_bitTestHookCorruptDatabaseFile 2147483648
#define JET_bitTestHookCorruptDatabasePageImage 1073741824
#define JET_mskTestHookCorruptFileType 3221225472
#define JET_bitTestHookCorruptPageChksumRand 1
#define JET_bitTestHookCorruptPageChksumSafe 2
#define JET_bitTestHookCorruptPageSingleFld 4
#define JET_bitTestHookCorruptPageRemoveNode 8
#define JET_bitTestHookCorruptPageDbtimeDelta 16
#define JET_bitTestHookCorruptNodePrefix 32
#define JET_bitTestHookCorruptNodeSuffix 64
#define JET_mskTestHookCorruptDataType 31
#define JET_bitTestHookCorruptSizeLargerThanNode 65536
#define JET_bitTestHookCorruptSizeShortWrapSmall 131072
#define JET_bitTestHookCorruptSizeShortWrapLarge 262144
#define JET_mskTestHookCorruptSpecific 16711680
#define JET_bitTestHookCorruptLeaveChecksum 16777216
#define JET_bitAlterDbFileHdrAddField 1

/**
 * EXTENSION, not part of the engine's API: EsentRestoreBegin is given a copy backup.
 */
#define ESENT_bitRestoreCopyBackup 1

/**
 * EXTENSION, not part of the engine's API: EsentRestoreBegin gives up another restore in the folder, and replaces
 */
#define ESENT_bitRestoreReplace 2

/**
 * EXTENSION, not part of the engine's API: EsentRestoreAdd is given a differential backup.
 */
#define ESENT_bitRestoreDifferential 4

/**
 * EXTENSION, not part of the engine's API: EsentRestoreComplete leaves logs and Restore.env where they are.
 */
#define ESENT_bitRestoreKeep 8

/**
 * EXTENSION, not part of the engine's API: EsentRestoreComplete plays on into the logs of the running instance.
 */
#define ESENT_bitRestoreRollForward 16

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Sets a system parameter of the process (`pinstance` null or pointing to no instance) or of an instance.
 */
JET_ERR JET_API JetSetSystemParameterA(JET_INSTANCE *pinstance,
                               JET_SESID sesid,
                               uint32_t paramid,
                               JET_API_PTR lParam,
                               JET_PCSTR szParam);

/**
 * Sets a system parameter of the process (`pinstance` null or pointing to no instance) or of an instance.
 */
JET_ERR JET_API JetSetSystemParameterW(JET_INSTANCE *pinstance,
                               JET_SESID sesid,
                               uint32_t paramid,
                               JET_API_PTR lParam,
                               JET_PCWSTR szParam);

/**
 * Reads a system parameter: numbers into `plParam`, texts into `szParam`, which has `cbMax` bytes.
 */
JET_ERR JET_API JetGetSystemParameterA(JET_INSTANCE instance,
                               JET_SESID sesid,
                               uint32_t paramid,
                               JET_API_PTR *plParam,
                               JET_PSTR szParam,
                               uint32_t cbMax);

/**
 * Reads a system parameter: numbers into `plParam`, texts into `szParam`, which has `cbMax` bytes.
 */
JET_ERR JET_API JetGetSystemParameterW(JET_INSTANCE instance,
                               JET_SESID sesid,
                               uint32_t paramid,
                               JET_API_PTR *plParam,
                               JET_PWSTR szParam,
                               uint32_t cbMax);

/**
 * Makes an instance, whose parameters can then be set.
 */
JET_ERR JET_API JetCreateInstanceA(JET_INSTANCE *pinstance, JET_PCSTR szInstanceName);

/**
 * Makes an instance, whose parameters can then be set.
 */
JET_ERR JET_API JetCreateInstanceW(JET_INSTANCE *pinstance, JET_PCWSTR szInstanceName);

/**
 * Makes an instance with a name to show. There are no options.
 */
JET_ERR JET_API JetCreateInstance2A(JET_INSTANCE *pinstance,
                            JET_PCSTR szInstanceName,
                            JET_PCSTR szDisplayName,
                            JET_GRBIT grbit);

/**
 * Makes an instance with a name to show. There are no options.
 */
JET_ERR JET_API JetCreateInstance2W(JET_INSTANCE *pinstance,
                            JET_PCWSTR szInstanceName,
                            JET_PCWSTR szDisplayName,
                            JET_GRBIT grbit);

/**
 * Recovers the databases of the logs and starts the instance.
 */
JET_ERR JET_API JetInit(JET_INSTANCE *pinstance);

/**
 * As JetInit, with options.
 */
JET_ERR JET_API JetInit2(JET_INSTANCE *pinstance, JET_GRBIT grbit);

/**
 * As JetInit, with options, a map and a callback.
 */
JET_ERR JET_API JetInit3A(JET_INSTANCE *pinstance, struct JET_RSTINFO_A *prstInfo, JET_GRBIT grbit);

/**
 * As JetInit, with options, a map and a callback.
 */
JET_ERR JET_API JetInit3W(JET_INSTANCE *pinstance, struct JET_RSTINFO_W *prstInfo, JET_GRBIT grbit);

/**
 * As JetInit3, with options per database and a context for the callback.
 */
JET_ERR JET_API JetInit4A(JET_INSTANCE *pinstance, struct JET_RSTINFO2_A *prstInfo, JET_GRBIT grbit);

/**
 * As JetInit3, with options per database and a context for the callback.
 */
JET_ERR JET_API JetInit4W(JET_INSTANCE *pinstance, struct JET_RSTINFO2_W *prstInfo, JET_GRBIT grbit);

/**
 * Ends an instance.
 */
JET_ERR JET_API JetTerm(JET_INSTANCE instance);

/**
 * Ends an instance as `grbit` says.
 */
JET_ERR JET_API JetTerm2(JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Sets parameters of the process and enters multi-instance mode.
 */
JET_ERR JET_API JetEnableMultiInstanceA(struct JET_SETSYSPARAM_A *psetsysparam,
                                uint32_t csetsysparam,
                                uint32_t *pcsetsucceed);

/**
 * Sets parameters of the process and enters multi-instance mode.
 */
JET_ERR JET_API JetEnableMultiInstanceW(struct JET_SETSYSPARAM_W *psetsysparam,
                                uint32_t csetsysparam,
                                uint32_t *pcsetsucceed);

/**
 * Restores databases from their backup.
 */
JET_ERR JET_API JetExternalRestoreA(JET_PSTR szCheckpointFilePath,
                            JET_PSTR szLogPath,
                            struct JET_RSTMAP_A *rgrstmap,
                            int32_t crstfilemap,
                            JET_PSTR szBackupLogPath,
                            int32_t genLow,
                            int32_t genHigh,
                            JET_PFNSTATUS pfn);

/**
 * Restores databases from their backup.
 */
JET_ERR JET_API JetExternalRestoreW(JET_PWSTR szCheckpointFilePath,
                            JET_PWSTR szLogPath,
                            struct JET_RSTMAP_W *rgrstmap,
                            int32_t crstfilemap,
                            JET_PWSTR szBackupLogPath,
                            int32_t genLow,
                            int32_t genHigh,
                            JET_PFNSTATUS pfn);

/**
 * Restores databases from their backup, playing on into the logs of a target instance: one that runs in this process
 */
JET_ERR JET_API JetExternalRestore2A(JET_PSTR szCheckpointFilePath,
                             JET_PSTR szLogPath,
                             struct JET_RSTMAP_A *rgrstmap,
                             int32_t crstfilemap,
                             JET_PSTR szBackupLogPath,
                             struct JET_LOGINFO_A *pLogInfo,
                             JET_PSTR szTargetInstanceName,
                             JET_PSTR szTargetInstanceLogPath,
                             JET_PSTR szTargetInstanceCheckpointPath,
                             JET_PFNSTATUS pfn);

/**
 * Restores databases from their backup, playing on into the logs of a target instance: one that runs in this process
 */
JET_ERR JET_API JetExternalRestore2W(JET_PWSTR szCheckpointFilePath,
                             JET_PWSTR szLogPath,
                             struct JET_RSTMAP_W *rgrstmap,
                             int32_t crstfilemap,
                             JET_PWSTR szBackupLogPath,
                             struct JET_LOGINFO_W *pLogInfo,
                             JET_PWSTR szTargetInstanceName,
                             JET_PWSTR szTargetInstanceLogPath,
                             JET_PWSTR szTargetInstanceCheckpointPath,
                             JET_PFNSTATUS pfn);

/**
 * The instances of the process and their databases. The memory goes back through JetFreeBuffer.
 */
JET_ERR JET_API JetGetInstanceInfoA(uint32_t *pcInstanceInfo, struct JET_INSTANCE_INFO_A **paInstanceInfo);

/**
 * The instances of the process and their databases. The memory goes back through JetFreeBuffer.
 */
JET_ERR JET_API JetGetInstanceInfoW(uint32_t *pcInstanceInfo, struct JET_INSTANCE_INFO_W **paInstanceInfo);

/**
 * Gives back memory that this library allocated for the program. Null is allowed.
 */
JET_ERR JET_API JetFreeBuffer(char *pbBuf);

/**
 * What kind of error a number is: `InfoLevel` JET_ErrorInfoSpecificErr, `pvContext` the JET_ERR, `pvResult` a
 */
JET_ERR JET_API JetGetErrorInfoW(void *pvContext,
                         void *pvResult,
                         uint32_t cbMax,
                         uint32_t InfoLevel,
                         JET_GRBIT grbit);

/**
 * What a database file says about itself: its size (JET_DbInfoFilesize), its header (JET_DbInfoMisc), its page size,
 */
JET_ERR JET_API JetGetDatabaseFileInfoA(JET_PCSTR szDatabaseName,
                                void *pvResult,
                                uint32_t cbMax,
                                uint32_t InfoLevel);

/**
 * What a database file says about itself. See JetGetDatabaseFileInfoA.
 */
JET_ERR JET_API JetGetDatabaseFileInfoW(JET_PCWSTR szDatabaseName,
                                void *pvResult,
                                uint32_t cbMax,
                                uint32_t InfoLevel);

/**
 * What a log file says about itself: generation, signature, times, versions, sizes. `InfoLevel` is JET_LogInfoMisc,
 */
JET_ERR JET_API JetGetLogFileInfoA(JET_PCSTR szLog,
                           void *pvResult,
                           uint32_t cbMax,
                           uint32_t InfoLevel);

/**
 * What a log file says about itself. See JetGetLogFileInfoA.
 */
JET_ERR JET_API JetGetLogFileInfoW(JET_PCWSTR wszLog, void *pvResult, uint32_t cbMax, uint32_t InfoLevel);

/**
 * Prints what a file says to standard output, or checks it, as `op` says: the header of a database, a log, a checkpoint,
 */
JET_ERR JET_API JetDBUtilitiesA(struct JET_DBUTIL_A *pdbutil);

/**
 * Prints what a file says, or checks it. See JetDBUtilitiesA.
 */
JET_ERR JET_API JetDBUtilitiesW(struct JET_DBUTIL_W *pdbutil);

/**
 * Makes a dirty database do without its last committed log, which must not be required. The log file stays; the program
 */
JET_ERR JET_API JetRemoveLogfileA(JET_PCSTR szDatabase,
                          JET_PCSTR szLogfile,
                          JET_GRBIT grbit);

/**
 * Makes a dirty database do without its last committed log. See JetRemoveLogfileA.
 */
JET_ERR JET_API JetRemoveLogfileW(JET_PCWSTR wszDatabase, JET_PCWSTR wszLogfile, JET_GRBIT grbit);

/**
 * Begins a session in a running instance. User and password mean nothing.
 */
JET_ERR JET_API JetBeginSessionA(JET_INSTANCE instance,
                         JET_SESID *psesid,
                         JET_PCSTR szUserName,
                         JET_PCSTR szPassword);

/**
 * Begins a session in a running instance. User and password mean nothing.
 */
JET_ERR JET_API JetBeginSessionW(JET_INSTANCE instance,
                         JET_SESID *psesid,
                         JET_PCWSTR szUserName,
                         JET_PCWSTR szPassword);

/**
 * Ends a session. Databases stay attached.
 */
JET_ERR JET_API JetEndSession(JET_SESID sesid, JET_GRBIT grbit);

/**
 * Attaches a clean database.
 */
JET_ERR JET_API JetAttachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);

/**
 * Attaches a clean database.
 */
JET_ERR JET_API JetAttachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);

/**
 * Attaches a clean database. The largest size has no meaning: no database grows here.
 */
JET_ERR JET_API JetAttachDatabase2A(JET_SESID sesid,
                            JET_PCSTR szFilename,
                            uint32_t cpgDatabaseSizeMax,
                            JET_GRBIT grbit);

/**
 * Attaches a clean database. The largest size has no meaning: no database grows here.
 */
JET_ERR JET_API JetAttachDatabase2W(JET_SESID sesid,
                            JET_PCWSTR szFilename,
                            uint32_t cpgDatabaseSizeMax,
                            JET_GRBIT grbit);

/**
 * Detaches a database, or all of them for a null name. It is clean then.
 */
JET_ERR JET_API JetDetachDatabaseA(JET_SESID sesid, JET_PCSTR szFilename);

/**
 * Detaches a database, or all of them for a null name. It is clean then.
 */
JET_ERR JET_API JetDetachDatabaseW(JET_SESID sesid, JET_PCWSTR szFilename);

/**
 * Detaches a database, or all of them for a null name. It is clean then.
 */
JET_ERR JET_API JetDetachDatabase2A(JET_SESID sesid, JET_PCSTR szFilename, JET_GRBIT grbit);

/**
 * Detaches a database, or all of them for a null name. It is clean then.
 */
JET_ERR JET_API JetDetachDatabase2W(JET_SESID sesid, JET_PCWSTR szFilename, JET_GRBIT grbit);

/**
 * Attaches a clean database. The parameters are checked, and mean nothing: no database grows or shrinks here.
 */
JET_ERR JET_API JetAttachDatabase3A(JET_SESID sesid,
                            JET_PCSTR szFilename,
                            struct JET_SETDBPARAM *rgsetdbparam,
                            uint32_t csetdbparam,
                            JET_GRBIT grbit);

/**
 * Attaches a clean database. The parameters are checked, and mean nothing: no database grows or shrinks here.
 */
JET_ERR JET_API JetAttachDatabase3W(JET_SESID sesid,
                            JET_PCWSTR szFilename,
                            struct JET_SETDBPARAM *rgsetdbparam,
                            uint32_t csetdbparam,
                            JET_GRBIT grbit);

/**
 * Begins a backup: full, or incremental with JET_bitBackupIncremental.
 */
JET_ERR JET_API JetBeginExternalBackupInstance(JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Begins a backup: full, or incremental with JET_bitBackupIncremental, for the one instance.
 */
JET_ERR JET_API JetBeginExternalBackup(JET_GRBIT grbit);

/**
 * The databases that a full backup takes: names, each with its 0, and one more 0.
 */
JET_ERR JET_API JetGetAttachInfoInstanceA(JET_INSTANCE instance,
                                  JET_PSTR szzDatabases,
                                  uint32_t cbMax,
                                  uint32_t *pcbActual);

/**
 * The databases that a full backup takes, for the one instance.
 */
JET_ERR JET_API JetGetAttachInfoA(JET_PSTR szzDatabases, uint32_t cbMax, uint32_t *pcbActual);

/**
 * The databases that a full backup takes: names, each with its 0, and one more 0.
 */
JET_ERR JET_API JetGetAttachInfoInstanceW(JET_INSTANCE instance,
                                  JET_PWSTR szzDatabases,
                                  uint32_t cbMax,
                                  uint32_t *pcbActual);

/**
 * The databases that a full backup takes, for the one instance.
 */
JET_ERR JET_API JetGetAttachInfoW(JET_PWSTR wszzDatabases, uint32_t cbMax, uint32_t *pcbActual);

/**
 * The logs that the backup of the one instance takes.
 */
JET_ERR JET_API JetGetLogInfoA(JET_PSTR szzLogs, uint32_t cbMax, uint32_t *pcbActual);

/**
 * The logs that the backup takes: names, each with its 0, and one more 0. The first call begins a new generation.
 */
JET_ERR JET_API JetGetLogInfoInstanceA(JET_INSTANCE instance,
                               JET_PSTR szzLogs,
                               uint32_t cbMax,
                               uint32_t *pcbActual);

/**
 * The logs that the backup takes, with their range.
 */
JET_ERR JET_API JetGetLogInfoInstance2A(JET_INSTANCE instance,
                                JET_PSTR szzLogs,
                                uint32_t cbMax,
                                uint32_t *pcbActual,
                                struct JET_LOGINFO_A *pLogInfo);

/**
 * The logs that JetTruncateLogInstance would remove.
 */
JET_ERR JET_API JetGetTruncateLogInfoInstanceA(JET_INSTANCE instance,
                                       JET_PSTR szzLogs,
                                       uint32_t cbMax,
                                       uint32_t *pcbActual);

/**
 * The logs that the backup of the one instance takes.
 */
JET_ERR JET_API JetGetLogInfoW(JET_PWSTR szzLogs, uint32_t cbMax, uint32_t *pcbActual);

/**
 * The logs that the backup takes: names, each with its 0, and one more 0. The first call begins a new generation.
 */
JET_ERR JET_API JetGetLogInfoInstanceW(JET_INSTANCE instance,
                               JET_PWSTR wszzLogs,
                               uint32_t cbMax,
                               uint32_t *pcbActual);

/**
 * The logs that the backup takes, with their range.
 */
JET_ERR JET_API JetGetLogInfoInstance2W(JET_INSTANCE instance,
                                JET_PWSTR wszzLogs,
                                uint32_t cbMax,
                                uint32_t *pcbActual,
                                struct JET_LOGINFO_W *pLogInfo);

/**
 * The logs that JetTruncateLogInstance would remove.
 */
JET_ERR JET_API JetGetTruncateLogInfoInstanceW(JET_INSTANCE instance,
                                       JET_PWSTR wszzLogs,
                                       uint32_t cbMax,
                                       uint32_t *pcbActual);

/**
 * Removes the logs that no recovery and no next backup needs.
 */
JET_ERR JET_API JetTruncateLogInstance(JET_INSTANCE instance);

/**
 * Removes the logs that no recovery and no next backup needs, for the one instance.
 */
JET_ERR JET_API JetTruncateLog(void);

/**
 * Ends the backup normally.
 */
JET_ERR JET_API JetEndExternalBackupInstance(JET_INSTANCE instance);

/**
 * Ends the backup normally, for the one instance.
 */
JET_ERR JET_API JetEndExternalBackup(void);

/**
 * Ends the backup: JET_bitBackupEndNormal or JET_bitBackupEndAbort.
 */
JET_ERR JET_API JetEndExternalBackupInstance2(JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Makes all calls of the backup but its end give JET_errBackupAbortByServer.
 */
JET_ERR JET_API JetStopBackupInstance(JET_INSTANCE instance);

/**
 * Makes all calls of the backup but its end give JET_errBackupAbortByServer, for the one instance.
 */
JET_ERR JET_API JetStopBackup(void);

/**
 * Begins a backup that is taken elsewhere, of a replica: full, or incremental with JET_bitBackupIncremental. Until it
 */
JET_ERR JET_API JetBeginSurrogateBackup(JET_INSTANCE instance,
                                uint32_t lgenFirst,
                                uint32_t lgenLast,
                                JET_GRBIT grbit);

/**
 * Ends a backup that was taken elsewhere: JET_bitBackupEndNormal, with JET_bitBackupTruncateDone when its logs are to go,
 */
JET_ERR JET_API JetEndSurrogateBackup(JET_INSTANCE instance,
                              JET_GRBIT grbit);

/**
 * Opens a database or a log of the backup.
 */
JET_ERR JET_API JetOpenFileInstanceA(JET_INSTANCE instance,
                             JET_PCSTR szFileName,
                             JET_HANDLE *phfFile,
                             uint32_t *pulFileSizeLow,
                             uint32_t *pulFileSizeHigh);

/**
 * Opens a database or a log of the backup, for the one instance.
 */
JET_ERR JET_API JetOpenFileA(JET_PCSTR szFileName,
                     JET_HANDLE *phfFile,
                     uint32_t *pulFileSizeLow,
                     uint32_t *pulFileSizeHigh);

/**
 * Opens a database or a log of the backup.
 */
JET_ERR JET_API JetOpenFileInstanceW(JET_INSTANCE instance,
                             JET_PCWSTR szFileName,
                             JET_HANDLE *phfFile,
                             uint32_t *pulFileSizeLow,
                             uint32_t *pulFileSizeHigh);

/**
 * Opens a database or a log of the backup, for the one instance.
 */
JET_ERR JET_API JetOpenFileW(JET_PCWSTR szFileName,
                     JET_HANDLE *phfFile,
                     uint32_t *pulFileSizeLow,
                     uint32_t *pulFileSizeHigh);

/**
 * Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages.
 */
JET_ERR JET_API JetReadFileInstance(JET_INSTANCE instance,
                            JET_HANDLE hfFile,
                            void *pv,
                            uint32_t cb,
                            uint32_t *pcbActual);

/**
 * Reads on in a file of the backup; 0 bytes at its end. The buffer begins at a multiple of 4096 and has whole pages, for the one instance.
 */
JET_ERR JET_API JetReadFile(JET_HANDLE hfFile,
                    void *pv,
                    uint32_t cb,
                    uint32_t *pcbActual);

/**
 * Closes a file of the backup.
 */
JET_ERR JET_API JetCloseFileInstance(JET_INSTANCE instance, JET_HANDLE hfFile);

/**
 * Closes a file of the backup, for the one instance.
 */
JET_ERR JET_API JetCloseFile(JET_HANDLE hfFile);

/**
 * Opens a database or a log of the backup, to be read from an offset on. For more than one section there is
 */
JET_ERR JET_API JetOpenFileSectionInstanceA(JET_INSTANCE instance,
                                    JET_PSTR szFile,
                                    JET_HANDLE *phFile,
                                    int32_t iSection,
                                    int32_t cSections,
                                    uint64_t ibRead,
                                    uint32_t *pulSectionSizeLow,
                                    int32_t *plSectionSizeHigh);

/**
 * Opens a database or a log of the backup, to be read from an offset on. For more than one section there is
 */
JET_ERR JET_API JetOpenFileSectionInstanceW(JET_INSTANCE instance,
                                    JET_PWSTR szFile,
                                    JET_HANDLE *phFile,
                                    int32_t iSection,
                                    int32_t cSections,
                                    uint64_t ibRead,
                                    uint32_t *pulSectionSizeLow,
                                    int32_t *plSectionSizeHigh);

/**
 * Backs databases and logs of the one instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
 */
JET_ERR JET_API JetBackupA(JET_PCSTR szBackupPath,
                   JET_GRBIT grbit,
                   JET_PFNSTATUS pfnStatus);

/**
 * Backs databases and logs of an instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
 */
JET_ERR JET_API JetBackupInstanceA(JET_INSTANCE instance,
                           JET_PCSTR szBackupPath,
                           JET_GRBIT grbit,
                           JET_PFNSTATUS pfnStatus);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were.
 */
JET_ERR JET_API JetRestoreA(JET_PCSTR szSource, JET_PFNSTATUS pfn);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were, or to a directory.
 */
JET_ERR JET_API JetRestore2A(JET_PCSTR sz, JET_PCSTR szDest, JET_PFNSTATUS pfn);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were, or to a directory,
 */
JET_ERR JET_API JetRestoreInstanceA(JET_INSTANCE instance,
                            JET_PCSTR sz,
                            JET_PCSTR szDest,
                            JET_PFNSTATUS pfn);

/**
 * Backs databases and logs of the one instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
 */
JET_ERR JET_API JetBackupW(JET_PCWSTR szBackupPath,
                   JET_GRBIT grbit,
                   JET_PFNSTATUS pfnStatus);

/**
 * Backs databases and logs of an instance up to a directory, or with JET_bitBackupIncremental the logs alone, and
 */
JET_ERR JET_API JetBackupInstanceW(JET_INSTANCE instance,
                           JET_PCWSTR szBackupPath,
                           JET_GRBIT grbit,
                           JET_PFNSTATUS pfnStatus);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were.
 */
JET_ERR JET_API JetRestoreW(JET_PCWSTR szSource, JET_PFNSTATUS pfn);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were, or to a directory.
 */
JET_ERR JET_API JetRestore2W(JET_PCWSTR sz, JET_PCWSTR szDest, JET_PFNSTATUS pfn);

/**
 * Restores a backup that JetBackup wrote: all databases to where they were, or to a directory,
 */
JET_ERR JET_API JetRestoreInstanceW(JET_INSTANCE instance,
                            JET_PCWSTR sz,
                            JET_PCWSTR szDest,
                            JET_PFNSTATUS pfn);

/**
 * EXTENSION, not part of the engine's API: the sentence that says why the last failing call on this thread failed:
 */
JET_ERR JET_API EsentGetLastErrorMessageA(JET_PSTR szMessage,
                                  uint32_t cbMax);

/**
 * EXTENSION, not part of the engine's API: as EsentGetLastErrorMessageA, in UTF-16. `cbMax` counts bytes.
 */
JET_ERR JET_API EsentGetLastErrorMessageW(JET_PWSTR szMessage,
                                  uint32_t cbMax);

/**
 * EXTENSION, not part of the engine's API: begins a restore: brings in a full or copy backup, the databases
 */
JET_ERR JET_API EsentRestoreBeginA(JET_PCSTR szFolder,
                           JET_PCSTR szInstanceName,
                           const struct ESENT_RESTOREDB_A *rgDatabases,
                           uint32_t cDatabases,
                           JET_PCSTR szBackupLogPath,
                           const struct JET_LOGINFO_A *pLogInfo,
                           JET_GRBIT grbit);

/**
 * EXTENSION, not part of the engine's API: brings in the logs of an incremental or differential backup.
 */
JET_ERR JET_API EsentRestoreAddA(JET_PCSTR szFolder,
                         JET_PCSTR szInstanceName,
                         JET_PCSTR szBackupLogPath,
                         const struct JET_LOGINFO_A *pLogInfo,
                         JET_GRBIT grbit);

/**
 * EXTENSION, not part of the engine's API: how far a restore has come: the range of its logs, and its stage
 */
JET_ERR JET_API EsentRestoreStatusA(JET_PCSTR szFolder,
                            struct JET_LOGINFO_A *pLogInfo,
                            uint32_t *pulStage);

/**
 * EXTENSION, not part of the engine's API: plays the logs of a restore, then those in the target's log path
 */
JET_ERR JET_API EsentRestoreCompleteA(JET_PCSTR szFolder,
                              JET_PCSTR szTargetLogPath,
                              JET_PCSTR szTargetCheckpointPath,
                              JET_INSTANCE instance,
                              JET_PFNSTATUS pfn,
                              JET_GRBIT grbit);

/**
 * EXTENSION, not part of the engine's API: begins a restore: brings in a full or copy backup, the databases
 */
JET_ERR JET_API EsentRestoreBeginW(JET_PCWSTR szFolder,
                           JET_PCWSTR szInstanceName,
                           const struct ESENT_RESTOREDB_W *rgDatabases,
                           uint32_t cDatabases,
                           JET_PCWSTR szBackupLogPath,
                           const struct JET_LOGINFO_W *pLogInfo,
                           JET_GRBIT grbit);

/**
 * EXTENSION, not part of the engine's API: brings in the logs of an incremental or differential backup.
 */
JET_ERR JET_API EsentRestoreAddW(JET_PCWSTR szFolder,
                         JET_PCWSTR szInstanceName,
                         JET_PCWSTR szBackupLogPath,
                         const struct JET_LOGINFO_W *pLogInfo,
                         JET_GRBIT grbit);

/**
 * EXTENSION, not part of the engine's API: how far a restore has come: the range of its logs, and its stage
 */
JET_ERR JET_API EsentRestoreStatusW(JET_PCWSTR szFolder,
                            struct JET_LOGINFO_W *pLogInfo,
                            uint32_t *pulStage);

/**
 * EXTENSION, not part of the engine's API: plays the logs of a restore, then those in the target's log path
 */
JET_ERR JET_API EsentRestoreCompleteW(JET_PCWSTR szFolder,
                              JET_PCWSTR szTargetLogPath,
                              JET_PCWSTR szTargetCheckpointPath,
                              JET_INSTANCE instance,
                              JET_PFNSTATUS pfn,
                              JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetBeginTransaction(JET_SESID sesid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetBeginTransaction2(JET_SESID sesid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetBeginTransaction3(JET_SESID sesid, int64_t trxid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCommitTransaction(JET_SESID sesid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCommitTransaction2(JET_SESID sesid,
                              JET_GRBIT grbit,
                              uint32_t cmsecDurableCommit,
                              struct JET_COMMIT_ID *pCommitId);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDupSession(JET_SESID sesid, JET_SESID *psesid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetSessionInfo(JET_SESID sesid, void *pvResult, uint32_t cbMax, uint32_t ulInfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetSessionParameter(JET_SESID sesid,
                               uint32_t sesparamid,
                               void *pvParam,
                               uint32_t cbParamMax,
                               uint32_t *pcbParamActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetThreadStats(void *pvResult, uint32_t cbMax);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetIdle(JET_SESID sesid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrepareToCommitTransaction(JET_SESID sesid,
                                      const void *pvData,
                                      uint32_t cbData,
                                      JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetResetSessionContext(JET_SESID sesid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRollback(JET_SESID sesid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetSessionContext(JET_SESID sesid, JET_API_PTR ulContext);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetSessionParameter(JET_SESID sesid,
                               uint32_t sesparamid,
                               void *pvParam,
                               uint32_t cbParam);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetAttachDatabaseWithStreamingA(JET_SESID sesid,
                                        JET_PCSTR szDbFileName,
                                        JET_PCSTR szSLVFileName,
                                        JET_PCSTR szSLVRootName,
                                        uint32_t cpgDatabaseSizeMax,
                                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetAttachDatabaseWithStreamingW(JET_SESID sesid,
                                        JET_PCWSTR szDbFileName,
                                        JET_PCWSTR szSLVFileName,
                                        JET_PCWSTR szSLVRootName,
                                        uint32_t cpgDatabaseSizeMax,
                                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCloseDatabase(JET_SESID sesid, JET_DBID dbid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCompactA(JET_SESID sesid,
                    JET_PCSTR szDatabaseSrc,
                    JET_PCSTR szDatabaseDest,
                    JET_PFNSTATUS pfnStatus,
                    struct JET_CONVERT_A *pconvert,
                    JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCompactW(JET_SESID sesid,
                    JET_PCWSTR szDatabaseSrc,
                    JET_PCWSTR szDatabaseDest,
                    JET_PFNSTATUS pfnStatus,
                    struct JET_CONVERT_W *pconvert,
                    JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabaseA(JET_SESID sesid,
                           JET_PCSTR szFilename,
                           JET_PCSTR szConnect,
                           JET_DBID *pdbid,
                           JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabaseW(JET_SESID sesid,
                           JET_PCWSTR szFilename,
                           JET_PCWSTR szConnect,
                           JET_DBID *pdbid,
                           JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabase2A(JET_SESID sesid,
                            JET_PCSTR szFilename,
                            uint32_t cpgDatabaseSizeMax,
                            JET_DBID *pdbid,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabase2W(JET_SESID sesid,
                            JET_PCWSTR szFilename,
                            uint32_t cpgDatabaseSizeMax,
                            JET_DBID *pdbid,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabase3A(JET_SESID sesid,
                            JET_PCSTR szFilename,
                            JET_DBID *pdbid,
                            struct JET_SETDBPARAM *rgsetdbparam,
                            uint32_t csetdbparam,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabase3W(JET_SESID sesid,
                            JET_PCWSTR szFilename,
                            JET_DBID *pdbid,
                            struct JET_SETDBPARAM *rgsetdbparam,
                            uint32_t csetdbparam,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabaseWithStreamingA(JET_SESID sesid,
                                        JET_PCSTR szDbFileName,
                                        JET_PCSTR szSLVFileName,
                                        JET_PCSTR szSLVRootName,
                                        uint32_t cpgDatabaseSizeMax,
                                        JET_DBID *pdbid,
                                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateDatabaseWithStreamingW(JET_SESID sesid,
                                        JET_PCWSTR szDbFileName,
                                        JET_PCWSTR szSLVFileName,
                                        JET_PCWSTR szSLVRootName,
                                        uint32_t cpgDatabaseSizeMax,
                                        JET_DBID *pdbid,
                                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateEncryptionKey(uint32_t encryptionAlgorithm,
                               void *pvKey,
                               uint32_t cbKey,
                               uint32_t *pcbActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDatabaseScan(JET_SESID sesid,
                        JET_DBID dbid,
                        uint32_t *pcSecondsMax,
                        uint32_t cmsecSleep,
                        JET_CALLBACK pfnCallback,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragmentA(JET_SESID sesid,
                       JET_DBID dbid,
                       JET_PCSTR szTableName,
                       uint32_t *pcPasses,
                       uint32_t *pcSeconds,
                       JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragmentW(JET_SESID sesid,
                       JET_DBID dbid,
                       JET_PCWSTR szTableName,
                       uint32_t *pcPasses,
                       uint32_t *pcSeconds,
                       JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragment2A(JET_SESID sesid,
                        JET_DBID dbid,
                        JET_PCSTR szTableName,
                        uint32_t *pcPasses,
                        uint32_t *pcSeconds,
                        JET_CALLBACK callback,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragment2W(JET_SESID sesid,
                        JET_DBID dbid,
                        JET_PCWSTR szTableName,
                        uint32_t *pcPasses,
                        uint32_t *pcSeconds,
                        JET_CALLBACK callback,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragment3A(JET_SESID sesid,
                        JET_PCSTR szDatabaseName,
                        JET_PCSTR szTableName,
                        uint32_t *pcPasses,
                        uint32_t *pcSeconds,
                        JET_CALLBACK callback,
                        void *pvContext,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDefragment3W(JET_SESID sesid,
                        JET_PCWSTR szDatabaseName,
                        JET_PCWSTR szTableName,
                        uint32_t *pcPasses,
                        uint32_t *pcSeconds,
                        JET_CALLBACK callback,
                        void *pvContext,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetDatabaseInfoA(JET_SESID sesid,
                            JET_DBID dbid,
                            void *pvResult,
                            uint32_t cbMax,
                            uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetDatabaseInfoW(JET_SESID sesid,
                            JET_DBID dbid,
                            void *pvResult,
                            uint32_t cbMax,
                            uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t *pcpg, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetPageInfo(void *pvPages,
                       uint32_t cbData,
                       struct JET_PAGEINFO *rgPageInfo,
                       uint32_t cbPageInfo,
                       JET_GRBIT grbit,
                       uint32_t ulInfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetPageInfo2(void *pvPages,
                        uint32_t cbData,
                        void *rgPageInfo,
                        uint32_t cbPageInfo,
                        JET_GRBIT grbit,
                        uint32_t ulInfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGrowDatabase(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, uint32_t *pcpgReal);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenDatabaseA(JET_SESID sesid,
                         JET_PCSTR szFilename,
                         JET_PCSTR szConnect,
                         JET_DBID *pdbid,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenDatabaseW(JET_SESID sesid,
                         JET_PCWSTR szFilename,
                         JET_PCWSTR szConnect,
                         JET_DBID *pdbid,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetResizeDatabase(JET_SESID sesid,
                          JET_DBID dbid,
                          uint32_t cpgTarget,
                          uint32_t *pcpgActual,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetDatabaseSizeA(JET_SESID sesid,
                            JET_PCSTR szDatabaseName,
                            uint32_t cpg,
                            uint32_t *pcpgReal);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetDatabaseSizeW(JET_SESID sesid,
                            JET_PCWSTR szDatabaseName,
                            uint32_t cpg,
                            uint32_t *pcpgReal);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetMaxDatabaseSize(JET_SESID sesid, JET_DBID dbid, uint32_t cpg, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetUpgradeDatabaseA(JET_SESID sesid,
                            JET_PCSTR szDbFileName,
                            JET_PCSTR szSLVFileName,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetUpgradeDatabaseW(JET_SESID sesid,
                            JET_PCWSTR szDbFileName,
                            JET_PCWSTR szSLVFileName,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCloseTable(JET_SESID sesid, JET_TABLEID tableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetComputeStats(JET_SESID sesid, JET_TABLEID tableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetConvertDDLA(JET_SESID sesid,
                       JET_DBID dbid,
                       JET_OPDDLCONV convtyp,
                       void *pvData,
                       uint32_t cbData);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetConvertDDLW(JET_SESID sesid,
                       JET_DBID dbid,
                       JET_OPDDLCONV convtyp,
                       void *pvData,
                       uint32_t cbData);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableA(JET_SESID sesid,
                        JET_DBID dbid,
                        JET_PCSTR szTableName,
                        uint32_t lPages,
                        uint32_t lDensity,
                        JET_TABLEID *ptableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableW(JET_SESID sesid,
                        JET_DBID dbid,
                        JET_PCWSTR szTableName,
                        uint32_t lPages,
                        uint32_t lDensity,
                        JET_TABLEID *ptableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szTableName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szTableName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteTable2A(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteTable2W(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szName, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDupCursor(JET_SESID sesid, JET_TABLEID tableid, JET_TABLEID *ptableid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetObjectInfoA(JET_SESID sesid,
                          JET_DBID dbid,
                          JET_OBJTYP objtyp,
                          JET_PCSTR szContainerName,
                          JET_PCSTR szObjectName,
                          void *pvResult,
                          uint32_t cbMax,
                          uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetObjectInfoW(JET_SESID sesid,
                          JET_DBID dbid,
                          JET_OBJTYP objtyp,
                          JET_PCWSTR szContainerName,
                          JET_PCWSTR szObjectName,
                          void *pvResult,
                          uint32_t cbMax,
                          uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableInfoA(JET_SESID sesid,
                         JET_TABLEID tableid,
                         void *pvResult,
                         uint32_t cbMax,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableInfoW(JET_SESID sesid,
                         JET_TABLEID tableid,
                         void *pvResult,
                         uint32_t cbMax,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTableA(JET_SESID sesid,
                      JET_DBID dbid,
                      JET_PCSTR szTableName,
                      const void *pvParameters,
                      uint32_t cbParameters,
                      JET_GRBIT grbit,
                      JET_TABLEID *ptableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTableW(JET_SESID sesid,
                      JET_DBID dbid,
                      JET_PCWSTR szTableName,
                      const void *pvParameters,
                      uint32_t cbParameters,
                      JET_GRBIT grbit,
                      JET_TABLEID *ptableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTempTable(JET_SESID sesid,
                         const struct JET_COLUMNDEF *prgcolumndef,
                         uint32_t ccolumn,
                         JET_GRBIT grbit,
                         JET_TABLEID *ptableid,
                         JET_COLUMNID *prgcolumnid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTempTable2(JET_SESID sesid,
                          const struct JET_COLUMNDEF *prgcolumndef,
                          uint32_t ccolumn,
                          uint32_t lcid,
                          JET_GRBIT grbit,
                          JET_TABLEID *ptableid,
                          JET_COLUMNID *prgcolumnid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTempTable3(JET_SESID sesid,
                          const struct JET_COLUMNDEF *prgcolumndef,
                          uint32_t ccolumn,
                          struct JET_UNICODEINDEX *pidxunicode,
                          JET_GRBIT grbit,
                          JET_TABLEID *ptableid,
                          JET_COLUMNID *prgcolumnid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTemporaryTable(JET_SESID sesid, struct JET_OPENTEMPORARYTABLE *popentemporarytable);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOpenTemporaryTable2(JET_SESID sesid,
                               struct JET_OPENTEMPORARYTABLE2 *popentemporarytable);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRenameTableA(JET_SESID sesid, JET_DBID dbid, JET_PCSTR szName, JET_PCSTR szNameNew);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRenameTableW(JET_SESID sesid, JET_DBID dbid, JET_PCWSTR szName, JET_PCWSTR szNameNew);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetTableInfoA(JET_SESID sesid,
                         JET_TABLEID tableid,
                         const void *pvParam,
                         uint32_t cbParam,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetTableInfoW(JET_SESID sesid,
                         JET_TABLEID tableid,
                         const void *pvParam,
                         uint32_t cbParam,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndexA(JET_SESID sesid,
                        JET_TABLEID tableid,
                        JET_PCSTR szIndexName,
                        JET_GRBIT grbit,
                        const char *szKey,
                        uint32_t cbKey,
                        uint32_t lDensity);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndexW(JET_SESID sesid,
                        JET_TABLEID tableid,
                        JET_PCWSTR szIndexName,
                        JET_GRBIT grbit,
                        const JET_WCHAR *szKey,
                        uint32_t cbKey,
                        uint32_t lDensity);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex2A(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE_A *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex2W(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE_W *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex3A(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE2_A *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex3W(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE2_W *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex4A(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE3_A *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateIndex4W(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_INDEXCREATE3_W *pindexcreate,
                         uint32_t cIndexCreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndexA(JET_SESID sesid,
                                   JET_DBID dbid,
                                   struct JET_TABLECREATE_A *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndexW(JET_SESID sesid,
                                   JET_DBID dbid,
                                   struct JET_TABLECREATE_W *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex2A(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE2_A *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex2W(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE2_W *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex3A(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE3_A *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex3W(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE3_W *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex4A(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE4_A *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex4W(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE4_W *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex5A(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE5_A *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetCreateTableColumnIndex5W(JET_SESID sesid,
                                    JET_DBID dbid,
                                    struct JET_TABLECREATE5_W *ptablecreate);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetBookmark(JET_SESID sesid,
                       JET_TABLEID tableid,
                       void *pvBookmark,
                       uint32_t cbMax,
                       uint32_t *pcbActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetCurrentIndexA(JET_SESID sesid,
                            JET_TABLEID tableid,
                            JET_PSTR szIndexName,
                            uint32_t cbIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetCurrentIndexW(JET_SESID sesid,
                            JET_TABLEID tableid,
                            JET_PWSTR szIndexName,
                            uint32_t cbIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetIndexInfoA(JET_SESID sesid,
                         JET_DBID dbid,
                         JET_PCSTR szTableName,
                         JET_PCSTR szIndexName,
                         void *pvResult,
                         uint32_t cbResult,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetIndexInfoW(JET_SESID sesid,
                         JET_DBID dbid,
                         JET_PCWSTR szTableName,
                         JET_PCWSTR szIndexName,
                         void *pvResult,
                         uint32_t cbResult,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRecordPosition(JET_SESID sesid,
                             JET_TABLEID tableid,
                             struct JET_RECPOS *precpos,
                             uint32_t cbRecpos);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetSecondaryIndexBookmark(JET_SESID sesid,
                                     JET_TABLEID tableid,
                                     void *pvSecondaryKey,
                                     uint32_t cbSecondaryKeyMax,
                                     uint32_t *pcbSecondaryKeyActual,
                                     void *pvPrimaryBookmark,
                                     uint32_t cbPrimaryBookmarkMax,
                                     uint32_t *pcbPrimaryBookmarkActual,
                                     JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableIndexInfoA(JET_SESID sesid,
                              JET_TABLEID tableid,
                              JET_PCSTR szIndexName,
                              void *pvResult,
                              uint32_t cbResult,
                              uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableIndexInfoW(JET_SESID sesid,
                              JET_TABLEID tableid,
                              JET_PCWSTR szIndexName,
                              void *pvResult,
                              uint32_t cbResult,
                              uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGotoBookmark(JET_SESID sesid,
                        JET_TABLEID tableid,
                        void *pvBookmark,
                        uint32_t cbBookmark);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGotoPosition(JET_SESID sesid, JET_TABLEID tableid, struct JET_RECPOS *precpos);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGotoSecondaryIndexBookmark(JET_SESID sesid,
                                      JET_TABLEID tableid,
                                      void *pvSecondaryKey,
                                      uint32_t cbSecondaryKey,
                                      void *pvPrimaryBookmark,
                                      uint32_t cbPrimaryBookmark,
                                      JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetIndexRecordCount(JET_SESID sesid,
                            JET_TABLEID tableid,
                            uint32_t *pcrec,
                            uint32_t crecMax);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetIndexRecordCount2(JET_SESID sesid,
                             JET_TABLEID tableid,
                             uint64_t *pcrec,
                             uint64_t crecMax);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetIntersectIndexes(JET_SESID sesid,
                            struct JET_INDEXRANGE *rgindexrange,
                            uint32_t cindexrange,
                            struct JET_RECORDLIST *precordlist,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetMakeKey(JET_SESID sesid,
                   JET_TABLEID tableid,
                   const void *pvData,
                   uint32_t cbData,
                   JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrereadColumnsByReference(JET_SESID sesid,
                                     JET_TABLEID tableid,
                                     const void *const *rgpvReferences,
                                     const uint32_t *rgcbReferences,
                                     uint32_t cReferences,
                                     uint32_t cPageCacheMin,
                                     uint32_t cPageCacheMax,
                                     uint32_t *pcReferencesPreread,
                                     JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrereadIndexRange(JET_SESID sesid,
                             JET_TABLEID tableid,
                             const struct JET_INDEX_RANGE *pIndexRange,
                             uint32_t cPageCacheMin,
                             uint32_t cPageCacheMax,
                             JET_GRBIT grbit,
                             uint32_t *pcPageCacheActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrereadIndexRanges(JET_SESID sesid,
                              JET_TABLEID tableid,
                              const struct JET_INDEX_RANGE *rgIndexRanges,
                              uint32_t cIndexRanges,
                              uint32_t *pcRangesPreread,
                              const JET_COLUMNID *rgcolumnidPreread,
                              uint32_t ccolumnidPreread,
                              JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrereadKeys(JET_SESID sesid,
                       JET_TABLEID tableid,
                       const void **rgpvKeys,
                       const uint32_t *rgcbKeys,
                       int32_t ckeys,
                       int32_t *pckeysPreread,
                       JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrereadTablesW(JET_SESID sesid,
                          JET_DBID dbid,
                          JET_PCWSTR *rgwszTables,
                          int32_t cwszTables,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveKey(JET_SESID sesid,
                       JET_TABLEID tableid,
                       void *pvKey,
                       uint32_t cbMax,
                       uint32_t *pcbActual,
                       JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSeek(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndexA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndexW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szIndexName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex2A(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCSTR szIndexName,
                             JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex2W(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCWSTR szIndexName,
                             JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex3A(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCSTR szIndexName,
                             JET_GRBIT grbit,
                             uint32_t itagSequence);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex3W(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCWSTR szIndexName,
                             JET_GRBIT grbit,
                             uint32_t itagSequence);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex4A(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCSTR szIndexName,
                             struct JET_INDEXID *pindexid,
                             JET_GRBIT grbit,
                             uint32_t itagSequence);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCurrentIndex4W(JET_SESID sesid,
                             JET_TABLEID tableid,
                             JET_PCWSTR szIndexName,
                             struct JET_INDEXID *pindexid,
                             JET_GRBIT grbit,
                             uint32_t itagSequence);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetCursorFilter(JET_SESID sesid,
                           JET_TABLEID tableid,
                           struct JET_INDEX_COLUMN *rgColumnFilters,
                           uint32_t cColumnFilters,
                           JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetIndexRange(JET_SESID sesid, JET_TABLEID tableidSrc, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetAddColumnA(JET_SESID sesid,
                      JET_TABLEID tableid,
                      JET_PCSTR szColumnName,
                      const struct JET_COLUMNDEF *pcolumndef,
                      const void *pvDefault,
                      uint32_t cbDefault,
                      JET_COLUMNID *pcolumnid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetAddColumnW(JET_SESID sesid,
                      JET_TABLEID tableid,
                      JET_PCWSTR szColumnName,
                      const struct JET_COLUMNDEF *pcolumndef,
                      const void *pvDefault,
                      uint32_t cbDefault,
                      JET_COLUMNID *pcolumnid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDelete(JET_SESID sesid, JET_TABLEID tableid);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteColumnA(JET_SESID sesid, JET_TABLEID tableid, JET_PCSTR szColumnName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteColumnW(JET_SESID sesid, JET_TABLEID tableid, JET_PCWSTR szColumnName);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteColumn2A(JET_SESID sesid,
                          JET_TABLEID tableid,
                          JET_PCSTR szColumnName,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetDeleteColumn2W(JET_SESID sesid,
                          JET_TABLEID tableid,
                          JET_PCWSTR szColumnName,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetEnumerateColumns(JET_SESID sesid,
                            JET_TABLEID tableid,
                            uint32_t cEnumColumnId,
                            struct JET_ENUMCOLUMNID *rgEnumColumnId,
                            uint32_t *pcEnumColumn,
                            struct JET_ENUMCOLUMN **prgEnumColumn,
                            JET_PFNREALLOC pfnRealloc,
                            void *pvReallocContext,
                            uint32_t cbDataMost,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetEscrowUpdate(JET_SESID sesid,
                        JET_TABLEID tableid,
                        JET_COLUMNID columnid,
                        void *pv,
                        uint32_t cbMax,
                        void *pvOld,
                        uint32_t cbOldMax,
                        uint32_t *pcbOldActual,
                        JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetColumnInfoA(JET_SESID sesid,
                          JET_DBID dbid,
                          JET_PCSTR szTableName,
                          JET_PCSTR pColumnNameOrId,
                          void *pvResult,
                          uint32_t cbMax,
                          uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetColumnInfoW(JET_SESID sesid,
                          JET_DBID dbid,
                          JET_PCWSTR szTableName,
                          JET_PCWSTR pwColumnNameOrId,
                          void *pvResult,
                          uint32_t cbMax,
                          uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetCursorInfo(JET_SESID sesid,
                         JET_TABLEID tableid,
                         void *pvResult,
                         uint32_t cbMax,
                         uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS *pls, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetLock(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRecordSize(JET_SESID sesid,
                         JET_TABLEID tableid,
                         struct JET_RECSIZE *precsize,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRecordSize2(JET_SESID sesid,
                          JET_TABLEID tableid,
                          struct JET_RECSIZE2 *precsize,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRecordSize3(JET_SESID sesid,
                          JET_TABLEID tableid,
                          struct JET_RECSIZE3 *precsize,
                          JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableColumnInfoA(JET_SESID sesid,
                               JET_TABLEID tableid,
                               JET_PCSTR szColumnName,
                               void *pvResult,
                               uint32_t cbMax,
                               uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetTableColumnInfoW(JET_SESID sesid,
                               JET_TABLEID tableid,
                               JET_PCWSTR szColumnName,
                               void *pvResult,
                               uint32_t cbMax,
                               uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetMove(JET_SESID sesid, JET_TABLEID tableid, int32_t cRow, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPrepareUpdate(JET_SESID sesid, JET_TABLEID tableid, uint32_t prep);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRegisterCallback(JET_SESID sesid,
                            JET_TABLEID tableid,
                            JET_CBTYP cbtyp,
                            JET_CALLBACK pCallback,
                            void *pvContext,
                            JET_HANDLE *phCallbackId);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRenameColumnA(JET_SESID sesid,
                         JET_TABLEID tableid,
                         JET_PCSTR szName,
                         JET_PCSTR szNameNew,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRenameColumnW(JET_SESID sesid,
                         JET_TABLEID tableid,
                         JET_PCWSTR szName,
                         JET_PCWSTR szNameNew,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetResetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveColumn(JET_SESID sesid,
                          JET_TABLEID tableid,
                          JET_COLUMNID columnid,
                          void *pvData,
                          uint32_t cbData,
                          uint32_t *pcbActual,
                          JET_GRBIT grbit,
                          struct JET_RETINFO *pretinfo);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveColumnByReference(JET_SESID sesid,
                                     JET_TABLEID tableid,
                                     const void *pvReference,
                                     uint32_t cbReference,
                                     uint32_t ibData,
                                     void *pvData,
                                     uint32_t cbData,
                                     uint32_t *pcbActual,
                                     JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveColumnFromRecordStream(void *pvData,
                                          uint32_t cbData,
                                          uint32_t *piRecord,
                                          JET_COLUMNID *pcolumnid,
                                          uint32_t *pitagSequence,
                                          uint32_t *pibValue,
                                          uint32_t *pcbValue);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveColumns(JET_SESID sesid,
                           JET_TABLEID tableid,
                           struct JET_RETRIEVECOLUMN *pretrievecolumn,
                           uint32_t cretrievecolumn);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRetrieveTaggedColumnList(JET_SESID sesid,
                                    JET_TABLEID tableid,
                                    uint32_t *pcColumns,
                                    void *pvData,
                                    uint32_t cbData,
                                    JET_COLUMNID columnidStart,
                                    JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetColumn(JET_SESID sesid,
                     JET_TABLEID tableid,
                     JET_COLUMNID columnid,
                     const void *pvData,
                     uint32_t cbData,
                     JET_GRBIT grbit,
                     struct JET_SETINFO *psetinfo);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetColumnDefaultValueA(JET_SESID sesid,
                                  JET_DBID dbid,
                                  JET_PCSTR szTableName,
                                  JET_PCSTR szColumnName,
                                  const void *pvData,
                                  uint32_t cbData,
                                  JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetColumnDefaultValueW(JET_SESID sesid,
                                  JET_DBID dbid,
                                  JET_PCWSTR szTableName,
                                  JET_PCWSTR szColumnName,
                                  const void *pvData,
                                  uint32_t cbData,
                                  JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetColumns(JET_SESID sesid,
                      JET_TABLEID tableid,
                      struct JET_SETCOLUMN *psetcolumn,
                      uint32_t csetcolumn);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetLS(JET_SESID sesid, JET_TABLEID tableid, JET_LS ls, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetTableSequential(JET_SESID sesid, JET_TABLEID tableid, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetStreamRecords(JET_SESID sesid,
                         JET_TABLEID tableid,
                         uint32_t ccolumnid,
                         const JET_COLUMNID *rgcolumnid,
                         void *pvData,
                         uint32_t cbData,
                         uint32_t *pcbActual,
                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetUnregisterCallback(JET_SESID sesid,
                              JET_TABLEID tableid,
                              JET_CBTYP cbtyp,
                              JET_HANDLE hCallbackId);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetUpdate(JET_SESID sesid,
                  JET_TABLEID tableid,
                  void *pvBookmark,
                  uint32_t cbBookmark,
                  uint32_t *pcbActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetUpdate2(JET_SESID sesid,
                   JET_TABLEID tableid,
                   void *pvBookmark,
                   uint32_t cbBookmark,
                   uint32_t *pcbActual,
                   JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetBeginDatabaseIncrementalReseedA(JET_INSTANCE instance,
                                           JET_PCSTR szDatabase,
                                           uint32_t genFirstDivergedLog,
                                           JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetBeginDatabaseIncrementalReseedW(JET_INSTANCE instance,
                                           JET_PCWSTR szDatabase,
                                           uint32_t genFirstDivergedLog,
                                           JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetConsumeLogData(JET_INSTANCE instance,
                          struct JET_EMITDATACTX *pEmitLogDataCtx,
                          void *pvLogData,
                          uint32_t cbLogData,
                          JET_GRBIT grbits);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetEndDatabaseIncrementalReseedA(JET_INSTANCE instance,
                                         JET_PCSTR szDatabase,
                                         uint32_t genMinRequired,
                                         uint32_t genFirstDivergedLog,
                                         uint32_t genMaxRequired,
                                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetEndDatabaseIncrementalReseedW(JET_INSTANCE instance,
                                         JET_PCWSTR szDatabase,
                                         uint32_t genMinRequired,
                                         uint32_t genFirstDivergedLog,
                                         uint32_t genMaxRequired,
                                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetDatabasePages(JET_SESID sesid,
                            JET_DBID dbid,
                            uint32_t pgnoStart,
                            uint32_t cpg,
                            void *pv,
                            uint32_t cb,
                            uint32_t *pcbActual,
                            JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOnlinePatchDatabasePage(JET_SESID sesid,
                                   JET_DBID dbid,
                                   uint32_t pgno,
                                   const void *pvToken,
                                   uint32_t cbToken,
                                   const void *pvData,
                                   uint32_t cbData,
                                   JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPatchDatabasePagesA(JET_INSTANCE instance,
                               JET_PCSTR szDatabase,
                               uint32_t pgnoStart,
                               uint32_t cpg,
                               const void *pv,
                               uint32_t cb,
                               JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetPatchDatabasePagesW(JET_INSTANCE instance,
                               JET_PCWSTR szDatabase,
                               uint32_t pgnoStart,
                               uint32_t cpg,
                               const void *pv,
                               uint32_t cb,
                               JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetStopService(void);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetStopServiceInstance(JET_INSTANCE instance);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetStopServiceInstance2(JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRBSFileInfoA(JET_PCSTR szRBSFileName,
                           void *pvResult,
                           uint32_t cbMax,
                           uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetRBSFileInfoW(JET_PCWSTR szRBSFileName,
                           void *pvResult,
                           uint32_t cbMax,
                           uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotAbort(JET_OSSNAPID snapId, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotEnd(JET_OSSNAPID snapId, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotFreezeA(JET_OSSNAPID snapId,
                             uint32_t *pcInstanceInfo,
                             struct JET_INSTANCE_INFO_A **paInstanceInfo,
                             JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotFreezeW(JET_OSSNAPID snapId,
                             uint32_t *pcInstanceInfo,
                             struct JET_INSTANCE_INFO_W **paInstanceInfo,
                             JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotGetFreezeInfoA(JET_OSSNAPID snapId,
                                    uint32_t *pcInstanceInfo,
                                    struct JET_INSTANCE_INFO_A **paInstanceInfo,
                                    JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotGetFreezeInfoW(JET_OSSNAPID snapId,
                                    uint32_t *pcInstanceInfo,
                                    struct JET_INSTANCE_INFO_W **paInstanceInfo,
                                    JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotPrepare(JET_OSSNAPID *psnapId, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotPrepareInstance(JET_OSSNAPID snapId, JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotThaw(JET_OSSNAPID snapId, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotTruncateLog(JET_OSSNAPID snapId, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetOSSnapshotTruncateLogInstance(JET_OSSNAPID snapId,
                                         JET_INSTANCE instance,
                                         JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRBSCancelRevert(JET_INSTANCE instance);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRBSExecuteRevert(JET_INSTANCE instance,
                            JET_GRBIT grbit,
                            struct JET_RBSREVERTINFOMISC *prbsrevertinfomisc);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetRBSPrepareRevert(JET_INSTANCE instance,
                            JET_LOGTIME jltRevertExpected,
                            int32_t cpgCache,
                            JET_GRBIT grbit,
                            JET_LOGTIME *pjltRevertActual);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSnapshotStartA(JET_INSTANCE instance, JET_PSTR szDatabases, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSnapshotStartW(JET_INSTANCE instance, JET_PWSTR szDatabases, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSnapshotStop(JET_INSTANCE instance, JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetConfigureProcessForCrashDump(JET_GRBIT grbit);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetCounter(JET_SESID sesid, int32_t CounterType, int32_t *plValue);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetInstanceMiscInfo(JET_INSTANCE instance,
                               void *pvResult,
                               uint32_t cbMax,
                               uint32_t InfoLevel);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetResourceParam(JET_INSTANCE instance,
                            JET_RESOPER resoper,
                            JET_RESID resid,
                            JET_API_PTR *pulParam);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetGetVersion(JET_SESID sesid, uint32_t *pwVersion);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetResetCounter(JET_SESID sesid, int32_t CounterType);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetSetResourceParam(JET_INSTANCE instance,
                            JET_RESOPER resoper,
                            JET_RESID resid,
                            JET_API_PTR ulParam);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetTestHook(TESTHOOK_OP opcode, void *pv);

/**
 * Not available: returns JET_errFeatureNotAvailable.
 */
JET_ERR JET_API JetTracing(JET_TRACEOP traceop, JET_TRACETAG tracetag, JET_API_PTR ul);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/* Names without A or W. */
#if defined(JET_UNICODE)
#define JET_CONVERT JET_CONVERT_W
#define JET_DBUTIL JET_DBUTIL_W
#define JET_DBUTIL_CHECKSUMLOGFROMMEMORY JET_DBUTIL_CHECKSUMLOGFROMMEMORY_W
#define JET_DBUTIL_RBSOPTIONS JET_DBUTIL_RBSOPTIONS_W
#define JET_DBUTIL_SPCATOPTIONS JET_DBUTIL_SPCATOPTIONS_W
#define JET_INDEXCREATE2 JET_INDEXCREATE2_W
#define JET_INDEXCREATE3 JET_INDEXCREATE3_W
#define JET_INDEXCREATE JET_INDEXCREATE_W
#define JET_INSTANCE_INFO JET_INSTANCE_INFO_W
#define JET_LOGINFO JET_LOGINFO_W
#define JET_RSTINFO2 JET_RSTINFO2_W
#define JET_RSTINFO JET_RSTINFO_W
#define JET_RSTMAP2 JET_RSTMAP2_W
#define JET_RSTMAP JET_RSTMAP_W
#define JET_SETSYSPARAM JET_SETSYSPARAM_W
#define JET_TABLECREATE2 JET_TABLECREATE2_W
#define JET_TABLECREATE3 JET_TABLECREATE3_W
#define JET_TABLECREATE4 JET_TABLECREATE4_W
#define JET_TABLECREATE5 JET_TABLECREATE5_W
#define JET_TABLECREATE JET_TABLECREATE_W
#define JetAddColumn JetAddColumnW
#define JetAttachDatabase2 JetAttachDatabase2W
#define JetAttachDatabase3 JetAttachDatabase3W
#define JetAttachDatabase JetAttachDatabaseW
#define JetAttachDatabaseWithStreaming JetAttachDatabaseWithStreamingW
#define JetBackup JetBackupW
#define JetBackupInstance JetBackupInstanceW
#define JetBeginDatabaseIncrementalReseed JetBeginDatabaseIncrementalReseedW
#define JetBeginSession JetBeginSessionW
#define JetCompact JetCompactW
#define JetConvertDDL JetConvertDDLW
#define JetCreateDatabase2 JetCreateDatabase2W
#define JetCreateDatabase3 JetCreateDatabase3W
#define JetCreateDatabase JetCreateDatabaseW
#define JetCreateDatabaseWithStreaming JetCreateDatabaseWithStreamingW
#define JetCreateIndex2 JetCreateIndex2W
#define JetCreateIndex3 JetCreateIndex3W
#define JetCreateIndex4 JetCreateIndex4W
#define JetCreateIndex JetCreateIndexW
#define JetCreateInstance2 JetCreateInstance2W
#define JetCreateInstance JetCreateInstanceW
#define JetCreateTable JetCreateTableW
#define JetCreateTableColumnIndex2 JetCreateTableColumnIndex2W
#define JetCreateTableColumnIndex3 JetCreateTableColumnIndex3W
#define JetCreateTableColumnIndex4 JetCreateTableColumnIndex4W
#define JetCreateTableColumnIndex5 JetCreateTableColumnIndex5W
#define JetCreateTableColumnIndex JetCreateTableColumnIndexW
#define JetDBUtilities JetDBUtilitiesW
#define JetDefragment2 JetDefragment2W
#define JetDefragment3 JetDefragment3W
#define JetDefragment JetDefragmentW
#define JetDeleteColumn2 JetDeleteColumn2W
#define JetDeleteColumn JetDeleteColumnW
#define JetDeleteIndex JetDeleteIndexW
#define JetDeleteTable2 JetDeleteTable2W
#define JetDeleteTable JetDeleteTableW
#define JetDetachDatabase2 JetDetachDatabase2W
#define JetDetachDatabase JetDetachDatabaseW
#define JetEnableMultiInstance JetEnableMultiInstanceW
#define JetEndDatabaseIncrementalReseed JetEndDatabaseIncrementalReseedW
#define JetExternalRestore2 JetExternalRestore2W
#define JetExternalRestore JetExternalRestoreW
#define JetGetAttachInfo JetGetAttachInfoW
#define JetGetAttachInfoInstance JetGetAttachInfoInstanceW
#define JetGetColumnInfo JetGetColumnInfoW
#define JetGetCurrentIndex JetGetCurrentIndexW
#define JetGetDatabaseFileInfo JetGetDatabaseFileInfoW
#define JetGetDatabaseInfo JetGetDatabaseInfoW
#define JetGetIndexInfo JetGetIndexInfoW
#define JetGetInstanceInfo JetGetInstanceInfoW
#define JetGetLogFileInfo JetGetLogFileInfoW
#define JetGetLogInfo JetGetLogInfoW
#define JetGetLogInfoInstance2 JetGetLogInfoInstance2W
#define JetGetLogInfoInstance JetGetLogInfoInstanceW
#define JetGetObjectInfo JetGetObjectInfoW
#define JetGetRBSFileInfo JetGetRBSFileInfoW
#define JetGetSystemParameter JetGetSystemParameterW
#define JetGetTableColumnInfo JetGetTableColumnInfoW
#define JetGetTableIndexInfo JetGetTableIndexInfoW
#define JetGetTableInfo JetGetTableInfoW
#define JetGetTruncateLogInfoInstance JetGetTruncateLogInfoInstanceW
#define JetInit3 JetInit3W
#define JetInit4 JetInit4W
#define JetOSSnapshotFreeze JetOSSnapshotFreezeW
#define JetOSSnapshotGetFreezeInfo JetOSSnapshotGetFreezeInfoW
#define JetOpenDatabase JetOpenDatabaseW
#define JetOpenFile JetOpenFileW
#define JetOpenFileInstance JetOpenFileInstanceW
#define JetOpenFileSectionInstance JetOpenFileSectionInstanceW
#define JetOpenTable JetOpenTableW
#define JetPatchDatabasePages JetPatchDatabasePagesW
#define JetRemoveLogfile JetRemoveLogfileW
#define JetRenameColumn JetRenameColumnW
#define JetRenameTable JetRenameTableW
#define JetRestore2 JetRestore2W
#define JetRestore JetRestoreW
#define JetRestoreInstance JetRestoreInstanceW
#define JetSetColumnDefaultValue JetSetColumnDefaultValueW
#define JetSetCurrentIndex2 JetSetCurrentIndex2W
#define JetSetCurrentIndex3 JetSetCurrentIndex3W
#define JetSetCurrentIndex4 JetSetCurrentIndex4W
#define JetSetCurrentIndex JetSetCurrentIndexW
#define JetSetDatabaseSize JetSetDatabaseSizeW
#define JetSetSystemParameter JetSetSystemParameterW
#define JetSetTableInfo JetSetTableInfoW
#define JetSnapshotStart JetSnapshotStartW
#define JetUpgradeDatabase JetUpgradeDatabaseW
#else
#define JET_CONVERT JET_CONVERT_A
#define JET_DBUTIL JET_DBUTIL_A
#define JET_DBUTIL_CHECKSUMLOGFROMMEMORY JET_DBUTIL_CHECKSUMLOGFROMMEMORY_A
#define JET_DBUTIL_RBSOPTIONS JET_DBUTIL_RBSOPTIONS_A
#define JET_DBUTIL_SPCATOPTIONS JET_DBUTIL_SPCATOPTIONS_A
#define JET_INDEXCREATE2 JET_INDEXCREATE2_A
#define JET_INDEXCREATE3 JET_INDEXCREATE3_A
#define JET_INDEXCREATE JET_INDEXCREATE_A
#define JET_INSTANCE_INFO JET_INSTANCE_INFO_A
#define JET_LOGINFO JET_LOGINFO_A
#define JET_RSTINFO2 JET_RSTINFO2_A
#define JET_RSTINFO JET_RSTINFO_A
#define JET_RSTMAP2 JET_RSTMAP2_A
#define JET_RSTMAP JET_RSTMAP_A
#define JET_SETSYSPARAM JET_SETSYSPARAM_A
#define JET_TABLECREATE2 JET_TABLECREATE2_A
#define JET_TABLECREATE3 JET_TABLECREATE3_A
#define JET_TABLECREATE4 JET_TABLECREATE4_A
#define JET_TABLECREATE5 JET_TABLECREATE5_A
#define JET_TABLECREATE JET_TABLECREATE_A
#define JetAddColumn JetAddColumnA
#define JetAttachDatabase2 JetAttachDatabase2A
#define JetAttachDatabase3 JetAttachDatabase3A
#define JetAttachDatabase JetAttachDatabaseA
#define JetAttachDatabaseWithStreaming JetAttachDatabaseWithStreamingA
#define JetBackup JetBackupA
#define JetBackupInstance JetBackupInstanceA
#define JetBeginDatabaseIncrementalReseed JetBeginDatabaseIncrementalReseedA
#define JetBeginSession JetBeginSessionA
#define JetCompact JetCompactA
#define JetConvertDDL JetConvertDDLA
#define JetCreateDatabase2 JetCreateDatabase2A
#define JetCreateDatabase3 JetCreateDatabase3A
#define JetCreateDatabase JetCreateDatabaseA
#define JetCreateDatabaseWithStreaming JetCreateDatabaseWithStreamingA
#define JetCreateIndex2 JetCreateIndex2A
#define JetCreateIndex3 JetCreateIndex3A
#define JetCreateIndex4 JetCreateIndex4A
#define JetCreateIndex JetCreateIndexA
#define JetCreateInstance2 JetCreateInstance2A
#define JetCreateInstance JetCreateInstanceA
#define JetCreateTable JetCreateTableA
#define JetCreateTableColumnIndex2 JetCreateTableColumnIndex2A
#define JetCreateTableColumnIndex3 JetCreateTableColumnIndex3A
#define JetCreateTableColumnIndex4 JetCreateTableColumnIndex4A
#define JetCreateTableColumnIndex5 JetCreateTableColumnIndex5A
#define JetCreateTableColumnIndex JetCreateTableColumnIndexA
#define JetDBUtilities JetDBUtilitiesA
#define JetDefragment2 JetDefragment2A
#define JetDefragment3 JetDefragment3A
#define JetDefragment JetDefragmentA
#define JetDeleteColumn2 JetDeleteColumn2A
#define JetDeleteColumn JetDeleteColumnA
#define JetDeleteIndex JetDeleteIndexA
#define JetDeleteTable2 JetDeleteTable2A
#define JetDeleteTable JetDeleteTableA
#define JetDetachDatabase2 JetDetachDatabase2A
#define JetDetachDatabase JetDetachDatabaseA
#define JetEnableMultiInstance JetEnableMultiInstanceA
#define JetEndDatabaseIncrementalReseed JetEndDatabaseIncrementalReseedA
#define JetExternalRestore2 JetExternalRestore2A
#define JetExternalRestore JetExternalRestoreA
#define JetGetAttachInfo JetGetAttachInfoA
#define JetGetAttachInfoInstance JetGetAttachInfoInstanceA
#define JetGetColumnInfo JetGetColumnInfoA
#define JetGetCurrentIndex JetGetCurrentIndexA
#define JetGetDatabaseFileInfo JetGetDatabaseFileInfoA
#define JetGetDatabaseInfo JetGetDatabaseInfoA
#define JetGetIndexInfo JetGetIndexInfoA
#define JetGetInstanceInfo JetGetInstanceInfoA
#define JetGetLogFileInfo JetGetLogFileInfoA
#define JetGetLogInfo JetGetLogInfoA
#define JetGetLogInfoInstance2 JetGetLogInfoInstance2A
#define JetGetLogInfoInstance JetGetLogInfoInstanceA
#define JetGetObjectInfo JetGetObjectInfoA
#define JetGetRBSFileInfo JetGetRBSFileInfoA
#define JetGetSystemParameter JetGetSystemParameterA
#define JetGetTableColumnInfo JetGetTableColumnInfoA
#define JetGetTableIndexInfo JetGetTableIndexInfoA
#define JetGetTableInfo JetGetTableInfoA
#define JetGetTruncateLogInfoInstance JetGetTruncateLogInfoInstanceA
#define JetInit3 JetInit3A
#define JetInit4 JetInit4A
#define JetOSSnapshotFreeze JetOSSnapshotFreezeA
#define JetOSSnapshotGetFreezeInfo JetOSSnapshotGetFreezeInfoA
#define JetOpenDatabase JetOpenDatabaseA
#define JetOpenFile JetOpenFileA
#define JetOpenFileInstance JetOpenFileInstanceA
#define JetOpenFileSectionInstance JetOpenFileSectionInstanceA
#define JetOpenTable JetOpenTableA
#define JetPatchDatabasePages JetPatchDatabasePagesA
#define JetRemoveLogfile JetRemoveLogfileA
#define JetRenameColumn JetRenameColumnA
#define JetRenameTable JetRenameTableA
#define JetRestore2 JetRestore2A
#define JetRestore JetRestoreA
#define JetRestoreInstance JetRestoreInstanceA
#define JetSetColumnDefaultValue JetSetColumnDefaultValueA
#define JetSetCurrentIndex2 JetSetCurrentIndex2A
#define JetSetCurrentIndex3 JetSetCurrentIndex3A
#define JetSetCurrentIndex4 JetSetCurrentIndex4A
#define JetSetCurrentIndex JetSetCurrentIndexA
#define JetSetDatabaseSize JetSetDatabaseSizeA
#define JetSetSystemParameter JetSetSystemParameterA
#define JetSetTableInfo JetSetTableInfoA
#define JetSnapshotStart JetSnapshotStartA
#define JetUpgradeDatabase JetUpgradeDatabaseA
#endif

#endif  /* ESENT_H */
