//! Soft recovery: the databases of a log stream are brought to the end of its logs, and the instance runs.
//!
//! | what lies in the log path                             | what happens                                        |
//! |-------------------------------------------------------|-----------------------------------------------------|
//! | nothing                                               | a new stream begins with generation 1               |
//! | a current log that ends with a quit record, to which  | nothing is replayed                                 |
//! | the checkpoint points                                 |                                                     |
//! | any other logs                                        | redo from the [start], undo, a quit record          |
//!
//! Afterwards the stream is opened for writing ([`running`]).
//!
//! Source: `ErrLGSoftStart`, `ErrLGMoveToRunningState` in `ese/_log/logredo.cxx`, `ErrIsamInit` in `ese/tm.cxx`.

mod control;
mod files;
mod running;
mod start;

pub use running::RunningInstance;

use super::finish::Finished;
use super::plan::ProgressScale;
use super::plan::log_directory::LogDirectory;
use super::progress::{EVENT_RECOVERED, Progress};
use super::replay::{Ending, Policy, Replay};
use super::request::{NextAction, SoftOutcome, SoftRequest, Status};
use super::restore_map::RestoreMap;
use super::roll::{LogSource, Roll};
use crate::error::{Error, ErrorCode, Result};
use crate::fail;
use crate::format::log_header::LogExpectations;
use crate::format::primitives::Lgpos;
use crate::storage::fs::{FileSystem, OpenMode, RealFileSystem};
use control::{Wishes, grbit};
use files::{Current, Files};
use start::Start;

/// JET_wrnCommittedLogFilesLost.
const COMMITTED_LOGS_LOST: i32 = 585;
/// JET_wrnCommittedLogFilesRemoved.
const COMMITTED_LOGS_REMOVED: i32 = 587;

/// Recovers, then leaves the instance running.
///
/// # Errors
/// Those of the steps in `docs/answers.md`; the call may be made again.
pub fn run(request: SoftRequest<'_>) -> Result<SoftOutcome> {
    let (warning, running) = run_on(&RealFileSystem, request)?;
    Ok(SoftOutcome { warning, running: Box::new(running) })
}

/// The same on any file system; gives the warning and the instance.
pub fn run_on<'f>(fs: &'f dyn FileSystem, request: SoftRequest<'_>) -> Result<(i32, RunningInstance<'f>)> {
    grbit::check(request.grbit)?;
    let SoftRequest { settings, map, stop, grbit, status, .. } = request;
    files::make_directories(fs, &settings)?;
    if settings.cleanup_mismatched_logs && !settings.circular {
        let message = "JET_paramCleanupMismatchedLogFiles deletes logs, which is only for those who keep none";
        fail!(InvalidSettings, "{message}: set JET_paramCircularLog, too");
    }
    if settings.cleanup_mismatched_logs && grbit & grbit::KEEP_ATTACHED != 0 {
        fail!(InvalidSettings, "databases that stay attached may need the logs that are to be deleted");
    }
    if !settings.recovery {
        return Ok((0, RunningInstance::without_log()));
    }
    let wishes = Wishes { grbit };
    let mut asked = status;
    let mut answering = |event: super::request::StatusEvent<'_>| wishes.answer(event, &mut asked);
    let status: Status<'_> = Some(&mut answering);
    let mut progress = Progress::new(status);
    let map = map.map(|lines| files::read_map(fs, lines, settings.page_size)).transpose()?;
    if let Some(stop) = stop
        && (stop.generation == 0 || settings.delete_out_of_range_logs)
    {
        fail!(InvalidParameter, "recovery cannot stop at {stop} (and delete logs behind it)");
    }
    let mut files = Files::find(fs, &settings)?;
    let (warning, kept) = match recover(fs, &settings, &mut files, map, stop, wishes, &mut progress)? {
        Recovered::NewStream => return Ok((0, RunningInstance::begin(fs, settings, &files)?)),
        Recovered::Clean => (0, Finished::default()),
        Recovered::Replayed { warning, finished } => (warning, finished),
    };
    let current = files.directory.expected_current();
    progress.open_for_do(&current)?;
    let files = Files::find(fs, &settings)?;
    Ok((warning, RunningInstance::resume(fs, settings, files, &kept)?))
}

/// Gives up the logs in the log path, whose databases are clean, and leaves a new stream there.
///
/// # Errors
/// Those of files.
pub fn begin_anew(fs: &dyn FileSystem, settings: &super::request::Settings) -> Result<()> {
    let files = Files::find(fs, settings)?;
    super::request::Running::terminate(&mut RunningInstance::begin_anew(fs, settings.clone(), files)?, 0)
}

enum Recovered {
    /// There was nothing.
    NewStream,
    /// There was nothing to do.
    Clean,
    Replayed {
        warning: i32,
        finished: Finished,
    },
}

