//! What a recovery is asked to do, what it tells on the way, and what it gives back: the seam between
//! the instances and the recovery engine. Plain Rust; the C face converts on its own side.
//!
//! The roads through the seam are [`super::external_restore::run`] and [`super::soft_recovery::run`].

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::live::Live;
use crate::error::Result;
use crate::format::primitives::{Lgpos, Logtime, Signature};
use crate::storage::log_files::DEFAULT_LEGACY_NAMES;

/// One line of a restore map.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MapEntry {
    /// The path that the logs know the database by; `None` when the caller gave none.
    pub old_name: Option<String>,
    /// Where the database lies now; `None` when the caller gave none.
    pub new_path: Option<PathBuf>,
    /// JET_bitRestoreMap…: what to do when the file is missing, or is created by the logs.
    pub grbit: u32,
}

/// What an instance's parameters say, as far as recovery heeds them. Paths are complete; folders end with a
/// separator.
#[derive(Debug, Clone)]
pub struct Settings {
    pub instance_name: Option<OsString>,
    /// Three characters: "edb".
    pub base_name: String,
    pub log_path: PathBuf,
    /// Where the checkpoint file lies.
    pub system_path: PathBuf,
    /// Where the temporary database would lie.
    pub temp_path: PathBuf,
    /// Bytes; the default when [`page_size_set`](Self::page_size_set) is false.
    pub page_size: u32,
    pub page_size_set: bool,
    /// Units of 1024 bytes; `None` when the caller left the default.
    pub log_file_size: Option<u32>,
    /// JET_paramLegacyFileNames, the bits as given: 1 means `.log`/`.chk`, 2 means five digits.
    pub legacy_file_names: u32,
    pub circular: bool,
    /// JET_paramRecovery is "on".
    pub recovery: bool,
    /// Database pages; the upper limit of the cache. 0: the default.
    pub cache_size_max: usize,
    /// How many threads may work at a time; 0 leaves it to the library. Results do not depend on it.
    pub threads: usize,
    /// Bytes of log.
    pub checkpoint_depth_max: usize,
    pub delete_out_of_range_logs: bool,
    pub cleanup_mismatched_logs: bool,
    pub create_path_if_not_exist: bool,
    pub alternate_database_path: Option<PathBuf>,
    pub engine_format_version: u32,
    /// JET_paramEventSource, "" when unset.
    pub event_source: String,
}

impl Settings {
    /// Those of an instance with all files in one directory and every other parameter as it is by default.
    pub fn of_logs(log_path: &Path) -> Self {
        Self {
            instance_name: None,
            base_name: "edb".into(),
            log_path: log_path.to_path_buf(),
            system_path: log_path.to_path_buf(),
            temp_path: log_path.to_path_buf(),
            page_size: 4096,
            page_size_set: false,
            log_file_size: None,
            legacy_file_names: DEFAULT_LEGACY_NAMES,
            circular: false,
            recovery: true,
            cache_size_max: 0,
            threads: 0,
            checkpoint_depth_max: 20 << 20,
            delete_out_of_range_logs: false,
            cleanup_mismatched_logs: false,
            create_path_if_not_exist: false,
            alternate_database_path: None,
            engine_format_version: 0,
            event_source: String::new(),
        }
    }

    /// How many threads are to work: two, when there are processors for them and nobody says otherwise.
    pub fn threads(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from).min(THREADS_BY_DEFAULT),
            threads => threads.min(THREADS_MAX),
        }
    }
}

/// What more of them gain has not been measured where there are more than two processors.
const THREADS_BY_DEFAULT: usize = 2;
/// More threads would wait for the one that goes through the logs.
pub const THREADS_MAX: usize = 16;

/// An attached database as recovery control shows it (JET_DBINFOMISC7): facts of its header.
#[derive(Debug, Clone, Default)]
pub struct DatabaseView {
    pub version: u32,
    pub update: u32,
    pub signature: Signature,
    pub state: u32,
    pub consistent: (Lgpos, Logtime),
    pub attach: (Lgpos, Logtime),
    pub detach: (Lgpos, Logtime),
    pub last_reattach: (Lgpos, Logtime),
    pub log_signature: Signature,
    pub full_previous: BackupView,
    pub incremental_previous: BackupView,
    pub full_current: BackupView,
    pub copy_previous: BackupView,
    pub differential_previous: BackupView,
    pub shadowing_disabled: bool,
    /// Major, minor, build, service pack of the Windows that wrote it last.
    pub system: (u32, u32, u32, i32),
    /// Bytes.
    pub page_size: u32,
    /// Generations.
    pub minimum_required: u32,
    pub maximum_required: u32,
    pub maximum_committed: u32,
    pub maximum_created: Logtime,
    pub repairs: Counter,
    pub ecc_fixes: Counter,
    pub ecc_failures: Counter,
    pub bad_checksums: Counter,
    pub incremental_reseeds: Counter,
    pub page_patches: Counter,
    pub checksum_previous: Logtime,
    pub checksum_started: Logtime,
    pub pages_checked: u32,
}

/// How often something happened: since the last one, when that was, and before it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counter {
    pub count: u32,
    pub last: Logtime,
    pub count_before: u32,
}

