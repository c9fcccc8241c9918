//! JetBackup and JetRestore: the engine itself writes a backup to a directory, and restores one.
//!
//! A backup is the external one, with the engine as the program that drives it. Locks are held for one piece of a file
//! at a time, so that the instance goes on meanwhile and JetStopBackup is heard.
//!
//! Source of the facts: `ErrBKBackup`, `ErrBKICopyFile` in `ese/backup.cxx`, JetBackupInstanceEx, JetRestoreInstanceEx in
//! `ese/jetapi.cxx` of the reference.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::lifecycle::{claim_paths, same_file};
use super::mode::RunMode;
use super::parameters::{complete_path, id};
use super::process;
use super::registry::{Handle, Process, State, is_null};
use super::restore::{InstanceStatus, Temporary};
use super::sessions::with_live;
use super::settings::settings;
use crate::error::{Error, Result};
use crate::fail;
use crate::recovery::directory_restore::{self, DirectoryRestore};
use crate::recovery::live::backup::{END_ABORT, END_NORMAL, INCREMENTAL, NO_HEADER_UPDATE};
use crate::recovery::request::{RestoreOutcome, Settings, StatusEvent};
use crate::storage::backup_directory::{BackupDirectory, PATCH_EXTENSION};
use crate::storage::fs::{File, FileSystem, OpenMode, RealFileSystem};

/// JET_bitBackupAtomic.
const ATOMIC: u32 = 0x4;
/// Bytes that are read at a time: pages of every size, and the headers of the largest.
const PIECE: usize = 1 << 20;
/// The name of an instance that only restores.
const RESTORE_NAME: &str = "Restore";

/// How far a full backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupEvent {
    Begin,
    Complete,
}

/// Backs all databases and logs of an instance up to a directory; the logs alone with JET_bitBackupIncremental. Logs that
/// are then of no more use are removed. Without a directory that is all that happens: logs before the checkpoint go, no
/// database remembers a backup.
///
/// # Errors
/// Those of [`with_live`] and of the backup's calls ([`crate::recovery::live::backup`]); those of
/// [`BackupDirectory::prepare`]; `FileAlreadyExists` for two databases of one name; `FileAccessDenied` for a directory
/// that the instance's own files lie in; file errors.
pub fn back_up(
    instance: Handle,
    directory: Option<&OsStr>,
    grbit: u32,
    tell: &mut dyn FnMut(BackupEvent),
) -> Result<()> {
    let incremental = grbit & INCREMENTAL;
    with_live(instance, |mut live| live.begin_backup(incremental))?;
    let Some(path) = directory.filter(|d| !d.is_empty()) else {
        let done = with_live(instance, |mut live| live.purge_logs());
        return end(instance, done, NO_HEADER_UPDATE);
    };
    let done = complete_path(path).and_then(|path| {
        let directory = BackupDirectory::new(&RealFileSystem, Path::new(&path), incremental == 0, grbit & ATOMIC != 0);
        let done = fill(instance, &directory, incremental == 0, tell);
        let cleaned = directory.clean();
        done.and(cleaned)
    });
    end(instance, done, 0)
}

fn fill(
    instance: Handle,
    directory: &BackupDirectory<'_>,
    full: bool,
    tell: &mut dyn FnMut(BackupEvent),
) -> Result<()> {
    let create = process().find(instance)?.parameters.flag(id::CREATE_PATH_IF_NOT_EXIST);
    let place = directory.prepare(create)?;
    let mut databases = Vec::new();
    if full {
        tell(BackupEvent::Begin);
        databases = with_live(instance, |mut live| live.attach_info())?;
        for database in &databases {
            copy(instance, database, &place, OpenMode::CreateNew)?;
        }
    }
    for log in with_live(instance, |mut live| live.log_info())?.files {
        copy(instance, &log, &place, OpenMode::Replace)?;
    }
    for database in &databases {
        let patch = place.join(database.with_extension(PATCH_EXTENSION).file_name().unwrap_or_default());
        create_file(&patch, OpenMode::Replace)?.sync().map_err(|e| Error::from_io(&e, "writing a backup", &patch))?;
    }
    RealFileSystem.sync_directory(&place).map_err(|e| Error::from_io(&e, "making a backup safe", &place))?;
    directory.promote()?;
    with_live(instance, |mut live| live.truncate_logs())?;
    if full {
        tell(BackupEvent::Complete);
    }
    Ok(())
}

