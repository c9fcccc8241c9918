//! The folder of a restore: backups come in, one after the other.

use std::path::{Path, PathBuf};

use super::complete::OWN_LOGS;
use super::contents::{Contents, DatabaseCopy};
use super::env_file;
use super::environment::{Database, Environment, Set, Stage};
use super::{logs, streaming};
use crate::error::{Error, Result};
use crate::format::primitives::Logtime;
use crate::recovery::plan::backup_set::BackupSet;
use crate::recovery::plan::log_directory::LogDirectory;
use crate::recovery::plan::{self, database_files, database_name};
use crate::storage::database_file;
use crate::storage::file_copy::{copy, remove, same_content};
use crate::storage::fs::{FileSystem, OpenMode};
use crate::{error, fail};

/// A folder that belongs to one restore. Nobody else may use it meanwhile.
pub struct RestoreFolder<'a> {
    pub(super) fs: &'a dyn FileSystem,
    pub(super) path: PathBuf,
}

impl<'a> RestoreFolder<'a> {
    /// `path` is the folder's; nothing is read or made yet.
    pub fn new(fs: &'a dyn FileSystem, path: impl AsRef<Path>) -> Self {
        let path = std::path::absolute(path.as_ref()).unwrap_or_else(|_| path.as_ref().to_path_buf());
        Self { fs, path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How far the restore has come; `None` when none has begun here.
    pub fn status(&self) -> Result<Option<Environment>> {
        env_file::load(self.fs, &self.path)
    }

    /// Brings in a full or copy backup and makes `Restore.env`. With `replace`, whatever restore was under way in the
    /// folder is given up, and files that have the names of the databases are replaced; without it, only a `begin`
    /// that was interrupted may be repeated. A database that lies in its place already may be one that the restore
    /// before has finished, as long as its logs are still there: then only the completion is left to do.
    ///
    /// # Errors
    /// Before anything is touched:
    /// * `InvalidParameter`: contents that cannot be a full or copy backup
    /// * `BackupDirectoryNotEmpty`: a restore has begun here, or logs of none lie here
    /// * `FileAlreadyExists`: a database's target exists
    /// * those of the backup's logs ([`logs::read`]) and databases ([`database_files::read`]), among them
    ///   `RestoreOfNonBackupDatabase`, `DatabasePatchFileMismatch`, `StartingRestoreLogTooHigh`,
    ///   `EndingRestoreLogTooLow`
    pub fn begin(&self, contents: &Contents, replace: bool) -> Result<Environment> {
        contents.check()?;
        if !contents.kind.has_databases() {
            fail!(
                MissingFullBackup,
                "a restore begins with a full or copy backup, not with one of the kind \"{}\"",
                contents.kind.name()
            );
        }
        // A file that cannot be read is in the way like one that can.
        let before = if replace { self.status().unwrap_or(None) } else { self.status()? };
        let replace = replace || before.as_ref().is_some_and(|e| e.stage == Stage::Copying);
        if let (Some(e), false) = (&before, replace) {
            let message = format!("a restore of \"{}\" is under way here ({})", e.storage_group, e.stage.name());
            return Err(error!(BackupDirectoryNotEmpty, "{message}; complete it, or say that it is to be replaced")
                .file(&self.path));
        }
        let page_size = self.page_size(&contents.databases[0])?;
        let set = logs::read(self.fs, contents, page_size, None)?;
        let (roll_forward, roll_forward_to) = before.map(|e| (e.roll_forward, e.roll_forward_to)).unwrap_or_default();
        let created = self.creation_times(&set, page_size, roll_forward.as_deref());
        let (databases, finished) = self.examine_databases(contents, &set, page_size, replace, &created)?;
        let (roll_forward, roll_forward_to) = if finished { (roll_forward, roll_forward_to) } else { (None, None) };
        let useless = self.useless_logs(contents, &set, replace, finished)?;

        let mut environment = Environment {
            stage: Stage::Copying,
            storage_group: contents.storage_group.clone(),
            base_name: contents.base_name.clone(),
            page_size,
            log_signature: set.first.log_signature(),
            generations: contents.generations,
            roll_forward,
            roll_forward_to,
            databases,
            sets: vec![Set { kind: contents.kind, generations: contents.generations, when: now() }],
        };
        let failed = |e| Error::from_io(&e, "making the restore's folder", &self.path);
        self.fs.create_directories_safely(&self.path).map_err(failed)?;
        env_file::store(self.fs, &self.path, &environment)?;
        for path in useless {
            remove(self.fs, &path)?;
        }
        for (copied, noted) in contents.databases.iter().zip(&environment.databases) {
            let Some(source) = &copied.copy else { continue };
            copy(self.fs, source, &noted.path)?;
            if let (Some(from), Some(to)) = (streaming::beside(self.fs, source), &noted.streaming_file) {
                copy(self.fs, &from, to)?;
            }
        }
        for log in &set.logs {
            self.bring(&log.path, &logs::in_folder(&self.path, log)?)?;
        }
        environment.stage = if finished { Stage::Completing } else { Stage::Collecting };
        env_file::store(self.fs, &self.path, &environment)?;
        Ok(environment)
    }

    /// When the log of a generation was made, of those that a completion would play.
    fn creation_times<'s>(
        &'s self,
        set: &'s BackupSet,
        page_size: u32,
        roll_forward: Option<&Path>,
    ) -> impl Fn(u32) -> Option<Logtime> + use<'s, 'a> {
        let own = [self.path.join(OWN_LOGS), self.path.clone()];
        let directories = roll_forward.into_iter().chain(own.iter().map(PathBuf::as_path));
        let directories: Vec<_> =
            directories.filter_map(|path| LogDirectory::list(self.fs, path, &set.names).ok()).collect();
        move |generation| directories.iter().find_map(|d| plan::created(self.fs, page_size, set, None, d, generation))
    }

    /// Brings in an incremental or differential backup. A backup may bring logs that are here already, as long as they
    /// are the same files.
    ///
    /// # Errors
    /// Before anything is touched: `MissingFullBackup` when no restore has begun here; `InvalidBackupSequence` when it
    /// waits for no more sets; those of [`Contents::check_follows`], [`logs::read`] and [`logs::new_ones`].
    pub fn add(&self, contents: &Contents) -> Result<Environment> {
        let Some(mut environment) = self.status()? else {
            let message = "there is no Restore.env; begin with a full or copy backup";
            return Err(error!(MissingFullBackup, "{message}").file(&self.path));
        };
        if environment.stage != Stage::Collecting {
            let message = format!("the restore is past taking in backups: it is {}", environment.stage.name());
            return Err(error!(InvalidBackupSequence, "{message}").file(&self.path));
        }
        contents.check()?;
        contents.check_follows(&environment)?;
        let set = logs::read(self.fs, contents, environment.page_size, Some(environment.log_signature))?;
        for log in logs::new_ones(self.fs, &self.path, &environment, &set)? {
            self.bring(&log.path, &logs::in_folder(&self.path, log)?)?;
        }
        environment.generations.1 = contents.generations.1;
        environment.sets.push(Set { kind: contents.kind, generations: contents.generations, when: now() });
        env_file::store(self.fs, &self.path, &environment)?;
        Ok(environment)
    }

    fn bring(&self, from: &Path, to: &Path) -> Result<()> {
        if from == to || same_content(self.fs, from, to)? {
            return Ok(());
        }
        copy(self.fs, from, to)
    }

    fn page_size(&self, database: &DatabaseCopy) -> Result<u32> {
        let path = database.copy.as_ref().unwrap_or(&database.target);
        let failed = |e| Error::from_io(&e, "opening a database of the backup", path);
        let file = self.fs.open(path, OpenMode::Read).map_err(failed)?;
        Ok(database_file::read_header(&*file, path, None)?.0.page_size())
    }

    /// What is noted of the databases, and whether one of them is finished already.
    fn examine_databases(
        &self,
        contents: &Contents,
        set: &BackupSet,
        page_size: u32,
        replace: bool,
        created: &dyn Fn(u32) -> Option<Logtime>,
    ) -> Result<(Vec<Database>, bool)> {
        let mut databases: Vec<Database> = Vec::new();
        let mut finished = false;
        let (low, high) = contents.generations;
        let log_signature = set.first.log_signature();
        for (entry, database) in contents.databases.iter().enumerate() {
            let source = database.copy.as_ref().unwrap_or(&database.target);
            let target = std::path::absolute(&database.target)
                .map_err(|e| Error::from_io(&e, "completing a database's path", &database.target))?;
            if streaming::is_streaming_file(self.fs, source)? {
                let message = "this is a streaming file; name the database, its streaming file comes along";
                return Err(error!(FileInvalidType, "{message}").file(source));
            }
            let planned = database_files::read(self.fs, entry, source, page_size, &log_signature, high, created)?;
            planned.check_range(low, high)?;
            finished |= planned.is_finished;
            if databases.iter().any(|d| d.path == target) {
                return Err(error!(InvalidParameter, "two databases of the backup go to one place").file(target));
            }
            let streaming_file = streaming::beside(self.fs, source).map(|found| match database.copy {
                Some(_) => target.with_extension(found.extension().unwrap_or_default()),
                None => found,
            });
            let copied =
                database.copy.iter().map(|_| &target).chain(streaming_file.iter().filter(|_| database.copy.is_some()));
            for path in copied {
                if self.fs.exists(path) && !replace {
                    let message = "the place that a database of the backup goes to is taken";
                    return Err(error!(FileAlreadyExists, "{message}; say that it is to be replaced").file(path));
                }
            }
            let signature = planned.header.signature();
            let name = match database.name.as_str() {
                "" => database_name::name_of(self.fs, set, &signature).map_err(|e| e.file(source))?,
                given => given.to_owned(),
            };
            databases.push(Database { name, path: target, signature, streaming_file });
        }
        Ok((databases, finished))
    }

    /// Logs in the folder that are not those of the set, when they may be removed. Of a finished database those behind
    /// the set are needed.
    fn useless_logs(
        &self,
        contents: &Contents,
        set: &BackupSet,
        replace: bool,
        finished: bool,
    ) -> Result<Vec<PathBuf>> {
        let mut useless = Vec::new();
        for (path, generation) in logs::list(self.fs, &self.path, &contents.base_name)? {
            let own = set.logs.iter().find(|l| Some(l.generation) == generation);
            let same = match own {
                Some(log) => log.path == path || same_content(self.fs, &log.path, &path)?,
                None => false,
            };
            if finished && generation.is_none_or(|g| g > set.range.1) {
                continue;
            }
            if !same && !replace {
                let message = "a log that is none of the backup's lies in the restore's folder";
                return Err(error!(BackupDirectoryNotEmpty, "{message}; take an empty folder").file(path));
            }
            if !same {
                useless.push(path);
            }
        }
        Ok(useless)
    }
}

/// The present moment as `Restore.env` notes it.
fn now() -> String {
    let (year, month, day, hour, minute, second, _) = Logtime::now().fields();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
