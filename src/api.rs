//! The safe Rust face: a restore or a recovery as one value, planned before it is run.
//!
//! ```no_run
//! use esent::{Recovery, Restore};
//!
//! // A streaming backup: a database and the logs of the time of the backup.
//! let planned = Restore::new("backup/logs", 3..=10)
//!     .page_size(8192)
//!     .log_path("restored")
//!     .map("C:\\live\\mail.edb", "restored/mail.edb")
//!     .plan()?;
//! for warning in &planned.plan().warnings {
//!     println!("{warning}");
//! }
//! let outcome = planned.run(&mut |event| {
//!     println!("{event:?}");
//!     0
//! })?;
//! println!("{} records", outcome.records);
//!
//! // A crashed database and its logs.
//! Recovery::new("SRU").base_name("SRU").page_size(4096).map("C:\\Windows\\system32\\SRU\\SRUDB.dat", "SRU/SRUDB.dat").run()?;
//! # Ok::<(), esent::error::Error>(())
//! ```

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::format::primitives::{Lgpos, Logtime};
use crate::recovery::plan::{self, RestorePlan};
use crate::recovery::request::{MapEntry, RestoreOutcome, RestoreRequest, Running, Settings, SoftRequest, StatusEvent};
use crate::recovery::{external_restore, soft_recovery};
use crate::storage::fs::RealFileSystem;

/// What is told about a restore or recovery on its way; answers as in recovery control
/// ([`StatusEvent::default_answer`] when in doubt).
pub type Callback<'a> = dyn FnMut(StatusEvent<'_>) -> i32 + 'a;

macro_rules! common_setters {
    () => {
        /// Bytes of a page of the databases; 4096 unless said otherwise.
        pub fn page_size(mut self, bytes: u32) -> Self {
            self.settings.page_size = bytes;
            self.settings.page_size_set = true;
            self
        }

        /// The three characters that names of logs begin with; "edb" unless said otherwise.
        pub fn base_name(mut self, base: impl Into<String>) -> Self {
            self.settings.base_name = base.into();
            self
        }

        /// Where the checkpoint lies; beside the logs unless said otherwise.
        pub fn checkpoint_path(mut self, path: impl Into<PathBuf>) -> Self {
            self.settings.system_path = path.into();
            self.settings.temp_path = self.settings.system_path.clone();
            self
        }

        /// A database: the path that the logs know it by, and where it lies now.
        pub fn map(mut self, old_name: impl Into<String>, new_path: impl Into<PathBuf>) -> Self {
            let (old_name, new_path) = (Some(old_name.into()), Some(new_path.into()));
            self.map.push(MapEntry { old_name, new_path, grbit: 0 });
            self
        }

        /// How many threads may work at a time, up to 16; two unless said otherwise. With three and more, records are
        /// redone by several. What is recovered does not depend on it.
        pub fn threads(mut self, threads: usize) -> Self {
            self.settings.threads = threads;
            self
        }

        /// Database pages in memory at most.
        pub fn cache_pages(mut self, pages: usize) -> Self {
            self.settings.cache_size_max = pages;
            self
        }
    };
}

/// A hard recovery (JetExternalRestore).
#[derive(Debug, Clone)]
pub struct Restore {
    settings: Settings,
    backup_log_path: PathBuf,
    generations: RangeInclusive<u32>,
    map: Vec<MapEntry>,
}

impl Restore {
    /// A restore of the backup whose logs of these generations lie in `backup_log_path`.
    pub fn new(backup_log_path: impl Into<PathBuf>, generations: RangeInclusive<u32>) -> Self {
        let backup_log_path = backup_log_path.into();
        Self { settings: Settings::of_logs(&backup_log_path), backup_log_path, generations, map: Vec::new() }
    }

    common_setters!();

    /// Where replay goes on after the backup's logs and new logs are written; beside the backup's logs unless said
    /// otherwise.
    pub fn log_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings.log_path = path.into();
        self.checkpoint_path_if_unset()
    }

    fn checkpoint_path_if_unset(mut self) -> Self {
        if self.settings.system_path == self.backup_log_path {
            self.settings.system_path = self.settings.log_path.clone();
            self.settings.temp_path = self.settings.log_path.clone();
        }
        self
    }

    /// Decides everything that can be decided from names and headers; changes nothing.
    ///
    /// # Errors
    /// As JetExternalRestore's, each with file and generation.
    pub fn plan(self) -> Result<PlannedRestore> {
        let plan = plan::restore(&RealFileSystem, &self.request()).map_err(|refusal| refusal.error)?;
        Ok(PlannedRestore { restore: self, plan })
    }

    fn request<'a>(&self) -> RestoreRequest<'a> {
        let number = |generation: u32| i32::try_from(generation).unwrap_or(i32::MAX);
        RestoreRequest {
            settings: self.settings.clone(),
            map: Some(self.map.clone()),
            backup_log_path: Some(self.backup_log_path.clone()),
            generation_low: number(*self.generations.start()),
            generation_high: number(*self.generations.end()),
            target: None,
            status: None,
        }
    }
}

/// A restore that can be run.
#[derive(Debug)]
pub struct PlannedRestore {
    restore: Restore,
    plan: RestorePlan,
}

impl PlannedRestore {
    pub fn plan(&self) -> &RestorePlan {
        &self.plan
    }

    /// Runs it. Files are looked at again: they may have changed since the plan.
    ///
    /// # Errors
    /// As JetExternalRestore's. The restore can be run again when the cause is gone.
    pub fn run(self, callback: &mut Callback<'_>) -> Result<RestoreOutcome> {
        external_restore::run(RestoreRequest { status: Some(callback), ..self.restore.request() })
    }
}

/// A soft recovery (JetInit and JetTerm).
#[derive(Debug, Clone)]
pub struct Recovery {
    settings: Settings,
    map: Vec<MapEntry>,
    grbit: u32,
    stop: Option<Lgpos>,
}

impl Recovery {
    /// A recovery of the stream whose logs lie in `log_path`.
    pub fn new(log_path: impl AsRef<Path>) -> Self {
        Self { settings: Settings::of_logs(log_path.as_ref()), map: Vec::new(), grbit: 0, stop: None }
    }

    common_setters!();

    /// JET_bit… of JetInit.
    pub fn grbit(mut self, grbit: u32) -> Self {
        self.grbit = grbit;
        self
    }

    /// Redo ends before this position, and nothing is undone.
    pub fn stop(mut self, lgpos: Lgpos) -> Self {
        self.stop = Some(lgpos);
        self
    }

    /// Runs it; the instance is ended at once. Gives the warning, a JET_wrn number, or 0.
    ///
    /// # Errors
    /// As JetInit's and JetTerm's.
    pub fn run(self) -> Result<i32> {
        self.run_with(None)
    }

    /// The same, telling `callback`.
    pub fn run_with(self, callback: Option<&mut Callback<'_>>) -> Result<i32> {
        let map = (!self.map.is_empty()).then_some(self.map);
        let (settings, stop, grbit) = (self.settings, self.stop, self.grbit);
        let stop_time = Logtime::default();
        let mut callback = callback;
        let status = callback.as_mut().map(|c| &mut **c as _);
        let request = SoftRequest { settings, map, stop, stop_time, grbit, status };
        let (warning, mut running) = soft_recovery::run_on(&RealFileSystem, request)?;
        running.terminate(0)?;
        Ok(warning)
    }
}