/// Copies a file of the backup; when this returns its content is safe.
fn copy(instance: Handle, from: &Path, place: &Path, mode: OpenMode) -> Result<()> {
    let to = place.join(from.file_name().unwrap_or_default());
    if same_file(from.as_os_str(), to.as_os_str()) {
        return Err(crate::error!(FileAccessDenied, "the backup would overwrite what it copies").file(from));
    }
    let failed = |e: std::io::Error| Error::from_io(&e, "writing a backup", &to);
    let opened = with_live(instance, |mut live| live.open_backup_file(from, 0))?;
    let target = create_file(&to, mode)?;
    let (mut piece, mut at) = (vec![0; PIECE], 0);
    while at < opened.length {
        let read = with_live(instance, |mut live| live.read_backup_file(opened.handle, &mut piece))?;
        if read == 0 {
            return Err(crate::error!(FileIOBeyondEOF, "the file ended early").file(from));
        }
        target.write_at(&piece[..read], at).map_err(failed)?;
        at += read as u64;
    }
    target.sync().map_err(failed)?;
    with_live(instance, |mut live| live.close_backup_file(opened.handle))
}

fn create_file(path: &Path, mode: OpenMode) -> Result<Box<dyn File>> {
    RealFileSystem.open(path, mode).map_err(|e| Error::from_io(&e, "making a file of a backup", path))
}

/// The backup ends as the work did.
fn end(instance: Handle, done: Result<()>, how: u32) -> Result<()> {
    let grbit = if done.is_ok() { END_NORMAL | how } else { END_ABORT };
    let ended = with_live(instance, |mut live| live.end_backup(grbit));
    done.and(ended)
}

/// Which instance restores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restorer {
    /// The one of one-instance mode, made for the restore.
    One,
    /// A created instance, or for a null handle one made for the restore.
    Instance(Handle),
}

/// What JetRestore2 and JetRestoreInstance were given.
pub struct RestoreCall<'a> {
    pub restorer: Restorer,
    /// The backup's directory; none: the current one.
    pub source: Option<&'a OsStr>,
    /// Where the databases go; none: to where they were.
    pub destination: Option<&'a OsStr>,
    pub status: InstanceStatus<'a>,
}

/// Restores a backup that [`back_up`] took. The instance is not initialised by it.
///
/// # Errors
/// RunningInMultiInstanceMode, AlreadyInitialized, InitInProgress; those of finding or making the instance; paths in use;
/// InvalidPath; those of [`directory_restore::run`].
pub fn restore(call: RestoreCall<'_>) -> Result<RestoreOutcome> {
    let source = PathBuf::from(complete_path(call.source.unwrap_or_default())?);
    let destination = call.destination.filter(|d| !d.is_empty()).map(complete_path).transpose()?.map(PathBuf::from);
    let (instance, settings) = begin(call.restorer)?;
    let handle = instance.handle();
    let mut tell = call.status.map(|status| move |event: StatusEvent<'_>| status(handle, event));
    let status = tell.as_mut().map(|t| t as _);
    directory_restore::run(DirectoryRestore { settings, source, destination, status })
}

/// The instance while it restores.
enum Busy {
    OfTheCaller(Handle),
    Made(Temporary),
}

impl Busy {
    fn handle(&self) -> Handle {
        match self {
            Self::OfTheCaller(handle) => *handle,
            Self::Made(temporary) => temporary.0,
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Self::OfTheCaller(handle) = self
            && let Some(instance) = process().by_handle(*handle)
        {
            instance.state = State::Created;
        }
    }
}

fn begin(restorer: Restorer) -> Result<(Busy, Settings)> {
    let mut process = process();
    let handle = match restorer {
        Restorer::One => {
            match process.mode {
                RunMode::MultiInstance => {
                    fail!(RunningInMultiInstanceMode, "with several instances, use the function that names one")
                }
                RunMode::Unset => process.set_mode(RunMode::OneInstance),
                RunMode::OneInstance => {}
            }
            process.instances.first().map(|i| i.handle)
        }
        Restorer::Instance(handle) if is_null(handle) => {
            if !process.mode.is_set() {
                process.set_mode(RunMode::MultiInstance);
            }
            None
        }
        Restorer::Instance(handle) => Some(process.find(handle)?.handle),
    };
    match handle {
        Some(handle) => {
            let settings = enter(&mut process, handle)?;
            Ok((Busy::OfTheCaller(handle), settings))
        }
        None => {
            let handle = process.create(Some(RESTORE_NAME.as_ref()), None)?.handle;
            match enter(&mut process, handle) {
                Ok(settings) => Ok((Busy::Made(Temporary(handle)), settings)),
                Err(e) => {
                    process.free(handle);
                    Err(e)
                }
            }
        }
    }
}

/// The instance restores from now on.
fn enter(process: &mut Process, handle: Handle) -> Result<Settings> {
    let Some(instance) = process.by_handle(handle) else { fail!(InvalidInstance, "{handle:#x} is no instance") };
    match instance.state {
        State::Created => {}
        State::Initialising => fail!(InitInProgress, "the instance is being initialised"),
        _ => fail!(AlreadyInitialized, "the instance is initialised; only one that is not can restore"),
    }
    let name = instance.name.clone();
    let parameters = claim_paths(process, handle)?;
    if let Some(instance) = process.by_handle(handle) {
        instance.state = State::Restoring;
    }
    Ok(settings(process, &parameters, name))
}
