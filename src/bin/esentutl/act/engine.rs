//! Calls the engine, with the settings that the files themselves ask for, and shows how far it is.

use std::path::{Path, PathBuf};

use esent::error::ErrorCode;
use esent::format::primitives::Logtime;
use esent::recovery::request::{MapEntry, RestoreRequest, Settings, SoftRequest, StatusEvent};
use esent::recovery::{external_restore, soft_recovery};

use super::workspace::Workspace;
use crate::cli::ActArgs;
use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::output::Output;
use crate::plan::{Action, Plan};
use crate::progress;

/// JET_bitReplayIgnoreMissingDB.
const IGNORE_MISSING_DATABASES: u32 = 0x4;
/// JET_bitReplayIgnoreLostLogs.
const IGNORE_LOST_LOGS: u32 = 0x80;
/// JET_bitTermComplete.
const TERMINATE_COMPLETELY: u32 = 1;
/// Bits of JET_paramLegacyFileNames.
const OLD_EXTENSIONS: u32 = 1;
const FIVE_DIGITS: u32 = 2;
/// The engine's own newest format (JET_efvUseEngineDefault).
const ENGINE_DEFAULT_FORMAT: u32 = 0x4000_0001;
/// Bytes of cache.
const CACHE: usize = 256 << 20;
/// Bytes of log between checkpoints: the default of the API.
const CHECKPOINT_DEPTH: usize = 20 << 20;

/// What the engine said of its work.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// A JET_wrn, or 0.
    pub warning: i32,
    /// Generations that it opened for redo, first and last.
    pub generations: Option<(u32, u32)>,
    /// Of a restore.
    pub records: Option<u64>,
    pub pages: Option<u64>,
    pub seconds: f64,
}

/// Runs recovery or restore in the workspace.
pub fn run(plan: &Plan, space: &Workspace, arguments: &ActArgs, output: &Output) -> Result<Outcome, Failure> {
    let bar = progress::percent(output, "replaying");
    let started = std::time::Instant::now();
    let mut redone: Option<(u32, u32)> = None;
    let mut status = |event: StatusEvent<'_>| -> i32 {
        use esent::recovery::request::OpenReason;
        match &event {
            StatusEvent::Progress { done, total } => {
                bar.set_length(u64::from(*total));
                bar.set_position(u64::from(*done));
            }
            StatusEvent::OpenLog { generation, reason: OpenReason::Redo, .. } if *generation > 0 => {
                bar.set_message(format!("generation 0x{generation:X}"));
                let (low, high) = redone.unwrap_or((*generation, *generation));
                redone = Some((low.min(*generation), high.max(*generation)));
            }
            StatusEvent::BeginUndo { .. } => bar.set_message("rolling back"),
            _ => {}
        }
        if interrupt::asked() { ErrorCode::CallbackFailed as i32 } else { event.default_answer() }
    };
    let settings = settings(plan, space)?;
    let map = Some(map(plan, space));
    let mut outcome = match plan.action {
        Action::Restore => {
            let (low, high) = plan.backup.unwrap_or((0, 0));
            let request = RestoreRequest {
                settings,
                map,
                backup_log_path: Some(folder(&space.backup)),
                generation_low: i32::try_from(low).unwrap_or(i32::MAX),
                generation_high: i32::try_from(high).unwrap_or(i32::MAX),
                target: None,
                status: Some(&mut status),
            };
            let done = external_restore::run(request).map_err(failure)?;
            Outcome {
                warning: done.warning,
                generations: done.generations,
                records: Some(done.records),
                pages: Some(done.pages),
                seconds: 0.0,
            }
        }
        _ => {
            let mut grbit = 0;
            if arguments.ignore_missing || plan.set.databases.len() < plan.reading.attached.len() {
                grbit |= IGNORE_MISSING_DATABASES;
            }
            if arguments.allow_loss {
                grbit |= IGNORE_LOST_LOGS;
            }
            let request = SoftRequest {
                settings,
                map,
                stop: None,
                stop_time: Logtime::default(),
                grbit,
                status: Some(&mut status),
            };
            let mut done = soft_recovery::run(request).map_err(failure)?;
            done.running.terminate(TERMINATE_COMPLETELY).map_err(failure)?;
            Outcome { warning: done.warning, ..Outcome::default() }
        }
    };
    outcome.generations = outcome.generations.or(redone);
    outcome.seconds = started.elapsed().as_secs_f64();
    bar.finish_and_clear();
    Ok(outcome)
}

fn failure(e: esent::error::Error) -> Failure {
    if interrupt::asked() {
        return Failure::interrupted();
    }
    Failure::from(e)
}

/// Directories end with a separator.
fn folder(path: &Path) -> PathBuf {
    path.join("")
}

/// What the logs and the databases themselves say of how they want to be opened.
fn settings(plan: &Plan, space: &Workspace) -> Result<Settings, Failure> {
    let Some(stream) = &plan.set.stream else {
        return Err(Failure::new(Exit::NotFound, "no logs were found"));
    };
    let Some((_, header)) = plan.set.logs().last() else {
        return Err(Failure::new(Exit::NotFound, "no log of the databases' stream is readable"));
    };
    let name =
        |f: &crate::streams::LogFile| f.path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let names: Vec<String> = stream.files.iter().map(name).collect();
    let mut legacy = 0;
    if names.iter().any(|n| n.ends_with(".log")) {
        legacy |= OLD_EXTENSIONS;
    }
    // Base, five digits, extension.
    if names.iter().any(|n| n.len() == stream.base.len() + 9) {
        legacy |= FIVE_DIGITS;
    }
    let page_size = header.page_size();
    let work = folder(&absolute(&space.logs)?);
    Ok(Settings {
        instance_name: Some("esentutl".into()),
        base_name: stream.base.clone(),
        system_path: folder(&absolute(&space.system)?),
        page_size,
        page_size_set: true,
        log_file_size: u32::try_from(header.file_length() / 1024).ok(),
        legacy_file_names: legacy,
        cache_size_max: CACHE / page_size as usize,
        checkpoint_depth_max: CHECKPOINT_DEPTH,
        create_path_if_not_exist: true,
        engine_format_version: ENGINE_DEFAULT_FORMAT,
        ..Settings::of_logs(&work)
    })
}

fn absolute(path: &Path) -> Result<PathBuf, Failure> {
    path.canonicalize().map_err(|e| Failure::reading(&e, path))
}

/// Old names and where the databases are now, or will be.
fn map(plan: &Plan, space: &Workspace) -> Vec<MapEntry> {
    let here = plan.set.databases.iter().zip(&space.databases).map(|(database, work)| {
        let old = plan.old_name(database).map_or_else(|| work.original.display().to_string(), str::to_owned);
        (old, work.path.canonicalize().unwrap_or_else(|_| work.path.clone()))
    });
    let absolute =
        |(old, path): &(String, PathBuf)| (old.clone(), std::path::absolute(path).unwrap_or_else(|_| path.clone()));
    here.chain(space.created.iter().map(absolute))
        .map(|(old, new)| MapEntry { old_name: Some(old), new_path: Some(new), grbit: 0 })
        .collect()
}
