//! The end of a restore: its logs are played, what it made is removed.

use std::path::{Path, PathBuf};

use super::environment::{Environment, Stage};
use super::folder::RestoreFolder;
use super::mount::Mounted;
use super::{env_file, logs, streaming};
use crate::error;
use crate::error::{Error, Result};
use crate::instance::registry::Handle;
use crate::instance::restore::Target;
use crate::recovery::request::{MapEntry, RestoreOutcome, RestoreRequest, Settings, Status};
use crate::recovery::{external_restore, plan};
use crate::storage::file_copy::remove;
use crate::storage::log_files::{LogNames, OLD_EXTENSIONS};

/// How a restore ends.
#[derive(Default)]
pub struct Completion<'a> {
    /// Plays the logs of the storage group itself behind those of the backups. `None`: the databases end where the
    /// backups end.
    pub roll_forward: Option<RollForward>,
    /// Attaches the databases to this running instance in the end.
    pub mount: Option<Handle>,
    /// Leaves logs and `Restore.env` where they are.
    pub keep: bool,
    pub status: Status<'a>,
}

/// The storage group whose logs are played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RollForward {
    /// One that is not running. Its stream goes on with what the restore logs.
    Stopped {
        log_path: PathBuf,
        /// Where its checkpoint lies.
        system_path: PathBuf,
    },
    /// A running instance: it begins a new generation, and those before it are played. They are only read. Under
    /// circular logging there is nothing to play.
    Running(Handle),
}

/// A directory in the restore's folder, for what the restore logs behind the logs of a running instance.
pub(super) const OWN_LOGS: &str = "replay";

/// What became of it.
#[derive(Debug)]
pub struct Completed {
    /// As it stood in the end; the file itself is gone unless it was to be kept.
    pub environment: Environment,
    /// What was played; `None` when an earlier call had played everything.
    pub outcome: Option<RestoreOutcome>,
    /// The databases in the instance that they were mounted in.
    pub mounted: Vec<Mounted>,
}

