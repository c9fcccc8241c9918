//! Every JET_err and JET_wrn with its number, as the published header names them.
//!
//! Source of names and numbers: `published/inc/jethdr.w` of the reference.

macro_rules! error_codes {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        /// The errors of the API. `ErrorCode::X` is C's `JET_errX`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum ErrorCode { $($name = $number,)* }

        /// Every error, in the order of the header: (code, C name, sentence).
        pub const ERRORS: &[(ErrorCode, &str, &str)] =
            &[$((ErrorCode::$name, concat!("JET_err", stringify!($name)), $text),)*];
    };
}

macro_rules! warning_codes {
    ($($name:ident = $number:literal, $text:literal;)*) => {
        /// Every warning: (number, C name, sentence). A warning is a success with a remark.
        pub const WARNINGS: &[(i32, &str, &str)] =
            &[$(($number, concat!("JET_wrn", stringify!($name)), $text),)*];
    };
}

impl ErrorCode {
    /// The code with this (negative) number.
    pub fn from_number(number: i32) -> Option<Self> {
        ERRORS.iter().find(|e| e.0 as i32 == number).map(|e| e.0)
    }

    fn entry(self) -> &'static (Self, &'static str, &'static str) {
        ERRORS.iter().find(|e| e.0 == self).expect("every variant stands in the table it is made from")
    }

    /// The C name, "JET_errLogFileCorrupt".
    pub fn name(self) -> &'static str {
        self.entry().1
    }

    /// One sentence on what the error means.
    pub fn text(self) -> &'static str {
        self.entry().2
    }
}

