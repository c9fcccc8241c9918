//! Hard recovery: a backed-up database and the logs of its backup become a clean database.
//!
//! Everything that can be known from names and headers is decided first ([`plan`]); until then
//! nothing is touched. Then:
//!
//! 1. directories that are missing are made, useless logs in the backup's directory and a stale checkpoint deleted
//! 2. headers say that the backup's last generation is required; trailers are zeroed
//! 3. phases I and II: the logs of the backup, then those behind them ([`Replay::redo`])
//! 4. phase III: what never committed is undone ([`Replay::finish`])
//!
//! Source: `ErrLGRestore`, `ErrLGRSTExternalRestore` in `ese/_log/logutil.cxx` of the reference.

use super::plan::log_directory::LogDirectory;
use super::plan::{self, PlannedDatabase, ProgressScale, Refusal, RestorePlan};
use super::progress::Progress;
use super::replay::{Ending, Policy, Replay};
use super::request::{RestoreOutcome, RestoreRequest, Settings};
use super::roll::{LogSource, Roll};
use super::soft_recovery;
use crate::error::{Error, Result};
use crate::fail;
use crate::format::log_header::LogExpectations;
use crate::format::primitives::Signature;
use crate::storage::database_file::DatabaseFile;
use crate::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use std::path::Path;

/// Restores what the map names.
///
/// # Errors
/// Those of [`plan::restore`], before anything is touched; those of redo and undo, after which the call may be made
/// again.
pub fn run(request: RestoreRequest<'_>) -> Result<RestoreOutcome> {
    run_on(&RealFileSystem, request)
}

/// The same on any file system.
pub fn run_on(fs: &dyn FileSystem, request: RestoreRequest<'_>) -> Result<RestoreOutcome> {
    if request.backup_log_path.is_none() {
        fail!(InvalidParameter, "no path of the backup's logs was given");
    }
    let planned = plan::restore(fs, &request);
    let RestoreRequest { settings, backup_log_path, target, status, .. } = request;
    let mut progress = Progress::new(status);
    let plan = match planned {
        Ok(plan) => plan,
        Err(Refusal { error, begun }) => {
            if begun {
                progress.begin(ProgressScale { generations: 1, by_sector: true });
            }
            return Err(error);
        }
    };
    for warning in &plan.warnings {
        tracing::warn!("{warning}");
    }
    progress.begin(plan.progress);
    let directories = Directories {
        backup: &backup_log_path.unwrap_or_default(),
        target: target.as_ref().map(|(path, last)| (path.as_path(), *last)),
    };
    let (outcome, error_at_end) = restore(fs, &settings, &directories, plan, &mut progress)?;
    if let Some(error) = error_at_end {
        return Err(error);
    }
    progress.complete();
    Ok(outcome)
}

/// Where logs come from, beside the log path.
struct Directories<'a> {
    backup: &'a Path,
    /// A running target instance's log path, and the last generation to take from there.
    target: Option<(&'a Path, u32)>,
}

fn restore(
    fs: &dyn FileSystem,
    settings: &Settings,
    directories: &Directories<'_>,
    plan: RestorePlan,
    progress: &mut Progress<'_>,
) -> Result<(RestoreOutcome, Option<Error>)> {
    clear_the_way(fs, &plan)?;
    for database in &plan.databases {
        claim(fs, database)?;
    }
    let mut sources = Vec::new();
    let list = |path| LogDirectory::list(fs, path, &plan.names);
    sources.push(LogSource { directory: list(directories.backup)?, last: Some(plan.range.1) });
    if let Some((path, last)) = directories.target {
        sources.push(LogSource { directory: list(path)?, last: Some(last) });
    }
    sources.push(LogSource { directory: list(&settings.log_path)?, last: None });
    let expectations = LogExpectations {
        log_signature: Some(plan.log_signature),
        page_size: Some(settings.page_size),
        file_length: Some(plan.log_length),
    };
    let roll = Roll::new(fs, sources, expectations, Some(plan.range));
    let policy = Policy { restored: Some(plan.range), ignore_missing: true, ..Policy::default() };
    let attachments = plan.attachments.iter().map(|a| a.attachment.clone()).collect();
    let restored: Vec<_> = plan.databases.iter().map(|d| d.path.clone()).collect();
    let mut replay =
        Replay::new(fs, settings, policy, progress, roll, Some(plan.map), plan.log_signature, settings.page_size);
    match replay.redo(plan.start, attachments)? {
        Ending::AllLogs => {}
        Ending::Stopped => fail!(InternalError, "a hard recovery stopped early"),
    }
    let last = replay.roll.generation();
    replay.finish(plan.start)?;
    let differs = |kilobytes: u32| u64::from(kilobytes) * 1024 != plan.log_length;
    if settings.cleanup_mismatched_logs && settings.log_file_size.is_some_and(differs) {
        soft_recovery::begin_anew(fs, settings)?;
    }
    let outcome = RestoreOutcome {
        warning: 0,
        generations: Some((plan.range.0, last)),
        records: replay.counts.records,
        pages: replay.counts.pages_written,
        databases: restored,
    };
    Ok((outcome, plan.error_at_end))
}

/// Makes directories, and removes what must not be taken for a part of this restore.
fn clear_the_way(fs: &dyn FileSystem, plan: &RestorePlan) -> Result<()> {
    for directory in &plan.directories {
        fs.create_directories_safely(directory).map_err(|e| Error::from_io(&e, "making a directory", directory))?;
    }
    let useless = plan.logs_to_delete.iter().chain(&plan.stale_current_log);
    for path in useless.chain([&plan.checkpoint_to_delete]) {
        match fs.remove(path) {
            // They lie in the backup's directory, which may be one that nobody can write to, and are not read.
            Err(e) if plan.logs_to_delete.contains(path) => tracing::warn!("{} stays: {e}", path.display()),
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::from_io(&e, "deleting a file of no use", path));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The header takes over what the restore knows: a later recovery will not believe the database complete earlier. Only
/// then the trailer, of which nothing is needed any more, goes.
fn claim(fs: &dyn FileSystem, database: &PlannedDatabase) -> Result<()> {
    if database.is_finished {
        return Ok(());
    }
    let page_size = Some(database.header.page_size());
    let (file, _) = DatabaseFile::open(fs, &database.path, OpenMode::ReadWrite, page_size)?;
    let mut header = database.header_to_write.clone();
    header.renew_flush_signature(Signature::random_now());
    file.write_header(&mut header)?;
    if database.trailer.is_some() {
        file.protect(fs)?;
        file.zero_trailer()?;
    }
    file.end_protection(fs)
}