impl RestoreFolder<'_> {
    /// Plays the logs and removes what the restore made: its logs and `Restore.env`, not the databases. After an
    /// interruption it may be called again, with the same roll-forward.
    ///
    /// # Errors
    /// Before anything is touched, so that more sets may be added:
    /// * `MissingFullBackup`: there is no `Restore.env`
    /// * `InvalidBackupSequence`: the first backup is not all here, or a log lies here that no set brought
    /// * `StreamingDataNotLogged`: a database has a streaming file
    /// * those of [`Target::find`] for a running instance; of that only a new generation is left when the logs before it
    ///   are refused
    /// * `InvalidParameter`: an interrupted completion rolled forward elsewhere
    /// * those of [`plan::restore`]
    ///
    /// And those of recovery; and that of the first database that could not be mounted: all are clean then, and the call
    /// may be made again.
    pub fn complete(&self, completion: Completion<'_>) -> Result<Completed> {
        let Completion { roll_forward, mount, keep, status } = completion;
        let Some(mut environment) = self.status()? else {
            let message = "there is no Restore.env, so there is nothing to complete";
            return Err(error!(MissingFullBackup, "{message}").file(&self.path));
        };
        let mut outcome = None;
        if environment.stage != Stage::Completed {
            let mut request = self.prepare(&mut environment, roll_forward.as_ref())?;
            environment.stage = Stage::Completing;
            env_file::store(self.fs, &self.path, &environment)?;
            request.status = status;
            outcome = Some(external_restore::run_on(self.fs, request)?);
            environment.stage = Stage::Completed;
            env_file::store(self.fs, &self.path, &environment)?;
        }
        let mounted = mount.map(|instance| environment.mount(instance)).transpose()?.unwrap_or_default();
        if let Some(Err(error)) = mounted.iter().map(|m| &m.result).find(|r| r.is_err()) {
            return Err(error.clone());
        }
        if !keep {
            self.clean(&environment)?;
        }
        Ok(Completed { environment, outcome, mounted })
    }

    /// Plans the completion, and notes in `environment` how it rolls forward.
    fn prepare<'s>(
        &self,
        environment: &mut Environment,
        roll_forward: Option<&RollForward>,
    ) -> Result<RestoreRequest<'s>> {
        let (mut path, mut target) = (None, None);
        let mut system_path = None;
        match roll_forward {
            None => {}
            Some(RollForward::Stopped { log_path, system_path: system }) => {
                path = Some(log_path.clone());
                system_path = Some(system.clone());
            }
            Some(RollForward::Running(handle)) => {
                let found = Target::find(*handle, Some(environment.base_name.as_ref()))?;
                if !found.is_circular {
                    path = Some(found.log_path.clone());
                    target = Some(found);
                }
            }
        }
        self.check(environment, path.as_deref())?;
        let beside_running = target.is_some() || environment.roll_forward_to.is_some();
        let own_logs = match (&path, beside_running) {
            (None, _) => self.path.clone(),
            (Some(_), true) => self.path.join(OWN_LOGS),
            (Some(path), false) => path.clone(),
        };
        let system_path = system_path.filter(|_| !beside_running).unwrap_or_else(|| own_logs.clone());
        let plan = |request: &RestoreRequest<'_>| plan::restore(self.fs, request).map_err(|refusal| refusal.error);
        let mut request = self.request(environment, &own_logs, &system_path);
        if let (Some(target), None) = (&target, environment.roll_forward_to) {
            // What would be refused anyway is refused before the instance is bothered.
            plan(&request)?;
            environment.roll_forward_to = target.close_generation()?.map(|(_, last)| last);
        }
        environment.roll_forward = path;
        request.target = environment.roll_forward.clone().zip(environment.roll_forward_to);
        plan(&request)?;
        Ok(request)
    }

    fn check(&self, environment: &Environment, roll_forward: Option<&Path>) -> Result<()> {
        let complaint = |message: String| Err(error!(InvalidBackupSequence, "{message}").file(&self.path));
        match environment.stage {
            Stage::Copying => return complaint("the first backup is not all here; begin with it again".into()),
            Stage::Completing if environment.roll_forward.as_deref() != roll_forward => {
                let begun = match &environment.roll_forward {
                    Some(path) => format!("rolling forward through {}", path.display()),
                    None => "without rolling forward".into(),
                };
                return Err(error!(InvalidParameter, "the completion was begun {begun}, and has to go on that way")
                    .file(&self.path));
            }
            _ => {}
        }
        for database in &environment.databases {
            let Some(path) = &database.streaming_file else { continue };
            if self.fs.exists(path) && streaming::is_streaming_file(self.fs, path)? {
                let message = "the database has a streaming file, whose content this library cannot recover";
                return Err(error!(StreamingDataNotLogged, "{message}").file(path));
            }
        }
        if environment.stage == Stage::Collecting {
            let (low, high) = environment.generations;
            let of_no_set = |generation: Option<u32>| generation.is_none_or(|g| g < low || g > high);
            let all = logs::list(self.fs, &self.path, &environment.base_name)?;
            if let Some((path, _)) = all.into_iter().find(|(_, generation)| of_no_set(*generation)) {
                let message = "no backup brought this log; add the one that it is of, or take it away";
                return Err(error!(InvalidBackupSequence, "{message}").file(path));
            }
        }
        Ok(())
    }

    fn request<'s>(&self, environment: &Environment, log_path: &Path, system_path: &Path) -> RestoreRequest<'s> {
        let (log_path, system_path) = (log_path.join(""), system_path.join(""));
        let line = |d: &super::environment::Database| MapEntry {
            old_name: Some(d.name.clone()),
            new_path: Some(d.path.clone()),
            grbit: 0,
        };
        let signed = |generation: u32| i32::try_from(generation).unwrap_or(i32::MAX);
        RestoreRequest {
            settings: Settings {
                instance_name: Some(environment.storage_group.clone().into()),
                base_name: environment.base_name.clone(),
                temp_path: system_path.clone(),
                system_path,
                page_size: environment.page_size,
                page_size_set: true,
                legacy_file_names: OLD_EXTENSIONS,
                cache_size_max: CACHE_PAGES,
                checkpoint_depth_max: CHECKPOINT_DEPTH,
                create_path_if_not_exist: true,
                engine_format_version: ENGINE_FORMAT_DEFAULT,
                ..Settings::of_logs(&log_path)
            },
            map: Some(environment.databases.iter().map(line).collect()),
            backup_log_path: Some(self.path.join("")),
            generation_low: signed(environment.generations.0),
            generation_high: signed(environment.generations.1),
            target: None,
            status: None,
        }
    }

    /// Removes logs and checkpoint first and `Restore.env` last, so that an interruption leaves a folder that says what
    /// it is.
    fn clean(&self, environment: &Environment) -> Result<()> {
        let own_logs = self.path.join(OWN_LOGS);
        if environment.roll_forward_to.is_some() && self.fs.exists(&own_logs) {
            self.clean_logs(&own_logs, &environment.base_name)?;
            match self.fs.remove_directory(&own_logs) {
                // Somebody keeps something there.
                Err(e) if e.kind() == std::io::ErrorKind::DirectoryNotEmpty => {}
                other => other.map_err(|e| Error::from_io(&e, "removing the restore's own logs", &own_logs))?,
            }
        }
        self.clean_logs(&self.path, &environment.base_name)?;
        env_file::remove(self.fs, &self.path)
    }

    fn clean_logs(&self, directory: &Path, base_name: &str) -> Result<()> {
        let names = LogNames::new(base_name, OLD_EXTENSIONS);
        let other = names.clone().with_extensions(names.extensions().other());
        let checkpoints = [&names, &other].map(|n| directory.join(n.checkpoint()));
        let reserves = (1..=2).map(|n| directory.join(names.reserve(n)));
        let all = logs::list(self.fs, directory, base_name)?;
        for path in all.into_iter().map(|(path, _)| path).chain(checkpoints).chain(reserves) {
            remove(self.fs, &path)?;
        }
        self.fs.sync_directory(directory).map_err(|e| Error::from_io(&e, "making removals safe", directory))
    }
}

/// The default of the engine's parameter.
const CACHE_PAGES: usize = 2_000_000_000;
/// The default of the engine's parameter, in bytes of log.
const CHECKPOINT_DEPTH: usize = 20 << 20;
/// The default of the engine's parameter: files keep the format that they have.
const ENGINE_FORMAT_DEFAULT: u32 = 0x4000_0001;