fn recover(
    fs: &dyn FileSystem,
    settings: &super::request::Settings,
    files: &mut Files,
    map: Option<RestoreMap>,
    stop: Option<Lgpos>,
    wishes: Wishes,
    progress: &mut Progress<'_>,
) -> Result<Recovered> {
    let directory = &files.directory;
    if files.current.is_none() {
        let expected = directory.expected_current();
        match directory.range() {
            None => {
                progress.missing_log(0, false, NextAction::CreateNewLogStream, &expected, &[], None)?;
                files::remove(fs, &files.checkpoint_path)?;
                return Ok(Recovered::NewStream);
            }
            Some((_, last)) => {
                let complete = fs.exists(&directory.temporary());
                let default = if complete { None } else { Some(ErrorCode::MissingLogFile) };
                progress.missing_log(last + 1, true, NextAction::ContinueToRedo, &expected, &[], default)?;
            }
        }
    }
    if settings.delete_out_of_range_logs
        && !wishes.has(grbit::IGNORE_LOST_LOGS)
        && let Some(current) = &files.current
    {
        for (_, path) in directory.archived_in(current.header.generation()..=u32::MAX) {
            files::remove(fs, path)?;
        }
        files.directory = LogDirectory::list(fs, &settings.log_path, files.directory.names())?;
    }
    let checkpoint = files.checkpoint();
    if let (Some(Current { quit: Some(quit), .. }), Ok(checkpoint)) = (&files.current, &checkpoint)
        && checkpoint.lgpos() == *quit
    {
        return Ok(Recovered::Clean);
    }
    let checkpoint = match progress.open_checkpoint() {
        Ok(()) => checkpoint.ok(),
        Err(e) if e.code() == ErrorCode::FileNotFound => None,
        Err(e) => return Err(e),
    };
    let low = if wishes.has(grbit::INFER_CHECKPOINT) { start::required_by(fs, map.as_ref()) } else { None };
    let start = start::find(fs, files, checkpoint.as_ref(), low, progress)?;
    if stop.is_some_and(|stop| start.lgpos.generation > stop.generation) {
        fail!(RecoveredWithoutUndo, "recovery is to stop before the logs begin that it needs");
    }
    progress.begin(scale(files, &start, stop));
    let result = replay(fs, settings, files, map, start, stop, wishes, progress);
    match &result {
        Err(e) if e.code() != ErrorCode::RecoveredWithoutUndo => progress.failed(),
        _ => progress.complete(),
    }
    let (warning, finished) = result?;
    progress.notification(EVENT_RECOVERED);
    Ok(Recovered::Replayed { warning, finished })
}

#[allow(clippy::too_many_arguments)]
fn replay(
    fs: &dyn FileSystem,
    settings: &super::request::Settings,
    files: &Files,
    map: Option<RestoreMap>,
    start: Start,
    stop: Option<Lgpos>,
    wishes: Wishes,
    progress: &mut Progress<'_>,
) -> Result<(i32, Finished)> {
    let expectations = LogExpectations {
        log_signature: Some(start.log_signature),
        page_size: Some(start.page_size),
        file_length: Some(start.file_length),
    };
    let sources = vec![LogSource { directory: files.directory.clone(), last: None }];
    let roll = Roll::new(fs, sources, expectations, None);
    let policy = Policy {
        restored: None,
        replay_unmapped: wishes.has(grbit::MISSING_MAP_ENTRY),
        ignore_missing: wishes.has(grbit::IGNORE_MISSING_DATABASE),
        ignore_lost_logs: wishes.has(grbit::IGNORE_LOST_LOGS),
        stop,
        skip_before_required: wishes.has(grbit::SKIP_BEFORE_REQUIRED),
        keep_attached: wishes.has(grbit::KEEP_ATTACHED) && may_go_on(settings, start.file_length),
    };
    let mut replay = Replay::new(fs, settings, policy, progress, roll, map, start.log_signature, start.page_size);
    if replay.redo(start.lgpos, start.attachments.clone())? == Ending::Stopped {
        replay.write_all()?;
        fail!(RecoveredWithoutUndo, "recovery stopped where it was told to; the databases are redone, but dirty");
    }
    let lost = replay.has_lost_logs();
    let removed = replay.removed_logs;
    let finished = replay.finish(start.lgpos)?;
    if !finished.kept.is_empty() {
        replay.write_checkpoint(finished.checkpoint, &start.attachments)?;
    }
    if wishes.has(grbit::TRUNCATE_LOGS) {
        for (_, path) in files.directory.archived_in(1..=finished.checkpoint.generation.saturating_sub(1)) {
            files::remove(fs, path)?;
        }
    }
    let warning = match (removed, lost) {
        (true, _) => COMMITTED_LOGS_REMOVED,
        (_, true) => COMMITTED_LOGS_LOST,
        _ => 0,
    };
    Ok((warning, finished))
}

/// Whether the instance can run on with logs of this length: else it does not start, and no database is to wait for it.
fn may_go_on(settings: &super::request::Settings, file_length: u64) -> bool {
    settings.log_file_size.is_none_or(|kilobytes| u64::from(kilobytes) * 1024 == file_length)
}

/// From the first generation that is replayed to the last that is there.
fn scale(files: &Files, start: &Start, stop: Option<Lgpos>) -> ProgressScale {
    let (first, last) = files.directory.range().unwrap_or((0, 0));
    let generation = start.lgpos.generation;
    let there = last + u32::from(files.current.is_some());
    let limit = stop.map_or(u32::MAX, |stop| stop.generation);
    ProgressScale::new(first.max(generation).min(limit), there.max(generation).min(limit), false)
}

/// Opens a log read-only.
fn open(fs: &dyn FileSystem, path: &std::path::Path) -> Result<Box<dyn crate::storage::fs::File>> {
    fs.open(path, OpenMode::Read).map_err(|e| Error::from_io(&e, "opening a log", path))
}
