//! What a person can do about an error: for those that recovery returns. `docs/errors.md` is made from it.

use super::ErrorCode;

/// A sentence or two on what to do; `None` where there is nothing to say beyond the error's own sentence.
pub fn advice(code: ErrorCode) -> Option<&'static str> {
    use ErrorCode as C;
    Some(match code {
        C::MissingLogFile
        | C::MissingPreviousLogFile
        | C::RequiredLogFilesMissing
        | C::MissingRestoreLogFiles
        | C::MissingCurrentLogFiles => {
            "Find the generations that the message names, in backups, shadow copies or among deleted files, and put them \
             beside the others. Without the required ones nothing can be replayed."
        }
        C::CommittedLogFilesMissing => {
            "The database can be made consistent, but without what was committed in the missing logs. Find them, or \
             accept the loss: `--allow-loss`, `JET_bitReplayIgnoreLostLogs`."
        }
        C::FileNotFound | C::DatabaseNotFound => {
            "Look at the path in the message. The logs know databases by the path of the machine they come from: a \
             restore map says where they are now."
        }
        C::CheckpointFileNotFound => "Recovery does without it, from the first log on. Begin without a checkpoint.",
        C::InvalidPath => "A directory is missing, or a file stands where a directory should be.",
        C::FileAccessDenied => {
            "Another program has the file, or you may not write it. Work on a copy; on Windows, stop the service."
        }
        C::FileAlreadyExists => "Choose another place, or move what is there.",
        C::DiskFull | C::LogDiskFull => {
            "Make room and call again: an interrupted recovery goes on where it was. `esentutl plan` says what is needed."
        }
        C::DiskIO | C::FileIOBeyondEOF => {
            "The file is shorter than its headers say, or the device fails. Copy it from its source again, and compare \
             the lengths."
        }
        C::LogFileCorrupt | C::LogCorrupted | C::LogCorruptDuringHardRestore | C::LogCorruptDuringHardRecovery => {
            "The log of that generation is damaged. Get another copy. `esentutl check` shows how many there are; replay \
             cannot go past the damage."
        }
        C::LogTornWriteDuringHardRestore | C::LogTornWriteDuringHardRecovery => {
            "The log ends in the middle of a write though others follow. It is a copy made while it was written: get the \
             closed one."
        }
        C::InvalidLogSequence
        | C::LogSequenceChecksumMismatch
        | C::LogGenerationMismatch
        | C::GivenLogFileIsNotContiguous
        | C::ExistingLogFileIsNotContiguous => {
            "Two logs do not follow each other: one was exchanged or renamed, or the stream began anew between them. \
             `esentutl logs` shows where. Take the logs of one time."
        }
        C::BadLogSignature | C::GivenLogFileHasBadSignature | C::ExistingLogFileHasBadSignature => {
            "Logs of different streams are in one directory. Take away those that are not of the database's stream; \
             `esentutl plan` names them."
        }
        C::BadCheckpointSignature | C::CheckpointCorrupt => {
            "The checkpoint is damaged or of another stream. Move it away: recovery then begins with the first log."
        }
        C::BadLogVersion => {
            "The logs were written by a version that is not understood here: too old, too new, or not closed cleanly \
             before an upgrade. The engine that wrote them can recover them."
        }
        C::LogFileSizeMismatch | C::LogFileSizeMismatchDatabasesConsistent => {
            "Set JET_paramLogFileSize to the size of the files, in KiB. A file of another size than the rest was cut."
        }
        C::PageSizeMismatch => {
            "Set JET_paramDatabasePageSize to what the header says (`esentutl info`), before the first instance."
        }
        C::InvalidDatabaseVersion
        | C::Database500Format
        | C::Database400Format
        | C::Database200Format
        | C::EngineFormatVersionNoLongerSupportedTooLow => {
            "The format is older or newer than what is understood. The engine that wrote it can open it."
        }
        C::DatabaseCorrupted | C::ReadVerifyFailure | C::ReadPgnoVerifyFailure | C::RecoveryVerifyFailure => {
            "A page or the header of the database is damaged. Get another copy. `esentutl check` lists every damaged \
             page."
        }
        C::PageNotInitialized
        | C::NodeCorrupted
        | C::PageTagCorrupted
        | C::SPOwnExtCorrupted
        | C::BadParentPageLink
        | C::BadPageLink => {
            "A page does not hold what its logs expect: the database and the logs are not of the same time, or the page \
             is damaged. Get both from one copy."
        }
        C::DbTimeTooOld | C::DbTimeTooNew | C::DbTimeBeyondMaxRequired | C::LogOperationInconsistentWithDatabase => {
            "The database is not the one that the logs go with: a copy of another time, or writes were lost. Get \
             database and logs from one copy."
        }
        C::ConsistentTimeMismatch | C::AttachedDatabaseMismatch => {
            "The logs know another state of this database: it was used without them in between. Take the logs that go \
             with this copy."
        }
        C::DatabaseDirtyShutdown | C::DirtyShutdown => {
            "Run recovery: `esentutl recover`, or JetInit with the logs in place."
        }
        C::SoftRecoveryOnBackupDatabase => {
            "This is a copy out of a backup: `esentutl restore`, or JetExternalRestore, with the logs of the backup."
        }
        C::RestoreOfNonBackupDatabase => {
            "This is no copy out of a backup: `esentutl recover`, or JetInit, with its own logs."
        }
        C::BadPatchPage | C::DatabasePatchFileMismatch => {
            "The trailer behind the last page is missing or of another backup: the copy was cut, or the backup was not \
             completed. Get it from the backup again."
        }
        C::MissingFullBackup | C::InvalidBackupSequence => {
            "Backups of different sequences were put together. Begin with the full backup that the others build on."
        }
        C::StartingRestoreLogTooHigh | C::EndingRestoreLogTooLow => {
            "Widen the range of generations: from the first that the backup needs to the last. `esentutl plan` says \
             which these are."
        }
        C::BackupDirectoryNotEmpty => "Choose an empty directory, or clear it.",
        C::DatabaseDuplicate => "Two files are copies of one database, or two lines of the map name one. Keep one.",
        C::DatabaseIncompleteIncrementalReseed | C::DatabaseIncompleteRevert => {
            "Another operation on the database was begun and not ended. The engine that began it must end it."
        }
        C::RecoveredWithoutUndo | C::RecoveredWithoutUndoDatabasesConsistent => {
            "Redo went well and undo was left out, as was asked. Recover once more without that option to get clean \
             databases."
        }
        C::StreamingDataNotLogged => "Logs of Exchange 2000 and 2003 with streaming files cannot be replayed here.",
        C::DecompressionFailed => {
            "A picture of a page in a log cannot be unpacked: the log is damaged. Get another copy."
        }
        C::InvalidParameter | C::InvalidGrbit | C::BufferTooSmall | C::InvalidBufferSize => {
            "The call is wrong; the message says which argument."
        }
        C::FeatureNotAvailable => "Not part of this library; `docs/functions.md` lists what is.",
        C::AlreadyInitialized | C::SystemParamsAlreadySet | C::SystemParameterConflict => {
            "Parameters of the process are set before the first instance, those of an instance before JetInit."
        }
        C::RunningInMultiInstanceMode | C::RunningInOneInstanceMode => {
            "A process has either one instance without a name, or many with names. Use JetCreateInstance throughout."
        }
        C::InstanceNameInUse | C::LogFilePathInUse | C::SystemPathInUse | C::TempPathInUse | C::TooManyInstances => {
            "Another instance of this process has it. End that one with JetTerm, or take other names and directories."
        }
        C::CallbackFailed => "The program's own callback ended it.",
        C::OutOfMemory => "Give less to the cache (JET_paramCacheSizeMax), or the machine more.",
        C::InternalError => "A bug. Please report it with the message, and the files if they can be shown.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::codes::ERRORS;

    #[test]
    fn advice_is_sentences() {
        let given: Vec<_> = ERRORS.iter().filter_map(|e| advice(e.0)).collect();
        assert!(given.len() > 70, "{}", given.len());
        for sentence in given {
            assert!(sentence.ends_with('.') && !sentence.contains("  "), "{sentence}");
        }
        assert_eq!(advice(ErrorCode::TableLocked), None);
    }
}