/// A backup that a database header remembers.
#[derive(Debug, Clone, Copy, Default)]
pub struct BackupView {
    pub mark: Lgpos,
    /// Eight bytes as on disk: the last two carry "by snapshot" and milliseconds.
    pub time: Logtime,
    pub low: u32,
    pub high: u32,
}

/// Why a log file is being opened (JET_OpenLogFor…).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum OpenReason {
    CheckingAndPatching = 1,
    Redo = 2,
    Undo = 3,
    Do = 4,
}

/// What comes after a missing log file when the callback answers 0 (JET_MissingLog…).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum NextAction {
    MustFail = 1,
    ContinueToRedo = 2,
    TryCurrentLog = 3,
    ContinueToUndo = 4,
    CreateNewLogStream = 5,
}

/// What the status callback is told. The first four belong to JET_snpRestore and their answer is ignored;
/// the rest are recovery control (JET_snpRecoveryControl): the answer is the error to go on with, and
/// `default` the error that would hold without a callback.
#[derive(Debug)]
pub enum StatusEvent<'a> {
    Begin,
    Progress {
        done: u32,
        total: u32,
    },
    Complete {
        total: u32,
    },
    /// In place of `Complete`, when a soft recovery fails.
    Failed {
        total: u32,
    },
    OpenLog {
        generation: u32,
        current: bool,
        reason: OpenReason,
        file: &'a Path,
        databases: &'a [DatabaseView],
    },
    OpenCheckpoint,
    MissingLog {
        generation: u32,
        current: bool,
        next: NextAction,
        file: &'a Path,
        databases: &'a [DatabaseView],
        default: i32,
    },
    BeginUndo {
        databases: &'a [DatabaseView],
    },
    /// An entry of the event log, by its number.
    Notification {
        event: u32,
    },
    SignalError {
        default: i32,
    },
    AttachedDatabase {
        path: &'a Path,
    },
    DetachingDatabase {
        path: &'a Path,
    },
    CommitContext {
        context: &'a [u8],
        callback_type: u32,
    },
}

impl StatusEvent<'_> {
    /// The error that holds when nobody is asked.
    pub fn default_answer(&self) -> i32 {
        match self {
            Self::MissingLog { default, .. } | Self::SignalError { default } => *default,
            _ => 0,
        }
    }
}

/// `None` means that nobody is asked and the default answers hold. A caller of JetExternalRestore who passes a
/// null callback answers 0 to everything, as in the reference, and is no `None`.
pub type Status<'a> = Option<&'a mut (dyn FnMut(StatusEvent<'_>) -> i32 + 'a)>;

/// A hard restore (JetExternalRestore).
pub struct RestoreRequest<'a> {
    pub settings: Settings,
    /// `None` when no map was given; then nothing is restored.
    pub map: Option<Vec<MapEntry>>,
    /// `None` when no path was given.
    pub backup_log_path: Option<PathBuf>,
    /// As the caller gave them, unchecked.
    pub generation_low: i32,
    pub generation_high: i32,
    /// The running target instance's log path and the last generation to play from there.
    pub target: Option<(PathBuf, u32)>,
    pub status: Status<'a>,
}

/// What a hard restore did.
#[derive(Debug, Default)]
pub struct RestoreOutcome {
    /// A JET_wrn, or 0.
    pub warning: i32,
    /// Generations that were played, first and last.
    pub generations: Option<(u32, u32)>,
    pub records: u64,
    pub pages: u64,
    pub databases: Vec<PathBuf>,
}

/// A soft recovery (JetInit).
pub struct SoftRequest<'a> {
    pub settings: Settings,
    pub map: Option<Vec<MapEntry>>,
    /// Redo ends before this position; `None` for the end of the logs.
    pub stop: Option<Lgpos>,
    /// The moment of JET_RSTINFO, which the reference does not look at.
    pub stop_time: Logtime,
    /// JET_bit… of JetInit.
    pub grbit: u32,
    pub status: Status<'a>,
}

/// What soft recovery leaves behind: an instance that runs until it is told to end.
pub struct SoftOutcome {
    /// A JET_wrn, or 0.
    pub warning: i32,
    pub running: Box<dyn Running>,
}

/// An initialised instance.
pub trait Running: Send {
    /// JetTerm2 with its grbit. After an error the instance may be ended again, unless
    /// [`has_ended`](Self::has_ended) says that it is over all the same (JET_bitTermDirty).
    fn terminate(&mut self, grbit: u32) -> Result<()>;

    fn has_ended(&self) -> bool;

    /// Another restore takes this instance as its target: notes that in the log, forces a new generation and
    /// returns its number.
    fn begin_external_restore(&mut self, instance_name: &str, log_path: &str) -> Result<u32>;

    /// JET_paramRecoveryCurrentLogfile; 0 when there is none.
    fn current_generation(&self) -> u32;

    /// Databases that are attached now, for JetGetInstanceInfo.
    fn databases(&self) -> Vec<PathBuf>;

    /// Attaching databases and taking backups.
    ///
    /// Error: `FeatureNotAvailable`, `LoggingDisabled` where there is no log to note it in.
    fn live(&mut self) -> Result<Live<'_>> {
        crate::fail!(FeatureNotAvailable, "this instance takes no databases")
    }
}