error_codes! {
    RfsFailure = -100, "A failure was produced on purpose by the failure simulator.";
    RfsNotArmed = -101, "The failure simulator was used before it was armed.";
    FileClose = -102, "The file refuses to be closed.";
    OutOfThreads = -103, "The system grants no further thread.";
    TooManyIO = -105, "Too many reads and writes are under way at once.";
    TaskDropped = -106, "A task was accepted for later and then could not be run.";
    InternalError = -107, "Something happened in the engine that must never happen.";
    DisabledFunctionality = -112, "This build of the engine was made without what the call needs.";
    UnloadableOSFunctionality = -113, "A part of the operating system that is needed cannot be loaded.";
    DeviceMissing = -114, "A device that the work depends on is not there.";
    DeviceMisconfigured = -115, "A device that the work depends on is set up wrongly.";
    DeviceTimeout = -116, "A device did not answer in time.";
    DeviceFailure = -118, "A device answered, but not as it should.";
    DatabaseBufferDependenciesCorrupted = -255, "Pages in the cache wait for each other in an order that cannot be right.";
    PreviousVersion = -322, "The version that recovery wants to make is there already.";
    PageBoundary = -323, "The search came to the edge of a page.";
    KeyBoundary = -324, "The search came to the edge of a key range.";
    BadPageLink = -327, "Two neighbouring pages do not point at each other.";
    BadBookmark = -328, "The bookmark leads to no record.";
    NTSystemCallFailed = -334, "The operating system refused a call.";
    BadParentPageLink = -338, "A page is not where its parent says.";
    SPAvailExtCacheOutOfSync = -340, "What is remembered of the free space is not what the tree of free space holds.";
    SPAvailExtCorrupted = -341, "The tree of free space is damaged.";
    SPAvailExtCacheOutOfMemory = -342, "There is no memory to remember free space in.";
    SPOwnExtCorrupted = -343, "The tree of owned space is damaged.";
    DbTimeCorrupted = -344, "A page claims to be younger than its database.";
    KeyTruncated = -346, "The key had to be cut, and the index does not allow that.";
    DatabaseLeakInSpace = -348, "Pages got lost: they are neither used nor known to be free.";
    BadEmptyPage = -351, "A page is empty where there must be nodes.";
    BadLineCount = -354, "The page has fewer nodes than the operation counts on.";
    PageTagCorrupted = -357, "A slot of the page's tag array points out of the page or over another.";
    NodeCorrupted = -358, "A node's key lengths do not fit into the node.";
    KeyTooBig = -408, "The key is longer than a key may be.";
    CannotSeparateIntrinsicLV = -416, "The value has to stay inside its record and cannot be moved out.";
    SeparatedLongValue = -421, "The operation does not work on values stored outside their record.";
    MustBeSeparateLongValue = -423, "Only values that may lie outside their record can be read ahead.";
    InvalidPreread = -424, "Long values cannot be read ahead through a secondary index.";
    InvalidColumnReference = -426, "The reference to a column value makes no sense.";
    StaleColumnReference = -427, "The reference is older than the value it leads to.";
    CompressionIntegrityCheckFailed = -431, "The unpacked data does not have the checksum it was packed with.";
    IndexDeferredPopulateCurrentlyUnavailable = -434, "The index cannot be filled just now.";
    InvalidLoggedOperation = -500, "The log describes an operation that cannot be done again.";
    LogFileCorrupt = -501, "A log file is damaged.";
    NoBackupDirectory = -503, "No directory for the backup was named.";
    BackupDirectoryNotEmpty = -504, "The directory for the backup has something in it already.";
    BackupInProgress = -505, "Another backup is under way.";
    RestoreInProgress = -506, "A restore is under way.";
    MissingPreviousLogFile = -509, "The logs do not reach back to where recovery has to begin.";
    LogWriteFail = -510, "A log file could not be written.";
    LogDisabledDueToRecoveryFailure = -511, "Nothing can be logged any more since recovery failed.";
    CannotLogDuringRecoveryRedo = -512, "Nothing can be logged while logs are being played.";
    LogGenerationMismatch = -513, "The name of the log file says another generation than its header.";
    BadLogVersion = -514, "The log file has a version that is not understood here.";
    InvalidLogSequence = -515, "The next log file was not written right after the one before it.";
    LoggingDisabled = -516, "The instance keeps no logs.";
    LogBufferTooSmall = -517, "A log record is too large for the log buffer or for a whole log file.";
    LogSequenceEnd = -519, "All numbers for log files are used up.";
    NoBackup = -520, "No backup is under way.";
    InvalidBackupSequence = -521, "The calls of a backup came in the wrong order.";
    BackupNotAllowedYet = -523, "A backup cannot begin yet.";
    DeleteBackupFileFail = -524, "A file of the old backup cannot be deleted.";
    MakeBackupDirectoryFail = -525, "The directory for the new backup cannot be made.";
    InvalidBackup = -526, "This kind of backup does not go together with circular logging.";
    RecoveredWithErrors = -527, "Recovery came to its end, but not without errors.";
    MissingLogFile = -528, "A log file that must be there is missing.";
    LogDiskFull = -529, "The disk with the logs has no room left.";
    BadLogSignature = -530, "The log file belongs to another stream of logs.";
    BadDbSignature = -531, "The database is another one than the logs speak of.";
    BadCheckpointSignature = -532, "The checkpoint file belongs to another stream of logs.";
    CheckpointCorrupt = -533, "The checkpoint file is damaged, in both its copies.";
    MissingPatchPage = -534, "A page that the backup should have kept aside is missing.";
    BadPatchPage = -535, "The page that the backup left at the end of the database is not valid.";
    RedoAbruptEnded = -536, "Playing the logs ended early because a log file could not be read on.";
    PatchFileMissing = -538, "The backup lacks the patch file of a database.";
    DatabaseLogSetMismatch = -539, "The database and the logs do not belong together.";
    DatabaseStreamingFileMismatch = -540, "The database and its streaming file do not belong together.";
    LogFileSizeMismatch = -541, "The log files have another size than the one that was set.";
    CheckpointFileNotFound = -542, "There is no checkpoint file.";
    RequiredLogFilesMissing = -543, "Log files are missing without which the database cannot be made whole.";
    SoftRecoveryOnBackupDatabase = -544, "The database comes from a backup and has to be restored, not just recovered.";
    LogFileSizeMismatchDatabasesConsistent = -545, "The databases are clean now, but the log files have another size than the one that was set.";
    LogSectorSizeMismatch = -546, "The log files were written for disks with another sector size.";
    LogSectorSizeMismatchDatabasesConsistent = -547, "The databases are clean now, but the log files were written for another sector size.";
    LogSequenceEndDatabasesConsistent = -548, "The databases are clean now, but all numbers for log files are used up; the logs and the checkpoint have to go.";
    StreamingDataNotLogged = -549, "The logs lack the contents of a streaming file, so it cannot be played again.";
    DatabaseDirtyShutdown = -550, "The database was not closed cleanly and needs recovery first.";
    ConsistentTimeMismatch = -551, "The database was last clean at another moment than the logs say.";
    DatabasePatchFileMismatch = -552, "What the backup left beside the database comes from another backup.";
    EndingRestoreLogTooLow = -553, "The last log to restore from is older than the last one the database needs.";
    StartingRestoreLogTooHigh = -554, "The first log to restore from is younger than the first one the database needs.";
    GivenLogFileHasBadSignature = -555, "A log of the backup belongs to another stream of logs.";
    GivenLogFileIsNotContiguous = -556, "The logs of the backup have a break in them.";
    MissingRestoreLogFiles = -557, "Some of the logs that the backup should have are missing.";
    MissingFullBackup = -560, "There is no full backup that an incremental one could build on.";
    BadBackupDatabaseSize = -561, "The size of the backed-up database is no whole number of pages.";
    DatabaseAlreadyUpgraded = -562, "The database has the newest format already.";
    DatabaseIncompleteUpgrade = -563, "An upgrade of the database was broken off half-way.";
    MissingCurrentLogFiles = -565, "The logs after the backup do not follow on its last one.";
    DbTimeTooOld = -566, "A page lacks changes that were made before the one to be done now.";
    DbTimeTooNew = -567, "A page has changes that lie between the ones it should have.";
    MissingFileToBackup = -569, "A file that the backup has to take along is missing.";
    LogTornWriteDuringHardRestore = -570, "A log of the backup ends in the middle of a write.";
    LogTornWriteDuringHardRecovery = -571, "A log after the backup ends in the middle of a write.";
    LogCorruptDuringHardRestore = -573, "A log of the backup is damaged.";
    LogCorruptDuringHardRecovery = -574, "A log after the backup is damaged.";
    MustDisableLoggingForDbUpgrade = -575, "A database can only be upgraded without logging.";
    BadRestoreTargetInstance = -577, "The instance that the restore should go along with is not there, or has other logs.";
    RecoveredWithoutUndo = -579, "All logs were played; what was never committed is still in the databases, as was asked.";
    DatabasesNotFromSameSnapshot = -580, "The databases come from different snapshots.";
    SoftRecoveryOnSnapshot = -581, "The database comes from a snapshot backup and has to be restored, not just recovered.";
    CommittedLogFilesMissing = -582, "Log files with committed changes are missing; without them those changes are lost.";
    SectorSizeNotSupported = -583, "The disk has a sector size that cannot be worked with.";
    RecoveredWithoutUndoDatabasesConsistent = -584, "All logs were played and nothing was left to roll back, so the databases are clean.";
    CommittedLogFileCorrupt = -586, "A log file with committed changes is damaged; without it those changes are lost.";
    LogSequenceChecksumMismatch = -590, "The next log file remembers another checksum of the one before it.";
    PageInitializedMismatch = -596, "A page is blank on the one side and in use on the other.";
    UnicodeTranslationBufferTooSmall = -601, "The buffer is too small for the converted text.";
    UnicodeTranslationFail = -602, "The text cannot be converted from or to Unicode.";
    UnicodeNormalizationNotSupported = -603, "The system cannot put Unicode texts in order.";
    UnicodeLanguageValidationFailure = -604, "The language cannot be checked.";
    ExistingLogFileHasBadSignature = -610, "A log that was there before belongs to another stream of logs.";
    ExistingLogFileIsNotContiguous = -611, "The logs that were there before have a break in them.";
    LogReadVerifyFailure = -612, "A log file to be backed up has a wrong checksum.";
    CheckpointDepthTooDeep = -614, "Too many logs lie between the checkpoint and the end.";
    RestoreOfNonBackupDatabase = -615, "The database does not come from a backup, so it cannot be restored.";
    LogFileNotCopied = -616, "A log that would be deleted has not been backed up.";
    SurrogateBackupInProgress = -617, "A backup on behalf of another is under way.";
    TransactionTooLong = -618, "The transaction has been open for too many logs.";
    EngineFormatVersionNoLongerSupportedTooLow = -619, "The format version asked for is too old for this engine.";
    EngineFormatVersionNotYetImplementedTooHigh = -620, "The format version asked for is newer than this engine.";
    EngineFormatVersionParamTooLowForRequestedFeature = -621, "The feature needs a newer format version than the one that was set.";
    EngineFormatVersionSpecifiedTooLowForLogVersion = -622, "The logs already have a newer format than the one that was set.";
    EngineFormatVersionSpecifiedTooLowForDatabaseVersion = -623, "The database already has a newer format than the one that was set.";
    DbTimeBeyondMaxRequired = -625, "A page is younger than the last log that its database is known to need.";
    LogOperationInconsistentWithDatabase = -626, "What the log wants to do does not fit the database as it is.";
    BackupAbortByServer = -801, "The backup was broken off from the side of the engine.";
    InvalidGrbit = -900, "The flags have a bit that means nothing here, or bits that exclude each other.";
    TermInProgress = -1000, "The instance is being ended.";
    FeatureNotAvailable = -1001, "The function is not available in this library.";
    InvalidName = -1002, "The name has characters or a length that names may not have.";
    InvalidParameter = -1003, "One of the arguments cannot be right.";
    DatabaseFileReadOnly = -1008, "The file of the database may not be written.";
    InvalidDatabaseId = -1010, "The handle is not that of an open database.";
    OutOfMemory = -1011, "There is not enough memory.";
    OutOfDatabaseSpace = -1012, "The database has reached its greatest size.";
    OutOfCursors = -1013, "All cursors are in use.";
    OutOfBuffers = -1014, "All pages of the cache are in use.";
    TooManyIndexes = -1015, "The table has as many indexes as it may have.";
    TooManyKeys = -1016, "The index has more columns than an index may have.";
    RecordDeleted = -1017, "The record has been deleted.";
    ReadVerifyFailure = -1018, "A page was read whose checksum is wrong.";
    PageNotInitialized = -1019, "A blank page was read where there must be a used one.";
    OutOfFileHandles = -1020, "No more files can be opened.";
    DiskReadVerificationFailure = -1021, "The disk itself reports that it cannot read the place correctly.";
    DiskIO = -1022, "Reading or writing a file failed.";
    InvalidPath = -1023, "The path is no path, or leads through something that is not there.";
    InvalidSystemPath = -1024, "The path for the checkpoint is not usable.";
    InvalidLogDirectory = -1025, "The path for the logs is not usable.";
    RecordTooBig = -1026, "The record does not fit on a page.";
    TooManyOpenDatabases = -1027, "As many databases are open as may be.";
    InvalidDatabase = -1028, "The file is no database.";
    NotInitialized = -1029, "The instance has not been initialised.";
    AlreadyInitialized = -1030, "It is too late: the instance has been initialised.";
    InitInProgress = -1031, "The instance is just being initialised.";
    FileAccessDenied = -1032, "The file may not be opened, or is in use.";
    QueryNotSupported = -1034, "Queries are not available.";
    SQLLinkNotSupported = -1035, "Links to SQL are not available.";
    BufferTooSmall = -1038, "The buffer is too small for the answer.";
    TooManyColumns = -1040, "The table has as many columns as it may have.";
    ContainerNotEmpty = -1043, "The container still has something in it.";
    InvalidFilename = -1044, "The name cannot be the name of a file.";
    InvalidBookmark = -1045, "The bookmark is not a bookmark.";
    ColumnInUse = -1046, "An index is built on the column.";
    InvalidBufferSize = -1047, "The buffer does not have the size that the data has.";
    ColumnNotUpdatable = -1048, "The column cannot be set.";
    IndexInUse = -1051, "The index is in use.";
    LinkNotSupported = -1052, "Links are not available.";
    NullKeyDisallowed = -1053, "The index takes no key without a value.";
    NotInTransaction = -1054, "The operation needs a transaction around it.";
    MustRollback = -1057, "The transaction can only be rolled back now.";
    TooManyActiveUsers = -1059, "Too many users are active.";
    InvalidCountry = -1061, "The country is not known.";
    InvalidLanguageId = -1062, "The language is not known.";
    InvalidCodePage = -1063, "The code page is not known.";
    InvalidLCMapStringFlags = -1064, "The flags for ordering texts are not valid.";
    VersionStoreEntryTooBig = -1065, "A version is too large to be kept.";
    VersionStoreOutOfMemoryAndCleanupTimedOut = -1066, "There is no room for versions, and clearing some away took too long.";
    VersionStoreOutOfMemory = -1069, "There is no room for versions.";
    CurrencyStackOutOfMemory = -1070, "There is no room for the positions of cursors.";
    CannotIndex = -1071, "A column that is changed by increments cannot be indexed.";
    RecordNotDeleted = -1072, "The record has not been deleted.";
    TooManyMempoolEntries = -1073, "Too many pieces of memory were asked for.";
    OutOfObjectIDs = -1074, "All numbers for trees are used up.";
    OutOfLongValueIDs = -1075, "All numbers for long values are used up.";
    OutOfAutoincrementValues = -1076, "All automatic numbers of the column are used up.";
    OutOfDbtimeValues = -1077, "The clock of the database has reached its end.";
    OutOfSequentialIndexValues = -1078, "All numbers for records without a key are used up.";
    RunningInOneInstanceMode = -1080, "The call needs several instances, but the process runs with one.";
    RunningInMultiInstanceMode = -1081, "The call means the only instance, but the process runs with several.";
    SystemParamsAlreadySet = -1082, "The parameters of the process are settled, with the values that were asked for.";
    SystemPathInUse = -1083, "Another instance has the same path for its checkpoint.";
    LogFilePathInUse = -1084, "Another instance has the same path for its logs.";
    TempPathInUse = -1085, "Another instance has the same temporary database.";
    InstanceNameInUse = -1086, "Another instance has the same name.";
    SystemParameterConflict = -1087, "The parameters of the process are settled, with other values than those asked for.";
    InstanceUnavailable = -1090, "The instance met a fatal error and cannot be used any more.";
    DatabaseUnavailable = -1091, "The database met a fatal error and cannot be used any more.";
    InstanceUnavailableDueToFatalLogDiskFull = -1092, "The instance cannot be used any more because the disk with its logs was full.";
    InvalidSesparamId = -1093, "There is no session parameter with this number.";
    TooManyRecords = -1094, "There are more records than the answer can count.";
    InvalidDbparamId = -1095, "There is no database parameter with this number.";
    OutOfSessions = -1101, "All sessions are in use.";
    WriteConflict = -1102, "Another session has changed the record and not yet committed.";
    TransTooDeep = -1103, "Too many transactions lie within each other.";
    InvalidSesid = -1104, "The handle is not that of a session.";
    WriteConflictPrimaryIndex = -1105, "Another session has made the primary index and not yet committed.";
    InTransaction = -1108, "The operation is not allowed within a transaction.";
    RollbackRequired = -1109, "The transaction can neither go on nor be committed; it has to be rolled back.";
    TransReadOnly = -1110, "The transaction may only read.";
    SessionWriteConflict = -1111, "Two cursors of the session want to change the same record.";
    RecordTooBigForBackwardCompatibility = -1112, "The record would be too large for databases of an older format.";
    CannotMaterializeForwardOnlySort = -1113, "A temporary table to be read once cannot have these options.";
    SesidTableIdMismatch = -1114, "The cursor belongs to another session.";
    InvalidInstance = -1115, "The handle is not that of an instance.";
    DirtyShutdown = -1116, "The instance has ended and left its databases dirty, as was asked.";
    ReadPgnoVerifyFailure = -1118, "The page that was read carries the number of another.";
    ReadLostFlushVerifyFailure = -1119, "The page that was read lacks a write that had been reported as done.";
    FileSystemCorruption = -1121, "The file system says that it is damaged.";
    RecoveryVerifyFailure = -1123, "Pages do not look as they must at this point of recovery.";
    FilteredMoveNotSupported = -1124, "The cursor cannot have this filter here.";
    MustCommitDistributedTransactionToLevel0 = -1150, "A distributed transaction can only be prepared as a whole.";
    DistributedTransactionAlreadyPreparedToCommit = -1151, "The distributed transaction is prepared and takes no more changes.";
    NotInDistributedTransaction = -1152, "The transaction is not distributed.";
    DistributedTransactionNotYetPreparedToCommit = -1153, "The distributed transaction has to be prepared before it is committed.";
    CannotNestDistributedTransactions = -1154, "A distributed transaction cannot begin within another transaction.";
    DTCMissingCallback = -1160, "There is no callback to coordinate the distributed transaction.";
    DTCMissingCallbackOnRecovery = -1161, "There is no callback to ask about a distributed transaction that recovery found.";
    DTCCallbackUnexpectedError = -1162, "The callback for distributed transactions gave an answer that is none.";
    DatabaseDuplicate = -1201, "There is a database of this name already.";
    DatabaseInUse = -1202, "The database is in use.";
    DatabaseNotFound = -1203, "There is no such database.";
    DatabaseInvalidName = -1204, "The name cannot be the name of a database.";
    DatabaseInvalidPages = -1205, "The number of pages cannot be right.";
    DatabaseCorrupted = -1206, "The file is no database, or a damaged one.";
    DatabaseLocked = -1207, "Another session has the database for itself.";
    CannotDisableVersioning = -1208, "The database cannot do without versions.";
    InvalidDatabaseVersion = -1209, "The database has a version that is not understood here.";
    Database200Format = -1210, "The database has the format of engine 200.";
    Database400Format = -1211, "The database has the format of engine 400.";
    Database500Format = -1212, "The database has the format of engine 500.";
    PageSizeMismatch = -1213, "The database has pages of another size than the one that was set.";
    TooManyInstances = -1214, "There are as many instances as there may be.";
    DatabaseSharingViolation = -1215, "Another instance is using the database.";
    AttachedDatabaseMismatch = -1216, "A database that the logs have attached is not the one found on the disk, or is not there.";
    DatabaseInvalidPath = -1217, "The path cannot be the path of a database.";
    DatabaseIdInUse = -1218, "The number for the database is taken.";
    ForceDetachNotAllowed = -1219, "A database can only be let go by force after letting it go normally failed.";
    CatalogCorrupted = -1220, "The catalogue of tables is damaged.";
    PartiallyAttachedDB = -1221, "The database is half attached and cannot be attached in full.";
    DatabaseSignInUse = -1222, "Another database with the same signature is in use.";
    DatabaseCorruptedNoRepair = -1224, "The database is damaged, and repairing was not allowed.";
    InvalidCreateDbVersion = -1225, "The database was created by another version of the engine, so its creation cannot be played again.";
    DatabaseIncompleteIncrementalReseed = -1226, "The database is in the middle of being reseeded.";
    DatabaseInvalidIncrementalReseed = -1227, "The database is not in a state to be reseeded.";
    DatabaseFailedIncrementalReseed = -1228, "Reseeding the database failed for good.";
    NoAttachmentsFailedIncrementalReseed = -1229, "Reseeding cannot end because the logs attach no database at the point needed.";
    DatabaseNotReady = -1230, "Recovery has not yet come far enough for the database to be used.";
    DatabaseAttachedForRecovery = -1231, "The database is attached for recovery only.";
    TransactionsNotReadyDuringRecovery = -1232, "Recovery has not yet seen a transaction that tells what may be read.";
    TableLocked = -1302, "Another session has the table for itself.";
    TableDuplicate = -1303, "There is a table of this name already.";
    TableInUse = -1304, "The table is in use.";
    ObjectNotFound = -1305, "There is no such table or object.";
    DensityInvalid = -1307, "The density is not within its limits.";
    TableNotEmpty = -1308, "The table has records in it.";
    InvalidTableId = -1310, "The handle is not that of a cursor.";
    TooManyOpenTables = -1311, "No more tables can be opened.";
    IllegalOperation = -1312, "The table does not allow this operation.";
    TooManyOpenTablesAndCleanupTimedOut = -1313, "No more tables can be opened, and closing unused ones took too long.";
    ObjectDuplicate = -1314, "There is an object of this name already.";
    InvalidObject = -1316, "The object is of the wrong kind.";
    CannotDeleteTempTable = -1317, "A temporary table goes when it is closed; it cannot be deleted.";
    CannotDeleteSystemTable = -1318, "The tables of the engine itself cannot be deleted.";
    CannotDeleteTemplateTable = -1319, "A table that others are derived from cannot be deleted.";
    ExclusiveTableLockRequired = -1322, "The table has to be opened for oneself alone.";
    FixedDDL = -1323, "The layout of the table is fixed.";
    FixedInheritedDDL = -1324, "What a table has from its template is fixed.";
    CannotNestDDL = -1325, "A derived table cannot be a template itself.";
    DDLNotInheritable = -1326, "The table is not a template.";
    InvalidSettings = -1328, "The parameters do not go together.";
    ClientRequestToStopJetService = -1329, "The program has told the engine to stop.";
    CannotAddFixedVarColumnToDerivedTable = -1330, "The template allows only tagged columns in tables derived from it.";
    IndexCantBuild = -1401, "The index could not be built.";
    IndexHasPrimary = -1402, "The table has a primary index already.";
    IndexDuplicate = -1403, "There is an index of this name already.";
    IndexNotFound = -1404, "There is no such index.";
    IndexMustStay = -1405, "The primary index cannot be deleted.";
    IndexInvalidDef = -1406, "The definition of the index is not valid.";
    InvalidCreateIndex = -1409, "The description of the index to be made is not valid.";
    TooManyOpenIndexes = -1410, "No more indexes can be opened.";
    MultiValuedIndexViolation = -1411, "Two values of one record give the same key in a unique index.";
    IndexBuildCorrupted = -1412, "The index that was built does not agree with the table.";
    PrimaryIndexCorrupted = -1413, "The primary index is damaged.";
    SecondaryIndexCorrupted = -1414, "A secondary index is damaged.";
    InvalidIndexId = -1416, "The index is not named by a valid identifier.";
    CantUseDeferredPopulateIndex = -1419, "The index is not filled yet.";
    IndexTuplesSecondaryIndexOnly = -1430, "Only a secondary index can be made of parts of values.";
    IndexTuplesTooManyColumns = -1431, "An index made of parts of values cannot have so many columns.";
    IndexTuplesNonUniqueOnly = -1432, "An index made of parts of values cannot be unique.";
    IndexTuplesTextBinaryColumnsOnly = -1433, "Only texts and bytes can be indexed by their parts.";
    IndexTuplesVarSegMacNotAllowed = -1434, "An index made of parts of values cannot limit the length of a column's key.";
    IndexTuplesInvalidLimits = -1435, "The limits for the parts to index do not go together.";
    IndexTuplesCannotRetrieveFromIndex = -1436, "A value cannot be read from an index made of its parts.";
    IndexTuplesKeyTooSmall = -1437, "The key is shorter than the shortest part that was indexed.";
    InvalidLVChunkSize = -1438, "Long values cannot be cut into pieces of this size.";
    ColumnCannotBeEncrypted = -1439, "Only long values without a default can be encrypted.";
    CannotIndexOnEncryptedColumn = -1440, "What is encrypted cannot be indexed.";
    ColumnLong = -1501, "The value is too long for this way of handling it.";
    ColumnNoChunk = -1502, "The long value has no such piece.";
    ColumnDoesNotFit = -1503, "The value does not fit into the record.";
    NullInvalid = -1504, "The column must have a value.";
    ColumnIndexed = -1505, "An index is built on the column.";
    ColumnTooBig = -1506, "The value is longer than the column allows.";
    ColumnNotFound = -1507, "There is no such column.";
    ColumnDuplicate = -1508, "There is a column of this name already.";
    MultiValuedColumnMustBeTagged = -1509, "Only a tagged column can have several values.";
    ColumnRedundant = -1510, "A table has only one column for versions and one for automatic numbers.";
    InvalidColumnType = -1511, "The column cannot be of this type.";
    TaggedNotNULL = -1514, "A tagged column cannot be forced to have a value.";
    NoCurrentIndex = -1515, "No index has been chosen.";
    KeyIsMade = -1516, "The key is complete already.";
    BadColumnId = -1517, "The number is not that of a column.";
    BadItagSequence = -1518, "The number of the value within the column cannot be right.";
    ColumnInRelationship = -1519, "A relation between tables is built on the column.";
    CannotBeTagged = -1521, "Columns for versions and automatic numbers cannot be tagged.";
    DefaultValueTooBig = -1524, "The default is longer than a default may be.";
    MultiValuedDuplicate = -1525, "The column has this value already and takes each only once.";
    LVCorrupted = -1526, "The tree of long values is damaged.";
    MultiValuedDuplicateAfterTruncation = -1528, "The column has a value already whose first part is the same.";
    DerivedColumnCorruption = -1529, "A column of a derived table does not agree with its template.";
    InvalidPlaceholderColumn = -1530, "The column cannot hold the place of a primary index.";
    ColumnCannotBeCompressed = -1538, "Only long values can be compressed.";
    ColumnNoEncryptionKey = -1540, "There is no key for the encrypted column.";
    RecordNotFound = -1601, "There is no record with this key.";
    RecordNoCopy = -1602, "There is no copy of the record to work on.";
    NoCurrentRecord = -1603, "The cursor stands on no record.";
    RecordPrimaryChanged = -1604, "The primary key of a record cannot be changed.";
    KeyDuplicate = -1605, "There is a record with this key already.";
    AlreadyPrepared = -1607, "The cursor is in the middle of another update.";
    KeyNotMade = -1608, "No key has been made for the search.";
    UpdateNotPrepared = -1609, "No update has been prepared.";
    DataHasChanged = -1611, "Someone else has changed the record meanwhile.";
    LanguageNotSupported = -1619, "The system does not know the language.";
    DecompressionFailed = -1620, "The data cannot be unpacked.";
    UpdateMustVersion = -1621, "Changes without versions are only possible in tables not yet committed.";
    DecryptionFailed = -1622, "The data cannot be decrypted.";
    EncryptionBadItag = -1623, "Only the first value of a column can be encrypted.";
    SetAutoIncrementTooHigh = -1624, "The automatic number that was set is too high.";
    AutoIncrementNotSet = -1625, "The automatic number has to be set by the program here.";
    TooManySorts = -1701, "Too many sorts are under way.";
    InvalidOnSort = -1702, "The operation does not work on a sort.";
    TempFileOpenError = -1803, "A temporary file could not be opened.";
    TooManyAttachedDatabases = -1805, "As many databases are attached as may be.";
    DiskFull = -1808, "The disk has no room left.";
    PermissionDenied = -1809, "The system does not permit it.";
    FileNotFound = -1811, "There is no such file.";
    FileInvalidType = -1812, "The file is of the wrong kind.";
    FileAlreadyExists = -1814, "There is such a file already.";
    AfterInitialization = -1850, "A restore cannot begin in an instance that runs.";
    LogCorrupted = -1852, "The logs make no sense.";
    InvalidOperation = -1906, "The operation is not possible in this state.";
    AccessDenied = -1907, "Access is not granted.";
    TooManySplits = -1909, "Splitting pages does not come to an end.";
    SessionSharingViolation = -1910, "Two threads use the same session at once.";
    EntryPointNotFound = -1911, "A library lacks a function that is needed.";
    SessionContextAlreadySet = -1912, "The session is bound to a context already.";
    SessionContextNotSetByThisThread = -1913, "The session is bound to the context of another thread.";
    SessionInUse = -1914, "The session is in use and cannot be ended.";
    RecordFormatConversionFailed = -1915, "A record could not be brought into the new format.";
    OneDatabasePerSession = -1916, "A session may open only one database, as was set.";
    RollbackError = -1917, "A transaction could not be rolled back.";
    FlushMapVersionUnsupported = -1918, "The flush map has a version that is not understood here.";
    FlushMapDatabaseMismatch = -1919, "The flush map belongs to another database.";
    FlushMapUnrecoverable = -1920, "The flush map cannot be put together again.";
    RBSFileCorrupt = -1921, "The revert snapshot is damaged.";
    RBSHeaderCorrupt = -1922, "The header of the revert snapshot is damaged.";
    RBSDbMismatch = -1923, "The revert snapshot is not in step with the database.";
    BadRBSVersion = -1925, "The revert snapshot has a version that is not understood here.";
    OutOfRBSSpace = -1926, "The revert snapshot has reached its greatest size.";
    RBSInvalidSign = -1927, "The revert snapshot has no signature.";
    RBSInvalidRecord = -1928, "The revert snapshot has a record that makes no sense.";
    RBSRCInvalidRBS = -1929, "Among the revert snapshots on the way back there are invalid ones.";
    RBSRCNoRBSFound = -1930, "No revert snapshot reaches back that far.";
    RBSRCBadDbState = -1931, "The database is not in a state to be taken back.";
    RBSMissingReqLogs = -1932, "Logs that belong to the revert snapshot are missing.";
    RBSLogDivergenceFailed = -1933, "The logs of the revert snapshot are not those in the log path.";
    RBSRCCopyLogsRevertState = -1934, "An earlier revert is still copying its logs.";
    DatabaseIncompleteRevert = -1935, "The database is in the middle of being taken back.";
    RBSRCRevertCancelled = -1936, "Taking the database back was called off.";
    RBSRCInvalidDbFormatVersion = -1937, "The format of the database does not allow taking it back.";
    RBSCannotDetermineDivergence = -1938, "Without the missing logs it cannot be told whether they went another way.";
    RBSDeleteTableTooBig = -1941, "The table is too large to be deleted beyond recall.";
    RBSDeleteTableTooSoon = -1942, "The table is too young to be deleted beyond recall.";
    RBSFDPToBeDeleted = -1943, "The table is about to be deleted for good.";
    RBSRevertableDeleteNotPossible = -1944, "The table was once deleted beyond recall and cannot be deleted otherwise now.";
    RBSRedeleteFDPUnexpected = -1947, "A table is marked for deletion that should not be.";
    RBSRCPageFDPDeleteFileCorrupt = -1948, "The list of deleted tables that a revert has kept is damaged.";
    DatabaseAlreadyRunningMaintenance = -2004, "The database is being maintained already.";
    RootSpaceLeakEstimationAlreadyRunning = -2006, "The search for lost pages is running already.";
    CallbackFailed = -2101, "A callback of the program failed.";
    CallbackNotResolved = -2102, "A callback cannot be found.";
    SpaceHintsInvalid = -2103, "The hints on space do not make sense.";
    OSSnapshotInvalidSequence = -2401, "The calls of a snapshot came in the wrong order.";
    OSSnapshotTimeOut = -2402, "The snapshot was broken off because it took too long.";
    OSSnapshotNotAllowed = -2403, "A snapshot is not possible during backup or recovery.";
    OSSnapshotInvalidSnapId = -2404, "The handle is not that of a snapshot.";
    TooManyTestInjections = -2501, "There are too many test injections.";
    TestInjectionNotSupported = -2502, "This test injection is not possible.";
    InvalidLogDataSequence = -2601, "The log data handed in does not follow on what came before.";
    LSCallbackNotSpecified = -3000, "Local storage needs a callback that lets it go.";
    LSAlreadySet = -3001, "There is local storage here already.";
    LSNotSet = -3002, "There is no local storage here.";
    FileIOSparse = -4000, "The place in the file was never written.";
    FileIOBeyondEOF = -4001, "The place lies behind the end of the file.";
    FileIOAbort = -4002, "The callback says: give the operation up.";
    FileIORetry = -4003, "The callback says: try the operation again.";
    FileIOFail = -4004, "The callback says: let the operation fail.";
    FileCompressed = -4005, "The file is compressed and cannot be worked with.";
    ClientSpaceBegin = -10000, "The first of the numbers that programs may use for themselves.";
    ClientSpaceEnd = -11999, "The last of the numbers that programs may use for themselves.";
}

warning_codes! {
    Nyi = -1, "This is not there yet.";
    RemainingVersions = 321, "Versions are still in use.";
    UniqueKey = 345, "The key was unique although the index is not.";
    SeparateLongValue = 406, "The value lies outside its record.";
    NoMoreRecords = 428, "There are no further records.";
    IndexDeferredPopulateIncomplete = 432, "The index is only partly filled.";
    IndexDeferredPopulateHalted = 433, "Filling the index stopped before its end.";
    ExistingLogFileHasBadSignature = 558, "A log that was there before belongs to another stream; it was passed over.";
    ExistingLogFileIsNotContiguous = 559, "The logs that were there before have a break; those behind it were passed over.";
    SkipThisRecord = 564, "The record is to be passed over.";
    TargetInstanceRunning = 578, "The restore is done; the instance it went along with is running.";
    CommittedLogFilesLost = 585, "The database is clean, but committed changes were lost with missing logs.";
    CommittedLogFilesRemoved = 587, "The database is clean, but committed changes were lost and the logs after them removed.";
    FinishWithUndo = 588, "The program wants recovery to end with rolling back.";
    DatabaseRepaired = 595, "Damage in the database has been repaired.";
    ColumnNull = 1004, "The column has no value.";
    BufferTruncated = 1006, "The buffer took only part of the data.";
    DatabaseAttached = 1007, "The database was attached already.";
    SortOverflow = 1009, "The sort does not fit into memory.";
    SeekNotEqual = 1039, "The nearest record was found, not the one searched for.";
    NoErrorInfo = 1055, "There is nothing more to say about the error.";
    NoIdleActivity = 1058, "There was nothing to do.";
    NoWriteLock = 1067, "Outside a transaction there is no lock to write.";
    ColumnSetNull = 1068, "The value of the column was taken away.";
    ShrinkNotPossible = 1122, "The file could not be made smaller.";
    DTCCommitTransaction = 1163, "The distributed transaction is to be committed.";
    DTCRollbackTransaction = 1164, "The distributed transaction is to be rolled back.";
    TableEmpty = 1301, "The table has no records.";
    TableInUseBySystem = 1327, "The engine itself is still busy in the table.";
    CorruptIndexDeleted = 1415, "An outdated index was removed.";
    PrimaryIndexOutOfDate = 1417, "The primary index follows an older order of texts and must not be changed.";
    SecondaryIndexOutOfDate = 1418, "A secondary index follows an older order of texts.";
    ColumnMaxTruncated = 1512, "The greatest length was cut down to what is possible.";
    CopyLongValue = 1520, "The shared value was given a copy of its own.";
    TaggedColumnsRemaining = 1523, "There are more tagged columns than were given.";
    ColumnSkipped = 1531, "The value was not asked for.";
    ColumnNotLocal = 1532, "The value lies elsewhere and was not fetched.";
    ColumnMoreTags = 1533, "There are more values than were asked for.";
    ColumnTruncated = 1534, "The value was cut at the length asked for.";
    ColumnPresent = 1535, "There is a value; it was not asked for.";
    ColumnSingleValue = 1536, "The only value was given without a list around it.";
    ColumnDefault = 1537, "The value is the default and was left out, as was asked.";
    ColumnNotInRecord = 1539, "The value cannot be had from the record alone.";
    ColumnReference = 1541, "Instead of the value there is a reference to it.";
    DataHasChanged = 1610, "The data has changed meanwhile.";
    KeyChanged = 1618, "The cursor came to another key.";
    FileOpenReadOnly = 1813, "The file could only be opened for reading.";
    IdleFull = 1908, "No further idle task can be registered.";
    DefragAlreadyRunning = 2000, "Defragmentation is running already.";
    DefragNotRunning = 2001, "Defragmentation is not running.";
    DatabaseScanAlreadyRunning = 2002, "The scan of the database is running already.";
    DatabaseScanNotRunning = 2003, "The scan of the database is not running.";
    CallbackNotRegistered = 2100, "The callback was not registered.";
    PreviousLogFileIncomplete = 2602, "The log data went on to the next file early; the unfinished one was deleted.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_one_name_and_a_sentence() {
        let mut numbers = std::collections::BTreeSet::new();
        let errors = ERRORS.iter().map(|e| (e.0 as i32, e.1, e.2));
        for (number, name, text) in errors.chain(WARNINGS.iter().copied()) {
            assert!(numbers.insert(number), "{name} has the number of another");
            assert!(text.ends_with('.') && text.len() > 15 && !text.contains('\n'), "{name}: {text:?}");
        }
        assert_eq!(ErrorCode::from_number(-501), Some(ErrorCode::LogFileCorrupt));
        assert_eq!(ErrorCode::LogFileCorrupt.name(), "JET_errLogFileCorrupt");
        assert_eq!(ErrorCode::from_number(0), None);
    }
}
